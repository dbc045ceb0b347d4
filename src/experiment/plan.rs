//! A design and the list of its jobs. (what is run, and nothing of the machine)

use super::job::{Outcome, drawn_names, run_cohort, run_job, run_together};
use super::job_list::JobList;
use crate::diagnostic::{Diagnostic, Result};
use crate::parameters::Ledger;
use crate::phrasing::{thousands, whole};
use crate::scenario::{DistrictSpec, Scenario, UNREAL, render};

/// Scenarios to be run on the same districts, the same number of times.
#[derive(Debug, Clone)]
pub struct Design {
    /// The scenarios; they agree in districts, months, replications and seed.
    pub scenarios: Vec<Scenario>,
    /// Which are compared: (other, base), as places in `scenarios`.
    pub pairs: Vec<(usize, usize)>,
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
}

impl Plan {
    /// The list of jobs.
    pub fn list(&self) -> JobList {
        let (scenarios, districts) = (self.scenarios.len(), self.districts.len());
        JobList { scenarios, districts, replications: self.replications, cohort: self.cohort }
    }
}

impl Design {
    /// A design in which every later scenario is compared with the first, if `compared`.
    ///
    /// # Errors
    /// Scenarios with the same name, of which only some are cohorts, or that differ in districts, months, replications or seed.
    pub fn new(scenarios: Vec<Scenario>, compared: bool) -> Result<Design> {
        for (k, other) in scenarios.iter().enumerate() {
            for base in &scenarios[..k] {
                let mismatch = |fault: &str, remedy: &str| {
                    let both = format!("`{}` and `{}` {fault}", other.name, base.name);
                    Err(Diagnostic::usage(both, remedy))
                };
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
                    let name = if is_own { &other.name } else { &base.name };
                    let remedy = match base.cohort {
                        Some(_) => "let one extend the other".into(),
                        None => format!(
                            "write a scenario with `extends = \"{name}\"` and compare it with {name}; or give both the same \
                             district with --districts FILE --district ID"
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
                if other.run.seed != base.run.seed {
                    return mismatch("have different seeds", "set one with --seed S");
                }
            }
        }
        let pairs = if compared { (1..scenarios.len()).map(|s| (s, 0)).collect() } else { Vec::new() };
        Ok(Design { scenarios, pairs })
    }

    /// Remarks on the scenarios and on what is compared, each once.
    pub fn remarks(&self) -> Vec<String> {
        let mut found: Vec<String> = Vec::new();
        let mixed = mixed_districts(&self.scenarios, &self.pairs);
        for remark in self.scenarios.iter().flat_map(|s| &s.remarks).chain(&mixed) {
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
            }
        };
        let district = |p: &DistrictSpec| PlanDistrict {
            id: p.id().to_string(),
            name: p.name(),
            digest: digest(&format!("{p:?}")),
        };
        let first = self.scenarios.first();
        let districts = first.map_or_else(Vec::new, |s| s.places.iter().map(district).collect());
        Plan {
            seed: first.map_or(0, |s| s.run.seed),
            months: first.map_or(0, |s| s.run.months),
            replications: first.map_or(0, |s| s.run.replications),
            scenarios: self.scenarios.iter().map(scenario).collect(),
            districts,
            cohort: self.is_cohort(),
            pairs: self.pairs.clone(),
        }
    }
}

/// What a comparison of different districts mixes, and how it is avoided; nothing where all have the same ones.
pub fn mixed_districts(scenarios: &[Scenario], pairs: &[(usize, usize)]) -> Option<String> {
    let differ = |&(other, base): &(usize, usize)| {
        let places = [other, base].map(|s| scenarios.get(s).map_or(&[][..], |s| &s.places));
        places[1].iter().zip(places[0]).find(|(base, other)| base != other)
    };
    let (base, other) = pairs.iter().find_map(differ)?;
    let [of_base, of_other] = [base, other].map(size);
    let sizes = if of_base == of_other { String::new() } else { format!(" ({of_base}; {of_other})") };
    let pupils = [other, base].into_iter().find_map(|place| match place {
        DistrictSpec::Synthetic { pupils, .. } => Some(pupils),
        _ => None,
    });
    let remedy = match pupils {
        Some(pupils) if base.takes_pupils() && other.takes_pupils() => {
            format!("add `--set district.pupils={pupils}`")
        }
        _ => "give all of them the same district, for instance by letting one extend the other".into(),
    };
    let all = if scenarios.len() == 2 { "two scenarios" } else { "scenarios" };
    Some(format!(
        "The {all} have different districts{sizes}. Differences mix the district with what else they change. To compare \
         them on one district, {remedy}."
    ))
}

/// How large a district is, as far as it is said.
fn size(place: &DistrictSpec) -> String {
    match place {
        DistrictSpec::Facts(facts) => format!("{} teachers", whole(facts.teachers_fte())),
        place => format!("{} students", thousands(u64::from(place.pupils()))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::{layers::BuiltIn, read};

    fn compared(sizes: [&[&str]; 2]) -> Design {
        let ledger = Ledger::standard().unwrap();
        let scenarios = ["committed", "weak-start"].into_iter().zip(sizes).map(|(name, settings)| {
            let settings: Vec<String> = settings.iter().map(|s| s.to_string()).collect();
            read(name, &settings, &BuiltIn, &ledger).unwrap()
        });
        Design::new(scenarios.collect(), true).unwrap()
    }

    #[test]
    fn different_districts_are_remarked_with_what_keeps_them_apart() {
        let (small, large) = (&["district.pupils=3000"][..], &["district.pupils=7000"][..]);
        assert_eq!(
            compared([&[], large]).remarks(),
            [
                "The two scenarios have different districts (240 teachers; 7,000 students). Differences mix the district with \
              what else they change. To compare them on one district, add `--set district.pupils=7000`."
            ]
        );
        let both = compared([large, small]).remarks();
        assert!(both[0].contains("(7,000 students; 3,000 students)"), "{both:?}");
        assert!(both[0].contains("`--set district.pupils=3000`"), "{both:?}");
        for same in [[&[][..], &[]], [large, large]] {
            assert!(compared(same).remarks().is_empty());
        }
        let apart = Design { pairs: Vec::new(), ..compared([&[], large]) };
        assert!(apart.remarks().is_empty(), "only a comparison mixes them");
    }

    #[test]
    fn a_listed_district_is_not_told_to_take_a_number_of_students() {
        let mut design = compared([&[], &["district.pupils=7000"]]);
        if let DistrictSpec::Facts(facts) = &mut design.scenarios[0].places[0] {
            facts.schools.pop();
        }
        let remarks = design.remarks();
        assert!(remarks[0].contains("(210 teachers; 7,000 students)"), "{remarks:?}");
        assert!(remarks[0].contains("extend the other") && !remarks[0].contains("--set"), "{remarks:?}");
    }
}
