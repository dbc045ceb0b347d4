//! Labels beside the ends of lines: as near to their value as they can be
//! without touching each other.

use super::canvas::{Canvas, Setting};
use super::theme::{Colour, FRAME, LEADING};
use super::typeface::Weight;

/// Centres for labels of these wanted centres and heights, between `top` and `bottom`.
///
/// Labels that touch become one block that stands where its members want it on
/// average, until no blocks touch. If all together are too high for the room,
/// they start at its top.
pub(super) fn spread_out(wanted: &[(f64, f64)], top: f64, bottom: f64) -> Vec<f64> {
    struct Block {
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
    let mut blocks: Vec<Block> = Vec::new();
    for member in order {
        let mut members = vec![member];
        let (mut upper, mut height) = stand(&members);
        while let Some(last) = blocks.pop_if(|last| last.upper + last.height > upper) {
            members.splice(0..0, last.members);
            (upper, height) = stand(&members);
        }
        blocks.push(Block { members, upper, height });
    }
    let mut centres = vec![0.0; wanted.len()];
    for block in blocks {
        let mut upper = block.upper;
        for member in block.members {
            centres[member] = upper + wanted[member].1 / 2.0;
            upper += wanted[member].1;
        }
    }
    centres
}

/// A label beside a plot.
pub(super) struct SideLabel {
    /// Height of what it names.
    pub y: f64,
    /// Whether a thin line joins it to that height.
    pub joined: bool,
    /// Its words, and whether they are strong.
    pub lines: Vec<(String, Weight)>,
    /// Colour of the words.
    pub colour: Colour,
    /// Size of the words.
    pub size: f64,
}

/// Writes labels to the right of `edge`, each near the height it names.
pub(super) fn beside(canvas: &mut Canvas, edge: f64, top: f64, bottom: f64, labels: &[SideLabel]) {
    let wanted: Vec<(f64, f64)> =
        labels.iter().map(|label| (label.y, label.lines.len() as f64 * label.size * LEADING + 4.0)).collect();
    let centres = spread_out(&wanted, top, bottom);
    for ((label, centre), (_, height)) in labels.iter().zip(centres).zip(wanted) {
        if label.joined {
            let joint = [(3.0, label.y), (7.0, label.y), (17.0, centre), (20.0, centre)];
            canvas.line(joint.map(|(x, y)| (edge + x, y)).to_vec(), 0.8, FRAME);
        }
        let mut baseline = centre - height / 2.0 + 2.0 + label.size * 0.95;
        for (words, weight) in &label.lines {
            let setting = Setting { weight: *weight, ..Setting::new(label.size, label.colour) };
            canvas.text((edge + 24.0, baseline), words, setting);
            baseline += label.size * LEADING;
        }
    }
}
