//! What survives every form of the model and what hangs on one, by rule from the intervals.
//!
//! The forms are the whole model and its variants. Where replications drew theirs, a difference is looked at within each.

use super::words::quoted;
use crate::analysis::compare::Direction;
use crate::analysis::summary::DifferenceSummary;
use crate::diagnostic::Result;
use crate::model::Model;
use crate::parameters::{AcceptedModels, Ledger};
use crate::phrasing::{count, listed, points};
use crate::results::assumption_table::AskedDifference;
use crate::results::{Dataset, DifferenceByModel};
use crate::scenario::Scenario;

/// Pairs, or runs of each scenario where there are none, that a form must have before anything is said of it.
pub const FEWEST: u64 = 10;

/// A difference by form of the model.
#[derive(Debug, Clone, Default)]
pub struct OverForms {
    /// The forms with enough pairs or runs.
    pub rows: Vec<FormRow>,
    /// What they come to, in a sentence or two; empty where there is nothing to say.
    pub words: String,
}

/// The difference under one form.
#[derive(Debug, Clone, Copy)]
pub struct FormRow {
    /// The form.
    pub model: Model,
    /// The difference.
    pub difference: DifferenceSummary,
    /// The smallest difference that is worth naming.
    pub worth: f64,
}

impl FormRow {
    /// What the interval allows to say.
    pub fn direction(&self) -> Direction {
        Direction::worth_naming(&self.difference, self.worth)
    }
}

/// The difference of a pair in the deep share in the last month by form; of one district or over all. Where the form was
/// not varied and parameters are drawn, that and how to vary it.
///
/// # Errors
/// Tables that cannot be read.
pub fn of_pair(
    dataset: &Dataset,
    pair: (usize, usize),
    scenarios: [&Scenario; 2],
    district: Option<&str>,
    ledger: &Ledger,
) -> Result<OverForms> {
    let (titles, worth) = (scenarios.map(|s| s.title.as_str()), scenarios[1].run.smallest_named());
    if let Some(found) = dataset.differences_by_model(pair, "deep_share", district)? {
        return Ok(over_forms(titles, &found, worth));
    }
    if let Some(found) = dataset.assumptions()? {
        let names = [pair.0, pair.1].map(|s| dataset.manifest.scenarios[s].name.as_str());
        let month = dataset.manifest.months;
        let asked = AskedDifference { scenarios: names, district, measure: "deep_share", month };
        return Ok(OverForms { rows: Vec::new(), words: ends_of_forms(&found.by_form(asked), worth) });
    }
    let [other, base] = scenarios;
    let words = match other.models() == base.models() {
        true => not_varied(base, ledger)?,
        false => format!(
            "{} and {} do not follow the same models, so the difference is one of models too.",
            quoted(&other.title),
            quoted(&base.title)
        ),
    };
    Ok(OverForms { rows: Vec::new(), words })
}

/// That all futures follow one form, and how to vary it; nothing where parameters are not drawn from the accepted ones, or
/// where the form is.
///
/// # Errors
/// Accepted vectors that do not agree with the ledger.
pub fn not_varied(s: &Scenario, ledger: &Ledger) -> Result<String> {
    if s.accepted.is_none() || s.draws_model() {
        return Ok(String::new());
    }
    let all = format!("The form of the model was not varied: all futures follow {}", name(s.run.model));
    Ok(match AcceptedModels::weighed(ledger)?.models().len() > 1 {
        true => format!("{all}. Leave `model` out of [run] to draw over the whole model and its variants."),
        false => format!(
            "{all}, and no other form has accepted vectors. A variant can be run under the ledger's values: --parameters \
             default --set \"run.model=weakest leader\"."
        ),
    })
}

/// "the whole model", or the name of a variant in quotation marks.
pub fn name(model: Model) -> String {
    if model == Model::Full { "the whole model".into() } else { quoted(model.word()) }
}

