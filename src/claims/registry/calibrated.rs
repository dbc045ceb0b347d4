//! Claims about target districts, purchased reforms and the years to full use. What calibration fits implies some of
//! them, or comes from the same source; that these hold is no evidence.

use super::BRIEF;
use crate::analysis::sequential::Want::{Above, Below, Told, Within};
use crate::calendar::Month;
use crate::chance::streams::key_of;
use crate::chance::{Decision, DecisionMaker, Streams};
use crate::claims::Statistic::{Count, Of, Ratio, Share};
use crate::claims::arms::{Arm, arm};
use crate::claims::{Caveats, Claim, Districts, part};
use crate::experiment::run_record::RecordedRun;
use crate::experiment::school_record::{SchoolState, Standing};
use crate::metrics::columns::Measure;
use crate::model::Model;
use crate::numerics;
use crate::world::District;

/// A model from outside, mandated for everybody at once by a district with leaders of middling commitment. No manager
/// comes and nobody meets. The people whom the provider sends work for this reform alone and know their craft; how many hours they
/// give, and how well what was developed elsewhere suits a school, is drawn over a wide range, because nobody has
/// counted it for the schools in question.
const OUTSIDE: &str = "[leaders]\nsuperintendent_commitment = 0.6\nlead_commitment = 0.6\n\
    principal_priority = 0.55\n[rollout]\nstrategy = \"mandate at once\"\n[support]\nsupport_start = 0.0\n\
    support_end = 0.0\nconvening_hours = 0.0\nonline_hours = 0.0\n[parameters]\n\
    coach_hours = { distribution = \"uniform\", low = 1.0, high = 6.0 }\ncoach_pull = 0.0\ncoach_unskilled = 1.0\n\
    fit_start = { distribution = \"uniform\", low = 0.3, high = 0.8 }\n";

/// Full use of a school: half of its focal teachers, at this mean depth.
const FULL: (f64, f64) = (0.5, 0.6);

pub fn claims() -> Vec<Claim> {
    vec![not_in_three_years(), uneven(), rough_start(), reform_attrition(), years_to_full()]
}

/// A purchased model over so many months.
pub fn outside_model(months: u32) -> Arm {
    arm("purchased", &format!("{OUTSIDE}[run]\nmonths = {months}\n")).with_hand(no_team)
}

/// Nobody is on a team, and no school tests.
fn no_team(d: &mut District, _: Month, _: &[f64; 2]) {
    d.teachers.on_team.fill(false);
    for school in &mut d.schools {
        (school.pilot, school.test_share) = (false, 0.0);
    }
}

/// Target districts over three years.
fn target() -> Arm {
    arm("target districts", "[run]\nmonths = 36\n")
}

fn not_in_three_years() -> Claim {
    Claim {
        id: "not-in-three-years",
        words: "Districtwide norms (stage 5) are unlikely within the three years",
        source: BRIEF,
        reason: "one district in ten is unlikely; three engaged ones in ten with half of their pilot schools is progress; engaged is a mean commitment of superintendent and lead of 0.6",
        null: Some(Model::BassPerSchool),
        caveats: Caveats::calibrated("C10, for its first part"),
        districts: Districts::Target,
        arms: vec![target()],
        observe: |s| {
            let run = &s.runs[0];
            vec![run.reached(5, 36), if s.engaged { run.reached(3, 36) } else { f64::NAN }]
        },
        parts: vec![
            part("P(5,36)", Share(0), Below(0.10)),
            part("P(3,36) of engaged districts", Share(1), Above(0.30)),
        ],
        ..Claim::default()
    }
}

/// Shares of stages 1 to 5, from largest to smallest; a district where nobody tests counts with stage 1.
fn stage_shares(shares: &[f64]) -> Vec<f64> {
    let mut sorted = shares.to_vec();
    sorted.sort_by(|a, b| b.total_cmp(a));
    sorted
}

