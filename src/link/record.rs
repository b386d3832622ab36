//! Targets: what is read of the resources of a catalogue or vocabulary, by `ontology/link/targets.toml`.

use super::settings::Settings;
use super::settings::targets::{Role, Unreal};
use super::text::{Tongue, key};
use oxigraph::model::vocab::rdf;
use oxigraph::model::{Literal, NamedOrBlankNode, Quad, Term};
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

/// What is kept of a name of a target or a text about it, in characters: no name is longer, and what claims to be one may have megabytes.
const LONGEST: usize = 600;
/// Digits of an organisation number.
const DIGITS: usize = 9;

/// A resource that something of ours may be linked to.
#[derive(Debug, Clone)]
pub struct Record {
    /// Its IRI.
    pub iri: Arc<str>,
    /// Its kind, by `targets.toml`.
    pub kind: Arc<str>,
    /// Its classes.
    pub classes: Vec<Arc<str>>,
    /// Its names.
    pub names: Vec<Name>,
    /// Texts about it.
    pub texts: Vec<(Tongue, String)>,
    /// What it stands below: names of other targets.
    pub broader: Vec<Name>,
    /// What its vocabulary relates it to.
    pub related: Vec<String>,
    /// The number of the organisation that publishes it.
    pub publisher: Option<String>,
    /// Where the organisation stands that publishes it, such as `/KOMMUNE/…`, if its record was read too.
    pub publisher_path: Option<String>,
    /// Its organisation number.
    pub number: Option<String>,
    /// That it is no longer in use, in the catalogue's word.
    pub withdrawn: Option<String>,
    /// That it stands in a test catalogue or an example.
    pub unreal: bool,
}

/// A name, in what language and of what sort.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Name {
    /// Of what sort.
    pub sort: Sort,
    /// The language tag; nothing when it has none.
    pub tag: Option<String>,
    /// The name.
    pub text: String,
}

/// Of what sort a name is, the best first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Sort {
    /// What it is called.
    Main,
    /// What the thing it is about is called.
    Topic,
    /// Another name, such as an abbreviation.
    Other,
    /// What it was called, or came to be called.
    Former,
    /// A hidden label, a keyword or the words of a code.
    Hidden,
}

impl Name {
    /// The language that it is compared in.
    pub fn tongue(&self) -> Tongue {
        Tongue::of(self.tag.as_deref()).unwrap_or(Tongue::Norwegian)
    }
}

/// The name of a thing in a language, or in nb, or in any.
pub fn name_for<'a>(names: &'a [Name], language: &str) -> Option<&'a Name> {
    let of = |wanted: &str| names.iter().find(|name| name.sort == Sort::Main && name.tag.as_deref() == Some(wanted));
    of(language).or_else(|| of("nb")).or_else(|| names.first())
}

/// The same as a text, which is empty where there is no name.
pub fn name_in<'a>(names: &'a [Name], language: &str) -> &'a str {
    name_for(names, language).map_or("", |name| name.text.as_str())
}

/// Reads targets out of quads, whatever their order.
pub struct Reader<'a> {
    settings: &'a Settings,
    roles: HashMap<&'a str, Vec<Role>>,
    drafts: HashMap<String, Draft>,
}

#[derive(Default)]
struct Draft {
    classes: Vec<Arc<str>>,
    values: Vec<(Role, Value)>,
}

enum Value {
    Text(Option<String>, String),
    Iri(String),
}

impl<'a> Reader<'a> {
    /// A reader that has read nothing.
    pub fn new(settings: &'a Settings) -> Self {
        let mut roles: HashMap<&str, Vec<Role>> = HashMap::new();
        for (role, properties) in &settings.targets.role {
            for property in properties {
                roles.entry(property).or_default().push(*role);
            }
        }
        Self { settings, roles, drafts: HashMap::new() }
    }

    /// Takes what it needs of a quad.
    pub fn take(&mut self, quad: &Quad) {
        let NamedOrBlankNode::NamedNode(subject) = &quad.subject else { return };
        if quad.predicate == rdf::TYPE {
            if let Term::NamedNode(class) = &quad.object {
                let known = self.settings.targets.kind.iter().flat_map(|kind| &kind.classes).any(|known| known == class.as_str());
                let draft = self.drafts.entry(subject.as_str().to_owned()).or_default();
                if known && !draft.classes.iter().any(|found| **found == *class.as_str()) {
                    draft.classes.push(class.as_str().into());
                }
            }
            return;
        }
        let Some(roles) = self.roles.get(quad.predicate.as_str()) else { return };
        for role in roles {
            let value = match &quad.object {
                Term::NamedNode(node) => Value::Iri(node.as_str().to_owned()),
                Term::Literal(literal) => match self.text(literal) {
                    Some(value) => value,
                    None => continue,
                },
                _ => continue,
            };
            self.drafts.entry(subject.as_str().to_owned()).or_default().values.push((*role, value));
        }
    }

