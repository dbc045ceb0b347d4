//! Names of scenarios: they become names of files and folders, on any system, and words of tables.

use crate::diagnostic::is_unseen;

/// Longest name of a scenario (bytes): it becomes part of file names.
const LONGEST_NAME: usize = 120;

/// Names that Windows keeps for devices, with any ending.
const DEVICES: [&str; 4] = ["con", "prn", "aux", "nul"];

/// What is wrong with the name of a scenario, if anything: results are stored under it.
pub fn name_fault(name: &str) -> Option<String> {
    let signs = ['/', '\\', ':', '*', '?', '"', '<', '>', '|', char::REPLACEMENT_CHARACTER];
    let lower = name.split('.').next().unwrap_or("").trim_end().to_lowercase();
    let numbered = ["com", "lpt"].iter().any(|port| {
        lower
            .strip_prefix(port)
            .is_some_and(|rest| rest.len() == 1 && rest.bytes().all(|b| (b'1'..=b'9').contains(&b)))
    });
    Some(if name.trim().is_empty() {
        "is empty".into()
    } else if name.len() > LONGEST_NAME {
        format!("has more than {LONGEST_NAME} bytes")
    } else if name.starts_with('.') {
        "begins with a dot, which hides a file".into()
    } else if name.starts_with(' ') || name.ends_with([' ', '.']) {
        "begins or ends with a space or ends with a dot".into()
    } else if name.chars().any(|sign| is_unseen(sign) || signs.contains(&sign)) {
        "holds a sign that names of files have not on every system".into()
    } else if numbered || DEVICES.contains(&lower.as_str()) {
        "is the name of a device on Windows".into()
    } else {
        return None;
    })
}

/// A name that two of these have, on a system that takes large and small letters for the same. A narrow figure has `-narrow`
/// behind the name of its scenario, so `x` and `x-narrow` have one name too.
pub fn name_twice<'a>(names: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let key = |name: &str| name.to_lowercase().trim_end_matches("-narrow").to_owned();
    let mut found: Vec<(String, &str)> = names.into_iter().map(|name| (key(name), name)).collect();
    found.sort_unstable();
    found.windows(2).find(|pair| pair[0].0 == pair[1].0).map(|pair| pair[1].1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_are_no_names_of_files_somewhere_are_refused() {
        let long = "x".repeat(LONGEST_NAME + 1);
        for name in [
            "",
            " ",
            ".hidden",
            "..",
            "a/b",
            "a\\b",
            "a:b",
            "a*",
            "what?",
            "\"a\"",
            "a|b",
            "a\nb",
            "a\u{202e}b",
            "a\u{fffd}",
            " a",
            "a ",
            "a.",
            "con",
            "NUL",
            "aux.old",
            "Com1",
            "lpt9",
            &long,
        ] {
            assert!(name_fault(name).is_some(), "{name:?}");
        }
        for name in
            ["committed", "a b", "é-日本", "a.b", "com", "com0", "com10", "console", "-x", "a'b", &long[1..]]
        {
            assert_eq!(name_fault(name), None, "{name:?}");
        }
        assert_eq!(name_twice(["a", "b", "A"]), Some("a"));
        assert_eq!(name_twice(["a", "b"]), None);
    }

    #[test]
    fn names_that_would_share_a_file_somewhere_are_found() {
        assert!(name_twice(["a", "b", "B"]).is_some_and(|name| name.eq_ignore_ascii_case("b")));
        assert!(name_twice(["ours", "ours-narrow"]).is_some());
        assert!(name_twice(["ours", "narrow", "ours-2"]).is_none());
    }
}
