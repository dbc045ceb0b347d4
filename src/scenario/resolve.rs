//! From layers of text to a complete scenario.

use super::advice::{span, unknown, unknown_key};
use super::drawn::distribution;
use super::layers::{Layers, Library, PARAMETER_SECTIONS, gather};
use super::problem::{Problems, Remedy, Spot};
use super::read_event::{self, Around, Known};
use super::text::{Entry, Table};
use super::walk::Walk;
use super::{DatedEvent, FORMAT, Opening, Place, Run, Scenario, cohort, event, place};
use crate::parameters::{Distribution, Ledger};
use crate::quantity::Strategy;
use crate::quantity::census::Level;
use crate::quantity::grade::{Grade, GradeSpan};
use crate::quantity::month::LONGEST;

/// Most replications of a batch.
pub const MOST_REPLICATIONS: i64 = 100_000_000;
/// Longest title (characters).
const LONGEST_TITLE: usize = 200;

/// Why no school of a synthetic district can be named.
pub const NAMELESS: &str =
    "the schools of a synthetic district have no names, being drawn anew in each replication";

/// Longest name of a scenario (bytes): it becomes part of file names.
const LONGEST_NAME: usize = 120;

/// Reads a scenario by path or name, with `name=value` settings laid over it.
///
/// # Errors
/// Every problem of the files and settings at once.
pub fn read(
    reference: &str,
    settings: &[String],
    library: &dyn Library,
    ledger: &Ledger,
) -> Result<Scenario, Problems> {
    read_in(reference, settings, None, library, ledger)
}

