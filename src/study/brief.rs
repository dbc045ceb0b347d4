//! What a command says in brief: a headline, then at most twenty lines of at most a hundred columns. What does not fit is
//! counted, and the last line says what `--full` adds.

use crate::phrasing::{count, wrapped_to};
use crate::study::text_table::table;

/// Most lines under the headline.
const LINES: usize = 20;
/// Most columns of a line.
const COLUMNS: usize = 100;
/// Rows that a table keeps before a note is left out.
const FEWEST_ROWS: usize = 4;
/// Columns that a shortened cell keeps.
const SHORTEST: usize = 12;

/// A headline and what stands under it.
pub(super) struct Brief {
    headline: String,
    parts: Vec<BriefPart>,
}

enum BriefPart {
    Table { head: Vec<String>, rows: Vec<Vec<String>>, texts: usize, left: usize },
    Words(String),
}

impl Brief {
    /// Under this sentence.
    pub fn of(headline: impl Into<String>) -> Brief {
        Brief { headline: headline.into(), parts: Vec::new() }
    }

    /// With a table, unless it has no rows: its first columns are texts, which may be shortened, the others numbers.
    pub fn table(
        mut self,
        head: impl IntoIterator<Item = impl Into<String>>,
        texts: usize,
        rows: Vec<Vec<String>>,
    ) -> Brief {
        if !rows.is_empty() {
            let head = head.into_iter().map(Into::into).collect();
            self.parts.push(BriefPart::Table { head, rows, texts, left: 0 });
        }
        self
    }

    /// With a note, unless it is empty. Of several the first are kept where not all fit.
    pub fn words(mut self, text: impl Into<String>) -> Brief {
        let text = text.into();
        if !text.is_empty() {
            self.parts.push(BriefPart::Words(text));
        }
        self
    }

    /// All of it; `more` is what only `--full` shows.
    pub fn text(mut self, more: &str) -> String {
        let mut notes = 0;
        while self.height(more, notes) > LINES {
            let longest = self.parts.iter_mut().filter_map(|part| match part {
                BriefPart::Table { rows, left, .. } if rows.len() > FEWEST_ROWS => Some((rows, left)),
                _ => None,
            });
            if let Some((rows, left)) = longest.max_by_key(|(rows, _)| rows.len()) {
                rows.pop();
                *left += 1;
                continue;
            }
            let Some(last) = self.parts.iter().rposition(|part| matches!(part, BriefPart::Words(_))) else {
                break;
            };
            self.parts.remove(last);
            notes += 1;
        }
        let lines = self.lines(more, notes);
        format!("{}\n\n{}\n", wrapped_to(COLUMNS, &self.headline, "", ""), lines.join("\n"))
    }

    fn height(&self, more: &str, notes: usize) -> usize {
        self.lines(more, notes).len()
    }

    fn lines(&self, more: &str, notes: usize) -> Vec<String> {
        let mut lines = Vec::new();
        let is_table = |k: usize| matches!(self.parts[k], BriefPart::Table { .. });
        for (k, part) in self.parts.iter().enumerate() {
            if k > 0 && is_table(k) && is_table(k - 1) {
                lines.push(String::new());
            }
            match part {
                BriefPart::Words(text) => lines.extend(wrapped(text)),
                BriefPart::Table { head, rows, texts, left } => {
                    lines.extend(fitted(head, rows, *texts));
                    if *left > 0 {
                        lines.push(format!(
                            "  and {} (--full shows all)",
                            count(*left as f64, "more row", "more rows")
                        ));
                    }
                }
            }
        }
        let notes = match notes {
            0 => String::new(),
            n => format!("{}, ", count(n as f64, "more note", "more notes")),
        };
        lines.extend(wrapped(&format!("--full shows more: {notes}{more}")));
        lines
    }
}

fn wrapped(text: &str) -> Vec<String> {
    text.lines()
        .flat_map(|line| wrapped_to(COLUMNS, line, "", "").lines().map(str::to_owned).collect::<Vec<_>>())
        .collect()
}

/// The lines of a table; where they are too long, the widest column of texts is shortened.
fn fitted(head: &[String], rows: &[Vec<String>], texts: usize) -> Vec<String> {
    let (mut head, mut rows) = (head.to_vec(), rows.to_vec());
    loop {
        let names: Vec<&str> = head.iter().map(String::as_str).collect();
        let mut out = table(&names, texts);
        rows.iter().for_each(|row| {
            out.add_row(row.clone());
        });
        let lines: Vec<String> = out.to_string().lines().map(|line| line.trim_end().to_owned()).collect();
        let excess = lines.iter().map(|line| line.chars().count()).max().unwrap_or(0).saturating_sub(COLUMNS);
        let width = |k: usize| {
            rows.iter().map(|row| &row[k]).chain([&head[k]]).map(|cell| cell.chars().count()).max()
        };
        let widest =
            (0..texts).filter_map(|k| Some((width(k)?, k))).max().filter(|(width, _)| *width > SHORTEST);
        match widest {
            Some((width, k)) if excess > 0 => {
                let room = width.saturating_sub(excess).max(SHORTEST);
                rows.iter_mut()
                    .map(|row| &mut row[k])
                    .chain([&mut head[k]])
                    .for_each(|cell| *cell = shortened(cell, room));
            }
            _ => return lines,
        }
    }
}

/// The text in so much room.
fn shortened(text: &str, room: usize) -> String {
    if text.chars().count() <= room {
        return text.to_owned();
    }
    let kept: String = text.chars().take(room - 1).collect();
    format!("{}…", kept.trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(n: usize) -> Vec<Vec<String>> {
        (0..n)
            .map(|k| vec![format!("{k} {}", "a long name of a scenario ".repeat(6)), "0.123 ± 0.010".into()])
            .collect()
    }

    #[test]
    fn what_does_not_fit_is_counted() {
        let brief =
            Brief::of("It rains.").table(["scenario", "spread"], 1, rows(40)).words("3 rows left out");
        let told = brief.text("all rows");
        let (headline, rest) = told.split_once("\n\n").unwrap();
        assert_eq!(headline, "It rains.");
        assert_eq!(rest.lines().count(), LINES, "{told}");
        assert!(rest.lines().all(|line| line.chars().count() <= COLUMNS), "{told}");
        assert!(
            rest.contains("3 rows left out") && rest.contains("and 25 more rows (--full shows all)"),
            "{told}"
        );
        assert!(rest.contains('…') && rest.contains("0.123 ± 0.010"), "numbers are never cut\n{told}");
    }

    #[test]
    fn the_first_notes_stay_and_the_others_are_counted() {
        let long = "a word and another ".repeat(40);
        let brief = (0..4).fold(Brief::of("It rains."), |brief, k| brief.words(format!("note {k}: {long}")));
        let told = brief.text("all rows");
        assert!(told.contains("note 0") && told.contains("note 1") && !told.contains("note 3"), "{told}");
        assert!(told.contains("--full shows more: two more notes, all rows"), "{told}");
        assert!(told.lines().count() <= LINES + 2, "{told}");
    }
}
