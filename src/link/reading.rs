//! Resources of a catalogue or vocabulary are read as targets, by `ontology/link/targets.toml`.

use super::ended::Ended;
use super::record::{Name, Record, Sort, Standing, number, number_in};
use super::settings::Settings;
use super::settings::targets::{Role, Targets};
use super::text::{Tongue, key};
use crate::net::may_be_public;
use oxigraph::model::vocab::rdf;
use oxigraph::model::{Literal, NamedOrBlankNode, Quad, Term};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

/// What is kept of a name of a target or a text about it, in characters: no name is longer, and what claims to be one may have megabytes.
const LONGEST: usize = 600;

/// What was read.
#[derive(Debug, Default)]
pub struct Found {
    /// The targets, sorted by IRI, each once.
    pub records: Vec<Record>,
    /// Resources of a kind that can be linked to, but that have neither a name that can be read nor a number; sorted.
    pub unnamed: Vec<String>,
}

/// Reads targets out of quads, whatever their order.
pub struct Reader<'a> {
    settings: &'a Settings,
    roles: HashMap<&'a str, Vec<Role>>,
    drafts: HashMap<String, Draft>,
    forms: Forms,
}

#[derive(Default)]
struct Draft {
    classes: Vec<Arc<str>>,
    values: Vec<(Role, Value)>,
    ended: BTreeSet<Ended>,
}

enum Value {
    Text(Text),
    /// An IRI, or the label of a blank node with `_:` before it.
    Node(String),
}

/// A text and its language tag.
#[derive(Clone)]
struct Text {
    tag: Option<String>,
    text: String,
}

/// What stands in nodes that are labels or definitions themselves (SKOS-XL), by the node.
type Forms = HashMap<String, Vec<Text>>;

impl<'a> Reader<'a> {
    /// A reader that has read nothing.
    pub fn new(settings: &'a Settings) -> Self {
        let mut roles: HashMap<&str, Vec<Role>> = HashMap::new();
        for (role, properties) in &settings.targets.role {
            for property in properties {
                roles.entry(property).or_default().push(*role);
            }
        }
        Self { settings, roles, drafts: HashMap::new(), forms: Forms::new() }
    }

    /// Takes what it needs of a quad.
    pub fn take(&mut self, quad: &Quad) {
        let subject = match &quad.subject {
            NamedOrBlankNode::NamedNode(node) => node.as_str().to_owned(),
            NamedOrBlankNode::BlankNode(node) => node.to_string(),
        };
        let roles = self.roles.get(quad.predicate.as_str()).map_or(&[][..], Vec::as_slice);
        if let (true, Term::Literal(literal)) = (roles.contains(&Role::Form), &quad.object)
            && let Some(text) = self.text(literal)
        {
            self.forms.entry(subject.clone()).or_default().push(text);
        }
        if quad.subject.is_blank_node() {
            return;
        }
        if let Some(ended) = Ended::of(quad) {
            self.drafts.entry(subject.clone()).or_default().ended.insert(ended);
        }
        if quad.predicate == rdf::TYPE {
            self.class(subject, &quad.object);
            return;
        }
        for role in roles.iter().filter(|role| **role != Role::Form) {
            let value = match &quad.object {
                Term::NamedNode(node) => Value::Node(node.as_str().to_owned()),
                Term::BlankNode(node) => Value::Node(node.to_string()),
                Term::Literal(literal) => match self.text(literal) {
                    Some(text) => Value::Text(text),
                    None => continue,
                },
                Term::Triple(_) => continue,
            };
            self.drafts.entry(subject.clone()).or_default().values.push((*role, value));
        }
    }

    fn class(&mut self, subject: String, class: &Term) {
        let Term::NamedNode(class) = class else { return };
        let known = self.settings.targets.kind.iter().flat_map(|kind| &kind.classes).any(|known| known == class.as_str());
        let draft = self.drafts.entry(subject).or_default();
        if known && !draft.classes.iter().any(|found| **found == *class.as_str()) {
            draft.classes.push(class.as_str().into());
        }
    }

    /// A text that is worth keeping.
    fn text(&self, literal: &Literal) -> Option<Text> {
        let text = literal.value().trim();
        Tongue::of(literal.language())?;
        if text.is_empty() || self.settings.targets.blank.texts.iter().any(|blank| blank == text) {
            return None;
        }
        Some(Text { tag: literal.language().map(str::to_owned), text: text.chars().take(LONGEST).collect() })
    }

