//! A sweep: the same scenario at many points, each a value for every factor.
//!
//! A design is a file of its own:
//!
//! ```toml
//! base         = "committed"
//! kind         = "factorial"       # or "list", "latin hypercube", "sobol"
//! replications = 200
//! reference    = { superintendent_exit = 0.2, initiatives_usual = 3 }
//!
//! [[vary]]
//! name   = "superintendent_exit"
//! low    = 0.05
//! high   = 0.4
//! levels = 8
//!
//! [[vary]]
//! name   = "initiatives_usual"
//! values = [1, 3, 6]
//! ```

use std::fmt;
use std::sync::Arc;

use strum::{EnumString, IntoStaticStr, VariantArray};

use super::language::sections::{FactorText, SweepText};
use super::table_reader::SectionType;
use super::text::{self, Value, WrittenItem};
use crate::diagnostic::{Diagnostic, Diagnostics, Remedy, SourceLocation, is_unseen};

/// Most points of a sweep.
pub const MOST_POINTS: usize = 2_000;
/// Behind a range, stands for its whole numbers.
const WHOLE: &str = "whole";
/// Most factors of a sweep.
pub const MOST_FACTORS: usize = 50;

/// The value of a factor at a point.
#[derive(Debug, Clone, PartialEq)]
pub enum Coordinate {
    /// A number.
    Number(f64),
    /// A text: a strategy, a scenario.
    Words(String),
}

impl fmt::Display for Coordinate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Coordinate::Number(x) => x.fmt(f),
            Coordinate::Words(words) => f.write_str(words),
        }
    }
}

impl Coordinate {
    /// What a text says: a number, or words.
    pub fn of(text: &str) -> Coordinate {
        match text.trim().parse::<f64>() {
            Ok(x) if x.is_finite() => Coordinate::Number(x + 0.0),
            _ => Coordinate::Words(text.trim().into()),
        }
    }

    /// The value as it is read, with at most five digits of a fraction that has more.
    pub fn short(&self) -> String {
        match self {
            Coordinate::Number(x) => {
                let rounded: f64 = format!("{x:.4e}").parse().unwrap_or(*x);
                if x.abs() < 1e5 { rounded.to_string() } else { x.to_string() }
            }
            Coordinate::Words(words) => words.clone(),
        }
    }

    fn from_value(value: &Value) -> Option<Coordinate> {
        match value {
            Value::Text(text) => Some(Coordinate::Words(text.clone())),
            value => super::value_type::as_number(value).filter(|x| x.is_finite()).map(Coordinate::Number),
        }
    }
}

/// A value for each factor, in their order.
pub type Point = Vec<(String, Coordinate)>;

/// How the points lie.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, IntoStaticStr, EnumString, VariantArray)]
#[strum(serialize_all = "lowercase")]
pub enum SweepKind {
    /// Every value of each factor with every value of all others.
    #[default]
    Factorial,
    /// The first values of all factors, the second values of all, and so on.
    List,
    /// As many points as are asked for; of each factor one in each of as many equal parts of its range (McKay, Beckman and
    /// Conover 1979).
    #[strum(serialize = "latin hypercube")]
    LatinHypercube,
    /// As many points as are asked for of a Sobol sequence, scrambled (Owen 1995; Burley 2020): they fill the space evenly.
    Sobol,
}

/// What is varied, over what.
#[derive(Debug, Clone, PartialEq)]
pub struct Factor {
    /// A parameter, a field of a section (`district.pupils`), `event[1].month`, or `scenario`.
    pub name: String,
    /// Its values.
    pub levels: Levels,
}

/// The values of a factor.
#[derive(Debug, Clone, PartialEq)]
pub enum Levels {
    /// These.
    Listed(Vec<Coordinate>),
    /// Any between two ends; whole numbers alone, if so said.
    Between {
        /// The lowest.
        low: f64,
        /// The highest.
        high: f64,
        /// Whether only whole numbers are meant.
        whole: bool,
    },
}

