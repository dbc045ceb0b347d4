//! From the tables of a results folder to its figures.

mod causes;
mod data_table;
mod differences;
mod events;
mod figure_data;
mod leaders;
mod levels;
pub mod posterior;
mod stages;
mod words;

#[cfg(test)]
mod tests;

use std::path::Path;

use crate::diagnostic::Diagnostic;
use crate::figures::{Figure, FigureError};
use crate::scenario::Scenario;
pub use figure_data::{Sized, grouped};

use figure_data::FigureData;

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

type Drawn = std::result::Result<Figure, FigureError>;

/// All figures of the subject: path, timelines, stages, times to them, causes of use, dimensions, leaders,
/// and a difference with its levels for each pair. Where scenarios differ in size and are not compared, timelines,
/// stages and times are small multiples by size.
pub fn draw(subject: &Subject<'_>) -> std::result::Result<Vec<Figure>, Diagnostic> {
    all(&FigureData::read(subject)?, subject.pairs)
}

/// The same of districts of one scenario, each of which stands for a size.
pub fn draw_sizes(
    folder: &Path,
    scenario: &Scenario,
    sizes: &[Sized],
) -> std::result::Result<Vec<Figure>, Diagnostic> {
    all(&FigureData::of_districts(folder, scenario, sizes)?, &[])
}

/// Drawn side by side where there are threads; in this order whoever draws what.
fn all(stock: &FigureData<'_>, pairs: &[(usize, usize)]) -> std::result::Result<Vec<Figure>, Diagnostic> {
    use rayon::prelude::*;
    let single: [fn(&FigureData<'_>) -> Drawn; 7] = [
        levels::path,
        if stock.by_size { levels::by_size } else { levels::fans },
        stages::shares,
        stages::times,
        causes::users,
        levels::dimensions,
        leaders::changes,
    ];
    let places: Vec<usize> = (0..single.len() + 2 * pairs.len()).collect();
    let drawn: Vec<Drawn> = places
        .into_par_iter()
        .map(|place| match single.get(place) {
            Some(draw) => draw(stock),
            None => {
                let place = place - single.len();
                let draw =
                    if place.is_multiple_of(2) { differences::difference } else { differences::levels };
                draw(stock, pairs[place / 2])
            }
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
