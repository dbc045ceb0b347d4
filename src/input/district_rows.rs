//! From the rows of a table of schools to districts: every row is looked at, every fault is noted.

use std::collections::BTreeMap;

use super::district_cells::Row;
use super::rows::each;
use super::table_fault::{Quoted, TableFaults};
use crate::census::mapping::Mapping;
use crate::census::{DistrictFacts, SchoolFacts};

/// Reads all rows, in the order of the file. The districts are whole only if no fault was noted.
pub(super) fn read(bytes: &[u8], mapping: &Mapping, faults: &mut TableFaults) -> Vec<DistrictFacts> {
    let mut districts = BTreeMap::<String, Described>::new();
    let mut schools = BTreeMap::<String, u64>::new();
    each(bytes, mapping, faults, |row| row.enter(&mut districts, &mut schools));
    let mut found: Vec<DistrictFacts> = districts.into_values().map(|described| described.facts).collect();
    for district in &mut found {
        district.schools.sort_by(|a, b| a.id.cmp(&b.id));
    }
    found
}

/// A district as its first row described it, and where that was.
struct Described {
    facts: DistrictFacts,
    line: u64,
}

impl Row<'_> {
    /// Enters the school of this row under its district, unless it is an agency of its own.
    fn enter(mut self, districts: &mut BTreeMap<String, Described>, schools: &mut BTreeMap<String, u64>) {
        let school_id = self.identifier("school_id");
        if let Some(id) = school_id {
            if let Some(first) = schools.get(id) {
                let what = format!("the school {} is already on line {first}", Quoted(id));
                self.fault("school_id", what, "give each school one row and an identifier of its own");
            } else {
                schools.insert(id.to_owned(), self.line);
            }
        }
        if self.is_an_agency_of_its_own() {
            return;
        }
        let district_id = self.identifier("district_id");
        let (district, county) = (self.text("district"), self.text("county"));
        let kind = self.kind();
        let (name, level, grades) = (self.text("school"), self.level(), self.grades());
        let (enrollment, teachers, poverty) = (self.enrollment(), self.teachers(), self.poverty());

        let (Some(district_id), Some(district), Some(county), Some(kind)) =
            (district_id, district, county, kind)
        else {
            return;
        };
        let line = self.line;
        let described = districts.entry(district_id.to_owned()).or_insert_with(|| {
            let (id, name, county) = (district_id.to_owned(), district.to_owned(), county.to_owned());
            Described {
                facts: DistrictFacts { id, name, kind: kind.clone(), county, schools: Vec::new() },
                line,
            }
        });
        let facts = &described.facts;
        for (column, here, there) in [
            ("district", district, facts.name.as_str()),
            ("district_type", kind.word(), facts.kind.word()),
            ("county", county, facts.county.as_str()),
        ] {
            if here != there {
                let what = format!(
                    "is {} for a district that was {} on line {}",
                    Quoted(here),
                    Quoted(there),
                    described.line
                );
                self.fault(column, what, "describe a district the same way in all its rows");
            }
        }
        if let (
            Some(id),
            Some(name),
            Some(level),
            Some(grades),
            Some(enrollment),
            Some(teachers_fte),
            Some(poverty),
        ) = (school_id, name, level, grades, enrollment, teachers, poverty)
        {
            let (id, name) = (id.to_owned(), name.to_owned());
            described.facts.schools.push(SchoolFacts {
                id,
                name,
                level,
                grades,
                enrollment,
                teachers_fte,
                poverty,
            });
        }
    }
}
