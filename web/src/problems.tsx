// What is wrong, shown beside what it is about.

import type { ComponentChildren } from "preact";
import type { Problem } from "./types";

export function Problems({ of, id }: { of: Problem[]; id?: string }) {
  if (of.length === 0) return null;
  return (
    <ul class="problems" id={id}>
      {of.map((problem, index) => (
        <li key={index}>
          {problem.place && <b>{problem.place}: </b>}
          {words(problem.fault)} {words(problem.remedy ?? "")}
        </li>
      ))}
    </ul>
  );
}

/** A clause of the program as a sentence, with what it quotes as code. */
function words(clause: string): ComponentChildren {
  if (clause === "") return "";
  const sentence = clause[0]!.toUpperCase() + clause.slice(1) + (/[.!?]$/.test(clause) ? "" : ".");
  return sentence.split("`").map((part, index) => (index % 2 ? <code key={index}>{part}</code> : part));
}

/** Whether a problem is about this setting, whichever way its place is written. */
export const isAbout = (problem: Problem, key: string) => {
  const place = problem.place.trim();
  return place === key || place.split(/[\s,:]+/).includes(key) || place.endsWith(`.${key}`);
};

/** The event (from 1, in the order sent) that a problem is about. */
export const eventOf = (problem: Problem): number | undefined => {
  const found = /event\[(\d+)\]/.exec(problem.place);
  return found ? Number(found[1]) : undefined;
};
