//! A decision: a map of plans in worlds. Color is the regret, the number in a cell the outcome, and a cell with a frame is not
//! acceptable. Below it what each plan is at its worst.

use super::composition::Composition;
use super::data_table::{self, DataCell, DataTable, share};
use super::paint::canvas::{Anchor, Canvas, Lettering};
use super::paint::theme::{INK, MUTED, PAPER, PaintColor, STEPS, VERMILION};
use super::panels::frame::swatches;
use super::{Caption, Figure};
use crate::diagnostic::Diagnostic;
use crate::metrics::Quantity;
use crate::phrasing::{number, percent, thousands};
use crate::results::Dataset;
use crate::results::decision::{Decision, FoundPlan};

/// Steps of color: the darkest ones hide a number.
const COLORS: usize = 5;

const NOTE: &str = "Color is the regret: how far a plan stays behind the best plan of that world on average. The number is the mean outcome, and behind \
                    it, where there is room, half of the 95% Monte Carlo interval. A cell with a frame is not acceptable. Rows are worlds of which nobody \
                    knows which one holds; all plans have the same replications.";

/// The figure.
///
/// # Errors
/// Where it cannot be painted.
pub fn decide_map(found: &Decision, dataset: &Dataset) -> Result<Figure, Diagnostic> {
    let places = match dataset.manifest.districts.as_slice() {
        [only] => only.name.clone(),
        all => format!("{} districts", all.len()),
    };
    let (months, seed) = (dataset.manifest.months, dataset.manifest.seed);
    figure(found, &format!("{months} months, seed {seed}; {places}"))
}

fn figure(found: &Decision, of: &str) -> Result<Figure, Diagnostic> {
    let title = match found.robust() {
        Some((plan, votes)) if votes == found.chosen.len() => {
            format!("\"{}\" is the robust plan by all rules", found.plans[plan].name)
        }
        Some((plan, votes)) => {
            format!("\"{}\" is taken by {votes} of {} rules", found.plans[plan].name, found.chosen.len())
        }
        None => "No plan can be chosen".into(),
    };
    let sign = if found.aim.lower { "at most" } else { "at least" };
    let subtitle = format!(
        "{} simulated futures of each plan in each world, {of}. Outcome: {}. Acceptable: {sign} {}",
        thousands(found.replications.into()),
        found.outcome.words(),
        told(found.outcome, found.aim.acceptable),
    );
    Composition {
        name: "decide-map".into(),
        section: "",
        caption: Caption { title, subtitle },
        description: description(found),
        note: NOTE.into(),
        table: table(found),
    }
    .paint(|canvas, top| Ok(lay_out(canvas, top, found)))
}

/// A value of the outcome.
fn told(outcome: Quantity, x: f64) -> String {
    match (x.is_finite(), outcome.column().unit) {
        (false, _) => "–".into(),
        (true, "share") => percent(x),
        (true, _) => number((10.0 * x).round() / 10.0),
    }
}

/// A difference of the outcome, with its unit.
fn apart(outcome: Quantity, x: f64) -> String {
    match (x.is_finite(), outcome.column().unit) {
        (false, _) => "–".into(),
        (true, "share") => format!("{:.0} points", 100.0 * x),
        (true, unit) => format!("{} {unit}", number((10.0 * x).round() / 10.0)),
    }
}

/// The step of a regret, of which `most` is the largest.
fn step(regret: f64, most: f64) -> usize {
    let place = if most > 0.0 { (regret / most * COLORS as f64).floor() as usize } else { 0 };
    place.min(COLORS - 1)
}

