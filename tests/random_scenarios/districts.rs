//! Districts in every way in which a scenario may give them.

use std::collections::{BTreeMap, BTreeSet};

use super::choices::Choices;
use super::forms::{Said, section, span};
use super::{Size, parameters, words};
use toml::{Table, Value};
use uptake::census::COLUMNS;
use uptake::census::grade::GradeSpan;
use uptake::census::totals::TOTALS;
use uptake::input::formula::to_cell;
use uptake::parameters::Ledger;
use uptake::scenario::language;
use uptake::scenario::{PUPILS, default_district};

/// What events and teams may name.
#[derive(Clone)]
pub struct Place {
    pub id: String,
    /// Its schools, where they are known one by one.
    pub schools: Vec<School>,
}

#[derive(Clone)]
pub struct School {
    pub id: String,
    pub name: String,
    /// Nothing for a school that no practice is for.
    pub grades: Option<GradeSpan>,
}

impl School {
    pub fn teaches(&self, grades: GradeSpan) -> bool {
        self.grades.is_some_and(|own| own.overlaps(grades))
    }
}

/// The districts of a scenario.
pub struct Districts {
    /// `[district]` or `[cohort]`.
    pub sections: Table,
    pub places: Vec<Place>,
    pub is_cohort: bool,
    /// Tables and mappings beside the scenario.
    pub files: BTreeMap<String, String>,
}

/// A way of giving a district.
#[derive(Clone, Copy, PartialEq)]
enum Way {
    Pupils,
    Listed,
    Totals,
    Table,
    AllOfTable,
    TotalsOfTable,
}

const WAYS: [Way; 6] =
    [Way::Pupils, Way::Listed, Way::Totals, Way::Table, Way::AllOfTable, Way::TotalsOfTable];

pub fn districts(c: &mut Choices<'_>, size: &Size, ledger: &Ledger) -> Districts {
    let mut found =
        Districts { sections: Table::new(), places: Vec::new(), is_cohort: false, files: BTreeMap::new() };
    match c.below(5) {
        0 => {
            let facts = default_district();
            let school = |s: &uptake::census::SchoolFacts| School {
                id: s.id.clone(),
                name: s.name.clone(),
                grades: s.grades,
            };
            found.places = vec![Place { id: facts.id, schools: facts.schools.iter().map(school).collect() }];
        }
        1 => cohort(c, size, ledger, &mut found),
        _ => {
            let ways = if cfg!(feature = "program") { &WAYS[..] } else { &WAYS[..3] };
            let way = *c.one_of(ways);
            let table = district(c, size, way, None, &mut found);
            found.sections.insert("district".into(), table.into());
        }
    }
    found
}

fn cohort(c: &mut Choices<'_>, size: &Size, ledger: &Ledger, found: &mut Districts) {
    found.is_cohort = true;
    let count = 2 + c.below(size.districts - 1);
    let ways = if cfg!(feature = "program") { &WAYS[..4] } else { &WAYS[..3] };
    let sections: Vec<Value> = (1..=count)
        .map(|number| {
            let way = *c.one_of(ways);
            let mut table = district(c, size, way, Some(number), found);
            let own: Vec<_> = ledger.entries().iter().filter(|entry| !entry.of_cohort).collect();
            let values = (0..c.below(4)).map(|_| {
                let entry = c.one_of(&own);
                (entry.name.to_string(), parameters::value(c, entry))
            });
            let values: Table = values.collect();
            if !values.is_empty() || c.once_in(4) {
                table.insert("parameters".into(), values.into());
            }
            Value::from(table)
        })
        .collect();
    let cohort = section(c, &language::section("cohort"), |c, key| match key.name {
        "managers" if c.once_in(2) => c.whole(1, count as i64).into(),
        "managers" => Said::Nothing,
        "district" => sections.clone().into(),
        _ => Said::Usual,
    });
    found.sections.insert("cohort".into(), cohort.into());
}

