//! Loops over columns, with the widest instructions that the processor has.
//!
//! A formula is written once, for one number, with choices in the place of branches. A loop that takes a column through it and is
//! handed to [`in_lanes`] is compiled once for each instruction set and runs in the best one there is: two numbers at a time in
//! what every processor has, four or eight in others. A lane goes through the very operations that a single number would: nothing
//! is fused, and no sum changes its order. So every instruction set gives the same bits, and the plain loop is the test of them all.

use std::sync::atomic::{AtomicU8, Ordering};

use fearless_simd::{Level, Simd, dispatch};

/// How wide instructions may be. Results hang on it in no bit; time does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, strum::EnumIter)]
#[repr(u8)]
pub enum InstructionSet {
    /// The best of the processor.
    Best = 0,
    /// Four numbers at a time at most; the best of processors of other kinds.
    Avx2 = 1,
    /// What every processor of the kind has.
    Baseline = 2,
}

static WIDEST: AtomicU8 = AtomicU8::new(InstructionSet::Best as u8);

/// Lets no loop of this process use wider instructions than these.
pub fn limit(to: InstructionSet) {
    WIDEST.store(to as u8, Ordering::Relaxed);
}

fn level() -> Level {
    let best = Level::new();
    let widest = WIDEST.load(Ordering::Relaxed);
    if widest == InstructionSet::Baseline as u8 {
        return Level::baseline();
    }
    #[cfg(any(target_arch = "x86", target_arch = "x86_64"))]
    if widest == InstructionSet::Avx2 as u8 {
        return best.as_avx2().map_or_else(Level::baseline, Simd::level);
    }
    best
}

/// Runs loops over columns. Give it a closure marked `#[inline(always)]`: what is not inlined into it runs as plain code.
#[inline]
pub fn in_lanes<R>(loops: impl FnOnce() -> R) -> R {
    dispatch!(level(), simd => simd.vectorize(loops))
}

#[cfg(test)]
mod tests {
    use super::super::{exp2, log2};
    use super::*;
    use strum::IntoEnumIterator;

    #[test]
    fn every_instruction_set_gives_the_bits_of_the_plain_loop() {
        let numbers: Vec<f64> = (1..1_003).map(|k| f64::from(k) * 0.618).collect();
        let plain: Vec<u64> = numbers.iter().map(|&x| exp2(0.37 * log2(x)).to_bits()).collect();
        for set in InstructionSet::iter() {
            limit(set);
            let mut found = vec![0.0; numbers.len()];
            in_lanes(
                #[inline(always)]
                || found.iter_mut().zip(&numbers).for_each(|(y, &x)| *y = exp2(0.37 * log2(x))),
            );
            assert!(found.iter().map(|x| x.to_bits()).eq(plain.iter().copied()), "{set:?}");
        }
        limit(InstructionSet::Best);
    }
}
