//! Texts that a scenario may hold although they look like something else.

use super::choices::Choices;

/// Pieces that mean something in TOML, CSV, HTML, Markdown, a shell or a spreadsheet, and letters of several scripts.
const PIECES: [&str; 56] = [
    "a",
    "Oak",
    "1",
    "0",
    " ",
    "  ",
    "-",
    "_",
    ".",
    "\"",
    "'",
    "\\",
    "#",
    "=",
    "[",
    "]",
    "{",
    "}",
    ",",
    ";",
    ":",
    "\"\"\"",
    "'''",
    "\\n",
    "\\u0041",
    "true",
    "nan",
    "inf",
    "1e5",
    "regular",
    "pilot",
    "all",
    "School 1",
    "district",
    "district-1",
    "=1+1",
    "+1",
    "-1",
    "@SUM(1)",
    "'=1",
    "''",
    "<b>",
    "&amp;",
    "|",
    "`",
    "*",
    "](x)",
    "${x}",
    "%s",
    "../../x",
    "é",
    "e\u{301}",
    "日本",
    "🏫",
    "\u{a0}",
    "\u{200d}",
];

/// One line of words, of at most `most` characters.
pub fn line(c: &mut Choices<'_>, most: usize) -> String {
    let mut text: String = (0..=c.below(4)).map(|_| *c.one_of(&PIECES)).collect();
    if c.once_in(40) {
        text = text.repeat(most);
    }
    text = text.chars().take(most).collect();
    if text.trim().is_empty() { "a".into() } else { text }
}

/// Text of several lines.
pub fn text(c: &mut Choices<'_>, most: usize) -> String {
    let lines: Vec<String> = (0..=c.below(3)).map(|_| line(c, most / 4)).collect();
    let between = *c.one_of(&["\n", "\n\n", "\t"]);
    lines.join(between)
}
