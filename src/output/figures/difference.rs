//! The difference fan: what one scenario changes against another, pair by pair.
//!
//! Each replication runs under both scenarios with the same chance, so that a
//! difference belongs to the scenario. Bands show how far pairs differ, the bars
//! on the mean how well the mean is known, and the strip below how many pairs
//! agree on the direction.

use super::axis::{Plot, covering, month_grid, month_numbers, month_title, number, value_axis};
use super::canvas::{Anchor, Canvas, Setting};
use super::fan::GUTTER;
use super::frame::{ROOM, Sign, caption, heading, key, note};
use super::labels::{SideLabel, beside};
use super::series::{bands, between, curve, extent, last_month, last_value, means, runs};
use super::theme::{BLUE, FRAME, INK, MARGIN, MUTED, PLOT_LEFT, SMALL, VERMILION, WIDTH, WORDS, look};
use super::typeface::Weight;
use super::{Caption, Difference, Fan, Figure, FigureError, Mark, marks, render};

/// Height of the strip of shares.
const STRIP: f64 = 56.0;

/// Draws the paired differences of each measure over the months.
pub fn difference_fan(
    words: &Caption,
    differences: &[Difference],
    events: &[Mark],
) -> Result<Figure, FigureError> {
    if differences.is_empty() {
        return Err(FigureError::Empty { figure: "difference", missing: "measure" });
    }
    let mut canvas = Canvas::new()?;
    let mut top = caption(&mut canvas, words);
    let mut signs = vec![
        (Sign::OuterBand, "5 to 95 % of pairs".to_owned()),
        (Sign::InnerBand, "middle half".to_owned()),
        (Sign::Median, "median".to_owned()),
        (Sign::Mean, "mean and its Monte Carlo interval".to_owned()),
    ];
    if differences.iter().any(|difference| !difference.fan.runs.is_empty()) {
        signs.push((Sign::Run, "single pairs".to_owned()));
    }
    top = key(&mut canvas, top, look(0), &signs);
    let last = differences.iter().map(months).max().unwrap_or(0).max(1) as f64;
    for (place, difference) in differences.iter().enumerate() {
        let ends = (place == 0, place + 1 == differences.len());
        top = one(&mut canvas, top + 8.0, difference, last, events, ends);
    }
    let explained = "A pair is one replication under both scenarios. Bands show how far pairs differ from each \
                     other; the bars on the mean show Monte Carlo error alone, which more pairs would narrow.";
    top = note(&mut canvas, top + 8.0, explained);
    render::figure("difference-fan", &words.title, description(words, differences), &canvas, top)
}

fn months(difference: &Difference) -> usize {
    let shares = [&difference.lower, &difference.equal, &difference.higher];
    shares.into_iter().map(Vec::len).max().unwrap_or(0).saturating_sub(1).max(last_month(&difference.fan))
}

/// The range of the differences, always with zero and some air.
fn scale(fan: &Fan) -> (f64, f64) {
    let (low, high) = covering((0.0, 0.0), extent(fan));
    let air = (high - low) * 0.06;
    (low - air, high + air)
}

fn one(
    canvas: &mut Canvas,
    mut top: f64,
    difference: &Difference,
    last: f64,
    events: &[Mark],
    (is_first, is_last): (bool, bool),
) -> f64 {
    let fan = &difference.fan;
    top += heading(canvas, (MARGIN, top), &difference.measure, ROOM, 3);
    let setting = Setting::new(WORDS, MUTED);
    let lines = canvas.face.wrap(&format!("difference: {}", fan.label), WORDS, Weight::Regular, ROOM, 3);
    top = canvas.lines((MARGIN, top + 9.0), &lines, setting) - 7.0;

    let width = WIDTH - PLOT_LEFT - GUTTER;
    let mut plot = Plot { left: PLOT_LEFT, top, width, height: 210.0, across: (0.0, last), up: scale(fan) };
    if is_first {
        plot.top += marks::height(canvas, &plot, events);
    }
    let strip = Plot { top: plot.bottom() + 10.0, height: STRIP, up: (0.0, 1.0), ..plot };

    value_axis(canvas, &plot, 6);
    month_grid(canvas, &plot);
    runs(canvas, &plot, fan, BLUE);
    bands(canvas, &plot, fan, BLUE);
    shares(canvas, &strip, difference);
    marks::lines(canvas, &plot, events);
    marks::lines(canvas, &strip, events);
    if is_first {
        marks::labels(canvas, &plot, events);
    }
    canvas.line(vec![plot.at((0.0, 0.0)), plot.at((last, 0.0))], 1.5, INK);
    curve(canvas, &plot, &fan.q50, 2.0, BLUE, &[]);
    means(canvas, &plot, fan, look(0), INK, 0.0);
    end_labels(canvas, &plot, fan);

    let numbers = month_numbers(canvas, &strip);
    if is_last { month_title(canvas, &strip, numbers) } else { numbers }
}

