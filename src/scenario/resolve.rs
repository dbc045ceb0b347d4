//! From layers of text to a complete scenario.

mod heading;
mod opening;
mod run;

pub use run::{MOST_REPLICATIONS, PARAMETER_SETS};

use super::layers::{Layers, Library, PARAMETER_SECTIONS, gather};
use super::read_event::{self, Around};
use super::school_names::known;
use super::table_reader::TableReader;
use super::text::Table;
use super::values::Values;
use super::{DistrictSpec, Scenario, cohort, district_spec, ineffective, infeasible, totals};
use crate::calendar::LONGEST;
use crate::diagnostic::{Diagnostics, Remedy, SourceLocation};
use crate::events::{MOST_EVENTS, ScheduledEvent};
use crate::parameters::Ledger;

/// Reads a scenario by path or name, with `name=value` settings laid over it.
///
/// # Errors
/// Every problem of the files and settings at once.
pub fn read(
    reference: &str,
    settings: &[String],
    library: &dyn Library,
    ledger: &Ledger,
) -> Result<Scenario, Diagnostics> {
    read_in(reference, settings, None, library, ledger)
}

/// As [`read`], with the districts given from outside instead of by `[district]`.
///
/// # Errors
/// Every problem of the files and settings at once.
pub fn read_in(
    reference: &str,
    settings: &[String],
    places: Option<Vec<DistrictSpec>>,
    library: &dyn Library,
    ledger: &Ledger,
) -> Result<Scenario, Diagnostics> {
    let mut layers = gather(reference, settings, library, ledger)?;
    let (mut problems, keys) = (std::mem::take(&mut layers.problems), std::mem::take(&mut layers.keys));
    let scenario = resolve(layers, places, library, ledger, &mut problems);
    problems.settle(|spot| keys.at(spot));
    match scenario {
        Some(scenario) if problems.is_empty() => Ok(scenario),
        _ => Err(problems),
    }
}

