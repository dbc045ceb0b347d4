//! What lies behind a picture: its numbers as a table, and where in the picture a reader who points finds which.

/// The numbers of a figure, for those who would rather read: a table under it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct DataTable {
    /// Names of the columns, with units.
    pub columns: Vec<String>,
    /// The rows, each as long as `columns`.
    pub rows: Vec<Vec<Cell>>,
}

/// A cell of a table.
#[derive(Clone, Debug, PartialEq)]
pub enum Cell {
    /// Words.
    Words(String),
    /// A number with so many decimals to be shown; NaN is missing.
    Number(f64, usize),
}

/// A plot of a figure as a reader may point into it: what the values are at each place of its horizontal axis.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Pointed {
    /// Left edge in pixels of the picture.
    pub left: f64,
    /// Upper edge.
    pub top: f64,
    /// Width.
    pub width: f64,
    /// Height.
    pub height: f64,
    /// What the horizontal axis counts, in a word: "month".
    pub across: String,
    /// Values of the horizontal axis at its left and right edge.
    pub range: (f64, f64),
    /// Series over 0, 1, 2, … of the horizontal axis: a name, and what is to be read at each.
    pub series: Vec<(String, Vec<f64>)>,
}
