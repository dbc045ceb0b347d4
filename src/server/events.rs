//! What can happen at a date, as far as a page can ask for it.

use axum::Json;
use serde_json::{Value, json};

use crate::events::{EVENTS, EventKind, Field, FieldForm};
use crate::phrasing::capital;
use crate::scenario::language::section;

/// The kinds of events whose needed keys are numbers or words.
pub(super) async fn list() -> Json<Value> {
    Json(EVENTS.iter().filter(|kind| can_be_asked_for(kind)).map(kind_of_event).collect())
}

fn can_be_asked_for(kind: &EventKind) -> bool {
    let simple = |field: &&Field| {
        matches!(field.form, FieldForm::Number { .. } | FieldForm::OneOf(_) | FieldForm::Grades)
    };
    kind.fields.iter().filter(|field| field.is_needed).all(|field| simple(&field))
}

fn kind_of_event(kind: &EventKind) -> Value {
    let keys: Vec<Value> = kind.fields.iter().filter_map(key).collect();
    json!({ "what": kind.what, "title": capital(kind.what), "help": kind.help, "ends": kind.ends(), "keys": keys })
}

/// A key that is a number or a word.
fn key(field: &Field) -> Option<Value> {
    let meaning = section("event").key(field.key).map_or("", |key| key.meaning);
    let usual = match field.form {
        FieldForm::Number { low, high, unit, usual } => {
            json!({ "unit": unit, "low": low, "high": high, "default": usual })
        }
        FieldForm::OneOf(words) => json!({ "unit": "", "choices": words, "default": words.first() }),
        FieldForm::Grades => json!({ "unit": "grades", "default": "8-9" }),
        _ => return None,
    };
    let Value::Object(mut usual) = usual else { return None };
    usual.insert("key".into(), field.key.into());
    usual.insert("meaning".into(), meaning.into());
    Some(Value::Object(usual))
}