    /// The targets, and what might be one had it a name.
    pub fn finish(self) -> Found {
        let Self { settings, drafts, forms, .. } = self;
        let targets = &settings.targets;
        let mut known: BTreeMap<&str, Vec<Name>> = BTreeMap::new();
        for (iri, draft) in &drafts {
            known.insert(iri, names(draft, &forms, |role| role == Role::Label));
        }
        let paths = paths(&drafts);
        let kinds: Vec<Arc<str>> = targets.kind.iter().map(|kind| Arc::from(kind.name.as_str())).collect();
        let mut found = Found::default();
        for (iri, draft) in &drafts {
            let Some(at) = targets.kind.iter().position(|kind| kind.holds(iri, &draft.classes)) else { continue };
            let Some(record) = record(iri, kinds[at].clone(), draft, &forms, &known, targets) else {
                found.unnamed.push(iri.clone());
                continue;
            };
            let publisher_path = record.publisher.as_ref().and_then(|number| paths.get(number)).cloned();
            found.records.push(Record { publisher_path, ..record });
        }
        found.records.sort_by(|a, b| a.iri.cmp(&b.iri));
        found.unnamed.sort();
        found
    }
}

impl Draft {
    fn of(&self, wanted: Role) -> impl Iterator<Item = &Value> {
        self.values.iter().filter(move |(role, _)| *role == wanted).map(|(_, value)| value)
    }

    fn nodes(&self, wanted: Role) -> impl Iterator<Item = &str> {
        self.of(wanted).filter_map(|value| match value {
            Value::Node(node) => Some(node.as_str()),
            Value::Text(_) => None,
        })
    }
}

impl Value {
    /// The text, or those of the node that it leads to.
    fn texts<'a>(&'a self, forms: &'a Forms) -> &'a [Text] {
        match self {
            Self::Text(text) => std::slice::from_ref(text),
            Self::Node(node) => forms.get(node).map_or(&[], Vec::as_slice),
        }
    }
}

/// The places of organisations, by their numbers.
fn paths(drafts: &HashMap<String, Draft>) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    for (iri, draft) in drafts {
        let paths = draft.of(Role::Path).filter_map(|value| match value {
            Value::Text(text) => Some(&text.text),
            Value::Node(_) => None,
        });
        let mut paths: Vec<&String> = paths.collect();
        paths.sort();
        if let (Some(number), Some(path)) = (number_in(iri), paths.first()) {
            found.insert(number, (*path).clone());
        }
    }
    found
}

/// Whether somebody means a target with this IRI and can reach it.
fn standing(iri: &str, targets: &Targets) -> Standing {
    let unreal = &targets.unreal;
    let host = iri.split('/').nth(2).unwrap_or_default();
    let mut parts =
        host.split(|letter: char| !letter.is_alphanumeric()).map(|part| part.trim_end_matches(|digit: char| digit.is_ascii_digit()));
    if !may_be_public(iri) || parts.any(|part| unreal.never.iter().any(|known| known == part)) {
        return Standing::Unreachable;
    }
    let mut words = iri.split(|letter: char| !letter.is_alphanumeric());
    let example = unreal.hosts.iter().any(|start| host.starts_with(start.as_str()))
        || words.any(|word| unreal.words.iter().any(|known| known == word));
    if example { Standing::Example } else { Standing::Real }
}

/// The first place that a target is about, when none is known to be in Norway.
fn abroad(draft: &Draft, targets: &Targets) -> Option<String> {
    let norway = &targets.norway;
    let is_here = |value: &Value| match value {
        Value::Node(node) => {
            norway.places.iter().any(|known| node == known || (known.ends_with(['/', '_']) && node.starts_with(known.as_str())))
        }
        Value::Text(text) => norway.names.contains(&key(&text.text)),
    };
    let told: Vec<&Value> = draft.of(Role::Spatial).filter(|value| !matches!(value, Value::Node(node) if node.starts_with("_:"))).collect();
    if told.iter().any(|value| is_here(value)) {
        return None;
    }
    let names = told.into_iter().map(|value| match value {
        Value::Node(node) => node.as_str(),
        Value::Text(text) => text.text.as_str(),
    });
    names.min().map(str::to_owned)
}

