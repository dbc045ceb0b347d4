//! A keyed stream behind `rand`'s generator trait, for samplers whose pairing does not matter.

use std::convert::Infallible;

use rand::{Rng, TryRng};
use rand_distr::Distribution;

use super::philox::philox4x32;
use super::streams::{Block, uniform_of};

/// An endless stream of words that belongs to one decision, decision maker and month.
///
/// Its first four words are the lanes of the [`Block`] at that address; what follows is keyed by them. So one number drawn
/// with [`OpenUniform`] is the number that [`Streams::uniform`](super::Streams::uniform) gives, and a sampler may go on and take
/// as many words as it likes. Decisions of the model that are compared draw by draw take blocks.
///
/// ```
/// use rand::RngExt;
/// use rand::seq::index;
/// use rand_distr::Distribution;
/// use uptake::calendar::Month;
/// use uptake::chance::{Decision, DecisionMaker, OpenUniform, Streams};
///
/// let (streams, who) = (Streams::new(7, 0, 0), DecisionMaker::office(1, 0));
/// let mut rng = streams.generator(Decision::Calibration, who, Month(3));
/// assert_eq!(OpenUniform.sample(&mut rng), streams.uniform(Decision::Calibration, who, Month(3)));
/// assert!((1..=6).contains(&rng.random_range(1..=6)));
/// assert_eq!(index::sample(&mut rng, 100, 10).len(), 10);
/// ```
#[derive(Debug, Clone)]
pub struct KeyedGenerator {
    key: [u32; 2],
    counter: u64,
    words: [u32; 4],
    used: usize,
}

impl KeyedGenerator {
    /// The stream that begins with this block.
    pub fn new(block: Block) -> KeyedGenerator {
        let words = block.words();
        KeyedGenerator { key: [words[0], words[1]], counter: 0, words, used: 0 }
    }

    fn next_word(&mut self) -> u32 {
        if self.used == 4 {
            self.words = philox4x32([self.counter as u32, (self.counter >> 32) as u32, 0, 0], self.key);
            self.counter += 1;
            self.used = 0;
        }
        let word = self.words[self.used];
        self.used += 1;
        word
    }
}

impl TryRng for KeyedGenerator {
    type Error = Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        Ok(self.next_word())
    }

    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        let low = u64::from(self.next_word());
        Ok(low | u64::from(self.next_word()) << 32)
    }

    fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), Infallible> {
        for chunk in bytes.chunks_mut(4) {
            chunk.copy_from_slice(&self.next_word().to_le_bytes()[..chunk.len()]);
        }
        Ok(())
    }
}

/// Uniform inside (0, 1), from one word: what the inverse functions take, whatever the generator.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OpenUniform;

impl Distribution<f64> for OpenUniform {
    fn sample<R: Rng + ?Sized>(&self, rng: &mut R) -> f64 {
        uniform_of(rng.next_u32())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::Month;
    use crate::chance::{Decision, DecisionMaker, Streams};

    #[test]
    fn the_stream_is_a_function_of_its_address_begins_with_its_block_and_goes_on() {
        let streams = Streams::new(5, 6, 7);
        let at = |month| streams.generator(Decision::Study, DecisionMaker::DISTRICT, Month(month));
        let first = |mut rng: KeyedGenerator| (0..10).map(|_| rng.next_u64()).collect::<Vec<u64>>();
        assert_eq!(first(at(1)), first(at(1)));
        assert_ne!(first(at(1)), first(at(2)));
        let block = streams.block(Decision::Study, DecisionMaker::DISTRICT, Month(1));
        let mut rng = at(1);
        (0..4).for_each(|lane| assert_eq!(OpenUniform.sample(&mut rng), block.uniform(lane)));
        let mut bytes = [0u8; 7];
        rng.fill_bytes(&mut bytes);
        assert_ne!(bytes, [0; 7]);
    }

    #[test]
    fn blocks_are_counted_beyond_32_bits() {
        let block = Streams::new(5, 6, 7).block(Decision::Study, DecisionMaker::DISTRICT, Month(1));
        let mut rng = KeyedGenerator { counter: 3 << 32 | 9, used: 4, ..KeyedGenerator::new(block) };
        assert_eq!(rng.next_u32(), philox4x32([9, 3, 0, 0], rng.key)[0]);
        assert_eq!(rng.counter, 3 << 32 | 10);
    }
}
