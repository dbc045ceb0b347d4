//! The outcomes of finished results, read back from their tables to the last bit: what a batch keeps when it grows.
//!
//! Tables stand scenario after scenario, and jobs district after district and replication after replication. So outcomes are put
//! into a file without a name, each at its place, in one pass over each table, and taken from there in any order. Memory holds
//! a few bytes of each run. Measures that the tables do not hold come back as missing; no table is made of them. The file is gone when the process ends, however it ends.

use super::dataset::Dataset;
use super::fault_points::Limited;
use super::manifest::Manifest;
use super::table_rows::{Query, TableRow, each_row};
use crate::diagnostic::{Diagnostic, Result};
use crate::experiment::job::ACCEPTED_MODEL;
use crate::experiment::{Outcome, Plan, Status};
use crate::metrics::{MEASURES, RUN_COLUMNS, code_name};
use crate::model::Model;
use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

/// The outcomes of a plan's jobs.
#[derive(Debug)]
pub struct StoredOutcomes {
    plan: Plan,
    folder: PathBuf,
    file: File,
    /// Values of the longest record: status, run, drawn, timeline.
    values: usize,
}

/// Where a row belongs.
struct Places<'p> {
    plan: &'p Plan,
    scenarios: BTreeMap<&'p str, usize>,
    districts: BTreeMap<&'p str, usize>,
}

impl StoredOutcomes {
    /// Of a finished folder of a plan, which was checked; they are gathered on the disk in the folder itself.
    ///
    /// # Errors
    /// Tables that are not those of the plan; a disk without room.
    pub fn of(folder: &Path, manifest: &Manifest, plan: &Plan) -> Result<StoredOutcomes> {
        StoredOutcomes::gathered_in(folder, (folder, manifest, plan))
    }

    /// As [`StoredOutcomes::of`], gathered in another place, so that the folder may be one that cannot be written.
    ///
    /// # Errors
    /// Those of [`StoredOutcomes::of`].
    pub fn gathered_in(
        place: &Path,
        (folder, manifest, plan): (&Path, &Manifest, &Plan),
    ) -> Result<StoredOutcomes> {
        let file = tempfile::tempfile_in(place).map_err(|e| Diagnostic::file(place, "write into", e))?;
        let drawn = plan.scenarios.iter().map(|s| s.drawn.len()).max().unwrap_or(0);
        let values = 1 + RUN_COLUMNS.len() + drawn + (plan.months as usize + 1) * MEASURES.len();
        file.set_len(8 * (values * plan.list().len()) as u64)
            .map_err(|e| Diagnostic::file(folder, "write into", e))?;
        let mut stored = StoredOutcomes { plan: plan.clone(), folder: folder.into(), file, values };
        let dataset = Dataset::of(folder, manifest.clone(), Vec::new());
        let is_done = stored.put_runs(&dataset.table("runs"))?;
        stored.put_timelines(&dataset.table("timeline"), &is_done)?;
        Ok(stored)
    }

    /// The outcome of a run.
    ///
    /// # Errors
    /// A file that cannot be read back.
    pub fn read(&mut self, scenario: usize, district: usize, replication: u32) -> Result<Outcome> {
        let job = self.plan.list().index(scenario, district, replication);
        let mut bytes = vec![0; 8 * self.values];
        let read = self.at(job, 0).and_then(|()| self.file.read_exact(&mut bytes));
        read.map_err(|e| Diagnostic::file(&self.folder, "read back from", e))?;
        let values: Vec<f64> = bytes.as_chunks::<8>().0.iter().map(|b| f64::from_le_bytes(*b)).collect();
        let (status, rest) = values.split_at(1);
        let (run, rest) = rest.split_at(RUN_COLUMNS.len());
        let drawn = &rest[..self.plan.scenarios[scenario].drawn.len()];
        let timeline = &rest[rest.len() - self.timeline_values()..];
        let status = if status[0] == 1.0 { Status::Done } else { Status::NoFocalTeachers };
        let timeline = if status == Status::Done { timeline.to_vec() } else { Vec::new() };
        Ok(Outcome { status, timeline, run: run.to_vec(), drawn: drawn.to_vec() })
    }

    fn timeline_values(&self) -> usize {
        (self.plan.months as usize + 1) * MEASURES.len()
    }

    fn at(&mut self, job: usize, value: usize) -> io::Result<()> {
        self.file.seek(SeekFrom::Start(8 * (job * self.values + value) as u64)).map(drop)
    }

    fn put(&mut self, job: usize, value: usize, values: &[f64]) -> Result<()> {
        let bytes: Vec<u8> = values.iter().flat_map(|value| value.to_le_bytes()).collect();
        let written = self.at(job, value).and_then(|()| Limited(&self.file).write_all(&bytes));
        written.map_err(|e| Diagnostic::file(&self.folder, "write into", e))
    }

