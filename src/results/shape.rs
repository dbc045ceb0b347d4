//! What is handed over to be written must fit: the plan, the outcomes, the names of extra files.

use super::atomic::FileContent;
use super::file_names::FileNames;
use crate::diagnostic::{Diagnostic, Result};
use crate::experiment::{Outcome, Part, Plan, Status};
use crate::metrics::{MEASURES, RUN_COLUMNS};
use crate::scenario::{name_fault, name_twice};
use std::collections::BTreeMap;

/// Names are unique and can be names of files; pairs name scenarios that are there.
pub fn check_plan(plan: &Plan) -> Result<()> {
    let names = || plan.scenarios.iter().map(|s| s.name.as_str());
    if let Some(twice) = name_twice(names()) {
        let remedy = "give one of the files another name";
        return Err(Diagnostic::new(
            twice,
            "two scenarios have this name, or names that differ by letter case or `-narrow` alone",
            remedy,
        ));
    }
    if let Some((name, fault)) = names().find_map(|name| Some((name, name_fault(name)?))) {
        let fault = format!("its name {fault}");
        return Err(Diagnostic::new(format!("scenario `{name}`"), fault, "use letters, digits and hyphens"));
    }
    let outside = |&&(o, b): &&(usize, usize)| o.max(b) >= plan.scenarios.len();
    if let Some((o, b)) = plan.pairs.iter().find(outside) {
        return Err(Diagnostic::new(
            format!("pair {o}, {b}"),
            "names a scenario the plan does not have",
            "this is a fault of the program; please report it with the command line",
        ));
    }
    Ok(())
}

/// Whether a name can be the name of a file everywhere, without its ending.
pub fn is_file_name(name: &str) -> bool {
    !name.is_empty() && !name.starts_with('.') && !name.contains(['/', '\\', ':', '\0'])
}

/// An extra file is one that such results may have, and takes no other file's name.
pub fn check_extra(name: &str, names: &FileNames, written: &BTreeMap<String, FileContent>) -> Result<()> {
    if !names.may_list(name) || written.contains_key(name) {
        return Err(Diagnostic::new(
            name,
            "is not a name for another file of a results folder",
            "this is a fault of the program; please report it with the command line",
        ));
    }
    Ok(())
}

/// Outcomes of the jobs of a part from `first` on have as many values as the plan says.
pub fn check_outcomes(plan: &Plan, part: &Part, first: usize, outcomes: &[Outcome]) -> Result<()> {
    let cells = (plan.months as usize + 1) * MEASURES.len();
    let jobs = part.len();
    for (job, outcome) in (first..).zip(outcomes) {
        let drawn = (job < jobs).then(|| plan.scenarios[part.at(job).0].drawn.len());
        let timeline = if outcome.status == Status::Done { cells } else { 0 };
        let fits = outcome.timeline.len() == timeline
            && outcome.run.len() == RUN_COLUMNS.len()
            && drawn == Some(outcome.drawn.len());
        if !fits {
            return Err(Diagnostic::new(
                format!("job {job}"),
                "its outcome does not have the shape of the plan",
                "this is a fault of the program; please report it with the command line",
            ));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::results::folder::{Folder, Mode, TableFormat};
    use crate::results::sample;
    use std::path::Path;

    fn open(path: &Path, plan: &Plan, mode: Mode) -> Result<Folder> {
        Folder::open(path, plan, TableFormat::Csv, mode)
    }

    #[test]
    fn names_that_would_leave_the_folder_are_refused() {
        let folder = tempfile::tempdir().unwrap();
        let mut plan = sample::plan(1, 1, 1);
        for name in ["../up", "/etc/x", "figures/../../x", "", "manifest.json", "runs.csv"] {
            let mut opened = open(&folder.path().join("r"), &plan, Mode::Resume).unwrap();
            if opened.next_job() == 0 {
                opened.append(&sample::outcomes(&plan)).unwrap();
            }
            assert!(opened.finish(vec![(name.into(), vec![])], &sample::machine()).is_err(), "{name}");
        }
        plan.scenarios[0].name = "../up".into();
        assert!(open(&folder.path().join("s"), &plan, Mode::New).is_err());
    }

    #[test]
    fn an_outcome_of_another_shape_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let plan = sample::plan(1, 1, 2);
        let mut opened = open(&folder.path().join("r"), &plan, Mode::New).unwrap();
        let mut outcomes = sample::outcomes(&plan);
        outcomes[1].timeline.pop();
        assert!(opened.append(&outcomes).unwrap_err().to_string().contains("job 1"));
        assert_eq!(opened.next_job(), 0);
        outcomes.pop();
        outcomes.extend(sample::outcomes(&plan));
        assert!(opened.append(&outcomes).is_err(), "more outcomes than jobs");
    }
}
