//! The ground: months, grades, what is publicly known of schools, the words of a rollout, models, and
//! mathematics that is the same everywhere.

pub mod census;
pub mod grade;
pub mod mapping;
pub mod maths;
pub mod model;
pub mod month;
pub mod rollout;
pub mod spelling;
pub mod totals;

pub use model::Model;
pub use month::{Calendar, Month};
pub use rollout::{Circle, Route, Strategy};
