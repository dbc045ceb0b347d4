//! The largest value of a smooth function of a few numbers (Nelder and Mead 1965), the same on every machine.

/// Steps after which the search stops in any case.
const MOST_STEPS: usize = 250;

/// Climbs from `start`, with a first simplex of this `width`; returns the highest point found and its value.
/// A value that is no number counts as lowest.
///
/// The search ends when the corners of the simplex lie within `close` of the best one.
pub fn maximize(
    start: &[f64],
    width: f64,
    close: f64,
    mut value: impl FnMut(&[f64]) -> f64,
) -> (Vec<f64>, f64) {
    let mut height = |x: &[f64]| {
        let y = value(x);
        if y.is_nan() { f64::NEG_INFINITY } else { y }
    };
    let n = start.len();
    let mut corners: Vec<(Vec<f64>, f64)> = vec![(start.to_vec(), height(start))];
    for k in 0..n {
        let mut x = start.to_vec();
        x[k] += width;
        let y = height(&x);
        corners.push((x, y));
    }
    for _ in 0..MOST_STEPS {
        corners.sort_by(|a, b| b.1.total_cmp(&a.1));
        let spread = corners[n].0.iter().zip(&corners[0].0).map(|(a, b)| (a - b).abs()).fold(0.0, f64::max);
        if spread < close {
            break;
        }
        let center: Vec<f64> =
            (0..n).map(|k| corners[..n].iter().map(|(x, _)| x[k]).sum::<f64>() / n as f64).collect();
        let worst = corners[n].clone();
        let mut along = |step: f64| {
            let x: Vec<f64> = center.iter().zip(&worst.0).map(|(c, w)| c + step * (c - w)).collect();
            let y = height(&x);
            (x, y)
        };
        let mirrored = along(1.0);
        let next = if mirrored.1 > corners[0].1 {
            let further = along(2.0);
            if further.1 > mirrored.1 { further } else { mirrored }
        } else if mirrored.1 > corners[n - 1].1 {
            mirrored
        } else {
            along(if mirrored.1 > worst.1 { 0.5 } else { -0.5 })
        };
        if next.1 > worst.1 {
            corners[n] = next;
            continue;
        }
        let best = corners[0].0.clone();
        for corner in &mut corners[1..] {
            for (x, b) in corner.0.iter_mut().zip(&best) {
                *x = 0.5 * (*x + b);
            }
            corner.1 = height(&corner.0);
        }
    }
    corners.sort_by(|a, b| b.1.total_cmp(&a.1));
    corners.swap_remove(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_summit_of_a_curved_ridge_is_found() {
        let (x, y) = maximize(&[-1.2, 1.0], 0.5, 1e-6, |x| {
            let (a, b) = (1.0 - x[0], x[1] - x[0] * x[0]);
            -(a * a + 100.0 * b * b)
        });
        assert!((x[0] - 1.0).abs() < 1e-3 && (x[1] - 1.0).abs() < 1e-3 && y > -1e-7, "{x:?} {y}");
    }

    #[test]
    fn a_search_in_one_dimension_ends_at_the_top() {
        let (x, _) = maximize(&[0.0], 1.0, 1e-6, |x| -(x[0] - 3.0) * (x[0] - 3.0));
        assert!((x[0] - 3.0).abs() < 1e-4);
    }
}
