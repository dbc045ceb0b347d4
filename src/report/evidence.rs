//! What an answer rests on: assumptions with their evidence, and claims.

use crate::claims::record::{FoundWith, OLD_MODEL};
use crate::claims::relevance::{ShippedVerdict, relevant_to};
use crate::parameters::ledger::EvidenceGrade;
use crate::parameters::{Distribution, Ledger, LedgerEntry};
use crate::phrasing::number;
use crate::results::digest::VERSION;
use crate::scenario::Scenario;
use crate::scenario::describe::assumptions::is_outside;

/// A parameter in which some scenario departs from its default.
pub struct Assumption {
    /// Its name.
    pub name: &'static str,
    /// What it is.
    pub meaning: String,
    /// What each scenario says.
    pub said: Vec<(String, String)>,
    /// What the ledger says.
    pub usual: String,
    /// Unit.
    pub unit: String,
    /// Plausible range.
    pub range: String,
    /// Whether a value lies outside.
    pub outside: bool,
    /// EvidenceGrade.
    pub grade: &'static str,
    /// Source.
    pub source: String,
}

/// Where the scenarios depart from the defaults.
pub fn assumptions(scenarios: &[Scenario], ledger: &Ledger) -> Vec<Assumption> {
    let differs =
        |e: &&LedgerEntry| scenarios.iter().any(|s| s.parameters[e.position] != Distribution::Fixed(e.value));
    let said = |d: &Distribution| match d {
        Distribution::Fixed(x) => number(*x),
        _ => format!("drawn: {}", d.words()),
    };
    ledger
        .entries()
        .iter()
        .filter(differs)
        .map(|e| Assumption {
            name: e.name,
            meaning: e.meaning.clone(),
            said: scenarios.iter().map(|s| (s.title.clone(), said(&s.parameters[e.position]))).collect(),
            usual: number(e.value),
            unit: e.unit.clone(),
            range: format!("{} to {}", number(e.range.0), number(e.range.1)),
            outside: scenarios.iter().any(|s| is_outside(e, &s.parameters[e.position])),
            grade: e.grade.word(),
            source: e.source.clone(),
        })
        .collect()
}

/// How many parameters have which grade: word, count, what it means.
pub fn grades(ledger: &Ledger) -> Vec<(&'static str, usize, &'static str)> {
    let words = [
        (EvidenceGrade::Literature, "taken or derived from published figures"),
        (EvidenceGrade::Calibrated, "narrowed by calibration to published targets"),
        (EvidenceGrade::Expert, "the judgment of people who do this work"),
        (
            EvidenceGrade::Assumed,
            "nobody has measured it, or it is a definition; a value with a plausible range",
        ),
    ];
    words
        .map(|(grade, meaning)| {
            (grade.word(), ledger.entries().iter().filter(|e| e.grade == grade).count(), meaning)
        })
        .to_vec()
}

/// Claims that bear on the scenarios.
pub struct Claims {
    /// Those that fail, then those that are undecided, then those that hold.
    pub rows: Vec<ShippedVerdict>,
    /// Those whose test is newer than any verdict: none is told.
    pub untested: Vec<ShippedVerdict>,
    /// What they come to, in a sentence.
    pub words: String,
}

impl Claims {
    /// Whether some verdict is of an earlier version of the model.
    pub fn are_old(&self) -> bool {
        self.rows.iter().any(|k| k.found_with != FoundWith::Present)
    }
}

/// The claims, with a count.
pub fn claims(scenarios: &[Scenario], ledger: &Ledger) -> Claims {
    let (untested, rows): (Vec<_>, Vec<_>) =
        relevant_to(scenarios, ledger).into_iter().partition(|k| k.found_with == FoundWith::OldTest);
    let mut claims = Claims { rows, untested, words: String::new() };
    claims.words = counted(&claims);
    claims
}

