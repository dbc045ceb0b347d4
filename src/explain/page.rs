//! A story as a page: for a terminal, or in Markdown.

use super::differences;
use super::story::{Entry, Kind, Story, Typical};
use crate::phrasing::{capital, date_of_entry, percent, thousands, wrapped};

/// Things that a brief story tells.
const BRIEFLY: usize = 8;

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
            page.push(Block::Date(capital(&date_of_entry(entry.month))));
        }
        page.push(Block::Item(told(entry)));
    }
    page.extend(differences::but_for(story));
    page
}

/// A story in a few lines: the outcome, what leaders and teams did, and what made the largest difference.
pub fn brief(story: &Story) -> Vec<Block> {
    let mut page = vec![Block::Words(story.outcome.clone())];
    let main: Vec<&Entry> = story.entries.iter().filter(|e| is_main(e)).collect();
    for entry in main.iter().take(BRIEFLY) {
        page.push(Block::Item(format!("{}: {}", capital(&date_of_entry(entry.month)), entry.what)));
    }
    if main.len() > BRIEFLY {
        page.push(Block::Item(format!("And {} more.", main.len() - BRIEFLY)));
    }
    if let Some(first) = story.but_for.first().filter(|b| !b.is_nothing()) {
        page.push(Block::Item(format!(
            "The largest difference, but for one thing: {}",
            differences::wording_of(first)
        )));
        page.extend(differences::changes(first));
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
        thousands(t.runs.into()),
        thousands(t.of.into()),
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
}
