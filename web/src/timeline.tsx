// Step 4: events on a timeline of school years, dragged with the pointer, moved with the keys, or typed.

import { useRef, useState } from "preact/hooks";
import { monthFromWords, monthWords, yearStarts } from "./calendar";
import { eventOf, Problems } from "./problems";
import { Swatch } from "./chart/look";
import { layerOf, withLayer, type Inputs, type Scope } from "./state";
import type { Outcome } from "./runner";
import type { DatedEvent, EventKey, EventKind, Problem } from "./types";

interface Props {
  kinds: EventKind[];
  inputs: Inputs;
  outcome: Outcome;
  change(inputs: Inputs): void;
}

interface Placed {
  scope: Scope;
  index: number;
  event: DatedEvent;
}

export function Timeline({ kinds, inputs, outcome, change }: Props) {
  const months = outcome.checked[0]?.months ?? (Number(inputs.every.settings["run.months"]) || 60);
  const scopes: Scope[] = ["every", ...inputs.scenarios.map((_, place) => place)];
  const placed: Placed[] = scopes.flatMap((scope) => layerOf(inputs, scope).events.map((event, index) => ({ scope, index, event })));
  const [adding, setAdding] = useState("superintendent disengages");
  const title = (what: string) => kinds.find((kind) => kind.what === what)?.title ?? what;

  const edit = ({ scope, index }: Placed, event: DatedEvent | undefined) =>
    change(withLayer(inputs, scope, (layer) => ({
      ...layer,
      events: layer.events.flatMap((old, i) => (i === index ? (event ? [event] : []) : [old])),
    })));
  const move = (one: Placed, month: number) =>
    edit(one, { ...one.event, month: Math.min(months, Math.max(1, Math.round(month))) });
  const carry = (one: Placed, to: Scope) => {
    const without = withLayer(inputs, one.scope, (layer) => ({ ...layer, events: layer.events.filter((_, i) => i !== one.index) }));
    change(withLayer(without, to, (layer) => ({ ...layer, events: [...layer.events, one.event] })));
  };
  const add = () => {
    const last = inputs.scenarios.length - 1;
    change(withLayer(inputs, last > 0 ? last : "every", (layer) => ({
      ...layer, events: [...layer.events, { month: Math.min(14, months), what: adding }],
    })));
  };
  // Problems count the events of a request: those of every scenario first, then the scenario's own.
  const problemsOf = (one: Placed): Problem[] =>
    outcome.problems.filter((problem) => {
      const number = eventOf(problem);
      if (number === undefined) return false;
      const shared = inputs.every.events.length;
      if (one.scope === "every") return number === one.index + 1;
      return number === shared + one.index + 1 && (problem.scenario === undefined || problem.scenario === one.scope);
    }).map((problem) => ({ ...problem, place: "" }));

  return (
    <section id="events" aria-labelledby="events-title">
      <h2 id="events-title"><span class="step">4</span> Events</h2>
      <Track months={months} placed={placed} title={title} move={move} />
      {placed.length > 0 && <p class="note">Drag an event, or focus it and press the arrow keys. Page Up and Page Down move it by a year.</p>}
      <ol class="events">
        {placed.map((one) => {
          const kind = kinds.find((k) => k.what === one.event.what);
          const problems = problemsOf(one);
          return (
            <li key={`${one.scope}-${one.index}`}>
              <p>
                <b>{title(one.event.what)}</b>{" "}
                <button type="button" class="small" aria-label={`Remove ${title(one.event.what)}`} onClick={() => edit(one, undefined)}>remove</button>
              </p>
              <When event={one.event} months={months} move={(month) => move(one, month)} />
              {inputs.scenarios.length > 1 && (
                <label>
                  in{" "}
                  <select value={String(one.scope)} onChange={(event) => carry(one, event.currentTarget.value === "every" ? "every" : Number(event.currentTarget.value))}>
                    {scopes.map((scope) => (
                      <option key={scope} value={String(scope)}>{scope === "every" ? "every scenario" : inputs.scenarios[scope]!.title}</option>
                    ))}
                  </select>
                </label>
              )}
              {kind && (kind.keys.length > 0 || kind.ends) && (
                <details open={problems.length > 0}>
                  <summary>More about it</summary>
                  {kind.help && <p class="note">It means: {kind.help}.</p>}
                  {kind.keys.map((key) => <OneKey key={key.key} of={key} event={one.event} set={(event) => edit(one, event)} />)}
                  {kind.ends && <OneKey of={UNTIL} event={one.event} set={(event) => edit(one, event)} />}
                </details>
              )}
              <Problems of={problems} />
            </li>
          );
        })}
      </ol>
      <OfTheScenario inputs={inputs} outcome={outcome} title={title} />
      <p class="add">
        <label>
          <span class="unseen">Event to add</span>
          <select value={adding} onChange={(event) => setAdding(event.currentTarget.value)}>
            {kinds.map((kind) => <option key={kind.what} value={kind.what}>{kind.title}</option>)}
          </select>
        </label>{" "}
        <button type="button" onClick={add}>Add this event</button>
      </p>
    </section>
  );
}

