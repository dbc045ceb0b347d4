//! What a new scenario is to say: each answer as a flag gives it or as somebody types it, read by the same
//! functions.

use super::answer_words::{one_line, strategy, value};
use super::district_tables::{read_mapping, read_table};
use super::failure::{Failure, USAGE};
use super::new::Draft;
use super::options::NewArgs;
use super::site;
use crate::quantity::{Month, Strategy};
use crate::scenario::Scenario;
use crate::scenario::outline::{LEADERS, Site};
use crate::scenario::planned::{self, Planned};

/// Title where none is given.
pub const TITLE: &str = "My district";
/// Question where none is given.
pub const QUESTION: &str =
    "How far can the district come in three years of outside support, and what is left two years later?";

/// What was said; the rest is as usual.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Answers {
    /// One line for figures.
    pub title: Option<String>,
    /// The question.
    pub question: Option<String>,
    /// The district.
    pub site: Option<Site>,
    /// Values for [`LEADERS`].
    pub leaders: [Option<f64>; 3],
    /// Who is asked when.
    pub strategy: Option<Strategy>,
    /// What happens on the way.
    pub events: Vec<Planned>,
    /// Months.
    pub months: Option<u32>,
}

/// What the flags say.
pub fn from_flags(args: &NewArgs, draft: &Draft<'_>, base: &Scenario) -> Result<Answers, Failure> {
    let wrong = |flag: String| move |words: String| Failure::new(USAGE, format!("{flag}: {words}"));
    let text = |flag: &str, given: &Option<String>| {
        let line = given.as_deref().map(one_line).transpose();
        line.map_err(wrong(flag.into()))
    };
    let mut answers = Answers {
        title: text("--title", &args.title)?,
        question: text("--question", &args.question)?,
        months: args.months,
        ..Answers::default()
    };
    let leaders = [
        ("--superintendent", &args.superintendent),
        ("--lead", &args.lead),
        ("--principals", &args.principals),
    ];
    for ((place, name), (flag, given)) in answers.leaders.iter_mut().zip(LEADERS).zip(leaders) {
        if let Some(text) = given {
            *place = Some(value(name, text, draft.ledger).map_err(wrong(format!("{flag} {text}")))?);
        }
    }
    if let Some(word) = &args.strategy {
        answers.strategy = Some(strategy(word).map_err(wrong(format!("--strategy {word}")))?);
    }
    answers.site = match (&args.districts, &args.district) {
        (Some(table), Some(id)) => {
            let mapping = read_mapping(args.mapping.as_deref(), None)?;
            let table = read_table(table, mapping.as_ref())?;
            Some(site::real(&table, id)?)
        }
        _ => args.pupils.map(Site::Pupils),
    };
    let mut months = args.when.iter();
    for words in &args.event {
        // An event that says its month needs no --when; the others take theirs in turn.
        let when = if words.contains(':') { None } else { months.next() };
        let read = when.map_or_else(|| planned::read(words), |when| planned::dated(when, words));
        let event = read
            .map_err(|(fault, remedy)| format!("{fault}\n  {remedy}"))
            .and_then(|event| possible(event, answers.months, draft, base));
        answers.events.push(event.map_err(wrong(format!("--event \"{words}\"")))?);
    }
    if let Some(when) = months.next() {
        let words = format!("--when \"{when}\": there is no --event for it\n  give each --when its --event");
        return Err(Failure::new(USAGE, words));
    }
    Ok(answers)
}

/// An event that the scenario can hold: its month lies within the run, its value within what is allowed.
pub fn possible(
    event: Planned,
    months: Option<u32>,
    draft: &Draft<'_>,
    base: &Scenario,
) -> Result<Planned, String> {
    let length = months.unwrap_or(base.run.months);
    if event.month > Month(length) {
        let remedy = "choose an earlier month, or more months to simulate";
        return Err(format!("it would happen after the last month, {length}\n  {remedy}"));
    }
    let alone = Answers { events: vec![event.clone()], months, ..Answers::default() };
    match draft.faults(&alone.outline(&draft.extends), base) {
        None => Ok(event),
        Some(words) => Err(words),
    }
}
