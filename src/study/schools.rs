//! The table of schools of a batch: every run once more, watched school by school.
//!
//! A journal holds what districts came to, and no schools: they are many, and few ask for them. Runs are a function of scenario,
//! district and replication, so running them again costs time. The rows of a few runs are held in memory at a time.

use rayon::prelude::*;

use super::interrupted;
use crate::calendar::Month;
use crate::diagnostic::Result;
use crate::experiment::plan::Design;
use crate::experiment::{CancelToken, Plan};
use crate::metrics::stage::DEEP;
use crate::results::Folder;
use crate::results::folder::TableFormat;
use crate::results::school_table::{SchoolRow, SchoolTable};
use crate::scenario::DistrictSpec;
use crate::simulation::{self, Recorder};
use crate::world::{District, Event, Practice, School, World};

/// Rows, about, that are gathered before they are written: some 100 megabytes.
const ROWS_AT_A_TIME: f64 = 400_000.0;
/// Most runs that are gathered.
const MOST_AT_A_TIME: f64 = 64.0;

/// Runs all jobs of a design again and writes the table into its folder.
///
/// # Errors
/// A file that cannot be written; an interruption.
pub fn write(design: &Design, folder: &mut Folder, cancel: &CancelToken) -> Result<()> {
    folder.add_table(|path, plan: &Plan, format: TableFormat| {
        let list = design.list();
        let mut table = SchoolTable::new(path, plan, format)?;
        let units = 0..list.len() / list.unit().max(1);
        let scenarios = design.scenarios.len();
        let runs: Vec<(usize, usize)> =
            units.flat_map(|unit| (0..scenarios).map(move |s| (unit, s))).collect();
        let at_a_time = (ROWS_AT_A_TIME / rows_of_run(design)).clamp(1.0, MOST_AT_A_TIME) as usize;
        for few in runs.chunks(at_a_time) {
            if cancel.is_canceled() {
                return Err(interrupted("all runs, while the table of schools was written"));
            }
            let watched: Vec<WatchedRun> =
                few.par_iter().map(|&(unit, scenario)| watch(design, unit, scenario)).collect();
            for WatchedRun { scenario, replication, rows } in watched {
                rows.iter()
                    .try_for_each(|row| table.push(&design.scenarios[scenario].name, replication, row))?;
            }
        }
        table.seal()
    })
}

/// The schools of one run.
struct WatchedRun {
    scenario: usize,
    replication: u32,
    rows: Vec<SchoolRow>,
}

/// Rows of a run in one district, or in all of a cohort, about: a synthetic district has a school for some 400 students.
fn rows_of_run(design: &Design) -> f64 {
    let Some(first) = design.scenarios.first() else { return 1.0 };
    let all = first.places.iter().map(schools_of);
    let schools = if first.cohort.is_some() { all.sum::<f64>() } else { all.fold(0.0, f64::max) };
    (schools * (f64::from(first.run.months) + 1.0)).max(1.0)
}

/// Schools of a district, about.
pub(super) fn schools_of(place: &DistrictSpec) -> f64 {
    place.facts().map_or(f64::from(place.pupils()) / 400.0, |facts| facts.schools.len() as f64)
}

fn watch(design: &Design, unit: usize, scenario: usize) -> WatchedRun {
    let list = design.list();
    let (_, place, replication) = list.at(unit * list.unit());
    let s = &design.scenarios[scenario];
    let mut watch = SchoolWatch { rows: Vec::new() };
    // A district that cannot be simulated has no rows, as it has none in the timeline.
    if s.cohort.is_some() {
        let _ = simulation::run_cohort(s, replication, &mut watch);
    } else if let Some(place) = s.places.get(place) {
        let _ = simulation::run(s, place, replication, &mut watch);
    }
    WatchedRun { scenario, replication, rows: watch.rows }
}

/// Keeps every school in every month.
struct SchoolWatch {
    rows: Vec<SchoolRow>,
}

impl Recorder for SchoolWatch {
    fn event(&mut self, _: usize, _: &Event, _: Month) {}

    fn month(&mut self, world: &World, now: Month) {
        for district in &world.districts {
            self.rows.extend(district.schools.iter().map(|school| row(district, school, now)));
        }
    }
}

fn row(d: &District, school: &School, now: Month) -> SchoolRow {
    let t = &d.teachers;
    let (mut focal, mut users, mut complying, mut deep, mut depth, mut ownership) =
        (0.0, 0.0, 0.0, 0.0, 0.0, 0.0);
    for k in school.teachers.clone().filter(|&k| t.focal[k]) {
        focal += 1.0;
        if t.practice[k].in_use() {
            users += 1.0;
            complying += f64::from(u8::from(t.practice[k] == Practice::Complying));
            deep += f64::from(u8::from(t.depth[k] >= DEEP));
            depth += t.depth[k];
            ownership += t.ownership[k];
        }
    }
    let of = |sum: f64, count: f64| if count > 0.0 { sum / count } else { f64::NAN };
    let truth = |truth: bool| f64::from(u8::from(truth));
    SchoolRow {
        district: d.id.clone(),
        school: school.id.clone(),
        month: now.0,
        values: [
            focal,
            of(users, focal),
            of(complying, focal),
            of(depth, users),
            of(deep, focal),
            of(ownership, users),
            school.routine,
            school.principal.priority,
            f64::from(school.principal.person),
            truth(school.pilot),
            truth(school.adopted.is_some() && !school.given_up),
        ],
    }
}
