//! Claims about leaders who leave, and those who come.

use super::BRIEF;
use super::leaders::committed;
use crate::analysis::sequential::Want::{Above, Below, Told};
use crate::calendar::Month;
use crate::claims::Statistic::Of;
use crate::claims::arms::arm;
use crate::claims::{ArmRuns, Claim, Declared, part};
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
        reason: "falls by anything at each step",
        arms: vec![times("none", 0.0), times("usual", 1.0), times("twice", 2.0), times("three times", 3.0)],
        observe: |s| {
            let mut row: Vec<f64> = s.runs.iter().map(|run| run.deep(60)).collect();
            row.push(committed(&s.runs[1]));
            row
        },
        parts: vec![
            part("DEEP(60): usual less none", Of(|m| m[1] - m[0]), Below(0.0)),
            part("DEEP(60): twice less usual", Of(|m| m[2] - m[1]), Below(0.0)),
            part("DEEP(60): three times less twice", Of(|m| m[3] - m[2]), Below(0.0)),
        ],
        floor: Some(4),
        ..Claim::default()
    }
}

/// The school whose principal leaves: no pilot school, and of middling poverty.
const SCHOOL: u32 = 4;
const PILOTS: &str = "[team]\npilot_schools = [\"School 1\", \"School 8\"]\n";

fn exit(successor: &str) -> String {
    format!(
        "[[event]]\nmonth = 25\nwhat = \"principal leaves\"\nschool = \"School 5\"\nsuccessor = \"{successor}\"\n"
    )
}

/// Depth of what is done in the school, non-users counting nothing: other less base.
fn gap(s: &ArmRuns, other: usize, base: usize, month: u32) -> f64 {
    let progress = |arm: usize| s.runs[arm].mean(month, |seat| seat.school == SCHOOL, |seat| seat.progress());
    progress(other) - progress(base)
}

fn principal_dip() -> Claim {
    // An average principal is replaced by an average one, as in the records: 0.55 is about the mean of successors.
    let months = "[leaders]\nprincipal_priority = 0.55\n[run]\nmonths = 84\n";
    Claim {
        id: "principal-dip",
        words: "Two lower years after a principal leaves, then a rebound",
        source: "Bartanen, Grissom and Rogers 2019; Miller 2013",
        reason: "lower by anything after one and two years; the rebound at least halves the gap",
        declared: Declared::Assumed("an exit lowers safety and adds churn, which fades by 4% a month"),
        arms: vec![
            arm("stays", &format!("{PILOTS}{months}")),
            arm("leaves in August of year 3", &format!("{PILOTS}{months}{}", exit("drawn"))),
        ],
        months: vec![36, 48, 72],
        observe: |s| [36, 48, 72].map(|month| gap(s, 1, 0, month)).to_vec(),
        parts: vec![
            part("gap a year later", Of(|m| m[0]), Below(0.0)),
            part("gap two years later", Of(|m| m[1]), Below(0.0)),
            part("gap four years later less half of that after two", Of(|m| m[2] - 0.5 * m[1]), Above(0.0)),
        ],
        ..Claim::default()
    }
}

/// Every user of the school owns the practice as much as this.
fn own(d: &mut District, now: Month, level: f64) {
    if now == Month(24) {
        let seats = d.schools[SCHOOL as usize].teachers.clone();
        d.teachers.ownership[seats].fill(level);
    }
}

fn soft_landing() -> Claim {
    let leaves = |successor: &str| format!("{PILOTS}{}", exit(successor));
    let high = |d: &mut District, now: Month| own(d, now, 0.9);
    let low = |d: &mut District, now: Month| own(d, now, 0.2);
    Claim {
        id: "soft-landing",
        words: "Ownership and an aligned successor soften turnover",
        source: "Béteille, Kalogrides and Loeb 2012; Louis et al. 2010",
        reason: "at least 30% less damage after a year in each case",
        declared: Declared::Assumed("the fall of safety shrinks with ownership and with alignment"),
        arms: vec![
            arm("stays", PILOTS),
            arm("leaves, not aligned", &leaves("not aligned")),
            arm("leaves, aligned", &leaves("aligned")),
            arm("much ownership, stays", PILOTS).with_hand(high),
            arm("much ownership, leaves", &leaves("not aligned")).with_hand(high),
            arm("little ownership, stays", PILOTS).with_hand(low),
            arm("little ownership, leaves", &leaves("not aligned")).with_hand(low),
        ],
        months: vec![36],
        observe: |s| vec![gap(s, 1, 0, 36), gap(s, 2, 0, 36), gap(s, 4, 3, 36), gap(s, 6, 5, 36)],
        parts: vec![
            part(
                "damage with an aligned successor less 70% of that without",
                Of(|m| -m[1] + 0.7 * m[0]),
                Below(0.0),
            ),
            part(
                "damage where ownership is high less 70% of that where it is low",
                Of(|m| -m[2] + 0.7 * m[3]),
                Below(0.0),
            ),
            part("damage without an aligned successor", Of(|m| -m[0]), Told),
            part("damage where ownership is low", Of(|m| -m[3]), Told),
        ],
        ..Claim::default()
    }
}

fn new_broom() -> Claim {
    let reluctant = "[leaders]\nprincipal_priority = 0.2\n";
    Claim {
        id: "new-broom",
        words: "A new leader sometimes revives what the last one let lie",
        source: "Kittelman et al. 2020: a new administrator is the commonest reason for readopting",
        reason: "raises later use by anything, on average",
        declared: Declared::Assumed("a successor's priority is drawn, never set low"),
        arms: vec![
            arm("the principal stays", &format!("{reluctant}{PILOTS}")),
            arm("another one comes", &format!("{reluctant}{PILOTS}{}", exit("drawn"))),
        ],
        months: vec![48],
        observe: |s| {
            let using = |arm: usize| s.runs[arm].share_using(48, |seat| seat.school == SCHOOL);
            vec![using(1) - using(0)]
        },
        parts: vec![part("share using two years later", Of(|m| m[0]), Above(0.0))],
        ..Claim::default()
    }
}
