//! The latest of several values of a column, such as years: only what can be put in order is.

use std::collections::BTreeSet;

use super::table_fault::Quoted;

/// Most values that a message names.
const MOST_NAMED: usize = 5;

/// The latest value of a column, as the table writes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Latest {
    /// How it is told.
    pub(super) shown: String,
    /// All ways in which the table writes it: `2024-25` and `2024-2025`.
    words: BTreeSet<String>,
}

impl Latest {
    /// Whether this cell has the latest value.
    pub(super) fn is(&self, cell: &str) -> bool {
        self.words.contains(cell)
    }
}

/// A value as what can be compared. All values of a column must be of one kind.
type Rank = [f64; 3];

/// The latest of these values: of numbers, school years, dates as 2024-06-08 and 6/8/2024, or of one number within the same
/// words. Nothing where there are none.
///
/// # Errors
/// Values that nothing puts in order, in words.
pub(super) fn latest(values: BTreeSet<String>) -> Result<Option<Latest>, String> {
    let Some(first) = values.first() else { return Ok(None) };
    if values.len() == 1 {
        return Ok(Some(Latest { shown: first.clone(), words: values }));
    }
    let texts: Vec<&str> = values.iter().map(String::as_str).collect();
    let bare = without_common_words(&texts);
    let greatest = greatest_of(&texts).or_else(|| greatest_of(&bare));
    let Some(places) = greatest else {
        let named: Vec<String> = texts.iter().take(MOST_NAMED).map(|text| Quoted(text).to_string()).collect();
        let more = if texts.len() > MOST_NAMED { ", …" } else { "" };
        return Err(format!("{}{more}", named.join(", ")));
    };
    let words: BTreeSet<String> = places.iter().map(|&k| texts[k].to_owned()).collect();
    let shown = words.iter().cloned().collect::<Vec<_>>().join(" or ");
    Ok(Some(Latest { shown, words }))
}

/// The places of the greatest value, where all are of one kind.
fn greatest_of(texts: &[&str]) -> Option<Vec<usize>> {
    let found = [number, school_year, iso_date].into_iter().find_map(|kind| greatest(texts, kind));
    // A day and a month may change places: where both readings are possible, they must agree.
    found.or_else(|| match [us_date, day_first].map(|kind| greatest(texts, kind)) {
        [Some(one), Some(other)] => (one == other).then_some(one),
        [one, other] => one.or(other),
    })
}

/// The places of the greatest value, if all values are of this kind.
fn greatest(texts: &[&str], kind: fn(&str) -> Option<Rank>) -> Option<Vec<usize>> {
    let ranks = texts.iter().map(|text| kind(text)).collect::<Option<Vec<Rank>>>()?;
    let order = |a: &Rank, b: &Rank| {
        a.iter()
            .zip(b)
            .map(|(a, b)| a.total_cmp(b))
            .find(|order| order.is_ne())
            .unwrap_or(std::cmp::Ordering::Equal)
    };
    let last = ranks.iter().copied().max_by(order)?;
    Some((0..texts.len()).filter(|&k| ranks[k] == last).collect())
}

/// The texts without the letters before and behind that all of them share: `SY 2023-24` and `SY 2024-25` are school years.
fn without_common_words<'t>(texts: &[&'t str]) -> Vec<&'t str> {
    let is_digit = |sign: char| sign.is_ascii_digit();
    let outside = |text: &'t str| {
        let from = text.find(is_digit)?;
        let to = text.rfind(is_digit)? + 1;
        Some((&text[..from], &text[from..to], &text[to..]))
    };
    let parts: Option<Vec<_>> = texts.iter().map(|text| outside(text)).collect();
    let Some(parts) = parts else { return texts.to_vec() };
    // A sign, a point or a time of day belongs to the value.
    let is_word =
        |text: &str| text.is_empty() || text.contains(char::is_alphabetic) && !text.ends_with(['-', '.']);
    match parts.first() {
        Some((before, _, behind))
            if is_word(before)
                && is_word(behind)
                && parts.iter().all(|(b, _, e)| b == before && e == behind)
                && !(before.is_empty() && behind.is_empty()) =>
        {
            parts.iter().map(|(_, middle, _)| *middle).collect()
        }
        _ => texts.to_vec(),
    }
}

fn number(text: &str) -> Option<Rank> {
    let number = text.parse::<f64>().ok().filter(|number| number.is_finite())?;
    Some([number, 0.0, 0.0])
}

/// Digits alone, as many as that.
fn digits(text: &str, counts: &[usize]) -> Option<u32> {
    let fits = counts.contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    if fits { text.parse().ok() } else { None }
}

