"""Studies: on which parameters an answer hangs, early signs, and where in a sweep something happens."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
import weakref
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import pyarrow as pa

from . import _native, _tables
from ._errors import Problem, refused
from ._options import Folder, run_settings, threads_of, whole
from ._progress import Hear, heard
from ._results import Figure, Results, in_brief
from ._run import Source, drafts
from ._values import settings_of


class Finding:
    """What a study found. ``print(finding)`` tells it in brief; a notebook shows its figure beside.

    Attributes:
        full: All of it in words, whatever their length.
        data: All of it as lists and dicts.
        table: A row for each parameter, sign or restriction (Arrow), in the units that the names of the columns say.
        page: The same to print, in Markdown, where there is one (signs).
        figure: A `Figure`, where there is one to draw.
        folder: Where its files are, if it has any.
    """

    def __init__(self, found: _native.Found, folder: Folder | None = None) -> None:
        (brief, self.full), table, data, self.page, picture = found
        self._brief = in_brief(brief)
        self.csv = bytes(table)
        self.data: Any = json.loads(bytes(data))
        self.table: pa.Table = _tables.of_csv(self.csv)
        self.figure = None if picture is None else Figure(picture)
        self.folder = None if folder is None else Path(folder)

    def __str__(self) -> str:
        return self._brief

    def _repr_html_(self) -> str:
        words = self._brief.replace("&", "&amp;").replace("<", "&lt;")
        drawn = "" if self.figure is None else self.figure._repr_html_()
        return f'{drawn}<pre style="line-height: 1.3">{words}</pre>'

    def __repr__(self) -> str:
        return f"<uptake.Finding: {self._brief.strip().splitlines()[0]}>"


def sensitivity(
    base: Source,
    other: Source | None = None,
    *,
    of: str | None = None,
    replications: int = 6,
    trajectories: int = 30,
    points: int = 256,
    most: int = 10,
    only_assumptions: bool = False,
    others_usual: bool = False,
    set: Mapping[str, Any] | None = None,
    seed: int | None = None,
    months: int | None = None,
    out: Folder | None = None,
    force: bool = False,
    threads: int | None = None,
    progress: bool | Hear = True,
) -> Finding:
    """On which parameters an answer hangs: a screen of all of them, then shares of variance of the largest.

    Args:
        base: The scenario.
        other: A second one: the answer is then the difference of the two, in the same futures.
        of: What is asked of each run, as ``"deep_share@60"``, or a column of runs; deep_share at the last month where nothing is said.
        replications: Replications of every point, 1 to 100,000, always the same ones.
        trajectories: Trajectories of the screen, 1 to 100,000: so many effects of each parameter.
        points: Rows of the design for shares of variance, 0 to 1,000,000; 0 stops after the screen.
        most: Parameters whose shares are worked out one by one.
        only_assumptions: Moves assumptions alone, and leaves what a scenario can settle at its usual value.
        others_usual: Leaves parameters that are not looked at one by one at their usual values.
        set, seed, months, threads, progress: As in `run`.
        out: Folder for tables and figure, from which a later call of the same kind goes on. A temporary one where nothing is said.
        force: Begins anew.

    Raises:
        UptakeError: Scenarios that are no pairs, several districts, a quantity that runs do not have.
        KeyboardInterrupt: Ctrl-C. What is finished is kept in `out`.
    """
    sources = [base] if other is None else [base, other]
    settings = settings_of(set or {}) + run_settings({"seed": seed, "months": months})
    chosen = [draft.set(settings) for draft in drafts(sources, 1, "")]
    home = None if out is not None else tempfile.mkdtemp(prefix="uptake-")
    asked = {
        "of": None if of is None else str(of),
        "replications": whole("replications", replications, 1, 100_000),
        "trajectories": whole("trajectories", trajectories, 1, 100_000),
        "points": whole("points", points, 0, 1_000_000),
        "most": whole("most", most, 0, 10_000),
        "only_assumptions": bool(only_assumptions),
        "others_usual": bool(others_usual),
        "out": os.path.join(home, "study") if home is not None else os.fspath(out),
        "force": bool(force),
        "threads": threads_of(threads),
    }
    try:
        with heard(progress, "point") as hear:
            found = Finding(_native.study_sensitivity(chosen, asked, hear), asked["out"])
    except BaseException:
        if home is not None:
            shutil.rmtree(home, ignore_errors=True)
        raise
    if home is not None:
        weakref.finalize(found, shutil.rmtree, home, ignore_errors=True)
    return found


def signs(
    base: Source,
    *,
    by: int = 9,
    stalls: str | Iterable[str] = "stage@36 < 3",
    replications: int = 1000,
    set: Mapping[str, Any] | None = None,
    seed: int | None = None,
    progress: bool | Hear = True,
) -> Finding:
    """What can be seen early that tells whether a reform stalls.

    Args:
        base: The scenario, about one district.
        by: The month by whose end the signs are seen.
        stalls: When a run stalls: ``"stage@36 < 3"``, or several of which any is enough.
        replications: Futures, 40 to 20,000: signs are found on the first half and told on the second.
        set, seed, progress: As in `run`.

    Raises:
        UptakeError: A condition that is none; too few runs that stall, or that do not.
        KeyboardInterrupt: Ctrl-C.
    """
    (draft,) = drafts([base], 1, "")
    draft = draft.set(settings_of(set or {}) + run_settings({"seed": seed}))
    conditions = [stalls] if isinstance(stalls, str) else [str(one) for one in stalls]
    n = whole("replications", replications, 40, 20_000)
    with heard(progress) as hear:
        return Finding(_native.study_signs(draft, whole("by", by, 1, 1200), conditions, n, hear))


def discover(
    sweep: Results | Folder,
    where: str | Iterable[str],
    *,
    boxes: int = 2,
    density: float | None = None,
    district: str | None = None,
    out: Folder | None = None,
    force: bool = False,
) -> Finding:
    """Where in a sweep something happens: boxes over its factors that hold most of the runs in which it does, and few others.

    Args:
        sweep: Results of `uptake.sweep`, or their folder.
        where: Which runs are of interest: ``"deep_share@60 < 0.2"``, or several that are all met.
        boxes: Boxes at most, 1 to 9.
        density: Takes the box that holds most of such runs among those at least so dense (above 0 and up to 1).
        district: The district, where there are several.
        out: Folder for figure and tables.
        force: Replaces files that are there.

    Raises:
        UptakeError: A folder that is no sweep or has too few points; a condition that is none, or that all runs or none meet.
    """
    folder = sweep.folder if isinstance(sweep, Results) else sweep
    conditions = [where] if isinstance(where, str) else [str(one) for one in where]
    if density is not None and not (isinstance(density, (int, float)) and 0 < density <= 1):
        fault = "it is a share of the runs in the box"
        raise refused(Problem(f"density={density!r}", fault, "write a number above 0 and up to 1, as 0.8"))
    shape = (whole("boxes", boxes, 1, 9), None if density is None else float(density))
    kept = None if out is None else (os.fspath(out), bool(force))
    return Finding(_native.study_discovery(os.fspath(folder), conditions, shape, district, kept), out)
