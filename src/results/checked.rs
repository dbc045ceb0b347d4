//! A finished folder, checked: its files are those that its manifest lists, and its manifest is the one that would be written
//! of them again.
//!
//! The scenarios are read from the folder and give the plan, the plan its digest, the table of runs the runs by status, the files their
//! hashes. All of it makes a manifest, which is compared with the stored one byte by byte. Two things cannot be made again: the
//! runs by status where summaries alone are kept, and what another version derived from its scenarios. They are bounded.

use super::atomic;
use super::digest::{VERSION, plan_digest, text_digest};
use super::file_names::{FileNames, INNER_FOLDERS};
use super::folder::TableFormat;
use super::inventory::{FoundKind, Inventory};
use super::log_scan::LogScan;
use super::manifest::{MANIFEST, Manifest, ScenarioEntry, ShardEntry, content_of, json, read_small, shown};
use super::shard_log::ShardLog;
use super::table_rows::{Query, each_row, file_of};
use super::versions::{has_same_runs, read_scenario};
use crate::calendar::LONGEST;
use crate::diagnostic::{Diagnostic, Diagnostics, Result};
use crate::experiment::plan::{Design, Plan};
use crate::experiment::seen::{SEEN, Seen};
use crate::experiment::{PlanScenario, Shard, Status};
use crate::metrics::KeptMeasures;
use crate::parameters::Ledger;
use crate::scenario::language::sections::MOST_REPLICATIONS;
use crate::scenario::{self, Library, Scenario};
use serde_json::Value;
use std::collections::BTreeMap;
use std::io::Read;
use std::path::Path;

/// What to do about a folder that is not whole.
const REMEDY: &str =
    "restore what was changed; or move the folder away and run again, or choose another place with --out";

/// What to do about a scenario that was changed.
const SCENARIO_REMEDY: &str = "restore the file, or run it as a scenario of its own: uptake run FILE";

/// Checks a finished folder by what is in it; its manifest and its scenarios, which may refer to tables of districts by
/// `library`.
///
/// # Errors
/// A folder that is not finished; the first file or entry of the manifest that is not what was written.
pub fn check(
    folder: &Path,
    library: &dyn Library,
    ledger: &Ledger,
) -> std::result::Result<(Manifest, Vec<Scenario>), Diagnostics> {
    let (stored, bytes) = Manifest::read_bytes(folder)?;
    let tables = check_entries(folder, &stored, &bytes)?;
    check_files(folder, &stored, tables)?;
    let is_other = |s: &&ScenarioEntry| {
        stored.files.get(&scenario_file(&s.name)).is_none_or(|content| content.sha256 != s.digest)
    };
    if let Some(scenario) = stored.scenarios.iter().find(is_other) {
        return Err(fault(
            folder,
            format!("`digest` of the scenario {} is not that of its file", scenario.name),
        )
        .into());
    }
    let is_lenient = !has_same_runs(&stored.version);
    let read = |name: &str| {
        let path = folder.join(scenario_file(name)).display().to_string();
        match is_lenient {
            false => scenario::read(&path, &[], library, ledger),
            true => read_scenario(&path, library, ledger),
        }
    };
    let scenarios: Vec<Scenario> =
        stored.scenarios.iter().map(|s| read(&s.name)).collect::<std::result::Result<_, _>>()?;
    let plan = plan_of(folder, &stored, &scenarios, ledger);
    if stored.version == VERSION {
        compare(folder, &stored, &bytes, &plan?, tables)?;
    } else if plan.is_ok_and(|plan| plan_digest(&plan, tables).hex() == stored.digest) {
        let version = shown(&stored.version);
        return Err(
            fault(folder, format!("`version` is {version}, and the digest is one of {VERSION}")).into()
        );
    }
    Ok((stored, scenarios))
}

