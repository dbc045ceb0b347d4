//! What calibration can say of itself: acceptance, which parameters the targets narrow at all, and whether
//! accepted vectors give the targets back.

use std::fmt::Write;

use super::abc_smc::Calibration;
use super::targets::Targets;
use crate::model::Model;
use crate::numerics;
use crate::parameters::ensemble::Vector;
use crate::parameters::{Ledger, LedgerEntry, NAMES};

/// How far the targets narrowed a parameter.
#[derive(Debug, Clone, PartialEq)]
pub struct Narrowed {
    /// Position of the parameter.
    pub position: usize,
    /// Mean of the accepted values, as a share of the way from the low to the high end of the range.
    pub mean: f64,
    /// Their standard deviation over that of the even prior.
    pub width: f64,
    /// Largest distance between their distribution and the prior's (Kolmogorov and Smirnov).
    pub distance: f64,
    /// Distance that chance alone exceeds once in a hundred.
    pub chance: f64,
}

impl Narrowed {
    /// Whether the targets say anything about it.
    pub fn is_narrowed(&self) -> bool {
        self.distance > self.chance
    }
}

/// All free parameters, those first that the targets narrow most.
pub fn narrowed(found: &Calibration, ledger: &Ledger) -> Vec<Narrowed> {
    let n = found.ensemble.vectors.len() as f64;
    let of = |(column, &position): (usize, &usize)| -> Option<Narrowed> {
        let (low, high) = ledger.entries().get(position)?.range;
        let mut at: Vec<f64> =
            found.ensemble.vectors.iter().map(|v| (v.values[column] - low) / (high - low)).collect();
        at.sort_by(f64::total_cmp);
        let mean = at.iter().sum::<f64>() / n;
        let squares: f64 = at.iter().map(|x| (x - mean) * (x - mean)).sum();
        let steps = at.iter().enumerate().map(|(k, x)| {
            let (below, upto) = (k as f64 / n, (k as f64 + 1.0) / n);
            (x - below).abs().max((upto - x).abs())
        });
        Some(Narrowed {
            position,
            mean,
            width: numerics::sqrt(12.0 * squares / (n - 1.0)),
            distance: steps.fold(0.0, f64::max),
            chance: 1.628 / numerics::sqrt(independent(&at)),
        })
    };
    let mut all: Vec<Narrowed> = found.ensemble.positions.iter().enumerate().filter_map(of).collect();
    all.sort_by(|a, b| (b.distance / b.chance).total_cmp(&(a.distance / a.chance)));
    all
}

/// Vectors in the middle of the accepted ones, the most central first: where the targets narrow a parameter its
/// median, its mean, or the value of an accepted vector near the middle; where they say nothing the ledger's value.
/// Whether they meet the targets themselves has to be tried; the accepted vector nearest the middle, which does,
/// comes last.
pub fn centers(found: &Calibration, ledger: &Ledger) -> Vec<Vector> {
    let narrowed = narrowed(found, ledger);
    let (positions, vectors) = (&found.ensemble.positions, &found.ensemble.vectors);
    let speaks = |position: usize| narrowed.iter().any(|n| n.position == position && n.is_narrowed());
    let columns: Vec<Vec<f64>> = (0..positions.len())
        .map(|column| {
            let mut values: Vec<f64> = vectors.iter().map(|v| v.values[column]).collect();
            values.sort_by(f64::total_cmp);
            values
        })
        .collect();
    let median = |column: usize| columns[column][columns[column].len() / 2];
    let mean = |column: usize| columns[column].iter().sum::<f64>() / columns[column].len() as f64;
    let width = |column: usize| {
        let (low, high) = ledger.entries()[positions[column]].range;
        high - low
    };
    // How far a vector lies from the middle, over what the targets speak of.
    let away = |vector: &Vector| -> f64 {
        let spoken = (0..positions.len()).filter(|&c| speaks(positions[c]));
        spoken.map(|c| (vector.values[c] - median(c)) / width(c)).map(|d| d * d).sum()
    };
    let mut nearest: Vec<&Vector> = vectors.iter().collect();
    nearest.sort_by(|a, b| away(a).total_cmp(&away(b)));
    let with = |value: &dyn Fn(usize) -> f64, digits: usize| {
        let of = |(column, &position): (usize, &usize)| {
            let entry = &ledger.entries()[position];
            if !speaks(position) {
                return entry.value;
            }
            let value = value(column);
            format!("{value:.digits$e}").parse::<f64>().unwrap_or(value).clamp(entry.range.0, entry.range.1)
        };
        Vector { weight: 1.0, values: positions.iter().enumerate().map(of).collect() }
    };
    let mut centers = vec![with(&median, 1), with(&mean, 1), with(&median, 2), with(&mean, 2)];
    centers.extend(nearest.iter().take(TRIED).map(|near| with(&|column| near.values[column], 1)));
    centers.extend(nearest.first().map(|near| (*near).clone()));
    centers
}

