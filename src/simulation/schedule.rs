//! The month in order. (ODD 3)
//!
//! Within a process everyone decides on the same state, then all changes take effect; processes
//! follow one another. June and July keep every teacher's state as it is.

use super::Recorder;
use super::dated;
use super::standing::Standing;
use crate::chance::Streams;
use crate::mechanisms::{
    Context, abandonment, attention, depth, embedding, help, mobility, null, outcomes, ownership, principals, rollout,
    stopping, succession, support, team, training, uptake, visibility,
};
use crate::parameters::Parameters;
use crate::quantity::{Model, Month};
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

    /// 1: what the scenario dates, parameters that hold from now on among it.
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

    /// 2 to 10: everything else that happens in a month.
    pub fn month(
        &mut self,
        world: &mut World,
        p: &[Parameters],
        streams: &[Streams],
        now: Month,
        recorder: &mut impl Recorder,
    ) {
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
            // 2: turnover and succession.
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
            if !d.model.is_curve() {
                rollout::update(d, c);
                rollout::suspend(d, c, &mut self.events);
                self.become_true(d, place, p, now, recorder);
            }
            support::schedule(d, c);
            // 3: leaders act, signals are seen.
            visibility::update(d, c);
            null::hold_leaders(d, p);
            if !now.is_teaching() {
                help::rest(d, &mut self.hours, now);
                continue;
            }
            // 3, second half, to 8: the work, or in two null models a curve in its place.
            if d.model.is_curve() {
                self.curve(d, place, c, recorder)
            } else {
                self.work(d, place, c, recorder)
            }
            // 9: pupils.
            outcomes::assign_courses(d, c);
            outcomes::update(d, c);
        }
        support::convene(world, p, now);
        for (place, (streams, p)) in streams.iter().zip(p).enumerate() {
            // 10: schools decide whether they go on, and the team reviews.
            let c = Context { p, streams, now };
            let d = &mut world.districts[place];
            if d.model.is_curve() {
                continue;
            }
            abandonment::decide(d, c, &mut self.events);
            team::review(d, c, &mut self.events);
            rollout::decide(d, c, &mut self.events);
            self.become_true(d, place, p, now, recorder);
            team::refresh(d, p);
        }
    }

    /// Principals, support, team, help, teachers' decisions, and what embeds.
    fn work(&mut self, d: &mut District, place: usize, c: Context<'_>, recorder: &mut impl Recorder) {
        // 3, second half: principals act on what they see.
        principals::update(d, c);
        attention::update(d, c);
        // 4: outside support.
        support::update(d, c);
        // 5: the improvement team.
        team::update(d, c);
        // 6: time and help are shared out.
        training::update(d, c);
        help::update(d, &mut self.hours, c);
        // 7: teachers take up, deepen, come to own, stop.
        uptake::decide(d, c, &mut self.examples, &mut self.events);
        stopping::decide(d, c, &mut self.events);
        depth::next(d, c, &mut self.depth);
        ownership::update(d, c, &mut self.belief);
        std::mem::swap(&mut d.teachers.depth, &mut self.depth);
        self.become_true(d, place, c.p, c.now, recorder);
        // 8: routines and policies embed.
        embedding::update(d, c);
    }

    /// The same months by a curve: nobody helps, use spreads and deepens, and the rest follows from both.
    fn curve(&mut self, d: &mut District, place: usize, c: Context<'_>, recorder: &mut impl Recorder) {
        help::rest(d, &mut self.hours, c.now);
        if d.model == Model::BassPerSchool {
            null::bass::decide(d, c, &mut self.events);
            null::bass::deepen(d, c);
        } else {
            null::logistic::decide(d, c, &mut self.events);
            null::logistic::deepen(d, c);
        }
        self.become_true(d, place, c.p, c.now, recorder);
        null::embed(d);
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
