//! A decision given what a district has seen of itself: worlds and their futures weighted by how well they meet it.
//!
//! What was seen was seen under the first plan. With L(w, r) the likelihood of what was seen in the run of that plan in world w and
//! replication r, and π(w) the weight that the set gives to the world,
//!
//! ```text
//! weight of replication r within world w = L(w, r) / Σ over r of L(w, r)
//! weight of world w                      = π(w) Σ over r of L(w, r), as a share of the sum over worlds
//! ```
//!
//! A replication has one weight in all plans, so that plans are compared over the same futures.

use std::path::Path;

use super::atomic::{self, Sealed};
use super::checked::read_seen;
use super::csv_rows::CsvCell;
use super::dataset::Dataset;
use super::folder::TableFormat;
use super::given_seen::{NearestFuture, WEIGHTS, measures_of, missed};
use super::row_table::{RowTable, TakesRows};
use crate::analysis::importance::{Misses, NEAR, Weights};
use crate::diagnostic::Result;
use crate::experiment::Plan;
use crate::experiment::seen::Seen;

/// Columns of the table of weights.
const COLUMNS: [&str; 5] = ["world", "replication", "district", "farthest_miss", "weight"];

/// What a district has seen, and what it says about worlds and futures.
#[derive(Debug, Clone)]
pub struct DecisionGiven {
    /// What was seen.
    pub seen: Seen,
    /// Futures that were simulated under the first plan, in all worlds.
    pub futures: u64,
    /// How many futures of equal weight the weighted ones are worth.
    pub effective: f64,
    /// The world and the future that come nearest.
    pub nearest: Option<(String, NearestFuture)>,
    /// What each world weighed before, as a share.
    pub before: Vec<f64>,
    /// What each world weighs now, as a share; as before where no future comes near.
    pub worlds: Vec<f64>,
    /// The weights of its replications, world by world.
    pub within: Vec<Weights>,
    rows: Vec<(String, Misses, f64)>,
}

impl DecisionGiven {
    /// From the worlds, by name and weight; for each the misses of its futures under the first plan.
    fn of(seen: Seen, worlds: &[(&str, f64)], misses: &[Vec<Misses>]) -> DecisionGiven {
        let total: f64 = worlds.iter().map(|(_, weight)| weight).sum();
        let before: Vec<f64> = worlds.iter().map(|(_, weight)| weight / total).collect();
        let pooled = Weights::of(&misses.concat());
        // Each future as it is, times what its world weighed before.
        let mut joint = Vec::new();
        let mut from = 0;
        for (own, prior) in misses.iter().zip(&before) {
            let all = &pooled.each()[from..from + own.len()];
            joint.extend(all.iter().map(|weight| weight * prior));
            from += own.len();
        }
        let joint = Weights::shares(joint);
        let (mut now, mut from, mut rows) = (Vec::new(), 0, Vec::new());
        for ((name, _), own) in worlds.iter().zip(misses) {
            let all = &joint.each()[from..from + own.len()];
            now.push(all.iter().sum::<f64>());
            rows.extend(own.iter().zip(all).map(|(miss, weight)| (name.to_string(), miss.clone(), *weight)));
            from += own.len();
        }
        let nearest = worlds
            .iter()
            .zip(misses)
            .filter_map(|((name, _), own)| Some((name.to_string(), NearestFuture::of(&seen, own)?)))
            .min_by(|a, b| a.1.miss.total_cmp(&b.1.miss));
        let is_near = nearest.as_ref().is_some_and(|(_, nearest)| nearest.miss <= NEAR);
        DecisionGiven {
            futures: rows.len() as u64,
            effective: joint.effective(),
            nearest,
            worlds: if is_near { now } else { before.clone() },
            before,
            within: misses.iter().map(|own| Weights::of(own)).collect(),
            rows,
            seen,
        }
    }

    /// Whether some future comes near: misses nothing that was seen by more than [`NEAR`] standard deviations.
    pub fn comes_near(&self) -> bool {
        self.nearest.as_ref().is_some_and(|(_, nearest)| nearest.miss <= NEAR)
    }

