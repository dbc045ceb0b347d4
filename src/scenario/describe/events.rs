//! What happens in which month, a sentence for each event.

use super::Paragraph;
use crate::parameters::{Ledger, NAMES};
use crate::phrasing::{capital, count, date, gist, level, listed, lower, number, percent_as_set};
use crate::scenario::{Action, DistrictSpec, Scenario, ScheduledEvent, Schools, Target};

/// As many events are sentences in a row; more are a list.
const IN_A_ROW: usize = 2;

/// The events in order of time.
pub(super) fn paragraph(s: &Scenario, ledger: &Ledger) -> Paragraph {
    let chance = "Leaders and teachers also leave by chance, and others follow them.";
    let sentences: Vec<String> = in_order(&s.events).into_iter().map(|e| sentence(s, e, ledger)).collect();
    let (text, items) = match sentences.len() {
        0 => (format!("Nothing else is planned to happen. {chance}"), Vec::new()),
        n if n <= IN_A_ROW => (format!("{} {chance}", sentences.join(" ")), Vec::new()),
        n => (
            format!("{} happen at set times. {chance}", capital(&count(n as f64, "thing", "things"))),
            sentences,
        ),
    };
    Paragraph { about: "events", text, items }
}

/// Events by month; those of one month as the file has them, because the last one stands.
pub fn in_order(events: &[ScheduledEvent]) -> Vec<&ScheduledEvent> {
    let mut sorted: Vec<&ScheduledEvent> = events.iter().collect();
    sorted.sort_by_key(|e| e.month);
    sorted
}

/// "In September of year 2 (month 14) the superintendent disengages (hardly committed, 0.1), until …."
pub fn sentence(s: &Scenario, event: &ScheduledEvent, ledger: &Ledger) -> String {
    let until = event.until.map(|m| format!(", until {}", date(m))).unwrap_or_default();
    let place = event.district.as_ref().map(|id| format!(" in {}", district_name(s, id))).unwrap_or_default();
    let note = match event.note.trim() {
        "" => String::new(),
        note => format!(": \"{}\"", note.trim_end_matches('.')),
    };
    format!("In {}{place} {}{until}{note}.", date(event.month), happening(s, event, ledger))
}

/// What happens, without its date.
pub fn happening(s: &Scenario, event: &ScheduledEvent, ledger: &Ledger) -> String {
    match &event.action {
        Action::Commitment { post, to } => {
            let (who, many) = who(s, post);
            let verb = match (event.what.contains("disengage"), many) {
                (true, true) => "disengage",
                (true, false) => "disengages",
                (false, true) => "commit themselves",
                (false, false) => "commits to the work",
            };
            format!("{who} {verb} ({} committed, {})", level(*to), number(*to))
        }
        Action::Leaves { post: Target::Manager, .. } => {
            "the program manager leaves; another one comes, and the bond has to be built anew".to_string()
        }
        Action::Leaves { post, aligned } => {
            let (who, many) = who(s, post);
            let verb = if many { "leave" } else { "leaves" };
            format!("{who} {verb}; {}", successor(*aligned, many))
        }
        Action::Support { to } if *to == 0.0 => "outside support ends".to_string(),
        Action::Support { to } if *to == 1.0 => "outside support changes to full support".to_string(),
        Action::Support { to } => {
            format!("outside support changes to {} of full support", percent_as_set(*to))
        }
        Action::Time { schools, to } => {
            let hours = count(*to, "hour", "hours");
            let (place, _) = place(s, schools);
            format!("the collaboration time offered to teachers{place} changes to {hours} a month")
        }
        Action::Mandate => "use of the practice is mandated in all schools".to_string(),
        Action::MandateEnds => "the mandate is withdrawn".to_string(),
        Action::Initiatives { change } => match *change {
            1.0 => "the district starts one more initiative beside this one".to_string(),
            -1.0 => "one of the district's other initiatives ends".to_string(),
            x => format!("the number of the district's initiatives changes by {}", number(x)),
        },
        Action::TeamStarts { sites } => {
            format!("one more improvement team starts to work on the same practice, {}", pilots(s, sites))
        }
        Action::CollaborationStarts { grades: span, sites } => format!(
            "a second collaboration starts, on another practice for {}, with a team of its own {}",
            span.words(),
            pilots(s, sites)
        ),
        Action::NewCurriculum => {
            "the district adopts other materials, so that part of what was learned no longer fits".to_string()
        }
        Action::Pause => "the work is suspended: no team meetings and no support".to_string(),
        Action::Return => "the work is taken up again".to_string(),
        Action::Set { position, to } => {
            format!("an assumption changes to {}: {}", number(*to), meaning(ledger, *position))
        }
    }
}

fn meaning(ledger: &Ledger, position: usize) -> String {
    match ledger.entries().get(position) {
        Some(e) => format!("{} ({})", lower(gist(&e.meaning)), e.unit),
        None => NAMES.get(position).map_or(String::new(), |(_, name)| name.replace('_', " ")),
    }
}

fn who(s: &Scenario, post: &Target) -> (String, bool) {
    match post {
        Target::Superintendent => ("the superintendent".into(), false),
        Target::Lead => ("the team lead".into(), false),
        Target::Manager => ("the program manager".into(), false),
        Target::Principals(schools) => {
            let (place, many) = place(s, schools);
            (format!("the {}{place}", if many { "principals" } else { "principal" }), many)
        }
    }
}

/// Whose schools, and whether there may be several.
fn place(s: &Scenario, schools: &Schools) -> (String, bool) {
    match schools {
        Schools::All => (" of all schools".into(), true),
        Schools::Pilot => (" of the pilot schools".into(), true),
        Schools::Named(id) => (format!(" of {}", school_name(s, id)), false),
        Schools::Share(share) => {
            (format!(" of {} of the schools, drawn anew in each future,", percent_as_set(*share)), true)
        }
    }
}

fn successor(aligned: Option<f64>, many: bool) -> &'static str {
    let looked = aligned.map(|x| x > 0.5);
    match (looked, many) {
        (Some(true), false) => "a successor who will continue the work is looked for",
        (Some(true), true) => "successors who will continue the work are looked for",
        (Some(false), false) => "nobody looks for a successor who would continue the work",
        (Some(false), true) => "nobody looks for successors who would continue the work",
        (None, false) => "whether a successor who continues the work is looked for is left to chance",
        (None, true) => "whether successors who continue the work are looked for is left to chance",
    }
}

fn pilots(s: &Scenario, sites: &[String]) -> String {
    match sites {
        [] => "in pilot schools that are drawn anew in each future".to_string(),
        named => format!("in {}", school_names(s, named)),
    }
}

/// Schools by their names.
pub fn school_names(s: &Scenario, ids: &[String]) -> String {
    listed(&ids.iter().map(|id| school_name(s, id)).collect::<Vec<_>>())
}

/// A school's name by its id; the id where no school has it.
pub fn school_name<'a>(s: &'a Scenario, id: &'a str) -> &'a str {
    let facts = s.places.iter().filter_map(|place| match place {
        DistrictSpec::Facts(facts) => Some(facts),
        DistrictSpec::Synthetic { .. } | DistrictSpec::Totals(_) => None,
    });
    facts.flat_map(|f| &f.schools).find(|school| school.id == id).map_or(id, |school| &school.name)
}

fn district_name(s: &Scenario, id: &str) -> String {
    s.places.iter().find(|p| p.id() == id).map_or_else(|| id.to_string(), DistrictSpec::name)
}
