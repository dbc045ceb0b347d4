//! From the rows of a table of districts to what is known of each in total.

use std::collections::BTreeMap;

use super::columns::Way;
use super::district_cells::Row;
use super::doubts::{doubt_districts, doubt_totals};
use super::fact_notes::{FactNotes, Topic};
use super::latest::Latest;
use super::partners::Partners;
use super::row_facts::{Pupils, TeacherRatio};
use super::row_filter::latest;
use super::rows::each;
use super::table_fault::{Quoted, TableFaults};
use super::totals_row::{is_named_total, is_no_id, leave_out};
use crate::census::row_choice::TotalsRow;
use crate::census::totals::DistrictTotals;

/// Reads all rows. The districts are whole only if no fault was noted.
pub(super) fn read(
    bytes: &[u8],
    way: Way<'_>,
    faults: &mut TableFaults,
    notes: &mut FactNotes,
) -> Vec<DistrictTotals> {
    let Some(latest) = latest(bytes, way, faults) else { return Vec::new() };
    let mut districts = BTreeMap::<String, (DistrictTotals, u64)>::new();
    let mut partners = Partners::default();
    let ratio = TeacherRatio::of(way.mapping).filter(|_| way.mapping.pupils_per_teacher.is_some());
    each(bytes, way, faults, |row| {
        row.enter_totals(latest.as_ref(), ratio.as_ref(), &mut districts, &mut partners, notes);
    });
    partners.told(way.joined, notes);
    let mut found: Vec<DistrictTotals> = districts.into_values().map(|(totals, _)| totals).collect();
    if way.mapping.totals_row == TotalsRow::LeaveOut {
        leave_out(&mut found, notes);
        doubt_totals(&found, notes);
    }
    doubt_districts(&found, notes);
    found
}

impl Row<'_> {
    /// Enters the district of this row, if it counts.
    fn enter_totals(
        mut self,
        latest: Option<&Latest>,
        ratio: Option<&TeacherRatio>,
        districts: &mut BTreeMap<String, (DistrictTotals, u64)>,
        partners: &mut Partners,
        notes: &mut FactNotes,
    ) {
        if !self.counts(latest, notes) {
            return;
        }
        let (district, called) = (self.quiet("district_id"), self.quiet("district"));
        let may_leave_out = self.layout.mapping.totals_row == TotalsRow::LeaveOut;
        if may_leave_out && is_no_id(district) && is_named_total(called) {
            return notes.add(Topic::TotalsRow, "", called);
        }
        let id = self.identifier("district_id");
        if let Some((_, first)) = id.and_then(|id| districts.get(id)) {
            let what = format!("the district {} is already on line {first}", Quoted(id.unwrap_or_default()));
            self.fault("district_id", what, "give each district one row and an identifier of its own");
            return;
        }
        partners.enter(&self, district, notes);
        let (name, county, kind) = (self.text("district"), self.text("county"), self.kind_if_known());
        let pupils = match self.pupils(district, notes) {
            Pupils::Known(pupils) => Some(pupils),
            Pupils::Wrong => None,
            Pupils::Unknown => return,
        };
        let teachers = self.teachers_if_known(pupils, ratio, district, notes);
        let poverty = self.poverty_of(pupils, district, notes);
        if let (
            Some(id),
            Some(name),
            Some(county),
            Some(kind),
            Some(pupils),
            Some(teachers_fte),
            Some(poverty),
        ) = (id, name, county, kind, pupils, teachers, poverty)
        {
            self.doubt_name("district", name, district, notes);
            let [id, name, county] = [id, name, county].map(str::to_owned);
            let line = self.line;
            let totals = DistrictTotals { id, name, kind, county, pupils, teachers_fte, poverty };
            districts.insert(totals.id.clone(), (totals, line));
        }
    }
}
