//! The page of a study that is not about a few scenarios: a sweep, a decision, a sensitivity study. What was asked, what it came to,
//! its figures with their numbers, and how it is made again.

use askama::Template;

use super::page::{SCRIPT, STYLE};
use super::picture::{Picture, picture};
use crate::diagnostic::{Diagnostic, Result};
use crate::figures::Figure;

/// What a study came to, in words.
pub struct StudyFindings<'a> {
    /// What kind of study it is, as a line above the title.
    pub kind: &'a str,
    /// Its title.
    pub title: String,
    /// What was asked.
    pub question: String,
    /// What it came to as a terminal shows it: a headline, an empty line, a table with notes.
    pub told: String,
    /// Its figures.
    pub figures: &'a [Figure],
    /// What made it, and with what: name and value.
    pub facts: Vec<(&'static str, String)>,
    /// What a reader can do next, the most useful first.
    pub next: Vec<String>,
}

#[derive(Template)]
#[template(path = "study.html")]
struct StudyPage<'a> {
    style: &'static str,
    script: &'static str,
    found: &'a StudyFindings<'a>,
    headline: String,
    table: String,
    pictures: Vec<Picture>,
}

/// The page as HTML.
///
/// # Errors
/// None that could happen; the template says so.
pub fn study_page(found: &StudyFindings<'_>) -> Result<String> {
    let (headline, table) = parted(&found.told);
    let pictures = found.figures.iter().map(picture).collect();
    let page = StudyPage { style: STYLE, script: SCRIPT, found, headline, table, pictures };
    page.render().map_err(|e| Diagnostic::of_the_program("the template of a study's report", e))
}

/// The headline in one line, and what stands below it, without what only a terminal can show.
fn parted(told: &str) -> (String, String) {
    let (headline, below) = told.split_once("\n\n").unwrap_or((told, ""));
    // A page has no flags; all rows stand under its figures.
    let shown = below.split("\n--full shows").next().unwrap_or(below).replace(" (--full shows all)", "");
    (headline.split_whitespace().collect::<Vec<_>>().join(" "), shown.trim_end().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_studys_page_holds_its_words_escaped_and_nothing_of_the_terminal() {
        let told = "It goes\nfrom 1 to 2.\n\n a  b\n 1  2\n  and 3 more rows (--full shows all)\n--full shows more: all".to_owned();
        let found = StudyFindings {
            kind: "A sweep",
            title: "T <b>".into(),
            question: String::new(),
            told,
            figures: &[],
            facts: vec![("Program", "uptake 1".into())],
            next: vec!["Look & see".into()],
        };
        let page = study_page(&found).unwrap();
        assert!(
            page.contains("<p>It goes from 1 to 2.</p>")
                && page.contains(" a  b\n 1  2\n  and 3 more rows</pre>"),
            "{page}"
        );
        assert!(page.contains("T &#60;b&#62;") && page.contains("Look &#38; see"), "{page}");
        assert!(!page.contains("--full"));
    }
}
