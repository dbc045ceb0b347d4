//! The questions about a new scenario, in their order; what a flag has said is not asked.

use super::answer_words::{months, one_line, strategies, strategy, value};
use super::answers::{long_enough, possible};
use super::district_choice;
use super::faults::CommandResult;
use super::new::NewFile;
use super::questions::Conversation;
use uptake::events::MOST_EVENTS;
use uptake::parameters::{Distribution, Ledger};
use uptake::scenario::Scenario;
use uptake::scenario::outline::{ASKED, Outline, QUESTION, TITLE};
use uptake::scenario::planned;

/// Asks what no flag has said.
pub fn ask(
    answers: &mut Outline,
    talk: &mut Conversation<'_>,
    draft: &NewFile<'_>,
    base: &Scenario,
) -> CommandResult {
    talk.say("A few questions; Enter takes what stands in brackets, and all of it can be changed in the file later.");
    if answers.title.is_none() {
        let question = "What shall the scenario be called? One line, for figures and tables.";
        answers.title = Some(talk.ask(question, TITLE, |t| Ok(one_line(or(t, TITLE))?))?);
    }
    if answers.question.is_none() {
        let question = "Which question shall it answer?";
        answers.question = Some(talk.ask(question, QUESTION, |t| Ok(one_line(or(t, QUESTION))?))?);
    }
    if answers.site.is_none() {
        answers.site = district_choice::ask(talk, base)?;
    }
    for (place, asked) in answers.parameters.iter_mut().zip(&ASKED) {
        if place.is_none() {
            *place = talk.ask(asked.question, &usual(asked.name, base, draft.ledger), |text| match text {
                "" => Ok(None),
                text => Ok(Some(value(asked.name, text, draft.ledger)?)),
            })?;
        }
    }
    if answers.strategy.is_none() {
        let question = format!("How is the practice rolled out? One of: {}.", strategies());
        answers.strategy = talk.ask(&question, base.opening.rollout.strategy.word(), |text| match text {
            "" => Ok(None),
            text => Ok(Some(strategy(text)?)),
        })?;
    }
    if answers.months.is_none() {
        let question = "How many months shall be simulated? Twelve are a year; the first is an August.";
        answers.months = talk.ask(question, &base.run.months.to_string(), |text| match text {
            "" => Ok(None),
            text => Ok(Some(long_enough(months(text)?, base)?)),
        })?;
    }
    if answers.events.is_empty() {
        let mut question = "Does something happen on the way? For example: year 2, September: superintendent \
                            disengages to 0.2";
        let mut default = "nothing";
        let length = answers.months;
        while answers.events.len() < MOST_EVENTS {
            let event = talk.ask(question, default, |text| match text {
                "" | "nothing" | "no" => Ok(None),
                text => possible(planned::read(text)?, length, draft, base).map(Some),
            })?;
            let Some(event) = event else { break };
            answers.events.push(event);
            (question, default) = ("Anything else that happens? Enter for no.", "no");
        }
    }
    Ok(())
}

fn or<'a>(text: &'a str, usual: &'a str) -> &'a str {
    if text.is_empty() { usual } else { text }
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
    use crate::cli::questions::Script;
    use uptake::calendar::Month;
    use uptake::scenario::layers::BuiltIn;
    use uptake::scenario::outline::Site;
    use uptake::scenario::planned::Planned;
    use uptake::strategy::Strategy;

    fn asked(typed: &str) -> (CommandResult<Outline>, String) {
        let ledger = Ledger::standard().unwrap();
        let base = uptake::scenario::read("committed", &[], &BuiltIn, &ledger).unwrap();
        let draft = NewFile { label: "new.toml".into(), extends: "committed".into(), ledger: &ledger };
        let (mut answers, mut script) = (Outline::default(), Script::new(typed));
        let outcome = ask(&mut answers, &mut Conversation::new(&mut script), &draft, &base);
        (outcome.map(|()| answers), script.shown)
    }

    #[test]
    fn twelve_times_enter_is_what_is_usual() {
        let (answers, said) = asked(&"\n".repeat(12));
        let answers = answers.unwrap();
        assert_eq!((answers.title.as_deref(), answers.question.as_deref()), (Some(TITLE), Some(QUESTION)));
        let rest = Outline { title: None, question: None, ..answers };
        assert_eq!(rest, Outline::default());
        for words in [
            "[My district]",
            "[0.85]",
            "[2]",
            "[24]",
            "[36]",
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
        let typed = "Ours\nHow far?\n12\nnowhere.csv\n7,000\nhigh\n1.5\n80%\n0.7\n\n\n400\n3\n\n24\nstagd\nmandate at once\nmany\n24\n\
                     year 5: mandate\nmonth 14: mandat\nmonth 14: superintendent disengages to 3\n\
                     month 14: superintendent disengages to 0.2\n\
                     year 2 january mandate\n\n";
        let (answers, said) = asked(typed);
        let answers = answers.unwrap_or_else(|f| panic!("{}\n{said}", f));
        assert_eq!(answers.site, Some(Site::Pupils(7_000)));
        assert_eq!(answers.parameters, [Some(0.7), None, None, Some(3.0), None, Some(24.0)]);
        assert_eq!(answers.strategy, Some(Strategy::MandateAtOnce));
        assert_eq!(answers.months, Some(24));
        let event =
            Planned { month: Month(14), what: "superintendent disengages", to: Some(0.2), keys: Vec::new() };
        let mandate = Planned { month: Month(18), what: "mandate", to: None, keys: Vec::new() };
        assert_eq!(answers.events, [event, mandate]);
        for words in [
            "12 students are too few",
            "nowhere.csv: cannot be read",
            "write a number of students",
            "did you mean 0.8?",
            "Anything else that happens?",
            "\"high\" is no number",
            "1.5 is outside 0 to 1",
            "did you mean \"staged\"?",
            "\"many\" is no number of months",
            "after the last month, 24",
            "did you mean `mandate`?",
            "outside 0 to 1",
            "400 is outside 1 to 50",
        ] {
            assert!(said.contains(words), "lacks {words}\n{said}");
        }
    }

    #[test]
    fn a_district_of_a_table_is_found_by_a_part_of_its_name() {
        let table = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/districts.csv");
        let (answers, said) = asked(&format!("\n\n{table}\nnowhere\noak hollow\nthree\n\n\n\n\n\n\n\n\n\n"));
        let answers = answers.unwrap_or_else(|f| panic!("{}\n{said}", f));
        let Some(Site::Section(text)) = answers.site else { panic!("{said}") };
        assert!(text.contains("id     = \"9900001\"") && text.contains("Alder Elementary"), "{text}");
        assert!(said.contains("2 districts fit; write the id of one"), "{said}");
        assert!(said.contains("no district of"), "{said}");
        assert!(said.contains(", 9900001 is taken"), "{said}");
    }
}
