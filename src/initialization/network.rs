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
//! nowhere on the first day, and there are no ties elsewhere. A mean of 2.3 is two, and a third with probability 0.3.
//!
//! *Whom in the school.* Each ordered pair of seats has a number; four neighboring seats that are asked share a block (section
//! 4). Those with the smallest numbers are chosen, by seat among equals.
//!
//! *Whom elsewhere.* Everyone where the work is known has a number, a word too. One who asks draws up to 68 words, four each at
//! b = 16, 15, … 0. A word meets those elsewhere whose number agrees with it in the highest b bits; at b = 0 that is everyone.
//! Those met first are chosen; of those whom the same word meets, those with the smallest numbers of the pair. So everyone is
//! as likely to be asked. Since two people may share their highest bits, the times that people of one district are asked vary
//! up to a tenth more than if each tie were drawn by itself. Nobody looks through the district: the work for a tie grows with
//! the logarithm of the number of people where the work is known.
//!
//! One more teacher changes only ties to or from that teacher. Whom a person would ask first, second and so on is settled pair
//! by pair, whoever else there is, and a newcomer steps in between. The same holds for one more pilot school and its teachers.
//! Ties are directed, from who asks to who is asked; they belong to seats and stay while people change. They are drawn once:
//! pilot schools of a later team draw no new ones.

use std::ops::Range;

use crate::calendar::Month;
use crate::chance::{Blocks, Decision, DecisionMaker, Streams, blocks};
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
    let known = Known::new(&known, teachers, streams);
    let n = &p.network;
    let mut pairs = Pairs::new(teachers, streams);
    let mut chosen = Vec::new();
    for school in schools {
        let elsewhere = known.outside(&school.teachers);
        pairs.enter(&school.teachers);
        for group in &school.grades {
            for k in group.teachers.clone() {
                let (all, in_grade, between) = wanted(teachers.who(k), streams, p);
                let list = &mut lists[k];
                list.reserve_exact(all + between);
                pairs.ask(k);
                pairs.nearest(k, group.teachers.clone(), in_grade, &mut chosen);
                list.extend(chosen.iter().map(|&entry| (entry as u32, n.strength_grade)));
                // Where the grade has too few colleagues, the school makes up for it.
                let beyond = (school.teachers.start..group.teachers.start)
                    .chain(group.teachers.end..school.teachers.end);
                pairs.nearest(k, beyond, all - list.len(), &mut chosen);
                list.extend(chosen.iter().map(|&entry| (entry as u32, n.strength_school)));
                let found = known.first_met(k, &school.teachers, between.min(elsewhere), &pairs);
                list.extend(found.into_iter().map(|j| (j, n.strength_between)));
            }
        }
    }
    lists
}

/// How many ties a teacher wants within the school, how many of them in the grade, and how many elsewhere.
fn wanted(who: DecisionMaker, streams: &Streams, p: &Parameters) -> (usize, usize, usize) {
    let block = |person| streams.block(Decision::AdviceTie, DecisionMaker { person, ..who }, Month(0));
    let numbers = block(0);
    let all = whole(p.network.ties, numbers.uniform(0));
    let mut in_grade = 0;
    for four in 0..all.div_ceil(4) {
        let draws = block(1 + four as u16);
        in_grade +=
            (0..4.min(all - 4 * four)).filter(|&lane| draws.chance(lane, p.network.same_grade)).count();
    }
    (all, in_grade, whole(p.network.between_schools, numbers.uniform(1)))
}

/// A whole number with this mean: the floor, and one more with the probability of the fraction.
fn whole(mean: f64, u: f64) -> usize {
    mean.floor() as usize + usize::from(u < mean - mean.floor())
}

/// How many people elsewhere a teacher asks.
pub(super) fn ties_elsewhere(who: DecisionMaker, streams: &Streams, p: &Parameters) -> usize {
    wanted(who, streams, p).2
}

