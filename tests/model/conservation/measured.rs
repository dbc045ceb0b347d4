//! What is measured: every month is there, shares are shares, stages stand on those below them, and only what does not exist
//! is missing.

use uptake::experiment::Outcome;
use uptake::metrics::{Ending, MEASURES, Measure, RUN_COLUMNS};
use uptake::scenario::Scenario;
use uptake::world::{District, Fundamental, School, TeamId};

/// What of the district says which measures must be there, and the stage by its definition.
pub struct Facts {
    stage: usize,
    users: usize,
    users_next: usize,
    collaborations: usize,
    has_courses: bool,
    /// Classes in schools at or above, and below, the mean poverty.
    classes: [usize; 2],
    /// Users there.
    users_by_poverty: [usize; 2],
    /// Users in the lowest quarter of schools by deep share, where there is one.
    users_lowest: Option<usize>,
    focal: usize,
    paused: bool,
}

/// Of how many, how many.
fn share(part: usize, whole: usize) -> f64 {
    if whole == 0 { 1.0 } else { part as f64 / whole as f64 }
}

impl Facts {
    pub fn of(d: &District) -> Facts {
        states_are_shares(d);
        let t = &d.teachers;
        let first = |k: &usize| d.is_first(&d.schools[t.school[*k].0]);
        let focal = |k: &usize| t.focal[*k];
        let uses = |k: &usize| t.practice[*k].in_use();
        let seats = || (0..t.len()).filter(focal);
        let known: Vec<&School> = of_first(d).filter(|s| !s.poverty.is_nan()).collect();
        let weight: f64 = known.iter().map(|s| s.focal as f64).sum();
        let mean = known.iter().map(|s| s.poverty * s.focal as f64).sum::<f64>() / weight;
        let users_of = |s: &School| s.teachers.clone().filter(focal).filter(uses).count();
        let group = |high: bool| known.iter().filter(move |s| (s.poverty >= mean) == high);
        let classes = |high: bool| group(high).map(|s| s.focal).sum();
        let users_by_poverty = [true, false].map(|high| group(high).map(|s| users_of(s)).sum());
        let deep_of = |s: &School| {
            let users = s.teachers.clone().filter(focal).filter(uses);
            users.filter(|k| t.depth[*k] >= 0.6).count()
        };
        let mut lowest: Vec<[usize; 3]> = of_first(d).map(|s| [deep_of(s), users_of(s), s.focal]).collect();
        // Shares are compared as fractions.
        let less = |part: usize, a: &[usize; 3], b: &[usize; 3]| (a[part] * b[2]).cmp(&(b[part] * a[2]));
        lowest.sort_by(|a, b| less(0, a, b).then(less(1, a, b)).then(a[2].cmp(&b[2])));
        let quarter = lowest.len().div_ceil(4);
        let users_lowest =
            (lowest.len() >= 2).then(|| lowest[..quarter].iter().map(|[_, users, _]| users).sum());
        Facts {
            stage: stage(d),
            users: seats().filter(first).filter(uses).count(),
            users_next: seats().filter(|k| !first(k)).filter(uses).count(),
            collaborations: d.collaborations.len(),
            has_courses: of_first(d).any(|s| s.grades.iter().any(|g| g.focal && g.grade >= 7)),
            classes: [classes(true), classes(false)],
            users_by_poverty,
            users_lowest,
            focal: seats().filter(first).count(),
            paused: d.is_paused(),
        }
    }
}

/// The schools with focal teachers of the first collaboration.
fn of_first(d: &District) -> impl Iterator<Item = &School> {
    d.schools.iter().filter(|s| s.focal > 0 && d.is_first(s))
}

