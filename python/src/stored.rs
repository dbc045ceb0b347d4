//! A finished results folder: its figures, report, stories and summary.

use std::path::PathBuf;

use pyo3::prelude::*;
use uptake::diagnostic::{Diagnostic, Diagnostics};
use uptake::experiment::decision::DecisionCell;
use uptake::explain::page;
use uptake::figures::{DataCell, Figure, draw};
use uptake::metrics::Ending;
use uptake::results::atomic::write_file;
use uptake::results::decision::Decision;
use uptake::results::refuse_inside;
use uptake::study::story::Narrative;
use uptake::study::summary::BatchSummary;
use uptake::study::{decide, stored};

use crate::faults::{OrRaise, raised};

/// A finished results folder, checked.
#[pyclass(frozen, module = "uptake._native")]
pub struct Stored(stored::Stored);

/// A story in plain text, as Markdown and as JSON.
type Told = (String, String, String);

#[pymethods]
impl Stored {
    #[new]
    fn open(py: Python<'_>, folder: PathBuf) -> PyResult<Stored> {
        py.detach(|| stored::Stored::open(&folder)).map(Stored).or_raise(py)
    }

    /// The file of a table, whether it is there or not.
    fn table(&self, name: &str) -> PathBuf {
        self.0.table(name)
    }

    /// Names of the scenarios.
    fn scenarios(&self) -> Vec<String> {
        self.0.scenarios.iter().map(|scenario| scenario.name.clone()).collect()
    }

    /// Id and name of each district.
    fn districts(&self) -> Vec<(String, String)> {
        self.0
            .manifest
            .districts
            .iter()
            .map(|district| (district.id.clone(), district.name.clone()))
            .collect()
    }

    /// What the program prints of it, in brief or in full.
    fn words(&self, py: Python<'_>, full: bool) -> PyResult<String> {
        let told = || -> uptake::diagnostic::Result<String> {
            if DecisionCell::are_all(&self.0.scenarios) {
                let found = Decision::of(&self.0)?;
                return Ok(if full { decide::words(&found) } else { decide::brief(&found) });
            }
            let design = self.0.design()?;
            let found = BatchSummary::of(&self.0, &design)?;
            Ok(if full { found.words() } else { found.brief() }.to_owned())
        };
        py.detach(told).or_raise(py)
    }

    /// The figures of a district.
    #[pyo3(signature = (district=None))]
    fn pictures(&self, py: Python<'_>, district: Option<&str>) -> PyResult<Vec<Picture>> {
        let drawn = py.detach(|| self.0.figures(district)).or_raise(py)?;
        Ok(drawn.into_iter().map(Picture).collect())
    }

    /// Writes the report of a district as one HTML file.
    #[pyo3(signature = (file, district=None, force=false))]
    fn report(&self, py: Python<'_>, file: PathBuf, district: Option<&str>, force: bool) -> PyResult<()> {
        let written = || {
            may_be_written(&file, force)?;
            let results = self.0.district_results(district)?;
            let page = self.0.report(&results, &draw(&results)?, None)?;
            write_file(&file, page.as_bytes(), force).map(drop)
        };
        py.detach(written).or_raise(py)
    }

    /// A run, or a school in it.
    #[pyo3(signature = (replication, scenario=None, district=None, school=None))]
    fn run_told(
        &self,
        py: Python<'_>,
        replication: u32,
        scenario: Option<&str>,
        district: Option<&str>,
        school: Option<&str>,
    ) -> PyResult<Told> {
        let story = py.detach(|| self.0.narrator(scenario, district)?.run(replication, school));
        told(&story.or_raise(py)?)
    }

    /// Where the same replication parts under two scenarios.
    #[pyo3(signature = (replication, other, scenario=None, district=None))]
    fn parting_told(
        &self,
        py: Python<'_>,
        replication: u32,
        other: &str,
        scenario: Option<&str>,
        district: Option<&str>,
    ) -> PyResult<Told> {
        let story = py.detach(|| {
            let narrator = self.0.narrator(scenario, district)?;
            narrator.divergence(self.0.scenario(Some(other))?, replication)
        });
        told(&story.or_raise(py)?)
    }

