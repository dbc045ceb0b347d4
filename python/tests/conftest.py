"""What the tests share: a small comparison, and the program where it is built."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import pytest

import uptake

#: Few and short runs: what is tested is the way from the engine to Python.
SMALL = {"replications": 4, "months": 15, "assumptions": False, "progress": False}
PAIR = ("committed", "superintendent-disengages")


@pytest.fixture(scope="session")
def results(tmp_path_factory) -> uptake.Results:
    """Two scenarios compared, in a folder as the program writes it."""
    return uptake.compare(*PAIR, out=tmp_path_factory.mktemp("pair") / "r", **SMALL)


@pytest.fixture(scope="session")
def program() -> Path:
    """The program `uptake`: where UPTAKE says, or as it was built beside this package."""
    target = Path(__file__).parents[2] / "target"
    for path in filter(None, [os.environ.get("UPTAKE"), target / "release/uptake", target / "debug/uptake"]):
        if Path(path).is_file():
            return Path(path)
    pytest.skip("the program is not built; name it in UPTAKE")


def hashes(folder: Path) -> dict[str, str]:
    """The hash of each file, without the one that tells of the machine."""
    files = (file for file in sorted(folder.rglob("*")) if file.is_file() and file.name != "machine.json")
    return {str(file.relative_to(folder)): hashlib.sha256(file.read_bytes()).hexdigest() for file in files}


def in_python(printed: str) -> str:
    """What the program printed, as Python says it: one line names a flag."""
    return printed.replace("--full shows more", "`full` shows more")
