//! Screening by elementary effects: how far an outcome moves when one parameter moves, at several places of the space of all.
//!
//! Morris (1991), *Factorial sampling plans for preliminary computational experiments*, Technometrics 33, 161–174; `mu*` is of
//! Campolongo, Cariboni and Saltelli (2007), *An effective screening design for sensitivity analysis of large models*, Environmental
//! Modelling and Software 22, 1509–1518. An effect is the change of the outcome over the step, with the range of the parameter as
//! the unit: the change over the whole range if it went on so.

use super::beyond_chance::{mean, square, variance};
use super::student::t_quantile;
use crate::numerics;

/// Standard errors by which the mean effect must differ from 0, or the mean squared effect lie above it, to be told apart from
/// chance: of a thousand parameters without any effect about four would.
const TOLD_APART: f64 = 3.0;

/// The effects of one parameter.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ElementaryEffects {
    /// Effects that were seen.
    pub n: usize,
    /// Their mean: which way it goes on the whole.
    pub mu: f64,
    /// The mean of their sizes: how much it moves, whichever way.
    pub mu_star: f64,
    /// The `mu_star` that chance alone would leave, if there were no effect.
    pub mu_star_of_chance: f64,
    /// How far they differ between places, without what chance adds: the effect bends, or hangs on other parameters.
    pub sigma: f64,
    /// The square root of the mean squared effect, without what chance adds.
    pub size: f64,
    /// Whether the mean effect or the mean squared one is told apart from chance.
    pub is_told_apart: bool,
}

impl ElementaryEffects {
    /// Of effects by trajectory, each in the same replications; those with a missing value are left out. NaN below two effects.
    pub fn of(effects: &[Vec<f64>]) -> ElementaryEffects {
        let whole: Vec<&Vec<f64>> =
            effects.iter().filter(|e| e.len() > 1 && e.iter().all(|x| x.is_finite())).collect();
        let n = whole.len();
        if n < 2 {
            let none = f64::NAN;
            return ElementaryEffects {
                n,
                mu: none,
                mu_star: none,
                mu_star_of_chance: none,
                sigma: none,
                size: none,
                is_told_apart: false,
            };
        }
        let means: Vec<f64> = whole.iter().map(|e| mean(e)).collect();
        let sizes: Vec<f64> = means.iter().map(|m| m.abs()).collect();
        let noise: Vec<f64> = whole.iter().map(|e| variance(e) / e.len() as f64).collect();
        let squares: Vec<f64> = whole.iter().map(|e| square(e)).collect();
        let (squared, noise) = (mean(&squares), mean(&noise));
        let far = t_quantile(TOLD_APART, n as u64 - 1);
        let beyond = |values: &[f64]| far * numerics::sqrt(variance(values) / n as f64);
        let mu = mean(&means);
        ElementaryEffects {
            n,
            mu,
            mu_star: mean(&sizes),
            // The mean size of a normal number is this part of its standard deviation.
            mu_star_of_chance: numerics::sqrt(noise * 2.0 / std::f64::consts::PI),
            sigma: numerics::sqrt((variance(&means) - noise).max(0.0)),
            size: numerics::sqrt(squared.max(0.0)),
            is_told_apart: mu != 0.0 && mu.abs() >= beyond(&means)
                || squared > 0.0 && squared >= beyond(&squares),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn effects_without_chance_are_what_they_are() {
        let twice = |x: f64| vec![x, x];
        let found = ElementaryEffects::of(&[1.0, -1.0, 1.0, -1.0].map(twice));
        assert_eq!((found.mu, found.mu_star, found.mu_star_of_chance), (0.0, 1.0, 0.0));
        assert!((found.sigma - (4.0f64 / 3.0).sqrt()).abs() < 1e-15 && (found.size - 1.0).abs() < 1e-15);
        assert!(found.is_told_apart);
        let none = ElementaryEffects::of(&[0.0, 0.0, 0.0].map(twice));
        assert!(!none.is_told_apart && none.mu_star == 0.0);
        assert!(ElementaryEffects::of(&[twice(1.0), vec![f64::NAN, 1.0]]).mu_star.is_nan());
    }

    #[test]
    fn chance_alone_is_hardly_ever_told_apart_and_its_size_is_foretold() {
        let mut state = 11u64;
        let mut noise = || {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (state >> 11) as f64 / (1u64 << 53) as f64 - 0.5
        };
        let (mut told, mut seen, mut foretold) = (0, 0.0, 0.0);
        for _ in 0..2_000 {
            let effects: Vec<Vec<f64>> = (0..15).map(|_| (0..6).map(|_| noise()).collect()).collect();
            let found = ElementaryEffects::of(&effects);
            told += u32::from(found.is_told_apart);
            seen += found.mu_star / 2_000.0;
            foretold += found.mu_star_of_chance / 2_000.0;
        }
        assert!(told < 20, "{told} of 2,000");
        assert!((seen / foretold - 1.0).abs() < 0.03, "{seen} {foretold}");
        let strong: Vec<Vec<f64>> = (0..15).map(|_| (0..6).map(|_| 0.4 + noise()).collect()).collect();
        assert!(ElementaryEffects::of(&strong).is_told_apart);
    }
}
