//! The districts of a batch as a table with the columns in which they are read.

use crate::census::totals::{DistrictTotals, TOTALS};
use crate::census::{COLUMNS, DistrictFacts, DistrictKind};
use crate::diagnostic::{Diagnostic, Result};
use crate::input::formula::to_cell;
use crate::scenario::{DistrictSpec, Scenario};

/// The table that the complete text of a scenario names, as bytes; none where its districts stand in the text: one district, and a
/// cohort.
///
/// # Errors
/// None that could happen; the writer says so.
pub fn beside(scenario: &Scenario) -> Result<Option<Vec<u8>>> {
    if scenario.places.len() == 1 || scenario.cohort.is_some() {
        return Ok(None);
    }
    let (mut facts, mut known) = (Vec::new(), Vec::new());
    for place in &scenario.places {
        match place {
            DistrictSpec::Facts(own) => facts.push(own),
            DistrictSpec::Totals(own) => known.push(own),
            DistrictSpec::Synthetic { .. } => {}
        }
    }
    if known.is_empty() { table(&facts) } else { totals(&known) }.map(Some)
}

/// The table as bytes. Every school that is in a batch is written as no direct-funded charter, which
/// it is not, or it would not be there.
pub fn table(districts: &[&DistrictFacts]) -> Result<Vec<u8>> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(COLUMNS).map_err(fault)?;
    for d in districts {
        for s in &d.schools {
            let (low, high) = s
                .grades
                .map_or((String::new(), String::new()), |g| (g.low().to_string(), g.high().to_string()));
            let poverty = s.poverty.map_or(String::new(), |p| p.to_string());
            let (pupils, teachers) = (s.enrollment.to_string(), s.teachers_fte.to_string());
            let row: [&str; 13] = [
                &to_cell(&d.id),
                &to_cell(&d.name),
                &to_cell(d.kind.word()),
                &to_cell(&d.county),
                &to_cell(&s.id),
                &to_cell(&s.name),
                s.level.word(),
                &low,
                &high,
                "no",
                &pupils,
                &teachers,
                &poverty,
            ];
            writer.write_record(row).map_err(fault)?;
        }
    }
    writer.into_inner().map_err(fault)
}

/// The same for districts whose schools are not known; the built-in mapping `districts` reads it.
pub fn totals(districts: &[&DistrictTotals]) -> Result<Vec<u8>> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(TOTALS).map_err(fault)?;
    for d in districts {
        let number = |x: Option<f64>| x.map_or(String::new(), |x| x.to_string());
        let row: [&str; 7] = [
            &to_cell(&d.id),
            &to_cell(&d.name),
            &to_cell(d.kind.as_ref().map_or("", DistrictKind::word)),
            &to_cell(&d.county),
            &d.pupils.to_string(),
            &number(d.teachers_fte),
            &number(d.poverty),
        ];
        writer.write_record(row).map_err(fault)?;
    }
    writer.into_inner().map_err(fault)
}

fn fault(e: impl std::fmt::Display) -> Diagnostic {
    Diagnostic::new("districts.csv", e.to_string(), "please report it with the command line")
}
