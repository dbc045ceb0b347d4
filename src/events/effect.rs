//! What events do to a district, as data: states that they set, numbers that they add to, and what happens at a stroke.

use super::ScheduledEvent;
use crate::mechanisms::Context;
use crate::parameters::Parameters;
use crate::world::{District, Event};

/// What an event does, seen from the district as it is. How it is undone follows.
#[derive(Clone, Copy)]
pub enum Effect {
    /// Sets states. Its end sets each of them back, unless another event has set it since.
    Sets(fn(&District, Context<'_>, &ScheduledEvent) -> Vec<Setting>),
    /// Sets states for good: it has no end.
    SetsForGood(fn(&District, Context<'_>, &ScheduledEvent) -> Vec<Setting>),
    /// Adds to a number. Its end takes that back, whatever came between.
    Adds(f64, fn(&mut District) -> &mut f64),
    /// Those whom it is about leave, and successors come. Nothing undoes it.
    Leaves,
    /// Something happens at a stroke. Nothing undoes it.
    Happens(fn(&District, Context<'_>, &ScheduledEvent) -> Vec<Event>),
}

/// A state, of the person or school of this number where there are several, and the value that it is given; `None` is as it
/// is without any event.
pub type Setting = (&'static State, usize, Option<f64>);

/// A state that events set. Two events that set the same state act on the same thing.
#[derive(Debug)]
pub struct State {
    /// Its name, which no other state has.
    pub name: &'static str,
    /// The person whose state it is (0 where it is nobody's), and its value. After a change of person it is not set back.
    pub get: fn(&District, &Parameters, usize) -> (u16, Option<f64>),
    /// Gives it a value.
    pub set: fn(&mut District, &mut Parameters, usize, Option<f64>),
}

impl PartialEq for State {
    fn eq(&self, other: &State) -> bool {
        self.name == other.name
    }
}
