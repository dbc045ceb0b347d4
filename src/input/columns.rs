//! Where a table holds what: the columns of its first line, found by name or by a mapping.

use std::collections::BTreeMap;

use csv::StringRecord;

use super::fact_notes::Topic;
use super::joined::JoinedTable;
use super::partners::unread_columns;
use super::school_year::{YEAR, is_year};
use super::table_fault::{Quoted, TableFaults};
use crate::census::COLUMNS;
use crate::census::mapping::{FIELDS, Mapping, Rows, TableField};
use crate::diagnostic::Remedy;
use crate::diagnostic::spelling::nearest;

/// Most columns of a table.
const MOST_COLUMNS: usize = 2_000;
/// How the fault begins of a table that has none of its columns.
pub(crate) const NO_COLUMNS: &str = "the first line has none of these columns";
/// Most columns of a file that a message names.
const MOST_NAMED: usize = 12;

/// How the rows of one table are read.
#[derive(Clone, Copy)]
pub(super) struct Way<'m> {
    /// Columns, words and units.
    pub(super) mapping: &'m Mapping,
    /// What its files hold, in the order of its joins.
    pub(super) joined: &'m [JoinedTable],
}

/// Where a cell stands: in the row itself, or in a joined table.
#[derive(Clone, Copy)]
pub(super) enum Spot {
    Own(usize),
    Joined(usize, usize),
}

/// Where each field stands, and how it is to be understood.
pub(super) struct Layout<'m> {
    /// The line of the header.
    pub(super) line: u64,
    places: BTreeMap<&'static str, (Spot, String)>,
    /// Words, units and values that hold for all rows.
    pub(super) mapping: &'m Mapping,
    pub(super) joined: &'m [JoinedTable],
    /// Where the key of each joined table stands in a row.
    pub(super) keys: Vec<usize>,
    /// Where the column of each filter stands.
    pub(super) filters: Vec<usize>,
    /// Where columns stand that tell a status and by which nothing is filtered, with their names.
    pub(super) statuses: Vec<(usize, String)>,
    /// Where the column stands of which the latest value counts.
    pub(super) latest: Option<usize>,
    /// Columns that were chosen among several that differ in the year.
    pub(super) years: Vec<String>,
    /// Fields and their columns that the mapping names and the table may and does lack.
    pub(super) lacks: Vec<(&'static str, String)>,
    /// Columns of joined files that are not read, with the reason.
    pub(super) unread: Vec<(Topic, String)>,
}

impl<'m> Layout<'m> {
    /// Finds all fields, if what is needed is there once.
    pub(super) fn find(
        header: &StringRecord,
        line: u64,
        way: Way<'m>,
        faults: &mut TableFaults,
    ) -> Option<Self> {
        let Way { mapping, joined } = way;
        let names: Vec<&str> = header.iter().collect();
        let before = faults.count();
        let wanted: Vec<Wanted<'_>> = FIELDS.iter().filter_map(|f| Wanted::of(f, mapping)).collect();
        // A file that is no such table is refused by its name: what stands in it is nobody's business.
        let columns: Vec<&str> = wanted.iter().filter_map(|w| w.names.first().copied()).collect();
        if names.len() > MOST_COLUMNS || names.len() == 1 && !columns.contains(&names[0]) {
            let fault = format!("{NO_COLUMNS}: {}", columns.join(", "));
            faults.row(line, fault, "check that it is the right file");
            return None;
        }
        let mut found = Layout {
            line,
            places: BTreeMap::new(),
            mapping,
            joined,
            keys: Vec::new(),
            filters: Vec::new(),
            statuses: Vec::new(),
            latest: None,
            years: Vec::new(),
            lacks: Vec::new(),
            unread: Vec::new(),
        };
        for want in &wanted {
            let own = located(&names, &want.names);
            let there = || {
                joined.iter().enumerate().find_map(|(k, table)| {
                    let columns: Vec<&str> = table.columns.iter().map(String::as_str).collect();
                    let place = located(&columns, &want.names).places.first().copied()?;
                    Some((Spot::Joined(k, place), table.columns[place].clone()))
                })
            };
            match own.places[..] {
                [place] => {
                    found.places.insert(want.field.name, (Spot::Own(place), names[place].to_owned()));
                    if own.by_year {
                        found.years.push(names[place].to_owned());
                    }
                }
                [place, ..] => {
                    faults.cell(
                        line,
                        (names[place], None),
                        "the column is there twice",
                        "remove or rename one",
                    );
                }
                [] => match there() {
                    Some(place) => {
                        found.places.insert(want.field.name, place);
                    }
                    None if want.needed => report_missing(want, &wanted, &names, mapping, line, faults),
                    None if mapping.columns.contains_key(want.field.name) => {
                        found.lacks.push((want.field.name, want.names.join(", ")));
                    }
                    None => {}
                },
            }
        }
        let mut own_column = |column: &str, why: &str| {
            let place = located(&names, &[column]).places.first().copied();
            if place.is_none() {
                let what = format!("the column is missing, of which {} speaks in {why}", mapping.name);
                let remedy = match nearest(column, names.iter().copied()) {
                    Some(near) => format!("is {} meant?", Quoted(near)),
                    None => format!("write one of the columns: {}", some(&names)),
                };
                faults.cell(line, (column, None), what, remedy);
            }
            place
        };
        found.filters = mapping.filters.iter().filter_map(|f| own_column(&f.column, "[where]")).collect();
        let is_status = |name: &str| {
            name.to_lowercase().contains("status") && !mapping.filters.iter().any(|f| f.column == name)
        };
        let statuses = names.iter().enumerate().filter(|(_, name)| is_status(name));
        found.statuses = statuses.map(|(place, name)| (place, (*name).to_owned())).collect();
        found.latest = mapping.latest.as_deref().and_then(|column| own_column(column, "`latest`"));
        found.keys = joined.iter().filter_map(|table| own_column(&table.key, "[join]")).collect();
        found.unread = unread_columns(&found, &names);
        for (spot, column) in found.places.values() {
            let is_twin = |name: &&&str| **name != column && name.eq_ignore_ascii_case(column);
            if let (Spot::Own(_), Some(twin)) = (spot, names.iter().find(is_twin)) {
                found.unread.push((Topic::TwinColumn, (*twin).to_owned()));
            }
        }
        let says = |field: &str| found.places.contains_key(field) || mapping.fixed.contains_key(field);
        let has_grades = says("grades") || says("grade_low") && says("grade_high");
        if faults.count() == before && mapping.rows == Rows::Schools && !has_grades {
            let what = format!("no column holds the grades of a school, and {} names none", mapping.name);
            let remedy = format!(
                "write grade_low = \"…\" and grade_high = \"…\", or grades = \"…\" where one column has both, under \
                 [columns] of the mapping; the table has {}",
                some(&names)
            );
            faults.row(line, what, remedy);
        }
        (faults.count() == before).then_some(found)
    }

