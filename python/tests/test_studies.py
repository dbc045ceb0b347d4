"""Promise: studies give what the program gives, to the last byte."""

from __future__ import annotations

import json
import subprocess

import pytest

import uptake
from conftest import hashes, in_python

SEEN = "month,measure,value,sd\n6,spread,0.05,0.05\n"
FEW = {"replications": 4, "months": 15, "progress": False}
FLAGS = "-n 4 --months 15 --quiet".split()


@pytest.fixture
def run(program):
    """The program, with words; what it prints."""

    def ran(words: str, *more) -> str:
        done = subprocess.run([program, *words.split(), *map(str, more)], capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        return done.stdout

    return ran


def test_sensitivity_leaves_the_files_of_the_program(run, tmp_path):
    small = "-n 2 --trajectories 2 --points 8 --most 2 --months 15 --seed 3 --of spread@15"
    printed = run(f"sensitivity committed superintendent-disengages {small} --quiet --out", tmp_path / "program")
    words = {"replications": 2, "trajectories": 2, "points": 8, "most": 2, "months": 15, "seed": 3, "of": "spread@15"}
    pair = ("committed", "superintendent-disengages")
    found = uptake.sensitivity(*pair, **words, out=tmp_path / "python", progress=False)
    assert len(hashes(found.folder)) >= 4 and hashes(found.folder) == hashes(tmp_path / "program")
    assert str(found) == in_python(printed) and len(found.full) >= len(printed)
    assert found.csv == (found.folder / "sensitivity.csv").read_bytes()
    assert "<svg" in found._repr_html_() and found.figure.name == "sensitivity-shares"
    assert found.table.num_rows > 50 and "parameter" in found.table.column_names


@pytest.mark.filterwarnings("ignore::uptake.UptakeWarning")
def test_decide_leaves_the_folder_of_the_program(run, tmp_path):
    printed = run("decide provider-of-eight -n 2 --seed 4 --figures none --quiet --out", tmp_path / "program")
    words = {"replications": 2, "seed": 4, "figures": "none", "progress": False}
    found = uptake.decide("provider-of-eight", out=tmp_path / "python", **words)
    assert hashes(found.folder) == hashes(tmp_path / "program")
    assert str(found) == in_python(printed) and len(found.full) > len(printed)
    assert found.decision.num_rows == 45 and found.decision.column_names[:2] == ["plan", "world"]


def test_signs_are_those_of_the_program(run, tmp_path):
    printed = run("signs committed -n 60 --by 6 --seed 2 --quiet --format csv --out", tmp_path / "page.md", "--stalls", "spread@30 < 0.4")
    found = uptake.signs("committed", by=6, seed=2, replications=60, stalls="spread@30 < 0.4", progress=False)
    assert found.csv.decode() == printed and set(found.page.splitlines()) <= set((tmp_path / "page.md").read_text().splitlines())
    assert found.figure is None or "<svg" in found.figure.svg
    as_json = run("signs committed -n 60 --by 6 --seed 2 --quiet --format json --stalls", "spread@30 < 0.4")
    assert found.data == json.loads(as_json)
    assert found.table.num_rows == len(found.data["signs"]) and found.folder is None


def test_discovery_in_a_sweep_is_that_of_the_program(run, tmp_path):
    vary = {"superintendent_exit": "0.12..0.25", "lead_exit": "0.1..0.2"}
    swept = uptake.sweep(
        "committed", vary, kind="sobol", points=32, replications=2, months=24, out=tmp_path / "sweep", figures="none", progress=False
    )
    middle = sorted(swept.sweep.to_pandas().query("measure == 'spread' and month == 24")["mean"])[10]
    where = f"spread@24 < {middle:.3f}"
    printed = run("discover", tmp_path / "sweep", "--where", where, "--out", tmp_path / "program", "--quiet")
    found = uptake.discover(swept, where, out=tmp_path / "python")
    assert hashes(found.folder) == hashes(tmp_path / "program")
    assert str(found) == in_python(printed) and found.csv == (found.folder / "discovery.csv").read_bytes()
    with pytest.raises(uptake.UptakeError, match="exists already"):
        uptake.discover(swept, where, out=tmp_path / "python")
    assert uptake.discover(tmp_path / "sweep", [where], out=tmp_path / "python", force=True).data == found.data


@pytest.mark.filterwarnings("ignore::uptake.UptakeWarning")
def test_what_was_seen_weighs_futures_as_in_the_program(run, tmp_path):
    (tmp_path / "seen.csv").write_text(SEEN)
    run("run committed", *FLAGS, "--seen", tmp_path / "seen.csv", "--out", tmp_path / "program")
    found = uptake.run("committed", seen=tmp_path / "seen.csv", out=tmp_path / "python", **FEW)
    assert hashes(found.folder) == hashes(tmp_path / "program")
    assert (found.folder / "seen.csv").is_file()


def test_futures_are_added_until_the_interval_is_narrow_as_in_the_program(run, tmp_path):
    flags = "--until-half-width 0.2 --of spread@12 --at-most 150 --months 12 --figures none --no-report --quiet"
    run(f"run committed {flags} --out", tmp_path / "program")
    words = {"until_half_width": 0.2, "of": "spread@12", "at_most": 150, "months": 12, "figures": "none", "report": False}
    found = uptake.run("committed", out=tmp_path / "python", progress=False, **words)
    assert hashes(found.folder) == hashes(tmp_path / "program")
    assert found.runs.num_rows in (100, 150) and any("spread@12" in note for note in found.notes)


def test_sweeps_and_sizes_tell_what_the_program_prints(run, tmp_path):
    printed = run("sizes committed --pupils 2000,5000", *FLAGS, "--out", tmp_path / "sizes")
    assert str(uptake.sizes("committed", [2000, 5000], **FEW)) == in_python(printed)
    printed = run("sweep committed --vary team_sites=2,3", *FLAGS, "--out", tmp_path / "sweep")
    assert str(uptake.sweep("committed", {"team_sites": [2, 3]}, **FEW)) == in_python(printed)