/// A sweep as it is asked for.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct SweepDesign {
    /// The scenario that is varied.
    pub base: String,
    /// How the points lie.
    pub kind: SweepKind,
    /// How many points, where the kind leaves it open.
    pub points: Option<u32>,
    /// Replications of each point.
    pub replications: Option<u32>,
    /// What is varied.
    pub factors: Vec<Factor>,
    /// Coordinates of the point with which all others are compared.
    pub reference: Point,
}

/// Evenly spaced values from low to high, both included; values that are a rounding error away from a short number are it.
pub fn spaced(low: f64, high: f64, levels: u32) -> Vec<Coordinate> {
    let steps = f64::from(levels.max(2) - 1);
    let value = |k: u32| {
        let exact = low + (high - low) * f64::from(k) / steps;
        // Beside the whole range nothing is what only rounding left.
        let exact = if exact.abs() < 1e-12 * (high - low) { 0.0 } else { exact };
        let short: f64 = format!("{exact:.11e}").parse().unwrap_or(exact);
        Coordinate::Number(if k + 1 == levels { high } else { short + 0.0 })
    };
    (0..levels).map(value).collect()
}

/// A factor as a flag says it: `name=1,3,6`, `name=0.05..0.4:8` for eight values, `name=0.05..0.4` for a range, `name=1..6:whole`
/// for one of whole numbers.
///
/// # Errors
/// A text that is none of these, with what to write.
pub fn factor(flag: &str) -> Result<Factor, Diagnostic> {
    let remedy = "write --vary name=1,3,6 for values, name=0.05..0.4:8 for eight values from 0.05 to 0.4, or name=1..6:whole for the whole \
                  numbers from 1 to 6, or name=0.05..0.4 for a range of which a Latin hypercube or Sobol points take their values";
    let wrong = |fault: String| Err(Diagnostic::usage(format!("--vary {flag}: {fault}"), remedy));
    let Some((name, values)) = flag.split_once('=') else { return wrong("there is no `=`".into()) };
    let (name, values) = (name.trim().to_owned(), values.trim());
    if name.is_empty() || values.is_empty() {
        return wrong("there is no name or no value".into());
    }
    let Some((low, rest)) = values.split_once("..") else {
        let listed: Vec<Coordinate> = values.split(',').map(Coordinate::of).collect();
        if listed.iter().any(|value| *value == Coordinate::Words(String::new())) {
            return wrong("a value between two commas is empty".into());
        }
        return Ok(Factor { name, levels: Levels::Listed(listed) });
    };
    let (high, levels) = rest.split_once(':').map_or((rest, None), |(high, levels)| (high, Some(levels)));
    let number = |text: &str| text.trim().parse::<f64>().ok().filter(|x| x.is_finite());
    let (Some(low), Some(high)) = (number(low), number(high)) else {
        return wrong(format!("`{values}` is no range of numbers"));
    };
    if low >= high {
        return wrong(format!("the range begins at {low}, which does not lie below its end, {high}"));
    }
    let levels = match levels {
        None => Levels::Between { low, high, whole: false },
        Some(word) if word.trim() == WHOLE => Levels::Between { low, high, whole: true },
        Some(levels) => match levels.trim().parse::<u32>() {
            Ok(count) if (2..=MOST_POINTS as u32).contains(&count) => {
                Levels::Listed(spaced(low, high, count))
            }
            _ => return wrong(format!("`{levels}` is no number of values from 2 to {MOST_POINTS}")),
        },
    };
    Ok(Factor { name, levels })
}

