//! The header of a question file: lines `#+ key: value` before the query, so that the file stays valid SPARQL anywhere.
//!
//! The keys are described in `queries/README.md`.

use super::Language;
use crate::sparql::header::entries;

/// What a question's header says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Header {
    /// The group it is listed under, one letter.
    pub group: String,
    /// The competency questions it answers, such as "C1".
    pub covers: Vec<String>,
    /// The question in a sentence, in nb.
    pub summary_nb: String,
    /// The question in a sentence, in nn, where someone has written it.
    pub summary_nn: Option<String>,
    /// The question in a sentence, in English.
    pub summary_en: String,
    /// The names of its parameters.
    pub parameters: Vec<String>,
    /// The values that a parameter may be chosen from: its name, and a pattern in which its variable stands.
    pub choices: Vec<(String, String)>,
    /// Whether the sources and the data at hand answer it.
    pub state: State,
    /// What it waits for, as one word such as "status-reports".
    pub waits_for: Option<String>,
    /// The conflicts between the sources that its answer touches, such as "Z1".
    pub touches: Vec<String>,
}

/// Whether a question has an answer.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum State {
    /// It has.
    #[default]
    Ready,
    /// The sources do not decide it, and the answer says so.
    Undecided,
    /// It waits for data that nobody has published yet, and the answer says which.
    Waits,
}

impl State {
    /// Its name, as headers and lists have it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Ready => "ready",
            Self::Undecided => "undecided",
            Self::Waits => "waits",
        }
    }

    fn parse(text: &str) -> Result<Self, String> {
        let states = [Self::Ready, Self::Undecided, Self::Waits];
        states.into_iter().find(|state| state.name() == text).ok_or_else(|| format!("its header has an unknown state `{text}`"))
    }
}

impl Header {
    /// Reads the header of a question file; an error says what is missing or unknown.
    pub fn parse(text: &str) -> Result<Self, String> {
        let mut header = Self::default();
        for entry in entries(text) {
            let (key, value) = entry?;
            let value = value.to_owned();
            match key {
                "group" => header.group = value,
                "covers" => header.covers = value.split_whitespace().map(|id| id.trim_end_matches(',').to_owned()).collect(),
                "summary-nb" => header.summary_nb = value,
                "summary-nn" => header.summary_nn = Some(value),
                "summary-en" => header.summary_en = value,
                "parameter" => header.parameters.push(value),
                "choices" => match value.split_once(' ') {
                    Some((name, pattern)) => header.choices.push((name.to_owned(), pattern.trim().to_owned())),
                    None => return Err(format!("its header has `choices: {value}` without a pattern")),
                },
                "state" => header.state = State::parse(&value)?,
                "waits-for" => header.waits_for = Some(value),
                "touches" => header.touches = value.split_whitespace().map(str::to_owned).collect(),
                other => return Err(format!("its header has an unknown key `{other}`")),
            }
        }
        let present = [
            ("group", !header.group.is_empty()),
            ("summary-nb", !header.summary_nb.is_empty()),
            ("summary-en", !header.summary_en.is_empty()),
            ("covers", !header.covers.is_empty()),
        ];
        if (header.state == State::Waits) != header.waits_for.is_some() {
            return Err("its header has only one of `state: waits` and `waits-for`".to_owned());
        }
        if let Some((name, _)) = header.choices.iter().find(|(name, _)| !header.parameters.contains(name)) {
            return Err(format!("its header has choices for `{name}`, which is no parameter"));
        }
        match present.iter().find(|(_, present)| !present) {
            Some((key, _)) => Err(format!("its header has no `{key}`")),
            None => Ok(header),
        }
    }

    /// The question in a sentence, in the language or, where nobody has written it, in nb.
    pub fn summary(&self, language: Language) -> &str {
        match language {
            Language::Nb => &self.summary_nb,
            Language::Nn => self.summary_nn.as_deref().unwrap_or(&self.summary_nb),
            Language::En => &self.summary_en,
        }
    }

    /// The language that [`summary`](Self::summary) really gives.
    pub fn summary_language(&self, language: Language) -> &'static str {
        match language {
            Language::Nn if self.summary_nn.is_none() => Language::Nb.tag(),
            other => other.tag(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_header_is_read_or_refused() {
        let header =
            Header::parse("#+ group: C\n#+ covers: C1 C2\n#+ summary-nb: Hva: hvem?\n#+ summary-en: What?\nASK {}").expect("a header");
        assert_eq!((header.group.as_str(), header.covers.len(), header.summary(Language::Nn)), ("C", 2, "Hva: hvem?"));
        for (text, problem) in [
            ("ASK {}", "its header has no `group`"),
            ("#+ group C", "`#+ group C` is not `#+ key: value`"),
            ("#+ group: C\n#+ choices: x", "its header has `choices: x` without a pattern"),
            (
                "#+ group: C\n#+ covers: C1\n#+ summary-nb: x\n#+ summary-en: x\n#+ choices: x ?x a sam:Measure",
                "its header has choices for `x`, which is no parameter",
            ),
            ("#+ group: C\n#+ titel: x", "its header has an unknown key `titel`"),
            ("#+ group: C\n#+ summary-nb: x\n#+ summary-en: x", "its header has no `covers`"),
        ] {
            assert_eq!(Header::parse(text), Err(problem.to_owned()));
        }
    }
}
