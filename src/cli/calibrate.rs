//! `calibrate`: parameter vectors that meet the targets, and what the targets say of them.

use std::path::PathBuf;

use super::faults::CommandResult;
use super::long_work::{Begin, LongWork, model, no_line, write};
use super::options::{CalibrateArgs, Format};
use super::table::table;
use uptake::calibration::abc_smc::Asked;
use uptake::calibration::variance::{MONTHS, of_deep_share};
use uptake::calibration::{Calibration, Effort, Judged, Targets, calibrate, diagnostics, recovery};
use uptake::claims::arms::Setting;
use uptake::diagnostic::Diagnostic;
use uptake::experiment::executor;
use uptake::figures::pictures::posterior::posterior;
use uptake::metrics::Ending;
use uptake::model::Model;
use uptake::parameters::{Ensemble, Ledger};
use uptake::phrasing::percent;
use uptake::results::digest::{VERSION, text_digest};

/// Simulations on other chance at the end, judged together with the first.
const ANEW: u32 = 2;

/// Vectors simulated between two looks at the interrupt.
const CHUNK: usize = 32;

/// Calibrates a model.
pub fn run(args: &CalibrateArgs) -> CommandResult {
    let ledger = Ledger::standard()?;
    if args.recovery {
        return give_back(args, &ledger);
    }
    if args.variance {
        return split_variance(args, &ledger);
    }
    let model = model(&args.model)?;
    let effort = Effort {
        first: args.first as usize,
        population: args.population as usize,
        seed: args.seed,
        ..Effort::USUAL
    };
    let head = format!("calibrate {VERSION} {model:?} {effort:?} {}", text_digest(&ranges(model, &ledger)));
    let short = &text_digest(&head)[..8];
    let default =
        || PathBuf::from("results").join(format!("calibration-{}-{short}", model.word().replace(' ', "-")));
    let pieces = effort.first + effort.population * 6;
    let mut work = LongWork::begin(Begin { folder: default(), head: &head, pieces, args: &args.work })?;
    let targets = Targets::new();
    let mut simulate = |asked: &[Asked]| -> CommandResult<Vec<Judged>> {
        let mut judged = Vec::with_capacity(asked.len());
        for chunk in asked.chunks(CHUNK) {
            let lines = work.pieces(chunk.len(), |there| {
                let found = executor::each(there as u32..chunk.len() as u32, |k| {
                    judge(&targets, model, &chunk[k as usize], &ledger)
                });
                found.into_iter().map(|found| found.map(|judged| line(&judged))).collect()
            })?;
            for text in lines {
                judged.push(parse(&text).ok_or_else(|| no_line())?);
            }
        }
        Ok(judged)
    };
    let mut found = calibrate(model, effort, &ledger, &mut simulate)?;
    if found.ensemble.vectors.is_empty() {
        return Err(Diagnostic::failed("", "no vector was accepted", "try a larger --population").into());
    }
    // A vector in the middle stands first: the most central that meets the targets like the others.
    for centre in diagnostics::centres(&found, &ledger) {
        let asked = Asked { vector: centre.clone(), tolerance: f64::INFINITY, anew: true };
        let judged = simulate(&[asked])?.remove(0);
        if judged.distance <= found.tolerance {
            if let Some(k) = found.ensemble.vectors.iter().position(|other| *other == centre) {
                found.ensemble.vectors.remove(k);
                found.values.remove(k);
                found.origins.remove(k);
            }
            // It descends from none alone.
            found.origins.insert(0, usize::MAX);
            found.ensemble.vectors.insert(0, centre);
            found.values.insert(0, judged.values);
            break;
        }
    }
    let folder = work.end()?;
    write(&folder.join("accepted.csv"), found.ensemble.to_csv())?;
    let page = diagnostics::page(model, &found, &targets, &ledger);
    write(&folder.join("calibration.md"), &page)?;
    let figure = posterior(model, &found, &ledger).map_err(Diagnostic::from)?;
    write(&folder.join("prior-posterior.svg"), &figure.svg)?;
    write(&folder.join("prior-posterior.png"), &figure.png)?;
    tell(args.work.format, &found, &targets)?;
    if !args.work.quiet {
        aside!("the first vector is the middle of the others");
        aside!(
            "{}: accepted.csv, calibration.md with all diagnostics, prior-posterior.svg",
            folder.display()
        );
        aside!("test claims under the vectors that ship: uptake claims");
    }
    Ok(())
}