    /// Status, columns of the run and what was drawn for it; which jobs were simulated.
    fn put_runs(&mut self, table: &Path) -> Result<Vec<bool>> {
        let plan = self.plan.clone();
        let drawn = super::runs::drawn_parameters(&plan);
        let columns: Vec<&str> = ["scenario", "district", "replication", "status"]
            .into_iter()
            .chain(RUN_COLUMNS.iter().map(|c| c.name))
            .chain(drawn.iter().copied())
            .collect();
        let places = Places::of(&plan);
        let mut found: Vec<Option<bool>> = vec![None; plan.list().len()];
        each_row(table, &Query { columns: &columns, only: &[] }, &mut |row| {
            let (scenario, job) = places.job(row, table)?;
            let is_done = row.text(3) == Status::Done.name();
            if found[job].replace(is_done).is_some() {
                return Err(other(table, "has a run twice"));
            }
            let mut values = vec![if is_done { 1.0 } else { 0.0 }];
            for (k, column) in (4..).zip(RUN_COLUMNS) {
                values.push(value(row, k, column.name)?);
            }
            for name in &plan.scenarios[scenario].drawn {
                let place = drawn.iter().position(|own| own == name).unwrap_or(0);
                values.push(value(row, 4 + RUN_COLUMNS.len() + place, name)?);
            }
            self.put(job, 0, &values)
        })?;
        found.into_iter().collect::<Option<_>>().ok_or_else(|| other(table, "lacks a run"))
    }

    /// The months of each run.
    fn put_timelines(&mut self, table: &Path, is_done: &[bool]) -> Result<()> {
        let plan = self.plan.clone();
        let columns: Vec<&str> = ["scenario", "district", "replication", "month"]
            .into_iter()
            .chain(plan.measures.columns().map(|m| m.name))
            .collect();
        let (places, whole) = (Places::of(&plan), self.timeline_values());
        let mut there = vec![false; is_done.len()];
        let (mut run, mut values) = (0, Vec::with_capacity(whole));
        each_row(table, &Query { columns: &columns, only: &[] }, &mut |row| {
            let (_, job) = places.job(row, table)?;
            if values.is_empty() {
                run = job;
            }
            if job != run || row.whole(3)? as usize * MEASURES.len() != values.len() || there[job] {
                return Err(other(table, "lacks a month of a run, or has one twice"));
            }
            let month = values.len();
            values.resize(month + MEASURES.len(), f64::NAN);
            for (k, place) in plan.measures.places().iter().enumerate() {
                values[month + place] = row.number(4 + k)?;
            }
            if values.len() == whole {
                there[job] = true;
                self.put(job, self.values - whole, &values)?;
                values.clear();
            }
            Ok(())
        })?;
        match there == is_done && values.is_empty() {
            true => Ok(()),
            false => Err(other(table, "has not the runs that the table of runs has")),
        }
    }
}

impl<'p> Places<'p> {
    fn of(plan: &'p Plan) -> Places<'p> {
        let scenarios = plan.scenarios.iter().enumerate().map(|(k, s)| (s.name.as_str(), k)).collect();
        let districts = plan.districts.iter().enumerate().map(|(k, d)| (d.id.as_str(), k)).collect();
        Places { plan, scenarios, districts }
    }

    /// The scenario and the job of a row that begins with scenario, district and replication.
    fn job(&self, row: &TableRow<'_>, table: &Path) -> Result<(usize, usize)> {
        let found = self.scenarios.get(row.text(0)).zip(self.districts.get(row.text(1)));
        let replication = row.whole(2)?;
        match found.filter(|_| replication < self.plan.replications.into()) {
            Some((&s, &d)) => Ok((s, self.plan.list().index(s, d, replication as u32))),
            None => Err(other(table, "has a row of no run of this folder")),
        }
    }
}

/// The value that stands in a column of runs: the code of a name, the place of a model, or a number.
fn value(row: &TableRow<'_>, cell: usize, column: &str) -> Result<f64> {
    let text = row.text(cell);
    let code = (0..8).map(f64::from).find(|code| code_name(column, *code) == Some(text));
    let model = || Model::from_word(text).filter(|_| column == ACCEPTED_MODEL).map(|m| f64::from(m as u8));
    match code.or_else(model) {
        Some(code) => Ok(code),
        None => row.number(cell),
    }
}

fn other(table: &Path, fault: &str) -> Diagnostic {
    Diagnostic::failed(table, fault, "run the batch anew in another place with --out")
}
