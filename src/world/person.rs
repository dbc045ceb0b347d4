//! What a person brings to a post.
//!
//! It is drawn from the person's own chance, the same in every scenario: a teacher's openness and belief as on the first day
//! (section 5), a leader's stance, commitment and skill as in 7.1. Traits never lie at the very edge: nobody is closed to
//! everything. No successor is uncommitted by rule: that of a leader who was against the work may
//! well revive it.

use crate::calendar::Month;
use crate::chance::{Block, Decision, DecisionMaker, Streams, inverse};
use crate::parameters::Parameters;

use super::district::Culture;
use super::leaders::{Stance, Successor};

/// Traits never lie at the very edge: nobody is closed to everything.
const TRAIT_RANGE: (f64, f64) = (0.02, 0.98);

/// What a teacher brings.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct TeacherTraits {
    /// Openness to trying.
    pub openness: f64,
    /// Belief, before any experience, that the practice works here.
    pub belief: f64,
}

/// The traits of the person at this address.
pub fn teacher_traits(
    streams: &Streams,
    who: DecisionMaker,
    culture: &Culture,
    p: &Parameters,
) -> TeacherTraits {
    traits_of(streams.block(Decision::TeacherTrait, who, Month(0)), culture, p)
}

/// The traits that a teacher's block brings.
pub fn traits_of(draws: Block, culture: &Culture, p: &Parameters) -> TeacherTraits {
    let (low, high) = TRAIT_RANGE;
    TeacherTraits {
        openness: inverse::normal(draws.uniform(0), culture.openness, p.leaders.teacher_openness_sd)
            .clamp(low, high),
        belief: inverse::normal(draws.uniform(1), culture.belief, p.leaders.teacher_belief_sd)
            .clamp(low, high),
    }
}

/// The successor who takes a leader's post as this person. No successor is uncommitted by rule: that
/// of a leader who was against the work may well revive it.
///
/// `aligned` is the probability that a successor is looked for who continues the work, `last` the commitment of the person before.
pub fn successor(
    streams: &Streams,
    who: DecisionMaker,
    skill: (f64, f64),
    (aligned, last): (f64, f64),
    p: &Parameters,
) -> Successor {
    let s = &p.succession;
    let draws = streams.block(Decision::LeaderTrait, who, Month(0));
    let continues = aligned * s.continue_chance_aligned + (1.0 - aligned) * s.continue_chance;
    let u = draws.uniform(0);
    let stance = if u < continues {
        Stance::Continues
    } else if u < continues + (1.0 - continues) * (1.0 - s.own_agenda_chance) {
        Stance::Neutral
    } else {
        Stance::OwnAgenda
    };
    let mean = match stance {
        Stance::Continues => (1.0 - s.successor_like) * s.commitment_continuing + s.successor_like * last,
        Stance::Neutral => s.commitment_neutral,
        Stance::OwnAgenda => s.commitment_own_agenda,
    };
    let (low, high) = TRAIT_RANGE;
    Successor {
        stance,
        commitment: inverse::normal(draws.uniform(1), mean, s.commitment_sd).clamp(low, high),
        skill: inverse::normal(draws.uniform(2), skill.0, skill.1).clamp(low, high),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parameters::Ledger;

    #[test]
    fn looking_for_an_aligned_successor_makes_one_likelier_and_a_revival_stays_possible() {
        let p = Ledger::standard().unwrap().values();
        let share = |aligned: f64| {
            let continuing = (0..4_000u32).filter(|&r| {
                let streams = Streams::new(1, 1, r);
                successor(&streams, DecisionMaker::office(0, 1), (0.5, 0.1), (aligned, 0.5), &p).stance
                    == Stance::Continues
            });
            continuing.count() as f64 / 4_000.0
        };
        assert!((share(0.0) - p.succession.continue_chance).abs() < 0.03);
        assert!((share(1.0) - p.succession.continue_chance_aligned).abs() < 0.03);
    }
}