/// Accepted vectors near the middle whose narrowed values are tried with the ledger's others.
const TRIED: usize = 6;

/// How many independent values sorted ones are worth: a value that several vectors were handed down from one
/// of the first wave counts as one (Kish 1965).
fn independent(sorted: &[f64]) -> f64 {
    let squares: f64 = sorted.chunk_by(|a, b| a == b).map(|same| (same.len() * same.len()) as f64).sum();
    let n = sorted.len() as f64;
    n * n / squares
}

/// Characters of the bar that shows where accepted values lie in a range.
const BAR: usize = 20;

/// Shares of the accepted values in slices of the range, all as wide; the prior is level.
pub fn slices(found: &Calibration, column: usize, entry: &LedgerEntry) -> Vec<f64> {
    let (low, high) = entry.range;
    let mut counts = [0usize; BAR];
    for vector in &found.ensemble.vectors {
        let at = (vector.values[column] - low) / (high - low);
        counts[((at * BAR as f64) as usize).min(BAR - 1)] += 1;
    }
    counts.iter().map(|&n| n as f64 / found.ensemble.vectors.len() as f64).collect()
}

/// The same as blocks, the prior at half their height.
fn bar(found: &Calibration, column: usize, entry: &LedgerEntry) -> String {
    const BLOCKS: [char; 9] = [' ', '▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];
    let block = |share: f64| BLOCKS[((share * BAR as f64 * 4.0).round() as usize).min(8)];
    slices(found, column, entry).into_iter().map(block).collect()
}

/// The page of a calibration, in Markdown.
pub fn page(model: Model, found: &Calibration, targets: &Targets, ledger: &Ledger) -> String {
    let mut out = String::new();
    // Writing to a String cannot fail.
    let _ = write_page(&mut out, model, found, targets, ledger);
    out
}

fn write_page(
    out: &mut String,
    model: Model,
    found: &Calibration,
    targets: &Targets,
    ledger: &Ledger,
) -> std::fmt::Result {
    writeln!(out, "# Calibration: {}\n", model.word())?;
    writeln!(
        out,
        "{} vectors accepted of {} simulated, over {} free parameters, of which {} move a target as far as the first wave \
        shows; all weigh the same; counting those that descend from one vector of the first wave as one leaves {:.0}; tolerance {:.3}.\n",
        found.ensemble.vectors.len(),
        found.simulated,
        found.ensemble.positions.len(),
        found.moving.len(),
        found.lineages(),
        found.tolerance
    )?;
    writeln!(out, "| wave | tolerance | proposed | accepted | different vectors |\n|---|---|---|---|---|")?;
    for (k, w) in found.waves.iter().enumerate() {
        let name = match k {
            0 => "hypercube".to_string(),
            _ if k + 1 == found.waves.len() => "anew".into(),
            _ => k.to_string(),
        };
        writeln!(out, "| {name} | {:.3} | {} | {} | {} |", w.tolerance, w.proposed, w.accepted, w.different)?;
    }
    writeln!(out, "\nThe targets under the accepted vectors, over two simulations of each:\n")?;
    writeln!(out, "| claim | target | wanted | lowest | median | highest |\n|---|---|---|---|---|---|")?;
    for (k, (claim, words, want)) in targets.parts().enumerate() {
        let mut of: Vec<f64> = found.values.iter().filter_map(|v| v.get(k).copied()).collect();
        of.sort_by(f64::total_cmp);
        let at = |q: usize| of.get(of.len().saturating_sub(1) * q / 2).copied().unwrap_or(f64::NAN);
        writeln!(
            out,
            "| {claim} | {words} | {} | {:.3} | {:.3} | {:.3} |",
            want.words(),
            at(0),
            at(1),
            at(2)
        )?;
    }
    let all = narrowed(found, ledger);
    let count = all.iter().filter(|n| n.is_narrowed()).count();
    writeln!(
        out,
        "\nThe targets narrow {count} of {} free parameters beyond what chance would (Kolmogorov-Smirnov, 1%; a value handed down to several vectors counts once). \
        Prior and accepted values, the prior at half the height of a bar, from the low to the high end of the range:\n",
        all.len()
    )?;
    writeln!(out, "| parameter | range | accepted | mean | width | distance |\n|---|---|---|---|---|---|")?;
    for n in all.iter().take(count.max(12)) {
        let Some(entry) = ledger.entries().get(n.position) else { continue };
        let column = found.ensemble.positions.iter().position(|p| *p == n.position).unwrap_or(0);
        let (low, high) = entry.range;
        writeln!(
            out,
            "| `{}` | {low} to {high} | `{}` | {:.3} | {:.2} | {:.2} |",
            NAMES[n.position].1,
            bar(found, column, entry),
            low + n.mean * (high - low),
            n.width,
            n.distance
        )?;
    }
    Ok(())
}
