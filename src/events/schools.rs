//! The schools that an event is about.

use super::Names;
use crate::calendar::Month;
use crate::chance::{Decision, DecisionMaker};
use crate::mechanisms::Context;
use crate::phrasing::percent_as_set;
use crate::world::District;

/// Schools, before a run knows which.
#[derive(Debug, Clone, PartialEq)]
pub enum Schools {
    /// All of them.
    All,
    /// The pilot schools, whichever they are in a replication.
    Pilot,
    /// One school, by id.
    Named(String),
    /// This share of the schools, drawn in each replication; a smaller share lies within a larger one.
    Share(f64),
}

impl Schools {
    /// The places of the schools meant. Of a share, each school has its own number, so that a smaller share
    /// lies within a larger one and another school changes nobody's.
    pub fn meant(&self, d: &District, c: Context<'_>) -> Vec<usize> {
        let all = 0..d.schools.len();
        match self {
            Schools::All => all.collect(),
            Schools::Pilot => all.filter(|&k| d.schools[k].pilot).collect(),
            Schools::Named(id) => all.filter(|&k| d.schools[k].id == *id).collect(),
            Schools::Share(share) => {
                let number = |k: &usize| {
                    let who = DecisionMaker { place: d.schools[*k].key, seat: 0, person: 0 };
                    c.streams.uniform(Decision::EventSchool, who, Month(0))
                };
                let mut drawn: Vec<(f64, usize)> = all.map(|k| (number(&k), k)).collect();
                drawn.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
                let count = (share * drawn.len() as f64).round() as usize;
                let mut places: Vec<usize> = drawn.into_iter().take(count).map(|(_, k)| k).collect();
                places.sort_unstable();
                places
            }
        }
    }

    /// Whose, and whether there may be several: " of the pilot schools".
    pub fn phrase(&self, names: &Names<'_>) -> (String, bool) {
        match self {
            Schools::All => (" of all schools".into(), true),
            Schools::Pilot => (" of the pilot schools".into(), true),
            Schools::Named(id) => (format!(" of {}", names.school(id)), false),
            Schools::Share(share) => {
                (format!(" of {} of the schools, drawn anew in each future,", percent_as_set(*share)), true)
            }
        }
    }

    /// Whether they are the same, or the same but for their share.
    pub fn is_like(&self, other: &Schools) -> bool {
        self == other || matches!((self, other), (Schools::Share(_), Schools::Share(_)))
    }
}
