//! What a district has seen, and what it does to the worlds of a decision, in words.

use crate::phrasing::{listed, percent};
use crate::report::seen_words::{rests, unlike_all};
use crate::results::decision::Decision;
use crate::results::decision_given::DecisionGiven;

/// Most worlds that are named.
const NAMED: usize = 3;

/// What stands before the answer, and what it rests on; nothing where nothing was seen.
pub fn given(found: &Decision) -> Option<String> {
    let given = found.given.as_ref()?;
    if !given.comes_near() {
        let nearest = given.nearest.clone();
        let nearest =
            nearest.map(|(world, own)| (format!("in \"{world}\", replication {}", own.replication), own));
        let unlike = unlike_all(&given.seen, given.futures, nearest);
        return Some(format!("{unlike} What follows holds as if nothing had been seen."));
    }
    let first = found.plans.first().map_or("", |plan| plan.name.as_str());
    Some(format!(
        "Given what you have seen ({}), if it was seen under the first plan, \"{first}\": {}. {}",
        given.seen.words(),
        learned(found, given),
        rests(given.effective, given.futures)
    ))
}

/// Which worlds have become more plausible.
fn learned(found: &Decision, given: &DecisionGiven) -> String {
    let mut places: Vec<usize> = (0..found.worlds.len()).collect();
    places.sort_by(|&a, &b| given.worlds[b].total_cmp(&given.worlds[a]));
    let world = |&w: &usize| {
        format!(
            "\"{}\" ({}, before {})",
            found.worlds[w].name,
            percent(given.worlds[w]),
            percent(given.before[w])
        )
    };
    let named: Vec<String> = places.iter().take(NAMED).map(world).collect();
    match found.worlds.len() {
        1 => "the futures of the one world are weighted by it".into(),
        _ => format!("worlds and their futures are weighted by it; most weight have {}", listed(&named)),
    }
}