/// Under which forms the difference is lowest and highest, where sets of assumptions were few for each: no more is said.
fn ends_of_forms(forms: &[(Model, f64, usize)], worth: f64) -> String {
    let by_mean = |a: &&(Model, f64, usize), b: &&(Model, f64, usize)| a.1.total_cmp(&b.1);
    let (Some(lowest), Some(highest)) = (forms.iter().min_by(by_mean), forms.iter().max_by(by_mean)) else {
        return String::new();
    };
    if forms.len() < 2 {
        return String::new();
    }
    let side = |form: &(Model, f64, usize)| {
        let (way, size) = match form.1 {
            mean if mean.abs() < worth => return format!("hardly another under {}", name(form.0)),
            mean if mean < 0.0 => ("lower", points(mean)),
            mean => ("higher", points(mean)),
        };
        format!("{size} {way} under {}", name(form.0))
    };
    let sets = forms.iter().map(|form| form.2);
    let (fewest, most) = (sets.clone().min().unwrap_or(0), sets.max().unwrap_or(0));
    let sets = if fewest == most { most.to_string() } else { format!("{fewest} to {most}") };
    format!(
        "Among the {} forms of the model the deep share in the last month is, on average over {sets} sets of assumptions of each, \
         from {} to {}.",
        forms.len(),
        side(lowest),
        side(highest)
    )
}

fn over_forms([other, base]: [&str; 2], found: &DifferenceByModel, worth: f64) -> OverForms {
    let row = |&(model, difference): &(Model, DifferenceSummary)| FormRow { model, difference, worth };
    let rows: Vec<FormRow> =
        found.of.iter().map(row).filter(|row| row.difference.summary.n >= FEWEST).collect();
    let pair = format!("The difference between {} and {}", quoted(other), quoted(base));
    let unit = if found.all.samples.is_some() { "runs of each scenario" } else { "pairs" };
    let words =
        sentence(&pair, Direction::worth_naming(&found.all, worth), &rows, unit) + &too_few(&found.of, unit);
    OverForms { rows, words }
}

/// What the forms come to, for a difference of this direction over all of them.
fn sentence(pair: &str, all: Direction, rows: &[FormRow], unit: &str) -> String {
    let under = |wanted: &[Direction]| {
        let names = rows.iter().filter(|row| wanted.contains(&row.direction())).map(|row| name(row.model));
        names.collect::<Vec<String>>()
    };
    let (lower, higher) = (under(&[Direction::Lower]), under(&[Direction::Higher]));
    let open = under(&[Direction::CannotTell, Direction::Same, Direction::TooSmall]);
    let forms = count(rows.len() as f64, "form", "forms");
    if rows.len() < 2 {
        return format!(
            "{pair} cannot be looked at by form of the model: {forms} had {FEWEST} {unit} or more."
        );
    }
    if open.len() == rows.len() {
        let is_small = rows.iter().any(|row| row.direction() == Direction::TooSmall);
        let or = if is_small { ", or is too small to name," } else { "" };
        return format!("{pair} cannot be told{or} under any of {forms} of the model.");
    }
    let (same, turned) = match all {
        Direction::Lower => (&lower, &higher),
        Direction::Higher => (&higher, &lower),
        // Over all of them it cannot be told: the forms that tell it say so.
        _ => {
            let sides = [(&lower, "lower"), (&higher, "higher"), (&open, "not to be told")];
            let told = sides.into_iter().filter(|(names, _)| !names.is_empty());
            let told: Vec<String> =
                told.map(|(names, side)| format!("{side} under {}", listed(names))).collect();
            return format!(
                "{pair} cannot be told over all forms of the model and hangs on the form: it is {}.",
                listed(&told)
            );
        }
    };
    if same.len() == rows.len() {
        return format!("{pair} has the same sign under all {} forms of the model.", rows.len());
    }
    let sides = [(turned, "is turned round"), (&open, "cannot be told")];
    let hang = sides.into_iter().filter(|(names, _)| !names.is_empty());
    let hang: Vec<String> = hang.map(|(names, what)| format!("under {} it {what}", listed(names))).collect();
    let rest = match same.len() {
        0 => String::new(),
        n => {
            format!("; under {} more it has the sign that it has over all", count(n as f64, "form", "forms"))
        }
    };
    format!("{pair} hangs on the form of the model: {}{rest}.", listed(&hang))
}

