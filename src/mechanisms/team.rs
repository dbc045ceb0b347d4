//! The improvement teams: capacity, fit, the fundamentals, and the fate of ideas. (ODD 7.8)
//!
//! In a teaching month, first each team's capacity, then the fundamentals, then tests and fit, then what follows from them.
//!
//! *Capacity* W of a team is 0 while the work is paused or suspended, without members, and where there is no team:
//!
//! ```text
//! capacity W = mean(rho_team; help, leadership, team time)
//! leadership = 1 − (1 − commit_l · skill_l / (1 + lead_split · (teams − 1)))^team_leaders
//! team time  = min(1, team_hours · (1 − planning_for_compliance) · (time_base_backing + time_backed · backing)
//!                     / team_hours_full)
//! ```
//!
//! Each team has its own W. One lead's attention is divided over all teams of the district, and the leaders on a team, each like
//! the lead, make up for each other. Under *principal-led sites* leadership is instead the mean of commit_p · skill_p over the
//! team's pilot schools. Plans written to comply take team time and give nothing. In June and July W stays as it was in May, even
//! if the work is paused or suspended then; only from August on is it 0.
//!
//! *Fundamentals* are the district's. All teams work on them, and what one leaves undone another may do: W_d = 1 − Π (1 − W) over
//! all teams. All four from the same state, with C their whole:
//!
//! ```text
//! Δf_k = fundamental_rate · focus_k · W_d · backing · ½ (f_k + mean f)(1 − f_k)
//!        − fundamental_neglect · (1 − W_d) · f_k − fundamental_churn · churn · f_k
//! C    = mean(rho_coherence; f1, f2, f3, f4)
//!
//! habit_k = (1 − c) first_k + c / 4                        c = min(1, circle / 3), the widest circle of any team
//! focus_k = (1 − capacity_review) habit_k + capacity_review (1 − f_k) / Σ (1 − f)        ¼ each if all are at 1
//! ```
//!
//! `first` is 0 on expectations, `focus_practices` on practices, on monitoring `focus_monitoring` or what practices leave if that
//! is less, and the remainder on capacity building. So habit moves to a quarter each in proportion to the circle, and is there
//! from circle 3 on. As far as a capacity review guides the teams, they turn to what is weakest this month.
//!
//! *Fit.* An idea's tests grow by the W of each team of its collaboration. Fit grows at a pilot school that does share x_s of the
//! tests of its team, and elsewhere in schools with focal teachers by the school's own deep users; beside that a school can use
//! what the pilot schools of its collaboration learned:
//!
//! ```text
//! fit_s     += fit_rate · W · x_s · max(0, best − fit_s)                             at a pilot school
//!            += local_fit_rate · deep_s · max(0, best − fit_s)                       elsewhere
//! carry      = K r / (1 + (K − 1) r)                       K pilot schools of the collaboration, r = context_similarity
//! pilot fit  = mean fit of these K schools
//! usable fit = fit_s                                                                 at a pilot school
//!            = min(fit_s + (1 − fit_s) · carry · pilot fit, max(best, fit_s))        elsewhere
//! C_s        = C + (1 − C) · commit_p · √skill_p · time share
//! ```
//!
//! deep_s is the share of the school's focal teachers who use it on their own account at a depth of `deep` or more. Where there
//! is no pilot school, pilot fit and carry are 0. Coherence C, pilot fit, usable fit and C_s (a school's coherence) are worked
//! out here and again at the end of every month, holidays included. What was learned in K different places, each resembling the
//! rest with r, carries over better than from one. Fundamentals rise slowly, the more slowly the lower they and their
//! neighbours are.
//!
//! *Review* of each collaboration's idea by its teams together, in January and May. There is none while the strategy is a mandate
//! at once or one without a team, a mandate is in force, or the work is paused or suspended; nor once any team of the
//! collaboration is at circle 4, nor where none of them has members. The teams judge best with a normal error of the standard
//! deviation
//!
//! ```text
//! review_error · (1 − ½ f4 · monitoring_of_depth · observing_limit) / √(1 + review_learning · tests)
//! ```
//!
//! Judged at `keep_above` or better the idea is kept. Judged below `drop_below` it is dropped: a new best is drawn, of the next
//! number. The share `learning_kept` is left of tests and policy of the collaboration, of routine and proof of its schools, and
//! of the depth of every teacher in these, focal or adjacent, user or not. Fit becomes
//!
//! ```text
//! fit ← min(fit_start + learning_kept · max(0, fit − fit_start), max(new best, fit_start))
//! ```
//!
//! so that a fit below `fit_start` goes up to it. Circles of its teams fall back to 1 where they were wider, and none of these
//! opens one in the same review. Judged in between it is adapted: best ← best + `adapt_redraw` · (fresh − best), fresh being a
//! draw like that of a new idea from the second number of the review. Adapted or dropped, no fit of the collaboration's schools
//! stays above max(new best, `fit_start`). A best is beta-distributed with `best_mean` and `best_sd`; that of the n-th idea of
//! a collaboration is the same whenever it comes.
//!
//! *A team that starts later* works on the first collaboration's practice. Schools are free that have focal teachers, belong to
//! the first collaboration and are nobody's pilot school. Of the team with most free schools (the first of equals), the later
//! half of them in the order of the table (of n those after the first ⌊n/2⌋) becomes the new team's, with any free schools that
//! the event names, wherever they were. Pilot schools are those named, or else drawn among the new team's as on the first day,
//! by the priority of the principals now in post and the same numbers. Where no school is free there is no new team, and none
//! under strategies without a team. Its first members join in the same month (7.2), as many as on the first day (section 5). It
//! begins with W = 0, circle 0, its own months of support, and the skill
//!
//! ```text
//! 1 − (1 − own draw)(1 − learning_kept · mean skill of the teams so far)
//! ```
//!
//! Its schools keep fit, routine, proof and users. The team to which the first of its schools belonged is its parent: what the
//! parent has opened to all its schools, or opens later, these are asked for too (7.15). Tests are shared evenly among its pilot
//! schools.
//!
//! *A later collaboration* is another practice for other grades, with a team that starts as above and a first idea of its own.
//! It takes *all* regular schools that teach one of its grades and have no focal teachers yet; a school that works on one
//! practice takes up no second. Where no school qualifies, nothing starts: no team, no collaboration, no initiative more. There
//! is no parent. Support is planned as for every team (7.7): for `support_months`, or by the scenario's release, from its first
//! month. In these schools the teachers of the new grades become focal: whatever they did is *never* of the new practice, their
//! ownership is 0, and their depth keeps the share `learning_kept`. Fit and usable fit begin at `fit_start`, routine, proof,
//! pupils' gains and the new policy at 0. The district has one initiative more. Belief, ties, hours of help and the people
//! stay. Ties do not ask which practice a colleague uses: a deeper colleague (7.11) and a believer (7.12) count for those who
//! work on the second, but a user of the first is no example of it (7.10). Teachers of other grades there who use the first
//! practice go on using, and count as adjacent users of the school's.
//!
//! *A new curriculum* takes part of what was learned, everywhere and of every practice: fit above `fit_start`, routines and
//! tests keep the share `curriculum_kept` (a fit below `fit_start` stays), and there is one initiative more. Depth falls only
//! as its ceiling does (7.11).
//!
//! In the null model without complementarity every ρ is 1, and means stand in the place of commit_l · skill_l, of W_d · backing,
//! and of commit_p · √skill_p · time share (7.18 says how).
//!
//! Reads     help, leaders, backing, circle, churn, principals, time, deep users, monitoring.
//! Emits     `IdeaAdapted`, `IdeaDropped`.
//! Writes    capacity, tests, fit, pilot fit, usable fit, fundamentals, coherence of district and schools.
//! Leaves out  disagreement within a team; where pupils really go (patterns follow the order of the table); teams that merge or
//!           end; schools that change collaborations; what one collaboration learns from the idea of another.

