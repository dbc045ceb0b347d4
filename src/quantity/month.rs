//! The school calendar: month 1 is August of the first year, June and July have no classes. (ODD 2)

use std::fmt;

/// Months in a year.
pub const YEAR: u32 = 12;

/// Teaching months in a year, August to May.
pub const TEACHING_MONTHS: u32 = 10;

/// A month of the run. Month 1 is August of the first year; month 0 is the day before it begins, and
/// the state "at month m" is the state at the end of month m.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Month(pub u32);

/// A month of the school year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[allow(missing_docs, reason = "their names say it")]
pub enum Calendar {
    August,
    September,
    October,
    November,
    December,
    January,
    February,
    March,
    April,
    May,
    June,
    July,
}

const CALENDAR: [Calendar; 12] = [
    Calendar::August,
    Calendar::September,
    Calendar::October,
    Calendar::November,
    Calendar::December,
    Calendar::January,
    Calendar::February,
    Calendar::March,
    Calendar::April,
    Calendar::May,
    Calendar::June,
    Calendar::July,
];

impl Month {
    /// Which month of the school year it is. Month 0 counts as July.
    pub fn calendar(self) -> Calendar {
        CALENDAR[((self.0 + YEAR - 1) % YEAR) as usize]
    }

    /// The school year, from 1.
    pub fn school_year(self) -> u32 {
        self.0.saturating_sub(1) / YEAR + 1
    }

    /// Whether classes are held: August to May.
    pub fn is_teaching(self) -> bool {
        self.calendar() <= Calendar::May
    }

    /// The start of a school year after the first: when the exits decided over summer take effect.
    pub fn is_new_year(self) -> bool {
        self.0 > 1 && self.calendar() == Calendar::August
    }

    /// January and May: the team looks at what it has and decides how to go on.
    pub fn is_review(self) -> bool {
        matches!(self.calendar(), Calendar::January | Calendar::May)
    }

    /// The three convenings of a year.
    pub fn is_convening(self) -> bool {
        matches!(self.calendar(), Calendar::September | Calendar::January | Calendar::April)
    }
}

impl fmt::Display for Month {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "month {} ({:?} of year {})", self.0, self.calendar(), self.school_year())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn month_one_is_august_and_a_year_has_ten_teaching_months() {
        assert_eq!(Month(1).calendar(), Calendar::August);
        assert_eq!(Month(14).calendar(), Calendar::September);
        assert_eq!(Month(14).school_year(), 2);
        assert_eq!((1..=12).filter(|&m| Month(m).is_teaching()).count() as u32, TEACHING_MONTHS);
        assert!(!Month(1).is_new_year() && Month(13).is_new_year());
        assert_eq!((1..=12).filter(|&m| Month(m).is_review()).count(), 2);
        assert_eq!((1..=12).filter(|&m| Month(m).is_convening()).count(), 3);
    }
}
