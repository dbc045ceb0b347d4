//! What is asked: scenario files, read, checked and complete. (ODD 2, 6)
//!
//! What was written and what is meant are two things. [`read`] turns a file, and those it extends,
//! into a [`Scenario`] that is complete, checked and immutable; past this door a run cannot fail.
//! Every fault of a file is reported at once, each with place, fault and remedy.
//!
//! ```
//! use uptake::scenario::Scenario;
//!
//! let scenario = Scenario::built_in("committed")?.with("district.pupils", 7_000)?.resolve()?;
//! assert_eq!(scenario.places[0].name(), "synthetic districts of 7000 students");
//! let problems = Scenario::from_text("mine", "format = 1\nextends = \"comitted\"")?.resolve();
//! assert!(problems.is_err_and(|problems| problems.to_string().contains("did you mean `committed`?")));
//! # Ok::<(), uptake::diagnostic::Diagnostics>(())
//! ```

mod advice;
pub(crate) mod cohort;
mod components;
pub mod decide_set;
pub mod describe;
pub mod diff;
mod district_spec;
mod draft;
pub mod effective;
pub mod gallery;
mod grammar;
pub mod index;
pub(crate) mod ineffective;
mod infeasible;
pub mod language;
pub mod layers;
mod mapped_rows;
pub mod mapping;
pub(crate) mod network;
pub mod outline;
mod parameter_values;
mod places;
pub mod planned;
mod read_event;
pub mod render;
mod resolve;
mod scenario_name;
mod school_names;
mod shipped_mappings;
pub mod sweep_design;
mod table_reader;
pub(crate) mod text;
mod totals;
mod value_type;
pub mod what_if;
mod when;

pub use cohort::Cohort;
pub use district_spec::{PUPILS, default_district};
pub use draft::ScenarioDraft;
pub use language::sections::RunSettings;
pub use layers::{Library, Source};
pub use resolve::{read, read_in};
pub use scenario_name::{name_fault, name_twice};

pub use crate::events::ScheduledEvent;
pub use crate::world::Opening;

use std::sync::Arc;

use language::sections::ParameterSet;

use crate::census::DistrictFacts;
use crate::census::totals::DistrictTotals;
use crate::model::Model;
use crate::parameters::{AcceptedModels, Distribution, LedgerEntry};

/// Version of the file format that this program reads.
pub const FORMAT: i64 = 1;

/// A complete scenario.
#[derive(Debug, Clone, PartialEq)]
pub struct Scenario {
    /// Short name: the file's, without its ending.
    pub name: String,
    /// How it was named where it was read.
    pub reference: Reference,
    /// One line for figures and tables.
    pub title: String,
    /// The question it answers.
    pub question: String,
    /// The point of a sweep that it is; empty where it is of none.
    pub point: sweep_design::Point,
    /// Its districts; each is a run of its own, unless they are a cohort.
    pub places: Vec<DistrictSpec>,
    /// The districts are one run: they meet at convenings and may share program managers.
    pub cohort: Option<Cohort>,
    /// What is settled before the first day, beside parameters.
    pub opening: Opening,
    /// A value or distribution for each parameter, in the order of [`crate::parameters::NAMES`].
    pub parameters: Vec<Distribution>,
    /// Positions of the parameters that the files and settings give, among those that accepted vectors have.
    pub given: Vec<usize>,
    /// Each replication draws one of these models, and one of its vectors for what is not given.
    pub accepted: Option<Arc<AcceptedModels>>,
    /// What happens when, in the order of the files.
    pub events: Vec<ScheduledEvent>,
    /// How it is run.
    pub run: RunSettings,
    /// What was left out or guessed when its districts were read from a table.
    pub notes: Vec<String>,
    /// Remarks that are no faults: values outside their plausible range, for instance.
    pub remarks: Vec<String>,
}

/// How a scenario was named where it was read: a path, or a built-in name; empty where nobody named it. Messages call it so. It is
/// no part of what the scenario says: whatever two were called by, they are equal.
#[derive(Debug, Clone, Default)]
pub struct Reference(pub String);

impl PartialEq for Reference {
    fn eq(&self, _: &Reference) -> bool {
        true
    }
}

/// A district of a scenario.
#[derive(Debug, Clone, PartialEq)]
pub enum DistrictSpec {
    /// Known schools.
    Facts(DistrictFacts),
    /// Drawn in each replication from a number of students.
    Synthetic {
        /// Its id: [`UNREAL`] outside a cohort.
        id: String,
        /// Students.
        pupils: u32,
    },
    /// A real district of which only totals are known: its schools are drawn in each replication. It has
    /// its own id, and so its own luck.
    Totals(DistrictTotals),
}

/// Districts of a table, and what was left out or guessed when they were read.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct FoundDistricts {
    /// The districts.
    pub districts: Vec<DistrictSpec>,
    /// Sentences about what was left out or guessed.
    pub notes: Vec<String>,
}

impl From<Vec<DistrictSpec>> for FoundDistricts {
    /// Districts of which nothing was left out.
    fn from(districts: Vec<DistrictSpec>) -> Self {
        FoundDistricts { districts, notes: Vec::new() }
    }
}