/// A target; nothing when it has neither name nor number.
fn record(iri: &str, kind: Arc<str>, draft: &Draft, forms: &Forms, known: &BTreeMap<&str, Vec<Name>>, targets: &Targets) -> Option<Record> {
    let is_organisation = &*kind == "organisation";
    // Some write the number, some the address that holds it.
    let given = draft.of(Role::Number).find_map(|value| match value {
        Value::Text(text) => number(&text.text).or_else(|| number_in(&text.text)),
        Value::Node(node) => number_in(node),
    });
    let number = if is_organisation { number_in(iri).or(given) } else { None };
    let names = names(draft, forms, |role| matches!(role, Role::Label | Role::Other | Role::Hidden | Role::Keyword | Role::Code));
    if names.is_empty() && number.is_none() {
        return None;
    }
    let texts = draft.of(Role::Text).flat_map(|value| value.texts(forms));
    let mut texts: Vec<(Tongue, String)> = texts.filter_map(|text| Some((Tongue::of(text.tag.as_deref())?, text.text.clone()))).collect();
    texts.sort();
    let mut broader: Vec<Name> = draft.nodes(Role::Broader).filter_map(|iri| known.get(iri)).flatten().cloned().collect();
    broader.sort();
    broader.dedup();
    let mut classes = draft.classes.clone();
    classes.sort();
    let mut related: Vec<String> = draft.nodes(Role::Related).map(str::to_owned).collect();
    related.sort();
    let register = &targets.register;
    let registered = register.prefixes.iter().any(|prefix| iri.starts_with(prefix.as_str()))
        || classes.iter().any(|class| register.classes.iter().any(|known| **known == **class));
    Some(Record {
        iri: iri.into(),
        kind,
        classes,
        names,
        texts,
        broader,
        related,
        publisher: draft.nodes(Role::Publisher).filter_map(number_in).min(),
        publisher_path: None,
        number,
        registered,
        ended: draft.ended.first().cloned(),
        abroad: abroad(draft, targets),
        standing: standing(iri, targets),
    })
}

/// The names among what was read, the best first.
fn names(draft: &Draft, forms: &Forms, wanted: impl Fn(Role) -> bool) -> Vec<Name> {
    let mut names: Vec<Name> = Vec::new();
    for (role, value) in draft.values.iter().filter(|(role, _)| wanted(*role)) {
        let sort = match role {
            Role::Label => Sort::Main,
            Role::Other => Sort::Other,
            Role::Hidden | Role::Keyword => Sort::Hidden,
            // `…/life-event-type#having-a-child` is read as English words.
            Role::Code => {
                let Value::Node(iri) = value else { continue };
                let words = iri.rsplit_once('#').map(|(_, words)| key(words)).filter(|words| words.contains(' '));
                names.extend(words.map(|text| Name { sort: Sort::Hidden, tag: Some("en".to_owned()), text }));
                continue;
            }
            _ => continue,
        };
        names.extend(value.texts(forms).iter().map(|text| Name { sort, tag: text.tag.clone(), text: text.text.clone() }));
    }
    names.sort();
    names.dedup();
    names
}

#[cfg(test)]
mod tests {
    use super::*;
    use oxigraph::io::{RdfFormat, RdfParser};

    fn records(turtle: &str) -> Vec<Record> {
        all(turtle).records
    }

    fn all(turtle: &str) -> Found {
        let settings = Settings::built_in().expect("the settings");
        let mut reader = Reader::new(&settings);
        let prefixes = "@prefix skos: <http://www.w3.org/2004/02/skos/core#> . @prefix dct: <http://purl.org/dc/terms/> . \
            @prefix cv: <http://data.europa.eu/m8g/> . @prefix dcat: <http://www.w3.org/ns/dcat#> . @prefix foaf: <http://xmlns.com/foaf/0.1/> . \
            @prefix skosxl: <http://www.w3.org/2008/05/skos-xl#> . @prefix skosno: <https://data.norge.no/vocabulary/skosno#> . \
            @prefix euvoc: <http://publications.europa.eu/ontology/euvoc#> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . \
            @prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .";
        for quad in RdfParser::from_format(RdfFormat::Turtle).for_slice(&format!("{prefixes}{turtle}")) {
            reader.take(&quad.expect("Turtle"));
        }
        reader.finish()
    }

    #[test]
    fn kinds_names_and_what_stands_above_are_read() {
        let found = records(
            "<https://psi.norge.no/los/ord/a> a skos:Concept ; skos:prefLabel 'A'@nb, '*'@en, 'Ä'@se ; skos:hiddenLabel 'a-a'@nn ;
               skos:broader <https://psi.norge.no/los/tema/b> .
             <https://psi.norge.no/los/tema/b> a skos:Concept ; skos:prefLabel 'B'@nb .
             <https://x.example/1> a dcat:Dataset ; dct:title 'D'@nb ; dct:publisher <https://data.brreg.no/enhetsregisteret/api/enheter/974760673> .
             <https://organization-catalog.fellesdatakatalog.digdir.no/organizations/974760673> a foaf:Agent ; foaf:name 'B'@nb ;
               <https://raw.githubusercontent.com/Informasjonsforvaltning/organization-catalog/main/src/main/resources/ontology/organization-catalog.owl#orgPath>
                 '/STAT/912660680/974760673' .
             <https://x.example/2> a dcat:Distribution ; dct:title 'not a target' .
             <https://x.example/3> a dcat:Dataset .",
        );
        assert_eq!(found.iter().map(|record| &*record.kind).collect::<Vec<_>>(), ["organisation", "los-word", "los-theme", "dataset"]);
        let found = &found[1..];
        assert_eq!(found[0].names.iter().map(|name| name.text.as_str()).collect::<Vec<_>>(), ["A", "a-a"]);
        assert_eq!(found[0].broader[0].text, "B");
        assert_eq!(found[2].publisher.as_deref(), Some("974760673"));
        assert_eq!(found[2].publisher_path.as_deref(), Some("/STAT/912660680/974760673"));
        assert_eq!(super::super::record::name_in(&found[0].names, "en"), "A");
    }

