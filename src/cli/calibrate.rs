//! `calibrate`: parameter vectors that meet the targets, and what the targets say of them.

use clap::Args;

use super::faults::CommandResult;
use super::options::Format;
use super::studies::{self, WorkArgs};
use uptake::calibration::recovery;
use uptake::calibration::variance::MONTHS;
use uptake::calibration::{Calibration, Effort, Targets};
use uptake::metrics::Ending;
use uptake::model::Model;
use uptake::phrasing::percent;
use uptake::study::calibration::{DISTRICTS, calibrated, recovered, variance_split};
use uptake::study::text_table::table;

/// Arguments of `calibrate`.
#[derive(Debug, Args)]
pub struct CalibrateArgs {
    /// The model: the whole one, or a null model
    #[arg(long, value_name = "NAME", default_value = "full")]
    pub model: String,
    /// Vectors of the first wave
    #[arg(long, value_name = "N", default_value_t = uptake::calibration::Effort::USUAL.first as u32,
        value_parser = clap::value_parser!(u32).range(8..=1_000_000))]
    pub first: u32,
    /// Vectors of the population
    #[arg(long, value_name = "N", default_value_t = uptake::calibration::Effort::USUAL.population as u32,
        value_parser = clap::value_parser!(u32).range(4..=1_000_000))]
    pub population: u32,
    /// Seed
    #[arg(long, value_name = "S", default_value_t = 1)]
    pub seed: u64,
    /// Check that calibration recovers five known parameters, instead of calibrating
    #[arg(long)]
    pub recovery: bool,
    /// Split the variance of the deep share at month 36 under the accepted vectors that ship, instead of
    /// calibrating
    #[arg(long, conflicts_with = "recovery")]
    pub variance: bool,
    /// How the work is done
    #[command(flatten)]
    pub work: WorkArgs,
}

/// Calibrates a model.
pub fn run(args: &CalibrateArgs) -> CommandResult {
    if args.recovery {
        return give_back(args);
    }
    let model = studies::model(&args.model)?;
    if args.variance {
        return split_variance(args, model);
    }
    let effort = Effort {
        first: args.first as usize,
        population: args.population as usize,
        seed: args.seed,
        ..Effort::USUAL
    };
    let done = calibrated(model, effort, studies::options(&args.work))?;
    tell(args.work.format, &done.found, &done.targets)?;
    if !args.work.quiet {
        aside!("the first vector is the middle of the others");
        aside!(
            "{}: accepted.csv, calibration.md with all diagnostics, prior-posterior.svg",
            done.folder.display()
        );
        aside!("test claims under the vectors that ship: uptake claims");
    }
    Ok(())
}

/// Where the variance of the deep share at month 36 comes from.
fn split_variance(args: &CalibrateArgs, model: Model) -> CommandResult {
    let (split, vectors) = variance_split(model, args.work.threads.map(usize::from))?;
    let found = split.parts;
    let names = ["chance within a district", "parameters", "districts", "parameters and districts together"];
    let mut out = table(&["variance of the deep share at month 36", "share", "variance"], 1);
    let values = [found.chance, found.parameters, found.district, found.interaction];
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
    out!("{} accepted vectors × {DISTRICTS} target districts × 2 futures", vectors);
    Ok(())
}

/// Whether known parameters come back.
fn give_back(args: &CalibrateArgs) -> CommandResult {
    let (found, folder) = recovered(args.seed, studies::options(&args.work))?;
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
