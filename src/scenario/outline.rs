//! A new scenario file: what somebody answered, with a comment on each key that says what it means.

mod page;

use page::TemplatePage;
pub use page::range;

use super::language::sections::{DISTRICT, ScenarioText};
use super::planned::{Planned, sayable};
use super::table_reader::SectionType;
use super::text::quoted;
use super::{DistrictSpec, FORMAT, Scenario};
use crate::calendar::Month;
use crate::events::MOST_EVENTS;
use crate::parameters::Ledger;
use crate::strategy::Strategy;

/// A parameter that a new file shows: as a question, a flag and a key.
#[derive(Debug)]
pub struct AskedParameter {
    /// Its section in the file.
    pub section: &'static str,
    /// Its name.
    pub name: &'static str,
    /// The flag that answers the question.
    pub flag: &'static str,
    /// What is asked.
    pub question: &'static str,
}

/// The parameters of leaders, team and support that a new file shows, in its order; those of a section together.
pub const ASKED: [AskedParameter; 6] = [
    AskedParameter {
        section: "leaders",
        name: "superintendent_commitment",
        flag: "--superintendent",
        question: "How committed is the superintendent on the first day? From 0 (does nothing for it) to 1 (does whatever \
                   can be seen to be done).",
    },
    AskedParameter {
        section: "leaders",
        name: "lead_commitment",
        flag: "--lead",
        question: "How committed is the one who leads the team? From 0 to 1.",
    },
    AskedParameter {
        section: "leaders",
        name: "principal_priority",
        flag: "--principals",
        question: "Which priority do principals give the work, on average? From 0 to 1.",
    },
    AskedParameter {
        section: "team",
        name: "team_sites",
        flag: "--sites",
        question: "In how many pilot schools does the team test the practice?",
    },
    AskedParameter {
        section: "support",
        name: "manager_hours",
        flag: "--hours",
        question: "How many hours a month does the program manager give the team at full support?",
    },
    AskedParameter {
        section: "support",
        name: "support_months",
        flag: "--support-months",
        question: "How many months does outside support last? 36 are three years.",
    },
];

/// Title where none is given.
pub const TITLE: &str = "My district";
/// Question where none is given.
pub const QUESTION: &str =
    "How far can the district come in three years of outside support, and what is left two years later?";

/// Which district a new scenario is about.
#[derive(Debug, Clone, PartialEq)]
pub enum Site {
    /// Synthetic districts of so many students.
    Pupils(u32),
    /// A whole section, with its comments.
    Section(String),
}

/// What a new scenario says; the rest is as usual, or as in the scenario it extends.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Outline {
    /// Path or name of the scenario it extends.
    pub extends: String,
    /// One line for figures; [`TITLE`] where nothing is said.
    pub title: Option<String>,
    /// The question it answers; [`QUESTION`] where nothing is said.
    pub question: Option<String>,
    /// The district.
    pub site: Option<Site>,
    /// Values for [`ASKED`].
    pub parameters: [Option<f64>; ASKED.len()],
    /// Who is asked when.
    pub strategy: Option<Strategy>,
    /// What happens on the way.
    pub events: Vec<Planned>,
    /// Months to simulate.
    pub months: Option<u32>,
}

impl Outline {
    /// The text of the file; `base` is the scenario it extends.
    pub fn text(&self, base: &Scenario, ledger: &Ledger) -> String {
        let mut page = TemplatePage { out: String::new(), base: quoted(&self.extends) };
        let keys = [
            ("format", FORMAT.to_string()),
            ("title", quoted(self.title.as_deref().unwrap_or(TITLE))),
            ("question", quoted(self.question.as_deref().unwrap_or(QUESTION))),
            ("extends", quoted(&self.extends)),
        ];
        page.comment(
            "Lines that begin with # are comments and change nothing. A key behind a # shows its default; take the # away to \
             set it. What this file does not say is as in the scenario it extends.",
        );
        page.out += "\n";
        for (name, value) in keys {
            page.comment(ScenarioText::SPEC.key(name).map_or("", |key| key.meaning));
            page.line(&format!("{name} = {value}"));
        }
        self.district(&mut page, base);
        let mut section = "";
        for (asked, value) in ASKED.iter().zip(self.parameters) {
            if section != asked.section {
                page.section(asked.section);
                section = asked.section;
            }
            page.parameter(asked.name, value, base, ledger);
        }
        let strategy = self.strategy.map(|s| quoted(s.word()));
        page.keys(&base.opening.rollout, &[("strategy", strategy)]);
        self.events(&mut page, base);
        page.keys(&base.run, &[("months", self.months.map(|m| m.to_string()))]);
        page.out
    }

