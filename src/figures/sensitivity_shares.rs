//! On which parameters an answer hangs: shares of its variance, or effects of the screen. It is drawn from a sensitivity study, not
//! from a results folder.

use super::composition::Composition;
use super::data_table::{self, DataCell, share};
use super::paint::canvas::{Anchor, Canvas};
use super::paint::theme::{BLUE, FRAME, GRID, INK, MUTED, PaintColor, VERMILION};
use super::panels::chart::{Plot, number, round_step};
use super::panels::frame::swatches;
use super::{Caption, DataTable, Figure};
use crate::diagnostic::Diagnostic;
use crate::figures::nothing_to_draw;
use crate::parameters::Ledger;
use crate::phrasing::{self, capital, gist, lower, percent};
use crate::results::sensitivity::{Footing, ParameterSensitivity, SensitivityAnswer, SensitivityResults};

/// Parameters shown at most.
const MOST: usize = 15;
/// Height of a bar, and the air below it.
const BAR: f64 = 12.0;
const AIR: f64 = 12.0;
/// Room for the numbers at the right.
const NUMBERS: f64 = 190.0;

const OF_SHARES: &str = "A bar is the share of the variance over all ranges that hangs on a parameter, by itself and together with \
                         others (total index); its dark part is what it makes by itself. The line is the 95% bootstrap interval of \
                         the total. The last bar is of all parameters that were not looked at one by one. Chance is taken out. All of it holds only if the model and the ranges do.";
const OF_EFFECTS: &str = "A bar is the mean size of the effect of a move over the whole range (mu*); the line marks what chance alone \
                          would leave. Only a screen: shares of the variance were not worked out.";

/// The figure of the first answer: the difference, where two scenarios are compared.
///
/// # Errors
/// If it cannot be drawn.
pub fn sensitivity_shares(found: &SensitivityResults) -> Result<Figure, Diagnostic> {
    let nothing = || nothing_to_draw("sensitivity-shares", "parameter");
    let answer = found.answers.first().ok_or_else(nothing)?;
    let has_shares = answer.parameters.iter().any(|p| p.total.is_some());
    let shown: Vec<&ParameterSensitivity> =
        answer.parameters.iter().filter(|p| !has_shares || p.total.is_some()).take(MOST).collect();
    if shown.is_empty() {
        return Err(nothing());
    }
    let together = Together::of(answer).filter(|_| has_shares);
    let subtitle = format!(
        "{}; {}; {}. {} parameters moved over their ranges, {} replications at every point, seed {}.",
        capital(&found.asked()),
        found.of_which(answer),
        found.district,
        found.moved,
        found.replications,
        found.seed
    );
    Composition {
        name: "sensitivity-shares".into(),
        section: "",
        caption: Caption { title: title(answer, has_shares), subtitle },
        description: description(&shown, together.as_ref()),
        note: if has_shares { OF_SHARES } else { OF_EFFECTS }.into(),
        table: table(&shown, together.as_ref()),
    }
    .paint(|canvas, top| Ok(lay_out(canvas, top, (&shown, together.as_ref()), has_shares)))
}

/// All parameters that were not looked at one by one.
struct Together {
    /// "271 others, together".
    name: String,
    /// Their total index with its interval.
    total: [f64; 3],
}

impl Together {
    fn of(answer: &SensitivityAnswer) -> Option<Together> {
        let count = answer.parameters.iter().filter(|p| p.total.is_none()).count();
        let name = format!("{}, together", phrasing::count(count as f64, "other", "others"));
        answer.others.map(|total| Together { name, total })
    }
}

fn title(answer: &SensitivityAnswer, has_shares: bool) -> String {
    if !has_shares {
        let count = answer.parameters.iter().filter(|p| p.told_apart).count();
        return match count {
            0 => "No parameter has an effect that is told apart from chance".into(),
            count => format!("{count} parameters have an effect that is told apart from chance"),
        };
    }
    let crossed = answer.crossed();
    match crossed.first() {
        None => {
            "No single parameter makes a share of the variance that is told apart from chance and matters"
                .into()
        }
        Some(first) => {
            let of = |footing: Footing| crossed.iter().filter(|p| p.footing() == footing).count() as f64;
            let assumed = of(Footing::OnlyAssumed);
            let all = phrasing::count(crossed.len() as f64, "parameter", "parameters");
            if assumed > 0.0 {
                let first = lower(&meaning_of(&first.parameter));
                let verb = if assumed == 1.0 { "is" } else { "are" };
                return format!(
                    "The answer hangs on {all}, of which {} {verb} only assumed; first: {first}",
                    number_of(assumed)
                );
            }
            match of(Footing::ForTheScenario) {
                0.0 => format!("The answer hangs on {all}, each founded on more than an assumption"),
                said => format!(
                    "The answer hangs on {all}; a scenario can say {} of them, and the rest are founded on more than an assumption",
                    number_of(said)
                ),
            }
        }
    }
}

