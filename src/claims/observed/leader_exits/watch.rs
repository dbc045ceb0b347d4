//! Leaders watched from fall to fall while nothing but succession acts.

use crate::analysis::Proportion;
use crate::calendar::Month;
use crate::calendar::YEAR;
use crate::chance::Streams;
use crate::chance::streams::key_of;
use crate::initialization::people;
use crate::mechanisms::Context;
use crate::mechanisms::succession::{self, with_tenure};
use crate::parameters::Parameters;
use crate::scenario::{DistrictSpec, Scenario};
use crate::simulation::{apply, first_day};
use crate::world::District;

/// Falls that are watched, as in the records from 2008 to 2017.
pub(super) const FALLS: usize = 10;
/// The month of the first year in which superintendents are counted.
const FALL: u32 = 3;

/// What one world was seen to do.
#[derive(Debug, Clone, Default)]
pub(super) struct WatchedExits {
    pub(super) superintendents: Proportion,
    pub(super) leads: Proportion,
    /// Ordinary schools, and those of high poverty.
    pub(super) principals: [Proportion; 2],
    /// Exits after each year in post, of spells that began while they were watched.
    pub(super) spells: [Proportion; FALLS],
    /// By years in post at the next August, see [`TENURES`], whenever the spell began.
    pub(super) tenures: [Tenure; 3],
}

/// Exits of superintendents of similar time in post.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Tenure {
    pub(super) exits: Proportion,
    /// Sum of the yearly probabilities that were put in for them.
    pub(super) put_in: f64,
}

/// Groups of years in post, in words, and where the next one begins: wide enough that a difference of
/// [`MARGIN`] can be told from chance in each.
pub(super) const TENURES: [(&str, u32); 3] =
    [("up to 3 years", 3), ("3 to 6 years", 6), ("6 years and more", u32::MAX)];

impl WatchedExits {
    pub(super) fn add(&mut self, other: &WatchedExits) {
        let sum = |a: &mut Proportion, b: &Proportion| *a = a.and(*b);
        sum(&mut self.superintendents, &other.superintendents);
        sum(&mut self.leads, &other.leads);
        self.principals.iter_mut().zip(&other.principals).for_each(|(a, b)| sum(a, b));
        self.spells.iter_mut().zip(&other.spells).for_each(|(a, b)| sum(a, b));
        for (a, b) in self.tenures.iter_mut().zip(&other.tenures) {
            sum(&mut a.exits, &b.exits);
            a.put_in += b.put_in;
        }
    }
}

/// Watches the leaders of a district of this size over all falls, `replications` times. Only succession acts.
/// None if the district cannot be simulated.
pub(super) fn watch(
    scenario: &Scenario,
    pupils: u64,
    replications: u32,
    p: &Parameters,
) -> Option<WatchedExits> {
    let id = format!("leaders of {pupils} students");
    let place = DistrictSpec::Synthetic { id: id.clone(), pupils: pupils as u32 };
    let (mut d, _) = first_day(scenario, &place, 0, p).ok()?;
    let mut seen = WatchedExits::default();
    for replication in 0..replications {
        let streams = Streams::new(scenario.run.seed, key_of(&id), replication);
        // The schools keep their principals; the office is that of this replication.
        d.office = people::office(&scenario.opening, &streams, p);
        d.initiatives = p.attention.initiatives_usual;
        window(&mut d, &streams, p, &mut seen);
    }
    Some(seen)
}

/// Who is in post, and since when.
struct InPost {
    superintendent: (u16, u32),
    lead: u16,
    principals: Vec<u16>,
}

fn in_post(d: &District) -> InPost {
    let boss = &d.office.superintendent;
    InPost {
        superintendent: (boss.person, boss.tenure),
        lead: d.office.lead.person,
        principals: d.schools.iter().map(|school| school.principal.person).collect(),
    }
}

fn window(d: &mut District, streams: &Streams, p: &Parameters, seen: &mut WatchedExits) {
    let mut events = Vec::new();
    let mut before: Option<InPost> = None;
    // Falls of the present spell, once one has begun.
    let mut spell = None;
    for month in 1..=FALL + YEAR * (FALLS as u32 - 1) {
        let c = Context { p, streams, now: Month(month) };
        succession::decide(d, c, &mut events);
        for event in events.drain(..) {
            apply(d, &event, p, c.now);
        }
        succession::update(d, c);
        if month % YEAR != FALL {
            continue;
        }
        let now = in_post(d);
        if let Some(before) = &before {
            count(d, before, &now, &mut spell, p, seen);
        }
        before = Some(now);
    }
}

fn count(
    d: &District,
    before: &InPost,
    now: &InPost,
    spell: &mut Option<usize>,
    p: &Parameters,
    seen: &mut WatchedExits,
) {
    let add = |to: &mut Proportion, changed: bool| *to = to.and(Proportion::new(u64::from(changed), 1));
    let changed = before.superintendent.0 != now.superintendent.0;
    add(&mut seen.superintendents, changed);
    add(&mut seen.leads, before.lead != now.lead);
    if let Some(falls) = *spell {
        add(&mut seen.spells[falls], changed);
    }
    *spell = if changed { Some(1) } else { spell.map(|falls| falls + 1) };
    // Most exits fall on the next August: what is put in is taken as it is then.
    let months = before.superintendent.1 + YEAR - FALL;
    if let Some(place) = TENURES.iter().position(|(_, end)| months / YEAR < *end) {
        add(&mut seen.tenures[place].exits, changed);
        let s = &p.succession;
        seen.tenures[place].put_in += with_tenure(s.superintendent_exit, months, s);
    }
    for (school, (was, is)) in d.schools.iter().zip(before.principals.iter().zip(&now.principals)) {
        let poor = usize::from(school.poverty >= p.outcomes.high_poverty);
        add(&mut seen.principals[poor], was != is);
    }
}
