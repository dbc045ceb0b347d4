//! One run: the schedule of a month, repeated to the last. (ODD 3)
//!
//! Recorders watch a run and touch nothing, so any run of a batch can be played again with a trace
//! and is the same run.
//!
//! ```
//! use uptake::prelude::*;
//!
//! /// No teacher ever stops.
//! struct NobodyStops;
//!
//! impl Intervention for NobodyStops {
//!     fn allow(&mut self, _: usize, _: &District, event: &Event, _: Month) -> bool {
//!         !matches!(event, Event::Stopped { .. })
//!     }
//! }
//!
//! let scenario = Scenario::built_in("committed")?.with("run.months", 24)?.resolve()?;
//! let run = scenario.run_with(3, &mut (), &mut NobodyStops);
//! assert_eq!(run.at(24, StoppedShare), Some(0.0));
//! # Ok::<(), Diagnostics>(())
//! ```

pub(crate) mod active_events;
pub mod apply;
pub(crate) mod intervention;
pub mod planned_support;
mod run_state;
pub mod schedule;
pub(crate) mod scheduled_events;
pub(crate) mod shared_past;
pub(crate) mod shared_ties;

pub use apply::apply;
pub use intervention::Intervention;
pub use run_state::RunState;

use shared_ties::SharedTies;

use crate::calendar::Month;
use crate::census::DistrictFacts;
use crate::chance::streams::key_of;
use crate::chance::{Decision, DecisionMaker, Streams};
use crate::initialization::{self, NotSimulated};
use crate::mechanisms::{
    Context, attention, fit, fundamentals, null, principals, relative_attention, support, team_capacity,
    visibility,
};
use crate::model::Model;
use crate::parameters::{Distribution, NAMES, Parameters, WeighedModel};
use crate::scenario::{DistrictSpec, Scenario};
use crate::world::{District, Event, TeamId, World};

/// The name under which a cohort as a whole has its chance.
const COHORT: &str = "cohort";

/// The name under which a replication draws its vector of parameters, and the model that the vector is of.
const ACCEPTED: &str = "accepted vector";

/// Watches a run.
pub trait Recorder {
    /// Something happened in the district at this place of the world; it is about to become true.
    fn event(&mut self, place: usize, event: &Event, now: Month);
    /// A month has ended; month 0 is the first day.
    fn month(&mut self, world: &World, now: Month);
}

/// Watches for somebody else.
impl<R: Recorder> Recorder for &mut R {
    fn event(&mut self, place: usize, event: &Event, now: Month) {
        (**self).event(place, event, now);
    }

    fn month(&mut self, world: &World, now: Month) {
        (**self).month(world, now);
    }
}

/// Watches nothing.
impl Recorder for () {
    fn event(&mut self, _: usize, _: &Event, _: Month) {}
    fn month(&mut self, _: &World, _: Month) {}
}

/// The parameters of one replication: those given as distributions are drawn, each from its own
/// address, the same in every district and scenario of the study.
pub fn draw_parameters(scenario: &Scenario, replication: u32) -> Parameters {
    let streams = Streams::new(scenario.run.seed, 0, replication);
    let value = |(k, given): (usize, &Distribution)| match given {
        // Nothing is drawn that is known.
        Distribution::Fixed(value) => *value,
        drawn => drawn.at(streams.uniform(Decision::Parameter, of_parameter(k), Month(0))),
    };
    let mut values: Vec<f64> = scenario.parameters.iter().enumerate().map(value).collect();
    if let Some((WeighedModel { ensemble, .. }, place)) = accepted(scenario, replication) {
        let vector = &ensemble.vectors[place];
        for (&position, &value) in ensemble.positions.iter().zip(&vector.values) {
            if !scenario.given.contains(&position) {
                values[position] = value;
            }
        }
    }
    Parameters::from_values(|k| values[k])
}

/// The model that a replication follows and the place of its accepted vector, where a scenario asks for them; the same
/// in every district of the study, and in every scenario that draws from the same models.
pub fn accepted(scenario: &Scenario, replication: u32) -> Option<(&WeighedModel, usize)> {
    let models = scenario.accepted.as_ref()?;
    let streams = Streams::new(scenario.run.seed, 0, replication);
    let chance = streams.block(Decision::Parameter, of_name(ACCEPTED), Month(0));
    let found = models.at(chance.uniform(1));
    Some((found, found.ensemble.at(chance.uniform(0))))
}

