"""The arguments that all runs share."""

from __future__ import annotations

import difflib
import os
from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypedDict

from ._errors import Problem, refused
from ._progress import Hear
from ._values import written

Folder = str | os.PathLike[str]


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
    seen: Folder | None
    until_half_width: float | None
    of: str | None
    at_most: int | None
    shard: tuple[int, int] | None
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
        seen: What a real district has seen of itself so far, a CSV file with month, measure, value and sd: futures are weighted by how
            well they meet it. Parameters are drawn as with ``parameters="accepted"``. For `run`, `compare`, `what_if` and `decide`.
        until_half_width: Adds futures until the 95% interval of the mean of `of` reaches at most so far to each side, and that of the
            difference where scenarios are compared. In the place of `replications`.
        of: What `until_half_width` is about: ``"deep_share@36"``, or a column of runs as ``"month_stage_4"``.
        at_most: Most futures that `until_half_width` adds up to, 10,000 where nothing is said.
        shard: ``(2, 4)`` runs the second of four shards of the batch into `out`. The call gives a `Shard`, and `uptake.merge` makes
            results of all of them.
        progress: A bar of tqdm where that is installed; or a function that is called with (runs done, of how many); or False.

    Raises:
        UptakeError: Every problem of the scenarios and settings at once; a folder that is there already or cannot be written;
            arguments that say different things.
        KeyboardInterrupt: Ctrl-C. What is finished is kept, and the exception says where.
"""


def told_once(function: Callable[..., Any]) -> Callable[..., Any]:
    """Puts the arguments that all runs share into the docstring."""
    function.__doc__ = (function.__doc__ or "").replace("        COMMON\n", COMMON.lstrip("\n"))
    return function


SWITCHES = ("resume", "grow", "force", "yes", "schools")
#: What is made of all runs, and so is said to `uptake.merge`.
OF_ALL_RUNS = ("schools", "figures", "report", "assumptions")


def whole(name: str, value: Any, low: int, high: int) -> int:
    """A whole number in a range."""
    if hasattr(value, "item"):
        value = value.item()
    if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
        raise refused(Problem(f"{name}={value!r}", "it is no whole number in its range", f"write {low:,} to {high:,}"))
    return value


def threads_of(threads: Any) -> int | None:
    """Threads, where any are said."""
    return None if threads is None else whole("threads", threads, 1, 1024)


def plain(value: Any, place: str) -> str:
    """A value as the program's flags have it: a text without quotes."""
    return value if isinstance(value, str) else written(value, place)


def listed(names: str | Iterable[str]) -> str:
    """Names as the program's flags have them."""
    return names if isinstance(names, str) else ",".join(map(str, names))


def run_settings(options: Any, *, implies: bool = True) -> list[str]:
    """Settings that are arguments, taken out of the options; what was seen implies accepted parameter sets."""
    found = []
    for name in ("replications", "months", "seed"):
        value = options.pop(name, None)
        if value is not None:
            found.append(f"--{name}={plain(value, name)}")
    parameters = options.pop("parameters", None)
    if parameters is None and implies and options.get("seen") is not None:
        parameters = "accepted"
    if parameters is not None:
        found.append(f"run.parameters={written(parameters, 'parameters')}")
    return found


def checked(call: str, options: Mapping[str, Any]) -> None:
    """Refuses an argument that is none, and arguments that do not go together."""
    known = list(Options.__annotations__)
    for name in options:
        if name not in known:
            near = difflib.get_close_matches(name, known, 1)
            meant = f"did you mean {near[0]!r}? " if near else ""
            raise TypeError(f"{call}() got an unexpected argument {name!r}; {meant}there are: {', '.join(known)}")
    given = {name for name, value in options.items() if value is not None and value is not False}
    problems = []

    def refuse(place: str, fault: str, remedy: str) -> None:
        problems.append(Problem(place, fault, remedy))

    if "until_half_width" in given:
        if "of" not in given:
            refuse("until_half_width", "it is not said what is to be known so well", 'add of="deep_share@36"')
        for other in sorted(given & {"replications", "grow"}):
            refuse("until_half_width", f"it chooses the number of futures itself, and `{other}` says another", "keep one of them")
    for name in ("of", "at_most"):
        if name in given and "until_half_width" not in given:
            refuse(name, "it is about until_half_width, which is not there", "add until_half_width=0.01, or leave it out")
    if "seen" in given and call in ("sweep", "sizes"):
        refuse("seen", "it weighs the futures of run, compare, what_if and decide, and of no other call", "leave it out here")
    if "shard" in given:
        if "out" not in given:
            refuse("shard", "a shard is kept, and no folder is said", 'give each its own: out="part-2"')
        if "grow" in given:
            remedy = "merge the shards and grow the merged folder, or run the shards of the larger batch"
            refuse("grow", "results grow when all their runs are there, and a shard holds a part of them", remedy)
        if "until_half_width" in given:
            fault = "how many runs are enough is seen in all of them, and a shard holds a part"
            refuse("until_half_width", fault, "run it whole, or choose the number with replications=")
        for name in OF_ALL_RUNS:
            if name in given or (name in ("report", "assumptions") and options.get(name) is False):
                refuse(name, "a shard holds its runs alone, and this is about what is made of all runs", "say it to uptake.merge")
    if problems:
        raise refused(*problems)


def asked(call: str, options: Mapping[str, Any], settings: list[str], home: str | None) -> dict[str, Any]:
    """What the engine is asked; `home` is the temporary folder where none is said."""
    out, is_kept, seen = options.get("out"), home is None, options.get("seen")
    half_width, at_most = options.get("until_half_width"), options.get("at_most")
    until = None
    if half_width is not None:
        if isinstance(half_width, bool) or not isinstance(half_width, (int, float)):
            raise refused(Problem(f"until_half_width={half_width!r}", "it is no number", "write 0.01 for one point of a share"))
        until = (float(half_width), str(options["of"]), whole("at_most", 10_000 if at_most is None else at_most, 1, 100_000_000))
    return {
        "out": os.fspath(out) if is_kept else os.path.join(home, "results"),
        "call": f"uptake.{call}",
        "settings": settings,
        **{name: bool(options.get(name, False)) for name in SWITCHES},
        "tables": options.get("tables", "mixed" if is_kept else "parquet"),
        "figures": listed(options.get("figures", "all" if is_kept else "none")),
        "measures": listed(options.get("measures", "all")),
        "report": bool(options.get("report", is_kept)),
        "assumptions": bool(options.get("assumptions", True)),
        "threads": threads_of(options.get("threads")),
        "shard": shard_of(options.get("shard")),
        "seen": None if seen is None else os.fspath(seen),
        "until": until,
    }


def shard_of(shard: Any) -> tuple[int, int] | None:
    """A shard as two numbers."""
    if shard is None:
        return None
    if not isinstance(shard, (tuple, list)) or len(shard) != 2:
        raise refused(Problem(f"shard={shard!r}", "it is no shard", "write the second of four as shard=(2, 4)"))
    number, of = (whole(f"shard={tuple(shard)!r}", n, 1, 10_000) for n in shard)
    return number, of
