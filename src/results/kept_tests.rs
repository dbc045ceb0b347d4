//! Results that hold some measures alone: every table is that of all measures with the others left out.

use super::digest::plan_digest;
use super::folder::{Folder, Mode, TableFormat};
use super::manifest::{MACHINE, Manifest};
use super::summaries::STAGE_SHARES;
use super::{replayed, sample};
use crate::experiment::Plan;
use crate::metrics::{KeptMeasures, MEASURES, RUN_COLUMNS};
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

const SETS: [&str; 4] =
    ["spread", "spread,deep_share,stage", "depth,collaboration_hours,program_deep_share", "stage"];

fn kept(set: &str) -> KeptMeasures {
    set.parse().unwrap()
}

fn formats() -> Vec<TableFormat> {
    let parquet =
        [TableFormat::Mixed, TableFormat::Parquet].into_iter().filter(|_| cfg!(feature = "parquet"));
    [TableFormat::Csv, TableFormat::Summaries].into_iter().chain(parquet).collect()
}

fn bytes(path: &Path) -> BTreeMap<String, Vec<u8>> {
    let files = Manifest::read(path).unwrap().files.into_keys();
    files
        .filter(|name| name != MACHINE)
        .map(|name| (name.clone(), fs::read(path.join(name)).unwrap()))
        .collect()
}

/// The lines of a wide table with the columns that are kept.
fn narrowed(text: &str, kept: &KeptMeasures) -> String {
    let head: Vec<&str> = text.lines().next().unwrap().split(',').collect();
    let is_kept = |name: &str| !MEASURES.iter().any(|m| m.name == name) || kept.holds(name);
    let places: Vec<usize> = (0..head.len()).filter(|k| is_kept(head[*k])).collect();
    let line = |line: &str| {
        let cells: Vec<&str> = line.split(',').collect();
        places.iter().map(|k| cells[*k]).collect::<Vec<_>>().join(",") + "\n"
    };
    text.lines().map(line).collect()
}

/// The lines of a long table whose measure is kept.
fn shortened(text: &str, kept: &KeptMeasures) -> String {
    let measure = text.lines().next().unwrap().split(',').position(|name| name == "measure").unwrap();
    let is_kept = |line: &&str| {
        let name = line.split(',').nth(measure).unwrap();
        name == "measure" || kept.holds(name)
    };
    text.lines().filter(is_kept).map(|line| format!("{line}\n")).collect()
}

#[test]
fn every_table_is_that_of_all_measures_without_the_others() {
    let home = tempfile::tempdir().unwrap();
    // With more than twenty districts the summaries hold a few months.
    for (name, all) in [("few", sample::plan(2, 2, 8)), ("many", sample::plan(2, 21, 3))] {
        let whole = home.path().join(name);
        sample::finished(&whole, &all, TableFormat::Csv);
        for (k, set) in SETS.into_iter().enumerate() {
            let plan = Plan { measures: kept(set), ..all.clone() };
            let path = home.path().join(format!("{name}-{k}"));
            sample::finished(&path, &plan, TableFormat::Csv);
            let read = |of: &Path, file: &str| fs::read_to_string(of.join(file)).unwrap();
            for file in ["timeline.csv", "differences.csv"] {
                assert_eq!(read(&path, file), narrowed(&read(&whole, file), &plan.measures), "{set}: {file}");
            }
            for file in ["summary.csv", "differences_summary.csv"] {
                assert_eq!(
                    read(&path, file),
                    shortened(&read(&whole, file), &plan.measures),
                    "{set}: {file}"
                );
            }
            assert_eq!(read(&path, "runs.csv"), read(&whole, "runs.csv"));
            let alone = home.path().join(format!("{name}-{k}-alone"));
            let mut folder = Folder::open(&alone, &plan, TableFormat::Summaries, Mode::New).unwrap();
            folder.append(&sample::outcomes(&plan)).unwrap();
            folder.finish(Vec::new(), &sample::machine()).unwrap();
            assert_eq!(read(&alone, "summary.csv"), read(&path, "summary.csv"), "{set}");
            let columns = read(&path, "columns.json");
            let names = |text: &str| -> Vec<String> {
                let all: serde_json::Value = serde_json::from_str(text).unwrap();
                let columns = all["columns"].as_array().unwrap().iter();
                let is_of_runs = |c: &&serde_json::Value| {
                    c["files"].as_array().unwrap().iter().any(|file| file == "timeline.csv")
                };
                columns.filter(is_of_runs).map(|c| c["name"].as_str().unwrap().to_owned()).collect()
            };
            let described = names(&columns);
            for m in MEASURES {
                assert_eq!(
                    described.iter().any(|name| name == m.name),
                    plan.measures.holds(m.name),
                    "{}",
                    m.name
                );
            }
            assert_eq!(Manifest::read(&path).unwrap().measures, plan.measures.list());
            assert_ne!(plan_digest(&plan, TableFormat::Csv), plan_digest(&all, TableFormat::Csv));
        }
    }
}

