//! What a row says of a school or district, or what follows from the rest where the table does not say it: students,
//! teachers, grades, level, kind, poverty.

use super::district_cells::Row;
use super::fact_notes::{FactNotes, Topic};
use super::table_fault::Quoted;
use crate::census::grade::GradeSpan;
use crate::census::grade_codes;
use crate::census::mapping::Mapping;
use crate::census::row_choice::UnknownPupils;
use crate::census::{DistrictKind, Level};
use crate::diagnostic::Remedy;
use crate::diagnostic::spelling::nearest;
use crate::parameters::Ledger;

/// The parameter that says how many students there are for a teacher.
const RATIO: &str = "pupils_per_teacher";

/// Students of a row.
pub(super) enum Pupils {
    Known(u32),
    /// The row is left out.
    Unknown,
    /// A fault was noted.
    Wrong,
}

/// How many students there are for a teacher where teachers are not known, and where that is from.
pub(super) struct TeacherRatio {
    pub(super) pupils: f64,
    pub(super) source: String,
}

impl TeacherRatio {
    /// What a mapping says, or else the parameter; none without a mapping, where a table knows its teachers.
    pub(super) fn of(mapping: &Mapping) -> Option<TeacherRatio> {
        if mapping.is_plain() {
            return None;
        }
        let (pupils, whose) = match mapping.pupils_per_teacher {
            Some(pupils) => (pupils, "as the mapping says"),
            None => (Ledger::standard().ok()?.get(RATIO)?.value, "the parameter pupils_per_teacher"),
        };
        Some(TeacherRatio { pupils, source: format!("{pupils} ({whose})") })
    }

    /// Teachers of so many students, in hundredths.
    pub(super) fn teachers(&self, pupils: u32) -> f64 {
        (f64::from(pupils) / self.pupils * 100.0).round() / 100.0
    }
}