/// `2023-24`, `2023-2024` or `2023/24`: the second year follows the first.
fn school_year(text: &str) -> Option<Rank> {
    let (first, second) = text.split_once(['-', '–', '/'])?;
    let first = digits(first.trim(), &[4])?;
    let second = second.trim();
    let next = digits(second, &[2, 4])?;
    let follows = if second.len() == 2 { (first + 1) % 100 == next } else { first + 1 == next };
    follows.then_some([f64::from(first), 0.0, 0.0])
}

/// `2024-06-08`, `2024/06/08` or `2024-06`.
fn iso_date(text: &str) -> Option<Rank> {
    let parts: Vec<&str> = of_day(text).split(['-', '/']).collect();
    match parts[..] {
        [year, month] => date(digits(year, &[4])?, digits(month, &[2])?, 1),
        [year, month, day] => date(digits(year, &[4])?, digits(month, &[1, 2])?, digits(day, &[1, 2])?),
        _ => None,
    }
}

/// `6/8/2024`: June the eighth.
fn us_date(text: &str) -> Option<Rank> {
    let [first, second, year] = with_slashes(text)?;
    date(year, first, second)
}

/// `8/6/2024`, `8.6.2024`: June the eighth too.
fn day_first(text: &str) -> Option<Rank> {
    let [first, second, year] = with_slashes(text)?;
    date(year, second, first)
}

fn with_slashes(text: &str) -> Option<[u32; 3]> {
    let parts: Vec<&str> = of_day(text).split(['/', '-', '.']).collect();
    let [first, second, year] = parts[..] else { return None };
    Some([digits(first, &[1, 2])?, digits(second, &[1, 2])?, digits(year, &[4])?])
}

/// A date without the midnight that programs write behind it.
fn of_day(text: &str) -> &str {
    let midnights = ["T00:00:00", " 00:00:00", " 0:00:00", " 00:00", " 0:00", " 12:00:00 AM", " 12:00 AM"];
    midnights.iter().find_map(|midnight| text.strip_suffix(midnight)).unwrap_or(text)
}

fn date(year: u32, month: u32, day: u32) -> Option<Rank> {
    let is_date = (1..=12).contains(&month) && (1..=31).contains(&day);
    is_date.then(|| [year, month, day].map(f64::from))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(values: &[&str]) -> Result<Option<String>, String> {
        latest(values.iter().map(|&value| value.to_owned()).collect()).map(|found| found.map(|l| l.shown))
    }

    #[test]
    fn the_latest_is_found_by_what_a_value_means_and_not_by_its_letters() {
        for (values, last) in [
            (&["9", "10"][..], "10"),
            (&["2023-24", "2024-25", "2022-23"], "2024-25"),
            (&["2023/24", "2024/25"], "2024/25"),
            (&["1998-99", "1999-00"], "1999-00"),
            (&["SY 2009-10", "SY 2010-11"], "SY 2010-11"),
            (&["FY9", "FY10"], "FY10"),
            (&["Fall 2023", "Fall 2022"], "Fall 2023"),
            (&["2024-06-08", "2024-11-01"], "2024-11-01"),
            (&["2024-06", "2023-12"], "2024-06"),
            (&["9/1/2023", "10/1/2022"], "9/1/2023"),
            (&["10/1/2022 12:00:00 AM", "9/1/2023 12:00:00 AM"], "9/1/2023 12:00:00 AM"),
            (&["13/1/2023", "2/12/2022"], "13/1/2023"),
            (&["9/30/2023", "10/1/2022"], "9/30/2023"),
            (&["Fall 2023"], "Fall 2023"),
        ] {
            assert_eq!(of(values), Ok(Some(last.to_owned())), "{values:?}");
        }
        assert_eq!(of(&[]), Ok(None));
        let both = latest(["2024-25", "2024-2025", "2023-24"].map(str::to_owned).into()).unwrap().unwrap();
        assert!(both.is("2024-25") && both.is("2024-2025") && !both.is("2023-24"));
        assert_eq!(both.shown, "2024-2025 or 2024-25");
    }

    #[test]
    fn what_nothing_puts_in_order_is_refused() {
        for values in [
            &["Fall 2023", "Spring 2024"][..],
            &["9", "10", "1a"],
            &["nan", "3"],
            &["2023", "2023-24"],
            &["old", "new"],
            &["2/10/2023", "10/2/2023"], // February or October
            &["2023-25", "2024-26"],
            &["13/13/2023", "1/1/2022"],
        ] {
            assert!(of(values).is_err(), "{values:?}: {:?}", of(values));
        }
        assert_eq!(of(&["a", "b", "c", "d", "e", "f"]).unwrap_err(), "`a`, `b`, `c`, `d`, `e`, …");
    }
}
