//! How much of each pixel a shape covers: exact areas of polygons, so that edges are smooth.
//!
//! Every edge leaves in the pixels that it crosses by how much coverage changes there; the sum along a row is the
//! coverage. (The way of Raph Levien's font-rs.) Of each row only the stretch that some edge touched is looked at.

/// Pixels of a shape's box, row after row; used for one shape after the other.
#[derive(Debug, Default)]
pub struct Coverage {
    width: usize,
    /// Changes of coverage from a pixel to the next; all zero between shapes.
    changes: Vec<f32>,
    /// Where in each row something changes first, and behind what changes last.
    touched: Vec<(usize, usize)>,
}

impl Coverage {
    /// Begins a shape in a box of so many pixels.
    pub fn begin(&mut self, width: usize, height: usize) {
        self.width = width;
        self.changes.resize(self.changes.len().max(width * height), 0.0);
        self.touched.clear();
        self.touched.resize(height, (usize::MAX, 0));
    }

    /// An edge of the outline, within the box.
    pub fn edge(&mut self, from: (f32, f32), to: (f32, f32)) {
        if (from.1 - to.1).abs() <= f32::EPSILON {
            return;
        }
        let (sign, from, to) = if from.1 < to.1 { (1.0, from, to) } else { (-1.0, to, from) };
        let slope = (to.0 - from.0) / (to.1 - from.1);
        let mut x = from.0;
        for y in from.1 as usize..self.touched.len().min(to.1.ceil() as usize) {
            let high = ((y + 1) as f32).min(to.1) - (y as f32).max(from.1);
            let next = x + slope * high;
            self.cross(y, x.min(next).max(0.0), x.max(next).max(0.0), high * sign);
            x = next;
        }
    }

    /// An edge crosses a row from `left` to `right` over so much of its height.
    fn cross(&mut self, y: usize, left: f32, right: f32, high: f32) {
        let (first, end) = (left.floor(), right.ceil());
        let (k, last) = (first as usize, end as usize);
        let row = &mut self.changes[y * self.width..(y + 1) * self.width];
        let mut change = |place: usize, by: f32| {
            if let Some(change) = row.get_mut(place) {
                *change += by;
            }
        };
        if last <= k + 1 {
            let beyond = 0.5 * (left + right) - first;
            change(k, high - high * beyond);
            change(k + 1, high * beyond);
        } else {
            // Shares of the height: in the first pixel, in each whole one, in the last.
            let each = (right - left).recip();
            let (in_first, in_last) = (1.0 - (left - first), right - end + 1.0);
            let (head, tail) = (0.5 * each * in_first * in_first, 0.5 * each * in_last * in_last);
            change(k, high * head);
            if last == k + 2 {
                change(k + 1, high * (1.0 - head - tail));
            } else {
                let second = each * (in_first + 0.5);
                change(k + 1, high * (second - head));
                (k + 2..last - 1).for_each(|place| change(place, high * each));
                let before = second + (last - k - 3) as f32 * each;
                change(last - 1, high * (1.0 - before - tail));
            }
            change(last, high * tail);
        }
        let touched = &mut self.touched[y];
        *touched = (touched.0.min(k), touched.1.max((last.max(k + 1) + 1).min(self.width)));
    }

    /// Ends the shape: `ink` is told of every pixel that is covered its place and how much of it, from 0 to 1.
    pub fn finish(&mut self, mut ink: impl FnMut(usize, usize, f32)) {
        for (y, &(first, end)) in self.touched.iter().enumerate().filter(|(_, (first, end))| first < end) {
            let row = &mut self.changes[y * self.width..(y + 1) * self.width];
            let mut sum = 0.0;
            for (x, change) in (first..end).zip(&mut row[first..end]) {
                sum += std::mem::take(change);
                let covered = sum.abs();
                if covered > 0.0 {
                    ink(x, y, covered.min(1.0));
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn covered(corners: &[(f32, f32)], width: usize, height: usize) -> Vec<f32> {
        let mut coverage = Coverage::default();
        let mut pixels = vec![0.0; width * height];
        // A second time: what a shape leaves behind would show.
        for _ in 0..2 {
            pixels.fill(0.0);
            coverage.begin(width, height);
            for (k, &from) in corners.iter().enumerate() {
                coverage.edge(from, corners[(k + 1) % corners.len()]);
            }
            coverage.finish(|x, y, share| pixels[y * width + x] = share);
        }
        pixels
    }

    #[test]
    fn a_pixel_is_covered_by_the_area_of_the_shape_in_it() {
        let square = [(0.5, 0.25), (2.5, 0.25), (2.5, 2.0), (0.5, 2.0)];
        assert_eq!(covered(&square, 4, 3), [0.375, 0.75, 0.375, 0.0, 0.5, 1.0, 0.5, 0.0, 0.0, 0.0, 0.0, 0.0]);
        let triangle = [(0.0, 0.0), (4.0, 0.0), (0.0, 2.0)];
        let found = covered(&triangle, 5, 2);
        for (found, area) in found.iter().zip([1.0, 1.0, 0.75, 0.25, 0.0, 0.75, 0.25, 0.0, 0.0, 0.0]) {
            assert!((found - area).abs() < 1e-6, "{found} {area}");
        }
    }

    #[test]
    fn the_whole_of_a_shape_is_its_area_however_it_lies() {
        for turn in 0..40 {
            let (x, y) = (0.37 * turn as f32, 11.3 - 0.21 * turn as f32);
            let corners = [(x, 2.0), (18.4, y), (1.2, 14.9)];
            let area = ((18.4 - x) * (14.9 - 2.0) - (1.2 - x) * (y - 2.0)).abs() / 2.0;
            let sum: f32 = covered(&corners, 20, 16).iter().sum();
            assert!((sum - area).abs() < 1e-3, "{sum} {area}");
        }
    }
}
