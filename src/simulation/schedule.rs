//! The month in order. (ODD 3)
//!
//! Within a process everyone decides on the same state, then all changes take effect; processes
//! follow one another. June and July keep every teacher's state as it is. The numbered comments are printed as the
//! description of the schedule, with what is called under each.

use super::Recorder;
use super::dated;
use super::standing::Standing;
use crate::chance::Streams;
use crate::mechanisms::{
    Context, attention, depth, embedding, help, mobility, outcomes, ownership, principals, rollout, stopping,
    succession, support, team, training, uptake, visibility,
};
use crate::parameters::Parameters;
use crate::quantity::Month;
use crate::scenario::DatedEvent;
use crate::world::{District, Event, World};

/// The steps of a month, with the room they work in.
pub struct Steps {
    events: Vec<Event>,
    depth: Vec<f64>,
    belief: Vec<f64>,
    hours: Vec<f64>,
    examples: Vec<f64>,
    standing: Standing,
    /// Exits of managers whom districts share.
    shared: Vec<(usize, Event)>,
    /// Chance of what concerns the whole cohort.
    cohort: Streams,
}

impl Steps {
    /// Steps with the chance of what concerns the whole cohort.
    pub fn new(cohort: Streams) -> Steps {
        Steps {
            events: Vec::new(),
            depth: Vec::new(),
            belief: Vec::new(),
            hours: Vec::new(),
            examples: Vec::new(),
            standing: Standing::default(),
            shared: Vec::new(),
            cohort,
        }
    }

    /// 1: Dated events of the scenario that end are undone; then those that begin take effect, parameters that hold
    /// from now on among them (section 6).
    pub fn dated(
        &mut self,
        world: &mut World,
        events: &[DatedEvent],
        p: &mut [Parameters],
        streams: &[Streams],
        now: Month,
        recorder: &mut impl Recorder,
    ) {
        dated::take_effect(&mut self.standing, world, events, p, streams, now, recorder);
    }

    /// Everything else that happens in a month.
    pub fn month(
        &mut self,
        world: &mut World,
        p: &[Parameters],
        streams: &[Streams],
        now: Month,
        recorder: &mut impl Recorder,
    ) {
        // 2: Program managers whom districts share leave (7.1). Then each manager's teams are counted (7.7).
        if let Some(p) = p.first() {
            succession::decide_shared(world, Context { p, streams: &self.cohort, now }, &mut self.shared);
        }
        for (place, exit) in self.shared.drain(..) {
            recorder.event(place, &exit, now);
            world.districts[place].apply(&exit, &p[place]);
        }
        support::count_teams(&mut world.districts, p, now);
        for (place, (streams, p)) in streams.iter().zip(p).enumerate() {
            let c = Context { p, streams, now };
            let d = &mut world.districts[place];
            // 3: District by district, up to step 11: leaders and teachers leave and are succeeded (7.1, 7.2). All decide
            // on one state; then leaders' exits become true, then teachers'. Teams are refilled, a new one is filled.
            // Churn fades, and a school whose principal has announced leaving grows less safe. A month in post and in
            // the seat passes for everyone. In August after the first year pupils move up a grade (7.17).
            succession::decide(d, c, &mut self.events);
            mobility::decide(d, c, &mut self.events);
            self.become_true(d, place, p, now, recorder);
            mobility::refill_teams(d, &mut self.events);
            self.become_true(d, place, p, now, recorder);
            succession::update(d, c);
            mobility::update(d);
            if now.is_new_year() {
                outcomes::promote(d, p);
            }
            // 4: The push of a mandate fades; under *pause and return* the work may be suspended or taken up again (7.15).
            // Each team's hours follow the schedule (7.7). The superintendent's acts are done and seen, permanence and
            // backing follow (7.3, 7.4). *In June and July everyone then receives 0 hours of help, and the district goes
            // on with step 12.*
            rollout::update(d, c);
            rollout::suspend(d, c, &mut self.events);
            self.become_true(d, place, p, now, recorder);
            support::schedule(d, c);
            visibility::update(d, c);
            if !now.is_teaching() {
                help::rest(d, &mut self.hours, now);
                continue;
            }
            // 5: Principals act on what they see (7.5). Attention follows the number of initiatives (7.6).
            principals::update(d, c);
            attention::update(d, c);
            // 6: Outside support helps the teams, and the teams learn (7.7).
            support::update(d, c);
            // 7: The teams work: capacity of each, then fundamentals, then tests and fit, then coherence (7.8).
            team::update(d, c);
            // 8: Hours of training are set, and help is shared out (7.9).
            training::update(d, c);
            help::update(d, &mut self.hours, c);
            // 9: From one and the same state: teachers take up (7.10), stop or turn compliance into use (7.13), deepen
            // (7.11), and change in belief and ownership (7.12). Then who takes up or stops does so; someone who takes
            // up this month deepens from the next.
            uptake::decide(d, c, &mut self.examples, &mut self.events);
            stopping::decide(d, c, &mut self.events);
            depth::next(d, c, &mut self.depth);
            ownership::update(d, c, &mut self.belief);
            std::mem::swap(&mut d.teachers.depth, &mut self.depth);
            self.become_true(d, place, p, now, recorder);
            // 10: Routines and policies embed (7.14).
            embedding::update(d, c);
            // 11: Courses are assigned, pupils gain, and local evidence forms (7.17).
            outcomes::assign_courses(d, c);
            outcomes::update(d, c);
        }
        // 12: Districts of one run learn from each other at convenings (7.7).
        support::convene(world, p, now);
        for (place, (streams, p)) in streams.iter().zip(p).enumerate() {
            // 13: In January and May the teams of each collaboration judge their idea (7.8), and each team may open its
            // next circle (7.15); in a month in which an idea is dropped none of its teams opens one. In every month
            // coherence, pilot fit and usable fit are then brought up to date (7.8). Then the month is measured (section 4,
            // observation; 7.16).
            let c = Context { p, streams, now };
            let d = &mut world.districts[place];
            team::review(d, c, &mut self.events);
            rollout::decide(d, c, &mut self.events);
            self.become_true(d, place, p, now, recorder);
            team::refresh(d, p);
        }
    }

    fn become_true(
        &mut self,
        d: &mut District,
        place: usize,
        p: &Parameters,
        now: Month,
        recorder: &mut impl Recorder,
    ) {
        for event in self.events.drain(..) {
            recorder.event(place, &event, now);
            d.apply(&event, p);
        }
    }
}
