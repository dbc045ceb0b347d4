//! What each unmeasured parameter does to the headline outcomes, as the screen before calibration found it.
//!
//! `effects.csv` is what `uptake calibrate --screen` writes: the average change of an outcome of target districts from the low to
//! the high end of a parameter's range, while all other parameters vary over theirs.
//!
//! ```
//! let effects = uptake::parameters::headline_effects("depth_rate").ok_or("not screened")?;
//! assert!(effects.changes[1].0 > 0.0);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

/// The outcomes: how far, how deep, how lastingly.
pub const HEADLINES: [&str; 3] = ["spread at 36", "deep share at 36", "deep share at 60"];

const SCREEN: &str = include_str!("effects.csv");

/// What one parameter does.
#[derive(Debug, Clone, PartialEq)]
pub struct HeadlineEffects {
    /// What it moves most, of observations and headline outcomes.
    pub strongest: &'static str,
    /// By how many standard deviations that moves with one of the parameter, 0 to 1.
    pub strength: f64,
    /// Change of each of [`HEADLINES`] (shares of focal teachers) over its range, and the standard error of that.
    pub changes: [(f64, f64); 3],
}

impl HeadlineEffects {
    /// In percentage points, the outcomes one after the other.
    pub fn words(&self) -> String {
        self.changes.map(|(change, _)| format!("{:+.1}", 100.0 * change)).join(", ")
    }
}

/// What the parameter of this name does; none of what is measured, settled, or another model's.
pub fn headline_effects(parameter: &str) -> Option<HeadlineEffects> {
    rows().find(|(name, ..)| *name == parameter).map(|(_, _, effects)| effects)
}

/// Name, whether it was held, effects.
fn rows() -> impl Iterator<Item = (&'static str, bool, HeadlineEffects)> {
    SCREEN.lines().skip(1).filter_map(|line| {
        let cells: Vec<&str> = line.split(',').collect();
        let number = |k: usize| cells.get(k).and_then(|cell| cell.parse::<f64>().ok());
        let change = |k: usize| Some((number(k)?, number(k + 1)?));
        let changes = [change(4)?, change(6)?, change(8)?];
        let effects = HeadlineEffects { strongest: cells.get(2)?, strength: number(3)?, changes };
        Some((*cells.first()?, *cells.get(1)? == "true", effects))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parameters::{Ledger, LedgerEntry};

    #[test]
    fn calibration_moves_the_sixty_that_move_most() {
        let ledger = Ledger::standard().unwrap();
        let unmeasured = || ledger.entries().iter().filter(|e| e.is_unmeasured());
        assert_eq!(rows().count(), SCREEN.lines().count() - 1, "every line can be read");
        assert_eq!(rows().count(), unmeasured().count());
        let strength = |e: &LedgerEntry| headline_effects(e.name).unwrap().strength;
        let (held, free): (Vec<&LedgerEntry>, Vec<_>) = unmeasured().partition(|e| e.held);
        assert_eq!(free.len(), 60);
        let most_held = held.iter().map(|e| strength(e)).fold(0.0, f64::max);
        let least_free = free.iter().map(|e| strength(e)).fold(1.0, f64::min);
        assert!(most_held <= least_free, "{most_held} {least_free}");
        assert!(rows().all(|(name, held, _)| ledger.get(name).unwrap().held == held));
    }
}
