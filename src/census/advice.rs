//! Who asks whom for advice, as a table says it: a row for each tie.

use super::grade::Grade;
use super::reading_notes::ReadingNotes;

/// A row of a table of ties.
#[derive(Debug, Clone, PartialEq)]
pub struct TieRow {
    /// Who asks.
    pub asker: TieEnd,
    /// Who is asked; none in a row that only says that somebody is there.
    pub asked: Option<TieEnd>,
    /// Strength of the tie, above 0 and at most 1; none where the table does not say it.
    pub strength: Option<f64>,
    /// The row: its line in a table, its number (from 1) in a scenario.
    pub row: u32,
}

/// One end of a tie.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TieEnd {
    /// Id of the school, or its name.
    pub school: String,
    /// The teacher; none where ties are known between schools only.
    pub teacher: Option<NamedTeacher>,
}

/// A teacher by a name of the table's own: any code that stands for one person of the school.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NamedTeacher {
    /// Grade; none where the grades of the school are not known.
    pub grade: Option<Grade>,
    /// The name.
    pub name: String,
}

/// A table of ties.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct TieTable {
    /// Its rows, in their order.
    pub rows: Vec<TieRow>,
    /// Names of columns that are not read.
    pub unread: Vec<String>,
    /// How it was read.
    pub notes: ReadingNotes,
}