    fn district(&self, page: &mut TemplatePage, base: &Scenario) {
        let pupils_key = |page: &mut TemplatePage, value, without: &str| {
            if let Some(key) = DISTRICT.key("pupils") {
                page.key(key, value, without, "");
            }
        };
        let inherited = match base.places.as_slice() {
            [place] => place.name(),
            many => format!("{} districts", many.len()),
        };
        match &self.site {
            Some(Site::Section(text)) => {
                page.out += "\n";
                page.out += text.trim_end();
                page.out += "\n";
            }
            Some(Site::Pupils(pupils)) => {
                page.section("district");
                pupils_key(page, Some(pupils.to_string()), "");
            }
            None => {
                page.out += "\n";
                page.comment(&format!(
                    "The district. Not said here, so it is that of {}: {inherited}. For invented districts of \
                     your size, remove the # of the next line and of the key `pupils`. A real one comes from a \
                     table of schools: uptake districts FILE --export ID.",
                    page.base
                ));
                page.line("# [district]");
                let pupils = match base.places.first() {
                    Some(DistrictSpec::Synthetic { pupils, .. }) => *pupils,
                    _ => 5_000,
                };
                pupils_key(page, None, &pupils.to_string());
            }
        }
    }

    fn events(&self, page: &mut TemplatePage, base: &Scenario) {
        page.out += "\n";
        let inherited: Vec<String> =
            base.events.iter().map(|e| format!("{} ({})", e.kind.what, Month(e.month).words())).collect();
        page.comment(&format!(
            "What happens in which month: each [[event]] is one thing, at most {MOST_EVENTS} in all. `when` is a month \
             in words, or `month = 14`; month 1 is August of the first year. `to` is the new value, `until` the month \
             in which it is undone. There are: {}; and more in docs/scenarios.md.",
            sayable().map(|k| k.what).collect::<Vec<_>>().join(", ")
        ));
        if !inherited.is_empty() {
            page.comment(&format!("From {} and still to happen: {}.", page.base, inherited.join(", ")));
        }
        for event in &self.events {
            page.line(&event.toml());
        }
        page.line("# [[event]]\n# when = \"year 2, September\"\n# what = \"superintendent disengages\"");
        page.line("# to   = 0.1\n# note = \"Why, for readers\"");
    }
}

#[cfg(test)]
mod tests {
    use super::super::layers::BuiltIn;
    use super::super::{gallery, read};
    use super::page::WIDTH;
    use super::*;

    fn outline(extends: &str) -> Outline {
        Outline {
            title: Some("Ours".into()),
            question: Some("How \"far\"?".into()),
            extends: extends.into(),
            ..Outline::default()
        }
    }

    #[test]
    fn what_nobody_said_is_a_comment_and_no_line_is_too_long() {
        let ledger = Ledger::standard().unwrap();
        for built_in in gallery::SCENARIOS {
            let base = read(built_in.name, &[], &BuiltIn, &ledger).unwrap();
            let text = outline(built_in.name).text(&base, &ledger);
            let set: Vec<&str> = text.lines().filter(|l| l.contains('=') && !l.starts_with('#')).collect();
            assert_eq!(set.len(), 4, "{text}");
            assert!(text.lines().all(|l| !l.starts_with('#') || l.chars().count() <= WIDTH), "{text}");
            assert!(text.contains("# superintendent_commitment = "), "{text}");
        }
    }

    #[test]
    fn what_was_said_is_in_force_with_its_meaning_above() {
        let ledger = Ledger::standard().unwrap();
        let base = read("committed", &[], &BuiltIn, &ledger).unwrap();
        let mut outline = outline("committed");
        outline.months = Some(48);
        outline.parameters = [Some(0.5), None, None, Some(3.0), None, Some(24.0)];
        outline.site = Some(Site::Pupils(7_000));
        outline.events.push(super::super::planned::read("month 14: mandate").unwrap());
        let text = outline.text(&base, &ledger);
        for words in [
            "\nsuperintendent_commitment = 0.5\n",
            "(share, 0 to 1; 0.85 in \"committed\").",
            "\nmonths = 48\n",
            "\nteam_sites = 3.0\n\n# Outside support",
            "\n# manager_hours = ",
            "\nsupport_months = 24.0\n",
            "\n[district]\n# A synthetic district of so many students",
            "\npupils = 7000\n",
            "[[event]]\nwhen = \"year 2, September\"\nwhat = \"mandate\"\n",
        ] {
            // A meaning may be broken into lines.
            let joined = text.replace("\n# ", " ");
            assert!(text.contains(words) || joined.contains(words), "{words}\n{text}");
        }
    }
}
