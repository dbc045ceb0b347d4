//! The description of the model by the ODD protocol, printed from the code. (not part of the model)
//!
//! Prose comes from the heads of the modules, as they were compiled in; states from the structs of the world,
//! the order of a month from its list, parameters and their evidence from the ledger, draws, measures and
//! events from their registries. What belongs to no module stands in `parts/`. A mechanism whose head is
//! changed changes the page, and `tests/odd.rs` asks for the page to be printed again.

mod elsewhere;
mod head;
mod items;
pub mod registry;
pub(super) mod tables;

use crate::parameters::Ledger;
use crate::scenario::default_district;
use crate::scenario::language::sections;
use crate::simulation::schedule::MONTH;
use elsewhere::listed_elsewhere;
use head::Head;
use registry::{DETAILS, Entity, FIRST_DAY, INPUT, MEASURING, SUBMODELS, SourceFile};

pub use items::{DocumentedItem, enumeration, structure};

/// The whole page, in Markdown.
pub fn page(ledger: &Ledger) -> String {
    let mut page = String::from(include_str!("parts/title.md"));
    let parts: [(&str, String); 9] = [
        ("1. Purpose and patterns", include_str!("parts/purpose.md").into()),
        ("2. Entities, state variables and scales", entities()),
        ("3. Process overview and scheduling", schedule()),
        ("4. Design concepts", concepts()),
        ("5. Initialization", initialization(ledger)),
        ("6. Input data", input()),
        ("7. Submodels", submodels(ledger)),
        ("8. Changes and choices", include_str!("parts/choices.md").into()),
        ("9. Sources", include_str!("parts/sources.md").into()),
    ];
    for (title, text) in parts {
        page += &format!("\n## {title}\n\n{}\n", text.trim());
    }
    page
}

fn entities() -> String {
    let mut text = String::from(include_str!("parts/entities.md"));
    text += &entities_of(registry::ENTITIES);
    text += "\n### Words that states can take\n";
    text.extend(registry::WORDS.iter().map(words_of));
    text + "\n" + include_str!("parts/scales.md")
}

/// Structs with their fields.
fn entities_of(entities: &[Entity]) -> String {
    let mut text = String::new();
    for Entity { title, source, name } in entities {
        let doc = sentence(&items::doc(source.text, name));
        text += &format!("\n**{title}** (`{name}`): {doc}\n\n");
        text += &tables::states(&items::structure(source.text, name));
    }
    text
}

/// An enum with its variants.
fn words_of((source, name): &(SourceFile, &str)) -> String {
    let doc = sentence(&items::doc(source.text, name));
    format!("\n**`{name}`**: {doc}\n\n{}", tables::words(&items::enumeration(source.text, name)))
}

fn schedule() -> String {
    let mut text = String::from(include_str!("parts/process.md"));
    for (k, step) in MONTH.iter().enumerate() {
        let calls: Vec<String> = step.names().iter().map(|name| format!("`{name}`")).collect();
        text += &format!("\n{}. {} *In the code:* {}.", k + 1, step.words, calls.join(", "));
    }
    let event = items::enumeration(registry::EVENT.text, "Event");
    text + "\n\n" + include_str!("parts/events.md") + "\n" + &tables::words(&event)
}

fn concepts() -> String {
    let chance = Head::of(registry::CHANCE.text).body;
    let draws = tables::draws(&items::enumeration(registry::STREAMS.text, "Decision"));
    let streams = Head::of(registry::STREAMS.text).body;
    let inverse = Head::of(registry::INVERSE.text).body;
    let mut text = String::from(include_str!("parts/concepts.md"));
    text += &format!("\n### Human decision making (ODD+D)\n\n{}", include_str!("parts/decisions.md"));
    text += &format!("\n### Stochasticity\n\n{chance}\n\n{streams}\n\n{draws}\n{inverse}\n");
    text += &format!("\n{}", include_str!("parts/observation.md"));
    for source in MEASURING {
        text += &format!("\n{}\n", Head::of(source.text).body);
    }
    text + "\n" + &tables::measures()
}

fn initialization(ledger: &Ledger) -> String {
    let mut text = String::from(include_str!("parts/initialization.md"));
    for (k, (source, groups)) in FIRST_DAY.iter().enumerate() {
        let head = Head::of(source.text);
        text += &format!("\n### 5.{} {}\n\n{}\n", k + 1, head.title, head.body);
        text += &parameters(ledger, groups);
        text += &listed_elsewhere(&head.body, &format!("5.{}", k + 1));
    }
    text
}

fn input() -> String {
    let mut text = String::from(include_str!("parts/input.md"));
    text += &entities_of(registry::KNOWN);
    text += &words_of(&registry::LEVELS);
    text += &format!("\nThe built-in district:\n\n{}", tables::schools(&default_district()));
    for source in INPUT {
        text += &format!("\n{}\n", Head::of(source.text).body);
    }
    text += &format!("\n### What a scenario asks\n\n{}", tables::keys(&sections()));
    text += &format!("\n### Dated events\n\n{}\n{}", tables::kinds(), include_str!("parts/ends.md"));
    text + "\n" + &Head::of(registry::DATED.text).body + "\n"
}

/// The submodels in the order of the registry; a file of a section that stands already goes on with it.
fn submodels(ledger: &Ledger) -> String {
    let mut text = Head::of(registry::NOTATION.text).body + "\n";
    let mut sections: Vec<String> = Vec::new();
    for (source, groups) in SUBMODELS {
        let head = Head::of(source.text);
        let level = if sections.contains(&head.section) { "####" } else { "###" };
        let number = if level == "###" { format!("{} ", head.section) } else { String::new() };
        let body = head.body.replace("{strategies}\n", &tables::strategies());
        text += &format!("\n{level} {number}{}\n\n{body}\n", head.title);
        text += &parameters(ledger, groups);
        text += &listed_elsewhere(&body, &head.section);
        text += &format!("\n*In the code:* `src/{}`.\n", source.name);
        sections.push(head.section);
    }
    for source in DETAILS {
        let head = Head::of(source.text);
        text += &format!("\n### Beside these: {} (`src/{}`)\n\n{}\n", head.title, source.name, head.body);
    }
    text
}

fn parameters(ledger: &Ledger, groups: &[&str]) -> String {
    let of = |group: &&str| tables::parameters(ledger.entries().iter().filter(move |e| e.group == *group));
    groups.iter().map(|group| format!("\n{}", of(group))).collect()
}

/// With a full stop.
fn sentence(text: &str) -> String {
    if text.ends_with('.') || text.is_empty() { text.to_string() } else { format!("{text}.") }
}
