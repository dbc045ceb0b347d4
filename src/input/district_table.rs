//! Real districts, read from a table with one row for each school.
//!
//! The columns are those of `california_schools.csv` (California Department of Education and NCES, 2023-24):
//! `district_id`, `district`, `district_type`, `county`, `school_id`, `school`, `level`, `grade_low`,
//! `grade_high`, `charter`, `enrollment`, `teachers_fte_est`, `frpm_share`, in any order, and any others.
//! Identifiers are texts; an empty cell means unknown, which students and teachers may not be.
//!
//! A table with other columns, or with a row for each district, is read by a [`Mapping`].
//!
//! Leaves out  schools with `charter` = `direct`: direct-funded charter schools are agencies of their own, with
//!           their own teachers and board, so a reform of the district does not reach them. Of their rows only the
//!           identifier is looked at, and an agency that has no other school does not appear.

use std::io::{ErrorKind, Read};
use std::path::Path;

use super::columns::Way;
use super::fact_notes::FactNotes;
use super::joined::{JoinedTable, read_all};
use super::regular_file;
use super::table_fault::{TableFaults, unreadable};
use super::{district_rows, totals_rows};
use crate::census::mapping::{Mapping, Rows};
use crate::census::reading_notes::ReadingNotes;
use crate::census::totals::{DistrictTotals, Listed};
use crate::census::{DistrictFacts, SizeBand};
use crate::diagnostic::spelling::likeness;
use crate::diagnostic::{Diagnostic, Diagnostics, Remedy};

/// Larger files are refused, unread: all schools of the United States take about 20 MB.
const LARGEST: u64 = 256 * 1024 * 1024;

/// Districts, all checked.
#[derive(Debug, Clone, PartialEq)]
pub struct Table<D> {
    name: String,
    source: String,
    notes: ReadingNotes,
    facts: FactNotes,
    districts: Vec<D>,
}

/// Districts with their schools.
pub type DistrictTable = Table<DistrictFacts>;

/// Districts of which only totals are known.
pub type TotalsTable = Table<DistrictTotals>;

/// A table of whichever rows.
#[derive(Debug, Clone, PartialEq)]
pub enum AnyTable {
    /// A row was a school.
    Schools(DistrictTable),
    /// A row was a district.
    Totals(TotalsTable),
}

/// The regular districts of one size band, added up.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct BandSummary {
    /// The band.
    pub band: SizeBand,
    /// Districts.
    pub districts: usize,
    /// Schools, empty ones included; 0 where they are not known.
    pub schools: usize,
    /// Students.
    pub pupils: u64,
    /// Teachers, full-time equivalents, of the districts that know them.
    pub teachers_fte: f64,
}

impl AnyTable {
    /// Reads a table from a file, by a mapping if it has other columns than those above.
    ///
    /// # Errors
    /// If the file cannot be read, is larger than 256 MB, or has faults; they are all listed.
    pub fn read(path: &Path, mapping: Option<&Mapping>) -> Result<Self, Diagnostics> {
        let (name, bytes) = contents(path)?;
        let mut notes = FactNotes::default();
        let joined = match mapping {
            Some(mapping) => read_all(path, mapping, &mut notes)?,
            None => Vec::new(),
        };
        Self::of(&name, &bytes, mapping, &joined, notes)
    }

    /// Reads a table that is in memory; `name` is what messages call it.
    ///
    /// # Errors
    /// As [`AnyTable::read`]; a mapping that joins other files, which are not in memory.
    pub fn from_bytes(name: &str, bytes: &[u8], mapping: Option<&Mapping>) -> Result<Self, Diagnostics> {
        if let Some(join) = mapping.and_then(|mapping| mapping.joins.first()) {
            let fault = format!("the file {} that is joined cannot be read here", join.file);
            return Err(Diagnostic::new(name, fault, "read the table from the disk").into());
        }
        Self::of(name, bytes, mapping, &[], FactNotes::default())
    }

