//! What observations say of parameters: where accepted values lie in the range from which they were proposed. It
//! is drawn from a calibration, not from a results folder.

use plotters::element::Rectangle;
use plotters::series::LineSeries;

use super::composition::Composition;
use super::data_table::{self, DataCell, share};
use super::paint::canvas::{Anchor, Canvas};
use super::paint::theme::{BLUE, FRAME, GRID, INK, MUTED};
use super::paint::typeface::Weight;
use super::panels::chart::{AxisLook, Plot, Scale, chart, filling, number, round_step, stroke};
use super::panels::frame::swatches;
use super::panels::time_panel::Drawn;
use super::{Caption, DataTable, Figure};
use crate::calibration::Calibration;
use crate::calibration::posterior::Narrowed;
use crate::diagnostic::Diagnostic;
use crate::figures::nothing_to_draw;
use crate::parameters::Ledger;

/// Parameters shown at least: those that come nearest to being narrowed among them.
const LEAST: usize = 12;
/// Room between two plots.
const GAP: f64 = 26.0;
/// Height of a plot.
const HEIGHT: f64 = 84.0;

const NOTE: &str = "Heights are shares of the accepted values by weight, on one scale. Triangles mark the value that the \
                    ledger holds. A parameter whose accepted values lie as evenly as the proposed ones is one of which \
                    the observations say nothing.";

/// A parameter before and after the observations.
struct Posterior {
    name: &'static str,
    /// The range of proposed values; each was as likely as any other.
    range: (f64, f64),
    /// Shares of the accepted values in slices of the range, all as wide.
    shares: Vec<f64>,
    /// Mean of the accepted values.
    mean: f64,
    /// The value that the ledger holds.
    ledger: f64,
    /// Whether the accepted values differ from the proposed ones by more than chance.
    narrowed: bool,
}

/// Prior against accepted values of the parameters that the observations narrow: a histogram for each, with the level
/// line of the prior.
///
/// # Errors
/// If it cannot be drawn.
pub fn prior_posterior(found: &Calibration, ledger: &Ledger) -> Result<Figure, Diagnostic> {
    let all = found.narrowed(ledger);
    let count = all.iter().filter(|n| n.is_narrowed()).count();
    let of = |n: &Narrowed| -> Option<Posterior> {
        let entry = ledger.entries().get(n.position)?;
        let (low, high) = entry.range;
        Some(Posterior {
            name: n.name,
            range: entry.range,
            shares: found.slices(n.column).to_vec(),
            mean: low + n.mean * (high - low),
            ledger: entry.value,
            narrowed: n.is_narrowed(),
        })
    };
    let shown: Vec<Posterior> = all.iter().take(count.max(LEAST)).filter_map(of).collect();
    let narrowed = if count == 0 { "none".to_owned() } else { count.to_string() };
    let title =
        format!("The observations narrow {narrowed} of {} parameters beyond what chance would", all.len());
    let subtitle = format!(
        "Model: {}; {} vectors weighed, worth {:.0} independent ones. Those narrowed most come first ({} shown).",
        found.model.word(),
        found.simulated.len(),
        found.weighed.effective,
        shown.len()
    );
    figure(Caption { title, subtitle }, &shown)
}

fn figure(caption: Caption, parameters: &[Posterior]) -> Result<Figure, Diagnostic> {
    if parameters.is_empty() {
        return Err(nothing_to_draw("prior-posterior", "parameter"));
    }
    Composition {
        name: "prior-posterior".into(),
        section: "",
        caption,
        description: description(parameters),
        note: NOTE.into(),
        table: table(parameters),
    }
    .paint(|canvas, top| lay_out(canvas, top, parameters))
}

fn lay_out(canvas: &Canvas, top: f64, parameters: &[Posterior]) -> Result<f64, Diagnostic> {
    let key = [
        (BLUE.tint(0.35), "accepted values".to_owned()),
        (INK, "proposed values: as many in every slice".to_owned()),
    ];
    let mut top = swatches(canvas, top, &key);
    let columns = if canvas.layout.is_narrow() { 2 } else { 4 };
    let pitch = (canvas.layout.room() + GAP) / columns as f64;
    let highest = parameters.iter().flat_map(|p| &p.shares).copied().fold(0.0, f64::max);
    for row in parameters.chunks(columns) {
        let size = canvas.layout.small;
        top += size + 8.0;
        for (column, parameter) in row.iter().enumerate() {
            let plot = Plot {
                left: canvas.layout.margin + column as f64 * pitch,
                top: top + 6.0,
                width: pitch - GAP,
                height: HEIGHT,
                across: parameter.range,
                up: (0.0, highest),
            };
            let name = canvas.face.ellipsize(parameter.name, size, Weight::Bold, plot.width);
            canvas.text((plot.left, top), &name, canvas.small(INK).bold());
            histogram(canvas, &plot, parameter)?;
        }
        top += 6.0 + HEIGHT + size + 17.0;
    }
    Ok(top)
}