/// A section with a district; what may be named of it, and files, are entered into `found`.
fn district(
    c: &mut Choices<'_>,
    size: &Size,
    way: Way,
    number: Option<usize>,
    found: &mut Districts,
) -> Table {
    let taken: BTreeSet<String> = found.places.iter().map(|place| place.id.clone()).collect();
    let usual = number.map_or("district".to_string(), |k| format!("district-{k}"));
    // Outside a cohort a synthetic district has no id of its own: with one it would be a real one.
    let names_itself = match way {
        Way::Pupils => number.is_some() && c.once_in(2),
        Way::Listed => c.once_in(2),
        _ => true,
    };
    let own = if names_itself { words::line(c, 60) } else { usual };
    let id = unlike(trimmed(own), &taken);
    let must_name = names_itself || taken.contains(&id);
    let is_listed = way == Way::Listed;
    let schools = if is_listed { schools(c, size) } else { Vec::new() };
    let mut place = Place { id: id.clone(), schools: schools.iter().map(|(_, s)| s.clone()).collect() };
    let (file, mapping) = (format!("table {}.csv", number.unwrap_or(0)), c.once_in(3));
    let mut asked = id.clone();
    let mut more = Vec::new();
    match way {
        Way::Table | Way::AllOfTable => {
            let (text, places) = table_of_schools(c, size, &id, &taken, way == Way::AllOfTable, mapping);
            found.files.insert(file.clone(), text);
            if mapping {
                let columns = "unknown = [\"n/a\"]\n[columns]\nenrollment = \"Students, all\"\n";
                found.files.insert("columns.toml".into(), columns.into());
            }
            let mut places = places.into_iter();
            place = places.next().unwrap();
            more = places.collect();
        }
        Way::TotalsOfTable => {
            let (text, others) = table_of_totals(c, size, &id);
            found.files.insert(file.clone(), text);
            if c.once_in(2) {
                asked = "regular".into();
                more = others;
            }
        }
        Way::Pupils | Way::Listed | Way::Totals => {}
    }
    if way == Way::AllOfTable {
        asked = "regular".into();
    }
    let of_table = matches!(way, Way::Table | Way::AllOfTable | Way::TotalsOfTable);
    let of_totals = way == Way::Totals;
    let spec = language::section(if number.is_some() { "cohort.district" } else { "district" });
    let table = section(c, &spec, |c, key| match key.name {
        "table" if of_table => file.clone().into(),
        "mapping" if way == Way::TotalsOfTable => "districts".into(),
        "mapping" if of_table && mapping => "columns.toml".into(),
        "table" | "mapping" | "parameters" => Said::Nothing,
        "id" if must_name => asked.clone().into(),
        "id" => Said::Nothing,
        "pupils" if way == Way::Pupils => c.whole(PUPILS.0, size.pupils).into(),
        "pupils" if of_totals => c.whole(0, size.pupils).into(),
        "school" if is_listed => schools.iter().map(|(table, _)| table.clone()).collect::<Vec<_>>().into(),
        // A district of a cohort with an id and students alone is a synthetic one: its name makes it real.
        "name" if of_totals || is_listed && c.once_in(2) => words::line(c, 80).into(),
        "county" if (of_totals || is_listed) && c.once_in(2) => words::line(c, 80).into(),
        "teachers" if of_totals && c.once_in(2) => {
            parameters::number(c, 0.0, size.pupils as f64 / 10.0).into()
        }
        "poverty" | "kind" if of_totals => Said::Usual,
        "kind" if is_listed => Said::Usual,
        "pupils" | "school" | "name" | "county" | "teachers" | "poverty" | "kind" => Said::Nothing,
        _ => Said::Usual,
    });
    found.places.push(place);
    found.places.extend(more);
    table
}

/// Schools as sections, and what may be named of them. Names may be alike, and a name may be another school's id.
fn schools(c: &mut Choices<'_>, size: &Size) -> Vec<(Table, School)> {
    let count = 1 + c.below(size.schools);
    let mut ids = BTreeSet::new();
    let mut found: Vec<(Table, School)> = Vec::new();
    for number in 1..=count {
        let name = match (c.below(4), found.last()) {
            (0, _) => None,
            (1, Some((_, other))) => Some(c.one_of(&[other.id.clone(), other.name.clone()]).clone()),
            _ => Some(words::line(c, 60)),
        };
        let called = name.clone().unwrap_or_else(|| format!("School {number}"));
        let own = c.once_in(2).then(|| words::line(c, 60));
        let id = unlike(own.clone().unwrap_or_else(|| called.clone()), &ids);
        let says_id = own.is_some() || id != called;
        ids.insert(id.clone());
        let grades = (!c.once_in(8)).then(|| span(c));
        let spec = language::section("school");
        let table = section(c, &spec, |c, key| match key.name {
            "id" if says_id => id.clone().into(),
            "id" => Said::Nothing,
            "name" => name.clone().map_or(Said::Nothing, Said::from),
            "grades" => grades.map_or("none".to_string(), |span| span.to_string()).into(),
            "teachers" => parameters::number(c, 0.0, size.teachers).into(),
            _ => Said::Usual,
        });
        let is_other = table.get("level").and_then(Value::as_str) == Some("other");
        found.push((table, School { id, name: called, grades: grades.filter(|_| !is_other) }));
    }
    found
}