    /// The name of the column that holds a field.
    pub(super) fn column<'f>(&'f self, field: &'f str) -> &'f str {
        self.places.get(field).map_or(field, |(_, column)| column)
    }

    /// Where the field stands in a row or beside it.
    pub(super) fn spot(&self, field: &str) -> Option<Spot> {
        self.places.get(field).map(|(spot, _)| *spot)
    }

    /// Where the field stands in a row.
    pub(super) fn place(&self, field: &str) -> Option<usize> {
        match self.spot(field)? {
            Spot::Own(place) => Some(place),
            Spot::Joined(..) => None,
        }
    }

    /// Where all fields stand.
    pub(super) fn spots(&self) -> impl Iterator<Item = Spot> {
        self.places.values().map(|(spot, _)| *spot)
    }

    /// Whether some column or fixed value says it.
    pub(super) fn says(&self, field: &str) -> bool {
        self.places.contains_key(field) || self.mapping.fixed.contains_key(field)
    }

    /// A value that holds for every row.
    pub(super) fn fixed(&self, field: &str) -> Option<&'m str> {
        self.mapping.fixed.get(field).map(String::as_str)
    }

    /// What a number is multiplied by.
    pub(super) fn scale(&self, field: &str) -> f64 {
        self.mapping.scale.get(field).copied().unwrap_or(1.0)
    }
}

/// The names of all columns that are looked for.
pub(super) fn names(mapping: &Mapping) -> Vec<&str> {
    let wanted = FIELDS.iter().filter_map(|field| Wanted::of(field, mapping));
    wanted.flat_map(|want| want.names).collect()
}

/// A field, the names under which its column is looked for, and whether it must be there. Without a mapping a table has
/// all columns; with one it may leave out what a run can do without.
struct Wanted<'m> {
    field: &'static TableField,
    names: Vec<&'m str>,
    needed: bool,
}

impl<'m> Wanted<'m> {
    fn of(field: &'static TableField, mapping: &'m Mapping) -> Option<Self> {
        let standard = mapping.rows.column(field)?;
        if mapping.fixed.contains_key(field.name) {
            return None;
        }
        let named = mapping.columns.get(field.name);
        let needed = match mapping.is_plain() {
            true => COLUMNS.contains(&standard),
            false => {
                mapping.rows.needs(field)
                    || named.is_some() && !mapping.optional.iter().any(|o| o == field.name)
            }
        };
        let names = named.map_or_else(|| vec![standard], |names| names.iter().map(String::as_str).collect());
        Some(Wanted { field, names, needed })
    }
}

/// Where a column was found.
pub(super) struct Located {
    pub(super) places: Vec<usize>,
    /// It was chosen by its year among several.
    by_year: bool,
}

