//! Verdicts by version of the tests and version of the model: what changed because a cause was mended, and what because
//! a test was amended.
//!
//! Tests of 19 claims were amended after their verdicts on the old model were known and before the new model was run. The
//! first version of the tests is in the history of the source; its verdicts are kept here.

use super::relevance::cells;

const RECORD: &str = include_str!("record.csv");

/// What is said of one claim.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recorded {
    /// Its id.
    pub id: &'static str,
    /// Verdicts: first tests and second tests on the old model, the same on the new one; empty where not yet found.
    pub verdicts: [&'static str; 4],
    /// Why they differ.
    pub why: &'static str,
}

/// All claims, in the order of the page.
pub fn recorded() -> Vec<Recorded> {
    let of = |line: &'static str| match cells(line).as_slice() {
        &[id, a, b, c, d, why] => Some(Recorded { id, verdicts: [a, b, c, d], why }),
        _ => None,
    };
    RECORD.lines().skip(1).filter_map(of).collect()
}

impl Recorded {
    /// The verdict in a column, marked where it holds only since the test was amended.
    fn cell(&self, column: usize) -> String {
        let (first, verdict) = (self.verdicts[column / 2 * 2], self.verdicts[column]);
        let amended = column % 2 == 1 && verdict == "holds" && !["", "holds"].contains(&first);
        format!("{verdict}{}", if amended { " (by amendment)" } else { "" })
    }
}

/// The table, in Markdown.
pub fn table() -> String {
    let mut out = String::from(include_str!("parts/before_and_after.md"));
    for row in recorded() {
        let cells: [String; 4] = std::array::from_fn(|column| row.cell(column));
        out.push_str(&format!("| {} | {} | {} |\n", row.id, cells.join(" | "), row.why));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_holds_only_since_its_test_was_amended_is_marked() {
        let row = Recorded { id: "a", verdicts: ["fails", "holds", "", "holds"], why: "" };
        let cells: [String; 4] = std::array::from_fn(|column| row.cell(column));
        assert_eq!(cells, ["fails", "holds (by amendment)", "", "holds"]);
    }

    #[test]
    fn every_claim_is_recorded_with_a_verdict_that_is_one() {
        let recorded = recorded();
        assert!(super::super::all().iter().all(|claim| recorded.iter().any(|row| row.id == claim.id)));
        for row in &recorded {
            let known = |v: &&str| ["", "holds", "fails", "cannot tell"].contains(v);
            assert!(row.verdicts.iter().all(known), "{}", row.id);
        }
        assert_eq!(recorded.iter().filter(|row| row.why.starts_with("test")).count(), 19);
    }
}
