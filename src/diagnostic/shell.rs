//! Words of a command that is printed, so that it can be pasted into a shell.

use std::path::Path;

/// A word as a POSIX shell takes it: as it is where no sign in it means something there, in single quotes otherwise.
///
/// ```
/// use uptake::diagnostic::shell::word;
///
/// assert_eq!(word("scenarios/a-b.toml"), "scenarios/a-b.toml");
/// assert_eq!(word("it's mine"), r"'it'\''s mine'");
/// ```
pub fn word(text: &str) -> String {
    let is_plain = |sign: char| sign.is_alphanumeric() || "._/-,:=@%+".contains(sign);
    // `=` at the beginning expands in zsh.
    if !text.is_empty() && text.chars().all(is_plain) && !text.starts_with('=') {
        text.into()
    } else {
        format!("'{}'", text.replace('\'', "'\\''"))
    }
}

/// A path as a word: one that begins like a flag is written so that it is none.
pub fn path(path: &Path) -> String {
    let text = path.display().to_string();
    word(&if text.starts_with('-') { format!("./{text}") } else { text })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_means_something_to_a_shell_is_quoted() {
        for plain in ["a", "results/pair-1a2b", "name=3", "0.5", "a,b", "--set", "C:/x", "é-日本"] {
            assert_eq!(word(plain), plain);
        }
        for (text, quoted) in [
            ("", "''"),
            ("a b.toml", "'a b.toml'"),
            ("it's; rm", "'it'\\''s; rm'"),
            ("$HOME", "'$HOME'"),
            ("a\\b", "'a\\b'"),
            ("a*", "'a*'"),
            ("~", "'~'"),
            ("a\nb", "'a\nb'"),
        ] {
            assert_eq!(word(text), quoted);
        }
        assert_eq!(path(Path::new("-x.toml")), "./-x.toml");
        assert_eq!(path(Path::new("-x y")), "'./-x y'");
    }
}
