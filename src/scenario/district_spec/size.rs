//! How large a district may be.

use crate::diagnostic::{Diagnostics, Remedy, SourceLocation};
use crate::scenario::{DistrictSpec, totals};

use super::{MOST_IN_SCHOOL, MOST_TEACHERS};

/// No district or school is larger than can be simulated.
pub fn check_sizes(places: &[DistrictSpec], at: &SourceLocation, problems: &mut Diagnostics) {
    for place in places {
        let facts = match place {
            DistrictSpec::Facts(facts) => facts,
            DistrictSpec::Totals(totals) => {
                totals::check(totals, at, problems);
                continue;
            }
            DistrictSpec::Synthetic { .. } => continue,
        };
        let teachers = facts.teachers_fte();
        if teachers > MOST_TEACHERS {
            let fault = format!("{} has {teachers} teachers", facts.name);
            let allowed = format!("at most {MOST_TEACHERS}");
            problems.add(
                at,
                fault,
                Remedy::allowing(format!("one district has {allowed}; split it"), allowed),
            );
        }
        for school in facts.schools.iter().filter(|s| s.teachers_fte > MOST_IN_SCHOOL) {
            let fault = format!("{} has {} teachers", school.name, school.teachers_fte);
            let allowed = format!("at most {MOST_IN_SCHOOL}");
            problems.add(at, fault, Remedy::allowing(format!("one school has {allowed}"), allowed));
        }
    }
}
