//! The form of numbers: which sign stands before a fraction and which between thousands. Afterwards cells hold digits and at
//! most a point; a number that can be read in two ways is a fault.

use std::fmt;

use super::SheetRow;
use crate::census::reading_notes::Handling;
use crate::census::sheet_layout::SheetLayout;
use crate::input::table_fault::{Quoted, TableFaults};

/// What the numbers of a column are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::input) enum NumberKind {
    /// Whole ones.
    Whole,
    /// Any.
    Fraction,
}

/// A column of numbers.
#[derive(Debug, Clone, Copy)]
pub(in crate::input) struct NumberColumn<'n> {
    /// Its place, from 0.
    pub(in crate::input) place: usize,
    /// Its name.
    pub(in crate::input) name: &'n str,
    /// What it holds.
    pub(in crate::input) kind: NumberKind,
}

/// How a number is written that is not digits alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    /// Before a fraction stands this sign.
    Decimal(char),
    /// Between thousands stands this sign.
    Grouped(char),
    /// The first between thousands, the second before the fraction.
    Both(char, char),
    /// One sign, three digits behind it: either.
    Doubt(char),
}

/// What the numbers of a table are written with, as far as it is known.
struct Signs {
    decimal: Option<char>,
    /// The mapping says it.
    is_said: bool,
    thousands: Option<char>,
    has_semicolons: bool,
}

/// Brings the numbers of these columns into one form; what was changed is counted.
pub(in crate::input) fn settle(
    rows: &mut [SheetRow],
    has_semicolons: bool,
    columns: &[NumberColumn<'_>],
    layout: &SheetLayout,
    faults: &mut TableFaults,
) {
    let forms = |column: &NumberColumn<'_>, rows: &[SheetRow]| -> Vec<(usize, Form)> {
        let form = |(k, row): (usize, &SheetRow)| Some((k, form(row.cells.get(column.place)?)?));
        rows.iter().enumerate().filter_map(form).collect()
    };
    let found: Vec<Vec<(usize, Form)>> = columns.iter().map(|column| forms(column, rows)).collect();
    if found.iter().all(Vec::is_empty) {
        return;
    }
    let thousands_say = match layout.thousands {
        Some(',') => Some('.'),
        Some('.') => Some(','),
        _ => None,
    };
    let said = layout.decimal.or(thousands_say);
    let before = faults.count();
    let decimal = said.or_else(|| evident(&found, columns, rows, faults));
    let is_mixed = faults.count() > before;
    let signs = Signs { decimal, is_said: said.is_some(), thousands: layout.thousands, has_semicolons };
    for (column, forms) in columns.iter().zip(&found) {
        for &(k, form) in forms {
            let cell = rows[k].cells.get(column.place).unwrap_or_default().to_owned();
            let number = match is_mixed {
                true => Some("0".into()), // refused in any case, and told once
                false => signs.read(&cell, form, column, forms, rows[k].line, faults),
            };
            if let Some(number) = number {
                let change = |(place, old): (usize, &str)| {
                    if place == column.place { number.clone() } else { old.to_owned() }
                };
                rows[k].cells = rows[k].cells.iter().enumerate().map(change).collect::<Vec<_>>().into();
            }
        }
    }
}

