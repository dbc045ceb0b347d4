//! A decide set: plans under one budget of support hours, and the worlds in which they are tried.
//!
//! ```toml
//! format       = 1
//! question     = "How should we spend our program managers' hours?"
//! extends      = "committed"
//! outcome      = "deep_share@60"
//! acceptable   = ">= 0.3"
//! budget_hours = 600
//! replications = 100
//!
//! [[plan]]
//! name = "Two sites"
//!
//! [[plan]]
//! name = "Release early"
//! with = { "support.release" = [1.0, 0.5] }
//!
//! [[world]]
//! name       = "As calibrated"
//! parameters = "accepted"
//!
//! [[world]]
//! name       = "High turnover"
//! parameters = { superintendent_exit = 0.34 }
//! ```

mod changes;

pub use changes::{Placed, PlacedSetting};
use changes::{events, settings};

use std::sync::Arc;

use super::FORMAT;
use super::language::decide::{DecideText, PlanText, WorldText};
use super::table_reader::SectionType;
use super::text::{self, Value, WrittenItem};
use super::value_type::as_number;
use crate::diagnostic::{Diagnostics, SourceLocation};

/// Fewest and most plans of a set.
pub const PLANS: (usize, usize) = (2, 12);
/// Most worlds of a set, each vector being one.
pub const MOST_WORLDS: usize = 60;
/// Most vectors of a world.
pub const MOST_VECTORS: u32 = 50;
/// Vectors of a world that asks for accepted ones and does not say how many.
const USUAL_VECTORS: u32 = 8;

/// A plan as it is asked for.
#[derive(Debug, Clone, PartialEq)]
pub struct AskedPlan {
    /// Name.
    pub name: String,
    /// Where it stands.
    pub at: SourceLocation,
    /// What it starts from.
    pub extends: Placed,
    /// What it changes.
    pub settings: Vec<PlacedSetting>,
    /// What happens in it, as a file writes it, and where.
    pub events: Vec<Placed>,
    /// The districts that are admitted; all of them where none are named.
    pub admit: Vec<Placed>,
}

/// A world as it is asked for.
#[derive(Debug, Clone, PartialEq)]
pub struct AskedWorld {
    /// Name.
    pub name: String,
    /// Where it stands.
    pub at: SourceLocation,
    /// What it changes.
    pub settings: Vec<PlacedSetting>,
    /// What happens in it, as a file writes it, and where.
    pub events: Vec<Placed>,
    /// Over how many accepted vectors it is spread; none where it has the ledger's values.
    pub vectors: Option<u32>,
    /// The districts whose outcome counts; all of them where none are named.
    pub districts: Vec<Placed>,
    /// Weight, above 0.
    pub weight: f64,
}

/// A set as it is asked for.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct DecideSet {
    /// What messages call the file.
    pub label: String,
    /// The question that it answers.
    pub question: String,
    /// What is wanted, as it is written.
    pub outcome: Option<Placed>,
    /// Whether lower outcomes are better, where it is said.
    pub lower: Option<bool>,
    /// The edge of what is acceptable.
    pub acceptable: f64,
    /// Hours that there are.
    pub budget_hours: Option<f64>,
    /// A plan over the budget is refused, and not only marked.
    pub refuses: bool,
    /// Replications of each plan in each world.
    pub replications: Option<u32>,
    /// The plans.
    pub plans: Vec<AskedPlan>,
    /// The worlds.
    pub worlds: Vec<AskedWorld>,
}

