//! Outside support: the program manager, and convenings. (ODD 7.7)
//!
//! *Planned hours* of a team, as a share of `manager_hours`, are counted from its first month, which is month 1 of its support; the
//! count goes by the calendar, holidays and pauses included:
//!
//! ```text
//! planned = support_start + (support_end − support_start) · (month − 1) / (support_months − 1)    months 1 to support_months
//!         = value k of the release a scenario gives                                                in year k of support, 0 beyond the last
//!         = what a dated event has set                                                             for all teams, whatever the month
//! ```
//!
//! The straight line is 0 after `support_months` (where that is 1, the one month has `support_start`). All three are 0 while
//! the work is paused or suspended, and where there is no team (*few sent to training*, *one-off consultant*). Each team has
//! its own hours, so two teams with all of them have twice the hours of one.
//!
//! *A manager's hours are finite.* What is planned is added up at the start of the month, after dated events and shared managers'
//! exits and before a district suspends the work or takes it up again, over all teams in all districts that share the manager,
//! those of a district that has suspended its work among them. Each team then has
//!
//! ```text
//! hours = manager_hours · planned · min(1, manager_capacity / Σ manager_hours · planned of the manager's teams)
//! m     = min(1, hours / full_support_hours)                                      share of full support
//! ```
//!
//! In a cohort the district at place k (counted from 0 in the scenario) has the manager of number k mod the number of managers;
//! one who serves a single district is that district's own. In teaching months, with W the team's capacity of the month before,
//!
//! ```text
//! paid    = min(1, coaching / Σ (1 − m · bond) · skill · full_support_hours)      over the district's teams that meet
//! help    = 1 − (1 − m · bond)(1 − skill · paid)                                 bond and skill before they change
//! skill  += skill_gain · W · 4m(1 − m) · bond · (1 − skill)
//! bond   += (1 − bond) / bond_months                                             while any team has hours
//! ```
//!
//! What the manager does not do, the district's own people do as far as they can, and their hours come out of the same budget
//! as coaching (7.9): what the teams use is taken from `coaching` before teachers are helped. Where that budget is short, the
//! teams' own skill helps so much less.
//!
//! There is one bond, with all teams of the district. The team learns by doing the work with support: support that does it all
//! teaches little, and none teaches little. While a team has hours, each of its members receives (7.9) `online_hours` each
//! teaching month and beside them `convening_hours` in September, January and April.
//!
//! *Convenings.* In these three months, after all districts have gone through the month and where at least two of the run have
//! hours, each of these closes part of the gap between its pilot fit and the mean of the others', for what carries over. The
//! others are those with hours alone; all gaps are taken before anybody closes one:
//!
//! ```text
//! fit += cohort_learning · context_similarity · max(0, mean pilot fit of the others − own pilot fit)
//!        in the pilot schools of the first collaboration; fit then at most max(best, fit before)
//! ```
//!
//! Reads     the teams' capacity, pause, release and events about support, hours of coaches.
//! Writes    the teams' hours, help, skill and convenings, the manager's bond and planned hours, hours of coaches, fit (cohorts).
//! Leaves out  what a manager knows from other places; hours that one team does not need going to another.

use super::Context;
use crate::calendar::Month;
use crate::calendar::YEAR;
use crate::model::Model;
use crate::parameters::{Parameters, Support};
use crate::world::{CollaborationId, District, Manager, School, Team, World};

/// The manager's hours as a share of `manager_hours` in this month of support, the first being 1: year by
/// year where a release is given, else falling evenly.
pub fn released_hours(month: u32, release: &[f64], p: &Support) -> f64 {
    if month == 0 {
        return 0.0;
    }
    if !release.is_empty() {
        return release.get(((month - 1) / YEAR) as usize).copied().unwrap_or(0.0);
    }
    let month = f64::from(month);
    if month > p.support_months {
        return 0.0;
    }
    let progress = if p.support_months > 1.0 { (month - 1.0) / (p.support_months - 1.0) } else { 0.0 };
    p.support_start + (p.support_end - p.support_start) * progress
}

/// The share of what was planned that each of a manager's teams receives.
pub fn shared_out(manager: &Manager, p: &Support) -> f64 {
    if manager.planned > 0.0 { (p.manager_capacity / manager.planned).min(1.0) } else { 1.0 }
}

/// Support of a team as a share of full support: more hours than a team can use add nothing.
pub fn support(hours: f64, p: &Support) -> f64 {
    (hours / p.full_support_hours).min(1.0)
}

