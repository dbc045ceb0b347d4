//! `serve`: the page in the browser.

use std::future::Future;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::pin::Pin;
use std::process::{Command, Stdio};

use clap::Args;

use super::faults::CommandResult;
use uptake::server::{Bounds, ServerOptions};

/// Arguments of `serve`.
#[derive(Debug, Args)]
pub struct ServeArgs {
    /// The port on this machine; 0 takes any that is free
    #[arg(long, value_name = "PORT", default_value_t = 8765)]
    pub port: u16,
    /// Open the page in the browser of this machine
    #[arg(long)]
    pub open: bool,
    /// Only show scenarios, and run none
    #[arg(long)]
    pub read_only: bool,
    /// Run no other sets of assumptions: answers come sooner and say nothing of how far they hang on assumptions
    #[arg(long)]
    pub no_assumptions: bool,
    /// The folder in which results lie while the page is served [default: the system's for temporary files]
    #[arg(long, value_name = "FOLDER")]
    pub at: Option<PathBuf>,
    /// Threads [default: one for each core]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub threads: Option<u16>,
    /// Most futures of a request
    #[arg(long, value_name = "N", default_value_t = Bounds::default().replications)]
    pub most_futures: u32,
    /// Most teachers of a district
    #[arg(long, value_name = "N", default_value_t = Bounds::default().teachers)]
    pub most_teachers: u64,
    /// Most requests that wait
    #[arg(long, value_name = "N", default_value_t = Bounds::default().waiting)]
    pub most_waiting: usize,
    /// Longest that a request runs, in seconds
    #[arg(long, value_name = "SECONDS", default_value_t = Bounds::default().seconds)]
    pub most_seconds: u64,
}

/// Serves the page until Ctrl-C.
pub fn serve(args: &ServeArgs) -> CommandResult {
    let bounds = Bounds {
        replications: args.most_futures,
        teachers: args.most_teachers,
        waiting: args.most_waiting,
        seconds: args.most_seconds,
        ..Bounds::default()
    };
    let options = ServerOptions {
        port: args.port,
        read_only: args.read_only,
        assumptions: !args.no_assumptions,
        folder: args.at.clone(),
        threads: args.threads.map(usize::from),
        bounds,
    };
    let open = args.open;
    let listening = move |address: SocketAddr| {
        let page = format!("http://{address}/");
        out!("{page}");
        aside!(
            "open this address in a browser of this machine; Ctrl-C ends it, and what is not saved is gone"
        );
        if open && !opened(&page) {
            aside!("no browser could be started; open the address yourself");
        }
    };
    uptake::server::serve(options, listening, stop())?;
    Ok(())
}

/// Comes when the system or the person wants the program to end.
fn stop() -> Pin<Box<dyn Future<Output = ()> + Send>> {
    let (tell, asked) = tokio::sync::oneshot::channel();
    let mut tell = Some(tell);
    super::interrupt::on_first_wish(move || {
        if let Some(tell) = tell.take() {
            let _ = tell.send(());
        }
    });
    Box::pin(async move {
        let _ = asked.await;
    })
}

/// Opens an address with what the system has for that.
fn opened(page: &str) -> bool {
    let names: &[&str] = if cfg!(target_os = "macos") {
        &["open"]
    } else if cfg!(windows) {
        &["explorer"]
    } else {
        &["xdg-open", "sensible-browser"]
    };
    names.iter().any(|name| {
        let mut command = Command::new(name);
        command.arg(page).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn().is_ok()
    })
}
