//! What words of a table probably mean.

use crate::census::Level;

/// A number as tables write it.
pub(super) fn number(text: &str) -> Option<f64> {
    text.replace([',', ' '], "").parse::<f64>().ok().filter(|number| number.is_finite())
}

/// The kind of charter school that a word means.
pub(super) fn charter(word: &str) -> Option<&'static str> {
    let word = word.to_lowercase();
    match word.as_str() {
        "y" | "yes" | "true" | "1" | "1-yes" | "charter" | "local" => Some("local"),
        "n" | "no" | "false" | "0" | "2" | "2-no" | "not charter" | "not a charter" => Some("no"),
        _ if word.starts_with("direct") => Some("direct"),
        _ if word.starts_with("locally") => Some("local"),
        _ => None,
    }
}

/// The level that a word of a table means.
pub(super) fn level(word: &str) -> Option<Level> {
    let word = word.to_lowercase();
    if let Some(own) = Level::from_word(&word) {
        return Some(own);
    }
    let has = |parts: &[&str]| parts.iter().any(|part| word.contains(part));
    match () {
        () if has(&["k-12", "k12", "combined", "all-through", "all grades", "elementary/high"]) => {
            Some(Level::K12)
        }
        () if has(&["elem", "primary", "early"]) => Some(Level::Elementary),
        () if has(&["middle", "junior", "intermediate"]) => Some(Level::Middle),
        () if has(&["high", "secondary", "senior"]) => Some(Level::High),
        () => None,
    }
}
