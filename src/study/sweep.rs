//! The same scenario at many points: each point is a scenario of one folder, run with the same replications.
//!
//! ```no_run
//! use uptake::files::Files;
//! use uptake::scenario::sweep_design::{SweepDesign, factor};
//! use uptake::study::sweep::Sweep;
//!
//! let factors = vec![factor("superintendent_exit=0.05..0.4:8")?, factor("initiatives_usual=1,3,6")?];
//! let design = SweepDesign { base: "committed".into(), factors, ..SweepDesign::default() };
//! let sweep = Sweep::of(&design, &[], None, &Files)?;
//! let results = sweep.batch().replications(200).run_into("results/sweep")?;
//! print!("{}", sweep.measured(&results)?.words());
//! # Ok::<(), uptake::diagnostic::Diagnostics>(())
//! ```

mod measured;
mod words;

use std::path::Path;

use serde::Serialize;

pub use measured::{SweptDifference, SweptValue, measured};

use crate::calendar::LONGEST;
use crate::diagnostic::{Diagnostic, Diagnostics, Result};
use crate::experiment::Batch;
use crate::experiment::sweep_points::points;
use crate::files::Files;
use crate::parameters::{Ledger, LedgerEntry};
use crate::results::Dataset;
use crate::results::sweep_table::{self, SweepRow};
use crate::scenario::language::{self, Form};
use crate::scenario::layers::path_of;
use crate::scenario::sweep_design::{self, Coordinate, Levels, Point, SweepDesign};
use crate::scenario::{FoundDistricts, Library, Scenario, ScenarioDraft};

/// Stands for whole scenarios among the names of factors.
const SCENARIO: &str = "scenario";

/// The scenarios of a sweep: its points.
#[non_exhaustive]
#[derive(Debug, Clone)]
pub struct Sweep {
    /// A scenario for each point, with its coordinates; the point that others are compared with, if any, comes first.
    pub scenarios: Vec<Scenario>,
    /// Whether the others are compared with the first.
    pub is_compared: bool,
    /// What all of them are called together.
    pub name: String,
}

impl Sweep {
    /// The points of a design, with settings (`name=value`) on top that hold for all of them, in these districts if they are given.
    ///
    /// # Errors
    /// A base that cannot be read; a design that makes no points; points that are no valid scenarios, the first of them with all
    /// that is wrong and the others counted; a reference that is no point.
    pub fn of(
        design: &SweepDesign,
        settings: &[String],
        places: Option<&FoundDistricts>,
        library: &'static (dyn Library + Sync),
    ) -> std::result::Result<Sweep, Diagnostics> {
        let draft = |reference: &str| {
            let draft = Scenario::from_library(reference, library)?.with_settings(settings);
            Ok(match places {
                Some(places) => draft.in_districts(places.clone()),
                None => draft,
            })
        };
        Sweep::laid_out(design, settings, draft)
    }

    /// The points of a design around a draft, which is its base; other scenarios that it names take the draft's settings.
    ///
    /// # Errors
    /// Those of [`Sweep::of`].
    pub fn of_draft(design: &SweepDesign, base: &ScenarioDraft) -> std::result::Result<Sweep, Diagnostics> {
        let draft = |reference: &str| {
            if reference == base.reference() {
                return Ok(base.clone());
            }
            Ok(Scenario::from_library(reference, &Files)?.with_settings(base.settings()))
        };
        Sweep::laid_out(design, base.settings(), draft)
    }

    /// The points; `draft` begins the scenario of a reference, with the settings on it.
    fn laid_out(
        design: &SweepDesign,
        settings: &[String],
        draft: impl Fn(&str) -> std::result::Result<ScenarioDraft, Diagnostics>,
    ) -> std::result::Result<Sweep, Diagnostics> {
        set_once(design, settings)?;
        let base = draft(&design.base)?.resolve()?;
        let points = points(&counted(design)?, base.run.seed)?;
        let width = points.len().to_string().len().max(2);
        let mut found = Vec::with_capacity(points.len());
        let mut wrong: Vec<(String, Diagnostics)> = Vec::new();
        for (point, number) in points.into_iter().zip(1..) {
            let chosen = point.iter().find(|(name, _)| name == SCENARIO);
            let reference = chosen.map_or_else(|| design.base.clone(), |(_, value)| value.to_string());
            let is_setting = |name: &str| name != SCENARIO && event_of(name).is_none();
            let own = point
                .iter()
                .filter(|(name, _)| is_setting(name))
                .map(|(name, value)| format!("{name}={value}"));
            let own: Vec<String> = own.collect();
            let resolved = draft(&reference).and_then(|draft| draft.with_settings(&own).resolve());
            match resolved.and_then(|scenario| Ok(dated(scenario, &point)?)) {
                Ok(scenario) => found.push(Scenario {
                    name: format!("{}-{number:0width$}", base.name),
                    title: told(&point),
                    point,
                    ..scenario
                }),
                Err(problems) => wrong.push((told(&point), problems)),
            }
        }
        let count = wrong.len();
        if let Some((point, mut problems)) = wrong.into_iter().next() {
            problems.advice = match count {
                1 => format!("this is the point {point}"),
                _ => format!("this is the point {point}; {} further points are wrong too", count - 1),
            };
            return Err(problems);
        }
        let mut sweep = Sweep { name: format!("{}-sweep", base.name), scenarios: found, is_compared: false };
        if !design.reference.is_empty() {
            sweep.compare_with(&design.reference)?;
        }
        Ok(sweep)
    }

