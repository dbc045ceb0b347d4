//! A claim under one vector of parameters: replications are added until every part is decided.

use super::arms::{self, Prepared};
use super::{Claim, Statistic};
use crate::analysis::delta;
use crate::analysis::sequential::{Conclusion, ERROR, Interval, Want, of_mean, of_share, surprise};
use crate::experiment::executor;
use crate::parameters::Ledger;

/// Least share of the committed district's runs at stage 4 for a fall to be seen.
pub const FLOOR: f64 = 0.2;

/// Batches for statistics that are not smooth.
const BATCHES: usize = 10;

/// What was found of a claim under one vector.
#[derive(Debug, Clone, PartialEq)]
pub struct Evaluation {
    /// Replications used.
    pub replications: u32,
    /// What was found of each part.
    pub parts: Vec<PartEvaluation>,
    /// The committed district does not get far enough for a fall to be seen.
    pub below_floor: bool,
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
        if claim.floor.is_some_and(|column| share(&rows, column, number).high < FLOOR) {
            break;
        }
    }
    found
}

/// What the rows so far say, at the level of one of so many looks.
pub fn look(claim: &Claim, rows: &ClaimRows, looks: usize) -> Evaluation {
    let parts = claim.parts.iter().map(|part| {
        let interval = interval(part.statistic, rows, looks);
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
        below_floor: claim.floor.is_some_and(|column| share(rows, column, looks).value < FLOOR),
    }
}

fn share(rows: &ClaimRows, column: usize, looks: usize) -> Interval {
    let present = || rows.0.iter().map(|row| row[column]).filter(|x| !x.is_nan());
    of_share(present().filter(|x| *x >= 0.5).count(), present().count(), looks)
}

fn interval(statistic: Statistic, rows: &ClaimRows, looks: usize) -> Interval {
    match statistic {
        Statistic::Share(column) => share(rows, column, looks),
        Statistic::Of(g) => delta::interval(&rows.0, &g, looks),
        Statistic::Batches(g) => {
            let size = rows.0.len().div_ceil(BATCHES).max(1);
            let values: Vec<f64> = rows.0.chunks(size).map(|batch| g(&delta::means(batch))).collect();
            let n = values.len() as f64;
            let mean = values.iter().sum::<f64>() / n;
            let squares: f64 = values.iter().map(|v| (v - mean) * (v - mean)).sum();
            let error = (squares / (n - 1.0) / n).sqrt();
            of_mean(g(&delta::means(&rows.0)), error, values.len(), looks)
        }
    }
}
