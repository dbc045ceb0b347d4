//! What was found of a claim under a vector, as a line of notes.

use crate::analysis::sequential::{Conclusion, Interval};
use crate::claims::evaluate::{Evaluation, PartEvaluation};

/// A claim under one vector of a set.
#[derive(Debug, Clone, PartialEq)]
pub struct NotedFinding {
    /// Id of the claim.
    pub claim: String,
    /// Name of the set.
    pub set: String,
    /// Number of the vector in it.
    pub vector: usize,
    /// What was found.
    pub found: Evaluation,
}

/// The line of a cell: numbers are the shortest that read back as the same.
pub fn line(cell: &NotedFinding) -> String {
    let part = |p: &PartEvaluation| {
        let i = p.interval;
        format!("{},{},{},{},{},{}", i.value, i.low, i.high, p.decision.word(), p.met, p.surprise)
    };
    let parts: Vec<String> = cell.found.parts.iter().map(part).collect();
    let (n, floor) = (cell.found.replications, cell.found.below_floor);
    format!("{}\t{}\t{}\t{n}\t{floor}\t{}", cell.claim, cell.set, cell.vector, parts.join(";"))
}

/// The cell of a line.
pub fn parse(line: &str) -> Option<NotedFinding> {
    let cells: Vec<&str> = line.split('\t').collect();
    let [claim, set, vector, replications, floor, parts] = cells.as_slice() else { return None };
    let part = |text: &str| {
        let fields: Vec<&str> = text.split(',').collect();
        let [value, low, high, decision, met, surprise] = fields.as_slice() else { return None };
        Some(PartEvaluation {
            interval: Interval {
                value: value.parse().ok()?,
                low: low.parse().ok()?,
                high: high.parse().ok()?,
            },
            decision: Conclusion::from_word(decision)?,
            met: met.parse().ok()?,
            surprise: surprise.parse().ok()?,
        })
    };
    Some(NotedFinding {
        claim: (*claim).into(),
        set: (*set).into(),
        vector: vector.parse().ok()?,
        found: Evaluation {
            replications: replications.parse().ok()?,
            parts: parts.split(';').map(part).collect::<Option<_>>()?,
            below_floor: floor.parse().ok()?,
        },
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_survives_its_line() {
        let part = PartEvaluation {
            interval: Interval { value: 0.1 + 0.2, low: f64::NEG_INFINITY, high: 1e-300 },
            decision: Conclusion::CannotTell,
            met: true,
            surprise: 0.25,
        };
        let found = Evaluation { replications: 400, parts: vec![part, part], below_floor: true };
        let cell =
            NotedFinding { claim: "handed-off".into(), set: "Bass per school".into(), vector: 3, found };
        assert_eq!(parse(&line(&cell)), Some(cell));
        assert_eq!(parse("torn"), None);
    }
}
