//! Promise: what a scenario can say acts, each through its own mechanism. One test for each construct: the
//! same replications with and without it, and a measure near its cause that must move the way it should.

#![allow(clippy::panic, clippy::unwrap_used, reason = "a test that fails may say so loudly")]

use crate::texts::Texts;
use uptake::experiment::run_job;
use uptake::metrics::MEASURES;
use uptake::metrics::columns::{Measure, RUN_COLUMNS};
use uptake::parameters::Ledger;
use uptake::scenario;

/// Replications of each arm: enough for causes this close, few enough to be quick.
const N: u32 = 12;

/// A scenario that extends a built-in one.
fn extend(base: &str, more: &str) -> String {
    format!("format = 1\nextends = \"{base}\"\n{more}\n")
}

/// The runs of a text: timelines and run columns.
fn runs(text: &str) -> Vec<(Vec<f64>, Vec<f64>)> {
    let ledger = Ledger::standard().unwrap();
    let s = scenario::read("x", &[], &Texts(&[("x", text)]), &ledger).unwrap_or_else(|e| panic!("{e}"));
    (0..N).map(|r| run_job(&s, &s.places[0], r)).map(|outcome| (outcome.timeline, outcome.run)).collect()
}

/// Mean of a measure at the end of a month.
fn mean(text: &str, measure: Measure, month: usize) -> f64 {
    let values: Vec<f64> =
        runs(text).iter().map(|(timeline, _)| timeline[month * MEASURES.len() + measure as usize]).collect();
    let known: Vec<f64> = values.into_iter().filter(|x| !x.is_nan()).collect();
    assert!(!known.is_empty(), "{measure:?} is missing in month {month}");
    known.iter().sum::<f64>() / known.len() as f64
}

/// Asserts that the measure is higher with `more` than with `less`, both extending `base`.
fn raises(base: &str, less: &str, more: &str, measure: Measure, month: usize) {
    let (low, high) = (mean(&extend(base, less), measure, month), mean(&extend(base, more), measure, month));
    assert!(high > low, "{measure:?} in month {month}: {high} with\n{more}\nnot above {low} with\n{less}");
}

#[test]
fn each_of_the_four_visible_acts_is_seen() {
    for act in ["act_check_in", "act_protect", "act_attend", "act_board"] {
        let never = format!("[parameters]\n{act} = 0");
        raises("committed", &never, "", Measure::Seen, 24);
    }
}

#[test]
fn a_delegate_leads_only_if_visibly_backed() {
    let unbacked = "[leaders]\nlead_commitment = 0.9\nsuperintendent_commitment = 0.1";
    let backed = "[leaders]\nlead_commitment = 0.9\nsuperintendent_commitment = 0.85";
    raises("committed", unbacked, backed, Measure::Backing, 24);
    raises("committed", unbacked, backed, Measure::TeamCapacity, 24);
}

#[test]
fn team_size_composition_sites_and_meetings_each_count() {
    raises("committed", "[team]\nteam_teachers = 3", "[team]\nteam_teachers = 12", Measure::UsersPilot, 8);
    raises("committed", "", "[team]\nteam_leaders = 2", Measure::TeamCapacity, 6);
    raises("committed", "[team]\nteam_hours = 1", "", Measure::TeamCapacity, 6);
    raises("committed", "[parameters]\nprincipals_on_team = 0", "", Measure::PrincipalCommitment, 24);
    // A second site halves the tests of each, and what is learned carries over better.
    raises("committed", "[team]\nteam_sites = 2", "[team]\nteam_sites = 1", Measure::PilotFit, 6);
}

#[test]
fn leaders_on_a_team_soften_the_loss_of_one() {
    let leaves = "[[event]]\nmonth = 10\nwhat = \"lead leaves\"\n";
    raises("committed", leaves, &format!("{leaves}[team]\nteam_leaders = 3"), Measure::TeamSkill, 10);
}

#[test]
fn the_program_managers_hours_release_person_and_relationship_count() {
    let hours = "[support]\nmanager_hours = 8";
    raises("committed", hours, "", Measure::HelpGiven, 20);
    let text = extend("committed", "[support]\nrelease = [0.9, 0.4]");
    for (month, hours) in [(1, 0.9), (12, 0.9), (13, 0.4), (24, 0.4), (25, 0.0)] {
        let given = mean(&text, Measure::ManagerHours, month);
        assert!((given - hours).abs() < 1e-9, "month {month}: {given}");
    }
    let leaves = "[[event]]\nmonth = 8\nwhat = \"program manager leaves\"";
    raises("committed", leaves, "", Measure::TeamCapacity, 9);
    raises(
        "committed",
        "[support]\nbond_months = 12",
        "[support]\nbond_months = 3",
        Measure::TeamCapacity,
        6,
    );
}

#[test]
fn convenings_and_online_sessions_teach_team_members() {
    for key in ["convening_hours", "online_hours"] {
        let none = format!("[support]\n{key} = 0");
        raises("committed", &none, "", Measure::DepthMean, 6);
    }
}

