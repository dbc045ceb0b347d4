//! How many of how many, as a natural frequency ("9 in 10"), because people reason better with counts than with
//! probabilities.
//!
//! Few are counted out; only from [`ROUNDED`] on is a count rounded to tenths, and what is almost all or almost
//! none is never rounded to all or none.

/// From so many on a count is rounded to tenths.
pub const ROUNDED: u64 = 40;
/// From so many on it is told in hundredths where tenths would say all or none.
const FINE: u64 = 200;

/// So many of so many, to stand before "simulated districts"; nothing of fewer than two, which say nothing about
/// how often.
pub fn frequency(k: u64, n: u64) -> Option<String> {
    if n < 2 || k > n {
        return None;
    }
    let share = k as f64 / n as f64;
    Some(if k == n {
        format!("all {n}")
    } else if k == 0 {
        format!("none of {n}")
    } else if n < ROUNDED {
        format!("{k} of {n}")
    } else if share > 0.05 && share < 0.95 {
        format!("about {:.0} in 10", share * 10.0)
    } else if n < FINE {
        let word = if share < 0.5 { "hardly any" } else { "almost all" };
        format!("{word} ({k} of {n})")
    } else {
        match (share * 100.0).round() as u64 {
            0 => "fewer than 1 in 100".into(),
            100 => "more than 99 in 100".into(),
            hundredths => format!("about {hundredths} in 100"),
        }
    })
}

/// How many of so many make this share.
pub fn counted(share: f64, n: u64) -> u64 {
    // A share is a count over n; what is rounded away is the error of the division.
    (share * n as f64).round().max(0.0) as u64
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn almost_all_is_never_all_and_hardly_any_never_none() {
        let of = |k, n| frequency(k, n).unwrap();
        assert_eq!(of(995, 1000), "more than 99 in 100");
        assert_eq!(of(980, 1000), "about 98 in 100");
        assert_eq!(of(999, 1000), "more than 99 in 100");
        assert_eq!(of(1000, 1000), "all 1000");
        assert_eq!(of(4, 1000), "fewer than 1 in 100");
        assert_eq!(of(0, 1000), "none of 1000");
        assert_eq!(of(99, 100), "almost all (99 of 100)");
        assert_eq!(of(1, 100), "hardly any (1 of 100)");
    }

    #[test]
    fn counts_are_rounded_to_tenths_only_where_there_are_enough() {
        assert_eq!(frequency(880, 1000).unwrap(), "about 9 in 10");
        assert_eq!(frequency(36, 40).unwrap(), "about 9 in 10");
        assert_eq!(frequency(36, 39).unwrap(), "36 of 39");
        assert_eq!(frequency(1, 2).unwrap(), "1 of 2");
        assert_eq!(frequency(1, 1), None, "one run says nothing about how often");
        assert_eq!(frequency(0, 0), None);
    }

    proptest! {
        #[test]
        fn a_frequency_is_never_further_from_the_truth_than_its_rounding(n in 2u64..3000, at in 0.0f64..=1.0) {
            let k = counted(at, n);
            let told = frequency(k, n).unwrap();
            let share = k as f64 / n as f64;
            prop_assert_eq!(told.starts_with("all"), k == n, "{}", told);
            prop_assert_eq!(told.starts_with("none"), k == 0, "{}", told);
            for (unit, of) in [(10.0, " in 10"), (100.0, " in 100")] {
                if let Some(number) = told.strip_prefix("about ").and_then(|t| t.strip_suffix(of)) {
                    let number: f64 = number.parse().unwrap();
                    prop_assert!((number / unit - share).abs() <= 0.5 / unit + 1e-9, "{} for {}", told, share);
                    prop_assert!(number > 0.0 && number < unit);
                }
            }
        }
    }
}
