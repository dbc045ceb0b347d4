//! Published observations beside what accepted vectors predict of them. It is drawn from a calibration, not from a results
//! folder.

use super::composition::Composition;
use super::data_table::{self, DataCell, share};
use super::paint::canvas::{Anchor, Canvas};
use super::paint::theme::{BLUE, FRAME, GRID, INK, MUTED, Marker};
use super::panels::chart::{Plot, number};
use super::panels::frame::swatches;
use super::{Caption, DataTable, Figure};
use crate::calibration::Calibration;
use crate::calibration::features::FEATURES;
use crate::calibration::posterior::Predicted;
use crate::calibration::space::Space;
use crate::diagnostic::Diagnostic;
use crate::figures::nothing_to_draw;
use crate::parameters::Ledger;

/// Height of a row's bars, and the air below them.
const BAR: f64 = 9.0;
const AIR: f64 = 16.0;
/// Room for the numbers of an observation, at the right.
const NUMBERS: f64 = 150.0;
/// The axis: shares, and a ratio that may exceed 1.
const ACROSS: (f64, f64) = (0.0, 1.4);
const TICKS: [f64; 8] = [0.0, 0.2, 0.4, 0.6, 0.8, 1.0, 1.2, 1.4];

const NOTE: &str = "Bars hold 5 to 95% and the middle half of what might have been seen in samples of the same size, with the \
                    discrepancy between a study's measure and the model's; the diamond is what was seen. Grey: vectors drawn \
                    evenly from the ranges. C10 is a judgment, and its bars are what is simulated. C6 fixes the effect at full \
                    depth and does not count as met.";

/// Observations against predictions before and after calibration.
///
/// # Errors
/// If it cannot be drawn.
pub fn predicted_observed(found: &Calibration, ledger: &Ledger) -> Result<Figure, Diagnostic> {
    let rows = found.predicted(&Space::new(found.model, found.effort.seed, ledger));
    let inside = rows.iter().filter(|row| (row.after[0]..=row.after[4]).contains(&row.seen)).count();
    let title =
        format!("{inside} of {} observed numbers lie where nine tenths of the predictions lie", rows.len());
    let subtitle = format!(
        "Model: {}; {} vectors weighed, worth {:.0} independent ones.",
        found.model.word(),
        found.simulated.len(),
        found.weighed.effective
    );
    figure(Caption { title, subtitle }, &rows)
}

fn figure(caption: Caption, rows: &[Predicted]) -> Result<Figure, Diagnostic> {
    if rows.is_empty() {
        return Err(nothing_to_draw("predicted-observed", "observation"));
    }
    Composition {
        name: "predicted-observed".into(),
        section: "",
        caption,
        description: description(rows),
        note: NOTE.into(),
        table: table(rows),
    }
    .paint(|canvas, top| Ok(lay_out(canvas, top, rows)))
}

fn words(id: &str) -> &'static str {
    FEATURES.iter().find(|feature| feature.name == id).map_or("", |feature| feature.words)
}

fn lay_out(canvas: &Canvas, top: f64, rows: &[Predicted]) -> f64 {
    let key = [
        (FRAME, "before calibration".to_owned()),
        (BLUE.tint(0.35), "accepted vectors".to_owned()),
        (INK, "seen".to_owned()),
    ];
    let mut top = swatches(canvas, top, &key) + 6.0;
    let layout = canvas.layout;
    let numbers = if layout.is_narrow() { 0.0 } else { NUMBERS };
    let size = layout.small;
    for row in rows {
        let label = format!("{}: {}", row.id, words(row.id));
        let lines =
            canvas.paragraph((layout.margin, top + size), &label, canvas.small(INK), layout.room(), 2);
        let plot = Plot {
            left: layout.margin,
            top: lines + 7.0,
            width: layout.room() - numbers,
            height: 2.0 * BAR + 3.0,
            across: ACROSS,
            up: (0.0, 1.0),
        };
        for tick in TICKS {
            canvas.line(vec![(plot.x(tick), plot.top), (plot.x(tick), plot.bottom())], 1.0, GRID);
        }
        let bar = |q: &[f64; 5], top: f64, color| {
            if q[0].is_finite() {
                canvas.rectangle((plot.x(q[0]), top), (plot.x(q[4]), top + BAR), color, 0.35);
                canvas.rectangle((plot.x(q[1]), top), (plot.x(q[3]), top + BAR), color, 0.75);
            }
        };
        bar(&row.before, plot.top, FRAME);
        bar(&row.after, plot.top + BAR + 3.0, BLUE);
        canvas.marker((plot.x(row.seen), plot.top + BAR + 1.5), Marker::Diamond, 5.0, INK);
        if numbers > 0.0 {
            let told = format!("seen {:.2}; {:.2} to {:.2}", row.seen, row.after[0], row.after[4]);
            let at = (layout.margin + layout.room(), plot.bottom() - 4.0);
            canvas.text(at, &told, canvas.small(MUTED).at(Anchor::End));
        }
        top = plot.bottom() + AIR;
    }
    let plot = Plot {
        left: layout.margin,
        top,
        width: layout.room() - numbers,
        height: 0.0,
        across: ACROSS,
        up: (0.0, 1.0),
    };
    for (k, tick) in TICKS.into_iter().enumerate() {
        let anchor = if k == 0 {
            Anchor::Start
        } else if k + 1 == TICKS.len() {
            Anchor::End
        } else {
            Anchor::Middle
        };
        canvas.text((plot.x(tick), top), &number(tick, 0.2), canvas.small(MUTED).at(anchor));
    }
    top + 6.0
}

fn table(rows: &[Predicted]) -> DataTable {
    let columns = [
        "observation",
        "seen",
        "prior 5%",
        "prior 50%",
        "prior 95%",
        "accepted 5%",
        "accepted 50%",
        "accepted 95%",
    ];
    let row = |p: &Predicted| {
        let q = |q: &[f64; 5]| [q[0], q[2], q[4]].map(share);
        let name = DataCell::from(format!("{}: {}", p.id, words(p.id)).as_str());
        [name, share(p.seen)].into_iter().chain(q(&p.before)).chain(q(&p.after)).collect()
    };
    data_table::table(&columns, rows.iter().map(row).collect())
}

fn description(rows: &[Predicted]) -> String {
    let mut said = "For each observation what might have been seen, and what was.".to_owned();
    for Predicted { id, seen, after, .. } in rows {
        said.push_str(&format!(" {id}: seen {seen:.2}, predicted {:.2} to {:.2}.", after[0], after[4]));
    }
    said
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figures::text_overlap;

    #[test]
    fn each_observation_has_its_bars_its_mark_and_its_row() {
        let one = |id| Predicted {
            id,
            seen: 0.32,
            before: [0.0, 0.2, 0.5, 0.8, 1.4],
            after: [0.2, 0.28, 0.33, 0.38, 0.46],
            tail: 0.9,
        };
        let caption = || Caption { title: "Two".into(), subtitle: "of many".into() };
        let figure = super::figure(caption(), &[one("C1"), one("C10 high")]).unwrap();
        for svg in [&figure.svg, &figure.narrow] {
            assert!(
                svg.contains("C10 high") && text_overlap::faults(svg).is_empty(),
                "{:?}",
                text_overlap::faults(svg)
            );
        }
        assert_eq!(figure.table.rows.len(), 2);
        assert!(figure.description.contains("C1: seen 0.32, predicted 0.20 to 0.46"));
        assert!(super::figure(caption(), &[]).unwrap_err().fault.ends_with("was given no observation"));
    }
}
