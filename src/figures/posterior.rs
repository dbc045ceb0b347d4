//! What targets say of parameters: where accepted values lie in the range from which they were proposed.

use super::axis::{Plot, number, round_step};
use super::canvas::{Anchor, Canvas, Setting};
use super::frame::{caption, note, swatches};
use super::theme::{BLUE, FRAME, GRID, INK, MUTED};
use super::typeface::Weight;
use super::{Caption, Cell, DataTable, Figure, FigureError, render};

/// A parameter before and after the targets.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Posterior {
    /// Its name.
    pub name: String,
    /// The range of proposed values; each was as likely as any other.
    pub range: (f64, f64),
    /// Shares of the accepted values in slices of the range, all as wide.
    pub shares: Vec<f64>,
    /// Mean of the accepted values.
    pub mean: f64,
    /// The value that the ledger holds.
    pub ledger: f64,
    /// Whether the accepted values differ from the proposed ones by more than chance.
    pub narrowed: bool,
}

/// Room between two plots.
const GAP: f64 = 26.0;
/// Height of a plot.
const HEIGHT: f64 = 84.0;

/// Draws a histogram for each parameter, with the level line of the prior.
pub fn prior_posterior(words: &Caption, parameters: &[Posterior]) -> Result<Figure, FigureError> {
    if parameters.is_empty() {
        return Err(FigureError::Empty { figure: "prior-posterior", missing: "parameter" });
    }
    let highest = parameters.iter().flat_map(|p| &p.shares).copied().fold(0.0, f64::max);
    let mut figure = render::figure(
        "prior-posterior",
        &words.title,
        description(words, parameters),
        |canvas| {
            let mut top = caption(canvas, words);
            top = swatches(
                canvas,
                top,
                &[
                    (BLUE.tint(0.35), "accepted values".to_owned()),
                    (INK, "proposed values: as many in every slice".to_owned()),
                ],
            );
            let columns = if canvas.layout.is_narrow() { 2 } else { 4 };
            let pitch = (canvas.layout.room() + GAP) / columns as f64;
            for row in parameters.chunks(columns) {
                let size = canvas.layout.small;
                top += size + 8.0;
                for (column, parameter) in row.iter().enumerate() {
                    let left = canvas.layout.margin + column as f64 * pitch;
                    let plot = Plot {
                        left,
                        top: top + 6.0,
                        width: pitch - GAP,
                        height: HEIGHT,
                        across: parameter.range,
                        up: (0.0, highest),
                    };
                    let name = canvas.face.ellipsize(&parameter.name, size, Weight::Bold, plot.width);
                    canvas.text((left, top), &name, Setting::new(size, INK).bold());
                    histogram(canvas, &plot, parameter);
                }
                top += 6.0 + HEIGHT + size + 17.0;
            }
            let explained = "Heights are shares of the accepted values, on one scale. Triangles mark the value that the ledger holds. A parameter whose accepted values lie as evenly as the \
             proposed ones is one of which the targets say nothing.";
            note(canvas, top, explained)
        },
    )?;
    figure.table = table(parameters);
    Ok(figure)
}

fn histogram(canvas: &mut Canvas, plot: &Plot, parameter: &Posterior) {
    let (low, high) = plot.across;
    let slices = parameter.shares.len().max(1) as f64;
    canvas.block((plot.left, plot.top), (plot.right(), plot.bottom()), GRID, 0.35);
    for (slice, share) in parameter.shares.iter().enumerate() {
        let left = plot.left + plot.width * slice as f64 / slices;
        let right = plot.left + plot.width * (slice as f64 + 1.0) / slices;
        canvas.block((left + 0.5, plot.y(*share)), (right - 0.5, plot.bottom()), BLUE.tint(0.35), 1.0);
    }
    let level = plot.y(1.0 / slices);
    canvas.line(vec![(plot.left, level), (plot.right(), level)], 1.2, INK);
    canvas.line(vec![(plot.left, plot.bottom()), (plot.right(), plot.bottom())], 1.0, FRAME);
    let (x, y) = (plot.x(parameter.ledger), plot.bottom());
    canvas.area(vec![(x, y), (x + 5.0, y + 8.0), (x - 5.0, y + 8.0)], INK, 1.0);
    let setting = Setting::new(canvas.layout.small, MUTED);
    let step = round_step(high - low, 20);
    let baseline = plot.bottom() + canvas.layout.small + 9.0;
    canvas.text((plot.left, baseline), &number(low, step), setting);
    canvas.text((plot.right(), baseline), &number(high, step), setting.at(Anchor::End));
}

fn table(parameters: &[Posterior]) -> DataTable {
    let columns = ["parameter", "low end", "high end", "mean accepted", "in the ledger", "narrowed"];
    let row = |p: &Posterior| {
        let numbers = [p.range.0, p.range.1, p.mean, p.ledger].map(|x| Cell::Number(x, 3));
        let narrowed = Cell::Words(if p.narrowed { "yes" } else { "no" }.into());
        std::iter::once(Cell::Words(p.name.clone())).chain(numbers).chain([narrowed]).collect()
    };
    DataTable { columns: columns.map(String::from).to_vec(), rows: parameters.iter().map(row).collect() }
}

fn description(words: &Caption, parameters: &[Posterior]) -> String {
    let mut said = format!("{}. A histogram of accepted values for each parameter.", words.subtitle);
    for p in parameters {
        let (low, high) = p.range;
        said.push_str(&format!(
            " {}: range {low} to {high}, mean of the accepted values {:.3}.",
            p.name, p.mean
        ));
    }
    said
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_parameter_has_its_bars_its_level_and_its_row() {
        let one = |name: &str| Posterior {
            name: name.into(),
            range: (0.1, 1.2),
            shares: vec![0.75, 0.25, 0.0, 0.0],
            mean: 0.3,
            ledger: 1.2,
            narrowed: true,
        };
        let words = Caption { title: "Two".into(), subtitle: "of <many>".into() };
        let figure = prior_posterior(&words, &[one("rate"), one("a<b")]).unwrap();
        assert!(figure.svg.contains("a&lt;b") && figure.narrow.contains("a&lt;b"));
        assert_eq!(figure.table.rows.len(), 2);
        assert!(figure.description.contains("rate: range 0.1 to 1.2, mean of the accepted values 0.300"));
        assert!(matches!(prior_posterior(&words, &[]), Err(FigureError::Empty { .. })));
    }
}
