//! From the rows of a table of schools to districts: every row is looked at, every fault is noted.

use std::collections::BTreeMap;

use sha2::{Digest, Sha256};

use super::columns::Way;
use super::district_cells::Row;
use super::doubts::{doubt_level, doubt_numbers, doubt_schools};
use super::fact_notes::{FactNotes, Topic};
use super::latest::Latest;
use super::partners::Partners;
use super::row_facts::{Pupils, TeacherRatio};
use super::row_filter::latest;
use super::rows::each;
use super::table_fault::{Quoted, TableFaults};
use super::totals_row::{is_named_total, is_no_id};
use crate::census::row_choice::TotalsRow;
use crate::census::{DistrictFacts, DistrictKind, Level, SchoolFacts};
use crate::phrasing::thousands;

/// Reads all rows, in the order of the file. The districts are whole only if no fault was noted.
pub(super) fn read(
    bytes: &[u8],
    way: Way<'_>,
    faults: &mut TableFaults,
    notes: &mut FactNotes,
) -> Vec<DistrictFacts> {
    let Some(latest) = latest(bytes, way, faults) else { return Vec::new() };
    let mut entered = Entered {
        districts: BTreeMap::new(),
        schools: BTreeMap::new(),
        latest,
        ratio: TeacherRatio::of(way.mapping),
        partners: Partners::default(),
        notes,
    };
    each(bytes, way, faults, |row| row.enter(&mut entered));
    let Entered { districts, partners, notes, .. } = entered;
    partners.told(way.joined, notes);
    let mut found: Vec<DistrictFacts> =
        districts.into_values().map(|described| described.whole(notes)).collect();
    if way.mapping.totals_row == TotalsRow::LeaveOut {
        leave_out_total(&mut found, notes);
        doubt_schools(&found, notes);
    }
    found
}

/// What was read so far, and how rows are read.
struct Entered<'n> {
    districts: BTreeMap<String, Described>,
    /// The line of each school, and a digest of it.
    schools: BTreeMap<String, (u64, [u8; 32])>,
    latest: Option<Latest>,
    ratio: Option<TeacherRatio>,
    partners: Partners,
    notes: &'n mut FactNotes,
}

/// A district as its first row described it, and where that was.
struct Described {
    facts: DistrictFacts,
    /// Its kind, as soon as a row says it.
    kind: Option<DistrictKind>,
    /// Whether its schools lie in several counties.
    counties: bool,
    line: u64,
}

impl Described {
    fn whole(self, notes: &mut FactNotes) -> DistrictFacts {
        let Described { mut facts, kind, counties, .. } = self;
        facts.schools.sort_by(|a, b| a.id.cmp(&b.id));
        if counties {
            notes.add(Topic::Counties, &facts.id, "");
        }
        facts.kind = kind.unwrap_or_else(|| {
            let kind = DistrictKind::of_schools(&facts.schools);
            notes.add(Topic::KindFromGrades, &facts.id, kind.word());
            kind
        });
        facts
    }
}

