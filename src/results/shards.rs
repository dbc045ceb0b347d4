//! The shards of one batch, put together: found, checked, and read in the order of the list of jobs.
//!
//! Every folder says in its manifest of which batch it is a shard, which one, and which build of the program made it. All that
//! keeps the folders from being one whole batch is told at once, before anything is written. What is left is checked as
//! results are: every file by its hash, the manifest made anew of scenarios and records.

use super::checked::{check, check_plan, design_of};
use super::digest::{BUILD, VERSION, text_digest};
use super::district_log::DescribedElsewhere;
use super::file_names::OUTCOMES;
use super::folder::TableFormat;
use super::log_scan::LogScan;
use super::manifest::{Manifest, ShardEntry};
use super::shard_log::ShardLog;
use super::told_apart::told_apart;
use crate::diagnostic::{Diagnostic, Diagnostics, Result};
use crate::experiment::shard::deal;
use crate::experiment::{Design, JobList, Outcome, Plan, Shard};
use crate::files::FilesIn;
use crate::parameters::Ledger;
use crate::phrasing::listed;
use std::path::{Path, PathBuf};

/// Memory of all shards that are read side by side (bytes), and the least that one takes.
const BUFFERS: (usize, usize) = (1 << 28, 1 << 15);
/// Missing shards that are named; the others are only counted.
const NAMED: usize = 8;

/// The shards of a batch: all are there, each once.
#[derive(Debug)]
pub struct Shards {
    /// Their folders, by number.
    pub folders: Vec<PathBuf>,
    /// What is run.
    pub design: Design,
    /// The tables that the batch was asked for.
    pub tables: TableFormat,
    /// Whether it is a comparison of sizes.
    pub sizes: bool,
    /// Folders that hold the same runs as one of these, each with that one: they are left out.
    pub doubled: Vec<(PathBuf, PathBuf)>,
    plan: Plan,
}

impl Shards {
    /// The shards in these folders.
    ///
    /// # Errors
    /// Every folder that is no finished shard, or a shard of another batch, of another cut or of another build; every shard
    /// that is there twice with other numbers, and those that are missing; then the first file that is not what was written.
    pub fn open(folders: &[PathBuf], ledger: &Ledger) -> std::result::Result<Shards, Diagnostics> {
        let mut faults = Diagnostics::default();
        let mut found: Vec<(&PathBuf, Manifest, ShardEntry)> = Vec::new();
        for folder in folders {
            match entry(folder) {
                Ok((manifest, shard)) => found.push((folder, manifest, shard)),
                Err(fault) => faults.push(fault),
            }
        }
        let mut by_number: Vec<Option<usize>> = Vec::new();
        let mut doubled = Vec::new();
        if let Some((first, manifest, shard)) = found.first() {
            by_number = vec![None; shard.of as usize];
            for (place, (folder, own, own_shard)) in found.iter().enumerate() {
                if let Some(fault) = foreign((folder, own, own_shard), (first, manifest, shard)) {
                    faults.push(fault);
                    continue;
                }
                match by_number.get_mut(own_shard.number as usize - 1) {
                    Some(free @ None) => *free = Some(place),
                    Some(Some(before)) => match twice((folder, own, own_shard), &found[*before]) {
                        Some(fault) => faults.push(fault),
                        None => doubled.push((place, *before)),
                    },
                    None => {}
                }
            }
            if let Some(fault) = missing(&by_number, folders) {
                faults.push(fault);
            }
        }
        if !faults.is_empty() {
            return Err(faults);
        }
        let Some((first, manifest, shard)) = found.first() else {
            return Err(Diagnostic::usage(
                "merge needs the folders of shards",
                "uptake merge DIR… --out DIR",
            )
            .into());
        };
        let (_, scenarios) = check(first, &FilesIn(first), ledger)?;
        let design = design_of(first, manifest, &scenarios)?;
        let plan = design.plan(ledger, text_digest);
        let tables = TableFormat::of_word(&manifest.tables).unwrap_or(TableFormat::USUAL);
        let folders: Vec<PathBuf> =
            by_number.into_iter().flatten().map(|place| found[place].0.clone()).collect();
        let path = |place: usize| found[place].0.clone();
        let doubled: Vec<_> = doubled.into_iter().map(|(own, before)| (path(own), path(before))).collect();
        let shards = Shards { folders, design, tables, sizes: shard.sizes, doubled, plan };
        for (folder, before) in &shards.doubled {
            let number = (1..).zip(&shards.folders).find(|(_, other)| *other == before);
            let number = number.map_or(1, |(number, _)| number);
            check_plan(folder, &shards.plan_of(number), tables)?;
        }
        for (number, folder) in (1..).zip(&shards.folders) {
            if folder != *first {
                check_plan(folder, &shards.plan_of(number), tables)?;
            }
        }
        Ok(shards)
    }

