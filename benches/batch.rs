//! The same 64 jobs in turn and in parallel. Throughput is in focal teacher-months.
#![allow(clippy::unwrap_used, missing_docs, reason = "a bench may stop at its first fault")]

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use uptake::experiment::executor::{in_parallel, in_turn};
use uptake::experiment::plan::Design;
use uptake::parameters::Ledger;
use uptake::scenario::layers::BuiltIn;
use uptake::scenario::read;

const JOBS: usize = 64;
const FOCAL_TEACHERS: u64 = 200;

fn batches(criterion: &mut Criterion) {
    let scenario = read("committed", &[], &BuiltIn, &Ledger::standard().unwrap()).unwrap();
    let months = u64::from(scenario.run.months);
    let design = Design::new(vec![scenario], false).unwrap();
    let mut group = criterion.benchmark_group("batch");
    group.throughput(Throughput::Elements(JOBS as u64 * FOCAL_TEACHERS * months));
    group.sample_size(20);
    group.bench_function("in turn", |b| b.iter(|| in_turn(&design, 0..JOBS)));
    group.bench_function("in parallel", |b| b.iter(|| in_parallel(&design, 0..JOBS)));
    group.finish();
}

criterion_group!(benches, batches);
criterion_main!(benches);
