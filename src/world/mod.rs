//! What there is: districts, schools, people, ties, and what can happen to them. (ODD 2)
//!
//! ```
//! use uptake::prelude::*;
//! use uptake::simulation::{first_day, parameters_of};
//!
//! let scenario = Scenario::built_in("committed")?.resolve()?;
//! let place = &scenario.places[0];
//! if let Ok((district, _)) = first_day(&scenario, place, 0, &parameters_of(&scenario, place.id(), 0)) {
//!     println!("{} schools, {} teachers", district.schools.len(), district.teachers.len());
//! }
//! # Ok::<(), Diagnostics>(())
//! ```

pub mod advice;
pub(crate) mod district;
pub(crate) mod event;
pub(crate) mod ids;
pub(crate) mod leaders;
mod opening;
pub(crate) mod person;
pub(crate) mod school;
pub(crate) mod teachers;
pub(crate) mod team;
pub(crate) mod ties;

pub use district::{District, Effort, Fundamental, Mandate, Rollout};
pub use event::{Event, Post, Reason};
pub use ids::{CollaborationId, SchoolId, TeacherId, TeamId};
pub use leaders::{Leader, Manager, Office, Stance, Successor};
pub use opening::{ComponentPlan, LeadersPlan, Opening, RolloutPlan, SupportPlan, TeamPlan};
pub use school::{Principal, School};
pub use teachers::{Practice, Teachers};
pub use team::{Collaboration, Idea, Team};
pub use ties::Ties;

/// The districts of one run: one, or a cohort whose teams learn from each other at convenings.
#[derive(Debug, Clone)]
pub struct World {
    /// The districts, in the order of the scenario.
    pub districts: Vec<District>,
}
