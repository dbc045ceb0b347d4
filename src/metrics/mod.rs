//! What is measured: the state of a district at the end of each month, and a run as a whole. (ODD 4, observation)
//!
//! A recorder looks at the end of each month, month 0 being the first day, and touches nothing. What depth is worth to students
//! (`full_effect`, `effect_floor`, `effect_power`) is measured with the parameters of the first day, even if an event changes
//! them later. Courses (with `course_weight`), gathered gains and what reaches underserved students are states: they follow the
//! parameters of each month.
//!
//! ```
//! use uptake::metrics::{MEASURES, Measure};
//!
//! let spread = &MEASURES[Measure::Spread as usize];
//! assert_eq!((spread.name, spread.unit), ("spread", "share"));
//! ```

mod cohort;
pub mod columns;
mod condition;
mod kept;
pub(crate) mod monthly;
mod quantity;
pub(crate) mod run_summary;
mod school_parts;
pub(crate) mod stage;

pub use cohort::CohortMetrics;
pub use columns::{Column, Kind, MEASURES, Measure, RUN_COLUMNS, code_name};
pub use condition::Condition;
pub use kept::KeptMeasures;
pub use quantity::Quantity;
pub use run_summary::Ending;

use crate::calendar::Month;
use crate::parameters::Parameters;
use crate::simulation::Recorder;
use crate::world::{District, Event, World};

/// Measures a run of one district, month by month.
#[derive(Debug, Clone)]
pub struct Metrics {
    /// (months + 1) × [`MEASURES`], row by row; missing values are NaN.
    pub timeline: Vec<f64>,
    exits: f64,
    p: Parameters,
    marks: run_summary::Marks,
}

impl Metrics {
    /// A recorder for a run of so many months with these parameters on the first day: what depth is
    /// worth to students is measured as it was then.
    pub fn new(months: u32, p: &Parameters) -> Metrics {
        Metrics {
            timeline: Vec::with_capacity((months as usize + 1) * MEASURES.len()),
            exits: 0.0,
            p: *p,
            marks: run_summary::Marks::default(),
        }
    }

    fn measure(&mut self, d: &District, now: Month) {
        self.timeline.extend_from_slice(&monthly::measure(d, self.exits, now, &self.p));
        self.marks.note(d, now);
        self.exits = 0.0;
    }

    /// The run as a whole: a value for each of [`RUN_COLUMNS`].
    pub fn summary(&self) -> Vec<f64> {
        self.marks.summary(&self.timeline, self.p.cost.students_per_teacher)
    }
}

impl Recorder for Metrics {
    fn event(&mut self, _: usize, event: &Event, _: Month) {
        self.exits += f64::from(u8::from(matches!(event, Event::LeaderLeft { .. })));
    }

    fn month(&mut self, world: &World, now: Month) {
        if let Some(d) = world.districts.first() {
            self.measure(d, now);
        }
    }
}
