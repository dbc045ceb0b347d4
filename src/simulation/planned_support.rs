//! Hours that program managers are to give, as a scenario plans them: nobody leaves, and no district suspends the work by
//! itself. (no part of the model: it lives the schedule of support and the dated events alone)

use super::active_events::ActiveEvents;
use super::shared_ties::SharedTies;
use super::{parameters_of, people_of, scheduled_events};
use crate::calendar::Month;
use crate::chance::Streams;
use crate::mechanisms::{Context, support};
use crate::parameters::Parameters;
use crate::scenario::{DistrictSpec, Scenario};
use crate::world::World;

/// The planned hours of a district.
#[derive(Debug, Clone, PartialEq)]
pub struct PlannedSupport {
    /// Its id.
    pub district: String,
    /// Hours of all its teams in each month, the first being month 1.
    pub hours: Vec<f64>,
}

impl PlannedSupport {
    /// Hours in all.
    pub fn total(&self) -> f64 {
        self.hours.iter().sum()
    }
}

/// What a scenario plans for each of its districts: teams by its strategy and events, hours by its schedule and events, shared
/// out where a manager has too few. What is drawn (schools of a synthetic district, parameters given as distributions) is that
/// of the first replication. A district without focal teachers has no hours.
///
/// ```
/// use uptake::prelude::*;
/// use uptake::simulation::planned_support::planned_support;
///
/// let s = Scenario::built_in("committed")?.with("support_end", 1.0)?.resolve()?;
/// let planned = planned_support(&s);
/// assert_eq!((planned.len(), planned[0].total()), (1, 36.0 * 24.0));
/// # Ok::<(), Diagnostics>(())
/// ```
pub fn planned_support(scenario: &Scenario) -> Vec<PlannedSupport> {
    match scenario.cohort {
        Some(_) => together(scenario, &scenario.places),
        None => scenario.places.iter().flat_map(|p| together(scenario, std::slice::from_ref(p))).collect(),
    }
}

/// Districts that are one run.
fn together(scenario: &Scenario, places: &[DistrictSpec]) -> Vec<PlannedSupport> {
    let months = scenario.run.months;
    let mut world = World { districts: Vec::new() };
    let (mut p, mut streams, mut known): (Vec<Parameters>, Vec<Streams>, Vec<usize>) = Default::default();
    for (k, place) in places.iter().enumerate() {
        let own = parameters_of(scenario, place.id(), 0);
        if let Ok((district, chance)) = people_of(scenario, place, 0, &own, &mut SharedTies::default()) {
            world.districts.push(district);
            p.push(own);
            streams.push(chance);
            known.push(k);
        }
    }
    let managers = scenario.cohort.as_ref().map_or(places.len(), |c| c.managers as usize);
    support::share_managers(&mut world.districts, &known, managers);
    let none = |place: &DistrictSpec| PlannedSupport {
        district: place.id().to_owned(),
        hours: vec![0.0; months as usize],
    };
    let mut found: Vec<PlannedSupport> = places.iter().map(none).collect();
    let mut active = ActiveEvents::default();
    for now in (1..=months).map(Month) {
        let events = &scenario.events;
        scheduled_events::take_effect(&mut active, &mut world, events, &mut p, &streams, now, &mut ());
        support::add_up_plans(&mut world.districts, &p, now);
        for (k, district) in world.districts.iter_mut().enumerate() {
            support::schedule(district, Context { p: &p[k], streams: &streams[k], now });
            let hours = district.teams.iter().map(|team| team.hours).sum();
            found[known[k]].hours[now.0 as usize - 1] = hours;
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::simulation::{self, Recorder};
    use crate::world::Event;

    /// Hours of all teams of each district, month by month.
    #[derive(Default)]
    struct Watch(Vec<Vec<f64>>);

    impl Recorder for Watch {
        fn event(&mut self, _: usize, _: &Event, _: Month) {}
        fn month(&mut self, world: &World, now: Month) {
            if now.0 > 0 {
                let of = |d: &crate::world::District| d.teams.iter().map(|team| team.hours).sum();
                self.0.push(world.districts.iter().map(of).collect());
            }
        }
    }

    #[test]
    fn a_run_in_which_nothing_is_suspended_spends_what_was_planned() {
        let draft = |name: &str| Scenario::built_in(name).unwrap();
        let dated = draft("committed")
            .event("month 5: support changes to 0.3, until = 9")
            .unwrap()
            .event("month 12: team starts")
            .unwrap()
            .event("month 15: pause, until = 18")
            .unwrap()
            .event("month 20: set, parameter = manager_hours; to = 10")
            .unwrap();
        for s in [draft("committed"), draft("several-teams"), dated, draft("support-cliff")] {
            let s = s.resolve().unwrap();
            let mut watch = Watch::default();
            simulation::run(&s, &s.places[0], 0, &mut watch).unwrap();
            let spent: Vec<f64> = watch.0.iter().map(|month| month[0]).collect();
            let [planned] = planned_support(&s).try_into().unwrap();
            assert_eq!(planned.hours, spent, "{}", s.name);
            assert!(planned.total() > 100.0, "{}", s.name);
        }
    }

    #[test]
    fn managers_of_a_cohort_share_out_what_they_have() {
        let s = Scenario::built_in("cohort-of-eight").unwrap().resolve().unwrap();
        let mut watch = Watch::default();
        simulation::run_cohort(&s, 0, &mut watch);
        let planned = planned_support(&s);
        assert_eq!(planned.len(), 8);
        for (k, own) in planned.iter().enumerate() {
            let spent: Vec<f64> = watch.0.iter().map(|month| month[k]).collect();
            assert_eq!(own.hours, spent, "{}", own.district);
        }
        // Two managers of 96 hours serve four districts of 24 each: all of it in the first month, and no more.
        assert_eq!(planned.iter().map(|own| own.hours[0]).sum::<f64>(), 192.0);
    }
}
