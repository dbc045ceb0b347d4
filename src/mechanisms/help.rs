//! Help is finite: hours are shared out among those who use the practice. (ODD 7.9)
//!
//! ```text
//! need of a user   = Σ over components in hand of need_hours · (1 + need_when_deep − depth)
//! pool of a school = Σ over its deep users on their own account of leader_hours · own · time share
//! central pool     = Σ over teams of max(0, manager's hours − full_support_hours) · bond + coaching
//! coaching         = hours · share · worth, less what the teams use (7.7)
//! hours            = coach_hours · focal teachers · (focal teachers / coach_typical_teachers)^−coach_size_slope · coach_budget
//! share            = backing / (backing + coach_pull · (initiatives − 1))          0 without backing
//! worth            = coach_unskilled + (1 − coach_unskilled) · f3
//! ```
//!
//! Everyone who uses it, focal or not, on their own account or not, has a need; of a program with further components (7.10) each
//! that the user has in hand adds its own. Deep means a depth of `deep` or more in the practice, and deep users of any grade,
//! adjacent ones too, give to the pool. Use, depth and ownership are those before this month's changes
//! (step 10); time share, hours and bond are those after this month's (steps 4 to 8; the bond has just grown), f3 of coaches is that
//! of the month before. What the manager does for the team's work (7.7) helps no teacher once more; only hours beyond full support
//! do.
//!
//! A school's pool meets the same share of everyone's need there, min(1, pool / need). The central pool is one for all teams and
//! practices; its focal teachers are all of the district's. It meets what is left of each need, teacher by teacher, until it is used
//! up: team members first, then all other staff of pilot schools, adjacent too, then those of other schools; nobody in a school that
//! has given the practice up (7.13). *Help comes in turn*: within a rank those are helped first whose turn it is in this school
//! year, in the order of a number drawn for each person and year. So coaches work with a few teachers as much as these need
//! instead of with everyone a little, and the next year with others. Under the strategies without a team those who were sent to
//! training rank with the others.
//!
//! Hours of convenings come on top for team members (7.7), whether or not they use it, and hours of training for those who
//! attend (below). A teacher's dose is the sum of the hours of the last twelve months, this one included, from whatever source;
//! in June and July everyone receives 0. That larger programs reach less depth per teacher comes out
//! of fewer having their turn, and of coaches being fewer per teacher in larger districts (`coach_size_slope`).
//!
//! *Coaches are a budget* that a district has for all its initiatives, fewer per teacher in larger districts. Leaders who back
//! this practice draw them to it, other initiatives draw them away (initiatives include dated ones, at least 1). Capacity
//! building makes their hours worth more, and not more of them. Under the strategies without a team coaching is 0: coaches
//! cannot help with what nobody in the district works on; so it is while the work is paused. In each August after the first a
//! number of the district decides whether the budget is cut, with probability `budget_cut`: `coach_budget` is then
//! 1 − `budget_cut_size` for the school year, else 1. When outside support ends, what takes its place comes out of this budget.
//!
//! In the null model without complementarity coaching is hours times the mean of share and worth; in the variant *turnover
//! alone* no budget is cut.
//!
//! Reads     use, depth, ownership, support, capacity building, backing, initiatives, time share.
//! Emits     `BudgetCut`.
//! Writes    budget and hours of coaches, and how many of these are used; hours of help and twelve-month doses; hours needed and given in the district (convenings and training apart).
//! Leaves out  travel; coaches who differ in skill; coaches who choose whom they help.

use super::{Context, competing_initiatives};
use crate::calendar::Month;
use crate::chance::{Blocks, Decision, DecisionMaker, Streams, blocks};
use crate::model::Model;
use crate::numerics;
use crate::parameters::{Help, Parameters};
use crate::world::district::Fundamental;
use crate::world::{District, Event, Practice, TeacherId, Team};

/// Hours of help that a user of this depth needs in a month.
pub fn need(depth: f64, p: &Parameters) -> f64 {
    p.help.need_hours * (1.0 + p.help.need_when_deep - depth)
}

/// Hours a month of a district's coaches for all its initiatives, in a year without cuts.
pub fn coach_hours(focal: f64, p: &Help) -> f64 {
    let size = focal.max(1.0) / p.coach_typical_teachers;
    p.coach_hours * focal * numerics::power(size, -p.coach_size_slope)
}

/// The share of them that this practice draws, against so many initiatives in all.
pub fn drawn(backing: f64, initiatives: f64, p: &Help) -> f64 {
    let others = p.coach_pull * (initiatives - 1.0).max(0.0);
    if backing > 0.0 { backing / (backing + others) } else { 0.0 }
}

