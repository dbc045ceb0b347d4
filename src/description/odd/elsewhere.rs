//! Parameters that a section names and another one lists. (not part of the model)

use std::collections::BTreeSet;

use super::head::Head;
use super::registry::{FIRST_DAY, SUBMODELS};
use crate::parameters::NAMES;

/// Groups of the ledger with the section whose tables list them.
fn sections() -> Vec<(&'static str, String)> {
    let first_day = FIRST_DAY.iter().enumerate();
    let first_day = first_day.map(|(k, (_, groups))| (groups, format!("5.{}", k + 1)));
    let submodels = SUBMODELS.iter().map(|(source, groups)| (groups, Head::of(source.text).section));
    let all = first_day.chain(submodels);
    all.flat_map(|(groups, section)| groups.iter().map(move |group| (*group, section.clone()))).collect()
}

/// Where the parameters stand that the text of a section names but does not list; empty where there are none.
///
/// A name without an underscore may be a word like any other: it counts in `this type` alone.
pub fn listed_elsewhere(body: &str, section: &str) -> String {
    let is_part = |c: char| c.is_ascii_alphanumeric() || c == '_';
    let words: BTreeSet<&str> = body.split(|c| !is_part(c)).collect();
    let named =
        |name: &str| words.contains(name) && (name.contains('_') || body.contains(&format!("`{name}`")));
    let sections = sections();
    let of = |group: &str| sections.iter().find(|(own, _)| *own == group).map_or("", |(_, s)| s.as_str());
    let found = NAMES.iter().filter(|(group, name)| of(group) != section && named(name));
    let found: Vec<String> = found.map(|(group, name)| format!("`{name}` ({})", of(group))).collect();
    if found.is_empty() { String::new() } else { format!("\n*Listed elsewhere:* {}.\n", found.join(", ")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_another_section_lists_is_pointed_to_and_plain_words_are_not() {
        let body = "dose^4 / half_dose^4, over ties; from `deep` on, `depth_rate` as fast";
        assert_eq!(listed_elsewhere(body, "7.11"), "\n*Listed elsewhere:* `half_dose` (7.9).\n");
        assert_eq!(listed_elsewhere("ties that are deep", "7.1"), "");
    }
}