    /// What is to be said of folders that were left out, each once.
    pub fn remarks(&self) -> Vec<String> {
        let told: Vec<String> = self
            .doubled
            .iter()
            .take(NAMED)
            .map(|(own, before)| format!("{} (as {})", own.display(), before.display()))
            .collect();
        let more = self.doubled.len().saturating_sub(NAMED);
        let more = if more > 0 { format!(", and {more} more") } else { String::new() };
        let folders = match self.doubled.len() {
            0 => return Vec::new(),
            1 => "one folder holds".to_string(),
            n => format!("{n} folders hold"),
        };
        vec![format!(
            "{folders} the same runs as another, and each run is taken once: left out {}{more}",
            listed(&told)
        )]
    }

    /// Whether they hold summaries of districts, and no runs.
    pub fn holds_districts(&self) -> bool {
        self.tables == TableFormat::Summaries
    }

    fn plan_of(&self, number: u32) -> Plan {
        Plan { shard: Some(Shard { number, of: self.folders.len() as u32 }), ..self.plan.clone() }
    }

    /// Reads what they hold, in the order of the list of jobs.
    ///
    /// # Errors
    /// A file that cannot be read.
    pub fn reader(&self) -> Result<ShardReader> {
        let count = self.folders.len();
        let buffer = (BUFFERS.0 / count.max(1)).clamp(BUFFERS.1, LogScan::USUAL_BUFFER);
        let logs = (1..).zip(&self.folders);
        let logs = logs.map(|(k, folder)| ShardLog::open(folder, &self.plan_of(k), self.tables, buffer));
        let work: Vec<f64> = self.plan.districts.iter().map(|d| d.work).collect();
        let owners = self.holds_districts().then(|| deal(&work, count));
        Ok(ShardReader { logs: logs.collect::<Result<_>>()?, list: self.plan.list(), owners, next: 0 })
    }
}

/// Reads shards side by side, in the order of the list of jobs.
#[derive(Debug)]
pub struct ShardReader {
    logs: Vec<ShardLog>,
    list: JobList,
    /// The shard of each district, where whole districts were dealt.
    owners: Option<Vec<usize>>,
    /// The job that is read next.
    next: usize,
}

impl ShardReader {
    /// Whether districts are read, and no runs.
    pub fn holds_districts(&self) -> bool {
        self.owners.is_some()
    }

    /// The log that holds the next job, and how many jobs there are to the end of the unit or district.
    fn log(&mut self) -> (&mut ShardLog, usize) {
        let size = match &self.owners {
            Some(_) => self.list.scenarios * self.list.replications as usize,
            None => self.list.unit(),
        };
        let piece = self.next / size.max(1);
        let owner = self.owners.as_ref().map_or(piece % self.logs.len(), |owners| owners[piece]);
        (&mut self.logs[owner], size - self.next % size.max(1))
    }

    /// Passes over what is before a job: an interrupted merge goes on there.
    ///
    /// # Errors
    /// A shard that is not what was written.
    pub fn go_to(&mut self, job: usize) -> Result<()> {
        while self.next < job {
            if self.holds_districts() {
                self.district(|_| Ok(()))?;
            } else {
                self.log().0.outcome()?;
                self.next += 1;
            }
        }
        Ok(())
    }

    /// The outcomes of the next unit that are not read yet.
    ///
    /// # Errors
    /// A shard that is not what was written.
    pub fn unit(&mut self) -> Result<Vec<Outcome>> {
        let (log, jobs) = self.log();
        let outcomes = (0..jobs).map(|_| log.outcome()).collect::<Result<Vec<_>>>()?;
        self.next += jobs;
        Ok(outcomes)
    }