    /// A text that is worth keeping.
    fn text(&self, literal: &Literal) -> Option<Value> {
        let text = literal.value().trim();
        Tongue::of(literal.language())?;
        if text.is_empty() || self.settings.targets.blank.texts.iter().any(|blank| blank == text) {
            return None;
        }
        Some(Value::Text(literal.language().map(str::to_owned), text.chars().take(LONGEST).collect()))
    }

    /// The targets, sorted by IRI, each once.
    pub fn finish(self) -> Vec<Record> {
        let Self { settings, drafts, .. } = self;
        let mut known: BTreeMap<&str, Vec<Name>> = BTreeMap::new();
        for (iri, draft) in &drafts {
            known.insert(iri, names(draft, |role| role == Role::Label));
        }
        let paths = paths(&drafts);
        let kinds: Vec<Arc<str>> = settings.targets.kind.iter().map(|kind| Arc::from(kind.name.as_str())).collect();
        let mut records: Vec<Record> = drafts
            .iter()
            .filter_map(|(iri, draft)| {
                let at = settings.targets.kind.iter().position(|kind| kind.holds(iri, &draft.classes))?;
                let unreal = is_unreal(iri, &settings.targets.unreal);
                let record = record(iri, kinds[at].clone(), draft, &known)?;
                let publisher_path = record.publisher.as_ref().and_then(|number| paths.get(number)).cloned();
                Some(Record { publisher_path, unreal, ..record })
            })
            .collect();
        records.sort_by(|a, b| a.iri.cmp(&b.iri));
        records
    }
}

/// The places of organisations, by their numbers.
fn paths(drafts: &HashMap<String, Draft>) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    for (iri, draft) in drafts {
        let mut paths: Vec<&String> = draft
            .values
            .iter()
            .filter_map(|(role, value)| match value {
                Value::Text(_, text) if *role == Role::Path => Some(text),
                _ => None,
            })
            .collect();
        paths.sort();
        if let (Some(number), Some(path)) = (number_in(iri), paths.first()) {
            found.insert(number, (*path).clone());
        }
    }
    found
}

/// Whether an IRI tells of a test or an example.
fn is_unreal(iri: &str, unreal: &Unreal) -> bool {
    let host = iri.split('/').nth(2).unwrap_or_default();
    let mut words = iri.split(|letter: char| !letter.is_alphanumeric());
    unreal.hosts.iter().any(|start| host.starts_with(start.as_str())) || words.any(|word| unreal.words.iter().any(|known| known == word))
}

/// A target; nothing when it has neither name nor number.
fn record(iri: &str, kind: Arc<str>, draft: &Draft, known: &BTreeMap<&str, Vec<Name>>) -> Option<Record> {
    let of = |wanted: Role| draft.values.iter().filter(move |(role, _)| *role == wanted).map(|(_, value)| value);
    let iris = |wanted: Role| {
        of(wanted).filter_map(|value| match value {
            Value::Iri(iri) => Some(iri.as_str()),
            Value::Text(..) => None,
        })
    };
    let is_organisation = &*kind == "organisation";
    // Some write the number, some the address that holds it.
    let given = of(Role::Number).find_map(|value| match value {
        Value::Text(_, text) => number(text).or_else(|| number_in(text)),
        Value::Iri(iri) => number_in(iri),
    });
    let number = if is_organisation { number_in(iri).or(given) } else { None };
    let names = names(draft, |role| matches!(role, Role::Label | Role::Other | Role::Hidden | Role::Keyword | Role::Code));
    if names.is_empty() && number.is_none() {
        return None;
    }
    let mut texts: Vec<(Tongue, String)> = of(Role::Text)
        .filter_map(|value| match value {
            Value::Text(tag, text) => Some((Tongue::of(tag.as_deref())?, text.clone())),
            Value::Iri(_) => None,
        })
        .collect();
    texts.sort();
    let mut broader: Vec<Name> = iris(Role::Broader).filter_map(|iri| known.get(iri)).flatten().cloned().collect();
    broader.sort();
    broader.dedup();
    let withdrawn = iris(Role::Status).filter_map(|status| status.rsplit(['/', '#']).next()).find(|last| {
        let last = last.to_lowercase();
        last.contains("withdrawn") || last.contains("deprecated")
    });
    let mut classes = draft.classes.clone();
    classes.sort();
    let publisher = iris(Role::Publisher).find_map(number_in);
    let withdrawn = withdrawn.map(str::to_owned);
    let mut related: Vec<String> = iris(Role::Related).map(str::to_owned).collect();
    related.sort();
    Some(Record {
        iri: iri.into(),
        kind,
        classes,
        names,
        texts,
        broader,
        related,
        publisher,
        publisher_path: None,
        number,
        withdrawn,
        unreal: false,
    })
}

