//! Instructions of a run, counted by Valgrind: the same in every count of one program, whatever else the machine does.
//!
//! Needs `valgrind` and `cargo install gungraun-runner --version 0.20.0`. Valgrind knows no AVX-512, so the loops in lanes run with
//! AVX2 here.
#![allow(clippy::unwrap_used, missing_docs, reason = "a bench may stop at its first fault")]

use std::hint::black_box;

use gungraun::{library_benchmark, library_benchmark_group, main};
use uptake::experiment::{Outcome, run_job};
use uptake::parameters::Ledger;
use uptake::scenario::layers::BuiltIn;
use uptake::scenario::{Scenario, read};
use uptake::simulation::{draw_parameters, first_day};

fn scenario(name: &str) -> Scenario {
    read(name, &[], &BuiltIn, &Ledger::standard().unwrap()).unwrap()
}

#[library_benchmark]
#[bench::committed(scenario("committed"))]
#[bench::mandate_at_once(scenario("mandate-at-once"))]
fn run(scenario: Scenario) -> Outcome {
    black_box(run_job(&scenario, &scenario.places[0], 7))
}

#[library_benchmark]
#[bench::committed(scenario("committed"))]
fn first_day_alone(scenario: Scenario) {
    let p = draw_parameters(&scenario, 7);
    let _ = black_box(first_day(&scenario, &scenario.places[0], 7, &p));
}

library_benchmark_group!(name = runs; benchmarks = run, first_day_alone);
main!(library_benchmark_groups = runs);
