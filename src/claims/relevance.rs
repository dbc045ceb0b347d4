//! Which claims bear on a question: verdicts that ship with the program, and the subjects of scenarios.
//!
//! The verdicts are those of the last whole run of the claims, as `docs/validation.md` prints them; a test
//! compares the two. `uptake claims` writes such a file, `verdicts.csv`. A claim bears on scenarios if it is about something that one of them says otherwise
//! than the ledger, or about how far any district comes (`progress`).

use std::collections::BTreeSet;

use super::record::{self, FoundWith, OLD_MODEL};
use super::verdict::ClaimVerdict;
use super::{Claim, page};
use crate::model::Model;
use crate::parameters::Ledger;
use crate::scenario::Scenario;
use crate::strategy::Strategy;

const VERDICTS: &str = include_str!("verdicts.csv");

/// What every scenario is about.
const PROGRESS: &str = "progress";

/// A verdict on a claim.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShippedVerdict {
    /// Its id.
    pub id: &'static str,
    /// `holds`, `fails` or `cannot tell`.
    pub decision: &'static str,
    /// What its holding is worth: emergent, robust, structural, assumed, structure-tuned, calibrated, unlabelled.
    pub label: &'static str,
    /// The verdict in each variant of the structure that was asked: its word, and the decision.
    pub variants: Vec<(&'static str, &'static str)>,
    /// What it is about.
    pub subjects: Vec<&'static str>,
    /// What it says.
    pub words: String,
    /// Who says so.
    pub source: String,
    /// What the verdict was found with.
    pub found_with: FoundWith,
}

impl ShippedVerdict {
    /// Its decision, with the version of the model where that is not the present one.
    pub fn told(&self) -> String {
        match self.found_with {
            FoundWith::Present => self.decision.into(),
            FoundWith::OldModel | FoundWith::OldTest => format!("{} (version {OLD_MODEL})", self.decision),
        }
    }

    /// Its decision as one word with hyphens.
    pub fn class(&self) -> String {
        self.decision.replace(' ', "-")
    }

    /// Whether its holding says anything: not so where it was fitted to, built in, or holds in any such model.
    pub fn is_evidence(&self) -> bool {
        self.decision == "holds" && self.label.starts_with("emergent")
    }

    /// The variants of the structure in which it does not hold.
    pub fn hangs_on(&self) -> Vec<&'static str> {
        self.variants.iter().filter(|(_, decision)| *decision != "holds").map(|(model, _)| *model).collect()
    }

    /// What its holding comes to over variants of the structure, in words; empty where none was asked or it does not
    /// hold in the whole model.
    pub fn over_variants(&self) -> String {
        match (self.decision, self.variants.is_empty(), self.hangs_on().as_slice()) {
            ("holds", false, []) => "survives all variants of the structure".into(),
            ("holds", false, on) => format!("does not hold with {}", on.join(", ")),
            _ => String::new(),
        }
    }
}

/// All verdicts, in the order of the page.
pub fn verdicts() -> Vec<ShippedVerdict> {
    let recorded = record::recorded();
    let found_with = |id: &str| recorded.iter().find(|row| row.id == id).map(record::Recorded::found_with);
    let dated = |known: ShippedVerdict| match found_with(known.id) {
        Some(found_with) => ShippedVerdict { found_with, ..known },
        None => known,
    };
    VERDICTS.lines().skip(1).filter_map(known).map(dated).collect()
}

fn known(line: &'static str) -> Option<ShippedVerdict> {
    let cells = cells(line);
    let [id, decision, label, variants, subjects, words, source] = cells.as_slice() else { return None };
    let variants = variants.split("; ").filter_map(|told| {
        let model = Model::variants().find(|model| told.starts_with(model.word()))?;
        Some((model.word(), told.strip_prefix(model.word())?.trim()))
    });
    Some(ShippedVerdict {
        id,
        decision,
        label,
        variants: variants.collect(),
        subjects: subjects.split(' ').collect(),
        words: words.replace("\"\"", "\""),
        source: source.replace("\"\"", "\""),
        found_with: FoundWith::Present,
    })
}

/// Such a file, from verdicts just found. What a claim is about is what the file that ships says.
pub fn file(claims: &[Claim], found: &[ClaimVerdict]) -> String {
    let shipped = verdicts();
    let quoted = |text: &str| match text.contains([',', '"']) {
        true => format!("\"{}\"", text.replace('"', "\"\"")),
        false => text.to_string(),
    };
    let mut out = String::from("id,verdict,label,variants,subjects,says,source\n");
    for (claim, verdict) in claims.iter().zip(found) {
        let subjects =
            shipped.iter().find(|known| known.id == claim.id).map(|known| known.subjects.join(" "));
        let variants = page::variants(verdict).replace(", ", "; ");
        let cells = [
            claim.id,
            verdict.decision.word(),
            &verdict.label,
            &variants,
            &subjects.unwrap_or_default(),
            claim.words,
            claim.source,
        ];
        out.push_str(&cells.map(quoted).join(","));
        out.push('\n');
    }
    out
}

/// The cells of a line of a CSV file; those with commas stand in quotation marks.
pub(super) fn cells(line: &str) -> Vec<&str> {
    let (mut cells, mut rest) = (Vec::new(), line);
    loop {
        let (cell, after) = match rest.strip_prefix('"') {
            Some(quoted) => {
                let mut marks = quoted.match_indices('"').map(|(k, _)| k);
                let end = marks.find(|&k| matches!(quoted.as_bytes().get(k + 1), None | Some(b',')));
                let end = end.unwrap_or(quoted.len());
                (&quoted[..end], quoted.get(end + 1..).unwrap_or(""))
            }
            None => rest.split_at(rest.find(',').unwrap_or(rest.len())),
        };
        cells.push(cell);
        match after.strip_prefix(',') {
            Some(next) => rest = next,
            None => return cells,
        }
    }
}