    fn of(
        name: &str,
        bytes: &[u8],
        mapping: Option<&Mapping>,
        joined: &[JoinedTable],
        notes: FactNotes,
    ) -> Result<Self, Diagnostics> {
        let plain = Mapping::plain(Rows::Schools);
        let mapping = mapping.unwrap_or(&plain);
        let way = Way { mapping, joined };
        match mapping.rows {
            Rows::Schools => Table::of(name, bytes, way, notes, district_rows::read).map(AnyTable::Schools),
            Rows::Districts => Table::of(name, bytes, way, notes, totals_rows::read).map(AnyTable::Totals),
        }
    }

    /// How the table was read, and what was left out, changed or guessed, in sentences: in all of it, or what concerns one
    /// district.
    pub fn said(&self, district: Option<&str>) -> Vec<String> {
        match self {
            AnyTable::Schools(table) => table.said(district),
            AnyTable::Totals(table) => table.said(district),
        }
    }
}

/// The bytes of a file, and what messages call it.
pub(super) fn contents(path: &Path) -> Result<(String, Vec<u8>), Diagnostic> {
    let name = path.display().to_string();
    match regular_file::read(path, LARGEST) {
        Ok(bytes) => Ok((name, bytes)),
        Err(cause) if cause.kind() == ErrorKind::FileTooLarge => Err(too_large(&name, LARGEST)),
        Err(cause) => Err(unreadable(&name, &cause)),
    }
}

fn too_large(name: &str, limit: u64) -> Diagnostic {
    let fault = format!("is larger than {limit} bytes, too large for a table of schools");
    Diagnostic::new(name, fault, "check that it is the right file, or split it by state")
}

fn all_of(limit: u64, name: &str, reader: impl Read) -> Result<Vec<u8>, Diagnostic> {
    let mut bytes = Vec::new();
    let taken = reader.take(limit + 1).read_to_end(&mut bytes);
    let size = taken.map_err(|cause| unreadable(name, &cause))?;
    if u64::try_from(size).is_ok_and(|size| size > limit) {
        return Err(too_large(name, limit));
    }
    Ok(bytes)
}

impl DistrictTable {
    /// Reads a table of schools from a file.
    ///
    /// # Errors
    /// As [`AnyTable::read`].
    pub fn read(path: &Path) -> Result<Self, Diagnostics> {
        let (name, bytes) = contents(path)?;
        Self::plain(&name, &bytes)
    }

    /// Reads a table of schools from anything; `name` is what messages call it.
    ///
    /// # Errors
    /// As [`AnyTable::read`].
    pub fn from_reader(name: &str, reader: impl Read) -> Result<Self, Diagnostics> {
        let bytes = all_of(LARGEST, name, reader)?;
        Self::plain(name, &bytes)
    }

    fn plain(name: &str, bytes: &[u8]) -> Result<Self, Diagnostics> {
        let mapping = Mapping::plain(Rows::Schools);
        let way = Way { mapping: &mapping, joined: &[] };
        Self::of(name, bytes, way, FactNotes::default(), district_rows::read)
    }
}

