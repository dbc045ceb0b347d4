//! People: leaders, principals, teachers, pilot schools and the team on the first day. (ODD 5)

use crate::chance::{Streams, What, Who, inverse};
use crate::parameters::Parameters;
use crate::quantity::census::DistrictFacts;
use crate::quantity::month::YEAR;
use crate::quantity::{Month, maths};
use crate::world::district::Culture;
use crate::world::{Leader, Manager, Office, School, Teachers, person};

/// Leaders bring what the scenario says; how long they have been in post is drawn.
pub fn office(leads_in_person: bool, streams: &Streams, p: &Parameters) -> Office {
    let leader = |seat, commitment, skill| {
        let u = streams.uniform(What::LeaderTrait, Who::office(seat, 0), Month(0));
        Leader { person: 0, commitment, skill, tenure: months_in_post(u, p) }
    };
    let l = &p.leaders;
    let superintendent = leader(1, l.superintendent_commitment, l.lead_skill);
    let lead = leader(2, l.lead_commitment, l.lead_skill);
    Office {
        lead: if leads_in_person { superintendent.clone() } else { lead },
        superintendent,
        leads_in_person,
        // Support starts with a manager whom the team has met while it was agreed.
        manager: Manager {
            person: 0,
            hours: p.support.support_start,
            set_hours: None,
            bond: p.support.bond_start,
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
        let who = Who { place: school.key, seat: 1, person: 0 };
        let draws = streams.block(What::LeaderTrait, who, Month(0));
        let priority =
            inverse::normal(draws.uniform(0), culture.priority, l.principal_priority_sd).clamp(0.02, 0.98);
        let principal = &mut school.principal;
        principal.priority = priority;
        principal.commitment = priority;
        principal.skill =
            inverse::normal(draws.uniform(1), l.principal_skill, l.principal_skill_sd).clamp(0.05, 0.95);
        principal.tenure = months_in_post(draws.uniform(2), p);
        principal.aligned = priority >= 0.5;
        school.safe = maths::share(inverse::normal(draws.uniform(3), l.safe_start, l.safe_start_sd));
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
        let who = teachers.who(k);
        let traits = person::teacher_traits(streams, who, culture, p);
        teachers.open[k] = traits.open;
        teachers.belief[k] = traits.belief;
        let u = streams.block(What::TeacherTrait, who, Month(0)).uniform(2);
        // Years in a seat before the first day follow from the rate at which such seats change.
        let years = inverse::geometric(u, p.mobility.teacher_leave.clamp(0.02, 0.9));
        teachers.months_in_seat[k] = (years as u32) * YEAR;
        debug_assert!(schools[teachers.school[k] as usize].teachers.contains(&k));
    }
}

/// Pilot schools: those the scenario names, or as many as the team has sites, drawn among the schools
/// with focal teachers, likelier where the principal gives the work priority.
pub fn choose_pilots(
    schools: &mut [School],
    named: &[String],
    facts: &DistrictFacts,
    streams: &Streams,
    p: &Parameters,
) {
    let is_named = |k: usize| {
        let school = &facts.schools[k];
        named.iter().any(|n| *n == school.id || *n == school.name)
    };
    let chosen: Vec<usize> = if named.is_empty() {
        let mut ranked: Vec<(f64, usize)> = (0..schools.len())
            .filter(|&k| schools[k].focal > 0)
            .map(|k| {
                let who = Who { place: schools[k].key, seat: 0, person: 0 };
                let u = streams.uniform(What::PilotSite, who, Month(0));
                // The largest of u^(1/weight) is a draw in proportion to weight, and one more school
                // changes no other's number (Efraimidis and Spirakis 2006).
                (maths::ln(u) / schools[k].principal.priority, k)
            })
            .collect();
        ranked.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        ranked.into_iter().take(p.team.team_sites.round() as usize).map(|(_, k)| k).collect()
    } else {
        (0..schools.len()).filter(|&k| schools[k].focal > 0 && is_named(k)).collect()
    };
    let share = 1.0 / chosen.len().max(1) as f64;
    for k in chosen {
        schools[k].pilot = true;
        schools[k].test_share = share;
    }
}

/// How many team teachers each pilot school sends: evenly, never more than it has. A small district
/// has a smaller team.
pub fn team_seats(schools: &[School], p: &Parameters) -> Vec<(usize, usize)> {
    let pilots: Vec<usize> = (0..schools.len()).filter(|&k| schools[k].pilot).collect();
    let counts =
        super::seats::largest_remainder(p.team.team_teachers.round() as usize, &vec![1.0; pilots.len()]);
    pilots.into_iter().zip(counts).map(|(k, count)| (k, count.min(schools[k].focal))).collect()
}

/// The most open focal teachers of each pilot school join the team.
pub fn choose_team(teachers: &mut Teachers, schools: &[School], p: &Parameters) -> Vec<usize> {
    let mut members = Vec::new();
    for (place, count) in team_seats(schools, p) {
        let mut seats: Vec<usize> = schools[place].teachers.clone().filter(|&k| teachers.focal[k]).collect();
        seats.sort_by(|&a, &b| teachers.open[b].total_cmp(&teachers.open[a]).then(a.cmp(&b)));
        members.extend(seats.into_iter().take(count));
    }
    for &k in &members {
        teachers.on_team[k] = true;
    }
    members
}
