//! One outcome as bytes: the record of the journal.
//!
//! ```text
//! job (8 bytes) · length of the payload (8) · checksum (8) · payload
//! payload: status (4) · values in timeline (4) · in run (4) · in drawn (4) · the values, 8 bytes each
//! ```
//!
//! All little-endian. Every step of the checksum is one-to-one in the word and in the sum before, so one
//! changed word, and so a flipped bit, always changes the sum.

use crate::experiment::{Outcome, Status};

/// Bytes before the payload.
pub const HEAD: usize = 24;
/// Bytes of a payload before its values.
pub const PAYLOAD_HEAD: usize = 16;

/// The checksum of whole words (a tail of less than eight bytes is filled with zeros), from a start value.
pub fn checksum(start: u64, bytes: &[u8]) -> u64 {
    let (words, tail) = bytes.as_chunks::<8>();
    let mut sum = start ^ 0xcbf2_9ce4_8422_2325;
    for word in words {
        sum = mix(sum, u64::from_le_bytes(*word));
    }
    if tail.is_empty() {
        return sum;
    }
    let mut last = [0; 8];
    last[..tail.len()].copy_from_slice(tail);
    mix(sum, u64::from_le_bytes(last))
}

fn mix(sum: u64, word: u64) -> u64 {
    let product = (sum ^ word).wrapping_mul(0x0000_0100_0000_01b3);
    product ^ (product >> 29)
}

/// Add the record of a job to a buffer.
pub fn encode(job: u64, outcome: &Outcome, buffer: &mut Vec<u8>) {
    let values = outcome.timeline.len() + outcome.run.len() + outcome.drawn.len();
    let length = PAYLOAD_HEAD + 8 * values;
    let start = buffer.len();
    buffer.resize(start + HEAD + length, 0);
    let (head, payload) = buffer[start..].split_at_mut(HEAD);
    let counts = [
        outcome.status as u32,
        outcome.timeline.len() as u32,
        outcome.run.len() as u32,
        outcome.drawn.len() as u32,
    ];
    for (four, count) in payload[..PAYLOAD_HEAD].chunks_exact_mut(4).zip(counts) {
        four.copy_from_slice(&count.to_le_bytes());
    }
    let mut places = payload[PAYLOAD_HEAD..].as_chunks_mut::<8>().0.iter_mut();
    for part in [&outcome.timeline, &outcome.run, &outcome.drawn] {
        for (value, place) in part.iter().zip(&mut places) {
            *place = value.to_le_bytes();
        }
    }
    head[..8].copy_from_slice(&job.to_le_bytes());
    head[8..16].copy_from_slice(&(length as u64).to_le_bytes());
    let sum = checksum(checksum(0, &head[..16]), payload);
    head[16..].copy_from_slice(&sum.to_le_bytes());
}

/// The head of a record: job, length of the payload, checksum.
pub fn head(bytes: &[u8; HEAD]) -> (u64, u64, u64) {
    (word(bytes, 0), word(bytes, 8), word(bytes, 16))
}

/// Whether head and payload are the ones that were written.
pub fn is_intact(head: &[u8; HEAD], payload: &[u8]) -> bool {
    checksum(checksum(0, &head[..16]), payload) == word(head, 16)
}

/// How many values the parts of a payload have (timeline, run, drawn), and the status; `None` if it
/// cannot be an outcome.
pub fn parts(payload: &[u8]) -> Option<(Status, [usize; 3])> {
    let four = |at: usize| payload.get(at..at + 4)?.try_into().ok().map(u32::from_le_bytes);
    let status = Status::from_code(u8::try_from(four(0)?).ok()?)?;
    let counts = [four(4)? as usize, four(8)? as usize, four(12)? as usize];
    let values = counts.iter().sum::<usize>();
    (payload.len() == PAYLOAD_HEAD + 8 * values).then_some((status, counts))
}

/// Read an intact payload into an outcome, reusing its space; `None` if it cannot be one.
pub fn decode(payload: &[u8], outcome: &mut Outcome) -> Option<()> {
    let (status, [timeline, run, drawn]) = parts(payload)?;
    outcome.status = status;
    let values = &payload[PAYLOAD_HEAD..];
    decode_values(&values[..8 * timeline], &mut outcome.timeline);
    decode_values(&values[8 * timeline..8 * (timeline + run)], &mut outcome.run);
    decode_values(&values[8 * (timeline + run)..8 * (timeline + run + drawn)], &mut outcome.drawn);
    Some(())
}

/// Read values, replacing what `into` held.
pub fn decode_values(bytes: &[u8], into: &mut Vec<f64>) {
    into.clear();
    into.extend(bytes.as_chunks::<8>().0.iter().map(|b| f64::from_le_bytes(*b)));
}

fn word(bytes: &[u8; HEAD], at: usize) -> u64 {
    let mut eight = [0; 8];
    eight.copy_from_slice(&bytes[at..at + 8]);
    u64::from_le_bytes(eight)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn example() -> Outcome {
        Outcome {
            status: Status::Done,
            timeline: vec![0.1, -0.0, f64::INFINITY, 5e-324],
            run: vec![3.0, 2.5],
            drawn: vec![],
        }
    }

    #[test]
    fn an_outcome_comes_back_to_the_last_bit() {
        let mut bytes = vec![9, 9, 9];
        let mut outcome = example();
        outcome.run[1] = f64::from_bits(0x7ff8_0000_0000_0abc);
        encode(7, &outcome, &mut bytes);
        let head_bytes: [u8; HEAD] = bytes[3..3 + HEAD].try_into().unwrap();
        let payload = &bytes[3 + HEAD..];
        assert_eq!(head(&head_bytes).0, 7);
        assert_eq!(head(&head_bytes).1 as usize, payload.len());
        assert!(is_intact(&head_bytes, payload));
        let mut back =
            Outcome { status: Status::NoFocalTeachers, timeline: vec![1.0], run: vec![], drawn: vec![4.0] };
        decode(payload, &mut back).unwrap();
        let bits = |o: &Outcome| -> Vec<u64> {
            [&o.timeline, &o.run, &o.drawn].into_iter().flatten().map(|v| v.to_bits()).collect()
        };
        assert_eq!(bits(&back), bits(&outcome));
        assert_eq!((back.status, back.timeline.len(), back.run.len()), (Status::Done, 4, 2));
    }

    #[test]
    fn every_flipped_bit_is_noticed() {
        let mut bytes = Vec::new();
        encode(7, &example(), &mut bytes);
        for bit in 0..bytes.len() * 8 {
            bytes[bit / 8] ^= 1 << (bit % 8);
            let head_bytes: [u8; HEAD] = bytes[..HEAD].try_into().unwrap();
            assert!(!is_intact(&head_bytes, &bytes[HEAD..]), "bit {bit}");
            bytes[bit / 8] ^= 1 << (bit % 8);
        }
    }

    #[test]
    fn two_signs_that_change_together_are_noticed() {
        let mut changed = example();
        changed.timeline[0] = -changed.timeline[0];
        changed.run[0] = -changed.run[0];
        let (mut a, mut b) = (Vec::new(), Vec::new());
        encode(7, &example(), &mut a);
        encode(7, &changed, &mut b);
        assert_ne!(a[16..24], b[16..24]);
    }

    #[test]
    fn a_payload_with_wrong_counts_is_not_an_outcome() {
        let mut bytes = Vec::new();
        encode(7, &example(), &mut bytes);
        assert!(parts(&bytes[HEAD..bytes.len() - 8]).is_none());
        assert!(parts(&[]).is_none());
    }
}
