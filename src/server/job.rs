//! One job: some scenarios through many futures, with answers on the way.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use serde_json::{Value, json};
use tokio::sync::watch;

use super::problems::problem;
use crate::diagnostic::{Diagnostics, Result};
use crate::experiment::{Batch, CancelToken};
use crate::figures::FigureSelection;
use crate::parameters::Ledger;
use crate::report::answer_json::answer_json;
use crate::results::Dataset;
use crate::scenario::Scenario;
use crate::study::batch::FolderOptions;
use crate::study::stored::Stored;

/// Futures of the first look, which takes a moment.
const FIRST_LOOK: u32 = 24;
/// Each further look has so many times as many, and all are at least so many times as many as a look: looks cost little.
const LARGER: u32 = 8;

/// How far a job is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Phase {
    /// So many jobs are before it.
    Queued(usize),
    /// Its runs come in.
    Running,
    /// All runs are there.
    Done,
    /// It could not be run.
    Failed,
    /// Nobody wants it any more.
    Canceled,
}

impl Phase {
    pub(super) fn word(self) -> &'static str {
        match self {
            Phase::Queued(_) => "queued",
            Phase::Running => "running",
            Phase::Done => "done",
            Phase::Failed => "failed",
            Phase::Canceled => "cancelled",
        }
    }

    /// Whether nothing will change any more.
    pub(super) fn is_over(self) -> bool {
        matches!(self, Phase::Done | Phase::Failed | Phase::Canceled)
    }
}

/// What is known of a job at present.
#[derive(Debug, Clone)]
pub(super) struct JobState {
    pub(super) phase: Phase,
    pub(super) done: usize,
    pub(super) of: usize,
    /// The latest answer, with the number of futures it rests on.
    pub(super) answer: Option<(u32, Arc<Value>)>,
    pub(super) problems: Vec<Value>,
}

/// A job.
pub(super) struct Job {
    pub(super) id: String,
    pub(super) scenarios: Vec<Scenario>,
    pub(super) replications: u32,
    pub(super) cancel: CancelToken,
    pub(super) state: watch::Sender<JobState>,
    /// Whether other sets of assumptions are run.
    assumptions: bool,
    /// Its folder; results lie in `results` below it.
    folder: PathBuf,
    /// Stories that were told: of a scenario, a replication.
    pub(super) stories: Mutex<BTreeMap<(usize, u32), Arc<Value>>>,
}

impl Job {
    pub(super) fn new(id: String, scenarios: Vec<Scenario>, replications: u32, below: &Path) -> Job {
        let of = scenarios.len() * replications as usize;
        let state = JobState { phase: Phase::Queued(0), done: 0, of, answer: None, problems: Vec::new() };
        let folder = below.join(&id);
        let (cancel, stories) = (CancelToken::default(), Mutex::default());
        let state = watch::Sender::new(state);
        Job { id, scenarios, replications, cancel, state, assumptions: true, folder, stories }
    }

    /// The same without other sets of assumptions.
    pub(super) fn without_assumptions(self) -> Job {
        Job { assumptions: false, ..self }
    }

    /// Where its results lie once it is done.
    pub(super) fn results(&self) -> PathBuf {
        self.folder.join("results")
    }

    /// Another place in its folder.
    pub(super) fn place(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }

    /// Its results, checked.
    pub(super) fn stored(&self) -> std::result::Result<Stored, Diagnostics> {
        Stored::open(&self.results())
    }

    pub(super) fn phase(&self) -> Phase {
        self.state.borrow().phase
    }

    pub(super) fn move_to(&self, phase: Phase) {
        self.state.send_if_modified(|state| std::mem::replace(&mut state.phase, phase) != phase);
    }

    /// What it left on the disk is removed; what cannot be is, with the server's folder.
    pub(super) fn remove_files(&self) {
        let _ = std::fs::remove_dir_all(&self.folder);
    }