/// What the claims come to.
fn counted(claims: &Claims) -> String {
    let rows = &claims.rows;
    let count = |decision: &str| rows.iter().filter(|k| k.decision == decision).count();
    let telling = rows.iter().filter(|k| k.is_evidence()).count();
    let old = match claims.are_old() {
        false => String::new(),
        true => format!(
            " Verdicts marked “version {OLD_MODEL}” are about the model of that version. The model of version {VERSION} has not \
             been tested on these claims yet."
        ),
    };
    let untested = match claims.untested.len() {
        0 => String::new(),
        1 => " One more claim has a new test and no verdict yet.".into(),
        n => format!(" {n} more claims have new tests and no verdict yet."),
    };
    format!(
        "{} tested claims of the literature bear on this question: in the model {} fail, {} are undecided, {} hold.{old}{untested} \
         {} A claim that is structural or assumed holds because of how such a model is built; one that is \
         calibrated or structure-tuned was met on purpose; one that is unlabelled was not held against a model without \
         its cause.{}",
        rows.len(),
        count("fails"),
        count("cannot tell"),
        count("holds"),
        match telling {
            0 if count("holds") == 0 => "So none is evidence that the model is right.".to_string(),
            0 => "None of those that hold is evidence that the model is right.".to_string(),
            n => format!("{n} of those that hold came out without being built in or fitted."),
        },
        over_variants(rows)
    )
}

/// How many of the claims that hold survive every variant of the structure, and what the others hang on.
fn over_variants(rows: &[ShippedVerdict]) -> String {
    let asked = rows.iter().filter(|k| k.decision == "holds" && !k.variants.is_empty());
    let (survive, hang): (Vec<_>, Vec<_>) = asked.partition(|k| k.hangs_on().is_empty());
    if survive.is_empty() && hang.is_empty() {
        if rows.iter().any(|k| !k.variants.is_empty()) {
            // None holds that was asked, so nothing can survive.
            return String::new();
        }
        return " Whether they survive other forms of the model's structure has not been asked.".into();
    }
    let on = |k: &ShippedVerdict| format!("“{}” {}", k.words, k.over_variants());
    let hang: Vec<String> = hang.into_iter().map(on).collect();
    let rest = if hang.is_empty() { String::new() } else { format!(": {}", hang.join("; ")) };
    format!(
        " Of those that hold {} survive every other form of the structure that was asked, and {} do not{rest}.",
        survive.len(),
        hang.len()
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn verdict(decision: &'static str, found_with: FoundWith) -> ShippedVerdict {
        ShippedVerdict {
            id: "a",
            decision,
            label: "emergent",
            variants: Vec::new(),
            subjects: Vec::new(),
            words: "It spreads".into(),
            source: "A study".into(),
            found_with,
        }
    }

    #[test]
    fn verdicts_of_an_earlier_model_are_told_as_such() {
        let told =
            |rows: Vec<ShippedVerdict>, untested| counted(&Claims { rows, untested, words: String::new() });
        let present = told(vec![verdict("holds", FoundWith::Present)], Vec::new());
        assert!(!present.contains("version") && !present.contains("new test"), "{present}");
        let old =
            told(vec![verdict("fails", FoundWith::OldModel)], vec![verdict("holds", FoundWith::OldTest)]);
        assert!(old.contains("1 tested claims") && old.contains("1 fail"), "{old}");
        assert!(old.contains("has not been tested on these claims yet"), "{old}");
        assert!(old.contains("One more claim has a new test and no verdict yet"), "{old}");
        assert_eq!(verdict("fails", FoundWith::OldModel).told(), "fails (version 0.2)");
    }

    #[test]
    fn no_verdict_of_an_old_test_stands_beside_the_claim_that_is_tested_now() {
        use crate::scenario::{layers::BuiltIn, read};
        let ledger = Ledger::standard().unwrap();
        let scenario = read("mandate-at-once", &[], &BuiltIn, &ledger).unwrap();
        let found = claims(&[scenario], &ledger);
        assert!(found.rows.iter().all(|k| k.found_with != FoundWith::OldTest));
        assert!(found.untested.iter().all(|k| k.found_with == FoundWith::OldTest));
        assert!(!found.rows.is_empty());
    }

    #[test]
    fn where_no_claim_holds_nothing_is_said_of_those_that_hold() {
        let asked = |decision| ShippedVerdict {
            variants: vec![("linear pull", "fails")],
            ..verdict(decision, FoundWith::Present)
        };
        let of = |rows| counted(&Claims { rows, untested: Vec::new(), words: String::new() });
        let none = of(vec![asked("fails"), asked("cannot tell")]);
        assert!(none.contains("So none is evidence") && !none.contains("of those that hold"), "{none}");
        assert!(!none.contains("has not been asked"), "{none}");
        let some = of(vec![asked("holds")]);
        assert!(some.contains("of those that hold") && some.contains("do not"), "{some}");
    }
}
