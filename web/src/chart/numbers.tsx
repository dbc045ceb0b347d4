// How numbers are set in axes and tables. Every cell of a table holds its full value in `data-value`.

export const isShare = (unit: string) => unit.startsWith("share");

/** A value for the eye: shares in percent. */
export function show(value: number | null | undefined, unit: string, points = false): string {
  if (value === null || value === undefined || Number.isNaN(value)) return "–";
  if (isShare(unit)) return minus(`${(value * 100).toFixed(points ? 1 : 0)}${points ? "" : "%"}`);
  return minus(Math.abs(value) >= 100 ? value.toFixed(0) : value.toFixed(2));
}

/** A text with the sign of the typesetter; no minus before a zero. */
export const minus = (text: string) => (/^-[0.]*%?$/.test(text) ? text.slice(1) : text.replace("-", "−"));

export function Cell({ value, unit, points }: { value: number | null | undefined; unit: string; points?: boolean }) {
  return (
    <td class="n" data-value={value ?? ""}>
      {show(value, unit, points)}
    </td>
  );
}
