//! The quotations against the real documents, which are not in the repository: these run when `SAMSTYR_SHARED` names the
//! folder that holds `seeds/`, and are shown as ignored when it does not.

use libtest_mimic::{Failed, Trial};
use samstyr::evidence::{self, Problem};
use samstyr::ingest::sheet::{Evidence, Quote, Sheet};
use samstyr::ingest::{self, sources::Sources};
use std::fs;
use std::path::PathBuf;

pub fn trials() -> Vec<Trial> {
    let seeds = std::env::var_os("SAMSTYR_SHARED").map(|shared| PathBuf::from(shared).join("seeds"));
    let missing = seeds.is_none();
    let seeds = seeds.unwrap_or_default();
    let all = seeds.clone();
    vec![
        Trial::test("sources::every quotation stands in the documents", move || stand(&all)).with_ignored_flag(missing),
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
