//! A design and the list of its jobs. (what is run, and nothing of the machine)

use super::comparable::{pairing_note, unlike};
use super::decision::DecisionCell;
use super::job::{Outcome, drawn_names, run_cohort, run_job, run_together};
use super::job_list::JobList;
use super::seen::Seen;
use super::shard::{Part, Shard};
use crate::diagnostic::{Diagnostic, Result, shell};
use crate::metrics::KeptMeasures;
use crate::parameters::Ledger;
use crate::phrasing::listed;
use crate::scenario::effective::{self, EffectiveParameter};
use crate::scenario::sweep_design::Coordinate;
use crate::scenario::{DistrictSpec, Scenario, UNREAL, render};

/// The largest seed: a file holds it as a whole number with a sign.
const MOST_SEED: u64 = i64::MAX as u64;

/// Scenarios to be run on the same districts, the same number of times.
#[derive(Debug, Clone)]
pub struct Design {
    /// The scenarios; they agree in districts, months, replications and seed.
    pub scenarios: Vec<Scenario>,
    /// Which are compared: (other, base), as places in `scenarios`.
    pub pairs: Vec<(usize, usize)>,
    /// They are compared as independent samples, each with a seed of its own, and not replication by replication.
    pub unpaired: bool,
    /// Which measures the tables hold.
    pub measures: KeptMeasures,
    /// Pairs over sets of assumptions are run beside them, where that says anything (`assumption_sets.rs`).
    pub assumptions: bool,
    /// What a real district has seen of itself, by which futures are weighted.
    pub seen: Option<Seen>,
}

/// All that the content of a results folder depends on.
#[derive(Debug, Clone)]
pub struct Plan {
    /// Study seed.
    pub seed: u64,
    /// Months.
    pub months: u32,
    /// Replications.
    pub replications: u32,
    /// Scenarios.
    pub scenarios: Vec<PlanScenario>,
    /// Districts.
    pub districts: Vec<PlanDistrict>,
    /// The districts are run together.
    pub cohort: bool,
    /// (other, base).
    pub pairs: Vec<(usize, usize)>,
    /// The pairs are independent samples: in words what each compared scenario differs in, if anything.
    pub unpaired: Option<Vec<String>>,
    /// What was seen, as a table; none where nothing was.
    pub seen: Option<String>,
    /// Which measures the tables hold.
    pub measures: KeptMeasures,
    /// What varies between scenarios that are points of a sweep. It is a part of the texts.
    pub factors: Vec<PlanFactor>,
    /// The scenarios are plans in worlds.
    pub is_decision: bool,
    /// Of its jobs only those of one shard are in the folder.
    pub shard: Option<Shard>,
}

/// A factor of a sweep.
#[derive(Debug, Clone)]
pub struct PlanFactor {
    /// Name.
    pub name: String,
    /// Whether it is a number at every point.
    pub is_number: bool,
}

/// A scenario of a plan.
#[derive(Debug, Clone)]
pub struct PlanScenario {
    /// Name.
    pub name: String,
    /// Title.
    pub title: String,
    /// The complete text.
    pub text: String,
    /// Digest of the text, in hexadecimal digits.
    pub digest: String,
    /// Names of parameters drawn in each replication.
    pub drawn: Vec<String>,
    /// What was left out or guessed when its districts were read; a part of the text.
    pub notes: Vec<String>,
    /// The parameters in effect, which follow from the text.
    pub parameters: Vec<EffectiveParameter>,
}

/// A district of a plan.
#[derive(Debug, Clone)]
pub struct PlanDistrict {
    /// Id.
    pub id: String,
    /// Name.
    pub name: String,
    /// Digest of what is known of it, in hexadecimal digits.
    pub digest: String,
    /// What a run of every scenario in it takes (teacher-months, about): by this districts are dealt to shards.
    pub work: f64,
}

impl Plan {
    /// The list of jobs.
    pub fn list(&self) -> JobList {
        let (scenarios, districts) = (self.scenarios.len(), self.districts.len());
        JobList { scenarios, districts, replications: self.replications, cohort: self.cohort }
    }

    /// The jobs of its folder: all, or those of its shard, which has whole districts where a district is not to be cut.
    pub fn part(&self, whole_districts: bool) -> Part {
        let work = || self.districts.iter().map(|d| d.work).collect::<Vec<_>>();
        match self.shard {
            None => Part::whole(self.list()),
            Some(shard) if whole_districts => Part::of_districts(self.list(), shard, &work()),
            Some(shard) => Part::of_units(self.list(), shard),
        }
    }

