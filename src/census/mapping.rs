//! How a table with columns of its own is read: which column holds what, in which words and units.

use std::collections::BTreeMap;

use strum::{EnumString, IntoStaticStr, VariantArray};

use super::row_choice::{Join, RowFilter, TotalsRow, UnknownPupils};
use super::sheet_layout::SheetLayout;

/// What a table can say about a school or a district, under the name that a mapping uses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TableField {
    /// Its name in a mapping.
    pub name: &'static str,
    /// The column that holds it in a table of schools, unless a mapping names another.
    pub in_schools: &'static str,
    /// The same in a table of districts; empty where such a table has no use for it.
    pub in_districts: &'static str,
    /// Whether a table of schools must have it.
    pub schools_need: bool,
    /// Whether a table of districts must have it.
    pub districts_need: bool,
}

const fn field(
    name: &'static str,
    in_schools: &'static str,
    in_districts: &'static str,
    schools_need: bool,
    districts_need: bool,
) -> TableField {
    TableField { name, in_schools, in_districts, schools_need, districts_need }
}

/// All fields, in the order in which columns are best written.
pub const FIELDS: [TableField; 15] = [
    field("district_id", "district_id", "district_id", true, true),
    field("district", "district", "district", true, true),
    field("district_type", "district_type", "district_type", false, false),
    field("county", "county", "county", false, false),
    field("school_id", "school_id", "", true, false),
    field("school", "school", "", true, false),
    field("level", "level", "", false, false),
    field("grade_low", "grade_low", "", false, false),
    field("grade_high", "grade_high", "", false, false),
    field("grades", "grades", "", false, false),
    field("charter", "charter", "", false, false),
    field("enrollment", "enrollment", "enrollment", true, true),
    field("teachers", "teachers_fte_est", "teachers_fte", false, false),
    field("poverty", "frpm_share", "frpm_share", false, false),
    field("poverty_count", "frpm_count", "frpm_count", false, false),
];

/// The word of a translation that stands for every word that is not named.
pub const ANY: &str = "*";

/// What a row of a table is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, IntoStaticStr, EnumString, VariantArray)]
#[strum(serialize_all = "lowercase")]
pub enum Rows {
    /// A school.
    Schools,
    /// A district, known in total only.
    Districts,
}

impl Rows {
    /// The column that holds a field unless a mapping names another; none where the field has no use.
    pub fn column(self, field: &TableField) -> Option<&'static str> {
        let column = match self {
            Rows::Schools => field.in_schools,
            Rows::Districts => field.in_districts,
        };
        (!column.is_empty()).then_some(column)
    }

    /// Whether such a table must have the field.
    pub fn needs(self, field: &TableField) -> bool {
        match self {
            Rows::Schools => field.schools_need,
            Rows::Districts => field.districts_need,
        }
    }
}

/// How a table with columns of its own is read. Keys are the names of [`FIELDS`].
#[derive(Debug, Clone, PartialEq)]
pub struct Mapping {
    /// The file it comes from, for messages.
    pub name: String,
    /// Where the facts come from, in words; may be empty.
    pub source: String,
    /// What a row is about.
    pub rows: Rows,
    /// Columns by field: the first of these names that the table has. `{year}` in a name stands for a school year.
    pub columns: BTreeMap<String, Vec<String>>,
    /// Values that hold for every row, by field.
    pub fixed: BTreeMap<String, String>,
    /// Translations by field: the table's word to the program's.
    pub words: BTreeMap<String, BTreeMap<String, String>>,
    /// What a number is multiplied by, by field.
    pub scale: BTreeMap<String, f64>,
    /// How many characters of a cell count, from its beginning, by field.
    pub prefix: BTreeMap<String, usize>,
    /// How many digits an identifier has, by field.
    pub digits: BTreeMap<String, usize>,
    /// Words that mean that something is not known, unless a translation names them.
    pub unknown: Vec<String>,
    /// How the file is laid out.
    pub layout: SheetLayout,
    /// Fields whose columns a table may lack.
    pub optional: Vec<String>,
    /// Which rows count.
    pub filters: Vec<RowFilter>,
    /// The column of which only the rows with the latest value count.
    pub latest: Option<String>,
    /// Files whose columns are joined.
    pub joins: Vec<Join>,
    /// What is done with a row whose students are not known.
    pub unknown_pupils: UnknownPupils,
    /// What is done with a row that is the total of the others.
    pub totals_row: TotalsRow,
    /// Students per teacher, where teachers are not known; none is the parameter of that name.
    pub pupils_per_teacher: Option<f64>,
}

impl Mapping {
    /// The mapping that changes nothing.
    pub fn plain(rows: Rows) -> Mapping {
        Mapping {
            name: String::new(),
            source: String::new(),
            rows,
            columns: BTreeMap::new(),
            fixed: BTreeMap::new(),
            words: BTreeMap::new(),
            scale: BTreeMap::new(),
            prefix: BTreeMap::new(),
            digits: BTreeMap::new(),
            unknown: Vec::new(),
            layout: SheetLayout::default(),
            optional: Vec::new(),
            filters: Vec::new(),
            latest: None,
            joins: Vec::new(),
            unknown_pupils: UnknownPupils::default(),
            totals_row: TotalsRow::default(),
            pupils_per_teacher: None,
        }
    }

    /// Whether there is none, so that the table must have the program's own columns.
    pub fn is_plain(&self) -> bool {
        self.name.is_empty()
    }

    /// A cell in the program's words. A translation that names the word comes before what is unknown: one code may mean
    /// that something is missing in one column, and be a word in another.
    pub fn translate<'a>(&'a self, field: &str, word: &'a str) -> &'a str {
        let words = self.words.get(field);
        if let Some(ours) = words.and_then(|words| words.get(word)) {
            return ours;
        }
        if self.unknown.iter().any(|u| u == word) {
            return "";
        }
        // An empty cell is unknown, not some other word.
        let any = words.and_then(|words| words.get(ANY)).filter(|_| !word.is_empty());
        any.map_or(word, String::as_str)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_is_translated_by_name_then_by_the_star_and_the_unknown_is_empty() {
        let mut mapping = Mapping::plain(Rows::Schools);
        let words = [("Primary", "elementary"), ("M", "middle"), (ANY, "other")];
        mapping.words.insert("level".into(), words.map(|(a, b)| (a.into(), b.into())).into());
        mapping.unknown = vec!["†".into(), "M".into()];
        let level = |word| mapping.translate("level", word).to_string();
        assert_eq!([level("Primary"), level("Ungraded"), level("†")], ["elementary", "other", ""]);
        assert_eq!(mapping.translate("district", "Primary"), "Primary");
        // One code: a word where it is translated, and unknown elsewhere.
        assert_eq!([level("M"), mapping.translate("charter", "M").into()], ["middle", ""]);
    }
}
