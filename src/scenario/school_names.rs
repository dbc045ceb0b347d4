//! Schools by the names that a file gives them.

use super::DistrictSpec;
use super::advice::unknown;
use crate::diagnostic::{Diagnostics, SourceLocation};

/// Why no school of a synthetic district can be named.
pub const NAMELESS: &str =
    "the schools of a synthetic district have no names, being drawn anew in each replication";

/// A district that an event may name.
pub struct KnownSchools {
    /// Its id.
    pub id: String,
    /// Ids and names of its schools, where they are known.
    pub schools: Vec<(String, String)>,
}

/// The districts, with what is known of their schools.
pub fn known(places: &[DistrictSpec]) -> Vec<KnownSchools> {
    let schools = |place: &DistrictSpec| {
        let schools = place.facts().into_iter().flat_map(|facts| &facts.schools);
        schools.map(|s| (s.id.clone(), s.name.clone())).collect()
    };
    places.iter().map(|place| KnownSchools { id: place.id().to_string(), schools: schools(place) }).collect()
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
