//! The cells of one row, each read as what its column holds; a wrong one is noted as a fault and answers nothing.

use csv::StringRecord;

use super::columns::{Layout, Spot};
use super::doubts::is_missing_word;
use super::table_fault::{Quoted, TableFaults};
use crate::census::mapping::Rows;
use crate::diagnostic::{Remedy, is_unseen};

/// No school is anywhere near these; a number beyond them is a slip.
const MOST_PUPILS: u32 = 1_000_000;
const MOST_TEACHERS: f64 = 100_000.0;

/// One row on its way in.
pub(super) struct Row<'a> {
    pub(super) record: &'a StringRecord,
    pub(super) layout: &'a Layout<'a>,
    pub(super) line: u64,
    pub(super) faults: &'a mut TableFaults,
}

/// What may stand in a column.
fn allowed(column: &str) -> Option<&'static str> {
    Some(match column {
        "level" => "elementary, middle, high, k12, other",
        "charter" => "no, local, direct, or empty if unknown",
        "grade_low" | "grade_high" => "P or TK, K, 1 to 12; both empty if unknown",
        "grades" => "a span such as K-5; empty if unknown",
        "enrollment" => "0 to 1000000 (pupils), whole",
        "teachers" | "teachers_fte_est" => "0 to 100000 (full-time equivalents)",
        "poverty" | "frpm_share" => "0 to 1 (share), or empty if unknown",
        "district_type" => "unified, elementary, high, or another kind of agency",
        _ => return None,
    })
}

impl<'a> Row<'a> {
    /// Notes a fault of the cell that holds a field.
    pub(super) fn fault(&mut self, field: &str, what: impl Into<String>, remedy: impl Into<Remedy>) {
        let remedy = Remedy { allowed: allowed(field).map(str::to_owned), ..remedy.into() };
        let cell = (self.layout.column(field), self.layout.place(field));
        self.faults.cell(self.line, cell, what, remedy);
    }

    /// What to do about a word that is none of ours: translate it, where there is a mapping to do it in.
    pub(super) fn translate(&self, field: &str, word: &str, mut plain: Remedy) -> Remedy {
        let name = &self.layout.mapping.name;
        if !name.is_empty() {
            plain.words += &format!("; or add {word:?} = \"…\" to [words.{field}] of {name}");
        }
        plain
    }

