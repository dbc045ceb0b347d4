//! Fans of all futures, of those that meet what was seen, and what was seen.

use super::captions::caption;
use super::composition::Composition;
use super::data_table::{self, months, share, whole};
use super::figure_data::fan_of;
use super::paint::theme::{INK, Look, MUTED, look};
use super::panels::chart::{Plot, covering};
use super::panels::event_marks::{self, EventWords};
use super::panels::frame::{heading, named, whisker};
use super::panels::time_panel::{TimePanel, extent, month_title};
use super::{Draw, Fan, Figure, FigureData, FigureKind, nothing_to_draw};
use crate::diagnostic::Diagnostic;
use crate::metrics::columns::{MEASURES, range_of};
use crate::phrasing::{duration, percent, rounded, thousands};
use crate::results::given_seen::{GivenMeasure, GivenSeen};

/// The figure.
pub const FIGURE: FigureKind =
    FigureKind { due: |data| data.given.is_some(), ..FigureKind::new("seen-fans", &[], Draw::OfAll(draw)) };

const NOTE: &str = "The points are what was seen, with two of the observer's standard deviations to each side. Bands hold nine in ten \
                    futures: gray of all; blue of those that meet what was seen, by weight, with a darker band for the middle \
                    half. Lines are medians.";

fn draw(data: &FigureData<'_>) -> Result<Figure, Diagnostic> {
    let (Some(found), Some(base)) = (data.given, data.cases.first()) else {
        return Err(nothing_to_draw("seen-fans", "observation"));
    };
    let measures = found.measures.first().map_or(&[][..], Vec::as_slice);
    let last = measures.iter().map(|m| m.all.len()).max().unwrap_or(1).saturating_sub(1);
    let deep = measures
        .iter()
        .find(|m| m.measure == "deep_share")
        .and_then(|m| Some((m.given.last()?, m.all.last()?)));
    let title = match deep {
        _ if !found.comes_near() => "No future comes near what was seen".to_string(),
        Some((given, all)) => format!(
            "Given what was seen, {} teach it deeply after {} (mean of the futures that fit; of all {})",
            percent(given.mean),
            duration(last as u32),
            percent(all.mean)
        ),
        None => "Given what was seen".to_string(),
    };
    Composition {
        name: "seen-fans".into(),
        section: "seen",
        caption: caption(data, title, [base]),
        description: description(found),
        note: NOTE.into(),
        table: table(measures, last as u32),
    }
    .paint(|canvas, top| {
        let layout = canvas.layout;
        let narrow = layout.is_narrow();
        let (gray, blue) = (Look { color: MUTED, dash: &[], ..look(0) }, look(0));
        let fits = format!(
            "futures that meet what was seen (worth {} of {})",
            rounded(found.effective),
            thousands(found.futures)
        );
        let mut top = named(canvas, (layout.margin, top), gray, "all futures", layout.room(), true);
        top = named(canvas, (layout.margin, top), blue, &fits, layout.room(), true);
        let events = event_marks::merged([(base.label.as_str(), base.events.as_slice())].into_iter());
        if narrow {
            top = event_marks::key(canvas, top + 4.0, &events, last as f64);
        }
        for (place, measure) in measures.iter().enumerate() {
            let [all, given] = fans(measure);
            let own = || found.seen.points.iter().filter(|p| p.column().name == measure.measure);
            let ends = own().flat_map(|p| [p.value - 2.0 * p.sd, p.value + 2.0 * p.sd]);
            top = 4.0 + heading(canvas, (layout.margin, top + 8.0), words(measure.measure), layout.room(), 3);
            let mut plot = Plot {
                left: layout.plot_left,
                top,
                width: layout.plot_width(),
                height: if narrow { 150.0 } else { 190.0 },
                across: (0.0, last.max(1) as f64),
                up: covering((0.0, 1.0), extent(&all).chain(ends)),
            };
            let said = match (narrow, place) {
                (true, _) => EventWords::Letters(&events),
                (false, 0) => EventWords::Full,
                (false, _) => EventWords::None,
            };
            plot.top += event_marks::height(canvas, &plot, &events, said);
            let mut panel = TimePanel::new(canvas, plot, 5, true)?;
            panel.events(&events, said);
            panel.band(&all.q05, &all.q95, MUTED, 0.18)?;
            panel.curve(&all.q50, 1.6, MUTED, &[])?;
            if found.comes_near() {
                panel.bands(&given, blue.color)?;
                panel.curve(&given.q50, 2.4, blue.color, &[])?;
            }
            for point in own() {
                let month = f64::from(point.month);
                let places = [point.value, point.value - 2.0 * point.sd, point.value + 2.0 * point.sd];
                panel.paint(places.map(|value| (month, value)).to_vec(), move |canvas, at| {
                    let ends = at.get(1).zip(at.get(2)).map(|(low, high)| (low.1, high.1));
                    whisker(canvas, at[0], ends, Look { color: INK, dash: &[], ..look(0) }, INK);
                })?;
            }
            panel.readings(readings(&all, &given));
            top = panel.bottom();
        }
        Ok(month_title(canvas, layout.plot_left, top) + 8.0)
    })
}

/// The fan of all futures, and that of those that fit.
fn fans(measure: &GivenMeasure) -> [Fan; 2] {
    let q =
        |of: fn(&crate::analysis::importance::WeightedSummary) -> f64| measure.given.iter().map(of).collect();
    let given = Fan {
        label: "futures that fit".into(),
        q05: q(|p| p.q05),
        q25: q(|p| p.q25),
        q50: q(|p| p.q50),
        q75: q(|p| p.q75),
        q95: q(|p| p.q95),
        mean: q(|p| p.mean),
        ..Fan::default()
    };
    [fan_of("all futures", &measure.all, range_of(measure.measure)), given]
}

fn readings(all: &Fan, given: &Fan) -> Vec<(String, Vec<f64>)> {
    [all, given].into_iter().flat_map(super::panels::fan_panels::readings).collect()
}

fn words(measure: &str) -> &'static str {
    MEASURES.iter().find(|m| m.name == measure).map_or("", |m| m.meaning)
}

fn description(found: &GivenSeen) -> String {
    format!("Bands of all futures and of those that meet what was seen: {}.", found.seen.words())
}

fn table(measures: &[GivenMeasure], last: u32) -> data_table::DataTable {
    let mut rows = Vec::new();
    for measure in measures {
        for month in months(last) {
            let (Some(given), Some(all)) =
                (measure.given.get(month as usize), measure.all.get(month as usize))
            else {
                continue;
            };
            rows.push(vec![
                measure.measure.into(),
                whole(month.into()),
                share(given.mean),
                share(given.q05),
                share(given.q95),
                share(all.mean),
                share(all.quantiles[0]),
                share(all.quantiles[6]),
            ]);
        }
    }
    let columns = [
        "measure",
        "month",
        "mean given what was seen",
        "5%",
        "95%",
        "mean of all futures",
        "5% of all",
        "95% of all",
    ];
    data_table::table(&columns, rows)
}
