//! What the program says of its flags, said of Python's arguments: `--resume` is `resume=True`, `--out DIR` is `out=DIR`,
//! `--set district.pupils=7000` is `set({"district.pupils": 7000})`.

/// Flags without a value.
const SWITCHES: [&str; 7] = ["resume", "grow", "force", "yes", "unpaired", "schools", "typical"];
/// Words that are values of flags, beside numbers and placeholders in capital letters.
const VALUES: [&str; 7] = ["summaries", "csv", "parquet", "mixed", "default", "accepted", "all"];

/// Whole phrases that are commands of the program.
const PHRASES: [(&str, &str); 24] = [
    ("go on with the same command and --resume", "go on with the same call and resume=True"),
    ("the same command", "the same call"),
    (
        "give each file its own name",
        "give each its own name, as uptake.scenario(\"committed\").named(\"other\")",
    ),
    ("uptake parameters --find", "uptake.parameters(find=…):"),
    ("uptake parameters lists", "uptake.parameters() lists"),
    ("uptake claims --list names", "uptake.claims_list() names"),
    ("uptake run FILE", "uptake.run(FILE)"),
    ("uptake sweep SCENARIO", "uptake.sweep(SCENARIO) with"),
    ("uptake sizes SCENARIO", "uptake.sizes(SCENARIO) with"),
    ("`uptake compare`", "`uptake.compare`"),
    ("`uptake sweep`", "`uptake.sweep`"),
    ("uptake plot", "`Results.figures`"),
    ("--dry-run measures what it would take; ", ""),
    ("--no-report", "report=False"),
    ("--no-assumptions", "assumptions=False"),
    (" with -n,", " with `replications`,"),
    ("--format csv lists all", "the table has all"),
    ("Leave `--district` out", "Leave `district` out"),
    ("--districts FILE --district ID,ID", "districts=FILE, district=[ID, ID]"),
    (
        "write --vary name=1,3,6 for values, name=0.05..0.4:8 for",
        "write vary={\"name\": [1, 3, 6]} for values, {\"name\": \"0.05..0.4:8\"} for",
    ),
    ("or name=0.05..0.4 for a range", "or {\"name\": \"0.05..0.4\"} for a range"),
    (", or levels = 5;", ";"),
    ("add --mapping", "give mapping="),
    ("a larger -n than", "more replications than"),
];

/// A sentence in the words of Python.
pub fn in_python(text: &str) -> String {
    let mut text = text.to_owned();
    for (program, python) in PHRASES {
        text = text.replace(program, python);
    }
    let mut told = String::with_capacity(text.len());
    let mut rest = text.as_str();
    while let Some(at) = rest.find("--") {
        let begins = rest[..at].chars().next_back().is_none_or(|sign| " `(\n\"".contains(sign));
        let name: &str =
            rest[at + 2..].split(|sign: char| !sign.is_ascii_lowercase() && sign != '-').next().unwrap_or("");
        // That one is for the program: Python has no draft of a mapping.
        if !begins || name.is_empty() || name.starts_with('-') || name == "draft-mapping" {
            told += &rest[..at + 2];
            rest = &rest[at + 2..];
            continue;
        }
        told += &rest[..at];
        let (argument, left) = argument(name, &rest[at + 2 + name.len()..]);
        told += &argument;
        rest = left;
    }
    told + rest
}

/// A flag and what follows it, as an argument and the rest of the sentence.
fn argument<'a>(name: &str, after: &'a str) -> (String, &'a str) {
    let key = name.replace('-', "_");
    if SWITCHES.contains(&name) {
        return (format!("{key}=True"), after);
    }
    let value = after.strip_prefix(' ').unwrap_or("");
    let end = value.find(|sign: char| sign.is_whitespace() || "`;".contains(sign)).unwrap_or(value.len());
    let word = value[..end].trim_end_matches([',', '.', ':', ')']);
    let left = &value[word.len()..];
    if ["set", "with", "vary"].contains(&name) && word.contains('=') {
        return (place(&format!("--{name} {word}")).unwrap_or_default(), left);
    }
    let is_value = !word.is_empty()
        && (word.chars().all(|sign| sign.is_ascii_uppercase() || ",…".contains(sign))
            || word.parse::<f64>().is_ok()
            || VALUES.contains(&word));
    match is_value {
        true if word.parse::<f64>().is_err() && VALUES.contains(&word) => (format!("{key}=\"{word}\""), left),
        true => (format!("{key}={word}"), left),
        false if name == "set" => ("set()".into(), after),
        false => (format!("`{key}`"), after),
    }
}

/// The place of a fault that is a flag, as the argument that it stands for; nothing where it is none.
pub fn place(flag: &str) -> Option<String> {
    let (name, value) = flag.strip_prefix("--")?.split_once(' ')?;
    let key = name.replace('-', "_");
    Some(match (name, value.split_once('=')) {
        ("set", Some((name, value))) => setting("set", name.trim(), value.trim()),
        ("with", Some((name, value))) => format!("changes {{\"{}\": {}}}", name.trim(), value.trim()),
        ("vary", Some((name, value))) => format!("vary={{\"{}\": \"{}\"}}", name.trim(), value.trim()),
        ("event", _) => format!("event {value}"),
        _ => format!("{key}={value}"),
    })
}

fn setting(call: &str, name: &str, value: &str) -> String {
    match name.chars().all(|sign| sign.is_ascii_alphanumeric() || sign == '_') {
        true => format!("{call}({name}={value})"),
        false => format!("{call}({{\"{name}\": {value}}})"),
    }
}

/// The key of a fault as Python finds it in a dict: `event[3].to` is `["event"][2]["to"]`, since files count from 1.
pub fn subscripts(key: &str) -> String {
    let mut told = String::new();
    for part in key.split('.') {
        let (name, number) = match part.strip_suffix(']').and_then(|part| part.split_once('[')) {
            Some((name, number)) => (name, number.parse::<usize>().ok()),
            None => (part, None),
        };
        told += &format!("[\"{name}\"]");
        if let Some(number) = number {
            told += &format!("[{}]", number.saturating_sub(1));
        }
    }
    told
}
