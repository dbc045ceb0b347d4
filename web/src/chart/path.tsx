// Spread against depth: the mean path of each scenario, year by year, and where single futures end.

import { contourDensity } from "d3-contour";
import { geoPath } from "./geo";
import { line } from "d3-shape";
import { monthWords } from "../calendar";
import { scale, ticks, useWidth } from "./frame";
import { dash, hue, markerPath } from "./look";
import { show } from "./numbers";

export interface PathLine {
  place: number;
  spread: (number | null)[];
  depth: (number | null)[];
}

interface Props {
  label: string;
  months: number[];
  paths: PathLine[];
  ends: PathLine[];
  names: string[];
}

/** Dots drawn of one scenario: more would be a block. */
export const MOST_DOTS = 300;

interface Knot {
  index: number;
  month: number;
  at: [number, number];
}

/** Numbers of the years beside the knots; where two would lie over each other, the later year counts. */
function labelsOf(lines: { of: PathLine; knots: Knot[] }[]) {
  const kept: { place: number; year: number; at: [number, number] }[] = [];
  const longest = Math.max(0, ...lines.map(({ knots }) => knots.length));
  for (let back = 1; back <= longest; back += 1) {
    for (const { of, knots } of lines) {
      const knot = knots[knots.length - back];
      if (!knot || knot.month === 0) continue;
      const at: [number, number] = [knot.at[0] + 8, knot.at[1] + (of.place % 2 ? 15 : -8)];
      if (kept.some((other) => Math.abs(other.at[0] - at[0]) < 11 && Math.abs(other.at[1] - at[1]) < 13)) continue;
      kept.push({ place: of.place, year: Math.ceil(knot.month / 12), at });
    }
  }
  return kept;
}

/** Fewest futures of which a density says anything. */
const FEWEST = 40;

/** Where futures end, as outlines one within the other: the inner ones hold places where they lie more densely. */
function densityOf(of: PathLine, x: (v: number) => number, y: (v: number) => number, width: number, height: number): string[] {
  const ends = of.spread.flatMap((spread, run): [number, number][] => {
    const depth = of.depth[run];
    return spread == null || depth == null ? [] : [[x(spread), y(depth)]];
  });
  if (ends.length < FEWEST) return [];
  return contourDensity().size([width, height]).bandwidth(14).thresholds(4)(ends).map(geoPath);
}

export function SpreadDepthPath({ label, months, paths, ends, names }: Props) {
  const { ref, width } = useWidth();
  const height = Math.round(Math.min(440, Math.max(280, width * 0.62)));
  const box = { left: 52, right: Math.max(80, width - 14), top: 22, bottom: height - 44 };
  const x = scale([0, 1], [box.left, box.right]);
  const y = scale([0, 1], [box.bottom, box.top]);
  const lines = paths.map((of) => {
    const places = months.map((_, i) => i).filter((i) => of.spread[i] != null && of.depth[i] != null);
    // Julys alone: the summer, when nobody teaches, would draw loops.
    const years = places.filter((i) => months[i]! % 12 === 0 || i === places[places.length - 1]);
    return { of, knots: years.map((i): Knot => ({ index: i, month: months[i]!, at: [x(of.spread[i]!), y(of.depth[i]!)] })) };
  });
  return (
    <div class="chart" ref={ref}>
      {width > 0 && (
        <svg width={width} height={height} role="img" aria-label={label}>
          {ticks(0, 1, width < 420 ? 2 : 4).map((tick) => (
            <g key={tick}>
              <line class="grid" x1={x(tick)} x2={x(tick)} y1={box.top} y2={box.bottom} />
              <line class="grid" x1={box.left} x2={box.right} y1={y(tick)} y2={y(tick)} />
              <text class="tick" x={x(tick)} y={box.bottom + 16} text-anchor={tick === 1 ? "end" : "middle"}>{tick * 100}%</text>
              <text class="tick" x={box.left - 6} y={y(tick) + 4} text-anchor="end">{tick}</text>
            </g>
          ))}
          <text class="tick" x={(box.left + box.right) / 2} y={box.bottom + 36} text-anchor="middle">share of teachers who use it →</text>
          <text class="tick" x={4} y={12}>↑ how deeply users teach it (0 to 1)</text>
          {ends.map((of) => (
            <g key={of.place} class="density" fill={hue(of.place)}>
              {densityOf(of, x, y, width, height).map((d, step) => <path key={step} d={d} />)}
            </g>
          ))}
          {ends.map((of) => (
            <g key={of.place} class="dots" fill={hue(of.place)}>
              {of.spread.slice(0, MOST_DOTS).map((spread, run) => {
                const depth = of.depth[run];
                if (spread == null || depth == null) return null;
                return <path key={run} d={markerPath(of.place, 2.4)} transform={`translate(${x(spread).toFixed(1)},${y(depth).toFixed(1)})`} />;
              })}
            </g>
          ))}
          {lines.map(({ of, knots }) => (
            <g key={of.place}>
              <path class="line halo" d={line()(knots.map((knot) => knot.at)) ?? ""} />
              <path class="line" d={line()(knots.map((knot) => knot.at)) ?? ""} stroke={hue(of.place)} stroke-dasharray={dash(of.place)} />
              {knots.map(({ index: i, month, at }, index) => (
                <path key={month} class="knot" d={markerPath(of.place, index === knots.length - 1 ? 6.5 : 4)} transform={`translate(${at.join()})`} fill={hue(of.place)}>
                  <title>{`${names[of.place]}, ${monthWords(month)}: ${show(of.spread[i], "share")} use it, depth ${show(of.depth[i], "")}`}</title>
                </path>
              ))}
            </g>
          ))}
          {labelsOf(lines).map(({ place, year, at }) => (
            <text key={`${place}-${year}`} class="knot-label" x={at[0]} y={at[1]} fill={hue(place)}>{year}</text>
          ))}
        </svg>
      )}
    </div>
  );
}
