//! A complete scenario read back as a superintendent would accept it: what is asked, of which district,
//! who leads, what is planned and what is assumed.
//!
//! A pure function of the scenario and the ledger. Only what follows from the complete scenario is said,
//! whatever file it came from; meanings stand in place of names.

pub(crate) mod assumptions;
mod district;
pub mod events;
mod leaders;
mod strategy;
mod support;

use super::Scenario;
use crate::model::{Kind, Model};
use crate::parameters::{AcceptedModels, Distribution, Ledger, WeighedModel};
use crate::phrasing::{capital, count, duration, month_name, number, percent, stopped, wrapped};

/// A paragraph about one thing.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Paragraph {
    /// What it is about, in a word.
    pub about: &'static str,
    /// Its sentences.
    pub text: String,
    /// What is listed under it, where there is more than sentences hold well.
    pub items: Vec<String>,
}

impl Paragraph {
    fn of(about: &'static str, text: String) -> Paragraph {
        Paragraph { about, text, items: Vec::new() }
    }
}

/// The account of a scenario, in the order in which it is told.
pub fn describe(s: &Scenario, ledger: &Ledger) -> Vec<Paragraph> {
    let told = NarrativeContext { s, ledger };
    let mut account = Vec::new();
    if !s.question.is_empty() {
        account.push(Paragraph::of("question", format!("The question: {}", stopped(&s.question))));
    }
    account.push(Paragraph::of("district", district::words(s)));
    account.push(Paragraph::of("leaders", leaders::words(&told)));
    let plan = [strategy::words(&told), strategy::team(&told), support::words(&told)];
    let components = strategy::components(s).map(|words| format!(" {words}")).unwrap_or_default();
    account.push(Paragraph::of("plan", plan.join(" ") + &components));
    account.push(events::paragraph(s, ledger));
    account.push(assumptions::paragraph(&told));
    account.push(Paragraph::of("run", run(s)));
    if let Some(found) = s.accepted.as_ref().filter(|_| s.draws_model()) {
        account.push(drawn_models(found));
    } else if s.run.model != Model::Full {
        let kind = if s.run.model.kind() == Kind::Null { "the null model" } else { "a variant of it," };
        let (name, without) = (s.run.model.word(), s.run.model.without());
        let words = format!("This is not the whole model but {kind} \"{name}\": {without}.");
        account.push(Paragraph::of("model", words));
    }
    account
}

/// The account as a page of text under its title.
pub fn page(s: &Scenario, account: &[Paragraph]) -> String {
    let mut out = vec![wrapped(&capital(&s.title), "", "")];
    for paragraph in account {
        out.push(String::new());
        out.push(wrapped(&paragraph.text, "", ""));
        out.extend(paragraph.items.iter().map(|item| wrapped(item, "  - ", "    ")));
    }
    out.join("\n")
}

/// The models that are drawn, with how often.
fn drawn_models(found: &AcceptedModels) -> Paragraph {
    let all: f64 = found.models().iter().map(|weighed| weighed.weight).sum();
    let item = |weighed: &WeighedModel| {
        let (model, share) = (weighed.model, percent(weighed.weight / all));
        let name =
            if model == Model::Full { "the whole model".into() } else { format!("\"{}\"", model.word()) };
        format!("{name}, in about {share} of futures: {}", model.without())
    };
    let text = "Each future follows the whole model or a variant of it, drawn by how well each meets what was \
                counted, under a parameter vector accepted for that model:";
    Paragraph { about: "model", text: text.into(), items: found.models().iter().map(item).collect() }
}

fn run(s: &Scenario) -> String {
    let (months, futures) = (s.run.months, f64::from(s.run.replications));
    let long = if months.is_multiple_of(12) { format!(" ({months} months)") } else { String::new() };
    let chance = match s.run.replications {
        1 => "in a single simulated future".to_string(),
        _ => format!("in {} simulated futures that differ by chance", count(futures, "", "").trim_end()),
    };
    format!(
        "The plan is followed for {}{long}, from August of year 1 to {}, {chance}. All of this is \
         simulated: it shows what follows from these assumptions and is no forecast for any district.",
        duration(months),
        month_name(months)
    )
}

/// A scenario whose parameters are asked for by name, and which of them have a sentence of their own.
struct NarrativeContext<'a> {
    s: &'a Scenario,
    ledger: &'a Ledger,
}

impl NarrativeContext<'_> {
    /// What the scenario says of the parameter. A name that the ledger does not have counts as 0; a test
    /// holds that none is asked for.
    fn value(&self, name: &str) -> Distribution {
        let entry = self.ledger.get(name);
        entry.map_or(Distribution::Fixed(0.0), |e| self.s.parameters[e.position])
    }

    fn fixed(&self, name: &str) -> Option<f64> {
        match self.value(name) {
            Distribution::Fixed(x) => Some(x),
            _ => None,
        }
    }

    /// Parameters that the sentences have told, or that this scenario has no use for.
    fn names(&self) -> Vec<&'static str> {
        let mut names = vec!["superintendent_commitment", "lead_commitment", "principal_priority"];
        if !self.s.opening.leaders.superintendent_leads {
            names.push("team_leaders");
        }
        names.extend(strategy::told(self));
        names.extend(support::told(self));
        names
    }
}

/// "seven teachers", or how their number is drawn.
fn amount(d: &Distribution, one: &str, many: &str) -> String {
    match d {
        Distribution::Fixed(n) => count(*n, one, many),
        _ => format!("a number of {many} drawn anew in each future ({})", d.words()),
    }
}

/// "0.85", or how it is drawn.
fn degree(d: &Distribution) -> String {
    match d {
        Distribution::Fixed(x) => number(*x),
        _ => format!("drawn anew in each future: {}", d.words()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::{layers::BuiltIn, read};

    #[test]
    fn every_parameter_with_a_sentence_of_its_own_is_in_the_ledger() {
        let ledger = Ledger::standard().unwrap();
        for strategy in crate::strategy::Strategy::ALL {
            let mut s = read("committed", &[], &BuiltIn, &ledger).unwrap();
            s.opening.rollout.strategy = strategy;
            let told = NarrativeContext { s: &s, ledger: &ledger };
            assert!(told.names().iter().all(|name| ledger.get(name).is_some()), "{:?}", told.names());
        }
    }
}
