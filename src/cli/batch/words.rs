//! What a batch says beside its results: remarks on its scenarios before, the next useful command after.

use std::path::{Path, PathBuf};

use clap::ValueEnum;

use super::super::batch::BatchArgs;
use super::super::options::Tables;
use super::clock::Clock;
use uptake::diagnostic::Result;
use uptake::diagnostic::shell::{self, word};
use uptake::experiment::decision::DecisionCell;
use uptake::experiment::plan::Design;
use uptake::experiment::{Shard, Status};
use uptake::figures::FigureSelection;
use uptake::phrasing::count;
use uptake::report::{REPORT, lacking};
use uptake::results::{Dataset, TableFormat};
use uptake::scenario::DistrictSpec;
use uptake::study::batch::FolderOptions;
use uptake::study::forecast::BatchForecast;
use uptake::study::not_kept::not_shown;

/// What to do with the results: the next useful command, and last the page to open.
pub fn next_step(args: &BatchArgs, design: &Design, path: &Path) -> String {
    let places = design.scenarios.first().map_or(&[][..], |s| &s.places);
    let report = path.join(REPORT);
    let last = page_to_open(places, path, args.tables == Tables::Summaries);
    let first = match (!design.pairs.is_empty(), places) {
        (true, [_]) if !report.is_file() || args.pages.figures == FigureSelection::None => String::new(),
        (true, [_]) => "figures and tables for R and Python are beside the report".into(),
        (true, _) => String::new(),
        (false, _) if design.is_cohort() => String::new(),
        (false, _) => another(args, places),
    };
    let unpaired = match design.unpaired {
        true => "unpaired: differences_summary holds differences of means; there is no table of differences by replication".into(),
        false => String::new(),
    };
    let lines = [unpaired, first, last].into_iter().filter(|line| !line.is_empty());
    lines.collect::<Vec<String>>().join("\n")
}

/// The page to open, or how one is made of one of several districts.
pub fn page_to_open(places: &[DistrictSpec], path: &Path, is_summaries: bool) -> String {
    let report = path.join(REPORT);
    match places {
        // Where nobody was simulated, or no report was wanted, there is none.
        [_] if !report.is_file() => String::new(),
        _ if is_summaries => String::new(),
        [_] => format!("open {} in a browser", report.display()),
        _ => format!("a report of one district: uptake report {} --district ID", shell::path(path)),
    }
}

/// What figures and report the folder was written without, and how it comes to them; its districts may stand for
/// sizes, to be drawn `side_by_side`.
pub fn left_out(
    dataset: &Dataset,
    side_by_side: bool,
    (figures, report): (&FigureSelection, bool),
) -> Vec<String> {
    let not_shown = not_shown(dataset, figures, report).filter(|_| dataset.has_runs());
    not_shown.into_iter().chain(not_written(dataset, side_by_side)).collect()
}

/// What figures and report the folder was written without that can be made of it.
fn not_written(dataset: &Dataset, side_by_side: bool) -> Option<String> {
    let (folder, manifest) = (shell::path(&dataset.folder), &dataset.manifest);
    if !manifest.statuses.contains_key(Status::Done.name()) {
        return None;
    }
    if !dataset.has_runs() {
        return Some("summaries alone were kept: no runs, and no figures or report of them".into());
    }
    let later = |what: &str, how: &str| Some(format!("written without {what}; for them: {how}"));
    // Sweeps and decisions have no report.
    if dataset.scenarios.iter().any(|s| !s.point.is_empty()) {
        let is_drawn = manifest.districts.len() == 1 || DecisionCell::are_all(&dataset.scenarios);
        let without = is_drawn && !dataset.has_figures();
        return if without { later("figures", &format!("uptake plot {folder}")) } else { None };
    }
    let has_report = manifest.files.contains_key(REPORT) || !lacking(dataset).is_empty();
    match (manifest.districts.len(), dataset.has_figures(), has_report) {
        (1, false, false) => {
            later("figures and report", &format!("uptake plot {folder} && uptake report {folder}"))
        }
        (1, false, true) => later("figures", &format!("uptake plot {folder}")),
        (1, true, false) => later("report", &format!("uptake report {folder}")),
        (2.., false, _) if side_by_side => Some(
            "written without figures of the sizes side by side; run it again with --force to draw them"
                .into(),
        ),
        _ => None,
    }
}

/// Says what a shard holds, and how all of them become results.
pub fn say_shard(args: &BatchArgs, shard: Shard, dataset: &Dataset, clock: &Clock) {
    if args.print.quiet {
        return;
    }
    let runs: u64 = dataset.manifest.statuses.values().sum();
    let folder = &dataset.folder;
    aside!(
        "shard {shard}: {} in {} ({:.1} s)",
        count(runs as f64, "run", "runs"),
        folder.display(),
        clock.seconds()
    );
    // Where the folder is named after the shard, so are the others.
    let name = folder.to_string_lossy().replace(&format!("shard-{}-of", shard.number), "shard-*-of");
    let all = if name == folder.to_string_lossy() { "DIR…".to_string() } else { name };
    let shards = count(f64::from(shard.of), "shard is", "shards are");
    aside!("when all {shards} there: uptake merge {all} --out DIR");
}

