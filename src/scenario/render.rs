//! A scenario written out whole: after extends, defaults and settings, enough to run again alone.

use std::fmt::Write;

use super::event::{Action, DatedEvent, Schools, Target};
use super::place::NO_GRADES;
use super::{Cohort, FORMAT, Place, Scenario};
use crate::parameters::{Distribution, Ledger, NAMES};
use crate::quantity::census::DistrictFacts;

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
        (None, [Place::Facts(facts)]) => district(out, "[district]", facts)?,
        (None, [Place::Synthetic { pupils, .. }]) => writeln!(out, "\n[district]\npupils = {pupils}")?,
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
    values(out, s, ledger, |g| !["leaders", "team", "support", "rollout"].contains(&g))?;
    for event in &s.events {
        write_event(out, event)?;
    }
    writeln!(out, "\n[run]\nmonths       = {}\nreplications = {}", s.run.months, s.run.replications)?;
    writeln!(out, "seed         = {}", s.run.seed)
}

fn cohort(out: &mut String, places: &[Place], of: &Cohort) -> std::fmt::Result {
    writeln!(out, "\n[cohort]\nmanagers = {}", of.managers)?;
    for (place, own) in places.iter().zip(&of.settings) {
        match place {
            Place::Facts(facts) => district(out, "[[cohort.district]]", facts)?,
            Place::Synthetic { id, pupils } => {
                writeln!(out, "\n[[cohort.district]]\npupils = {pupils}\nid     = {}", quoted(id))?;
            }
        }
        if !own.is_empty() {
            writeln!(out, "\n[cohort.district.parameters]")?;
        }
        for (position, value) in own {
            writeln!(out, "{} = {}", NAMES[*position].1, distribution(value))?;
        }
    }
    Ok(())
}

/// A district whose schools are known, under the head of its section.
fn district(out: &mut String, head: &str, facts: &DistrictFacts) -> std::fmt::Result {
    let school_head = head.trim_matches(['[', ']']);
    writeln!(out, "\n{head}\nid     = {}\nname   = {}", quoted(&facts.id), quoted(&facts.name))?;
    writeln!(out, "kind   = {}\ncounty = {}", quoted(facts.kind.word()), quoted(&facts.county))?;
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
    for entry in ledger.entries().iter().filter(|e| of(e.group)) {
        writeln!(out, "{} = {}", entry.name, distribution(&s.parameters[entry.position]))?;
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

fn write_event(out: &mut String, event: &DatedEvent) -> std::fmt::Result {
    writeln!(out, "\n[[event]]\nmonth = {}", event.month)?;
    if let Some(until) = event.until {
        writeln!(out, "until = {until}")?;
    }
    writeln!(out, "what  = {}", quoted(&event.what))?;
    match &event.action {
        Action::Commitment { post, to } => {
            writeln!(out, "to    = {to:?}")?;
            write_target(out, post)?;
        }
        Action::Leaves { post, aligned } => {
            write_target(out, post)?;
            if let Some(aligned) = aligned {
                let word = if *aligned > 0.5 { "aligned" } else { "not aligned" };
                writeln!(out, "successor = {}", quoted(word))?;
            }
        }
        Action::Support { to } if event.what == "support changes" => writeln!(out, "to    = {to:?}")?,
        Action::Time { schools, to } => {
            writeln!(out, "to    = {to:?}")?;
            write_schools(out, schools)?;
        }
        Action::TeamStarts { sites } => write_sites(out, sites)?,
        Action::CollaborationStarts { grades, sites } => {
            writeln!(out, "grades = {}", quoted(&grades.to_string()))?;
            write_sites(out, sites)?;
        }
        Action::Set { position, to } => {
            writeln!(out, "parameter = {}\nto    = {to:?}", quoted(NAMES[*position].1))?;
        }
        _ => {}
    }
    if let Some(district) = &event.district {
        writeln!(out, "district = {}", quoted(district))?;
    }
    if !event.note.is_empty() {
        writeln!(out, "note  = {}", quoted(&event.note))?;
    }
    Ok(())
}

fn write_target(out: &mut String, post: &Target) -> std::fmt::Result {
    match post {
        Target::Principals(schools) => write_schools(out, schools),
        _ => Ok(()),
    }
}

fn write_schools(out: &mut String, schools: &Schools) -> std::fmt::Result {
    match schools {
        Schools::All => Ok(()),
        Schools::Pilot => writeln!(out, "schools = \"pilot\""),
        Schools::Named(id) => writeln!(out, "school = {}", quoted(id)),
        Schools::Share(share) => writeln!(out, "schools = {share:?}"),
    }
}

fn write_sites(out: &mut String, sites: &[String]) -> std::fmt::Result {
    match sites {
        [] => Ok(()),
        _ => writeln!(out, "pilot_schools = {}", list(sites)),
    }
}

fn list(names: &[String]) -> String {
    let names: Vec<String> = names.iter().map(|n| quoted(n)).collect();
    format!("[{}]", names.join(", "))
}

fn quoted(text: &str) -> String {
    toml::Value::String(text.to_string()).to_string()
}
