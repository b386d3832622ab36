//! `samstyr serve`: the HTTP door, opened and closed.

use super::args::{GraphArgs, PublicationArgs, ServiceArgs, seconds};
use super::{Outcome, output};
use crate::error::{Error, Result};
use crate::http::{self, App, Shelf};
use crate::publish::{Documents, Publication};
use crate::questions;
use clap::Args;
use std::future;
use std::path::PathBuf;
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::runtime::Runtime;
use tokio::signal::unix::{SignalKind, signal};

/// How long requests under way may take after a stop, beyond their own limit.
const DRAIN: Duration = Duration::from_secs(2);

/// Serve the graph and the questions over HTTP
#[derive(Args)]
pub(super) struct Serve {
    /// Address and port to listen on
    #[arg(long, default_value = "127.0.0.1:7878", env = "SAMSTYR_HTTP_LISTEN")]
    listen: String,
    /// Seconds that a query may take
    #[arg(long, default_value = "10", value_name = "SECONDS", value_parser = seconds, env = "SAMSTYR_HTTP_TIMEOUT")]
    timeout: Duration,
    /// Folder with releases, to serve at /releases
    #[arg(long, value_name = "DIR", env = "SAMSTYR_HTTP_RELEASES")]
    releases: Option<PathBuf>,
    #[command(flatten)]
    graph: GraphArgs,
    #[command(flatten)]
    publication: PublicationArgs,
    #[command(flatten)]
    services: ServiceArgs,
}

impl Serve {
    pub(super) fn run(self) -> Result<Outcome> {
        let store = self.graph.open("`serve`", None)?;
        let services = self.services.services(self.publication.config.as_deref())?;
        let settings = self.publication.settings()?;
        let publication = Publication::of_server(&settings)?;
        let documents = publication.map(|publication| Documents::build(&store, &publication)).transpose()?;
        let published = Shelf { documents, releases: self.releases, statement: settings.accessibility_statement };
        let app = App::reaching(services, store, questions::all()?, self.timeout, published);
        let failed = |source| Error::Listen { address: self.listen.clone(), source };
        let runtime = Runtime::new().map_err(failed)?;
        let served = runtime.block_on(async {
            let listener = TcpListener::bind(&self.listen).await?;
            output::say(&format!("listening on http://{} – stop with Ctrl+C", listener.local_addr()?));
            let (stopping, stopped) = tokio::sync::oneshot::channel();
            let stop = async move {
                stop_signal().await;
                let _ = stopping.send(()); // the server has already ended
            };
            let drained = async {
                let _ = stopped.await;
                tokio::time::sleep(self.timeout + DRAIN).await;
            };
            tokio::select! {
                served = http::serve(app, listener, stop) => served,
                () = drained => Ok(()),
            }
        });
        // A query that does not heed its limit must not hold the process.
        runtime.shutdown_background();
        served.map_err(failed)?;
        output::say("stopped");
        Ok(Outcome::Yes)
    }
}

/// Resolves at Ctrl+C or SIGTERM.
async fn stop_signal() {
    let of = |kind| async move {
        match signal(kind) {
            Ok(mut signals) => {
                signals.recv().await;
            }
            Err(_) => future::pending().await, // this signal cannot be listened for; the other may
        }
    };
    tokio::select! {
        () = of(SignalKind::interrupt()) => {}
        () = of(SignalKind::terminate()) => {}
    }
}
