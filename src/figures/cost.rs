//! What a plan takes: money since the first day and hours of those who give most, month by month.

use super::captions::{of_all, of_each};
use super::composition::Composition;
use super::data_table::{self, DataCell, DataTable};
use super::panels::fan_panels::{FanPanels, FannedMeasure, NOTE, Reading};
use super::{Draw, DrawnScenario, Fan, Figure, FigureData, FigureKind};
use crate::diagnostic::Diagnostic;
use crate::phrasing::{after, capital, dollars};
use crate::results::plan_cost::{COST_COLUMNS, PlanCost};

/// The figure.
pub const FIGURE: FigureKind = FigureKind {
    run_columns: &COST_COLUMNS,
    due: |data| !data.by_size,
    ..FigureKind::new("cost", &["cost_so_far", "hours_coach", "hours_collaboration"], Draw::OfAll(draw))
};

/// Measures with the words of their axes, and what one unit of the axis is.
const MEASURES: [(&str, &str, f64); 3] = [
    ("cost_so_far", "Cost so far (thousand dollars of 2023)", 1_000.0),
    ("hours_coach", "Coaches (hours a month)", 1.0),
    ("hours_collaboration", "Teachers in collaboration (hours a month)", 1.0),
];

fn draw(data: &FigureData<'_>) -> Result<Figure, Diagnostic> {
    let fans = |measure: &str, unit: f64| {
        data.cases.iter().map(|case| in_units(case.fan(measure, 0), unit)).collect::<Vec<Fan>>()
    };
    let panels = FanPanels {
        measures: MEASURES
            .map(|(measure, words, unit)| FannedMeasure {
                words,
                reads: Reading::Amount,
                fans: fans(measure, unit),
            })
            .into(),
        scenarios: data.cases.iter().map(|case| (case.label.as_str(), case.events.as_slice())).collect(),
    };
    let each = of_each(
        data,
        |case| cost(case).per_teacher.value,
        |case| {
            let found = cost(case).per_teacher;
            match (found.value.is_nan(), found.low.is_nan()) {
                (true, _) => "nobody came to it".into(),
                (false, true) => dollars(found.value),
                (false, false) => {
                    format!("{} ({} to {})", dollars(found.value), dollars(found.low), dollars(found.high))
                }
            }
        },
    );
    Composition {
        name: "cost".into(),
        section: "cost",
        caption: of_all(
            data,
            format!("{}, cost for each teacher who came to teach it deeply: {each}", capital(&after(data.months()))),
        ),
        description: panels.description(),
        note: format!(
            "{NOTE} Hours of managers stand in the table. Cost for each teacher is the mean cost over the mean number of teachers, with its 95% interval (Fieller). \
             Prices are parameters; most are assumed."
        ),
        table: table(data),
    }
    .paint(|canvas, top| panels.draw(canvas, top))
}

fn cost(case: &DrawnScenario<'_>) -> PlanCost {
    PlanCost::of(|column| case.results.ended(column))
}

fn in_units(fan: Fan, unit: f64) -> Fan {
    let told = |series: Vec<f64>| series.into_iter().map(|x| x / unit).collect();
    Fan {
        label: fan.label,
        q05: told(fan.q05),
        q25: told(fan.q25),
        q50: told(fan.q50),
        q75: told(fan.q75),
        q95: told(fan.q95),
        mean: told(fan.mean),
        mean_low: told(fan.mean_low),
        mean_high: told(fan.mean_high),
        runs: fan.runs,
    }
}

/// Hours by kind, money, and what each teacher and student costs.
fn table(data: &FigureData<'_>) -> DataTable {
    let rows = data.cases.iter().flat_map(|case| {
        let row = |f: crate::results::plan_cost::CostFigure| {
            let unit = if f.is_money { "dollars of 2023" } else { "" };
            let numbers = [f.value, f.interval.0, f.interval.1].map(|x| DataCell::Number(x, 0));
            let mut row = vec![case.label.as_str().into(), f.words.into(), unit.into()];
            row.extend(numbers);
            row
        };
        cost(case).figures().into_iter().map(row)
    });
    let head = ["scenario", "in all months", "unit", "mean", "from", "to"];
    data_table::table(&head, rows.collect())
}
