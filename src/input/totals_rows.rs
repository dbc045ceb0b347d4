//! From the rows of a table of districts to what is known of each in total.

use std::collections::BTreeMap;

use super::district_cells::Row;
use super::rows::each;
use super::table_fault::{Quoted, TableFaults};
use crate::census::mapping::Mapping;
use crate::census::totals::DistrictTotals;

/// Reads all rows. The districts are whole only if no fault was noted.
pub(super) fn read(bytes: &[u8], mapping: &Mapping, faults: &mut TableFaults) -> Vec<DistrictTotals> {
    let mut districts = BTreeMap::<String, (DistrictTotals, u64)>::new();
    each(bytes, mapping, faults, |row| row.enter_totals(&mut districts));
    districts.into_values().map(|(totals, _)| totals).collect()
}

impl Row<'_> {
    /// Enters the district of this row.
    fn enter_totals(mut self, districts: &mut BTreeMap<String, (DistrictTotals, u64)>) {
        let id = self.identifier("district_id");
        if let Some((_, first)) = id.and_then(|id| districts.get(id)) {
            let what = format!("the district {} is already on line {first}", Quoted(id.unwrap_or_default()));
            self.fault("district_id", what, "give each district one row and an identifier of its own");
            return;
        }
        let (name, county) = (self.text("district"), self.text("county"));
        let (kind, pupils) = (self.kind_if_known(), self.enrollment());
        let (teachers, poverty) = (self.teachers_if_known(), self.poverty());
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
            let [id, name, county] = [id, name, county].map(str::to_owned);
            let line = self.line;
            let totals = DistrictTotals { id, name, kind, county, pupils, teachers_fte, poverty };
            districts.insert(totals.id.clone(), (totals, line));
        }
    }
}