/// The id of districts that are not real ones: they share their luck, so that scenarios about them
/// can be compared.
pub const UNREAL: &str = "district";

impl DistrictSpec {
    /// What is known of its schools, where they are known.
    pub fn facts(&self) -> Option<&DistrictFacts> {
        if let DistrictSpec::Facts(facts) = self { Some(facts) } else { None }
    }

    /// The district's id.
    pub fn id(&self) -> &str {
        match self {
            DistrictSpec::Facts(facts) => &facts.id,
            DistrictSpec::Totals(totals) => &totals.id,
            DistrictSpec::Synthetic { id, .. } => id,
        }
    }

    /// Whether it is the default district or a synthetic one: nobody means a real district by it.
    pub fn is_invented(&self) -> bool {
        match self {
            DistrictSpec::Facts(facts) => *facts == default_district(),
            DistrictSpec::Synthetic { .. } => true,
            DistrictSpec::Totals(_) => false,
        }
    }

    /// Whether the setting `district.pupils` takes its place.
    pub fn takes_pupils(&self) -> bool {
        self.is_invented() && self.id() == UNREAL
    }

    /// A name to print.
    pub fn name(&self) -> String {
        match self {
            DistrictSpec::Facts(facts) => facts.name.clone(),
            DistrictSpec::Totals(totals) => totals.name.clone(),
            DistrictSpec::Synthetic { id, pupils } if id == UNREAL => {
                format!("synthetic districts of {pupils} students")
            }
            DistrictSpec::Synthetic { id, pupils } => format!("{id} (synthetic, {pupils} students)"),
        }
    }

    /// Its students.
    pub fn pupils(&self) -> u32 {
        match self {
            DistrictSpec::Facts(facts) => u32::try_from(facts.pupils()).unwrap_or(u32::MAX),
            DistrictSpec::Totals(totals) => totals.pupils,
            DistrictSpec::Synthetic { pupils, .. } => *pupils,
        }
    }

    /// About how many teachers it has; for sharing out work.
    pub fn teachers(&self) -> f64 {
        match self {
            DistrictSpec::Facts(facts) => facts.teachers_fte(),
            DistrictSpec::Totals(totals) => totals.teachers_fte.unwrap_or(f64::from(totals.pupils) / 20.0),
            DistrictSpec::Synthetic { pupils, .. } => f64::from(*pupils) / 20.0,
        }
    }
}

impl Scenario {
    /// What a person calls it who names it on a command line or in `extends`: its path, or its name.
    pub fn called(&self) -> &str {
        if self.reference.0.is_empty() { &self.name } else { &self.reference.0 }
    }

    /// Where its parameters come from, as `[run]` says it.
    pub fn parameter_set(&self) -> &'static str {
        self.settings().parameters.word()
    }

    /// How it is run, as `[run]` says it.
    pub fn settings(&self) -> RunSettings {
        let is_drawn = self.accepted.is_some();
        RunSettings {
            parameters: if is_drawn { ParameterSet::Accepted } else { ParameterSet::Default },
            ..self.run
        }
    }

    /// The models that its replications may follow: that of `[run]`, or those that are drawn.
    pub fn models(&self) -> Vec<Model> {
        match &self.accepted {
            Some(found) => found.models().iter().map(|weighed| weighed.model).collect(),
            None => vec![self.run.model],
        }
    }

    /// Whether each replication draws its model.
    pub fn draws_model(&self) -> bool {
        self.models().len() > 1
    }

    /// Whether it says something of this parameter itself, by a value, a distribution or an event: it is then part of the question.
    pub fn says(&self, entry: &LedgerEntry) -> bool {
        self.parameters[entry.position] != Distribution::Fixed(entry.value)
            || self.events.iter().any(|e| e.fields.parameter() == Some(entry.position))
    }

    /// Whether accepted vectors have the value of the parameter at this position of [`crate::parameters::NAMES`].
    pub fn takes_from_vectors(&self, position: usize) -> bool {
        self.accepted.as_ref().is_some_and(|accepted| accepted.draws(position))
            && !self.given.contains(&position)
    }

    /// Puts a value for the parameter at this position of [`crate::parameters::NAMES`]; no accepted vector puts its own there.
    pub fn put(&mut self, position: usize, value: f64) {
        self.parameters[position] = Distribution::Fixed(value);
        self.given.push(position);
    }

    /// Names of the parameters that are drawn in each replication, in the whole scenario or in one of its
    /// districts.
    pub fn drawn(&self) -> Vec<(usize, &'static str)> {
        let is_drawn = |d: &Distribution| !matches!(d, Distribution::Fixed(_));
        let own = || self.cohort.iter().flat_map(|c| c.settings.iter().flatten());
        self.parameters
            .iter()
            .enumerate()
            .filter(|(k, d)| is_drawn(d) || own().any(|(own, d)| own == k && is_drawn(d)))
            .map(|(k, _)| (k, crate::parameters::NAMES[k].1))
            .collect()
    }
}
