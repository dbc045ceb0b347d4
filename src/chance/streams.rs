//! The address of a draw, and the uniform numbers found there.
//!
//! Philox4x32-10 (Salmon et al. 2011) turns a counter of four 32-bit words and a key of two into four words, the lanes of a
//! block:
//!
//! ```text
//! words of the counter of a draw     1: place
//!                                    2: seat · 2¹⁶ + person
//!                                    3: what · 2¹⁶ + (month mod 2¹⁶)
//!                                    4: replication
//! key of all draws of a district     words 1 and 2 of the block whose counter has the words
//!                                    1: low word of the district, 2: high word of the district, 3: 15 (plain), 4: 0
//!                                    and whose key has the words 1: low word of the seed, 2: high word of the seed
//! number of lane 0 to 3              (word 1 to 4 of the block + ½) / 2³²            inside (0, 1)
//! ```
//!
//! The seed is that of the scenario's `[run]`; replications are counted from 0. The district is the 64-bit FNV-1a hash of its
//! identifier (`district` for synthetic and unnamed ones, `cohort` for what concerns a cohort as a whole, the number 0 for
//! parameters). The place is 0 for the district office, else the key of the school: the low word of the hash of its identifier,
//! exclusive-or the high word. Where the table names no seat or person, they are 0; teams, collaborations, ideas and schools of
//! a level are counted from 0. The month is 0 where "when" is the first day, the coming of a person or an idea, or the start of
//! a team, and for parameters, pilot schools and schools of an event. Seats of the office are 1 superintendent, 2 lead, 3
//! manager; of a school 1 principal; those of teachers lie above (section 5). The person is 0 for the first in a seat and counts
//! up. What one decision maker decides in one month on one subject takes the lanes of one block.

use super::generator::KeyedGenerator;
use super::philox::philox4x32;
use crate::calendar::Month;

