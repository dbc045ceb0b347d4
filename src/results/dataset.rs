//! A results folder as data: opened and checked in one place, read back in one place. Figures, reports, stories,
//! replays and summaries have their numbers from here, whichever format the tables are stored in.

use super::checked::check;
use super::folder::TableFormat;
use super::manifest::{DistrictEntry, Manifest};
use super::shards::is_a_shard;
use super::summaries::{PAIRED_STATISTICS, SAMPLE_STATISTICS, STAGE, STATISTICS};
use super::table_rows::{Only, Query, TableRow, each_row, file_of};
use super::versions::has_same_runs;
use crate::analysis::summary::{DifferenceSummary, QUANTILES, Summary};
use crate::diagnostic::{Diagnostic, Diagnostics, Result};
use crate::experiment::Status;
use crate::explain::RunFeatures;
use crate::explain::typical::{FEATURES, features, months};
use crate::metrics::columns::{MEASURES, Measure, range_of};
use crate::metrics::{Ending, RUN_COLUMNS};
use crate::parameters::Ledger;
use crate::scenario::{Library, Scenario};
use std::collections::BTreeMap;
use std::ops::Range;
use std::path::{Path, PathBuf};

/// A results folder whose tables are written.
#[derive(Debug)]
pub struct Dataset {
    /// Where it is.
    pub folder: PathBuf,
    /// What it says of itself.
    pub manifest: Manifest,
    /// Its scenarios, in its order.
    pub scenarios: Vec<Scenario>,
    /// Which of them are compared: (other, base), as places in `scenarios`.
    pub pairs: Vec<(usize, usize)>,
}

/// One measure of one scenario and district over the months, described by a summary `S` at each.
#[derive(Debug, Clone, PartialEq)]
pub struct Series<S = Summary> {
    /// Scenario; of a difference the one that is compared.
    pub scenario: String,
    /// With which it is compared, if this is a difference.
    pub base: Option<String>,
    /// District.
    pub district: String,
    /// Measure, or `stage_share_1` to `stage_share_5`.
    pub measure: String,
    /// Months, rising.
    pub months: Vec<u32>,
    /// The summary at each month.
    pub points: Vec<S>,
}

/// A measure's difference of two scenarios over the months.
pub type DifferenceSeries = Series<DifferenceSummary>;

/// Some measures of one run over the months.
#[derive(Debug, Clone, PartialEq)]
pub struct StoredRun {
    /// The replication.
    pub replication: u32,
    /// Months, rising.
    pub months: Vec<u32>,
    /// For each measure asked for, its value at each month; NaN where missing.
    pub values: Vec<Vec<f64>>,
}

impl<S: Copy> Series<S> {
    /// The summary at a month, if there is one.
    pub fn at(&self, month: u32) -> Option<S> {
        self.months.iter().position(|own| *own == month).map(|place| self.points[place])
    }
}

impl Dataset {
    /// Opens a finished folder, checked: every file, and its manifest, made anew of them (`checked.rs`). Its scenarios may
    /// refer to tables of districts by `library`.
    ///
    /// # Errors
    /// A folder that is not finished, a file or an entry of the manifest that is not what was written.
    pub fn open(
        folder: &Path,
        library: &dyn Library,
        ledger: &Ledger,
    ) -> std::result::Result<Dataset, Diagnostics> {
        if let Some(shard) = Manifest::read(folder)?.shard {
            return Err(is_a_shard(folder, shard.shard()).into());
        }
        let (manifest, scenarios) = check(folder, library, ledger)?;
        Ok(Dataset::of(folder, manifest, scenarios))
    }

    /// A folder of this manifest and these scenarios.
    pub(super) fn of(folder: &Path, manifest: Manifest, scenarios: Vec<Scenario>) -> Dataset {
        let place = |name: &str| manifest.scenarios.iter().position(|s| s.name == name);
        let pairs = manifest.pairs.iter().filter_map(|p| Some((place(&p.other)?, place(&p.base)?))).collect();
        Dataset { folder: folder.into(), manifest, scenarios, pairs }
    }

