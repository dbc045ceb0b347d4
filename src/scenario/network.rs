//! The section `[network]`: who asks whom, read and checked against the schools of the district.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::language::sections::NetworkText;
use super::layers::Library;
use super::places::Places;
use super::text::{Value, WrittenItem};
use super::value_type::as_number;
use super::{DistrictSpec, Source};
use crate::census::advice::{NamedTeacher, TieEnd, TieRow};
use crate::census::grade::{Grade, GradeSpan};
use crate::census::{DistrictFacts, SchoolFacts, meant};
use crate::diagnostic::spelling::nearest;
use crate::diagnostic::{Diagnostic, Diagnostics, Remedy, SourceLocation, is_unseen};
use crate::initialization::seats;
use crate::phrasing::{count, thousands};
use crate::world::School;
use crate::world::advice::{AdviceNetwork, KnownTies, NamedSeat, SchoolTie, TeacherTie};

/// Most rows of a table of ties.
pub const MOST_TIES: usize = 20_000;
/// Most letters of all names in such a table together, so that the scenario that holds them can be read again.
const MOST_LETTERS: usize = 2_000_000;
/// Longest name of a school or teacher (characters).
const LONGEST_NAME: usize = 200;
/// How a tie is written in a scenario.
const WRITE_A_TIE: &str = "write [\"oak\", \"3\", \"a\", \"oak\", \"4\", \"b\", 0.5]: school, grade and teacher of who asks and \
                           who is asked, and a strength; or [\"oak\", \"elm\", 0.5] for schools";

/// What the section is read against.
pub struct NetworkContext<'a> {
    /// Where everything stands.
    pub places: &'a Places,
    /// The file that names the table.
    pub source: &'a Source,
    /// Where tables come from.
    pub library: &'a dyn Library,
    /// The districts, where they are known.
    pub districts: &'a [DistrictSpec],
}

/// The known ties, where the section is there and nothing is wrong with it.
pub fn read(
    text: NetworkText,
    around: &NetworkContext<'_>,
    remarks: &mut Vec<String>,
    problems: &mut Diagnostics,
) -> Option<Arc<AdviceNetwork>> {
    let places = around.places;
    let start = places.below("network").min().cloned()?;
    let rest = text.rest.unwrap_or_default();
    let (rows, table) = match (text.table, text.ties) {
        (Some(_), Some(_)) => {
            let fault = "[network] has both `table` and `ties`";
            problems.add(&start, fault, "keep one of the two");
            return None;
        }
        (None, None) => {
            let fault = "[network] says of nobody who asks whom";
            problems.missing(&start, "table", fault, "name a table: table = \"ties.csv\"");
            return None;
        }
        (Some(table), None) => match around.library.ties(&table, around.source) {
            Ok(found) => {
                remarks.extend(found.notes.lines().iter().map(|line| format!("{table}: {line}")));
                if !found.unread.is_empty() {
                    remarks.push(format!("{table}: columns that are not read: {}", found.unread.join(", ")));
                }
                (found.rows, Some(table))
            }
            Err(refused) => {
                let at = places.at("network.table");
                for fault in refused {
                    match fault.at.line {
                        1.. => problems.push(fault.beside_other_files()),
                        0 => problems.add(&at, fault.fault, fault.remedy),
                    }
                }
                return None;
            }
        },
        (None, Some(ties)) => (inline(ties, problems)?, None),
    };
    let key = if table.is_some() { "network.table" } else { "network.ties" };
    let facts = match around.districts {
        [] => return None, // why they are not known is told elsewhere
        [DistrictSpec::Facts(facts)] => facts,
        [_] => {
            let fault = "ties are known, but the schools of the district are drawn anew in each replication";
            let remedy =
                "list the schools in [[district.school]], or take them from a table; or leave [network] out";
            problems.add(places.at(key), fault, remedy);
            return None;
        }
        many => {
            let fault = format!("ties are known of one district, and there are {}", many.len());
            problems.add(places.at(key), fault, "leave [network] out, or run one district");
            return None;
        }
    };
    let at = |row: &TieRow| match &table {
        Some(table) => SourceLocation::line(table, row.row),
        None => places.at(&format!("network.ties[{}]", row.row)),
    };
    let before = problems.count();
    let (schools, _) = seats::seat(facts, GradeSpan::default());
    let mut check = Check { facts, schools, teachers: BTreeMap::new(), pairs: BTreeMap::new(), problems };
    let ties = check.all(&rows, &at, places.at(key));
    if check.problems.count() > before {
        return None;
    }
    let found = AdviceNetwork { rest, ties: ties? };
    remarks.push(words(&found, facts));
    Some(Arc::new(found))
}

