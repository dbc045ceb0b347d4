//! A scenario written out whole: after extends, defaults and settings, enough to run again alone.

use std::fmt::Write;

use super::district_spec::{KINDS, NO_GRADES};
use super::language::sections::{
    CohortText, DistrictText, LeadersText, ParameterSet, RolloutText, RunSettings, ScenarioText, SchoolText,
    SupportText, TeamText,
};
use super::table_reader::{KeyType, Raw, SectionType};
use super::text::{Value, WrittenItem};
use super::{DistrictSpec, FORMAT, Scenario, UNREAL};
use crate::census::DistrictKind;
use crate::diagnostic::SourceLocation;
use crate::events::{Field, FieldValue, ScheduledEvent, Schools};
use crate::model::Model;
use crate::parameters::{Distribution, Ledger, NAMES};

/// Group of the parameters of null models.
const NULL: &str = "null";

/// The complete text of a scenario. Where it has more than one district and they are no
/// cohort, they stand in the table `districts.csv` beside the folder of the text.
pub fn complete(s: &Scenario, ledger: &Ledger) -> String {
    let opening = &s.opening;
    let (title, question) = (Some(s.title.clone()), Some(s.question.clone()));
    let mut out = keys(&ScenarioText { format: whole(FORMAT), title, question, ..ScenarioText::default() });
    match (&s.cohort, s.places.as_slice()) {
        (Some(of), places) => {
            out += "\n[cohort]\n";
            out += &keys(&CohortText { managers: Some(of.managers), ..CohortText::default() });
            for (place, own) in places.iter().zip(&of.settings) {
                out += &district_section("[[cohort.district]]", place);
                if !own.is_empty() {
                    out += "\n[cohort.district.parameters]\n";
                }
                own.iter().for_each(|(position, value)| out += &parameter(NAMES[*position].1, value));
            }
        }
        (None, [place]) => out += &district_section("[district]", place),
        (None, [DistrictSpec::Totals(_), ..]) => {
            out += "\n[district]\ntable   = \"../districts.csv\"\nmapping = \"districts\"\nid      = \"regular\"\n";
        }
        _ => out += "\n[district]\ntable = \"../districts.csv\"\nid    = \"regular\"\n",
    }
    let sections = [
        ("leaders", keys(&LeadersText { superintendent_leads: opening.leads_in_person })),
        (
            "team",
            keys(&TeamText { grades: Some(opening.grades), pilot_schools: opening.pilot_schools.clone() }),
        ),
        ("support", keys(&SupportText { release: opening.release.clone() })),
        ("rollout", keys(&RolloutText { strategy: Some(opening.strategy) })),
    ];
    for (group, own) in &sections {
        out += &format!("\n[{group}]\n{own}{}", parameters(s, ledger, |g| g == *group));
    }
    out += "\n[parameters]\n";
    let elsewhere = |group: &str| group == NULL || sections.iter().any(|(section, _)| *section == group);
    out += &parameters(s, ledger, |group| !elsewhere(group));
    // What only null models read is left out where the whole model runs and the ledger's values hold: a text
    // about the whole model does not change with them.
    for entry in ledger.entries().iter().filter(|e| e.group == NULL) {
        let value = &s.parameters[entry.position];
        if s.run.model != Model::Full || *value != Distribution::Fixed(entry.value) {
            out += &parameter(entry.name, value);
        }
    }
    for event in &s.events {
        // Writing to a String cannot fail.
        let _ = write_event(&mut out, event);
    }
    let set = if s.ensemble.is_some() { ParameterSet::Accepted } else { ParameterSet::Default };
    out + "\n[run]\n" + &keys(&RunSettings { parameters: set, ..s.run })
}

/// The lines of a section, as it is declared.
pub fn keys<S: SectionType>(section: &S) -> String {
    let width = S::SPEC.width;
    let lines = section.written().into_iter().filter_map(|(name, value)| Some((name, value?)));
    lines.map(|(name, value)| format!("{name:width$} = {value}\n")).collect()
}

fn whole(number: i64) -> Raw {
    Some(WrittenItem { at: SourceLocation::whole(""), value: Value::Whole(number) })
}

/// The section `[district]` of a place, as a scenario may hold it.
pub fn district(place: &DistrictSpec) -> String {
    district_section("[district]", place).trim_start().to_string()
}

