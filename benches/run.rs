//! One replication of a built-in scenario in the default district, and its first day alone.
//!
//! Throughput is in focal teacher-months: 200 focal teachers × 60 months a run.
#![allow(clippy::unwrap_used, missing_docs, reason = "a bench may stop at its first fault")]

use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use uptake::experiment::{run_cohort, run_job};
use uptake::parameters::Ledger;
use uptake::scenario::layers::BuiltIn;
use uptake::scenario::{Cohort, DistrictSpec, Scenario, read};
use uptake::simulation::{draw_parameters, first_day};

const FOCAL_TEACHERS: u64 = 200;

/// Replications taken in turn, so that no single lucky or unlucky run is measured.
const REPLICATIONS: u32 = 50;

fn scenario(name: &str) -> Scenario {
    read(name, &[], &BuiltIn, &Ledger::standard().unwrap()).unwrap()
}

fn runs(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("run");
    for name in ["committed", "mandate-at-once"] {
        let scenario = scenario(name);
        group.throughput(Throughput::Elements(FOCAL_TEACHERS * u64::from(scenario.run.months)));
        let mut replications = (0..REPLICATIONS).cycle();
        group.bench_function(name, |b| {
            b.iter(|| run_job(&scenario, &scenario.places[0], black_box(replications.next().unwrap())));
        });
    }
    group.finish();
}

/// Eight synthetic districts of 4,000 students in one run, with two program managers.
fn cohorts(criterion: &mut Criterion) {
    let place = |k: u32| DistrictSpec::Synthetic { id: format!("district-{k}"), pupils: 4_000 };
    let cohort = Cohort { managers: 2, settings: vec![Vec::new(); 8] };
    let scenario =
        Scenario { places: (1..=8).map(place).collect(), cohort: Some(cohort), ..scenario("committed") };
    let mut replications = (0..REPLICATIONS).cycle();
    criterion.bench_function("cohort of eight", |b| {
        b.iter(|| run_cohort(&scenario, black_box(replications.next().unwrap())));
    });
}

fn first_days(criterion: &mut Criterion) {
    let scenario = scenario("committed");
    let mut replications = (0..REPLICATIONS).cycle();
    criterion.bench_function("first day", |b| {
        b.iter(|| {
            let replication = black_box(replications.next().unwrap());
            let p = draw_parameters(&scenario, replication);
            first_day(&scenario, &scenario.places[0], replication, &p)
        });
    });
}

criterion_group!(benches, runs, cohorts, first_days);
criterion_main!(benches);
