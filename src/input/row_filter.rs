//! Which rows of a table count: the words of `[where]`, and the latest of several years.

use std::collections::BTreeSet;

use super::columns::Way;
use super::district_cells::Row;
use super::fact_notes::{FactNotes, Topic};
use super::latest::{self, Latest};
use super::rows::each;
use super::table_fault::TableFaults;

/// The value of the column `latest` that counts: the latest of all rows that the filters let through. The inner none
/// is one where no such column is wanted; the outer one is a fault, values that nothing puts in order: which rows count is
/// then not known.
pub(super) fn latest(bytes: &[u8], way: Way<'_>, faults: &mut TableFaults) -> Option<Option<Latest>> {
    let Some(column) = &way.mapping.latest else { return Some(None) };
    let (mut values, mut header) = (BTreeSet::new(), 1);
    // What is wrong with a row is told when it is read.
    each(bytes, way, &mut TableFaults::of(&faults.file()), |row| {
        let value = row.layout.latest.map(|place| row.own(place)).unwrap_or_default();
        header = row.layout.line;
        if row.filtered_by().is_none() && !value.is_empty() && !values.contains(value) {
            values.insert(value.to_owned());
        }
    });
    match latest::latest(values) {
        Ok(latest) => Some(latest),
        Err(values) => {
            let what = format!(
                "`latest` of {} cannot tell which of its values is the latest: {values}",
                way.mapping.name
            );
            let remedy = format!(
                "numbers, school years (2023-24) and dates (2024-06-08, 6/8/2024) are put in order; for others leave `latest` out \
                 and say which rows count: {column:?} = [\"…\"] under [where]"
            );
            faults.cell(header, (column, None), what, remedy);
            None
        }
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
    pub(super) fn counts(&self, latest: Option<&Latest>, notes: &mut FactNotes) -> bool {
        for year in &self.layout.years {
            notes.once(Topic::YearChosen, year);
        }
        for (field, column) in &self.layout.lacks {
            notes.once(Topic::NoColumn((*field).to_owned()), column);
        }
        for (topic, column) in &self.layout.unread {
            notes.once(topic.clone(), column);
        }
        let district = || self.quiet("district_id");
        if let Some((column, word)) = self.filtered_by() {
            notes.add(Topic::Filtered(column.to_owned()), district(), word);
            return false;
        }
        if let (Some(place), Some(latest), Some(column)) =
            (self.layout.latest, latest, &self.layout.mapping.latest)
            && !latest.is(self.own(place))
        {
            notes.add(Topic::Older(column.clone(), latest.shown.clone()), district(), self.own(place));
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
