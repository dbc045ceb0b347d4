//! Where in a sweep something happens: boxes over its factors that hold most of the runs in which it does, and few others.
//!
//! ```no_run
//! use std::path::Path;
//! use uptake::study::discovery::{Discovery, DiscoveryRequest};
//! use uptake::study::stored::Stored;
//!
//! let stored = Stored::open(Path::new("results/sweep"))?;
//! let request = DiscoveryRequest { conditions: vec!["deep_share@60 < 0.2".parse()?], ..DiscoveryRequest::default() };
//! print!("{}", Discovery::of(&stored, None, &request)?.words());
//! # Ok::<(), uptake::diagnostic::Diagnostics>(())
//! ```

mod words;

use serde::Serialize;

use super::stored::Stored;
use crate::analysis::boxes::{
    BoxRule, FactorKind, FoundBox, PointCases, Resampled, Restriction, is_inside, peel, resample,
};
use crate::calendar::Month;
use crate::chance::streams::key_of;
use crate::chance::{Decision, DecisionMaker, Streams};
use crate::diagnostic::{Diagnostic, Result};
use crate::figures::discovered_box::{BoxFigure, PlottedFactor, discovered_box};
use crate::figures::{Figure, files};
use crate::metrics::Condition;
use crate::scenario::sweep_design::Coordinate;

/// Fewest points in which boxes are looked for: below, a slice is hardly a point.
const FEWEST_POINTS: usize = 16;

/// What is looked for.
#[derive(Debug, Clone, PartialEq)]
pub struct DiscoveryRequest {
    /// A run is of interest if it meets all of these.
    pub conditions: Vec<Condition>,
    /// Boxes at most, each among the points outside those before.
    pub boxes: usize,
    /// Which box on the way inward is taken.
    pub rule: BoxRule,
}

impl Default for DiscoveryRequest {
    fn default() -> DiscoveryRequest {
        DiscoveryRequest { conditions: Vec::new(), boxes: 2, rule: BoxRule::LargestGain }
    }
}

/// A factor of the sweep.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SweptFactor {
    /// Its name.
    pub name: String,
    /// Its words, where it has no order; empty for numbers.
    pub words: Vec<String>,
    /// Its lowest and highest value in the sweep, of numbers.
    pub range: Option<(f64, f64)>,
}

/// What a box says of a factor, and how that stands up.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ToldRestriction {
    /// The factor.
    pub factor: String,
    /// Lowest value in the box, where it is bounded below.
    pub low: Option<f64>,
    /// Highest value in the box, where it is bounded above.
    pub high: Option<f64>,
    /// The words in the box, of a factor without an order.
    pub words: Vec<String>,
    /// Share of resamples in which it is found again.
    pub found_again: f64,
    /// Share of random choices of as many points that do as well.
    pub quasi_p: f64,
}

/// A box.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ToldBox {
    /// What it says.
    pub restrictions: Vec<ToldRestriction>,
    /// Share of the runs of interest that it holds.
    pub coverage: f64,
    /// Share of its runs that are of interest.
    pub density: f64,
    /// Share of all runs that it holds.
    pub support: f64,
    /// Coverage on points that were not used to find it.
    pub coverage_unseen: f64,
    /// Density on points that were not used to find it.
    pub density_unseen: f64,
    /// Coverage and density of the boxes on the way inward.
    pub trajectory: Vec<(f64, f64)>,
}

/// What was found.
#[derive(Debug, Clone, Serialize)]
pub struct Discovery {
    /// What was looked for.
    pub conditions: Vec<String>,
    /// The district.
    pub district: String,
    /// Points of the sweep.
    pub points: usize,
    /// Runs looked at.
    pub runs: u64,
    /// Those of interest among them.
    pub of_interest: u64,
    /// Runs left out, because what is asked is missing in them.
    pub left_out: u64,
    /// The factors.
    pub factors: Vec<SweptFactor>,
    /// The boxes; numbers after the first are about the points outside those before.
    pub boxes: Vec<ToldBox>,
    #[serde(skip)]
    cases: Vec<PointCases>,
    #[serde(skip)]
    found: Vec<FoundBox>,
}

