//! From layers of text to a complete scenario.

use std::sync::Arc;

use super::district_spec::{DistrictContext, check_sizes, default_district};
use super::language::sections::{ParameterSet, ScenarioText};
use super::layers::{Layers, Library, gather};
use super::network::{self, NetworkContext};
use super::parameter_values::ParameterValues;
use super::places::Places;
use super::read_event::{self, Around};
use super::scenario_name::name_fault;
use super::school_names::{NAMELESS, known, no_school};
use super::sweep_design::read_point;
use super::table_reader::SectionType;
use super::text::{Value, WrittenItem, WrittenTable};
use super::{
    DistrictSpec, FORMAT, FoundDistricts, Opening, Reference, RunSettings, Scenario, cohort, components,
    district_spec, ineffective, infeasible, totals,
};
use crate::calendar::LONGEST;
use crate::census::meant;
use crate::diagnostic::{Diagnostics, Remedy, SourceLocation};
use crate::events::{MOST_EVENTS, ScheduledEvent};
use crate::parameters::{AcceptedModels, Ledger};
use crate::world::{ComponentPlan, TeamPlan};

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
    places: Option<FoundDistricts>,
    library: &dyn Library,
    ledger: &Ledger,
) -> Result<Scenario, Diagnostics> {
    let mut layers = gather(reference, settings, library, ledger)?;
    let (mut problems, paths) = (std::mem::take(&mut layers.problems), std::mem::take(&mut layers.paths));
    let scenario = resolve(layers, places, library, ledger, &mut problems);
    problems.settle(|spot| paths.at(spot));
    match scenario {
        Some(scenario) if problems.is_empty() => {
            Ok(Scenario { reference: Reference(reference.to_owned()), ..scenario })
        }
        _ => Err(problems),
    }
}

fn resolve(
    layers: Layers,
    given: Option<FoundDistricts>,
    library: &dyn Library,
    ledger: &Ledger,
    problems: &mut Diagnostics,
) -> Option<Scenario> {
    let Layers { source, district_source, network_source, table, whole, .. } = layers;
    let top = SourceLocation { column: 1, ..SourceLocation::line(&source.label, 1) };
    let places = Places::of(&table, &top);
    let text = ScenarioText::read(ScenarioText::SPEC, table, problems);
    let point = read_point(text.point.clone(), problems);
    check_format(&text.format, &top, problems);
    if let Some(fault) = name_fault(&source.name) {
        let fault = format!("the name of the scenario {fault}");
        problems.add(&top, fault, "rename the file: results are stored under its name");
    }
    let mut run = text.run;
    let accepted = accepted(&run, &places, ledger, problems);
    let months_at = places.value("run.months");
    if !whole && months_at.is_none() {
        run.months = LONGEST; // what cannot be read may say more
    }
    check_ways(given.is_some(), &places, problems);
    let says = |section: &str| places.key(section).is_some();
    let is_known = whole || given.is_some() || says("district") || says("cohort");
    let around = DistrictContext { places: &places, source: &district_source, library };
    let mut values = ParameterValues::blank(ledger);
    let mut remarks = Vec::new();
    let mut notes = Vec::new();
    let (districts, cohort) = match given {
        Some(found) => {
            notes = found.notes;
            (found.districts, None)
        }
        None if says("cohort") => {
            let (districts, cohort) =
                cohort::read(text.cohort, &around, ledger, &mut remarks, &mut notes, problems);
            (districts, Some(cohort))
        }
        None if places.below("district").next().is_none() => {
            (vec![DistrictSpec::Facts(default_district())], None)
        }
        None => {
            let found = district_spec::read(text.district, "district", None, &around, problems);
            notes = found.notes;
            (found.districts, None)
        }
    };
    check_sizes(&districts, &top, problems);
    // Names of schools are checked against districts that are known, and not against wrong ones.
    let certain = if is_known { districts.as_slice() } else { &[] };
    let ScenarioText { leaders, team, support, rollout, .. } = text;
    // A run that a flag shortens is the flag's affair: see below.
    let by_flag = months_at.is_some_and(SourceLocation::is_flag);
    let months = if by_flag { LONGEST } else { run.months };
    let components = components::read(text.component, months, &places, problems);
    let around = NetworkContext { places: &places, source: &network_source, library, districts: certain };
    let network = network::read(text.network, &around, &mut remarks, problems);
    let opening = Opening { leaders, team, support, rollout, components, network };
    check_pilots(&opening.team, certain, &places, problems);
    for (key, entry) in text.parameters {
        values.take(&key, &entry, ledger, problems);
    }
    values.remarks.extend(notes.iter().cloned());
    values.remarks.extend(totals::remark(&districts));
    values.remarks.append(&mut remarks);
    let around = Around { districts: &known(certain), months, ledger };
    let events = read_events(text.event, &around, problems);
    check_end(&events, run.months, months_at, problems);
    check_starts(&opening.components, run.months, months_at, problems);
    infeasible::check(&events, certain, &opening, values.fixed("team_sites", ledger), problems);
    let events = events.into_iter().map(|(event, _)| event).collect();
    let mut scenario = Scenario {
        title: text.title.unwrap_or_else(|| source.name.clone()),
        question: text.question.unwrap_or_default(),
        point,
        name: source.name,
        reference: Reference::default(),
        places: districts,
        cohort,
        opening,
        parameters: values.found,
        given: accepted.as_ref().map_or_else(Vec::new, |found| {
            let given = values.given.iter().filter_map(|name| Some(ledger.get(name)?.position));
            given.filter(|&position| found.draws(position)).collect()
        }),
        accepted,
        events,
        run,
        notes,
        remarks: values.remarks,
    };
    let ineffective = ineffective::remarks(&scenario, &values.given, ledger);
    scenario.remarks.extend(ineffective);
    Some(scenario)
}

