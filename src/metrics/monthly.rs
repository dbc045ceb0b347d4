//! The measures of a month. Sums run over seats in their fixed order. (ODD 4, observation)
//!
//! Measures are kept to twelve decimals, so that the rounding of a sum is never read as a difference. Deep means here a depth
//! of 0.6 or more: a definition. (The parameter `deep` is another thing: from there on a user helps colleagues, is a full
//! example and fits the practice to the school.) Depth and ownership are means over focal users and missing where there are
//! none; belief is a mean over all focal teachers; the standard deviation of depth divides by the number of users. Schools,
//! principals, safety and time are means over schools with focal teachers. The number of initiatives includes those of dated
//! events and is at least 1: this one is there, however many of them end. Help is shared out in teaching months only; in June and
//! July the two columns about it are 0, and they leave hours of
//! convenings and training out. Gain is the mean over focal teachers' classes (7.17), those without use counting 0. High and
//! low poverty: classes of schools at or above, and below, the district's mean poverty, which is that of schools with focal
//! teachers of the first collaboration whose poverty is known, weighted by focal teachers; a school of unknown poverty is in
//! neither group, and a group without classes is missing. Spread, deep share and ownership are told of the same two groups; a gap
//! is high-poverty schools minus low-poverty schools. The *lowest quarter* of a district's schools has the lowest deep share
//! in that month: a quarter of the schools with focal teachers, rounded up, those of fewer users first among equals, then those
//! of fewer focal teachers, less ownership and less gain. It is taken anew each month, and is missing where the district has fewer than two such schools.
//! Its measures are over all its focal teachers, so that a school counts by its students. `gain_gathered_sd` and `courses` are plain means over schools,
//! whatever their size: of what students now in the highest focal grade have gathered, over all schools with focal teachers; of
//! courses, over those with a focal grade of 7 or above. `leader_exits` counts exits of the month by chance and by date; a
//! superintendent who leads in person counts once, a manager whom districts share once in each of them.
//!
//! Measures of teachers, schools, teams, policy, stage and students are about the *first* collaboration: its schools and their
//! focal teachers. `team_capacity`, `team_skill` and `support` are means over its teams, `circle` is the widest of them.
//! `spread_all`, help, coherence and fundamentals, initiatives, churn and the states of superintendent and lead are about the
//! whole district. Of all later collaborations together there are `spread_next`, `depth_next` and `deep_share_next`, missing
//! before the second one starts. They are about the practice, the first component of a program; `program_share` and
//! `program_deep_share` ask for all components that have started by then, and are spread and deep share where there is no other. `courses` is missing where no focal students choose courses. `gain_sd_underserved` is worked out
//! from the measured mean gain (7.17).
//!
//! Hours and money (7.19) are those of the whole district, of all its teams and collaborations; they are 0 on the first day.

use super::columns::{MEASURES, Measure};
use super::school_parts::{SchoolPart, lowest_quarter};
use super::stage::{DEEP, Reach, stage};
use crate::calendar::Month;
use crate::mechanisms::support;
use crate::numerics::{self, in_lanes};
use crate::parameters::{Outcomes, Parameters};
use crate::world::district::Fundamental;
use crate::world::teachers::{Component, class_gain};
use crate::world::{CollaborationId, District, Practice, Team};

