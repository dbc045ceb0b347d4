//! Claims about what schools and colleagues do to each other.

use super::{PILOTS, SHARE};
use crate::analysis::sequential::Want::{Above, Below, Falls, Rises, Told};
use crate::calendar::Month;
use crate::claims::Statistic::{Mean, Of, Ratio};
use crate::claims::arms::arm;
use crate::claims::{ArmRuns, Claim, part};
use crate::experiment::run_record::{RecordedRun, begin_with, same_seats};
use crate::experiment::school_record::{SchoolState, deviations, school_state, sums};
use crate::model::Model;
use crate::world::{District, Ties};

pub fn claims() -> Vec<Claim> {
    vec![critical_mass(), spillover(), strong_deep_expert(), formal_informal()]
}

/// September of the third year, when no teacher has left since August.
const THEN: u32 = 26;

/// The school that is looked at: the first one, no pilot school, where use is far from nothing and from all.
fn own(schools: &[SchoolState]) -> Option<usize> {
    schools.iter().position(|school| !school.pilot && (0.2..=0.6).contains(&school.using))
}

fn own_now(d: &District) -> Option<usize> {
    let now = d.schools.iter().map(|school| school_state(d, school));
    own(&now.collect::<Vec<_>>())
}

/// Teachers of the other schools begin: one standard deviation of use more.
fn more_use_elsewhere(d: &mut District, now: Month, deviations: &[f64; 2]) {
    let Some(own) = own_now(d).filter(|_| now == Month(THEN)) else { return };
    for place in (0..d.schools.len()).filter(|&place| place != own) {
        let school = &d.schools[place];
        let count = (deviations[0] * school.focal as f64).round() as usize;
        let t = &d.teachers;
        let idle = school.teachers.clone().filter(|&k| t.focal[k] && !t.practice[k].in_use());
        let seats: Vec<usize> = idle.take(count).collect();
        begin_with(d, 0.3, 0.4, seats);
    }
}

/// Users of the own school are deeper by one standard deviation.
fn more_depth_here(d: &mut District, now: Month, deviations: &[f64; 2]) {
    let Some(own) = own_now(d).filter(|_| now == Month(THEN)) else { return };
    let t = &mut d.teachers;
    for k in d.schools[own].teachers.clone().filter(|&k| t.practice[k].in_use()) {
        t.depth[k] = (t.depth[k] + deviations[1]).min(1.0);
    }
}

fn critical_mass() -> Claim {
    Claim {
        id: "critical-mass",
        words: "Other schools of the district matter as much as the own fidelity",
        source: "McIntosh et al. 2018",
        reason: "as much: between half and twice; each is raised by one standard deviation between schools, where a school's use is between 0.2 and 0.6 two years before",
        null: Some(Model::MeanField),
        arms: vec![
            arm("as it is", PILOTS),
            arm("more use elsewhere", PILOTS).with_hand(more_use_elsewhere),
            arm("more depth here", PILOTS).with_hand(more_depth_here),
        ],
        schools: true,
        deviations_at: Some(THEN - 1),
        observe: |s| {
            let Some(own) = own(s.runs[0].schools.at(THEN - 1)) else { return vec![0.0; 3] };
            let using = |arm: usize| s.runs[arm].schools.at(THEN + 24)[own].using;
            vec![1.0, using(1) - using(0), using(2) - using(0)]
        },
        parts: vec![
            part("use here two years later, from use elsewhere", Ratio(1, 0), Rises(SHARE)),
            part("use here two years later, from depth here", Ratio(2, 0), Rises(SHARE)),
            part(
                "use elsewhere: effect less half of the other",
                Of(|m| (m[1] - 0.5 * m[2]) / m[0]),
                Above(0.0),
            ),
            part(
                "use elsewhere: effect less twice the other",
                Of(|m| (m[1] - 2.0 * m[2]) / m[0]),
                Below(0.0),
            ),
        ],
        ..Claim::default()
    }
}

