//! The summary and that of differences: exact quantiles over replications within bounded memory.
//!
//! A timeline is a row of cells (month × measure). As many cells as fit the memory are gathered from all
//! replications in one pass over the journal, described in parallel, and written; then the next cells.
//! So every number of the journal is read once, however many passes there are.

use super::atomic::{Draft, Sealed};
use super::csv_rows::CsvCell;
use super::folder::TableFormat;
use super::journal::{Journal, JournalReader};
use super::row_table::{RowTable, TakesRows};
use super::tables::{job, subtract};
use crate::analysis::summary::{DifferenceSummary, Summary, describe, describe_differences, share_at};
use crate::analysis::two_samples::{degrees, describe_samples};
use crate::calendar::YEAR;
use crate::diagnostic::Result;
use crate::experiment::{Plan, Status};
use crate::metrics::MEASURES;
use rayon::prelude::*;
use std::ops::Range;

/// Bytes of values gathered in one pass.
pub const PASS_BYTES: usize = 32 << 20;

/// How cells are described.
#[derive(Debug, Clone, Copy)]
pub struct Pass {
    /// Most bytes of values held at once; at least one cell is.
    pub bytes: usize,
    /// Whether threads share the work. Where outcomes are taken in order they may not: a thread that waited for others would begin
    /// the next run, and that run would wait for it.
    pub shared: bool,
}

impl Pass {
    /// Shared by all threads.
    pub fn shared(bytes: usize) -> Pass {
        Pass { bytes, shared: true }
    }
}
/// The measure whose levels become `stage_share_1` to `stage_share_5`.
pub const STAGE: &str = "stage";
/// Measures of the summaries that say how many runs are at a stage.
pub const STAGE_SHARES: [&str; 5] =
    ["stage_share_1", "stage_share_2", "stage_share_3", "stage_share_4", "stage_share_5"];
/// Levels of that measure.
pub const STAGES: Range<u32> = 1..6;

/// With more districts than this the summaries hold the first day, the end of each year and the last
/// month; the other months of any district can be had from the timeline.
pub const MANY_DISTRICTS: usize = 20;

/// Whether the summaries of this plan hold this month.
pub fn holds_month(plan: &Plan, month: u32) -> bool {
    plan.districts.len() <= MANY_DISTRICTS || month.is_multiple_of(YEAR) || month == plan.months
}

/// How many months the summaries of so many districts hold.
pub fn months_held(months: u32, districts: usize) -> usize {
    if districts <= MANY_DISTRICTS {
        return months as usize + 1;
    }
    (0..=months).filter(|month| month.is_multiple_of(YEAR) || *month == months).count()
}

/// Replications that are transposed together: a cache line of each cell is written at once.
const TOGETHER: usize = 8;

/// Names of the statistics columns both tables have; the quantiles are those of a [`Summary`].
pub const STATISTICS: [&str; 11] =
    ["n", "mean", "sd", "q05", "q10", "q25", "q50", "q75", "q90", "q95", "mcse"];

/// Names of the statistics columns only differences have.
pub const PAIRED_STATISTICS: [&str; 5] =
    ["mean_low", "mean_high", "share_lower", "share_equal", "share_higher"];

/// Names of the statistics columns of differences between two samples. None is a name of the other tables: a script that expects
/// pairs must not find some.
pub const SAMPLE_STATISTICS: [&str; 7] =
    ["n_other", "n_base", "unpaired_mean", "unpaired_mcse", "degrees", "unpaired_low", "unpaired_high"];

/// Write the summary: scenario × district × month × measure, and the shares of stages.
pub fn summary(
    journal: &Journal,
    plan: &Plan,
    (draft, format): (Draft, TableFormat),
    pass_bytes: usize,
) -> Result<Sealed> {
    let mut rows = RowTable::new(draft, plan, format, level_names())?;
    for s in 0..plan.scenarios.len() {
        for d in 0..plan.districts.len() {
            if let Some(mut source) = Gathered::of(journal, plan, Gathering::Levels(s), d)? {
                level_rows(&mut rows, plan, (s, d), Pass::shared(pass_bytes), &mut |cells, values| {
                    source.fill(cells, values)
                })?;
            }
        }
    }
    rows.seal()
}

/// Write the summary of differences: other × base × district × month × measure.
pub fn differences_summary(
    journal: &Journal,
    plan: &Plan,
    (draft, format): (Draft, TableFormat),
    pass_bytes: usize,
) -> Result<Sealed> {
    let mut rows = RowTable::new(draft, plan, format, difference_names(plan))?;
    for &(o, b) in &plan.pairs {
        for d in 0..plan.districts.len() {
            if let Some(mut source) = Gathered::of(journal, plan, Gathering::of_pair(plan, (o, b)), d)? {
                let gather: Gather<'_> = &mut |cells, values| source.fill(cells, values);
                difference_rows(&mut rows, plan, ((o, b), d), Pass::shared(pass_bytes), gather)?;
            }
        }
    }
    rows.seal()
}