/// A month's row, a value for each of [`MEASURES`]; missing values are NaN.
pub fn measure(d: &District, exits: f64, now: Month, p: &Parameters) -> [f64; MEASURES.len()] {
    let mut row = [f64::NAN; MEASURES.len()];
    let mut set = |measure: Measure, value: f64| row[measure as usize] = value;
    let people = People::count(d, now, &p.outcomes);
    let focal = people.focal.max(1.0);
    let using = people.using;
    let among_users = |sum: f64| if using > 0.0 { sum / using } else { f64::NAN };

    // Means over the teams of the first collaboration.
    let own_teams = || d.teams.iter().filter(|t| t.collaboration == CollaborationId(0));
    let teams = own_teams().count().max(1) as f64;
    let mean_of = |value: &dyn Fn(&Team) -> f64| own_teams().map(value).sum::<f64>() / teams;

    let spread = using / focal;
    let schools = SchoolSums::count(d);
    let reach = Reach {
        spread,
        deep_share: people.deep / focal,
        schools_using: schools.using / schools.all.max(1.0),
    };
    set(Measure::Spread, spread);
    set(Measure::SpreadAll, people.using_all / (d.teachers.len().max(1) as f64));
    set(Measure::Compliance, people.complying / focal);
    set(Measure::SchoolsUsing, reach.schools_using);
    set(Measure::StoppedShare, people.stopped / focal);
    set(Measure::Adopted, schools.adopted / schools.all.max(1.0));
    set(Measure::GivenUp, schools.given_up / schools.all.max(1.0));
    let depth = among_users(people.depth);
    set(Measure::DepthMean, depth);
    set(Measure::DepthSd, if using >= 2.0 { people.depth_sd(d, depth) } else { f64::NAN });
    set(Measure::DeepShare, reach.deep_share);
    set(Measure::Ownership, among_users(people.ownership));
    set(Measure::Belief, people.belief / focal);
    set(Measure::Coherence, d.coherence);
    set(Measure::Expectations, d.fundamental(Fundamental::Expectations));
    set(Measure::Practices, d.fundamental(Fundamental::Practices));
    set(Measure::Capacity, d.fundamental(Fundamental::Capacity));
    set(Measure::Monitoring, d.fundamental(Fundamental::Monitoring));
    set(Measure::Routine, schools.routine / focal);
    set(Measure::Policy, d.collaborations[0].policy);
    set(Measure::Stage, f64::from(stage(d, reach)));
    set(Measure::Circle, own_teams().map(|t| f64::from(t.circle.number())).fold(0.0, f64::max));
    set(Measure::Backing, d.backing);
    set(Measure::Seen, d.seen);
    set(Measure::Lasting, d.lasting);
    set(Measure::SuperintendentCommitment, d.office.superintendent.commitment);
    set(Measure::LeadCommitment, d.office.lead.commitment);
    let schools_all = schools.all.max(1.0);
    set(Measure::PrincipalCommitment, schools.commitment / schools_all);
    set(Measure::Safe, schools.safe / schools_all);
    set(Measure::Time, schools.time / schools_all);
    set(Measure::Attention, d.attention);
    set(Measure::Initiatives, (d.initiatives + d.dated_initiatives).max(1.0));
    set(Measure::Elsewhere, d.elsewhere);
    set(Measure::Churn, d.churn);
    set(Measure::TeamCapacity, mean_of(&|t| t.capacity));
    set(Measure::TeamSkill, mean_of(&|t| t.skill));
    set(Measure::PilotFit, d.collaborations[0].pilot_fit);
    set(Measure::ManagerHours, mean_of(&|t| support::support(t.hours, &p.support)));
    set(Measure::HelpNeeded, d.help_needed);
    set(Measure::HelpGiven, d.help_given);
    for (measure, count) in BY_ROUTE.into_iter().zip(people.by_route) {
        set(measure, count / focal);
    }
    set(Measure::LeaderExits, exits);
    set(Measure::Gain, people.gain / focal);
    set(Measure::GainUnderserved, people.gain / focal * d.reaching_underserved);
    set(
        Measure::Courses,
        if schools.with_courses > 0.0 { schools.courses / schools.with_courses } else { f64::NAN },
    );
    if d.collaborations.len() > 1 {
        let next = Next::count(d);
        set(Measure::SpreadNext, next.using / next.focal.max(1.0));
        set(Measure::DepthNext, if next.using > 0.0 { next.depth / next.using } else { f64::NAN });
        set(Measure::DeepShareNext, next.deep / next.focal.max(1.0));
    }
    let poor = (people.gain_high, people.classes_high);
    let rich = (people.gain_low, people.classes_low);
    let mean_gain = |(gain, classes): (f64, f64)| if classes > 0.0 { gain / classes } else { f64::NAN };
    let gains = [poor, rich].map(mean_gain);
    set(Measure::GainHigh, gains[0]);
    set(Measure::GainLow, gains[1]);
    set(Measure::GainGap, gains[0] - gains[1]);
    let parts = &people.schools;
    let [high, low] =
        [true, false].map(|high| SchoolPart::together(parts.iter().filter(|s| s.high == Some(high))));
    for ([of_high, of_low, gap], value) in BY_POVERTY {
        set(of_high, value(&high));
        set(of_low, value(&low));
        set(gap, value(&high) - value(&low));
    }
    if let Some(lowest) = lowest_quarter(parts) {
        set(Measure::SpreadLowest, lowest.spread());
        set(Measure::DeepShareLowest, lowest.deep_share());
        set(Measure::OwnershipLowest, lowest.mean_ownership());
        set(Measure::GainLowest, lowest.mean_gain());
    }
    set(Measure::GainGathered, schools.gathered / schools_all);
    set(Measure::ProgramShare, people.whole_program / focal);
    set(Measure::ProgramDeepShare, people.deep_in_all / focal);
    let effort = &d.effort;
    set(Measure::HoursManager, effort.manager);
    set(Measure::HoursCoach, effort.coach);
    set(Measure::HoursCollaboration, effort.collaboration);
    set(Measure::HoursConvening, effort.convening);
    set(Measure::HoursSubstitute, effort.substitute);
    set(Measure::Cost, effort.cost);
    set(Measure::CostSoFar, effort.cost_so_far);
    in_lanes(
        #[inline(always)]
        move || row.map(|x| (x * DIGITS).round() / DIGITS),
    )
}

