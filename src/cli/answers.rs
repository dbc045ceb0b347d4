//! What a new scenario is to say: each answer as a flag gives it or as somebody types it, read by the same
//! functions.

use super::answer_words::{one_line, strategy, value};
use super::district_choice;
use super::faults::CommandResult;
use super::new::NewArgs;
use super::new::NewFile;
use uptake::calendar::Month;
use uptake::diagnostic::{Diagnostic, Diagnostics};
use uptake::files::{read_mapping, read_table};
use uptake::scenario::Scenario;
use uptake::scenario::outline::{ASKED, Outline, Site};
use uptake::scenario::planned::{self, Planned};

/// What the flags say, and every fault of theirs; without the scenario they extend, `base`, less can be found.
pub fn from_flags(args: &NewArgs, draft: &NewFile<'_>, base: Option<&Scenario>) -> (Outline, Diagnostics) {
    let mut faults = FaultyFlags(Diagnostics::default());
    let mut answers = Outline {
        extends: draft.extends.clone(),
        title: faults.take("--title", args.title.as_deref().map(one_line)),
        question: faults.take("--question", args.question.as_deref().map(one_line)),
        ..Outline::default()
    };
    let given =
        [&args.superintendent, &args.lead, &args.principals, &args.sites, &args.hours, &args.support_months];
    for ((place, asked), given) in answers.parameters.iter_mut().zip(&ASKED).zip(given) {
        if let Some(text) = given {
            let read = value(asked.name, text, draft.ledger);
            *place = faults.take(&format!("{} {text}", asked.flag), Some(read));
        }
    }
    if let Some(word) = &args.strategy {
        answers.strategy = faults.take(&format!("--strategy {word}"), Some(strategy(word)));
    }
    match site_of(args) {
        Ok(site) => answers.site = site,
        Err(failure) => faults.0.merge(failure),
    }
    if let Some(months) = args.months {
        let enough = base.map_or(Ok(months), |base| long_enough(months, base));
        answers.months = faults.take(&format!("--months {months}"), Some(enough));
    }
    let mut months = args.when.iter();
    for words in &args.event {
        // An event that says its month needs no --when; the others take theirs in turn.
        let when = if words.contains(':') || planned::read(words).is_ok() { None } else { months.next() };
        let read = when.map_or_else(|| planned::read(words), |when| planned::dated(when, words));
        let event = read.map_err(Diagnostics::from).and_then(|event| match (args.months, base) {
            (Some(last), _) if event.month > Month(last) => {
                let remedy = "choose an earlier month, or a larger number for --months";
                let fault = format!("it would happen after the last month of --months {last}");
                Err(Diagnostic::usage(fault, remedy).into())
            }
            (_, Some(base)) => possible(event, answers.months, draft, base),
            (_, None) => Ok(event),
        });
        answers.events.extend(faults.take(&format!("--event \"{words}\""), Some(event)));
    }
    for when in months {
        let fault = Diagnostic::usage("there is no --event for it", "give each --when its --event");
        faults.take::<(), _>(&format!("--when \"{when}\""), Some(Err(fault)));
    }
    (answers, faults.0)
}

/// Faults of flags.
struct FaultyFlags(Diagnostics);

impl FaultyFlags {
    /// The answer, if there is a right one; a wrong one is noted under its flag.
    fn take<T, E: Into<Diagnostics>>(&mut self, flag: &str, answer: Option<Result<T, E>>) -> Option<T> {
        match answer? {
            Ok(answer) => Some(answer),
            Err(wrong) => {
                wrong.into().into_iter().for_each(|fault| self.0.push(fault.at(flag)));
                None
            }
        }
    }
}

fn site_of(args: &NewArgs) -> CommandResult<Option<Site>> {
    let Some((table, id)) = args.places.chosen() else {
        return Ok(args.pupils.map(Site::Pupils));
    };
    let mapping = read_mapping(args.places.mapping.as_deref(), None)?;
    district_choice::real(&read_table(table, mapping.as_ref())?, id).map(Some)
}

/// Months within which all events of the scenario that it extends happen.
pub fn long_enough(months: u32, base: &Scenario) -> Result<u32, Diagnostic> {
    match base.events.iter().max_by_key(|event| event.month) {
        Some(last) if last.month > months => Err(Diagnostic::usage(
            format!(
                "the run ends with month {months}, before month {}, when \"{}\" happens in {}",
                last.month, last.kind.what, base.name
            ),
            format!("simulate at least {} months, or start from a scenario without this event", last.month),
        )),
        _ => Ok(months),
    }
}

/// An event that the scenario can hold: its month lies within the run, its value within what is allowed.
pub fn possible(
    event: Planned,
    months: Option<u32>,
    draft: &NewFile<'_>,
    base: &Scenario,
) -> CommandResult<Planned> {
    let length = months.unwrap_or(base.run.months);
    if event.month > Month(length) {
        let remedy = "choose an earlier month, or more months to simulate";
        let fault = format!("it would happen after the last month, {length}");
        return Err(Diagnostic::usage(fault, remedy).into());
    }
    let extends = draft.extends.clone();
    let alone = Outline { extends, events: vec![event.clone()], months, ..Outline::default() };
    match draft.faults(&alone, base) {
        None => Ok(event),
        Some(wrong) => Err(wrong),
    }
}
