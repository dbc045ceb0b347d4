//! What a story would have been but for its causes, as a part of its page.

use super::page::PageBlock;
use super::story::{ButFor, Change, SchoolChange, Story};
use crate::phrasing::{capital, date_of_entry, decimals, listed, percent, percent_as_set, some};

/// Causes that are told one by one; more are counted.
const TOLD: usize = 8;

/// A smaller change of a school's mean depth, with the same users, is not told.
const DEEPER: f64 = 0.02;

/// What the reader has to know about every answer to "but for".
pub const ABOUT_THE_MODEL: &str = "But for one thing: the same replication once more, all other chance the same, without it. This says what the \
     model does without a cause, not what a real district would have done. Who does not leave then may leave later.";

/// The part of a story that says what would have followed without its causes.
pub fn but_for(story: &Story) -> Vec<PageBlock> {
    let mut page = vec![PageBlock::Heading("But for".into()), PageBlock::Words(ABOUT_THE_MODEL.into())];
    if story.but_for.is_empty() {
        page.push(PageBlock::Words("There is nothing in this run that could be taken out.".into()));
        return page;
    }
    let (nothing, something): (Vec<&ButFor>, Vec<&ButFor>) = story.but_for.iter().partition(|b| is_idle(b));
    let (large, small): (Vec<&ButFor>, Vec<&ButFor>) =
        something.into_iter().partition(|b| is_worth_telling(b));
    for cause_of in large.iter().take(TOLD) {
        page.push(PageBlock::Item(cause(cause_of)));
        page.extend(changes(cause_of));
    }
    let rest: Vec<&ButFor> = large.into_iter().skip(TOLD).chain(small).collect();
    if !rest.is_empty() {
        page.push(PageBlock::Item(format!("Less changes without {}.", listed_causes(&rest))));
    }
    if !nothing.is_empty() {
        let months: Vec<String> = nothing[0].changes.iter().map(|c| c.month.to_string()).collect();
        let which = if months.len() == 1 { "month" } else { "months" };
        let place = if story.school.is_some() { " in this school" } else { "" };
        page.push(PageBlock::Item(format!(
            "Nothing changes{place} in {which} {} without {}.",
            listed(&months),
            listed_causes(&nothing)
        )));
    }
    if story.left > 0 {
        page.push(PageBlock::Item(format!(
            "{} smaller candidates were not taken out one by one.",
            story.left
        )));
    }
    if let Some(all) = &story.together {
        page.push(PageBlock::Item("Without all of these together:".into()));
        page.extend(changes(all));
        let why = "Effects do not add up: what one cause costs another may cost again, or make up for.";
        page.push(PageBlock::Detail(why.into()));
    }
    page
}

/// "the exit of the team lead (month 21)".
pub fn wording_of(b: &ButFor) -> String {
    format!("{} (month {})", b.without, b.month)
}

fn listed_causes(causes: &[&ButFor]) -> String {
    let named: Vec<String> = causes.iter().map(|b| wording_of(b)).collect();
    some(&named)
}

/// Whether it changes nothing in what the story is about.
fn is_idle(b: &ButFor) -> bool {
    if b.school.is_empty() { b.is_nothing() } else { b.school.iter().all(SchoolChange::is_nothing) }
}

/// Whether any change is large enough to be seen in the numbers as they are written.
fn is_worth_telling(b: &ButFor) -> bool {
    let by = |(was, is): (f64, f64)| (is - was).abs() >= 0.0005;
    let district = |c: &Change| by(c.spread) || by(c.deep_share) || c.stage.0 != c.stage.1;
    let school =
        |c: &SchoolChange| by(c.spread) || by(c.deep_share) || (c.depth.1 - c.depth.0).abs() >= DEEPER;
    if b.school.is_empty() { b.changes.iter().any(district) } else { b.school.iter().any(school) }
}

fn cause(b: &ButFor) -> String {
    format!("{}: without {}", capital(&date_of_entry(b.month)), b.without)
}

/// What changes in each month that is looked at; in the school first.
pub fn changes(b: &ButFor) -> Vec<PageBlock> {
    let line = |(k, change): (usize, &Change)| {
        let district = of_district(change);
        let both = b
            .school
            .get(k)
            .map(|own| format!("in the school, {}; in the district, {district}", of_school(own)));
        PageBlock::Detail(format!("month {}: {}", change.month, both.unwrap_or(district)))
    };
    b.changes.iter().enumerate().map(line).collect()
}

fn of_district(c: &Change) -> String {
    let mut parts = Vec::new();
    if c.spread.0 != c.spread.1 {
        parts.push(instead(c.spread, "use it"));
    }
    if c.deep_share.0 != c.deep_share.1 {
        parts.push(instead(c.deep_share, "are deep"));
    }
    if c.stage.0 != c.stage.1 {
        parts.push(format!("stage {} instead of {}", c.stage.1, c.stage.0));
    }
    as_it_was(parts)
}

fn of_school(c: &SchoolChange) -> String {
    let mut parts = Vec::new();
    if c.spread.0 != c.spread.1 {
        parts.push(instead(c.spread, "use it"));
    }
    let depth = |x: f64| if x.is_nan() { "none".to_string() } else { decimals(x) };
    if depth(c.depth.0) != depth(c.depth.1) {
        parts.push(format!("mean depth {} instead of {}", depth(c.depth.1), depth(c.depth.0)));
    }
    if c.deep_share.0 != c.deep_share.1 {
        parts.push(instead(c.deep_share, "are deep"));
    }
    as_it_was(parts)
}

/// "25% are deep instead of 10%"; with decimals where they alone differ.
fn instead((was, is): (f64, f64), what: &str) -> String {
    if percent_as_set(was) == percent_as_set(is) {
        return format!("hardly {} {what}", if is > was { "more" } else { "fewer" });
    }
    let word = if percent(was) == percent(is) { percent_as_set } else { percent };
    format!("{} {what} instead of {}", word(is), word(was))
}

fn as_it_was(parts: Vec<String>) -> String {
    if parts.is_empty() { "as it was".into() } else { parts.join(", ") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_changes_is_told() {
        let same = Change { month: 36, spread: (0.5, 0.5), deep_share: (0.1, 0.1), stage: (2, 2) };
        let other = Change { month: 60, deep_share: (0.1, 0.25), ..same };
        assert_eq!(of_district(&same), "as it was");
        assert_eq!(of_district(&other), "25% are deep instead of 10%");
    }
}