/// A table with the district of this id and perhaps others; those that are asked for.
fn table_of_schools(
    c: &mut Choices<'_>,
    size: &Size,
    id: &str,
    taken: &BTreeSet<String>,
    all: bool,
    mapped: bool,
) -> (String, Vec<Place>) {
    let mut header = COLUMNS.map(String::from);
    if mapped {
        header[10] = "Students, all".into();
    }
    let mut lines = vec![row(&header)];
    let (mut school_ids, mut places) = (BTreeSet::new(), Vec::new());
    let mut ids: BTreeSet<String> = BTreeSet::from([id.to_string()]);
    for _ in 0..c.below(3) {
        let other = words::line(c, 30);
        ids.insert(unlike(trimmed(other), taken));
    }
    for own in &ids {
        // Other agencies than districts are found by their id alone.
        let kinds = ["unified", "elementary", "high", "coe", "a board of its own"];
        let kind = if own == id && all { "unified" } else { c.one_of(&kinds) };
        let (name, county) = (trimmed(words::line(c, 40)), trimmed(words::line(c, 40)));
        let mut schools = Vec::new();
        for _ in 0..1 + c.below(size.schools) {
            let school = unlike(trimmed(words::line(c, 30)), &school_ids);
            school_ids.insert(school.clone());
            let (called, span) = (trimmed(words::line(c, 30)), (!c.once_in(8)).then(|| span(c)));
            let level = *c.one_of(&["elementary", "middle", "high", "k12", "other"]);
            let (low, high) =
                span.map_or_else(Default::default, |s| (s.low().to_string(), s.high().to_string()));
            let unknown = if mapped { "n/a" } else { "" };
            let poverty = if c.once_in(4) { unknown.into() } else { c.number(0.0, 1.0).to_string() };
            let (pupils, teachers) =
                (c.whole(0, 5_000).to_string(), c.number(0.0, size.teachers).to_string());
            let charter = (*c.one_of(&["no", "", "local"])).to_string();
            let texts = [own, &name, kind, &county, &school, &called].map(cell);
            let rest = [level.to_string(), low, high, charter, pupils, teachers, poverty];
            lines.push(row(&texts.into_iter().chain(rest).collect::<Vec<_>>()));
            schools.push(School { id: school, name: called, grades: span.filter(|_| level != "other") });
        }
        schools.sort_by(|a, b| a.id.cmp(&b.id));
        let is_regular = ["unified", "elementary", "high"].contains(&kind);
        if if all { is_regular } else { own == id } {
            places.push(Place { id: own.clone(), schools });
        }
    }
    (lines.concat(), places)
}

/// A table of totals with the district of this id, and the other districts in it.
fn table_of_totals(c: &mut Choices<'_>, size: &Size, id: &str) -> (String, Vec<Place>) {
    let mut lines = vec![row(&TOTALS.map(String::from))];
    let ids: BTreeSet<String> = (0..c.below(3)).map(|_| trimmed(words::line(c, 30))).collect();
    let others: Vec<String> = ids.into_iter().filter(|other| other != id).collect();
    for own in others.iter().map(String::as_str).chain([id]) {
        let kind = (*c.one_of(&["unified", "elementary", "high", ""])).to_string();
        let known = |known: bool, x: f64| if known { x.to_string() } else { String::new() };
        let (teachers, poverty) = (c.number(0.0, size.pupils as f64 / 10.0), c.number(0.0, 1.0));
        let (teachers, poverty) = (known(c.once_in(2), teachers), known(c.once_in(2), poverty));
        let (name, county) = (trimmed(words::line(c, 40)), trimmed(words::line(c, 40)));
        let pupils = c.whole(0, size.pupils).to_string();
        lines.push(row(&[cell(own), cell(&name), kind, cell(&county), pupils, teachers, poverty]));
    }
    (lines.concat(), others.into_iter().map(|id| Place { id, schools: Vec::new() }).collect())
}

/// A text as a cell of a table holds it: no spreadsheet takes it for a formula.
fn cell(text: &str) -> String {
    to_cell(text).into_owned()
}

fn row(cells: &[String]) -> String {
    let quoted: Vec<String> = cells.iter().map(|text| format!("\"{}\"", text.replace('"', "\"\""))).collect();
    quoted.join(",") + "\n"
}

/// A text that no table shortens, and no word for all of its districts.
fn trimmed(text: String) -> String {
    // A table's spaces that do not break are spaces.
    let text = text.replace('\u{a0}', " ");
    // Several districts are named with commas between their ids.
    let text = text.trim().replace("E+", "E").replace(',', ";");
    // Words that stand for what is missing are no identifiers.
    let none = ["na", "n/a", "nan", "null", "none", "unknown", "tbd", "missing", "<na>"];
    let is_none = none.contains(&text.to_lowercase().as_str()) || text.starts_with('#');
    if is_none || ["", "regular"].contains(&text.as_str()) { "a".into() } else { text }
}

/// The text, or one like it that nobody has.
fn unlike(text: String, taken: &BTreeSet<String>) -> String {
    let mut found = text.clone();
    for number in 2.. {
        if !taken.contains(&found) {
            break;
        }
        found = format!("{text} {number}");
    }
    found
}
