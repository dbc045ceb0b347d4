//! The answer: a sentence for what happens, and one for each other scenario about what it changes.

use super::difference_words::{ReportedDifference, difference as words_of};
use super::words::{self, Condition, ReportedLevel};
use crate::analysis::summary::Summary;
use crate::metrics::Ending;
use crate::metrics::columns::worth_naming;
use crate::parameters::Ledger;
use crate::phrasing::{ROUNDED, frequency, percent, thousands};
use crate::results::DistrictResults;
use crate::results::assumption_table::{AskedDifference, Assumptions};
use crate::results::district_results::ScenarioResults;
use crate::scenario::Scenario;

/// The answer in words, with the figures it rests on.
pub struct Answer {
    /// What happens under the base, or under each scenario where nothing is compared in pairs.
    pub levels: Vec<String>,
    /// What each other scenario changes.
    pub differences: Vec<String>,
    /// The scenarios side by side.
    pub rows: Vec<AnswerRow>,
    /// How sure the means are.
    pub sure: String,
}

/// A scenario in numbers.
pub struct AnswerRow {
    /// Title.
    pub title: String,
    /// Runs that reach stage 4, in words.
    pub reached: String,
    /// Their share in hundredths, for a bar; rounded so that it is full or empty only where all or none do. None
    /// where one run says nothing about how often, or stages are not counted.
    pub hundredths: Option<u32>,
    /// Mean deep share.
    pub deep: String,
    /// Where nine in ten districts lie.
    pub range: String,
    /// The most common ending.
    pub ending: String,
}

/// How the runs of a scenario ended.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct EndedRuns {
    /// Runs that were simulated.
    n: u64,
    /// Runs that reached stage 4 at some time.
    pub(super) reached: u64,
    /// Runs by ending, in the order of [`Ending::ALL`].
    endings: [u64; 4],
}

impl EndedRuns {
    pub(super) fn of(results: &ScenarioResults<'_>) -> EndedRuns {
        let reached = results.ended("month_stage_4").iter().filter(|month| !month.is_nan());
        let endings = results.ended("ending");
        let count = |ending: Ending| endings.iter().filter(|code| **code == f64::from(ending as u8)).count();
        EndedRuns {
            n: endings.len() as u64,
            reached: reached.count() as u64,
            endings: std::array::from_fn(|k| Ending::ALL.get(k).map_or(0, |ending| count(*ending) as u64)),
        }
    }

    /// The most common ending, the first of several, with its count.
    fn most_common(&self) -> Option<(Ending, u64)> {
        let most = self.endings.into_iter().max().filter(|n| *n > 0)?;
        Ending::ALL.iter().copied().zip(self.endings).find(|(_, n)| *n == most)
    }
}

/// From what was found; `scenarios` are those of the results under the titles that the page gives them.
pub fn answer(
    scenarios: &[Scenario],
    results: &DistrictResults<'_>,
    assumptions: Option<&Assumptions>,
    ledger: &Ledger,
) -> Answer {
    let month = results.dataset.manifest.months;
    let pairs = &results.dataset.pairs;
    let shown = if pairs.is_empty() || results.dataset.is_unpaired() { scenarios.len() } else { 1 };
    let found = || scenarios.iter().zip(&results.scenarios);
    let deep = |found: &ScenarioResults<'_>| found.level_at("deep_share", month);
    let levels = found().take(shown).map(|(s, found)| {
        let reached = s.opening.rollout.strategy.rules().has_team().then_some(EndedRuns::of(found).reached);
        let (condition, title) = (Condition::of(s, ledger), &s.title);
        let place = s.places.iter().find(|place| place.id() == results.district.id);
        let is_real = place.is_some_and(|place| !place.is_invented());
        words::level(&ReportedLevel { title, reached, deep: &deep(found), month, condition, is_real })
    });
    let differences = pairs.iter().map(|&(other, base)| {
        told(scenarios, (results, assumptions), (other, base), ("deep_share", month), ledger)
    });
    Answer {
        levels: levels.collect(),
        differences: differences.collect(),
        rows: found().map(|(s, found)| row(s, &EndedRuns::of(found), &deep(found))).collect(),
        sure: sure(results.scenarios.first().map_or(Summary::EMPTY, deep), assumptions.is_some()),
    }
}

/// Comparisons that stand in words on the first screen; a picture holds all.
const FIRST: usize = 2;

impl Answer {
    /// The comparisons that are told first.
    pub fn first_differences(&self) -> &[String] {
        &self.differences[..self.differences.len().min(FIRST)]
    }

    /// The others.
    pub fn further_differences(&self) -> &[String] {
        &self.differences[self.differences.len().min(FIRST)..]
    }
}

