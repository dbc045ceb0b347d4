//! A scenario that is still being written, in code: a text, settings and events laid over it.

use std::fmt;

use super::layers::{BuiltIn, Library, Source};
use super::what_if::WhatIf;
use super::{FoundDistricts, Scenario, planned, read_in};
use crate::census::advice::TieTable;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::parameters::Ledger;

/// A scenario that is not checked as a whole yet; [`ScenarioDraft::resolve`] does that.
///
/// ```
/// use uptake::scenario::Scenario;
///
/// let scenario = Scenario::built_in("committed")?
///     .named("early-exit")
///     .with("run.months", 36)?
///     .event("month 14: superintendent disengages to 0.2")?
///     .resolve()?;
/// assert_eq!((scenario.name.as_str(), scenario.events.len()), ("early-exit", 1));
/// assert!(Scenario::built_in("committed")?.with("superintendent_exti", 0.3).is_err());
/// # Ok::<(), uptake::diagnostic::Diagnostics>(())
/// ```
#[derive(Clone)]
pub struct ScenarioDraft {
    reference: String,
    text: Option<String>,
    name: Option<String>,
    settings: Vec<String>,
    events: String,
    places: Option<FoundDistricts>,
    library: &'static (dyn Library + Sync),
    ledger: Ledger,
}

impl Scenario {
    /// A draft that starts from a built-in scenario.
    ///
    /// # Errors
    /// If there is none of this name.
    pub fn built_in(name: &str) -> Result<ScenarioDraft, Diagnostics> {
        ScenarioDraft::new(name, None, &BuiltIn)
    }

    /// A draft that starts from the text of a scenario file, called `name` unless it is named anew.
    ///
    /// # Errors
    /// If this version of the library is faulty.
    pub fn from_text(name: &str, text: impl Into<String>) -> Result<ScenarioDraft, Diagnostics> {
        Scenario::from_text_beside(name, text, &BuiltIn)
    }

    /// A draft that starts from the text of a file that is not written yet; the scenarios and tables that it names
    /// are those of a library.
    ///
    /// # Errors
    /// If this version of the library is faulty.
    pub fn from_text_beside(
        label: &str,
        text: impl Into<String>,
        library: &'static (dyn Library + Sync),
    ) -> Result<ScenarioDraft, Diagnostics> {
        ScenarioDraft::new(label, Some(text.into()), library)
    }

    /// A draft that starts from what a library finds under a reference.
    ///
    /// # Errors
    /// If it finds nothing.
    pub fn from_library(
        reference: &str,
        library: &'static (dyn Library + Sync),
    ) -> Result<ScenarioDraft, Diagnostics> {
        ScenarioDraft::new(reference, None, library)
    }
}

impl ScenarioDraft {
    fn new(
        reference: &str,
        text: Option<String>,
        library: &'static (dyn Library + Sync),
    ) -> Result<ScenarioDraft, Diagnostics> {
        let ledger = Ledger::standard()?;
        let draft = ScenarioDraft {
            reference: reference.to_owned(),
            text,
            name: None,
            settings: Vec::new(),
            events: String::new(),
            places: None,
            library,
            ledger,
        };
        draft.scenario(reference, None).map_err(|fault| fault.at(reference))?;
        Ok(draft)
    }

    /// What it starts from.
    pub fn reference(&self) -> &str {
        &self.reference
    }

    /// Its settings, as the command line writes them.
    pub fn settings(&self) -> &[String] {
        &self.settings
    }

    /// Called so in tables and figures. Scenarios that are compared have different names.
    #[must_use]
    pub fn named(mut self, name: &str) -> ScenarioDraft {
        self.name = Some(name.to_owned());
        self
    }

    /// About these districts.
    #[must_use]
    pub fn in_districts(mut self, places: impl Into<FoundDistricts>) -> ScenarioDraft {
        self.places = Some(places.into());
        self
    }

    /// With a parameter (`superintendent_exit`) or a field of a section (`district.pupils`) set to a value, as
    /// `--set` does it.
    ///
    /// # Errors
    /// If there is no such name, or the value is not allowed. What is wrong elsewhere waits for
    /// [`ScenarioDraft::resolve`].
    pub fn with(mut self, name: &str, value: impl fmt::Display) -> Result<ScenarioDraft, Diagnostics> {
        let setting = format!("{name}={value}");
        let flag = format!("--set {setting}");
        self.settings.push(setting);
        let Err(problems) = self.resolve() else { return Ok(self) };
        let mut own = Diagnostics::default();
        problems.list().iter().filter(|p| *p.at.file == *flag).for_each(|p| own.push(p.clone()));
        if own.is_empty() { Ok(self) } else { Err(own) }
    }

    /// With settings as the command line writes them, `name=value`; what is wrong with them waits for
    /// [`ScenarioDraft::resolve`].
    #[must_use]
    pub fn with_settings(mut self, settings: &[String]) -> ScenarioDraft {
        self.settings.extend_from_slice(settings);
        self
    }

    /// With an event in one line: `"month 14: superintendent disengages to 0.2"`.
    ///
    /// # Errors
    /// If the line is not understood.
    pub fn event(mut self, line: &str) -> Result<ScenarioDraft, Diagnostics> {
        let event = planned::read(line).map_err(|fault| fault.at(format!("event \"{line}\"")))?;
        self.events += &format!("\n{}", event.toml());
        Ok(self)
    }

    /// With a change of a few words laid over it, and called, titled and asked by that change; `base` is the scenario without it.
    #[must_use]
    pub fn changed(mut self, change: &WhatIf, base: &Scenario) -> ScenarioDraft {
        let (settings, events) = change.parts();
        let (title, question) = change.titled(base);
        self.settings.extend([format!("title={title}"), format!("question={question}")]);
        self.settings.extend(settings);
        events.for_each(|event| self.events += &format!("\n{event}"));
        self.named(&change.name(&base.name))
    }

    /// The scenario, complete and checked.
    ///
    /// # Errors
    /// Every problem of the texts, settings and events at once.
    pub fn resolve(&self) -> Result<Scenario, Diagnostics> {
        let found = read_in(&self.reference, &self.settings, self.places.clone(), self, &self.ledger)?;
        // What starts from a point of a sweep is no point of it any more.
        Ok(Scenario { point: Vec::new(), ..found })
    }
}

/// The draft's own text, with its events below; anything else is the library's.
impl Library for ScenarioDraft {
    fn scenario(&self, reference: &str, from: Option<&Source>) -> Result<Source, Diagnostic> {
        if from.is_some() {
            return self.library.scenario(reference, from);
        }
        let mut own = match &self.text {
            Some(text) => Source { label: reference.into(), name: reference.into(), text: text.clone() },
            None => self.library.scenario(reference, None)?,
        };
        own.text += &self.events;
        if let Some(name) = &self.name {
            own.name.clone_from(name);
        }
        Ok(own)
    }

    fn districts(
        &self,
        table: &str,
        mapping: Option<&str>,
        id: &str,
        from: &Source,
    ) -> Result<FoundDistricts, Diagnostics> {
        self.library.districts(table, mapping, id, from)
    }

    fn ties(&self, table: &str, from: &Source) -> Result<TieTable, Diagnostics> {
        self.library.ties(table, from)
    }
}

impl fmt::Debug for ScenarioDraft {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ScenarioDraft")
            .field("reference", &self.reference)
            .field("settings", &self.settings)
            .field("events", &self.events)
            .finish_non_exhaustive()
    }
}
