//! Which column of a table holds what: guessed by its name and by what stands in it.

use std::collections::BTreeMap;

use super::words::{charter, number};
use crate::census::grade_codes;
use crate::census::mapping::FIELDS as KNOWN;
use crate::input::{TableSketch, with_year};

/// What a column must hold to be taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Holds {
    Anything,
    Numbers,
    Grades,
    Spans,
    Charters,
}

/// A key of a mapping, what its column holds, and how tables call it: words in small letters, the surest first.
pub(super) const FIELDS: [(&str, Holds, &[&str]); 15] = [
    (
        "school_id",
        Holds::Anything,
        &[
            "school id",
            "ncessch",
            "nces school id",
            "school number",
            "school code",
            "cds code",
            "cdscode",
            "urn",
            "campus",
            "campus id",
            "school no",
            "sno",
            "schoolid",
            "school key",
            "state school id",
            "id school",
        ],
    ),
    (
        "district_id",
        Holds::Anything,
        &[
            "district id",
            "leaid",
            "lea id",
            "nces district id",
            "district number",
            "district code",
            "agency id",
            "leaid nces",
            "la code",
            "dno",
            "district no",
            "districtid",
            "lea code",
            "agency",
            "district key",
            "state district id",
            "id",
        ],
    ),
    (
        "school",
        Holds::Anything,
        &[
            "school name",
            "school",
            "sch name",
            "establishment name",
            "establishmentname",
            "sname",
            "campus name",
            "name of school",
        ],
    ),
    (
        "district",
        Holds::Anything,
        &[
            "district name",
            "district",
            "lea name",
            "agency name",
            "la name",
            "dname",
            "district title",
            "name of district",
            "name",
        ],
    ),
    (
        "enrollment",
        Holds::Numbers,
        &[
            "enrollment",
            "enrolment",
            "students",
            "pupils",
            "membership",
            "member",
            "total students",
            "total enrollment",
            "total enrolment",
            "school enrollment",
            "district enrollment",
            "number of students",
            "number of pupils",
            "numberofpupils",
            "student count",
            "student total",
            "students total",
            "total pupils",
            "all pupils",
            "all students",
            "total",
            "roll",
            "headcount",
        ],
    ),
    (
        "teachers",
        Holds::Numbers,
        &[
            "teachers fte",
            "teachers fte est",
            "teachers",
            "fte teachers",
            "fte",
            "teacher fte",
            "full time equivalent fte teachers",
            "classroom teachers",
            "total teachers",
            "number of teachers",
            "teachers total",
        ],
    ),
    (
        "grade_low",
        Holds::Grades,
        &[
            "grade low",
            "low grade",
            "gslo",
            "lowest grade",
            "grade from",
            "lo",
            "lowest grade offered",
            "grade span low",
        ],
    ),
    (
        "grade_high",
        Holds::Grades,
        &[
            "grade high",
            "high grade",
            "gshi",
            "highest grade",
            "grade to",
            "hi",
            "highest grade offered",
            "grade span high",
        ],
    ),
    (
        "grades",
        Holds::Spans,
        &[
            "grades",
            "grade range",
            "grade span",
            "gsserved",
            "gs served",
            "grades served",
            "grades text",
            "grade levels",
            "gsoffered",
        ],
    ),
    ("level", Holds::Anything, &["level", "school level", "lo level", "phase", "phase of education name"]),
    ("charter", Holds::Charters, &["charter", "charter school", "charter y n", "charter text", "is charter"]),
    ("county", Holds::Anything, &["county", "county name", "lea county", "state", "state name"]),
    (
        "poverty",
        Holds::Numbers,
        &[
            "frpm share",
            "percent frl",
            "pct frl",
            "frl",
            "percent frpm",
            "poverty",
            "percent free or reduced price meals",
            "free and reduced lunch percent",
            "percentage fsm",
            "percentagefsm",
            "pct economically disadvantaged",
        ],
    ),
    (
        "poverty_count",
        Holds::Numbers,
        &[
            "frpm count",
            "frl count",
            "free and reduced lunch students",
            "free or reduced price meals count",
            "economically disadvantaged students",
            "number of fsm eligible pupils",
        ],
    ),
    ("district_type", Holds::Anything, &["district type", "agency type", "lea type"]),
];