/// What is decided. Each kind of decision has numbers of its own, fixed for good: a new kind gets a
/// new number, and no number is used again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u16)]
pub enum Decision {
    /// The value of a parameter given as a distribution; or which accepted model and which of its vectors hold.
    /// Who: each parameter, by the hash of its name: bits 0 to 31 as place, 32 to 47 as seat, 48 to 63 as
    /// person; model and vector, by that of `accepted vector`. When: once a replication, with district 0; one set
    /// for a district of a cohort, with that district. Lanes: 0 value or vector, 1 model.
    Parameter = 1,
    /// What a synthetic district looks like.
    /// Who: district (place 0, seats 100 to 103) and each of its schools (place 0, seats 1 to 4, its number in the
    /// level as person). When: first day. Lanes: see
    /// section 5.
    SyntheticSchool = 2,
    /// What districts and teams differ in.
    /// Who: office, seat 0 culture; seat 1 skill of team 0 and level of the fundamentals; seat 2 the
    /// fundamentals; seat 16 any further team, its number (from 1) as person. When: first day, or a team's start. Lanes:
    /// seat 0: openness, belief, priority; seat 1: skill, level; seat 2: the four, in their order; seat 16:
    /// skill.
    DistrictTrait = 3,
    /// Traits and time in the seat.
    /// Who: each teacher, first or later. When: on coming. Lanes: 0 openness, 1 belief, 2 time in the seat
    /// (first day only), 3 the share of colleagues waited for (one variant only).
    TeacherTrait = 4,
    /// What a leader brings; of a principal in post also the school's safety.
    /// Who: each person in a post. When: first day, or on coming. Lanes: principal in post: 0 priority, 1
    /// skill, 2 time in post, 3 safety; superintendent and lead in post: 0 time in post; a successor: 0
    /// stance, 1 commitment or priority, 2 skill.
    LeaderTrait = 5,
    /// Number of ties, by which number one is met elsewhere, and whether a tie is in the grade.
    /// Who: teacher's seat: person 0 for the numbers, 1 + ⌊k / 4⌋ for tie k (from 0). When: first day. Lanes:
    /// numbers: 0 within the school, 1 between schools, 2 by which one is met (its word); a tie: k mod 4.
    AdviceTie = 6,
    /// Pilot schools: one number for the whole run.
    /// Who: school (its key as place, seat 0, person 0). When: first day, or a team's start. Lanes: 0.
    PilotSite = 7,
    /// Best of an idea.
    /// Who: office: collaboration (from 0) as seat, number of the idea (from 0) as person. When: when the idea
    /// comes. Lanes: 0.
    Idea = 9,
    /// Exit of a leader.
    /// Who: person in post; a shared manager by the number in the pool as place, in the cohort's own chance. When: each month in
    /// which one may leave; announcements each March. Lanes: 0 leaving now, 1 a principal's announcement, 2 whether the
    /// board removes a superintendent.
    LeaderExit = 10,
    /// Exit of a teacher.
    /// Who: person in the seat. When: each August after the first. Lanes: 0.
    TeacherExit = 11,
    /// Acts of the superintendent.
    /// Who: office (seat 0, person 0, whoever is superintendent). When: each month. Lanes: 0 check in, 1 protect, 2 attend, 3 board.
    VisibleActs = 12,
    /// Taking up and stopping.
    /// Who: person in the seat. When: each teaching month. Lanes: 0 whether one takes up, 1 by which cause,
    /// 2 whether one stops, 3 whether one who complies makes it their own.
    TeacherMonth = 13,
    /// Review of the idea.
    /// Who: office: collaboration (from 0) as seat, person 0. When: January, May. Lanes: 0 error of judgment, 1 the
    /// part drawn anew in adapting.
    TeamReview = 14,
    /// The key of a district: no draw.
    /// Who: district, by the hash of its identifier. When: once a replication. Lanes: 0 and 1 are the key.
    Study = 15,
    /// Whom one asks first.
    /// Who: ordered pair of seats: as place the key of the asker's school, exclusive-or what becomes of the
    /// key of the school of who is asked when that is turned left by 7 bits; the asker's seat as seat, a quarter (floor) of the
    /// seat of who is asked as person. When: first day. Lanes: the seat of who is asked mod 4; the smallest words are chosen.
    AdvicePair = 16,
    /// Schools meant by a dated event with a share: one number for the whole run, whatever the event.
    /// Who: school (its key as place, seat 0, person 0). When: the event. Lanes: 0.
    EventSchool = 17,
    /// Points that a calibration looks at: no draw of the model.
    /// Who: member of a population (as place) and coordinate (as seat). When: each wave. Lanes: 0.
    Calibration = 18,
    /// Whether a school gives the practice up, and who then stops.
    /// Who: school (seat 0); each user, person in the seat; office: collaboration (from 0) as seat. When: each May. Lanes:
    /// school: 0 giving up, 1 taking up again, 2 for which of two causes; user: 0; office: 0 whether the district ends it.
    SchoolDecision = 19,
    /// Whom one meets elsewhere.
    /// Who: teacher's seat, the bits that have to agree (16 to 0) as person; where it is known which school asks which, as place the
    /// key of the asker's school, exclusive-or the key of the other school turned left by 7 bits, and 1,000 and the tie's number as
    /// person. When: first day. Lanes: 0 to 3 one word after the other; of a school 0, how soon it is asked.
    AdviceElsewhere = 20,
    /// Whether a new problem takes leaders' attention.
    /// Who: office (seat 0, person 0). When: each teaching month. Lanes: 0.
    NewProblem = 21,
    /// What a school year is like for a district.
    /// Who: office (seat 0, person 0). When: each August. Lanes: 0 exits of leaders, 1 whether the budget for coaches is cut.
    SchoolYear = 22,
    /// Whether a school adopts the practice formally.
    /// Who: school (seat 0). When: each teaching month. Lanes: 0.
    Adoption = 23,
    /// Whether a user of the practice takes up a further component.
    /// Who: person in the seat. When: each teaching month. Lanes: the number of the component (from 0).
    FurtherComponent = 24,
    /// Whose turn it is, among all who use the practice, to be helped by coaches.
    /// Who: person in the seat. When: each August. Lanes: 0.
    HelpTurn = 25,
}

/// Who decides: a place (a school's key, or 0 for the district office), a seat in it, and the
/// succession number of the person in the seat.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct DecisionMaker {
    /// Key of the school; 0 is the district office.
    pub place: u32,
    /// Seat within the place.
    pub seat: u16,
    /// 0 for the first person in the seat, 1 for the next, …
    pub person: u16,
}

impl DecisionMaker {
    /// The district office as a whole.
    pub const DISTRICT: DecisionMaker = DecisionMaker { place: 0, seat: 0, person: 0 };

    /// A seat of the district office.
    pub fn office(seat: u16, person: u16) -> DecisionMaker {
        DecisionMaker { place: 0, seat, person }
    }
}

/// Four uniform numbers of one decision maker, decision and month.
#[derive(Debug, Clone, Copy)]
pub struct Block([u32; 4]);

