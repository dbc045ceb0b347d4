//! Candidate causes of how a run went, and the same replication without some of them.

use super::watch::Watch;
use super::words::DistrictNames;
use crate::calendar::Month;
use crate::events::Effect;
use crate::metrics::columns::Measure;
use crate::parameters::Ledger;
use crate::scenario::Scenario;
use crate::scenario::describe::events::happening;
use crate::simulation::Intervention;
use crate::world::{CollaborationId, District, Event, Post, SchoolId, TeacherId};

/// Something that may have made a run what it was.
#[derive(Debug, Clone, PartialEq)]
pub struct Candidate {
    /// Its month.
    pub month: u32,
    /// After "without".
    pub without: String,
    /// The school it is about, if it is about one.
    pub school: Option<usize>,
    /// What to forbid or to lift.
    pub removal: Removal,
}

/// What is taken out of a run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Removal {
    /// An event of the scenario, by its place in the list.
    Dated(usize),
    /// An exit in this month, with the announcement that came before it.
    Exit {
        /// Whose.
        post: Post,
        /// When it was announced.
        announced: Option<u32>,
        /// When it came true.
        left: u32,
    },
    /// A further component of the program, by its place in the list: nobody takes it up.
    Component(usize),
    /// The shortage of help in these months.
    Shortage {
        /// The first.
        from: u32,
        /// The last.
        until: u32,
    },
    /// A school gives up in this month.
    GivingUp {
        /// The month.
        month: u32,
        /// The school.
        school: SchoolId,
    },
    /// An idea is dropped or adapted in this month.
    Idea {
        /// The month.
        month: u32,
        /// Whose.
        collaboration: CollaborationId,
    },
    /// The district suspends the work.
    Suspension {
        /// The first month.
        from: u32,
        /// The month in which it takes it up again, or the last.
        until: u32,
    },
}

/// Teaching months in a row are short of help below this share of the hours needed: a definition.
pub const ENOUGH: f64 = 0.9;

/// Stretches in which less help was given than was needed, as first and last teaching month. The holidays
/// interrupt none, nor does a month or two of enough; the end of outside support begins a new one.
pub fn shortages(watch: &Watch) -> Vec<(u32, u32)> {
    const BRIDGED: u32 = 4;
    let mut stretches: Vec<(u32, u32)> = Vec::new();
    for month in 1..=watch.last() {
        let (needed, given) = (watch.at(month, Measure::HelpNeeded), watch.at(month, Measure::HelpGiven));
        if needed > 0.0 && given < ENOUGH * needed {
            let supported = |m: u32| watch.at(m, Measure::ManagerHours) > 0.0;
            match stretches.last_mut() {
                Some((_, last)) if month - *last <= BRIDGED && supported(*last) == supported(month) => {
                    *last = month;
                }
                _ => stretches.push((month, month)),
            }
        }
    }
    stretches
}

/// Whether the scenario dates this exit.
pub fn is_dated(scenario: &Scenario, district: &str, month: u32, post: Post, probability: f64) -> bool {
    probability == 1.0
        && scenario.events.iter().any(|e| {
            let leaves = matches!(e.kind.effect, Effect::Leaves) && e.kind.who.may_be(post);
            e.month == month && leaves && e.acts_in(district)
        })
}

/// Everything that can be taken out of a run, by month. Of principals' exits and of schools that give up, those of
/// `school` alone where one is told.
pub fn candidates(
    scenario: &Scenario,
    watch: &Watch,
    names: &DistrictNames,
    school: Option<usize>,
) -> Vec<Candidate> {
    let mut found = dated(scenario, &names.district_id);
    found.extend(components(scenario));
    for (from, until) in shortages(watch) {
        let without = format!("the shortage of help until month {until}");
        found.push(Candidate {
            month: from,
            without,
            school: None,
            removal: Removal::Shortage { from, until },
        });
    }
    for (at, (month, event)) in watch.events.iter().enumerate() {
        found.extend(of_event(scenario, watch, names, (at, *month), event));
    }
    found.retain(|c| school.is_none() || c.school.is_none() || c.school == school);
    found.sort_by_key(|c| c.month);
    found
}

fn dated(scenario: &Scenario, district: &str) -> Vec<Candidate> {
    // The ledger gives the meanings of parameters that an event sets.
    let Ok(ledger) = Ledger::standard() else { return Vec::new() };
    let events = scenario.events.iter().enumerate();
    let acts = events.filter(|(_, e)| e.acts_in(district) && e.month <= scenario.run.months);
    let candidate = |(k, e)| {
        let without = format!("the planned event: {}", happening(scenario, e, &ledger));
        Candidate { month: e.month, without, school: None, removal: Removal::Dated(k) }
    };
    acts.map(candidate).collect()
}

fn components(scenario: &Scenario) -> impl Iterator<Item = Candidate> + '_ {
    let all = scenario.opening.components.iter().enumerate();
    all.filter(|(_, component)| component.start <= scenario.run.months).map(|(k, component)| Candidate {
        month: component.start,
        without: format!("the component “{}”", component.name),
        school: None,
        removal: Removal::Component(k),
    })
}

