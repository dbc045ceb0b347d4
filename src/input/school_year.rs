//! School years in the names of columns.

/// What stands for a school year in the name of a column.
pub(super) const YEAR: &str = "{year}";

/// `2023`, `2023-24` or `2023-2024`.
pub(super) fn is_year(text: &str) -> bool {
    let digits = |part: &str, counts: &[usize]| {
        counts.contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit())
    };
    match text.split_once('-') {
        Some((first, second)) => digits(first, &[4]) && digits(second, &[2, 4]),
        None => digits(text, &[4]),
    }
}

/// The name of a column with `{year}` for the school year in it, and that year; nothing where there is none.
pub(crate) fn with_year(name: &str) -> Option<(String, String)> {
    let begins = name.char_indices().filter(|(at, sign)| {
        sign.is_ascii_digit() && !name[..*at].ends_with(|before: char| before.is_ascii_digit())
    });
    for (at, _) in begins {
        let rest = &name[at..];
        let fits = |length: usize| {
            let year = rest.get(..length)?;
            let ends = !rest[length..].starts_with(|behind: char| behind.is_ascii_digit());
            let is_near = rest.get(..4)?.parse::<u32>().is_ok_and(|year| (1950..2100).contains(&year));
            (ends && is_near && is_year(year)).then(|| year.to_owned())
        };
        if let Some(year) = [9, 7, 4].into_iter().find_map(fits) {
            return Some((format!("{}{YEAR}{}", &name[..at], &rest[year.len()..]), year));
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_year_in_a_name_is_found() {
        let of = |name: &str| with_year(name).map(|(name, year)| format!("{name}|{year}"));
        assert_eq!(of("Students 2022-23 (all)").as_deref(), Some("Students {year} (all)|2022-23"));
        assert_eq!(of("ENR2023").as_deref(), Some("ENR{year}|2023"));
        assert_eq!(of("2019-2020 Pupils").as_deref(), Some("{year} Pupils|2019-2020"));
        assert_eq!(of("As of 2019-2"), Some("As of {year}-2|2019".into()));
        for name in ["Students", "Code 12345", "Grade 12", "1200 students"] {
            assert_eq!(of(name), None, "{name}");
        }
        assert!(is_year("2024") && is_year("2023-2024") && !is_year("23-24") && !is_year("all"));
    }
}
