//! Timeline fans: spread and deep share over the months, with the spread of the runs; by size of the district where
//! the scenarios differ in size alone.

use super::captions::of_all;
use super::composition::Composition;
use super::panels::fan_panels::{FanPanels, FannedMeasure, NOTE, Reading};
use super::{Draw, Figure, FigureData, FigureKind, data_table, titles};
use crate::diagnostic::Diagnostic;

/// The figure.
pub const FIGURE: FigureKind = FigureKind {
    run_measures: &["spread", "deep_share"],
    ..FigureKind::new("timeline-fans", &["spread", "deep_share"], Draw::OfAll(draw))
};

/// Measures with the words of their axes.
const MEASURES: [(&str, &str); 2] =
    [("spread", "Spread: teachers who use it"), ("deep_share", "Deep share: teachers who teach it deeply")];

/// Single runs drawn faintly in a fan.
const FAINT_RUNS: usize = 5;

fn draw(data: &FigureData<'_>) -> Result<Figure, Diagnostic> {
    let fans = |measure: &str| data.cases.iter().map(|case| case.fan(measure, FAINT_RUNS)).collect();
    let fanned = |(measure, words)| FannedMeasure { words, reads: Reading::Percent, fans: fans(measure) };
    let panels = FanPanels {
        measures: MEASURES.map(fanned).into(),
        scenarios: data.cases.iter().map(|case| (case.label.as_str(), case.events.as_slice())).collect(),
    };
    Composition {
        name: if data.by_size { "sizes-fans" } else { "timeline-fans" }.into(),
        section: if data.by_size { "answer" } else { "timelines" },
        caption: of_all(data, titles::fans(data, "deep_share")),
        description: panels.description(),
        note: NOTE.into(),
        table: data_table::levels(&data.cases, &MEASURES),
    }
    .paint(|canvas, top| panels.draw(canvas, top))
}
