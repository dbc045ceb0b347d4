"""One batch on the workers of a Dask cluster: its shards are tasks, and the results are, byte for byte, those of one machine.

    from dask.distributed import Client
    import uptake.distributed

    client = Client("tcp://scheduler:8786")
    results = uptake.distributed.run(client, "committed", replications=4000, out="results")

Every worker needs this package in the same build. A worker that is lost costs the shards that it ran: the scheduler gives them to
another. Shards are written beside `out` as they come back, so memory here does not grow with the batch.
"""

from __future__ import annotations

import json
import os
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from . import _native
from ._errors import Problem, UptakeError, refused
from ._merge import merge
from ._options import Folder, asked, checked, run_settings, whole
from ._parts import MANIFEST, Parts
from ._progress import heard
from ._results import Results
from ._run import Source, drafts, line_of, warn_of
from ._shard_task import Work, identity, other_build, run_shard
from ._values import settings_of

if TYPE_CHECKING:
    from distributed import Client

__all__ = ["compare", "run", "what_if"]

#: Shards for each thread of the workers, where nothing is said: enough to lose little, few enough to cost little.
SHARDS_PER_THREAD = 4
#: Seconds that a cluster has to get its first worker.
PATIENCE = 30
#: What `merge` makes of all runs, and no shard.
OF_MERGE = ("figures", "report", "assumptions", "schools")


def run(client: Client, *scenarios: Source, out: Folder, shards: int | None = None, **options: Any) -> Results:
    """Runs scenarios on the workers of a cluster, as `uptake.run` does here.

    Args:
        client: A `distributed.Client`.
        scenarios: As in `uptake.run`. Files and tables are read here; workers get the complete text.
        out: Results folder, on this machine. Shards that came back are beside it, in ``OUT-shards``, until they are joined.
        shards: Into how many the batch is cut, 1 to 10,000; four for each thread of the workers where nothing is said.
        options: Those of `uptake.run`, but ``grow``, ``until_half_width`` and ``shard``. ``threads`` are those of one shard, 1 where
            nothing is said. With ``resume=True`` the shards that came back are kept, and the others run. ``progress`` hears of
            (shards done, of how many).

    Raises:
        UptakeError: Whatever `uptake.run` refuses; workers of another build, by their addresses; a scheduler that is gone; what a
            worker could not do, such as write to its full disk, with its address. Shards that came back are kept.
        KeyboardInterrupt: Ctrl-C. Shards that came back are kept, and workers stop what they run.
    """
    return carried_out(client, "run", drafts(scenarios, 1, 'uptake.distributed.run(client, "committed")'), "none", out, shards, options)


def compare(
    client: Client, *scenarios: Source, out: Folder, unpaired: bool = False, shards: int | None = None, **options: Any
) -> Results:
    """Compares scenarios on the workers of a cluster, as `uptake.compare` does here; arguments and errors are those of `run`."""
    chosen = drafts(scenarios, 2, 'uptake.distributed.compare(client, "committed", "superintendent-disengages")')
    return carried_out(client, "compare", chosen, "samples" if unpaired else "pairs", out, shards, options)


def what_if(
    client: Client,
    base: Source,
    changes: Mapping[str, Any] | None = None,
    *,
    out: Folder,
    events: str | Mapping[str, Any] | Iterable[str | Mapping[str, Any]] = (),
    unpaired: bool = False,
    shards: int | None = None,
    **options: Any,
) -> Results:
    """Compares a scenario with itself changed on the workers of a cluster, as `uptake.what_if` does here; see `run`."""
    lines = [events] if isinstance(events, (str, Mapping)) else list(events)
    if not changes and not lines:
        raise refused(Problem("", "what_if needs a change", 'write uptake.distributed.what_if(client, "committed", {"team_sites": 3})'))
    refuse_whole(options)
    checked("distributed.what_if", options)
    (draft,) = drafts([base], 1, "")
    draft = draft.set(settings_of(options.pop("set", None) or {}) + run_settings(options))
    changed = draft.changed(settings_of(changes or {}, "changes"), [line_of(event) for event in lines])
    return carried_out(client, "what_if", [draft, changed], "samples" if unpaired else "pairs", out, shards, options)


