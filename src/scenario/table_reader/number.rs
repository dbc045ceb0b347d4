//! Numbers of a table, alone and in lists, within the range that is allowed.

use std::fmt::Display;

use super::TableReader;
use crate::diagnostic::{Remedy, SourceLocation};
use crate::scenario::advice::{shown, within};
use crate::scenario::language;
use crate::scenario::text::Value;

impl TableReader<'_> {
    /// Takes a list of numbers within a range (both ends included).
    pub fn numbers(&mut self, key: &str, low: f64, high: f64) -> Option<(Vec<f64>, SourceLocation)> {
        let item = self.take(key)?;
        let Value::List(items) = &item.value else {
            return self.wrong(
                key,
                &item.at,
                &item.value,
                &format!("a list of numbers from {low} to {high}"),
            );
        };
        let mut numbers = Vec::new();
        for part in items {
            match as_number(&part.value) {
                Some(x) if (low..=high).contains(&x) => numbers.push(x),
                Some(x) => {
                    self.outside::<()>(key, &part.at, "holds", x, low, high);
                }
                None => {
                    let wanted = format!("numbers from {low} to {high}");
                    self.wrong::<()>(key, &part.at, &part.value, &wanted);
                }
            }
        }
        (numbers.len() == items.len()).then_some((numbers, item.at))
    }

    /// Takes a number within a range (both ends included).
    pub fn number(&mut self, key: &str, low: f64, high: f64) -> Option<(f64, SourceLocation)> {
        let item = self.take(key)?;
        match as_number(&item.value) {
            Some(x) if (low..=high).contains(&x) => Some((x, item.at)),
            Some(x) => self.outside(key, &item.at, "is", x, low, high),
            None if low == f64::MIN => self.wrong(key, &item.at, &item.value, "a number"),
            None => {
                let wanted = format!("a number from {}", self.range(key, low, high));
                self.wrong(key, &item.at, &item.value, &wanted)
            }
        }
    }

    /// Takes a whole number within a range (both ends included).
    pub fn whole(&mut self, key: &str, low: i64, high: i64) -> Option<(i64, SourceLocation)> {
        let item = self.take(key)?;
        let allowed = self.range(key, low, high);
        match item.value {
            Value::Whole(x) if (low..=high).contains(&x) => Some((x, item.at)),
            Value::Whole(x) => {
                let fault = format!("`{key}` is {x}, outside {allowed}");
                self.problems.add(
                    &item.at,
                    fault,
                    Remedy::allowing("write a whole number in this range", allowed),
                );
                None
            }
            Value::Number(x) => {
                let fault = format!("`{key}` is {}, not a whole number from {allowed}", shown(x));
                self.problems.add(&item.at, fault, Remedy::allowing("write it without a fraction", allowed));
                None
            }
            other => self.wrong(key, &item.at, &other, &format!("a whole number from {allowed}")),
        }
    }

    fn outside<T>(
        &mut self,
        key: &str,
        at: &SourceLocation,
        verb: &str,
        x: f64,
        low: f64,
        high: f64,
    ) -> Option<T> {
        if low == f64::MIN {
            let fault = format!("`{key}` {verb} {}, not a finite number", shown(x));
            self.problems.add(at, fault, Remedy::allowing("write a number with digits", "a finite number"));
            return None;
        }
        let allowed = self.range(key, low, high);
        let fault = format!("`{key}` {verb} {}, outside {allowed}", shown(x));
        self.problems.add(at, fault, within(x, low, high, allowed));
        None
    }

    /// A range with its unit, as messages say it.
    fn range(&self, key: &str, low: impl Display, high: impl Display) -> String {
        match language::unit(&self.section, key) {
            Some(unit) => format!("{low} to {high} ({unit})"),
            None => format!("{low} to {high}"),
        }
    }
}

/// A number, however written.
pub fn as_number(value: &Value) -> Option<f64> {
    match value {
        Value::Number(x) => Some(*x),
        Value::Whole(x) => Some(*x as f64),
        _ => None,
    }
}
