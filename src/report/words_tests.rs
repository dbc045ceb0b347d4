//! Promise: a report says nothing stronger than its numbers allow.

use proptest::prelude::*;

use super::difference_words::{ReportedDifference, difference};
use super::words::*;
use crate::analysis::over_sets::OverSets;
use crate::analysis::summary::{DifferenceSummary, describe, describe_differences};
use crate::phrasing::{percent, points, signed_points};

const DIRECTIONS: [&str; 8] = ["lower", "higher", "less", "more", "behind", "ahead", "worse", "better"];

fn differences(values: &[f64]) -> DifferenceSummary {
    describe_differences(&mut values.to_vec())
}

fn reported<'a>(
    titles: [&'a str; 2],
    d: &'a DifferenceSummary,
    condition: Condition,
) -> ReportedDifference<'a> {
    let what = "the deep share";
    ReportedDifference { titles, what, month: 60, difference: d, assumed: None, worth: 0.02, condition }
}

fn told_of(titles: [&str; 2], d: &DifferenceSummary) -> String {
    difference(&reported(titles, d, Condition::Values))
}

fn over(low: f64, high: f64) -> OverSets {
    OverSets { sets: 48, values: 192, mean: (low + high) / 2.0, low, high, lower: 0, higher: 0 }
}

fn names_a_direction(text: &str) -> bool {
    text.split(|c: char| !c.is_alphabetic()).any(|word| DIRECTIONS.contains(&word))
}

#[test]
fn ends_of_an_interval_that_are_not_zero_are_not_rounded_to_zero() {
    assert_eq!(signed_points(-0.4604), "−46.0");
    assert_eq!(signed_points(0.0004), "+0.04");
    assert_eq!(signed_points(-0.00001), "−0.001");
    assert_eq!(signed_points(0.0), "0");
    assert_eq!(points(0.0002), "less than 0.1 points");
    assert_eq!(points(-0.444), "44 points");
    assert_eq!(points(0.032), "3.2 points");
}

#[test]
fn percents_keep_almost_apart_from_all() {
    assert_eq!(percent(0.997), "over 99%");
    assert_eq!(percent(0.003), "under 1%");
    assert_eq!((percent(1.0), percent(0.0)), ("100%".into(), "0%".into()));
}

#[test]
fn a_clear_difference_is_told_with_interval_and_pairs() {
    let values: Vec<f64> =
        (0..1000).map(|k| if k < 980 { -0.45 - f64::from(k % 7) / 100.0 } else { 0.1 }).collect();
    let told = told_of(["Disengages", "Committed"], &differences(&values));
    assert!(told.contains("lower on average (95% interval −"), "{told}");
    assert!(told.contains("lower in about 98 in 100 pairs"), "{told}");
    assert!(!told.contains("higher") && !told.contains("equal"), "{told}");
}

#[test]
fn assumptions_come_before_chance_in_one_sentence() {
    let values: Vec<f64> = (0..1000).map(|k| -0.4 - f64::from(k % 7) / 100.0).collect();
    let d = differences(&values);
    let told =
        |assumed| difference(&ReportedDifference { assumed, ..reported(["B", "A"], &d, Condition::Values) });
    let both = told(Some(over(-0.61, -0.081)));
    let first = both.split(". ").next().unwrap();
    assert!(
        first.starts_with(
            "With “B” instead of “A”, the deep share is 8.1 to 61.0 points lower after five years"
        )
    );
    assert!(
        first.contains("of 48 plausible ways") && first.contains("usual values it is 43 points lower"),
        "{both}"
    );
    assert!(first.find("48 plausible") < first.find("1,000 pairs"), "{both}");
    assert!(
        told(Some(over(-0.3, 0.12))).contains("from 30 points lower to 12 points higher after five years")
    );
    assert!(told(Some(over(-0.01, 0.01))).contains("is the same to within 2.0 points after five years"));
    assert!(!told(None).contains("plausible"));
}

#[test]
fn what_is_not_worth_naming_gets_no_direction() {
    let told = told_of(["B", "A"], &differences(&[-0.0004; 50]));
    assert!(told.contains("changes by too little to name") && !names_a_direction(&told), "{told}");
    let d = differences(&[-0.0004; 50]);
    let named = difference(&ReportedDifference { worth: 0.0, ..reported(["B", "A"], &d, Condition::Values) });
    assert!(named.contains("lower on average"), "{named}");
}

#[test]
fn ties_are_told_where_they_are_more_than_a_few() {
    let values: Vec<f64> = (0..100).map(|k| if k < 60 { 0.2 + f64::from(k) / 1000.0 } else { 0.0 }).collect();
    let told = told_of(["B", "A"], &differences(&values));
    assert!(
        told.contains("higher in about 6 in 10 pairs") && told.contains("equal in about 4 in 10"),
        "{told}"
    );
}

#[test]
fn equal_pairs_one_pair_and_no_pair_have_sentences_of_their_own() {
    assert!(told_of(["B", "A"], &differences(&[0.0; 30])).contains("changes nothing"));
    assert!(told_of(["B", "A"], &differences(&[-0.3])).contains("cannot be told from one pair"));
    assert!(told_of(["B", "A"], &differences(&[])).contains("nothing can be said"));
    assert!(
        told_of(["B", "A"], &differences(&[-0.1, 0.1, 0.05, -0.02])).contains("cannot be told from 4 pairs")
    );
}