def carried_out(
    client: Client, call: str, chosen: list[_native.Draft], comparison: str, out: Folder, shards: int | None, options: dict[str, Any]
) -> Results:
    """Has the shards run that are not there, and joins all."""
    call = f"distributed.{call}"
    refuse_whole(options)
    checked(call, options)
    out, progress = Path(out), options.get("progress", True)
    settings = settings_of(options.pop("set", None) or {}) + run_settings(options)
    for_all = asked(call, {**options, "out": out}, settings, None)
    digest, _, _ = _native.batch_facts(chosen, comparison, for_all)
    there = found_there(out, digest, options)
    if there is not None:
        return there
    of = None if shards is None else whole("shards", shards, 1, 10_000)
    own = {**options, "out": out, "shard": None if of is None else (1, of)}
    for_shards = asked(call, {k: v for k, v in own.items() if k not in OF_MERGE}, settings, None)
    digest, pieces, remarks = _native.batch_facts(chosen, comparison, for_shards)
    workers = workers_of(client)
    parts = Parts(out, digest, of, max(1, min(pieces, 10_000, SHARDS_PER_THREAD * sum(workers.values()))))
    if parts.there and not options.get("resume"):
        remedy = "go on with resume=True, or remove that folder"
        raise refused(Problem(str(parts.home), f"{len(parts.there)} shards of this very batch are there", remedy))
    warn_of(remarks)
    missing = parts.missing()
    if missing:
        refuse_strangers(client)
        parts.begin()
        work = work_of(chosen, comparison, for_shards, settings)
        hand_out(client, work, parts, missing, progress)
    joined = merge(
        [parts.folder(k) for k in range(1, parts.of + 1)],
        out=out,
        resume=options.get("resume", False),
        force=options.get("force", False),
        progress=progress if isinstance(progress, bool) else False,
        **{name: options[name] for name in OF_MERGE if name in options},
    )
    parts.remove()
    joined.notes[:0] = remarks + parts.notes
    return joined


def refuse_whole(options: Mapping[str, Any]) -> None:
    """Refuses what is decided when all runs are there, or here alone."""
    reasons = {
        "grow": ("results grow when all their runs are there", "run it here with grow=True, or all of it there into another folder"),
        "until_half_width": ("how many runs are enough is seen in all of them", "choose the number with replications="),
        "shard": ("the batch is cut here, and each worker gets its shard", "say how many with shards="),
    }
    given = [name for name in reasons if options.get(name)]
    if given:
        raise refused(*(Problem(name, *reasons[name]) for name in given))


def found_there(out: Path, digest: str, options: Mapping[str, Any]) -> Results | None:
    """These very results, where they are there; refuses a folder that cannot become them, before anything is run."""
    if not os.path.lexists(out):
        return None
    if not out.is_dir():
        raise refused(Problem(str(out), "a file has this name", "choose another out"))
    if (out / MANIFEST).is_file():
        try:
            is_same = json.loads((out / MANIFEST).read_bytes()).get("digest") == digest
        except (ValueError, AttributeError):
            is_same = False
        if is_same and not options.get("force"):
            return Results(out, ["these very results were there, whole and verified; nothing was run"])
        if not options.get("force"):
            raise refused(Problem(str(out), "it holds other results", "choose another out, or replace them with force=True"))
    elif any(out.iterdir()) and not (options.get("resume") or options.get("force")):
        raise refused(Problem(str(out), "it is there, and holds no finished results", "choose another out, or go on with resume=True"))
    return None


def work_of(chosen: list[_native.Draft], comparison: str, options: dict[str, Any], settings: list[str]) -> Work:
    """The batch as workers are given it."""
    given = [draft.set(settings) if settings else draft for draft in chosen]
    seen = None
    if options["seen"] is not None:
        file = Path(options["seen"])
        seen = (file.name, file.read_bytes())
    own = {**options, "settings": [], "seen": None, "yes": True, "figures": "all", "report": True, "assumptions": True}
    own.update(dict.fromkeys(("resume", "grow", "force", "schools"), False), threads=options["threads"] or 1)
    scenarios = tuple((draft.facts()[0], draft.complete()) for draft in given)
    return Work(scenarios, given[0].districts(), comparison, own, seen, identity())


def workers_of(client: Client) -> dict[str, int]:
    """Threads of each worker, when there is one."""
    try:
        client.wait_for_workers(1, timeout=PATIENCE)
        return dict(client.nthreads())
    except TimeoutError:
        remedy = "start one, as dask worker ADDRESS, and call it again"
        raise refused(Problem(place_of(client), f"the cluster has no worker after {PATIENCE} seconds", remedy, status="failed")) from None
    except OSError:
        raise refused(gone(client, "")) from None