/// Reads a set; `label` is what messages call it. What is wrong is told beside what could be read.
pub fn read(label: &str, text: &str) -> (DecideSet, Diagnostics) {
    let mut problems = Diagnostics::default();
    let file: Arc<str> = Arc::from(label);
    problems.enter(&file);
    let table = text::read(&file, text, &mut problems);
    let top = SourceLocation { column: 1, ..SourceLocation::line(label, 1) };
    if !problems.is_empty() {
        problems.sort();
        return (DecideSet::default(), problems);
    }
    let text = DecideText::read(DecideText::SPEC, table, &mut problems);
    match &text.format {
        Some(item) if item.value == Value::Whole(FORMAT) => {}
        Some(item) => {
            problems.add(&item.at, "this `format` is not known", "this version reads format = 1");
        }
        None => {
            problems.missing(&top, "format", "the set does not say its `format`", "begin with: format = 1")
        }
    }
    if text.outcome.is_none() {
        let fault = "the set does not say its `outcome`";
        problems.missing(&top, "outcome", fault, "write outcome = \"deep_share@60\": what is wanted");
    }
    let mut lower = text.better.map(|word| word == "lower");
    let acceptable = acceptable(text.acceptable, &mut lower, &top, &mut problems);
    let mut set = DecideSet {
        label: label.to_owned(),
        question: text.question.unwrap_or_default(),
        outcome: text.outcome,
        lower,
        acceptable,
        budget_hours: text.budget_hours,
        refuses: text.over_budget.as_deref() != Some("mark"),
        replications: text.replications,
        plans: Vec::new(),
        worlds: Vec::new(),
    };
    let base = text.extends;
    check_counts(text.plan.len(), text.world.len(), &top, &mut problems);
    for (table, at) in text.plan {
        let own = PlanText::read(PlanText::SPEC, table, &mut problems);
        set.plans.extend(plan(own, base.as_ref(), at, &mut problems));
    }
    for (table, at) in text.world {
        let own = WorldText::read(WorldText::SPEC, table, &mut problems);
        set.worlds.extend(world(own, at, &mut problems));
    }
    let columns: u64 = set.worlds.iter().map(|world| u64::from(world.vectors.unwrap_or(1))).sum();
    if columns > MOST_WORLDS as u64 {
        let fault = format!("the set has {columns} worlds, each vector being one");
        problems.add(
            &top,
            fault,
            format!("leave some out, or take fewer `vectors`: at most {MOST_WORLDS} are run"),
        );
    }
    names_once("plan", set.plans.iter().map(|own| (own.name.as_str(), &own.at)), &mut problems);
    names_once("world", set.worlds.iter().map(|own| (own.name.as_str(), &own.at)), &mut problems);
    problems.sort();
    (set, problems)
}

fn check_counts(plans: usize, worlds: usize, top: &SourceLocation, problems: &mut Diagnostics) {
    let (fewest, most) = PLANS;
    if !(fewest..=most).contains(&plans) {
        let fault = format!("the set has {plans} plan{}", if plans == 1 { "" } else { "s" });
        problems.missing(top, "plan", fault, format!("write {fewest} to {most} sections [[plan]]"));
    }
    if worlds == 0 || worlds > MOST_WORLDS {
        let fault = format!("the set has {worlds} worlds");
        let remedy = format!(
            "write 1 to {MOST_WORLDS} sections [[world]]; one of them may be name = \"As it is\" alone"
        );
        problems.missing(top, "world", fault, remedy);
    }
}

