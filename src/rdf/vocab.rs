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

/// Our ontology (`ontology/samstyr.ttl`): the terms that code must name.
pub mod sam {
    use oxigraph::model::NamedNodeRef;

    /// The namespace.
    pub const NAMESPACE: &str = "https://w3id.org/samstyr/ns#";
    /// How a claim is known.
    pub const ASSERTION_MODE: NamedNodeRef<'_> = NamedNodeRef::new_unchecked("https://w3id.org/samstyr/ns#assertionMode");
    /// A triple with its graph, mode and passages.
    pub const CLAIM: NamedNodeRef<'_> = NamedNodeRef::new_unchecked("https://w3id.org/samstyr/ns#Claim");
    /// From mapping or refusal to the place of the object's publisher.
    pub const OBJECT_PUBLISHER_PATH: NamedNodeRef<'_> = NamedNodeRef::new_unchecked("https://w3id.org/samstyr/ns#objectPublisherPath");
    /// What was decided against one of our things and one of others'.
    pub const REFUSAL: NamedNodeRef<'_> = NamedNodeRef::new_unchecked("https://w3id.org/samstyr/ns#Refusal");
    /// From norm or conflict to what it is about.
    pub const CONCERNS: NamedNodeRef<'_> = NamedNodeRef::new_unchecked("https://w3id.org/samstyr/ns#concerns");
    /// The mode of what follows by a rule.
    pub const DERIVED: NamedNodeRef<'_> = NamedNodeRef::new_unchecked("https://w3id.org/samstyr/ns#Derived");
    /// From claim to passage.
    pub const EVIDENCE: NamedNodeRef<'_> = NamedNodeRef::new_unchecked("https://w3id.org/samstyr/ns#evidence");
    /// The mode of what stands in no source of ours and was taken from outside.
    pub const EXTERNAL: NamedNodeRef<'_> = NamedNodeRef::new_unchecked("https://w3id.org/samstyr/ns#External");
    /// First line of a part or passage.
    pub const FIRST_LINE: NamedNodeRef<'_> = NamedNodeRef::new_unchecked("https://w3id.org/samstyr/ns#firstLine");
    /// From claim to named graph.
    pub const IN_GRAPH: NamedNodeRef<'_> = NamedNodeRef::new_unchecked("https://w3id.org/samstyr/ns#inGraph");
    /// The mode of what was judged, and where another reader may differ.
    pub const INTERPRETED: NamedNodeRef<'_> = NamedNodeRef::new_unchecked("https://w3id.org/samstyr/ns#Interpreted");
    /// Last line of a part or passage.
    pub const LAST_LINE: NamedNodeRef<'_> = NamedNodeRef::new_unchecked("https://w3id.org/samstyr/ns#lastLine");
    /// What was decided about one of our things and one of others'.
    pub const MAPPING: NamedNodeRef<'_> = NamedNodeRef::new_unchecked("https://w3id.org/samstyr/ns#Mapping");
    /// From conflict to the properties on which the sources differ.
    pub const ON_PROPERTY: NamedNodeRef<'_> = NamedNodeRef::new_unchecked("https://w3id.org/samstyr/ns#onProperty");
    /// A quotation with its place.
    pub const PASSAGE: NamedNodeRef<'_> = NamedNodeRef::new_unchecked("https://w3id.org/samstyr/ns#Passage");
    /// From derived claim to what it follows from.
    pub const PREMISE: NamedNodeRef<'_> = NamedNodeRef::new_unchecked("https://w3id.org/samstyr/ns#premise");
    /// From derived claim to the rule it was derived by.
    pub const RULE: NamedNodeRef<'_> = NamedNodeRef::new_unchecked("https://w3id.org/samstyr/ns#rule");
    /// What concludes triples from others.
    pub const RULE_CLASS: NamedNodeRef<'_> = NamedNodeRef::new_unchecked("https://w3id.org/samstyr/ns#Rule");
    /// From thing to the document part that says it.
    pub const STATED_IN: NamedNodeRef<'_> = NamedNodeRef::new_unchecked("https://w3id.org/samstyr/ns#statedIn");
}

/// Dublin Core terms.
pub mod dct {
    use oxigraph::model::NamedNodeRef;

    /// On which day something came to be.
    pub const CREATED: NamedNodeRef<'_> = NamedNodeRef::new_unchecked("http://purl.org/dc/terms/created");
    /// A text about a thing.
    pub const DESCRIPTION: NamedNodeRef<'_> = NamedNodeRef::new_unchecked("http://purl.org/dc/terms/description");
    /// A name that others know it by.
    pub const IDENTIFIER: NamedNodeRef<'_> = NamedNodeRef::new_unchecked("http://purl.org/dc/terms/identifier");
    /// From part to whole.
    pub const IS_PART_OF: NamedNodeRef<'_> = NamedNodeRef::new_unchecked("http://purl.org/dc/terms/isPartOf");
    /// Where something comes from.
    pub const SOURCE: NamedNodeRef<'_> = NamedNodeRef::new_unchecked("http://purl.org/dc/terms/source");
}

