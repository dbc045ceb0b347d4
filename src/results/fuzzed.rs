//! What reads the files of a results folder, on any file at all; for trials with damaged bytes.

use super::checkpoint::Checkpoints;
use super::digest::PlanDigest;
use super::district_log::DistrictLog;
use super::journal::Journal;
use super::manifest::Manifest;
use super::sensitivity::SensitivityResults;
use super::table_rows::{Each, Only, Query, each_line};
use crate::diagnostic::{Diagnostic, Result};
use crate::experiment::{Outcome, Status};
use std::path::Path;

/// The plan of every journal of these trials.
pub const PLAN: PlanDigest = PlanDigest([7; 32]);

/// A log of unfinished work, of each kind: what is whole is read, the rest is cut off.
pub fn journal(path: &Path) {
    let read = |journal: Journal| {
        let mut outcome =
            Outcome { status: Status::Done, timeline: Vec::new(), run: Vec::new(), drawn: Vec::new() };
        (0..journal.len()).try_for_each(|job| journal.reader()?.read(job, &mut outcome))
    };
    // As a shard holds it: read without a change of the file, before the others cut it.
    told(Journal::scan(path, &PLAN, 64).and_then(|mut scan| {
        let mut outcome = Outcome { status: Status::Done, timeline: vec![], run: vec![], drawn: vec![] };
        while scan.next(&mut outcome)? {}
        Ok(())
    }));
    told(DistrictLog::scan(path, &PLAN, 64).and_then(|mut scan| {
        while scan.next()?.is_some() {}
        Ok(())
    }));
    told(Journal::reopen(path, &PLAN).and_then(read));
    told(DistrictLog::reopen(path, &PLAN));
    told(Checkpoints::open(path, "x", false));
}

/// A manifest.
pub fn manifest(path: &Path) {
    told(Manifest::read(path.parent().unwrap_or(path)));
}

/// The results of a sensitivity study; what is read is written so that the same is read again.
pub fn sensitivity(path: &Path) {
    match SensitivityResults::read(path) {
        Ok(found) => {
            let written = found.to_json().unwrap_or_default();
            let again = std::fs::write(path, &written).is_ok().then(|| SensitivityResults::read(path));
            assert!(
                again.is_some_and(|again| again.is_ok_and(|again| again.to_json().ok() == Some(written)))
            );
        }
        Err(fault) => one_is_told(&fault),
    }
}

/// A table in CSV.
pub fn csv_table(path: &Path) {
    rows(path, each_line);
}

/// A table in Parquet.
pub fn parquet_table(path: &Path) {
    #[cfg(feature = "parquet")]
    rows(path, super::parquet_rows::each_row);
    #[cfg(not(feature = "parquet"))]
    let _ = path;
}

fn rows(path: &Path, read: impl Fn(&Path, &Query<'_>, Each<'_>) -> Result<()>) {
    let query = Query {
        columns: &["scenario", "month", "spread"],
        only: &[("district", Only::Words(&["060"])), ("replication", Only::Within(0..2))],
    };
    told(read(path, &query, &mut |row| {
        row.whole(1)?;
        row.number(2)?;
        Ok(())
    }));
}

/// A refusal says what is wrong, in signs that do nothing to a terminal.
pub(crate) fn one_is_told(fault: &Diagnostic) {
    assert!(!fault.fault.is_empty(), "a fault without a word");
    assert!(!fault.to_string().contains('\u{1b}'), "a control sign of the file reaches the terminal");
}

fn told<T>(read: Result<T>) {
    if let Err(fault) = read {
        one_is_told(&fault);
    }
}

/// A journal, a manifest and tables of a small batch, and notes.
#[cfg(test)]
pub fn write_corpus(corpus: &Path) {
    use super::folder::TableFormat;
    use super::sample;
    use std::fs;

    let (plan, folder) = (sample::plan(1, 1, 2), tempfile::tempdir().unwrap());
    let path = |name: &str| folder.path().join(name);
    Journal::create(&path("runs"), &PLAN).unwrap().append(&sample::outcomes(&plan)).unwrap();
    let mut districts = DistrictLog::create(&path("districts"), &PLAN).unwrap();
    districts.append(&plan, &crate::experiment::Part::whole(plan.list()), &sample::outcomes(&plan)).unwrap();
    let (mut notes, _) = Checkpoints::open(&path("notes"), "x", false).unwrap();
    notes.add(&["one".into(), "two".into()]).unwrap();
    for format in [TableFormat::Csv, TableFormat::Parquet] {
        sample::finished(&path(format.word()), &plan, format);
    }
    fs::write(corpus.join("sensitivity/results.json"), super::sensitivity::sample().to_json().unwrap())
        .unwrap();
    let copies = [
        ("runs", "journal/runs"),
        ("districts", "journal/districts"),
        ("notes", "journal/notes"),
        ("csv/manifest.json", "manifest/csv.json"),
        ("parquet/manifest.json", "manifest/parquet.json"),
        ("csv/timeline.csv", "csv_table/timeline.csv"),
        ("csv/summary.csv", "csv_table/summary.csv"),
        ("parquet/timeline.parquet", "parquet_table/timeline.parquet"),
    ];
    for (from, to) in copies {
        fs::copy(path(from), corpus.join(to)).unwrap();
    }
}
