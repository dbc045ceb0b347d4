//! The order of a month, read from the schedule itself: its numbered comments, and under each what is called.

use super::registry::SUBMODELS;

/// A step of the month.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// Its number.
    pub number: usize,
    /// What its comment says.
    pub text: String,
    /// What is called, in order: functions of mechanisms, and `events become true`.
    pub calls: Vec<String>,
}

/// The steps of a month in the source of the schedule. A call above the first numbered comment belongs to a
/// step of number 0, which a page should not have.
pub fn steps(source: &str) -> Vec<Step> {
    let mut steps: Vec<Step> = Vec::new();
    let mut in_comment = false;
    for line in source.lines().map(str::trim) {
        let comment = line.strip_prefix("///").or_else(|| line.strip_prefix("//")).map(str::trim);
        if let Some(words) = comment {
            let numbered =
                words.split_once(": ").and_then(|(n, text)| Some((n.parse::<usize>().ok()?, text)));
            match (numbered, steps.last_mut()) {
                (Some((number, text)), _) => {
                    steps.push(Step { number, text: text.to_string(), calls: Vec::new() });
                    in_comment = true;
                }
                (None, Some(step)) if in_comment => step.text += &format!(" {words}"),
                _ => {}
            }
            continue;
        }
        in_comment = false;
        for call in calls(line) {
            match steps.last_mut() {
                Some(step) => step.calls.push(call),
                None => steps.push(Step { number: 0, text: String::new(), calls: vec![call] }),
            }
        }
    }
    steps
}

/// The mechanisms that a line calls.
fn calls(line: &str) -> Vec<String> {
    if line.contains("self.become_true(") {
        return vec!["events become true".into()];
    }
    let modules = SUBMODELS.iter().map(|(source, _)| source.module()).chain(["dated"]);
    let called = modules.filter_map(|module| {
        let after = line
            .split_once(&format!("{module}::"))
            .filter(|(before, _)| !before.ends_with(|c: char| c.is_alphanumeric() || c == '_' || c == ':'))?;
        let name: String = after.1.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
        after.1[name.len()..].starts_with('(').then(|| format!("{module}::{name}"))
    });
    called.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_have_their_words_and_calls_in_order() {
        let source = "use a;\n/// 1: dates\n/// act.\nfn x() { dated::act(x) }\n// 2: people\n// leave.\nsuccession::decide(d);\nself.become_true(d);\n// aside\nmobility::update(d);\n";
        let step = |number, text: &str, calls: &[&str]| Step {
            number,
            text: text.into(),
            calls: calls.iter().map(|c| c.to_string()).collect(),
        };
        let expected = [
            step(1, "dates act.", &["dated::act"]),
            step(2, "people leave.", &["succession::decide", "events become true", "mobility::update"]),
        ];
        assert_eq!(steps(source), expected);
    }
}
