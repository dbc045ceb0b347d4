//! Claims of the literature, tested.

use std::path::PathBuf;

use pyo3::prelude::*;
use uptake::diagnostic::Diagnostic;
use uptake::diagnostic::spelling::nearest;
use uptake::model::Model;
use uptake::study::StudyOptions;
use uptake::study::claims::{ClaimsOptions, TestedClaims, chosen, test};

use crate::faults::OrRaise;
use crate::work::watched;

/// What is asked of the claims; every field has a value.
#[derive(FromPyObject)]
#[pyo3(from_item_all)]
pub struct Asked {
    only: Vec<String>,
    model: Option<String>,
    quick: bool,
    vectors: usize,
    data: Option<PathBuf>,
    out: PathBuf,
    threads: Option<usize>,
    force: bool,
}

/// Tests claims into a folder; comes back with the page and the table as JSON.
#[pyfunction]
pub fn test_claims(
    py: Python<'_>,
    asked: Asked,
    hear: Option<&Bound<'_, PyAny>>,
) -> PyResult<(String, String)> {
    let model = asked.model.as_deref().map(named_model).transpose().or_raise(py)?;
    let Asked { only, quick, vectors, data, out, threads, force, .. } = asked;
    let options = ClaimsOptions { only, model, quick, vectors, data };
    let done = watched(py, hear, |cancel, steps| {
        let tell = move |_: &std::path::Path, done: usize, pieces: usize| {
            // Nobody hears it where the caller has left.
            let _ = steps.send((done, pieces));
        };
        let study =
            StudyOptions { folder: Some(out), threads, anew: force, progress: Box::new(tell), cancel };
        test(&options, study)
    })?;
    let tested = done.settled(py)?;
    let json = tested.json().or_raise(py)?;
    let TestedClaims { page, .. } = tested;
    Ok((page, json))
}

/// Every claim, untested: its id, what it says, its source.
#[pyfunction]
pub fn claims_list(py: Python<'_>) -> PyResult<Vec<(&'static str, &'static str, &'static str)>> {
    let all = chosen(&[]).or_raise(py)?;
    Ok(all.into_iter().map(|claim| (claim.id, claim.words, claim.source)).collect())
}

/// The model of a word.
fn named_model(word: &str) -> Result<Model, Diagnostic> {
    Model::from_word(word).ok_or_else(|| {
        let words: Vec<&str> = Model::ALL.iter().map(|model| model.word()).collect();
        let meant =
            nearest(word, words.iter().copied()).map_or(String::new(), |w| format!("did you mean \"{w}\"? "));
        let remedy = format!("{meant}allowed: {}", words.join(", "));
        Diagnostic::usage(format!("no model is called \"{word}\""), remedy).at("model")
    })
}
