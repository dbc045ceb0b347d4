// Requests to the program that serves this page. Nothing else is ever asked.

import type { Answer, CheckedScenario, DistrictTable, Problem, ScenarioRequest, Story } from "./types";

/** The program refused: each problem says where, what and how to mend it. */
export class Refused extends Error {
  constructor(readonly status: number, readonly problems: Problem[]) {
    super(problems.map((p) => p.fault).join("; "));
  }
}

/** The program does not answer at all. */
export class Gone extends Error {}

async function ask<T>(path: string, init?: RequestInit): Promise<T> {
  let reply: Response;
  try {
    reply = await fetch(path, init);
  } catch {
    throw new Gone("the program does not answer");
  }
  if (!reply.ok) throw new Refused(reply.status, await problemsOf(reply));
  return (await reply.json().catch(() => ({}))) as T;
}

async function problemsOf(reply: Response): Promise<Problem[]> {
  const body = (await reply.json().catch(() => null)) as { problems?: Problem[] } | null;
  if (body?.problems?.length) return body.problems;
  return [{ place: "", fault: `The program refused the request (${reply.status}).`, remedy: "Reload the page." }];
}

const json = (method: string, body: unknown): RequestInit => ({
  method,
  headers: { "Content-Type": "application/json" },
  body: JSON.stringify(body),
});

export const get = <T>(path: string) => ask<T>(`/api/${path}`);

export const readTable = (file: File) =>
  ask<DistrictTable>("/api/districts", {
    method: "POST",
    headers: { "Content-Type": "application/octet-stream", "X-File-Name": encodeURIComponent(file.name) },
    body: file,
  });

export const checkScenario = (scenario: ScenarioRequest) =>
  ask<CheckedScenario>("/api/scenarios", json("POST", scenario));

export interface JobRequest {
  scenarios: { name: string; toml: string; district?: { table: string; id: string } }[];
  replications: number;
}

export const startJob = (job: JobRequest) => ask<{ id: string }>("/api/jobs", json("POST", job));

/** Stops a job. Whether it still ran does not matter. */
export function cancelJob(id: string) {
  fetch(`/api/jobs/${id}`, { method: "DELETE", keepalive: true }).catch(() => undefined);
}

export const jobFile = (id: string, file: string) => `/api/jobs/${id}/${file}`;

export const tellStory = (id: string, scenario: number) =>
  get<Story>(`jobs/${id}/story?scenario=${scenario}&run=typical`);

export const tellButFor = (id: string, scenario: number, cause: number) =>
  get<{ sentence: string }>(`jobs/${id}/but-for?scenario=${scenario}&run=typical&cause=${cause}`);

export interface JobListener {
  queued(position: number): void;
  progress(done: number, of: number): void;
  answer(answer: Answer, done: boolean): void;
  failed(problems: Problem[]): void;
  /** The stream broke: the program was stopped, or it has forgotten the job. */
  broken(): void;
}

/** Listens to a job until it ends; the returned function stops listening. */
export function listen(id: string, to: JobListener): () => void {
  const stream = new EventSource(`/api/jobs/${id}/events`);
  const on = (name: string, then: (data: any) => void) =>
    stream.addEventListener(name, (event) => then(JSON.parse((event as MessageEvent<string>).data || "{}")));
  on("queued", (data) => to.queued(data.position));
  on("progress", (data) => to.progress(data.done, data.of));
  on("partial", (data) => to.answer(data.answer, false));
  on("done", (data) => {
    stream.close();
    to.answer(data.answer, true);
  });
  on("failed", (data) => {
    stream.close();
    to.failed(data.problems ?? []);
  });
  on("cancelled", () => stream.close());
  stream.onerror = () => {
    stream.close();
    to.broken();
  };
  return () => stream.close();
}