/// The model that a replication follows: that of `[run]`, or the one that it draws.
pub fn model_of(scenario: &Scenario, replication: u32) -> Model {
    accepted(scenario, replication).map_or(scenario.run.model, |(found, _)| found.model)
}

/// The parameters of the district with this id: those of the replication, and where it differs its own,
/// distributions drawn from its own chance.
pub fn parameters_of(scenario: &Scenario, district: &str, replication: u32) -> Parameters {
    let common = draw_parameters(scenario, replication);
    let own = scenario.settings_of(district);
    if own.is_empty() {
        return common;
    }
    let (streams, common) = (streams_of(scenario, district, replication), common.values());
    Parameters::from_values(|k| match own.iter().find(|(position, _)| *position == k) {
        Some((_, value)) => value.at(streams.uniform(Decision::Parameter, of_parameter(k), Month(0))),
        None => common[k],
    })
}

fn of_parameter(position: usize) -> DecisionMaker {
    of_name(NAMES[position].1)
}

fn of_name(name: &str) -> DecisionMaker {
    let key = key_of(name);
    DecisionMaker { place: key as u32, seat: (key >> 32) as u16, person: (key >> 48) as u16 }
}

/// The chance of a district in one replication.
pub fn streams_of(scenario: &Scenario, district: &str, replication: u32) -> Streams {
    Streams::new(scenario.run.seed, key_of(district), replication)
}

/// One district in one replication, on its first day.
///
/// # Errors
/// A district without focal teachers is reported, not simulated.
pub fn first_day(
    scenario: &Scenario,
    place: &DistrictSpec,
    replication: u32,
    p: &Parameters,
) -> Result<(District, Streams), NotSimulated> {
    let (mut district, streams) = people_of(scenario, place, replication, p, &mut SharedTies::default())?;
    derive(&mut district, &streams, p);
    Ok((district, streams))
}

/// A district with its people, before what follows from their states is worked out.
fn people_of(
    scenario: &Scenario,
    place: &DistrictSpec,
    replication: u32,
    p: &Parameters,
    shared: &mut SharedTies,
) -> Result<(District, Streams), NotSimulated> {
    let streams = streams_of(scenario, place.id(), replication);
    let drawn: DistrictFacts;
    let facts = match place {
        DistrictSpec::Facts(facts) => facts,
        DistrictSpec::Synthetic { id, pupils } => {
            let facts = initialization::synthetic::draw(*pupils, &streams, p);
            drawn = DistrictFacts { id: id.clone(), ..facts };
            &drawn
        }
        DistrictSpec::Totals(totals) => {
            drawn = initialization::synthetic::draw_known(totals, &streams, p);
            &drawn
        }
    };
    let (opening, model) = (&scenario.opening, model_of(scenario, replication));
    let mut district =
        initialization::first_day_with(facts, opening, model, &streams, p, |teachers, schools| {
            shared.of((teachers, schools), opening.network.as_ref(), &streams, p)
        })?;
    support::add_up_plans(std::slice::from_mut(&mut district), &[*p], Month(1));
    Ok((district, streams))
}

/// States that follow at once from others, on the first day.
fn derive(d: &mut District, streams: &Streams, p: &Parameters) {
    let mut p = *p;
    null::set_exponents(d.model, std::slice::from_mut(&mut p));
    let p = &p;
    d.backing = visibility::backing(d.seen, d.office.lead.commitment, p.visibility.rho_backing);
    null::hold_leaders(d, p);
    d.attention = attention::attention(d.initiatives, &p.attention);
    let attention = relative_attention(d, p);
    for school in &mut d.schools {
        principals::follow(school, d.model, (d.backing, attention), p);
    }
    let bond = d.office.manager.bond;
    support::schedule(d, Context { p, streams, now: Month(1) });
    null::level_support(d, p);
    let meets = d.rules().has_team() && !d.model.is_curve();
    for k in 0..d.teams.len() {
        let team = &mut d.teams[k];
        team.help = support::help(support::support(team.hours, &p.support), bond, team.skill);
        let works = meets && !team.members.is_empty();
        d.teams[k].capacity = if works { team_capacity::capacity(d, TeamId(k), p) } else { 0.0 };
    }
    fundamentals::refresh(d, p);
    fit::refresh(d, p);
    null::embed(d);
}