impl Row<'_> {
    /// Enters the school of this row under its district, unless it is an agency of its own or does not count.
    fn enter(mut self, entered: &mut Entered<'_>) {
        let district = self.quiet("district_id");
        if !self.counts(entered.latest.as_ref(), entered.notes) {
            return;
        }
        // A row of totals has no school.
        let may_leave_out = self.layout.mapping.totals_row == TotalsRow::LeaveOut;
        let named = [self.quiet("school"), self.quiet("district")].into_iter().find(|n| is_named_total(n));
        if let Some(name) = named.filter(|_| may_leave_out && is_no_id(self.quiet("school_id"))) {
            entered.notes.add(Topic::TotalsRow, "", name);
            return;
        }
        let school_id = self.identifier("school_id");
        if let Some(id) = school_id {
            let (line, whole) = (self.line, self.digest());
            match entered.schools.get(id) {
                Some((_, first)) if *first == whole => {
                    return entered.notes.add(Topic::Repeated, district, id);
                }
                Some((first, _)) => {
                    let what = format!("the school {} is already on line {first}", Quoted(id));
                    self.fault("school_id", what, "give each school one row and an identifier of its own");
                }
                None => {
                    entered.schools.insert(id.to_owned(), (line, whole));
                }
            }
        }
        if self.is_an_agency_of_its_own() {
            entered.notes.add(Topic::DirectCharter, district, "");
            return;
        }
        entered.partners.enter(&self, district, entered.notes);
        let district_id = self.identifier("district_id");
        let (name, county, kind) = (self.text("district"), self.text("county"), self.kind_if_known());
        let school = self.school(school_id, district, entered);
        let (Some(district_id), Some(name), Some(county), Some(kind)) = (district_id, name, county, kind)
        else {
            return;
        };
        let line = self.line;
        // A district of which no school counts is none.
        let Some(school) = school else { return };
        let described = entered.districts.entry(district_id.to_owned()).or_insert_with(|| {
            let (id, name, county) = (district_id.to_owned(), name.to_owned(), county.to_owned());
            let facts = DistrictFacts { id, name, kind: DistrictKind::Unified, county, schools: Vec::new() };
            Described { facts, kind: kind.clone(), counties: false, line }
        });
        let facts = &mut described.facts;
        let there = described.kind.as_ref().map_or("", DistrictKind::word);
        let is_other_kind = kind.as_ref().is_some_and(|kind| !there.is_empty() && kind.word() != there);
        for (column, is_other, here, there) in [
            ("district", name != facts.name, name, facts.name.as_str()),
            ("district_type", is_other_kind, kind.as_ref().map_or("", DistrictKind::word), there),
        ] {
            if is_other {
                let (here, there) = (Quoted(here), Quoted(there));
                let what = format!("is {here} for a district that was {there} on line {}", described.line);
                self.fault(column, what, "describe a district the same way in all its rows");
            }
        }
        if described.kind.is_none() {
            described.kind = kind;
        }
        // The county is only printed: a school may lie in another one.
        if facts.county.is_empty() {
            facts.county = county.to_owned();
        } else if !county.is_empty() && county != facts.county {
            described.counties = true;
        }
        facts.schools.extend(school);
    }

    /// The same for two rows of the same cells.
    fn digest(&self) -> [u8; 32] {
        let mut digest = Sha256::new();
        for cell in self.record {
            digest.update(cell.len().to_le_bytes());
            digest.update(cell);
        }
        digest.finalize().into()
    }

    /// The school of this row: nothing where it is left out, and nothing in it after a fault.
    fn school(
        &mut self,
        id: Option<&str>,
        district: &str,
        entered: &mut Entered<'_>,
    ) -> Option<Option<SchoolFacts>> {
        let notes = &mut *entered.notes;
        let pupils = match self.pupils(district, notes) {
            Pupils::Known(pupils) => Some(pupils),
            Pupils::Wrong => None,
            Pupils::Unknown => return None,
        };
        let (name, grades) = (self.text("school"), self.grades());
        let level = self.level(grades.flatten(), district, notes);
        let teachers = self.teachers_or_ratio(pupils, entered.ratio.as_ref(), district, notes);
        let poverty = self.poverty_of(pupils, district, notes);
        let (
            Some(id),
            Some(name),
            Some(level),
            Some(grades),
            Some(enrollment),
            Some(teachers_fte),
            Some(poverty),
        ) = (id, name, level, grades, pupils, teachers, poverty)
        else {
            return Some(None);
        };
        let word = self.quiet("level");
        match (level, grades) {
            (Level::Other, _) if !word.is_empty() => notes.add(Topic::OtherLevel, district, word),
            (_, None) => notes.add(Topic::NoGrades, district, ""),
            _ => {}
        }
        self.doubt_name("school", name, district, notes);
        self.doubt_name("district", self.quiet("district"), district, notes);
        doubt_numbers((name, district), enrollment, Some(teachers_fte), notes);
        let (id, name) = (id.to_owned(), name.to_owned());
        let school = SchoolFacts { id, name, level, grades, enrollment, teachers_fte, poverty };
        doubt_level(&school, district, notes);
        Some(Some(school))
    }
}

/// Takes out rows that have the students of all other schools together, of the table or of their district, and are a
/// total by their name.
fn leave_out_total(districts: &mut Vec<DistrictFacts>, notes: &mut FactNotes) {
    let all: u64 = districts.iter().map(DistrictFacts::pupils).sum();
    for district in districts.iter_mut() {
        let own = district.pupils();
        let mut others = district.schools.len();
        district.schools.retain(|school| {
            let pupils = u64::from(school.enrollment);
            let is_sum = pupils > 0 && (2 * pupils == own && others > 1 || 2 * pupils == all);
            let is_total = is_sum && (is_named_total(&school.name) || is_no_id(&school.id));
            if is_total {
                let word = format!("{} ({} students)", school.name, thousands(pupils));
                notes.add(Topic::TotalsRow, &district.id, &word);
                others -= 1;
            }
            !is_total
        });
    }
    districts.retain(|district| !district.schools.is_empty());
}
