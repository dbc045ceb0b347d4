//! `run` and `compare`: scenarios into a results folder and a summary.

#![allow(clippy::disallowed_types, reason = "machine.json says how long it took; no result depends on it")]

use std::path::{Path, PathBuf};
use std::time::{Instant, SystemTime, UNIX_EPOCH};

use super::failure::{FAILED, Failure, INTERRUPTED, USAGE};
use super::faults;
use super::interrupt::Interrupt;
use super::library::{Files, places};
use super::options::{BatchArgs, Tables};
use super::progress::Progress;
use super::summary;
use crate::experiment::executor;
use crate::experiment::plan::{Design, Plan};
use crate::metrics::MEASURES;
use crate::output::digest::{plan_digest, text_digest};
use crate::output::pictures::{Subject, draw};
use crate::output::{Folder, Machine, Mode, TableFormat, roster};
use crate::parameters::Ledger;
use crate::scenario::{self, Place, Scenario, UNREAL};

/// A batch of each scenario.
pub fn run(args: &BatchArgs) -> Result<(), Failure> {
    faults::told(batch(args, false), args.format)
}

/// The same replications under each scenario.
pub fn compare(args: &BatchArgs) -> Result<(), Failure> {
    if args.scenarios.len() < 2 {
        return Err(Failure::new(
            USAGE,
            "compare needs a base and at least one other scenario\n  uptake compare committed superintendent-disengages",
        ));
    }
    faults::told(batch(args, true), args.format)
}

fn batch(args: &BatchArgs, compared: bool) -> Result<(), Failure> {
    let clock = Clock::start();
    let ledger = Ledger::standard()?;
    let design = Design::new(read_scenarios(args, &ledger)?, compared)?;
    let plan = design.plan(&ledger, text_digest);
    let format = match args.tables {
        Tables::Parquet => TableFormat::Parquet,
        Tables::Csv => TableFormat::Csv,
    };
    let path = args.out.clone().unwrap_or_else(|| default_folder(&plan, format));
    if args.dry_run {
        return say_plan(&design, &plan, format, &path);
    }
    say_remarks(&design, args.quiet);
    let mode = match (args.force, args.resume, &args.out) {
        (true, ..) => Mode::Force,
        (_, true, _) => Mode::Resume,
        (_, _, None) => Mode::ReuseOrNew,
        _ => Mode::New,
    };
    let mut folder = Folder::open(&path, &plan, format, mode)?;
    let words = |text: String| {
        if !args.quiet {
            aside!("{text}");
        }
    };
    if folder.is_finished() {
        words(format!(
            "{}: these very results are there, whole and verified; nothing was run",
            path.display()
        ));
    } else {
        let pool = pool(args)?;
        if folder.next_job() > 0 {
            words(format!(
                "{}: going on after {} of {} runs",
                path.display(),
                folder.next_job(),
                folder.jobs()
            ));
        }
        fill(&design, &mut folder, &pool, args)?;
        finish(&design, folder, &pool, &path, &clock)?;
    }
    summary::print(&path, &design, args.format)?;
    let next = if compared {
        match design.scenarios.first().map(|s| s.places.as_slice()) {
            Some([_]) => {
                format!(
                    "figures are in {}; tables for R and Python beside them",
                    path.join("figures").display()
                )
            }
            _ => format!("figures of one district: uptake plot {} --district ID", path.display()),
        }
    } else {
        let first = args.scenarios.first().map_or("committed", String::as_str);
        let other = if first == "committed" { "superintendent-disengages" } else { "committed" };
        let district = match (&args.districts, &args.district) {
            (Some(table), Some(id)) => {
                let mapping = args.mapping.as_ref().map(|m| format!(" --mapping {m}")).unwrap_or_default();
                format!(" --districts {}{mapping} --district {id}", table.display())
            }
            _ => String::new(),
        };
        let unreal = design.scenarios.first().is_some_and(|s| s.places.iter().all(|p| p.id() == UNREAL));
        if design.is_cohort() {
            format!("figures of one district: uptake plot {} --district ID", path.display())
        } else if unreal || !district.is_empty() {
            format!("compare with another scenario: uptake compare {first} {other}{district}")
        } else {
            format!(
                "write a scenario with extends = \"{first}\" and compare the two: uptake compare {first} FILE"
            )
        }
    };
    words(format!("results: {} ({:.1} s)\n{next}", path.display(), clock.seconds()));
    Ok(())
}

fn read_scenarios(args: &BatchArgs, ledger: &Ledger) -> Result<Vec<Scenario>, Failure> {
    let given = match (&args.districts, &args.district) {
        (Some(table), Some(id)) => Some(places(table, args.mapping.as_deref(), id)?),
        _ => None,
    };
    // Flags have names of their own, by which a message calls them.
    let mut settings = args.settings.clone();
    settings.extend(args.replications.map(|n| format!("--replications={n}")));
    settings.extend(args.months.map(|m| format!("--months={m}")));
    settings.extend(args.seed.map(|s| format!("--seed={s}")));
    let mut found = Vec::new();
    let mut problems = Vec::new();
    for reference in &args.scenarios {
        match scenario::read_in(reference, &settings, given.clone(), &Files, ledger) {
            Ok(scenario) => found.push(scenario),
            // All files are read before giving up, so that every problem is seen at once.
            Err(more) => problems.extend(more.list().into_iter().cloned()),
        }
    }
    if problems.is_empty() { Ok(found) } else { Err(Failure::of(problems)) }
}

fn say_remarks(design: &Design, quiet: bool) {
    if quiet {
        return;
    }
    let mut said: Vec<&str> = Vec::new();
    for remark in design.scenarios.iter().flat_map(|s| &s.remarks) {
        if !said.contains(&remark.as_str()) {
            aside!("note: {remark}");
            said.push(remark);
        }
    }
}

