//! Promise: a null model is the same engine without one cause. What it takes out makes no difference any
//! more, and everything else goes on.

#![allow(clippy::panic, clippy::unwrap_used, reason = "a test that fails may say so loudly")]

use crate::texts::Texts;
use uptake::experiment::run_job;
use uptake::metrics::MEASURES;
use uptake::metrics::columns::Measure;
use uptake::model::Model;
use uptake::numerics;
use uptake::parameters::Ledger;
use uptake::scenario::diff::differences;
use uptake::scenario::layers::BuiltIn;
use uptake::scenario::{self, Scenario, describe, render};

/// Replications of each arm.
const N: u32 = 6;

fn read(model: Model, settings: &[&str]) -> Scenario {
    read_of("committed", model, settings)
}

fn read_of(name: &str, model: Model, settings: &[&str]) -> Scenario {
    let mut settings: Vec<String> = settings.iter().map(|s| s.to_string()).collect();
    settings.push(format!("run.model={}", model.word()));
    scenario::read(name, &settings, &BuiltIn, &Ledger::standard().unwrap()).unwrap_or_else(|e| panic!("{e}"))
}

/// The committed district with events.
fn with_events(model: Model, events: &str) -> Scenario {
    let text = format!("format = 1\nextends = \"committed\"\n[run]\nmodel = \"{}\"\n{events}", model.word());
    scenario::read("own", &[], &Texts(&[("own", &text)]), &Ledger::standard().unwrap())
        .unwrap_or_else(|e| panic!("{e}"))
}

/// A measure month by month, replication after replication.
fn values(s: &Scenario, measure: Measure) -> Vec<f64> {
    let of = |r: u32| {
        let timeline = run_job(s, &s.places[0], r).timeline;
        timeline.into_iter().skip(measure as usize).step_by(MEASURES.len()).collect::<Vec<_>>()
    };
    (0..N).flat_map(of).collect()
}

/// Its bits, so that missing values are equal to themselves.
fn bits(s: &Scenario, measures: &[Measure]) -> Vec<u64> {
    measures.iter().flat_map(|m| values(s, *m)).map(f64::to_bits).collect()
}

/// The bits of all measures.
fn everything(s: &Scenario) -> Vec<u64> {
    (0..N).flat_map(|r| run_job(s, &s.places[0], r).timeline).map(f64::to_bits).collect()
}

/// Mean over replications at the end of a month.
fn mean(s: &Scenario, measure: Measure, month: usize) -> f64 {
    let all = values(s, measure);
    let months = s.run.months as usize + 1;
    let of: Vec<f64> = all.into_iter().skip(month).step_by(months).filter(|x| !x.is_nan()).collect();
    of.iter().sum::<f64>() / of.len() as f64
}

const PRACTICE: [Measure; 6] = [
    Measure::Spread,
    Measure::DepthMean,
    Measure::Ownership,
    Measure::Routine,
    Measure::Policy,
    Measure::Stage,
];

#[test]
fn the_whole_model_runs_unless_a_scenario_says_otherwise() {
    let ledger = Ledger::standard().unwrap();
    let s = scenario::read("committed", &[], &BuiltIn, &ledger).unwrap();
    assert_eq!(s.run.model, Model::Full);
    let text = render::complete(&s, &ledger);
    assert!(!text.contains("model") && !text.contains("bass_stop"), "texts about it stay as they were");
    assert_eq!(text, render::complete(&read(Model::Full, &[]), &ledger));
}

#[test]
fn the_setting_survives_the_complete_text_and_is_told() {
    let ledger = Ledger::standard().unwrap();
    let full = read(Model::Full, &[]);
    for (model, word) in Model::ALL.iter().map(|m| (*m, m.word())).filter(|(m, _)| *m != Model::Full) {
        let s = read(model, &["bass_stop=0.02"]);
        let text = render::complete(&s, &ledger);
        let again = scenario::read("again", &[], &Texts(&[("again", &text)]), &ledger).unwrap();
        assert_eq!((again.run.model, &again.parameters), (model, &s.parameters), "{word}");
        assert_eq!(text, render::complete(&again, &ledger));
        let found = differences(&full, &s, &ledger);
        assert!(found.iter().any(|d| d.name == "model" && d.line().contains(word)), "{word}");
        let page = describe::page(&s, &describe::describe(&s, &ledger));
        assert!(page.split_whitespace().collect::<Vec<_>>().join(" ").contains(word), "{page}");
    }
    assert!(differences(&full, &read(Model::Full, &[]), &ledger).is_empty());
}

