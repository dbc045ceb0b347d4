//! What the figures of a district are drawn from: a case for each scenario.

use super::scenario_events::marks_of;
use super::{EventMark, FIGURES, Fan};
use crate::analysis::mean_interval::ValueRange;
use crate::analysis::summary::Summary;
use crate::diagnostic::Result;
use crate::metrics::columns::range_of;
use crate::phrasing::thousands;
use crate::results::assumption_table::Assumptions;
use crate::results::dataset::DifferenceSeries;
use crate::results::district_results::{DistrictResults, ScenarioResults, Wanted};
use crate::results::given_seen::GivenSeen;
use crate::scenario::{DistrictSpec, Scenario};

/// Single runs that are read; the ends of as many make the cloud of the spread-depth path.
pub const SINGLE_RUNS: u32 = 400;

/// Everything, case by case.
pub struct FigureData<'a> {
    /// The scenarios, in order.
    pub cases: Vec<DrawnScenario<'a>>,
    /// Their differences.
    pub differences: &'a [DifferenceSeries],
    /// Name of the district.
    pub place: String,
    /// Whether the cases differ in size alone.
    pub by_size: bool,
    /// Differences over sets of assumptions, where they were varied.
    pub assumptions: Option<Assumptions>,
    /// The futures given what was seen, if anything was.
    pub given: Option<&'a GivenSeen>,
}

/// One scenario in one district.
pub struct DrawnScenario<'a> {
    /// Name in figures.
    pub label: String,
    /// The scenario.
    pub scenario: &'a Scenario,
    /// What it dates.
    pub events: Vec<EventMark>,
    /// What was found.
    pub results: &'a ScenarioResults<'a>,
}

/// What the figures need of a district: all that any of them names.
pub fn wanted() -> Wanted {
    FIGURES.iter().fold(Wanted { runs: SINGLE_RUNS, ..Wanted::default() }, |mut all, figure| {
        let new = figure.run_measures.iter().filter(|name| !all.of_runs.contains(name));
        let new: Vec<&'static str> = new.copied().collect();
        all.of_runs.extend(new);
        all.and(figure.measures, figure.run_columns)
    })
}

impl<'a> FigureData<'a> {
    /// The scenarios of a district; those that differ in size and are not compared by their size.
    ///
    /// # Errors
    /// A table of assumptions that cannot be read.
    pub fn of(results: &'a DistrictResults<'a>) -> Result<FigureData<'a>> {
        let mut cases: Vec<DrawnScenario<'a>> = results.scenarios.iter().map(DrawnScenario::of).collect();
        name_apart(&mut cases);
        let sizes = sizes_of(results);
        for (case, size) in cases.iter_mut().zip(sizes.iter().flatten()) {
            case.label.clone_from(size);
        }
        let by_size = sizes.is_some();
        // The districts of a sweep have one id, and may have many sizes.
        let is_swept =
            |s: &ScenarioResults<'_>| s.scenario.point.iter().any(|(name, _)| name == "district.pupils");
        let place = match by_size {
            true => "synthetic districts",
            false if results.scenarios.iter().any(is_swept) => "synthetic districts of several sizes",
            false => &results.district.name,
        };
        let (place, given) = (place.to_owned(), results.given.as_ref());
        let assumptions = results.dataset.assumptions()?;
        Ok(FigureData { cases, differences: &results.differences, place, by_size, assumptions, given })
    }

    /// Districts of the first scenario, each a size with its label.
    pub fn of_districts(sizes: &'a [(String, DistrictResults<'a>)]) -> FigureData<'a> {
        let case = |(label, results): &'a (String, DistrictResults<'a>)| {
            results
                .scenarios
                .first()
                .map(|first| DrawnScenario { label: label.clone(), ..DrawnScenario::of(first) })
        };
        let place = format!("{} districts of a table", sizes.len());
        let cases = sizes.iter().filter_map(case).collect();
        FigureData { cases, differences: &[], place, by_size: true, assumptions: None, given: None }
    }

    /// The last month.
    pub fn months(&self) -> u32 {
        self.cases.first().map_or(0, |case| case.scenario.run.months)
    }
}