/// Target districts in which the accepted vectors meet.
const DISTRICTS: u32 = 60;

/// Where the variance of the deep share at month 36 comes from.
fn split_variance(args: &CalibrateArgs, ledger: &Ledger) -> CommandResult {
    let model = model(&args.model)?;
    let ensemble = Ensemble::shipped(model.word(), ledger)?;
    let pool = super::long_work::pool(args.work.threads)?;
    let found = pool.install(|| of_deep_share(&ensemble, DISTRICTS, model, ledger));
    let split = found?;
    let found = split.parts;
    let names = ["chance within a district", "parameters", "districts", "parameters and districts together"];
    let mut out = table(&["variance of the deep share at month 36", "share", "variance"], 1);
    let values = [found.chance, found.parameters, found.district, found.together];
    for ((name, share), value) in names.iter().zip(found.shares()).zip(values) {
        out.add_row([name.to_string(), format!("{share:.2}"), format!("{value:.5}")]);
    }
    out!("{out}");
    let mut stages = table(&["month", "stage 1", "stage 2", "stage 3", "stage 4", "stage 5"], 0);
    for (month, shares) in MONTHS.iter().zip(&split.stages) {
        let cells = shares.iter().map(|share| percent(*share));
        stages.add_row(std::iter::once(month.to_string()).chain(cells).collect::<Vec<_>>());
    }
    out!("{stages}");
    let named = Ending::ALL.iter().zip(split.endings).rev();
    let endings: Vec<String> = named.map(|(e, share)| format!("{} {}", e.name(), percent(share))).collect();
    out!("endings at month 60: {}", endings.join(", "));
    out!("of the seats deep at month 36, {} are deep at month 60", percent(split.sustained));
    out!("{} accepted vectors × {DISTRICTS} target districts × 2 futures", ensemble.vectors.len());
    Ok(())
}

/// Vectors of five known parameters, and how many of them are taken as data.
const KNOWN: (usize, usize) = (1_500, 300);

/// Whether known parameters come back.
fn give_back(args: &CalibrateArgs, ledger: &Ledger) -> CommandResult {
    let head =
        format!("recovery {VERSION} {} {KNOWN:?} {}", args.seed, text_digest(&ranges(Model::Full, ledger)));
    let mut work = LongWork::begin(Begin {
        folder: { PathBuf::from("results").join(format!("recovery-{}", &text_digest(&head)[..8])) },
        head: &head,
        pieces: KNOWN.0,
        args: &args.work,
    })?;
    let vectors = recovery::vectors(KNOWN.0, args.seed, ledger);
    let mut figures: Vec<Vec<f64>> = Vec::new();
    for chunk in vectors.chunks(CHUNK) {
        let first = figures.len() as u32;
        let lines = work.pieces(chunk.len(), |there| {
            let found = executor::each(there as u32..chunk.len() as u32, |k| {
                recovery::figures(&chunk[k as usize], first + k, ledger)
            });
            found
                .into_iter()
                .map(|f| f.map(|values| values.iter().map(f64::to_string).collect::<Vec<_>>().join(" ")))
                .collect()
        })?;
        for text in lines {
            let values: Option<Vec<f64>> = text.split(' ').map(|n| n.parse().ok()).collect();
            figures.push(values.ok_or_else(|| no_line())?);
        }
    }
    let folder = work.end()?;
    let found = recovery::recover(&vectors, &figures, KNOWN.1, ledger);
    let mut out =
        table(&["parameter", "data sets", "in the interval", "low", "high", "stated", "width of range"], 1);
    for r in &found {
        let (low, high) = r.covered.interval();
        let numbers = [r.covered.share(), low, high, recovery::STATED, r.width].map(|x| format!("{x:.3}"));
        out.add_row([vec![r.name.to_string(), r.covered.n.to_string()], numbers.to_vec()].concat());
    }
    out!("{out}");
    if !args.work.quiet {
        aside!("{}: the figures of every vector", folder.display());
    }
    Ok(())
}

