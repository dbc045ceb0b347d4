//! Ties of a first day, drawn once for all scenarios of a replication in which they hang on the same. (no part of the model)

use std::ops::Range;
use std::sync::Arc;

use crate::chance::Streams;
use crate::initialization::known_ties;
use crate::parameters::{Network, Parameters};
use crate::world::advice::AdviceNetwork;
use crate::world::{School, Teachers, Ties};

/// All that ties hang on.
#[derive(Debug, PartialEq)]
struct Grounds {
    streams: Streams,
    network: Network,
    /// The ties that are known.
    known_ties: Option<Arc<AdviceNetwork>>,
    /// Who sits where: the address of each seat.
    seats: Vec<(u32, u16, u16)>,
    /// Teachers of each school, and of each of its grades.
    schools: Vec<(Range<usize>, Vec<Range<usize>>)>,
    /// Whether the work is known at a seat.
    known: Vec<bool>,
}

/// Ties that were drawn, of each district the first; or, by default, none, where nobody would take them over.
#[derive(Debug, Default)]
pub struct SharedTies(Option<Vec<(Grounds, Ties)>>);

impl SharedTies {
    /// Ties are kept for other scenarios.
    pub fn kept() -> SharedTies {
        SharedTies(Some(Vec::new()))
    }

    /// The ties of these teachers: those that were drawn before, where they hang on the same.
    pub fn of(
        &mut self,
        (teachers, schools): (&Teachers, &[School]),
        known_ties: Option<&Arc<AdviceNetwork>>,
        streams: &Streams,
        p: &Parameters,
    ) -> Ties {
        let known = known_ties.map(Arc::as_ref);
        let drawn = || Ties::from_lists(&known_ties::draw(teachers, schools, known, streams, p));
        let Some(kept) = &mut self.0 else { return drawn() };
        let who = (0..teachers.len()).map(|k| teachers.who(k));
        let at_work = |k: usize| teachers.on_team[k] || schools[teachers.school[k].0].pilot;
        let grades = |school: &School| school.grades.iter().map(|group| group.teachers.clone()).collect();
        let grounds = Grounds {
            streams: *streams,
            network: p.network,
            known_ties: known_ties.cloned(),
            seats: who.map(|who| (who.place, who.seat, who.person)).collect(),
            schools: schools.iter().map(|school| (school.teachers.clone(), grades(school))).collect(),
            known: (0..teachers.len()).map(|k| teachers.focal[k] && at_work(k)).collect(),
        };
        match kept.iter().find(|(before, _)| before.streams == *streams) {
            Some((before, ties)) if *before == grounds => ties.clone(),
            Some(_) => drawn(),
            None => {
                let ties = drawn();
                kept.push((grounds, ties.clone()));
                ties
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::Scenario;
    use crate::simulation::{parameters_of, streams_of};

    #[test]
    fn ties_are_taken_over_where_they_hang_on_the_same_and_are_what_they_are_alone() {
        let read = |name: &str| Scenario::built_in(name).unwrap().resolve().unwrap();
        let mut shared = SharedTies::kept();
        let mut same = Vec::new();
        for name in ["committed", "mandate-at-once", "several-teams", "weak-start", "one-off-consultant"] {
            let s = read(name);
            let p = parameters_of(&s, "district", 3);
            let d = crate::simulation::first_day(&s, &s.places[0], 3, &p).unwrap().0;
            let streams = streams_of(&s, "district", 3);
            let ties = shared.of((&d.teachers, &d.schools), None, &streams, &p);
            assert_eq!(format!("{ties:?}"), format!("{:?}", d.ties), "{name}");
            same.push(format!("{ties:?}") == format!("{:?}", shared.0.as_ref().unwrap()[0].1));
        }
        assert_eq!(same, [true, true, false, true, false]);
        assert_eq!(shared.0.unwrap().len(), 1, "another replication, or district, would be kept beside");
    }
}