/// As [`read`], with the districts given from outside instead of by `[district]`.
///
/// # Errors
/// Every problem of the files and settings at once.
pub fn read_in(
    reference: &str,
    settings: &[String],
    places: Option<Vec<Place>>,
    library: &dyn Library,
    ledger: &Ledger,
) -> Result<Scenario, Problems> {
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
    given: Option<Vec<Place>>,
    library: &dyn Library,
    ledger: &Ledger,
    problems: &mut Problems,
) -> Option<Scenario> {
    let Layers { source, district_source, table, whole, .. } = layers;
    let top = Spot { file: source.label.as_str().into(), line: 1, column: 1 };
    let mut walk = Walk::new("a scenario", table, problems);
    match walk.take("format") {
        None => {
            let remedy = Remedy::allowing("begin with: format = 1", FORMAT.to_string());
            walk.problems().missing(&top, "format", "the file does not say its `format`", remedy);
        }
        Some(item) if item.value != super::text::Value::Whole(FORMAT) => walk.problems().add(
            &item.at,
            "this `format` is not known",
            Remedy::allowing(format!("this version reads format = {FORMAT}"), FORMAT.to_string()),
        ),
        Some(_) => {}
    }
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

    if let Some((text, at)) = &title
        && text.chars().count() > LONGEST_TITLE
    {
        let fault = format!("`title` has {} characters", text.chars().count());
        let allowed = format!("at most {LONGEST_TITLE} characters");
        problems.add(at, fault, Remedy::allowing(format!("say it in {allowed}"), allowed));
    }
    for (key, given) in [("title", &title), ("question", &question)] {
        let Some((text, at)) = given else { continue };
        let fault = if text.trim().is_empty() {
            "is empty"
        } else if text.chars().any(char::is_control) {
            "holds a line break or another control character"
        } else {
            continue;
        };
        problems.add(at, format!("`{key}` {fault}"), "write one line of words");
    }
    if source.name.len() > LONGEST_NAME {
        let fault = format!("the name of the scenario has more than {LONGEST_NAME} bytes");
        problems.add(&top, fault, "rename the file: results are stored under its name");
    }
    let months_at = run.get("months").map(|entry| entry.item.at.clone());
    let mut run = read_run(run, problems);
    if !whole && months_at.is_none() {
        run.months = LONGEST; // what cannot be read may say more
    }
    if let (true, Some(entry)) = (given.is_some(), district.values().find(|e| e.key_at.line == 0)) {
        let fault = "the district comes from --districts, so this would be ignored";
        problems.add(&entry.key_at, fault, "leave one of the two out");
    }
    if let (Some(at), Some(_)) = (&cohort_at, &district_at) {
        let fault = "the scenario has both [cohort] and [district]";
        problems.add(at, fault, "keep one of the two; a district of the cohort is a [[cohort.district]]");
    }
    if let (Some(at), true) = (&cohort_at, given.is_some()) {
        let fault = "the scenario is about a cohort, and --districts gives other districts";
        problems.add(at, fault, "leave the flag out, or choose a scenario without [cohort]");
    }
    let is_known = whole || given.is_some() || district_at.is_some() || cohort_at.is_some();
    let mut remarks = Vec::new();
    let (places, cohort) = match (given, &cohort_at) {
        (Some(places), _) => (places, None),
        (None, Some(at)) => {
            let found = cohort::read(cohort, at, &district_source, library, ledger, problems);
            remarks = found.remarks;
            (found.places, Some(found.cohort))
        }
        (None, None) => (place::read(district, &district_source, library, problems), None),
    };
    place::check_sizes(&places, &top, problems);
    // Names of schools are checked against districts that are known, and not against wrong ones.
    let certain = if is_known { places.as_slice() } else { &[] };
    let opening = read_opening(&mut sections, certain, problems);
    let mut values = Values::blank(ledger);
    for (name, rest) in sections {
        for (key, entry) in rest {
            values.take(Some(name), &key, &entry, ledger, problems);
        }
    }
    for (key, entry) in parameters {
        values.take(None, &key, &entry, ledger, problems);
    }
    values.remarks.extend(super::totals::remark(&places));
    let districts = known(certain);
    // A run that a flag shortens is the flag's affair: see below.
    let by_flag = months_at.as_ref().is_some_and(Spot::is_flag);
    let months = if by_flag { LONGEST } else { run.months };
    let around = Around { districts: &districts, months, ledger };
    if events.len() > event::MOST_EVENTS {
        let fault = format!("there are {} events", events.len());
        let allowed = format!("at most {}", event::MOST_EVENTS);
        let remedy = Remedy::allowing(format!("{allowed} are read; leave some out"), allowed);
        problems.add(&events[event::MOST_EVENTS].1, fault, remedy);
    }
    let events: Vec<_> = events
        .into_iter()
        .take(event::MOST_EVENTS)
        .filter_map(|(table, at)| read_event::read(table, &at, &around, problems).map(|event| (event, at)))
        .collect();
    values.remarks.append(&mut remarks);
    check_end(&events, run.months, months_at.as_ref(), problems);
    let events = events.into_iter().map(|(event, _)| event).collect();
    Some(Scenario {
        title: title.map_or_else(|| source.name.clone(), |(t, _)| t),
        question: question.map(|(q, _)| q).unwrap_or_default(),
        name: source.name,
        places,
        cohort,
        opening: opening?,
        parameters: values.found,
        events,
        run,
        remarks: values.remarks,
    })
}

fn known(places: &[Place]) -> Vec<Known> {
    let known = |place: &Place| {
        let schools = match place {
            Place::Facts(facts) => facts.schools.iter().map(|s| (s.id.clone(), s.name.clone())).collect(),
            Place::Synthetic { .. } | Place::Totals(_) => Vec::new(),
        };
        Known { id: place.id().to_string(), schools }
    };
    places.iter().map(known).collect()
}

