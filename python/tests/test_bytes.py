"""Promise: the same numbers as the program, to the last bit."""

from __future__ import annotations

import subprocess

import pytest

import uptake
from conftest import PAIR, SMALL, hashes, in_python

FLAGS = ("-n", "4", "--months", "15")
EVENT = {"month": 14, "what": "superintendent disengages", "to": 0.1}
LINE = "month 14: superintendent disengages, to = 0.1"


def district_of_10_000(out):
    base = uptake.scenario("committed").set(superintendent_exit=0.2).set({"district.pupils": 10_000})
    return uptake.run(base, out=out, parameters="accepted", tables="parquet", seed=7, **SMALL)


def changed(out):
    changes = {"team_sites": 3, "rollout.strategy": "mandate at once"}
    return uptake.what_if("committed", changes, events=[EVENT], out=out, **SMALL)


def swept(out):
    vary = {"superintendent_exit": "0.12..0.24:3", "initiatives_usual": [1, 3]}
    reference = {"superintendent_exit": 0.12, "initiatives_usual": 1}
    return uptake.sweep("committed", vary, reference=reference, out=out, **SMALL)


CALLS = {
    "compare": (["compare", *PAIR, "--no-assumptions"], lambda out: uptake.compare(*PAIR, out=out, **SMALL)),
    "run": (
        "run committed --set superintendent_exit=0.2 --set district.pupils=10000 --parameters accepted --tables parquet "
        "--seed 7".split(),
        district_of_10_000,
    ),
    "what-if": (
        ["what-if", "committed", "--no-assumptions", "--with", "team_sites=3", "--with", "rollout.strategy=mandate at once", "--event", LINE],
        changed,
    ),
    "sizes": (
        "sizes committed --pupils 2000,5000".split(),
        lambda out: uptake.sizes("committed", [2000, 5000], out=out, **SMALL),
    ),
    "sweep": (
        "sweep committed --vary superintendent_exit=0.12..0.24:3 --vary initiatives_usual=1,3 "
        "--reference superintendent_exit=0.12,initiatives_usual=1".split(),
        swept,
    ),
}


@pytest.mark.parametrize("command", CALLS)
def test_a_folder_holds_the_very_bytes_that_the_program_writes(command, program, tmp_path):
    flags, call = CALLS[command]
    subprocess.run([program, *flags, *FLAGS, "--quiet", "--out", tmp_path / "program"], check=True, capture_output=True)
    call(tmp_path / "python")
    of_program, of_python = hashes(tmp_path / "program"), hashes(tmp_path / "python")
    assert len(of_program) > 15
    assert of_python == of_program


def test_what_the_program_prints_is_what_python_says(program, results):
    printed = subprocess.run(
        [program, "compare", *PAIR, *FLAGS, "--no-assumptions", "--quiet", "--out", results.folder], check=True, capture_output=True, text=True
    )
    assert in_python(printed.stdout) == str(results)