/// Measures are kept to twelve decimals: what differs by the rounding of a sum is no difference.
const DIGITS: f64 = 1e12;

const BY_ROUTE: [Measure; 5] = [
    Measure::UsersPilot,
    Measure::UsersColleague,
    Measure::UsersInvitation,
    Measure::UsersExpectation,
    Measure::UsersMandate,
];

/// An outcome of a group of schools.
type OfGroup = fn(&SchoolPart) -> f64;

/// Outcomes of high-poverty schools, of low-poverty schools, and their gap, with what each is of a group.
const BY_POVERTY: [([Measure; 3], OfGroup); 3] = [
    ([Measure::SpreadHigh, Measure::SpreadLow, Measure::SpreadGap], SchoolPart::spread),
    ([Measure::DeepShareHigh, Measure::DeepShareLow, Measure::DeepShareGap], SchoolPart::deep_share),
    ([Measure::OwnershipHigh, Measure::OwnershipLow, Measure::OwnershipGap], SchoolPart::mean_ownership),
];

/// Counts and sums over teachers; over focal ones unless said.
#[derive(Default)]
struct People {
    focal: f64,
    using: f64,
    using_all: f64,
    complying: f64,
    stopped: f64,
    depth: f64,
    deep: f64,
    ownership: f64,
    belief: f64,
    by_route: [f64; 5],
    gain: f64,
    gain_high: f64,
    gain_low: f64,
    classes_high: f64,
    classes_low: f64,
    whole_program: f64,
    deep_in_all: f64,
    /// The same by school, of schools with focal teachers of the first collaboration.
    schools: Vec<SchoolPart>,
}

impl People {
    fn count(d: &District, now: Month, outcomes: &Outcomes) -> People {
        let t = &d.teachers;
        let started: Vec<&Component> = t.components.iter().filter(|c| c.start <= now).collect();
        let mean_poverty = mean_poverty(d);
        let mut sum = People::default();
        // Apart from the other sums, which then stay in registers: a place chosen by number does not.
        let mut by_route = [0u32; 5];
        for school in &d.schools {
            // A school of unknown poverty belongs to neither group.
            let first = d.is_first(school);
            let (high, low) = (school.poverty >= mean_poverty, school.poverty < mean_poverty);
            let mut part = SchoolPart { high: (high || low).then_some(high), ..SchoolPart::default() };
            for group in &school.grades {
                let seats = group.teachers.clone();
                let factor = school.gain_factor(group);
                if !group.focal || !first {
                    sum.using_all += d.in_use(seats) as f64;
                    continue;
                }
                let teachers = seats.len() as f64;
                sum.focal += teachers;
                part.focal += teachers;
                sum.classes_high += if high { teachers } else { 0.0 };
                sum.classes_low += if low { teachers } else { 0.0 };
                // Choices in the place of branches: who uses it changes from seat to seat. Adding 0 changes no sum.
                let (practice, depth, own) =
                    (&t.practice[seats.clone()], &t.depth[seats.clone()], &t.ownership[seats.clone()]);
                let (belief, route) = (&t.belief[seats.clone()], &t.route[seats.clone()]);
                for k in 0..seats.len() {
                    let uses = practice[k].in_use();
                    let one = f64::from(u8::from(uses));
                    let gain = factor * class_gain(practice[k], depth[k], outcomes);
                    by_route[route[k] as usize] += u32::from(uses);
                    sum.belief += belief[k];
                    let deep = if depth[k] >= DEEP { one } else { 0.0 };
                    sum.using += one;
                    sum.depth += one * depth[k];
                    sum.ownership += one * own[k];
                    sum.deep += deep;
                    part.using += one;
                    part.deep += deep;
                    part.ownership += one * own[k];
                    part.gain += gain;
                    sum.complying += f64::from(u8::from(practice[k] == Practice::Complying));
                    sum.stopped += f64::from(u8::from(practice[k] == Practice::Stopped));
                    sum.gain += gain;
                    sum.gain_high += if high { gain } else { 0.0 };
                    sum.gain_low += if low { gain } else { 0.0 };
                }
                for k in seats.filter(|&k| !started.is_empty() && t.practice[k].in_use()) {
                    let deep_in = |component: &&Component| component.used[k] && component.depth[k] >= DEEP;
                    sum.whole_program +=
                        f64::from(u8::from(started.iter().all(|component| component.used[k])));
                    sum.deep_in_all += f64::from(u8::from(t.depth[k] >= DEEP && started.iter().all(deep_in)));
                }
            }
            if part.focal > 0.0 {
                sum.schools.push(part);
            }
        }
        if started.is_empty() {
            (sum.whole_program, sum.deep_in_all) = (sum.using, sum.deep);
        }
        sum.using_all += sum.using;
        sum.by_route = by_route.map(f64::from);
        sum
    }

