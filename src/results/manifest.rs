//! `manifest.json`: what a results folder is made of, enough to make it again; and `machine.json`: where
//! and when that happened, which two equal runs need not share.

use super::atomic::{self, FileContent};
use super::digest::{BUILD, ENGINE, PlanDigest, VERSION, hex, plan_digest};
use super::folder::TableFormat;
use crate::diagnostic::{Diagnostic, Result, shell};
use crate::experiment::{Plan, Shard, Status};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::io::Read;
use std::path::Path;

/// The manifest's name in a results folder.
pub const MANIFEST: &str = "manifest.json";
/// The name of the file about the machine.
pub const MACHINE: &str = "machine.json";
/// The version of the folder's layout.
pub const FORMAT: u32 = 1;
/// Signs of a text that a message shows.
const SHOWN: usize = 160;
/// No manifest is larger: it has some hundred bytes for each district and file.
const MOST_BYTES: u64 = 1 << 26;

/// What `manifest.json` says.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    /// Name of the program.
    pub engine: String,
    /// Its version.
    pub version: String,
    /// Version of the folder's layout.
    pub format: u32,
    /// Digest of the plan.
    pub digest: String,
    /// Seed.
    pub seed: u64,
    /// Months.
    pub months: u32,
    /// Replications of each scenario and district.
    pub replications: u32,
    /// Format of the tables: `mixed`, `parquet`, `csv` or `summaries`.
    pub tables: String,
    /// The scenarios, in order.
    pub scenarios: Vec<ScenarioEntry>,
    /// The districts, in order.
    pub districts: Vec<DistrictEntry>,
    /// The comparisons, by scenario name.
    pub pairs: Vec<PairEntry>,
    /// Only where they are compared as independent samples, without pairs of runs: in words what each differs in that makes runs
    /// no pairs, if anything.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unpaired: Option<Vec<String>>,
    /// Only where some measures are left out: those that the tables hold.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub measures: Option<Vec<String>>,
    /// Only where this is a shard of a batch, and no results: which.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shard: Option<ShardEntry>,
    /// Runs by status.
    pub statuses: BTreeMap<String, u64>,
    /// Every other file by its path in the folder, `machine.json` apart.
    pub files: BTreeMap<String, FileContent>,
}

/// A scenario in the manifest.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ScenarioEntry {
    /// Name.
    pub name: String,
    /// Title.
    pub title: String,
    /// Digest of the resolved scenario.
    pub digest: String,
    /// Parameters drawn for each replication.
    pub drawn: Vec<String>,
    /// What was left out or guessed when its districts were read from a table.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<String>,
}

impl ScenarioEntry {
    /// Whether each replication drew what this column of its runs holds.
    pub fn drew(&self, column: &str) -> bool {
        self.drawn.iter().any(|drawn| drawn == column)
    }
}

/// A district in the manifest.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DistrictEntry {
    /// Identifier.
    pub id: String,
    /// Name.
    pub name: String,
}

/// What the manifest of a shard says of it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ShardEntry {
    /// Which shard, from 1 on.
    pub number: u32,
    /// Of how many.
    pub of: u32,
    /// Digest of the plan of the whole batch.
    pub batch: String,
    /// The sources that the program was built from ([`BUILD`]).
    pub build: String,
    /// Whether the batch is a comparison of sizes, whose figures stand side by side.
    pub sizes: bool,
}

impl ShardEntry {
    fn of(shard: Shard, plan: &Plan, tables: TableFormat) -> ShardEntry {
        ShardEntry {
            number: shard.number,
            of: shard.of,
            batch: plan_digest(&plan.unsharded(), tables).hex(),
            build: BUILD.into(),
            sizes: false,
        }
    }

    /// The shard.
    pub fn shard(&self) -> Shard {
        Shard { number: self.number, of: self.of }
    }
}

/// A comparison in the manifest.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PairEntry {
    /// The scenario that is compared.
    pub other: String,
    /// With which.
    pub base: String,
}

