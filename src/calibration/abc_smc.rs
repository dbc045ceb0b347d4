//! A population of vectors on its way to the targets.

use rand_distr::Distribution as _;

use crate::calendar::Month;
use crate::chance::{Decision, DecisionMaker, KeyedGenerator, OpenUniform, Streams};
use crate::model::Model;
use crate::parameters::ensemble::Vector;
use crate::parameters::{Distribution, Ensemble, Ledger, LedgerEntry};

/// How much is simulated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Effort {
    /// Vectors of the first wave.
    pub first: usize,
    /// Vectors of the population.
    pub population: usize,
    /// Waves of moves at most.
    pub waves: u32,
    /// Seed.
    pub seed: u64,
}

impl Effort {
    /// The usual effort: about four thousand simulated vectors.
    pub const USUAL: Effort = Effort { first: 768, population: 192, waves: 24, seed: 1 };

    /// A vector of the first wave further from the targets than this is given up as soon as it shows.
    const HOPELESS: f64 = 3.5;
    /// Waves of moves at the final tolerance, which move apart what was copied.
    const APART: u32 = 10;
}

/// What a simulation of a vector left.
#[derive(Debug, Clone, PartialEq)]
pub struct Judged {
    /// Distance from the targets; infinite where it was given up early.
    pub distance: f64,
    /// The value of each target; empty where it was given up early.
    pub values: Vec<f64>,
}

/// What a wave came to.
#[derive(Debug, Clone, PartialEq)]
pub struct Wave {
    /// Tolerance.
    pub tolerance: f64,
    /// Vectors proposed.
    pub proposed: usize,
    /// Of these accepted.
    pub accepted: usize,
    /// Different vectors in the population afterwards.
    pub different: usize,
}

/// What calibration found.
#[derive(Debug, Clone, PartialEq)]
pub struct Calibration {
    /// The accepted vectors.
    pub ensemble: Ensemble,
    /// The values of the targets under each, over all its simulations together.
    pub values: Vec<Vec<f64>>,
    /// The vector of the hypercube from which each descends.
    pub origins: Vec<usize>,
    /// Positions of the parameters that the hypercube shows to move a target.
    pub moving: Vec<usize>,
    /// Wave after wave; the first is the hypercube, the last the simulation anew.
    pub waves: Vec<Wave>,
    /// Vectors simulated.
    pub simulated: usize,
    /// Tolerance that was reached.
    pub tolerance: f64,
}

/// What is asked to be simulated.
#[derive(Debug, Clone, PartialEq)]
pub struct Proposal {
    /// The vector.
    pub vector: Vector,
    /// Beyond this distance nobody wants to know more.
    pub tolerance: f64,
    /// Simulate it a second time, on other chance, and judge both together.
    pub anew: bool,
}

/// Judges vectors, in their order.
pub type Simulate<'a, E> = &'a mut dyn FnMut(&[Proposal]) -> Result<Vec<Judged>, E>;

/// A vector of the population: where it lies between the ends of the ranges, and what it came to.
#[derive(Debug, Clone)]
struct Member {
    unit: Vec<f64>,
    judged: Judged,
    origin: usize,
}

impl Calibration {
    /// How many independent vectors the accepted ones are worth at least: those that descend from one count as
    /// one (Kish 1965).
    pub fn lineages(&self) -> f64 {
        let mut counts = std::collections::BTreeMap::new();
        self.origins.iter().for_each(|origin| *counts.entry(origin).or_insert(0.0) += 1.0);
        let squares: f64 = counts.values().map(|n: &f64| n * n).sum();
        let n = self.origins.len() as f64;
        n * n / squares
    }
}

/// Share of the coordinates that a move changes, and how far those that matter go (of the range).
const CHANGED: f64 = 0.2;
const STEP: f64 = 0.3;
/// Correlation with a target, in standard errors of none, from which a coordinate matters.
const MATTERS: f64 = 2.8;

