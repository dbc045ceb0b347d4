//! The levels behind a paired difference: base and other side by side, as a figure to switch to.

use super::super::figures::{Caption, Fan, Figure, FigureError, Panel, timeline_fans};
use super::data::Stored;
use crate::analysis::student::t_975;
use crate::scenario::Scenario;

/// Measures shown, as in the difference.
const SHOWN: [(&str, &str); 2] = [
    ("spread", "Spread (share of focal teachers using)"),
    ("deep_share", "Deep share (share of focal teachers deep)"),
];

/// The figure of two scenarios.
pub fn figure(base: &Scenario, other: &Scenario, stored: &Stored) -> Result<Figure, FigureError> {
    let panels: Vec<Panel> = SHOWN
        .iter()
        .map(|(measure, words)| Panel {
            measure: (*words).into(),
            range: (0.0, 1.0),
            fans: [base, other].iter().map(|s| fan(&s.name, stored.series(&s.name, measure))).collect(),
        })
        .collect();
    let caption = Caption {
        title: format!("The same futures under {} and under {}", base.name, other.name),
        subtitle: format!("{} simulated futures, seed {}", base.run.replications, base.run.seed),
    };
    let mut figure = timeline_fans(&caption, &panels, &[])?;
    figure.name = format!("levels-{}", other.name);
    Ok(figure)
}

fn fan(label: &str, points: &[crate::analysis::summary::Summary]) -> Fan {
    let q = |k: usize| points.iter().map(|p| p.quantiles[k]).collect::<Vec<f64>>();
    let end = |sign: f64| {
        points.iter().map(|p| p.mean + sign * t_975(p.n.saturating_sub(1)) * p.mcse).collect::<Vec<f64>>()
    };
    Fan {
        label: label.into(),
        q05: q(0),
        q25: q(2),
        q50: q(3),
        q75: q(4),
        q95: q(6),
        mean: points.iter().map(|p| p.mean).collect(),
        mean_low: end(-1.0),
        mean_high: end(1.0),
        runs: Vec::new(),
    }
}
