//! Mapping sets (`data/links/*.sssom.tsv`) to quads: each accepted link in `graph/links/{target}`, with a claim whose evidence is the mapping.
//!
//! What was refused gives no link and no claim: only the refusal is told of, so that an answer can say what was looked at in vain.

use super::Mistake;
use super::claim::claim;
use super::sources::SourceFile;
use crate::error::Result;
use crate::link::mapping::{CATEGORY, COMMENT_NB, LABEL_LANGUAGE, Mapping, MappingSet, PUBLISHER_PATH, SEMAPV, target_of};
use crate::link::relation::{self, RELATIONS, Relation};
use crate::link::settings::Settings;
use crate::rdf::iri::Base;
use crate::rdf::vocab::{dct, owl, sam, shorten, skos, sssom};
use oxigraph::model::vocab::{rdf, rdfs, xsd};
use oxigraph::model::{Literal, NamedNode, NamedNodeRef, Quad, Term, Triple};
use std::collections::{BTreeMap, BTreeSet};

/// The quads of all sets. `sheets` are the quads of the fact sheets, where our things and the sets have their names.
pub fn quads(files: &[SourceFile], sheets: &[Quad], base: &Base, mistakes: &mut Vec<Mistake>) -> Result<Vec<Quad>> {
    let settings = Settings::built_in()?;
    let categories = settings.targets.categories();
    let settings = &settings;
    let typed = sheets.iter().filter(|quad| quad.predicate == rdf::TYPE).map(|quad| quad.subject.to_string()).collect();
    let mut quads = Vec::new();
    for file in files {
        let set = MappingSet::parse(&file.path, &file.text)?;
        let target = target_of(&file.path).unwrap_or_else(|| file.path.display().to_string());
        let mut builder = Builder {
            file,
            set: &set,
            target: &target,
            base,
            typed: &typed,
            categories: &categories,
            settings,
            mistakes: &mut *mistakes,
            quads: Vec::new(),
        };
        builder.all();
        quads.extend(builder.quads);
    }
    Ok(quads)
}

struct Builder<'a> {
    file: &'a SourceFile,
    set: &'a MappingSet,
    target: &'a str,
    base: &'a Base,
    /// What has a type in some sheet.
    typed: &'a BTreeSet<String>,
    /// Of which kinds a target may be.
    categories: &'a BTreeSet<&'a str>,
    settings: &'a Settings,
    mistakes: &'a mut Vec<Mistake>,
    quads: Vec<Quad>,
}

