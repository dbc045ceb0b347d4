//! Claims that are held against published observations instead of another arm, a file each. They are tested only where the
//! folder of the published tables is given.
//!
//! The take-up submodel alone meets published diffusions along real ties: [`modern_math()`] asks whether the pull of colleagues,
//! fitted to the first years, foretells the later ones; [`medical_innovation()`] whether exposure explains anything once influence
//! from outside may change with time, which is shown beside the claims. [`diffusion_scores()`] scores any diffusion along ties. [`leader_exits()`] holds turnover against public records.
//!
//! ```
//! use uptake::claims::observed::{CLAIMS, names};
//!
//! assert_eq!(names(&CLAIMS), ["modern-math", "leader-exits"]);
//! ```

pub(crate) mod bass;
pub(crate) mod exposure;
mod forecast;
mod hazards;
pub(crate) mod leader_exits;
pub(crate) mod medical_innovation;
pub(crate) mod modern_math;
mod score;
pub(crate) mod simplex;

use std::path::Path;

use super::verdict::{ClaimVerdict, label};
use super::{Caveats, Claim, Statistic, part};
use crate::analysis::sequential::{Conclusion, Interval, Want};
use crate::diagnostic::Diagnostics;
use crate::model::Model;
use crate::parameters::Ledger;

pub use forecast::DiffusionForecast;
pub use hazards::{DiffusionScores, Hazard, HazardScore, diffusion_scores};
pub use leader_exits::{LeaderExits, leader_exits};
pub use medical_innovation::{MedicalInnovation, medical_innovation};
pub use modern_math::{ModernMath, modern_math};
pub use score::ScoreTest;

/// All of them, in the order of the page.
pub const CLAIMS: [ObservedClaim; 2] = [modern_math::CLAIM, leader_exits::CLAIM];

/// Their ids.
pub fn names(claims: &[ObservedClaim]) -> Vec<&'static str> {
    claims.iter().map(|claim| claim.id).collect()
}

/// Replications of each.
const REPLICATIONS: u32 = 2_000;

/// A claim about published observations.
pub struct ObservedClaim {
    /// Its id.
    pub id: &'static str,
    words: &'static str,
    source: &'static str,
    reason: &'static str,
    caveats: Caveats,
    /// The null model that removes the cause the claim is about.
    null: Option<Model>,
    /// What is looked at, the part that decides first.
    parts: [(&'static str, Want); 3],
    compare: Comparison,
}

/// Compares with the tables in a folder.
type Comparison = fn(&Path, &Ledger) -> Result<Compared, Diagnostics>;

/// What a comparison found.
pub struct Compared {
    /// Each part with the ends of its interval.
    effects: [[f64; 3]; 3],
    /// The deciding part in the null model of the claim.
    in_null: Option<f64>,
}

impl ObservedClaim {
    /// Tests it against the tables in a folder, by the main part alone at the 95% of its interval.
    ///
    /// # Errors
    /// If a table cannot be read or has faults.
    pub fn test(&self, folder: &Path, ledger: &Ledger) -> Result<(Claim, ClaimVerdict), Diagnostics> {
        let Compared { effects, in_null } = (self.compare)(folder, ledger)?;
        let [value, low, high] = effects[0];
        let decision = self.parts[0].1.decide(Interval { value, low, high });
        let is = |yes: bool| f64::from(u8::from(yes));
        let verdict = ClaimVerdict {
            id: self.id,
            decision,
            negligible: false,
            // Nothing was fitted beyond the data, so that there is no prior to ask.
            label: label(
                self.caveats,
                in_null.map(|_| 0.0),
                in_null.map(|x| is(self.parts[0].1.met(x))),
                false,
            ),
            shares: [Conclusion::Holds, Conclusion::CannotTell, Conclusion::Fails].map(|d| is(d == decision)),
            below_floor: 0,
            replications: REPLICATIONS,
            met: effects.iter().zip(self.parts).map(|(e, (_, want))| is(want.met(e[0]))).collect(),
            effects: effects.to_vec(),
            flips: Vec::new(),
            prior: None,
            null: in_null.map(|x| is(self.parts[0].1.met(x))),
            variants: Vec::new(),
        };
        let claim = Claim {
            id: self.id,
            words: self.words,
            source: self.source,
            reason: self.reason,
            caveats: self.caveats,
            null: self.null,
            parts: self.parts.map(|(words, want)| part(words, Statistic::Of(|_| f64::NAN), want)).into(),
            ..Claim::default()
        };
        Ok((claim, verdict))
    }
}
