//! Programs of several components: how many teachers use all that has started, and how many are deep in all of it.

use super::captions::{of_all, of_each};
use super::composition::Composition;
use super::panels::fan_panels::{FanPanels, NOTE};
use super::{Draw, Figure, FigureData, FigureKind, data_table};
use crate::diagnostic::Diagnostic;
use crate::phrasing::percent;

/// The figure; only where a scenario has further components.
pub const FIGURE: FigureKind = FigureKind {
    due: |data| data.cases.iter().any(|case| !case.scenario.opening.components.is_empty()),
    ..FigureKind::new(&["program_share", "program_deep_share"], Draw::OfAll(draw))
};

/// Measures with the words of their axes.
const MEASURES: [(&str, &str); 2] = [
    ("program_share", "Whole program (share of focal teachers using all)"),
    ("program_deep_share", "Deep in all of it (share of focal teachers)"),
];

fn draw(data: &FigureData<'_>) -> Result<Figure, Diagnostic> {
    let panels = FanPanels {
        measures: MEASURES
            .map(|(m, words)| (words, data.cases.iter().map(|case| case.fan(m, 0)).collect()))
            .into(),
        scenarios: data.cases.iter().map(|case| (case.label.as_str(), case.events.as_slice())).collect(),
        apart: false,
    };
    let reached = of_each(data, |case| percent(case.last_mean("program_share")));
    Composition {
        name: "program-components".into(),
        section: "program",
        caption: of_all(
            data,
            format!(
                "Whole program in use at month {}, mean share of focal teachers – {reached}",
                data.months()
            ),
        ),
        description: panels.description(),
        note: NOTE.into(),
        table: data_table::levels(&data.cases, &MEASURES),
    }
    .paint(|canvas, top| panels.draw(canvas, top))
}
