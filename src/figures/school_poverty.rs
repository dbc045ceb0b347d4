//! Whom the work reaches: deep share in schools of high and of low poverty, their gap in each run, and the lowest quarter.

use super::captions::{of_all, of_each};
use super::composition::Composition;
use super::panels::fan_panels::{FanPanels, FannedMeasure, NOTE};
use super::{Draw, Figure, FigureData, FigureKind, data_table};
use crate::diagnostic::Diagnostic;
use crate::phrasing::{percent, signed_points};

/// The figure; only where schools differ in what is known of their poverty.
pub const FIGURE: FigureKind = FigureKind {
    due: |data| !data.by_size && data.cases.iter().any(|case| !case.last_mean("deep_share_gap").is_nan()),
    ..FigureKind::new(
        "school-poverty",
        &["deep_share_high_poverty", "deep_share_low_poverty", "deep_share_gap", "deep_share_lowest"],
        Draw::OfAll(draw),
    )
};

/// Measures with the words of their axes.
const MEASURES: [(&str, &str); 4] = [
    ("deep_share_high_poverty", "Deep share, high-poverty schools"),
    ("deep_share_low_poverty", "Deep share, low-poverty schools"),
    ("deep_share_gap", "Gap in each run: high-poverty minus low-poverty"),
    ("deep_share_lowest", "Deep share, lowest quarter of schools"),
];

fn draw(data: &FigureData<'_>) -> Result<Figure, Diagnostic> {
    let gap = |case: &super::DrawnScenario<'_>| match case.last_mean("deep_share_gap") {
        gap if gap.is_nan() => "not known".into(),
        gap => signed_points(gap),
    };
    let panels = FanPanels {
        measures: MEASURES
            .map(|(measure, words)| FannedMeasure {
                words,
                in_percent: true,
                fans: data.cases.iter().map(|case| case.fan(measure, 0)).collect(),
            })
            .into(),
        scenarios: data.cases.iter().map(|case| (case.label.as_str(), case.events.as_slice())).collect(),
    };
    let each = of_each(data, |case| {
        format!("{}, {}", percent(case.last_mean("deep_share_high_poverty")), gap(case))
    });
    Composition {
        name: "school-poverty".into(),
        section: "equity",
        caption: of_all(
            data,
            format!(
                "Deep share in high-poverty schools at month {}, and points ahead of low-poverty schools – {each}",
                data.months()
            ),
        ),
        description: panels.description(),
        note: format!(
            "{NOTE} High-poverty schools are at or above the district's mean poverty. The lowest quarter of schools by deep share \
             is taken anew in each run and month, and counted by focal teachers."
        ),
        table: data_table::levels(&data.cases, &MEASURES),
    }
    .paint(|canvas, top| panels.draw(canvas, top))
}