#[test]
fn a_level_of_one_run_makes_no_statement_on_uncertainty() {
    let one = describe(&mut [0.4]);
    let told = level(&ReportedLevel {
        title: "A",
        reached: Some(1),
        deep: &one,
        month: 60,
        condition: Condition::Values,
        is_real: false,
    });
    assert!(
        told.contains("One future allows no statement on uncertainty") && !told.contains("in 10"),
        "{told}"
    );
    let few = describe(&mut [0.4, 0.5, 0.6]);
    let told = level(&ReportedLevel {
        title: "A",
        reached: Some(2),
        deep: &few,
        month: 60,
        condition: Condition::Values,
        is_real: false,
    });
    assert!(
        told.contains("2 of 3 simulated copies of this district") && !told.contains("nine in ten"),
        "{told}"
    );
    let many = describe(&mut (0..1000).map(|k| f64::from(k) / 1000.0).collect::<Vec<_>>());
    let told = level(&ReportedLevel {
        title: "A",
        reached: Some(995),
        deep: &many,
        month: 60,
        condition: Condition::Values,
        is_real: false,
    });
    assert!(
        told.contains("more than 99 in 100 simulated copies of this district")
            && told.contains("nine in ten districts lie between 5"),
        "{told}"
    );
}

#[test]
fn without_a_team_no_stage_is_spoken_of_as_missed() {
    for values in [vec![0.4], vec![0.4; 3], vec![0.4; 50]] {
        let deep = describe(&mut values.clone());
        let told = level(&ReportedLevel {
            title: "A",
            reached: None,
            deep: &deep,
            month: 60,
            condition: Condition::Values,
            is_real: false,
        });
        assert!(told.contains("no improvement team") && told.contains("40%"), "{told}");
        assert!(!told.contains("reach stage"), "{told}");
    }
}

#[test]
fn a_number_of_simulated_districts_says_in_its_sentence_what_it_hangs_on() {
    let deep = describe(&mut (0..100).map(|k| f64::from(k) / 100.0).collect::<Vec<_>>());
    let d = differences(&(0..50).map(|k| 0.2 + f64::from(k) / 1000.0).collect::<Vec<_>>());
    for condition in [Condition::Values, Condition::Vectors, Condition::EarlierVectors, Condition::Forms] {
        for reached in [Some(60), None] {
            let (title, month, is_real) = ("A", 60, true);
            let told = level(&ReportedLevel { title, reached, deep: &deep, month, condition, is_real });
            let sentence = told.split(". ").find(|s| s.contains("focal teachers")).unwrap();
            assert!(sentence.contains("if the model's assumptions hold"), "{told}");
            assert!(sentence.contains(condition.words()), "{told}");
        }
        assert!(difference(&reported(["B", "A"], &d, condition)).contains(condition.words()));
    }
    use crate::scenario::{layers::BuiltIn, read};
    let ledger = crate::parameters::Ledger::standard().unwrap();
    let of = |settings: &[String]| {
        Condition::of(&read("committed", settings, &BuiltIn, &ledger).unwrap(), &ledger)
    };
    assert_eq!(of(&[]), Condition::Values);
    assert_ne!(of(&["run.parameters=accepted".into()]), Condition::Values);
}

#[test]
fn scenarios_of_one_title_are_told_apart_by_name() {
    use crate::scenario::{layers::BuiltIn, read};
    let ledger = crate::parameters::Ledger::standard().unwrap();
    let one = read("committed", &[], &BuiltIn, &ledger).unwrap();
    let twin = crate::scenario::Scenario { name: "twin".into(), ..one.clone() };
    let other = read("weak-start", &[], &BuiltIn, &ledger).unwrap();
    let titles: Vec<String> = told_apart(&[one, twin, other]).into_iter().map(|s| s.title).collect();
    assert_eq!(titles[0], "Committed from top to bottom (committed)");
    assert_eq!(titles[1], "Committed from top to bottom (twin)");
    assert_eq!(titles[2], "Little coherence at the start");
}

#[test]
fn a_screen_turns_an_answer_round_only_where_both_ends_are_clear() {
    let (up, down) = (differences(&[0.2, 0.21, 0.22, 0.2]), differences(&[-0.2, -0.21, -0.22, -0.2]));
    let open = differences(&[-0.3, 0.3, 0.1, -0.1]);
    assert_eq!(moved(&down, &up, &up, true), "reverses the answer");
    assert_eq!(moved(&down, &open, &up, true), "leaves the answer open at one end");
    assert_eq!(moved(&down, &open, &open, true), "no effect beyond chance");
    assert_eq!(moved(&up, &up, &open, true), "no effect beyond chance");
    assert_eq!(moved(&down, &up, &up, false), "changes its size", "a level has no direction");
}

proptest! {
    #[test]
    fn no_direction_is_claimed_where_the_interval_holds_zero(
        values in proptest::collection::vec(-1.0f64..1.0, 1..60),
        shift in -0.5f64..0.5,
    ) {
        let values: Vec<f64> = values.iter().map(|v| v + shift).collect();
        let d = differences(&values);
        let told = told_of(["B", "A"], &d);
        let open = d.summary.n < 2 || (d.mean_low <= 0.0 && d.mean_high >= 0.0) || d.summary.mean.abs() < 0.02;
        prop_assert_eq!(names_a_direction(&told), !open, "{}", told);
        if !open {
            let wrong = if d.summary.mean < 0.0 { "higher" } else { "lower" };
            prop_assert!(!told.contains(wrong), "{}", told);
        }
    }
}
