//! Further components: what a program asks for beside the practice. (ODD 7.10)
//!
//! A program may have more components than one. The practice is the first of them, and all other equations are about it: stages,
//! adoption, giving up, belief, ownership. Each further component has its own month of start, its own users and its own depth.
//! From its start on, in teaching months, a teacher who uses the practice, for whatever reason, and not yet this component takes it
//! up with the monthly hazard
//!
//! ```text
//! component_rate · ⟨A⟩ · usable fit / typical_fit · time share / n                n: components in hand, the practice among them
//! ```
//!
//! in schools of the first collaboration that have not given the practice up, unless the work is suspended. Fit of the practice
//! stands for that of the whole program; for adjacent teachers it is multiplied by `adjacent_fit`. Who has more in hand takes up
//! the next more slowly. Each component of a month is decided on the same state, by a number of its own. It begins at a depth of
//! `start_depth`, or at the know-how that is there.
//!
//! *Components share time and help.* Each of n components in hand is learned with 1/n of the dose and of the protected time (7.11),
//! and each adds its need of help (7.9). So a further component slows those that are there. Who stops the practice stops all;
//! know-how then fades as that of the practice does. A newcomer uses none and knows none.
//!
//! In the null model without complementarity ⟨A⟩, fit and time share stand as their mean. The two null models that are curves know
//! no further components.
//!
//! Reads     use, attention, usable fit, time, giving up, suspension.
//! Emits     `TookUpComponent`.
//! Writes    use of further components, and their depth at the start.
//! Leaves out  what colleagues, teams and leaders do for one component alone; dropping one and keeping the others; what a dropped
//!             idea takes of further components; components of later collaborations, whose teachers have none; ownership, belief
//!             and effects on students of each component.

use super::{Context, happens, relative, relative_attention};
use crate::chance::Decision;
use crate::model::Model;
use crate::parameters::{Parameters, Uptake};
use crate::world::{District, Event, TeacherId};

/// Most further components: one for each number of a block of chance.
pub const MOST_COMPONENTS: usize = 4;

/// Monthly hazard that a user of the practice takes up a further component, with so many in hand: by relative attention,
/// relative usable fit and time share.
pub fn hazard(model: Model, given: [f64; 3], in_hand: f64, p: &Uptake) -> f64 {
    model.combine(p.component_rate, given) / in_hand
}

/// Every user of the practice decides about each component that has started, seeing the same district.
pub fn decide(d: &District, c: Context<'_>, events: &mut Vec<Event>) {
    let (t, p) = (&d.teachers, &c.p.uptake);
    if t.components.is_empty() || d.is_paused() {
        return;
    }
    let attention = relative_attention(d, c.p);
    for school in d.schools.iter().filter(|s| d.is_first(s) && !s.given_up) {
        for group in &school.grades {
            let fit = if group.focal { school.usable_fit } else { school.usable_fit * p.adjacent_fit };
            let given = [attention, relative(fit, p.typical_fit), school.time_share];
            for k in group.teachers.clone().filter(|&k| t.practice[k].in_use()) {
                let hazard = hazard(d.model, given, t.in_hand(k), p);
                let draws = c.streams.block(Decision::FurtherComponent, t.who(k), c.now);
                for (lane, component) in t.components.iter().enumerate().take(MOST_COMPONENTS) {
                    if component.used[k] || component.start > c.now {
                        continue;
                    }
                    if let Some(probability) = happens(draws.uniform(lane), hazard) {
                        events.push(Event::TookUpComponent {
                            teacher: TeacherId(k),
                            component: lane,
                            probability,
                        });
                    }
                }
            }
        }
    }
}

/// A teacher begins with a further component, mechanically at first.
pub fn take_up(d: &mut District, TeacherId(k): TeacherId, component: usize, p: &Parameters) {
    if let Some(component) = d.teachers.components.get_mut(component) {
        component.used[k] = true;
        component.depth[k] = component.depth[k].max(p.depth.start_depth);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn attention_fit_and_time_raise_the_hazard_and_what_is_in_hand_divides_it() {
        let p = crate::parameters::Ledger::standard().unwrap().values().uptake;
        let typical = hazard(Model::Full, [1.0; 3], 1.0, &p);
        assert_eq!(typical, p.component_rate);
        for place in 0..3 {
            let mut more = [1.0; 3];
            more[place] = 1.2;
            assert!(hazard(Model::Full, more, 1.0, &p) > typical);
            more[place] = 0.0;
            assert_eq!(hazard(Model::Full, more, 1.0, &p), 0.0, "without any of the three nothing begins");
            assert!(hazard(Model::NoComplementarity, more, 1.0, &p) > 0.0);
        }
        assert_eq!(hazard(Model::Full, [1.0; 3], 3.0, &p), typical / 3.0);
    }
}
