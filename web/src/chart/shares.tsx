// Shares of futures: stages month by month, and what the end looks like.

import { area } from "d3-shape";
import { useState } from "preact/hooks";
import { monthWords } from "../calendar";
import { scale, ticks, useWidth, YearAxis, type Mark } from "./frame";
import { show } from "./numbers";

/** Plain words for the stages 0 to 5. */
export const STAGES = ["not begun", "team uses it", "first colleagues in the pilot schools", "half of the pilot schools’ teachers", "half of all schools",
  "norm of the district"];

/** The same for a layer of a picture, in as few letters as can be. */
const SHORT = ["not begun", "team", "first colleagues", "half of pilot schools", "half of all schools", "norm"];
/** About how wide a letter of a layer is, and how high a line (px). */
const LETTER = 6.8;
const LINE = 15;

const step = (stage: number) => `var(--step-${stage})`;

export function StageShares({ label, months, share, marks }: { label: string; months: number[]; share: number[][]; marks: Mark[] }) {
  const { ref, width } = useWidth();
  const height = Math.round(Math.min(280, Math.max(190, width * 0.45)));
  const box = { left: 44, right: Math.max(60, width - 12), top: 24, bottom: height - 24 };
  const last = months[months.length - 1] ?? 1;
  const x = scale([0, last], [box.left, box.right]);
  const y = scale([0, 1], [box.bottom, box.top]);
  // The highest stage lies at the bottom, so that its share is read from zero.
  const above = share.map((row) => {
    const sums = Array<number>(7).fill(0);
    for (let stage = 5; stage >= 0; stage -= 1) sums[stage] = sums[stage + 1]! + (row[stage] ?? 0);
    return sums;
  });
  const places = months.map((_, i) => i).filter((i) => above[i]);
  const [at, setAt] = useState<number | undefined>();
  const move = (event: PointerEvent) => {
    const left = (event.currentTarget as Element).getBoundingClientRect().left;
    const month = ((event.clientX - left - box.left) / (box.right - box.left)) * last;
    setAt(places.reduce((best, i) => (Math.abs(months[i]! - month) < Math.abs(months[best]! - month) ? i : best), 0));
  };
  // A layer has its name where it is high enough for it along the whole of it.
  const labels = [5, 4, 3, 2, 1, 0].flatMap((stage) => {
    const fits = [SHORT[stage]!, String(stage)].flatMap((words) => {
      const half = (words.length * LETTER) / 2 + 3;
      return places.flatMap((i) => {
        const middle = x(months[i]!);
        if (middle - half < box.left || middle + half > box.right) return [];
        const along = places.filter((j) => Math.abs(x(months[j]!) - middle) <= half);
        const top = Math.max(...along.map((j) => y(above[j]![stage]!)));
        const floor = Math.min(...along.map((j) => y(above[j]![stage + 1]!)));
        const room = floor - top;
        return room >= LINE ? [{ stage, words, x: middle, y: (floor + top) / 2 + 4, room }] : [];
      }).sort((a, b) => b.room - a.room).slice(0, 1);
    });
    return fits.slice(0, 1);
  });
  return (
    <div class="chart" ref={ref}>
      {width > 0 && (
        <svg width={width} height={height} role="img" aria-label={label} onPointerMove={move} onPointerDown={move} onPointerLeave={() => setAt(undefined)}>
          {[5, 4, 3, 2, 1, 0].map((stage) => (
            <path key={stage} fill={step(stage)} class="layer"
              d={area<number>((i) => x(months[i]!), (i) => y(above[i]![stage + 1]!), (i) => y(above[i]![stage]!))(places) ?? ""} />
          ))}
          {ticks(0, 1, 4).map((tick) => (
            <text key={tick} class="tick" x={box.left - 6} y={y(tick) + 4} text-anchor="end">{show(tick, "share")}</text>
          ))}
          <YearAxis box={box} months={last} marks={marks} />
          {labels.map((one) => <text key={one.stage} class="layer-label" x={one.x} y={one.y} text-anchor="middle">{one.words}</text>)}
          {at !== undefined && <line class="hair" x1={x(months[at]!)} x2={x(months[at]!)} y1={box.top} y2={box.bottom} />}
        </svg>
      )}
      {at !== undefined && (
        <div class="tip" style={{ left: `${Math.min(Math.max(x(months[at]!) - 90, 0), Math.max(0, width - 190))}px` }}>
          <b>{monthWords(months[at]!)}</b>
          {[5, 4, 3, 2, 1, 0].filter((stage) => (share[at]?.[stage] ?? 0) > 0).map((stage) => (
            <span key={stage}>{show(share[at]![stage], "share")} {STAGES[stage]}</span>
          ))}
        </div>
      )}
    </div>
  );
}

export function StageKey() {
  return (
    <ul class="legend">
      {[5, 4, 3, 2, 1, 0].map((stage) => (
        <li key={stage}>
          <svg class="swatch" width="14" height="12" aria-hidden="true"><rect width="14" height="12" class="layer" fill={step(stage)} /></svg>
          {" "}{stage} {STAGES[stage]}
        </li>
      ))}
    </ul>
  );
}

export const ENDINGS: { key: string; words: string; step: number }[] = [
  { key: "scaled", words: "wide and deep", step: 5 },
  { key: "contained", words: "deep in few places", step: 3 },
  { key: "superficial", words: "wide but shallow", step: 2 },
  { key: "stalled", words: "neither wide nor deep", step: 0 },
];

/** One bar: how many of the futures end in which way. */
export function EndingBar({ counts, label }: { counts: Record<string, number>; label: string }) {
  const total = ENDINGS.reduce((sum, { key }) => sum + (counts[key] ?? 0), 0) || 1;
  return (
    <div class="ending-bar" role="img" aria-label={label}>
      {ENDINGS.filter(({ key }) => (counts[key] ?? 0) > 0).map(({ key, words, step: at }) => {
        const share = counts[key]! / total;
        return (
          <div key={key} class={`ending ending-${at}`} style={{ flexGrow: share }} title={`${words}: ${show(share, "share")}`}>
            {share > 0.14 && <span>{show(share, "share")}</span>}
          </div>
        );
      })}
    </div>
  );
}

export function EndingKey() {
  return (
    <ul class="legend">
      {ENDINGS.map(({ key, words, step: at }) => (
        <li key={key}>
          <svg class="swatch" width="14" height="12" aria-hidden="true"><rect width="14" height="12" class="layer" fill={step(at)} /></svg> {words}
        </li>
      ))}
    </ul>
  );
}
