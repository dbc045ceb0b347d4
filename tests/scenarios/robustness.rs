//! Promise: past the door a run cannot fail, and at the door nothing written can break the reader.

#![allow(clippy::panic, clippy::unwrap_used, reason = "a test that fails may say so loudly")]

use proptest::prelude::*;
use rand_distr::Distribution as _;

use crate::texts::Texts;
use uptake::calendar::Month;
use uptake::chance::{Decision, DecisionMaker, Streams};
use uptake::experiment::{Status, run_job};
use uptake::metrics::MEASURES;
use uptake::parameters::{Distribution, Ledger};
use uptake::scenario::layers::BuiltIn;
use uptake::scenario::{self, DistrictSpec, Scenario, gallery};

/// Measures of something that may not be there: no users, unknown poverty, no courses, no second collaboration.
const MAY_MISS: [&str; 9] = [
    "depth",
    "depth_sd",
    "ownership",
    "gain_sd_high_poverty",
    "gain_sd_low_poverty",
    "courses",
    "spread_next",
    "depth_next",
    "deep_share_next",
];

fn read(text: String) -> Result<Scenario, uptake::diagnostic::Diagnostics> {
    scenario::read("x", &[], &Texts(&[("x", &text)]), &Ledger::standard().unwrap())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]

    #[test]
    fn any_text_is_read_or_refused_with_words(text in "\\PC{0,300}") {
        if let Err(problems) = read(text) {
            prop_assert!(!problems.is_empty() && !problems.to_string().is_empty());
        }
    }

    #[test]
    fn a_scenario_with_a_piece_cut_out_or_put_in_is_read_or_refused(
        which in 0..gallery::SCENARIOS.len(),
        start in 0.0..1.0f64,
        length in 0usize..40,
        piece in "[\\[\\]={}\",.\\-0-9a-z \n]{0,20}",
    ) {
        let text: Vec<char> = gallery::SCENARIOS[which].text.chars().collect();
        let start = (start * text.len() as f64) as usize;
        let end = (start + length).min(text.len());
        let mended: String = text[..start].iter().chain(&piece.chars().collect::<Vec<_>>()).chain(&text[end..]).collect();
        if let Err(problems) = read(mended) {
            for problem in problems.list() {
                prop_assert!(!problem.fault.is_empty() && !problem.remedy.is_empty());
            }
        }
    }

    #[test]
    fn any_setting_is_taken_or_refused(name in "[a-z_.\\[\\]\"]{0,20}", value in "\\PC{0,20}") {
        let setting = format!("{name}={value}");
        let _ = scenario::read("committed", &[setting], &BuiltIn, &Ledger::standard().unwrap());
    }
}

/// Values drawn over a range of every parameter, in districts of several shapes.
fn runs_within_range(bounds: impl Fn(&uptake::parameters::LedgerEntry) -> (f64, f64), cases: u32) {
    let ledger = Ledger::standard().unwrap();
    for case in 0..cases {
        let mut rng = Streams::new(99, 0, case).generator(Decision::Study, DecisionMaker::DISTRICT, Month(0));
        let name = gallery::SCENARIOS[case as usize % gallery::SCENARIOS.len()].name;
        let mut s = scenario::read(name, &[], &BuiltIn, &ledger).unwrap();
        s.run.months = 1 + case * 7 % 70;
        for e in ledger.entries() {
            let (low, high) = bounds(e);
            s.parameters[e.position] =
                Distribution::Fixed(Distribution::Uniform { low, high }.sample(&mut rng));
        }
        if case % 3 == 1 {
            s.places = vec![DistrictSpec::Synthetic { id: "district".into(), pupils: 100 + case * 37 }];
        }
        if case % 3 == 2
            && let DistrictSpec::Facts(facts) = &mut s.places[0]
        {
            facts.schools.truncate(1);
            facts.schools[0].teachers_fte = f64::from(case % 5);
            facts.schools[0].poverty = None;
        }
        let outcome = run_job(&s, &s.places[0], case);
        if outcome.status != Status::Done {
            continue;
        }
        for (month, row) in outcome.timeline.chunks_exact(MEASURES.len()).enumerate() {
            for (column, value) in MEASURES.iter().zip(row) {
                if value.is_nan() {
                    assert!(
                        MAY_MISS.contains(&column.name),
                        "{} is missing in month {month} of case {case}",
                        column.name
                    );
                    continue;
                }
                let (low, high) = (column.low.unwrap_or(f64::MIN), column.high.unwrap_or(f64::MAX));
                let slack = 1e-12;
                assert!(
                    (low - slack..=high + slack).contains(value),
                    "{} is {value} in month {month} of case {case} ({name})",
                    column.name
                );
            }
        }
    }
}

#[test]
fn plausible_parameters_give_measures_within_their_ranges() {
    runs_within_range(|e| e.range, 150);
}

#[test]
fn allowed_parameters_give_measures_within_their_ranges() {
    // Synthetic districts are drawn within plausible shapes: their allowed ranges reach far beyond schools.
    runs_within_range(|e| if e.group == "population" { e.range } else { e.allowed() }, 150);
}
