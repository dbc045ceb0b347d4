//! The bytes of a log: its head, its records, and their checksums.

use crate::diagnostic::Diagnostic;
use std::io::{self, Read};
use std::path::Path;

/// Bytes of a record before its payload.
pub const RECORD_HEAD: usize = 24;
/// Bytes of a file before its records.
pub const FILE_HEAD: usize = 56;
/// No payload is longer; a damaged length does not make us ask for all memory.
pub(super) const LONGEST: u64 = 1 << 28;

/// A kind of log, and how it is refused.
#[derive(Debug)]
pub struct LogKind {
    /// The first bytes of the file; the last of them is the version of the format.
    pub magic: &'static [u8; 8],
    /// Said of a file that is no such log.
    pub stranger: &'static str,
    /// Said of a log about something else.
    pub other: &'static str,
    /// What to do about such a one.
    pub remedy: &'static str,
}

/// What to do about a file that is no log of ours: it is never overwritten.
pub const STRANGER_REMEDY: &str = "move it away, or choose another place with --out";

/// The next payload and the length of its record, if it is whole.
pub(in crate::results) fn record(
    source: &mut impl Read,
    number: usize,
    payload: &mut Vec<u8>,
) -> io::Result<Option<u64>> {
    let mut record = Vec::new();
    source.take(RECORD_HEAD as u64).read_to_end(&mut record)?;
    let Some(head) = record.first_chunk::<RECORD_HEAD>() else { return Ok(None) };
    let length = word(head, 1);
    if word(head, 0) != number as u64 || length > LONGEST {
        return Ok(None);
    }
    payload.clear();
    source.take(length).read_to_end(payload)?;
    let whole = payload.len() as u64 == length && is_intact(head, payload);
    Ok(whole.then_some(RECORD_HEAD as u64 + length))
}

/// The error about a log with another head than it should have.
pub(in crate::results) fn other_head(path: &Path, kind: &LogKind, head: &[u8]) -> Diagnostic {
    let (fault, remedy) = match is_head_of(kind, head) {
        true if head[..8] == kind.magic[..] => (kind.other, kind.remedy),
        true => ("another version of this program wrote it", kind.remedy),
        false => (kind.stranger, STRANGER_REMEDY),
    };
    Diagnostic::failed(path, fault, remedy)
}

/// Whether this is the whole head of a log of this kind, of whatever version.
pub(super) fn is_head_of(kind: &LogKind, head: &[u8]) -> bool {
    head.len() == FILE_HEAD
        && head[..7] == kind.magic[..7]
        && checksum(0, &head[..48]).to_le_bytes() == head[48..]
}

pub(in crate::results) fn file_head(kind: &LogKind, about: &[u8; 40]) -> [u8; FILE_HEAD] {
    let mut head = [0; FILE_HEAD];
    head[..8].copy_from_slice(kind.magic);
    head[8..48].copy_from_slice(about);
    let sum = checksum(0, &head[..48]);
    head[48..].copy_from_slice(&sum.to_le_bytes());
    head
}

/// The checksum of whole words (a tail of less than eight bytes is filled with zeros), from a start value.
pub(super) fn checksum(start: u64, bytes: &[u8]) -> u64 {
    let (words, tail) = bytes.as_chunks::<8>();
    let sum =
        words.iter().fold(start ^ 0xcbf2_9ce4_8422_2325, |sum, word| mix(sum, u64::from_le_bytes(*word)));
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

/// The head of a record with this payload.
pub(super) fn record_head(number: usize, payload: &[u8]) -> [u8; RECORD_HEAD] {
    let mut head = [0; RECORD_HEAD];
    head[..8].copy_from_slice(&(number as u64).to_le_bytes());
    head[8..16].copy_from_slice(&(payload.len() as u64).to_le_bytes());
    let sum = checksum(checksum(0, &head[..16]), payload);
    head[16..].copy_from_slice(&sum.to_le_bytes());
    head
}

/// Whether head and payload are the ones that were written.
pub(super) fn is_intact(head: &[u8; RECORD_HEAD], payload: &[u8]) -> bool {
    checksum(checksum(0, &head[..16]), payload) == word(head, 2)
}

pub(super) fn word(head: &[u8; RECORD_HEAD], place: usize) -> u64 {
    u64::from_le_bytes(head.as_chunks::<8>().0[place])
}