/// Where a flag says how long the run is, events beyond its end are the flag's fault.
fn check_end(events: &[(DatedEvent, Spot)], months: u32, said: Option<&Spot>, problems: &mut Problems) {
    let Some(flag) = said.filter(|spot| spot.is_flag()) else { return };
    let end = |event: &DatedEvent| event.month.max(event.until.unwrap_or(0));
    let late = || events.iter().filter(|(event, _)| end(event) > months);
    let (Some((event, at)), Some(last)) = (late().next(), late().map(|(e, _)| end(e)).max()) else { return };
    let more = match late().count() - 1 {
        0 => String::new(),
        more => format!(", and {more} more"),
    };
    let fault = format!(
        "the run ends with month {months}, before month {} of the event \"{}\" ({at}){more}",
        end(event),
        event.what
    );
    let allowed = format!("{last} to {LONGEST} (months)");
    problems.add(flag, fault, Remedy::allowing(format!("give at least {last} months"), allowed));
}

fn read_run(table: Table, problems: &mut Problems) -> Run {
    let mut walk = Walk::new("[run]", table, problems);
    let months = walk.whole("months", 1, i64::from(LONGEST)).map_or(60, |(m, _)| m as u32);
    let replications = walk.whole("replications", 1, MOST_REPLICATIONS).map_or(1_000, |(n, _)| n as u32);
    let seed = walk.whole("seed", 0, i64::MAX).map_or(1, |(s, _)| s as u64);
    walk.finish();
    Run { months, replications, seed }
}

/// Takes what is no parameter out of the sections.
fn read_opening(
    sections: &mut [(&str, Table)],
    places: &[Place],
    problems: &mut Problems,
) -> Option<Opening> {
    let mut take = |section: &str, key: &str| -> Table {
        let found = sections.iter_mut().find(|(name, _)| *name == section);
        found.and_then(|(_, table)| table.remove_entry(key)).into_iter().collect()
    };
    let leads = take("leaders", "superintendent_leads");
    let leads = Walk::new("[leaders]", leads, problems).truth("superintendent_leads").unwrap_or(false);
    let strategy = Walk::new("[rollout]", take("rollout", "strategy"), problems).text("strategy");
    let strategy = match strategy {
        None => Strategy::Staged,
        Some((word, at)) => {
            let found = Strategy::ALL.iter().find(|(_, w)| *w == word).map(|(s, _)| *s);
            if found.is_none() {
                let words = Strategy::ALL.iter().map(|(_, w)| *w);
                problems.add(&at, format!("no strategy is called \"{word}\""), unknown(&word, words));
            }
            found.unwrap_or(Strategy::Staged)
        }
    };
    let grades = Walk::new("[team]", take("team", "grades"), problems).text("grades");
    let grades = match grades {
        None => default_grades()?,
        Some((text, at)) => span(&text, &at, problems).or_else(default_grades)?,
    };
    let pilots = Walk::new("[team]", take("team", "pilot_schools"), problems).texts("pilot_schools");
    let pilots = pilots.unwrap_or_default();
    check_pilots(&pilots, places, grades, problems);
    let pilot_schools = pilots.into_iter().map(|(name, _)| name).collect();
    let release = read_release(take("support", "release"), problems);
    Some(Opening { grades, strategy, leads_in_person: leads, pilot_schools, release })
}

/// The manager's hours year by year.
fn read_release(table: Table, problems: &mut Problems) -> Vec<f64> {
    let Some((release, at)) = Walk::new("[support]", table, problems).numbers("release", 0.0, 1.0) else {
        return Vec::new();
    };
    if release.is_empty() {
        problems.add(&at, "`release` names no year", "write a share for each year, such as [1.0, 0.6, 0.2]");
    }
    release
}

