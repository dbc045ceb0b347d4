//! What an experiment on the model keeps of each school, month by month: use, depth, and how the school stands to the
//! practice by a decision of its own.

use crate::numerics;
use crate::world::{District, School};

/// How a school stands to the practice. Use by single teachers is neither adopting nor dropping.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// It never adopted the practice.
    Outside,
    /// The school, or the district for it, has committed it to the practice.
    Adopted,
    /// It decided to drop the practice, or to take another in its place.
    Dropped,
}

/// How a school stands now. The one place that knows which states of the model say so.
fn standing(school: &School) -> Standing {
    match school.adopted {
        _ if school.given_up => Standing::Dropped,
        Some(_) => Standing::Adopted,
        None => Standing::Outside,
    }
}

/// A school at the end of a month.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SchoolState {
    /// How it stands to the practice.
    pub standing: Standing,
    /// The team tests the practice here.
    pub pilot: bool,
    /// Share of focal teachers using; 0 where there are none.
    pub using: f64,
    /// Mean depth of those; 0 where nobody uses it.
    pub depth: f64,
    /// Succession number of the principal.
    pub principal: u16,
}

/// A district's schools month by month, from month 0 on.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct SchoolHistory {
    months: Vec<Vec<SchoolState>>,
    /// Succession numbers of superintendent and lead.
    office: Vec<[u16; 2]>,
}

impl SchoolHistory {
    /// Keeps the present month.
    pub(super) fn push(&mut self, d: &District) {
        self.months.push(d.schools.iter().map(|school| school_state(d, school)).collect());
        self.office.push([d.office.superintendent.person, d.office.lead.person]);
    }

    /// The schools at the end of a month; empty where it was not kept.
    pub fn at(&self, month: u32) -> &[SchoolState] {
        self.months.get(month as usize).map_or(&[], Vec::as_slice)
    }

    /// Each school's own months.
    pub fn each(&self) -> impl Iterator<Item = Vec<SchoolState>> + '_ {
        let schools = self.months.first().map_or(0, Vec::len);
        (0..schools).map(|place| self.months.iter().map(|month| month[place]).collect())
    }

    /// Whether superintendent and lead changed within so many months before this one.
    pub fn office_changed(&self, month: usize, within: usize) -> [bool; 2] {
        let [now, then] = [month, month.saturating_sub(within)].map(|m| self.office.get(m).copied());
        std::array::from_fn(|k| now.map(|o| o[k]) != then.map(|o| o[k]))
    }
}

/// A school now.
pub fn school_state(d: &District, school: &School) -> SchoolState {
    let t = &d.teachers;
    let (mut focal, mut users, mut depth) = (0.0, 0.0, 0.0);
    for k in school.teachers.clone().filter(|&k| t.focal[k]) {
        focal += 1.0;
        if t.practice[k].in_use() {
            users += 1.0;
            depth += t.depth[k];
        }
    }
    SchoolState {
        standing: standing(school),
        pilot: school.pilot,
        using: if focal > 0.0 { users / focal } else { 0.0 },
        depth: if users > 0.0 { depth / users } else { 0.0 },
        principal: school.principal.person,
    }
}

/// Sums over schools from which their standard deviation can be worked out: number, use, its square; users, depth, its
/// square, over schools where somebody uses the practice.
pub fn sums(schools: &[SchoolState]) -> [f64; 6] {
    schools.iter().fold([0.0; 6], |[n, use_, use2, m, depth, depth2], s| {
        let with_users = f64::from(u8::from(s.using > 0.0));
        [
            n + 1.0,
            use_ + s.using,
            use2 + s.using * s.using,
            m + with_users,
            depth + s.depth,
            depth2 + s.depth * s.depth,
        ]
    })
}

/// Standard deviations of use and of depth between schools, from such sums or their means over replications.
pub fn deviations(sums: &[f64]) -> [f64; 2] {
    [0, 3].map(|k| {
        let (n, mean) = (sums[k], sums[k + 1] / sums[k]);
        if n > 0.0 { numerics::sqrt((sums[k + 2] / n - mean * mean).max(0.0)) } else { 0.0 }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn deviations_are_those_between_schools_and_depth_counts_where_somebody_uses_it() {
        let school = |using, depth| SchoolState {
            standing: Standing::Outside,
            pilot: false,
            using,
            depth,
            principal: 0,
        };
        let [use_, depth] = deviations(&sums(&[school(0.0, 0.0), school(0.5, 0.2), school(1.0, 0.6)]));
        assert!((use_ - numerics::sqrt(0.5 / 3.0)).abs() < 1e-12, "{use_}");
        assert!((depth - 0.2).abs() < 1e-12, "{depth}");
    }

    #[test]
    fn schools_told_to_use_it_have_adopted_it_and_those_that_give_it_up_have_dropped_it() {
        use crate::experiment::run_record::{Kept, run};
        let ledger = crate::parameters::Ledger::standard().unwrap();
        let read = |name, months| {
            let settings = [format!("months={months}")];
            crate::scenario::read(name, &settings, &crate::scenario::layers::BuiltIn, &ledger).unwrap()
        };
        let told = read("mandate-at-once", 14);
        let gives_up = |d: &mut District, now: crate::calendar::Month| d.schools[3].given_up = now.0 >= 12;
        let run_of = run(&told, &told.places[0], 0, Kept { seats: &[], schools: true }, gives_up);
        assert!(run_of.schools.at(5).iter().all(|s| s.standing == Standing::Adopted));
        assert_eq!(run_of.schools.at(13)[3].standing, Standing::Dropped);
        let staged = read("committed", 1);
        let run_of = run(&staged, &staged.places[0], 0, Kept { seats: &[], schools: true }, |_, _| ());
        let adopted = run_of.schools.at(1).iter().filter(|s| s.standing == Standing::Adopted).count();
        assert_eq!(adopted, run_of.schools.at(1).iter().filter(|s| s.pilot).count());
        assert!(adopted > 0 && adopted < 8);
    }
}
