//! "Did you mean": the word somebody probably had in mind.

use std::cmp::Ordering;

/// Below this likeness (0 to 1) a suggestion confuses more than it helps.
const ALIKE: f64 = 0.6;

/// Longer texts are no words (a whole file without a comma, say), and comparing them would take hours.
const LONGEST_WORD: usize = 200;

/// The likeness of two words, 1 if they differ at most in case.
pub fn likeness(one: &str, other: &str) -> f64 {
    if one.len().max(other.len()) > LONGEST_WORD {
        return 0.0;
    }
    strsim::normalized_damerau_levenshtein(&one.to_lowercase(), &other.to_lowercase())
}

/// The candidate most like the word, if any is alike enough; the first of equals.
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let alike = candidates.into_iter().map(|c| (likeness(word, c), c)).filter(|(score, _)| *score >= ALIKE);
    alike
        .reduce(|best, next| if next.0.total_cmp(&best.0) == Ordering::Greater { next } else { best })
        .map(|b| b.1)
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn a_slip_of_the_pen_is_recognized_and_another_word_is_not() {
        let levels = ["elementary", "middle", "high"];
        assert_eq!(nearest("Elementry", levels), Some("elementary"));
        assert_eq!(nearest("kindergarten", levels), None);
    }

    #[test]
    fn a_text_that_is_no_word_is_like_nothing() {
        let endless = "high".repeat(10_000_000);
        assert_eq!(nearest(&endless, ["high", &endless]), None);
    }
}
