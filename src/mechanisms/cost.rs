//! What the work takes: hours and money. (ODD 7.19)
//!
//! At the end of every month hours are added up and priced. Nothing in the model reads any of it: no price changes what happens.
//! In a teaching month
//!
//! ```text
//! manager       = Σ over teams of the program manager's hours (7.7)                          every month, holidays too
//! coach         = hours of coaches that teams (7.7) and teachers (7.9) use
//! meetings      = team_hours · members                                                       over teams that meet
//! collaboration = meetings + Σ over schools of teachers using it · time · attention
//! in person     = members · convening_hours                                                  in months of a convening, teams with hours
//! training      = training hours · teachers who attend                                       (7.9)
//! convening     = in person + training + members · online_hours                              teams with hours
//! substitute    = convening_covered · (in person + training) + team_covered · meetings
//! cost          = manager_price · manager + coach_price · coach + substitute_price · substitute
//!                 + teacher_price · (collaboration_paid · collaboration + convening_paid · convening)
//!                 + convening_price · in person + training_price · training
//! ```
//!
//! In June and July all but the manager's hours are 0. Everything is about all teams and collaborations of a district, and about
//! all teachers who use the practice, focal or not, on their own account or not.
//!
//! *Coaches* work less well where capacity building is weak (7.9): an hour as good as that of a good coach takes 1 / worth of
//! theirs. What they draw from the budget and nobody needs costs nothing here, since other initiatives have it. The manager's
//! hours beyond full support help teachers first; these are paid for whether or not they are used.
//!
//! *Collaboration time* is used for instruction in general (7.5). A user spends the part of it that goes with the attention
//! left for this initiative (7.6). Help of colleagues (7.9) is given in this time. It counts as hours whoever pays; which share
//! costs money is a parameter.
//!
//! *Students* of a focal teacher, `students_per_teacher`, are for measures of whom the work reaches (section 4).
//!
//! Prices are those of 2023 in every month: no inflation, no interest. They are no part of calibration.
//!
//! Reads     hours of managers, coaches, convenings and training; members, use, collaboration time, attention, pause.
//! Writes    what the work takes, which nothing reads.
//! Leaves out  hours of superintendents, leads and principals; materials of the practice itself; what students miss; hiring.

use super::Context;
use crate::parameters::Cost;
use crate::world::{District, Effort, TeacherId};

/// Hours that are priced apart, beside those of [`Effort`].
struct Apart {
    in_person: f64,
    training: f64,
}

/// Adds up what the work of this month took.
pub fn count(d: &mut District, c: Context<'_>) {
    let (mut effort, apart) = hours(d, c);
    effort.cost = price(&effort, &apart, &c.p.cost);
    effort.cost_so_far = d.effort.cost_so_far + effort.cost;
    d.effort = effort;
}

fn hours(d: &District, c: Context<'_>) -> (Effort, Apart) {
    let mut effort = Effort { manager: d.teams.iter().map(|team| team.hours).sum(), ..Effort::default() };
    let mut apart = Apart { in_person: 0.0, training: 0.0 };
    if !c.now.is_teaching() {
        return (effort, apart);
    }
    let (p, meets) = (c.p, d.rules().has_team() && !d.is_paused());
    let mut meetings = 0.0;
    for team in &d.teams {
        let members = team.members.len() as f64;
        meetings += if meets { p.team.team_hours * members } else { 0.0 };
        if team.convening > 0.0 {
            effort.convening += members * team.convening;
            apart.in_person += if c.now.is_convening() { members * p.support.convening_hours } else { 0.0 };
        }
    }
    let spent = |school: &crate::world::School| d.in_use(school.teachers.clone()) as f64 * school.time;
    effort.coach = d.coached;
    effort.collaboration = meetings + d.attention * d.schools.iter().map(spent).sum::<f64>();
    if d.training > 0.0 {
        let attend = (0..d.teachers.len()).filter(|&k| d.attends_training(TeacherId(k))).count();
        apart.training = d.training * attend as f64;
    }
    effort.convening += apart.training;
    let cost = &p.cost;
    effort.substitute =
        cost.convening_covered * (apart.in_person + apart.training) + cost.team_covered * meetings;
    (effort, apart)
}