/// The edge of what is acceptable, as a number or behind a sign that says which outcomes are better.
fn acceptable(
    item: Option<WrittenItem>,
    lower: &mut Option<bool>,
    top: &SourceLocation,
    problems: &mut Diagnostics,
) -> f64 {
    const REMEDY: &str = "write acceptable = 0.3, or \">= 0.3\"; where lower is better, \"<= 24\"";
    let Some(item) = item else {
        problems.missing(top, "acceptable", "the set does not say which outcomes are `acceptable`", REMEDY);
        return f64::NAN;
    };
    let Value::Text(words) = &item.value else {
        let found = as_number(&item.value).filter(|x| x.is_finite());
        if found.is_none() {
            problems.add(&item.at, format!("`acceptable` is {}", item.value.kind()), REMEDY);
        }
        return found.unwrap_or(f64::NAN);
    };
    let words = words.trim();
    let (sign, number) = match words.strip_prefix(">=").or_else(|| words.strip_prefix('≥')) {
        Some(rest) => (Some(false), rest),
        None => match words.strip_prefix("<=").or_else(|| words.strip_prefix('≤')) {
            Some(rest) => (Some(true), rest),
            None => (None, words),
        },
    };
    let Some(edge) = number.trim().parse::<f64>().ok().filter(|x| x.is_finite()) else {
        problems.add(
            &item.at,
            format!("`acceptable` is \"{words}\", which is no number behind >= or <="),
            REMEDY,
        );
        return f64::NAN;
    };
    match (sign, *lower) {
        (Some(said), Some(better)) if said != better => {
            let (direction, fitting) = if better { ("lower", "<=") } else { ("higher", ">=") };
            let fault = format!("`acceptable` is \"{words}\", and {direction} outcomes are better");
            problems.add(&item.at, fault, format!("write \"{fitting} {edge}\", or change `better`"));
        }
        (Some(said), None) => *lower = Some(said),
        _ => {}
    }
    edge
}

fn plan(
    text: PlanText,
    base: Option<&Placed>,
    at: SourceLocation,
    problems: &mut Diagnostics,
) -> Option<AskedPlan> {
    let settings = settings(text.with, "with", problems);
    let events = events(text.events, problems);
    let Some((name, _)) = text.name else {
        problems.missing(&at, "name", "the plan does not say its `name`", "write name = \"Two sites\"");
        return None;
    };
    let Some(extends) = text.extends.or_else(|| base.cloned()) else {
        let fault = format!("the plan \"{name}\" does not say what it `extends`");
        let remedy = "write extends = \"committed\" in it, or at the top of the file for all plans";
        problems.missing(&at, "extends", fault, remedy);
        return None;
    };
    Some(AskedPlan { name, at, extends, settings, events, admit: text.admit.unwrap_or_default() })
}

fn world(text: WorldText, at: SourceLocation, problems: &mut Diagnostics) -> Option<AskedWorld> {
    let mut vectors = text.vectors;
    let changes = match text.parameters {
        Some(WrittenItem { value: Value::Text(word), at }) => {
            if word == "accepted" {
                vectors = vectors.or(Some(USUAL_VECTORS));
            } else {
                let remedy = "write parameters = \"accepted\", or a table: { superintendent_exit = 0.34 }";
                problems.add(&at, format!("no set of parameters is called \"{word}\""), remedy);
            }
            None
        }
        other => other,
    };
    let settings = settings(changes, "parameters", problems);
    let events = events(text.events, problems);
    let Some((name, _)) = text.name else {
        problems.missing(&at, "name", "the world does not say its `name`", "write name = \"High turnover\"");
        return None;
    };
    let (districts, weight) = (text.districts.unwrap_or_default(), text.weight.unwrap_or(1.0));
    Some(AskedWorld { name, at, settings, events, vectors, districts, weight })
}

/// Names become names of files, so that letter case tells none apart.
fn names_once<'a>(
    what: &str,
    names: impl Iterator<Item = (&'a str, &'a SourceLocation)>,
    problems: &mut Diagnostics,
) {
    let mut seen: Vec<String> = Vec::new();
    for (name, at) in names {
        let own = file_word(name);
        if seen.contains(&own) {
            problems.add(
                at,
                format!("two {what}s are called \"{name}\""),
                "give each its own name; signs and letter case do not count",
            );
        }
        seen.push(own);
    }
}

