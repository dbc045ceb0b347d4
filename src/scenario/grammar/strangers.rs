//! Texts that are no scenario at all: empty, a table of a spreadsheet, a page of the web, a file of another program.

use super::Slip;
use super::value::plain;
use crate::scenario::text::quoted;

/// Lines that are looked at to tell the format of a file.
const LOOKED_AT: usize = 200;
/// Lines of a file that are shown as a scenario writes them.
const SHOWN: usize = 3;
/// Longest key or value that is shown.
const LONGEST: usize = 60;

/// What a text is that is no scenario, and what to write; nothing where it may be one.
pub fn stranger(text: &str) -> Option<Slip> {
    let Some(first) = text.lines().map(str::trim).find(|l| !l.is_empty() && !l.starts_with('#')) else {
        return Some(Slip::new(
            "the file says nothing",
            "begin with: format = 1, and: extends = \"committed\"",
        ));
    };
    let toml = "a scenario is TOML: lines such as lead_commitment = 0.8";
    if first.starts_with('{') {
        return Some(Slip::new(format!("the file looks like JSON, and {toml}"), "begin with: format = 1"));
    }
    if first.starts_with('<') {
        return Some(markup(&first.to_lowercase(), text, toml));
    }
    if text.contains("@#$#@#$#@") {
        return Some(Slip::new("the file looks like a model of NetLogo, not like a scenario", ANEW));
    }
    let cells = |mark: char| first.matches(mark).count() >= 2;
    if !first.contains('=') && !first.starts_with('[') && (cells(',') || cells(';') || cells('\t')) {
        let remedy = "name it in a scenario: table = \"schools.csv\" with id = \"…\" under [district]; \
                      uptake districts FILE lists what it holds";
        return Some(Slip::new("the file looks like a table (CSV), not like a scenario", remedy));
    }
    let lines: Vec<&str> =
        text.lines().map(str::trim_end).filter(|l| !l.trim().is_empty()).take(LOOKED_AT).collect();
    if is_yaml(&lines) {
        return Some(rewritten(format!("the file looks like YAML, and {toml}"), &lines, ':'));
    }
    if is_ini(&lines) {
        return Some(rewritten(format!("the file looks like an ini file, and {toml}"), &lines, '='));
    }
    None
}

/// How a scenario begins that takes the place of a file of another program.
const ANEW: &str = "write what it varies as a scenario that begins with: format = 1, and: extends = \"committed\"; uptake new FILE \
                    writes one from a few questions";

/// A page of the web, experiments of NetLogo, or other XML; `first` is its first line in small letters.
fn markup(first: &str, text: &str, toml: &str) -> Slip {
    let begin: String = text.chars().take(2_000).collect::<String>().to_lowercase();
    if begin.contains("<experiment") || begin.contains("netlogo") {
        let fault = format!("the file looks like experiments of NetLogo (BehaviorSpace), and {toml}");
        return Slip::new(fault, ANEW);
    }
    if first.starts_with("<?xml") {
        return Slip::new(format!("the file looks like XML, and {toml}"), ANEW);
    }
    let fault = "the file looks like a page of the web (HTML, XML), not like a scenario";
    Slip::new(fault, "save the text itself: on GitHub behind the button \"Raw\"")
}

/// A key before a sign, if the line begins with one.
fn keyed(line: &str, sign: char) -> Option<(&str, &str)> {
    let (key, value) = line.split_once(sign)?;
    let key = key.trim();
    let is_key = !key.is_empty() && key.chars().all(|c| c.is_alphanumeric() || "_-.".contains(c));
    (is_key && (sign != ':' || value.is_empty() || value.starts_with(' '))).then_some((key, value.trim()))
}

/// Whether a line is a remark, or a mark of YAML that says nothing by itself.
fn says_nothing(line: &str) -> bool {
    line.trim_start().starts_with(['#', ';']) || matches!(line.trim(), "---" | "...")
}

/// Keys with colons and items with hyphens, and no line with a key before `=`.
fn is_yaml(lines: &[&str]) -> bool {
    let is_item = |line: &str| line.trim_start().starts_with("- ");
    let said = || lines.iter().copied().filter(|line| !says_nothing(line));
    let keys = said().filter(|line| keyed(line.trim_start().trim_start_matches("- "), ':').is_some()).count();
    let begins = lines.first().is_some_and(|line| line.trim() == "---");
    let others =
        said().filter(|line| keyed(line.trim_start(), '=').is_some() || line.starts_with('[')).count();
    let items = said().filter(|line| is_item(line)).count();
    others == 0 && keys > 0 && (begins || 2 * (keys + items) > said().count())
}