/// Data Quality Vocabulary.
pub mod dqv {
    use oxigraph::model::NamedNodeRef;

    /// From measurement to what was measured.
    pub const COMPUTED_ON: NamedNodeRef<'_> = NamedNodeRef::new_unchecked("http://www.w3.org/ns/dqv#computedOn");
    /// From measurement to metric.
    pub const IS_MEASUREMENT_OF: NamedNodeRef<'_> = NamedNodeRef::new_unchecked("http://www.w3.org/ns/dqv#isMeasurementOf");
    /// A value of a metric.
    pub const QUALITY_MEASUREMENT: NamedNodeRef<'_> = NamedNodeRef::new_unchecked("http://www.w3.org/ns/dqv#QualityMeasurement");
    /// What was measured, as a number or a yes or no.
    pub const VALUE: NamedNodeRef<'_> = NamedNodeRef::new_unchecked("http://www.w3.org/ns/dqv#value");
}

/// Web Annotation.
pub mod oa {
    use oxigraph::model::NamedNodeRef;

    /// The quoted text.
    pub const EXACT: NamedNodeRef<'_> = NamedNodeRef::new_unchecked("http://www.w3.org/ns/oa#exact");
}

/// OWL.
pub mod owl {
    use oxigraph::model::NamedNodeRef;

    /// How the two of a statement were said to stand to each other; SSSOM's `predicate_id`.
    pub const ANNOTATED_PROPERTY: NamedNodeRef<'_> = NamedNodeRef::new_unchecked("http://www.w3.org/2002/07/owl#annotatedProperty");
    /// What a statement is about; SSSOM's `subject_id`.
    pub const ANNOTATED_SOURCE: NamedNodeRef<'_> = NamedNodeRef::new_unchecked("http://www.w3.org/2002/07/owl#annotatedSource");
    /// What it leads to; SSSOM's `object_id`.
    pub const ANNOTATED_TARGET: NamedNodeRef<'_> = NamedNodeRef::new_unchecked("http://www.w3.org/2002/07/owl#annotatedTarget");
    /// Which version.
    pub const VERSION_INFO: NamedNodeRef<'_> = NamedNodeRef::new_unchecked("http://www.w3.org/2002/07/owl#versionInfo");
}

/// SKOS.
pub mod skos {
    use oxigraph::model::NamedNodeRef;

    /// The namespace.
    pub const NAMESPACE: &str = "http://www.w3.org/2004/02/skos/core#";
    /// From a collection to what is in it.
    pub const MEMBER: NamedNodeRef<'_> = NamedNodeRef::new_unchecked("http://www.w3.org/2004/02/skos/core#member");
    /// A number or code.
    pub const NOTATION: NamedNodeRef<'_> = NamedNodeRef::new_unchecked("http://www.w3.org/2004/02/skos/core#notation");
    /// The name of a thing.
    pub const PREF_LABEL: NamedNodeRef<'_> = NamedNodeRef::new_unchecked("http://www.w3.org/2004/02/skos/core#prefLabel");
}

/// SSSOM: what is said of a mapping.
pub mod sssom {
    use oxigraph::model::NamedNodeRef;

    /// Who decided.
    pub const AUTHOR_LABEL: NamedNodeRef<'_> = NamedNodeRef::new_unchecked("https://w3id.org/sssom/author_label");
    /// How sure, from 0 to 1.
    pub const CONFIDENCE: NamedNodeRef<'_> = NamedNodeRef::new_unchecked("https://w3id.org/sssom/confidence");
    /// Why, as a term of the vocabulary of justifications.
    pub const MAPPING_JUSTIFICATION: NamedNodeRef<'_> = NamedNodeRef::new_unchecked("https://w3id.org/sssom/mapping_justification");
    /// That a mapping does not hold.
    pub const NEGATED: NamedNodeRef<'_> = NamedNodeRef::new_unchecked("https://w3id.org/sssom/NegatedPredicate");
    /// Of what kind the target is.
    pub const OBJECT_CATEGORY: NamedNodeRef<'_> = NamedNodeRef::new_unchecked("https://w3id.org/sssom/object_category");
    /// What the target is called.
    pub const OBJECT_LABEL: NamedNodeRef<'_> = NamedNodeRef::new_unchecked("https://w3id.org/sssom/object_label");
    /// Whether the mapping holds or does not.
    pub const PREDICATE_MODIFIER: NamedNodeRef<'_> = NamedNodeRef::new_unchecked("https://w3id.org/sssom/predicate_modifier");
    /// Which version of the target was looked at.
    pub const OBJECT_SOURCE_VERSION: NamedNodeRef<'_> = NamedNodeRef::new_unchecked("https://w3id.org/sssom/object_source_version");
    /// Who looked at it again.
    pub const REVIEWER_LABEL: NamedNodeRef<'_> = NamedNodeRef::new_unchecked("https://w3id.org/sssom/reviewer_label");
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
