//! What is publicly known of schools and districts before anybody acts.
//!
//! ```
//! use uptake::census::SizeBand;
//!
//! assert!(SizeBand::of(900) < SizeBand::of(30_000));
//! ```

pub mod advice;
mod from_grades;
pub mod grade;
#[cfg(feature = "program")]
pub(crate) mod grade_codes;
pub(crate) mod mapping;
pub mod reading_notes;
pub(crate) mod row_choice;
pub(crate) mod sheet_layout;
pub mod totals;

use strum::{AsRefStr, EnumString, IntoStaticStr, VariantArray};

use crate::diagnostic::spelling::nearest;
use grade::GradeSpan;

/// The columns of a table of schools: what one must have, in any order, to be read, and what one that is
/// written has.
pub const COLUMNS: [&str; 13] = [
    "district_id",
    "district",
    "district_type",
    "county",
    "school_id",
    "school",
    "level",
    "grade_low",
    "grade_high",
    "charter",
    "enrollment",
    "teachers_fte_est",
    "frpm_share",
];

/// What is publicly known of a school before anybody acts.
#[derive(Debug, Clone, PartialEq)]
pub struct SchoolFacts {
    /// The official identifier, a text: leading zeros belong to it.
    pub id: String,
    /// The name on the door; not unique.
    pub name: String,
    /// What kind of school.
    pub level: Level,
    /// The grades taught; none if unknown, or if all students are adults.
    pub grades: Option<GradeSpan>,
    /// Students.
    pub enrollment: u32,
    /// Teachers in full-time equivalents. Often an estimate: many sources count them by district only.
    pub teachers_fte: f64,
    /// The share of students eligible for free or reduced-price meals, 0 to 1; none if unknown.
    pub poverty: Option<f64>,
}

impl SchoolFacts {
    /// Whether a practice for these grades can be for it.
    pub fn teaches(&self, grades: GradeSpan) -> bool {
        self.level != Level::Other && self.grades.is_some_and(|span| span.overlaps(grades))
    }
}

/// The schools that somebody means by a name: the one of this id, or else all of this name. `called` gives id and name.
pub fn meant<'a, S>(name: &str, schools: &'a [S], called: impl Fn(&S) -> (&str, &str)) -> Vec<&'a S> {
    let by_id: Vec<&S> = schools.iter().filter(|school| called(school).0 == name).collect();
    if by_id.is_empty() { schools.iter().filter(|school| called(school).1 == name).collect() } else { by_id }
}

/// What is publicly known of a district before anybody acts.
#[derive(Debug, Clone, PartialEq)]
pub struct DistrictFacts {
    /// The official identifier, a text: leading zeros belong to it.
    pub id: String,
    /// The district's name; not unique.
    pub name: String,
    /// Which grades it is there for.
    pub kind: DistrictKind,
    /// The county it lies in; empty if unknown.
    pub county: String,
    /// Its schools, in the order of their identifiers.
    pub schools: Vec<SchoolFacts>,
}

impl DistrictFacts {
    /// The schools that somebody means by a name: the one of this id, or else all of this name.
    pub fn meant_by(&self, name: &str) -> Vec<&SchoolFacts> {
        meant(name, &self.schools, |school| (&school.id, &school.name))
    }

    /// Students of all schools.
    pub fn pupils(&self) -> u64 {
        self.schools.iter().map(|school| u64::from(school.enrollment)).sum()
    }

    /// Teachers of all schools, full-time equivalents.
    pub fn teachers_fte(&self) -> f64 {
        self.schools.iter().map(|school| school.teachers_fte).sum()
    }

    /// The share of students eligible for free or reduced-price meals, over the schools where it is known;
    /// none where no school with students says it.
    pub fn poverty(&self) -> Option<f64> {
        let known = || self.schools.iter().filter_map(|s| Some((f64::from(s.enrollment), s.poverty?)));
        let pupils: f64 = known().map(|(pupils, _)| pupils).sum();
        (pupils > 0.0).then(|| known().map(|(pupils, share)| pupils * share).sum::<f64>() / pupils)
    }

    /// The band of district size it falls into.
    pub fn size(&self) -> SizeBand {
        SizeBand::of(self.pupils())
    }
}

