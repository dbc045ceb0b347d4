//! Improvement teams: feeder patterns, pilot schools and members. (ODD 5)
//!
//! *Number.* There is one team, under *several teams* `teams` of them: rounded, at least one and at most as many as there are
//! schools with focal teachers. Every school belongs to one. With n teams, F focal teachers in the district, f in a school and
//! F_before in the schools before it in the order of the table, the school belongs to team
//!
//! ```text
//! min(n − 1, ⌊n (2 F_before + f) / (2 F)⌋)                                           teams are counted from 0
//! ```
//!
//! So each feeder pattern is a run of neighboring schools, and patterns have about equally many focal teachers; a school
//! belongs where its middle teacher stands in that order. Where one school is so large that a pattern would be empty, there are fewer teams:
//! patterns without focal teachers are closed up, their schools going to the pattern before. Where students really go is not in
//! public tables.
//!
//! *Pilot schools* of a team are those of its schools with focal teachers that a scenario names (by identifier or name), or,
//! where it names none of them, `team_sites` of these schools (rounded) drawn in proportion to the principal's priority: the
//! largest ln(u) / priority are chosen, u being the school's number (Efraimidis and Spirakis 2006). Tests are shared evenly
//! among a team's pilot schools.
//!
//! *Members.* Each pilot school sends an even part of `team_teachers` (rounded; by largest remainder, so that what is left over
//! goes one by one to the first in the order of the table): its most open focal teachers, by seat among equals. A school with
//! fewer focal teachers sends all of them, nobody makes up for it, and the team is that much smaller. The numbers sent are the
//! schools' places on the team for good.
//!
//! *Skill* of a team is normal around `team_skill` (`team_skill_sd`), kept within 0 and 1.
//!
//! *Training.* Under *few sent to training* and *one-off consultant* there are no pilot schools. Of the first, the
//! `team_teachers` (rounded) most open focal teachers of the district are sent, and stand where a team's members would; none is
//! replaced who leaves. Of the second, all focal teachers attend.

use super::seats::largest_remainder;
use crate::calendar::Month;
use crate::census::grade::{Grade, GradeSpan};
use crate::census::{DistrictFacts, SchoolFacts};
use crate::chance::{Decision, DecisionMaker, Streams, inverse};
use crate::numerics;
use crate::parameters::Parameters;
use crate::strategy::{Circle, Strategy, Trained};
use crate::world::event::NewTeam;
use crate::world::{CollaborationId, District, Idea, School, SchoolId, TeacherId, Teachers, Team, TeamId};

/// How many teams there are on the first day: never more than schools with focal teachers.
pub fn number(strategy: Strategy, schools: &[School], p: &Parameters) -> usize {
    let most = schools.iter().filter(|s| s.focal > 0).count().max(1);
    if strategy.rules().several_teams { (p.team.teams.round() as usize).clamp(1, most) } else { 1 }
}

/// Gives each school to a team: feeder patterns of about equally many focal teachers. Returns the number of
/// teams: fewer than asked for where a very large school would leave one without any.
pub fn share_schools(schools: &mut [School], teams: usize) -> usize {
    let total: usize = schools.iter().map(|s| s.focal).sum();
    let mut before = 0;
    for school in &mut *schools {
        // The middle of the school decides, so that a large school does not end up in the next pattern.
        let middle = 2 * before + school.focal;
        school.team = TeamId((middle * teams / (2 * total).max(1)).min(teams - 1));
        before += school.focal;
    }
    let mut used: Vec<TeamId> = schools.iter().filter(|s| s.focal > 0).map(|s| s.team).collect();
    used.dedup();
    for school in schools {
        school.team = TeamId(used.iter().rposition(|&team| team <= school.team).unwrap_or(0));
    }
    used.len().max(1)
}

/// Pilot schools: those the scenario names, or for each team as many as it has sites, drawn among its
/// schools with focal teachers, likelier where the principal gives the work priority.
pub fn choose_pilots(
    schools: &mut [School],
    teams: usize,
    named: &[String],
    facts: &DistrictFacts,
    streams: &Streams,
    p: &Parameters,
) {
    let named: Vec<&SchoolFacts> = named.iter().flat_map(|name| facts.meant_by(name)).collect();
    let is_named = |k: usize| named.iter().any(|school| school.id == facts.schools[k].id);
    for team in (0..teams).map(TeamId) {
        let own = |k: &usize| schools[*k].team == team && schools[*k].focal > 0;
        let mut chosen: Vec<usize> = (0..schools.len()).filter(own).filter(|&k| is_named(k)).collect();
        if chosen.is_empty() {
            chosen = draw_pilots((0..schools.len()).filter(own), schools, streams, p);
        }
        let share = 1.0 / chosen.len().max(1) as f64;
        for k in chosen {
            schools[k].pilot = true;
            schools[k].test_share = share;
        }
    }
}

