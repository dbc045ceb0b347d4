//! Settings of the command line, read as if they stood in a file.

use std::sync::Arc;

use crate::diagnostic::{Diagnostics, SourceLocation};
use crate::scenario::places::PathsByPlace;
use crate::scenario::text::{self, WrittenTable};

/// `name=value` as a table: a bare name is a parameter, a dotted one a field of a section. `--months=12` is
/// the flag of that name.
pub fn parse_setting(
    setting: &str,
    paths: &mut PathsByPlace,
    problems: &mut Diagnostics,
) -> Option<WrittenTable> {
    let spot = match setting.strip_prefix("--").and_then(|s| s.split_once('=')) {
        Some((flag, value)) => SourceLocation::whole(&format!("--{flag} {value}")),
        None => SourceLocation::whole(&format!("--set {setting}")),
    };
    problems.enter(&spot.file);
    let Some((name, value)) = setting.split_once('=') else {
        problems.add(&spot, "there is no `=`", "write --set name=value");
        return None;
    };
    let (name, value) = (name.trim().trim_start_matches("--"), value.trim());
    let path = match name {
        "title" | "question" => name.to_string(),
        "months" | "replications" | "seed" => format!("run.{name}"),
        _ if name.contains('.') => name.to_string(),
        _ => format!("parameters.{name}"),
    };
    paths.enter_flag(&spot, &path);
    // A value that is no TOML is taken as a text, so that quotes need not survive the shell.
    let quoted = format!("{path} = {}", toml::Value::String(value.to_string()));
    let file: Arc<str> = spot.file.clone();
    let parsed = text::parse(&file, &format!("{path} = {value}")).or_else(|_| text::parse(&file, &quoted));
    if parsed.is_err() {
        let fault = format!("`{name}` is not a name");
        problems.add(&spot, fault, "write --set name=value, with a name that uptake parameters lists");
    }
    parsed.ok()
}
