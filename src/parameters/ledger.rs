//! The evidence ledger: what is known of every parameter.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::{NAMES, Parameters, TEXTS};
use crate::diagnostic::spelling::nearest;
use crate::diagnostic::{Diagnostic, Result};
use crate::model::Model;

/// How well a value is founded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum EvidenceGrade {
    /// Nobody has measured it; the range is a guess, often within a factor of two or three.
    Assumed,
    /// The judgement of people who do this work.
    Expert,
    /// Taken or derived from published figures.
    Literature,
    /// Narrowed by calibration.
    Calibrated,
}

impl EvidenceGrade {
    /// The grade in one word.
    pub fn word(self) -> &'static str {
        match self {
            EvidenceGrade::Assumed => "assumed",
            EvidenceGrade::Expert => "expert",
            EvidenceGrade::Literature => "literature",
            EvidenceGrade::Calibrated => "calibrated",
        }
    }
}

/// Parameters that something is divided by: never 0.
const DIVISORS: [&str; 6] =
    ["recruit_share", "routine_depth", "collaboration_full", "team_hours_full", "training_full", "deep"];

/// A parameter and the evidence for it.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// Position in [`NAMES`].
    pub position: usize,
    /// The submodel it belongs to, and the section of a scenario where it may stand.
    pub group: &'static str,
    /// Its name, unique over all groups.
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
}

impl Entry {
    /// Whether only the first day reads it, so that it cannot be changed from a month on.
    pub fn is_first_day(&self) -> bool {
        matches!(self.group, "network" | "population") || FIRST_DAY.contains(&self.name)
    }

    /// Whether it says something about a cohort as a whole, so that it cannot differ between its districts:
    /// what districts learn from each other, and the program managers they share.
    pub fn is_of_the_cohort(&self) -> bool {
        ["cohort_learning", "teams_per_manager", "manager_exit", "exit_in_summer"].contains(&self.name)
    }

    /// Whether it says how districts work, and nobody has measured it: what calibration may move. Not so
    /// what a scenario settles about a district or a plan, what is measured, and definitions.
    pub fn is_free(&self) -> bool {
        let settled = ["leaders", "population", "null"].contains(&self.group) && !self.name.ends_with("_sd");
        self.grade != EvidenceGrade::Literature
            && self.grade != EvidenceGrade::Expert
            && self.range.0 < self.range.1
            && self.group != "population"
            && !settled
            && !SETTLED.contains(&self.name)
    }

    /// Whether it is free in this model: null models have parameters of their own.
    pub fn is_free_in(&self, model: Model) -> bool {
        let own = match model {
            Model::NoLeaders => "null_leader",
            Model::BassPerSchool => "bass_",
            Model::Logistic => "logistic_",
            Model::Full | Model::NoComplementarity | Model::MeanField => return self.is_free(),
        };
        self.is_free() || (self.group == "null" && self.name.starts_with(own))
    }

    /// The values that make sense at all, whatever is plausible: a wider range than [`Entry::range`],
    /// so that a study may ask "what if nobody left?".
    pub fn allowed(&self) -> (f64, f64) {
        let unit = self.unit.as_str();
        if self.range.0 == self.range.1 {
            // A definition: nothing else makes sense.
            return self.range;
        }
        if DIVISORS.contains(&self.name) {
            return (0.01, if unit == "share" { 1.0 } else { 100.0 });
        }
        match unit {
            // Elasticities: beyond these a district has no schools or no pupils in them.
            "slope" if self.group == "population" => (0.0, 1.0),
            "share" | "probability" => (0.0, 1.0),
            "weight" | "slope" | "factor" | "per month" | "per year" | "per test month" => (0.0, 10.0),
            "exponent" if self.name.starts_with("rho_") => (-20.0, 3.0),
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
            "pupils" | "pupils per teacher" => (1.0, 100_000.0),
            "log pupils" | "logit" => (-10.0, 10.0),
            _ if unit.starts_with("share") || unit.starts_with("probability") => (0.0, 1.0),
            _ => (self.range.0, self.range.1),
        }
    }
}