/// What is known and what is not, in a sentence.
pub fn words(network: &AdviceNetwork, facts: &DistrictFacts) -> String {
    let covered = network.schools();
    // Which grades are focal makes no difference to how many teachers there are.
    let (schools, _) = seats::seat(facts, GradeSpan::default());
    let others = facts.schools.len() - covered.len();
    let (ties, drawn) = (thousands(network.len() as u64), network.rest == Default::default());
    match &network.ties {
        KnownTies::Teachers(named, known) => {
            let mut stands = vec![false; named.len()];
            known.iter().for_each(|tie| (stands[tie.asker], stands[tie.asked]) = (true, true));
            let in_ties = stands.iter().filter(|stands| **stands).count();
            let seats: usize = covered.iter().map(|&k| schools[k].teachers.len()).sum();
            let rest = match (drawn, others) {
                (_, 0) => "".into(),
                (true, _) => format!("; ties of teachers of the other {others}, and to them, are drawn"),
                (false, _) => "; nobody else asks anybody".into(),
            };
            let alone = match seats - in_ties {
                0 => String::new(),
                1 => ", and one in no tie".into(),
                alone => format!(", and {alone} in no tie"),
            };
            format!(
                "who asks whom is known for {} of {} schools: {ties} ties among {in_ties} of their {seats} teachers{alone}{rest}",
                covered.len(),
                facts.schools.len(),
            )
        }
        KnownTies::Schools(_) => {
            let rest = match (drawn, others) {
                (_, 0) => "",
                (true, _) => "; the other schools draw the ones they ask",
                (false, _) => "; the other schools ask nobody elsewhere",
            };
            format!(
                "which school asks which is known for {} of {} schools: {ties} ties; who of their teachers asks whom is drawn, as \
                 are ties within schools{rest}",
                covered.len(),
                facts.schools.len()
            )
        }
    }
}

/// The rows of a list of ties that stands in the scenario.
fn inline(ties: WrittenItem, problems: &mut Diagnostics) -> Option<Vec<TieRow>> {
    let Value::List(items) = ties.value else {
        let fault = format!("`ties` is {}, not a list of ties", ties.value.kind());
        problems.add(&ties.at, fault, WRITE_A_TIE);
        return None;
    };
    let before = problems.count();
    let rows = items.into_iter().zip(1..).filter_map(|(item, row)| {
        let Value::List(cells) = &item.value else {
            problems.add(&item.at, format!("a tie is {}, not a list", item.value.kind()), WRITE_A_TIE);
            return None;
        };
        let found = tie_of(cells, row);
        if let Err(fault) = &found {
            problems.add(&item.at, fault.clone(), WRITE_A_TIE);
        }
        found.ok()
    });
    let rows: Vec<TieRow> = rows.collect();
    (problems.count() == before).then_some(rows)
}

