//! Settings of the command line, read as if they stood in a file.

use std::sync::Arc;

use crate::diagnostic::{Diagnostics, SourceLocation};
use crate::scenario::language::{self, Form};
use crate::scenario::places::PathsByPlace;
use crate::scenario::text::{self, WrittenTable};

/// Begins a setting that stands behind `--with` and not behind `--set`: it is told by that name.
pub const WITH: &str = "--with ";

/// Where a setting stands in a scenario: a bare name is a parameter, a dotted one a field of a section.
pub fn path_of(name: &str) -> String {
    match name {
        "title" | "question" => name.to_string(),
        "months" | "replications" | "seed" => format!("run.{name}"),
        "worth-naming" => "run.worth_naming".into(),
        _ if name.contains('.') => name.to_string(),
        _ => format!("parameters.{name}"),
    }
}

/// `name=value` as a table: a bare name is a parameter, a dotted one a field of a section. `--months=12` is
/// the flag of that name, and `--with name=value` a setting behind that flag.
pub fn parse_setting(
    setting: &str,
    paths: &mut PathsByPlace,
    problems: &mut Diagnostics,
) -> Option<WrittenTable> {
    let with = setting.strip_prefix(WITH);
    let flag = if with.is_some() { "--with" } else { "--set" };
    let setting = with.unwrap_or(setting);
    let spot = match setting.strip_prefix("--").and_then(|s| s.split_once('=')).filter(|_| with.is_none()) {
        Some((flag, value)) => SourceLocation::whole(&format!("--{flag} {value}")),
        None => SourceLocation::whole(&format!("{flag} {setting}")),
    };
    problems.enter(&spot.file);
    let Some((name, value)) = setting.split_once('=') else {
        problems.add(&spot, "there is no `=`", format!("write {flag} name=value"));
        return None;
    };
    let (name, value) = (name.trim().trim_start_matches("--"), value.trim());
    if let Some((fault, remedy)) = several_values(flag, name, value) {
        problems.add(&spot, fault, remedy);
        return None;
    }
    let path = path_of(name);
    paths.enter_flag(&spot, &path);
    // A value that is no TOML is taken as a text, so that quotes need not survive the shell.
    let quoted = format!("{path} = {}", toml::Value::String(value.to_string()));
    let file: Arc<str> = spot.file.clone();
    let parsed = text::parse(&file, &format!("{path} = {value}")).or_else(|_| text::parse(&file, &quoted));
    if parsed.is_err() {
        let fault = format!("`{name}` is not a name");
        problems.add(
            &spot,
            fault,
            format!("write {flag} name=value, with a name that uptake parameters lists"),
        );
    }
    parsed.ok()
}

/// What is wrong with several values where one is set, and what takes several.
fn several_values(flag: &str, name: &str, value: &str) -> Option<(String, String)> {
    let path = path_of(name);
    let key = path.rsplit_once('.').and_then(|(section, key)| language::section(section).key(key));
    let takes_several =
        key.is_some_and(|key| matches!(key.form, Form::Numbers(..) | Form::Texts | Form::Text));
    let inside = value.trim_matches(['[', ']', '(', ')']);
    let sign = [",", ";", "..=", "..", ":"].into_iter().find(|sign| inside.contains(sign))?;
    let parts: Vec<&str> = inside.split(sign).map(str::trim).filter(|part| !part.is_empty()).collect();
    let all_numbers = parts.len() > 1 && parts.iter().all(|part| part.parse::<f64>().is_ok());
    // "0,5" is a number with a comma as its point.
    let is_number = inside == value && sign == "," && parts.len() == 2 && !value.contains(' ');
    if !all_numbers || is_number || takes_several || path == name && !name.contains('.') {
        return None;
    }
    let remedy = match name {
        "district.pupils" if sign != ".." => {
            let sizes = parts.join(",");
            format!("several sizes of a district are compared by `uptake sizes SCENARIO --pupils {sizes}`")
        }
        _ if !path.starts_with("run.") => {
            let values = if sign.starts_with("..") { parts.join("..") + ":5" } else { parts.join(",") };
            format!(
                "set one, as {flag} {name}={}; several are run by `uptake sweep SCENARIO --vary {name}={values}`",
                parts[0]
            )
        }
        _ => format!(
            "set one, as {flag} {name}={}; to compare several, write a scenario for each and give all of them to `uptake compare`",
            parts[0]
        ),
    };
    Some((format!("`{name}` is given several values ({value}), and {flag} sets one"), remedy))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn several_values_are_told_from_one_and_from_a_list_that_is_a_value() {
        for (name, value) in [
            ("manager_hours", "[1,2,3]"),
            ("manager_hours", "1,2,3"),
            ("manager_hours", "1, 2"),
            ("manager_hours", "1..5"),
            ("manager_hours", "1..=5"),
            ("manager_hours", "0:0.1:1"),
            ("run.months", "12;24"),
            ("manager_hours", "(1, 2)"),
        ] {
            let (fault, remedy) = several_values("--set", name, value).unwrap_or_default();
            let command = if name == "run.months" {
                "uptake compare"
            } else {
                "uptake sweep SCENARIO --vary manager_hours="
            };
            assert!(fault.contains("several values") && remedy.contains(command), "{name}={value}: {fault}");
        }
        let (_, remedy) = several_values("--set", "district.pupils", "[2000, 5000]").unwrap();
        assert!(remedy.contains("uptake sizes SCENARIO --pupils 2000,5000"), "{remedy}");
        for (name, value) in [
            ("manager_hours", "3"),
            ("manager_hours", "0,5"),
            ("support.release", "[1.0, 0.6]"),
            ("team.pilot_schools", "[\"1\", \"2\"]"),
            ("title", "1,2,3"),
            ("lead_skill", "{ distribution = \"uniform\", low = 0.2, high = 0.4 }"),
            ("team.grades", "3-4"),
        ] {
            assert_eq!(several_values("--set", name, value), None, "{name}={value}");
        }
    }
}
