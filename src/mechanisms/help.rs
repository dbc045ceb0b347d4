//! Help is finite: hours are shared out among those who use the practice. (ODD 7.9)
//!
//! ```text
//! need of a user   = min(need_hours · (1 + need_when_deep − depth), time of the school)
//! pool of a school = Σ over its deep users on their own account of leader_hours · own · time share
//! central pool     = manager_hours · Σ hours of the teams · bond + coach_hours · focal teachers · f3 · backing
//! ```
//!
//! Everyone who uses it, focal or not, on their own account or not, has a need; deep means a depth of `deep` or more, and deep
//! users of any grade, adjacent ones too, give to the pool. Use, depth and ownership are those before this month's changes
//! (step 10); time, hours, bond, f3 and backing are those after this month's (steps 4 to 8; the bond has just grown). A
//! school's pool meets the same share of everyone's need there, min(1, pool / need). The central pool is one for all teams and
//! practices; its focal teachers are all of the district's. Its second part, that of district coaches, is 0 under the
//! strategies without a team: coaches cannot help with what nobody in the district works on. It meets what is left: team
//! members first, then all other staff of pilot schools, adjacent too, then those of other schools. Within a rank everyone gets
//! the same share of what is still open, min(1, pool left / open hours of the rank). Under the strategies without a team those
//! who were sent to training rank with the others.
//!
//! Hours of convenings come on top for team members (7.7), whether or not they use it, and hours of training for those who
//! attend (below). A teacher's dose is the sum of the hours of the last twelve months, this one included, from whatever source;
//! in June and July everyone receives 0. That larger programs reach less depth per teacher is not written here: it comes out
//! of this division.
//!
//! In the null model without complementarity coaches come by the mean of f3 and backing.
//!
//! Reads     use, depth, ownership, support, capacity building, backing, time.
//! Writes    hours of help and twelve-month doses; hours needed and given in the district (convenings and training apart).
//! Leaves out  travel; coaches who differ in skill.

use super::Context;
use crate::calendar::Month;
use crate::parameters::Parameters;
use crate::world::district::Fundamental;
use crate::world::{District, Practice, TeacherId};

/// Hours of help that a user of this depth needs in a month.
pub fn need(depth: f64, p: &Parameters) -> f64 {
    p.help.need_hours * (1.0 + p.help.need_when_deep - depth)
}

/// Hours a month that program manager and district coaches can give together.
pub fn central_pool(d: &District, focal: usize, p: &Parameters) -> f64 {
    let supported: f64 = d.teams.iter().map(|team| team.hours).sum();
    let manager = p.support.manager_hours * supported * d.office.manager.bond;
    if !d.rules().has_team() {
        // Coaches can only help with what somebody in the district works on.
        return manager;
    }
    let coaches = [d.fundamental(Fundamental::Capacity), d.backing];
    manager + d.model.combine(p.help.coach_hours * focal as f64, coaches)
}

/// Ranks of the central pool: team members, pilot schools, the others.
fn rank(on_team: bool, pilot: bool) -> usize {
    match (on_team, pilot) {
        (true, _) => 0,
        (false, true) => 1,
        (false, false) => 2,
    }
}

/// A teaching month of helping. `hours` is scratch space: first what each teacher needs, then what each
/// receives. `central` makes the central pool of this month from what it would be.
pub fn update(d: &mut District, hours: &mut Vec<f64>, central: impl FnOnce(f64) -> f64, c: Context<'_>) {
    let focal: usize = d.schools.iter().map(|s| s.focal).sum();
    hours.clear();
    hours.resize(d.teachers.len(), 0.0);
    // Who was sent to training is no team that coaches serve first.
    let served_first = d.rules().has_team();
    let (mut needed, mut wanted) = (0.0, [0.0; 3]);
    for place in 0..d.schools.len() {
        let (need_here, met) = ask_in_school(d, place, hours, c.p);
        needed += need_here;
        let school = &mut d.schools[place];
        school.help_met = met;
        let (team, beside) = (rank(true, school.pilot), rank(false, school.pilot));
        let (mut on_team, mut others) = (wanted[team], wanted[beside]);
        for k in school.teachers.clone() {
            let open = hours[k] * (1.0 - met);
            if served_first && d.teachers.on_team[k] { on_team += open } else { others += open }
        }
        (wanted[team], wanted[beside]) = (on_team, others);
    }
    let shares = shared_out(central(central_pool(d, focal, c.p)), wanted);
    let mut given = 0.0;
    for school in &d.schools {
        let [met_on_team, met_beside] = [true, false].map(|on_team| {
            let central = shares[rank(on_team, school.pilot)];
            school.help_met + (1.0 - school.help_met) * central
        });
        let seats = school.teachers.clone();
        let convening = d.teams[school.team].convening;
        for (hours, &on_team) in hours[seats.clone()].iter_mut().zip(&d.teachers.on_team[seats]) {
            *hours *= if served_first && on_team { met_on_team } else { met_beside };
            given += *hours;
            if on_team {
                *hours += convening;
            }
        }
    }
    if d.training > 0.0 {
        for (_, hours) in hours.iter_mut().enumerate().filter(|(k, _)| d.attends_training(TeacherId(*k))) {
            *hours += d.training;
        }
    }
    d.teachers.receive(hours, c.now);
    d.help_needed = needed;
    d.help_given = given;
}

/// Notes what each user of a school needs; returns the sum, and the share of it that colleagues meet.
fn ask_in_school(d: &District, place: usize, open: &mut [f64], p: &Parameters) -> (f64, f64) {
    let (school, t) = (&d.schools[place], &d.teachers);
    let (mut need_here, mut pool) = (0.0, 0.0);
    for k in school.teachers.clone().filter(|&k| t.practice[k].in_use()) {
        open[k] = need(t.depth[k], p).min(school.time);
        need_here += open[k];
        if t.practice[k] == Practice::Using && t.depth[k] >= p.depth.deep {
            pool += p.help.leader_hours * t.ownership[k] * school.time_share;
        }
    }
    (need_here, if need_here > 0.0 { (pool / need_here).min(1.0) } else { 0.0 })
}

/// The share of what each rank still needs that the pool meets.
pub fn shared_out(mut pool: f64, wanted: [f64; 3]) -> [f64; 3] {
    wanted.map(|hours| {
        let met = if hours > 0.0 { (pool / hours).min(1.0) } else { 0.0 };
        pool -= met * hours;
        met
    })
}

/// No help in the holidays.
pub fn rest(d: &mut District, hours: &mut Vec<f64>, now: Month) {
    hours.clear();
    hours.resize(d.teachers.len(), 0.0);
    d.teachers.receive(hours, now);
    d.help_needed = 0.0;
    d.help_given = 0.0;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pool_serves_the_first_rank_first_and_gives_out_no_more_than_it_has() {
        assert_eq!(shared_out(10.0, [4.0, 12.0, 5.0]), [1.0, 0.5, 0.0]);
        assert_eq!(shared_out(100.0, [4.0, 0.0, 5.0]), [1.0, 0.0, 1.0]);
    }

    #[test]
    fn the_deep_need_less_help() {
        let p = crate::parameters::Ledger::standard().unwrap().values();
        assert!(need(0.1, &p) > need(0.8, &p) && need(1.0, &p) > 0.0);
    }
}
