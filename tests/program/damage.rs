//! Promise: a damaged file of a results folder is found and named before it is used, whatever was done to it.
//!
//! `UPTAKE_TRIALS=N` damages N files of finished folders and N of unfinished ones, as many in each way.

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::net::UnixListener;
use std::path::{Path, PathBuf};

use tempfile::TempDir;
use uptake::experiment::plan::{Design, Plan};
use uptake::experiment::{Batch, Outcome, Shard};
use uptake::files::places;
use uptake::parameters::Ledger;
use uptake::results::digest::text_digest;
use uptake::results::{Folder, Machine, Mode, TableFormat};
use uptake::scenario::Scenario;
use uptake::study::batch::FolderOptions;
use uptake::study::merge;
use uptake::study::stored::Stored;

use crate::runner::{DISTRICTS, uptake};

/// Numbers that look random and are the same every time.
struct Dice(u64);

impl Dice {
    fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) as usize) % n.max(1)
    }
}

/// What is done to a file.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Damage {
    BitFlipped,
    CutShort,
    Extended,
    BlockZeroed,
    Emptied,
    Removed,
    SwappedWithin,
    FromAnotherFolder,
    ReplacedByFolder,
    ReplacedByLink,
    ReplacedByPipe,
    ReplacedBySocket,
}

const ALL: [Damage; 12] = [
    Damage::BitFlipped,
    Damage::CutShort,
    Damage::Extended,
    Damage::BlockZeroed,
    Damage::Emptied,
    Damage::Removed,
    Damage::SwappedWithin,
    Damage::FromAnotherFolder,
    Damage::ReplacedByFolder,
    Damage::ReplacedByLink,
    Damage::ReplacedByPipe,
    Damage::ReplacedBySocket,
];

/// How many files are damaged in each way.
fn trials(usual: usize) -> usize {
    let all = std::env::var("UPTAKE_TRIALS").ok().and_then(|n| n.parse().ok()).unwrap_or(usual);
    all.div_ceil(ALL.len())
}

/// The files of a folder by their paths in it.
fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    for entry in fs::read_dir(folder).unwrap().map(|e| e.unwrap()) {
        let name = entry.file_name().into_string().unwrap();
        match entry.file_type().unwrap().is_dir() {
            true => found.extend(files(&entry.path()).into_iter().map(|(k, v)| (format!("{name}/{k}"), v))),
            false => drop(found.insert(name, fs::read(entry.path()).unwrap())),
        }
    }
    found
}

/// Names of everything in a folder.
fn names(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap().map(|e| e.unwrap()) {
        found.push(entry.path());
        if entry.file_type().unwrap().is_dir() {
            found.extend(names(&entry.path()));
        }
    }
    found.sort();
    found
}

/// Removes what is at a path and writes the file that was there.
fn restore(path: &Path, bytes: &[u8]) {
    match fs::symlink_metadata(path) {
        Ok(found) if found.is_dir() => fs::remove_dir_all(path).unwrap(),
        Ok(_) => fs::remove_file(path).unwrap(),
        Err(_) => {}
    }
    fs::write(path, bytes).unwrap();
}

