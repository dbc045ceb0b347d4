//! Leaders who leave: what was put in, what the engine produces, and what was observed.
//!
//! Superintendents are watched as the public records watch them: from fall to fall, ten falls long, and a change
//! is another person than a year before. Of time in post only spells that begin while they are watched count.
//! The records of 2009 are left out of every check and shown: a fourth of all superintendents changed then,
//! against a sixth to a fifth later, which looks like a fault of matching names.

mod watch;

use std::fmt;
use std::path::Path;

use super::{Compared, ObservedClaim, REPLICATIONS};
use crate::analysis::sequential::Want;
use crate::analysis::{Estimate, Proportion};
use crate::census::SizeBand;
use crate::claims::Caveats;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::input::ObservedTurnover;
use crate::numerics;
use crate::parameters::{Ledger, Parameters};
use crate::scenario::{self, layers::BuiltIn};

use watch::{FALLS, TENURES, WatchedExits, watch};

/// A year of the records that is not believed.
pub const SUSPECT: u32 = 2009;
/// Difference of yearly rates that is too small to matter.
pub const MARGIN: f64 = 0.01;
/// The claim.
pub const CLAIM: ObservedClaim = ObservedClaim {
    id: "leader-exits",
    words: "Turnover the engine produces equals what was put in",
    source: "Stemper and The Broad Center 2025: California superintendents, 2008 to 2017",
    reason: "a hundredth a year is too small to matter; every kind of leader and length of tenure counts",
    caveats: Caveats {
        assumed: Some("an exit is drawn with the yearly probability that was put in"),
        tuned: false,
        calibrated: Some("C9"),
    },
    null: None,
    parts: [
        ("largest difference of a yearly rate from what was put in", Want::Within(-MARGIN, MARGIN)),
        ("records by size and year whose interval holds the rate", Want::Told),
        ("records by year in post whose interval holds the rate", Want::Told),
    ],
    compare: |folder, ledger| {
        let found = leader_exits(folder, ledger, REPLICATIONS)?;
        let differences = found.put_in.iter().map(|rate| rate.difference);
        let worst = differences.max_by(|a, b| a.value.abs().total_cmp(&b.value.abs()));
        let agree = |rows: &[Observed]| {
            let counted = rows.iter().filter(|row| row.counts);
            let share = counted.clone().filter(|row| row.agrees()).count() as f64 / counted.count() as f64;
            [share, f64::NAN, f64::NAN]
        };
        Ok(Compared {
            effects: [
                worst.map_or([f64::NAN; 3], |w| [w.value, w.low, w.high]),
                agree(&found.by_year),
                agree(&found.by_tenure),
            ],
            in_null: None,
        })
    },
};

/// Students of a district that stands for its band: near the mean of each band in California.
const PUPILS: [u64; 3] = [600, 7_000, 39_000];

/// A rate that was put in and the one that came out.
#[derive(Debug, Clone, PartialEq)]
pub struct PutIn {
    /// Whose, in words.
    pub whose: String,
    /// What was put in (yearly probability).
    pub put_in: f64,
    /// What came out.
    pub simulated: Proportion,
    /// Simulated minus put in.
    pub difference: Estimate,
}

impl PutIn {
    fn new(whose: String, put_in: f64, simulated: Proportion) -> PutIn {
        let share = simulated.share();
        let error = numerics::sqrt(share * (1.0 - share) / simulated.n as f64);
        PutIn { whose, put_in, simulated, difference: Estimate::normal(share - put_in, error, simulated.n) }
    }

    /// Whether the whole 95% interval of the difference lies within the margin.
    pub fn is_equivalent(&self) -> bool {
        self.difference.low > -MARGIN && self.difference.high < MARGIN
    }
}

/// Observed exits beside simulated ones.
#[derive(Debug, Clone, PartialEq)]
pub struct Observed {
    /// Of which year or year in post, and which band, in words.
    pub of: String,
    /// What was observed.
    pub observed: Proportion,
    /// What the engine produces.
    pub simulated: Proportion,
    /// Whether it counts; what is suspect or of unknown size is only shown.
    pub counts: bool,
}

impl Observed {
    /// Whether the 95% interval of what was observed holds the simulated rate.
    pub fn agrees(&self) -> bool {
        self.observed.covers(self.simulated.share())
    }
}

/// What came of it.
#[derive(Debug, Clone, PartialEq)]
pub struct LeaderExits {
    /// Put in against simulated: superintendents with and without a slope, leads, principals.
    pub put_in: Vec<PutIn>,
    /// By band over the years that count.
    pub by_band: Vec<Observed>,
    /// By band and year.
    pub by_year: Vec<Observed>,
    /// By year in post.
    pub by_tenure: Vec<Observed>,
}

