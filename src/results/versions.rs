//! Results folders of other versions of the program.
//!
//! What a folder holds can be plotted and reported whatever version made it. A run can be made again, and told, only by a
//! version with the same runs.

use std::collections::BTreeSet;

use super::digest::VERSION;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::parameters::Ledger;
use crate::scenario::layers::{Library, Source};
use crate::scenario::{self, FoundDistricts, Scenario};

/// The first version whose runs are, to the last bit, those of this one.
pub const SAME_RUNS_SINCE: &str = "0.3.0";

/// Times that a scenario of another version is read with less of it.
const TRIES: usize = 4;

/// Whether the runs of this version are those of the present one.
pub fn has_same_runs(version: &str) -> bool {
    match (numbers(version), numbers(SAME_RUNS_SINCE), numbers(VERSION)) {
        (Some(its), Some(first), Some(present)) => (first..=present).contains(&its),
        _ => version == VERSION,
    }
}

/// The three numbers of a version.
fn numbers(version: &str) -> Option<[u32; 3]> {
    let mut parts = version.split('.').map(|part| part.parse().ok());
    let three = [parts.next()??, parts.next()??, parts.next()??];
    parts.next().is_none().then_some(three)
}

/// A scenario that another version wrote. What this version does not know or allow any more is left out, a key at a
/// time: figures and tables do not hang on it.
///
/// # Errors
/// What is wrong with the scenario otherwise.
pub(super) fn read_scenario(
    reference: &str,
    library: &dyn Library,
    ledger: &Ledger,
) -> Result<Scenario, Diagnostics> {
    let mut lenient = Without { library, lines: BTreeSet::new() };
    for _ in 0..TRIES {
        let faults = match scenario::read(reference, &[], &lenient, ledger) {
            Ok(scenario) => return Ok(scenario),
            Err(faults) => faults,
        };
        let before = lenient.lines.len();
        lenient.lines.extend(faults.list().iter().map(|fault| fault.at.line).filter(|line| *line > 0));
        if lenient.lines.len() == before {
            break;
        }
    }
    scenario::read(reference, &[], library, ledger)
}

/// A library that leaves out some lines of keys.
struct Without<'a> {
    library: &'a dyn Library,
    lines: BTreeSet<u32>,
}

impl Library for Without<'_> {
    fn scenario(&self, reference: &str, from: Option<&Source>) -> Result<Source, Diagnostic> {
        let source = self.library.scenario(reference, from)?;
        if from.is_some() {
            return Ok(source);
        }
        let kept = |(line, text)| if self.lines.contains(&line) && is_key(text) { "" } else { text };
        let text = (1..).zip(source.text.lines()).map(kept).collect::<Vec<_>>().join("\n");
        Ok(Source { text, ..source })
    }

    fn districts(
        &self,
        table: &str,
        mapping: Option<&str>,
        id: &str,
        from: &Source,
    ) -> Result<FoundDistricts, Diagnostics> {
        self.library.districts(table, mapping, id, from)
    }
}

/// Whether a line gives a key its value, and is neither the head of a section nor what the scenario stands on.
fn is_key(line: &str) -> bool {
    let key = line.split('=').next().unwrap_or("").trim();
    line.contains('=') && !key.starts_with('[') && !["extends", "format"].contains(&key)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::layers::BuiltIn;

    /// One scenario as another version may have written it.
    struct Written(&'static str);

    impl Library for Written {
        fn scenario(&self, reference: &str, _: Option<&Source>) -> Result<Source, Diagnostic> {
            let own = Source { label: "old".into(), name: "old".into(), text: self.0.into() };
            if reference == "old" { Ok(own) } else { BuiltIn.scenario(reference, None) }
        }
    }

    #[test]
    fn versions_up_to_this_one_since_runs_last_changed_have_the_same_runs() {
        assert!(has_same_runs(VERSION) && has_same_runs(SAME_RUNS_SINCE));
        for other in ["0.2.0", "0.1.9", "0.0.9", "99.0.0", "", "0.3", "0.3.0.1", "next"] {
            assert!(!has_same_runs(other), "{other}");
        }
    }

    #[test]
    fn what_is_not_known_any_more_is_left_out_and_other_faults_stay() {
        let ledger = Ledger::standard().unwrap();
        let old = Written(
            "format = 1\nextends = \"committed\"\n[parameters]\nhalf_dose = 20.0\nonce_known = 0.4\nstop_hazard = 900.0\n",
        );
        let found = read_scenario("old", &old, &ledger).unwrap();
        let plain = scenario::read("committed", &[], &BuiltIn, &ledger).unwrap();
        let differ =
            ledger.entries().iter().filter(|e| found.parameters[e.position] != plain.parameters[e.position]);
        assert_eq!(differ.map(|e| e.name).collect::<Vec<_>>(), ["half_dose"]);
        let broken = Written("format = 1\nextends = \"comitted\"\n");
        assert!(read_scenario("old", &broken, &ledger).is_err());
    }
}
