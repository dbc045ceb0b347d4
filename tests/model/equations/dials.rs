//! What can be turned in a district, each from 0 to 1 and everywhere at once.

use uptake::world::{District, Fundamental, Mandate, Practice};

/// Something that can be turned from 0 to 1 everywhere in a district.
pub type Dial = (&'static str, fn(&mut District, f64));

pub fn schools(d: &mut District, mut turn: impl FnMut(&mut uptake::world::School)) {
    d.schools.iter_mut().for_each(&mut turn);
}

/// Where the teacher stands whose own states are read: one who uses the practice, in a pilot school.
pub fn user(d: &District) -> usize {
    let school = d.schools.iter().find(|s| s.pilot).unwrap();
    school.teachers.clone().find(|&k| d.teachers.focal[k] && d.ties.of(k).count() > 0).unwrap()
}

pub const DIALS: &[Dial] = &[
    ("seen", |d, x| d.seen = x),
    ("lasting", |d, x| d.lasting = x),
    ("backing", |d, x| d.backing = x),
    ("coherence", |d, x| d.coherence = x),
    ("expectations", |d, x| d.fundamentals[Fundamental::Expectations as usize] = x),
    ("practices", |d, x| d.fundamentals[Fundamental::Practices as usize] = x),
    ("capacity building", |d, x| d.fundamentals[Fundamental::Capacity as usize] = x),
    ("monitoring", |d, x| d.fundamentals[Fundamental::Monitoring as usize] = x),
    ("initiatives", |d, x| d.initiatives = 1.0 + 9.0 * x),
    ("attention", |d, x| d.attention = 0.2 + 0.8 * x),
    ("churn", |d, x| {
        d.churn = x;
        schools(d, |s| s.churn = x);
    }),
    ("push", |d, x| d.rollout.mandate = Some(Mandate { push: x })),
    ("participation", |d, x| d.rollout.participation = x),
    ("superintendent", |d, x| d.office.superintendent.commitment = x),
    ("lead", |d, x| d.office.lead.commitment = x),
    ("lead skill", |d, x| d.office.lead.skill = x),
    ("bond", |d, x| d.office.manager.bond = x),
    ("priority", |d, x| schools(d, |s| s.principal.priority = x)),
    ("commit_p", |d, x| schools(d, |s| s.principal.commitment = x)),
    ("skill_p", |d, x| schools(d, |s| s.principal.skill = x)),
    ("tenure", |d, x| schools(d, |s| s.principal.tenure = (24.0 * x) as u32)),
    ("safe", |d, x| schools(d, |s| s.safe = x)),
    ("time", |d, x| schools(d, |s| (s.time, s.time_share) = (8.0 * x, x))),
    ("authority", |d, x| schools(d, |s| s.authority = x)),
    ("conversations", |d, x| schools(d, |s| s.conversations = x)),
    ("routine", |d, x| schools(d, |s| s.routine = x)),
    ("proof", |d, x| schools(d, |s| s.proof = x)),
    ("fit", |d, x| schools(d, |s| s.fit = x)),
    ("usable fit", |d, x| schools(d, |s| s.usable_fit = x)),
    ("school coherence", |d, x| schools(d, |s| s.coherence = x)),
    ("courses", |d, x| schools(d, |s| s.courses = x)),
    ("best", |d, x| d.collaborations.iter_mut().for_each(|c| c.idea.best = x)),
    ("policy", |d, x| d.collaborations.iter_mut().for_each(|c| c.policy = x)),
    ("team skill", |d, x| d.teams.iter_mut().for_each(|t| t.skill = x)),
    // Up to full support, which is 24 hours a month unless a scenario says otherwise.
    ("hours", |d, x| d.teams.iter_mut().for_each(|t| t.hours = 24.0 * x)),
    ("coaching", |d, x| d.coaching = 60.0 * x),
    ("coach budget", |d, x| d.coach_budget = x),
    ("elsewhere", |d, x| d.elsewhere = x),
    ("help", |d, x| d.teams.iter_mut().for_each(|t| t.help = x)),
    ("capacity", |d, x| d.teams.iter_mut().for_each(|t| t.capacity = x)),
    ("open", |d, x| d.teachers.openness.fill(x)),
    ("belief", |d, x| d.teachers.belief.fill(x)),
    ("own", |d, x| d.teachers.ownership.fill(x)),
    ("dose", |d, x| d.teachers.dose.fill(60.0 * x)),
    ("depth", |d, x| d.teachers.depth.fill(x)),
    // Everyone but the one who is watched; turned alone, as these would undo what is turned for all.
    ("colleagues' depth", |d, x| {
        let (k, own) = (user(d), d.teachers.depth[user(d)]);
        d.teachers.depth.fill(x);
        d.teachers.depth[k] = own;
    }),
    // Within the distance at which people still listen to each other.
    ("colleagues' belief", |d, x| {
        let (k, own) = (user(d), d.teachers.belief[user(d)]);
        d.teachers.belief.fill((own + 0.2 * (x - 0.5)).clamp(0.0, 1.0));
        d.teachers.belief[k] = own;
    }),
    ("users", |d, x| {
        let (k, not) = (user(d), other_seat(d));
        for seat in 0..d.teachers.len() {
            // Spread evenly over all seats, the more of them the higher it is turned.
            let rank = (seat as f64 * 0.618_034).fract();
            d.teachers.practice[seat] = if rank < x { Practice::Using } else { Practice::Never };
        }
        d.teachers.practice[k] = Practice::Using;
        d.teachers.practice[not] = Practice::Never;
    }),
];

/// The seat that stays without the practice: focal, in no pilot school.
pub fn other_seat(d: &District) -> usize {
    let school = d.schools.iter().find(|s| !s.pilot && s.focal > 0).unwrap();
    school.teachers.clone().find(|&k| d.teachers.focal[k]).unwrap()
}
