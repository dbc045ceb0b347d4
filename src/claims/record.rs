//! Verdicts by version of the tests and version of the model: what changed because a cause was mended, and what because
//! a test was amended.
//!
//! Tests of 19 claims were amended after their verdicts on the old model were known and before the new model was run. The
//! first version of the tests is in the history of the source; its verdicts are kept here.

use super::relevance::cells;

const RECORD: &str = include_str!("record.csv");

/// The version of the program whose model is the old one.
pub const OLD_MODEL: &str = "0.2";

/// What the verdict on a claim was found with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FoundWith {
    /// The present test and the present model.
    Present,
    /// The present test and the old model.
    OldModel,
    /// A test that was amended since: it says nothing of the claim as it is tested now.
    OldTest,
}

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
    /// What its latest verdict was found with.
    pub fn found_with(&self) -> FoundWith {
        match self.verdicts[3] {
            "" if self.why.starts_with("test amended") => FoundWith::OldTest,
            "" => FoundWith::OldModel,
            _ => FoundWith::Present,
        }
    }

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
    fn a_verdict_is_of_this_version_only_where_the_present_test_met_the_present_model() {
        let of =
            |v2_new, why| Recorded { id: "a", verdicts: ["fails", "", "holds", v2_new], why }.found_with();
        assert_eq!(of("holds", "test amended: a margin"), FoundWith::Present);
        assert_eq!(of("", "test amended: a margin"), FoundWith::OldTest);
        assert_eq!(of("", "test as before"), FoundWith::OldModel);
    }

    #[test]
    fn the_latest_verdict_on_record_is_the_one_that_ships() {
        for row in recorded() {
            let latest = row.verdicts[3..].iter().chain(&row.verdicts[..1]).find(|v| !v.is_empty());
            let shipped = super::super::relevance::verdicts().into_iter().find(|known| known.id == row.id);
            assert_eq!(shipped.map(|known| known.decision), latest.copied(), "{}", row.id);
        }
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