impl Block {
    /// The uniform number of this lane (0 to 3), inside (0, 1), at a resolution of 2⁻³².
    #[inline]
    pub fn uniform(&self, lane: usize) -> f64 {
        uniform_of(self.0[lane])
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

/// The uniform number of a word, inside (0, 1).
#[inline]
pub(super) fn uniform_of(word: u32) -> f64 {
    (f64::from(word) + 0.5) * (1.0 / 4_294_967_296.0)
}

/// All chance of one district in one replication.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Streams {
    key: [u32; 2],
    replication: u32,
}

impl Streams {
    /// The chance of `replication` of the study with this seed, in the district with this key.
    /// Equal districts of two scenarios share their key, and so their luck.
    pub fn new(seed: u64, district: u64, replication: u32) -> Streams {
        let [a, b] = halves(district);
        let [k0, k1, _, _] = philox4x32([a, b, Decision::Study as u32, 0], halves(seed));
        Streams { key: [k0, k1], replication }
    }

    /// The uniform numbers for `what`, decided by `who` in `month`.
    #[inline]
    pub fn block(&self, what: Decision, who: DecisionMaker, month: Month) -> Block {
        let seat = u32::from(who.seat) << 16 | u32::from(who.person);
        let [occasion, replication] = self.occasion(what, month);
        Block(philox4x32([who.place, seat, occasion, replication], self.key))
    }

    /// The words of the counter that are the same for all decision makers.
    #[inline]
    pub(super) fn occasion(&self, what: Decision, month: Month) -> [u32; 2] {
        [(what as u32) << 16 | (month.0 & 0xFFFF), self.replication]
    }

    /// The key of all draws of the district.
    #[inline]
    pub(super) fn key(&self) -> [u32; 2] {
        self.key
    }

    /// One uniform number: the first lane of [`Streams::block`].
    #[inline]
    pub fn uniform(&self, what: Decision, who: DecisionMaker, month: Month) -> f64 {
        self.block(what, who, month).uniform(0)
    }

    /// The block and what follows it, as a generator.
    pub fn generator(&self, what: Decision, who: DecisionMaker, month: Month) -> KeyedGenerator {
        KeyedGenerator::new(self.block(what, who, month))
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
        let who = DecisionMaker { place: 3, seat: 4, person: 0 };
        let at = |s: Streams, what, who, m| s.block(what, who, Month(m)).words();
        let reference = at(base, Decision::TeacherMonth, who, 5);
        assert_eq!(reference, at(base, Decision::TeacherMonth, who, 5));
        for other in [
            at(Streams::new(2, 7, 0), Decision::TeacherMonth, who, 5),
            at(Streams::new(1, 8, 0), Decision::TeacherMonth, who, 5),
            at(Streams::new(1, 7, 1), Decision::TeacherMonth, who, 5),
            at(base, Decision::TeacherExit, who, 5),
            at(base, Decision::TeacherMonth, who, 6),
            at(base, Decision::TeacherMonth, DecisionMaker { place: 4, ..who }, 5),
            at(base, Decision::TeacherMonth, DecisionMaker { seat: 5, ..who }, 5),
            at(base, Decision::TeacherMonth, DecisionMaker { person: 1, ..who }, 5),
        ] {
            assert_ne!(reference, other);
        }
    }

    #[test]
    fn uniforms_stay_inside_the_open_interval_and_average_one_half() {
        assert!(Block([0; 4]).uniform(0) > 0.0 && Block([u32::MAX; 4]).uniform(3) < 1.0);
        let streams = Streams::new(20_240, 1, 0);
        let n = 100_000u32;
        let sum: f64 = (0..n)
            .map(|k| {
                streams.uniform(
                    Decision::Study,
                    DecisionMaker { place: k, ..DecisionMaker::DISTRICT },
                    Month(0),
                )
            })
            .sum();
        // The standard error of the mean is 0.0009.
        assert!((sum / f64::from(n) - 0.5).abs() < 0.004);
    }

    /// Values of the published algorithm (Fowler, Noll and Vo).
    #[test]
    fn the_key_of_a_name_is_its_fnv_1a() {
        assert_eq!(key_of(""), 0xcbf2_9ce4_8422_2325);
        assert_eq!(key_of("a"), 0xaf63_dc4c_8601_ec8c);
        assert_eq!(key_of("foobar"), 0x8594_4171_f739_67e8);
    }
}
