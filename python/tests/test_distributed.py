"""Promise: on the workers of a cluster a batch gives the very bytes of one machine, whatever is lost on the way.

Scheduler and workers are processes of their own on the loopback address."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

import uptake
from conftest import PAIR, hashes

dask = pytest.importorskip("dask")
distributed = pytest.importorskip("distributed")
import uptake.distributed as spread  # noqa: E402

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="sends signals of Unix")
RUNS = {"replications": 16, "months": 24, "figures": "none", "report": False}
STRANGE = "import uptake._native\nuptake._native.BUILD = '0' * 16\n"
#: As a full disk is, but for this process alone: no file grows beyond so many bytes.
FULL = "import resource\nresource.setrlimit(resource.RLIMIT_FSIZE, (80_000, 80_000))\n"


class Cluster:
    """A scheduler, and workers with one thread each, which a nanny starts anew when they die."""

    def __init__(self, home: Path) -> None:
        self.home, self.processes = home, []
        self.file = home / "scheduler.json"
        self.scheduler = self.start("scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard", "--scheduler-file", self.file)
        until(self.file.exists)

    def start(self, *words) -> subprocess.Popen:
        log = (self.home / f"log-{len(self.processes)}.txt").open("wb")
        process = subprocess.Popen(
            [sys.executable, "-m", "dask", *map(str, words)], stdout=log, stderr=log, cwd=self.home, start_new_session=True
        )
        self.processes.append(process)
        return process

    def worker(self, preload: str | None = None) -> None:
        number = len(self.processes)
        more: list = []
        if preload is not None:
            (self.home / f"preload_{number}.py").write_text(preload)
            more = ["--preload", self.home / f"preload_{number}.py"]
        at = ["--scheduler-file", self.file, "--local-directory", self.home / f"scratch-{number}"]
        self.start("worker", "--nthreads", "1", "--no-dashboard", "--host", "127.0.0.1", *at, *more)

    def client(self, workers: int):
        client = distributed.Client(scheduler_file=str(self.file), timeout=30)
        client.wait_for_workers(workers, timeout=60)
        return client

    def end(self) -> None:
        for process in reversed(self.processes):
            try:
                os.killpg(process.pid, signal.SIGKILL)
            except ProcessLookupError:
                pass
            process.wait()


def until(is_so, seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < end, "it took too long"
        time.sleep(0.05)


@pytest.fixture
def cluster(tmp_path):
    own = Cluster(tmp_path)
    yield own
    own.end()


@pytest.fixture(scope="module")
def whole(tmp_path_factory) -> uptake.Results:
    """The batch, run here at once."""
    return uptake.compare(*PAIR, out=tmp_path_factory.mktemp("whole") / "r", progress=False, **RUNS)


def test_two_killed_workers_cost_their_shards_and_no_byte(cluster, whole, tmp_path):
    cluster.worker()
    cluster.worker()
    with cluster.client(2) as client:
        pids, killed = list(client.run(os.getpid).values()), []

        def hear(done, shards):
            if done in (2, 4) and len(killed) < done // 2:
                os.kill(pids[len(killed)], signal.SIGKILL)
                killed.append(done)

        found = spread.compare(client, *PAIR, out=tmp_path / "r", shards=8, progress=hear, **RUNS)
        client.wait_for_workers(2, timeout=60)
        assert len(killed) == 2 and not set(pids) & set(client.run(os.getpid).values()), "both were replaced"
    assert hashes(found.folder) == hashes(whole.folder)
    assert not (tmp_path / "r-shards").exists()


@pytest.mark.filterwarnings("ignore::uptake.UptakeWarning")
def test_every_kind_of_call_gives_the_bytes_of_this_machine(cluster, tmp_path):
    cluster.worker()
    few = {"replications": 4, "months": 15, "figures": "none", "report": False, "progress": False}
    (tmp_path / "seen.csv").write_text("month,measure,value,sd\n6,spread,0.05,0.05\n")
    base = uptake.scenario("committed").set(superintendent_exit=0.2).set({"district.pupils": 9000}).event("month 9: mandate")
    changes = {"team_sites": 3}
    with cluster.client(1) as client:
        one = spread.run(client, base, out=tmp_path / "one", seed=5, set={"lead_exit": 0.2}, seen=tmp_path / "seen.csv", **few)
        two = spread.what_if(client, base, changes, out=tmp_path / "two", events="month 8: superintendent leaves", tables="csv", **few)
        three = spread.run(client, "committed", out=tmp_path / "three", tables="summaries", shards=1, **few)
        again = spread.run(client, "committed", out=tmp_path / "three", tables="summaries", shards=1, **few)
    here = uptake.run(base, out=tmp_path / "1", seed=5, set={"lead_exit": 0.2}, seen=tmp_path / "seen.csv", **few)
    assert hashes(one.folder) == hashes(here.folder)
    here = uptake.what_if(base, changes, out=tmp_path / "2", events="month 8: superintendent leaves", tables="csv", **few)
    assert hashes(two.folder) == hashes(here.folder)
    assert hashes(three.folder) == hashes(uptake.run("committed", out=tmp_path / "3", tables="summaries", **few).folder)
    assert again.notes == ["these very results were there, whole and verified; nothing was run"]


@pytest.mark.filterwarnings("ignore::uptake.UptakeWarning")
def test_a_table_of_districts_goes_to_the_workers(cluster, tmp_path):
    cluster.worker()
    few = {"replications": 2, "months": 8, "figures": "none", "report": False, "progress": False}
    table = Path(__file__).parents[2] / "tests" / "data" / "districts.csv"
    base = uptake.scenario("committed").in_district(table, "regular")
    with cluster.client(1) as client:
        found = spread.run(client, base, out=tmp_path / "there", shards=2, **few)
    here = uptake.run(base, out=tmp_path / "here", **few)
    assert len(here.runs) > 2 and hashes(found.folder) == hashes(here.folder)


def test_it_goes_on_after_ctrl_c_to_the_same_bytes(cluster, whole, tmp_path):
    cluster.worker()

    def stop(done, shards):
        if done == 2:
            raise KeyboardInterrupt

    heard = []
    with cluster.client(1) as client:
        with pytest.raises(KeyboardInterrupt, match="(?s)interrupted after 2 of 6 shards.*resume=True"):
            spread.compare(client, *PAIR, out=tmp_path / "r", shards=6, progress=stop, **RUNS)
        kept = sorted((tmp_path / "r-shards").iterdir())
        assert len(kept) == 2 and all(part.name.startswith("part-") for part in kept)
        with pytest.raises(uptake.UptakeError, match="2 shards of this very batch are there"):
            spread.compare(client, *PAIR, out=tmp_path / "r", progress=False, **RUNS)
        with pytest.raises(uptake.UptakeError, match="another batch"):
            spread.compare(client, *PAIR, out=tmp_path / "r", resume=True, progress=False, **{**RUNS, "replications": 17})
        # A part that was changed is run again.
        (kept[1] / "outcomes.log").write_bytes(b"changed")
        found = spread.compare(client, *PAIR, out=tmp_path / "r", resume=True, progress=lambda *step: heard.append(step), **RUNS)
    assert heard[0] == (1, 6) and heard[-1] == (6, 6)
    assert found.notes[0].startswith("1 of 6 shards") and "not what was written" in found.notes[1]
    assert hashes(found.folder) == hashes(whole.folder)


def test_workers_of_another_build_are_refused_before_anything_is_run(cluster, tmp_path):
    cluster.worker()
    cluster.worker(STRANGE)
    with cluster.client(2) as client:
        with pytest.raises(uptake.UptakeError, match="another build") as raised:
            spread.run(client, "committed", out=tmp_path / "r", progress=False, **RUNS)
    (problem,) = raised.value.problems
    assert problem.place.startswith("worker tcp://127.0.0.1:") and "0" * 16 in problem.fault and "same wheel" in problem.remedy
    assert not (tmp_path / "r").exists() and not (tmp_path / "r-shards").exists()


def test_a_worker_of_another_build_that_comes_later_is_refused_too(cluster, tmp_path):
    cluster.worker()
    with cluster.client(1) as client:

        def hear(done, shards):
            if done == 1:
                cluster.worker(STRANGE)
                client.wait_for_workers(2, timeout=60)

        with pytest.raises(uptake.UptakeError, match="another build") as raised:
            spread.run(client, "committed", out=tmp_path / "r", shards=16, progress=hear, **{**RUNS, "replications": 96})
    assert "are safe in" in raised.value.problems[-1].remedy
    assert list((tmp_path / "r-shards").iterdir())


def test_a_full_disk_of_a_worker_is_told_with_its_address(cluster, tmp_path):
    cluster.worker(FULL)
    with cluster.client(1) as client:
        with pytest.raises(uptake.UptakeError, match="shard [12] of 2 at worker tcp://127.0.0.1:") as raised:
            spread.run(client, "committed", out=tmp_path / "r", shards=2, progress=False, **RUNS)
    assert raised.value.status == "failed" and "resume=True" in str(raised.value)


def test_a_scheduler_that_is_gone_is_told_and_costs_no_finished_shard(cluster, tmp_path):
    cluster.worker()
    with dask.config.set({"distributed.comm.timeouts.connect": "2s"}):
        client = cluster.client(1)

        def hear(done, shards):
            if done == 1:
                cluster.scheduler.kill()

        with pytest.raises(uptake.UptakeError, match="the scheduler is gone") as raised:
            spread.run(client, "committed", out=tmp_path / "r", shards=16, progress=hear, **{**RUNS, "replications": 96})
        client.close(timeout=1)
    assert "safe in" in raised.value.problems[-1].remedy
    assert any(path.name.startswith("part-") for path in (tmp_path / "r-shards").iterdir())


def test_a_cluster_without_workers_is_told(cluster, tmp_path, monkeypatch):
    monkeypatch.setattr(spread, "PATIENCE", 1)
    client = distributed.Client(scheduler_file=str(cluster.file), timeout=30)
    with client, pytest.raises(uptake.UptakeError, match="no worker after 1 seconds"):
        spread.run(client, "committed", out=tmp_path / "r", progress=False, **RUNS)


def test_mistakes_are_told_before_anything_is_run(tmp_path):
    """No client is asked for any of them."""
    with pytest.raises(uptake.UptakeError) as raised:
        spread.run(None, "committed", out=tmp_path / "r", until_half_width=0.1, of="spread@12", shard=(1, 2))
    assert "shards=" in str(raised.value)
    with pytest.raises(uptake.UptakeError, match="did you mean"):
        spread.run(None, "comitted", out=tmp_path / "r")
    with pytest.raises(uptake.UptakeError, match="16 replications of districts"):
        spread.run(None, "committed", out=tmp_path / "r", shards=17, **RUNS)
    (tmp_path / "notes.txt").write_text("mine")
    with pytest.raises(uptake.UptakeError, match="holds no finished results"):
        spread.run(None, "committed", out=tmp_path, **RUNS)
    with pytest.raises(TypeError, match="did you mean 'replications'"):
        spread.run(None, "committed", out=tmp_path / "r", replication=3)
