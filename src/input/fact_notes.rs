//! What was left out or guessed on the way from rows to facts: counted by district, with the words that led to it.

use std::collections::BTreeMap;

use crate::diagnostic::is_unseen;
use crate::phrasing::thousands;

/// Most words that a sentence names.
const MOST_WORDS: usize = 5;
/// Longest word that is kept (characters).
const LONGEST_WORD: usize = 100;

/// What can happen to a row or to what it says. The order is that in which it is told.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Topic {
    /// Left out, because a column has other words than those wanted.
    Filtered(String),
    /// Left out, because a column has an earlier value than the latest.
    Older(String, String),
    /// Left out: a school with its own board and teachers.
    DirectCharter,
    /// Left out: students are not known.
    UnknownPupils,
    /// Left out: the same row once more.
    Repeated,
    /// Left out: the total of the others.
    TotalsRow,
    /// Counts, although this column says that it is closed or not open yet.
    NotOpen(String),
    /// Has the students of all others together, and counts.
    MaybeTotal,
    /// Of several columns of that name with a year the latest was taken.
    YearChosen,
    /// A column that the mapping names and allows to be missing.
    NoColumn(String),
    /// A row without a partner in a joined file.
    Unjoined(String),
    /// Rows that have the same row of a joined file.
    SharedRow(String),
    /// A row of a joined file that no row of the table has.
    UnusedRow(String),
    /// A column of a joined file that the table has itself.
    OwnColumn(String),
    /// A column of a joined file that nothing is read from.
    UnreadColumn(String),
    /// How a joined file was read.
    JoinedRead(String),
    /// A joined file that is not there.
    NoFile(String),
    /// Takes no part: the level is other.
    OtherLevel,
    /// Takes no part: no grades are known.
    NoGrades,
    /// The level was guessed.
    LevelFromGrades,
    /// The kind of the district was guessed.
    KindFromGrades,
    /// Teachers were guessed from students, by this ratio and where it comes from.
    TeachersByRatio(String),
    /// Schools lie in several counties.
    Counties,
    /// More students are eligible for free or reduced-price meals than there are.
    TooPoor,
    /// Counts, and is called a total.
    CalledTotal,
    /// Counts, and has the students of all other schools of its district together.
    SumOfOthers,
    /// Teachers and no students.
    NoPupils,
    /// More teachers than students, or far too few of them.
    OddRatio,
    /// The level is one that the grades speak against.
    LevelAgainstGrades,
    /// All shares of poverty are next to nothing.
    TinyShares,
    /// A row without a name, of a school or a district.
    NoName(String),
    /// A name with signs that come from a wrong encoding or a web page.
    DamagedName,
    /// A column that differs from one that is read in capitals alone.
    TwinColumn,
}

/// A topic by district, and there by word.
type ByDistrict = BTreeMap<String, BTreeMap<String, u64>>;

/// Everything that was left out or guessed.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct FactNotes(BTreeMap<Topic, ByDistrict>);

impl FactNotes {
    /// Counts one row, school or district. A district of no name is the table as a whole.
    pub(super) fn add(&mut self, topic: Topic, district: &str, word: &str) {
        let word: String = word.chars().take(LONGEST_WORD).collect();
        *self.0.entry(topic).or_default().entry(district.to_owned()).or_default().entry(word).or_default() +=
            1;
    }

    /// Notes what holds for the table as a whole, however often it is said.
    pub(super) fn once(&mut self, topic: Topic, word: &str) {
        let words = self.0.entry(topic).or_default().entry(String::new()).or_default();
        words.insert(word.chars().take(LONGEST_WORD).collect(), 1);
    }

    /// All of it in sentences; of one district, what concerns it or the table as a whole.
    pub(super) fn said(&self, district: Option<&str>) -> Vec<String> {
        let concerns = |id: &&String| district.is_none_or(|asked| id.is_empty() || *id == asked);
        self.0
            .iter()
            .filter_map(|(topic, found)| {
                let mut words = BTreeMap::<&str, u64>::new();
                for (word, count) in found.iter().filter(|(id, _)| concerns(id)).flat_map(|(_, words)| words)
                {
                    *words.entry(word.as_str()).or_default() += count;
                }
                let count: u64 = words.values().sum();
                let seen = |sign: char| if is_unseen(sign) { '?' } else { sign };
                (count > 0).then(|| topic.sentence(count, &Words(words)).chars().map(seen).collect())
            })
            .collect()
    }
}

