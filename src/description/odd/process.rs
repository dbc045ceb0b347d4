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

/// The steps of a month in the source of the schedule, where another function of the schedule is called those of
/// that function in its place. A call above the first numbered comment belongs to a
/// step of number 0, which a page should not have.
pub fn steps(source: &str) -> Vec<Step> {
    let mut steps: Vec<Step> = Vec::new();
    let mut in_comment = false;
    for line in in_order(source) {
        let comment = line.strip_prefix("//").filter(|words| !words.starts_with('/')).map(str::trim);
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

/// The lines of functions that nobody else of the file calls, with those of a function in the place of its call.
fn in_order(source: &str) -> Vec<&str> {
    let mut functions: Vec<(&str, Vec<&str>)> = Vec::new();
    for line in source.lines().map(str::trim) {
        let opens = line.strip_prefix("pub fn ").or_else(|| line.strip_prefix("fn "));
        match (opens.and_then(|rest| rest.split_once('(')), functions.last_mut()) {
            (Some((name, _)), _) => functions.push((name, vec![line])),
            (None, Some((_, lines))) => lines.push(line),
            (None, None) => {}
        }
    }
    // Making events true is told where it happens.
    let called = |line: &str| {
        let name = line.split_once("self.")?.1.split_once('(')?.0;
        functions.iter().position(|(own, _)| *own == name && name != "become_true")
    };
    let all = functions.iter().flat_map(|(_, lines)| lines);
    let inner: Vec<usize> = all.filter_map(|line| called(line)).collect();
    let mut ordered = Vec::new();
    let roots = (0..functions.len()).filter(|k| !inner.contains(k));
    let mut waiting: Vec<&str> = roots.flat_map(|k| &functions[k].1).copied().rev().collect();
    while let Some(line) = waiting.pop() {
        match called(line) {
            Some(k) => waiting.extend(functions[k].1.iter().skip(1).rev()),
            None => ordered.push(line),
        }
    }
    ordered
}

/// The mechanisms that a line calls.
fn calls(line: &str) -> Vec<String> {
    if line.contains("self.become_true(") {
        return vec!["events become true".into()];
    }
    let modules = SUBMODELS.iter().map(|(source, _)| source.module()).chain(["scheduled_events"]);
    let called = modules.filter_map(|module| {
        let after = line
            .split_once(&format!("{module}::"))
            .filter(|(before, _)| !before.ends_with(|c: char| c.is_alphanumeric() || c == '_'))?;
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
        let source = "use a;\n/// Dates.\nfn x() {\n// 1: dates\n// act.\nscheduled_events::act(x)\n}\npub fn y(s: i) {\nself.z(d);\n// 3: on\nhelp::rest(d);\n}\nfn z() {\n// 2: people\n// leave.\nsuccession::decide(d);\nself.become_true(d);\n// aside\nmobility::update(d);\n}\n";
        let step = |number, text: &str, calls: &[&str]| Step {
            number,
            text: text.into(),
            calls: calls.iter().map(|c| c.to_string()).collect(),
        };
        let expected = [
            step(1, "dates act.", &["scheduled_events::act"]),
            step(2, "people leave.", &["succession::decide", "events become true", "mobility::update"]),
            step(3, "on", &["help::rest"]),
        ];
        assert_eq!(steps(source), expected);
    }
}
