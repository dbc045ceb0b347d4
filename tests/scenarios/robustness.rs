//! Promise: at the door nothing written can break the reader. (Past the door: `tests/model/extremes.rs`.)

#![allow(clippy::panic, clippy::unwrap_used, reason = "a test that fails may say so loudly")]

use proptest::prelude::*;

use crate::texts::Texts;
use uptake::parameters::Ledger;
use uptake::scenario::layers::BuiltIn;
use uptake::scenario::{self, Scenario, gallery};

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
