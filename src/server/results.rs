//! What a finished job leaves: figures, report, tables and the whole folder, as the program makes them.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_SECURITY_POLICY, CONTENT_TYPE};
use axum::response::IntoResponse;

use super::Served;
use super::guard::POLICY_OF_A_REPORT;
use super::job::Job;
use super::problems::{Refusal, Reply};
use super::zip_folder::zipped;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::study::batch::FolderOptions;

/// Work that takes a while, away from the threads that serve.
pub(super) async fn aside<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, Diagnostics> + Send + 'static,
) -> Reply<T> {
    let ended = tokio::task::spawn_blocking(work).await;
    Ok(ended.map_err(|e| Diagnostic::of_the_program("work for the page", e))??)
}

/// A figure by its name, as SVG.
pub(super) async fn figure(
    State(served): State<Arc<Served>>,
    Path((id, name)): Path<(String, String)>,
) -> Reply<impl IntoResponse> {
    let job = served.jobs.done(&id)?;
    let wanted = name.trim_end_matches(".svg").to_owned();
    let found = aside(move || {
        let figures = job.stored()?.figures(None)?;
        let names: Vec<String> = figures.iter().map(|figure| figure.name.clone()).collect();
        Ok((figures.into_iter().find(|figure| figure.name == wanted).map(|figure| figure.svg), names))
    });
    match found.await? {
        (Some(svg), _) => Ok(([(CONTENT_TYPE, "image/svg+xml")], svg)),
        (None, names) => {
            let remedy = format!("there are: {}", names.join(", "));
            Err(Refusal::missing(&format!("there is no figure {name}"), &remedy))
        }
    }
}

/// The report, byte for byte what `uptake report` writes of the folder.
pub(super) async fn report(
    State(served): State<Arc<Served>>,
    Path(id): Path<String>,
) -> Reply<impl IntoResponse> {
    let job = served.jobs.done(&id)?;
    let page = aside(move || {
        let stored = job.stored()?;
        Ok(stored.report(&stored.district_results(None)?, &stored.figures(None)?, None)?)
    });
    let heads = [(CONTENT_TYPE, "text/html; charset=utf-8"), (CONTENT_SECURITY_POLICY, POLICY_OF_A_REPORT)];
    Ok((heads, page.await?))
}

/// A table of the folder, as it is.
pub(super) async fn table(
    State(served): State<Arc<Served>>,
    Path((id, name)): Path<(String, String)>,
) -> Reply<impl IntoResponse> {
    let job = served.jobs.done(&id)?;
    let bytes = aside(move || {
        let stored = job.stored()?;
        // A name is one that the manifest lists, and so no path out of the folder.
        if !stored.manifest.files.contains_key(&name) {
            let names: Vec<&str> = stored.manifest.files.keys().map(String::as_str).collect();
            let fault = "there is no such table";
            return Err(Diagnostic::usage(fault, format!("there are: {}", names.join(", "))).into());
        }
        let kind =
            if name.ends_with(".csv") { "text/csv; charset=utf-8" } else { "application/octet-stream" };
        let bytes = std::fs::read(job.results().join(&name));
        Ok((kind, bytes.map_err(|e| Diagnostic::of_the_program("a table of a job", e))?))
    });
    let (kind, bytes) = bytes.await?;
    Ok(([(CONTENT_TYPE, kind)], bytes))
}

/// The results folder as an archive, byte for byte what `uptake run` or `uptake compare` writes, figures and report included.
pub(super) async fn folder(
    State(served): State<Arc<Served>>,
    Path(id): Path<String>,
) -> Reply<impl IntoResponse> {
    let job = served.jobs.done(&id)?;
    let threads = served.options.threads;
    let archive = aside(move || whole(&job, threads)).await?;
    let heads = [
        (CONTENT_TYPE, "application/zip"),
        (CONTENT_DISPOSITION, "attachment; filename=\"uptake-results.zip\""),
    ];
    Ok((heads, archive))
}

/// The runs are run once more: a folder is one piece, made in one go.
fn whole(job: &Job, threads: Option<usize>) -> Result<Vec<u8>, Diagnostics> {
    let parent = tempfile::Builder::new().prefix("whole-").tempdir_in(job.place(""));
    let parent = parent.map_err(|e| Diagnostic::of_the_program("the folder of a job", e))?;
    let place = parent.path().join("results");
    job.batch(job.replications)
        .run_into_as(&place, &FolderOptions { threads, ..FolderOptions::default() })?;
    Ok(zipped(&place)?)
}
