//! Leaders as events know them: whose commitment changes, and who leaves.

use super::fields::{SUCCESSOR, number};
use super::{
    Checks, Circumstances, Effect, EventKind, Field, Names, ScheduledEvent, Schools, Setting, State,
};
use crate::mechanisms::{Context, succession};
use crate::model::Model;
use crate::phrasing::{level, number as shown};
use crate::world::{District, Event, Post, SchoolId};

/// Whom an event is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Who {
    /// The district as a whole, or schools of it.
    District,
    /// The superintendent.
    Superintendent,
    /// The team lead: the superintendent where that one leads in person.
    Lead,
    /// The program manager.
    Manager,
    /// The principals of some schools.
    Principals,
}

impl Who {
    /// The posts meant: one office, or the principals of the schools meant.
    pub fn posts(self, d: &District, c: Context<'_>, schools: &Schools) -> Vec<Post> {
        match self {
            Who::District => Vec::new(),
            Who::Superintendent => vec![Post::Superintendent],
            // One who leads the work in person is also its lead.
            Who::Lead if d.office.leads_in_person => vec![Post::Superintendent],
            Who::Lead => vec![Post::Lead],
            Who::Manager => vec![Post::Manager],
            Who::Principals => {
                schools.meant(d, c).into_iter().map(|k| Post::Principal(SchoolId(k))).collect()
            }
        }
    }

    /// Whether a post may be among those meant.
    pub fn may_be(self, post: Post) -> bool {
        match self {
            Who::District => false,
            Who::Superintendent => post == Post::Superintendent,
            Who::Lead => matches!(post, Post::Lead | Post::Superintendent),
            Who::Manager => post == Post::Manager,
            Who::Principals => matches!(post, Post::Principal(_)),
        }
    }

    /// Who they are, and whether there may be several.
    fn phrase(self, schools: &Schools, names: &Names<'_>) -> (String, bool) {
        match self {
            Who::District => ("the district".into(), false),
            Who::Superintendent => ("the superintendent".into(), false),
            Who::Lead => ("the team lead".into(), false),
            Who::Manager => ("the program manager".into(), false),
            Who::Principals => {
                let (place, many) = schools.phrase(names);
                (format!("the {}{place}", if many { "principals" } else { "principal" }), many)
            }
        }
    }
}

const SUPERINTENDENT: State = State {
    name: "the superintendent's commitment",
    get: |d, _, _| (d.office.superintendent.person, Some(d.office.superintendent.commitment)),
    set: |d, _, _, to| {
        let commitment = to.unwrap_or(d.office.superintendent.commitment);
        d.office.superintendent.commitment = commitment;
        if d.office.leads_in_person {
            d.office.lead.commitment = commitment;
        }
    },
};

const LEAD: State = State {
    name: "the team lead's commitment",
    get: |d, _, _| (d.office.lead.person, Some(d.office.lead.commitment)),
    set: |d, _, _, to| d.office.lead.commitment = to.unwrap_or(d.office.lead.commitment),
};

/// What changes is the priority; what is enacted follows within months.
const PRINCIPAL: State = State {
    name: "a principal's priority",
    get: |d, _, k| (d.schools[k].principal.person, Some(d.schools[k].principal.priority)),
    set: |d, _, k, to| d.schools[k].principal.priority = to.unwrap_or(d.schools[k].principal.priority),
};

/// A new commitment of one who disengages, and of one who commits.
pub(super) const LESS: Field = number("to", "commitment", "share", 1.0, 0.1);
pub(super) const MORE: Field = number("to", "commitment", "share", 1.0, 0.9);

/// An event by which leaders disengage.
pub(super) const fn disengages(who: Who, what: &'static str, help: &'static str) -> EventKind {
    let sentence =
        |event: &ScheduledEvent, names: &Names<'_>| commitment(event, names, "disengages", "disengage");
    EventKind { sentence, fields: &[LESS], ..commits(who, what, help) }
}

