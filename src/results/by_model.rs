//! A difference within each model, where replications drew theirs: what hangs on the form of a cause shows here.

use super::dataset::Dataset;
use super::table_rows::{Only, Query, each_row};
use crate::analysis::summary::{DifferenceSummary, describe_differences};
use crate::analysis::two_samples::describe_samples;
use crate::diagnostic::{Diagnostic, Result};
use crate::experiment::job::ACCEPTED_MODEL;
use crate::metrics::columns::range_of;
use crate::model::Model;
use std::collections::BTreeMap;

/// A difference over all replications, and within each model that was drawn, in the order of [`Model::ALL`].
#[derive(Debug, Clone)]
pub struct DifferenceByModel {
    /// Over all of them.
    pub all: DifferenceSummary,
    /// Within each.
    pub of: Vec<(Model, DifferenceSummary)>,
}

impl DifferenceByModel {
    /// The same with intervals cut to what is possible for a measure.
    fn of_values_within(mut self, measure: &str) -> DifferenceByModel {
        for found in self.of.iter_mut().map(|(_, found)| found).chain([&mut self.all]) {
            *found = found.of_values_within(range_of(measure));
        }
        self
    }
}

impl Dataset {
    /// Whether both scenarios of a pair drew the model of each replication. They then drew the same, unless they are unpaired.
    pub fn pair_drew_models(&self, (other, base): (usize, usize)) -> bool {
        let drew = |s: usize| self.manifest.scenarios.get(s).is_some_and(|s| s.drew(ACCEPTED_MODEL));
        drew(other) && drew(base)
    }

    /// The difference of a pair of scenarios in a measure in the last month by model; of one district, or of all, of which
    /// each replication then counts once with their mean. Nothing where models were not drawn, or the runs or the measure are not
    /// held.
    ///
    /// # Errors
    /// Tables that cannot be read.
    pub fn differences_by_model(
        &self,
        pair: (usize, usize),
        measure: &str,
        district: Option<&str>,
    ) -> Result<Option<DifferenceByModel>> {
        if !self.pair_drew_models(pair) || !self.has_runs() || !self.keeps(measure) {
            return Ok(None);
        }
        let [other, base] = [pair.0, pair.1].map(|s| self.manifest.scenarios[s].name.as_str());
        if self.is_unpaired() {
            let mean =
                |scenario| self.last_means(("timeline", &[("scenario", scenario)]), (measure, district));
            return Ok(Some(of_samples([&mean(other)?, &mean(base)?]).of_values_within(measure)));
        }
        let means =
            self.last_means(("differences", &[("other", other), ("base", base)]), (measure, district))?;
        let within = |model: &Model| {
            let own = means.iter().filter(|(of, _)| *of == Some(*model)).map(|(_, mean)| *mean);
            describe_differences(&mut own.collect::<Vec<f64>>())
        };
        let of = Model::ALL.iter().map(|model| (*model, within(model))).filter(|(_, d)| d.summary.n > 0);
        let all = describe_differences(&mut means.iter().map(|(_, mean)| *mean).collect::<Vec<f64>>());
        Ok(Some(DifferenceByModel { all, of: of.collect() }.of_values_within(measure)))
    }

    /// A measure in the last month of a large table in the rows with these labels, of which the first names a scenario that drew
    /// models: for each replication the model and the mean over districts, in the order of replications.
    fn last_means(
        &self,
        (table, labels): (&str, &[(&str, &str)]),
        (measure, district): (&str, Option<&str>),
    ) -> Result<Vec<(Option<Model>, f64)>> {
        let last = self.manifest.months;
        let models =
            labels.first().map_or(Ok(BTreeMap::new()), |(_, scenario)| self.models_drawn(scenario))?;
        let mut only = vec![("month", Only::Within(last..last + 1))];
        only.extend(labels.iter().map(|(column, name)| (*column, Only::Words(std::slice::from_ref(name)))));
        only.extend(district.iter().map(|id| ("district", Only::Words(std::slice::from_ref(id)))));
        // Sum and count over districts, in the order of the table.
        let mut sums: BTreeMap<u32, (f64, u32)> = BTreeMap::new();
        let query = Query { columns: &["replication", measure], only: &only };
        each_row(&self.table(table), &query, &mut |row| {
            let value = row.number(1)?;
            if !value.is_nan() {
                let sum = sums.entry(row.whole(0)? as u32).or_default();
                *sum = (sum.0 + value, sum.1 + 1);
            }
            Ok(())
        })?;
        let mean = |(replication, (sum, districts)): (u32, (f64, u32))| {
            (models.get(&replication).copied(), sum / f64::from(districts))
        };
        Ok(sums.into_iter().map(mean).collect())
    }

