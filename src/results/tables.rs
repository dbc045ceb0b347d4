//! The large tables, streamed from the journal, scenario after scenario: the timelines, and their differences.

use super::journal::Journal;
use super::table_stream::{BlockLabels, LargeTable};
use crate::diagnostic::Result;
use crate::experiment::{Outcome, Plan, Status};

/// Leading text columns of the timeline table.
pub const TIMELINE_LABELS: &[&str] = &["scenario"];
/// Leading text columns of the table of differences.
pub const DIFFERENCE_LABELS: &[&str] = &["other", "base"];

/// The place of a job in the list, and so in the journal.
pub fn job(plan: &Plan, scenario: usize, district: usize, replication: u32) -> usize {
    plan.list().index(scenario, district, replication)
}

/// An outcome to read into.
pub fn blank() -> Outcome {
    Outcome { status: Status::Done, timeline: Vec::new(), run: Vec::new(), drawn: Vec::new() }
}

/// Every run's months. Reads and verifies every record of the journal.
pub fn timeline<'p>(journal: &Journal, plan: &'p Plan, table: &mut LargeTable<'p>) -> Result<()> {
    let (mut reader, mut outcome) = (journal.reader()?, blank());
    for (s, scenario) in plan.scenarios.iter().enumerate() {
        for (d, district) in plan.districts.iter().enumerate() {
            for replication in 0..plan.replications {
                reader.read(job(plan, s, d, replication), &mut outcome)?;
                let labels = vec![scenario.name.as_str()];
                table.push(BlockLabels { labels, replication, district: &district.id }, &outcome.timeline)?;
            }
        }
    }
    Ok(())
}

/// Other minus base, of the same replication; missing where either is. A pair with a run that was
/// skipped has no rows.
pub fn differences<'p>(journal: &Journal, plan: &'p Plan, table: &mut LargeTable<'p>) -> Result<()> {
    let mut reader = journal.reader()?;
    let (mut other, mut base) = (blank(), blank());
    for &(o, b) in &plan.pairs {
        let names = [o, b].map(|s| plan.scenarios[s].name.as_str());
        for (d, district) in plan.districts.iter().enumerate() {
            for replication in 0..plan.replications {
                reader.read(job(plan, o, d, replication), &mut other)?;
                reader.read(job(plan, b, d, replication), &mut base)?;
                if other.timeline.is_empty() || base.timeline.is_empty() {
                    continue;
                }
                subtract(&mut other.timeline, &base.timeline);
                let labels = names.to_vec();
                table.push(BlockLabels { labels, replication, district: &district.id }, &other.timeline)?;
            }
        }
    }
    Ok(())
}

/// Other minus base, in place.
pub fn subtract(other: &mut [f64], base: &[f64]) {
    for (other, base) in other.iter_mut().zip(base) {
        *other -= base;
    }
}

#[cfg(test)]
mod tests {
    use crate::experiment::job::ACCEPTED_MODEL;
    use crate::metrics::{MEASURES, RUN_COLUMNS};
    use crate::results::folder::TableFormat;
    use crate::results::sample;
    use crate::results::summaries::STAGE_SHARES;
    use std::fs;

    #[cfg(feature = "parquet")]
    #[test]
    fn csv_and_parquet_hold_the_same_values() {
        let folder = tempfile::tempdir().unwrap();
        let plan = sample::plan(2, 2, 8);
        let (csv, parquet) = (folder.path().join("csv"), folder.path().join("parquet"));
        sample::finished(&csv, &plan, TableFormat::Csv);
        sample::finished(&parquet, &plan, TableFormat::Parquet);
        let names: Vec<&str> = MEASURES.iter().map(|m| m.name).collect();
        let outcomes = sample::outcomes(&plan);
        for (s, scenario) in plan.scenarios.iter().enumerate() {
            for (d, district) in plan.districts.iter().enumerate() {
                let [a, b] = [&csv, &parquet].map(|path| {
                    sample::dataset(path).runs(&scenario.name, &district.id, 0..8, &names).unwrap()
                });
                assert_eq!(format!("{a:?}"), format!("{b:?}"));
                for run in b {
                    let stored = &outcomes[super::job(&plan, s, d, run.replication)].timeline;
                    for (month, row) in stored.chunks(MEASURES.len()).enumerate() {
                        for (m, value) in row.iter().enumerate() {
                            let back = run.values[m][month];
                            assert!(back.to_bits() == value.to_bits() || back.is_nan() && value.is_nan());
                        }
                    }
                }
            }
        }
    }