/// Damages a file of a folder; the names of the files that are not what they were, or nothing where it stayed the same.
fn damage(
    (folder, whole): (&Path, &BTreeMap<String, Vec<u8>>),
    another: &BTreeMap<String, Vec<u8>>,
    name: &str,
    how: Damage,
    dice: &mut Dice,
) -> Vec<String> {
    let (path, bytes) = (folder.join(name), &whole[name]);
    let mut changed = bytes.clone();
    let mut touched = vec![name.to_string()];
    let place = dice.below(bytes.len());
    match how {
        Damage::BitFlipped => changed[place] ^= 1 << dice.below(8),
        Damage::CutShort => changed.truncate(place),
        Damage::Extended => changed.extend((0..=dice.below(600)).map(|k| if k % 2 == 0 { 0 } else { b'7' })),
        Damage::BlockZeroed => changed.iter_mut().skip(place & !511).take(512).for_each(|byte| *byte = 0),
        Damage::Emptied => changed.clear(),
        Damage::Removed => fs::remove_file(&path).unwrap(),
        Damage::SwappedWithin => {
            let other = whole.keys().nth(dice.below(whole.len())).unwrap();
            changed.clone_from(&whole[other]);
            if changed != *bytes {
                fs::write(folder.join(other), bytes).unwrap();
                touched.push(other.clone());
            }
        }
        Damage::FromAnotherFolder => {
            if let Some(other) = another.get(name) {
                changed.clone_from(other);
            }
        }
        Damage::ReplacedByFolder => {
            fs::remove_file(&path).unwrap();
            fs::create_dir(&path).unwrap();
        }
        Damage::ReplacedByLink => {
            let elsewhere = folder.with_extension("elsewhere");
            fs::write(&elsewhere, bytes).unwrap();
            fs::remove_file(&path).unwrap();
            std::os::unix::fs::symlink(&elsewhere, &path).unwrap();
        }
        Damage::ReplacedByPipe => {
            fs::remove_file(&path).unwrap();
            assert!(std::process::Command::new("mkfifo").arg(&path).status().unwrap().success());
        }
        Damage::ReplacedBySocket => {
            fs::remove_file(&path).unwrap();
            // The name of a socket must be short.
            let here = folder.with_extension("s");
            drop(UnixListener::bind(&here).unwrap());
            fs::rename(&here, &path).unwrap();
        }
    }
    if path.symlink_metadata().is_ok_and(|m| m.is_file()) {
        if changed == *bytes {
            return Vec::new();
        }
        fs::write(&path, &changed).unwrap();
    }
    touched
}

fn scenarios(seed: u64) -> Vec<Scenario> {
    let read = |name: &str| {
        let draft = Scenario::built_in(name).unwrap().with("run.months", 3).unwrap();
        let draft = draft.with("run.replications", 3).unwrap().with("run.seed", seed as i64).unwrap();
        draft.resolve().unwrap()
    };
    ["committed", "weak-start"].map(read).into()
}

/// A scenario in every district of a table.
fn of_districts(seed: u64) -> Vec<Scenario> {
    let all = places(Path::new(DISTRICTS), None, "regular").unwrap();
    scenarios(seed).into_iter().take(1).map(|s| Scenario { places: all.districts.clone(), ..s }).collect()
}

/// What opening a folder says against it.
fn opened(path: &Path, shard: Option<Shard>) -> Option<String> {
    match shard {
        Some(_) => merge::shards(&[path.to_path_buf()]).err().map(|e| e.to_string()),
        None => Stored::open(path).err().map(|e| e.to_string()),
    }
}

/// A finished folder and what runs it.
struct Finished {
    path: PathBuf,
    scenarios: Vec<Scenario>,
    tables: TableFormat,
    /// The only shard of its batch, or results.
    shard: Option<Shard>,
    whole: BTreeMap<String, Vec<u8>>,
    /// The files of a folder of another seed.
    another: BTreeMap<String, Vec<u8>>,
}

impl Finished {
    fn new(home: &Path, name: &str, tables: TableFormat, of: fn(u64) -> Vec<Scenario>) -> Finished {
        let shard = (name == "shard").then_some(Shard { number: 1, of: 1 });
        let made = |seed: u64, name: &str| {
            let (path, scenarios) = (home.join(name), of(seed));
            let batch = Batch::new(&scenarios);
            let batch = if scenarios.len() > 1 { batch.compared() } else { batch };
            let options = FolderOptions { tables, shard, ..FolderOptions::default() };
            batch.run_into_as(&path, &options).unwrap();
            assert_eq!(opened(&path, shard), None);
            (files(&path), path, scenarios)
        };
        let (another, ..) = made(2, &format!("{name}-2"));
        let (whole, path, scenarios) = made(1, name);
        Finished { path, scenarios, tables, shard, whole, another }
    }

    /// What every way to use the folder says; each must refuse it.
    fn said(&self) -> Vec<(&'static str, String)> {
        let mut found = vec![("opened", opened(&self.path, self.shard))];
        for (word, mode) in [("run", Mode::New), ("--resume", Mode::Resume), ("--force", Mode::Force)] {
            let batch = Batch::new(&self.scenarios);
            let batch = if self.scenarios.len() > 1 { batch.compared() } else { batch };
            let options =
                FolderOptions { tables: self.tables, shard: self.shard, mode, ..FolderOptions::default() };
            found.push((word, batch.run_into_as(&self.path, &options).err().map(|e| e.to_string())));
        }
        found
            .into_iter()
            .map(|(word, said)| (word, said.unwrap_or_else(|| panic!("{word}: taken for whole"))))
            .collect()
    }
}

