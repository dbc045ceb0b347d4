//! The log of a batch that keeps summaries alone: what each district came to, in the order of districts.
//!
//! A district is done with before the next begins: its runs are described in memory, and what is noted is the text of its
//! rows in the summaries. So neither memory nor disk grows with replications and districts together, and an interrupted batch
//! goes on with the district it was at. It is an [`AppendLog`] about a plan with a record per district:
//!
//! ```text
//! payload: runs done (8 bytes) · runs without focal teachers (8) · then for each scenario, and for each pair,
//!          the length of its rows (8) and the rows
//! ```

use super::append_log::{AppendLog, LogKind};
use super::csv_rows::CsvRows;
use super::digest::PlanDigest;
use super::log_scan::LogScan;
use super::summaries::{self, Gather, Gathering, PASS_BYTES, Pass, cells_held};
use super::tables::subtract;
use crate::diagnostic::{Diagnostic, Result};
use crate::experiment::{Outcome, Part, Plan, Status};
use crate::metrics::MEASURES;
use std::collections::BTreeMap;
use std::io::Write;
use std::path::Path;

const KIND: LogKind = LogKind {
    magic: b"uptakeD\x01",
    stranger: "this is not a log of districts of this program, or its head is damaged",
    other: "the unfinished results here belong to another plan, or to another shard of it",
    remedy: "start again with --force, or choose another place with --out",
};

/// An open log of districts.
#[derive(Debug)]
pub struct DistrictLog {
    log: AppendLog,
    counts: BTreeMap<Status, u64>,
    /// The runs of the next district so far.
    runs: Option<DistrictRuns>,
}

/// Jobs of a district.
pub fn of_district(plan: &Plan) -> usize {
    plan.scenarios.len() * plan.replications as usize
}

impl DistrictLog {
    /// Starts an empty log for a plan.
    pub fn create(path: &Path, plan: &PlanDigest) -> Result<DistrictLog> {
        let log = AppendLog::create(path, &KIND, &about(plan))?;
        Ok(DistrictLog { log, counts: BTreeMap::new(), runs: None })
    }

    /// Reopens the log of the same plan and drops a torn tail.
    pub fn reopen(path: &Path, plan: &PlanDigest) -> Result<DistrictLog> {
        let mut counts = BTreeMap::new();
        let log = AppendLog::reopen(path, &KIND, &about(plan), &mut |payload| {
            let found = statuses(payload);
            found.into_iter().flatten().for_each(|(status, n)| add(&mut counts, status, n));
            found.is_some()
        })?;
        Ok(DistrictLog { log, counts, runs: None })
    }

    /// Whether a file has the head of a log of this kind.
    pub fn is_one(path: &Path) -> bool {
        AppendLog::is_one(path, &KIND)
    }

    /// Whether a file has the head of the log of a plan.
    pub fn is_about(path: &Path, plan: &PlanDigest) -> bool {
        AppendLog::is_about(path, &KIND, &about(plan))
    }

    /// Reads a log that is finished, from its first district to its last.
    pub fn scan(path: &Path, plan: &PlanDigest, buffer: usize) -> Result<DistrictScan> {
        Ok(DistrictScan(LogScan::open(path, &KIND, &about(plan), buffer)?))
    }

    /// Copies it into another file.
    pub fn copy_whole(&self, into: &mut impl Write, target: &Path) -> Result<()> {
        self.log.copy(into, target)
    }

    /// Adds a district that another log of the same batch holds.
    pub fn append_described(&mut self, district: &DescribedElsewhere<'_>) -> Result<()> {
        self.log.append(1, |_, buffer| buffer.extend(district.payload))?;
        district.statuses.iter().for_each(|(status, n)| add(&mut self.counts, *status, *n));
        self.runs = None;
        Ok(())
    }

