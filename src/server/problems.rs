//! What is wrong, as a reply.

use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

use crate::diagnostic::{Diagnostic, Diagnostics};

/// A refusal: its status, and every problem with place, fault and remedy.
pub(super) struct Refusal {
    status: StatusCode,
    problems: Vec<Value>,
}

/// What a request comes to.
pub(super) type Reply<T> = std::result::Result<T, Refusal>;

/// A problem as the page reads it.
pub(super) fn problem(place: &str, d: &Diagnostic) -> Value {
    json!({ "place": place, "fault": d.fault, "remedy": d.remedy })
}

impl Refusal {
    /// One problem.
    pub(super) fn new(status: StatusCode, place: &str, fault: impl Into<String>, remedy: &str) -> Refusal {
        let fault: String = fault.into();
        Refusal { status, problems: vec![json!({ "place": place, "fault": fault, "remedy": remedy })] }
    }

    /// Problems with the content of a request, each at the place that `place_of` gives it.
    pub(super) fn of(found: Diagnostics, place_of: impl Fn(&Diagnostic) -> String) -> Refusal {
        let problems = found.into_iter().map(|d| problem(&place_of(&d), &d)).collect();
        Refusal { status: StatusCode::UNPROCESSABLE_ENTITY, problems }
    }

    /// There is no such thing.
    pub(super) fn missing(what: &str, remedy: &str) -> Refusal {
        Refusal::new(StatusCode::NOT_FOUND, "", what, remedy)
    }
}

impl<E: Into<Diagnostics>> From<E> for Refusal {
    fn from(found: E) -> Refusal {
        Refusal::of(found.into(), |d| d.key.clone().unwrap_or_else(|| d.at.file.to_string()))
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        (self.status, axum::Json(json!({ "problems": self.problems }))).into_response()
    }
}

/// The content of a request, read as JSON.
pub(super) fn read<T: serde::de::DeserializeOwned>(body: &[u8]) -> Reply<T> {
    serde_json::from_slice(body).map_err(|e| {
        Refusal::new(
            StatusCode::BAD_REQUEST,
            "",
            format!("the request is not understood: {e}"),
            "reload the page",
        )
    })
}
