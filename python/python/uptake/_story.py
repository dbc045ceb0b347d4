"""The story of a run, with its causes."""

from __future__ import annotations

import json
from typing import Any

from . import _native
from ._errors import Problem, refused
from ._options import Folder, whole
from ._results import Results, open


class Story:
    """What happened in a run. A notebook shows it; ``print(story)`` tells it.

    Attributes:
        text: For a terminal.
        markdown: With headings and lists.
        data: The same as lists and dicts.
    """

    def __init__(self, told: tuple[str, str, str]) -> None:
        self.text, self.markdown, data = told
        self.data: Any = json.loads(data)

    def __str__(self) -> str:
        return self.text

    def _repr_markdown_(self) -> str:
        return self.markdown

    def __repr__(self) -> str:
        return f"<uptake.Story: {self.text.strip().splitlines()[0]}>"


def explain(
    results: Results | Folder,
    replication: int | None = None,
    *,
    typical: bool = False,
    ending: str | None = None,
    scenario: str | None = None,
    district: str | None = None,
    school: str | int | None = None,
    compare: str | None = None,
) -> Story:
    """Tells a stored run, with what would have followed without its causes.

    Args:
        results: Results, or the folder of some.
        replication: The future to tell, from 0.
        typical: Instead a typical run of each ending, in brief: the one closest to all others that end so.
        ending: Of the typical runs the one of this ending, in full: stalled, contained, superficial or scaled.
        scenario: Its name; the first of the folder where nothing is said.
        district: Its id, where there are several.
        school: Only one school, by its number (from 1) or name.
        compare: Another scenario: where the same future parts under the two.

    Raises:
        UptakeError: Names that are none; a run that is another run now, since another version made it.
    """
    stored: _native.Stored = (results if isinstance(results, Results) else open(results))._stored
    which = None if school is None else str(school)
    if ending is not None or typical:
        if replication is not None or compare is not None:
            raise refused(Problem("explain", "typical runs are told without a replication and without compare", "keep one"))
        return Story(stored.typical_told(ending, scenario, district, which))
    if replication is None:
        raise refused(Problem("explain", "it tells one run, and none is named", "write replication=17, or typical=True"))
    number = whole("replication", replication, 0, 2**32 - 1)
    if compare is None:
        return Story(stored.run_told(number, scenario, district, which))
    if school is not None:
        raise refused(Problem("explain", "two scenarios are compared in a whole district", "leave out school or compare"))
    return Story(stored.parting_told(number, compare, scenario, district))
