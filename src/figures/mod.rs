//! Figures: what a reader looks at before any table.
//!
//! A figure is one file. It says what it needs of a results folder, shapes it, lays it out for a page and
//! for a narrow screen, and gives its caption, its words for those who cannot see it and its table of
//! numbers. To add one, write its file and name it in `FIGURES`.
//!
//! Numbers go one way: `figure_data` reads what the figures need; a figure shapes it; `panels` lay it
//! out on charts of plotters; `paint` paints it as SVG and PNG. The same data give the same bytes.
//! Missing values are `NaN` and leave gaps. The PNG is the wide picture at twice its size.
//!
//! ```no_run
//! use std::path::Path;
//! use uptake::study::stored::Stored;
//!
//! for figure in Stored::open(Path::new("results/pair"))?.figures(None)? {
//!     println!("{}: {}", figure.name, figure.title);
//! }
//! # Ok::<(), uptake::diagnostic::Diagnostics>(())
//! ```

mod agreement;
mod captions;
mod composition;
mod data_table;
mod figure_data;
mod paint;
mod panels;
mod scenario_events;
mod seen_fans;
mod selection;

mod answer;
mod cost;
mod decide_map;
mod difference;
mod differences;
pub mod discovered_box;
pub mod early_signs;
mod four_dimensions;
mod leader_changes;
mod predicted_observed;
mod prior_posterior;
mod program_components;
mod school_poverty;
mod sensitivity_shares;
mod spread_depth_path;
mod stage_shares;
mod sweep_axes;
mod sweep_lines;
mod sweep_map;
mod time_to_stage;
mod timeline_fans;
mod titles;
pub(crate) use titles::Titles;
mod users_by_cause;

#[cfg(test)]
mod folder_tests;
#[cfg(test)]
mod tests;
#[cfg(test)]
pub(crate) mod text_overlap;

pub(crate) use paint::theme::color_in_words as scenario_color;

use std::collections::BTreeMap;

use crate::diagnostic::Diagnostic;
use crate::results::{Dataset, DistrictResults};
use crate::scenario::Scenario;
pub use data_table::{DataCell, DataTable, HoverPlot};
pub use decide_map::decide_map;
pub(crate) use figure_data::sizes_of;
pub use figure_data::wanted;
use figure_data::{DrawnScenario, FigureData};
use paint::bitmap;
use paint::canvas::PaintedSheet;
pub use predicted_observed::predicted_observed;
pub use prior_posterior::prior_posterior;
pub use selection::FigureSelection;
pub use sensitivity_shares::sensitivity_shares;

/// The figures of a results folder, in the order in which they are drawn; those of pairs come after all others,
/// pair by pair.
const FIGURES: &[FigureKind] = &[
    answer::FIGURE,
    spread_depth_path::FIGURE,
    timeline_fans::FIGURE,
    stage_shares::FIGURE,
    time_to_stage::FIGURE,
    users_by_cause::FIGURE,
    four_dimensions::FIGURE,
    leader_changes::FIGURE,
    program_components::FIGURE,
    cost::FIGURE,
    school_poverty::FIGURE,
    seen_fans::FIGURE,
    sweep_lines::FIGURE,
    sweep_map::FIGURE,
    differences::FIGURE,
    difference::FIGURE,
];

/// What a figure needs of a results folder, and how it is drawn.
struct FigureKind {
    /// What it is called; its files may say more, as whose pair it is of.
    name: &'static str,
    /// Measures whose summaries it draws.
    measures: &'static [&'static str],
    /// Measures of which it draws single runs.
    run_measures: &'static [&'static str],
    /// Columns of `runs.csv` that it draws.
    run_columns: &'static [&'static str],
    /// Whether it has something to show.
    due: fn(&FigureData<'_>) -> bool,
    /// Whether it is of the points of sweeps, which have no other figures.
    of_sweeps: bool,
    /// How it is drawn.
    draw: Draw,
}

