//! The jobs: one after the other on all cores, some waiting, the latest finished ones kept.

use std::collections::VecDeque;
use std::convert::Infallible;
use std::path::PathBuf;
use std::pin::Pin;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, ready};
use std::thread::JoinHandle;
use std::time::Duration;

use axum::Json;
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::sse::{Event, KeepAlive, KeepAliveStream, Sse};
use serde::Deserialize;
use serde_json::{Value, json};
use tokio_stream::Stream;
use tokio_stream::wrappers::WatchStream;

use super::job::{Job, JobState, Phase};
use super::problems::{Refusal, Reply, read};
use super::{Served, ServerOptions};
use crate::diagnostic::{Diagnostic, Result};
use crate::parameters::Ledger;
use crate::scenario::{Scenario, name_fault};

/// All jobs.
pub(super) struct JobList {
    jobs: Mutex<VecDeque<Arc<Job>>>,
    queue: Mutex<Option<Sender<Arc<Job>>>>,
    worker: Mutex<Option<JoinHandle<()>>>,
    stopping: AtomicBool,
    folder: PathBuf,
    /// Tells jobs of this server from those of another that had the same port before.
    token: String,
    number: Mutex<u64>,
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl JobList {
    /// An empty list, and the thread that works on it.
    pub(super) fn new(options: &ServerOptions, folder: PathBuf) -> Result<JobList> {
        let (queue, waiting): (Sender<Arc<Job>>, Receiver<Arc<Job>>) = channel();
        let (threads, ledger) = (options.threads, Ledger::standard()?);
        let work = move || {
            for job in waiting {
                if job.cancel.is_canceled() {
                    job.move_to(Phase::Canceled);
                } else {
                    job.run(&ledger, threads);
                }
            }
        };
        let worker = std::thread::Builder::new().name("jobs".into()).spawn(work);
        let worker = worker.map_err(|e| Diagnostic::of_the_program("the thread of jobs", e))?;
        let token = folder.parent().and_then(|parent| parent.file_name()).unwrap_or_default();
        let token = token.to_string_lossy().trim_start_matches("uptake-serve-").to_owned();
        Ok(JobList {
            jobs: Mutex::default(),
            queue: Mutex::new(Some(queue)),
            worker: Mutex::new(Some(worker)),
            stopping: AtomicBool::new(false),
            folder,
            token,
            number: Mutex::new(0),
        })
    }

    /// The job of this id.
    pub(super) fn get(&self, id: &str) -> Reply<Arc<Job>> {
        let found = locked(&self.jobs).iter().find(|job| job.id == id).cloned();
        found.ok_or_else(|| {
            let fault = "there is no such job: the program was started anew, or many jobs came since";
            Refusal::missing(fault, "ask again; the page does so by itself")
        })
    }

    /// The job of this id, if it is done.
    pub(super) fn done(&self, id: &str) -> Reply<Arc<Job>> {
        let job = self.get(id)?;
        if job.phase() == Phase::Done {
            return Ok(job);
        }
        let fault = format!("the job is not done: it is {}", job.phase().word());
        Err(Refusal::new(StatusCode::CONFLICT, "", fault, "wait until all futures are there"))
    }

    /// Puts a job at the end of the queue.
    fn add(&self, scenarios: Vec<Scenario>, replications: u32, options: &ServerOptions) -> Reply<Arc<Job>> {
        let mut jobs = locked(&self.jobs);
        let before = jobs.iter().filter(|job| !job.phase().is_over() && !job.cancel.is_canceled()).count();
        if before > options.bounds.waiting {
            let fault = format!("{before} jobs are running or waiting, and no more may wait");
            let remedy = "wait a moment and ask again";
            return Err(Refusal::new(StatusCode::TOO_MANY_REQUESTS, "", fault, remedy));
        }
        let mut number = locked(&self.number);
        *number += 1;
        let job = Job::new(format!("{}-{number}", self.token), scenarios, replications, &self.folder);
        let job = if options.assumptions { job } else { job.without_assumptions() };
        job.move_to(Phase::Queued(before));
        let job = Arc::new(job);
        jobs.push_back(job.clone());
        // The oldest that are over make room.
        while jobs.iter().filter(|job| job.phase().is_over()).count() > options.bounds.finished {
            let Some(place) = jobs.iter().position(|job| job.phase().is_over()) else { break };
            if let Some(old) = jobs.remove(place) {
                old.remove_files();
            }
        }
        match &*locked(&self.queue) {
            Some(queue) if queue.send(job.clone()).is_ok() => Ok(job),
            _ => Err(Refusal::new(
                StatusCode::SERVICE_UNAVAILABLE,
                "",
                "the server is about to end",
                "start it again",
            )),
        }
    }

    /// Nothing new begins, and what runs is asked to end.
    pub(super) fn stop(&self) {
        self.stopping.store(true, Ordering::Relaxed);
        locked(&self.queue).take();
        for job in locked(&self.jobs).iter() {
            job.cancel.cancel();
            if matches!(job.phase(), Phase::Queued(_)) {
                job.move_to(Phase::Canceled);
            }
        }
    }

    /// Waits until nothing runs.
    pub(super) fn end(&self) {
        self.stop();
        if let Some(worker) = locked(&self.worker).take() {
            let _ = worker.join();
        }
    }
}

/// What a page asks to run.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct AskedJob {
    scenarios: Vec<AskedText>,
    replications: u32,
    seed: Option<u64>,
}

