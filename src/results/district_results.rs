//! Everything that the figures and the report of one district are made from, read once.

use super::dataset::{Dataset, DifferenceSeries, Series, StoredRun};
use super::given_seen::GivenSeen;
use super::manifest::DistrictEntry;
use crate::analysis::summary::{DifferenceSummary, Summary, describe, describe_differences, share_at};
use crate::analysis::two_samples::describe_samples;
use crate::diagnostic::Result;
use crate::metrics::columns::range_of;
use crate::scenario::Scenario;

/// What is read of a district.
#[derive(Debug, Clone, Default)]
pub struct Wanted {
    /// Measures whose summaries are read.
    pub levels: Vec<&'static str>,
    /// Measures of single runs.
    pub of_runs: Vec<&'static str>,
    /// So many single runs, the first ones.
    pub runs: u32,
    /// Columns of `runs.csv`: what runs came to.
    pub ends: Vec<&'static str>,
}

impl Wanted {
    /// The same without measures that the tables of a folder do not hold.
    fn of_kept(mut self, dataset: &Dataset) -> Wanted {
        self.levels.retain(|name| dataset.keeps(name));
        self.of_runs.retain(|name| dataset.keeps(name));
        if self.of_runs.is_empty() {
            self.runs = 0;
        }
        self
    }

    /// The same with these measures and columns of `runs.csv`, each once.
    pub fn and(mut self, levels: &[&'static str], ends: &[&'static str]) -> Wanted {
        for (all, more) in [(&mut self.levels, levels), (&mut self.ends, ends)] {
            let new: Vec<&'static str> = more.iter().copied().filter(|name| !all.contains(name)).collect();
            all.extend(new);
        }
        self
    }
}

/// A district of a results folder.
#[derive(Debug)]
pub struct DistrictResults<'a> {
    /// Its folder.
    pub dataset: &'a Dataset,
    /// Which district.
    pub district: &'a DistrictEntry,
    /// What was found, scenario by scenario, in the order of the folder.
    pub scenarios: Vec<ScenarioResults<'a>>,
    /// Differences of the measures between scenarios.
    pub differences: Vec<DifferenceSeries>,
    /// Its futures given what was seen, if anything was.
    pub given: Option<GivenSeen>,
}

/// One scenario in one district.
#[derive(Debug)]
pub struct ScenarioResults<'a> {
    /// The scenario.
    pub scenario: &'a Scenario,
    /// What was read.
    pub wanted: Wanted,
    /// Measures that were wanted and that the tables do not hold.
    pub not_kept: Vec<&'static str>,
    /// Summaries of the measures.
    pub levels: Vec<Series>,
    /// The first single runs.
    pub runs: Vec<StoredRun>,
    /// The columns of `runs.csv`, a value for each run that was simulated.
    pub ends: Vec<Vec<f64>>,
}

