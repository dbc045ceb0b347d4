//! Teacher mobility: who leaves the school when a year ends, and who sits there next. (ODD 7.2)
//!
//! At the start of each August after the first a teacher leaves or moves with probability
//!
//! ```text
//! p = (base + poverty) · early · (1 + 0.4 · school churn)
//! ```
//!
//! `early` applies in the first years in a seat, `poverty` in high-poverty schools. The seat's next
//! teacher does not use the practice, has traits of their own, and starts with what the school's
//! routine teaches a newcomer (`world::apply`). A team member is replaced from the same school,
//! preferring those who already own the practice.
//!
//! Reads     months in the seat, school churn and poverty, ownership.
//! Emits     `TeacherLeft`, `JoinedTeam`.
//! Leaves out  moves within the district, vacancies, growth and decline of enrolment.

use super::Context;
use crate::chance::What;
use crate::quantity::month::YEAR;
use crate::world::{District, Event, School, person};

/// The yearly probability that a teacher of this school leaves, `months` after coming.
pub fn leaving_probability(school: &School, months: u32, c: Context<'_>) -> f64 {
    let m = &c.p.mobility;
    let early = if f64::from(months) < m.early_years * f64::from(YEAR) { m.early_factor } else { 1.0 };
    let poverty = if school.poverty >= c.p.outcomes.high_poverty { m.poverty_add } else { 0.0 };
    ((m.teacher_leave + poverty) * early * (1.0 + m.churn_effect * school.churn)).min(1.0)
}

/// Every teacher decides, seeing the same district.
pub fn decide(d: &District, c: Context<'_>, events: &mut Vec<Event>) {
    if !c.now.is_new_year() {
        return;
    }
    let t = &d.teachers;
    for k in 0..t.len() {
        let school = &d.schools[t.school[k] as usize];
        let probability = leaving_probability(school, t.months_in_seat[k], c);
        let who = t.who(k);
        if c.streams.uniform(What::TeacherExit, who, c.now) < probability {
            let next = crate::chance::Who { person: who.person + 1, ..who };
            let successor = person::teacher_traits(c.streams, next, &d.culture, c.p);
            events.push(Event::TeacherLeft { teacher: k, probability, successor });
        }
    }
}

/// Refills the teams: each pilot school sends as many focal teachers as it did, first those who own
/// the practice, then the most open.
pub fn refill_teams(d: &District, events: &mut Vec<Event>) {
    let t = &d.teachers;
    for &(place, count) in d.teams.iter().flat_map(|team| &team.seats) {
        let seats = d.schools[place].teachers.clone().filter(|&k| t.focal[k]);
        let present = seats.clone().filter(|&k| t.on_team[k]).count();
        if present >= count {
            continue;
        }
        let mut candidates: Vec<usize> = seats.filter(|&k| !t.on_team[k]).collect();
        candidates.sort_by(|&a, &b| {
            let key = |k: usize| (t.own[k], t.open[k]);
            key(b).partial_cmp(&key(a)).unwrap_or(std::cmp::Ordering::Equal).then(a.cmp(&b))
        });
        for &teacher in candidates.iter().take(count - present) {
            events.push(Event::JoinedTeam { teacher });
        }
    }
}

/// A month passes in every seat.
pub fn update(d: &mut District) {
    for months in &mut d.teachers.months_in_seat {
        *months += 1;
    }
}
