//! Districts of which only totals are known, and what can be asked of any district of a table.

use super::{DistrictFacts, DistrictKind};

/// The columns of a table of districts without their schools, as one is written.
pub const TOTALS: [&str; 7] =
    ["district_id", "district", "district_type", "county", "enrollment", "teachers_fte", "frpm_share"];

/// What is publicly known of a district whose schools are not known one by one.
#[derive(Debug, Clone, PartialEq)]
pub struct DistrictTotals {
    /// The official identifier, a text.
    pub id: String,
    /// The district's name.
    pub name: String,
    /// Which grades it is there for; none if unknown.
    pub kind: Option<DistrictKind>,
    /// The county (or state) it lies in; empty if unknown.
    pub county: String,
    /// Students.
    pub pupils: u32,
    /// Teachers in full-time equivalents; none if unknown.
    pub teachers_fte: Option<f64>,
    /// The share of students eligible for free or reduced-price meals; none if unknown.
    pub poverty: Option<f64>,
}

/// What can be asked of any district of a table, however much is known of it.
pub trait Listed {
    /// Whether its schools are known one by one.
    const BY_SCHOOL: bool;
    /// The official identifier.
    fn id(&self) -> &str;
    /// The name.
    fn name(&self) -> &str;
    /// Which grades it is there for, if that is known.
    fn kind(&self) -> Option<&DistrictKind>;
    /// The county; empty if unknown.
    fn county(&self) -> &str;
    /// Number of schools, if they are known.
    fn schools(&self) -> Option<usize>;
    /// Students.
    fn pupils(&self) -> u64;
    /// Teachers, full-time equivalents, if known.
    fn teachers(&self) -> Option<f64>;
    /// The share of students eligible for free or reduced-price meals, if known.
    fn poverty(&self) -> Option<f64>;

    /// Unified, elementary or high, or not known to be anything else.
    fn is_regular(&self) -> bool {
        self.kind().is_none_or(DistrictKind::is_regular)
    }
}

impl Listed for DistrictFacts {
    const BY_SCHOOL: bool = true;
    fn id(&self) -> &str {
        &self.id
    }
    fn name(&self) -> &str {
        &self.name
    }
    fn kind(&self) -> Option<&DistrictKind> {
        Some(&self.kind)
    }
    fn county(&self) -> &str {
        &self.county
    }
    fn schools(&self) -> Option<usize> {
        Some(self.schools.len())
    }
    fn pupils(&self) -> u64 {
        DistrictFacts::pupils(self)
    }
    fn teachers(&self) -> Option<f64> {
        Some(self.teachers_fte())
    }
    fn poverty(&self) -> Option<f64> {
        DistrictFacts::poverty(self)
    }
}

impl Listed for DistrictTotals {
    const BY_SCHOOL: bool = false;
    fn id(&self) -> &str {
        &self.id
    }
    fn name(&self) -> &str {
        &self.name
    }
    fn kind(&self) -> Option<&DistrictKind> {
        self.kind.as_ref()
    }
    fn county(&self) -> &str {
        &self.county
    }
    fn schools(&self) -> Option<usize> {
        None
    }
    fn pupils(&self) -> u64 {
        u64::from(self.pupils)
    }
    fn teachers(&self) -> Option<f64> {
        self.teachers_fte
    }
    fn poverty(&self) -> Option<f64> {
        self.poverty
    }
}
