// Spread against depth: the mean path of each scenario, year by year, and where single futures end.

import { line } from "d3-shape";
import { scale, ticks, useWidth } from "./frame";
import { dash, hue, markerPath } from "./look";

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
}

/** Dots drawn of one scenario: more would be a block. */
export const MOST_DOTS = 300;

export function SpreadDepthPath({ label, months, paths, ends }: Props) {
  const { ref, width } = useWidth();
  const height = Math.round(Math.min(440, Math.max(280, width * 0.62)));
  const box = { left: 52, right: Math.max(80, width - 14), top: 22, bottom: height - 44 };
  const x = scale([0, 1], [box.left, box.right]);
  const y = scale([0, 1], [box.bottom, box.top]);
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
            <g key={of.place} class="dots" fill={hue(of.place)}>
              {of.spread.slice(0, MOST_DOTS).map((spread, run) => {
                const depth = of.depth[run];
                if (spread == null || depth == null) return null;
                return <path key={run} d={markerPath(of.place, 2.4)} transform={`translate(${x(spread).toFixed(1)},${y(depth).toFixed(1)})`} />;
              })}
            </g>
          ))}
          {paths.map((of) => {
            const places = months.map((_, i) => i).filter((i) => of.spread[i] != null && of.depth[i] != null);
            // Julys alone: the summer, when nobody teaches, would draw loops.
            const years = places.filter((i) => months[i]! % 12 === 0 || i === places[places.length - 1]);
            const at = (i: number): [number, number] => [x(of.spread[i]!), y(of.depth[i]!)];
            return (
              <g key={of.place}>
                <path class="line halo" d={line()(years.map(at)) ?? ""} />
                <path class="line" d={line()(years.map(at)) ?? ""} stroke={hue(of.place)} stroke-dasharray={dash(of.place)} />
                {years.map((i) => (
                  <path key={i} class="knot" d={markerPath(of.place, months[i] === months[months.length - 1] ? 6.5 : 4)}
                    transform={`translate(${at(i).join()})`} fill={hue(of.place)}>
                    <title>{months[i] === 0 ? "start" : `end of year ${Math.ceil(months[i]! / 12)}`}</title>
                  </path>
                ))}
                {years.filter((i) => months[i]! > 0).map((i) => (
                  <text key={i} class="knot-label" x={at(i)[0] + 8} y={at(i)[1] + (of.place % 2 ? 15 : -8)} fill={hue(of.place)}>
                    {Math.ceil(months[i]! / 12)}
                  </text>
                ))}
              </g>
            );
          })}
        </svg>
      )}
    </div>
  );
}