/// The mean in numbers, and which side of zero is which.
fn end_labels(canvas: &mut Canvas, plot: &Plot, fan: &Fan) {
    let plain = |words: String| vec![(words, Weight::Regular)];
    let mut labels = vec![SideLabel {
        y: plot.y(0.0),
        joined: true,
        lines: plain("0: no difference".to_owned()),
        colour: MUTED,
        size: SMALL,
    }];
    match last_value(&fan.mean) {
        Some((month, mean)) => {
            let step = (plot.up.1 - plot.up.0) / 500.0;
            let step =
                [0.0001, 0.001, 0.01, 0.1, 1.0].into_iter().rev().find(|s| *s <= step).unwrap_or(0.00001);
            let mut lines = vec![(format!("mean {}", number(mean, step)), Weight::Bold)];
            let ends = (fan.mean_low.get(month), fan.mean_high.get(month));
            if let (Some(low), Some(high)) = ends
                && low.is_finite()
                && high.is_finite()
            {
                lines.push((format!("({} to {})", number(*low, step), number(*high, step)), Weight::Regular));
            }
            lines.push((format!("in month {month}"), Weight::Regular));
            labels.push(SideLabel { y: plot.y(mean), joined: true, lines, colour: INK, size: WORDS });
        }
        None => labels.push(SideLabel {
            y: plot.top,
            joined: false,
            lines: plain("no data".to_owned()),
            colour: MUTED,
            size: WORDS,
        }),
    }
    beside(canvas, plot.right(), plot.top - 8.0, plot.bottom() + 4.0, &labels);
}

/// The strip: share of pairs lower, equal and higher, piled up to one.
fn shares(canvas: &mut Canvas, strip: &Plot, difference: &Difference) {
    let months = difference.lower.len().min(difference.equal.len()).min(difference.higher.len());
    let low = &difference.lower[..months];
    let middle: Vec<f64> = low.iter().zip(&difference.equal).map(|(a, b)| a + b).collect();
    let all: Vec<f64> = middle.iter().zip(&difference.higher).map(|(a, b)| a + b).collect();
    let floor = vec![0.0; months];
    let piles = [
        (&floor[..], low, VERMILION.tint(0.35), VERMILION.shade(0.3), "lower", &difference.lower),
        (low, &middle[..], FRAME.tint(0.5), MUTED, "equal", &difference.equal),
        (&middle[..], &all[..], BLUE.tint(0.35), BLUE.shade(0.2), "higher", &difference.higher),
    ];
    let mut labels = Vec::new();
    for (from, to, colour, ink, word, share) in piles {
        between(canvas, strip, from, to, colour, 1.0);
        if let Some((month, _)) = last_value(&all)
            && let Some(share) = share.get(month).filter(|share| share.is_finite())
        {
            let y = strip.y(from[month] + share / 2.0);
            let words = format!("{word} in {} % of pairs", number(share * 100.0, 1.0));
            labels.insert(
                0,
                SideLabel {
                    y,
                    joined: true,
                    lines: vec![(words, Weight::Regular)],
                    colour: ink,
                    size: SMALL,
                },
            );
        }
    }
    let setting = Setting::new(SMALL, MUTED).at(Anchor::End);
    for (value, words) in [(0.0, "0 %"), (0.5, "50 %"), (1.0, "100 %")] {
        canvas.text((strip.left - 6.0, strip.y(value) + 4.3), words, setting);
    }
    canvas.line(vec![(strip.left, strip.bottom()), (strip.right(), strip.bottom())], 1.0, FRAME);
    beside(canvas, strip.right(), strip.top - 2.0, strip.bottom() + 6.0, &labels);
}

fn description(words: &Caption, differences: &[Difference]) -> String {
    let mut said = format!(
        "{}. Paired differences over the months, with bands for the spread of the pairs.",
        words.subtitle
    );
    for difference in differences {
        let fan = &difference.fan;
        let Some((month, mean)) = last_value(&fan.mean) else {
            continue;
        };
        let value = |series: &[f64]| series.get(month).copied().unwrap_or(f64::NAN);
        said.push_str(&format!(
            " {}, {}: mean {mean:.4} in month {month} (Monte Carlo interval {:.4} to {:.4}), 5 to 95 % of pairs from {:.4} to {:.4}.",
            difference.measure,
            fan.label,
            value(&fan.mean_low),
            value(&fan.mean_high),
            value(&fan.q05),
            value(&fan.q95),
        ));
    }
    said
}