/// Hours planned for a team in this month, before its manager shares them out. A district that has suspended its work by itself
/// may take it up again this month.
fn planned(d: &District, team: &Team, now: Month, p: &Support) -> f64 {
    if !d.rules().has_team() || d.rollout.paused {
        return 0.0;
    }
    let month = (now.0 + 1).saturating_sub(team.started.0);
    let manager = &d.office.manager;
    p.manager_hours * manager.set_hours.unwrap_or_else(|| released_hours(month, &manager.release, p))
}

/// On the first day the districts of a cohort, by their places in it, are given managers of the pool:
/// district k the manager k mod `managers`. One who serves a single district is that district's own.
pub fn share_managers(districts: &mut [District], places: &[usize], managers: usize) {
    let number = |place: usize| place % managers.max(1);
    for (d, &own) in districts.iter_mut().zip(places) {
        let served = places.iter().filter(|&&other| number(other) == number(own)).count();
        d.office.manager.pool = (served > 1).then_some(number(own) as u16);
    }
}

/// Adds up, at the start of a month, the hours that each manager is to give, over all teams and districts.
pub fn add_up_plans(districts: &mut [District], p: &[Parameters], now: Month) {
    let of = |(d, p): (&District, &Parameters)| {
        d.teams.iter().map(|team| planned(d, team, now, &p.support)).sum::<f64>()
    };
    let plans: Vec<f64> = districts.iter().zip(p).map(of).collect();
    for k in 0..districts.len() {
        let manager = &districts[k].office.manager;
        let elsewhere = (0..k).chain(k + 1..districts.len());
        let shared = elsewhere.filter(|&o| districts[o].office.manager.is_shared_with(manager));
        let planned = plans[k] + shared.map(|o| plans[o]).sum::<f64>();
        districts[k].office.manager.planned = planned;
    }
}

/// Help that the team has for its work: from outside as a share of full support, and its own skill as far as it is paid for.
pub fn help(support: f64, bond: f64, skill: f64) -> f64 {
    1.0 - (1.0 - support * bond) * (1.0 - skill)
}

/// Share of what the teams' own people do for them that the budget for coaches pays; what they use is taken from it.
fn pay(d: &mut District, p: &Parameters) -> f64 {
    let meets = d.rules().has_team() && !d.is_paused();
    let bond = d.office.manager.bond;
    let own = |team: &Team| (1.0 - support(team.hours, &p.support) * bond) * team.skill;
    let needed = p.support.full_support_hours
        * d.teams.iter().filter(|team| meets && !team.members.is_empty()).map(own).sum::<f64>();
    let paid = if needed > 0.0 { (d.coaching / needed).min(1.0) } else { 1.0 };
    d.note_coached(needed.min(d.coaching));
    d.coaching = (d.coaching - needed).max(0.0);
    if d.model == Model::NoHelp { 1.0 } else { paid }
}

/// Hours of help that a member of a supported team receives this month from convenings and online sessions.
pub fn convening_hours(now: Month, p: &Support) -> f64 {
    p.online_hours + if now.is_convening() { p.convening_hours } else { 0.0 }
}

/// Each team's hours follow the schedule, counted from its start, or what an event has set; a pause suspends
/// them, and where there is no team there is nobody to support.
pub fn schedule(d: &mut District, c: Context<'_>) {
    let share = if d.rollout.suspended { 0.0 } else { shared_out(&d.office.manager, &c.p.support) };
    for k in 0..d.teams.len() {
        d.teams[k].hours = planned(d, &d.teams[k], c.now, &c.p.support) * share;
    }
}

/// A teaching month with the manager: the bond grows, and the teams learn.
pub fn update(d: &mut District, c: Context<'_>) {
    let paid = pay(d, c.p);
    let p = &c.p.support;
    let bond = d.office.manager.bond;
    for team in &mut d.teams {
        let m = support(team.hours, p);
        team.help = help(m, bond, team.skill * paid);
        let convenes = m > 0.0 && d.model != Model::NoHelp;
        team.convening = if convenes { convening_hours(c.now, p) } else { 0.0 };
        let learned = p.skill_gain * team.capacity * 4.0 * m * (1.0 - m) * bond;
        team.skill += learned * (1.0 - team.skill);
    }
    if d.is_supported() {
        d.office.manager.bond += (1.0 - bond) / p.bond_months;
    }
}

