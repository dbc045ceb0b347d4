//! Promise: a report says what was asked, what came out and how sure it is, keeps to itself, and lets no word of
//! a scenario become markup.

use std::fs;
use std::path::Path;

use tempfile::TempDir;

use crate::runner::{self, said};

/// Both streams of a command that ends with this status.
fn expect(folder: &Path, status: i32, args: &[&str]) -> String {
    said(&runner::expect(folder, args, status, &[]))
}

fn page(folder: &Path, name: &str) -> String {
    fs::read_to_string(folder.join(name)).unwrap()
}

/// The page without what belongs to it: style, script and pictures.
fn words_of(page: &str) -> String {
    let mut rest = page.to_string();
    for (open, close) in [("<style>", "</style>"), ("<script>", "</script>"), ("<svg", "</svg>")] {
        while let Some(start) = rest.find(open) {
            let end = rest[start..].find(close).unwrap_or_else(|| panic!("{open} without end"));
            rest.replace_range(start..start + end + close.len(), "");
        }
    }
    rest
}

#[test]
fn a_comparison_of_one_district_leaves_a_report_in_its_folder_and_the_command_writes_the_same() {
    let here = TempDir::new().unwrap();
    let args =
        ["compare", "committed", "superintendent-disengages", "-n", "60", "--out", "r", "--tables", "csv"];
    let said = expect(here.path(), 0, &args);
    assert!(said.contains("report.html in a browser"), "{said}");
    let in_folder = page(here.path(), "r/report.html");
    assert!(page(here.path(), "r/manifest.json").contains("\"report.html\""));
    let said = expect(here.path(), 0, &["report", "r/"]);
    assert!(said.contains("r-report.html") && said.contains("uptake explain r/ --typical"), "{said}");
    assert_eq!(page(here.path(), "r-report.html"), in_folder);
    assert!(in_folder.len() < 3_000_000, "{} bytes", in_folder.len());

    let words = words_of(&in_folder);
    for part in [
        "What is lost when the superintendent steps back after a good first year?",
        "simulated copies of this district reach stage 4",
        "<code>--parameters accepted</code> runs many plausible parameter sets",
        "a single row may point the wrong way",
        "of 48 plausible ways to fill that in); with the usual values it is",
        "points lower on average (by the chance of 60 pairs of the same simulated district",
        "What changes, pair by pair",
        "Where it came from",
        "What would change our mind",
        "A superintendent who signs up, delegates and disengages never gets meaningful progress",
        "What is assumed",
        "No forecast of a named district",
        "How to reproduce this",
        "uptake compare scenarios/committed.toml scenarios/superintendent-disengages.toml --tables csv",
    ] {
        assert!(words.contains(part), "lacks: {part}");
    }
    let order = [
        "id=\"answer\"",
        "id=\"doubts\"",
        "id=\"side\"",
        "id=\"difference\"",
        "id=\"path\"",
        "id=\"timelines\"",
        "id=\"story\"",
        "id=\"assumptions\"",
        "id=\"limits\"",
        "id=\"again\"",
    ];
    let places: Vec<usize> =
        order.iter().map(|id| words.find(id).unwrap_or_else(|| panic!("{id}"))).collect();
    assert!(places.windows(2).all(|w| w[0] < w[1]), "{places:?}");
}

#[test]
fn a_report_is_a_function_of_the_job_list_alone() {
    let here = TempDir::new().unwrap();
    for (out, threads) in [("one", "1"), ("two", "3")] {
        expect(here.path(), 0, &["run", "committed", "-n", "12", "--threads", threads, "--out", out]);
    }
    assert_eq!(page(here.path(), "one/report.html"), page(here.path(), "two/report.html"));
}

#[test]
fn the_command_that_a_report_prints_makes_the_same_folder_again() {
    let here = TempDir::new().unwrap();
    expect(here.path(), 0, &["compare", "committed", "support-cliff", "-n", "9", "--out", "r"]);
    let inside = here.path().join("r");
    let printed = "uptake compare scenarios/committed.toml scenarios/support-cliff.toml";
    assert!(page(here.path(), "r/report.html").contains(printed));
    let mut args: Vec<&str> = printed.split(' ').skip(1).collect();
    args.extend(["--out", "../again"]);
    expect(&inside, 0, &args);
    assert_eq!(page(here.path(), "again/manifest.json"), page(here.path(), "r/manifest.json"));
}

