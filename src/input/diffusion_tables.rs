//! Histories of a diffusion: who took something up when, and whom everyone named as friend or adviser.
//!
//! Two published ones are read: modern mathematics among the school superintendents of Allegheny County
//! (Carlson 1965), in years, and a new drug among doctors of four towns (Coleman, Katz and Menzel 1966), in
//! months.

use std::path::Path;

use super::fixed_table::{Cells, read};
use super::table_fault::Quoted;
use crate::diagnostic::Diagnostics;

/// A diffusion as it was observed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Diffusion {
    /// Identifiers, as the table has them.
    pub ids: Vec<String>,
    /// The town of each, empty where all belong together.
    pub group: Vec<String>,
    /// When each took it up: a year, or a month from 1; none if not while it was watched.
    pub adopted: Vec<Option<u32>>,
    /// Whom each named, by place in the list, each once, in ascending order.
    pub chosen: Vec<Vec<usize>>,
}

impl Diffusion {
    /// `modern_math_superintendents.csv` and `modern_math_friendship_choices.csv` of a folder.
    ///
    /// # Errors
    /// If a file cannot be read or has faults; they are all listed.
    pub fn superintendents(folder: &Path) -> Result<Diffusion, Diagnostics> {
        let people = read(
            &folder.join("modern_math_superintendents.csv"),
            &["id", "adoption_year"],
            |d: &mut Diffusion, cells| {
                let when = cells.count(1);
                d.enter(cells, String::new(), when);
            },
        )?;
        people.with_ties(&folder.join("modern_math_friendship_choices.csv"))
    }

    /// `medical_innovation_doctors.csv` and `medical_innovation_ties.csv` of a folder. Advice, discussion and
    /// friendship count alike.
    ///
    /// # Errors
    /// As [`Diffusion::superintendents`].
    pub fn doctors(folder: &Path) -> Result<Diffusion, Diagnostics> {
        let people = read(
            &folder.join("medical_innovation_doctors.csv"),
            &["id", "city", "adoption_month"],
            |d: &mut Diffusion, cells| {
                let Some(city) = cells.needed(1) else { return };
                let when = cells.count_if_known(2);
                if when == Some(0) {
                    cells.fault(
                        2,
                        "months are numbered from 1".into(),
                        "leave it empty if it never happened",
                    );
                }
                d.enter(cells, city, when);
            },
        )?;
        people.with_ties(&folder.join("medical_innovation_ties.csv"))
    }

    /// Number of people.
    pub fn len(&self) -> usize {
        self.ids.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.ids.is_empty()
    }

    /// How many had taken it up by the end of a year or month.
    pub fn by(&self, time: u32) -> usize {
        self.adopted.iter().flatten().filter(|&&when| when <= time).count()
    }

    pub(super) fn enter(&mut self, cells: &mut Cells<'_>, group: String, when: Option<u32>) {
        let Some(id) = cells.needed(0) else { return };
        if self.ids.contains(&id) {
            let what = format!("{} is there twice", Quoted(&id));
            cells.fault(0, what, "give each person one row and an identifier of their own");
            return;
        }
        self.ids.push(id);
        self.group.push(group);
        self.adopted.push(when);
        self.chosen.push(Vec::new());
    }

    fn with_ties(mut self, path: &Path) -> Result<Diffusion, Diagnostics> {
        let pairs = read(path, &["chooser", "chosen"], |pairs: &mut Vec<(usize, usize)>, cells| {
            let [from, to] = [0, 1].map(|column| {
                let id = cells.needed(column)?;
                let place = self.ids.iter().position(|known| *known == id);
                if place.is_none() {
                    let what = format!("{} is not in the table of people", Quoted(&id));
                    cells.fault(column, what, "add the person there, or remove the tie");
                }
                place
            });
            if let (Some(from), Some(to)) = (from, to) {
                if from == to {
                    let what = format!("{} names itself", Quoted(&self.ids[from]));
                    cells.fault(1, what, "remove the tie");
                }
                pairs.push((from, to));
            }
        })?;
        for (from, to) in pairs {
            self.chosen[from].push(to);
        }
        for list in &mut self.chosen {
            list.sort_unstable();
            list.dedup();
        }
        Ok(self)
    }
}
