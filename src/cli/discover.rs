//! `discover`: where in a sweep something happens.

use std::path::PathBuf;

use clap::Args;

use super::faults::{self, CommandResult};
use super::flags::PrintArgs;
use super::options::{Format, Length};
use super::print;
use super::write_files::write_files;
use uptake::analysis::boxes::BoxRule;
use uptake::diagnostic::Diagnostic;
use uptake::metrics::Condition;
use uptake::study::discovery::{Discovery, DiscoveryRequest};
use uptake::study::stored::Stored;

/// Arguments of `discover`.
#[derive(Debug, Args)]
pub struct DiscoverArgs {
    /// A finished results folder of a sweep
    #[arg(value_name = "RESULTS")]
    pub results: PathBuf,
    /// Which runs are of interest: "deep_share@60 < 0.2"; where it is repeated, those that meet all
    #[arg(long = "where", value_name = "CONDITION", required = true)]
    pub conditions: Vec<Condition>,
    /// Boxes at most, each among the points outside those before
    #[arg(long, value_name = "N", default_value_t = 2, value_parser = clap::value_parser!(u8).range(1..=9))]
    pub boxes: u8,
    /// Take the box that holds most of such runs among those at least so dense (a share, 0 to 1) [default: the box whose coverage
    /// exceeds most the share of other runs that it holds]
    #[arg(long, value_name = "SHARE")]
    pub density: Option<f64>,
    /// The district, where there are several
    #[arg(long, value_name = "ID")]
    pub district: Option<String>,
    /// Folder for figure and tables
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// Replace files that are there
    #[arg(long)]
    pub force: bool,
    /// How much is told
    #[command(flatten)]
    pub length: Length,
    /// What is printed
    #[command(flatten)]
    pub print: PrintArgs,
}

/// Looks for boxes and says them.
pub fn discover(args: &DiscoverArgs) -> CommandResult {
    faults::told(found(args), args.print.format)
}

fn found(args: &DiscoverArgs) -> CommandResult {
    let rule = match args.density {
        None => BoxRule::LargestGain,
        Some(density) if density > 0.0 && density <= 1.0 => BoxRule::AtLeastAsDense(density),
        Some(density) => {
            let fault = format!("--density is {density}, and it is a share of the runs in the box");
            return Err(Diagnostic::usage(fault, "write a number above 0 and up to 1: --density 0.8").into());
        }
    };
    let stored = Stored::open(&args.results)?;
    let request = DiscoveryRequest { conditions: args.conditions.clone(), boxes: args.boxes.into(), rule };
    let found = Discovery::of(&stored, args.district.as_deref(), &request)?;
    if let Some(out) = &args.out {
        write_files(out, &found.files()?, args.force)?;
    }
    match args.print.format {
        Format::Human => print::told(args.length, || found.brief(), || found.words())?,
        Format::Json => print::raw(&found.json()?)?,
        Format::Csv => print::raw(&found.csv()?)?,
    }
    match &args.out {
        _ if args.print.quiet => {}
        Some(out) => {
            aside!(
                "{}: discovery.csv, discovery.json, and discovered-box.svg where there is a box",
                out.display()
            );
        }
        None => aside!("for the figure and the tables: --out DIR"),
    }
    Ok(())
}
