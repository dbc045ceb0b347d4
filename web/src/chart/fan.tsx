// A measure over the months: the mean as a line, a band around it, other scenarios as thin lines.

import { area, line } from "d3-shape";
import { useState } from "preact/hooks";
import { monthWords } from "../calendar";
import { scale, ticks, useWidth, YearAxis, type Mark } from "./frame";
import { dash, hue, markerPath } from "./look";
import { isShare, minus, show } from "./numbers";

type Row = (number | null)[];

export interface FanLine {
  /** Which scenario it is. */
  place: number;
  name: string;
  mean: Row;
  /** Bands, the widest first. */
  bands: { low: Row; high: Row; words: string }[];
}

interface Props {
  label: string;
  unit: string;
  months: number[];
  domain: [number, number];
  main: FanLine;
  others?: FanLine[];
  marks?: Mark[];
  /** Differences are read in points, and zero has a line. */
  difference?: boolean;
}

export function Fan({ label, unit, months, domain, main, others = [], marks = [], difference = false }: Props) {
  const { ref, width } = useWidth();
  const [at, setAt] = useState<number | undefined>();
  const height = Math.round(Math.min(300, Math.max(190, width * 0.5)));
  const box = { left: 44, right: Math.max(60, width - 12), top: 24, bottom: height - 24 };
  const last = months[months.length - 1] ?? 1;
  const x = scale([0, last], [box.left, box.right]);
  const y = scale(domain, [box.bottom, box.top]);
  const places = months.map((_, index) => index);
  const draw = (row: Row) =>
    line<number>((i) => x(months[i]!), (i) => y(row[i]!)).defined((i) => row[i] != null)(places) ?? "";
  const band = (low: Row, high: Row) =>
    area<number>((i) => x(months[i]!), (i) => y(low[i]!), (i) => y(high[i]!)).defined((i) => low[i] != null && high[i] != null)(places) ?? "";
  const move = (event: PointerEvent) => {
    const left = (event.currentTarget as Element).getBoundingClientRect().left;
    const month = ((event.clientX - left - box.left) / (box.right - box.left)) * last;
    const nearest = places.reduce((best, i) => (Math.abs(months[i]! - month) < Math.abs(months[best]! - month) ? i : best), 0);
    setAt(nearest);
  };
  const all = [main, ...others];
  return (
    <div class="chart" ref={ref}>
      {width > 0 && (
        <svg width={width} height={height} role="img" aria-label={label} onPointerMove={move} onPointerDown={move}
          onPointerLeave={() => setAt(undefined)}>
          {ticks(domain[0], domain[1]).map((tick) => (
            <g key={tick}>
              <line class={difference && tick === 0 ? "zero" : "grid"} x1={box.left} x2={box.right} y1={y(tick)} y2={y(tick)} />
              <text class="tick" x={box.left - 6} y={y(tick) + 4} text-anchor="end">
                {difference && tick > 0 ? "+" : ""}{difference && isShare(unit) ? minus((tick * 100).toFixed(0)) : show(tick, unit)}
              </text>
            </g>
          ))}
          <YearAxis box={box} months={last} marks={marks} />
          {main.bands.map((one, index) => (
            <path key={index} class={index === 0 ? "band" : "band inner"} d={band(one.low, one.high)} fill={hue(main.place)} />
          ))}
          {others.map((other) => (
            <path key={other.place} class="line thin" d={draw(other.mean)} stroke={hue(other.place)} stroke-dasharray={dash(other.place)} />
          ))}
          <path class="line" d={draw(main.mean)} stroke={hue(main.place)} stroke-dasharray={dash(main.place)} />
          {at !== undefined && (
            <g>
              <line class="hair" x1={x(months[at]!)} x2={x(months[at]!)} y1={box.top} y2={box.bottom} />
              {all.map((one) => one.mean[at] != null && (
                <path key={one.place} d={markerPath(one.place, 4)} transform={`translate(${x(months[at]!)},${y(one.mean[at]!)})`} fill={hue(one.place)} />
              ))}
            </g>
          )}
        </svg>
      )}
      {at !== undefined && (
        <div class="tip" style={{ left: `${Math.min(Math.max(x(months[at]!) - 90, 0), Math.max(0, width - 190))}px` }}>
          <b>{monthWords(months[at]!)}</b>
          {all.map((one) => (
            <span key={one.place}>
              {one.name}: {show(one.mean[at], unit, difference)}
              {one.bands.map((b) => ` (${b.words} ${show(b.low[at], unit, difference)} to ${show(b.high[at], unit, difference)})`).join("")}
            </span>
          ))}
        </div>
      )}
    </div>
  );
}
