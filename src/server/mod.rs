//! `serve`: a page in the browser on which a district, levers and events are chosen, and the same engine answers.
//!
//! The server listens on this machine alone. It holds no state of a page: every request brings its scenarios, and a page is a link.
//! What it runs are batches as the program runs them, so that numbers, figures, reports and folders are the program's to the last
//! byte. Everything that a request may cost is bounded ([`Bounds`]), and what is refused is told in the words of the program.

mod about;
mod bounds;
mod but_for;
mod districts;
mod drafts;
mod events;
mod guard;
mod job;
mod job_list;
mod levers;
mod page;
mod problems;
mod results;
mod zip_folder;

use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::sync::Arc;

use axum::Router;
use axum::middleware::from_fn_with_state;
use axum::routing::{get, post};
use tempfile::TempDir;
use tokio::net::TcpListener;

pub use bounds::Bounds;

use crate::diagnostic::{Diagnostic, Result};
use crate::parameters::Ledger;
use districts::DistrictTables;
use job_list::JobList;

/// How the page is served.
#[derive(Debug, Clone, Default)]
pub struct ServerOptions {
    /// The port; 0 lets the system choose one.
    pub port: u16,
    /// Scenarios are checked and described, and nothing is run.
    pub read_only: bool,
    /// Whether answers come with other sets of assumptions.
    pub assumptions: bool,
    /// Where results lie while the server runs; a folder of its own is made in it, and removed at the end.
    pub folder: Option<PathBuf>,
    /// Threads that simulate; one for each core where nothing is said.
    pub threads: Option<usize>,
    /// What a request may cost.
    pub bounds: Bounds,
}

/// What all requests share.
struct Served {
    ledger: Ledger,
    options: ServerOptions,
    /// Where it listens.
    address: SocketAddr,
    tables: DistrictTables,
    jobs: JobList,
    /// Removed when the server ends.
    _folder: TempDir,
}

/// Serves the page until `stop` is asked for; `listening` hears the address once it is open.
///
/// # Errors
/// A port that is taken; a folder in which nothing can be written.
pub fn serve(
    options: ServerOptions,
    listening: impl FnOnce(SocketAddr),
    stop: impl Future<Output = ()> + Send + 'static,
) -> Result<()> {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build();
    let runtime = runtime.map_err(|e| Diagnostic::of_the_program("the threads that serve", e))?;
    runtime.block_on(serve_here(options, listening, stop))
}

async fn serve_here(
    options: ServerOptions,
    listening: impl FnOnce(SocketAddr),
    stop: impl Future<Output = ()> + Send + 'static,
) -> Result<()> {
    let ledger = Ledger::standard()?;
    let at = SocketAddr::from((Ipv4Addr::LOCALHOST, options.port));
    let listener = TcpListener::bind(at).await.map_err(|e| {
        let remedy = "choose another with --port, or --port 0 for any that is free";
        Diagnostic::failed(at.to_string(), format!("cannot listen there: {e}"), remedy)
    })?;
    let address =
        listener.local_addr().map_err(|e| Diagnostic::of_the_program("the address that is served", e))?;
    let parent = options.folder.clone().unwrap_or_else(std::env::temp_dir);
    let folder = tempfile::Builder::new().prefix("uptake-serve-").tempdir_in(&parent).map_err(|e| {
        Diagnostic::failed(
            &parent,
            format!("nothing can be written there: {e}"),
            "choose another folder with --at",
        )
    })?;
    let jobs = JobList::new(&options, folder.path().join("jobs"))?;
    let served = Arc::new(Served {
        ledger,
        options,
        address,
        tables: DistrictTables::default(),
        jobs,
        _folder: folder,
    });
    listening(address);
    let page = router(served.clone());
    // Streams of jobs end when these are canceled; without that they would hold the server open.
    let ended = {
        let served = served.clone();
        async move {
            stop.await;
            served.jobs.stop();
        }
    };
    let done = axum::serve(listener, page).with_graceful_shutdown(ended).await;
    served.jobs.end();
    done.map_err(|e| Diagnostic::of_the_program("serving", e))
}

/// Every address that answers.
fn router(served: Arc<Served>) -> Router {
    Router::new()
        .route("/", get(page::index))
        .route("/app.js", get(page::script))
        .route("/style.css", get(page::style))
        .route("/api/about", get(about::about))
        .route("/api/gallery", get(about::gallery))
        .route("/api/levers", get(levers::list))
        .route("/api/events", get(events::list))
        .route("/api/districts", post(districts::read))
        .route("/api/scenarios", post(drafts::check))
        .route("/api/jobs", get(job_list::list).post(job_list::start))
        .route("/api/jobs/{id}", get(job_list::one).delete(job_list::cancel))
        .route("/api/jobs/{id}/events", get(job_list::events))
        .route("/api/jobs/{id}/figures/{name}", get(results::figure))
        .route("/api/jobs/{id}/report.html", get(results::report))
        .route("/api/jobs/{id}/results.zip", get(results::folder))
        .route("/api/jobs/{id}/tables/{name}", get(results::table))
        .route("/api/jobs/{id}/story", get(but_for::story))
        .route("/api/jobs/{id}/but-for", get(but_for::but_for))
        .fallback(guard::nothing_there)
        .layer(from_fn_with_state(served.clone(), guard::guard))
        .with_state(served)
}
