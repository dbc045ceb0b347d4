//! The runs of a folder given what a real district has seen: weighted by how well they meet it.
//!
//! What was seen was seen under the first scenario: a replication has one weight, that of its run there, in all scenarios. So
//! futures that share a past go on together, and a difference is one of pairs.

use std::path::Path;

use super::atomic::{self, Sealed};
use super::checked::read_seen;
use super::csv_rows::CsvCell;
use super::dataset::{Dataset, StoredRun};
use super::folder::TableFormat;
use super::row_table::{RowTable, TakesRows};
use crate::analysis::importance::{Misses, NEAR, WeightedSummary, Weights};
use crate::analysis::summary::{Summary, describe};
use crate::diagnostic::Result;
use crate::experiment::Plan;
use crate::experiment::seen::{DESCRIBED, Seen, SeenPoint};

/// The table of weights.
pub const WEIGHTS: &str = "weights";
/// Its columns.
const COLUMNS: [&str; 4] = ["replication", "district", "farthest_miss", "weight"];

/// The runs of a district given what was seen.
#[derive(Debug)]
pub struct GivenSeen {
    /// What was seen.
    pub seen: Seen,
    /// Futures that were simulated.
    pub futures: u64,
    /// How many futures of equal weight the weighted ones are worth.
    pub effective: f64,
    /// The future that comes nearest.
    pub nearest: Option<NearestFuture>,
    /// For each scenario whether its past is another than that of the first, as far as something was seen.
    pub parts: Vec<bool>,
    /// For each scenario its measures.
    pub measures: Vec<Vec<GivenMeasure>>,
    /// For each comparison the differences in these measures.
    pub differences: Vec<Vec<GivenMeasure>>,
    replications: Vec<u32>,
    misses: Vec<Misses>,
    weights: Weights,
}

/// The future that comes nearest to what was seen: its farthest miss is the smallest.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct NearestFuture {
    /// Its replication.
    pub replication: u32,
    /// What it misses most.
    pub point: SeenPoint,
    /// By so many standard deviations.
    pub miss: f64,
}

/// A measure, or its difference, month by month.
#[derive(Debug, Clone)]
pub struct GivenMeasure {
    /// Its name.
    pub measure: &'static str,
    /// Over the weighted futures.
    pub given: Vec<WeightedSummary>,
    /// Over all futures alike.
    pub all: Vec<Summary>,
}

impl NearestFuture {
    /// Of futures that miss what was seen so far, numbered from 0; none where none has all of it.
    pub fn of(seen: &Seen, misses: &[Misses]) -> Option<NearestFuture> {
        let all = (0..).zip(misses);
        let (replication, own) = all.min_by(|a, b| a.1.farthest().total_cmp(&b.1.farthest()))?;
        let each = own.0.iter().zip(&seen.points).filter(|(z, _)| !z.is_nan());
        let (miss, point) = each.max_by(|a, b| a.0.abs().total_cmp(&b.0.abs()))?;
        let is_whole = own.farthest().is_finite();
        is_whole.then_some(NearestFuture { replication, point: *point, miss: miss.abs() })
    }
}

