//! The fate of ideas: kept, adapted or dropped. (ODD 7.8)
//!
//! The teams of each collaboration review its idea together, in January and May. There is none while the strategy is a mandate
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
//! Reads     tests, monitoring, circle, mandate, pause.
//! Emits     `IdeaAdapted`, `IdeaDropped`.
//! Leaves out  what one collaboration learns from the idea of another.

use super::Context;
use crate::chance::{Decision, DecisionMaker, inverse};
use crate::numerics;
use crate::parameters::Parameters;
use crate::strategy::Circle;
use crate::world::district::Fundamental;
use crate::world::{CollaborationId, District, Event, Idea};

/// The teams of each collaboration judge their idea.
pub fn decide(d: &District, c: Context<'_>, events: &mut Vec<Event>) {
    let mandated = d.rules().mandated || d.rollout.mandate.is_some();
    if !c.now.is_review() || mandated || d.is_paused() || !d.rules().has_team() {
        return;
    }
    for place in (0..d.collaborations.len()).map(CollaborationId) {
        let own = || d.teams.iter().filter(|team| team.collaboration == place);
        let expected = own().any(|team| team.circle >= Circle::AllExpected);
        if !expected && own().any(|team| !team.members.is_empty()) {
            judge(d, place, c, events);
        }
    }
}

fn judge(d: &District, place: CollaborationId, c: Context<'_>, events: &mut Vec<Event>) {
    let t = &c.p.team;
    let idea = &d.collaborations[place].idea;
    let draws = c.streams.block(Decision::TeamReview, DecisionMaker::office(place.0 as u16, 0), c.now);
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
pub fn adapt(d: &mut District, collaboration: CollaborationId, best: f64, p: &Parameters) {
    d.collaborations[collaboration].idea.best = best;
    let teams = &d.teams;
    for school in d.schools.iter_mut().filter(|s| teams[s.team].collaboration == collaboration) {
        school.fit = school.fit.min(best.max(p.team.fit_start));
    }
}

/// Another idea takes the place of the one that is dropped: a share of what was learned is kept.
pub fn start_over(d: &mut District, collaboration: CollaborationId, best: f64, p: &Parameters) {
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
