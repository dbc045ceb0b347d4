//! The take-up submodel alone on observed ties: who is around, the pull of those who have taken up, and how
//! probable it makes what a year was seen to bring.
//!
//! A person who has not taken up does so within a month with probability 1 − exp(−h),
//!
//! ```text
//! h = outside + h_c · x² / (x² + x_c²)        x = w · (share of friends) + (1 − w) · (share of all others)
//! ```
//!
//! which are the pull, the mixture and the probability of `mechanisms::uptake`; all that differs between
//! teachers beyond their ties is left out, and where no friends are known everyone counts. With w = 0 the same
//! hazard knows no ties.
//!
//! Of a year only its end was observed, not the month in which anybody took up. Its probability is the mean over
//! histories in between, each drawn month by month so that it ends where the year ended, and weighted by how
//! probable the model finds it against how it was drawn (sequential importance sampling).

use crate::calendar::Month;
use crate::chance::streams::key_of;
use crate::chance::{Decision, DecisionMaker, Streams};
use crate::mechanisms::{happens, uptake};
use crate::numerics;

/// Months in a step of the observations of modern mathematics.
pub const MONTHS: u32 = 12;

/// The rates that are fitted, and where the pull has its half.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Rates {
    /// Hazard from outside (per month).
    pub outside: f64,
    /// Hazard where all around have taken up (per month), as `hazard_colleague`.
    pub colleague: f64,
    /// Share around with half of the full effect, as `critical_share`.
    pub critical: f64,
}

/// People, and whom each looks at.
#[derive(Debug, Clone, PartialEq)]
pub struct FriendTies {
    /// Friends of each, by place.
    pub friends: Vec<Vec<usize>>,
    /// Weight w of friends in what is seen, as `exposure_ties`.
    pub weight: f64,
}

impl FriendTies {
    /// Those each has chosen.
    pub fn chosen(chosen: &[Vec<usize>], weight: f64) -> FriendTies {
        FriendTies { friends: chosen.to_vec(), weight }
    }

    /// Those each has chosen or was chosen by.
    pub fn mutual(chosen: &[Vec<usize>], weight: f64) -> FriendTies {
        let mut friends = chosen.to_vec();
        for (from, list) in chosen.iter().enumerate() {
            for &to in list {
                friends[to].push(from);
            }
        }
        for list in &mut friends {
            list.sort_unstable();
            list.dedup();
        }
        FriendTies { friends, weight }
    }

    /// What one who has not taken up sees, where `all` have.
    pub(super) fn exposure(&self, person: usize, adopted: &[bool], all: usize) -> f64 {
        let others = all as f64 / (adopted.len().max(2) - 1) as f64;
        let friends = &self.friends[person];
        if self.weight == 0.0 || friends.is_empty() {
            return others;
        }
        let among = friends.iter().filter(|&&friend| adopted[friend]).count();
        self.weight * (among as f64 / friends.len() as f64) + (1.0 - self.weight) * others
    }
}

/// The monthly hazard at exposure `x`.
pub fn hazard(x: f64, rates: &Rates) -> f64 {
    rates.outside + rates.colleague * uptake::colleague_pull(x, rates.critical)
}

/// One month by chance: everyone decides on the same state.
pub fn month(circle: &FriendTies, adopted: &mut [bool], rates: &Rates, streams: &Streams, now: Month) {
    let all = adopted.iter().filter(|&&a| a).count();
    let decides = |person: usize| {
        let who = DecisionMaker { place: 1, seat: person as u16, person: 0 };
        let u = streams.uniform(Decision::TeacherMonth, who, now);
        happens(u, hazard(circle.exposure(person, adopted, all), rates)).is_some()
    };
    let new: Vec<usize> = (0..adopted.len()).filter(|&k| !adopted[k] && decides(k)).collect();
    for k in new {
        adopted[k] = true;
    }
}

/// The log score of a year: the logarithm of the probability that, from `before`, it ends with `after`.
///
/// `now` is the month before the year, the address of its draws: the same for all rates, so that two are
/// compared on the same histories.
pub fn log_score(
    circle: &FriendTies,
    ends: (&[bool], &[bool]),
    rates: &Rates,
    now: Month,
    histories: u32,
) -> f64 {
    let (before, after) = ends;
    let all = after.iter().filter(|&&a| a).count().saturating_sub(1);
    let year = ScoredYear {
        circle,
        before,
        after,
        rates,
        now,
        last: (0..before.len()).map(|k| probability(circle.exposure(k, after, all), rates)).collect(),
    };
    let mut mean = 0.0;
    for history in 0..histories {
        let streams = Streams::new(0, key_of("history within a year"), history);
        mean += year.weight(&streams) / f64::from(histories);
    }
    numerics::ln(mean)
}