impl<D: Listed> Table<D> {
    fn of(
        name: &str,
        bytes: &[u8],
        way: Way<'_>,
        mut facts: FactNotes,
        rows: impl Fn(&[u8], Way<'_>, &mut TableFaults, &mut FactNotes) -> Vec<D>,
    ) -> Result<Self, Diagnostics> {
        let mut faults = TableFaults::of(name);
        let districts = rows(bytes, way, &mut faults, &mut facts);
        if districts.is_empty() && faults.count() == 0 {
            let said = facts.said(None).join("; ");
            faults.row(1, format!("no row is left: {said}"), "look at what the mapping leaves out");
        }
        let notes = faults.notes.clone();
        let source = way.mapping.source.clone();
        faults.or(Self { name: name.to_owned(), source, notes, facts, districts })
    }

    /// How the file was read, and what was changed or left out of it.
    pub fn notes(&self) -> &ReadingNotes {
        &self.notes
    }

    /// How the file was read, and what was left out, changed or guessed, in sentences: in the whole table, or what concerns
    /// one district.
    pub fn said(&self, district: Option<&str>) -> Vec<String> {
        let mut said = self.notes.lines();
        said.extend(self.facts.said(district));
        said
    }

    /// What messages call the table.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Where the facts come from, as the mapping says; empty where it does not.
    pub fn source(&self) -> &str {
        &self.source
    }

    /// All districts, in the order of their identifiers.
    pub fn districts(&self) -> &[D] {
        &self.districts
    }

    /// Unified, elementary and high districts, and those of which the kind is not known; county offices and state boards are left out.
    pub fn regular(&self) -> impl Iterator<Item = &D> {
        self.districts.iter().filter(|district| district.is_regular())
    }

    /// Districts whose name contains the text, in any case, or whose identifier begins with it; no text finds all.
    pub fn find(&self, text: &str) -> Vec<&D> {
        let sought = text.trim().to_lowercase();
        let fits =
            |d: &&D| d.name().to_lowercase().contains(&sought) || d.id().to_lowercase().starts_with(&sought);
        self.districts.iter().filter(fits).collect()
    }

    /// The district with exactly this identifier, spaces around it apart.
    ///
    /// # Errors
    /// If there is none; the error names the nearest by identifier or name.
    pub fn get(&self, id: &str) -> Result<&D, Diagnostic> {
        // As cells are read: without spaces around it.
        let place = self.districts.binary_search_by(|district| district.id().cmp(id.trim())).ok();
        place.and_then(|place| self.districts.get(place)).ok_or_else(|| self.unknown(id))
    }

    /// What is added up over the regular districts of each size band, from small to large.
    pub fn summary(&self) -> [BandSummary; 3] {
        let of = |band: SizeBand| {
            let nothing = BandSummary { band, districts: 0, schools: 0, pupils: 0, teachers_fte: 0.0 };
            self.regular().filter(|district| SizeBand::of(district.pupils()) == band).fold(
                nothing,
                |sum, district| BandSummary {
                    band,
                    districts: sum.districts + 1,
                    schools: sum.schools + district.schools().unwrap_or(0),
                    pupils: sum.pupils + district.pupils(),
                    teachers_fte: sum.teachers_fte + district.teachers().unwrap_or(0.0),
                },
            )
        };
        [SizeBand::Small, SizeBand::Medium, SizeBand::Large].map(of)
    }

    fn unknown(&self, asked: &str) -> Diagnostic {
        const WORTH_NAMING: f64 = 0.5;
        let sought = asked.trim().to_lowercase();
        let score = |district: &D| {
            let name = district.name().to_lowercase();
            let part = if !sought.is_empty() && name.contains(&sought) { 1.0 } else { 0.0 };
            // A name that is spelled right ranks before any slip; leading zeros are what identifiers lose first.
            let zeros =
                if !sought.is_empty() && district.id().trim_start_matches('0') == sought { 1.0 } else { 0.0 };
            part + zeros + likeness(&sought, &name).max(likeness(&sought, district.id()))
        };
        let mut ranked: Vec<(f64, &D)> = self.districts.iter().map(|d| (score(d), d)).collect();
        ranked.retain(|(score, _)| *score >= WORTH_NAMING);
        ranked.sort_by(|a, b| b.0.total_cmp(&a.0)); // stable: equals stay in the order of identifiers
        let nearest: Vec<&D> = ranked.into_iter().take(3).map(|(_, district)| district).collect();
        let named: Vec<String> = nearest.iter().map(|d| format!("{} ({})", d.id(), d.name())).collect();
        let remedy = match named.as_slice() {
            [] => "search for part of its name to see identifiers".into(),
            [only] => format!("did you mean {only}?"),
            [most @ .., last] => format!("did you mean {} or {last}?", most.join(", ")),
        };
        let nearest = nearest.first().map(|d| d.id().to_owned());
        let fault = format!("`{asked}`: no district of {} has this identifier", self.name);
        let remedy = Remedy { nearest, ..Remedy::from(remedy) };
        Diagnostic::new(self.name.as_str(), fault, remedy).about("district_id").naming_its_place()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_over_the_limit_is_refused_even_if_it_never_ends() {
        let error = all_of(1_000, "endless", std::io::repeat(b'x')).unwrap_err();
        assert!(error.fault.contains("larger than 1000 bytes"), "{error}");
    }
}
