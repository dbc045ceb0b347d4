//! Advice ties that a table knows. (ODD 5)
//!
//! **Between teachers.** A table may name teachers by school and grade. The names of a grade, in alphabetical order, are its
//! first seats. Ties between two teachers of the schools that the table covers are those of the table, in its order, and no
//! others. They come before those that are drawn, which lead from or to teachers of other schools. A drawn tie between two
//! covered schools lapses. A strength that the table does not say is that of where the two work: `strength_grade`,
//! `strength_school` or `strength_between`.
//!
//! **Between schools.** A table may say instead which school asks which, and how often beside the others that it asks. Ties
//! within schools are drawn. A teacher of a school that the table covers has as many ties elsewhere as are drawn for anybody,
//! and each leads to a school that the school asks: the one with the smallest −ln(u)/w, w being how often it is asked and u a
//! number of its own for each tie and school, so that each is chosen with its share of the weights and one more school takes
//! ties and moves none between others. In that school the teacher asks the one with the smallest number of the pair who was not
//! chosen before, whether the work is known there or not, at `strength_between`. A school that the table knows only as asked
//! asks nobody elsewhere.
//!
//! With `rest = "none"` the table is all there is: no tie is drawn beside those of teachers, and none to other schools beside
//! those of schools.

use super::network::{self, Pairs};
use crate::calendar::Month;
use crate::chance::{Decision, DecisionMaker, Streams};
use crate::numerics::ln;
use crate::parameters::Parameters;
use crate::world::advice::{AdviceNetwork, KnownTies, NamedSeat, OtherTies, SchoolTie, TeacherTie};
use crate::world::{School, Teachers};

/// Where the numbers of schools begin among those of ties elsewhere, of which there are far fewer than this.
const SCHOOLS_ASKED: u16 = 1_000;

/// For each teacher, the colleagues asked and the strength of each tie: known, or else drawn.
pub fn draw(
    teachers: &Teachers,
    schools: &[School],
    known: Option<&AdviceNetwork>,
    streams: &Streams,
    p: &Parameters,
) -> Vec<Vec<(u32, f64)>> {
    let drawn = || network::draw(teachers, schools, streams, p);
    let Some(AdviceNetwork { rest, ties }) = known else { return drawn() };
    match (ties, rest) {
        (KnownTies::Teachers(seats, ties), OtherTies::None) => {
            of_teachers(seats, ties, teachers, schools, p, vec![Vec::new(); teachers.len()])
        }
        (KnownTies::Teachers(seats, ties), OtherTies::Drawn) => {
            of_teachers(seats, ties, teachers, schools, p, drawn())
        }
        (KnownTies::Schools(ties), rest) => of_schools(ties, *rest, teachers, schools, streams, p, drawn()),
    }
}

/// The teacher in the seat of a name, if the district has it.
fn seated(seat: &NamedSeat, schools: &[School]) -> Option<usize> {
    let group = schools.get(seat.school)?.grades.iter().find(|group| group.grade == seat.grade)?;
    group.teachers.clone().nth(seat.number)
}

fn of_teachers(
    seats: &[NamedSeat],
    ties: &[TeacherTie],
    teachers: &Teachers,
    schools: &[School],
    p: &Parameters,
    drawn: Vec<Vec<(u32, f64)>>,
) -> Vec<Vec<(u32, f64)>> {
    let mut covered = vec![false; schools.len()];
    for seat in seats {
        covered[seat.school] = true;
    }
    let who: Vec<Option<usize>> = seats.iter().map(|seat| seated(seat, schools)).collect();
    let mut lists = vec![Vec::new(); teachers.len()];
    for tie in ties {
        let (Some(asker), Some(asked)) = (who[tie.asker], who[tie.asked]) else { continue };
        let (from, to) = (&seats[tie.asker], &seats[tie.asked]);
        let usual = match from.school == to.school {
            true if from.grade == to.grade => p.network.strength_grade,
            true => p.network.strength_school,
            false => p.network.strength_between,
        };
        lists[asker].push((asked as u32, tie.strength.unwrap_or(usual)));
    }
    let is_covered = |k: usize| covered[teachers.school[k].0];
    for (k, drawn) in drawn.into_iter().enumerate() {
        lists[k].extend(drawn.into_iter().filter(|(j, _)| !(is_covered(k) && is_covered(*j as usize))));
    }
    lists
}