fn spillover() -> Claim {
    Claim {
        id: "spillover",
        words: "Colleagues of trained teachers gain",
        source: "Sun, Penuel, Frank, Gallagher and Youngs 2013",
        reason: "both kinds of colleagues work in the schools from which teachers were sent",
        null: Some(Model::MeanField),
        arms: vec![arm(
            "few sent, for fifty hours",
            "[rollout]\nstrategy = \"few sent to training\"\n[parameters]\ntraining_hours = 50.0\ntraining_months = 10.0\n[run]\nmonths = 24\n",
        )],
        months: vec![22],
        observe: |s| {
            let run = &s.runs[0];
            let sent = |school: u32| run.seats(22).iter().any(|seat| seat.school == school && seat.on_team);
            let of = |tied: bool| {
                run.sum(
                    22,
                    |seat| !seat.on_team && sent(seat.school) && seat.tied_to_team == tied,
                    |seat| seat.progress(),
                )
            };
            [of(true), of(false)].concat()
        },
        parts: vec![part(
            "depth of what is done after two years: tied less not tied",
            Of(|m| m[0] / m[1] - m[2] / m[3]),
            Rises(SHARE),
        )],
        ..Claim::default()
    }
}

/// At the end of support everyone's ties come to lead to colleagues of the own school, as many as before or one alone,
/// to the deepest or to those who do least. No one else and nothing else changes.
fn retied<const STRONG: bool, const EXPERT: bool>(d: &mut District, now: Month, _: &[f64; 2]) {
    if now != Month(37) {
        return;
    }
    let t = &d.teachers;
    let done = |k: usize| if t.practice[k].in_use() { t.depth[k] } else { 0.0 };
    let ties = (0..t.len()).map(|k| {
        let mut colleagues: Vec<usize> =
            d.schools[t.school[k]].teachers.clone().filter(|&o| o != k).collect();
        colleagues.sort_by(|&a, &b| done(b).total_cmp(&done(a)));
        if !EXPERT {
            colleagues.reverse();
        }
        let number = d.ties.of(k).count().min(if STRONG { usize::MAX } else { 1 });
        colleagues.into_iter().take(number).map(|colleague| (colleague as u32, 1.0)).collect()
    });
    d.ties = Ties::from_lists(&ties.collect::<Vec<_>>());
}

/// Lost from 36 to 60 over seats that used it at 36; what is no longer done counts whole.
fn decay(run: &RecordedRun) -> [f64; 2] {
    let pairs = run.seats(36).iter().zip(run.seats(60)).filter(|(before, _)| before.using && !before.on_team);
    pairs.fold([0.0, 0.0], |[sum, n], (before, after)| [sum + before.depth - after.progress(), n + 1.0])
}

fn strong_deep_expert() -> Claim {
    // What is exchanged goes deep or not: the weight of deeper colleagues from the end of support on.
    let from_now = |name, weight: f64| {
        let event = format!(
            "[[event]]\nmonth = 37\nwhat = \"set\"\nparameter = \"friends_weight\"\nto = {weight:?}\n"
        );
        arm(name, &format!("[parameters]\nties = 5.0\nsame_grade = 0.8\n{event}"))
    };
    Claim {
        id: "strong-deep-expert",
        words: "Practice is sustained where ties are strong, deep and expert",
        source: "Coburn, Russell, Kaufman and Stein 2012",
        reason: "less decay with all three than with any two; the arms share their history to the end of support",
        null: Some(Model::MeanField),
        arms: vec![
            from_now("strong, deep, expert", 1.0).with_hand(retied::<true, true>),
            from_now("strong, deep", 1.0).with_hand(retied::<true, false>),
            from_now("strong, expert", 0.2).with_hand(retied::<true, true>),
            from_now("deep, expert", 1.0).with_hand(retied::<false, true>),
        ],
        months: vec![36, 60],
        observe: |s| s.runs.iter().flat_map(decay).collect(),
        parts: vec![
            part("decay: all three less strong and deep", Of(|m| m[0] / m[1] - m[2] / m[3]), Falls(SHARE)),
            part("decay: all three less strong and expert", Of(|m| m[0] / m[1] - m[4] / m[5]), Falls(SHARE)),
            part("decay: all three less deep and expert", Of(|m| m[0] / m[1] - m[6] / m[7]), Falls(SHARE)),
        ],
        ..Claim::default()
    }
}