/// Checks a finished folder of a plan that is known.
///
/// # Errors
/// Those of [`check`].
pub fn check_plan(folder: &Path, plan: &Plan, tables: TableFormat) -> Result<Manifest> {
    let (stored, bytes) = Manifest::read_bytes(folder)?;
    check_files(folder, &stored, check_entries(folder, &stored, &bytes)?)?;
    compare(folder, &stored, &bytes, plan, tables)?;
    Ok(stored)
}

fn fault(folder: &Path, fault: String) -> Diagnostic {
    Diagnostic::failed(&folder.join(MANIFEST), fault, REMEDY)
}

fn scenario_file(name: &str) -> String {
    format!("scenarios/{name}.toml")
}

/// What can be said of a manifest by itself: bounds on everything that is read by it. The format of its tables.
fn check_entries(folder: &Path, stored: &Manifest, bytes: &[u8]) -> Result<TableFormat> {
    let wrong = |what: String| Err(fault(folder, what));
    let outside = |name: &str, is: u64, most: u64| {
        fault(folder, format!("`{name}` is {is}, and 1 to {most} is possible"))
    };
    if !(1..=LONGEST).contains(&stored.months) {
        return Err(outside("months", stored.months.into(), LONGEST.into()));
    }
    if let Some(shard) = &stored.shard {
        Shard::new(shard.number, shard.of)
            .map_err(|found| fault(folder, format!("`shard`: {}", found.fault)))?;
    }
    let most = MOST_REPLICATIONS as u64;
    if !(1..=most).contains(&stored.replications.into()) {
        return Err(outside("replications", stored.replications.into(), most));
    }
    let Some(tables) = TableFormat::of_word(&stored.tables) else {
        return wrong(format!("`tables` is \"{}\", which is no format of tables", shown(&stored.tables)));
    };
    let mut names: Vec<&str> = stored.scenarios.iter().map(|s| s.name.as_str()).collect();
    if let Some(name) = names.iter().find(|name| !super::shape::is_file_name(name)) {
        return wrong(format!("names a scenario \"{}\", which cannot be the name of a file", shown(name)));
    }
    names.sort_unstable();
    if names.is_empty() || names.windows(2).any(|two| two[0] == two[1]) {
        return wrong("its scenarios have not a name each".into());
    }
    let is_known = |name: &String| names.binary_search(&name.as_str()).is_ok();
    if let Some(pair) = stored.pairs.iter().find(|p| !is_known(&p.other) || !is_known(&p.base)) {
        return wrong(format!(
            "compares \"{}\" with \"{}\", and does not hold both",
            shown(&pair.other),
            shown(&pair.base)
        ));
    }
    let runs = [stored.scenarios.len() as u64, stored.districts.len() as u64, stored.replications.into()];
    let runs = runs.into_iter().try_fold(1u64, |product, of| product.checked_mul(of));
    let counted = stored.statuses.values().try_fold(0u64, |sum, n| sum.checked_add(*n));
    let is_status = |(name, n): (&String, &u64)| {
        *n > 0 && (0..=u8::MAX).map_while(Status::from_repr).any(|status| status.name() == name)
    };
    // How many of them a shard has follows from its plan.
    let is_all = runs == counted || stored.shard.is_some() && counted <= runs;
    if runs.is_none() || !is_all || !stored.statuses.iter().all(is_status) {
        return wrong("`statuses` are not the runs of its scenarios, districts and replications".into());
    }
    if json(stored).as_bytes() != bytes {
        return wrong(
            "is not written as this program writes it: another order, other spaces, or a key twice".into(),
        );
    }
    Ok(tables)
}

