//! A mapping to begin with, for a table that none of the shipped ones fits: columns are guessed by their names and by what
//! stands in them, and every guess is said.

use std::collections::BTreeMap;
use std::path::Path;

use crate::census::Level;
use crate::diagnostic::Diagnostics;
use crate::input::TableSketch;
use crate::scenario::render::quoted;

/// Most words of a column that are listed.
const MOST_WORDS: usize = 24;

/// What a column must hold to be taken.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Holds {
    Anything,
    Numbers,
    Grades,
    Spans,
    Charters,
}

/// A key of a mapping, what its column holds, and how tables call it: words in small letters, the surest first.
const FIELDS: [(&str, Holds, &[&str]); 14] = [
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
    ("district_type", Holds::Anything, &["district type", "agency type", "lea type"]),
];

/// The text of a mapping for the table in this file.
///
/// # Errors
/// A file that is no table.
pub fn draft(path: &Path) -> Result<String, Diagnostics> {
    let sketch = TableSketch::read(path)?;
    let name = path.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
    Ok(draft_of(&sketch, &name))
}

/// The text of a mapping for a table that looks like this, in a file of this name.
pub fn draft_of(sketch: &TableSketch, name: &str) -> String {
    Draft { chosen: choose(sketch), sketch }.text(name)
}

/// A column's name in small letters, words apart: `School_Name*` and `SchoolName` are `school name`.
fn plain(name: &str) -> String {
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

/// How well a column fits a key: by its whole name, or by the words of a name in it.
fn score(column: &str, names: &[&str]) -> Option<usize> {
    let column = plain(column);
    let padded = format!(" {column} ");
    let exact = names.iter().position(|name| *name == column).map(|k| 1_000 - k);
    let part = || {
        let k = names.iter().position(|name| name.len() > 3 && padded.contains(&format!(" {name} ")))?;
        Some(500 - 10 * k - column.len().min(9))
    };
    exact.or_else(part)
}

/// Which column holds which key: the best fit first, each column once.
fn choose(sketch: &TableSketch) -> BTreeMap<&'static str, usize> {
    let mut fits: Vec<(usize, &'static str, usize)> = Vec::new();
    for (key, holds, names) in FIELDS {
        for (place, column) in sketch.columns.iter().enumerate() {
            if let Some(score) = score(column, names).filter(|_| is(sketch, place, holds)) {
                fits.push((score, key, place));
            }
        }
    }
    fits.sort_by(|a, b| b.0.cmp(&a.0).then(a.2.cmp(&b.2)));
    let mut chosen = BTreeMap::new();
    for (_, key, place) in fits {
        if !chosen.contains_key(key) && !chosen.values().any(|taken| *taken == place) {
            chosen.insert(key, place);
        }
    }
    // A name or an id stands in for the other, where only one of the two is there.
    for (one, other) in [
        ("school_id", "school"),
        ("school", "school_id"),
        ("district_id", "district"),
        ("district", "district_id"),
    ] {
        if let (None, Some(place)) = (chosen.get(one), chosen.get(other).copied()) {
            chosen.insert(one, place);
        }
    }
    chosen
}

/// Whether most cells of a column are what a key holds.
fn is(sketch: &TableSketch, place: usize, holds: Holds) -> bool {
    let fits = |text: &str| match holds {
        Holds::Anything => true,
        Holds::Numbers => number(text).is_some(),
        Holds::Grades => crate::census::grade_codes::is_code(text),
        Holds::Spans => crate::census::grade_codes::of_cell(text).is_ok(),
        Holds::Charters => charter(text).is_some(),
    };
    let (all, good) = sketch
        .cells(place)
        .fold((0_usize, 0_usize), |(all, good), text| (all + 1, good + usize::from(fits(text))));
    holds == Holds::Anything || all > 0 && 2 * good > all
}

fn number(text: &str) -> Option<f64> {
    text.replace([',', ' '], "").parse::<f64>().ok().filter(|number| number.is_finite())
}

fn charter(text: &str) -> Option<&'static str> {
    match text.to_lowercase().as_str() {
        "y" | "yes" | "true" | "1" | "charter" => Some("local"),
        "n" | "no" | "false" | "0" | "2" => Some("no"),
        _ => None,
    }
}

/// The level that a word of a table means.
fn level(word: &str) -> Option<Level> {
    let word = word.to_lowercase();
    let has = |parts: &[&str]| parts.iter().any(|part| word.contains(part));
    match () {
        () if has(&["k-12", "k12", "combined", "all-through", "all grades", "elementary/high"]) => {
            Some(Level::K12)
        }
        () if has(&["elem", "primary", "early"]) => Some(Level::Elementary),
        () if has(&["middle", "junior", "intermediate"]) => Some(Level::Middle),
        () if has(&["high", "secondary", "senior"]) => Some(Level::High),
        () => None,
    }
}

struct Draft<'a> {
    sketch: &'a TableSketch,
    chosen: BTreeMap<&'static str, usize>,
}