    /// Adds the outcomes of the next jobs of a part. Those of a district that is not complete are in memory alone.
    pub fn append(&mut self, plan: &Plan, part: &Part, outcomes: &[Outcome]) -> Result<()> {
        for outcome in outcomes {
            let (scenario, district, replication) = part.at(self.next(plan));
            let runs = self.runs.get_or_insert_with(|| DistrictRuns::new(plan, district));
            runs.add(plan, (scenario, replication), outcome);
            if runs.count == of_district(plan) {
                let found = runs.described(plan)?;
                self.log.append(1, |_, buffer| found.encode(buffer))?;
                found.statuses.iter().for_each(|(status, n)| add(&mut self.counts, *status, *n));
                self.runs = None;
            }
        }
        Ok(())
    }

    /// The job whose outcome comes next.
    pub fn next(&self, plan: &Plan) -> usize {
        self.len() * of_district(plan) + self.runs.as_ref().map_or(0, |runs| runs.count)
    }

    /// Flushes to disk: what was appended survives a loss of power.
    pub fn sync(&self) -> Result<()> {
        self.log.sync()
    }

    /// Leading districts that are complete.
    pub fn len(&self) -> usize {
        self.log.len()
    }

    /// Bytes of a torn or damaged tail that were dropped on reopening.
    pub fn dropped(&self) -> u64 {
        self.log.dropped()
    }

    /// Runs by status.
    pub fn counts(&self) -> BTreeMap<Status, u64> {
        self.counts.clone()
    }

    /// Writes the rows of one part of every district, in their order: parts are scenarios, then pairs.
    pub fn copy(&self, part: usize, into: &mut impl Write, target: &Path) -> Result<()> {
        let mut reader = self.log.reader()?;
        for district in 0..self.len() {
            let payload = reader.payload(district)?;
            let rows = payload.and_then(|payload| part_of(payload, part)).ok_or_else(|| {
                let fault = format!("the record of district {district} is not what was written");
                let remedy =
                    "run the same command with --resume: it drops the damaged part and runs it again";
                Diagnostic::failed(self.log.path(), fault, remedy)
            })?;
            into.write_all(rows).map_err(|e| Diagnostic::file(target, "write", e))?;
        }
        Ok(())
    }
}

/// Reads the districts of a finished log in their order.
#[derive(Debug)]
pub struct DistrictScan(LogScan);

/// A district as another log holds it.
#[derive(Debug)]
pub struct DescribedElsewhere<'a> {
    payload: &'a [u8],
    /// How its runs ended.
    pub statuses: [(Status, u64); 2],
}

impl DistrictScan {
    /// The next district; nothing at the end, or where a record is not what was written.
    pub fn next(&mut self) -> Result<Option<DescribedElsewhere<'_>>> {
        let payload = self.0.next()?;
        Ok(payload.and_then(|payload| Some(DescribedElsewhere { payload, statuses: statuses(payload)? })))
    }

    /// The log's path.
    pub fn path(&self) -> &Path {
        self.0.path()
    }
}

fn add(counts: &mut BTreeMap<Status, u64>, status: Status, n: u64) {
    if n > 0 {
        *counts.entry(status).or_insert(0) += n;
    }
}

/// The plan, and how many measures its rows are of.
fn about(plan: &PlanDigest) -> [u8; 40] {
    let mut about = [0; 40];
    about[..8].copy_from_slice(&(MEASURES.len() as u64).to_le_bytes());
    about[8..].copy_from_slice(&plan.0);
    about
}

const STATUSES: [Status; 2] = [Status::Done, Status::NoFocalTeachers];

/// Runs by status; `None` if it cannot be a district.
fn statuses(payload: &[u8]) -> Option<[(Status, u64); 2]> {
    let words = payload.as_chunks::<8>().0;
    Some([
        (STATUSES[0], u64::from_le_bytes(*words.first()?)),
        (STATUSES[1], u64::from_le_bytes(*words.get(1)?)),
    ])
}

/// The rows of a part.
fn part_of(payload: &[u8], part: usize) -> Option<&[u8]> {
    let mut rest = payload.get(16..)?;
    for k in 0.. {
        let (length, after) = rest.split_first_chunk::<8>()?;
        let length = usize::try_from(u64::from_le_bytes(*length)).ok()?;
        if k == part {
            return after.get(..length);
        }
        rest = after.get(length..)?;
    }
    None
}

