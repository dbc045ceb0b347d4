// From inputs to an answer: wait until the hand rests, check the scenarios, run them, hand on each answer as it comes. Only what
// belongs to the latest inputs is ever shown: every change has a number, and what bears an older one is dropped.

import { cancelJob, checkScenario, get, Gone, listen, Refused, startJob } from "./api";
import { requestOf, type Inputs } from "./state";
import type { Answer, CheckedScenario, Problem } from "./types";

const REST_MS = 120;
const RETRY_MS = 2000;

export interface FoundProblem extends Problem {
  /** Scenario that has it; undefined where it is about all. */
  scenario?: number;
}

export interface Outcome {
  phase: "resting" | "checking" | "queued" | "running" | "done" | "wrong" | "gone";
  problems: FoundProblem[];
  /** The scenarios as the program understands them, of the latest inputs that it could read. */
  checked: CheckedScenario[];
  job?: string;
  position?: number;
  done: number;
  of: number;
  answer?: Answer;
  /** Whether the answer belongs to the present inputs. */
  fresh: boolean;
  /** From the change to the first picture (ms). */
  firstPicture?: number;
}

export class Runner {
  outcome: Outcome = { phase: "resting", problems: [], checked: [], done: 0, of: 0, fresh: false };
  private number = 0;
  private timer?: ReturnType<typeof setTimeout>;
  private stopListening?: () => void;
  private running?: string;
  private inputs?: Inputs;
  private known = new Map<string, CheckedScenario>();
  private since = 0;

  constructor(private changed: () => void) {}

  private say(change: Partial<Outcome>) {
    this.outcome = { ...this.outcome, ...change };
    this.changed();
  }

  /** New inputs, or none: then everything stops. */
  set(inputs: Inputs | undefined, wait = REST_MS) {
    this.number += 1;
    this.inputs = inputs;
    this.since = performance.now();
    clearTimeout(this.timer);
    this.stop();
    if (!inputs) {
      this.say({ phase: "resting", problems: [], checked: [], answer: undefined, job: undefined, fresh: false });
      return;
    }
    this.say({ phase: "checking", fresh: false, job: undefined, position: undefined, done: 0, of: inputs.replications });
    const number = this.number;
    this.timer = setTimeout(() => void this.go(number, inputs), wait);
  }

  /** The same inputs again, at once. */
  again() {
    this.known.clear();
    this.set(this.inputs, 0);
  }

  /** The page goes: nothing runs on for nobody. */
  leave() {
    this.stop();
  }

  private stop() {
    this.stopListening?.();
    this.stopListening = undefined;
    if (this.running) cancelJob(this.running);
    this.running = undefined;
  }

  private async go(number: number, inputs: Inputs) {
    try {
      const checked = await this.check(number, inputs);
      if (!checked) return;
      const district = requestOf(inputs, 0).district;
      const { id } = await startJob({
        scenarios: checked.map((scenario, place) => ({ name: inputs.scenarios[place]!.name, toml: scenario.toml, district })),
        replications: inputs.replications,
      });
      if (number !== this.number) {
        cancelJob(id);
        return;
      }
      this.running = id;
      this.say({ phase: "queued", job: id });
      this.follow(number, id, inputs.replications);
    } catch (fault) {
      if (number === this.number) this.failed(number, fault);
    }
  }

  /** The checked scenarios, or undefined where they have problems or the inputs have changed since. */
  private async check(number: number, inputs: Inputs): Promise<CheckedScenario[] | undefined> {
    const problems: FoundProblem[] = [];
    const checked = await Promise.all(
      inputs.scenarios.map(async (_, scenario) => {
        const request = requestOf(inputs, scenario);
        const key = JSON.stringify(request);
        let reply = this.known.get(key);
        try {
          reply ??= await checkScenario(request);
        } catch (fault) {
          if (!(fault instanceof Refused)) throw fault;
          problems.push(...fault.problems.map((problem) => ({ ...problem, scenario })));
          return undefined;
        }
        problems.push(...reply.problems.map((problem) => ({ ...problem, scenario })));
        if (this.known.size > 200) this.known.clear();
        this.known.set(key, reply);
        return reply;
      }),
    );
    if (number !== this.number) return undefined;
    if (problems.length > 0 || checked.some((one) => !one)) {
      this.say({ phase: "wrong", problems: together(problems, inputs.scenarios.length) });
      return undefined;
    }
    const all = checked as CheckedScenario[];
    this.say({ problems: [], checked: all });
    return all;
  }

  private follow(number: number, id: string, of: number) {
    const current = () => number === this.number;
    this.stopListening = listen(id, {
      queued: (position) => current() && this.say({ phase: "queued", position }),
      // The program counts runs; a future is one run of each scenario.
      progress: (done, total) => current() && this.say({ phase: "running", done: Math.floor((done * of) / (total || 1)), of }),
      answer: (answer, done) => {
        if (!current()) return;
        if (done) this.running = undefined;
        const firstPicture = this.outcome.fresh ? this.outcome.firstPicture : performance.now() - this.since;
        this.say({ answer, fresh: true, firstPicture, done: answer.replications, of, phase: done ? "done" : "running" });
      },
      failed: (problems) => {
        this.running = undefined;
        if (current()) this.say({ phase: "wrong", problems });
      },
      broken: () => {
        this.running = undefined;
        if (current()) void this.whetherGone(number);
      },
    });
  }

  private failed(number: number, fault: unknown) {
    if (fault instanceof Gone) {
      this.say({ phase: "gone" });
      this.waitForReturn(number);
    } else if (fault instanceof Refused) {
      this.say({ phase: "wrong", problems: fault.problems });
      if (fault.status === 429) this.timer = setTimeout(() => this.set(this.inputs), RETRY_MS);
    } else {
      this.say({ phase: "wrong", problems: [{ place: "", fault: String(fault), remedy: "Reload the page." }] });
    }
  }

  /** A stream broke: where the program still answers, it was started anew, so the job begins again. */
  private async whetherGone(number: number) {
    try {
      await get("about");
      if (number === this.number) this.timer = setTimeout(() => this.again(), REST_MS);
    } catch {
      if (number !== this.number) return;
      this.say({ phase: "gone" });
      this.waitForReturn(number);
    }
  }

  private waitForReturn(number: number) {
    this.timer = setTimeout(async () => {
      try {
        await get("about");
        if (number === this.number) this.again();
      } catch {
        if (number === this.number) this.waitForReturn(number);
      }
    }, RETRY_MS);
  }
}

/** The same problem in all scenarios is one problem. */
function together(problems: FoundProblem[], scenarios: number): FoundProblem[] {
  const same = (a: FoundProblem, b: FoundProblem) => a.place === b.place && a.fault === b.fault;
  return problems
    .filter((problem, place) => problems.findIndex((other) => same(problem, other)) === place)
    .map((problem) =>
      problems.filter((other) => same(problem, other)).length === scenarios ? { ...problem, scenario: undefined } : problem);
}