/// The file says which format it has, and it is this one.
fn check_format(format: &Option<WrittenItem>, top: &SourceLocation, problems: &mut Diagnostics) {
    match format {
        None => {
            let remedy = Remedy::allowing("begin with: format = 1", FORMAT.to_string());
            problems.missing(top, "format", "the file does not say its `format`", remedy);
        }
        Some(item) if item.value != Value::Whole(FORMAT) => {
            let remedy =
                Remedy::allowing(format!("this version reads format = {FORMAT}"), FORMAT.to_string());
            problems.add(&item.at, "this `format` is not known", remedy);
        }
        Some(_) => {}
    }
}

/// What calibration accepted, where the scenario asks for it: for the model that it names, or else over models.
fn accepted(
    run: &RunSettings,
    places: &Places,
    ledger: &Ledger,
    problems: &mut Diagnostics,
) -> Option<Arc<AcceptedModels>> {
    if run.parameters == ParameterSet::Default {
        return None;
    }
    let (at, found) = match places.value("run.model") {
        Some(at) => (at.clone(), AcceptedModels::of(run.model, ledger)),
        None => (places.at("run.parameters"), AcceptedModels::weighed(ledger)),
    };
    match found {
        Ok(found) => Some(Arc::new(found)),
        Err(fault) => {
            problems.add(at, fault.fault, fault.remedy);
            None
        }
    }
}

/// The districts are said in one way.
fn check_ways(from_outside: bool, places: &Places, problems: &mut Diagnostics) {
    if let (true, Some(at)) = (from_outside, places.below("district").find(|at| at.line == 0)) {
        let fault = "the district comes from --districts, so this would be ignored";
        problems.add(at, fault, "leave one of the two out");
    }
    let Some(at) = places.key("cohort") else { return };
    if places.key("district").is_some() {
        let fault = "the scenario has both [cohort] and [district]";
        problems.add(at, fault, "keep one of the two; a district of the cohort is a [[cohort.district]]");
    }
    if from_outside {
        let fault = "the scenario is about a cohort, and --districts gives other districts";
        problems.add(at, fault, "leave the flag out, or choose a scenario without [cohort]");
    }
}

