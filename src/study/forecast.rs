//! What a batch would take, in time and on the disk, before it is run.
//!
//! Time is work times what a piece of it costs. What a run costs is measured, by living a few runs of this very design
//! for a moment: so it holds on any machine and for any district, scenario and number of months. What tables, figures and the
//! page cost beside them is counted in pieces of known cost ([`MEASURED`]), and machines differ: a fixed piece of such work,
//! the yardstick, says by how much.

mod excess;
mod pace;

use super::batch::FolderOptions;
use super::schools::schools_of;
use crate::diagnostic::Result;
use crate::experiment::plan::{Design, Plan};
use crate::experiment::{JobList, Part, Shard, assumption_sets};
use crate::explain::{but_for, one_at_a_time};
use crate::figures::{self, FigureSelection};
use crate::metrics::{MEASURES, RUN_COLUMNS};
use crate::parameters::Ledger;
use crate::report;
use crate::results::TableFormat;
use crate::results::digest::text_digest;
use crate::results::summaries::{STAGE, STAGE_SHARES, months_held};
use crate::scenario::{DistrictSpec, Scenario};

pub use excess::refuse_excess;
pub use pace::{MachinePace, yardstick};

/// Work (teacher-months) that a run has beside its teachers: leaders, schools, the district.
const BESIDE: f64 = 10.0;

/// What the pieces of a batch cost, beside its runs, on one core of a known machine; and how large they are.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PieceCosts {
    /// The process itself, its plan, its manifest (seconds).
    pub start: f64,
    /// A value of a run: noted, written as Parquet, described (seconds).
    pub parquet_value: f64,
    /// A value of a run: noted, written as CSV, described (seconds).
    pub csv_value: f64,
    /// A value of a difference, as Parquet (seconds).
    pub parquet_difference: f64,
    /// A value of a difference, as CSV (seconds).
    pub csv_difference: f64,
    /// A value of a run or a difference that is described alone (seconds).
    pub described: f64,
    /// A row of a summary, written and read again (seconds).
    pub row: f64,
    /// A figure laid out twice (seconds).
    pub figure: f64,
    /// A figure painted as PNG (seconds).
    pub png: f64,
    /// The page, without what is run for it (seconds).
    pub page: f64,
    /// Causes that are taken out one by one for a story, where its district is small enough for all of them.
    pub reruns: f64,
    /// A teacher-month of a run (seconds).
    pub teacher_month: f64,
    /// The yardstick (seconds).
    pub yardstick: f64,
}

/// As `cargo bench --bench forecast` prints them: time on one core of an AMD EPYC (a virtual machine of two).
pub const MEASURED: PieceCosts = PieceCosts {
    start: 0.0044,
    parquet_value: 50.6e-9,
    csv_value: 107.1e-9,
    parquet_difference: 41.4e-9,
    csv_difference: 113.8e-9,
    described: 21.5e-9,
    row: 1.17e-6,
    figure: 0.0013,
    png: 0.0186,
    page: 0.0159,
    reruns: 13.0,
    teacher_month: 90e-9,
    yardstick: 0.0040,
};

/// Bytes on the disk, measured of the gallery: they hardly differ between districts and lengths.
mod bytes {
    /// A value of a run and of a difference, as Parquet.
    pub const PARQUET: (f64, f64) = (4.5, 3.6);
    /// The same as CSV.
    pub const CSV: (f64, f64) = (10.5, 11.7);
    /// A row of the summary and of the summary of differences.
    pub const ROW: (f64, f64) = (160.0, 235.0);
    /// A row of `runs.csv`.
    pub const RUN: f64 = 170.0;
    /// A row of the table of schools, as Parquet and as CSV.
    pub const SCHOOL: (f64, f64) = (20.0, 111.0);
    /// The parameters of a scenario.
    pub const PARAMETERS: f64 = 33e3;
    /// A figure: two SVG and a PNG.
    pub const FIGURE: f64 = 330e3;
    /// The page with its pictures, and what every folder holds.
    pub const PAGE: f64 = 500e3;
    /// A value in the journal, and what a record has beside its values.
    pub const JOURNAL: (f64, f64) = (8.0, 32.0);
}

