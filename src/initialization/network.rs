//! Advice ties on the first day. (ODD 5)
//!
//! A teacher asks a few colleagues of the school, most of them in the same grade (Moolenaar 2010), and
//! now and then a focal teacher of a pilot school elsewhere, where the team's work is known (Spillane,
//! Hopkins and Sweet 2015 find that ties between schools run through such roles). Whom: each possible colleague has a number drawn for the
//! pair, and the smallest numbers are chosen. So one more teacher changes only ties to or from that
//! teacher. Ties belong to seats and stay while people change; who sits there is what changes.

use crate::chance::{Streams, What, Who};
use crate::parameters::Parameters;
use crate::quantity::Month;
use crate::world::{School, Teachers};

/// For each teacher, the colleagues asked and the strength of each tie.
pub fn draw(
    teachers: &Teachers,
    schools: &[School],
    streams: &Streams,
    p: &Parameters,
) -> Vec<Vec<(u32, f64)>> {
    let mut lists = vec![Vec::new(); teachers.len()];
    let pilot = |k: usize| schools[teachers.school[k] as usize].pilot;
    let known: Vec<usize> = (0..teachers.len()).filter(|&k| teachers.focal[k] && pilot(k)).collect();
    let n = &p.network;
    for school in schools {
        for group in &school.grades {
            for k in group.teachers.clone() {
                let who = teachers.who(k);
                let counts = streams.block(What::AdviceTie, who, Month(0));
                let all = whole(n.ties, counts.uniform(0));
                let mut in_grade = 0;
                for tie in 0..all {
                    let lane =
                        streams.block(What::AdviceTie, Who { person: 1 + tie as u16, ..who }, Month(0));
                    in_grade += usize::from(lane.chance(0, n.same_grade));
                }
                let grade = nearest(group.teachers.clone(), k, in_grade, teachers, streams);
                // Where the grade has too few colleagues, the school makes up for it.
                let beyond = school.teachers.clone().filter(|j| !group.teachers.contains(j));
                let rest = nearest(beyond, k, all - grade.len(), teachers, streams);
                lists[k].extend(grade.into_iter().map(|j| (j, n.strength_grade)));
                lists[k].extend(rest.into_iter().map(|j| (j, n.strength_school)));
                let between = whole(n.between_schools, counts.uniform(1));
                let elsewhere = known.iter().copied().filter(|j| !school.teachers.contains(j));
                let between = nearest(elsewhere, k, between, teachers, streams);
                lists[k].extend(between.into_iter().map(|j| (j, n.strength_between)));
            }
        }
    }
    lists
}

/// A whole number with this mean: the floor, and one more with the probability of the fraction.
fn whole(mean: f64, u: f64) -> usize {
    mean.floor() as usize + usize::from(u < mean - mean.floor())
}

/// The `count` candidates with the smallest numbers drawn for the pair.
fn nearest(
    candidates: impl Iterator<Item = usize>,
    k: usize,
    count: usize,
    teachers: &Teachers,
    streams: &Streams,
) -> Vec<u32> {
    if count == 0 {
        return Vec::new();
    }
    let mut chosen: Vec<(u32, u32)> = Vec::with_capacity(count + 1);
    for j in candidates.filter(|&j| j != k) {
        let number = pair_number(k, j, teachers, streams);
        if chosen.len() == count && chosen.last().is_some_and(|last| (number, j as u32) >= *last) {
            continue;
        }
        let at = chosen.partition_point(|entry| *entry < (number, j as u32));
        chosen.insert(at, (number, j as u32));
        chosen.truncate(count);
    }
    chosen.into_iter().map(|(_, j)| j).collect()
}

/// The number of a pair: both schools' keys make the place, and who is asked stands in the place of the
/// succession number.
fn pair_number(k: usize, j: usize, teachers: &Teachers, streams: &Streams) -> u32 {
    let asked = teachers.seat[j];
    let who = Who {
        place: teachers.place[k] ^ teachers.place[j].rotate_left(7),
        seat: teachers.seat[k],
        person: asked,
    };
    streams.block(What::AdvicePair, who, Month(0)).words()[0]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mean_number_of_ties_is_kept_by_whole_ties() {
        let n = 10_000;
        let total: usize = (0..n).map(|k| whole(2.3, (f64::from(k) + 0.5) / f64::from(n))).sum();
        assert_eq!(total, 23_000);
    }
}
