"""Promise: a batch in shards, joined, is the batch."""

from __future__ import annotations

import json
import subprocess

import pytest

import uptake
from conftest import PAIR, SMALL, hashes

RUNS = {"replications": 5, "months": 15, "progress": False}


@pytest.fixture(scope="module")
def parts(tmp_path_factory) -> list[uptake.Shard]:
    """A comparison in three shards."""
    home = tmp_path_factory.mktemp("parts")
    return [uptake.compare(*PAIR, out=home / f"part-{k}", shard=(k, 3), **RUNS) for k in (1, 2, 3)]


def test_shards_joined_are_the_very_bytes_of_the_program(program, parts, tmp_path):
    flags = ["-n", "5", "--months", "15", "--quiet", "--out", tmp_path / "program"]
    subprocess.run([program, "compare", *PAIR, *flags], check=True, capture_output=True)
    assert [(part.number, part.of) for part in parts] == [(1, 3), (2, 3), (3, 3)]
    joined = uptake.merge(reversed(parts), out=tmp_path / "joined", progress=False)
    assert hashes(joined.folder) == hashes(tmp_path / "program")
    assert joined.runs.num_rows == 10 and "spread" in str(joined)


def test_the_program_joins_shards_of_python(program, parts, tmp_path):
    folders = [part.folder for part in parts]
    subprocess.run([program, "merge", *folders, "--quiet", "--out", tmp_path / "program"], check=True, capture_output=True)
    uptake.merge(*folders, out=tmp_path / "python", progress=False)
    assert hashes(tmp_path / "python") == hashes(tmp_path / "program")


def test_sizes_and_sweeps_come_in_shards_too(tmp_path):
    few = {"replications": 4, "months": 15, "progress": False}
    for k in (1, 2):
        uptake.sizes("committed", [2000, 5000], out=tmp_path / f"size-{k}", shard=(k, 2), **few)
        uptake.sweep("committed", {"team_sites": [2, 3]}, out=tmp_path / f"point-{k}", shard=(k, 2), **few)
    sizes = uptake.merge(tmp_path / "size-1", tmp_path / "size-2", out=tmp_path / "sizes", progress=False)
    sweep = uptake.merge(tmp_path / "point-1", tmp_path / "point-2", out=tmp_path / "sweep", progress=False)
    whole = uptake.sizes("committed", [2000, 5000], out=tmp_path / "sizes-whole", **few)
    assert sizes.sizes == whole.sizes and hashes(sizes.folder) == hashes(whole.folder)
    whole = uptake.sweep("committed", {"team_sites": [2, 3]}, out=tmp_path / "sweep-whole", **few)
    assert sweep.sweep.num_rows > 1 and hashes(sweep.folder) == hashes(whole.folder)


def test_shards_that_are_missing_are_named(parts, tmp_path):
    with pytest.raises(uptake.UptakeError, match="2") as raised:
        uptake.merge(parts[0], parts[2], out=tmp_path / "r", progress=False)
    assert "missing" in str(raised.value) and not (tmp_path / "r").exists()


def test_a_shard_of_another_build_is_not_joined(parts, tmp_path):
    import shutil

    foreign = shutil.copytree(parts[1].folder, tmp_path / "foreign")
    manifest = json.loads((foreign / "manifest.json").read_text())
    manifest["shard"]["build"] = "0" * 16
    (foreign / "manifest.json").write_text(json.dumps(manifest, indent=2) + "\n")
    with pytest.raises(uptake.UptakeError, match="build") as raised:
        uptake.merge(parts[0], foreign, parts[2], out=tmp_path / "r", progress=False)
    assert str(foreign) in raised.value.problems[0].place


def test_what_a_shard_has_no_use_for_is_refused_all_at_once(tmp_path):
    with pytest.raises(uptake.UptakeError) as raised:
        uptake.run("committed", shard=(1, 2), grow=True, report=False, figures="none", replications=4)
    assert [p.place for p in raised.value.problems] == ["shard", "grow", "figures", "report"]
    with pytest.raises(uptake.UptakeError, match="shard=\\(2, 4\\)"):
        uptake.run("committed", shard=3, out=tmp_path / "r")
    with pytest.raises(uptake.UptakeError, match="3"):
        uptake.run("committed", shard=(3, 2), out=tmp_path / "r", replications=4)
    with pytest.raises(uptake.UptakeError, match="no shards"):
        uptake.merge(out=tmp_path / "r")


def test_merge_goes_by_what_it_is_asked(parts, tmp_path):
    plain = uptake.merge(parts, out=tmp_path / "plain", figures="none", report=False, assumptions=False, progress=False)
    assert not (plain.folder / "report.html").exists() and not (plain.folder / "figures").exists()
    again = uptake.merge(parts, out=tmp_path / "plain", figures="none", report=False, assumptions=False, progress=False)
    assert again.notes == ["these very results were there, whole and verified; nothing was joined"]
    assert hashes(plain.folder) == hashes(uptake.compare(*PAIR, out=tmp_path / "whole", figures="none", report=False, **{**SMALL, **RUNS}).folder)