/// The sign before fractions that numbers tell which can be read in one way only.
fn evident(
    found: &[Vec<(usize, Form)>],
    columns: &[NumberColumn<'_>],
    rows: &[SheetRow],
    faults: &mut TableFaults,
) -> Option<char> {
    let tells = |form: Form| match form {
        Form::Decimal(sign) | Form::Both(_, sign) => Some(sign),
        Form::Grouped(',') => Some('.'),
        Form::Grouped('.') => Some(','),
        Form::Grouped(_) | Form::Doubt(_) => None,
    };
    let first = |sign: char| {
        let in_column = |(forms, column): (&Vec<(usize, Form)>, &NumberColumn<'_>)| {
            let (k, _) = forms.iter().find(|(_, form)| tells(*form) == Some(sign))?;
            Some((
                rows[*k].line,
                column.place,
                column.name.to_owned(),
                rows[*k].cells.get(column.place)?.to_owned(),
            ))
        };
        found.iter().zip(columns).find_map(in_column)
    };
    match (first('.'), first(',')) {
        (Some((line, _, _, point)), Some((at, place, name, comma))) => {
            let what = format!(
                "{} has a comma before its fraction, and {} in line {line} a point",
                Quoted(&comma),
                Quoted(&point)
            );
            let remedy =
                "write all numbers in one way, or write decimal = \",\" or decimal = \".\" in a mapping";
            faults.cell(at, (&name, Some(place)), what, remedy);
            None
        }
        (Some(_), None) => Some('.'),
        (None, Some(_)) => Some(','),
        (None, None) => None,
    }
}

impl Signs {
    /// The number with a point and digits alone; none where it stays as it is.
    fn read(
        &self,
        cell: &str,
        form: Form,
        column: &NumberColumn<'_>,
        others: &[(usize, Form)],
        line: u64,
        faults: &mut TableFaults,
    ) -> Option<String> {
        match form {
            Form::Grouped(sign) if self.decimal != Some(sign) => Some(self.joined(cell, sign, line, faults)),
            Form::Both(sign, decimal) if self.decimal.is_none_or(|known| known == decimal) => {
                let joined = self.joined(cell, sign, line, faults);
                Some(self.fraction(&joined, decimal, column, line, faults))
            }
            Form::Decimal(sign) if self.decimal.is_none_or(|known| known == sign) => {
                Some(self.fraction(cell, sign, column, line, faults))
            }
            Form::Doubt(sign) => match self.is_decimal(sign, column, others) {
                Some(true) if self.decimal.is_none() && column.kind == NumberKind::Fraction => {
                    let words = [
                        "number read as a fraction, with three digits behind its point",
                        "numbers read as fractions, with three digits behind their point",
                    ];
                    faults.notes.count_of_layout(Handling::Guessed, words, line);
                    None
                }
                Some(true) => Some(self.fraction(cell, sign, column, line, faults)),
                Some(false) => Some(self.joined(cell, sign, line, faults)),
                None => {
                    let (many, few) = (cell.replace(sign, ""), cell.replace(sign, "."));
                    let what = format!("{} can be read as {many} or as {few}", Quoted(cell));
                    let remedy = format!("write thousands = \"{sign}\" or decimal = \"{sign}\" in a mapping");
                    faults.cell(line, (column.name, Some(column.place)), what, remedy);
                    Some(many) // refused in any case, and told once
                }
            },
            Form::Grouped(_) | Form::Both(..) | Form::Decimal(_) => {
                let known = self.decimal.unwrap_or('.');
                let what =
                    format!("{} is no number where {} stands before fractions", Quoted(cell), Sign(known));
                let remedy = match self.is_said {
                    true => {
                        "write it in the form of the others, or change `decimal` or `thousands` of the mapping"
                    }
                    false => "write all numbers in one way",
                };
                faults.cell(line, (column.name, Some(column.place)), what, remedy);
                Some("0".into()) // refused in any case, and told once
            }
        }
    }

    /// Whether a sign with three digits behind it stands before a fraction; none where it may be either.
    fn is_decimal(&self, sign: char, column: &NumberColumn<'_>, others: &[(usize, Form)]) -> Option<bool> {
        if self.thousands == Some(sign) {
            return Some(false);
        }
        if self.is_said {
            return Some(self.decimal == Some(sign));
        }
        if self.decimal.is_some_and(|known| known != sign) {
            return Some(false);
        }
        if column.kind == NumberKind::Fraction {
            return (self.decimal == Some(sign) || sign == '.').then_some(true);
        }
        // `18354.000` in the same column shows that `410.000` has a fraction too.
        if others.iter().any(|(_, form)| *form == Form::Decimal(sign)) {
            return Some(true);
        }
        // In tables with semicolons commas often stand before fractions.
        (sign == ',' && self.decimal.is_none() && !self.has_semicolons).then_some(false)
    }

    fn joined(&self, cell: &str, sign: char, line: u64, faults: &mut TableFaults) -> String {
        let words = ["number with a sign between thousands", "numbers with a sign between thousands"];
        faults.notes.count_of_layout(Handling::Changed, words, line);
        cell.replace(sign, "")
    }

    fn fraction(
        &self,
        cell: &str,
        sign: char,
        column: &NumberColumn<'_>,
        line: u64,
        faults: &mut TableFaults,
    ) -> String {
        if sign != '.' {
            let words =
                ["number with a comma before its fraction", "numbers with a comma before their fraction"];
            faults.notes.count_of_layout(Handling::Changed, words, line);
        }
        let number = cell.replace(sign, ".");
        let whole = number.split_once('.').filter(|(whole, rest)| {
            column.kind == NumberKind::Whole && !whole.is_empty() && rest.bytes().all(|b| b == b'0')
        });
        let Some((whole, _)) = whole else { return number };
        let words = ["whole number written with a fraction", "whole numbers written with a fraction"];
        faults.notes.count_of_layout(Handling::Changed, words, line);
        whole.to_owned()
    }
}

struct Sign(char);

impl fmt::Display for Sign {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.0 == ',' { "a comma" } else { "a point" })
    }
}