/// A tie as a scenario writes it: texts for each end, then perhaps a number.
fn tie_of(cells: &[WrittenItem], row: u32) -> Result<TieRow, String> {
    let strength = cells.last().and_then(|cell| as_number(&cell.value));
    let texts: Vec<&str> = cells[..cells.len() - usize::from(strength.is_some())]
        .iter()
        .map(|cell| match &cell.value {
            Value::Text(text) => Ok(text.as_str()),
            other => Err(format!("a tie holds {} where a text in quotes is meant", other.kind())),
        })
        .collect::<Result<_, _>>()?;
    let end = |cells: &[&str]| -> Result<TieEnd, String> {
        let teacher = match cells {
            [_, grade, name] => Some(NamedTeacher {
                grade: (!grade.is_empty())
                    .then(|| grade.parse::<Grade>())
                    .transpose()
                    .map_err(|e| e.fault)?,
                name: (*name).into(),
            }),
            _ => None,
        };
        Ok(TieEnd { school: cells.first().copied().unwrap_or_default().into(), teacher })
    };
    let (asker, asked) = match texts.as_slice() {
        [asker, asked] => (end(&[asker])?, Some(end(&[asked])?)),
        asker @ [_, _, _] => (end(asker)?, None),
        ends @ [_, _, _, _, _, _] => (end(&ends[..3])?, Some(end(&ends[3..])?)),
        other => {
            let has = count(other.len() as f64, "text", "texts");
            return Err(format!("a tie has {has}, not two or six"));
        }
    };
    Ok(TieRow { asker, asked, strength, row })
}

/// A tie as a scenario writes it, of a district with these schools.
pub fn lines(network: &AdviceNetwork, schools: &[SchoolFacts]) -> Vec<Vec<Value>> {
    let text = |text: &str| Value::Text(text.into());
    let id = |place: usize| schools.get(place).map_or("", |school| school.id.as_str());
    match &network.ties {
        KnownTies::Schools(ties) => {
            let line =
                |tie: &SchoolTie| vec![text(id(tie.asker)), text(id(tie.asked)), Value::Number(tie.strength)];
            ties.iter().map(line).collect()
        }
        KnownTies::Teachers(seats, ties) => {
            let end = |seat: &NamedSeat| {
                let is_known = schools.get(seat.school).is_some_and(|school| school.grades.is_some());
                let grade =
                    Grade::new(seat.grade).filter(|_| is_known).map_or_else(String::new, |g| g.to_string());
                [text(id(seat.school)), text(&grade), text(&seat.name)]
            };
            let mut named = vec![false; seats.len()];
            let mut lines: Vec<Vec<Value>> = Vec::new();
            for tie in ties {
                (named[tie.asker], named[tie.asked]) = (true, true);
                let ends = end(&seats[tie.asker]).into_iter().chain(end(&seats[tie.asked]));
                lines.push(ends.chain(tie.strength.map(Value::Number)).collect());
            }
            let alone = seats.iter().zip(named).filter(|(_, named)| !named);
            lines.extend(alone.map(|(seat, _)| end(seat).into()));
            lines
        }
    }
}

/// Rows on their way to ties of the district.
struct Check<'a> {
    facts: &'a DistrictFacts,
    schools: Vec<School>,
    /// Teachers by school and name: grade, and the row that first names them.
    teachers: BTreeMap<(usize, String), (i8, u32)>,
    /// Pairs, and the row that first has them.
    pairs: BTreeMap<(Place, Place), u32>,
    problems: &'a mut Diagnostics,
}

/// A school, or one of its teachers by name.
type Place = (usize, String);

