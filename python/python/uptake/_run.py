"""Scenarios run: alone, compared, changed, at several sizes, at many points."""

from __future__ import annotations

import difflib
import os
import shutil
import tempfile
import warnings
import weakref
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypedDict

from . import _native, _tables
from ._errors import Problem, UptakeWarning, refused
from ._progress import Hear, heard
from ._results import Results
from ._scenario import Scenario, event_line, scenario
from ._values import settings_of, written

Source = str | os.PathLike[str] | Mapping[str, Any] | Scenario
Folder = str | os.PathLike[str]

if TYPE_CHECKING:
    from typing_extensions import Unpack


class Options(TypedDict, total=False):
    """The arguments that all runs share; `uptake.run` explains them."""

    replications: int | None
    seed: int | None
    months: int | None
    parameters: str | None
    set: Mapping[str, Any] | None
    out: Folder | None
    resume: bool
    grow: bool
    force: bool
    yes: bool
    tables: str
    figures: str | Iterable[str]
    measures: str | Iterable[str]
    report: bool
    assumptions: bool
    schools: bool
    threads: int | None
    progress: bool | Hear


COMMON = """
        replications: Number of futures of each scenario, 1 to 100,000,000: 200 for a look, 1,000 for a report. The scenario's, or
            1,000, where nothing is said.
        seed: Study seed: the same seed gives the same futures.
        months: Months to simulate, 1 to 1,200; month 60 is July of year 5.
        parameters: ``"default"``, one value for each parameter; or ``"accepted"``, many plausible sets, so that results include
            this uncertainty.
        set: Settings for all scenarios, as `Scenario.set` takes them in a dict.
        out: Results folder. A temporary one, which is gone with the results, where nothing is said.
        resume: Goes on with an interrupted run in `out`.
        grow: Adds replications to the finished results in `out`, up to `replications`.
        force: Replaces a results folder of this package or of the program.
        yes: Begins even what would take more than a day or half of the free disk.
        tables: ``"mixed"`` (large ones Parquet, small ones CSV), ``"parquet"``, ``"csv"``, or ``"summaries"`` alone. In `out` it is
            ``"mixed"`` where nothing is said, in a temporary folder ``"parquet"``.
        figures: Figures in the folder: ``"all"``, ``"none"``, or names. `Results.figure` draws them without it. In `out` it is
            ``"all"`` where nothing is said, in a temporary folder ``"none"``.
        measures: Measures that the tables hold, as ``["spread", "deep_share"]``; all tables shrink with it, and no number changes.
        report: Whether a report is in the folder. `Results.report` writes it without it. In `out` it is where nothing is said.
        assumptions: Whether a comparison also runs pairs over other sets of assumptions, which say how far the answer hangs on them.
        schools: A table of every school in every month; every run is run once more for it.
        threads: Threads, 1 to 1,024; one for each core where nothing is said.
        progress: A bar of tqdm where that is installed; or a function that is called with (runs done, of how many); or False.

    Raises:
        UptakeError: Every problem of the scenarios and settings at once; a folder that is there already or cannot be written.
        KeyboardInterrupt: Ctrl-C. What is finished is kept, and the exception says where.
"""


def told_once(function: Callable[..., Any]) -> Callable[..., Any]:
    """Puts the arguments that all runs share into the docstring."""
    function.__doc__ = (function.__doc__ or "").replace("        COMMON\n", COMMON.lstrip("\n"))
    return function


@told_once
def run(*scenarios: Source, **options: Unpack[Options]) -> Results:
    """Runs scenarios, each of them so many times.

    Args:
        scenarios: Names of built-in scenarios, files, dicts, or what `uptake.scenario` makes.
        COMMON
    """
    chosen = drafts(scenarios, 1, 'uptake.run("committed")')
    return carry_out(lambda o, hear: _native.run(chosen, "none", o, hear), "run", options)


@told_once
def compare(*scenarios: Source, unpaired: bool = False, **options: Unpack[Options]) -> Results:
    """Runs the same futures under each scenario, and compares all later ones with the first, future by future.

    Args:
        scenarios: At least two. They agree in districts, grades, months and seed, and differ in name.
        unpaired: Compares scenarios whose runs are no pairs (other districts, grades or parameter sets) as independent samples.
        COMMON
    """
    chosen = drafts(scenarios, 2, 'uptake.compare("committed", "superintendent-disengages")')
    how = "samples" if unpaired else "pairs"
    return carry_out(lambda o, hear: _native.run(chosen, how, o, hear), "compare", options)


