//! The named questions: `queries/*.rq`, each a valid SPARQL query with a header that says what it asks.
//!
//! A question's name is its file name. Its parameters are the one-variable, one-row `VALUES` that its header names; the
//! language of an answer is the same kind of parameter, called `lang`. Adding a question takes no Rust.

pub mod header;

use crate::error::{Error, Result};
use crate::rdf::iri::Base;
use crate::sparql::{self, Request, Rows};
use header::Header;
use oxigraph::model::{Literal, NamedNode, Term, vocab};
use rust_embed::Embed;
use std::fmt;
use std::str::FromStr;

/// The language that labels in answers are given in; nb stands in where a label is missing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Language {
    /// Norwegian bokmål.
    #[default]
    Nb,
    /// Norwegian nynorsk.
    Nn,
    /// English.
    En,
}

impl Language {
    /// Its BCP 47 tag.
    pub fn tag(self) -> &'static str {
        match self {
            Self::Nb => "nb",
            Self::Nn => "nn",
            Self::En => "en",
        }
    }
}

impl fmt::Display for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.tag())
    }
}

impl FromStr for Language {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        match text {
            "nb" => Ok(Self::Nb),
            "nn" => Ok(Self::Nn),
            "en" => Ok(Self::En),
            other => Err(Error::ParameterInvalid {
                name: "lang".to_owned(),
                value: other.to_owned(),
                problem: "it is not a language of the answers".to_owned(),
                hint: "choose nb, nn or en".to_owned(),
            }),
        }
    }
}

/// A parameter of a question.
#[derive(Debug, Clone)]
pub struct Parameter {
    /// Its name, which is the variable's.
    pub name: String,
    /// The value in the file, used when none is given.
    pub example: Term,
}

impl Parameter {
    /// The example as a person would write it: a key of one of our things, a date, a word.
    pub fn example_text(&self, base: &Base) -> String {
        match &self.example {
            Term::NamedNode(node) => {
                let name = base.name_of(node.as_str());
                name.and_then(|name| name.split_once('/')).map_or(node.as_str(), |(_, key)| key).to_owned()
            }
            Term::Literal(literal) => literal.value().to_owned(),
            other => other.to_string(),
        }
    }

    /// Reads a value: a key of the same kind of thing as the example, an IRI, or a literal of the example's datatype.
    fn read(&self, text: &str, base: &Base) -> Result<Term> {
        let invalid = |problem: String| Error::ParameterInvalid {
            name: self.name.clone(),
            value: text.to_owned(),
            problem,
            hint: format!("for example `{}={}`", self.name, self.example_text(base)),
        };
        match &self.example {
            Term::NamedNode(example) => {
                if text.contains("://") {
                    return NamedNode::new(text).map(Term::from).map_err(|error| invalid(format!("it is not an IRI ({error})")));
                }
                let kind = base.kind_and_key(example.as_str()).map_or("", |(kind, _)| kind);
                let name = if text.contains('/') { text.to_owned() } else { format!("{kind}/{text}") };
                base.thing(&name).map(Term::from).ok_or_else(|| invalid("it is neither a key nor an IRI".to_owned()))
            }
            Term::Literal(example) => {
                let datatype = example.datatype();
                if datatype == vocab::xsd::DATE && text.parse::<oxsdatatypes::Date>().is_err() {
                    return Err(invalid("it is not a date".to_owned()));
                }
                Ok(Literal::new_typed_literal(text, datatype.into_owned()).into())
            }
            _ => Err(invalid("its example is neither an IRI nor a literal".to_owned())),
        }
    }
}

/// A named question.
#[derive(Debug, Clone)]
pub struct Question {
    /// Its name: the file name without the extension.
    pub name: String,
    /// What its header says.
    pub header: Header,
    /// Its parameters in the order of the query.
    pub parameters: Vec<Parameter>,
    /// The query text, header included.
    pub text: String,
    takes_language: bool,
}

const LANGUAGE: &str = "lang";

