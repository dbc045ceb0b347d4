//! Values of parameters: a number, or any distribution over what is allowed.

use super::choices::Choices;
use toml::{Table, Value};
use uptake::parameters::{DISTRIBUTIONS, LedgerEntry};

/// A value that the parameter may have.
pub fn value(c: &mut Choices<'_>, entry: &LedgerEntry) -> Value {
    let (low, high) = entry.allowed();
    if low == high || !c.once_in(3) {
        return number(c, low, high);
    }
    let (kind, _) = *c.one_of(&DISTRIBUTIONS);
    let mut parts = Table::from_iter([("distribution".to_string(), Value::from(kind))]);
    let mut say = |part: &str, x: f64| parts.insert(part.to_string(), Value::from(x));
    let (mut from, mut to) = (low, high);
    // A distribution of a mean may leave its ends to what is allowed.
    let says_ends = !matches!(kind, "beta" | "normal") || c.once_in(2);
    if says_ends {
        from = low + (high - low) * c.number(0.0, 0.4);
        to = (from + (high - from) * c.number(0.1, 1.0)).min(high);
        say("low", from);
        say("high", to);
    }
    let within = |share: f64| from + (to - from) * share;
    match kind {
        "uniform" => {}
        "triangular" => drop(say("mode", within(c.number(0.0, 1.0)).clamp(from, to))),
        "beta" => {
            let mean = within(c.number(0.1, 0.9));
            say("mean", mean);
            say("sd", ((mean - from) * (to - mean)).sqrt() * c.number(0.05, 0.9));
        }
        "normal" => {
            say("mean", within(c.number(0.0, 1.0)).clamp(from, to));
            say("sd", (to - from) * c.number(0.05, 2.0));
        }
        other => panic!("nobody knows how to draw the parts of a {other} distribution"),
    }
    parts.into()
}

/// A number as somebody writes it: with a fraction or without.
pub fn number(c: &mut Choices<'_>, low: f64, high: f64) -> Value {
    let x = c.number(low, high);
    let whole = x.round();
    if c.once_in(3) && (low..=high).contains(&whole) && whole.abs() < 1e15 {
        return Value::from(whole as i64);
    }
    Value::from(x)
}
