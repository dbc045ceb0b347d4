//! Promises of the figures of a folder, drawn from runs of the model.

use std::path::Path;

use super::*;
use crate::experiment::executor;
use crate::experiment::plan::Design;
use crate::parameters::Ledger;
use crate::results::Dataset;
use crate::results::digest::text_digest;
use crate::results::folder::{Folder, Mode, TableFormat};
use crate::results::manifest::Machine;
use crate::scenario::layers::BuiltIn;
use crate::scenario::{self, Scenario};

/// A finished folder of built-in scenarios with these settings for each.
fn ran(at: &Path, scenarios: &[(&str, &str)], n: u32, compared: bool) -> Dataset {
    let ledger = Ledger::standard().unwrap();
    let read = |(name, setting): &(&str, &str)| {
        let mut settings = vec![format!("--replications={n}"), "--months=40".into()];
        settings.extend((!setting.is_empty()).then(|| (*setting).to_owned()));
        let read = scenario::read(name, &settings, &BuiltIn, &ledger).unwrap();
        Scenario { name: format!("{name}{}", setting.replace(['=', '.'], "-")), ..read }
    };
    let design = Design::new(scenarios.iter().map(read).collect(), compared).unwrap();
    let mut folder =
        Folder::open(at, &design.plan(&ledger, text_digest), TableFormat::Csv, Mode::New).unwrap();
    folder.append(&executor::in_parallel(&design, 0..folder.jobs())).unwrap();
    folder.write_tables().unwrap();
    let machine = Machine {
        started: String::new(),
        finished: String::new(),
        seconds: 0.0,
        threads: 1,
        platform: String::new(),
        command: Vec::new(),
    };
    let dataset = folder.dataset(&design.scenarios).unwrap();
    folder.finish(Vec::new(), &machine).unwrap();
    dataset
}

fn drawn(dataset: &Dataset) -> Vec<Figure> {
    draw(&dataset.district_results(&dataset.manifest.districts[0], &wanted()).unwrap()).unwrap()
}

/// Figures of a single scenario with a program of one component.
fn of_one() -> usize {
    let of_components = |figure: &&FigureKind| figure.measures.contains(&"program_share");
    let of_any =
        FIGURES.iter().filter(|f| matches!(f.draw, Draw::OfAll(_)) && !of_components(f) && !f.of_sweeps);
    // The answer is of two scenarios and more, the differences side by side of four; and nothing was seen.
    of_any.count() - 3
}

/// Figures that are drawn for each pair.
fn of_pair() -> usize {
    FIGURES.iter().filter(|figure| matches!(figure.draw, Draw::OfPair(_))).count()
}

fn names(figures: &[Figure]) -> Vec<&str> {
    figures.iter().map(|figure| figure.name.as_str()).collect()
}

/// Every figure says what it shows, in words and numbers, and no words of it touch.
fn checked(figures: &[Figure]) {
    for figure in figures {
        for svg in [&figure.svg, &figure.narrow] {
            assert_eq!(text_overlap::faults(svg), Vec::<String>::new(), "{}", figure.name);
            assert!(svg.contains("<title>") && svg.contains("<desc>"), "{}", figure.name);
        }
        assert!(!figure.title.is_empty() && figure.description.len() > 80, "{}", figure.name);
        assert!(figure.table.rows.len() > 3, "{}", figure.name);
        assert!(figure.table.rows.iter().all(|row| row.len() == figure.table.columns.len()));
        let along_months = !["spread-depth-path", "answer"].contains(&figure.name.as_str());
        assert_eq!(!figure.hover.is_empty(), along_months, "{}", figure.name);
        assert_eq!(figure.hover.len(), figure.hover_narrow.len(), "{}", figure.name);
        assert!(figure.svg.len() < 120_000, "{}: {} bytes", figure.name, figure.svg.len());
    }
}