impl Question {
    /// Reads a question file.
    pub fn parse(name: &str, text: &str) -> Result<Self> {
        let invalid = |problem: String| Error::QuestionInvalid { file: format!("{name}.rq"), problem };
        let header = Header::parse(text).map_err(invalid)?;
        let found = sparql::on_own_stack(|| sparql::parameters_of(text));
        let found = found.map_err(|error| invalid(error.to_string()))?;
        let takes_language = found.iter().any(|(variable, _)| variable == LANGUAGE);
        let parameters = header
            .parameters
            .iter()
            .map(|wanted| match found.iter().find(|(variable, _)| variable == wanted) {
                Some((variable, example)) => Ok(Parameter { name: variable.clone(), example: example.clone() }),
                None => Err(invalid(format!("it has no `VALUES ?{wanted} {{ … }}` with one row"))),
            })
            .collect::<Result<_>>()?;
        let question = Self { name: name.to_owned(), header, parameters, text: text.to_owned(), takes_language };
        for parameter in &question.parameters {
            if let Some(choices) = question.choices(&parameter.name) {
                sparql::check(&choices).map_err(|error| invalid(format!("the choices of `{}`: {error}", parameter.name)))?;
            }
        }
        Ok(question)
    }

    /// The request that answers the question with these values; a parameter that is not given keeps its example.
    pub fn request(&self, values: &[(String, String)], language: Language, base: &Base) -> Result<Request> {
        let mut request = Request::new(self.text.clone());
        if self.takes_language {
            request.bindings.push((LANGUAGE.to_owned(), Literal::from(language.tag()).into()));
        }
        for (at, (name, value)) in values.iter().enumerate() {
            if values[..at].iter().any(|(known, _)| known == name) {
                return Err(Error::ParameterInvalid {
                    name: name.clone(),
                    value: value.clone(),
                    problem: "it is given twice".to_owned(),
                    hint: "give it once; ask twice for two answers".to_owned(),
                });
            }
            let parameter = self.parameters.iter().find(|parameter| parameter.name == *name).ok_or_else(|| Error::ParameterUnknown {
                question: self.name.clone(),
                name: name.clone(),
                known: self.parameters.iter().map(|parameter| parameter.name.clone()).collect(),
            })?;
            request.bindings.push((parameter.name.clone(), parameter.read(value, base)?));
        }
        Ok(request)
    }

    /// The query that finds what a parameter may be chosen from, where the header says so.
    pub fn choices(&self, parameter: &str) -> Option<String> {
        let (name, pattern) = self.header.choices.iter().find(|(name, _)| name == parameter)?;
        let prefixes: Vec<&str> = self.text.lines().filter(|line| line.starts_with("PREFIX ")).collect();
        Some(format!("{}\nSELECT DISTINCT ?{name} WHERE {{ {pattern} }} ORDER BY ?{name}", prefixes.join("\n")))
    }

    /// The values with `day` for each day that they leave open.
    pub fn on_day(&self, mut values: Vec<(String, String)>, day: &str) -> Vec<(String, String)> {
        let is_day =
            |parameter: &&Parameter| matches!(&parameter.example, Term::Literal(example) if example.datatype() == vocab::xsd::DATE);
        let open: Vec<String> = self.left_out(&values).filter(is_day).map(|parameter| parameter.name.clone()).collect();
        values.extend(open.into_iter().map(|name| (name, day.to_owned())));
        values
    }

    /// The parameters that `values` leaves at their examples.
    pub fn left_out<'a>(&'a self, values: &'a [(String, String)]) -> impl Iterator<Item = &'a Parameter> {
        self.parameters.iter().filter(|parameter| !values.iter().any(|(name, _)| *name == parameter.name))
    }
}

#[derive(Embed)]
#[folder = "queries"]
#[include = "*.rq"]
struct QuestionFiles;

/// The question of this name among some; an error names the nearest built-in ones.
pub fn find_among<'a>(questions: &'a [Question], name: &str) -> Result<&'a Question> {
    questions.iter().find(|question| question.name == name).ok_or_else(|| not_found(name))
}

/// The built-in question of this name; an error names the nearest ones.
pub fn find(name: &str) -> Result<Question> {
    let file = QuestionFiles::get(&format!("{name}.rq")).ok_or_else(|| not_found(name))?;
    let text = String::from_utf8(file.data.into_owned())
        .map_err(|_| Error::QuestionInvalid { file: format!("{name}.rq"), problem: "it is not UTF-8".to_owned() })?;
    Question::parse(name, &text)
}