    /// Standard deviation of depth among users, whose mean is known.
    fn depth_sd(&self, d: &District, mean: f64) -> f64 {
        let t = &d.teachers;
        let mut squares = 0.0;
        for school in d.schools.iter().filter(|s| d.is_first(s)) {
            for group in school.grades.iter().filter(|g| g.focal) {
                let seats = group.teachers.clone();
                for (practice, depth) in t.practice[seats.clone()].iter().zip(&t.depth[seats]) {
                    // What is added for those who do not use it is 0, which changes no sum.
                    squares += if practice.in_use() { (depth - mean) * (depth - mean) } else { 0.0 };
                }
            }
        }
        numerics::sqrt(squares / self.using)
    }
}

/// Mean poverty over focal teachers of the schools where it is known.
fn mean_poverty(d: &District) -> f64 {
    let known = d.schools.iter().filter(|s| s.focal > 0 && d.is_first(s) && !s.poverty.is_nan());
    let (mut sum, mut weight) = (0.0, 0.0);
    for school in known {
        sum += school.poverty * school.focal as f64;
        weight += school.focal as f64;
    }
    if weight > 0.0 { sum / weight } else { f64::NAN }
}

/// Counts and sums over the focal teachers of later collaborations.
#[derive(Default)]
struct Next {
    focal: f64,
    using: f64,
    depth: f64,
    deep: f64,
}

impl Next {
    fn count(d: &District) -> Next {
        let t = &d.teachers;
        let mut sum = Next::default();
        for school in d.schools.iter().filter(|s| !d.is_first(s)) {
            for k in school.teachers.clone().filter(|&k| t.focal[k]) {
                sum.focal += 1.0;
                if t.practice[k].in_use() {
                    sum.using += 1.0;
                    sum.depth += t.depth[k];
                    sum.deep += f64::from(u8::from(t.depth[k] >= DEEP));
                }
            }
        }
        sum
    }
}

/// Counts and sums over schools with focal teachers.
#[derive(Default)]
struct SchoolSums {
    all: f64,
    using: f64,
    routine: f64,
    commitment: f64,
    safe: f64,
    time: f64,
    gathered: f64,
    courses: f64,
    with_courses: f64,
    adopted: f64,
    given_up: f64,
}

impl SchoolSums {
    fn count(d: &District) -> SchoolSums {
        let mut sum = SchoolSums::default();
        for school in d.schools.iter().filter(|s| s.focal > 0 && d.is_first(s)) {
            let focal = school.grades.iter().filter(|g| g.focal);
            let using: usize = focal.map(|g| d.in_use(g.teachers.clone())).sum();
            sum.all += 1.0;
            sum.using += f64::from(u8::from(2 * using >= school.focal));
            sum.adopted += f64::from(u8::from(school.adopted.is_some()));
            sum.given_up += f64::from(u8::from(school.given_up));
            sum.routine += school.routine * school.focal as f64;
            sum.commitment += school.principal.commitment;
            sum.safe += school.safe;
            sum.time += school.time;
            if school.has_courses() {
                sum.with_courses += 1.0;
                sum.courses += school.courses;
            }
            sum.gathered += school.pupil_gains.last().copied().unwrap_or(0.0);
        }
        sum
    }
}
