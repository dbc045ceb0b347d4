//! The story of a typical run, and what would have followed without a cause.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, Query, State};
use serde::Deserialize;
use serde_json::{Value, json};

use super::Served;
use super::bounds::whole;
use super::job::Job;
use super::problems::{Refusal, Reply};
use super::results::aside;
use crate::diagnostic::Diagnostics;

/// Which run is told.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct AskedStory {
    /// Place of the scenario.
    #[serde(default)]
    scenario: usize,
    /// `typical`, or the number of a replication.
    run: Option<String>,
    /// Place of the cause.
    cause: Option<usize>,
}

/// The story of a run.
pub(super) async fn story(
    State(served): State<Arc<Served>>,
    Path(id): Path<String>,
    Query(asked): Query<AskedStory>,
) -> Reply<Json<Value>> {
    Ok(Json(Value::clone(&*told(&served, &id, asked.scenario, asked.run).await?)))
}

/// What would have followed without a cause.
pub(super) async fn but_for(
    State(served): State<Arc<Served>>,
    Path(id): Path<String>,
    Query(asked): Query<AskedStory>,
) -> Reply<Json<Value>> {
    let story = told(&served, &id, asked.scenario, asked.run).await?;
    let found = story["causes"].as_array().and_then(|causes| causes.get(asked.cause.unwrap_or(0)));
    let found = found
        .ok_or_else(|| Refusal::missing("this run has no such cause", "choose one that its story lists"))?;
    Ok(Json(json!({ "sentence": found["without"], "cause": found["sentence"] })))
}

async fn told(served: &Served, id: &str, scenario: usize, run: Option<String>) -> Reply<Arc<Value>> {
    let job = served.jobs.done(id)?;
    let run = run.filter(|run| run != "typical").map(|run| whole("run", &run)).transpose()?;
    if scenario >= job.scenarios.len() {
        return Err(Refusal::missing("there is no such scenario", "count them from 0"));
    }
    aside(move || tell(&job, scenario, run)).await
}

fn tell(job: &Job, scenario: usize, run: Option<u32>) -> Result<Arc<Value>, Diagnostics> {
    let stored = job.stored()?;
    let narrator = stored.narrator(Some(&job.scenarios[scenario].name), None)?;
    let (replication, which) = match run {
        Some(run) => (stored.replication(run)?, String::new()),
        None => {
            let all = narrator.typical()?;
            let first = all.first().map_or(0, |typical| typical.replication);
            (first, all.first().map(crate::explain::page::typical_heading).unwrap_or_default())
        }
    };
    job.story((scenario, replication), || Ok(narrator.page_story(replication, &which)?))
}