def refuse_strangers(client: Client) -> None:
    """Refuses workers that would not give the same bytes, all of them at once."""
    try:
        found = client.run(identity, on_error="return")
    except OSError:
        raise refused(gone(client, "")) from None
    own, problems = identity(), []
    for address, theirs in found.items():
        if isinstance(theirs, UptakeError):
            problems.extend(replace(p, place=f"worker {address}: {p.place}") for p in theirs.problems)
        elif isinstance(theirs, BaseException):
            fault = f"it cannot run this package: {type(theirs).__name__}: {theirs}"
            problems.append(Problem(f"worker {address}", fault, "install the same wheel on all workers", status="failed"))
        elif tuple(theirs) != own:
            problems.append(other_build(f"worker {address}", tuple(theirs), own))
    if problems:
        raise refused(*problems)


def hand_out(client: Client, work: Work, parts: Parts, missing: list[int], progress: Any) -> None:
    """Gives shards to the workers, and writes each part as it comes back."""
    from distributed import as_completed

    token = f"{parts.digest[:8]}{uuid.uuid4().hex[:8]}"
    waiting: dict[Any, int] = {}
    problems: list[Problem] = []
    try:
        with heard(progress, "shard") as hear:
            # A task of its own: a worker that held the batch and is lost is replaced like any other.
            given = client.submit(same, work, key=f"uptake-batch-{token}", pure=False)
            # Keys of one group are handed out one by one, so that a worker that comes later gets its share.
            for number in missing:
                waiting[client.submit(run_shard, given, number, parts.of, key=(f"uptake-shard-{token}", number), pure=False)] = number
            if hear is not None:
                hear(len(parts.there), parts.of)
            for future in as_completed(list(waiting)):
                number = waiting.pop(future)
                problem = fetched(client, future, number, parts)
                if problem is not None:
                    problems.extend(problem)
                    break
                if hear is not None:
                    hear(len(parts.there), parts.of)
            for future in [future for future in waiting if problems and future.status in ("finished", "error")]:
                problems.extend(fetched(client, future, waiting.pop(future), parts) or [])
    except KeyboardInterrupt:
        told = f"interrupted after {len(parts.there)} of {parts.of} shards; they are safe in {parts.home}"
        raise KeyboardInterrupt(f"{told}\ncall it again with resume=True to go on") from None
    finally:
        give_up(client, waiting)
    if problems:
        last = problems[-1]
        kept = f"{len(parts.there)} of {parts.of} shards are safe in {parts.home}: call it again with resume=True to go on"
        raise refused(*problems[:-1], Problem(last.place, last.fault, f"{last.remedy}\n  {kept}", status=last.status))


def same(work: Work) -> Work:
    """The batch, as a task."""
    return work


def fetched(client: Client, future: Any, number: int, parts: Parts) -> list[Problem] | None:
    """Writes a part that came back, or says why it did not."""
    from concurrent.futures import CancelledError

    place = f"shard {number} of {parts.of}"
    try:
        parts.keep(number, future.result())
        future.release()
        return None
    except UptakeError as error:
        return error.problems
    except (CancelledError, OSError):
        return [gone(client, place)]
    except Exception as error:
        if type(error).__name__ == "KilledWorker":
            fault = "each worker that ran it was lost; perhaps it needs more memory than they have"
            return [Problem(place, fault, "look at their logs; cut the batch into more shards, or give workers more memory", status="failed")]
        return [Problem(place, f"{type(error).__name__}: {error}", "look at the logs of the workers", status="failed")]


def give_up(client: Client, waiting: Mapping[Any, int]) -> None:
    """Lets workers know that nobody waits for these shards any more."""
    try:
        if waiting and client.status == "running":
            client.cancel(list(waiting), force=True)
    except Exception:
        pass  # the scheduler is gone, and with it all that it handed out


def place_of(client: Client) -> str:
    """The scheduler's address."""
    scheduler = getattr(client, "scheduler", None)
    return f"scheduler {scheduler.address}" if scheduler is not None else "scheduler"


def gone(client: Client, place: str) -> Problem:
    """The fault of a scheduler that does not answer."""
    fault = "the scheduler is gone, or has forgotten this shard" if place else "the scheduler does not answer"
    return Problem(place or place_of(client), fault, "start scheduler and workers, and connect a new client", status="failed")
