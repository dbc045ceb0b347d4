//! From the tables of a results folder to its figures.

mod behind;
mod causes;
mod differences;
mod events;
mod leaders;
mod levels;
pub mod posterior;
mod stages;
mod stock;
mod words;

use std::path::Path;

use super::figures::{Figure, FigureError};
use crate::scenario::Scenario;
use stock::Stock;

/// What is drawn: the scenarios of a folder in one of its districts.
pub struct Subject<'a> {
    /// The results folder.
    pub folder: &'a Path,
    /// Its scenarios, in its order.
    pub scenarios: &'a [Scenario],
    /// The district's id.
    pub district: &'a str,
    /// The district's name.
    pub district_name: &'a str,
    /// Which scenarios are compared: (other, base), by place.
    pub pairs: &'a [(usize, usize)],
}

/// A fault of reading or drawing.
#[derive(Debug, thiserror::Error)]
pub enum PictureError {
    /// The tables could not be read.
    #[error(transparent)]
    Output(#[from] super::error::OutputError),
    /// A figure could not be drawn.
    #[error(transparent)]
    Figure(#[from] FigureError),
}

type Drawn = std::result::Result<Figure, FigureError>;

/// All figures of the subject: path, timelines, stages, times to them, causes of use, dimensions, leaders,
/// and a difference for each pair. Drawn side by side where there are threads; in this order whoever
/// draws what.
pub fn draw(subject: &Subject<'_>) -> std::result::Result<Vec<Figure>, PictureError> {
    use rayon::prelude::*;
    let stock = Stock::read(subject)?;
    let single: [fn(&Stock<'_>) -> Drawn; 7] = [
        levels::path,
        levels::fans,
        stages::shares,
        stages::times,
        causes::users,
        levels::dimensions,
        leaders::changes,
    ];
    let places: Vec<usize> = (0..single.len() + subject.pairs.len()).collect();
    let drawn: Vec<Drawn> = places
        .into_par_iter()
        .map(|place| match single.get(place) {
            Some(draw) => draw(&stock),
            None => differences::difference(&stock, subject.pairs[place - single.len()]),
        })
        .collect();
    Ok(drawn.into_iter().collect::<std::result::Result<Vec<Figure>, FigureError>>()?)
}

/// The files of figures: the wide picture as SVG and PNG, the narrow one as SVG.
pub fn files(figures: Vec<Figure>) -> Vec<(String, Vec<u8>)> {
    figures
        .into_iter()
        .flat_map(|figure| {
            let name = |ending: &str| format!("{}{ending}", figure.name);
            [
                (name(".svg"), figure.svg.into_bytes()),
                (name(".png"), figure.png),
                (name("-narrow.svg"), figure.narrow.into_bytes()),
            ]
        })
        .collect()
}