#[test]
fn every_damaged_file_of_a_finished_folder_is_found_and_named() {
    let home = TempDir::new().unwrap();
    let mut subjects = vec![
        Finished::new(home.path(), "csv", TableFormat::Csv, scenarios),
        Finished::new(home.path(), "summaries", TableFormat::Summaries, scenarios),
        Finished::new(home.path(), "districts", TableFormat::Csv, of_districts),
        Finished::new(home.path(), "shard", TableFormat::Csv, scenarios),
    ];
    if cfg!(feature = "parquet") {
        subjects.push(Finished::new(home.path(), "mixed", TableFormat::Mixed, scenarios));
        subjects.push(Finished::new(home.path(), "parquet", TableFormat::Parquet, scenarios));
    }
    let (mut dice, mut done) = (Dice(1), BTreeMap::<String, usize>::new());
    for how in ALL {
        for trial in 0..trials(144) {
            let subject = &subjects[trial % subjects.len()];
            // What is about the machine is never read.
            let candidates: Vec<&String> =
                subject.whole.keys().filter(|name| *name != "machine.json").collect();
            let name = candidates[dice.below(candidates.len())];
            let whole = (subject.path.as_path(), &subject.whole);
            let mut touched = damage(whole, &subject.another, name, how, &mut dice);
            touched.retain(|name| name != "machine.json");
            if touched.is_empty() {
                continue;
            }
            let before = names(&subject.path);
            for (word, said) in subject.said() {
                // Without its manifest a folder is no finished one any more.
                let is_unfinished = how == Damage::Removed
                    && ["exists already", "no unfinished", "not made by", "no finished shard"]
                        .iter()
                        .any(|words| said.contains(words));
                let is_named = |name: &String| {
                    said.contains(name)
                        || name == "manifest.json" && (said.contains("manifest") || is_unfinished)
                };
                assert!(touched.iter().any(is_named), "{how:?} of {touched:?}, {word}: {said}");
            }
            assert_eq!(names(&subject.path), before, "{how:?} of {name}: nothing is deleted");
            if trial % 50 == 0 && subject.shard.is_none() {
                let folder = subject.path.to_str().unwrap();
                let commands: [&[&str]; 4] = [
                    &["report", folder],
                    &["plot", folder],
                    &["explain", folder, "--typical", "--district", "district"],
                    &["replay", folder, "--replication", "0"],
                ];
                for command in commands {
                    let output = uptake(home.path(), command);
                    let said = String::from_utf8_lossy(&output.stderr).into_owned();
                    assert_eq!(output.status.code().map(|code| code == 1 || code == 3), Some(true), "{said}");
                    let is_named = |name: &String| said.contains(name) || said.contains("manifest");
                    assert!(touched.iter().any(is_named), "{how:?} of {touched:?}, {command:?}: {said}");
                }
            }
            *done.entry(format!("{how:?}")).or_default() += 1;
            for name in touched.iter().chain([name]) {
                restore(&subject.path.join(name), &subject.whole[name]);
            }
        }
    }
    assert_eq!(done.len(), ALL.len());
    for subject in &subjects {
        assert_eq!(opened(&subject.path, subject.shard), None);
    }
    eprintln!("damaged files of finished folders: {done:?}");
}

/// An unfinished folder: what it holds, and what it comes to.
struct Unfinished {
    path: PathBuf,
    plan: Plan,
    outcomes: Vec<Outcome>,
    tables: TableFormat,
    begun: BTreeMap<String, Vec<u8>>,
    another: BTreeMap<String, Vec<u8>>,
    finished: BTreeMap<String, Vec<u8>>,
}