    /// The same plan with all its jobs.
    pub fn unsharded(&self) -> Plan {
        Plan { shard: None, ..self.clone() }
    }
}

impl Design {
    /// A design in which every later scenario is compared with the first, if `compared`, in pairs of the same replication.
    ///
    /// # Errors
    /// Scenarios with the same name, of which only some are cohorts, or that differ in the ids of districts, in months,
    /// replications or seed; scenarios to be compared whose runs are no pairs, as [`unlike`] says.
    pub fn new(scenarios: Vec<Scenario>, compared: bool) -> Result<Design> {
        agree(&scenarios)?;
        each_after(&scenarios, |other, base| {
            let unlike_seeds = other.run.seed != base.run.seed;
            let remedy = "set one with --seed S".to_string();
            unlike_seeds.then(|| ("have different seeds".to_string(), remedy))
        })?;
        let pairs = with_the_first(&scenarios, compared);
        for &(other, base) in &pairs {
            refuse_unlike(&scenarios[other], &scenarios[base])?;
        }
        Ok(Design {
            scenarios,
            pairs,
            unpaired: false,
            measures: KeptMeasures::default(),
            assumptions: compared,
            seen: None,
        })
    }

    /// A design in which every later scenario is compared with the first as an independent sample. A scenario with the seed of
    /// an earlier one takes the next that none before it has: two samples that shared chance would not be independent.
    ///
    /// # Errors
    /// Those of [`Design::new`] for scenarios that no folder can hold together.
    pub fn unpaired(mut scenarios: Vec<Scenario>) -> Result<Design> {
        agree(&scenarios)?;
        for k in 1..scenarios.len() {
            let (before, from) = scenarios.split_at_mut(k);
            let seed = &mut from[0].run.seed;
            while before.iter().any(|s| s.run.seed == *seed) {
                *seed = if *seed < MOST_SEED { *seed + 1 } else { 0 };
            }
        }
        let pairs = with_the_first(&scenarios, true);
        Ok(Design {
            scenarios,
            pairs,
            unpaired: true,
            measures: KeptMeasures::default(),
            assumptions: false,
            seen: None,
        })
    }

    /// Remarks on the scenarios and on what is compared, each once.
    pub fn remarks(&self) -> Vec<String> {
        let mut found: Vec<String> = Vec::new();
        let note = pairing_note(&self.scenarios, &self.pairs, self.unpaired);
        let seen = self.seen.as_ref().filter(|_| !DecisionCell::are_all(&self.scenarios)).map(|_| {
            "what was seen weighs futures over accepted vectors: --seen draws parameters as --parameters accepted does".to_string()
        });
        for remark in self.scenarios.iter().flat_map(|s| &s.remarks).chain(&note).chain(&seen) {
            if !found.contains(remark) {
                found.push(remark.clone());
            }
        }
        found
    }

    /// Number of jobs.
    pub fn jobs(&self) -> usize {
        self.list().len()
    }

    /// Whether the districts are run together.
    pub fn is_cohort(&self) -> bool {
        self.scenarios.first().is_some_and(|s| s.cohort.is_some())
    }

    /// The list of jobs.
    pub fn list(&self) -> JobList {
        let (districts, replications) =
            self.scenarios.first().map_or((0, 0), |s| (s.places.len(), s.run.replications));
        JobList { scenarios: self.scenarios.len(), districts, replications, cohort: self.is_cohort() }
    }

    /// Runs the jobs of a unit of the list.
    pub fn unit(&self, number: usize) -> Vec<Outcome> {
        let (_, place, replication) = self.list().at(number * self.list().unit());
        run_together(&self.scenarios, place, replication)
    }

    /// Runs one job, and nothing together with it.
    pub fn alone(&self, index: usize) -> Outcome {
        let (scenario, place, replication) = self.list().at(index);
        let scenario = &self.scenarios[scenario];
        match scenario.cohort {
            Some(_) => run_cohort(scenario, replication).swap_remove(place),
            None => run_job(scenario, &scenario.places[place], replication),
        }
    }

    /// Work of a job (teacher-months, about).
    pub fn work(&self, index: usize) -> f64 {
        let (scenario, place, _) = self.list().at(index);
        let scenario = &self.scenarios[scenario];
        (scenario.places[place].teachers() + 10.0) * f64::from(scenario.run.months)
    }

