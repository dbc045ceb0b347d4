//! The school calendar: month 1 is August of the first year, June and July have no classes. (ODD 2)
//!
//! ```
//! use uptake::calendar::Month;
//!
//! assert_eq!(Month(14).words(), "year 2, September");
//! assert_eq!(Month::from_words("year 2, October"), Some(Month(15)));
//! assert!(Month(12).calendar().name() == "July" && !Month(12).is_teaching());
//! ```

use std::fmt;

use strum::{IntoStaticStr, VariantArray};

/// Months in a year.
pub const YEAR: u32 = 12;

/// Longest run (months).
pub const LONGEST: u32 = 1_200;

/// Teaching months in a year, August to May.
pub const TEACHING_MONTHS: u32 = 10;

/// A month of the run. Month 1 is August of the first year; month 0 is the day before it begins, and
/// the state "at month m" is the state at the end of month m.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Month(pub u32);

/// A month of the school year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, IntoStaticStr, VariantArray)]
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

impl Calendar {
    /// Name of the month.
    pub fn name(self) -> &'static str {
        self.into()
    }
}

impl Month {
    /// The August with which this month's school year began.
    pub fn start_of_year(self) -> Month {
        Month(self.0 - self.0.saturating_sub(1) % YEAR)
    }

    /// The month that words such as "year 2, October" mean; "year 2" alone is its August. In any case, and
    /// a month may be cut to three letters or more.
    pub fn from_words(words: &str) -> Option<Month> {
        let (year, month) = words.split_once(',').unwrap_or((words, "August"));
        let (year, month) = (year.trim().to_lowercase(), month.trim().to_lowercase());
        let year: u32 = year.strip_prefix("year")?.trim().parse().ok().filter(|y| (1..=100).contains(y))?;
        let begins = |own: &Calendar| month.len() >= 3 && own.name().to_lowercase().starts_with(&month);
        let number = Calendar::VARIANTS.iter().position(begins)?;
        Some(Month((year - 1) * YEAR + number as u32 + 1))
    }

    /// The month as a scenario may write it: "year 2, October".
    pub fn words(self) -> String {
        format!("year {}, {}", self.school_year(), self.calendar().name())
    }

    /// Which month of the school year it is. Month 0 counts as July.
    pub fn calendar(self) -> Calendar {
        Calendar::VARIANTS[((self.0 + YEAR - 1) % YEAR) as usize]
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

    #[test]
    fn a_month_is_read_from_the_words_it_is_written_in() {
        for m in 1..=60 {
            assert_eq!(Month::from_words(&Month(m).words()), Some(Month(m)));
        }
        assert_eq!(Month::from_words("Year 2, oct"), Some(Month(15)));
        assert_eq!(Month::from_words("year 3"), Some(Month(25)));
        for wrong in ["", "year 0, May", "year 2, Oktober", "year 2, ma", "2, May", "year -1, May"] {
            assert_eq!(Month::from_words(wrong), None, "{wrong}");
        }
    }
}
