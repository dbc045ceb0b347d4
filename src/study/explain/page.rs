//! A story as a page: for a terminal, or in Markdown.

use super::story::{ButFor, Change, Entry, Kind, SchoolChange, Story, Typical};
use super::words::{self, date, decimals, percent};
use crate::scenario::wording::{self, capital, listed, wrapped};

/// Causes that are told one by one; more are counted.
const TOLD: usize = 8;
/// Things that a brief story tells.
const BRIEFLY: usize = 8;

/// What the reader has to know about every answer to "but for".
pub const ABOUT_THE_MODEL: &str = "But for one thing: the same replication once more, all other chance the same, without it. This says what the \
     model does without a cause, not what a real district would have done. Who does not leave then may leave later.";

/// A part of a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Block {
    /// The title of the page.
    Title(String),
    /// The title of a part.
    Heading(String),
    /// A date above what happened then.
    Date(String),
    /// One of several things.
    Item(String),
    /// What belongs to the item above.
    Detail(String),
    /// A paragraph.
    Words(String),
}

/// The blocks as text for a terminal.
pub fn text(blocks: &[Block]) -> String {
    let mut lines: Vec<String> = Vec::new();
    for (k, block) in blocks.iter().enumerate() {
        let after = k.checked_sub(1).and_then(|before| blocks.get(before));
        let gap = match block {
            Block::Title(_) | Block::Heading(_) => after.is_some(),
            Block::Words(_) => !matches!(after, None | Some(Block::Title(_) | Block::Heading(_))),
            Block::Date(_) | Block::Item(_) | Block::Detail(_) => false,
        };
        if gap {
            lines.push(String::new());
        }
        lines.push(match block {
            Block::Title(words) | Block::Heading(words) => wrapped(words, "", ""),
            Block::Date(words) => wrapped(words, "  ", "  "),
            Block::Item(words) => wrapped(words, "    ", "      "),
            Block::Detail(words) => wrapped(words, "        ", "          "),
            Block::Words(words) => wrapped(words, "", ""),
        });
    }
    lines.join("\n") + "\n"
}

/// The blocks in Markdown.
pub fn markdown(blocks: &[Block]) -> String {
    let mut page = String::new();
    let mut before: Option<&Block> = None;
    for block in blocks {
        let (line, listed) = match block {
            Block::Title(words) => (format!("# {words}"), false),
            Block::Heading(words) => (format!("## {words}"), false),
            Block::Date(words) => (format!("**{words}**"), false),
            Block::Item(words) => (format!("- {words}"), true),
            Block::Detail(words) => (format!("  - {words}"), true),
            Block::Words(words) => (words.clone(), false),
        };
        let in_list = matches!(before, Some(Block::Item(_) | Block::Detail(_)));
        if before.is_some() && !(listed && in_list) {
            page.push('\n');
        }
        page.push_str(&line);
        page.push('\n');
        before = Some(block);
    }
    page
}

/// A whole story.
pub fn story(story: &Story) -> Vec<Block> {
    let mut page = vec![Block::Title(title(story)), Block::Words(story.outcome.clone())];
    page.push(Block::Heading("What happened".into()));
    let mut month = None;
    for entry in &story.entries {
        if month != Some(entry.month) {
            month = Some(entry.month);
            page.push(Block::Date(capital(&date(entry.month))));
        }
        page.push(Block::Item(told(entry)));
    }
    page.extend(but_for(story));
    page
}

/// A story in a few lines: the outcome, what leaders and teams did, and what made the largest difference.
pub fn brief(story: &Story) -> Vec<Block> {
    let mut page = vec![Block::Words(story.outcome.clone())];
    let main: Vec<&Entry> = story.entries.iter().filter(|e| is_main(e)).collect();
    for entry in main.iter().take(BRIEFLY) {
        page.push(Block::Item(format!("{}: {}", capital(&date(entry.month)), entry.what)));
    }
    if main.len() > BRIEFLY {
        page.push(Block::Item(format!("And {} more.", main.len() - BRIEFLY)));
    }
    if let Some(first) = story.but_for.first().filter(|b| !b.is_nothing()) {
        page.push(Block::Item(format!("The largest difference, but for one thing: {}", wording_of(first))));
        page.extend(changes(first));
    }
    page
}

/// Whether a brief story tells it: not principals one by one, nor the first stages, nor each circle.
fn is_main(e: &Entry) -> bool {
    match e.kind {
        Kind::Dated => true,
        Kind::Decision => !e.why.contains("(circle "),
        Kind::Stage => !["Stage 1", "Stage 2"].iter().any(|early| e.what.starts_with(early)),
        Kind::Leader => !e.what.contains("rincipal"),
        Kind::Help | Kind::Teachers => false,
    }
}

