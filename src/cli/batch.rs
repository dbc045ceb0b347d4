//! `run` and `compare`: scenarios into a results folder and a summary.

mod clock;
mod forecast;
mod words;

use std::path::{Path, PathBuf};

use clock::Clock;
use forecast::say_plan;
use words::{next_step, say_remarks};

use super::district_tables::places;
use super::faults::{self, CommandResult};
use super::interrupt::Interrupt;
use super::library::read_all;
use super::options::{BatchArgs, Tables};
use super::progress::Progress;
use super::summary;
use uptake::diagnostic::Diagnostic;
use uptake::experiment::executor;
use uptake::experiment::plan::{Design, Plan};
use uptake::figures::Figure;
use uptake::figures::pictures::{WANTED, draw, files};
use uptake::parameters::Ledger;
use uptake::phrasing::thousands;
use uptake::report::{Asked, REPORT, report};
use uptake::results::digest::{plan_digest, text_digest};
use uptake::results::{Dataset, Folder, Mode, TableFormat, roster};
use uptake::scenario::{DistrictSpec, Scenario};

/// A batch of each scenario.
pub fn run(args: &BatchArgs) -> CommandResult {
    faults::told(batch(args, false), args.format)
}

/// The same replications under each scenario.
pub fn compare(args: &BatchArgs) -> CommandResult {
    if args.scenarios.len() < 2 {
        let remedy = "uptake compare committed superintendent-disengages";
        return Err(Diagnostic::usage("compare needs a base and at least one other scenario", remedy).into());
    }
    faults::told(batch(args, true), args.format)
}

fn batch(args: &BatchArgs, compared: bool) -> CommandResult {
    let ledger = Ledger::standard()?;
    let design = Design::new(read_scenarios(args, &ledger)?, compared)?;
    let names: Vec<&str> = design.scenarios.iter().map(|s| s.name.as_str()).collect();
    if let Some(done) = carry_out(args, &design, &ledger, &names.join("-"), None)? {
        summary::print(&done.dataset, &design, args.format)?;
        let next = next_step(args, &design, compared, &done.dataset.folder);
        done.say(args, &next);
    }
    Ok(())
}

/// A finished batch.
pub(super) struct Done {
    /// Its results.
    pub dataset: Dataset,
    clock: Clock,
}

impl Done {
    /// Says where the results are, and what to do with them.
    pub fn say(&self, args: &BatchArgs, next: &str) {
        if !args.quiet {
            aside!("results: {} ({:.1} s)\n{next}", self.dataset.folder.display(), self.clock.seconds());
        }
    }
}

/// What draws the figures of several districts.
pub(super) type Figures<'a> = &'a (dyn Fn(&Dataset) -> Result<Vec<Figure>, Diagnostic> + Sync);

/// Runs what is missing of a design, into a folder called after `name` unless the user says; nothing comes
/// back where it was only asked what would be run.
pub(super) fn carry_out(
    args: &BatchArgs,
    design: &Design,
    ledger: &Ledger,
    name: &str,
    figures: Option<Figures<'_>>,
) -> CommandResult<Option<Done>> {
    let clock = Clock::start();
    let plan = design.plan(ledger, text_digest);
    let format = match args.tables {
        Tables::Parquet => TableFormat::Parquet,
        Tables::Csv => TableFormat::Csv,
    };
    let path = args.out.clone().unwrap_or_else(|| default_folder(name, &plan, format));
    if args.dry_run {
        return say_plan(design, &plan, format, &path).map(|()| None);
    }
    say_remarks(design, args.quiet);
    let mode = match (args.force, args.resume) {
        (true, _) => Mode::Force,
        (_, true) => Mode::Resume,
        _ => Mode::New,
    };
    let mut folder = Folder::open(&path, &plan, format, mode)?;
    let words = |text: String| {
        if !args.quiet {
            aside!("{text}");
        }
    };
    let dataset = if folder.is_finished() {
        words(format!(
            "{}: these very results are there, whole and verified; nothing was run",
            path.display()
        ));
        folder.dataset(&design.scenarios)?
    } else {
        let pool = super::long_work::pool(args.threads)?;
        if folder.next_job() > 0 {
            words(format!(
                "{}: going on after {} of {} runs",
                path.display(),
                thousands(folder.next_job() as u64),
                thousands(folder.jobs() as u64)
            ));
        }
        fill(design, &mut folder, &pool, args)?;
        finish(design, ledger, folder, &pool, &clock, figures)?
    };
    Ok(Some(Done { dataset, clock }))
}

