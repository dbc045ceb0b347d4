//! What tells early that something will happen: a threshold found on some cases, and how often it is right on others.
//!
//! ```
//! use uptake::analysis::sign::Sign;
//!
//! let found: Vec<(f64, bool)> = (0..100).map(|k| (f64::from(k), k < 30)).collect();
//! let sign = Sign::find(&found, true).ok_or("no sign")?;
//! assert_eq!(sign.threshold, 29.0);
//! let told = sign.told(&[(10.0, true), (29.0, false), (50.0, false), (60.0, true)]);
//! assert_eq!((told.with.count, told.with.n, told.without.count, told.without.n), (1, 2, 1, 2));
//! # Ok::<(), &str>(())
//! ```

use super::proportion::Proportion;

/// A sign must be there, and must be absent, in at least so large a share of cases: others are accidents of a few.
const LEAST_SHARE: f64 = 0.05;

/// A value at or beyond a threshold.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Sign {
    /// The threshold, which belongs to the sign.
    pub threshold: f64,
    /// Whether low values are the sign; else high ones.
    pub is_low: bool,
    /// How well it tells the cases it was found on: the share of what happens that has the sign, minus the share of what does not
    /// that has it (Youden 1950); 1 is perfect, 0 tells nothing.
    pub power: f64,
}

/// How often it happens, with the sign and without.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SignTold {
    /// Of cases with the sign, those in which it happens.
    pub with: Proportion,
    /// Of cases without it.
    pub without: Proportion,
}

impl Sign {
    /// The threshold that tells best; of several the one that fewest cases reach. None where nothing tells: all values are alike, or it
    /// always or never happens.
    pub fn find(cases: &[(f64, bool)], is_low: bool) -> Option<Sign> {
        let turned = |value: f64| if is_low { value } else { -value };
        let mut ordered: Vec<(f64, bool)> =
            cases.iter().map(|&(value, happens)| (turned(value), happens)).collect();
        ordered.sort_by(|a, b| a.0.total_cmp(&b.0));
        let all = ordered.len() as f64;
        let happening = ordered.iter().filter(|(_, happens)| *happens).count() as f64;
        let (mut seen, mut hits) = (0.0, 0.0);
        let mut best: Option<Sign> = None;
        for same in ordered.chunk_by(|a, b| a.0 == b.0) {
            seen += same.len() as f64;
            hits += same.iter().filter(|(_, happens)| *happens).count() as f64;
            if seen < LEAST_SHARE * all || seen > (1.0 - LEAST_SHARE) * all {
                continue;
            }
            let power = hits / happening - (seen - hits) / (all - happening);
            let value = same.first().map_or(f64::NAN, |(value, _)| *value);
            if power > best.map_or(0.0, |best| best.power) {
                best = Some(Sign { threshold: turned(value), is_low, power });
            }
        }
        best
    }

    /// Whether a value has the sign.
    pub fn is_in(&self, value: f64) -> bool {
        if self.is_low { value <= self.threshold } else { value >= self.threshold }
    }

    /// How often it happens in these cases, with the sign and without.
    pub fn told(&self, cases: &[(f64, bool)]) -> SignTold {
        let of = |has_sign: bool| {
            let chosen = || cases.iter().filter(|(value, _)| self.is_in(*value) == has_sign);
            Proportion::new(chosen().filter(|(_, happens)| *happens).count() as u64, chosen().count() as u64)
        };
        SignTold { with: of(true), without: of(false) }
    }
}

impl SignTold {
    /// Of the cases in which it happens, those that had the sign.
    pub fn warned(&self) -> Proportion {
        Proportion::new(self.with.count, self.with.count + self.without.count)
    }

    /// Of the cases in which it does not happen, those that had the sign all the same: false alarms.
    pub fn false_alarms(&self) -> Proportion {
        let (with, without) = (self.with.n - self.with.count, self.without.n - self.without.count);
        Proportion::new(with, with + without)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sign_is_found_in_either_direction_and_none_where_nothing_tells() {
        let high: Vec<(f64, bool)> = (0..100).map(|k| (f64::from(k % 10), k % 10 >= 7)).collect();
        let sign = Sign::find(&high, false).unwrap();
        assert_eq!((sign.threshold, sign.power), (7.0, 1.0));
        assert_eq!(Sign::find(&high, true), None, "low values tell less than nothing");
        assert_eq!(Sign::find(&[(1.0, true), (1.0, false)], true), None);
        assert_eq!(Sign::find(&[(1.0, true), (2.0, true)], true), None);
        assert_eq!(Sign::find(&[], true), None);
    }

    #[test]
    fn a_sign_of_a_few_cases_is_an_accident() {
        let few: Vec<(f64, bool)> = (0..100).map(|k| (f64::from(k), k < 2)).collect();
        assert!(Sign::find(&few, true).unwrap().threshold >= 4.0);
    }

    #[test]
    fn what_is_told_counts_hits_and_false_alarms() {
        let sign = Sign { threshold: 2.0, is_low: true, power: 0.5 };
        let told =
            sign.told(&[(1.0, true), (2.0, true), (2.0, false), (3.0, true), (4.0, false), (5.0, false)]);
        assert_eq!((told.with, told.without), (Proportion::new(2, 3), Proportion::new(1, 3)));
        assert_eq!((told.warned(), told.false_alarms()), (Proportion::new(2, 3), Proportion::new(1, 3)));
    }
}
