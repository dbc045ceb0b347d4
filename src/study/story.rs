//! Stored runs told: one, typical ones, and where two of the same replication part.
//!
//! ```no_run
//! use std::path::Path;
//! use uptake::explain::page;
//! use uptake::study::stored::Stored;
//!
//! let stored = Stored::open(Path::new("results/pair"))?;
//! print!("{}", page::text(&stored.narrator(None, None)?.run(17, None)?.blocks));
//! # Ok::<(), uptake::diagnostic::Diagnostics>(())
//! ```

use super::replay::outcomes;
use super::stored::{Stored, meant, place_of};
use super::story_json;
use crate::diagnostic::{Diagnostic, ExitStatus, Result};
use crate::explain::divergence::{self, PairedRuns};
use crate::explain::page::{self, PageBlock};
use crate::explain::{Story, Typical, explain, nothing_is_run, typical, watched};
use crate::metrics::Ending;
use crate::scenario::{DistrictSpec, Scenario};

/// What typical means, in a sentence.
const WHICH: &str = "Of each ending the run that lies nearest to all others that end so, in spread, depth, deep share, \
                     ownership and coherence year by year.";

/// Whoever tells the runs of a scenario in a district of a folder.
pub struct Narrator<'a> {
    stored: &'a Stored,
    /// The scenario.
    pub scenario: &'a Scenario,
    /// The district.
    pub place: &'a DistrictSpec,
}

/// What is told, to be read or to be worked with.
#[non_exhaustive]
pub struct Narrative {
    /// Headings, sentences and lists.
    pub blocks: Vec<PageBlock>,
    /// The same as JSON.
    pub json: serde_json::Value,
}

impl Stored {
    /// Tells the runs of the scenario of this name, or the first one, in the district of this id, or the only one.
    ///
    /// # Errors
    /// Runs of a version with other runs; names that are none.
    pub fn narrator(&self, scenario: Option<&str>, district: Option<&str>) -> Result<Narrator<'_>> {
        self.refuse_other_runs()?;
        let scenario = self.scenario(scenario)?;
        let place = place_of(scenario, &self.district(district)?.id)?;
        Ok(Narrator { stored: self, scenario, place })
    }
}

