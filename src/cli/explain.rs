//! `explain`: a stored run told, with what would have followed without its causes.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::faults::CommandResult;
use super::flags::FileArgs;
use uptake::diagnostic::shell::{self, word};
use uptake::diagnostic::{Diagnostic, Diagnostics};
use uptake::explain::page;
use uptake::metrics::Ending;
use uptake::study::stored::Stored;
use uptake::study::story::{Narrative, Narrator};

/// Arguments of `explain`.
#[derive(Debug, Args)]
pub struct ExplainArgs {
    /// A finished results folder
    #[arg(value_name = "RESULTS")]
    pub results: PathBuf,
    /// The future (replication) to tell, by its number from 0
    #[arg(long, value_name = "N", conflicts_with = "typical")]
    pub replication: Option<u32>,
    /// Instead, a typical run of each ending: the one closest to all others that end so
    #[arg(long)]
    pub typical: bool,
    /// Of the typical runs, only the one of this ending, told in full
    #[arg(long, value_name = "ENDING", requires = "typical")]
    pub ending: Option<EndingName>,
    /// The scenario [default: the first of the folder]
    #[arg(long, value_name = "NAME")]
    pub scenario: Option<String>,
    /// The district, where there are several
    #[arg(long, value_name = "ID")]
    pub district: Option<String>,
    /// Only one school, by its number (from 1) or name
    #[arg(long, value_name = "SCHOOL")]
    pub school: Option<String>,
    /// Where the same future goes different ways under two scenarios of the folder; one name is compared with --scenario
    #[arg(long, value_name = "NAME", num_args = 1..=2, conflicts_with_all = ["typical", "school"])]
    pub compare: Vec<String>,
    /// Format
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub format: StoryFormat,
    /// Where it goes
    #[command(flatten)]
    pub file: FileArgs,
}

/// Format of a story.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum StoryFormat {
    /// Words for a terminal.
    #[value(alias = "human")]
    Text,
    /// Markdown.
    Markdown,
    /// JSON.
    Json,
}

/// An ending, in one word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum EndingName {
    /// Neither wide nor deep.
    Stalled,
    /// Deep, not wide.
    Contained,
    /// Wide, not deep.
    Superficial,
    /// Wide and deep.
    Scaled,
}

/// Tells a run, or typical ones, or where two part.
pub fn explain(args: &ExplainArgs) -> CommandResult {
    args.file.check()?;
    let results = shell::path(&args.results);
    if args.replication.is_none() && !args.typical {
        let fault = "explain tells one run, and none is named";
        let remedy = format!(
            "uptake explain {results} --replication N, or one of each ending: uptake explain {results} --typical"
        );
        return Err(Diagnostic::usage(fault, remedy).at(&args.results).into());
    }
    let stored = Stored::open(&args.results)?;
    let (first, second) = match args.compare.as_slice() {
        [one, other] => (Some(one), Some(other)),
        [other] => (args.scenario.as_ref(), Some(other)),
        _ => (args.scenario.as_ref(), None),
    };
    let narrator = stored.narrator(first.map(String::as_str), args.district.as_deref())?;
    let school = args.school.as_deref();
    let chosen = chosen(&stored, &narrator);
    let one = |replication: u32| -> CommandResult {
        write(args, &narrator.run(replication, school)?)?;
        let command = format!("uptake explain {results} --replication {replication}{chosen}");
        let mut twins = stored.scenarios.iter().filter(|_| !stored.is_unpaired());
        match (school, twins.find(|s| s.name != narrator.scenario.name)) {
            (None, Some(other)) => {
                aside!("\nwhere its twin parts from it: {command} --compare {}", word(&other.name));
            }
            (None, None) => aside!("\none school of it: {command} --school 1"),
            (Some(_), _) => aside!("\nthe whole district: {command}"),
        }
        Ok(())
    };
    match (args.replication, second, args.ending) {
        (Some(replication), Some(other), _) => {
            let other = stored.scenario(Some(other))?;
            write(args, &narrator.divergence(other, replication)?)?;
            let command = format!("uptake explain {results} --replication {replication}");
            aside!("\none of the two, told: {command} --scenario {}", word(&other.name));
        }
        (Some(replication), None, _) => one(replication)?,
        (None, _, Some(wanted)) => one(narrator.typical_of(ending(wanted))?)?,
        (None, _, None) => {
            let all = narrator.typical()?;
            write(args, &narrator.in_brief(&all, school)?)?;
            let ending = all.first().map_or("", |t| t.ending.name());
            aside!("\none of them whole: uptake explain {results} --typical --ending {ending}{chosen}");
        }
    }
    Ok(())
}

/// The flags that choose scenario and district.
fn chosen(stored: &Stored, narrator: &Narrator<'_>) -> String {
    let mut flags = String::new();
    if stored.scenarios.len() > 1 {
        flags += &format!(" --scenario {}", word(&narrator.scenario.name));
    }
    if stored.manifest.districts.len() > 1 {
        flags += &format!(" --district {}", word(narrator.place.id()));
    }
    flags
}

fn ending(name: EndingName) -> Ending {
    match name {
        EndingName::Stalled => Ending::Stalled,
        EndingName::Contained => Ending::Contained,
        EndingName::Superficial => Ending::Superficial,
        EndingName::Scaled => Ending::Scaled,
    }
}

fn write(args: &ExplainArgs, told: &Narrative) -> CommandResult {
    let text = match args.format {
        StoryFormat::Json => {
            let text = serde_json::to_string_pretty(&told.json);
            text.map_err(|e| Diagnostics::from(Diagnostic::of_the_program("JSON", e)))? + "\n"
        }
        StoryFormat::Markdown => page::markdown(&told.blocks),
        StoryFormat::Text => page::text(&told.blocks),
    };
    args.file.write(text.as_bytes())?;
    Ok(())
}
