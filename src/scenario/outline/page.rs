//! The page of a new scenario as it grows: comments, sections, keys in force or behind a #.

use crate::parameters::{Ledger, LedgerEntry};
use crate::scenario::Scenario;
use crate::scenario::language::{KeySpec, section};
use crate::scenario::render::distribution;
use crate::scenario::table_reader::SectionType;

/// Longest line of a comment (characters).
pub const WIDTH: usize = 100;

/// The file as it grows.
pub struct TemplatePage {
    pub out: String,
    /// The scenario it extends, in quotes.
    pub base: String,
}

impl TemplatePage {
    pub fn line(&mut self, text: &str) {
        self.out += text;
        self.out += "\n";
    }

    /// Words behind a #, broken into lines.
    pub fn comment(&mut self, text: &str) {
        let mut line = String::from("#");
        for word in text.split_whitespace() {
            if line.chars().count() + 1 + word.chars().count() > WIDTH && line != "#" {
                self.line(&line);
                line = String::from("#");
            }
            line += " ";
            line += word;
        }
        if line != "#" {
            self.line(&line);
        }
    }

    pub fn section(&mut self, name: &str) {
        self.out += "\n";
        self.comment(&format!("{}.", section(name).meaning));
        self.line(&format!("[{name}]"));
    }

    /// A section with the keys that `base` has: in force where a value is said, else as in `base`.
    pub fn keys<S: SectionType>(&mut self, base: &S, said: &[(&str, Option<String>)]) {
        self.section(S::SPEC.name);
        for (key, without) in base.values() {
            if let Some(without) = without.map(|value| value.toml()) {
                let said =
                    said.iter().find(|(said, _)| *said == key.name).and_then(|(_, value)| value.clone());
                let default = format!("; {without} in {}", self.base);
                self.key(key, said, &without, &default);
            }
        }
    }

    /// A key: in force where there is a value, else as it is without it.
    pub fn key(&mut self, key: &KeySpec, value: Option<String>, without: &str, default: &str) {
        let unit = if key.unit.is_empty() { String::new() } else { format!("{}, ", key.unit) };
        self.comment(&format!("{} ({unit}{}{default}).", key.meaning, key.form.words()));
        self.assign(key.name, value, without);
    }

    pub fn parameter(&mut self, name: &str, value: Option<f64>, base: &Scenario, ledger: &Ledger) {
        let Some(entry) = ledger.get(name) else { return };
        let without = distribution(&base.parameters[entry.position]);
        self.comment(&format!("{} ({}; {without} in {}).", entry.meaning, range(entry), self.base));
        self.assign(name, value.map(|x| format!("{x:?}")), &without);
    }

    fn assign(&mut self, name: &str, value: Option<String>, without: &str) {
        match value {
            Some(value) => self.line(&format!("{name} = {value}")),
            None => self.line(&format!("# {name} = {without}")),
        }
    }
}

/// Unit, what is allowed and what is plausible, of a parameter.
pub fn range(entry: &LedgerEntry) -> String {
    let ((low, high), (from, to)) = (entry.allowed(), entry.range);
    let plausible =
        if (from, to) == (low, high) { String::new() } else { format!("; plausible {from} to {to}") };
    format!("{}, {low} to {high}{plausible}", entry.unit)
}
