//! Dated events of a scenario take effect at the start of their month. (ODD 7, what a scenario asks)
//!
//! An event with an end is undone at the start of that month: a leader's commitment returns to what it
//! was if the same person is still in post, support returns to its schedule, a parameter to its value.
//! Two events on the same thing in the same month act in the order of the file: the last one stands.

use super::Recorder;
use crate::chance::Streams;
use crate::mechanisms::{Context, succession};
use crate::parameters::Parameters;
use crate::quantity::Month;
use crate::scenario::{Action, DatedEvent, Target};
use crate::world::{District, Mandate, Post, World};

/// What must be known to undo events that end: by place of the event in the scenario and district.
#[derive(Debug, Default)]
pub struct Standing {
    before: Vec<(usize, usize, Before)>,
}

#[derive(Debug, Clone, Copy)]
enum Before {
    Commitment(Post, u16, f64),
    Parameter(f64),
}

/// Acts on every district; returns the parameters that hold from now on.
pub fn take_effect(
    standing: &mut Standing,
    world: &mut World,
    events: &[DatedEvent],
    mut p: Parameters,
    streams: &[Streams],
    now: Month,
    recorder: &mut impl Recorder,
) -> Parameters {
    for (number, event) in events.iter().enumerate() {
        if event.until == Some(now.0) {
            for (place, d) in world.districts.iter_mut().enumerate() {
                p = undo(standing, (number, place), event, d, p);
            }
        }
        if event.month != now.0 {
            continue;
        }
        if let Action::Set { position, to } = event.action {
            standing.before.push((number, 0, Before::Parameter(p.values()[position])));
            p = p.with(position, to);
            continue;
        }
        for (place, d) in world.districts.iter_mut().enumerate() {
            let c = Context { p: &p, streams: &streams[place], now };
            act(standing, (number, place), event, d, c, recorder);
        }
    }
    p
}

fn act(
    standing: &mut Standing,
    (number, place): (usize, usize),
    event: &DatedEvent,
    d: &mut District,
    c: Context<'_>,
    recorder: &mut impl Recorder,
) {
    match &event.action {
        Action::Commitment { post, to } => {
            for post in posts(post, d) {
                let (person, commitment) = incumbent(d, post);
                standing.before.push((number, place, Before::Commitment(post, person, commitment)));
                commit(d, post, *to);
            }
        }
        Action::Leaves { post, aligned } => {
            for post in posts(post, d) {
                let exit = succession::exit_by_order(d, post, *aligned, c);
                recorder.event(place, &exit, c.now);
                d.apply(&exit, c.p);
            }
        }
        Action::Support { to } => d.office.manager.set_hours = Some(*to),
        Action::Mandate => {
            d.rollout.mandate = Some(Mandate { push: 1.0 });
            d.rollout.participation = c.p.ownership.participation_mandate;
        }
        Action::MandateEnds => end_mandate(d, c.p),
        Action::Initiatives { change } => d.initiatives = (d.initiatives + change).max(1.0),
        Action::Pause => d.rollout.paused = true,
        Action::Return => d.rollout.paused = false,
        Action::Set { .. } => {}
    }
}

fn undo(
    standing: &mut Standing,
    (number, place): (usize, usize),
    event: &DatedEvent,
    d: &mut District,
    mut p: Parameters,
) -> Parameters {
    match event.action {
        Action::Support { .. } => d.office.manager.set_hours = None,
        Action::Mandate => end_mandate(d, &p),
        Action::Initiatives { change } => d.initiatives = (d.initiatives - change).max(1.0),
        Action::Pause => d.rollout.paused = false,
        _ => {}
    }
    for &(n, at, before) in standing.before.iter().filter(|(n, at, _)| *n == number && *at == place) {
        debug_assert!(n == number && at == place);
        match before {
            Before::Commitment(post, person, commitment) if incumbent(d, post).0 == person => {
                commit(d, post, commitment);
            }
            Before::Commitment(..) => {}
            Before::Parameter(value) => {
                if let Action::Set { position, .. } = event.action {
                    p = p.with(position, value);
                }
            }
        }
    }
    standing.before.retain(|(n, at, _)| (*n, *at) != (number, place));
    p
}

fn end_mandate(d: &mut District, p: &Parameters) {
    d.rollout.mandate = None;
    d.rollout.participation = crate::initialization::participation(d.rollout.strategy, p);
}

/// The posts meant: one office, or the principals of the named school, or of all schools.
fn posts(target: &Target, d: &District) -> Vec<Post> {
    match target {
        Target::Superintendent => vec![Post::Superintendent],
        Target::Lead => vec![Post::Lead],
        Target::Manager => vec![Post::Manager],
        Target::Principals { school } => (0..d.schools.len())
            .filter(|&k| school.as_ref().is_none_or(|name| d.schools[k].id == *name))
            .map(Post::Principal)
            .collect(),
    }
}

fn incumbent(d: &District, post: Post) -> (u16, f64) {
    match post {
        Post::Superintendent => (d.office.superintendent.person, d.office.superintendent.commitment),
        Post::Lead => (d.office.lead.person, d.office.lead.commitment),
        Post::Manager => (d.office.manager.person, d.office.manager.bond),
        Post::Principal(k) => (d.schools[k].principal.person, d.schools[k].principal.priority),
    }
}

fn commit(d: &mut District, post: Post, to: f64) {
    match post {
        Post::Superintendent => {
            d.office.superintendent.commitment = to;
            if d.office.leads_in_person {
                d.office.lead.commitment = to;
            }
        }
        Post::Lead => d.office.lead.commitment = to,
        Post::Manager => {}
        // What changes is the priority; what is enacted follows within months.
        Post::Principal(k) => d.schools[k].principal.priority = to,
    }
}
