//! Constraint components that a shapes graph brings itself (SHACL §6).

use super::path::subject;
use super::reader::{Reader, ShapesError, literals};
use super::sparql::Prepared;
use super::vocabulary as sh;
use oxigraph::model::{Literal, NamedNode, NamedNodeRef, NamedOrBlankNodeRef, Term, TermRef};
use std::rc::Rc;

/// A parameter of a component.
#[derive(Debug)]
struct Parameter {
    path: NamedNode,
    optional: bool,
}

impl Parameter {
    /// The variable that the parameter's value is bound to: the local name of its path (SHACL §6.2.1).
    fn variable(&self) -> &str {
        self.path.as_str().rsplit(['#', '/']).next().unwrap_or_default()
    }
}

/// A component with its validators.
#[derive(Debug)]
pub(super) struct Component {
    node: NamedNode,
    parameters: Vec<Parameter>,
    node_validator: Option<Rc<Validator>>,
    property_validator: Option<Rc<Validator>>,
    /// The ASK validator that serves both kinds of shapes.
    validator: Option<Rc<Validator>>,
}

/// A query that decides, with its messages.
#[derive(Debug)]
pub(super) struct Validator {
    pub query: Prepared,
    pub messages: Vec<Literal>,
}

/// A component at work on a shape.
#[derive(Debug)]
pub(super) struct Use {
    pub component: NamedNode,
    pub validator: Rc<Validator>,
    /// Values of the parameters by variable.
    pub values: Vec<(String, Term)>,
}

impl Component {
    /// All components of a shapes graph.
    pub fn read_all(reader: &Reader<'_>) -> Result<Vec<Self>, ShapesError> {
        let mut components = Vec::new();
        for node in super::classes::instances(reader.graph, sh::CONSTRAINT_COMPONENT.into()) {
            let NamedOrBlankNodeRef::NamedNode(iri) = node else {
                return Err(ShapesError::new(node, "a constraint component is an IRI"));
            };
            if !iri.as_str().starts_with(sh::NAMESPACE) {
                components.push(Self::read(reader, iri)?);
            }
        }
        components.sort_by(|a, b| a.node.cmp(&b.node));
        Ok(components)
    }

    fn read(reader: &Reader<'_>, node: NamedNodeRef<'_>) -> Result<Self, ShapesError> {
        let mut parameters = Vec::new();
        for parameter in reader.objects(node.into(), sh::PARAMETER) {
            let Some(parameter) = subject(parameter) else { return Err(ShapesError::new(node, "a parameter is not a literal")) };
            let Some(TermRef::NamedNode(path)) = reader.only(parameter, sh::PATH)? else {
                return Err(ShapesError::new(node, "a parameter has an IRI as sh:path"));
            };
            parameters.push(Parameter { path: path.into_owned(), optional: reader.flag(parameter, sh::OPTIONAL)? });
        }
        if parameters.iter().all(|parameter| parameter.optional) {
            return Err(ShapesError::new(node, "a constraint component has a parameter that is not optional"));
        }
        let names: Vec<&str> = parameters.iter().map(Parameter::variable).collect();
        let validator = |predicate| -> Result<Option<Rc<Validator>>, ShapesError> {
            let Some(validator) = reader.only(node.into(), predicate)?.and_then(subject) else { return Ok(None) };
            Ok(Some(Rc::new(Validator::read(reader, validator, &names)?)))
        };
        let (node_validator, property_validator, either) =
            (validator(sh::NODE_VALIDATOR)?, validator(sh::PROPERTY_VALIDATOR)?, validator(sh::VALIDATOR)?);
        if node_validator.is_none() && property_validator.is_none() && either.is_none() {
            return Err(ShapesError::new(node, "a constraint component without a SPARQL validator is not supported"));
        }
        Ok(Self { node: node.into_owned(), parameters, node_validator, property_validator, validator: either })
    }

    pub fn has_parameter(&self, predicate: NamedNodeRef<'_>) -> bool {
        self.parameters.iter().any(|parameter| parameter.path == predicate)
    }

    /// How a shape uses the component: not at all, or once, or once for each value of an only parameter.
    pub fn uses(&self, reader: &Reader<'_>, shape: NamedOrBlankNodeRef<'_>, on_property: bool) -> Result<Vec<Use>, ShapesError> {
        let validator = if on_property { &self.property_validator } else { &self.node_validator };
        let Some(validator) = validator.as_ref().or(self.validator.as_ref()) else { return Ok(Vec::new()) };
        let owned = shape.into_owned();
        let mut rows: Vec<Vec<(String, Term)>> = vec![Vec::new()];
        for parameter in &self.parameters {
            let values = Reader { graph: reader.graph }.graph.objects_for_subject_predicate(&owned, &parameter.path);
            let mut values: Vec<Term> = values.map(TermRef::into_owned).collect();
            values.sort_by_key(ToString::to_string);
            if values.is_empty() && !parameter.optional {
                return Ok(Vec::new());
            }
            if values.len() > 1 && self.parameters.len() > 1 {
                return Err(ShapesError::new(
                    shape,
                    format!("{} has several values, and {} has several parameters", parameter.path, self.node),
                ));
            }
            if !values.is_empty() {
                let name = parameter.variable();
                let with = |row: &Vec<(String, Term)>, value: &Term| {
                    let mut row = row.clone();
                    row.push((name.to_owned(), value.clone()));
                    row
                };
                rows = rows.iter().flat_map(|row| values.iter().map(|value| with(row, value)).collect::<Vec<_>>()).collect();
            }
        }
        let used = |values| Use { component: self.node.clone(), validator: Rc::clone(validator), values };
        Ok(rows.into_iter().map(used).collect())
    }
}

impl Validator {
    fn read(reader: &Reader<'_>, node: NamedOrBlankNodeRef<'_>, parameters: &[&str]) -> Result<Self, ShapesError> {
        let graph = reader.graph;
        let owned = node.into_owned();
        let reader = Reader { graph };
        let ask = reader.text(owned.as_ref(), sh::ASK)?;
        let select = reader.text(owned.as_ref(), sh::SELECT)?;
        let ((Some(text), None) | (None, Some(text))) = (ask, select) else {
            return Err(ShapesError::new(node, "a validator has either sh:ask or sh:select; others are not supported"));
        };
        let mut bound: Vec<&str> = parameters.to_vec();
        bound.push("this");
        if ask.is_some() {
            bound.push("value");
        }
        let query = Prepared::read(&reader, owned.as_ref(), text, &bound)?;
        if query.is_ask() != ask.is_some() {
            return Err(ShapesError::new(node, "sh:ask takes an ASK query and sh:select a SELECT query"));
        }
        Ok(Self { query, messages: literals(&reader, owned.as_ref(), sh::MESSAGE)? })
    }
}