    /// The one point with these coordinates comes first, and the others are compared with it.
    fn compare_with(&mut self, reference: &Point) -> Result<()> {
        let fits = |s: &Scenario| reference.iter().all(|coordinate| s.point.contains(coordinate));
        let fitting: Vec<usize> =
            self.scenarios.iter().enumerate().filter(|(_, s)| fits(s)).map(|(k, _)| k).collect();
        let [place] = fitting.as_slice() else {
            let fault = format!("{} points have {}", fitting.len(), told(reference));
            let names: Vec<&str> = self
                .scenarios
                .first()
                .map_or_else(Vec::new, |s| s.point.iter().map(|(n, _)| n.as_str()).collect());
            let remedy =
                format!("name the one point by a value that it has for each of: {}", names.join(", "));
            return Err(Diagnostic::usage(format!("the reference is no single point: {fault}"), remedy));
        };
        let first = self.scenarios.remove(*place);
        self.scenarios.insert(0, first);
        self.is_compared = true;
        Ok(())
    }

    /// What is to be run.
    pub fn batch<'a>(&self) -> Batch<'a> {
        let batch = Batch::new(&self.scenarios);
        if self.is_compared { batch.compared() } else { batch }
    }

    /// What the points came to, from the tables of their folder.
    ///
    /// # Errors
    /// Where the tables cannot be read.
    pub fn measured(&self, dataset: &Dataset) -> Result<SweptPoints> {
        measured(&self.scenarios, dataset)
    }
}

/// The design, in which ranges of what is counted in whole numbers are ranges of whole numbers.
fn counted(design: &SweepDesign) -> Result<SweepDesign> {
    let ledger = Ledger::standard()?;
    let is_whole = |name: &str| {
        let path = path_of(name);
        let (section, key) = path.rsplit_once('.').unwrap_or(("", path.as_str()));
        let field = language::section(section).key(key);
        event_of(name).is_some()
            || field.is_some_and(|key| matches!(key.form, Form::Whole(..)))
            || ledger.get(key).is_some_and(LedgerEntry::is_whole)
    };
    let mut design = design.clone();
    for factor in design.factors.iter_mut().filter(|factor| is_whole(&factor.name)) {
        match &mut factor.levels {
            Levels::Between { whole, .. } => *whole = true,
            Levels::Listed(values) => {
                let fraction =
                    |value: &&Coordinate| matches!(value, Coordinate::Number(x) if x.fract() != 0.0);
                if let Some(value) = values.iter().find(fraction) {
                    let fault = format!("`{}` is counted in whole numbers, and {value} is none", factor.name);
                    let remedy = format!(
                        "give whole numbers, such as --vary {}=1,2,3; 1..6 stands for all from 1 to 6",
                        factor.name
                    );
                    return Err(Diagnostic::usage(fault, remedy));
                }
            }
        }
    }
    Ok(design)
}

