"""What a worker of a cluster does: one shard of a batch, which comes back as the files of its folder."""

from __future__ import annotations

import functools
import hashlib
import os
import tempfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from . import _native
from ._errors import Problem, UptakeError, refused


@dataclass(frozen=True)
class Work:
    """A batch, as workers are given it: nothing in it names a file of the machine that asks.

    Attributes:
        scenarios: Name and complete text of each.
        districts: The table of districts that these texts name, where they name one.
        comparison: How they are compared: "none", "pairs" or "samples".
        options: What the engine is asked, but folder and shard.
        seen: What a district has seen: the file's name and its bytes.
        identity: Of the package that asks; see `identity`.
    """

    scenarios: tuple[tuple[str, str], ...]
    districts: bytes | None
    comparison: str
    options: dict[str, Any]
    seen: tuple[str, bytes] | None
    identity: tuple[str, str, str]

    def drafts(self, home: Path) -> list[_native.Draft]:
        """The scenarios; what they name is written below `home`."""
        if self.districts is None:
            return [_native.Draft.of_text(name, text).named(name) for name, text in self.scenarios]
        folder = home / "scenarios"
        folder.mkdir()
        (home / "districts.csv").write_bytes(self.districts)
        for name, text in self.scenarios:
            (folder / f"{name}.toml").write_text(text, encoding="utf-8", newline="")
        return [_native.Draft.of(str(folder / f"{name}.toml")).named(name) for name, _ in self.scenarios]


class Cancelled(Exception):
    """Nobody waits for this shard any more."""


@functools.lru_cache(maxsize=1)
def identity() -> tuple[str, str, str]:
    """What a package has in common with another that gives the same bytes: its version, the hash of its sources, and the hash of
    what a small run came to, which tells of another processor or compiler."""
    options = {
        "settings": ["--replications=2", "--months=16"],
        "call": "uptake.distributed",
        **dict.fromkeys(("resume", "grow", "force", "schools", "report"), False),
        **dict.fromkeys(("yes", "assumptions"), True),
        **{"tables": "csv", "figures": "none", "measures": "all", "threads": 1, "shard": (1, 1), "seen": None, "until": None},
    }
    with tempfile.TemporaryDirectory(prefix="uptake-") as home:
        folder = Path(home) / "run"
        _native.run([_native.Draft.of("superintendent-disengages")], "none", {**options, "out": str(folder)}, None)
        found = hashlib.sha256((folder / "outcomes.log").read_bytes()).hexdigest()[:16]
    return _native.VERSION, _native.BUILD, found


def other_build(place: str, own: tuple[str, str, str], wanted: tuple[str, str, str]) -> Problem:
    """The fault of a worker that would not give the same bytes."""
    parts = zip(("version", "build", "self-test"), own, wanted)
    differs = "; ".join(f"{name} {there}, here {here}" for name, there, here in parts if there != here)
    fault = f"it has another build of this package ({differs}), whose numbers may be others"
    return Problem(place, fault, "install the same wheel on all workers and start them anew", status="failed")


def here() -> str:
    """The address of this worker."""
    from distributed import get_worker

    return f"worker {get_worker().address}"


def abandoned() -> Callable[[], bool]:
    """Tells whether nobody waits for this task any more."""
    from distributed import get_worker
    from distributed.worker import thread_state

    worker, key = get_worker(), thread_state.key

    def is_abandoned() -> bool:
        task = worker.state.tasks.get(key)
        return task is None or task.state == "cancelled"

    return is_abandoned


def run_shard(work: Work, number: int, of: int) -> dict[str, bytes]:
    """Runs a shard: its files by their names, each compressed.

    Raises:
        UptakeError: Another build; what this worker could not do, such as write to its full disk; each with its address.
    """
    from distributed import get_worker

    place, is_abandoned = here(), abandoned()
    if identity() != work.identity:
        raise refused(other_build(place, identity(), work.identity))

    def hear(done: int, total: int) -> None:
        if is_abandoned():
            raise Cancelled

    try:
        with tempfile.TemporaryDirectory(prefix="uptake-", dir=get_worker().local_directory) as home:
            folder = os.path.join(home, "shard")
            options = {**work.options, "out": folder, "shard": (number, of)}
            if work.seen is not None:
                options["seen"] = os.path.join(home, work.seen[0])
                Path(options["seen"]).write_bytes(work.seen[1])
            _native.run(work.drafts(Path(home)), work.comparison, options, hear)
            files = sorted(file for file in Path(folder).rglob("*") if file.is_file())
            return {file.relative_to(folder).as_posix(): zlib.compress(file.read_bytes(), 1) for file in files}
    except UptakeError as error:
        raise refused(*(replace(p, place=f"shard {number} of {of} at {place}: {p.place}") for p in error.problems)) from None
    except OSError as error:
        remedy = "make room there, and call it again with resume=True"
        fault = f"{error.strerror or error}"
        raise refused(Problem(f"shard {number} of {of} at {place}", fault, remedy, status="failed")) from None
