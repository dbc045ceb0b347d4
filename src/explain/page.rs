//! A story as a page: for a terminal, or in Markdown.

use super::differences;
use super::story::{EntryKind, Story, StoryEntry, Typical};
use crate::phrasing::{capital, date_of_entry, percent, thousands, wrapped};

/// Things that a brief story tells.
const BRIEFLY: usize = 8;

/// A part of a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PageBlock {
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
    /// A picture beside the page: what it shows, and its file. A terminal has none.
    Picture(String, String),
}

/// The blocks as text for a terminal.
pub fn text(blocks: &[PageBlock]) -> String {
    let mut lines: Vec<String> = Vec::new();
    let mut after: Option<&PageBlock> = None;
    for block in blocks.iter().filter(|block| !matches!(block, PageBlock::Picture(..))) {
        let gap = match block {
            PageBlock::Title(_) | PageBlock::Heading(_) => after.is_some(),
            PageBlock::Words(_) => !matches!(after, None | Some(PageBlock::Title(_) | PageBlock::Heading(_))),
            PageBlock::Date(_) | PageBlock::Item(_) | PageBlock::Detail(_) | PageBlock::Picture(..) => false,
        };
        if gap {
            lines.push(String::new());
        }
        lines.push(match block {
            PageBlock::Title(words) | PageBlock::Heading(words) => wrapped(words, "", ""),
            PageBlock::Date(words) => wrapped(words, "  ", "  "),
            PageBlock::Item(words) => wrapped(words, "    ", "      "),
            PageBlock::Detail(words) => wrapped(words, "        ", "          "),
            PageBlock::Words(words) | PageBlock::Picture(words, _) => wrapped(words, "", ""),
        });
        after = Some(block);
    }
    lines.join("\n") + "\n"
}

/// Words as Markdown holds them, so that they are read as they are written.
fn escaped(words: &str) -> String {
    let mut text = String::with_capacity(words.len());
    for sign in words.chars() {
        match sign {
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '|' | '~' | '&' | '$' => {
                text.extend(['\\', sign])
            }
            '\n' | '\r' => text.push(' '),
            _ => text.push(sign),
        }
    }
    // What makes a heading or a list of a line that begins so.
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let mark = if text[digits..].starts_with(". ") && digits > 0 { digits } else { 0 };
    if text[mark..].starts_with(['#', '+', '-', '=']) || mark > 0 {
        text.insert(mark, '\\');
    }
    text
}

/// The blocks in Markdown.
pub fn markdown(blocks: &[PageBlock]) -> String {
    let mut page = String::new();
    let mut before: Option<&PageBlock> = None;
    for block in blocks {
        let (line, listed) = match block {
            PageBlock::Title(words) => (format!("# {}", escaped(words)), false),
            PageBlock::Heading(words) => (format!("## {}", escaped(words)), false),
            PageBlock::Date(words) => (format!("**{}**", escaped(words)), false),
            PageBlock::Item(words) => (format!("- {}", escaped(words)), true),
            PageBlock::Detail(words) => (format!("  - {}", escaped(words)), true),
            PageBlock::Words(words) => (escaped(words), false),
            PageBlock::Picture(words, file) => {
                (format!("![{}](<{}>)", escaped(words), file.replace(['<', '>', '\n', '\r'], "_")), false)
            }
        };
        let in_list = matches!(before, Some(PageBlock::Item(_) | PageBlock::Detail(_)));
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
pub fn story(story: &Story) -> Vec<PageBlock> {
    let mut page = vec![PageBlock::Title(title(story)), PageBlock::Words(story.outcome.clone())];
    page.push(PageBlock::Heading("What happened".into()));
    let mut month = None;
    for entry in &story.entries {
        if month != Some(entry.month) {
            month = Some(entry.month);
            page.push(PageBlock::Date(capital(&date_of_entry(entry.month))));
        }
        page.push(PageBlock::Item(told(entry)));
    }
    page.extend(differences::but_for(story));
    page
}

/// A story in a few lines: the outcome, what leaders and teams did, and what made the largest difference.
pub fn brief(story: &Story) -> Vec<PageBlock> {
    let mut page = vec![PageBlock::Words(story.outcome.clone())];
    let main: Vec<&StoryEntry> = story.entries.iter().filter(|e| is_main(e)).collect();
    for entry in main.iter().take(BRIEFLY) {
        page.push(PageBlock::Item(format!("{}: {}", capital(&date_of_entry(entry.month)), entry.what)));
    }
    if main.len() > BRIEFLY {
        page.push(PageBlock::Item(format!("And {} more.", main.len() - BRIEFLY)));
    }
    if let Some(first) = story.but_for.first().filter(|b| !b.is_nothing()) {
        page.push(PageBlock::Item(format!(
            "In this one run, the largest change came from removing {}. It does not say what such causes do on average.",
            differences::wording_of(first)
        )));
        page.extend(differences::changes(first));
    }
    page
}

/// Whether a brief story tells it: not principals one by one, nor the first stages, nor each circle.
fn is_main(e: &StoryEntry) -> bool {
    match e.kind {
        EntryKind::Dated => true,
        EntryKind::Decision => !e.why.contains("(circle "),
        EntryKind::Stage => !["Stage 1", "Stage 2"].iter().any(|early| e.what.starts_with(early)),
        EntryKind::Leader => !e.what.contains("rincipal"),
        EntryKind::Help | EntryKind::Teachers => false,
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

fn told(entry: &StoryEntry) -> String {
    if entry.why.is_empty() { entry.what.clone() } else { format!("{} {}", entry.what, entry.why) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_reads_on_a_terminal_and_in_markdown() {
        let page = [
            PageBlock::Title("A".into()),
            PageBlock::Words("b".into()),
            PageBlock::Heading("C".into()),
            PageBlock::Date("d".into()),
            PageBlock::Item("e".into()),
            PageBlock::Detail("f".into()),
            PageBlock::Words("g".into()),
        ];
        assert_eq!(text(&page), "A\nb\n\nC\n  d\n    e\n        f\n\ng\n");
        assert_eq!(markdown(&page), "# A\n\nb\n\n## C\n\n**d**\n\n- e\n  - f\n\ng\n");
    }

    #[test]
    fn names_stay_words_in_markdown() {
        for (words, text) in [
            (
                "<b>a</b> [x](y) `c` a_b *d* | e\nf",
                "\\<b\\>a\\</b\\> \\[x\\](y) \\`c\\` a\\_b \\*d\\* \\| e f",
            ),
            ("# a", "\\# a"),
            ("- a", "\\- a"),
            ("12. a", "12\\. a"),
            ("12.5 hours", "12.5 hours"),
            ("Month 3: a - b", "Month 3: a - b"),
        ] {
            assert_eq!(escaped(words), text);
        }
    }
}
