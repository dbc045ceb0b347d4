//! The one place where an event becomes true.
//!
//! What each event does to states is said where it is decided: exits and successors (7.1, 7.2), taking up (7.10), ideas dropped
//! or adapted, new teams, collaborations and curricula (7.8), circles (7.15). Events of one process are applied in the order in
//! which they were decided.

use crate::calendar::Month;
use crate::mechanisms::{
    abandonment, adoption, attention, components, help, idea_review, mobility, new_teams, rollout, stopping,
    succession, uptake,
};
use crate::parameters::Parameters;
use crate::world::{District, Event};

/// Makes an event true, by the function that stands beside its equation.
pub fn apply(d: &mut District, event: &Event, p: &Parameters, now: Month) {
    match *event {
        Event::ExitAnnounced { school, .. } => succession::announce(d, school),
        Event::LeaderLeft { post, successor, .. } => succession::succeed(d, post, successor, p),
        Event::TeacherLeft { teacher, successor, .. } => mobility::replace(d, teacher, successor, p),
        Event::JoinedTeam { teacher } => mobility::join_team(d, teacher),
        Event::TookUp { teacher, route, .. } => uptake::take_up(d, teacher, route, p),
        Event::TookUpComponent { teacher, component, .. } => components::take_up(d, teacher, component, p),
        Event::MadeOwn { teacher, .. } => stopping::make_own(d, teacher),
        Event::Stopped { teacher, .. } => stopping::stop(d, teacher),
        Event::Adopted { school, .. } => adoption::adopt(d, school, now),
        Event::ProblemArose { .. } => attention::turn_away(d, &p.attention),
        Event::BudgetCut { .. } => help::cut(d, p),
        Event::GaveUp { school, .. } => abandonment::give_up(d, school),
        Event::Reconsidered { school, .. } => abandonment::reconsider(d, school),
        Event::CircleOpened { team, circle } => rollout::open(d, team, circle),
        Event::IdeaAdapted { collaboration, best, .. } => idea_review::adapt(d, collaboration, best, p),
        Event::IdeaDropped { collaboration, best, .. } => idea_review::start_over(d, collaboration, best, p),
        Event::Suspended => rollout::set_suspended(d, true),
        Event::TakenUpAgain => rollout::set_suspended(d, false),
        Event::TeamStarted(ref new) => new_teams::start(d, new, p),
        Event::CurriculumChanged => new_teams::change_curriculum(d, p),
    }
}
