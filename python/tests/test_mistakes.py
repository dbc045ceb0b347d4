"""Promise: every mistake is told with its place and a remedy, in words of Python, all of a call at once."""

from __future__ import annotations

import re

import pytest

import uptake
from conftest import SMALL

BASE = uptake.scenario("committed")
RUN = {"replications": 2, "months": 12, "progress": False}

#: What is done wrong; the place; the fault; the remedy.
MISTAKES = [
    (lambda: uptake.scenario("comitted"), "comitted", "no built-in scenario", "did you mean `committed`?"),
    (lambda: BASE.set(superintendent_exti=0.3), "set(superintendent_exti=0.3)", "no key", "`superintendent_exit`"),
    (lambda: BASE.set(superintendent_exit="often"), 'set(superintendent_exit="often")', "is a text", "write a number"),
    (lambda: BASE.set(lead_exit=7), "set(lead_exit=7)", "outside 0 to 1", "0.07"),
    (lambda: BASE.set(lead_exit=None), "set(lead_exit=…)", "None", "leave it out"),
    (lambda: BASE.set(lead_exit=[0.1, 0.2]), "set(lead_exit=[0.1, 0.2])", "several values", "uptake.sweep"),
    (lambda: BASE.set({"district.pupil": 9}), 'set({"district.pupil": 9})', "no key", "did you mean `pupils`?"),
    (lambda: BASE.event(month=14, what="superintendent quits"), "event(month=14", "no event", "`superintendent leaves`"),
    (lambda: BASE.event(month=70, what="mandate"), "event(month=70", "the run ends with month 60", "months = 72"),
    (lambda: BASE.event(month=14, what="superintendent disengages", to=2), "event(month=14", "outside 0 to 1", "this range"),
    (lambda: BASE.event(what="mandate"), "event(what='mandate')", "month is not said", "month=14"),
    (lambda: BASE.named("a/b"), 'named("a/b")', "sign", "plain"),
    (lambda: BASE.in_district("nowhere.csv", "1"), "nowhere.csv", "", ""),
    (lambda: uptake.compare(BASE, **RUN), "", "at least one other", "superintendent-disengages"),
    (lambda: uptake.compare(BASE, BASE.set(lead_exit=0.2), **RUN), "", "the same name", ".named("),
    (
        lambda: uptake.compare(BASE, BASE.set({"district.pupils": 9000}).named("big"), **RUN),
        "",
        "differ in districts",
        "unpaired=True",
    ),
    (lambda: uptake.run(BASE, replications="many"), "replications=many", "is a text", "whole number"),
    (lambda: uptake.run(BASE, threads=0, **RUN), "threads=0", "no whole number", "1 to 1,024"),
    (lambda: uptake.run(BASE, tables="feather", **RUN), "tables", "feather", "parquet"),
    (lambda: uptake.run(BASE, resume=True, force=True, **RUN), "", "resume=True, grow=True and force=True", "keep one"),
    (lambda: uptake.sizes(BASE, [2000], **RUN), "sizes", "compares several", "at least two"),
    (lambda: uptake.sweep(BASE, {"lead_exit": "0.4..0.1:3"}, **RUN), "", "does not lie below", 'vary={"name"'),
    (lambda: uptake.what_if(BASE), "", "needs a change", "team_sites"),
    (lambda: uptake.claims("no-such"), "", "no claim", "claims_list()"),
    (lambda: uptake.run(BASE, until_half_width=0.01, **RUN), "until_half_width", "not said what", 'of="deep_share@36"'),
    (lambda: uptake.run(BASE, until_half_width=0.01, of="spread@9", **RUN), "until_half_width", "`replications`", "keep one"),
    (lambda: uptake.run(BASE, until_half_width=0.01, of="sprea@9", months=12), "of", "sprea", "spread"),
    (lambda: uptake.run(BASE, seen="nowhere.csv", **RUN), "nowhere.csv", "", ""),
    (lambda: uptake.sweep(BASE, {"lead_exit": [0.1, 0.2]}, seen="seen.csv", **RUN), "seen", "no other call", "leave it out"),
    (lambda: uptake.run(BASE, shard=(1, 2), **RUN), "shard", "no folder is said", 'out="part-2"'),
    (lambda: uptake.run(BASE, shard=(1, 3), out="part", **RUN), "", "2 replications of districts", "2 shards at most"),
    (lambda: uptake.merge("nowhere", out="r"), "nowhere", "", ""),
    (lambda: uptake.decide("provider-of-nine"), "", "no built-in decide set", "did you mean `provider-of-eight`?"),
    (lambda: uptake.decide("provider-of-eight", parameters="accepted"), "parameters", "each world of a set", "[[world]]"),
    (lambda: uptake.sensitivity(BASE, of="depth@99"), "", "month 99", ""),
    (lambda: uptake.sensitivity(BASE, trajectories=0), "trajectories=0", "no whole number", "1 to 100,000"),
    (lambda: uptake.signs(BASE, by=60), "", "60", "choose a month before the last"),
    (lambda: uptake.signs(BASE, stalls="stage@36 is low"), "", "stage@36 is low", ""),
    (lambda: uptake.discover("nowhere", "spread@12 < 0.2"), "nowhere", "", ""),
    (lambda: uptake.discover("nowhere", "spread@12 < 0.2", density=80), "density=80", "share", "0.8"),
    (lambda: uptake.scenario({"team": {"gradess": "3-5"}}).check(), 'dict["team"]["gradess"]', "no key", "`grades`"),
]


