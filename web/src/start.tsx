// Step 1: three questions, the gallery, or a scenario file.

import { fromOne, QUESTIONS, type Inputs } from "./state";
import type { GalleryEntry } from "./types";

interface Props {
  gallery: GalleryEntry[];
  chosen?: Inputs;
  choose(inputs: Inputs): void;
  startOver(): void;
}

export function Start({ gallery, chosen, choose, startOver }: Props) {
  if (chosen) {
    return (
      <section id="start" class="started" aria-labelledby="start-title">
        <h2 id="start-title"><span class="step">1</span> Your question</h2>
        <p class="question">{chosen.question}</p>
        <button type="button" onClick={startOver}>Ask another question</button>
      </section>
    );
  }
  const groups = [...new Set(gallery.map((entry) => entry.group))];
  return (
    <section id="start" aria-labelledby="start-title">
      <h2 id="start-title"><span class="step">1</span> What do you want to know?</h2>
      <div class="questions">
        {QUESTIONS.map((question) => (
          <button type="button" class="question-card" key={question.id} onClick={() => choose(question.inputs())}>
            <strong>{question.title}</strong>
            <span>{question.what}</span>
          </button>
        ))}
      </div>
      <details class="gallery">
        <summary>Other questions: {gallery.length} scenarios to begin with</summary>
        {groups.map((group) => (
          <div key={group}>
            <h3>{group}</h3>
            <ul>
              {gallery.filter((entry) => entry.group === group).map((entry) => (
                <li key={entry.name}>
                  <button type="button" class="link" onClick={() => choose(fromOne(entry.name, entry.title, entry.question, entry.name))}>
                    {entry.title}
                  </button>
                  <span class="note"> {entry.what || entry.question}</span>
                </li>
              ))}
            </ul>
          </div>
        ))}
      </details>
      <OpenFile choose={choose} />
    </section>
  );
}

function OpenFile({ choose }: { choose(inputs: Inputs): void }) {
  const open = async (file: File | undefined) => {
    if (!file) return;
    const text = await file.text();
    const name = file.name.replace(/\.toml$/i, "").toLowerCase().replace(/[^a-z0-9]+/g, "-").replace(/^-|-$/g, "") || "my-scenario";
    const title = /^\s*title\s*=\s*"([^"]*)"/m.exec(text)?.[1] ?? file.name;
    const question = /^\s*question\s*=\s*"([^"]*)"/m.exec(text)?.[1] ?? "";
    choose(fromOne(name, title, question, text));
  };
  return (
    <p class="open-file">
      <label>
        Or go on with a scenario file (.toml) that you have saved:{" "}
        <input type="file" accept=".toml" onChange={(event) => void open(event.currentTarget.files?.[0])} />
      </label>
    </p>
  );
}
