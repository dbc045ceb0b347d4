//! Stopping, and what becomes of compliance. (ODD 7.13)
//!
//! Monthly hazard of stopping for one who uses the practice on their own account:
//!
//! ```text
//! stop_hazard (1 − own)² (1 − stop_routine · routine)(1 − push_s)(1 + churn_s)(1 + stop_disbelief · max(0, doubt_below − belief)) / ⟨A⟩
//! push_s  = min(1, max(push of a mandate, behind where use is expected) · authority)
//! churn_s = min(1, school churn + churn)
//! ```
//!
//! push_s is what is enforced in a school now; a mandate's push counts in schools of the first collaboration, `behind` is that
//! of 7.10, and 7.15 says where use is expected. One who complies stops at the hazard `compliance_end · (1 − push_s)`; one who
//! complies and does not stop makes it their own at the hazard `compliance_to_use · min(1, depth / deep) · belief`, decided by a
//! number of its own; the route stays that of a mandate. Forced use with help can lead to mastery, and mastery to commitment
//! (Huberman and Miles 1984; Guskey 2002). Everyone who uses it decides, adjacent teachers too, on the state
//! before this month's taking up. Stopped is a state: ownership stays with the person, depth stays as know-how that decays month
//! by month (7.11), and taking up again is easier than the first time.
//!
//! In the null model without complementarity a stated expectation enforces the mean of what stands behind it and
//! authority.
//!
//! Reads     ownership, depth, routine, belief, churn, attention, push, authority, backing, policy.
//! Emits     `Stopped`, `MadeOwn`.
//! Leaves out  stopping by order.

use super::{Context, happens, relative_attention};
use crate::chance::Blocks;
use crate::numerics;
use crate::parameters::{Parameters, Stopping};
use crate::world::{District, Event, Practice, Reason, School, TeacherId};

/// What is enforced in this school now, 0 to 1.
pub fn push_in(d: &District, school: &School, p: &Parameters) -> f64 {
    let mandated = d.push_on(school) * school.authority;
    let stated = || d.model.combine(1.0, [d.behind(school, p), school.authority]);
    numerics::share(if d.expects(school) { mandated.max(stated()) } else { mandated })
}

/// Monthly hazard of stopping for a teacher who uses the practice on their own account.
#[inline]
pub fn hazard(
    own: f64,
    belief: f64,
    routine: f64,
    push: f64,
    churn: f64,
    attention: f64,
    p: &Stopping,
) -> f64 {
    let disowned = (1.0 - own) * (1.0 - own);
    let doubt = 1.0 + p.stop_disbelief * (p.doubt_below - belief).max(0.0);
    p.stop_hazard * disowned * (1.0 - p.stop_routine * routine) * (1.0 - push) * (1.0 + churn) * doubt
        / attention
}

/// What weighs most in that hazard: the factor that stands highest above what it is for somebody who has half made it
/// their own, where half of it is routine, in a calm district that gives it the usual attention. Push only holds.
fn reason(own: f64, belief: f64, routine: f64, churn: f64, attention: f64, p: &Stopping) -> Reason {
    let disowned = (1.0 - own) * (1.0 - own);
    let doubt = 1.0 + p.stop_disbelief * (p.doubt_below - belief).max(0.0);
    let loose = (1.0 - p.stop_routine * routine) / (1.0 - p.stop_routine * 0.5);
    Reason::weightiest(&[
        (Reason::NotOwned, disowned / 0.25),
        (Reason::NotRoutine, loose),
        (Reason::Unrest, 1.0 + churn),
        (Reason::Doubt, doubt),
        (Reason::Attention, 1.0 / attention),
    ])
}

/// Everyone who uses the practice decides, seeing the same district, by the numbers of the month (`uptake::draw`).
pub fn decide(d: &District, c: Context<'_>, draws: &Blocks, events: &mut Vec<Event>) {
    let (t, p) = (&d.teachers, &c.p.stopping);
    let attention = relative_attention(d, c.p);
    for school in &d.schools {
        let push = push_in(d, school, c.p);
        let churn = numerics::share(school.churn + d.churn);
        for k in school.teachers.clone().filter(|&k| t.practice[k].in_use()) {
            let complies = t.practice[k] == Practice::Complying;
            let stops = if complies {
                p.compliance_end * (1.0 - push)
            } else {
                hazard(t.ownership[k], t.belief[k], school.routine, push, churn, attention, p)
            };
            if let Some(probability) = happens(draws.uniform(k, 2), stops) {
                let reason = match complies {
                    true => Reason::NotEnforced,
                    false => reason(t.ownership[k], t.belief[k], school.routine, churn, attention, p),
                };
                events.push(Event::Stopped { teacher: TeacherId(k), probability, reason });
            } else if complies {
                let mastery = (t.depth[k] / c.p.depth.deep).min(1.0);
                let owns = p.compliance_to_use * mastery * t.belief[k];
                if let Some(probability) = happens(draws.uniform(k, 3), owns) {
                    events.push(Event::MadeOwn { teacher: TeacherId(k), probability });
                }
            }
        }
    }
}

/// A complying teacher uses it on their own account from now on.
pub fn make_own(d: &mut District, k: TeacherId) {
    d.teachers.practice[k] = Practice::Using;
}

/// A teacher stops, further components with it; depth and ownership stay.
pub fn stop(d: &mut District, k: TeacherId) {
    d.teachers.practice[k] = Practice::Stopped;
    d.teachers.drop_components(k.0, 1.0);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_weighs_most_is_what_stands_out() {
        let p = crate::parameters::Ledger::standard().unwrap().values().stopping;
        let calm = p.doubt_below;
        assert_eq!(reason(0.1, calm, 0.5, 0.0, 1.0, &p), Reason::NotOwned);
        assert_eq!(reason(0.6, calm, 0.5, 0.8, 1.0, &p), Reason::Unrest);
        assert_eq!(reason(0.6, calm, 0.5, 0.1, 0.5, &p), Reason::Attention);
        assert_eq!(reason(0.6, calm, 0.0, 0.0, 1.0, &p), Reason::NotRoutine);
        assert_eq!(reason(0.6, 0.0, 0.5, 0.0, 1.0, &p), Reason::Doubt);
    }

    #[test]
    fn ownership_routine_and_push_each_hold_on_and_churn_and_doubt_let_go() {
        let p = crate::parameters::Ledger::standard().unwrap().values().stopping;
        let base = hazard(0.3, 0.5, 0.2, 0.2, 0.2, 1.0, &p);
        assert!(hazard(0.6, 0.5, 0.2, 0.2, 0.2, 1.0, &p) < base);
        assert!(hazard(0.3, 0.5, 0.6, 0.2, 0.2, 1.0, &p) < base);
        assert!(hazard(0.3, 0.5, 0.2, 0.6, 0.2, 1.0, &p) < base);
        assert!(hazard(0.3, 0.5, 0.2, 0.2, 0.6, 1.0, &p) > base);
        assert!(hazard(0.3, 0.1, 0.2, 0.2, 0.2, 1.0, &p) > base);
        assert!(hazard(0.3, 0.5, 0.2, 0.2, 0.2, 0.5, &p) > base);
        assert_eq!(hazard(1.0, 0.5, 0.2, 0.2, 0.2, 1.0, &p), 0.0);
    }
}