/// A named pilot school is there, and teaches a focal grade.
fn check_pilots(team: &TeamPlan, districts: &[DistrictSpec], places: &Places, problems: &mut Diagnostics) {
    let (pilots, grades) = (&team.pilot_schools, team.grades);
    let at = |k: usize| places.at(&format!("team.pilot_schools[{}]", k + 1));
    let schools = match (districts, pilots.first()) {
        // Why the district is not known is told elsewhere.
        ([], _) | (_, None) => return,
        ([_, _, ..], Some(_)) => {
            let fault = "pilot schools are named, but there are several districts";
            return problems.add(at(0), fault, "leave `pilot_schools` out");
        }
        ([DistrictSpec::Synthetic { .. }], Some(name)) => {
            let fault = format!("\"{name}\": {NAMELESS}");
            return problems.add(at(0), fault, "leave `pilot_schools` out: they are drawn");
        }
        ([DistrictSpec::Facts(facts)], _) => facts.schools.as_slice(),
        ([DistrictSpec::Totals(_)], _) => &[],
    };
    for (k, name) in pilots.iter().enumerate() {
        if pilots[..k].contains(name) {
            let fault = format!("the pilot school \"{name}\" is named twice");
            problems.add(at(k), fault, "name each once");
        }
        match meant(name, schools, |s| (&s.id, &s.name)).as_slice() {
            [] => no_school(name, None, schools.iter().map(|s| s.name.as_str()), &at(k), problems),
            [_, _, ..] => {
                let fault = format!("several schools are called \"{name}\"");
                problems.add(at(k), fault, "name it by its id");
            }
            [s] if !s.teaches(grades) => {
                let fault =
                    format!("\"{name}\" teaches none of the grades {grades} that the practice is for");
                problems.add(at(k), fault, "name a school that does");
            }
            [_] => {}
        }
    }
}

/// The events that can be read, each with its place.
fn read_events(
    events: Vec<(WrittenTable, SourceLocation)>,
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

/// Where a flag says how long the run is, events beyond its end are the flag's fault.
fn check_end(
    events: &[(ScheduledEvent, SourceLocation)],
    months: u32,
    said: Option<&SourceLocation>,
    problems: &mut Diagnostics,
) {
    let Some(flag) = said.filter(|spot| spot.is_flag()) else { return };
    let end = |event: &ScheduledEvent| event.month.max(event.until.unwrap_or(0));
    let late = || events.iter().filter(|(event, _)| end(event) > months);
    let (Some((event, at)), Some(last)) = (late().next(), late().map(|(e, _)| end(e)).max()) else { return };
    let more = match late().count() - 1 {
        0 => String::new(),
        more => format!(", and {more} more"),
    };
    let fault = format!(
        "the run ends with month {months}, before month {} of the event \"{}\" ({at}){more}",
        end(event),
        event.kind.what
    );
    let allowed = format!("{last} to {LONGEST} (months)");
    problems.add(flag, fault, Remedy::allowing(format!("give at least {last} months"), allowed));
}

/// The same of components that start after the end.
fn check_starts(
    components: &[ComponentPlan],
    months: u32,
    said: Option<&SourceLocation>,
    problems: &mut Diagnostics,
) {
    let late = components.iter().filter(|component| component.start > months);
    let Some((flag, last)) = said.filter(|at| at.is_flag()).zip(late.max_by_key(|c| c.start)) else { return };
    let ComponentPlan { name, start } = last;
    let fault =
        format!("the run ends with month {months}, before the component \"{name}\" starts in month {start}");
    let allowed = format!("{start} to {LONGEST} (months)");
    problems.add(flag, fault, Remedy::allowing(format!("give at least {start} months"), allowed));
}
