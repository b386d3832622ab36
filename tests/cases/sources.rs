//! The quotations against the real documents, which are not in the repository: these run when `SAMSTYR_SHARED` names the
//! folder that holds `seeds/`, and are shown as ignored when it does not.

use libtest_mimic::{Failed, Trial};
use samstyr::evidence::coverage::{Sentence, State, coverage};
use samstyr::evidence::{self, Problem};
use samstyr::ingest::sheet::{Evidence, Quote, Sheet};
use samstyr::ingest::{self, sources::Sources};
use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;

pub fn trials() -> Vec<Trial> {
    let seeds = std::env::var_os("SAMSTYR_SHARED").map(|shared| PathBuf::from(shared).join("seeds"));
    let missing = seeds.is_none();
    let seeds = seeds.unwrap_or_default();
    let (all, sentences) = (seeds.clone(), seeds.clone());
    vec![
        Trial::test("sources::every quotation stands in the documents", move || stand(&all)).with_ignored_flag(missing),
        Trial::test("sources::nothing is left out but on purpose", move || covered(&sentences)).with_ignored_flag(missing),
        Trial::test("sources::a changed letter is found", move || changed_letter(&seeds)).with_ignored_flag(missing),
    ]
}

fn sheets() -> Result<Vec<Sheet>, Failed> {
    Ok(ingest::read_sheets(&Sources::built_in()?)?)
}

fn stand(seeds: &std::path::Path) -> Result<(), Failed> {
    let verification = evidence::verify(&sheets()?, seeds)?;
    let findings: Vec<String> = verification.findings.iter().map(ToString::to_string).collect();
    if !findings.is_empty() || !verification.changed.is_empty() || verification.quotations == 0 {
        return Err(format!("{findings:#?} {:#?}", verification.changed).into());
    }
    Ok(())
}

/// Every bullet of sections 2.1–2.3 and every row of the table of section 3 is covered: 13 bullets; 28 measures, seven life events
/// and a sentence on who takes part in measure 8.1. Every other sentence is covered or left out with a reason.
fn covered(seeds: &std::path::Path) -> Result<(), Failed> {
    let sheets = sheets()?;
    let coverage = coverage(&sheets, seeds)?;
    let missing: Vec<&Sentence> = coverage.sentences.iter().filter(|sentence| sentence.state == State::Uncovered).collect();
    if !missing.is_empty() || coverage.misplaced > 0 {
        return Err(format!("{missing:#?} {}", coverage.misplaced).into());
    }
    let things = sheets.iter().flat_map(|sheet| &sheet.things).map(|thing| &thing.name);
    let listed: BTreeSet<&String> = things.filter(|name| name.starts_with("omission/")).collect();
    let used = coverage.sentences.iter().filter_map(|sentence| match &sentence.state {
        State::LeftOut { omission } => Some(omission),
        State::Covered | State::Uncovered => None,
    });
    if listed != used.collect() {
        return Err("a fact rests on a sentence that is listed as left out".into());
    }
    let of = |parts: &[&str]| -> Vec<&Sentence> {
        let parts: Vec<String> = parts.iter().map(|part| format!("part/no-kmd-ks-2020-{part}")).collect();
        let inside = |sentence: &&Sentence| sentence.part.iter().any(|name| parts.iter().any(|part| name.starts_with(part)));
        coverage.sentences.iter().filter(inside).collect()
    };
    let bullets = of(&["2.1.", "2.2.", "2.3."]);
    let bulleted = bullets.iter().filter(|sentence| sentence.fragment.starts_with('•')).count();
    let rows = of(&["3.2", "3.3", "3.4", "3.5", "3.6", "3.7", "3.8"]);
    let whole = bullets.iter().chain(&rows).all(|sentence| sentence.state == State::Covered);
    if (bulleted, rows.len(), whole) != (13, 28 + 7 + 1, true) || !rows.iter().all(|row| row.normative) {
        return Err(format!("{bulleted} bullets, {} rows: {bullets:#?} {rows:#?}", rows.len()).into());
    }
    Ok(())
}

/// One letter of the passage is changed in a copy of the text, for every 20th quotation: each is found, and the hash too.
fn changed_letter(seeds: &std::path::Path) -> Result<(), Failed> {
    let sheets = sheets()?;
    let facts = sheets.iter().flat_map(|sheet| &sheet.things).flat_map(|thing| &thing.facts);
    let quotes: Vec<&Quote> = facts
        .flat_map(|fact| &fact.evidence)
        .filter_map(|evidence| match evidence {
            Evidence::Quote(quote) => Some(quote),
            Evidence::Url(_) => None,
        })
        .collect();
    for quote in quotes.iter().step_by(20) {
        let folder = tempfile::tempdir()?;
        for document in evidence::documents(&sheets) {
            let mut lines: Vec<String> = fs::read_to_string(seeds.join(&document.file))?.lines().map(str::to_owned).collect();
            if document.key == quote.document {
                let word = quote.text.split(' ').next().unwrap_or_default();
                let changed = format!("q{}", word.chars().skip(1).collect::<String>());
                let line = lines[quote.first_line - 1..quote.last_line].iter_mut().find(|line| line.contains(word));
                let line = line.ok_or("the first word of the quotation is not whole on a line")?;
                *line = line.replace(word, &changed);
            }
            fs::write(folder.path().join(&document.file), lines.join("\n"))?;
        }
        let verification = evidence::verify(&sheets, folder.path())?;
        let found = verification.findings.iter().any(|f| f.quote == **quote && matches!(f.problem, Problem::Missing { .. }));
        if !found || verification.changed.is_empty() {
            return Err(format!("{quote:?} was changed and not missed").into());
        }
    }
    Ok(())
}
