//! Summaries and differences by month, as a finished folder holds them.

use super::Dataset;
use crate::analysis::summary::{DifferenceSummary, QUANTILES, Summary};
use crate::diagnostic::Result;
use crate::metrics::columns::range_of;
use crate::results::summaries::{PAIRED_STATISTICS, SAMPLE_STATISTICS, STATISTICS};
use crate::results::table_rows::{Only, Query, TableRow, each_row};
use std::collections::BTreeMap;

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

impl<S: Copy> Series<S> {
    /// The summary at a month, if there is one.
    pub fn at(&self, month: u32) -> Option<S> {
        self.months.iter().position(|own| *own == month).map(|place| self.points[place])
    }
}

impl Dataset {
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
    use crate::metrics::columns::MEASURES;
    use crate::results::sample;
    use crate::results::summaries::STAGE_SHARES;

    #[test]
    fn summaries_come_back_as_series_over_months() {
        let folder = tempfile::tempdir().unwrap();
        let dataset = sample::finished_dataset(folder.path(), 2, 2, 9);
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
        let dataset = sample::finished_dataset(folder.path(), 1, 1, 3);
        assert!(dataset.differences(None, &["spread"]).unwrap().is_empty());
        assert!(!dataset.folder.join("differences.csv").exists());
    }
}
