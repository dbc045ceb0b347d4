//! The table of assumptions of a comparison: pairs over sets of assumptions, run beside those of the batch.

use rayon::prelude::*;

use super::interrupted;
use crate::diagnostic::Result;
use crate::experiment::assumption_sets::{AssumptionSet, models, run};
use crate::experiment::plan::Design;
use crate::experiment::{CancelToken, Outcome};
use crate::parameters::Ledger;
use crate::results::Folder;
use crate::results::assumption_table::{AssumedPair, AssumptionTable};
use crate::scenario::Scenario;

/// Sets whose runs are held in memory at a time.
const AT_A_TIME: usize = 8;

/// Runs the pairs and writes the table into the folder, where the design asks for it.
///
/// # Errors
/// A file that cannot be written; an interruption; accepted vectors that do not agree with the ledger.
pub fn write(design: &Design, ledger: &Ledger, folder: &mut Folder, cancel: &CancelToken) -> Result<()> {
    let Some(models) = models(design, ledger)? else { return Ok(()) };
    folder.add_table(|path, plan, format| {
        let mut table = AssumptionTable::new(path, plan, format)?;
        for some in AssumptionSet::all(&models).chunks(AT_A_TIME) {
            if cancel.is_canceled() {
                return Err(interrupted("all runs, while assumptions were varied"));
            }
            let of_set = |set: &AssumptionSet<'_>| {
                let under: Vec<Scenario> = set.scenarios(&design.scenarios, ledger);
                set.replications().map(|r| run(&under, r)).collect::<Vec<Vec<Vec<Outcome>>>>()
            };
            let found: Vec<_> = some.par_iter().map(of_set).collect();
            for (set, runs) in some.iter().zip(&found) {
                for (replication, of_places) in set.replications().zip(runs) {
                    for (district, outcomes) in plan.districts.iter().zip(of_places) {
                        for &(other, base) in &design.pairs {
                            let names = [other, base].map(|k| design.scenarios[k].name.as_str());
                            let pair = AssumedPair {
                                set: set.number,
                                model: set.model,
                                vector: set.vector,
                                replication,
                                district: &district.id,
                                scenarios: names,
                            };
                            table.push(&pair, [&outcomes[other], &outcomes[base]])?;
                        }
                    }
                }
            }
        }
        table.seal()
    })
}