/// A name as a part of a file's name: letters and digits in lower case, one hyphen for anything else.
pub fn file_word(name: &str) -> String {
    let kept: String = name.chars().map(|sign| if sign.is_alphanumeric() { sign } else { ' ' }).collect();
    let word = kept.split_whitespace().collect::<Vec<_>>().join("-").to_lowercase();
    if word.is_empty() { "unnamed".into() } else { word }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEAD: &str =
        "format = 1\nextends = \"committed\"\noutcome = \"deep_share@36\"\nacceptable = \">= 0.2\"\n";

    #[test]
    fn a_set_is_read_with_its_plans_and_worlds() {
        let text = format!(
            "{HEAD}budget_hours = 900\nover_budget = \"mark\"\n[[plan]]\nname = \"One\"\nwith = {{ team_sites = 3, support.release = [1.0, 0.5], \
             lead_skill = {{ distribution = \"uniform\", low = 0.2, high = 0.4 }} }}\n[[plan]]\nname = \"Two\"\nevents = [\"month 14: support ends\"]\n\
             [[world]]\nname = \"A\"\nparameters = \"accepted\"\n[[world]]\nname = \"B\"\nweight = 2\nvectors = 3\n"
        );
        let (set, problems) = read("s.toml", &text);
        assert!(problems.is_empty(), "{problems}");
        assert_eq!(
            (set.acceptable, set.lower, set.refuses, set.budget_hours),
            (0.2, Some(false), false, Some(900.0))
        );
        let settings: Vec<&str> = set.plans[0].settings.iter().map(|own| own.setting.as_str()).collect();
        let drawn = "lead_skill={ distribution = \"uniform\", high = 0.4, low = 0.2 }";
        assert_eq!(settings, [drawn, "support.release=[1.0, 0.5]", "team_sites=3"]);
        assert!(set.plans[1].events[0].0.contains("what = \"support ends\""));
        assert_eq!(set.plans[1].extends.0, "committed");
        let worlds: Vec<(Option<u32>, f64)> =
            set.worlds.iter().map(|own| (own.vectors, own.weight)).collect();
        assert_eq!(worlds, [(Some(8), 1.0), (Some(3), 2.0)]);
    }

    #[test]
    fn every_fault_is_told_at_once_with_its_line_and_a_remedy() {
        let text = "format = 2\noutcom = \"deep_share@36\"\nacceptable = \"=> 0.2\"\nbudget_hours = -3\n[[plan]]\nname = \"One\"\nextends = \"committed\"\n\
                    with = { run.seed = 3 }\n[[plan]]\nname = \"one!\"\nextend = \"committed\"\nevents = [\"month 3: superintendent quits\"]\n\
                    [[world]]\nparameters = \"acepted\"\nweight = 0\n[[world]]\nname = \"B\"\nparameters = 3\n";
        let told = read("s.toml", text).1.to_string();
        for words in [
            "s.toml, line 1, column 10: this `format` is not known",
            "a decide set has no key `outcom`",
            "did you mean `outcome`?",
            "does not say its `outcome`",
            "`acceptable` is \"=> 0.2\", which is no number behind >= or <=",
            "`budget_hours` is -3, outside 0 to",
            "line 8, column 14: `run.seed` cannot be changed here",
            "[[plan]] has no key `extend`",
            "the plan \"one!\" does not say what it `extends`",
            "no event is called \"superintendent quits\"",
            "no set of parameters is called \"acepted\"",
            "`weight` is 0, outside 0.001 to 1000",
            "the world does not say its `name`",
            "`parameters` is a number",
        ] {
            assert!(told.contains(words), "lacks {words}\n{told}");
        }
    }

    #[test]
    fn directions_that_contradict_each_other_and_names_that_are_one_file_are_refused() {
        let plans = "[[plan]]\nname = \"A b\"\n[[plan]]\nname = \"a-B\"\n";
        let text = format!("{HEAD}better = \"lower\"\n{plans}");
        let told = read("s.toml", &text).1.to_string();
        for words in ["lower outcomes are better", "two plans are called \"a-B\"", "the set has 0 worlds"] {
            assert!(told.contains(words), "lacks {words}\n{told}");
        }
    }
}
