//! Which files a results folder of a plan has: those it must have, and those it may.

use super::assumption_table::ASSUMPTIONS;
use super::folder::TableFormat;
use super::given_seen::WEIGHTS;
use super::manifest::{MACHINE, MANIFEST};
use crate::experiment::seen::SEEN;
use std::collections::BTreeSet;

/// Folders inside a results folder. There are no others.
pub const INNER_FOLDERS: [&str; 2] = ["scenarios", "figures"];

/// What a shard holds of its runs.
pub const OUTCOMES: &str = "outcomes.log";

/// Figures of all scenarios together, by the names of their files without ending.
pub const FIGURES_OF_ALL: [&str; 19] = [
    "answer",
    "cost",
    "decide-map",
    "differences",
    "four-dimensions",
    "leader-changes",
    "program-components",
    "school-poverty",
    "seen-fans",
    "sizes-fans",
    "sizes-stage-shares",
    "sizes-time-to-stage",
    "spread-depth-path",
    "stage-shares",
    "sweep-lines",
    "sweep-map",
    "time-to-stage",
    "timeline-fans",
    "users-by-cause",
];

/// Figures of a comparison, by the beginnings of their names; the name of the scenario that is compared follows.
pub const FIGURES_OF_PAIR: [&str; 1] = ["difference-"];

/// The same of earlier versions, whose folders are still read.
const FORMER_FIGURES_OF_PAIR: [&str; 1] = ["levels-"];

/// The names of the files of a plan's folder, as paths in it with `/`.
#[derive(Debug)]
pub struct FileNames {
    must: BTreeSet<String>,
    may: BTreeSet<String>,
}

impl FileNames {
    /// Of these scenarios; `compared` are those that are compared with another, and as samples if `unpaired`: these have no
    /// differences of runs.
    pub fn of<'a>(
        scenarios: impl Iterator<Item = &'a str>,
        (compared, unpaired): (&[&str], bool),
        tables: TableFormat,
    ) -> FileNames {
        let mut must: BTreeSet<String> =
            ["columns.json".into(), tables.small_file("summary"), tables.small_file("parameters")].into();
        let large: &[&str] =
            if compared.is_empty() || unpaired { &["timeline"] } else { &["timeline", "differences"] };
        if tables != TableFormat::Summaries {
            must.insert(tables.small_file("runs"));
            must.extend(large.iter().map(|table| tables.large_file(table)));
        }
        if !compared.is_empty() {
            must.insert(tables.small_file("differences_summary"));
        }
        must.extend(scenarios.map(|name| format!("scenarios/{name}.toml")));
        let mut may: BTreeSet<String> = [
            "decide.csv".into(),
            "districts.csv".into(),
            "report.html".into(),
            SEEN.into(),
            tables.small_file("sweep"),
        ]
        .into();
        if tables != TableFormat::Summaries {
            may.insert(tables.large_file("schools"));
            may.insert(tables.small_file(WEIGHTS));
        }
        if !compared.is_empty() && !unpaired && tables != TableFormat::Summaries {
            may.insert(tables.small_file(ASSUMPTIONS));
        }
        let kinds = || FIGURES_OF_PAIR.iter().chain(&FORMER_FIGURES_OF_PAIR);
        let of_pair = |name: &&str| kinds().map(|figure| format!("{figure}{name}")).collect::<Vec<_>>();
        for figure in FIGURES_OF_ALL.map(String::from).into_iter().chain(compared.iter().flat_map(of_pair)) {
            may.extend([".svg", ".png", "-narrow.svg"].map(|ending| format!("figures/{figure}{ending}")));
        }
        FileNames { must, may }
    }

    /// Of a shard of a batch of these scenarios.
    pub fn of_shard<'a>(scenarios: impl Iterator<Item = &'a str>) -> FileNames {
        let scenarios = scenarios.map(|name| format!("scenarios/{name}.toml"));
        FileNames {
            must: scenarios.chain([OUTCOMES.to_string()]).collect(),
            may: ["districts.csv".to_string(), SEEN.to_string()].into(),
        }
    }

    /// What a finished folder must have, its manifest and what is about the machine apart.
    pub fn must(&self) -> impl Iterator<Item = &str> {
        self.must.iter().map(String::as_str)
    }

    /// Whether the manifest may list a file of this name.
    pub fn may_list(&self, name: &str) -> bool {
        self.must.contains(name) || self.may.contains(name)
    }

    /// Whether an unfinished folder will have a file of this name, its logs apart.
    pub fn writes(&self, name: &str) -> bool {
        self.may_list(name) || [MANIFEST, MACHINE].contains(&name)
    }
}
