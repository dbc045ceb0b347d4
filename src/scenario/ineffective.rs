//! Events and values that would change nothing: no faults, but worth a remark before somebody compares.

use super::{Action, DistrictSpec, Opening, Scenario, ScheduledEvent, Target};
use crate::model::Model;
use crate::parameters::{Distribution, Ledger, NAMES};
use crate::strategy::Strategy;

/// A remark on every event and value that has no effect as far as is known before a run.
pub fn remarks(s: &Scenario, given: &[&str], ledger: &Ledger) -> Vec<String> {
    let mut remarks: Vec<String> = Vec::new();
    for event in &s.events {
        if let Some(why) = idle_event(s, event) {
            remarks.push(format!(
                "the event \"{}\" of month {} changes nothing: {why}",
                event.what, event.month
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
    if above("return_at_churn", "pause_at_churn") && s.opening.strategy == Strategy::PauseAndReturn {
        remarks.push("`return_at_churn` lies above `pause_at_churn`, and counts as no more than that".into());
    }
    if teaches_nothing(&s.places, &s.opening) {
        let grades = s.opening.grades;
        remarks.push(format!("no school teaches the grades {grades}: there is nobody to simulate"));
    }
    remarks
}

fn idle_event(s: &Scenario, event: &ScheduledEvent) -> Option<&'static str> {
    let before = |wanted: &dyn Fn(&Action) -> bool| {
        s.events.iter().any(|e| e.month <= event.month && wanted(&e.action))
    };
    let mandated = s.opening.strategy == Strategy::MandateAtOnce;
    let no_team =
        (!s.opening.strategy.has_team()).then_some("under this strategy there is no team to support");
    match &event.action {
        Action::Commitment { .. } if s.run.model == Model::NoLeaders => {
            Some("in this null model leaders are all alike")
        }
        Action::MandateEnds if !mandated && !before(&|a| matches!(a, Action::Mandate)) => {
            Some("no mandate is in force by then")
        }
        Action::Return if !before(&|a| matches!(a, Action::Pause)) => Some("nothing has been paused by then"),
        Action::Support { .. } | Action::Leaves { post: Target::Manager, .. } => no_team,
        Action::Set { position, .. } => idle_value(s, NAMES[*position].1),
        _ => None,
    }
}

/// Why a parameter is read by nothing in this scenario.
fn idle_value(s: &Scenario, name: &str) -> Option<&'static str> {
    let (opening, places, cohort, model) = (&s.opening, &s.places, s.cohort.is_some(), s.run.model);
    let strategy = opening.strategy;
    match name {
        "training_hours" | "training_months" | "training_full" if strategy.has_team() => {
            Some("only the strategies with a training read it")
        }
        "teams" if strategy != Strategy::SeveralTeams => Some("only the strategy \"several teams\" reads it"),
        "own_building" if strategy != Strategy::PrincipalLed => {
            Some("only the strategy \"principal-led sites\" reads it")
        }
        "pause_at_churn" | "return_at_churn" if strategy != Strategy::PauseAndReturn => {
            Some("only the strategy \"pause and return\" reads it")
        }
        "cohort_learning" if !cohort => Some("the scenario has no [cohort]"),
        "counselors" | "course_weight" | "course_rate" if opening.grades.high().number() < 7 => {
            Some("only where the practice is for grades 7 and above do courses matter")
        }
        "support_start" | "support_end" | "support_months" if !opening.release.is_empty() => {
            Some("`release` says the hours of each year")
        }
        "team_sites" if !opening.pilot_schools.is_empty() && places.len() == 1 => {
            Some("the pilot schools are named")
        }
        _ => read_by(name).filter(|needed| *needed != model).map(|_| "only its own null model reads it"),
    }
}

/// The null model that alone reads a parameter.
fn read_by(name: &str) -> Option<Model> {
    match name {
        "null_leader_level" => Some(Model::NoLeaders),
        _ if name.starts_with("bass_") => Some(Model::BassPerSchool),
        _ if name.starts_with("logistic_") => Some(Model::Logistic),
        _ => None,
    }
}

/// Whether all districts are known, and none has a school for these grades.
fn teaches_nothing(places: &[DistrictSpec], opening: &Opening) -> bool {
    places.iter().all(|place| match place {
        DistrictSpec::Facts(facts) => {
            !facts.schools.iter().any(|s| s.teachers_fte > 0.0 && super::feasible::teaches(s, opening.grades))
        }
        _ => false,
    })
}
