//! The same replication without a cause: what changes.
//!
//! But for this, what would have followed? Everything else, chance included, is the same, because each draw has its
//! own address. The answer is about the model, not about the world, and effects of several causes do not add up.

use super::removal::{Candidate, Removal, Without};
use super::story::{ButFor, Change, SchoolChange};
use super::watch::{SchoolMonth, Watch, school_month};
use crate::calendar::Month;
use crate::experiment::executor::each;
use crate::metrics::columns::Measure;
use crate::metrics::monthly::measure;
use crate::parameters::Parameters;
use crate::scenario::{DistrictSpec, Scenario};
use crate::simulation::{self, Intervention, Recorder};
use crate::world::{Event, Post, World};

/// Months at which changes are looked at, and no later than the last.
const LOOKED_AT: [u32; 2] = [36, 60];
/// Work (teacher-months) that single reruns of one story may take, about.
const WORK: f64 = 1.0e6;
/// Fewest and most single reruns of one story.
const RERUNS: (usize, usize) = (12, 60);

/// Single reruns that the story of a run of so many teacher-months may take: fewer in a large district.
pub fn affordable(work: f64) -> usize {
    ((WORK / work.max(1.0)) as usize).clamp(RERUNS.0, RERUNS.1)
}

/// A run to be told, its parameters on the first day known.
#[derive(Debug, Clone)]
pub struct NarratedRun {
    /// The scenario, with the one district unless it is a cohort.
    pub scenario: Scenario,
    /// The district that is told.
    pub place: DistrictSpec,
    /// The replication.
    pub replication: u32,
    /// Parameters of the first day.
    pub p: Parameters,
}

impl NarratedRun {
    /// A replication in one district of a scenario.
    pub fn new(scenario: &Scenario, place: &DistrictSpec, replication: u32) -> NarratedRun {
        let mut scenario = scenario.clone();
        if scenario.cohort.is_none() {
            // Other districts of a batch are no part of this run.
            scenario.places = vec![place.clone()];
        }
        let p = simulation::parameters_of(&scenario, place.id(), replication);
        NarratedRun { scenario, place: place.clone(), replication, p }
    }

    /// Runs it under a scenario that may lack some events, in its cohort if it is of one. Whether it was simulated.
    pub fn run(
        &self,
        scenario: &Scenario,
        recorder: &mut impl Recorder,
        hand: &mut impl Intervention,
    ) -> bool {
        if scenario.cohort.is_none() {
            return simulation::run_under(scenario, &self.place, self.replication, recorder, hand).is_ok();
        }
        let found = simulation::run_cohort_under(scenario, self.replication, recorder, hand);
        let own = scenario.places.iter().position(|p| p.id() == self.place.id());
        own.and_then(|k| found.get(k)).is_some_and(Result::is_ok)
    }
}

/// The months at which changes are looked at in a run of so many months.
pub fn looked_at(months: u32) -> Vec<u32> {
    let mut all = LOOKED_AT.map(|m| m.min(months)).to_vec();
    all.dedup();
    all
}

/// Keeps what changes are made of, in the months looked at.
struct WatchedYears<'a> {
    case: &'a NarratedRun,
    school: Option<usize>,
    months: Vec<u32>,
    seen: Vec<(Vec<f64>, SchoolMonth)>,
}

impl Recorder for WatchedYears<'_> {
    fn event(&mut self, _: usize, _: &Event, _: Month) {}

    fn month(&mut self, world: &World, now: Month) {
        if !self.months.contains(&now.0) {
            return;
        }
        let Some(d) = world.districts.iter().find(|d| d.id == self.case.place.id()) else { return };
        let school = self.school.map(|k| school_month(d, k, now, &self.case.p)).unwrap_or_default();
        self.seen.push((measure(d, 0.0, now, &self.case.p).to_vec(), school));
    }
}

