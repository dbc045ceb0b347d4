//! The rollout: when the next circle is asked. (ODD 7.15)
//!
//! *Staged*: in January and May each team looks at what it can see itself (who uses it, as far as
//! monitoring counts; how well, as far as somebody may observe) and opens at most one circle of its schools: pilot
//! colleagues once its own use has some depth; expectation in the pilot schools once colleagues follow; all schools
//! once pilot schools use it widely and with some depth; expectation everywhere once many use it and policy has
//! begun to hold it. *Several teams*: the same, each in a feeder pattern of its own. *Pause and return*: the same, but
//! suspended while the district is in unrest. *Principal-led sites*: the same, but never beyond the pilot schools, and
//! by the principals' own word. *Mandate at once*: everyone is told in the first month; the push halves in some
//! months as leaders turn to other things. *Grassroots only*: from the first review whoever uses it may invite
//! colleagues, in any school; nothing is ever expected. *Few sent to training* and *one-off consultant*: nobody
//! is asked by anybody after the training (`training`).
//!
//! Opening a circle is permission, not attainment. In the null model without complementarity it takes no evidence: each
//! review opens the next circle that the strategy knows.
//!
//! Reads     use, depth, monitoring, policy, churn.
//! Emits     `CircleOpened`, `Suspended`, `TakenUpAgain`.
//! Writes    a mandate's push.
//! Leaves out  retreat to a smaller circle, except when an idea is dropped (`world::apply`).

use super::Context;
use crate::quantity::{Circle, Model, Strategy, maths};
use crate::world::district::Fundamental;
use crate::world::{District, Event};

/// Share using and mean depth of users among the focal teachers whom `counts` lets through. A share of
/// nobody counts as reached: where all are on the team, there are no others to wait for.
fn observed(d: &District, (use_seen, depth_seen): (f64, f64), counts: impl Fn(usize) -> bool) -> (f64, f64) {
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
        _ => (use_seen * using / all, depth_seen * depth / using),
    }
}

/// Shares of use and of depth that a team can see: what is not seen cannot be acted on. Who uses it shows
/// as far as somebody counts; how well, only where somebody looks, as often as the contract allows.
pub fn views(d: &District, c: Context<'_>) -> (f64, f64) {
    let r = &c.p.rollout;
    let monitored = (1.0 - r.unmonitored_view) * d.fundamental(Fundamental::Monitoring);
    let view = |looks: f64| r.unmonitored_view + monitored * looks;
    (view(r.monitoring_of_use), view(r.monitoring_of_depth * r.observing_limit))
}

/// Each team decides whether to open its next circle.
pub fn decide(d: &District, c: Context<'_>, events: &mut Vec<Event>) {
    if !c.now.is_review() || d.is_paused() {
        return;
    }
    let (strategy, views) = (d.rollout.strategy, views(d, c));
    for (team, state) in d.teams.iter().enumerate() {
        // Teams that have just dropped their idea have nothing to open a circle for.
        let dropped = |e: &Event| matches!(e, Event::IdeaDropped { collaboration, .. } if *collaboration == state.collaboration);
        if events.iter().any(dropped) {
            continue;
        }
        if opens(d, team, views, c) {
            let circle = match strategy {
                Strategy::Grassroots => Circle::AllInvited,
                _ => state.circle.next(),
            };
            events.push(Event::CircleOpened { team, circle });
        }
    }
}

/// Whether what a team sees is enough for its next circle.
fn opens(d: &District, team: usize, views: (f64, f64), c: Context<'_>) -> bool {
    let (r, t) = (&c.p.rollout, &d.teachers);
    let school = |k: usize| &d.schools[t.school[k] as usize];
    let own = |k: usize| school(k).team == team;
    let pilot = |k: usize| own(k) && school(k).pilot;
    let widest = match d.rollout.strategy {
        Strategy::MandateAtOnce | Strategy::FewTrained | Strategy::Consultant => Circle::Team,
        Strategy::Grassroots => Circle::AllInvited,
        Strategy::PrincipalLed => Circle::PilotExpected,
        _ => Circle::AllExpected,
    };
    let state = &d.teams[team];
    if state.circle >= widest {
        return false;
    }
    if d.rollout.strategy == Strategy::Grassroots || d.model == Model::NoComplementarity {
        return true;
    }
    match state.circle {
        Circle::Team => observed(d, views, |k| own(k) && t.on_team[k]).1 >= r.invite_at_depth,
        Circle::PilotInvited => observed(d, views, |k| pilot(k) && !t.on_team[k]).0 >= r.expect_at_share,
        Circle::PilotExpected => {
            let (share, depth) = observed(d, views, pilot);
            share >= r.everyone_at_share && depth >= r.everyone_at_depth
        }
        Circle::AllInvited => {
            observed(d, views, own).0 >= r.expect_everyone_at_share
                && d.collaborations[state.collaboration].policy >= r.expect_everyone_at_policy
        }
        Circle::AllExpected => false,
    }
}

/// The push behind a mandate fades.
pub fn update(d: &mut District, c: Context<'_>) {
    if let Some(mandate) = &mut d.rollout.mandate {
        mandate.push *= maths::pow(0.5, 1.0 / c.p.rollout.mandate_half_life);
    }
}

/// Under *pause and return* the district suspends the work in unrest, and takes it up again when calm.
pub fn suspend(d: &District, c: Context<'_>, events: &mut Vec<Event>) {
    let r = &c.p.rollout;
    if d.rollout.strategy != Strategy::PauseAndReturn {
        return;
    }
    match d.rollout.suspended {
        false if d.churn >= r.pause_at_churn => events.push(Event::Suspended),
        true if d.churn <= r.return_at_churn.min(r.pause_at_churn) => events.push(Event::TakenUpAgain),
        _ => {}
    }
}
