//! The first day: from what is publicly known to a district full of people. (ODD 5)
//!
//! In the order of the sections below: seats, principals, teachers, teams, ties. Each is drawn from its own address, so that one
//! more teacher changes nobody else.
//!
//! *District means.* The means of openness, belief and priority are normal around `teacher_openness`, `teacher_belief` and
//! `principal_priority` with `district_sd` and kept within 0 and 1. The level of the fundamentals is normal around
//! `initial_coherence` (`initial_coherence_sd`); each fundamental is normal around that level (`fundamental_sd`) and clipped to
//! 0.02 to 0.98.
//!
//! *States.*
//!
//! ```text
//! seen     = seen_start
//! lasting  = min(1, announced_years / announced_years_full) · track_record
//! idea     = number 0, no tests, best ~ beta with best_mean and best_sd
//! fit      = usable fit = fit_start, in every school
//! initiatives = initiatives_usual, none of them dated
//! ```
//!
//! Policy, routine, proof, churn, depth, ownership and every teacher's hours of help are 0; nobody uses the practice or a
//! further component; no school has given it up, and no time is offered but the usual. The circle is 0; under a mandate at once it is 4 and a mandate with a
//! push of 1 is in force. No school has courses assigned as the practice asks, and the factor of courses is 1. Participation is
//! that of the strategy (7.12).
//!
//! *What follows* from other states is worked out before month 0 is measured, by the equations of section 7 with the hours of
//! month 1, so that month 0 is a whole state: backing, attention, time, conversations and authority of each school, hours, help and
//! capacity of each team, coherence, pilot fit, usable fit, coherence of each school. Hours planned for month 1 are shared out
//! among the manager's teams as in any month. A district without focal teachers is reported, not simulated.
//!
//! ```
//! use uptake::chance::Streams;
//! use uptake::initialization::synthetic;
//! use uptake::parameters::Ledger;
//!
//! let p = Ledger::standard()?.values();
//! let district = synthetic::draw(7_000, &Streams::new(1, 0, 17), &p);
//! println!("{} students in {} schools", district.pupils(), district.schools.len());
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

pub(crate) mod known_ties;
pub(crate) mod network;
pub(crate) mod people;
pub(crate) mod seats;
pub mod synthetic;
pub(crate) mod teams;

use crate::calendar::Month;
use crate::census::DistrictFacts;
use crate::chance::{Decision, DecisionMaker, Streams, inverse};
use crate::model::Model;
use crate::numerics;
use crate::parameters::Parameters;
use crate::strategy::{Participation, Strategy};
use crate::world::district::{Culture, Effort};
use crate::world::teachers::Component;
use crate::world::{
    Collaboration, CollaborationId, ComponentPlan, District, Idea, Mandate, Opening, Rollout, School,
    Teachers, Team, Ties,
};

/// Why a district is reported instead of simulated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotSimulated {
    /// It has no teacher of a focal grade.
    NoFocalTeachers,
}

/// The district on its first day.
///
/// # Errors
/// A district without focal teachers is reported as such, not simulated.
pub fn first_day(
    facts: &DistrictFacts,
    opening: &Opening,
    model: Model,
    streams: &Streams,
    p: &Parameters,
) -> Result<District, NotSimulated> {
    first_day_with(facts, opening, model, streams, p, |teachers, schools| {
        Ties::from_lists(&known_ties::draw(teachers, schools, opening.network.as_deref(), streams, p))
    })
}

