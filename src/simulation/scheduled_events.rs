//! Dated events of a scenario take effect at the start of their month. (ODD 6)
//!
//! *Targets.* An event about principals or about collaboration time means all schools, one school, the pilot schools of the
//! month (of all teams), or a share s of the schools. Of a share, schools are ranked by their number (one draw for each school
//! and replication), smallest first, and the first s times their count, rounded, are meant, alternative schools included. The
//! number belongs to the school, not to the event: a smaller share lies within a larger one, and two events with the same share
//! meet the same schools. An event about the lead means the superintendent where that one leads in person. A commitment that an
//! event gives to a principal is the priority: what is enacted follows within months (7.5). Exits draw a successor as in 7.1,
//! and the scenario may say that one who continues the work was or was not looked for. The program manager leaves only where a
//! team had hours in the month before (of all districts that share the person), and leaves all of these districts. Support that
//! an event sets replaces the schedule for all teams of the district. A mandate has a push of 1 and the participation of a
//! mandate; its end gives participation back to the strategy. There is one mandate: under *mandate at once* a dated one sets
//! the push back to 1, and its end, or the event that ends a mandate, is the end of the strategy's too. Parameters that only
//! the first day reads cannot be set by an event.
//!
//! *Ends.* An event may say until when it holds. In a month, events that end are undone first; then those that begin act in the
//! order of the file, and of two on the same thing the last one stands. The same thing is: the commitment of one post, support,
//! the offered time of one school, the mandate, the pause, one parameter. An event with an end is undone only where it was the
//! last to act on its thing: commitment returns to what it was if the same person is still in post, offered time and a
//! parameter to their values before the event, support and the pause to what an event that still holds has set, else support to
//! its schedule and the work goes on; a mandate is over. An event that ends while a later one holds hands on what was before
//! it, so that the later one's end does not bring back what has ended. Initiatives that an event started or ended are taken
//! back whatever came between.
//!
//! Leaves out  events that depend on what has happened in a run; a draw of schools that differs from event to event.

use super::active_events::{ActiveEvents, AffectedState, Mark};
use super::{Recorder, apply};
use crate::calendar::Month;
use crate::census::grade::GradeSpan;
use crate::chance::{Decision, DecisionMaker, Streams};
use crate::initialization::teams;
use crate::mechanisms::{Context, succession};
use crate::parameters::Parameters;
use crate::scenario::{Action, ScheduledEvent, Schools, Target};
use crate::world::{District, Event, Mandate, Post, SchoolId, World};

/// Acts on every district, or the one that the event names, and on its parameters.
pub fn take_effect(
    standing: &mut ActiveEvents,
    world: &mut World,
    events: &[ScheduledEvent],
    p: &mut [Parameters],
    streams: &[Streams],
    now: Month,
    recorder: &mut dyn Recorder,
) {
    for (number, event) in events.iter().enumerate().filter(|(_, e)| e.until == Some(now.0)) {
        for place in concerned(&world.districts, event) {
            let d = &mut world.districts[place];
            if let Action::Initiatives { change } = event.action {
                d.dated_initiatives -= change;
            }
            for mark in standing.lift(number, place) {
                undo(mark, d, &mut p[place]);
            }
        }
    }
    for (number, event) in events.iter().enumerate().filter(|(_, e)| e.month == now.0) {
        for place in concerned(&world.districts, event) {
            if let Action::Set { position, to } = event.action {
                let before = (0, p[place].values()[position]);
                standing.mark(number, place, AffectedState::Parameter(position), before);
                p[place] = p[place].with(position, to);
                continue;
            }
            let c = Context { p: &p[place], streams: &streams[place], now };
            act(standing, (number, place), &event.action, &mut world.districts[place], c, recorder);
        }
    }
}

/// The districts that an event is about. A manager leaves all districts that share the person, and
/// only while there are hours: after support has ended there is nobody to leave.
fn concerned(districts: &[District], event: &ScheduledEvent) -> Vec<usize> {
    let named = |k: usize| event.acts_in(&districts[k].id);
    let all = 0..districts.len();
    if !matches!(event.action, Action::Leaves { post: Target::Manager, .. }) {
        return all.filter(|&k| named(k)).collect();
    }
    let manager = |k: usize| &districts[k].office.manager;
    let served = |k: usize| all.clone().filter(move |&o| o == k || manager(o).is_shared_with(manager(k)));
    let leaves = |k: usize| served(k).any(named) && served(k).any(|o| districts[o].is_supported());
    all.clone().filter(|&k| leaves(k)).collect()
}

