//! Schools by the names that a file gives them.

use super::DistrictSpec;
use super::advice::unknown;
use crate::diagnostic::{Diagnostics, SourceLocation};

/// Why no school of a synthetic district can be named.
pub const NAMELESS: &str =
    "the schools of a synthetic district have no names, being drawn anew in each replication";

/// A district that an event may name.
pub struct Known {
    /// Its id.
    pub id: String,
    /// Ids and names of its schools, where they are known.
    pub schools: Vec<(String, String)>,
}

pub fn known(places: &[DistrictSpec]) -> Vec<Known> {
    let known = |place: &DistrictSpec| {
        let schools = match place {
            DistrictSpec::Facts(facts) => {
                facts.schools.iter().map(|s| (s.id.clone(), s.name.clone())).collect()
            }
            DistrictSpec::Synthetic { .. } | DistrictSpec::Totals(_) => Vec::new(),
        };
        Known { id: place.id().to_string(), schools }
    };
    places.iter().map(known).collect()
}

/// Whether this is what a file means by a school's name: its id, or the name itself.
pub fn is_called(asked: &str, id: &str, name: &str) -> bool {
    id == asked || name == asked
}

/// No school of the district is called so; there are those of `names`.
pub fn no_school<'a>(
    name: &str,
    district: Option<&str>,
    names: impl Iterator<Item = &'a str> + Clone,
    at: &SourceLocation,
    problems: &mut Diagnostics,
) {
    let fault = match district {
        Some(id) => format!("the district \"{id}\" has no school \"{name}\""),
        None => format!("the district has no school \"{name}\""),
    };
    problems.add(at, fault, unknown(name, names));
}