/// Memory (megabytes), measured: 33 MB of a shard, 82 MB where tables, figures and page of 400 runs are made, 304 MB of 17,842
/// districts; somewhat more of each.
mod memory {
    /// The program itself, its ledger and what it writes through.
    pub const PROGRAM: f64 = 40.0;
    /// What waits for its turn, and the world that is lived, for each thread.
    pub const THREAD: f64 = 16.0;
    /// A district with its schools.
    pub const DISTRICT: f64 = 0.017;
    /// Tables, figures and page.
    pub const SHOWN: f64 = 80.0;
    /// A shard that is read while it is joined, and all of them at most.
    pub const SHARD: (f64, f64) = (0.27, 330.0);
    /// A value that is held until it is described.
    pub const VALUE: f64 = 8e-6;
}

/// What is to be done, counted.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct BatchWork {
    /// Runs.
    pub jobs: usize,
    /// Teacher-months of these runs.
    pub teacher_months: f64,
    /// Teacher-months of pairs over sets of assumptions.
    pub assumed: f64,
    /// Teacher-months of the page's screen of assumptions.
    pub screened: f64,
    /// Teacher-months that are run alone, for the page's stories.
    pub told: f64,
    /// Values of runs that the journal holds, and until they are described the memory of summaries alone.
    pub noted: f64,
    /// Values of runs that tables hold.
    pub values: f64,
    /// Values of differences.
    pub differences: f64,
    /// Rows of the summary.
    pub rows: f64,
    /// Rows of the summary of differences.
    pub difference_rows: f64,
    /// Scenarios, whose parameters are listed.
    pub scenarios: f64,
    /// Rows of the table of schools.
    pub schools: f64,
    /// Figures that are laid out.
    pub figures: f64,
    /// Figures that are painted as PNG.
    pub painted: f64,
    /// Pages.
    pub pages: f64,
    /// Format of the tables.
    pub tables: TableFormat,
    /// Runs are noted, and no tables are written: a shard.
    pub noted_alone: bool,
    /// Memory beside that of threads (megabytes).
    pub memory: f64,
}

/// What a batch would take.
#[non_exhaustive]
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct BatchForecast {
    /// Runs.
    pub jobs: usize,
    /// Threads.
    pub threads: f64,
    /// Simulation (seconds).
    pub simulation: f64,
    /// Tables (seconds).
    pub tables: f64,
    /// Figures (seconds).
    pub figures: f64,
    /// The page, with what is run for it (seconds).
    pub report: f64,
    /// What stays on the disk (megabytes).
    pub kept: f64,
    /// What is needed there beside while it runs (megabytes).
    pub beside: f64,
    /// Memory at most (megabytes).
    pub memory: f64,
}

impl BatchForecast {
    /// Of a design: some of its runs are lived for a moment.
    ///
    /// # Errors
    /// A faulty ledger; results that cannot be kept so; threads that cannot be started.
    pub fn of(design: &Design, options: &FolderOptions<'_>) -> Result<BatchForecast> {
        let ledger = Ledger::standard()?;
        options.check(&Plan { shard: options.shard, ..design.plan(&ledger, text_digest) })?;
        let work = BatchWork::of(design, options, &ledger);
        let pace = MachinePace::of(design, &work, options.threads)?;
        Ok(BatchForecast::at(&work, &pace, &MEASURED))
    }

    /// Of a design that is cut into so many shards: of one shard, and of what joins them.
    ///
    /// # Errors
    /// Those of [`BatchForecast::of`]; more shards than there are pieces to deal out.
    pub fn in_shards(
        design: &Design,
        options: &FolderOptions<'_>,
        shards: u32,
    ) -> Result<[BatchForecast; 2]> {
        let ledger = Ledger::standard()?;
        let shard = Some(Shard::new(1, shards)?);
        // What is made of all runs is for merge, and no fault of a shard.
        let of_one = FolderOptions {
            shard,
            tables: options.tables,
            threads: options.threads,
            ..FolderOptions::default()
        };
        of_one.check(&Plan { shard, ..design.plan(&ledger, text_digest) })?;
        let whole = BatchWork::of(design, options, &ledger);
        let pace = MachinePace::of(design, &whole, options.threads)?;
        let runs =
            design.scenarios.iter().map(all_places).sum::<f64>() * f64::from(design.list().replications);
        let (read, most) = memory::SHARD;
        let joined = BatchWork {
            teacher_months: whole.teacher_months - runs,
            memory: whole.memory + (read * f64::from(shards)).min(most),
            ..whole
        };
        Ok([BatchWork::of(design, &of_one, &ledger), joined]
            .map(|work| BatchForecast::at(&work, &pace, &MEASURED)))
    }

