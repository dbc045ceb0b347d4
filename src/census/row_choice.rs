//! Which rows of a table count, and which other table stands beside it, as a mapping says it.

/// Rows count that have one of these words in a column of the table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowFilter {
    /// The column, as the table calls it.
    pub column: String,
    /// The words, at least one.
    pub words: Vec<String>,
}

/// Columns that stand in another file and are joined by a key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Join {
    /// The file, beside the table; one `*` stands for any letters, and exactly one file must then fit.
    pub file: String,
    /// The column of the key in the table.
    pub key: String,
    /// The columns of the key in the other file, one after the other.
    pub key_there: Vec<String>,
    /// The columns that are taken from the other file.
    pub columns: Vec<String>,
    /// Which of its rows count.
    pub filters: Vec<RowFilter>,
    /// Whether the table is read without it where there is no such file.
    pub optional: bool,
}

/// What is done with a row whose students are not known.
#[derive(
    Debug, Clone, Copy, Default, PartialEq, Eq, strum::IntoStaticStr, strum::EnumString, strum::VariantArray,
)]
pub enum UnknownPupils {
    /// It does not count, which is said.
    #[default]
    #[strum(serialize = "leave out")]
    LeaveOut,
    /// It is a fault of the table.
    #[strum(serialize = "fault")]
    Fault,
}

/// What is done with a row that is the total of the others.
#[derive(
    Debug, Clone, Copy, Default, PartialEq, Eq, strum::IntoStaticStr, strum::EnumString, strum::VariantArray,
)]
pub enum TotalsRow {
    /// It does not count, which is said.
    #[default]
    #[strum(serialize = "leave out")]
    LeaveOut,
    /// It is a row like others.
    #[strum(serialize = "keep")]
    Keep,
}
