//! Which district a new scenario is about.

use std::path::Path;

use super::answer_words::pupils;
use super::export::section;
use super::faults::CommandResult;
use super::questions::Conversation;
use uptake::census::totals::Listed;
use uptake::diagnostic::Diagnostic;
use uptake::files::{choose, read_table};
use uptake::input::AnyTable;
use uptake::scenario::Scenario;
use uptake::scenario::outline::Site;

/// Most districts that are named when a search finds several.
const MOST_FOUND: usize = 8;

/// What is wanted where neither was given.
const WANTED: &str = "write a number of students, such as 7000, or the name of a table's file";

/// What somebody answers about the district.
enum Chosen {
    Usual,
    Pupils(u32),
    Table(AnyTable),
}

/// Asks for the district; none is the usual one.
pub fn ask(talk: &mut Conversation<'_>, base: &Scenario) -> CommandResult<Option<Site>> {
    let question = "Which district? Press Enter for the one in brackets. Or type your number of students, for invented districts \
                    of that size. Or type the name of a table of real schools (a CSV file).";
    let usual = base.places.first().map_or_else(String::new, |place| {
        format!("{}, about {:.0} teachers", place.name(), place.teachers())
    });
    let chosen = talk.ask(question, &usual, |text| match text {
        "" => Ok(Chosen::Usual),
        text => match text.replace(['.', ',', ' ', '\''], "").parse::<u32>() {
            Ok(n) => Ok(pupils(n).map(Chosen::Pupils)?),
            Err(_) => read_table(Path::new(text), None).map(Chosen::Table).map_err(|mut found| {
                if !Path::new(text).is_file() {
                    found.advice = format!("  {WANTED}");
                }
                found
            }),
        },
    })?;
    Ok(match chosen {
        Chosen::Usual => None,
        Chosen::Pupils(n) => Some(Site::Pupils(n)),
        Chosen::Table(table) => {
            let question = "Which of its districts? The id, or a part of the name.";
            let (site, taken) = talk.ask(question, "no default here", |text| find(&table, text))?;
            talk.say(&format!("   {taken} is taken"));
            Some(site)
        }
    })
}

/// The district of this id, or the only one whose name holds the text; and its name and id.
fn find(table: &AnyTable, text: &str) -> CommandResult<(Site, String)> {
    if text.is_empty() {
        return Err(Diagnostic::usage("write an id, or a part of the name", "").into());
    }
    let found = match table {
        AnyTable::Schools(table) => ids(&table.find(text)),
        AnyTable::Totals(table) => ids(&table.find(text)),
    };
    let take = |id: &str| {
        let name =
            found.iter().find(|(i, _)| i == id).map_or_else(String::new, |(_, name)| format!("{name}, "));
        real(table, id).map(|site| (site, format!("{name}{id}")))
    };
    match found.as_slice() {
        [(id, _)] => take(id),
        [] => take(text),
        many if many.iter().any(|(id, _)| id == text) => take(text),
        many => {
            let named: Vec<String> =
                many.iter().take(MOST_FOUND).map(|(id, name)| format!("{id}  {name}")).collect();
            let more = if many.len() > MOST_FOUND { "\n  …" } else { "" };
            let fault = format!("{} districts fit; write the id of one", many.len());
            Err(Diagnostic::usage(fault, format!("{}{more}", named.join("\n  "))).into())
        }
    }
}

fn ids<D: Listed>(found: &[&D]) -> Vec<(String, String)> {
    found.iter().map(|d| (d.id().to_string(), d.name().to_string())).collect()
}

/// A real district as a section of the file.
pub fn real(table: &AnyTable, id: &str) -> CommandResult<Site> {
    let found = choose(table, id)?;
    match found.districts.as_slice() {
        [place] => Ok(Site::Section(section(place, &found.notes, table))),
        many => {
            let fault = format!("`{id}` names {} districts, and a file is about one", many.len());
            Err(Diagnostic::usage(fault, "name it by its id").into())
        }
    }
}
