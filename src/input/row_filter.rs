//! Which rows of a table count: the words of `[where]`, and the latest of several years.

use std::collections::BTreeSet;

use super::columns::Way;
use super::district_cells::Row;
use super::fact_notes::{FactNotes, Topic};
use super::rows::each;
use super::table_fault::TableFaults;

/// The value of the column `latest` that counts: the greatest of all rows that the filters let through, as a number
/// where all are numbers, else as text. Nothing where no such column is wanted.
pub(super) fn latest(bytes: &[u8], way: Way<'_>, file: &str) -> Option<String> {
    way.mapping.latest.as_ref()?;
    let mut values = BTreeSet::new();
    // What is wrong with a row is told when it is read.
    each(bytes, way, &mut TableFaults::of(file), |row| {
        let value = row.layout.latest.map(|place| row.own(place)).unwrap_or_default();
        if row.filtered_by().is_none() && !value.is_empty() && !values.contains(value) {
            values.insert(value.to_owned());
        }
    });
    greatest(values)
}

/// Compared in one way, whatever the order of the rows: pair by pair, 10 comes after 9, 9 after 1a, and 1a after 10.
fn greatest(values: BTreeSet<String>) -> Option<String> {
    let number = |text: &String| text.parse::<f64>().ok().filter(|number| number.is_finite());
    match values.iter().map(number).collect::<Option<Vec<f64>>>() {
        Some(numbers) => {
            let last = numbers.into_iter().zip(values).max_by(|(one, _), (other, _)| one.total_cmp(other));
            last.map(|(_, text)| text)
        }
        None => values.into_iter().next_back(),
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

#[cfg(test)]
mod tests {
    use super::greatest;

    #[test]
    fn the_latest_does_not_hang_on_the_order_of_rows() {
        let of = |values: &[&str]| greatest(values.iter().map(|&value| value.to_owned()).collect());
        assert_eq!(of(&["9", "10"]).as_deref(), Some("10"));
        assert_eq!(of(&["9", "10", "1a"]).as_deref(), Some("9"));
        assert_eq!(of(&["2023-24", "2024-25"]).as_deref(), Some("2024-25"));
        assert_eq!(of(&["nan", "3"]).as_deref(), Some("nan"));
        assert_eq!(of(&[]), None);
    }
}
