//! Plans over several worlds of which nobody knows which one holds: what each is like at its worst, and which plan each rule takes.
//!
//! Doubt about the world is no chance: it is described over worlds by their weights, from the mean outcome of each plan in each world,
//! after chance was averaged out there. The rules are
//!
//! ```text
//! least regret       the smallest largest regret over worlds (Savage 1951)
//! most worlds        the largest share of worlds, by weight, in which the mean outcome is acceptable (Simon 1956)
//! best worst tenth   the best mean of the worst tenth of worlds, by weight
//! best mean          the best mean over worlds, by weight
//! ```
//!
//! The largest regret asks for no weights. Where rules take different plans, no plan is robust in every sense, and that is said.

use serde::Serialize;
use strum::{IntoStaticStr, VariantArray};

use super::regret::{Aim, PlanInWorld, TENTH, lowest_mean};

/// Values closer than this are the same to a rule: they differ by rounding alone.
const SAME: f64 = 1e-9;

/// How a plan is chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, IntoStaticStr, VariantArray)]
#[strum(serialize_all = "lowercase")]
#[serde(rename_all = "snake_case")]
pub enum Rule {
    /// The smallest largest regret.
    #[strum(serialize = "least regret")]
    LeastRegret,
    /// The largest share of worlds in which it is acceptable.
    #[strum(serialize = "most worlds")]
    MostWorlds,
    /// The best mean of the worst tenth of worlds.
    #[strum(serialize = "best worst tenth")]
    BestWorstTenth,
    /// The best mean over worlds.
    #[strum(serialize = "best mean")]
    BestMean,
}

/// A plan over all worlds.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PlanOverWorlds {
    /// Mean outcome over worlds, by weight.
    pub mean: f64,
    /// Lowest and highest mean outcome of a world.
    pub range: (f64, f64),
    /// Mean outcome in the worst tenth of worlds, by weight.
    pub worst_tenth: f64,
    /// Share of worlds, by weight, in which its mean outcome is acceptable.
    pub acceptable: f64,
    /// Largest regret over worlds.
    pub largest_regret: f64,
    /// Ends of the 95% interval of the regret in that world.
    pub largest_regret_interval: (f64, f64),
    /// The world of the largest regret, as its place.
    pub worst_world: usize,
}

/// The plan over these worlds, of which it is given what it comes to and the weight.
pub fn over_worlds(worlds: &[(&PlanInWorld, f64)], aim: Aim) -> PlanOverWorlds {
    let known: Vec<(usize, &PlanInWorld, f64)> = worlds
        .iter()
        .enumerate()
        .filter(|(_, (plan, _))| plan.outcome.n > 0)
        .map(|(k, (plan, weight))| (k, *plan, *weight))
        .collect();
    let total: f64 = known.iter().map(|(_, _, weight)| weight).sum();
    let share = |of: &dyn Fn(&PlanInWorld) -> f64| match known.is_empty() {
        true => f64::NAN,
        false => known.iter().map(|(_, plan, weight)| weight * of(plan)).sum::<f64>() / total,
    };
    let mut means: Vec<(f64, f64)> =
        known.iter().map(|(_, plan, weight)| (aim.oriented(plan.outcome.mean), *weight)).collect();
    means.sort_by(|a, b| a.0.total_cmp(&b.0));
    let ends = [means.first(), means.last()].map(|end| end.map_or(f64::NAN, |end| aim.oriented(end.0)));
    // The first of equals.
    let worst = known.iter().fold(None::<&(usize, &PlanInWorld, f64)>, |worst, own| match worst {
        Some(worst) if worst.1.regret >= own.1.regret => Some(worst),
        _ => Some(own),
    });
    PlanOverWorlds {
        mean: share(&|plan| plan.outcome.mean),
        range: (ends[0].min(ends[1]), ends[0].max(ends[1])),
        worst_tenth: aim.oriented(lowest_mean(&means, TENTH)),
        acceptable: share(&|plan| f64::from(u8::from(aim.accepts(plan.outcome.mean)))),
        largest_regret: worst.map_or(f64::NAN, |worst| worst.1.regret),
        largest_regret_interval: worst.map_or((f64::NAN, f64::NAN), |worst| worst.1.regret_interval),
        worst_world: worst.map_or(0, |worst| worst.0),
    }
}

