// What all charts share: their width, the axis of school years, the lines across.

import type { ComponentChildren } from "preact";
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { monthInShort, yearStarts } from "../calendar";

/** Width of an element in pixels, kept as the window changes. */
export function useWidth() {
  const ref = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(0);
  useLayoutEffect(() => {
    const element = ref.current!;
    const measure = () => setWidth(Math.floor(element.clientWidth));
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  return { ref, width };
}

export interface Box {
  left: number;
  right: number;
  top: number;
  bottom: number;
}

export const scale = (from: [number, number], to: [number, number]) => (x: number) =>
  to[0] + ((x - from[0]) / (from[1] - from[0] || 1)) * (to[1] - to[0]);

/** Round steps that divide a range into about `count` parts. */
export function ticks(low: number, high: number, count = 4): number[] {
  const rough = (high - low) / count || 1;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 2.5, 5, 10].map((m) => m * power).find((s) => s >= rough * 0.999) ?? 10 * power;
  const first = Math.ceil(low / step - 1e-9);
  const last = Math.floor(high / step + 1e-9);
  return Array.from({ length: last - first + 1 }, (_, i) => Number(((first + i) * step).toPrecision(12)));
}

/** A dated event above the plot. */
export interface Mark {
  month: number;
  words: string;
}

/** About how wide a letter of a date is (px). */
const LETTER = 6.2;

/** Events with their dates; events of one month share one, and a date that would lie over another is left to the list of events. */
function dated(marks: Mark[], x: (month: number) => number, box: Box) {
  const taken: [number, number][] = [];
  return marks.map((mark) => {
    const label = monthInShort(mark.month);
    const [at, wide] = [x(mark.month), label.length * LETTER + 8];
    const anchor = at + wide > box.right ? "end" as const : "start" as const;
    const place: [number, number] = anchor === "end" ? [at - wide, at - 3] : [at - 3, at + wide];
    const free = place[0] >= 0 && taken.every(([from, to]) => place[1] < from || place[0] > to);
    if (free) taken.push(place);
    return { mark, label: free ? label : "", anchor };
  });
}

/** Years under the plot, and the events as lines in it. */
export function YearAxis({ box, months, marks }: { box: Box; months: number; marks: Mark[] }) {
  const x = scale([0, months], [box.left, box.right]);
  const years = yearStarts(months);
  const room = (box.right - box.left) / Math.max(1, years.length);
  return (
    <g>
      {years.map(({ year, month }) => (
        <g key={year}>
          {month > 0 && <line class="grid" x1={x(month)} x2={x(month)} y1={box.top} y2={box.bottom} />}
          {(room > 30 || year % 2 === 1) && (
            <text class="tick" x={x(Math.min(month + 6, (month + months) / 2))} y={box.bottom + 16} text-anchor="middle">
              {room > 54 ? `year ${year}` : `y${year}`}
            </text>
          )}
        </g>
      ))}
      <line class="axis" x1={box.left} x2={box.right} y1={box.bottom} y2={box.bottom} />
      {dated(marks, x, box).map(({ mark, label, anchor }, index) => (
        <g key={index}>
          {label && <text class="tick event-date" x={x(mark.month) + (anchor === "end" ? -7 : 7)} y={box.top - 4} text-anchor={anchor}>{label}</text>}
          <line class="event-line" x1={x(mark.month)} x2={x(mark.month)} y1={box.top - 4} y2={box.bottom} />
          <path class="event-head" d="M-4,-5H4L0,1Z" transform={`translate(${x(mark.month)},${box.top - 4})`}>
            <title>{mark.words}</title>
          </path>
        </g>
      ))}
    </g>
  );
}

/** A figure: what it shows, the picture, and its numbers as a table behind it. */
export function Figure(props: { id: string; title: string; note?: ComponentChildren; table?: () => ComponentChildren; children: ComponentChildren }) {
  const [open, setOpen] = useState(false);
  return (
    <figure id={props.id}>
      <figcaption>
        <h3>{props.title}</h3>
        {props.note && <p class="note">{props.note}</p>}
      </figcaption>
      {props.children}
      {props.table && (
        <details onToggle={(event) => setOpen((event.currentTarget as HTMLDetailsElement).open)}>
          <summary>The numbers of this figure</summary>
          {open && (
            <div class="scroll" tabIndex={0} role="region" aria-label={`The numbers of: ${props.title}`}>
              {props.table()}
            </div>
          )}
        </details>
      )}
    </figure>
  );
}
