//! The month in order. (ODD 3)
//!
//! Within a process everyone decides on the same state, then all changes take effect; processes
//! follow one another. June and July keep every teacher's state as it is. The numbered comments are printed as the
//! description of the schedule, with what is called under each.

use super::active_events::ActiveEvents;
use super::intervention::Intervention;
use super::scheduled_events;
use super::{Recorder, apply};
use crate::calendar::Month;
use crate::chance::Streams;
use crate::mechanisms::{
    Context, abandonment, attention, depth, embedding, help, mobility, null, outcomes, ownership, principals,
    rollout, stopping, succession, support, team, training, uptake, visibility,
};
use crate::model::Model;
use crate::parameters::Parameters;
use crate::scenario::ScheduledEvent;
use crate::world::{District, Event, World};

/// The steps of a month, with the room they work in.
pub struct Steps {
    events: Vec<Event>,
    depth: Vec<f64>,
    belief: Vec<f64>,
    hours: Vec<f64>,
    examples: Vec<f64>,
    standing: ActiveEvents,
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
            standing: ActiveEvents::default(),
            shared: Vec::new(),
            cohort,
        }
    }

    /// What the scenario dates, parameters that hold from now on among it.
    pub fn dated(
        &mut self,
        world: &mut World,
        events: &[ScheduledEvent],
        p: &mut [Parameters],
        streams: &[Streams],
        now: Month,
        recorder: &mut impl Recorder,
    ) {
        // 1: Dated events of the scenario that end are undone; then those that begin take effect, parameters that hold
        // from now on among them (section 6).
        scheduled_events::take_effect(&mut self.standing, world, events, p, streams, now, recorder);
    }

    /// Everything else that happens in a month.
    pub fn month(
        &mut self,
        world: &mut World,
        p: &[Parameters],
        streams: &[Streams],
        now: Month,
        recorder: &mut impl Recorder,
        hand: &mut impl Intervention,
    ) {
        // 2: Program managers whom districts share leave (7.1). Then each manager's teams are counted (7.7).
        if let Some(p) = p.first() {
            succession::decide_shared(world, Context { p, streams: &self.cohort, now }, &mut self.shared);
        }
        for (place, exit) in self.shared.drain(..) {
            if hand.allow(place, &world.districts[place], &exit, now) {
                recorder.event(place, &exit, now);
                apply(&mut world.districts[place], &exit, &p[place]);
            }
        }
        support::count_teams(&mut world.districts, p, now);
        for (place, (streams, p)) in streams.iter().zip(p).enumerate() {
            let c = Context { p, streams, now };
            let d = &mut world.districts[place];
            // 3: District by district, up to step 12: leaders and teachers leave and are succeeded (7.1, 7.2). All decide
            // on one state; then leaders' exits become true, then teachers'. Teams are refilled, a new one is filled.
            // Churn fades, and a school whose principal has announced leaving grows less safe. A month in post and in
            // the seat passes for everyone. In August after the first year pupils move up a grade (7.17).
            succession::decide(d, c, &mut self.events);
            mobility::decide(d, c, &mut self.events);
            self.become_true(d, place, p, now, recorder, hand);
            mobility::refill_teams(d, &mut self.events);
            self.become_true(d, place, p, now, recorder, hand);
            succession::update(d, c);
            mobility::update(d);
            if now.is_new_year() {
                outcomes::promote(d, p);
            }
            // 4: The push of a mandate fades; under *pause and return* the work may be suspended or taken up again (7.15);
            // neither in the two null models of step 5. Each team's hours follow the schedule (7.7). The
            // superintendent's acts are done and seen, permanence and backing follow (7.3, 7.4); in the null model
            // without leaders' effect, leaders are then set to one level (7.18). *In June and July everyone now receives
            // 0 hours of help, and the district goes on with step 13.*
            if !d.model.is_curve() {
                rollout::update(d, c);
                rollout::suspend(d, c, &mut self.events);
                self.become_true(d, place, p, now, recorder, hand);
            }
            support::schedule(d, c);
            visibility::update(d, c);
            null::hold_leaders(d, p);
            if !now.is_teaching() {
                help::rest(d, &mut self.hours, now);
                continue;
            }
            if d.model.is_curve() {
                self.curve(d, place, c, recorder, hand)
            } else {
                self.work(d, place, c, recorder, hand)
            }
            // 12: Courses are assigned, pupils gain, and local evidence forms (7.17).
            outcomes::assign_courses(d, c);
            outcomes::update(d, c);
        }
        // 13: Districts of one run learn from each other at convenings (7.7).
        support::convene(world, p, now);
        for (place, (streams, p)) in streams.iter().zip(p).enumerate() {
            // 14: From one and the same state: in May schools decide whether they go on with the practice (7.13); in January
            // and May the teams of each collaboration judge their idea (7.8), and each team may open its
            // next circle (7.15); in a month in which an idea is dropped none of its teams opens one. Then all of it
            // becomes true in this order. In every month
            // coherence, pilot fit and usable fit are then brought up to date (7.8). Nothing of this in the two null
            // models of step 5. Then the month is measured (section 4, observation; 7.16).
            let c = Context { p, streams, now };
            let d = &mut world.districts[place];
            if d.model.is_curve() {
                continue;
            }
            abandonment::decide(d, c, &mut self.events);
            team::review(d, c, &mut self.events);
            // An idea that stays, because a hand forbids dropping it, stands in no circle's way.
            self.events.retain(|event| hand.allow(place, d, event, now));
            rollout::decide(d, c, &mut self.events);
            self.become_true(d, place, p, now, recorder, hand);
            team::refresh(d, p);
        }
    }

    /// Principals, support, team, help, teachers' decisions, and what embeds.
    fn work(
        &mut self,
        d: &mut District,
        place: usize,
        c: Context<'_>,
        recorder: &mut impl Recorder,
        hand: &mut impl Intervention,
    ) {
        // 6: Principals act on what they see (7.5). Attention follows the number of initiatives (7.6).
        principals::update(d, c);
        attention::update(d, c);
        // 7: Outside support helps the teams, and the teams learn (7.7).
        support::update(d, c);
        // 8: The teams work: capacity of each, then fundamentals, then tests and fit, then coherence (7.8).
        team::update(d, c);
        // 9: Hours of training are set, and help is shared out (7.9).
        training::update(d, c);
        help::update(d, &mut self.hours, |pool| hand.help(place, pool, c.now), c);
        // 10: From one and the same state: teachers take up (7.10), stop or turn compliance into use (7.13), deepen
        // (7.11), and change in belief and ownership (7.12). Then who takes up or stops does so; someone who takes
        // up this month deepens from the next.
        uptake::decide(d, c, &mut self.examples, &mut self.events);
        stopping::decide(d, c, &mut self.events);
        depth::next(d, c, &mut self.depth);
        ownership::update(d, c, &mut self.belief);
        std::mem::swap(&mut d.teachers.depth, &mut self.depth);
        self.become_true(d, place, c.p, c.now, recorder, hand);
        // 11: Routines and policies embed (7.14).
        embedding::update(d, c);
    }

    /// The same months by a curve: nobody helps, use spreads and deepens, and the rest follows from both.
    fn curve(
        &mut self,
        d: &mut District,
        place: usize,
        c: Context<'_>,
        recorder: &mut impl Recorder,
        hand: &mut impl Intervention,
    ) {
        // 5: In two null models (7.18) a curve stands in the place of steps 6 to 11: everyone receives 0 hours of help,
        // teachers decide and users deepen on one state, then who takes up or stops does so, and the rest follows.
        help::rest(d, &mut self.hours, c.now);
        if d.model == Model::BassPerSchool {
            null::bass::decide(d, c, &mut self.events);
            null::bass::deepen(d, c);
        } else {
            null::logistic::decide(d, c, &mut self.events);
            null::logistic::deepen(d, c);
        }
        self.become_true(d, place, c.p, c.now, recorder, hand);
        null::embed(d);
    }

    fn become_true(
        &mut self,
        d: &mut District,
        place: usize,
        p: &Parameters,
        now: Month,
        recorder: &mut impl Recorder,
        hand: &mut impl Intervention,
    ) {
        for event in self.events.drain(..) {
            if hand.allow(place, d, &event, now) {
                recorder.event(place, &event, now);
                apply(d, &event, p);
            }
        }
    }
}