/// A district under the head of its section.
fn district_section(head: &str, place: &DistrictSpec) -> String {
    // A kind that a scenario has no word for is left out: nothing in a run depends on it.
    let known = |kind: &DistrictKind| KINDS.contains(&kind.word());
    let blank = DistrictText::default();
    let lines = match place {
        DistrictSpec::Synthetic { id, pupils } => {
            let id = Some(id.clone()).filter(|id| id != UNREAL || head != "[district]");
            let size = keys(&DistrictText { pupils: whole(i64::from(*pupils)), ..blank.clone() });
            size + &keys(&DistrictText { id, ..blank })
        }
        DistrictSpec::Totals(totals) => keys(&DistrictText {
            id: Some(totals.id.clone()),
            name: Some(totals.name.clone()),
            kind: totals.kind.clone().filter(known),
            county: Some(totals.county.clone()),
            pupils: whole(i64::from(totals.pupils)),
            teachers: totals.teachers_fte,
            poverty: totals.poverty,
            ..blank
        }),
        DistrictSpec::Facts(facts) => {
            let mut lines = keys(&DistrictText {
                id: Some(facts.id.clone()),
                name: Some(facts.name.clone()),
                kind: Some(facts.kind.clone()).filter(known),
                county: Some(facts.county.clone()),
                ..blank
            });
            for school in &facts.schools {
                lines += &format!("\n[[{}.school]]\n", head.trim_matches(['[', ']']));
                lines += &keys(&SchoolText {
                    id: Some(school.id.clone()),
                    name: Some(school.name.clone()),
                    level: Some(school.level),
                    grades: Some(school.grades.map_or_else(|| NO_GRADES.into(), |span| span.to_string())),
                    enrollment: school.enrollment,
                    teachers: Some(school.teachers_fte),
                    poverty: school.poverty,
                });
            }
            lines
        }
    };
    format!("\n{head}\n{lines}")
}

/// The parameters of these groups. What each replication draws from the accepted vectors has no value here.
fn parameters(s: &Scenario, ledger: &Ledger, of: impl Fn(&str) -> bool) -> String {
    let is_drawn = |position: &usize| {
        s.ensemble.as_ref().is_some_and(|e| e.positions.contains(position) && !s.given.contains(position))
    };
    let written = ledger.entries().iter().filter(|e| of(e.group) && !is_drawn(&e.position));
    written.map(|e| parameter(e.name, &s.parameters[e.position])).collect()
}

fn parameter(name: &str, value: &Distribution) -> String {
    format!("{name} = {}\n", distribution(value))
}

/// A value as a scenario writes it. `{:?}` is the shortest text that reads back as the same number.
pub fn distribution(d: &Distribution) -> String {
    let (kind, parts) = match *d {
        Distribution::Fixed(x) => return format!("{x:?}"),
        Distribution::Uniform { low, high } => ("uniform", vec![("low", low), ("high", high)]),
        Distribution::Triangular { low, mode, high } => {
            ("triangular", vec![("low", low), ("mode", mode), ("high", high)])
        }
        Distribution::Beta { mean, sd, low, high } => {
            ("beta", vec![("mean", mean), ("sd", sd), ("low", low), ("high", high)])
        }
        Distribution::Normal { mean, sd, low, high } => {
            ("normal", vec![("mean", mean), ("sd", sd), ("low", low), ("high", high)])
        }
    };
    let parts: String = parts.iter().map(|(name, x)| format!(", {name} = {x:?}")).collect();
    format!("{{ distribution = \"{kind}\"{parts} }}")
}

fn write_event(out: &mut String, event: &ScheduledEvent) -> std::fmt::Result {
    writeln!(out, "\n[[event]]\nmonth = {}", event.month)?;
    if let Some(until) = event.until {
        writeln!(out, "until = {until}")?;
    }
    writeln!(out, "what  = {}", quoted(event.kind.what))?;
    // Numbers stand in the text even where they are as usual.
    let is_told = |field: &Field, value: &FieldValue| {
        field.is_needed
            || matches!(value, FieldValue::Number(_))
            || field.form.usual().as_ref() != Some(value)
    };
    for (field, value) in event.fields.0.iter().filter(|(field, value)| is_told(field, value)) {
        let written = match value {
            FieldValue::Number(x) => format!("{x:?}"),
            FieldValue::Parameter(position) => quoted(NAMES[*position].1),
            FieldValue::Word(word) => quoted(word),
            FieldValue::Grades(span) => quoted(&span.to_string()),
            FieldValue::SchoolList(ids) => ids.written().unwrap_or_default(),
            FieldValue::Schools(Schools::All) => quoted("all"),
            FieldValue::Schools(Schools::Pilot) => quoted("pilot"),
            FieldValue::Schools(Schools::Named(id)) => quoted(id),
            FieldValue::Schools(Schools::Share(share)) => format!("{share:?}"),
        };
        writeln!(out, "{:5} = {written}", field.key)?;
    }
    if let Some(district) = &event.district {
        writeln!(out, "district = {}", quoted(district))?;
    }
    if !event.note.is_empty() {
        writeln!(out, "note  = {}", quoted(&event.note))?;
    }
    Ok(())
}

/// A text as TOML writes it.
pub fn quoted(text: &str) -> String {
    toml::Value::String(text.to_string()).to_string()
}
