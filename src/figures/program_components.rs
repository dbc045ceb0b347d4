//! Programs of several components: how many teachers use all that has started, and how many are deep in all of it.

use super::captions::{at_the_end, of_all};
use super::composition::Composition;
use super::panels::fan_panels::{FanPanels, FannedMeasure, NOTE, Reading};
use super::{Draw, Figure, FigureData, FigureKind, data_table};
use crate::diagnostic::Diagnostic;
use crate::phrasing::percent;

/// The figure; only where a scenario has further components.
pub const FIGURE: FigureKind = FigureKind {
    due: |data| data.cases.iter().any(|case| !case.scenario.opening.components.is_empty()),
    ..FigureKind::new("program-components", &["program_share", "program_deep_share"], Draw::OfAll(draw))
};

/// Measures with the words of their axes.
const MEASURES: [(&str, &str); 2] = [
    ("program_share", "Whole program: teachers who use all of it"),
    ("program_deep_share", "Deep in all of it: teachers who teach all of it deeply"),
];

fn draw(data: &FigureData<'_>) -> Result<Figure, Diagnostic> {
    let panels = FanPanels {
        measures: MEASURES
            .map(|(m, words)| FannedMeasure {
                words,
                reads: Reading::Percent,
                fans: data.cases.iter().map(|case| case.fan(m, 0)).collect(),
            })
            .into(),
        scenarios: data.cases.iter().map(|case| (case.label.as_str(), case.events.as_slice())).collect(),
    };
    Composition {
        name: "program-components".into(),
        section: "program",
        caption: of_all(
            data,
            at_the_end(
                data,
                "teachers who use the whole program",
                |case| case.last_mean("program_share"),
                |case| percent(case.last_mean("program_share")),
            ),
        ),
        description: panels.description(),
        note: NOTE.into(),
        table: data_table::levels(&data.cases, &MEASURES),
    }
    .paint(|canvas, top| panels.draw(canvas, top))
}
