"""What a run left: tables, figures, a report."""

from __future__ import annotations

import difflib
import os
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pyarrow as pa

from . import _native, _tables
from ._errors import Problem, UptakeError, refused
from ._options import Folder

@dataclass(frozen=True)
class Shard:
    """A finished shard of a batch. `uptake.merge` makes results of all shards.

    Attributes:
        folder: Where it is.
        number: Which shard it is, from 1 on.
        of: How many there are.
    """

    folder: Path
    number: int
    of: int

    def __fspath__(self) -> str:
        return str(self.folder)


class Figure:
    """A figure. A notebook shows it as it is.

    Attributes:
        name: Its name, as ``"spread-depth-path"``.
        title: The finding, in a sentence.
        description: What is to be seen, for those who cannot see it.
        svg: The picture as SVG, 960 wide.
        narrow: The same content as SVG for a screen 360 wide.
    """

    def __init__(self, picture: _native.Picture) -> None:
        self._picture = picture
        self.name: str = picture.name
        self.title: str = picture.title
        self.description: str = picture.description
        self.svg: str = picture.svg
        self.narrow: str = picture.narrow

    def png(self) -> bytes:
        """The picture as PNG, 1,920 pixels wide."""
        return bytes(self._picture.png())

    @property
    def table(self) -> pa.Table:
        """The numbers behind it: texts and numbers, in the units that the names of the columns say."""
        names, rows = self._picture.numbers()
        return pa.table({name: [row[k] for row in rows] for k, name in enumerate(names)})

    def save(self, file: Folder, *, force: bool = False) -> Path:
        """Writes the picture: SVG, or PNG where the file is called so.

        Raises:
            UptakeError: Another ending; a file that is there already, unless `force`; a place that cannot be written to.
        """
        self._picture.save(file, force)
        return Path(file)

    def _repr_html_(self) -> str:
        return f'<div style="max-width: 960px">{self.svg}</div>'

    def __repr__(self) -> str:
        return f"<uptake.Figure {self.name}: {self.title}>"


def in_brief(words: str) -> str:
    """Brief words, which name the property that holds all of them in the place of the program's flag."""
    return words.replace("--full shows more", "`full` shows more")