/// The files are those that are listed, and no other file has a name of ours.
fn check_files(folder: &Path, stored: &Manifest, tables: TableFormat) -> Result<()> {
    let compared: Vec<&str> = stored.pairs.iter().map(|p| p.other.as_str()).collect();
    let compared = (compared.as_slice(), stored.unpaired.is_some());
    let scenarios = stored.scenarios.iter().map(|s| s.name.as_str());
    let names = match stored.shard {
        Some(_) => FileNames::of_shard(scenarios),
        None => FileNames::of(scenarios, compared, tables),
    };
    // Another version may have had other tables.
    let must = |name: &&str| stored.version == VERSION || name.starts_with("scenarios/");
    if let Some(name) = names.must().filter(must).find(|name| !stored.files.contains_key(*name)) {
        return Err(fault(folder, format!("`files` lacks {name}")));
    }
    let is_ours = |name: &str| match stored.version == VERSION {
        true => names.may_list(name),
        false => is_plain(name),
    };
    if let Some(name) = stored.files.keys().find(|name| !is_ours(name)) {
        return Err(fault(
            folder,
            format!("`files` lists \"{}\", which is no file of such results", shown(name)),
        ));
    }
    let found = Inventory::of(folder)?;
    for inner in INNER_FOLDERS {
        if let Some(FoundKind::Special(what)) = found.0.get(inner) {
            let what = format!("is {what}, and not the folder that was written");
            return Err(Diagnostic::failed(&folder.join(inner), what, REMEDY));
        }
    }
    let is_listed = |name: &str| stored.files.contains_key(name) || !names.may_list(name);
    if let Some(name) = found.0.keys().find(|name| !is_listed(name)) {
        return Err(Diagnostic::failed(&folder.join(name), "is not listed in manifest.json", REMEDY));
    }
    for (name, entry) in &stored.files {
        let path = folder.join(name);
        let bytes =
            atomic::open_regular(&path)?.metadata().map_err(|e| Diagnostic::file(&path, "look at", e))?.len();
        if bytes != entry.bytes || content_of(&path)? != *entry {
            let (what, remedy) = match name.starts_with("scenarios/") {
                true => ("is not the scenario that was run", SCENARIO_REMEDY),
                false => ("is not the file that was written", REMEDY),
            };
            let what = format!("{what}: its SHA-256 differs from the manifest");
            return Err(Diagnostic::failed(&path, what, remedy));
        }
    }
    Ok(())
}

/// Whether a path is one that some version may have written: a file, or a file in one of the inner folders.
fn is_plain(name: &str) -> bool {
    let inner = INNER_FOLDERS.iter().find_map(|folder| name.strip_prefix(folder)?.strip_prefix('/'));
    let name = inner.unwrap_or(name);
    super::shape::is_file_name(name)
        && [".csv", ".parquet", ".json", ".html", ".toml", ".svg", ".png"]
            .iter()
            .any(|ending| name.ends_with(ending))
}

/// The design that these scenarios and the stored comparisons are.
pub fn design_of(folder: &Path, stored: &Manifest, scenarios: &[Scenario]) -> Result<Design> {
    let place = |name: &String| stored.scenarios.iter().position(|s| s.name == *name);
    let design = match stored.unpaired {
        None => Design::new(scenarios.to_vec(), !stored.pairs.is_empty()),
        Some(_) => Design::unpaired(scenarios.to_vec()),
    };
    let design = design.map_err(|f| fault(folder, f.fault))?;
    let mut seeds = design.scenarios.iter().zip(scenarios);
    if let Some((_, same)) = seeds.find(|(own, stored)| own.run.seed != stored.run.seed) {
        let what = format!(
            "`unpaired`: scenario {} has the seed of an earlier one, and shares its chance",
            same.name
        );
        return Err(fault(folder, what));
    }
    let pairs = stored.pairs.iter().filter_map(|p| Some((place(&p.other)?, place(&p.base)?))).collect();
    let kept = KeptMeasures::listed(stored.measures.as_deref());
    let measures = kept.map_err(|f| fault(folder, format!("`measures`: {}", f.fault)))?;
    let seen = read_seen(folder, stored)?;
    Ok(Design { pairs, measures, seen, ..design })
}

