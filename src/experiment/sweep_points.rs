//! The points of a sweep: combinations of the values of its factors.

use rand::seq::SliceRandom;
use rand_distr::Distribution as _;

use crate::calendar::Month;
use crate::chance::streams::key_of;
use crate::chance::{Decision, DecisionMaker, OpenUniform, Streams};
use crate::diagnostic::{Diagnostic, Result};
use crate::phrasing::thousands;
use crate::scenario::sweep_design::{
    Coordinate, Factor, Levels, MOST_FACTORS, MOST_POINTS, Point, SweepDesign, SweepKind,
};

/// The points of a design, in order: of a factorial one the last factor changes first. Points that are drawn hang on the seed.
///
/// # Errors
/// Factors that the kind cannot take, none or too many of them or of the points.
pub fn points(design: &SweepDesign, seed: u64) -> Result<Vec<Point>> {
    let factors = &design.factors;
    if factors.is_empty() || factors.len() > MOST_FACTORS {
        let fault = format!("the sweep has {} factors", factors.len());
        return Err(Diagnostic::usage(fault, format!("vary 1 to {MOST_FACTORS} things: --vary name=1,3,6")));
    }
    if let Some((k, twice)) =
        factors.iter().enumerate().find(|(k, f)| factors[..*k].iter().any(|g| g.name == f.name))
    {
        let fault = format!("`{}` is varied twice, as factor {}", twice.name, k + 1);
        return Err(Diagnostic::usage(fault, "put all its values into one"));
    }
    refuse_empty(factors)?;
    let is_drawn = matches!(design.kind, SweepKind::LatinHypercube | SweepKind::Sobol);
    if let (true, None) = (is_drawn, design.points) {
        let fault = "the number of points is not said";
        return Err(Diagnostic::usage(fault, "say it: --points 64, or points = 64 in the design"));
    }
    if let (false, Some(n)) = (is_drawn, design.points) {
        let fault =
            format!("{n} points are asked for, and a factorial or a list has as many as its values make");
        return Err(Diagnostic::usage(
            fault,
            "leave the number out, or choose a Latin hypercube or Sobol points",
        ));
    }
    let found = match design.kind {
        SweepKind::Factorial => factorial(factors),
        SweepKind::List => list(factors),
        SweepKind::LatinHypercube => Ok(drawn(factors, &hypercube(factors, count(design)?, seed))),
        SweepKind::Sobol => Ok(drawn(factors, &sobol(factors, count(design)?, seed))),
    }?;
    let named = |point: Vec<Coordinate>| factors.iter().map(|f| f.name.clone()).zip(point).collect();
    let found: Vec<Point> = found.into_iter().map(named).collect();
    // Two points that are the same would be two scenarios that are the same: nothing is told by the second.
    if let Some(twice) = found.iter().enumerate().find(|(k, point)| found[..*k].contains(point)) {
        let words: Vec<String> = twice.1.iter().map(|(name, value)| format!("{name} = {value}")).collect();
        let fault = format!("the point {} is there twice", words.join(", "));
        return Err(Diagnostic::usage(fault, "leave one of the two out, or ask for fewer points"));
    }
    Ok(found)
}

/// A range of whole numbers holds one.
fn refuse_empty(factors: &[Factor]) -> Result<()> {
    for factor in factors {
        if let Levels::Between { low, high, whole: true } = factor.levels
            && low.ceil() > high.floor()
        {
            let fault = format!("`{}` has no whole number between {low} and {high}", factor.name);
            return Err(Diagnostic::usage(fault, "widen its range, or leave `whole` out"));
        }
    }
    Ok(())
}

fn count(design: &SweepDesign) -> Result<usize> {
    let n = design.points.unwrap_or(0) as usize;
    if (1..=MOST_POINTS).contains(&n) { Ok(n) } else { Err(too_many(n)) }
}

fn too_many(points: usize) -> Diagnostic {
    let fault = format!("the sweep has {} points", thousands(points as u64));
    Diagnostic::usage(
        fault,
        format!("ask for 1 to {}: vary fewer things, or over fewer values", thousands(MOST_POINTS as u64)),
    )
}