/// Words with their counts.
struct Words<'a>(BTreeMap<&'a str, u64>);

impl Words<'_> {
    /// The most frequent: `Closed (12), Future (1)`; without counts where each is there once.
    fn listed(&self) -> String {
        let mut ranked: Vec<(&str, u64)> = self.0.iter().map(|(word, count)| (*word, *count)).collect();
        ranked.sort_by_key(|(_, count)| std::cmp::Reverse(*count)); // stable: equals stay in the order of words
        let once = ranked.iter().all(|(_, count)| *count == 1);
        let one = |&(word, count): &(&str, u64)| {
            let word = if word.is_empty() { "an empty cell" } else { word };
            if once { word.to_owned() } else { format!("{word} ({})", thousands(count)) }
        };
        let named: Vec<String> = ranked.iter().take(MOST_WORDS).map(one).collect();
        match ranked.len().checked_sub(MOST_WORDS) {
            Some(more @ 1..) => format!("{} and {more} more", named.join(", ")),
            _ => named.join(", "),
        }
    }
}

impl Topic {
    fn sentence(&self, count: u64, words: &Words<'_>) -> String {
        let of =
            |one: &str, many: &str| format!("{} {}", thousands(count), if count == 1 { one } else { many });
        let rows = || of("row", "rows");
        let schools = || of("school", "schools");
        let take = if count == 1 { "takes" } else { "take" };
        let listed = words.listed();
        match self {
            Topic::Filtered(column) => format!("{} left out by [where]: `{column}` is {listed}", rows()),
            Topic::Older(column, latest) => {
                format!("{} left out by `latest`: `{column}` is not {latest} but {listed}", rows())
            }
            Topic::DirectCharter => {
                format!("{} left out: direct-funded charter schools are agencies of their own", schools())
            }
            Topic::UnknownPupils => format!("{} left out, students not known: {listed}", rows()),
            Topic::Repeated => format!("{} left out, the same as another, cell by cell: {listed}", rows()),
            Topic::TotalsRow => format!("{} left out, a total of others: {listed}", rows()),
            Topic::NotOpen(column) => format!(
                "{} {} although `{column}` is {listed}; [where] in a mapping says which rows count",
                rows(),
                if count == 1 { "counts" } else { "count" }
            ),
            Topic::MaybeTotal => format!(
                "{listed}: has exactly the students of all other rows together, and counts; if it is a total, leave it \
                 out with [where] in a mapping"
            ),
            Topic::YearChosen => format!("of columns that differ in the year the latest is read: {listed}"),
            Topic::NoColumn(field) => format!("no column `{listed}`: `{field}` is not known from it"),
            Topic::Unjoined(file) => {
                format!("{} without a row of the same key in {file}: {listed}", rows())
            }
            Topic::SharedRow(file) => format!(
                "{} have a row of {file} in common with others, and what it says holds for each of them: {listed}",
                rows()
            ),
            Topic::UnusedRow(file) => {
                format!(
                    "{} of {file} {} to no row of the table: {listed}",
                    rows(),
                    if count == 1 { "belongs" } else { "belong" }
                )
            }
            Topic::OwnColumn(file) => format!(
                "{} of {file} not read, because the table has one of that name, which counts: {listed}",
                of("column", "columns")
            ),
            Topic::UnreadColumn(file) => format!(
                "{} of {file} not read, because no key of [columns] takes it from there: {listed}",
                of("column", "columns")
            ),
            Topic::JoinedRead(file) => format!("{file}: {listed}"),
            Topic::NoFile(file) => {
                format!("no file {file} lies beside the table: what it would say is not known")
            }
            Topic::OtherLevel => {
                format!("{} of the level other {take} no part in a reform; in the table: {listed}", schools())
            }
            Topic::NoGrades => {
                format!("{} without known grades {take} no part in a reform", schools())
            }
            Topic::LevelFromGrades => {
                format!("{}: the level is not in the table and follows from the grades", schools())
            }
            Topic::KindFromGrades => format!(
                "{}: the kind is not in the table and follows from the grades of schools: {listed}",
                of("district", "districts")
            ),
            Topic::TeachersByRatio(ratio) => {
                format!(
                    "{}: teachers are not in the table and are students divided by {ratio}",
                    listed_noun(words, count)
                )
            }
            Topic::Counties => format!(
                "{} with schools in several counties; the first is printed",
                of("district", "districts")
            ),
            Topic::CalledTotal => format!(
                "{} called a total and {}: {listed}; if it is one, leave it out with [where] in a mapping",
                of("row is", "rows are"),
                if count == 1 { "counts" } else { "count" }
            ),
            Topic::SumOfOthers => format!(
                "{} exactly the students of all other schools of its district, and {}: {listed}; if it is their total, leave \
                 it out with [where] in a mapping",
                of("school has", "schools have"),
                if count == 1 { "counts" } else { "count" }
            ),
            Topic::NoPupils => {
                format!("{} teachers and no students: {listed}", of("school has", "schools have"))
            }
            Topic::OddRatio => format!(
                "{} more teachers than students, or more than 200 students for a teacher: {listed}; look whether the columns are \
                 the right ones",
                of("row has", "rows have")
            ),
            Topic::LevelAgainstGrades => {
                format!(
                    "{} a level that the grades speak against, and the level counts: {listed}",
                    of("school has", "schools have")
                )
            }
            Topic::TinyShares => format!(
                "no share of poverty is above {listed}, which is next to nothing; look at `poverty` under [scale] of the mapping, or \
                 whether the column holds shares"
            ),
            Topic::NoName(of_what) => format!("{} without the name of the {of_what}", rows()),
            Topic::DamagedName => format!(
                "{} damaged, by a wrong encoding, a web page or a fault of a spreadsheet: {listed}",
                of("name looks", "names look")
            ),
            Topic::TwinColumn => {
                format!(
                    "{} not read, because another one differs from it in capitals alone: {listed}",
                    of("column", "columns")
                )
            }
            Topic::TooPoor => format!(
                "{}: more students are eligible for free or reduced-price meals than there are; their share is read as 1",
                listed_noun(words, count)
            ),
        }
    }
}