/// What kind of school.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    strum::Display,
    IntoStaticStr,
    EnumString,
    VariantArray,
)]
#[strum(serialize_all = "lowercase", ascii_case_insensitive)]
pub enum Level {
    /// Elementary, up to grade 8.
    Elementary,
    /// Middle or junior high.
    Middle,
    /// Comprehensive high school.
    High,
    /// Elementary and high school in one.
    K12,
    /// Continuation, alternative, special education, community day, preschool.
    Other,
}

impl Level {
    /// All levels, in order.
    pub const ALL: &[Self] = Self::VARIANTS;

    /// The word used in tables.
    pub fn word(self) -> &'static str {
        self.into()
    }

    /// The level this word names, whatever its case.
    pub fn from_word(word: &str) -> Option<Self> {
        word.parse().ok()
    }
}

/// Which grades a district is there for.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, strum::Display, AsRefStr, EnumString)]
#[strum(serialize_all = "lowercase", ascii_case_insensitive)]
pub enum DistrictKind {
    /// Kindergarten to grade 12.
    Unified,
    /// Up to grade 6 or 8.
    Elementary,
    /// Grades 7 or 9 to 12; its students come from elementary districts.
    High,
    /// Another agency, by its own word: a county office, a state board, a state special school.
    #[strum(default, transparent)]
    Other(String),
}

impl DistrictKind {
    /// The kind this word names, whatever its case; any other word is an agency of another kind.
    pub fn from_word(word: &str) -> Self {
        word.parse().unwrap_or_else(|_| Self::Other(word.to_owned()))
    }

    /// The word used in tables.
    pub fn word(&self) -> &str {
        self.as_ref()
    }

    /// The word that was probably meant: one of a regular district, where this one is merely like it.
    pub fn slip(&self) -> Option<&'static str> {
        let Self::Other(word) = self else { return None };
        nearest(word, ["unified", "elementary", "high"])
    }

    /// Unified, elementary or high: a district as most people mean it.
    pub fn is_regular(&self) -> bool {
        !matches!(self, Self::Other(_))
    }
}

/// Bands of district size. In California the middle one holds about half of all district students.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, strum::Display, VariantArray)]
pub enum SizeBand {
    /// Fewer than 2,000 students.
    #[strum(to_string = "<2,000")]
    Small,
    /// 2,000 to 20,000 students.
    #[strum(to_string = "2,000-20,000")]
    Medium,
    /// More than 20,000 students.
    #[strum(to_string = ">20,000")]
    Large,
}

impl SizeBand {
    /// All bands, from small to large.
    pub const ALL: &[Self] = Self::VARIANTS;

    /// The band of a district with this many students.
    pub fn of(pupils: u64) -> Self {
        match pupils {
            0..2_000 => Self::Small,
            2_000..=20_000 => Self::Medium,
            _ => Self::Large,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn district(schools: &[(u32, Option<f64>)]) -> DistrictFacts {
        let schools = schools.iter().map(|&(enrollment, poverty)| SchoolFacts {
            id: String::new(),
            name: String::new(),
            level: Level::Elementary,
            grades: None,
            enrollment,
            teachers_fte: f64::from(enrollment) / 20.0,
            poverty,
        });
        DistrictFacts {
            id: String::new(),
            name: String::new(),
            kind: DistrictKind::Unified,
            county: String::new(),
            schools: schools.collect(),
        }
    }

    #[test]
    fn a_districts_poverty_weighs_schools_by_pupils_and_passes_over_the_unknown() {
        let known = district(&[(300, Some(0.2)), (100, Some(0.6)), (5_000, None)]);
        assert!((known.poverty().unwrap() - 0.3).abs() < 1e-12);
        assert_eq!(district(&[(300, None), (0, Some(0.5))]).poverty(), None);
    }

    #[test]
    fn the_medium_band_holds_both_its_bounds() {
        let bands: Vec<SizeBand> = [1_999, 2_000, 20_000, 20_001].map(SizeBand::of).into();
        assert_eq!(bands, [SizeBand::Small, SizeBand::Medium, SizeBand::Medium, SizeBand::Large]);
    }

    #[test]
    fn words_are_read_in_any_case_and_other_agencies_keep_theirs() {
        assert!(Level::ALL.iter().all(|level| Level::from_word(level.word()) == Some(*level)));
        assert_eq!(Level::from_word("K12"), Some(Level::K12));
        assert_eq!(DistrictKind::from_word("Unified"), DistrictKind::Unified);
        assert_eq!(DistrictKind::from_word("coe").word(), "coe");
        assert!(!DistrictKind::from_word("coe").is_regular());
    }
}