    /// Typical runs in brief, or that of one ending in full.
    #[pyo3(signature = (ending=None, scenario=None, district=None, school=None))]
    fn typical_told(
        &self,
        py: Python<'_>,
        ending: Option<&str>,
        scenario: Option<&str>,
        district: Option<&str>,
        school: Option<&str>,
    ) -> PyResult<Told> {
        let story = py.detach(|| {
            let narrator = self.0.narrator(scenario, district)?;
            match ending {
                Some(name) => narrator.run(narrator.typical_of(ending_called(name)?)?, school),
                None => narrator.in_brief(&narrator.typical()?, school),
            }
        });
        told(&story.or_raise(py)?)
    }
}

fn told(story: &Narrative) -> PyResult<Told> {
    Ok((page::text(&story.blocks), page::markdown(&story.blocks), story.json.to_string()))
}

fn ending_called(name: &str) -> Result<Ending, Diagnostic> {
    let all = [Ending::Stalled, Ending::Contained, Ending::Superficial, Ending::Scaled];
    all.into_iter().find(|ending| ending.name() == name).ok_or_else(|| {
        let words = all.map(Ending::name).join(", ");
        Diagnostic::usage(format!("no ending is called \"{name}\""), format!("choose one of: {words}"))
            .at("ending")
    })
}

/// Nothing is overwritten unasked, and nothing is written into results.
pub fn may_be_written(file: &std::path::Path, force: bool) -> Result<(), Diagnostic> {
    refuse_inside(file)?;
    if file.is_dir() {
        return Err(Diagnostic::failed(file, "is a folder", "name a file"));
    }
    if file.exists() && !force {
        let fault = "exists already, and nothing is overwritten";
        return Err(Diagnostic::failed(file, fault, "choose another file, or replace it with --force"));
    }
    Ok(())
}

/// A figure.
#[pyclass(frozen, module = "uptake._native")]
pub struct Picture(pub Figure);

#[pymethods]
impl Picture {
    #[getter]
    fn name(&self) -> &str {
        &self.0.name
    }

    #[getter]
    fn title(&self) -> &str {
        &self.0.title
    }

    #[getter]
    fn description(&self) -> &str {
        &self.0.description
    }

    #[getter]
    fn svg(&self) -> &str {
        &self.0.svg
    }

    #[getter]
    fn narrow(&self) -> &str {
        &self.0.narrow
    }

    fn png(&self, py: Python<'_>) -> PyResult<Vec<u8>> {
        py.detach(|| self.0.png()).or_raise(py)
    }

    /// The numbers behind it: names of columns, and rows of texts and numbers.
    fn numbers(&self) -> (Vec<String>, Vec<Vec<Cell>>) {
        let cell = |cell: &DataCell| match cell {
            DataCell::Words(words) => Cell::Words(words.clone()),
            DataCell::Number(value, _) => Cell::Number((!value.is_nan()).then_some(*value)),
        };
        let rows = self.0.table.rows.iter().map(|row| row.iter().map(cell).collect());
        (self.0.table.columns.clone(), rows.collect())
    }

    /// Writes the picture: SVG, or PNG where the file is called so.
    fn save(&self, py: Python<'_>, file: PathBuf, force: bool) -> PyResult<()> {
        let written = || {
            may_be_written(&file, force)?;
            match file.extension().and_then(|ending| ending.to_str()) {
                Some("svg") => write_file(&file, self.0.svg.as_bytes(), force).map(drop),
                Some("png") => write_file(&file, &self.0.png()?, force).map(drop),
                _ => {
                    let fault = "is neither called .svg nor .png";
                    Err(Diagnostic::usage(fault, "figures are written as SVG or PNG").at(&file))
                }
            }
        };
        py.detach(written).map_err(|fault| raised(py, Diagnostics::from(fault)))
    }
}

/// A cell of the numbers behind a figure.
#[derive(IntoPyObject)]
pub enum Cell {
    /// Words.
    Words(String),
    /// A number, where it is not missing.
    Number(Option<f64>),
}