    /// Whether this version of the program makes the same runs as the one that wrote the folder.
    pub fn has_same_runs(&self) -> bool {
        has_same_runs(&self.manifest.version)
    }

    /// Whether its scenarios are compared as independent samples, without pairs of runs.
    pub fn is_unpaired(&self) -> bool {
        self.manifest.unpaired.is_some()
    }

    /// Whether it holds its runs, and not their summaries alone.
    pub fn has_runs(&self) -> bool {
        self.manifest.tables != TableFormat::Summaries.word()
    }

    /// The file of one of its tables.
    pub fn table(&self, name: &str) -> PathBuf {
        file_of(&self.folder, &self.manifest.files, name)
    }

    /// Its runs are read.
    pub(super) fn needs_runs(&self) -> Result<()> {
        if self.has_runs() {
            return Ok(());
        }
        let fault = "holds summaries alone, and this is made of its runs";
        let remedy = "run it again into another folder without --tables summaries, one district at a time where there are many";
        Err(Diagnostic::failed(&self.folder, fault, remedy))
    }

    /// Whether its tables hold a measure, or the shares of runs at a stage that come with one.
    pub fn keeps(&self, measure: &str) -> bool {
        let is_stage_share = measure.starts_with("stage_share_");
        let measure = if is_stage_share { STAGE } else { measure };
        self.manifest.measures.as_ref().is_none_or(|kept| kept.iter().any(|own| own == measure))
    }

