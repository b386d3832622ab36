//! A release: everything there is, in every syntax, with sums, provenance, licence and catalogue.

use super::details::Publication;
use super::documents::{self, Documents};
use super::folder::{self, Files};
use super::jsonld::Compactor;
use super::previous;
use super::rebase::Rebase;
use super::syntax::{self, Writer};
use super::tables::{self, Answered};
use crate::error::{Error, Result};
use crate::ingest::{
    context::Context,
    sources::{SourceFile, Sources},
};
use crate::link::settings::Settings;
use crate::link::{evaluate, quality};
use crate::questions::{self, Language, Question};
use crate::rdf::canonical;
use crate::rdf::format::Format;
use crate::rdf::iri::DEFAULT_BASE;
use crate::rdf::pack::{gzip, zstandard};
use crate::rdf::read::hand_over;
use crate::rdf::vocab::owl;
use crate::sparql::{Answer, write};
use crate::store::{BUILT_IN, Store};
use oxigraph::io::{RdfFormat, RdfParser};
use oxigraph::model::{GraphName, Literal, NamedNode, NamedNodeRef, Quad, Term, Triple};
use oxigraph::sparql::results::QueryResultsFormat;
use std::collections::BTreeMap;
use std::path::Path;

const LICENCE: &str = include_str!("../../LICENSE-DATA");
const CHANGELOG: &str = include_str!("../../CHANGELOG.md");
const SHAPES: &str = "https://w3id.org/samstyr/shapes";
/// Syntaxes of the documents that are small and flat.
const DOCUMENT_SYNTAXES: [(&str, RdfFormat); 4] = [
    ("ttl", RdfFormat::Turtle),
    ("nt", RdfFormat::NTriples),
    ("rdf", RdfFormat::RdfXml),
    ("jsonld", RdfFormat::JsonLd { profile: oxrdfio::JsonLdProfileSet::empty() }),
];

/// What was published.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Summary {
    /// Files, sums included.
    pub files: usize,
    /// Bytes in all of them.
    pub bytes: usize,
    /// The canonical hash of the graph.
    pub hash: String,
    /// Whether it was written now; it may have been there, byte for byte.
    pub written: bool,
}

/// Answers by question and language, at the examples of their parameters.
pub type Answers = BTreeMap<(String, &'static str), Answered>;

/// A release in memory.
pub struct Made {
    /// Its files, with their sums.
    pub files: Files,
    /// The canonical hash of the graph.
    pub hash: String,
    /// What tells of it.
    pub documents: Documents,
    /// The answers to all questions.
    pub answers: Answers,
}

/// Publishes the built-in graph into a folder.
pub fn publish(publication: &Publication, folder: &Path) -> Result<Summary> {
    folder::named(folder)?;
    let made = make(publication)?;
    put(&made.files, made.hash, folder)
}

/// Makes the files of a release.
pub fn make(publication: &Publication) -> Result<Made> {
    let release = Release::new(publication)?;
    let hash = canonical::hash(&release.nquads);
    let documents = Documents::build(&release.store, publication)?;
    let answers = release.answers()?;
    let mut files = release.files(&documents, &answers)?;
    folder::add_sums(&mut files);
    Ok(Made { files, hash, documents, answers })
}

/// Puts files that have their sums into a folder.
pub fn put(files: &Files, hash: String, folder: &Path) -> Result<Summary> {
    let written = folder::place(files, folder)?;
    Ok(Summary { files: files.len(), bytes: files.values().map(Vec::len).sum(), hash, written })
}

struct Release<'a> {
    publication: &'a Publication,
    rebase: Rebase<'a>,
    store: Store,
    sources: Sources,
    questions: Vec<Question>,
    writer: Writer,
    /// The graph under its base, canonical.
    nquads: String,
}

impl<'a> Release<'a> {
    fn new(publication: &'a Publication) -> Result<Self> {
        let sources = Sources::built_in()?;
        let writer = Writer::new(Compactor::new(&Context::parse(&sources.context)?, &sources.context.text)?);
        let rebase = Rebase::to(&publication.base);
        let nquads = if publication.base == DEFAULT_BASE {
            BUILT_IN.to_owned()
        } else {
            let moved: String = syntax::parse(BUILT_IN)?.into_iter().map(|quad| format!("{} .\n", rebase.quad(quad))).collect();
            canonical::canonical_nquads(&moved)?
        };
        Ok(Self { publication, rebase, store: Store::built_in()?, sources, questions: questions::all()?, writer, nquads })
    }

