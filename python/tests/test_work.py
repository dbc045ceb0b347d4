"""Long work: it is heard, lets other threads work, and stops when it is asked to."""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
import time

import pytest

import uptake
from conftest import SMALL, hashes

LONG = """
import sys, uptake
def hear(done, total):
    print(done, total, flush=True)
uptake.run("committed", out=sys.argv[1], replications=60_000, months=24, figures="none", report=False, progress=hear)
"""


def test_a_function_hears_how_far_it_is():
    heard = []
    uptake.run("committed", replications=30, months=12, progress=lambda done, total: heard.append((done, total)))
    assert heard[-1] == (30, 30) and heard == sorted(heard)


def test_what_the_listener_raises_stops_the_run_and_is_raised(tmp_path):
    def hear(done, total):
        if done:
            raise LookupError("enough")

    with pytest.raises(LookupError, match="enough"):
        uptake.run("committed", out=tmp_path / "r", replications=20_000, months=24, progress=hear)
    assert (tmp_path / "r").is_dir() and not (tmp_path / "r" / "manifest.json").exists()


def test_other_threads_of_python_work_meanwhile():
    counted, is_done = [0], threading.Event()

    def count():
        while not is_done.is_set():
            counted[0] += 1
            time.sleep(0.001)

    thread = threading.Thread(target=count)
    thread.start()
    uptake.run("committed", replications=200, months=24, threads=1, progress=False)
    is_done.set()
    thread.join()
    assert counted[0] > 5


@pytest.mark.skipif(sys.platform == "win32", reason="sends a signal of Unix")
def test_ctrl_c_begins_nothing_new_and_keeps_what_is_finished(tmp_path):
    work = subprocess.Popen(
        [sys.executable, "-c", LONG, tmp_path / "r"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    done = total = 0
    while done < 20:
        done, total = map(int, work.stdout.readline().split())
    work.send_signal(signal.SIGINT)
    rest, said = work.communicate(timeout=120)
    assert "KeyboardInterrupt: interrupted after" in said and "resume=True" in said, said
    last = int((rest.split() or [done])[-2] if len(rest.split()) > 1 else done)
    assert done <= last < total, f"{last} of {total} runs were finished, {done} when it was asked to stop"
    assert any((tmp_path / "r").iterdir())


def test_an_interrupted_run_is_gone_on_with_and_is_the_same(tmp_path):
    whole = {"replications": 40, "months": 12, "figures": "none", "report": False}

    def stop(done, total):
        if done >= 4:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt, match="they are safe in"):
        uptake.run("committed", out=tmp_path / "a", threads=1, progress=stop, **whole)
    heard = []
    uptake.run("committed", out=tmp_path / "a", resume=True, progress=lambda done, _: heard.append(done), **whole)
    assert heard[0] >= 4
    uptake.run("committed", out=tmp_path / "b", progress=False, **whole)
    assert hashes(tmp_path / "a") == hashes(tmp_path / "b")


def test_an_interrupted_run_without_a_folder_says_where_it_is_kept():
    def stop(done, total):
        if done >= 4:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt, match="call it again with out=") as raised:
        uptake.run("committed", replications=40, months=12, threads=1, progress=stop)
    keywords = str(raised.value).split("call it again with ")[1]
    again = eval(f"dict({keywords})")  # noqa: S307
    found = uptake.run("committed", replications=40, months=12, progress=False, **again)
    assert found.runs.num_rows == 40
    import shutil

    shutil.rmtree(found.folder.parent)


def test_results_grow(tmp_path):
    uptake.run("committed", out=tmp_path / "r", **SMALL)
    grown = uptake.run("committed", out=tmp_path / "r", grow=True, **{**SMALL, "replications": 6})
    assert grown.notes == ["4 of 6 replications were there, finished, and are kept"]
    assert grown.runs.num_rows == 6
