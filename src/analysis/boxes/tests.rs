use super::*;
use crate::calendar::Month;
use crate::chance::{Decision, DecisionMaker, KeyedGenerator, OpenUniform, Streams};
use rand_distr::Distribution as _;

fn chance(k: u32) -> KeyedGenerator {
    Streams::new(4, 5, 6).generator(Decision::Calibration, DecisionMaker::DISTRICT, Month(k))
}

/// Points of a scrambled Sobol sequence over two numbers, a factor of three words, and one that means nothing; so many runs at each, of
/// which a share is of interest that hangs on the point.
fn made(n: u32, runs: u32, share: impl Fn(&[f64]) -> f64) -> Vec<PointCases> {
    let mut generator = chance(1);
    let at = |k: u32, d: u32| f64::from(sobol_burley::sample(k, d, 3));
    (0..n)
        .map(|k| {
            let at = vec![at(k, 0), at(k, 1), (3.0 * at(k, 2)).floor(), at(k, 3)];
            let own = share(&at);
            let hits = (0..runs).filter(|_| OpenUniform.sample(&mut generator) < own).count();
            PointCases { at, cases: f64::from(runs), hits: hits as f64 }
        })
        .collect()
}

const KINDS: [FactorKind; 4] =
    [FactorKind::Numbers, FactorKind::Numbers, FactorKind::Words(3), FactorKind::Numbers];

/// The known box: first above 0.6, second between 0.2 and 0.7, third not its middle word.
fn known(at: &[f64]) -> bool {
    at[0] > 0.6 && (0.2..=0.7).contains(&at[1]) && at[2] != 1.0
}

#[test]
fn a_known_box_comes_back_with_its_ends_and_its_words() {
    let points = made(1_024, 1, |at| f64::from(u8::from(known(at))));
    let found = peel(&KINDS, &points, BoxRule::LargestGain).taken.unwrap();
    assert!(found.coverage > 0.95 && found.density > 0.95, "{found:?}");
    let [
        Restriction::Between(from, to),
        Restriction::Between(low, high),
        Restriction::Among(words),
        Restriction::None,
    ] = found.restrictions.as_slice()
    else {
        panic!("{found:?}")
    };
    assert!((from - 0.6).abs() < 0.03 && *to == f64::INFINITY, "{found:?}");
    assert!((low - 0.2).abs() < 0.03 && (high - 0.7).abs() < 0.03, "{found:?}");
    assert_eq!(words, &[true, false, true]);
}

#[test]
fn a_known_box_comes_back_through_chance_and_stands_up_to_resampling() {
    let points = made(256, 20, |at| if known(at) { 0.8 } else { 0.15 });
    let found = peel(&KINDS, &points, BoxRule::LargestGain).taken.unwrap();
    assert_eq!(found.restricted(), [0, 1, 2], "{found:?}");
    assert!((0.7..0.9).contains(&found.density), "{found:?}");
    let stands = resample(&KINDS, &points, (&found, BoxRule::LargestGain), chance(2));
    assert!(stands.factors.iter().all(|f| f.again > 0.8 && f.quasi_p < 0.01), "{stands:?}");
    let (coverage, density) = stands.unseen;
    assert!((coverage - found.coverage).abs() < 0.15 && (density - found.density).abs() < 0.15, "{stands:?}");
}

#[test]
fn where_nothing_matters_the_box_does_not_stand_up() {
    let points = made(256, 20, |_| 0.3);
    let found = peel(&KINDS, &points, BoxRule::LargestGain).taken.unwrap();
    assert!(found.gain < 0.1, "{found:?}");
    let stands = resample(&KINDS, &points, (&found, BoxRule::LargestGain), chance(3));
    assert!((stands.unseen.1 - 0.3).abs() < 0.02, "on unseen points the box is as dense as all: {stands:?}");
}

#[test]
fn coverage_density_and_support_are_counted() {
    let point = |x: f64, cases: f64, hits: f64| PointCases { at: vec![x], cases, hits };
    let points = [point(1.0, 10.0, 1.0), point(2.0, 10.0, 3.0), point(3.0, 20.0, 16.0)];
    let found = FoundBox::of(vec![Restriction::Between(2.5, f64::INFINITY)], &points);
    assert_eq!((found.coverage, found.density, found.support), (0.8, 0.8, 0.5));
    assert!((found.gain - (0.8 - 4.0 / 20.0)).abs() < 1e-15);
    let peeled = peel(&[FactorKind::Numbers], &points, BoxRule::LargestGain);
    assert_eq!(peeled.taken.unwrap().restrictions, [Restriction::Between(3.0, f64::INFINITY)]);
    let dense = peel(&[FactorKind::Numbers], &points, BoxRule::AtLeastAsDense(0.6)).taken.unwrap();
    assert_eq!(dense.restrictions, [Restriction::Between(2.0, f64::INFINITY)]);
    assert_eq!(peel(&[FactorKind::Numbers], &points, BoxRule::AtLeastAsDense(0.9)).taken, None);
    let never: Vec<PointCases> = points.iter().map(|p| PointCases { hits: 0.0, ..p.clone() }).collect();
    assert_eq!(peel(&[FactorKind::Numbers], &never, BoxRule::LargestGain).taken, None);
}