use super::Context;
use crate::census::grade::{Grade, GradeSpan};
use crate::chance::{Decision, DecisionMaker, inverse};
use crate::numerics;
use crate::parameters::{Parameters, Team as TeamParameters};
use crate::strategy::{Circle, Strategy};
use crate::world::district::Fundamental;
use crate::world::event::NewTeam;
use crate::world::{Collaboration, District, Event, Idea, Practice, School, Team};

const THIRDS: [f64; 3] = [1.0 / 3.0; 3];
const QUARTERS: [f64; 4] = [0.25; 4];

/// What leads a team: its leaders, or where principals lead the work themselves, those of its pilot schools.
/// One lead's attention is divided over several teams; leaders on a team make up for each other.
fn leadership(d: &District, team: usize, p: &Parameters) -> f64 {
    if d.rollout.strategy == Strategy::PrincipalLed {
        let (mut sum, mut count) = (0.0, 0.0);
        for school in d.schools.iter().filter(|s| s.pilot && s.team == team) {
            sum += school.principal.strength(d.model);
            count += 1.0;
        }
        return if count > 0.0 { sum / count } else { 0.0 };
    }
    let others = d.teams.len() as f64 - 1.0;
    let lead = d.model.combine(1.0, [d.office.lead.commitment, d.office.lead.skill]);
    let lead = lead / (1.0 + p.team.lead_split * others);
    if p.team.team_leaders == 1.0 { lead } else { 1.0 - numerics::pow(1.0 - lead, p.team.team_leaders) }
}