#[test]
fn a_comparison_has_every_figure_and_a_difference_for_each_pair() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path().join("r");
    let of = [("committed", ""), ("superintendent-disengages", ""), ("mandate-at-once", "")];
    let design = ran(&at, &of, 12, true);
    let figures = drawn(&design);
    let expected = [
        "spread-depth-path",
        "timeline-fans",
        "stage-shares",
        "time-to-stage",
        "users-by-cause",
        "four-dimensions",
        "leader-changes",
        "difference-superintendent-disengages",
        "difference-mandate-at-once",
    ];
    assert!(expected.iter().all(|name| names(&figures).contains(name)), "{:?}", names(&figures));
    assert_eq!(figures.len(), of_one() + 1 + 2 * of_pair(), "once, and once for each pair");
    checked(&figures);
    // In words, because a missing number is equal to none.
    let again = format!("{:?}", drawn(&design));
    assert!(format!("{figures:?}") == again, "the same tables give the same figures");
    let files: Vec<String> = files(&figures).unwrap().into_iter().map(|(name, _)| name).collect();
    assert_eq!(files.len(), 3 * (of_one() + 1 + 2 * of_pair()));
    assert!(files.contains(&"stage-shares-narrow.svg".to_owned()));
}

#[test]
fn four_scenarios_are_ranked_by_where_they_end() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path().join("r");
    let of = ["grassroots-only", "committed", "mandate-at-once", "superintendent-disengages"];
    let figures = drawn(&ran(&at, &of.map(|name| (name, "")), 6, false));
    assert_eq!(figures.len(), of_one() + 1);
    checked(&figures);
    let answer = figures.iter().find(|figure| figure.name == "answer").unwrap();
    let last = |words: &str| answer.svg.rfind(words).unwrap();
    assert!(last("Committed") < last("Grassroots"), "the highest comes first");
}

#[test]
fn many_comparisons_stand_side_by_side_on_one_scale() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path().join("r");
    let of = ["committed", "grassroots-only", "mandate-at-once", "superintendent-disengages"];
    let figures = drawn(&ran(&at, &of.map(|name| (name, "")), 6, true));
    assert_eq!(figures.len(), of_one() + 2 + 3 * of_pair());
    checked(&figures);
    let named = |name: &str| figures.iter().find(|figure| figure.name == name).unwrap();
    let all = named("differences");
    assert_eq!(all.hover.len(), 3, "a plot for each comparison");
    assert!(all.hover.iter().all(|plot| plot.series.len() == 3));
    let waiting = named("time-to-stage");
    assert!(!waiting.svg.contains("not within five years"), "one key for all panels");
    for figure in &figures {
        assert!(!figure.title.contains("more below"), "{}", figure.title);
    }
}

#[test]
fn a_program_of_several_components_has_a_figure_of_the_whole_program() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path().join("r");
    let figures = drawn(&ran(&at, &[("committed", ""), ("components-at-once", "")], 6, true));
    assert_eq!(figures.len(), of_one() + 2 + of_pair());
    checked(&figures);
    let whole = figures.iter().find(|figure| figure.name == "program-components").unwrap();
    assert_eq!(whole.section, "program");
    // The last mean of the whole program, of the practice alone and of three components.
    let last = |scenario: &str| {
        let is = |row: &&Vec<DataCell>| row[0] == scenario.into() && row[1] == whole.table.rows[0][1];
        let row = whole.table.rows.iter().rfind(is).unwrap();
        if let DataCell::Number(mean, _) = row[4] { mean } else { f64::NAN }
    };
    assert!(last("Three components at once") < last("Committed from top to bottom"), "{:?}", whole.title);
}

#[test]
fn a_single_run_has_figures_and_claims_no_interval() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path().join("r");
    let figures = drawn(&ran(&at, &[("committed", "")], 1, false));
    assert_eq!(figures.len(), of_one());
    checked(&figures);
    assert!(figures.iter().all(|figure| !figure.svg.contains("NaN") && !figure.description.contains("NaN")));
}

#[test]
fn scenarios_that_differ_in_size_are_told_by_their_pupils() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path().join("r");
    let of = [("committed", "district.pupils=1500"), ("committed", "district.pupils=4000")];
    let figures = drawn(&ran(&at, &of, 4, false));
    checked(&figures);
    assert!(names(&figures).contains(&"sizes-fans") && names(&figures).contains(&"sizes-time-to-stage"));
    assert!(figures.iter().all(|figure| figure.svg.contains("1,500 students")), "sizes are the labels");
}

#[test]
fn the_stages_of_a_month_make_up_all_runs() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path().join("r");
    let figures = drawn(&ran(&at, &[("committed", "")], 6, false));
    let shares = figures.iter().find(|figure| figure.name == "stage-shares").unwrap();
    for row in &shares.table.rows {
        let sum: f64 = row[3..]
            .iter()
            .map(|cell| if let DataCell::Number(share, _) = cell { *share } else { f64::NAN })
            .sum();
        assert!((sum - 1.0).abs() < 1e-9, "{row:?}");
    }
}
