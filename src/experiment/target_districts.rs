//! Target districts: 2,000 to 20,000 students, each with leaders, size and coherence of its own.
//!
//! What a district is (pupils, schools, leaders, coherence, culture) is settled once per district; what
//! happens in it is chance and can be drawn again, so that variance between districts and chance within one
//! can be told apart.

use crate::calendar::Month;
use crate::chance::{Decision, DecisionMaker, Streams, inverse};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::initialization::synthetic;
use crate::numerics;
use crate::parameters::{Distribution, Ledger};
use crate::scenario::layers::{BuiltIn, Library};
use crate::scenario::{self, DistrictSpec, Scenario, Source};
use crate::simulation;

/// Students of the smallest and the largest.
pub const PUPILS: (f64, f64) = (2_000.0, 20_000.0);

/// Leaders of at least this mean commitment are engaged.
pub const ENGAGED: f64 = 0.6;

const TEXT: &str = include_str!("target_districts.toml");

/// Scenarios given as texts, which extend the built-in ones and target districts.
pub struct Texts<'a>(pub &'a str);

impl Library for Texts<'_> {
    fn scenario(&self, reference: &str, from: Option<&Source>) -> Result<Source, Diagnostic> {
        let own = |text: &str| Source { label: reference.into(), name: reference.into(), text: text.into() };
        match reference {
            "arm" => Ok(own(self.0)),
            "target districts" => Ok(own(TEXT)),
            _ => BuiltIn.scenario(reference, from),
        }
    }
}

/// The plan that target districts share.
///
/// # Errors
/// If the text does not agree with the ledger.
pub fn plan(ledger: &Ledger) -> Result<Scenario, Diagnostics> {
    scenario::read("target districts", &[], &Texts(""), ledger)
}

/// Target district number `k` under this plan: the values of its parameters and its schools are those of
/// district `k` in every plan.
pub fn district(plan: &Scenario, k: u32) -> (Scenario, DistrictSpec) {
    let values = simulation::draw_parameters(plan, k).values();
    let mut own = plan.clone();
    own.parameters = values.iter().map(|&value| Distribution::Fixed(value)).collect();
    own.run.model = simulation::model_of(plan, k);
    own.accepted = None;
    let streams = Streams::new(plan.run.seed, crate::chance::streams::key_of("target district"), k);
    let u = streams.uniform(Decision::Study, DecisionMaker::office(1, 0), Month(0));
    let (low, high) = (numerics::ln(PUPILS.0), numerics::ln(PUPILS.1));
    let pupils = numerics::exp(inverse::uniform(u, low, high)).round() as u32;
    let p = simulation::draw_parameters(&own, k);
    (own, DistrictSpec::Facts(synthetic::draw(pupils, &streams, &p)))
}

/// Whether the mean commitment of a district's leaders, superintendent and lead, is that of engaged ones on the first day.
pub fn is_engaged(district: &Scenario, ledger: &Ledger) -> bool {
    let leaders = ["superintendent_commitment", "lead_commitment"];
    let levels = leaders.iter().filter_map(|name| ledger.get(name));
    let sum: f64 = levels.map(|entry| district.parameters[entry.position].bounds().0).sum();
    sum / leaders.len() as f64 >= ENGAGED
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn target_districts_lie_between_their_sizes_differ_and_are_the_same_again() {
        let ledger = Ledger::standard().unwrap();
        let plan = plan(&ledger).unwrap();
        let (mut small, mut engaged) = (0, 0);
        for k in 0..100 {
            let (own, place) = district(&plan, k);
            let DistrictSpec::Facts(facts) = &place else { panic!("drawn from students") };
            assert!((1_000..=30_000).contains(&facts.pupils()), "{}", facts.pupils());
            small += u32::from(facts.pupils() < 6_300);
            engaged += u32::from(is_engaged(&own, &ledger));
            assert_eq!(district(&plan, k), (own, place));
        }
        assert!((35..=65).contains(&small), "half lie below the middle of the scale: {small}");
        assert!((20..=60).contains(&engaged), "{engaged}");
    }
}