fn lay_out(canvas: &Canvas, top: f64, found: &Decision) -> f64 {
    let layout = canvas.layout;
    let most = found.plans.iter().map(|plan| plan.over_worlds.largest_regret).fold(0.0, f64::max);
    let end = |k: usize| apart(found.outcome, most * k as f64 / COLORS as f64);
    let key: Vec<(PaintColor, String)> = match most > 0.0 {
        true => (0..COLORS)
            .map(|k| {
                (
                    STEPS[k],
                    match k {
                        0 => format!("less than {}", end(1)),
                        _ => format!("{} to {}", end(k).split(' ').next().unwrap_or(""), end(k + 1)),
                    },
                )
            })
            .collect(),
        false => vec![(STEPS[0], "no regret anywhere".into())],
    };
    let words = "Behind the best plan of the world, by";
    let below =
        canvas.paragraph((layout.margin, top + layout.small), words, canvas.small(MUTED), layout.room(), 2);
    let mut top = swatches(canvas, below, &key) + 4.0;
    let left = if layout.is_narrow() { 112.0 } else { 190.0 };
    let width = (layout.room() - left) / found.plans.len() as f64;
    let center = |p: usize| layout.margin + left + (p as f64 + 0.5) * width;
    // Names of plans where they have room, else letters with a key.
    let ink = canvas.small(INK).bold();
    let lines: Vec<Vec<String>> =
        found.plans.iter().map(|plan| canvas.wrap_evenly(&plan.name, ink, width - 8.0, 5)).collect();
    let fits =
        lines.iter().flatten().all(|line| canvas.width(line, ink) <= width - 4.0 && !line.ends_with('…'));
    if fits && !layout.is_narrow() {
        let tallest = lines.iter().map(Vec::len).max().unwrap_or(1);
        for (p, own) in lines.iter().enumerate() {
            for (k, line) in own.iter().enumerate() {
                let y = top + layout.small + (tallest - own.len() + k) as f64 * ink.leading();
                canvas.text((center(p), y), line, ink.at(Anchor::Middle));
            }
        }
        top += layout.small + tallest as f64 * ink.leading();
    } else {
        for (p, plan) in found.plans.iter().enumerate() {
            let told = format!("{}  {}", letter(p), plan.name);
            let place = (layout.margin, top + layout.small);
            top = canvas.paragraph(place, &told, canvas.small(INK), layout.room(), 2) + 4.0;
        }
        top += 12.0;
        for p in 0..found.plans.len() {
            canvas.text((center(p), top + layout.small), &letter(p), ink.at(Anchor::Middle));
        }
        top += layout.small + 8.0;
    }
    for w in 0..found.worlds.len() {
        top = world(canvas, top, found, (w, most), (left, width));
    }
    top += 8.0;
    let plan = |of: &dyn Fn(&FoundPlan) -> String| -> Vec<String> { found.plans.iter().map(of).collect() };
    let value = |x: f64| told(found.outcome, x);
    let rows = [
        ("Worst tenth of worlds", plan(&|own| value(own.over_worlds.worst_tenth))),
        ("Acceptable worlds", plan(&|own| percent(own.over_worlds.acceptable))),
        ("Largest regret", plan(&|own| apart(found.outcome, own.over_worlds.largest_regret))),
        ("Planned hours", plan(&|own| thousands(own.planned_hours.round() as u64))),
        ("Cost (1,000 dollars)", plan(&|own| thousands((own.cost / 1_000.0).max(0.0).round() as u64))),
    ];
    for (words, own) in rows {
        let label = canvas.wrap(words, canvas.small(MUTED), left - 10.0, 2);
        let below = canvas.lines((layout.margin, top + layout.small), &label, canvas.small(MUTED));
        for (p, own) in own.into_iter().enumerate() {
            let short = own.split([' ', '%']).next().unwrap_or("").to_owned();
            fitted(canvas, (center(p), top + layout.small), &[own, short], (width - 4.0, canvas.small(INK)));
        }
        top = below.max(top + layout.small + 8.0) - 2.0;
    }
    top + 12.0
}

/// The first of these words that has room; none where none has: the table and the wide picture have them.
fn fitted(canvas: &Canvas, place: (f64, f64), words: &[String], (room, ink): (f64, Lettering)) {
    if let Some(fits) = words.iter().find(|words| canvas.width(words, ink) <= room) {
        canvas.text(place, fits, ink.at(Anchor::Middle));
    }
}

