//! Where there is still room for words in a plot that is full of lines and dots.

use super::chart::Plot;
use crate::figures::paint::canvas::Point;

/// A rectangle of the sheet: left, top, right, bottom.
pub type Room = (f64, f64, f64, f64);

/// The cheapest of some places, the first of several, with its cost.
pub fn cheapest(places: impl Iterator<Item = (f64, Room)>) -> Option<(f64, Room)> {
    places.reduce(|best, place| if place.0 < best.0 { place } else { best })
}

/// How much stands in a room already: 100 and more where words or markers do.
pub fn crowding(plot: &Plot, room: Room, taken: &[Room], lines: &[Point]) -> f64 {
    let outside = room.0 < plot.left || room.2 > plot.right() || room.1 < plot.top || room.3 > plot.bottom();
    let touched = taken.iter().any(|t| room.0 < t.2 && t.0 < room.2 && room.1 < t.3 && t.1 < room.3);
    let within =
        |(x, y): &&Point| *x > room.0 - 1.0 && *x < room.2 + 1.0 && *y > room.1 - 1.0 && *y < room.3 + 1.0;
    f64::from(u8::from(outside || touched)) * 100.0 + lines.iter().filter(within).count().min(90) as f64
}