/// How what was run is compared with another scenario, on the same district.
fn another(args: &BatchArgs, places: &[DistrictSpec]) -> String {
    let first = args.scenarios.first().map_or("committed", String::as_str);
    let other = if first == "committed" { "superintendent-disengages" } else { "committed" };
    let (name, first) = (first, word(first));
    let flags = args.settings.places.flags();
    match places {
        _ if !flags.is_empty() => {
            format!("compare with another scenario: uptake compare {first} {other}{flags}")
        }
        [DistrictSpec::Synthetic { pupils, .. }] => format!(
            "compare with another scenario: uptake compare {first} {other} --set district.pupils={pupils}"
        ),
        [place] if place.takes_pupils() => {
            format!("compare with another scenario: uptake compare {first} {other}")
        }
        _ => format!(
            "write a scenario with extends = \"{name}\" and compare the two: uptake compare {first} FILE"
        ),
    }
}

/// The flags that choose what is run and made of it, as they were given; with a space before each.
pub fn flags_of(args: &BatchArgs) -> String {
    flags_of_runs(args) + &args.pages.flags()
}

/// The flags that choose what is run; with a space before each.
pub fn flags_of_runs(args: &BatchArgs) -> String {
    let flag = |name: &str, value: Option<String>| value.map(|value| format!(" {name} {}", word(&value)));
    let whole = |n: Option<u32>| n.map(|n| n.to_string());
    let path = |path: &Option<PathBuf>| path.as_ref().map(|path| path.display().to_string());
    let tables = args.tables.to_possible_value().map(|word| word.get_name().to_owned());
    let usual = TableFormat::USUAL.word();
    let settings = args.settings.set.iter().map(|setting| flag("--set", Some(setting.clone())));
    let number = |x: Option<f64>| x.map(|x| x.to_string());
    [flag("-n", whole(args.replications)), flag("--months", whole(args.settings.months))]
        .into_iter()
        .chain([
            flag("--until-half-width", number(args.until_half_width)),
            flag("--of", args.of.map(|of| of.to_string())),
            flag("--at-most", whole(args.at_most)),
        ])
        .chain([flag("--seed", args.settings.seed.map(|seed| seed.to_string()))])
        .chain(settings)
        .chain([
            flag("--parameters", args.parameters.map(|set| set.word().to_owned())),
            flag("--seen", path(&args.seen)),
            flag("--districts", path(&args.settings.places.districts)),
            flag("--mapping", args.settings.places.mapping.clone()),
            flag("--district", args.settings.places.district.clone()),
            flag("--tables", tables.filter(|word| word != usual)),
            flag("--measures", Some(args.measures.to_string()).filter(|word| word != "all")),
        ])
        .flatten()
        .collect()
}

/// Most remarks that are told one by one.
const MOST_REMARKS: usize = 12;

/// Remarks on the scenarios.
pub fn say_remarks(design: &Design) {
    let remarks = design.remarks();
    for remark in remarks.iter().take(MOST_REMARKS) {
        aside!("note: {remark}");
    }
    if remarks.len() > MOST_REMARKS {
        aside!(
            "note: {} more notes of this kind or another; `uptake check` tells those of a file",
            remarks.len() - MOST_REMARKS
        );
    }
}

/// What a batch would take, in time and on the disk.
pub fn say_forecast(design: &Design, options: &FolderOptions<'_>, path: &Path) -> Result<()> {
    let forecast = BatchForecast::of(design, options)?;
    let first = design.scenarios.first();
    out!(
        "runs:    {} ({}{}, {}, {})",
        forecast.jobs,
        options.shard.map_or_else(String::new, |shard| format!("shard {shard} of ")),
        count(design.scenarios.len() as f64, "scenario", "scenarios"),
        count(first.map_or(0, |s| s.places.len()) as f64, "district", "districts"),
        count(first.map_or(0.0, |s| f64::from(s.run.replications)), "replication", "replications")
    );
    let parts = [
        ("runs", forecast.simulation),
        ("tables", forecast.tables),
        ("figures", forecast.figures),
        ("report", forecast.report),
    ];
    let parts = parts.into_iter().filter(|(_, seconds)| *seconds > 0.0);
    let parts: Vec<String> = parts.map(|(what, seconds)| format!("{what} {seconds:.1}")).collect();
    out!(
        "time:    about {:.1} s on {} of this machine where nothing else runs ({}), from a few runs that were tried",
        forecast.seconds(),
        count(forecast.threads, "thread", "threads"),
        parts.join(", ")
    );
    out!("disk:    about {:.1} MB, and {:.1} MB more while it runs", forecast.kept, forecast.beside);
    out!("memory:  up to about {:.0} MB", forecast.memory);
    out!("results: {}", path.display());
    Ok(())
}
