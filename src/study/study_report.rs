//! Reports of folders that are not about a few scenarios: sweeps, decisions, sensitivity studies.

use std::path::Path;

use super::stored::Stored;
use super::{decide, sensitivity, sweep};
use crate::diagnostic::Result;
use crate::experiment::decision::DecisionCell;
use crate::figures::{Figure, sensitivity_shares};
use crate::parameters::Ledger;
use crate::phrasing::{count, gist, listed, lower, thousands};
use crate::report::study_page::{StudyFindings, study_page};
use crate::results::decision::Decision;
use crate::results::manifest::MANIFEST;
use crate::results::sensitivity::{SensitivityResults, WHOLE};

/// A folder without runs of its own: the study that left it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StudyFolder {
    /// Of `sensitivity`.
    Sensitivity,
    /// Of `discover`, which has its own page.
    Discovery,
}

impl StudyFolder {
    /// The study that left this folder; none where it holds runs, or is none of a study.
    pub fn of(folder: &Path) -> Option<StudyFolder> {
        match () {
            () if folder.join(MANIFEST).exists() => None,
            () if folder.join(WHOLE).is_file() => Some(StudyFolder::Sensitivity),
            () if folder.join("discovery.json").is_file() => Some(StudyFolder::Discovery),
            () => None,
        }
    }
}

/// The page of a sweep or a decision; none where the folder is about scenarios.
///
/// # Errors
/// Tables that cannot be read.
pub(super) fn of_points(stored: &Stored, figures: &[Figure]) -> Result<Option<String>> {
    let Some(first) = stored.scenarios.first().filter(|s| !s.point.is_empty()) else { return Ok(None) };
    let ledger = Ledger::standard()?;
    let in_words =
        |name: &String| ledger.get(name).map_or_else(|| name.clone(), |entry| lower(gist(&entry.meaning)));
    let factors: Vec<String> = first.point.iter().map(|(name, _)| in_words(name)).collect();
    let facts = |points: &'static str| {
        vec![
            ("Program", format!("uptake {}", stored.manifest.version)),
            ("Digest of the plan", stored.manifest.digest.clone()),
            ("Seed", first.run.seed.to_string()),
            (points, stored.scenarios.len().to_string()),
            ("Replications of each", thousands(first.run.replications.into())),
            ("Months", first.run.months.to_string()),
        ]
    };
    let found = if DecisionCell::are_all(&stored.scenarios) {
        StudyFindings {
            kind: "A simulated decision",
            title: "Which plan holds in every world?".into(),
            question: first.question.clone(),
            told: decide::brief(&Decision::of(stored)?),
            figures,
            facts: facts("Plans in worlds"),
            next: vec![
                "Look where the plan that you would take fails, and ask whether that world is yours.".into(),
                format!(
                    "Compare two of its cells in full: {} and others lie in its folder scenarios.",
                    first.name
                ),
            ],
        }
    } else {
        StudyFindings {
            kind: "A simulated sweep",
            title: format!("How does the answer move with {}?", listed(&factors)),
            question: first.question.clone(),
            told: sweep::measured(&stored.scenarios, stored)?.brief(),
            figures,
            facts: facts("Points"),
            next: vec![
                "Find the point that is nearest to you, and see how far the answer moves around it.".into(),
                format!(
                    "Ask where it stalls: uptake discover RESULTS --where \"deep_share@{} < 0.2\".",
                    first.run.months
                ),
                format!(
                    "Compare two of its points in full: {} and others lie in its folder scenarios.",
                    first.name
                ),
            ],
        }
    };
    study_page(&found).map(Some)
}

/// The page of a sensitivity study.
///
/// # Errors
/// A study without parameters.
pub fn of_sensitivity(found: &SensitivityResults) -> Result<String> {
    let titles: Vec<String> = found.scenarios.iter().map(|(_, title)| format!("“{title}”")).collect();
    let figures = [sensitivity_shares(found)?];
    study_page(&StudyFindings {
        kind: "A simulated sensitivity study",
        title: format!("On which assumptions does it hang? {}", listed(&titles)),
        question: format!(
            "Which of the assumptions behind {} move the answer, and which of them has nobody measured?",
            count(titles.len() as f64, "scenario", "scenarios")
        ),
        told: sensitivity::brief(found),
        figures: &figures,
        facts: vec![
            ("Program", format!("uptake {}", found.version)),
            ("Digest of the scenarios", found.digest.clone()),
        ],
        next: vec![
            "Find out how the first of these is with you: it moves the answer most.".into(),
            "Put it on the page of a comparison: uptake report RESULTS --sensitivity DIR.".into(),
        ],
    })
}
