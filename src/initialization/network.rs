//! Advice ties on the first day. (ODD 5)
//!
//! A teacher, focal or not, asks a few colleagues of the school, most of them in the same grade (Moolenaar 2010), and now and
//! then one elsewhere where the work is known: a focal teacher of a pilot school, on the team or not, or one sent to training
//! (Spillane, Hopkins and Sweet 2015 find that ties between schools run through such roles).
//!
//! | ties | how many | among whom | strength |
//! |---|---|---|---|
//! | in the grade | those of `ties` for which a number lies below `same_grade`, as far as the grade has colleagues | the other teachers of the grade in the school | `strength_grade` |
//! | in the school | the rest of `ties`, with those for which the grade had no colleague left | teachers of the school outside the grade | `strength_school` |
//! | elsewhere | `between_schools` | those of other schools where the work is known | `strength_between` |
//!
//! Where there are fewer people than ties wanted, all of them are asked and the other ties lapse. Staff of a school of unknown
//! grades are one grade: they have ties in it, and none in the school beside. Under *one-off consultant* the work is known
//! nowhere on the first day, and there are no ties elsewhere. A mean of 2.3 is two, and a third with probability 0.3. Whom:
//! each ordered pair of seats has a number, and those with the smallest numbers are chosen, by seat among equals. So one more
//! teacher changes only ties to or from that teacher. Ties are directed, from who asks to who is asked; they belong to seats
//! and stay while people change. They are drawn once: pilot schools of a later team draw no new ones.

use crate::calendar::Month;
use crate::chance::{Decision, DecisionMaker, Streams};
use crate::parameters::Parameters;
use crate::world::{School, Teachers};

/// For each teacher, the colleagues asked and the strength of each tie.
pub fn draw(
    teachers: &Teachers,
    schools: &[School],
    streams: &Streams,
    p: &Parameters,
) -> Vec<Vec<(u32, f64)>> {
    let mut lists = vec![Vec::new(); teachers.len()];
    let at_work = |k: usize| teachers.on_team[k] || schools[teachers.school[k].0].pilot;
    let known: Vec<usize> = (0..teachers.len()).filter(|&k| teachers.focal[k] && at_work(k)).collect();
    let n = &p.network;
    let mut nearest = Nearest { teachers, streams, chosen: Vec::new() };
    for school in schools {
        for group in &school.grades {
            for k in group.teachers.clone() {
                let who = teachers.who(k);
                let counts = streams.block(Decision::AdviceTie, who, Month(0));
                let all = whole(n.ties, counts.uniform(0));
                let mut in_grade = 0;
                for tie in 0..all {
                    let lane = streams.block(
                        Decision::AdviceTie,
                        DecisionMaker { person: 1 + tie as u16, ..who },
                        Month(0),
                    );
                    in_grade += usize::from(lane.chance(0, n.same_grade));
                }
                let between = whole(n.between_schools, counts.uniform(1));
                let list = &mut lists[k];
                list.reserve_exact(all + between);
                list.extend(nearest.to(k, group.teachers.clone(), in_grade).map(|j| (j, n.strength_grade)));
                // Where the grade has too few colleagues, the school makes up for it.
                let beyond = (school.teachers.start..group.teachers.start)
                    .chain(group.teachers.end..school.teachers.end);
                let missing = all - list.len();
                list.extend(nearest.to(k, beyond, missing).map(|j| (j, n.strength_school)));
                let elsewhere = known.iter().copied().filter(|j| !school.teachers.contains(j));
                list.extend(nearest.to(k, elsewhere, between).map(|j| (j, n.strength_between)));
            }
        }
    }
    lists
}

/// A whole number with this mean: the floor, and one more with the probability of the fraction.
fn whole(mean: f64, u: f64) -> usize {
    mean.floor() as usize + usize::from(u < mean - mean.floor())
}

/// Finds whom a teacher asks.
struct Nearest<'a> {
    teachers: &'a Teachers,
    streams: &'a Streams,
    chosen: Vec<(u32, u32)>,
}

impl Nearest<'_> {
    /// The `count` candidates with the smallest numbers drawn for the pair with `k`.
    fn to(
        &mut self,
        k: usize,
        candidates: impl Iterator<Item = usize>,
        count: usize,
    ) -> impl Iterator<Item = u32> + '_ {
        let chosen = &mut self.chosen;
        chosen.clear();
        // Nobody is looked at where nobody is wanted.
        let wanted = if count > 0 { usize::MAX } else { 0 };
        for j in candidates.take(wanted).filter(|&j| j != k) {
            let entry = (pair_number(k, j, self.teachers, self.streams), j as u32);
            if chosen.len() < count {
                chosen.push(entry);
            } else if chosen.last().is_some_and(|last| entry < *last) {
                chosen[count - 1] = entry;
            } else {
                continue;
            }
            // Moves up to its place: the chosen stay in ascending order.
            for at in (1..chosen.len()).rev() {
                if chosen[at - 1] <= chosen[at] {
                    break;
                }
                chosen.swap(at - 1, at);
            }
        }
        chosen.iter().map(|&(_, j)| j)
    }
}

/// The number of a pair: both schools' keys make the place, and who is asked stands in the place of the
/// succession number.
#[inline]
fn pair_number(k: usize, j: usize, teachers: &Teachers, streams: &Streams) -> u32 {
    let asked = teachers.seat[j];
    let who = DecisionMaker {
        place: teachers.place[k] ^ teachers.place[j].rotate_left(7),
        seat: teachers.seat[k],
        person: asked,
    };
    streams.block(Decision::AdvicePair, who, Month(0)).words()[0]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::world::SchoolId;

    #[test]
    fn those_with_the_smallest_numbers_are_asked_in_their_order() {
        let mut teachers = Teachers::default();
        for seat in 0..30 {
            teachers.push_seat(SchoolId(0), 7, seat, true);
        }
        let streams = Streams::new(1, 2, 3);
        for k in 0..30 {
            for count in [0, 1, 3, 29, 40] {
                let mut all: Vec<(u32, u32)> = (0..30)
                    .filter(|&j| j != k)
                    .map(|j| (pair_number(k, j, &teachers, &streams), j as u32))
                    .collect();
                all.sort();
                let plain: Vec<u32> = all.into_iter().take(count).map(|(_, j)| j).collect();
                let mut nearest = Nearest { teachers: &teachers, streams: &streams, chosen: Vec::new() };
                assert_eq!(nearest.to(k, 0..30, count).collect::<Vec<_>>(), plain);
            }
        }
    }

    #[test]
    fn a_mean_number_of_ties_is_kept_by_whole_ties() {
        let n = 10_000;
        let total: usize = (0..n).map(|k| whole(2.3, (f64::from(k) + 0.5) / f64::from(n))).sum();
        assert_eq!(total, 23_000);
    }
}