#[test]
fn one_future_makes_no_statement_on_uncertainty() {
    let here = TempDir::new().unwrap();
    expect(here.path(), 0, &["compare", "committed", "support-cliff", "-n", "1", "--out", "r"]);
    let words = words_of(&page(here.path(), "r/report.html"));
    assert!(words.contains("One future allows no statement on uncertainty"));
    assert!(words.contains("cannot be told from one pair"));
    assert!(!words.contains("about 10 in 10") && !words.contains("lower on average"));
}

#[test]
fn no_word_of_a_scenario_becomes_markup() {
    let here = TempDir::new().unwrap();
    let hostile = "</script><img src=x onerror=alert(1)>&lt;b&gt; \\\"><svg onload=alert(2)>";
    let shown = "&#60;/script&#62;&#60;img src=x onerror=alert(1)&#62;&#38;lt;b&#38;gt;";
    let text = format!(
        "format = 1\nextends = \"committed\"\ntitle = \"T {hostile}\"\nquestion = \"Q {hostile}?\"\n\
        [district]\nid = \"h\"\npupils = 2000\nname = \"D {hostile}\"\n\
        [[event]]\nmonth = 14\nwhat = \"superintendent disengages\"\nnote = \"N {hostile}\"\n"
    );
    fs::write(here.path().join("bad.toml"), text).unwrap();
    let text = page(here.path(), "bad.toml").replace("title = \"T", "title = \"U");
    fs::write(here.path().join("worse.toml"), text).unwrap();
    expect(here.path(), 0, &["compare", "bad.toml", "worse.toml", "-n", "3", "--out", "r"]);
    let page = page(here.path(), "r/report.html");
    assert!(
        page.contains(&format!("Q {shown}")) && page.contains(&format!("T {shown}")),
        "titles are shown as text"
    );
    for markup in ["<img", "<svg onload", "onerror=alert(1)>"] {
        assert!(!page.contains(markup), "holds {markup}");
    }
    assert_eq!(page.matches("</script>").count(), 1);
    assert_eq!(page.matches("<script>").count(), 1);
    assert_eq!(page.matches("<svg").count(), page.matches("<svg aria-labelledby").count());
}

#[test]
fn a_page_takes_nothing_from_elsewhere() {
    let here = TempDir::new().unwrap();
    expect(here.path(), 0, &["run", "committed", "-n", "3", "--out", "r"]);
    let page = page(here.path(), "r/report.html").replace("xmlns=\"http://www.w3.org/2000/svg\"", "");
    for outside in ["http://", "https://", "@import", "<iframe", "<object"] {
        assert!(!page.contains(outside), "holds {outside}");
    }
    let sources: Vec<&str> = page.match_indices(" src=").map(|(k, _)| &page[k..k + 20]).collect();
    assert!(sources.is_empty(), "{sources:?}");
}

#[test]
fn nothing_is_overwritten_and_a_changed_folder_is_not_reported() {
    let here = TempDir::new().unwrap();
    expect(here.path(), 0, &["run", "committed", "-n", "3", "--out", "r", "--tables", "csv"]);
    fs::write(here.path().join("r-report.html"), "mine").unwrap();
    let said = expect(here.path(), 1, &["report", "r"]);
    assert!(said.contains("r-report.html: exists already") && said.contains("--force"), "{said}");
    assert_eq!(page(here.path(), "r-report.html"), "mine");
    expect(here.path(), 0, &["report", "r", "--force"]);
    expect(here.path(), 0, &["report", "r", "--out", "other.html"]);
    let said = expect(here.path(), 1, &["report", "r", "--out", "."]);
    assert!(said.contains("a folder has this name") && said.contains("--out"), "{said}");
    let said = expect(here.path(), 3, &["report", "r", "--district", "nowhere", "--out", "x.html"]);
    assert!(
        said.contains("This folder holds one district") && said.contains("Leave `--district` out"),
        "{said}"
    );
    fs::write(here.path().join("r/summary.csv"), "changed").unwrap();
    let said = expect(here.path(), 1, &["report", "r", "--force"]);
    assert!(said.contains("summary.csv: is not the file that was written"), "{said}");
}

