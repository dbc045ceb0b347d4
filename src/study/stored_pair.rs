//! Two stored results folders, compared: what a comparison of their scenarios would have come to, without running anything.
//!
//! The first scenario of the one folder is the base, and every scenario of the other is compared with it, in the districts and
//! replications that both hold. Outcomes are read back from the tables to the last bit and laid down as those of one batch, so
//! that tables, summary and figures are those of `compare`.
//!
//! ```no_run
//! use std::path::Path;
//! use uptake::study::batch::FolderOptions;
//! use uptake::study::stored::Stored;
//! use uptake::study::stored_pair::StoredPair;
//!
//! let [base, other] = ["results/before", "results/after"].map(|folder| Stored::open(Path::new(folder)));
//! let pair = StoredPair::of(base?, other?, false)?;
//! let both = pair.write(Path::new("results/both"), &FolderOptions::default())?.dataset;
//! # Ok::<(), uptake::diagnostic::Diagnostics>(())
//! ```

use std::collections::BTreeSet;
use std::path::Path;

use super::batch::{FinishedBatch, FolderOptions, Source, into_folder};
use super::stored::Stored;
use crate::diagnostic::{Diagnostic, Diagnostics, Result};
use crate::experiment::CancelToken;
use crate::experiment::comparable::unlike;
use crate::experiment::plan::Design;
use crate::metrics::KeptMeasures;
use crate::phrasing::{count, listed, thousands};
use crate::scenario::{DistrictSpec, Scenario};

/// Two folders whose runs are compared.
pub struct StoredPair {
    folders: [Stored; 2],
    /// What is compared, as one batch of both.
    pub design: Design,
    /// Of each scenario of the design: its folder (0 or 1), its place there, and the places of its districts there.
    sources: Vec<(usize, usize, Vec<usize>)>,
    /// What is to be remarked: names that were changed, runs and districts that were left out.
    pub notes: Vec<String>,
}

impl StoredPair {
    /// The first scenario of `base` and all of `other`: in pairs of the same replication, or as independent samples.
    ///
    /// # Errors
    /// Everything that keeps their runs from being pairs: versions with other runs, seeds, months, districts, grades, parameter sets;
    /// folders of summaries without runs; for samples seeds that are the same.
    pub fn of(base: Stored, other: Stored, unpaired: bool) -> Result<StoredPair> {
        let folders = [base, other];
        for stored in &folders {
            refuse_unreadable(stored)?;
        }
        let [base, other] = &folders;
        let names = folders.each_ref().map(|stored| stored.folder.display().to_string());
        let Some(first) = base.scenarios.first() else {
            return Err(Diagnostic::failed(&base.folder, "holds no scenario", "name another results folder"));
        };
        let ids: Vec<String> = common(first, &other.scenarios);
        let found = apart((first, &names[0]), (&other.scenarios, &names[1]), &ids, unpaired);
        if !found.is_empty() {
            let (words, remedies): (Vec<String>, Vec<String>) = found.into_iter().unzip();
            let what = if unpaired { "cannot be compared" } else { "cannot be compared run by run" };
            let fault = format!("`{}` and `{}` {what}: {}", names[0], names[1], listed(&words));
            let remedies: BTreeSet<String> = remedies.into_iter().collect();
            let mut remedy = remedies.into_iter().collect::<Vec<_>>().join("; ");
            if !unpaired {
                remedy += "; or compare them as independent samples with --unpaired, if their seeds differ";
            }
            return Err(Diagnostic::usage(fault, remedy));
        }
        let mut notes = Vec::new();
        let left = [base, other]
            .map(|stored| stored.manifest.districts.len() - ids.len().min(stored.manifest.districts.len()));
        if left.iter().sum::<usize>() > 0 {
            notes.push(format!(
                "compared in {} that both hold; left out: {} of {} and {} of {}",
                count(ids.len() as f64, "district", "districts"),
                left[0],
                names[0],
                left[1],
                names[1]
            ));
        }
        let sizes = [base, other].map(|stored| stored.manifest.replications);
        let n = sizes[0].min(sizes[1]);
        if sizes[0] != sizes[1] {
            let [a, b] = sizes.map(|n| thousands(n.into()));
            let both = thousands(n.into());
            notes.push(format!(
                "{} holds {a} replications and {} {b}: the first {both} of both are compared",
                names[0], names[1]
            ));
        }
        if base.scenarios.len() > 1 {
            notes.push(format!(
                "the base is {}, the first scenario of {}; its others are left out",
                first.name, names[0]
            ));
        }
        let mut scenarios: Vec<Scenario> = Vec::new();
        let mut sources = Vec::new();
        let chosen = [(0, 0)].into_iter().chain((0..other.scenarios.len()).map(|place| (1, place)));
        for (folder, place) in chosen {
            let stored = &folders[folder].scenarios[place];
            let mut own = Scenario { places: in_order(stored, &ids), ..stored.clone() };
            own.run.replications = n;
            // A point of a sweep is a scenario like others here.
            own.point.clear();
            if let Some(name) = other_name(&own.name, &scenarios) {
                notes.push(format!("`{name}` is {} of {}", own.name, names[folder]));
                own.title = format!("{} ({})", own.title, names[folder]);
                own.name = name;
            }
            let districts =
                ids.iter().filter_map(|id| stored.places.iter().position(|p| p.id() == *id)).collect();
            scenarios.push(own);
            sources.push((folder, place, districts));
        }
        let kept = folders.each_ref().map(|stored| KeptMeasures::listed(stored.manifest.measures.as_deref()));
        let [kept, also] = kept;
        let (kept, also) = (kept?, also?);
        let measures = kept.and(&also);
        if measures.is_empty() {
            let fault = format!("`{}` and `{}` hold no measure in common", names[0], names[1]);
            return Err(Diagnostic::usage(fault, "run one of them again with the --measures of the other"));
        }
        if measures != kept || measures != also {
            notes.push(format!("compared in the measures that both hold: {measures}"));
        }
        let design = if unpaired { Design::unpaired(scenarios)? } else { Design::new(scenarios, true)? };
        Ok(StoredPair { design: Design { measures, ..design }, folders, sources, notes })
    }

