//! The evidence ledger: what is known of every parameter.

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use serde::Deserialize;

use super::{NAMES, Parameters, TEXTS};
use crate::diagnostic::spelling::nearest;
use crate::diagnostic::{Diagnostic, Result};
use crate::model::Model;

/// How well a value is founded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, strum::IntoStaticStr)]
#[serde(rename_all = "lowercase")]
#[strum(serialize_all = "lowercase")]
pub enum EvidenceGrade {
    /// Nobody has measured it; the range is a guess, often within a factor of two or three.
    Assumed,
    /// The judgment of people who do this work.
    Expert,
    /// Taken or derived from published figures.
    Literature,
    /// Narrowed by calibration.
    Calibrated,
}

impl EvidenceGrade {
    /// The grade in one word.
    pub fn word(self) -> &'static str {
        self.into()
    }
}

/// A parameter and what is known of it: its evidence, and what may be done with it.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LedgerEntry {
    /// Position in [`NAMES`].
    #[serde(skip)]
    pub position: usize,
    /// The submodel it belongs to, and the section of a scenario where it may stand.
    #[serde(skip)]
    pub group: &'static str,
    /// Its name, unique over all groups.
    #[serde(skip)]
    pub name: &'static str,
    /// What it is.
    pub meaning: String,
    /// Unit.
    pub unit: String,
    /// Value used unless a scenario says otherwise.
    pub value: f64,
    /// Plausible range: where sensitivity and calibration search.
    pub range: (f64, f64),
    /// How well the value is founded.
    pub grade: EvidenceGrade,
    /// Publication, or "assumption" with a reason.
    pub source: String,
    /// What it is about, in the word that claims use; the group where the ledger says nothing else.
    #[serde(default)]
    pub subject: String,
    /// Only the first day reads it, so that it cannot be changed from a month on.
    #[serde(default)]
    pub first_day: bool,
    /// A scenario settles it about a district or a plan, or it is measured: calibration leaves it alone.
    #[serde(default)]
    pub settled: bool,
    /// Calibration leaves it at its value: over its range it moves neither what was observed nor a headline outcome by as much as
    /// those do that calibration moves. `docs/calibration.md` has the screen of all unmeasured parameters.
    #[serde(default)]
    pub held: bool,
    /// It says something about a cohort as a whole, so that it cannot differ between its districts: what
    /// districts learn from each other, and the program managers they share.
    #[serde(default)]
    pub of_cohort: bool,
    /// Something is divided by it: never 0.
    #[serde(default)]
    pub divisor: bool,
    /// The null model that alone reads it, in the word of a scenario.
    #[serde(default)]
    only_in: Option<String>,
    /// What it may be at all, where the unit does not say it.
    #[serde(default)]
    allowed: Option<(f64, f64)>,
}

impl LedgerEntry {
    /// Whether the model counts it in whole numbers: it rounds any other.
    pub fn is_whole(&self) -> bool {
        matches!(self.name, "team_sites" | "team_teachers" | "teams")
    }

    /// Whether calibration moves it: nobody has measured it, and it is not held.
    pub fn is_free(&self) -> bool {
        self.is_unmeasured() && !self.held
    }

    /// Whether it says how districts work, and nobody has measured it. Not so what is settled, what is measured, and
    /// definitions.
    pub fn is_unmeasured(&self) -> bool {
        !self.settled
            && self.only_in.is_none()
            && !matches!(self.grade, EvidenceGrade::Literature | EvidenceGrade::Expert)
            && self.range.0 < self.range.1
    }

    /// Whether it is free in this model: null models have parameters of their own.
    pub fn is_free_in(&self, model: Model) -> bool {
        self.is_free() || self.only_in.as_deref() == Some(model.word())
    }

    /// Whether it has a range in this model, so that a sensitivity study moves it: everything but definitions and what other models
    /// alone read.
    pub fn has_range_in(&self, model: Model) -> bool {
        self.range.0 < self.range.1 && self.only_in.as_deref().is_none_or(|own| own == model.word())
    }

    /// The values that make sense at all, whatever is plausible: a wider range than [`LedgerEntry::range`],
    /// so that a study may ask "what if nobody left?".
    pub fn allowed(&self) -> (f64, f64) {
        let unit = self.unit.as_str();
        if self.range.0 == self.range.1 {
            // A definition: nothing else makes sense.
            return self.range;
        }
        if self.divisor {
            return (0.01, if unit == "share" { 1.0 } else { 100.0 });
        }
        if let Some(allowed) = self.allowed {
            return allowed;
        }
        match unit {
            "share" | "probability" => (0.0, 1.0),
            "weight" | "slope" | "factor" | "per month" | "per year" | "per test month" => (0.0, 10.0),
            "exponent" => (0.1, 10.0),
            "schools" | "teachers" | "teams" => (1.0, 50.0),
            "leaders" => (1.0, 10.0),
            "schools on average" => (0.0, 50.0),
            "initiatives" => (1.0, 50.0),
            "month" | "months" if self.range.0 == 0.0 => (0.0, 1200.0),
            "months" | "years" => (1.0, 1200.0),
            "hours" | "hours a month" | "ties" => (0.0, 100.0),
            "hours a year" => (1.0, 1000.0),
            "SD a year" => (0.001, 2.0),
            "2023 dollars an hour" => (0.0, 10_000.0),
            "students" | "students per teacher" => (1.0, 100_000.0),
            "log students" | "logit" => (-10.0, 10.0),
            _ if unit.starts_with("share") || unit.starts_with("probability") => (0.0, 1.0),
            _ => (self.range.0, self.range.1),
        }
    }