#[test]
fn of_several_districts_one_is_chosen() {
    let here = TempDir::new().unwrap();
    let table = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/districts.csv").display().to_string();
    expect(
        here.path(),
        0,
        &["run", "committed", "-n", "3", "--out", "r", "--districts", &table, "--district", "regular"],
    );
    let said = expect(here.path(), 2, &["report", "r"]);
    assert!(said.contains("--district ID"), "{said}");
    let id = said.split("--district ID: ").nth(1).unwrap().split(' ').next().unwrap().to_string();
    expect(here.path(), 0, &["report", "r", "--district", &id]);
    let words = words_of(&page(here.path(), "r-report.html"));
    assert!(words.contains("simulated districts like this one"));
    // The command that tells the run is as good as its word.
    let from = words.find("uptake explain . ").unwrap();
    let told = words[from..].split('<').next().unwrap();
    assert!(told.contains(&format!("--district {id}")), "{told}");
    let args: Vec<&str> = told.split(' ').skip(1).collect();
    expect(&here.path().join("r"), 0, &args);
}

#[test]
fn every_kind_of_folder_gives_a_page_with_its_figures_or_a_clear_word() {
    let here = TempDir::new().unwrap();
    let at = here.path();
    let vary = ["--vary", "superintendent_exit=0.05,0.4", "--vary", "initiatives_usual=1,3"];
    let sweep = ["sweep", "committed", "-n", "4", "--months", "12", "--out", "S", "--quiet"];
    expect(at, 0, &[&sweep[..], &vary].concat());
    expect(
        at,
        0,
        &[
            "sizes",
            "committed",
            "--pupils",
            "2000,4000",
            "-n",
            "4",
            "--months",
            "14",
            "--out",
            "Z",
            "--quiet",
        ],
    );
    let set = "format = 1\nquestion = \"How?\"\nextends = \"committed\"\noutcome = \"spread@12\"\nacceptable = \">= 0.1\"\n\
               replications = 2\n[[plan]]\nname = \"As usual\"\n[[plan]]\nname = \"More help\"\nwith = { manager_hours = 30 }\n\
               [[world]]\nname = \"As it is\"\n[[world]]\nname = \"A mandate\"\nevents = [\"month 3: mandate\"]\n";
    fs::write(at.join("set.toml"), set).unwrap();
    expect(at, 0, &["decide", "set.toml", "--months", "12", "--out", "D", "--quiet"]);
    let figures = [("S", "figure-sweep-map"), ("Z", "figure-sizes-fans"), ("D", "figure-decide-map")];
    for (folder, figure) in figures {
        let said = expect(at, 0, &["report", folder]);
        assert!(said.contains(&format!("{folder}-report.html")), "{said}");
        let page = page(at, &format!("{folder}-report.html"));
        assert!(page.contains(figure) && page.contains("What to do with it"), "{folder}");
        assert!(!page.contains("--full shows"), "{folder}");
        let again = expect(at, 1, &["report", folder]);
        assert!(again.contains("--force"), "{again}");
    }
    assert!(
        page(at, "S-report.html").contains("deep_share@12 &#60; 0.2"),
        "it asks for a month that is there"
    );
    assert!(page(at, "Z-report.html").contains("in districts of two sizes"));
    assert!(page(at, "D-report.html").contains("Which plan holds in every world?"));

    fs::create_dir(at.join("found")).unwrap();
    fs::write(at.join("found/discovery.json"), "{}").unwrap();
    let said = expect(at, 2, &["report", "found"]);
    assert!(said.contains("what uptake discover found") && said.contains("discovered-box.svg"), "{said}");
}
