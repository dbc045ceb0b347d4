//! Whatever instructions a processor has, a run is the same to the last bit.

use uptake::experiment::run_job;
use uptake::numerics::{InstructionSet, limit};
use uptake::parameters::Ledger;
use uptake::scenario::{self, layers::BuiltIn};

/// Strategies, models and parameters that take different ways through the loops: no team, training, few powers, components.
const SETTINGS: [(&str, &[&str]); 6] = [
    ("committed", &[]),
    ("mandate-at-once", &["run.model=no complementarity"]),
    ("few-sent-to-training", &[]),
    ("committed", &["run.model=mean field", "dose_power=1.5"]),
    ("committed", &["rho_depth=-1", "effect_power=1.4"]),
    ("committed", &["district.pupils=7300", "run.model=trying alone"]),
];

#[test]
fn every_instruction_set_gives_the_same_runs() {
    let ledger = Ledger::standard().unwrap();
    for (name, settings) in SETTINGS {
        let settings: Vec<String> = settings.iter().map(|s| s.to_string()).collect();
        let scenario = scenario::read(name, &settings, &BuiltIn, &ledger).unwrap();
        let bits = |set| -> Vec<u64> {
            limit(set);
            let runs = (0..4).map(|replication| run_job(&scenario, &scenario.places[0], replication));
            runs.flat_map(|outcome| outcome.timeline.into_iter().chain(outcome.run))
                .map(f64::to_bits)
                .collect()
        };
        let baseline = bits(InstructionSet::Baseline);
        for set in [InstructionSet::Avx2, InstructionSet::Best] {
            assert!(bits(set) == baseline, "{name} {settings:?}: {set:?} differs");
        }
    }
    limit(InstructionSet::Best);
}