/// `results/<names>-<first eight digits of the digest>`.
fn default_folder(plan: &Plan, format: TableFormat) -> PathBuf {
    let names: Vec<&str> = plan.scenarios.iter().map(|s| s.name.as_str()).collect();
    // Long lists of names would make a name that a file system refuses.
    let mut names = names.join("-");
    while names.len() > 100 {
        names.pop();
    }
    Path::new("results").join(format!("{names}-{}", plan_digest(plan, format).short()))
}

fn say_plan(design: &Design, plan: &Plan, tables: TableFormat, path: &Path) -> Result<(), Failure> {
    let jobs = design.jobs();
    let work: f64 = (0..jobs).step_by(1 + jobs / 10_000).map(|j| design.work(j)).sum();
    let work = work * (1 + jobs / 10_000) as f64;
    let values = jobs as f64 * (f64::from(plan.months) + 1.0) * MEASURES.len() as f64;
    let a_value = if tables == TableFormat::Parquet { 9.0 } else { 19.0 };
    let compared = plan.pairs.len() as f64 / plan.scenarios.len().max(1) as f64;
    let kept = values * a_value * (1.0 + compared);
    // Teacher-months a second on one core, and bytes a stored value, both measured and rounded down.
    let cores = std::thread::available_parallelism().map_or(1.0, |n| n.get() as f64);
    say!(
        "runs:    {jobs} ({} scenarios, {} districts, {} replications)",
        plan.scenarios.len(),
        plan.districts.len(),
        plan.replications
    );
    say!("time:    about {:.0} s on {cores:.0} cores", (work / 8.0e6 / cores).max(1.0));
    say!(
        "disk:    about {:.0} MB, and {:.0} MB more while it runs",
        (kept / 1e6).max(1.0),
        (values * 8.0 / 1e6).max(1.0)
    );
    say!("results: {}", path.display());
    Ok(())
}

fn pool(args: &BatchArgs) -> Result<rayon::ThreadPool, Failure> {
    let threads = args.threads.map_or(0, usize::from);
    rayon::ThreadPoolBuilder::new()
        .num_threads(threads)
        .build()
        .map_err(|e| Failure::new(FAILED, format!("threads cannot be started: {e}\n  try --threads 1")))
}

/// Runs what is missing, chunk by chunk, in the order of the list.
fn fill(
    design: &Design,
    folder: &mut Folder,
    pool: &rayon::ThreadPool,
    args: &BatchArgs,
) -> Result<(), Failure> {
    let interrupt = Interrupt::listen();
    let progress = Progress::new(folder.jobs(), folder.next_job(), args.quiet);
    while folder.next_job() < folder.jobs() {
        if interrupt.asked() {
            folder.sync()?;
            progress.end();
            let (done, jobs) = (folder.next_job(), folder.jobs());
            return Err(Failure::new(
                INTERRUPTED,
                format!(
                    "interrupted after {done} of {jobs} runs; they are safe in {}\n  go on with the same command and --resume",
                    folder.path().display()
                ),
            ));
        }
        let outcomes = pool.install(|| executor::in_parallel(design, design.chunk(folder.next_job())));
        folder.append(&outcomes)?;
        progress.at(folder.next_job());
    }
    progress.end();
    Ok(())
}

fn finish(
    design: &Design,
    mut folder: Folder,
    pool: &rayon::ThreadPool,
    path: &Path,
    clock: &Clock,
) -> Result<(), Failure> {
    pool.install(|| folder.write_tables())?;
    let mut extra: Vec<(String, Vec<u8>)> = Vec::new();
    let places = design.scenarios.first().map_or(&[][..], |s| &s.places);
    if let [place] = places {
        let subject = Subject {
            folder: path,
            scenarios: &design.scenarios,
            district: place.id(),
            district_name: &place.name(),
            pairs: &design.pairs,
        };
        if folder.simulated() {
            for figure in pool.install(|| draw(&subject))? {
                extra.push((format!("figures/{}.svg", figure.name), figure.svg.into_bytes()));
                extra.push((format!("figures/{}.png", figure.name), figure.png));
            }
        }
    } else if !design.is_cohort() {
        let (mut facts, mut totals) = (Vec::new(), Vec::new());
        for place in places {
            match place {
                Place::Facts(known) => facts.push(known),
                Place::Totals(known) => totals.push(known),
                Place::Synthetic { .. } => {}
            }
        }
        let table = if totals.is_empty() { roster::table(&facts) } else { roster::totals(&totals) };
        extra.push(("districts.csv".into(), table?));
    }
    folder.finish(extra, &clock.machine(pool.current_num_threads()))?;
    Ok(())
}

struct Clock {
    start: Instant,
    started: SystemTime,
}

impl Clock {
    fn start() -> Clock {
        Clock { start: Instant::now(), started: SystemTime::now() }
    }

    fn seconds(&self) -> f64 {
        self.start.elapsed().as_secs_f64()
    }

    fn machine(&self, threads: usize) -> Machine {
        Machine {
            started: stamp(self.started),
            finished: stamp(SystemTime::now()),
            seconds: self.seconds(),
            threads,
            platform: format!("{} {}", std::env::consts::OS, std::env::consts::ARCH),
            command: std::env::args().collect(),
        }
    }
}

/// Seconds since 1970, UTC: enough to tell two runs apart without a calendar.
fn stamp(time: SystemTime) -> String {
    let seconds = time.duration_since(UNIX_EPOCH).map_or(0, |d| d.as_secs());
    format!("{seconds} s since 1970-01-01 UTC")
}
