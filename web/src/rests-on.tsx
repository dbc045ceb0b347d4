// A typical run told as a story, "but for" its causes, and what the answer rests on.

import { useState } from "preact/hooks";
import { Refused, tellButFor, tellStory } from "./api";
import { Swatch } from "./chart/look";
import { Problems } from "./problems";
import type { Answer, Problem, Story } from "./types";

const problemsOf = (fault: unknown): Problem[] =>
  fault instanceof Refused ? fault.problems : [{ place: "", fault: "The program does not answer.", remedy: "Start `uptake serve` again." }];

export function StoryOf({ job, answer }: { job: string; answer: Answer }) {
  const [story, setStory] = useState<Story & { scenario: number }>();
  const [butFor, setButFor] = useState<Record<number, string>>({});
  const [telling, setTelling] = useState("");
  const [problems, setProblems] = useState<Problem[]>([]);
  const tell = async (scenario: number) => {
    setTelling("Looking for a typical future…");
    setProblems([]);
    try {
      setStory({ ...(await tellStory(job, scenario)), scenario });
      setButFor({});
    } catch (fault) {
      setProblems(problemsOf(fault));
    }
    setTelling("");
  };
  const without = async (scenario: number, cause: number) => {
    setTelling("Running the same future without it…");
    setProblems([]);
    try {
      const { sentence } = await tellButFor(job, scenario, cause);
      setButFor((old) => ({ ...old, [cause]: sentence }));
    } catch (fault) {
      setProblems(problemsOf(fault));
    }
    setTelling("");
  };
  return (
    <section class="story" aria-labelledby="story-title">
      <h3 id="story-title">One typical future, told</h3>
      <p class="tell">
        {answer.scenarios.map((scenario, place) => (
          <button type="button" key={place} onClick={() => void tell(place)} aria-pressed={story?.scenario === place}>
            <Swatch place={place} /> {scenario.title}
          </button>
        ))}
      </p>
      <p class="note" role="status">{telling}</p>
      <Problems of={problems} />
      {story && (
        <div class="told">
          <h4>{story.title}</h4>
          {story.paragraphs.map((words, i) => <p key={i}>{words}</p>)}
          {story.causes.length > 0 && (
            <>
              <h4>What made the difference</h4>
              <ul class="causes">
                {story.causes.map((cause) => (
                  <li key={cause.index}>
                    {cause.sentence}{" "}
                    {butFor[cause.index] === undefined
                      ? <button type="button" class="small" onClick={() => void without(story.scenario, cause.index)}>And without it?</button>
                      : <span class="but-for"> {butFor[cause.index]}</span>}
                  </li>
                ))}
              </ul>
            </>
          )}
        </div>
      )}
    </section>
  );
}

const VERDICTS: Record<string, string> = { holds: "✓", fails: "✗", "cannot tell": "?" };

export function RestsOn({ answer }: { answer: Answer }) {
  if (answer.assumptions.length + answer.claims.length === 0) return null;
  const order = (verdict: string) => (verdict === "fails" ? 0 : verdict === "holds" ? 2 : 1);
  const claims = [...answer.claims].sort((a, b) => order(a.verdict) - order(b.verdict));
  return (
    <section class="rests" aria-labelledby="rests-title">
      <h3 id="rests-title">What this rests on</h3>
      {claims.length > 0 && (
        <>
          <h4>Findings of research that bear on it, and whether the model shows them</h4>
          <ul class="claims">
            {claims.map((claim) => (
              <li key={claim.id}>
                <b class={`verdict ${claim.verdict.replaceAll(" ", "-")}`}><span aria-hidden="true">{VERDICTS[claim.verdict] ?? "·"}</span> {claim.verdict}</b> {claim.sentence} {claim.source && <span class="note">{claim.source}</span>}
              </li>
            ))}
          </ul>
        </>
      )}
      {answer.assumptions.length > 0 && (
        <>
          <h4>Assumptions that move it most</h4>
          <ul>
            {answer.assumptions.map((one) => (
              <li key={one.parameter}><b>{one.title}</b> ({one.grade}). {one.words}</li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
}