/// All built-in questions, sorted by group and name.
pub fn all() -> Result<Vec<Question>> {
    let mut questions = names().map(|name| find(&name)).collect::<Result<Vec<_>>>()?;
    questions.sort_by(|a, b| (&a.header.group, &a.name).cmp(&(&b.header.group, &b.name)));
    Ok(questions)
}

/// The questions whose name or title, in any language, holds all the words; all of them when there are none.
pub fn search<'a>(questions: &'a [Question], words: &str) -> Vec<&'a Question> {
    let words: Vec<String> = words.split_whitespace().map(str::to_lowercase).collect();
    let holds = |question: &&Question| {
        let header = &question.header;
        let titles = [&header.summary_nb, header.summary_nn.as_ref().unwrap_or(&header.summary_nb), &header.summary_en];
        let text = titles.iter().fold(question.name.clone(), |text, title| text + " " + title).to_lowercase();
        words.iter().all(|word| text.contains(word.as_str()))
    };
    questions.iter().filter(holds).collect()
}

/// A list of questions as rows `id, group, title, state`.
pub fn rows(questions: &[&Question], language: Language) -> Rows<'static> {
    let text = |text: &str| Some(Term::from(Literal::from(text)));
    let rows = questions.iter().map(|Question { name, header, .. }| {
        let title = Literal::new_language_tagged_literal_unchecked(header.summary(language), header.summary_language(language));
        vec![text(name), text(&header.group), Some(title.into()), text(header.state.name())]
    });
    Rows::of(&["id", "group", "title", "state"], rows.collect())
}

fn names() -> impl Iterator<Item = String> {
    QuestionFiles::iter().map(|file| file.trim_end_matches(".rq").to_owned())
}

fn not_found(name: &str) -> Error {
    const LIKE: f64 = 0.75;
    let mut near: Vec<(f64, String)> = names().map(|known| (strsim::jaro_winkler(&known, name), known)).collect();
    near.retain(|(similarity, known)| *similarity > LIKE || known.contains(name) && name.len() > 2);
    near.sort_by(|a, b| b.0.total_cmp(&a.0));
    Error::QuestionNotFound { name: name.to_owned(), nearest: near.into_iter().take(3).map(|(_, known)| known).collect() }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "#+ group: E\n#+ covers: E1\n#+ summary-nb: Hva?\n#+ summary-en: What?\n#+ parameter: bearer\n#+ parameter: day\n\
        SELECT ?x { VALUES ?lang { \"nb\" } VALUES ?bearer { <https://w3id.org/samstyr/id/org/no-ks> } VALUES ?day { \"2020-09-14\"^^xsd:date } ?x ?p ?bearer } ORDER BY ?x";

    fn bindings(values: &[(&str, &str)]) -> Result<Vec<String>> {
        let values: Vec<_> = values.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        let question = Question::parse("q", TEXT).expect("a question");
        let request = question.request(&values, Language::En, &Base::default())?;
        Ok(request.bindings.iter().map(|(name, value)| format!("{name}={value}")).collect())
    }

    #[test]
    fn values_are_keys_iris_or_literals() {
        assert_eq!(bindings(&[("bearer", "no-kmd")]).expect("a key")[1], "bearer=<https://w3id.org/samstyr/id/org/no-kmd>");
        assert_eq!(bindings(&[("bearer", "group/no-x")]).expect("a name")[1], "bearer=<https://w3id.org/samstyr/id/group/no-x>");
        assert_eq!(bindings(&[("bearer", "https://e.no/1")]).expect("an IRI")[1], "bearer=<https://e.no/1>");
        assert_eq!(bindings(&[("day", "2021-01-01")]).expect("a date")[1], "day=\"2021-01-01\"^^<http://www.w3.org/2001/XMLSchema#date>");
        assert_eq!(bindings(&[]).expect("nothing"), ["lang=\"en\""]);
    }

    #[test]
    fn other_values_are_refused() {
        for (name, value) in [("bearer", "> } DROP ALL"), ("bearer", "http://a b"), ("day", "14.09.2020"), ("bearer", "")] {
            assert_eq!(bindings(&[(name, value)]).expect_err("refused").code(), "parameter-invalid", "{value}");
        }
        assert_eq!(bindings(&[("lang", "nb")]).expect_err("refused").code(), "parameter-unknown");
    }
}
