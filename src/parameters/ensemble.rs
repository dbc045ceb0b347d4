//! Sets of parameter vectors that calibration accepted. (ODD 4, stochasticity)
//!
//! Calibration accepts many vectors, each of which meets the targets. Such a set carries this uncertainty into
//! results, which one best fit would hide. A file holds a vector a line: its weight, then a value for each free parameter.

use super::{Distribution, Ledger};
use crate::diagnostic::{Diagnostic, Result, SourceLocation};
use crate::model::Model;

/// The file of the vectors that ship for a model.
fn file(model: Model) -> &'static str {
    match model {
        Model::Full => include_str!("accepted/full.csv"),
        Model::NoLeaders => include_str!("accepted/no-leaders.csv"),
        Model::NoComplementarity => include_str!("accepted/no-complementarity.csv"),
        Model::MeanField => include_str!("accepted/mean-field.csv"),
        Model::NoHelp => include_str!("accepted/no-help.csv"),
        Model::NoAttention => include_str!("accepted/no-attention.csv"),
        Model::BassPerSchool => include_str!("accepted/bass-per-school.csv"),
        Model::Logistic => include_str!("accepted/logistic.csv"),
        Model::LinearPull => include_str!("accepted/linear-pull.csv"),
        Model::ThresholdPull => include_str!("accepted/threshold-pull.csv"),
        Model::WeakestLeader => include_str!("accepted/weakest-leader.csv"),
        Model::AdditiveLeaders => include_str!("accepted/additive-leaders.csv"),
        Model::TryingAlone => include_str!("accepted/trying-alone.csv"),
        Model::TurnoverAlone => include_str!("accepted/turnover-alone.csv"),
    }
}

/// What a model of each word weighs among the whole model and its variants: marginal likelihood of the observations that
/// calibration fits, all models being as likely beforehand.
const WEIGHTS: &str = include_str!("accepted/weights.csv");

/// What calibration found a model to weigh, by its word: a share of all, if it was weighed.
pub fn model_weight(model: &str) -> Option<f64> {
    let rows = WEIGHTS.lines().skip(1).filter_map(|line| line.split_once(','));
    rows.filter(|(word, _)| *word == model).find_map(|(_, weight)| weight.trim().parse().ok())
}

/// Vectors of parameter values with weights.
#[derive(Debug, Clone, PartialEq)]
pub struct Ensemble {
    /// Which parameters a vector has values for, as positions in [`super::NAMES`].
    pub positions: Vec<usize>,
    /// The vectors.
    pub vectors: Vec<Vector>,
}

/// One accepted vector.
#[derive(Debug, Clone, PartialEq)]
pub struct Vector {
    /// Weight, above 0.
    pub weight: f64,
    /// A value for each of the ensemble's positions.
    pub values: Vec<f64>,
}

impl Ensemble {
    /// The vectors that ship for a model.
    ///
    /// # Errors
    /// If the file does not agree with the ledger.
    pub fn shipped(model: Model, ledger: &Ledger) -> Result<Ensemble> {
        Ensemble::parse(file(model), ledger)
    }