impl Unfinished {
    fn new(home: &Path, name: &str, tables: TableFormat, with_tables: bool) -> Unfinished {
        let made = |seed: u64, path: PathBuf, finish: bool| {
            let design = Design::new(scenarios(seed), true).unwrap();
            let plan = design.plan(&Ledger::standard().unwrap(), text_digest);
            let outcomes: Vec<Outcome> =
                (0..plan.list().units()).flat_map(|unit| design.unit(unit)).collect();
            let mut folder = Folder::open(&path, &plan, tables, Mode::New).unwrap();
            let jobs = if with_tables || finish { outcomes.len() } else { outcomes.len() / 2 };
            folder.append(&outcomes[..jobs]).unwrap();
            if with_tables {
                folder.write_tables().unwrap();
            }
            match finish {
                true => drop(folder.finish(Vec::new(), &Machine::unknown(1)).unwrap()),
                false => drop(folder),
            }
            (files(&path), plan, outcomes, path)
        };
        let (another, ..) = made(2, home.join(format!("{name}-2")), false);
        let (finished, ..) = made(1, home.join(format!("{name}-3")), true);
        let (begun, plan, outcomes, path) = made(1, home.join(name), false);
        Unfinished { path, plan, outcomes, tables, begun, another, finished }
    }

    /// Goes on with what is there; whether it came to the very bytes, or why it was refused.
    fn went_on(&self, mode: Mode) -> Result<bool, String> {
        let mut folder =
            Folder::open(&self.path, &self.plan, self.tables, mode).map_err(|e| e.to_string())?;
        folder.append(&self.outcomes[folder.next_job()..]).map_err(|e| e.to_string())?;
        folder.finish(Vec::new(), &Machine::unknown(1)).map_err(|e| e.to_string())?;
        let mut found = files(&self.path);
        found.retain(|name, _| self.finished.contains_key(name));
        Ok(found == self.finished)
    }

    fn begin_again(&self) {
        fs::remove_dir_all(&self.path).unwrap();
        for (name, bytes) in &self.begun {
            let path = self.path.join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, bytes).unwrap();
        }
    }
}

#[test]
fn every_damaged_file_of_an_unfinished_folder_is_named_or_its_work_is_done_again() {
    let home = TempDir::new().unwrap();
    let mut subjects = vec![
        Unfinished::new(home.path(), "csv", TableFormat::Csv, true),
        Unfinished::new(home.path(), "begun", TableFormat::Csv, false),
        Unfinished::new(home.path(), "summaries", TableFormat::Summaries, true),
    ];
    if cfg!(feature = "parquet") {
        subjects.push(Unfinished::new(home.path(), "mixed", TableFormat::Mixed, true));
        subjects.push(Unfinished::new(home.path(), "parquet", TableFormat::Parquet, true));
    }
    let (mut dice, mut done) = (Dice(7), BTreeMap::<String, [usize; 2]>::new());
    for how in ALL {
        for trial in 0..trials(96) {
            let subject = &subjects[trial % subjects.len()];
            let name = subject.begun.keys().nth(dice.below(subject.begun.len())).unwrap();
            let whole = (subject.path.as_path(), &subject.begun);
            let touched = damage(whole, &subject.another, name, how, &mut dice);
            if touched.is_empty() {
                continue;
            }
            assert!(Folder::open(&subject.path, &subject.plan, subject.tables, Mode::New).is_err());
            let before = names(&subject.path);
            let mode = if trial % 2 == 0 { Mode::Resume } else { Mode::Force };
            let place = match subject.went_on(mode) {
                Ok(is_same) => {
                    assert!(is_same, "{how:?} of {touched:?}, {mode:?}: other results");
                    0
                }
                Err(said) => {
                    // A damaged record of files no longer vouches for the files it listed.
                    let vouched = |name: &String| {
                        name == "files.partial" && subject.begun.keys().any(|own| said.contains(own))
                    };
                    let is_named = |name: &String| said.contains(name) || vouched(name);
                    let is_gone = said.contains("holds no unfinished results")
                        || said.contains("not made by this program");
                    assert!(
                        touched.iter().any(is_named) || is_gone,
                        "{how:?} of {touched:?}, {mode:?}: {said}"
                    );
                    assert_eq!(names(&subject.path), before, "{how:?} of {name}: nothing is deleted");
                    1
                }
            };
            done.entry(format!("{how:?}")).or_default()[place] += 1;
            subject.begin_again();
        }
    }
    assert_eq!(done.len(), ALL.len());
    eprintln!("damaged files of unfinished folders, done again and refused: {done:?}");
}
