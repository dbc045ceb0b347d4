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

/// All figures of the same simple course.
fn figures(months: usize, scenarios: usize, value: impl Fn(usize) -> f64 + Copy) -> Vec<Figure> {
    let named = |place: usize| format!("scenario <{place}> & more");
    all(months, scenarios, value, named, "support <ends>")
}

/// All figures, with these names of scenarios and this event.
fn all(
    months: usize,
    scenarios: usize,
    value: impl Fn(usize) -> f64 + Copy,
    named: impl Fn(usize) -> String,
    event: &str,
) -> Vec<Figure> {
    let series: Vec<f64> = (0..months).map(value).collect();
    let each = || 0..scenarios;
    let marks = |place: usize| {
        let mark = |month: usize, what: &str| Mark { month: month as u32, label: what.into() };
        vec![mark(14, event), mark(15 + place, "a mandate"), mark(37, "support has ended")]
    };
    let fan_of = |place: usize| Fan { label: named(place), ..fan(months, value) };
    let paths: Vec<SpreadDepth> = each()
        .map(|place| SpreadDepth {
            label: named(place),
            spread: series.clone(),
            depth: series.iter().map(|v| v * (1.0 - 0.1 * place as f64)).collect(),
            ends: (0..500).map(|k| (f64::from(k % 23) / 22.0, f64::from(k % 29) / 28.0)).collect(),
        })
        .collect();
    let panel = |measure: &str| Panel {
        measure: measure.into(),
        range: (0.0, 1.0),
        fans: each().map(fan_of).collect(),
    };
    let difference = Difference {
        measure: "spread, share".into(),
        fan: Fan { label: format!("{} minus {}", named(0), named(1)), ..fan(months, value) },
        lower: series.clone(),
        equal: series.iter().map(|_| 0.0).collect(),
        higher: series.iter().map(|share| 1.0 - share).collect(),
    };
    let panels = [
        "Spread (share of focal teachers using)",
        "Depth",
        "Deep share (share of focal teachers deep)",
        "Ownership",
    ]
    .map(panel);
    let events: Vec<Vec<Mark>> = each().map(marks).collect();
    let stacked = |whole: bool| Stacked {
        measure: "Share of runs at each stage".into(),
        parts: (0..6).map(|k| (format!("stage {k}"), "what a stage is when it is reached".into())).collect(),
        ramp: if whole { Ramp::Steps } else { Ramp::Kinds },
        whole,
        note: "A note.".into(),
        panels: each()
            .map(|place| Stack {
                label: named(place),
                parts: (0..6).map(|_| series.iter().map(|v| v / 6.0).collect()).collect(),
                events: marks(place),
            })
            .collect(),
    };
    let stage = |stage: u32| StagePanel {
        stage: format!("Stage {stage}: half of the schools, in policy (share of runs there so far)"),
        curves: each()
            .map(|place| Reaching {
                label: named(place),
                runs: 20,
                share: series.clone(),
                low: series.iter().map(|v| v * 0.9).collect(),
                high: series.iter().map(|v| (v * 1.1).min(1.0)).collect(),
                median: series.iter().position(|v| *v >= 0.5).map(|m| m as u32),
            })
            .collect(),
    };
    let dimensions: Vec<Dimensions> = each()
        .map(|place| Dimensions {
            label: named(place),
            fans: panels.iter().map(|p| Fan { label: p.measure.clone(), ..fan(months, value) }).collect(),
            remark: "of the seats of teachers deep at month 36, 48 % are deep at month 60".into(),
            events: marks(place),
        })
        .collect();
    let leaders: Vec<LeaderChanges> = each()
        .map(|place| LeaderChanges {
            label: named(place),
            exits: fan_of(place),
            commitment: fan_of(place),
            backing: fan_of(place),
            exits_of_runs: vec![series.clone()],
            events: marks(place),
        })
        .collect();
    let pair = [named(0), named(1)];
    vec![
        spread_depth_path(&caption(), &paths, &[12, 24, 36, 48, 60]).unwrap(),
        timeline_fans(&caption(), &panels, &events).unwrap(),
        size_fans(&caption(), &panels[..3], &events).unwrap(),
        stacked_areas("stage-shares", &caption(), &stacked(true)).unwrap(),
        stacked_areas("users-by-cause", &caption(), &stacked(false)).unwrap(),
        time_to_stage("time-to-stage", &caption(), &[2, 3, 4, 5].map(stage)).unwrap(),
        four_dimensions(&caption(), &dimensions, "What is shown.").unwrap(),
        leader_changes(&caption(), &leaders, "What is shown.").unwrap(),
        difference_fan(&caption(), &[difference], &[&pair[0], &pair[1]], &[marks(0), marks(1)]).unwrap(),
    ]
}

