"""Claims of the literature, tested on the model."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Iterable
from typing import Any

import pyarrow as pa

from . import _native
from ._options import Folder, threads_of, whole
from ._progress import Hear, heard

COLUMNS = {
    "id": pa.string(),
    "says": pa.string(),
    "source": pa.string(),
    "verdict": pa.string(),
    "label": pa.string(),
    "effect": pa.float64(),
    "low": pa.float64(),
    "high": pa.float64(),
    "replications": pa.int64(),
}


class Claims:
    """Tested claims.

    Attributes:
        data: All that was found, as a list of dicts.
        page: The same as a page of Markdown.
    """

    def __init__(self, page: str, data: list[dict[str, Any]]) -> None:
        self.page, self.data = page, data

    @property
    def table(self) -> pa.Table:
        """A row for each claim: what it says, its source, its verdict (holds, fails or cannot tell), its label, and the effect
        of its first part with a 95% interval, in the unit of that part."""
        return pa.table({name: pa.array([claim[name] for claim in self.data], kind) for name, kind in COLUMNS.items()})

    def ids(self, verdict: str) -> list[str]:
        """Ids of the claims with this verdict."""
        return [claim["id"] for claim in self.data if claim["verdict"] == verdict]

    def _repr_markdown_(self) -> str:
        return self.page

    def __repr__(self) -> str:
        verdicts = sorted({claim["verdict"] for claim in self.data})
        return f"<uptake.Claims: {', '.join(f'{len(self.ids(v))} {v}' for v in verdicts)}>"


def claims(
    only: str | Iterable[str] = (),
    *,
    quick: bool = False,
    vectors: int = 20,
    model: str | None = None,
    data: Folder | None = None,
    out: Folder | None = None,
    force: bool = False,
    threads: int | None = None,
    progress: bool | Hear = True,
) -> Claims:
    """Tests claims of the literature on the model.

    Args:
        only: Ids of claims; all of them where nothing is said.
        quick: Under the values of the ledger alone, in minutes. Otherwise under accepted parameter sets, in hours.
        vectors: How many accepted sets, 1 to 1,000.
        model: A null model or variant in the place of the whole model.
        data: The folder with published data, for the claims that need it.
        out: Folder for what is found, which a later call goes on from. A temporary one where nothing is said.
        force: Begins anew.
        threads: Threads, 1 to 1,024; one for each core where nothing is said.
        progress: As in `uptake.run`.

    Raises:
        UptakeError: A claim or model of another name; a folder that cannot be written.
        KeyboardInterrupt: Ctrl-C. What is finished is kept in `out`.
    """
    asked = {
        "only": [only] if isinstance(only, str) else list(only),
        "model": model,
        "quick": bool(quick),
        "vectors": whole("vectors", vectors, 1, 1000),
        "data": None if data is None else os.fspath(data),
        "threads": threads_of(threads),
        "force": bool(force),
    }
    with tempfile.TemporaryDirectory(prefix="uptake-") as home, heard(progress, "piece") as hear:
        page, text = _native.test_claims({**asked, "out": os.fspath(out or home)}, hear)
    return Claims(page, json.loads(text))


def claims_list() -> pa.Table:
    """The claims, untested: a row for each with `id`, `says` and `source` (texts)."""
    ids, words, sources = zip(*_native.claims_list())
    return pa.table({"id": ids, "says": words, "source": sources})
