//! A hand in a run: experiments on the model, which no scenario can ask for. (ODD 3)
//!
//! What would follow if this state, and nothing that led to it, were different; if this event did not come true; if
//! there were help enough? Chance is addressed by what, who and when, so that everything else stays as it was.

use crate::calendar::Month;
use crate::world::{District, Event, World};

/// May change a run while it goes on. What a method leaves as it is costs nothing.
pub trait Intervention {
    /// At the start of a month, after the dated events: may set states of the district at this place of the world.
    #[inline]
    fn month(&mut self, place: usize, d: &mut District, now: Month) {
        let _ = (place, d, now);
    }

    /// Whether an event that was decided comes true. It may be asked more than once about the same event, and
    /// events of a process are asked about in the order in which they were decided. Dated events are the
    /// scenario's: who wants a run without one runs a scenario without it.
    #[inline]
    fn allow(&mut self, place: usize, d: &District, event: &Event, now: Month) -> bool {
        let _ = (place, d, event, now);
        true
    }

    /// The hours of help that program manager and coaches can give in a month, instead of these.
    #[inline]
    fn help(&mut self, place: usize, hours: f64, now: Month) -> f64 {
        let _ = (place, now);
        hours
    }
}

/// Changes nothing.
impl Intervention for () {}

/// At the start of a month: sets states of each district.
pub fn set_states(intervention: &mut dyn Intervention, world: &mut World, now: Month) {
    for (place, d) in world.districts.iter_mut().enumerate() {
        intervention.month(place, d, now);
    }
}

/// A function sets states at the start of a month, in whichever district.
impl<F: FnMut(&mut District, Month)> Intervention for F {
    fn month(&mut self, _: usize, d: &mut District, now: Month) {
        self(d, now);
    }
}