@told_once
def what_if(
    base: Source,
    changes: Mapping[str, Any] | None = None,
    *,
    events: Iterable[str | Mapping[str, Any]] = (),
    unpaired: bool = False,
    **options: Unpack[Options],
) -> Results:
    """Compares a scenario with itself changed.

    Args:
        base: The scenario.
        changes: Parameters and fields, as `Scenario.set` takes them: ``{"team_sites": 3}``.
        events: What happens beside, each in one line (``"month 14: superintendent disengages to 0.1"``) or as a dict with the
            arguments of `Scenario.event`.
        unpaired: Compares independent samples, where what is changed makes the runs no pairs.
        COMMON
    """
    with_ = settings_of(changes or {}, "changes")
    lines = [events] if isinstance(events, (str, Mapping)) else list(events)
    if not with_ and not lines:
        raise refused(Problem("", "what_if needs a change", 'write uptake.what_if("committed", {"team_sites": 3})'))
    refuse_strange("what_if", options)
    (draft,) = drafts([base], 1, "")
    draft = draft.set(settings_of(options.pop("set", None) or {}) + run_settings(options))
    changed = draft.changed(with_, [line_of(event) for event in lines])
    how = "samples" if unpaired else "pairs"
    return carry_out(lambda o, hear: _native.run([draft, changed], how, o, hear), "what_if", options)


@told_once
def sizes(
    base: Source,
    pupils: Iterable[int] | None = None,
    *,
    districts: Folder | None = None,
    district: str | Iterable[str] | None = None,
    mapping: str | None = None,
    **options: Unpack[Options],
) -> Results:
    """Runs the same scenario in districts of several sizes; `Results.sizes` is the table.

    Args:
        base: A scenario without a district of its own.
        pupils: Numbers of students of synthetic districts; 2,000, 5,000, 10,000 and 20,000 where nothing is said.
        districts: A table of real schools instead, with `district`, at least two ids in it.
        mapping: How a table with other columns is read.
        COMMON
    """
    (draft,) = drafts([base], 1, "")
    if (districts is None) != (district is None) or (districts is not None and pupils is not None):
        remedy = 'give pupils=[2000, 10000], or districts="schools.csv" with district=["0961903", "0610080"]'
        raise refused(Problem("sizes", "sizes are numbers of students, or districts of a table by their ids", remedy))
    ids = [district] if isinstance(district, str) else [str(one) for one in district or ()]
    numbers = [] if districts is not None else [whole("pupils", n, 1, 10_000_000) for n in pupils or (2000, 5000, 10_000, 20_000)]
    chosen = ids if districts is not None else numbers
    if len(chosen) < 2 or len(set(chosen)) < len(chosen):
        fault = f"sizes compares several, each once, and these are {', '.join(map(str, chosen)) or 'none'}"
        raise refused(Problem("sizes", fault, "give at least two, each once; uptake.run takes one"))
    table = None if districts is None else (os.fspath(districts), ids, mapping)
    return carry_out(lambda o, hear: _native.run_sizes(draft, numbers, table, o, hear), "sizes", options)


@told_once
def sweep(
    base: Source,
    vary: Mapping[str, Iterable[Any] | str],
    *,
    kind: str = "factorial",
    points: int | None = None,
    reference: Mapping[str, Any] | None = None,
    **options: Unpack[Options],
) -> Results:
    """Runs the same scenario at many points; `Results.sweep` is the table, and its figures are maps and lines.

    Args:
        base: The scenario.
        vary: What is varied: for each parameter or field its values (``[1, 3, 6]``), ``"0.05..0.4:8"`` for eight values of a
            range, or ``"0.05..0.4"`` for a range of which Latin hypercubes and Sobol points take their values.
        kind: ``"factorial"`` (each value with every other), ``"list"`` (first values together, then second ones), ``"latin"`` or
            ``"sobol"``, which need `points`.
        points: How many points, 1 to 2,000, where the kind leaves it open.
        reference: The point with which all others are compared, by its values.
        COMMON
    """
    (draft,) = drafts([base], 1, "")
    if not isinstance(vary, Mapping) or not vary:
        raise refused(Problem("vary", "nothing is varied", 'write vary={"superintendent_exit": [0.1, 0.2, 0.3]}'))
    flags = [f"{name}={levels_of(name, levels)}" for name, levels in vary.items()]
    point = [(name, plain(value, "reference")) for name, value in (reference or {}).items()]
    unknown = [name for name, _ in point if name not in vary]
    if unknown:
        raise refused(Problem("reference", f"`{unknown[0]}` is not varied", f"there are: {', '.join(vary)}"))
    count = None if points is None else whole("points", points, 1, 2000)
    varied = {"vary": flags, "kind": kind, "points": count, "reference": point}
    return carry_out(lambda o, hear: _native.run_sweep(draft, varied, o, hear), "sweep", options)


