//! Made-up plans and outcomes for the tests of this floor.

use super::dataset::Dataset;
use super::digest::{PlanDigest, text_digest};
use super::folder::{Folder, Mode, TableFormat};
use super::journal::{JOURNAL, Journal};
use super::manifest::{Machine, Manifest};
use crate::experiment::job::ACCEPTED_MODEL;
use crate::experiment::{Design, Outcome, Plan, PlanDistrict, PlanScenario, Status};
use crate::metrics::{KeptMeasures, Kind, MEASURES, RUN_COLUMNS};
use crate::model::Model;
use crate::parameters::Ledger;
use crate::scenario::effective::EffectiveParameter;
use crate::scenario::{self, layers::BuiltIn};
use std::path::{Path, PathBuf};

/// A plan; the second and later scenarios are compared with the first.
pub fn plan(scenarios: usize, districts: usize, replications: u32) -> Plan {
    let scenario = |s: usize| PlanScenario {
        name: format!("scenario-{s}"),
        title: format!("Scenario, \"{s}\""),
        text: format!("format = 1\ntitle = \"{s}\"\n"),
        digest: format!("{s:064x}"),
        parameters: vec![EffectiveParameter {
            name: "lift",
            value: "0.5".into(),
            unit: "share".into(),
            grade: "assumed",
            source: "nobody, \"ever\"".into(),
            where_set: "ledger".into(),
        }],
        drawn: if s == 0 { vec!["lift".into()] } else { vec!["lift".into(), "drag".into()] },
        notes: Vec::new(),
    };
    Plan {
        is_decision: false,
        seed: 7,
        months: 6,
        replications,
        scenarios: (0..scenarios).map(scenario).collect(),
        districts: (0..districts)
            .map(|d| PlanDistrict {
                id: format!("06{d}"),
                name: format!("Town, {d}"),
                digest: format!("{d:064x}"),
                work: 1.0 + d as f64,
            })
            .collect(),
        cohort: false,
        pairs: (1..scenarios).map(|s| (s, 0)).collect(),
        unpaired: None,
        seen: None,
        measures: KeptMeasures::default(),
        factors: Vec::new(),
        shard: None,
    }
}

/// The outcomes of a plan's jobs, in the order of the list.
pub fn outcomes(plan: &Plan) -> Vec<Outcome> {
    let (rows, list) = (rows(plan), plan.list());
    let row = |(scenario, district, replication): (usize, usize, u32)| {
        (scenario * list.districts + district) * list.replications as usize + replication as usize
    };
    (0..list.len()).map(|job| rows[row(list.at(job))].clone()).collect()
}

/// The outcomes of a plan's jobs, in the order of the rows of tables (scenario, district, replication): every kind of value,
/// some missing, and every seventh skipped.
pub fn rows(plan: &Plan) -> Vec<Outcome> {
    let of_scenario = plan.districts.len() * plan.replications as usize;
    (0..plan.list().len()).map(|row| outcome(plan, row, row / of_scenario)).collect()
}

fn outcome(plan: &Plan, row: usize, scenario: usize) -> Outcome {
    let done = row % 7 != 6;
    let mut state = row as u64 + 1;
    let mut draw = move || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 11) as f64 / (1u64 << 53) as f64
    };
    let mut value = |kind: Kind, name: &str| match (draw(), kind) {
        (u, _) if name != "stage" && u < 0.1 => f64::NAN,
        (u, Kind::Whole) if name == "ending" => (u * 2.0).floor(),
        (u, Kind::Whole) => 1.0 + (u * 5.0).floor(),
        (u, _) => u,
    };
    let mut timeline = Vec::new();
    if done {
        for _ in 0..=plan.months {
            timeline.extend(MEASURES.iter().map(|m| value(m.kind, m.name)));
        }
    }
    let run = RUN_COLUMNS.iter().map(|c| if done { value(c.kind, c.name) } else { f64::NAN }).collect();
    // A replication has one model, in every scenario and district.
    let model = [Model::Full, Model::LinearPull, Model::WeakestLeader][row % plan.replications as usize % 3];
    let drawn = |name: &String| match name.as_str() {
        ACCEPTED_MODEL => f64::from(model as u8),
        _ => value(Kind::Number, ""),
    };
    Outcome {
        status: if done { Status::Done } else { Status::NoFocalTeachers },
        timeline,
        run,
        drawn: plan.scenarios[scenario].drawn.iter().map(drawn).collect(),
    }
}

/// A plan of real scenarios, whose folder can be read back; its outcomes are made up.
pub fn real_plan() -> Plan {
    let ledger = Ledger::standard().unwrap();
    let settings =
        ["--months=3", "--replications=4", "superintendent_exit={distribution=\"uniform\",low=0.1,high=0.3}"];
    let settings = settings.map(String::from);
    let read = |name| scenario::read(name, &settings, &BuiltIn, &ledger).unwrap();
    let design = Design::new(vec![read("committed"), read("weak-start")], true).unwrap();
    design.plan(&ledger, text_digest)
}

/// A machine nobody has.
pub fn machine() -> Machine {
    Machine {
        started: "2030-01-01T00:00:00Z".into(),
        finished: "2030-01-01T00:00:01Z".into(),
        seconds: 1.0,
        threads: 3,
        platform: "none".into(),
        command: vec!["uptake".into(), "run".into()],
    }
}

/// A finished folder.
pub fn finished(path: &Path, plan: &Plan, tables: TableFormat) {
    let mut folder = Folder::open(path, plan, tables, Mode::New).unwrap();
    folder.append(&outcomes(plan)).unwrap();
    folder.finish(vec![("figures/spread-depth-path.svg".into(), b"<svg/>".to_vec())], &machine()).unwrap();
}

/// What a folder of made-up results holds; its scenarios are none of the model.
pub fn dataset(path: &Path) -> Dataset {
    Dataset::of(path, Manifest::read(path).unwrap(), Vec::new())
}

/// A finished folder `r` of made-up results within another, as data; its tables are CSV.
pub fn finished_dataset(folder: &Path, scenarios: usize, districts: usize, replications: u32) -> Dataset {
    let path = folder.join("r");
    finished(&path, &plan(scenarios, districts, replications), TableFormat::Csv);
    dataset(&path)
}

/// A digest for journals of no real plan.
pub const PLAN: PlanDigest = PlanDigest([5; 32]);

/// A journal written in two pieces, and what is in it.
pub fn written(folder: &Path) -> (PathBuf, Vec<Outcome>) {
    let path = folder.join(JOURNAL);
    let outcomes = outcomes(&plan(2, 1, 6));
    let mut journal = Journal::create(&path, &PLAN).unwrap();
    journal.append(&outcomes[..5]).unwrap();
    journal.append(&outcomes[5..]).unwrap();
    journal.sync().unwrap();
    (path, outcomes)
}

/// The journal holds these outcomes, read from the last to the first.
pub fn same(journal: &Journal, outcomes: &[Outcome]) {
    let mut reader = journal.reader().unwrap();
    let mut back = Outcome { status: Status::Done, timeline: vec![], run: vec![], drawn: vec![] };
    for job in (0..journal.len()).rev() {
        reader.read(job, &mut back).unwrap();
        assert_eq!(format!("{back:?}"), format!("{:?}", outcomes[job]));
    }
}
