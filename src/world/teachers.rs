//! All teachers of a district, a column for each state. (ODD 2)
//!
//! Columns, because the busiest loop reads a few states of every teacher each month.

use crate::chance::Who;
use crate::quantity::{Month, Route};

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
    #[inline]
    pub fn in_use(self) -> bool {
        matches!(self, Practice::Using | Practice::Complying)
    }
}

/// Teachers of a district. Every column has one value for each seat; a seat keeps its place while
/// the people in it change. States are shares from 0 to 1 unless said.
#[derive(Debug, Clone, Default)]
pub struct Teachers {
    /// Place of the school in the district.
    pub school: Vec<u32>,
    /// Key of the school's chance.
    pub place: Vec<u32>,
    /// Seat number within the school: the same seat in every scenario.
    pub seat: Vec<u16>,
    /// Succession number: 0 for the first person in the seat.
    pub person: Vec<u16>,
    /// Grade taught: −1 to 12.
    pub grade: Vec<i8>,
    /// The practice is meant for this grade.
    pub focal: Vec<bool>,
    /// On the improvement team.
    pub on_team: Vec<bool>,
    /// Use of the practice.
    pub practice: Vec<Practice>,
    /// How the present use began.
    pub route: Vec<Route>,
    /// Quality of what is done, from mechanical to principled; know-how where it is not in use.
    pub depth: Vec<f64>,
    /// Ownership.
    pub own: Vec<f64>,
    /// Belief that it works here.
    pub belief: Vec<f64>,
    /// Openness to trying, a trait.
    pub open: Vec<f64>,
    /// Teaching months of the present use.
    pub months_used: Vec<u16>,
    /// Months in the seat.
    pub months_in_seat: Vec<u32>,
    /// Hours of help in each of the last twelve months: a column for each month of the school year.
    pub hours: [Vec<f64>; 12],
    /// Hours of help in the last twelve months together.
    pub dose: Vec<f64>,
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
    pub fn who(&self, t: usize) -> Who {
        Who { place: self.place[t], seat: self.seat[t], person: self.person[t] }
    }

    /// Records the hours of help that everyone received in a month, and sums the last twelve.
    pub fn receive(&mut self, hours: &[f64], now: Month) {
        self.hours[now.calendar() as usize].copy_from_slice(hours);
        // Summed anew in calendar order, so that no rounding error builds up; column after column, so
        // that several teachers are added at once.
        self.dose.fill(0.0);
        for column in &self.hours {
            for (dose, hours) in self.dose.iter_mut().zip(column) {
                *dose += hours;
            }
        }
    }

    /// Forgets the help that the last person in the seat received.
    pub fn clear_help(&mut self, t: usize) {
        for column in &mut self.hours {
            column[t] = 0.0;
        }
        self.dose[t] = 0.0;
    }

    /// Adds an empty seat at the end.
    pub fn push_seat(&mut self, school: u32, place: u32, seat: u16, grade: i8, focal: bool) {
        self.school.push(school);
        self.place.push(place);
        self.seat.push(seat);
        self.person.push(0);
        self.grade.push(grade);
        self.focal.push(focal);
        self.on_team.push(false);
        self.practice.push(Practice::Never);
        self.route.push(Route::Pilot);
        self.depth.push(0.0);
        self.own.push(0.0);
        self.belief.push(0.0);
        self.open.push(0.0);
        self.months_used.push(0);
        self.months_in_seat.push(0);
        for column in &mut self.hours {
            column.push(0.0);
        }
        self.dose.push(0.0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_dose_holds_twelve_months_and_no_more() {
        let mut teachers = Teachers::default();
        teachers.push_seat(0, 1, 2, 0, true);
        teachers.push_seat(0, 1, 3, 0, true);
        for m in 1..=30 {
            teachers.receive(&[f64::from(m), 1.0], Month(m));
        }
        assert_eq!(teachers.dose, [(19..=30).map(f64::from).sum::<f64>(), 12.0]);
        teachers.clear_help(0);
        assert_eq!(teachers.dose, [0.0, 12.0]);
    }
}
