//! Pupils: what a practice does for them, and what is seen of it. (ODD 7.17)
//!
//! ```text
//! gain of a class (SD a year) = effect · max(0, (depth − 0.3)/0.7)^1.5      nothing at mechanical use
//! proof += 0.12 (visible success − proof)
//! ```
//!
//! A pupil gathers a tenth of the class's yearly gain in each teaching month, keeps part of the whole
//! over a summer, and moves to the next grade in August. Visible success is the share of a school's
//! focal teachers using, times the mean gain relative to one that convinces, as far as monitoring
//! shows it. Outcomes feed back only through belief and proof.
//!
//! In grades 7 and above a pupil's courses decide how much of that a pupil can have, and counselors and
//! principals decide the courses:
//!
//! ```text
//! courses += 0.05 (counselors · authority − courses)
//! gain of a class · (1 − weight (1 − courses))
//! ```
//!
//! Pupils of underserved groups have a share of the gain less where nobody looks at them; it shrinks where
//! the team attends to them, the more so where monitoring shows them:
//!
//! ```text
//! gain of underserved = gain · (1 − gap (1 − focus · (½ + ½ f4)))
//! ```
//!
//! Reads     depth, use, monitoring, authority.
//! Writes    pupils' accumulated gains, `proof`, `courses`, what reaches underserved pupils.
//! Leaves out  test scores and their noise; pupils who change schools.

use super::Context;
use crate::parameters::{Outcomes, Parameters};
use crate::quantity::maths;
use crate::quantity::month::TEACHING_MONTHS;
use crate::world::District;
use crate::world::district::Fundamental;
use crate::world::teachers::class_gain;

/// In August every pupil moves up: the lowest grade begins with nothing.
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

/// Share of a gain that pupils of underserved groups have.
pub fn reaching_underserved(monitoring: f64, p: &Outcomes) -> f64 {
    1.0 - p.underserved_gap * (1.0 - p.underserved_focus * (0.5 + 0.5 * monitoring))
}

/// Share of a class's gain that its pupils can have, with courses assigned so far as the practice asks.
pub fn course_factor(courses: f64, p: &Outcomes) -> f64 {
    1.0 - p.course_weight * (1.0 - courses)
}

/// A teaching month of course assignment in schools whose focal pupils choose courses.
pub fn assign_courses(d: &mut District, c: Context<'_>) {
    let p = &c.p.outcomes;
    for school in d.schools.iter_mut().filter(|s| s.focal > 0) {
        if school.has_courses() {
            let target = p.counselors * school.authority;
            school.courses = maths::share(school.courses + p.course_rate * (target - school.courses));
            school.course_factor = course_factor(school.courses, p);
        }
    }
}

/// A teaching month of pupils.
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
