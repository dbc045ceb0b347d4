//! Succession: leaders who leave, and who comes after them. (ODD 7.1)
//!
//! A leader leaves within a year with probability p: `manager_exit` for the program manager; `principal_exit` for a principal,
//! plus `principal_exit_high_poverty` in a high-poverty school, at most 1. For superintendent and lead it grows with the years
//! in post (months in post over 12, counted up to nine):
//!
//! ```text
//! p = superintendent_exit or lead_exit · (1 + exit_tenure_slope · (min(years, 9) − tenure_mean))       within 0 and 1
//! ```
//!
//! Some years see more exits than others: in the months of a school year all of these p are multiplied by exp(exit_year_sd · z −
//! ½ exit_year_sd²), at most 1, with z normal, drawn for the district and the year. Rates do not differ by the size of a district:
//! California's do not (2008 to 2017).
//!
//! The program manager leaves only while any team had hours in the month before; the lead does not leave where the
//! superintendent leads in person. Of p, a share falls on the start of August, after the first year; the rest is spread over
//! September to May so that the months compound to exactly p. Nobody leaves in June, in July or on the first day:
//!
//! ```text
//! in_summer = p · exit_in_summer                                                  August after the first
//! monthly   = 1 − ((1 − p) / (1 − in_summer))^(1/9)                               September to May; 0 if in_summer is 1
//! ```
//!
//! Superintendent, then lead, then manager, then the principals in the order of the schools decide, each by one number of the
//! person in post and month, all on the same state; exits become true in this order, and after them those of teachers. In every
//! March a principal's coming summer exit (in_summer) is decided by another number of the same block, and announced. One who is still in
//! post in August then leaves; no other number is asked in that August. One who has announced may still go earlier, in March,
//! April or May. From March to July the school's safety falls at the end of each of the five months of one who has announced:
//!
//! ```text
//! safe ← safe · (1 − safe_fall · safe_fall_before · (1 − softened_by_ownership · mean own) / 5)
//! ```
//!
//! An announcement and an exit by the monthly number may fall in the same March. Both events then come true, the announcement
//! first. Every exit of a principal, a dated one too, takes the announcement with it: b below is that of one who had announced,
//! the school's safety does not fall month by month any more, and the successor has announced nothing.
//!
//! *The lead works for the superintendent.* In every teaching month before acts are done (7.3)
//!
//! ```text
//! commit_l += lead_follows · (commit_s − commit_l)
//! ```
//!
//! so that a superintendent who turns away takes the office along by and by, and one who is committed wins it.
//!
//! *The successor* is drawn, never set, from the chance of the next person in the post. What those who choose look for depends on
//! how the reform stands and how the last one left; and on how the superintendent stands to it, who chooses leads and principals. Of
//! superintendents who leave, a share `removal_share` is removed by the board (a number of the exit says which), and then one who
//! continues is not looked for. With u the first of three numbers,
//!
//! ```text
//! a      = usual                                                                        superintendent
//!        = usual + superintendent_chooses · (commit_s − usual)                          lead, principal
//!        = 0                                                                            after a superintendent who was removed
//!        = 1 or 0                                where a dated exit says that one was or was not looked for
//! usual  = aligned_successor + (1 − aligned_successor) · board_standing · policy        policy of the first collaboration
//! c      = a · continue_chance_aligned + (1 − a) · continue_chance
//! stance = continues                            u < c
//!          neutral                              u < c + (1 − c)(1 − own_agenda_chance)
//!          own agenda                           else
//! commitment ~ normal(of stance; commitment_sd)
//! of stance  = (1 − successor_like) · commitment_continuing + successor_like · commitment of the last one      continues
//!              commitment_neutral, commitment_own_agenda                                                       the others
//! skill      ~ normal(lead_skill; lead_skill_sd), of principals normal(principal_skill; principal_skill_sd)
//! ```
//!
//! Both are clipped to 0.02 to 0.98. The commitment of the last principal is that person's priority; of program managers nothing
//! but the person changes. Of a principal, priority and commitment both start at the value drawn; one who continues the
//! work is aligned. Months in post begin at 0 (and are 1 at the end of that month). Then an exit acts:
//!
//! | who | effect |
//! |---|---|
//! | superintendent | seen · `seen_kept`; district churn + `churn_superintendent`; one who leads in person is succeeded in both posts by the same person, and every team's skill is lost as with a lead, whatever the strategy; one more initiative if the successor has an own agenda |
//! | lead | skill of every team · (1 − (1 − `skill_kept`) / max(1, `team_leaders`)), but not under *principal-led sites*; district churn + `churn_lead`; an initiative likewise |
//! | program manager | bond to 0 |
//! | principal | under *principal-led sites* in a pilot school: skill of its team · (1 − (1 − `skill_kept`) / number of the team's pilot schools); safe · (1 − `safe_fall` · b · (1 − `softened_by_ownership` · mean own) · s) with b = 1 − `safe_fall_before` if announced, else 1, and s = 1 − `softened_by_alignment` if the successor continues the work, else 1; school churn + `churn_principal`; routine · `routine_kept` unless the successor continues the work; 1 / number of schools of an initiative more, if the successor has an own agenda |
//!
//! Churn is at most 1. At the end of the step district churn and every school's churn fade by the share `churn_fade`, that of
//! this month's exits included, and all months in post grow by 1. An exit never deletes a teacher's depth.
//!
//! A program manager whom districts of a cohort share leaves all of them at once, by one draw that is the cohort's (place: the
//! manager's number in the pool; seat 3; person in post), before everything else in the step, and only while any of these
//! districts had hours in the month before. The parameters are those of the first district of the cohort that is simulated,
//! whichever districts the manager serves. A manager's successor brings nothing but a bond of 0.
//!
//! In the null model without leaders' effect leaders leave and are succeeded alike, and nothing follows from it.
//!
//! Reads     months in post, poverty, ownership, use, policy, commitment of the superintendent, hours of the teams.
//! Emits     `ExitAnnounced`, `LeaderLeft`.
//! Writes    churn (fades each month), months in post, commitment of the lead, safety of a school whose principal is leaving.
//! Leaves out  vacancies and interim leaders; exits caused by results (Grissom and Andersen 2012 find
//!           no effect of short-term score growth); years in post where principals and program managers leave.

