//! What a batch comes to when all its runs are there: tables, what is drawn and said of them, the manifest.

use super::super::until::Look;
use super::super::{assumptions, decide, schools, sweep};
use super::{FolderOptions, Looking};
use crate::diagnostic::Result;
use crate::experiment::CancelToken;
use crate::experiment::decision::DecisionCell;
use crate::experiment::plan::Design;
use crate::explain::one_at_a_time::screen;
use crate::figures::{Figure, FigureSelection, decide_map, draw, draw_sizes, files, remark_on_signs, wanted};
use crate::parameters::Ledger;
use crate::report::{self, REPORT, ReportRequest, report};
use crate::results::decision::Decision;
use crate::results::sweep_table;
use crate::results::{Dataset, Folder, TableFormat, roster};

/// Writes tables, then what is drawn and said of them, then the manifest; remarks on the figures beside it. Where they are looked
/// at and do not say enough, nothing is drawn.
pub fn finish(
    design: &Design,
    ledger: &Ledger,
    mut folder: Folder,
    (options, has_schools): (&FolderOptions<'_>, bool),
    (looking, cancel): (Looking<'_>, &CancelToken),
) -> Result<(Dataset, Vec<String>, Option<Look>)> {
    let places = design.scenarios.first().map_or(&[][..], |s| &s.places);
    // Figures and report show runs, all of them.
    let is_shown = folder.simulated() && options.tables != TableFormat::Summaries && options.shard.is_none();
    // The points of a sweep are too many for a report: it is about a few scenarios.
    let is_sweep = design.scenarios.iter().any(|s| !s.point.is_empty());
    let is_told = options.report && !is_sweep && report::is_possible(&design.measures);
    let reported = places.first().filter(|_| places.len() == 1 && is_told && is_shown);
    // Whether there will be a report is seen in the tables where they are looked at.
    let screened = reported.filter(|_| looking.is_none());
    let (screen, written) = rayon::join(
        || screened.map(|place| screen(&design.scenarios, &design.pairs, place, ledger)),
        || folder.write_tables(),
    );
    written?;
    let mut dataset = folder.dataset(&design.scenarios)?;
    let look = looking.map(|(until, number)| until.look(&dataset, number)).transpose()?;
    let is_last =
        look.as_ref().is_none_or(|look| look.is_enough() || look.replications >= look.until.at_most);
    if is_last {
        if let Some(say) = options.when_counted {
            say(&dataset)?;
        }
        if options.tables != TableFormat::Summaries && options.shard.is_none() {
            assumptions::write(design, ledger, &mut folder, cancel)?;
        }
        if has_schools {
            schools::write(design, &mut folder, cancel)?;
        }
        dataset = folder.dataset(&design.scenarios)?;
    }
    let is_decision = DecisionCell::are_all(&design.scenarios);
    if !is_decision
        && options.shard.is_none()
        && let Some(given) = dataset.given_seen()?
    {
        folder.add_table(|path, plan, format| given.write(path, plan, format))?;
        dataset = folder.dataset(&design.scenarios)?;
    }
    let mut extra: Vec<(String, Vec<u8>)> = Vec::new();
    let mut drawn = Vec::new();
    let has_figures = options.figures != FigureSelection::None;
    match dataset.manifest.districts.as_slice() {
        _ if !is_last => {}
        _ if is_decision && options.shard.is_none() => {
            let found = Decision::of(&dataset)?;
            if let Some(given) = &found.given {
                folder.add_table(|path, plan, format| given.write(path, plan, format))?;
            }
            extra.push(("decide.csv".into(), decide::csv(&found)?));
            if has_figures && is_shown {
                drawn = vec![decide_map(&found, &dataset)?];
                extra.extend(painted(&drawn, options)?);
            }
        }
        _ if !is_shown || !(has_figures || options.report) => {}
        [district] => {
            let results = dataset.district_results(district, &report::wanted())?;
            drawn = draw(&results)?;
            let page = |place| {
                report(&ReportRequest {
                    results: &results,
                    place,
                    figures: &drawn,
                    ledger,
                    screen,
                    sensitivity: None,
                })
            };
            let (painted, page) = rayon::join(|| painted(&drawn, options), || reported.map(page).transpose());
            extra.extend(page?.map(|page| (REPORT.into(), page.into_bytes())));
            extra.extend(painted?);
        }
        districts if has_figures && !options.side_by_side().is_empty() => {
            let (wanted, labels) = (wanted(), options.side_by_side());
            let labeled = labels.iter().zip(districts);
            let found = labeled
                .map(|(label, district)| Ok((label.clone(), dataset.district_results(district, &wanted)?)));
            drawn = draw_sizes(&found.collect::<Result<Vec<_>>>()?)?;
            extra.extend(painted(&drawn, options)?);
        }
        _ => {}
    }
    if is_sweep && !is_decision && options.shard.is_none() {
        let found = sweep::measured(&design.scenarios, &dataset)?;
        folder.add_table(|path, plan, format| sweep_table::write((path, plan, format), found.rows()))?;
    }
    drawn.retain(|figure| options.figures.takes(&figure.name));
    let names: Vec<&str> = drawn.iter().map(|figure| figure.name.as_str()).collect();
    let missing = options.figures.remark_on_missing(&names).filter(|_| is_last);
    let remarks = missing.into_iter().chain(remark_on_signs(&drawn)).collect();
    if let Some(table) = design.scenarios.first().map(roster::beside).transpose()?.flatten() {
        extra.push(("districts.csv".into(), table));
    }
    dataset.manifest = folder.finish(extra, &(options.machine)(rayon::current_num_threads()))?;
    Ok((dataset, remarks, look))
}

/// The files of figures, where they are asked for.
fn painted(drawn: &[Figure], options: &FolderOptions<'_>) -> Result<Vec<(String, Vec<u8>)>> {
    let chosen: Vec<Figure> =
        drawn.iter().filter(|figure| options.figures.takes(&figure.name)).cloned().collect();
    let files = files(&chosen)?;
    Ok(files.into_iter().map(|(name, bytes)| (format!("figures/{name}"), bytes)).collect())
}
