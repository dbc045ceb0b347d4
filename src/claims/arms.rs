//! Arms of a claim: scenarios that are run on the same replications.

use crate::calendar::Month;
use crate::census::{DistrictFacts, SchoolFacts};
use crate::diagnostic::{Diagnostic, Result};
use crate::experiment::run_record::{self, Kept, RecordedRun};
use crate::experiment::school_record::{deviations, sums};
use crate::experiment::target_districts::{self, Texts};
use crate::parameters::ensemble::Vector;
use crate::parameters::{Distribution, Ensemble, Ledger};
use crate::scenario::{self, DistrictSpec, Scenario};
use crate::world::District;

use super::{ArmRuns, Claim, Districts};

/// A hand in a run: what it sets at the start of a month. It is given the standard deviations of use and of depth
/// between schools, where its claim asks for them.
pub type Hand = fn(&mut District, Month, &[f64; 2]);

/// Replications of the base over whose schools standard deviations are taken.
const REFERENCE: u32 = 20;

/// One arm: where it departs from the committed district, or from target districts.
#[derive(Clone, Default)]
pub struct Arm {
    /// Name.
    pub name: &'static str,
    /// Lines of a scenario file, after its head.
    pub text: String,
    /// Parameters multiplied, whatever their value.
    pub scaled: Vec<(&'static str, f64)>,
    /// Schools of the default kind, instead of eight (schools).
    pub schools: Option<usize>,
    /// A hand in the run.
    pub hand: Option<Hand>,
    /// Which chance: arms with the same number share it.
    pub chance: u32,
}

/// An arm that says these lines.
pub fn arm(name: &'static str, text: &str) -> Arm {
    Arm { name, text: text.into(), ..Arm::default() }
}

impl Arm {
    /// With parameters multiplied.
    pub fn scaling(mut self, scaled: &[(&'static str, f64)]) -> Arm {
        self.scaled.extend_from_slice(scaled);
        self
    }

    /// In a district of so many schools of the default kind.
    pub fn in_schools(mut self, schools: usize) -> Arm {
        self.schools = Some(schools);
        self
    }

    /// With a hand in the run.
    pub fn with_hand(mut self, hand: Hand) -> Arm {
        self.hand = Some(hand);
        self
    }

    /// On chance of its own.
    pub fn on_chance(mut self, chance: u32) -> Arm {
        self.chance = chance;
        self
    }
}

/// Where parameters come from: a vector of an ensemble, or nothing but the ledger.
#[derive(Debug, Clone)]
pub struct VectorSetting {
    /// The model, by its word.
    pub model: crate::model::Model,
    /// Parameters that the vector has values for.
    pub ensemble: Ensemble,
    /// The vector.
    pub vector: Vector,
}

/// An arm that can be run.
pub struct Prepared {
    scenario: Scenario,
    place: DistrictSpec,
    arm: Arm,
    /// Standard deviations of use and of depth between schools.
    deviations: [f64; 2],
}

/// Reads the arms of a claim, with parameters from a vector where the arm does not say them.
///
/// # Errors
/// If the text of an arm is no scenario.
pub fn prepare(claim: &Claim, setting: Option<&VectorSetting>, ledger: &Ledger) -> Result<Vec<Prepared>> {
    let arms = claim.arms.iter().map(|arm| prepare_arm(claim, arm, setting, ledger));
    let mut arms: Vec<Prepared> = arms.collect::<Result<_>>()?;
    if let (Some(month), Some(base)) = (claim.deviations_at, arms.first()) {
        let found = base.deviations_at(month);
        arms.iter_mut().for_each(|arm| arm.deviations = found);
    }
    Ok(arms)
}

fn prepare_arm(
    claim: &Claim,
    arm: &Arm,
    setting: Option<&VectorSetting>,
    ledger: &Ledger,
) -> Result<Prepared> {
    let fault = |fault: String| {
        Diagnostic::of_the_program(&format!("claim `{}`, arm \"{}\"", claim.id, arm.name), fault)
    };
    let base = match claim.districts {
        Districts::Default => "committed",
        Districts::Target => "target districts",
    };
    let text = format!("format = 1\nextends = \"{base}\"\n{}", arm.text);
    let mut scenario =
        scenario::read("arm", &[], &Texts(&text), ledger).map_err(|problems| fault(problems.to_string()))?;
    if let Some(setting) = setting {
        // Where the arm departs from the defaults, it stays as it says.
        let said = ledger
            .entries()
            .iter()
            .filter(|e| scenario.parameters[e.position] != Distribution::Fixed(e.value));
        let said: Vec<usize> = said.map(|e| e.position).collect();
        setting.ensemble.lay(&setting.vector, &said, &mut scenario.parameters);
        scenario.run.model = setting.model;
    }
    for (name, factor) in &arm.scaled {
        let entry = ledger.get(name).ok_or_else(|| fault(format!("no parameter is called `{name}`")))?;
        let (low, high) = entry.allowed();
        let value = &mut scenario.parameters[entry.position];
        *value = Distribution::Fixed((value.bounds().0 * factor).clamp(low, high));
    }
    let mut place = scenario.places[0].clone();
    if let (Some(schools), DistrictSpec::Facts(facts)) = (arm.schools, &mut place) {
        resize(facts, schools);
    }
    Ok(Prepared { scenario, place, arm: arm.clone(), deviations: [f64::NAN; 2] })
}

/// A district of so many schools like those it has: poverty runs evenly over the same range.
fn resize(facts: &mut DistrictFacts, schools: usize) {
    let Some(first) = facts.schools.first().cloned() else { return };
    let highest = facts.schools.last().and_then(|s| s.poverty).unwrap_or(0.5);
    let lowest = first.poverty.unwrap_or(0.5);
    let school = |k: usize| {
        let along = if schools > 1 { k as f64 / (schools - 1) as f64 } else { 0.5 };
        SchoolFacts {
            id: format!("school-{}", k + 1),
            name: format!("School {}", k + 1),
            poverty: Some(lowest + along * (highest - lowest)),
            ..first.clone()
        }
    };
    facts.schools = (0..schools).map(school).collect();
}

/// Runs a replication under every arm.
pub fn run(arms: &[Prepared], claim: &Claim, replication: u32, ledger: &Ledger) -> ArmRuns {
    let ran = arms.iter().map(|arm| arm.run(claim, replication, ledger));
    let (runs, engaged): (Vec<RecordedRun>, Vec<bool>) = ran.unzip();
    ArmRuns { runs, engaged: engaged.contains(&true) }
}

impl Prepared {
    /// Runs a replication; says too whether the district is engaged (target districts).
    fn run(&self, claim: &Claim, replication: u32, ledger: &Ledger) -> (RecordedRun, bool) {
        let kept = Kept { seats: &claim.months, schools: claim.schools };
        let run = |scenario: &Scenario, place: &DistrictSpec, replication: u32| {
            run_record::run(scenario, place, replication, kept, |d, now| {
                if let Some(hand) = self.arm.hand {
                    hand(d, now, &self.deviations);
                }
            })
        };
        match claim.districts {
            Districts::Default => (run(&self.scenario, &self.place, replication), false),
            Districts::Target => {
                let (own, place) = target_districts::district(&self.scenario, replication);
                // Chance of its own is that of a replication far away.
                let chance = replication + self.arm.chance * 1_000_000;
                (run(&own, &place, chance), target_districts::is_engaged(&own, ledger))
            }
        }
    }

    /// Standard deviations of use and of depth between the schools of some replications at the end of a month.
    fn deviations_at(&self, month: u32) -> [f64; 2] {
        let mut scenario = self.scenario.clone();
        scenario.run.months = month;
        let kept = Kept { seats: &[], schools: true };
        let mut all = Vec::new();
        for replication in 0..REFERENCE {
            let run = run_record::run(&scenario, &self.place, replication, kept, run_record::no_hand);
            all.extend_from_slice(run.schools.at(month));
        }
        deviations(&sums(&all))
    }
}