/// The values that a factor lists.
fn listed(factor: &Factor) -> Result<Vec<Coordinate>> {
    match &factor.levels {
        Levels::Listed(values) => Ok(values.clone()),
        // All of them: it was looked at before that there are any.
        &Levels::Between { low, high, whole: true } => {
            let (first, count) = (low.ceil(), high.floor() - low.ceil() + 1.0);
            if count > MOST_POINTS as f64 {
                return Err(too_many(count as usize));
            }
            Ok((0..count as u32).map(|k| Coordinate::Number(first + f64::from(k))).collect())
        }
        Levels::Between { low, high, .. } => {
            let fault = format!("`{}` has a range and no values", factor.name);
            let remedy = format!(
                "say how many: --vary {}={low}..{high}:5, or :whole for its whole numbers, or levels = 5; or choose a Latin hypercube or Sobol points",
                factor.name
            );
            Err(Diagnostic::usage(fault, remedy))
        }
    }
}

fn factorial(factors: &[Factor]) -> Result<Vec<Vec<Coordinate>>> {
    let mut points = vec![Vec::new()];
    for factor in factors {
        let values = listed(factor)?;
        let count = points.len().saturating_mul(values.len());
        if count > MOST_POINTS {
            return Err(too_many(count));
        }
        let with = |point: &Vec<Coordinate>| -> Vec<Vec<Coordinate>> {
            values.iter().map(|value| [point.as_slice(), std::slice::from_ref(value)].concat()).collect()
        };
        points = points.iter().flat_map(with).collect();
    }
    Ok(points)
}

fn list(factors: &[Factor]) -> Result<Vec<Vec<Coordinate>>> {
    let values = factors.iter().map(listed).collect::<Result<Vec<_>>>()?;
    let length = values.first().map_or(0, |values| values.len());
    if let Some((factor, other)) = factors.iter().zip(&values).find(|(_, values)| values.len() != length) {
        let fault =
            format!("`{}` has {} values, and `{}` has {length}", factor.name, other.len(), factors[0].name);
        return Err(Diagnostic::usage(fault, "in a list each factor has as many values as the others"));
    }
    if length > MOST_POINTS {
        return Err(too_many(length));
    }
    Ok((0..length).map(|k| values.iter().map(|values| values[k].clone()).collect()).collect())
}

/// Shares (0 to 1) of each factor's range, point by point.
fn hypercube(factors: &[Factor], n: usize, seed: u64) -> Vec<Vec<f64>> {
    let column = |factor: &Factor| -> Vec<f64> {
        let key = key_of(&factor.name);
        let who = DecisionMaker { place: key as u32, seat: (key >> 32) as u16, person: (key >> 48) as u16 };
        let mut chance = Streams::new(seed, 0, 0).generator(Decision::Calibration, who, Month(u32::MAX));
        let mut parts: Vec<usize> = (0..n).collect();
        parts.shuffle(&mut chance);
        parts.into_iter().map(|part| (part as f64 + OpenUniform.sample(&mut chance)) / n as f64).collect()
    };
    let columns: Vec<Vec<f64>> = factors.iter().map(column).collect();
    (0..n).map(|k| columns.iter().map(|column| column[k]).collect()).collect()
}

fn sobol(factors: &[Factor], n: usize, seed: u64) -> Vec<Vec<f64>> {
    let seed = (seed ^ (seed >> 32)) as u32;
    let share =
        |k: usize, dimension: usize| f64::from(sobol_burley::sample(k as u32, dimension as u32, seed));
    (0..n).map(|k| (0..factors.len()).map(|dimension| share(k, dimension)).collect()).collect()
}

