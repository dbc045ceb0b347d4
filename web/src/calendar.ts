// The school calendar: month 1 is August of year 1.

const MONTHS = ["August", "September", "October", "November", "December", "January", "February", "March", "April", "May",
  "June", "July"];

/** "year 2, September" */
export function monthWords(month: number): string {
  if (month < 1) return "the start";
  return `year ${Math.floor((month - 1) / 12) + 1}, ${MONTHS[(month - 1) % 12]}`;
}

/** "year 2, Sept" */
export function monthInShort(month: number): string {
  if (month < 1) return "the start";
  const name = MONTHS[(month - 1) % 12]!;
  const short = name.length <= 5 ? name : name === "September" ? "Sept" : name.slice(0, 3);
  return `year ${Math.floor((month - 1) / 12) + 1}, ${short}`;
}

/** The month that "14", "month 14", "year 2, Sept" or "y2 sep" mean; undefined where they mean none. */
export function monthFromWords(words: string): number | undefined {
  const text = words.trim().toLowerCase();
  const number = /^(?:month\s*)?(\d{1,4})$/.exec(text);
  if (number) return Number(number[1]);
  const parts = /^y(?:ear)?\s*(\d{1,3})(?:[\s,]+([a-z]{3,9})\.?)?$/.exec(text);
  if (!parts) return undefined;
  const start = (Number(parts[1]) - 1) * 12 + 1;
  if (start < 1) return undefined;
  if (!parts[2]) return start;
  const place = MONTHS.findIndex((name) => name.toLowerCase().startsWith(parts[2]!) || parts[2]!.startsWith(name.toLowerCase()));
  const short = place < 0 && parts[2] === "sept" ? 1 : place;
  return short < 0 ? undefined : start + short;
}

/** Years that begin within the months, with the month before which each begins. */
export function yearStarts(months: number): { year: number; month: number }[] {
  const years = Math.ceil(months / 12);
  return Array.from({ length: years }, (_, index) => ({ year: index + 1, month: index * 12 }));
}