/// What a scenario settles about a district, a plan or what is measured, beside most of the group `leaders`.
const SETTLED: [&str; 44] = [
    "lead_skill_sd",
    "act_check_in",
    "act_protect",
    "act_attend",
    "act_board",
    "principals_on_team",
    "collaboration_hours",
    "collaboration_limit",
    "initiatives_usual",
    "narrowing",
    "support_start",
    "support_end",
    "support_months",
    "manager_hours",
    "convening_hours",
    "online_hours",
    "teams_per_manager",
    "team_sites",
    "team_teachers",
    "team_leaders",
    "teams",
    "team_skill",
    "team_skill_sd",
    "team_hours",
    "planning_for_compliance",
    "context_similarity",
    "capacity_review",
    "curriculum_kept",
    "lead_exit",
    "manager_exit",
    "training_hours",
    "training_months",
    "adaptation_month",
    "pause_at_churn",
    "return_at_churn",
    "observing_limit",
    "monitoring_of_use",
    "monitoring_of_depth",
    "high_poverty",
    "counselors",
    "course_weight",
    "course_rate",
    "underserved_gap",
    "underserved_focus",
];

/// Parameters that only the first day reads, beside those of the groups `network` and `population`.
const FIRST_DAY: [&str; 22] = [
    "teams",
    "superintendent_commitment",
    "lead_commitment",
    "principal_priority",
    "principal_priority_sd",
    "teacher_openness",
    "teacher_belief",
    "district_sd",
    "safe_start",
    "safe_start_sd",
    "initial_coherence",
    "initial_coherence_sd",
    "fundamental_sd",
    "seen_start",
    "announced_years",
    "announced_years_full",
    "track_record",
    "bond_start",
    "team_sites",
    "team_teachers",
    "team_skill",
    "team_skill_sd",
];

/// All entries, in the order of [`NAMES`].
#[derive(Debug, Clone, PartialEq)]
pub struct Ledger {
    entries: Vec<Entry>,
    positions: BTreeMap<&'static str, usize>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    meaning: String,
    unit: String,
    value: f64,
    range: (f64, f64),
    grade: EvidenceGrade,
    source: String,
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
        let mut written = BTreeMap::new();
        for &(group, text) in TEXTS {
            let table: BTreeMap<String, Written> = toml::from_str(text).map_err(|e| disagrees(group, e))?;
            for (name, entry) in table {
                written.insert((group, name), entry);
            }
        }
        let mut entries = Vec::with_capacity(NAMES.len());
        for (position, &(group, name)) in NAMES.iter().enumerate() {
            let fault = |fault: &str| disagrees(group, format!("`{name}` {fault}"));
            let w = written.remove(&(group, name.to_string())).ok_or_else(|| fault("has no entry"))?;
            if !(w.range.0 <= w.value && w.value <= w.range.1) {
                return Err(fault("has a value outside its own range"));
            }
            if w.source.trim().is_empty() || w.unit.trim().is_empty() {
                return Err(fault("lacks a source or a unit"));
            }
            let Written { meaning, unit, value, range, grade, source } = w;
            entries.push(Entry { position, group, name, meaning, unit, value, range, grade, source });
        }
        if let Some((group, name)) = written.into_keys().next() {
            return Err(disagrees(group, format!("`{name}` is used nowhere")));
        }
        let positions = entries.iter().map(|e| (e.name, e.position)).collect();
        Ok(Ledger { entries, positions })
    }

    /// The values used unless a scenario says otherwise.
    pub fn values(&self) -> Parameters {
        Parameters::from_values(|k| self.entries[k].value)
    }

    /// All entries.
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// The entry of this name.
    pub fn get(&self, name: &str) -> Option<&Entry> {
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
    fn every_plausible_range_lies_within_what_is_allowed() {
        for e in Ledger::standard().unwrap().entries() {
            let (low, high) = e.allowed();
            assert!(
                low <= e.range.0 && e.range.1 <= high,
                "{}: {:?} within {:?}",
                e.name,
                e.range,
                (low, high)
            );
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
    fn a_mistyped_name_finds_its_neighbour() {
        let ledger = Ledger::standard().unwrap();
        assert_eq!(ledger.nearest("superintendant_exit"), Some("superintendent_exit"));
        assert_eq!(ledger.nearest("zzz"), None);
    }
}
