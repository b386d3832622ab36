//! Time: what held on a day, as a view of a graph.
//!
//! What does not hold, and how organisations are called, is found by two queries (`ontology/time/`); this room takes the
//! triples they name out of a copy of the graph. What the sources give no dates for stays (docs/decisions/0011).

use crate::error::{Error, Result, count};
use crate::rdf::term::plain;
use crate::rdf::vocab::sam;
use crate::sparql::{self, Answer, Request, Row};
use crate::store::Store;
use oxigraph::model::vocab::{rdf, xsd};
use oxigraph::model::{GraphName, GraphNameRef, Literal, NamedOrBlankNode, Quad, Term};
use oxsdatatypes::Date;
use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::time::Duration;

/// Finds the triples that do not hold.
const VALIDITY: &str = include_str!("../ontology/time/validity.rq");
/// Finds the names of organisations.
const NAMES: &str = include_str!("../ontology/time/names.rq");

/// Whose names organisations bear.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Names {
    /// Those of the day.
    #[default]
    Then,
    /// Those after every change in the graph.
    Now,
}

impl Names {
    /// How it is written.
    pub fn word(self) -> &'static str {
        match self {
            Self::Then => "then",
            Self::Now => "now",
        }
    }
}

/// A day to look at the graph on, and whose names to use.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Moment {
    /// `YYYY-MM-DD`.
    pub day: String,
    /// Whose names.
    pub names: Names,
}

impl Moment {
    /// Reads `as-of` and `names`; nothing when neither is given.
    pub fn read(as_of: Option<&str>, names: Option<&str>) -> Result<Option<Self>> {
        let invalid = |name: &str, value: &str, problem: &str, hint: &str| Error::ParameterInvalid {
            name: name.to_owned(),
            value: value.to_owned(),
            problem: problem.to_owned(),
            hint: hint.to_owned(),
        };
        let Some(day) = as_of else {
            return match names {
                None => Ok(None),
                Some(names) => Err(invalid("names", names, "there is no day", "give as-of too, such as as-of=2020-09-14")),
            };
        };
        if !is_day(day) {
            return Err(invalid("as-of", day, "it is not a day", "write it as year-month-day, such as 2020-09-14"));
        }
        let names = match names {
            None | Some("then") => Names::Then,
            Some("now") => Names::Now,
            Some(other) => return Err(invalid("names", other, "it is neither of the two", "choose then or now")),
        };
        Ok(Some(Self { day: day.to_owned(), names }))
    }
}

/// Whether it is a day of the calendar as `YYYY-MM-DD`: a time zone would make comparisons undecided.
pub fn is_day(text: &str) -> bool {
    text.len() == 10 && text.parse::<Date>().is_ok_and(|day| day.timezone_offset().is_none())
}

/// Today in UTC, as `YYYY-MM-DD`.
pub fn today() -> String {
    let today = Date::now();
    format!("{:04}-{:02}-{:02}", today.year(), today.month(), today.day())
}

/// A graph as it was on a day.
#[derive(Clone)]
pub struct View {
    /// What holds.
    pub store: Store,
    /// What was left out and what is not known.
    pub left_out: LeftOut,
    /// What was left out and what is not known, in words.
    pub note: String,
}

/// What a view leaves out, and what it cannot know.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LeftOut {
    /// How many things of each kind, such as "norm", do not hold.
    pub things: BTreeMap<String, usize>,
    /// How many organisations changed their names on a day that is not known.
    pub undated: usize,
}

/// The graph as it was; each of the two queries may take `timeout`.
pub fn view(store: &Store, moment: &Moment, timeout: Option<Duration>) -> Result<View> {
    let gone = Gone::find(store, moment, timeout)?;
    let names = Renamed::find(store, moment, timeout)?;
    let keep = |quad: &Quad| {
        let subject = Term::from(quad.subject.clone());
        let predicate = Term::from(quad.predicate.clone());
        !gone.claims.contains(&subject)
            && !names.replaced.contains(&(subject.clone(), predicate.clone()))
            && !gone.triples.contains(&(subject, predicate, quad.object.clone()))
    };
    let things = gone.things.iter().map(|(kind, things)| (kind.clone(), things.len())).collect();
    let left_out = LeftOut { things, undated: names.undated.len() };
    Ok(View { store: store.rewritten(keep, names.new)?, note: note(moment, &left_out), left_out })
}

/// What does not hold.
#[derive(Default)]
struct Gone {
    things: BTreeMap<String, BTreeSet<String>>,
    triples: HashSet<(Term, Term, Term)>,
    claims: HashSet<Term>,
}

impl Gone {
    fn find(store: &Store, moment: &Moment, timeout: Option<Duration>) -> Result<Self> {
        let mut gone = Self::default();
        for row in rows(store, VALIDITY, moment, timeout)? {
            let Ok([Some(thing), Some(kind), Some(subject), Some(predicate), Some(object), claim]) = <[_; 6]>::try_from(row) else {
                continue;
            };
            gone.things.entry(plain(&kind)).or_default().insert(thing.to_string());
            gone.triples.insert((subject, predicate, object));
            gone.claims.extend(claim);
        }
        gone.take_conclusions(store)?;
        Ok(gone)
    }

