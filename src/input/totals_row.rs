//! Rows that are no school and no district but the total of others.

use super::fact_notes::{FactNotes, Topic};
use crate::census::totals::{DistrictTotals, Listed};
use crate::phrasing::thousands;

/// Words of a row of totals, beside the two that stand for all of a kind.
const WORDS: [&str; 5] = ["total", "totals", "statewide", "subtotal", "gesamt"];
/// With so many others it is no chance that one has the students of all of them together.
const MANY: usize = 10;

/// Whether a name says that a row is a total: `State total`, `Statewide`, `All schools`.
pub(super) fn is_named_total(name: &str) -> bool {
    let lower = name.trim().to_lowercase();
    let is_all = ["all schools", "all districts", "state of "].iter().any(|all| lower.starts_with(all));
    is_all || lower.split(|c: char| !c.is_alphanumeric()).any(|word| WORDS.contains(&word))
}

/// Whether an identifier is none: empty, or nothing but zeros, nines or dashes, three or more.
pub(super) fn is_no_id(id: &str) -> bool {
    id.is_empty() || id.len() >= 3 && ['0', '9', '-'].iter().any(|sign| id.chars().all(|c| c == *sign))
}

/// Takes out the district that has the students of all others together and is a total by its name, or beside many. One
/// that only looks like it stays, and is remarked upon.
pub(super) fn leave_out(districts: &mut Vec<DistrictTotals>, notes: &mut FactNotes) {
    let all: u64 = districts.iter().map(Listed::pupils).sum();
    let others = districts.iter().filter(|d| d.pupils > 0).count().saturating_sub(1);
    if others < 2 {
        return;
    }
    let Some(place) = districts.iter().position(|d| d.pupils > 0 && 2 * d.pupils() == all) else { return };
    let Some(found) = districts.get(place) else { return };
    let word = format!("{} ({} students)", found.name, thousands(found.pupils()));
    if is_named_total(&found.name) || is_no_id(&found.id) || others >= MANY {
        notes.add(Topic::TotalsRow, "", &word);
        districts.remove(place);
    } else {
        notes.add(Topic::MaybeTotal, "", &word);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn districts(of: &[(&str, &str, u32)]) -> Vec<DistrictTotals> {
        let one = |&(id, name, pupils): &(&str, &str, u32)| DistrictTotals {
            id: id.into(),
            name: name.into(),
            kind: None,
            county: String::new(),
            pupils,
            teachers_fte: None,
            poverty: None,
        };
        of.iter().map(one).collect()
    }

    #[test]
    fn a_row_with_the_students_of_all_others_is_left_out_or_remarked_upon() {
        let after = |of: &[(&str, &str, u32)]| {
            let (mut found, mut notes) = (districts(of), FactNotes::default());
            leave_out(&mut found, &mut notes);
            (found.len(), notes.said(None).join(" "))
        };
        let [a, b] = [("1", "Fern", 710), ("2", "Gorse", 1_290)];
        assert_eq!(after(&[a, b, ("9", "State total", 2_000)]).0, 2);
        assert_eq!(after(&[a, b, ("0000", "Everything", 2_000)]).0, 2);
        let (count, said) = after(&[a, b, ("9", "Oak", 2_000)]);
        assert!(count == 3 && said.starts_with("Oak (2,000 students): has exactly"), "{said}");
        assert_eq!(after(&[a, b, ("9", "State total", 1_999)]), (3, String::new()));
        assert_eq!(after(&[("1", "Fern", 5), ("2", "Total", 5)]).0, 2);
        let mut many: Vec<(String, u32)> = (0..12).map(|k| (k.to_string(), 100 + k)).collect();
        many.push(("50".into(), many.iter().map(|d| d.1).sum()));
        let many: Vec<(&str, &str, u32)> = many.iter().map(|(id, n)| (id.as_str(), "Colorado", *n)).collect();
        assert_eq!(after(&many).0, 12);
    }

    #[test]
    fn only_words_of_their_own_say_that_a_name_is_a_total() {
        assert!(
            ["State total", "STATEWIDE", "Total (all)", "All Districts"].iter().all(|n| is_named_total(n))
        );
        assert!(
            !["Totality Charter", "Allentown", "All Saints", "Statesboro"].iter().any(|n| is_named_total(n))
        );
    }
}
