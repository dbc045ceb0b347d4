//! The district of a scenario that names none.

use crate::census::{DistrictFacts, DistrictKind, Level, SchoolFacts};
use crate::scenario::UNREAL;

/// The default district: eight elementary schools of thirty teachers in six grades, five of them
/// focal; 240 teachers, 200 of them focal. A stylized district at the size of a real one of about
/// 4,900 pupils; poverty runs evenly from 30 to 86%, so that one school in four is high-poverty.
pub fn default_district() -> DistrictFacts {
    let schools = (0..8)
        .map(|k| SchoolFacts {
            id: format!("school-{}", k + 1),
            name: format!("School {}", k + 1),
            level: Level::Elementary,
            grades: "TK-4".parse().ok(),
            enrollment: 612,
            teachers_fte: 30.0,
            poverty: Some(f64::from(30 + 8 * k) / 100.0),
        })
        .collect();
    DistrictFacts {
        id: UNREAL.into(),
        name: "Default district".into(),
        kind: DistrictKind::Elementary,
        county: String::new(),
        schools,
    }
}
