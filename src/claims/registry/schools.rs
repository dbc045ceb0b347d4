//! Claims about what schools and colleagues do to each other.

use crate::analysis::sequential::Want::{Above, Below};
use crate::calendar::Month;
use crate::claims::Statistic::Of;
use crate::claims::arms::arm;
use crate::claims::{ArmRuns, Claim, part};
use crate::experiment::run_record::{RecordedRun, same_seats};
use crate::strategy::Route;
use crate::world::{District, Practice};

pub fn claims() -> Vec<Claim> {
    vec![critical_mass(), spillover(), strong_deep_expert(), formal_informal()]
}

/// The school that is looked at, no pilot school.
const OWN: usize = 4;
const PILOTS: &str = "[team]\npilot_schools = [\"School 1\", \"School 8\"]\n";

fn mean_and_sd(values: &[f64]) -> (f64, f64) {
    let n = values.len() as f64;
    let mean = values.iter().sum::<f64>() / n;
    let squares: f64 = values.iter().map(|v| (v - mean) * (v - mean)).sum();
    (mean, crate::numerics::sqrt(squares / (n - 1.0).max(1.0)))
}

/// Share of focal teachers using in each school, and their mean depth.
fn use_and_depth(d: &District) -> (Vec<f64>, Vec<f64>) {
    let t = &d.teachers;
    let schools = d.schools.iter().map(|school| {
        let focal = || school.teachers.clone().filter(|&k| t.focal[k]);
        let users: Vec<f64> = focal().filter(|&k| t.practice[k].in_use()).map(|k| t.depth[k]).collect();
        let depth = if users.is_empty() { 0.0 } else { users.iter().sum::<f64>() / users.len() as f64 };
        (users.len() as f64 / focal().count().max(1) as f64, depth)
    });
    schools.unzip()
}

/// In August of the third year, teachers of the other schools begin: one standard deviation more.
fn more_use_elsewhere(d: &mut District, now: Month) {
    if now != Month(25) {
        return;
    }
    let (using, _) = use_and_depth(d);
    let more = mean_and_sd(&using).1;
    for place in (0..d.schools.len()).filter(|&place| place != OWN) {
        let school = &d.schools[place];
        let count = (more * school.focal as f64).round() as usize;
        let t = &mut d.teachers;
        let seats: Vec<usize> =
            school.teachers.clone().filter(|&k| t.focal[k] && !t.practice[k].in_use()).take(count).collect();
        for k in seats {
            t.practice[k] = Practice::Using;
            t.route[k] = Route::Colleague;
            (t.depth[k], t.ownership[k], t.months_used[k]) = (0.3, 0.4, 0);
        }
    }
}

/// In August of the third year, users of the own school are deeper by one standard deviation between schools.
fn more_depth_here(d: &mut District, now: Month) {
    if now != Month(25) {
        return;
    }
    let (_, depth) = use_and_depth(d);
    let more = mean_and_sd(&depth).1;
    let seats = d.schools[OWN].teachers.clone();
    let t = &mut d.teachers;
    for k in seats.filter(|&k| t.practice[k].in_use()).collect::<Vec<_>>() {
        t.depth[k] = (t.depth[k] + more).min(1.0);
    }
}

fn critical_mass() -> Claim {
    Claim {
        id: "critical-mass",
        words: "Other schools of the district matter as much as the own fidelity",
        source: "McIntosh et al. 2018",
        reason: "as much: between half and twice; each effect is that of one standard deviation between schools",
        arms: vec![
            arm("as it is", PILOTS),
            arm("more use elsewhere", PILOTS).with_hand(more_use_elsewhere),
            arm("more depth here", PILOTS).with_hand(more_depth_here),
        ],
        months: vec![48],
        observe: |s| {
            let using = |arm: usize| s.runs[arm].share_using(48, |seat| seat.school == OWN as u32);
            vec![using(1) - using(0), using(2) - using(0)]
        },
        parts: vec![
            part("use here two years later, from use elsewhere", Of(|m| m[0]), Above(0.0)),
            part("use here two years later, from depth here", Of(|m| m[1]), Above(0.0)),
            part("use elsewhere: effect less half of the other", Of(|m| m[0] - 0.5 * m[1]), Above(0.0)),
            part("use elsewhere: effect less twice the other", Of(|m| m[0] - 2.0 * m[1]), Below(0.0)),
        ],
        ..Claim::default()
    }
}

fn spillover() -> Claim {
    Claim {
        id: "spillover",
        words: "Colleagues of trained teachers gain",
        source: "Sun, Penuel, Frank, Gallagher and Youngs 2013",
        reason: "gain by anything; both kinds of colleagues work in the schools from which teachers were sent",
        arms: vec![arm(
            "few sent, for fifty hours",
            "[rollout]\nstrategy = \"few sent to training\"\n[parameters]\ntraining_hours = 50.0\ntraining_months = 10.0\n[run]\nmonths = 24\n",
        )],
        months: vec![22],
        observe: |s| {
            let run = &s.runs[0];
            let sent = |school: u32| run.seats(22).iter().any(|seat| seat.school == school && seat.on_team);
            let tied = run.sum(
                22,
                |seat| !seat.on_team && sent(seat.school) && seat.tied_to_team,
                |seat| seat.progress(),
            );
            let not = run.sum(
                22,
                |seat| !seat.on_team && sent(seat.school) && !seat.tied_to_team,
                |seat| seat.progress(),
            );
            [tied, not].concat()
        },
        parts: vec![part(
            "depth of what is done after two years: tied less not tied",
            Of(|m| m[0] / m[1] - m[2] / m[3]),
            Above(0.0),
        )],
        ..Claim::default()
    }
}

