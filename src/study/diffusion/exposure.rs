//! The take-up submodel alone on observed ties: who is around, the pull of those who have taken up, and what
//! comes to be expected of everyone within a year.
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

use crate::chance::{Streams, What, Who};
use crate::mechanisms::{happens, uptake};
use crate::quantity::{Month, maths};

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
pub struct Circle {
    /// Friends of each, by place.
    pub friends: Vec<Vec<usize>>,
    /// Weight w of friends in what is seen, as `exposure_ties`.
    pub weight: f64,
}

impl Circle {
    /// Those each has chosen.
    pub fn chosen(chosen: &[Vec<usize>], weight: f64) -> Circle {
        Circle { friends: chosen.to_vec(), weight }
    }

    /// Those each has chosen or was chosen by.
    pub fn mutual(chosen: &[Vec<usize>], weight: f64) -> Circle {
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
        Circle { friends, weight }
    }

    /// What a person sees if `among` of the friends and the share `others` of all others have taken up.
    fn seen(&self, person: usize, among: usize, others: f64) -> f64 {
        let friends = self.friends[person].len();
        let ties = if friends > 0 { among as f64 / friends as f64 } else { others };
        self.weight * ties + (1.0 - self.weight) * others
    }
}

/// The monthly hazard at exposure `x`.
pub fn hazard(x: f64, rates: &Rates) -> f64 {
    rates.outside + rates.colleague * uptake::colleague_pull(x, rates.critical)
}

/// One month by chance: everyone decides on the same state.
pub fn month(circle: &Circle, adopted: &mut [bool], rates: &Rates, streams: &Streams, now: Month) {
    let others = adopted.iter().filter(|&&a| a).count() as f64 / (adopted.len().max(2) - 1) as f64;
    let decides = |person: usize| {
        let among = circle.friends[person].iter().filter(|&&friend| adopted[friend]).count();
        let who = Who { place: 1, seat: person as u16, person: 0 };
        let u = streams.uniform(What::TeacherMonth, who, now);
        happens(u, hazard(circle.seen(person, among, others), rates)).is_some()
    };
    let new: Vec<usize> = (0..adopted.len()).filter(|&k| !adopted[k] && decides(k)).collect();
    for k in new {
        adopted[k] = true;
    }
}

/// The probability of each to have taken up a year after this state.
///
/// Month by month, friends who may take up within the year count with their probability, as if independent of
/// each other; how many of them have is then distributed exactly.
pub fn year_ahead(circle: &Circle, adopted: &[bool], rates: &Rates) -> Vec<f64> {
    let mut taken: Vec<f64> = adopted.iter().map(|&a| f64::from(u8::from(a))).collect();
    for _ in 0..MONTHS {
        let others = taken.iter().sum::<f64>() / (taken.len().max(2) - 1) as f64;
        let next: Vec<f64> = (0..taken.len())
            .map(|person| {
                if taken[person] == 1.0 {
                    return 1.0;
                }
                let friends: &[usize] = if circle.weight > 0.0 { &circle.friends[person] } else { &[] };
                let mut chance = 0.0;
                for (among, share) in how_many(friends, &taken).into_iter().enumerate() {
                    if share > 0.0 {
                        let x = circle.seen(
                            person,
                            among,
                            others - taken[person] / (taken.len().max(2) - 1) as f64,
                        );
                        chance -= share * maths::exp_m1(-hazard(x, rates));
                    }
                }
                taken[person] + (1.0 - taken[person]) * chance
            })
            .collect();
        taken = next;
    }
    taken
}

/// The distribution of how many of these have taken up.
fn how_many(friends: &[usize], taken: &[f64]) -> Vec<f64> {
    let mut shares = vec![0.0; friends.len() + 1];
    shares[0] = 1.0;
    for (k, &friend) in friends.iter().enumerate() {
        for n in (0..=k).rev() {
            shares[n + 1] += shares[n] * taken[friend];
            shares[n] *= 1.0 - taken[friend];
        }
    }
    shares
}

/// The log score of a year: of everyone who had not taken up when it began, the logarithm of the probability
/// that had been given to what the person then did.
pub fn log_score(circle: &Circle, before: &[bool], after: &[bool], rates: &Rates) -> f64 {
    let expected = year_ahead(circle, before, rates);
    let mut score = 0.0;
    for (person, &p) in expected.iter().enumerate() {
        if !before[person] {
            score += maths::ln(if after[person] { p } else { 1.0 - p });
        }
    }
    score
}

#[cfg(test)]
mod tests {
    use super::*;

    const RATES: Rates = Rates { outside: 0.01, colleague: 0.2, critical: 0.25 };

    fn ring(n: usize, weight: f64) -> Circle {
        Circle::chosen(&(0..n).map(|k| vec![(k + 1) % n]).collect::<Vec<_>>(), weight)
    }

    #[test]
    fn without_colleagues_a_year_is_twelve_months_of_the_outside_hazard() {
        let rates = Rates { colleague: 0.0, ..RATES };
        for p in year_ahead(&ring(5, 1.0), &[false; 5], &rates) {
            assert!((p + maths::exp_m1(-0.12)).abs() < 1e-12);
        }
    }

    #[test]
    fn what_is_expected_of_a_year_is_what_chance_brings_on_average() {
        let (circle, mut start) = (ring(12, 0.6), vec![false; 12]);
        start[3] = true;
        start[4] = true;
        let expected = year_ahead(&circle, &start, &RATES);
        let mut counts = vec![0.0; 12];
        let n = 4_000;
        for r in 0..n {
            let mut state = start.clone();
            for m in 1..=MONTHS {
                month(&circle, &mut state, &RATES, &Streams::new(7, 7, r), Month(m));
            }
            counts.iter_mut().zip(&state).for_each(|(c, &a)| *c += f64::from(u8::from(a)) / f64::from(n));
        }
        // Four standard errors of a share are at most 0.032; taking friends as independent adds little.
        for (seen, p) in counts.iter().zip(&expected) {
            assert!((seen - p).abs() < 0.04, "{counts:?} {expected:?}");
        }
    }

    #[test]
    fn who_chose_the_first_user_is_likelier_to_follow_and_without_ties_nobody_is() {
        let start = [true, false, false, false, false, false];
        let with = year_ahead(&ring(6, 1.0), &start, &RATES);
        assert!(with[5] > with[2], "the last one has chosen the first: {with:?}");
        let without = year_ahead(&ring(6, 0.0), &start, &RATES);
        assert!(without[1..].windows(2).all(|w| w[0] == w[1]), "{without:?}");
    }

    #[test]
    fn the_score_is_the_logarithm_of_what_was_thought_probable() {
        let (before, after) = ([true, false, false], [true, true, false]);
        let p = year_ahead(&ring(3, 0.6), &before, &RATES);
        let score = log_score(&ring(3, 0.6), &before, &after, &RATES);
        assert!((score - (maths::ln(p[1]) + maths::ln(1.0 - p[2]))).abs() < 1e-12);
    }

    #[test]
    fn those_who_choose_count_as_friends_where_both_directions_do() {
        let circle = Circle::mutual(&[vec![1], vec![], vec![1]], 1.0);
        assert_eq!(circle.friends, [vec![1], vec![0, 2], vec![1]]);
    }
}
