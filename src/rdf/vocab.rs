//! The vocabularies we name: one prefix table for queries, answers and fact sheets, and the few terms that code must know.

/// Prefixes that every query may use undeclared and that tables shorten IRIs with.
/// (prefix, namespace), in alphabetical order of the prefix.
pub const PREFIXES: &[(&str, &str)] = &[
    ("cpsv", "http://purl.org/vocab/cpsv#"),
    ("cpsvno", "https://data.norge.no/vocabulary/cpsvno#"),
    ("cv", "http://data.europa.eu/m8g/"),
    ("dcat", "http://www.w3.org/ns/dcat#"),
    ("dct", "http://purl.org/dc/terms/"),
    ("dqv", "http://www.w3.org/ns/dqv#"),
    ("foaf", "http://xmlns.com/foaf/0.1/"),
    ("oa", "http://www.w3.org/ns/oa#"),
    ("org", "http://www.w3.org/ns/org#"),
    ("owl", "http://www.w3.org/2002/07/owl#"),
    ("prov", "http://www.w3.org/ns/prov#"),
    ("rdf", "http://www.w3.org/1999/02/22-rdf-syntax-ns#"),
    ("rdfs", "http://www.w3.org/2000/01/rdf-schema#"),
    ("sam", "https://w3id.org/samstyr/ns#"),
    ("schema", "https://schema.org/"),
    ("sh", "http://www.w3.org/ns/shacl#"),
    ("skos", "http://www.w3.org/2004/02/skos/core#"),
    ("time", "http://www.w3.org/2006/time#"),
    ("vcard", "http://www.w3.org/2006/vcard/ns#"),
    ("void", "http://rdfs.org/ns/void#"),
    ("xsd", "http://www.w3.org/2001/XMLSchema#"),
];