fn of_schools(
    ties: &[SchoolTie],
    rest: OtherTies,
    teachers: &Teachers,
    schools: &[School],
    streams: &Streams,
    p: &Parameters,
    mut lists: Vec<Vec<(u32, f64)>>,
) -> Vec<Vec<(u32, f64)>> {
    let pairs = Pairs::new(teachers, streams);
    for (place, school) in schools.iter().enumerate() {
        let asked: Vec<&SchoolTie> = ties.iter().filter(|tie| tie.asker == place).collect();
        let is_covered = ties.iter().any(|tie| tie.asker == place || tie.asked == place);
        if !is_covered && rest == OtherTies::Drawn {
            continue;
        }
        for k in school.teachers.clone() {
            lists[k].retain(|(j, _)| school.teachers.contains(&(*j as usize)));
            let count =
                if asked.is_empty() { 0 } else { network::ties_elsewhere(teachers.who(k), streams, p) };
            let mut found: Vec<u32> = Vec::new();
            for n in 0..count {
                let wait = |tie: &SchoolTie| {
                    let who = teachers.who(k);
                    let place = who.place ^ schools[tie.asked].key.rotate_left(7);
                    let at = DecisionMaker { place, person: SCHOOLS_ASKED + n as u16, ..who };
                    -ln(streams.uniform(Decision::AdviceElsewhere, at, Month(0))) / tie.strength
                };
                let waits = asked.iter().map(|tie| (wait(tie), tie.asked));
                let Some((_, school)) = waits.min_by(|a, b| a.0.total_cmp(&b.0)) else { break };
                let free = schools[school].teachers.clone().filter(|j| !found.contains(&(*j as u32)));
                // A school whose teachers are all asked already has nobody left: the tie lapses.
                found.extend(free.min_by_key(|&j| (pairs.number(k, j), j)).map(|j| j as u32));
            }
            lists[k].extend(found.into_iter().map(|j| (j, p.network.strength_between)));
        }
    }
    lists
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::census::grade::GradeSpan;
    use crate::initialization::seats;
    use crate::parameters::Ledger;
    use crate::scenario::default_district;

    fn day() -> (Vec<School>, Teachers, Parameters) {
        let (mut schools, teachers) = seats::seat(&default_district(), GradeSpan::default());
        schools[0].pilot = true;
        (schools, teachers, Ledger::standard().unwrap().values())
    }

    fn seat(school: usize, grade: i8, number: usize) -> NamedSeat {
        NamedSeat { school, grade, name: number.to_string(), number }
    }

    #[test]
    fn ties_among_covered_schools_are_those_of_the_table_and_all_others_are_drawn_as_ever() {
        let (schools, teachers, p) = day();
        let streams = Streams::new(1, 2, 3);
        let seats = vec![seat(0, 1, 0), seat(0, 1, 1), seat(0, 2, 0), seat(3, 1, 0)];
        let tie = |asker, asked, strength| TeacherTie { asker, asked, strength };
        let ties = vec![tie(0, 1, None), tie(0, 2, None), tie(0, 3, None), tie(3, 0, Some(0.9))];
        let known = |rest| AdviceNetwork { rest, ties: KnownTies::Teachers(seats.clone(), ties.clone()) };
        let of = |known: Option<&AdviceNetwork>| draw(&teachers, &schools, known, &streams, &p);
        let (alone, beside, plain) =
            (of(Some(&known(OtherTies::None))), of(Some(&known(OtherTies::Drawn))), of(None));
        let place = |k: usize| seated(&seats[k], &schools).unwrap();
        let n = &p.network;
        let first = [
            (place(1) as u32, n.strength_grade),
            (place(2) as u32, n.strength_school),
            (place(3) as u32, n.strength_between),
        ];
        assert_eq!(alone[place(0)], first);
        assert_eq!(alone[place(3)], [(place(0) as u32, 0.9)]);
        assert_eq!(alone.iter().map(Vec::len).sum::<usize>(), 4);
        let covered = |k: usize| [0, 3].contains(&teachers.school[k].0);
        for k in 0..teachers.len() {
            let kept = plain[k].iter().filter(|(j, _)| !(covered(k) && covered(*j as usize)));
            assert_eq!(beside[k], alone[k].iter().chain(kept).copied().collect::<Vec<_>>());
        }
        assert!(
            (0..teachers.len()).any(|k| !covered(k) && beside[k].iter().any(|(j, _)| covered(*j as usize)))
        );
    }

    #[test]
    fn ties_between_schools_lead_where_the_table_says_with_its_shares_and_one_more_school_moves_no_other() {
        let (schools, teachers, p) = day();
        let ties = [(1, 0.6), (2, 0.3)].map(|(asked, strength)| SchoolTie { asker: 0, asked, strength });
        let more = SchoolTie { asker: 0, asked: 5, strength: 0.3 };
        let (mut to, mut taken, mut elsewhere) = ([0; 8], 0, 0);
        for replication in 0..400 {
            let streams = Streams::new(1, 2, replication);
            let of = |ties: Vec<SchoolTie>, rest| {
                draw(
                    &teachers,
                    &schools,
                    Some(&AdviceNetwork { rest, ties: KnownTies::Schools(ties) }),
                    &streams,
                    &p,
                )
            };
            let two = of(ties.to_vec(), OtherTies::Drawn);
            let three = of([&ties[..], &[more]].concat(), OtherTies::Drawn);
            let only = of(ties.to_vec(), OtherTies::None);
            let plain = network::draw(&teachers, &schools, &streams, &p);
            for k in 0..teachers.len() {
                let home = teachers.school[k].0;
                let away = |list: &[(u32, f64)]| -> Vec<u32> {
                    list.iter().map(|(j, _)| *j).filter(|j| teachers.school[*j as usize].0 != home).collect()
                };
                match home {
                    0 => {
                        for (old, new) in away(&two[k]).into_iter().zip(away(&three[k])) {
                            let school = teachers.school[new as usize].0;
                            assert!(new == old || school == 5);
                            taken += usize::from(new != old);
                        }
                        away(&two[k]).into_iter().for_each(|j| to[teachers.school[j as usize].0] += 1);
                    }
                    1 | 2 => assert!(away(&two[k]).is_empty(), "asked only"),
                    _ => {
                        assert_eq!(two[k], plain[k]);
                        assert!(away(&only[k]).is_empty());
                        elsewhere += away(&two[k]).len();
                    }
                }
            }
        }
        let all = to[1] + to[2];
        assert_eq!(all, to.iter().sum::<usize>());
        let share = to[1] as f64 / all as f64;
        assert!((share - 2.0 / 3.0).abs() < 4.0 * (2.0 / 9.0 / all as f64).sqrt(), "{share} of {all}");
        let share = taken as f64 / all as f64;
        assert!((share - 0.25).abs() < 4.0 * (0.1875 / all as f64).sqrt(), "{share} of {all}");
        assert!(elsewhere > 0);
    }
}