/// The scenarios of the arguments, with their flags on top.
fn read_scenarios(args: &BatchArgs, ledger: &Ledger) -> CommandResult<Vec<Scenario>> {
    let given = match (&args.districts, &args.district) {
        (Some(table), Some(id)) => Some(places(table, args.mapping.as_deref(), id)?),
        _ => None,
    };
    read_all(&args.scenarios, &settings(args), given.as_deref(), ledger)
}

/// The settings that the flags are: those have names of their own, by which a message calls them.
pub(super) fn settings(args: &BatchArgs) -> Vec<String> {
    let mut settings = args.settings.clone();
    settings.extend(args.replications.map(|n| format!("--replications={n}")));
    settings.extend(args.parameters.map(|set| format!("run.parameters={}", set.word())));
    settings.extend(args.months.map(|m| format!("--months={m}")));
    settings.extend(args.seed.map(|s| format!("--seed={s}")));
    settings
}

/// `results/<names>-<first eight digits of the digest>`.
fn default_folder(name: &str, plan: &Plan, format: TableFormat) -> PathBuf {
    // Long lists of names would make a name that a file system refuses.
    let mut names = name.to_owned();
    while names.len() > 100 {
        names.pop();
    }
    Path::new("results").join(format!("{names}-{}", plan_digest(plan, format).short()))
}

/// Runs what is missing, chunk by chunk, in the order of the list.
fn fill(design: &Design, folder: &mut Folder, pool: &rayon::ThreadPool, args: &BatchArgs) -> CommandResult {
    let interrupt = Interrupt::listen();
    let progress = Progress::new(folder.jobs(), folder.next_job(), args.quiet);
    while folder.next_job() < folder.jobs() {
        if interrupt.asked() {
            folder.sync()?;
            progress.end();
            let [done, jobs] = [folder.next_job(), folder.jobs()].map(|n| thousands(n as u64));
            let path = folder.path().display();
            let fault = format!("interrupted after {done} of {jobs} runs; they are safe in {path}");
            return Err(super::long_work::interrupted(fault));
        }
        let outcomes = pool.install(|| executor::in_parallel(design, design.chunk(folder.next_job())));
        folder.append(&outcomes)?;
        progress.at(folder.next_job());
    }
    progress.end();
    Ok(())
}

/// Writes tables, then what is drawn and said of them, then the manifest.
fn finish(
    design: &Design,
    ledger: &Ledger,
    mut folder: Folder,
    pool: &rayon::ThreadPool,
    clock: &Clock,
    figures: Option<Figures<'_>>,
) -> CommandResult<Dataset> {
    pool.install(|| folder.write_tables())?;
    let dataset = folder.dataset(&design.scenarios)?;
    let mut extra: Vec<(String, Vec<u8>)> = Vec::new();
    let mut drawn = Vec::new();
    let places = design.scenarios.first().map_or(&[][..], |s| &s.places);
    match (places, dataset.manifest.districts.as_slice()) {
        _ if !folder.simulated() => {}
        ([place], [district]) => {
            let page = pool.install(|| {
                let results = dataset.district_results(district, &WANTED)?;
                drawn = draw(&results)?;
                report(&Asked { results: &results, place, figures: &drawn, ledger })
            })?;
            extra.push((REPORT.into(), page.into_bytes()));
        }
        _ => {
            if let Some(figures) = figures {
                drawn = pool.install(|| figures(&dataset))?;
            }
        }
    }
    extra.extend(files(drawn).into_iter().map(|(name, bytes)| (format!("figures/{name}"), bytes)));
    if places.len() != 1 && !design.is_cohort() {
        let (mut facts, mut totals) = (Vec::new(), Vec::new());
        for place in places {
            match place {
                DistrictSpec::Facts(known) => facts.push(known),
                DistrictSpec::Totals(known) => totals.push(known),
                DistrictSpec::Synthetic { .. } => {}
            }
        }
        let table = if totals.is_empty() { roster::table(&facts) } else { roster::totals(&totals) };
        extra.push(("districts.csv".into(), table?));
    }
    folder.finish(extra, &clock.machine(pool.current_num_threads()))?;
    Ok(dataset)
}