    #[cfg(feature = "parquet")]
    #[test]
    fn small_tables_say_the_same_in_every_format() {
        let folder = tempfile::tempdir().unwrap();
        let mut plan = sample::plan(2, 2, 8);
        plan.scenarios.iter_mut().for_each(|s| s.drawn.push(ACCEPTED_MODEL.into()));
        let formats = [TableFormat::Csv, TableFormat::Mixed, TableFormat::Parquet];
        let [csv, mixed, parquet] = formats.map(|format| folder.path().join(format.word()));
        for (path, format) in [&csv, &mixed, &parquet].into_iter().zip(formats) {
            sample::finished(path, &plan, format);
        }
        for table in ["summary", "differences_summary", "runs"] {
            let file = format!("{table}.csv");
            assert_eq!(fs::read(csv.join(&file)).unwrap(), fs::read(mixed.join(&file)).unwrap());
            assert!(!parquet.join(&file).exists() && parquet.join(format!("{table}.parquet")).is_file());
        }
        // Somebody else's file beside the table is not read for it.
        fs::write(parquet.join("runs.csv"), "scenario,status\n").unwrap();
        let [a, b] = [&csv, &parquet].map(|path| {
            let d = sample::dataset(path);
            let names: Vec<&str> = MEASURES.iter().map(|m| m.name).chain(STAGE_SHARES).collect();
            let columns: Vec<&str> = RUN_COLUMNS.iter().map(|c| c.name).chain(["lift"]).collect();
            let rows = (0..8).map(|r| d.run_row(("scenario-1", "061", r), &["lift", "drag", ACCEPTED_MODEL]));
            let rows: Vec<_> = rows.map(Result::unwrap).collect();
            let levels = (d.levels(None, &names).unwrap(), d.differences(None, &names).unwrap());
            format!("{levels:?} {:?} {rows:?}", d.run_columns("060", &columns).unwrap())
        });
        assert!(a.contains("contained") && a.contains("Summary {"));
        assert_eq!(a, b);
    }

    #[test]
    fn a_scenario_paired_with_itself_differs_by_zero_everywhere() {
        let folder = tempfile::tempdir().unwrap();
        let mut plan = sample::plan(1, 1, 5);
        plan.pairs = vec![(0, 0)];
        sample::finished(&folder.path().join("r"), &plan, TableFormat::Csv);
        let text = fs::read_to_string(folder.path().join("r/differences.csv")).unwrap();
        let mut cells = 0;
        for line in text.lines().skip(1) {
            for cell in line.rsplitn(MEASURES.len() + 1, ',').take(MEASURES.len()) {
                assert!(cell == "0" || cell.is_empty(), "{cell}");
                cells += usize::from(cell == "0");
            }
        }
        assert!(cells > 1000);
        let summary = fs::read_to_string(folder.path().join("r/differences_summary.csv")).unwrap();
        assert!(summary.lines().skip(1).all(|l| l.ends_with(",0,1,0") || l.contains(",0,,,")), "{summary}");
    }

    #[test]
    fn a_skipped_run_has_no_rows() {
        let folder = tempfile::tempdir().unwrap();
        let plan = sample::plan(2, 1, 7);
        sample::finished(&folder.path().join("r"), &plan, TableFormat::Csv);
        let rows =
            |file: &str| fs::read_to_string(folder.path().join("r").join(file)).unwrap().lines().count() - 1;
        assert_eq!(rows("timeline.csv"), 12 * 7);
        assert_eq!(rows("differences.csv"), 6 * 7);
        assert_eq!(rows("runs.csv"), 14);
    }
}
