//! The part of a summary that is given what a district has seen of itself.

use serde::Serialize;

use super::{months, present};
use crate::experiment::plan::Design;
use crate::report::seen_words::given;
use crate::results::given_seen::{GivenMeasure, GivenSeen};

/// What futures come to, given what was seen.
#[derive(Debug, Serialize)]
pub struct GivenSummary {
    futures: u64,
    /// How many futures of equal weight the weighted ones are worth.
    effective: f64,
    /// Whether some future comes near what was seen.
    comes_near: bool,
    /// By how many standard deviations the nearest future misses what it misses most.
    nearest_miss: Option<f64>,
    rows: Vec<GivenRow>,
}

/// A measure of a scenario, or with a base its difference, in a month.
#[derive(Debug, Serialize)]
struct GivenRow {
    scenario: String,
    base: Option<String>,
    measure: &'static str,
    month: u32,
    mean: Option<f64>,
    /// Monte Carlo standard error of the mean.
    error: Option<f64>,
    q05: Option<f64>,
    q50: Option<f64>,
    q95: Option<f64>,
    /// Mean over all futures, whatever was seen.
    mean_of_all: Option<f64>,
}

impl GivenSummary {
    /// Of a design.
    pub fn of(design: &Design, found: &GivenSeen) -> GivenSummary {
        let name = |k: usize| design.scenarios.get(k).map_or_else(String::new, |s| s.name.clone());
        let mut rows = Vec::new();
        let mut add = |scenario: usize, base: Option<usize>, of: &[GivenMeasure]| {
            for measure in of {
                for month in months(design) {
                    let at = month as usize;
                    let (Some(now), Some(all)) = (measure.given.get(at), measure.all.get(at)) else {
                        continue;
                    };
                    rows.push(GivenRow {
                        scenario: name(scenario),
                        base: base.map(name),
                        measure: measure.measure,
                        month,
                        mean: present(now.mean),
                        error: present(now.error),
                        q05: present(now.q05),
                        q50: present(now.q50),
                        q95: present(now.q95),
                        mean_of_all: present(all.mean),
                    });
                }
            }
        };
        if found.comes_near() {
            found.measures.iter().enumerate().for_each(|(k, of)| add(k, None, of));
            design.pairs.iter().zip(&found.differences).for_each(|((o, b), of)| add(*o, Some(*b), of));
        }
        GivenSummary {
            futures: found.futures,
            effective: found.effective,
            comes_near: found.comes_near(),
            nearest_miss: found.nearest.map(|nearest| nearest.miss),
            rows,
        }
    }
}

/// The same in sentences, scenarios by their names.
pub fn given_words(design: &Design, found: &GivenSeen) -> Vec<String> {
    let names: Vec<&str> = design.scenarios.iter().map(|s| s.name.as_str()).collect();
    let (month, worth) =
        design.scenarios.first().map_or((0, 0.0), |s| (s.run.months, s.run.smallest_named()));
    given(found, &names, &design.pairs, month, worth)
}