/// What each scenario is called by its students, where scenarios that are not compared differ in them alone.
pub(crate) fn sizes_of(results: &DistrictResults<'_>) -> Option<Vec<String>> {
    let pupils = |s: &Scenario| match s.places.as_slice() {
        [DistrictSpec::Synthetic { pupils, .. }] => Some(*pupils),
        _ => None,
    };
    let all: Vec<u32> = results.dataset.scenarios.iter().map(pupils).collect::<Option<_>>()?;
    let mut different = all.clone();
    different.sort_unstable();
    different.dedup();
    let students = |pupils: &u32| format!("{} students", thousands(u64::from(*pupils)));
    (all.len() > 1 && different.len() == all.len() && results.dataset.pairs.is_empty())
        .then(|| all.iter().map(students).collect())
}

/// Titles are for readers; scenarios that share one, and points of a sweep, go by their names.
fn name_apart(cases: &mut [DrawnScenario<'_>]) {
    let titles: Vec<String> = cases.iter().map(|case| case.scenario.title.clone()).collect();
    for case in cases.iter_mut() {
        let same = titles.iter().filter(|title| **title == case.scenario.title).count();
        if same > 1 || !case.scenario.point.is_empty() {
            case.label = case.scenario.name.clone();
        }
    }
}

impl<'a> DrawnScenario<'a> {
    /// A scenario under its title.
    pub fn of(results: &'a ScenarioResults<'a>) -> DrawnScenario<'a> {
        let scenario = results.scenario;
        DrawnScenario { label: scenario.title.clone(), scenario, events: marks_of(scenario), results }
    }

    /// Summaries of a measure by month; none where it was not read.
    pub fn level(&self, measure: &str) -> &'a [Summary] {
        self.results.level(measure)
    }

    /// Means of a measure by month.
    pub fn means(&self, measure: &str) -> Vec<f64> {
        self.level(measure).iter().map(|p| p.mean).collect()
    }

    /// The mean of a measure in the last month; NaN where it is missing.
    pub fn last_mean(&self, measure: &str) -> f64 {
        self.level(measure).last().map_or(f64::NAN, |p| p.mean)
    }

    /// The fan of a measure, with so many single runs.
    pub fn fan(&self, measure: &str, runs: usize) -> Fan {
        let runs = self.results.single_runs(measure).take(runs).map(<[f64]>::to_vec).collect();
        Fan { runs, ..fan_of(&self.label, self.level(measure), range_of(measure)) }
    }
}

/// The fan of these summaries of what can be in a range.
pub fn fan_of(label: &str, points: &[Summary], possible: ValueRange) -> Fan {
    let q = |k: usize| points.iter().map(|p| p.quantiles[k]).collect::<Vec<f64>>();
    let (mean_low, mean_high) = points.iter().map(|p| p.mean_interval(possible)).unzip();
    Fan {
        label: label.into(),
        q05: q(0),
        q25: q(2),
        q50: q(3),
        q75: q(4),
        q95: q(6),
        mean: points.iter().map(|p| p.mean).collect(),
        mean_low,
        mean_high,
        runs: Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::summary::describe;

    #[test]
    fn the_bar_of_a_mean_of_few_runs_stays_within_what_can_be() {
        let points = [describe(&mut [0.0, 0.1, 0.9]), describe(&mut [0.5]), describe(&mut [1.0, 4.0, 5.0])];
        let fan = fan_of("a", &points, range_of("spread"));
        assert_eq!((fan.mean_low[0], fan.mean_high[0]), (0.0, 1.0));
        assert!(fan.mean_low[1].is_nan() && fan.mean_high[1].is_nan());
        let fan = fan_of("a", &points, range_of("stage"));
        assert_eq!((fan.mean_low[2], fan.mean_high[2]), (0.0, 5.0));
    }
}