fn states_are_shares(d: &District) {
    let t = &d.teachers;
    let mut all = vec![
        ("coherence", d.coherence),
        ("seen", d.seen),
        ("lasting", d.lasting),
        ("backing", d.backing),
        ("attention", d.attention),
        ("elsewhere", d.elsewhere),
        ("churn", d.churn),
        ("coach budget", d.coach_budget),
        ("participation", d.rollout.participation),
        ("push", d.push()),
        ("bond", d.office.manager.bond),
        ("reaching underserved", d.reaching_underserved),
    ];
    all.extend(d.fundamentals.map(|level| ("fundamental", level)));
    for leader in [&d.office.superintendent, &d.office.lead] {
        all.extend([("commitment", leader.commitment), ("skill", leader.skill)]);
    }
    for team in &d.teams {
        all.extend([("team skill", team.skill), ("help", team.help), ("capacity", team.capacity)]);
    }
    for c in &d.collaborations {
        all.extend([("pilot fit", c.pilot_fit), ("policy", c.policy), ("best", c.idea.best)]);
    }
    for s in &d.schools {
        let p = &s.principal;
        all.extend([("priority", p.priority), ("commitment", p.commitment), ("skill", p.skill)]);
        all.extend([("safe", s.safe), ("time share", s.time_share), ("authority", s.authority)]);
        all.extend([("routine", s.routine), ("help met", s.help_met), ("proof", s.proof)]);
        all.extend([("school churn", s.churn), ("fit", s.fit), ("usable fit", s.usable_fit)]);
        all.extend([("coherence", s.coherence), ("courses", s.courses), ("course factor", s.course_factor)]);
    }
    for k in 0..t.len() {
        all.extend([("depth", t.depth[k]), ("ownership", t.ownership[k]), ("belief", t.belief[k])]);
        all.push(("openness", t.openness[k]));
        for component in &t.components {
            all.push(("depth of a component", component.depth[k]));
            assert!(!component.used[k] || t.practice[k].in_use(), "a component without the practice");
        }
    }
    for (name, x) in all {
        assert!((0.0..=1.0).contains(&x), "{name} is {x}");
    }
}

/// The five conditions as the description lists them, each on its own; a stage is reached where it and all below it hold.
fn conditions(d: &District) -> [bool; 5] {
    let t = &d.teachers;
    let is_site = |s: &School| s.pilot && s.team == TeamId(0);
    let uses = |k: &usize| t.practice[*k].in_use();
    let focal = |s: &School| s.teachers.clone().filter(|k| t.focal[*k]).collect::<Vec<_>>();
    let using_in = |s: &School| focal(s).iter().filter(|k| uses(k)).count();
    let sites: Vec<usize> = d.schools.iter().filter(|s| is_site(s)).flat_map(focal).collect();
    let team: Vec<usize> = sites.iter().copied().filter(|k| t.on_team[*k]).collect();
    let others: Vec<usize> = sites.iter().copied().filter(|k| !t.on_team[*k]).collect();
    let count = |seats: &[usize]| seats.iter().filter(|k| uses(k)).count();
    let users: Vec<usize> = sites.iter().copied().filter(uses).collect();
    let depth = users.iter().map(|k| t.depth[*k]).sum::<f64>() / users.len().max(1) as f64;
    let all: Vec<&School> = of_first(d).collect();
    let half = all.iter().filter(|s| 2 * using_in(s) >= s.focal).count();
    let beyond: Vec<&&School> = all.iter().filter(|s| !is_site(s)).collect();
    let carried = if beyond.is_empty() {
        let staff = all.iter().flat_map(|s| s.teachers.clone()).filter(|k| !t.focal[*k]);
        let staff: Vec<usize> = staff.collect();
        share(count(&staff), staff.len()) >= 0.25
    } else {
        beyond.iter().any(|s| 2 * using_in(s) >= s.focal)
    };
    let policy = d.collaborations[0].policy;
    let seats: Vec<usize> = all.iter().flat_map(|s| focal(s)).collect();
    let deep = seats.iter().filter(|k| uses(k) && t.depth[**k] >= 0.6).count();
    let part = |part: usize| part as f64 / seats.len().max(1) as f64;
    [
        count(&team) > 0,
        share(count(&others), others.len()) >= 0.1,
        share(count(&sites), sites.len()) >= 0.5 && depth >= 0.4,
        half as f64 >= 0.5 * all.len() as f64 && carried && policy >= 0.3,
        part(count(&seats)) >= 0.75
            && part(deep) >= 0.5
            && d.fundamental(Fundamental::Monitoring) >= 0.6
            && policy >= 0.6,
    ]
}

fn stage(d: &District) -> usize {
    conditions(d).iter().take_while(|holds| **holds).count()
}

