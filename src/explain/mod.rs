//! The story of one run: what happened, why, and what would have followed without it.
//!
//! A replication is the same run wherever it is run, because each draw has its own address. So a run of a batch can be
//! run again, watched closely ([`watch`]) and told (`tell`); and it can be run again without one of its causes, all other chance
//! kept ([`but_for`]). Which run is worth telling `typical` says.
//!
//! ```
//! use uptake::explain::{explain, page};
//! use uptake::scenario::Scenario;
//!
//! let scenario = Scenario::built_in("committed")?.with("run.months", 12)?.resolve()?;
//! let story = explain(&scenario, &scenario.places[0], 17, None)?;
//! print!("{}", page::text(&page::brief(&story)));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

pub mod but_for;
pub(crate) mod decisions;
pub(crate) mod differences;
pub mod divergence;
pub(crate) mod leaders;
pub mod one_at_a_time;
pub mod page;
pub(crate) mod people;
pub mod removal;
pub mod story;
pub(crate) mod tell;
pub mod typical;
pub mod watch;
pub mod words;

pub use story::{ButFor, Change, EntryKind, SchoolChange, Story, StoryEntry, Typical};
pub use typical::{RunFeatures, typical};

use crate::diagnostic::{Diagnostic, Result};
use crate::metrics::Ending;
use crate::metrics::columns::Measure;
use crate::model::Kind;
use crate::phrasing::{capital, decimals, percent};
use crate::scenario::{DistrictSpec, Scenario};
use crate::simulation::model_of;
use but_for::NarratedRun;
use tell::StoryContext;
use watch::Watch;
use words::DistrictNames;

/// Tells one replication of a scenario in one of its districts, or one of its schools by its place; a district of
/// a cohort as it goes in its cohort.
///
/// # Errors
/// A district without focal teachers, and a school that is not there.
pub fn explain(
    scenario: &Scenario,
    place: &DistrictSpec,
    replication: u32,
    school: Option<usize>,
) -> Result<Story> {
    let (case, watch, names) = &watched(scenario, place, replication)?;
    if let Some(number) = school.filter(|k| *k >= watch.schools.len()) {
        let (of, number) = (watch.schools.len(), number + 1);
        let fault =
            format!("the district has {of} schools in this replication; there is no school number {number}");
        return Err(Diagnostic::new(place.name(), fault, format!("choose 1 to {of}")));
    }
    let told = StoryContext { scenario: &case.scenario, watch, names, school };
    let candidates = removal::candidates(&case.scenario, watch, names, school);
    let (but_for, together, left) = but_for::but_for(case, watch, school, &candidates);
    Ok(Story {
        scenario: scenario.name.clone(),
        district: names.district.clone(),
        replication,
        school: school.map(|k| names.school(k).to_string()),
        ending: ending(watch),
        outcome: form(scenario, replication) + &outcome(&told),
        entries: tell::entries(&told),
        but_for,
        together,
        left,
    })
}

/// A run, watched, with the names of what is in it.
///
/// # Errors
/// A district without focal teachers.
pub fn watched(
    scenario: &Scenario,
    place: &DistrictSpec,
    replication: u32,
) -> Result<(NarratedRun, Watch, DistrictNames)> {
    let case = NarratedRun::new(scenario, place, replication);
    let mut watch = Watch::new(place.id(), case.p);
    if !case.run(&case.scenario, &mut watch, &mut ()) {
        return Err(nothing_is_run(place));
    }
    let names = DistrictNames::new(place, &watch);
    Ok((case, watch, names))
}

/// Why a district without focal teachers has no story.
pub fn nothing_is_run(place: &DistrictSpec) -> Diagnostic {
    let fault = "the district has no teacher of the focal grades; nothing is run";
    Diagnostic::new(place.name(), fault, "its table of runs says so under `status`")
}

/// How a watched run ended.
pub fn ending(watch: &Watch) -> Ending {
    let last = watch.last();
    Ending::of(watch.at(last, Measure::Spread), watch.at(last, Measure::DepthMean))
}

/// Which model the run follows, where it is drawn.
fn form(scenario: &Scenario, replication: u32) -> String {
    let model = model_of(scenario, replication);
    match (scenario.draws_model(), model.kind()) {
        (false, _) => String::new(),
        (true, Kind::Whole) => "This future follows the whole model. ".into(),
        (true, _) => {
            format!(
                "This future follows the variant \"{}\" of the model: {}. ",
                model.word(),
                model.without()
            )
        }
    }
}