/// A small number as a word.
fn number_of(n: f64) -> String {
    phrasing::count(n, "", "").trim_end().to_owned()
}

/// What a parameter means, in short; its name where the ledger knows no other.
fn meaning_of(parameter: &str) -> String {
    let ledger = Ledger::standard().ok();
    let entry = ledger.as_ref().and_then(|ledger| ledger.entries().iter().find(|e| e.name == parameter));
    entry.map_or(parameter, |entry| gist(&entry.meaning)).to_owned()
}

fn color(p: &ParameterSensitivity) -> PaintColor {
    match p.footing() {
        Footing::OnlyAssumed => VERMILION,
        Footing::Founded => BLUE,
        Footing::ForTheScenario => MUTED,
    }
}

fn lay_out(
    canvas: &Canvas,
    top: f64,
    (shown, together): (&[&ParameterSensitivity], Option<&Together>),
    has_shares: bool,
) -> f64 {
    let key = [
        (VERMILION, "only assumed".to_owned()),
        (BLUE, "founded on more than an assumption".to_owned()),
        (MUTED, "for a scenario to say".to_owned()),
    ];
    let mut top = swatches(canvas, top, &key) + 6.0;
    let layout = canvas.layout;
    let numbers = if layout.is_narrow() { 0.0 } else { NUMBERS };
    let reach = |p: &&ParameterSensitivity| match p.total {
        Some([share, _, high]) if has_shares => share.max(high),
        _ => p.mu_star.unwrap_or(0.0).max(p.mu_star_of_chance.unwrap_or(0.0)),
    };
    let of_others = together.map_or(0.0, |others| others.total[0].max(others.total[2]));
    let most = shown.iter().map(reach).fold(of_others, f64::max).max(1e-9);
    let step = round_step(most, 5);
    let end = (most / step).ceil() * step;
    let ticks: Vec<f64> = (0..=(end / step).round() as usize).map(|k| k as f64 * step).collect();
    let plot = |top: f64, height: f64| Plot {
        left: layout.margin,
        top,
        width: layout.room() - numbers,
        height,
        across: (0.0, end),
        up: (0.0, 1.0),
    };
    for p in shown {
        let meaning = meaning_of(&p.parameter);
        let place = (layout.margin, top + layout.small);
        top = canvas.paragraph(place, &meaning, canvas.small(INK).bold(), layout.room(), 3);
        let words = if p.settled { format!("{}, for a scenario to say", p.grade) } else { p.grade.clone() };
        let place = (layout.margin, top + layout.small + 4.0);
        canvas.text(place, &format!("{}: {words}", p.parameter), canvas.small(MUTED));
        let plot = plot(top + layout.small + 9.0, BAR);
        for tick in &ticks {
            canvas.line(vec![(plot.x(*tick), plot.top), (plot.x(*tick), plot.bottom())], 1.0, GRID);
        }
        bar(canvas, &plot, p, has_shares);
        if numbers > 0.0 {
            let at = (layout.margin + layout.room(), plot.bottom() - 2.0);
            canvas.text(at, &beside_bar(p, has_shares), canvas.small(MUTED).at(Anchor::End));
        }
        top = plot.bottom() + AIR;
    }
    if let Some(others) = together {
        canvas.text((layout.margin, top + layout.small), &others.name, canvas.small(INK).bold());
        let plot = plot(top + layout.small + 5.0, BAR);
        for tick in &ticks {
            canvas.line(vec![(plot.x(*tick), plot.top), (plot.x(*tick), plot.bottom())], 1.0, GRID);
        }
        let [total, low, high] = others.total;
        if total > 0.0 {
            canvas.rectangle((plot.left, plot.top), (plot.x(total), plot.bottom()), FRAME, 0.4);
        }
        interval(canvas, &plot, (low, high));
        if numbers > 0.0 {
            let at = (layout.margin + layout.room(), plot.bottom() - 2.0);
            let words = format!("{} in all", percent(total.max(0.0)));
            canvas.text(at, &words, canvas.small(MUTED).at(Anchor::End));
        }
        top = plot.bottom() + AIR;
    }
    let foot = plot(top - AIR / 2.0, 0.0);
    canvas.line(vec![(foot.left, foot.top), (foot.right(), foot.top)], 1.0, FRAME);
    for (k, tick) in ticks.iter().enumerate() {
        let anchor = match k {
            0 => Anchor::Start,
            k if k + 1 == ticks.len() => Anchor::End,
            _ => Anchor::Middle,
        };
        let place = (foot.x(*tick), foot.top + layout.small + 4.0);
        canvas.text(place, &number(*tick, step), canvas.small(MUTED).at(anchor));
    }
    foot.top + layout.small + 16.0
}