/// 1 at the stage of a run at a month, 0 at the others.
fn stage_row(run: &RecordedRun, month: u32) -> [f64; 5] {
    let stage = run.at(month, Measure::Stage).max(1.0);
    std::array::from_fn(|k| f64::from(u8::from(stage == (k + 1) as f64)))
}

/// Variances between districts and by chance within one, from means of x, y, x², y² and xy of two futures of each.
fn variances(m: &[f64]) -> (f64, f64) {
    (m[4] - m[0] * m[1], 0.5 * (m[2] + m[3] - 2.0 * m[4]))
}

/// Share of the variance that lies between districts: a half is as much as by chance. None where nothing varies.
fn share_between(m: &[f64]) -> f64 {
    let (between, within) = variances(m);
    if between + within > 0.0 { between / (between + within) } else { 0.0 }
}

fn uneven() -> Claim {
    Claim {
        id: "uneven",
        words: "Districts end differently",
        source: BRIEF,
        reason: "four of five stages seen, none by nearly all; between districts at least as much as by chance",
        null: Some(Model::BassPerSchool),
        caveats: Caveats::calibrated("C10"),
        districts: Districts::Target,
        arms: vec![target(), Arm { name: "the same districts again", ..target().on_chance(1) }],
        observe: |s| {
            let (x, y) = (s.runs[0].spread(36), s.runs[1].spread(36));
            [&stage_row(&s.runs[0], 36)[..], &[x, y, x * x, y * y, x * y]].concat()
        },
        parts: vec![
            part("fourth largest share of a stage at 36", Of(|m| stage_shares(&m[..5])[3]), Above(0.05)),
            part("largest share of a stage at 36", Of(|m| stage_shares(&m[..5])[0]), Below(0.70)),
            part(
                "share of the variance of spread at 36 between districts",
                Of(|m| share_between(&m[5..])),
                Above(0.5),
            ),
            part("variance between districts", Of(|m| variances(&m[5..]).0), Told),
            part("variance by chance within one", Of(|m| variances(&m[5..]).1), Told),
        ],
        ..Claim::default()
    }
}

/// Of the better half by spread at 12, those in the worse half at 36. Ties go by lot.
fn fallen(rows: &[Vec<f64>]) -> (usize, usize) {
    let half = rows.len() / 2;
    let lot = |row: usize, which: u32| {
        let who = DecisionMaker { place: which, ..DecisionMaker::DISTRICT };
        Streams::new(0, key_of("ties between districts"), row as u32).uniform(Decision::Study, who, Month(0))
    };
    let best = |column: usize| {
        let mut order: Vec<usize> = (0..rows.len()).collect();
        order.sort_by(|&a, &b| {
            let lots = || lot(a, column as u32).total_cmp(&lot(b, column as u32));
            rows[b][column].total_cmp(&rows[a][column]).then_with(lots)
        });
        order
    };
    let (then, later) = (best(0), best(1));
    let worse = &later[later.len() - half..];
    (then[..half].iter().filter(|row| worse.contains(row)).count(), half)
}

/// From means of x, y, x², y², xy; without variation there is none.
fn correlation(m: &[f64]) -> f64 {
    let variance = (m[2] - m[0] * m[0]) * (m[3] - m[1] * m[1]);
    if variance > 0.0 { (m[4] - m[0] * m[1]) / numerics::sqrt(variance) } else { 0.0 }
}

fn rough_start() -> Claim {
    Claim {
        id: "rough-start",
        words: "Many begin slowly and recover",
        source: BRIEF,
        reason: "one slow beginner in twenty recovers; a start that says something, but not all: half of a half would change places if it said nothing",
        null: Some(Model::BassPerSchool),
        districts: Districts::Target,
        arms: vec![target()],
        observe: |s| {
            let run = &s.runs[0];
            let (x, y) = (run.spread(12), run.spread(36));
            let slow = run.reached(2, 12) == 0.0;
            vec![x, y, x * x, y * y, x * y, if slow { run.ever_reached(3, 36) } else { f64::NAN }]
        },
        parts: vec![
            part("stage 3 by 36 of those at stage 1 at 12", Share(5), Above(0.05)),
            part(
                "in the worse half by S(36), of the better half by S(12)",
                Count(fallen),
                Within(0.05, 0.40),
            ),
            part("correlation of S(12) and S(36)", Of(correlation), Told),
        ],
        ..Claim::default()
    }
}