    /// The batch that it is, as the program would run it.
    pub(super) fn batch(&self, replications: u32) -> Batch<'_> {
        let batch = Batch::new(&self.scenarios).replications(replications).cancel(self.cancel.clone());
        let batch = if self.assumptions { batch } else { batch.without_assumptions() };
        if self.scenarios.len() > 1 { batch.compared() } else { batch }
    }

    /// Runs it: some futures for a first look, then all, then the sets of assumptions; each is told when it is there.
    pub(super) fn run(&self, ledger: &Ledger, threads: Option<usize>) {
        self.move_to(Phase::Running);
        let ended = self.run_looks(ledger, threads);
        let found = match ended {
            _ if self.cancel.is_canceled() => return self.move_to(Phase::Canceled),
            Ok(()) => return,
            Err(found) => found,
        };
        self.state.send_modify(|state| {
            state.problems =
                found.list().iter().map(|d| problem(d.key.as_deref().unwrap_or(""), d)).collect();
            state.phase = Phase::Failed;
        });
    }

    fn run_looks(&self, ledger: &Ledger, threads: Option<usize>) -> std::result::Result<(), Diagnostics> {
        std::fs::create_dir_all(&self.folder)
            .map_err(|e| crate::diagnostic::Diagnostic::of_the_program("the folder of a job", e))?;
        let options = || FolderOptions {
            figures: FigureSelection::None,
            report: false,
            threads,
            ..FolderOptions::default()
        };
        let mut look = FIRST_LOOK;
        while look.saturating_mul(LARGER) <= self.replications {
            let place = self.place(&format!("look-{look}"));
            let batch = self.batch(look).without_assumptions().progress(|done, _| self.count(done));
            let finished = batch.run_into_as(&place, &options())?;
            self.publish(&finished.dataset, ledger, Phase::Running)?;
            let _ = std::fs::remove_dir_all(&place);
            look = look.saturating_mul(LARGER);
        }
        let batch = self.batch(self.replications).progress(|done, _| self.count(done));
        let tell = |dataset: &Dataset| self.publish(dataset, ledger, Phase::Running);
        let options = FolderOptions { when_counted: Some(&tell), ..options() };
        let finished = batch.run_into_as(&self.results(), &options)?;
        self.publish(&finished.dataset, ledger, Phase::Done)?;
        Ok(())
    }

    /// Runs that are done; a look is part of all.
    fn count(&self, done: usize) {
        self.state.send_if_modified(|state| {
            let is_more = done > state.done;
            state.done = state.done.max(done).min(state.of);
            is_more
        });
    }

    fn publish(&self, dataset: &Dataset, ledger: &Ledger, phase: Phase) -> Result<()> {
        let answer = Arc::new(answer_json(dataset, ledger)?);
        let replications = dataset.manifest.replications;
        self.state.send_modify(|state| {
            state.answer = Some((replications, answer));
            state.phase = phase;
            if phase == Phase::Done {
                state.done = state.of;
            }
        });
        Ok(())
    }

    /// What it is, for a list.
    pub(super) fn row(&self) -> Value {
        let state = self.state.borrow();
        let position = if let Phase::Queued(position) = state.phase { Some(position) } else { None };
        json!({
            "id": self.id, "state": state.phase.word(), "position": position, "done": state.done, "of": state.of,
            "scenarios": self.scenarios.iter().map(|s| s.title.as_str()).collect::<Vec<_>>(), "replications": self.replications,
        })
    }

    /// A story that was told before, or is told now.
    pub(super) fn story(
        &self,
        key: (usize, u32),
        tell: impl FnOnce() -> std::result::Result<Value, Diagnostics>,
    ) -> std::result::Result<Arc<Value>, Diagnostics> {
        let known = self.stories.lock().unwrap_or_else(PoisonError::into_inner).get(&key).cloned();
        if let Some(story) = known {
            return Ok(story);
        }
        let story = Arc::new(tell()?);
        self.stories.lock().unwrap_or_else(PoisonError::into_inner).insert(key, story.clone());
        Ok(story)
    }
}
