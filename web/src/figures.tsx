// The pictures of an answer.

import { useState } from "preact/hooks";
import { monthWords } from "./calendar";
import { Fan, type FanLine } from "./chart/fan";
import { Figure, type Mark } from "./chart/frame";
import { Legend, Swatch } from "./chart/look";
import { Cell, isShare, show } from "./chart/numbers";
import { MOST_DOTS, SpreadDepthPath } from "./chart/path";
import { EndingBar, EndingKey, ENDINGS, StageKey, StageShares, STAGES } from "./chart/shares";
import type { Answer, CheckedScenario, EventKind } from "./types";

interface Props {
  answer: Answer;
  checked: CheckedScenario[];
  kinds: EventKind[];
}

/** Place of a scenario that is named by place or by name. */
const lower = (words: string) => words.charAt(0).toLowerCase() + words.slice(1);

const placeOf = (answer: Answer, scenario: number | string) =>
  typeof scenario === "number" ? scenario : answer.scenarios.findIndex((s) => s.name === scenario);

/** Months that a table shows: the ends of school years, and the last. */
const tableMonths = (months: number[]) =>
  months.map((month, index) => ({ month, index })).filter(({ month, index }) => month % 12 === 0 || index === months.length - 1);

export function Figures({ answer, checked, kinds }: Props) {
  const measures = Object.keys(answer.timeline.measures);
  const [chosen, setChosen] = useState("deep_share");
  const measure = measures.includes(chosen) ? chosen : measures[0] ?? "";
  const titles = answer.scenarios.map((scenario) => scenario.title);
  const marks = titles.map((_, place): Mark[] =>
    (checked[place]?.events ?? []).map((event) => ({
      month: event.month,
      words: `${kinds.find((kind) => kind.what === event.what)?.title ?? event.what}, ${monthWords(event.month)}`,
    })));
  if (!measure) return null;
  return (
    <div class="figures">
      <Path answer={answer} titles={titles} />
      <fieldset class="measure">
        <legend>Over the years</legend>
        {measures.map((name) => (
          <label class="choice" key={name}>
            <input type="radio" name="measure" checked={name === measure} onChange={() => setChosen(name)} />
            {answer.timeline.measures[name]!.title}
          </label>
        ))}
      </fieldset>
      <Fans answer={answer} measure={measure} titles={titles} marks={marks} />
      <Differences answer={answer} measure={measure} titles={titles} marks={marks} />
      <Stages answer={answer} titles={titles} marks={marks} />
      <Endings answer={answer} titles={titles} />
    </div>
  );
}

function Path({ answer, titles }: { answer: Answer; titles: string[] }) {
  const lines = (rows: Answer["path"]) => rows.map((row) => ({ ...row, place: placeOf(answer, row.scenario) }));
  const ends = lines(answer.ends);
  const all = answer.replications * ends.length;
  const drawn = ends.reduce((sum, of) => sum + Math.min(MOST_DOTS, of.spread.length), 0);
  const { months } = answer.timeline;
  return (
    <Figure id="figure-path" title={answer.titles.path}
      note={<>The line is the average, at the end of each school year (numbered). Each small mark is the end of one future{drawn < all ? ` (${drawn.toLocaleString("en-US")} of ${all.toLocaleString("en-US")} are drawn, the first ones)` : ""}; the shade is darker where more of them lie.</>}
      table={() => (
        <table>
          <thead><tr><th scope="col">scenario</th><th scope="col">month</th><th scope="col" class="n">use it</th><th scope="col" class="n">depth of users</th></tr></thead>
          <tbody>
            {lines(answer.path).flatMap((row) => tableMonths(months).map(({ month, index }) => (
              <tr key={`${row.place}-${month}`}>
                <th scope="row">{titles[row.place]}</th><td>{monthWords(month)}</td>
                <Cell value={row.spread[index]} unit="share" /><Cell value={row.depth[index]} unit="" />
              </tr>
            )))}
          </tbody>
        </table>
      )}>
      <Legend names={titles} />
      <SpreadDepthPath label="Share of teachers who use the practice against how deeply they teach it, year by year" months={months}
        paths={lines(answer.path)} ends={ends} names={titles} />
    </Figure>
  );
}

