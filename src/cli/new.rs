//! `new`: a new commented scenario file, from flags, from a few questions, or from what is usual.

use std::io::{self, IsTerminal};
use std::path::{Path, PathBuf};

use clap::CommandFactory;

use super::answers::{self, Answers};
use super::faults::{CommandResult, refuse_existing};
use super::interview;
use super::library::Files;
use super::options::{NewArgs, Program};
use super::questions::Conversation;
use uptake::diagnostic::{Diagnostic, Diagnostics, ExitStatus};
use uptake::parameters::Ledger;
use uptake::results::atomic::{folder_of, write_file};
use uptake::scenario::outline::{Outline, Site};
use uptake::scenario::{self, DistrictSpec, Library, Scenario, Source, gallery};

/// The file that is written where none is named.
const FILE: &str = "my-scenario.toml";
/// The scenario that a new one starts from.
pub const BASE: &str = "committed";

/// Asks, writes, checks, and names the next steps.
pub fn new(args: &NewArgs) -> CommandResult {
    let ledger = Ledger::standard()?;
    let path = args.file.clone().unwrap_or_else(|| PathBuf::from(FILE));
    refuse_existing(&path, args.force, "choose another name, or replace it with --force")?;
    let extends = args.extends.clone().unwrap_or_else(|| BASE.into());
    let draft = Draft { label: path.display().to_string(), extends, ledger: &ledger };
    let (base, mut answers) = said(args, &draft)?;
    let terminal = io::stdin().is_terminal() && io::stderr().is_terminal();
    if terminal && !args.yes {
        let mut talk = Conversation::new(io::stdin().lock(), io::stderr());
        interview::ask(&mut answers, &mut talk, &draft, &base)?;
    } else if answers == Answers::default() {
        let why = if args.yes { "nothing was asked" } else { "there is no terminal to ask questions on" };
        aside!("{why}, so everything is as usual; uptake new --help lists the flags that say more");
    }
    // From here its path may not lead anywhere, if it is no name and stands in a file elsewhere.
    let reached = gallery::text(&draft.extends).is_some() || folder_of(&path) == Path::new(".");
    let other = answers.site.is_none() && reached;
    let outline = answers.outline(&draft.extends);
    let text = outline.text(&base, &ledger);
    draft.check(&text)?;
    write_file(&path, text.as_bytes())?;
    let written = scenario::read(&draft.label, &[], &Files, &ledger)?;
    let months = written.run.months;
    let months = if months == base.run.months { String::new() } else { format!(" --months {months}") };
    let compare = other.then(|| format!("uptake compare {} {}{months}", draft.extends, shown(&path)));
    next_steps(&path, &written, compare);
    Ok(())
}

/// The scenario it starts from and what the flags say, or every fault of theirs at once.
fn said(args: &NewArgs, draft: &Draft<'_>) -> CommandResult<(Scenario, Answers)> {
    let base = draft.base();
    let (answers, mut faults) = answers::from_flags(args, draft, base.as_ref().ok());
    match base {
        Ok(base) if faults.is_empty() => return Ok((base, answers)),
        Ok(_) => {}
        Err(mut found) => {
            found.merge(faults);
            faults = found;
        }
    }
    // Faults of several flags are a mistake of usage; those of one of them are what they are.
    let mut places = faults.list().iter().map(|fault| &fault.at.file);
    let first = places.next();
    let several = places.any(|place| Some(place) != first);
    Err(if several { faults.with_status(ExitStatus::Usage) } else { faults })
}

/// A path as a command line takes it.
fn shown(path: &Path) -> String {
    let file = path.display().to_string();
    if file.contains(char::is_whitespace) { format!("\"{file}\"") } else { file }
}

fn next_steps(path: &Path, written: &Scenario, compare: Option<String>) {
    let file = shown(path);
    aside!("{} is written, and has no problems; open it in any editor", path.display());
    for remark in &written.remarks {
        aside!("note: {remark}");
    }
    aside!("next:");
    let mut steps = vec![
        ("check", format!("uptake check {file}"), "after each change: every slip, with its remedy"),
        ("describe", format!("uptake describe {file}"), "what it says, in words"),
        ("run", format!("uptake run {file}"), "a thousand futures of it"),
    ];
    steps.extend(compare.map(|line| ("compare", line, "against what it started from")));
    let widest = steps.iter().map(|(_, line, _)| line.chars().count()).max().unwrap_or(0);
    let program = Program::command();
    for (command, line, why) in steps {
        // Only commands that this program has.
        if program.find_subcommand(command).is_some() {
            aside!("  {line:widest$}   {why}");
        }
    }
}

/// A file that is not written yet, so that it can be checked before it is.
pub struct Draft<'a> {
    /// Its path, as messages call it.
    pub label: String,
    /// The scenario that it starts from.
    pub extends: String,
    /// The ledger.
    pub ledger: &'a Ledger,
}

struct Unwritten<'a> {
    label: &'a str,
    text: &'a str,
}

impl Library for Unwritten<'_> {
    fn scenario(&self, reference: &str, from: Option<&Source>) -> Result<Source, Diagnostic> {
        if from.is_some() || reference != self.label {
            return Files.scenario(reference, from);
        }
        let name =
            Path::new(reference).file_stem().map_or_else(String::new, |s| s.to_string_lossy().into_owned());
        Ok(Source { label: reference.into(), name, text: self.text.into() })
    }

    fn districts(
        &self,
        table: &str,
        mapping: Option<&str>,
        id: &str,
        from: &Source,
    ) -> Result<Vec<DistrictSpec>, Diagnostics> {
        Files.districts(table, mapping, id, from)
    }
}

impl Draft<'_> {
    fn read(&self, text: &str) -> Result<Scenario, Diagnostics> {
        let library = Unwritten { label: &self.label, text };
        scenario::read(&self.label, &[], &library, self.ledger)
    }

    /// The scenario that the new one starts from.
    fn base(&self) -> CommandResult<Scenario> {
        let extends = &self.extends;
        let least = format!("format = 1\nextends = {}\n", scenario::render::quoted(extends));
        self.read(&least).map_err(|problems| {
            let mut found = Diagnostics::default();
            for mut problem in problems {
                if *problem.at.file == *self.label {
                    problem.fault = problem.fault.replace("`extends`: ", "");
                    problem = problem.at(format!("--extends {extends}"));
                }
                found.push(problem);
            }
            found
        })
    }

    /// What is wrong with an outline, in words that do not name lines which nobody has seen.
    pub fn faults(&self, outline: &Outline, base: &Scenario) -> Option<Diagnostics> {
        let problems = self.read(&outline.text(base, self.ledger)).err()?;
        let mut found = Diagnostics::default();
        problems.into_iter().for_each(|p| found.push(Diagnostic::usage(p.fault, p.remedy)));
        Some(found)
    }

    fn check(&self, text: &str) -> CommandResult {
        self.read(text).map(|_| ()).map_err(|problems| {
            let fault = format!("the file would not be right, so it was not written\n{problems}");
            Diagnostic::usage(fault, "").into()
        })
    }
}

impl Answers {
    /// What is written: an answer, or what is usual.
    pub fn outline(self, extends: &str) -> Outline {
        Outline {
            title: self.title.unwrap_or_else(|| answers::TITLE.into()),
            question: self.question.unwrap_or_else(|| answers::QUESTION.into()),
            extends: extends.into(),
            site: self.site.unwrap_or(Site::Inherited),
            leaders: self.leaders,
            strategy: self.strategy,
            events: self.events,
            months: self.months,
        }
    }
}
