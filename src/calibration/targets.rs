//! The targets of calibration, and the distance of a vector from them: the parts of the claims marked for it.

use crate::analysis::sequential::Want;
use crate::claims::arms::{self, VectorSetting, prepare};
use crate::claims::{Claim, all};
use crate::parameters::Ledger;

/// A tenth: all targets are shares or correlations, and as far outside counts as one unit of distance.
const UNIT: f64 = 0.1;

/// The claims to which parameters are fitted, the cheapest to simulate first.
const FITTED: [&str; 4] = ["reform-attrition", "years-to-full", "not-in-three-years", "uneven"];

/// The claims to which parameters are fitted.
pub struct Targets {
    claims: Vec<Claim>,
}

/// What one simulation of a vector left: the rows of each claim.
pub struct Simulated(Vec<Vec<Vec<f64>>>);

impl Targets {
    /// All of them.
    pub fn new() -> Targets {
        let all = all();
        let place = |claim: &Claim| FITTED.iter().position(|id| *id == claim.id);
        let mut claims: Vec<Claim> = all.into_iter().filter(|claim| place(claim).is_some()).collect();
        claims.sort_by_key(place);
        Targets { claims }
    }

    /// The words of each part that is wanted, with what is wanted of it.
    pub fn parts(&self) -> impl Iterator<Item = (&'static str, &'static str, Want)> + '_ {
        let parts = self.claims.iter().flat_map(|c| c.parts.iter().map(|p| (c.id, p.words, p.want)));
        parts.filter(|(_, _, want)| *want != Want::Told)
    }

    /// Simulates a vector, from replication `first` times its number of replications on. Stops early, with
    /// nothing, where the targets met so far already lie beyond the tolerance.
    ///
    /// # Errors
    /// If an arm is no scenario.
    pub fn simulate(
        &self,
        setting: &VectorSetting,
        (round, tolerance): (u32, f64),
        ledger: &Ledger,
    ) -> crate::diagnostic::Result<Option<Simulated>> {
        let mut rows: Vec<Vec<Vec<f64>>> = Vec::new();
        let mut shared: Option<&Claim> = None;
        for (place, claim) in self.claims.iter().enumerate() {
            // Claims about the same runs are read from them together.
            if shared.is_some_and(|first| same_runs(first, claim)) {
                continue;
            }
            let group: Vec<&Claim> = self.claims[place..].iter().filter(|c| same_runs(c, claim)).collect();
            let prepared = prepare(claim, Some(setting), ledger)?;
            let n = replications(claim);
            let mut of_group: Vec<Vec<Vec<f64>>> = group.iter().map(|_| Vec::new()).collect();
            for replication in round * n..(round + 1) * n {
                let seen = arms::run(&prepared, claim, replication, ledger);
                for (rows, member) in of_group.iter_mut().zip(&group) {
                    rows.push((member.observe)(&seen));
                }
            }
            rows.extend(of_group);
            shared = Some(claim);
            let so_far = Simulated(rows);
            if self.distance(&so_far) > tolerance {
                return Ok(None);
            }
            rows = so_far.0;
        }
        Ok(Some(Simulated(rows)))
    }

    /// The value of each part, as far as it was simulated.
    pub fn values(&self, simulated: &Simulated) -> Vec<f64> {
        let of = |(claim, rows): (&Claim, &Vec<Vec<f64>>)| {
            let wanted = claim.parts.iter().filter(|p| p.want != Want::Told);
            wanted.map(|p| p.statistic.value(rows)).collect::<Vec<_>>()
        };
        self.claims.iter().zip(&simulated.0).flat_map(of).collect()
    }

    /// The largest of the distances of the parts, in tenths; 0 where all are as wanted.
    pub fn distance(&self, simulated: &Simulated) -> f64 {
        self.distance_of(&self.values(simulated))
    }

    /// The same of the values of the parts.
    pub fn distance_of(&self, values: &[f64]) -> f64 {
        let outside = self.parts().zip(values).map(|((_, _, want), value)| want.outside(*value) / UNIT);
        outside.fold(0.0, f64::max)
    }

    /// Two simulations of a vector as one.
    pub fn pooled(&self, one: Simulated, other: Simulated) -> Simulated {
        let pairs = one.0.into_iter().zip(other.0);
        Simulated(
            pairs
                .map(|(mut rows, more)| {
                    rows.extend(more);
                    rows
                })
                .collect(),
        )
    }
}

impl Default for Targets {
    fn default() -> Targets {
        Targets::new()
    }
}

/// Whether two claims look at the same runs.
fn same_runs(a: &Claim, b: &Claim) -> bool {
    let arms =
        |c: &Claim| c.arms.iter().map(|arm| (arm.name, arm.text.clone(), arm.chance)).collect::<Vec<_>>();
    a.districts == b.districts && a.months == b.months && arms(a) == arms(b)
}

/// Replications of a simulation: districts of eight schools, whose schools are counted, or target districts.
fn replications(claim: &Claim) -> u32 {
    match claim.id {
        "reform-attrition" => 32,
        "years-to-full" => 6,
        _ => 56,
    }
}
