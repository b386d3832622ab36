//! The metadata quality score of each dataset, as data.norge.no counts it: `ontology/profiles/mqa.toml` has the metrics, the
//! points and the advice, and says how they become a score.

use crate::error::{Error, Result};
use crate::rdf::vocab::{PREFIXES, dcat};
use oxigraph::model::{Graph, NamedNode, NamedOrBlankNode, NamedOrBlankNodeRef, TermRef};
use serde::Deserialize;
use std::collections::BTreeMap;

/// The table.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Table {
    /// Where the metrics have their IRIs.
    pub namespace: String,
    /// All points.
    pub total: u32,
    /// What can be had while both versions of the profile hold.
    pub attainable: u32,
    level: Vec<Level>,
    vocabulary: BTreeMap<String, Vocabulary>,
    /// The metrics, by dimension.
    #[serde(rename = "metric")]
    pub metrics: Vec<Metric>,
}

/// A name for a share of the points.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Level {
    /// Its name in reports.
    pub id: String,
    from: u32,
    nb: String,
    nn: String,
    en: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Vocabulary {
    members: Vec<String>,
    prefixes: Vec<String>,
}

/// A metric.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Metric {
    /// The dimension that its points count in.
    pub dimension: String,
    /// Its name in the namespace.
    pub id: String,
    /// What it gives.
    pub points: u32,
    target: Target,
    also: Option<Target>,
    property: Option<String>,
    or: Option<String>,
    check: Check,
    vocabulary: Option<String>,
    /// The shapes that must give no result.
    #[serde(rename = "shapes")]
    _shapes: Option<String>,
    #[serde(default)]
    conflict: bool,
    nb: String,
    nn: String,
    en: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Target {
    Dataset,
    Distribution,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Check {
    Present,
    InVocabulary,
    KnownFormat,
    HttpStatus,
    #[serde(rename = "conforms-to-2.0")]
    Conforms,
    Never,
}

impl Metric {
    /// How to earn it.
    pub fn advice(&self, language: &str) -> &str {
        in_language(language, &self.nb, &self.nn, &self.en)
    }

    /// Whether the service can give it.
    pub fn reachable(&self) -> bool {
        self.check != Check::Never
    }

    /// Whether earning it breaks one version of the profile.
    pub fn conflicts(&self) -> bool {
        self.conflict
    }

    fn properties(&self) -> impl Iterator<Item = NamedNode> {
        [&self.property, &self.or].into_iter().flatten().filter_map(|name| expand(name))
    }
}

impl Level {
    /// Its name in a language.
    pub fn name(&self, language: &str) -> &str {
        in_language(language, &self.nb, &self.nn, &self.en)
    }
}

fn in_language<'a>(language: &str, nb: &'a str, nn: &'a str, en: &'a str) -> &'a str {
    match language {
        "nn" => nn,
        "en" => en,
        _ => nb,
    }
}

fn expand(name: &str) -> Option<NamedNode> {
    let (prefix, local) = name.split_once(':')?;
    let (_, namespace) = PREFIXES.iter().find(|(known, _)| *known == prefix)?;
    Some(NamedNode::new_unchecked(format!("{namespace}{local}")))
}

/// What one metric says of a dataset.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Measured {
    /// Its place in [`Table::metrics`].
    pub metric: usize,
    /// What was measured.
    pub on: NamedOrBlankNode,
    /// Whether it is met.
    pub met: bool,
    /// Whether that rests on an address that was not asked.
    pub assumed: bool,
}

/// The score of a dataset.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Score {
    /// The dataset.
    pub dataset: NamedNode,
    /// The distribution that counts.
    pub distribution: Option<NamedOrBlankNode>,
    /// Its points.
    pub score: u32,
    /// Those of them that rest on addresses that were not asked.
    pub assumed: u32,
    /// Every metric, in the table's order.
    pub measured: Vec<Measured>,
}

impl Table {
    /// Reads the table.
    pub fn read(text: &str) -> Result<Self> {
        let table: Self = toml::from_str(text).map_err(|error| Error::Store(Box::new(error)))?;
        let unknown = |metric: &&Metric| {
            let property = [&metric.property, &metric.or].into_iter().flatten().any(|name| expand(name).is_none());
            property || metric.vocabulary.as_ref().is_some_and(|name| !table.vocabulary.contains_key(name))
        };
        match table.metrics.iter().find(unknown) {
            Some(metric) => Err(Error::Store(format!("mqa.toml: {} names a prefix or vocabulary that is not known", metric.id).into())),
            None => Ok(table),
        }
    }