/// Calibrates a model. `simulate` is given vectors and judges them in their order.
///
/// # Errors
/// Those of `simulate`.
pub fn calibrate<E>(
    model: Model,
    effort: Effort,
    ledger: &Ledger,
    simulate: Simulate<'_, E>,
) -> Result<Calibration, E> {
    let space = Space::new(model, effort.seed, ledger);
    let mut simulated = 0;
    let mut judge = |units: Vec<Vec<f64>>, tolerance: f64, anew: bool| -> Result<Vec<Member>, E> {
        let asked: Vec<Proposal> =
            units.iter().map(|unit| Proposal { vector: space.vector(unit), tolerance, anew }).collect();
        simulated += asked.len();
        let judged = simulate(&asked)?;
        let members = units.into_iter().zip(judged).enumerate();
        Ok(members.map(|(origin, (unit, judged))| Member { unit, judged, origin }).collect())
    };
    let mut members = judge(space.hypercube(effort.first), Effort::HOPELESS, false)?;
    let matters = matters(&members, space.free.len());
    members.sort_by(|a, b| a.judged.distance.total_cmp(&b.judged.distance));
    members.truncate(effort.population);
    let mut tolerance = members.last().map_or(f64::INFINITY, |m| m.judged.distance);
    let mut waves =
        vec![Wave { tolerance, proposed: effort.first, accepted: members.len(), different: members.len() }];
    let mut at_the_end = 0;
    for wave in 1..=effort.waves {
        members.sort_by(|a, b| a.judged.distance.total_cmp(&b.judged.distance));
        tolerance = members[members.len() / 2].judged.distance;
        let within: Vec<Member> =
            members.iter().filter(|m| m.judged.distance <= tolerance).cloned().collect();
        members = (0..effort.population).map(|k| within[k % within.len()].clone()).collect();
        let proposed =
            members.iter().enumerate().map(|(k, m)| space.step(&m.unit, &matters, wave, k)).collect();
        let mut accepted = 0;
        for (member, proposal) in members.iter_mut().zip(judge(proposed, tolerance, false)?) {
            if proposal.judged.distance <= tolerance {
                *member = Member { origin: member.origin, ..proposal };
                accepted += 1;
            }
        }
        let different = different(&members);
        waves.push(Wave { tolerance, proposed: effort.population, accepted, different });
        at_the_end += u32::from(tolerance <= 0.0);
        if at_the_end > Effort::APART {
            break;
        }
    }
    members.sort_by(|a, b| a.unit.partial_cmp(&b.unit).unwrap_or(std::cmp::Ordering::Equal));
    members.dedup_by(|a, b| a.unit == b.unit);
    let proposed = members.len();
    let mut confirmed = judge(members.iter().map(|m| m.unit.clone()).collect(), tolerance, true)?;
    confirmed.iter_mut().zip(&members).for_each(|(new, old)| new.origin = old.origin);
    confirmed.retain(|m| m.judged.distance <= tolerance);
    waves.push(Wave { tolerance, proposed, accepted: confirmed.len(), different: confirmed.len() });
    // The order in which they lie in the file is by chance, so that its first ones stand for all.
    let place = |k| OpenUniform.sample(&mut generator(&space.streams, 999, k, 0));
    let mut order: Vec<(f64, Member)> =
        confirmed.into_iter().enumerate().map(|(k, m)| (place(k), m)).collect();
    order.sort_by(|a, b| a.0.total_cmp(&b.0));
    let origins = order.iter().map(|(_, m)| m.origin).collect();
    let (vectors, values) = order.into_iter().map(|(_, m)| (space.vector(&m.unit), m.judged.values)).unzip();
    let moving = space.positions().into_iter().zip(&matters).filter(|(_, m)| **m).map(|(k, _)| k).collect();
    Ok(Calibration {
        ensemble: Ensemble { positions: space.positions(), vectors },
        values,
        origins,
        moving,
        waves,
        simulated,
        tolerance,
    })
}

