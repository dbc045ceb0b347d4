//! Whether a box is found again: in resamples of the points, and against chance.
//!
//! Bryant and Lempert (2010) ask two things of a box. Is each restriction found again where the search is repeated on a resample? Here
//! points are drawn with replacement, whole points with all their runs, and those not drawn tell how the box found without them does
//! on cases that it has not seen. And would chance do as well? Their quasi-p-value of a restriction is the probability to get
//! as many cases of interest by drawing as many points at random from the box without this restriction; here it is counted over draws of
//! whole points. It is too small where the search chose among many restrictions, so that it can only speak against a box.

use rand::seq::SliceRandom;
use rand_distr::Distribution as _;

use super::{BoxRule, FactorKind, FoundBox, PointCases, Restriction, is_inside, peel, sums};
use crate::chance::{KeyedGenerator, OpenUniform};

/// Resamples of the points.
pub const RESAMPLES: usize = 100;
/// Draws for a quasi-p-value.
pub const DRAWS: usize = 1_000;

/// How a factor's restriction stands up.
#[derive(Debug, Clone, PartialEq)]
pub struct Reproduced {
    /// Place of the factor.
    pub factor: usize,
    /// Share of the resamples in which it is restricted on the same side, or to words among which are most of the same.
    pub again: f64,
    /// Share of draws by chance that do as well.
    pub quasi_p: f64,
}

/// How a box stands up.
#[derive(Debug, Clone, PartialEq)]
pub struct Resampled {
    /// Coverage and density, on average over resamples, of the boxes found, on points that were not drawn.
    pub unseen: (f64, f64),
    /// For each factor that it restricts.
    pub factors: Vec<Reproduced>,
}

/// Repeats the search on resamples, and draws points by chance.
pub fn resample(
    kinds: &[FactorKind],
    points: &[PointCases],
    (found, rule): (&FoundBox, BoxRule),
    mut chance: KeyedGenerator,
) -> Resampled {
    let n = points.len();
    let restricted = found.restricted();
    let mut again = vec![0.0; restricted.len()];
    let (mut covered, mut wanted, mut cases) = (0.0, 0.0, 0.0);
    for _ in 0..RESAMPLES {
        let mut times = vec![0.0; n];
        for _ in 0..n {
            let place = ((OpenUniform.sample(&mut chance) * n as f64) as usize).min(n - 1);
            times[place] += 1.0;
        }
        let weighted = |(p, times): (&PointCases, &f64)| PointCases {
            at: p.at.clone(),
            cases: p.cases * times,
            hits: p.hits * times,
        };
        let drawn: Vec<PointCases> =
            points.iter().zip(&times).filter(|(_, times)| **times > 0.0).map(weighted).collect();
        let Some(own) = peel(kinds, &drawn, rule).taken else { continue };
        for (count, factor) in again.iter_mut().zip(&restricted) {
            *count += f64::from(u8::from(is_alike(&found.restrictions[*factor], &own.restrictions[*factor])));
        }
        let unseen = points.iter().zip(&times).filter(|(_, times)| **times == 0.0).map(|(p, _)| p);
        let (inside, hits) = sums(unseen.clone().filter(|p| is_inside(&own.restrictions, p)));
        (covered, cases, wanted) = (covered + hits, cases + inside, wanted + sums(unseen).1);
    }
    let factors = restricted.iter().zip(&again).map(|(factor, again)| Reproduced {
        factor: *factor,
        again: again / RESAMPLES as f64,
        quasi_p: quasi_p(points, found, *factor, &mut chance),
    });
    Resampled { factors: factors.collect(), unseen: (covered / wanted, covered / cases) }
}

/// Whether two restrictions of a factor say the same, about.
fn is_alike(a: &Restriction, b: &Restriction) -> bool {
    match (a, b) {
        (Restriction::Between(low, high), Restriction::Between(other_low, other_high)) => {
            low.is_finite() == other_low.is_finite() && high.is_finite() == other_high.is_finite()
        }
        (Restriction::Among(words), Restriction::Among(others)) => {
            let same = words.iter().zip(others).filter(|(a, b)| a == b).count();
            2 * same > words.len()
        }
        _ => false,
    }
}

/// Share of random choices of as many points from the box without this restriction that hold as many cases of interest.
fn quasi_p(points: &[PointCases], found: &FoundBox, factor: usize, chance: &mut KeyedGenerator) -> f64 {
    let mut without = found.restrictions.clone();
    without[factor] = Restriction::None;
    let mut pool: Vec<&PointCases> = points.iter().filter(|p| is_inside(&without, p)).collect();
    let inside: Vec<&PointCases> =
        pool.iter().copied().filter(|p| found.restrictions[factor].holds(p.at[factor])).collect();
    let density = |chosen: &[&PointCases]| {
        let (cases, hits) = sums(chosen.iter().copied());
        hits / cases
    };
    let seen = density(&inside);
    let as_well = (0..DRAWS).filter(|_| {
        let (chosen, _) = pool.partial_shuffle(chance, inside.len());
        density(chosen) >= seen - 1e-12
    });
    (as_well.count() + 1) as f64 / (DRAWS + 1) as f64
}