/// Capacity of a team for its work this month.
pub fn capacity(d: &District, team: usize, p: &Parameters) -> f64 {
    let t = &p.team;
    let protected = p.principals.time_base_backing + p.principals.time_backed * d.backing;
    let hours = t.team_hours * (1.0 - t.planning_for_compliance);
    let time = (hours * protected / t.team_hours_full).min(1.0);
    numerics::power_mean(t.rho_team, [d.teams[team].help, leadership(d, team, p), time], THIRDS)
}

/// How the teams' attention is divided over the four fundamentals, summing to 1: practices and
/// monitoring first, what is left going to capacity building, evenly over all four by the time all schools are
/// invited. As far as a capacity review guides them, they turn to what is weakest instead.
pub fn focus(circle: Circle, levels: [f64; 4], t: &TeamParameters) -> [f64; 4] {
    let met = (f64::from(circle.number()) / f64::from(Circle::AllInvited.number())).min(1.0);
    // Practices come first: what they leave is all that monitoring can have.
    let monitoring = t.focus_monitoring.min(1.0 - t.focus_practices);
    let capacity = 1.0 - t.focus_practices - monitoring;
    let habit = [0.0, t.focus_practices, capacity, monitoring].map(|first| (1.0 - met) * first + met * 0.25);
    if t.capacity_review == 0.0 {
        return habit;
    }
    let missing: f64 = levels.iter().map(|level| 1.0 - level).sum();
    std::array::from_fn(|k| {
        let weakest = if missing > 0.0 { (1.0 - levels[k]) / missing } else { 0.25 };
        (1.0 - t.capacity_review) * habit[k] + t.capacity_review * weakest
    })
}

/// Monthly change of one fundamental.
pub fn fundamental_change(level: f64, mean: f64, focus: f64, d: &District, p: &Parameters) -> f64 {
    let t = &p.team;
    let capacity = d.joint_capacity();
    let work = d.model.combine(t.fundamental_rate * focus, [capacity, d.backing]);
    let built = work * 0.5 * (level + mean) * (1.0 - level);
    let neglected = t.fundamental_neglect * (1.0 - capacity) * level;
    built - neglected - t.fundamental_churn * d.churn * level
}

/// How much of what `sites` pilot schools learn carries over, each resembling the rest with `r`.
pub fn carry(sites: f64, r: f64) -> f64 {
    sites * r / (1.0 + (sites - 1.0) * r)
}

/// Coherence from the four fundamentals.
pub fn coherence(fundamentals: [f64; 4], rho: f64) -> f64 {
    numerics::power_mean(rho, fundamentals, QUARTERS)
}

/// A teaching month of the teams.
pub fn update(d: &mut District, c: Context<'_>) {
    let p = c.p;
    let works = d.rollout.strategy.has_team() && !d.is_paused();
    for team in 0..d.teams.len() {
        let idle = !works || d.teams[team].members.is_empty();
        d.teams[team].capacity = if idle { 0.0 } else { capacity(d, team, p) };
    }
    let circle = d.teams.iter().map(|team| team.circle).max().unwrap_or(Circle::Team);
    let focus = focus(circle, d.fundamentals, &p.team);
    let mean = d.fundamentals.iter().sum::<f64>() / 4.0;
    let before = d.fundamentals;
    for (k, level) in before.into_iter().enumerate() {
        d.fundamentals[k] = numerics::share(level + fundamental_change(level, mean, focus[k], d, p));
    }
    let (t, teams, collaborations) = (&d.teachers, &d.teams, &mut d.collaborations);
    for team in teams {
        collaborations[team.collaboration].idea.tests += team.capacity;
    }
    for school in d.schools.iter_mut().filter(|s| s.focal > 0) {
        let team = &teams[school.team];
        let speed = if school.pilot {
            p.team.fit_rate * team.capacity * school.test_share
        } else {
            let deep =
                |k: &usize| t.focal[*k] && t.practice[*k] == Practice::Using && t.depth[*k] >= p.depth.deep;
            let deep = school.teachers.clone().filter(deep).count();
            p.team.local_fit_rate * deep as f64 / school.focal as f64
        };
        school.fit += speed * (collaborations[team.collaboration].idea.best - school.fit).max(0.0);
    }
    refresh(d, p);
}

