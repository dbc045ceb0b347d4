//! Claims about leaders who leave, and those who come.

use super::calibrated::outside_model;
use super::{BRIEF, PILOTS, SHARE, committed, each};
use crate::analysis::sequential::Want::{Above, Below, Falls, Rises, Told};
use crate::calendar::Month;
use crate::claims::Statistic::{Less, Mean, Of};
use crate::claims::arms::arm;
use crate::claims::{ArmRuns, Caveats, Claim, Floor, part};
use crate::experiment::run_record::{RecordedRun, Seat};
use crate::experiment::school_record::Standing;
use crate::model::Model;
use crate::world::District;

pub fn claims() -> Vec<Claim> {
    vec![turnover_interrupts(), principal_dip(), soft_landing(), new_broom()]
}

const LEADERS: [&str; 4] =
    ["superintendent_exit", "lead_exit", "principal_exit", "principal_exit_high_poverty"];

fn turnover_interrupts() -> Claim {
    let times = |name, factor: f64| arm(name, "").scaling(&LEADERS.map(|leader| (leader, factor)));
    Claim {
        id: "turnover-interrupts",
        words: "Leadership turnover interrupts coherence and holds improvement back",
        source: BRIEF,
        reason: "falls at each step",
        null: Some(Model::NoLeaders),
        arms: vec![times("none", 0.0), times("usual", 1.0), times("twice", 2.0), times("three times", 3.0)],
        observe: |s| each(s, |run| run.deep(60)),
        parts: vec![
            part("DEEP(60): usual less none", Less(1, 0), Falls(SHARE)),
            part("DEEP(60): twice less usual", Less(2, 1), Falls(SHARE)),
            part("DEEP(60): three times less twice", Less(3, 2), Falls(SHARE)),
        ],
        floors: vec![Floor::Deep(0)],
        ..Claim::default()
    }
}

/// The school whose principal leaves: no pilot school, and of middling poverty.
const SCHOOL: u32 = 4;

/// In July of the first year; it acts in month 13.
fn exit(successor: &str) -> String {
    format!(
        "[[event]]\nmonth = 13\nwhat = \"principal leaves\"\nschool = \"School 5\"\nsuccessor = \"{successor}\"\n"
    )
}

/// What the mean over all focal seats of the school comes to: other less base.
fn gap(s: &ArmRuns, (other, base): (usize, usize), month: u32, of: fn(&RecordedRun, &Seat) -> f64) -> f64 {
    let mean = |arm: usize| {
        let run = &s.runs[arm];
        run.mean(month, |seat| seat.school == SCHOOL, |seat| of(run, seat))
    };
    mean(other) - mean(base)
}

fn progress(_: &RecordedRun, seat: &Seat) -> f64 {
    seat.progress()
}

/// A year, two and four years after the exit.
const AFTER: [u32; 3] = [25, 37, 61];

fn principal_dip() -> Claim {
    // An average principal is replaced by an average one, as in the records: 0.55 is about the mean of successors.
    let text =
        |more: &str| format!("{PILOTS}[leaders]\nprincipal_priority = 0.55\n[run]\nmonths = 72\n{more}");
    Claim {
        id: "principal-dip",
        words: "Two lower years after a principal leaves, then a rebound",
        source: "Bartanen, Grissom and Rogers 2019; Miller 2013: student achievement",
        reason: "student gain of the school, as a share of that at full depth, against the same district without the exit: lower after one and two years; the rebound at least halves the gap",
        null: Some(Model::NoLeaders),
        caveats: Caveats::assumed("an exit lowers safety and adds churn, which fades by 4% a month"),
        arms: vec![arm("stays", &text("")), arm("leaves in July of the first year", &text(&exit("drawn")))],
        months: AFTER.to_vec(),
        observe: |s| {
            let each = |of: fn(&RecordedRun, &Seat) -> f64| AFTER.map(|month| gap(s, (1, 0), month, of));
            let using = each(|_, seat| f64::from(u8::from(seat.using)));
            [&each(RecordedRun::gain)[..], &using, &each(progress), &[committed(&s.runs[0])]].concat()
        },
        parts: vec![
            part("gap in gain a year later", Mean(0), Falls(SHARE)),
            part("gap in gain two years later", Mean(1), Falls(SHARE)),
            part(
                "gap in gain four years later less half of that after two",
                Of(|m| m[2] - 0.5 * m[1]),
                Above(0.0),
            ),
            part("gap in use two years later", Mean(4), Told),
            part("gap in use four years later", Mean(5), Told),
            part("gap in depth of what is done two years later", Mean(7), Told),
            part("gap in depth of what is done four years later", Mean(8), Told),
        ],
        floors: vec![Floor::Stage(9)],
        ..Claim::default()
    }
}

