//! Values of keys: how each type is read by the declaration of its key, what is wrong with one, and how it is written.

use std::fmt::Display;

use super::advice::{self, instead, shown, unknown, within, written};
use super::district_spec::MOST_SCHOOLS;
use super::language::sections::{LONGEST_TEXT, ParameterSet};
use super::language::{Form, KeySpec};
use super::sweep_design::SweepKind;
use super::text::{Value, WrittenItem};
use crate::calendar::LONGEST;
use crate::census::grade::GradeSpan;
use crate::census::mapping::Rows;
use crate::census::row_choice::{TotalsRow, UnknownPupils};
use crate::census::{DistrictKind, Level};
use crate::diagnostic::{Diagnostics, Remedy, SourceLocation, is_unseen};
use crate::model::Model;
use crate::strategy::Strategy;
use crate::world::advice::OtherTies;

/// Longest list of texts or numbers: as many as a district may have schools.
const LONGEST_LIST: usize = MOST_SCHOOLS;

/// A type that a value is read as, and written from.
pub trait ValueType: Sized {
    /// Reads the value of a key; faults are noted.
    fn read(key: &KeySpec, item: WrittenItem, problems: &mut Diagnostics) -> Option<Self>;

    /// The value as a file says it.
    fn value(&self) -> Value;
}

/// A text, whether or not it is one of the words that are declared.
pub fn text(
    key: &KeySpec,
    item: WrittenItem,
    problems: &mut Diagnostics,
) -> Option<(String, SourceLocation)> {
    let Value::Text(text) = item.value else {
        return wrong(key, &item, "a text in quotes", problems);
    };
    let has_lines = matches!(key.form, Form::Lines);
    // A text is printed, and becomes part of tables.
    let (most, is_line) = match key.form {
        Form::Line(most) => (most, true),
        _ => (LONGEST_TEXT, false),
    };
    let length = text.chars().count();
    let fault = if length > most {
        let allowed = format!("at most {most} characters");
        let remedy = Remedy::allowing(format!("say it in {allowed}"), allowed);
        problems.add(&item.at, format!("`{}` has {length} characters", key.name), remedy);
        return None;
    } else if is_line && text.trim().is_empty() {
        "is empty"
    } else if text.chars().any(|sign| is_unseen(sign) && !(has_lines && matches!(sign, '\n' | '\t'))) {
        "holds a line break or another control character, or a mark of direction"
    } else {
        return Some((text, item.at));
    };
    let remedy = if has_lines {
        "write words, and no other signs than line breaks"
    } else {
        "write one line of words"
    };
    problems.add(&item.at, format!("`{}` {fault}", key.name), remedy);
    None
}

/// A whole number within this range.
pub fn whole(
    key: &KeySpec,
    item: &WrittenItem,
    (low, high): (i64, i64),
    problems: &mut Diagnostics,
) -> Option<i64> {
    let allowed = range(key, low, high);
    let name = key.name;
    let (fault, remedy) = match &item.value {
        Value::Whole(x) if (low..=high).contains(x) => return Some(*x),
        Value::Whole(x) => {
            (format!("`{name}` is {x}, outside {allowed}"), "write a whole number in this range")
        }
        Value::Number(x) => (
            format!("`{name}` is {}, not a whole number from {allowed}", shown(*x)),
            "write it without a fraction",
        ),
        _ => return wrong(key, item, &format!("a whole number from {allowed}"), problems),
    };
    problems.add(&item.at, fault, Remedy::allowing(remedy, allowed));
    None
}

/// A value of the wrong form.
fn wrong<T>(key: &KeySpec, item: &WrittenItem, wanted: &str, problems: &mut Diagnostics) -> Option<T> {
    let fault = format!("`{}` is {}", key.name, written(&item.value));
    let words = instead(key.name, &item.value, wanted).unwrap_or_else(|| format!("write {wanted}"));
    let mut remedy = Remedy::from(words);
    remedy.allowed = wanted.strip_prefix("a number from ").or(Some(wanted)).map(str::to_string);
    // The form of a value is clear from how it should have been written; its range is not.
    if !wanted.contains("number") && !remedy.words.contains(wanted) {
        remedy.words = format!("{} ({wanted})", remedy.words);
    }
    problems.add(&item.at, fault, remedy);
    None
}

/// A range with its unit, as messages say it.
fn range(key: &KeySpec, low: impl Display, high: impl Display) -> String {
    match key.unit {
        "" => format!("{low} to {high}"),
        unit => format!("{low} to {high} ({unit})"),
    }
}

/// A number, however written.
pub fn as_number(value: &Value) -> Option<f64> {
    match value {
        // Minus zero is zero: equal numbers are the same to the last bit.
        Value::Number(x) => Some(x + 0.0),
        Value::Whole(x) => Some(*x as f64),
        _ => None,
    }
}

impl ValueType for WrittenItem {
    fn read(_: &KeySpec, item: WrittenItem, _: &mut Diagnostics) -> Option<Self> {
        Some(item)
    }

    fn value(&self) -> Value {
        self.value.clone()
    }
}

impl ValueType for (String, SourceLocation) {
    fn read(key: &KeySpec, item: WrittenItem, problems: &mut Diagnostics) -> Option<Self> {
        text(key, item, problems)
    }

    fn value(&self) -> Value {
        self.0.value()
    }
}

impl ValueType for String {
    fn read(key: &KeySpec, item: WrittenItem, problems: &mut Diagnostics) -> Option<Self> {
        let (word, at) = text(key, item, problems)?;
        if let Form::OneOf(words, begins) = key.form
            && !words().contains(&word.as_str())
        {
            problems.add(&at, format!("{begins} \"{word}\""), unknown(&word, words().into_iter()));
            return None;
        }
        Some(word)
    }