impl Discovery {
    /// Looks for boxes in a stored sweep, in one of its districts if there are several.
    ///
    /// # Errors
    /// Results that are no sweep, or of too few points; no condition; no run of interest, or all.
    pub fn of(stored: &Stored, district: Option<&str>, request: &DiscoveryRequest) -> Result<Discovery> {
        let fault = |fault: String, remedy: &str| Err(Diagnostic::usage(fault, remedy).at(&stored.folder));
        if request.conditions.is_empty() {
            let remedy = "say it: --where \"deep_share@60 < 0.2\"";
            return Err(Diagnostic::usage("nothing says which runs are of interest", remedy));
        }
        if stored.scenarios.iter().any(|s| s.point.is_empty()) {
            return fault(
                "is no sweep, and has no points".into(),
                "make one: uptake sweep SCENARIO --kind sobol --points 128 --vary …",
            );
        }
        let points = stored.scenarios.len();
        if points < FEWEST_POINTS {
            let remedy = "sweep over more points: --kind sobol --points 128";
            return fault(
                format!("has {points} points, and boxes are looked for in {FEWEST_POINTS} or more"),
                remedy,
            );
        }
        let district = stored.district(district)?;
        let factors = factors(stored);
        let (cases, left_out) = cases(stored, &district.id, &request.conditions, &factors)?;
        let (runs, hits) = cases.iter().fold((0.0, 0.0), |(r, h), p| (r + p.cases, h + p.hits));
        let what = request.conditions.iter().map(Condition::to_string).collect::<Vec<_>>();
        if hits == 0.0 || hits == runs {
            let which = if hits == 0.0 { "no run meets" } else { "every run meets" };
            return fault(
                format!("{which} {}", what.join(" and ")),
                "choose another limit: uptake sweep lists what the points came to",
            );
        }
        let mut discovery = Discovery {
            conditions: what,
            district: district.name.clone(),
            points,
            runs: runs as u64,
            of_interest: hits as u64,
            left_out,
            factors,
            boxes: Vec::new(),
            cases,
            found: Vec::new(),
        };
        discovery.look(request, stored.manifest.seed);
        Ok(discovery)
    }

    /// One box after the other, each among the points outside those before.
    fn look(&mut self, request: &DiscoveryRequest, seed: u64) {
        let kind = |f: &SweptFactor| match f.words.len() {
            0 => FactorKind::Numbers,
            count => FactorKind::Words(count),
        };
        let kinds: Vec<FactorKind> = self.factors.iter().map(kind).collect();
        let mut left = self.cases.clone();
        for number in 0..request.boxes {
            let peeled = peel(&kinds, &left, request.rule);
            let Some(found) = peeled.taken.filter(|b| !b.restricted().is_empty()) else { break };
            let chance = Streams::new(seed, key_of("discovery"), number as u32).generator(
                Decision::Calibration,
                DecisionMaker::DISTRICT,
                Month(0),
            );
            let stands = resample(&kinds, &left, (&found, request.rule), chance);
            self.boxes.push(self.told(&found, &stands, &peeled.trajectory));
            left.retain(|p| !is_inside(&found.restrictions, p));
            self.found.push(found);
            if left.len() < FEWEST_POINTS || left.iter().all(|p| p.hits == 0.0) {
                break;
            }
        }
    }

    fn told(&self, found: &FoundBox, stands: &Resampled, trajectory: &[FoundBox]) -> ToldBox {
        let restriction = |k: usize| {
            let (low, high, words) = match &found.restrictions[k] {
                Restriction::Between(low, high) => {
                    (Some(*low).filter(|x| x.is_finite()), Some(*high).filter(|x| x.is_finite()), Vec::new())
                }
                Restriction::Among(is_in) => {
                    let words = self.factors[k].words.iter().zip(is_in).filter(|(_, is_in)| **is_in);
                    (None, None, words.map(|(word, _)| word.clone()).collect())
                }
                Restriction::None => (None, None, Vec::new()),
            };
            let own = stands.factors.iter().find(|f| f.factor == k);
            ToldRestriction {
                factor: self.factors[k].name.clone(),
                low,
                high,
                words,
                found_again: own.map_or(f64::NAN, |f| f.again),
                quasi_p: own.map_or(f64::NAN, |f| f.quasi_p),
            }
        };
        ToldBox {
            restrictions: found.restricted().into_iter().map(restriction).collect(),
            coverage: found.coverage,
            density: found.density,
            support: found.support,
            coverage_unseen: stands.unseen.0,
            density_unseen: stands.unseen.1,
            trajectory: trajectory.iter().map(|b| (b.coverage, b.density)).collect(),
        }
    }

    /// For people.
    pub fn words(&self) -> String {
        words::human(self)
    }

    /// In brief: the finding, then at most 20 lines of at most 100 columns.
    pub fn brief(&self) -> String {
        words::brief(self)
    }

    /// A row for each restriction of each box.
    ///
    /// # Errors
    /// Memory that cannot be written to.
    pub fn csv(&self) -> Result<Vec<u8>> {
        words::csv(self)
    }

