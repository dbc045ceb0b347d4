//! The summary of a batch in brief: the answer, then the last month.

use super::districts;
use super::words::{drawn_note, ends, error, number, signed, statuses};
use super::{DifferenceRow, LevelRow, MEASURES, months, told};
use crate::experiment::plan::Design;
use crate::metrics::columns::range_of;
use crate::phrasing::{ROUNDED, after, capital, percent, thousands};
use crate::results::Dataset;
use crate::study::brief::Brief;
use crate::study::summary::headlines::HEADLINE;

/// Scenarios beside which their stages have room.
const FEW: usize = 2;
/// Measures in the columns of several scenarios.
const COLUMNS: usize = 2;

/// The answer, the scenarios in the last month, what differs, and what is left out.
pub fn brief(
    dataset: &Dataset,
    design: &Design,
    (levels, effects): (&[LevelRow], &[DifferenceRow]),
    headlines: &[String],
) -> String {
    let places = design.scenarios.first().map_or(0, |s| s.places.len());
    let month = months(design).last().copied().unwrap_or(0);
    let all = format!(
        "runs: {}; all of it holds only if the model's assumptions do; ranges are chance within the modeled world{}",
        statuses(dataset),
        drawn_note(design)
    );
    if levels.is_empty() {
        return Brief::of("Nothing was simulated.").words(all).text("nothing more");
    }
    // With several comparisons a sentence for each is no headline, unless the first is about what was seen.
    let is_seen = headlines.len() > design.pairs.len();
    let (headline, others) = match headlines {
        [first, others @ ..] if design.pairs.len() < 2 || is_seen => (first.clone(), others),
        _ if places > 1 => (over_districts(design, levels, month), &[][..]),
        _ => (ranking(design, levels, month), &[][..]),
    };
    let mut brief = Brief::of(headline);
    let seen = if is_seen { others.len() - design.pairs.len().min(others.len()) } else { 0 };
    for sentence in others.iter().take(seen) {
        brief = brief.words(sentence);
    }
    if places > 1 {
        for (head, rows) in districts::in_brief(design, levels, effects, month) {
            brief = brief.table(head, 2, rows);
        }
        let counted = format!(
            "{places} districts, each counted once; the range is from the lowest to the highest district"
        );
        return brief.words(counted).words(all).text("all measures and months, and costs");
    }
    brief = match design.scenarios.as_slice() {
        [_] => one(brief, design, levels),
        _ => several(brief, design, levels, month),
    };
    if design.scenarios.len() <= FEW {
        brief = stages(brief, design, levels, month);
    }
    let brief = differences(brief, design, effects, month).words(all);
    brief.text(match effects.is_empty() {
        true => "stages over the months, whom it reaches, what it costs, what so many runs could show",
        false => "other months, pairs by direction, whom it reaches, costs, forms of the model",
    })
}

/// What the mean of the deep share in the last month is: of one scenario, or from which to which of several.
fn ranking(design: &Design, levels: &[LevelRow], month: u32) -> String {
    let found = |name: &str, measure: &str| at(levels, name, measure, month);
    let mut deep: Vec<(&str, &LevelRow, f64)> = design
        .scenarios
        .iter()
        .filter_map(|s| {
            found(&s.name, HEADLINE).and_then(|level| Some((s.name.as_str(), level, level.mean?)))
        })
        .collect();
    let when = after(month);
    deep.sort_by(|a, b| b.2.total_cmp(&a.2));
    match deep.as_slice() {
        [] => format!(
            "The runs are done; no share of teachers who teach it deeply is kept of them. They end {when}."
        ),
        [(name, level, mean)] => {
            let range = match (level.q05, level.q95) {
                (Some(low), Some(high)) if level.n >= ROUNDED => {
                    format!(
                        "; nine in ten simulated districts lie between {} and {}",
                        percent(low),
                        percent(high)
                    )
                }
                _ => "; so few runs say little about how far districts differ".into(),
            };
            let half =
                ["stage_share_4", "stage_share_5"].map(|share| found(name, share).and_then(|l| l.mean));
            let half = match half {
                [Some(four), Some(five)] => {
                    format!(". Half of all schools then use it in {} of them", percent(four + five))
                }
                _ => String::new(),
            };
            format!(
                "Under “{name}”, {} of teachers teach it deeply {when}, on average{range}{half}.",
                percent(*mean)
            )
        }
        [(most, _, high), .., (least, _, low)] => format!(
            "{}, the share of teachers who teach it deeply is highest under “{most}” ({} on average) and lowest under “{least}” ({}), of {} \
             scenarios.",
            capital(&when),
            percent(*high),
            percent(*low),
            design.scenarios.len()
        ),
    }
}

fn over_districts(design: &Design, levels: &[LevelRow], month: u32) -> String {
    let Some(first) = design.scenarios.first() else { return String::new() };
    let deep: Vec<f64> = levels
        .iter()
        .filter(|l| l.scenario == first.name && l.measure == HEADLINE && l.month == month)
        .filter_map(|l| l.mean)
        .collect();
    match deep.len() {
        0 => format!("{} districts were simulated.", first.places.len()),
        n => format!(
            "Under “{}”, {} of teachers teach it deeply {}, on average over {} districts.",
            first.name,
            percent(deep.iter().sum::<f64>() / n as f64),
            after(month),
            thousands(n as u64)
        ),
    }
}

fn at<'l>(levels: &'l [LevelRow], scenario: &str, measure: &str, month: u32) -> Option<&'l LevelRow> {
    levels.iter().find(|l| l.scenario == scenario && l.measure == measure && l.month == month)
}