/// Which coordinates move a target, as far as the hypercube can show.
fn matters(members: &[Member], coordinates: usize) -> Vec<bool> {
    let whole: Vec<&Member> = members.iter().filter(|m| !m.judged.values.is_empty()).collect();
    let targets = whole.first().map_or(0, |m| m.judged.values.len());
    let correlated = |coordinate: usize, target: usize| {
        let pairs = || {
            let all = whole.iter().map(|m| (m.unit[coordinate], m.judged.values[target]));
            all.filter(|(_, y)| y.is_finite())
        };
        let n = pairs().count() as f64;
        let (mean_x, mean_y) = pairs().fold((0.0, 0.0), |(a, b), (x, y)| (a + x / n, b + y / n));
        let (mut xx, mut yy, mut xy) = (0.0, 0.0, 0.0);
        for (x, y) in pairs() {
            xx += (x - mean_x) * (x - mean_x);
            yy += (y - mean_y) * (y - mean_y);
            xy += (x - mean_x) * (y - mean_y);
        }
        xx > 0.0 && yy > 0.0 && xy * xy / (xx * yy) * n > MATTERS * MATTERS
    };
    // From a handful of vectors nothing can be seen: then all may matter.
    (0..coordinates).map(|c| whole.len() < 50 || (0..targets).any(|t| correlated(c, t))).collect()
}

fn different(members: &[Member]) -> usize {
    let mut units: Vec<&Vec<f64>> = members.iter().map(|m| &m.unit).collect();
    units.sort_by(|a, b| a.partial_cmp(b).unwrap_or(std::cmp::Ordering::Equal));
    units.dedup();
    units.len()
}

/// Vectors drawn from the prior, as a Latin hypercube: what claims are tested on beside the accepted ones.
pub fn prior(model: Model, count: usize, seed: u64, ledger: &Ledger) -> Ensemble {
    let space = Space::new(model, seed, ledger);
    let vectors = space.hypercube(count).iter().map(|unit| space.vector(unit)).collect();
    Ensemble { positions: space.positions(), vectors }
}

/// Each proposal has a generator of its own, so that a vector does not depend on those beside it.
fn generator(streams: &Streams, wave: u32, member: usize, lane: usize) -> KeyedGenerator {
    let who = DecisionMaker { place: member as u32, seat: lane as u16, person: 0 };
    streams.generator(Decision::Calibration, who, Month(wave))
}

/// Even in every coordinate: one point in each of so many slices (McKay, Beckman and Conover 1979).
fn hypercube(streams: &Streams, coordinates: usize, count: usize) -> Vec<Vec<f64>> {
    let column = |coordinate: usize| {
        let mut order: Vec<(f64, usize)> = (0..count)
            .map(|k| (OpenUniform.sample(&mut generator(streams, 0, k, 2 * coordinate)), k))
            .collect();
        order.sort_by(|a, b| a.0.total_cmp(&b.0));
        let mut column = vec![0.0; count];
        for (slice, (_, k)) in order.into_iter().enumerate() {
            let within = Distribution::Uniform { low: slice as f64, high: slice as f64 + 1.0 };
            column[k] = within.sample(&mut generator(streams, 0, k, 2 * coordinate + 1)) / count as f64;
        }
        column
    };
    let columns: Vec<Vec<f64>> = (0..coordinates).map(column).collect();
    (0..count).map(|k| columns.iter().map(|column| column[k]).collect()).collect()
}

/// A Latin hypercube in the unit box of so many coordinates.
pub fn box_of(coordinates: usize, count: usize, seed: u64) -> Vec<Vec<f64>> {
    hypercube(&Streams::new(seed, crate::chance::streams::key_of("box"), 0), coordinates, count)
}

/// The free parameters between the ends of their ranges.
struct Space<'a> {
    free: Vec<&'a LedgerEntry>,
    streams: Streams,
}

