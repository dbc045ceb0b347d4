//! Events and values that would change nothing, and vectors of another model: no faults, but worth a remark before somebody
//! compares.

use super::{DistrictSpec, Opening, Scenario};
use crate::census::grade::GradeSpan;
use crate::census::{Level, SchoolFacts};
use crate::events::{Circumstances, EventKind, ScheduledEvent};
use crate::model::Model;
use crate::parameters::{Distribution, Ledger, NAMES};
use crate::strategy::Strategy;
use crate::world::advice::{KnownTies, OtherTies};

/// A remark on every event and value that has no effect as far as is known before a run.
pub fn remarks(s: &Scenario, given: &[&str], ledger: &Ledger) -> Vec<String> {
    let mut remarks: Vec<String> = Vec::new();
    for event in &s.events {
        if let Some(why) = idle_event(s, event) {
            remarks.push(format!(
                "the event \"{}\" of month {} changes nothing: {why}",
                event.kind.what, event.month
            ));
        }
    }
    // A complete text gives every parameter: what is as usual needs no remark.
    let differs = |name: &&&str| {
        ledger.get(name).is_some_and(|e| s.parameters[e.position] != Distribution::Fixed(e.value))
    };
    for name in given.iter().filter(differs) {
        if let Some(why) = idle_value(s, name) {
            remarks.push(format!("`{name}` changes nothing here: {why}"));
        }
    }
    if !s.opening.components.is_empty() && s.run.model.is_curve() {
        remarks.push(
            "the further components change nothing: a null model that is a curve knows the practice alone"
                .into(),
        );
    }
    if let Some(found) = &s.accepted {
        let lacks = found.lacks(ledger);
        if let Some(first) = lacks.first() {
            remarks.push(format!(
                "the accepted vectors were found for an earlier version of the model and meet no count under this one: {} \
                 parameters that came since (`{first}` is the first) stay at their values in the ledger; `uptake calibrate` \
                 finds vectors anew",
                lacks.len()
            ));
        }
    }
    let value = |name: &str| {
        let position = NAMES.iter().position(|n| n.1 == name)?;
        let (low, high) = s.parameters[position].bounds();
        (low == high).then_some(low)
    };
    let above = |low: &str, high: &str| value(low).zip(value(high)).is_some_and(|(l, h)| l > h);
    if above("drop_below", "keep_above") {
        remarks.push(
            "`drop_below` lies above `keep_above`: an idea is kept or dropped, and never adapted".into(),
        );
    }
    if above("return_at_churn", "pause_at_churn") && s.opening.rollout.strategy.rules().pauses_in_unrest {
        remarks.push("`return_at_churn` lies above `pause_at_churn`, and counts as no more than that".into());
    }
    if teaches_nothing(&s.places, &s.opening) {
        let grades = s.opening.team.grades;
        remarks.push(format!("{}: there is nobody to simulate", nobody(&s.places, grades)));
    }
    remarks
}

fn idle_event(s: &Scenario, event: &ScheduledEvent) -> Option<&'static str> {
    let so_far: Vec<&EventKind> =
        s.events.iter().filter(|e| e.month <= event.month).map(|e| e.kind).collect();
    let unread = |name: &str| idle_value(s, name);
    let circumstances =
        Circumstances { opening: &s.opening, model: s.run.model, so_far: &so_far, unread: &unread };
    (event.kind.checks.ineffective)(event, &circumstances)
}

/// Why a parameter is read by nothing in this scenario.
pub fn idle_value(s: &Scenario, name: &str) -> Option<&'static str> {
    let (opening, places, cohort) = (&s.opening, &s.places, s.cohort.is_some());
    let reads = |strategy: &Strategy| strategy.rules().own_parameters.0.contains(&name);
    if let (false, Some(other)) = (reads(&opening.rollout.strategy), Strategy::ALL.iter().find(|s| reads(s)))
    {
        return Some(other.rules().own_parameters.1);
    }
    match name {
        "ties" | "same_grade" | "between_schools" if draws_no_ties(opening) => {
            Some("who asks whom is known, and no tie is drawn beside")
        }
        "component_rate" if opening.components.is_empty() => Some("the scenario has no [[component]]"),
        "cohort_learning" if !cohort => Some("the scenario has no [cohort]"),
        "counselors" | "course_weight" | "course_rate" if opening.team.grades.high().number() < 7 => {
            Some("only where the practice is for grades 7 and above do courses matter")
        }
        "support_start" | "support_end" | "support_months" if !opening.support.release.is_empty() => {
            Some("`release` says the hours of each year")
        }
        "team_sites" if !opening.team.pilot_schools.is_empty() && places.len() == 1 => {
            Some("the pilot schools are named")
        }
        _ => {
            only_read_by(name).filter(|needed| !s.models().contains(needed)).map(|_| "another model reads it")
        }
    }
}

/// Whether the ties of teachers are known, and there are no others.
fn draws_no_ties(opening: &Opening) -> bool {
    let known = opening.network.as_deref();
    known.is_some_and(|n| n.rest == OtherTies::None && matches!(n.ties, KnownTies::Teachers(..)))
}

/// The null model that alone reads a parameter.
pub fn only_read_by(name: &str) -> Option<Model> {
    match name {
        "null_leader_level" => Some(Model::NoLeaders),
        "null_dose" | "null_support" => Some(Model::NoHelp),
        "threshold_sd" => Some(Model::ThresholdPull),
        _ if name.starts_with("bass_") => Some(Model::BassPerSchool),
        _ if name.starts_with("logistic_") => Some(Model::Logistic),
        _ => None,
    }
}

/// Why no school teaches these grades: each is of the level other, or its grades are not known, or they are others.
fn nobody(places: &[DistrictSpec], grades: GradeSpan) -> String {
    let all: Vec<&SchoolFacts> =
        places.iter().filter_map(DistrictSpec::facts).flat_map(|facts| &facts.schools).collect();
    let of = |is: &dyn Fn(&SchoolFacts) -> bool| all.iter().filter(|school| is(school)).count();
    let others = of(&|s| s.level == Level::Other && s.grades.is_none_or(|span| span.overlaps(grades)));
    let unknown = of(&|s| s.level != Level::Other && s.grades.is_none());
    let empty = of(&|s| s.teaches(grades) && s.teachers_fte <= 0.0);
    let causes: Vec<String> = [
        (others, "of the level other, and take no part"),
        (unknown, "without known grades, and take no part"),
        (empty, "without teachers"),
    ]
    .into_iter()
    .filter(|(count, _)| *count > 0)
    .map(|(count, cause)| format!("{count} of {} schools are {cause}", all.len()))
    .collect();
    match causes.as_slice() {
        [] => format!("no school teaches the grades {grades}"),
        causes => format!("no school takes part that teaches the grades {grades}: {}", causes.join("; ")),
    }
}

/// Whether all districts are known, and none has a school for these grades.
fn teaches_nothing(places: &[DistrictSpec], opening: &Opening) -> bool {
    let taught = |s: &SchoolFacts| s.teachers_fte > 0.0 && s.teaches(opening.team.grades);
    places.iter().all(|place| place.facts().is_some_and(|facts| !facts.schools.iter().any(taught)))
}