mod hand_over;

pub use hand_over::succeed;

use super::Context;
use crate::calendar::YEAR;
use crate::calendar::{Calendar, Month};
use crate::chance::{Decision, DecisionMaker, Streams, inverse};
use crate::model::Model;
use crate::numerics;
use crate::parameters::{Parameters, Succession};
use crate::world::{District, Event, Leader, Post, SchoolId, World, person};

/// Months in which exits outside summer are spread, September to May.
const SPREAD_MONTHS: f64 = 9.0;
/// Years in post beyond which no further rise has been seen.
const LONGEST_SEEN: f64 = 9.0;
/// Months between the announcement in March and the exit in August.
const NOTICE_MONTHS: f64 = 5.0;

/// Seats of the district office, for the address of their chance.
const SUPERINTENDENT: u16 = 1;
const LEAD: u16 = 2;
const MANAGER: u16 = 3;
/// Seat of a school's principal; teachers' seats are numbered by grade and lie far above.
const PRINCIPAL: u16 = 1;

/// The probability of an exit that takes effect at the start of this month, for yearly probability
/// `yearly` with the share `summer` of it at the start of August. No one leaves on the first day.
pub fn exit_probability(yearly: f64, summer: f64, now: Month) -> f64 {
    let in_summer = yearly * summer;
    match now.calendar() {
        Calendar::August if now.is_new_year() => in_summer,
        Calendar::August | Calendar::June | Calendar::July => 0.0,
        _ if in_summer >= 1.0 => 0.0,
        // 1 − x^(1/9), without losing the digits of a small probability.
        _ => -numerics::exp_m1(numerics::ln((1.0 - yearly) / (1.0 - in_summer)) / SPREAD_MONTHS),
    }
}