/// Reads a design; `name` is what messages call it.
///
/// # Errors
/// Every problem at once.
pub fn read(name: &str, text: &str) -> Result<SweepDesign, Diagnostics> {
    let mut problems = Diagnostics::default();
    let table = text::read(&Arc::from(name), text, &mut problems);
    if !problems.is_empty() {
        problems.sort();
        return Err(problems);
    }
    if table.contains_key("format") && !table.contains_key("base") && !table.contains_key("vary") {
        let fault = "is a scenario, and nothing says what of it is varied";
        let remedy = "say it: --vary superintendent_exit=0.05..0.4:8; or name a design, a TOML file with base = \"…\" and [[vary]]";
        return Err(Diagnostic::new(name, fault, remedy).into());
    }
    let top = SourceLocation { column: 1, ..SourceLocation::line(name, 1) };
    let text = SweepText::read(SweepText::SPEC, table, &mut problems);
    if text.base.is_none() {
        problems.missing(
            &top,
            "base",
            "the design does not say its `base`",
            "write base = \"committed\": the scenario that is varied",
        );
    }
    if text.vary.is_empty() {
        problems.missing(&top, "vary", "the design varies nothing", "write [[vary]] with a name and values");
    }
    let mut factors: Vec<Factor> = Vec::new();
    for (table, at) in text.vary {
        let written = FactorText::read(FactorText::SPEC, table, &mut problems);
        factors.extend(factor_of(written, &at, &mut problems));
    }
    let reference = text.reference.into_iter().filter_map(|(name, entry)| {
        let value = Coordinate::from_value(&entry.item.value);
        if value.is_none() {
            let fault = format!("`{name}` is {}", entry.item.value.kind());
            problems.add(&entry.item.at, fault, "write the value that the point has, a number or a text");
        }
        Some((name, value?))
    });
    let reference = reference.collect();
    problems.sort();
    let (points, replications) = (text.points, text.replications);
    let (base, kind) = (text.base.unwrap_or_default(), text.kind.unwrap_or_default());
    problems.or(SweepDesign { base, kind, points, replications, factors, reference })
}

fn factor_of(text: FactorText, at: &SourceLocation, problems: &mut Diagnostics) -> Option<Factor> {
    let FactorText { name, values, low, high, levels, whole } = text;
    let Some(name) = name else {
        problems.missing(
            at,
            "name",
            "the factor does not say its `name`",
            "write name = \"superintendent_exit\": what is varied",
        );
        return None;
    };
    let levels = match (values, low, high) {
        (Some(values), None, None) if levels.is_none() => Levels::Listed(listed(values, problems)?),
        (None, Some(low), Some(high)) if low < high => match levels {
            Some(count) => Levels::Listed(spaced(low, high, count)),
            None => Levels::Between { low, high, whole },
        },
        (None, Some(low), Some(high)) => {
            let fault = format!("`{name}`: its low ({low}) does not lie below its high ({high})");
            problems.add(at, fault, "give the lower number as low");
            return None;
        }
        _ => {
            let fault = format!("`{name}` has neither `values` alone nor `low` and `high`");
            problems.add(
                at,
                fault,
                "write values = [1, 3, 6]; or low = 0.05, high = 0.4 and perhaps levels = 8",
            );
            return None;
        }
    };
    Some(Factor { name, levels })
}

fn listed(item: WrittenItem, problems: &mut Diagnostics) -> Option<Vec<Coordinate>> {
    let Value::List(items) = &item.value else {
        let fault = format!("`values` is {}, not a list", item.value.kind());
        problems.add(&item.at, fault, "write values = [1, 3, 6]");
        return None;
    };
    if items.is_empty() || items.len() > MOST_POINTS {
        let allowed = format!("1 to {MOST_POINTS} values");
        let fault = format!("`values` is a list of {}", items.len());
        problems.add(&item.at, fault, Remedy::allowing(format!("write {allowed}"), allowed));
        return None;
    }
    let value = |item: &WrittenItem| {
        let value = Coordinate::from_value(&item.value);
        let is_clean = !matches!(&value, Some(Coordinate::Words(words)) if words.is_empty() || words.chars().any(is_unseen));
        if value.is_none() || !is_clean {
            let fault = format!("a value is {}", item.value.kind());
            problems.add(&item.at, fault, "write numbers, or texts of one line in quotes");
        }
        value.filter(|_| is_clean)
    };
    items.iter().map(value).collect::<Vec<_>>().into_iter().collect()
}