fn act(
    standing: &mut ActiveEvents,
    (number, place): (usize, usize),
    action: &Action,
    d: &mut District,
    c: Context<'_>,
    recorder: &mut dyn Recorder,
) {
    let mut mark = |thing, before| standing.mark(number, place, thing, before);
    match action {
        Action::Commitment { post, to } => {
            for post in posts(post, d, c) {
                mark(AffectedState::Commitment(post), incumbent(d, post));
                commit(d, post, *to);
            }
        }
        Action::Leaves { post, aligned } => {
            for post in posts(post, d, c) {
                let exit = succession::exit_by_order(d, post, *aligned, c);
                recorder.event(place, &exit, c.now);
                apply(d, &exit, c.p);
            }
        }
        Action::Support { to } => {
            mark(AffectedState::Support, (0, d.office.manager.set_hours.unwrap_or(f64::NAN)));
            d.office.manager.set_hours = Some(*to);
        }
        Action::Mandate => {
            mark(AffectedState::Mandate, (0, 0.0));
            d.rollout.mandate = Some(Mandate { push: 1.0 });
            d.rollout.participation = c.p.ownership.participation_mandate;
        }
        Action::MandateEnds => {
            mark(AffectedState::Mandate, (0, 0.0));
            end_mandate(d, c.p);
        }
        Action::Initiatives { change } => d.dated_initiatives += change,
        Action::Pause => {
            mark(AffectedState::Pause, (0, f64::from(u8::from(d.rollout.paused))));
            d.rollout.paused = true;
        }
        Action::Return => {
            mark(AffectedState::Pause, (0, f64::from(u8::from(d.rollout.paused))));
            d.rollout.paused = false;
        }
        Action::Time { schools, to } => {
            for k in meant(schools, d, c) {
                mark(AffectedState::Time(k), (0, d.schools[k].offered.unwrap_or(f64::NAN)));
                d.schools[k].offered = Some(*to);
            }
        }
        Action::TeamStarts { sites } => start_team(d, place, None, sites, c, recorder),
        Action::CollaborationStarts { grades, sites } => {
            start_team(d, place, Some(*grades), sites, c, recorder);
        }
        Action::NewCurriculum => {
            recorder.event(place, &Event::CurriculumChanged, c.now);
            apply(d, &Event::CurriculumChanged, c.p);
        }
        Action::Set { .. } => {}
    }
}

fn undo(mark: Mark, d: &mut District, p: &mut Parameters) {
    let (person, value) = mark.before;
    match mark.thing {
        AffectedState::Commitment(post) if incumbent(d, post).0 == person => commit(d, post, value),
        AffectedState::Commitment(_) => {}
        AffectedState::Support => d.office.manager.set_hours = Some(value).filter(|hours| !hours.is_nan()),
        AffectedState::Time(k) => d.schools[k].offered = Some(value).filter(|hours| !hours.is_nan()),
        AffectedState::Mandate => end_mandate(d, p),
        AffectedState::Pause => d.rollout.paused = value > 0.0,
        AffectedState::Parameter(position) => *p = p.with(position, value),
    }
}

fn end_mandate(d: &mut District, p: &Parameters) {
    d.rollout.mandate = None;
    d.rollout.participation = crate::initialization::participation(d.rollout.strategy, p);
}

/// The posts meant: one office, or the principals of the named school, or of all schools.
fn posts(target: &Target, d: &District, c: Context<'_>) -> Vec<Post> {
    match target {
        Target::Superintendent => vec![Post::Superintendent],
        // One who leads the work in person is also its lead.
        Target::Lead if d.office.leads_in_person => vec![Post::Superintendent],
        Target::Lead => vec![Post::Lead],
        Target::Manager => vec![Post::Manager],
        Target::Principals(schools) => {
            meant(schools, d, c).into_iter().map(|k| Post::Principal(SchoolId(k))).collect()
        }
    }
}

/// One more team, where a school is left for it and the strategy knows teams.
fn start_team(
    d: &mut District,
    place: usize,
    grades: Option<GradeSpan>,
    sites: &[String],
    c: Context<'_>,
    recorder: &mut dyn Recorder,
) {
    let new = teams::another(d, grades, sites, (c.streams, c.p, c.now));
    if let Some(new) = new.filter(|_| d.rollout.strategy.has_team()) {
        let event = Event::TeamStarted(Box::new(new));
        recorder.event(place, &event, c.now);
        apply(d, &event, c.p);
    }
}

/// The places of the schools meant. Of a share, each school has its own number, so that a smaller share
/// lies within a larger one and another school changes nobody's.
fn meant(schools: &Schools, d: &District, c: Context<'_>) -> Vec<usize> {
    let all = 0..d.schools.len();
    match schools {
        Schools::All => all.collect(),
        Schools::Pilot => all.filter(|&k| d.schools[k].pilot).collect(),
        Schools::Named(id) => all.filter(|&k| d.schools[k].id == *id).collect(),
        Schools::Share(share) => {
            let number = |k: &usize| {
                let who = DecisionMaker { place: d.schools[*k].key, seat: 0, person: 0 };
                c.streams.uniform(Decision::EventSchool, who, Month(0))
            };
            let mut drawn: Vec<(f64, usize)> = all.map(|k| (number(&k), k)).collect();
            drawn.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
            let count = (share * drawn.len() as f64).round() as usize;
            let mut places: Vec<usize> = drawn.into_iter().take(count).map(|(_, k)| k).collect();
            places.sort_unstable();
            places
        }
    }
}