impl<'a> Space<'a> {
    fn new(model: Model, seed: u64, ledger: &'a Ledger) -> Space<'a> {
        let free = ledger.entries().iter().filter(|e| e.is_free_in(model)).collect();
        Space { free, streams: Streams::new(seed, crate::chance::streams::key_of("calibration"), 0) }
    }

    fn positions(&self) -> Vec<usize> {
        self.free.iter().map(|e| e.position).collect()
    }

    fn hypercube(&self, count: usize) -> Vec<Vec<f64>> {
        hypercube(&self.streams, self.free.len(), count)
    }

    /// A symmetric step in some of the coordinates. Those that matter move, and what would leave the range is
    /// reflected; the others are drawn anew from the prior, so that what the targets do not speak of is soon
    /// forgotten and not handed down.
    fn step(&self, unit: &[f64], matters: &[bool], wave: u32, member: usize) -> Vec<f64> {
        let moved = |(coordinate, &x): (usize, &f64)| {
            let generator = |lane| generator(&self.streams, wave, member, 2 * coordinate + lane);
            if OpenUniform.sample(&mut generator(0)) >= CHANGED {
                return x;
            }
            if !matters[coordinate] {
                return OpenUniform.sample(&mut generator(1));
            }
            let to = x + STEP * Distribution::Uniform { low: -1.0, high: 1.0 }.sample(&mut generator(1));
            if to < 0.0 {
                -to
            } else if to > 1.0 {
                2.0 - to
            } else {
                to
            }
        };
        unit.iter().enumerate().map(moved).collect()
    }

    /// The values at a place, to four digits, so that a file holds what was simulated.
    fn vector(&self, unit: &[f64]) -> Vector {
        let value = |(entry, x): (&&LedgerEntry, &f64)| {
            let (low, high) = entry.range;
            format!("{:.3e}", low + x * (high - low)).parse::<f64>().unwrap_or(low).clamp(low, high)
        };
        Vector { weight: 1.0, values: self.free.iter().zip(unit).map(value).collect() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Judged by the first two coordinates alone: accepted where both lie in the upper half.
    fn judge(
        ledger: &Ledger,
    ) -> impl FnMut(&[Proposal]) -> Result<Vec<Judged>, std::convert::Infallible> + '_ {
        let space = Space::new(Model::Full, 1, ledger);
        let ranges: Vec<(f64, f64)> = space.free.iter().map(|e| e.range).collect();
        move |asked| {
            let distance = |a: &Proposal| {
                let at = |k: usize| (a.vector.values[k] - ranges[k].0) / (ranges[k].1 - ranges[k].0);
                (0.8 - at(0)).max(0.8 - at(1)).max(0.0)
            };
            Ok(asked.iter().map(|a| Judged { distance: distance(a), values: vec![distance(a)] }).collect())
        }
    }

    #[test]
    fn waves_narrow_what_the_targets_speak_of_and_leave_the_rest_as_wide_as_it_was() {
        let ledger = Ledger::standard().unwrap();
        let effort = Effort { first: 200, population: 100, waves: 10, seed: 1 };
        let found = calibrate(Model::Full, effort, &ledger, &mut judge(&ledger)).unwrap();
        assert_eq!(found.tolerance, 0.0);
        assert!(found.ensemble.vectors.len() > 60, "{}", found.ensemble.vectors.len());
        let space = Space::new(Model::Full, 1, &ledger);
        let mean = |k: usize| {
            let (low, high) = space.free[k].range;
            let at = found.ensemble.vectors.iter().map(|v| (v.values[k] - low) / (high - low));
            at.sum::<f64>() / found.ensemble.vectors.len() as f64
        };
        assert!(mean(0) > 0.85 && mean(1) > 0.85, "{} {}", mean(0), mean(1));
        let others = (2..space.free.len()).map(mean);
        assert!(others.into_iter().all(|m| (0.3..0.7).contains(&m)));
    }

    #[test]
    fn the_hypercube_has_one_point_in_every_slice_and_a_step_stays_inside() {
        let ledger = Ledger::standard().unwrap();
        let space = Space::new(Model::Full, 3, &ledger);
        let units = space.hypercube(20);
        for coordinate in 0..space.free.len() {
            let mut slices: Vec<usize> = units.iter().map(|u| (u[coordinate] * 20.0) as usize).collect();
            slices.sort_unstable();
            assert_eq!(slices, (0..20).collect::<Vec<_>>());
        }
        for (k, unit) in units.iter().enumerate() {
            let matters: Vec<bool> = (0..unit.len()).map(|c| c % 3 == 0).collect();
            assert!(space.step(unit, &matters, 1, k).iter().all(|x| (0.0..=1.0).contains(x)));
        }
    }
}
