//! The levels behind the differences of a pair: both scenarios side by side.

use super::captions::caption;
use super::composition::Composition;
use super::panels::fan_panels::{FanPanels, NOTE};
use super::{Draw, DrawnScenario, Figure, FigureData, FigureKind, data_table};
use crate::diagnostic::Diagnostic;

/// The figure.
pub const FIGURE: FigureKind = FigureKind::new(&["spread", "deep_share"], Draw::OfPair(draw));
use crate::phrasing::percent;

/// Measures with the words of their axes.
const MEASURES: [(&str, &str); 2] = [
    ("spread", "Spread (share of focal teachers using)"),
    ("deep_share", "Deep share (share of focal teachers deep)"),
];

fn draw(
    data: &FigureData<'_>,
    other: &DrawnScenario<'_>,
    base: &DrawnScenario<'_>,
) -> Result<Figure, Diagnostic> {
    let cases = [base, other];
    let panels = FanPanels {
        measures: MEASURES.map(|(m, words)| (words, cases.map(|case| case.fan(m, 0)).into())).into(),
        scenarios: cases.map(|case| (case.label.as_str(), case.events.as_slice())).into(),
        apart: false,
    };
    let [from, to] = cases.map(|case| format!("{} {}", percent(case.last_mean("deep_share")), case.label));
    let title =
        format!("Deep practice at month {}, mean share of focal teachers: {from}, {to}", data.months());
    Composition {
        name: format!("levels-{}", other.scenario.name),
        section: "",
        caption: caption(data, title, cases),
        description: panels.description(),
        note: NOTE.into(),
        table: data_table::levels(cases, &MEASURES),
    }
    .paint(|canvas, top| panels.draw(canvas, top))
}
