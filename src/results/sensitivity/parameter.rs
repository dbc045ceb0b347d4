//! What one parameter does to an answer, and what that comes to.

use serde::{Deserialize, Serialize};

use crate::analysis::elementary_effects::ElementaryEffects;
use crate::analysis::sobol_indices::{Share, SobolIndices};
use crate::parameters::LedgerEntry;

/// A total index from which on a parameter matters, and one from which on it matters most: shares of the variance that all
/// parameters make.
const MATTERS: f64 = 0.05;
const MATTERS_MOST: f64 = 0.25;

/// What one parameter does to an answer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ParameterSensitivity {
    /// Its name.
    pub parameter: String,
    /// Low end of its range.
    pub low: f64,
    /// High end.
    pub high: f64,
    /// Its unit.
    pub unit: String,
    /// How well its value is founded.
    pub grade: String,
    /// Whether a scenario settles it: a fact of the district, or a choice.
    pub settled: bool,
    /// Where its value is from.
    pub source: String,
    /// Effects seen by the screen.
    pub effects: usize,
    /// Their mean, over the whole range.
    pub mu: Option<f64>,
    /// The mean of their sizes.
    pub mu_star: Option<f64>,
    /// What chance alone would leave of that.
    pub mu_star_of_chance: Option<f64>,
    /// How far they differ between places, beyond chance.
    pub sigma: Option<f64>,
    /// The square root of the mean squared effect, beyond chance.
    pub size: Option<f64>,
    /// Whether the effect is told apart from chance.
    pub told_apart: bool,
    /// First-order index with its 95% interval, of those looked at one by one.
    pub first: Option<[f64; 3]>,
    /// Total index with its 95% interval.
    pub total: Option<[f64; 3]>,
}

/// What it comes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    /// A quarter of the variance that parameters make, or more, hangs on it.
    MattersMost,
    /// A twentieth or more hangs on it.
    Matters,
    /// Its share is told apart from none, and small.
    MattersLittle,
    /// It has an effect, and was not among those looked at further.
    HasAnEffect,
    /// Its share is not told apart from none.
    NotTold,
}

/// Who could do something about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Footing {
    /// Nobody has measured it.
    OnlyAssumed,
    /// It is founded on more than an assumption.
    Founded,
    /// A scenario can say it: a fact of the district, or a choice.
    ForTheScenario,
}

impl ParameterSensitivity {
    /// What one parameter does.
    pub fn of(entry: &LedgerEntry, effects: &ElementaryEffects, indices: Option<&SobolIndices>) -> Self {
        ParameterSensitivity {
            parameter: entry.name.into(),
            low: entry.range.0,
            high: entry.range.1,
            unit: entry.unit.clone(),
            grade: entry.grade.word().into(),
            settled: entry.settled,
            source: entry.source.clone(),
            effects: effects.n,
            mu: known(effects.mu),
            mu_star: known(effects.mu_star),
            mu_star_of_chance: known(effects.mu_star_of_chance),
            sigma: known(effects.sigma),
            size: known(effects.size),
            told_apart: effects.is_told_apart,
            first: indices.and_then(|i| ends(&i.first)),
            total: indices.and_then(|i| ends(&i.total)),
        }
    }

    /// What it comes to.
    pub fn verdict(&self) -> Verdict {
        match self.total {
            Some([share, low, _]) if low > 0.0 && share >= MATTERS_MOST => Verdict::MattersMost,
            Some([share, low, _]) if low > 0.0 && share >= MATTERS => Verdict::Matters,
            Some([_, low, _]) if low > 0.0 => Verdict::MattersLittle,
            Some(_) => Verdict::NotTold,
            None if self.told_apart => Verdict::HasAnEffect,
            None => Verdict::NotTold,
        }
    }

    /// Whether the answer hangs on it: by its share, or where shares were not asked for by its effect.
    pub fn matters(&self) -> bool {
        match self.total {
            Some(_) => self.verdict() <= Verdict::Matters,
            None => false,
        }
    }

    /// Who could do something about it.
    pub fn footing(&self) -> Footing {
        match (self.settled, self.grade.as_str()) {
            (true, _) => Footing::ForTheScenario,
            (false, "assumed") => Footing::OnlyAssumed,
            (false, _) => Footing::Founded,
        }
    }

    /// The verdict in words.
    pub fn words(&self) -> String {
        let shares = self.first.zip(self.total).filter(|_| self.verdict() <= Verdict::Matters);
        let how = match shares {
            Some(([first, ..], [total, ..])) if first < total / 2.0 => ", mostly together with others",
            Some(_) => ", mostly by itself",
            None => "",
        };
        let which = match self.mu {
            _ if self.verdict() == Verdict::NotTold => "",
            Some(mu) if mu > 0.0 => "; higher raises it",
            Some(mu) if mu < 0.0 => "; higher lowers it",
            _ => "",
        };
        let words = match self.verdict() {
            Verdict::MattersMost => "matters most",
            Verdict::Matters => "matters",
            Verdict::MattersLittle => "matters little",
            Verdict::HasAnEffect => "has an effect, smaller than those looked at",
            Verdict::NotTold => "not told apart from chance",
        };
        format!("{words}{how}{which}")
    }
}

/// A number, where there is one.
pub fn known(x: f64) -> Option<f64> {
    Some(x).filter(|x| x.is_finite())
}

/// A share with its interval, where there is one.
pub fn ends(share: &Share) -> Option<[f64; 3]> {
    let all = [share.value, share.low, share.high];
    all.iter().all(|x| x.is_finite()).then_some(all)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::results::sensitivity::samples::one;

    #[test]
    fn verdicts_say_how_much_how_and_which_way() {
        for (total, told, words) in [
            (Some([0.4, 0.3, 0.5]), true, "matters most, mostly by itself; higher raises it"),
            (Some([0.1, 0.02, 0.2]), true, "matters, mostly by itself; higher raises it"),
            (Some([0.02, 0.01, 0.03]), true, "matters little; higher raises it"),
            (Some([0.3, -0.1, 0.7]), true, "not told apart from chance"),
            (None, true, "has an effect, smaller than those looked at; higher raises it"),
            (None, false, "not told apart from chance"),
        ] {
            assert_eq!(one(total, told, "assumed", false).words(), words);
        }
        let together = ParameterSensitivity {
            first: Some([0.1, 0.0, 0.2]),
            ..one(Some([0.4, 0.3, 0.5]), true, "assumed", false)
        };
        assert!(together.words().contains("mostly together with others"));
    }
}