    /// What varies between the points of a sweep.
    fn factors(&self) -> Vec<PlanFactor> {
        let is_number = |k: usize| {
            self.scenarios.iter().all(|s| matches!(s.point.get(k), Some((_, Coordinate::Number(_)))))
        };
        // Coordinates of a decision say what is asked of a cell: they are no factors.
        let first = self.scenarios.first().filter(|_| !DecisionCell::are_all(&self.scenarios));
        let names = first.map_or(&[][..], |s| s.point.as_slice());
        let factor = |(k, (name, _)): (usize, &(String, Coordinate))| PlanFactor {
            name: name.clone(),
            is_number: is_number(k),
        };
        names.iter().enumerate().map(factor).collect()
    }

    /// The plan of this design; `digest` names a text.
    pub fn plan(&self, ledger: &Ledger, digest: impl Fn(&str) -> String) -> Plan {
        let scenario = |s: &Scenario| {
            let text = render::complete(s, ledger);
            PlanScenario {
                name: s.name.clone(),
                title: s.title.clone(),
                digest: digest(&text),
                text,
                drawn: drawn_names(s),
                notes: s.notes.clone(),
                parameters: effective::parameters(s, ledger),
            }
        };
        let district = |p: &DistrictSpec| PlanDistrict {
            id: p.id().to_string(),
            name: p.name(),
            digest: digest(&format!("{p:?}")),
            work: 0.0,
        };
        let first = self.scenarios.first();
        let mut districts: Vec<PlanDistrict> =
            first.map_or_else(Vec::new, |s| s.places.iter().map(district).collect());
        // What is compared without pairs may have another district in each scenario: each is named.
        for (k, known) in districts.iter_mut().enumerate().filter(|_| self.unpaired) {
            let of = |s: &Scenario| s.places.get(k).map(|place| (district(place), s.name.clone()));
            let all: Vec<(PlanDistrict, String)> = self.scenarios.iter().filter_map(of).collect();
            if all.iter().any(|(own, _)| own.digest != known.digest) {
                let names: Vec<String> = all.iter().map(|(own, of)| format!("{} ({of})", own.name)).collect();
                known.name = names.join("; ");
                known.digest = digest(&all.iter().map(|(own, _)| own.digest.as_str()).collect::<String>());
            }
        }
        for (k, known) in districts.iter_mut().enumerate() {
            let of = |s: &Scenario| Some((s.places.get(k)?.teachers() + 10.0) * f64::from(s.run.months));
            known.work = self.scenarios.iter().filter_map(of).sum();
        }
        let differ = |&(other, base): &(usize, usize)| {
            let found = unlike(&self.scenarios[other], &self.scenarios[base]);
            found.into_iter().map(|unlike| unlike.words)
        };
        Plan {
            seed: first.map_or(0, |s| s.run.seed),
            months: first.map_or(0, |s| s.run.months),
            replications: first.map_or(0, |s| s.run.replications),
            scenarios: self.scenarios.iter().map(scenario).collect(),
            districts,
            cohort: self.is_cohort(),
            pairs: self.pairs.clone(),
            unpaired: self.unpaired.then(|| self.pairs.iter().flat_map(differ).collect()),
            seen: self.seen.as_ref().map(Seen::csv),
            measures: self.measures.clone(),
            factors: self.factors(),
            is_decision: DecisionCell::are_all(&self.scenarios),
            shard: None,
        }
    }
}

/// Which are compared: each later one with the first.
fn with_the_first(scenarios: &[Scenario], compared: bool) -> Vec<(usize, usize)> {
    if compared { (1..scenarios.len()).map(|s| (s, 0)).collect() } else { Vec::new() }
}

/// Refuses with what `mismatch` says of a scenario and an earlier one: fault and remedy.
fn each_after(
    scenarios: &[Scenario],
    mismatch: impl Fn(&Scenario, &Scenario) -> Option<(String, String)>,
) -> Result<()> {
    for (k, other) in scenarios.iter().enumerate() {
        for base in &scenarios[..k] {
            if let Some((fault, remedy)) = mismatch(other, base) {
                let both = format!("`{}` and `{}` {fault}", other.name, base.name);
                return Err(Diagnostic::usage(both, remedy));
            }
        }
    }
    Ok(())
}

