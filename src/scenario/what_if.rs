//! A change of a scenario in a few words, as a file of its own that extends it and holds only what differs.
//!
//! ```
//! use uptake::scenario::Scenario;
//! use uptake::scenario::what_if::WhatIf;
//!
//! let change = WhatIf::read(&["team_sites=3"], &["month 14: superintendent leaves"])?;
//! let base = Scenario::built_in("committed")?.resolve()?;
//! assert_eq!(change.name(&base.name), "team_sites-3-and-superintendent-leaves-month-14");
//! assert!(change.text("committed", &base).contains("[parameters]\nteam_sites = 3\n"));
//! # Ok::<(), uptake::diagnostic::Diagnostics>(())
//! ```

use std::sync::Arc;

use super::layers::{WITH, path_of};
use super::planned::{self, Planned};
use super::text::{self, quoted};
use super::{FORMAT, Scenario, name_fault, name_twice};
use crate::calendar::Month;
use crate::diagnostic::{Diagnostic, Diagnostics};

/// Longest name that is made of changes (bytes); what has no room is counted.
const LONGEST: usize = 60;
/// Longest title (characters) and question of a file.
const TITLE: usize = 200;
const QUESTION: usize = 1_000;

/// A change: settings and events that a scenario gets beside its own.
#[derive(Debug, Clone, PartialEq)]
pub struct WhatIf {
    settings: Vec<Setting>,
    events: Vec<Planned>,
}

/// A setting: where it stands in a file and its value as a file writes it.
#[derive(Debug, Clone, PartialEq)]
struct Setting {
    name: String,
    path: String,
    value: String,
}

impl WhatIf {
    /// Reads settings (`name=value`) and events in a line.
    ///
    /// # Errors
    /// Every fault, each at its flag: `--with` or `--event`. Whether there are such names, and whether values and events can be,
    /// is found when the scenario is read.
    pub fn read<T: AsRef<str>>(settings: &[T], events: &[T]) -> Result<WhatIf, Diagnostics> {
        let mut found = WhatIf { settings: Vec::new(), events: Vec::new() };
        let mut faults = Diagnostics::default();
        for words in settings.iter().map(AsRef::as_ref) {
            match setting(words) {
                Ok(own) if found.settings.iter().any(|other| other.path == own.path) => {
                    let fault = format!("`{}` is changed twice", own.name);
                    faults.push(Diagnostic::usage(fault, "keep one of the two").at(format!("{WITH}{words}")));
                }
                Ok(own) => found.settings.push(own),
                Err(fault) => faults.push(fault.at(format!("{WITH}{words}"))),
            }
        }
        for words in events.iter().map(AsRef::as_ref) {
            match planned::read(words) {
                Ok(event) => found.events.push(event),
                Err(fault) => faults.push(fault.at(format!("--event \"{words}\""))),
            }
        }
        faults.or(found)
    }

