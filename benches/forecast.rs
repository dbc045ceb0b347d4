//! What the pieces of a batch cost beside its runs, on one core: the constants of `study::forecast::MEASURED`, each the median
//! of five. Prints them as they stand there. (Time on a core counts, so that other work on the machine does not.)
#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::disallowed_types,
    missing_docs,
    reason = "a bench measures time"
)]

use std::time::{SystemTime, UNIX_EPOCH};

use uptake::analysis::summary::describe;
use uptake::experiment::executor::in_parallel;
use uptake::experiment::plan::Design;
use uptake::explain::{explain, one_at_a_time, typical};
use uptake::figures::{draw, files};
use uptake::metrics::MEASURES;
use uptake::parameters::Ledger;
use uptake::report::{ReportRequest, report, wanted};
use uptake::results::digest::text_digest;
use uptake::results::{Folder, Machine, Mode, TableFormat};
use uptake::scenario::layers::BuiltIn;
use uptake::scenario::read;
use uptake::study::batch::FolderOptions;
use uptake::study::forecast::{BatchWork, yardstick};
use uptake::study::pool;
use uptake::study::summary::BatchSummary;

/// Replications of a small batch and of a middling one.
const FEW: u32 = 2;
const MANY: u32 = 200;
/// Months of a short run and of a usual one.
const SHORT: u32 = 1;
const USUAL: u32 = 60;
/// Measures and stages that the summary has a row of, each month.
const ROWS: f64 = (MEASURES.len() + 5) as f64;

fn design(n: u32, months: u32, compared: bool) -> Design {
    let ledger = Ledger::standard().unwrap();
    let settings = [format!("--replications={n}"), format!("--months={months}")];
    let scenario = |name: &&str| read(name, &settings, &BuiltIn, &ledger).unwrap();
    Design::new(["committed", "mandate-at-once"].iter().map(scenario).collect(), compared).unwrap()
}

/// Time that this thread has spent on a core (seconds), so that nothing beside it counts; on systems that do not tell, the
/// time of the day.
fn now() -> f64 {
    let told = std::fs::read_to_string("/proc/thread-self/schedstat").ok();
    let spent = told.and_then(|told| told.split(' ').next()?.parse::<f64>().ok());
    spent.map_or_else(
        || SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs_f64(),
        |spent| spent / 1e9,
    )
}

/// The median of five times (seconds).
fn median(mut time: impl FnMut() -> f64) -> f64 {
    let mut times: Vec<f64> = (0..5).map(|_| time()).collect();
    times.sort_by(f64::total_cmp);
    times[2]
}

/// Time from outcomes to a finished folder and its summary in words.
fn tables(n: u32, months: u32, compared: bool, format: TableFormat) -> f64 {
    let (design, ledger) = (design(n, months, compared), Ledger::standard().unwrap());
    let outcomes = in_parallel(&design, 0..design.jobs());
    median(|| {
        let here = tempfile::tempdir().unwrap();
        let begin = now();
        let plan = design.plan(&ledger, text_digest);
        let mut folder = Folder::open(&here.path().join("r"), &plan, format, Mode::New).unwrap();
        folder.append(&outcomes).unwrap();
        folder.write_tables().unwrap();
        let dataset = folder.dataset(&design.scenarios).unwrap();
        folder.finish(Vec::new(), &Machine::unknown(1)).unwrap();
        let summary = BatchSummary::of(&dataset, &design).unwrap();
        std::hint::black_box(summary.words());
        now() - begin
    })
}