#[test]
fn a_capacity_review_turns_the_team_to_what_is_weakest() {
    // Expectations are what a team meets last without one.
    raises("committed", "", "[team]\ncapacity_review = 1", Measure::Expectations, 10);
    let columns = ["start_coherence", "start_team_skill", "start_principal_commitment", "start_belief"];
    let (_, run) = &runs(&extend("committed", ""))[0];
    for name in columns {
        let k = RUN_COLUMNS.iter().position(|c| c.name == name).unwrap();
        assert!(run[k] > 0.0 && run[k] < 1.0, "{name} is measured and written into the run");
    }
}

#[test]
fn contracts_limit_collaboration_time_and_what_is_observed() {
    raises("committed", "[parameters]\ncollaboration_limit = 2", "", Measure::Time, 12);
    let blind = "[parameters]\nobserving_limit = 0\nunmonitored_view = 0.2";
    raises("committed", blind, "[parameters]\nunmonitored_view = 0.2", Measure::Circle, 30);
}

#[test]
fn a_culture_in_which_it_is_safe_to_try_makes_more_try() {
    raises("committed", "[leaders]\nsafe_start = 0.2", "[leaders]\nsafe_start = 0.8", Measure::Spread, 24);
}

#[test]
fn principals_who_confront_resistance_win_resisters_at_a_cost_in_safety() {
    let reluctant = "[leaders]\nteacher_openness = 0.25\n";
    let silent = format!("{reluctant}[parameters]\nconversation_effect = 0");
    let frank = format!("{reluctant}[parameters]\nconversation_effect = 1");
    raises("committed", &silent, &frank, Measure::Spread, 36);
    raises("committed", &frank, &silent, Measure::Safe, 10);
}

#[test]
fn initiatives_take_attention_and_narrowing_gives_it_back() {
    raises("committed", "[parameters]\ninitiatives_usual = 7", "", Measure::Attention, 12);
    let many = "[parameters]\ninitiatives_usual = 7\n";
    raises("committed", many, &format!("{many}narrowing = 0.8"), Measure::Attention, 24);
    let starts = "[[event]]\nmonth = 5\nwhat = \"initiative starts\"";
    raises("committed", starts, "", Measure::Attention, 6);
}

#[test]
fn what_monitoring_does_not_show_cannot_be_acted_on() {
    let dim = "[parameters]\nunmonitored_view = 0.2\n";
    for key in ["monitoring_of_use", "monitoring_of_depth"] {
        raises("committed", &format!("{dim}{key} = 0"), dim, Measure::Circle, 30);
    }
}

#[test]
fn a_team_that_may_adapt_or_abandon_ends_with_a_better_idea() {
    let poor = "[run]\nmonths = 96\n[parameters]\nbest_mean = 0.45\nbest_sd = 0.25\n";
    let stubborn = format!("{poor}keep_above = 0\ndrop_below = 0");
    raises("committed", &stubborn, poor, Measure::PilotFit, 96);
}

#[test]
fn several_teams_reach_more_of_a_large_district_and_share_their_lead() {
    let large = "[district]\npupils = 20000\n";
    let several = format!("{large}[rollout]\nstrategy = \"several teams\"");
    raises("committed", large, &several, Measure::Spread, 24);
    raises("committed", &several, large, Measure::TeamCapacity, 6);
    let later = format!("{large}[[event]]\nwhen = \"year 2, August\"\nwhat = \"team starts\"");
    raises("committed", large, &later, Measure::Spread, 36);
    assert_eq!(
        mean(&extend("committed", large), Measure::Spread, 12),
        mean(&extend("committed", &later), Measure::Spread, 12),
        "nothing happens before it starts"
    );
}

#[test]
fn a_second_collaboration_has_its_own_teachers_support_and_policy() {
    let text = extend(
        "lake-tahoe",
        "[[event]]\nwhen = \"year 4, August\"\nwhat = \"collaboration starts\"\ngrades = \"8-9\"\n[run]\nmonths = 72",
    );
    let first = runs(&text)[0].0.clone();
    let at = |month: usize, m: Measure| first[month * MEASURES.len() + m as usize];
    assert!(at(36, Measure::SpreadNext).is_nan(), "missing before it starts");
    assert!(mean(&text, Measure::SpreadNext, 72) > 0.2);
    let alone = extend("lake-tahoe", "[run]\nmonths = 72");
    assert_eq!(mean(&text, Measure::Spread, 36), mean(&alone, Measure::Spread, 36));
    assert!(mean(&text, Measure::Attention, 40) < mean(&alone, Measure::Attention, 40));
}

#[test]
fn in_grades_eight_and_nine_courses_and_counselors_matter() {
    let none = "[parameters]\ncounselors = 0";
    raises("on-track-8-9", none, "[parameters]\ncounselors = 1", Measure::Courses, 24);
    raises("on-track-8-9", none, "[parameters]\ncounselors = 1", Measure::Gain, 48);
    let elementary = runs(&extend("committed", ""));
    assert!(elementary[0].0[Measure::Courses as usize + 24 * MEASURES.len()].is_nan());
}