/// Fills a buffer with some cells (rising places in the timeline) of all replications: all values of the first cell, then of the
/// second, and so on;
/// NaN where one is missing. Of two samples those of the other stand before those of the base in each cell.
pub type Gather<'g> = &'g mut dyn FnMut(&[usize], &mut Vec<f64>) -> Result<()>;

/// The names of the columns of the summary.
pub fn level_names() -> impl Iterator<Item = &'static str> {
    ["scenario", "district", "month", "measure"].into_iter().chain(STATISTICS)
}

/// The names of the columns of the summary of differences.
pub fn difference_names(plan: &Plan) -> impl Iterator<Item = &'static str> + use<> {
    let statistics = match plan.unpaired {
        None => [&STATISTICS[..], &PAIRED_STATISTICS].concat(),
        Some(_) => SAMPLE_STATISTICS.to_vec(),
    };
    ["other", "base", "district", "month", "measure"].into_iter().chain(statistics)
}

/// The rows of the summary of a scenario in a district.
pub fn level_rows(
    rows: &mut impl TakesRows,
    plan: &Plan,
    (scenario, district): (usize, usize),
    pass: Pass,
    gather: Gather<'_>,
) -> Result<()> {
    let names = [&plan.scenarios[scenario].name, &plan.districts[district].id];
    let mut row = |month: u32, measure: &str, summary: &Summary| {
        let key = names.into_iter().map(|name| CsvCell::Text(name));
        let key = key.chain([CsvCell::Whole(month.into()), CsvCell::Text(measure)]);
        rows.take(&mut key.chain(statistics_cells(summary)))
    };
    let mut shares = Vec::new();
    each_cell(
        plan,
        (pass, 1),
        gather,
        |cell, values| {
            let shares = is_stage(cell).then(|| STAGES.map(|k| share_at(values, f64::from(k))).collect());
            (describe(values), shares)
        },
        |month, measure, (summary, found): (Summary, Option<Vec<Summary>>)| {
            row(month, MEASURES[measure].name, &summary)?;
            shares.extend(found.into_iter().flatten());
            if plan.measures.places().last() == Some(&measure) {
                for (name, share) in STAGE_SHARES.into_iter().zip(shares.drain(..)) {
                    row(month, name, &share)?;
                }
            }
            Ok(())
        },
    )
}

/// The rows of the summary of differences of a pair (other, base) in a district.
pub fn difference_rows(
    rows: &mut impl TakesRows,
    plan: &Plan,
    ((other, base), district): ((usize, usize), usize),
    pass: Pass,
    gather: Gather<'_>,
) -> Result<()> {
    let names = [&plan.scenarios[other].name, &plan.scenarios[base].name, &plan.districts[district].id];
    let key = |month: u32, measure: usize| {
        let key = names.into_iter().map(|name| CsvCell::Text(name));
        key.chain([CsvCell::Whole(month.into()), CsvCell::Text(MEASURES[measure].name)])
    };
    if plan.unpaired.is_some() {
        let described = |_, values: &mut [f64]| {
            let (other, base) = values.split_at_mut(values.len() / 2);
            let found = describe_samples(other, base);
            (found, degrees(&describe(other), &describe(base)))
        };
        return each_cell(plan, (pass, 2), gather, described, |month, measure, (found, degrees)| {
            let DifferenceSummary { summary: Summary { mean, mcse, .. }, mean_low, mean_high, .. } = found;
            let [n_other, n_base] = found.samples.unwrap_or_default().map(CsvCell::Whole);
            let [mean, mcse, low, high] = [mean, mcse, mean_low, mean_high].map(CsvCell::Number);
            let cells = [n_other, n_base, mean, mcse, CsvCell::Whole(degrees), low, high];
            rows.take(&mut key(month, measure).chain(cells))
        });
    }
    each_cell(
        plan,
        (pass, 1),
        gather,
        |_, values| describe_differences(values),
        |month, measure, paired| {
            let DifferenceSummary {
                summary,
                mean_low,
                mean_high,
                share_lower,
                share_equal,
                share_higher,
                ..
            } = paired;
            let key = key(month, measure);
            let paired = [mean_low, mean_high, share_lower, share_equal, share_higher];
            rows.take(&mut key.chain(statistics_cells(&summary)).chain(paired.map(CsvCell::Number)))
        },
    )
}

