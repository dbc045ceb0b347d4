//! Students: what a practice does for them, and what is seen of it. (ODD 7.17)
//!
//! ```text
//! courses += course_rate · (counselors · authority − courses)                 schools with focal grades 7 or above
//! k_s      = 1 − course_weight · (1 − courses)                                these schools
//! gain of a class (SD a year) = full_effect · max(0, (depth − effect_floor) / (1 − effect_floor))^effect_power · k
//!                                                                             k = k_s in grades 7 and above, 1 below
//! proof   += proof_rate · (share using · min(1, mean gain of users / convincing_gain) · view_gain − proof)
//! ```
//!
//! Courses and k_s are the school's, but k_s acts on classes of grades 7 and above alone. In a school without focal grades of 7
//! or above courses stay 0 and k_s stays 1. A class whose teacher does not use it gains nothing. In the share using and among
//! users of proof, which are those of the school's focal teachers, those who comply are counted; view_gain is that of 7.12. Use
//! and depth are those after this month's changes.
//!
//! *Students* of a focal grade of a school gather a tenth of the mean gain of the grade's classes in each teaching month (classes
//! without use counting 0). At the start of each August after the first they move up one focal grade of their school and keep
//! `gain_kept` of what they have; the lowest focal grade begins with nothing, and those above the highest are not followed.
//!
//! *Courses.* In grades 7 and above what a student can have of a practice depends on being in the right courses. Counselors who
//! take part and principals with authority assign them. Courses are assigned each teaching month before students gain and after
//! belief has moved, so that belief (7.12) goes by k_s of the month before. They begin at 0, k_s at 1.
//!
//! *Underserved groups* are measured, and act on nothing. What does not reach them shrinks where the team attends to them, the
//! more so where monitoring shows them:
//!
//! ```text
//! gain_sd_underserved = gain_sd · (1 − underserved_gap · (1 − underserved_focus · (½ + ½ f4)))
//! ```
//!
//! f4 and both parameters are those of the last teaching month, and the share is 1 on the first day. Outcomes feed back only
//! through belief and proof.
//!
//! Reads     depth, use, monitoring, authority.
//! Writes    students' gathered gains, `proof`, `courses`, what reaches underserved students.
//! Leaves out  test scores and their noise; students who change schools; which students belong to underserved groups, and that
//!           attending to them costs anything; courses that students choose themselves.

use super::Context;
use crate::calendar::TEACHING_MONTHS;
use crate::numerics;
use crate::parameters::{Outcomes, Parameters};
use crate::world::District;
use crate::world::district::Fundamental;
use crate::world::teachers::class_gain;

/// In August every student moves up: the lowest grade begins with nothing.
pub fn promote(d: &mut District, p: &Parameters) {
    for school in &mut d.schools {
        let grades = school.pupil_gains.len();
        school.pupil_gains.rotate_right(grades.min(1));
        for gain in &mut school.pupil_gains {
            *gain *= p.outcomes.gain_kept;
        }
        if let Some(lowest) = school.pupil_gains.first_mut() {
            *lowest = 0.0;
        }
    }
}

/// Share of a gain that students of underserved groups have.
pub fn reaching_underserved(monitoring: f64, p: &Outcomes) -> f64 {
    1.0 - p.underserved_gap * (1.0 - p.underserved_focus * (0.5 + 0.5 * monitoring))
}

/// Share of a class's gain that its students can have, with courses assigned so far as the practice asks.
pub fn course_factor(courses: f64, p: &Outcomes) -> f64 {
    1.0 - p.course_weight * (1.0 - courses)
}

/// A teaching month of course assignment in schools whose focal students choose courses.
pub fn assign_courses(d: &mut District, c: Context<'_>) {
    let p = &c.p.outcomes;
    for school in d.schools.iter_mut().filter(|s| s.focal > 0) {
        if school.has_courses() {
            let target = p.counselors * school.authority;
            school.courses = numerics::share(school.courses + p.course_rate * (target - school.courses));
            school.course_factor = course_factor(school.courses, p);
        }
    }
}

/// A teaching month of students.
pub fn update(d: &mut District, c: Context<'_>) {
    let p = c.p;
    let monitoring = d.fundamental(Fundamental::Monitoring);
    let view = p.ownership.belief_seen_alone + (1.0 - p.ownership.belief_seen_alone) * monitoring;
    d.reaching_underserved = reaching_underserved(monitoring, &p.outcomes);
    let t = &d.teachers;
    for school in d.schools.iter_mut().filter(|s| s.focal > 0) {
        let (mut total, mut users) = (0.0, 0.0);
        for (place, group) in school.grades.iter().filter(|g| g.focal).enumerate() {
            let mut sum = 0.0;
            let factor = if group.has_courses() { school.course_factor } else { 1.0 };
            for k in group.teachers.clone() {
                sum += factor * class_gain(t.practice[k], t.depth[k], &p.outcomes);
                users += f64::from(u8::from(t.practice[k].in_use()));
            }
            total += sum;
            let teachers = group.teachers.len();
            if teachers > 0 {
                school.pupil_gains[place] += sum / teachers as f64 / f64::from(TEACHING_MONTHS);
            }
        }
        let using = users / school.focal as f64;
        let success = if users > 0.0 { (total / users / p.ownership.convincing_gain).min(1.0) } else { 0.0 };
        school.proof += p.outcomes.proof_rate * (using * success * view - school.proof);
    }
}
