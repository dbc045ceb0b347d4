//! How many replications a folder has, or is about to have, of a plan that leaves their number open.

use super::digest::plan_digest;
use super::folder::TableFormat;
use super::folder_log::FolderLog;
use super::growth::WithReplications;
use super::journal::JOURNAL;
use super::manifest::Manifest;
use std::path::Path;

/// The replications of the finished results of a plan, which may grow; or of its unfinished ones, if they are one of these
/// numbers. Nothing where there are none, or those of another plan.
pub fn size_there(
    folder: &Path,
    tables: TableFormat,
    sizes: &[u32],
    with: WithReplications<'_>,
) -> Option<u32> {
    if let Ok(found) = Manifest::read(folder) {
        let n = found.replications;
        return (plan_digest(&with(n), tables).hex() == found.digest).then_some(n);
    }
    let journal = folder.join(JOURNAL);
    if !FolderLog::is_one(&journal) {
        return None;
    }
    sizes.iter().copied().find(|n| FolderLog::is_about(&journal, &plan_digest(&with(*n), tables)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::Plan;
    use crate::results::folder::{Folder, Mode};
    use crate::results::sample;

    #[test]
    fn finished_and_unfinished_results_of_the_plan_are_found_by_their_size_and_others_are_not() {
        let home = tempfile::tempdir().unwrap();
        let (path, plan) = (home.path().join("r"), sample::plan(1, 1, 6));
        let with = |n| Plan { replications: n, ..plan.clone() };
        let there = |sizes: &[u32]| size_there(&path, TableFormat::Csv, sizes, &with);
        assert_eq!(there(&[2, 6]), None);
        let mut folder = Folder::open(&path, &with(6), TableFormat::Csv, Mode::New).unwrap();
        assert_eq!((there(&[2, 6]), there(&[2, 4])), (Some(6), None));
        folder.append(&sample::outcomes(&plan)).unwrap();
        folder.finish(Vec::new(), &sample::machine()).unwrap();
        assert_eq!(there(&[2, 4]), Some(6), "finished results may have any number");
        let other = |n| Plan { replications: n, seed: 8, ..plan.clone() };
        assert_eq!(size_there(&path, TableFormat::Csv, &[6], &other), None);
    }
}
