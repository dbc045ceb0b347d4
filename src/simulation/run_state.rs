//! A run between two months, and how it lives through [`MONTH`].

use super::active_events::ActiveEvents;
use super::schedule::{Call, Calls, Due, InDistrict, MONTH, OnWorld, Step};
use super::{Intervention, Recorder, apply};
use crate::calendar::Month;
use crate::chance::{Blocks, Streams};
use crate::events::ScheduledEvent;
use crate::mechanisms::{Context, depth, help, ownership};
use crate::model::Model;
use crate::parameters::Parameters;
use crate::world::{District, Event, World};

/// A run between two months: the world, and all of its past that its future hangs on. A clone goes on as the same run until
/// something else happens to it.
#[derive(Debug, Clone)]
pub struct RunState {
    pub(super) world: World,
    pub(super) p: Vec<Parameters>,
    pub(super) now: Month,
    pub(super) model: Model,
    pub(super) active: ActiveEvents,
    pub(super) streams: Vec<Streams>,
    /// Chance of what concerns the whole cohort.
    pub(super) cohort: Streams,
}

/// What the steps of a month work with: dated events, who watches, who may interfere, and room.
pub struct Workspace<'a> {
    pub(super) scheduled: &'a [ScheduledEvent],
    pub(super) recorder: &'a mut dyn Recorder,
    pub(super) intervention: &'a mut dyn Intervention,
    pub(super) events: Vec<Event>,
    /// Exits of managers whom districts share.
    pub(super) shared: Vec<(usize, Event)>,
    /// Whose turn it is, in each district.
    pub(super) turns: Vec<help::Turns>,
    /// The numbers of every teacher's month.
    pub(super) draws: Blocks,
    pub(super) deepening: depth::Room,
    /// The same for further components.
    pub(super) further: depth::Room,
    pub(super) belief: ownership::Room,
    pub(super) hours: Vec<f64>,
    pub(super) examples: Vec<f64>,
    /// Place of the district in the world.
    pub(super) place: usize,
}

impl<'a> Workspace<'a> {
    fn new(
        scheduled: &'a [ScheduledEvent],
        recorder: &'a mut dyn Recorder,
        intervention: &'a mut dyn Intervention,
    ) -> Workspace<'a> {
        let (events, shared, turns, draws) = Default::default();
        let (deepening, further, belief, hours, examples) = Default::default();
        Workspace {
            scheduled,
            recorder,
            intervention,
            events,
            shared,
            turns,
            draws,
            deepening,
            further,
            belief,
            hours,
            examples,
            place: 0,
        }
    }

    /// What has been decided and is not forbidden: an idea that stays, because an intervention forbids dropping it,
    /// stands in no circle's way.
    pub(super) fn allowed(&mut self, d: &District, now: Month) -> &mut Vec<Event> {
        let Workspace { events, place, intervention, .. } = self;
        events.retain(|event| intervention.allow(*place, d, event, now));
        events
    }
}

impl RunState {
    /// The first day of these districts, each with its parameters and its chance, beside the chance of the whole cohort.
    pub fn new(
        world: World,
        p: Vec<Parameters>,
        (streams, cohort): (Vec<Streams>, Streams),
        recorder: &mut dyn Recorder,
    ) -> RunState {
        recorder.month(&world, Month(0));
        // All districts of a replication follow one model.
        let model = world.districts.first().map_or(Model::Full, |d| d.model);
        RunState { world, p, now: Month(0), model, active: ActiveEvents::default(), streams, cohort }
    }

    /// The month that has ended; 0 on the first day.
    pub fn now(&self) -> Month {
        self.now
    }

    /// The districts as they are now.
    pub fn into_world(self) -> World {
        self.world
    }

    /// Lives to the end of a month, under the events of a scenario.
    pub fn live_to(
        &mut self,
        last: Month,
        scheduled: &[ScheduledEvent],
        recorder: &mut dyn Recorder,
        intervention: &mut dyn Intervention,
    ) {
        let mut work = Workspace::new(scheduled, recorder, intervention);
        while self.now < last {
            self.month(&mut work);
        }
    }

    fn month(&mut self, work: &mut Workspace<'_>) {
        self.now = Month(self.now.0 + 1);
        let of_world = |step: &Step| matches!(step.calls, Calls::OnWorld(_));
        for steps in MONTH.chunk_by(|a, b| of_world(a) == of_world(b)) {
            for step in steps {
                if let Calls::OnWorld(calls) = step.calls {
                    calls.iter().for_each(|call| self.on_world(call, work));
                }
            }
            for place in 0..self.world.districts.len() {
                for step in steps {
                    if let Calls::InDistrict(due, calls) = step.calls {
                        self.in_district(place, due, calls, work);
                    }
                }
            }
        }
        work.recorder.month(&self.world, self.now);
    }

    fn on_world(&mut self, call: &Call<OnWorld>, work: &mut Workspace<'_>) {
        if let Some(function) = call.function {
            return function(self, work);
        }
        for (place, event) in work.shared.drain(..) {
            let d = &mut self.world.districts[place];
            if work.intervention.allow(place, d, &event, self.now) {
                work.recorder.event(place, &event, self.now);
                apply(d, &event, &self.p[place], self.now);
            }
        }
    }

    fn in_district(&mut self, place: usize, due: Due, calls: &[Call<InDistrict>], work: &mut Workspace<'_>) {
        let d = &mut self.world.districts[place];
        let c = Context { p: &self.p[place], streams: &self.streams[place], now: self.now };
        work.place = place;
        if work.turns.len() <= place {
            work.turns.resize_with(place + 1, help::Turns::default);
        }
        let model = d.model;
        for call in calls.iter().filter(|call| due(c.now, model) && (call.due)(c.now, model)) {
            match call.function {
                Some(function) => function(d, c, work),
                None => {
                    for event in work.events.drain(..) {
                        if work.intervention.allow(place, d, &event, c.now) {
                            work.recorder.event(place, &event, c.now);
                            apply(d, &event, c.p, c.now);
                        }
                    }
                }
            }
        }
    }
}