/// The columns of the first of these names that there is: in the same letters, else in any case, else with the latest year.
pub(super) fn located(header: &[&str], wanted: &[&str]) -> Located {
    let all = |fits: &dyn Fn(&str) -> bool| -> Vec<usize> {
        header.iter().enumerate().filter(|(_, name)| fits(name)).map(|(place, _)| place).collect()
    };
    for want in wanted {
        let mut places = all(&|name| name == *want);
        if places.is_empty() {
            places = all(&|name| name.eq_ignore_ascii_case(want));
        }
        if places.is_empty()
            && let Some((before, after)) = want.split_once(YEAR)
        {
            let year = |name: &str| {
                let year = name.strip_prefix(before)?.strip_suffix(after)?;
                is_year(year).then(|| year.to_owned())
            };
            let mut found: Vec<(String, usize)> =
                header.iter().enumerate().filter_map(|(place, name)| Some((year(name)?, place))).collect();
            found.sort();
            let by_year = found.len() > 1;
            if let Some((_, place)) = found.pop() {
                return Located { places: vec![place], by_year };
            }
        }
        if !places.is_empty() {
            return Located { places, by_year: false };
        }
    }
    Located { places: Vec::new(), by_year: false }
}

/// How many columns that a mapping names are in this header; nothing where one is missing that must be there.
pub(super) fn found_of(header: &[&str], mapping: &Mapping) -> Option<usize> {
    let joined = |names: &[&str]| {
        let there = |name: &&str| mapping.joins.iter().any(|join| join.columns.iter().any(|c| c == name));
        names.iter().any(there)
    };
    let mut count = 0;
    for want in FIELDS.iter().filter_map(|field| Wanted::of(field, mapping)) {
        match located(header, &want.names).places[..] {
            [_] => count += 1,
            [] if !want.needed || joined(&want.names) => {}
            _ => return None,
        }
    }
    let rows = mapping.filters.iter().map(|filter| &filter.column).chain(&mapping.latest);
    let keys = mapping.joins.iter().map(|join| &join.key);
    let all = rows.chain(keys).all(|column| !located(header, &[column]).places.is_empty());
    all.then_some(count)
}

/// The first columns of a table, quoted.
fn some(names: &[&str]) -> String {
    let named: Vec<String> = names.iter().take(MOST_NAMED).map(|n| Quoted(n).to_string()).collect();
    format!("{}{}", named.join(", "), if names.len() > MOST_NAMED { ", …" } else { "" })
}

fn report_missing(
    want: &Wanted<'_>,
    wanted: &[Wanted<'_>],
    names: &[&str],
    mapping: &Mapping,
    line: u64,
    faults: &mut TableFaults,
) {
    let Some(column) = want.names.first().copied() else { return };
    let taken = |name: &&str| wanted.iter().any(|w| w.names.iter().any(|n| n.eq_ignore_ascii_case(name)));
    let free: Vec<&str> = names.iter().copied().filter(|name| !taken(name)).collect();
    let (what, remedy) = missing(want.field, column, &free, mapping);
    let allowed: Vec<&str> = wanted.iter().filter_map(|w| w.names.first().copied()).collect();
    let nearest = nearest(column, free.iter().copied()).map(str::to_owned);
    let remedy = Remedy { nearest, ..Remedy::allowing(remedy, allowed.join(", ")) };
    faults.cell(line, (column, None), what, remedy);
}

fn missing(field: &TableField, column: &str, free: &[&str], mapping: &Mapping) -> (String, String) {
    let near = nearest(column, free.iter().copied());
    let name = &mapping.name;
    if mapping.is_plain() {
        let remedy = match near {
            Some(near) => format!("is {} meant? rename it to `{column}`", Quoted(near)),
            None => format!("add a column `{column}`; leave a cell empty where it is unknown"),
        };
        return ("the column is missing".into(), remedy);
    }
    let what = match mapping.columns.contains_key(field.name) {
        true => format!("the column is missing, in which {name} looks for `{}`", field.name),
        false => format!("the column is missing, and {name} names no other for `{}`", field.name),
    };
    let write = |meant: &str| format!("write {} = \"{meant}\" under [columns] of the mapping", field.name);
    let remedy = match (near, free) {
        (Some(near), _) => format!("is {} meant? {}", Quoted(near), write(near)),
        (None, []) => format!("{}; every column of the table is taken", write("…")),
        (None, free) => format!("{}; the table also has {}", write("…"), some(free)),
    };
    (what, remedy)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_column_is_found_by_its_name_in_any_case_or_with_the_latest_year() {
        let header = ["ID", "Pupils [Public] 2021-22", "Pupils [Public] 2022-23", "Students*", "name"];
        let at = |names: &[&str]| {
            let found = located(&header, names);
            (found.places, found.by_year)
        };
        assert_eq!(at(&["id"]), (vec![0], false));
        assert_eq!(at(&["Pupils [Public] {year}"]), (vec![2], true));
        assert_eq!(at(&["Students*"]), (vec![3], false));
        assert_eq!(at(&["Title", "NAME"]), (vec![4], false));
        assert_eq!(at(&["Pupils {year}"]), (vec![], false));
    }
}