/// What a district came to: how its runs ended, and its rows in the summaries.
#[derive(Debug)]
struct DescribedDistrict {
    statuses: BTreeMap<Status, u64>,
    /// The rows of each scenario, then of each pair.
    parts: Vec<Vec<u8>>,
}

impl DescribedDistrict {
    fn encode(&self, buffer: &mut Vec<u8>) {
        for status in STATUSES {
            buffer.extend(self.statuses.get(&status).copied().unwrap_or(0).to_le_bytes());
        }
        for part in &self.parts {
            buffer.extend((part.len() as u64).to_le_bytes());
            buffer.extend(part);
        }
    }
}

/// The values of a district's runs that its summaries describe, gathered run by run.
#[derive(Debug)]
struct DistrictRuns {
    district: usize,
    /// Runs so far.
    count: usize,
    held: Vec<usize>,
    /// For each scenario all values of the first cell that is held, then of the second, and so on.
    values: Vec<Vec<f64>>,
    statuses: BTreeMap<Status, u64>,
    /// Whether any run of a scenario was simulated.
    simulated: Vec<bool>,
}

/// Bytes that the values of one district need in memory until they are described.
pub fn memory(plan: &Plan) -> u64 {
    let cells = cells_held(plan).len() as u64;
    8 * cells * u64::from(plan.replications) * plan.scenarios.len() as u64
}

impl DistrictRuns {
    /// Of a district whose runs come.
    fn new(plan: &Plan, district: usize) -> DistrictRuns {
        let held = cells_held(plan);
        let values = held.len() * plan.replications as usize;
        let all = plan.scenarios.len();
        let (values, simulated) = (vec![vec![f64::NAN; values]; all], vec![false; all]);
        DistrictRuns { district, count: 0, held, values, statuses: BTreeMap::new(), simulated }
    }

    /// Adds a run of a scenario and replication.
    fn add(&mut self, plan: &Plan, (scenario, replication): (usize, u32), outcome: &Outcome) {
        self.count += 1;
        add(&mut self.statuses, outcome.status, 1);
        if outcome.timeline.is_empty() {
            return;
        }
        self.simulated[scenario] = true;
        let held = self.held.iter().map(|cell| &outcome.timeline[*cell]);
        let places = self.values[scenario].iter_mut().skip(replication as usize);
        for (place, value) in places.step_by(plan.replications as usize).zip(held) {
            *place = *value;
        }
    }

    /// What they come to.
    fn described(&self, plan: &Plan) -> Result<DescribedDistrict> {
        let target = Path::new("summary.csv");
        let alone = Pass { bytes: PASS_BYTES, shared: false };
        let mut parts = Vec::new();
        for scenario in 0..plan.scenarios.len() {
            let mut rows = CsvRows::new(Vec::new(), target);
            if self.simulated[scenario] {
                let gather: Gather<'_> =
                    &mut |cells, values| self.gather(plan, Gathering::Levels(scenario), cells, values);
                summaries::level_rows(&mut rows, plan, (scenario, self.district), alone, gather)?;
            }
            parts.push(rows.into_sink()?);
        }
        for &(other, base) in &plan.pairs {
            let (mut rows, what) =
                (CsvRows::new(Vec::new(), target), Gathering::of_pair(plan, (other, base)));
            if self.simulated[other] && self.simulated[base] {
                let gather: Gather<'_> = &mut |cells, values| self.gather(plan, what, cells, values);
                let place = ((other, base), self.district);
                summaries::difference_rows(&mut rows, plan, place, alone, gather)?;
            }
            parts.push(rows.into_sink()?);
        }
        Ok(DescribedDistrict { statuses: self.statuses.clone(), parts })
    }