/// Simulates, and compares with the records.
///
/// # Errors
/// If a table cannot be read or has faults.
pub fn leader_exits(folder: &Path, ledger: &Ledger, replications: u32) -> Result<LeaderExits, Diagnostics> {
    let records = ObservedTurnover::of_california(folder)?;
    let nobody = || Diagnostic::of_the_program("committed", "a district has no focal teachers");
    let scenario = scenario::read("committed", &[], &BuiltIn, ledger)?;
    let p = ledger.values();
    let mut flat = p;
    flat.succession.exit_tenure_slope = 0.0;
    let mut bands = Vec::new();
    let mut level = WatchedExits::default();
    for pupils in PUPILS {
        let watched = |p| watch(&scenario, pupils, replications, p);
        bands.push(watched(&p).ok_or_else(nobody)?);
        level.add(&watched(&flat).ok_or_else(nobody)?);
    }
    let mut all = WatchedExits::default();
    bands.iter().for_each(|seen| all.add(seen));
    Ok(LeaderExits {
        put_in: put_in(&all, &level, &p),
        by_band: by_band(&records, &bands),
        by_year: by_year(&records, &bands),
        by_tenure: by_tenure(&records, &all),
    })
}

fn put_in(all: &WatchedExits, level: &WatchedExits, p: &Parameters) -> Vec<PutIn> {
    let s = &p.succession;
    let mut rates = vec![
        PutIn::new("superintendents, no slope".into(), s.superintendent_exit, level.superintendents),
        PutIn::new("team leads, no slope".into(), s.lead_exit, level.leads),
        PutIn::new("principals".into(), s.principal_exit, level.principals[0]),
        PutIn::new(
            "principals, high poverty".into(),
            s.principal_exit + s.principal_exit_high_poverty,
            level.principals[1],
        ),
    ];
    for ((words, _), tenure) in TENURES.iter().zip(&all.tenures) {
        let mean = tenure.put_in / tenure.exits.n as f64;
        rates.push(PutIn::new(format!("superintendents, {words} in post"), mean, tenure.exits));
    }
    rates.retain(|rate| rate.simulated.n > 0);
    rates
}

fn by_band(records: &ObservedTurnover, bands: &[WatchedExits]) -> Vec<Observed> {
    let sum = |band: SizeBand| {
        let rows = records.by_band.iter().filter(|row| row.band == Some(band) && row.year != SUSPECT);
        rows.fold(Proportion::default(), |sum, row| sum.and(proportion(row.exits, row.at_risk)))
    };
    let of = |(band, seen): (SizeBand, &WatchedExits)| Observed {
        of: format!("{band}, all years but {SUSPECT}"),
        observed: sum(band),
        simulated: seen.superintendents,
        counts: true,
    };
    SizeBand::ALL.iter().copied().zip(bands).map(of).collect()
}

fn by_year(records: &ObservedTurnover, bands: &[WatchedExits]) -> Vec<Observed> {
    let mut all = WatchedExits::default();
    bands.iter().for_each(|seen| all.add(seen));
    let of = |row: &crate::input::BandYear| {
        let simulated = row.band.map_or(all.superintendents, |band| bands[band as usize].superintendents);
        let band = row.band.map_or("size unknown".to_owned(), |band| band.to_string());
        Observed {
            of: format!("{}, {band}", row.year),
            observed: proportion(row.exits, row.at_risk),
            simulated,
            counts: row.year != SUSPECT && row.band.is_some(),
        }
    };
    records.by_band.iter().map(of).collect()
}

fn by_tenure(records: &ObservedTurnover, all: &WatchedExits) -> Vec<Observed> {
    let watched = records.by_tenure.iter().filter(|row| row.at_risk > 0 && (row.year as usize) < FALLS);
    watched
        .map(|row| Observed {
            of: format!("year {} in post", row.year),
            observed: proportion(row.exits, row.at_risk),
            simulated: all.spells[row.year as usize],
            counts: true,
        })
        .collect()
}

fn proportion(count: u32, n: u32) -> Proportion {
    Proportion::new(u64::from(count), u64::from(n))
}

impl fmt::Display for LeaderExits {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for rate in &self.put_in {
            let verdict = if rate.is_equivalent() { "equivalent" } else { "not shown to be equivalent" };
            writeln!(
                f,
                "{}: put in {:.4}, simulated {}; difference {:.4} [{:.4}, {:.4}], {verdict}",
                rate.whose,
                rate.put_in,
                rate.simulated,
                rate.difference.value,
                rate.difference.low,
                rate.difference.high
            )?;
        }
        for (words, rows) in
            [("band", &self.by_band), ("year and band", &self.by_year), ("year in post", &self.by_tenure)]
        {
            let counted = || rows.iter().filter(|row| row.counts);
            let agree = counted().filter(|row| row.agrees()).count();
            writeln!(f, "by {words}: {agree} of {} agree", counted().count())?;
            for row in rows {
                let verdict = match (row.counts, row.agrees()) {
                    (false, _) => "shown only",
                    (true, true) => "agrees",
                    (true, false) => "differs",
                };
                writeln!(
                    f,
                    "  {}: observed {}, simulated {:.3}, {verdict}",
                    row.of,
                    row.observed,
                    row.simulated.share()
                )?;
            }
        }
        Ok(())
    }
}
