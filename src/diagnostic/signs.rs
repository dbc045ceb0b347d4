//! Signs that nobody sees: control characters, and marks that turn the direction of what follows.

/// Whether a sign is one that nobody sees and that changes how others look: a control character (line breaks among them), or a
/// mark of direction (U+061C, U+200E, U+200F, U+202A to U+202E, U+2066 to U+2069).
pub fn is_unseen(sign: char) -> bool {
    let turns = matches!(sign, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    sign.is_control() || turns
}

/// A text in which such signs are written out, as `\u{202e}`; line breaks stay where `lines` says so.
pub fn visible(text: &str, lines: bool) -> String {
    let mut seen = String::with_capacity(text.len());
    for sign in text.chars() {
        match is_unseen(sign) && !(lines && sign == '\n') {
            true => seen.extend(sign.escape_unicode()),
            false => seen.push(sign),
        }
    }
    seen
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unseen_signs_are_written_out_and_letters_stay() {
        assert_eq!(visible("a\u{1b}[2J\u{202e}é\n", false), "a\\u{1b}[2J\\u{202e}é\\u{a}");
        assert_eq!(visible("e\u{301}\u{200d}日\n", true), "e\u{301}\u{200d}日\n");
    }
}