/// What a calibration depends on beside its effort: free parameters and their ranges.
fn ranges(model: Model, ledger: &Ledger) -> String {
    let free = ledger.entries().iter().filter(|e| e.is_free_in(model));
    let fixed = ledger.entries().iter().map(|e| format!("{}={:?}", e.name, e.value));
    free.map(|e| format!("{} {:?}", e.name, e.range)).chain(fixed).collect::<Vec<_>>().join("\n")
}

/// Simulates a vector, and on other chance too where it is asked for.
fn judge(targets: &Targets, model: Model, asked: &Asked, ledger: &Ledger) -> CommandResult<Judged> {
    let free = ledger.entries().iter().filter(|e| e.is_free_in(model));
    let ensemble =
        Ensemble { positions: free.map(|e| e.position).collect(), vectors: vec![asked.vector.clone()] };
    let setting = Setting { model, ensemble, vector: asked.vector.clone() };
    let simulate = |round: u32, tolerance: f64| targets.simulate(&setting, (round, tolerance), ledger);
    // What is simulated anew is judged together with the first, so that none is given up early.
    let tolerance = if asked.anew { f64::INFINITY } else { asked.tolerance };
    let Some(first) = simulate(0, tolerance)? else {
        return Ok(Judged { distance: f64::INFINITY, values: Vec::new() });
    };
    let mut all = first;
    for round in if asked.anew { 1..1 + ANEW } else { 1..1 } {
        if let Some(more) = simulate(round, f64::INFINITY)? {
            all = targets.pooled(all, more);
        }
    }
    Ok(Judged { distance: targets.distance(&all), values: targets.values(&all) })
}

fn line(judged: &Judged) -> String {
    let numbers = std::iter::once(&judged.distance).chain(&judged.values);
    numbers.map(f64::to_string).collect::<Vec<_>>().join(" ")
}

fn parse(line: &str) -> Option<Judged> {
    let mut numbers = line.split(' ').map(|n| n.parse::<f64>().ok());
    Some(Judged { distance: numbers.next()??, values: numbers.collect::<Option<_>>()? })
}

fn tell(format: Format, found: &Calibration, targets: &Targets) -> CommandResult {
    if format == Format::Json {
        let waves: Vec<_> = found
            .waves
            .iter()
            .map(|w| {
                serde_json::json!({
                    "tolerance": w.tolerance.is_finite().then_some(w.tolerance), "proposed": w.proposed,
                    "accepted": w.accepted, "different": w.different,
                })
            })
            .collect();
        return super::print::json(&serde_json::json!({
            "vectors": found.ensemble.vectors.len(), "effective": found.lineages(),
            "simulated": found.simulated, "tolerance": found.tolerance, "waves": waves,
        }));
    }
    let mut waves = table(&["wave", "tolerance", "proposed", "accepted", "different"], 1);
    for (k, wave) in found.waves.iter().enumerate() {
        let name = match k {
            0 => "hypercube".to_string(),
            _ if k + 1 == found.waves.len() => "anew".into(),
            _ => k.to_string(),
        };
        let cells = [wave.proposed, wave.accepted, wave.different].map(|n| n.to_string());
        waves.add_row([vec![name, format!("{:.3}", wave.tolerance)], cells.to_vec()].concat());
    }
    out!("{waves}");
    let mut values = table(&["target", "wanted", "lowest", "median", "highest"], 2);
    for (k, (claim, words, want)) in targets.parts().enumerate() {
        let mut of: Vec<f64> = found.values.iter().filter_map(|v| v.get(k).copied()).collect();
        of.sort_by(f64::total_cmp);
        let at =
            |q: usize| of.get((of.len().saturating_sub(1)) * q / 2).map_or("".into(), |x| format!("{x:.3}"));
        values.add_row(vec![format!("{claim}: {words}"), want.words(), at(0), at(1), at(2)]);
    }
    out!("{values}");
    out!("{} vectors accepted of {} simulated", found.ensemble.vectors.len(), found.simulated);
    Ok(())
}