fn outcome(told: &StoryContext<'_>) -> String {
    let (watch, last) = (told.watch, told.watch.last());
    let stand = people::stand(told, last);
    if let Some(k) = told.school {
        let is_pilot = if watch.school(last, k).pilot { "A pilot school. " } else { "" };
        return format!("{is_pilot}{stand} The district ends {}.", ending(watch).name());
    }
    let peak = (0..=last).max_by(|a, b| {
        let spread = |m: &u32| watch.at(*m, Measure::Spread);
        spread(a).total_cmp(&spread(b)).then(b.cmp(a))
    });
    let peak = peak
        .map(|m| (m, watch.at(m, Measure::Spread)))
        .filter(|(_, spread)| *spread > watch.at(last, Measure::Spread) + 0.005);
    let highest = peak.map(|(month, spread)| {
        format!(" The most that used it were {}, at the end of month {month}.", percent(spread))
    });
    let stage = watch.at(last, Measure::Stage);
    format!(
        "{}: {stand}{} Stage {}.",
        capital(ending(watch).name()),
        highest.unwrap_or_default(),
        decimals(stage)
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::metrics::Metrics;
    use crate::parameters::Ledger;
    use crate::scenario::{self, layers::BuiltIn};

    #[test]
    fn a_watched_run_is_the_run_of_the_batch() {
        let ledger = Ledger::standard().unwrap();
        for name in ["committed", "pause-and-return", "mandate-at-once"] {
            let s = scenario::read(name, &[], &BuiltIn, &ledger).unwrap();
            let (_, watch, _) = watched(&s, &s.places[0], 5).unwrap();
            let mut metrics = Metrics::new(s.run.months, &crate::simulation::draw_parameters(&s, 5));
            crate::simulation::run(&s, &s.places[0], 5, &mut metrics).unwrap();
            let bits = |values: &[f64]| values.iter().map(|x| x.to_bits()).collect::<Vec<_>>();
            assert_eq!(bits(&watch.timeline), bits(&metrics.timeline), "{name}");
        }
    }

    #[test]
    fn without_nothing_the_run_is_the_run() {
        let ledger = Ledger::standard().unwrap();
        let s = scenario::read("lake-tahoe", &[], &BuiltIn, &ledger).unwrap();
        let (case, watch, _) = watched(&s, &s.places[0], 17).unwrap();
        let (district, school) = but_for::without(&case, &watch, Some(2), &[]);
        assert_eq!(district.iter().map(|c| c.month).collect::<Vec<_>>(), [36, 60]);
        assert!(district.iter().all(Change::is_nothing) && school.iter().all(SchoolChange::is_nothing));
    }

    #[test]
    fn an_exit_that_is_forbidden_leaves_the_person_in_post_and_the_months_before_alone() {
        let ledger = Ledger::standard().unwrap();
        let s = scenario::read("lake-tahoe", &[], &BuiltIn, &ledger).unwrap();
        let (case, watch, names) = watched(&s, &s.places[0], 17).unwrap();
        let all = removal::candidates(&case.scenario, &watch, &names, None);
        let lead = all.iter().find(|c| c.without.contains("team lead")).unwrap();
        let mut again = Watch::new(s.places[0].id(), case.p);
        case.run(&s, &mut again, &mut removal::Without::new(&watch, vec![&lead.removal]));
        let row = crate::metrics::MEASURES.len();
        let until = lead.month as usize * row;
        let bits = |w: &Watch| w.timeline[..until].iter().map(|x| x.to_bits()).collect::<Vec<_>>();
        assert!(bits(&again) == bits(&watch));
        let lead_at = |w: &Watch| w.at(lead.month, Measure::LeadCommitment);
        // The same person, who in a month comes only a little nearer to the superintendent.
        let moved = (lead_at(&again) - watch.at(lead.month - 1, Measure::LeadCommitment)).abs();
        assert!(moved <= case.p.succession.lead_follows, "{moved}");
        assert_ne!(lead_at(&again), lead_at(&watch));
    }

    #[test]
    fn the_story_of_a_school_tells_no_other_school() {
        let ledger = Ledger::standard().unwrap();
        let s = scenario::read("lake-tahoe", &[], &BuiltIn, &ledger).unwrap();
        let whole = explain(&s, &s.places[0], 17, None).unwrap();
        let story = explain(&s, &s.places[0], 17, Some(0)).unwrap();
        assert_eq!(story.school.as_deref(), Some("Meyers Elementary"));
        assert!(whole.entries.iter().any(|e| e.what.contains("principal of Bijou")));
        assert!(!story.entries.iter().any(|e| e.what.contains("principal of Bijou")));
        assert!(!story.but_for.iter().any(|b| b.without.contains("Bijou")));
        assert!(story.but_for.iter().all(|b| b.school.len() == b.changes.len()));
        let missing = explain(&s, &s.places[0], 17, Some(99)).unwrap_err();
        assert!(missing.fault.ends_with("there is no school number 100"), "{missing}");
    }
}