/// "12 schools", "1 district": the word is what a row is about.
fn listed_noun(words: &Words<'_>, count: u64) -> String {
    let noun = words.0.keys().next().copied().unwrap_or("row");
    format!("{} {noun}{}", thousands(count), if count == 1 { "" } else { "s" })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_left_out_is_counted_with_its_words_and_by_district() {
        let mut notes = FactNotes::default();
        let closed = || Topic::Filtered("Status".into());
        notes.add(closed(), "1", "Closed");
        notes.add(closed(), "2", "Closed");
        notes.add(closed(), "2", "Future");
        notes.add(Topic::NoGrades, "1", "");
        notes.add(Topic::TotalsRow, "", "State total");
        let all = notes.said(None);
        assert_eq!(all[0], "3 rows left out by [where]: `Status` is Closed (2), Future (1)");
        assert_eq!(all[1], "1 row left out, a total of others: State total");
        assert_eq!(all[2], "1 school without known grades takes no part in a reform");
        assert_eq!(notes.said(Some("2"))[0], "2 rows left out by [where]: `Status` is Closed, Future");
        assert_eq!(notes.said(Some("2")).len(), 2);
        assert_eq!(notes.said(Some("9")), [all[1].clone()]);
    }

    #[test]
    fn many_words_are_cut_and_an_empty_one_is_named() {
        let mut notes = FactNotes::default();
        for word in ["", "a", "b", "c", "d", "e", "f"] {
            notes.add(Topic::UnknownPupils, "", word);
        }
        assert_eq!(
            notes.said(None),
            ["7 rows left out, students not known: an empty cell, a, b, c, d and 2 more"]
        );
    }
}
