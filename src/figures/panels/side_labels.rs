//! Labels beside the ends of lines: as near to their value as they can be
//! without touching each other.

use crate::figures::paint::canvas::{Canvas, Lettering};
use crate::figures::paint::theme::FRAME;

/// Centers for labels of these wanted centers and heights, between `top` and `bottom`.
///
/// Labels that touch become one group that stands where its members want it on
/// average, until no groups touch. If all together are too high for the room,
/// they start at its top.
pub fn spread_out(wanted: &[(f64, f64)], top: f64, bottom: f64) -> Vec<f64> {
    struct TouchingLabels {
        members: Vec<usize>,
        upper: f64,
        height: f64,
    }
    let mut order: Vec<usize> = (0..wanted.len()).collect();
    order.sort_by(|a, b| wanted[*a].0.total_cmp(&wanted[*b].0).then(a.cmp(b)));
    let stand = |members: &[usize]| {
        let height: f64 = members.iter().map(|m| wanted[*m].1).sum();
        let mut above = 0.0;
        let mut sum = 0.0;
        for member in members {
            sum += wanted[*member].0 - wanted[*member].1 / 2.0 - above;
            above += wanted[*member].1;
        }
        let upper = (sum / members.len().max(1) as f64).min(bottom - height).max(top);
        (upper, height)
    };
    let mut groups: Vec<TouchingLabels> = Vec::new();
    for member in order {
        let mut members = vec![member];
        let (mut upper, mut height) = stand(&members);
        while let Some(last) = groups.pop_if(|last| last.upper + last.height > upper) {
            members.splice(0..0, last.members);
            (upper, height) = stand(&members);
        }
        groups.push(TouchingLabels { members, upper, height });
    }
    let mut centers = vec![0.0; wanted.len()];
    for group in groups {
        let mut upper = group.upper;
        for member in group.members {
            centers[member] = upper + wanted[member].1 / 2.0;
            upper += wanted[member].1;
        }
    }
    centers
}

/// A label beside a plot.
pub struct SideLabel {
    y: f64,
    joined: bool,
    scenario: Option<usize>,
    lines: Vec<(String, Lettering)>,
}

impl SideLabel {
    /// Lines of words that a thin line joins to the height of what they name.
    pub fn new(y: f64, lines: impl IntoIterator<Item = String>, ink: Lettering) -> Self {
        Self { y, joined: true, scenario: None, lines: lines.into_iter().map(|line| (line, ink)).collect() }
    }

    /// The same with one more line.
    pub fn and(mut self, line: String, ink: Lettering) -> Self {
        self.lines.push((line, ink));
        self
    }

    /// The same, about the scenario in this place.
    pub fn of(self, place: usize) -> Self {
        Self { scenario: Some(place), ..self }
    }

    /// The same, joined to its height only if that says something.
    pub fn joined_if(self, joined: bool) -> Self {
        Self { joined, ..self }
    }
}

/// Writes labels to the right of `edge`, each near the height it names.
pub fn beside(canvas: &Canvas, edge: f64, top: f64, bottom: f64, labels: &[SideLabel]) {
    let height = |label: &SideLabel| label.lines.iter().map(|(_, ink)| ink.leading()).sum::<f64>() + 4.0;
    let wanted: Vec<(f64, f64)> = labels.iter().map(|label| (label.y, height(label))).collect();
    let centers = spread_out(&wanted, top, bottom);
    for ((label, center), (_, height)) in labels.iter().zip(centers).zip(wanted) {
        let _own = label.scenario.map(|place| canvas.of_scenario(place));
        if label.joined {
            let joint = [(3.0, label.y), (7.0, label.y), (17.0, center), (20.0, center)];
            canvas.line(joint.map(|(x, y)| (edge + x, y)).to_vec(), 0.8, FRAME);
        }
        let mut upper = center - height / 2.0 + 2.0;
        for (words, ink) in &label.lines {
            canvas.text((edge + 24.0, upper + ink.size * 0.95), words, *ink);
            upper += ink.leading();
        }
    }
}