/// The coordinates of a scenario that is a point, as a file writes them: `[["superintendent_exit", 0.05]]`.
pub(super) fn read_point(item: Option<WrittenItem>, problems: &mut Diagnostics) -> Point {
    const WRITE: &str =
        "it is written by `uptake sweep`: leave it out, or write point = [[\"superintendent_exit\", 0.05]]";
    let Some(item) = item else { return Vec::new() };
    let pair = |item: &WrittenItem| match &item.value {
        Value::List(pair) => match pair.as_slice() {
            [WrittenItem { value: Value::Text(name), .. }, value]
                if !name.is_empty() && !name.chars().any(is_unseen) =>
            {
                Coordinate::from_value(&value.value).map(|value| (name.clone(), value))
            }
            _ => None,
        },
        _ => None,
    };
    let found = match &item.value {
        Value::List(items) if items.len() <= MOST_FACTORS => {
            items.iter().map(pair).collect::<Option<Point>>()
        }
        _ => None,
    };
    if found.is_none() {
        problems.add(&item.at, "`point` is no list of pairs of a name and a value", WRITE);
    }
    found.unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_factor_is_read_from_a_flag_in_three_ways_and_refused_with_words_otherwise() {
        let levels = |flag: &str| factor(flag).map(|f| f.levels);
        let numbers = |xs: &[f64]| Levels::Listed(xs.iter().map(|x| Coordinate::Number(*x)).collect());
        assert_eq!(levels("a=1,3,6").unwrap(), numbers(&[1.0, 3.0, 6.0]));
        assert_eq!(levels("a=0.1..0.4:4").unwrap(), numbers(&[0.1, 0.2, 0.3, 0.4]));
        assert_eq!(levels("a=0.1..0.4").unwrap(), Levels::Between { low: 0.1, high: 0.4, whole: false });
        let words = Levels::Listed(vec![
            Coordinate::Words("staged".into()),
            Coordinate::Words("grassroots only".into()),
        ]);
        assert_eq!(levels("rollout.strategy=staged,grassroots only").unwrap(), words);
        let whole = Levels::Between { low: 1.0, high: 6.0, whole: true };
        assert_eq!(levels("a=1..6:whole").unwrap(), whole);
        for wrong in ["a", "=1", "a=", "a=1,,2", "a=0.4..0.1", "a=0..1:1", "a=0..1:x", "a=x..1"] {
            let told = factor(wrong).unwrap_err().to_string();
            assert!(
                told.contains(&format!("--vary {wrong}: ")) && told.contains("name=0.05..0.4:8"),
                "{told}"
            );
        }
    }

    #[test]
    fn a_design_is_read_and_every_problem_told_at_once() {
        let text = "base = \"committed\"\nkind = \"sobol\"\npoints = 64\nreplications = 20\n[[vary]]\nname = \"x\"\nlow = 1\nhigh = 5\nwhole = true\n\
                    [[vary]]\nname = \"y\"\nlow = 0\nhigh = 1\nlevels = 3\n";
        let design = read("d.toml", text).unwrap();
        assert_eq!((design.kind, design.points, design.replications), (SweepKind::Sobol, Some(64), Some(20)));
        assert_eq!(design.factors[0].levels, Levels::Between { low: 1.0, high: 5.0, whole: true });
        let wrong = "kind = \"grid\"\npints = 3\n[[vary]]\nvalues = [1]\n[[vary]]\nname = \"x\"\nvalues = 3\n[[vary]]\nname = \"y\"\nlow = 3\nhigh = 1\n";
        let told = read("d.toml", wrong).unwrap_err().to_string();
        for words in [
            "does not say its `base`",
            "no kind of sweep is called \"grid\"",
            "has no key `pints`",
            "the factor does not say its `name`",
            "`values` is a number, not a list",
            "`y`: its low (3) does not lie below its high (1)",
        ] {
            assert!(told.contains(words), "{words}: {told}");
        }
    }
}
