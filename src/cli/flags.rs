//! Groups of flags that several commands have: the same flag means the same and has the same words everywhere.

use std::path::PathBuf;

use clap::Args;

use super::faults::{CommandResult, refuse_existing};
use super::options::Format;
use super::print;
use uptake::diagnostic::shell::{self, word};
use uptake::figures::FigureSelection;
use uptake::files::{places, read_all};
use uptake::parameters::Ledger;
use uptake::results::{Mode, atomic};
use uptake::scenario::{FoundDistricts, Scenario};

/// What is laid on top of the scenarios that a command reads, and the districts they are run on.
#[derive(Debug, Args)]
pub struct SettingArgs {
    /// Set a parameter (name=value) or a field (section.name=value) in all scenarios; repeatable
    #[arg(long = "set", value_name = "NAME=VALUE")]
    pub set: Vec<String>,
    /// Study seed: the same seed gives the same futures [default: the scenario's, or 1]
    #[arg(long, value_name = "S", allow_negative_numbers = true,
        value_parser = clap::value_parser!(u64).range(0..=i64::MAX as u64))]
    pub seed: Option<u64>,
    /// Months to simulate; month 60 is July of year 5 [default: the scenario's, or 60]
    #[arg(long, value_name = "N", allow_negative_numbers = true,
        value_parser = clap::value_parser!(u32).range(1..=1200))]
    pub months: Option<u32>,
    /// The district
    #[command(flatten)]
    pub places: DistrictArgs,
}

impl SettingArgs {
    /// The settings that the flags are: those have names of their own, by which a message calls them.
    pub fn lines(&self) -> Vec<String> {
        let months = self.months.map(|months| format!("--months={months}"));
        let seed = self.seed.map(|seed| format!("--seed={seed}"));
        self.set.iter().cloned().chain(months).chain(seed).collect()
    }

    /// Scenarios by name, with these settings and more on top.
    pub fn read(&self, scenarios: &[String], more: Vec<String>) -> CommandResult<Vec<Scenario>> {
        let settings = [self.lines(), more].concat();
        read_all(scenarios, &settings, self.places.found()?.as_ref(), &Ledger::standard()?)
    }
}

/// Districts of a table, in the place of a scenario's own.
#[derive(Debug, Args)]
pub struct DistrictArgs {
    /// A table of real schools
    #[arg(long, value_name = "FILE", requires = "district")]
    pub districts: Option<PathBuf>,
    /// How a table with other columns is read: a file, or a built-in mapping such as nces-districts
    #[arg(long, value_name = "FILE", requires = "districts")]
    pub mapping: Option<String>,
    /// The district's id in that table; where several are run, ids with commas between them, or `regular` for all elementary,
    /// unified and high ones
    #[arg(long, value_name = "ID", requires = "districts")]
    pub district: Option<String>,
}

impl DistrictArgs {
    /// The table and the id, where they are given.
    pub fn chosen(&self) -> Option<(&PathBuf, &str)> {
        self.districts.as_ref().zip(self.district.as_deref())
    }

    /// The districts that the flags choose from a table.
    pub fn found(&self) -> CommandResult<Option<FoundDistricts>> {
        self.chosen().map(|(table, id)| places(table, self.mapping.as_deref(), id)).transpose()
    }

    /// The flags, to be repeated in a command; with a space before each.
    pub fn flags(&self) -> String {
        let Some((table, id)) = self.chosen() else { return String::new() };
        let mapping = mapping_flag(self.mapping.as_deref());
        format!(" --districts {}{mapping} --district {}", shell::path(table), word(id))
    }
}

/// A mapping as the command line names it, for commands that are suggested.
pub fn mapping_flag(mapping: Option<&str>) -> String {
    mapping.map(|m| format!(" --mapping {}", word(m))).unwrap_or_default()
}

/// What a results folder holds beside its tables.
#[derive(Debug, Args)]
pub struct PageArgs {
    /// Figures in the folder: all, none, or names such as timeline-fans,difference. `none` saves their time where only tables are
    /// wanted, as `--figures none --no-report` in a loop over settings; `uptake plot DIR` draws them later
    #[arg(long, value_name = "WHICH", default_value = "all")]
    pub figures: FigureSelection,
    /// A table of every school in every month of every run (schools.parquet or .csv); every run is run once more for it
    #[arg(long)]
    pub schools: bool,
    /// No report in the folder, nor the runs that its screen of assumptions and its typical runs take; `uptake report DIR`
    /// writes it later
    #[arg(long)]
    pub no_report: bool,
}

impl PageArgs {
    /// The flags, to be repeated in a command; with a space before each.
    pub fn flags(&self) -> String {
        let figures = Some(self.figures.to_string()).filter(|word| word != "all");
        let figures = figures.map_or_else(String::new, |figures| format!(" --figures {}", word(&figures)));
        let schools = if self.schools { " --schools" } else { "" };
        let no_report = if self.no_report { " --no-report" } else { "" };
        format!("{figures}{schools}{no_report}")
    }
}

/// What is done with a folder that is there.
#[derive(Debug, Args)]
pub struct FoundFolderArgs {
    /// Continue after an interruption
    #[arg(long, conflicts_with = "force")]
    pub resume: bool,
    /// Begin anew: replace a folder of this program
    #[arg(long)]
    pub force: bool,
}

impl FoundFolderArgs {
    /// As results know it.
    pub fn mode(&self) -> Mode {
        match (self.force, self.resume) {
            (true, _) => Mode::Force,
            (_, true) => Mode::Resume,
            _ => Mode::New,
        }
    }
}

/// How much of the machine is used.
#[derive(Debug, Args)]
pub struct ThreadArgs {
    /// Threads [default: all cores]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub threads: Option<u16>,
}

impl ThreadArgs {
    /// As the library counts them.
    pub fn count(&self) -> Option<usize> {
        self.threads.map(usize::from)
    }
}

/// What is printed.
#[derive(Debug, Args)]
pub struct PrintArgs {
    /// Format of what is printed, and of the problems where something is wrong
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    pub format: Format,
    /// No progress, and no words beside what is printed
    #[arg(long, short)]
    pub quiet: bool,
}

/// One file of the user's choice, in the place of the terminal.
#[derive(Debug, Args)]
pub struct FileArgs {
    /// File to write [default: printed here]
    #[arg(long, value_name = "FILE")]
    pub out: Option<PathBuf>,
    /// Replace the file if it is there
    #[arg(long, requires = "out")]
    pub force: bool,
}

impl FileArgs {
    /// Refuses to write over what is there, before any work is done.
    pub fn check(&self) -> CommandResult {
        let remedy = "choose another file with --out, or replace it with --force";
        self.out.as_ref().map_or(Ok(()), |out| refuse_existing(out, self.force, remedy))
    }

    /// Writes the file and says where it is, or prints its content where no file is named. The path comes back.
    pub fn write(&self, content: &[u8]) -> CommandResult<Option<&PathBuf>> {
        let Some(out) = &self.out else {
            print::raw(content)?;
            return Ok(None);
        };
        atomic::write_file(out, content, self.force)?;
        out!("{}", out.display());
        Ok(Some(out))
    }
}
