//! All teachers of a district, a column for each state. (ODD 2)
//!
//! Columns, because the busiest loop reads a few states of every teacher each month.

use super::SchoolId;
use crate::calendar::Month;
use crate::chance::DecisionMaker;
use crate::numerics::{self, in_lanes};
use crate::parameters::Outcomes;
use crate::strategy::Route;

/// Whether a teacher uses the practice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Practice {
    /// Never yet.
    Never,
    /// Only because it is mandated, and only while somebody pushes.
    Complying,
    /// On their own account.
    Using,
    /// Has stopped.
    Stopped,
}

impl Practice {
    /// In the classroom now, for whatever reason.
    #[inline(always)]
    pub fn in_use(self) -> bool {
        matches!(self, Practice::Using | Practice::Complying)
    }
}

/// Teachers of a district. Every column has one value for each seat; a seat keeps its place while
/// the people in it change. States are shares from 0 to 1 unless said.
#[derive(Debug, Clone, Default)]
pub struct Teachers {
    /// Place of the school in the district.
    pub school: Vec<SchoolId>,
    /// Key of the school's chance.
    pub place: Vec<u32>,
    /// Seat number within the school: the same seat in every scenario.
    pub seat: Vec<u16>,
    /// Succession number: 0 for the first person in the seat.
    pub person: Vec<u16>,
    /// The practice is meant for this grade.
    pub focal: Vec<bool>,
    /// On the improvement team, or under *few sent to training* among those who were sent.
    pub on_team: Vec<bool>,
    /// Use of the practice.
    pub practice: Vec<Practice>,
    /// How the present use began.
    pub route: Vec<Route>,
    /// Quality of what is done, from mechanical to principled; know-how where it is not in use.
    pub depth: Vec<f64>,
    /// Ownership.
    pub ownership: Vec<f64>,
    /// Belief that it works here.
    pub belief: Vec<f64>,
    /// Openness to trying, a trait.
    pub openness: Vec<f64>,
    /// Teaching months of the present use.
    pub months_used: Vec<u16>,
    /// Months in the seat.
    pub months_in_seat: Vec<u32>,
    /// Hours of help in each of the last twelve months: a column for each month of the school
    /// year, empty until that month first comes.
    pub hours: [Vec<f64>; 12],
    /// Hours of help in the last twelve months together.
    pub dose: Vec<f64>,
    /// Further components of the program; none where the practice is all of it.
    pub components: Vec<Component>,
}

/// A further component of the program, beside the practice: a column for each state, with one value for each seat.
#[derive(Debug, Clone)]
pub struct Component {
    /// Month at whose start it begins.
    pub start: Month,
    /// Whether a teacher uses it; only users of the practice do.
    pub used: Vec<bool>,
    /// Depth in it, as in the practice; know-how where it is not in use.
    pub depth: Vec<f64>,
}

impl Component {
    /// One that so many seats do not use yet.
    pub fn unused(start: Month, seats: usize) -> Component {
        Component { start, used: vec![false; seats], depth: vec![0.0; seats] }
    }
}

impl Teachers {
    /// Number of seats.
    pub fn len(&self) -> usize {
        self.seat.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.seat.is_empty()
    }

    /// The address of this teacher's chance.
    #[inline]
    pub fn who(&self, t: usize) -> DecisionMaker {
        DecisionMaker { place: self.place[t], seat: self.seat[t], person: self.person[t] }
    }

    /// Records the hours of help that everyone received in a month, and sums the last twelve.
    pub fn receive(&mut self, hours: &[f64], now: Month) {
        let column = &mut self.hours[now.calendar() as usize];
        column.clear();
        column.extend_from_slice(hours);
        // Summed anew in calendar order, so that no rounding error builds up; column after column, so
        // that several teachers are added at once.
        self.dose.fill(0.0);
        let (dose, hours) = (&mut self.dose[..], &self.hours);
        in_lanes(
            #[inline(always)]
            move || {
                for column in hours {
                    dose.iter_mut().zip(column).for_each(|(dose, hours)| *dose += hours);
                }
            },
        );
    }

    /// Forgets the help that the last person in the seat received.
    pub fn clear_help(&mut self, t: usize) {
        for hours in self.hours.iter_mut().filter_map(|column| column.get_mut(t)) {
            *hours = 0.0;
        }
        self.dose[t] = 0.0;
    }

    /// How many components a user of the practice has in hand, the practice among them.
    #[inline]
    pub fn in_hand(&self, t: usize) -> f64 {
        self.components.iter().fold(1.0, |count, component| count + f64::from(u8::from(component.used[t])))
    }

    /// A teacher uses no further component any more, and keeps this share of the know-how.
    pub fn drop_components(&mut self, t: usize, kept: f64) {
        for component in &mut self.components {
            component.used[t] = false;
            component.depth[t] *= kept;
        }
    }

    /// Mean belief of focal teachers.
    pub fn mean_belief(&self) -> f64 {
        let (mut focal, mut belief) = (0.0, 0.0);
        for (_, own) in self.focal.iter().zip(&self.belief).filter(|(focal, _)| **focal) {
            focal += 1.0;
            belief += own;
        }
        if focal > 0.0 { belief / focal } else { 0.0 }
    }

    /// Adds an empty seat at the end.
    pub fn push_seat(&mut self, school: SchoolId, place: u32, seat: u16, focal: bool) {
        self.school.push(school);
        self.place.push(place);
        self.seat.push(seat);
        self.person.push(0);
        self.focal.push(focal);
        self.on_team.push(false);
        self.practice.push(Practice::Never);
        self.route.push(Route::Pilot);
        self.depth.push(0.0);
        self.ownership.push(0.0);
        self.belief.push(0.0);
        self.openness.push(0.0);
        self.months_used.push(0);
        self.months_in_seat.push(0);
        self.dose.push(0.0);
    }
}

/// Student gain of a class (SD a year) whose teacher works at this depth: nothing up to the floor, rising
/// with a bend to the full effect at full depth. (ODD 7.17)
#[inline(always)]
pub fn class_gain(practice: Practice, depth: f64, p: &Outcomes) -> f64 {
    let above = (depth - p.effect_floor) / (1.0 - p.effect_floor);
    if practice.in_use() && above > 0.0 {
        p.full_effect * numerics::power(above, p.effect_power)
    } else {
        0.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_dose_holds_twelve_months_and_no_more() {
        let mut teachers = Teachers::default();
        teachers.push_seat(SchoolId(0), 1, 2, true);
        teachers.push_seat(SchoolId(0), 1, 3, true);
        for m in 1..=30 {
            teachers.receive(&[f64::from(m), 1.0], Month(m));
        }
        assert_eq!(teachers.dose, [(19..=30).map(f64::from).sum::<f64>(), 12.0]);
        teachers.clear_help(0);
        assert_eq!(teachers.dose, [0.0, 12.0]);
    }

    #[test]
    fn mechanical_use_gains_nothing_and_full_depth_the_whole_effect() {
        let p = crate::parameters::Ledger::standard().unwrap().values().outcomes;
        assert_eq!(class_gain(Practice::Using, p.effect_floor, &p), 0.0);
        assert!((class_gain(Practice::Using, 1.0, &p) - p.full_effect).abs() < 1e-15);
        assert_eq!(class_gain(Practice::Stopped, 1.0, &p), 0.0);
    }
}
