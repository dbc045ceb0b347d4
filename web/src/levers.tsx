// Step 3: a dozen levers that people can move, and all other parameters behind a search.

import { useMemo, useState } from "preact/hooks";
import { isAbout, Problems } from "./problems";
import { layerOf, MOST_SCENARIOS, withCopy, withSetting, type Inputs, type Scope } from "./state";
import { Swatch } from "./chart/look";
import type { FoundProblem, Outcome } from "./runner";
import type { Lever, Levers as LeverLists, Value } from "./types";

interface Props {
  lists: LeverLists;
  inputs: Inputs;
  outcome: Outcome;
  change(inputs: Inputs): void;
}

export function Levers({ lists, inputs, outcome, change }: Props) {
  const [scope, setScope] = useState<Scope>("every");
  const [find, setFind] = useState("");
  const at: Scope = typeof scope === "number" && scope >= inputs.scenarios.length ? "every" : scope;
  const words = find.toLowerCase().split(/\s+/).filter(Boolean);
  const shown = useMemo(() => {
    if (words.length === 0) return [];
    const curated = new Set(lists.levers.map((lever) => lever.key));
    return lists.parameters.filter((p) => !curated.has(p.key) && words.every((w) => `${p.key} ${p.title} ${p.meaning}`.toLowerCase().includes(w)));
  }, [find, lists]);
  const set = Object.keys({ ...inputs.every.settings, ...Object.assign({}, ...inputs.scenarios.map((s) => s.settings)) });
  const listed = new Set([...lists.levers, ...shown].map((lever) => lever.key));
  const also = lists.parameters.filter((p) => set.includes(p.key) && !listed.has(p.key));
  const one = (lever: Lever) => (
    <OneLever key={lever.key} lever={lever} inputs={inputs} scope={at} outcome={outcome}
      set={(value) => change(withSetting(inputs, at, lever.key, value))} />
  );
  return (
    <section id="levers" aria-labelledby="levers-title">
      <h2 id="levers-title"><span class="step">3</span> Levers</h2>
      <Side inputs={inputs} change={change} />
      {inputs.scenarios.length > 1 && (
        <fieldset class="scope">
          <legend>A lever moves in</legend>
          {(["every", ...inputs.scenarios.map((_, place) => place)] as Scope[]).map((choice) => (
            <label class="choice" key={choice}>
              <input type="radio" name="scope" checked={at === choice} onChange={() => setScope(choice)} />
              {choice === "every" ? "every scenario" : <><Swatch place={choice} /> {inputs.scenarios[choice]!.title}</>}
            </label>
          ))}
        </fieldset>
      )}
      {lists.levers.map(one)}
      {also.map(one)}
      <p class="search">
        <label>
          Find another of {lists.parameters.length} assumptions{" "}
          <input type="search" value={find} onInput={(event) => setFind(event.currentTarget.value)} placeholder="for instance: leave" />
        </label>
      </p>
      {words.length > 0 && <p class="note" role="status">{shown.length === 0 ? "None has this in its name or meaning." : `${shown.length} found${shown.length > 10 ? ", the first 10 are shown" : ""}`}</p>}
      {shown.slice(0, 10).map(one)}
    </section>
  );
}

/** The scenarios side by side: names, one more, one less. */
function Side({ inputs, change }: { inputs: Inputs; change(inputs: Inputs): void }) {
  const { scenarios } = inputs;
  return (
    <div class="side-by-side">
      <ol>
        {scenarios.map((scenario, place) => (
          <li key={place}>
            <Swatch place={place} />
            <input type="text" aria-label={`Name of scenario ${place + 1}`} value={scenario.title} maxLength={60}
              onChange={(event) => change({
                ...inputs,
                scenarios: scenarios.map((s, i) => (i === place ? { ...s, title: event.currentTarget.value.trim() || s.title } : s)),
              })} />
            {scenarios.length > 1 && (
              <button type="button" class="small" aria-label={`Remove ${scenario.title}`}
                onClick={() => change({ ...inputs, scenarios: scenarios.filter((_, i) => i !== place) })}>
                remove
              </button>
            )}
          </li>
        ))}
      </ol>
      {scenarios.length < MOST_SCENARIOS && (
        <button type="button" onClick={() => change(withCopy(inputs, scenarios.length - 1))}>
          Add a scenario to compare
        </button>
      )}
    </div>
  );
}