fn incumbent(d: &District, post: Post) -> (u16, f64) {
    match post {
        Post::Superintendent => (d.office.superintendent.person, d.office.superintendent.commitment),
        Post::Lead => (d.office.lead.person, d.office.lead.commitment),
        Post::Manager => (d.office.manager.person, d.office.manager.bond),
        Post::Principal(k) => (d.schools[k].principal.person, d.schools[k].principal.priority),
    }
}

fn commit(d: &mut District, post: Post, to: f64) {
    match post {
        Post::Superintendent => {
            d.office.superintendent.commitment = to;
            if d.office.leads_in_person {
                d.office.lead.commitment = to;
            }
        }
        Post::Lead => d.office.lead.commitment = to,
        Post::Manager => {}
        // What changes is the priority; what is enacted follows within months.
        Post::Principal(k) => d.schools[k].principal.priority = to,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parameters::Ledger;
    use crate::scenario::layers::BuiltIn;
    use crate::scenario::{self, Scenario};
    use crate::simulation::Recorder;

    /// Keeps support hours and initiatives of each month.
    struct Watch(Vec<(f64, f64)>);

    impl Recorder for Watch {
        fn event(&mut self, _: usize, _: &Event, _: Month) {}
        fn month(&mut self, world: &World, _: Month) {
            let d = &world.districts[0];
            self.0.push((d.teams[0].hours, d.initiatives + d.dated_initiatives));
        }
    }

    fn watch(events: Vec<ScheduledEvent>) -> Vec<(f64, f64)> {
        let ledger = Ledger::standard().unwrap();
        let committed = scenario::read("committed", &["run.months=60".into()], &BuiltIn, &ledger).unwrap();
        let scenario = Scenario { events, ..committed };
        let mut watch = Watch(Vec::new());
        crate::simulation::run(&scenario, &scenario.places[0], 3, &mut watch).unwrap();
        watch.0
    }

    fn event(month: u32, until: Option<u32>, action: Action) -> ScheduledEvent {
        ScheduledEvent { month, until, action, district: None, what: String::new(), note: String::new() }
    }

    #[test]
    fn of_two_events_in_a_month_the_one_that_begins_stands_whatever_their_order() {
        let first = event(10, Some(20), Action::Support { to: 0.5 });
        let second = event(20, None, Action::Support { to: 0.9 });
        for events in [vec![first.clone(), second.clone()], vec![second, first]] {
            let hours: Vec<f64> = watch(events).into_iter().map(|(h, _)| h).collect();
            assert_eq!((hours[10], hours[19], hours[20], hours[30]), (0.5, 0.5, 0.9, 0.9));
        }
    }

    #[test]
    fn an_earlier_event_that_ends_does_not_undo_a_later_one() {
        let early = event(5, Some(30), Action::Support { to: 0.5 });
        let late = event(20, None, Action::Support { to: 0.1 });
        let hours: Vec<f64> = watch(vec![early, late]).into_iter().map(|(h, _)| h).collect();
        assert_eq!((hours[19], hours[29], hours[30], hours[40]), (0.5, 0.1, 0.1, 0.1));
    }

    #[test]
    fn an_event_within_another_gives_back_what_still_holds() {
        let long = event(5, Some(30), Action::Support { to: 0.5 });
        let short = event(10, Some(20), Action::Support { to: 0.1 });
        let usual = watch(Vec::new());
        let hours: Vec<f64> = watch(vec![long, short]).into_iter().map(|(h, _)| h).collect();
        assert_eq!((hours[9], hours[19], hours[20], hours[29]), (0.5, 0.1, 0.5, 0.5));
        assert_eq!(hours[30], usual[30].0);
        let pauses = watch(vec![event(5, Some(30), Action::Pause), event(10, Some(20), Action::Pause)]);
        assert_eq!((pauses[25].0, pauses[30].0), (0.0, usual[30].0));
    }

    #[test]
    fn what_has_ended_does_not_come_back_when_a_later_event_ends() {
        let ledger = Ledger::standard().unwrap();
        let position = ledger.get("support_end").unwrap().position;
        let usual = watch(Vec::new());
        let set = |month, until, to| event(month, Some(until), Action::Set { position, to });
        let hours = watch(vec![set(5, 15, 0.9), set(10, 20, 0.5)]);
        assert_eq!(hours[25], usual[25], "neither is left after both have ended");
        assert_ne!(hours[17], usual[17]);
    }

    #[test]
    fn an_initiative_that_comes_and_goes_leaves_nothing_behind() {
        let plain = watch(Vec::new());
        let visited = watch(vec![event(4, Some(40), Action::Initiatives { change: 1.0 })]);
        assert!((visited[20].1 - plain[20].1 - 1.0).abs() < 1e-12);
        assert!((visited[40].1 - plain[40].1).abs() < 1e-12);
    }
}
