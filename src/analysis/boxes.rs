//! Where in the space of some factors something happens more often: boxes found by peeling (PRIM).
//!
//! Friedman and Fisher (1999), *Bump hunting in high-dimensional data*, Statistics and Computing 9, 123–143, as Bryant and Lempert
//! (2010), *Thinking inside the box*, Technological Forecasting and Social Change 77, 34–49, use it to find scenarios. From the whole
//! space thin slices are peeled off, one after the other, each the one that raises the share of cases of interest most for what it
//! costs; then the box grows again at its faces where that helps. A box is said by two shares:
//!
//! ```text
//! coverage = cases of interest in the box / all cases of interest
//! density  = cases of interest in the box / all cases in the box
//! ```
//!
//! Of all boxes on the way the one is taken for which coverage exceeds most the share of *other* cases that it holds (Youden's J). This
//! rule does not hang on how frequent the cases are, and gives a box exactly where there is one. Cases at one point of the design
//! share its coordinates and are peeled together.

mod resampled;

pub use resampled::{Reproduced, Resampled, resample};

/// The part of the cases that a slice has, at least.
const SLICE: f64 = 0.05;
/// The part of all cases that a box has, at least.
const SMALLEST: f64 = 0.05;
/// A factor with so many values at most has its box end at one of them, and not between two.
pub const FEW_VALUES: usize = 20;

/// What a factor's values are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FactorKind {
    /// Numbers, in order.
    Numbers,
    /// Words without an order; the coordinate is a place in a list of so many.
    Words(usize),
}

/// A point of the design.
#[derive(Debug, Clone, PartialEq)]
pub struct PointCases {
    /// A coordinate for each factor.
    pub at: Vec<f64>,
    /// Cases (runs) at it.
    pub cases: f64,
    /// Those of interest among them.
    pub hits: f64,
}

/// What a box says of one factor.
#[derive(Debug, Clone, PartialEq)]
pub enum Restriction {
    /// Nothing.
    None,
    /// Numbers between these ends, which are infinite where nothing is said.
    Between(f64, f64),
    /// The words at these places.
    Among(Vec<bool>),
}

/// A box: all of its restrictions hold.
#[derive(Debug, Clone, PartialEq)]
pub struct FoundBox {
    /// For each factor.
    pub restrictions: Vec<Restriction>,
    /// Share of the cases of interest that it holds.
    pub coverage: f64,
    /// Share of its cases that are of interest.
    pub density: f64,
    /// Share of all cases that it holds.
    pub support: f64,
    /// Coverage less the share of the other cases that it holds.
    pub gain: f64,
}

/// Which box is taken.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum BoxRule {
    /// The one with the largest gain.
    LargestGain,
    /// The one that covers most, among those at least so dense.
    AtLeastAsDense(f64),
}

impl Restriction {
    /// Whether a coordinate meets it.
    pub fn holds(&self, x: f64) -> bool {
        match self {
            Restriction::None => true,
            Restriction::Between(low, high) => (*low..=*high).contains(&x),
            Restriction::Among(words) => words.get(x as usize).is_some_and(|is_in| *is_in),
        }
    }
}

/// Whether a point lies in a box of these restrictions.
pub fn is_inside(restrictions: &[Restriction], point: &PointCases) -> bool {
    restrictions.iter().zip(&point.at).all(|(restriction, x)| restriction.holds(*x))
}

/// Sums over some points: cases and hits.
fn sums<'p>(points: impl Iterator<Item = &'p PointCases>) -> (f64, f64) {
    points.fold((0.0, 0.0), |(cases, hits), p| (cases + p.cases, hits + p.hits))
}

impl FoundBox {
    /// The box of these restrictions among all points.
    pub fn of(restrictions: Vec<Restriction>, points: &[PointCases]) -> FoundBox {
        let (all, wanted) = sums(points.iter());
        let (cases, hits) = sums(points.iter().filter(|p| is_inside(&restrictions, p)));
        let share = |part: f64, whole: f64| if whole > 0.0 { part / whole } else { f64::NAN };
        let others = share(cases - hits, all - wanted);
        FoundBox {
            restrictions,
            coverage: share(hits, wanted),
            density: share(hits, cases),
            support: share(cases, all),
            gain: share(hits, wanted) - if others.is_nan() { 0.0 } else { others },
        }
    }