/// The measures that were seen, after these.
pub(super) fn measures_of(seen: &Seen, first: &[&'static str]) -> Vec<&'static str> {
    let mut names = first.to_vec();
    for point in &seen.points {
        if !names.contains(&point.column().name) {
            names.push(point.column().name);
        }
    }
    names
}

/// How far a run with these measures misses what was seen.
pub(super) fn missed(seen: &Seen, names: &[&'static str], run: &StoredRun) -> Misses {
    let place = |point: &SeenPoint| names.iter().position(|name| *name == point.column().name);
    seen.misses(|point| {
        run.values.get(place(point)?)?.get(point.month as usize).copied().filter(|x| !x.is_nan())
    })
}

impl GivenMeasure {
    fn of(measure: &'static str, runs: &[Vec<f64>], weights: &Weights) -> GivenMeasure {
        let months = runs.iter().map(Vec::len).max().unwrap_or(0);
        let column = |month: usize| -> Vec<f64> {
            runs.iter().map(|run| run.get(month).copied().unwrap_or(f64::NAN)).collect()
        };
        let (given, all) = (0..months)
            .map(|month| {
                let mut values = column(month);
                (weights.describe(&values), describe(&mut values))
            })
            .unzip();
        GivenMeasure { measure, given, all }
    }
}

impl GivenSeen {
    /// Whether some future comes near: misses nothing that was seen by more than [`NEAR`] standard deviations.
    pub fn comes_near(&self) -> bool {
        self.nearest.is_some_and(|nearest| nearest.miss <= NEAR)
    }

    /// Writes the table of weights into the folder.
    ///
    /// # Errors
    /// A file that cannot be written.
    pub fn write(&self, folder: &Path, plan: &Plan, format: TableFormat) -> Result<Sealed> {
        let draft = atomic::draft(&folder.join(format.small_file(WEIGHTS)))?;
        let mut rows = RowTable::new(draft, plan, format, COLUMNS)?;
        let district = plan.districts.first().map_or("", |district| &district.id);
        for ((replication, misses), weight) in
            self.replications.iter().zip(&self.misses).zip(self.weights.each())
        {
            let farthest = Some(misses.farthest()).filter(|miss| miss.is_finite());
            let cells = [
                CsvCell::Whole((*replication).into()),
                CsvCell::Text(district),
                CsvCell::Number(farthest.unwrap_or(f64::NAN)),
                CsvCell::Number(*weight),
            ];
            rows.take(&mut cells.into_iter())?;
        }
        rows.seal()
    }
}

impl Dataset {
    /// The runs given what was seen; nothing where nothing was.
    ///
    /// # Errors
    /// Tables that cannot be read.
    pub fn given_seen(&self) -> Result<Option<GivenSeen>> {
        let (Some(seen), Some(district)) =
            (read_seen(&self.folder, &self.manifest)?, self.manifest.districts.first())
        else {
            return Ok(None);
        };
        let names = measures_of(&seen, &DESCRIBED);
        let runs = |name: &str| self.runs(name, &district.id, 0..self.manifest.replications, &names);
        let all = self.scenarios.iter().map(|s| runs(&s.name)).collect::<Result<Vec<Vec<StoredRun>>>>()?;
        let missed = |run: &StoredRun| missed(&seen, &names, run);
        let of_all: Vec<Vec<Misses>> = all.iter().map(|runs| runs.iter().map(missed).collect()).collect();
        let (misses, base) =
            (of_all.first().cloned().unwrap_or_default(), all.first().map_or(&[][..], Vec::as_slice));
        let weights = Weights::of(&misses);
        let nearest = NearestFuture::of(&seen, &misses);
        let is_same = |a: &Misses, b: &Misses| a.0.iter().zip(&b.0).all(|(a, b)| a.to_bits() == b.to_bits());
        let parts = of_all.iter().map(|own| !own.iter().zip(&misses).all(|(own, base)| is_same(own, base)));
        let parts = parts.collect();
        let described = |values: &dyn Fn(usize) -> Vec<Vec<f64>>| -> Vec<GivenMeasure> {
            names.iter().enumerate().map(|(k, name)| GivenMeasure::of(name, &values(k), &weights)).collect()
        };
        let measures =
            all.iter().map(|runs| described(&|k| runs.iter().map(|run| run.values[k].clone()).collect()));
        let measures = measures.collect();
        let difference = |(other, base): (&StoredRun, &StoredRun), k: usize| -> Vec<f64> {
            other.values[k].iter().zip(&base.values[k]).map(|(o, b)| o - b).collect()
        };
        let differences = self.pairs.iter().filter(|_| !self.is_unpaired()).map(|&(other, base)| {
            described(&|k| all[other].iter().zip(&all[base]).map(|both| difference(both, k)).collect())
        });
        let differences = differences.collect();
        Ok(Some(GivenSeen {
            futures: misses.len() as u64,
            effective: weights.effective(),
            nearest,
            parts,
            measures,
            differences,
            replications: base.iter().map(|run| run.replication).collect(),
            misses,
            weights,
            seen,
        }))
    }
}