const UNTIL: EventKey = { key: "until", unit: "month of the run; empty: for good", low: 1, meaning: "Until" };

/** A further key of an event: left empty, it has its usual value. */
function OneKey({ of, event, set }: { of: EventKey; event: DatedEvent; set(event: DatedEvent): void }) {
  const give = (text: string) => {
    const { [of.key]: _, ...rest } = event;
    const number = Number(text);
    const value = text !== "" && of.low != null && !Number.isNaN(number) ? number : text;
    set(text === "" ? (rest as DatedEvent) : { ...event, [of.key]: value });
  };
  const value = String(event[of.key] ?? "");
  return (
    <p>
      <label>
        {of.meaning || of.key}{" "}
        {of.choices ? (
          <select value={value} onChange={(change) => give(change.currentTarget.value)}>
            <option value="">as usual{of.default == null ? "" : ` (${of.default})`}</option>
            {of.choices.map((choice) => <option key={choice} value={choice}>{choice}</option>)}
          </select>
        ) : (
          <input type="text" inputMode={of.low != null ? "decimal" : "text"} placeholder={of.default == null ? "" : String(of.default)} value={value}
            onChange={(change) => give(change.currentTarget.value.trim())} />
        )}
      </label>{" "}
      <span class="note">{of.unit}</span>
    </p>
  );
}

/** Events that the scenario itself brings; they stay as they are. */
function OfTheScenario({ inputs, outcome, title }: { inputs: Inputs; outcome: Outcome; title(what: string): string }) {
  const rows = outcome.checked.flatMap((checked, place) =>
    (checked.events ?? []).filter((event) => event.own === false).map((event) => ({ event, place })));
  if (rows.length === 0) return null;
  return (
    <p class="note">
      From the scenario: {rows.map(({ event, place }) =>
        `${title(event.what)}, ${monthWords(event.month)}${inputs.scenarios.length > 1 ? ` (${inputs.scenarios[place]?.title})` : ""}`).join("; ")}
    </p>
  );
}

/** The month as words, typed. */
function When({ event, months, move }: { event: DatedEvent; months: number; move(month: number): void }) {
  const [wrong, setWrong] = useState("");
  const words = monthWords(event.month);
  return (
    <>
      <label>
        when{" "}
        <input type="text" class="when" key={words} defaultValue={words} aria-invalid={wrong !== ""}
          onChange={(change) => {
            const month = monthFromWords(change.currentTarget.value);
            if (month === undefined) setWrong(`“${change.currentTarget.value}” is not a month. Write “year 2, Sept” or a number such as 14.`);
            else if (month < 1 || month > months) setWrong(`Month ${month} lies outside the ${months} months of the run. Choose one from 1 to ${months}.`);
            else {
              setWrong("");
              move(month);
            }
          }} />
      </label>
      {wrong && <ul class="problems"><li role="alert">{wrong}</li></ul>}
    </>
  );
}

function Track({ months, placed, title, move }: { months: number; placed: Placed[]; title(what: string): string; move(one: Placed, month: number): void }) {
  const track = useRef<HTMLDivElement>(null);
  const [dragged, setDragged] = useState<{ key: string; month: number }>();
  const monthAt = (clientX: number) => {
    const { left, width } = track.current!.getBoundingClientRect();
    return Math.min(months, Math.max(1, Math.ceil(((clientX - left) / width) * months)));
  };
  const steps: Record<string, number> = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1, PageDown: -12, PageUp: 12, Home: -months, End: months };
  return (
    <div class="track" ref={track}>
      {yearStarts(months).map(({ year, month }) => (
        <span key={year} class="track-year" style={{ left: `${(100 * month) / months}%`, width: `${(100 * Math.min(12, months - month)) / months}%` }}>
          <span class="long">year</span>{year}
        </span>
      ))}
      {placed.map((one) => {
        const key = `${one.scope}-${one.index}`;
        const month = dragged?.key === key ? dragged.month : one.event.month;
        return (
          <button key={key} type="button" role="slider" class="event-mark" aria-label={title(one.event.what)} aria-valuemin={1} aria-valuemax={months}
            aria-valuenow={month} aria-valuetext={monthWords(month)} title={`${title(one.event.what)}, ${monthWords(month)}`}
            style={{ left: `${(100 * (month - 0.5)) / months}%` }}
            onKeyDown={(event) => {
              const step = steps[event.key];
              if (step === undefined) return;
              event.preventDefault();
              move(one, one.event.month + step);
            }}
            onPointerDown={(event) => {
              event.currentTarget.setPointerCapture(event.pointerId);
              setDragged({ key, month });
            }}
            onPointerMove={(event) => {
              if (dragged?.key === key) setDragged({ key, month: monthAt(event.clientX) });
            }}
            onPointerUp={() => {
              if (dragged?.key !== key) return;
              setDragged(undefined);
              if (dragged.month !== one.event.month) move(one, dragged.month);
            }}
            onPointerCancel={() => setDragged(undefined)}>
            {one.scope === "every" ? <span class="every" aria-hidden="true">●</span> : <Swatch place={one.scope} />}
          </button>
        );
      })}
      {dragged && <output class="track-says">{monthWords(dragged.month)}</output>}
    </div>
  );
}