    /// Lays the runs down as one comparison in a folder: what `compare` would have left there.
    ///
    /// # Errors
    /// A folder that exists or cannot be written; tables that cannot be read.
    pub fn write(
        &self,
        path: &Path,
        options: &FolderOptions<'_>,
    ) -> std::result::Result<FinishedBatch, Diagnostics> {
        let mut stored = Vec::new();
        for folder in &self.folders {
            stored.push(folder.outcomes()?);
        }
        let list = self.design.list();
        let mut outcome = |job| {
            let (scenario, district, replication) = list.at(job);
            let (folder, place, districts) = &self.sources[scenario];
            stored[*folder].read(*place, districts[district], replication)
        };
        let source = Source::Stored(&mut outcome);
        into_folder(&self.design, source, path, options, (Box::new(|_, _| {}), CancelToken::default()))
    }
}

fn refuse_unreadable(stored: &Stored) -> Result<()> {
    if !stored.has_runs() {
        let fault = "holds summaries alone, and runs are compared one by one";
        return Err(Diagnostic::failed(
            &stored.folder,
            fault,
            "run it again into another folder without --tables summaries",
        ));
    }
    stored.refuse_other_runs()
}

/// The districts of a scenario that all others have too, in its order.
fn common(first: &Scenario, others: &[Scenario]) -> Vec<String> {
    let has = |s: &Scenario, id: &str| s.places.iter().any(|place| place.id() == id);
    let ids = first.places.iter().map(DistrictSpec::id);
    ids.filter(|id| others.iter().all(|other| has(other, id))).map(String::from).collect()
}

/// The districts of these ids, in this order.
fn in_order(scenario: &Scenario, ids: &[String]) -> Vec<DistrictSpec> {
    ids.iter().filter_map(|id| scenario.places.iter().find(|place| place.id() == *id).cloned()).collect()
}

/// What keeps a base and other scenarios from being compared: fault and remedy of each.
fn apart(
    (base, of_base): (&Scenario, &str),
    (others, of_other): (&[Scenario], &str),
    ids: &[String],
    unpaired: bool,
) -> Vec<(String, String)> {
    let mut found: Vec<(String, String)> = Vec::new();
    let mut add = |fault: String, remedy: String| {
        if !found.iter().any(|(own, _)| *own == fault) {
            found.push((fault, remedy));
        }
    };
    if ids.is_empty() {
        let fault = "they have no district in common".to_string();
        add(fault, "run both in the same district with --districts FILE --district ID".into());
    }
    for other in others {
        let (a, b) = (&base.run, &other.run);
        match (a.seed == b.seed, unpaired) {
            (false, false) => add(
                format!(
                    "their seeds are {} and {}, so that no replication of one is a replication of the other",
                    a.seed, b.seed
                ),
                format!("run one of them again with --seed {}", a.seed),
            ),
            (true, true) => add(
                format!(
                    "both have seed {}, so that they share chance and are no independent samples",
                    a.seed
                ),
                "leave --unpaired out, or run one of them again with another --seed".into(),
            ),
            _ => {}
        }
        if a.months != b.months {
            add(
                format!("{of_base} runs for {} months and {of_other} for {}", a.months, b.months),
                format!("run one of them again with --months {}", a.months.min(b.months)),
            );
        }
        if base.cohort.is_some() != other.cohort.is_some() {
            add(
                "only one of them is about a cohort".into(),
                "run both with [cohort], or both without".into(),
            );
        } else if base.cohort.is_some() && (base.places.len() != ids.len() || other.places.len() != ids.len())
        {
            add("their cohorts are of other districts".into(), "run both about the same cohort".into());
        }
        if !unpaired && !ids.is_empty() {
            let [mut o, mut b] = [other, base].map(|s| Scenario { places: in_order(s, ids), ..s.clone() });
            (o.name, b.name) = (format!("{} of {of_other}", o.name), format!("{} of {of_base}", b.name));
            for unlike in unlike(&o, &b) {
                add(format!("they differ in {}", unlike.words), unlike.remedy);
            }
        }
    }
    found
}

/// Another name for a scenario whose name is taken.
fn other_name(name: &str, taken: &[Scenario]) -> Option<String> {
    let is_taken = |name: &str| taken.iter().any(|s| s.name == name);
    let mut others = (2..).map(|k| format!("{name}-{k}"));
    if is_taken(name) { others.find(|other| !is_taken(other)) } else { None }
}