    fn files(&self, documents: &Documents, answers: &Answers) -> Result<Files> {
        let mut files = Files::new();
        self.add_graphs(&mut files)?;
        self.add_vocabularies(&mut files)?;
        self.add_links(&mut files)?;
        self.add_tables(&mut files)?;
        self.add_answers(&mut files, answers)?;
        self.add_documents(&mut files, documents)?;
        if let Some(folder) = &self.publication.previous {
            for language in [Language::Nb, Language::En] {
                let now = (self.publication.release.as_str(), syntax::parse(&self.nquads)?);
                files.insert(format!("changes.{language}.md"), previous::changes(folder, now, language)?.into_bytes());
            }
        }
        files.insert("LICENSE".to_owned(), LICENCE.as_bytes().to_vec());
        files.insert("CHANGELOG.md".to_owned(), CHANGELOG.as_bytes().to_vec());
        files.insert("README.md".to_owned(), self.readme().into_bytes());
        Ok(files)
    }

    /// The graph whole, and each named graph alone.
    fn add_graphs(&self, files: &mut Files) -> Result<()> {
        self.add_every_syntax(files, "graph", &self.nquads)?;
        let mut graphs: BTreeMap<String, String> = BTreeMap::new();
        for quad in syntax::parse(&self.nquads)? {
            let GraphName::NamedNode(graph) = &quad.graph_name else { continue };
            let name = graph.as_str().strip_prefix(&format!("{}graph/", self.publication.base)).unwrap_or(graph.as_str());
            graphs.entry(name.to_owned()).or_default().push_str(&format!("{quad} .\n"));
        }
        for (name, nquads) in graphs {
            self.add_every_syntax(files, &format!("graphs/{name}"), &canonical::canonical_nquads(&nquads)?)?;
        }
        Ok(())
    }

    /// Each syntax, and a compressed copy beside it.
    fn add_every_syntax(&self, files: &mut Files, path: &str, nquads: &str) -> Result<()> {
        for (extension, bytes) in self.writer.every_syntax(nquads)? {
            files.insert(format!("{path}.{extension}.gz"), gzip(&bytes).map_err(Error::Output)?);
            files.insert(format!("{path}.{extension}.zst"), zstandard(&bytes).map_err(Error::Output)?);
            files.insert(format!("{path}.{extension}"), bytes);
        }
        Ok(())
    }

    /// Ontology and shapes with the version that they have here, and the context.
    fn add_vocabularies(&self, files: &mut Files) -> Result<()> {
        let ontology = triples(&self.sources.ontology)?;
        let mut shapes = triples(&self.sources.shapes)?;
        // The ontology says its version itself; the shapes have the release's.
        let of_shapes = |property: NamedNodeRef<'_>, value: Term| Triple::new(NamedNode::new_unchecked(SHAPES), property, value);
        let release = &self.publication.release;
        shapes.push(of_shapes(owl::VERSION_INFO, Literal::from(release.as_str()).into()));
        shapes.push(of_shapes(owl::VERSION_IRI, NamedNode::new_unchecked(format!("{SHAPES}/{release}")).into()));
        self.add_every_syntax(files, "ontology/samstyr", &syntax::canonical(ontology)?)?;
        self.add_every_syntax(files, "ontology/shapes", &syntax::canonical(shapes)?)?;
        files.insert("ontology/context.jsonld".to_owned(), self.sources.context.text.clone().into_bytes());
        Ok(())
    }

    /// The mapping sets, with what was refused, and how good the proposals are that such decisions start from.
    fn add_links(&self, files: &mut Files) -> Result<()> {
        let settings = Settings::read(None)?;
        let pairs = evaluate::gold(evaluate::GOLD, "tests/links/gold.tsv")?;
        let found = evaluate::evaluate(&self.store, pairs, evaluate::records(&settings)?, &settings)?;
        let mut bytes = Vec::new();
        write::write(Answer::Rows(quality::table(&found)), Format::Results(QueryResultsFormat::Csv), &mut bytes)?;
        files.insert("links/quality.csv".to_owned(), bytes);
        for file in &self.sources.links {
            let name = file.path.file_name().unwrap_or_default().to_string_lossy();
            files.insert(format!("links/{name}"), self.rebase.text(&file.text).into_bytes());
        }
        Ok(())
    }