impl Check<'_> {
    fn all(
        &mut self,
        rows: &[TieRow],
        at: &dyn Fn(&TieRow) -> SourceLocation,
        whole: SourceLocation,
    ) -> Option<KnownTies> {
        let letters = |end: &TieEnd| end.school.len() + end.teacher.as_ref().map_or(0, |t| t.name.len());
        let letters: usize =
            rows.iter().map(|r| letters(&r.asker) + r.asked.as_ref().map_or(0, letters)).sum();
        for (is, what, most) in
            [(rows.len(), "ties", MOST_TIES), (letters, "letters in its names", MOST_LETTERS)]
        {
            if is > most {
                let fault = format!("the table has {} {what}", thousands(is as u64));
                let allowed = format!("at most {}", thousands(most as u64));
                let remedy = format!("{allowed} are read; leave weak ties out, or write shorter names");
                self.problems.add(&whole, fault, Remedy::allowing(remedy, allowed));
                return None;
            }
        }
        let is_of_teachers = rows.first().is_some_and(|row| row.asker.teacher.is_some());
        let mut ties: Vec<(Place, Place, Option<f64>)> = Vec::new();
        for row in rows {
            let ends = [Some(&row.asker), row.asked.as_ref()];
            if ends.into_iter().flatten().any(|end| end.teacher.is_some() != is_of_teachers) {
                let remedy = "say it of teachers in all rows, or of schools in all rows";
                self.problems.add(at(row), "some ties are of teachers and some of schools", remedy);
                return None;
            }
            let [asker, asked] = ends.map(|end| end.and_then(|end| self.end(end, row, at)));
            if row.asked.is_none() && row.strength.is_some() {
                let remedy = "say who is asked, or leave the strength out";
                self.problems.add(at(row), "the row has a strength, and nobody is asked", remedy);
            }
            let (Some(asker), Some(asked)) = (asker, asked) else { continue };
            if let Some(x) = row.strength.filter(|x| !(*x > 0.0 && *x <= 1.0)) {
                let allowed = "above 0, at most 1";
                let remedy =
                    Remedy::allowing("leave out ties that are none; divide all by the largest", allowed);
                self.problems.add(at(row), format!("the strength of the tie is {x}, not {allowed}"), remedy);
            }
            if asker == asked {
                let who = if is_of_teachers { "a teacher asks themselves" } else { "a school asks itself" };
                let remedy = if is_of_teachers {
                    "leave the row out"
                } else {
                    "leave the row out: ties within schools are drawn"
                };
                self.problems.add(at(row), who, remedy);
            }
            match self.pairs.get(&(asker.clone(), asked.clone())) {
                Some(first) => {
                    let fault = format!("the tie is already in row {first}");
                    self.problems.add(at(row), fault, "keep one of the two");
                }
                None => drop(self.pairs.insert((asker.clone(), asked.clone()), row.row)),
            }
            ties.push((asker, asked, row.strength));
        }
        if ties.is_empty() && self.problems.is_empty() {
            self.problems.add(&whole, "there is no tie in it", "write a row for each tie: who asks whom");
        }
        if !is_of_teachers {
            let tie = |(asker, asked, strength): (Place, Place, Option<f64>)| SchoolTie {
                asker: asker.0,
                asked: asked.0,
                strength: strength.unwrap_or(1.0),
            };
            return Some(KnownTies::Schools(ties.into_iter().map(tie).collect()));
        }
        let seats = self.seats(rows, at);
        let places: BTreeMap<Place, usize> =
            seats.iter().enumerate().map(|(k, seat)| ((seat.school, seat.name.clone()), k)).collect();
        let tie = |(asker, asked, strength): (Place, Place, Option<f64>)| {
            Some(TeacherTie { asker: *places.get(&asker)?, asked: *places.get(&asked)?, strength })
        };
        let ties = ties.into_iter().filter_map(tie).collect();
        Some(KnownTies::Teachers(seats, ties))
    }

    /// The school of an end, or its teacher, who is noted.
    fn end(&mut self, end: &TieEnd, row: &TieRow, at: &dyn Fn(&TieRow) -> SourceLocation) -> Option<Place> {
        let name = end.teacher.as_ref().map(|teacher| teacher.name.as_str());
        for text in [Some(end.school.as_str()), name].into_iter().flatten() {
            if text.is_empty() || text.chars().count() > LONGEST_NAME || text.chars().any(is_unseen) {
                let allowed = format!("1 to {LONGEST_NAME} characters, none of them unseen");
                let remedy = Remedy::allowing("write a short code in one line", allowed);
                self.problems.add(
                    at(row),
                    "a name in the row is empty, too long or holds control characters",
                    remedy,
                );
                return None;
            }
        }
        let found = meant(&end.school, &self.facts.schools, |school| (&school.id, &school.name));
        let school = match found.as_slice() {
            [one] => self.facts.schools.iter().position(|school| school.id == one.id)?,
            [] => {
                let names = self.facts.schools.iter().flat_map(|s| [s.id.as_str(), s.name.as_str()]);
                let near = nearest(&end.school, names);
                let remedy = near
                    .map_or("leave the row out, or name a school of the district".into(), |near| {
                        format!("did you mean `{near}`?")
                    });
                let fault = format!("the district has no school \"{}\"", end.school);
                self.problems.push(Diagnostic::new(at(row), fault, remedy));
                return None;
            }
            many => {
                let fault = format!("{} schools are called \"{}\"", many.len(), end.school);
                self.problems.add(at(row), fault, "name it by its id");
                return None;
            }
        };
        let Some(NamedTeacher { grade, name }) = &end.teacher else { return Some((school, String::new())) };
        let groups = &self.schools[school].grades;
        let known = self.facts.schools[school].grades;
        let number = match (grade, known) {
            (Some(grade), Some(span)) if span.grades().any(|g| g == *grade) => grade.number(),
            (None, None) => groups.first()?.grade,
            (Some(grade), Some(span)) => {
                let fault = format!("the school \"{}\" has the grades {span}, and no {grade}", end.school);
                self.problems.add(at(row), fault, "write a grade of the school");
                return None;
            }
            (Some(_), None) => {
                let fault = format!("the grades of the school \"{}\" are not known", end.school);
                self.problems.add(at(row), fault, "leave the grade empty: its staff are one group");
                return None;
            }
            (None, Some(_)) => {
                let fault = format!("the teacher \"{name}\" has no grade");
                self.problems.add(at(row), fault, "write the grade in which the teacher works");
                return None;
            }
        };
        let key = (school, name.clone());
        match self.teachers.get(&key) {
            Some((other, first)) if *other != number => {
                let fault = format!("the teacher \"{name}\" was in another grade in row {first}");
                self.problems.add(
                    at(row),
                    fault,
                    "give each teacher of a school a name of their own, and one grade",
                );
            }
            Some(_) => {}
            None => drop(self.teachers.insert(key.clone(), (number, row.row))),
        }
        Some(key)
    }

    /// Seats of all teachers, in order of school, grade and name.
    fn seats(&mut self, rows: &[TieRow], at: &dyn Fn(&TieRow) -> SourceLocation) -> Vec<NamedSeat> {
        let named = self.teachers.iter();
        let named = named.map(|((school, name), (grade, _))| (*school, *grade, name.clone()));
        let mut named: Vec<(usize, i8, String)> = named.collect();
        named.sort();
        let mut seats: Vec<NamedSeat> = Vec::with_capacity(named.len());
        for (school, grade, name) in named {
            let last = seats.last().filter(|last| (last.school, last.grade) == (school, grade));
            let number = last.map_or(0, |last| last.number + 1);
            let group = self.schools[school].grades.iter().find(|group| group.grade == grade);
            let most = group.map_or(0, |group| group.teachers.len());
            if number == most {
                let count = self.teachers.iter().filter(|(k, (g, _))| (k.0, *g) == (school, grade)).count();
                let first = self.teachers.get(&(school, name.clone())).map(|(_, row)| *row);
                let row = rows.iter().find(|row| Some(row.row) == first);
                let id = &self.facts.schools[school].id;
                let grade = Grade::new(grade).map_or_else(String::new, |g| format!(" in grade {g}"));
                let fault = format!(
                    "the table names {count} teachers of \"{id}\"{grade}, and the school has {most} there"
                );
                let remedy = "the district's teachers (full-time equivalents) are shared out evenly to grades; leave some out, or \
                              give the school more teachers";
                self.problems.add(row.map_or_else(|| SourceLocation::whole(""), at), fault, remedy);
            }
            seats.push(NamedSeat { school, grade, name, number });
        }
        seats
    }
}
