//! Who asks whom in a stored run, as a table that a scenario can take for its own, and as GraphML.
//!
//! ```no_run
//! use std::path::Path;
//! use uptake::study::stored::Stored;
//!
//! let ties = Stored::open(Path::new("results/tahoe"))?.ties(None, None, 17)?;
//! println!("{} ties", ties.ties.len());
//! std::fs::write("ties.csv", ties.csv()?).ok();
//! # Ok::<(), uptake::diagnostic::Diagnostics>(())
//! ```

use std::path::Path;

use askama::Template;

use super::stored::{Stored, place_of};
use crate::census::grade::Grade;
use crate::diagnostic::{Diagnostic, Result};
use crate::input::tie_table::COLUMNS;
use crate::results::csv_rows::{CsvCell, CsvRows};
use crate::simulation::{first_day, parameters_of};
use crate::world::District;

/// The ties of one run.
#[derive(Debug, Template)]
#[template(path = "ties.graphml.xml")]
pub struct RunTies {
    /// Scenario, district and replication.
    pub name: String,
    /// Everyone in the district, in order of school, grade and seat.
    pub teachers: Vec<TeacherNode>,
    /// Ties, in the order of who asks and there in that of the run.
    pub ties: Vec<TieEdge>,
}

/// A teacher of the first day.
#[derive(Debug, Clone, PartialEq)]
pub struct TeacherNode {
    /// Id of the school.
    pub school: String,
    /// Grade; empty where the grades of the school are not known.
    pub grade: String,
    /// Grade and number of the seat: the same seat has this name in every run, and names of a grade are in the order of its seats.
    pub name: String,
    /// Whether the practice is meant for the grade.
    pub focal: bool,
    /// Whether the teacher is on a team on the first day.
    pub on_team: bool,
}

/// A tie: places in the list of teachers, and its strength (0 to 1).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct TieEdge {
    /// Who asks.
    pub asker: usize,
    /// Who is asked.
    pub asked: usize,
    /// Strength.
    pub strength: f64,
}

impl Stored {
    /// The ties of a run, which belong to its first day and stay.
    ///
    /// # Errors
    /// A scenario, district or replication that the folder does not hold; a district that was not simulated.
    pub fn ties(&self, scenario: Option<&str>, district: Option<&str>, replication: u32) -> Result<RunTies> {
        let scenario = self.scenario(scenario)?;
        let place = place_of(scenario, &self.district(district)?.id)?;
        let replication = self.replication(replication)?;
        let p = parameters_of(scenario, place.id(), replication);
        let (district, _) = first_day(scenario, place, replication, &p).map_err(|_| {
            let fault =
                format!("{} has no teacher of a grade of the practice, and was not simulated", place.name());
            Diagnostic::new(&self.folder, fault, "choose another district with --district")
        })?;
        let known = |id: &str| {
            let school = place.facts().and_then(|facts| facts.schools.iter().find(|school| school.id == id));
            school.is_none_or(|school| school.grades.is_some())
        };
        let name = format!("{}, {}, replication {replication}", scenario.name, place.id());
        Ok(RunTies::of(name, &district, known))
    }
}

impl RunTies {
    /// Those of a district on its first day; `known` says of the id of a school whether its grades are known.
    fn of(name: String, d: &District, known: impl Fn(&str) -> bool) -> RunTies {
        let mut teachers = Vec::with_capacity(d.teachers.len());
        for school in &d.schools {
            let is_known = known(&school.id);
            for group in &school.grades {
                let grade =
                    Grade::new(group.grade).filter(|_| is_known).map_or_else(String::new, |g| g.to_string());
                teachers.extend(group.teachers.clone().enumerate().map(|(number, k)| TeacherNode {
                    school: school.id.clone(),
                    name: format!("{grade}-{number:04}"),
                    grade: grade.clone(),
                    focal: d.teachers.focal[k],
                    on_team: d.teachers.on_team[k],
                }));
            }
        }
        let of =
            |asker: usize| d.ties.of(asker).map(move |(asked, strength)| TieEdge { asker, asked, strength });
        let ties = (0..d.teachers.len()).flat_map(of).collect();
        RunTies { name, teachers, ties }
    }

    /// A table with a row for each tie, and one for everybody who stands in none.
    ///
    /// # Errors
    /// Memory that cannot be written to.
    pub fn csv(&self) -> Result<Vec<u8>> {
        let mut rows = CsvRows::new(Vec::new(), Path::new("ties.csv"));
        rows.write_names(COLUMNS)?;
        let end = |k: usize| {
            let TeacherNode { school, grade, name, .. } = &self.teachers[k];
            [school, grade, name].map(|text| CsvCell::Text(text))
        };
        let mut stands = vec![false; self.teachers.len()];
        for &TieEdge { asker, asked, strength } in &self.ties {
            (stands[asker], stands[asked]) = (true, true);
            rows.write(end(asker).into_iter().chain(end(asked)).chain([CsvCell::Number(strength)]))?;
        }
        for alone in (0..stands.len()).filter(|&k| !stands[k]) {
            rows.write(
                end(alone).into_iter().chain([CsvCell::Text(""); 3]).chain([CsvCell::Number(f64::NAN)]),
            )?;
        }
        rows.into_sink()
    }

    /// The same as GraphML, with school, grade, focal and on_team of each teacher.
    ///
    /// # Errors
    /// Memory that cannot be written to.
    pub fn graphml(&self) -> Result<String> {
        self.render()
            .map_err(|e| Diagnostic::failed("", format!("GraphML cannot be written: {e}"), "free memory"))
    }
}
