//! Answers as files, with their IRIs under the base of the copy, in workbooks too. A question is asked once for all its formats.

use super::super::request::parameters;
use crate::error::Result;
use crate::pages::query_string;
use crate::publish::{self, Answered, Rebase};
use crate::questions::{self, Language, Question};
use crate::rdf::format::Format;
use crate::rdf::iri::Base;
use crate::store::Store;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

/// An answer that is made by whoever comes first.
type Slot = Arc<OnceLock<Answered>>;

pub(super) struct Answers {
    store: Store,
    questions: Vec<Question>,
    base: String,
    /// By name and parameters.
    made: Mutex<HashMap<(String, String), Slot>>,
}

impl Answers {
    /// Answers over a graph, of which some are made already.
    pub(super) fn new(store: Store, questions: Vec<Question>, base: String, made: publish::Answers) -> Self {
        let slot = |((name, tag), answered)| {
            ((name, query_string([("lang", tag)]).trim_start_matches('?').to_owned()), Arc::new(OnceLock::from(answered)))
        };
        Self { store, questions, base, made: Mutex::new(made.into_iter().map(slot).collect()) }
    }

    /// Whether an address is that of an answer as a file, such as `/questions/duties.xlsx?bearer=no-kmd&lang=nb`.
    pub(super) fn has(address: &str) -> bool {
        Self::read(address).is_some()
    }

    fn read(address: &str) -> Option<(&str, Format, &str)> {
        let (path, query) = address.split_once('?')?;
        let (name, extension) = path.strip_prefix("/questions/")?.split_once('.')?;
        Some((name, Format::from_name(extension)?, query))
    }

    /// The file at such an address.
    pub(super) fn file(&self, address: &str) -> Option<Result<Vec<u8>>> {
        let (name, format, query) = Self::read(address)?;
        let slot = {
            let mut made = self.made.lock().unwrap_or_else(PoisonError::into_inner);
            Arc::clone(made.entry((name.to_owned(), query.to_owned())).or_default())
        };
        if let Some(answered) = slot.get() {
            return Some(answered.written(format));
        }
        Some(self.ask(name, query).and_then(|answered| slot.get_or_init(|| answered).written(format)))
    }

    fn ask(&self, name: &str, query: &str) -> Result<Answered> {
        let mut values = parameters(query.as_bytes());
        let language = values.iter().find(|(name, _)| name == "lang").map_or(Ok(Language::default()), |(_, tag)| tag.parse())?;
        values.retain(|(name, _)| name != "lang");
        let question = questions::find_among(&self.questions, name)?;
        let request = question.request(&values, language, &Base::default())?;
        Answered::of(&self.store, &request, &Rebase::to(&self.base))
    }
}