    /// What a rule concluded from something that does not hold does not hold either.
    fn take_conclusions(&mut self, store: &Store) -> Result<()> {
        let premises = store.matching(None, Some(sam::PREMISE), None, GraphNameRef::DefaultGraph).collect::<Result<Vec<_>>>()?;
        loop {
            let before = self.claims.len();
            for quad in &premises {
                let NamedOrBlankNode::NamedNode(claim) = &quad.subject else { continue };
                if self.claims.contains(&quad.object) && self.claims.insert(claim.clone().into()) {
                    let parts = [rdf::SUBJECT, rdf::PREDICATE, rdf::OBJECT].map(|part| store.objects(claim, part));
                    let [subject, predicate, object] = parts.map(|part| part.map(|terms| terms.into_iter().next()));
                    if let (Some(subject), Some(predicate), Some(object)) = (subject?, predicate?, object?) {
                        self.triples.insert((subject, predicate, object));
                    }
                }
            }
            if self.claims.len() == before {
                return Ok(());
            }
        }
    }
}

/// Organisations under other names.
#[derive(Default)]
struct Renamed {
    replaced: HashSet<(Term, Term)>,
    new: Vec<Quad>,
    undated: HashSet<Term>,
}

impl Renamed {
    fn find(store: &Store, moment: &Moment, timeout: Option<Duration>) -> Result<Self> {
        let mut renamed = Self::default();
        for row in rows(store, NAMES, moment, timeout)? {
            match <[_; 5]>::try_from(row) {
                Ok([Some(organisation), Some(property), name, graph, _]) => {
                    if let (Term::NamedNode(subject), Term::NamedNode(predicate), Some(name)) = (&organisation, &property, name) {
                        let graphs = graph.and_then(to_graph).into_iter().chain([GraphName::DefaultGraph]);
                        let subject = NamedOrBlankNode::from(subject.clone());
                        renamed.new.extend(graphs.map(|graph| Quad::new(subject.clone(), predicate.clone(), name.clone(), graph)));
                    }
                    renamed.replaced.insert((organisation, property));
                }
                Ok([Some(organisation), None, ..]) => {
                    renamed.undated.insert(organisation);
                }
                _ => {}
            }
        }
        Ok(renamed)
    }
}

fn to_graph(term: Term) -> Option<GraphName> {
    match term {
        Term::NamedNode(node) => Some(node.into()),
        Term::BlankNode(node) => Some(node.into()),
        _ => None,
    }
}

fn rows(store: &Store, query: &str, moment: &Moment, timeout: Option<Duration>) -> Result<Vec<Row>> {
    let bindings = vec![
        ("day".to_owned(), Literal::new_typed_literal(&moment.day, xsd::DATE).into()),
        ("names".to_owned(), Literal::from(moment.names.word()).into()),
    ];
    let request = Request { bindings, timeout, ..Request::new(query) };
    sparql::answer(store, &request, |answer| match answer {
        Answer::Rows(rows) => rows.collect(),
        _ => Ok(Vec::new()),
    })
}

fn note(moment: &Moment, left_out: &LeftOut) -> String {
    let counts: Vec<String> = left_out.things.iter().map(|(kind, number)| count(*number, kind)).collect();
    let gone = match counts.as_slice() {
        [] => "nothing is left out".to_owned(),
        [one] => format!("{one} not valid on that day, left out"),
        [rest @ .., last] => format!("{} and {last} not valid on that day, left out", rest.join(", ")),
    };
    let unknown = match left_out.undated {
        0 => String::new(),
        1 => "; 1 organisation changed its name on a day that is not known, and has the older one".to_owned(),
        more => format!("; {more} organisations changed their names on days that are not known, and have the older ones"),
    };
    format!("as of {}: {gone}{unknown}", moment.day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_is_a_day_with_names() {
        assert_eq!(Moment::read(None, None).expect("nothing"), None);
        let moment = Moment::read(Some("2020-02-29"), Some("now")).expect("a day").expect("a moment");
        assert_eq!((moment.day.as_str(), moment.names), ("2020-02-29", Names::Now));
        for (day, names) in [
            (Some("2021-02-29"), None),
            (Some("2020-09-14Z"), None),
            (Some("2020-09"), None),
            (Some("14.09.2020"), None),
            (Some(""), None),
            (Some("2020-09-14"), Some("later")),
            (None, Some("now")),
        ] {
            assert_eq!(Moment::read(day, names).expect_err("refused").code(), "parameter-invalid", "{day:?} {names:?}");
        }
        assert!(is_day(&today()));
    }

    #[test]
    fn the_note_counts() {
        let moment = Moment { day: "2023-01-01".to_owned(), names: Names::Then };
        let gone = |kinds: &[&str], undated| LeftOut { things: kinds.iter().map(|kind| ((*kind).to_owned(), 1)).collect(), undated };
        assert_eq!(note(&moment, &gone(&[], 0)), "as of 2023-01-01: nothing is left out");
        assert_eq!(note(&moment, &gone(&["norm"], 0)), "as of 2023-01-01: 1 norm not valid on that day, left out");
        assert!(note(&moment, &gone(&["a", "b", "c"], 1)).contains("1 a, 1 b and 1 c not valid on that day, left out; 1 organisation"));
    }
}
