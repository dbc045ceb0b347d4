//! From the bytes of a CSV table to districts: every row is looked at, every fault is noted.

use std::collections::BTreeMap;

use csv::{ByteRecord, ReaderBuilder, Trim};

use super::district_cells::{Columns, Row};
use super::table_fault::{Fault, Faults, Quoted};
use crate::quantity::census::COLUMNS;
use crate::quantity::census::{DistrictFacts, SchoolFacts};
use crate::quantity::spelling::nearest;

/// Reads all rows, in the order of the file. The districts are whole only if no fault was noted.
pub(super) fn read(bytes: &[u8], faults: &mut Faults) -> Vec<DistrictFacts> {
    let mut reader =
        ReaderBuilder::new().has_headers(false).flexible(true).trim(Trim::All).from_reader(bytes);
    let mut lines = Lines { bytes, offset: 0, line: 1 };
    let mut records = reader.byte_records().map_while(Result::ok); // reading from memory cannot fail

    let Some(header) = records.next() else {
        faults.add(
            1,
            None,
            "the file is empty".into(),
            "the first line names the columns, each further one is a school",
        );
        return Vec::new();
    };
    let header_line = lines.of(&header);
    let Some(columns) = find_columns(&header, header_line, faults) else { return Vec::new() };

    let mut districts = BTreeMap::<String, Described>::new();
    let mut schools = BTreeMap::<String, u64>::new();
    let mut rows = 0_usize;
    for record in records {
        rows += 1;
        let line = lines.of(&record);
        if record.len() != header.len() {
            let what = format!("the row has {} cells, the header {}", record.len(), header.len());
            faults.add(line, None, what, "look for a missing or extra comma, or a stray quotation mark");
            continue;
        }
        Row { record: &record, columns: &columns, line, faults }.enter(&mut districts, &mut schools);
    }
    if rows == 0 {
        faults.add(
            header_line,
            None,
            "there is a header, but no school".into(),
            "add one row for each school",
        );
    }
    districts.into_values().map(|described| described.facts).collect()
}

/// Where the needed columns stand, if they are all there once.
fn find_columns(header: &ByteRecord, line: u64, faults: &mut Faults) -> Option<Columns> {
    let Ok(names) = header.iter().map(std::str::from_utf8).collect::<Result<Vec<_>, _>>() else {
        faults.add(line, None, "the header is not UTF-8 text".into(), "save the table as CSV UTF-8");
        return None;
    };
    if let [only] = names[..]
        && let Some(mark) = [';', '\t'].into_iter().find(|&mark| only.contains(mark))
    {
        let what = format!("the header is one cell that holds {mark:?}");
        faults.add(line, None, what, "save the table with commas between the cells");
        return None;
    }
    let mut columns = Columns::new();
    for needed in COLUMNS {
        let mut places =
            names.iter().enumerate().filter(|(_, name)| **name == needed).map(|(place, _)| place);
        match (places.next(), places.next()) {
            (Some(place), None) => {
                columns.insert(needed, place);
            }
            (Some(_), Some(_)) => {
                faults.add(line, Some(needed), "the column is there twice".into(), "remove or rename one");
            }
            (None, _) => {
                let near = nearest(needed, names.iter().copied().filter(|name| !COLUMNS.contains(name)));
                let remedy = match near {
                    Some(near) => format!("is {} meant? rename it to `{needed}`", Quoted(near)),
                    None => format!("add a column `{needed}`; leave a cell empty where it is unknown"),
                };
                let (column, what) = (Some(needed.to_owned()), "the column is missing".into());
                let (allowed, nearest) = (Some(COLUMNS.join(", ")), near.map(str::to_owned));
                faults.push(Fault { line, column, cell: None, what, allowed, nearest, remedy });
            }
        }
    }
    faults.is_empty().then_some(columns)
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

/// Counts lines up to a record. The reader's own count stands before the blank lines that it skips.
struct Lines<'a> {
    bytes: &'a [u8],
    offset: usize,
    line: u64,
}

impl Lines<'_> {
    fn of(&mut self, record: &ByteRecord) -> u64 {
        let start =
            record.position().map_or(0, |position| usize::try_from(position.byte()).unwrap_or(usize::MAX));
        while let Some(byte) = self.bytes.get(self.offset)
            && (self.offset < start || matches!(byte, b'\n' | b'\r'))
        {
            self.line += u64::from(*byte == b'\n');
            self.offset += 1;
        }
        self.line
    }
}
