//! Giving up: a school decides whether it goes on. (ODD 7.13)
//!
//! Teachers stop one by one (above); but a school can also decide. In May, on the state in which teams review (step 14 of the
//! month), each school that has a focal user and has not yet given the practice up decides, principal and staff together, whether
//! it stays. It gives the practice up with probability 1 − exp(−h):
//!
//! ```text
//! h    = give_up_rate (1 − commit_p)(1 − buy-in)(1 − held)(1 + min(1, school churn + churn))
//! held = min(1, max(policy, push · backing, behind where use is expected))
//! ```
//!
//! Buy-in is the mean ownership of the school's focal users; held is what would have to be gone against: policy of the school's
//! collaboration, a mandate's push (first collaboration) times backing, or where use is expected what stands behind that
//! (7.10). Each user of the school, adjacent ones too, then stops with probability 1 − own, by a number of their own. While a
//! school has given up, nobody there is invited, expected or mandated to use it; team members still test, those trained still
//! try, and colleagues still learn from each other. In a later May it takes it up again, so that people are asked again, with
//! probability
//!
//! ```text
//! reconsider_rate · commit_p · backing                                             within 0 and 1
//! ```
//!
//! which a change of principal can raise. In the null model without complementarity all of these products stay. None of this
//! happens in the two null models that are curves (7.18).
//!
//! Schools, not teachers, dropped purchased reforms (CRPE 2006); lack of buy-in was the commonest reason for
//! abandoning, a new administrator the commonest for readopting (Kittelman et al. 2020).
//!
//! Reads     principals' commitment, ownership, policy, push, backing, churn.
//! Emits     `GaveUp`, `Stopped`, `Reconsidered`.
//! Leaves out  votes; contracts with a provider that run out.

use super::{Context, happens};
use crate::calendar::Calendar;
use crate::chance::{Decision, DecisionMaker};
use crate::numerics;
use crate::parameters::{Parameters, Stopping};
use crate::world::{District, Event, Reason, School, SchoolId, TeacherId};

/// Hazard, once a year, that a school gives the practice up.
pub fn hazard(commitment: f64, buy_in: f64, held: f64, churn: f64, p: &Stopping) -> f64 {
    p.give_up_rate * (1.0 - commitment) * (1.0 - buy_in) * (1.0 - held) * (1.0 + churn)
}

/// What weighs most in that hazard: the factor that stands highest above what it is half way, in a calm district.
fn reason(commitment: f64, buy_in: f64, held: f64, churn: f64) -> Reason {
    Reason::weightiest(&[
        (Reason::Principal, (1.0 - commitment) / 0.5),
        (Reason::NotOwned, (1.0 - buy_in) / 0.5),
        (Reason::NothingBehind, (1.0 - held) / 0.5),
        (Reason::Unrest, 1.0 + churn),
    ])
}

/// What a school would have to go against.
fn held(d: &District, school: &School, p: &Parameters) -> f64 {
    let expected = if d.expects(school) { d.behind(school, p) } else { 0.0 };
    numerics::share(d.collaboration_of(school).policy.max(d.push_on(school) * d.backing).max(expected))
}

/// In May every school decides, seeing the same district.
pub fn decide(d: &District, c: Context<'_>, events: &mut Vec<Event>) {
    if c.now.calendar() != Calendar::May {
        return;
    }
    let p = &c.p.stopping;
    for (place, school) in d.schools.iter().enumerate().filter(|(_, s)| s.focal > 0) {
        let draws = c.streams.block(
            Decision::SchoolDecision,
            DecisionMaker { place: school.key, seat: 0, person: 0 },
            c.now,
        );
        if school.given_up {
            let chance = numerics::share(p.reconsider_rate * school.principal.commitment * d.backing);
            if draws.chance(1, chance) {
                events.push(Event::Reconsidered { school: SchoolId(place), probability: chance });
            }
            continue;
        }
        let t = &d.teachers;
        let users = || school.teachers.clone().filter(|&k| t.practice[k].in_use());
        let (mut own, mut focal) = (0.0, 0.0);
        for k in users().filter(|&k| t.focal[k]) {
            own += t.ownership[k];
            focal += 1.0;
        }
        if focal == 0.0 {
            continue;
        }
        let churn = numerics::share(school.churn + d.churn);
        let (commitment, buy_in, held) = (school.principal.commitment, own / focal, held(d, school, c.p));
        let hazard = hazard(commitment, buy_in, held, churn, p);
        let Some(probability) = happens(draws.uniform(0), hazard) else { continue };
        let reason = reason(commitment, buy_in, held, churn);
        events.push(Event::GaveUp { school: SchoolId(place), probability, reason });
        for k in users() {
            let probability = 1.0 - t.ownership[k];
            if c.streams.uniform(Decision::SchoolDecision, t.who(k), c.now) < probability {
                events.push(Event::Stopped {
                    teacher: TeacherId(k),
                    probability,
                    reason: Reason::SchoolGaveUp,
                });
            }
        }
    }
}

/// Nobody in the school is asked, expected or told to use the practice any more.
pub fn give_up(d: &mut District, school: SchoolId) {
    d.schools[school].given_up = true;
}

/// People of the school are asked again.
pub fn reconsider(d: &mut District, school: SchoolId) {
    d.schools[school].given_up = false;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_weighs_most_is_what_is_missing_most() {
        assert_eq!(reason(0.1, 0.4, 0.3, 0.0), Reason::Principal);
        assert_eq!(reason(0.7, 0.1, 0.3, 0.0), Reason::NotOwned);
        assert_eq!(reason(0.7, 0.6, 0.0, 0.0), Reason::NothingBehind);
        assert_eq!(reason(0.9, 0.9, 0.9, 0.4), Reason::Unrest);
    }

    #[test]
    fn commitment_buy_in_and_what_holds_it_keep_a_practice_and_unrest_lets_it_go() {
        let p = crate::parameters::Ledger::standard().unwrap().values().stopping;
        let base = hazard(0.5, 0.4, 0.2, 0.1, &p);
        assert!(hazard(0.7, 0.4, 0.2, 0.1, &p) < base);
        assert!(hazard(0.5, 0.6, 0.2, 0.1, &p) < base);
        assert!(hazard(0.5, 0.4, 0.4, 0.1, &p) < base);
        assert!(hazard(0.5, 0.4, 0.2, 0.3, &p) > base);
        assert_eq!(hazard(1.0, 0.0, 0.0, 1.0, &p), 0.0);
    }

    #[test]
    fn a_school_that_gave_up_asks_nobody_until_it_reconsiders() {
        use crate::scenario::{self, layers::BuiltIn};
        use crate::simulation::{draw_parameters, first_day};
        let ledger = crate::parameters::Ledger::standard().unwrap();
        let s = scenario::read("mandate-at-once", &[], &BuiltIn, &ledger).unwrap();
        let p = draw_parameters(&s, 0);
        let (mut d, _) = first_day(&s, &s.places[0], 0, &p).unwrap();
        assert!(d.push_on(&d.schools[0]) > 0.0);
        give_up(&mut d, SchoolId(0));
        assert_eq!(d.push_on(&d.schools[0]), 0.0);
        assert!(!d.invites(&d.schools[0], true) && !d.expects(&d.schools[0]));
        reconsider(&mut d, SchoolId(0));
        assert!(d.push_on(&d.schools[0]) > 0.0);
    }
}