/// What `machine.json` says; the command fills it in.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Machine {
    /// When the command started, by ISO 8601 in UTC.
    pub started: String,
    /// When it was done, likewise.
    pub finished: String,
    /// How long it took, in seconds.
    pub seconds: f64,
    /// Threads.
    pub threads: usize,
    /// Operating system and processor.
    pub platform: String,
    /// The command line.
    pub command: Vec<String>,
}

impl Machine {
    /// So many threads of this machine, at a time that nobody tells.
    pub fn unknown(threads: usize) -> Machine {
        let platform = format!("{} {}", std::env::consts::OS, std::env::consts::ARCH);
        let (started, finished) = (String::new(), String::new());
        Machine { started, finished, seconds: 0.0, threads, platform, command: Vec::new() }
    }

    /// Whether these are the bytes of such a file, to the last.
    pub(super) fn is_one(bytes: &[u8]) -> bool {
        serde_json::from_slice::<Machine>(bytes).is_ok_and(|machine| json(&machine).as_bytes() == bytes)
    }
}

impl Manifest {
    /// The manifest of a plan whose files are written.
    pub fn of(
        plan: &Plan,
        digest: &PlanDigest,
        tables: TableFormat,
        statuses: &BTreeMap<Status, u64>,
        files: &BTreeMap<String, FileContent>,
    ) -> Manifest {
        let name = |s: usize| plan.scenarios[s].name.clone();
        let scenarios = plan.scenarios.iter().map(|s| ScenarioEntry {
            name: s.name.clone(),
            title: s.title.clone(),
            digest: s.digest.clone(),
            drawn: s.drawn.clone(),
            notes: s.notes.clone(),
        });
        let districts =
            plan.districts.iter().map(|d| DistrictEntry { id: d.id.clone(), name: d.name.clone() });
        Manifest {
            engine: ENGINE.into(),
            version: VERSION.into(),
            format: FORMAT,
            digest: digest.hex(),
            seed: plan.seed,
            months: plan.months,
            replications: plan.replications,
            tables: tables.word().into(),
            scenarios: scenarios.collect(),
            districts: districts.collect(),
            pairs: plan.pairs.iter().map(|&(o, b)| PairEntry { other: name(o), base: name(b) }).collect(),
            unpaired: plan.unpaired.clone(),
            measures: plan.measures.list(),
            shard: plan.shard.map(|shard| ShardEntry::of(shard, plan, tables)),
            statuses: statuses.iter().map(|(status, n)| (status.name().to_string(), *n)).collect(),
            files: files.clone(),
        }
    }

    /// Read a folder's manifest. What it says is believed by nobody before it is checked (`checked.rs`).
    pub fn read(folder: &Path) -> Result<Manifest> {
        Ok(Manifest::read_bytes(folder)?.0)
    }

    /// Read a folder's manifest, and its bytes.
    pub(super) fn read_bytes(folder: &Path) -> Result<(Manifest, Vec<u8>)> {
        let path = folder.join(MANIFEST);
        refuse_inner(folder)?;
        if path.symlink_metadata().is_err_and(|e| e.kind() == std::io::ErrorKind::NotFound) {
            return Err(Diagnostic::failed(
                folder,
                "is not a finished results folder: it has no manifest.json",
                "name the folder a run or a comparison wrote; go on with an unfinished one with --resume",
            ));
        }
        let broken = |fault: String| {
            Diagnostic::failed(
                &path,
                fault,
                "name a results folder of this program, or run again with another --out",
            )
        };
        let bytes = read_small(&path)?;
        let manifest: Manifest = serde_json::from_slice(&bytes)
            .map_err(|e| broken(format!("is not a manifest: {}", shown(&e.to_string()))))?;
        if manifest.engine != ENGINE || manifest.format != FORMAT {
            return Err(broken(format!("is of {} in format {}", shown(&manifest.engine), manifest.format)));
        }
        Ok((manifest, bytes))
    }
}