/// What the district's coaches have for this practice this month.
pub fn set_coaching(d: &mut District, p: &Parameters) {
    if !d.rules().has_team() || d.is_paused() {
        // Coaches can only help with what somebody in the district works on.
        (d.coaching, d.coach_worth, d.coached) = (0.0, 0.0, 0.0);
        return;
    }
    let focal: usize = d.schools.iter().map(|s| s.focal).sum();
    let h = &p.help;
    let share = drawn(d.backing, competing_initiatives(d, p), h);
    let worth = h.coach_unskilled + (1.0 - h.coach_unskilled) * d.fundamental(Fundamental::Capacity);
    let all = coach_hours(focal as f64, h) * d.coach_budget;
    d.coaching = d.model.combine(all, [share, worth]);
    d.coach_worth = if all * share > 0.0 { d.coaching / (all * share) } else { 0.0 };
    d.coached = 0.0;
}

/// A new school year brings the usual budget.
pub fn renew_budget(d: &mut District, c: Context<'_>) {
    if c.now.is_new_year() {
        d.coach_budget = 1.0;
    }
}

/// Whether the budget of the school year is cut.
pub fn decide_budget(d: &District, c: Context<'_>, events: &mut Vec<Event>) {
    if !c.now.is_new_year() || d.model == Model::TurnoverAlone {
        return;
    }
    let probability = c.p.help.budget_cut;
    if c.streams.block(Decision::SchoolYear, DecisionMaker::DISTRICT, c.now).chance(1, probability) {
        events.push(Event::BudgetCut { probability });
    }
}

/// The budget is cut for this school year.
pub fn cut(d: &mut District, p: &Parameters) {
    d.coach_budget = 1.0 - p.help.budget_cut_size;
}

/// Ranks of the central pool: team members, pilot schools, the others.
fn rank(on_team: bool, pilot: bool) -> usize {
    match (on_team, pilot) {
        (true, _) => 0,
        (false, true) => 1,
        (false, false) => 2,
    }
}

/// In the place of a rank: whoever is not helped.
const NOT_WAITING: usize = 3;

/// The order in which it is everyone's turn in a school year, kept from month to month.
#[derive(Debug, Clone, Default)]
pub struct Turns {
    /// When, by which chance and for whom it was drawn: the school year, and the persons in the seats.
    drawn: Option<(Month, Streams)>,
    persons: Vec<u16>,
    numbers: Blocks,
    keys: Vec<u64>,
    /// Places of all teachers, whose turn is first in front.
    order: Vec<usize>,
    ranks: Vec<usize>,
    open: Vec<f64>,
}

impl Turns {
    /// Draws the order anew in a new year, or where somebody new sits in a seat: each person's number is the same in every
    /// scenario.
    fn bring_up_to_date(&mut self, d: &District, c: Context<'_>) {
        let (t, year) = (&d.teachers, c.now.start_of_year());
        if self.drawn == Some((year, *c.streams)) && self.persons == t.person {
            return;
        }
        self.drawn = Some((year, *c.streams));
        self.persons.clone_from(&t.person);
        blocks::draw(c.streams, Decision::HelpTurn, (&t.place, &t.seat, &t.person), year, &mut self.numbers);
        // Number and place as one: the place settles a tie, so that the order is the same on every machine.
        self.keys.clear();
        self.keys
            .extend((0..t.len()).map(|place| u64::from(self.numbers.word(place, 0)) << 32 | place as u64));
        self.keys.sort_unstable();
        self.order.clear();
        self.order.extend(self.keys.iter().map(|&key| key as u32 as usize));
    }

    /// Gives each what is still needed, rank by rank and in turn, until the pool is used up; returns how much was given.
    fn serve(&self, mut pool: f64, hours: &mut [f64]) -> f64 {
        let mut given = 0.0;
        for rank in 0..NOT_WAITING {
            for &place in self.order.iter().filter(|&&place| self.ranks[place] == rank) {
                if pool <= 0.0 {
                    return given;
                }
                let served = self.open[place].min(pool);
                hours[place] += served;
                pool -= served;
                given += served;
            }
        }
        given
    }
}