/// Whose values are gathered.
#[derive(Debug, Clone, Copy)]
pub enum Gathering {
    /// The replications of a scenario.
    Levels(usize),
    /// Their distance to those of a base: (other, base).
    Differences(usize, usize),
    /// Those of one scenario and those of another, side by side: (other, base).
    Samples(usize, usize),
}

impl Gathering {
    /// What the differences of a pair are described from.
    pub fn of_pair(plan: &Plan, (other, base): (usize, usize)) -> Gathering {
        match plan.unpaired {
            None => Gathering::Differences(other, base),
            Some(_) => Gathering::Samples(other, base),
        }
    }

    /// The scenarios whose runs it takes.
    pub fn scenarios(self) -> impl Iterator<Item = usize> {
        let (one, other) = match self {
            Gathering::Levels(scenario) => (scenario, None),
            Gathering::Differences(other, base) | Gathering::Samples(other, base) => (other, Some(base)),
        };
        std::iter::once(one).chain(other)
    }
}

/// The timelines of a district in the journal.
struct Gathered<'a> {
    reader: JournalReader<'a>,
    plan: &'a Plan,
    what: Gathering,
    district: usize,
}

impl<'a> Gathered<'a> {
    /// Nothing where no replication was simulated.
    fn of(
        journal: &'a Journal,
        plan: &'a Plan,
        what: Gathering,
        district: usize,
    ) -> Result<Option<Gathered<'a>>> {
        let simulated = |s: usize| {
            (0..plan.replications).any(|r| journal.status(job(plan, s, district, r)) == Some(Status::Done))
        };
        let gathered = |reader| Gathered { reader, plan, what, district };
        what.scenarios().all(simulated).then(|| journal.reader().map(gathered)).transpose()
    }
}

impl Gathered<'_> {
    /// Gathers some cells from the journal.
    fn fill(&mut self, cells: &[usize], values: &mut Vec<f64>) -> Result<()> {
        values.clear();
        match self.what {
            Gathering::Levels(scenario) => self.sample((scenario, None), (0, 1), cells, values),
            Gathering::Differences(other, base) => self.sample((other, Some(base)), (0, 1), cells, values),
            Gathering::Samples(other, base) => {
                self.sample((other, None), (0, 2), cells, values)?;
                self.sample((base, None), (1, 2), cells, values)
            }
        }
    }

    /// Gathers some cells of a scenario, less those of a base if there is one, as one of so many samples of each cell.
    fn sample(
        &mut self,
        (scenario, base_scenario): (usize, Option<usize>),
        (place, samples): (usize, usize),
        cells: &[usize],
        values: &mut Vec<f64>,
    ) -> Result<()> {
        let Some((&from, &to)) = cells.first().zip(cells.last()) else { return Ok(()) };
        let span = from..to + 1;
        let replications = self.plan.replications as usize;
        let of = |scenario, replication| job(self.plan, scenario, self.district, replication as u32);
        values.resize(cells.len() * replications * samples, f64::NAN);
        let (mut row, mut base) = (Vec::new(), Vec::new());
        let mut rows: Vec<f64> = Vec::with_capacity(TOGETHER * cells.len());
        for first in (0..replications).step_by(TOGETHER) {
            let some = TOGETHER.min(replications - first);
            rows.clear();
            for r in first..first + some {
                let mut present = self.reader.cells(of(scenario, r), span.clone(), &mut row)?;
                if let (true, Some(other)) = (present, base_scenario) {
                    present = self.reader.cells(of(other, r), span.clone(), &mut base)?;
                    subtract(&mut row, &base);
                }
                match present {
                    true if span.len() == cells.len() => rows.extend_from_slice(&row),
                    true => rows.extend(cells.iter().map(|cell| row[cell - from])),
                    false => rows.resize(rows.len() + cells.len(), f64::NAN),
                }
            }
            for cell in 0..cells.len() {
                let start = (cell * samples + place) * replications + first;
                let own = &mut values[start..][..some];
                for (value, found) in own.iter_mut().zip(rows[cell..].iter().step_by(cells.len())) {
                    *value = *found;
                }
            }
        }
        Ok(())
    }
}

/// The cells that summaries hold: the kept measures of the months that are held, as rising places in the timeline.
pub fn cells_held(plan: &Plan) -> Vec<usize> {
    let months = (0..=plan.months).filter(|month| holds_month(plan, *month));
    let of_month =
        |month: u32| plan.measures.places().iter().map(move |k| month as usize * MEASURES.len() + k);
    months.flat_map(of_month).collect()
}