/// A named pilot school is there, and teaches a focal grade.
fn check_pilots(pilots: &[(String, Spot)], places: &[Place], grades: GradeSpan, problems: &mut Problems) {
    if let (Some((_, at)), true) = (pilots.first(), places.len() > 1) {
        problems.add(
            at,
            "pilot schools are named, but there are several districts",
            "leave `pilot_schools` out",
        );
        return;
    }
    if places.is_empty() {
        return; // why the district is not known is told elsewhere
    }
    if let ([Place::Synthetic { .. }], Some((name, at))) = (places, pilots.first()) {
        problems.add(at, format!("\"{name}\": {NAMELESS}"), "leave `pilot_schools` out: they are drawn");
        return;
    }
    for (k, (name, at)) in pilots.iter().enumerate() {
        if pilots[..k].iter().any(|(earlier, _)| earlier == name) {
            problems.add(at, format!("the pilot school \"{name}\" is named twice"), "name each once");
        }
        let schools = places.iter().filter_map(|place| match place {
            Place::Facts(facts) => Some(&facts.schools),
            Place::Synthetic { .. } | Place::Totals(_) => None,
        });
        let schools: Vec<_> = schools.flatten().collect();
        match schools.iter().find(|s| s.id == *name || s.name == *name) {
            None => {
                let names = schools.iter().map(|s| s.name.as_str());
                problems.add(at, format!("the district has no school \"{name}\""), unknown(name, names));
            }
            Some(s) if s.level == Level::Other || !s.grades.is_some_and(|span| span.overlaps(grades)) => {
                let fault =
                    format!("\"{name}\" teaches none of the grades {grades} that the practice is for");
                problems.add(at, fault, "name a school that does");
            }
            Some(_) => {}
        }
    }
}

/// Preschool to grade 3.
fn default_grades() -> Option<GradeSpan> {
    GradeSpan::new(Grade::TK, Grade::new(3)?).ok()
}

/// Keys of these sections that are no parameters.
const OWN_KEYS: [(&str, &str); 5] = [
    ("leaders", "superintendent_leads"),
    ("team", "grades"),
    ("team", "pilot_schools"),
    ("support", "release"),
    ("rollout", "strategy"),
];

/// Values of all parameters on their way from the text.
pub struct Values {
    /// A value or distribution for each.
    pub found: Vec<Distribution>,
    /// Remarks on values outside their plausible range.
    pub remarks: Vec<String>,
}

impl Values {
    /// Those of the ledger.
    pub fn blank(ledger: &Ledger) -> Values {
        let found = ledger.entries().iter().map(|e| Distribution::Fixed(e.value)).collect();
        Values { found, remarks: Vec::new() }
    }

    /// A parameter's value, from its own section or from `[parameters]`.
    pub fn take(
        &mut self,
        section: Option<&str>,
        key: &str,
        entry: &Entry,
        ledger: &Ledger,
        problems: &mut Problems,
    ) {
        let here = |e: &&crate::parameters::Entry| section.is_none_or(|s| s == e.group);
        let Some(parameter) = ledger.get(key).filter(here) else {
            if problems.is_full() {
                return;
            }
            let place = section.map_or("[parameters]".to_string(), |s| format!("[{s}]"));
            let fault = format!("{place} has no key `{key}`");
            let own = OWN_KEYS.iter().filter(|(s, _)| section == Some(*s)).map(|(_, key)| *key);
            let names = ledger.entries().iter().filter(here).map(|e| e.name).chain(own);
            let mut remedy = match ledger.get(key) {
                Some(elsewhere) if PARAMETER_SECTIONS.contains(&elsewhere.group) => {
                    let group = elsewhere.group;
                    format!("`{key}` is a parameter of {group}: put it in [{group}] or in [parameters]")
                        .into()
                }
                Some(elsewhere) => {
                    format!("`{key}` is a parameter of {}: put it in [parameters]", elsewhere.group).into()
                }
                None => unknown_key(section.unwrap_or("parameters"), key, names),
            };
            if remedy.allowed.take().is_some() && remedy.nearest.is_none() {
                remedy.words = "uptake parameters lists all names".into();
            }
            problems.add(&entry.key_at, fault, remedy);
            return;
        };
        if let Some(found) = distribution(&entry.item, parameter, problems) {
            let ((low, high), (from, to)) = (parameter.range, found.bounds());
            if from < low || to > high {
                self.remarks.push(format!(
                    "{}: `{key}` reaches outside its plausible range {low} to {high}",
                    entry.item.at
                ));
            }
            self.found[parameter.position] = found;
        }
    }
}