#[test]
fn a_model_that_does_not_exist_is_a_fault_that_names_the_nearest() {
    let ledger = Ledger::standard().unwrap();
    let faults =
        scenario::read("committed", &["run.model=mean feild".into()], &BuiltIn, &ledger).unwrap_err();
    let words = faults.to_string();
    assert!(words.contains("no model is called \"mean feild\"") && words.contains("mean field"), "{words}");
}

#[test]
fn a_value_that_only_another_null_model_reads_is_remarked() {
    let remarked = |model| read(model, &["bass_stop=0.02"]).remarks.iter().any(|r| r.contains("bass_stop"));
    assert!(remarked(Model::Full) && remarked(Model::Logistic) && !remarked(Model::BassPerSchool));
}

#[test]
fn every_null_model_differs_from_the_whole_model_and_from_each_other() {
    let all: Vec<_> = Model::ALL.iter().map(|model| bits(&read(*model, &[]), &PRACTICE)).collect();
    for (k, one) in all.iter().enumerate() {
        assert!(all[..k].iter().all(|other| other != one), "{}", Model::ALL[k].word());
    }
}

#[test]
fn without_leaders_effect_their_commitment_changes_nothing_at_all() {
    let weak =
        ["superintendent_commitment=0.1", "lead_commitment=0.1", "principal_priority=0.2", "lead_skill=0.2"];
    for name in ["committed", "mandate-at-once", "principal-led-sites"] {
        let (strong, weak) = (read_of(name, Model::NoLeaders, &[]), read_of(name, Model::NoLeaders, &weak));
        assert_eq!(everything(&strong), everything(&weak), "{name}");
    }
    assert_ne!(bits(&read(Model::Full, &[]), &PRACTICE), bits(&read(Model::Full, &weak), &PRACTICE));
}

#[test]
fn without_leaders_effect_exits_happen_and_change_nothing() {
    let exits = "[[event]]\nmonth = 14\nwhat = \"superintendent leaves\"\n[[event]]\nmonth = 14\nwhat = \"lead leaves\"\n\
                 [[event]]\nmonth = 14\nwhat = \"principals leave\"\nschools = 1.0\n[[event]]\nmonth = 20\n\
                 what = \"superintendent disengages\"\n[[event]]\nmonth = 20\nwhat = \"principals disengage\"\n";
    let (quiet, restless) = (with_events(Model::NoLeaders, ""), with_events(Model::NoLeaders, exits));
    assert_eq!(bits(&quiet, &PRACTICE), bits(&restless, &PRACTICE));
    assert_eq!(
        bits(&quiet, &[Measure::Safe, Measure::Churn]),
        bits(&restless, &[Measure::Safe, Measure::Churn])
    );
    assert!(mean(&restless, Measure::LeaderExits, 14) > mean(&quiet, Measure::LeaderExits, 14) + 5.0);
    assert_ne!(
        bits(&with_events(Model::Full, ""), &PRACTICE),
        bits(&with_events(Model::Full, exits), &PRACTICE)
    );
    // What the district does and who helps still count.
    assert!(bits(&quiet, &PRACTICE) != bits(&read(Model::NoLeaders, &["manager_hours=0"]), &PRACTICE));
}

#[test]
fn without_complementarity_a_strong_delegate_makes_up_for_an_unseen_superintendent() {
    let settings = [
        "superintendent_commitment=0.05",
        "lead_commitment=0.9",
        "superintendent_exit=0",
        "lead_exit=0",
        "lead_follows=0",
        "new_problem_rate=0",
    ];
    let backing = |model| mean(&read(model, &settings), Measure::Backing, 24);
    assert!(backing(Model::Full) < 0.25, "{}", backing(Model::Full));
    assert!(backing(Model::NoComplementarity) > 0.45, "{}", backing(Model::NoComplementarity));
}