impl Builder<'_> {
    fn mistake(&mut self, row: Option<usize>, problem: String) {
        // A row of the table is a line, as no cell of ours holds a line break; above it stand the header and the names of the columns.
        let above = self.file.text.lines().take_while(|line| line.starts_with('#')).count();
        self.mistakes.push(Mistake::new(&self.file.path, row.map_or(1, |row| above + row + 2), problem));
    }

    fn all(&mut self) {
        let thing = format!("mapping-set/{}", self.target);
        let Some(set) = self.base.thing(&thing).filter(|set| self.typed.contains(&set.to_string())) else {
            self.mistake(None, format!("`{thing}` has no name in any sheet"));
            return;
        };
        match &self.set.metadata.object_source {
            Some(source) => self.say(&set, dct::SOURCE, source.clone().into(), "reference"),
            None => self.mistake(None, "`object_source` is missing above the table".to_owned()),
        }
        if let Some(version) = &self.set.metadata.object_source_version {
            self.say(&set, sssom::OBJECT_SOURCE_VERSION, Literal::from(version.as_str()).into(), "reference");
        }
        let mut decided: BTreeMap<(&NamedNode, &NamedNode), usize> = BTreeMap::new();
        for (row, mapping) in self.set.mappings.iter().enumerate() {
            self.check(row, mapping);
            if decided.insert((&mapping.subject, &mapping.object), row).is_some() {
                self.mistake(Some(row), format!("{} and {} are decided on twice", mapping.subject, mapping.object));
            } else if mapping.refused {
                self.refusal(&set, mapping);
            } else {
                self.link(&set, mapping);
            }
        }
    }

    fn check(&mut self, row: usize, mapping: &Mapping) {
        if !self.typed.contains(&mapping.subject.to_string()) {
            self.mistake(Some(row), format!("column `subject_id`: {} is none of our things", mapping.subject));
        }
        let short = |iri: &str| shorten(iri).unwrap_or_else(|| format!("<{iri}>"));
        if let Some(problem) = self.unfit(mapping) {
            self.mistake(Some(row), format!("column `predicate_id`: {problem}"));
        }
        if !mapping.category.as_ref().is_some_and(|category| self.categories.contains(category.as_str())) {
            let names: Vec<String> = self.categories.iter().map(|class| short(class)).collect();
            let problem =
                format!("column `{CATEGORY}`: the class of {} is missing or unknown: write one of {}", mapping.object, names.join(", "));
            self.mistake(Some(row), problem);
        }
        let language = self.set.metadata.label_language(mapping);
        if Literal::new_language_tagged_literal("", language).is_err() {
            self.mistake(Some(row), format!("column `{LABEL_LANGUAGE}`: `{language}` is not the tag of a language, such as nb or en"));
        }
        if !mapping.justification.as_str().starts_with(SEMAPV) {
            self.mistake(Some(row), format!("column `mapping_justification`: {} is not a term of {SEMAPV}", mapping.justification));
        }
        for (column, missing) in [
            ("author_label", mapping.author.is_none()),
            ("mapping_date", mapping.date.is_none()),
            // How sure somebody is that a pair does not hold is seldom asked, and the number of a search says how well it fits.
            ("confidence", mapping.confidence.is_none() && !mapping.refused),
        ] {
            if missing {
                self.mistake(Some(row), format!("column `{column}`: a decision says who, when and, if it accepts, how sure"));
            }
        }
    }

    /// Why a row cannot have its predicate, if it cannot. What was refused asserts nothing, whatever was proposed.
    fn unfit(&self, mapping: &Mapping) -> Option<String> {
        let names = |relations: &[&Relation]| relations.iter().map(|relation| relation.name).collect::<Vec<_>>().join(", ");
        let Some(relation) = Relation::of(&mapping.predicate) else {
            return Some(format!("{} is not one of {}", mapping.predicate, names(&RELATIONS.iter().collect::<Vec<_>>())));
        };
        let class = mapping.category.as_ref().map(NamedNode::as_str);
        let fit = relation::with(self.settings, mapping.object.as_str(), class);
        if mapping.refused || fit.contains(&relation) {
            return None;
        }
        let class = class.map_or_else(String::new, |class| format!(", a {}", shorten(class).unwrap_or_else(|| format!("<{class}>"))));
        let (name, object, fit) = (relation.name, &mapping.object, names(&fit));
        Some(format!(
            "{name} cannot lead to {object}{class}: write {fit}, or `Not` as its predicate_modifier if the two do not belong together"
        ))
    }

    fn link(&mut self, set: &NamedNode, mapping: &Mapping) {
        let graph = self.base.graph(&format!("links/{}", self.target));
        let link = Triple::new(mapping.subject.clone(), mapping.predicate.clone(), mapping.object.clone());
        let evidence = self.base.by_content("mapping", &link.clone().in_graph(graph.clone()).to_string());
        self.describe(&evidence, sam::MAPPING, set, mapping);
        // A judgement is ours, and another reader may differ; that two numbers are the same is taken from the target.
        let judged = mapping.justification.as_str().strip_prefix(SEMAPV) == Some("ManualMappingCuration");
        self.claim(&link, &graph, if judged { sam::INTERPRETED } else { sam::EXTERNAL }, &evidence);
        if let Some(label) = self.label(mapping) {
            let named = Triple::new(mapping.object.clone(), skos::PREF_LABEL, label);
            // Two of our things may be linked to the same target, which is named once.
            if !self.quads.contains(&named.clone().in_graph(graph.clone())) {
                self.claim(&named, &graph, sam::EXTERNAL, &evidence);
            }
        }
    }

    /// A decision against a link: the pair stands in the words of SSSOM alone, never as a triple or a claim.
    fn refusal(&mut self, set: &NamedNode, mapping: &Mapping) {
        let pair = Triple::new(mapping.subject.clone(), mapping.predicate.clone(), mapping.object.clone());
        let refusal = self.base.by_content("refusal", &format!("{pair} {set}"));
        self.describe(&refusal, sam::REFUSAL, set, mapping);
        for (predicate, object) in [
            (owl::ANNOTATED_SOURCE, mapping.subject.clone().into()),
            (owl::ANNOTATED_PROPERTY, mapping.predicate.clone().into()),
            (owl::ANNOTATED_TARGET, mapping.object.clone().into()),
            (sssom::PREDICATE_MODIFIER, sssom::NEGATED.into_owned().into()),
        ] {
            self.say(&refusal, predicate, object, "evidence");
        }
        if let Some(label) = self.label(mapping) {
            self.say(&refusal, sssom::OBJECT_LABEL, label.into(), "evidence");
        }
    }

    /// What the target is called.
    fn label(&self, mapping: &Mapping) -> Option<Literal> {
        let language = self.set.metadata.label_language(mapping);
        Some(Literal::new_language_tagged_literal_unchecked(mapping.object_label.as_deref()?, language))
    }

    fn describe(&mut self, evidence: &NamedNode, class: NamedNodeRef<'_>, set: &NamedNode, mapping: &Mapping) {
        let text = |text: &Option<String>| text.as_deref().map(|text| Term::from(Literal::from(text)));
        let typed = |text: Option<String>, datatype| text.map(|text| Term::from(Literal::new_typed_literal(text, datatype)));
        let in_language = |text: &str, language| Term::from(Literal::new_language_tagged_literal_unchecked(text, language));
        let properties = [
            (rdf::TYPE, Some(class.into_owned().into())),
            (dct::IS_PART_OF, Some(set.clone().into())),
            (sssom::MAPPING_JUSTIFICATION, Some(mapping.justification.clone().into())),
            (sssom::AUTHOR_LABEL, text(&mapping.author)),
            (sssom::REVIEWER_LABEL, text(&mapping.reviewer)),
            (dct::CREATED, typed(mapping.date.clone(), xsd::DATE)),
            (sssom::CONFIDENCE, typed(mapping.confidence.map(|number| number.to_string()), xsd::DECIMAL)),
            (sssom::OBJECT_SOURCE_VERSION, text(&mapping.object_source_version)),
            (sssom::OBJECT_CATEGORY, mapping.category.clone().map(Term::from)),
            (sam::OBJECT_PUBLISHER_PATH, mapping.other.get(PUBLISHER_PATH).map(|path| Literal::from(path.as_str()).into())),
            (rdfs::COMMENT, mapping.comment.as_deref().map(|text| in_language(text, "en"))),
            (rdfs::COMMENT, mapping.other.get(COMMENT_NB).map(|text| in_language(text, "nb"))),
        ];
        for (predicate, object) in properties {
            if let Some(object) = object {
                self.say(evidence, predicate, object, "evidence");
            }
        }
    }

    fn claim(&mut self, triple: &Triple, graph: &NamedNode, mode: NamedNodeRef<'_>, evidence: &NamedNode) {
        self.quads.extend(claim(self.base, triple, graph, mode, std::slice::from_ref(evidence)));
        self.quads.push(triple.clone().in_graph(graph.clone()));
    }

    fn say(&mut self, subject: &NamedNode, predicate: NamedNodeRef<'_>, object: Term, graph: &str) {
        self.quads.push(Quad::new(subject.clone(), predicate, object, self.base.graph(graph)));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::PathBuf;

    const HEADER: &str = "#curie_map:\n#  event: https://w3id.org/samstyr/id/life-event/\n#  los: https://psi.norge.no/los/hendelse/
#mapping_set_id: https://example.org/los\n#license: https://data.norge.no/nlod/no/2.0\n#object_source: https://psi.norge.no/los/ontologi/hendelse
subject_id\tpredicate_id\tpredicate_modifier\tobject_id\tobject_label\tobject_category\tmapping_justification\tauthor_label\tmapping_date\tconfidence\n";

    fn build(rows: &str) -> (Vec<Quad>, Vec<String>) {
        build_set(format!("{HEADER}{rows}"))
    }

    fn build_set(text: String) -> (Vec<Quad>, Vec<String>) {
        let base = Base::default();
        let names = ["life-event/a", "life-event/b", "mapping-set/los"].map(|name| {
            let thing = base.thing(name).expect("a thing");
            Quad::new(thing, rdf::TYPE, sam::MAPPING, base.graph("reference"))
        });
        let file = SourceFile { path: PathBuf::from("data/links/los.sssom.tsv"), text };
        let mut mistakes = Vec::new();
        let quads = quads(&[file], &names, &base, &mut mistakes).expect("a set");
        (quads, mistakes.into_iter().map(|mistake| format!("{}: {}", mistake.line, mistake.problem)).collect())
    }

    #[test]
    fn what_was_accepted_is_claimed_and_what_was_refused_is_not() {
        let (quads, mistakes) = build(
            "event:a\tskos:exactMatch\t\tlos:a\tA\tskos:Concept\tsemapv:LexicalMatching\tX\t2026-11-22\t1\n\
             event:b\tskos:closeMatch\tNot\tlos:a\tA\tskos:Concept\tsemapv:ManualMappingCuration\tX\t2026-11-22\t0.5\n\
             event:b\tskos:relatedMatch\t\tlos:c\t\tskos:Concept\tsemapv:ManualMappingCuration\tX\t2026-11-22\t0.5\n",
        );
        assert_eq!(mistakes, Vec::<String>::new());
        let links: Vec<String> =
            quads.iter().filter(|quad| quad.graph_name == Base::default().graph("links/los").into()).map(ToString::to_string).collect();
        assert_eq!(links.len(), 3, "{links:?}");
        assert!(links[0].contains("exactMatch") && links[1].contains("\"A\"@nb") && links[2].contains("relatedMatch"), "{links:?}");
        let refused: Vec<String> =
            quads.iter().filter(|quad| quad.subject.to_string().contains("/id/refusal/")).map(ToString::to_string).collect();
        assert!(
            refused.iter().any(|quad| quad.contains("NegatedPredicate")) && refused.iter().any(|quad| quad.contains("annotatedTarget")),
            "{refused:?}"
        );
        let modes = |mode: NamedNodeRef<'_>| quads.iter().filter(|quad| quad.object == mode.into_owned().into()).count();
        assert_eq!((modes(sam::EXTERNAL), modes(sam::INTERPRETED), modes(sam::CLAIM)), (2, 1, 3));
    }

    #[test]
    fn a_label_is_in_the_language_of_its_row() {
        let header = HEADER.replace("\tobject_category", "\tobject_label_language\tobject_category");
        let build = |language| {
            let row = format!("event:a\tskos:exactMatch\t\tlos:a\tA\t{language}\tskos:Concept\tsemapv:LexicalMatching\tX\t2026-11-22\t1\n");
            build_set(format!("{header}{row}"))
        };
        let label = |quads: &[Quad]| quads.iter().find(|quad| quad.predicate == skos::PREF_LABEL).map(|quad| quad.object.to_string());
        assert_eq!((label(&build("").0), label(&build("en").0)), (Some("\"A\"@nb".to_owned()), Some("\"A\"@en".to_owned())));
        assert_eq!(build("på norsk").1, ["8: column `object_label_language`: `på norsk` is not the tag of a language, such as nb or en"]);
    }

    #[test]
    fn a_match_of_skos_leads_to_no_dataset_and_a_refusal_asserts_nothing() {
        let (_, mistakes) = build(
            "event:a\tskos:closeMatch\t\thttps://x.example/d\t\thttp://www.w3.org/ns/dcat#Dataset\tsemapv:ManualMappingCuration\tX\t2026-11-22\t1\n\
             event:b\tskos:closeMatch\tNot\thttps://x.example/d\t\thttp://www.w3.org/ns/dcat#Dataset\tsemapv:ManualMappingCuration\tX\t2026-11-22\t\n\
             event:b\thttp://purl.org/dc/terms/relation\t\tlos:a\t\tskos:Concept\tsemapv:ManualMappingCuration\tX\t2026-11-22\t\n",
        );
        assert_eq!(mistakes.len(), 3, "{mistakes:?}");
        let told =
            "8: column `predicate_id`: skos:closeMatch cannot lead to <https://x.example/d>, a dcat:Dataset: write dct:relation, or `Not`";
        assert!(mistakes[0].starts_with(told), "{mistakes:?}");
        assert!(
            mistakes[1].starts_with("10: column `predicate_id`: dct:relation cannot lead to") && mistakes[1].contains("skos:exactMatch, "),
            "{mistakes:?}"
        );
        assert!(
            mistakes[2].starts_with("10: column `confidence`"),
            "what is accepted says how sure, what is refused need not: {mistakes:?}"
        );
    }

    #[test]
    fn mistakes_have_their_lines() {
        let (_, mistakes) = build(
            "event:a\tskos:exactMatch\t\tlos:a\t\tskos:Concept\tsemapv:LexicalMatching\tX\t2026-11-22\t1\n\
             event:a\tskos:exactMatch\tNot\tlos:a\t\tskos:Concept\tsemapv:LexicalMatching\tX\t2026-11-22\t1\n\
             event:x\towl:sameAs\t\tlos:b\t\tskos:Konsept\tskos:note\t\t2026-11-22\t1\n",
        );
        assert_eq!(mistakes.len(), 6, "{mistakes:?}");
        assert!(mistakes[0].starts_with("9: ") && mistakes[0].ends_with("are decided on twice"), "{mistakes:?}");
        assert!(mistakes[1].starts_with("10: column `subject_id`"), "{mistakes:?}");
        assert!(mistakes[3].starts_with("10: column `object_category`") && mistakes[3].contains("dcat:DataService"), "{mistakes:?}");
        assert!(mistakes[5].starts_with("10: column `author_label`"), "{mistakes:?}");
    }
}
