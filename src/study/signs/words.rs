//! Early signs as one page, for a terminal or in Markdown.

use super::{SignFound, Signs};
use crate::explain::page::{self, PageBlock};
use crate::figures::early_signs::{OfHundred, PicturedSign, SignsPicture};
use crate::phrasing::{capital, count, date, listed, lower, number, percent, rounded, thousands};
use crate::study::brief::Brief;

/// Most signs that the page tells one by one.
const MOST: usize = 5;
/// Most signs that are pictured.
const MOST_PICTURED: usize = 3;
/// A sign that tells less than this of the runs that it was found on is told among the others.
const WEAK: f64 = 0.1;

pub(super) fn text(signs: &Signs) -> String {
    page::text(&blocks(signs, None))
}

pub(super) fn markdown(signs: &Signs, picture: Option<&str>) -> String {
    page::markdown(&blocks(signs, picture))
}

/// The signs that tell something, as a picture has them.
pub(super) fn picture(signs: &Signs, name: &str) -> Option<SignsPicture> {
    let of_hundred = |stall: u64, of: u64, low: f64, high: f64| {
        [stall as f64 / of.max(1) as f64, low, high].map(|share| 100.0 * share)
    };
    let pictured = |sign: &SignFound| PicturedSign {
        words: seen(sign),
        with: of_hundred(sign.with_sign_stall, sign.with_sign, sign.with_low, sign.with_high),
        without: of_hundred(sign.without_sign_stall, sign.without_sign, sign.without_low, sign.without_high),
        warned: sign.warned,
        false_alarms: sign.false_alarms,
    };
    let strong = signs.signs.iter().filter(|sign| sign.power >= WEAK);
    let pictured: Vec<PicturedSign> = strong.map(pictured).take(MOST_PICTURED).collect();
    let best = pictured.first()?;
    let rounded = |[stall, ..]: OfHundred| number(stall.round());
    Some(SignsPicture {
        name: name.into(),
        title: format!(
            "The sign that tells most by the end of {}: of 100 districts with it {} stall, of 100 without it {}",
            date(signs.by),
            rounded(best.with),
            rounded(best.without)
        ),
        subtitle: format!(
            "{}: {} simulated futures. To stall means here: {}. {} of 100 do.",
            signs.title,
            thousands(signs.told_on),
            signs.stalls_in_words.join(", or "),
            hundred(signs.stalled as f64 / signs.told_on.max(1) as f64)
        ),
        signs: pictured,
    })
}

/// A sign in words.
fn seen(sign: &SignFound) -> String {
    format!("{}: {} {}", capital(sign.what), if sign.at_most { "at most" } else { "at least" }, value(sign))
}