#[test]
fn without_complementarity_each_review_opens_the_next_circle_and_no_exponent_counts() {
    // Ideas that are always kept: a dropped one would take the circle back.
    let settings = ["keep_above=0", "drop_below=0"];
    let s = read(Model::NoComplementarity, &settings);
    let circle = |month| values(&s, Measure::Circle).into_iter().skip(month).step_by(61).collect::<Vec<_>>();
    for (month, number) in [(5, 0.0), (6, 1.0), (10, 2.0), (18, 3.0), (22, 4.0)] {
        assert_eq!(circle(month), [number; N as usize], "month {month}");
    }
    let chained = "[[event]]\nmonth = 3\nwhat = \"set\"\nparameter = \"rho_depth\"\nto = -5\n";
    let exponents = ["rho_backing=-5", "rho_team=-5", "rho_coherence=-5", "rho_depth=-5", "rho_policy=-5"];
    let usual = bits(&read(Model::NoComplementarity, &[]), &PRACTICE);
    assert_eq!(usual, bits(&read(Model::NoComplementarity, &exponents), &PRACTICE));
    assert_eq!(usual, bits(&with_events(Model::NoComplementarity, chained), &PRACTICE));
}

#[test]
fn without_complementarity_an_order_works_where_the_principal_does_not_care() {
    let settings = ["principal_priority=0.02", "response_to_seen=0", "response_to_proof=0"];
    let at = |model| {
        let s = read_of("mandate-at-once", model, &settings);
        mean(&s, Measure::Compliance, 6)
    };
    assert!(at(Model::NoComplementarity) > 2.0 * at(Model::Full));
}

#[test]
fn without_a_network_the_number_of_ties_changes_nothing() {
    let with = |model, ties: &str| read(model, &[ties, "between_schools=2"]);
    let all =
        [Measure::Spread, Measure::DepthMean, Measure::Belief, Measure::Ownership, Measure::UsersColleague];
    let few = bits(&with(Model::MeanField, "ties=0"), &all);
    assert_eq!(few, bits(&with(Model::MeanField, "ties=6"), &all));
    assert_ne!(bits(&with(Model::Full, "ties=0"), &all), bits(&with(Model::Full, "ties=6"), &all));
}

#[test]
fn without_help_no_hour_of_manager_coach_colleague_or_training_changes_anything() {
    let practice = [Measure::Spread, Measure::DepthMean, Measure::Ownership, Measure::Policy];
    for name in ["committed", "one-off-consultant"] {
        let of = |model, settings: &[&str]| bits(&read_of(name, model, settings), &practice);
        let none =
            ["manager_hours=0", "coach_hours=0", "leader_hours=0", "training_hours=6", "support_end=0.7"];
        assert_eq!(of(Model::NoHelp, &[]), of(Model::NoHelp, &none), "{name}");
        assert_ne!(of(Model::Full, &[]), of(Model::Full, &none), "{name}");
        assert_ne!(
            of(Model::NoHelp, &[]),
            of(Model::NoHelp, &["null_dose=35"]),
            "{name}: the level itself acts"
        );
    }
    let level = bits(&read(Model::NoHelp, &[]), &practice);
    assert_ne!(level, bits(&read(Model::NoHelp, &["null_support=0.2"]), &practice));
}

#[test]
fn without_attention_the_number_of_initiatives_leaves_nothing_less_for_this_one() {
    let of = |model, n: &str| bits(&read(model, &[n, "narrowing=0"]), &PRACTICE);
    let (one, six) = ("initiatives_usual=1", "initiatives_usual=6");
    assert_eq!(of(Model::NoAttention, one), of(Model::NoAttention, six));
    assert_ne!(of(Model::Full, one), of(Model::Full, six));
}

#[test]
fn variants_differ_where_they_say_and_agree_where_their_cause_is_absent() {
    let settings = ["hazard_colleague=0"];
    let full = bits(&read(Model::Full, &settings), &PRACTICE);
    for model in [Model::LinearPull, Model::ThresholdPull] {
        assert_eq!(full, bits(&read(model, &settings), &PRACTICE), "{}", model.word());
    }
    let backing = |model| {
        let settings =
            ["superintendent_commitment=0.1", "lead_commitment=0.9", "superintendent_exit=0", "lead_exit=0"];
        mean(&read(model, &settings), Measure::Backing, 24)
    };
    let (weakest, full, adding) =
        (backing(Model::WeakestLeader), backing(Model::Full), backing(Model::AdditiveLeaders));
    assert!(weakest < full && full < adding, "{weakest} {full} {adding}");
}