impl Narrator<'_> {
    /// A replication, or one school in it, by its number from 1, its name or its id.
    ///
    /// # Errors
    /// A run that is not the stored one any more; a school that is none.
    pub fn run(&self, replication: u32, school: Option<&str>) -> Result<Narrative> {
        let story = self.story(self.stored.replication(replication)?, school)?;
        Ok(Narrative { blocks: page::story(&story), json: story_json::story(&story) })
    }

    /// A replication as parts for a page: its title, its paragraphs, and each cause with what would have followed without it.
    /// `which` says what it is typical of.
    ///
    /// # Errors
    /// Those of [`Narrator::run`].
    pub fn page_story(&self, replication: u32, which: &str) -> Result<serde_json::Value> {
        Ok(story_json::of_page(&self.story(self.stored.replication(replication)?, None)?, which))
    }

    /// Where the same replication of another scenario parts from it.
    ///
    /// # Errors
    /// Runs that are not the stored ones any more.
    pub fn divergence(&self, other: &Scenario, replication: u32) -> Result<Narrative> {
        let replication = self.stored.replication(replication)?;
        if self.stored.is_unpaired() {
            let fault = "compares its scenarios unpaired: no run of one belongs to a run of the other";
            let remedy = "tell a run of each by itself, with --scenario and without --compare";
            return Err(Diagnostic::usage(fault, remedy).at(&self.stored.folder));
        }
        self.check(self.scenario, replication)?;
        self.check(other, replication)?;
        let place = place_of(other, self.place.id())?;
        let ((_, first, names), (_, second, _)) =
            (watched(self.scenario, self.place, replication)?, watched(other, place, replication)?);
        let pair = PairedRuns {
            scenarios: (&self.scenario.name, &other.name),
            runs: (&first, &second),
            names: &names,
        };
        let divergence = divergence::find(&pair);
        Ok(Narrative {
            blocks: divergence::page(&pair, &divergence, replication),
            json: story_json::divergence(&pair, &divergence, replication),
        })
    }

    /// A typical run of each ending there is, the commonest first.
    ///
    /// # Errors
    /// A district that was not simulated; tables that cannot be read.
    pub fn typical(&self) -> Result<Vec<Typical>> {
        let all = typical(&self.stored.features(&self.scenario.name, self.place.id())?);
        if all.is_empty() { Err(nothing_is_run(self.place)) } else { Ok(all) }
    }

    /// The typical run of an ending.
    ///
    /// # Errors
    /// An ending that no run has, and those of [`Narrator::typical`].
    pub fn typical_of(&self, ending: Ending) -> Result<u32> {
        let all = self.typical()?;
        let found = all.iter().find(|t| t.ending == ending).map(|t| t.replication);
        found.ok_or_else(|| {
            let there: Vec<&str> = all.iter().map(|t| t.ending.name()).collect();
            let fault = format!("no run of {} ends {}", self.scenario.name, ending.name());
            Diagnostic::new(&self.stored.folder, fault, format!("there are: {}", there.join(", ")))
        })
    }

    /// Typical runs, each in brief.
    ///
    /// # Errors
    /// Those of [`Narrator::run`].
    pub fn in_brief(&self, runs: &[Typical], school: Option<&str>) -> Result<Narrative> {
        let story = |t: &Typical| Ok((*t, self.story(t.replication, school)?));
        let stories = runs.iter().map(story).collect::<Result<Vec<_>>>()?;
        let title = format!("{}: typical runs of {}", self.place.name(), self.scenario.name);
        let mut blocks = vec![PageBlock::Title(title), PageBlock::Words(WHICH.into())];
        for (t, story) in &stories {
            blocks.push(PageBlock::Heading(page::typical_heading(t)));
            blocks.extend(page::brief(story));
        }
        Ok(Narrative { blocks, json: story_json::typical(&stories) })
    }

    fn story(&self, replication: u32, school: Option<&str>) -> Result<Story> {
        self.check(self.scenario, replication)?;
        let school = school.map(|name| self.school(replication, name)).transpose()?;
        explain(self.scenario, self.place, replication, school)
    }

    /// Refuses to tell a run that is not the stored one.
    fn check(&self, scenario: &Scenario, replication: u32) -> Result<()> {
        let ids = [self.place.id().to_string()];
        for (id, outcome) in outcomes(scenario, &ids, replication)? {
            let found = self.stored.agreement(scenario, &id, replication, &outcome)?;
            let Some(first) = &found.first else { continue };
            let fault = format!(
                "replication {replication} of {} cannot be told: run again it is another run ({})",
                scenario.name,
                first.words()
            );
            let fault = Diagnostic::new(&self.stored.folder, fault, self.stored.likely_reason());
            return Err(fault.with_status(ExitStatus::Differs));
        }
        Ok(())
    }

    /// A school by its number, from 1, or its name or id.
    fn school(&self, replication: u32, name: &str) -> Result<usize> {
        let (_, watch, names) = watched(self.scenario, self.place, replication)?;
        let of = names.schools.len();
        if let Ok(number) = name.parse::<usize>() {
            return number.checked_sub(1).filter(|k| *k < of).ok_or_else(|| {
                let district = &names.district;
                let fault =
                    format!("--school is {number}, but {district} has {of} schools in this replication");
                Diagnostic::usage(fault, format!("choose 1 to {of}"))
            });
        }
        let is_it = |k: &usize| names.schools[*k].eq_ignore_ascii_case(name) || watch.schools[*k].id == name;
        (0..of).find(is_it).ok_or_else(|| {
            let all: Vec<&str> = names.schools.iter().map(String::as_str).collect();
            Diagnostic::new("", format!("{} has no school `{name}`", names.district), meant(name, &all))
        })
    }
}