    /// Hands the next district on.
    ///
    /// # Errors
    /// A shard that is not what was written; those of `take`.
    pub fn district(&mut self, take: impl FnOnce(DescribedElsewhere<'_>) -> Result<()>) -> Result<()> {
        let (log, jobs) = self.log();
        log.district(take)?;
        self.next += jobs;
        Ok(())
    }
}

/// A folder's manifest, and of which batch it is a shard.
fn entry(folder: &Path) -> Result<(Manifest, ShardEntry)> {
    let found = Manifest::read(folder);
    let manifest = found.map_err(|fault| match folder.is_dir() && !folder.join(super::MANIFEST).exists() {
        true => {
            let fault = "is no finished shard: it has no manifest.json";
            let remedy = "end it with the command that began it and --resume, or name the folder that `--shard I/N` wrote";
            Diagnostic::failed(folder, fault, remedy)
        }
        false => fault,
    })?;
    match manifest.shard.clone() {
        Some(shard) => Ok((manifest, shard)),
        None => {
            let fault = "holds whole results, and no shard of them";
            Err(Diagnostic::failed(folder, fault, "leave it out; shards are what `--shard I/N` wrote"))
        }
    }
}

type Found<'a> = (&'a PathBuf, &'a Manifest, &'a ShardEntry);

/// Why a shard does not belong to the batch of another, if it does not.
fn foreign((folder, own, shard): Found<'_>, (first, other, of): Found<'_>) -> Option<Diagnostic> {
    let first = first.display();
    let build = |version: &str, build: &str| format!("uptake {version}, build {build}");
    if (own.version.as_str(), shard.build.as_str()) != (VERSION, BUILD) {
        let fault = format!(
            "was made by {}, and this is {}",
            build(&own.version, &shard.build),
            build(VERSION, BUILD)
        );
        let remedy = "join shards with the program that made all of them, or run this one again";
        return Some(Diagnostic::failed(folder, fault, remedy));
    }
    if shard.batch != of.batch {
        let apart = told_apart(own, other);
        let apart = if apart.is_empty() { "another plan".to_string() } else { listed(&apart) };
        let fault = format!("is a shard of another batch than {first}: it has {apart}");
        return Some(Diagnostic::failed(folder, fault, "leave it out, or run this shard of the same batch"));
    }
    if shard.of != of.of {
        let fault = format!("is shard {}, and {first} is one of {}", shard.shard(), of.of);
        return Some(Diagnostic::failed(folder, fault, "name shards of one cut: all of them of so many"));
    }
    if shard.sizes != of.sizes {
        let fault = format!("is of another command than {first}: one of them is `sizes`");
        return Some(Diagnostic::failed(folder, fault, "run all shards by the same command"));
    }
    None
}

/// The error about a shard that is there twice; none where two folders hold the same runs.
fn twice((folder, own, shard): Found<'_>, before: &(&PathBuf, Manifest, ShardEntry)) -> Option<Diagnostic> {
    let (other, shard) = (before.0.display(), shard.shard());
    if folder == before.0 {
        let fault = format!("is named twice (shard {shard})");
        return Some(Diagnostic::failed(folder, fault, "name each folder once"));
    }
    let is_same = own.files.get(OUTCOMES) == before.1.files.get(OUTCOMES);
    (!is_same).then(|| {
        let fault =
            format!("overlaps with {other}: both hold shard {shard}, with other numbers for the same runs");
        let remedy =
            "one of them was made or changed otherwise; run this shard again and name that folder alone";
        Diagnostic::failed(folder, fault, remedy)
    })
}

/// The error about shards that nobody named.
fn missing(by_number: &[Option<usize>], folders: &[PathBuf]) -> Option<Diagnostic> {
    let of = by_number.len();
    let lacking = (1..).zip(by_number).filter(|(_, there)| there.is_none());
    let lacking: Vec<String> = lacking.map(|(number, _)| format!("{number}/{of}")).collect();
    let named: Vec<&str> = lacking.iter().take(NAMED).map(String::as_str).collect();
    let more = lacking.len().saturating_sub(NAMED);
    let named = if more > 0 { format!("{} and {more} more", named.join(", ")) } else { listed(&named) };
    let is = if lacking.len() == 1 { "is" } else { "are" };
    (!lacking.is_empty()).then(|| {
        let fault = format!(
            "{} of {of} shards {is} missing among {}: {named}",
            lacking.len(),
            if folders.len() == 1 { "one folder".into() } else { format!("the {} folders", folders.len()) }
        );
        Diagnostic::failed("", fault, "run what is missing with --shard, and name the folders of all")
    })
}

/// The error about a shard that is taken for results.
pub fn is_a_shard(folder: &Path, shard: Shard) -> Diagnostic {
    let fault = format!("is shard {shard} of a batch, and no results yet");
    let remedy = "join it with the others: uptake merge DIR… --out DIR, with the folders of all shards";
    Diagnostic::failed(folder, fault, remedy)
}
