//! The terms of SHACL (<https://www.w3.org/TR/shacl/>) that the engine reads and writes.

use oxigraph::model::NamedNodeRef;

/// The namespace.
pub const NAMESPACE: &str = "http://www.w3.org/ns/shacl#";

/// Terms that occur on shapes without constraining anything; the engine passes over them.
pub const SILENT: &[&str] = &[
    "name",
    "description",
    "order",
    "group",
    "defaultValue",
    "message",
    "severity",
    "deactivated",
    "prefixes",
    "declare",
    "path",
    "flags",
    "ignoredProperties",
    "qualifiedMinCount",
    "qualifiedMaxCount",
    "qualifiedValueShapesDisjoint",
    "targetNode",
    "targetClass",
    "targetSubjectsOf",
    "targetObjectsOf",
    "shapesGraph",
    "suggestedShapesGraph",
];

macro_rules! terms {
    ($($constant:ident $local:literal),* $(,)?) => {
        $(
            #[doc = concat!("`sh:", $local, "`.")]
            pub const $constant: NamedNodeRef<'_> = NamedNodeRef::new_unchecked(concat!("http://www.w3.org/ns/shacl#", $local));
        )*
    };
}

terms! {
    WARNING "Warning",
    INFO "Info",
    ALTERNATIVE_PATH "alternativePath",
    ASK "ask",
    CONFORMS "conforms",
    CONSTRAINT_COMPONENT "ConstraintComponent",
    DEACTIVATED "deactivated",
    DECLARE "declare",
    ENTAILMENT "entailment",
    FLAGS "flags",
    FOCUS_NODE "focusNode",
    IGNORED_PROPERTIES "ignoredProperties",
    INVERSE_PATH "inversePath",
    MAX_EXCLUSIVE "maxExclusive",
    MAX_INCLUSIVE "maxInclusive",
    MESSAGE "message",
    MIN_EXCLUSIVE "minExclusive",
    MIN_INCLUSIVE "minInclusive",
    NAMESPACE_TERM "namespace",
    NODE_SHAPE "NodeShape",
    NODE_VALIDATOR "nodeValidator",
    ONE_OR_MORE_PATH "oneOrMorePath",
    OPTIONAL "optional",
    PARAMETER "parameter",
    PATH "path",
    PREFIX "prefix",
    PREFIXES "prefixes",
    PROPERTY "property",
    PROPERTY_SHAPE "PropertyShape",
    PROPERTY_VALIDATOR "propertyValidator",
    QUALIFIED_MAX_COUNT "qualifiedMaxCount",
    QUALIFIED_MIN_COUNT "qualifiedMinCount",
    QUALIFIED_VALUE_SHAPE "qualifiedValueShape",
    QUALIFIED_VALUE_SHAPES_DISJOINT "qualifiedValueShapesDisjoint",
    RESULT "result",
    RESULT_MESSAGE "resultMessage",
    RESULT_PATH "resultPath",
    RESULT_SEVERITY "resultSeverity",
    SELECT "select",
    SEVERITY "severity",
    SOURCE_CONSTRAINT "sourceConstraint",
    SOURCE_CONSTRAINT_COMPONENT "sourceConstraintComponent",
    SOURCE_SHAPE "sourceShape",
    SPARQL "sparql",
    TARGET_CLASS "targetClass",
    TARGET_NODE "targetNode",
    TARGET_OBJECTS_OF "targetObjectsOf",
    TARGET_SUBJECTS_OF "targetSubjectsOf",
    VALIDATION_REPORT "ValidationReport",
    VALIDATION_RESULT "ValidationResult",
    VALIDATOR "validator",
    VALUE "value",
    VIOLATION "Violation",
    ZERO_OR_MORE_PATH "zeroOrMorePath",
    ZERO_OR_ONE_PATH "zeroOrOnePath",
}