/// The numbers of ordered pairs: who asks, and who is asked. Both schools' keys make the place, and four neighboring seats that
/// are asked stand together in the place of the succession number.
pub(super) struct Pairs<'a> {
    teachers: &'a Teachers,
    streams: &'a Streams,
    /// The school whose teachers ask each other.
    school: Range<usize>,
    /// Its fours, and the one to which each of its seats belongs.
    fours: Vec<(u32, u16)>,
    four: Vec<usize>,
    /// Who has asked last or asks next; for each of them, one four after the other: place, seat, person and block of the numbers.
    asking: Range<usize>,
    places: Vec<u32>,
    seats: Vec<u16>,
    persons: Vec<u16>,
    blocks: Blocks,
}

/// Most blocks drawn at once: a few hundred kilobytes, however large a school is.
const AT_ONCE: usize = 8_192;

impl<'a> Pairs<'a> {
    pub(super) fn new(teachers: &'a Teachers, streams: &'a Streams) -> Pairs<'a> {
        let (fours, four, places, seats, persons, blocks) = Default::default();
        let (school, asking) = (0..0, 0..0);
        Pairs { teachers, streams, school, fours, four, asking, places, seats, persons, blocks }
    }

    /// Teachers of this school ask each other from now on.
    fn enter(&mut self, school: &Range<usize>) {
        let t = self.teachers;
        (self.school, self.asking) = (school.clone(), school.start..school.start);
        self.four.clear();
        self.fours.clear();
        for j in school.clone() {
            let four = (t.place[j].rotate_left(7), t.seat[j] / 4);
            if self.fours.last() != Some(&four) {
                self.fours.push(four);
            }
            self.four.push(self.fours.len() - 1);
        }
    }

    /// Draws the numbers of the pairs in which `k` and the next few of the school ask; they ask one after the other.
    fn ask(&mut self, k: usize) {
        if self.asking.contains(&k) {
            return;
        }
        let t = self.teachers;
        let few = (AT_ONCE / self.fours.len().max(1)).max(1);
        self.asking = k..(k + few).min(self.school.end);
        self.places.clear();
        self.seats.clear();
        self.persons.clear();
        for k in self.asking.clone() {
            self.places.extend(self.fours.iter().map(|(key, _)| t.place[k] ^ key));
            self.seats.resize(self.places.len(), t.seat[k]);
            self.persons.extend(self.fours.iter().map(|(_, four)| four));
        }
        let who = (&self.places[..], &self.seats[..], &self.persons[..]);
        blocks::draw(self.streams, Decision::AdvicePair, who, Month(0), &mut self.blocks);
    }

    /// The number of a pair of colleagues of the school.
    #[inline]
    fn within(&self, k: usize, j: usize) -> u32 {
        let block = (k - self.asking.start) * self.fours.len() + self.four[j - self.school.start];
        self.blocks.word(block, usize::from(self.teachers.seat[j] % 4))
    }

    /// The number of any pair.
    pub(super) fn number(&self, k: usize, j: usize) -> u32 {
        let (t, asked) = (self.teachers, self.teachers.seat[j]);
        let place = t.place[k] ^ t.place[j].rotate_left(7);
        let who = DecisionMaker { place, seat: t.seat[k], person: asked / 4 };
        self.streams.block(Decision::AdvicePair, who, Month(0)).words()[usize::from(asked % 4)]
    }

    /// The `count` candidates of the school with the smallest numbers of the pair with `k`, in ascending order: the number in the
    /// upper half, the place in the lower.
    fn nearest(
        &self,
        k: usize,
        candidates: impl Iterator<Item = usize>,
        count: usize,
        chosen: &mut Vec<u64>,
    ) {
        chosen.clear();
        // Nobody is looked at where nobody is wanted.
        let wanted = if count > 0 { usize::MAX } else { 0 };
        chosen.resize(count, NOBODY);
        for j in candidates.take(wanted).filter(|&j| j != k) {
            let mut entry = u64::from(self.within(k, j)) << 32 | j as u64;
            // The smaller stays, the larger goes on to the next place: no branch, which no processor could foresee.
            for place in chosen.iter_mut() {
                (*place, entry) = (entry.min(*place), entry.max(*place));
            }
        }
        chosen.truncate(chosen.partition_point(|&entry| entry != NOBODY));
    }
}