fn blocks(signs: &Signs, picture: Option<&str>) -> Vec<PageBlock> {
    let all = signs.stalled as f64 / signs.told_on as f64;
    let stalls = signs.stalls_in_words.join(", or ");
    let mut page = vec![
        PageBlock::Title(format!("Early signs of a reform that stalls: {}", signs.title)),
        PageBlock::Words(format!(
            "A hypothesis to look into, and no test of a district: in simulated districts, what can be seen by the end of {} that tells \
             whether the reform stalls later ({stalls})? It stalls in {} of 100 of them. All of this holds only if the model's \
             assumptions do.",
            date(signs.by),
            hundred(all)
        )),
    ];
    if let Some(file) = picture {
        let words = "Of 100 districts with a sign, and of 100 without it, those that stall";
        page.push(PageBlock::Picture(words.into(), file.into()));
    }
    let (strong, weak): (Vec<&SignFound>, Vec<&SignFound>) =
        signs.signs.iter().partition(|sign| sign.power >= WEAK);
    if strong.is_empty() {
        page.push(PageBlock::Words("Nothing that was looked at tells it better than chance does.".into()));
    }
    for (k, sign) in strong.iter().take(MOST).enumerate() {
        if k == 0 {
            page.push(PageBlock::Heading("What tells most".into()));
        }
        page.push(PageBlock::Item(seen(sign)));
        page.push(PageBlock::Detail(format!(
            "Of 100 districts with this sign, {} stall ({}); of 100 without it, {} stall ({}).",
            hundred(sign.with_sign_stall as f64 / sign.with_sign.max(1) as f64),
            between(sign.with_low, sign.with_high),
            hundred(sign.without_sign_stall as f64 / sign.without_sign.max(1) as f64),
            between(sign.without_low, sign.without_high),
        )));
        page.push(PageBlock::Detail(format!(
            "It is there in {} of those that stall, and a false alarm in {} of those that do not.",
            percent(sign.warned),
            percent(sign.false_alarms)
        )));
    }
    let others: Vec<&str> = strong.iter().skip(MOST).chain(&weak).map(|sign| sign.what).collect();
    if !others.is_empty() {
        page.push(PageBlock::Words(format!("These tell less: {}.", listed(&others))));
    }
    if !signs.alike.is_empty() {
        page.push(PageBlock::Words(format!(
            "These tell nothing, or are alike in all runs: {}.",
            listed(&signs.alike)
        )));
    }
    page.push(PageBlock::Heading("How it was found".into()));
    page.push(PageBlock::Words(format!(
        "Thresholds and their order were found on {} runs, and what they tell was counted on {} others; in brackets the 95% interval (Wilson \
         1927). Scenario {}, study seed {}. A sign is no cause: to act on it may change nothing. Whether it tells anything in real \
         districts nobody has looked at.",
        thousands(signs.found_on),
        thousands(signs.told_on),
        signs.scenario,
        signs.seed
    )));
    page
}

/// The best sign in a sentence, then a row for each sign that tells something.
pub(super) fn brief(signs: &Signs) -> String {
    let share = |some: u64, of: u64| hundred(some as f64 / of.max(1) as f64);
    let strong: Vec<&SignFound> = signs.signs.iter().filter(|sign| sign.power >= WEAK).collect();
    let headline = match strong.first() {
        None => format!(
            "Nothing seen by the end of {} tells better than chance whether it stalls.",
            date(signs.by)
        ),
        Some(best) => format!(
            "By the end of {} this tells most whether it stalls later: {}. Of 100 simulated districts with this sign {} stall, of 100 \
             without it {}.",
            date(signs.by),
            lower(&seen(best)),
            share(best.with_sign_stall, best.with_sign),
            share(best.without_sign_stall, best.without_sign)
        ),
    };
    // The number first: a table cuts long words at their end.
    let short = |sign: &SignFound| {
        format!("{} {}: {}", if sign.at_most { "at most" } else { "at least" }, value(sign), sign.what)
    };
    let row = |sign: &&SignFound| {
        vec![
            short(sign),
            format!(
                "{} ({})",
                share(sign.with_sign_stall, sign.with_sign),
                between(sign.with_low, sign.with_high)
            ),
            format!(
                "{} ({})",
                share(sign.without_sign_stall, sign.without_sign),
                between(sign.without_low, sign.without_high)
            ),
            percent(sign.false_alarms),
        ]
    };
    let head = ["sign", "of 100 with it stall", "without it", "false alarms"];
    Brief::of(headline)
        .table(head, 1, strong.iter().map(row).collect())
        .words(format!(
            "stalls: {}, in {} of 100; a hypothesis to look into, and no test of a district; all of it holds only if the model's \
             assumptions do",
            signs.stalls.join(" or "),
            share(signs.stalled, signs.told_on)
        ))
        .words(format!(
            "{} less, {} nothing or are alike in all runs",
            count((signs.signs.len() - strong.len()) as f64, "other sign tells", "other signs tell"),
            count(signs.alike.len() as f64, "tells", "tell")
        ))
        .text("each sign in sentences, what tells less or nothing, how it was found")
}

fn hundred(share: f64) -> String {
    number((100.0 * share).round())
}

fn between(low: f64, high: f64) -> String {
    format!("{} to {}", hundred(low), hundred(high))
}

fn value(sign: &SignFound) -> String {
    if sign.unit == "share" {
        percent(sign.threshold)
    } else {
        rounded((sign.threshold * 100.0).round() / 100.0)
    }
}
