"""Shards of a batch, joined to its results."""

from __future__ import annotations

import os
from collections.abc import Iterable
from typing import Any

from . import _native
from ._errors import Problem, refused
from ._options import Folder, listed, threads_of
from ._progress import Hear, heard
from ._results import Results
from ._run import table_of


def merge(
    *shards: Folder | Iterable[Folder],
    out: Folder,
    resume: bool = False,
    force: bool = False,
    tables: str | None = None,
    figures: str | Iterable[str] = "all",
    report: bool = True,
    assumptions: bool = True,
    schools: bool = False,
    threads: int | None = None,
    progress: bool | Hear = True,
) -> Results:
    """Joins all shards of a batch: the results are, byte for byte, those of the call that was cut.

    Args:
        shards: Their folders, or what the calls gave (`Shard`), in any order.
        out: Results folder.
        resume: Goes on with an interrupted merge.
        force: Replaces a results folder of this package or of the program.
        tables: As in `run`; the format that the shards were run with, where nothing is said.
        figures, report, assumptions, schools, threads, progress: As in `run`.

    Raises:
        UptakeError: All that keeps the folders from being one whole batch: shards that are missing, there twice, of another batch
            or another build, or changed.
        KeyboardInterrupt: Ctrl-C. What is finished is kept.
    """
    several: list[Any] = list(shards)
    if len(several) == 1 and not isinstance(several[0], (str, os.PathLike)):
        several = list(several[0])
    folders = [os.fspath(one) for one in several]
    if not folders:
        raise refused(Problem("", "there are no shards to join", 'write uptake.merge("part-1", "part-2", out="whole")'))
    asked = {
        "out": os.fspath(out),
        "call": "uptake.merge",
        "resume": bool(resume),
        "force": bool(force),
        "tables": tables,
        "figures": listed(figures),
        "report": bool(report),
        "assumptions": bool(assumptions),
        "schools": bool(schools),
        "threads": threads_of(threads),
    }
    with heard(progress) as hear:
        done = _native.merge_shards(folders, asked, hear)
    return Results(os.fspath(out), done.notes, table_of(done), done.words)
