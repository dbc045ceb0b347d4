//! Scenarios that share a past live it once. (no part of the model: what is shared is the same to the last bit)
//!
//! Chance is addressed by what, who and when, so two scenarios whose first day is the same live one life until the first
//! dated event in which they differ. There the run is cloned, and each goes its own way; of many scenarios the common pasts
//! make a tree.

use super::{Recorder, RunState, model_of, parameters_of, scheduled_events};
use crate::calendar::Month;
use crate::model::Model;
use crate::parameters::Parameters;
use crate::scenario::language::sections::RunSettings;
use crate::scenario::{Cohort, DistrictSpec, Scenario};
use crate::world::Opening;

/// All that a replication of a scenario hangs on beside its dated events.
#[derive(Debug, PartialEq)]
pub struct Premises<'a> {
    places: &'a [DistrictSpec],
    /// Program managers of the cohort, where the districts are one.
    managers: Option<u32>,
    opening: &'a Opening,
    seed: u64,
    months: u32,
    model: Model,
    /// Of each district.
    p: Vec<Parameters>,
}

impl<'a> Premises<'a> {
    /// Of a replication of a scenario in these of its districts.
    pub fn of(scenario: &'a Scenario, places: &'a [DistrictSpec], replication: u32) -> Premises<'a> {
        // Whoever adds a field says here whether a run hangs on it. Parameters, given or drawn, and models come as they are
        // drawn for this replication.
        let Scenario {
            name: _,
            reference: _,
            title: _,
            question: _,
            point: _,
            notes: _,
            remarks: _,
            places: _,
            events: _,
            parameters: _,
            given: _,
            accepted: _,
            cohort,
            opening,
            run,
        } = scenario;
        let RunSettings { months, seed, replications: _, parameters: _, model: _, worth_naming: _ } = *run;
        Premises {
            places,
            // Parameters of its own are those of the district.
            managers: cohort.as_ref().map(|Cohort { managers, settings: _ }| *managers),
            opening,
            seed,
            months,
            model: model_of(scenario, replication),
            p: places.iter().map(|place| parameters_of(scenario, place.id(), replication)).collect(),
        }
    }

    /// The parameters of each district.
    pub fn parameters(&self) -> &[Parameters] {
        &self.p
    }
}

/// Lives the months of scenarios with the same premises from their first day on, and gives back the recorder of each.
pub fn live<R: Recorder + Clone>(scenarios: &[&Scenario], begun: RunState, recorder: R) -> Vec<R> {
    let mut ended = Vec::new();
    let mut lives = vec![((0..scenarios.len()).collect::<Vec<_>>(), begun, recorder)];
    while let Some((together, mut run, mut recorder)) = lives.pop() {
        let Some(first) = together.first().map(|&k| scenarios[k]) else { continue };
        let same = |k: &usize, month| {
            scheduled_events::same_happens(&first.events, &scenarios[*k].events, Month(month))
        };
        let parting =
            (run.now().0 + 1..=first.run.months).find(|&month| !together.iter().all(|k| same(k, month)));
        let last = parting.map_or(first.run.months, |month| month - 1);
        run.live_to(Month(last), &first.events, &mut recorder, &mut ());
        match parting {
            Some(month) => {
                let (stay, leave): (Vec<_>, Vec<_>) = together.into_iter().partition(|k| same(k, month));
                lives.push((leave, run.clone(), recorder.clone()));
                lives.push((stay, run, recorder));
            }
            None => ended.extend(together.into_iter().map(|k| (k, recorder.clone()))),
        }
    }
    ended.sort_by_key(|(k, _)| *k);
    ended.into_iter().map(|(_, recorder)| recorder).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::simulation::SharedTies;
    use crate::world::{Event, World};
    use std::cell::Cell;
    use std::rc::Rc;

    /// Counts the months that are lived, in all lives together.
    #[derive(Clone, Default)]
    struct Lived(Rc<Cell<u32>>);

    impl Recorder for Lived {
        fn event(&mut self, _: usize, _: &Event, _: Month) {}
        fn month(&mut self, _: &World, _: Month) {
            self.0.set(self.0.get() + 1);
        }
    }

    fn draft(events: &[&str]) -> Scenario {
        let draft = Scenario::built_in("committed").unwrap().with("run.months", 30).unwrap();
        events.iter().fold(draft, |draft, event| draft.event(event).unwrap()).resolve().unwrap()
    }

    #[test]
    fn a_past_is_lived_once_and_forks_where_events_differ() {
        let plain = draft(&[]);
        let begins = |scenario: &Scenario| {
            let mut lived = Lived::default();
            let p = parameters_of(scenario, scenario.places[0].id(), 0);
            let run = super::super::begin(
                scenario,
                &scenario.places[0],
                0,
                p,
                &mut SharedTies::default(),
                &mut lived,
            )
            .unwrap();
            (run, lived)
        };
        let lived = |scenarios: &[&Scenario]| {
            let (run, lived) = begins(scenarios[0]);
            live(scenarios, run, lived)[0].0.get() - 1
        };
        let [at_10, at_20] = [10, 20].map(|m| draft(&[&format!("month {m}: superintendent leaves")]));
        let later = draft(&["month 10: superintendent leaves", "month 26: lead leaves"]);
        let renamed = Scenario { name: "x".into(), title: "x".into(), ..plain.clone() };
        assert_eq!(lived(&[&plain]), 30);
        assert_eq!(lived(&[&plain, &renamed]), 30);
        assert_eq!(lived(&[&plain, &at_20]), 30 + 11);
        assert_eq!(lived(&[&at_20, &later, &plain, &at_10]), 30 + 11 + 21 + 5);
    }

    #[test]
    fn premises_are_the_same_whatever_scenarios_are_called_and_when_things_happen() {
        let plain = draft(&[]);
        let premises = |s: &Scenario| format!("{:?}", Premises::of(s, &s.places, 3));
        let other = Scenario { name: "x".into(), ..draft(&["month 1: superintendent leaves"]) };
        assert!(Premises::of(&plain, &plain.places, 3) == Premises::of(&other, &other.places, 3));
        let mut other = plain.clone();
        other.parameters[7] = crate::parameters::Distribution::Fixed(0.123);
        assert_ne!(premises(&plain), premises(&other));
    }
}
