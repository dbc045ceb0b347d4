//! `calibrate`: parameter vectors weighed by published observations, and what the observations say of parameters.

use clap::Args;

use super::faults::CommandResult;
use super::options::Format;
use super::studies::{self, WorkArgs};
use uptake::calibration::features::FEATURES;
use uptake::calibration::recovery;
use uptake::calibration::screen::{self, HEADLINES};
use uptake::calibration::space::Space;
use uptake::calibration::variance::MONTHS;
use uptake::calibration::{Calibration, Effort, diagnostics};
use uptake::metrics::Ending;
use uptake::model::Model;
use uptake::parameters::Ledger;
use uptake::phrasing::percent;
use uptake::study::calibration::{DISTRICTS, calibrated, recovered, screened, variance_split};
use uptake::study::text_table::table;

/// Arguments of `calibrate`.
#[derive(Debug, Args)]
pub struct CalibrateArgs {
    /// The model: the whole one, a null model or a variant
    #[arg(long, value_name = "NAME", default_value = "full")]
    pub model: String,
    /// Vectors of the first wave [default: 1500; 400 where a cause is taken out or has another form]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(8..=1_000_000))]
    pub first: Option<u32>,
    /// Waves after the first [default: 3; 1]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(0..=20))]
    pub waves: Option<u32>,
    /// Vectors of each of these [default: 500; 200]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(4..=1_000_000))]
    pub wave: Option<u32>,
    /// Vectors simulated in the region left, and weighed [default: 3000; 1000]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(4..=1_000_000))]
    pub sample: Option<u32>,
    /// Seed
    #[arg(long, value_name = "S", default_value_t = 1)]
    pub seed: u64,
    /// Instead of calibrating, check that parameters are found again in data that were made with them
    #[arg(long)]
    pub recovery: bool,
    /// Instead of calibrating, say what each unmeasured parameter does to the simulated counts
    /// [default of --first: 3000]
    #[arg(long, conflicts_with_all = ["recovery", "variance"])]
    pub screen: bool,
    /// Instead of calibrating, split the variance of the deep share at month 36 into chance, parameters and districts
    #[arg(long, conflicts_with = "recovery")]
    pub variance: bool,
    /// How the work is done
    #[command(flatten)]
    pub work: WorkArgs,
}

/// Calibrates a model.
pub fn run(args: &CalibrateArgs) -> CommandResult {
    if args.screen {
        return tell_effects(args);
    }
    if args.recovery {
        return give_back(args);
    }
    let model = studies::model(&args.model)?;
    if args.variance {
        return split_variance(args, model);
    }
    let done = calibrated(model, effort(args, model), studies::options(&args.work))?;
    tell(args.work.print.format, &done.found)?;
    if !args.work.print.quiet {
        aside!("the first vector is the middle of the others");
        aside!(
            "{}: accepted.csv, calibration.md with all diagnostics, prior-posterior.svg, predicted-observed.svg",
            done.folder.display()
        );
        aside!("test claims under the vectors that ship: uptake claims");
    }
    Ok(())
}

/// The usual effort for the model, or what the flags say.
fn effort(args: &CalibrateArgs, model: Model) -> Effort {
    let usual = Effort::usual(model);
    let said = |flag: Option<u32>, usual: usize| flag.map_or(usual, |n| n as usize);
    Effort {
        first: said(args.first, usual.first),
        waves: said(args.waves, usual.waves),
        wave: said(args.wave, usual.wave),
        sample: said(args.sample, usual.sample),
        seed: args.seed,
    }
}

