//! The command-line door: reads arguments, calls one room, prints what it gives.
//!
//! Data goes to stdout, words go to stderr; only [`output`] prints. Each command is a file named after it.

mod args;
mod ask;
mod build;
mod convert;
mod coverage;
mod diff;
mod link;
mod manual;
mod output;
mod preflight;
mod publish;
mod query;
mod serve;
mod validate;
mod verify_citation;
mod verify_sources;
mod why_not;

use crate::error::{Class, Error, Result};
use crate::rdf::canonical;
use crate::store::BUILT_IN;
use clap::{Parser, Subcommand};
use std::process::ExitCode;
use std::sync::LazyLock;

/// What `--version` says beside the version: which graph is built in.
static LONG_VERSION: LazyLock<String> = LazyLock::new(|| {
    format!(
        "{}\ngraph {} (SHA-256 of RDFC-1.0 N-Quads, {} quads)",
        env!("CARGO_PKG_VERSION"),
        canonical::BUILT_IN_HASH.trim(),
        BUILT_IN.lines().count()
    )
});

/// Answers about a public strategy that a civil servant can sign.
///
/// Asks named questions and any SPARQL query of the built-in graph, of files, and serves them over HTTP.
#[derive(Parser)]
#[command(name = "samstyr", version, long_version = LONG_VERSION.as_str(), arg_required_else_help = true)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Answer a named question; without a name, list them
    Ask(ask::Ask),
    /// Answer any SPARQL query
    Query(query::Query),
    /// Serve the graph and the questions over HTTP
    Serve(serve::Serve),
    /// Convert between RDF syntaxes
    Convert(convert::Convert),
    /// Validate a graph with SHACL shapes
    Validate(validate::Validate),
    /// Check a catalogue before data.norge.no harvests it
    Preflight(preflight::PreflightCommand),
    /// Link things to data.norge.no's catalogues and vocabularies
    #[command(subcommand)]
    Link(link::Link),
    /// Look for every quotation in the texts of the documents
    VerifySources(verify_sources::VerifySources),
    /// Say why something is not in the answer to a question
    WhyNot(why_not::WhyNot),
    /// Report which sentences of the documents no fact rests on
    Coverage(coverage::CoverageCommand),
    /// Ask again what a reference cites, and compare
    VerifyCitation(verify_citation::VerifyCitation),
    /// Say what differs between two graphs, and which answers change
    Diff(diff::DiffCommand),
    /// Make the built-in graph from `ontology/` and `data/`
    Build(build::Build),
    /// Publish a release: graph, ontology, tables, answers and catalogue in a folder
    Publish(publish::Publish),
    /// Print completions for a shell
    Completions(manual::Completions),
    /// Print the manual page
    Man(manual::Man),
}

/// How a command ended when nothing failed.
enum Outcome {
    /// Yes, or done.
    Yes,
    /// A "no" that is an answer.
    No,
}

/// Runs the program with the process's arguments.
pub fn run() -> ExitCode {
    let cli = Cli::parse();
    let outcome = match cli.command {
        Command::Ask(command) => command.run(),
        Command::Query(command) => command.run(),
        Command::Serve(command) => command.run(),
        Command::Convert(command) => command.run(),
        Command::Completions(command) => command.run(),
        Command::Man(command) => command.run(),
        Command::Validate(command) => command.run(),
        Command::Preflight(command) => command.run(),
        Command::Link(command) => command.run(),
        Command::VerifySources(command) => command.run(),
        Command::WhyNot(command) => command.run(),
        Command::Coverage(command) => command.run(),
        Command::VerifyCitation(command) => command.run(),
        Command::Diff(command) => command.run(),
        Command::Build(command) => command.run(),
        Command::Publish(command) => command.run(),
    };
    exit_code(outcome)
}

/// The one table from outcome to exit status.
fn exit_code(outcome: Result<Outcome>) -> ExitCode {
    match outcome {
        Ok(Outcome::Yes) => ExitCode::SUCCESS,
        Ok(Outcome::No) => ExitCode::from(1),
        // Whoever read our output has enough of it (`samstyr query … | head`): that is no failure.
        Err(Error::Output(source)) if source.kind() == std::io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(error) => {
            output::report(&error);
            ExitCode::from(match error.class() {
                Class::NotFound | Class::NotConformant => 1,
                Class::Input
                | Class::NotAcceptable
                | Class::MethodNotAllowed
                | Class::MediaTypeUnsupported
                | Class::Forbidden
                | Class::TooLarge => 2,
                Class::Limit | Class::Upstream | Class::Internal => 3,
            })
        }
    }
}