/// The monthly probability of taking up at exposure `x`.
fn probability(x: f64, rates: &Rates) -> f64 {
    -numerics::exp_m1(-hazard(x, rates))
}

/// A year of which both ends are known.
struct ScoredYear<'a> {
    circle: &'a FriendTies,
    before: &'a [bool],
    after: &'a [bool],
    rates: &'a Rates,
    now: Month,
    /// The monthly probability that each one would have at the end.
    last: Vec<f64>,
}

impl ScoredYear<'_> {
    /// One history between the ends, and its weight.
    fn weight(&self, streams: &Streams) -> f64 {
        let (mut adopted, mut weight, mut new) = (self.before.to_vec(), 1.0, Vec::new());
        for month in 1..=MONTHS {
            let all = adopted.iter().filter(|&&a| a).count();
            for person in (0..adopted.len()).filter(|&k| !self.before[k]) {
                if adopted[person] {
                    continue;
                }
                let p = probability(self.circle.exposure(person, &adopted, all), self.rates);
                if !self.after[person] {
                    weight *= 1.0 - p;
                    continue;
                }
                // Who has to take up before the year ends does so now with the share that this month has of all
                // that are left; those to come are thought to lie between now and the end.
                let later = 1.0 - 0.5 * (p + self.last[person]);
                let by_the_end = 1.0 - (month..MONTHS).fold(1.0 - p, |stays, _| stays * later);
                let who = DecisionMaker { place: 1, seat: person as u16, person: 0 };
                let u = streams.uniform(Decision::TeacherMonth, who, Month(self.now.0 + month));
                if month == MONTHS || u * by_the_end < p {
                    weight *= by_the_end;
                    new.push(person);
                } else {
                    weight *= (1.0 - p) / (1.0 - p / by_the_end);
                }
            }
            for person in new.drain(..) {
                adopted[person] = true;
            }
        }
        weight
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const RATES: Rates = Rates { outside: 0.01, colleague: 0.2, critical: 0.25 };

    fn ring(n: usize, weight: f64) -> FriendTies {
        FriendTies::chosen(&(0..n).map(|k| vec![(k + 1) % n]).collect::<Vec<_>>(), weight)
    }

    #[test]
    fn without_colleagues_a_year_is_twelve_months_of_the_outside_hazard() {
        let rates = Rates { colleague: 0.0, ..RATES };
        let (before, after) = ([true, false, false, false], [true, true, true, false]);
        let score = log_score(&ring(4, 1.0), (&before, &after), &rates, Month(0), 1);
        let known = 2.0 * numerics::ln(-numerics::exp_m1(-0.12)) - 0.12;
        assert!((score - known).abs() < 1e-12, "{score} {known}");
    }

    #[test]
    fn the_score_of_a_year_is_how_often_chance_brings_it() {
        let before = [true, false, false, false, false];
        let n = 40_000;
        let mut seen = std::collections::BTreeMap::<Vec<bool>, u32>::new();
        for r in 0..n {
            let mut state = before.to_vec();
            for m in 1..=MONTHS {
                month(&ring(5, 0.6), &mut state, &RATES, &Streams::new(7, 7, r), Month(m));
            }
            *seen.entry(state).or_default() += 1;
        }
        let mut sum = 0.0;
        for (after, count) in seen {
            let share = f64::from(count) / f64::from(n);
            let score = numerics::exp(log_score(&ring(5, 0.6), (&before, &after), &RATES, Month(0), 400));
            sum += score;
            // Four standard errors of a share are at most 0.01.
            assert!((score - share).abs() < 0.01, "{after:?}: {score} {share}");
        }
        assert!((sum - 1.0).abs() < 0.02, "something always happens: {sum}");
    }

    #[test]
    fn who_chose_the_first_user_is_likelier_to_follow_and_without_ties_nobody_is() {
        let before = [true, false, false, false, false, false];
        let follows = |person: usize, weight| {
            let mut after = before;
            after[person] = true;
            log_score(&ring(6, weight), (&before, &after), &RATES, Month(0), 400)
        };
        assert!(follows(5, 1.0) > follows(2, 1.0) + 0.5, "the last one has chosen the first");
        assert!((follows(5, 0.0) - follows(2, 0.0)).abs() < 0.05);
    }

    #[test]
    fn those_who_choose_count_as_friends_where_both_directions_do() {
        let circle = FriendTies::mutual(&[vec![1], vec![], vec![1]], 1.0);
        assert_eq!(circle.friends, [vec![1], vec![0, 2], vec![1]]);
    }
}