interface OneProps {
  lever: Lever;
  inputs: Inputs;
  scope: Scope;
  outcome: Outcome;
  set(value: Value | undefined): void;
}

function OneLever({ lever, inputs, scope, outcome, set }: OneProps) {
  const own = layerOf(inputs, scope).settings[lever.key];
  const place = scope === "every" ? 0 : scope;
  const inherited = scope === "every" ? undefined : inputs.every.settings[lever.key];
  const usual = outcome.checked[place]?.values?.[lever.key] ?? lever.default ?? undefined;
  const value = own ?? inherited ?? usual;
  const differs = scope === "every" ? inputs.scenarios.map((s, i) => ({ i, value: s.settings[lever.key] })).filter((x) => x.value !== undefined) : [];
  const problems: FoundProblem[] = outcome.problems.filter((problem) => isAbout(problem, lever.key));
  const id = `lever-${lever.key.replace(/[^a-z0-9]+/gi, "-")}`;
  const unit = lever.unit && !lever.unit.startsWith("share") ? lever.unit : "";
  return (
    <div class={`lever${own !== undefined ? " moved" : ""}`}>
      <div class="lever-head">
        <label for={id}>{lever.title}</label>
        {own !== undefined && (
          <button type="button" class="small" onClick={() => set(undefined)} aria-label={`Put back: ${lever.title}`}>put back</button>
        )}
      </div>
      <Control id={id} lever={lever} value={value} set={set} faulty={problems.length > 0} />
      {differs.length > 0 && (
        <p class="note">{differs.map((x) => `${inputs.scenarios[x.i]!.title}: ${x.value}`).join("; ")}</p>
      )}
      <Problems of={problems.map((p) => ({ ...p, place: p.scenario === undefined ? "" : inputs.scenarios[p.scenario]?.title ?? "" }))} id={`${id}-problems`} />
      <details>
        <summary>
          {[lever.grade, lever.low != null && lever.high != null && !lever.choices ? `plausible ${lever.low} to ${lever.high} ${unit}` : unit]
            .filter(Boolean).join("; ") || "what it is"}
          <span class="unseen">: about {lever.title}</span>
        </summary>
        <p>{lever.meaning}</p>
        <p class="note">{lever.grade && <>Evidence: {lever.grade}. </>}Source: {lever.source}</p>
      </details>
    </div>
  );
}

interface ControlProps {
  id: string;
  lever: Lever;
  value: Value | undefined;
  faulty: boolean;
  set(value: Value | undefined): void;
}

function Control({ id, lever, value, faulty, set }: ControlProps) {
  const described = faulty ? `${id}-problems` : undefined;
  if (lever.choices?.length) {
    return (
      <select id={id} value={String(value ?? "")} aria-invalid={faulty} aria-describedby={described} onChange={(event) => set(event.currentTarget.value)}>
        {value === undefined && <option value="">as in the scenario</option>}
        {lever.choices.map((choice) => {
          const [name, title] = typeof choice === "string" ? [choice, choice] : [choice.value, choice.title];
          return <option key={name} value={name}>{title}</option>;
        })}
      </select>
    );
  }
  const low = lever.low ?? 0;
  const high = lever.high ?? 1;
  const step = lever.step ?? (high - low > 20 ? 1 : (high - low) / 100);
  const number = typeof value === "number" ? value : undefined;
  const type = (event: Event) => {
    const typed = (event.currentTarget as HTMLInputElement).valueAsNumber;
    if (!Number.isNaN(typed)) set(typed);
  };
  return (
    <div class="control">
      <input type="range" aria-label={`${lever.title}, slider`} min={Math.min(low, number ?? low)} max={Math.max(high, number ?? high)} step={step}
        value={number ?? low} onInput={type} />
      <input id={id} type="number" step={step} value={number === undefined ? "" : Number(number.toPrecision(6))} aria-invalid={faulty} aria-describedby={described} onInput={type} />
    </div>
  );
}
