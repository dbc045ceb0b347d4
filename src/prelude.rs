//! What most programs need, in one line: `use uptake::prelude::*`.
//!
//! ```
//! use uptake::prelude::*;
//!
//! let committed = Scenario::built_in("committed")?.with("run.months", 36)?.resolve()?;
//! let leaves = Scenario::built_in("superintendent-disengages")?.with("run.months", 36)?.resolve()?;
//! let runs = compare(&[committed, leaves], 20)?;
//! if let Some(difference) = runs.difference(DeepShare).at(36) {
//!     println!("{:.3}, lower in {:.0} % of pairs", difference.summary.mean, 100.0 * difference.share_lower);
//! }
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

pub use crate::analysis::summary::{DifferenceSummary, Summary};
pub use crate::calendar::Month;
pub use crate::diagnostic::Diagnostics;
pub use crate::experiment::{Batch, BatchRuns, CancelToken, Outcome, compare};
pub use crate::metrics::Ending;
pub use crate::metrics::Measure::{self, *};
pub use crate::scenario::{Scenario, ScenarioDraft};
pub use crate::simulation::{Intervention, Recorder};
pub use crate::trace::Trace;
pub use crate::world::{District, Event, World};
