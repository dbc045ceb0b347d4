//! What is served, and the scenarios that come with it.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use serde_json::{Value, json};

use super::Served;
use super::problems::Reply;
use crate::parameters::Ledger;
use crate::results::digest::VERSION;
use crate::scenario::Scenario;
use crate::scenario::describe::describe;
use crate::scenario::gallery::SCENARIOS;

/// Version and bounds.
pub(super) async fn about(State(served): State<Arc<Served>>) -> Json<Value> {
    let b = &served.options.bounds;
    Json(json!({
        "version": VERSION,
        "readOnly": served.options.read_only,
        "limits": {
            "replications": b.replications, "teachers": b.teachers, "months": b.months, "scenarios": b.scenarios,
            "jobs": b.waiting, "bodyBytes": b.body, "seconds": b.seconds,
        },
    }))
}

/// The built-in scenarios that are about one district.
pub(super) async fn gallery(State(served): State<Arc<Served>>) -> Reply<Json<Value>> {
    let mut rows = Vec::new();
    for built_in in SCENARIOS {
        let s = Scenario::built_in(built_in.name)?.resolve()?;
        if s.places.len() == 1 {
            rows.push(json!({
                "name": s.name, "title": s.title, "question": s.question, "what": plan(&s, &served.ledger),
                "months": s.run.months, "group": group(built_in.name),
            }));
        }
    }
    Ok(Json(Value::Array(rows)))
}

/// The first sentence of its plan.
fn plan(s: &Scenario, ledger: &Ledger) -> String {
    let plan = describe(s, ledger).into_iter().find(|paragraph| paragraph.about == "plan");
    let text = plan.map(|paragraph| paragraph.text).unwrap_or_default();
    text.split_inclusive(". ").next().unwrap_or("").trim().to_owned()
}

/// Under which heading a built-in scenario stands.
fn group(name: &str) -> &'static str {
    match name {
        _ if name.contains("superintendent")
            || matches!(name, "delegate-backed" | "principals-uncommitted") =>
        {
            "Leaders"
        }
        "lake-tahoe" | "grass-valley" | "on-track-8-9" => "Real districts",
        "committed" | "weak-start" | "strong-start" => "Where a district begins",
        "support-cliff" | "no-program-manager" | "one-off-consultant" | "few-sent-to-training" => {
            "Outside support"
        }
        "mandate-at-once"
        | "grassroots-only"
        | "principal-led-sites"
        | "several-teams"
        | "contract-limits" => "Ways to roll out",
        _ => "What gets in the way",
    }
}
