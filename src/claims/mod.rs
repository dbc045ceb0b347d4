//! Claims about how reforms spread, each as a statistical test that can fail.
//!
//! A claim compares arms: scenarios that live through the same replications. Each replication leaves a row
//! of numbers (`observe`), and each part of a claim says what is wanted of a quantity worked out of the
//! rows. A claim holds if every part does. Thresholds were fixed before anything was run, with the
//! reasons that stand beside them; a claim that fails is a finding.
//!
//! ```
//! let claims = uptake::claims::all();
//! let assumed = claims.iter().filter(|claim| claim.caveats.assumed.is_some()).count();
//! println!("{} claims; {assumed} are assumed: one equation holds cause and effect", claims.len());
//! ```

pub mod arms;
pub mod evaluate;
#[cfg(feature = "program")]
pub mod observed;
pub mod page;
pub mod record;
pub mod registry;
pub mod relevance;
pub mod statistic;
pub mod verdict;

pub use arms::Arm;
pub use registry::all;
pub use statistic::Statistic;

use crate::analysis::sequential::Want;
use crate::experiment::run_record::RecordedRun;
use crate::model::Model;

/// A claim.
pub struct Claim {
    /// Its id.
    pub id: &'static str,
    /// What it says.
    pub words: &'static str,
    /// Who says so.
    pub source: &'static str,
    /// Why the thresholds are where they are.
    pub reason: &'static str,
    /// The null model that removes the cause the claim is about: a claim that holds there too is structural.
    /// Without one a claim is never called emergent.
    pub null: Option<Model>,
    /// Why its holding may be no evidence.
    pub caveats: Caveats,
    /// In which districts.
    pub districts: Districts,
    /// The arms, the base first.
    pub arms: Vec<Arm>,
    /// Months at whose end the seats are kept.
    pub months: Vec<u32>,
    /// Whether schools are kept month by month.
    pub schools: bool,
    /// Month at whose end standard deviations between schools are taken over replications of the base, for hands
    /// that move a state by one of them.
    pub deviations_at: Option<u32>,
    /// The row of a replication.
    pub observe: fn(&ArmRuns) -> Vec<f64>,
    /// Its parts, the main one first.
    pub parts: Vec<Part>,
    /// What the reference arm has to reach for a fall to be seen; under vectors where it does not the claim
    /// cannot be told.
    pub floors: Vec<Floor>,
}

impl Default for Claim {
    /// What most claims have: nothing is known beforehand, the default district, nothing kept.
    fn default() -> Claim {
        Claim {
            id: "",
            words: "",
            source: "",
            reason: "",
            null: None,
            caveats: Caveats::default(),
            districts: Districts::Default,
            arms: Vec::new(),
            months: Vec::new(),
            schools: false,
            deviations_at: None,
            observe: |_| Vec::new(),
            parts: Vec::new(),
            floors: Vec::new(),
        }
    }
}

/// Why the holding of a claim may be no evidence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Caveats {
    /// One equation holds both what is manipulated and what is measured: this one.
    pub assumed: Option<&'static str>,
    /// The structure of the model was changed with the claim's verdict in view.
    pub tuned: bool,
    /// Observations that calibration fits and that imply what is tested, or come from the same source.
    pub calibrated: Option<&'static str>,
}

impl Caveats {
    /// One equation holds cause and effect.
    pub const fn assumed(equation: &'static str) -> Caveats {
        Caveats { assumed: Some(equation), tuned: false, calibrated: None }
    }

    /// The structure was changed with the verdict in view.
    pub const TUNED: Caveats = Caveats { assumed: None, tuned: true, calibrated: None };

    /// The same, and the structure was changed with the verdict in view.
    pub const fn and_tuned(self) -> Caveats {
        Caveats { tuned: true, ..self }
    }

    /// Calibration fits these observations.
    pub const fn calibrated(rows: &'static str) -> Caveats {
        Caveats { assumed: None, tuned: false, calibrated: Some(rows) }
    }
}

/// What the reference arm has to reach for a fall to be seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Floor {
    /// Stage 4 at month 36, which this column says, in a fifth of replications.
    Stage(usize),
    /// A deep share, which stands in this column, of a tenth.
    Deep(usize),
}

/// The districts in which a claim is tested.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Districts {
    /// The default district, or the one that an arm describes.
    Default,
    /// Target districts: replication k is district k.
    Target,
}

/// What the arms left in one replication.
pub struct ArmRuns {
    /// The run of each arm.
    pub runs: Vec<RecordedRun>,
    /// Superintendent and lead are engaged on the first day (target districts).
    pub engaged: bool,
}

/// Part of a claim.
pub struct Part {
    /// What is looked at.
    pub words: &'static str,
    /// How it is worked out of the rows.
    pub statistic: Statistic,
    /// What is wanted of it.
    pub want: Want,
}

/// A part of a claim.
pub fn part(words: &'static str, statistic: Statistic, want: Want) -> Part {
    Part { words, statistic, want }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_claim_can_be_run_and_its_parts_are_numbers() {
        let ledger = crate::parameters::Ledger::standard().unwrap();
        for claim in all() {
            let arms = arms::prepare(&claim, None, &ledger).unwrap();
            let found = evaluate::evaluate(&claim, &arms, &evaluate::Looks::new(vec![24], 1, 1), &ledger);
            assert_eq!((found.replications, found.parts.len()), (24, claim.parts.len()), "{}", claim.id);
            for (part, found) in claim.parts.iter().zip(&found.parts) {
                let i = found.interval;
                assert!(i.value.is_finite() && i.low <= i.high, "{}: {} is {i:?}", claim.id, part.words);
            }
        }
    }

    #[test]
    fn claims_have_ids_of_their_own_words_sources_reasons_and_something_to_decide() {
        let claims = all();
        let ids: BTreeSet<&str> = claims.iter().map(|c| c.id).collect();
        assert_eq!(ids.len(), claims.len());
        for claim in &claims {
            let told = [claim.words, claim.source, claim.reason];
            assert!(told.iter().all(|t| t.len() > 10), "{}", claim.id);
            assert!(claim.parts.iter().any(|p| p.want != Want::Told), "{} decides something", claim.id);
            assert_ne!(claim.null, Some(Model::Full), "{}: a null model takes a cause out", claim.id);
        }
    }
}
