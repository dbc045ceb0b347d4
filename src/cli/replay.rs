//! `replay`: stored runs once more, compared to the last bit.

use serde_json::json;

use super::faults::CommandResult;
use super::options::{Format, ReplayArgs};
use super::print;
use super::stored::{Stored, place_of};
use uptake::diagnostic::{Diagnostic, ExitStatus};
use uptake::experiment::{Outcome as Run, run_cohort, run_job};
use uptake::results::Verified;
use uptake::results::digest::VERSION;
use uptake::results::replayed::{Agreement, DifferingValue, compare};
use uptake::scenario::Scenario;

/// Districts of a folder that are replayed unless one is chosen.
const MOST_DISTRICTS: usize = 20;

/// A run that was compared.
struct Compared {
    scenario: String,
    district: String,
    agreement: Agreement,
}

/// Runs a replication again and compares it with the stored one.
pub fn replay(args: &ReplayArgs) -> CommandResult {
    if args.format == Format::Csv {
        return Err(Diagnostic::usage("replay prints words or JSON", "use --format human or json").into());
    }
    let stored = Stored::open(&args.results, Verified::Scenarios)?;
    let replication = stored.replication(args.replication)?;
    let districts: Vec<String> = match &args.district {
        None if stored.manifest.districts.len() <= MOST_DISTRICTS => {
            stored.manifest.districts.iter().map(|d| d.id.clone()).collect()
        }
        chosen => vec![stored.district(chosen.as_deref())?.id.clone()],
    };
    let scenarios: Vec<&Scenario> = match &args.scenario {
        Some(name) => vec![stored.scenario(Some(name))?],
        None => stored.scenarios.iter().collect(),
    };
    let mut compared = Vec::new();
    for scenario in scenarios {
        for (district, outcome) in outcomes(scenario, &districts, replication)? {
            let agreement = agreement(&stored, scenario, &district, replication, &outcome)?;
            compared.push(Compared { scenario: scenario.name.clone(), district, agreement });
        }
    }
    print(args, &stored, replication, &compared)
}

/// The runs of a replication in these districts; those of a cohort side by side.
fn outcomes(
    scenario: &Scenario,
    districts: &[String],
    replication: u32,
) -> CommandResult<Vec<(String, Run)>> {
    if scenario.cohort.is_some() {
        let all = scenario.places.iter().map(|place| place.id().to_string());
        let ran = all.zip(run_cohort(scenario, replication));
        return Ok(ran.filter(|(id, _)| districts.contains(id)).collect());
    }
    let run = |id: &String| Ok((id.clone(), run_job(scenario, place_of(scenario, id)?, replication)));
    districts.iter().map(run).collect()
}

/// A run that was run again, beside the stored one.
pub fn agreement(
    stored: &Stored,
    scenario: &Scenario,
    district: &str,
    replication: u32,
    outcome: &Run,
) -> CommandResult<Agreement> {
    let drawn: Vec<&str> = scenario.drawn().into_iter().map(|(_, name)| name).collect();
    Ok(compare(stored, (&scenario.name, district, replication), outcome, &drawn)?)
}

/// Why the run that was run again is likely another one.
pub fn likely(stored: &Stored) -> String {
    let version = &stored.manifest.version;
    if version == VERSION {
        "another build of the engine, or a changed file, is the likely reason: run it again with --force"
            .into()
    } else {
        format!(
            "the folder is of version {version} and this is {VERSION}: another version of the engine is the likely reason"
        )
    }
}

/// "month 14, `spread`: stored 0.25, replayed 0.26".
pub fn differs(d: &DifferingValue) -> String {
    let cell = |text: &str| if text.is_empty() { "missing".to_string() } else { text.to_string() };
    let at = d.month.map_or("the run as a whole".into(), |month| format!("month {month}"));
    format!("{at}, `{}`: stored {}, replayed {}", d.measure, cell(&d.stored), cell(&d.replayed))
}

fn print(args: &ReplayArgs, stored: &Stored, replication: u32, compared: &[Compared]) -> CommandResult {
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
        for c in compared {
            let run = format!("{}, {}, replication {replication}", c.scenario, c.district);
            let values = c.agreement.values;
            match &c.agreement.first {
                None => out!("{run}: the same to the last bit: {values} values"),
                Some(first) => out!(
                    "{run}: {} of {values} values differ; the first is {}",
                    c.agreement.differing,
                    differs(first)
                ),
            }
        }
    }
    if !same {
        let fault = Diagnostic::new(&stored.folder, "the run is not the stored one", likely(stored));
        return Err(fault.with_status(ExitStatus::Differs).into());
    }
    if let Some(first) = compared.first() {
        let scenario = if stored.manifest.scenarios.len() > 1 {
            format!(" --scenario {}", first.scenario)
        } else {
            String::new()
        };
        let district = if stored.manifest.districts.len() > 1 {
            format!(" --district {}", first.district)
        } else {
            String::new()
        };
        aside!(
            "what happened in it: uptake explain {} --replication {replication}{scenario}{district}",
            stored.folder.display()
        );
    }
    Ok(())
}

fn as_json(c: &Compared) -> serde_json::Value {
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
