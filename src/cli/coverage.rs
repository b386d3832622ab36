//! `samstyr coverage`: which sentences of the documents no fact rests on?

use super::args::{LanguageArgs, OutputArgs, TextsArgs};
use super::{Outcome, output};
use crate::error::{Result, count};
use crate::evidence::coverage::{Count, Coverage, Sentence, State, coverage, text_of};
use crate::ingest::sheet::Sheet;
use crate::questions::Language;
use crate::rdf::iri::Base;
use crate::sparql::{Row, Rows};
use clap::Args;
use oxigraph::model::vocab::xsd;
use oxigraph::model::{Literal, Term};

/// Report which sentences of the documents no fact rests on
///
/// One row for each document part: how many sentences it has, how many a fact rests on, how many are left out on purpose and
/// how many are neither. Headings and lead-ins do not count. Normative are sentences with a word such as skal, må, kan or vil.
///
/// Exit status 0 when every normative sentence is covered or left out on purpose, 1 when one is not.
#[derive(Args)]
pub(super) struct CoverageCommand {
    #[command(flatten)]
    texts: TextsArgs,
    /// List each sentence that is left out, on purpose or not, instead of the parts
    #[arg(long)]
    sentences: bool,
    #[command(flatten)]
    output: OutputArgs,
    #[command(flatten)]
    language: LanguageArgs,
}

impl CoverageCommand {
    pub(super) fn run(self) -> Result<Outcome> {
        let language = self.language.language()?;
        let sheets = self.texts.sheets()?;
        let coverage = coverage(&sheets, &self.texts.folder)?;
        for changed in &coverage.changed {
            output::note(&changed.to_string());
        }
        if coverage.misplaced > 0 {
            let quotations = count(coverage.misplaced, "quotation");
            output::note(&format!("{quotations} not found in one place, and so not counted; `samstyr verify-sources` lists them"));
        }
        let rows = if self.sentences { sentences(&sheets, &coverage, language) } else { sections(&sheets, &coverage, language) };
        output::print_rows(rows, self.output.format())?;
        let total = Count::of(&coverage.sentences);
        output::say(&format!(
            "{} of {}: {} covered, {} left out on purpose, {} uncovered ({} normative)",
            count(total.sentences, "sentence"),
            count(coverage.documents, "document"),
            total.covered,
            total.left_out,
            total.uncovered,
            total.normative_uncovered
        ));
        Ok(if total.normative_uncovered == 0 { Outcome::Yes } else { Outcome::No })
    }
}

fn sections(sheets: &[Sheet], coverage: &Coverage, language: Language) -> Rows<'static> {
    let columns = ["document", "part", "title", "sentences", "covered", "left_out", "uncovered", "normative_uncovered", "share"];
    let row = |section: Vec<&Sentence>| -> Row {
        let part = section[0].part.as_deref();
        let Count { sentences, covered, left_out, uncovered, normative_uncovered } = Count::of(section.iter().copied());
        let hundredths = covered * 100 / sentences; // rounded down, so that 1.00 is all of them
        let share = Literal::new_typed_literal(format!("{}.{:02}", hundredths / 100, hundredths % 100), xsd::DECIMAL);
        let counts = [sentences, covered, left_out, uncovered, normative_uncovered].map(|number| Some(integer(number)));
        let title = part.and_then(|part| text(sheets, part, "label", language));
        [document(section[0]), part.and_then(thing), title].into_iter().chain(counts).chain([Some(share.into())]).collect()
    };
    Rows::of(&columns, coverage.sections().into_iter().map(row).collect())
}

fn sentences(sheets: &[Sheet], coverage: &Coverage, language: Language) -> Rows<'static> {
    let columns = ["document", "part", "lines", "fragment", "normative", "state", "reason"];
    let row = |sentence: &Sentence| -> Option<Row> {
        let (state, reason) = match &sentence.state {
            State::Covered => return None,
            State::LeftOut { omission } => ("left-out", text(sheets, omission, "reason", language)),
            State::Uncovered => ("uncovered", None),
        };
        let (first, last) = (sentence.first_line, sentence.last_line);
        let lines = if first == last { first.to_string() } else { format!("{first}-{last}") };
        Some(vec![
            document(sentence),
            sentence.part.as_deref().and_then(thing),
            Some(Literal::from(lines).into()),
            Some(Literal::from(sentence.fragment.as_str()).into()),
            Some(Literal::from(sentence.normative).into()),
            Some(Literal::from(state).into()),
            reason,
        ])
    };
    Rows::of(&columns, coverage.sentences.iter().filter_map(row).collect())
}

fn document(sentence: &Sentence) -> Option<Term> {
    thing(&format!("document/{}", sentence.document))
}

fn thing(name: &str) -> Option<Term> {
    Base::default().thing(name).map(Term::from)
}

fn text(sheets: &[Sheet], name: &str, property: &str, language: Language) -> Option<Term> {
    let (text, language) = text_of(sheets, name, property, language.tag())?;
    Some(Literal::new_language_tagged_literal_unchecked(text, language).into())
}

fn integer(number: usize) -> Term {
    Literal::new_typed_literal(number.to_string(), xsd::INTEGER).into()
}