/// The verdicts that bear on these scenarios: failing ones first, then undecided ones, then those that hold.
pub fn relevant_to(scenarios: &[Scenario], ledger: &Ledger) -> Vec<ShippedVerdict> {
    let subjects: BTreeSet<&str> = scenarios.iter().flat_map(|s| subjects_of(s, ledger)).collect();
    let bears =
        |known: &ShippedVerdict| known.subjects.iter().any(|s| *s == PROGRESS || subjects.contains(s));
    let mut found: Vec<ShippedVerdict> = verdicts().into_iter().filter(bears).collect();
    found.sort_by_key(|known| match known.decision {
        "fails" => 0,
        "cannot tell" => 1,
        _ => 2,
    });
    found
}

/// Where a scenario departs from the defaults, and what its events are about.
pub fn subjects_of<'a>(scenario: &Scenario, ledger: &'a Ledger) -> BTreeSet<&'a str> {
    let mut subjects = BTreeSet::new();
    for entry in ledger.entries() {
        if scenario.parameters[entry.position] != crate::parameters::Distribution::Fixed(entry.value) {
            subjects.insert(entry.subject.as_str());
        }
    }
    if scenario.opening.rollout.strategy != Strategy::default() {
        subjects.insert("strategy");
    }
    if !scenario.opening.support.release.is_empty() {
        subjects.insert("support");
    }
    for event in &scenario.events {
        subjects.extend(event.kind.subjects);
        subjects.extend(event.fields.parameter().map(|position| ledger.entries()[position].subject.as_str()));
    }
    subjects
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::claims::all;
    use crate::scenario::{layers::BuiltIn, read};

    fn ids_for(names: &[&str]) -> Vec<&'static str> {
        let ledger = Ledger::standard().unwrap();
        let scenarios: Vec<Scenario> =
            names.iter().map(|n| read(n, &[], &BuiltIn, &ledger).unwrap()).collect();
        relevant_to(&scenarios, &ledger).iter().map(|k| k.id).collect()
    }

    #[test]
    fn the_verdicts_that_ship_are_those_of_the_page() {
        let page = include_str!("../../docs/validation.md");
        let of_page: Vec<(&str, &str, &str)> = page
            .lines()
            .filter_map(|line| {
                let cells: Vec<&str> = line.split(" | ").collect();
                let verdict = cells.get(1)?.strip_prefix("**")?.strip_suffix("**")?;
                // The page adds how it fails.
                let verdict = verdict.trim_end_matches(" (negligible)");
                Some((cells[0].strip_prefix("| ")?, verdict, cells[2]))
            })
            .collect();
        let shipped = verdicts();
        let of_file: Vec<(&str, &str, &str)> = shipped.iter().map(|k| (k.id, k.decision, k.label)).collect();
        assert!(of_page.len() > 30);
        assert_eq!(of_file, of_page, "src/claims/verdicts.csv differs from docs/validation.md");
    }

    #[test]
    fn claims_say_there_what_the_registry_says() {
        let shipped = verdicts();
        for claim in all() {
            let known = shipped.iter().find(|k| k.id == claim.id).unwrap_or_else(|| panic!("{}", claim.id));
            assert_eq!((known.words.as_str(), known.source.as_str()), (claim.words, claim.source));
        }
    }

    #[test]
    fn what_hangs_on_the_structure_is_told_of_claims_that_hold() {
        let known = |line| known(line).unwrap();
        let robust = known("a,holds,\"emergent, robust\",linear pull holds; weakest leader holds,size,b,c");
        assert_eq!(robust.over_variants(), "survives all variants of the structure");
        assert!(robust.is_evidence());
        let hangs = known("a,holds,structural,linear pull cannot tell; weakest leader holds,size,b,c");
        assert_eq!(hangs.over_variants(), "does not hold with linear pull");
        assert!(!hangs.is_evidence());
        let fails = known("a,fails,emergent,linear pull fails,size,b,c");
        assert_eq!((fails.over_variants(), fails.hangs_on()), (String::new(), vec!["linear pull"]));
        assert_eq!(known("a,holds,emergent,,size,b,c").over_variants(), "");
    }

    #[test]
    fn claims_about_what_a_scenario_changes_bear_on_it_and_failing_ones_come_first() {
        let found = ids_for(&["committed", "superintendent-disengages"]);
        assert!(found.contains(&"handed-off") && found.contains(&"uneven"), "{found:?}");
        assert!(!found.contains(&"dose") && !found.contains(&"stays-small"), "{found:?}");
        assert!(ids_for(&["committed", "mandate-at-once"]).contains(&"stays-small"));
        assert!(ids_for(&["high-turnover"]).contains(&"turnover-interrupts"));
        let ledger = Ledger::standard().unwrap();
        let order: Vec<&str> =
            relevant_to(&[read("high-turnover", &[], &BuiltIn, &ledger).unwrap()], &ledger)
                .iter()
                .map(|k| k.decision)
                .collect();
        let mut sorted = order.clone();
        sorted.sort_by_key(|d| ["fails", "cannot tell", "holds"].iter().position(|x| x == d));
        assert_eq!(order, sorted);
    }

    #[test]
    fn every_claim_is_about_something_that_a_scenario_can_say() {
        let ledger = Ledger::standard().unwrap();
        let mut sayable: BTreeSet<&str> = ledger.entries().iter().map(|e| e.subject.as_str()).collect();
        sayable.extend(["strategy", PROGRESS, "size", "identification"]);
        for known in verdicts() {
            for subject in &known.subjects {
                assert!(sayable.contains(subject), "{}: {subject}", known.id);
            }
        }
    }
}
