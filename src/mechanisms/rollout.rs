//! The rollout: when the next circle is asked. (ODD 7.15)
//!
//! *Staged*: in January and May the team looks at what it can see itself (use and depth, as far as
//! monitoring and the contract's limits on observing show them) and opens at most one circle: pilot
//! colleagues once its own use has some depth; expectation in the pilot schools once colleagues
//! follow; all schools once pilot schools use it widely and with some depth; expectation everywhere
//! once many use it and policy has begun to hold it. *Mandate at once*: everyone is told in the first
//! month; the push halves in some months as leaders turn to other things. *Grassroots only*: from the
//! first review whoever uses it may invite colleagues, in any school; nothing is ever expected.
//!
//! Opening a circle is permission, not attainment.
//!
//! Reads     use, depth, monitoring, policy.
//! Emits     `CircleOpened`.
//! Writes    a mandate's push.
//! Leaves out  retreat to a smaller circle, except when an idea is dropped (`world::apply`).

use super::Context;
use crate::quantity::{Circle, Strategy, maths};
use crate::world::district::Fundamental;
use crate::world::{District, Event};

/// Share using and mean depth of users among the focal teachers whom `counts` lets through. A share of
/// nobody counts as reached: where all are on the team, there are no others to wait for.
fn observed(d: &District, view: f64, counts: impl Fn(usize) -> bool) -> (f64, f64) {
    let t = &d.teachers;
    let (mut all, mut using, mut depth) = (0.0, 0.0, 0.0);
    for k in (0..t.len()).filter(|&k| t.focal[k] && counts(k)) {
        all += 1.0;
        if t.practice[k].in_use() {
            using += 1.0;
            depth += t.depth[k];
        }
    }
    match (all, using) {
        (0.0, _) => (1.0, 1.0),
        (_, 0.0) => (0.0, 0.0),
        _ => (view * using / all, view * depth / using),
    }
}

/// Share of what happens that the team can see.
pub fn view(d: &District, c: Context<'_>) -> f64 {
    let r = &c.p.rollout;
    r.unmonitored_view
        + (1.0 - r.unmonitored_view) * d.fundamental(Fundamental::Monitoring) * r.observing_limit
}

/// The team decides whether to open the next circle.
pub fn decide(d: &District, c: Context<'_>, events: &mut Vec<Event>) {
    if !c.now.is_review() || d.rollout.paused {
        return;
    }
    let (r, t) = (&c.p.rollout, &d.teachers);
    let view = view(d, c);
    let pilot = |k: usize| d.schools[t.school[k] as usize].pilot;
    let circle = d.rollout.circle;
    let opens = match (d.rollout.strategy, circle) {
        (Strategy::MandateAtOnce, _) | (_, Circle::AllExpected) => false,
        (Strategy::Grassroots, _) => circle < Circle::AllInvited,
        (_, Circle::Team) => observed(d, view, |k| t.on_team[k]).1 >= r.invite_at_depth,
        (_, Circle::PilotInvited) => observed(d, view, |k| pilot(k) && !t.on_team[k]).0 >= r.expect_at_share,
        (_, Circle::PilotExpected) => {
            let (share, depth) = observed(d, view, pilot);
            share >= r.everyone_at_share && depth >= r.everyone_at_depth
        }
        (_, Circle::AllInvited) => {
            observed(d, view, |_| true).0 >= r.expect_everyone_at_share
                && d.policy >= r.expect_everyone_at_policy
        }
    };
    if opens {
        let next = match d.rollout.strategy {
            Strategy::Grassroots => Circle::AllInvited,
            _ => circle.next(),
        };
        events.push(Event::CircleOpened { circle: next });
    }
}

/// The push behind a mandate fades.
pub fn update(d: &mut District, c: Context<'_>) {
    if let Some(mandate) = &mut d.rollout.mandate {
        mandate.push *= maths::pow(0.5, 1.0 / c.p.rollout.mandate_half_life);
    }
}