    /// Of so much work at this pace.
    pub fn at(work: &BatchWork, pace: &MachinePace, costs: &PieceCosts) -> BatchForecast {
        let beside = |seconds: f64| pace.slowness * seconds / pace.threads;
        let runs = |teacher_months: f64, seconds: f64| teacher_months * seconds / pace.threads;
        let (value, difference, (value_bytes, difference_bytes)) = match work.tables {
            _ if work.noted_alone => (costs.described, 0.0, (0.0, 0.0)),
            TableFormat::Mixed | TableFormat::Parquet => {
                (costs.parquet_value, costs.parquet_difference, bytes::PARQUET)
            }
            TableFormat::Csv => (costs.csv_value, costs.csv_difference, bytes::CSV),
            TableFormat::Summaries => (costs.described, costs.described, (0.0, 0.0)),
        };
        let rows = work.rows + work.difference_rows;
        let jobs = work.jobs as f64;
        let summaries = work.rows * bytes::ROW.0
            + work.difference_rows * bytes::ROW.1
            + work.scenarios * bytes::PARAMETERS;
        let schools = work.schools
            * match work.tables {
                TableFormat::Csv => bytes::SCHOOL.1,
                _ => bytes::SCHOOL.0,
            };
        let of_runs = work.values * value_bytes + work.differences * difference_bytes + jobs * bytes::RUN;
        let shown = work.painted * bytes::FIGURE + work.pages * bytes::PAGE;
        let noted = work.noted + jobs * RUN_COLUMNS.len() as f64;
        // What is noted until the tables are written: every run, or of each district its rows.
        let (kept, beside_bytes) = match work.tables {
            TableFormat::Summaries => (summaries, summaries),
            _ if work.noted_alone => {
                let bytes = noted * bytes::JOURNAL.0 + jobs * bytes::JOURNAL.1;
                (bytes, bytes)
            }
            _ => (summaries + of_runs + schools + shown, noted * bytes::JOURNAL.0 + jobs * bytes::JOURNAL.1),
        };
        BatchForecast {
            jobs: work.jobs,
            threads: pace.threads,
            simulation: runs(work.teacher_months + work.assumed, pace.batch),
            tables: pace.slowness * costs.start
                + beside(work.values * value + work.differences * difference + rows * costs.row),
            figures: beside(work.figures * costs.figure + work.painted * costs.png),
            report: beside(work.pages * costs.page)
                + runs(work.screened, pace.batch)
                + runs(work.told, pace.alone),
            kept: kept / 1e6,
            beside: beside_bytes / 1e6,
            memory: work.memory + memory::THREAD * pace.threads,
        }
    }

    /// All of its time (seconds).
    pub fn seconds(&self) -> f64 {
        self.simulation + self.tables + self.figures + self.report
    }
}

/// How long the runs of these scenarios alone take (seconds), as often as each says: a few of them are lived for a moment.
///
/// # Errors
/// Scenarios that cannot be run together; threads that cannot be started.
pub fn seconds_of_runs(scenarios: &[Scenario], threads: Option<usize>) -> Result<f64> {
    let design = Design::new(scenarios.to_vec(), false)?;
    let options =
        FolderOptions { figures: FigureSelection::None, report: false, threads, ..FolderOptions::default() };
    Ok(BatchForecast::of(&design, &options)?.simulation)
}