/// A place that is still free; behind every entry.
const NOBODY: u64 = u64::MAX;

/// Bits in which a number has to agree with the first words of who asks.
const FINEST: u32 = 16;

/// Everyone where the work is known.
struct Known<'a> {
    streams: &'a Streams,
    /// Places in the district, in ascending order.
    places: &'a [usize],
    /// Numbers and places, in ascending order.
    by_number: Vec<(u32, u32)>,
    /// Whether anybody's number begins with these eight bits: most words meet nobody, and need no search.
    beginnings: [bool; 256],
}

impl<'a> Known<'a> {
    fn new(places: &'a [usize], teachers: &Teachers, streams: &'a Streams) -> Known<'a> {
        let number = |k| streams.block(Decision::AdviceTie, teachers.who(k), Month(0)).words()[2];
        let mut by_number: Vec<(u32, u32)> = places.iter().map(|&k| (number(k), k as u32)).collect();
        by_number.sort_unstable();
        let mut beginnings = [false; 256];
        for (number, _) in &by_number {
            beginnings[(number >> 24) as usize] = true;
        }
        Known { streams, places, by_number, beginnings }
    }

    /// How many of them are outside a school.
    fn outside(&self, school: &Range<usize>) -> usize {
        let before = |end: usize| self.places.partition_point(|&k| k < end);
        self.places.len() - (before(school.end) - before(school.start))
    }

    /// Those whose numbers agree with a word in its highest bits.
    fn met(&self, word: u32, bits: u32) -> impl Iterator<Item = u32> + '_ {
        let span = 1u64 << (32 - bits);
        let low = u64::from(word) / span * span;
        let nobody = bits >= 8 && !self.beginnings[(word >> 24) as usize];
        let before = |entry: &(u32, u32)| u64::from(entry.0) < low;
        let first = if nobody { 0 } else { self.by_number.partition_point(before) };
        let met = if nobody { &[] } else { &self.by_number[first..] };
        met.iter().take_while(move |(number, _)| u64::from(*number) < low + span).map(|&(_, j)| j)
    }

    /// The `count` outside the school whom `k` meets first; there have to be so many.
    fn first_met(&self, k: usize, own: &Range<usize>, count: usize, pairs: &Pairs<'_>) -> Vec<u32> {
        let mut found: Vec<u32> = Vec::new();
        let who = pairs.teachers.who(k);
        for bits in (0..=FINEST).rev() {
            if found.len() == count {
                break;
            }
            let at = DecisionMaker { person: bits as u16, ..who };
            for word in self.streams.block(Decision::AdviceElsewhere, at, Month(0)).words() {
                let others = self.met(word, bits).filter(|&j| !own.contains(&(j as usize)));
                let mut new: Vec<(u32, u32)> =
                    others.filter(|j| !found.contains(j)).map(|j| (pairs.number(k, j as usize), j)).collect();
                new.sort_unstable();
                found.extend(new.into_iter().map(|(_, j)| j).take(count - found.len()));
            }
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parameters::Ledger;
    use crate::world::SchoolId;
    use std::collections::BTreeSet;

    /// Schools of one grade in which the work is known, with so many teachers each.
    fn district(sizes: &[u16]) -> (Teachers, Vec<usize>) {
        let mut teachers = Teachers::default();
        for (school, &size) in sizes.iter().enumerate() {
            for seat in 0..size {
                teachers.push_seat(SchoolId(school), 17 + school as u32, 4_096 + seat, true);
            }
        }
        let known = (0..teachers.len()).collect();
        (teachers, known)
    }

    /// Seats that each seat of the first school asks elsewhere.
    fn asked(teachers: &Teachers, known: &[usize], streams: &Streams, count: usize) -> Vec<Vec<(u32, u16)>> {
        let own = 0..teachers.school.iter().filter(|s| s.0 == 0).count();
        let table = Known::new(known, teachers, streams);
        let pairs = Pairs::new(teachers, streams);
        let seat = |j: u32| (teachers.place[j as usize], teachers.seat[j as usize]);
        let mut of = |k| table.first_met(k, &own, count, &pairs).into_iter().map(seat).collect();
        own.clone().map(&mut of).collect()
    }

    #[test]
    fn those_with_the_smallest_numbers_are_asked_in_their_order() {
        let (teachers, _) = district(&[30]);
        let streams = Streams::new(1, 2, 3);
        let (mut pairs, mut chosen) = (Pairs::new(&teachers, &streams), Vec::new());
        pairs.enter(&(0..30));
        for k in 0..30 {
            pairs.ask(k);
            for count in [0, 1, 3, 29, 40] {
                let mut all: Vec<(u32, u32)> =
                    (0..30).filter(|&j| j != k).map(|j| (pairs.number(k, j), j as u32)).collect();
                all.sort();
                all.truncate(count);
                pairs.nearest(k, 0..30, count, &mut chosen);
                let found: Vec<_> =
                    chosen.iter().map(|&entry| ((entry >> 32) as u32, entry as u32)).collect();
                assert_eq!(found, all);
            }
        }
    }

    #[test]
    fn each_pair_has_a_number_of_its_own() {
        let (teachers, known) = district(&[30, 30]);
        let streams = Streams::new(1, 2, 3);
        let pairs = Pairs::new(&teachers, &streams);
        let mut numbers = BTreeSet::new();
        for &k in &known {
            numbers.extend(known.iter().map(|&j| pairs.number(k, j)));
        }
        assert_eq!(numbers.len(), 60 * 60);
    }

    #[test]
    fn those_met_first_are_asked_as_if_everyone_had_been_looked_at() {
        let streams = Streams::new(4, 5, 6);
        for sizes in [&[9, 1, 0, 3][..], &[6, 40, 40, 40, 40], &[5, 1]] {
            let (teachers, known) = district(sizes);
            let own = usize::from(sizes[0]);
            let others = known.len() - own;
            for count in [0, 1, 2, 5, others].map(|c| c.min(others)) {
                let found = asked(&teachers, &known, &streams, count);
                for (k, found) in found.iter().enumerate() {
                    // For everyone elsewhere the first of the 68 words that meets them, and the number of the pair.
                    let met = |j: usize| {
                        let number = streams.block(Decision::AdviceTie, teachers.who(j), Month(0)).words()[2];
                        (0..68u16).find(|trial| {
                            let bits = 16 - trial / 4;
                            let at = DecisionMaker { person: bits, ..teachers.who(k) };
                            let words = streams.block(Decision::AdviceElsewhere, at, Month(0)).words();
                            bits == 0 || (words[usize::from(trial % 4)] ^ number) >> (32 - bits) == 0
                        })
                    };
                    let mut all: Vec<_> = (own..known.len())
                        .map(|j| (met(j).unwrap(), Pairs::new(&teachers, &streams).number(k, j), j))
                        .collect();
                    all.sort();
                    let plain: Vec<_> = all
                        .iter()
                        .take(count)
                        .map(|&(_, _, j)| (teachers.place[j], teachers.seat[j]))
                        .collect();
                    assert_eq!(*found, plain);
                }
            }
        }
    }

    #[test]
    fn one_more_teacher_or_school_elsewhere_takes_ties_and_moves_none_between_others() {
        let mut taken = 0;
        for replication in 0..40 {
            let streams = Streams::new(1, 2, replication);
            for count in [1, 2, 4] {
                let of = |sizes: &[u16]| {
                    let (teachers, known) = district(sizes);
                    asked(&teachers, &known, &streams, count)
                };
                let before = of(&[30, 7, 12, 4]);
                // The newcomers: seat 12 of the third school; the fifth school.
                for (after, new) in
                    [(of(&[30, 7, 13, 4]), (19, 4_108)), (of(&[30, 7, 12, 4, 1]), (21, 4_096))]
                {
                    for (before, after) in before.iter().zip(&after) {
                        let kept: Vec<_> = after.iter().filter(|seat| **seat != new).copied().collect();
                        assert_eq!(kept, before[..kept.len()]);
                        assert!(before.len() == count && after.len() == count && count - kept.len() <= 1);
                        taken += count - kept.len();
                    }
                }
            }
        }
        assert!(taken > 500, "somebody asks the newcomers");
    }

    #[test]
    fn everyone_elsewhere_is_as_likely_to_be_asked_whatever_their_number_and_school() {
        for (sizes, replications) in [(&[60, 3, 9, 30][..], 400), (&[60, 100, 150, 250], 100)] {
            let (teachers, known) = district(sizes);
            let own = usize::from(sizes[0]);
            let others = known.len() - own;
            let (mut by_seat, mut within) = (vec![0.0; others], 0.0);
            let expected = own as f64 / others as f64;
            for replication in 0..replications {
                let streams = Streams::new(9, 9, replication);
                let table = Known::new(&known, &teachers, &streams);
                let mut times = vec![0.0; others];
                for k in 0..own {
                    let j = table.first_met(k, &(0..own), 1, &Pairs::new(&teachers, &streams))[0];
                    times[j as usize - own] += 1.0;
                }
                within += times.iter().map(|n| (n - expected) * (n - expected)).sum::<f64>() / others as f64;
                by_seat.iter_mut().zip(times).for_each(|(sum, n)| *sum += n);
            }
            let runs = f64::from(replications);
            // Chi-square over seats: mean and variance are those of its degrees of freedom.
            let mean = expected * runs;
            let chi: f64 = by_seat.iter().map(|n| (n - mean) * (n - mean) / mean).sum();
            let freedom = others as f64 - 1.0;
            assert!((chi - freedom).abs() < 4.0 * (2.0 * freedom).sqrt(), "{chi} for {freedom}");
            // Within a replication nobody is a magnet: times asked vary as if each tie were drawn by itself.
            let alone = expected * (1.0 - 1.0 / others as f64);
            let spread = within / runs / alone;
            assert!((0.95..1.10).contains(&spread), "{spread}");
        }
    }

    #[test]
    fn ties_are_as_many_and_as_near_as_asked_for() {
        let p = Ledger::standard().unwrap().values();
        let n = 20_000u32;
        let mut sums = [0usize; 3];
        for place in 1..=n {
            let who = DecisionMaker { place, seat: 4_096, person: 0 };
            let (all, in_grade, between) = wanted(who, &Streams::new(1, 1, 0), &p);
            assert!(in_grade <= all);
            sums = [sums[0] + all, sums[1] + in_grade, sums[2] + between];
        }
        let [all, in_grade, between] = sums.map(|sum| sum as f64 / f64::from(n));
        assert!((all - p.network.ties).abs() < 0.02, "{all}");
        assert!((in_grade - p.network.ties * p.network.same_grade).abs() < 0.03, "{in_grade}");
        assert!((between - p.network.between_schools).abs() < 0.015, "{between}");
    }

    #[test]
    fn a_mean_number_of_ties_is_kept_by_whole_ties() {
        let n = 10_000;
        let total: usize = (0..n).map(|k| whole(2.3, (f64::from(k) + 0.5) / f64::from(n))).sum();
        assert_eq!(total, 23_000);
    }
}