    #[test]
    fn codes_become_words_and_withdrawn_is_seen() {
        let found = records(
            "<https://x.example/1> a cv:LifeEvent ; dct:title 'X'@nb ; dct:type <https://data.norge.no/vocabulary/life-event-type#having-a-child> ;
               <http://www.w3.org/ns/adms#status> <http://purl.org/adms/status/Withdrawn> .",
        );
        assert!(found[0].names.iter().any(|name| name.text == "having a child" && name.sort == Sort::Hidden));
        assert_eq!(found[0].ended.as_ref().map(Ended::short), Some("Withdrawn"));
    }

    #[test]
    fn labels_and_definitions_that_are_nodes_are_read_in_any_order() {
        let turtle = "
            <https://begrep.no/1/label> skosxl:literalForm 'vannrett'@nb .
            <https://begrep.no/1> a skos:Concept ; skosxl:prefLabel <https://begrep.no/1/label> ; skosxl:altLabel [ skosxl:literalForm 'horisontal'@nb ] ;
              skosxl:hiddenLabel <https://begrep.no/1/hidden> ; skosno:definisjon [ rdfs:label 'i vater'@nb ] ;
              euvoc:xlDefinition [ rdf:value 'level'@en ] .
            <https://begrep.no/1/hidden> skosxl:literalForm 'vassrett'@nn .
            <https://begrep.no/2> a skos:Concept ; skosxl:prefLabel <https://begrep.no/nowhere> .
            <https://begrep.no/3> a skos:Concept ; skos:prefLabel 'loppis'@sv .";
        let found = all(turtle);
        let names: Vec<(Sort, &str)> = found.records[0].names.iter().map(|name| (name.sort, name.text.as_str())).collect();
        assert_eq!(names, [(Sort::Main, "vannrett"), (Sort::Other, "horisontal"), (Sort::Hidden, "vassrett")]);
        assert_eq!(found.records[0].texts, [(Tongue::Norwegian, "i vater".to_owned()), (Tongue::English, "level".to_owned())]);
        assert_eq!((found.records.len(), found.unnamed), (1, vec!["https://begrep.no/2".to_owned(), "https://begrep.no/3".to_owned()]));
    }

    #[test]
    fn where_a_target_stands_is_told_by_its_address_and_what_it_is_about_by_its_place() {
        let targets = Settings::built_in().expect("the settings").targets;
        for (iri, expected) in [
            ("https://data.norge.no/concepts/300", Standing::Real),
            ("https://provetest.no/1", Standing::Real),
            ("https://data.norge.no/example/1", Standing::Example),
            ("https://concept-catalog.staging.fellesdatakatalog.digdir.no/1", Standing::Unreachable),
            ("https://testkatalog.no/1", Standing::Example),
            ("https://api-dev2.x.no/1", Standing::Unreachable),
            ("http://localhost:5050/organizations/974760673", Standing::Unreachable),
            ("http://10.0.0.4/1", Standing::Unreachable),
            ("https://katalog.local/1", Standing::Unreachable),
            ("urn:uuid:1", Standing::Unreachable),
            ("ftp://x.no/1", Standing::Unreachable),
        ] {
            assert_eq!(standing(iri, &targets), expected, "{iri}");
        }
        let place =
            |turtle: &str| records(&format!("<https://x.no/1> a dcat:Dataset ; dct:title 'D' ; dct:spatial {turtle} ."))[0].abroad.clone();
        assert_eq!(
            place("<http://publications.europa.eu/resource/authority/country/DNK>").as_deref(),
            Some("http://publications.europa.eu/resource/authority/country/DNK")
        );
        assert_eq!(place("'Sverige'@nb").as_deref(), Some("Sverige"));
        assert_eq!(
            place(
                "<http://publications.europa.eu/resource/authority/country/DNK>, <http://publications.europa.eu/resource/authority/country/NOR>"
            ),
            None
        );
        assert_eq!((place("'Noreg'@nn"), place("[ a dct:Location ]")), (None, None));
    }
}