/// The districts of a cohort meet: each closes part of the gap to the mean fit of the others, for
/// what carries over from one context to another.
pub fn convene(world: &mut World, p: &[Parameters], now: Month) {
    let meeting: Vec<usize> =
        (0..world.districts.len()).filter(|&k| world.districts[k].is_supported()).collect();
    if !now.is_convening() || meeting.len() < 2 {
        return;
    }
    let fits: Vec<f64> = meeting.iter().map(|&k| world.districts[k].collaborations[0].pilot_fit).collect();
    let total: f64 = fits.iter().sum();
    for (&k, own) in meeting.iter().zip(&fits) {
        let others = (total - own) / (meeting.len() - 1) as f64;
        let p = &p[k];
        let step = p.support.cohort_learning * p.team.context_similarity * (others - own).max(0.0);
        let district = &mut world.districts[k];
        let (best, teams) = (district.collaborations[0].idea.best, &district.teams);
        let own = |s: &&mut School| s.pilot && teams[s.team].collaboration == CollaborationId(0);
        for school in district.schools.iter_mut().filter(own) {
            school.fit = (school.fit + step).min(best.max(school.fit));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn standard() -> Parameters {
        crate::parameters::Ledger::standard().unwrap().values()
    }

    #[test]
    fn hours_beyond_full_support_add_nothing_and_a_managers_hours_are_shared() {
        let p = Support { full_support_hours: 24.0, manager_capacity: 96.0, ..standard().support };
        assert_eq!([0.0, 12.0, 24.0, 48.0].map(|hours| support(hours, &p)), [0.0, 0.5, 1.0, 1.0]);
        let manager = |planned| Manager {
            person: 0,
            set_hours: None,
            release: Vec::new(),
            bond: 1.0,
            pool: None,
            planned,
        };
        assert_eq!(
            [0.0, 48.0, 96.0, 192.0].map(|hours| shared_out(&manager(hours), &p)),
            [1.0, 1.0, 1.0, 0.5]
        );
    }

    #[test]
    fn support_is_released_evenly_and_then_ends() {
        let p = Support { support_start: 1.0, support_end: 0.2, support_months: 36.0, ..standard().support };
        assert_eq!(released_hours(1, &[], &p), 1.0);
        assert!((released_hours(36, &[], &p) - 0.2).abs() < 1e-12);
        assert_eq!(released_hours(37, &[], &p), 0.0);
        let years = [0.9, 0.4];
        assert_eq!([1, 12, 13, 24, 25].map(|m| released_hours(m, &years, &p)), [0.9, 0.9, 0.4, 0.4, 0.0]);
        assert!(released_hours(10, &[], &p) > released_hours(20, &[], &p));
    }

    #[test]
    fn skill_and_outside_help_stand_in_for_each_other() {
        assert_eq!(help(1.0, 1.0, 0.0), 1.0);
        assert_eq!(help(0.0, 1.0, 0.7), 0.7);
        assert!(help(0.5, 1.0, 0.5) > 0.7);
    }

    #[test]
    fn districts_that_meet_learn_from_the_one_that_is_ahead_and_only_while_supported() {
        use crate::scenario::{self, layers::BuiltIn};
        use crate::simulation::{draw_parameters, first_day};
        let ledger = crate::parameters::Ledger::standard().unwrap();
        let s = scenario::read("committed", &[], &BuiltIn, &ledger).unwrap();
        let p = draw_parameters(&s, 0);
        let district = |fit: f64| {
            let mut d = first_day(&s, &s.places[0], 0, &p).unwrap().0;
            d.collaborations[0].pilot_fit = fit;
            d.collaborations[0].idea.best = 0.9;
            d.schools.iter_mut().filter(|x| x.pilot).for_each(|x| x.fit = fit);
            d
        };
        let pilot =
            |w: &World, k: usize| w.districts[k].schools.iter().find(|x| x.pilot).map_or(0.0, |x| x.fit);
        let mut world = World { districts: vec![district(0.3), district(0.7)] };
        convene(&mut world, &[p, p], Month(3));
        assert_eq!((pilot(&world, 0), pilot(&world, 1)), (0.3, 0.7), "October has no convening");
        convene(&mut world, &[p, p], Month(2));
        assert!(pilot(&world, 0) > 0.3 && pilot(&world, 0) < 0.7);
        assert_eq!(pilot(&world, 1), 0.7, "nobody unlearns from those behind");
        world.districts[0].teams[0].hours = 0.0;
        let before = pilot(&world, 0);
        convene(&mut world, &[p, p], Month(6));
        assert_eq!(pilot(&world, 0), before);
    }
}
