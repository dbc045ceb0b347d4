// Step 2: the built-in district, a number of students, or a real district found by name in a table.

import { useState } from "preact/hooks";
import { readTable, Refused } from "./api";
import { isAbout, Problems } from "./problems";
import type { DistrictChoice } from "./state";
import type { CheckedScenario, DistrictTable, Problem } from "./types";

const FEWEST_STUDENTS = 200;
const MOST_STUDENTS = 100_000;

interface Props {
  choice: DistrictChoice;
  checked?: CheckedScenario;
  problems: Problem[];
  choose(choice: DistrictChoice): void;
}

export function District({ choice, checked, problems, choose }: Props) {
  const found = checked?.district;
  return (
    <section id="district" aria-labelledby="district-title">
      <h2 id="district-title"><span class="step">2</span> Your district</h2>
      <fieldset>
        <legend class="unseen">Which district</legend>
        <label class="choice">
          <input type="radio" name="district" checked={choice.kind === "built-in"} onChange={() => choose({ kind: "built-in" })} />
          The one of the scenario
        </label>
        <label class="choice">
          <input type="radio" name="district" checked={choice.kind === "students"}
            onChange={() => choose({ kind: "students", students: found?.students ?? 5000 })} />
          A district with this many students
        </label>
        {choice.kind === "students" && <Students students={choice.students} choose={choose} />}
        <label class="choice">
          <input type="radio" name="district" checked={choice.kind === "table"} disabled={choice.kind !== "table"} onChange={() => undefined} />
          {choice.kind === "table" ? `${choice.name} (from ${choice.file})` : "A real district, from a table"}
        </label>
        <Table choose={choose} />
      </fieldset>
      <Problems of={problems.filter((p) => isAbout(p, "district") || isAbout(p, "district.pupils"))} />
      {found && (
        <p class="note">
          {[found.name, found.schools && `${found.schools} schools`, found.teachers && `${Math.round(found.teachers)} teachers`,
            found.students && `${Math.round(found.students).toLocaleString("en-US")} students`].filter(Boolean).join(", ")}
        </p>
      )}
    </section>
  );
}

function Students({ students, choose }: { students: number; choose(choice: DistrictChoice): void }) {
  return (
    <p class="indent">
      <label>
        <span class="unseen">Number of students</span>
        <input type="number" min={FEWEST_STUDENTS} max={MOST_STUDENTS} step={100} value={students}
          onInput={(event) => {
            const value = event.currentTarget.valueAsNumber;
            if (!Number.isNaN(value)) choose({ kind: "students", students: value });
          }} />
      </label>{" "}
      students
    </p>
  );
}

function Table({ choose }: { choose(choice: DistrictChoice): void }) {
  const [table, setTable] = useState<DistrictTable & { file: string }>();
  const [problems, setProblems] = useState<Problem[]>([]);
  const [reading, setReading] = useState(false);
  const [over, setOver] = useState(false);
  const [find, setFind] = useState("");
  const read = async (file: File | undefined) => {
    if (!file) return;
    setReading(true);
    setProblems([]);
    try {
      setTable({ ...(await readTable(file)), file: file.name });
    } catch (fault) {
      setTable(undefined);
      setProblems(fault instanceof Refused ? fault.problems
        : [{ place: file.name, fault: "The program does not answer.", remedy: "Start `uptake serve` again, then drop the table once more." }]);
    } finally {
      setReading(false);
    }
  };
  const words = find.toLowerCase().split(/\s+/).filter(Boolean);
  const fits = table?.districts.filter((d) => words.every((word) => `${d.name} ${d.id}`.toLowerCase().includes(word))) ?? [];
  return (
    <div class={`drop${over ? " over" : ""}`}
      onDragOver={(event) => { event.preventDefault(); setOver(true); }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => { event.preventDefault(); setOver(false); void read(event.dataTransfer?.files[0]); }}>
      <label>
        Drop a table of schools here, or choose one (CSV or Excel):{" "}
        <input type="file" onChange={(event) => void read(event.currentTarget.files?.[0])} />
      </label>
      <p class="note">It stays on this computer.</p>
      {reading && <p role="status">Reading…</p>}
      <Problems of={problems} />
      {table && (
        <>
          {table.notes.length > 0 && (
            <details><summary>{table.notes.length} notes on the table</summary><ul>{table.notes.map((n, i) => <li key={i}>{n}</li>)}</ul></details>
          )}
          <label>
            Name of the district{" "}
            <input type="search" value={find} onInput={(event) => setFind(event.currentTarget.value)} placeholder="for instance: tahoe" />
          </label>
          <ul class="found">
            {fits.slice(0, 8).map((d) => (
              <li key={d.id}>
                <button type="button" class="link" onClick={() => choose({ kind: "table", table: table.table, id: d.id, name: d.name, file: table.file })}>
                  {d.name}
                </button>
                <span class="note"> {d.schools} schools{d.students != null && `, ${Math.round(d.students).toLocaleString("en-US")} students`}</span>
              </li>
            ))}
          </ul>
          <p class="note" role="status">
            {fits.length === 0 ? "No district of the table has this name." : fits.length > 8 ? `${fits.length} districts; type more of the name.` : ""}
          </p>
        </>
      )}
    </div>
  );
}
