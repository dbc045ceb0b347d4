//! The summary for people: means, stages, differences.

use comfy_table::Table;

use super::{COST, DifferenceRow, LevelRow, MEASURES, NEXT, PROGRAM, cost, districts, equity, months, told};
use crate::analysis::mean_interval::ValueRange;
use crate::experiment::plan::Design;
use crate::metrics::columns::range_of;
use crate::phrasing::{ROUNDED, count_of, percent, thousands, wrapped};
use crate::report::forms::{OverForms, name};
use crate::results::Dataset;
use crate::scenario::Scenario;
use crate::study::text_table::table;

/// All of it.
pub fn human(
    dataset: &Dataset,
    design: &Design,
    (levels, effects): (&[LevelRow], &[DifferenceRow]),
    (headlines, forms): (&[String], &[([String; 2], OverForms)]),
    (costs, first): (&[cost::CostRow], &[equity::FirstRow]),
) -> String {
    let n = design.scenarios.first().map_or(0, |s| s.run.replications);
    let mut text: String =
        headlines.iter().map(|headline| format!("{}\n\n", wrapped(headline, "", ""))).collect();
    text += &format!(
        "runs: {}; all figures hold only if the model's assumptions do; variation is chance within the modeled world{}\n",
        statuses(dataset),
        drawn_note(design)
    );
    let districts = design.scenarios.first().map_or(0, |s| s.places.len());
    if levels.is_empty() {
        return text;
    }
    if districts > 1 {
        return text + &districts::several(design, levels, effects) + &by_form(forms);
    }
    text += &format!("{}\n\n", means(design, levels));
    if levels.iter().any(|l| l.measure == "stage_share_1") {
        text += &format!("{}\n\n", stages(levels));
    }
    if !effects.is_empty() {
        text += &format!("{}\n{}\n", paired(effects, n), by_form(forms));
    }
    for more in [equity::words(design, levels, effects, first), cost::words(design, costs, effects)] {
        if !more.is_empty() {
            text += &format!("{more}\n");
        }
    }
    text
}

/// How the runs ended: "1,000 done".
pub fn statuses(dataset: &Dataset) -> String {
    let statuses = dataset.manifest.statuses.iter();
    let told = statuses.map(|(s, n)| format!("{} {}", thousands(*n), s.replace('_', " ")));
    told.collect::<Vec<_>>().join(", ")
}

/// Mean with its Monte Carlo error, and what nine in ten runs lie in, months side by side.
fn means(design: &Design, levels: &[LevelRow]) -> String {
    let months = months(design);
    let titles: Vec<String> = months.iter().map(|m| format!("month {m}")).collect();
    let mut header = vec!["mean ± 95% error (9 in 10 runs)", ""];
    header.extend(titles.iter().map(String::as_str));
    let mut rows = table(&header, 2);
    for (measure, words) in told(design) {
        for s in &design.scenarios {
            let known = |l: &LevelRow| l.scenario == s.name && l.measure == measure && l.mean.is_some();
            let always = MEASURES.iter().any(|usual| usual.0 == measure);
            if !always && !levels.iter().any(known) {
                continue;
            }
            let mut cells = vec![words.to_string(), s.name.clone()];
            for &month in &months {
                let same = |l: &&LevelRow| l.scenario == s.name && l.measure == measure && l.month == month;
                cells.push(levels.iter().find(same).map_or_else(String::new, |l| {
                    if l.mean.is_none() {
                        return "–".into();
                    }
                    match error(l.mean, l.half_width, l.n, range_of(measure)) {
                        None => format!("{} (too few runs)", number(l.mean)),
                        Some(error) => {
                            format!("{} {error} ({} to {})", number(l.mean), number(l.q05), number(l.q95))
                        }
                    }
                }));
            }
            rows.add_row(cells);
        }
    }
    rows.to_string()
}

/// The 95% error of a mean of so many runs: "± 0.018"; the ends of the interval where it is cut to what is possible; nothing
/// where an interval of few runs would be cut: then it says no more than that they are few.
pub fn error(mean: Option<f64>, half: Option<f64>, n: u64, (least, most): ValueRange) -> Option<String> {
    let (Some(mean), Some(half)) = (mean, half) else { return Some("± –".into()) };
    let (low, high) = (mean - half, mean + half);
    match low < least || high > most {
        false => Some(format!("± {half:.3}")),
        true if n < ROUNDED => None,
        true => Some(format!("[{:.3}, {:.3}]", low.max(least), high.min(most))),
    }
}

/// What runs vary by beside chance.
pub fn drawn_note(design: &Design) -> &'static str {
    if design.scenarios.iter().any(Scenario::draws_model) {
        " and ignorance about parameters and the form of the model: each future draws a model and a vector that \
         calibration accepted"
    } else if design.scenarios.iter().any(|s| s.accepted.is_some()) {
        " and ignorance about parameters: each future draws a vector that calibration accepted"
    } else if design.scenarios.iter().any(|s| !s.drawn().is_empty()) {
        " and ignorance about drawn parameters"
    } else {
        ""
    }
}