/// Refuses a file or folder in a results folder by the name of that folder.
fn refuse_inner(path: &Path) -> Result<()> {
    if path.join(MANIFEST).symlink_metadata().is_ok() {
        return Ok(());
    }
    let mut above = path.ancestors().skip(1).take(2);
    let outer = above.find(|folder| folder.join(MANIFEST).is_file() && folder.join("scenarios").is_dir());
    let Some(outer) = outer.filter(|_| path.symlink_metadata().is_ok()) else { return Ok(()) };
    let outer = if outer.as_os_str().is_empty() { Path::new(".") } else { outer };
    let fault = format!("is a part of the results in {}", outer.display());
    Err(Diagnostic::failed(path, fault, format!("name the folder: {}", shell::path(outer))))
}

/// The bytes of a regular file that is no larger than any manifest.
pub fn read_small(path: &Path) -> Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let mut file = atomic::open_regular(path)?.take(MOST_BYTES + 1);
    file.read_to_end(&mut bytes).map_err(|e| Diagnostic::file(path, "read", e))?;
    if bytes.len() as u64 > MOST_BYTES {
        let fault = format!("has more than {} MB, which no file of its name has", MOST_BYTES >> 20);
        return Err(Diagnostic::failed(path, fault, "name a results folder of this program"));
    }
    Ok(bytes)
}

/// Size and hash of a file.
pub fn content_of(path: &Path) -> Result<FileContent> {
    let fault = |e| Diagnostic::file(path, "read", e);
    let mut file = atomic::open_regular(path)?;
    let (mut hash, mut bytes, mut buffer) = (Sha256::new(), 0, vec![0; 1 << 18]);
    loop {
        match file.read(&mut buffer).map_err(fault)? {
            0 => return Ok(FileContent { bytes, sha256: hex(&hash.finalize()) }),
            read => {
                hash.update(&buffer[..read]);
                bytes += read as u64;
            }
        }
    }
}

/// The beginning of a text of a file, as a message shows it: no control sign, and not long.
pub fn shown(text: &str) -> String {
    let begin: String =
        text.chars().take(SHOWN).map(|sign| if sign.is_control() { '\u{fffd}' } else { sign }).collect();
    if begin.len() < text.len() { begin + "…" } else { begin }
}

/// Indented JSON with a final newline.
pub fn json(value: &impl Serialize) -> String {
    // Our structs have string keys only and write to memory: nothing in them can fail to serialize.
    serde_json::to_string_pretty(value).unwrap_or_default() + "\n"
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::results::sample;
    use std::fs;

    #[test]
    fn the_manifest_lists_every_file_with_its_hash() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("r");
        sample::finished(&path, &sample::plan(2, 1, 7), TableFormat::Csv);
        let manifest = Manifest::read(&path).unwrap();
        let names: Vec<&str> = manifest.files.keys().map(String::as_str).collect();
        let expected = [
            "columns.json",
            "differences.csv",
            "differences_summary.csv",
            "figures/spread-depth-path.svg",
            "parameters.csv",
            "runs.csv",
            "scenarios/scenario-0.toml",
            "scenarios/scenario-1.toml",
            "summary.csv",
            "timeline.csv",
        ];
        assert_eq!(names, expected);
        assert_eq!(manifest.statuses.values().sum::<u64>(), 14);
        assert_eq!(manifest.pairs[0].other, "scenario-1");
    }

    #[test]
    fn a_manifest_of_something_else_is_not_ours() {
        let folder = tempfile::tempdir().unwrap();
        assert!(Manifest::read(folder.path()).unwrap_err().to_string().contains("has no manifest.json"));
        fs::write(folder.path().join(MANIFEST), "{\"name\": \"a browser extension\"}").unwrap();
        assert!(Manifest::read(folder.path()).unwrap_err().to_string().contains("is not a manifest"));
    }
}
