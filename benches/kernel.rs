//! A plain diffusion kernel, to see how far the whole model is from one: an array of structs, four ties each, one keyed number a
//! month, taking up by the share of ties who have. Two hundred agents for sixty months, as the focal teachers of `run`.
//!
//! Throughput is in agent-months.
#![allow(missing_docs, reason = "a bench")]

use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use uptake::calendar::Month;
use uptake::chance::{Decision, DecisionMaker, Streams};

const AGENTS: u16 = 200;
const MONTHS: u32 = 60;
const TIES: usize = 4;

#[derive(Clone, Copy)]
struct Agent {
    ties: [u16; TIES],
    uses: bool,
}

/// Who uses it after sixty months.
fn spread(replication: u32) -> usize {
    let streams = Streams::new(1, 1, replication);
    let who = |seat: u16| DecisionMaker { place: 1, seat, person: 0 };
    let mut agents: Vec<Agent> = (0..AGENTS)
        .map(|seat| {
            let words = streams.block(Decision::AdviceTie, who(seat), Month(0)).words();
            Agent { ties: words.map(|word| (word % u32::from(AGENTS)) as u16), uses: seat < 10 }
        })
        .collect();
    for month in 1..=MONTHS {
        let before = agents.clone();
        for (seat, agent) in (0..AGENTS).zip(&mut agents).filter(|(_, agent)| !agent.uses) {
            let users = agent.ties.iter().filter(|&&tie| before[usize::from(tie)].uses).count();
            let share = users as f64 / TIES as f64;
            let square = share * share;
            let probability = 0.002 + 0.06 * square / (square + 0.0625);
            agent.uses = streams.uniform(Decision::TeacherMonth, who(seat), Month(month)) < probability;
        }
    }
    agents.iter().filter(|agent| agent.uses).count()
}

fn kernels(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("kernel");
    group.throughput(Throughput::Elements(u64::from(AGENTS) * u64::from(MONTHS)));
    let mut replications = (0..50).cycle();
    group.bench_function("array of structs", |b| {
        b.iter(|| spread(black_box(replications.next().unwrap_or(0))))
    });
    group.finish();
}

criterion_group!(benches, kernels);
criterion_main!(benches);