    /// Writes the table of weights into the folder.
    ///
    /// # Errors
    /// A file that cannot be written.
    pub fn write(&self, folder: &Path, plan: &Plan, format: TableFormat) -> Result<Sealed> {
        let draft = atomic::draft(&folder.join(format.small_file(WEIGHTS)))?;
        let mut table = RowTable::new(draft, plan, format, COLUMNS)?;
        let district = plan.districts.first().map_or("", |district| &district.id);
        let (mut world, mut replication) = ("", 0);
        for (name, misses, weight) in &self.rows {
            replication = if name == world { replication + 1 } else { 0 };
            world = name;
            let farthest = Some(misses.farthest()).filter(|miss| miss.is_finite());
            let cells = [
                CsvCell::Text(name),
                CsvCell::Whole(replication),
                CsvCell::Text(district),
                CsvCell::Number(farthest.unwrap_or(f64::NAN)),
                CsvCell::Number(*weight),
            ];
            table.take(&mut cells.into_iter())?;
        }
        table.seal()
    }
}

impl Dataset {
    /// What was seen says about these worlds, by name, weight, and the place of the scenario of the first plan there; nothing where
    /// nothing was seen.
    ///
    /// # Errors
    /// Tables that cannot be read.
    pub(super) fn worlds_given_seen(&self, worlds: &[(&str, f64, usize)]) -> Result<Option<DecisionGiven>> {
        let (Some(seen), Some(district)) =
            (read_seen(&self.folder, &self.manifest)?, self.manifest.districts.first())
        else {
            return Ok(None);
        };
        let names = measures_of(&seen, &[]);
        let of_world = |&(_, _, scenario): &(&str, f64, usize)| -> Result<Vec<Misses>> {
            let name = &self.scenarios[scenario].name;
            let runs = self.runs(name, &district.id, 0..self.manifest.replications, &names)?;
            Ok(runs.iter().map(|run| missed(&seen, &names, run)).collect())
        };
        let misses = worlds.iter().map(of_world).collect::<Result<Vec<_>>>()?;
        let named: Vec<(&str, f64)> = worlds.iter().map(|(name, weight, _)| (*name, *weight)).collect();
        Ok(Some(DecisionGiven::of(seen, &named, &misses)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::seen::SeenPoint;

    #[test]
    fn a_world_whose_futures_meet_what_was_seen_weighs_more_and_far_ones_count_nothing() {
        let point = SeenPoint { quantity: "spread@12".parse().unwrap(), month: 12, value: 0.2, sd: 0.1 };
        let seen = Seen { points: vec![point] };
        let misses = |all: &[f64]| all.iter().map(|z| Misses(vec![*z])).collect::<Vec<_>>();
        let worlds = [misses(&[0.0, 1.0]), misses(&[40.0, 50.0])];
        let found = DecisionGiven::of(seen.clone(), &[("near", 1.0), ("far", 3.0)], &worlds);
        assert_eq!(found.before, [0.25, 0.75]);
        assert!((found.worlds[0] - 1.0).abs() < 1e-12 && found.comes_near(), "{found:?}");
        let half = crate::numerics::exp(-0.5);
        assert!((found.within[0].each()[1] - half / (1.0 + half)).abs() < 1e-12);
        assert_eq!(found.within[1].each()[0], 1.0, "within a far world the nearest future counts");
        assert_eq!((found.nearest.as_ref().unwrap().0.as_str(), found.futures), ("near", 4));
        // Worlds that meet it alike keep their weights; where no future has it, nothing is learned.
        let alike =
            DecisionGiven::of(seen.clone(), &[("a", 1.0), ("b", 3.0)], &[misses(&[1.0]), misses(&[-1.0])]);
        assert!((alike.worlds[1] - 0.75).abs() < 1e-12);
        let none =
            DecisionGiven::of(seen, &[("a", 1.0), ("b", 3.0)], &[misses(&[f64::NAN]), misses(&[f64::NAN])]);
        assert_eq!((none.worlds, none.nearest), (vec![0.25, 0.75], None));
    }
}
