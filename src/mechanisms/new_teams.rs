//! Teams and collaborations that start later, and a new curriculum. (ODD 7.8)
//!
//! *A team that starts later* works on the first collaboration's practice. Schools are free that have focal teachers, belong to
//! the first collaboration and are nobody's pilot school. Of the team with most free schools (the first of equals), the later
//! half of them in the order of the table (of n those after the first ⌊n/2⌋) becomes the new team's, with any free schools that
//! the event names, wherever they were. Pilot schools are those named, or else drawn among the new team's as on the first day,
//! by the priority of the principals now in post and the same numbers. Where no school is free there is no new team, and none
//! under strategies without a team. Its first members join in the same month (7.2), as many as on the first day (section 5). It
//! begins with W = 0, circle 0, its own months of support, and the skill
//!
//! ```text
//! 1 − (1 − own draw)(1 − learning_kept · mean skill of the teams so far)
//! ```
//!
//! Its schools keep fit, routine, proof and users. The team to which the first of its schools belonged is its parent: what the
//! parent has opened to all its schools, or opens later, these are asked for too (7.15). Tests are shared evenly among its pilot
//! schools.
//!
//! *A later collaboration* is another practice for other grades, with a team that starts as above and a first idea of its own.
//! It takes *all* regular schools that teach one of its grades and have no focal teachers yet; a school that works on one
//! practice takes up no second. Where no school qualifies, nothing starts: no team, no collaboration, no initiative more. There
//! is no parent. Support is planned as for every team (7.7): for `support_months`, or by the scenario's release, from its first
//! month. In these schools the teachers of the new grades become focal: whatever they did is *never* of the new practice, their
//! ownership is 0, and their depth keeps the share `learning_kept`. Fit and usable fit begin at `fit_start`, routine, proof,
//! students' gains and the new policy at 0. The district has one initiative more. Belief, ties, hours of help and the people
//! stay. Ties do not ask which practice a colleague uses: a deeper colleague (7.11) and a believer (7.12) count for those who
//! work on the second, but a user of the first is no example of it (7.10). Teachers of other grades there who use the first
//! practice go on using, and count as adjacent users of the school's.
//!
//! *A new curriculum* takes part of what was learned, everywhere and of every practice: fit above `fit_start`, routines and
//! tests keep the share `curriculum_kept` (a fit below `fit_start` stays), and there is one initiative more. Depth falls only
//! as its ceiling does (7.11).
//!
//! Reads     what a dated event asks for (section 6), and the schools that are free.
//! Writes    teams, collaborations, whom a practice is for; fit, routines and tests.
//! Leaves out  teams that merge or end; schools that change collaborations.

use crate::census::grade::{Grade, GradeSpan};
use crate::parameters::Parameters;
use crate::strategy::Circle;
use crate::world::event::NewTeam;
use crate::world::{Collaboration, CollaborationId, District, Practice, SchoolId, Team, TeamId};

/// One more team, and with it a collaboration where it brings grades of its own.
pub fn start(d: &mut District, new: &NewTeam, p: &Parameters) {
    let place = TeamId(d.teams.len());
    let mut parent = new.schools.first().map(|&k| d.schools[k].team);
    let mut collaboration = CollaborationId(0);
    if let Some((grades, idea)) = &new.collaboration {
        (parent, collaboration) = (None, CollaborationId(d.collaborations.len()));
        d.collaborations.push(Collaboration {
            grades: *grades,
            idea: idea.clone(),
            pilot_fit: 0.0,
            policy: 0.0,
        });
        // The district now has one more thing to attend to.
        d.initiatives += 1.0;
    }
    for &k in &new.schools {
        d.schools[k].team = place;
        if let Some((grades, _)) = &new.collaboration {
            turn_focal(d, k, grades, p);
        }
    }
    let share = 1.0 / new.seats.len().max(1) as f64;
    for &(k, _) in &new.seats {
        (d.schools[k].pilot, d.schools[k].test_share) = (true, share);
    }
    d.teams.push(Team {
        collaboration,
        parent,
        started: new.started,
        members: Vec::new(),
        seats: new.seats.clone(),
        hours: 0.0,
        convening: 0.0,
        skill: new.skill,
        help: 0.0,
        capacity: 0.0,
        circle: Circle::Team,
    });
}

/// A school's teachers of these grades become those whom a new practice is for. What they may have
/// taken over of another practice was not this one; know-how is kept as from a dropped idea.
fn turn_focal(d: &mut District, place: SchoolId, grades: &GradeSpan, p: &Parameters) {
    let (school, t) = (&mut d.schools[place], &mut d.teachers);
    school.focal = 0;
    for group in &mut school.grades {
        group.focal = Grade::new(group.grade).is_some_and(|grade| grades.contains(grade));
        for k in group.teachers.clone() {
            t.focal[k] = group.focal;
            if group.focal {
                t.practice[k] = Practice::Never;
                t.depth[k] *= p.team.learning_kept;
                t.ownership[k] = 0.0;
                t.drop_components(k, 0.0);
            }
        }
        school.focal += if group.focal { group.teachers.len() } else { 0 };
    }
    let focal_grades = school.grades.iter().filter(|g| g.focal).count();
    school.pupil_gains = vec![0.0; focal_grades];
    school.fit = p.team.fit_start;
    school.usable_fit = p.team.fit_start;
    (school.routine, school.proof) = (0.0, 0.0);
}

/// Other materials: part of what was learned of the practice no longer fits, in every school.
pub fn change_curriculum(d: &mut District, p: &Parameters) {
    let (kept, start) = (p.team.curriculum_kept, p.team.fit_start);
    for school in &mut d.schools {
        school.fit = start.min(school.fit) + kept * (school.fit - start).max(0.0);
        school.routine *= kept;
    }
    for collaboration in &mut d.collaborations {
        collaboration.idea.tests *= kept;
    }
    d.initiatives += 1.0;
}
