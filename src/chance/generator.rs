//! A keyed stream behind `rand`'s generator trait, for samplers whose pairing does not matter.

use std::convert::Infallible;

use super::philox::philox4x32;
use super::streams::{Decision, DecisionMaker, Streams};
use crate::calendar::Month;

/// An endless stream of words that belongs to one decision, decision maker and month.
///
/// Use it where a sampler may take as many words as it likes and no two scenarios are compared draw
/// by draw. Decisions of the model take [`super::Block`]s instead.
#[derive(Debug, Clone)]
pub struct KeyedGenerator {
    key: [u32; 2],
    counter: u64,
    words: [u32; 4],
    used: usize,
}

impl KeyedGenerator {
    /// The stream of `what`, decided by `who` in `month`.
    pub fn new(streams: &Streams, what: Decision, who: DecisionMaker, month: Month) -> KeyedGenerator {
        let [k0, k1, _, _] = streams.block(what, who, month).words();
        KeyedGenerator { key: [k0, k1], counter: 0, words: [0; 4], used: 4 }
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

impl rand::TryRng for KeyedGenerator {
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

#[cfg(test)]
mod tests {
    use super::*;
    use rand::Rng;

    #[test]
    fn the_stream_is_a_function_of_its_key_and_goes_on() {
        let streams = Streams::new(5, 6, 7);
        let mut a = KeyedGenerator::new(&streams, Decision::Study, DecisionMaker::DISTRICT, Month(1));
        let mut b = KeyedGenerator::new(&streams, Decision::Study, DecisionMaker::DISTRICT, Month(1));
        let mut c = KeyedGenerator::new(&streams, Decision::Study, DecisionMaker::DISTRICT, Month(2));
        let first: Vec<u64> = (0..10).map(|_| a.next_u64()).collect();
        assert_eq!(first, (0..10).map(|_| b.next_u64()).collect::<Vec<_>>());
        assert_ne!(first, (0..10).map(|_| c.next_u64()).collect::<Vec<_>>());
        let mut bytes = [0u8; 7];
        a.fill_bytes(&mut bytes);
        assert_ne!(bytes, [0; 7]);
    }
}