/// As many of these schools as a team has sites.
pub fn draw_pilots(
    among: impl Iterator<Item = usize>,
    schools: &[School],
    streams: &Streams,
    p: &Parameters,
) -> Vec<usize> {
    let mut ranked: Vec<(f64, usize)> = among
        .map(|k| {
            let who = DecisionMaker { place: schools[k].key, seat: 0, person: 0 };
            let u = streams.uniform(Decision::PilotSite, who, Month(0));
            // The largest of u^(1/weight) is a draw in proportion to weight, and one more school
            // changes no other's number (Efraimidis and Spirakis 2006).
            (numerics::ln(u) / schools[k].principal.priority, k)
        })
        .collect();
    ranked.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    ranked.into_iter().take(p.team.team_sites.round() as usize).map(|(_, k)| k).collect()
}

/// The team of this number with its members, on the first day.
pub fn assemble(
    number: usize,
    strategy: Strategy,
    teachers: &mut Teachers,
    schools: &[School],
    streams: &Streams,
    p: &Parameters,
) -> Team {
    let seats = seats(TeamId(number), schools, p);
    let members = match strategy.rules().trained {
        Trained::Few => most_open(teachers, 0..teachers.len(), p.team.team_teachers.round() as usize),
        Trained::Nobody | Trained::AllFocal => seats
            .iter()
            .flat_map(|&(place, count)| most_open(teachers, schools[place.0].teachers.clone(), count))
            .collect(),
    };
    for &k in &members {
        teachers.on_team[k] = true;
    }
    Team {
        collaboration: CollaborationId(0),
        parent: None,
        started: Month(1),
        members,
        seats,
        hours: p.support.support_start,
        convening: 0.0,
        skill: skill(number, streams, p),
        help: 0.0,
        capacity: 0.0,
        circle: if strategy.rules().mandated { Circle::AllExpected } else { Circle::Team },
    }
}

/// What the district had before of the skill to run such work: another draw for each team.
pub fn skill(number: usize, streams: &Streams, p: &Parameters) -> f64 {
    let who =
        if number == 0 { DecisionMaker::office(1, 0) } else { DecisionMaker::office(16, number as u16) };
    let u = streams.block(Decision::DistrictTrait, who, Month(0)).uniform(0);
    numerics::share(inverse::normal(u, p.team.team_skill, p.team.team_skill_sd))
}

/// How many team teachers each pilot school of a team sends: evenly, never more than it has. A small
/// district has a smaller team.
fn seats(team: TeamId, schools: &[School], p: &Parameters) -> Vec<(SchoolId, usize)> {
    let pilots: Vec<usize> =
        (0..schools.len()).filter(|&k| schools[k].team == team && schools[k].pilot).collect();
    share_seats(pilots, |k| schools[k].focal, p)
}

/// The team's teachers in equal parts, never more from a school than it has.
fn share_seats(pilots: Vec<usize>, focal: impl Fn(usize) -> usize, p: &Parameters) -> Vec<(SchoolId, usize)> {
    let counts = largest_remainder(p.team.team_teachers.round() as usize, &vec![1.0; pilots.len()]);
    pilots.into_iter().zip(counts).map(|(k, count)| (SchoolId(k), count.min(focal(k)))).collect()
}

/// The most open focal teachers among these seats.
fn most_open(teachers: &Teachers, seats: std::ops::Range<usize>, count: usize) -> Vec<TeacherId> {
    let mut seats: Vec<usize> = seats.filter(|&k| teachers.focal[k]).collect();
    seats.sort_by(|&a, &b| teachers.openness[b].total_cmp(&teachers.openness[a]).then(a.cmp(&b)));
    seats.into_iter().take(count).map(TeacherId).collect()
}