    fn value(&self) -> Value {
        Value::Text(self.clone())
    }
}

impl ValueType for f64 {
    fn read(key: &KeySpec, item: WrittenItem, problems: &mut Diagnostics) -> Option<Self> {
        let (low, high, verb, wanted) = match key.form {
            Form::Number(low, high) => (low, high, "is", "a number"),
            Form::Numbers(low, high) => (low, high, "holds", "numbers"),
            _ => (f64::MIN, f64::MAX, "is", "a number"),
        };
        let allowed = range(key, low, high);
        let name = key.name;
        let (fault, remedy) = match as_number(&item.value) {
            Some(x) if (low..=high).contains(&x) => return Some(x),
            Some(x) if low == f64::MIN => (
                format!("`{name}` {verb} {}, not a finite number", shown(x)),
                Remedy::allowing("write a number with digits", "a finite number"),
            ),
            Some(x) => {
                (format!("`{name}` {verb} {}, outside {allowed}", shown(x)), within(x, low, high, allowed))
            }
            None if low == f64::MIN => return wrong(key, &item, "a number", problems),
            None => return wrong(key, &item, &format!("{wanted} from {allowed}"), problems),
        };
        problems.add(&item.at, fault, remedy);
        None
    }

    fn value(&self) -> Value {
        Value::Number(*self)
    }
}

impl ValueType for bool {
    fn read(key: &KeySpec, item: WrittenItem, problems: &mut Diagnostics) -> Option<Self> {
        match item.value {
            Value::Truth(truth) => Some(truth),
            _ => wrong(key, &item, "true or false", problems),
        }
    }

    fn value(&self) -> Value {
        Value::Truth(*self)
    }
}

impl ValueType for GradeSpan {
    fn read(key: &KeySpec, item: WrittenItem, problems: &mut Diagnostics) -> Option<Self> {
        let (text, at) = text(key, item, problems)?;
        advice::span(&text, &at, problems)
    }

    fn value(&self) -> Value {
        Value::Text(self.to_string())
    }
}

/// As in a table, a word of its own is another agency; but a slip would silently take a district out of the regular ones.
impl ValueType for DistrictKind {
    fn read(key: &KeySpec, item: WrittenItem, problems: &mut Diagnostics) -> Option<Self> {
        let (word, at) = text(key, item, problems)?;
        let kind = DistrictKind::from_word(&word);
        if let (Some(_), Form::OneOfOrOther(words, begins)) = (kind.slip(), key.form) {
            problems.add(&at, format!("{begins} \"{word}\""), unknown(&word, words().into_iter()));
            return None;
        }
        Some(kind)
    }

    fn value(&self) -> Value {
        Value::Text(self.word().into())
    }
}

impl<T: ValueType> ValueType for Vec<T> {
    fn read(key: &KeySpec, item: WrittenItem, problems: &mut Diagnostics) -> Option<Self> {
        let wanted = match key.form {
            Form::Numbers(low, high) => format!("a list of numbers from {}", range(key, low, high)),
            _ => "a list of texts".into(),
        };
        let Value::List(items) = item.value else { return wrong(key, &item, &wanted, problems) };
        if items.is_empty() && matches!(key.form, Form::Numbers(..)) {
            let remedy = format!("write at least one number, such as {}", key.example);
            problems.add(&item.at, format!("`{}` is an empty list", key.name), remedy);
        }
        let count = items.len();
        if count > LONGEST_LIST {
            let allowed = format!("at most {LONGEST_LIST}");
            let fault = format!("`{}` is a list of {count}", key.name);
            problems.add(&item.at, fault, Remedy::allowing(format!("write {allowed}"), allowed));
            return None;
        }
        let found: Vec<T> = items.into_iter().filter_map(|part| T::read(key, part, problems)).collect();
        (found.len() == count).then_some(found)
    }

    fn value(&self) -> Value {
        Value::List(self.iter().map(|part| WrittenItem::unplaced(part.value())).collect())
    }
}

/// Whole numbers.
macro_rules! whole {
    ($($whole:ty),*) => {$(
        impl ValueType for $whole {
            fn read(key: &KeySpec, item: WrittenItem, problems: &mut Diagnostics) -> Option<Self> {
                let range = match key.form {
                    Form::Whole(low, high) => (low, high),
                    _ => (1, i64::from(LONGEST)),
                };
                whole(key, &item, range, problems).and_then(|x| x.try_into().ok())
            }

            fn value(&self) -> Value {
                Value::Whole(i64::try_from(*self).unwrap_or(i64::MAX))
            }
        }
    )*};
}

whole!(u32, u64);

/// What has a word of its own; which words there are stands in the declaration of the key.
macro_rules! words {
    ($($type:ty, $from_word:expr, $word:expr;)*) => {$(
        impl ValueType for $type {
            fn read(key: &KeySpec, item: WrittenItem, problems: &mut Diagnostics) -> Option<Self> {
                String::read(key, item, problems).and_then(|word| $from_word(&word))
            }

            fn value(&self) -> Value {
                let word: fn(&$type) -> &str = $word;
                Value::Text(word(self).into())
            }
        }
    )*};
}

words! {
    Strategy, Strategy::from_word, |strategy| strategy.word();
    Model, Model::from_word, |model| model.word();
    Level, Level::from_word, |level| level.word();
    ParameterSet, ParameterSet::from_word, |set| set.word();
    Rows, |word: &str| word.parse().ok(), |rows| rows.into();
    SweepKind, |word: &str| word.parse().ok(), |kind| kind.into();
    OtherTies, |word: &str| word.parse().ok(), |rest| rest.into();
    TotalsRow, |word: &str| word.parse().ok(), |what| what.into();
    UnknownPupils, |word: &str| word.parse().ok(), |what| what.into();
}