/// "0.452 ± 0.018 (0.035 to 0.895)".
fn level(found: Option<&LevelRow>) -> String {
    let Some(l) = found.filter(|l| l.mean.is_some()) else { return "–".into() };
    match error(l.mean, l.half_width, l.n, range_of(&l.measure)) {
        None => format!("{} (too few runs)", number(l.mean)),
        Some(error) => format!("{} {error} ({} to {})", number(l.mean), number(l.q05), number(l.q95)),
    }
}

/// Measures of the one scenario, in the last two of the months that are told.
fn one(brief: Brief, design: &Design, levels: &[LevelRow]) -> Brief {
    let Some(s) = design.scenarios.first() else { return brief };
    let mut shown = months(design);
    shown.drain(..shown.len().saturating_sub(COLUMNS));
    let is_known = |measure: &str| levels.iter().any(|l| l.measure == measure && l.mean.is_some());
    let measures = told(design).into_iter().filter(|(measure, _)| is_known(measure)).take(MEASURES.len());
    let row = |(measure, words): (&str, &str)| {
        let cells = shown.iter().map(|month| level(at(levels, &s.name, measure, *month)));
        [words.to_owned()].into_iter().chain(cells).collect()
    };
    let head = shown.iter().map(|month| format!("month {month}"));
    let head: Vec<String> = ["mean ± 95% error (9 in 10 runs)".to_owned()].into_iter().chain(head).collect();
    brief.table(head, 1, measures.map(row).collect())
}

/// The scenarios side by side in the last month.
fn several(brief: Brief, design: &Design, levels: &[LevelRow], month: u32) -> Brief {
    let mut measures = told(design);
    // The measures that the answer is about come first.
    measures.sort_by_key(|(measure, _)| !["spread", HEADLINE].contains(measure));
    measures.truncate(COLUMNS);
    let row = |name: &String| {
        let cells = measures.iter().map(|(measure, _)| level(at(levels, name, measure, month)));
        [name.clone()].into_iter().chain(cells).collect()
    };
    let columns = measures.iter().map(|(_, words)| format!("{words} ± 95% error (9 in 10 runs)"));
    let head: Vec<String> = [format!("month {month}")].into_iter().chain(columns).collect();
    brief.table(head, 1, design.scenarios.iter().map(|s| row(&s.name)).collect())
}

fn stages(brief: Brief, design: &Design, levels: &[LevelRow], month: u32) -> Brief {
    let row = |name: &String| {
        let share = |k: u32| at(levels, name, &format!("stage_share_{k}"), month).and_then(|l| l.mean);
        let shares = (1..=5).map(share).collect::<Option<Vec<f64>>>()?;
        // What rounding leaves of a sum is nobody.
        let none = Some(1.0 - shares.iter().sum::<f64>()).filter(|rest| *rest > 1e-9).unwrap_or(0.0);
        let cells = [none].into_iter().chain(shares).map(percent);
        Some([name.clone()].into_iter().chain(cells).collect())
    };
    let head = [
        format!("runs at a stage, month {month}"),
        "0 none".into(),
        "1 team".into(),
        "2 first".into(),
        "3 pilots".into(),
        "4 schools".into(),
        "5 norm".into(),
    ];
    brief.table(head, 1, design.scenarios.iter().filter_map(|s| row(&s.name)).collect())
}

/// What each other scenario changes in the last month.
fn differences(brief: Brief, design: &Design, effects: &[DifferenceRow], month: u32) -> Brief {
    let is_one = design.pairs.len() == 1;
    let measures: Vec<_> = match is_one {
        true => told(design).into_iter().take(MEASURES.len()).collect(),
        false => told(design).into_iter().filter(|(measure, _)| *measure == HEADLINE).collect(),
    };
    let of =
        |e: &&DifferenceRow| e.month == month && measures.iter().any(|(measure, _)| *measure == e.measure);
    let (same, differ): (Vec<&DifferenceRow>, Vec<&DifferenceRow>) =
        effects.iter().filter(of).partition(|e| e.share_equal == Some(1.0));
    let sets = differ.iter().filter_map(|e| e.assumption_sets).max();
    let row = |e: &&DifferenceRow| {
        let words = measures.iter().find(|(measure, _)| *measure == e.measure).map_or("", |m| m.1);
        let assumed = sets.map(|_| match e.assumed_low {
            None => "–".into(),
            low => format!("{} to {}", signed(low), signed(e.assumed_high)),
        });
        let cells = [format!("{} [{}]", signed(e.mean), ends(e)), e.verdict.into()];
        [if is_one { words.to_owned() } else { e.other.clone() }]
            .into_iter()
            .chain(assumed)
            .chain(cells)
            .collect()
    };
    let what = match (is_one, effects.iter().any(|e| e.samples.is_some())) {
        (true, false) => format!("difference, month {month}"),
        (true, true) => format!("unpaired difference, month {month}"),
        (false, false) => format!("difference in deep share, month {month}"),
        (false, true) => format!("unpaired difference in deep share, month {month}"),
    };
    let over = sets.map(|sets| format!("9 in 10 of {sets} assumption sets"));
    let head: Vec<String> =
        [what].into_iter().chain(over).chain(["mean [95% interval]".into(), "reads as".into()]).collect();
    let same = match same.len() {
        0 => String::new(),
        1 => "1 row without any difference left out".into(),
        n => format!("{n} rows without any difference left out"),
    };
    brief.table(head, 1, differ.iter().map(row).collect()).words(same)
}
