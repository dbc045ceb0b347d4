//! Why teachers use it: users by what brought them, over the months.

use super::captions::{at_the_end, of_all};
use super::composition::Composition;
use super::paint::theme::CAUSES;
use super::panels::stacked_areas::{Stack, StackedAreas};
use super::{Draw, DrawnScenario, Figure, FigureData, FigureKind, data_table};
use crate::diagnostic::Diagnostic;

/// The figure.
pub const FIGURE: FigureKind = FigureKind::new(
    "users-by-cause",
    &["users_pilot", "users_colleague", "users_invitation", "users_expectation", "users_mandate"],
    Draw::OfAll(draw),
);
use crate::phrasing::percent;

/// What the measures mean: a short name, in full, and the same within a sentence.
const WORDS: [(&str, &str, &str); 5] = [
    ("team", "came by the team", "brought by the team"),
    ("colleagues", "came by colleagues", "brought by colleagues"),
    ("invitation", "came by invitation", "by invitation"),
    ("expectation", "came because it is expected", "because it is expected"),
    ("mandate", "came by mandate", "by mandate"),
];

const NOTE: &str = "A user counts by what brought them to use it, whatever keeps them. Means hide how far runs \
                    differ; their intervals are in the table.";

fn draw(data: &FigureData<'_>) -> Result<Figure, Diagnostic> {
    let parts =
        |case: &DrawnScenario<'_>| FIGURE.measures.iter().map(|measure| case.means(measure)).collect();
    let areas = StackedAreas {
        measure: "Users as a share of the teachers it is meant for, by what brought them; mean of the runs",
        parts: WORDS.iter().zip(CAUSES).map(|((short, full, _), of)| ((*short).into(), *full, of)).collect(),
        whole: false,
        panels: data
            .cases
            .iter()
            .map(|case| Stack { label: &case.label, parts: parts(case), events: &case.events })
            .collect(),
    };
    let users = |case: &DrawnScenario<'_>| FIGURE.measures.iter().map(|m| case.last_mean(m)).sum::<f64>();
    let title = at_the_end(data, "share of teachers, and what brought most of them", users, |case| {
        let causes = FIGURE.measures.iter().map(|measure| case.last_mean(measure));
        let all: f64 = causes.clone().sum();
        match causes.zip(WORDS).max_by(|a, b| a.0.total_cmp(&b.0)).filter(|(mean, _)| *mean > 0.0) {
            Some((mean, cause)) => format!("{} use it, {} {}", percent(all), percent(mean), cause.2),
            None => "nobody uses it".into(),
        }
    });
    let measures: Vec<_> = FIGURE.measures.iter().zip(WORDS).map(|(m, words)| (*m, words.1)).collect();
    Composition {
        name: "users-by-cause".into(),
        section: "causes",
        caption: of_all(data, title),
        description: areas.description(),
        note: NOTE.into(),
        table: data_table::levels(&data.cases, &measures),
    }
    .paint(|canvas, top| areas.draw(canvas, top))
}
