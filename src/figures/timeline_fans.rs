//! Timeline fans: each measure over the months, with the spread of the runs; by size of the district where
//! the scenarios differ in size alone.

use super::captions::{of_all, of_each};
use super::composition::Composition;
use super::panels::fan_panels::{FanPanels, NOTE};
use super::{Draw, Figure, FigureData, FigureKind, data_table};
use crate::diagnostic::Diagnostic;

/// The figure.
pub const FIGURE: FigureKind = FigureKind {
    run_measures: &["spread", "depth", "deep_share", "ownership"],
    ..FigureKind::new(&["spread", "depth", "deep_share", "ownership"], Draw::OfAll(draw))
};
use crate::phrasing::percent;

/// Measures with the words of their axes; the first three by size.
const MEASURES: [(&str, &str); 4] = [
    ("spread", "Spread (share of focal teachers using)"),
    ("depth", "Depth (mean among users, 0 to 1)"),
    ("deep_share", "Deep share (share of focal teachers deep)"),
    ("ownership", "Ownership (mean among users, 0 to 1)"),
];

/// Single runs drawn faintly in a fan.
const FAINT_RUNS: usize = 5;

fn draw(data: &FigureData<'_>) -> Result<Figure, Diagnostic> {
    let (month, by_size) = (data.months(), data.by_size);
    let measures = if by_size { &MEASURES[..3] } else { &MEASURES };
    let fans = |measure: &str| data.cases.iter().map(|case| case.fan(measure, FAINT_RUNS)).collect();
    let panels = FanPanels {
        measures: measures.iter().map(|(measure, words)| (*words, fans(measure))).collect(),
        scenarios: data.cases.iter().map(|case| (case.label.as_str(), case.events.as_slice())).collect(),
        apart: by_size,
    };
    let title = if by_size {
        let reached = of_each(data, |case| percent(case.last_median("spread")));
        format!("Spread at month {month}, median share of focal teachers – {reached}")
    } else {
        let reached = of_each(data, |case| percent(case.last_mean("deep_share")));
        format!("Deep practice at month {month}, mean share of focal teachers – {reached}")
    };
    Composition {
        name: if by_size { "sizes-fans" } else { "timeline-fans" }.into(),
        section: if by_size { "" } else { "timelines" },
        caption: of_all(data, title),
        description: panels.description(),
        note: NOTE.into(),
        table: data_table::levels(&data.cases, measures),
    }
    .paint(|canvas, top| panels.draw(canvas, top))
}
