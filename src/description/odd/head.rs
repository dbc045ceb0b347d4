//! The head of a module: its title, the section it belongs to, and what it says, as Markdown.

/// Words that open a line about what a submodel takes and gives.
const MARGINS: [&str; 4] = ["Reads", "Writes", "Emits", "Leaves out"];

/// What a module says about itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Head {
    /// Its first line, without section and full stop.
    pub title: String,
    /// Where it belongs: "7.6", "7.3, 7.4", "5".
    pub section: String,
    /// The rest, in Markdown.
    pub body: String,
}

impl Head {
    /// The head of a source file.
    pub fn of(source: &str) -> Head {
        let lines = source.lines().map_while(|line| line.strip_prefix("//!"));
        let mut lines = lines.map(|line| line.strip_prefix(' ').unwrap_or(line));
        let mut first = lines.next().unwrap_or_default().to_string();
        // A title may be wrapped.
        let rest: Vec<&str> = without_examples(lines);
        let wrapped = rest.iter().take_while(|line| !line.is_empty()).count();
        for line in &rest[..wrapped] {
            first = format!("{first} {line}");
        }
        let (title, section) = first.split_once("(ODD ").unwrap_or((&first, ""));
        Head {
            title: title.trim().trim_end_matches('.').to_string(),
            section: section.trim_end_matches(')').to_string(),
            body: body(&rest[wrapped..]),
        }
    }
}

/// Examples in Rust, whose fences name no language, are for users of the library.
fn without_examples<'a>(lines: impl Iterator<Item = &'a str>) -> Vec<&'a str> {
    let (mut in_block, mut in_example) = (false, false);
    let is_description = |line: &&str| {
        let is_fence = line.starts_with("```");
        in_example |= *line == "```" && !in_block;
        in_block ^= is_fence;
        let is_kept = !in_example;
        in_example &= in_block;
        is_kept
    };
    lines.filter(is_description).collect()
}

fn body(lines: &[&str]) -> String {
    let mut text = String::new();
    let (mut in_margin, mut in_block) = (false, false);
    for line in lines {
        in_block ^= line.starts_with("```");
        let margin =
            MARGINS.iter().find(|word| line.strip_prefix(**word).is_some_and(|l| l.starts_with("  ")));
        match margin {
            Some(word) if !in_block => {
                in_margin = true;
                text += &format!("* *{word}:* {}\n", plain(line[word.len()..].trim()));
            }
            _ if in_margin && line.starts_with(' ') => text += &format!("  {}\n", plain(line.trim())),
            _ => {
                in_margin = false;
                text += &format!("{}\n", if in_block { (*line).to_string() } else { plain(line) });
            }
        }
    }
    text.trim().to_string()
}

/// Without links into the documentation of the code: [`x::y`] becomes `y`.
pub fn plain(line: &str) -> String {
    let mut text = String::new();
    let mut rest = line;
    while let Some((before, after)) = rest.split_once("[`") {
        let Some((name, after)) = after.split_once("`]") else { break };
        let last = name.rsplit("::").next().unwrap_or(name);
        text += &format!("{before}`{last}`");
        rest = after;
    }
    text + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_head_has_a_title_a_section_and_margins() {
        let head = Head::of(
            "//! Rain: who gets\n//! wet. (ODD 7.9)\n//!\n//! See [`super::sun`].\n//!\n//! ```text\n//! Reads  x\n//! ```\n//! \n//! Reads     clouds;\n//!           wind.\n//! Emits     `Wet`.\n\nuse x;\n//! no",
        );
        assert_eq!((head.title.as_str(), head.section.as_str()), ("Rain: who gets wet", "7.9"));
        let body = "See `sun`.\n\n```text\nReads  x\n```\n\n* *Reads:* clouds;\n  wind.\n* *Emits:* `Wet`.";
        assert_eq!(head.body, body);
    }
}