/// From the second year on formal leaders are fully committed, and nothing else is different.
fn formal(d: &mut District, now: Month, _: &[f64; 2]) {
    if now.0 >= 13 {
        d.office.superintendent.commitment = 0.95;
        d.office.lead.commitment = 0.95;
        d.schools.iter_mut().for_each(|school| school.principal.priority = 0.95);
    }
}

/// How deep informal leaders are made.
const DEEP_PEER: f64 = 0.85;

/// From the second year on one user in four of each school is deep.
fn informal(d: &mut District, now: Month, _: &[f64; 2]) {
    if now.0 >= 13 {
        for school in &d.schools {
            let t = &mut d.teachers;
            let users: Vec<usize> = school.teachers.clone().filter(|&k| t.practice[k].in_use()).collect();
            users.into_iter().step_by(4).for_each(|k| t.depth[k] = t.depth[k].max(DEEP_PEER));
        }
    }
}

/// Effects at 36: on spread; on depth, summed over the seats using in both that nobody touched, and their number.
/// Seats that were set deep are deep in the arm alone: what no teacher reaches unaided is left out.
fn effects(s: &ArmRuns, arm: usize) -> [f64; 3] {
    let (other, base) = (&s.runs[arm], &s.runs[0]);
    let [mut depth, mut seats] = same_seats(other, base, 36);
    if arm == 2 {
        let pairs = other.seats(36).iter().zip(base.seats(36));
        for (a, b) in pairs.filter(|(a, b)| a.using && b.using && a.depth >= DEEP_PEER && b.depth < DEEP_PEER)
        {
            (depth, seats) = (depth - (a.depth - b.depth), seats - 1.0);
        }
    }
    [other.spread(36) - base.spread(36), depth, seats]
}

fn formal_informal() -> Claim {
    Claim {
        id: "formal-informal",
        words: "Formal leaders move use, informal ones move practice",
        source: "Sun, Frank, Penuel and Kim 2013",
        reason: "more: each effect in standard deviations between schools at the time of the intervention; and an effect to speak of, in raw units, on what each is said to move",
        null: Some(Model::NoLeaders),
        arms: vec![
            arm("as it is", "[run]\nmonths = 36\n"),
            arm("formal leaders", "[run]\nmonths = 36\n").with_hand(formal),
            arm("informal leaders", "[run]\nmonths = 36\n").with_hand(informal),
        ],
        months: vec![36],
        schools: true,
        observe: |s| [&sums(s.runs[0].schools.at(12))[..], &effects(s, 1), &effects(s, 2)].concat(),
        parts: vec![
            part("formal leaders: effect on use less on depth (SD)", Of(|m| in_sd(m, 6)), Above(0.0)),
            part("informal leaders: effect on depth less on use (SD)", Of(|m| -in_sd(m, 9)), Above(0.0)),
            part("formal leaders: effect on use", Mean(6), Rises(SHARE)),
            part("informal leaders: effect on depth", Ratio(10, 11), Rises(SHARE)),
            part("formal leaders: effect on depth", Ratio(7, 8), Told),
            part("informal leaders: effect on use", Mean(9), Told),
        ],
        ..Claim::default()
    }
}

/// Effect on use less that on depth, each in standard deviations between schools.
fn in_sd(m: &[f64], column: usize) -> f64 {
    let [using, depth] = deviations(&m[..6]);
    m[column] / using - m[column + 1] / m[column + 2] / depth
}
