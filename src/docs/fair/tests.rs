//! Each item fails when what it asks for is taken away.

use super::*;
use crate::ingest::sources::Sources;
use crate::ingest::turtle;

const SMALL: &str = r#"
    @prefix dct: <http://purl.org/dc/terms/> . @prefix owl: <http://www.w3.org/2002/07/owl#> . @prefix sam: <https://w3id.org/samstyr/ns#> .
    @prefix org: <http://www.w3.org/ns/org#> . @prefix prov: <http://www.w3.org/ns/prov#> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
    @prefix skos: <http://www.w3.org/2004/02/skos/core#> . @prefix vann: <http://purl.org/vocab/vann/> .
    <https://w3id.org/samstyr/ns> a owl:Ontology ; owl:versionInfo "1" ; owl:versionIRI <https://w3id.org/samstyr/ns/1> ;
        dct:title "a"@nb , "b"@en ; dct:description "a"@nb , "b"@en ; dct:creator <x:who> ; dct:created "2020-01-01" ;
        dct:license <https://example.org/licence> ; skos:changeNote "a"@nb , "b"@en ;
        vann:preferredNamespacePrefix "sam" ; vann:preferredNamespaceUri "https://w3id.org/samstyr/ns#" .
    <x:who> skos:prefLabel "Somebody" .
    sam:Measure a owl:Class ; rdfs:label "tiltak"@nb , "measure"@en ; skos:definition "a"@nb , "b"@en ;
        rdfs:subClassOf prov:Plan ; skos:closeMatch org:Site , skos:Concept , dct:BibliographicResource .
    sam:effectTier a owl:ObjectProperty ; rdfs:label "trinn"@nb , "tier"@en ; skos:definition "a"@nb , "b"@en ; sam:codeList sam:EffectTiers .
    sam:EffectTiers a skos:ConceptScheme .
    sam:JointTier a skos:Concept ; skos:inScheme sam:EffectTiers ; skos:prefLabel "felles"@nb , "joint"@en ; skos:definition "a"@nb , "b"@en .
"#;

fn items(text: &str) -> Vec<String> {
    let context = Sources::built_in().expect("the sources").context;
    let file = SourceFile { path: "small.ttl".into(), text: text.to_owned() };
    let mut found: Vec<String> = missing(&turtle(&[file]).expect("Turtle"), &context)
        .iter()
        .filter_map(|line| Some(line.split([' ', ':']).nth(1)?.to_owned()))
        .collect();
    found.dedup();
    found
}

#[test]
fn a_small_ontology_meets_them_all() {
    assert_eq!(items(SMALL), [""; 0]);
}

#[test]
fn each_item_fails_when_it_is_taken_away() {
    for (item, from, to) in [
        ("F1-persistent", "<https://w3id.org/samstyr/ns> a", "<https://example.org/ns> a"),
        ("F1-version", "owl:versionIRI <https://w3id.org/samstyr/ns/1> ;", ""),
        ("F1-version", "owl:versionInfo \"1\"", "owl:versionInfo \"2\""),
        ("F2-metadata", "dct:title \"a\"@nb ,", "dct:title"),
        ("F2-metadata", "dct:creator <x:who> ;", ""),
        ("F2-metadata", "<x:who> skos:prefLabel \"Somebody\" .", ""),
        ("F2-metadata", "dct:created \"2020-01-01\" ;", ""),
        ("F3-namespace", "vann:preferredNamespacePrefix \"sam\" ;", ""),
        (
            "A1-resolvable",
            "sam:EffectTiers a skos:ConceptScheme",
            "<https://w3id.org/samstyr/Other> a skos:ConceptScheme . sam:EffectTiers a skos:ConceptScheme",
        ),
        ("I1-language", "<x:who> skos", "[] rdfs:label \"c\" . <x:who> skos"),
        ("I1-labels", "rdfs:label \"tiltak\"@nb ,", "rdfs:label"),
        ("I1-labels", "\"felles\"@nb , ", ""),
        ("I2-alignments", "rdfs:subClassOf prov:Plan ;", ""),
        ("I3-code-lists", "skos:inScheme sam:EffectTiers ;", ""),
        ("I3-code-lists", "sam:EffectTiers a skos:ConceptScheme .", ""),
        ("R1.1-licence", "dct:license <https://example.org/licence> ;", ""),
        ("R1.2-change", "skos:changeNote \"a\"@nb ,", "skos:changeNote"),
        (
            "R1.3-context",
            "sam:Measure a",
            "sam:Nothing a owl:Class ; rdfs:label \"a\"@nb , \"a\"@en ; skos:definition \"b\"@nb , \"b\"@en . sam:Measure a",
        ),
    ] {
        assert!(SMALL.contains(from), "{from}");
        let found = items(&SMALL.replacen(from, to, 1));
        assert!(found.contains(&item.to_owned()), "{item} is not among {found:?}");
    }
}
