//! Single values that are no TOML, and how they are written: 0,5 and 50% and True and 08.

use super::Slip;

/// A line without its remark.
pub fn plain(line: &str) -> &str {
    let mut open: Option<char> = None;
    for (k, c) in line.char_indices() {
        match open {
            None if c == '#' => return &line[..k],
            None if c == '"' || c == '\'' => open = Some(c),
            Some(mark) if c == mark => open = None,
            _ => {}
        }
    }
    line
}

/// What is wrong with a value that is neither a list nor a text in quotes; nothing if it is either of
/// them, or good.
pub fn scalar(key: &str, value: &str) -> Option<Slip> {
    if value.is_empty() || value.starts_with(['"', '\'', '[', '{']) {
        return None;
    }
    let slip = |fault: String, better: &str| Some(Slip::new(fault, format!("write {key} = {better}")));
    if let Some(rest) = value.strip_prefix(['=', ':']) {
        return slip(format!("`{key}` is followed by two signs"), rest.trim_start_matches('=').trim());
    }
    let word = value.to_lowercase();
    match word.as_str() {
        "true" | "false" if value != word => {
            return slip(format!("`{key}` is {value}; it is written small"), &word);
        }
        "true" | "false" | "inf" | "nan" | "+inf" | "-inf" => return None,
        "yes" | "on" => return slip(format!("`{key}` is {value}, which is written true"), "true"),
        "no" | "off" => return slip(format!("`{key}` is {value}, which is written false"), "false"),
        "none" | "null" | "na" | "n/a" | "nil" | "-" => {
            let remedy = "leave the line out where there is nothing to say";
            return Some(Slip::new(format!("`{key}` is {value}, which is no value"), remedy));
        }
        _ => {}
    }
    if value.parse::<f64>().is_ok() {
        return number(key, value);
    }
    if let Some(share) = value.strip_suffix('%').and_then(|x| x.trim().replace(',', ".").parse::<f64>().ok())
    {
        let fault = format!("`{key}` is {value}; there are no percent signs");
        return slip(fault, &format!("{}, a share from 0 to 1", per_cent(share)));
    }
    if let Some((whole, part)) = value.split_once(',') {
        let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
        let unsigned = whole.trim_start_matches(['+', '-']);
        if digits(unsigned) && digits(part) {
            let fault = format!("`{key}` is {value}, with a comma");
            let point = format!("{whole}.{part}");
            return if part.len() == 3 && !unsigned.starts_with('0') {
                slip(fault, &format!("{whole}{part} for thousands, or {point} with a decimal point"))
            } else {
                slip(fault, &format!("{point} with a decimal point"))
            };
        }
        if value.split(',').all(|group| digits(group.trim_start_matches(['+', '-']))) {
            let fault = format!("`{key}` is {value}, with commas");
            return slip(fault, &format!("{}; for a list: {key} = [{value}]", value.replace(',', "")));
        }
    }
    if let Some((above, below)) = value.split_once('/')
        && let (Ok(above), Ok(below)) = (above.trim().parse::<f64>(), below.trim().parse::<f64>())
        && below != 0.0
        && (above / below).is_finite()
    {
        let fault = format!("`{key}` is {value}; a value is not worked out");
        return slip(fault, &format!("{}", ((above / below) * 1e4).round() / 1e4));
    }
    let end = value.find(|c: char| !(c.is_ascii_digit() || ".-+_".contains(c))).unwrap_or(value.len());
    let (digits, unit) = (&value[..end], value[end..].trim());
    if digits.parse::<f64>().is_ok() && unit.chars().all(|c| c.is_alphabetic() || c == ' ') {
        return slip(format!("`{key}` is {value}; units are not written"), digits);
    }
    if value.chars().all(|c| c.is_alphanumeric() || " _-.,;:!?/()'&".contains(c)) {
        return slip(format!("`{key}` is a text without quotes"), &format!("\"{value}\""));
    }
    None
}

/// A number that reads as one, but is written in a way of its own.
fn number(key: &str, value: &str) -> Option<Slip> {
    let unsigned = value.trim_start_matches(['+', '-']);
    let sign = if value.starts_with('-') { "-" } else { "" };
    let slip = |fault: String, better: &str| Some(Slip::new(fault, format!("write {key} = {better}")));
    if unsigned.starts_with('.') {
        return slip(
            format!("`{key}` is {value}, with nothing before the point"),
            &format!("{sign}0{unsigned}"),
        );
    }
    if unsigned.ends_with('.') {
        return slip(format!("`{key}` is {value}, with nothing after the point"), &format!("{value}0"));
    }
    let bare = unsigned.trim_start_matches('0');
    let leading = unsigned.len() > bare.len() && bare.starts_with(|c: char| c.is_ascii_digit());
    if leading && key == "id" {
        let fault = format!("`{key}` is {value}; with its zeros it is a text, not a number");
        return slip(fault, &format!("\"{value}\""));
    }
    if leading {
        return slip(format!("`{key}` is {value}, with a zero in front"), &format!("{sign}{bare}"));
    }
    None
}

/// A percentage as a share, without the dust of binary fractions.
pub fn per_cent(x: f64) -> f64 {
    (x * 1e4).round() / 1e6
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_remark_ends_the_line_unless_it_stands_in_a_text() {
        assert_eq!(plain("a = 1 # one"), "a = 1 ");
        assert_eq!(plain("a = \"#1\" # one"), "a = \"#1\" ");
    }

    #[test]
    fn a_value_as_people_write_it_is_answered_with_the_value_as_the_file_wants_it() {
        for (written, better) in [
            ("0,5", "write k = 0.5 with"),
            ("1,204", "write k = 1204 for thousands"),
            ("80%", "write k = 0.8, a share"),
            ("12.5 %", "write k = 0.125, a share"),
            ("True", "write k = true"),
            ("yes", "write k = true"),
            ("08", "write k = 8"),
            (".5", "write k = 0.5"),
            ("1/3", "write k = 0.3333"),
            ("14 months", "write k = 14"),
            ("staged", "write k = \"staged\""),
            ("1,204,500", "write k = 1204500;"),
        ] {
            let slip = scalar("k", written).unwrap_or_else(|| panic!("{written} is good"));
            assert!(slip.remedy.starts_with(better), "{written}: {slip:?}");
        }
        for good in ["0.5", "14", "true", "-3e2", "\"a\"", "[1]"] {
            assert_eq!(scalar("k", good), None, "{good}");
        }
    }
}
