//! On which parameters an answer hangs: all of them screened over their ranges, then the shares of the variance that the largest make.
//!
//! ```no_run
//! use uptake::metrics::Quantity;
//! use uptake::scenario::Scenario;
//! use uptake::study::StudyOptions;
//! use uptake::study::sensitivity::{SensitivityEffort, SensitivityStudy};
//!
//! let committed = Scenario::built_in("committed")?.resolve()?;
//! let of: Quantity = "deep_share@60".parse()?;
//! let study = SensitivityStudy::new(vec![committed], of, SensitivityEffort::default())?;
//! let (found, folder) = study.carry_out(StudyOptions::default())?;
//! println!("{}: {} parameters moved", folder.display(), found.moved);
//! # Ok::<(), uptake::diagnostic::Diagnostics>(())
//! ```

mod words;

use std::path::PathBuf;

use super::{PieceWork, StudyOptions, strange_line};
use crate::analysis::beyond_chance::mean;
use crate::analysis::elementary_effects::ElementaryEffects;
use crate::analysis::sobol_indices::{SobolFound, SobolRow, indices};
use crate::diagnostic::{Diagnostic, Diagnostics, Result};
use crate::experiment::plan::Design;
use crate::experiment::sensitivity_points::{MOST_LOOKED_AT, Trajectory, resampling, sobol_row};
use crate::experiment::{executor, run_together};
use crate::figures::{files, sensitivity_shares};
use crate::metrics::Quantity;
use crate::numerics;
use crate::parameters::{Ledger, LedgerEntry};
use crate::results::digest::{ENGINE, VERSION, text_digest};
use crate::results::sensitivity::{
    ParameterSensitivity, SensitivityAnswer, SensitivityResults, WHOLE, digest_of, ends, known,
};
use crate::scenario::{Scenario, ineffective};

pub use words::{brief, crossing, human, work_in_words};

/// Points lived between two looks at the token that may stop the work.
const CHUNK: usize = 64;

/// Files that a study leaves.
const FILES: [&str; 5] = [
    "sensitivity.csv",
    WHOLE,
    "sensitivity-shares.svg",
    "sensitivity-shares.png",
    "sensitivity-shares-narrow.svg",
];

/// How much is lived.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SensitivityEffort {
    /// Trajectories of the screen: effects of each parameter.
    pub trajectories: u32,
    /// Parameters whose shares are worked out one by one.
    pub looked_at: usize,
    /// Rows of points for these; 0 leaves the shares out.
    pub rows: u32,
    /// Replications of every point, always the same ones.
    pub replications: u32,
    /// Whether what a scenario can settle (facts of the district, choices) stays at its usual value.
    pub only_assumptions: bool,
    /// Whether in the rows all parameters that are not looked at one by one stay at their usual values.
    pub others_usual: bool,
}

impl SensitivityEffort {
    /// Points of a row: of A, of B, of each parameter looked at, and of all others together where they vary.
    fn points_of_row(&self) -> usize {
        self.looked_at + if self.others_usual { 2 } else { 3 }
    }
}

impl Default for SensitivityEffort {
    /// About a minute of two cores for the default district.
    fn default() -> SensitivityEffort {
        SensitivityEffort {
            trajectories: 30,
            looked_at: 10,
            rows: 256,
            replications: 6,
            only_assumptions: false,
            others_usual: false,
        }
    }
}

/// A study of one scenario, or of the difference of two.
pub struct SensitivityStudy {
    scenarios: Vec<Scenario>,
    of: Quantity,
    effort: SensitivityEffort,
    moved: Vec<LedgerEntry>,
    left: Vec<String>,
    idle: Vec<String>,
    digest: String,
}

/// An answer: a scenario's value, or the second less the first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Asked {
    Difference,
    Level(usize),
}

impl Asked {
    /// From the values of a point, replication by replication, scenario by scenario.
    fn by_replication(self, values: &[f64], scenarios: usize) -> Vec<f64> {
        let of = |own: &[f64]| match self {
            Asked::Difference => own[1] - own[0],
            Asked::Level(k) => own[k],
        };
        values.chunks(scenarios).map(of).collect()
    }
}

