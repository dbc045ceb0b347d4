//! The language of scenario files as data: each section and key is declared once, with its form, unit, default
//! and meaning.
//!
//! From this follow the reader (`table_reader.rs`), the writer (`render.rs`), the template of `uptake new`, the
//! schema for editors and the tables of keys in the documents. Parameters are declared in the ledger.

pub(super) mod decide;
pub mod events;
pub mod sections;

use super::layers::PARAMETER_SECTIONS;
use super::table_reader::SectionType;
use crate::model::Model;
use crate::parameters::NAMES;
use crate::strategy::Strategy;
use crate::world::{LeadersPlan, RolloutPlan, SupportPlan, TeamPlan};

/// Form of a value.
#[derive(Debug, Clone, Copy)]
pub enum Form {
    /// One line of text, of at most so many characters.
    Line(usize),
    /// Any text of one line.
    Text,
    /// Any text, with line breaks.
    Lines,
    /// A span of grades.
    Grades,
    /// One of these words, and how a message begins that finds another one.
    OneOf(fn() -> Vec<&'static str>, &'static str),
    /// One of these words, or another that is no slip of the first three; how a message begins that finds a slip.
    OneOfOrOther(fn() -> Vec<&'static str>, &'static str),
    /// A list of texts.
    Texts,
    /// True or false.
    Truth,
    /// A whole number, both ends included.
    Whole(i64, i64),
    /// A number, both ends included.
    Number(f64, f64),
    /// A list of numbers, both ends included, of which there is at least one.
    Numbers(f64, f64),
    /// A whole number, or a text.
    MonthOrWords,
    /// A share, or one of these texts.
    ShareOr(&'static [&'static str]),
    /// Lists of texts, each perhaps with a number at its end: ties.
    Ties,
    /// Values of parameters by name.
    Parameters,
    /// A section of its own.
    Section(&'static str),
    /// A list of sections.
    Sections(&'static str),
}

impl Form {
    /// What it allows, in words.
    pub fn words(&self) -> String {
        match self {
            Form::Text | Form::Lines | Form::Line(_) | Form::Grades => "text".into(),
            Form::OneOf(words, _) => words().join(", "),
            Form::OneOfOrOther(words, _) => format!("{}, or another word", words().join(", ")),
            Form::Texts => "texts".into(),
            Form::Truth => "true or false".into(),
            Form::Whole(low, high) if low == high => low.to_string(),
            Form::Whole(low, i64::MAX) => format!("a whole number from {low}"),
            Form::Whole(low, high) => format!("{low} to {high}"),
            Form::Number(f64::MIN, _) => "any number".into(),
            Form::Number(low, high) => format!("{low} to {high}"),
            Form::Numbers(low, high) => format!("numbers, {low} to {high}"),
            Form::MonthOrWords => "whole number, or words".into(),
            Form::ShareOr(words) => format!("share, or {}", words.join(", ")),
            Form::Ties => "lists of texts and a number".into(),
            Form::Parameters => "values of parameters".into(),
            Form::Section(name) => format!("section [{name}]"),
            Form::Sections(name) => format!("sections [[{name}]]"),
        }
    }
}

/// What is declared of a key.
#[derive(Debug, Clone, Copy)]
pub struct KeySpec {
    /// Its name.
    pub name: &'static str,
    /// What it holds.
    pub form: Form,
    /// Unit, where it is a number.
    pub unit: &'static str,
    /// What holds where it is not given, in words or as written.
    pub default: &'static str,
    /// What it means.
    pub meaning: &'static str,
    /// A value, as written.
    pub example: &'static str,
    /// What it is where two scenarios differ in it; empty where that is told in another way, or not at all.
    pub label: &'static str,
}

/// What is declared of a section. The first one is the file itself.
#[derive(Debug, Clone, Copy)]
pub struct SectionSpec {
    /// Its name, as in `[name]`; empty for the file itself.
    pub name: &'static str,
    /// How messages call it.
    pub called: &'static str,
    /// What it is about.
    pub meaning: &'static str,
    /// Its own keys.
    pub keys: &'static [KeySpec],
    /// Keys without which it says too little.
    pub needs: &'static [&'static str],
    /// Keys that make no sense without another one.
    pub together: &'static [(&'static str, &'static str)],
    /// Letters up to its equals signs, where it is written out.
    pub width: usize,
}

/// The section of which nothing is declared.
pub const BLANK: SectionSpec =
    SectionSpec { name: "", called: "", meaning: "", keys: &[], needs: &[], together: &[], width: 0 };

impl SectionSpec {
    /// The key of this name.
    pub fn key(&self, name: &str) -> Option<&'static KeySpec> {
        self.keys.iter().find(|key| key.name == name)
    }

    /// The group of the ledger whose parameters may also stand here.
    pub fn group(&self) -> Option<&'static str> {
        PARAMETER_SECTIONS.into_iter().find(|group| *group == self.name)
    }
}

/// A key, with an example of its value.
pub const fn key(
    name: &'static str,
    form: Form,
    unit: &'static str,
    default: &'static str,
    meaning: &'static str,
    example: &'static str,
) -> KeySpec {
    KeySpec { name, form, unit, default, meaning, example, label: "" }
}

/// All sections, in the order in which a file is best written.
pub fn sections() -> [SectionSpec; 13] {
    use sections::{
        CohortText, ComponentText, DISTRICT, DistrictText, NetworkText, RunSettings, ScenarioText, SchoolText,
    };
    [
        ScenarioText::SPEC,
        DISTRICT,
        SchoolText::SPEC,
        CohortText::SPEC,
        DistrictText::SPEC,
        LeadersPlan::SPEC,
        TeamPlan::SPEC,
        SupportPlan::SPEC,
        RolloutPlan::SPEC,
        NetworkText::SPEC,
        ComponentText::SPEC,
        events::EVENT,
        RunSettings::SPEC,
    ]
}

/// The section of this name.
pub fn section(name: &str) -> SectionSpec {
    sections().into_iter().find(|s| s.name == name).unwrap_or(BLANK)
}

/// The words of all strategies.
pub fn strategies() -> Vec<&'static str> {
    Strategy::ALL.iter().map(|s| s.word()).collect()
}

/// The words of all models.
pub fn models() -> Vec<&'static str> {
    Model::ALL.iter().map(|model| model.word()).collect()
}

/// What to say of a key that stands in the wrong section; nothing if there is no such key anywhere.
pub fn home(section: &str, key: &str) -> Option<String> {
    if let Some((group, _)) = NAMES.iter().find(|(_, name)| *name == key) {
        let own = PARAMETER_SECTIONS.contains(group) && *group != section;
        return Some(match (PARAMETER_SECTIONS.contains(&section), own) {
            (true, true) => format!("is a parameter of {group}: put it in [{group}] or in [parameters]"),
            (true, false) => format!("is a parameter of {group}: put it in [parameters]"),
            (false, true) => format!("belongs in [{group}] or [parameters]"),
            (false, false) => "belongs in [parameters]".into(),
        });
    }
    if section.is_empty() && NAMES.iter().any(|(group, _)| *group == key) {
        return Some("is a group of parameters: put what stands in it in [parameters]".into());
    }
    let other = sections().into_iter().find(|s| s.name != section && s.key(key).is_some())?;
    Some(match other.name {
        "" => "belongs at the top of the file, before the first section".into(),
        "event" => "belongs in an [[event]]".into(),
        "component" => "belongs in a [[component]]".into(),
        "school" => "belongs in a [[district.school]]".into(),
        "cohort.district" => "belongs in a [[cohort.district]]".into(),
        name => format!("belongs in [{name}]"),
    })
}