impl BatchWork {
    /// Of a design that is kept so.
    pub fn of(design: &Design, options: &FolderOptions<'_>, ledger: &Ledger) -> BatchWork {
        let first = design.scenarios.first();
        let (n, months) = first.map_or((0.0, 0), |s| (f64::from(s.run.replications), s.run.months));
        let places = first.map_or(&[][..], |s| &s.places);
        let (scenarios, pairs) = (design.scenarios.len() as f64, design.pairs.len() as f64);
        let held = (months_held(months, places.len()) * places.len()) as f64;
        let is_of_runs = options.tables != TableFormat::Summaries;
        let noted = if is_of_runs { f64::from(months + 1) * places.len() as f64 } else { held };
        let kept = design.measures.places().len() as f64;
        let values = n * noted * kept;
        let has_stages = design.measures.holds(STAGE);
        let one = places.first().filter(|_| places.len() == 1 && is_of_runs);
        let reported = one.filter(|_| options.report && report::is_possible(&design.measures));
        let screened = |place| {
            let runs = one_at_a_time::runs(&design.scenarios, &design.pairs, place, ledger);
            runs as f64 * of_run(place, months)
        };
        let told = |s: &Scenario| {
            let once = all_places(s);
            (2.0 + MEASURED.reruns.min(but_for::affordable(once) as f64)) * once
        };
        let has_figures = options.figures != FigureSelection::None;
        let is_drawn = one.is_some_and(|_| has_figures || options.report)
            || (has_figures && is_of_runs && !options.side_by_side().is_empty());
        let figures =
            if is_drawn { figures::count(&design.scenarios, design.pairs.len()) as f64 } else { 0.0 };
        let whole = BatchWork {
            jobs: design.jobs(),
            // A table of schools runs everything once more.
            teacher_months: n
                * design.scenarios.iter().map(all_places).sum::<f64>()
                * if options.schools { 2.0 } else { 1.0 },
            assumed: first.filter(|_| is_of_runs).map_or(0.0, all_places)
                * assumption_sets::runs(design) as f64,
            screened: reported.map_or(0.0, screened),
            told: reported.map_or(0.0, |_| design.scenarios.iter().map(told).sum()),
            noted: scenarios * n * noted * if is_of_runs { MEASURES.len() as f64 } else { kept },
            values: scenarios * values,
            differences: pairs * values,
            rows: scenarios * held * (kept + if has_stages { STAGE_SHARES.len() as f64 } else { 0.0 }),
            difference_rows: pairs * held * kept,
            scenarios,
            schools: if options.schools {
                scenarios * n * f64::from(months + 1) * places.iter().map(schools_of).sum::<f64>()
            } else {
                0.0
            },
            figures,
            painted: if has_figures && is_drawn { figures } else { 0.0 },
            pages: f64::from(u8::from(reported.is_some())),
            tables: options.tables,
            noted_alone: false,
            memory: memory::PROGRAM
                + memory::DISTRICT * places.len() as f64
                + if is_of_runs {
                    memory::SHOWN
                } else {
                    memory::VALUE * scenarios * values / places.len().max(1) as f64
                },
        };
        match options.shard {
            Some(shard) => whole.shared(shard, design.list()),
            None => whole,
        }
    }

    /// One shard of it: its runs, and nothing that is made of them. Of whole districts, it has about as much as any other.
    fn shared(self, shard: Shard, list: JobList) -> BatchWork {
        let jobs = Part::of_units(list, shard).len();
        let share = jobs as f64 / list.len().max(1) as f64;
        BatchWork {
            jobs,
            teacher_months: self.teacher_months * share,
            assumed: 0.0,
            screened: 0.0,
            told: 0.0,
            noted: self.noted * share,
            values: self.values * share,
            differences: 0.0,
            rows: self.rows * share,
            difference_rows: self.difference_rows * share,
            figures: 0.0,
            painted: 0.0,
            pages: 0.0,
            scenarios: 0.0,
            schools: 0.0,
            tables: self.tables,
            noted_alone: true,
            memory: match self.tables {
                TableFormat::Summaries => self.memory,
                _ => self.memory - memory::SHOWN,
            },
        }
    }
}

/// Work of a run (teacher-months, about).
fn of_run(place: &DistrictSpec, months: u32) -> f64 {
    (place.teachers() + BESIDE) * f64::from(months)
}

