//! Claims about how reforms spread, each as a statistical test that can fail.
//!
//! A claim compares arms: scenarios that live through the same replications. Each replication leaves a row
//! of numbers (`observe`), and each part of a claim says what is wanted of a share, or of a function of the
//! rows' means. A claim holds if every part does. Thresholds were fixed before anything was run, with the
//! reasons that stand beside them; a claim that fails is a finding.
//!
//! ```
//! let test = |claim: &uptake::claims::Claim| claim.used == uptake::claims::Used::Test;
//! let claims = uptake::claims::all();
//! println!("{} claims, {} of them not used to fit anything", claims.len(), claims.iter().filter(|c| test(c)).count());
//! ```

pub mod arms;
pub mod evaluate;
#[cfg(feature = "program")]
pub mod observed;
pub mod page;
pub mod registry;
pub mod relevance;
pub mod verdict;

pub use arms::Arm;
pub use registry::all;

use crate::analysis::sequential::Want;
use crate::experiment::run_record::RecordedRun;

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
    /// What it is used for.
    pub used: Used,
    /// What is known beforehand of how it could come out.
    pub declared: Declared,
    /// In which districts.
    pub districts: Districts,
    /// The arms, the base first.
    pub arms: Vec<Arm>,
    /// Months at whose end the seats are kept.
    pub months: Vec<u32>,
    /// The row of a replication.
    pub observe: fn(&ArmRuns) -> Vec<f64>,
    /// Its parts, the main one first.
    pub parts: Vec<Part>,
    /// The column that says whether the committed district reached stage 4 at month 36: where it does so in
    /// fewer than a fifth of runs, a fall cannot be seen, and the claim is undecidable.
    pub floor: Option<usize>,
}

impl Default for Claim {
    /// What most claims have: nothing was fitted, nothing is known beforehand, the default district, no seats kept.
    fn default() -> Claim {
        Claim {
            id: "",
            words: "",
            source: "",
            reason: "",
            used: Used::Test,
            declared: Declared::Open,
            districts: Districts::Default,
            arms: Vec::new(),
            months: Vec::new(),
            observe: |_| Vec::new(),
            parts: Vec::new(),
            floor: None,
        }
    }
}

/// What a claim is used for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, strum::IntoStaticStr)]
#[strum(serialize_all = "lowercase")]
pub enum Used {
    /// Parameters were fitted to it, so that its holding is no evidence.
    Calibrate,
    /// Nothing was fitted to it.
    Test,
}

impl Used {
    /// In a word.
    pub fn word(self) -> &'static str {
        self.into()
    }
}

/// What is known beforehand of how a claim could come out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Declared {
    /// Nothing.
    Open,
    /// One equation holds both what is manipulated and what is measured: this one.
    Assumed(&'static str),
    /// The structure of the model was chosen with the claim in view.
    Tuned,
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

/// A quantity worked out of rows.
#[derive(Clone, Copy)]
pub enum Statistic {
    /// The share of replications in which a column is 1, of those in which it is not missing; exact interval.
    Share(usize),
    /// A function of the means of the columns; interval by the delta method.
    Of(fn(&[f64]) -> f64),
    /// A function of the means of the columns that is not smooth; interval from ten batches.
    Batches(fn(&[f64]) -> f64),
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
        }
    }
}
