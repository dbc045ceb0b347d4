//! A parameter's value: a number, or a distribution over what it might be.

use super::advice::{instead, shown, unknown, within_plausible, written};
use super::table_reader::{TableReader, as_number};
use super::text::{Item, Table, Value};
use crate::diagnostic::{Diagnostics, Remedy};
use crate::parameters::{Distribution, LedgerEntry};

/// The kinds of distributions, with the parts that each needs.
const KINDS: [(&str, &[&str]); 4] = [
    ("uniform", &["low", "high"]),
    ("triangular", &["low", "mode", "high"]),
    ("beta", &["mean", "sd"]),
    ("normal", &["mean", "sd"]),
];

/// Reads a value such as `0.2` or `{ distribution = "uniform", low = 0.1, high = 0.3 }`.
pub fn distribution(
    item: &Item,
    parameter: &LedgerEntry,
    problems: &mut Diagnostics,
) -> Option<Distribution> {
    let name = parameter.name;
    let (low, high) = parameter.allowed();
    let unit = &parameter.unit;
    let allowed = format!("{} to {} ({unit})", shown(low), shown(high));
    let found = match &item.value {
        Value::Table(table) => drawn(item, table, parameter, problems)?,
        value => match as_number(value) {
            Some(x) => Distribution::Fixed(x),
            None => {
                let example = format!(
                    "write a number, or {{ distribution = \"uniform\", low = {}, high = {} }}",
                    parameter.range.0, parameter.range.1
                );
                let words = instead(name, value, "a number").unwrap_or(example);
                let fault = format!("`{name}` is {}", written(value));
                problems.add(&item.at, fault, Remedy::allowing(words, allowed));
                return None;
            }
        },
    };
    if let Some(fault) = found.fault() {
        let (lowest, highest) = found.bounds();
        let remedy = if lowest > highest { "swap the two" } else { "mend its numbers" };
        problems.add(
            &item.at,
            format!("the distribution of `{name}`: {fault}"),
            Remedy::allowing(remedy, allowed),
        );
        return None;
    }
    let (lowest, highest) = found.bounds();
    if lowest < low || highest > high {
        let reaches = if lowest < low { lowest } else { highest };
        let fault = format!("`{name}` is {}, outside {allowed}", shown(reaches));
        let plausible =
            format!("plausible is {} to {}: {}", parameter.range.0, parameter.range.1, parameter.meaning);
        problems.add(&item.at, fault, within_plausible(reaches, (low, high), allowed, plausible));
        return None;
    }
    Some(found)
}

fn drawn(
    item: &Item,
    table: &Table,
    parameter: &LedgerEntry,
    problems: &mut Diagnostics,
) -> Option<Distribution> {
    let (low, high) = parameter.allowed();
    let before = problems.count();
    let name = format!("the distribution of `{}`", parameter.name);
    let mut walk = TableReader::new(&name, table.clone(), problems);
    let kind = walk.text("distribution");
    let spots = ["low", "high", "mode", "mean", "sd"].map(|key| (key, walk.spot(key)));
    let [low_w, high_w, mode, mean, sd] =
        ["low", "high", "mode", "mean", "sd"].map(|key| walk.number(key, f64::MIN, f64::MAX).map(|(x, _)| x));
    walk.finish();
    let words = || KINDS.iter().map(|(word, _)| *word);
    let Some((word, word_at)) = kind else {
        if problems.count() == before {
            let list = words().collect::<Vec<_>>().join(", ");
            let remedy =
                Remedy::allowing(format!("write distribution = \"uniform\", or another of: {list}"), list);
            problems.missing(&item.at, "distribution", format!("{name} does not say its kind"), remedy);
        }
        return None;
    };
    let Some((_, needs)) = KINDS.iter().find(|(kind, _)| *kind == word) else {
        problems.add(&word_at, format!("no distribution is called \"{word}\""), unknown(&word, words()));
        return None;
    };
    let bounds_too = ["beta", "normal"].contains(&word.as_str());
    for (key, spot) in spots {
        let needed = needs.contains(&key);
        let optional = bounds_too && ["low", "high"].contains(&key);
        let parts = needs.join(", ");
        match spot {
            None if needed => {
                let fault = format!("{name} does not say `{key}`");
                problems.missing(&item.at, key, fault, format!("a {word} distribution has {parts}"));
            }
            Some(spot) if !needed && !optional => {
                let fault = format!("a {word} distribution has no use for `{key}`");
                problems.add(&spot, fault, Remedy::allowing(format!("leave it out: it has {parts}"), parts));
            }
            _ => {}
        }
    }
    if problems.count() > before {
        return None;
    }
    let (lowest, highest) = (low_w.unwrap_or(low), high_w.unwrap_or(high));
    Some(match word.as_str() {
        "uniform" => Distribution::Uniform { low: low_w?, high: high_w? },
        "triangular" => Distribution::Triangular { low: low_w?, mode: mode?, high: high_w? },
        "beta" => Distribution::Beta { mean: mean?, sd: sd?, low: lowest, high: highest },
        _ => Distribution::Normal { mean: mean?, sd: sd?, low: lowest, high: highest },
    })
}