impl SensitivityStudy {
    /// What is asked, of one scenario or of two that are pairs. Where there are two, the second is compared with the first.
    ///
    /// # Errors
    /// Scenarios that are no pairs, a cohort or several districts, a month beyond the last, too few trajectories, rows or
    /// replications, nothing left to move.
    pub fn new(
        scenarios: Vec<Scenario>,
        of: Quantity,
        effort: SensitivityEffort,
    ) -> std::result::Result<SensitivityStudy, Diagnostics> {
        let ledger = Ledger::standard()?;
        let design = Design::new(scenarios, true)?;
        let Some(first) = design.scenarios.first().filter(|_| design.scenarios.len() <= 2) else {
            let fault =
                format!("a sensitivity study is about one scenario or two, not {}", design.scenarios.len());
            return Err(Diagnostic::usage(fault, "name one, or two to look at their difference").into());
        };
        let mut faults = Diagnostics::default();
        if first.cohort.is_some() || first.places.len() != 1 {
            let fault = "a sensitivity study is about one district that is run alone";
            faults.push(Diagnostic::usage(
                fault,
                "choose one with --district ID, or a scenario without a cohort",
            ));
        }
        if let Err(fault) = of.within(first.run.months) {
            faults.push(fault);
        }
        refuse_too_little(effort, &mut faults);
        let says =
            |e: &LedgerEntry| design.scenarios.iter().any(|s| s.says(e) || s.takes_from_vectors(e.position));
        let is_idle =
            |e: &LedgerEntry| design.scenarios.iter().all(|s| ineffective::idle_value(s, e.name).is_some());
        let of_models = |e: &&LedgerEntry| design.scenarios.iter().any(|s| e.has_range_in(s.run.model));
        let wanted = |e: &&LedgerEntry| !(effort.only_assumptions && e.settled);
        let (left, others): (Vec<&LedgerEntry>, Vec<_>) =
            ledger.entries().iter().filter(of_models).filter(wanted).partition(|e| says(e));
        let (idle, moved): (Vec<&LedgerEntry>, Vec<_>) = others.into_iter().partition(|e| is_idle(e));
        if moved.is_empty() {
            let fault = "the scenarios set or draw every parameter themselves";
            faults.push(Diagnostic::usage(
                fault,
                "leave --parameters accepted out: the study moves parameters over their ranges",
            ));
        }
        let names = |all: Vec<&LedgerEntry>| all.into_iter().map(|e| e.name.to_string()).collect();
        let moved: Vec<LedgerEntry> = moved.into_iter().cloned().collect();
        let effort = SensitivityEffort { looked_at: effort.looked_at.min(moved.len()), ..effort };
        faults.or(SensitivityStudy {
            digest: digest_of(&design.scenarios, &ledger),
            of,
            effort,
            moved,
            left: names(left),
            idle: names(idle),
            scenarios: design.scenarios,
        })
    }

    /// Points that are lived: that of the usual values, those of the trajectories, and those of the rows.
    pub fn points(&self) -> usize {
        let trajectories = self.effort.trajectories as usize * (self.moved.len() + 1);
        1 + trajectories + self.effort.rows as usize * self.effort.points_of_row()
    }

    /// Runs that this takes.
    pub fn runs(&self) -> usize {
        self.points() * self.effort.replications as usize * self.scenarios.len()
    }

    /// The scenarios, with as many replications as the study has points and replications: what its runs cost is what they cost.
    pub fn as_batch(&self) -> Vec<Scenario> {
        let n = u32::try_from(self.points() * self.effort.replications as usize).unwrap_or(u32::MAX);
        let mut scenarios = self.scenarios.clone();
        scenarios.iter_mut().for_each(|s| s.run.replications = n);
        scenarios
    }

    /// Where it is left unless said otherwise.
    pub fn usual_folder(&self) -> PathBuf {
        let names: Vec<&str> = self.scenarios.iter().map(|s| s.name.as_str()).collect();
        let short = &text_digest(&self.head())[..8];
        PathBuf::from("results").join(format!("sensitivity-{}-{short}", names.join("-")))
    }

    /// All that its results depend on.
    fn head(&self) -> String {
        let ranges: Vec<String> = self.moved.iter().map(|e| format!("{} {:?}", e.name, e.range)).collect();
        let SensitivityStudy { of, effort, digest, .. } = self;
        format!("sensitivity {VERSION} {digest} {of} {effort:?}\n{}", ranges.join("\n"))
    }

    fn seed(&self) -> u64 {
        self.scenarios.first().map_or(0, |s| s.run.seed)
    }

    fn asked(&self) -> Vec<Asked> {
        match self.scenarios.len() {
            1 => vec![Asked::Level(0)],
            _ => vec![Asked::Difference, Asked::Level(0), Asked::Level(1)],
        }
    }

    fn name(&self, asked: Asked) -> String {
        let name = |k: usize| self.scenarios[k].name.as_str();
        match asked {
            Asked::Difference => format!("{} minus {}", name(1), name(0)),
            Asked::Level(k) => name(k).into(),
        }
    }