/// A run as it was measured, beside what the district was in each month.
pub fn check(s: &Scenario, outcome: &Outcome, facts: &[Facts]) {
    let months = s.run.months as usize;
    assert_eq!(outcome.timeline.len(), (months + 1) * MEASURES.len(), "every month from 0 to the last");
    assert_eq!(facts.len(), months + 1);
    let rows: Vec<&[f64]> = outcome.timeline.chunks_exact(MEASURES.len()).collect();
    for (month, (row, facts)) in rows.iter().zip(facts).enumerate() {
        for (column, &value) in MEASURES.iter().zip(*row) {
            let missing = match column.name {
                "depth" | "ownership" => facts.users == 0,
                "depth_sd" => facts.users < 2,
                "gain_sd_high_poverty" | "spread_high_poverty" | "deep_share_high_poverty" => {
                    facts.classes[0] == 0
                }
                "gain_sd_low_poverty" | "spread_low_poverty" | "deep_share_low_poverty" => {
                    facts.classes[1] == 0
                }
                "gain_sd_gap" | "spread_gap" | "deep_share_gap" => facts.classes.contains(&0),
                "ownership_high_poverty" => facts.users_by_poverty[0] == 0,
                "ownership_low_poverty" => facts.users_by_poverty[1] == 0,
                "ownership_gap" => facts.users_by_poverty.contains(&0),
                "gain_sd_lowest" | "spread_lowest" | "deep_share_lowest" => facts.users_lowest.is_none(),
                "ownership_lowest" => facts.users_lowest.is_none_or(|users| users == 0),
                "courses" => !facts.has_courses,
                "spread_next" | "deep_share_next" => facts.collaborations < 2,
                "depth_next" => facts.users_next == 0,
                _ => false,
            };
            assert_eq!(value.is_nan(), missing, "month {month}: {} is {value}", column.name);
            let (low, high) = (column.low.unwrap_or(f64::MIN), column.high.unwrap_or(f64::MAX));
            assert!(missing || (low..=high).contains(&value), "month {month}: {} is {value}", column.name);
        }
        let at = |measure: Measure| row[measure as usize];
        assert_eq!(at(Measure::Stage), facts.stage as f64, "month {month}");
        let spread = facts.users as f64 / facts.focal.max(1) as f64;
        assert!((at(Measure::Spread) - spread).abs() < 1e-11, "month {month}");
        let routes = [
            Measure::UsersPilot,
            Measure::UsersColleague,
            Measure::UsersInvitation,
            Measure::UsersExpectation,
            Measure::UsersMandate,
        ];
        let by_route: f64 = routes.into_iter().map(at).sum();
        assert!((by_route - spread).abs() < 1e-10, "month {month}: every user came by one way");
        let kept = [
            (Measure::DeepShare, Measure::Spread),
            (Measure::Compliance, Measure::Spread),
            (Measure::GivenUp, Measure::Adopted),
            (Measure::ProgramDeepShare, Measure::ProgramShare),
            (Measure::ProgramDeepShare, Measure::DeepShare),
            (Measure::ProgramShare, Measure::Spread),
            (Measure::HelpGiven, Measure::HelpNeeded),
        ];
        for (part, whole) in kept {
            assert!(at(part) <= at(whole) + 1e-9, "month {month}: {part:?} beyond {whole:?}");
        }
        assert!(at(Measure::Spread) + at(Measure::StoppedShare) <= 1.0 + 1e-9, "month {month}");
        assert!(at(Measure::Initiatives) >= 1.0, "month {month}: this one is among them");
    }
    whole_run(outcome, &rows, facts);
}

/// The columns of the run as a whole are what its months say.
fn whole_run(outcome: &Outcome, rows: &[&[f64]], facts: &[Facts]) {
    assert_eq!(outcome.run.len(), RUN_COLUMNS.len());
    for (column, &value) in RUN_COLUMNS.iter().zip(&outcome.run) {
        let (low, high) = (column.low.unwrap_or(f64::MIN), column.high.unwrap_or(f64::MAX));
        assert!(value.is_nan() || (low..=high).contains(&value), "{} is {value}", column.name);
    }
    let last = rows.len() - 1;
    let total = |name: &str| outcome.total(name);
    let stage_at = |month: usize| facts.get(month).map(|facts| facts.stage as f64);
    assert_eq!((total("stage_36"), total("stage_60")), (stage_at(36), stage_at(60)));
    let mut before = 0.0;
    for (name, stage) in
        [("month_stage_2", 2), ("month_stage_3", 3), ("month_stage_4", 4), ("month_stage_5", 5)]
    {
        let first = facts.iter().position(|facts| facts.stage >= stage).map(|month| month as f64);
        assert_eq!(total(name), first, "{name}");
        let month = first.unwrap_or(f64::INFINITY);
        assert!(month >= before, "{name} before the stage below it");
        before = month;
    }
    let spread = |row: &&[f64]| row[Measure::Spread as usize];
    assert_eq!(total("final_spread"), Some(spread(&rows[last])));
    assert_eq!(total("peak_spread"), Some(rows.iter().map(spread).fold(0.0, f64::max)));
    assert_eq!(total("months_paused"), Some(facts.iter().filter(|facts| facts.paused).count() as f64));
    assert_eq!(total("focal_teachers"), Some(facts[0].focal as f64));
    assert_eq!((total("deep_36").is_some(), total("deep_both").is_some()), (last >= 36, last >= 60));
    if let Some(both) = total("deep_both") {
        assert!(both <= total("deep_36").unwrap());
    }
    let ending = Ending::of(spread(&rows[last]), rows[last][Measure::DepthMean as usize]);
    assert_eq!(outcome.ending(), Some(ending));
}