    /// Free parameters for which the vectors have no value: what came into the model since they were found.
    pub fn lacks<'a>(&self, ledger: &'a Ledger) -> Vec<&'a str> {
        let free = ledger.entries().iter().filter(|entry| entry.is_free());
        free.filter(|entry| !self.positions.contains(&entry.position)).map(|entry| entry.name).collect()
    }

    /// Reads a file of vectors.
    ///
    /// # Errors
    /// The first line that cannot be read, names no parameter, or holds a value that is not allowed.
    pub fn parse(text: &str, ledger: &Ledger) -> Result<Ensemble> {
        let fault = |line: usize, fault: String| {
            let at = SourceLocation::line("accepted vectors", line as u32);
            Diagnostic::failed(at, fault, "uptake calibrate writes such a file anew")
        };
        let mut lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
        let (_, head) = lines.next().ok_or_else(|| fault(1, "the file is empty".into()))?;
        let mut names = head.split(',');
        if names.next() != Some("weight") {
            return Err(fault(1, "the first column is not `weight`".into()));
        }
        let entries: Vec<_> = names
            .map(|name| ledger.get(name).ok_or_else(|| fault(1, format!("no parameter is called `{name}`"))))
            .collect::<Result<_>>()?;
        let mut vectors = Vec::new();
        for (number, line) in lines {
            let cells = line.split(',').map(|cell| cell.trim().parse::<f64>().ok().filter(|x| x.is_finite()));
            let cells: Vec<f64> = cells
                .collect::<Option<_>>()
                .ok_or_else(|| fault(number + 1, "a cell is not a number".into()))?;
            if cells.len() != entries.len() + 1 || cells[0] <= 0.0 {
                return Err(fault(number + 1, "a cell is missing, or the weight is not above 0".into()));
            }
            for (entry, value) in entries.iter().zip(&cells[1..]) {
                let (low, high) = entry.allowed();
                if !(low..=high).contains(value) {
                    let name = entry.name;
                    return Err(fault(number + 1, format!("`{name}` is {value}, outside {low} to {high}")));
                }
            }
            vectors.push(Vector { weight: cells[0], values: cells[1..].to_vec() });
        }
        if vectors.is_empty() {
            return Err(fault(2, "there is no vector".into()));
        }
        Ok(Ensemble { positions: entries.iter().map(|e| e.position).collect(), vectors })
    }

    /// The file, from which the same ensemble is read.
    pub fn to_csv(&self) -> String {
        let names = self.positions.iter().map(|&k| super::NAMES[k].1);
        let mut text = std::iter::once("weight").chain(names).collect::<Vec<_>>().join(",");
        for vector in &self.vectors {
            text.push('\n');
            let cells = std::iter::once(&vector.weight).chain(&vector.values).map(f64::to_string);
            text.push_str(&cells.collect::<Vec<_>>().join(","));
        }
        text.push('\n');
        text
    }

    /// The place of the vector at the uniform number `u`, each as likely as its weight says.
    pub fn at(&self, u: f64) -> usize {
        place_at(u, self.vectors.iter().map(|v| v.weight))
    }

    /// So many vectors that stand for all and weigh the same: those at evenly spaced places along the sum of weights, a heavy
    /// one several times. As many as there are, where all weigh the same, are all in their order.
    pub fn evenly(&self, count: usize) -> Ensemble {
        let place = |k: usize| self.at((k as f64 + 0.5) / count as f64);
        let vectors = (0..count).map(|k| Vector { weight: 1.0, ..self.vectors[place(k)].clone() });
        Ensemble { positions: self.positions.clone(), vectors: vectors.collect() }
    }

    /// Puts a vector's values where a parameter is not `given` otherwise.
    pub fn lay(&self, vector: &Vector, given: &[usize], parameters: &mut [Distribution]) {
        for (&position, &value) in self.positions.iter().zip(&vector.values) {
            if !given.contains(&position) {
                parameters[position] = Distribution::Fixed(value);
            }
        }
    }
}

/// The place at the uniform number `u` among things of these weights: of the first whose weight, with all before it, is
/// more than u times their sum.
pub(super) fn place_at(u: f64, weights: impl ExactSizeIterator<Item = f64> + Clone) -> usize {
    let total: f64 = weights.clone().sum();
    let (last, mut below) = (weights.len().saturating_sub(1), 0.0);
    let mut weights = weights;
    let found = weights.position(|weight| {
        below += weight;
        u * total < below
    });
    found.unwrap_or(last)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_read_as_it_was_written_and_vectors_are_drawn_by_weight() {
        let ledger = Ledger::standard().unwrap();
        let text = "weight,stop_hazard,depth_rate\n1,0.03,0.7\n3,0.05,1.2\n";
        let ensemble = Ensemble::parse(text, &ledger).unwrap();
        assert_eq!(ensemble.to_csv(), text);
        assert_eq!(ensemble.at(0.2), 0);
        assert_eq!(ensemble.at(0.3), 1);
        let depth = |count| ensemble.evenly(count).vectors.iter().map(|v| v.values[1]).collect::<Vec<_>>();
        assert_eq!((depth(4), depth(1)), (vec![0.7, 1.2, 1.2, 1.2], vec![1.2]));
    }

    #[test]
    fn faults_name_their_line() {
        let ledger = Ledger::standard().unwrap();
        for (text, line) in [
            ("", 1),
            ("weight,no_such\n1,2\n", 1),
            ("weight,stop_hazard\n1,x\n", 2),
            ("weight,stop_hazard\n1,0.1\n1\n", 3),
            ("weight,stop_hazard\n1,99\n", 2),
        ] {
            assert_eq!(Ensemble::parse(text, &ledger).unwrap_err().at.line, line, "{text}");
        }
    }

    #[test]
    fn the_ledger_holds_the_first_accepted_vector() {
        let ledger = Ledger::standard().unwrap();
        let ensemble = Ensemble::shipped(Model::Full, &ledger).unwrap();
        for (&position, &value) in ensemble.positions.iter().zip(&ensemble.vectors[0].values) {
            let entry = &ledger.entries()[position];
            assert_eq!(entry.value, value, "{}", entry.name);
        }
        let free = ledger.entries().iter().filter(|e| e.is_free()).count();
        assert_eq!(
            ensemble.positions.len() + ensemble.lacks(&ledger).len(),
            free,
            "values of free parameters alone"
        );
    }

    #[test]
    fn the_vectors_that_ship_agree_with_the_ledger() {
        let ledger = Ledger::standard().unwrap();
        for &model in Model::ALL {
            let ensemble = Ensemble::shipped(model, &ledger).unwrap();
            assert!(!ensemble.vectors.is_empty(), "{model:?}");
        }
    }
}
