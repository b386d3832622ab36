//! Classes of errors.

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
