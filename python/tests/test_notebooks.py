"""Promise: the notebooks of `examples/python` run from top to bottom and show their figures."""

from __future__ import annotations

from pathlib import Path

import pytest

nbformat = pytest.importorskip("nbformat")
nbclient = pytest.importorskip("nbclient")

FOLDER = Path(__file__).parents[2] / "examples/python"
NOTEBOOKS = sorted(FOLDER.glob("*.ipynb"))
#: How many figures each shows.
FIGURES = {"sensitivity_and_robust_choice": 1, "superintendent_disengages": 2, "three_years_by_size": 3}


def test_these_are_all_notebooks():
    assert [file.stem for file in NOTEBOOKS] == sorted(FIGURES)


@pytest.mark.parametrize("file", NOTEBOOKS, ids=lambda file: file.stem)
def test_a_notebook_is_kept_without_outputs(file):
    book = nbformat.read(file, as_version=4)
    nbformat.validate(book)
    code = [cell for cell in book.cells if cell.cell_type == "code"]
    assert code and all(not cell.outputs and cell.execution_count is None for cell in code)


@pytest.mark.parametrize("file", NOTEBOOKS, ids=lambda file: file.stem)
def test_a_notebook_runs_and_shows_its_figures(file, tmp_path):
    book = nbformat.read(file, as_version=4)
    nbclient.NotebookClient(book, timeout=300, kernel_name="python3", resources={"metadata": {"path": str(tmp_path)}}).execute()
    outputs = [output for cell in book.cells if cell.cell_type == "code" for output in cell.outputs]
    shown = [output["data"].get("text/html", "") for output in outputs if "data" in output]
    assert sum("<svg" in html for html in shown) == FIGURES[file.stem]
    assert not [output for output in outputs if output.output_type == "error" or output.get("name") == "stderr" and "Warning" in output.text]
    assert list(tmp_path.iterdir()) == []