/// The terms of a vocabulary that code must name: the constant, the local part of the IRI, and what it stands for.
macro_rules! vocabulary {
    ($(#[$about:meta])* $name:ident $namespace:literal $($constant:ident $local:literal $meaning:literal)*) => {
        $(#[$about])*
        pub mod $name {
            use oxigraph::model::NamedNodeRef;

            /// The namespace.
            pub const NAMESPACE: &str = $namespace;
            $(
                #[doc = $meaning]
                pub const $constant: NamedNodeRef<'_> = NamedNodeRef::new_unchecked(concat!($namespace, $local));
            )*
        }
    };
}

vocabulary! {
    /// Our ontology (`ontology/samstyr.ttl`).
    sam "https://w3id.org/samstyr/ns#"

    ASSERTION_MODE "assertionMode" "How a claim is known."
    CLAIM "Claim" "A triple with its graph, mode and passages."
    CODE_LIST "codeList" "From property to the code list that its values are from."
    CONCERNS "concerns" "From norm or conflict to what it is about."
    CONFLICT "Conflict" "What the sources say differently."
    DERIVED "Derived" "The mode of what follows by a rule."
    EVIDENCE "evidence" "From claim to passage."
    EXTERNAL "External" "The mode of what stands in no source of ours and was taken from outside."
    FIRST_LINE "firstLine" "First line of a part or passage."
    FOCUS_AREA "FocusArea" "A field that a strategy wants work done in."
    INTERPRETED "Interpreted" "The mode of what was judged, and where another reader may differ."
    IN_GRAPH "inGraph" "From claim to named graph."
    LAST_LINE "lastLine" "Last line of a part or passage."
    MAPPING "Mapping" "What was decided about one of our things and one of others'."
    OBJECT_PUBLISHER_PATH "objectPublisherPath" "From mapping or refusal to the place of the object's publisher."
    ON_PROPERTY "onProperty" "From conflict to the properties on which the sources differ."
    PASSAGE "Passage" "A quotation with its place."
    PREMISE "premise" "From derived claim to what it follows from."
    REFUSAL "Refusal" "What was decided against one of our things and one of others'."
    RULE "rule" "From derived claim to the rule it was derived by."
    RULE_CLASS "Rule" "What concludes triples from others."
    STATED_IN "statedIn" "From thing to the document part that says it."
}

vocabulary! {
    /// Data Catalog Vocabulary.
    dcat "http://www.w3.org/ns/dcat#"

    CATALOG_RECORD "CatalogRecord" "An entry of a catalogue about a resource."
    DATASET "Dataset" "Data that somebody publishes."
    DISTRIBUTION "distribution" "From dataset to a form of it."
    IN_SERIES "inSeries" "From dataset to its series."
}

vocabulary! {
    /// Dublin Core terms.
    dct "http://purl.org/dc/terms/"

    CREATED "created" "On which day something came to be."
    CREATOR "creator" "Who made it."
    DESCRIPTION "description" "A text about a thing."
    IDENTIFIER "identifier" "A name that others know it by."
    IS_PART_OF "isPartOf" "From part to whole."
    IS_REPLACED_BY "isReplacedBy" "What it was replaced by."
    LANGUAGE "language" "In what language it is."
    LICENSE "license" "On what terms it may be used."
    PUBLISHER "publisher" "Who publishes it."
    RELATION "relation" "That two have to do with each other."
    SOURCE "source" "Where something comes from."
    TITLE "title" "What a work is called."
}

vocabulary! {
    /// Data Quality Vocabulary.
    dqv "http://www.w3.org/ns/dqv#"

    COMPUTED_ON "computedOn" "From measurement to what was measured."
    IS_MEASUREMENT_OF "isMeasurementOf" "From measurement to metric."
    QUALITY_MEASUREMENT "QualityMeasurement" "A value of a metric."
    VALUE "value" "What was measured, as a number or a yes or no."
}

vocabulary! {
    /// Friend of a Friend.
    foaf "http://xmlns.com/foaf/0.1/"

    NAME "name" "What somebody is called."
    PRIMARY_TOPIC "primaryTopic" "From entry to what it is about."
}

vocabulary! {
    /// Web Annotation.
    oa "http://www.w3.org/ns/oa#"

    EXACT "exact" "The quoted text."
}

vocabulary! {
    /// OWL.
    owl "http://www.w3.org/2002/07/owl#"

    ANNOTATED_PROPERTY "annotatedProperty" "How the two of a statement were said to stand to each other; SSSOM's `predicate_id`."
    ANNOTATED_SOURCE "annotatedSource" "What a statement is about; SSSOM's `subject_id`."
    ANNOTATED_TARGET "annotatedTarget" "What it leads to; SSSOM's `object_id`."
    ANNOTATION_PROPERTY "AnnotationProperty" "The class of properties that say nothing to a reasoner."
    CLASS "Class" "The class of classes."
    DATATYPE_PROPERTY "DatatypeProperty" "The class of properties whose values are literals."
    DEPRECATED "deprecated" "That it is not to be used any longer."
    IMPORTS "imports" "From one to another whose statements hold too."
    OBJECT_PROPERTY "ObjectProperty" "The class of properties that lead to things."
    ONTOLOGY "Ontology" "A vocabulary as a whole."
    VERSION_INFO "versionInfo" "Which version."
    VERSION_IRI "versionIRI" "The IRI of a version."
}

vocabulary! {
    /// Schema.org.
    schema "https://schema.org/"

    DOMAIN_INCLUDES "domainIncludes" "From property to the classes of what has it."
    RANGE_INCLUDES "rangeIncludes" "From property to the classes of its values."
}

vocabulary! {
    /// SKOS.
    skos "http://www.w3.org/2004/02/skos/core#"

    ALT_LABEL "altLabel" "Another name."
    BROAD_MATCH "broadMatch" "To what is wider, in another vocabulary."
    CHANGE_NOTE "changeNote" "What changed."
    CLOSE_MATCH "closeMatch" "To what is nearly the same, in another vocabulary."
    COLLECTION "Collection" "Things that belong together."
    CONCEPT "Concept" "What a word stands for, or a code."
    CONCEPT_SCHEME "ConceptScheme" "A code list."
    DEFINITION "definition" "What a term means."
    EXACT_MATCH "exactMatch" "To what is the same, in another vocabulary."
    HIDDEN_LABEL "hiddenLabel" "A name for searching alone."
    IN_SCHEME "inScheme" "From code to code list."
    MEMBER "member" "From a collection to what is in it."
    NARROW_MATCH "narrowMatch" "To what is narrower, in another vocabulary."
    NOTATION "notation" "A number or code."
    PREF_LABEL "prefLabel" "The name of a thing."
    RELATED_MATCH "relatedMatch" "To what has to do with it, in another vocabulary."
}

vocabulary! {
    /// SSSOM: what is said of a mapping.
    sssom "https://w3id.org/sssom/"

    AUTHOR_LABEL "author_label" "Who decided."
    CONFIDENCE "confidence" "How sure, from 0 to 1."
    MAPPING_JUSTIFICATION "mapping_justification" "Why, as a term of the vocabulary of justifications."
    NEGATED "NegatedPredicate" "That a mapping does not hold."
    OBJECT_CATEGORY "object_category" "Of what kind the target is."
    OBJECT_LABEL "object_label" "What the target is called."
    OBJECT_SOURCE_VERSION "object_source_version" "Which version of the target was looked at."
    PREDICATE_MODIFIER "predicate_modifier" "Whether the mapping holds or does not."
    REVIEWER_LABEL "reviewer_label" "Who looked at it again."
}

/// The IRI shortened with the prefix table, if what follows the namespace is a plain local name.
pub fn shorten(iri: &str) -> Option<String> {
    PREFIXES.iter().find_map(|(prefix, namespace)| {
        let local = iri.strip_prefix(namespace)?;
        let plain = !local.is_empty() && local.chars().all(|c| c.is_alphanumeric() || c == '-' || c == '_');
        plain.then(|| format!("{prefix}:{local}"))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prefixes_are_sorted_and_shorten() {
        assert!(PREFIXES.is_sorted());
        assert_eq!(shorten("https://w3id.org/samstyr/ns#Measure").as_deref(), Some("sam:Measure"));
        assert_eq!(shorten("https://schema.org/a/b"), None);
        assert_eq!(shorten("https://example.org/"), None);
    }
}
