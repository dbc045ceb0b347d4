//! Claims about size, teams, sites, where a district starts, and its fundamentals.

use std::collections::BTreeSet;

use super::{BRIEF, HALF_A_TEACHER, MONTH, SHARE, each};
use crate::analysis::sequential::Want::{Above, Below, Falls, Rises, Told};
use crate::calendar::Month;
use crate::claims::Statistic::{Less, Of};
use crate::claims::arms::{Arm, arm};
use crate::claims::{ArmRuns, Caveats, Claim, part};
use crate::model::Model;
use crate::numerics;
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
        let (sites, teachers) = ((factor * 2.0).round().max(1.0), (7.0 * factor).round().max(3.0));
        arm(
            "the same with support per school held constant",
            &format!("[team]\nteam_sites = {sites:?}\nteam_teachers = {teachers:?}\n"),
        )
        .in_schools(n)
        .scaling(&[("manager_hours", factor)])
    });
    Claim {
        id: "size-slows",
        words: "Larger and more complex systems take longer",
        source: BRIEF,
        reason: "longer at each step; if support per school held constant takes the effect away, it is dilution of support",
        null: Some(Model::MeanField),
        arms: plain.into_iter().chain(supported).collect(),
        observe: |s| each(s, |run| run.time_to(4, 60)),
        parts: vec![
            part("T(4): 8 schools less 3", Less(1, 0), Rises(MONTH)),
            part("T(4): 16 schools less 8", Less(2, 1), Rises(MONTH)),
            part("T(4): 34 schools less 16", Less(3, 2), Rises(MONTH)),
            part("T(4): 34 schools less 3, support per school constant", Less(7, 4), Told),
        ],
        ..Claim::default()
    }
}

/// So many teams that share the hours which one manager gives to one: coaches are as many in every arm anyway.
fn teams(n: u32, schools: usize) -> Arm {
    let part = 1.0 / f64::from(n);
    arm("teams", &format!("[rollout]\nstrategy = \"several teams\"\n[team]\nteams = {n}.0\n"))
        .in_schools(schools)
        .scaling(&[("support_start", part), ("support_end", part)])
}

/// Spread at 36 under one, two and three teams, in the schools that are a site of no team in any of these three arms.
fn outside(s: &ArmRuns, first: usize) -> [f64; 3] {
    let arms = &s.runs[first..first + 3];
    let sites: BTreeSet<u32> =
        arms.iter().flat_map(|run| run.seats(36)).filter(|seat| seat.pilot).map(|seat| seat.school).collect();
    std::array::from_fn(|k| arms[k].share_using(36, |seat| !sites.contains(&seat.school)))
}

fn several_teams() -> Claim {
    Claim {
        id: "several-teams",
        words: "Larger districts reach a tipping point with several teams",
        source: BRIEF,
        reason: "0.03 of the seats that no team works with, and a month, for the second team and again for the third, with the same hours of managers and coaches in all",
        null: Some(Model::NoHelp),
        caveats: Caveats::TUNED,
        arms: [34, 8].iter().flat_map(|&schools| [1, 2, 3].map(|n| teams(n, schools))).collect(),
        months: vec![36],
        observe: |s| [&outside(s, 0)[..], &outside(s, 3), &each(s, |run| run.time_to(4, 60))].concat(),
        parts: vec![
            part("34 schools: S(36) outside all sites, two teams less one", Less(1, 0), Above(0.03)),
            part("34 schools: S(36) outside all sites, three teams less two", Less(2, 1), Above(0.03)),
            part("34 schools: T(4), two teams less one", Less(7, 6), Below(-1.0)),
            part("34 schools: T(4), three teams less two", Less(8, 7), Below(-1.0)),
            part(
                "what the third team adds to S(36) outside: 8 schools less 34",
                Of(|m| (m[5] - m[4]) - (m[2] - m[1])),
                Falls(SHARE),
            ),
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
        reason: "shorter where contexts differ; elsewhere it is told",
        null: Some(Model::NoHelp),
        caveats: Caveats::TUNED,
        arms: arms.collect(),
        observe: |s| each(s, |run| run.time_to(4, 60)),
        parts: vec![
            part("T(4), similarity 0.15: two sites less one", Less(1, 0), Falls(MONTH)),
            part("T(4), similarity 0.5: two sites less one", Less(3, 2), Told),
            part("T(4), similarity 0.85: two sites less one", Less(5, 4), Told),
        ],
        ..Claim::default()
    }
}

fn weak_start() -> Claim {
    let start = |name, level: f64| {
        arm(name, &format!("[leaders]\ninitial_coherence = {level:?}\ninitial_coherence_sd = 0.0\n"))
    };
    Claim {
        id: "weak-start",
        words: "Districts with little coherence at the start need longer than three years",
        source: BRIEF,
        reason: "four months is a good part of a school year",
        null: Some(Model::NoHelp),
        caveats: Caveats::TUNED,
        arms: vec![start("weak start", 0.2), start("strong start", 0.7)],
        observe: |s| each(s, |run| run.time_to(4, 60)),
        parts: vec![part("T(4): weak less strong", Less(0, 1), Above(4.0))],
        ..Claim::default()
    }
}

/// The four fundamentals.
const FUNDAMENTALS: [&str; 4] = ["expectations", "practices", "capacity", "monitoring"];

/// From month 1 on fundamentals are held at a high level, as if somebody else had built them: this one, or all.
fn raised<const WHICH: usize>(d: &mut District, _: Month, _: &[f64; 2]) {
    let four = d.fundamentals.iter_mut().enumerate();
    four.filter(|(k, _)| WHICH == FUNDAMENTALS.len() || *k == WHICH).for_each(|(_, f)| *f = f.max(0.85));
}

fn four_together() -> Claim {
    let base = |name| arm(name, "[leaders]\ninitial_coherence = 0.25\ninitial_coherence_sd = 0.0\n");
    let single = [raised::<0>, raised::<1>, raised::<2>, raised::<3>];
    let single = FUNDAMENTALS.into_iter().zip(single).map(|(name, hand)| base(name).with_hand(hand));
    Claim {
        id: "four-together",
        words: "The four fundamentals are connected; a team meets them all in the end",
        source: BRIEF,
        reason: "more than the sum of single raises, by a twentieth of the seats",
        null: Some(Model::NoComplementarity),
        caveats: Caveats::assumed("coherence = mean(ρ_C; f1…f4)"),
        arms: [base("none raised"), base("all raised").with_hand(raised::<4>)]
            .into_iter()
            .chain(single)
            .collect(),
        observe: |s| each(s, |run| run.deep(60)),
        parts: vec![
            part("DEEP(60): all raised less the sum of single raises", Of(|m| beyond(m, |x| x)), Above(0.05)),
            part(
                "the same of log DEEP(60)",
                Of(|m| beyond(m, |x| numerics::ln(x.max(0.0) + HALF_A_TEACHER))),
                Told,
            ),
        ],
        ..Claim::default()
    }
}

/// What all raised give beyond the sum of what each gives alone; the first of these is none raised, the second all.
fn beyond(m: &[f64], of: fn(f64) -> f64) -> f64 {
    let rise = |k: usize| of(m[k]) - of(m[0]);
    rise(1) - (2..6).map(rise).sum::<f64>()
}
