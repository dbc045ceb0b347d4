//! A batch cut into shards: which of its units each shard runs.
//!
//! Units are dealt out like cards, in the order of the list: unit `k` goes to shard `k mod N`. So every shard gets as many
//! replications of every district as any other, give or take one, and takes as long, whatever districts and scenarios cost.
//! Where a district cannot be cut, since summaries alone are kept, whole districts are dealt, the largest first, each to
//! the shard that has least to do so far.

use std::fmt;
use std::str::FromStr;

use super::job_list::JobList;
use crate::diagnostic::{Diagnostic, Result};

/// Most shards of a batch.
pub const MOST_SHARDS: u32 = 10_000;

/// One of several shards of a batch.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Shard {
    /// Which, from 1 on.
    pub number: u32,
    /// Of how many.
    pub of: u32,
}

impl Shard {
    /// Shard `number` of `of`.
    ///
    /// # Errors
    /// Numbers that are not 1 to `of`, or more shards than [`MOST_SHARDS`].
    pub fn new(number: u32, of: u32) -> Result<Shard> {
        if (1..=MOST_SHARDS).contains(&of) && (1..=of).contains(&number) {
            return Ok(Shard { number, of });
        }
        let fault = format!("there is no shard {number} of {of}");
        Err(Diagnostic::usage(
            fault,
            format!("shards are counted from 1: 1/4, 2/4, 3/4 and 4/4; at most {MOST_SHARDS}"),
        ))
    }
}

impl fmt::Display for Shard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.number, self.of)
    }
}

impl FromStr for Shard {
    type Err = Diagnostic;

    fn from_str(text: &str) -> Result<Shard> {
        let numbers = text.split_once('/').map(|(number, of)| (number.trim().parse(), of.trim().parse()));
        match numbers {
            Some((Ok(number), Ok(of))) => Shard::new(number, of),
            _ => Err(Diagnostic::usage(format!("`{text}` is no shard"), "write the second of four as 2/4")),
        }
    }
}

/// The units of a list that are run: all, or those of a shard. Its jobs are counted through, from 0 on.
#[derive(Debug, Clone)]
pub struct Part {
    list: JobList,
    dealt: Dealt,
}

/// Which units a part has.
#[derive(Debug, Clone)]
enum Dealt {
    /// All.
    All,
    /// Each so-manieth, from the first on.
    Every { first: usize, step: usize },
    /// Those of these districts, by their places.
    Districts(Vec<usize>),
}

impl Part {
    /// The whole list.
    pub fn whole(list: JobList) -> Part {
        Part { list, dealt: Dealt::All }
    }

    /// The units of a shard.
    pub fn of_units(list: JobList, shard: Shard) -> Part {
        Part { list, dealt: Dealt::Every { first: shard.number as usize - 1, step: shard.of as usize } }
    }

    /// The districts of a shard; `work` says for each district what a run in it takes.
    pub fn of_districts(list: JobList, shard: Shard, work: &[f64]) -> Part {
        let owners = deal(work, shard.of as usize);
        let own = |district: &usize| owners.get(*district) == Some(&(shard.number as usize - 1));
        Part { list, dealt: Dealt::Districts((0..list.districts).filter(own).collect()) }
    }

    /// The list of which it is a part.
    pub fn list(&self) -> JobList {
        self.list
    }

    /// Units.
    pub fn units(&self) -> usize {
        match &self.dealt {
            Dealt::All => self.list.units(),
            Dealt::Every { first, step } => self.list.units().saturating_sub(*first).div_ceil(*step),
            Dealt::Districts(districts) => districts.len() * self.list.replications as usize,
        }
    }

    /// The place in the list of units of one of its own, counted through.
    pub fn unit(&self, k: usize) -> usize {
        match &self.dealt {
            Dealt::All => k,
            Dealt::Every { first, step } => first + k * step,
            Dealt::Districts(districts) => {
                let n = (self.list.replications as usize).max(1);
                districts.get(k / n).map_or(0, |district| district * n + k % n)
            }
        }
    }