    /// Carries it out, or goes on where it was, and writes its folder.
    ///
    /// # Errors
    /// A folder that cannot be written, an outcome that runs do not have, or somebody stops it.
    pub fn carry_out(
        &self,
        options: StudyOptions<'_>,
    ) -> std::result::Result<(SensitivityResults, PathBuf), Diagnostics> {
        let work = PieceWork::begin(options, self.usual_folder(), &self.head(), self.points(), &FILES)?;
        let mut lived = LivedPoints { study: self, work };
        let usual = lived.values(&[None])?.swap_remove(0);
        let trajectories: Vec<Trajectory> = (0..self.effort.trajectories as usize)
            .map(|k| Trajectory::new(self.moved.len(), self.seed(), k))
            .collect();
        let mut effects: Vec<Vec<Vec<Vec<f64>>>> =
            vec![vec![Vec::new(); self.moved.len()]; self.asked().len()];
        for trajectory in &trajectories {
            let points: Vec<Option<Vec<f64>>> = trajectory.points().into_iter().map(Some).collect();
            let values = lived.values(&points)?;
            for (own, asked) in effects.iter_mut().zip(self.asked()) {
                let outcomes: Vec<Vec<f64>> =
                    values.iter().map(|v| asked.by_replication(v, self.scenarios.len())).collect();
                for (all, effects) in own.iter_mut().zip(trajectory.effects(&outcomes)) {
                    all.push(effects);
                }
            }
        }
        let screened: Vec<Vec<ElementaryEffects>> =
            effects.iter().map(|own| own.iter().map(|e| ElementaryEffects::of(e)).collect()).collect();
        if screened[0].iter().all(|e| e.n == 0) {
            let fault = format!("`{}` has no value in these runs", self.of);
            return Err(
                Diagnostic::usage(fault, "ask for a measure that every run has, as deep_share@60").into()
            );
        }
        let looked_at = self.largest(&screened[0]);
        let usual_place = |e: &LedgerEntry| (e.value - e.range.0) / (e.range.1 - e.range.0);
        let others: Option<Vec<f64>> =
            self.effort.others_usual.then(|| self.moved.iter().map(usual_place).collect());
        let mut rows: Vec<Vec<Vec<f64>>> = Vec::with_capacity(self.effort.rows as usize);
        for row in 0..self.effort.rows as usize {
            let points = sobol_row(self.moved.len(), &looked_at, others.as_deref(), (self.seed(), row));
            rows.push(lived.values(&points.into_iter().map(Some).collect::<Vec<_>>())?);
        }
        let answers = || {
            let of =
                |(k, asked): (usize, Asked)| self.answer(k, asked, &usual, &screened[k], &looked_at, &rows);
            self.asked().into_iter().enumerate().map(of).collect::<Vec<_>>()
        };
        let answers = lived.work.pool.install(answers);
        let found = self.results(answers);
        let figure = lived.work.pool.install(|| files(&[sensitivity_shares(&found)?]))?;
        let tables = [("sensitivity.csv".to_owned(), found.to_csv()?), (WHOLE.to_owned(), found.to_json()?)];
        let folder = lived.work.end(tables.into_iter().chain(figure).collect())?;
        Ok((found, folder))
    }

    /// The parameters with the largest effects on the first answer, those told apart from chance first.
    fn largest(&self, effects: &[ElementaryEffects]) -> Vec<usize> {
        let mut places: Vec<usize> = (0..effects.len()).collect();
        let reach = |k: &usize| {
            let e = &effects[*k];
            let reach = e.size.max(e.mu.abs());
            (!e.is_told_apart, if reach.is_finite() { -reach } else { 0.0 })
        };
        places.sort_by(|a, b| reach(a).0.cmp(&reach(b).0).then(reach(a).1.total_cmp(&reach(b).1)));
        places.truncate(self.effort.looked_at);
        places
    }

    fn answer(
        &self,
        number: usize,
        asked: Asked,
        usual: &[f64],
        effects: &[ElementaryEffects],
        looked_at: &[usize],
        rows: &[Vec<Vec<f64>>],
    ) -> SensitivityAnswer {
        let of_point = |values: &Vec<f64>| asked.by_replication(values, self.scenarios.len());
        let row = |points: &Vec<Vec<f64>>| SobolRow {
            a: of_point(&points[0]),
            b: of_point(&points[1]),
            ab: points[2..].iter().map(of_point).collect(),
        };
        let rows: Vec<SobolRow> = rows.iter().map(row).collect();
        let found: Option<SobolFound> =
            (!rows.is_empty()).then(|| indices(&rows, resampling(self.seed(), number)));
        let own = |k: usize| {
            let place = looked_at.iter().position(|other| *other == k)?;
            found.as_ref()?.indices.get(place)
        };
        let mut parameters: Vec<ParameterSensitivity> = (0..effects.len())
            .map(|k| ParameterSensitivity::of(&self.moved[k], &effects[k], own(k)))
            .collect();
        let order = |p: &ParameterSensitivity| {
            let share = p.total.map_or(f64::NEG_INFINITY, |[share, ..]| share);
            let reach = p.size.unwrap_or(0.0).max(p.mu.map_or(0.0, f64::abs));
            (share, p.told_apart, reach)
        };
        parameters.sort_by(|a, b| {
            let (a, b) = (order(a), order(b));
            b.0.total_cmp(&a.0).then(b.1.cmp(&a.1)).then(b.2.total_cmp(&a.2))
        });
        let shares = |found: &SobolFound| {
            let shares = found.parts.shares();
            shares.iter().all(|x| x.is_finite()).then_some(shares)
        };
        let deviation = |found: &SobolFound| known(numerics::sqrt(found.parts.parameters.max(0.0)));
        SensitivityAnswer {
            name: self.name(asked),
            is_difference: asked == Asked::Difference,
            usual: known(mean(&of_point(&usual.to_vec()))),
            mean: found.as_ref().and_then(|found| known(found.mean)),
            parts: found.as_ref().and_then(shares),
            deviation: found.as_ref().and_then(deviation),
            rows_left_out: found.as_ref().map_or(0, |found| found.left_out),
            others: found
                .as_ref()
                .filter(|_| !self.effort.others_usual)
                .and_then(|found| ends(&found.indices.last()?.total)),
            parameters,
        }
    }