    /// What a row is about.
    pub(super) fn noun(&self) -> &'static str {
        match self.layout.mapping.rows {
            Rows::Schools => "school",
            Rows::Districts => "district",
        }
    }

    /// The cell at a place of the row, as it stands; what is no text is empty.
    pub(super) fn own(&self, place: usize) -> &'a str {
        self.record.get(place).unwrap_or_default()
    }

    /// The cell of a field as the table has it, without a fault.
    pub(super) fn quiet(&self, field: &str) -> &'a str {
        match self.layout.spot(field) {
            Some(Spot::Own(place)) => self.cut(field, self.own(place)),
            Some(Spot::Joined(table, place)) => {
                self.partner(table).and_then(|cells| cells.get(place)).map_or("", String::as_str)
            }
            None => self.layout.fixed(field).unwrap_or_default(),
        }
    }

    /// The row of the same key in a joined table; an empty key is none.
    pub(super) fn partner(&self, table: usize) -> Option<&'a [String]> {
        let key = Some(self.own(*self.layout.keys.get(table)?)).filter(|key| !key.is_empty())?;
        self.layout.joined.get(table)?.rows.get(key).map(Vec::as_slice)
    }

    /// The cell as text, in the program's words; empty is a text too.
    pub(super) fn text(&mut self, column: &'static str) -> Option<&'a str> {
        let layout = self.layout;
        if let Some(fixed) = layout.fixed(column) {
            return Some(fixed);
        }
        let text = match layout.spot(column) {
            Some(Spot::Own(place)) => self.record.get(place).unwrap_or_default(),
            // It was looked at when its file was read.
            Some(Spot::Joined(table, place)) => {
                let cells = self.partner(table).and_then(|cells| cells.get(place));
                return Some(layout.mapping.translate(column, cells.map_or("", String::as_str)));
            }
            None => "",
        };
        if text.chars().any(is_unseen) {
            let what =
                format!("{} holds a control character, a line break or a mark of direction", Quoted(text));
            self.fault(
                column,
                what,
                "remove it; if the cell runs over lines, look for a stray quotation mark",
            );
            return None;
        }
        Some(layout.mapping.translate(column, self.cut(column, text)))
    }

    /// The part of a cell that counts.
    fn cut<'t>(&self, field: &str, text: &'t str) -> &'t str {
        let Some(length) = self.layout.mapping.prefix.get(field) else { return text };
        text.char_indices().nth(*length).map_or(text, |(end, _)| text.get(..end).unwrap_or(text))
    }

    /// The text of a number that must be known.
    fn known(&mut self, column: &'static str) -> Option<&'a str> {
        let text = self.text(column)?;
        if text.is_empty() {
            let noun = self.noun();
            let what = format!("is empty, and a {noun} cannot be simulated without it");
            self.fault(column, what, format!("write the number (0 if it is none), or leave the {noun} out"));
            return None;
        }
        Some(text)
    }

    pub(super) fn identifier(&mut self, column: &'static str) -> Option<&'a str> {
        let text = self.text(column)?;
        if text.is_empty() {
            self.fault(column, "is empty", "write the official identifier, with its leading zeros");
            return None;
        }
        if is_missing_word(text) {
            let what = format!("{} stands where an identifier is expected", Quoted(text));
            self.fault(
                column,
                what,
                "write the official identifier, or leave the row out with [where] in a mapping",
            );
            return None;
        }
        if is_scientific(text) {
            let what = format!("{} is an identifier that a spreadsheet took for a number", Quoted(text));
            self.fault(column, what, "format the column as text and fill it in again");
            return None;
        }
        Some(text)
    }

    /// Direct-funded charter schools employ their own teachers and answer to their own board.
    pub(super) fn is_an_agency_of_its_own(&mut self) -> bool {
        match self.text("charter") {
            Some("direct") => return true,
            None | Some("" | "no" | "local") => {}
            Some(word) => {
                let what = format!("{} is not a kind of charter", Quoted(word));
                let plain = Remedy::from("write no, local or direct, or leave it empty if unknown");
                self.fault("charter", what, self.translate("charter", word, plain));
            }
        }
        false
    }

    pub(super) fn enrollment(&mut self) -> Option<u32> {
        let text = self.known("enrollment")?;
        let noun = self.noun();
        let fault = match text.parse::<u32>() {
            Ok(pupils) if pupils <= MOST_PUPILS => return Some(pupils),
            Ok(_) => format!("is more than any {noun} has students"),
            Err(_) => match text.parse::<f64>() {
                Ok(number) if !number.is_finite() => "is not a finite number".into(),
                Ok(number) if number < 0.0 => format!("is negative, but a {noun} has 0 students or more"),
                Ok(number) if number > f64::from(MOST_PUPILS) => {
                    format!("is more than any {noun} has students")
                }
                Ok(_) => "is not a whole number".into(),
                Err(_) => "is not a number".into(),
            },
        };
        self.fault("enrollment", format!("{} {fault}", Quoted(text)), "write a whole number, digits only");
        None
    }

    pub(super) fn teachers(&mut self) -> Option<f64> {
        let text = self.known("teachers")?;
        let noun = self.noun();
        let fault = match text.parse::<f64>().map(|fte| fte * self.layout.scale("teachers")) {
            Ok(fte) if !fte.is_finite() => "is not a finite number".into(),
            Ok(fte) if fte < 0.0 => format!("is negative, but a {noun} has 0 teachers or more"),
            Ok(fte) if fte > MOST_TEACHERS => format!("is more than any {noun} has teachers"),
            Ok(fte) => return Some(fte),
            Err(_) => "is not a number".into(),
        };
        let remedy = "write full-time equivalents with a decimal point, such as 17.48";
        self.fault("teachers", format!("{} {fault}", Quoted(text)), remedy);
        None
    }

    pub(super) fn poverty(&mut self) -> Option<Option<f64>> {
        let text = self.text("poverty")?;
        if text.is_empty() {
            return Some(None);
        }
        let mapped = !self.layout.mapping.is_plain();
        let (fault, remedy) = match text.parse::<f64>().map(|share| share * self.layout.scale("poverty")) {
            Ok(share) if (0.0..=1.0).contains(&share) => return Some(Some(share)),
            Ok(share) if share > 1.0 && share <= 100.0 && mapped => (
                "is not a share between 0 and 1",
                "if the table has percent, write poverty = 0.01 under [scale] of the mapping",
            ),
            Ok(share) if share > 1.0 && share <= 100.0 => {
                ("is not a share between 0 and 1", "a percentage is divided by 100: 27.5 becomes 0.275")
            }
            Ok(share) if !share.is_finite() => {
                ("is not a finite number", "leave the cell empty if it is unknown")
            }
            Ok(_) => ("is not a share between 0 and 1", "leave the cell empty if it is unknown"),
            Err(_) => {
                ("is not a number", "write a share such as 0.275, or leave the cell empty if it is unknown")
            }
        };
        self.fault("poverty", format!("{} {fault}", Quoted(text)), remedy);
        None
    }
}
/// Whether a text is a number as spreadsheets shorten long ones: `7.00E+10`.
fn is_scientific(text: &str) -> bool {
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    text.split_once(['e', 'E']).is_some_and(|(number, power)| {
        number.parse::<f64>().is_ok() && power.strip_prefix('+').is_some_and(digits)
    })
}
