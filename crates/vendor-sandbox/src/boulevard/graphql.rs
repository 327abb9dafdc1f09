//! GraphQL documents: validated against the schema, and answered with the fields that they ask for.

use std::sync::{Arc, OnceLock};

use apollo_compiler::{
    ExecutableDocument, Node, Schema as Definitions,
    ast::Value as Literal,
    executable::{Field, Selection, SelectionSet},
    request::coerce_variable_values,
    validation::Valid,
};
use serde_json::{Map, Value, json};

/// The part of the vendor's schema that the stand-in serves.
pub const SCHEMA: &str = include_str!("../../schema/boulevard.graphql");

/// The schema, which every stand-in of a process shares: reading it takes longer than any call.
#[derive(Clone, Debug)]
pub(crate) struct Schema(Arc<Valid<Definitions>>);

static LOADED: OnceLock<Result<Schema, String>> = OnceLock::new();

/// A valid request: its root fields with their arguments filled in.
pub(crate) struct Asked {
    document: Valid<ExecutableDocument>,
    pub(crate) operation: String,
    pub(crate) mutation: bool,
    variables: Map<String, Value>,
}

/// The faults of a document; none if it is valid.
///
/// # Errors
/// If the schema itself is not valid.
pub fn schema_errors(document: &str) -> Result<Option<String>, String> {
    let schema = Schema::load()?;
    let parsed = ExecutableDocument::parse_and_validate(&schema.0, document, "document.graphql");
    Ok(parsed.err().map(|errors| errors.errors.to_string()))
}

impl Schema {
    pub(crate) fn load() -> Result<Self, String> {
        let load = || match Definitions::parse_and_validate(SCHEMA, "boulevard.graphql") {
            Ok(definitions) => Ok(Self(Arc::new(definitions))),
            Err(errors) => Err(errors.errors.to_string()),
        };
        LOADED.get_or_init(load).clone()
    }

    pub(crate) fn ask(&self, document: &str, variables: &Value) -> Result<Asked, String> {
        let document = ExecutableDocument::parse_and_validate(&self.0, document, "document.graphql")
            .map_err(|errors| errors.errors.to_string())?;
        let operation = document.operations.get(None).map_err(|_| "one operation is expected".to_owned())?;
        let given = serde_json::from_value(variables.clone()).map_err(|error| error.to_string())?;
        coerce_variable_values(&self.0, operation, &given)
            .map_err(|error| format!("variables do not fit: {error:?}"))?;
        let name = operation.name.as_ref().map_or_else(String::new, ToString::to_string);
        let mutation = operation.is_mutation();
        let variables = variables.as_object().cloned().unwrap_or_default();
        Ok(Asked { operation: name, mutation, variables, document })
    }
}

impl Asked {
    /// Answers every root field with `resolve(name, arguments)`, cut down to what was asked for.
    pub(crate) fn answer(
        &self,
        mut resolve: impl FnMut(&str, &Map<String, Value>) -> Result<Value, String>,
    ) -> Result<Value, String> {
        let operation = self.document.operations.get(None).map_err(|_| "no operation".to_owned())?;
        let mut data = Map::new();
        for selection in &operation.selection_set.selections {
            let Selection::Field(field) = selection else { return Err("fragments at the root".into()) };
            let whole = resolve(&field.name, &self.arguments(field))?;
            data.insert(field.response_key().to_string(), self.cut(&field.selection_set, &whole));
        }
        Ok(Value::Object(data))
    }

    /// The rows that all lists ask for together, on which the cost of a call depends.
    pub(crate) fn rows(&self) -> i64 {
        let Ok(operation) = self.document.operations.get(None) else { return 0 };
        let fields = operation.selection_set.selections.iter().filter_map(|selection| match selection {
            Selection::Field(field) => self.arguments(field).get("first").and_then(Value::as_i64),
            _ => None,
        });
        fields.sum()
    }

    fn arguments(&self, field: &Node<Field>) -> Map<String, Value> {
        let arguments = field.arguments.iter();
        arguments.map(|argument| (argument.name.to_string(), self.value(&argument.value))).collect()
    }

    fn value(&self, literal: &Literal) -> Value {
        match literal {
            Literal::Variable(name) => self.variables.get(name.as_str()).cloned().unwrap_or(Value::Null),
            Literal::String(text) => json!(text),
            Literal::Enum(word) => json!(word.as_str()),
            Literal::Boolean(truth) => json!(truth),
            Literal::Int(number) => number.try_to_i32().map_or(Value::Null, |number| json!(number)),
            Literal::Float(number) => number.try_to_f64().map_or(Value::Null, |number| json!(number)),
            Literal::List(items) => items.iter().map(|item| self.value(item)).collect(),
            Literal::Object(fields) => {
                fields.iter().map(|(name, value)| (name.to_string(), self.value(value))).collect()
            }
            Literal::Null => Value::Null,
        }
    }

    fn cut(&self, selections: &SelectionSet, whole: &Value) -> Value {
        match whole {
            Value::Array(items) => items.iter().map(|item| self.cut(selections, item)).collect(),
            Value::Object(fields) if !selections.selections.is_empty() => {
                let mut out = Map::new();
                self.pick(selections, fields, &mut out);
                Value::Object(out)
            }
            other => other.clone(),
        }
    }

    fn pick(&self, selections: &SelectionSet, fields: &Map<String, Value>, out: &mut Map<String, Value>) {
        for selection in &selections.selections {
            match selection {
                Selection::Field(field) => {
                    let value = fields.get(field.name.as_str()).unwrap_or(&Value::Null);
                    out.insert(field.response_key().to_string(), self.cut(&field.selection_set, value));
                }
                Selection::FragmentSpread(spread) => {
                    if let Some(fragment) = self.document.fragments.get(&spread.fragment_name) {
                        self.pick(&fragment.selection_set, fields, out);
                    }
                }
                Selection::InlineFragment(inline) => {
                    let kind = fields.get("__typename").and_then(Value::as_str);
                    let wanted = inline.type_condition.as_ref().map(|name| name.as_str());
                    if wanted.is_none() || wanted == Some("Node") || wanted == kind {
                        self.pick(&inline.selection_set, fields, out);
                    }
                }
            }
        }
    }
}
