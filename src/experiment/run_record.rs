//! What an experiment on the model keeps of one run: the measures of every month, and in some months every
//! focal seat, so that the same seats can be compared between the arms of a pair.

use super::job::{Outcome, run_in};
use super::school_record::SchoolHistory;
use crate::calendar::Month;
use crate::metrics::columns::Measure;
use crate::metrics::stage::DEEP;
use crate::parameters::Outcomes;
use crate::scenario::{DistrictSpec, Scenario};
use crate::simulation::{self, Recorder};
use crate::strategy::Route;
use crate::world::teachers::class_gain;
use crate::world::{District, Event, Practice, World};

/// A focal seat in one month.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Seat {
    /// Place of its school in the district.
    pub school: u32,
    /// A pilot school.
    pub pilot: bool,
    /// On the team, or sent to the training.
    pub on_team: bool,
    /// Has an advice tie to someone on the team or sent to the training.
    pub tied_to_team: bool,
    /// Succession number of the person in the seat: 0 for the first.
    pub person: u16,
    /// Openness to trying.
    pub openness: f64,
    /// In use.
    pub using: bool,
    /// Depth.
    pub depth: f64,
}

impl Seat {
    /// Depth of what is done: none where it is not used.
    pub fn progress(&self) -> f64 {
        if self.using { self.depth } else { 0.0 }
    }
}

/// A run with the focal seats of some months.
#[derive(Debug, Clone)]
pub struct RecordedRun {
    outcome: Outcome,
    /// (month, seats), for the months that were asked for.
    seats: Vec<(u32, Vec<Seat>)>,
    /// Every school in every month, where that was asked for.
    pub schools: SchoolHistory,
    outcomes: Outcomes,
}

impl RecordedRun {
    /// Months that were run.
    pub fn months(&self) -> u32 {
        self.outcome.months()
    }

    /// A measure at the end of a month; NaN where it is missing.
    pub fn at(&self, month: u32, measure: Measure) -> f64 {
        self.outcome.at(month, measure).unwrap_or(f64::NAN)
    }

    /// Share of focal teachers using.
    pub fn spread(&self, month: u32) -> f64 {
        self.at(month, Measure::Spread)
    }

    /// Share of all focal teachers deep.
    pub fn deep(&self, month: u32) -> f64 {
        self.at(month, Measure::DeepShare)
    }

    /// 1 at this stage or more in this month, else 0.
    pub fn reached(&self, stage: u32, month: u32) -> f64 {
        f64::from(u8::from(self.at(month, Measure::Stage) >= f64::from(stage)))
    }

    /// 1 where this stage or more was reached in some month up to this one, else 0.
    pub fn ever_reached(&self, stage: u32, by: u32) -> f64 {
        f64::from(u8::from(self.time_to(stage, by + 1) <= f64::from(by)))
    }

    /// Student gain in the class of a seat, as a share of the gain at full depth.
    pub fn gain(&self, seat: &Seat) -> f64 {
        let practice = if seat.using { Practice::Using } else { Practice::Never };
        class_gain(practice, seat.depth, &self.outcomes) / self.outcomes.full_effect
    }

    /// The first month at this stage or more, or `end` if it is not reached before.
    pub fn time_to(&self, stage: u32, end: u32) -> f64 {
        let first = (0..=end.min(self.months())).find(|&m| self.at(m, Measure::Stage) >= f64::from(stage));
        f64::from(first.unwrap_or(end))
    }

    /// The focal seats at the end of a month that was asked for.
    pub fn seats(&self, month: u32) -> &[Seat] {
        self.seats.iter().find(|(m, _)| *m == month).map_or(&[], |(_, seats)| seats)
    }

    /// Mean over seats that `counts` lets through; NaN over none.
    pub fn mean(&self, month: u32, counts: impl Fn(&Seat) -> bool, value: impl Fn(&Seat) -> f64) -> f64 {
        let (mut sum, mut n) = (0.0, 0.0);
        for seat in self.seats(month).iter().filter(|seat| counts(seat)) {
            sum += value(seat);
            n += 1.0;
        }
        sum / n
    }

    /// Sum over seats that `counts` lets through, and how many they are: for means of what some
    /// replications have none of.
    pub fn sum(&self, month: u32, counts: impl Fn(&Seat) -> bool, value: impl Fn(&Seat) -> f64) -> [f64; 2] {
        let seats = || self.seats(month).iter().filter(|seat| counts(seat));
        [seats().map(value).sum(), seats().count() as f64]
    }

    /// Share of the seats that `counts` lets through which use it; NaN over none.
    pub fn share_using(&self, month: u32, counts: impl Fn(&Seat) -> bool) -> f64 {
        self.mean(month, counts, |seat| f64::from(u8::from(seat.using)))
    }

    /// Depth of all users, summed, and their number.
    pub fn depth(&self, month: u32) -> [f64; 2] {
        self.sum(month, |seat| seat.using, |seat| seat.depth)
    }
}

/// Depth over the seats using in both runs: sum of the differences, other minus base, and their number.
/// Seats are compared with themselves, because a scheme that attracts more beginners lowers the mean depth
/// of users.
pub fn same_seats(other: &RecordedRun, base: &RecordedRun, month: u32) -> [f64; 2] {
    let pairs = other.seats(month).iter().zip(base.seats(month)).filter(|(a, b)| a.using && b.using);
    pairs.fold([0.0, 0.0], |[sum, n], (a, b)| [sum + a.depth - b.depth, n + 1.0])
}