/// The values at these shares of the ranges; of a factor that lists its values, each has an equal part.
fn drawn(factors: &[Factor], shares: &[Vec<f64>]) -> Vec<Vec<Coordinate>> {
    let value = |(factor, share): (&Factor, &f64)| match &factor.levels {
        Levels::Listed(values) => {
            let place = ((share * values.len() as f64) as usize).min(values.len() - 1);
            values[place].clone()
        }
        Levels::Between { low, high, whole: true } => {
            let (low, high) = (low.ceil(), high.floor());
            Coordinate::Number((low + (share * (high - low + 1.0)).floor()).min(high))
        }
        Levels::Between { low, high, whole: false } => Coordinate::Number(low + share * (high - low)),
    };
    shares.iter().map(|point| factors.iter().zip(point).map(value).collect()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::sweep_design::factor;

    fn design(kind: SweepKind, points: Option<u32>, flags: &[&str]) -> SweepDesign {
        let factors = flags.iter().map(|flag| factor(flag).unwrap()).collect();
        SweepDesign { kind, points, factors, ..SweepDesign::default() }
    }

    fn numbers(points: &[Point]) -> Vec<Vec<f64>> {
        let number = |c: &Coordinate| if let Coordinate::Number(x) = c { *x } else { f64::NAN };
        points.iter().map(|point| point.iter().map(|(_, c)| number(c)).collect()).collect()
    }

    #[test]
    fn a_factorial_has_every_combination_and_a_list_goes_through_its_values() {
        let found = points(&design(SweepKind::Factorial, None, &["a=1,2", "b=5..7:3"]), 1).unwrap();
        let all = [[1.0, 5.0], [1.0, 6.0], [1.0, 7.0], [2.0, 5.0], [2.0, 6.0], [2.0, 7.0]];
        assert_eq!(numbers(&found), all);
        let found = points(&design(SweepKind::List, None, &["a=1,2", "b=5,7"]), 1).unwrap();
        assert_eq!(numbers(&found), [[1.0, 5.0], [2.0, 7.0]]);
    }

    #[test]
    fn a_hypercube_has_one_point_in_every_part_of_every_factor() {
        for n in [1, 7, 64] {
            let found =
                points(&design(SweepKind::LatinHypercube, Some(n), &["a=0..1", "b=-3..5"]), 9).unwrap();
            for (k, (low, high)) in [(0, (0.0, 1.0)), (1, (-3.0, 5.0))] {
                let part = |point: &Vec<f64>| ((point[k] - low) / (high - low) * f64::from(n)) as u32;
                let mut parts: Vec<u32> = numbers(&found).iter().map(part).collect();
                parts.sort_unstable();
                assert_eq!(parts, (0..n).collect::<Vec<_>>());
            }
        }
        let of =
            |seed| numbers(&points(&design(SweepKind::LatinHypercube, Some(8), &["a=0..1"]), seed).unwrap());
        assert_ne!(of(1), of(2));
    }

    #[test]
    fn sobol_points_lie_one_in_every_elementary_box_and_far_more_evenly_than_chance() {
        let found = numbers(&points(&design(SweepKind::Sobol, Some(64), &["a=0..1", "b=0..1"]), 3).unwrap());
        for (across, up) in [(64.0, 1.0), (32.0, 2.0), (8.0, 8.0), (1.0, 64.0)] {
            let place = |p: &Vec<f64>| ((p[0] * across) as usize) * up as usize + (p[1] * up) as usize;
            let mut boxes: Vec<usize> = found.iter().map(place).collect();
            boxes.sort_unstable();
            assert_eq!(boxes, (0..64).collect::<Vec<_>>(), "{across} by {up}");
        }
        let whole = SweepDesign {
            factors: vec![Factor {
                name: "k".into(),
                levels: Levels::Between { low: 1.0, high: 4.0, whole: true },
            }],
            ..design(SweepKind::Sobol, Some(3), &[])
        };
        assert!(numbers(&points(&whole, 3).unwrap_or_default()).iter().all(|p| p[0].fract() == 0.0));
    }

    #[test]
    fn what_cannot_be_laid_out_is_refused_with_words() {
        let told = |kind, n, flags: &[&str]| points(&design(kind, n, flags), 1).unwrap_err().to_string();
        let long = format!("b={}", (0..1_500).map(|k| k.to_string()).collect::<Vec<_>>().join(","));
        for (found, words) in [
            (told(SweepKind::Factorial, None, &[]), "has 0 factors"),
            (told(SweepKind::Factorial, None, &["a=1", "a=2"]), "`a` is varied twice"),
            (told(SweepKind::Factorial, None, &["a=0..1"]), "--vary a=0..1:5"),
            (told(SweepKind::Factorial, None, &["a=1,2", &long]), "has 3,000 points"),
            (told(SweepKind::Factorial, Some(3), &["a=1,2"]), "leave the number out"),
            (told(SweepKind::Factorial, None, &["a=1,1"]), "a = 1 is there twice"),
            (told(SweepKind::List, None, &["a=1,2", "b=1"]), "`b` has 1 values, and `a` has 2"),
            (told(SweepKind::Sobol, None, &["a=0..1"]), "--points 64"),
            (told(SweepKind::Sobol, Some(3_000), &["a=0..1"]), "has 3,000 points"),
        ] {
            assert!(found.contains(words), "{words}: {found}");
        }
    }
}
