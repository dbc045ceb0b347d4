//! Which rows of a table count: the words of `[where]`, and the latest of several years.

use super::columns::Way;
use super::district_cells::Row;
use super::fact_notes::{FactNotes, Topic};
use super::rows::each;
use super::table_fault::TableFaults;

/// The value of the column `latest` that counts: the greatest of all rows that the filters let through, as a number
/// where all are numbers, else as text. Nothing where no such column is wanted.
pub(super) fn latest(bytes: &[u8], way: Way<'_>, file: &str) -> Option<String> {
    way.mapping.latest.as_ref()?;
    let mut greatest: Option<String> = None;
    // What is wrong with a row is told when it is read.
    each(bytes, way, &mut TableFaults::of(file), |row| {
        let value = row.layout.latest.map(|place| row.own(place)).unwrap_or_default();
        if row.filtered_by().is_none()
            && !value.is_empty()
            && greatest.as_deref().is_none_or(|g| comes_after(value, g))
        {
            greatest = Some(value.to_owned());
        }
    });
    greatest
}

fn comes_after(one: &str, other: &str) -> bool {
    match (one.parse::<f64>(), other.parse::<f64>()) {
        (Ok(one), Ok(other)) => one > other,
        _ => one > other,
    }
}

/// Whether a word of a column of statuses says that a school has closed or is not open yet.
fn is_not_open(word: &str) -> bool {
    let word = word.trim().to_lowercase();
    let begins = ["closed", "inactive", "future", "merged", "proposed to open", "pending"];
    begins.iter().any(|begin| word.starts_with(begin))
}

impl Row<'_> {
    /// Whether the row counts; one that does not is noted under its district.
    pub(super) fn counts(&self, latest: Option<&str>, notes: &mut FactNotes) -> bool {
        for year in &self.layout.years {
            notes.once(Topic::YearChosen, year);
        }
        for (field, column) in &self.layout.lacks {
            notes.once(Topic::NoColumn((*field).to_owned()), column);
        }
        let district = || self.quiet("district_id");
        if let Some((column, word)) = self.filtered_by() {
            notes.add(Topic::Filtered(column.to_owned()), district(), word);
            return false;
        }
        if let (Some(place), Some(latest), Some(column)) =
            (self.layout.latest, latest, &self.layout.mapping.latest)
            && self.own(place) != latest
        {
            notes.add(Topic::Older(column.clone(), latest.to_owned()), district(), self.own(place));
            return false;
        }
        for (place, column) in &self.layout.statuses {
            let word = self.own(*place);
            if is_not_open(word) {
                notes.add(Topic::NotOpen(column.clone()), district(), word);
            }
        }
        true
    }

    /// The column whose word is none of those that are wanted, and that word.
    fn filtered_by(&self) -> Option<(&str, &str)> {
        let filters = self.layout.filters.iter().zip(&self.layout.mapping.filters);
        filters
            .map(|(&place, filter)| (filter, self.own(place)))
            .find(|(filter, word)| !filter.words.iter().any(|wanted| wanted == word))
            .map(|(filter, word)| (filter.column.as_str(), word))
    }
}