/// Depth of the seats that use it in both months of one run: sum of the changes, their number, and the sum
/// of what they began with.
pub fn change(run: &RecordedRun, from: u32, to: u32, counts: impl Fn(&Seat) -> bool) -> [f64; 3] {
    let pairs = run.seats(from).iter().zip(run.seats(to));
    let both = pairs.filter(|(before, after)| before.using && after.using && counts(before));
    both.fold([0.0; 3], |[sum, n, start], (before, after)| {
        [sum + after.depth - before.depth, n + 1.0, start + before.depth]
    })
}

/// Share of focal seats that are deep, from seats.
pub fn deep_among(run: &RecordedRun, month: u32, counts: impl Fn(&Seat) -> bool) -> f64 {
    run.mean(month, counts, |seat| f64::from(u8::from(seat.using && seat.depth >= DEEP)))
}

/// What is kept of a run beside the measures of every month.
#[derive(Debug, Clone, Copy, Default)]
pub struct Kept<'a> {
    /// Months at whose end the focal seats are kept.
    pub seats: &'a [u32],
    /// Whether every school is kept in every month.
    pub schools: bool,
}

/// Keeps seats and schools.
struct Keeper<'a> {
    kept: Kept<'a>,
    seats: Vec<(u32, Vec<Seat>)>,
    schools: SchoolHistory,
}

impl Recorder for Keeper<'_> {
    fn event(&mut self, _: usize, _: &Event, _: Month) {}

    fn month(&mut self, world: &World, now: Month) {
        let Some(d) = world.districts.first() else { return };
        if self.kept.seats.contains(&now.0) {
            self.seats.push((now.0, focal_seats(d)));
        }
        if self.kept.schools {
            self.schools.push(d);
        }
    }
}

fn focal_seats(d: &District) -> Vec<Seat> {
    let t = &d.teachers;
    let seat = |k: usize| {
        let school = &d.schools[t.school[k]];
        Seat {
            school: t.school[k].0 as u32,
            pilot: school.pilot,
            on_team: t.on_team[k],
            tied_to_team: d.ties.of(k).any(|(colleague, _)| t.on_team[colleague]),
            person: t.person[k],
            openness: t.openness[k],
            using: t.practice[k].in_use(),
            depth: t.depth[k],
        }
    };
    (0..t.len()).filter(|&k| t.focal[k]).map(seat).collect()
}

/// The focal teachers of these schools, by place, begin, with so much depth and ownership.
pub fn begin(d: &mut District, depth: f64, own: f64, of: impl Fn(usize) -> bool) {
    let t = &d.teachers;
    let seats = (0..t.len()).filter(|&k| t.focal[k] && of(t.school[k].0)).collect();
    begin_with(d, depth, own, seats);
}

/// The teachers in these seats begin.
pub fn begin_with(d: &mut District, depth: f64, own: f64, seats: Vec<usize>) {
    let t = &mut d.teachers;
    for k in seats {
        (t.practice[k], t.route[k]) = (Practice::Using, Route::Colleague);
        (t.depth[k], t.ownership[k], t.months_used[k]) = (depth, own, 0);
    }
}

/// Runs one replication and keeps what was asked for; `hand` may set states at the start of each month.
pub fn run(
    scenario: &Scenario,
    place: &DistrictSpec,
    replication: u32,
    kept: Kept<'_>,
    mut hand: impl FnMut(&mut District, Month),
) -> RecordedRun {
    let mut keeper = Keeper { kept, seats: Vec::new(), schools: SchoolHistory::default() };
    let outcome = run_in(scenario, place, replication, &mut keeper, &mut hand);
    let outcomes = simulation::parameters_of(scenario, place.id(), replication).outcomes;
    RecordedRun { outcome, seats: keeper.seats, schools: keeper.schools, outcomes }
}

/// Changes nothing.
pub fn no_hand(_: &mut District, _: Month) {}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parameters::Ledger;
    use crate::scenario::{self, layers::BuiltIn};

    #[test]
    fn a_recorded_run_is_the_run_of_the_batch() {
        let ledger = Ledger::standard().unwrap();
        let s = scenario::read("committed", &["months=24".into()], &BuiltIn, &ledger).unwrap();
        let recorded = run(&s, &s.places[0], 5, Kept { seats: &[24], schools: true }, no_hand);
        let bits = |values: &[f64]| values.iter().map(|x| x.to_bits()).collect::<Vec<_>>();
        assert_eq!(bits(&recorded.outcome.timeline), bits(&s.run(5).timeline));
        assert!((recorded.share_using(24, |_| true) - recorded.spread(24)).abs() < 1e-9);
        assert!((deep_among(&recorded, 24, |_| true) - recorded.deep(24)).abs() < 1e-9);
        assert_eq!(same_seats(&recorded, &recorded, 24)[0], 0.0);
        let school = |seat: &Seat| seat.school == 2;
        let kept = recorded.schools.at(24)[2];
        assert!((recorded.share_using(24, school) - kept.using).abs() < 1e-12);
        let [gain, seats] = recorded.sum(24, |_| true, |seat| recorded.gain(seat));
        assert!(gain >= 0.0 && gain <= seats);
    }
}
