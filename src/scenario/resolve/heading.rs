//! What a file opens with: format, title and question.

use crate::diagnostic::{Diagnostics, Remedy, SourceLocation};
use crate::scenario::FORMAT;
use crate::scenario::table_reader::TableReader;
use crate::scenario::text::Value;

/// Longest title (characters).
const LONGEST_TITLE: usize = 200;

/// Longest name of a scenario (bytes): it becomes part of file names.
const LONGEST_NAME: usize = 120;

/// The file says which format it has, and it is this one.
pub fn check_format(walk: &mut TableReader<'_>, top: &SourceLocation) {
    match walk.take("format") {
        None => {
            let remedy = Remedy::allowing("begin with: format = 1", FORMAT.to_string());
            walk.problems().missing(top, "format", "the file does not say its `format`", remedy);
        }
        Some(item) if item.value != Value::Whole(FORMAT) => walk.problems().add(
            &item.at,
            "this `format` is not known",
            Remedy::allowing(format!("this version reads format = {FORMAT}"), FORMAT.to_string()),
        ),
        Some(_) => {}
    }
}

/// Title and question are one line of words each, and the title is short.
pub fn check_words(lines: [(&str, &Option<(String, SourceLocation)>); 2], problems: &mut Diagnostics) {
    if let (_, Some((text, at))) = lines[0]
        && text.chars().count() > LONGEST_TITLE
    {
        let fault = format!("`title` has {} characters", text.chars().count());
        let allowed = format!("at most {LONGEST_TITLE} characters");
        problems.add(at, fault, Remedy::allowing(format!("say it in {allowed}"), allowed));
    }
    for (key, given) in lines {
        let Some((text, at)) = given else { continue };
        let fault = if text.trim().is_empty() {
            "is empty"
        } else if text.chars().any(char::is_control) {
            "holds a line break or another control character"
        } else {
            continue;
        };
        problems.add(at, format!("`{key}` {fault}"), "write one line of words");
    }
}

/// The scenario's name can be part of file names.
pub fn check_name(name: &str, top: &SourceLocation, problems: &mut Diagnostics) {
    if name.len() > LONGEST_NAME {
        let fault = format!("the name of the scenario has more than {LONGEST_NAME} bytes");
        problems.add(top, fault, "rename the file: results are stored under its name");
    }
}