    /// Those of some measures that its tables do not hold.
    pub fn lacking<'m>(&self, measures: &[&'m str]) -> Vec<&'m str> {
        measures.iter().copied().filter(|measure| !self.keeps(measure)).collect()
    }

    /// Refuses what is made of measures that its tables do not hold.
    ///
    /// # Errors
    /// A measure that they do not hold.
    pub fn require(&self, measures: &[&str], what: &str) -> Result<()> {
        let lacking = self.lacking(measures);
        let Some(kept) = self.manifest.measures.as_ref().filter(|_| !lacking.is_empty()) else {
            return Ok(());
        };
        let (kept, lacking) = (kept.join(","), lacking.join(","));
        let fault = format!("its tables hold the measures {kept} alone, and {what} is made of {lacking} too");
        let remedy = format!(
            "run it again into another folder with --measures {kept},{lacking}, or without --measures"
        );
        Err(Diagnostic::failed(&self.folder, fault, remedy))
    }

    /// Whether it holds figures.
    pub fn has_figures(&self) -> bool {
        self.manifest.files.keys().any(|name| name.starts_with("figures/"))
    }

    /// The district of this id or name.
    pub fn district(&self, id: &str) -> Option<&DistrictEntry> {
        self.manifest.districts.iter().find(|d| d.id == id || d.name == id)
    }

    /// Summaries of these measures, in the order of the table; of one district or of all. None of a measure that is not kept.
    pub fn levels(&self, district: Option<&str>, measures: &[&str]) -> Result<Vec<Series>> {
        self.series(("summary", &["scenario"]), (district, measures), &STATISTICS, summary)
    }

    /// Summaries of the differences in these measures, those that are kept, their intervals cut to what is possible; none where nothing is compared.
    pub fn differences(&self, district: Option<&str>, measures: &[&str]) -> Result<Vec<DifferenceSeries>> {
        if self.manifest.pairs.is_empty() {
            return Ok(Vec::new());
        }
        let statistics = [&STATISTICS[..], &PAIRED_STATISTICS].concat();
        let table = ("differences_summary", &["other", "base"][..]);
        let found = match self.is_unpaired() {
            true => self.series(table, (district, measures), &SAMPLE_STATISTICS, of_samples),
            false => self.series(table, (district, measures), &statistics, |row, first| {
                let number = |k: usize| row.number(first + STATISTICS.len() + k);
                Ok(DifferenceSummary {
                    summary: summary(row, first)?,
                    mean_low: number(0)?,
                    mean_high: number(1)?,
                    share_lower: number(2)?,
                    share_equal: number(3)?,
                    share_higher: number(4)?,
                    samples: None,
                })
            }),
        };
        let cut = |mut series: DifferenceSeries| {
            let possible = range_of(&series.measure);
            series.points.iter_mut().for_each(|point| *point = point.of_values_within(possible));
            series
        };
        Ok(found?.into_iter().map(cut).collect())
    }

    /// Series of a table of summaries: `labels` are its columns before the district, `point` reads the
    /// statistics of a row from a column on.
    fn series<S>(
        &self,
        (table, labels): (&str, &[&str]),
        (district, measures): (Option<&str>, &[&str]),
        statistics: &[&str],
        point: impl Fn(&TableRow<'_>, usize) -> Result<S>,
    ) -> Result<Vec<Series<S>>> {
        let columns = [labels, &["district", "measure", "month"], statistics].concat();
        let (measure, month) = (labels.len() + 1, labels.len() + 2);
        let mut only = vec![("measure", Only::Words(measures))];
        only.extend(district.iter().map(|id| ("district", Only::Words(std::slice::from_ref(id)))));
        let (mut all, mut places) = (Vec::<Series<S>>::new(), BTreeMap::new());
        each_row(&self.table(table), &Query { columns: &columns, only: &only }, &mut |row| {
            let key: Vec<String> = (0..=measure).map(|k| row.text(k).to_string()).collect();
            let place = *places.entry(key).or_insert(all.len());
            if place == all.len() {
                let text = |k: usize| row.text(k).to_string();
                all.push(Series {
                    scenario: text(0),
                    base: (labels.len() > 1).then(|| text(1)),
                    district: text(labels.len()),
                    measure: text(measure),
                    months: Vec::new(),
                    points: Vec::new(),
                });
            }
            all[place].months.push(row.whole(month)? as u32);
            all[place].points.push(point(row, month + 1)?);
            Ok(())
        })?;
        Ok(all)
    }

    /// Some measures of the runs of some replications of a scenario in a district. A skipped run is not among them.
    pub fn runs(
        &self,
        scenario: &str,
        district: &str,
        replications: Range<u32>,
        measures: &[&str],
    ) -> Result<Vec<StoredRun>> {
        let mut runs: Vec<StoredRun> = Vec::new();
        self.each_month(scenario, district, replications, measures, &mut |replication, month, values| {
            if runs.last().is_none_or(|r| r.replication != replication) {
                runs.push(StoredRun {
                    replication,
                    months: Vec::new(),
                    values: vec![Vec::new(); values.len()],
                });
            }
            if let Some(run) = runs.last_mut() {
                run.months.push(month);
                for (column, value) in run.values.iter_mut().zip(values) {
                    column.push(*value);
                }
            }
        })?;
        // A table and its hash may have been changed together.
        let whole = self.manifest.months as usize + 1;
        if let Some(run) = runs.iter().find(|run| run.months.len() != whole) {
            let (months, replication) = (run.months.len(), run.replication);
            let fault = format!(
                "its timeline has {months} of {whole} months of replication {replication} of {scenario}"
            );
            let remedy = "write the results again in another place with --out";
            return Err(Diagnostic::failed(&self.folder, fault, remedy));
        }
        Ok(runs)
    }

    /// Features by which typical runs of a scenario in a district are found, by replication. One pass over the
    /// timeline; a few numbers are kept of each run. A skipped run is not among them.
    pub fn features(&self, scenario: &str, district: &str) -> Result<Vec<RunFeatures>> {
        let (last, replications) = (self.manifest.months, self.manifest.replications);
        let measures = FEATURES.map(|m| MEASURES[m as usize].name);
        self.require(&measures, "the choice of typical runs")?;
        // The months of the features, and the last, which the ending is read from.
        let mut kept: Vec<u32> = months(last).collect();
        if kept.last() != Some(&last) {
            kept.push(last);
        }
        let mut found: Vec<RunFeatures> = Vec::new();
        let mut run = vec![[f64::NAN; FEATURES.len()]; kept.len()];
        self.each_month(
            scenario,
            district,
            0..replications,
            &measures,
            &mut |replication, month, values| {
                let Some(place) = kept.iter().position(|m| *m == month) else { return };
                run[place].copy_from_slice(values);
                if month == last {
                    let at = |month: u32, measure: Measure| {
                        let place = kept.iter().position(|m| *m == month);
                        let column = FEATURES.iter().position(|m| *m == measure);
                        place.zip(column).map_or(f64::NAN, |(place, column)| run[place][column])
                    };
                    found.push(features(replication, last, at));
                }
            },
        )?;
        Ok(found)
    }

    /// Every month of some runs, in the order of the timeline: replication, month, measures.
    fn each_month(
        &self,
        scenario: &str,
        district: &str,
        replications: Range<u32>,
        measures: &[&str],
        each: &mut dyn FnMut(u32, u32, &[f64]),
    ) -> Result<()> {
        self.needs_runs()?;
        self.require(measures, "this")?;
        let columns = [&["replication", "month"], measures].concat();
        let only = [
            ("replication", Only::Within(replications)),
            ("scenario", Only::Words(&[scenario])),
            ("district", Only::Words(&[district])),
        ];
        let mut values = vec![0.0; measures.len()];
        each_row(&self.table("timeline"), &Query { columns: &columns, only: &only }, &mut |row| {
            for (k, value) in values.iter_mut().enumerate() {
                *value = row.number(2 + k)?;
            }
            each(row.whole(0)? as u32, row.whole(1)? as u32, &values);
            Ok(())
        })
    }

    /// Columns of the table of runs for each scenario: a value for every run of the district that was simulated, in the
    /// order of replications; NaN where missing. An ending is its code.
    pub fn run_columns(&self, district: &str, columns: &[&str]) -> Result<BTreeMap<String, Vec<Vec<f64>>>> {
        self.needs_runs()?;
        let all = [&["scenario"], columns].concat();
        let only = [("district", Only::Words(&[district])), ("status", Only::Words(&[Status::Done.name()]))];
        let mut found: BTreeMap<String, Vec<Vec<f64>>> = BTreeMap::new();
        each_row(&self.table("runs"), &Query { columns: &all, only: &only }, &mut |row| {
            let values =
                found.entry(row.text(0).to_owned()).or_insert_with(|| vec![Vec::new(); columns.len()]);
            for (k, column) in (1..).zip(values) {
                column.push(match row.text(k).parse::<Ending>() {
                    Ok(ending) => f64::from(ending as u8),
                    Err(_) => row.number(k)?,
                });
            }
            Ok(())
        })?;
        Ok(found)
    }

    /// The row of one run in the table of runs as CSV shows it: status, run columns, the parameters `drawn`.
    /// Empty where the run has no row.
    pub fn run_row(
        &self,
        (scenario, district, replication): (&str, &str, u32),
        drawn: &[&str],
    ) -> Result<Vec<(String, String)>> {
        self.needs_runs()?;
        let names: Vec<&str> = RUN_COLUMNS.iter().map(|c| c.name).collect();
        let columns = [&["status"], &names[..], drawn].concat();
        let only = [
            ("scenario", Only::Words(&[scenario])),
            ("district", Only::Words(&[district])),
            ("replication", Only::Within(replication..replication + 1)),
        ];
        let mut cells = Vec::new();
        each_row(&self.table("runs"), &Query { columns: &columns, only: &only }, &mut |row| {
            let cell = |(k, name): (usize, &&str)| (name.to_string(), row.shown(k));
            cells = columns.iter().enumerate().map(cell).collect();
            Ok(())
        })?;
        Ok(cells)
    }
}

