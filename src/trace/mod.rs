//! A run's events as they happened: for explaining one run, and for checking that watching changes nothing.
//!
//! ```
//! use uptake::prelude::*;
//!
//! let scenario = Scenario::built_in("committed")?.with("run.months", 12)?.resolve()?;
//! let mut trace = Trace::default();
//! let run = scenario.run_with(17, &mut trace, &mut ());
//! assert_eq!(run.series(Spread), scenario.run(17).series(Spread)); // watching changes nothing
//! for (month, _, event) in &trace.events {
//!     println!("{}: {event:?}", month.words());
//! }
//! # Ok::<(), Diagnostics>(())
//! ```

use crate::calendar::Month;
use crate::simulation::Recorder;
use crate::world::{Event, World};

/// Keeps every event with its month and the place of its district in the world.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Trace {
    /// Month, place of the district, event; in the order in which they became true.
    pub events: Vec<(Month, usize, Event)>,
}

impl Recorder for Trace {
    fn event(&mut self, place: usize, event: &Event, now: Month) {
        self.events.push((now, place, event.clone()));
    }

    fn month(&mut self, _: &World, _: Month) {}
}

/// Two recorders watch the same run.
impl<A: Recorder, B: Recorder> Recorder for (A, B) {
    fn event(&mut self, place: usize, event: &Event, now: Month) {
        self.0.event(place, event, now);
        self.1.event(place, event, now);
    }

    fn month(&mut self, world: &World, now: Month) {
        self.0.month(world, now);
        self.1.month(world, now);
    }
}