impl Draft<'_> {
    fn name(&self, place: usize) -> String {
        quoted(self.sketch.columns.get(place).map_or("", String::as_str))
    }

    /// The different words of a column with their counts, the most frequent first.
    fn words(&self, place: usize) -> Vec<(&str, usize)> {
        let mut counts = BTreeMap::<&str, usize>::new();
        for word in self.sketch.cells(place) {
            *counts.entry(word).or_default() += 1;
        }
        let mut words: Vec<(&str, usize)> = counts.into_iter().collect();
        words.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
        words
    }

    fn text(&self, file: &str) -> String {
        let by_school = self.chosen.contains_key("school");
        let rows = if by_school { "schools" } else { "districts" };
        let mut out = format!(
            "# A draft: how uptake reads {}. Columns were guessed by their names and by what stands in them;\n\
             # look at each line, and keep what is right. What the keys mean: docs/scenarios.md, \"Tables of real schools\".\n\n\
             source = {}\nrows   = \"{rows}\"\n",
            quoted(file),
            quoted(file)
        );
        let unknown = self.unknown();
        if !unknown.is_empty() {
            out += &format!(
                "# Words that stand where numbers are expected.\nunknown = [{}]\n",
                unknown.join(", ")
            );
        }
        let keys: &[&str] = match by_school {
            true => &["district_id", "district", "school_id", "school", "enrollment", "teachers"],
            false => &["district_id", "district", "enrollment", "teachers"],
        };
        let has_bounds = self.chosen.contains_key("grade_low") && self.chosen.contains_key("grade_high");
        let grades: &[&str] = match (by_school, has_bounds) {
            (false, _) => &[],
            (true, true) => &["grade_low", "grade_high"],
            (true, false) => &["grades"],
        };
        let no_district = by_school && !self.chosen.contains_key("district");
        if no_district {
            out += "\n[fixed]\n# No column looks like a district: all schools are taken for those of one.\n";
            out += &format!("district_id = \"1\"\ndistrict    = {}\n", quoted(file));
        }
        out += "\n[columns]\n";
        for key in keys.iter().chain(grades).chain(&["charter", "county", "poverty"]) {
            if matches!(*key, "charter") && !by_school || key.starts_with("district") && no_district {
                continue;
            }
            out += &self.line(key);
        }
        if by_school {
            out += "# The level of a school follows from its grades, the kind of a district from those of its schools.\n";
        }
        out += &self.levels(by_school);
        if let Some(place) = self.chosen.get("charter").filter(|_| by_school) {
            out += "\n[words.charter]\n";
            for (word, _) in self.words(*place).into_iter().filter(|(word, _)| charter(word).is_some()) {
                out += &format!("{} = \"{}\"\n", quoted(word), charter(word).unwrap_or("no"));
            }
            out += "\"*\" = \"no\"\n";
        }
        out += &self.scale();
        out + &self.status()
    }

    /// The line of a key under [columns].
    fn line(&self, key: &str) -> String {
        match self.chosen.get(key) {
            Some(place) => format!("{key:11} = {}\n", self.name(*place)),
            None => match key {
                "enrollment" => "enrollment  = \"…\"  # no column looks like students: write its name here\n".into(),
                "grades" => "grades      = \"…\"  # no column looks like grades: write its name, or grade_low and grade_high\n".into(),
                "district_id" | "district" => format!("{key:11} = \"…\"  # no column looks like it: write its name here\n"),
                "teachers" => {
                    "# teachers  = \"…\"  # no column looks like it: teachers are students divided by pupils_per_teacher\n".into()
                }
                _ => String::new(),
            },
        }
    }

    /// Words in columns of numbers that are no numbers, or numbers that no count is.
    fn unknown(&self) -> Vec<String> {
        let mut found: Vec<&str> = Vec::new();
        for key in ["enrollment", "teachers", "poverty"] {
            let Some(place) = self.chosen.get(key) else { continue };
            for word in self.sketch.cells(*place) {
                let is_unknown = number(word).is_none_or(|number| number < 0.0);
                if is_unknown
                    && word.chars().count() <= 20
                    && !found.contains(&word)
                    && found.len() < MOST_WORDS
                {
                    found.push(word);
                }
            }
        }
        found.into_iter().map(quoted).collect()
    }

    /// The words of a column of levels, where all of them are clear.
    fn levels(&self, by_school: bool) -> String {
        let Some(place) = self.chosen.get("level").filter(|_| by_school) else { return String::new() };
        let words = self.words(*place);
        let known = words.len() <= MOST_WORDS && words.iter().all(|(word, _)| level(word).is_some());
        if !known {
            return format!("# level     = {}  # not all of its words are clear\n", self.name(*place));
        }
        let mut out = format!("level       = {}\n\n[words.level]\n", self.name(*place));
        for (word, _) in words {
            out += &format!("{} = \"{}\"\n", quoted(word), level(word).map_or("other", Level::word));
        }
        out
    }

    /// Percent.
    fn scale(&self) -> String {
        let Some(place) = self.chosen.get("poverty") else { return String::new() };
        let largest = self.sketch.cells(*place).filter_map(number).fold(0.0_f64, f64::max);
        if largest > 1.0 { "\n[scale]\npoverty = 0.01  # percent\n".into() } else { String::new() }
    }

    /// A column that says which schools are open.
    fn status(&self) -> String {
        let is_open = |word: &str| {
            let word = word.to_lowercase();
            let starts = |part: &str| word.starts_with(part);
            starts("open") || starts("active") || starts("new") || starts("reopened")
        };
        let place = self.sketch.columns.iter().position(|column| plain(column).contains("status"));
        let Some((place, words)) = place.map(|place| (place, self.words(place))) else {
            return String::new();
        };
        let open: Vec<String> =
            words.iter().filter(|(word, _)| is_open(word)).map(|(word, _)| quoted(word)).collect();
        if open.is_empty() || open.len() == words.len() || words.len() > MOST_WORDS {
            return String::new();
        }
        let others: Vec<String> =
            words.iter().filter(|(word, _)| !is_open(word)).map(|(word, _)| quoted(word)).collect();
        format!(
            "\n[where]  # only these rows count; the others are {}\n{} = [{}]\n",
            others.join(", "),
            self.name(place),
            open.join(", ")
        )
    }
}
