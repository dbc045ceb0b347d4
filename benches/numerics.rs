//! What the months are counted with: powers, exponentials and logarithms, and the normal inverse.
//!
//! Throughput is in numbers. `libm` beside them is what they took the place of. *Each* hands over one number after the other, as
//! the months do; *a column* lets the compiler work on several at once.
#![allow(clippy::unwrap_used, missing_docs, reason = "a bench may stop at its first fault")]

use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use uptake::chance::inverse::standard_normal;
use uptake::numerics::{PowerMean, exp, exp_m1, ln, ln_1p, power};

const NUMBERS: u32 = 1_024;

type Pair = (&'static str, fn(f64) -> f64);

fn functions(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("numerics");
    group.throughput(Throughput::Elements(u64::from(NUMBERS)));
    let inside: Vec<f64> = (0..NUMBERS).map(|k| (f64::from(k) + 0.5) / f64::from(NUMBERS)).collect();
    let each: [Pair; 12] = [
        ("power", |x| power(x, -1.37)),
        ("libm pow", |x| libm::pow(x, -1.37)),
        ("exp", exp),
        ("libm exp", libm::exp),
        ("exp_m1", exp_m1),
        ("libm expm1", libm::expm1),
        ("ln", ln),
        ("libm log", libm::log),
        ("ln_1p", ln_1p),
        ("libm log1p", libm::log1p),
        ("standard normal", standard_normal),
        ("ceiling of depth", |x| PowerMean::new(-1.37).and(0.4, 0.6).and(x, 0.4).value()),
    ];
    for (name, function) in each {
        let function = black_box(function);
        group.bench_function(name, |b| b.iter(|| inside.iter().map(|&x| function(x)).sum::<f64>()));
    }
    let mut column = vec![0.0; inside.len()];
    group.bench_function("power, a column", |b| {
        b.iter(|| {
            for (to, &x) in column.iter_mut().zip(&inside) {
                *to = power(x, black_box(-1.37));
            }
            column[7]
        });
    });
    group.finish();
}

criterion_group!(benches, functions);
criterion_main!(benches);