fn of_event(
    scenario: &Scenario,
    watch: &Watch,
    names: &DistrictNames,
    (at, month): (usize, u32),
    event: &Event,
) -> Option<Candidate> {
    let before = || watch.events[..at].iter().rev();
    let after = || watch.events[at + 1..].iter();
    let candidate = |without: String, school, removal| Some(Candidate { month, without, school, removal });
    match *event {
        Event::LeaderLeft { post, probability, .. } => {
            if is_dated(scenario, &names.district_id, month, post, probability) {
                return None;
            }
            let is_exit = |e: &Event| matches!(e, Event::LeaderLeft { post: other, .. } if *other == post);
            let school = if let Post::Principal(k) = post { Some(k) } else { None };
            let announced = before().take_while(|(_, e)| !is_exit(e)).find_map(|(m, e)| match e {
                Event::ExitAnnounced { school: k, .. } if Some(*k) == school => Some(*m),
                _ => None,
            });
            let without = format!("the exit of {}", names.post(post));
            candidate(without, school.map(|k| k.0), Removal::Exit { post, announced, left: month })
        }
        Event::GaveUp { school, .. } => {
            let without = format!("{} dropping the practice", names.school(school.0));
            candidate(without, Some(school.0), Removal::GivingUp { month, school })
        }
        Event::IdeaDropped { collaboration, .. } => {
            candidate("the dropping of the idea".into(), None, Removal::Idea { month, collaboration })
        }
        Event::IdeaAdapted { collaboration, .. } => {
            candidate("the adapting of the idea".into(), None, Removal::Idea { month, collaboration })
        }
        Event::Suspended => {
            let again = after().find(|(_, e)| matches!(e, Event::TakenUpAgain)).map(|(m, _)| *m);
            let until = again.unwrap_or(watch.last());
            candidate("the suspension of the work".into(), None, Removal::Suspension { from: month, until })
        }
        _ => None,
    }
}

/// A run without some causes.
#[derive(Debug, Clone)]
pub struct Without<'a> {
    place: usize,
    /// Number of the program manager whom the district shares.
    pool: Option<u16>,
    removals: Vec<&'a Removal>,
    /// The school that would have given up this month.
    kept: Option<(Month, SchoolId)>,
}

impl<'a> Without<'a> {
    /// The watched run without all of these.
    pub fn new(watch: &Watch, removals: Vec<&'a Removal>) -> Without<'a> {
        Without { place: watch.place.unwrap_or(0), pool: watch.pool, removals, kept: None }
    }

    fn forbids(&self, removal: &Removal, event: &Event, now: Month) -> bool {
        match (removal, event) {
            (Removal::Exit { post, left, .. }, Event::LeaderLeft { post: other, .. }) => {
                post == other && *left == now.0
            }
            (
                Removal::Exit { post: Post::Principal(k), announced, .. },
                Event::ExitAnnounced { school, .. },
            ) => k == school && *announced == Some(now.0),
            (Removal::Component(k), Event::TookUpComponent { component, .. }) => k == component,
            (Removal::GivingUp { month, school }, Event::GaveUp { school: other, .. }) => {
                *month == now.0 && school == other
            }
            (
                Removal::Idea { month, collaboration },
                Event::IdeaDropped { collaboration: other, .. }
                | Event::IdeaAdapted { collaboration: other, .. },
            ) => *month == now.0 && collaboration == other,
            (Removal::Suspension { from, until }, Event::Suspended) => (*from..*until).contains(&now.0),
            _ => false,
        }
    }
}

impl Intervention for Without<'_> {
    fn allow(&mut self, place: usize, d: &District, event: &Event, now: Month) -> bool {
        // A program manager leaves all districts that share the person, or none.
        let shared = matches!(event, Event::LeaderLeft { post: Post::Manager, .. });
        if place != self.place && !(shared && self.pool.is_some() && d.office.manager.pool == self.pool) {
            return true;
        }
        if self.removals.iter().any(|removal| self.forbids(removal, event, now)) {
            if let Event::GaveUp { school, .. } = event {
                self.kept = Some((now, *school));
            }
            return false;
        }
        // Who would have stopped because the school as a whole gave up.
        let with_school = |teacher: TeacherId, k: SchoolId| d.schools[k].teachers.contains(&teacher.0);
        !matches!((event, self.kept), (Event::Stopped { teacher, .. }, Some((month, k)))
            if month == now && with_school(*teacher, k))
    }

    fn help(&mut self, place: usize, hours: f64, now: Month) -> f64 {
        let lifts = |removal: &&Removal| matches!(removal, Removal::Shortage { from, until } if (*from..=*until).contains(&now.0));
        if place == self.place && self.removals.iter().any(lifts) { f64::INFINITY } else { hours }
    }
}