impl Rule {
    /// Its words.
    pub fn words(self) -> &'static str {
        self.into()
    }

    /// The plans that it takes, as places: one, or several that are equal to it. Plans that are not `open`, or of which
    /// nothing is known, are not taken.
    pub fn takes(self, plans: &[PlanOverWorlds], open: &[bool], aim: Aim) -> Vec<usize> {
        let merit = |plan: &PlanOverWorlds| match self {
            Rule::LeastRegret => -plan.largest_regret,
            Rule::MostWorlds => plan.acceptable,
            Rule::BestWorstTenth => aim.oriented(plan.worst_tenth),
            Rule::BestMean => aim.oriented(plan.mean),
        };
        let all: Vec<(usize, f64)> = plans.iter().map(merit).enumerate().collect();
        let all = || all.iter().filter(|(k, merit)| open[*k] && !merit.is_nan());
        let best = all().fold(f64::NEG_INFINITY, |best, (_, merit)| best.max(*merit));
        all().filter(|(_, merit)| best - merit <= SAME).map(|(k, _)| *k).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::mean_interval::ANY;
    use crate::analysis::regret::in_world;

    const AIM: Aim = Aim { lower: false, acceptable: 0.3 };

    /// Plans by worlds; each plan has the same outcome in all runs of a world.
    fn over(means: &[&[f64]], weights: &[f64], aim: Aim) -> Vec<PlanOverWorlds> {
        let worlds: Vec<Vec<PlanInWorld>> = (0..weights.len())
            .map(|w| in_world(&means.iter().map(|own| vec![own[w]; 3]).collect::<Vec<_>>(), aim, ANY))
            .collect();
        let plan = |p: usize| {
            over_worlds(&worlds.iter().zip(weights).map(|(w, x)| (&w[p], *x)).collect::<Vec<_>>(), aim)
        };
        (0..means.len()).map(plan).collect()
    }

    #[test]
    fn four_rules_can_take_four_plans() {
        // The first gambles, the second never fails by much, the third is just acceptable most often, the fourth is level.
        let means: [&[f64]; 4] = [
            &[1.0, 1.0, 0.0, 0.1],
            &[0.7, 0.65, 0.29, 0.29],
            &[0.3, 0.3, 0.3, 0.1],
            &[0.28, 0.28, 0.28, 0.28],
        ];
        let plans = over(&means, &[1.0; 4], AIM);
        let taken = |rule: Rule| rule.takes(&plans, &[true; 4], AIM);
        assert_eq!(taken(Rule::BestMean), [0]);
        assert_eq!(taken(Rule::LeastRegret), [0]);
        assert_eq!(taken(Rule::MostWorlds), [2]);
        assert_eq!(taken(Rule::BestWorstTenth), [1]);
        assert_eq!((plans[0].worst_world, plans[0].range), (2, (0.0, 1.0)));
        assert!((plans[2].acceptable - 0.75).abs() < 1e-12);
        // A plan that is closed is taken by none, and equals are all taken.
        assert_eq!(Rule::BestMean.takes(&plans, &[false, true, true, true], AIM), [1]);
        let twins = over(&[&[0.5, 0.2], &[0.5, 0.2]], &[1.0; 2], AIM);
        assert_eq!(Rule::LeastRegret.takes(&twins, &[true; 2], AIM), [0, 1]);
    }

    #[test]
    fn weights_move_shares_and_the_worst_tenth_but_never_the_largest_regret() {
        let means: [&[f64]; 2] = [&[0.4, 0.1], &[0.2, 0.2]];
        let [even, heavy] = [[1.0, 1.0], [99.0, 1.0]].map(|weights| over(&means, &weights, AIM));
        assert_eq!(even[0].largest_regret, heavy[0].largest_regret);
        assert!((even[0].acceptable - 0.5).abs() < 1e-12 && (heavy[0].acceptable - 0.99).abs() < 1e-12);
        assert!((even[0].worst_tenth - 0.1).abs() < 1e-12, "{}", even[0].worst_tenth);
        assert!((heavy[0].worst_tenth - (0.01 * 0.1 + 0.09 * 0.4) / 0.1).abs() < 1e-9);
    }

    #[test]
    fn where_fewer_are_better_the_worst_is_the_most() {
        let aim = Aim { lower: true, acceptable: 20.0 };
        let plans = over(&[&[10.0, 30.0], &[18.0, 19.0]], &[1.0; 2], aim);
        assert_eq!((plans[0].worst_tenth, plans[0].acceptable, plans[1].acceptable), (30.0, 0.5, 1.0));
        assert_eq!(Rule::LeastRegret.takes(&plans, &[true; 2], aim), [1]);
        assert_eq!(Rule::BestMean.takes(&plans, &[true; 2], aim), [1]);
    }
}
