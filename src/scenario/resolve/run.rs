//! The section `[run]`: how long, how often, and by which model.

use std::sync::Arc;

use crate::calendar::LONGEST;
use crate::diagnostic::{Diagnostics, Remedy, SourceLocation};
use crate::events::ScheduledEvent;
use crate::model::Model;
use crate::parameters::{Ensemble, Ledger};
use crate::scenario::Run;
use crate::scenario::advice::unknown;
use crate::scenario::language::models;
use crate::scenario::table_reader::TableReader;
use crate::scenario::text::Table;

/// Most replications of a batch.
pub const MOST_REPLICATIONS: i64 = 100_000_000;

/// Where parameters come from: one value each, or the vectors that calibration accepted.
pub const PARAMETER_SETS: [&str; 2] = ["default", "accepted"];

/// Reads the section, and the vectors it asks for.
pub fn read(table: Table, ledger: &Ledger, problems: &mut Diagnostics) -> (Run, Option<Arc<Ensemble>>) {
    let mut walk = TableReader::new("[run]", table, problems);
    let set = walk.text("parameters");
    let months = walk.whole("months", 1, i64::from(LONGEST)).map_or(60, |(m, _)| m as u32);
    let replications = walk.whole("replications", 1, MOST_REPLICATIONS).map_or(1_000, |(n, _)| n as u32);
    let seed = walk.whole("seed", 0, i64::MAX).map_or(1, |(s, _)| s as u64);
    let model = walk.text("model");
    walk.finish();
    let mut ensemble = None;
    if let Some((set, at)) = set {
        match set.as_str() {
            "accepted" => match Ensemble::shipped("full", ledger) {
                Ok(found) => ensemble = Some(Arc::new(found)),
                Err(fault) => problems.add(&at, fault.fault, "uptake calibrate writes the vectors anew"),
            },
            "default" => {}
            _ => {
                let fault = format!("no set of parameters is called \"{set}\"");
                problems.add(&at, fault, unknown(&set, PARAMETER_SETS.into_iter()));
            }
        }
    }
    let model = match model {
        None => Model::default(),
        Some((word, at)) => Model::from_word(&word).unwrap_or_else(|| {
            let fault = format!("no model is called \"{word}\"");
            problems.add(&at, fault, unknown(&word, models().into_iter()));
            Model::default()
        }),
    };
    (Run { months, replications, seed, model }, ensemble)
}

/// Where a flag says how long the run is, events beyond its end are the flag's fault.
pub fn check_end(
    events: &[(ScheduledEvent, SourceLocation)],
    months: u32,
    said: Option<&SourceLocation>,
    problems: &mut Diagnostics,
) {
    let Some(flag) = said.filter(|spot| spot.is_flag()) else { return };
    let end = |event: &ScheduledEvent| event.month.max(event.until.unwrap_or(0));
    let late = || events.iter().filter(|(event, _)| end(event) > months);
    let (Some((event, at)), Some(last)) = (late().next(), late().map(|(e, _)| end(e)).max()) else { return };
    let more = match late().count() - 1 {
        0 => String::new(),
        more => format!(", and {more} more"),
    };
    let fault = format!(
        "the run ends with month {months}, before month {} of the event \"{}\" ({at}){more}",
        end(event),
        event.kind.what
    );
    let allowed = format!("{last} to {LONGEST} (months)");
    problems.add(flag, fault, Remedy::allowing(format!("give at least {last} months"), allowed));
}
