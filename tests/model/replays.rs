//! Promise: every run that is stored can be made again, alone, and is the same to the last bit; and a folder has the same bytes
//! whatever the number of threads, an interruption, or what is drawn beside.

#![cfg(feature = "program")]
#![allow(clippy::panic, clippy::unwrap_used, reason = "a test that fails may say so loudly")]

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use crate::random_scenarios::choices::trials;
use uptake::experiment::{Batch, CancelToken};
use uptake::metrics::{MEASURES, RUN_COLUMNS};
use uptake::parameters::Ledger;
use uptake::results::{Mode, TableFormat};
use uptake::scenario::{self, Scenario, gallery, layers::BuiltIn};
use uptake::study::batch::FolderOptions;
use uptake::study::stored::Stored;

/// Replications of a batch.
const RUNS: u32 = 4;

/// Where parameters come from: the ledger, the vectors and models that calibration accepted, or distributions of the scenario.
fn variant(name: &str, number: usize) -> Scenario {
    let seed = format!("run.seed={}", number + 1);
    let source = match number % 3 {
        0 => "run.parameters=default",
        1 => "run.parameters=accepted",
        _ => "superintendent_exit={distribution=\"uniform\",low=0.1,high=0.3}",
    };
    let ledger = Ledger::standard().unwrap();
    scenario::read(name, &[seed, source.to_string()], &BuiltIn, &ledger).unwrap()
}

fn options(number: usize, threads: usize, mode: Mode) -> FolderOptions<'static> {
    FolderOptions {
        tables: if number.is_multiple_of(5) { TableFormat::Csv } else { TableFormat::USUAL },
        threads: Some(threads),
        mode,
        figures: uptake::figures::FigureSelection::None,
        schools: false,
        report: false,
        ..FolderOptions::default()
    }
}

/// The bytes of every file, but of what is noted of the machine.
fn bytes(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(inside) = folders.pop() {
        for entry in fs::read_dir(inside).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let name = path.strip_prefix(folder).unwrap().to_str().unwrap().to_string();
                found.insert(name, fs::read(path).unwrap());
            }
        }
    }
    assert!(found.remove("machine.json").is_some() && found.len() > 5, "{:?}", found.keys());
    found
}

/// Stores the batch with other threads, interrupted after its first runs, and taken up again; says whether it was interrupted.
fn store_interrupted(s: &Scenario, path: &Path, number: usize) -> bool {
    let token = CancelToken::default();
    let ask = token.clone();
    let stop = move |done: usize, _: usize| {
        if done > 0 {
            ask.cancel();
        }
    };
    let batch = Batch::new(std::slice::from_ref(s)).replications(RUNS).progress(stop).cancel(token);
    // So few runs may all have begun before anybody could stop them.
    let interrupted = batch.run_into_as(path, &options(number, 1, Mode::New)).is_err();
    let threads = [2, 3, 8][number % 3];
    let batch = Batch::new(std::slice::from_ref(s)).replications(RUNS);
    batch.run_into_as(path, &options(number, threads, Mode::Resume)).unwrap();
    interrupted
}

#[test]
fn stored_runs_of_the_whole_gallery_are_replayed_to_the_last_bit() {
    let home = tempfile::tempdir().unwrap();
    let wanted = trials(116).config().cases;
    let (mut runs, mut values, mut compared, mut interrupted, mut models) = (0, 0, 0, 0, 0);
    for number in 0..wanted.div_ceil(RUNS) as usize {
        let name = gallery::SCENARIOS[number % gallery::SCENARIOS.len()].name;
        // Of more runs, each scenario comes with each source of parameters.
        let s = variant(name, number + number / gallery::SCENARIOS.len());
        let path = home.path().join(format!("{number}"));
        let batch = Batch::new(std::slice::from_ref(&s)).replications(RUNS);
        batch.run_into_as(&path, &options(number, 1, Mode::New)).unwrap();
        let stored = Stored::open(&path).unwrap();
        for replication in 0..RUNS {
            for run in stored.replay(None, None, replication).unwrap() {
                assert!(run.agreement.is_same(), "{name} {number}: {run:?}");
                let least = (s.run.months as usize + 1) * MEASURES.len() + 1 + RUN_COLUMNS.len();
                assert_eq!(run.agreement.values, least + s.drawn().len() + extra(&s));
                values += run.agreement.values;
                runs += 1;
            }
        }
        models += usize::from(s.draws_model());
        if number % 4 == 0 {
            let again = home.path().join("again");
            interrupted += usize::from(store_interrupted(&s, &again, number));
            assert!(bytes(&path) == bytes(&again), "{name} {number}: other bytes");
            fs::remove_dir_all(again).unwrap();
            compared += 1;
        }
        fs::remove_dir_all(path).unwrap();
    }
    println!(
        "{runs} stored runs replayed, {values} values, none differs; {models} batches drew their model; \
         {compared} folders stored once more, {interrupted} of them with an interruption"
    );
    assert!(runs >= wanted && models > 0 && interrupted > 0);
}

/// Columns of what is drawn beside parameters: the vector, and the model.
fn extra(s: &Scenario) -> usize {
    usize::from(s.accepted.is_some()) + usize::from(s.draws_model())
}