/// Runs one replication of a scenario in one of its districts, alone even if it is of a cohort.
///
/// # Errors
/// A district without focal teachers is reported, not simulated.
pub fn run(
    scenario: &Scenario,
    place: &DistrictSpec,
    replication: u32,
    recorder: &mut impl Recorder,
) -> Result<(), NotSimulated> {
    run_under(scenario, place, replication, recorder, &mut ())
}

/// As [`run`], under an intervention: an experiment on the model, which no scenario can ask for.
///
/// # Errors
/// A district without focal teachers is reported, not simulated.
pub fn run_under(
    scenario: &Scenario,
    place: &DistrictSpec,
    replication: u32,
    recorder: &mut impl Recorder,
    hand: &mut impl Intervention,
) -> Result<(), NotSimulated> {
    let p = parameters_of(scenario, place.id(), replication);
    let mut run = begin(scenario, place, replication, p, &mut SharedTies::default(), recorder)?;
    run.live_to(Month(scenario.run.months), &scenario.events, recorder, hand);
    Ok(())
}

/// Runs one replication of a cohort: its districts side by side. Those without focal teachers are
/// reported and not in the world; says for each district of the scenario whether it is.
pub fn run_cohort(
    scenario: &Scenario,
    replication: u32,
    recorder: &mut impl Recorder,
) -> Vec<Result<(), NotSimulated>> {
    run_cohort_under(scenario, replication, recorder, &mut ())
}

/// As [`run_cohort`], under an intervention.
pub fn run_cohort_under(
    scenario: &Scenario,
    replication: u32,
    recorder: &mut impl Recorder,
    hand: &mut impl Intervention,
) -> Vec<Result<(), NotSimulated>> {
    let of = |place: &DistrictSpec| parameters_of(scenario, place.id(), replication);
    let p: Vec<Parameters> = scenario.places.iter().map(of).collect();
    let (mut run, found) = begin_cohort(scenario, replication, &p, &mut SharedTies::default(), recorder);
    run.live_to(Month(scenario.run.months), &scenario.events, recorder, hand);
    found
}

/// One replication on its first day, in one of the districts of a scenario, with the parameters of that district.
///
/// # Errors
/// A district without focal teachers is reported, not simulated.
pub fn begin(
    scenario: &Scenario,
    place: &DistrictSpec,
    replication: u32,
    p: Parameters,
    shared: &mut SharedTies,
    recorder: &mut impl Recorder,
) -> Result<RunState, NotSimulated> {
    let (mut district, streams) = people_of(scenario, place, replication, &p, shared)?;
    derive(&mut district, &streams, &p);
    let chance = (vec![streams], streams_of(scenario, COHORT, replication));
    Ok(RunState::new(World { districts: vec![district] }, vec![p], chance, recorder))
}

/// One replication of a cohort on its first day, with the parameters of each district; says for each district whether it is in
/// the world.
pub fn begin_cohort(
    scenario: &Scenario,
    replication: u32,
    p: &[Parameters],
    shared: &mut SharedTies,
    recorder: &mut impl Recorder,
) -> (RunState, Vec<Result<(), NotSimulated>>) {
    let mut world = World { districts: Vec::new() };
    let (mut own, mut streams, mut places) = (Vec::new(), Vec::new(), Vec::new());
    let mut found = Vec::new();
    for (k, (place, p)) in scenario.places.iter().zip(p).enumerate() {
        found.push(people_of(scenario, place, replication, p, shared).map(|(district, chance)| {
            world.districts.push(district);
            own.push(*p);
            streams.push(chance);
            places.push(k);
        }));
    }
    let managers = scenario.cohort.as_ref().map_or(scenario.places.len(), |c| c.managers as usize);
    support::share_managers(&mut world.districts, &places, managers);
    support::add_up_plans(&mut world.districts, &own, Month(1));
    for (district, (streams, p)) in world.districts.iter_mut().zip(streams.iter().zip(&own)) {
        derive(district, streams, p);
    }
    let chance = (streams, streams_of(scenario, COHORT, replication));
    (RunState::new(world, own, chance, recorder), found)
}