/// The difference of two samples of a row, from a column on.
fn of_samples(row: &TableRow<'_>, first: usize) -> Result<DifferenceSummary> {
    let number = |k: usize| row.number(first + k);
    let samples = [row.whole(first)?, row.whole(first + 1)?];
    let n = samples[0].min(samples[1]);
    Ok(DifferenceSummary {
        summary: Summary { n, mean: number(2)?, mcse: number(3)?, ..Summary::EMPTY },
        mean_low: number(5)?,
        mean_high: number(6)?,
        share_lower: f64::NAN,
        share_equal: f64::NAN,
        share_higher: f64::NAN,
        samples: Some(samples),
    })
}

/// The statistics of a row, from a column on.
fn summary(row: &TableRow<'_>, first: usize) -> Result<Summary> {
    let number = |k: usize| row.number(first + k);
    let mut quantiles = [f64::NAN; QUANTILES.len()];
    for (k, quantile) in quantiles.iter_mut().enumerate() {
        *quantile = number(3 + k)?;
    }
    Ok(Summary { n: row.whole(first)?, mean: number(1)?, sd: number(2)?, quantiles, mcse: number(10)? })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::results::summaries::STAGE_SHARES;
    use crate::results::{folder::TableFormat, sample};
    use std::fs;

    fn finished(folder: &Path, scenarios: usize, districts: usize, replications: u32) -> Dataset {
        let path = folder.join("r");
        sample::finished(&path, &sample::plan(scenarios, districts, replications), TableFormat::Csv);
        sample::dataset(&path)
    }

    #[test]
    fn summaries_come_back_as_series_over_months() {
        let folder = tempfile::tempdir().unwrap();
        let dataset = finished(folder.path(), 2, 2, 9);
        let names: Vec<&str> = MEASURES.iter().map(|m| m.name).chain(STAGE_SHARES).collect();
        let all = dataset.levels(None, &names).unwrap();
        assert_eq!(all.len(), 2 * 2 * (MEASURES.len() + 5));
        assert!(all.iter().all(|s| s.months == [0, 1, 2, 3, 4, 5, 6] && s.points.len() == 7));
        assert_eq!(
            (all[0].scenario.as_str(), all[0].district.as_str(), all[0].measure.as_str()),
            ("scenario-0", "060", MEASURES[0].name)
        );
        let rows = sample::rows(&sample::plan(2, 2, 9));
        let mut first: Vec<f64> = rows[..9].iter().filter_map(|o| o.timeline.first()).copied().collect();
        assert_eq!(
            format!("{:?}", all[0].points[0]),
            format!("{:?}", crate::analysis::summary::describe(&mut first))
        );
        let pairs = dataset.differences(None, &names).unwrap();
        assert_eq!(
            (pairs.len(), pairs[0].scenario.as_str(), pairs[0].base.as_deref()),
            (2 * MEASURES.len(), "scenario-1", Some("scenario-0"))
        );
        let point = pairs.iter().flat_map(|s| &s.points).find(|p| p.summary.n >= 3).unwrap();
        assert!((point.share_lower + point.share_equal + point.share_higher - 1.0).abs() < 1e-12);
        assert!(point.mean_low < point.summary.mean && point.summary.mean < point.mean_high);
        let one = dataset.levels(Some("061"), &[names[3]]).unwrap();
        assert!(one.len() == 2 && one.iter().all(|s| s.district == "061" && s.measure == names[3]));
    }

    #[test]
    fn a_folder_that_compares_nothing_has_no_differences() {
        let folder = tempfile::tempdir().unwrap();
        let dataset = finished(folder.path(), 1, 1, 3);
        assert!(dataset.differences(None, &["spread"]).unwrap().is_empty());
        assert!(!dataset.folder.join("differences.csv").exists());
    }

    #[test]
    fn a_damaged_cell_or_table_is_named_with_file_and_line() {
        let folder = tempfile::tempdir().unwrap();
        let dataset = finished(folder.path(), 1, 1, 3);
        let start = format!("scenario,district,month,measure,{}\na,b,0,c,x", STATISTICS.join(","));
        fs::write(dataset.folder.join("summary.csv"), start + &",".repeat(10) + "\n").unwrap();
        let error = dataset.levels(None, &["c"]).unwrap_err().to_string();
        assert!(error.contains("summary.csv, line 2: `n` is `x`, not a number"), "{error}");
        let runs = "scenario,replication,district,status,ending\na,0,d,done,happy\n";
        fs::write(dataset.folder.join("runs.csv"), runs).unwrap();
        let error = dataset.run_columns("d", &["ending"]).unwrap_err().to_string();
        assert!(error.contains("runs.csv, line 2: `ending` is `happy`"), "{error}");
        fs::remove_file(dataset.folder.join("summary.csv")).unwrap();
        let error = dataset.levels(None, &["c"]).unwrap_err().to_string();
        assert!(error.contains("summary.csv: cannot open"), "{error}");
    }

    #[test]
    fn the_runs_asked_for_come_back_and_no_other() {
        let folder = tempfile::tempdir().unwrap();
        let dataset = finished(folder.path(), 2, 2, 9);
        let names = [MEASURES[2].name, MEASURES[0].name];
        let runs = dataset.runs("scenario-1", "061", 3..9, &names).unwrap();
        let rows = sample::rows(&sample::plan(2, 2, 9));
        // Scenario 1, district 1: rows 27 to 35; row 34, replication 7, was skipped.
        assert_eq!(runs.iter().map(|r| r.replication).collect::<Vec<_>>(), [3, 4, 5, 6, 8]);
        let stored = rows[27 + 4].timeline[6 * MEASURES.len()];
        assert_eq!(format!("{}", runs[1].values[1][6]), format!("{stored}"));
        assert!(dataset.runs("scenario-1", "999", 0..9, &names).unwrap().is_empty());
        let error = dataset.runs("scenario-1", "061", 0..9, &["nonsense"]).unwrap_err().to_string();
        assert!(error.contains("`nonsense`") && error.contains("columns.json"), "{error}");
    }

    #[test]
    fn a_run_without_a_month_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let dataset = finished(folder.path(), 1, 1, 3);
        let path = dataset.folder.join("timeline.csv");
        let text = fs::read_to_string(&path).unwrap();
        let shorter: Vec<&str> =
            text.lines().filter(|line| !line.starts_with("scenario-0,1,060,3,")).collect();
        assert_eq!(shorter.len() + 1, text.lines().count());
        fs::write(&path, shorter.join("\n")).unwrap();
        let error = dataset.runs("scenario-0", "060", 0..3, &["spread"]).unwrap_err().to_string();
        assert!(error.contains("has 6 of 7 months of replication 1"), "{error}");
    }

    #[test]
    fn features_are_those_of_the_stored_runs() {
        let folder = tempfile::tempdir().unwrap();
        let dataset = finished(folder.path(), 2, 1, 9);
        let found = dataset.features("scenario-1", "060").unwrap();
        let runs = dataset.runs("scenario-1", "060", 0..9, &["spread"]).unwrap();
        assert!(!found.is_empty() && found.len() == runs.len());
        for (found, run) in found.iter().zip(&runs) {
            assert_eq!(found.replication, run.replication);
            let first = run.values[0][0];
            assert_eq!(found.values[0], if first.is_nan() { 0.0 } else { first as f32 });
        }
    }

    #[test]
    fn columns_come_back_for_the_runs_that_were_simulated() {
        let folder = tempfile::tempdir().unwrap();
        let dataset = finished(folder.path(), 2, 1, 7);
        let found = dataset.run_columns("060", &["peak_spread", "ending"]).unwrap();
        let rows = sample::rows(&sample::plan(2, 1, 7));
        let done: Vec<&_> = rows[7..].iter().filter(|o| o.status == Status::Done).collect();
        assert!(done.len() < 7, "one run was skipped");
        let place = RUN_COLUMNS.iter().position(|c| c.name == "peak_spread").unwrap();
        let told = |x: &f64| format!("{x}");
        let expected: Vec<String> = done.iter().map(|o| told(&o.run[place])).collect();
        assert_eq!(found["scenario-1"][0].iter().map(told).collect::<Vec<_>>(), expected);
        assert!(dataset.run_columns("nowhere", &["ending"]).unwrap().is_empty());
        let error = dataset.run_columns("060", &["nonsense"]).unwrap_err().to_string();
        assert!(error.contains("nonsense"), "{error}");
    }
}
