//! The rollout: when the next circle is asked. (ODD 7.15)
//!
//! Opening a circle is permission, not attainment. A team sees shares of use times view_use, and depths times view_depth:
//!
//! ```text
//! view_use   = unmonitored_view + (1 − unmonitored_view) · f4 · monitoring_of_use
//! view_depth = unmonitored_view + (1 − unmonitored_view) · f4 · monitoring_of_depth · observing_limit
//! ```
//!
//! Who uses it can be counted. How well, somebody must look at, and a contract may limit that. Depths are means over users. A
//! share of nobody counts as reached, and so does its depth: where all are on the team, there is nobody to wait for. (So a team
//! without members would go from 0 to 1 at its next review.) Where there are people and nobody uses it, share and depth are 0.
//!
//! *Circles.* In January and May, after the reviews of ideas and unless the work is paused or suspended or its idea has been
//! dropped this month, each team opens at most one circle. Shares and depths are over focal teachers of the team's own schools,
//! compliers included; policy is that of its collaboration.
//!
//! | from → to | opened when |
//! |---|---|
//! | 0 → 1 | seen depth of the team's users ≥ `invite_at_depth` |
//! | 1 → 2 | seen share of pilot colleagues (not on the team) using ≥ `expect_at_share` |
//! | 2 → 3 | seen share using in pilot schools ≥ `everyone_at_share` at seen depth ≥ `everyone_at_depth` |
//! | 3 → 4 | seen share of all its focal teachers using ≥ `expect_everyone_at_share` and policy ≥ `expect_everyone_at_policy` |
//!
//! {strategies}
//!
//! *What holds for a school.* Its circle is that of its team; where the team has a parent that stands at circle 3 or 4, or a
//! parent's parent does, the widest of these.
//!
//! In a school that has given the practice up (7.13) none of what follows holds but the last line, nor does a mandate's push.
//! Otherwise:
//!
//! | | holds where |
//! |---|---|
//! | focal teachers are invited | circle 3 or 4, or circle 1 or 2 in a pilot school; mandate at once: pilot schools; never under the two strategies of training |
//! | adjacent teachers are invited | circle 4; never under a mandate at once or training |
//! | use is expected | *staged*, *several teams*, *pause and return*: circle 4, or in a pilot school whose own team stands at circle 2 or more. *Principal-led sites*: circle 2 in a pilot school. Otherwise never |
//! | adjacent teachers may take up | circle 4 |
//!
//! So in the pilot schools of a team that starts after its parent has invited all, everyone is invited from the first month on.
//! Under a mandate at once the team of a later collaboration stays at circle 0: its pilot schools are invited.
//!
//! *A mandate* has a push, which starts at 1 and fades every month, holidays and the first one included: push ← push · ½^(1 /
//! `mandate_half_life`). It is about the first collaboration's practice alone. A dated mandate adds its hazard (7.10) and
//! pressure (7.12) to the strategy and leaves the rules for circles as they are.
//!
//! *Pause and return.* After the exits of a month, holidays included, a district whose churn is at `pause_at_churn` or more
//! suspends the work: no hours, W = 0, no review, no circle. It takes it up again in the first later month with churn at or below
//! the smaller of `return_at_churn` and `pause_at_churn`. A dated pause is another thing, and a dated return ends that alone: the
//! work rests while a dated pause holds, the district's own suspension holds, or both do.
//!
//! In the null model without complementarity opening a circle takes no evidence: each review opens the next circle that the
//! strategy knows.
//!
//! Reads     use, depth, monitoring, policy, churn.
//! Emits     `CircleOpened`, `Suspended`, `TakenUpAgain`.
//! Writes    a mandate's push.
//! Leaves out  retreat to a smaller circle, except when an idea is dropped (7.8); a strategy that changes during a run; teams of
//!           one district with different strategies; unrest in single schools as a reason to pause.

use super::Context;
use crate::model::Model;
use crate::numerics;
use crate::strategy::Circle;
use crate::world::district::Fundamental;
use crate::world::{District, Event, TeamId};

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
    let (rules, views) = (d.rules(), views(d, c));
    for (team, state) in d.teams.iter().enumerate().map(|(k, state)| (TeamId(k), state)) {
        // Teams that have just dropped their idea have nothing to open a circle for.
        let dropped = |e: &Event| matches!(e, Event::IdeaDropped { collaboration, .. } if *collaboration == state.collaboration);
        if events.iter().any(dropped) {
            continue;
        }
        if opens(d, team, views, c) {
            let circle = if rules.opens_on_evidence { state.circle.next() } else { rules.widest_circle };
            events.push(Event::CircleOpened { team, circle });
        }
    }
}

/// Whether what a team sees is enough for its next circle.
fn opens(d: &District, team: TeamId, views: (f64, f64), c: Context<'_>) -> bool {
    let (r, t) = (&c.p.rollout, &d.teachers);
    let school = |k: usize| &d.schools[t.school[k]];
    let own = |k: usize| school(k).team == team;
    let pilot = |k: usize| own(k) && school(k).pilot;
    let (rules, state) = (d.rules(), &d.teams[team]);
    if state.circle >= rules.widest_circle {
        return false;
    }
    if !rules.opens_on_evidence || d.model == Model::NoComplementarity {
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
        mandate.push *= numerics::power(0.5, 1.0 / c.p.rollout.mandate_half_life);
    }
}

/// Under *pause and return* the district suspends the work in unrest, and takes it up again when calm.
pub fn suspend(d: &District, c: Context<'_>, events: &mut Vec<Event>) {
    let r = &c.p.rollout;
    if !d.rules().pauses_in_unrest {
        return;
    }
    match d.rollout.suspended {
        false if d.churn >= r.pause_at_churn => events.push(Event::Suspended),
        true if d.churn <= r.return_at_churn.min(r.pause_at_churn) => events.push(Event::TakenUpAgain),
        _ => {}
    }
}

/// A team opens the next circle.
pub fn open(d: &mut District, team: TeamId, circle: Circle) {
    d.teams[team].circle = circle;
}

/// The district suspends the work, or takes it up again.
pub fn set_suspended(d: &mut District, suspended: bool) {
    d.rollout.suspended = suspended;
}
