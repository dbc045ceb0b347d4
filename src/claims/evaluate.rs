//! A claim under one vector of parameters: replications are added until every part is decided.

use super::arms::{self, Prepared};
use super::{Claim, Floor, Statistic};
use crate::analysis::sequential::{Conclusion, ERROR, Interval, Want, surprise};
use crate::experiment::executor;
use crate::parameters::Ledger;

/// What was found of a claim under one vector.
#[derive(Debug, Clone, PartialEq)]
pub struct Evaluation {
    /// Replications used.
    pub replications: u32,
    /// What was found of each part.
    pub parts: Vec<PartEvaluation>,
    /// The reference arm does not get far enough for a fall to be seen.
    pub below_floor: bool,
}

impl Floor {
    fn least(self) -> f64 {
        match self {
            Floor::Stage(_) => 0.2,
            Floor::Deep(_) => 0.1,
        }
    }

    fn reached(self, rows: &ClaimRows, looks: usize) -> Interval {
        match self {
            Floor::Stage(column) => Statistic::Share(column),
            Floor::Deep(column) => Statistic::Mean(column),
        }
        .interval(&rows.0, looks)
    }
}

/// What was found of a part.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PartEvaluation {
    /// The quantity with its interval.
    pub interval: Interval,
    /// What it says.
    pub decision: Conclusion,
    /// Whether the estimate itself is as wanted.
    pub met: bool,
    /// How surprising the data are if what is wanted were just met.
    pub surprise: f64,
}

impl Evaluation {
    /// The claim holds if every part does, and fails if one fails.
    pub fn decision(&self) -> Conclusion {
        if self.below_floor {
            return Conclusion::CannotTell;
        }
        // Ordered from holding over doubt to failing: the worst part decides.
        self.parts.iter().map(|p| p.decision).max().unwrap_or(Conclusion::CannotTell)
    }

    /// Whether every estimate is as wanted, however sure.
    pub fn met(&self) -> bool {
        !self.below_floor && self.parts.iter().all(|p| p.met)
    }

    /// How surprising the data are if the claim held: the most surprising part, corrected for their number.
    pub fn surprise(&self) -> f64 {
        let least = self.parts.iter().map(|p| p.surprise).fold(1.0, f64::min);
        (least * self.parts.len() as f64).min(1.0)
    }
}

/// Rows of a claim, as many as were asked for so far.
#[derive(Default)]
pub struct ClaimRows(Vec<Vec<f64>>);

/// Adds rows until there are `n`.
pub fn extend(rows: &mut ClaimRows, claim: &Claim, prepared: &[Prepared], n: u32, ledger: &Ledger) {
    let more = executor::each(rows.0.len() as u32..n, |replication| {
        (claim.observe)(&arms::run(prepared, claim, replication, ledger))
    });
    rows.0.extend(more);
}

/// When to look, and what ends the looking.
#[derive(Debug, Clone, PartialEq)]
pub struct Looks {
    /// Replications at each look.
    pub sizes: Vec<u32>,
    /// A failure ends the looking from this surprise downwards. One that is seen, but would not survive the
    /// correction over all claims and vectors, is looked at again.
    pub clear: f64,
}

impl Looks {
    /// For so many claims under so many vectors.
    pub fn new(sizes: Vec<u32>, claims: usize, vectors: usize) -> Looks {
        Looks { sizes, clear: ERROR / (claims * vectors).max(1) as f64 }
    }
}

/// Looks after so many replications each, until the claim is decided.
pub fn evaluate(claim: &Claim, arms: &[Prepared], looks: &Looks, ledger: &Ledger) -> Evaluation {
    let mut rows = ClaimRows::default();
    let mut found = Evaluation { replications: 0, parts: Vec::new(), below_floor: false };
    let number = looks.sizes.len();
    for &n in &looks.sizes {
        extend(&mut rows, claim, arms, n, ledger);
        found = look(claim, &rows, number);
        match found.decision() {
            Conclusion::Holds => break,
            Conclusion::Fails if found.surprise() <= looks.clear => break,
            _ => {}
        }
        if claim.floors.iter().any(|floor| floor.reached(&rows, number).high < floor.least()) {
            break;
        }
    }
    found
}

/// What the rows so far say, at the level of one of so many looks.
pub fn look(claim: &Claim, rows: &ClaimRows, looks: usize) -> Evaluation {
    let parts = claim.parts.iter().map(|part| {
        let interval = part.statistic.interval(&rows.0, looks);
        let told = part.want == Want::Told;
        PartEvaluation {
            interval,
            decision: if told { Conclusion::Holds } else { part.want.decide(interval) },
            met: told || part.want.met(interval.value),
            surprise: surprise(part.want, interval, looks),
        }
    });
    Evaluation {
        replications: rows.0.len() as u32,
        parts: parts.collect(),
        below_floor: claim.floors.iter().any(|floor| floor.reached(rows, looks).value < floor.least()),
    }
}
