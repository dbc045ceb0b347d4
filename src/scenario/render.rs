//! A scenario written out whole: after extends, defaults and settings, enough to run again alone.

use std::fmt::Write;

use super::district_spec::{KINDS, NO_GRADES};
use super::{Cohort, DistrictSpec, FORMAT, Scenario, UNREAL};
use crate::census::totals::DistrictTotals;
use crate::census::{DistrictFacts, DistrictKind};
use crate::events::{Field, FieldValue, ScheduledEvent, Schools};
use crate::model::Model;
use crate::parameters::{Distribution, Ledger, LedgerEntry, NAMES};

/// Group of the parameters of null models.
const NULL: &str = "null";

/// The complete text of a scenario. Where it has more than one district and they are no
/// cohort, they stand in the table `districts.csv` beside the folder of the text.
pub fn complete(s: &Scenario, ledger: &Ledger) -> String {
    let mut out = String::new();
    // Writing to a String cannot fail.
    let _ = write_all(&mut out, s, ledger);
    out
}

fn write_all(out: &mut String, s: &Scenario, ledger: &Ledger) -> std::fmt::Result {
    writeln!(out, "format   = {FORMAT}")?;
    writeln!(out, "title    = {}", quoted(&s.title))?;
    writeln!(out, "question = {}", quoted(&s.question))?;
    match (&s.cohort, s.places.as_slice()) {
        (Some(of), places) => cohort(out, places, of)?,
        (None, [place]) => write_place(out, "[district]", place)?,
        (None, [DistrictSpec::Totals(_), ..]) => writeln!(
            out,
            "\n[district]\ntable   = \"../districts.csv\"\nmapping = \"districts\"\nid      = \"regular\""
        )?,
        _ => writeln!(out, "\n[district]\ntable = \"../districts.csv\"\nid    = \"regular\"")?,
    }
    for group in ["leaders", "team", "support", "rollout"] {
        writeln!(out, "\n[{group}]")?;
        match group {
            "leaders" => writeln!(out, "superintendent_leads = {}", s.opening.leads_in_person)?,
            "team" => {
                writeln!(out, "grades = {}", quoted(&s.opening.grades.to_string()))?;
                if !s.opening.pilot_schools.is_empty() {
                    writeln!(out, "pilot_schools = {}", list(&s.opening.pilot_schools))?;
                }
            }
            "support" if !s.opening.release.is_empty() => {
                writeln!(out, "release = {:?}", s.opening.release)?;
            }
            "rollout" => writeln!(out, "strategy = {}", quoted(s.opening.strategy.word()))?,
            _ => {}
        }
        values(out, s, ledger, |g| g == group)?;
    }
    writeln!(out, "\n[parameters]")?;
    values(out, s, ledger, |g| !["leaders", "team", "support", "rollout", NULL].contains(&g))?;
    null_values(out, s, ledger)?;
    for event in &s.events {
        write_event(out, event)?;
    }
    writeln!(out, "\n[run]\nmonths       = {}\nreplications = {}", s.run.months, s.run.replications)?;
    writeln!(out, "seed         = {}", s.run.seed)?;
    if s.ensemble.is_some() {
        writeln!(out, "parameters   = \"accepted\"")?;
    }
    match s.run.model {
        Model::Full => Ok(()),
        other => writeln!(out, "model        = {}", quoted(other.word())),
    }
}

fn cohort(out: &mut String, places: &[DistrictSpec], of: &Cohort) -> std::fmt::Result {
    writeln!(out, "\n[cohort]\nmanagers = {}", of.managers)?;
    for (place, own) in places.iter().zip(&of.settings) {
        write_place(out, "[[cohort.district]]", place)?;
        if !own.is_empty() {
            writeln!(out, "\n[cohort.district.parameters]")?;
        }
        for (position, value) in own {
            writeln!(out, "{} = {}", NAMES[*position].1, distribution(value))?;
        }
    }
    Ok(())
}

/// The section `[district]` of a place, as a scenario may hold it.
pub fn district(place: &DistrictSpec) -> String {
    let mut out = String::new();
    // Writing to a String cannot fail.
    let _ = write_place(&mut out, "[district]", place);
    out.trim_start().to_string()
}

/// A place under the head of its section.
fn write_place(out: &mut String, head: &str, place: &DistrictSpec) -> std::fmt::Result {
    match place {
        DistrictSpec::Facts(facts) => write_facts(out, head, facts),
        DistrictSpec::Synthetic { id, pupils } if id == UNREAL && head == "[district]" => {
            writeln!(out, "\n{head}\npupils = {pupils}")
        }
        DistrictSpec::Synthetic { id, pupils } => {
            writeln!(out, "\n{head}\npupils = {pupils}\nid     = {}", quoted(id))
        }
        DistrictSpec::Totals(totals) => write_totals(out, head, totals),
    }
}