/// How often an ending occurs, and which run is typical of it.
pub fn typical_heading(t: &Typical) -> String {
    let share = percent(f64::from(t.runs) / f64::from(t.of.max(1)));
    format!(
        "{}: {} of {} runs ({share}); typical is replication {}",
        capital(t.ending.name()),
        t.runs,
        t.of,
        t.replication
    )
}

fn title(story: &Story) -> String {
    let of = story.school.as_ref().map(|school| format!("{school}, ")).unwrap_or_default();
    format!("{of}{}: {}, replication {}", story.district, story.scenario, story.replication)
}

fn told(entry: &Entry) -> String {
    if entry.why.is_empty() { entry.what.clone() } else { format!("{} {}", entry.what, entry.why) }
}

fn but_for(story: &Story) -> Vec<Block> {
    let mut page = vec![Block::Heading("But for".into()), Block::Words(ABOUT_THE_MODEL.into())];
    let (nothing, something): (Vec<&ButFor>, Vec<&ButFor>) =
        story.but_for.iter().partition(|b| b.is_nothing());
    if story.but_for.is_empty() {
        page.push(Block::Words("There is nothing in this run that could be taken out.".into()));
        return page;
    }
    for cause_of in something.iter().take(TOLD) {
        page.push(Block::Item(cause(cause_of)));
        page.extend(changes(cause_of));
    }
    if something.len() > TOLD {
        let rest: Vec<String> = something[TOLD..].iter().map(|b| b.without.clone()).collect();
        page.push(Block::Item(format!("Less changes without {}.", words::some(&rest))));
    }
    if !nothing.is_empty() {
        let months: Vec<String> = nothing[0].changes.iter().map(|c| c.month.to_string()).collect();
        let causes: Vec<String> =
            nothing.iter().map(|b| format!("{} (month {})", b.without, b.month)).collect();
        let which = if months.len() == 1 { "month" } else { "months" };
        page.push(Block::Item(format!(
            "Nothing changes in {which} {} without {}.",
            listed(&months),
            words::some(&causes)
        )));
    }
    if story.left > 0 {
        page.push(Block::Item(format!("{} smaller candidates were not taken out one by one.", story.left)));
    }
    if let Some(all) = &story.together {
        page.push(Block::Item("Without all of these together:".into()));
        page.extend(changes(all));
        let why = "Effects do not add up: what one cause costs another may cost again, or make up for.";
        page.push(Block::Detail(why.into()));
    }
    page
}

/// "without the exit of the team lead in year 2, April (month 21)".
fn wording_of(b: &ButFor) -> String {
    format!("without {} in {}", b.without, date(b.month))
}

fn cause(b: &ButFor) -> String {
    format!("{}: without {}", capital(&date(b.month)), b.without)
}

/// What changes in each month that is looked at; of the school first.
pub fn changes(b: &ButFor) -> Vec<Block> {
    let mut lines = Vec::new();
    for change in &b.school {
        lines.push(Block::Detail(format!("month {}, the school: {}", change.month, of_school(change))));
    }
    let district = if b.school.is_empty() { "" } else { ", the district" };
    for change in &b.changes {
        lines.push(Block::Detail(format!("month {}{district}: {}", change.month, of_district(change))));
    }
    lines
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

/// "25 % are deep instead of 10 %"; with decimals where they alone differ.
fn instead((was, is): (f64, f64), what: &str) -> String {
    let word = if percent(was) == percent(is) { wording::percent } else { percent };
    format!("{} {what} instead of {}", word(is), word(was))
}

fn as_it_was(parts: Vec<String>) -> String {
    if parts.is_empty() { "as it was".into() } else { parts.join(", ") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_reads_on_a_terminal_and_in_markdown() {
        let page = [
            Block::Title("A".into()),
            Block::Words("b".into()),
            Block::Heading("C".into()),
            Block::Date("d".into()),
            Block::Item("e".into()),
            Block::Detail("f".into()),
            Block::Words("g".into()),
        ];
        assert_eq!(text(&page), "A\nb\n\nC\n  d\n    e\n        f\n\ng\n");
        assert_eq!(markdown(&page), "# A\n\nb\n\n## C\n\n**d**\n\n- e\n  - f\n\ng\n");
    }

    #[test]
    fn only_what_changes_is_told() {
        let same = Change { month: 36, spread: (0.5, 0.5), deep_share: (0.1, 0.1), stage: (2, 2) };
        let other = Change { month: 60, deep_share: (0.1, 0.25), ..same };
        assert_eq!(of_district(&same), "as it was");
        assert_eq!(of_district(&other), "25 % are deep instead of 10 %");
    }
}
