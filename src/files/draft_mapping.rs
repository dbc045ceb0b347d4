//! A mapping to begin with, for a table that none of the shipped ones fits: columns are guessed by their names and by what
//! stands in them, and every guess is said.

mod columns;
mod words;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use super::district_tables::best_fit;
use crate::census::Level;
use crate::census::mapping::FIELDS;
use crate::diagnostic::Diagnostics;
use crate::input::{AnyTable, TableSketch};
use crate::scenario::mapping;
use crate::scenario::render::quoted;
use columns::{Chosen, choose, plain};
use words::{charter, level, number};

/// Most words of a column that are listed.
const MOST_WORDS: usize = 24;
/// How columns of years are called, in plain words.
const YEARS: [&str; 6] = ["year", "school year", "schoolyear", "academic year", "survey year", "data year"];

/// The text of a mapping for the table in this file; it says so where it does not read the table yet.
///
/// # Errors
/// A file that is no table.
pub fn draft(path: &Path) -> Result<String, Diagnostics> {
    let sketch = TableSketch::read(path)?;
    let name = path.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
    if AnyTable::read(path, None).is_ok() {
        return Ok(as_it_is(&sketch, &name));
    }
    let text = draft_of(&sketch, &name);
    let fits = best_fit(&sketch).map_or_else(String::new, |shipped| {
        let name = shipped.name;
        format!("# The mapping {name} fits this table and comes with the program: --mapping {name}\n")
    });
    let read = mapping::read("the draft", &text).and_then(|mapping| AnyTable::read(path, Some(&mapping)));
    let fault = read.err().map_or_else(String::new, |faults| {
        let first = faults.list().first().map_or_else(String::new, |fault| fault.headline());
        let shown = path.display().to_string();
        let first = first.strip_prefix(&shown).unwrap_or(&first).trim_start_matches([',', ':', ' ']);
        let many = match faults.count() {
            1 => "1 fault".to_owned(),
            count => format!("{count} faults, the first"),
        };
        format!(
            "# The draft does not read the table yet. It has {many}: {}\n",
            first.replace(['\n', '\r'], " ")
        )
    });
    Ok(format!("{fits}{fault}{text}"))
}

/// The text of a mapping for a table that has the program's own columns: it names them, and changes nothing.
fn as_it_is(sketch: &TableSketch, name: &str) -> String {
    let name = quoted(name);
    let mut out = format!(
        "# {name} has the program's own columns and needs no mapping; with this one it is read just the same. Change what\n\
         # shall be read otherwise. What the keys mean: docs/scenarios.md, \"Tables of real schools\".\n\n\
         source = {name}\nrows   = \"schools\"\n\n[columns]\n"
    );
    for field in FIELDS {
        let is_it = |column: &&String| column.eq_ignore_ascii_case(field.in_schools);
        if let Some(column) = sketch.columns.iter().find(is_it) {
            out += &format!("{:13} = {}\n", field.name, quoted(column));
        }
    }
    out
}

/// The text of a mapping for a table that looks like this, in a file of this name.
pub fn draft_of(sketch: &TableSketch, name: &str) -> String {
    Draft { chosen: choose(sketch), sketch }.text(name)
}

struct Draft<'a> {
    sketch: &'a TableSketch,
    chosen: BTreeMap<&'static str, Chosen>,
}