/// As [`first_day`], with ties that `ties` finds for the people of the district.
///
/// # Errors
/// Those of [`first_day`].
pub fn first_day_with(
    facts: &DistrictFacts,
    opening: &Opening,
    model: Model,
    streams: &Streams,
    p: &Parameters,
    ties: impl FnOnce(&Teachers, &[School]) -> Ties,
) -> Result<District, NotSimulated> {
    let culture = culture(streams, p);
    let (mut schools, mut teachers) = seats::seat(facts, opening.team.grades);
    if schools.iter().all(|s| s.focal == 0) {
        return Err(NotSimulated::NoFocalTeachers);
    }
    people::appoint_principals(&mut schools, &culture, streams, p);
    if model == Model::NoLeaders {
        // Not even where the team tests may hang on who leads.
        schools.iter_mut().for_each(|school| school.principal.priority = p.null.null_leader_level);
    }
    people::fill_seats(&mut teachers, &schools, &culture, streams, p);
    let teams = teams::number(opening.rollout.strategy, &schools, p);
    let teams = teams::share_schools(&mut schools, teams);
    if opening.rollout.strategy.rules().has_team() {
        teams::choose_pilots(&mut schools, teams, &opening.team.pilot_schools, facts, streams, p);
    }
    let teams =
        (0..teams).map(|k| teams::assemble(k, opening.rollout.strategy, &mut teachers, &schools, streams, p));
    let teams: Vec<Team> = teams.collect();
    if !model.is_curve() {
        let seats = teachers.len();
        let unused = |plan: &ComponentPlan| Component::unused(Month(plan.start), seats);
        teachers.components = opening.components.iter().map(unused).collect();
    }
    let ties = ties(&teachers, &schools);

    let district_draws = streams.block(Decision::DistrictTrait, DecisionMaker::office(1, 0), Month(0));
    // States that follow from others are 0 here; the simulation derives them before the first month.
    Ok(District {
        id: facts.id.clone(),
        model,
        office: people::office(opening, streams, p),
        collaborations: vec![Collaboration {
            grades: opening.team.grades,
            idea: Idea::untested(CollaborationId(0), 0, streams, p),
            pilot_fit: 0.0,
            policy: 0.0,
        }],
        teams,
        schools,
        teachers,
        ties,
        fundamentals: fundamentals(district_draws.uniform(1), streams, p),
        coherence: 0.0,
        seen: p.leaders.seen_start,
        lasting: (p.leaders.announced_years / p.leaders.announced_years_full).min(1.0)
            * p.leaders.track_record,
        backing: 0.0,
        initiatives: p.attention.initiatives_usual,
        dated_initiatives: 0.0,
        attention: 0.0,
        elsewhere: 0.0,
        churn: 0.0,
        rollout: rollout(opening.rollout.strategy, p),
        culture,
        reaching_underserved: 1.0,
        training: 0.0,
        coach_budget: 1.0,
        coaching: 0.0,
        help_needed: 0.0,
        help_given: 0.0,
        coach_worth: 0.0,
        coached: 0.0,
        effort: Effort::default(),
    })
}

/// Participation of teachers under a strategy.
pub fn participation(strategy: Strategy, p: &Parameters) -> f64 {
    match strategy.rules().participation {
        Participation::Staged => p.ownership.participation_staged,
        Participation::Mandate => p.ownership.participation_mandate,
        Participation::Grassroots => p.ownership.participation_grassroots,
    }
}

fn rollout(strategy: Strategy, p: &Parameters) -> Rollout {
    Rollout {
        strategy,
        mandate: strategy.rules().mandated.then_some(Mandate { push: 1.0 }),
        participation: participation(strategy, p),
        paused: false,
        suspended: false,
    }
}

/// District means: what districts differ in beyond the chance of who works there.
fn culture(streams: &Streams, p: &Parameters) -> Culture {
    let draws = streams.block(Decision::DistrictTrait, DecisionMaker::DISTRICT, Month(0));
    let around =
        |lane, mean| numerics::share(inverse::normal(draws.uniform(lane), mean, p.leaders.district_sd));
    Culture {
        openness: around(0, p.leaders.teacher_openness),
        belief: around(1, p.leaders.teacher_belief),
        priority: around(2, p.leaders.principal_priority),
    }
}

fn fundamentals(level: f64, streams: &Streams, p: &Parameters) -> [f64; 4] {
    let l = &p.leaders;
    let draws = streams.block(Decision::DistrictTrait, DecisionMaker::office(2, 0), Month(0));
    let level = inverse::normal(level, l.initial_coherence, l.initial_coherence_sd);
    // Nothing is wholly absent, and nothing perfect, before anybody has worked on it.
    std::array::from_fn(|k| inverse::normal(draws.uniform(k), level, l.fundamental_sd).clamp(0.02, 0.98))
}