    /// Some cells of a scenario, of its difference to a base, or of both side by side.
    fn gather(&self, plan: &Plan, what: Gathering, cells: &[usize], into: &mut Vec<f64>) -> Result<()> {
        let first = cells.first().map_or(0, |cell| self.held.partition_point(|held| held < cell));
        let n = plan.replications as usize;
        let places = first * n..(first + cells.len()) * n;
        into.clear();
        match what {
            Gathering::Levels(scenario) => into.extend_from_slice(&self.values[scenario][places]),
            Gathering::Differences(other, base) => {
                into.extend_from_slice(&self.values[other][places.clone()]);
                subtract(into, &self.values[base][places]);
            }
            Gathering::Samples(other, base) => {
                let [other, base] = [other, base].map(|s| self.values[s][places.clone()].chunks(n));
                other.zip(base).for_each(|(other, base)| into.extend(other.iter().chain(base)));
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::results::folder::{Folder, Mode, TableFormat};
    use crate::results::sample;
    use std::fs;

    #[test]
    fn summaries_kept_alone_are_those_of_a_folder_with_runs_through_interruptions_too() {
        let folder = tempfile::tempdir().unwrap();
        // With more than twenty districts a few months are held.
        for (name, plan) in [("few", sample::plan(2, 3, 9)), ("many", sample::plan(2, 21, 8))] {
            let outcomes = sample::outcomes(&plan);
            let (whole, alone) = (folder.path().join(name), folder.path().join(format!("{name}-alone")));
            sample::finished(&whole, &plan, TableFormat::Csv);
            let mut opened = Folder::open(&alone, &plan, TableFormat::Summaries, Mode::New).unwrap();
            for district in 0..plan.districts.len() {
                assert_eq!(opened.next_job(), district * 2 * plan.replications as usize);
                // A part of the next district is lost with an interruption, and comes again.
                let jobs = of_district(&plan);
                let more = (district + 1) * jobs..((district + 1) * jobs + 3).min(outcomes.len());
                opened.append(&outcomes[district * jobs..district * jobs + 5]).unwrap();
                opened.append(&outcomes[district * jobs + 5..more.end]).unwrap();
                drop(opened);
                opened = Folder::open(&alone, &plan, TableFormat::Summaries, Mode::Resume).unwrap();
            }
            let manifest = opened.finish(Vec::new(), &sample::machine()).unwrap();
            for table in ["summary.csv", "differences_summary.csv"] {
                assert_eq!(
                    fs::read(alone.join(table)).unwrap(),
                    fs::read(whole.join(table)).unwrap(),
                    "{table}"
                );
            }
            assert_eq!(manifest.statuses, crate::results::Manifest::read(&whole).unwrap().statuses);
            assert!(!alone.join("runs.csv").exists() && !alone.join("timeline.csv").exists());
            let columns = fs::read_to_string(alone.join("columns.json")).unwrap();
            assert!(!columns.contains("runs.csv") && !columns.contains("timeline"), "{columns}");
            assert!(columns.contains("a word of the column `measure`"), "{columns}");
            let dataset = sample::dataset(&alone);
            let error = dataset.runs("scenario-0", "060", 0..1, &["spread"]).unwrap_err().to_string();
            assert!(
                error.contains("holds summaries alone") && error.contains("--tables summaries"),
                "{error}"
            );
            assert!(!dataset.levels(None, &["spread"]).unwrap().is_empty());
        }
    }

    #[test]
    fn a_torn_log_loses_the_district_it_was_at() {
        let folder = tempfile::tempdir().unwrap();
        let (path, plan, digest) = (folder.path().join("log"), sample::plan(1, 2, 3), PlanDigest([3; 32]));
        let outcomes = sample::outcomes(&plan);
        let mut log = DistrictLog::create(&path, &digest).unwrap();
        log.append(&plan, &Part::whole(plan.list()), &outcomes).unwrap();
        drop(log);
        let whole = fs::read(&path).unwrap();
        fs::write(&path, &whole[..whole.len() - 5]).unwrap();
        let log = DistrictLog::reopen(&path, &digest).unwrap();
        assert!(log.len() == 1 && log.dropped() > 0 && DistrictLog::is_one(&path));
        assert_eq!(log.counts().values().sum::<u64>(), 3);
        drop(log);
        assert!(DistrictLog::reopen(&path, &PlanDigest([4; 32])).is_err());
    }
}