/// Describe every cell that is held over its replications, of one sample or two; `write` takes what is said of each, in order.
fn each_cell<T: Send>(
    plan: &Plan,
    (pass, samples): (Pass, usize),
    gather: Gather<'_>,
    describe: impl Fn(usize, &mut [f64]) -> T + Sync,
    mut write: impl FnMut(u32, usize, T) -> Result<()>,
) -> Result<()> {
    let replications = plan.replications.max(1) as usize * samples;
    let at_once = (pass.bytes / (8 * replications)).max(1);
    let mut values = Vec::new();
    for cells in cells_held(plan).chunks(at_once) {
        gather(cells, &mut values)?;
        let one = |(i, of_cell): (usize, &mut [f64])| describe(cells[i], of_cell);
        let described: Vec<T> = match pass.shared {
            true => values.par_chunks_mut(replications).enumerate().with_min_len(16).map(one).collect(),
            false => values.chunks_mut(replications).enumerate().map(one).collect(),
        };
        for (cell, one) in cells.iter().zip(described) {
            write((cell / MEASURES.len()) as u32, cell % MEASURES.len(), one)?;
        }
    }
    Ok(())
}

fn is_stage(cell: usize) -> bool {
    MEASURES[cell % MEASURES.len()].name == STAGE
}

fn statistics_cells<'c>(s: &Summary) -> impl Iterator<Item = CsvCell<'c>> + use<'c> {
    let numbers = [s.mean, s.sd].into_iter().chain(s.quantiles).chain([s.mcse]);
    std::iter::once(CsvCell::Whole(s.n)).chain(numbers.map(CsvCell::Number))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::results::csv_rows::CsvRows;
    use crate::results::digest::PlanDigest;
    use crate::results::{atomic, sample};
    use std::fs;
    use std::path::Path;

    type WriteTable = fn(&Journal, &Plan, (Draft, TableFormat), usize) -> Result<Sealed>;

    fn written(
        folder: &Path,
        journal: &Journal,
        plan: &Plan,
        table: WriteTable,
        pass_bytes: usize,
    ) -> String {
        let draft = atomic::draft(&folder.join("t.csv")).unwrap();
        table(journal, plan, (draft, TableFormat::Csv), pass_bytes).unwrap().publish().unwrap();
        fs::read_to_string(folder.join("t.csv")).unwrap()
    }

    #[test]
    fn the_size_of_a_pass_changes_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let plan = sample::plan(2, 2, 20);
        let mut journal = Journal::create(&folder.path().join("j"), &PlanDigest([0; 32])).unwrap();
        journal.append(&sample::outcomes(&plan)).unwrap();
        for table in [summary as WriteTable, differences_summary] {
            let whole = written(folder.path(), &journal, &plan, table, PASS_BYTES);
            for pass in [0, 20 * 8 * 3, 20 * 8 * 17, 20 * 8 * 41] {
                assert_eq!(written(folder.path(), &journal, &plan, table, pass), whole);
            }
        }
    }

    #[test]
    fn a_row_says_what_the_plain_way_says() {
        let folder = tempfile::tempdir().unwrap();
        let plan = sample::plan(2, 2, 20);
        let mut journal = Journal::create(&folder.path().join("j"), &PlanDigest([0; 32])).unwrap();
        journal.append(&sample::outcomes(&plan)).unwrap();
        let text = written(folder.path(), &journal, &plan, summary, PASS_BYTES);
        assert_eq!(text.lines().count(), 1 + 2 * 2 * 7 * (MEASURES.len() + STAGES.len()));
        // Scenario 1, district 1, month 4, measure 2: rows 60 to 79.
        let mut values: Vec<f64> = sample::rows(&plan)[60..80]
            .iter()
            .filter_map(|o| o.timeline.get(4 * MEASURES.len() + 2))
            .copied()
            .collect();
        let key = ["scenario-1", "061", "4", MEASURES[2].name].map(CsvCell::Text);
        let mut expected = CsvRows::new(Vec::new(), Path::new("t"));
        expected.write(key.into_iter().chain(statistics_cells(&describe(&mut values)))).unwrap();
        let expected = String::from_utf8(expected.into_sink().unwrap()).unwrap();
        assert_eq!(text.matches(&expected).count(), 1);
    }

    #[test]
    fn stage_shares_follow_each_month_and_add_up_to_one() {
        let folder = tempfile::tempdir().unwrap();
        let plan = sample::plan(1, 1, 20);
        let mut journal = Journal::create(&folder.path().join("j"), &PlanDigest([0; 32])).unwrap();
        journal.append(&sample::outcomes(&plan)).unwrap();
        let text = written(folder.path(), &journal, &plan, summary, 20 * 8 * 7);
        let shares: Vec<f64> = text
            .lines()
            .filter(|l| l.contains(",stage_share_"))
            .map(|l| l.split(',').nth(5).unwrap().parse().unwrap())
            .collect();
        assert_eq!(shares.len(), 7 * 5);
        assert!(shares.chunks(5).all(|month| (month.iter().sum::<f64>() - 1.0).abs() < 1e-12));
    }
}
