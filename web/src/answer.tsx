// Step 5: the answer in words with its doubts, then the pictures, and what all of it rests on.

import { useEffect, useRef, useState } from "preact/hooks";
import { Figures } from "./figures";
import { RestsOn, StoryOf } from "./rests-on";
import { Problems } from "./problems";
import { FEW, MANY, type Inputs } from "./state";
import type { Outcome } from "./runner";
import type { Answer as AnswerData, EventKind } from "./types";

interface Props {
  inputs: Inputs;
  outcome: Outcome;
  most: number;
  more(replications: number): void;
  retry(): void;
}

export function Answer({ inputs, outcome, most, more, retry }: Props) {
  const { answer, fresh } = outcome;
  return (
    <section id="answer" aria-labelledby="answer-title" aria-busy={outcome.phase === "running"}>
      <h2 id="answer-title" tabIndex={-1}><span class="step">5</span> Answer</h2>
      <Status inputs={inputs} outcome={outcome} most={most} more={more} retry={retry} />
      {answer && <div class={fresh ? "" : "stale"}><FirstScreen answer={answer} question={inputs.question} /></div>}
      <Announce outcome={outcome} />
    </section>
  );
}

/** What stands below the first screen of the answer. */
export function Pictures({ outcome, kinds }: { outcome: Outcome; kinds: EventKind[] }) {
  const { answer, fresh } = outcome;
  if (!answer) return null;
  return (
    <section id="pictures" aria-label="The answer in pictures, and what it rests on" class={fresh ? "" : "stale"}>
      <Figures answer={answer} checked={outcome.checked} kinds={kinds} />
      {fresh && outcome.phase === "done" && outcome.job && <StoryOf key={outcome.job} job={outcome.job} answer={answer} />}
      <RestsOn answer={answer} />
    </section>
  );
}

function FirstScreen({ answer, question }: { answer: AnswerData; question: string }) {
  return (
    <div class="first-screen">
      <p class="question">{question}</p>
      <p class="headline">{answer.headline}</p>
      {answer.whatToDo.length > 0 && (
        <>
          <h3>What to do with it</h3>
          <ul class="next">{answer.whatToDo.map((words, i) => <li key={i}>{words}</li>)}</ul>
        </>
      )}
      <dl class="doubts">
        {answer.doubts.map((doubt) => (
          <div key={doubt.title}>
            <dt>{doubt.title}</dt>
            <dd>{doubt.text}</dd>
          </div>
        ))}
      </dl>
      <details>
        <summary>More of the answer and its doubts</summary>
        {answer.further?.map((words, i) => <p key={i}>{words}</p>)}
        {answer.doubts.filter((doubt) => doubt.more).map((doubt) => (
          <p key={doubt.title}><b>{doubt.title}.</b> {doubt.more}</p>
        ))}
      </details>
      <Glossary />
    </div>
  );
}

function Glossary() {
  return (
    <details class="glossary">
      <summary>What the words mean</summary>
      <dl>
        <dt>A future</dt>
        <dd>One simulated course of the same district. Chance falls differently in each; two scenarios share their futures, so that they can be compared one by one.</dd>
        <dt>Use it</dt>
        <dd>Teach with the new practice now. Only teachers whose students it is for count.</dd>
        <dt>Teach it deeply</dt>
        <dd>Use it with understanding, not step by step from a script: at 0.6 or more on a scale from 0 to 1.</dd>
        <dt>A set of assumptions</dt>
        <dd>One choice of all the numbers that the model assumes. Those that are tried give about what has been counted in real districts.</dd>
        <dt>A form of the model</dt>
        <dd>The model with one of its rules replaced by a simpler one.</dd>
        <dt>A claim of the literature</dt>
        <dd>A finding of published research that the model was tested on.</dd>
        <dt>A stage</dt>
        <dd>How far a district has come: 1 a team uses it, 4 half of all schools use it, 5 it is the norm.</dd>
        <dt>Range of futures</dt>
        <dd>Nine of ten futures lie in it. More futures do not make it smaller.</dd>
        <dt>Interval</dt>
        <dd>How well the average is known. More futures make it smaller.</dd>
      </dl>
    </details>
  );
}

function Status({ inputs, outcome, most, more, retry }: Props) {
  const { phase, done, of } = outcome;
  if (phase === "gone") {
    return (
      <div class="gone" role="alert">
        <p>The program behind this page does not answer. Start <code>uptake serve</code> again in a terminal. The page then goes on by itself; nothing you have chosen is lost.</p>
        <button type="button" onClick={retry}>Try again now</button>
      </div>
    );
  }
  if (phase === "wrong") {
    return (
      <div class="wrong" role="alert">
        <p>There is no answer yet. Mend this first:</p>
        <Problems of={outcome.problems.map((p) => ({
          ...p, place: [p.scenario === undefined ? "" : inputs.scenarios[p.scenario]?.title, p.place].filter(Boolean).join(", "),
        }))} />
        <button type="button" onClick={retry}>Try again</button>
      </div>
    );
  }
  const next = inputs.replications < MANY ? Math.min(MANY, most) : FEW;
  return (
    <div class="status">
      <progress max={of || 1} value={phase === "done" ? of || 1 : done} aria-label="Futures simulated" />
      <span>
        {phase === "checking" && "Reading your choices…"}
        {phase === "queued" && (outcome.position ? `Waiting behind ${outcome.position} other ${outcome.position === 1 ? "job" : "jobs"}…` : "Starting…")}
        {phase === "running" && (done < of ? `${done} of ${of} futures` : `${done} futures; now with other assumptions…`)}
        {phase === "done" && `${done} futures`}
      </span>
      {next !== inputs.replications && (
        <button type="button" onClick={() => more(next)}>
          {next > inputs.replications ? `More futures (${next.toLocaleString("en-US")})` : `Fewer futures (${next}), faster`}
        </button>
      )}
    </div>
  );
}

/** Says politely that an answer has come, once for each; not while it steadies. */
function Announce({ outcome }: { outcome: Outcome }) {
  const [words, setWords] = useState("");
  const said = useRef<string | undefined>(undefined);
  useEffect(() => {
    if (outcome.phase === "done" && outcome.fresh && said.current !== outcome.job) {
      said.current = outcome.job;
      setWords(`New answer from ${outcome.done} futures: ${outcome.answer?.headline ?? ""}`);
    } else if (outcome.phase === "wrong") setWords("No answer: there is something to mend.");
    else if (outcome.phase === "gone") setWords("The program does not answer.");
  }, [outcome]);
  return <p class="unseen" role="status" aria-live="polite" id="announce">{words}</p>;
}
