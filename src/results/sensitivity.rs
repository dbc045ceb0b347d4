//! What a sensitivity study found, as its folder keeps it: `sensitivity.json` whole, `sensitivity.csv` a row for each answer and
//! parameter.

use std::path::Path;

use serde::{Deserialize, Serialize};

mod parameter;

pub use parameter::{Footing, ParameterSensitivity, Verdict, ends, known};

use super::digest::{ENGINE, VERSION, text_digest};
use crate::diagnostic::{Diagnostic, Result};
use crate::metrics::Quantity;
use crate::parameters::Ledger;
use crate::scenario::{Scenario, render};

/// The file that holds all of it.
pub const WHOLE: &str = "sensitivity.json";

/// What a study found.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SensitivityResults {
    /// The program, always `uptake`.
    pub engine: String,
    /// Its version.
    pub version: String,
    /// Digest of the scenarios, as [`digest_of`] takes it.
    pub digest: String,
    /// Study seed.
    pub seed: u64,
    /// What was asked of each run, as `deep_share@60`.
    pub of: String,
    /// Its unit.
    pub unit: String,
    /// Names and titles of the scenarios.
    pub scenarios: Vec<(String, String)>,
    /// The district.
    pub district: String,
    /// Replications of every point, always the same ones.
    pub replications: u32,
    /// Trajectories of the screen.
    pub trajectories: u32,
    /// Rows of the Sobol design.
    pub rows: u32,
    /// Parameters that were moved.
    pub moved: usize,
    /// Parameters that the scenarios set or draw themselves, left alone.
    pub left: Vec<String>,
    /// Parameters that nothing reads in these scenarios, left alone.
    pub idle: Vec<String>,
    /// The answers: the difference first where two scenarios are compared, then each level.
    pub answers: Vec<SensitivityAnswer>,
}

/// An answer, and what it rests on.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SensitivityAnswer {
    /// The scenario's name, or "OTHER minus BASE".
    pub name: String,
    /// Whether it is a difference.
    pub is_difference: bool,
    /// What it is where every parameter has its usual value, over the same replications.
    pub usual: Option<f64>,
    /// Its mean over the ranges.
    pub mean: Option<f64>,
    /// Which shares of the variance of single runs parameters, chance, and both together make.
    pub parts: Option<[f64; 3]>,
    /// Standard deviation that the parameters make, over their ranges.
    pub deviation: Option<f64>,
    /// Rows of the Sobol design left out because the answer is missing in them.
    pub rows_left_out: usize,
    /// The index of all parameters that were not looked at one by one: total with its interval.
    pub others: Option<[f64; 3]>,
    /// Every parameter, what matters first.
    pub parameters: Vec<ParameterSensitivity>,
}

impl SensitivityAnswer {
    /// The parameters on which it hangs, those first that are only assumed.
    pub fn crossed(&self) -> Vec<&ParameterSensitivity> {
        let mut found: Vec<&ParameterSensitivity> = self.parameters.iter().filter(|p| p.matters()).collect();
        found.sort_by_key(|p| p.footing());
        found
    }
}

/// The digest of what a study is about: the scenarios but for their number of replications.
pub fn digest_of(scenarios: &[Scenario], ledger: &Ledger) -> String {
    let text = |s: &Scenario| {
        let mut s = Scenario { point: Vec::new(), ..s.clone() };
        s.run.replications = 1;
        render::complete(&s, ledger)
    };
    text_digest(&scenarios.iter().map(text).collect::<Vec<_>>().join("\n"))
}

impl SensitivityResults {
    /// What was asked of each run, as one reads it first.
    pub fn asked(&self) -> String {
        self.of.parse::<Quantity>().map_or_else(|_| self.of.clone(), |quantity| quantity.words())
    }

    /// The scenarios of an answer by their titles.
    pub fn of_which(&self, answer: &SensitivityAnswer) -> String {
        let title = |k: usize| self.scenarios.get(k).map(|(_, title)| format!("“{title}”"));
        match (answer.is_difference, title(0), title(1)) {
            (true, Some(base), Some(other)) => format!("{other} minus {base}"),
            _ => {
                let own = self.scenarios.iter().find(|(name, _)| *name == answer.name);
                own.map_or_else(|| answer.name.clone(), |(_, title)| format!("“{title}”"))
            }
        }
    }