def drafts(sources: Iterable[Source], least: int, example: str) -> list[_native.Draft]:
    """The scenarios of a call; a list in the place of several is taken as several."""
    chosen = list(sources)
    if len(chosen) == 1 and isinstance(chosen[0], (list, tuple)):
        chosen = list(chosen[0])
    if len(chosen) < least:
        wanted = "a scenario" if least == 1 else "a base and at least one other scenario"
        raise refused(Problem("", f"{wanted} is needed, and {len(chosen) or 'none'} is given", f"write {example}"))
    return [scenario(source)._draft for source in chosen]


def plain(value: Any, place: str) -> str:
    """A value as the program's flags have it: a text without quotes."""
    return value if isinstance(value, str) else written(value, place)


def levels_of(name: str, levels: Iterable[Any] | str) -> str:
    """The values of a factor as the program's flag has them."""
    if isinstance(levels, str):
        return levels
    if not isinstance(levels, Iterable):
        levels = [levels]
    return ",".join(plain(value, f"vary={{{name!r}: …}}") for value in levels)


def line_of(event: str | Mapping[str, Any]) -> str:
    """An event in one line."""
    if isinstance(event, str):
        return event
    keys = dict(event)
    said = [keys.pop(key, None) for key in ("month", "when", "what")]
    return event_line(*said, keys, f"event {dict(event)!r}")


def whole(name: str, value: Any, low: int, high: int) -> int:
    """A whole number in a range."""
    if hasattr(value, "item"):
        value = value.item()
    if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
        raise refused(Problem(f"{name}={value!r}", "it is no whole number in its range", f"write {low:,} to {high:,}"))
    return value


def run_settings(options: Any) -> list[str]:
    """Settings that are arguments, taken out of the options."""
    found = []
    for name in ("replications", "months", "seed"):
        value = options.pop(name, None)
        if value is not None:
            found.append(f"--{name}={plain(value, name)}")
    parameters = options.pop("parameters", None)
    if parameters is not None:
        found.append(f"run.parameters={written(parameters, 'parameters')}")
    return found


#: Most remarks that a warning tells; all are in `notes`.
MOST_REMARKS = 12
SWITCHES = ("resume", "grow", "force", "yes", "schools")


def listed(names: str | Iterable[str]) -> str:
    """Names as the program's flags have them."""
    return names if isinstance(names, str) else ",".join(map(str, names))


def refuse_strange(call: str, options: Mapping[str, Any]) -> None:
    """An argument that is none."""
    known = list(Options.__annotations__)
    for name in options:
        if name not in known:
            near = difflib.get_close_matches(name, known, 1)
            meant = f"did you mean {near[0]!r}? " if near else ""
            raise TypeError(f"{call}() got an unexpected argument {name!r}; {meant}there are: {', '.join(known)}")


def carry_out(work: Callable[[dict[str, Any], Hear | None], _native.Finished], call: str, options: Any) -> Results:
    """Runs something into its folder, and opens what it left."""
    refuse_strange(call, options)
    settings = settings_of(options.pop("set", None) or {}) + run_settings(options)
    out, progress, threads = options.get("out"), options.get("progress", True), options.get("threads")
    is_kept = out is not None
    home = None if is_kept else tempfile.mkdtemp(prefix="uptake-")
    folder = os.fspath(out) if out is not None else os.path.join(str(home), "results")
    figures = listed(options.get("figures", "all" if is_kept else "none"))
    asked = {
        "out": folder,
        "call": f"uptake.{call}",
        "settings": settings,
        **{name: bool(options.get(name, False)) for name in SWITCHES},
        "tables": options.get("tables", "mixed" if is_kept else "parquet"),
        "figures": figures,
        "measures": listed(options.get("measures", "all")),
        "report": bool(options.get("report", is_kept)),
        "assumptions": bool(options.get("assumptions", True)),
        "threads": None if threads is None else whole("threads", threads, 1, 1024),
    }
    try:
        with heard(progress) as hear:
            done = work(asked, hear)
        table = None if done.table is None else _tables.of_csv(done.table.encode(), "size", "scenario", "district")
        results = Results(folder, done.remarks + done.notes, table)
    except KeyboardInterrupt as stopped:
        if home is not None and any(Path(folder).glob("*")):
            same = f"out={folder!r}, tables={asked['tables']!r}, figures={asked['figures']!r}, report={asked['report']}"
            raise KeyboardInterrupt(f"{stopped}\nit is kept there: call it again with {same}, resume=True") from None
        raise
    except BaseException:
        if home is not None:
            shutil.rmtree(home, ignore_errors=True)
        raise
    if home is not None:
        weakref.finalize(results, shutil.rmtree, home, ignore_errors=True)
    if done.remarks:
        more = len(done.remarks) - MOST_REMARKS
        told = done.remarks[:MOST_REMARKS] + ([f"and {more} more, in `notes` of the results"] if more > 0 else [])
        warnings.warn("\n".join(told), UptakeWarning, stacklevel=3)
    return results