fn bar(canvas: &Canvas, plot: &Plot, p: &ParameterSensitivity, has_shares: bool) {
    let color = color(p);
    let filled = |to: f64, opacity: f64| {
        if to > 0.0 {
            canvas.rectangle((plot.left, plot.top), (plot.x(to), plot.bottom()), color, opacity);
        }
    };
    match (p.total, p.first) {
        (Some([total, low, high]), Some([first, ..])) if has_shares => {
            filled(total, 0.4);
            filled(first.min(total), 0.6);
            interval(canvas, plot, (low, high));
        }
        _ => {
            filled(p.mu_star.unwrap_or(0.0), 0.6);
            let chance = plot.x(p.mu_star_of_chance.unwrap_or(0.0));
            canvas.line(vec![(chance, plot.top - 2.0), (chance, plot.bottom() + 2.0)], 1.4, INK);
        }
    }
}

fn interval(canvas: &Canvas, plot: &Plot, (low, high): (f64, f64)) {
    let middle = plot.top + BAR / 2.0;
    // What bootstrap puts below nothing is drawn from nothing on.
    let (low, high) = (low.max(0.0), high.max(0.0));
    canvas.line(vec![(plot.x(low), middle), (plot.x(high), middle)], 1.4, INK);
    for end in [low, high] {
        canvas.line(vec![(plot.x(end), middle - 3.5), (plot.x(end), middle + 3.5)], 1.4, INK);
    }
}

fn beside_bar(p: &ParameterSensitivity, has_shares: bool) -> String {
    match (p.total, p.first) {
        (Some([total, ..]), Some([first, ..])) if has_shares => {
            format!("{} in all, {} by itself", percent(total.max(0.0)), percent(first.max(0.0)))
        }
        _ => format!(
            "{:.3}, by chance {:.3}",
            p.mu_star.unwrap_or(f64::NAN),
            p.mu_star_of_chance.unwrap_or(f64::NAN)
        ),
    }
}

fn table(shown: &[&ParameterSensitivity], together: Option<&Together>) -> DataTable {
    let columns = [
        "parameter",
        "grade",
        "settled",
        "total",
        "total, from",
        "total, to",
        "by itself",
        "mu",
        "mu*",
        "mu* of chance",
    ];
    let row = |p: &&ParameterSensitivity| {
        let [total, low, high] = p.total.unwrap_or([f64::NAN; 3]);
        let first = p.first.map_or(f64::NAN, |[first, ..]| first);
        let screen = [p.mu, p.mu_star, p.mu_star_of_chance].map(|x| x.unwrap_or(f64::NAN));
        let words = [p.parameter.as_str(), p.grade.as_str(), if p.settled { "yes" } else { "no" }];
        let words = words.into_iter().map(DataCell::from);
        words.chain([total, low, high, first].map(share)).chain(screen.map(share)).collect()
    };
    let mut rows: Vec<Vec<DataCell>> = shown.iter().map(row).collect();
    rows.extend(together.map(|others| {
        let words = [others.name.as_str(), "", ""].into_iter().map(DataCell::from);
        words.chain(others.total.map(share)).chain([f64::NAN; 4].map(share)).collect()
    }));
    data_table::table(&columns, rows)
}

fn description(shown: &[&ParameterSensitivity], together: Option<&Together>) -> String {
    let mut said = "A bar for each parameter.".to_owned();
    for p in shown {
        said.push_str(&format!(" {} ({}): {}.", p.parameter, p.grade, p.words()));
    }
    if let Some(others) = together {
        said.push_str(&format!(" {}: {} in all.", others.name, percent(others.total[0].max(0.0))));
    }
    said
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figures::text_overlap;
    use crate::results::sensitivity::sample;

    #[test]
    fn each_parameter_has_its_bar_and_its_row_with_shares_and_without() {
        let mut found = sample();
        let figure = sensitivity_shares(&found).unwrap();
        assert!(
            figure
                .title
                .contains("hangs on two parameters, of which one is only assumed; first: monthly deepening"),
            "{}",
            figure.title
        );
        assert_eq!(figure.table.rows.len(), 2);
        for svg in [&figure.svg, &figure.narrow] {
            assert!(text_overlap::faults(svg).is_empty(), "{:?}", text_overlap::faults(svg));
        }
        // All others have a bar of their own, the last, and a row.
        found.answers[0].others = Some([0.3, 0.2, 0.45]);
        let figure = sensitivity_shares(&found).unwrap();
        assert_eq!(figure.table.rows.len(), 3);
        for svg in [&figure.svg, &figure.narrow] {
            assert!(svg.contains("one other, together"), "{svg}");
            assert!(text_overlap::faults(svg).is_empty(), "{:?}", text_overlap::faults(svg));
        }
        for p in &mut found.answers[0].parameters {
            (p.first, p.total) = (None, None);
        }
        let figure = sensitivity_shares(&found).unwrap();
        assert_eq!(figure.table.rows.len(), 3);
        assert!(figure.title.starts_with("2 parameters have an effect"), "{}", figure.title);
        found.answers.clear();
        assert!(sensitivity_shares(&found).unwrap_err().fault.ends_with("was given no parameter"));
    }
}
