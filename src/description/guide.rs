//! The tables of the guide to scenarios, `docs/scenarios.md`: keys, strategies, null models and events, as they are declared.
//!
//! ```
//! use uptake::description::guide;
//!
//! let page = guide::filled("<!-- strategies -->\nformer\n<!-- end -->\n");
//! assert!(page.contains("| `\"staged\"` |") && !page.contains("former"));
//! ```

use super::odd::tables::{kinds, table};
use crate::model::Model;
use crate::parameters::NAMES;
use crate::scenario::ineffective::only_read_by;
use crate::scenario::language::{SectionSpec, sections};
use crate::strategy::Strategy;

/// What ends a printed table.
const END: &str = "<!-- end -->\n";

/// The page with its tables printed anew, each between `<!-- name -->` and `<!-- end -->`.
pub fn filled(page: &str) -> String {
    let tables = [("keys", keys()), ("strategies", strategies()), ("models", models()), ("events", kinds())];
    tables.iter().fold(page.to_string(), |page, (name, table)| {
        let begin = format!("<!-- {name} -->\n");
        match page.split_once(&begin).and_then(|(above, rest)| Some((above, rest.split_once(END)?.1))) {
            Some((above, below)) => format!("{above}{begin}{table}{END}{below}"),
            None => page,
        }
    })
}

/// Sections and keys with an example of each. Those of events and of a cohort's districts are told apart.
fn keys() -> String {
    let head = |section: &SectionSpec| match section.name {
        "school" => "`[[district.school]]`".to_string(),
        "component" => "`[[component]]`".to_string(),
        name => format!("`[{name}]`"),
    };
    let listed = sections().into_iter().filter(|s| !["", "event", "cohort.district"].contains(&s.name));
    let rows = listed.flat_map(|section| {
        let told = section.keys.iter().filter(|key| !key.example.is_empty());
        told.map(move |key| {
            let example = format!("`{} = {}`", key.name, key.example);
            vec![head(&section), example, key.meaning.into(), key.unit.into(), key.default.into()]
        })
    });
    table(&["section", "key", "what it means", "unit", "default"], rows)
}

fn strategies() -> String {
    let row = |s: Strategy| vec![format!("`\"{}\"`", s.word()), s.rules().asked.into()];
    table(&["`strategy`", "who is asked when"], Strategy::ALL.into_iter().map(row))
}

fn models() -> String {
    let row = |model: &Model| {
        let own = NAMES.iter().filter(|(_, name)| only_read_by(name) == Some(*model));
        let own: Vec<String> = own.map(|(_, name)| format!("`{name}`")).collect();
        vec![format!("`\"{}\"`", model.word()), model.without().into(), own.join(", ")]
    };
    table(&["`model`", "what is taken out", "parameters that it alone reads"], Model::ALL.iter().map(row))
}
