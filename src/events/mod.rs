//! Events of scenarios: what can happen in which month, and to whom. (ODD 6)
//!
//! A kind of event is a file of this folder and a line in [`EVENTS`]. The file says all that is known of it: its words, what
//! may be said of it, what it does, its sentence, and when it could not act or would change nothing. Files of scenarios are
//! read and written, accounts and differences told, and events carried out and undone from that alone.
//!
//! ```
//! use uptake::events::EVENTS;
//!
//! assert!(EVENTS.iter().any(|kind| kind.what == "superintendent disengages"));
//! ```

mod collaboration_starts;
mod collaboration_time;
mod effect;
mod fields;
mod initiatives;
mod lead;
mod leaders;
mod manager_leaves;
mod mandate;
mod new_curriculum;
mod new_team;
mod pause;
mod principals;
mod schools;
mod set_parameter;
mod superintendent;
mod support;
mod team_starts;

pub use effect::{Effect, Setting, State};
pub use fields::{EventFields, Field, FieldForm, FieldValue, SUCCESSORS};
pub use leaders::{Who, exits};
pub use schools::Schools;

use crate::census::DistrictFacts;
use crate::census::grade::GradeSpan;
use crate::model::Model;
use crate::parameters::{Ledger, NAMES};
use crate::world::Opening;

/// All kinds, in the order in which they are best read.
pub const EVENTS: &[EventKind] = &[
    superintendent::DISENGAGES,
    superintendent::COMMITS,
    superintendent::LEAVES,
    lead::DISENGAGES,
    lead::COMMITS,
    lead::LEAVES,
    principals::DISENGAGE,
    principals::COMMIT,
    principals::ONE_LEAVES,
    principals::SOME_LEAVE,
    manager_leaves::LEAVES,
    support::CHANGES,
    support::ENDS,
    collaboration_time::CHANGES,
    mandate::BEGINS,
    mandate::ENDS,
    initiatives::ONE_STARTS,
    initiatives::ONE_ENDS,
    team_starts::STARTS,
    collaboration_starts::STARTS,
    new_curriculum::ADOPTED,
    pause::PAUSE,
    pause::RETURN,
    set_parameter::SET,
];

/// Most events of a scenario.
pub const MOST_EVENTS: usize = 1_000;

/// What people say at the end of an event, and the words of kinds for it.
const OTHER_WORDS: &[(&str, &str)] = &[
    ("quits", "leaves"),
    ("quit", "leave"),
    ("resigns", "leaves"),
    ("resign", "leave"),
    ("retires", "leaves"),
    ("retire", "leave"),
    ("departs", "leaves"),
    ("depart", "leave"),
    ("exits", "leaves"),
    ("exit", "leave"),
    ("steps down", "leaves"),
    ("step down", "leave"),
    ("steps back", "disengages"),
    ("step back", "disengage"),
];

/// All that is known of a kind of event. Where there is nothing to say, it says so.
pub struct EventKind {
    /// What a file writes as `what`.
    pub what: &'static str,
    /// A line of help.
    pub help: &'static str,
    /// Whom it is about.
    pub who: Who,
    /// What may be said of it beside `month` or `when`, `until`, `what`, `note` and `district`, in the order in which it is
    /// written.
    pub fields: &'static [Field],
    /// What it does to a district, and so how its end undoes it.
    pub effect: Effect,
    /// What happens, without its date: "the mandate is withdrawn".
    pub sentence: fn(&ScheduledEvent, &Names<'_>) -> String,
    /// What claims it bears on, beside those about a parameter that it sets.
    pub subjects: &'static [&'static str],
    /// What is looked at before a run.
    pub checks: Checks,
}

