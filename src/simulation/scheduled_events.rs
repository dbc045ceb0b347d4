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
//! its schedule and the work goes on; a mandate is over. Where an event ends while a later one still holds, the later one will
//! go back to what was before both, so that its end does not bring back what has ended. Initiatives that an event started or ended are taken
//! back whatever came between.
//!
//! Leaves out  events that depend on what has happened in a run; a draw of schools that differs from event to event.

use super::active_events::{ActiveEvents, EventNumber};
use super::{Recorder, apply};
use crate::calendar::Month;
use crate::chance::Streams;
use crate::events::{Effect, EventFields, EventKind, ScheduledEvent, Who, exits};
use crate::mechanisms::Context;
use crate::parameters::Parameters;
use crate::world::{District, World};

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
    for (number, event) in due(events, now, Turn::Ends) {
        for place in concerned(&world.districts, event) {
            let (d, p) = (&mut world.districts[place], &mut p[place]);
            if let Effect::Adds(change, to) = event.kind.effect {
                *to(d) -= change;
            }
            for mark in standing.lift(number, place) {
                let ((state, who), (person, value)) = (mark.thing, mark.before);
                if (state.get)(d, p, who).0 == person {
                    (state.set)(d, p, who, value);
                }
            }
        }
    }
    for (number, event) in due(events, now, Turn::Begins) {
        for place in concerned(&world.districts, event) {
            let (d, p) = (&mut world.districts[place], &mut p[place]);
            let before = *p;
            let c = Context { p: &before, streams: &streams[place], now };
            let happened = match event.kind.effect {
                Effect::Sets(settings) | Effect::SetsForGood(settings) => {
                    for (state, who, value) in settings(d, c, event) {
                        standing.mark(number, place, (state, who), (state.get)(d, p, who));
                        (state.set)(d, p, who, value);
                    }
                    Vec::new()
                }
                Effect::Adds(change, to) => {
                    *to(d) += change;
                    Vec::new()
                }
                Effect::Leaves => exits(d, c, event),
                Effect::Happens(what) => what(d, c, event),
            };
            for event in happened {
                recorder.event(place, &event, now);
                apply(d, &event, p, now);
            }
        }
    }
}

/// What is asked of an event in a month.
#[derive(Clone, Copy)]
enum Turn {
    Ends,
    Begins,
}

/// The events whose turn it is in a month, in the order of the file.
fn due(
    events: &[ScheduledEvent],
    now: Month,
    turn: Turn,
) -> impl Iterator<Item = (EventNumber, &ScheduledEvent)> {
    let is_due = move |event: &ScheduledEvent| match turn {
        Turn::Ends => event.until == Some(now.0),
        Turn::Begins => event.month == now.0,
    };
    let before = |k: usize| events[..k].iter().filter(|other| other.month == events[k].month).count();
    let found = events.iter().enumerate().filter(move |(_, event)| is_due(event));
    found.map(move |(k, event)| ((event.month, before(k)), event))
}

/// Whether the same ends and begins in a month under two lists of events that have not differed before it.
pub fn same_happens(some: &[ScheduledEvent], others: &[ScheduledEvent], now: Month) -> bool {
    let what = |turn| due(some, now, turn).map(act).eq(due(others, now, turn).map(act));
    what(Turn::Ends) && what(Turn::Begins)
}

/// All of an event that makes a difference in the months before it ends.
fn act(
    (number, event): (EventNumber, &ScheduledEvent),
) -> (EventNumber, &EventKind, &EventFields, Option<&str>) {
    let ScheduledEvent { month: _, until: _, kind, fields, district, note: _ } = event;
    (number, kind, fields, district.as_deref())
}

