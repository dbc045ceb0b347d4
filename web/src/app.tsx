// The page: what a person chooses on the left, the answer on the right.

import { render } from "preact";
import { useEffect, useReducer, useState } from "preact/hooks";
import { get, Gone } from "./api";
import { Answer, Pictures } from "./answer";
import { District } from "./district";
import { Keep } from "./keep";
import { Levers } from "./levers";
import { eventOf, isAbout, Problems } from "./problems";
import { Runner, type Outcome } from "./runner";
import { Start } from "./start";
import { fromLink, MANY, toLink, type Inputs } from "./state";
import { Timeline } from "./timeline";
import type { About, EventKind, GalleryEntry, Levers as LeverLists } from "./types";

interface Facts {
  about: About;
  gallery: GalleryEntry[];
  levers: LeverLists;
  kinds: EventKind[];
}

async function facts(): Promise<Facts> {
  const [about, gallery, levers, kinds] = await Promise.all([
    get<About>("about"), get<GalleryEntry[]>("gallery"), get<LeverLists>("levers"), get<EventKind[]>("events"),
  ]);
  return { about, gallery, levers, kinds };
}

const STEPS = [["start", "Question"], ["district", "District"], ["levers", "Levers"], ["events", "Events"], ["answer", "Answer"], ["keep", "Keep"]] as const;

function App() {
  const [known, setKnown] = useState<Facts>();
  const [trouble, setTrouble] = useState("");
  const [inputs, setInputs] = useState<Inputs>();
  const [, redraw] = useReducer((n: number) => n + 1, 0);
  const narrow = useNarrow();
  const [runner] = useState(() => new Runner(() => redraw(undefined)));

  const change = (next: Inputs | undefined) => {
    setInputs(next);
    history.replaceState(null, "", next ? toLink(next) : location.pathname);
    runner.set(next);
  };
  const load = () => {
    setTrouble("");
    facts().then(setKnown, (fault) =>
      setTrouble(fault instanceof Gone ? "The program behind this page does not answer. Start `uptake serve` again, then try again." : String(fault)));
  };
  const open = () => {
    try {
      const next = fromLink(location.hash);
      if (next) change(next);
    } catch (fault) {
      setTrouble((fault as Error).message);
      change(undefined);
    }
  };
  useEffect(() => {
    load();
    open();
    const leave = () => runner.leave();
    addEventListener("hashchange", open);
    addEventListener("pagehide", leave);
    return () => {
      removeEventListener("hashchange", open);
      removeEventListener("pagehide", leave);
    };
  }, []);

  const choose = (next: Inputs) => {
    setTrouble("");
    change(next);
    requestAnimationFrame(() => {
      document.getElementById("answer-title")?.focus({ preventScroll: true });
      scrollTo(0, 0);
    });
  };

  const { outcome } = runner;
  // What no lever and no event shows beside itself is said above the levers.
  const listed = [...(known?.levers.levers ?? []), ...(known?.levers.parameters ?? [])];
  const loose = outcome.problems.filter((p) =>
    !listed.some((lever) => isAbout(p, lever.key)) && eventOf(p) === undefined && !isAbout(p, "district") && !isAbout(p, "district.pupils"));
  const steps = known && (
    <>
      <Start gallery={known.gallery} chosen={inputs} choose={choose} startOver={() => change(undefined)} />
      {inputs && (
        <>
          <District choice={inputs.district} checked={outcome.checked[0]} problems={outcome.problems} choose={(district) => change({ ...inputs, district })} />
          <Problems of={loose} />
          <Levers lists={known.levers} inputs={inputs} outcome={outcome} change={change} />
          <Timeline kinds={known.kinds} inputs={inputs} outcome={outcome} change={change} />
        </>
      )}
    </>
  );
  // On a narrow screen the answer comes first, and what is chosen waits behind a line.
  const choices = inputs && narrow
    ? <details class="choices" key="folded"><summary>Change the question, district, levers or events</summary>{steps}</details>
    : <div class="choices" key="choices">{steps}</div>;
  const answer = known && inputs && (
    <div class="results" key="answer">
      <Answer inputs={inputs} outcome={outcome} most={known.about.limits?.replications ?? MANY}
        more={(replications) => change({ ...inputs, replications })} retry={() => runner.again()} />
    </div>
  );
  const pictures = known && inputs && (
    <div class="pictures" key="pictures">
      <Pictures outcome={outcome} kinds={known.kinds} />
      <Keep inputs={inputs} outcome={outcome} />
    </div>
  );
  return (
    <>
      <a class="skip" href="#answer" onClick={(event) => skip(event, "answer")}>Skip to the answer</a>
      <header>
        <h1>uptake <span>ask “what if?” of a district before it happens</span></h1>
        {inputs && (
          <nav aria-label="Steps">
            <ol>
              {STEPS.map(([id, words], place) => (
                <li key={id}><a href={`#${id}`} onClick={(event) => skip(event, id)}><span class="step">{place + 1}</span> {words}</a></li>
              ))}
            </ol>
          </nav>
        )}
      </header>
      {trouble && (
        <div class="gone" role="alert"><p>{trouble}</p>{!known && <button type="button" onClick={load}>Try again</button>}</div>
      )}
      {known && (
        <main class={inputs ? "asked" : "fresh"}>
          {inputs && narrow ? [answer, choices, pictures] : [choices, answer, pictures]}
        </main>
      )}
      {known && inputs && narrow && <Strip outcome={outcome} />}
      <footer>
        <p>uptake does not forecast your district. It shows what follows from stated assumptions, most of which nobody has measured.</p>
        {known && <p class="note">uptake {known.about.version}. Nothing you do here leaves this computer.</p>}
      </footer>
    </>
  );
}

/** Goes to a step; the address stays, for it holds the state of the page. */
function skip(event: Event, id: string) {
  event.preventDefault();
  const folded = document.getElementById(id)?.closest("details");
  if (folded) folded.open = true;
  const heading = document.getElementById(`${id}-title`) ?? document.getElementById(id);
  heading?.setAttribute("tabindex", "-1");
  heading?.focus({ preventScroll: true });
  document.getElementById(id)?.scrollIntoView();
}

/** Whether the steps lie one below the other. */
function useNarrow() {
  const [query] = useState(() => matchMedia("(max-width: 63.99rem)"));
  const [narrow, setNarrow] = useState(query.matches);
  useEffect(() => {
    const hear = () => setNarrow(query.matches);
    query.addEventListener("change", hear);
    return () => query.removeEventListener("change", hear);
  }, []);
  return narrow;
}

/** The answer in a line at the foot of a narrow screen, while the answer itself is out of sight. */
function Strip({ outcome }: { outcome: Outcome }) {
  const [seen, setSeen] = useState(true);
  useEffect(() => {
    const observer = new IntersectionObserver(([entry]) => setSeen(entry?.isIntersecting ?? true), { rootMargin: "-70px 0px 0px 0px" });
    const answer = document.getElementById("answer");
    if (answer) observer.observe(answer);
    return () => observer.disconnect();
  }, []);
  if (seen || !outcome.answer) return null;
  const words = outcome.fresh ? outcome.answer.headline.split(/(?<=[.!?]) /)[0] : "A new answer is on its way…";
  return <p class="strip"><a href="#answer" onClick={(event) => skip(event, "answer")}>{words}</a></p>;
}

render(<App />, document.getElementById("page")!);