    fn add_tables(&self, files: &mut Files) -> Result<()> {
        let tables = tables::all(&self.store, &self.questions, &self.rebase)?;
        for table in &tables {
            files.insert(format!("tables/{}.csv", table.name), table.csv()?);
        }
        let Publication { publisher_name, release, date, .. } = self.publication;
        let workbook = tables::workbook(&tables, &format!("Samstyr {release}"), publisher_name, date.as_deref().unwrap_or_default())?;
        files.insert("tables.xlsx".to_owned(), workbook);
        Ok(())
    }

    /// The answers to all questions in the three languages, at the examples of their parameters.
    fn answers(&self) -> Result<Answers> {
        let mut answers = Answers::new();
        for question in &self.questions {
            for language in [Language::Nb, Language::Nn, Language::En] {
                let request = question.request(&[], language, &crate::rdf::iri::Base::default())?;
                answers.insert((question.name.clone(), language.tag()), Answered::of(&self.store, &request, &self.rebase)?);
            }
        }
        Ok(answers)
    }

    /// Each question with its answers.
    fn add_answers(&self, files: &mut Files, answers: &Answers) -> Result<()> {
        for question in &self.questions {
            files.insert(format!("questions/{}.rq", question.name), self.rebase.text(&question.text).into_bytes());
        }
        for ((name, language), answered) in answers {
            files.insert(format!("questions/{name}.{language}.csv"), answered.written(Format::Results(QueryResultsFormat::Csv))?);
        }
        Ok(())
    }

    fn add_documents(&self, files: &mut Files, documents: &Documents) -> Result<()> {
        let provenance = documents::provenance(&self.store, self.publication, &canonical::hash(&self.nquads))?;
        for (name, graph) in documents.named().into_iter().chain([("provenance", &provenance)]) {
            for (extension, format) in DOCUMENT_SYNTAXES {
                files.insert(format!("{name}.{extension}"), syntax::graph(graph, format)?);
            }
        }
        Ok(())
    }

    fn readme(&self) -> String {
        let Publication { release, publisher_name, contact_name, contact_email, .. } = self.publication;
        let changes = match self.publication.previous {
            Some(_) => "| `changes.nb.md`, `changes.en.md` | what has changed since the release before, and which answers |\n",
            None => "",
        };
        format!(
            "# Samstyr {release}\n\n\
             Published by {publisher_name}; {contact_name} answers for it: {contact_email}.\n\
             Licence: NLOD 2.0 (LICENSE). What changed: CHANGELOG.md.\n\n\
             | file | what |\n|---|---|\n\
             | `graph.*` | the whole graph; `.nq`, `.trig` and `.jsonld` have the named graphs, `.ttl` and `.rdf` their union |\n\
             | `graphs/` | each named graph alone |\n\
             | `ontology/` | ontology, shapes and JSON-LD context |\n\
             | `links/` | mapping sets (SSSOM/TSV): what was decided of links to others, refusals included; `quality.csv`: how good the proposals are |\n\
             | `tables/`, `tables.xlsx` | the main things as tables |\n\
             | `questions/` | each question and its answer in nb, nn and en |\n\
             | `catalog.*`, `void.*` | DCAT-AP-NO and VoID |\n\
             | `life-events.*`, `concepts.*` | CPSV-AP-NO and SKOS-AP-NO |\n\
             | `provenance.*` | PROV-O: what it was made from, by what |\n\
             {changes}\n\
             Beside the files are copies compressed with gzip and zstd.\n\n\
             `graph.nq` is canonical (RDFC-1.0): its SHA-256, {}, names the graph. `sha256sum --check SHA256SUMS` checks all files.\n",
            canonical::hash(&self.nquads)
        )
    }
}

fn triples(files: &[SourceFile]) -> Result<Vec<Triple>> {
    let mut triples = Vec::new();
    for file in files {
        let parser = RdfParser::from_format(RdfFormat::Turtle).rename_blank_nodes().for_slice(&file.text);
        hand_over(parser, &file.path, &mut |quad: Quad| triples.push(Triple::from(quad)))?;
    }
    Ok(triples)
}
