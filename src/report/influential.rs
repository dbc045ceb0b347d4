//! What moves an answer: the coarse screen of assumptions, or a stored study of sensitivity.

use super::words;
use crate::analysis::compare::Direction;
use crate::analysis::summary::{DifferenceSummary, Summary};
use crate::diagnostic::{Diagnostic, Result};
use crate::explain::one_at_a_time::{FEWEST, Influence, Screen};
use crate::parameters::{Ledger, LedgerEntry};
use crate::phrasing::{number, percent, signed_points};
use crate::results::DistrictResults;
use crate::results::sensitivity::{
    Footing, ParameterSensitivity, SensitivityAnswer, SensitivityResults, digest_of,
};
use crate::scenario::{DistrictSpec, Scenario};

/// What moves an answer.
pub struct Influences {
    /// Which answer.
    pub title: String,
    /// The parameters that move it, the largest swing first.
    pub rows: Vec<Moved>,
    /// Those of which that cannot be told.
    pub unclear: Vec<Moved>,
}

/// A parameter at both ends of its range.
pub struct Moved {
    /// Its name.
    pub name: &'static str,
    /// What it is.
    pub meaning: String,
    /// Its range.
    pub range: String,
    /// The answer at the low end, in points.
    pub low: String,
    /// The answer at the high end.
    pub high: String,
    /// High less low, with its Monte Carlo error.
    pub swing: String,
    /// What it is sorted by.
    pub size: String,
    /// What that comes to.
    pub verdict: &'static str,
    /// EvidenceGrade.
    pub grade: &'static str,
    /// Source.
    pub source: String,
}

/// The screen in words, and its rows for each answer.
pub fn influences(
    screen: &Screen,
    scenarios: &[Scenario],
    results: &DistrictResults<'_>,
    ledger: &Ledger,
) -> (String, Vec<Influences>) {
    let pairs = &results.dataset.pairs[..];
    let (n, aside, left, of) = match screen {
        Screen::NotApplicable => {
            let words = "Not screened: the screen is for the whole model, for districts that are run alone, and for scenarios whose runs are \
                 pairs.";
            return (words.into(), Vec::new());
        }
        Screen::OtherVersion => {
            return ("Not screened: another version of the program made these runs.".into(), Vec::new());
        }
        Screen::TooLarge { replications } => {
            let words = format!(
                "Not screened: at this size the fixed work budget allows {replications} replications at each end \
                 of a range, and fewer than {FEWEST} would show little but chance."
            );
            return (words, Vec::new());
        }
        Screen::Found { replications, aside, left, of } => (replications, aside, left, of),
    };
    let compared = !pairs.is_empty();
    let what = if compared { "the paired difference in deep share" } else { "the deep share" };
    let without = match left.len() {
        0 => String::new(),
        _ => format!(" Left alone, because the scenarios themselves say them: {}.", left.join(", ")),
    };
    let candidates = of.first().map_or(0, Vec::len) + aside.len();
    let looked_aside = match aside.len() {
        0 => String::new(),
        _ => format!(
            " A first look of {FEWEST} replications left these aside, which moved it less: {}.",
            aside.join(", ")
        ),
    };
    let words = format!(
        "A coarse screen: each of {candidates} candidate parameters, one at a time, at the low and the high end of its plausible \
         range, and what becomes of {what} at the last month. They are those that move the deep share of target districts most \
         (docs/calibration.md), and some that are about what is asked here. Those below have {n} replications at each end. An end is \
         the answer of this page and how the end differs from the usual value on the same replications. Only large swings show, and what \
         two parameters do together does not: uptake sensitivity looks at all of them.{looked_aside}{without}"
    );
    let titles = match compared {
        true => pairs
            .iter()
            .map(|&(o, b)| {
                format!(
                    "{} against {}",
                    words::quoted(&scenarios[o].title),
                    words::quoted(&scenarios[b].title)
                )
            })
            .collect(),
        false => scenarios.iter().take(1).map(|s| words::quoted(&s.title)).collect::<Vec<_>>(),
    };
    let last = scenarios.first().map_or(0, |s| s.run.months);
    let headlines: Vec<f64> = match compared {
        true => {
            pairs.iter().map(|pair| results.difference_at(*pair, "deep_share", last).summary.mean).collect()
        }
        false => results.scenarios.iter().take(1).map(|s| s.level_at("deep_share", last).mean).collect(),
    };
    let told = |((title, found), headline): ((String, &Vec<Influence>), f64)| {
        let clear = |i: &&Influence| matches!(Direction::of(&i.swing), Direction::Lower | Direction::Higher);
        let (rows, unclear): (Vec<&Influence>, Vec<&Influence>) = found.iter().partition(clear);
        let rows_of = |of: Vec<&Influence>| {
            of.into_iter().filter_map(|i| moved(i, headline, compared, ledger)).collect()
        };
        Influences { title, rows: rows_of(rows), unclear: rows_of(unclear) }
    };
    (words, titles.into_iter().zip(of).zip(headlines).map(told).collect())
}

fn moved(i: &Influence, headline: f64, compared: bool, ledger: &Ledger) -> Option<Moved> {
    let [low, high] = [i.low, i.high].map(|change| around(headline, change));
    let e = ledger.entries().get(i.position)?;
    let error = 100.0 * (i.swing.mean_high - i.swing.summary.mean);
    Some(Moved {
        name: e.name,
        meaning: e.meaning.clone(),
        range: format!("{} to {}", number(e.range.0), number(e.range.1)),
        low: end(low.summary.mean, compared),
        high: end(high.summary.mean, compared),
        swing: format!("{} ± {error:.1}", signed_points(i.swing.summary.mean)),
        size: i.swing.summary.mean.abs().to_string(),
        verdict: words::moved(&low, &high, &i.swing, compared),
        grade: e.grade.word(),
        source: e.source.clone(),
    })
}