/// The row of a world.
fn world(
    canvas: &Canvas,
    top: f64,
    found: &Decision,
    (w, most): (usize, f64),
    (left, width): (f64, f64),
) -> f64 {
    let layout = canvas.layout;
    let muted = canvas.small(INK);
    let words = canvas.wrap(&found.worlds[w].name, muted, left - 10.0, 3);
    let height = (words.len() as f64 * muted.leading() + 8.0).max(26.0);
    let first = top + height / 2.0 - (words.len() as f64 - 1.0) * muted.leading() / 2.0 + layout.small * 0.36;
    canvas.lines((layout.margin, first), &words, muted);
    for p in 0..found.plans.len() {
        let cell = found.cell(p, w);
        if !cell.outcome.mean.is_finite() {
            continue;
        }
        let place = step(cell.regret, most);
        let x = layout.margin + left + p as f64 * width;
        let corners = [(x + 1.0, top + 1.0), (x + width - 1.0, top + height - 1.0)];
        canvas.rectangle(corners[0], corners[1], STEPS[place], 1.0);
        if !found.aim.accepts(cell.outcome.mean) {
            let [(x0, y0), (x1, y1)] =
                [(corners[0].0 + 1.5, corners[0].1 + 1.5), (corners[1].0 - 1.5, corners[1].1 - 1.5)];
            canvas.line(vec![(x0, y0), (x1, y0), (x1, y1), (x0, y1), (x0, y0)], 1.6, VERMILION);
        }
        let ink: Lettering = canvas.small(if place >= 4 { PAPER } else { INK }).at(Anchor::Middle);
        let own = told(found.outcome, cell.outcome.mean);
        let half = cell.outcome.reach();
        let full = match (half.is_finite(), found.outcome.column().unit) {
            (true, "share") => format!("{own} ± {:.1}", 100.0 * half),
            (true, _) => format!("{own} ± {}", number((10.0 * half).round() / 10.0)),
            (false, _) => own.clone(),
        };
        let short = own.trim_end_matches('%').to_owned();
        let middle = (x + width / 2.0, top + height / 2.0 + layout.small * 0.36);
        fitted(canvas, middle, &[full, own, short], (width - 8.0, ink));
    }
    top + height
}

fn letter(place: usize) -> String {
    char::from(b'A' + (place % 26) as u8).to_string()
}

fn description(found: &Decision) -> String {
    let mut said = format!("A map of {} plans in {} worlds.", found.plans.len(), found.worlds.len());
    for plan in &found.plans {
        let over = &plan.over_worlds;
        let worst = found.worlds.get(over.worst_world).map_or("", |world| world.name.as_str());
        said.push_str(&format!(
            " {}: {} on average over worlds, from {} to {}; acceptable in {}; largest regret {}, in {worst}.",
            plan.name,
            told(found.outcome, over.mean),
            told(found.outcome, over.range.0),
            told(found.outcome, over.range.1),
            percent(over.acceptable),
            apart(found.outcome, over.largest_regret),
        ));
    }
    said
}

fn table(found: &Decision) -> DataTable {
    let columns =
        ["plan", "world", "weight", "outcome, mean", "from", "to", "regret", "regret, from", "regret, to"];
    let cells = (0..found.plans.len()).flat_map(|p| (0..found.worlds.len()).map(move |w| (p, w)));
    let row = |(p, w): (usize, usize)| -> Vec<DataCell> {
        let cell = found.cell(p, w);
        let (low, high) = cell.outcome.mean_interval(found.outcome.range());
        let numbers = [found.worlds[w].weight, cell.outcome.mean, low, high];
        let regret = [cell.regret, cell.regret_interval.0, cell.regret_interval.1];
        [found.plans[p].name.as_str().into(), found.worlds[w].name.as_str().into()]
            .into_iter()
            .chain(numbers.into_iter().chain(regret).map(share))
            .collect()
    };
    data_table::table(&columns, cells.map(row).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figures::text_overlap;
    use crate::results::decision::made_up::decision;

    #[test]
    fn a_map_of_few_or_many_plans_and_worlds_is_read_on_a_page_and_on_a_narrow_screen() {
        let few: &[(&str, Vec<f64>)] = &[("Thin", vec![0.3, 0.1]), ("Deep", vec![0.2, 0.2])];
        let found = decision(few, &["As it is", "Worse"], 0.15, true);
        let map = figure(&found, "60 months, seed 1; a district").unwrap();
        assert_eq!((map.table.rows.len(), map.name.as_str()), (4, "decide-map"));
        for words in ["30%", "Thin", "Worse", "Largest regret", "not acceptable"] {
            assert!(map.svg.contains(words), "{words}");
        }
        assert!(
            map.description.contains("Thin: 20% on average over worlds, from 10% to 30%"),
            "{}",
            map.description
        );
        let names: Vec<String> = (1..=12).map(|k| format!("A plan with a rather long name, {k}")).collect();
        let many: Vec<(&str, Vec<f64>)> =
            names.iter().enumerate().map(|(k, name)| (name.as_str(), vec![0.02 * k as f64; 20])).collect();
        let worlds: Vec<String> =
            (1..=20).map(|k| format!("A world with a rather long name {k}/20")).collect();
        let worlds: Vec<&str> = worlds.iter().map(String::as_str).collect();
        let crowded =
            figure(&decision(&many, &worlds, 0.15, false), "60 months, seed 1; eight districts").unwrap();
        for svg in [&map.svg, &map.narrow, &crowded.svg, &crowded.narrow] {
            assert_eq!(text_overlap::faults(svg), Vec::<String>::new());
        }
    }
}
