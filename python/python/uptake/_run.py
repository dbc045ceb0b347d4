"""Scenarios run: alone, compared, changed, at several sizes, at many points, and plans in worlds."""

from __future__ import annotations

import os
import shutil
import tempfile
import warnings
import weakref
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from . import _native, _tables
from ._errors import Problem, UptakeWarning, refused
from ._options import Folder, Options, asked, checked, plain, run_settings, told_once, whole
from ._progress import Hear, heard
from ._results import Results, Shard
from ._scenario import Scenario, event_line, scenario
from ._values import settings_of, written

Source = str | os.PathLike[str] | Mapping[str, Any] | Scenario

if TYPE_CHECKING:
    from typing_extensions import Unpack


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
    checked("what_if", options)
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


@told_once
def decide(
    plans: Folder,
    *,
    districts: Folder | None = None,
    district: str | Iterable[str] | None = None,
    mapping: str | None = None,
    **options: Unpack[Options],
) -> Results:
    """Runs every plan of a decide set in every world; `Results.decision` is the table, and ``print(results)`` says which is robust.

    Args:
        plans: A decide set: a file, or the built-in ``"provider-of-eight"``.
        districts: A table of real schools, with `district`, one or several ids in it.
        mapping: How a table with other columns is read.
        COMMON
    """
    if options.get("parameters") is not None:
        fault = "it is for all worlds, and each world of a set says its own"
        raise refused(Problem("parameters", fault, 'write parameters = "accepted" in a [[world]]'))
    if (districts is None) != (district is None):
        remedy = 'give districts="schools.csv" with district="0961903"'
        raise refused(Problem("districts", "a district is one of a table, and one of the two is missing", remedy))
    options.setdefault("measures", "spread,deep_share")
    options.setdefault("report", False)
    ids = [district] if isinstance(district, str) else [str(one) for one in district or ()]
    table = None if districts is None else (os.fspath(districts), ids, mapping)
    return carry_out(lambda o, hear: _native.run_decide(os.fspath(plans), table, o, hear), "decide", options)


def drafts(sources: Iterable[Source], least: int, example: str) -> list[_native.Draft]:
    """The scenarios of a call; a list in the place of several is taken as several."""
    chosen = list(sources)
    if len(chosen) == 1 and isinstance(chosen[0], (list, tuple)):
        chosen = list(chosen[0])
    if len(chosen) < least:
        wanted = "a scenario" if least == 1 else "a base and at least one other scenario"
        raise refused(Problem("", f"{wanted} is needed, and {len(chosen) or 'none'} is given", f"write {example}"))
    return [scenario(source)._draft for source in chosen]


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


#: Most remarks that a warning tells; all are in `notes`.
MOST_REMARKS = 12


def table_of(done: _native.Finished) -> Any:
    """The table of sizes, if there is one."""
    return None if done.table is None else _tables.of_csv(done.table.encode(), "size", "scenario", "district")


def warn_of(remarks: list[str]) -> None:
    """One warning of what is no fault but worth a look."""
    if remarks:
        more = len(remarks) - MOST_REMARKS
        told = remarks[:MOST_REMARKS] + ([f"and {more} more, in `notes` of the results"] if more > 0 else [])
        warnings.warn("\n".join(told), UptakeWarning, stacklevel=4)


def carry_out(work: Callable[[dict[str, Any], Hear | None], _native.Finished], call: str, options: Any) -> Any:
    """Runs something into its folder, and opens what it left; of a shard, says where it is."""
    checked(call, options)
    settings = settings_of(options.pop("set", None) or {}) + run_settings(options, implies=call != "decide")
    progress, shard = options.get("progress", True), options.get("shard")
    home = None if options.get("out") is not None else tempfile.mkdtemp(prefix="uptake-")
    try:
        wanted = asked(call, options, settings, home)
        folder = wanted["out"]
        with heard(progress) as hear:
            done = work(wanted, hear)
        if shard is not None:
            warn_of(done.remarks)
            return Shard(Path(folder), *shard)
        results = Results(folder, done.remarks + done.notes, table_of(done), done.words)
    except KeyboardInterrupt as stopped:
        if home is not None and any(Path(home, "results").glob("*")):
            same = f"out={folder!r}, tables={wanted['tables']!r}, figures={wanted['figures']!r}, report={wanted['report']}"
            raise KeyboardInterrupt(f"{stopped}\nit is kept there: call it again with {same}, resume=True") from None
        raise
    except BaseException:
        if home is not None:
            shutil.rmtree(home, ignore_errors=True)
        raise
    if home is not None:
        weakref.finalize(results, shutil.rmtree, home, ignore_errors=True)
    warn_of(done.remarks)
    return results
