//! Figures: what a reader looks at before any table.
//!
//! * [`spread_depth_path`]: how far a reform spreads and how deep it goes, as a
//!   path through a square whose corners are named.
//! * [`timeline_fans`]: each measure over the months, with the spread of the runs.
//! * [`stacked_areas`]: what a whole is made up of over the months: stages, causes of use.
//! * [`time_to_stage`]: how many runs have reached a stage by when.
//! * [`four_dimensions`]: depth, ownership, spread and sustainability side by side.
//! * [`leader_changes`]: when leaders leave, and the backing that follows.
//! * [`difference_fan`]: what one scenario changes against another, pair by pair.
//!
//! A figure is a function of plain data; it reads no file and knows no scenario
//! type. The same data give the same bytes. Missing values are `NaN` and leave
//! gaps. Every figure is laid out twice, for a page and for a narrow screen
//! (`layout`); the PNG is the wide picture at twice its size.

mod axis;
mod bitmap;
mod canvas;
mod data_table;
mod difference;
mod dimensions;
mod fan;
mod frame;
mod labels;
mod layout;
mod leaders;
mod marks;
mod multiples;
mod path;
pub mod pictures;
mod posterior;
mod render;
mod series;
mod square;
mod stacks;
mod svg;
mod theme;
mod time_to_event;
mod typeface;

#[cfg(test)]
mod tests;
#[cfg(test)]
pub(crate) mod text_overlap;

pub use data_table::{Cell, DataTable, Pointed};
pub use difference::difference_fan;
pub use dimensions::{Dimensions, four_dimensions};
pub use fan::{size_fans, timeline_fans};
pub use leaders::{LeaderChanges, leader_changes};
pub use path::spread_depth_path;
pub use posterior::{Posterior, prior_posterior};
pub use stacks::{Ramp, Stack, Stacked, stacked_areas};
pub use time_to_event::{Reaching, StagePanel, time_to_stage};

use crate::diagnostic::Diagnostic;

/// A finished picture.
#[derive(Clone, Debug, PartialEq)]
pub struct Figure {
    /// Name for the files, without ending.
    pub name: String,
    /// The finding, as in the picture.
    pub title: String,
    /// What is to be seen, in words, for those who cannot see it.
    pub description: String,
    /// The picture as SVG, 960 wide, with title and description inside.
    pub svg: String,
    /// The same picture as PNG, at twice the size.
    pub png: Vec<u8>,
    /// The same content laid out for a screen 360 wide.
    pub narrow: String,
    /// The numbers behind it.
    pub table: DataTable,
    /// Its plots, for a reader who points into the picture.
    pub pointed: Vec<Pointed>,
    /// The plots of the narrow picture.
    pub pointed_narrow: Vec<Pointed>,
}

/// Why a figure could not be drawn.
#[derive(Debug, thiserror::Error)]
pub enum FigureError {
    /// There is nothing to draw.
    #[error("the {figure} figure was given no {missing}")]
    Empty {
        /// Which figure.
        figure: &'static str,
        /// What it needs at least one of.
        missing: &'static str,
    },
    /// The embedded letters cannot be read: the program was built wrongly.
    #[error("the embedded font cannot be read")]
    Font,
    /// A drawing back end refused.
    #[error("drawing failed: {0}")]
    Draw(String),
    /// The PNG could not be encoded.
    #[error("encoding the PNG failed: {0}")]
    Encode(#[from] png::EncodingError),
}

impl From<FigureError> for Diagnostic {
    fn from(error: FigureError) -> Diagnostic {
        Diagnostic::failed("", error.to_string(), "")
    }
}

/// A dated thing to mark on the axis of months: an event, the end of support.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    /// Month at whose start it acts.
    pub month: u32,
    /// What it is, without the month.
    pub label: String,
}

/// The words above a figure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Caption {
    /// States the finding.
    pub title: String,
    /// States scenarios, number of replications and seed.
    pub subtitle: String,
}

/// Quantiles over replications of one measure of one scenario, for the months 0, 1, 2, … in order.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Fan {
    /// Name of the scenario.
    pub label: String,
    /// Value that 5 % of the runs stay below.
    pub q05: Vec<f64>,
    /// Value that a quarter of the runs stay below.
    pub q25: Vec<f64>,
    /// Median.
    pub q50: Vec<f64>,
    /// Value that three quarters of the runs stay below.
    pub q75: Vec<f64>,
    /// Value that 95 % of the runs stay below.
    pub q95: Vec<f64>,
    /// Mean over the runs.
    pub mean: Vec<f64>,
    /// Lower end of the mean's Monte Carlo interval.
    pub mean_low: Vec<f64>,
    /// Upper end of the mean's Monte Carlo interval.
    pub mean_high: Vec<f64>,
    /// A few single replications, drawn faintly.
    pub runs: Vec<Vec<f64>>,
}

/// One scenario's path in the square of spread and depth.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SpreadDepth {
    /// Name of the scenario.
    pub label: String,
    /// Share of the focal teachers who use the reform, by month: medians or means.
    pub spread: Vec<f64>,
    /// Depth among those who use it, by month, on the same terms.
    pub depth: Vec<f64>,
    /// Spread and depth at the end of single runs; the first 400 are drawn.
    pub ends: Vec<(f64, f64)>,
}

/// One measure of several scenarios.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Panel {
    /// The measure with its unit.
    pub measure: String,
    /// Values at the lower and upper end of the axis; widened where what is drawn lies outside.
    pub range: (f64, f64),
    /// A fan for each scenario, in the same order in every panel.
    pub fans: Vec<Fan>,
}

/// The paired differences of one measure: another scenario minus a base, replication by replication.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Difference {
    /// The measure with its unit.
    pub measure: String,
    /// Quantiles of the differences; its label says what is subtracted from what.
    pub fan: Fan,
    /// Share of the pairs in which the other is lower than the base, by month.
    pub lower: Vec<f64>,
    /// Share of the pairs in which both are equal, by month.
    pub equal: Vec<f64>,
    /// Share of the pairs in which the other is higher, by month.
    pub higher: Vec<f64>,
}
