//! A diffusion of one's own, in one table: who, when, whom each asks, and what else is known of each.

use std::path::Path;

use super::diffusion_tables::Diffusion;
use super::fixed_table::{Cells, read};
use super::table_fault::Quoted;
use crate::diagnostic::{Diagnostic, Diagnostics, SourceLocation};

/// A diffusion with what else is known of people.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct DiffusionFile {
    /// Who took it up when, and whom everyone named.
    pub diffusion: Diffusion,
    /// For each person the covariates, in the order asked for.
    pub covariates: Vec<Vec<f64>>,
    /// The line of each person.
    lines: Vec<u64>,
    /// Whom each named, as written.
    named: Vec<String>,
}

impl DiffusionFile {
    /// Reads a CSV table with the columns `id`, `adopted` (a whole number, such as a year or month; empty where it never
    /// happened while people were watched), `ties` (ids of those whom the person asks, with spaces between them), and
    /// these covariates. Further columns are left alone.
    ///
    /// # Errors
    /// If the file cannot be read or has faults: they are all listed. If nobody takes it up after the first ones, or
    /// nobody asks anybody.
    pub fn read(path: &Path, covariates: &[String]) -> Result<DiffusionFile, Diagnostics> {
        let mut columns = vec!["id", "adopted", "ties"];
        columns.extend(covariates.iter().map(String::as_str));
        let mut file =
            read(path, &columns, |file: &mut DiffusionFile, cells| file.enter(cells, covariates.len()))?;
        file.tie(path)?;
        let d = &file.diffusion;
        let whole = |fault: &str, remedy: &str| Err(Diagnostic::new(path, fault, remedy).into());
        let times = || d.adopted.iter().flatten();
        if times().min() == times().max() {
            return whole(
                "nobody takes it up after the first ones",
                "give the time of each in the column `adopted`, as a whole number",
            );
        }
        if d.chosen.iter().all(Vec::is_empty) {
            return whole("nobody asks anybody", "give the ids of those whom each asks in the column `ties`");
        }
        Ok(file)
    }

    fn enter(&mut self, cells: &mut Cells<'_>, covariates: usize) {
        let when = cells.count_if_known(1);
        let known: Vec<Option<f64>> = (3..3 + covariates).map(|column| cells.number(column)).collect();
        let ties = cells.text(2).to_owned();
        let before = self.diffusion.len();
        self.diffusion.enter(cells, String::new(), when);
        if self.diffusion.len() > before {
            self.covariates.push(known.into_iter().flatten().collect());
            self.lines.push(cells.line);
            self.named.push(ties);
        }
    }

    /// Finds everyone who was named.
    fn tie(&mut self, path: &Path) -> Result<(), Diagnostics> {
        let mut faults = Diagnostics::default();
        let file = path.display().to_string();
        for person in 0..self.named.len() {
            let mut fault = |what: String, remedy: &str| {
                let at = SourceLocation::line(&file, self.lines[person] as u32);
                faults.add(at, format!("column `ties`: {what}"), remedy);
            };
            let mut chosen = Vec::new();
            for id in self.named[person].split_whitespace() {
                match self.diffusion.ids.iter().position(|known| known == id) {
                    Some(other) if other == person => {
                        fault(format!("{} names itself", Quoted(id)), "remove it there");
                    }
                    Some(other) => chosen.push(other),
                    None => fault(
                        format!("nobody has the id {}", Quoted(id)),
                        "add a row for this person, or remove the tie; ids are separated by spaces",
                    ),
                }
            }
            chosen.sort_unstable();
            chosen.dedup();
            self.diffusion.chosen[person] = chosen;
        }
        faults.or(())
    }
}