    /// What is wrong with it, if anything.
    fn fault(&self) -> Option<&'static str> {
        let within =
            |(low, high): (f64, f64), (from, to): (f64, f64)| low <= from && from <= to && to <= high;
        let model = self.only_in.as_deref().map(Model::from_word);
        let faults = [
            (!within(self.range, (self.value, self.value)), "has a value outside its own range"),
            (self.source.trim().is_empty() || self.unit.trim().is_empty(), "lacks a source or a unit"),
            (!within(self.allowed(), self.range), "has a range outside what is allowed"),
            (model == Some(None), "belongs to no model"),
            (self.held && !self.is_unmeasured(), "is held, but calibration would not move it anyway"),
        ];
        faults.into_iter().find(|(is_so, _)| *is_so).map(|(_, fault)| fault)
    }
}

/// All entries, in the order of [`NAMES`].
#[derive(Debug, Clone, PartialEq)]
pub struct Ledger {
    entries: Arc<Vec<LedgerEntry>>,
    positions: Arc<BTreeMap<&'static str, usize>>,
}

/// The ledger and the code disagree, or an entry is incomplete.
fn disagrees(group: &str, fault: impl std::fmt::Display) -> Diagnostic {
    Diagnostic::of_the_program(&format!("parameter ledger, group `{group}`"), fault)
}

impl Ledger {
    /// The ledger of this version of the program.
    ///
    /// # Errors
    /// When a ledger file and the code do not name the same parameters, an entry lacks a part, or a
    /// value lies outside its own range. A test holds that this does not happen in a release.
    pub fn standard() -> Result<Ledger> {
        // Read once: a table of schools, a scenario and a figure each ask for it.
        static READ: OnceLock<Result<Ledger>> = OnceLock::new();
        READ.get_or_init(Ledger::read).clone()
    }

    fn read() -> Result<Ledger> {
        let mut written = BTreeMap::new();
        for &(group, text) in TEXTS {
            let table: BTreeMap<String, LedgerEntry> =
                toml::from_str(text).map_err(|e| disagrees(group, e))?;
            written.extend(table.into_iter().map(|(name, entry)| ((group, name), entry)));
        }
        let mut entries = Vec::with_capacity(NAMES.len());
        for (position, &(group, name)) in NAMES.iter().enumerate() {
            let fault = |fault: &str| disagrees(group, format!("`{name}` {fault}"));
            let entry = written.remove(&(group, name.to_string())).ok_or_else(|| fault("has no entry"))?;
            let subject = if entry.subject.is_empty() { group.to_string() } else { entry.subject };
            let entry = LedgerEntry { position, group, name, subject, ..entry };
            if let Some(found) = entry.fault() {
                return Err(fault(found));
            }
            entries.push(entry);
        }
        if let Some((group, name)) = written.into_keys().next() {
            return Err(disagrees(group, format!("`{name}` is used nowhere")));
        }
        let positions = entries.iter().map(|e| (e.name, e.position)).collect();
        Ok(Ledger { entries: Arc::new(entries), positions: Arc::new(positions) })
    }

    /// The values used unless a scenario says otherwise.
    pub fn values(&self) -> Parameters {
        Parameters::from_values(|k| self.entries[k].value)
    }

    /// All entries.
    pub fn entries(&self) -> &[LedgerEntry] {
        &self.entries
    }

    /// The entry of this name.
    pub fn get(&self, name: &str) -> Option<&LedgerEntry> {
        self.positions.get(name).map(|&k| &self.entries[k])
    }

    /// The name nearest to a mistyped one, if any is near.
    pub fn nearest(&self, name: &str) -> Option<&'static str> {
        nearest(name, self.entries.iter().map(|e| e.name))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ledger_is_complete_and_every_name_is_unique() {
        let ledger = Ledger::standard().unwrap();
        assert_eq!(ledger.entries().len(), NAMES.len());
        assert_eq!(ledger.positions.len(), NAMES.len(), "a name stands in two groups");
    }

    #[test]
    fn a_faulty_entry_is_refused() {
        let ledger = Ledger::standard().unwrap();
        let sound = ledger.get("give_up_rate").unwrap();
        assert_eq!(sound.fault(), None);
        let faulty = [
            LedgerEntry { value: 99.0, ..sound.clone() },
            LedgerEntry { source: " ".into(), ..sound.clone() },
            LedgerEntry { range: (-1.0, 1.0), ..sound.clone() },
            LedgerEntry { only_in: Some("Bass".into()), ..sound.clone() },
            LedgerEntry { settled: true, held: true, ..sound.clone() },
        ];
        assert!(faulty.iter().all(|entry| entry.fault().is_some()));
    }

    #[test]
    fn every_plausible_range_lies_within_what_is_allowed() {
        for e in Ledger::standard().unwrap().entries() {
            let ((low, high), (from, to)) = (e.allowed(), e.range);
            assert!(low <= from && to <= high, "{}: {from} to {to} within {low} to {high}", e.name);
        }
    }

    #[test]
    fn literature_names_a_publication_and_assumptions_say_so() {
        for e in Ledger::standard().unwrap().entries() {
            let admits = e.source.starts_with("assumption") || e.source.starts_with("definition");
            assert_eq!(e.grade == EvidenceGrade::Assumed, admits, "{}: {}", e.name, e.source);
        }
    }

    #[test]
    fn a_mistyped_name_finds_its_neighbor() {
        let ledger = Ledger::standard().unwrap();
        assert_eq!(ledger.nearest("superintendant_exit"), Some("superintendent_exit"));
        assert_eq!(ledger.nearest("zzz"), None);
    }
}
