"""How far a run is."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

Hear = Callable[[int, int], Any]


@contextmanager
def heard(progress: bool | Hear, unit: str = "run") -> Iterator[Hear | None]:
    """What is called with (done, of how many): the caller's function, a bar of tqdm where it is installed, or nothing."""
    if callable(progress):
        yield progress
        return
    bar = None
    try:
        if progress:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # in a notebook without widgets tqdm is a line of text
                from tqdm.auto import tqdm
            bar = tqdm(unit=unit, total=0, disable=None)
    except ImportError:
        pass
    if bar is None:
        yield None
        return

    def hear(done: int, total: int) -> None:
        if not bar.total:
            bar.total = total
            bar.reset(total)
            bar.initial = done
        bar.n = done
        bar.refresh()

    try:
        yield hear
    finally:
        bar.close()
