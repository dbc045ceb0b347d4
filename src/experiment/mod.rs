//! Many runs are a list: scenario × district × replication, and executors of that list.

pub mod executor;
pub mod job;
pub mod plan;
pub mod run_record;
pub mod target_districts;

pub use job::{Outcome, Status, run_cohort, run_job};
pub use plan::{Plan, PlanDistrict, PlanScenario};
