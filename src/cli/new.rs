//! `new`: a new commented scenario file, from flags, from a few questions, or from what is usual.

use clap::Args;

use std::io::{self, IsTerminal};
use std::path::{Path, PathBuf};

use clap::CommandFactory;

use super::Program;
use super::answers;
use super::faults::{CommandResult, refuse_existing};
use super::flags::DistrictArgs;
use super::interview;
use super::questions::{Conversation, Terminal};
use uptake::diagnostic::shell::{self, word};
use uptake::diagnostic::{Diagnostic, Diagnostics, ExitStatus};
use uptake::files::Files;
use uptake::parameters::Ledger;
use uptake::results::atomic::{folder_of, write_file};
use uptake::scenario::outline::{Outline, Site};
use uptake::scenario::{self, DistrictSpec, PUPILS, Scenario, gallery};

/// Arguments of `new`.
#[derive(Debug, Args)]
#[command(mut_arg("district", |id| id.help("The district's id in that table; its schools are copied into the file")))]
pub struct NewArgs {
    /// The file to write [default: my-scenario.toml]
    #[arg(value_name = "FILE")]
    pub file: Option<PathBuf>,
    /// One line for figures and tables
    #[arg(long, value_name = "TEXT")]
    pub title: Option<String>,
    /// The question that the scenario answers
    #[arg(long, value_name = "TEXT")]
    pub question: Option<String>,
    /// The scenario it starts from: a built-in name, or a path relative to FILE [default: committed]
    #[arg(long, value_name = "NAME")]
    pub extends: Option<String>,
    /// Synthetic districts with this many students
    #[arg(long, visible_alias = "students", value_name = "N", allow_negative_numbers = true, conflicts_with = "districts",
        value_parser = clap::value_parser!(u32).range(PUPILS.0..=PUPILS.1))]
    pub pupils: Option<u32>,
    /// The district; its schools are copied into the file
    #[command(flatten)]
    pub places: DistrictArgs,
    /// Who is asked when: staged, "mandate at once", "grassroots only" …
    #[arg(long, value_name = "WORD")]
    pub strategy: Option<String>,
    /// Commitment of the superintendent on the first day, 0 to 1
    #[arg(long, value_name = "X", allow_negative_numbers = true)]
    pub superintendent: Option<String>,
    /// Commitment of the one who leads the team, 0 to 1
    #[arg(long, value_name = "X", allow_negative_numbers = true)]
    pub lead: Option<String>,
    /// Priority that principals give the work, on average, 0 to 1
    #[arg(long, value_name = "X", allow_negative_numbers = true)]
    pub principals: Option<String>,
    /// Pilot schools of the team
    #[arg(long, value_name = "N", allow_negative_numbers = true)]
    pub sites: Option<String>,
    /// Hours a month that the program manager gives the team at full support
    #[arg(long, value_name = "X", allow_negative_numbers = true)]
    pub hours: Option<String>,
    /// Months of outside support
    #[arg(long, value_name = "N", allow_negative_numbers = true)]
    pub support_months: Option<String>,
    /// What happens on the way: "month 14: superintendent disengages to 0.2"; repeatable
    #[arg(long, value_name = "WHAT")]
    pub event: Vec<String>,
    /// Month of an event that does not say it: "year 2, October"; repeatable
    #[arg(long, value_name = "MONTH", requires = "event")]
    pub when: Vec<String>,
    /// Months to simulate
    #[arg(long, value_name = "N", allow_negative_numbers = true,
        value_parser = clap::value_parser!(u32).range(1..=1200))]
    pub months: Option<u32>,
    /// Ask nothing; use defaults
    #[arg(long, short)]
    pub yes: bool,
    /// Replace FILE if it exists
    #[arg(long)]
    pub force: bool,
}

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
    let draft = NewFile { label: path.display().to_string(), extends, ledger: &ledger };
    let (base, mut answers) = said(args, &draft)?;
    let terminal = io::stdin().is_terminal() && io::stderr().is_terminal();
    if terminal && !args.yes {
        interview::ask(&mut answers, &mut Conversation::new(&mut Terminal), &draft, &base)?;
    } else if answers == (Outline { extends: answers.extends.clone(), ..Outline::default() }) {
        let why = if args.yes { "nothing was asked" } else { "there is no terminal to ask questions on" };
        aside!("{why}, so everything is as usual; uptake new --help lists the flags that say more");
    }
    // From here its path may not lead anywhere, if it is no name and stands in a file elsewhere.
    let reached = gallery::text(&draft.extends).is_some() || folder_of(&path) == Path::new(".");
    let same = same_district(args, &answers, &base).filter(|_| reached);
    let text = answers.text(&base, &ledger);
    draft.check(&text)?;
    write_file(&path, text.as_bytes(), args.force)?;
    let written = scenario::read(&draft.label, &[], &Files, &ledger)?;
    let months = written.run.months;
    let months = if months == base.run.months { String::new() } else { format!(" --months {months}") };
    let compare = same.map(|flags| {
        format!("uptake compare {} {}{flags}{months}", word(&draft.extends), shell::path(&path))
    });
    next_steps(&path, &written, compare);
    Ok(())
}

/// The scenario it starts from and what the flags say, or every fault of theirs at once.
fn said(args: &NewArgs, draft: &NewFile<'_>) -> CommandResult<(Scenario, Outline)> {
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

/// The flags with which the scenario that it starts from is run on the new one's district; nothing where no flag does that.
fn same_district(args: &NewArgs, answers: &Outline, base: &Scenario) -> Option<String> {
    match &answers.site {
        None => Some(String::new()),
        Some(Site::Pupils(pupils)) => {
            let fits = base.places.iter().all(DistrictSpec::takes_pupils);
            fits.then(|| format!(" --set district.pupils={pupils}"))
        }
        Some(Site::Section(_)) => {
            let flags = Some(args.places.flags()).filter(|flags| !flags.is_empty());
            flags.filter(|_| base.cohort.is_none())
        }
    }
}

fn next_steps(path: &Path, written: &Scenario, compare: Option<String>) {
    let file = shell::path(path);
    aside!("{} is written, and has no problems; open it in any editor", path.display());
    for remark in &written.remarks {
        aside!("note: {remark}");
    }
    aside!("next:");
    let mut steps = vec![
        ("check", format!("uptake check {file}"), "after each change: every problem and how to fix it"),
        ("describe", format!("uptake describe {file}"), "what it says, in words"),
        ("run", format!("uptake run {file}"), "a thousand futures of it"),
    ];
    steps.push(match compare {
        Some(line) => ("compare", line, "against what it started from"),
        // No flag gives what it started from the same district: it is compared with itself changed.
        None => {
            ("what-if", format!("uptake what-if {file} --with team_sites=3"), "against itself with a change")
        }
    });
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
pub struct NewFile<'a> {
    /// Its path, as messages call it.
    pub label: String,
    /// The scenario that it starts from.
    pub extends: String,
    /// The ledger.
    pub ledger: &'a Ledger,
}

impl NewFile<'_> {
    fn read(&self, text: &str) -> Result<Scenario, Diagnostics> {
        let name = Path::new(&self.label).file_stem().unwrap_or_default().to_string_lossy();
        Scenario::from_text_beside(&self.label, text, &Files)?.named(&name).resolve()
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
