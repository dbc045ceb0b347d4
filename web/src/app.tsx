// The page: what a person chooses on the left, the answer on the right.

import { render } from "preact";
import { useEffect, useReducer, useState } from "preact/hooks";
import { get, Gone } from "./api";
import { Answer } from "./answer";
import { District } from "./district";
import { Keep } from "./keep";
import { Levers } from "./levers";
import { eventOf, isAbout, Problems } from "./problems";
import { Runner } from "./runner";
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
      const wide = matchMedia("(min-width: 64rem)").matches;
      const heading = document.getElementById(wide ? "answer-title" : "district-title");
      heading?.setAttribute("tabindex", "-1");
      heading?.focus({ preventScroll: wide });
      if (wide) scrollTo(0, 0);
    });
  };

  const { outcome } = runner;
  // What no lever and no event shows beside itself is said above the levers.
  const listed = [...(known?.levers.levers ?? []), ...(known?.levers.parameters ?? [])];
  const loose = outcome.problems.filter((p) =>
    !listed.some((lever) => isAbout(p, lever.key)) && eventOf(p) === undefined && !isAbout(p, "district") && !isAbout(p, "district.pupils"));
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
          <div class="choices">
            <Start gallery={known.gallery} chosen={inputs} choose={choose} startOver={() => change(undefined)} />
            {inputs && (
              <>
                <District choice={inputs.district} checked={outcome.checked[0]} problems={outcome.problems} choose={(district) => change({ ...inputs, district })} />
                <Problems of={loose} />
                <Levers lists={known.levers} inputs={inputs} outcome={outcome} change={change} />
                <Timeline kinds={known.kinds} inputs={inputs} outcome={outcome} change={change} />
              </>
            )}
          </div>
          {inputs && (
            <div class="results">
              <Answer inputs={inputs} outcome={outcome} kinds={known.kinds} most={known.about.limits?.replications ?? MANY}
                more={(replications) => change({ ...inputs, replications })} retry={() => runner.again()} />
              <Keep inputs={inputs} outcome={outcome} />
            </div>
          )}
        </main>
      )}
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
  const heading = document.getElementById(`${id}-title`) ?? document.getElementById(id);
  heading?.setAttribute("tabindex", "-1");
  heading?.focus({ preventScroll: true });
  document.getElementById(id)?.scrollIntoView();
}

render(<App />, document.getElementById("page")!);
