//! The difference fan: what one scenario changes against another, pair by pair.
//!
//! Each replication runs under both scenarios with the same chance, so that a
//! difference belongs to the scenario. Bands show how far pairs differ, the bars
//! on the mean how well the mean is known, and the strip below how many pairs
//! agree on the direction.

use super::axis::{Plot, covering, month_grid, month_numbers, month_title, number, point, value_axis};
use super::canvas::{Anchor, Canvas, Setting};

use super::frame::{Sign, caption, heading, key, note};
use super::labels::{SideLabel, beside};
use super::series::{bands, between, curve, extent, last_month, last_value, means, runs};
use super::theme::{BLUE, Colour, FRAME, INK, MUTED, VERMILION, look};
use super::typeface::Weight;
use super::{Caption, Difference, Fan, Figure, FigureError, Mark, marks, render};

/// Height of the strip of shares.
const STRIP: f64 = 56.0;
/// Size of the words beside it.
const SHARES: f64 = 12.0;

/// Draws the paired differences of each measure over the months; labels and events are those of the two
/// scenarios.
pub fn difference_fan(
    words: &Caption,
    differences: &[Difference],
    labels: &[&str],
    events: &[Vec<Mark>],
) -> Result<Figure, FigureError> {
    if differences.is_empty() {
        return Err(FigureError::Empty { figure: "difference", missing: "measure" });
    }
    let mut signs = vec![
        (Sign::OuterBand, "5 to 95 % of pairs".to_owned()),
        (Sign::InnerBand, "middle half".to_owned()),
        (Sign::Median, "median".to_owned()),
        (Sign::Mean, "mean and its Monte Carlo interval".to_owned()),
    ];
    if differences.iter().any(|difference| !difference.fan.runs.is_empty()) {
        signs.push((Sign::Run, "single pairs".to_owned()));
    }
    let events = &marks::merged(labels, events);
    let last = differences.iter().map(months).max().unwrap_or(0).max(1) as f64;
    let explained = "A pair is one replication under both scenarios. Bands show how far pairs differ from each \
                     other; the bars on the mean show Monte Carlo error alone, which more pairs would narrow. \
                     The strip below shows how many pairs are lower, equal and higher.";
    render::figure("difference-fan", &words.title, description(words, differences), |canvas| {
        let mut top = caption(canvas, words);
        top = key(canvas, top, look(0), &signs);
        if canvas.layout.is_narrow() {
            top = marks::key(canvas, top, events, last);
        }
        for (place, difference) in differences.iter().enumerate() {
            let ends = (place == 0, place + 1 == differences.len());
            top = one(canvas, top + 8.0, difference, last, events, ends);
        }
        note(canvas, top + 8.0, explained)
    })
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
    top += heading(canvas, (canvas.layout.margin, top), &difference.measure, canvas.layout.room(), 3);
    let setting = Setting::new(canvas.layout.words, MUTED);
    let lines = canvas.face.wrap(
        &format!("difference: {}", fan.label),
        canvas.layout.words,
        Weight::Regular,
        canvas.layout.room(),
        3,
    );
    top = canvas.lines((canvas.layout.margin, top + 9.0), &lines, setting) - 7.0;

    let layout = canvas.layout;
    let narrow = layout.is_narrow();
    if narrow {
        let mean = mean_words(fan, scale(fan)).unwrap_or_else(|| "no data".to_owned());
        let setting = Setting::new(layout.words, INK).bold();
        let lines = canvas.face.wrap_evenly(&mean, layout.words, Weight::Bold, layout.room(), 3);
        top = canvas.lines((layout.margin, top + layout.words), &lines, setting) - 6.0;
    }
    let mut plot = Plot {
        left: layout.plot_left,
        top,
        width: layout.plot_width(),
        height: if narrow { 170.0 } else { 210.0 },
        across: (0.0, last),
        up: scale(fan),
    };
    if narrow {
        plot.top += marks::letters_height(canvas, &plot, events, events) + 4.0;
    } else if is_first {
        plot.top += marks::height(canvas, &plot, events);
    }
    let strip = Plot { top: plot.bottom() + 10.0, height: STRIP, up: (0.0, 1.0), ..plot };

    value_axis(canvas, &plot, 6);
    month_grid(canvas, &plot);
    runs(canvas, &plot, fan, BLUE);
    bands(canvas, &plot, fan, BLUE);
    piles(canvas, &strip, difference);
    marks::lines(canvas, &plot, events);
    marks::lines(canvas, &strip, events);
    if narrow {
        marks::letters(canvas, &plot, events, events);
    } else if is_first {
        marks::labels(canvas, &plot, events);
    }
    canvas.line(vec![plot.at((0.0, 0.0)), plot.at((last, 0.0))], 1.5, INK);
    curve(canvas, &plot, &fan.q50, 2.0, BLUE, &[]);
    means(canvas, &plot, fan, look(0), INK, 0.0);
    let named = |what: &str, series: &Vec<f64>| (what.to_owned(), series.clone());
    point(
        canvas,
        &plot,
        vec![
            named("mean difference", &fan.mean),
            named("interval from", &fan.mean_low),
            named("interval to", &fan.mean_high),
            named("share of pairs lower", &difference.lower),
            named("share of pairs higher", &difference.higher),
        ],
    );

    let mut bottom = month_numbers(canvas, &strip);
    let said = agreement(difference, &strip);
    if narrow {
        for label in &said {
            let setting = Setting::new(layout.small, label.colour);
            bottom += layout.small + 4.0;
            label.lines.iter().for_each(|(words, _)| canvas.text((strip.left, bottom), words, setting));
        }
        bottom += 6.0;
    } else {
        end_labels(canvas, &plot, fan);
        beside(canvas, strip.right(), strip.top - 2.0, strip.bottom() + 6.0, &said);
    }
    if is_last { month_title(canvas, &strip, bottom) } else { bottom }
}