/// The plan that these scenarios, as they are stored, and the stored comparisons are.
fn plan_of(folder: &Path, stored: &Manifest, scenarios: &[Scenario], ledger: &Ledger) -> Result<Plan> {
    let mut plan = design_of(folder, stored, scenarios)?.plan(ledger, text_digest);
    plan.shard = stored.shard.as_ref().map(ShardEntry::shard);
    for scenario in &mut plan.scenarios {
        let path = folder.join(scenario_file(&scenario.name));
        let mut text = String::new();
        atomic::open_regular(&path)?
            .read_to_string(&mut text)
            .map_err(|e| Diagnostic::file(&path, "read", e))?;
        *scenario = PlanScenario { digest: text_digest(&text), text, ..scenario.clone() };
    }
    Ok(plan)
}

/// What was seen, as the folder holds it.
pub fn read_seen(folder: &Path, stored: &Manifest) -> Result<Option<Seen>> {
    if !stored.files.contains_key(SEEN) {
        return Ok(None);
    }
    let path = folder.join(SEEN);
    let bytes = read_small(&path)?;
    let found = Seen::read(&path.display().to_string(), &bytes, stored.months);
    found.map(Some).map_err(|all| {
        all.list()
            .first()
            .cloned()
            .unwrap_or_else(|| fault(folder, "`files` lists seen.csv, which cannot be read".into()))
    })
}

/// Makes the manifest of a plan anew and compares it with the stored one.
fn compare(folder: &Path, stored: &Manifest, bytes: &[u8], plan: &Plan, tables: TableFormat) -> Result<()> {
    let statuses = match (&stored.shard, tables) {
        (Some(_), _) => {
            ShardLog::open(folder, plan, tables, LogScan::USUAL_BUFFER)?.counts(&tables.part(plan))?
        }
        (None, TableFormat::Summaries) => stored.statuses.clone(),
        _ => counted(&file_of(folder, &stored.files, "runs"))?,
    };
    let mut made = Manifest {
        statuses,
        ..Manifest::of(plan, &plan_digest(plan, tables), tables, &BTreeMap::new(), &stored.files)
    };
    // Which command ran it follows from nothing else; it is a matter of figures alone.
    if let (Some(made), Some(stored)) = (&mut made.shard, &stored.shard) {
        made.sizes = stored.sizes;
    }
    let made_text = json(&made);
    if made_text.as_bytes() == bytes {
        return Ok(());
    }
    let [is, should] = [serde_json::to_value(stored), serde_json::to_value(&made)]
        .map(std::result::Result::unwrap_or_default);
    let (place, is, should) = differing("", &is, &should).unwrap_or_default();
    Err(fault(folder, format!("`{place}` is {is}, and what is in the folder says {should}")))
}

/// Runs by status, of the table of runs.
fn counted(runs: &Path) -> Result<BTreeMap<String, u64>> {
    let mut counts = BTreeMap::new();
    each_row(runs, &Query { columns: &["status"], only: &[] }, &mut |row| {
        match counts.get_mut(row.text(0)) {
            Some(count) => *count += 1,
            None => {
                counts.insert(row.text(0).to_owned(), 1);
            }
        }
        Ok(())
    })?;
    Ok(counts)
}

/// The first place at which two values differ, and the two there.
fn differing(place: &str, is: &Value, should: &Value) -> Option<(String, String, String)> {
    match (is, should) {
        (Value::Object(is), Value::Object(should)) => {
            let keys = is.keys().chain(should.keys());
            let at = |key: &String| if place.is_empty() { key.clone() } else { format!("{place}.{key}") };
            let of = |all: &serde_json::Map<String, Value>, key: &String| {
                all.get(key).cloned().unwrap_or_default()
            };
            keys.into_iter().find_map(|key| differing(&at(key), &of(is, key), &of(should, key)))
        }
        (Value::Array(is), Value::Array(should)) if is.len() == should.len() => {
            (0..is.len()).find_map(|k| differing(&format!("{place}[{k}]"), &is[k], &should[k]))
        }
        _ if is == should => None,
        _ => Some((place.into(), shown(&is.to_string()), shown(&should.to_string()))),
    }
}