/// A change, as the answer that it leads to.
fn around(headline: f64, change: DifferenceSummary) -> DifferenceSummary {
    let mean = headline + change.summary.mean;
    DifferenceSummary {
        summary: Summary { mean, ..change.summary },
        mean_low: headline + change.mean_low,
        mean_high: headline + change.mean_high,
        ..change
    }
}

fn end(mean: f64, compared: bool) -> String {
    if mean.is_nan() {
        "–".into()
    } else if compared {
        signed_points(mean)
    } else {
        percent(mean)
    }
}

/// What a stored study says, for the page.
pub struct StoredSensitivity {
    /// Where it is from, and what it is about.
    pub words: String,
    /// The parameters that it looked at one by one, those that matter and are only assumed first.
    pub rows: Vec<StoredRow>,
}

/// A parameter of a stored study.
pub struct StoredRow {
    /// Its name.
    pub name: String,
    /// What it is.
    pub meaning: String,
    /// Its range.
    pub range: String,
    /// The share of the variance that hangs on it, with its interval.
    pub total: String,
    /// The share that it makes by itself.
    pub first: String,
    /// What that comes to.
    pub verdict: String,
    /// EvidenceGrade, and whether a scenario can settle it.
    pub grade: String,
    /// Source.
    pub source: String,
    /// Whether it matters and nobody has measured it.
    pub assumed: bool,
}

/// The study, if it is about the scenarios of the page: the only one, or a base and the other.
///
/// # Errors
/// A study of other scenarios, of another seed, or of another district.
pub fn stored_sensitivity(
    found: &SensitivityResults,
    scenarios: &[Scenario],
    place: &DistrictSpec,
    ledger: &Ledger,
) -> Result<StoredSensitivity> {
    let here = |s: &Scenario| Scenario { places: vec![place.clone()], ..s.clone() };
    let names: Vec<&str> = found.scenarios.iter().map(|(name, _)| name.as_str()).collect();
    let named: Option<Vec<Scenario>> =
        names.iter().map(|name| scenarios.iter().find(|s| s.name == *name).map(here)).collect();
    if named.is_none_or(|own| digest_of(&own, ledger) != found.digest) {
        let fault = format!(
            "the study of sensitivity is about {} as they were then, in the district {}, with seed {}: not the scenarios of these results",
            names.join(" and "),
            found.district,
            found.seed
        );
        let own: Vec<&str> = scenarios.iter().map(|s| s.name.as_str()).take(2).collect();
        let remedy =
            format!("run it of these: uptake sensitivity {}, with the same settings and seed", own.join(" "));
        return Err(Diagnostic::usage(fault, remedy));
    }
    let Some(answer) = found.answers.first() else {
        return Err(Diagnostic::usage(
            "the study of sensitivity holds no answer",
            "run uptake sensitivity anew",
        ));
    };
    let words = format!(
        "From a stored study (uptake sensitivity, version {}, seed {}): {} of {}, {} parameters moved over their ranges all at once, {} \
         replications at every point. A share is of the variance that parameters make, without chance. The coarse screen of this page was \
         not made.{}{}",
        found.version,
        found.seed,
        found.of,
        answer.name,
        found.moved,
        found.replications,
        others(answer),
        left(found)
    );
    let row = |p: &&ParameterSensitivity| {
        let entry = ledger.get(&p.parameter);
        let interval = |share: Option<[f64; 3]>| match share {
            Some([share, low, high]) => format!("{share:.2} ({low:.2} to {high:.2})"),
            None => "–".into(),
        };
        let meaning = entry.map_or("", |e: &LedgerEntry| e.meaning.as_str());
        StoredRow {
            name: p.parameter.clone(),
            meaning: meaning.into(),
            range: format!("{} to {}", number(p.low), number(p.high)),
            total: interval(p.total),
            first: interval(p.first),
            verdict: p.words(),
            grade: if p.settled { format!("{}; a scenario can say it", p.grade) } else { p.grade.clone() },
            source: p.source.clone(),
            assumed: p.matters() && p.footing() == Footing::OnlyAssumed,
        }
    };
    let crossed = answer.crossed();
    let rest = answer.parameters.iter().filter(|p| p.total.is_some() && !p.matters());
    let shown: Vec<&ParameterSensitivity> = crossed.into_iter().chain(rest).collect();
    Ok(StoredSensitivity { words, rows: shown.iter().map(row).collect() })
}

fn others(answer: &SensitivityAnswer) -> String {
    match answer.others {
        Some([share, low, high]) => {
            format!(" All parameters that are not listed make together {share:.2} ({low:.2} to {high:.2}).")
        }
        None if answer.parameters.iter().any(|p| p.total.is_some()) => {
            " All parameters that are not listed stayed at their usual values.".into()
        }
        None => " Shares were not worked out in it.".into(),
    }
}

fn left(found: &SensitivityResults) -> String {
    match found.left.len() {
        0 => String::new(),
        _ => format!(" Left alone, because the scenarios themselves say them: {}.", found.left.join(", ")),
    }
}