    /// A setting that one for all scenarios (`name=value`, or `--name=value` for a flag) would take the place of.
    pub fn overruled_by<'s>(&self, settings: &'s [String]) -> Option<&'s str> {
        let path = |setting: &str| {
            path_of(setting.split_once('=').map_or(setting, |s| s.0).trim().trim_start_matches("--"))
        };
        let same = |setting: &&String| self.settings.iter().any(|own| own.path == path(setting));
        settings.iter().find(same).map(String::as_str)
    }

    /// A name for the changed scenario, which `base` is not called: "team_sites-3-and-mandate-month-14".
    pub fn name(&self, base: &str) -> String {
        let settings = self.settings.iter().map(|s| {
            let key = s.path.rsplit('.').next().unwrap_or(&s.path);
            format!("{}-{}", plain(key), plain(&s.value))
        });
        let events = self.events.iter().map(|e| format!("{}-month-{}", plain(e.what), e.month.0));
        let parts: Vec<String> =
            settings.chain(events).map(|part| part.trim_matches(['-', '.']).to_owned()).collect();
        let mut name = String::new();
        for (k, part) in parts.iter().enumerate() {
            let and = if name.is_empty() { "" } else { "-and-" };
            if name.len() + and.len() + part.len() > LONGEST {
                name = match name.is_empty() {
                    true => format!("{}-changes", parts.len()),
                    false => format!("{name}-and-{}-more", parts.len() - k),
                };
                break;
            }
            name = format!("{name}{and}{part}");
        }
        let is_free = |name: &str| name_fault(name).is_none() && name_twice([name, base]).is_none();
        let others = (2..).map(|k| format!("what-if-{k}"));
        let mut all = [name.clone(), format!("{name}-2")].into_iter().chain(others);
        all.find(|name| is_free(name)).unwrap_or(name)
    }

    /// What it changes, in words: "team_sites = 3; year 2, September: superintendent leaves".
    pub fn words(&self) -> String {
        let settings = self.settings.iter().map(|s| format!("{} = {}", s.name, s.value));
        let events = self.events.iter().map(|e| {
            let to = e.to.map_or_else(String::new, |to| format!(" to {to}"));
            let keys: String = e.keys.iter().map(|(key, value)| format!(", {key} = {value}")).collect();
            format!("{}: {}{to}{keys}", Month::words(e.month), e.what)
        });
        settings.chain(events).collect::<Vec<_>>().join("; ")
    }

    /// A title and a question for the scenario that it makes of `base`, each as a file writes it.
    pub fn titled(&self, base: &Scenario) -> (String, String) {
        let own = |path: &str| self.settings.iter().find(|s| s.path == path).map(|s| s.value.clone());
        let words = self.words();
        let fitting = |text: String, least: String, most: usize| {
            quoted(if text.chars().count() <= most { &text } else { &least })
        };
        let title = own("title").unwrap_or_else(|| {
            fitting(format!("{}, with {words}", base.title), "What if it were changed".into(), TITLE)
        });
        let question = own("question").unwrap_or_else(|| {
            let question = format!("What changes against \"{}\" with {words}?", base.title);
            fitting(question, format!("What changes against \"{}\"?", base.title), QUESTION)
        });
        (title, question)
    }

    /// Its settings as flags say them, and its events as a file does: what a draft takes.
    pub(super) fn parts(&self) -> (impl Iterator<Item = String>, impl Iterator<Item = String>) {
        let settings = self.settings.iter().map(|s| format!("{WITH}{}={}", s.name, s.value));
        (settings, self.events.iter().map(Planned::toml))
    }

    /// The text of a file that extends `base` by this name or path, and holds only what differs.
    pub fn text(&self, extends: &str, base: &Scenario) -> String {
        let (title, question) = self.titled(base);
        let mut text = format!(
            "format   = {FORMAT}\ntitle    = {title}\nquestion = {question}\nextends  = {}\n",
            quoted(extends)
        );
        let in_sections = || self.settings.iter().filter_map(|s| Some((s.path.split_once('.')?, &s.value)));
        let mut sections: Vec<&str> = in_sections().map(|((section, _), _)| section).collect();
        sections.sort_unstable();
        sections.dedup();
        for section in sections {
            text += &format!("\n[{section}]\n");
            for ((_, key), value) in in_sections().filter(|((of, _), _)| *of == section) {
                text += &format!("{key} = {value}\n");
            }
        }
        for event in &self.events {
            text += &format!("\n{}", event.toml());
        }
        text
    }
}

/// `name=value` with its place in a file and its value as TOML.
fn setting(words: &str) -> Result<Setting, Diagnostic> {
    let (name, value) = words.split_once('=').ok_or_else(|| {
        Diagnostic::usage("there is no `=`", "write --with name=value, such as --with team_sites=3")
    })?;
    let (name, value) = (name.trim(), value.trim());
    let path = path_of(name);
    let file: Arc<str> = "".into();
    let is_toml = text::parse(&file, &format!("{path} = {value}")).is_ok();
    let value = if is_toml { value.to_owned() } else { quoted(value) };
    if text::parse(&file, &format!("{path} = {value}")).is_err() {
        let remedy = "write --with name=value, with a name that uptake parameters lists";
        return Err(Diagnostic::usage(format!("`{name}` is not a name"), remedy));
    }
    Ok(Setting { name: name.to_owned(), path, value })
}