fn write_totals(out: &mut String, head: &str, totals: &DistrictTotals) -> std::fmt::Result {
    writeln!(out, "\n{head}\nid     = {}\nname   = {}", quoted(&totals.id), quoted(&totals.name))?;
    write_kind(out, totals.kind.as_ref())?;
    writeln!(out, "county = {}\npupils = {}", quoted(&totals.county), totals.pupils)?;
    if let Some(teachers) = totals.teachers_fte {
        writeln!(out, "teachers = {teachers:?}")?;
    }
    if let Some(poverty) = totals.poverty {
        writeln!(out, "poverty = {poverty:?}")?;
    }
    Ok(())
}

/// A kind that a scenario has no word for is left out: nothing in a run depends on it.
fn write_kind(out: &mut String, kind: Option<&DistrictKind>) -> std::fmt::Result {
    match kind.map(DistrictKind::word).filter(|word| KINDS.contains(word)) {
        Some(word) => writeln!(out, "kind   = {}", quoted(word)),
        None => Ok(()),
    }
}

fn write_facts(out: &mut String, head: &str, facts: &DistrictFacts) -> std::fmt::Result {
    let school_head = head.trim_matches(['[', ']']);
    writeln!(out, "\n{head}\nid     = {}\nname   = {}", quoted(&facts.id), quoted(&facts.name))?;
    write_kind(out, Some(&facts.kind))?;
    writeln!(out, "county = {}", quoted(&facts.county))?;
    for school in &facts.schools {
        writeln!(out, "\n[[{school_head}.school]]\nid = {}", quoted(&school.id))?;
        writeln!(out, "name = {}\nlevel = {}", quoted(&school.name), quoted(school.level.word()))?;
        let grades = school.grades.map_or_else(|| NO_GRADES.to_string(), |span| span.to_string());
        writeln!(out, "grades = {}", quoted(&grades))?;
        writeln!(out, "enrollment = {}\nteachers = {:?}", school.enrollment, school.teachers_fte)?;
        if let Some(poverty) = school.poverty {
            writeln!(out, "poverty = {poverty:?}")?;
        }
    }
    Ok(())
}

fn values(out: &mut String, s: &Scenario, ledger: &Ledger, of: impl Fn(&str) -> bool) -> std::fmt::Result {
    // What each replication draws from the accepted vectors has no value here.
    let is_drawn = |e: &&LedgerEntry| match &s.ensemble {
        Some(ensemble) => ensemble.positions.contains(&e.position) && !s.given.contains(&e.position),
        None => false,
    };
    for entry in ledger.entries().iter().filter(|e| of(e.group) && !is_drawn(e)) {
        writeln!(out, "{} = {}", entry.name, distribution(&s.parameters[entry.position]))?;
    }
    Ok(())
}

/// What only null models read is left out where the whole model runs and the ledger's values hold: a text
/// about the whole model does not change with them.
fn null_values(out: &mut String, s: &Scenario, ledger: &Ledger) -> std::fmt::Result {
    for entry in ledger.entries().iter().filter(|e| e.group == NULL) {
        let value = &s.parameters[entry.position];
        if s.run.model != Model::Full || *value != Distribution::Fixed(entry.value) {
            writeln!(out, "{} = {}", entry.name, distribution(value))?;
        }
    }
    Ok(())
}

/// A value as a scenario writes it. `{:?}` is the shortest text that reads back as the same number.
pub fn distribution(d: &Distribution) -> String {
    match d {
        Distribution::Fixed(x) => format!("{x:?}"),
        Distribution::Uniform { low, high } => {
            format!("{{ distribution = \"uniform\", low = {low:?}, high = {high:?} }}")
        }
        Distribution::Triangular { low, mode, high } => {
            format!("{{ distribution = \"triangular\", low = {low:?}, mode = {mode:?}, high = {high:?} }}")
        }
        Distribution::Beta { mean, sd, low, high } => format!(
            "{{ distribution = \"beta\", mean = {mean:?}, sd = {sd:?}, low = {low:?}, high = {high:?} }}"
        ),
        Distribution::Normal { mean, sd, low, high } => format!(
            "{{ distribution = \"normal\", mean = {mean:?}, sd = {sd:?}, low = {low:?}, high = {high:?} }}"
        ),
    }
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
            FieldValue::SchoolList(ids) => list(ids),
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

fn list(names: &[String]) -> String {
    let names: Vec<String> = names.iter().map(|n| quoted(n)).collect();
    format!("[{}]", names.join(", "))
}

/// A text as TOML writes it.
pub fn quoted(text: &str) -> String {
    toml::Value::String(text.to_string()).to_string()
}