/// The forms of which nothing can be said, with their pairs.
fn too_few(of: &[(Model, DifferenceSummary)], unit: &str) -> String {
    let pairs = |model: Model| of.iter().find(|(own, _)| *own == model).map_or(0, |(_, d)| d.summary.n);
    let all = std::iter::once(Model::Full).chain(Model::variants());
    let few = all.map(|model| (model, pairs(model))).filter(|(_, n)| *n < FEWEST);
    let (never, few): (Vec<_>, Vec<_>) = few.partition(|(_, n)| *n == 0);
    let few: Vec<String> = few.into_iter().map(|(model, n)| format!("{} ({n})", name(model))).collect();
    let never: Vec<String> = never.into_iter().map(|(model, _)| name(model)).collect();
    let say = |what: &str, names: &[String]| match names.is_empty() {
        true => String::new(),
        false => format!(" {what}: {}.", listed(names)),
    };
    say(&format!("Too few {unit} to say"), &few) + &say("Not looked at, because no future drew them", &never)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::summary::describe_differences;

    fn around(mean: f64) -> Vec<f64> {
        (0..12).map(|k| mean + if k % 2 == 0 { 0.01 } else { -0.01 }).collect()
    }

    fn told(means: [f64; 7]) -> OverForms {
        let models: Vec<Model> = std::iter::once(Model::Full).chain(Model::variants()).collect();
        let mut all: Vec<f64> = means.into_iter().flat_map(around).collect();
        let of = models.into_iter().zip(means).map(|(m, mean)| (m, describe_differences(&mut around(mean))));
        let found = DifferenceByModel { of: of.collect(), all: describe_differences(&mut all) };
        over_forms(["B", "A"], &found, 0.02)
    }

    #[test]
    fn a_difference_that_every_form_shows_survives() {
        let found = told([0.2; 7]);
        assert_eq!(
            found.words,
            "The difference between “B” and “A” has the same sign under all 7 forms of the model."
        );
        assert_eq!(found.rows.len(), 7);
    }

    #[test]
    fn a_form_that_turns_it_round_or_does_not_tell_it_is_named() {
        let found = told([0.2, 0.0, 0.2, -0.1, 0.2, 0.2, 0.2]).words;
        assert!(
            found.contains("hangs on the form of the model: under “weakest leader” it is turned round and")
        );
        assert!(
            found.contains("under “linear pull” it cannot be told; under five forms more it has the sign")
        );
        let open = told([0.2, -0.2, 0.0, 0.0, 0.0, 0.0, 0.0]).words;
        assert!(open.contains("cannot be told over all forms of the model and hangs on the form"), "{open}");
        assert!(open.contains("lower under “linear pull”, higher under the whole model and"), "{open}");
        assert!(told([0.0; 7]).words.contains("is too small to name, under any of seven forms"));
    }

    #[test]
    fn a_form_with_few_pairs_or_none_says_nothing() {
        let nine = describe_differences(&mut around(0.2)[..9].to_vec());
        let many = describe_differences(&mut around(0.2));
        let of = vec![(Model::Full, many), (Model::LinearPull, many), (Model::TryingAlone, nine)];
        let found = over_forms(["B", "A"], &DifferenceByModel { all: many, of }, 0.02);
        assert_eq!(found.rows.len(), 2);
        assert!(
            found.words.contains("under all 2 forms of the model. Too few pairs to say: “trying alone” (9).")
        );
        assert!(
            found.words.contains("no future drew them: “threshold pull”, “weakest leader”,"),
            "{}",
            found.words
        );
        let one =
            over_forms(["B", "A"], &DifferenceByModel { all: many, of: vec![(Model::Full, many)] }, 0.02);
        assert!(one.words.contains("cannot be looked at by form"), "{}", one.words);
    }
}
