//! What a vector's simulations say of each observation: the arms that are run for it, and how they are counted.
//!
//! Three groups of runs answer all observations. *Purchased*: districts that mandate a model from outside at once, without
//! a team of their own (C1, C2, C3). *Programs*: target districts over five years, whose support ends after three (C4, C10,
//! and what is looked at but not fitted). *Coaching*: one school whose teachers begin at all depths, coached for a year and
//! not coached (C5, C6). Every vector has chance and target districts of its own, so that the noise of one simulation has
//! nothing to do with that of another.

use crate::calendar::Month;
use crate::claims::arms::{self, Arm, VectorSetting, arm, prepare};
use crate::claims::registry::outside_model;
use crate::claims::{ArmRuns, Claim, Districts};
use crate::diagnostic::Result;
use crate::experiment::run_record::{RecordedRun, same_seats};
use crate::experiment::school_record::{SchoolState, Standing};
use crate::metrics::columns::Measure;
use crate::model::Model;
use crate::numerics;
use crate::parameters::ensemble::Vector;
use crate::parameters::{Ensemble, Ledger};
use crate::scenario::default_district;
use crate::strategy::Route;
use crate::world::{District, Practice};

/// A number that a vector's simulations come to.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Feature {
    /// Short name.
    pub name: &'static str,
    /// What it is.
    pub words: &'static str,
}

const fn feature(name: &'static str, words: &'static str) -> Feature {
    Feature { name, words }
}

/// All features: first those that the observations speak of, in their order, then those that are looked at and not
/// fitted.
pub const FEATURES: [Feature; 14] = [
    feature("C1", "schools that dropped within 36 months of their adoption"),
    feature("C2", "the same, high-poverty schools"),
    feature("C3", "adopters in full use 36 months after"),
    feature("C4", "programs that keep at least 60% of their sites two years after support"),
    feature("C5", "share of the coached gain in depth kept a year later"),
    feature("C6", "effect of coaching on achievement over that on instruction"),
    feature("C10 high", "target districts at stage 4 or more"),
    feature("C10 low", "target districts at stage 1 or less"),
    feature("C7", "correlation of spread and coherence over target districts, month 36"),
    feature("C8", "schools in use that are not a year later"),
    feature("spread 36", "target districts: share of focal teachers using, month 36"),
    feature("deep 36", "target districts: share of focal teachers deep, month 36"),
    feature("deep 60", "target districts: share of focal teachers deep, month 60"),
    feature("fallen", "target districts whose deep share is lower at 60 than at 36"),
];

/// Replications of each group of runs for one vector.
const PURCHASED_RUNS: u32 = 64;
const PROGRAM_RUNS: u32 = 48;
const COACHED_RUNS: u32 = 32;

/// Months of the purchased arm, and months for which a school is followed from its adoption on.
const PURCHASED_MONTHS: u32 = 38;
const FOLLOWED: usize = 36;
/// Full use of a school: half of its focal teachers, at this mean depth.
const FULL: (f64, f64) = (0.5, 0.6);
/// From this share of students eligible for free or reduced-price meals a school is a high-poverty one.
const HIGH_POVERTY: f64 = 0.75;
/// A site or school uses a practice while this share of its focal teachers does.
const KEPT: f64 = 0.1;
/// The month in which the support of programs ends.
const SUPPORT_ENDS: u32 = 36;

/// One school with coaching of its teachers for a year, or without; no other help from outside.
fn coaching(name: &'static str, hours: f64) -> Arm {
    let text = format!(
        "[support]\nmanager_hours = 0.0\nconvening_hours = 0.0\nonline_hours = 0.0\n[parameters]\ncoach_hours = {hours:?}\n\
         coach_pull = 0.0\ncoach_unskilled = 1.0\ncoach_size_slope = 0.0\nbudget_cut = 0.0\n[[event]]\nmonth = 13\nwhat = \"set\"\nparameter = \"coach_hours\"\nto = 0.0\n[run]\nmonths = 24\n"
    );
    arm(name, &text).in_schools(1).with_hand(all_depths)
}

/// Coaching hours per teacher and month, ten months long. They are the coaches' own hours: nothing draws on them, and
/// their skill is whole.
const COACHED: f64 = 4.0;

/// On the first day every focal teacher uses the practice, at depths spread evenly over the whole scale: nobody has counted where
/// teachers stood who were coached, and their spread is the unit in which effects on instruction are told.
fn all_depths(d: &mut District, now: Month, _: &[f64; 2]) {
    if now != Month(1) {
        return;
    }
    let t = &mut d.teachers;
    for k in (0..t.len()).filter(|&k| t.focal[k]) {
        t.practice[k] = Practice::Using;
        t.route[k] = Route::Invitation;
        // Seven has no factor in common with twenty: neighbors differ, and all twenty depths occur.
        let depth = ((k * 7 % 20) as f64 + 0.5) / 20.0;
        (t.depth[k], t.ownership[k], t.months_used[k]) = (depth, 0.5, 0);
    }
}