/// The run without some of its causes, beside the run as it was.
pub fn without(
    case: &NarratedRun,
    watch: &Watch,
    school: Option<usize>,
    causes: &[&Candidate],
) -> (Vec<Change>, Vec<SchoolChange>) {
    let dated = |k: usize| causes.iter().any(|c| c.removal == Removal::Dated(k));
    let mut scenario = case.scenario.clone();
    let mut number = 0..;
    scenario.events.retain(|_| !number.next().is_some_and(dated));
    let mut looks =
        WatchedYears { case, school, months: looked_at(case.scenario.run.months), seen: Vec::new() };
    let mut hand = Without::new(watch, causes.iter().map(|c| &c.removal).collect());
    case.run(&scenario, &mut looks, &mut hand);
    let mut changes = (Vec::new(), Vec::new());
    for (month, (row, seen)) in looks.months.iter().copied().zip(&looks.seen) {
        let both = |m: Measure| (watch.at(month, m), row.get(m as usize).copied().unwrap_or(f64::NAN));
        let stage = both(Measure::Stage);
        changes.0.push(Change {
            month,
            spread: both(Measure::Spread),
            deep_share: both(Measure::DeepShare),
            stage: (stage.0 as u8, stage.1 as u8),
        });
        if let Some(k) = school {
            let was = watch.school(month, k);
            changes.1.push(SchoolChange {
                month,
                spread: (was.spread(), seen.spread()),
                depth: (was.mean_depth(), seen.mean_depth()),
                deep_share: (was.deep_share(), seen.deep_share()),
            });
        }
    }
    changes
}

/// What each cause made of the run, the largest first; then all of them together; and how many were left out because
/// there are too many.
pub fn but_for(
    case: &NarratedRun,
    watch: &Watch,
    school: Option<usize>,
    candidates: &[Candidate],
) -> (Vec<ButFor>, Option<ButFor>, usize) {
    let mut order: Vec<&Candidate> = candidates.iter().collect();
    order.sort_by_key(|c| importance(c, watch));
    let kept = order.len().min(reruns(case, watch));
    let (one_by_one, left) = order.split_at(kept);
    let told = |causes: &[&Candidate], month: u32, without_what: String| {
        let (changes, school) = without(case, watch, school, causes);
        ButFor { month, without: without_what, changes, school }
    };
    let mut found = each(0..kept as u32, |k| {
        let cause = one_by_one[k as usize];
        told(&[cause], cause.month, cause.without.clone())
    });
    found.sort_by(ButFor::larger_first);
    let together = (order.len() > 1).then(|| {
        let month = candidates.first().map_or(0, |c| c.month);
        told(&order, month, "all of these together".into())
    });
    (found, together, left.len())
}

/// Single reruns that this story may take.
fn reruns(case: &NarratedRun, watch: &Watch) -> usize {
    let districts = if case.scenario.cohort.is_some() { case.scenario.places.len() } else { 1 };
    let work = (watch.focal.len() * districts) as f64 * f64::from(case.scenario.run.months);
    affordable(work)
}

/// In which order causes are tried where not all can be: what is about the district first, then schools by the number
/// of their focal teachers, pilot schools first.
fn importance(cause: &Candidate, watch: &Watch) -> (u8, std::cmp::Reverse<u32>, u32) {
    let size = |k: usize| watch.school(watch.last(), k);
    let rank = match &cause.removal {
        Removal::Dated(_) | Removal::Component(_) => 0,
        Removal::Exit { post: Post::Superintendent | Post::Lead | Post::Manager, .. } => 0,
        Removal::Shortage { .. } | Removal::Idea { .. } | Removal::Suspension { .. } => 1,
        Removal::GivingUp { .. } => 2,
        Removal::Exit { .. } => {
            if cause.school.is_some_and(|k| size(k).pilot) {
                2
            } else {
                3
            }
        }
    };
    (rank, std::cmp::Reverse(cause.school.map_or(0, |k| size(k).focal)), cause.month)
}
