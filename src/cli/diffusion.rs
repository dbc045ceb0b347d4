//! `diffusion`: data of one's own against the take-up submodel.

use std::path::PathBuf;

use clap::Args;

use super::faults::CommandResult;
use super::options::Format;
use uptake::analysis::Estimate;
use uptake::claims::observed::{DiffusionScores, Hazard, HazardScore, diffusion_scores};
use uptake::input::DiffusionFile;
use uptake::parameters::Ledger;
use uptake::study::text_table::table;

/// What the table holds, and how the scores are read.
const AFTER: &str = "\
FILE is a CSV table with a row for each person: `id`; `adopted`, a whole number such as a year or month, empty where the \
person has not taken it up; `ties`, the ids of those whom the person asks, with spaces between them; and columns for \
covariates, which are numbers.

Once half of all adopters have taken it up, each further period is predicted by models fitted to the periods before it. The log score \
is the logarithm of the probability of what everyone did; higher is better. Where the interval of what ties score more holds 0, \
it is undecided whether advice ties help to predict who adopts when.";

/// Arguments of `diffusion`.
#[derive(Debug, Args)]
#[command(after_help = AFTER)]
pub struct DiffusionArgs {
    /// Table of people: who took it up when, and whom each asks
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    /// Columns of the table that make adopting more or less likely apart from ties
    #[arg(long, value_name = "NAME,NAME,…", value_delimiter = ',')]
    pub covariates: Vec<String>,
    /// Format
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    pub format: Format,
}

/// Scores a diffusion.
pub fn run(args: &DiffusionArgs) -> CommandResult {
    let file = DiffusionFile::read(&args.file, &args.covariates)?;
    let found = diffusion_scores(&file, &Ledger::standard()?);
    let cells = |m: &HazardScore| {
        let more = |end: fn(&Estimate) -> f64| m.ties_more.as_ref().map_or(String::new(), |e| figure(end(e)));
        let mut cells = vec![
            m.hazard.words().to_string(),
            figure(m.outside),
            m.colleague.map_or(String::new(), figure),
            figure(m.fitted),
            figure(m.foretold),
            more(|e| e.value),
            more(|e| e.low),
            more(|e| e.high),
        ];
        cells.extend(m.covariates.iter().copied().map(figure));
        cells
    };
    let mut head =
        vec!["model", "outside", "colleague", "log likelihood", "log score", "ties more", "low", "high"];
    head.extend(args.covariates.iter().map(String::as_str));
    match args.format {
        Format::Human => {
            let mut out = table(&head, 1);
            for m in &found.models {
                out.add_row(cells(m));
            }
            out!("{out}");
            told(&found);
            Ok(())
        }
        Format::Json => {
            let models = found.models.iter().map(|m| {
                let more = m.ties_more.map(|e| serde_json::json!({ "value": e.value, "low": e.low, "high": e.high, "people": e.n }));
                serde_json::json!({
                    "model": m.hazard.words(), "outside": m.outside, "colleague": m.colleague,
                    "covariates": m.covariates, "log_likelihood": m.fitted, "log_score": m.foretold, "ties_more": more,
                })
            });
            super::print::json(&serde_json::json!({
                "people": found.people, "adopters": found.adopters, "first": found.periods.0, "last": found.periods.1,
                "foretold_from": found.foretold_from, "models": models.collect::<Vec<_>>(),
            }))
        }
        Format::Csv => super::print::csv(&head, found.models.iter().map(cells)),
    }
}

fn figure(x: f64) -> String {
    format!("{x:.4}")
}

/// What it comes to, in words.
fn told(found: &DiffusionScores) {
    let (first, last) = found.periods;
    aside!(
        "{} of {} people take it up from {first} to {last}; {} to {last} are predicted",
        found.adopters,
        found.people,
        found.foretold_from
    );
    for m in &found.models {
        let Some(more) = m.ties_more else { continue };
        let words = match (more.low > 0.0, more.high < 0.0) {
            (true, _) => "predict better than",
            (_, true) => "predict worse than",
            _ => "do not clearly predict better or worse than",
        };
        let other = if m.hazard == Hazard::Bass { "a Bass curve" } else { m.hazard.words() };
        aside!(
            "ties {words} {other}: {:+.2} of log score ({:+.2} to {:+.2})",
            more.value,
            more.low,
            more.high
        );
    }
}