/// Simulates vector number `number` of a space and says what it comes to: the values of [`FEATURES`]; NaN where there is
/// nothing to count. `positions` are those of its values in the ledger.
///
/// # Errors
/// If an arm is no scenario.
pub fn simulate(
    model: Model,
    positions: &[usize],
    vector: &Vector,
    number: u32,
    ledger: &Ledger,
) -> Result<Vec<f64>> {
    let ensemble = Ensemble { positions: positions.to_vec(), vectors: vec![vector.clone()] };
    let setting = VectorSetting { model, ensemble, vector: vector.clone() };
    let runs = |group: Claim, count: u32| -> Result<Vec<ArmRuns>> {
        let prepared = prepare(&group, Some(&setting), ledger)?;
        let replications = number * count..(number + 1) * count;
        Ok(replications.map(|k| arms::run(&prepared, &group, k, ledger)).collect())
    };
    let group = |arms: Vec<Arm>, months: &[u32], districts: Districts| Claim {
        id: "calibration",
        arms,
        months: months.to_vec(),
        schools: months.is_empty(),
        districts,
        ..Claim::default()
    };
    let bought = vec![outside_model(PURCHASED_MONTHS)];
    let mut features = of_purchased(&runs(group(bought, &[], Districts::Default), PURCHASED_RUNS)?);
    let target = arm("target districts", "[run]\nmonths = 60\n");
    let programs = runs(group(vec![target], &[], Districts::Target), PROGRAM_RUNS)?;
    let both = vec![coaching("coached", COACHED), coaching("not coached", 0.0)];
    let coached = runs(group(both, &[12, 24], Districts::Default), COACHED_RUNS)?;
    features.push(sites_kept(&programs));
    features.extend(of_coaching(&coached));
    features.extend(stages(&programs));
    features.extend(not_fitted(&programs));
    Ok(features)
}

/// What became of a school within three years of its adoption.
struct Followed {
    /// Its place in the district.
    school: usize,
    /// It dropped the practice or switched.
    dropped: bool,
    /// It was in full use three years on.
    full: bool,
}

/// The schools that adopted early enough to be followed.
fn followed(run: &RecordedRun) -> Vec<Followed> {
    let of = |(school, months): (usize, Vec<SchoolState>)| {
        let adopted = months.iter().position(|m| m.standing == Standing::Adopted)?;
        let years = months.get(adopted..=adopted + FOLLOWED)?;
        let dropped = years.iter().any(|m| m.standing == Standing::Dropped);
        let full = years.last().is_some_and(|m| m.using >= FULL.0 && m.depth >= FULL.1);
        Some(Followed { school, dropped, full })
    };
    run.schools.each().enumerate().filter_map(of).collect()
}

/// C1, C2, C3.
fn of_purchased(runs: &[ArmRuns]) -> Vec<f64> {
    let poverty: Vec<f64> = default_district().schools.iter().map(|s| s.poverty.unwrap_or(0.0)).collect();
    let all: Vec<Followed> = runs.iter().flat_map(|r| followed(&r.runs[0])).collect();
    let poor = |f: &&Followed| poverty.get(f.school).is_some_and(|&p| p >= HIGH_POVERTY);
    vec![
        share(all.iter().map(|f| f.dropped)),
        share(all.iter().filter(poor).map(|f| f.dropped)),
        share(all.iter().map(|f| f.full)),
    ]
}

/// Share of those that are so; NaN of none.
fn share(all: impl Iterator<Item = bool>) -> f64 {
    mean(all.map(|is| f64::from(u8::from(is))))
}

fn mean(all: impl Iterator<Item = f64>) -> f64 {
    let (sum, n) = all.fold((0.0, 0.0), |(sum, n), x| (sum + x, n + 1.0));
    sum / n
}

/// Schools in use in a month, and those of them still in use in a later one; [`KEPT`] of the focal teachers is enough.
fn stayed(run: &RecordedRun, from: u32, to: u32) -> (usize, usize) {
    let pairs = || run.schools.at(from).iter().zip(run.schools.at(to)).filter(|(then, _)| then.using >= KEPT);
    (pairs().count(), pairs().filter(|(_, later)| later.using >= KEPT).count())
}

/// C4, of the programs with a site in use when support ends.
fn sites_kept(programs: &[ArmRuns]) -> f64 {
    let of = |r: &ArmRuns| stayed(&r.runs[0], SUPPORT_ENDS, SUPPORT_ENDS + 24);
    share(programs.iter().map(of).filter(|(then, _)| *then > 0).map(|(then, both)| 5 * both >= 3 * then))
}

