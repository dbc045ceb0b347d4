//! People: leaders, principals and teachers on the first day. (ODD 5)
//!
//! | who | state | first value |
//! |---|---|---|
//! | teacher | openness, belief | normal around the district's means (`teacher_openness_sd`, `teacher_belief_sd`), clipped to 0.02 to 0.98 |
//! | teacher | months in the seat | 12 times a geometric number of years: whole years before the first success at the rate `teacher_leave` (kept within 0.02 and 0.9) |
//! | principal | priority | normal around the district's mean (`principal_priority_sd`), clipped to 0.02 to 0.98 |
//! | principal | commitment | the priority |
//! | principal | aligned | priority of ½ or more |
//! | principal | skill | normal around `principal_skill` (`principal_skill_sd`), clipped to 0.05 to 0.95 |
//! | school | safety | normal around `safe_start` (`safe_start_sd`), kept within 0 and 1 |
//! | superintendent, lead | commitment | `superintendent_commitment`, `lead_commitment` |
//! | superintendent, lead | skill | `lead_skill` |
//! | principal, superintendent, lead | months in post | whole months of an exponential time with mean `tenure_mean` years |
//! | program manager | bond | `bond_start`: the team has met the manager while support was agreed |
//!
//! A superintendent who leads in person is also the lead, with one commitment, skill and time in post: those of the
//! superintendent.

use crate::calendar::Month;
use crate::calendar::YEAR;
use crate::chance::{Decision, DecisionMaker, Streams, inverse};
use crate::numerics;
use crate::parameters::Parameters;
use crate::world::district::Culture;
use crate::world::{Leader, Manager, Office, Opening, School, Teachers, person};

/// Leaders bring what the scenario says; how long they have been in post is drawn.
pub fn office(opening: &Opening, streams: &Streams, p: &Parameters) -> Office {
    let leader = |seat, commitment, skill| {
        let u = streams.uniform(Decision::LeaderTrait, DecisionMaker::office(seat, 0), Month(0));
        Leader { person: 0, commitment, skill, tenure: months_in_post(u, p) }
    };
    let l = &p.leaders;
    let leads_in_person = opening.leaders.superintendent_leads;
    let superintendent = leader(1, l.superintendent_commitment, l.lead_skill);
    let lead = leader(2, l.lead_commitment, l.lead_skill);
    Office {
        lead: if leads_in_person { superintendent.clone() } else { lead },
        superintendent,
        leads_in_person,
        // Support starts with a manager whom the team has met while it was agreed.
        manager: Manager {
            person: 0,
            set_hours: None,
            release: opening.support.release.clone(),
            bond: p.support.bond_start,
            pool: None,
            planned: 0.0,
        },
    }
}

fn months_in_post(u: f64, p: &Parameters) -> u32 {
    (inverse::exponential(u, p.succession.tenure_mean) * f64::from(YEAR)) as u32
}

/// Principals, and the climate they work in.
pub fn appoint_principals(schools: &mut [School], culture: &Culture, streams: &Streams, p: &Parameters) {
    let l = &p.leaders;
    for school in schools {
        let who = DecisionMaker { place: school.key, seat: 1, person: 0 };
        let draws = streams.block(Decision::LeaderTrait, who, Month(0));
        let priority =
            inverse::normal(draws.uniform(0), culture.priority, l.principal_priority_sd).clamp(0.02, 0.98);
        let principal = &mut school.principal;
        principal.priority = priority;
        principal.commitment = priority;
        principal.skill =
            inverse::normal(draws.uniform(1), l.principal_skill, l.principal_skill_sd).clamp(0.05, 0.95);
        principal.tenure = months_in_post(draws.uniform(2), p);
        principal.aligned = priority >= 0.5;
        school.safe = numerics::share(inverse::normal(draws.uniform(3), l.safe_start, l.safe_start_sd));
        school.fit = p.team.fit_start;
        school.usable_fit = p.team.fit_start;
    }
}

/// Teachers' traits and time in their seats.
pub fn fill_seats(
    teachers: &mut Teachers,
    schools: &[School],
    culture: &Culture,
    streams: &Streams,
    p: &Parameters,
) {
    for k in 0..teachers.len() {
        let draws = streams.block(Decision::TeacherTrait, teachers.who(k), Month(0));
        let traits = person::traits_of(draws, culture, p);
        teachers.openness[k] = traits.openness;
        teachers.belief[k] = traits.belief;
        // Years in a seat before the first day follow from the rate at which such seats change.
        let years = inverse::geometric(draws.uniform(2), p.mobility.teacher_leave.clamp(0.02, 0.9));
        teachers.months_in_seat[k] = (years as u32) * YEAR;
        debug_assert!(schools[teachers.school[k].0].teachers.contains(&k));
    }
}