fn reform_attrition() -> Claim {
    Claim {
        id: "reform-attrition",
        words: "A third of schools drop a purchased reform in three years",
        source: "CRPE 2006: 65 of 200 schools dropped or switched their model within three years",
        reason: "26 to 39% is the 95% interval of 65 of 200",
        null: Some(Model::BassPerSchool),
        caveats: Caveats::calibrated("C1"),
        arms: vec![outside_model(36)],
        schools: true,
        observe: |s| {
            s.runs[0].schools.each().fold(vec![0.0, 0.0], |counts, months| {
                let adopted = months.iter().any(|m| m.standing != Standing::Outside);
                let dropped = months.last().is_some_and(|m| m.standing == Standing::Dropped);
                let add = |yes: bool| f64::from(u8::from(adopted && yes));
                vec![counts[0] + add(dropped), counts[1] + add(true)]
            })
        },
        parts: vec![part(
            "schools that have dropped it at 36, of those that adopted it",
            Ratio(0, 1),
            Within(0.26, 0.39),
        )],
        ..Claim::default()
    }
}

/// Of the schools of a run: those that adopted the practice, those of them that came to full use, and those that did so
/// within 24 and within 48 months of adopting.
fn in_full_use(run: &RecordedRun) -> Vec<f64> {
    let full = |m: &SchoolState| m.using >= FULL.0 && m.depth >= FULL.1;
    run.schools.each().fold(vec![0.0; 4], |mut counts, months| {
        let Some(adopted) = months.iter().position(|m| m.standing == Standing::Adopted) else {
            return counts;
        };
        counts[0] += 1.0;
        if let Some(then) = months.iter().position(full) {
            let took = then.saturating_sub(adopted);
            counts[1] += 1.0;
            counts[2] += f64::from(u8::from(took <= 24));
            counts[3] += f64::from(u8::from(took <= 48));
        }
        counts
    })
}

fn years_to_full() -> Claim {
    Claim {
        id: "years-to-full",
        words: "Full use takes two to four years",
        source: "Fixsen et al. 2005",
        reason: "two to four years from the school's own adoption: the median of those that come to full use lies there if at most half of them do so by 24 and at least half by 48 months; three adopting schools in ten come to it in ten years",
        null: Some(Model::BassPerSchool),
        caveats: Caveats::calibrated("C3"),
        arms: vec![arm("committed, ten years", "[run]\nmonths = 120\n")],
        schools: true,
        observe: |s| in_full_use(&s.runs[0]),
        parts: vec![
            part("of schools that come to full use, within 24 months", Ratio(2, 1), Below(0.5)),
            part("of schools that come to full use, within 48 months", Ratio(3, 1), Above(0.5)),
            part("of adopting schools, in full use by 120", Ratio(1, 0), Above(0.3)),
        ],
        ..Claim::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn where_the_start_says_all_nobody_falls_and_where_it_says_nothing_half_do() {
        let rows = |later: fn(u32) -> f64| -> Vec<Vec<f64>> {
            (0..200).map(|k| vec![f64::from(k), later(k)]).collect()
        };
        assert_eq!(fallen(&rows(f64::from)), (0, 100));
        assert_eq!(fallen(&rows(|k| -f64::from(k))), (100, 100));
        let (by_lot, of) = fallen(&rows(|_| 0.0));
        assert!(of == 100 && (35..=65).contains(&by_lot), "{by_lot}");
    }
}