/// An event by which leaders commit to the work.
pub(super) const fn commits(who: Who, what: &'static str, help: &'static str) -> EventKind {
    EventKind {
        what,
        help,
        who,
        fields: &[MORE],
        effect: Effect::Sets(commit),
        sentence: |event, names| commitment(event, names, "commits to the work", "commit themselves"),
        subjects: about(who).0,
        checks: Checks::ineffective(unless_alike),
    }
}

/// An event by which leaders leave.
pub(super) const fn leaves(who: Who, what: &'static str, help: &'static str) -> EventKind {
    EventKind {
        what,
        help,
        who,
        fields: &[SUCCESSOR],
        effect: Effect::Leaves,
        sentence: exit,
        subjects: about(who).1,
        checks: Checks::NONE,
    }
}

/// What claims bear on what leaders do, and on their leaving.
const fn about(who: Who) -> (&'static [&'static str], &'static [&'static str]) {
    match who {
        Who::District => (&[], &[]),
        Who::Superintendent => (&["superintendent"], &["superintendent", "turnover"]),
        Who::Lead => (&["lead"], &["lead", "turnover"]),
        Who::Manager => (&["support"], &["support", "turnover"]),
        Who::Principals => (&["principals"], &["principals", "turnover"]),
    }
}

fn commit(d: &District, c: Context<'_>, event: &ScheduledEvent) -> Vec<Setting> {
    let to = Some(event.fields.number("to"));
    let setting = |post| -> Option<Setting> {
        match post {
            Post::Superintendent => Some((&SUPERINTENDENT, 0, to)),
            Post::Lead => Some((&LEAD, 0, to)),
            Post::Principal(k) => Some((&PRINCIPAL, k.0, to)),
            Post::Manager => None,
        }
    };
    event.kind.who.posts(d, c, event.fields.schools()).into_iter().filter_map(setting).collect()
}

/// "the superintendent disengages (hardly committed, 0.1)".
fn commitment(event: &ScheduledEvent, names: &Names<'_>, verb: &str, verbs: &str) -> String {
    let (who, many) = event.kind.who.phrase(event.fields.schools(), names);
    let to = event.fields.number("to");
    format!("{who} {} ({} committed, {})", if many { verbs } else { verb }, level(to), shown(to))
}

/// Commitment says nothing where leaders are all alike.
fn unless_alike(_: &ScheduledEvent, circumstances: &Circumstances<'_>) -> Option<&'static str> {
    (circumstances.model == Model::NoLeaders).then_some("in this null model leaders are all alike")
}

/// "the team lead leaves; chance decides whether the district looks for a successor who will continue the work".
fn exit(event: &ScheduledEvent, names: &Names<'_>) -> String {
    let (who, many) = event.kind.who.phrase(event.fields.schools(), names);
    let (leave, successor) = if many { ("leave", "successors") } else { ("leaves", "a successor") };
    let hires = if event.kind.who == Who::Superintendent { "the board" } else { "the district" };
    let found = match looked_for(event) {
        Some(true) => format!("{hires} looks for {successor} who will continue the work"),
        Some(false) => format!("nobody looks for {successor} who would continue the work"),
        None => format!("chance decides whether {hires} looks for {successor} who will continue the work"),
    };
    format!("{who} {leave}; {found}")
}

/// Those whom an event is about leave. The successor is drawn as ever, or one who continues the work was surely looked for, or
/// surely not.
pub fn exits(d: &District, c: Context<'_>, event: &ScheduledEvent) -> Vec<Event> {
    let aligned = looked_for(event).map(|looked| f64::from(u8::from(looked)));
    let exit = |post| succession::exit_by_order(d, post, aligned, c);
    event.kind.who.posts(d, c, event.fields.schools()).into_iter().map(exit).collect()
}

/// Whether one who continues the work was looked for; as the parameter says if nobody says.
fn looked_for(event: &ScheduledEvent) -> Option<bool> {
    match event.fields.word("successor") {
        "aligned" => Some(true),
        "not aligned" => Some(false),
        _ => None,
    }
}