impl FigureKind {
    /// A figure of these summaries alone, always due.
    const fn new(name: &'static str, measures: &'static [&'static str], draw: Draw) -> FigureKind {
        FigureKind {
            name,
            measures,
            run_measures: &[],
            run_columns: &[],
            due: |_| true,
            of_sweeps: false,
            draw,
        }
    }
}

impl FigureKind {
    /// Measures that it draws and that were not read, because the tables do not hold them.
    fn lacks(&self, data: &FigureData<'_>) -> Vec<&'static str> {
        let of_folder = data.cases.first().map_or(&[][..], |case| &case.results.not_kept);
        let mut all: Vec<&'static str> = self.measures.to_vec();
        all.extend(self.run_measures.iter().filter(|name| !self.measures.contains(name)));
        all.retain(|name| of_folder.contains(name));
        all
    }
}

/// How often a figure is drawn, and by what.
enum Draw {
    /// Once, of all scenarios.
    OfAll(fn(&FigureData<'_>) -> Result<Figure, Diagnostic>),
    /// For each comparison, of the other scenario and its base.
    OfPair(fn(&FigureData<'_>, &DrawnScenario<'_>, &DrawnScenario<'_>) -> Result<Figure, Diagnostic>),
}

/// A finished picture.
#[derive(Clone, Debug, PartialEq)]
pub struct Figure {
    /// Name for the files, without ending.
    pub name: String,
    /// The section of the report that shows it; empty for those of pairs, and by size.
    pub section: &'static str,
    /// The finding, as in the picture.
    pub title: String,
    /// What is to be seen, in words, for those who cannot see it.
    pub description: String,
    /// The picture as SVG, 960 wide, with title and description inside.
    pub svg: String,
    /// The same picture, from which the PNG is painted.
    sheet: PaintedSheet,
    /// The same content laid out for a screen 360 wide.
    pub narrow: String,
    /// The numbers behind it.
    pub table: DataTable,
    /// Its plots, for a reader who points into the picture.
    pub hover: Vec<HoverPlot>,
    /// The plots of the narrow picture.
    pub hover_narrow: Vec<HoverPlot>,
    /// Signs that the embedded letters lack, each with a word in which it stands: the PNG shows a replacement, the
    /// SVG keeps the sign.
    pub lacking: BTreeMap<char, String>,
}

impl Figure {
    /// The picture as PNG, at twice the size; painted anew at each call.
    ///
    /// # Errors
    /// None that could happen; the encoder says so.
    pub fn png(&self) -> Result<Vec<u8>, Diagnostic> {
        bitmap::png(&self.sheet)
    }
}

/// A figure of nothing.
fn nothing_to_draw(figure: &str, missing: &str) -> Diagnostic {
    Diagnostic::failed("", format!("the {figure} figure was given no {missing}"), "")
}

/// A dated thing to mark on the axis of months: an event, the end of support.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EventMark {
    /// Month at whose start it acts.
    pub month: u32,
    /// What it is, without the month.
    pub label: String,
}

/// The words above a figure.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Caption {
    /// States the finding.
    pub title: String,
    /// States scenarios, number of replications and seed.
    pub subtitle: String,
}

/// Quantiles over replications of one measure of one scenario, for the months 0, 1, 2, … in order.
#[derive(Clone, Debug, Default, PartialEq)]
struct Fan {
    /// Name of the scenario.
    label: String,
    /// Value that 5% of the runs stay below.
    q05: Vec<f64>,
    /// Value that a quarter of the runs stay below.
    q25: Vec<f64>,
    /// Median.
    q50: Vec<f64>,
    /// Value that three quarters of the runs stay below.
    q75: Vec<f64>,
    /// Value that 95% of the runs stay below.
    q95: Vec<f64>,
    /// Mean over the runs.
    mean: Vec<f64>,
    /// Lower end of the mean's Monte Carlo interval.
    mean_low: Vec<f64>,
    /// Upper end of the mean's Monte Carlo interval.
    mean_high: Vec<f64>,
    /// A few single replications, drawn faintly.
    runs: Vec<Vec<f64>>,
}

/// The figures of a folder that its tables do not hold the measures of: the name of each with the measures that it lacks. Of a
/// figure that is drawn for each pair the kind.
pub fn lacking(dataset: &Dataset) -> Vec<(&'static str, Vec<&'static str>)> {
    let is_sweep = dataset.scenarios.iter().any(|s| !s.point.is_empty());
    let has_components = dataset.scenarios.iter().any(|s| !s.opening.components.is_empty());
    let has = |figure: &&FigureKind| match figure.draw {
        _ if figure.of_sweeps != is_sweep => false,
        Draw::OfPair(_) => !dataset.pairs.is_empty(),
        Draw::OfAll(_) if figure.name == program_components::FIGURE.name => has_components,
        Draw::OfAll(_) if figure.name == answer::FIGURE.name => dataset.scenarios.len() >= answer::FEWEST,
        Draw::OfAll(_) if figure.name == differences::FIGURE.name => {
            dataset.pairs.len() >= differences::FEWEST
        }
        Draw::OfAll(_) => true,
    };
    let lacks = |figure: &FigureKind| {
        let mut lacking = dataset.lacking(figure.measures);
        let of_runs = dataset.lacking(figure.run_measures);
        lacking.extend(of_runs.into_iter().filter(|name| !figure.measures.contains(name)));
        (figure.name, lacking)
    };
    FIGURES.iter().filter(has).map(lacks).filter(|(_, lacking)| !lacking.is_empty()).collect()
}

/// All figures of a district whose measures are kept. Where scenarios differ in size and are not compared, timelines, stages and
/// times are small multiples by size.
///
/// # Errors
/// Where a figure cannot be drawn.
pub fn draw(results: &DistrictResults<'_>) -> Result<Vec<Figure>, Diagnostic> {
    draw_all(&FigureData::of(results)?, &results.dataset.pairs)
}

/// The same of districts of one scenario, each of which stands for a size and has its label.
///
/// # Errors
/// Where a figure cannot be drawn.
pub fn draw_sizes(sizes: &[(String, DistrictResults<'_>)]) -> Result<Vec<Figure>, Diagnostic> {
    draw_all(&FigureData::of_districts(sizes), &[])
}

/// Drawn side by side where there are threads; in this order whoever draws what.
fn draw_all(data: &FigureData<'_>, pairs: &[(usize, usize)]) -> Result<Vec<Figure>, Diagnostic> {
    use rayon::prelude::*;
    if data.cases.is_empty() {
        return Err(nothing_to_draw("first", "scenario"));
    }
    let pairs = [None].into_iter().chain(pairs.iter().map(Some));
    let due: Vec<_> = pairs
        .flat_map(|pair| FIGURES.iter().map(move |figure| (figure, pair)))
        .filter(|(figure, _)| figure.of_sweeps == sweep_axes::is_sweep(data))
        .filter(|(figure, _)| figure.lacks(data).is_empty() && (figure.due)(data))
        .collect();
    let drawn: Vec<Option<Result<Figure, Diagnostic>>> = due
        .into_par_iter()
        .map(|(figure, pair)| match (&figure.draw, pair) {
            (Draw::OfAll(draw), None) => Some(draw(data)),
            (Draw::OfPair(draw), Some(&(other, base))) => {
                Some(draw(data, &data.cases[other], &data.cases[base]))
            }
            (Draw::OfAll(_), Some(_)) | (Draw::OfPair(_), None) => None,
        })
        .collect();
    drawn.into_iter().flatten().collect()
}

/// How many figures these scenarios and so many of their pairs will have, about: which are due is seen in what is found.
pub fn count(scenarios: &[Scenario], pairs: usize) -> usize {
    let has_components = scenarios.iter().any(|s| !s.opening.components.is_empty());
    let of_pair = FIGURES.iter().filter(|figure| matches!(figure.draw, Draw::OfPair(_))).count();
    let of_sweep = FIGURES.iter().filter(|figure| figure.of_sweeps).count();
    if scenarios.iter().any(|s| !s.point.is_empty()) {
        return of_sweep;
    }
    // Whether anything was seen is not known here, and it seldom was.
    let not_due = 1
        + usize::from(!has_components)
        + usize::from(scenarios.len() < answer::FEWEST)
        + usize::from(pairs < differences::FEWEST);
    FIGURES.len() - of_sweep - of_pair - not_due + pairs * of_pair
}

/// The names of the files of a figure: wide as SVG and PNG, narrow as SVG.
pub fn file_names(figure: &str) -> [String; 3] {
    [".svg", ".png", "-narrow.svg"].map(|ending| format!("{figure}{ending}"))
}

/// The files of figures: the wide picture as SVG and PNG, the narrow one as SVG. Painted side by side where there
/// are threads; in the order of the figures whoever paints what.
///
/// # Errors
/// Those of [`Figure::png`].
pub fn files(figures: &[Figure]) -> Result<Vec<(String, Vec<u8>)>, Diagnostic> {
    use rayon::prelude::*;
    let of_figure = |figure: &Figure| {
        let svg = |picture: &str| picture.as_bytes().to_vec();
        let [wide, png, narrow] = file_names(&figure.name);
        Ok([(wide, svg(&figure.svg)), (png, figure.png()?), (narrow, svg(&figure.narrow))])
    };
    let files: Result<Vec<_>, Diagnostic> = figures.par_iter().map(of_figure).collect();
    Ok(files?.into_iter().flatten().collect())
}

/// Signs that a remark names; the others are only counted.
const SIGNS_NAMED: usize = 12;

/// A remark on signs in figures that the embedded letters lack: which, and in which words they stand.
pub fn remark_on_signs(figures: &[Figure]) -> Option<String> {
    let lacking: BTreeMap<char, &str> =
        figures.iter().rev().flat_map(|f| &f.lacking).map(|(sign, word)| (*sign, word.as_str())).collect();
    let line = |(sign, word): (&char, &&str)| format!("\n  {sign} (U+{:04X}) in “{word}”", u32::from(*sign));
    let mut lines: String = lacking.iter().take(SIGNS_NAMED).map(line).collect();
    if lacking.len() > SIGNS_NAMED {
        lines.push_str(&format!("\n  and {} more", lacking.len() - SIGNS_NAMED));
    }
    let (held, of) = (figures.iter().filter(|figure| !figure.lacking.is_empty()).count(), figures.len());
    let instead = paint::typeface::REPLACEMENT;
    (held > 0).then(|| {
        format!(
            "the font of the figures lacks signs of {held} of {of} figures: PNG files show {instead} in their place, SVG files keep them{lines}"
        )
    })
}
