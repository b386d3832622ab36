//! What an error's message leaves to say: the way on.

use super::{Error, backticked};

/// The way on from an endpoint that does not answer.
const ENDPOINT: &str = "ask for less or give it more time with `--timeout`, or ask here: `samstyr convert --endpoint URL graph.nq` fetches all that an \
     endpoint holds for `--data graph.nq`; docs/federation.md has what is known of endpoints";

/// What an endpoint's problem ends in when it sends its askers elsewhere, and nobody goes there.
pub const NOT_FOLLOWED: &str = "which is not followed";
const MOVED: &str = "a query goes where 301, 302, 307 or 308 lead, by http or https, and never from https to http: give the address at which the \
     endpoint itself answers, or ask its keeper";

impl Error {
    /// Lines that tell the way on; empty when there is nothing to add.
    pub fn hints(&self) -> Vec<String> {
        match self {
            Self::QuestionNotFound { nearest, .. } if !nearest.is_empty() => {
                vec![format!("did you mean {}?", backticked(nearest, "or"))]
            }
            Self::ThingNotFound { nearest, .. } if !nearest.is_empty() => vec![format!("did you mean {}?", backticked(nearest, "or"))],
            Self::ThingNotFound { .. } => vec!["give a key such as `no-dos-2019-5.5`, an IRI, or a number such as `5.5`".into()],
            Self::QuestionNotFound { .. } => vec!["`samstyr ask` lists the questions".into()],
            Self::ParameterUnknown { known, .. } if known.is_empty() => vec!["it takes no parameters".into()],
            Self::ParameterUnknown { known, .. } => vec![format!("it takes {}", backticked(known, "and"))],
            Self::ParameterInvalid { hint, .. } => vec![hint.clone()],
            Self::CitationInvalid { .. } => vec!["give all that `--cite` printed, from `samstyr:` to the date".into()],
            Self::QuerySyntax { hint, .. } => hint.iter().cloned().collect(),
            Self::QueryForbidden { hint, .. } | Self::Limit { hint, .. } | Self::RequestInvalid { hint, .. } => {
                vec![(*hint).to_owned()]
            }
            Self::NotAcceptable { offered, .. } => vec![format!("choose {}", backticked(offered, "or"))],
            Self::RouteNotFound { .. } => vec!["`/` says what there is".into()],
            Self::MethodNotAllowed { allow, .. } => vec![format!("it takes {allow}")],
            Self::MediaTypeUnsupported { .. } => {
                vec!["send `application/sparql-query` or `application/x-www-form-urlencoded`".into()]
            }
            Self::GraphLost { .. } => vec!["convert to .nq, .trig or .jsonld, which have named graphs".into()],
            Self::FormatUnknown { .. } => vec!["end the name in .ttl, .nt, .nq, .trig, .jsonld or .rdf, or give the format".into()],
            Self::SheetsInvalid { mistakes } | Self::MappingsInvalid { mistakes } => mistakes.clone(),
            Self::LinksDead { links } => links.clone(),
            Self::NotConformant { violations } => violations.clone(),
            Self::EgressRefused { hint, .. } => vec![(*hint).to_owned()],
            Self::CannotCheck { .. } => {
                vec![
                    "write the same triples as Turtle, N-Triples, JSON-LD or RDF/XML, and check those: the triples are what is harvested"
                        .into(),
                ]
            }
            Self::PublicationIncomplete { .. } => {
                vec!["set it in `[publish]` of samstyr.toml, as SAMSTYR_PUBLISH_… or as an option; docs/publishing.md says how".into()]
            }
            Self::FolderTaken { .. } => vec!["choose a folder that does not exist or is empty".into()],
            Self::FileTaken { .. } => vec!["give another file, or move this one away if it is no longer wanted".into()],
            Self::NotPublished { .. } => vec!["docs/publishing.md says how a server is told who publishes, and where releases are".into()],
            Self::SnapshotInvalid { .. } => vec!["make one with `samstyr link import FILE…` or `samstyr link fetch`".into()],
            Self::SnapshotIncomplete { failures, .. } => {
                let mut lines = failures.clone();
                lines.push("what was had is kept; `link fetch` asks only for the rest when it is run again, and `link import` takes a file again when it has been mended".into());
                lines
            }
            Self::EndpointFailed { problem, .. } if problem.ends_with(NOT_FOLLOWED) => vec![MOVED.into()],
            Self::EndpointFailed { .. } => vec![ENDPOINT.into()],
            Self::BuildStale { .. } => vec!["run `make build` and commit `data/built/`".into()],
            _ => Vec::new(),
        }
    }
}
