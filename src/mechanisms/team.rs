//! The improvement teams: capacity, fit, the fundamentals, and the fate of ideas. (ODD 7.8)
//!
//! ```text
//! capacity = mean(ρ; help, leadership, share of team time not spent on plans for compliance)
//! leadership = 1 − (1 − commit_l · skill_l / (1 + split · other teams))^leaders
//! Δfit_s   = a · capacity · x_s · (best − fit_s)                  x_s: share of the tests at site s
//! Δfit_s   = b · share of deep users · (best − fit_s)             where the team does not test
//! usable   = fit + (1 − fit) · carry · mean pilot fit, at most the idea's best;  carry = K r / (1 + (K − 1) r)
//! Δf_k     = b · focus_k · capacity · backing · ½(f_k + mean f)(1 − f_k)
//!            − neglect · (1 − capacity) · f_k − u · churn · f_k
//! C        = mean(ρ; f1…f4)
//! C_s      = C + (1 − C) · commit_p · √skill_p · share of time
//! ```
//!
//! What was learned in K different places, each resembling the rest with r, carries over better than
//! from one. Where principals lead the work themselves, the strength of those of the pilot schools stands for
//! leadership. Several teams work on the fundamentals together: 1 − Π(1 − capacity). Fundamentals rise slowly, the more slowly the lower they and their neighbours are; a team
//! begins with practices and monitoring and meets the others as circles open, unless a capacity review
//! points it to the weakest (see [`focus`]).
//!
//! In January and May the team judges its idea: it sees `best` with an error that shrinks with tests
//! and monitoring, and keeps, adapts (draws part of it anew) or drops it. A mandate, from the start or dated,
//! skips this, and so does a team that already expects the practice of all.
//!
//! In the null model without complementarity every ρ is 1, and means stand in the place of commit_l · skill_l, of
//! capacity · backing, and of commit_p · √skill_p · time.
//!
//! Reads     support, leaders, circle, churn, principals, time, deep users.
//! Emits     `IdeaAdapted`, `IdeaDropped`.
//! Writes    capacity, fit, usable fit, fundamentals, coherence, tests.
//! Leaves out  disagreement within the team.

use super::Context;
use crate::chance::{What, Who, inverse};
use crate::parameters::{Parameters, Team as TeamParameters};
use crate::quantity::{Circle, Strategy, maths};
use crate::world::district::Fundamental;
use crate::world::{District, Event, Idea, Practice, School};

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
    let lead = d.model.together(1.0, [d.office.lead.commitment, d.office.lead.skill]);
    let lead = lead / (1.0 + p.team.lead_split * others);
    if p.team.team_leaders == 1.0 { lead } else { 1.0 - maths::pow(1.0 - lead, p.team.team_leaders) }
}

/// Capacity of a team for its work this month.
pub fn capacity(d: &District, team: usize, p: &Parameters) -> f64 {
    let t = &p.team;
    let protected = p.principals.time_base_backing + p.principals.time_backed * d.backing;
    let hours = t.team_hours * (1.0 - t.planning_for_compliance);
    let time = (hours * protected / t.team_hours_full).min(1.0);
    maths::power_mean(t.rho_team, [d.teams[team].help, leadership(d, team, p), time], THIRDS)
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
    let work = d.model.together(t.fundamental_rate * focus, [capacity, d.backing]);
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
    maths::power_mean(rho, fundamentals, QUARTERS)
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
        d.fundamentals[k] = maths::share(level + fundamental_change(level, mean, focus[k], d, p));
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
        let led = [school.principal.commitment, maths::sqrt(school.principal.skill)];
        let led = [d.model.together(1.0, led), school.time_share];
        school.coherence = d.coherence + d.model.together(1.0 - d.coherence, led);
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
    let draws = c.streams.block(What::TeamReview, Who::office(place as u16, 0), c.now);
    let looks = c.p.rollout.monitoring_of_depth * c.p.rollout.observing_limit;
    let shows = d.fundamental(Fundamental::Monitoring) * looks;
    let error = t.review_error * (1.0 - 0.5 * shows) / maths::sqrt(1.0 + t.review_learning * idea.tests);
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
