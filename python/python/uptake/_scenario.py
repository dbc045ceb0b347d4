"""Scenarios: what is asked of the engine."""

from __future__ import annotations

import os
import warnings
from collections.abc import Iterable, Mapping
from typing import Any

import pyarrow as pa

from . import _native
from ._errors import Problem, UptakeWarning, refused
from ._values import document, settings_of, written


class Scenario:
    """A scenario. It never changes: every method gives a new one.

    Make one with `uptake.scenario`. ``print(scenario)`` tells it in plain words.
    """

    __slots__ = ("_draft",)

    def __init__(self, draft: _native.Draft) -> None:
        self._draft = draft

    def set(self, values: Mapping[str, Any] | None = None, /, **named: Any) -> Scenario:
        """With parameters or fields of sections set.

        A bare name is a parameter (``superintendent_exit``); a dotted one a field of a section (``district.pupils``), which has to
        stand in a dict. A value is a number in the unit of the parameter (`uptake.parameters` tells unit and range), a text, a list,
        or a distribution from which every future draws: ``{"distribution": "uniform", "low": 0.1, "high": 0.3}``.

        Raises:
            UptakeError: Names that are none, values that are not allowed; all of this call at once.
        """
        return Scenario(self._draft.set(settings_of({**(values or {}), **named})))

    def event(
        self,
        line: str | None = None,
        /,
        *,
        month: int | None = None,
        when: str | None = None,
        what: str | None = None,
        **keys: Any,
    ) -> Scenario:
        """With an event.

        Args:
            line: The whole event in one line: ``"month 14: superintendent disengages to 0.1"``.
            month: The month at whose start it happens; 1 is August of the first year.
            when: The month in words instead: ``"year 2, September"``.
            what: What happens: ``"superintendent disengages"``.
            keys: Other keys of the event, such as ``to=0.1`` (commitment, 0 to 1), ``until="year 3, August"``,
                ``school="School 3"``.

        Raises:
            UptakeError: An event that is none, a month outside the run, a key that the event does not take.
        """
        if line is not None:
            if month is not None or when is not None or what is not None or keys:
                problem = Problem(f"event({line!r}, …)", "the event is said in a line and in arguments", "keep one of the two")
                raise refused(problem)
            return Scenario(self._draft.event(str(line), f"event({line!r})"))
        said = {"month": month, "when": when, "what": what, **keys}
        shown = f"event({', '.join(f'{k}={v!r}' for k, v in said.items() if v is not None)})"
        return Scenario(self._draft.event(event_line(month, when, what, keys, shown), shown))

    def named(self, name: str) -> Scenario:
        """Called so in tables, figures and files. Scenarios that are run together have different names."""
        return Scenario(self._draft.named(str(name)))

    def in_district(
        self, table: str | os.PathLike[str], id: str | Iterable[str], *, mapping: str | os.PathLike[str] | None = None
    ) -> Scenario:
        """About a district, or several, of a table of real schools.

        Args:
            table: A CSV, Excel, OpenDocument or Parquet file.
            id: The district's id in it; a list of ids; or ``"regular"`` for all elementary, unified and high ones.
            mapping: How a table with other columns is read: a file, or a built-in mapping such as ``"nces-districts"``.

        Raises:
            UptakeError: A table that cannot be read, a district that is not in it.
        """
        ids = [id] if isinstance(id, str) else [str(one) for one in id]
        return Scenario(self._draft.in_districts(table, ids, None if mapping is None else os.fspath(mapping)))

    def check(self) -> Scenario:
        """Checks all of it, and warns of values outside their plausible range.

        Raises:
            UptakeError: Every problem of the texts, settings and events at once.
        """
        for remark in self._draft.facts()[3]:
            warnings.warn(remark, UptakeWarning, stacklevel=2)
        return self

    @property
    def name(self) -> str:
        """What it is called in tables."""
        return self._draft.facts()[0]

    @property
    def title(self) -> str:
        """One line for figures."""
        return self._draft.facts()[1]

    @property
    def question(self) -> str:
        """The question it answers."""
        return self._draft.facts()[2]

    def toml(self) -> str:
        """The complete text of its file: every key and every parameter."""
        return self._draft.complete()

    def __str__(self) -> str:
        return self._draft.page()

    def __repr__(self) -> str:
        try:
            return f"<uptake.Scenario {self.name}: {self.title}>"
        except Exception:  # one that is not whole yet has no title
            return "<uptake.Scenario with problems; check() tells them>"


