//! Who asks whom: teachers of the default district, schools of any other that is known school by school.

use std::collections::BTreeMap;

use super::choices::Choices;
use super::districts::Place;
use super::{parameters, words};
use toml::{Table, Value};
use uptake::input::formula::to_cell;
use uptake::input::tie_table::COLUMNS;
use uptake::scenario::default_district;

/// The section `[network]`, where it is written at all, and perhaps the table that it names.
pub fn network(c: &mut Choices<'_>, places: &[Place], files: &mut BTreeMap<String, String>) -> Option<Table> {
    let [place] = places else { return None };
    let ids: Vec<&str> = place.schools.iter().map(|school| school.id.as_str()).collect();
    if ids.len() < 2 || !c.once_in(3) {
        return None;
    }
    let is_default = default_district().schools.iter().map(|s| s.id.as_str()).eq(ids.iter().copied());
    let ties = if is_default { of_teachers(c, &ids) } else { of_schools(c, &ids) };
    let mut section = Table::new();
    if c.once_in(2) {
        section.insert("rest".into(), (*c.one_of(&["drawn", "none"])).into());
    }
    // A table trims its cells and frees them of signs that nobody sees; a listed school may have such an id.
    let is_plain = |id: &&str| id.trim() == *id && id.chars().all(|c| c == ' ' || c.is_ascii_graphic());
    let is_plain = ids.iter().all(is_plain);
    if !is_plain || c.once_in(2) {
        section.insert("ties".into(), ties.into());
    } else {
        section.insert("table".into(), "ties.csv".into());
        files.insert("ties.csv".into(), csv(&ties));
    }
    Some(section)
}

fn strength(c: &mut Choices<'_>) -> Option<Value> {
    c.once_in(2).then(|| parameters::number(c, 0.001, 1.0))
}

fn of_schools(c: &mut Choices<'_>, ids: &[&str]) -> Vec<Value> {
    let ties = (0..=c.below(3)).map(|k| {
        let pair = [ids[k % ids.len()], ids[(k + 1) % ids.len()]].map(Value::from);
        Value::Array(pair.into_iter().chain(strength(c)).collect())
    });
    let mut ties: Vec<Value> = ties.collect();
    ties.dedup_by_key(|tie| tie.as_array().unwrap()[..2].to_vec());
    ties.truncate(ids.len() - 1);
    ties
}

fn of_teachers(c: &mut Choices<'_>, ids: &[&str]) -> Vec<Value> {
    let end = |c: &mut Choices<'_>, name: &str| {
        let (school, grade) = (*c.one_of(ids), *c.one_of(&["TK", "K", "1", "4"]));
        [school, grade, name].map(Value::from)
    };
    let line = words::line(c, 20);
    // A grade of the default district has five teachers.
    let ties = (0..=c.below(2)).map(|k| {
        let asker = end(c, &format!("{line}{k}"));
        let asked = end(c, &format!("{line} {k}"));
        if k > 0 && c.once_in(4) {
            return Value::Array(asker.into());
        }
        Value::Array(asker.into_iter().chain(asked).chain(strength(c)).collect())
    });
    ties.collect()
}

/// The same ties as a table.
fn csv(ties: &[Value]) -> String {
    let quoted = |value: &Value| match value.as_str() {
        Some(text) => format!("\"{}\"", to_cell(text).replace('"', "\"\"")),
        None => value.to_string(),
    };
    let is_of_schools =
        ties.iter().all(|tie| tie.as_array().unwrap().len() <= 3 && tie[1].as_str().is_some())
            && ties[0].as_array().unwrap().len() <= 3;
    let columns: Vec<&str> = match is_of_schools {
        true => vec!["asker", "asked", "strength"],
        false => COLUMNS.into(),
    };
    let mut out = columns.join(",") + "\n";
    for tie in ties {
        let mut cells: Vec<String> = tie.as_array().unwrap().iter().map(quoted).collect();
        cells.resize(columns.len(), String::new());
        out += &(cells.join(",") + "\n");
    }
    out
}
