//! What looks wrong in a row and is no fault: it counts as it stands, and is told.

use super::district_cells::Row;
use super::fact_notes::{FactNotes, Topic};
use super::totals_row::is_named_total;
use crate::census::totals::DistrictTotals;
use crate::census::{DistrictFacts, Level, SchoolFacts};
use crate::phrasing::thousands;

/// Students of a teacher, beyond which one of the two numbers is probably another one.
const MOST_PUPILS_OF_A_TEACHER: f64 = 200.0;
/// A share of poverty below which all of a table are hardly ever.
const SMALLEST_SHARE: f64 = 0.01;

/// Whether a word stands for what is missing, as programs write it, or for a fault of a spreadsheet.
pub(super) fn is_missing_word(word: &str) -> bool {
    const WORDS: [&str; 9] = ["na", "n/a", "nan", "null", "none", "unknown", "tbd", "missing", "<na>"];
    WORDS.contains(&word.to_lowercase().as_str()) || is_spreadsheet_fault(word)
}

/// `#N/A`, `#REF!`, `#NAME?`.
fn is_spreadsheet_fault(word: &str) -> bool {
    let inside = word.strip_prefix('#').map(|rest| rest.trim_end_matches(['!', '?']));
    inside.is_some_and(|inside| {
        ["N/A", "REF", "VALUE", "NAME", "DIV/0", "NULL", "NUM", "SPILL", "CALC"].contains(&inside)
    })
}

/// Whether a name was damaged on its way: read in a wrong encoding, or written for a web page.
fn is_damaged(name: &str) -> bool {
    let signs = || name.chars().zip(name.chars().skip(1));
    // UTF-8 that was taken for another encoding: `Ã±` for `ñ`, `â€™` for an apostrophe.
    let twice = signs().any(|(first, second)| {
        matches!(first, 'Ã' | 'Â') && ('\u{80}'..='\u{bf}').contains(&second) || first == 'â' && second == '€'
    });
    let entities = ["&amp;", "&lt;", "&gt;", "&quot;", "&apos;", "&nbsp;", "&#"];
    name.contains('\u{fffd}')
        || twice
        || entities.iter().any(|entity| name.contains(entity))
        || is_spreadsheet_fault(name)
}

impl Row<'_> {
    /// Notes a name that is not there, or was damaged.
    pub(super) fn doubt_name(&self, of: &str, name: &str, district: &str, notes: &mut FactNotes) {
        if name.is_empty() {
            notes.add(Topic::NoName(of.to_owned()), district, "");
        } else if is_damaged(name) {
            notes.add(Topic::DamagedName, district, name);
        }
    }
}

/// Notes numbers of a school or district that hardly go together.
pub(super) fn doubt_numbers(
    (name, district): (&str, &str),
    pupils: u32,
    teachers: Option<f64>,
    notes: &mut FactNotes,
) {
    let (pupils, teachers) = (f64::from(pupils), teachers.unwrap_or(0.0));
    if teachers <= 0.0 {
        return;
    }
    if pupils == 0.0 {
        notes.add(Topic::NoPupils, district, name);
    } else if teachers > pupils || pupils / teachers > MOST_PUPILS_OF_A_TEACHER {
        notes.add(Topic::OddRatio, district, name);
    }
}

/// Notes a level that its grades speak against.
pub(super) fn doubt_level(school: &SchoolFacts, district: &str, notes: &mut FactNotes) {
    let Some(grades) = school.grades else { return };
    let opposite = matches!(
        (school.level, Level::of_grades(grades)),
        (Level::Elementary, Level::High) | (Level::High, Level::Elementary)
    );
    if opposite {
        let word = format!("{} ({}, {grades})", school.name, school.level.word());
        notes.add(Topic::LevelAgainstGrades, district, &word);
    }
}

/// Notes schools that may be totals and count, and shares that are all next to nothing.
pub(super) fn doubt_schools(districts: &[DistrictFacts], notes: &mut FactNotes) {
    for district in districts {
        let own = district.pupils();
        for school in &district.schools {
            let pupils = u64::from(school.enrollment);
            let is_sum = pupils > 0 && 2 * pupils == own && district.schools.len() > 2;
            if is_sum || is_named_total(&school.name) {
                let word = format!("{} ({} students)", school.name, thousands(pupils));
                let topic = if is_sum { Topic::SumOfOthers } else { Topic::CalledTotal };
                notes.add(topic, &district.id, &word);
            }
        }
    }
    let shares = districts.iter().flat_map(|district| &district.schools).map(|school| school.poverty);
    doubt_shares(shares, notes);
}

/// Notes districts that are called totals and count.
pub(super) fn doubt_totals(districts: &[DistrictTotals], notes: &mut FactNotes) {
    for district in districts.iter().filter(|district| is_named_total(&district.name)) {
        let word = format!("{} ({} students)", district.name, thousands(district.pupils.into()));
        notes.add(Topic::CalledTotal, &district.id, &word);
    }
}

/// Notes numbers and shares of districts of which totals are known.
pub(super) fn doubt_districts(districts: &[DistrictTotals], notes: &mut FactNotes) {
    for district in districts {
        doubt_numbers((&district.name, &district.id), district.pupils, district.teachers_fte, notes);
    }
    doubt_shares(districts.iter().map(|district| district.poverty), notes);
}

fn doubt_shares(shares: impl Iterator<Item = Option<f64>>, notes: &mut FactNotes) {
    let known: Vec<f64> = shares.flatten().collect();
    let largest = known.iter().copied().fold(0.0, f64::max);
    if known.len() > 1 && largest > 0.0 && largest <= SMALLEST_SHARE {
        notes.once(Topic::TinyShares, &format!("{largest}"));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_for_nothing_and_damaged_names_are_known() {
        for word in ["#N/A", "nan", "NULL", "N/A", "#REF!", "#NAME?"] {
            assert!(is_missing_word(word), "{word}");
        }
        for word in ["0700001", "NA-12", "#12", "None Such"] {
            assert!(!is_missing_word(word), "{word}");
        }
        for name in
            ["Pe\u{c3}\u{b1}a", "Pe\u{fffd}a", "Ash &amp; Elm", "O\u{e2}\u{20ac}\u{2122}Neill", "#REF!"]
        {
            assert!(is_damaged(name), "{name}");
        }
        for name in ["Peña", "Ash & Elm", "São João", "#1 School", "Ã"] {
            assert!(!is_damaged(name), "{name}");
        }
    }
}
