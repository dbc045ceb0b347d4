//! Seats: how many teachers each school and grade has. (ODD 5)
//!
//! The district's teachers (the sum of its schools' full-time equivalents), rounded to whole persons, go to its schools in
//! proportion to their full-time equivalents, and a school's teachers evenly to its grades, both by largest remainder; equal
//! remainders go to the first. A grade has at most 2,048. Focal are the teachers of the grades of the practice in regular
//! schools. Alternative schools (level "other") have no focal teachers whatever grades they report, nor have schools of unknown
//! grades, whose staff stand in one group, which counts as one grade: grade 12 in the number of the seat. A school may have no
//! teacher at all; it keeps its principal and its place.
//!
//! The order of teachers is that of the schools in the scenario or table, within a school that of ascending grades, within a
//! grade that of seats; "by seat" means it. Sums over teachers and schools run in this order, sums over a teacher's ties in the
//! order of the table of 5.5 and there in that of being chosen, sums over teams in the order in which they started, a dose
//! from August to July. (Another order changes last bits alone.) A seat is known by its grade and its number within the grade,
//! counted from 0 (seat = (grade + 2) · 2048 + number, transitional kindergarten being −1), a school by a hash of its
//! identifier, so that one more seat or school renames no other. Two schools of a district whose hashes meet are told apart by
//! adding 1 to the later one's until it is free; 0 is taken by the office.

use std::collections::BTreeSet;

use crate::census::grade::GradeSpan;
use crate::census::{DistrictFacts, Level, SchoolFacts};
use crate::chance::streams::key_of;
use crate::world::school::GradeGroup;
use crate::world::{Principal, School, SchoolId, Teachers, TeamId};

/// Seats of one grade are numbered within a block of this size; seat numbers below one block belong
/// to the office and the principal.
const GRADE_BLOCK: u16 = 2048;

/// Most seats in one grade of a school.
pub const MOST_IN_GRADE: usize = GRADE_BLOCK as usize;

/// Whole numbers in proportion to `weights`, summing to `total`, by largest remainder; equal
/// remainders go to the first.
pub fn largest_remainder(total: usize, weights: &[f64]) -> Vec<usize> {
    let sum: f64 = weights.iter().sum();
    if sum <= 0.0 {
        return vec![0; weights.len()];
    }
    let exact: Vec<f64> = weights.iter().map(|w| w / sum * total as f64).collect();
    let mut whole: Vec<usize> = exact.iter().map(|x| x.floor() as usize).collect();
    let mut order: Vec<usize> = (0..weights.len()).collect();
    order.sort_by(|&a, &b| {
        let rest = |k: usize| exact[k] - exact[k].floor();
        rest(b).total_cmp(&rest(a)).then(a.cmp(&b))
    });
    let left = total - whole.iter().sum::<usize>().min(total);
    for &k in order.iter().take(left) {
        whole[k] += 1;
    }
    whole
}

/// The schools and empty seats of a district.
pub fn seat(facts: &DistrictFacts, focal: GradeSpan) -> (Vec<School>, Teachers) {
    let total = facts.teachers_fte().round() as usize;
    let weights: Vec<f64> = facts.schools.iter().map(|s| s.teachers_fte).collect();
    let counts = largest_remainder(total, &weights);
    let mut keys = BTreeSet::from([0]);
    let mut teachers = Teachers::default();
    let schools = facts
        .schools
        .iter()
        .zip(counts)
        .enumerate()
        .map(|(place, (school, count))| {
            let key = school_key(&school.id, &mut keys);
            open_school(SchoolId(place), school, key, count, focal, &mut teachers)
        })
        .collect();
    (schools, teachers)
}

/// A key of its own for each school: the hash of its id, moved on in the rare case that two meet.
fn school_key(id: &str, taken: &mut BTreeSet<u32>) -> u32 {
    let hash = key_of(id);
    let mut key = (hash ^ (hash >> 32)) as u32;
    while !taken.insert(key) {
        key = key.wrapping_add(1);
    }
    key
}

fn open_school(
    place: SchoolId,
    facts: &SchoolFacts,
    key: u32,
    count: usize,
    focal: GradeSpan,
    teachers: &mut Teachers,
) -> School {
    let first = teachers.len();
    let grades: Vec<i8> =
        facts.grades.map_or_else(Vec::new, |span| span.grades().map(|g| g.number()).collect());
    // A school whose grades are unknown has one group of staff, none of them focal.
    let grades = if grades.is_empty() { vec![12] } else { grades };
    let per_grade = largest_remainder(count, &vec![1.0; grades.len()]);
    let regular = facts.level != Level::Other && facts.grades.is_some();
    let mut groups = Vec::with_capacity(grades.len());
    let mut focal_count = 0;
    for (grade, seats) in grades.into_iter().zip(per_grade) {
        let wanted = (focal.low().number()..=focal.high().number()).contains(&grade);
        let is_focal = wanted && regular;
        let start = teachers.len();
        for seat in 0..seats.min(MOST_IN_GRADE) {
            let number = (grade + 2) as u16 * GRADE_BLOCK + seat as u16;
            teachers.push_seat(place, key, number, is_focal);
        }
        if is_focal {
            focal_count += teachers.len() - start;
        }
        groups.push(GradeGroup { grade, focal: is_focal, teachers: start..teachers.len() });
    }
    let focal_grades = groups.iter().filter(|g| g.focal).count();
    School {
        id: facts.id.clone(),
        key,
        poverty: facts.poverty.unwrap_or(f64::NAN),
        teachers: first..teachers.len(),
        grades: groups,
        regular,
        focal: focal_count,
        team: TeamId(0),
        pilot: false,
        test_share: 0.0,
        principal: Principal {
            person: 0,
            priority: 0.0,
            commitment: 0.0,
            skill: 0.0,
            tenure: 0,
            aligned: false,
            leaving: false,
        },
        safe: 0.0,
        offered: None,
        time: 0.0,
        time_share: 0.0,
        adopted: None,
        given_up: false,
        conversations: 0.0,
        authority: 0.0,
        routine: 0.0,
        help_met: 0.0,
        proof: 0.0,
        churn: 0.0,
        fit: 0.0,
        usable_fit: 0.0,
        coherence: 0.0,
        courses: 0.0,
        course_factor: 1.0,
        pupil_gains: vec![0.0; focal_grades],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_largest_remainder_gives_out_everything_and_no_one_is_a_whole_seat_off() {
        let weights = [17.48, 3.77, 3.18, 55.01, 21.1, 37.98, 19.96, 20.45];
        let counts = largest_remainder(179, &weights);
        assert_eq!(counts.iter().sum::<usize>(), 179);
        let total: f64 = weights.iter().sum();
        for (count, weight) in counts.iter().zip(weights) {
            assert!((*count as f64 - weight / total * 179.0).abs() < 1.0);
        }
        assert_eq!(largest_remainder(5, &[0.0, 0.0]), vec![0, 0]);
        assert_eq!(largest_remainder(2, &[1.0, 1.0, 1.0]), vec![1, 1, 0]);
    }
}
