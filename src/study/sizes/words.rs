//! Sizes side by side, for people and as CSV.

use super::measured::{MeasuredSize, Reached};
use crate::diagnostic::Result;
use crate::input::formula;
use crate::metrics::Ending;
use crate::phrasing::{count, duration, percent, thousands, whole};
use crate::study::brief::Brief;
use crate::study::failed;
use crate::study::text_table::table;

/// A column for each size, a row for each thing told.
pub fn human(sizes: &[MeasuredSize]) -> String {
    let mut header = vec!["share of runs, unless it says"];
    header.extend(sizes.iter().map(|size| size.size.as_str()));
    let mut rows = table(&header, 1);
    let mut row = |name: String, tell: &dyn Fn(&MeasuredSize) -> String| {
        let mut cells = vec![name];
        cells.extend(sizes.iter().map(tell));
        rows.add_row(cells);
    };
    let number = |value: Option<f64>| value.map_or_else(|| "–".into(), whole);
    row("runs (number)".into(), &|s| thousands(s.runs));
    row("schools (median)".into(), &|s| number(s.schools));
    row("focal teachers (median)".into(), &|s| number(s.focal_teachers));
    for stage in 2..=5 {
        row(format!("months to stage {stage} (half of the runs)"), &|s| {
            of(s, stage).map_or_else(none, |r| months(r, s))
        });
        row("  reached within the run".into(), &|s| of(s, stage).map_or_else(none, reached));
    }
    let months: Vec<u32> =
        sizes.first().map_or_else(Vec::new, |s| s.stage_shares.iter().map(|shares| shares.month).collect());
    for month in months {
        row(format!("at stages 0 to 5, month {month}"), &|s| {
            let found = s.stage_shares.iter().find(|shares| shares.month == month);
            found.map_or_else(none, |found| {
                let shares: Vec<String> =
                    found.shares.iter().map(|share| format!("{:.0}", share * 100.0)).collect();
                format!("{}%", shares.join(" "))
            })
        });
    }
    row("still deep at month 60, of the seats deep at month 36".into(), &|s| {
        s.sustained.map_or_else(none, percent)
    });
    for (place, ending) in Ending::ALL.iter().enumerate() {
        row(format!("ends {}", ending.name()), &|s| {
            s.endings.get(place).map_or_else(none, |e| percent(e.share))
        });
    }
    format!(
        "{rows}\nruns that do not reach a stage are censored at the last month: `> N` means fewer than half got there within N months; all figures hold only if the model's assumptions do, and variation is chance within the modeled world\n"
    )
}

/// How often half of all schools come to use it, then a row for each size.
pub fn brief(sizes: &[MeasuredSize]) -> String {
    let known: Vec<(&MeasuredSize, &Reached)> =
        sizes.iter().filter_map(|s| Some((s, of(s, SCHOOLS)?))).collect();
    let headline = match known.as_slice() {
        [(first, one), .., (last, other)] => format!(
            "Half of all schools come to use it within {} in {} of the runs with {}, and in {} with {}.",
            duration(first.last_month),
            one.reached.map_or_else(none, percent),
            first.size,
            other.reached.map_or_else(none, percent),
            last.size
        ),
        _ => format!("{} side by side.", count(sizes.len() as f64, "size", "sizes")),
    };
    let head =
        ["share of runs", "half the schools use it", "by month", "a norm", "still deep", "scaled", "stalled"];
    let ending = |s: &MeasuredSize, name: Ending| {
        s.endings.iter().find(|e| e.ending == name.name()).map_or_else(none, |e| percent(e.share))
    };
    let row = |s: &MeasuredSize| {
        vec![
            s.size.clone(),
            of(s, SCHOOLS).map_or_else(none, reached),
            of(s, SCHOOLS).map_or_else(none, |r| months(r, s)),
            of(s, NORM).map_or_else(none, reached),
            s.sustained.map_or_else(none, percent),
            ending(s, Ending::Scaled),
            ending(s, Ending::Stalled),
        ]
    };
    let most = sizes.iter().map(|s| s.runs).max().unwrap_or(0);
    let shown: Vec<String> = head.iter().map(|name| (*name).to_owned()).collect();
    Brief::of(headline)
        .table(shown, 1, sizes.iter().map(row).collect())
        .words(format!(
            "up to {} runs of each size, in brackets the 95% interval; by month: half of the runs got there, `> N` not within N months; still \
             deep: of the teachers' seats deep at month 36, those deep at month 60",
            thousands(most)
        ))
        .words("all of it holds only if the model's assumptions do; variation is chance within the modeled world")
        .text("schools and teachers of each size, every stage over the months, all endings")
}

/// Stages that are told in brief: half of all schools use it, and a districtwide norm.
const SCHOOLS: u32 = 4;
const NORM: u32 = 5;

fn none() -> String {
    "–".into()
}

fn of(size: &MeasuredSize, stage: u32) -> Option<&Reached> {
    size.stages.iter().find(|r| r.stage == stage && r.reached.is_some())
}

fn months(reached: &Reached, size: &MeasuredSize) -> String {
    reached.median.map_or_else(|| format!("> {}", size.last_month), |month| month.to_string())
}

fn reached(reached: &Reached) -> String {
    let share = reached.reached.map_or_else(none, percent);
    format!("{share} ({:.0} to {:.0})", reached.low * 100.0, reached.high * 100.0)
}

/// A row for each size; what is missing is an empty cell.
pub fn csv(sizes: &[MeasuredSize]) -> Result<Vec<u8>> {
    let write = || -> std::result::Result<Vec<u8>, csv::Error> {
        let mut writer = csv::Writer::from_writer(Vec::new());
        for (place, size) in sizes.iter().enumerate() {
            let cells = cells(size);
            if place == 0 {
                writer.write_record(cells.iter().map(|(name, _)| name))?;
            }
            writer.write_record(cells.iter().map(|(_, cell)| cell))?;
        }
        Ok(writer.into_inner().unwrap_or_default())
    };
    write().map_err(failed)
}

fn cells(size: &MeasuredSize) -> Vec<(String, String)> {
    let number = |value: Option<f64>| value.map_or_else(String::new, |v| v.to_string());
    let mut cells: Vec<(String, String)> = [
        ("size", formula::to_cell(&size.size).into_owned()),
        ("scenario", formula::to_cell(&size.scenario).into_owned()),
        ("district", formula::to_cell(&size.district).into_owned()),
        ("pupils", size.pupils.to_string()),
        ("schools", number(size.schools)),
        ("focal_teachers", number(size.focal_teachers)),
        ("runs", size.runs.to_string()),
        ("last_month", size.last_month.to_string()),
    ]
    .map(|(name, cell)| (name.to_owned(), cell))
    .to_vec();
    for r in &size.stages {
        let stage = r.stage;
        cells.push((
            format!("median_month_stage_{stage}"),
            r.median.map_or_else(String::new, |m| m.to_string()),
        ));
        cells.push((format!("reached_stage_{stage}"), number(r.reached)));
        cells.push((format!("reached_stage_{stage}_low"), r.low.to_string()));
        cells.push((format!("reached_stage_{stage}_high"), r.high.to_string()));
    }
    for shares in &size.stage_shares {
        for (stage, share) in shares.shares.iter().enumerate() {
            cells.push((format!("stage_share_{stage}_month_{}", shares.month), share.to_string()));
        }
    }
    cells.push(("sustained".into(), number(size.sustained)));
    cells.extend(size.endings.iter().map(|e| (format!("ends_{}", e.ending), e.share.to_string())));
    cells
}