impl Draft<'_> {
    /// The place of the column that holds a key.
    fn place(&self, key: &str) -> Option<usize> {
        self.chosen.get(key).map(|chosen| chosen.place)
    }

    /// Whether the column of a key has the key as its name, so that it is read whatever the mapping says of it.
    fn is_own(&self, key: &str) -> bool {
        self.chosen.get(key).is_some_and(|chosen| chosen.name.eq_ignore_ascii_case(key))
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
        out += &self.latest();
        let no_district = by_school && !self.chosen.contains_key("district");
        let too_many = self.too_many_levels().filter(|_| by_school);
        if no_district || too_many.is_some() {
            out += "\n[fixed]\n";
        }
        if no_district {
            out += "# No column looks like a district: all schools are taken for those of one.\n";
            out += &format!("district_id = \"1\"\ndistrict    = {}\n", quoted(file));
        }
        if let Some(count) = too_many {
            out += &format!("level       = \"\"  # by the grades: the column has {count} different words\n");
        }
        out += "\n[columns]\n";
        for key in self.keys(by_school) {
            if !(key.starts_with("district") && no_district) {
                out += &self.line(key);
            }
        }
        if by_school {
            out += "# Where no column says them, the level of a school follows from its grades, and the kind of a district from those\n\
                    # of its schools.\n";
            out += &self.levels();
            out += &self.charters();
        }
        out += &self.scale();
        out + &self.status()
    }

    /// The keys of `[columns]`, in the order in which they are best written.
    fn keys(&self, by_school: bool) -> Vec<&'static str> {
        let poverty = if self.chosen.contains_key("poverty") { "poverty" } else { "poverty_count" };
        let mut keys = vec!["district_id", "district"];
        if self.is_own("district_type") {
            keys.push("district_type");
        }
        if by_school {
            keys.extend(["school_id", "school"]);
        }
        keys.extend(["enrollment", "teachers"]);
        let has_bounds = self.chosen.contains_key("grade_low") && self.chosen.contains_key("grade_high");
        match by_school {
            // A column that is called grades is read before others.
            true if has_bounds && !self.is_own("grades") => {
                keys.extend(["grade_low", "grade_high", "charter"])
            }
            true => keys.extend(["grades", "charter"]),
            false => {}
        }
        keys.extend(["county", poverty]);
        keys
    }

    /// The line of a key under [columns].
    fn line(&self, key: &str) -> String {
        match self.chosen.get(key) {
            Some(chosen) => format!("{key:11} = {}\n", quoted(&chosen.name)),
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
        for key in ["enrollment", "teachers", "poverty", "poverty_count"] {
            let Some(place) = self.place(key) else { continue };
            for word in self.sketch.cells(place) {
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

    /// The column of years, where the same school or district is there in several.
    fn latest(&self) -> String {
        let columns = &self.sketch.columns;
        let Some(place) = columns.iter().position(|column| YEARS.contains(&plain(column).as_str())) else {
            return String::new();
        };
        let id = self.place("school_id").or_else(|| self.place("district_id"));
        let ids: Vec<&str> = id.map_or_else(Vec::new, |id| self.sketch.cells(id).collect());
        let different = ids.iter().collect::<BTreeSet<_>>().len();
        if self.words(place).len() < 2 || different == ids.len() {
            return String::new();
        }
        let year = quoted(&columns[place]);
        match self.sketch.has_latest(place) {
            true => format!("latest = {year}  # only rows of the latest year\n"),
            false => format!(
                "# Several years, and it is not plain which is the latest: say under [where] which rows count, {year} = [\"…\"].\n"
            ),
        }
    }

    /// How many words a column of levels has, where they are too many to be levels and the column is read by its name.
    fn too_many_levels(&self) -> Option<usize> {
        let place = self.place("level").filter(|_| self.is_own("level"))?;
        Some(self.words(place).len()).filter(|count| *count > MOST_WORDS)
    }

    /// The words of a column of levels; where one is not clear, the grades say it.
    fn levels(&self) -> String {
        let Some(chosen) = self.chosen.get("level") else { return String::new() };
        let (name, words) = (quoted(&chosen.name), self.words(chosen.place));
        if words.len() > MOST_WORDS {
            return match self.too_many_levels() {
                Some(_) => String::new(),
                None => format!("# level     = {name}  # it has {} different words\n", words.len()),
            };
        }
        let mut out = format!("level       = {name}\n\n[words.level]\n");
        for (word, _) in words {
            out += &match level(word) {
                Some(level) => format!("{} = \"{}\"\n", quoted(word), level.word()),
                None => format!(
                    "{} = \"\"  # not clear, so by the grades; write \"{}\" where such schools take no part\n",
                    quoted(word),
                    Level::Other.word()
                ),
            };
        }
        out
    }

    /// The words of a column of charter schools. A word that is not there is a fault when it comes.
    fn charters(&self) -> String {
        let Some(place) = self.place("charter") else { return String::new() };
        let mut out = String::from("\n[words.charter]\n");
        for (word, _) in self.words(place).into_iter().take(MOST_WORDS) {
            out += &match charter(word) {
                Some(kind) => format!("{} = \"{kind}\"\n", quoted(word)),
                None => format!("{} = \"no\"  # not clear\n", quoted(word)),
            };
        }
        out
    }

    /// Percent.
    fn scale(&self) -> String {
        let Some(place) = self.place("poverty") else { return String::new() };
        let largest = self.sketch.cells(place).filter_map(number).fold(0.0_f64, f64::max);
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
            quoted(&self.sketch.columns[place]),
            open.join(", ")
        )
    }
}