    /// What a folder, or its file, holds.
    ///
    /// # Errors
    /// A file that cannot be read, that is no such file, or of another version of the program.
    pub fn read(path: &Path) -> Result<SensitivityResults> {
        let file = if path.is_dir() { path.join(WHOLE) } else { path.to_path_buf() };
        let text = std::fs::read_to_string(&file).map_err(|e| Diagnostic::file(&file, "read", e))?;
        let remedy = "name a folder that uptake sensitivity wrote, or its sensitivity.json";
        let found: SensitivityResults = serde_json::from_str(&text).map_err(|e| {
            Diagnostic::new(&file, format!("holds no result of a sensitivity study: {e}"), remedy)
        })?;
        if found.engine != ENGINE || found.version != VERSION {
            let fault = format!("was found with version {}, and this is version {VERSION}", found.version);
            return Err(Diagnostic::new(&file, fault, "run uptake sensitivity anew"));
        }
        Ok(found)
    }

    /// As a file.
    ///
    /// # Errors
    /// None that could happen; the encoder says so.
    pub fn to_json(&self) -> Result<Vec<u8>> {
        let mut text = serde_json::to_vec_pretty(self).map_err(|e| Diagnostic::of_the_program("JSON", e))?;
        text.push(b'\n');
        Ok(text)
    }

    /// A row for each answer and parameter.
    ///
    /// # Errors
    /// Memory that cannot be written to.
    pub fn to_csv(&self) -> Result<Vec<u8>> {
        use super::csv_rows::{CsvCell, CsvRows};
        let mut rows = CsvRows::new(Vec::new(), Path::new("sensitivity.csv"));
        rows.write_names(CSV_COLUMNS)?;
        for answer in &self.answers {
            for (rank, p) in (1..).zip(&answer.parameters) {
                let number = |x: Option<f64>| CsvCell::Number(x.unwrap_or(f64::NAN));
                let interval =
                    |share: Option<[f64; 3]>| share.map_or([f64::NAN; 3], |s| s).map(CsvCell::Number);
                let words = p.words();
                rows.write(
                    [
                        CsvCell::Text(&answer.name),
                        CsvCell::Text(&self.of),
                        CsvCell::Whole(rank),
                        CsvCell::Text(&p.parameter),
                        CsvCell::Number(p.low),
                        CsvCell::Number(p.high),
                        CsvCell::Text(&p.unit),
                        CsvCell::Whole(p.effects as u64),
                    ]
                    .into_iter()
                    .chain([p.mu, p.mu_star, p.mu_star_of_chance, p.sigma, p.size].map(number))
                    .chain([CsvCell::Text(if p.told_apart { "yes" } else { "no" })])
                    .chain(interval(p.first))
                    .chain(interval(p.total))
                    .chain([
                        CsvCell::Text(&words),
                        CsvCell::Text(&p.grade),
                        CsvCell::Text(if p.settled { "yes" } else { "no" }),
                        CsvCell::Text(&p.source),
                    ]),
                )?;
            }
        }
        rows.into_sink()
    }
}

/// Columns of `sensitivity.csv`.
pub const CSV_COLUMNS: [&str; 24] = [
    "answer",
    "of",
    "rank",
    "parameter",
    "low",
    "high",
    "unit",
    "effects",
    "mu",
    "mu_star",
    "mu_star_of_chance",
    "sigma",
    "size",
    "told_apart",
    "first",
    "first_low",
    "first_high",
    "total",
    "total_low",
    "total_high",
    "verdict",
    "grade",
    "settled",
    "source",
];

