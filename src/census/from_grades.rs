//! What follows from the grades of schools where a table does not say it.

use super::grade::GradeSpan;
use super::{DistrictKind, Level, SchoolFacts};

impl Level {
    /// The level of a school that teaches these grades, where no column says it. The bounds are those of the codes
    /// LEVEL of the NCES Common Core of Data (primary: from grade 3 or below, to grade 8 or below; middle: from 4 to 7,
    /// to 4 to 9; high: from 7 or above, to 12). What that calls other is here the nearest of the three, or both in one
    /// where a school begins below grade 7 and goes beyond grade 9: nothing that teaches grades is left out.
    pub fn of_grades(span: GradeSpan) -> Level {
        match (span.low().number(), span.high().number()) {
            (9.., _) | (7.., 10..) => Level::High,
            (..=3, ..=8) => Level::Elementary,
            (4.., ..=9) => Level::Middle,
            _ => Level::K12,
        }
    }
}

impl DistrictKind {
    /// The kind of a district with these schools, where no column says it: unified if they teach a grade up to 5 and one
    /// from 9 on, elementary if none from 9 on, high if none up to 5. Unified where no grades are known.
    pub fn of_schools(schools: &[SchoolFacts]) -> DistrictKind {
        let spans = || schools.iter().filter_map(|school| school.grades);
        let is_low = spans().any(|span| span.low().number() <= 5);
        let is_high = spans().any(|span| span.high().number() >= 9);
        match (is_low, is_high) {
            (true, false) => DistrictKind::Elementary,
            (false, true) => DistrictKind::High,
            (false, false) if spans().next().is_some() => DistrictKind::Elementary,
            _ => DistrictKind::Unified,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn levels_follow_from_grades_as_in_the_census_and_none_is_other() {
        for (grades, level) in [
            ("K-5", Level::Elementary),
            ("TK-8", Level::Elementary),
            ("3-8", Level::Elementary),
            ("4-5", Level::Middle),
            ("6-8", Level::Middle),
            ("7-9", Level::Middle),
            ("7-12", Level::High),
            ("9", Level::High),
            ("8-10", Level::High),
            ("6-12", Level::K12),
            ("K-12", Level::K12),
            ("K-9", Level::K12),
        ] {
            assert_eq!(grades.parse().map(Level::of_grades), Ok(level), "{grades}");
        }
    }

    #[test]
    fn the_kind_of_a_district_follows_from_the_grades_of_its_schools() {
        let of = |spans: &[&str]| {
            let schools = spans.iter().map(|span| SchoolFacts {
                id: String::new(),
                name: String::new(),
                level: Level::Elementary,
                grades: span.parse().ok(),
                enrollment: 0,
                teachers_fte: 0.0,
                poverty: None,
            });
            DistrictKind::of_schools(&schools.collect::<Vec<_>>())
        };
        assert_eq!(of(&["K-5", "6-8", "9-12"]), DistrictKind::Unified);
        assert_eq!(of(&["K-5", "6-8"]), DistrictKind::Elementary);
        assert_eq!(of(&["7-8", "9-12"]), DistrictKind::High);
        assert_eq!(of(&["7-8"]), DistrictKind::Elementary);
        assert_eq!(of(&["?"]), DistrictKind::Unified);
    }
}
