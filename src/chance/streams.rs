//! The address of a draw, and the uniform numbers found there.

use super::philox::philox4x32;
use crate::quantity::Month;

/// What is decided. Each kind of decision has numbers of its own, fixed for good: a new kind gets a
/// new number, and no number is used again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u16)]
#[allow(missing_docs, reason = "their names say it; the place of use explains each")]
pub enum What {
    Parameter = 1,
    SyntheticSchool = 2,
    DistrictTrait = 3,
    TeacherTrait = 4,
    LeaderTrait = 5,
    AdviceTie = 6,
    PilotSite = 7,
    Idea = 9,
    LeaderExit = 10,
    TeacherExit = 11,
    VisibleActs = 12,
    TeacherMonth = 13,
    TeamReview = 14,
    Study = 15,
    AdvicePair = 16,
    EventSchool = 17,
    Calibration = 18,
    SchoolDecision = 19,
}

/// Who decides: a place (a school's key, or 0 for the district office), a seat in it, and the
/// succession number of the person in the seat.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Who {
    /// Key of the school; 0 is the district office.
    pub place: u32,
    /// Seat within the place.
    pub seat: u16,
    /// 0 for the first person in the seat, 1 for the next, …
    pub person: u16,
}

impl Who {
    /// The district office as a whole.
    pub const DISTRICT: Who = Who { place: 0, seat: 0, person: 0 };

    /// A seat of the district office.
    pub fn office(seat: u16, person: u16) -> Who {
        Who { place: 0, seat, person }
    }
}

/// Four uniform numbers of one decision maker, decision and month.
#[derive(Debug, Clone, Copy)]
pub struct Block([u32; 4]);

impl Block {
    /// The uniform number of this lane (0 to 3), inside (0, 1), at a resolution of 2⁻³².
    #[inline]
    pub fn uniform(&self, lane: usize) -> f64 {
        (f64::from(self.0[lane]) + 0.5) * (1.0 / 4_294_967_296.0)
    }

    /// True with this probability, decided by the lane.
    #[inline]
    pub fn chance(&self, lane: usize, probability: f64) -> bool {
        self.uniform(lane) < probability
    }

    /// The four words themselves.
    pub fn words(&self) -> [u32; 4] {
        self.0
    }
}

/// All chance of one district in one replication.
#[derive(Debug, Clone, Copy)]
pub struct Streams {
    key: [u32; 2],
    replication: u32,
}

impl Streams {
    /// The chance of `replication` of the study with this seed, in the district with this key.
    /// Equal districts of two scenarios share their key, and so their luck.
    pub fn new(seed: u64, district: u64, replication: u32) -> Streams {
        let [a, b] = halves(district);
        let [k0, k1, _, _] = philox4x32([a, b, What::Study as u32, 0], halves(seed));
        Streams { key: [k0, k1], replication }
    }

    /// The uniform numbers for `what`, decided by `who` in `month`.
    #[inline]
    pub fn block(&self, what: What, who: Who, month: Month) -> Block {
        let seat = u32::from(who.seat) << 16 | u32::from(who.person);
        let occasion = (what as u32) << 16 | (month.0 & 0xFFFF);
        Block(philox4x32([who.place, seat, occasion, self.replication], self.key))
    }

    /// One uniform number: the first lane of [`Streams::block`].
    #[inline]
    pub fn uniform(&self, what: What, who: Who, month: Month) -> f64 {
        self.block(what, who, month).uniform(0)
    }
}

fn halves(word: u64) -> [u32; 2] {
    [word as u32, (word >> 32) as u32]
}

/// A key for a name (FNV-1a, 64 bits): the same name has the same key in every scenario.
pub fn key_of(name: &str) -> u64 {
    name.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_draw_depends_on_every_part_of_its_address() {
        let base = Streams::new(1, 7, 0);
        let who = Who { place: 3, seat: 4, person: 0 };
        let at = |s: Streams, what, who, m| s.block(what, who, Month(m)).words();
        let reference = at(base, What::TeacherMonth, who, 5);
        assert_eq!(reference, at(base, What::TeacherMonth, who, 5));
        for other in [
            at(Streams::new(2, 7, 0), What::TeacherMonth, who, 5),
            at(Streams::new(1, 8, 0), What::TeacherMonth, who, 5),
            at(Streams::new(1, 7, 1), What::TeacherMonth, who, 5),
            at(base, What::TeacherExit, who, 5),
            at(base, What::TeacherMonth, who, 6),
            at(base, What::TeacherMonth, Who { place: 4, ..who }, 5),
            at(base, What::TeacherMonth, Who { seat: 5, ..who }, 5),
            at(base, What::TeacherMonth, Who { person: 1, ..who }, 5),
        ] {
            assert_ne!(reference, other);
        }
    }

    #[test]
    fn uniforms_stay_inside_the_open_interval_and_average_one_half() {
        assert!(Block([0; 4]).uniform(0) > 0.0 && Block([u32::MAX; 4]).uniform(3) < 1.0);
        let streams = Streams::new(20_240, 1, 0);
        let n = 100_000u32;
        let sum: f64 =
            (0..n).map(|k| streams.uniform(What::Study, Who { place: k, ..Who::DISTRICT }, Month(0))).sum();
        // The standard error of the mean is 0.0009.
        assert!((sum / f64::from(n) - 0.5).abs() < 0.004);
    }
}