/// A made result, for the tests of those who read one.
#[cfg(test)]
pub(crate) fn sample() -> SensitivityResults {
    let named = |name: &str, p: ParameterSensitivity| ParameterSensitivity { parameter: name.into(), ..p };
    samples::results(vec![
        named("superintendent_exit", samples::one(Some([0.5, 0.4, 0.6]), true, "literature", false)),
        named("depth_rate", samples::one(Some([0.3, 0.2, 0.4]), true, "assumed", false)),
        named("give_up_rate", samples::one(None, false, "assumed", false)),
    ])
}

#[cfg(test)]
pub(crate) mod samples {
    use super::*;

    pub(crate) fn one(
        total: Option<[f64; 3]>,
        told_apart: bool,
        grade: &str,
        settled: bool,
    ) -> ParameterSensitivity {
        ParameterSensitivity {
            parameter: "depth_rate".into(),
            low: 0.5,
            high: 1.5,
            unit: "factor".into(),
            grade: grade.into(),
            settled,
            source: "assumption, within a factor".into(),
            effects: 10,
            mu: Some(0.2),
            mu_star: Some(0.3),
            mu_star_of_chance: Some(0.05),
            sigma: Some(0.1),
            size: Some(0.3),
            told_apart,
            first: total.map(|[t, ..]| [t * 0.8, 0.0, t]),
            total,
        }
    }

    pub(crate) fn results(parameters: Vec<ParameterSensitivity>) -> SensitivityResults {
        let answer = SensitivityAnswer {
            name: "committed".into(),
            is_difference: false,
            usual: Some(0.4),
            mean: Some(0.3),
            parts: Some([0.3, 0.2, 0.5]),
            deviation: Some(0.1),
            rows_left_out: 0,
            others: None,
            parameters,
        };
        SensitivityResults {
            engine: ENGINE.into(),
            version: VERSION.into(),
            digest: "d".into(),
            seed: 1,
            of: "deep_share@60".into(),
            unit: "share".into(),
            scenarios: vec![("committed".into(), "Committed".into())],
            district: "district".into(),
            replications: 6,
            trajectories: 30,
            rows: 256,
            moved: 3,
            left: Vec::new(),
            idle: Vec::new(),
            answers: vec![answer],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::samples::{one, results};
    use super::*;

    #[test]
    fn what_matters_and_is_only_assumed_comes_first() {
        let all = vec![
            one(Some([0.5, 0.4, 0.6]), true, "assumed", true),
            one(Some([0.4, 0.3, 0.5]), true, "literature", false),
            one(Some([0.1, 0.05, 0.2]), true, "assumed", false),
            one(Some([0.01, -0.05, 0.2]), true, "assumed", false),
        ];
        let found = results(all);
        let order: Vec<Footing> = found.answers[0].crossed().iter().map(|p| p.footing()).collect();
        assert_eq!(order, [Footing::OnlyAssumed, Footing::Founded, Footing::ForTheScenario]);
    }

    #[test]
    fn a_file_is_read_as_it_was_written_and_one_of_another_version_is_refused() {
        let home = tempfile::tempdir().unwrap();
        let found = results(vec![
            one(Some([0.4, 0.3, 0.5]), true, "assumed", false),
            one(None, false, "expert", true),
        ]);
        let write = |found: &SensitivityResults| {
            std::fs::write(home.path().join(WHOLE), found.to_json().unwrap()).unwrap()
        };
        write(&found);
        assert_eq!(SensitivityResults::read(home.path()).unwrap(), found);
        let csv = String::from_utf8(found.to_csv().unwrap()).unwrap();
        assert_eq!(csv.lines().count(), 3);
        assert!(
            csv.lines().all(|line| csv::Reader::from_reader(line.as_bytes()).headers().unwrap().len()
                == CSV_COLUMNS.len())
        );
        write(&SensitivityResults { version: "0.1.0".into(), ..found });
        let told = |path: &Path| SensitivityResults::read(path).unwrap_err().to_string();
        assert!(told(home.path()).contains("version 0.1.0"));
        std::fs::write(home.path().join(WHOLE), "{}").unwrap();
        assert!(told(home.path()).contains("holds no result of a sensitivity study"));
        assert!(told(&home.path().join("none")).contains("none"));
    }
}