/// The yearly probability of leaving after so many months in post.
pub fn with_tenure(yearly: f64, months: u32, s: &Succession) -> f64 {
    let years = (f64::from(months) / f64::from(YEAR)).min(LONGEST_SEEN);
    numerics::share(yearly * (1.0 + s.exit_tenure_slope * (years - s.tenure_mean)))
}

/// How many more or fewer leaders leave in this school year than in the average one, as a factor.
fn year_factor(c: Context<'_>) -> f64 {
    let year = c.now.start_of_year();
    let u = c.streams.block(Decision::SchoolYear, DecisionMaker::DISTRICT, year).uniform(0);
    let sd = c.p.succession.exit_year_sd;
    numerics::exp(sd * inverse::normal(u, 0.0, 1.0) - 0.5 * sd * sd)
}

/// How far those who choose a successor look for one who continues the work. A board chooses the superintendent, who chooses
/// leads and principals.
fn looked_for(d: &District, post: Post, p: &Parameters) -> f64 {
    let (least, s) = (p.leaders.aligned_successor, &p.succession);
    let usual = least + (1.0 - least) * s.board_standing * d.collaborations[0].policy;
    match post {
        Post::Superintendent | Post::Manager => usual,
        Post::Lead | Post::Principal(_) => {
            usual + s.superintendent_chooses * (d.office.superintendent.commitment - usual)
        }
    }
}

/// A lead comes to stand to the work as the superintendent does, for whom the lead works.
pub fn follow_superintendent(d: &mut District, c: Context<'_>) {
    let gap = d.office.superintendent.commitment - d.office.lead.commitment;
    d.office.lead.commitment += c.p.succession.lead_follows * gap;
}

/// Everyone decides on the same state.
pub fn decide(d: &District, c: Context<'_>, events: &mut Vec<Event>) {
    let s = &c.p.succession;
    let year = year_factor(c);
    let (skill, skill_sd) = (c.p.leaders.lead_skill, c.p.leaders.lead_skill_sd);
    let mut office = |post, seat, present: u16, yearly: f64, last: f64| {
        let yearly = numerics::share(yearly * year);
        let probability = exit_probability(yearly, s.exit_in_summer, c.now);
        let who = DecisionMaker::office(seat, present);
        if leaves(c, who, LEAVES, probability) {
            let draws = c.streams.block(Decision::LeaderExit, who, c.now);
            let removed = post == Post::Superintendent && draws.chance(REMOVED, s.removal_share);
            let aligned = if removed { 0.0 } else { looked_for(d, post, c.p) };
            let who = DecisionMaker::office(seat, present + 1);
            let successor = person::successor(c.streams, who, (skill, skill_sd), (aligned, last), c.p);
            events.push(Event::LeaderLeft { post, probability, successor });
        }
    };
    let superintendent = &d.office.superintendent;
    let yearly = with_tenure(s.superintendent_exit, superintendent.tenure, s);
    office(Post::Superintendent, SUPERINTENDENT, superintendent.person, yearly, superintendent.commitment);
    if !d.office.leads_in_person {
        let lead = &d.office.lead;
        office(Post::Lead, LEAD, lead.person, with_tenure(s.lead_exit, lead.tenure, s), lead.commitment);
    }
    if d.is_supported() && d.office.manager.pool.is_none() {
        office(Post::Manager, MANAGER, d.office.manager.person, s.manager_exit, 0.0);
    }
    let ordinary = PrincipalExit::new(s.principal_exit * year, c);
    let high_poverty = PrincipalExit::new((s.principal_exit + s.principal_exit_high_poverty) * year, c);
    for (place, school) in d.schools.iter().enumerate() {
        let exit = if school.poverty >= c.p.outcomes.high_poverty { &high_poverty } else { &ordinary };
        principal(d, place, exit, c, events);
    }
}