fn stages(levels: &[LevelRow]) -> Table {
    let header =
        ["share of runs at stage", "month", "0 none", "1 team", "2 first", "3 pilots", "4 schools", "5 norm"];
    let mut rows = table(&header, 2);
    let mut seen: Vec<(&str, u32)> = Vec::new();
    for l in levels.iter().filter(|l| l.measure == "stage_share_1") {
        if seen.contains(&(&l.scenario, l.month)) {
            continue;
        }
        seen.push((&l.scenario, l.month));
        let share = |k: u32| {
            let name = format!("stage_share_{k}");
            let found =
                levels.iter().find(|x| x.scenario == l.scenario && x.month == l.month && x.measure == name);
            found.and_then(|x| x.mean).unwrap_or(f64::NAN)
        };
        let shares: Vec<f64> = (1..=5).map(share).collect();
        // What rounding leaves of a sum is nobody.
        let rest = 1.0 - shares.iter().sum::<f64>();
        let none = if rest > 1e-9 { rest } else { 0.0 };
        let mut cells = vec![l.scenario.clone(), l.month.to_string()];
        cells.extend(std::iter::once(none).chain(shares).map(percent));
        rows.add_row(cells);
    }
    rows
}

/// A table for each pair; months in which nothing differs anywhere need no lines of their own.
fn paired(effects: &[DifferenceRow], n: u32) -> String {
    let mut text = String::new();
    let mut pairs: Vec<(&str, &str)> = Vec::new();
    for e in effects {
        if !pairs.contains(&(&e.other, &e.base)) {
            pairs.push((&e.other, &e.base));
        }
    }
    for (other, base) in pairs {
        // Gaps and money have tables of their own.
        let told = |e: &&DifferenceRow| e.measure != COST && !equity::is_gap(&e.measure);
        let chosen = || effects.iter().filter(|e| e.other == other && e.base == base).filter(told);
        let n = thousands(u64::from(n));
        text += &match chosen().any(|e| e.samples.is_some()) {
            true => format!(
                "{other} minus {base}, UNPAIRED: two independent samples of {n} runs each; 95% intervals by Welch\n{}\n\n",
                two_samples(chosen())
            ),
            false => {
                format!("{other} minus {base}, {n} pairs of the same replication\n{}\n\n", pair(chosen()))
            }
        };
    }
    let has_users = |e: &DifferenceRow| e.measure == "depth" || e.measure == "ownership";
    if !effects.iter().any(has_users) {
        return text.trim_end().to_owned();
    }
    text.push_str(match effects.iter().any(|e| e.samples.is_some()) {
        true => "depth and ownership are means over the runs that have users; no run belongs to a run of the other scenario",
        false => "depth and ownership are compared only where both have users",
    });
    text
}

/// The differences of two samples, month by month.
fn two_samples<'e>(effects: impl Iterator<Item = &'e DifferenceRow>) -> Table {
    let header =
        ["unpaired difference", "month", "of means [95% interval]", "runs, other and base", "reads as"];
    let mut rows = table(&header, 1);
    for e in effects {
        let [other, base] = e.samples.unwrap_or_default().map(thousands);
        rows.add_row(vec![
            words(&e.measure).to_string(),
            e.month.to_string(),
            format!("{} [{}]", signed(e.mean), ends(e)),
            format!("{other} and {base}"),
            e.verdict.into(),
        ]);
    }
    rows
}

/// The ends of the interval of a mean difference.
pub fn ends(e: &DifferenceRow) -> String {
    // An end that was cut is exactly as far as a difference can be.
    let (least, most) = range_of(&e.measure);
    let is_cut = e.mean_low <= Some(least - most) || e.mean_high >= Some(most - least);
    let is_known = e.mean_low.is_some() && e.mean_high.is_some();
    match is_known && is_cut && e.n < ROUNDED {
        true => "too few runs".into(),
        false => format!("{}, {}", signed(e.mean_low), signed(e.mean_high)),
    }
}

fn pair<'e>(effects: impl Iterator<Item = &'e DifferenceRow>) -> String {
    let effects: Vec<&DifferenceRow> = effects.collect();
    let sets = effects.iter().filter_map(|e| e.assumption_sets).max();
    let over = sets.map(|sets| format!("9 in 10 of {sets} assumption sets"));
    let header = ["mean [95% interval]", "lower / equal / higher", "variance cut", "reads as"];
    let header: Vec<&str> =
        ["difference", "month"].into_iter().chain(over.as_deref()).chain(header).collect();
    let mut rows = table(&header, 1);
    let share = |s: Option<f64>| s.map_or_else(|| "–".into(), percent);
    let mut same = 0;
    for e in effects {
        if e.share_equal == Some(1.0) {
            same += 1;
            continue;
        }
        let assumed = over.as_ref().map(|_| match e.assumed_low {
            None => "–".into(),
            low => format!("{} to {}", signed(low), signed(e.assumed_high)),
        });
        rows.add_row([words(&e.measure).to_string(), e.month.to_string()].into_iter().chain(assumed).chain(
            [
                format!("{} [{}]", signed(e.mean), ends(e)),
                pairs([e].into_iter()),
                share(e.variance_cut),
                e.verdict.into(),
            ],
        ));
    }
    match same {
        0 => rows.to_string(),
        _ if rows.row_count() == 0 => "no difference in any pair, measure and month shown".into(),
        _ => format!("{rows}\n({same} rows without any difference left out)"),
    }
}

