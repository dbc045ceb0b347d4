//! The stage of a district, measured from its state. (ODD 7.16)
//!
//! Five stages from a team's pilot to a districtwide norm (Gallagher and Cottingham 2024), each
//! including those before it; a district can fall back. The thresholds are definitions: no parameter, and never calibrated.
//!
//! | stage | reached when |
//! |---|---|
//! | 1 | a team member uses the practice |
//! | 2 | at least 10% of the other focal teachers of the pilot schools use it |
//! | 3 | at least half of the focal teachers of the pilot schools use it, at mean depth (of users) 0.4 or more |
//! | 4 | in at least half of all schools with focal teachers half of these use it, at least one of them beyond the first team's sites, and policy ≥ 0.3; where there is no school beyond the first team's sites, at least a quarter of the adjacent staff uses it instead |
//! | 5 | spread ≥ 0.75, deep share ≥ 0.5, f4 ≥ 0.6, policy ≥ 0.6 |
//!
//! All of it is about the first collaboration and its schools. Pilot schools are the sites of its *first* team, so that teams that
//! start later lower no stage; a team member is one of that team. A
//! share of nobody counts as reached: a school whose focal teachers are all on the team has no others to win. Without a team
//! there are no pilot schools, so that under *few sent to training* and *one-off consultant* the stage is 0 however many use
//! it. In this and every measure deep means a depth of 0.6 or more.
//!
//! Reads     use, depth, monitoring, policy.
//! Writes    nothing: a measure.

use crate::world::district::Fundamental;
use crate::world::{District, School, TeamId};

/// Depth from which use counts as deep in every measure: a definition (Durlak and DuPre 2008 find
/// positive results at around 60 to 80% of full implementation).
pub const DEEP: f64 = 0.6;

/// What the stage is measured from, beside the district's own states.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Reach {
    /// Share of focal teachers using.
    pub spread: f64,
    /// Share of focal teachers deep.
    pub deep_share: f64,
    /// Share of schools with focal teachers in which half of these use it.
    pub schools_using: f64,
}

/// The stage now, 0 to 5.
pub fn stage(d: &District, reach: Reach) -> u8 {
    let t = &d.teachers;
    let first_site = |s: &School| s.pilot && s.team == TeamId(0);
    let pilots = || d.schools.iter().filter(|s| first_site(s));
    let policy = d.collaborations[0].policy;
    let (mut team, mut others, mut others_using) = (0usize, 0usize, 0usize);
    let (mut focal, mut using, mut depth) = (0usize, 0usize, 0.0);
    for k in pilots().flat_map(|s| s.teachers.clone()).filter(|&k| t.focal[k]) {
        let uses = t.practice[k].in_use();
        focal += 1;
        if uses {
            using += 1;
            depth += t.depth[k];
        }
        match (t.on_team[k], uses) {
            (true, true) => team += 1,
            (false, true) => (others, others_using) = (others + 1, others_using + 1),
            (false, false) => others += 1,
            (true, false) => {}
        }
    }
    let mean_depth = if using > 0 { depth / using as f64 } else { 0.0 };
    let beyond = || d.schools.iter().filter(|s| s.focal > 0 && d.is_first(s) && !first_site(s));
    let carried = match beyond().count() {
        0 => at_least(adjacent_using(d), 0.25),
        _ => beyond().any(|s| half_using(d, s)),
    };
    let reached = [
        team > 0,
        at_least((others_using, others), 0.1),
        at_least((using, focal), 0.5) && mean_depth >= 0.4,
        reach.schools_using >= 0.5 && carried && policy >= 0.3,
        reach.spread >= 0.75
            && reach.deep_share >= 0.5
            && d.fundamental(Fundamental::Monitoring) >= 0.6
            && policy >= 0.6,
    ];
    reached.iter().take_while(|r| **r).count() as u8
}

/// Whether half of a school's focal teachers use it.
fn half_using(d: &District, school: &School) -> bool {
    let focal = school.grades.iter().filter(|g| g.focal);
    2 * focal.map(|g| d.in_use(g.teachers.clone())).sum::<usize>() >= school.focal
}

fn at_least((part, whole): (usize, usize), share: f64) -> bool {
    part as f64 >= share * whole as f64
}

/// Teachers outside the focal grades of schools that have such grades: how many use it, of how many.
fn adjacent_using(d: &District) -> (usize, usize) {
    let t = &d.teachers;
    let staff = d.schools.iter().filter(|s| s.focal > 0 && d.is_first(s)).flat_map(|s| s.teachers.clone());
    staff
        .filter(|&k| !t.focal[k])
        .fold((0, 0), |(using, all), k| (using + usize::from(t.practice[k].in_use()), all + 1))
}