def test_a_district_that_is_not_in_the_table_is_told_with_what_is_like_it(tmp_path):
    (tmp_path / "schools.csv").write_text("district_id,district_name,school_id,school_name,enrollment,teachers\n7,North,1,A,400,20\n")
    with pytest.raises(uptake.UptakeError) as raised:
        BASE.in_district(tmp_path / "schools.csv", "8").check()
    assert all(problem.place and problem.remedy for problem in raised.value.problems), str(raised.value)


@pytest.mark.parametrize("number", range(len(MISTAKES)))
def test_a_mistake_has_a_place_a_fault_and_a_remedy(number, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    call, place, fault, remedy = MISTAKES[number]
    with pytest.raises(uptake.UptakeError) as raised:
        call()
    told = [p for p in raised.value.problems if place in p.place and fault in p.fault and remedy in p.remedy]
    assert told, str(raised.value)
    assert not re.search(r"(^|[ `(])--[a-z]", str(raised.value)), str(raised.value)
    assert list(tmp_path.iterdir()) == []


def test_all_mistakes_of_a_call_are_told_at_once():
    with pytest.raises(uptake.UptakeError) as raised:
        BASE.set(superintendent_exti=0.3, lead_exit=7)
    assert [p.place for p in raised.value.problems] == ["set(superintendent_exti=0.3)", "set(lead_exit=7)"]
    assert raised.value.status == "usage"


def test_a_folder_that_is_taken_is_kept(tmp_path, results):
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "notes.txt").write_text("mine")
    with pytest.raises(uptake.UptakeError, match="not made by this program") as raised:
        uptake.run(BASE, out=tmp_path / "mine", force=True, **SMALL)
    assert raised.value.status == "failed"
    assert (tmp_path / "mine" / "notes.txt").read_text() == "mine"
    with pytest.raises(uptake.UptakeError, match="resume=True"):
        uptake.run(BASE, out=results.folder, **SMALL)


def test_a_month_beyond_the_run_names_no_line_that_nobody_wrote():
    late = BASE.event(month=50, what="superintendent disengages", to=0.1)
    with pytest.raises(uptake.UptakeError) as raised:
        uptake.run(late, replications=2, months=24)
    assert "month 50" in str(raised.value) and "line" not in str(raised.value)


def test_an_unknown_argument_is_one_for_python():
    with pytest.raises(TypeError, match="did you mean 'replications'"):
        uptake.run("committed", replication=3)


def test_the_exception_can_be_sent_to_another_process():
    import pickle

    with pytest.raises(uptake.UptakeError) as raised:
        BASE.set(lead_exit=7)
    again = pickle.loads(pickle.dumps(raised.value))
    assert str(again) == str(raised.value) and again.problems == raised.value.problems
