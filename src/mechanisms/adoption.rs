//! Formal adoption: a school commits itself to the practice. (ODD 7.13)
//!
//! Adoption is a decision on paper, by the principal or by the district for the school. It takes no use in any classroom, and use
//! takes no adoption. A school adopts
//!
//! ```text
//! at once                                                                where it is a pilot school of a team that has started,
//!                                                                        where a mandate pushes, where a consultant trains all, and
//!                                                                        where use is expected of everyone (circle 4)
//! with the monthly hazard adopt_rate / 10 · commit_p · max(b, u)         elsewhere, decided by a number of the school's own
//! b = backing where the school is invited, else 0                        u = share of its focal teachers using
//! ```
//!
//! in teaching months, schools with focal teachers alone, and only the first time: a school that dropped the practice and is asked
//! again (below) has adopted it already. Only a school that has adopted it can drop it.
//!
//! Reads     principals' commitment, backing, circle, push, use.
//! Emits     `Adopted`.
//! Writes    the month of adoption.
//! Leaves out  votes of the staff; what is signed for.

use super::{Context, happens};
use crate::calendar::{Month, TEACHING_MONTHS};
use crate::chance::{Decision, DecisionMaker};
use crate::strategy::Trained;
use crate::world::{District, Event, School, SchoolId};

/// Whether the district, or the team that works there, adopts the practice for the school.
fn at_once(d: &District, school: &School) -> bool {
    school.pilot
        || d.push_on(school) > 0.0
        || d.rules().trained == Trained::AllFocal
        || d.crosses_grades(school) && d.expects(school)
}

/// Every school that has not adopted the practice decides, seeing the same district.
pub fn decide(d: &District, c: Context<'_>, events: &mut Vec<Event>) {
    for (place, school) in d.schools.iter().enumerate().filter(|(_, s)| s.focal > 0 && s.adopted.is_none()) {
        let id = SchoolId(place);
        if at_once(d, school) {
            events.push(Event::Adopted { school: id, probability: 1.0 });
            continue;
        }
        let asked = if d.invites(school, true) { d.backing } else { 0.0 };
        let focal = school.grades.iter().filter(|g| g.focal);
        let using: usize = focal.map(|g| d.in_use(g.teachers.clone())).sum();
        let carried = asked.max(using as f64 / school.focal as f64);
        let hazard =
            c.p.stopping.adopt_rate / f64::from(TEACHING_MONTHS) * school.principal.commitment * carried;
        let who = DecisionMaker { place: school.key, seat: 0, person: 0 };
        if let Some(probability) = happens(c.streams.uniform(Decision::Adoption, who, c.now), hazard) {
            events.push(Event::Adopted { school: id, probability });
        }
    }
}

/// The school has committed itself to the practice.
pub fn adopt(d: &mut District, school: SchoolId, now: Month) {
    d.schools[school].adopted.get_or_insert(now);
}