/// Brings what follows from fit and fundamentals up to date: pilot fit, usable fit, coherence.
pub fn refresh(d: &mut District, p: &Parameters) {
    d.coherence = coherence(d.fundamentals, p.team.rho_coherence);
    for place in 0..d.collaborations.len() {
        let teams = &d.teams;
        let own = |school: &School| teams[school.team].collaboration == place;
        let (mut sum, mut sites) = (0.0, 0.0);
        for school in d.schools.iter().filter(|s| s.pilot && own(s)) {
            sum += school.fit;
            sites += 1.0;
        }
        let fit = if sites > 0.0 { sum / sites } else { 0.0 };
        let carried = if sites > 0.0 { carry(sites, p.team.context_similarity) * fit } else { 0.0 };
        let collaboration = &mut d.collaborations[place];
        collaboration.pilot_fit = fit;
        let best = collaboration.idea.best;
        for school in d.schools.iter_mut().filter(|s| own(s)) {
            let lent = school.fit + (1.0 - school.fit) * carried;
            // No place can use an idea better than it can ever suit the district.
            school.usable_fit = if school.pilot { school.fit } else { lent.min(best.max(school.fit)) };
        }
    }
    for school in &mut d.schools {
        let led = [school.principal.commitment, numerics::sqrt(school.principal.skill)];
        let led = [d.model.combine(1.0, led), school.time_share];
        school.coherence = d.coherence + d.model.combine(1.0 - d.coherence, led);
    }
}

/// The teams of each collaboration judge their idea.
pub fn review(d: &District, c: Context<'_>, events: &mut Vec<Event>) {
    let mandated = d.rollout.strategy == Strategy::MandateAtOnce || d.rollout.mandate.is_some();
    if !c.now.is_review() || mandated || d.is_paused() || !d.rollout.strategy.has_team() {
        return;
    }
    for place in 0..d.collaborations.len() {
        let own = || d.teams.iter().filter(|team| team.collaboration == place);
        let expected = own().any(|team| team.circle >= Circle::AllExpected);
        if !expected && own().any(|team| !team.members.is_empty()) {
            judge(d, place, c, events);
        }
    }
}

fn judge(d: &District, place: usize, c: Context<'_>, events: &mut Vec<Event>) {
    let t = &c.p.team;
    let idea = &d.collaborations[place].idea;
    let draws = c.streams.block(Decision::TeamReview, DecisionMaker::office(place as u16, 0), c.now);
    let looks = c.p.rollout.monitoring_of_depth * c.p.rollout.observing_limit;
    let shows = d.fundamental(Fundamental::Monitoring) * looks;
    let error = t.review_error * (1.0 - 0.5 * shows) / numerics::sqrt(1.0 + t.review_learning * idea.tests);
    let judged = inverse::normal(draws.uniform(0), idea.best, error);
    if judged >= t.keep_above {
        return;
    }
    let fresh = Idea::best(place, idea.number + 1, c.streams, c.p);
    if judged < t.drop_below {
        events.push(Event::IdeaDropped { collaboration: place, best: fresh, judged });
    } else {
        // The part drawn anew takes this month's draw, so that adapting twice is not the same twice.
        let part = inverse::beta_of_mean(draws.uniform(1), t.best_mean, t.best_sd);
        let best = idea.best + t.adapt_redraw * (part - idea.best);
        events.push(Event::IdeaAdapted { collaboration: place, best, judged });
    }
}

/// The idea is another one in part; what was learned of the old version is worth no more than the new one can be.
pub fn adapt(d: &mut District, collaboration: usize, best: f64, p: &Parameters) {
    d.collaborations[collaboration].idea.best = best;
    let teams = &d.teams;
    for school in d.schools.iter_mut().filter(|s| teams[s.team].collaboration == collaboration) {
        school.fit = school.fit.min(best.max(p.team.fit_start));
    }
}

/// Another idea takes the place of the one that is dropped: a share of what was learned is kept.
pub fn start_over(d: &mut District, collaboration: usize, best: f64, p: &Parameters) {
    let kept = p.team.learning_kept;
    let dropping = &mut d.collaborations[collaboration];
    dropping.idea.best = best;
    dropping.idea.number += 1;
    dropping.idea.tests *= kept;
    dropping.policy *= kept;
    let (teams, depth) = (&mut d.teams, &mut d.teachers.depth);
    for school in d.schools.iter_mut().filter(|s| teams[s.team].collaboration == collaboration) {
        let learned = kept * (school.fit - p.team.fit_start).max(0.0);
        school.fit = (p.team.fit_start + learned).min(best.max(p.team.fit_start));
        // What was embedded and seen was the old practice.
        school.routine *= kept;
        school.proof *= kept;
        for depth in &mut depth[school.teachers.clone()] {
            *depth *= kept;
        }
    }
    for team in teams.iter_mut().filter(|team| team.collaboration == collaboration) {
        // A new idea is tested before anybody beyond the pilot schools hears of it again.
        team.circle = team.circle.min(Circle::PilotInvited);
    }
}

