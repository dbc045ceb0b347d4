//! Parameters by name: from the section of their group, or from `[parameters]`.

use super::advice::unknown_key;
use super::drawn::distribution;
use super::layers::PARAMETER_SECTIONS;
use super::text::Entry;
use crate::diagnostic::Diagnostics;
use crate::parameters::{self, Distribution, Ledger};

/// Values of all parameters on their way from the text.
pub struct Values {
    /// A value or distribution for each.
    pub found: Vec<Distribution>,
    /// Remarks on values outside their plausible range.
    pub remarks: Vec<String>,
    /// Names of the parameters that the text gives.
    pub given: Vec<&'static str>,
}

impl Values {
    /// Those of the ledger.
    pub fn blank(ledger: &Ledger) -> Values {
        let found = ledger.entries().iter().map(|e| Distribution::Fixed(e.value)).collect();
        Values { found, remarks: Vec::new(), given: Vec::new() }
    }

    /// A parameter's value, where it is a number and not drawn.
    pub fn fixed(&self, name: &str, ledger: &Ledger) -> Option<f64> {
        let (low, high) = self.found.get(ledger.get(name)?.position)?.bounds();
        (low == high).then_some(low)
    }

    /// A parameter's value, from its own section or from `[parameters]`.
    pub fn take(
        &mut self,
        section: Option<&str>,
        key: &str,
        entry: &Entry,
        ledger: &Ledger,
        problems: &mut Diagnostics,
    ) {
        let here = |e: &&parameters::LedgerEntry| section.is_none_or(|s| s == e.group);
        let Some(parameter) = ledger.get(key).filter(here) else {
            if problems.is_full() {
                return;
            }
            let place = section.map_or("[parameters]".to_string(), |s| format!("[{s}]"));
            let fault = format!("{place} has no key `{key}`");
            let own = OWN_KEYS.iter().filter(|(s, _)| section == Some(*s)).map(|(_, key)| *key);
            let names = ledger.entries().iter().filter(here).map(|e| e.name).chain(own);
            let mut remedy = match ledger.get(key) {
                Some(elsewhere) if PARAMETER_SECTIONS.contains(&elsewhere.group) => {
                    let group = elsewhere.group;
                    format!("`{key}` is a parameter of {group}: put it in [{group}] or in [parameters]")
                        .into()
                }
                Some(elsewhere) => {
                    format!("`{key}` is a parameter of {}: put it in [parameters]", elsewhere.group).into()
                }
                None => unknown_key(section.unwrap_or("parameters"), key, names),
            };
            if remedy.allowed.take().is_some() && remedy.nearest.is_none() {
                remedy.words = "uptake parameters lists all names".into();
            }
            problems.add(&entry.key_at, fault, remedy);
            return;
        };
        if let Some(found) = distribution(&entry.item, parameter, problems) {
            let ((low, high), (from, to)) = (parameter.range, found.bounds());
            if from < low || to > high {
                self.remarks.push(format!(
                    "{}: `{key}` reaches outside its plausible range {low} to {high}",
                    entry.item.at
                ));
            }
            self.given.push(parameter.name);
            self.found[parameter.position] = found;
        }
    }
}

/// Keys of these sections that are no parameters.
const OWN_KEYS: [(&str, &str); 5] = [
    ("leaders", "superintendent_leads"),
    ("team", "grades"),
    ("team", "pilot_schools"),
    ("support", "release"),
    ("rollout", "strategy"),
];