function Fans({ answer, measure, titles, marks }: { answer: Answer; measure: string; titles: string[]; marks: Mark[][] }) {
  const of = answer.timeline.measures[measure]!;
  const { months } = answer.timeline;
  const lines: FanLine[] = of.scenarios.map((series, place) => ({
    place, name: titles[place] ?? "", mean: series.mean, bands: [{ low: series.low, high: series.high, words: "9 of 10 futures" }],
  }));
  const top = isShare(of.unit) || of.unit === "" || of.unit.startsWith("0") ? 1
    : Math.max(0.01, ...of.scenarios.flatMap((s) => s.high.map((v) => v ?? 0)));
  return (
    <Figure id="figure-fans" title={of.headline ?? of.title} note={`${of.title}. The line is the average; the band holds nine of ten futures.`}
      table={() => (
        <table data-measure={measure}>
          <thead>
            <tr><th scope="col">scenario</th><th scope="col">month</th><th scope="col" class="n">average</th><th scope="col" class="n">low end</th><th scope="col" class="n">high end</th></tr>
          </thead>
          <tbody>
            {of.scenarios.flatMap((series, place) => tableMonths(months).map(({ month, index }) => (
              <tr key={`${place}-${month}`} data-scenario={place} data-month={month}>
                <th scope="row">{titles[place]}</th><td>{monthWords(month)}</td>
                <Cell value={series.mean[index]} unit={of.unit} /><Cell value={series.low[index]} unit={of.unit} /><Cell value={series.high[index]} unit={of.unit} />
              </tr>
            )))}
          </tbody>
        </table>
      )}>
      <div class={`panels panels-${lines.length}`}>
        {lines.map((main) => (
          <div class="panel" key={main.place}>
            <h4><Swatch place={main.place} /> {main.name}</h4>
            <Fan label={`${of.title}: ${main.name}`} unit={of.unit} months={months} domain={[0, top]} main={main}
              others={lines.filter((line) => line !== main)} marks={marks[main.place]} />
          </div>
        ))}
      </div>
    </Figure>
  );
}

function Differences({ answer, measure, titles, marks }: { answer: Answer; measure: string; titles: string[]; marks: Mark[][] }) {
  const rows = answer.differences.filter((row) => row.measure === measure).map((row) => ({ ...row, place: placeOf(answer, row.scenario) }));
  const unit = answer.timeline.measures[measure]!.unit;
  if (rows.length === 0) return null;
  const values = rows.flatMap((row) => [row.p05 ?? row.low, row.p95 ?? row.high]).flat().filter((v): v is number => v != null);
  const reach = Math.max(0.05, ...values.map(Math.abs));
  return (
    <Figure id="figure-difference" title={rows[0]?.headline ?? `The difference, future by future: ${lower(answer.timeline.measures[measure]!.title)}`}
      note={<>Each future is compared with itself: the scenario less “{titles[0]}”{isShare(unit) ? ", in percentage points" : ""}. The wide band holds nine of ten futures; the narrow one shows how well the average is known.</>}
      table={() => (
        <table data-difference={measure}>
          <thead>
            <tr><th scope="col">scenario</th><th scope="col">month</th><th scope="col" class="n">average</th><th scope="col" class="n">interval from</th><th scope="col" class="n">to</th><th scope="col" class="n">futures from</th><th scope="col" class="n">to</th></tr>
          </thead>
          <tbody>
            {rows.flatMap((row) => tableMonths(row.months).map(({ month, index }) => (
              <tr key={`${row.place}-${month}`} data-scenario={row.place} data-month={month}>
                <th scope="row">{titles[row.place]}</th><td>{monthWords(month)}</td>
                {[row.mean, row.low, row.high, row.p05, row.p95].map((of, i) => <Cell key={i} value={of?.[index]} unit={unit} points />)}
              </tr>
            )))}
          </tbody>
        </table>
      )}>
      <div class={`panels panels-${rows.length}`}>
        {rows.map((row) => (
          <div class="panel" key={row.place}>
            <h4><Swatch place={row.place} /> {titles[row.place]}</h4>
            {rows.length > 1 && row.headline && <p class="note">{row.headline}</p>}
            <Fan label={`Difference: ${titles[row.place]} less ${titles[0]}`} unit={unit} months={row.months} domain={[-reach, reach]} difference
              main={{ place: row.place, name: "difference", mean: row.mean, bands: [
                ...(row.p05 && row.p95 ? [{ low: row.p05, high: row.p95, words: "9 of 10 futures" }] : []),
                { low: row.low, high: row.high, words: "interval of the average" },
              ] }} marks={marks[row.place]} />
          </div>
        ))}
      </div>
    </Figure>
  );
}