/// Why an event could not act, or would change nothing, as far as is known before a run.
#[derive(Clone, Copy)]
pub struct Checks {
    /// Faults and their remedies: it could never act, and is refused.
    pub infeasible: fn(&ScheduledEvent, &Ground<'_>) -> Vec<(String, String)>,
    /// A remark: it would change nothing.
    pub ineffective: fn(&ScheduledEvent, &Circumstances<'_>) -> Option<&'static str>,
}

impl Checks {
    /// It always acts.
    const NONE: Checks = Checks { infeasible: |_, _| Vec::new(), ineffective: |_, _| None };

    const fn infeasible(why: fn(&ScheduledEvent, &Ground<'_>) -> Vec<(String, String)>) -> Checks {
        Checks { infeasible: why, ..Checks::NONE }
    }

    const fn ineffective(why: fn(&ScheduledEvent, &Circumstances<'_>) -> Option<&'static str>) -> Checks {
        Checks { ineffective: why, ..Checks::NONE }
    }
}

impl EventKind {
    /// The kind of this name.
    pub fn called(what: &str) -> Option<&'static EventKind> {
        EVENTS.iter().find(|kind| kind.what == what)
    }

    /// The kind that other words for the same thing name: "the superintendent quits" is `superintendent leaves`.
    pub fn meant(words: &str) -> Option<&'static EventKind> {
        let mut words = words.to_lowercase().split_whitespace().collect::<Vec<_>>().join(" ");
        for (other, own) in OTHER_WORDS {
            if let Some(before) = words.strip_suffix(other).filter(|before| before.ends_with(' ')) {
                words = format!("{before}{own}");
                break;
            }
        }
        let words = words.strip_prefix("the ").unwrap_or(&words);
        EventKind::called(words).or_else(|| EventKind::called(&format!("program {words}")))
    }

    /// Whether it takes a key beside those that all events take.
    pub fn takes(&self, key: &str) -> bool {
        self.fields.iter().any(|field| field.key == key)
    }

    /// Keys without which it says too little.
    pub fn needs(&self) -> impl Iterator<Item = &'static str> {
        self.fields.iter().filter(|field| field.is_needed).map(|field| field.key)
    }

    /// Whether `until` can undo it.
    pub fn ends(&self) -> bool {
        match self.effect {
            Effect::Sets(_) | Effect::Adds(..) => true,
            Effect::SetsForGood(_) | Effect::Leaves | Effect::Happens(_) => false,
        }
    }
}

/// The fields of all kinds, each key once.
pub fn all_fields() -> Vec<Field> {
    let mut found: Vec<Field> = Vec::new();
    for field in EVENTS.iter().flat_map(|kind| kind.fields) {
        if !found.iter().any(|other| other.key == field.key) {
            found.push(*field);
        }
    }
    found
}

impl PartialEq for EventKind {
    fn eq(&self, other: &EventKind) -> bool {
        self.what == other.what
    }
}

impl std::fmt::Debug for EventKind {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.what)
    }
}

/// Something that happens at the start of a month.
#[derive(Debug, Clone, PartialEq)]
pub struct ScheduledEvent {
    /// The month at whose start it acts.
    pub month: u32,
    /// The month at whose start it is undone.
    pub until: Option<u32>,
    /// What happens.
    pub kind: &'static EventKind,
    /// What is said of it.
    pub fields: EventFields,
    /// The only district of a cohort in which it happens, by id; all of them if `None`.
    pub district: Option<String>,
    /// The writer's note.
    pub note: String,
}

impl ScheduledEvent {
    /// Whether it happens in the district of this id.
    pub fn acts_in(&self, district: &str) -> bool {
        self.district.as_ref().is_none_or(|only| only == district)
    }

    /// Its words on a figure.
    pub fn label(&self) -> String {
        match self.fields.parameter() {
            Some(position) => format!("{} becomes {}", NAMES[position].1, self.fields.number("to")),
            None => self.kind.what.to_string(),
        }
    }
}

/// What a sentence needs to speak of schools and parameters by name.
pub struct Names<'a> {
    /// The districts whose schools are known.
    pub districts: Vec<&'a DistrictFacts>,
    /// All parameters.
    pub ledger: &'a Ledger,
}

impl Names<'_> {
    /// A school's name by its id; the id where no school has it.
    pub fn school<'b>(&'b self, id: &'b str) -> &'b str {
        let mut schools = self.districts.iter().flat_map(|facts| &facts.schools);
        schools.find(|school| school.id == id).map_or(id, |school| &school.name)
    }
}

/// What is known before a run of the ground on which an event would act.
pub struct Ground<'a> {
    /// What is settled before the first day.
    pub opening: &'a Opening,
    /// The only district in which it acts, where its schools are known.
    pub facts: Option<&'a DistrictFacts>,
    /// How many pilot schools a team draws, where that is known.
    pub sites: Option<f64>,
    /// Grades of the collaborations before it.
    pub taken: &'a [GradeSpan],
}

/// What is known before a run of the circumstances in which an event would act.
pub struct Circumstances<'a> {
    /// What is settled before the first day.
    pub opening: &'a Opening,
    /// The whole model, or one with a cause taken out.
    pub model: Model,
    /// Kinds of the events up to its month.
    pub so_far: &'a [&'static EventKind],
    /// Why a parameter is read by nothing.
    pub unread: &'a dyn Fn(&str) -> Option<&'static str>,
}