/// Sections in brackets whose texts stand without quotes, or remarks behind a semicolon.
fn is_ini(lines: &[&str]) -> bool {
    let is_section =
        |line: &&&str| line.starts_with('[') && line.ends_with(']') && !line.contains(['=', '"']);
    let remarks = lines.iter().any(|line| line.trim_start().starts_with(';'));
    let said = || lines.iter().filter_map(|line| keyed(line, '=').or_else(|| keyed(line, ':')));
    let bare = said().filter(|(_, value)| is_bare(value)).count();
    let colons = lines.iter().filter(|line| keyed(line, ':').is_some()).count();
    let sections = lines.iter().filter(is_section).count();
    // A key of ours with its value as TOML: somebody who writes a scenario made a slip.
    let is_ours = said().any(|(key, value)| key == "format" && value == "1");
    sections > 0 && !is_ours && (remarks || colons > 0 || bare > 1) && 2 * (bare + colons) >= said().count()
}

/// A text without quotes.
fn is_bare(value: &str) -> bool {
    value.starts_with(char::is_alphabetic) && !matches!(value, "true" | "false" | "inf" | "nan")
}

/// The first keys of a file as a scenario writes them.
fn rewritten(fault: String, lines: &[&str], sign: char) -> Slip {
    let fits = |(key, value): &(&str, &str)| {
        !value.is_empty() && key.len() <= LONGEST && value.len() <= LONGEST && !key.contains('.')
    };
    let top = lines.iter().take_while(|line| !line.starts_with('['));
    let own = top.filter(|line| !line.starts_with([' ', '\t'])).filter_map(|line| keyed(plain(line), sign));
    let mut shown: Vec<String> =
        own.filter(fits).take(SHOWN).map(|(key, value)| format!("{key} = {}", as_toml(value))).collect();
    if shown.is_empty() {
        shown = vec!["format = 1".into(), "extends = \"committed\"".into()];
    }
    let remedy = format!(
        "write a key, = and its value in each line, texts in quotes and sections in brackets, such as\n  {}",
        shown.join("\n  ")
    );
    Slip::new(fault, remedy)
}

/// A value of another format as TOML: numbers, lists and truths stay, anything else is a text in quotes.
pub fn as_toml(value: &str) -> String {
    let value = value.trim();
    let is_toml = |value: &str| format!("k = {value}").parse::<toml::Table>().is_ok();
    match value.to_lowercase().as_str() {
        "yes" | "on" | "true" => "true".into(),
        "no" | "off" | "false" => "false".into(),
        _ if is_toml(value) => value.into(),
        _ => quoted(value.trim_matches(['"', '\''])),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const YAML: [&str; 4] = [
        "format: 1\nextends: committed\ntitle: x\n",
        "---\nname: model\nsteps: 12\n",
        "# ours\nparameters:\n  population: 500\n  names:\n    - a\n    - b\n",
        "- name: a\n  value: 3\n- name: b\n  value: 4\n",
    ];

    #[test]
    fn files_of_other_programs_are_told_as_what_they_are_with_a_remedy_that_is_toml() {
        let ini = "[run]\nsteps = 12\nname = my model\nmode: fast\n; a remark\n";
        let named = "[DEFAULT]\ntitle = Our district\nextends = committed\n";
        let netlogo = "<experiments>\n  <experiment name=\"a\" repetitions=\"10\">\n";
        let doctype = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!DOCTYPE experiments SYSTEM \"behaviorspace.dtd\">\n<experiments>\n";
        let all = YAML.iter().map(|text| (*text, "YAML")).chain([
            (ini, "an ini file"),
            (named, "an ini file"),
            (netlogo, "experiments of NetLogo"),
            (doctype, "experiments of NetLogo"),
            ("to setup\n  ca\nend\n@#$#@#$#@\nGRAPHICS-WINDOW\n", "a model of NetLogo"),
            ("<?xml version=\"1.0\"?>\n<scenario name=\"x\"/>\n", "XML"),
            ("<!doctype html>\n<p>", "a page of the web"),
            ("{\"format\": 1}", "JSON"),
        ]);
        for (text, what) in all {
            let Slip { fault, remedy, .. } = stranger(text).unwrap_or_else(|| panic!("{text}"));
            assert!(fault.contains(&format!("looks like {what}")), "{text}: {fault}");
            let lines: String = remedy.lines().skip(1).map(|line| format!("{line}\n")).collect();
            assert!(lines.parse::<toml::Table>().is_ok(), "{text}: {remedy}");
        }
        let Slip { remedy, .. } = stranger(YAML[0]).unwrap();
        assert!(remedy.ends_with("\n  format = 1\n  extends = \"committed\"\n  title = \"x\""), "{remedy}");
    }

    #[test]
    fn a_scenario_with_a_slip_is_no_stranger() {
        for text in [
            "format = 1\nextends: committed\n",
            "format = 1\ntitle = Ours\n[parameters]\nlead_skill = high\n",
            "[parameters]\nlead_skill = 0.5\n",
            "title = \"a: b\"\n",
            "format 1\n",
            "word\n",
        ] {
            assert!(stranger(text).is_none(), "{text}: {:?}", stranger(text));
        }
    }
}