    /// The level of a score.
    pub fn level(&self, score: u32) -> Option<&Level> {
        self.level.iter().filter(|level| score * 100 >= level.from * self.total).max_by_key(|level| level.from)
    }

    /// The dimensions in order, each with all its points.
    pub fn dimensions(&self) -> Vec<(&str, u32)> {
        let mut dimensions: Vec<(&str, u32)> = Vec::new();
        for metric in &self.metrics {
            match dimensions.iter_mut().find(|(name, _)| *name == metric.dimension) {
                Some((_, points)) => *points += metric.points,
                None => dimensions.push((&metric.dimension, metric.points)),
            }
        }
        dimensions
    }

    /// The points of a score in a dimension.
    pub fn points(&self, score: &Score, dimension: &str) -> u32 {
        let met = score.measured.iter().filter(|measured| measured.met).map(|measured| &self.metrics[measured.metric]);
        met.filter(|metric| metric.dimension == dimension).map(|metric| metric.points).sum()
    }

    /// Scores a dataset on the graph that is harvested with it; `conforms` says whether the 2.0.0 shapes find nothing there.
    pub fn score(&self, graph: &Graph, dataset: &NamedNode, conforms: bool) -> Score {
        let own = |target| self.measure(graph, dataset.into(), target, conforms);
        let of_dataset = own(Target::Dataset);
        let mut best = self.sum(dataset, None, of_dataset.clone());
        let mut distributions: Vec<NamedOrBlankNode> = graph
            .objects_for_subject_predicate(dataset, dcat::DISTRIBUTION)
            .filter_map(|object| match object {
                TermRef::NamedNode(node) => Some(node.into_owned().into()),
                TermRef::BlankNode(node) => Some(node.into_owned().into()),
                _ => None,
            })
            .collect();
        distributions.sort_by_key(ToString::to_string);
        for distribution in distributions {
            let measured = self.measure(graph, distribution.as_ref(), Target::Distribution, conforms);
            let merged = of_dataset.iter().zip(measured).map(|(own, its)| if its.met && !own.met { its } else { own.clone() });
            let score = self.sum(dataset, Some(distribution), merged.collect());
            if score.score > best.score || best.distribution.is_none() {
                best = score;
            }
        }
        best
    }

    fn sum(&self, dataset: &NamedNode, distribution: Option<NamedOrBlankNode>, measured: Vec<Measured>) -> Score {
        let points =
            |wanted: fn(&Measured) -> bool| measured.iter().filter(|one| wanted(one)).map(|one| self.metrics[one.metric].points).sum();
        let (score, assumed) = (points(|one| one.met), points(|one| one.met && one.assumed));
        Score { dataset: dataset.clone(), distribution, score, assumed, measured }
    }

    /// Every metric on a node; those that are not measured on such a node are not met.
    fn measure(&self, graph: &Graph, node: NamedOrBlankNodeRef<'_>, target: Target, conforms: bool) -> Vec<Measured> {
        let one = |(at, metric): (usize, &Metric)| {
            let measured = metric.target == target || metric.also == Some(target);
            Measured {
                metric: at,
                on: node.into_owned(),
                met: measured && self.holds(metric, graph, node, conforms),
                assumed: metric.check == Check::HttpStatus,
            }
        };
        self.metrics.iter().enumerate().map(one).collect()
    }

    fn holds(&self, metric: &Metric, graph: &Graph, node: NamedOrBlankNodeRef<'_>, conforms: bool) -> bool {
        let vocabulary = metric.vocabulary.as_ref().and_then(|name| self.vocabulary.get(name));
        let in_vocabulary = |value: TermRef<'_>| match (value, vocabulary) {
            (TermRef::NamedNode(iri), Some(vocabulary)) => {
                let iri = iri.as_str();
                vocabulary.members.iter().any(|member| member == iri)
                    || vocabulary.prefixes.iter().any(|prefix| iri.starts_with(prefix.as_str()))
            }
            _ => false,
        };
        metric.properties().any(|property| {
            let mut values = graph.objects_for_subject_predicate(node, &property);
            match metric.check {
                Check::Present => values.next().is_some(),
                // Nobody is asked: the addresses are the publisher's to try.
                Check::HttpStatus => values.any(|value| value.is_named_node()),
                Check::InVocabulary | Check::KnownFormat => values.any(in_vocabulary),
                Check::Conforms | Check::Never => false,
            }
        }) || (metric.check == Check::Conforms && conforms)
    }
}
