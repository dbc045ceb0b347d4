//! How the file of a table is laid out, as far as its mapping says so. What it does not say is recognized where it is plain.

/// Signs and places of a table's file. Everything may be left open.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SheetLayout {
    /// What stands between cells: `,`, `;`, `|` or a tab.
    pub delimiter: Option<char>,
    /// The encoding, by one of the names that the web uses, such as `windows-1252`.
    pub encoding: Option<String>,
    /// The line that names the columns, from 1; in a workbook the row.
    pub header_line: Option<u64>,
    /// What stands before the fraction of a number: `.` or `,`.
    pub decimal: Option<char>,
    /// What stands between groups of three digits: `,`, `.`, a space or `'`.
    pub thousands: Option<char>,
    /// The sheet of a workbook.
    pub sheet: Option<String>,
    /// The file in an archive.
    pub member: Option<String>,
}
