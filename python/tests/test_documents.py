"""Promise: what is written about the package is true."""

from __future__ import annotations

import ast
import inspect
import re
from pathlib import Path

import pytest

import uptake
from uptake import _native

ROOT = Path(__file__).parents[2]
BLOCKS = re.findall(r"```python\n(.*?)```", (ROOT / "docs/python.md").read_text(), re.S)


def test_the_code_of_the_page_runs_from_top_to_bottom(tmp_path, monkeypatch):
    """With a tenth of the futures, so that it takes seconds."""
    monkeypatch.chdir(tmp_path)
    names: dict = {}
    for block in BLOCKS:
        fewer = re.sub(r"replications=(\d+)0\b", r"replications=\1", block)
        exec(compile(fewer, "docs/python.md", "exec"), names)  # noqa: S102
    assert len(BLOCKS) > 4


def test_every_public_name_has_words():
    for name in uptake.__all__:
        if name != "__version__":
            assert inspect.getdoc(getattr(uptake, name)), name
    for kind in (uptake.Scenario, uptake.Results, uptake.Figure):
        for name, member in inspect.getmembers(kind):
            if not name.startswith("_"):
                assert inspect.getdoc(member), f"{kind.__name__}.{name}"


@pytest.mark.parametrize("name", ["run", "compare", "what_if", "sizes", "sweep", "decide"])
def test_every_shared_argument_is_explained(name):
    from uptake._options import Options

    words = inspect.getdoc(getattr(uptake, name))
    for argument in Options.__annotations__:
        assert re.search(rf"^ *{argument}: ", words, re.M), argument


def test_the_stub_names_what_the_engine_has():
    stub = ast.parse((Path(uptake.__file__).parent / "_native.pyi").read_text())
    named = {n.name: {m.name for m in n.body if isinstance(m, ast.FunctionDef)} for n in stub.body if isinstance(n, ast.ClassDef)}
    functions = {n.name for n in stub.body if isinstance(n, ast.FunctionDef)}
    there = {name for name in dir(_native) if not name.startswith("__")}
    assert there == functions | set(named) - {"Finished"} | {"VERSION", "BUILD"}
    for kind in ("Draft", "Stored", "Picture"):
        methods = {m for m in vars(getattr(_native, kind)) if not m.startswith("__")}
        annotated = {n.target.id for c in stub.body if isinstance(c, ast.ClassDef) and c.name == kind
                     for n in c.body if isinstance(n, ast.AnnAssign)}
        assert methods == (named[kind] | annotated) - {"__new__"}, kind


def test_the_version_is_that_of_the_engine():
    text = (ROOT / "Cargo.toml").read_text()
    assert f'version = "{uptake.__version__}"' in text