    /// Places of the factors that it restricts.
    pub fn restricted(&self) -> Vec<usize> {
        let said = |(_, r): &(usize, &Restriction)| **r != Restriction::None;
        self.restrictions.iter().enumerate().filter(said).map(|(k, _)| k).collect()
    }
}

/// The boxes on the way from the whole space inward, and which of them the rule takes, grown again at its faces.
#[derive(Debug, Clone, PartialEq)]
pub struct Peeled {
    /// The whole space first.
    pub trajectory: Vec<FoundBox>,
    /// The box that is taken; none where no box holds the cases of interest more densely than the whole space.
    pub taken: Option<FoundBox>,
}

/// Peels: the kinds are those of the factors.
pub fn peel(kinds: &[FactorKind], points: &[PointCases], rule: BoxRule) -> Peeled {
    let whole = FoundBox::of(vec![Restriction::None; kinds.len()], points);
    let mut trajectory = vec![whole];
    while let Some(last) = trajectory.last().filter(|last| last.density < 1.0) {
        let Some(next) = thinner(kinds, points, last) else { break };
        trajectory.push(next);
    }
    let largest =
        |boxes: &mut dyn Iterator<Item = &FoundBox>, of: fn(&FoundBox) -> f64| -> Option<FoundBox> {
            boxes
                .fold(None, |most: Option<&FoundBox>, next| match most {
                    Some(most) if of(most) >= of(next) => Some(most),
                    _ => Some(next),
                })
                .cloned()
        };
    let taken = match rule {
        BoxRule::LargestGain => largest(&mut trajectory[1..].iter(), |b| b.gain)
            .filter(|b| b.gain > 0.0)
            .map(|b| grown(kinds, points, b)),
        BoxRule::AtLeastAsDense(density) => {
            largest(&mut trajectory[1..].iter().filter(|b| b.density >= density), |b| b.coverage)
        }
    };
    Peeled { trajectory, taken: taken.map(|b| without_idle(points, b)) }
}

/// The next box inward: the slice whose loss raises the density most for the cases that it costs.
fn thinner(kinds: &[FactorKind], points: &[PointCases], own: &FoundBox) -> Option<FoundBox> {
    let inside: Vec<&PointCases> = points.iter().filter(|p| is_inside(&own.restrictions, p)).collect();
    let least = SLICE * sums(inside.iter().copied()).0;
    let mut best: Option<(f64, FoundBox)> = None;
    for (k, kind) in kinds.iter().enumerate() {
        for restriction in slices(*kind, k, &inside, &own.restrictions[k], least) {
            let mut restrictions = own.restrictions.clone();
            restrictions[k] = restriction;
            let next = FoundBox::of(restrictions, points);
            if next.support < SMALLEST || next.support >= own.support {
                continue;
            }
            let raised = (next.density - own.density) / (own.support - next.support);
            if best.as_ref().is_none_or(|(most, _)| raised > *most) {
                best = Some((raised, next));
            }
        }
    }
    best.map(|(_, next)| next)
}

/// Distinct coordinates in order, each with its cases.
fn levels(k: usize, inside: &[&PointCases]) -> Vec<(f64, f64)> {
    let mut all: Vec<(f64, f64)> = inside.iter().map(|p| (p.at[k], p.cases)).collect();
    all.sort_by(|a, b| a.0.total_cmp(&b.0));
    all.dedup_by(|next, kept| {
        let same = next.0 == kept.0;
        kept.1 += if same { next.1 } else { 0.0 };
        same
    });
    all
}