/// At the end of support the team's members are experts, or not.
fn expertise(d: &mut District, now: Month, depth: f64) {
    if now == Month(37) {
        let t = &mut d.teachers;
        for k in (0..t.len()).filter(|&k| t.on_team[k] && t.practice[k].in_use()).collect::<Vec<_>>() {
            t.depth[k] = depth;
        }
    }
}

/// Lost from 36 to 60 over seats that used it at 36; what is no longer done counts whole.
fn decay(run: &RecordedRun) -> [f64; 2] {
    let pairs = run.seats(36).iter().zip(run.seats(60)).filter(|(before, _)| before.using && !before.on_team);
    pairs.fold([0.0, 0.0], |[sum, n], (before, after)| [sum + before.depth - after.progress(), n + 1.0])
}

fn strong_deep_expert() -> Claim {
    let net = |strong: bool, deep: bool| {
        format!(
            "[parameters]\nties = {:?}\nsame_grade = {:?}\nfriends_weight = {:?}\n",
            if strong { 5.0 } else { 2.0 },
            if strong { 0.8 } else { 0.4 },
            if deep { 1.0 } else { 0.2 },
        )
    };
    let expert = |d: &mut District, now: Month| expertise(d, now, 0.9);
    let novice = |d: &mut District, now: Month| expertise(d, now, 0.4);
    Claim {
        id: "strong-deep-expert",
        words: "Practice is sustained where ties are strong, deep and expert",
        source: "Coburn, Russell, Kaufman and Stein 2012",
        reason: "less decay with all three than with any two, by anything",
        arms: vec![
            arm("strong, deep, expert", &net(true, true)).with_hand(expert),
            arm("strong, deep", &net(true, true)).with_hand(novice),
            arm("strong, expert", &net(true, false)).with_hand(expert),
            arm("deep, expert", &net(false, true)).with_hand(expert),
        ],
        months: vec![36, 60],
        observe: |s| s.runs.iter().flat_map(decay).collect(),
        parts: vec![
            part("decay: all three less strong and deep", Of(|m| m[0] / m[1] - m[2] / m[3]), Below(0.0)),
            part("decay: all three less strong and expert", Of(|m| m[0] / m[1] - m[4] / m[5]), Below(0.0)),
            part("decay: all three less deep and expert", Of(|m| m[0] / m[1] - m[6] / m[7]), Below(0.0)),
        ],
        ..Claim::default()
    }
}

/// From the second year on formal leaders are fully committed, and nothing else is different.
fn formal(d: &mut District, now: Month) {
    if now.0 >= 13 {
        d.office.superintendent.commitment = 0.95;
        d.office.lead.commitment = 0.95;
        d.schools.iter_mut().for_each(|school| school.principal.priority = 0.95);
    }
}

/// From the second year on one user in four of each school is deep.
fn informal(d: &mut District, now: Month) {
    if now.0 >= 13 {
        for place in 0..d.schools.len() {
            let seats = d.schools[place].teachers.clone();
            let t = &mut d.teachers;
            for k in seats.filter(|&k| t.practice[k].in_use()).step_by(4).collect::<Vec<_>>() {
                t.depth[k] = t.depth[k].max(0.85);
            }
        }
    }
}

/// Spread and depth of the seats that nobody touched, at 36.
fn standing(s: &ArmRuns, arm: usize) -> Vec<f64> {
    let [depth, seats] = same_seats(&s.runs[arm], &s.runs[0], 36);
    // Seats that were set deep are deep in the arm alone: leave out what no teacher reaches unaided.
    let touched = s.runs[arm].seats(36).iter().zip(s.runs[0].seats(36));
    let set = touched.filter(|(a, b)| a.using && b.using && a.depth >= 0.85 && b.depth < 0.85);
    let (lifted, count) = set.fold((0.0, 0.0), |(sum, n), (a, b)| (sum + a.depth - b.depth, n + 1.0));
    let depth = if arm == 2 { (depth - lifted) / (seats - count).max(1.0) } else { depth / seats.max(1.0) };
    vec![s.runs[arm].spread(36) - s.runs[0].spread(36), depth]
}

fn formal_informal() -> Claim {
    Claim {
        id: "formal-informal",
        words: "Formal leaders move use, informal ones move practice",
        source: "Sun, Frank, Penuel and Kim 2013",
        reason: "more: each effect in standard deviations between districts of the committed arm",
        arms: vec![
            arm("as it is", "[run]\nmonths = 36\n"),
            arm("formal leaders", "[run]\nmonths = 36\n").with_hand(formal),
            arm("informal leaders", "[run]\nmonths = 36\n").with_hand(informal),
        ],
        months: vec![36],
        observe: |s| {
            let (spread, [depth, users]) = (s.runs[0].spread(36), s.runs[0].depth(36));
            let depth = if users > 0.0 { depth / users } else { 0.0 };
            let mut row = vec![spread, spread * spread, depth, depth * depth];
            row.extend(standing(s, 1));
            row.extend(standing(s, 2));
            row
        },
        parts: vec![
            part(
                "formal leaders: effect on use less on depth (SD)",
                Of(|m| in_sd(m, 4) - in_sd(m, 5)),
                Above(0.0),
            ),
            part(
                "informal leaders: effect on depth less on use (SD)",
                Of(|m| in_sd(m, 7) - in_sd(m, 6)),
                Above(0.0),
            ),
        ],
        ..Claim::default()
    }
}

/// An effect on use (even columns) or depth (odd ones) in standard deviations of the base.
fn in_sd(m: &[f64], column: usize) -> f64 {
    let base = if column.is_multiple_of(2) { 0 } else { 2 };
    m[column] / crate::numerics::sqrt((m[base + 1] - m[base] * m[base]).max(1e-9))
}
