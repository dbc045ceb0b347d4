//! Grades as census files write them: one code, two codes in two columns, or a span in one cell.
//!
//! | written | read as |
//! |---|---|
//! | `P`, `PK`, `TK`, `EE`, `3K`, `4K`, `PRE-K`, `PRESCHOOL`, `-1` | TK |
//! | `K`, `KG`, `0K`, `KDG`, `KINDERGARTEN`, `0`, `00` | K |
//! | `1` to `12`, `01` to `09`, `6th`, `Grade 6` | the grade |
//! | `13`, `AD`, `AE`, `ADULT` | after school: as an upper bound grade 12 |
//! | `PS` | preschool as the lower bound of other grades, else post-secondary, which is after school |
//! | `UG`, `UNGRADED`, `SE`, `NG` | not known |
//!
//! A span in one cell has `-`, a dash, `to` or `through` between its bounds (`K-5`, `'06-08`, `Grades 6 to 8`), or is
//! a list, of which the lowest and the highest grade count (`PK,0K,01,02`).

use super::grade::{Grade, GradeSpan};
use crate::diagnostic::Diagnostic;

/// What one code says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Code {
    Grade(Grade),
    /// `PS`: preschool or post-secondary.
    Either,
    After,
    Unknown,
}

/// The span behind the two codes of a school census; nothing where the grades are not known, or lie after grade 12.
///
/// # Errors
/// If a code is none, or the span runs backwards.
pub fn of_bounds(low: &str, high: &str) -> Result<Option<GradeSpan>, Diagnostic> {
    between(code(low)?, code(high)?)
}

/// Whether this is a code of a grade.
pub fn is_code(text: &str) -> bool {
    code(text).is_ok()
}

/// The span that one cell holds; nothing as in [`of_bounds`].
///
/// # Errors
/// If it is none.
pub fn of_cell(text: &str) -> Result<Option<GradeSpan>, Diagnostic> {
    if let Ok(one) = code(text) {
        return between(one, one);
    }
    let upper = plain(text).replace("PRE-K", "PK");
    if is_date(&upper) {
        let fault = format!("`{text}` is a date, which a spreadsheet makes of grades such as 6-8");
        return Err(Diagnostic::new("", fault, "format the column as text and fill it in again"));
    }
    let refused = || Diagnostic::new("", format!("`{text}` is no span of grades"), "write it as K-5");
    let mut bounds: Vec<Code> = Vec::new();
    for part in upper.split([',', ';', '/', '&']).filter(|part| !part.trim().is_empty()) {
        let ends = part.replace(['–', '—', '−'], "-").replace(" THROUGH ", "-").replace(" THRU ", "-");
        let ends = ends.replace(" TO ", "-");
        let found: Result<Vec<Code>, Diagnostic> = match code(&ends) {
            Ok(one) => Ok(vec![one]),
            Err(_) => ends.split('-').map(code).collect(),
        };
        let found = found.map_err(|_| refused())?;
        if found.len() > 2 {
            return Err(refused());
        }
        if let [low, high] = found[..] {
            between(low, high)?;
        }
        bounds.extend(found);
    }
    // What is not known in a list, such as special education, takes nothing from what is.
    let known: Vec<Code> = bounds.iter().copied().filter(|code| *code != Code::Unknown).collect();
    let rank = |code: &Code| match code {
        Code::Grade(grade) => grade.number(),
        Code::Either => i8::MIN,
        Code::After | Code::Unknown => i8::MAX,
    };
    match (known.iter().min_by_key(|c| rank(c)), known.iter().max_by_key(|c| rank(c))) {
        (Some(low), Some(high)) => between(*low, *high),
        _ if bounds.is_empty() => Err(refused()),
        _ => Ok(None),
    }
}

fn between(low: Code, high: Code) -> Result<Option<GradeSpan>, Diagnostic> {
    let low = match low {
        Code::Grade(grade) => grade,
        Code::Either if matches!(high, Code::Grade(_)) => Grade::TK,
        _ => return Ok(None),
    };
    let high = match high {
        Code::Grade(grade) => grade,
        Code::After | Code::Either => Grade::TWELFTH,
        Code::Unknown => return Ok(None),
    };
    GradeSpan::new(low, high).map(Some)
}

/// In capitals, without the mark that makes a cell text and without the word grade.
fn plain(text: &str) -> String {
    let upper = text.trim().trim_start_matches('\'').trim().to_uppercase();
    let bare = ["GRADES ", "GRADE ", "GR. ", "GR "].iter().find_map(|word| upper.strip_prefix(word));
    let bare = bare.unwrap_or(&upper).trim();
    bare.strip_suffix(" GRADE").unwrap_or(bare).trim().to_owned()
}

