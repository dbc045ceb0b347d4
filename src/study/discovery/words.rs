//! What was discovered, for people and as a tidy table.

use std::path::Path;

use super::{Discovery, ToldBox, ToldRestriction};
use crate::analysis::boxes::FEW_VALUES;
use crate::diagnostic::Result;
use crate::metrics::Condition;
use crate::phrasing::{capital, count, listed, percent, thousands};
use crate::results::csv_rows::{CsvCell, CsvRows};
use crate::scenario::sweep_design::Coordinate;
use crate::study::brief::Brief;

/// Below this share of resamples a restriction is not told as found again.
const AGAIN: f64 = 0.75;
/// Above this a restriction is no better than chance.
const BY_CHANCE: f64 = 0.05;

fn short(x: f64) -> String {
    // Ends between two points are no rounder than the points lie close.
    let rounded: f64 = format!("{x:.2e}").parse().unwrap_or(x);
    Coordinate::Number(rounded).short()
}

fn restriction(r: &ToldRestriction) -> String {
    match (r.low, r.high) {
        (Some(low), Some(high)) if low == high => format!("{} is {}", r.factor, short(low)),
        (Some(low), Some(high)) => format!("{} is between {} and {}", r.factor, short(low), short(high)),
        (Some(low), None) => format!("{} is {} or more", r.factor, short(low)),
        (None, Some(high)) => format!("{} is {} or less", r.factor, short(high)),
        (None, None) => format!("{} is {}", r.factor, r.words.join(" or ")),
    }
}

/// What a box says, in words.
pub fn restrictions(own: &ToldBox) -> String {
    listed(&own.restrictions.iter().map(restriction).collect::<Vec<_>>())
}

/// What is of interest, as one reads it first.
pub fn asked(found: &Discovery) -> String {
    let words = |text: &String| text.parse::<Condition>().map_or_else(|_| text.clone(), |own| own.words());
    found.conditions.iter().map(words).collect::<Vec<_>>().join(" and ")
}

/// The finding.
pub fn headline(found: &Discovery) -> String {
    let what = capital(&asked(found));
    match found.boxes.first() {
        None => format!("{what}: no box of the factors holds such runs more densely than the whole sweep"),
        Some(first) => format!(
            "{what}: {} of such runs lie where {}; there {} of runs are such",
            percent(first.coverage),
            restrictions(first),
            percent(first.density)
        ),
    }
}

/// What was looked at.
pub fn subtitle(found: &Discovery) -> String {
    format!(
        "{}. {} of {} runs at {} points: {}.",
        found.district,
        thousands(found.of_interest),
        thousands(found.runs),
        found.points,
        percent(found.of_interest as f64 / found.runs as f64)
    )
}

/// All of it.
pub fn human(found: &Discovery) -> String {
    let share = found.of_interest as f64 / found.runs as f64;
    let mut text = format!(
        "{} in {} of {} runs at {} points ({})\n",
        found.conditions.join(" and "),
        thousands(found.of_interest),
        thousands(found.runs),
        found.points,
        percent(share)
    );
    if found.left_out > 0 {
        text.push_str(&format!(
            "{} runs left out: what is asked is missing in them\n",
            thousands(found.left_out)
        ));
    }
    for (number, own) in (1..).zip(&found.boxes) {
        let among = if number > 1 { " outside the boxes before" } else { "" };
        text.push_str(&format!("\nbox {number}: {}\n", restrictions(own)));
        text.push_str(&format!(
            "  coverage {}: of such runs{among}, {} lie in it\n  density {}: of the runs in it, {} are such\n  support: of all runs{among}, {} lie in it\n",
            two(own.coverage),
            percent(own.coverage),
            two(own.density),
            percent(own.density),
            percent(own.support),
        ));
        text.push_str(&format!(
            "  on points that were not used to find it: coverage {}, density {}\n",
            two(own.coverage_unseen),
            two(own.density_unseen)
        ));
        for r in &own.restrictions {
            text.push_str(&format!("  {}: {}\n", restriction(r), stands(r)));
        }
    }
    if found.boxes.is_empty() {
        text.push_str("no box of the factors holds such runs more densely than the whole sweep\n");
    }
    text.push_str(&format!(
        "\nboxes were found by peeling (PRIM); an end of a box is exact to a point of the sweep where a factor has up to {FEW_VALUES} \
         values, and lies between two points otherwise; all of it holds only if the model's assumptions do\n"
    ));
    text
}

/// The finding, then a row for each box, and how what bounds it stands up.
pub fn brief(found: &Discovery) -> String {
    let row = |own: &ToldBox| {
        vec![
            restrictions(own),
            two(own.coverage),
            two(own.density),
            two(own.coverage_unseen),
            two(own.density_unseen),
        ]
    };
    let head = ["where", "coverage", "density", "coverage, unseen", "density, unseen"];
    let left = match found.left_out {
        0 => String::new(),
        n => format!("{} left out: what is asked is missing in them", count(n as f64, "run", "runs")),
    };
    let mut brief = Brief::of(format!("{}.", headline(found))).words(subtitle(found)).words(left);
    brief = brief.table(head, 1, found.boxes.iter().map(row).collect()).words(
        "coverage: share of such runs that lie there; density: share of runs there that are such; unseen: on points not used to find it",
    );
    for r in found.boxes.iter().flat_map(|own| &own.restrictions) {
        brief = brief.words(format!("{}: {}", restriction(r), stands(r)));
    }
    brief.text(
        "the support of each box, how boxes are found; all of it holds only if the model's assumptions do",
    )
}

/// How a restriction stands up.
fn stands(r: &ToldRestriction) -> String {
    let again = format!("found again in {} of resamples", percent(r.found_again));
    let chance = match r.quasi_p {
        p if p < 0.002 => "chance does as well in fewer than 2 of 1,000 draws".into(),
        p => format!("chance does as well in {} of draws", percent(p)),
    };
    let verdict = match (r.found_again >= AGAIN, r.quasi_p <= BY_CHANCE) {
        (true, true) => "stands",
        (false, true) => "doubtful: often not found again",
        (true, false) => "doubtful: chance does as well",
        (false, false) => "does not stand",
    };
    format!("{verdict} ({again}; {chance})")
}

fn two(x: f64) -> String {
    if x.is_finite() { format!("{x:.2}") } else { "not known".into() }
}

/// A row for each restriction of each box.
pub fn csv(found: &Discovery) -> Result<Vec<u8>> {
    let mut rows = CsvRows::new(Vec::new(), Path::new("discovery.csv"));
    rows.write_names([
        "box",
        "coverage",
        "density",
        "support",
        "coverage_unseen",
        "density_unseen",
        "factor",
        "low",
        "high",
        "words",
        "found_again",
        "quasi_p",
    ])?;
    for (number, own) in (1..).zip(&found.boxes) {
        for r in &own.restrictions {
            let words = r.words.join(" ");
            let of_box = [own.coverage, own.density, own.support, own.coverage_unseen, own.density_unseen];
            let ends = [r.low, r.high].map(|end| CsvCell::Number(end.unwrap_or(f64::NAN)));
            rows.write(
                [CsvCell::Whole(number)]
                    .into_iter()
                    .chain(of_box.map(CsvCell::Number))
                    .chain([CsvCell::Text(&r.factor)])
                    .chain(ends)
                    .chain([
                        CsvCell::Text(&words),
                        CsvCell::Number(r.found_again),
                        CsvCell::Number(r.quasi_p),
                    ]),
            )?;
        }
    }
    rows.into_sink()
}
