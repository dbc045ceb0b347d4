//! The free parameters between the ends of their ranges, and points in that box.

use rand_distr::Distribution as _;

use crate::calendar::Month;
use crate::chance::{Decision, DecisionMaker, KeyedGenerator, OpenUniform, Streams};
use crate::model::Model;
use crate::parameters::ensemble::Vector;
use crate::parameters::{Distribution, Ensemble, Ledger, LedgerEntry};

/// The wave whose generators draw a hypercube; those of other kinds of draws have numbers of their own.
const HYPERCUBE: u32 = 0;
/// The wave whose generators draw points independently of each other.
const POINTS: u32 = 1;

/// Vectors drawn from the prior, as a Latin hypercube: what claims are tested on beside the accepted ones.
pub fn prior(model: Model, count: usize, seed: u64, ledger: &Ledger) -> Ensemble {
    let space = Space::new(model, seed, ledger);
    let vectors = space.hypercube(count).iter().map(|unit| space.vector(unit)).collect();
    Ensemble { positions: space.positions(), vectors }
}

/// The free parameters between the ends of their ranges: the low end is 0, the high end 1.
pub struct Space<'a> {
    free: Vec<&'a LedgerEntry>,
    seed: u64,
    streams: Streams,
}

impl<'a> Space<'a> {
    /// The free parameters of a model.
    pub fn new(model: Model, seed: u64, ledger: &'a Ledger) -> Space<'a> {
        Space::of(ledger.entries().iter().filter(|e| e.is_free_in(model)).collect(), seed)
    }

    /// Every parameter of the whole model that nobody has measured, those included that calibration holds.
    pub fn unmeasured(seed: u64, ledger: &'a Ledger) -> Space<'a> {
        Space::of(ledger.entries().iter().filter(|e| e.is_unmeasured()).collect(), seed)
    }

    fn of(free: Vec<&'a LedgerEntry>, seed: u64) -> Space<'a> {
        Space { free, seed, streams: Streams::new(seed, crate::chance::streams::key_of("calibration"), 0) }
    }

    /// The parameters, in the order of the coordinates.
    pub fn free(&self) -> &[&'a LedgerEntry] {
        &self.free
    }

    /// The seed of its points.
    pub fn seed(&self) -> u64 {
        self.seed
    }

    /// Their positions in the ledger.
    pub fn positions(&self) -> Vec<usize> {
        self.free.iter().map(|e| e.position).collect()
    }

    /// Even in every coordinate: one point in each of so many slices (McKay, Beckman and Conover 1979).
    pub fn hypercube(&self, count: usize) -> Vec<Vec<f64>> {
        let draw = |k, lane| OpenUniform.sample(&mut self.generator(HYPERCUBE, k, lane));
        let column = |coordinate: usize| {
            let mut order: Vec<(f64, usize)> = (0..count).map(|k| (draw(k, 2 * coordinate), k)).collect();
            order.sort_by(|a, b| a.0.total_cmp(&b.0));
            let mut column = vec![0.0; count];
            for (slice, (_, k)) in order.into_iter().enumerate() {
                let within = Distribution::Uniform { low: slice as f64, high: slice as f64 + 1.0 };
                let mut generator = self.generator(HYPERCUBE, k, 2 * coordinate + 1);
                column[k] = within.sample(&mut generator) / count as f64;
            }
            column
        };
        let columns: Vec<Vec<f64>> = (0..self.free.len()).map(column).collect();
        (0..count).map(|k| columns.iter().map(|column| column[k]).collect()).collect()
    }

    /// Point number `k` of those drawn independently and evenly.
    pub fn point(&self, k: usize) -> Vec<f64> {
        let mut generator = self.generator(POINTS, k, 0);
        self.free.iter().map(|_| OpenUniform.sample(&mut generator)).collect()
    }

    /// One generator for each address, so that a point does not depend on those beside it.
    pub fn generator(&self, wave: u32, member: usize, lane: usize) -> KeyedGenerator {
        let who = DecisionMaker { place: member as u32, seat: lane as u16, person: 0 };
        self.streams.generator(Decision::Calibration, who, Month(wave))
    }

    /// The values at a point, to four digits, so that a file holds what was simulated.
    pub fn vector(&self, unit: &[f64]) -> Vector {
        let value = |(entry, x): (&&LedgerEntry, &f64)| {
            let (low, high) = entry.range;
            format!("{:.3e}", low + x * (high - low)).parse::<f64>().unwrap_or(low).clamp(low, high)
        };
        Vector { weight: 1.0, values: self.free.iter().zip(unit).map(value).collect() }
    }

    /// Where values lie between the ends of their ranges.
    pub fn unit(&self, values: &[f64]) -> Vec<f64> {
        let at = |(entry, value): (&&LedgerEntry, &f64)| {
            let (low, high) = entry.range;
            (value - low) / (high - low)
        };
        self.free.iter().zip(values).map(at).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hypercube_has_one_point_in_every_slice_and_vectors_lie_in_their_ranges() {
        let ledger = Ledger::standard().unwrap();
        let space = Space::new(Model::Full, 3, &ledger);
        let units = space.hypercube(20);
        for coordinate in 0..space.free.len() {
            let mut slices: Vec<usize> = units.iter().map(|u| (u[coordinate] * 20.0) as usize).collect();
            slices.sort_unstable();
            assert_eq!(slices, (0..20).collect::<Vec<_>>());
        }
        let vector = space.vector(&space.point(7));
        let inside = |(e, x): (&&LedgerEntry, &f64)| e.range.0 <= *x && *x <= e.range.1;
        assert!(space.free.iter().zip(&vector.values).all(inside));
        let back = space.vector(&space.unit(&vector.values));
        assert_eq!(back, vector, "a vector and its point are one");
    }
}