#[test]
fn work_that_is_paused_falls_behind_and_comes_back() {
    let pause = "[[event]]\nmonth = 13\nuntil = 25\nwhat = \"pause\"";
    raises("committed", pause, "", Measure::Spread, 30);
    let paused = extend("committed", pause);
    assert_eq!(mean(&paused, Measure::TeamCapacity, 20), 0.0);
    assert!(mean(&paused, Measure::TeamCapacity, 26) > 0.0);
    let months = RUN_COLUMNS.iter().position(|c| c.name == "months_paused").unwrap();
    assert!(runs(&paused).iter().all(|(_, run)| run[months] == 12.0));
    // As a strategy the district itself pauses in unrest and returns.
    let restless = extend(
        "committed",
        "[rollout]\nstrategy = \"pause and return\"\n[parameters]\nsuperintendent_exit = 0.0\nlead_exit = 0.0\n\
         [[event]]\nmonth = 13\nwhat = \"superintendent leaves\"",
    );
    let of = |text: &str| runs(text).iter().map(|(_, run)| run[months]).collect::<Vec<_>>();
    let paused = of(&restless);
    assert!(paused.iter().all(|&m| m > 0.0), "{paused:?}");
    assert!(paused.iter().all(|&m| m < 24.0), "after one exit all return: {paused:?}");
}

#[test]
fn the_ineffective_kinds_of_help_leave_nothing_deep() {
    for name in ["few-sent-to-training", "one-off-consultant"] {
        let text = extend(name, "");
        assert!(mean(&text, Measure::Spread, 12) > 0.0, "{name}: somebody tries");
        assert!(mean(&text, Measure::DeepShare, 36) < 0.02, "{name}");
        assert_eq!(mean(&text, Measure::ManagerHours, 6), 0.0, "{name}: nobody follows up");
        let half = extend(name, "[parameters]\ntraining_hours = 7");
        assert!(mean(&half, Measure::Spread, 12) < mean(&text, Measure::Spread, 12), "{name}: less heard");
    }
    raises("committed", "[team]\nplanning_for_compliance = 0.6", "", Measure::TeamCapacity, 6);
    raises("committed", "[[event]]\nmonth = 2\nwhat = \"initiative starts\"", "", Measure::Spread, 24);
}

#[test]
fn principals_alone_move_their_own_buildings() {
    let text = extend("principal-led-sites", "");
    assert!(mean(&text, Measure::Circle, 60) <= 2.0, "never beyond the pilot schools");
    raises(
        "principal-led-sites",
        // Teams that see enough to expect it: their own word is what stands behind that.
        "[rollout]\ninvite_at_depth = 0.1\nexpect_at_share = 0.02\n[parameters]\nown_building = 0.1",
        "[rollout]\ninvite_at_depth = 0.1\nexpect_at_share = 0.02\n[parameters]\nown_building = 0.7",
        Measure::Spread,
        48,
    );
}

#[test]
fn attention_to_underserved_pupils_narrows_their_gap() {
    raises("committed", "", "[parameters]\nunderserved_focus = 1", Measure::GainUnderserved, 48);
}

#[test]
fn a_new_curriculum_costs_part_of_what_was_learned() {
    let event = "[[event]]\nmonth = 25\nwhat = \"new curriculum\"";
    raises("committed", event, "", Measure::PilotFit, 25);
    raises("committed", event, "", Measure::Attention, 25);
}

#[test]
fn events_reach_the_schools_they_name_and_no_other() {
    let exits = |schools: &str| {
        let text = extend(
            "committed",
            &format!(
                "[parameters]\nprincipal_exit = 0\nprincipal_exit_high_poverty = 0\nsuperintendent_exit = 0\n\
                 lead_exit = 0\nmanager_exit = 0\n[[event]]\nmonth = 6\nwhat = \"{schools}"
            ),
        );
        mean(&text, Measure::LeaderExits, 6)
    };
    assert_eq!(exits("principals leave\"\nschools = 0.25"), 2.0);
    assert_eq!(exits("principals leave\"\nschools = \"pilot\""), 2.0);
    assert_eq!(exits("principal leaves\"\nschool = \"School 3\""), 1.0);
    let half =
        "[[event]]\nmonth = 6\nuntil = 10\nwhat = \"collaboration time changes\"\nto = 1\nschools = 0.5";
    let all = "[[event]]\nmonth = 6\nuntil = 10\nwhat = \"collaboration time changes\"\nto = 1";
    raises("committed", all, half, Measure::Time, 8);
    raises("committed", half, "", Measure::Time, 8);
    let text = extend("committed", all);
    assert!(mean(&text, Measure::Time, 10) > 2.0 * mean(&text, Measure::Time, 8), "undone at its end");
}

#[test]
fn a_month_in_words_is_the_month_in_numbers() {
    let words = "[[event]]\nwhen = \"year 2, October\"\nuntil = \"year 3, May\"\nwhat = \"support ends\"";
    let numbers = "[[event]]\nmonth = 15\nuntil = 34\nwhat = \"support ends\"";
    let [a, b] = [words, numbers].map(|more| runs(&extend("committed", more)));
    assert!(a.iter().zip(&b).all(|(x, y)| x.0.iter().zip(&y.0).all(|(p, q)| p.to_bits() == q.to_bits())));
}