/// In the month before the exit, in which nobody teaches, every teacher of the school comes to own the practice as
/// much as this, and nothing else is different.
fn owned(d: &mut District, now: Month, level: f64) {
    if now == Month(12) {
        let seats = d.schools[SCHOOL as usize].teachers.clone();
        d.teachers.ownership[seats].fill(level);
    }
}

fn soft_landing() -> Claim {
    let leaves = |name, successor: &str| arm(name, &format!("{PILOTS}{}", exit(successor)));
    let stays = |name| arm(name, PILOTS);
    let high = |d: &mut District, now: Month, _: &[f64; 2]| owned(d, now, 0.9);
    let low = |d: &mut District, now: Month, _: &[f64; 2]| owned(d, now, 0.2);
    Claim {
        id: "soft-landing",
        words: "Ownership and an aligned successor soften turnover",
        source: "Béteille, Kalogrides and Loeb 2012; Louis et al. 2010",
        reason: "at least 30% less damage after a year in each case, as a share of what was there at the exit",
        null: Some(Model::NoLeaders),
        caveats: Caveats::assumed("the fall of safety shrinks with ownership and with alignment").and_tuned(),
        arms: vec![
            stays("stays"),
            leaves("leaves, not aligned", "not aligned"),
            leaves("leaves, aligned", "aligned"),
            stays("much ownership, stays").with_hand(high),
            leaves("much ownership, leaves", "not aligned").with_hand(high),
            stays("little ownership, stays").with_hand(low),
            leaves("little ownership, leaves", "not aligned").with_hand(low),
        ],
        months: vec![12, 25],
        observe: |s| {
            let pairs = [(1, 0), (2, 0), (4, 3), (6, 5)];
            let was = s.runs[0].mean(12, |seat| seat.school == SCHOOL, Seat::progress);
            [&pairs.map(|pair| -gap(s, pair, 25, progress))[..], &[was, committed(&s.runs[0])]].concat()
        },
        parts: vec![
            part(
                "damage with an aligned successor less 70% of that without",
                Of(|m| (m[1] - 0.7 * m[0]) / m[4]),
                Below(0.0),
            ),
            part(
                "damage where ownership is high less 70% of that where it is low",
                Of(|m| (m[2] - 0.7 * m[3]) / m[4]),
                Below(0.0),
            ),
            part("damage without an aligned successor", Of(|m| m[0] / m[4]), Told),
            part("damage where ownership is low", Of(|m| m[3] / m[4]), Told),
        ],
        floors: vec![Floor::Stage(5)],
        ..Claim::default()
    }
}

/// Months within which a change counts as what a readoption follows.
const FOLLOWS: usize = 24;

/// Schools that take up again what they had dropped, by what changed before: their number; a change of principal, of
/// superintendent, of lead; none of these.
fn readopted(run: &RecordedRun) -> Vec<f64> {
    run.schools.each().fold(vec![0.0; 5], |mut counts, months| {
        let back = |pair: &[_]| matches!(pair, [Standing::Dropped, Standing::Adopted]);
        let standings: Vec<Standing> = months.iter().map(|m| m.standing).collect();
        let Some(before) = standings.windows(2).position(back) else { return counts };
        let now = before + 1;
        let principal = months[now].principal != months[now.saturating_sub(FOLLOWS)].principal;
        let [superintendent, lead] = run.schools.office_changed(now, FOLLOWS);
        let is = [true, principal, superintendent, lead, !(principal || superintendent || lead)];
        counts.iter_mut().zip(is).for_each(|(count, is)| *count += f64::from(u8::from(is)));
        counts
    })
}

fn new_broom() -> Claim {
    Claim {
        id: "new-broom",
        words: "A new leader is the commonest occasion for readopting",
        source: "Kittelman et al. 2020: a new administrator is the commonest reason of 30 schools for readopting",
        reason: "of schools that readopt, more follow a change of principal within two years than any other change, or none",
        null: Some(Model::NoLeaders),
        caveats: Caveats::assumed(
            "readopting grows with the principal's commitment, which a change draws anew",
        ),
        arms: vec![outside_model(96)],
        schools: true,
        observe: |s| readopted(&s.runs[0]),
        parts: vec![
            part(
                "follow a new principal less a new superintendent",
                Of(|m| (m[1] - m[2]) / m[0]),
                Rises(SHARE),
            ),
            part("follow a new principal less a new lead", Of(|m| (m[1] - m[3]) / m[0]), Rises(SHARE)),
            part(
                "follow a new principal less no change of leader",
                Of(|m| (m[1] - m[4]) / m[0]),
                Rises(SHARE),
            ),
            part("schools that readopt, in a district of eight", Mean(0), Told),
        ],
        ..Claim::default()
    }
}
