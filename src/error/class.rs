//! Classes of errors.

use super::Error;

/// What kind of outcome an error is; each door has one table from class to status.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Class {
    /// The user's input is wrong.
    Input,
    /// The thing asked for does not exist.
    NotFound,
    /// The route exists, the method does not.
    MethodNotAllowed,
    /// No acceptable format.
    NotAcceptable,
    /// A body of a type that is not read.
    MediaTypeUnsupported,
    /// Refused by policy.
    Forbidden,
    /// Larger than is taken.
    TooLarge,
    /// Something is not as it should be, and that is the answer.
    NotConformant,
    /// A limit was reached.
    Limit,
    /// Somebody else who was asked did not answer.
    Upstream,
    /// It is not the user's fault.
    Internal,
}

impl Error {
    /// The kind of outcome.
    pub fn class(&self) -> Class {
        match self {
            Self::QuestionNotFound { .. } | Self::ThingNotFound { .. } | Self::RouteNotFound { .. } | Self::NotPublished { .. } => {
                Class::NotFound
            }
            Self::ParameterUnknown { .. }
            | Self::ParameterInvalid { .. }
            | Self::CitationInvalid { .. }
            | Self::QuerySyntax { .. }
            | Self::RequestInvalid { .. }
            | Self::FormatUnknown { .. }
            | Self::GraphLost { .. }
            | Self::RuleInvalid { .. }
            | Self::MappingsInvalid { .. }
            | Self::ConfigInvalid { .. }
            | Self::PublicationIncomplete { .. }
            | Self::FolderTaken { .. }
            | Self::FileTaken { .. }
            | Self::ShapesUnsupported { .. }
            | Self::SnapshotInvalid { .. }
            | Self::RdfSyntax { .. } => Class::Input,
            Self::QueryForbidden { .. } | Self::EgressRefused { .. } => Class::Forbidden,
            Self::QueryTooComplex { .. } => Class::TooLarge,
            Self::Limit { .. } => Class::Limit,
            Self::EndpointFailed { .. } => Class::Upstream,
            Self::NotAcceptable { .. } => Class::NotAcceptable,
            Self::MethodNotAllowed { .. } => Class::MethodNotAllowed,
            Self::MediaTypeUnsupported { .. } => Class::MediaTypeUnsupported,
            Self::LinksDead { .. } | Self::NotConformant { .. } | Self::SheetsInvalid { .. } | Self::BuildStale { .. } => {
                Class::NotConformant
            }
            Self::QuestionInvalid { .. }
            | Self::Evaluation(_)
            | Self::Read { .. }
            | Self::Write { .. }
            | Self::Listen { .. }
            | Self::Fetch { .. }
            | Self::CannotCheck { .. }
            | Self::SnapshotIncomplete { .. }
            | Self::Output(_)
            | Self::Store(_) => Class::Internal,
        }
    }
}
