//! Teacher mobility: who leaves the school when a year ends, and who sits there next. (ODD 7.2)
//!
//! At the start of each August after the first, each teacher, focal or not, leaves or moves with probability
//!
//! ```text
//! p = (teacher_leave + poverty_add) · early_factor · (1 + churn_effect · school churn)          at most 1
//! ```
//!
//! `poverty_add` in high-poverty schools only, `early_factor` only with fewer than 12 · `early_years` months in the seat.
//! School churn is that before this month's exits. One number of the person in the seat decides. The next teacher in the seat
//! has own traits (openness and belief, drawn as on the first day around the district's means), never used the practice, owns
//! nothing, has received no help, is on no team, and starts with
//!
//! ```text
//! belief = min(1, own trait + newcomer_belief · routine)        depth = newcomer_depth · routine
//! routine ← routine · (1 − routine_carried / users)             before, where a focal user on their own account leaves; users: of
//!                                                               the school, the one who leaves among them
//! ```
//!
//! After the exits, in any month of the year, a pilot school with fewer team members than places in its team sends others of its
//! focal teachers until the places are filled or nobody is left: first those with most ownership, among equals the most open, then
//! by seat. Whether they use the practice does not matter. So a team that has just started is filled in its first month. Who was
//! sent to training is not replaced. At the end of the step everyone's months in the seat grow by 1.
//!
//! Reads     months in the seat, school churn and poverty, routine, ownership, openness.
//! Emits     `TeacherLeft`, `JoinedTeam`.
//! Writes    months in the seat; routine (7.14).
//! Leaves out  moves within the district, vacancies, growth and decline of enrollment, leaving within the year.

use super::Context;
use crate::calendar::YEAR;
use crate::chance::Decision;
use crate::parameters::Parameters;
use crate::world::person::{self, TeacherTraits};
use crate::world::{District, Event, Practice, School, TeacherId};

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
        let school = &d.schools[t.school[k]];
        let probability = leaving_probability(school, t.months_in_seat[k], c);
        let who = t.who(k);
        if c.streams.uniform(Decision::TeacherExit, who, c.now) < probability {
            let next = crate::chance::DecisionMaker { person: who.person + 1, ..who };
            let successor = person::teacher_traits(c.streams, next, &d.culture, c.p);
            events.push(Event::TeacherLeft { teacher: TeacherId(k), probability, successor });
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
            let key = |k: usize| (t.ownership[k], t.openness[k]);
            key(b).partial_cmp(&key(a)).unwrap_or(std::cmp::Ordering::Equal).then(a.cmp(&b))
        });
        for &k in candidates.iter().take(count - present) {
            events.push(Event::JoinedTeam { teacher: TeacherId(k) });
        }
    }
}

/// A month passes in every seat.
pub fn update(d: &mut District) {
    for months in &mut d.teachers.months_in_seat {
        *months += 1;
    }
}

/// The next teacher sits in the seat: own traits, no use, no help, on no team.
pub fn replace(d: &mut District, k: TeacherId, successor: TeacherTraits, p: &Parameters) {
    let t = &mut d.teachers;
    let school = &mut d.schools[t.school[k]];
    if t.focal[k] && t.practice[k] == Practice::Using {
        let carries = |other: &usize| t.focal[*other] && t.practice[*other] == Practice::Using;
        let users = school.teachers.clone().filter(carries).count();
        school.routine *= 1.0 - p.embedding.routine_carried / users as f64;
    }
    let school = &d.schools[t.school[k]];
    if t.on_team[k] {
        t.on_team[k] = false;
        d.teams[school.team].members.retain(|&m| m != k);
    }
    t.person[k] += 1;
    t.practice[k] = Practice::Never;
    t.months_used[k] = 0;
    t.months_in_seat[k] = 0;
    t.openness[k] = successor.openness;
    t.belief[k] = (successor.belief + p.mobility.newcomer_belief * school.routine).min(1.0);
    t.depth[k] = p.mobility.newcomer_depth * school.routine;
    t.ownership[k] = 0.0;
    t.drop_components(k.0, 0.0);
    t.clear_help(k.0);
}

/// A teacher takes one of the school's places on its team.
pub fn join_team(d: &mut District, k: TeacherId) {
    d.teachers.on_team[k] = true;
    let school = &d.schools[d.teachers.school[k]];
    d.teams[school.team].members.push(k);
}
