//! Many runs are a list: scenario × district × replication, and executors of that list.

pub mod executor;
pub mod job;
pub mod plan;

pub use job::{Outcome, Status, run_cohort, run_job};
pub use plan::{Plan, PlanDistrict, PlanScenario};