/// Other materials: part of what was learned of the practice no longer fits, in every school.
pub fn change_curriculum(d: &mut District, p: &Parameters) {
    let (kept, start) = (p.team.curriculum_kept, p.team.fit_start);
    for school in &mut d.schools {
        school.fit = start.min(school.fit) + kept * (school.fit - start).max(0.0);
        school.routine *= kept;
    }
    for collaboration in &mut d.collaborations {
        collaboration.idea.tests *= kept;
    }
    d.initiatives += 1.0;
}

/// One more team, and with it a collaboration where it brings grades of its own.
pub fn start_team(d: &mut District, new: &NewTeam, p: &Parameters) {
    let place = d.teams.len();
    let mut parent = new.schools.first().map(|&k| d.schools[k].team);
    let mut collaboration = 0;
    if let Some((grades, idea)) = &new.collaboration {
        (parent, collaboration) = (None, d.collaborations.len());
        d.collaborations.push(Collaboration {
            grades: *grades,
            idea: idea.clone(),
            pilot_fit: 0.0,
            policy: 0.0,
        });
        // The district now has one more thing to attend to.
        d.initiatives += 1.0;
    }
    for &k in &new.schools {
        d.schools[k].team = place;
        if let Some((grades, _)) = &new.collaboration {
            turn_focal(d, k, grades, p);
        }
    }
    let share = 1.0 / new.seats.len().max(1) as f64;
    for &(k, _) in &new.seats {
        (d.schools[k].pilot, d.schools[k].test_share) = (true, share);
    }
    d.teams.push(Team {
        collaboration,
        parent,
        started: new.started,
        members: Vec::new(),
        seats: new.seats.clone(),
        hours: 0.0,
        convening: 0.0,
        skill: new.skill,
        help: 0.0,
        capacity: 0.0,
        circle: Circle::Team,
    });
}

/// A school's teachers of these grades become those whom a new practice is for. What they may have
/// taken over of another practice was not this one; know-how is kept as from a dropped idea.
fn turn_focal(d: &mut District, place: usize, grades: &GradeSpan, p: &Parameters) {
    let (school, t) = (&mut d.schools[place], &mut d.teachers);
    school.focal = 0;
    for group in &mut school.grades {
        group.focal = Grade::new(group.grade).is_some_and(|grade| grades.contains(grade));
        for k in group.teachers.clone() {
            t.focal[k] = group.focal;
            if group.focal {
                t.practice[k] = Practice::Never;
                t.depth[k] *= p.team.learning_kept;
                t.ownership[k] = 0.0;
            }
        }
        school.focal += if group.focal { group.teachers.len() } else { 0 };
    }
    let focal_grades = school.grades.iter().filter(|g| g.focal).count();
    school.pupil_gains = vec![0.0; focal_grades];
    school.fit = p.team.fit_start;
    school.usable_fit = p.team.fit_start;
    (school.routine, school.proof) = (0.0, 0.0);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_places_teach_more_than_one_and_alike_places_carry_over_whole() {
        assert!(carry(2.0, 0.4) > carry(1.0, 0.4));
        assert_eq!(carry(2.0, 1.0), 1.0);
        assert_eq!(carry(1.0, 0.4), 0.4);
    }

    #[test]
    fn attention_to_the_fundamentals_is_divided_whole() {
        for circle in [Circle::Team, Circle::PilotInvited, Circle::PilotExpected, Circle::AllInvited] {
            let mut team = crate::parameters::Ledger::standard().unwrap().values().team;
            for (practices, monitoring) in [(0.6, 0.3), (0.8, 0.5), (0.0, 0.0), (1.0, 1.0)] {
                (team.focus_practices, team.focus_monitoring) = (practices, monitoring);
                for review in [0.0, 0.4, 1.0] {
                    team.capacity_review = review;
                    let shares = focus(circle, [0.2, 0.7, 0.4, 0.9], &team);
                    assert!((shares.iter().sum::<f64>() - 1.0).abs() < 1e-12);
                    assert!(shares.iter().all(|s| *s >= 0.0));
                }
            }
        }
    }

    #[test]
    fn the_weakest_fundamental_holds_coherence_down() {
        assert!(coherence([0.8, 0.8, 0.8, 0.2], -2.0) < coherence([0.65; 4], -2.0));
    }
}