fn code(text: &str) -> Result<Code, Diagnostic> {
    let word = plain(text);
    Ok(match word.as_str() {
        "P" | "PK" | "TK" | "EE" | "3K" | "4K" | "PK3" | "PK4" | "PREK" | "PRE-K" | "PRE-KINDERGARTEN"
        | "PREKINDERGARTEN" | "PRESCHOOL" | "-1" | "−1" => Code::Grade(Grade::TK),
        "K" | "KG" | "0K" | "KDG" | "KINDERGARTEN" | "0" | "00" => Code::Grade(Grade::K),
        "PS" => Code::Either,
        "13" | "AD" | "AE" | "ADULT" => Code::After,
        "UG" | "UNGRADED" | "SE" | "NG" => Code::Unknown,
        _ => {
            let digits = ["ST", "ND", "RD", "TH"].iter().find_map(|end| word.strip_suffix(end));
            let digits = digits.unwrap_or(&word);
            let is_number = (1..=2).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit());
            let grade = digits.parse().ok().filter(|_| is_number).and_then(Grade::new);
            Code::Grade(grade.ok_or_else(|| {
                let remedy = "write P or TK, K, or 1 to 12 (PK, KG, 01 and the like are read too)";
                Diagnostic::new("", format!("`{text}` is not a grade"), remedy)
            })?)
        }
    })
}

/// Whether this looks like `6-AUG`, `AUG-06` or `06-AUG-24`.
fn is_date(upper: &str) -> bool {
    const MONTHS: [&str; 12] =
        ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];
    let mut parts = upper.split('-');
    let is_day = |part: &str| part.parse::<u16>().is_ok();
    let is_month = |part: &str| MONTHS.contains(&part);
    match (parts.next(), parts.next()) {
        (Some(a), Some(b)) => is_day(a) && is_month(b) || is_month(a) && is_day(b),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bounds(low: &str, high: &str) -> String {
        of_bounds(low, high).map_or_else(|e| e.fault, |span| span.map_or("–".into(), |s| s.to_string()))
    }

    fn cell(text: &str) -> String {
        of_cell(text).map_or_else(|e| e.fault, |span| span.map_or("–".into(), |s| s.to_string()))
    }

    #[test]
    fn codes_of_census_files_are_read_in_two_columns() {
        for (low, high, span) in [
            ("PK", "05", "TK-5"),
            ("KG", "06", "K-6"),
            ("-1", "0", "TK-K"),
            ("0K", "08", "K-8"),
            ("9", "AD", "9-12"),
            ("10", "PS", "10-12"),
            ("09", "13", "9-12"),
            ("PS", "05", "TK-5"),
            ("PS", "PS", "–"),
            ("AE", "AE", "–"),
            ("UG", "UG", "–"),
            ("06", "UG", "–"),
            ("6th", "Grade 8", "6-8"),
        ] {
            assert_eq!(bounds(low, high), span, "{low} to {high}");
        }
        assert!(bounds("8", "6").ends_with("run backwards"));
        for wrong in ["", "14", "+3", "1.5", "X", "006", "seven", "999999", "-2"] {
            assert_eq!(bounds(wrong, "12"), format!("`{wrong}` is not a grade"));
        }
    }

    #[test]
    fn a_span_in_one_cell_is_read_however_it_is_joined() {
        for (text, span) in [
            ("K-5", "K-5"),
            ("'06-08", "6-8"),
            ("EE-05", "TK-5"),
            ("Grades 6 to 8", "6-8"),
            ("Pre-K – 5", "TK-5"),
            ("9 through 12", "9-12"),
            ("K-Adult", "K-12"),
            ("4", "4"),
            ("-1", "TK"),
            ("PK,0K,01,02,03,SE", "TK-3"),
            ("06,07,08", "6-8"),
            ("K-5, 7-8", "K-8"),
            ("SE", "–"),
            ("Adult", "–"),
        ] {
            assert_eq!(cell(text), span, "{text}");
        }
        assert!(cell("6-Aug").contains("a date, which a spreadsheet makes"), "{}", cell("6-Aug"));
        for wrong in ["", ",", "1-2-3", "x-5", "8-6", "all"] {
            assert!(of_cell(wrong).is_err(), "{wrong}");
        }
    }
}