/// The names among what was read, the best first.
fn names(draft: &Draft, wanted: impl Fn(Role) -> bool) -> Vec<Name> {
    let mut names: Vec<Name> = draft
        .values
        .iter()
        .filter(|(role, _)| wanted(*role))
        .filter_map(|(role, value)| match (role, value) {
            (Role::Label, Value::Text(tag, text)) => Some(Name { sort: Sort::Main, tag: tag.clone(), text: text.clone() }),
            (Role::Other, Value::Text(tag, text)) => Some(Name { sort: Sort::Other, tag: tag.clone(), text: text.clone() }),
            (Role::Hidden | Role::Keyword, Value::Text(tag, text)) => {
                Some(Name { sort: Sort::Hidden, tag: tag.clone(), text: text.clone() })
            }
            // `…/life-event-type#having-a-child` is read as English words.
            (Role::Code, Value::Iri(iri)) => {
                let words = key(iri.rsplit_once('#')?.1);
                (words.contains(' ')).then_some(Name { sort: Sort::Hidden, tag: Some("en".to_owned()), text: words })
            }
            _ => None,
        })
        .collect();
    names.sort();
    names.dedup();
    names
}

/// The text as an organisation number: nine digits with the right check digit (modulus 11).
pub fn number(text: &str) -> Option<String> {
    const WEIGHTS: [u32; DIGITS - 1] = [3, 2, 7, 6, 5, 4, 3, 2];
    let digits: Vec<u32> =
        text.chars().filter(|letter| !letter.is_whitespace()).map(|letter| letter.to_digit(10)).collect::<Option<_>>()?;
    let (check, rest) = digits.split_last().filter(|_| digits.len() == DIGITS)?;
    let sum: u32 = rest.iter().zip(WEIGHTS).map(|(digit, weight)| digit * weight).sum();
    let expected = match sum % 11 {
        0 => 0,
        rest => 11 - rest,
    };
    (*check == expected).then(|| digits.iter().filter_map(|digit| char::from_digit(*digit, 10)).collect())
}

/// The one organisation number that stands in an IRI.
fn number_in(iri: &str) -> Option<String> {
    let mut runs = iri.split(|letter: char| !letter.is_ascii_digit()).filter(|run| run.len() == DIGITS);
    let found = runs.next()?;
    if runs.next().is_some() { None } else { number(found) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use oxigraph::io::{RdfFormat, RdfParser};

    fn records(turtle: &str) -> Vec<Record> {
        let settings = Settings::built_in().expect("the settings");
        let mut reader = Reader::new(&settings);
        let prefixes = "@prefix skos: <http://www.w3.org/2004/02/skos/core#> . @prefix dct: <http://purl.org/dc/terms/> . \
            @prefix cv: <http://data.europa.eu/m8g/> . @prefix dcat: <http://www.w3.org/ns/dcat#> . @prefix foaf: <http://xmlns.com/foaf/0.1/> .";
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
        assert_eq!(name_in(&found[0].names, "en"), "A");
    }

    #[test]
    fn codes_become_words_and_withdrawn_is_seen() {
        let found = records(
            "<https://x.example/1> a cv:LifeEvent ; dct:title 'X'@nb ; dct:type <https://data.norge.no/vocabulary/life-event-type#having-a-child> ;
               <http://www.w3.org/ns/adms#status> <http://purl.org/adms/status/Withdrawn> .",
        );
        assert!(found[0].names.iter().any(|name| name.text == "having a child" && name.sort == Sort::Hidden));
        assert_eq!(found[0].withdrawn.as_deref(), Some("Withdrawn"));
    }

    #[test]
    fn numbers_have_a_check_digit() {
        assert_eq!(number("974 760 673").as_deref(), Some("974760673"));
        assert_eq!((number("974760674"), number("97476067"), number("97476067x")), (None, None, None));
        assert_eq!(number_in("https://x.example/974760673/991825827"), None, "two numbers are none");
    }
}
