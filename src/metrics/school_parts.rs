//! What single schools and groups of them come to in a month: by poverty, and where the work reaches least.

use std::cmp::Ordering;

/// Counts and sums over the focal teachers of a school, or of several schools together.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct SchoolPart {
    /// At or above the district's mean poverty; nothing where its poverty is not known.
    pub high: Option<bool>,
    /// Focal teachers.
    pub focal: f64,
    /// Those who use it.
    pub using: f64,
    /// Those who use it deeply.
    pub deep: f64,
    /// Sum of the ownership of users.
    pub ownership: f64,
    /// Sum of the gains of their classes (SD a year).
    pub gain: f64,
}

impl SchoolPart {
    /// Several schools as one.
    pub fn together<'a>(schools: impl Iterator<Item = &'a SchoolPart>) -> SchoolPart {
        schools.fold(SchoolPart::default(), |sum, one| SchoolPart {
            high: one.high,
            focal: sum.focal + one.focal,
            using: sum.using + one.using,
            deep: sum.deep + one.deep,
            ownership: sum.ownership + one.ownership,
            gain: sum.gain + one.gain,
        })
    }

    /// Share of the focal teachers who use it; NaN without any.
    pub fn spread(&self) -> f64 {
        share(self.using, self.focal)
    }

    /// Share of them who use it deeply.
    pub fn deep_share(&self) -> f64 {
        share(self.deep, self.focal)
    }

    /// Mean ownership of users; NaN without any.
    pub fn mean_ownership(&self) -> f64 {
        share(self.ownership, self.using)
    }

    /// Mean gain of the classes.
    pub fn mean_gain(&self) -> f64 {
        share(self.gain, self.focal)
    }
}

fn share(part: f64, whole: f64) -> f64 {
    if whole > 0.0 { part / whole } else { f64::NAN }
}

/// The quarter of the schools with the lowest deep share, rounded up, as one; nothing below two schools. Among equals those with
/// fewer users come first, then those with fewer focal teachers, then those with less ownership and gain: the order in which schools
/// stand in a table changes nothing.
pub fn lowest_quarter(schools: &[SchoolPart]) -> Option<SchoolPart> {
    if schools.len() < 2 {
        return None;
    }
    let mut order: Vec<&SchoolPart> = schools.iter().collect();
    let by = |a: f64, b: f64| a.partial_cmp(&b).unwrap_or(Ordering::Equal);
    let rest = |a: &SchoolPart, b: &SchoolPart| {
        by(a.focal, b.focal).then(by(a.ownership, b.ownership)).then(by(a.gain, b.gain))
    };
    order
        .sort_by(|a, b| by(a.deep_share(), b.deep_share()).then(by(a.spread(), b.spread())).then(rest(a, b)));
    Some(SchoolPart::together(order.into_iter().take(schools.len().div_ceil(4))))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn school(focal: f64, using: f64, deep: f64) -> SchoolPart {
        SchoolPart { focal, using, deep, ownership: 0.5 * using, gain: 0.1 * deep, high: None }
    }

    #[test]
    fn the_lowest_quarter_counts_schools_by_their_teachers() {
        let schools = [
            school(10.0, 5.0, 5.0),
            school(10.0, 9.0, 1.0),
            school(30.0, 3.0, 0.0),
            school(4.0, 4.0, 4.0),
            school(5.0, 5.0, 5.0),
        ];
        let lowest = lowest_quarter(&schools).unwrap();
        // Five schools: two of them, the third and the second.
        assert_eq!((lowest.focal, lowest.using, lowest.deep), (40.0, 12.0, 1.0));
        assert_eq!((lowest.spread(), lowest.deep_share(), lowest.mean_ownership()), (0.3, 0.025, 0.5));
        assert_eq!(lowest_quarter(&schools[..1]), None);
    }

    #[test]
    fn among_equals_fewer_users_come_first() {
        let schools = [school(10.0, 5.0, 0.0), school(10.0, 2.0, 0.0), school(10.0, 9.0, 0.0)];
        assert_eq!(lowest_quarter(&schools).unwrap().using, 2.0);
        assert!(school(0.0, 0.0, 0.0).spread().is_nan() && school(3.0, 0.0, 0.0).mean_ownership().is_nan());
    }
}
