//! Who is asked when, in a sentence or two; and the team.

use super::events::{school_name, school_names};
use super::{NarrativeContext, amount};
use crate::parameters::Distribution;
use crate::phrasing::{count, date, listed};
use crate::scenario::Scenario;
use crate::world::ComponentPlan;

/// The strategy in a sentence or two.
pub(super) fn words(told: &NarrativeContext<'_>) -> String {
    filled(told, told.s.opening.rollout.strategy.rules().sentences)
}

/// The team and its pilot schools.
pub(super) fn team(told: &NarrativeContext<'_>) -> String {
    filled(told, told.s.opening.rollout.strategy.rules().team_sentence)
}

/// Further components of the program, where it has any.
pub(super) fn components(s: &Scenario) -> Option<String> {
    let start = |c: &ComponentPlan| format!("\"{}\" from {}", c.name, date(c.start));
    let named: Vec<String> = s.opening.components.iter().map(start).collect();
    let many = count(named.len() as f64 + 1.0, "component", "components");
    (!named.is_empty()).then(|| {
        format!(
            "The program has {many}, the practice and {}. Who uses several of them shares time and help among them.",
            listed(&named)
        )
    })
}

/// Parameters that the sentences on strategy and team tell.
pub(super) fn told(told: &NarrativeContext<'_>) -> impl Iterator<Item = &'static str> {
    let rules = told.s.opening.rollout.strategy.rules();
    let within =
        |name: &str| [rules.sentences, rules.team_sentence].iter().any(|s| s.contains(&in_braces(name)));
    TOLD.into_iter().filter(move |name| within(name))
}

const TOLD: [&str; 5] = ["teams", "team_teachers", "team_sites", "training_hours", "training_months"];

fn in_braces(name: &str) -> String {
    format!("{{{name}}}")
}

/// The sentences with what the scenario says in place of the parameters in braces.
fn filled(told: &NarrativeContext<'_>, sentences: &str) -> String {
    let words = |name| {
        let value = told.value(name);
        match name {
            "teams" => amount(&value, "improvement team", "improvement teams"),
            "team_teachers" => amount(&value, "teacher", "teachers"),
            "training_hours" => amount(&value, "hour", "hours"),
            "training_months" if value == Distribution::Fixed(1.0) => "in the first month".to_string(),
            "training_months" => format!("over {}", amount(&value, "month", "months")),
            _ => sites(told),
        }
    };
    TOLD.into_iter().fold(sentences.to_string(), |text, name| text.replace(&in_braces(name), &words(name)))
}

fn sites(told: &NarrativeContext<'_>) -> String {
    match told.s.opening.team.pilot_schools.as_slice() {
        [] => {
            let sites = amount(&told.value("team_sites"), "pilot school", "pilot schools");
            format!("{sites}, drawn anew in each simulated future")
        }
        named @ [_] => format!("one pilot school, {}", school_names(told.s, named)),
        named => {
            let names: Vec<String> = named.iter().map(|n| school_name(told.s, n).to_string()).collect();
            format!("the pilot schools {}", listed(&names))
        }
    }
}
