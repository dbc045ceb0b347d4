//! The smallest difference that a batch could show, for what matters most of it.

use serde::Serialize;

use super::headlines::HEADLINE;
use super::{months, present, told};
use crate::analysis::smallest_difference::{smallest_difference, to_as_many_runs};
use crate::experiment::plan::Design;
use crate::phrasing::thousands;
use crate::results::dataset::{DifferenceSeries, Series};

/// Most lines that are told to people.
const MOST_TOLD: usize = 8;

/// The smallest difference that the runs of a district could show.
#[derive(Debug, Serialize)]
pub struct CouldShow {
    /// The scenario, or the one that is compared.
    pub scenario: String,
    /// With which it is compared; none where it stands alone.
    pub base: Option<String>,
    pub district: String,
    pub measure: String,
    pub month: u32,
    /// Runs, or pairs; of two samples those of the smaller one.
    pub n: u64,
    /// Two-sided at 5%, with a power of 80%.
    pub smallest_difference: Option<f64>,
}

/// Of each pair, or where nothing is compared of each scenario to as many independent runs of another.
pub fn could_show(design: &Design, series: &[Series], differences: &[DifferenceSeries]) -> Vec<CouldShow> {
    let told = told(design);
    let headline =
        told.iter().find(|(measure, _)| *measure == HEADLINE).or(told.first()).map(|found| found.0);
    let (Some(headline), Some(month)) = (headline, months(design).last().copied()) else { return Vec::new() };
    let of = |scenario: &str, base: Option<&String>, district: &str, n: u64, smallest: f64| CouldShow {
        scenario: scenario.into(),
        base: base.cloned(),
        district: district.into(),
        measure: headline.into(),
        month,
        n,
        smallest_difference: present(smallest),
    };
    if design.pairs.is_empty() {
        let own = series.iter().filter(|s| s.measure == headline);
        let points = own.filter_map(|s| Some((s, s.at(month)?)));
        return points.map(|(s, p)| of(&s.scenario, None, &s.district, p.n, to_as_many_runs(&p))).collect();
    }
    let own = differences.iter().filter(|s| s.measure == headline);
    let points = own.filter_map(|s| Some((s, s.at(month)?.summary)));
    points
        .map(|(s, p)| {
            let smallest = smallest_difference(p.mcse, p.n.saturating_sub(1));
            of(&s.scenario, s.base.as_ref(), &s.district, p.n, smallest)
        })
        .collect()
}

/// For people: a line for each, or for several districts and many scenarios how far they reach.
pub fn words(design: &Design, found: &[CouldShow]) -> String {
    let known: Vec<(&CouldShow, f64)> =
        found.iter().filter_map(|one| Some((one, one.smallest_difference.filter(|d| *d > 0.0)?))).collect();
    let Some((first, _)) = known.first() else { return String::new() };
    let what = match (first.base.is_some(), design.unpaired) {
        (true, false) => "pairs",
        (true, true) => "runs of each",
        (false, _) => "runs",
    };
    let to = if first.base.is_some() { "" } else { " to as many independent runs of another scenario" };
    let least = known.iter().map(|(_, d)| *d).fold(f64::INFINITY, f64::min);
    let most = known.iter().map(|(_, d)| *d).fold(0.0, f64::max);
    let places = design.scenarios.first().map_or(0, |s| s.places.len());
    let (n, measure, month) = (thousands(first.n), &first.measure, first.month);
    let rule = "(two-sided 5%, power 80%)";
    if places > 1 || known.len() > MOST_TOLD {
        let each = if places > 1 { "each district" } else { "each comparison" };
        return format!(
            "smallest difference in {measure}@{month} that up to {n} {what} could show in {each}{to} {rule}: {least:.4} to {most:.4}\n"
        );
    }
    let line = |(one, smallest): &(&CouldShow, f64)| {
        let of =
            one.base.as_ref().map_or(one.scenario.clone(), |base| format!("{} minus {base}", one.scenario));
        format!(
            "smallest difference in {measure}@{month} that {} {what} could show{to} {rule}: {smallest:.4} ({of})\n",
            thousands(one.n)
        )
    };
    known.iter().map(line).collect()
}