fn histogram(canvas: &Canvas, plot: &Plot, parameter: &Posterior) -> Drawn {
    let (low, high) = plot.across;
    let slices = parameter.shares.len().max(1) as f64;
    canvas.rectangle((plot.left, plot.top), (plot.right(), plot.bottom()), GRID, 0.35);
    let bare = AxisLook { lines: (false, false), foot: false, ink: (MUTED, MUTED), gap: 0.0 };
    let scales = (Scale::new(plot.across, Vec::new()), Scale::new(plot.up, Vec::new()));
    let mut chart = chart(canvas, plot, scales, &bare)?;
    let value = |slice: f64| low + (high - low) * slice / slices;
    let air = (high - low) * 0.5 / plot.width;
    chart.draw_series(parameter.shares.iter().enumerate().map(|(slice, share)| {
        let (left, right) = (value(slice as f64) + air, value(slice as f64 + 1.0) - air);
        Rectangle::new([(left, *share), (right, 0.0)], filling(BLUE.tint(0.35), 1.0))
    }))?;
    let level = [(low, 1.0 / slices), (high, 1.0 / slices)];
    chart.draw_series(LineSeries::new(level, stroke(INK, 1.2)))?;
    chart.draw_series(LineSeries::new([(low, 0.0), (high, 0.0)], stroke(FRAME, 1.0)))?;
    let (x, y) = (plot.x(parameter.ledger), plot.bottom());
    canvas.area(vec![(x, y), (x + 5.0, y + 8.0), (x - 5.0, y + 8.0)], INK, 1.0);
    let step = round_step(high - low, 20);
    let baseline = plot.bottom() + canvas.layout.small + 9.0;
    canvas.text((plot.left, baseline), &number(low, step), canvas.small(MUTED));
    canvas.text((plot.right(), baseline), &number(high, step), canvas.small(MUTED).at(Anchor::End));
    Ok(())
}

fn table(parameters: &[Posterior]) -> DataTable {
    let columns = ["parameter", "low end", "high end", "mean accepted", "in the ledger", "narrowed"];
    let row = |p: &Posterior| {
        let numbers = [p.range.0, p.range.1, p.mean, p.ledger].map(share);
        let narrowed = DataCell::from(if p.narrowed { "yes" } else { "no" });
        std::iter::once(p.name.into()).chain(numbers).chain([narrowed]).collect()
    };
    data_table::table(&columns, parameters.iter().map(row).collect())
}

fn description(parameters: &[Posterior]) -> String {
    let mut said = "A histogram of accepted values for each parameter.".to_owned();
    for Posterior { name, range: (low, high), mean, .. } in parameters {
        said.push_str(&format!(" {name}: range {low} to {high}, mean of the accepted values {mean:.3}."));
    }
    said
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figures::text_overlap;

    #[test]
    fn each_parameter_has_its_bars_its_level_and_its_row() {
        let one = |name| Posterior {
            name,
            range: (0.1, 1.2),
            shares: vec![0.75, 0.25, 0.0, 0.0],
            mean: 0.3,
            ledger: 1.2,
            narrowed: true,
        };
        let words = || Caption { title: "Two".into(), subtitle: "of <many>".into() };
        let figure = super::figure(words(), &[one("rate"), one("a<b")]).unwrap();
        for svg in [&figure.svg, &figure.narrow] {
            assert!(svg.contains("a&lt;b") && text_overlap::faults(svg).is_empty());
        }
        assert_eq!(figure.table.rows.len(), 2);
        assert!(figure.description.contains("rate: range 0.1 to 1.2, mean of the accepted values 0.300"));
        assert!(super::figure(words(), &[]).unwrap_err().fault.ends_with("was given no parameter"));
    }
}
