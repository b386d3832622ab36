//! CURIEs, in which SSSOM writes every IRI: the prefixes that a set declares, and those that every set has.

use oxigraph::model::NamedNode;
use std::collections::BTreeMap;

/// The prefixes that SSSOM gives every set, in alphabetical order.
const BUILT_IN: &[(&str, &str)] = &[
    ("owl", "http://www.w3.org/2002/07/owl#"),
    ("rdf", "http://www.w3.org/1999/02/22-rdf-syntax-ns#"),
    ("rdfs", "http://www.w3.org/2000/01/rdf-schema#"),
    ("semapv", "https://w3id.org/semapv/vocab/"),
    ("skos", "http://www.w3.org/2004/02/skos/core#"),
    ("sssom", "https://w3id.org/sssom/"),
];

/// Prefix to namespace, as a set declares them.
pub type CurieMap = BTreeMap<String, String>;

/// The IRI that a CURIE stands for; an IRI in full is taken as it is.
pub(super) fn expand(text: &str, map: &CurieMap) -> Result<NamedNode, String> {
    let Some((prefix, local)) = text.split_once(':') else {
        return Err(format!("`{text}` is neither a CURIE such as `skos:exactMatch` nor an IRI"));
    };
    let declared = map.get(prefix).map(String::as_str);
    let iri = match declared.or_else(|| BUILT_IN.iter().find(|(name, _)| *name == prefix).map(|(_, namespace)| *namespace)) {
        Some(namespace) => format!("{namespace}{local}"),
        None if local.starts_with("//") || prefix == "urn" => text.to_owned(),
        None => return Err(format!("the prefix `{prefix}` of `{text}` is not in the curie_map")),
    };
    NamedNode::new(&iri).map_err(|error| format!("`{text}` is not an IRI: {error}"))
}

/// The CURIE of an IRI, by the longest namespace that leaves a plain local name.
pub(super) fn contract(iri: &NamedNode, map: &CurieMap) -> Option<String> {
    let declared = map.iter().map(|(prefix, namespace)| (prefix.as_str(), namespace.as_str()));
    let known = declared.chain(BUILT_IN.iter().copied().filter(|(prefix, _)| !map.contains_key(*prefix)));
    let fits = known.filter_map(|(prefix, namespace)| {
        let local = iri.as_str().strip_prefix(namespace)?;
        let plain = !local.is_empty() && !local.contains(['/', '#', ':', '?', '|']);
        plain.then(|| (namespace.len(), format!("{prefix}:{local}")))
    });
    fits.max_by(|a, b| a.0.cmp(&b.0).then_with(|| b.1.cmp(&a.1))).map(|(_, curie)| curie)
}

/// Takes the prefixes of another map for IRIs that have none here, unless they were only numbered there.
pub(super) fn adopt<'a>(map: &mut CurieMap, other: &CurieMap, iris: impl Iterator<Item = &'a NamedNode>) {
    for iri in iris.filter(|iri| contract(iri, map).is_none()).collect::<Vec<_>>() {
        let curie = contract(iri, other).unwrap_or_default();
        let prefix = curie.split(':').next().unwrap_or_default();
        let is_number = prefix.strip_prefix("ns").is_some_and(|rest| rest.parse::<u32>().is_ok());
        if let Some(namespace) = other.get(prefix).filter(|_| !is_number && !map.contains_key(prefix)) {
            map.insert(prefix.to_owned(), namespace.clone());
        }
    }
}

/// Declares a prefix for every IRI that has none: `ns1`, `ns2`, … in the order of the IRIs.
pub(super) fn complete<'a>(map: &mut CurieMap, iris: impl Iterator<Item = &'a NamedNode>) {
    let mut iris: Vec<&NamedNode> = iris.collect();
    iris.sort();
    iris.dedup();
    for iri in iris {
        if contract(iri, map).is_none() {
            // One more name than there are prefixes: at least one of them is free.
            let free = (1..=map.len() + 1).map(|number| format!("ns{number}")).find(|name| !map.contains_key(name));
            map.extend(free.map(|name| (name, namespace_of(iri.as_str()).to_owned())));
        }
    }
}

/// What stands before the last part of an IRI; the whole but its last character where there are no parts.
fn namespace_of(iri: &str) -> &str {
    let inner = iri.char_indices().next_back().map_or(0, |(at, _)| at);
    let cut = iri[..inner].rfind(['/', '#', ':', '?', '|']).map_or(0, |at| at + 1);
    // `https://example.org/a/`: the local name may not hold the slash at the end.
    if iri[cut..].contains(['/', '#', ':', '?', '|']) { iri } else { &iri[..cut] }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn curies_stand_for_iris_and_back() {
        let map = CurieMap::from([("los".to_owned(), "https://psi.norge.no/los/".to_owned())]);
        let map = map.into_iter().chain([("hendelse".to_owned(), "https://psi.norge.no/los/hendelse/".to_owned())]).collect();
        let iri = expand("hendelse:fa-barn", &map).expect("an IRI");
        assert_eq!(iri.as_str(), "https://psi.norge.no/los/hendelse/fa-barn");
        assert_eq!(contract(&iri, &map).as_deref(), Some("hendelse:fa-barn"), "the longest namespace");
        let exact = expand("skos:exactMatch", &map).expect("an IRI");
        assert_eq!(exact.as_str(), "http://www.w3.org/2004/02/skos/core#exactMatch");
        assert_eq!(contract(&exact, &map).as_deref(), Some("skos:exactMatch"));
        assert_eq!(expand("https://example.org/x", &map).expect("an IRI").as_str(), "https://example.org/x");
        for wrong in ["fa-barn", "tema:x", "hendelse:å b"] {
            assert!(expand(wrong, &map).is_err(), "{wrong}");
        }
    }

    #[test]
    fn prefixes_of_another_set_are_taken_where_they_say_something() {
        let iri = NamedNode::new_unchecked;
        let other = [("los", "https://l.example/"), ("ns1", "https://n.example/"), ("x", "https://other.example/")];
        let other = other.into_iter().map(|(prefix, namespace)| (prefix.to_owned(), namespace.to_owned())).collect();
        let mut map = CurieMap::from([("x".to_owned(), "https://x.example/".to_owned())]);
        let iris = ["https://l.example/a", "https://n.example/a", "https://other.example/a", "https://x.example/a"].map(iri);
        adopt(&mut map, &other, iris.iter());
        assert_eq!(map.keys().collect::<Vec<_>>(), ["los", "x"]);
        assert_eq!(map["x"], "https://x.example/", "a prefix keeps its meaning");
    }

    #[test]
    fn what_has_no_prefix_gets_one() {
        let iris: Vec<NamedNode> = ["https://b.example/x/2", "https://a.example/y#1", "https://b.example/x/1", "urn:x:y"]
            .iter()
            .map(|iri| NamedNode::new_unchecked(*iri))
            .collect();
        let mut map = CurieMap::new();
        complete(&mut map, iris.iter());
        let namespaces: Vec<&str> = map.values().map(String::as_str).collect();
        assert_eq!(namespaces, ["https://a.example/y#", "https://b.example/x/", "urn:x:"]);
        for iri in &iris {
            let curie = contract(iri, &map).expect("a CURIE");
            assert_eq!(&expand(&curie, &map).expect("an IRI"), iri);
        }
        let before = map.clone();
        complete(&mut map, iris.iter());
        assert_eq!(map, before);
    }
}
