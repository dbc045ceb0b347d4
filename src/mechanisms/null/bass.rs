//! Null model: use spreads in each school alone, as Bass (1969) has products spread. (ODD 7.18)
//!
//! Monthly hazard of a focal teacher who does not use the practice, and of one who does to stop:
//!
//! ```text
//! take up = bass_innovation + bass_imitation · share using among the school's focal teachers
//! stop    = bass_stop
//! depth  += bass_deepening · (1 − depth)                   each month of use, from start_depth
//! ```
//!
//! The route is colleague with the share of imitation in the hazard, else invitation. Leaders, team, help, circles, ties and
//! beliefs play no part, whatever the strategy; staff outside the focal grades never take up. Teachers leave and come as usual.
//! The numbers drawn are those of the whole model. Who has stopped keeps the depth they had.
//!
//! Reads     use.
//! Emits     `TookUp`, `Stopped`.
//! Writes    depth, months of use.
//! Leaves out  everything that the whole model is about.

use super::super::{Context, happens};
use super::share_using;
use crate::chance::Decision;
use crate::strategy::Route;
use crate::world::{District, Event, Reason, TeacherId};

/// Monthly hazards of taking up: by oneself, and by imitation where this share uses it.
pub fn hazards(share: f64, innovation: f64, imitation: f64) -> [f64; 2] {
    [innovation, imitation * share]
}

/// All focal teachers decide, seeing the same district.
pub fn decide(d: &District, c: Context<'_>, events: &mut Vec<Event>) {
    let (t, p) = (&d.teachers, &c.p.null);
    for school in d.schools.iter().filter(|s| s.focal > 0) {
        let share = share_using(d, school.teachers.clone());
        let [alone, imitating] = hazards(share, p.bass_innovation, p.bass_imitation);
        for k in school.teachers.clone().filter(|&k| t.focal[k]) {
            let draws = c.streams.block(Decision::TeacherMonth, t.who(k), c.now);
            if t.practice[k].in_use() {
                if let Some(probability) = happens(draws.uniform(2), p.bass_stop) {
                    events.push(Event::Stopped { teacher: TeacherId(k), probability, reason: Reason::Rate });
                }
            } else if let Some(probability) = happens(draws.uniform(0), alone + imitating) {
                let imitates = draws.uniform(1) * (alone + imitating) < imitating;
                let route = if imitates { Route::Colleague } else { Route::Invitation };
                events.push(Event::TookUp { teacher: TeacherId(k), route, probability });
            }
        }
    }
}

/// Everyone who uses it deepens.
pub fn deepen(d: &mut District, c: Context<'_>) {
    let rate = c.p.null.bass_deepening;
    super::deepen(d, |depth| depth + rate * (1.0 - depth));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn without_users_only_innovation_is_left_and_each_user_adds_to_imitation() {
        assert_eq!(hazards(0.0, 0.01, 0.15), [0.01, 0.0]);
        assert_eq!(hazards(0.5, 0.01, 0.15), [0.01, 0.075]);
    }
}
