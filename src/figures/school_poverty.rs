//! Whom the work reaches: deep share in schools of high and of low poverty, and their gap run by run.

use super::captions::{of_all, of_each};
use super::composition::Composition;
use super::panels::fan_panels::{FanPanels, FannedMeasure, NOTE, Reading};
use super::{Draw, Figure, FigureData, FigureKind, data_table};
use crate::diagnostic::Diagnostic;
use crate::phrasing::{after, capital, percent, signed_points};

/// The figure; only where schools differ in what is known of their poverty.
pub const FIGURE: FigureKind = FigureKind {
    due: |data| !data.by_size && data.cases.iter().any(|case| !case.last_mean(GAP).is_nan()),
    ..FigureKind::new(
        "school-poverty",
        &["deep_share_high_poverty", "deep_share_low_poverty", GAP],
        Draw::OfAll(draw),
    )
};

/// The gap of high- to low-poverty schools, run by run.
const GAP: &str = "deep_share_gap";

/// Measures with the words of their axes.
const MEASURES: [(&str, &str); 3] = [
    ("deep_share_high_poverty", "Deep share in high-poverty schools"),
    ("deep_share_low_poverty", "Deep share in low-poverty schools"),
    (GAP, "Gap in each run, in points: high-poverty minus low-poverty"),
];

fn draw(data: &FigureData<'_>) -> Result<Figure, Diagnostic> {
    let gap = |case: &super::DrawnScenario<'_>| match case.last_mean(GAP) {
        gap if gap.is_nan() => "not known".into(),
        gap => signed_points(gap),
    };
    let panels = FanPanels {
        measures: MEASURES
            .map(|(measure, words)| FannedMeasure {
                words,
                reads: if measure == GAP { Reading::Points } else { Reading::Percent },
                fans: data.cases.iter().map(|case| case.fan(measure, 0)).collect(),
            })
            .into(),
        scenarios: data.cases.iter().map(|case| (case.label.as_str(), case.events.as_slice())).collect(),
    };
    let each = of_each(
        data,
        |case| case.last_mean("deep_share_high_poverty"),
        |case| format!("{}, {}", percent(case.last_mean("deep_share_high_poverty")), gap(case)),
    );
    Composition {
        name: "school-poverty".into(),
        section: "equity",
        caption: of_all(
            data,
            format!(
                "{}, teachers of high-poverty schools who teach it deeply, and points ahead of low-poverty schools: {each}",
                capital(&after(data.months()))
            ),
        ),
        description: panels.description(),
        note: format!(
            "{NOTE} High-poverty schools are at or above the district's mean poverty."
        ),
        table: data_table::levels(&data.cases, &MEASURES),
    }
    .paint(|canvas, top| panels.draw(canvas, top))
}
