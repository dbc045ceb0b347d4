//! The sections and their keys, one by one.

use super::district::district;
use super::events::events;
use super::{Form, Section, key, models, strategies};
use crate::calendar::LONGEST;
use crate::census::Level;
use crate::scenario::layers::PARAMETER_SECTIONS;
use crate::scenario::resolve::{MOST_REPLICATIONS, PARAMETER_SETS};
use crate::scenario::{FORMAT, cohort, district_spec};

/// All sections with their keys, in the order in which a file is best written.
pub fn sections() -> Vec<Section> {
    use Form::{Number, Numbers, OneOf, Parameters, Sections, Text, Texts, Truth, Whole};
    let section = |name, meaning, keys| Section {
        name,
        meaning,
        keys,
        group: PARAMETER_SECTIONS.into_iter().find(|group| *group == name),
    };
    let mut cohort_district = district();
    cohort_district.push(key("parameters", Parameters, "", "", "Parameters that differ in this district"));
    vec![
        section(
            "",
            "A scenario of uptake",
            vec![
                key("format", Whole(FORMAT, FORMAT), "", "", "Version of the file format: always 1"),
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
                key(
                    "teachers",
                    Number(0.0, district_spec::MOST_IN_SCHOOL),
                    "full-time equivalents",
                    "",
                    "Teachers",
                ),
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
                key(
                    "parameters",
                    OneOf(PARAMETER_SETS.to_vec()),
                    "",
                    "default",
                    "One value for each parameter, or in each replication one of the vectors that calibration accepted",
                ),
                key(
                    "model",
                    OneOf(models()),
                    "",
                    "full",
                    "The whole model, or one with a cause taken out, to test claims against",
                ),
            ],
        ),
    ]
}
