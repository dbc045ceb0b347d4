//! What a request may cost.

use crate::diagnostic::{Diagnostic, Diagnostics, Result};
use crate::phrasing::thousands;
use crate::scenario::{DistrictSpec, Scenario};

/// Students for each teacher where only students are known: the usual ratio of the United States, rounded up.
const STUDENTS_TO_A_TEACHER: f64 = 16.0;

/// Bounds on what is asked for.
#[derive(Debug, Clone, PartialEq)]
pub struct Bounds {
    /// Most futures of a job.
    pub replications: u32,
    /// Most teachers of a district.
    pub teachers: u64,
    /// Most months of a scenario.
    pub months: u32,
    /// Most teachers × months × futures × scenarios of a job.
    pub teacher_months: u64,
    /// Most scenarios of a job.
    pub scenarios: usize,
    /// Most jobs that wait.
    pub waiting: usize,
    /// Finished jobs whose results are kept; an older one is dropped.
    pub finished: usize,
    /// Tables of districts that are kept; an older one is dropped.
    pub tables: usize,
    /// Most bytes of a request.
    pub body: usize,
    /// Longest that a job runs (seconds).
    pub seconds: u64,
}

impl Default for Bounds {
    fn default() -> Bounds {
        Bounds {
            replications: 5_000,
            teachers: 20_000,
            months: 120,
            teacher_months: 500_000_000,
            scenarios: 4,
            waiting: 8,
            finished: 12,
            tables: 4,
            body: 32 << 20,
            seconds: 600,
        }
    }
}

impl Bounds {
    /// Whether a job of these scenarios and so many futures is within bounds.
    ///
    /// # Errors
    /// All that is beyond them, with the bound.
    pub fn check(&self, scenarios: &[Scenario], replications: u32) -> std::result::Result<(), Diagnostics> {
        let mut found = Diagnostics::default();
        let mut note =
            |at: &str, fault: String, remedy: String| found.push(Diagnostic::usage(fault, remedy).at(at));
        if scenarios.is_empty() || scenarios.len() > self.scenarios {
            let fault = format!(
                "the page runs 1 to {} scenarios at once, and not {}",
                self.scenarios,
                scenarios.len()
            );
            note("scenarios", fault, "leave some out; uptake compare takes more".into());
        }
        if replications == 0 || replications > self.replications {
            let most = thousands(u64::from(self.replications));
            let fault =
                format!("the page runs 1 to {most} futures, and not {}", thousands(u64::from(replications)));
            note("replications", fault, "ask for fewer; uptake compare takes more".into());
        }
        let mut cost = 0_u64;
        for s in scenarios {
            if s.run.months > self.months {
                let fault = format!(
                    "\"{}\" runs {} months, and the page at most {}",
                    s.title, s.run.months, self.months
                );
                note("run.months", fault, format!("set run.months to {} or less", self.months));
            }
            let [place] = s.places.as_slice() else {
                let fault =
                    format!("\"{}\" is about {} districts, and the page shows one", s.title, s.places.len());
                note("district", fault, "choose a scenario of one district; uptake run takes several".into());
                continue;
            };
            let teachers = teachers_of(place);
            if teachers > self.teachers {
                let (found, most) = (thousands(teachers), thousands(self.teachers));
                let fault =
                    format!("\"{}\" has about {found} teachers, and the page takes at most {most}", s.title);
                note(
                    "district.pupils",
                    fault,
                    "choose a smaller district; uptake run takes larger ones".into(),
                );
            }
            cost = cost.saturating_add(
                teachers.saturating_mul(u64::from(s.run.months)).saturating_mul(u64::from(replications)),
            );
        }
        if cost > self.teacher_months {
            let fault = format!(
                "{} teacher-months are asked for, and the page runs at most {} at once",
                thousands(cost),
                thousands(self.teacher_months)
            );
            note("replications", fault, "ask for fewer futures or months, or a smaller district".into());
        }
        found.or(())
    }
}

/// About how many teachers a district has.
fn teachers_of(place: &DistrictSpec) -> u64 {
    let teachers = match place {
        DistrictSpec::Facts(facts) => facts.teachers_fte(),
        DistrictSpec::Synthetic { pupils, .. } => f64::from(*pupils) / STUDENTS_TO_A_TEACHER,
        DistrictSpec::Totals(totals) => {
            totals.teachers_fte.unwrap_or(totals.pupils as f64 / STUDENTS_TO_A_TEACHER)
        }
    };
    teachers.ceil() as u64
}

/// A number that a request gives in its address.
pub(super) fn whole(name: &str, text: &str) -> Result<u32> {
    text.parse().map_err(|_| {
        Diagnostic::usage(format!("`{name}` is no whole number"), format!("write {name}=0 or more")).at(name)
    })
}