/// Where the variance of the deep share at month 36 comes from.
fn split_variance(args: &CalibrateArgs, model: Model) -> CommandResult {
    let whole = variance_split(model, args.work.threads.count())?;
    let (split, vectors, found) = (&whole.within, whole.vectors, whole.within.parts);
    let names = ["chance within a district", "parameters", "districts", "parameters and districts together"];
    let mut out = table(&["variance of the deep share at month 36", "share", "variance"], 1);
    let values = [found.chance, found.parameters, found.district, found.interaction];
    for ((name, share), value) in names.iter().zip(found.shares()).zip(values) {
        out.add_row([name.to_string(), format!("{share:.2}"), format!("{value:.5}")]);
    }
    out!("{out}");
    if let Some(between) = whole.between_forms() {
        let means: Vec<String> =
            whole.forms.iter().map(|(model, _, mean)| format!("{} {mean:.3}", model.word())).collect();
        out!(
            "between forms of the model: variance {between:.5}, by weight, of the means {}",
            means.join(", ")
        );
    }
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

/// What each unmeasured parameter does.
fn tell_effects(args: &CalibrateArgs) -> CommandResult {
    let count = args.first.map_or(3_000, |n| n as usize);
    let (found, folder) = screened(count, args.seed, studies::options(&args.work))?;
    let headlines = HEADLINES.map(|k| FEATURES[k].name);
    let mut out = table(&[&["parameter", "held", "moves most", "by"], headlines.as_slice()].concat(), 3);
    for one in &found {
        let (feature, size) = one.strongest();
        let changes =
            HEADLINES.map(|k| format!("{:+.3} ± {:.3}", one.effects[k].change, one.effects[k].error));
        let held = if one.held { "held" } else { "" };
        let name = FEATURES[feature].name;
        out.add_row(
            [&[one.name.into(), held.into(), name.into(), format!("{size:.2}")], &changes[..]].concat(),
        );
    }
    out!("{out}");
    let (feature, share) = screen::held_together(&found, count);
    let held = found.iter().filter(|one| one.held).count();
    out!(
        "the {held} parameters that are held make together at most {} of the variance of any of these numbers (of {})",
        percent(share),
        FEATURES[feature].name
    );
    if !args.work.print.quiet {
        aside!("{}: effects.csv", folder.display());
    }
    Ok(())
}

/// Whether known vectors come back.
fn give_back(args: &CalibrateArgs) -> CommandResult {
    let count = effort(args, Model::Full).first;
    let (found, effective, folder) = recovered(count, args.seed, studies::options(&args.work))?;
    let mut out =
        table(&["parameter", "data sets", "in the interval", "low", "high", "stated", "width of prior"], 1);
    for r in &found {
        let (low, high) = r.covered.interval();
        let numbers = [r.covered.share(), low, high, recovery::STATED, r.width].map(|x| format!("{x:.3}"));
        out.add_row([vec![r.name.to_string(), r.covered.n.to_string()], numbers.to_vec()].concat());
    }
    out!("{out}");
    out!("on average {effective:.0} independent vectors stand behind an interval");
    if !args.work.print.quiet {
        aside!("{}: the features of every vector", folder.display());
    }
    Ok(())
}

fn tell(format: Format, found: &Calibration) -> CommandResult {
    let ledger = Ledger::standard()?;
    let predicted = found.predicted(&Space::new(found.model, found.effort.seed, &ledger));
    if format == Format::Json {
        let wave = |w: &uptake::calibration::history::WaveRecord| serde_json::json!({ "simulated": w.simulated, "cutoff": w.cutoff, "left": w.left });
        let observation = |p: &uptake::calibration::posterior::Predicted| serde_json::json!({ "id": p.id, "seen": p.seen, "prior": p.before, "accepted": p.after, "tail": p.tail });
        return super::print::json(&serde_json::json!({
            "vectors": found.ensemble.vectors.len(), "effective": found.effective(),
            "simulated": found.vectors(), "ln_marginal": found.weighed.ln_marginal,
            "outside": found.outside.0,
            "waves": found.waves.iter().map(wave).collect::<Vec<_>>(),
            "observations": predicted.iter().map(observation).collect::<Vec<_>>(),
        }));
    }
    let mut waves = table(&["wave", "simulated", "cut-off", "left"], 1);
    for (k, wave) in found.waves.iter().enumerate() {
        let name = if k == 0 { "hypercube".to_string() } else { k.to_string() };
        waves.add_row([
            name,
            wave.simulated.to_string(),
            format!("{:.1}", wave.cutoff),
            format!("{:.4}", wave.left),
        ]);
    }
    out!("{waves}");
    let mut values = table(&["observation", "seen", "accepted: 5%", "half", "95%"], 1);
    for p in &predicted {
        let numbers = [p.seen, p.after[0], p.after[2], p.after[4]].map(|x| format!("{x:.3}"));
        values.add_row([vec![p.id.to_string()], numbers.to_vec()].concat());
    }
    out!("{values}");
    out!("{}, of {} simulated", diagnostics::reached(found), found.vectors());
    let left_out = found.answerable.left_out();
    if !left_out.is_empty() {
        out!("weighed without {}: nothing can be counted for them under this model", left_out.join(", "));
    }
    out!("logarithm of the marginal likelihood: {:.2}", found.weighed.ln_marginal);
    Ok(())
}
