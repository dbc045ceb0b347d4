//! The further components of a program, read and checked.

use super::language::sections::ComponentText;
use super::places::Places;
use super::table_reader::SectionType;
use super::when;
use crate::calendar::{LONGEST, YEAR};
use crate::diagnostic::{Diagnostics, Remedy};
use crate::mechanisms::components::MOST_COMPONENTS;
use crate::world::ComponentPlan;

/// The components that can be read, each with a name of its own and a start within the run.
pub fn read(
    texts: Vec<ComponentText>,
    months: u32,
    places: &Places,
    problems: &mut Diagnostics,
) -> Vec<ComponentPlan> {
    if texts.len() > MOST_COMPONENTS {
        let fault = format!("there are {} further components", texts.len());
        let allowed = format!("at most {MOST_COMPONENTS}");
        let remedy = Remedy::allowing(format!("{allowed} are read; leave some out"), allowed);
        problems.add(places.at(&format!("component[{}]", MOST_COMPONENTS + 1)), fault, remedy);
    }
    let mut found: Vec<ComponentPlan> = Vec::new();
    for (k, text) in texts.into_iter().take(MOST_COMPONENTS).enumerate() {
        let path = format!("component[{}]", k + 1);
        let says = |key: &str| places.key(&format!("{path}.{key}")).is_some();
        if !says("name") {
            let remedy = "write name = \"…\": reports call it so";
            problems.missing(&places.at(&path), "name", "the component does not say its `name`", remedy);
        }
        if !says("start") {
            let remedy =
                "write start = 13, or start = \"year 2, August\"; month 1 is August of the first year";
            problems.missing(&places.at(&path), "start", "the component does not say its `start`", remedy);
        }
        let key = ComponentText::SPEC.key("start");
        let start = key.zip(text.start).and_then(|(key, item)| when::read(key, item, problems));
        if let Some(name) = text.name.as_ref().filter(|name| found.iter().any(|other| other.name == **name)) {
            let fault = format!("two components are called \"{name}\"");
            problems.add(places.at(&format!("{path}.name")), fault, "give each a name of its own");
        }
        let (Some(name), Some((start, at))) = (text.name, start) else { continue };
        if start > months {
            let fault = format!("`start` is month {start}, but the run ends with month {months}");
            let longer = start.next_multiple_of(YEAR).min(LONGEST);
            let remedy = format!("move it, or write months = {longer} under [run]");
            problems.add(&at, fault, Remedy::allowing(remedy, format!("1 to {months} (month)")));
        }
        found.push(ComponentPlan { name, start });
    }
    found
}
