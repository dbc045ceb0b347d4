//! Parameters by name from `[parameters]`, each a number or a distribution over what it might be.

use super::advice::{instead, shown, unknown_parameter, within_plausible, written};
use super::language::sections::DistributionText;
use super::table_reader::{SectionType, TableReader};
use super::text::{Value, WrittenEntry, WrittenItem, WrittenTable};
use super::value_type::as_number;
use crate::diagnostic::{Diagnostics, Remedy};
use crate::parameters::{DISTRIBUTIONS, Distribution, Ledger, LedgerEntry};

/// The words of all kinds of distributions.
pub fn kinds() -> Vec<&'static str> {
    DISTRIBUTIONS.iter().map(|(word, _)| *word).collect()
}

/// Values of all parameters on their way from the text.
pub struct ParameterValues {
    /// A value or distribution for each.
    pub found: Vec<Distribution>,
    /// Remarks on values outside their plausible range.
    pub remarks: Vec<String>,
    /// Names of the parameters that the text gives.
    pub given: Vec<&'static str>,
}

impl ParameterValues {
    /// Those of the ledger.
    pub fn blank(ledger: &Ledger) -> ParameterValues {
        let found = ledger.entries().iter().map(|e| Distribution::Fixed(e.value)).collect();
        ParameterValues { found, remarks: Vec::new(), given: Vec::new() }
    }

    /// A parameter's value, where it is a number and not drawn.
    pub fn fixed(&self, name: &str, ledger: &Ledger) -> Option<f64> {
        let (low, high) = self.found.get(ledger.get(name)?.position)?.bounds();
        (low == high).then_some(low)
    }

    /// Takes a parameter's value.
    pub fn take(&mut self, key: &str, entry: &WrittenEntry, ledger: &Ledger, problems: &mut Diagnostics) {
        let Some(parameter) = ledger.get(key) else {
            if !problems.is_full() {
                let names = ledger.entries().iter().map(|e| e.name);
                let remedy = unknown_parameter("parameters", key, names);
                problems.add(&entry.key_at, format!("[parameters] has no key `{key}`"), remedy);
            }
            return;
        };
        let Some(found) = distribution(&entry.item, parameter, problems) else { return };
        let ((low, high), (from, to)) = (parameter.range, found.bounds());
        if from < low || to > high {
            let at = &entry.item.at;
            self.remarks.push(format!("{at}: `{key}` reaches outside its plausible range {low} to {high}"));
        }
        self.given.push(parameter.name);
        self.found[parameter.position] = found;
    }
}

/// Reads a value such as `0.2` or `{ distribution = "uniform", low = 0.1, high = 0.3 }`.
fn distribution(
    item: &WrittenItem,
    parameter: &LedgerEntry,
    problems: &mut Diagnostics,
) -> Option<Distribution> {
    let name = parameter.name;
    let ((low, high), (from, to)) = (parameter.allowed(), parameter.range);
    let allowed = format!("{} to {} ({})", shown(low), shown(high), parameter.unit);
    let found = match (&item.value, as_number(&item.value)) {
        (Value::Table(table), _) => drawn(item, table, parameter, problems)?,
        (_, Some(x)) => Distribution::Fixed(x),
        (value, None) => {
            let words = instead(name, value, "a number").unwrap_or_else(|| {
                format!("write a number, or {{ distribution = \"uniform\", low = {from}, high = {to} }}")
            });
            let fault = format!("`{name}` is {}", written(value));
            problems.add(&item.at, fault, Remedy::allowing(words, allowed));
            return None;
        }
    };
    let (lowest, highest) = found.bounds();
    let (fault, remedy) = if let Some(fault) = found.fault() {
        let told = |fault: &str| format!("the distribution of `{name}`: {fault}");
        match found.point() {
            Some(x) if x.is_finite() => {
                let fault = told(&format!("its numbers leave nothing to draw but {}", shown(x)));
                (fault, Remedy::allowing(format!("write {name} = {}", shown(x)), allowed))
            }
            _ if lowest > highest => (told(&fault), Remedy::allowing("swap the two", allowed)),
            _ => (told(&fault), Remedy::allowing("mend its numbers", allowed)),
        }
    } else if lowest < low || highest > high {
        let reaches = if lowest < low { lowest } else { highest };
        let fault = format!("`{name}` is {}, outside {allowed}", shown(reaches));
        let plausible = format!("plausible is {from} to {to}: {}", parameter.meaning);
        (fault, within_plausible(reaches, (low, high), allowed, plausible))
    } else {
        return Some(found);
    };
    problems.add(&item.at, fault, remedy);
    None
}

fn drawn(
    item: &WrittenItem,
    table: &WrittenTable,
    parameter: &LedgerEntry,
    problems: &mut Diagnostics,
) -> Option<Distribution> {
    let before = problems.count();
    let name = format!("the distribution of `{}`", parameter.name);
    let mut reader = TableReader::new(DistributionText::SPEC, table.clone(), problems).called(&name);
    let text = DistributionText::take_keys(&mut reader);
    reader.finish();
    let word = text.distribution.unwrap_or_default();
    let Some((_, needs)) = DISTRIBUTIONS.iter().find(|(kind, _)| *kind == word) else {
        if problems.count() == before {
            let list = kinds().join(", ");
            let remedy =
                Remedy::allowing(format!("write distribution = \"uniform\", or another of: {list}"), list);
            problems.missing(&item.at, "distribution", format!("{name} does not say its kind"), remedy);
        }
        return None;
    };
    let parts = needs.join(", ");
    for key in ["low", "high", "mode", "mean", "sd"] {
        let is_optional = !needs.contains(&"high") && ["low", "high"].contains(&key);
        match table.get(key) {
            None if needs.contains(&key) => {
                let fault = format!("{name} does not say `{key}`");
                problems.missing(&item.at, key, fault, format!("a {word} distribution has {parts}"));
            }
            Some(entry) if !needs.contains(&key) && !is_optional => {
                let fault = format!("a {word} distribution has no use for `{key}`");
                let remedy = Remedy::allowing(format!("leave it out: it has {parts}"), &*parts);
                problems.add(&entry.key_at, fault, remedy);
            }
            _ => {}
        }
    }
    if problems.count() > before {
        return None;
    }
    let (lowest, highest) = parameter.allowed();
    Distribution::of(&word, |part| match part {
        "low" => text.low.or(Some(lowest)),
        "high" => text.high.or(Some(highest)),
        "mode" => text.mode,
        "mean" => text.mean,
        _ => text.sd,
    })
}