/// In how many pairs it is lower, equal and higher, of how many: "39 / 1 / 0 of 40".
pub fn pairs<'e>(effects: impl Iterator<Item = &'e DifferenceRow>) -> String {
    let (mut counts, mut of) = ([0; 3], 0);
    for e in effects {
        let shares = [e.share_lower, e.share_equal, e.share_higher];
        for (count, share) in counts.iter_mut().zip(shares) {
            *count += share.map_or(0, |share| count_of(share, e.n));
        }
        of += e.n;
    }
    match of {
        0 => "–".into(),
        _ => format!("{} of {}", counts.map(thousands).join(" / "), thousands(of)),
    }
}

/// What survives every form of the model and what hangs on one; a sentence that is the same for all pairs once.
fn by_form(forms: &[([String; 2], OverForms)]) -> String {
    let mut text = String::new();
    for ([other, base], found) in forms {
        if !found.rows.is_empty() {
            let title = format!("deep share in the last month, {other} minus {base}");
            let is_paired = found.rows.iter().all(|row| row.difference.samples.is_none());
            let counted = if is_paired { "pairs" } else { "runs of each or more, unpaired" };
            let mut rows = table(&[&title, counted, "mean [95% interval]", "reads as"], 1);
            for row in &found.rows {
                let d = &row.difference;
                let [mean, low, high] = [d.summary.mean, d.mean_low, d.mean_high].map(|x| signed(Some(x)));
                rows.add_row(vec![
                    name(row.model),
                    thousands(d.summary.n),
                    format!("{mean} [{low}, {high}]"),
                    row.direction().words().into(),
                ]);
            }
            text += &format!("\n{rows}\n");
        }
        if !found.words.is_empty() && !text.contains(&found.words) {
            text += &format!("\n{}\n", found.words);
        }
    }
    text
}

fn words(measure: &str) -> &str {
    MEASURES.iter().chain(&PROGRAM).chain(&NEXT).find(|m| m.0 == measure).map_or(measure, |m| m.1)
}

pub fn number(x: Option<f64>) -> String {
    x.map_or_else(|| "–".into(), |x| format!("{x:.3}"))
}

/// A difference with its sign.
pub fn signed(x: Option<f64>) -> String {
    x.map_or_else(|| "–".into(), |x| if x == 0.0 { "0".into() } else { format!("{x:+.3}") })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn effect(n: u64, [lower, equal, higher]: [f64; 3]) -> DifferenceRow {
        DifferenceRow {
            other: "b".into(),
            base: "a".into(),
            district: "d".into(),
            month: 60,
            measure: "spread".into(),
            assumption_sets: None,
            assumed_low: None,
            assumed_high: None,
            n,
            mean: Some(-0.2),
            mean_low: Some(-1.0),
            mean_high: Some(0.8),
            reach: Some(1.0),
            share_lower: Some(lower),
            share_equal: Some(equal),
            share_higher: Some(higher),
            variance_cut: None,
            verdict: "lower",
            samples: None,
        }
    }

    #[test]
    fn pairs_are_counted_so_that_they_add_up() {
        let one = effect(40, [39.0 / 40.0, 1.0 / 40.0, 0.0]);
        assert_eq!(pairs([&one].into_iter()), "39 / 1 / 0 of 40");
        let other = effect(2_000, [0.5, 0.25, 0.25]);
        assert_eq!(pairs([&one, &other].into_iter()), "1,039 / 501 / 500 of 2,040");
        assert_eq!(pairs(std::iter::empty()), "–");
    }

    #[test]
    fn samples_are_told_as_unpaired_and_never_as_pairs() {
        let one =
            DifferenceRow { samples: Some([300, 299]), mean_low: Some(-0.3), ..effect(299, [f64::NAN; 3]) };
        let told = paired(&[one], 300);
        assert!(told.starts_with("b minus a, UNPAIRED: two independent samples of 300 runs each"), "{told}");
        assert!(told.contains("300 and 299") && !told.contains("pairs"), "{told}");
    }

    #[test]
    fn an_interval_of_few_runs_beyond_what_can_be_is_not_shown() {
        assert!(pair([&effect(3, [0.5, 0.0, 0.5])].into_iter()).contains("-0.200 [too few runs]"));
        assert!(pair([&effect(300, [0.5, 0.0, 0.5])].into_iter()).contains("[-1.000, +0.800]"));
        let share = (0.0, 1.0);
        assert_eq!(error(Some(0.388), Some(1.141), 3, share), None);
        assert_eq!(error(Some(0.01), Some(0.02), 300, share).unwrap(), "[0.000, 0.030]");
        assert_eq!(error(Some(0.452), Some(0.018), 3, share).unwrap(), "± 0.018");
        assert_eq!(error(Some(0.4), None, 1, share).unwrap(), "± –");
    }
}