fn price(hours: &Effort, apart: &Apart, p: &Cost) -> f64 {
    let teachers = p.collaboration_paid * hours.collaboration + p.convening_paid * hours.convening;
    p.manager_price * hours.manager
        + p.coach_price * hours.coach
        + p.substitute_price * hours.substitute
        + p.teacher_price * teachers
        + p.convening_price * apart.in_person
        + p.training_price * apart.training
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::Month;
    use crate::chance::Streams;
    use crate::metrics::{MEASURES, Measure};
    use crate::parameters::{Distribution, Ledger, Parameters};
    use crate::scenario::{self, layers::BuiltIn};
    use crate::simulation::{draw_parameters, first_day};
    use crate::world::Practice;

    fn committed() -> (District, Parameters) {
        let s = scenario::read("committed", &[], &BuiltIn, &Ledger::standard().unwrap()).unwrap();
        let p = draw_parameters(&s, 0);
        let mut d = first_day(&s, &s.places[0], 0, &p).unwrap().0;
        d.teams[0].hours = 20.0;
        d.teams[0].convening = p.support.online_hours + p.support.convening_hours;
        d.coached = 8.0;
        (d, p)
    }

    fn counted(d: &mut District, p: &Parameters, month: u32) -> Effort {
        count(d, Context { p, streams: &Streams::new(1, 2, 3), now: Month(month) });
        d.effort
    }

    #[test]
    fn a_month_is_added_up_hour_by_hour_and_dollar_by_dollar() {
        let (mut d, p) = committed();
        let members = d.teams[0].members.len() as f64;
        (d.teachers.practice[0], d.attention) = (Practice::Using, 0.5);
        let time = d.schools.iter().find(|s| s.teachers.contains(&0)).unwrap().time;
        let e = counted(&mut d, &p, 2);
        let (meetings, in_person) = (members * p.team.team_hours, members * p.support.convening_hours);
        assert_eq!((e.manager, e.coach), (20.0, 8.0));
        assert_eq!(e.collaboration, meetings + 0.5 * time);
        assert_eq!(e.convening, in_person + members * p.support.online_hours);
        assert_eq!(e.substitute, p.cost.convening_covered * in_person + p.cost.team_covered * meetings);
        let money = [
            p.cost.manager_price * 20.0,
            p.cost.coach_price * 8.0,
            p.cost.substitute_price * e.substitute,
            p.cost.teacher_price * p.cost.collaboration_paid * e.collaboration,
            p.cost.teacher_price * p.cost.convening_paid * e.convening,
            p.cost.convening_price * in_person,
        ];
        assert!((e.cost - money.iter().sum::<f64>()).abs() < 1e-9);
        assert_eq!(e.cost_so_far, e.cost);
        let next = counted(&mut d, &p, 3);
        assert!(next.convening == e.convening && next.substitute < e.substitute, "October has no convening");
        assert_eq!(next.cost_so_far, e.cost + next.cost);
    }

    #[test]
    fn holidays_take_the_managers_hours_alone_and_a_pause_no_meeting() {
        let (mut d, p) = committed();
        let e = counted(&mut d, &p, 11);
        assert_eq!(
            (e.manager, e.coach, e.collaboration, e.convening, e.substitute),
            (20.0, 0.0, 0.0, 0.0, 0.0)
        );
        assert_eq!(e.cost, 20.0 * p.cost.manager_price);
        d.rollout.paused = true;
        d.teachers.practice.fill(Practice::Never);
        assert_eq!(counted(&mut d, &p, 3).collaboration, 0.0);
    }

    #[test]
    fn a_price_changes_cost_and_nothing_else() {
        let run = |factor: f64| {
            let ledger = Ledger::standard().unwrap();
            let mut s = scenario::read("committed", &["run.months=20".into()], &BuiltIn, &ledger).unwrap();
            for entry in ledger.entries().iter().filter(|e| e.name.ends_with("_price")) {
                s.parameters[entry.position] = Distribution::Fixed(factor * entry.value);
            }
            s.run(4)
        };
        let (usual, dear) = (run(1.0), run(2.0));
        for (month, (was, is)) in
            usual.timeline.chunks(MEASURES.len()).zip(dear.timeline.chunks(MEASURES.len())).enumerate()
        {
            for (k, column) in MEASURES.iter().enumerate() {
                let priced = [Measure::Cost as usize, Measure::CostSoFar as usize].contains(&k);
                let expected = if priced { 2.0 * was[k] } else { was[k] };
                assert!(
                    is[k] == expected
                        || is[k].is_nan() && was[k].is_nan()
                        || priced && (is[k] - expected).abs() < 1e-6,
                    "{} in month {month}: {} and {}",
                    column.name,
                    was[k],
                    is[k]
                );
            }
        }
        assert!(usual.total("total_cost").is_some_and(|cost| cost > 0.0));
    }
}
