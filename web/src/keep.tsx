// Step 6: what can be taken along. Every state of the page is a scenario file and a link.

import { useState } from "preact/hooks";
import { jobFile } from "./api";
import { toLink, type Inputs } from "./state";
import type { Outcome } from "./runner";

export function Keep({ inputs, outcome }: { inputs: Inputs; outcome: Outcome }) {
  const [said, setSaid] = useState("");
  const ready = outcome.phase === "done" && outcome.fresh && outcome.job !== undefined;
  const copy = async () => {
    const link = location.origin + location.pathname + toLink(inputs);
    try {
      await navigator.clipboard.writeText(link);
      setSaid("The link is copied. It holds all that you have chosen.");
    } catch {
      setSaid(`Copy the address of this page: it holds all that you have chosen.`);
    }
  };
  return (
    <section id="keep" aria-labelledby="keep-title">
      <h2 id="keep-title"><span class="step">6</span> Keep it</h2>
      <ul class="keep">
        {ready && outcome.job ? (
          <>
            <li><a class="button" href={jobFile(outcome.job, "report.html")} download="report.html">Report</a> <span class="note">one file to read, print or send</span></li>
            <li><a class="button" href={jobFile(outcome.job, "results.zip")} download="results.zip">Data</a> <span class="note">all tables, figures and scenarios, zipped</span></li>
          </>
        ) : <li class="note">Report and data are ready when all futures are in.</li>}
        {outcome.checked.map((checked, place) => {
          const scenario = inputs.scenarios[place];
          if (!scenario) return null;
          return (
            <li key={place}>
              <button type="button" onClick={() => save(`${scenario.name}.toml`, checked.toml)}>Scenario “{scenario.title}”</button>{" "}
              <span class="note">{scenario.name}.toml, to run again in a terminal or open here</span>
            </li>
          );
        })}
        <li><button type="button" onClick={() => void copy()}>Copy the link</button> <span class="note">opens this page as it is now, where uptake serve runs</span></li>
        <li><button type="button" onClick={() => window.print()}>Print this page</button></li>
      </ul>
      <p role="status" class="note">{said}</p>
      {outcome.checked.length > 0 && (
        <details>
          <summary>The scenarios in plain words</summary>
          {outcome.checked.map((checked, place) => (
            <div key={place}>
              <h3>{inputs.scenarios[place]?.title}</h3>
              {checked.diff.length > 0 && <ul>{checked.diff.map((words, i) => <li key={i}>{words}</li>)}</ul>}
              <p>{checked.sentences.join(" ")}</p>
            </div>
          ))}
        </details>
      )}
    </section>
  );
}

function save(name: string, text: string) {
  const address = URL.createObjectURL(new Blob([text], { type: "application/toml" }));
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}
