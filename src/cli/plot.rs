//! `plot`: figures of a stored results folder.

use std::path::PathBuf;

use super::deliver::deliver;
use super::failure::{CONTENT, Failure};
use super::library::Files;
use super::options::PlotArgs;
use crate::output::pictures::{Subject, draw, files};
use crate::output::{Manifest, read};
use crate::parameters::Ledger;
use crate::scenario;

/// Districts that a message names; the others are only counted.
const NAMED: usize = 10;

/// Draws the figures of one district.
pub fn plot(args: &PlotArgs) -> Result<(), Failure> {
    let manifest = Manifest::read(&args.results)?;
    manifest.verify(&args.results)?;
    let ledger = Ledger::standard()?;
    let district = match (&args.district, manifest.districts.as_slice()) {
        (None, [only]) => only,
        (Some(id), all) => all.iter().find(|d| d.id == *id).ok_or_else(|| {
            let fault = format!("{}: holds no district `{id}`", args.results.display());
            Failure::new(CONTENT, format!("{fault}\n  its runs.csv lists the districts there are"))
        })?,
        (None, all) => {
            let fault = format!("{}: holds {} districts", args.results.display(), all.len());
            let named: Vec<String> =
                all.iter().take(NAMED).map(|d| format!("{} ({})", d.id, d.name)).collect();
            let more = if all.len() > NAMED { "; …" } else { "" };
            return Err(Failure::new(
                super::failure::USAGE,
                format!("{fault}\n  choose one with --district ID: {}{more}", named.join("; ")),
            ));
        }
    };
    let mut scenarios = Vec::new();
    for entry in &manifest.scenarios {
        let path = args.results.join("scenarios").join(format!("{}.toml", entry.name));
        scenarios.push(scenario::read(&path.display().to_string(), &[], &Files, &ledger)?);
    }
    let place = |name: &str| scenarios.iter().position(|s| s.name == name);
    let pairs: Vec<(usize, usize)> =
        manifest.pairs.iter().filter_map(|p| Some((place(&p.other)?, place(&p.base)?))).collect();
    let subject = Subject {
        folder: &args.results,
        scenarios: &scenarios,
        district: &district.id,
        district_name: &district.name,
        pairs: &pairs,
    };
    let kept = |d: &str, m: &str| d == district.id && m == "spread";
    if read::read_summary_of(&args.results, &kept)?.is_empty() {
        let fault = format!("{}: no run of {} was simulated", args.results.display(), district.name);
        return Err(Failure::new(CONTENT, format!("{fault}\n  its runs.csv says why under `status`")));
    }
    let out = args.out.clone().unwrap_or_else(|| {
        let mut name = args.results.clone().into_os_string();
        name.push("-figures");
        PathBuf::from(name)
    });
    let figures = files(draw(&subject)?);
    deliver(&out, &figures, args.force)
}
