//! From the tables of a results folder to its figures.

mod causes;
mod data_table;
mod differences;
mod events;
mod figure_data;
mod leaders;
mod levels;
pub(crate) mod posterior;
mod stages;
mod words;

#[cfg(test)]
mod tests;

use crate::diagnostic::Diagnostic;
use crate::figures::{Figure, FigureError};
use crate::results::DistrictResults;
pub use figure_data::{WANTED, grouped};

use figure_data::FigureData;

type Drawn = std::result::Result<Figure, FigureError>;

/// All figures of a district: path, timelines, stages, times to them, causes of use, dimensions, leaders,
/// and a difference with its levels for each pair. Where scenarios differ in size and are not compared, timelines,
/// stages and times are small multiples by size.
pub fn draw(results: &DistrictResults<'_>) -> std::result::Result<Vec<Figure>, Diagnostic> {
    all(&FigureData::of(results), &results.dataset.pairs)
}

/// The same of districts of one scenario, each of which stands for a size and has its label.
pub fn draw_sizes(sizes: &[(String, DistrictResults<'_>)]) -> std::result::Result<Vec<Figure>, Diagnostic> {
    all(&FigureData::of_districts(sizes), &[])
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