/// The districts that an event is about. A manager leaves all districts that share the person, and
/// only while there are hours: after support has ended there is nobody to leave.
fn concerned(districts: &[District], event: &ScheduledEvent) -> Vec<usize> {
    let named = |k: usize| event.acts_in(&districts[k].id);
    let all = 0..districts.len();
    if event.kind.who != Who::Manager {
        return all.filter(|&k| named(k)).collect();
    }
    let manager = |k: usize| &districts[k].office.manager;
    let served = |k: usize| all.clone().filter(move |&o| o == k || manager(o).is_shared_with(manager(k)));
    let leaves = |k: usize| served(k).any(named) && served(k).any(|o| districts[o].is_supported());
    all.clone().filter(|&k| leaves(k)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::events::{EventFields, EventKind, FieldValue};
    use crate::parameters::Ledger;
    use crate::scenario::layers::BuiltIn;
    use crate::scenario::{self, Scenario};
    use crate::simulation::Recorder;
    use crate::world::Event;

    /// Keeps support hours and initiatives of each month.
    struct Watch(Vec<(f64, f64)>);

    /// Hours that a manager gives a team where the schedule says all: a number by which halves and tenths divide exactly.
    const OF_ALL: f64 = 16.0;

    impl Recorder for Watch {
        fn event(&mut self, _: usize, _: &Event, _: Month) {}
        fn month(&mut self, world: &World, _: Month) {
            let d = &world.districts[0];
            self.0.push((d.teams[0].hours / OF_ALL, d.initiatives + d.dated_initiatives));
        }
    }

    fn watch(events: Vec<ScheduledEvent>) -> Vec<(f64, f64)> {
        let ledger = Ledger::standard().unwrap();
        let committed = scenario::read(
            "committed",
            &["run.months=60".into(), "manager_hours=16".into()],
            &BuiltIn,
            &ledger,
        )
        .unwrap();
        let scenario = Scenario { events, ..committed };
        let mut watch = Watch(Vec::new());
        crate::simulation::run(&scenario, &scenario.places[0], 3, &mut watch).unwrap();
        watch.0
    }

    fn event(month: u32, until: Option<u32>, what: &str, values: &[FieldValue]) -> ScheduledEvent {
        let kind = EventKind::called(what).unwrap();
        let fields = EventFields(kind.fields.iter().copied().zip(values.iter().cloned()).collect());
        ScheduledEvent { month, until, kind, fields, district: None, note: String::new() }
    }

    fn support(month: u32, until: Option<u32>, to: f64) -> ScheduledEvent {
        event(month, until, "support changes", &[FieldValue::Number(to)])
    }

    #[test]
    fn of_two_events_in_a_month_the_one_that_begins_stands_whatever_their_order() {
        let first = support(10, Some(20), 0.5);
        let second = support(20, None, 0.9);
        for events in [vec![first.clone(), second.clone()], vec![second, first]] {
            let hours: Vec<f64> = watch(events).into_iter().map(|(h, _)| h).collect();
            assert_eq!((hours[10], hours[19], hours[20], hours[30]), (0.5, 0.5, 0.9, 0.9));
        }
    }

    #[test]
    fn an_earlier_event_that_ends_does_not_undo_a_later_one() {
        let early = support(5, Some(30), 0.5);
        let late = support(20, None, 0.1);
        let hours: Vec<f64> = watch(vec![early, late]).into_iter().map(|(h, _)| h).collect();
        assert_eq!((hours[19], hours[29], hours[30], hours[40]), (0.5, 0.1, 0.1, 0.1));
    }

    #[test]
    fn an_event_within_another_gives_back_what_still_holds() {
        let long = support(5, Some(30), 0.5);
        let short = support(10, Some(20), 0.1);
        let usual = watch(Vec::new());
        let hours: Vec<f64> = watch(vec![long, short]).into_iter().map(|(h, _)| h).collect();
        assert_eq!((hours[9], hours[19], hours[20], hours[29]), (0.5, 0.1, 0.5, 0.5));
        assert_eq!(hours[30], usual[30].0);
        let pauses = watch(vec![event(5, Some(30), "pause", &[]), event(10, Some(20), "pause", &[])]);
        assert_eq!((pauses[25].0, pauses[30].0), (0.0, usual[30].0));
    }

    #[test]
    fn what_has_ended_does_not_come_back_when_a_later_event_ends() {
        let ledger = Ledger::standard().unwrap();
        let position = ledger.get("support_end").unwrap().position;
        let usual = watch(Vec::new());
        let set = |month, until, to| {
            event(month, Some(until), "set", &[FieldValue::Parameter(position), FieldValue::Number(to)])
        };
        let hours = watch(vec![set(5, 15, 0.9), set(10, 20, 0.5)]);
        assert_eq!(hours[25], usual[25], "neither is left after both have ended");
        assert_ne!(hours[17], usual[17]);
    }

    #[test]
    fn an_initiative_that_comes_and_goes_leaves_nothing_behind() {
        let plain = watch(Vec::new());
        let visited = watch(vec![event(4, Some(40), "initiative starts", &[])]);
        assert!((visited[20].1 - plain[20].1 - 1.0).abs() < 1e-12);
        assert!((visited[40].1 - plain[40].1).abs() < 1e-12);
    }
}
