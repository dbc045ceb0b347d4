//! Claims that are held against data from outside, not against another arm: they need the tables of such data.

use std::path::Path;

use super::verdict::Verdict;
use super::{Claim, Declared, Districts, Statistic, Used, part};
use crate::analysis::sequential::{Conclusion, Want};
use crate::diagnostic::Diagnostics;
use crate::parameters::Ledger;
use crate::validation::diffusion::modern_math;
use crate::validation::leader_exits::{MARGIN, leader_exits};

/// Ids of these claims.
pub const IDS: [&str; 2] = ["modern-math", "leader-exits"];
/// Replications of each.
const REPLICATIONS: u32 = 2_000;
/// What a Bass curve fitted to 1958 to 1960 misses 1961 to 1963 by (adopters).
const BASS: f64 = 0.66;

/// Tests a claim against the tables in a folder.
///
/// # Errors
/// If a table cannot be read or has faults.
pub fn test(id: &str, folder: &Path, ledger: &Ledger) -> Result<Option<(Claim, Verdict)>, Diagnostics> {
    match id {
        "modern-math" => modern(folder, ledger).map(Some),
        "leader-exits" => exits(folder, ledger).map(Some),
        _ => Ok(None),
    }
}

fn modern(folder: &Path, ledger: &Ledger) -> Result<(Claim, Verdict), Diagnostics> {
    let found = modern_math(folder, ledger, REPLICATIONS)?;
    let rmse = [found.ties.rmse.value, found.ties.rmse.low, found.ties.rmse.high];
    let (score, power) = (&found.left_out, found.left_out.power);
    let (low, high) = power.interval();
    let claim = Claim {
        id: "modern-math",
        words: "The take-up submodel on real friendship ties gives the spread of modern mathematics in Allegheny County",
        source: "Carlson 1965: superintendents who adopted by the end of 1958 to 1963: 1, 5, 15, 27, 35, 38",
        reason: "0.66 adopters is what a Bass curve fitted to the same first three years misses the next three by",
        used: Used::Test,
        declared: Declared::Open,
        districts: Districts::Default,
        arms: Vec::new(),
        months: Vec::new(),
        observe: |_| Vec::new(),
        parts: vec![
            part(
                "root mean square error for 1961 to 1963 (adopters)",
                Statistic::Of(|_| f64::NAN),
                Want::Below(BASS),
            ),
            part(
                "log score of who adopts when, with ties less without",
                Statistic::Of(|_| f64::NAN),
                Want::Told,
            ),
            part(
                "chance of seeing such a difference if ties were true",
                Statistic::Of(|_| f64::NAN),
                Want::Told,
            ),
        ],
        floor: None,
    };
    let difference = score.difference();
    let effects = vec![rmse, [difference, f64::NAN, f64::NAN], [power.share(), low, high]];
    let verdict = verdict(claim.id, "emergent", effects, &claim);
    Ok((claim, verdict))
}

fn exits(folder: &Path, ledger: &Ledger) -> Result<(Claim, Verdict), Diagnostics> {
    let found = leader_exits(folder, ledger, REPLICATIONS)?;
    let worst =
        found.put_in.iter().max_by(|a, b| a.difference.value.abs().total_cmp(&b.difference.value.abs()));
    let difference =
        worst.map_or([f64::NAN; 3], |w| [w.difference.value, w.difference.low, w.difference.high]);
    let agree = |rows: &[crate::validation::leader_exits::Observed]| {
        let counted = rows.iter().filter(|row| row.counts);
        counted.clone().filter(|row| row.agrees()).count() as f64 / counted.count() as f64
    };
    let claim = Claim {
        id: "leader-exits",
        words: "Turnover the engine produces equals what was put in",
        source: "Stemper and The Broad Center 2025: California superintendents, 2008 to 2017",
        reason: "a hundredth a year is too small to matter; every kind of leader and length of tenure counts",
        used: Used::Test,
        declared: Declared::Assumed("an exit is drawn with the yearly probability that was put in"),
        districts: Districts::Default,
        arms: Vec::new(),
        months: Vec::new(),
        observe: |_| Vec::new(),
        parts: vec![
            part(
                "largest difference of a yearly rate from what was put in",
                Statistic::Of(|_| f64::NAN),
                Want::Within(-MARGIN, MARGIN),
            ),
            part(
                "records by size and year whose interval holds the rate",
                Statistic::Of(|_| f64::NAN),
                Want::Told,
            ),
            part(
                "records by year in post whose interval holds the rate",
                Statistic::Of(|_| f64::NAN),
                Want::Told,
            ),
        ],
        floor: None,
    };
    let share = |x: f64| [x, f64::NAN, f64::NAN];
    let effects = vec![difference, share(agree(&found.by_year)), share(agree(&found.by_tenure))];
    let verdict = verdict(claim.id, "assumed", effects, &claim);
    Ok((claim, verdict))
}

/// A verdict by the main part alone, at the 95% of its interval.
fn verdict(id: &'static str, label: &'static str, effects: Vec<[f64; 3]>, claim: &Claim) -> Verdict {
    let [value, low, high] = effects[0];
    let interval = crate::analysis::sequential::Interval { value, low, high };
    let decision = claim.parts[0].want.decide(interval);
    let shares = [Conclusion::Holds, Conclusion::CannotTell, Conclusion::Fails]
        .map(|d| f64::from(u8::from(d == decision)));
    let met = effects.iter().zip(&claim.parts).map(|(e, p)| f64::from(u8::from(p.want.met(e[0])))).collect();
    Verdict {
        id,
        decision,
        undecidable: false,
        label,
        shares,
        below_floor: 0,
        replications: REPLICATIONS,
        effects,
        met,
        flips: Vec::new(),
        prior: None,
        nulls: Vec::new(),
        surprise: 1.0,
    }
}