/// A complete scenario as a text.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct AskedText {
    name: String,
    toml: String,
    /// The district stands in the text; where it came from is not looked at.
    #[serde(default, rename = "district")]
    _district: Option<Value>,
}

/// Begins a job.
pub(super) async fn start(
    State(served): State<Arc<Served>>,
    body: Bytes,
) -> Reply<(StatusCode, Json<Value>)> {
    if served.options.read_only {
        let fault = "this server only shows scenarios and runs none";
        return Err(Refusal::new(StatusCode::FORBIDDEN, "", fault, "start uptake serve without --read-only"));
    }
    let asked: AskedJob = read(&body)?;
    let mut scenarios: Vec<Scenario> = Vec::new();
    for text in &asked.scenarios {
        if let Some(fault) = name_fault(&text.name) {
            return Err(Diagnostic::usage(
                format!("the name {fault}"),
                "choose a plain one, such as early-exit",
            )
            .into());
        }
        let draft = Scenario::from_text(&text.name, text.toml.as_str())?;
        let seed = asked.seed.map(|seed| format!("run.seed={seed}"));
        scenarios.push(draft.with_settings(seed.as_slice()).resolve()?);
    }
    served.options.bounds.check(&scenarios, asked.replications)?;
    for s in &mut scenarios {
        s.run.replications = asked.replications;
    }
    // What cannot be compared is told before it waits.
    let batch = crate::experiment::Batch::new(&scenarios);
    if scenarios.len() > 1 { batch.compared() } else { batch }.design()?;
    let job = served.jobs.add(scenarios, asked.replications, &served.options)?;
    let (watched, seconds) = (Arc::downgrade(&job), served.options.bounds.seconds);
    tokio::spawn(async move {
        tokio::time::sleep(Duration::from_secs(seconds)).await;
        if let Some(job) = watched.upgrade().filter(|job| !job.phase().is_over()) {
            job.cancel.cancel();
        }
    });
    Ok((StatusCode::ACCEPTED, Json(json!({ "id": job.id }))))
}

/// All jobs.
pub(super) async fn list(State(served): State<Arc<Served>>) -> Json<Value> {
    Json(locked(&served.jobs.jobs).iter().map(|job| job.row()).collect())
}

/// One job, with its latest answer.
pub(super) async fn one(State(served): State<Arc<Served>>, Path(id): Path<String>) -> Reply<Json<Value>> {
    let job = served.jobs.get(&id)?;
    let mut row = job.row();
    let state = job.state.borrow();
    if let (Value::Object(row), Some((_, answer))) = (&mut row, &state.answer) {
        row.insert("answer".into(), Value::clone(answer));
    }
    Ok(Json(row))
}

/// Ends a job; what it has found is not kept.
pub(super) async fn cancel(State(served): State<Arc<Served>>, Path(id): Path<String>) -> Reply<Json<Value>> {
    let job = served.jobs.get(&id)?;
    job.cancel.cancel();
    if matches!(job.phase(), Phase::Queued(_)) {
        job.move_to(Phase::Canceled);
    }
    Ok(Json(json!({})))
}

/// What happens to a job, as it happens; it ends with the job.
pub(super) async fn events(
    State(served): State<Arc<Served>>,
    Path(id): Path<String>,
) -> Reply<Sse<KeepAliveStream<JobEvents>>> {
    let states = WatchStream::new(served.jobs.get(&id)?.state.subscribe());
    Ok(Sse::new(JobEvents { states, told: 0, is_over: false }).keep_alive(KeepAlive::default()))
}

/// The states of a job as events, up to the last one.
pub(super) struct JobEvents {
    states: WatchStream<JobState>,
    /// Futures of the answer that was sent last.
    told: u32,
    is_over: bool,
}

impl Stream for JobEvents {
    type Item = std::result::Result<Event, Infallible>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        if self.is_over {
            return Poll::Ready(None);
        }
        let next = ready!(Pin::new(&mut self.states).poll_next(context));
        Poll::Ready(next.map(|state| {
            self.is_over = state.phase.is_over();
            let event = event_of(&state, self.told);
            self.told = state.answer.as_ref().map_or(self.told, |(replications, _)| *replications);
            Ok(event)
        }))
    }
}

/// A state as an event; `told` is the number of futures of the answer that was sent last.
fn event_of(state: &JobState, told: u32) -> Event {
    let new = state.answer.as_ref().filter(|(replications, _)| *replications != told);
    let answered = |name: &'static str, (replications, answer): &(u32, Arc<Value>)| {
        Event::default()
            .event(name)
            .data(json!({ "replications": replications, "answer": **answer }).to_string())
    };
    match (state.phase, &state.answer, new) {
        (Phase::Done, Some(answer), _) => answered("done", answer),
        (Phase::Running, _, Some(answer)) => answered("partial", answer),
        (Phase::Queued(position), ..) => {
            Event::default().event("queued").data(json!({ "position": position }).to_string())
        }
        (Phase::Failed, ..) => {
            Event::default().event("failed").data(json!({ "problems": state.problems }).to_string())
        }
        (Phase::Canceled, ..) => Event::default().event("cancelled").data("{}"),
        (Phase::Running | Phase::Done, ..) => {
            Event::default().event("progress").data(json!({ "done": state.done, "of": state.of }).to_string())
        }
    }
}