/// What a factor may be restricted to next: without a slice at its low or its high end, or without one of its words.
fn slices(
    kind: FactorKind,
    k: usize,
    inside: &[&PointCases],
    now: &Restriction,
    least: f64,
) -> Vec<Restriction> {
    let levels = levels(k, inside);
    if levels.len() < 2 {
        return Vec::new();
    }
    match kind {
        FactorKind::Words(count) => {
            let without = |place: f64| {
                let mut words = vec![false; count];
                levels.iter().filter(|(x, _)| *x != place).for_each(|(x, _)| words[*x as usize] = true);
                Restriction::Among(words)
            };
            levels.iter().map(|(x, _)| without(*x)).collect()
        }
        FactorKind::Numbers => {
            let (low, high) = match now {
                Restriction::Between(low, high) => (*low, *high),
                _ => (f64::NEG_INFINITY, f64::INFINITY),
            };
            let end = |kept: f64, lost: f64| {
                if levels.len() > FEW_VALUES { (kept + lost) / 2.0 } else { kept }
            };
            let cut = |levels: &mut dyn Iterator<Item = &(f64, f64)>| {
                let (mut lost, mut last) = (0.0, None);
                for (x, cases) in levels {
                    if lost >= least
                        && let Some(last) = last
                    {
                        return Some(end(*x, last));
                    }
                    (lost, last) = (lost + cases, Some(*x));
                }
                None
            };
            let from = cut(&mut levels.iter()).map(|from| Restriction::Between(from, high));
            let to = cut(&mut levels.iter().rev()).map(|to| Restriction::Between(low, to));
            from.into_iter().chain(to).collect()
        }
    }
}

/// The box grown at its faces, as long as that raises its gain.
fn grown(kinds: &[FactorKind], points: &[PointCases], mut own: FoundBox) -> FoundBox {
    loop {
        let mut best: Option<FoundBox> = None;
        for k in 0..kinds.len() {
            let mut without = own.restrictions.clone();
            without[k] = Restriction::None;
            // Points that only this factor keeps out.
            let inside: Vec<&PointCases> = points.iter().filter(|p| is_inside(&without, p)).collect();
            for restriction in wider(&own.restrictions[k], &levels(k, &inside)) {
                let mut restrictions = own.restrictions.clone();
                restrictions[k] = restriction;
                let next = FoundBox::of(restrictions, points);
                if next.gain > best.as_ref().unwrap_or(&own).gain {
                    best = Some(next);
                }
            }
        }
        match best {
            Some(next) => own = next,
            None => return own,
        }
    }
}

/// A restriction with one value or word more at each end.
fn wider(now: &Restriction, levels: &[(f64, f64)]) -> Vec<Restriction> {
    match now {
        Restriction::None => Vec::new(),
        Restriction::Between(low, high) => {
            let below = levels.iter().map(|l| l.0).filter(|x| x < low).fold(f64::NEG_INFINITY, f64::max);
            let above = levels.iter().map(|l| l.0).filter(|x| x > high).fold(f64::INFINITY, f64::min);
            let from = (below.is_finite()).then_some(Restriction::Between(below, *high));
            let to = (above.is_finite()).then_some(Restriction::Between(*low, above));
            from.into_iter().chain(to).collect()
        }
        Restriction::Among(words) => {
            let with = |place: usize| {
                let mut more = words.clone();
                more[place] = true;
                Restriction::Among(more)
            };
            (0..words.len()).filter(|k| !words[*k]).map(with).collect()
        }
    }
}

/// The box with ends that keep nothing out taken away.
fn without_idle(points: &[PointCases], own: FoundBox) -> FoundBox {
    let mut restrictions = own.restrictions.clone();
    for (k, restriction) in own.restrictions.iter().enumerate() {
        let loosened = match restriction {
            Restriction::Between(low, high) => {
                let lowest = points.iter().map(|p| p.at[k]).fold(f64::INFINITY, f64::min);
                let highest = points.iter().map(|p| p.at[k]).fold(f64::NEG_INFINITY, f64::max);
                let low = if *low <= lowest { f64::NEG_INFINITY } else { *low };
                let high = if *high >= highest { f64::INFINITY } else { *high };
                if low == f64::NEG_INFINITY && high == f64::INFINITY {
                    Restriction::None
                } else {
                    Restriction::Between(low, high)
                }
            }
            Restriction::Among(_) if points.iter().all(|p| restriction.holds(p.at[k])) => Restriction::None,
            same => same.clone(),
        };
        restrictions[k] = loosened;
    }
    FoundBox::of(restrictions, points)
}

#[cfg(test)]
mod tests;
