//! The blocks of many decision makers at once.

use super::philox::philox4x32;
use super::streams::{Decision, Streams, uniform_of};
use crate::calendar::Month;
use crate::numerics::in_lanes;

/// Uniform numbers of many decision makers, about one decision in one month: for each those of [`Streams::block`].
#[derive(Debug, Clone, Default)]
pub struct Blocks([Vec<u32>; 4]);

impl Blocks {
    /// The uniform number of the decision maker at this place of the list, from this lane (0 to 3).
    #[inline]
    pub fn uniform(&self, place: usize, lane: usize) -> f64 {
        uniform_of(self.word(place, lane))
    }

    /// The word itself of which [`Blocks::uniform`] is made.
    #[inline]
    pub fn word(&self, place: usize, lane: usize) -> u32 {
        self.0[lane][place]
    }
}

/// Draws for `what` in `month` the blocks of everyone in these columns: places, seats, and succession numbers of persons.
pub fn draw(
    streams: &Streams,
    what: Decision,
    (places, seats, persons): (&[u32], &[u16], &[u16]),
    month: Month,
    blocks: &mut Blocks,
) {
    let people = places.len();
    for lane in &mut blocks.0 {
        lane.resize(people, 0);
    }
    let [a, b, c, d] = &mut blocks.0;
    let (a, b, c, d) = (&mut a[..people], &mut b[..people], &mut c[..people], &mut d[..people]);
    let (seats, persons) = (&seats[..people], &persons[..people]);
    let (key, last) = (streams.key(), streams.occasion(what, month));
    in_lanes(
        #[inline(always)]
        move || {
            for k in 0..people {
                let seat = u32::from(seats[k]) << 16 | u32::from(persons[k]);
                [a[k], b[k], c[k], d[k]] = philox4x32([places[k], seat, last[0], last[1]], key);
            }
        },
    );
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chance::DecisionMaker;
    use crate::numerics::{InstructionSet, limit};
    use strum::IntoEnumIterator;

    #[test]
    fn many_blocks_are_those_of_one_after_the_other_in_every_instruction_set() {
        let streams = Streams::new(1, 2, 3);
        let places: Vec<u32> = (0..101).map(|k| k * 7_919).collect();
        let seats: Vec<u16> = (0..101).map(|k| 4_096 + k).collect();
        let persons: Vec<u16> = (0..101).map(|k| k % 5).collect();
        for set in InstructionSet::iter() {
            limit(set);
            let mut blocks = Blocks::default();
            draw(&streams, Decision::TeacherMonth, (&places, &seats, &persons), Month(17), &mut blocks);
            for k in 0..101 {
                let who = DecisionMaker { place: places[k], seat: seats[k], person: persons[k] };
                let block = streams.block(Decision::TeacherMonth, who, Month(17));
                assert!((0..4).all(|lane| blocks.uniform(k, lane) == block.uniform(lane)), "{set:?} {k}");
            }
        }
        limit(InstructionSet::Best);
    }
}