impl Dataset {
    /// What is wanted of a district, as far as its measures are kept. Series hold every month: as stored, or described anew from the runs where
    /// the stored ones leave months out.
    pub fn district_results<'a>(
        &'a self,
        district: &'a DistrictEntry,
        wanted: &Wanted,
    ) -> Result<DistrictResults<'a>> {
        let id = district.id.as_str();
        let not_kept = self.lacking(&[&wanted.levels[..], &wanted.of_runs].concat());
        let wanted = &wanted.clone().of_kept(self);
        let ((summaries, ends), runs) = rayon::join(
            || rayon::join(|| self.all_months(id, &wanted.levels), || self.run_columns(id, &wanted.ends)),
            || {
                let runs = |s: &Scenario| self.runs(&s.name, id, 0..wanted.runs, &wanted.of_runs);
                self.scenarios.iter().map(runs).collect::<Result<Vec<_>>>()
            },
        );
        let ((levels, differences), mut ends) = (summaries?, ends?);
        let scenarios = self.scenarios.iter().zip(runs?).map(|(scenario, runs)| ScenarioResults {
            scenario,
            wanted: wanted.clone(),
            not_kept: not_kept.clone(),
            levels: levels.iter().filter(|s| s.scenario == scenario.name).cloned().collect(),
            runs,
            ends: ends.remove(&scenario.name).unwrap_or_else(|| vec![Vec::new(); wanted.ends.len()]),
        });
        Ok(DistrictResults {
            dataset: self,
            district,
            scenarios: scenarios.collect(),
            differences,
            given: self.given_seen()?,
        })
    }

    /// Levels and differences of these measures over all months; shares of runs at a stage have no differences.
    fn all_months(&self, district: &str, measures: &[&str]) -> Result<(Vec<Series>, Vec<DifferenceSeries>)> {
        let levels = self.levels(Some(district), measures)?;
        let months = self.manifest.months;
        if levels.iter().all(|s| s.months.len() == months as usize + 1) {
            return Ok((levels, self.differences(Some(district), measures)?));
        }
        let mut sources: Vec<&str> = measures.iter().map(|measure| source(measure).0).collect();
        sources.sort_unstable();
        sources.dedup();
        let place = |measure: &str| sources.iter().position(|name| *name == source(measure).0).unwrap_or(0);
        let read = |s: &Scenario| self.runs(&s.name, district, 0..self.manifest.replications, &sources);
        let runs = self.scenarios.iter().map(read).collect::<Result<Vec<_>>>()?;
        let mut levels = Vec::new();
        for (scenario, of_scenario) in self.scenarios.iter().zip(&runs) {
            for measure in measures {
                let (k, (_, level)) = (place(measure), source(measure));
                let point = |month: u32| {
                    let mut values: Vec<f64> =
                        of_scenario.iter().map(|run| run.values[k][month as usize]).collect();
                    match level {
                        Some(level) => share_at(&values, level),
                        None => describe(&mut values),
                    }
                };
                levels.push(series(scenario, None, district, measure, months, point));
            }
        }
        let mut differences = Vec::new();
        for &(other, base) in &self.pairs {
            for measure in measures.iter().filter(|measure| source(measure).1.is_none()) {
                let k = place(measure);
                // Runs are stored by replication, and a district is simulated in all of them or in none.
                let point = |month: u32| {
                    if self.is_unpaired() {
                        let values = |s: usize| -> Vec<f64> {
                            runs[s].iter().map(|run| run.values[k][month as usize]).collect()
                        };
                        return describe_samples(&mut values(other), &mut values(base));
                    }
                    let twins = runs[other].iter().zip(&runs[base]);
                    let difference = |(o, b): (&StoredRun, &StoredRun)| {
                        o.values[k][month as usize] - b.values[k][month as usize]
                    };
                    describe_differences(&mut twins.map(difference).collect::<Vec<f64>>())
                };
                let point = |month: u32| point(month).of_values_within(range_of(measure));
                let [other, base] = [other, base].map(|s| &self.scenarios[s]);
                differences.push(series(other, Some(base), district, measure, months, point));
            }
        }
        Ok((levels, differences))
    }
}

/// A series described month by month.
fn series<S>(
    scenario: &Scenario,
    base: Option<&Scenario>,
    district: &str,
    measure: &str,
    last: u32,
    point: impl Fn(u32) -> S,
) -> Series<S> {
    Series {
        scenario: scenario.name.clone(),
        base: base.map(|base| base.name.clone()),
        district: district.into(),
        measure: measure.into(),
        months: (0..=last).collect(),
        points: (0..=last).map(point).collect(),
    }
}

/// The measure of a run that a measure is described from, and the level whose share it is.
fn source(measure: &str) -> (&str, Option<f64>) {
    match measure.strip_prefix("stage_share_").and_then(|stage| stage.parse().ok()) {
        Some(stage) => ("stage", Some(stage)),
        None => (measure, None),
    }
}

impl DistrictResults<'_> {
    /// Whether any of its runs was simulated.
    pub fn is_empty(&self) -> bool {
        self.scenarios.iter().all(|s| s.levels.is_empty() && s.ends.iter().all(Vec::is_empty))
    }

    /// The difference of a pair of scenarios in a measure at a month.
    pub fn difference_at(
        &self,
        (other, base): (usize, usize),
        measure: &str,
        month: u32,
    ) -> DifferenceSummary {
        let [other, base] = [other, base].map(|s| &self.scenarios[s].scenario.name);
        let same = |d: &&DifferenceSeries| {
            d.scenario == *other && d.base.as_ref() == Some(base) && d.measure == measure
        };
        let found = self.differences.iter().find(same).and_then(|d| d.at(month));
        found.unwrap_or_else(|| describe_differences(&mut []))
    }
}

impl ScenarioResults<'_> {
    /// Summaries of a measure by month; none where it was not read.
    pub fn level(&self, measure: &str) -> &[Summary] {
        self.levels.iter().find(|s| s.measure == measure).map_or(&[], |s| &s.points)
    }

    /// The summary of a measure at a month.
    pub fn level_at(&self, measure: &str, month: u32) -> Summary {
        self.level(measure).get(month as usize).copied().unwrap_or(Summary::EMPTY)
    }

    /// A measure of the first single runs.
    pub fn single_runs<'s>(&'s self, measure: &str) -> impl Iterator<Item = &'s [f64]> + use<'s> {
        let place = self.wanted.of_runs.iter().position(|name| *name == measure);
        self.runs.iter().filter_map(move |run| run.values.get(place?).map(Vec::as_slice))
    }

    /// A column of `runs.csv`, a value for each run that was simulated.
    pub fn ended(&self, column: &str) -> &[f64] {
        let place = self.wanted.ends.iter().position(|name| *name == column);
        place.and_then(|place| self.ends.get(place)).map_or(&[], Vec::as_slice)
    }
}
