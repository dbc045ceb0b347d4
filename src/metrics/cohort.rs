//! The measures of each district of a cohort. (ODD 4, observation)

use super::Metrics;
use crate::calendar::Month;
use crate::parameters::Parameters;
use crate::simulation::Recorder;
use crate::world::{Event, World};

/// Measures a run of a cohort, district by district.
#[derive(Debug, Clone)]
pub struct CohortMetrics {
    /// Ids and measures of the districts, in the order of the scenario.
    of: Vec<(String, Metrics)>,
    /// Which of these the district at each place of the world is.
    seats: Vec<usize>,
}

impl CohortMetrics {
    /// A recorder for a run of so many months in districts with these ids and parameters.
    pub fn new(months: u32, districts: impl Iterator<Item = (String, Parameters)>) -> CohortMetrics {
        let of = districts.map(|(id, p)| (id, Metrics::new(months, &p))).collect();
        CohortMetrics { of, seats: Vec::new() }
    }

    /// The measures of each district; one that was not simulated has none.
    pub fn districts(self) -> impl Iterator<Item = Metrics> {
        self.of.into_iter().map(|(_, metrics)| metrics)
    }
}

impl Recorder for CohortMetrics {
    fn event(&mut self, place: usize, event: &Event, now: Month) {
        if let Some(&seat) = self.seats.get(place) {
            self.of[seat].1.event(0, event, now);
        }
    }

    fn month(&mut self, world: &World, now: Month) {
        if now == Month(0) {
            let seat = |id: &str| self.of.iter().position(|(own, _)| own == id);
            self.seats = world.districts.iter().filter_map(|d| seat(&d.id)).collect();
        }
        for (&seat, district) in self.seats.iter().zip(&world.districts) {
            self.of[seat].1.measure(district, now);
        }
    }
}
