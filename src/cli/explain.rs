//! `explain`: a stored run told, with what would have followed without its causes.

mod as_json;

use std::path::Path;

use super::faults::{CommandResult, refuse_existing};
use super::options::{EndingName, ExplainArgs, StoryFormat};
use super::replay::{agreement, differs, likely};
use super::stored::{Stored, meant, place_of};
use uptake::diagnostic::{Diagnostic, ExitStatus};
use uptake::experiment::{run_cohort, run_job};
use uptake::explain::divergence::{self, Twins};
use uptake::explain::page::{self, Block};
use uptake::explain::{Typical, explain as tell, nothing_is_run, typical, watched};
use uptake::metrics::Ending;
use uptake::results::{Verified, atomic};
use uptake::scenario::{DistrictSpec, Scenario};

/// What is asked: a folder, a scenario of it, a district.
struct Asked<'a> {
    args: &'a ExplainArgs,
    stored: &'a Stored,
    scenario: &'a Scenario,
    place: &'a DistrictSpec,
}

/// Tells a run, or typical ones, or where two part.
pub fn explain(args: &ExplainArgs) -> CommandResult {
    if let Some(out) = &args.out {
        refuse_existing(out, args.force, "choose another file with --out, or replace it with --force")?;
    }
    if args.replication.is_none() && !args.typical {
        let results = args.results.display();
        let fault = "explain tells one run, and none is named";
        let remedy = format!(
            "uptake explain {results} --replication N, or {results} --typical for one of each ending"
        );
        return Err(Diagnostic::usage(fault, remedy).at(&args.results).into());
    }
    let stored = Stored::open(&args.results, Verified::Scenarios)?;
    let (first, second) = match args.compare.as_slice() {
        [one, other] => (Some(one), Some(other)),
        [other] => (args.scenario.as_ref(), Some(other)),
        _ => (args.scenario.as_ref(), None),
    };
    let scenario = stored.scenario(first.map(String::as_str))?;
    let district = stored.district(args.district.as_deref())?;
    let place = place_of(scenario, &district.id)?;
    let asked = Asked { args, stored: &stored, scenario, place };
    match (args.replication, second) {
        (Some(replication), Some(other)) => {
            let other = stored.scenario(Some(other))?;
            part(&asked, other, stored.replication(replication)?)
        }
        (Some(replication), None) => one(&asked, stored.replication(replication)?),
        (None, _) => typical_ones(&asked),
    }
}

/// Refuses to tell a run that is not the stored one.
fn check(asked: &Asked<'_>, scenario: &Scenario, replication: u32) -> CommandResult {
    let id = asked.place.id();
    let outcome = match scenario.cohort {
        None => run_job(scenario, place_of(scenario, id)?, replication),
        Some(_) => {
            let place = scenario.places.iter().position(|p| p.id() == id).unwrap_or(0);
            run_cohort(scenario, replication).swap_remove(place)
        }
    };
    let found = agreement(asked.stored, scenario, id, replication, &outcome)?;
    let Some(first) = &found.first else { return Ok(()) };
    let fault = format!(
        "replication {replication} of {} cannot be told: run again it is another run ({})",
        scenario.name,
        differs(first)
    );
    let fault = Diagnostic::new(&asked.stored.folder, fault, likely(asked.stored));
    Err(fault.with_status(ExitStatus::Differs).into())
}

fn one(asked: &Asked<'_>, replication: u32) -> CommandResult {
    check(asked, asked.scenario, replication)?;
    let school = match &asked.args.school {
        Some(name) => Some(school(asked, replication, name)?),
        None => None,
    };
    let story = tell(asked.scenario, asked.place, replication, school)?;
    match asked.args.format {
        StoryFormat::Json => write_json(asked.args, &as_json::story(&story))?,
        _ => write(asked.args, &page::story(&story))?,
    }
    let command = format!("uptake explain {}", asked.stored.folder.display());
    let chosen = chosen(asked);
    match (school, asked.stored.manifest.scenarios.iter().find(|s| s.name != asked.scenario.name)) {
        (None, Some(other)) => aside!(
            "\nwhere its twin parts from it: {command} --replication {replication}{chosen} --compare {}",
            other.name
        ),
        (None, None) => {
            aside!("\none school of it: {command} --replication {replication}{chosen} --school 1")
        }
        (Some(_), _) => aside!("\nthe whole district: {command} --replication {replication}{chosen}"),
    }
    Ok(())
}

/// The flags that choose scenario and district.
fn chosen(asked: &Asked<'_>) -> String {
    let mut flags = String::new();
    if asked.stored.manifest.scenarios.len() > 1 {
        flags += &format!(" --scenario {}", asked.scenario.name);
    }
    if asked.stored.manifest.districts.len() > 1 {
        flags += &format!(" --district {}", asked.place.id());
    }
    flags
}

