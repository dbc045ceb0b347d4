//! Giving up: a school decides whether it goes on. (ODD 7.13)
//!
//! Teachers stop one by one (above); but a school can also decide, and so can a district. In May, on the state in which teams
//! review (step 14 of the month), each school that has adopted the practice and has not given it up decides, used there or not. It
//! drops it with probability 1 − exp(−(h_own + h_switch)), and a second number says for which of the two:
//!
//! ```text
//! h_own    = give_up_rate (1 − commit_p)(1 − buy-in)(1 − held)(1 + min(1, school churn + churn))
//! h_switch = switch_rate · (initiatives − 1) / (typical_initiatives − 1) · (1 − buy-in)(1 − held)
//! held     = min(1, max(policy, push · backing, behind where use is expected))
//! ```
//!
//! Buy-in is the mean ownership of the school's focal users, 0 without any; held is what would have to be gone against: policy of
//! the school's collaboration, a mandate's push (first collaboration) times backing, or where use is expected what stands behind
//! that (7.10). Under h_switch another initiative takes the place of the practice. Before the schools the district decides for
//! each collaboration whether it ends the practice everywhere, with probability 1 − exp(−h_end):
//!
//! ```text
//! h_end = end_rate (1 − backing)(1 − policy)(1 − mean buy-in)(1 + churn)         mean over its schools that have adopted it
//! ```
//!
//! Then no school decides for itself. Each user of a school that gives up, adjacent ones too, then stops with probability 1 − own,
//! by a number of their own. While a school has given up, nobody there is invited, expected or mandated to use it, helped from
//! outside the school, or drawn in by colleagues; its routine falls; team members still test, and those trained still try. In a
//! later May it takes it up again, so that people are asked again, with probability
//!
//! ```text
//! reconsider_rate · commit_p · backing                                             within 0 and 1
//! ```
//!
//! which a change of principal can raise. Where users fade away and nobody decides, nothing is dropped. In the null model without complementarity all of these products
//! stay. None of this happens in the two null models that are curves (7.18).
//!
//! Schools, not teachers, dropped purchased reforms (CRPE 2006); lack of buy-in was the commonest reason for
//! abandoning, a new administrator the commonest for readopting (Kittelman et al. 2020).
//!
//! Reads     adoption, principals' commitment, ownership, policy, push, backing, churn, initiatives.
//! Emits     `GaveUp`, `Stopped`, `Reconsidered`.
//! Leaves out  votes; contracts with a provider that run out.

use super::{Context, competing_initiatives, happens};
use crate::calendar::Calendar;
use crate::chance::{Block, Decision, DecisionMaker};
use crate::numerics;
use crate::parameters::{Parameters, Stopping};
use crate::world::{CollaborationId, District, Event, Reason, School, SchoolId, TeacherId};

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

/// Hazard, once a year, that another initiative takes the place of the practice.
pub fn switch_hazard(initiatives: f64, buy_in: f64, held: f64, p: &Parameters) -> f64 {
    let crowd = (initiatives - 1.0) / (p.uptake.typical_initiatives - 1.0);
    p.stopping.switch_rate * crowd.max(0.0) * (1.0 - buy_in) * (1.0 - held)
}

/// Mean ownership of the focal users of a school; 0 without any.
fn buy_in(d: &District, school: &School) -> f64 {
    let t = &d.teachers;
    let (mut own, mut users) = (0.0, 0.0);
    for k in school.teachers.clone().filter(|&k| t.focal[k] && t.practice[k].in_use()) {
        own += t.ownership[k];
        users += 1.0;
    }
    if users > 0.0 { own / users } else { 0.0 }
}

