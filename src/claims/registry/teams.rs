//! Claims about size, teams, sites, where a district starts, and its fundamentals.

use super::BRIEF;
use super::leaders::log_share;
use crate::analysis::sequential::Want::{Above, Below, Told};
use crate::calendar::Month;
use crate::claims::Statistic::Of;
use crate::claims::arms::{Arm, arm};
use crate::claims::{Claim, Declared, part};
use crate::world::District;

pub fn claims() -> Vec<Claim> {
    vec![size_slows(), several_teams(), two_sites(), weak_start(), four_together()]
}

/// Schools of districts of about 2,000, 5,000, 10,000 and 20,000 students.
const SIZES: [usize; 4] = [3, 8, 16, 34];

fn size_slows() -> Claim {
    let plain = SIZES.map(|n| arm("a district of its size", "").in_schools(n));
    let supported = SIZES.map(|n| {
        let factor = n as f64 / SIZES[1] as f64;
        let sites = (factor * 2.0).round().max(1.0);
        arm(
            "the same with support per school held constant",
            &format!(
                "[team]\nteam_sites = {sites:?}\nteam_teachers = {:?}\n",
                (7.0 * factor).round().max(3.0)
            ),
        )
        .in_schools(n)
        .scaling(&[("manager_hours", factor)])
    });
    Claim {
        id: "size-slows",
        words: "Larger and more complex systems take longer",
        source: BRIEF,
        reason: "longer by anything, at each step",
        arms: plain.into_iter().chain(supported).collect(),
        observe: |s| s.runs.iter().map(|run| run.time_to(4, 60)).collect(),
        parts: vec![
            part("T(4): 8 schools less 3", Of(|m| m[1] - m[0]), Above(0.0)),
            part("T(4): 16 schools less 8", Of(|m| m[2] - m[1]), Above(0.0)),
            part("T(4): 34 schools less 16", Of(|m| m[3] - m[2]), Above(0.0)),
            part("T(4): 34 schools less 3, support per school constant", Of(|m| m[7] - m[4]), Told),
        ],
        ..Claim::default()
    }
}

fn several_teams() -> Claim {
    let teams = |n: u32, schools| {
        arm("teams", &format!("[rollout]\nstrategy = \"several teams\"\n[team]\nteams = {n}.0\n"))
            .in_schools(schools)
    };
    let arms: Vec<Arm> = [34, 4].iter().flat_map(|&schools| [1, 2, 3].map(|n| teams(n, schools))).collect();
    Claim {
        id: "several-teams",
        words: "Larger districts reach a tipping point with several teams",
        source: BRIEF,
        reason: "more than in proportion: k teams reach more than k times what one does",
        arms,
        observe: |s| s.runs.iter().map(|run| run.spread(60)).collect(),
        parts: vec![
            part(
                "34 schools: S(60) over proportion, second or third team",
                Of(|m| (m[1] / m[0] / 2.0).max(m[2] / m[0] / 3.0)),
                Above(1.0),
            ),
            part("4 schools: the same", Of(|m| (m[4] / m[3] / 2.0).max(m[5] / m[3] / 3.0)), Below(1.0)),
            part("34 schools: S(60) gained by a second team", Of(|m| m[1] - m[0]), Told),
            part("34 schools: S(60) gained by a third team", Of(|m| m[2] - m[1]), Told),
        ],
        ..Claim::default()
    }
}

fn two_sites() -> Claim {
    let arms = [0.15, 0.5, 0.85].iter().flat_map(|r| {
        [1.0, 2.0].map(|sites: f64| {
            arm("sites", &format!("[team]\nteam_sites = {sites:?}\ncontext_similarity = {r:?}\n"))
        })
    });
    Claim {
        id: "two-sites",
        words: "Two sites prepare a whole district",
        source: BRIEF,
        reason: "shorter by anything where contexts differ; elsewhere it is told",
        declared: Declared::Tuned,
        arms: arms.collect(),
        observe: |s| s.runs.iter().map(|run| run.time_to(4, 60)).collect(),
        parts: vec![
            part("T(4), similarity 0.15: two sites less one", Of(|m| m[1] - m[0]), Below(0.0)),
            part("T(4), similarity 0.5: two sites less one", Of(|m| m[3] - m[2]), Told),
            part("T(4), similarity 0.85: two sites less one", Of(|m| m[5] - m[4]), Told),
        ],
        ..Claim::default()
    }
}

fn weak_start() -> Claim {
    let start =
        |level: f64| format!("[leaders]\ninitial_coherence = {level:?}\ninitial_coherence_sd = 0.0\n");
    Claim {
        id: "weak-start",
        words: "Districts with little coherence at the start need longer than three years",
        source: BRIEF,
        reason: "four months is a good part of a school year",
        declared: Declared::Tuned,
        arms: vec![arm("weak start", &start(0.2)), arm("strong start", &start(0.7))],
        observe: |s| s.runs.iter().map(|run| run.time_to(4, 60)).collect(),
        parts: vec![part("T(4): weak less strong", Of(|m| m[0] - m[1]), Above(4.0))],
        ..Claim::default()
    }
}

/// From month 1 on the fundamentals named are held at a high level, as if somebody else had built them.
fn raise(d: &mut District, which: &[usize]) {
    for &k in which {
        d.fundamentals[k] = d.fundamentals[k].max(0.85);
    }
}

fn four_together() -> Claim {
    let base = "[leaders]\ninitial_coherence = 0.25\ninitial_coherence_sd = 0.0\n";
    Claim {
        id: "four-together",
        words: "The four fundamentals are connected; a team meets them all in the end",
        source: BRIEF,
        reason: "capped: one alone gives less than half of what all give; more than the sum: by anything",
        declared: Declared::Assumed("coherence = mean(ρ_C; f1…f4)"),
        arms: vec![
            arm("none raised", base),
            arm("expectations", base).with_hand(|d, _: Month| raise(d, &[0])),
            arm("practices", base).with_hand(|d, _: Month| raise(d, &[1])),
            arm("capacity", base).with_hand(|d, _: Month| raise(d, &[2])),
            arm("monitoring", base).with_hand(|d, _: Month| raise(d, &[3])),
            arm("all raised", base).with_hand(|d, _: Month| raise(d, &[0, 1, 2, 3])),
        ],
        observe: |s| s.runs.iter().map(|run| run.deep(60)).collect(),
        parts: vec![
            part(
                "log DEEP(60): all raised less the sum of single raises",
                Of(|m| {
                    let rise = |k: usize| log_share(m[k]) - log_share(m[0]);
                    rise(5) - (1..5).map(rise).sum::<f64>()
                }),
                Above(0.0),
            ),
            part(
                "DEEP(60): the best single raise, as a share of all",
                Of(|m| (1..5).map(|k| m[k] - m[0]).fold(f64::MIN, f64::max) / (m[5] - m[0])),
                Below(0.5),
            ),
        ],
        ..Claim::default()
    }
}