/// A column that was chosen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Chosen {
    /// Where it stands.
    pub(super) place: usize,
    /// Its name, with `{year}` for the year in it.
    pub(super) name: String,
}

/// A column's name in small letters, words apart: `School_Name*` and `SchoolName` are `school name`.
pub(super) fn plain(name: &str) -> String {
    let mut out = String::new();
    let mut was_small = false;
    for sign in name.chars() {
        if sign.is_uppercase() && was_small {
            out.push(' ');
        }
        was_small = sign.is_lowercase();
        out.extend(if sign.is_alphanumeric() { sign.to_lowercase().collect::<Vec<_>>() } else { vec![' '] });
    }
    out.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// How well a name of a column, in plain words, fits a key: by the whole of it, or by the words of a name in it.
fn score(column: &str, names: &[&str]) -> Option<usize> {
    let padded = format!(" {column} ");
    let exact = names.iter().position(|name| *name == column).map(|k| 1_000 - k);
    let part = || {
        let k = names.iter().position(|name| name.len() > 3 && padded.contains(&format!(" {name} ")))?;
        Some(500 - 10 * k - column.len().min(9))
    };
    exact.or_else(part)
}

/// Which column holds which key: the best fit first, each column once; of names that differ in the year the latest.
pub(super) fn choose(sketch: &TableSketch) -> BTreeMap<&'static str, Chosen> {
    let names: Vec<(String, String)> = sketch
        .columns
        .iter()
        .map(|column| with_year(column).unwrap_or_else(|| (column.clone(), String::new())))
        .collect();
    let mut fits: Vec<(usize, &'static str, usize)> = Vec::new();
    for (key, holds, known) in FIELDS {
        for (place, (name, _)) in names.iter().enumerate() {
            let good =
                score(&plain(&name.replace("{year}", " ")), known).filter(|_| is(sketch, place, holds));
            // A column of our own name is read, whatever stands in it, unless another one is named.
            if let Some(score) = good.or_else(|| is_own_name(key, name).then_some(1)) {
                fits.push((score, key, place));
            }
        }
    }
    let year = |place: usize| names.get(place).map(|(_, year)| year.as_str());
    fits.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| year(b.2).cmp(&year(a.2))).then(a.2.cmp(&b.2)));
    let mut chosen = BTreeMap::<&'static str, Chosen>::new();
    for (_, key, place) in fits {
        if !chosen.contains_key(key) && !chosen.values().any(|taken| taken.place == place) {
            let name = names.get(place).map(|(name, _)| name.clone()).unwrap_or_default();
            chosen.insert(key, Chosen { place, name });
        }
    }
    // A name or an id stands in for the other, where only one of the two is there.
    for (one, other) in [
        ("school_id", "school"),
        ("school", "school_id"),
        ("district_id", "district"),
        ("district", "district_id"),
    ] {
        if let (None, Some(found)) = (chosen.get(one), chosen.get(other).cloned()) {
            chosen.insert(one, found);
        }
    }
    chosen
}

/// Whether a column of this name is looked for where a mapping names none.
fn is_own_name(key: &str, name: &str) -> bool {
    let own = KNOWN.iter().filter(|field| field.name == key);
    own.flat_map(|field| [field.in_schools, field.in_districts]).any(|own| own.eq_ignore_ascii_case(name))
}

/// Whether most cells of a column are what a key holds.
fn is(sketch: &TableSketch, place: usize, holds: Holds) -> bool {
    let fits = |text: &str| match holds {
        Holds::Anything => true,
        Holds::Numbers => number(text).is_some(),
        Holds::Grades => grade_codes::is_code(text),
        Holds::Spans => grade_codes::of_cell(text).is_ok(),
        Holds::Charters => charter(text).is_some(),
    };
    let (all, good) = sketch
        .cells(place)
        .fold((0_usize, 0_usize), |(all, good), text| (all + 1, good + usize::from(fits(text))));
    holds == Holds::Anything || all > 0 && 2 * good > all
}
