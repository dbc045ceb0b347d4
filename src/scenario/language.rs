//! The language of scenario files as data: every section and key, with its form, default and meaning.
//!
//! Parameters are not listed: they stand in the ledger. The schema and the guide are made from
//! this table, and a test holds that the readers know the same keys.

use super::cohort;
use super::kinds::{KINDS, Kind};
use super::layers::PARAMETER_SECTIONS;
use super::place;
use super::resolve::MOST_REPLICATIONS;
use crate::parameters::NAMES;
use crate::quantity::Strategy;
use crate::quantity::census::Level;
use crate::quantity::month::LONGEST;

/// Form of a value.
#[derive(Debug, Clone, PartialEq)]
pub enum Form {
    /// Any text.
    Text,
    /// One of these texts.
    OneOf(Vec<&'static str>),
    /// A list of texts.
    Texts,
    /// True or false.
    Truth,
    /// A whole number, both ends included.
    Whole(i64, i64),
    /// A number, both ends included.
    Number(f64, f64),
    /// A list of numbers, both ends included.
    Numbers(f64, f64),
    /// A whole number, or a text.
    MonthOrWords,
    /// A share, or one of these texts.
    ShareOr(Vec<&'static str>),
    /// Values of parameters by name.
    Parameters,
    /// A section of its own.
    Section(&'static str),
    /// A list of sections.
    Sections(&'static str),
}

/// A key of a section.
#[derive(Debug, Clone, PartialEq)]
pub struct Key {
    /// Its name.
    pub name: &'static str,
    /// What it holds.
    pub form: Form,
    /// Unit, where it is a number.
    pub unit: &'static str,
    /// What holds where it is not given, in words or as written.
    pub default: &'static str,
    /// What it means.
    pub meaning: &'static str,
}

/// A section of a file. The first one is the file itself.
#[derive(Debug, Clone, PartialEq)]
pub struct Section {
    /// Its name, as in `[name]`; empty for the file itself.
    pub name: &'static str,
    /// What it is about.
    pub meaning: &'static str,
    /// Its own keys.
    pub keys: Vec<Key>,
    /// Group of the ledger whose parameters may also stand here.
    pub group: Option<&'static str>,
}

fn key(
    name: &'static str,
    form: Form,
    unit: &'static str,
    default: &'static str,
    meaning: &'static str,
) -> Key {
    Key { name, form, unit, default, meaning }
}

/// The words of all strategies.
pub fn strategies() -> Vec<&'static str> {
    Strategy::ALL.iter().map(|(_, word)| *word).collect()
}

/// Unit of a key of a section, where it has one.
pub fn unit(section: &str, key: &str) -> Option<&'static str> {
    let all = sections();
    let found = all.iter().find(|s| s.name == section)?.keys.iter().find(|k| k.name == key)?;
    (!found.unit.is_empty()).then_some(found.unit)
}

/// What to say of a key that stands in the wrong section; nothing if there is no such key anywhere.
pub fn home(section: &str, key: &str) -> Option<String> {
    if let Some((group, _)) = NAMES.iter().find(|(_, name)| *name == key) {
        return Some(match PARAMETER_SECTIONS.contains(group) {
            true if *group != section => format!("belongs in [{group}] or [parameters]"),
            _ => "belongs in [parameters]".into(),
        });
    }
    if section.is_empty() && NAMES.iter().any(|(group, _)| *group == key) {
        return Some("is a group of parameters: put what stands in it in [parameters]".into());
    }
    let all = sections();
    let other = all.iter().find(|s| s.name != section && s.keys.iter().any(|k| k.name == key))?;
    Some(match other.name {
        "" => "belongs at the top of the file, before the first section".into(),
        "event" => "belongs in an [[event]]".into(),
        "school" => "belongs in a [[district.school]]".into(),
        "cohort.district" => "belongs in a [[cohort.district]]".into(),
        name => format!("belongs in [{name}]"),
    })
}

/// All sections with their keys, in the order in which a file is best written.
pub fn sections() -> Vec<Section> {
    use Form::{Number, Numbers, OneOf, Parameters, Sections, Text, Texts, Truth, Whole};
    let section = |name, meaning, keys| Section {
        name,
        meaning,
        keys,
        group: PARAMETER_SECTIONS.into_iter().find(|group| *group == name),
    };
    let district = || {
        vec![
            key(
                "id",
                Text,
                "",
                "",
                "Identifier in the table, or of the listed district; of any district in a cohort",
            ),
            key("table", Text, "", "", "A table of real schools (CSV), relative to this file; needs `id`"),
            key(
                "mapping",
                Text,
                "",
                "",
                "How a table with other columns is read: a file (TOML), relative to this one, or a built-in mapping",
            ),
            key(
                "pupils",
                Whole(place::PUPILS.0, place::PUPILS.1),
                "pupils",
                "",
                "A synthetic district of so many pupils, drawn anew in each replication",
            ),
            key("name", Text, "", "", "Name of the listed district, or of one with `id` and `pupils`"),
            key("kind", OneOf(place::KINDS.to_vec()), "", "unified", "Kind of the listed district"),
            key("county", Text, "", "", "County of the listed district"),
            key(
                "teachers",
                Number(0.0, place::MOST_TEACHERS),
                "full-time equivalents",
                "drawn",
                "Teachers of a district with `id` and `pupils`, whose schools are drawn",
            ),
            key(
                "poverty",
                Number(0.0, 1.0),
                "share",
                "drawn",
                "The same: share of pupils eligible for free or reduced-price meals",
            ),
            key("school", Sections("school"), "", "", "The schools of the district, one by one"),
        ]
    };
    let mut cohort_district = district();
    cohort_district.push(key("parameters", Parameters, "", "", "Parameters that differ in this district"));
    vec![
        section(
            "",
            "A scenario of uptake",
            vec![
                key(
                    "format",
                    Whole(super::FORMAT, super::FORMAT),
                    "",
                    "",
                    "Version of the file format: always 1",
                ),
                key("title", Text, "", "the file's name", "One line for figures and tables"),
                key("question", Text, "", "", "The question that the scenario answers"),
                key(
                    "extends",
                    Text,
                    "",
                    "",
                    "Another scenario from which this one differs: a path relative to this file, or a built-in name",
                ),
                key("district", Form::Section("district"), "", "the built-in district", "The district"),
                key(
                    "cohort",
                    Form::Section("cohort"),
                    "",
                    "",
                    "Several districts in one run, which meet at convenings and share program managers",
                ),
                key(
                    "leaders",
                    Form::Section("leaders"),
                    "",
                    "",
                    "Who leads and who teaches, on the first day",
                ),
                key("team", Form::Section("team"), "", "", "The improvement team"),
                key(
                    "support",
                    Form::Section("support"),
                    "",
                    "",
                    "Outside support: the program manager, convenings",
                ),
                key("rollout", Form::Section("rollout"), "", "", "Who is asked when"),
                key("parameters", Parameters, "", "", "Any parameter by name, as a number or a distribution"),
                key("event", Sections("event"), "", "", "What happens in which month"),
                key("run", Form::Section("run"), "", "", "How the scenario is run"),
            ],
        ),
        section(
            "district",
            "The district: real by `table` and `id`, synthetic by `pupils`, or listed school by school",
            district(),
        ),
        section(
            "school",
            "A school of a listed district",
            vec![
                key("name", Text, "", "School 1, School 2, …", "Name"),
                key("id", Text, "", "its name", "Identifier"),
                key("level", OneOf(Level::ALL.iter().map(|l| l.word()).collect()), "", "elementary", "Level"),
                key(
                    "grades",
                    Text,
                    "",
                    "",
                    "Grades such as \"TK-5\" or \"3\"; \"none\" where they are not known",
                ),
                key("enrollment", Whole(0, 100_000), "pupils", "0", "Pupils"),
                key("teachers", Number(0.0, place::MOST_IN_SCHOOL), "full-time equivalents", "", "Teachers"),
                key(
                    "poverty",
                    Number(0.0, 1.0),
                    "share",
                    "not known",
                    "Share of pupils eligible for free or reduced-price meals",
                ),
            ],
        ),
        section(
            "cohort",
            "Districts that meet at convenings and share a pool of program managers",
            vec![
                key(
                    "managers",
                    Whole(1, cohort::DISTRICTS.1),
                    "managers",
                    "one for each district",
                    "Program managers in the pool; district k is served by manager k mod managers",
                ),
                key(
                    "district",
                    Sections("cohort.district"),
                    "",
                    "",
                    "The districts of the cohort, one by one: 2 to 20",
                ),
            ],
        ),
        section("cohort.district", "A district of the cohort", cohort_district),
        section(
            "leaders",
            "Who leads and who teaches, on the first day",
            vec![key(
                "superintendent_leads",
                Truth,
                "",
                "false",
                "The superintendent leads the work in person: lead and superintendent are one",
            )],
        ),
        section(
            "team",
            "The improvement team",
            vec![
                key("grades", Text, "", "TK-3", "The grades whose pupils the practice is for"),
                key(
                    "pilot_schools",
                    Texts,
                    "",
                    "drawn",
                    "Names or ids of the schools in which the team tests",
                ),
            ],
        ),
        section(
            "support",
            "Outside support: the program manager, convenings",
            vec![key(
                "release",
                Numbers(0.0, 1.0),
                "share of full support",
                "falling evenly",
                "The program manager's hours in each year of support, instead of a line from support_start to support_end",
            )],
        ),
        section(
            "rollout",
            "Who is asked when",
            vec![key("strategy", OneOf(strategies()), "", "staged", "Who is asked when")],
        ),
        section("event", "Something that happens at the start of a month", events()),
        section(
            "run",
            "How the scenario is run",
            vec![
                key("months", Whole(1, i64::from(LONGEST)), "months", "60", "Months to simulate"),
                key("replications", Whole(1, MOST_REPLICATIONS), "runs", "1000", "Number of replications"),
                key("seed", Whole(0, i64::MAX), "", "1", "Study seed: the same seed gives the same futures"),
            ],
        ),
    ]
}

fn events() -> Vec<Key> {
    use Form::{MonthOrWords, Number, OneOf, ShareOr, Text, Texts, Whole};
    let longest = i64::from(LONGEST);
    let kinds = KINDS.iter().map(|k: &Kind| k.what).collect();
    vec![
        key(
            "month",
            Whole(1, longest),
            "month",
            "",
            "The month at whose start it acts; month 1 is August of the first year",
        ),
        key("when", Text, "", "", "The same in words: \"year 2, October\"; instead of `month`"),
        key(
            "until",
            MonthOrWords,
            "month",
            "it lasts",
            "The month at whose start it is undone, as a number or in words",
        ),
        key("what", OneOf(kinds), "", "", "What happens"),
        key(
            "to",
            Number(f64::MIN, f64::MAX),
            "share, hours a month, or the parameter's unit",
            "",
            "The new value",
        ),
        key("school", Text, "", "all schools", "The one school that it is about, by name or id"),
        key(
            "schools",
            ShareOr(vec!["all", "pilot"]),
            "share of schools",
            "all",
            "The schools that it is about: all, the pilot schools, or a share of them drawn in each replication",
        ),
        key(
            "successor",
            OneOf(vec!["drawn", "aligned", "not aligned"]),
            "",
            "drawn",
            "Whether one who continues the work was looked for",
        ),
        key("parameter", Text, "", "", "Name of the parameter that is set"),
        key("grades", Text, "", "", "Grades of the collaboration that starts"),
        key(
            "pilot_schools",
            Texts,
            "",
            "drawn",
            "Names or ids of the schools in which the team that starts tests",
        ),
        key("district", Text, "", "all districts", "The one district of a cohort in which it happens, by id"),
        key("note", Text, "", "", "Why; for tables and readers"),
    ]
}
