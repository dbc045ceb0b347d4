//! A run as a whole: when stages were reached, what lasted, how it ended. (ODD 7.16)
//!
//! *Ending*, at the last month: below 5% spread *stalled*, whatever the depth; else by spread ≥ 0.5 (wide) and mean depth of
//! users ≥ 0.6 (deep): *scaled* (both), *superficial* (wide), *contained* (deep), *stalled* (neither). In tables 0 is stalled,
//! 1 contained, 2 superficial, 3 scaled. Definitions, as those of the stages.
//!
//! *Marks.* Stages are looked at in months 36 and 60, whatever the months of support: a column about a month beyond the run is
//! missing. Seats deep at month 36 are focal teachers' seats of the first collaboration in use at a depth of 0.6 or more; seats
//! deep at both months may hold another person by then. Months paused or suspended are counted from month 0 on. What a capacity
//! review would find on the first day is the measures of month 0.
//!
//! *Whom it reaches first.* High-poverty and low-poverty schools (section 4) are reached in the first month in which half of their
//! focal teachers use the practice.
//!
//! *Whom it reached.* Deep teachers gained are focal teachers of all collaborations who are deep in the last month, less those who
//! were on the first day; there may be fewer than none. With each teaching month a deep teacher teaches `students_per_teacher`
//! (7.19) for a tenth of a school year, and student-years are the sum of it, less what the deep of the first day would have
//! taught. So a plan that comes to depth sooner reaches more students.
//!
//! Reads     measures of every month; use and depth in every month.
//! Writes    nothing: a measure.

use strum::{EnumString, IntoStaticStr, VariantArray};

use super::columns::{MEASURES, Measure, RUN_COLUMNS};
use super::stage::DEEP;
use crate::calendar::{Month, TEACHING_MONTHS};
use crate::world::District;

/// Months at which a collaboration ends and at which it is looked at again.
const END_OF_SUPPORT: u32 = 36;
const AFTERWARDS: u32 = 60;

/// Wide is half of the focal teachers, deep a mean depth that counts as deep; below 5% using, a run has
/// stalled whatever its depth. Definitions, as those of [`super::stage`].
const WIDE: f64 = 0.5;
/// Schools are reached in the month in which half of their focal teachers use the practice. A definition.
const HALF: f64 = 0.5;
const HARDLY_ANYBODY: f64 = 0.05;

/// What the last month of a run looks like.
#[derive(Debug, Clone, Copy, PartialEq, Eq, IntoStaticStr, EnumString, VariantArray)]
#[strum(serialize_all = "lowercase")]
pub enum Ending {
    /// Neither wide nor deep.
    Stalled,
    /// Deep, not wide.
    Contained,
    /// Wide, not deep.
    Superficial,
    /// Wide and deep.
    Scaled,
}

impl Ending {
    /// All endings.
    pub const ALL: &[Ending] = Ending::VARIANTS;

    /// In one word.
    pub fn name(self) -> &'static str {
        self.into()
    }

    /// What became of the practice, after its name: "scaled", "stayed contained".
    pub fn verb(self) -> &'static str {
        match self {
            Ending::Stalled => "stalled",
            Ending::Contained => "stayed contained",
            Ending::Superficial => "stayed superficial",
            Ending::Scaled => "scaled",
        }
    }

    /// From the spread and the mean depth among users of the last month.
    pub fn of(spread: f64, depth: f64) -> Ending {
        match (spread >= WIDE, depth >= DEEP) {
            _ if spread < HARDLY_ANYBODY => Ending::Stalled,
            (true, true) => Ending::Scaled,
            (true, false) => Ending::Superficial,
            (false, true) => Ending::Contained,
            (false, false) => Ending::Stalled,
        }
    }
}

/// What cannot be read from the monthly measures afterwards.
#[derive(Debug, Clone, Default)]
pub struct Marks {
    focal: usize,
    deep_36: Vec<usize>,
    deep_both: Option<usize>,
    paused: u32,
    /// Deep focal teachers of all collaborations on the first day, and in the month that ended last.
    deep_first: f64,
    deep_now: f64,
    /// School years that they have taught, beyond those of the first day.
    taught_deep: f64,
}

