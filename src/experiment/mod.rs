//! Many runs are a list: district × replication × scenario, and executors of that list.
//!
//! ```
//! use uptake::experiment::compare;
//! use uptake::metrics::Measure::DeepShare;
//! use uptake::scenario::Scenario;
//!
//! let draft = |name| Scenario::built_in(name)?.with("run.months", 24)?.resolve();
//! let runs = compare(&[draft("committed")?, draft("mandate-at-once")?], 8)?;
//! let difference = runs.difference(DeepShare).at(24).ok_or("no pair")?;
//! assert_eq!(difference.summary.n, 8);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

#[cfg(feature = "program")]
pub(crate) mod assumption_sets;
pub(crate) mod batch;
pub mod comparable;
pub mod decision;
pub mod executor;
pub(crate) mod job;
pub(crate) mod job_list;
pub(crate) mod pipeline;
pub mod plan;
pub(crate) mod run_record;
pub(crate) mod school_record;
pub mod seen;
pub mod sensitivity_points;
pub mod shard;
pub mod sweep_points;
pub(crate) mod target_districts;

pub use batch::{Batch, BatchRuns, CancelToken, compare};
pub use job::{Outcome, Status, run_cohort, run_job, run_together};
pub use job_list::JobList;
pub use plan::{Design, Plan, PlanDistrict, PlanScenario};
pub use shard::{Part, Shard};