/// Scenarios that one folder can hold: each with a name of its own, all with the same districts by id, months and replications.
fn agree(scenarios: &[Scenario]) -> Result<()> {
    each_after(scenarios, |other, base| {
        let mismatch = |fault: &str, remedy: &str| Some((fault.to_string(), remedy.to_string()));
        if other.name == base.name {
            return mismatch("have the same name", "give each file its own name");
        }
        if other.cohort.is_some() != base.cohort.is_some() {
            let remedy = "give both [cohort], or run them one after the other";
            return mismatch("are not both about a cohort", remedy);
        }
        let ids = |s: &Scenario| s.places.iter().map(|p| p.id().to_string()).collect::<Vec<_>>();
        if ids(other) != ids(base) {
            let is_own = other.places.iter().any(|place| place.id() != UNREAL);
            let called = if is_own { other.called() } else { base.called() };
            // A built-in scenario is extended by its name.
            let seen = if called.ends_with(".toml") { ", the path as seen from its file," } else { "" };
            let remedy = match base.cohort {
                Some(_) => "let one extend the other".into(),
                None => format!(
                    "write a scenario with `extends = {called:?}`{seen} and compare it with {}; or give both the same \
                     district with --districts FILE --district ID",
                    shell::word(called)
                ),
            };
            return mismatch("are about different districts", &remedy);
        }
        if other.run.months != base.run.months {
            return mismatch("run for different numbers of months", "set one with --months N");
        }
        if other.run.replications != base.run.replications {
            return mismatch("have different numbers of replications", "set one with -n N");
        }
        None
    })
}

/// Refuses to compare in pairs what is none.
fn refuse_unlike(other: &Scenario, base: &Scenario) -> Result<()> {
    let found = unlike(other, base);
    if found.is_empty() {
        return Ok(());
    }
    let words: Vec<&str> = found.iter().map(|unlike| unlike.words.as_str()).collect();
    let remedies: Vec<&str> = found.iter().map(|unlike| unlike.remedy.as_str()).collect();
    let fault = format!(
        "`{}` and `{}` cannot be compared in pairs: they differ in {}",
        other.name,
        base.name,
        listed(&words)
    );
    let remedy = format!(
        "{}; or compare them as two independent samples with --unpaired, which mixes this with what else they change",
        remedies.join("; ")
    );
    Err(Diagnostic::usage(fault, remedy))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::{layers::BuiltIn, read};

    fn design(settings: [&[&str]; 2], unpaired: bool) -> Result<Design> {
        let ledger = Ledger::standard().unwrap();
        let scenarios = ["committed", "weak-start"].into_iter().zip(settings).map(|(name, settings)| {
            let settings: Vec<String> = settings.iter().map(|s| s.to_string()).collect();
            read(name, &settings, &BuiltIn, &ledger).unwrap()
        });
        let scenarios = scenarios.collect();
        if unpaired { Design::unpaired(scenarios) } else { Design::new(scenarios, true) }
    }

    const LARGE: &[&str] = &["district.pupils=7000"];

    #[test]
    fn different_districts_are_no_pairs_and_are_named_with_a_remedy() {
        let Diagnostic { fault, remedy, .. } = design([&[], LARGE], false).unwrap_err();
        assert_eq!(
            fault,
            "`weak-start` and `committed` cannot be compared in pairs: they differ in districts (`committed`: eight listed \
             schools with 240 teachers; `weak-start`: schools drawn for 7,000 students)"
        );
        assert!(remedy.contains("--set district.pupils=7000") && remedy.contains("--unpaired"), "{remedy}");
        for same in [[&[][..], &[]], [LARGE, LARGE]] {
            assert!(design(same, false).unwrap().remarks().is_empty());
        }
    }

    #[test]
    fn unpaired_scenarios_are_samples_with_a_seed_and_a_district_of_their_own() {
        let found = design([&["--seed=4"], &["--seed=4", "district.pupils=7000"]], true).unwrap();
        assert_eq!([0, 1].map(|k| found.scenarios[k].run.seed), [4, 5]);
        let remark = found.remarks().pop().unwrap();
        assert!(remark.starts_with("Unpaired: the scenarios differ in districts ("), "{remark}");
        let plan = found.plan(&Ledger::standard().unwrap(), |text| text.len().to_string());
        assert_eq!(
            plan.districts[0].name,
            "Default district (committed); synthetic districts of 7000 students (weak-start)"
        );
        assert!(plan.unpaired.unwrap()[0].starts_with("districts ("));
        // What can be paired may be left unpaired; it is said what that costs.
        let found = design([&[], &[]], true).unwrap();
        assert!(found.remarks().pop().unwrap().contains("leave out --unpaired"));
        let again = Design::unpaired(found.scenarios.clone()).unwrap();
        assert_eq!(again.scenarios, found.scenarios, "seeds that differ stay");
        assert!(design([&["--months=24"], &[]], true).is_err());
    }
}