impl Row<'_> {
    /// Students. Where they are not known, a table that is read by a mapping loses the row, unless that says otherwise.
    pub(super) fn pupils(&mut self, district: &str, notes: &mut FactNotes) -> Pupils {
        let mapping = self.layout.mapping;
        let leaves_out = !mapping.is_plain() && mapping.unknown_pupils == UnknownPupils::LeaveOut;
        match self.text("enrollment") {
            Some("") if leaves_out => {
                notes.add(Topic::UnknownPupils, district, self.quiet("enrollment"));
                Pupils::Unknown
            }
            Some(_) => self.enrollment().map_or(Pupils::Wrong, Pupils::Known),
            None => Pupils::Wrong,
        }
    }

    /// Teachers of a school; by ratio where a table that is read by a mapping does not know them.
    pub(super) fn teachers_or_ratio(
        &mut self,
        pupils: Option<u32>,
        ratio: Option<&TeacherRatio>,
        district: &str,
        notes: &mut FactNotes,
    ) -> Option<f64> {
        let is_unknown = !self.layout.mapping.is_plain() && self.text("teachers")?.is_empty();
        let (Some(ratio), true) = (ratio, is_unknown) else { return self.teachers() };
        let pupils = pupils?;
        notes.add(Topic::TeachersByRatio(ratio.source.clone()), district, self.noun());
        Some(ratio.teachers(pupils))
    }

    /// Teachers of a district, which a table may not know; by ratio only where the mapping names one.
    pub(super) fn teachers_if_known(
        &mut self,
        pupils: Option<u32>,
        ratio: Option<&TeacherRatio>,
        district: &str,
        notes: &mut FactNotes,
    ) -> Option<Option<f64>> {
        if !self.text("teachers")?.is_empty() {
            return self.teachers().map(Some);
        }
        let Some(ratio) = ratio else { return Some(None) };
        let pupils = pupils?;
        notes.add(Topic::TeachersByRatio(ratio.source.clone()), district, self.noun());
        Some(Some(ratio.teachers(pupils)))
    }

    /// Kind of district, where a table knows it.
    pub(super) fn kind_if_known(&mut self) -> Option<Option<DistrictKind>> {
        let word = self.text("district_type")?;
        if word.is_empty() {
            return Some(None);
        }
        let kind = DistrictKind::from_word(word);
        // Another word is another agency; but a slip would silently take a district out of the regular ones.
        if let Some(near) = kind.slip() {
            let what = format!("{} is not a type of district", Quoted(word));
            let plain = Remedy::from(format!("did you mean {near}?")).near(near);
            self.fault("district_type", what, self.translate("district_type", word, plain));
            return None;
        }
        Some(Some(kind))
    }

    /// The level, by its word; by the grades where a table that is read by a mapping does not say it.
    pub(super) fn level(
        &mut self,
        grades: Option<GradeSpan>,
        district: &str,
        notes: &mut FactNotes,
    ) -> Option<Level> {
        let word = self.text("level")?;
        if word.is_empty() && !self.layout.mapping.is_plain() {
            let Some(grades) = grades else { return Some(Level::Other) };
            notes.add(Topic::LevelFromGrades, district, "");
            return Some(Level::of_grades(grades));
        }
        let level = Level::from_word(word);
        if level.is_none() {
            let remedy = match nearest(word, Level::ALL.iter().map(|level| level.word())) {
                Some(near) => Remedy::from(format!("did you mean {near}?")).near(near),
                None => "write elementary, middle, high, k12 or other".into(),
            };
            let remedy = self.translate("level", word, remedy);
            self.fault("level", format!("{} is not a level", Quoted(word)), remedy);
        }
        level
    }

    /// The grades; nothing where they are not known.
    pub(super) fn grades(&mut self) -> Option<Option<GradeSpan>> {
        if self.layout.says("grades") {
            let text = self.text("grades")?;
            if text.is_empty() {
                return Some(None);
            }
            return match grade_codes::of_cell(text) {
                Ok(span) => Some(span),
                Err(error) => {
                    let remedy = self.translate("grades", text, Remedy::from(error.remedy));
                    self.fault("grades", error.fault, remedy);
                    None
                }
            };
        }
        let (low, high) = (self.text("grade_low"), self.text("grade_high"));
        let (low, high) = (low?, high?);
        if low.is_empty() && high.is_empty() {
            return Some(None);
        }
        for (column, code) in [("grade_low", low), ("grade_high", high)] {
            if code.is_empty() {
                let what = "is empty, but the other bound is known";
                self.fault(column, what, "give both bounds, or neither");
                return None;
            }
        }
        let (column, word) =
            if grade_codes::is_code(low) { ("grade_high", high) } else { ("grade_low", low) };
        match grade_codes::of_bounds(low, high) {
            Ok(span) => Some(span),
            Err(error) => {
                let remedy = self.translate(column, word, Remedy::from(error.remedy));
                self.fault(column, error.fault, remedy);
                None
            }
        }
    }

    /// The share of students eligible for free or reduced-price meals: as such, or as their number.
    pub(super) fn poverty_of(
        &mut self,
        pupils: Option<u32>,
        district: &str,
        notes: &mut FactNotes,
    ) -> Option<Option<f64>> {
        if self.layout.says("poverty") || !self.layout.says("poverty_count") {
            return self.poverty();
        }
        let text = self.text("poverty_count")?;
        if text.is_empty() {
            return Some(None);
        }
        let Some(count) = text.parse::<f64>().ok().filter(|count| count.is_finite() && *count >= 0.0) else {
            let remedy = "write a number of students, or leave the cell empty if it is unknown";
            self.fault("poverty_count", format!("{} is no number of students", Quoted(text)), remedy);
            return None;
        };
        let pupils = f64::from(pupils?);
        if pupils == 0.0 {
            return Some(None);
        }
        if count > pupils {
            notes.add(Topic::TooPoor, district, self.noun());
        }
        Some(Some((count / pupils).min(1.0)))
    }
}
