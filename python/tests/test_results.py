"""What a run leaves: tables, figures, a report, stories."""

from __future__ import annotations

import gc
import json

import pyarrow as pa
import pytest

import uptake
from conftest import PAIR, SMALL

TABLES = ("timeline", "runs", "summary", "differences", "differences_summary", "parameters")


def test_tables_are_the_same_from_csv_and_from_parquet(tmp_path, results):
    parquet = uptake.compare(*PAIR, out=tmp_path / "p", tables="parquet", figures="none", report=False, **SMALL)
    csv = uptake.compare(*PAIR, out=tmp_path / "c", tables="csv", figures="none", report=False, **SMALL)
    for name in TABLES:
        expected = getattr(parquet, name)
        assert expected.num_rows > 0
        for other in (getattr(csv, name), getattr(results, name)):
            assert other.column_names == expected.column_names
            for column in expected.column_names:
                assert other[column].cast(expected[column].type).equals(expected[column]), (name, column)


def test_columns_tell_their_meaning_and_unit(results):
    for table in (results.timeline, results.runs):
        meaning = table.schema.field(table.column_names[-1]).metadata
        assert meaning[b"meaning"] and meaning[b"unit"]
    assert results.runs.schema.field("scenario").type == pa.string()
    assert results.runs.num_rows == 8 and results.timeline.num_rows == 8 * 16


def test_pandas_polars_and_duckdb_take_the_tables(results):
    pandas = pytest.importorskip("pandas")
    polars, duckdb = pytest.importorskip("polars"), pytest.importorskip("duckdb")
    timeline = results.timeline
    frame = timeline.to_pandas()
    assert isinstance(frame, pandas.DataFrame) and len(frame) == timeline.num_rows
    assert polars.from_arrow(timeline).height == timeline.num_rows
    found = duckdb.sql("select avg(spread) from timeline where month = 12 and scenario = 'committed'").fetchall()[0][0]
    assert found == pytest.approx(frame.query("month == 12 and scenario == 'committed'")["spread"].mean())


def test_figures_are_shown_inline_and_saved(results, tmp_path):
    figure = results.figure("spread-depth-path")
    assert figure._repr_html_().count("<svg") == 1 and figure.title and figure.description
    assert figure.table.num_rows > 0
    stored = results.folder / "figures"
    assert figure.save(tmp_path / "a.svg").read_bytes() == (stored / "spread-depth-path.svg").read_bytes()
    assert figure.save(tmp_path / "a.png").read_bytes() == (stored / "spread-depth-path.png").read_bytes()
    with pytest.raises(uptake.UptakeError, match="nothing is overwritten"):
        figure.save(tmp_path / "a.png")
    with pytest.raises(uptake.UptakeError, match="did you mean 'timeline-fans'"):
        results.figure("timeline-fan")


def test_a_report_is_one_file(results, tmp_path):
    page = results.report(tmp_path / "report.html").read_text()
    assert page.startswith("<!") and "superintendent" in page


def test_a_run_is_told_and_typical_ones_and_where_two_part(results):
    story = uptake.explain(results, 3)
    assert "What happened" in str(story) and story.markdown.startswith("#")
    assert story.data == json.loads(json.dumps(story.data))
    assert "typical" in uptake.explain(results.folder, typical=True).text
    assert PAIR[1] in uptake.explain(results, 3, compare=PAIR[1]).text
    assert "School 2" in uptake.explain(results, 3, school=2).text
    with pytest.raises(uptake.UptakeError, match="holds 0 to 3"):
        uptake.explain(results, 99)


def test_a_temporary_folder_lives_as_long_as_its_results():
    found = uptake.run("committed", **SMALL)
    folder = found.folder
    assert folder.is_dir() and found.figure("timeline-fans").svg
    timeline = found.timeline
    del found
    gc.collect()
    assert not folder.exists()
    assert timeline.num_rows == 4 * 16, "a table that was read stays"


def test_results_are_opened_again_and_say_what_they_lack(results, tmp_path):
    again = uptake.open(results.folder)
    assert again.timeline.equals(results.timeline) and again.scenarios == list(PAIR)
    alone = uptake.run("committed", out=tmp_path / "r", tables="summaries", **SMALL)
    assert alone.summary.num_rows > 0
    with pytest.raises(uptake.UptakeError, match="hold no table `runs`"):
        alone.runs  # noqa: B018
    with pytest.raises(uptake.UptakeError, match="hold no table `differences`"):
        alone.differences  # noqa: B018


def test_sizes_and_sweeps_have_tables_of_their_own():
    sizes = uptake.sizes("committed", [2000, 5000], **SMALL)
    assert sizes.sizes["pupils"].to_pylist() == [2000, 5000]
    swept = uptake.sweep("committed", {"superintendent_exit": [0.15, 0.2]}, **SMALL)
    assert set(swept.sweep["superintendent_exit"].to_pylist()) == {0.15, 0.2}
    assert {f.name for f in swept.figures()} & {"sweep-lines", "sweep-map"}


def test_a_sweep_starts_from_a_scenario_with_events_of_its_own():
    base = uptake.scenario("committed").event(month=4, what="superintendent disengages", to=0.1).named("early")
    swept = uptake.sweep(base, {"lead_exit": [0.1, 0.2]}, **SMALL)
    assert swept.scenarios == ["early-01", "early-02"]
    alone = uptake.run(base.set(lead_exit=0.2), **SMALL)
    at_point = swept.timeline.filter(pa.compute.equal(swept.timeline["scenario"], "early-02"))
    assert at_point["spread"].to_pylist() == alone.timeline["spread"].to_pylist()


def test_tables_of_some_measures_hold_no_others(tmp_path):
    few = uptake.run("committed", out=tmp_path / "r", measures=["spread", "depth"], **SMALL)
    assert {"spread", "depth"} < set(few.timeline.column_names) and "ownership" not in few.timeline.column_names
    assert any("not drawn" in note and "measures" in note for note in few.notes)


def test_claims_are_tested_under_the_values_of_the_ledger():
    (one, *_) = uptake.claims_list()["id"].to_pylist()
    tested = uptake.claims(one, quick=True, progress=False)
    assert tested.table.num_rows == 1 and tested.ids(tested.table["verdict"][0].as_py()) == [one]