function Stages({ answer, titles, marks }: { answer: Answer; titles: string[]; marks: Mark[][] }) {
  const { months } = answer.timeline;
  return (
    <Figure id="figure-stages" title={answer.titles.stages}
      note="Share of futures at each stage, month by month. A district can also lose a stage."
      table={() => (
        <table>
          <thead>
            <tr><th scope="col">scenario</th><th scope="col">month</th>{STAGES.map((words, stage) => <th scope="col" class="n" key={stage}>{stage} {words}</th>)}</tr>
          </thead>
          <tbody>
            {answer.stages.flatMap((row) => tableMonths(months).map(({ month, index }) => (
              <tr key={`${row.scenario}-${month}`}>
                <th scope="row">{titles[placeOf(answer, row.scenario)]}</th><td>{monthWords(month)}</td>
                {STAGES.map((_, stage) => <Cell key={stage} value={row.share[index]?.[stage]} unit="share" />)}
              </tr>
            )))}
          </tbody>
        </table>
      )}>
      <StageKey />
      <div class={`panels panels-${answer.stages.length}`}>
        {answer.stages.map((row) => {
          const place = placeOf(answer, row.scenario);
          return (
            <div class="panel" key={place}>
              <h4><Swatch place={place} /> {titles[place]}</h4>
              <StageShares label={`Share of futures at each stage: ${titles[place]}`} months={months} share={row.share} marks={marks[place] ?? []} />
            </div>
          );
        })}
      </div>
    </Figure>
  );
}

/** What most futures come to, in a line; the counts are the program's. */
function endingTitle(answer: Answer, titles: string[]): string {
  const said = answer.endings.map((row) => {
    const total = Object.values(row.counts).reduce((a, b) => a + b, 0) || 1;
    const most = ENDINGS.reduce((best, e) => ((row.counts[e.key] ?? 0) > (row.counts[best.key] ?? 0) ? e : best));
    return `${most.words} in ${show((row.counts[most.key] ?? 0) / total, "share")}${titles.length > 1 ? ` (${titles[placeOf(answer, row.scenario)]})` : ""}`;
  });
  return `Where most futures end: ${said.join(", ")}`;
}

function Endings({ answer, titles }: { answer: Answer; titles: string[] }) {
  return (
    <Figure id="figure-endings" title={endingTitle(answer, titles)}
      table={() => (
        <table>
          <thead><tr><th scope="col">scenario</th>{ENDINGS.map((e) => <th scope="col" class="n" key={e.key}>{e.words}</th>)}</tr></thead>
          <tbody>
            {answer.endings.map((row) => (
              <tr key={row.scenario}>
                <th scope="row">{titles[placeOf(answer, row.scenario)]}</th>
                {ENDINGS.map((e) => <td class="n" key={e.key} data-value={row.counts[e.key] ?? 0}>{row.counts[e.key] ?? 0}</td>)}
              </tr>
            ))}
          </tbody>
        </table>
      )}>
      <EndingKey />
      {answer.endings.map((row) => {
        const place = placeOf(answer, row.scenario);
        const total = Object.values(row.counts).reduce((a, b) => a + b, 0) || 1;
        return (
          <div class="ending-row" key={place}>
            <h4><Swatch place={place} /> {titles[place]}</h4>
            <EndingBar counts={row.counts} label={ENDINGS.map((e) => `${e.words}: ${show((row.counts[e.key] ?? 0) / total, "share")}`).join(", ")} />
            {row.words && <p class="note">{row.words}</p>}
          </div>
        );
      })}
    </Figure>
  );
}
