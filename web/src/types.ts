// What the server sends and takes.

export interface Problem {
  place: string;
  fault: string;
  remedy?: string;
}

export type Value = number | string | boolean;

export interface About {
  version: string;
  readOnly: boolean;
  limits?: { replications?: number };
}

export interface GalleryEntry {
  name: string;
  title: string;
  question: string;
  what: string;
  months: number;
  group: string;
}

/** Something that can be set. `low` and `high` are the plausible range. */
export interface Lever {
  key: string;
  title: string;
  unit: string;
  kind: string;
  low?: number | null;
  high?: number | null;
  step?: number | null;
  default?: Value | null;
  choices?: (string | { value: string; title: string })[] | null;
  grade: string;
  source: string;
  meaning: string;
}

export interface Levers {
  levers: Lever[];
  parameters: Lever[];
}

export interface EventKind {
  what: string;
  title: string;
  help?: string;
  /** Whether it can be undone at a later month. */
  ends?: boolean;
  keys: EventKey[];
}

export interface EventKey {
  key: string;
  unit: string;
  low?: number | null;
  high?: number | null;
  default?: Value | null;
  choices?: string[];
  meaning: string;
}

export interface DatedEvent {
  month: number;
  what: string;
  [key: string]: Value;
}

export interface FoundDistrict {
  id: string;
  name: string;
  schools: number;
  students: number | null;
  notes?: string[];
}

export interface DistrictTable {
  table: string;
  notes: string[];
  districts: FoundDistrict[];
}

export interface ScenarioRequest {
  base: string;
  title: string;
  question: string;
  settings: Record<string, Value>;
  district?: { table: string; id: string };
  events: DatedEvent[];
}

export interface CheckedScenario {
  toml: string;
  name: string;
  sentences: string[];
  diff: string[];
  problems: Problem[];
  values?: Record<string, Value>;
  events?: (DatedEvent & { own?: boolean })[];
  district?: { name?: string; schools?: number; teachers?: number; students?: number };
  months?: number;
}

export interface Series {
  mean: (number | null)[];
  low: (number | null)[];
  high: (number | null)[];
}

export interface Measure {
  title: string;
  /** What happened, in a line. */
  headline?: string;
  unit: string;
  scenarios: Series[];
}

export interface Difference extends Series {
  scenario: number | string;
  measure: string;
  headline?: string | null;
  months: number[];
  p05?: (number | null)[];
  p95?: (number | null)[];
}

export interface Answer {
  replications: number;
  question: string;
  headline: string;
  /** The rest of the answer in words. */
  further?: string[];
  whatToDo: string[];
  scenarios: { name: string; title: string }[];
  /** What the path and the stages show, in a line. */
  titles: { path: string; stages: string };
  timeline: { months: number[]; measures: Record<string, Measure> };
  differences: Difference[];
  path: { scenario: number | string; spread: (number | null)[]; depth: (number | null)[] }[];
  ends: { scenario: number | string; spread: (number | null)[]; depth: (number | null)[] }[];
  stages: { scenario: number | string; share: number[][] }[];
  endings: { scenario: number | string; counts: Record<string, number>; words: string }[];
  /** `text` for the first screen, `more` for those who look further. */
  doubts: { title: string; text: string; more: string }[];
  claims: { id: string; verdict: string; sentence: string; source?: string }[];
  assumptions: { parameter: string; title: string; grade: string; effect: unknown; words: string }[];
}

export interface Story {
  title: string;
  paragraphs: string[];
  causes: { index: number; sentence: string }[];
}