/// Work of a run in every district of a scenario.
fn all_places(scenario: &Scenario) -> f64 {
    scenario.places.iter().map(|place| of_run(place, scenario.run.months)).sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::Batch;
    use crate::scenario::Scenario;

    pub(super) fn design(replications: u32, months: u32) -> Design {
        let draft =
            |name| Scenario::built_in(name).unwrap().with("run.months", months).unwrap().resolve().unwrap();
        let scenarios = [draft("committed"), draft("mandate-at-once")];
        Batch::new(&scenarios).compared().replications(replications).design().unwrap()
    }

    fn work(design: &Design, options: &FolderOptions<'_>) -> BatchWork {
        BatchWork::of(design, options, &Ledger::standard().unwrap())
    }

    #[test]
    fn work_is_counted_by_teachers_months_replications_scenarios_and_what_is_written() {
        let all = FolderOptions::default();
        let (one, bare) = (
            work(&design(10, 24), &all),
            FolderOptions { figures: FigureSelection::None, report: false, ..all },
        );
        let tables = work(&design(10, 24), &bare);
        assert_eq!((one.jobs, one.teacher_months), (20, 20.0 * 250.0 * 24.0));
        let all_measures = MEASURES.len() as f64;
        assert_eq!((one.values, one.differences), (500.0 * all_measures, 250.0 * all_measures));
        assert_eq!((one.rows, one.difference_rows), (50.0 * (all_measures + 5.0), 25.0 * all_measures));
        assert!(
            one.screened > 0.0
                && one.told > 0.0
                && one.pages == 1.0
                && one.figures == one.painted
                && one.figures > 5.0
        );
        let none = BatchWork { screened: 0.0, told: 0.0, pages: 0.0, figures: 0.0, painted: 0.0, ..one };
        assert_eq!(tables, none);
        // Ten times the replications are ten times the runs and values; what is drawn of them stays.
        let more = work(&design(100, 24), &FolderOptions::default());
        assert_eq!((more.values, more.teacher_months), (10.0 * one.values, 10.0 * one.teacher_months));
        assert_eq!((more.rows, more.screened, more.figures), (one.rows, one.screened, one.figures));
        // What is kept of schools is counted on the disk.
        let watched = work(&design(10, 24), &FolderOptions { schools: true, ..FolderOptions::default() });
        assert_eq!((one.schools, watched.schools), (0.0, 2.0 * 10.0 * 25.0 * 8.0));
        let pace = MachinePace { threads: 1.0, batch: 2e-7, alone: 3e-7, slowness: 1.0 };
        let kept = |work: &BatchWork| BatchForecast::at(work, &pace, &MEASURED).kept;
        assert!((kept(&watched) - kept(&one) - watched.schools * bytes::SCHOOL.0 / 1e6).abs() < 1e-9);
        // A page without figures beside it lays them out all the same.
        let page = work(
            &design(10, 24),
            &FolderOptions { figures: FigureSelection::None, ..FolderOptions::default() },
        );
        assert!(page.figures == one.figures && page.painted == 0.0);
    }

    #[test]
    fn time_is_work_at_the_pace_of_the_machine_and_falls_with_threads() {
        let work = work(&design(100, 24), &FolderOptions::default());
        let pace = MachinePace { threads: 1.0, batch: 2e-7, alone: 3e-7, slowness: 1.0 };
        let one = BatchForecast::at(&work, &pace, &MEASURED);
        assert!((one.simulation - (200.0 * 250.0 * 24.0 + work.assumed) * 2e-7).abs() < 1e-12);
        assert_eq!(work.assumed, 2.0 * 192.0 * 250.0 * 24.0, "192 pairs, whatever the replications");
        assert!((one.report - work.screened * 2e-7 - work.told * 3e-7 - MEASURED.page).abs() < 1e-12);
        let parts = one.simulation + one.tables + one.figures + one.report;
        assert_eq!(one.seconds(), parts);
        let two = BatchForecast::at(&work, &MachinePace { threads: 2.0, ..pace }, &MEASURED);
        assert!(
            (two.simulation, two.figures, two.report)
                == (one.simulation / 2.0, one.figures / 2.0, one.report / 2.0)
        );
        assert!((two.tables - MEASURED.start) * 2.0 - (one.tables - MEASURED.start) < 1e-12);
        // Runs were measured on this machine; the rest is scaled by the yardstick.
        let slow = BatchForecast::at(&work, &MachinePace { slowness: 3.0, ..pace }, &MEASURED);
        assert!(slow.simulation == one.simulation && (slow.tables - 3.0 * one.tables).abs() < 1e-12);
        // CSV is larger and slower.
        let csv = BatchForecast::at(&BatchWork { tables: TableFormat::Csv, ..work }, &pace, &MEASURED);
        assert!(csv.kept > one.kept && csv.tables > one.tables && csv.beside == one.beside);
        assert!(one.beside > work.values * 8.0 / 1e6);
        assert_eq!(two.memory - one.memory, memory::THREAD);
    }

    #[test]
    fn a_shard_needs_less_memory_than_what_joins_it_and_summaries_grow_with_runs() {
        let options = |tables| FolderOptions { tables, threads: Some(1), ..FolderOptions::default() };
        let [shard, merge] =
            BatchForecast::in_shards(&design(100, 12), &options(TableFormat::Mixed), 4).unwrap();
        assert!(shard.memory < merge.memory, "{} {}", shard.memory, merge.memory);
        let of = |n| BatchForecast::of(&design(n, 12), &options(TableFormat::Summaries)).unwrap().memory;
        assert!(of(20_000) > of(100) + 50.0, "{} {}", of(20_000), of(100));
    }
}