/// The probability with which the district ends the practice of a collaboration this year, if it does.
fn ends(d: &District, place: CollaborationId, c: Context<'_>) -> Option<f64> {
    let adopters = d.schools.iter().filter(|s| s.adopted.is_some() && d.team_of(s).collaboration == place);
    let (mut own, mut schools) = (0.0, 0.0);
    for school in adopters {
        own += buy_in(d, school);
        schools += 1.0;
    }
    let mean = if schools > 0.0 { own / schools } else { 0.0 };
    let policy = d.collaborations[place].policy;
    let hazard = c.p.stopping.end_rate * (1.0 - d.backing) * (1.0 - policy) * (1.0 - mean) * (1.0 + d.churn);
    let who = DecisionMaker::office(place.0 as u16, 0);
    happens(c.streams.uniform(Decision::SchoolDecision, who, c.now), hazard)
}

/// The users of a school that gives up, who may stop, each by a number of their own.
fn let_go(d: &District, school: &School, c: Context<'_>, events: &mut Vec<Event>) {
    let t = &d.teachers;
    for k in school.teachers.clone().filter(|&k| t.practice[k].in_use()) {
        let probability = 1.0 - t.ownership[k];
        if c.streams.uniform(Decision::SchoolDecision, t.who(k), c.now) < probability {
            events.push(Event::Stopped { teacher: TeacherId(k), probability, reason: Reason::SchoolGaveUp });
        }
    }
}

/// In May the district, and then every school, decides, seeing the same state.
pub fn decide(d: &District, c: Context<'_>, events: &mut Vec<Event>) {
    if c.now.calendar() != Calendar::May {
        return;
    }
    let ended: Vec<Option<f64>> =
        (0..d.collaborations.len()).map(|place| ends(d, CollaborationId(place), c)).collect();
    let adopters = d.schools.iter().enumerate().filter(|(_, s)| s.focal > 0 && s.adopted.is_some());
    for (place, school) in adopters {
        let id = SchoolId(place);
        let who = DecisionMaker { place: school.key, seat: 0, person: 0 };
        let draws = c.streams.block(Decision::SchoolDecision, who, c.now);
        if school.given_up {
            let backed = school.principal.commitment * d.backing;
            let probability = numerics::share(c.p.stopping.reconsider_rate * backed);
            if draws.chance(1, probability) {
                events.push(Event::Reconsidered { school: id, probability });
            }
            continue;
        }
        let decided = match ended[d.team_of(school).collaboration.0] {
            Some(probability) => Some((probability, Reason::DistrictEnded)),
            None => for_itself(d, school, draws, c.p),
        };
        if let Some((probability, reason)) = decided {
            events.push(Event::GaveUp { school: id, probability, reason });
            let_go(d, school, c, events);
        }
    }
}

/// Whether a school drops the practice for reasons of its own: with what probability, and why.
fn for_itself(d: &District, school: &School, draws: Block, p: &Parameters) -> Option<(f64, Reason)> {
    let churn = numerics::share(school.churn + d.churn);
    let (commitment, buy_in, held) = (school.principal.commitment, buy_in(d, school), held(d, school, p));
    let own = hazard(commitment, buy_in, held, churn, &p.stopping);
    let switch = switch_hazard(competing_initiatives(d, p), buy_in, held, p);
    let probability = happens(draws.uniform(0), own + switch)?;
    let switches = draws.uniform(2) * (own + switch) >= own;
    let reason = if switches { Reason::Switched } else { reason(commitment, buy_in, held, churn) };
    Some((probability, reason))
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
    fn only_other_initiatives_take_the_place_of_a_practice_and_the_more_the_likelier() {
        let p = crate::parameters::Ledger::standard().unwrap().values();
        assert_eq!(switch_hazard(1.0, 0.0, 0.0, &p), 0.0);
        assert!(
            (switch_hazard(p.uptake.typical_initiatives, 0.0, 0.0, &p) - p.stopping.switch_rate).abs()
                < 1e-12
        );
        assert!(switch_hazard(6.0, 0.2, 0.2, &p) > switch_hazard(3.0, 0.2, 0.2, &p));
        assert_eq!(switch_hazard(6.0, 1.0, 0.2, &p), 0.0);
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
