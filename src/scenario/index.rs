//! The built-in scenarios on one page: what each asks, and how it differs from the one it extends.

use super::diff::{Side, differences};
use super::gallery::{self, SCENARIOS};
use super::layers::BuiltIn;
use super::{Scenario, read};
use crate::diagnostic::Diagnostics;
use crate::parameters::Ledger;
use crate::phrasing::number;

/// A built-in scenario with the name of the one it extends, if any.
pub struct IndexEntry {
    /// The scenario.
    pub scenario: Scenario,
    /// Name of the scenario it extends.
    pub extends: Option<String>,
}

/// All built-in scenarios, in the order in which they are best read.
///
/// # Errors
/// Diagnostics of a built-in scenario; a test holds that there are none.
pub fn listed(ledger: &Ledger) -> Result<Vec<IndexEntry>, Diagnostics> {
    let one = |name: &str| -> Result<IndexEntry, Diagnostics> {
        let scenario = read(name, &[], &BuiltIn, ledger)?;
        Ok(IndexEntry { scenario, extends: gallery::text(name).and_then(parent) })
    };
    SCENARIOS.iter().map(|s| one(s.name)).collect()
}

/// The name after `extends =`. Built-in files write it on a line of its own.
fn parent(text: &str) -> Option<String> {
    let line = text.lines().find_map(|line| line.strip_prefix("extends"))?;
    let name = line.split('"').nth(1)?;
    Some(name.strip_suffix(".toml").unwrap_or(name).to_string())
}

/// The page in Markdown, as `scenarios/README.md` holds it.
///
/// # Errors
/// As [`listed`].
pub fn markdown(ledger: &Ledger) -> Result<String, Diagnostics> {
    let all = listed(ledger)?;
    let mut out = String::from(
        "# Built-in scenarios\n\nEach file opens with the question it answers. They are compiled in, so that a name works from any \
         folder: `uptake run NAME`,\n`uptake describe NAME`, `uptake compare committed NAME`. This page is printed by \
         `uptake describe --index`.\n",
    );
    for IndexEntry { scenario, extends } in &all {
        out.push_str(&format!("\n## [{0}]({0}.toml)\n\n", scenario.name));
        out.push_str(&format!("{}\n\n*{}.* ", scenario.question, scenario.title));
        let base = extends.as_ref().and_then(|name| all.iter().find(|l| l.scenario.name == *name));
        match base {
            None => out.push_str(&format!(
                "{} months, {} replications.\n",
                scenario.run.months, scenario.run.replications
            )),
            Some(base) => {
                out.push_str(&format!("Differs from `{}`:\n\n", base.scenario.name));
                for line in lines(&base.scenario, scenario, ledger) {
                    out.push_str(&format!("* {line}\n"));
                }
            }
        }
    }
    Ok(out)
}

/// What differs, one thing a line, titles and questions apart.
fn lines(base: &Scenario, scenario: &Scenario, ledger: &Ledger) -> Vec<String> {
    let found = differences(base, scenario, ledger);
    let own_schools = found.iter().filter(|d| d.part == "district").count() > 6;
    let mut lines = Vec::new();
    if own_schools {
        lines.push(format!("district: {}", districts(scenario)));
    }
    for d in found.iter().filter(|d| d.part != "text" && !(own_schools && d.part == "district")) {
        let unit = if d.unit.is_empty() { String::new() } else { format!(" ({})", d.unit) };
        let what = d.what.split(':').next().unwrap_or(&d.what);
        lines.push(match (&d.a, &d.b) {
            (Side::Missing, b) => format!("{what}: {}{unit}", b.words()),
            (a, Side::Missing) => format!("no {what}: {}{unit}", a.words()),
            (a, b) => format!("{what}: {} → {}{unit}", a.words(), b.words()),
        });
    }
    lines
}

fn districts(s: &Scenario) -> String {
    let names: Vec<String> = s.places.iter().map(|place| place.name()).collect();
    let teachers: f64 = s.places.iter().map(|place| place.teachers()).sum();
    format!("{}; {} teachers", names.join(", "), number(teachers.round()))
}
