//! `replay`: stored runs once more, compared to the last bit.

use std::path::PathBuf;

use clap::Args;

use serde_json::json;

use super::faults::CommandResult;
use super::options::Format;
use super::print;
use uptake::diagnostic::shell::{self, word};
use uptake::diagnostic::{Diagnostic, ExitStatus};
use uptake::results::digest::VERSION;
use uptake::study::replay::ComparedRun;
use uptake::study::stored::Stored;

/// Arguments of `replay`.
#[derive(Debug, Args)]
pub struct ReplayArgs {
    /// A finished results folder
    #[arg(value_name = "RESULTS")]
    pub results: PathBuf,
    /// The replication to run again
    #[arg(long, value_name = "N")]
    pub replication: u32,
    /// The scenario [default: all of the folder]
    #[arg(long, value_name = "NAME")]
    pub scenario: Option<String>,
    /// The district [default: all of the folder, up to twenty]
    #[arg(long, value_name = "ID")]
    pub district: Option<String>,
    /// Human words or JSON
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    pub format: Format,
}

/// Runs a replication again and compares it with the stored one.
pub fn replay(args: &ReplayArgs) -> CommandResult {
    if args.format == Format::Csv {
        return Err(Diagnostic::usage("replay prints words or JSON", "use --format human or json").into());
    }
    let stored = Stored::open(&args.results)?;
    let replication = args.replication;
    let compared = stored.replay(args.scenario.as_deref(), args.district.as_deref(), replication)?;
    let same = compared.iter().all(|c| c.agreement.is_same());
    if args.format == Format::Json {
        let runs: Vec<_> = compared.iter().map(as_json).collect();
        print::json(&json!({
            "replication": replication,
            "same": same,
            "stored_version": stored.manifest.version,
            "version": VERSION,
            "runs": runs,
        }))?;
    } else {
        for c in &compared {
            let run = format!("{}, {}, replication {replication}", c.scenario, c.district);
            let (values, differing) = (c.agreement.values, c.agreement.differing);
            match &c.agreement.first {
                None => out!("{run}: the same to the last bit: {values} values"),
                Some(first) => {
                    out!("{run}: {differing} of {values} values differ; the first is {}", first.words());
                }
            }
        }
    }
    let folder = &stored.folder;
    if !same {
        let fault = Diagnostic::new(folder, "the run is not the stored one", stored.likely_reason());
        return Err(fault.with_status(ExitStatus::Differs).into());
    }
    if let Some(first) = compared.first() {
        let mut flags = String::new();
        if stored.scenarios.len() > 1 {
            flags += &format!(" --scenario {}", word(&first.scenario));
        }
        if stored.manifest.districts.len() > 1 {
            flags += &format!(" --district {}", word(&first.district));
        }
        let command = format!("uptake explain {} --replication {replication}{flags}", shell::path(folder));
        aside!("what happened in it: {command}");
    }
    Ok(())
}

fn as_json(c: &ComparedRun) -> serde_json::Value {
    let first = c.agreement.first.as_ref().map(
        |d| json!({ "month": d.month, "measure": d.measure, "stored": d.stored, "replayed": d.replayed }),
    );
    json!({
        "scenario": c.scenario,
        "district": c.district,
        "values": c.agreement.values,
        "differing": c.agreement.differing,
        "same": c.agreement.is_same(),
        "first_difference": first,
    })
}
