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

/// The candidate most like the word, if any is alike enough; the first of equals. Otherwise the only one of which the word is
/// the beginning: `mandate` for `mandate at once`.
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let (mut best, mut begins, mut count) = (None::<(f64, &str)>, None, 0);
    for candidate in candidates {
        let score = likeness(word, candidate);
        if score >= ALIKE && best.is_none_or(|(most, _)| score.total_cmp(&most) == Ordering::Greater) {
            best = Some((score, candidate));
        }
        if is_beginning(word, candidate) {
            (begins, count) = (Some(candidate), count + 1);
        }
    }
    best.map(|(_, candidate)| candidate).or(begins.filter(|_| count == 1))
}

/// Whether a text begins with this word and goes on with another.
fn is_beginning(word: &str, text: &str) -> bool {
    /// Shorter words are no words.
    const SHORTEST: usize = 3;
    let Some((start, rest)) = text.split_at_checked(word.len()) else { return false };
    word.len() >= SHORTEST && start.eq_ignore_ascii_case(word) && rest.starts_with([' ', '-', '_'])
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
    fn the_beginning_of_one_name_alone_means_that_name() {
        let names = ["staged", "mandate at once", "one-off consultant", "several teams", "several-words"];
        assert_eq!(nearest("Mandate", names), Some("mandate at once"));
        assert_eq!(nearest("one", names), Some("one-off consultant"));
        assert_eq!(nearest("several", names), None, "there are two");
        assert_eq!(nearest("man", names), None, "it is no whole word");
    }

    #[test]
    fn a_text_that_is_no_word_is_like_nothing() {
        let endless = "high".repeat(10_000_000);
        assert_eq!(nearest(&endless, ["high", &endless]), None);
    }
}