/// Letters, digits and what joins them; anything else is one hyphen.
fn plain(text: &str) -> String {
    let signs =
        text.chars().map(|sign| if sign.is_alphanumeric() || "_.".contains(sign) { sign } else { ' ' });
    signs.collect::<String>().split_whitespace().collect::<Vec<_>>().join("-")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::layers::BuiltIn;

    fn change(settings: &[&str], events: &[&str]) -> WhatIf {
        WhatIf::read(settings, events).unwrap_or_else(|e| panic!("{e}"))
    }

    #[test]
    fn the_file_says_only_what_differs_and_is_the_scenario_that_the_flags_make() {
        let base = Scenario::built_in("committed").unwrap().resolve().unwrap();
        let settings = ["team_sites=3", "rollout.strategy=mandate at once", "manager_hours = 20"];
        let change = change(&settings, &["year 2, September: superintendent disengages, to = 0.1"]);
        let text = change.text("committed", &base);
        let read = Scenario::from_text_beside("s", text.as_str(), &BuiltIn).unwrap().resolve().unwrap();
        let draft = Scenario::built_in("committed").unwrap().with_settings(&settings.map(String::from));
        let flags = draft.event("month 14: superintendent disengages to 0.1").unwrap().resolve().unwrap();
        let told = |s: Scenario| Scenario {
            name: String::new(),
            title: String::new(),
            question: String::new(),
            remarks: Vec::new(),
            given: Vec::new(),
            ..s
        };
        assert_eq!(told(read.clone()), told(flags), "{text}");
        let drafted = Scenario::built_in("committed").unwrap().changed(&change, &base).resolve().unwrap();
        assert_eq!(drafted.name, change.name(&base.name));
        assert_eq!((&drafted.title, &drafted.question), (&read.title, &read.question));
        assert_eq!(told(drafted), told(read), "a draft that is changed is what the file of the change makes");
        assert_eq!(text.lines().filter(|line| line.contains('=')).count(), 4 + 3 + 3, "{text}");
        assert!(text.contains("[parameters]\nteam_sites = 3\nmanager_hours = 20\n"), "{text}");
    }

    #[test]
    fn names_say_the_change_are_no_longer_than_they_may_be_and_never_that_of_the_base() {
        assert_eq!(change(&["team_sites=3"], &[]).name("committed"), "team_sites-3");
        assert_eq!(change(&["team_sites=3"], &[]).name("TEAM_SITES-3"), "team_sites-3-2");
        assert_eq!(change(&["run.model=mean field"], &[]).name("x"), "model-mean-field");
        let drawn = change(
            &["lead_skill={ distribution = \"uniform\", low = 0.2, high = 0.4 }", "team_sites=3"],
            &[],
        );
        assert_eq!(drawn.name("x"), "lead_skill-distribution-uniform-low-0.2-high-0.4-and-1-more");
        let many: Vec<String> = (0..9).map(|k| format!("month {}: superintendent leaves", k + 2)).collect();
        let events: Vec<&str> = many.iter().map(String::as_str).collect();
        let name = change(&[], &events).name("x");
        assert!(name.ends_with("-and-8-more") && name_fault(&name).is_none(), "{name}");
        assert_eq!(change(&["title=con"], &[]).name("x"), "title-con");
        assert_eq!(change(&[&format!("title={}", "é".repeat(90))], &[]).name("x"), "1-changes");
    }

    #[test]
    fn every_fault_stands_at_its_flag() {
        let found = WhatIf::read(
            &["team_sites", "team_sites=3", "team_sites=4", "a b=1"],
            &["month 14: superintendent quits", "superintendent leaves"],
        );
        let said = found.unwrap_err().to_string();
        for words in [
            "--with team_sites: there is no `=`",
            "--with team_sites=4: `team_sites` is changed twice",
            "--with a b=1: `a b` is not a name",
            "--event \"month 14: superintendent quits\": no event is called",
            "did you mean `superintendent leaves`?",
            "--event \"superintendent leaves\": \"superintendent leaves\" does not say in which month",
        ] {
            assert!(said.contains(words), "lacks {words}\n{said}");
        }
    }
}