/// A team that starts during a run: with grades for a new collaboration, otherwise for the first one. Nobody,
/// where no school is left for it. `named` are ids of its pilot schools, drawn where empty.
pub fn another(
    d: &District,
    grades: Option<GradeSpan>,
    named: &[String],
    c: (&Streams, &Parameters, Month),
) -> Option<NewTeam> {
    let (streams, p, now) = c;
    let is_named = |k: &usize| named.contains(&d.schools[*k].id);
    let schools = match grades {
        Some(grades) => of_grades(d, grades),
        None => half_a_pattern(d, is_named),
    };
    let mut pilots: Vec<usize> = schools.iter().copied().filter(is_named).collect();
    if pilots.is_empty() {
        pilots = draw_pilots(schools.iter().copied(), &d.schools, streams, p);
        pilots.sort_unstable();
    }
    if pilots.is_empty() {
        return None;
    }
    let known = d.teams.iter().map(|team| team.skill).sum::<f64>() / d.teams.len() as f64;
    let own = skill(d.teams.len(), streams, p);
    let place = CollaborationId(d.collaborations.len());
    Some(NewTeam {
        started: now,
        collaboration: grades.map(|grades| (grades, Idea::untested(place, 0, streams, p))),
        schools: schools.into_iter().map(SchoolId).collect(),
        seats: share_seats(pilots, |k| focal_in(&d.schools[k], grades), p),
        // What the other teams have learned is passed on in part.
        skill: 1.0 - (1.0 - own) * (1.0 - p.team.learning_kept * known),
    })
}

/// Teachers of a school whom the practice of the new team is for: those of its grades, or the focal ones.
fn focal_in(school: &School, grades: Option<GradeSpan>) -> usize {
    let Some(grades) = grades else { return school.focal };
    let taught = school.grades.iter().filter(|g| Grade::new(g.grade).is_some_and(|g| grades.contains(g)));
    taught.map(|g| g.teachers.len()).sum()
}

/// Regular schools that teach one of these grades and no grade of an earlier collaboration.
fn of_grades(d: &District, grades: GradeSpan) -> Vec<usize> {
    let free = |k: &usize| {
        let school = &d.schools[*k];
        school.regular && school.focal == 0 && focal_in(school, Some(grades)) > 0
    };
    (0..d.schools.len()).filter(free).collect()
}

/// The second half of the largest feeder pattern, as far as nobody tests there yet, and the schools named.
fn half_a_pattern(d: &District, is_named: impl Fn(&usize) -> bool) -> Vec<usize> {
    let free = |k: &usize| {
        let school = &d.schools[*k];
        school.focal > 0 && !school.pilot && d.is_first(school)
    };
    let of = |team: TeamId| -> Vec<usize> {
        (0..d.schools.len()).filter(free).filter(|&k| d.schools[k].team == team).collect()
    };
    let largest = (0..d.teams.len()).map(TeamId).map(of).reduce(|a, b| if b.len() > a.len() { b } else { a });
    let largest = largest.unwrap_or_default();
    let half = &largest[largest.len() / 2..];
    (0..d.schools.len()).filter(free).filter(|k| half.contains(k) || is_named(k)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::initialization::seats::seat;

    #[test]
    fn feeder_patterns_share_out_every_school_in_runs_of_neighbors() {
        let facts = DistrictFacts {
            id: "x".into(),
            name: "x".into(),
            kind: crate::census::DistrictKind::Elementary,
            county: String::new(),
            schools: (0..34)
                .map(|k| crate::census::SchoolFacts {
                    id: format!("s{k}"),
                    name: format!("S {k}"),
                    level: crate::census::Level::Elementary,
                    grades: "TK-5".parse().ok(),
                    enrollment: 500,
                    teachers_fte: 25.0,
                    poverty: None,
                })
                .collect(),
        };
        let (mut schools, _) = seat(&facts, "TK-3".parse().unwrap());
        for teams in [1, 2, 3, 5] {
            assert_eq!(share_schools(&mut schools, teams), teams);
            let of: Vec<usize> = schools.iter().map(|s| s.team.0).collect();
            assert!(of.windows(2).all(|w| w[0] <= w[1]), "{of:?}");
            for team in 0..teams {
                let count = of.iter().filter(|t| **t == team).count();
                assert!(count * teams >= 34 - 2 * teams && count * teams <= 34 + 2 * teams, "{of:?}");
            }
        }
        // One school that is larger than all the others together.
        schools[0].focal = 5_000;
        let teams = share_schools(&mut schools, 3);
        assert!(teams < 3 && (0..teams).all(|team| schools.iter().any(|s| s.team.0 == team)));
    }
}