#[test]
fn in_bass_neither_leaders_nor_support_nor_strategy_matter() {
    let usual = read(Model::BassPerSchool, &[]);
    let practice =
        [Measure::Spread, Measure::DepthMean, Measure::Ownership, Measure::Routine, Measure::Policy];
    let of_usual = bits(&usual, &practice);
    let weak = ["superintendent_commitment=0.1", "lead_commitment=0.1", "principal_priority=0.2", "ties=0"];
    assert_eq!(of_usual, bits(&read(Model::BassPerSchool, &weak), &practice));
    assert_eq!(of_usual, bits(&read(Model::BassPerSchool, &["manager_hours=0", "coach_hours=0"]), &practice));
    for strategy in uptake::strategy::Strategy::ALL {
        let word = strategy.word();
        let s = read(Model::BassPerSchool, &[&format!("rollout.strategy={word}")]);
        assert_eq!(of_usual, bits(&s, &practice), "{strategy:?}");
    }
    assert_eq!(mean(&usual, Measure::UsersPilot, 30) + mean(&usual, Measure::UsersMandate, 30), 0.0);
    assert_eq!(mean(&usual, Measure::TeamCapacity, 30) + mean(&usual, Measure::HelpGiven, 30), 0.0);
    assert!(mean(&usual, Measure::LeaderExits, 13) > 0.0, "succession goes on");
}

#[test]
fn in_bass_innovation_and_imitation_raise_spread_and_without_innovation_nobody_begins() {
    let spread = |settings: &[&str]| mean(&read(Model::BassPerSchool, settings), Measure::Spread, 30);
    let usual = spread(&[]);
    assert!(
        usual > 0.1 && spread(&["bass_imitation=0.4"]) > usual && spread(&["bass_innovation=0.04"]) > usual
    );
    assert!(spread(&["bass_stop=0.05"]) < usual);
    assert_eq!(spread(&["bass_innovation=0"]), 0.0);
}

#[test]
fn in_the_logistic_model_commitments_add_up_whoever_has_them() {
    let spread = |settings: &[&str]| mean(&read(Model::Logistic, settings), Measure::Spread, 36);
    let weak = "superintendent_commitment=0.2";
    assert!(spread(&[]) > spread(&[weak]) && spread(&[weak]) > spread(&[weak, "lead_commitment=0.1"]));
    let depth = |settings: &[&str]| mean(&read(Model::Logistic, settings), Measure::DepthMean, 48);
    assert!(depth(&[]) > depth(&[weak, "lead_commitment=0.1"]));
    let practice = [Measure::Spread, Measure::DepthMean, Measure::Policy];
    // A strong superintendent with a weak lead is the same as the other way round.
    let quiet = ["superintendent_exit=0", "lead_exit=0", "lead_follows=0", "superintendent_chooses=0"];
    let of = |settings: &[&str]| bits(&read(Model::Logistic, settings), &practice);
    let led_by = |commitments: [&str; 2]| of(&[&commitments[..], &quiet].concat());
    let one = led_by(["superintendent_commitment=0.9", "lead_commitment=0.1"]);
    // Not by assert_eq, which would print all of both.
    assert!(one == led_by(["superintendent_commitment=0.1", "lead_commitment=0.9"]));
    assert!(of(&[]) == of(&["manager_hours=0", "ties=0", "rollout.strategy=grassroots only"]));
}

#[test]
fn without_turnover_a_large_district_follows_the_logistic_curve() {
    let settings = [
        "district.pupils=20000",
        "teacher_leave=0",
        "poverty_add=0",
        "superintendent_exit=0",
        "lead_exit=0",
        "principal_exit=0",
        "principal_exit_high_poverty=0",
        "district_sd=0",
        "principal_priority=0.6",
        "superintendent_commitment=0.8",
        "lead_commitment=0.8",
        "teacher_openness=0.5",
        "logistic_seed=0.05",
    ];
    let s = read(Model::Logistic, &settings);
    let (rate, seed) = (0.2 * (0.8 + 0.8 + 0.6 + 0.5) / 4.0, 0.05);
    for year in 1..=5u32 {
        let months = f64::from(year * 10);
        let e = numerics::exp(rate * (1.0 + seed) * months);
        let expected = seed * (e - 1.0) / (1.0 + seed * e);
        // The last teaching month of the year.
        let found = mean(&s, Measure::Spread, (year * 12 - 2) as usize);
        assert!((found - expected).abs() < 0.04, "year {year}: {found} and not {expected}");
    }
}