    /// Jobs.
    pub fn len(&self) -> usize {
        self.units() * self.list.unit()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The scenario, district and replication of a job, counted through.
    pub fn at(&self, index: usize) -> (usize, usize, u32) {
        let unit = self.list.unit().max(1);
        self.list.at(self.unit(index / unit) * unit + index % unit)
    }
}

/// The shard, from 0 on, of each district, by what a run in each takes.
pub fn deal(work: &[f64], shards: usize) -> Vec<usize> {
    let mut largest_first: Vec<usize> = (0..work.len()).collect();
    largest_first.sort_by(|a, b| work[*b].total_cmp(&work[*a]));
    let (mut owners, mut loads) = (vec![0; work.len()], vec![0.0_f64; shards.max(1)]);
    for district in largest_first {
        // Of several that have as little to do, the first.
        let least = (0..loads.len()).min_by(|a, b| loads[*a].total_cmp(&loads[*b])).unwrap_or(0);
        owners[district] = least;
        loads[least] += work[district];
    }
    owners
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lists() -> [JobList; 2] {
        [false, true].map(|cohort| JobList { scenarios: 2, districts: 3, replications: 7, cohort })
    }

    #[test]
    fn every_unit_belongs_to_one_shard_and_shards_differ_by_one_unit_at_most() {
        for list in lists() {
            for of in 1..=7 {
                let parts: Vec<Part> =
                    (1..=of).map(|k| Part::of_units(list, Shard::new(k, of).unwrap())).collect();
                let mut units: Vec<usize> =
                    parts.iter().flat_map(|part| (0..part.units()).map(|k| part.unit(k))).collect();
                units.sort_unstable();
                assert!(units.into_iter().eq(0..list.units()));
                let sizes = || parts.iter().map(Part::units);
                assert!(sizes().max().unwrap() - sizes().min().unwrap() <= 1);
                // In a list of several districts each has its replications in every shard.
                let part = &parts[0];
                let jobs: Vec<_> = (0..part.len()).map(|job| part.at(job)).collect();
                assert_eq!(jobs.len(), part.units() * list.unit());
                assert!(jobs.iter().any(|job| job.0 == 1) && jobs.iter().any(|job| job.1 == 2));
            }
            let whole = Part::whole(list);
            assert!((0..list.len()).all(|job| whole.at(job) == list.at(job)) && whole.len() == list.len());
        }
    }

    #[test]
    fn whole_districts_are_dealt_by_what_they_take() {
        let work = [1.0, 9.0, 2.0, 2.0, 5.0];
        assert_eq!(deal(&work, 2), [0, 0, 1, 1, 1]);
        let list = JobList { scenarios: 1, districts: 5, replications: 2, cohort: false };
        let part = Part::of_districts(list, Shard::new(1, 2).unwrap(), &work);
        assert_eq!((part.units(), part.unit(2), part.at(3)), (4, 2, (0, 1, 1)));
        let other = Part::of_districts(list, Shard::new(2, 2).unwrap(), &work);
        let districts: Vec<usize> = (0..other.len()).map(|job| other.at(job).1).collect();
        assert_eq!(districts, [2, 2, 3, 3, 4, 4]);
    }

    #[test]
    fn a_shard_is_read_as_it_is_written_and_others_are_told() {
        let shard: Shard = "2/4".parse().unwrap();
        assert_eq!((shard, shard.to_string().as_str()), (Shard { number: 2, of: 4 }, "2/4"));
        for wrong in ["0/4", "5/4", "1/0", "1/20000"] {
            let error = wrong.parse::<Shard>().unwrap_err().to_string();
            assert!(error.contains("there is no shard") && error.contains("1/4, 2/4"), "{error}");
        }
        for wrong in ["", "2", "2/", "/4", "-1/4", "2 of 4", "2/4/8"] {
            assert!(wrong.parse::<Shard>().unwrap_err().to_string().contains("2/4"), "{wrong}");
        }
    }
}