/// Nothing is varied twice, or set and varied: the later one would win without a word.
fn set_once(design: &SweepDesign, settings: &[String]) -> Result<()> {
    let key = |name: &str| event_of(name).map_or_else(|| path_of(name), |place| format!("event[{place}]"));
    for (k, factor) in design.factors.iter().enumerate() {
        let own = key(&factor.name);
        if ["run.months", "run.replications", "run.seed"].contains(&own.as_str()) {
            let fault = format!(
                "`{}` cannot be varied: all points are the same replications of as many months",
                factor.name
            );
            return Err(Diagnostic::usage(fault, "vary something else, and set it once for all points"));
        }
        if let Some(other) = design.factors[..k].iter().find(|other| key(&other.name) == own) {
            let fault = format!("`{}` and `{}` are the same, varied twice", other.name, factor.name);
            return Err(Diagnostic::usage(fault, "put all its values into one"));
        }
        let is_set = |setting: &&String| {
            setting
                .split_once('=')
                .is_some_and(|(name, _)| path_of(name.trim().trim_start_matches("--")) == own)
        };
        if let Some(setting) = settings.iter().find(is_set) {
            let fault = format!("`{}` is varied, and set by {setting}", factor.name);
            return Err(Diagnostic::usage(fault, "leave one of the two out"));
        }
    }
    Ok(())
}

/// A design in a file of its own.
///
/// # Errors
/// A file that cannot be read, or is wrong.
pub fn read_design(path: &Path) -> std::result::Result<SweepDesign, Diagnostics> {
    let source = Files.scenario(&path.display().to_string(), None)?;
    let mut design = sweep_design::read(&source.label, &source.text)?;
    // The base is named relative to the design, as `extends` is relative to its file.
    let beside = |reference: &str| {
        let found = path.parent().map(|folder| folder.join(reference)).filter(|path| path.is_file());
        found.map(|path| path.display().to_string())
    };
    if let Some(path) = beside(&design.base) {
        design.base = path;
    }
    for factor in design.factors.iter_mut().filter(|factor| factor.name == SCENARIO) {
        if let Levels::Listed(values) = &mut factor.levels {
            for value in values {
                if let Some(path) = beside(&value.to_string()) {
                    *value = Coordinate::Words(path);
                }
            }
        }
    }
    Ok(design)
}

/// A point in words: "superintendent_exit = 0.05, initiatives_usual = 3".
pub fn told(point: &Point) -> String {
    let words: Vec<String> =
        point.iter().map(|(name, value)| format!("{name} = {}", value.short())).collect();
    words.join(", ")
}

/// The place (from 0) of the event whose month a factor is.
fn event_of(name: &str) -> Option<usize> {
    let number = name.strip_prefix("event[")?.strip_suffix("].month")?;
    number.parse::<usize>().ok()?.checked_sub(1)
}

/// The scenario with its events in the months that the point says.
fn dated(mut scenario: Scenario, point: &Point) -> Result<Scenario> {
    for (name, value) in point {
        let Some(place) = event_of(name) else { continue };
        let (count, last) = (scenario.events.len(), scenario.run.months);
        let Some(event) = scenario.events.get_mut(place) else {
            let fault = format!("`{name}`: the scenario has {count} events");
            return Err(Diagnostic::usage(fault, "count events from 1, in the order of the file"));
        };
        let month = match value {
            Coordinate::Number(x) if x.fract() == 0.0 && (1.0..=f64::from(LONGEST)).contains(x) => *x as u32,
            _ => {
                return Err(Diagnostic::usage(
                    format!("`{name}` is {value}"),
                    "write whole months; month 1 is August of the first year",
                ));
            }
        };
        if month > last || event.until.is_some_and(|until| until <= month) {
            let until = event.until.map_or(last, |until| until.saturating_sub(1).min(last));
            let fault =
                format!("`{name}` is {month}, after the last month in which the event can begin, {until}");
            return Err(Diagnostic::usage(
                fault,
                format!("give months from 1 to {until}, or a longer run: --months N"),
            ));
        }
        event.month = month;
    }
    Ok(scenario)
}

/// What the points of a sweep came to.
#[derive(Debug, Serialize)]
pub struct SweptPoints {
    /// Names of the factors.
    pub factors: Vec<String>,
    /// A row for each point, district, measure and month.
    pub values: Vec<SweptValue>,
}

impl SweptPoints {
    /// The points with what matters most, in at most twenty rows.
    pub fn words(&self) -> String {
        words::human(self)
    }

    /// In brief: from where to where it goes, then at most 20 lines of at most 100 columns.
    pub fn brief(&self) -> String {
        words::brief(self)
    }

    /// The tidy table: a column for each factor, a row for each point, district, measure and month.
    ///
    /// # Errors
    /// Memory that cannot be written to.
    pub fn csv(&self) -> Result<Vec<u8>> {
        sweep_table::csv(&self.factors, self.rows())
    }

    /// The rows of the tidy table.
    pub(crate) fn rows(&self) -> impl Iterator<Item = SweepRow<'_>> {
        self.values.iter().map(SweptValue::row)
    }
}
