//! Null model: one logistic curve for the district, as steep as its people are committed on average. (ODD 7.18)
//!
//! ```text
//! c       = mean of commit_s, commit_l, mean commitment of principals, mean openness of focal teachers
//! take up = logistic_rate · c · (s + logistic_seed)        s: share using among the district's focal teachers
//! depth  += logistic_deepening · c · depth (1 − depth)     each month of use, from start_depth
//! ```
//!
//! Principals are those of schools with focal teachers. With neither turnover nor chance, taking up this way follows (s + seed)
//! / (1 − s) = seed · e^(r c (1 + seed) t): commitments add up, and no structure is left. Nobody stops. Leaders' succession
//! goes on; a principal's commitment stays as it was drawn, so that dated events about it do nothing here. Strategy, team,
//! help, ties and schools play no part. The route is colleague with the share s / (s + `logistic_seed`), else invitation. The
//! numbers drawn are those of the whole model.
//!
//! Reads     use, commitments, openness.
//! Emits     `TookUp`.
//! Writes    depth, months of use.
//! Leaves out  everything that the whole model is about, except who leads and who teaches.

use super::super::{Context, happens};
use super::share_using;
use crate::chance::Decision;
use crate::strategy::Route;
use crate::world::{District, Event, TeacherId};

/// Mean commitment of those who lead and openness of those who teach, each group weighing the same.
pub fn commitment(d: &District) -> f64 {
    let (mut principals, mut schools) = (0.0, 0.0);
    for school in d.schools.iter().filter(|s| s.focal > 0) {
        principals += school.principal.commitment;
        schools += 1.0;
    }
    let t = &d.teachers;
    let (mut open, mut focal) = (0.0, 0.0);
    for k in (0..t.len()).filter(|&k| t.focal[k]) {
        open += t.openness[k];
        focal += 1.0;
    }
    let mean = |sum: f64, count: f64| if count > 0.0 { sum / count } else { 0.0 };
    let office = &d.office;
    (office.superintendent.commitment
        + office.lead.commitment
        + mean(principals, schools)
        + mean(open, focal))
        / 4.0
}

/// All focal teachers who do not use it decide, seeing the same district.
pub fn decide(d: &District, c: Context<'_>, events: &mut Vec<Event>) {
    let (t, p) = (&d.teachers, &c.p.null);
    let rate = p.logistic_rate * commitment(d);
    let spread = share_using(d, 0..t.len());
    let hazard = rate * (spread + p.logistic_seed);
    for k in (0..t.len()).filter(|&k| t.focal[k] && !t.practice[k].in_use()) {
        let draws = c.streams.block(Decision::TeacherMonth, t.who(k), c.now);
        if let Some(probability) = happens(draws.uniform(0), hazard) {
            let imitates = draws.uniform(1) * (spread + p.logistic_seed) < spread;
            let route = if imitates { Route::Colleague } else { Route::Invitation };
            events.push(Event::TookUp { teacher: TeacherId(k), route, probability });
        }
    }
}

/// Everyone who uses it deepens.
pub fn deepen(d: &mut District, c: Context<'_>) {
    let rate = c.p.null.logistic_deepening * commitment(d);
    super::deepen(d, |depth| depth + rate * depth * (1.0 - depth));
}
