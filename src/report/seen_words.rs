//! What may be said of futures given what a district has seen of itself.

use super::answer::plain;
use super::words::quoted;
use crate::analysis::importance::NEAR;
use crate::experiment::seen::Seen;
use crate::phrasing::{
    ROUNDED, date_of_entry, decimals, duration, percent, points, points_between, rounded, thousands,
};
use crate::results::given_seen::{GivenMeasure, GivenSeen, NearestFuture};

/// The measure that is told.
const TOLD: &str = "deep_share";

/// Of scenarios with these titles, compared in these pairs, at this month.
pub fn given(
    found: &GivenSeen,
    titles: &[&str],
    pairs: &[(usize, usize)],
    month: u32,
    worth: f64,
) -> Vec<String> {
    if !found.comes_near() {
        return vec![unlike(found)];
    }
    let seen = found.seen.words();
    let at = |of: &[GivenMeasure]| {
        let own = of.iter().find(|own| own.measure == TOLD)?;
        Some((*own.given.get(month as usize)?, *own.all.get(month as usize)?))
    };
    let mut told = Vec::new();
    for (k, title) in titles.iter().enumerate() {
        // A scenario that is compared is told by its difference.
        if pairs.iter().any(|(other, _)| *other == k) && !found.differences.is_empty() {
            continue;
        }
        let Some((now, before)) = found.measures.get(k).and_then(|of| at(of)) else { continue };
        let before = match (before.quantile(5), before.quantile(95)) {
            (Some(low), Some(high)) => format!(
                " Before anything was seen the mean was {}, and nine in ten futures lay between {} and {}.",
                percent(before.mean),
                percent(low),
                percent(high)
            ),
            _ => String::new(),
        };
        told.push(format!(
            "Given what you have seen ({seen}), {} under {} is {} after {} on average; nine in ten futures that begin there lie \
             between {} and {}.{before}",
            plain(TOLD),
            quoted(title),
            percent(now.mean),
            duration(month),
            percent(now.q05),
            percent(now.q95)
        ));
    }
    for (&(other, base), of) in pairs.iter().zip(&found.differences) {
        let Some((now, _)) = at(of) else { continue };
        let [title, base] =
            [other, base].map(|k| titles.get(k).map_or_else(String::new, |title| quoted(title)));
        let reach = 1.96 * now.error;
        let range = points_between(now.q05, now.q95);
        let mean = match now.mean {
            mean if mean.abs() < worth || mean.abs() <= reach => {
                "changes by too little to name, or cannot be told,".to_string()
            }
            mean => format!(
                "is {} {} on average (± {} by chance alone)",
                points(mean),
                if mean < 0.0 { "lower" } else { "higher" },
                points(reach)
            ),
        };
        let parts = match found.parts.get(other) {
            Some(true) => format!(
                " {title} has another past: its futures are weighted by what the same futures show under {base}."
            ),
            _ => String::new(),
        };
        told.push(format!(
            "With {title} instead of {base}, given the same, {} {mean} after {}; in nine in ten futures it is {range}.{parts}",
            plain(TOLD),
            duration(month)
        ));
    }
    told.push(rests_on(found));
    told
}

/// How many futures it rests on, with a warning where they are few.
fn rests_on(found: &GivenSeen) -> String {
    rests(found.effective, found.futures)
}

/// On how many futures, of so many, something rests that is given what was seen.
pub fn rests(effective: f64, futures: u64) -> String {
    let base = format!(
        "This rests on {} of {} futures (the effective number of those that meet what was seen)",
        rounded(effective),
        thousands(futures)
    );
    match effective < ROUNDED as f64 {
        false => format!("{base}."),
        true => format!(
            "{base}. That is few: before you act on it run more futures (-n), or ask whether what was seen is as sure as its sd says."
        ),
    }
}

/// No future comes near.
fn unlike(found: &GivenSeen) -> String {
    let nearest = found.nearest.map(|nearest| (format!("replication {}", nearest.replication), nearest));
    unlike_all(&found.seen, found.futures, nearest)
}

/// None of so many futures comes near what was seen; the nearest, called so, misses it by so much.
pub fn unlike_all(seen: &Seen, futures: u64, nearest: Option<(String, NearestFuture)>) -> String {
    let nearest = nearest.map_or_else(
        || "no future has all of these measures".to_string(),
        |(name, nearest)| {
            let point = nearest.point;
            format!(
                "the nearest ({name}) misses {} {} at {} by {} of them",
                point.column().name,
                decimals(point.value),
                date_of_entry(point.month),
                rounded(nearest.miss)
            )
        },
    );
    format!(
        "The model has not seen a district like yours: none of {} futures comes within {} standard deviations of all that you have \
         seen ({}); {nearest}. Nothing is said of futures that begin there. Look at the numbers and their sd, date what has happened as \
         events, try other parameters, or doubt the model here.",
        thousands(futures),
        rounded(NEAR),
        seen.words()
    )
}