impl Marks {
    /// Looks at the end of a month.
    pub fn note(&mut self, d: &District, now: Month) {
        self.paused += u32::from(d.is_paused());
        let t = &d.teachers;
        let first = |k: usize| d.is_first(&d.schools[t.school[k]]);
        let is_deep = |k: &usize| t.focal[*k] && first(*k) && t.practice[*k].in_use() && t.depth[*k] >= DEEP;
        match now.0 {
            0 => self.focal = t.focal.iter().filter(|f| **f).count(),
            END_OF_SUPPORT => self.deep_36 = (0..t.len()).filter(is_deep).collect(),
            AFTERWARDS => self.deep_both = Some(self.deep_36.iter().filter(|k| is_deep(k)).count()),
            _ => {}
        }
        let deep_in_any = |k: &usize| t.focal[*k] && t.practice[*k].in_use() && t.depth[*k] >= DEEP;
        self.deep_now = (0..t.len()).filter(deep_in_any).count() as f64;
        if now.0 == 0 {
            self.deep_first = self.deep_now;
        } else if now.is_teaching() {
            self.taught_deep += (self.deep_now - self.deep_first) / f64::from(TEACHING_MONTHS);
        }
    }

    /// A value for each of [`RUN_COLUMNS`], with this many students in the classes of a focal teacher.
    pub fn summary(&self, timeline: &[f64], students_per_teacher: f64) -> Vec<f64> {
        let rows: Vec<&[f64]> = timeline.chunks_exact(MEASURES.len()).collect();
        let at =
            |month: u32, measure: Measure| rows.get(month as usize).map_or(f64::NAN, |r| r[measure as usize]);
        let first = |stage: f64| {
            rows.iter().position(|r| r[Measure::Stage as usize] >= stage).map_or(f64::NAN, |m| m as f64)
        };
        let last = rows.len().saturating_sub(1) as u32;
        let spread = at(last, Measure::Spread);
        let ending = Ending::of(spread, at(last, Measure::DepthMean));
        let reached_36 = last >= END_OF_SUPPORT;
        let half = |group: Measure| {
            rows.iter().position(|r| r[group as usize] >= HALF).map_or(f64::NAN, |m| m as f64)
        };
        let total = |measure: Measure| rows.iter().map(|r| r[measure as usize]).sum::<f64>();
        let values = vec![
            at(END_OF_SUPPORT, Measure::Stage),
            at(AFTERWARDS, Measure::Stage),
            first(2.0),
            first(3.0),
            first(4.0),
            first(5.0),
            self.focal as f64,
            if reached_36 { self.deep_36.len() as f64 } else { f64::NAN },
            self.deep_both.map_or(f64::NAN, |n| n as f64),
            rows.iter().map(|r| r[Measure::Spread as usize]).fold(0.0, f64::max),
            spread,
            f64::from(ending as u8),
            f64::from(self.paused),
            at(0, Measure::Coherence),
            at(0, Measure::TeamSkill),
            at(0, Measure::PrincipalCommitment),
            at(0, Measure::Belief),
            at(0, Measure::Safe),
            at(0, Measure::Time),
            at(0, Measure::Initiatives),
            total(Measure::HoursManager),
            total(Measure::HoursCoach),
            total(Measure::HoursCollaboration),
            total(Measure::HoursConvening),
            total(Measure::HoursSubstitute),
            at(last, Measure::CostSoFar),
            self.deep_now - self.deep_first,
            students_per_teacher * self.taught_deep,
            half(Measure::SpreadHigh),
            half(Measure::SpreadLow),
        ];
        debug_assert_eq!(values.len(), RUN_COLUMNS.len());
        values
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_four_corners_and_the_empty_one() {
        assert_eq!(Ending::of(0.8, 0.7), Ending::Scaled);
        assert_eq!(Ending::of(0.8, 0.3), Ending::Superficial);
        assert_eq!(Ending::of(0.2, 0.7), Ending::Contained);
        assert_eq!(Ending::of(0.2, 0.3), Ending::Stalled);
        assert_eq!(Ending::of(0.04, 0.9), Ending::Stalled);
        assert_eq!(Ending::of(0.0, f64::NAN), Ending::Stalled);
    }
}
