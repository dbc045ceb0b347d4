//! The language of scenario files as data: every section and key, with its form, default and meaning.
//!
//! Parameters are not listed: they stand in the ledger. The schema and the guide are made from
//! this table, and a test holds that the readers know the same keys.

mod district;
mod events;
mod sections;

pub use sections::sections;

use super::layers::PARAMETER_SECTIONS;
use crate::model::Model;
use crate::parameters::NAMES;
use crate::strategy::Strategy;

/// Form of a value.
#[derive(Debug, Clone, PartialEq)]
pub enum Form {
    /// Any text.
    Text,
    /// One of these texts.
    OneOf(Vec<&'static str>),
    /// A list of texts.
    Texts,
    /// True or false.
    Truth,
    /// A whole number, both ends included.
    Whole(i64, i64),
    /// A number, both ends included.
    Number(f64, f64),
    /// A list of numbers, both ends included.
    Numbers(f64, f64),
    /// A whole number, or a text.
    MonthOrWords,
    /// A share, or one of these texts.
    ShareOr(Vec<&'static str>),
    /// Values of parameters by name.
    Parameters,
    /// A section of its own.
    Section(&'static str),
    /// A list of sections.
    Sections(&'static str),
}

/// A key of a section.
#[derive(Debug, Clone, PartialEq)]
pub struct Key {
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
}

/// A section of a file. The first one is the file itself.
#[derive(Debug, Clone, PartialEq)]
pub struct Section {
    /// Its name, as in `[name]`; empty for the file itself.
    pub name: &'static str,
    /// What it is about.
    pub meaning: &'static str,
    /// Its own keys.
    pub keys: Vec<Key>,
    /// Group of the ledger whose parameters may also stand here.
    pub group: Option<&'static str>,
}

fn key(
    name: &'static str,
    form: Form,
    unit: &'static str,
    default: &'static str,
    meaning: &'static str,
) -> Key {
    Key { name, form, unit, default, meaning }
}

/// The words of all strategies.
pub fn strategies() -> Vec<&'static str> {
    Strategy::ALL.iter().map(|s| s.word()).collect()
}

/// The words of all models.
pub fn models() -> Vec<&'static str> {
    Model::ALL.iter().map(|model| model.word()).collect()
}

/// Unit of a key of a section, where it has one.
pub fn unit(section: &str, key: &str) -> Option<&'static str> {
    let all = sections();
    let found = all.iter().find(|s| s.name == section)?.keys.iter().find(|k| k.name == key)?;
    (!found.unit.is_empty()).then_some(found.unit)
}

/// What to say of a key that stands in the wrong section; nothing if there is no such key anywhere.
pub fn home(section: &str, key: &str) -> Option<String> {
    if let Some((group, _)) = NAMES.iter().find(|(_, name)| *name == key) {
        return Some(match PARAMETER_SECTIONS.contains(group) {
            true if *group != section => format!("belongs in [{group}] or [parameters]"),
            _ => "belongs in [parameters]".into(),
        });
    }
    if section.is_empty() && NAMES.iter().any(|(group, _)| *group == key) {
        return Some("is a group of parameters: put what stands in it in [parameters]".into());
    }
    let all = sections();
    let other = all.iter().find(|s| s.name != section && s.keys.iter().any(|k| k.name == key))?;
    Some(match other.name {
        "" => "belongs at the top of the file, before the first section".into(),
        "event" => "belongs in an [[event]]".into(),
        "school" => "belongs in a [[district.school]]".into(),
        "cohort.district" => "belongs in a [[cohort.district]]".into(),
        name => format!("belongs in [{name}]"),
    })
}