    /// The model that each replication of a scenario drew.
    fn models_drawn(&self, scenario: &str) -> Result<BTreeMap<u32, Model>> {
        let scenarios = [scenario];
        let only = [("scenario", Only::Words(&scenarios))];
        let query = Query { columns: &["replication", ACCEPTED_MODEL], only: &only };
        let mut found = BTreeMap::new();
        let table = self.table("runs");
        each_row(&table, &query, &mut |row| {
            let word = row.text(1);
            let model = Model::from_word(word).ok_or_else(|| {
                let fault = format!("`{ACCEPTED_MODEL}` is `{word}`, which is no model");
                Diagnostic::failed(&table, fault, "run it anew: uptake run FILE")
            })?;
            found.insert(row.whole(0)? as u32, model);
            Ok(())
        })?;
        Ok(found)
    }
}

/// The difference of two samples over all runs, and within each model that both drew.
fn of_samples(samples: [&[(Option<Model>, f64)]; 2]) -> DifferenceByModel {
    let within = |model: Option<&Model>| {
        let own = |sample: &[(Option<Model>, f64)]| -> Vec<f64> {
            let is_own = |of: &Option<Model>| model.is_none_or(|model| *of == Some(*model));
            sample.iter().filter(|(of, _)| is_own(of)).map(|(_, mean)| *mean).collect()
        };
        let [mut other, mut base] = samples.map(own);
        describe_samples(&mut other, &mut base)
    };
    let of = Model::ALL.iter().map(|model| (*model, within(Some(model))));
    DifferenceByModel { all: within(None), of: of.filter(|(_, d)| d.summary.n > 0).collect() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::job::ACCEPTED_VECTOR;
    use crate::metrics::MEASURES;
    use crate::results::{folder::TableFormat, sample};

    #[test]
    fn each_replication_counts_once_within_its_model_with_the_mean_of_its_districts() {
        let folder = tempfile::tempdir().unwrap();
        let (path, mut plan) = (folder.path().join("r"), sample::plan(2, 2, 12));
        for scenario in &mut plan.scenarios {
            scenario.drawn = vec![ACCEPTED_MODEL.into(), ACCEPTED_VECTOR.into()];
        }
        sample::finished(&path, &plan, TableFormat::Csv);
        let dataset = sample::dataset(&path);
        let drawn = dataset.models_drawn("scenario-1").unwrap();
        let measure = MEASURES.iter().position(|m| m.name == "deep_share").unwrap();
        let rows = sample::rows(&plan);
        let value = |s: usize, d: usize, r: usize| {
            let timeline = &rows[(s * 2 + d) * 12 + r].timeline;
            timeline.get(6 * MEASURES.len() + measure).copied().unwrap_or(f64::NAN)
        };
        let mean = |r: usize| {
            let both: Vec<f64> = [0, 1].map(|d| value(1, d, r) - value(0, d, r)).to_vec();
            let known: Vec<f64> = both.into_iter().filter(|x| !x.is_nan()).collect();
            known.iter().sum::<f64>() / known.len() as f64
        };
        let found = dataset.differences_by_model((1, 0), "deep_share", None).unwrap().unwrap();
        assert!(found.of.len() > 1, "{drawn:?}");
        assert_eq!(found.of.iter().map(|(_, d)| d.summary.n).sum::<u64>(), found.all.summary.n);
        for &(model, difference) in &found.of {
            let of = (0..12).filter(|r| drawn[&(*r as u32)] == model).map(mean);
            let of: Vec<f64> = of.filter(|x| !x.is_nan()).collect();
            assert_eq!(difference.summary.n, of.len() as u64, "{model:?}");
            let expected = of.iter().sum::<f64>() / of.len() as f64;
            assert!((difference.summary.mean - expected).abs() < 1e-12, "{model:?}");
        }
        let one = dataset.differences_by_model((1, 0), "deep_share", Some("060")).unwrap().unwrap();
        assert!(one.all.summary.n < found.all.summary.n, "skipped runs make no pair");
    }

    #[test]
    fn where_models_were_not_drawn_there_is_nothing_to_tell_apart() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("r");
        sample::finished(&path, &sample::plan(2, 1, 3), TableFormat::Csv);
        assert!(sample::dataset(&path).differences_by_model((1, 0), "spread", None).unwrap().is_none());
    }
}