/// The mean at the end with its interval.
fn mean_words(fan: &Fan, up: (f64, f64)) -> Option<String> {
    let (month, mean) = last_value(&fan.mean)?;
    let step = step(up);
    let ends = (fan.mean_low.get(month), fan.mean_high.get(month));
    let interval = match ends {
        (Some(low), Some(high)) if low.is_finite() && high.is_finite() => {
            format!(" ({} to {})", number(*low, step), number(*high, step))
        }
        _ => String::new(),
    };
    Some(format!("mean {}{interval} in month {month}", number(mean, step)))
}

/// The last place that is told of a number on this axis.
fn step(up: (f64, f64)) -> f64 {
    let fine = (up.1 - up.0) / 500.0;
    [0.0001, 0.001, 0.01, 0.1, 1.0].into_iter().rev().find(|s| *s <= fine).unwrap_or(0.00001)
}

/// The mean in numbers, and where zero is.
fn end_labels(canvas: &mut Canvas, plot: &Plot, fan: &Fan) {
    let layout = canvas.layout;
    let mut labels = vec![SideLabel {
        y: plot.y(0.0),
        joined: true,
        lines: vec![("0: no difference".to_owned(), Weight::Regular)],
        colour: MUTED,
        size: layout.small,
    }];
    let said = mean_words(fan, plot.up);
    let words = said.clone().unwrap_or_else(|| "no data".to_owned());
    let room = layout.gutter - 24.0 - layout.margin;
    let lines = canvas.face.wrap(&words, layout.words, Weight::Bold, room, 4);
    labels.push(SideLabel {
        y: last_value(&fan.mean).map_or(plot.top, |(_, mean)| plot.y(mean)),
        joined: said.is_some(),
        lines: lines.into_iter().map(|line| (line, Weight::Bold)).collect(),
        colour: INK,
        size: layout.words,
    });
    beside(canvas, plot.right(), plot.top - 8.0, plot.bottom() + 4.0, &labels);
}

/// The piles of the strip: share of pairs lower, equal and higher.
struct Pile<'a> {
    from: Vec<f64>,
    to: Vec<f64>,
    share: &'a [f64],
    word: &'static str,
    colour: Colour,
    ink: Colour,
}

fn piled(difference: &Difference) -> [Pile<'_>; 3] {
    let months = difference.lower.len().min(difference.equal.len()).min(difference.higher.len());
    let low = difference.lower[..months].to_vec();
    let middle: Vec<f64> = low.iter().zip(&difference.equal).map(|(a, b)| a + b).collect();
    let all: Vec<f64> = middle.iter().zip(&difference.higher).map(|(a, b)| a + b).collect();
    let (red, grey, blue) = (VERMILION.tint(0.35), FRAME.tint(0.5), BLUE.tint(0.35));
    let pile = |from, to, share, word, colour, ink| Pile { from, to, share, word, colour, ink };
    [
        pile(vec![0.0; months], low.clone(), &difference.lower, "lower", red, VERMILION.shade(0.3)),
        pile(low, middle.clone(), &difference.equal, "equal", grey, MUTED),
        pile(middle, all, &difference.higher, "higher", blue, BLUE.shade(0.2)),
    ]
}

fn piles(canvas: &mut Canvas, strip: &Plot, difference: &Difference) {
    for pile in piled(difference) {
        between(canvas, strip, &pile.from, &pile.to, pile.colour, 1.0);
    }
    let setting = Setting::new(canvas.layout.small, MUTED).at(Anchor::End);
    for (value, words) in [(0.0, "0 %"), (0.5, "50 %"), (1.0, "100 %")] {
        canvas.text((strip.left - 6.0, strip.y(value) + 4.3), words, setting);
    }
    canvas.line(vec![(strip.left, strip.bottom()), (strip.right(), strip.bottom())], 1.0, FRAME);
}

/// What the strip says of the last month, the uppermost pile first.
fn agreement(difference: &Difference, strip: &Plot) -> Vec<SideLabel> {
    let label = |pile: &Pile<'_>| {
        let (month, _) = last_value(&pile.to)?;
        let share = pile.share.get(month).filter(|share| share.is_finite())?;
        let words = format!("{} in {} % of pairs", pile.word, number(share * 100.0, 1.0));
        Some(SideLabel {
            y: strip.y(pile.from[month] + share / 2.0),
            joined: true,
            lines: vec![(words, Weight::Regular)],
            colour: pile.ink,
            size: SHARES,
        })
    };
    piled(difference).iter().rev().filter_map(label).collect()
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
