"""The one exception of the package, and what it holds."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong.

    Attributes:
        place: Where: a file, an argument such as ``set(superintendent_exit=3)``, or a key of a dict such as
            ``dict["team"]["grades"]``. Empty where the fault says it all.
        fault: What is wrong.
        remedy: What to do about it. Empty where nothing can be done.
        line: Line in the file, from 1; None where lines mean nothing.
        column: Column in characters, from 1 (in a table, the number of the column); None where it is not known.
        status: ``"failed"`` (a run or a file operation), ``"usage"`` (an argument, a setting), ``"content"`` (a scenario or a table),
            ``"differs"`` (a stored run is another run now), ``"undecided"`` or ``"interrupted"``.
        key: The key it is about, with its sections, as files count: ``event[3].to`` is the key ``to`` of the third event.
        allowed: What is allowed: a range with its unit, or the words to choose from.
        nearest: The word or value that was probably meant.
        count: In how many places it was met; this is the first.
    """

    place: str
    fault: str
    remedy: str = ""
    line: int | None = None
    column: int | None = None
    status: str = "usage"
    key: str | None = None
    allowed: str | None = None
    nearest: str | None = None
    count: int = 1

    def __str__(self) -> str:
        head = f"{self.place}: {self.fault}" if self.place else self.fault
        return f"{head}\n  {self.remedy}" if self.remedy else head


class UptakeError(Exception):
    """Something cannot be done. It holds every problem that was found, not the first alone.

    Attributes:
        problems: A list of `Problem`, in the order of the files.
        status: The gravest status of the problems.
    """

    problems: list[Problem]
    status: str

    def __init__(self, message: str, problems: list[Problem], status: str = "usage") -> None:
        super().__init__(message)
        self.problems = list(problems)
        self.status = status

    def __reduce__(self):
        return (UptakeError, (str(self), self.problems, self.status))


class UptakeWarning(UserWarning):
    """A remark that is no fault: a value outside its plausible range, for instance."""


def refused(*problems: Problem) -> UptakeError:
    """The exception for problems that are found in Python."""
    return UptakeError("\n".join(map(str, problems)), list(problems), problems[0].status)
