// All that a person has chosen on the page. It fits in a link; the server keeps none of it.

import type { DatedEvent, ScenarioRequest, Value } from "./types";

/** What is set and what happens, in one scenario or in all. */
export interface Layer {
  settings: Record<string, Value>;
  events: DatedEvent[];
}

export interface ScenarioInput extends Layer {
  /** Name of its file. */
  name: string;
  title: string;
  /** A scenario of the gallery, or the text of a file. */
  base: string;
}

export type DistrictChoice =
  | { kind: "built-in" }
  | { kind: "students"; students: number }
  | { kind: "table"; table: string; id: string; name: string; file: string };

export interface Inputs {
  version: 1;
  question: string;
  district: DistrictChoice;
  every: Layer;
  scenarios: ScenarioInput[];
  replications: number;
}

/** Where a lever acts: in every scenario, or in the one with this place. */
export type Scope = "every" | number;

export const FEW = 200;
export const MANY = 1000;
export const MOST_SCENARIOS = 4;

const layer = (): Layer => ({ settings: {}, events: [] });

export interface StartQuestion {
  id: string;
  title: string;
  what: string;
  inputs: () => Inputs;
}

const begin = (question: string, scenarios: ScenarioInput[], every: Layer = layer()): Inputs => ({
  version: 1,
  question,
  district: { kind: "built-in" },
  every,
  scenarios,
  replications: FEW,
});

export const QUESTIONS: StartQuestion[] = [
  {
    id: "superintendent",
    title: "What if our superintendent disengages?",
    what: "The same district twice: once as planned, once with a superintendent who steps back in the second year.",
    inputs: () =>
      begin("What if our superintendent disengages?", [
        { ...layer(), name: "as-planned", title: "As planned", base: "committed" },
        {
          settings: {},
          events: [{ month: 14, what: "superintendent disengages" }],
          name: "superintendent-disengages",
          title: "Superintendent disengages",
          base: "committed",
        },
      ]),
  },
  {
    id: "reach",
    title: "How far in three years at our size?",
    what: "One plan for a district of your size, over three school years of outside support.",
    inputs: () =>
      ({
        ...begin(
          "How far in three years at our size?",
          [{ ...layer(), name: "three-years", title: "Three years", base: "committed" }],
          { settings: { "run.months": 36 }, events: [] },
        ),
        // Shown beside its field, so that a person types the own number.
        district: { kind: "students", students: 5000 },
      }),
  },
  {
    id: "spread-or-depth",
    title: "Spread or depth: which way?",
    what: "Begin with a few schools and widen step by step, or ask everyone from the first month?",
    inputs: () =>
      begin("Spread or depth: which way?", [
        { ...layer(), name: "step-by-step", title: "Step by step", base: "committed" },
        { ...layer(), name: "everyone-at-once", title: "Everyone at once", base: "mandate-at-once" },
      ]),
  },
];

/** One scenario of the gallery, or a file that a person has opened. */
export const fromOne = (name: string, title: string, question: string, base: string): Inputs =>
  begin(question || title, [{ ...layer(), name, title, base }]);

/** The request that checks a scenario of the page. */
export function requestOf(inputs: Inputs, place: number): ScenarioRequest {
  const scenario = inputs.scenarios[place]!;
  const settings = { ...inputs.every.settings, ...scenario.settings };
  if (inputs.district.kind === "students") settings["district.pupils"] = inputs.district.students;
  return {
    base: scenario.base,
    title: scenario.title,
    question: inputs.question,
    settings,
    district: inputs.district.kind === "table" ? { table: inputs.district.table, id: inputs.district.id } : undefined,
    events: [...inputs.every.events, ...scenario.events],
  };
}

export const layerOf = (inputs: Inputs, scope: Scope): Layer =>
  scope === "every" ? inputs.every : inputs.scenarios[scope] ?? inputs.every;

/** The inputs with another layer at this scope. */
export function withLayer(inputs: Inputs, scope: Scope, change: (layer: Layer) => Layer): Inputs {
  if (scope === "every") return { ...inputs, every: change(inputs.every) };
  return {
    ...inputs,
    scenarios: inputs.scenarios.map((scenario, place) =>
      place === scope ? { ...scenario, ...change({ settings: scenario.settings, events: scenario.events }) } : scenario),
  };
}

/** Sets a lever; undefined leaves it as the scenario has it. A lever set for every scenario is taken back from each. */
export function withSetting(inputs: Inputs, scope: Scope, key: string, value: Value | undefined): Inputs {
  const change = (of: Layer): Layer => {
    const { [key]: _, ...settings } = of.settings;
    return { ...of, settings: value === undefined ? settings : { ...settings, [key]: value } };
  };
  if (scope !== "every") return withLayer(inputs, scope, change);
  const drop = (scenario: ScenarioInput): ScenarioInput => {
    const { [key]: _, ...settings } = scenario.settings;
    return { ...scenario, settings };
  };
  return { ...withLayer(inputs, "every", change), scenarios: inputs.scenarios.map(drop) };
}

/** A copy of a scenario beside the others. */
export function withCopy(inputs: Inputs, place: number): Inputs {
  const from = inputs.scenarios[place]!;
  const stem = from.name.replace(/-\d+$/, "");
  let number = 2;
  while (inputs.scenarios.some((scenario) => scenario.name === `${stem}-${number}`)) number += 1;
  const copy = { ...from, name: `${stem}-${number}`, title: `${from.title.replace(/ \(\d+\)$/, "")} (${number})` };
  return { ...inputs, scenarios: [...inputs.scenarios, copy] };
}

// The link holds the inputs as base64url of JSON.

export function toLink(inputs: Inputs): string {
  const bytes = new TextEncoder().encode(JSON.stringify(inputs));
  const text = Array.from(bytes, (byte) => String.fromCharCode(byte)).join("");
  return `#s=${btoa(text).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "")}`;
}

/** The inputs in a link; undefined where it holds none, an error where it is damaged. */
export function fromLink(hash: string): Inputs | undefined {
  if (!hash.startsWith("#s=")) return undefined;
  const damaged = new Error("This link is damaged or from another version, so the page starts afresh.");
  let inputs: Inputs;
  try {
    const text = atob(hash.slice(3).replaceAll("-", "+").replaceAll("_", "/"));
    inputs = JSON.parse(new TextDecoder().decode(Uint8Array.from(text, (c) => c.charCodeAt(0)))) as Inputs;
  } catch {
    throw damaged;
  }
  if (!isInputs(inputs)) throw damaged;
  return inputs;
}

function isInputs(of: any): of is Inputs {
  const isLayer = (x: any) =>
    x !== null && typeof x === "object" && !Array.isArray(x.settings) && typeof x.settings === "object" && x.settings !== null &&
    Object.values(x.settings).every((v) => ["number", "string", "boolean"].includes(typeof v)) &&
    Array.isArray(x.events) && x.events.every((e: any) => e && typeof e.month === "number" && typeof e.what === "string");
  const district = of?.district;
  return of?.version === 1 && typeof of.question === "string" && typeof of.replications === "number" &&
    (district?.kind === "built-in" || (district?.kind === "students" && typeof district.students === "number") ||
      (district?.kind === "table" && [district.table, district.id, district.name, district.file].every((x) => typeof x === "string"))) &&
    isLayer(of.every) && Array.isArray(of.scenarios) && of.scenarios.length >= 1 && of.scenarios.length <= MOST_SCENARIOS &&
    of.scenarios.every((s: any) => isLayer(s) && [s.name, s.title, s.base].every((x) => typeof x === "string"));
}