/// Managers whom districts share: each leaves all of them or none. The chance is the cohort's, and what
/// it hangs on is the same in all its districts.
pub fn decide_shared(
    world: &World,
    p: &[Parameters],
    (cohort, now): (&Streams, Month),
    events: &mut Vec<(usize, Event)>,
) {
    let Some(p) = p.first() else { return };
    let c = Context { p, streams: cohort, now };
    let probability = exit_probability(c.p.succession.manager_exit, c.p.succession.exit_in_summer, c.now);
    for (first, d) in world.districts.iter().enumerate() {
        let manager = &d.office.manager;
        let Some(number) = manager.pool else { continue };
        let all = world.districts.iter().enumerate();
        let served = || all.clone().filter(|(_, other)| other.office.manager.is_shared_with(manager));
        if served().any(|(k, _)| k < first) || !served().any(|(_, d)| d.is_supported()) {
            continue;
        }
        let who = DecisionMaker { place: u32::from(number), seat: MANAGER, person: manager.person };
        if leaves(c, who, LEAVES, probability) {
            let who = DecisionMaker { person: who.person + 1, ..who };
            let l = &c.p.leaders;
            let skill = (l.lead_skill, l.lead_skill_sd);
            let successor = person::successor(c.streams, who, skill, (l.aligned_successor, 0.0), c.p);
            let exit = Event::LeaderLeft { post: Post::Manager, probability, successor };
            events.extend(served().map(|(k, _)| (k, exit.clone())));
        }
    }
}

/// Probabilities that a principal leaves: in the coming summer, and this month outside summer.
struct PrincipalExit {
    summer: f64,
    at_once: f64,
}

impl PrincipalExit {
    fn new(yearly: f64, c: Context<'_>) -> PrincipalExit {
        let (yearly, in_summer) = (yearly.min(1.0), c.p.succession.exit_in_summer);
        let at_once = match c.now.calendar() {
            Calendar::August => 0.0,
            _ => exit_probability(yearly, in_summer, c.now),
        };
        PrincipalExit { summer: yearly * in_summer, at_once }
    }
}

/// Lanes of a leader's block: leaving now, a principal's announcement of leaving in summer, and a removal by the board.
const LEAVES: usize = 0;
const ANNOUNCES: usize = 1;
const REMOVED: usize = 2;

fn leaves(c: Context<'_>, who: DecisionMaker, lane: usize, probability: f64) -> bool {
    probability > 0.0 && c.streams.block(Decision::LeaderExit, who, c.now).chance(lane, probability)
}

fn principal(d: &District, place: usize, exit: &PrincipalExit, c: Context<'_>, events: &mut Vec<Event>) {
    let school = &d.schools[place];
    let who = DecisionMaker { place: school.key, seat: PRINCIPAL, person: school.principal.person };
    if c.now.calendar() == Calendar::March {
        // Whether the coming summer brings an exit is decided now, as the exit of August would be.
        if leaves(c, who, ANNOUNCES, exit.summer) {
            events.push(Event::ExitAnnounced { school: SchoolId(place), probability: exit.summer });
        }
    }
    let announced = school.principal.leaving && c.now.is_new_year();
    if announced || leaves(c, who, LEAVES, exit.at_once) {
        let probability = if announced { exit.summer } else { exit.at_once };
        events.push(leave_now(d, place, probability, c));
    }
}

/// The exit of the principal at `place`, with the successor drawn.
fn leave_now(d: &District, place: usize, probability: f64, c: Context<'_>) -> Event {
    let school = &d.schools[place];
    let l = &c.p.leaders;
    let who = DecisionMaker { place: school.key, seat: PRINCIPAL, person: school.principal.person + 1 };
    let skill = (l.principal_skill, l.principal_skill_sd);
    let last = school.principal.priority;
    let post = Post::Principal(SchoolId(place));
    let successor = person::successor(c.streams, who, skill, (looked_for(d, post, c.p), last), c.p);
    Event::LeaderLeft { post, probability, successor }
}

