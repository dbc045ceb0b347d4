//! The busiest submodels, a teaching month of the default district each, and what they draw with.
//!
//! The district is that of `committed` after three years: about half of its teachers use the practice.
//! Throughput is in teachers, or in blocks.
#![allow(clippy::unwrap_used, missing_docs, reason = "a bench may stop at its first fault")]

use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use uptake::calendar::Month;
use uptake::chance::{Blocks, philox::philox4x32};
use uptake::mechanisms::{Context, depth, help, ownership, uptake as taking_up};
use uptake::parameters::Ledger;
use uptake::scenario::layers::BuiltIn;
use uptake::scenario::read;
use uptake::simulation::{RunState, draw_parameters, first_day};
use uptake::world::World;

const THREE_YEARS: u32 = 36;
const DRAWS: u32 = 1_024;

fn submodels(criterion: &mut Criterion) {
    let scenario = read("committed", &[], &BuiltIn, &Ledger::standard().unwrap()).unwrap();
    let p = draw_parameters(&scenario, 0);
    let (district, streams) = first_day(&scenario, &scenario.places[0], 0, &p).unwrap();
    let world = World { districts: vec![district] };
    let mut run = RunState::new(world, vec![p], (vec![streams], streams), &mut ());
    run.live_to(Month(THREE_YEARS), &scenario.events, &mut (), &mut ());
    let mut world = run.into_world();
    let d = &mut world.districts[0];
    let c = Context { p: &p, streams: &streams, now: Month(THREE_YEARS + 2) };
    let (mut numbers, mut turns) = (Blocks::default(), help::Turns::default());
    let mut beliefs = ownership::Room::default();
    let (mut events, mut room, mut deepening) = (Vec::new(), Vec::new(), depth::Room::default());

    let mut group = criterion.benchmark_group("submodel");
    group.throughput(Throughput::Elements(d.teachers.len() as u64));
    group.bench_function("uptake::decide", |b| {
        b.iter(|| {
            events.clear();
            taking_up::draw(d, c, &mut numbers);
            taking_up::decide(d, c, &numbers, &mut room, &mut events);
            events.len()
        });
    });
    group.bench_function("depth::next", |b| b.iter(|| depth::next(d, c, &mut deepening)));
    group.bench_function("help::update", |b| {
        b.iter(|| help::update(d, &mut room, &mut turns, |pool| pool, c))
    });
    // The last, since it changes beliefs from one call to the next.
    group.bench_function("ownership::update", |b| b.iter(|| ownership::update(d, c, &mut beliefs)));
    group.finish();
}

fn draws(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("chance");
    group.throughput(Throughput::Elements(u64::from(DRAWS)));
    group.bench_function("philox block", |b| {
        b.iter(|| (0..black_box(DRAWS)).fold(0, |sum, k| sum ^ philox4x32([k, 2, 3, 4], [5, 6])[0]));
    });
    group.finish();
}

criterion_group!(benches, submodels, draws);
criterion_main!(benches);