/// Times of a figure, its PNG, and the page without what is run for it.
fn shown() -> [f64; 3] {
    let (design, ledger) = (design(MANY, USUAL, true), Ledger::standard().unwrap());
    let here = tempfile::tempdir().unwrap();
    let plan = design.plan(&ledger, text_digest);
    let mut folder = Folder::open(&here.path().join("r"), &plan, TableFormat::USUAL, Mode::New).unwrap();
    folder.append(&in_parallel(&design, 0..design.jobs())).unwrap();
    folder.write_tables().unwrap();
    let dataset = folder.dataset(&design.scenarios).unwrap();
    let place = &design.scenarios[0].places[0];
    let screen = one_at_a_time::screen(&design.scenarios, &design.pairs, place, &ledger);
    let since = |begin: f64| now() - begin;
    let mut times: [Vec<f64>; 3] = Default::default();
    for _ in 0..5 {
        let mut begin = now();
        let results = dataset.district_results(&dataset.manifest.districts[0], &wanted()).unwrap();
        let read = since(begin);
        begin = now();
        let figures = draw(&results).unwrap();
        times[0].push(since(begin) / figures.len() as f64);
        begin = now();
        files(&figures).unwrap();
        times[1].push(since(begin) / figures.len() as f64);
        begin = now();
        for scenario in &design.scenarios {
            let features = dataset.features(&scenario.name, place.id()).unwrap();
            explain(scenario, place, typical(&features)[0].replication, None).unwrap();
        }
        let stories = since(begin);
        begin = now();
        let screen = Some(screen.clone());
        report(&ReportRequest {
            results: &results,
            place,
            figures: &figures,
            ledger: &ledger,
            screen,
            sensitivity: None,
        })
        .unwrap();
        times[2].push(read + since(begin) - stories);
    }
    times.map(|mut times| {
        times.sort_by(f64::total_cmp);
        times[2]
    })
}

/// Time to describe a value, of as many replications as are usual.
fn described() -> f64 {
    const CELLS: u32 = 500;
    let mut state = 1_u64;
    let mut draw = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 11) as f64
    };
    let cells: Vec<Vec<f64>> = (0..CELLS).map(|_| (0..1_000).map(|_| draw()).collect()).collect();
    median(|| {
        let mut cells = cells.clone();
        let begin = now();
        for cell in &mut cells {
            std::hint::black_box(describe(cell));
        }
        (now() - begin) / f64::from(CELLS * 1_000)
    })
}

/// How many causes are taken out for a story, on average over some of the gallery.
fn reruns() -> f64 {
    let names =
        ["committed", "superintendent-disengages", "mandate-at-once", "weak-start", "grassroots-only"];
    let ledger = Ledger::standard().unwrap();
    let counts = names.iter().flat_map(|name| {
        let scenario = read(name, &[], &BuiltIn, &ledger).unwrap();
        (0..4).map(move |k| explain(&scenario, &scenario.places[0], k, None).unwrap().but_for.len() as f64)
    });
    counts.sum::<f64>() / (4 * names.len()) as f64
}

/// Time of a teacher-month of a batch.
fn teacher_month() -> f64 {
    let design = design(MANY, USUAL, true);
    let work = BatchWork::of(&design, &FolderOptions::default(), &Ledger::standard().unwrap());
    median(|| {
        let begin = now();
        std::hint::black_box(in_parallel(&design, 0..design.jobs()));
        (now() - begin) / work.teacher_months
    })
}

fn print() {
    let values = |n: u32| f64::from(n) * f64::from(USUAL + 1) * MEASURES.len() as f64;
    let start = tables(FEW, SHORT, false, TableFormat::Parquet);
    let few = [false, true].map(|compared| {
        [TableFormat::Parquet, TableFormat::Csv].map(|format| tables(FEW, USUAL, compared, format))
    });
    let many = [false, true].map(|compared| {
        [TableFormat::Parquet, TableFormat::Csv].map(|format| tables(MANY, USUAL, compared, format))
    });
    let more = values(MANY) - values(FEW);
    let value = [0, 1].map(|format| (many[0][format] - few[0][format]) / (2.0 * more));
    let paired = [0, 1].map(|format| many[1][format] - many[0][format] - (few[1][format] - few[0][format]));
    println!("start: {start:.4},");
    println!("parquet_value: {:.1}e-9,\ncsv_value: {:.1}e-9,", 1e9 * value[0], 1e9 * value[1]);
    let difference = paired.map(|seconds| 1e9 * seconds / more);
    println!("parquet_difference: {:.1}e-9,\ncsv_difference: {:.1}e-9,", difference[0], difference[1]);
    let written = few[0][0] - start - 2.0 * values(FEW) * value[0];
    println!("described: {:.1}e-9,", 1e9 * described());
    println!("row: {:.2}e-6,", 1e6 * written / (2.0 * f64::from(USUAL - SHORT) * ROWS));
    let [figure, png, page] = shown();
    println!("figure: {figure:.4},\npng: {png:.4},\npage: {page:.4},");
    println!("reruns: {:.0}.0,", reruns());
    println!("teacher_month: {:.1}e-9,", 1e9 * teacher_month());
    println!("yardstick: {:.4},", median(yardstick));
}

fn main() {
    pool(Some(1)).unwrap().install(print);
}
