//! Grades and spans of grades, from transitional kindergarten to grade 12.
//!
//! Codes of a school census for adults and post-secondary students (`AD`, `PS`) lie outside. As an upper bound they
//! are read as grade 12, because the school serves grade 12 and then goes on; a school that *starts* there
//! has no grade this model knows, and no span. A census that writes `K` usually means transitional
//! kindergarten too, so a span from `K` does not contain `TK` though its students may.

use std::fmt;
use std::str::FromStr;

use crate::diagnostic::Diagnostic;

/// A grade: TK (or preschool) is -1, K is 0, then 1 to 12.
///
/// ```
/// use uptake::census::grade::Grade;
/// let third: Grade = "3".parse()?;
/// assert!(Grade::TK < Grade::K && Grade::K < third);
/// # Ok::<(), uptake::diagnostic::Diagnostic>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Grade(i8);

impl Grade {
    /// Transitional kindergarten; preschool is counted with it.
    pub const TK: Self = Self(-1);
    /// Kindergarten.
    pub const K: Self = Self(0);
    /// The last grade of school.
    pub const TWELFTH: Self = Self(12);

    /// The grade with this number (-1 for TK, 0 for K), if there is one.
    pub fn new(number: i8) -> Option<Self> {
        (-1..=12).contains(&number).then_some(Self(number))
    }

    /// -1 for TK, 0 for K, else the grade itself.
    pub fn number(self) -> i8 {
        self.0
    }
}

impl FromStr for Grade {
    type Err = Diagnostic;

    fn from_str(text: &str) -> Result<Self, Diagnostic> {
        let unknown =
            || Diagnostic::new("", format!("`{text}` is not a grade"), "write P or TK, K, or 1 to 12");
        match text.to_ascii_uppercase().as_str() {
            "P" | "TK" => Ok(Self::TK),
            "K" => Ok(Self::K),
            // Neither "+3" nor "03": both parse as numbers, and neither is how anybody writes a grade.
            digits if digits.starts_with(|c: char| ('1'..='9').contains(&c)) => {
                digits.parse().ok().and_then(Self::new).ok_or_else(unknown)
            }
            _ => Err(unknown()),
        }
    }
}

impl fmt::Display for Grade {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            -1 => f.pad("TK"),
            0 => f.pad("K"),
            number => f.pad(&number.to_string()),
        }
    }
}

/// The grades of a school, from the lowest to the highest, both included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct GradeSpan {
    low: Grade,
    high: Grade,
}

impl GradeSpan {
    /// From `low` to `high`, which may be the same grade.
    ///
    /// # Errors
    /// If `high` is below `low`.
    pub fn new(low: Grade, high: Grade) -> Result<Self, Diagnostic> {
        if low <= high {
            return Ok(Self { low, high });
        }
        let fault = format!("the grades {low} to {high} run backwards");
        Err(Diagnostic::new("", fault, "write the lower grade first"))
    }

    /// "transitional kindergarten to grade 3", "grade 4".
    pub fn words(self) -> String {
        let name = |g: Grade| match g {
            Grade::TK => "transitional kindergarten".to_string(),
            Grade::K => "kindergarten".to_string(),
            other => format!("grade {other}"),
        };
        if self.low == self.high {
            return name(self.low);
        }
        match self.low.number() {
            1.. => format!("grades {} to {}", self.low, self.high),
            _ => format!("{} to {}", name(self.low), name(self.high)),
        }
    }

    /// The lowest grade.
    pub fn low(self) -> Grade {
        self.low
    }

    /// The highest grade.
    pub fn high(self) -> Grade {
        self.high
    }

    /// Does the school teach this grade?
    pub fn contains(self, grade: Grade) -> bool {
        self.low <= grade && grade <= self.high
    }

    /// The grades in order.
    pub fn grades(self) -> impl DoubleEndedIterator<Item = Grade> {
        (self.low.0..=self.high.0).map(Grade)
    }

    /// Do the two spans share a grade?
    pub fn overlaps(self, other: Self) -> bool {
        self.low <= other.high && other.low <= self.high
    }
}

/// Reads `K-5`, or one grade alone.
impl FromStr for GradeSpan {
    type Err = Diagnostic;

    fn from_str(text: &str) -> Result<Self, Diagnostic> {
        let (low, high) = text.split_once('-').unwrap_or((text, text));
        Self::new(low.trim().parse()?, high.trim().parse()?)
    }
}

/// All grades.
impl Default for GradeSpan {
    fn default() -> Self {
        Self { low: Grade::TK, high: Grade::TWELFTH }
    }
}

impl fmt::Display for GradeSpan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.low == self.high { self.low.fmt(f) } else { f.pad(&format!("{}-{}", self.low, self.high)) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn span(text: &str) -> GradeSpan {
        text.parse().unwrap()
    }

    #[test]
    fn every_grade_is_read_back_as_it_is_written() {
        let all: Vec<Grade> = span("TK-12").grades().collect();
        assert_eq!(all.len(), 14);
        for grade in all {
            assert_eq!(grade.to_string().parse(), Ok(grade));
        }
    }

    #[test]
    fn preschool_comes_before_kindergarten_and_ten_after_nine() {
        let order: Vec<Grade> = ["P", "k", "9", "10"].iter().map(|g| g.parse().unwrap()).collect();
        assert!(order.is_sorted_by(|a, b| a < b));
    }

    #[test]
    fn what_is_no_grade_is_refused() {
        for text in ["", "13", "0", "-1", "03", "+3", "1.5", "seven", "AD", "999999"] {
            assert_eq!(text.parse::<Grade>().unwrap_err().fault, format!("`{text}` is not a grade"));
        }
        assert_eq!((Grade::new(-2), Grade::new(13)), (None, None));
    }

    #[test]
    fn a_span_contains_its_bounds_and_nothing_beyond() {
        let middle = span("6-8");
        let inside: Vec<i8> = middle.grades().map(Grade::number).collect();
        assert_eq!(inside, [6, 7, 8]);
        assert!(span("TK-12").grades().all(|g| middle.contains(g) == inside.contains(&g.number())));
    }

    #[test]
    fn spans_overlap_when_they_share_a_grade_and_not_when_they_only_touch() {
        assert!(span("K-6").overlaps(span("6-8")) && span("6-8").overlaps(span("K-6")));
        assert!(!span("K-5").overlaps(span("6-8")) && !span("6-8").overlaps(span("K-5")));
        assert!(span("K-12").overlaps(span("8")));
    }

    #[test]
    fn a_span_that_runs_backwards_is_refused() {
        assert!("8-6".parse::<GradeSpan>().unwrap_err().fault.ends_with("run backwards"));
        assert_eq!(span("K").to_string(), "K");
    }

    #[test]
    fn a_span_reads_as_words() {
        let words = |text: &str| text.parse::<GradeSpan>().unwrap().words();
        assert_eq!(words("TK-3"), "transitional kindergarten to grade 3");
        assert_eq!((words("8-9"), words("4")), ("grades 8 to 9".into(), "grade 4".into()));
    }
}
