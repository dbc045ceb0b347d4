"""Scenarios: built in steps, from dicts and from text."""

from __future__ import annotations

import pytest

import uptake

TEXT = """format = 1
title = "Late"
question = "What if it came late?"
extends = "committed"

[leaders]
lead_commitment = {value}

[[event]]
month = 14
what = "superintendent disengages"
to = 0.1
"""


def as_dict(value):
    event = {"month": 14, "what": "superintendent disengages", "to": 0.1}
    return {
        "format": 1,
        "title": "Late",
        "question": "What if it came late?",
        "extends": "committed",
        "leaders": {"lead_commitment": value},
        "event": [event],
    }


def test_every_step_makes_a_new_scenario():
    base = uptake.scenario("committed")
    before = base.toml()
    changed = base.set(superintendent_exit=0.3).set({"district.pupils": 10_000})
    changed = changed.event(month=14, what="superintendent disengages", to=0.1).named("late")
    assert base.toml() == before and base.name == "committed"
    assert changed.name == "late"
    text = changed.toml()
    assert "superintendent_exit = 0.3" in text and "pupils = 10000" in text.replace("  ", " ").replace("  ", " ")
    assert "superintendent disengages" in text


def test_events_in_a_line_and_in_arguments_are_the_same():
    base = uptake.scenario("committed")
    line = base.event("month 14: superintendent disengages to 0.1")
    assert line.toml() == base.event(month=14, what="superintendent disengages", to=0.1).toml()
    assert line.toml() == base.event(when="year 2, September", what="superintendent disengages", to=0.1).toml()
    note = base.event(month=14, what="superintendent leaves", note='She said: "no", twice; then left')
    assert "She said" in note.toml()


def test_a_dict_and_the_text_of_a_file_are_the_same_scenario():
    text = uptake.from_toml(TEXT.format(value=0.4), "late")
    assert uptake.scenario(as_dict(0.4), "late").toml() == text.toml()
    assert text.title == "Late" and text.question == "What if it came late?"


def test_a_dict_and_the_text_of_a_file_have_the_same_faults_at_places_of_their_own():
    with pytest.raises(uptake.UptakeError) as of_text:
        uptake.from_toml(TEXT.format(value=4), "late").check()
    with pytest.raises(uptake.UptakeError) as of_dict:
        uptake.scenario(as_dict(4)).check()
    (one,), (other,) = of_text.value.problems, of_dict.value.problems
    assert (one.fault, one.remedy, one.key, one.status) == (other.fault, other.remedy, other.key, other.status)
    assert (one.place, one.line, one.column) == ("late", 7, 19)
    assert other.place == 'dict["leaders"]["lead_commitment"]'


def test_numbers_of_numpy_and_distributions_are_values():
    numpy = pytest.importorskip("numpy")
    base = uptake.scenario("committed")
    assert base.set(superintendent_exit=numpy.float64(0.3)).toml() == base.set(superintendent_exit=0.3).toml()
    drawn = base.set(superintendent_exit={"distribution": "uniform", "low": 0.1, "high": 0.3})
    assert "uniform" in drawn.toml()


def test_a_value_that_is_not_plausible_is_a_warning_and_no_error():
    scenario = uptake.scenario("committed").set(superintendent_exit=0.9)
    with pytest.warns(uptake.UptakeWarning, match=r"set\(superintendent_exit=0.9\).*plausible"):
        scenario.check()


def test_what_there_is_can_be_listed():
    assert {"committed", "superintendent-disengages"} <= set(uptake.scenarios()["name"].to_pylist())
    found = uptake.parameters("superintendent_exit")
    assert found.num_rows >= 1 and found["grade"][0].as_py() in ("assumed", "expert", "literature", "calibrated")
    assert uptake.claims_list().num_rows > 30
    assert "superintendent" in str(uptake.scenario("committed"))
