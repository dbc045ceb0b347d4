//! Share of the runs at each stage, over the months.

use super::captions::of_all;
use super::composition::Composition;
use super::data_table::{self, DataTable, months, share, whole};
use super::paint::theme::STEPS;
use super::panels::stacked_areas::{Stack, StackedAreas};
use super::{Draw, DrawnScenario, Figure, FigureData, FigureKind, titles};
use crate::diagnostic::Diagnostic;

/// The figure.
pub const FIGURE: FigureKind = FigureKind::new(
    "stage-shares",
    &["stage_share_1", "stage_share_2", "stage_share_3", "stage_share_4", "stage_share_5"],
    Draw::OfAll(draw),
);

/// The stages in a few words.
pub const STAGES: [&str; 6] = [
    "nobody tests it",
    "a team member uses it",
    "colleagues in pilot schools begin",
    "pilot schools at half, with some depth",
    "half of the schools, in policy",
    "districtwide norm",
];

const NOTE: &str = "Each run is at one stage in each month; a district can fall back. Stages are defined in the \
                    glossary by who uses it, how deeply, and what the district office has written down.";

fn draw(data: &FigureData<'_>) -> Result<Figure, Diagnostic> {
    let parts = STAGES.iter().zip(STEPS).enumerate();
    let areas = StackedAreas {
        measure: "Share of runs at each stage",
        parts: parts.map(|(k, (words, color))| (format!("stage {k}"), *words, color)).collect(),
        whole: true,
        panels: data
            .cases
            .iter()
            .map(|case| Stack { label: &case.label, parts: shares_of(case), events: &case.events })
            .collect(),
    };
    Composition {
        name: if data.by_size { "sizes-stage-shares" } else { "stage-shares" }.into(),
        section: "stages",
        caption: of_all(data, titles::stages(data)),
        description: areas.description(),
        note: NOTE.into(),
        table: table(data, &areas),
    }
    .paint(|canvas, top| areas.draw(canvas, top))
}

/// Shares at stages 0 to 5 by month: what is at none of 1 to 5 is at 0.
fn shares_of(case: &DrawnScenario<'_>) -> Vec<Vec<f64>> {
    let above: Vec<Vec<f64>> = FIGURE.measures.iter().map(|measure| case.means(measure)).collect();
    let months = above.iter().map(Vec::len).min().unwrap_or(0);
    let rest = (0..months).map(|m| (1.0 - above.iter().map(|s| s[m]).sum::<f64>()).max(0.0)).collect();
    [vec![rest], above].concat()
}

/// Shares at every stage, with the number of runs.
fn table(data: &FigureData<'_>, areas: &StackedAreas<'_>) -> DataTable {
    let mut rows = Vec::new();
    for (case, stack) in data.cases.iter().zip(&areas.panels) {
        let n = |month: u32| case.level("stage_share_1").get(month as usize).map_or(0.0, |p| p.n as f64);
        for month in months(data.months()) {
            let at = |s: &Vec<f64>| share(s.get(month as usize).copied().unwrap_or(f64::NAN));
            let mut row = vec![case.label.as_str().into(), whole(f64::from(month)), whole(n(month))];
            row.extend(stack.parts.iter().map(at));
            rows.push(row);
        }
    }
    let stages = ["stage 0", "stage 1", "stage 2", "stage 3", "stage 4", "stage 5"];
    data_table::table(&[&["scenario", "month", "runs"][..], &stages].concat(), rows)
}