/// An exit that a scenario dates: the same successor as one by chance, or, where `aligned` is given,
/// one who was surely (1) or surely not (0) looked for to continue the work.
pub fn exit_by_order(d: &District, post: Post, aligned: Option<f64>, c: Context<'_>) -> Event {
    let l = &c.p.leaders;
    let aligned = aligned.unwrap_or_else(|| looked_for(d, post, c.p));
    let lead = (l.lead_skill, l.lead_skill_sd);
    let of =
        |seat, leader: &Leader| (DecisionMaker::office(seat, leader.person + 1), lead, leader.commitment);
    let (who, skill, last) = match post {
        Post::Superintendent => of(SUPERINTENDENT, &d.office.superintendent),
        Post::Lead => of(LEAD, &d.office.lead),
        Post::Manager => (DecisionMaker::office(MANAGER, d.office.manager.person + 1), lead, 0.0),
        Post::Principal(place) => {
            let school = &d.schools[place];
            let who =
                DecisionMaker { place: school.key, seat: PRINCIPAL, person: school.principal.person + 1 };
            (who, (l.principal_skill, l.principal_skill_sd), school.principal.priority)
        }
    };
    let successor = person::successor(c.streams, who, skill, (aligned, last), c.p);
    Event::LeaderLeft { post, probability: 1.0, successor }
}

/// Unrest fades, and tenures grow; a school whose principal has announced leaving grows less safe.
pub fn update(d: &mut District, c: Context<'_>) {
    let s = &c.p.succession;
    d.churn *= 1.0 - s.churn_fade;
    d.office.superintendent.tenure += 1;
    d.office.lead.tenure += 1;
    for place in 0..d.schools.len() {
        let school = &d.schools[place];
        let fall = if school.principal.leaving && d.model != Model::NoLeaders {
            let prevented = s.softened_by_ownership * d.mean_ownership(&d.schools[place]);
            s.safe_fall * s.safe_fall_before * (1.0 - prevented) / NOTICE_MONTHS
        } else {
            0.0
        };
        let school = &mut d.schools[place];
        school.safe *= 1.0 - fall;
        school.churn *= 1.0 - s.churn_fade;
        school.principal.tenure += 1;
    }
}

/// A principal says that the coming summer brings an exit.
pub fn announce(d: &mut District, school: SchoolId) {
    d.schools[school].principal.leaving = true;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_months_of_a_year_compound_to_the_yearly_probability() {
        for (yearly, summer) in [(0.18, 0.8), (0.0, 0.8), (0.5, 0.3), (1.0, 0.5)] {
            let stays: f64 = (13..25).map(|m| 1.0 - exit_probability(yearly, summer, Month(m))).product();
            assert!((1.0 - stays - yearly).abs() < 1e-12, "{yearly} {summer}");
        }
    }

    #[test]
    fn the_office_comes_to_stand_as_the_superintendent_does_and_chooses_people_alike() {
        use crate::scenario::{self, layers::BuiltIn};
        use crate::simulation::{draw_parameters, first_day};
        let ledger = crate::parameters::Ledger::standard().unwrap();
        let s = scenario::read("committed", &[], &BuiltIn, &ledger).unwrap();
        let p = draw_parameters(&s, 0);
        let (mut d, streams) = first_day(&s, &s.places[0], 0, &p).unwrap();
        let principal = Post::Principal(SchoolId(0));
        let mut looked = |commitment| {
            d.office.superintendent.commitment = commitment;
            [Post::Superintendent, Post::Lead, principal].map(|post| looked_for(&d, post, &p))
        };
        let ([board, lead, of_school], [same_board, fewer, _]) = (looked(0.9), looked(0.1));
        assert_eq!((board, lead), (same_board, of_school));
        assert!((lead - fewer - 0.8 * p.succession.superintendent_chooses).abs() < 1e-12);
        d.office.superintendent.commitment = 0.1;
        d.office.lead.commitment = 0.8;
        let c = Context { p: &p, streams: &streams, now: Month(1) };
        follow_superintendent(&mut d, c);
        assert!((d.office.lead.commitment - (0.8 - 0.7 * p.succession.lead_follows)).abs() < 1e-12);
    }

    #[test]
    fn nobody_leaves_on_the_first_day_or_in_the_holidays() {
        for m in [1, 11, 12, 23] {
            assert_eq!(exit_probability(0.9, 0.8, Month(m)), 0.0);
        }
    }
}