/// A teaching month of helping. `hours` is scratch space: first what each teacher needs, then what each
/// receives; `turns` are those of this district. `central` makes the central pool of this month from what it would be.
pub fn update(
    d: &mut District,
    hours: &mut Vec<f64>,
    turns: &mut Turns,
    central: impl FnOnce(f64) -> f64,
    c: Context<'_>,
) {
    hours.clear();
    hours.resize(d.teachers.len(), 0.0);
    turns.bring_up_to_date(d, c);
    turns.ranks.resize(d.teachers.len(), NOT_WAITING);
    turns.open.resize(d.teachers.len(), 0.0);
    // Who was sent to training is no team that coaches serve first.
    let served_first = d.rules().has_team();
    let mut needed = 0.0;
    for place in 0..d.schools.len() {
        let (need_here, met) = ask_in_school(d, place, hours, c.p);
        needed += need_here;
        d.schools[place].help_met = met;
        let school = &d.schools[place];
        for place in school.teachers.clone() {
            let open = hours[place] * (1.0 - met);
            hours[place] *= met;
            let rank = rank(served_first && d.teachers.on_team[place], school.pilot);
            turns.ranks[place] = if open > 0.0 && !school.given_up { rank } else { NOT_WAITING };
            turns.open[place] = open;
        }
    }
    let beyond_full = |team: &Team| (team.hours - c.p.support.full_support_hours).max(0.0);
    let of_manager = d.office.manager.bond * d.teams.iter().map(beyond_full).sum::<f64>();
    let served = turns.serve(central(of_manager + d.coaching), hours);
    // The manager's hours are paid for whether or not they are used, so that coaches give what these leave open.
    d.note_coached((served - of_manager).clamp(0.0, d.coaching));
    let mut given = 0.0;
    for school in &d.schools {
        let seats = school.teachers.clone();
        let convening = d.teams[school.team].convening;
        for (hours, &on_team) in hours[seats.clone()].iter_mut().zip(&d.teachers.on_team[seats]) {
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
        let further = t.components.iter().filter(|component| component.used[k]);
        let whole = further.fold(need(t.depth[k], p), |sum, component| sum + need(component.depth[k], p));
        open[k] = whole;
        need_here += whole;
        if t.practice[k] == Practice::Using && t.depth[k] >= p.depth.deep {
            pool += p.help.leader_hours * t.ownership[k] * school.time_share;
        }
    }
    (need_here, if need_here > 0.0 { (pool / need_here).min(1.0) } else { 0.0 })
}

/// No help in the holidays.
pub fn rest(d: &mut District, hours: &mut Vec<f64>, now: Month) {
    hours.clear();
    hours.resize(d.teachers.len(), 0.0);
    d.teachers.receive(hours, now);
    d.help_needed = 0.0;
    d.help_given = 0.0;
    d.coached = 0.0;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pool_serves_the_first_rank_first_then_in_turn_and_gives_out_no_more_than_it_has() {
        let served = |pool| {
            let turns = Turns {
                order: vec![0, 3, 2, 1],
                ranks: vec![2, 1, 0, 1],
                open: vec![5.0, 4.0, 3.0, 6.0],
                ..Turns::default()
            };
            let mut hours = [0.5, 0.0, 0.0, 0.0];
            let given = turns.serve(pool, &mut hours);
            assert_eq!(given, hours.iter().sum::<f64>() - 0.5, "what is given is what they have");
            hours
        };
        assert_eq!(served(0.0), [0.5, 0.0, 0.0, 0.0]);
        assert_eq!(served(11.0), [0.5, 2.0, 3.0, 6.0]);
        assert_eq!(served(100.0), [5.5, 4.0, 3.0, 6.0]);
    }

    #[test]
    fn larger_districts_have_fewer_coaches_per_teacher_and_initiatives_share_them() {
        let p = crate::parameters::Ledger::standard().unwrap().values().help;
        let per_teacher = |focal: f64| coach_hours(focal, &p) / focal;
        assert!(per_teacher(25.0) > per_teacher(150.0) && per_teacher(150.0) > per_teacher(1_000.0));
        assert!((per_teacher(p.coach_typical_teachers) - p.coach_hours).abs() < 1e-12);
        assert_eq!(drawn(0.7, 1.0, &p), 1.0);
        assert_eq!(drawn(0.0, 3.0, &p), 0.0);
        assert!(drawn(0.7, 3.0, &p) > drawn(0.7, 6.0, &p) && drawn(0.9, 3.0, &p) > drawn(0.3, 3.0, &p));
    }

    #[test]
    fn the_deep_need_less_help() {
        let p = crate::parameters::Ledger::standard().unwrap().values();
        assert!(need(0.1, &p) > need(0.8, &p) && need(1.0, &p) > 0.0);
    }
}
