//! A value for any key, by the form that is declared for it.

use super::choices::Choices;
use super::{parameters, words};
use toml::{Table, Value};
use uptake::calendar::{LONGEST, Month};
use uptake::census::grade::{Grade, GradeSpan};
use uptake::scenario::language::{Form, KeySpec, SectionSpec};

/// What is said of a key.
pub enum Said {
    /// Something of its form, or nothing; something where the section needs it.
    Usual,
    /// Nothing.
    Nothing,
    /// This.
    As(Value),
}

impl<T: Into<Value>> From<T> for Said {
    fn from(value: T) -> Said {
        Said::As(value.into())
    }
}

/// A section: each of its keys as `said` says.
pub fn section(
    c: &mut Choices<'_>,
    spec: &SectionSpec,
    mut said: impl FnMut(&mut Choices<'_>, &KeySpec) -> Said,
) -> Table {
    let mut table = Table::new();
    for key in spec.keys {
        let value = match said(c, key) {
            Said::As(value) => Some(value),
            Said::Nothing => None,
            Said::Usual => (spec.needs.contains(&key.name) || c.once_in(2)).then(|| value(c, key)),
        };
        table.extend(value.map(|value| (key.name.to_string(), value)));
    }
    table
}

/// A value of the form that is declared.
pub fn value(c: &mut Choices<'_>, key: &KeySpec) -> Value {
    match key.form {
        Form::Line(most) => words::line(c, most).into(),
        Form::Text => words::line(c, 1_000).into(),
        Form::Lines => words::text(c, 1_000).into(),
        Form::Grades => span(c).to_string().into(),
        Form::OneOf(words, _) => (*c.one_of(&words())).into(),
        Form::OneOfOrOther(words, _) => {
            // A slip of one of the words is refused, so that the others are unlike any.
            let all = [words(), vec!["=1", "\"", "日本", "a board"]].concat();
            (*c.one_of(&all)).into()
        }
        Form::Texts => (0..c.below(3)).map(|_| words::line(c, 100)).collect::<Vec<_>>().into(),
        Form::Truth => c.once_in(2).into(),
        Form::Whole(low, high) => c.whole(low, high).into(),
        Form::Number(low, high) => parameters::number(c, low.max(-1e9), high.min(1e9)),
        Form::Numbers(low, high) => {
            (0..=c.below(6)).map(|_| parameters::number(c, low, high)).collect::<Vec<_>>().into()
        }
        Form::MonthOrWords => {
            let month = c.whole(1, LONGEST.into());
            month_or_words(c, month)
        }
        Form::ShareOr(words) => match c.below(words.len() + 1) {
            0 => parameters::number(c, 0.0, 1.0),
            k => words[k - 1].into(),
        },
        Form::Ties | Form::Parameters | Form::Section(_) | Form::Sections(_) => {
            panic!("`{}` holds tables: they are built where they stand", key.name)
        }
    }
}

/// A month by number, or in words.
pub fn month_or_words(c: &mut Choices<'_>, month: i64) -> Value {
    if c.once_in(2) { Month(month as u32).words().into() } else { month.into() }
}

/// Some grades.
pub fn span(c: &mut Choices<'_>) -> GradeSpan {
    let mut ends = [c.whole(-1, 12), c.whole(-1, 12)];
    ends.sort_unstable();
    let [low, high] = ends.map(|k| Grade::new(k as i8).unwrap());
    GradeSpan::new(low, high).unwrap()
}
