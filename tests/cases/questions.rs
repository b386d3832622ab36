//! Each `queries/x.rq` gives `queries/x.tsv` on the built-in graph, and keeps the rules of `queries/README.md`.

use libtest_mimic::{Failed, Trial};
use samstyr::questions::{Language, Question};
use samstyr::rdf::format::{Format, Kind};
use samstyr::rdf::iri::Base;
use samstyr::sparql::lexer::{TokenKind, tokens};
use samstyr::sparql::{self, write};
use samstyr::store::{BUILT_IN, Store};
use samstyr::why;
use std::fs;
use std::path::{Path, PathBuf};

pub fn trials() -> Vec<Trial> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("queries");
    let mut paths: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "rq"));
    paths.sort();
    let name = |path: &Path| path.file_stem().unwrap().to_string_lossy().into_owned();
    paths.into_iter().map(|path| Trial::test(format!("question::{}", name(&path)), move || check(&name(&path), &path))).collect()
}

fn check(name: &str, path: &Path) -> Result<(), Failed> {
    let text = fs::read_to_string(path)?;
    let question = Question::parse(name, &text)?;
    let store = Store::built_in()?;
    let (kind, answer) = tsv(&question, &store, Language::Nb)?;
    let words: Vec<String> = tokens(&text).filter(|t| t.kind == TokenKind::Word).map(|t| t.text.to_uppercase()).collect();
    if kind == Kind::Rows && !words.iter().any(|word| word == "ORDER") {
        return Err("rows need ORDER BY, so that answers can be compared".into());
    }
    for token in tokens(&text).filter(|token| token.kind == TokenKind::Iri && token.text.starts_with("<https://w3id.org/samstyr/")) {
        if !token.text.ends_with("ns#>") && !BUILT_IN.contains(token.text) {
            return Err(format!("{} is not in the graph", token.text).into());
        }
    }
    for token in
        tokens(&text).filter(|token| token.kind == TokenKind::PrefixedName && token.text.starts_with("sam:") && token.text.len() > 4)
    {
        let iri = token.text.replace("sam:", "<https://w3id.org/samstyr/ns#") + ">";
        if !BUILT_IN.contains(&iri) {
            return Err(format!("{} is not in the ontology", token.text).into());
        }
    }
    for language in [Language::En, Language::Nn] {
        let (_, other) = tsv(&question, &store, language)?;
        if other.lines().count() != answer.lines().count() {
            return Err(format!("the answer in {language} has another number of rows").into());
        }
    }
    let touched = why::explain(&store, &question.request(&[], Language::Nb, &Base::default())?)?.conflicts();
    if touched != question.header.touches {
        return Err(format!("its facts touch the conflicts [{0}]; write `#+ touches: {0}`, or nothing for none", touched.join(" ")).into());
    }
    let expected = path.with_extension("tsv");
    if std::env::var_os("UPDATE").is_some() {
        fs::write(&expected, &answer)?;
    }
    let expected_text = fs::read_to_string(&expected).map_err(|error| format!("{}: {error}; UPDATE=1 writes it", expected.display()))?;
    if expected_text != answer {
        return Err(format!("expected\n{expected_text}\ngot\n{answer}\nUPDATE=1 accepts it").into());
    }
    Ok(())
}

fn tsv(question: &Question, store: &Store, language: Language) -> Result<(Kind, String), Failed> {
    let request = question.request(&[], language, &Base::default())?;
    let mut out = Vec::new();
    let kind = sparql::answer(store, &request, |answer| {
        let kind = answer.kind();
        write::write(answer, Format::from_name("tsv").unwrap(), &mut out)?;
        Ok(kind)
    })?;
    Ok((kind, String::from_utf8(out)?))
}
