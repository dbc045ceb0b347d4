//! What a new scenario is to say: each answer as a flag gives it or as somebody types it, read by the same
//! functions.

use std::io::{BufRead, Write};

use super::answer_words::{months, strategies, strategy, value};
use super::failure::{Failure, USAGE};
use super::library::{read_mapping, read_table};
use super::new::Draft;
use super::options::NewArgs;
use super::questions::Conversation;
use super::site;
use crate::parameters::{Distribution, Ledger};
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

/// Asks what no flag has said.
pub fn ask<R: BufRead, W: Write>(
    answers: &mut Answers,
    talk: &mut Conversation<R, W>,
    draft: &Draft<'_>,
    base: &Scenario,
) -> Result<(), Failure> {
    talk.say("A few questions; Enter takes what stands in brackets, and all of it can be changed in the file later.")?;
    if answers.title.is_none() {
        let question = "What shall the scenario be called? One line, for figures and tables.";
        answers.title = Some(talk.ask(question, TITLE, |t| one_line(or(t, TITLE)))?);
    }
    if answers.question.is_none() {
        let question = "Which question shall it answer?";
        answers.question = Some(talk.ask(question, QUESTION, |t| one_line(or(t, QUESTION)))?);
    }
    if answers.site.is_none() {
        answers.site = site::ask(talk, base)?;
    }
    if answers.leaders[0].is_none() {
        let question = "How committed is the superintendent on the first day? From 0 (does nothing for it) to 1 \
                        (does whatever can be seen to be done).";
        let usual = usual(LEADERS[0], base, draft.ledger);
        answers.leaders[0] = talk.ask(question, &usual, |text| match text {
            "" => Ok(None),
            text => value(LEADERS[0], text, draft.ledger).map(Some),
        })?;
    }
    if answers.strategy.is_none() {
        let question = format!("How is the practice rolled out? One of: {}.", strategies());
        answers.strategy = talk.ask(&question, base.opening.strategy.word(), |text| match text {
            "" => Ok(None),
            text => strategy(text).map(Some),
        })?;
    }
    if answers.months.is_none() {
        let question = "How many months shall be simulated? Twelve are a year; the first is an August.";
        answers.months = talk.ask(question, &base.run.months.to_string(), |text| match text {
            "" => Ok(None),
            text => months(text).map(Some),
        })?;
    }
    if answers.events.is_empty() {
        let question = "Does something happen on the way? For example: year 2, September: superintendent \
                        disengages to 0.2";
        let length = answers.months;
        let event = talk.ask(question, "nothing", |text| match text {
            "" | "nothing" | "no" => Ok(None),
            text => planned::read(text)
                .map_err(|(fault, remedy)| format!("{fault}\n  {remedy}"))
                .and_then(|event| possible(event, length, draft, base))
                .map(Some),
        })?;
        answers.events.extend(event);
    }
    Ok(())
}

fn or<'a>(text: &'a str, usual: &'a str) -> &'a str {
    if text.is_empty() { usual } else { text }
}

fn one_line(text: &str) -> Result<String, String> {
    let text = text.trim();
    if text.is_empty() || text.chars().any(char::is_control) {
        return Err("is empty or holds a line break\n  write one line of words".into());
    }
    Ok(text.to_string())
}

/// An event that the scenario can hold: its month lies within the run, its value within what is allowed.
fn possible(
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

/// What holds for a parameter where nobody says otherwise.
fn usual(name: &str, base: &Scenario, ledger: &Ledger) -> String {
    let value = ledger.get(name).map(|entry| &base.parameters[entry.position]);
    match value {
        Some(Distribution::Fixed(x)) => x.to_string(),
        _ => "as in the scenario it starts from".into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::quantity::Month;
    use crate::scenario::layers::BuiltIn;

    fn asked(typed: &str) -> (Result<Answers, Failure>, String) {
        let ledger = Ledger::standard().unwrap();
        let base = crate::scenario::read("committed", &[], &BuiltIn, &ledger).unwrap();
        let draft = Draft { label: "new.toml".into(), extends: "committed".into(), ledger: &ledger };
        let (mut answers, mut said) = (Answers::default(), Vec::new());
        let outcome = ask(&mut answers, &mut Conversation::new(typed.as_bytes(), &mut said), &draft, &base);
        (outcome.map(|()| answers), String::from_utf8(said).unwrap())
    }

    #[test]
    fn seven_times_enter_is_what_is_usual() {
        let (answers, said) = asked(&"\n".repeat(7));
        let answers = answers.unwrap();
        assert_eq!((answers.title.as_deref(), answers.question.as_deref()), (Some(TITLE), Some(QUESTION)));
        let rest = Answers { title: None, question: None, ..answers };
        assert_eq!(rest, Answers::default());
        for words in [
            "[My district]",
            "[0.85]",
            "[staged]",
            "[60]",
            "[nothing]",
            "Default district, about 240 teachers",
        ] {
            assert!(said.contains(words), "lacks {words}\n{said}");
        }
    }

    #[test]
    fn wrong_answers_are_explained_and_asked_again() {
        let typed = "Ours\nHow far?\n12\nnowhere.csv\n7,000\nhigh\n1.5\n0.7\nstagd\nmandate at once\nmany\n24\n\
                     year 5: mandate\nmonth 14: mandat\nmonth 14: superintendent disengages to 3\n\
                     month 14: superintendent disengages to 0.2\n";
        let (answers, said) = asked(typed);
        let answers = answers.unwrap_or_else(|f| panic!("{}\n{said}", f.words));
        assert_eq!(answers.site, Some(Site::Pupils(7_000)));
        assert_eq!(answers.leaders, [Some(0.7), None, None]);
        assert_eq!(answers.strategy, Some(Strategy::MandateAtOnce));
        assert_eq!(answers.months, Some(24));
        let event = Planned { month: Month(14), what: "superintendent disengages", to: Some(0.2) };
        assert_eq!(answers.events, [event]);
        for words in [
            "12 pupils are too few",
            "nowhere.csv: cannot be read",
            "\"high\" is no number",
            "1.5 is outside 0 to 1",
            "did you mean \"staged\"?",
            "\"many\" is no number of months",
            "after the last month, 24",
            "did you mean `mandate`?",
            "outside 0 to 1",
        ] {
            assert!(said.contains(words), "lacks {words}\n{said}");
        }
    }

    #[test]
    fn a_district_of_a_table_is_found_by_a_part_of_its_name() {
        let table = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/districts.csv");
        let (answers, said) = asked(&format!("\n\n{table}\nnowhere\noak hollow\nthree\n\n\n\n\n"));
        let answers = answers.unwrap_or_else(|f| panic!("{}\n{said}", f.words));
        let Some(Site::Section(text)) = answers.site else { panic!("{said}") };
        assert!(text.contains("id     = \"9900001\"") && text.contains("Alder Elementary"), "{text}");
        assert!(said.contains("2 districts fit; write the id of one"), "{said}");
        assert!(said.contains("no district of"), "{said}");
    }
}
