//! Promises of the figures.

use super::*;

fn caption() -> Caption {
    Caption {
        title: "Spread <falls> & depth \"holds\"".into(),
        subtitle: "A < B & C, 20 runs, seed 1".into(),
    }
}

fn fan(months: usize, value: impl Fn(usize) -> f64) -> Fan {
    let series = |shift: f64| (0..months).map(|month| value(month) + shift).collect::<Vec<f64>>();
    Fan {
        label: "<b>base</b>".into(),
        q05: series(-0.2),
        q25: series(-0.1),
        q50: series(0.0),
        q75: series(0.1),
        q95: series(0.2),
        mean: series(0.01),
        mean_low: series(0.0),
        mean_high: series(0.02),
        runs: vec![series(0.05)],
    }
}

/// All three figures of the same simple course.
fn figures(months: usize, scenarios: usize, value: impl Fn(usize) -> f64 + Copy) -> Vec<Figure> {
    let series: Vec<f64> = (0..months).map(value).collect();
    let path = SpreadDepth {
        label: "a & b".into(),
        spread: series.clone(),
        depth: series.clone(),
        ends: vec![(0.4, 0.5)],
    };
    let panel = Panel {
        measure: "spread, share".into(),
        range: (0.0, 1.0),
        fans: vec![fan(months, value); scenarios],
    };
    let difference = Difference {
        measure: "spread, share".into(),
        fan: fan(months, value),
        lower: series.clone(),
        equal: series.iter().map(|_| 0.0).collect(),
        higher: series.iter().map(|share| 1.0 - share).collect(),
    };
    let marks = [Mark { month: 14, label: "support <ends>".into() }];
    vec![
        spread_depth_path(&caption(), &vec![path; scenarios], &[12, 24]).unwrap(),
        timeline_fans(&caption(), &[panel], &vec![marks.to_vec(); scenarios]).unwrap(),
        difference_fan(&caption(), &[difference], &["a", "b"], &[marks.to_vec(), Vec::new()]).unwrap(),
    ]
}

#[test]
fn markup_in_titles_and_labels_is_escaped() {
    for figure in figures(37, 2, |month| month as f64 / 60.0) {
        assert!(figure.svg.contains("<title>Spread &lt;falls&gt; &amp; depth \"holds\"</title>"));
        for raw in ["<falls>", "<b>", "<ends>", "A < B", "& "] {
            assert!(!figure.svg.contains(raw), "{} holds {raw}", figure.name);
        }
    }
}

#[test]
fn the_same_data_give_the_same_bytes() {
    let course = |month: usize| (month as f64 / 70.0).sqrt();
    assert_eq!(figures(61, 3, course), figures(61, 3, course));
}

#[test]
fn missing_values_single_months_and_no_months_still_give_figures() {
    figures(13, 1, |_| f64::NAN);
    figures(1, 3, |_| 0.0);
    figures(0, 1, |_| 0.0);
    figures(13, 2, |month| if month % 5 == 2 { f64::INFINITY } else { 0.3 });
}

#[test]
fn the_png_is_twice_the_size_of_the_svg() {
    for figure in figures(25, 4, |month| month as f64 / 50.0) {
        let number = |bytes: &[u8]| bytes.iter().fold(0_u32, |sum, byte| sum * 256 + u32::from(*byte));
        let (width, height) = (number(&figure.png[16..20]), number(&figure.png[20..24]));
        assert_eq!(width, 1920);
        assert!(figure.svg.contains(&format!("width=\"960\" height=\"{}\"", height / 2)));
    }
}

#[test]
fn a_figure_of_nothing_says_what_is_missing() {
    let error = timeline_fans(&caption(), &[], &[]).unwrap_err();
    assert!(error.to_string().contains("scenario"));
}

#[test]
fn labels_beside_a_plot_never_touch() {
    let wanted = [(10.0, 20.0), (11.0, 20.0), (12.0, 30.0), (90.0, 20.0), (95.0, 20.0)];
    let centres = labels::spread_out(&wanted, 0.0, 120.0);
    let mut rooms: Vec<(f64, f64)> = centres
        .iter()
        .zip(wanted)
        .map(|(centre, (_, height))| (centre - height / 2.0, centre + height / 2.0))
        .collect();
    rooms.sort_by(|a, b| a.0.total_cmp(&b.0));
    assert!(rooms.windows(2).all(|pair| pair[0].1 <= pair[1].0 + 1e-9), "{rooms:?}");
    assert!(rooms[0].0 >= 0.0 && rooms[4].1 <= 120.0);
}