#[test]
fn what_is_kept_is_read_the_same_in_every_format_and_the_rest_is_named() {
    let home = tempfile::tempdir().unwrap();
    let all = sample::plan(2, 1, 8);
    for (k, set) in SETS.into_iter().enumerate() {
        let plan = Plan { measures: kept(set), ..all.clone() };
        let names: Vec<&str> = plan.measures.columns().map(|m| m.name).collect();
        let mut seen = Vec::new();
        for format in formats() {
            let path = home.path().join(format!("{k}-{}", format.word()));
            let mut folder = Folder::open(&path, &plan, format, Mode::New).unwrap();
            folder.append(&sample::outcomes(&plan)).unwrap();
            folder.finish(Vec::new(), &sample::machine()).unwrap();
            let dataset = sample::dataset(&path);
            let every: Vec<&str> = MEASURES.iter().map(|m| m.name).chain(STAGE_SHARES).collect();
            let levels = dataset.levels(None, &every).unwrap();
            assert!(levels.iter().all(|s| plan.measures.holds(&s.measure)) && !levels.is_empty());
            assert_eq!(dataset.differences(None, &every).unwrap().len(), names.len());
            if format == TableFormat::Summaries {
                continue;
            }
            let runs = dataset.runs("scenario-1", "060", 0..8, &names).unwrap();
            seen.push(format!("{levels:?} {runs:?}"));
            let missing =
                dataset.runs("scenario-1", "060", 0..8, &["spread", "depth"]).unwrap_err().to_string();
            assert!(missing.contains(&format!("hold the measures {set} alone")), "{missing}");
            let remedy =
                format!("--measures {set},{}", if set.contains("spread") { "depth" } else { "spread" });
            assert!(missing.contains(&remedy), "{missing}");
            let typical = dataset.features("scenario-1", "060").unwrap_err().to_string();
            assert!(typical.contains("typical runs") && typical.contains("coherence"), "{typical}");
            assert!(dataset.differences_by_model((1, 0), "deep_share", None).unwrap().is_none());
            // A run that is run again is compared with what is stored of it, and an unkept value may be any.
            let mut outcome = sample::rows(&plan)[8 + 1].clone();
            let unkept = (0..MEASURES.len()).find(|k| !plan.measures.places().contains(k)).unwrap();
            outcome.timeline[2 * MEASURES.len() + unkept] = 77.0;
            let drawn: Vec<&str> = plan.scenarios[1].drawn.iter().map(String::as_str).collect();
            let found = replayed::compare(&dataset, ("scenario-1", "060", 1), &outcome, &drawn).unwrap();
            assert!(found.is_same(), "{found:?}");
            assert_eq!(found.values, 7 * names.len() + 1 + RUN_COLUMNS.len() + drawn.len());
            outcome.timeline[2 * MEASURES.len() + plan.measures.places()[0]] = 77.0;
            let found = replayed::compare(&dataset, ("scenario-1", "060", 1), &outcome, &drawn).unwrap();
            assert_eq!((found.differing, found.first.unwrap().measure.as_str()), (1, names[0]));
        }
        assert!(seen.iter().all(|text| *text == seen[0]), "{set}");
    }
}

#[test]
fn they_grow_and_go_on_to_the_bytes_of_a_new_batch() {
    let home = tempfile::tempdir().unwrap();
    for (k, format) in formats().into_iter().filter(|f| *f != TableFormat::Summaries).enumerate() {
        for cohort in [false, true] {
            let plan = Plan { cohort, measures: kept(SETS[1]), ..sample::plan(2, 2, 9) };
            let all = sample::outcomes(&plan);
            let [whole, grown] =
                ["whole", "grown"].map(|name| home.path().join(format!("{name}-{k}-{cohort}")));
            sample::finished(&whole, &plan, format);
            let fewer = Plan { replications: 4, ..plan.clone() };
            let place = |job| {
                let (s, d, r) = fewer.list().at(job);
                all[plan.list().index(s, d, r)].clone()
            };
            let few: Vec<_> = (0..fewer.list().len()).map(place).collect();
            let extra = || vec![("figures/spread-depth-path.svg".to_owned(), b"<svg/>".to_vec())];
            let mut folder = Folder::open(&grown, &fewer, format, Mode::New).unwrap();
            folder.append(&few).unwrap();
            folder.finish(extra(), &sample::machine()).unwrap();
            let with = |n| Plan { replications: n, ..plan.clone() };
            let open = || Folder::open_or_grow(&grown, &plan, format, (Mode::Resume, &with)).unwrap();
            let mut folder = open();
            assert_eq!(folder.grows_from(), Some(4));
            while folder.next_job() < folder.jobs() {
                if folder.take_stored().unwrap() == 0 {
                    let next = folder.to_run();
                    folder.append(&all[next.start..next.end.min(next.start + 5)]).unwrap();
                }
                drop(folder);
                folder = open();
            }
            folder.finish(extra(), &sample::machine()).unwrap();
            assert_eq!(bytes(&grown), bytes(&whole));
            let other = Plan { measures: kept("spread"), ..plan.clone() };
            assert!(
                Folder::open(&grown, &other, format, Mode::Resume).is_err(),
                "another set is another plan"
            );
        }
    }
}