/// What a comparison comes to in a measure at a month, in a sentence.
pub fn told(
    scenarios: &[Scenario],
    (results, assumptions): (&DistrictResults<'_>, Option<&Assumptions>),
    pair: (usize, usize),
    (measure, month): (&str, u32),
    ledger: &Ledger,
) -> String {
    told_as(scenarios, (results, assumptions), pair, (measure, month), ledger, words_of)
}

/// The same, said as somebody says it.
pub fn told_as<T>(
    scenarios: &[Scenario],
    (results, assumptions): (&DistrictResults<'_>, Option<&Assumptions>),
    pair: (usize, usize),
    (measure, month): (&str, u32),
    ledger: &Ledger,
    say: impl FnOnce(&ReportedDifference<'_>) -> T,
) -> T {
    let difference = &results.difference_at(pair, measure, month);
    let [other, base] = [pair.0, pair.1].map(|k| &scenarios[k]);
    let worth = worth_naming(measure, base.run.smallest_named());
    let names = [&other.name, &base.name].map(String::as_str);
    let district = Some(results.district.id.as_str());
    let asked = AskedDifference { scenarios: names, district, measure, month };
    say(&ReportedDifference {
        titles: [other, base].map(|s| s.title.as_str()),
        what: plain(measure),
        month,
        difference,
        assumed: assumptions.and_then(|found| found.over(asked, worth)),
        worth,
        condition: Condition::of(other, ledger),
    })
}

/// A share in words that nobody needs to look up, with its article.
pub fn plain(measure: &str) -> &'static str {
    match measure {
        "spread" => "the share of teachers who use it",
        _ => "the share of teachers who teach it deeply",
    }
}

fn row(s: &Scenario, runs: &EndedRuns, deep: &Summary) -> AnswerRow {
    let range = match (deep.quantile(5), deep.quantile(95)) {
        (Some(low), Some(high)) if deep.n >= ROUNDED => {
            format!("{} to {}", percent(low), percent(high))
        }
        _ => "too few runs".into(),
    };
    let counted = s.opening.rollout.strategy.rules().has_team();
    let reached = match frequency(runs.reached, runs.n) {
        _ if !counted => "not counted without a team".into(),
        Some(often) => often,
        None if runs.n == 0 => "–".into(),
        None => if runs.reached > 0 { "the one run does" } else { "the one run does not" }.into(),
    };
    let ending = match runs.most_common() {
        None => "–".to_string(),
        Some((ending, _)) if runs.n == 1 => ending.name().into(),
        Some((ending, n)) => format!("{} ({} of {})", ending.name(), thousands(n), thousands(runs.n)),
    };
    AnswerRow {
        title: s.title.clone(),
        reached,
        hundredths: (counted && runs.n > 1).then(|| hundredths(runs)),
        deep: if deep.n == 0 { "–".into() } else { percent(deep.mean) },
        range,
        ending,
    }
}

fn hundredths(runs: &EndedRuns) -> u32 {
    match (100.0 * runs.reached as f64 / runs.n as f64).round() as u32 {
        0 if runs.reached > 0 => 1,
        100 if runs.reached < runs.n => 99,
        whole => whole,
    }
}

fn sure(deep: Summary, varied: bool) -> String {
    match deep.n {
        0 => "Nothing was simulated.".into(),
        1 => "A single future was simulated: what would be different by chance alone is not known.".into(),
        n => format!(
            "The range shows how far districts differ by chance; more futures do not narrow it. The Monte Carlo error \
             shows how well the mean is known ({}); more futures narrow it. Neither says whether the model's \
             assumptions are right; {}the last sections do.",
            words::precision(&Summary { n, ..deep }),
            if varied {
                "the range over sets of assumptions says how far the answer hangs on them, and "
            } else {
                ""
            }
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bar_is_full_or_empty_only_where_all_or_none_are() {
        let of = |reached, n| hundredths(&EndedRuns { n, reached, ..EndedRuns::default() });
        assert_eq!(
            [of(1000, 1000), of(999, 1000), of(500, 1000), of(1, 1000), of(0, 1000)],
            [100, 99, 50, 1, 0]
        );
    }

    #[test]
    fn the_commonest_ending_comes_first_and_of_equals_the_lower() {
        let of = |endings| EndedRuns { endings, ..EndedRuns::default() }.most_common();
        assert_eq!(of([1, 0, 0, 2]), Some((Ending::Scaled, 2)));
        assert_eq!(of([0, 1, 1, 0]), Some((Ending::Contained, 1)));
        assert_eq!(of([0; 4]), None);
    }
}