/// How a cell is written, if it is a number and more than digits.
fn form(cell: &str) -> Option<Form> {
    let digits = cell.strip_prefix(['-', '+']).unwrap_or(cell);
    let is_sign = |c: char| matches!(c, '.' | ',' | ' ' | '\'' | '\u{2019}');
    if !digits.contains(is_sign) || !digits.chars().all(|c| c.is_ascii_digit() || is_sign(c)) {
        return None;
    }
    let signs: Vec<char> = digits.chars().filter(|c| is_sign(*c)).collect();
    let parts: Vec<&str> = digits.split(is_sign).collect();
    let (&sign, &last) = (signs.first()?, signs.last()?);
    let (first, last_part) = (parts.first()?, parts.last()?);
    let before_last = signs.get(..signs.len() - 1)?;
    let groups =
        |parts: &[&str]| (1..=3).contains(&first.len()) && parts.iter().skip(1).all(|part| part.len() == 3);
    let may_be_decimal = |sign: char| matches!(sign, '.' | ',');
    if signs.iter().all(|other| *other == sign) {
        if groups(&parts) && !(may_be_decimal(sign) && signs.len() == 1) {
            return Some(Form::Grouped(sign));
        }
        if signs.len() > 1 || !may_be_decimal(sign) || first.is_empty() && last_part.is_empty() {
            return None;
        }
        let is_doubtful = groups(&parts) && !first.starts_with('0');
        return Some(if is_doubtful { Form::Doubt(sign) } else { Form::Decimal(sign) });
    }
    let is_both = may_be_decimal(last)
        && before_last.iter().all(|other| *other == sign)
        && sign != last
        && groups(parts.get(..parts.len() - 1)?);
    is_both.then_some(Form::Both(sign, last))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_form_of_a_number_is_told_by_its_signs() {
        for (cell, expected) in [
            ("1410", None),
            ("–", None),
            ("1.2.2020", None),
            ("19.2", Some(Form::Decimal('.'))),
            ("0,620", Some(Form::Decimal(','))),
            ("18354.000", Some(Form::Decimal('.'))),
            ("1,410", Some(Form::Doubt(','))),
            ("-1.410", Some(Form::Doubt('.'))),
            ("1.410.000", Some(Form::Grouped('.'))),
            ("1 410", Some(Form::Grouped(' '))),
            ("1'410", Some(Form::Grouped('\''))),
            ("1,410.5", Some(Form::Both(',', '.'))),
            ("1.410,5", Some(Form::Both('.', ','))),
            ("1,41,000", None),
            (".", None),
            (".5", Some(Form::Decimal('.'))),
            ("410.", Some(Form::Decimal('.'))),
        ] {
            assert_eq!(form(cell), expected, "{cell}");
        }
    }

    /// The second column holds whole numbers, the third any; what is read, or what is wrong.
    fn read(
        cells: &[(&str, &str)],
        has_semicolons: bool,
        layout: &SheetLayout,
    ) -> Result<Vec<String>, String> {
        let row = |(k, (whole, any)): (usize, &(&str, &str))| SheetRow {
            line: k as u64 + 2,
            cells: vec![*whole, *any].into(),
        };
        let mut rows: Vec<SheetRow> = cells.iter().enumerate().map(row).collect();
        let column = |place, name, kind| NumberColumn { place, name, kind };
        let columns = [column(0, "pupils", NumberKind::Whole), column(1, "fte", NumberKind::Fraction)];
        let mut faults = TableFaults::of("t");
        settle(&mut rows, has_semicolons, &columns, layout, &mut faults);
        let read = rows.iter().map(|row| row.cells.iter().collect::<Vec<_>>().join(" ")).collect();
        faults.or(read).map_err(|found| found.to_string())
    }

    #[test]
    fn numbers_are_read_where_their_form_is_plain_and_refused_where_it_is_not() {
        let open = SheetLayout::default();
        let plain = |cells: &[(&str, &str)], semicolons| read(cells, semicolons, &open).unwrap();
        assert_eq!(plain(&[("1,410", "19.2"), ("300", "5")], false), ["1410 19.2", "300 5"]);
        assert_eq!(plain(&[("1.410", "19,2")], true), ["1410 19.2"]);
        assert_eq!(plain(&[("1.410", "1.017,25")], true), ["1410 1017.25"]);
        assert_eq!(plain(&[("410.00000", "19.2")], false), ["410 19.2"]);
        assert_eq!(plain(&[("18354.000", "19.2"), ("410.000", "7")], false), ["18354 19.2", "410 7"]);
        assert_eq!(plain(&[("1 410", "1'200.5")], false), ["1410 1200.5"]);
        assert_eq!(plain(&[("1,410", "")], false), ["1410 "]);
        assert_eq!(plain(&[("410", "17.480")], false), ["410 17.480"]);
        let refused = |cells: &[(&str, &str)], semicolons| read(cells, semicolons, &open).unwrap_err();
        for (cells, semicolons) in [
            ([("1.410", "")], false),
            ([("1.000", "19.2")], false),
            ([("1,410", "19,2")], true),
            ([("1,410", "")], true),
            ([("410", "17,480")], false),
        ] {
            let said = refused(&cells, semicolons);
            assert!(said.contains("can be read as"), "{cells:?}: {said}");
        }
        assert!(refused(&[("1", "19,2"), ("2", "15.5")], false).contains("and `15.5` in line 3 a point"));
        let says = |decimal, thousands| SheetLayout { decimal, thousands, ..open.clone() };
        let read = |layout: SheetLayout| read(&[("1.410", "")], false, &layout);
        assert_eq!(read(says(None, Some('.'))).unwrap(), ["1410 "]);
        assert_eq!(read(says(Some(','), None)).unwrap(), ["1410 "]);
        assert_eq!(read(says(Some('.'), None)).unwrap(), ["1.410 "], "which is no whole number");
        assert_eq!(read(says(None, Some(','))).unwrap(), ["1.410 "]);
    }
}