class Results:
    """A finished results folder, checked: every file is what was written.

    Tables are Arrow tables: `to_pandas()` makes a data frame of one, `polars.from_arrow` and `duckdb.sql` take it as it is. The
    metadata of each column (``table.field("spread").metadata``) tell its meaning, unit and range; a missing value is null.

    Attributes:
        folder: Where it is.
        notes: Sentences beside the results: values outside their plausible range, what was left out.
    """

    def __init__(
        self,
        folder: Folder,
        notes: list[str] | None = None,
        sizes: pa.Table | None = None,
        words: tuple[str, str] | None = None,
    ) -> None:
        self._stored = _native.Stored(os.fspath(folder))
        self.folder = Path(folder)
        self.notes = list(notes or [])
        self._sizes, self._words = sizes, words

    @property
    def scenarios(self) -> list[str]:
        """Names of the scenarios, the base first."""
        return self._stored.scenarios()

    @property
    def districts(self) -> dict[str, str]:
        """The name of each district, by its id."""
        return dict(self._stored.districts())

    @cached_property
    def timeline(self) -> pa.Table:
        """A row for each scenario, replication, district and month (0 is the first day): every measure, from 0 to 1 where its
        metadata say no other unit."""
        return self._table("timeline", "it is left out with tables=\"summaries\"")

    @cached_property
    def runs(self) -> pa.Table:
        """A row for each scenario, replication and district: endings, totals, and the months in which stages were reached."""
        return self._table("runs", "it is left out with tables=\"summaries\"")

    @cached_property
    def summary(self) -> pa.Table:
        """A row for each scenario, district, month and measure: mean with its 95% interval, standard deviation and quantiles
        over replications."""
        return self._table("summary", "it belongs to every results folder")

    @cached_property
    def differences(self) -> pa.Table:
        """A row for each pair of scenarios, replication, district and month: every measure of the other scenario minus that of
        the base, in the same future."""
        return self._table("differences", "compare() and what_if() write it, unless unpaired or with tables=\"summaries\"")

    @cached_property
    def differences_summary(self) -> pa.Table:
        """A row for each pair of scenarios, district, month and measure: mean difference with its 95% interval, and the shares of
        futures in which the other scenario is lower, equal and higher."""
        return self._table("differences_summary", "compare() and what_if() write it")

    @cached_property
    def assumptions(self) -> pa.Table:
        """A row for each pair of futures over other sets of assumptions, which say how far the answer hangs on them."""
        return self._table("assumptions", "compare() and what_if() write it, unless assumptions=False")

    @cached_property
    def parameters(self) -> pa.Table:
        """A row for each parameter in effect under each scenario: value, unit, grade, source, and where it was set."""
        return self._table("parameters", "it belongs to every results folder")

    @cached_property
    def schools(self) -> pa.Table:
        """A row for each scenario, replication, district, school and month."""
        return self._table("schools", "schools=True writes it")

    @cached_property
    def sweep(self) -> pa.Table:
        """A row for each point, district, measure and month of a sweep; its factors are the first columns behind the name."""
        return self._table("sweep", "sweep() writes it")

    @cached_property
    def decision(self) -> pa.Table:
        """A row for each plan and world of `uptake.decide`: what the plan came to there, its cost, and its regret."""
        file = self.folder / "decide.csv"
        if not file.is_file():
            raise self._lacks("decision", "decide() writes it")
        return _tables.of_csv(file.read_bytes(), "plan", "world")

    @property
    def sizes(self) -> pa.Table:
        """A row for each size of the district, from `uptake.sizes`: shares with their intervals, and months to the stages."""
        if self._sizes is None:
            raise self._lacks("sizes", "sizes() makes it, and keeps it in no file")
        return self._sizes

    def figures(self, district: str | None = None) -> list[Figure]:
        """All figures of a district, which is named by its id or name where there are several."""
        return [Figure(picture) for picture in self._stored.pictures(district)]

    def figure(self, name: str, district: str | None = None) -> Figure:
        """The figure of this name.

        Raises:
            UptakeError: A name that is none, or a figure that has nothing to show of these results.
        """
        drawn = self.figures(district)
        for figure in drawn:
            if figure.name == name:
                return figure
        names = [figure.name for figure in drawn]
        near = difflib.get_close_matches(str(name), names, 1)
        meant = f"did you mean {near[0]!r}? " if near else ""
        raise refused(
            Problem(f"figure({name!r})", "these results have no figure of that name", f"{meant}there are: {', '.join(names)}")
        )

    def report(self, file: Folder, district: str | None = None, *, force: bool = False) -> Path:
        """Writes the report of a district: one HTML file with the question, the answer, its uncertainty and the evidence.

        Raises:
            UptakeError: A file that is there already, unless `force`; a sweep, which has no report.
        """
        self._stored.report(os.fspath(file), district, force)
        return Path(file)

    def _table(self, name: str, when: str) -> pa.Table:
        file = Path(self._stored.table(name))
        if not file.is_file():
            raise self._lacks(name, when)
        return _tables.read(file)

    def _lacks(self, name: str, when: str) -> UptakeError:
        return refused(Problem(str(self.folder), f"these results hold no table `{name}`", when))

    @property
    def full(self) -> str:
        """All that there is to tell, whatever its length; ``print(results)`` tells it in brief."""
        return self._stored.words(True) if self._words is None else self._words[1]

    def __str__(self) -> str:
        return in_brief(self._stored.words(False) if self._words is None else self._words[0])

    def _repr_html_(self) -> str:
        words = str(self).replace("&", "&amp;").replace("<", "&lt;")
        return f'<pre style="line-height: 1.3">{words}</pre>'

    def __repr__(self) -> str:
        return f"<uptake.Results of {', '.join(self.scenarios)} in {self.folder}>"


def open(folder: Folder) -> Results:
    """Opens a finished results folder, of this package or of the program.

    Raises:
        UptakeError: A folder that is not finished, or was changed.
    """
    return Results(folder)
