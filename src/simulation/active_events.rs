//! Which dated events still hold, so that those that end can be undone. (ODD 6)
//!
//! Of two events on the same thing the later one holds. When it ends, what stood before it comes back; when the
//! earlier one ends first, it hands on what stood before it.

use crate::events::State;

/// A state that two events can both set, of the person or school of this number where there are several.
pub type AffectedState = (&'static State, usize);

/// An event: its month, and which of those that begin in this month it is. Scenarios in which the same has happened so far
/// call it the same.
pub type EventNumber = (u32, usize);

/// What must be known to undo events that end.
#[derive(Debug, Clone, Default)]
pub struct ActiveEvents {
    marks: Vec<Mark>,
    /// Marks made so far.
    made: usize,
}

/// An event acted on a thing of a district; the newest mark on a thing says who acted last.
#[derive(Debug, Clone, Copy)]
pub struct Mark {
    /// Later marks have larger numbers.
    number: usize,
    event: EventNumber,
    place: usize,
    /// What it acted on.
    pub thing: AffectedState,
    /// Person in post and value before.
    pub before: (u16, Option<f64>),
}

impl ActiveEvents {
    /// An event acts on a thing of a district.
    pub fn mark(
        &mut self,
        event: EventNumber,
        place: usize,
        thing: AffectedState,
        before: (u16, Option<f64>),
    ) {
        self.made += 1;
        self.marks.push(Mark { number: self.made, event, place, thing, before });
    }

    /// The marks of an event in a district that nobody has overwritten since; all its marks go. What stood
    /// before an overwritten one is handed on to the next on the same thing, so that its end does not bring
    /// back what has ended by then.
    pub fn lift(&mut self, event: EventNumber, place: usize) -> Vec<Mark> {
        let (own, others): (Vec<Mark>, Vec<Mark>) =
            self.marks.drain(..).partition(|m| m.event == event && m.place == place);
        self.marks = others;
        let mut lifted = Vec::new();
        for mark in own {
            let next = self
                .marks
                .iter_mut()
                .find(|m| m.place == place && m.thing == mark.thing && m.number > mark.number);
            match next {
                None => lifted.push(mark),
                // After a change of person there is nothing to hand on.
                Some(next) if next.before.0 == mark.before.0 => next.before = mark.before,
                Some(_) => {}
            }
        }
        lifted
    }
}