    fn results(&self, answers: Vec<SensitivityAnswer>) -> SensitivityResults {
        let effort = self.effort;
        SensitivityResults {
            engine: ENGINE.into(),
            version: VERSION.into(),
            digest: self.digest.clone(),
            seed: self.seed(),
            of: self.of.to_string(),
            unit: self.of.column().unit.into(),
            scenarios: self.scenarios.iter().map(|s| (s.name.clone(), s.title.clone())).collect(),
            district: self.scenarios.first().map_or_else(String::new, |s| s.places[0].name()),
            replications: effort.replications,
            trajectories: effort.trajectories,
            rows: effort.rows,
            moved: self.moved.len(),
            left: self.left.clone(),
            idle: self.idle.clone(),
            answers,
        }
    }
}

/// Budgets that can tell nothing.
fn refuse_too_little(effort: SensitivityEffort, faults: &mut Diagnostics) {
    for (flag, value, least) in [
        ("--trajectories", effort.trajectories, 2),
        ("--replications", effort.replications, 2),
        ("--points", if effort.rows == 0 { 8 } else { effort.rows }, 8),
    ] {
        if value < least {
            let fault = format!("{flag} is {value}, and chance is told apart from {least} on");
            faults.push(Diagnostic::usage(fault, format!("write {flag} {least} or more")));
        }
    }
    if effort.looked_at == 0 || effort.looked_at > MOST_LOOKED_AT {
        let fault = format!("--most is {}", effort.looked_at);
        faults.push(Diagnostic::usage(fault, format!("look at 1 to {MOST_LOOKED_AT} parameters one by one")));
    }
}

/// Points that are lived one after the other, and noted.
struct LivedPoints<'s, 'a> {
    study: &'s SensitivityStudy,
    work: PieceWork<'a>,
}

impl LivedPoints<'_, '_> {
    /// The values at points between 0 and 1, or where every parameter has its usual value: of each replication, scenario by
    /// scenario.
    fn values(&mut self, points: &[Option<Vec<f64>>]) -> Result<Vec<Vec<f64>>> {
        let (study, n) = (self.study, self.study.effort.replications);
        let mut found = Vec::with_capacity(points.len());
        for chunk in points.chunks(CHUNK) {
            let lines = self.work.pieces(chunk.len(), |there| {
                let at: Vec<Vec<Scenario>> =
                    chunk[there..].iter().map(|point| study.at(point.as_deref())).collect();
                let values = executor::each(0..at.len() as u32 * n, |k| {
                    let runs = run_together(&at[(k / n) as usize], 0, k % n);
                    let value = |run: crate::experiment::Outcome| run.value(study.of).unwrap_or(f64::NAN);
                    runs.into_iter().map(value).collect::<Vec<f64>>()
                });
                Ok(values.chunks(n as usize).map(|values| super::spaced(&values.concat())).collect())
            })?;
            for line in lines {
                let expected = n as usize * study.scenarios.len();
                found.push(super::numbers(&line).filter(|v| v.len() == expected).ok_or_else(strange_line)?);
            }
        }
        Ok(found)
    }
}

impl SensitivityStudy {
    /// The scenarios with every moved parameter at this place of its range.
    fn at(&self, point: Option<&[f64]>) -> Vec<Scenario> {
        let mut scenarios = self.scenarios.clone();
        for (entry, x) in self.moved.iter().zip(point.unwrap_or_default()) {
            let (low, high) = entry.range;
            let value = (low + x * (high - low)).clamp(low, high);
            scenarios.iter_mut().for_each(|s| s.put(entry.position, value));
        }
        scenarios
    }
}