/// C5, C6.
fn of_coaching(pairs: &[ArmRuns]) -> [f64; 2] {
    let gain = |month: u32| {
        let sums = pairs.iter().map(|r| same_seats(&r.runs[0], &r.runs[1], month));
        let [sum, seats] = sums.fold([0.0, 0.0], |[a, b], [x, n]| [a + x, b + n]);
        sum / seats
    };
    let student_gain = |arm: usize| mean(pairs.iter().map(|r| r.runs[arm].at(12, Measure::Gain)));
    let achievement = student_gain(0) - student_gain(1);
    let not_coached = || pairs.iter().flat_map(|r| r.runs[1].seats(12)).filter(|seat| seat.using);
    let center = mean(not_coached().map(|seat| seat.depth));
    let variance = mean(not_coached().map(|seat| (seat.depth - center) * (seat.depth - center)));
    let instruction = gain(12) / numerics::sqrt(variance);
    // Where coaching deepens nothing there is no share of it to keep.
    let kept = if gain(12) > LEAST_GAIN { (gain(24) / gain(12)).clamp(-1.0, 2.0) } else { f64::NAN };
    let ratio = if gain(12) > LEAST_GAIN { (achievement / instruction).clamp(0.0, 2.0) } else { f64::NAN };
    [kept, ratio]
}

/// A gain in depth from which one can speak of shares of it.
const LEAST_GAIN: f64 = 0.005;

/// C10: shares at stage 4 or more, and at 1 or less, in four months in equal parts.
fn stages(programs: &[ArmRuns]) -> [f64; 2] {
    let all = || {
        let of = |r: &ArmRuns| [12, 24, 36, 48].map(|month| r.runs[0].at(month, Measure::Stage));
        programs.iter().flat_map(of).collect::<Vec<f64>>().into_iter()
    };
    [share(all().map(|stage| stage >= 4.0)), share(all().map(|stage| stage <= 1.0))]
}

/// What is looked at and not fitted.
fn not_fitted(programs: &[ArmRuns]) -> [f64; 6] {
    let at = |r: &ArmRuns, month, measure| r.runs[0].at(month, measure);
    let pairs: Vec<(f64, f64)> =
        programs.iter().map(|r| (at(r, 36, Measure::Spread), at(r, 36, Measure::Coherence))).collect();
    let years = [(12, 24), (24, 36), (36, 48)];
    let (mut then, mut both) = (0, 0);
    for (from, to) in years {
        for r in programs {
            let (were, are) = stayed(&r.runs[0], from, to);
            (then, both) = (then + were, both + are);
        }
    }
    [
        correlation(&pairs),
        1.0 - both as f64 / then as f64,
        mean(pairs.iter().map(|pair| pair.0)),
        mean(programs.iter().map(|r| r.runs[0].deep(36))),
        mean(programs.iter().map(|r| r.runs[0].deep(60))),
        share(programs.iter().map(|r| r.runs[0].deep(60) < r.runs[0].deep(36))),
    ]
}

/// Of pairs; NaN where one side does not vary.
fn correlation(pairs: &[(f64, f64)]) -> f64 {
    let (x, y) = (mean(pairs.iter().map(|p| p.0)), mean(pairs.iter().map(|p| p.1)));
    let sum = |of: &dyn Fn(&(f64, f64)) -> f64| pairs.iter().map(of).sum::<f64>();
    let (xx, yy) = (sum(&|p| (p.0 - x) * (p.0 - x)), sum(&|p| (p.1 - y) * (p.1 - y)));
    sum(&|p| (p.0 - x) * (p.1 - y)) / numerics::sqrt(xx * yy)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calibration::observations::FITTED;
    use crate::calibration::space::Space;

    #[test]
    fn a_vector_has_a_number_for_every_feature_the_same_again_and_another_on_other_chance() {
        let ledger = Ledger::standard().unwrap();
        let space = Space::new(Model::Full, 1, &ledger);
        let values = space.free().iter().map(|e| e.value).collect();
        let vector = Vector { weight: 1.0, values };
        let simulate = |number| simulate(Model::Full, &space.positions(), &vector, number, &ledger).unwrap();
        let found = simulate(3);
        assert_eq!(found.len(), FEATURES.len());
        assert!(found[..FITTED].iter().all(|x| x.is_finite()), "{found:?}");
        let shares = [0, 1, 2, 3, 6, 7, 9, 10, 11, 12, 13].map(|k| found[k]);
        assert!(shares.iter().all(|x| (0.0..=1.0).contains(x)), "{found:?}");
        assert!(found[6] + found[7] <= 1.0);
        assert_eq!(found, simulate(3));
        assert_ne!(found, simulate(4));
    }

    #[test]
    fn correlations_and_shares_of_nothing_are_missing() {
        assert!((correlation(&[(0.0, 1.0), (1.0, 3.0), (2.0, 5.0)]) - 1.0).abs() < 1e-12);
        assert!(correlation(&[(0.5, 1.0), (0.5, 3.0)]).is_nan());
        assert!(share(std::iter::empty()).is_nan());
    }
}