fn resolve(
    layers: Layers,
    given: Option<Vec<DistrictSpec>>,
    library: &dyn Library,
    ledger: &Ledger,
    problems: &mut Diagnostics,
) -> Option<Scenario> {
    let Layers { source, district_source, table, whole, .. } = layers;
    let top = SourceLocation { column: 1, ..SourceLocation::line(&source.label, 1) };
    let mut walk = TableReader::new("a scenario", table, problems);
    heading::check_format(&mut walk, &top);
    let title = walk.text("title");
    let question = walk.text("question");
    walk.take("extends");
    let (district_at, cohort_at) = (walk.spot("district"), walk.spot("cohort"));
    let district = walk.section("district");
    let cohort = walk.section("cohort");
    let mut sections: Vec<(&str, Table)> =
        PARAMETER_SECTIONS.into_iter().map(|name| (name, walk.section(name))).collect();
    let parameters = walk.section("parameters");
    let events = walk.sections("event");
    let run = walk.section("run");
    walk.finish();

    heading::check_words([("title", &title), ("question", &question)], problems);
    heading::check_name(&source.name, &top, problems);
    let months_at = run.get("months").map(|entry| entry.item.at.clone());
    let (mut run, ensemble) = run::read(run, ledger, problems);
    if !whole && months_at.is_none() {
        run.months = LONGEST; // what cannot be read may say more
    }
    let from_flag = district.values().map(|entry| &entry.key_at).find(|at| at.line == 0);
    let said = Said { given: given.is_some(), from_flag, district: &district_at, cohort: &cohort_at };
    check_ways(&said, problems);
    let is_known = whole || given.is_some() || district_at.is_some() || cohort_at.is_some();
    let mut remarks = Vec::new();
    let (places, cohort) = match (given, &cohort_at) {
        (Some(places), _) => (places, None),
        (None, Some(at)) => {
            let found = cohort::read(cohort, at, &district_source, library, ledger, problems);
            remarks = found.remarks;
            (found.places, Some(found.cohort))
        }
        (None, None) => (district_spec::read(district, &district_source, library, problems), None),
    };
    district_spec::check_sizes(&places, &top, problems);
    // Names of schools are checked against districts that are known, and not against wrong ones.
    let certain = if is_known { places.as_slice() } else { &[] };
    let opening = opening::read(&mut sections, certain, problems);
    let mut values = Values::blank(ledger);
    for (name, rest) in sections {
        for (key, entry) in rest {
            values.take(Some(name), &key, &entry, ledger, problems);
        }
    }
    for (key, entry) in parameters {
        values.take(None, &key, &entry, ledger, problems);
    }
    values.remarks.extend(totals::remark(&places));
    let districts = known(certain);
    // A run that a flag shortens is the flag's affair: see below.
    let by_flag = months_at.as_ref().is_some_and(SourceLocation::is_flag);
    let months = if by_flag { LONGEST } else { run.months };
    let around = Around { districts: &districts, months, ledger };
    let events = read_events(events, &around, problems);
    values.remarks.append(&mut remarks);
    run::check_end(&events, run.months, months_at.as_ref(), problems);
    if let Some(opening) = &opening {
        infeasible::check(&events, certain, opening, values.fixed("team_sites", ledger), problems);
    }
    let events = events.into_iter().map(|(event, _)| event).collect();
    let mut scenario = Scenario {
        title: title.map_or_else(|| source.name.clone(), |(t, _)| t),
        question: question.map(|(q, _)| q).unwrap_or_default(),
        name: source.name,
        places,
        cohort,
        opening: opening?,
        parameters: values.found,
        given: ensemble.as_ref().map_or_else(Vec::new, |e| {
            let given = values.given.iter().filter_map(|name| Some(ledger.get(name)?.position));
            given.filter(|position| e.positions.contains(position)).collect()
        }),
        ensemble,
        events,
        run,
        remarks: values.remarks,
    };
    let ineffective = ineffective::remarks(&scenario, &values.given, ledger);
    scenario.remarks.extend(ineffective);
    Some(scenario)
}

/// In which ways the districts are said.
struct Said<'a> {
    /// From outside.
    given: bool,
    /// Where a flag says something of `[district]`.
    from_flag: Option<&'a SourceLocation>,
    /// Where `[district]` stands.
    district: &'a Option<SourceLocation>,
    /// Where `[cohort]` stands.
    cohort: &'a Option<SourceLocation>,
}

/// The districts are said in one way.
fn check_ways(said: &Said<'_>, problems: &mut Diagnostics) {
    if let (true, Some(at)) = (said.given, said.from_flag) {
        let fault = "the district comes from --districts, so this would be ignored";
        problems.add(at, fault, "leave one of the two out");
    }
    if let (Some(at), Some(_)) = (said.cohort, said.district) {
        let fault = "the scenario has both [cohort] and [district]";
        problems.add(at, fault, "keep one of the two; a district of the cohort is a [[cohort.district]]");
    }
    if let (Some(at), true) = (said.cohort, said.given) {
        let fault = "the scenario is about a cohort, and --districts gives other districts";
        problems.add(at, fault, "leave the flag out, or choose a scenario without [cohort]");
    }
}

/// The events that can be read, each with its place.
fn read_events(
    events: Vec<(Table, SourceLocation)>,
    around: &Around<'_>,
    problems: &mut Diagnostics,
) -> Vec<(ScheduledEvent, SourceLocation)> {
    if let Some((_, at)) = events.get(MOST_EVENTS) {
        let fault = format!("there are {} events", events.len());
        let allowed = format!("at most {MOST_EVENTS}");
        let remedy = Remedy::allowing(format!("{allowed} are read; leave some out"), allowed);
        problems.add(at, fault, remedy);
    }
    events
        .into_iter()
        .take(MOST_EVENTS)
        .filter_map(|(table, at)| read_event::read(table, &at, around, problems).map(|event| (event, at)))
        .collect()
}