def event_line(month: Any, when: Any, what: Any, keys: Mapping[str, Any], shown: str) -> str:
    """An event in one line, as the program reads it."""
    problems = []
    if (month is None) == (when is None):
        fault = "the month is said twice" if month is not None else "the month is not said"
        problems.append(Problem(shown, fault, 'write month=14, or when="year 2, September"; month 1 is August of the first year'))
    if not isinstance(what, str) or not what.strip():
        problems.append(Problem(shown, "what happens is not said", 'write what="superintendent disengages"'))
    if problems:
        raise refused(*problems)
    begin = f"month {month}" if when is None else str(when)
    rest = "".join(f", {key} = {written(value, shown)}" for key, value in keys.items() if value is not None)
    return f"{begin}: {what}{rest}"


def scenario(source: str | os.PathLike[str] | Mapping[str, Any] | Scenario, name: str | None = None) -> Scenario:
    """A scenario to start from.

    Args:
        source: The name of a built-in scenario (`uptake.scenarios` lists them), the path of a file, or a dict with the keys of a
            file: ``{"format": 1, "title": "…", "question": "…", "extends": "committed", "team": {…}, "event": [{…}, …]}``.
        name: What it is called in tables; the file's name where nothing is said.

    Raises:
        UptakeError: A scenario that is not there. What is wrong inside is told by `Scenario.check`, or when it is run.
    """
    if isinstance(source, Scenario):
        found = source
    elif isinstance(source, Mapping):
        found = Scenario(_native.Draft.of_text(None, document(source)))
        name = "scenario" if name is None else name
    elif isinstance(source, (str, os.PathLike)):
        found = Scenario(_native.Draft.of(os.fspath(source)))
    else:
        fault = f"a scenario is no {type(source).__name__}"
        raise refused(Problem("", fault, "give the name of a built-in scenario, the path of a file, a dict, or a Scenario"))
    return found if name is None else found.named(name)


def from_toml(text: str, name: str = "scenario") -> Scenario:
    """A scenario from the text of a file, which messages and tables call `name`; they tell lines and columns of this text."""
    return Scenario(_native.Draft.of_text(name, text)).named(name)


def scenarios() -> pa.Table:
    """The built-in scenarios: a row for each with `name`, `title` and `question` (texts)."""
    names, titles, questions = zip(*_native.scenarios())
    return pa.table({"name": names, "title": titles, "question": questions})


def parameters(find: str | None = None) -> pa.Table:
    """What is assumed, and on what evidence: a row for each parameter whose name or meaning holds the word `find`.

    Columns: `name`, `group`, `value`, `plausible_low`, `plausible_high` (numbers in the parameter's unit), `unit`, `grade`
    (assumed, expert, literature or calibrated), `meaning`, `source`.
    """
    rows = [(*row[:5], *row[5]) for row in _native.parameters()]
    if find is not None:
        word = find.lower()
        rows = [row for row in rows if word in row[0].lower() or word in row[7].lower()]
    names = ("name", "group", "value", "plausible_low", "plausible_high", "unit", "grade", "meaning", "source")
    types = [pa.string()] * 2 + [pa.float64()] * 3 + [pa.string()] * 4
    return pa.table([pa.array([row[k] for row in rows], types[k]) for k in range(len(names))], names=names)