    /// All of it, as JSON.
    ///
    /// # Errors
    /// None that could happen; the writer says so.
    pub fn json(&self) -> Result<Vec<u8>> {
        super::json_of(self)
    }

    /// The first box on the plane of its first two factors; none where there is no box.
    ///
    /// # Errors
    /// If it cannot be drawn.
    pub fn figure(&self) -> Result<Option<Figure>> {
        let Some(found) = self.found.first() else { return Ok(None) };
        let restricted = found.restricted();
        let others = (0..self.factors.len()).filter(|k| !restricted.contains(k));
        let plane: Vec<usize> = restricted.iter().copied().chain(others).take(2).collect();
        let plotted = |k: &usize| PlottedFactor {
            name: self.factors[*k].name.clone(),
            words: self.factors[*k].words.clone(),
            restriction: found.restrictions[*k].clone(),
        };
        let point = |p: &PointCases| (plane.iter().map(|k| p.at[*k]).collect(), p.hits / p.cases);
        discovered_box(&BoxFigure {
            title: words::headline(self),
            subtitle: words::subtitle(self),
            of: words::asked(self),
            plane: plane.iter().map(plotted).collect(),
            points: self.cases.iter().filter(|p| p.cases > 0.0).map(point).collect(),
            beside: words::restrictions(&self.boxes[0]),
        })
        .map(Some)
    }

    /// The files of a folder about it.
    ///
    /// # Errors
    /// Those of the figure.
    pub fn files(&self) -> Result<Vec<(String, Vec<u8>)>> {
        let tables = [("discovery.csv".to_owned(), self.csv()?), ("discovery.json".to_owned(), self.json()?)];
        let figure = self.figure()?.map_or_else(|| Ok(Vec::new()), |figure| files(&[figure]))?;
        Ok(tables.into_iter().chain(figure).collect())
    }
}

/// The factors: numbers where all values are, words otherwise, in the order of the points.
fn factors(stored: &Stored) -> Vec<SweptFactor> {
    let first = stored.scenarios.first().map_or(&[][..], |s| s.point.as_slice());
    let mut factors: Vec<SweptFactor> = first
        .iter()
        .map(|(name, _)| SweptFactor { name: name.clone(), words: Vec::new(), range: None })
        .collect();
    for (k, factor) in factors.iter_mut().enumerate() {
        let values: Vec<&Coordinate> =
            stored.scenarios.iter().filter_map(|s| Some(&s.point.get(k)?.1)).collect();
        let number = |c: &&Coordinate| if let Coordinate::Number(x) = c { Some(*x) } else { None };
        let numbers: Vec<f64> = values.iter().filter_map(number).collect();
        if numbers.len() == values.len() {
            let ends =
                numbers.iter().fold((f64::INFINITY, f64::NEG_INFINITY), |(l, h), x| (l.min(*x), h.max(*x)));
            factor.range = Some(ends);
            continue;
        }
        for value in values {
            let word = value.to_string();
            if !factor.words.contains(&word) {
                factor.words.push(word);
            }
        }
        factor.words.sort();
    }
    factors
}

/// The points with their runs, and how many runs lack what is asked.
fn cases(
    stored: &Stored,
    district: &str,
    conditions: &[Condition],
    factors: &[SweptFactor],
) -> Result<(Vec<PointCases>, u64)> {
    let months = stored.manifest.months;
    let asked = conditions.iter().map(|c| c.quantity.within(months)).collect::<Result<Vec<_>>>()?;
    let values = stored.run_values(&asked)?;
    let mut left_out = 0;
    let mut cases = Vec::with_capacity(stored.scenarios.len());
    for scenario in &stored.scenarios {
        let own = values.get(&(scenario.name.clone(), district.to_owned())).map_or(&[][..], Vec::as_slice);
        let runs = own.first().map_or(0, Vec::len);
        let known: Vec<usize> = (0..runs).filter(|r| own.iter().all(|v| !v[*r].is_nan())).collect();
        left_out += (runs - known.len()) as u64;
        let is_met = |r: &&usize| own.iter().zip(conditions).all(|(v, c)| c.is_met_by(v[**r]));
        let place = |(factor, (_, value)): (&SweptFactor, &(String, Coordinate))| match value {
            Coordinate::Number(x) if factor.words.is_empty() => *x,
            other => factor.words.iter().position(|w| *w == other.to_string()).unwrap_or(0) as f64,
        };
        cases.push(PointCases {
            at: factors.iter().zip(&scenario.point).map(place).collect(),
            cases: known.len() as f64,
            hits: known.iter().filter(is_met).count() as f64,
        });
    }
    Ok((cases, left_out))
}