/// A school by its number, from 1, or its name or id.
fn school(asked: &Asked<'_>, replication: u32, name: &str) -> CommandResult<usize> {
    let (_, watch, names) = watched(asked.scenario, asked.place, replication)?;
    let of = names.schools.len();
    if let Ok(number) = name.parse::<usize>() {
        return number.checked_sub(1).filter(|k| *k < of).ok_or_else(|| {
            let fault =
                format!("--school is {number}, but {} has {of} schools in this replication", names.district);
            Diagnostic::usage(fault, format!("choose 1 to {of}")).into()
        });
    }
    let is_it = |own: &str| own.eq_ignore_ascii_case(name);
    let found = (0..of).find(|&k| is_it(&names.schools[k]) || watch.schools[k].id == name);
    found.ok_or_else(|| {
        let all: Vec<&str> = names.schools.iter().map(String::as_str).collect();
        let fault = format!("{} has no school `{name}`", names.district);
        Diagnostic::new("", fault, meant(name, &all)).into()
    })
}

fn part(asked: &Asked<'_>, other: &Scenario, replication: u32) -> CommandResult {
    check(asked, asked.scenario, replication)?;
    check(asked, other, replication)?;
    let place = place_of(other, asked.place.id())?;
    let watch = |scenario, place| watched(scenario, place, replication);
    let ((_, first, names), (_, second, _)) = (watch(asked.scenario, asked.place)?, watch(other, place)?);
    let twins =
        Twins { scenarios: (&asked.scenario.name, &other.name), runs: (&first, &second), names: &names };
    let parting = divergence::part(&twins);
    match asked.args.format {
        StoryFormat::Json => write_json(asked.args, &as_json::parting(&twins, &parting, replication))?,
        _ => write(asked.args, &divergence::page(&twins, &parting, replication))?,
    }
    aside!(
        "\none of the two, told: uptake explain {} --replication {replication} --scenario {}",
        asked.stored.folder.display(),
        other.name
    );
    Ok(())
}

fn typical_ones(asked: &Asked<'_>) -> CommandResult {
    let (stored, scenario) = (asked.stored, asked.scenario);
    let features = stored.features(&scenario.name, asked.place.id())?;
    let all = typical(&features);
    if all.is_empty() {
        return Err(nothing_is_run(asked.place).into());
    }
    if let Some(wanted) = asked.args.ending {
        let ending = ending(wanted);
        return match all.iter().find(|t| t.ending == ending) {
            Some(t) => one(asked, t.replication),
            None => {
                let there: Vec<&str> = all.iter().map(|t| t.ending.name()).collect();
                let fault = format!("no run of {} ends {}", scenario.name, ending.name());
                let remedy = format!("there are: {}", there.join(", "));
                Err(Diagnostic::new(&stored.folder, fault, remedy).into())
            }
        };
    }
    let mut stories = Vec::new();
    for t in &all {
        check(asked, scenario, t.replication)?;
        let school = match &asked.args.school {
            Some(name) => Some(school(asked, t.replication, name)?),
            None => None,
        };
        let story = tell(scenario, asked.place, t.replication, school)?;
        stories.push((*t, story));
    }
    match asked.args.format {
        StoryFormat::Json => write_json(asked.args, &as_json::typical(&stories))?,
        _ => {
            let mut blocks = vec![
                Block::Title(format!("{}: typical runs of {}", asked.place.name(), scenario.name)),
                Block::Words(WHICH.into()),
            ];
            for (t, story) in &stories {
                blocks.push(Block::Heading(page::typical_heading(t)));
                blocks.extend(page::brief(story));
            }
            write(asked.args, &blocks)?;
        }
    }
    if let Some(Typical { ending, .. }) = all.first() {
        aside!(
            "\none of them whole: uptake explain {} --typical --ending {}{}",
            stored.folder.display(),
            ending.name(),
            chosen(asked)
        );
    }
    Ok(())
}

/// What typical means, in a sentence.
const WHICH: &str = "Of each ending the run that lies nearest to all others that end so, in spread, depth, deep share, \
                     ownership and coherence year by year.";

fn ending(name: EndingName) -> Ending {
    match name {
        EndingName::Stalled => Ending::Stalled,
        EndingName::Contained => Ending::Contained,
        EndingName::Superficial => Ending::Superficial,
        EndingName::Scaled => Ending::Scaled,
    }
}

fn write(args: &ExplainArgs, blocks: &[Block]) -> CommandResult {
    let text = match args.format {
        StoryFormat::Markdown => page::markdown(blocks),
        _ => page::text(blocks),
    };
    put(args.out.as_deref(), &text)
}

fn write_json(args: &ExplainArgs, data: &serde_json::Value) -> CommandResult {
    let text = serde_json::to_string_pretty(data).map_err(|e| Diagnostic::of_the_program("JSON", e))?;
    put(args.out.as_deref(), &format!("{text}\n"))
}

fn put(out: Option<&Path>, text: &str) -> CommandResult {
    let Some(out) = out else { return super::print::raw(text.as_bytes()) };
    atomic::write_file(out, text.as_bytes())?;
    out!("{}", out.display());
    Ok(())
}