/// Faults of both layouts, each with the figure it is in.
fn faults_of(figures: &[Figure]) -> Vec<String> {
    let both = figures.iter().flat_map(|f| [(&f.name, "wide", &f.svg), (&f.name, "narrow", &f.narrow)]);
    both.flat_map(|(name, layout, svg)| {
        text_overlap::faults(svg).into_iter().map(move |fault| format!("{name}, {layout}: {fault}"))
    })
    .collect()
}

#[test]
fn no_words_leave_the_sheet_or_touch_in_either_layout() {
    let rising = |month: usize| (month as f64 / 70.0).min(1.0);
    let wobbling = |month: usize| 0.5 + 0.4 * if month.is_multiple_of(3) { 1.0 } else { -1.0 };
    for scenarios in [1, 2, 3, 5] {
        for months in if scenarios == 2 { [2, 121] } else { [13, 61] } {
            let drawn = [figures(months, scenarios, rising), figures(months, scenarios, wobbling)].concat();
            let faults = faults_of(&drawn);
            assert!(faults.is_empty(), "{scenarios} scenarios, {months} months:\n{}", faults.join("\n"));
        }
    }
}

#[test]
fn long_names_and_events_are_broken_into_lines_that_do_not_touch() {
    let long = |place: usize| {
        format!("scenario-{place}-with-a-name-that-somebody-has-made-as-long-as-a-line-of-eighty-letters-is")
    };
    let event = "the superintendent and the lead and both of the oldest principals leave in the same summer, \
                 and nobody of the team has been told before it happens";
    for scenarios in [1, 2, 5] {
        let faults = faults_of(&all(61, scenarios, |m| m as f64 / 80.0, long, event));
        assert!(faults.is_empty(), "{scenarios} scenarios:\n{}", faults.join("\n"));
    }
}

#[test]
fn a_reader_who_points_finds_every_plot_within_the_sheet() {
    // The path has no axis of months to point along.
    for figure in figures(61, 3, |month| month as f64 / 70.0).iter().skip(1) {
        for (width, pointed) in [(960.0, &figure.pointed), (360.0, &figure.pointed_narrow)] {
            assert!(!pointed.is_empty(), "{}", figure.name);
            for plot in pointed {
                assert!(plot.left >= 0.0 && plot.left + plot.width <= width && plot.height > 20.0);
                assert!(!plot.series.is_empty() && plot.range.1 > plot.range.0);
            }
        }
        assert_eq!(figure.pointed.len(), figure.pointed_narrow.len(), "{}", figure.name);
    }
}

#[test]
fn a_line_without_values_leaves_a_gap() {
    let whole = figures(25, 1, |month| month as f64 / 40.0);
    let broken = figures(25, 1, |month| if month == 12 { f64::NAN } else { month as f64 / 40.0 });
    for (whole, broken) in whole.iter().zip(&broken) {
        let pieces = |figure: &Figure| figure.svg.matches('M').count();
        assert!(pieces(broken) > pieces(whole), "{}", whole.name);
        assert!(!broken.svg.contains("NaN"), "{}", whole.name);
    }
}

#[test]
fn markup_in_titles_and_labels_is_escaped() {
    for figure in figures(37, 2, |month| month as f64 / 60.0) {
        assert!(figure.svg.contains("<title>Spread &lt;falls&gt; &amp; depth \"holds\"</title>"));
        for raw in ["<falls>", "<0>", "<ends>", "A < B", "& "] {
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
