//! Times to an event that not every run sees: how many have seen it by each month.

/// So many runs watched up to a last month, and how many had seen the event by each.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waiting {
    runs: u64,
    /// Runs that have seen it by the end of month 0, 1, 2, …
    seen: Vec<u64>,
}

impl Waiting {
    /// From a time for each run; missing, or later than the last month, is a run that was censored there.
    pub fn of(times: &[f64], last: u32) -> Waiting {
        let by = |month: u32| times.iter().filter(|time| **time <= f64::from(month)).count() as u64;
        Waiting { runs: times.len() as u64, seen: (0..=last).map(by).collect() }
    }

    /// Number of runs.
    pub fn runs(&self) -> u64 {
        self.runs
    }

    /// Runs that have seen it by the end of each month, from month 0 on.
    pub fn seen(&self) -> &[u64] {
        &self.seen
    }

    /// Share of runs that have seen it by the end of a month: the Kaplan–Meier estimate, which is this
    /// share as long as no run is censored before. Missing without runs and beyond the last month.
    pub fn share(&self, month: u32) -> f64 {
        match self.seen.get(month as usize) {
            Some(seen) if self.runs > 0 => *seen as f64 / self.runs as f64,
            _ => f64::NAN,
        }
    }

    /// The month by whose end half of the runs have seen it; none if fewer have.
    pub fn median(&self) -> Option<u32> {
        self.seen.iter().position(|seen| self.runs > 0 && 2 * seen >= self.runs).map(|month| month as u32)
    }

    /// Runs censored at the last month.
    pub fn censored(&self) -> u64 {
        self.runs - self.seen.last().copied().unwrap_or(0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runs_that_never_get_there_are_censored_and_not_left_out() {
        let waiting = Waiting::of(&[3.0, f64::NAN, 0.0, 5.0, f64::NAN], 6);
        assert_eq!(waiting.seen(), [1, 1, 1, 2, 2, 3, 3]);
        assert_eq!(waiting.median(), Some(5));
        assert_eq!(waiting.censored(), 2);
        assert_eq!(waiting.share(6), 0.6);
        assert!(waiting.share(7).is_nan());
        assert_eq!(Waiting::of(&[f64::NAN, 9.0, 2.0], 6).median(), None, "one in three is not half");
        assert_eq!(Waiting::of(&[4.0, f64::NAN], 6).median(), Some(4), "half is half");
        assert!(Waiting::of(&[], 6).share(3).is_nan());
        assert_eq!(Waiting::of(&[], 6).median(), None);
    }

    #[test]
    fn the_estimate_is_the_product_of_kaplan_and_meier() {
        let times: Vec<f64> =
            (0..40).map(|k| if k % 3 == 0 { f64::NAN } else { f64::from(k % 11) }).collect();
        let waiting = Waiting::of(&times, 12);
        let mut survival = 1.0;
        for month in 0..=12_u32 {
            let at_risk = times.iter().filter(|t| t.is_nan() || **t >= f64::from(month)).count() as f64;
            let events = times.iter().filter(|t| **t == f64::from(month)).count() as f64;
            survival *= 1.0 - events / at_risk;
            assert!((1.0 - survival - waiting.share(month)).abs() < 1e-12, "month {month}");
        }
    }
}
