//! For tests: reads a picture back and finds words that leave the sheet, touch each other or are too small.

use super::paint::typeface::{Typeface, Weight};

/// Nothing in a picture is smaller.
const SMALLEST: f64 = 11.0;
/// Boxes that share less than this do not touch to the eye.
const SLACK: f64 = 0.6;

/// Words with the room they take: left, top, right, bottom.
struct Words {
    text: String,
    room: [f64; 4],
}

/// What is wrong with a picture: marks that do not close, words outside, too small, or over each other.
pub(crate) fn faults(svg: &str) -> Vec<String> {
    let mut found = Vec::new();
    let words = match read(svg, &mut found) {
        Ok(words) => words,
        Err(fault) => return vec![fault],
    };
    for (k, a) in words.iter().enumerate() {
        for b in &words[..k] {
            let shared =
                |low: usize, high: usize| a.room[high].min(b.room[high]) - a.room[low].max(b.room[low]);
            if shared(0, 2) > SLACK && shared(1, 3) > SLACK {
                found.push(format!("`{}` and `{}` touch: {:?} {:?}", a.text, b.text, a.room, b.room));
            }
        }
    }
    found
}

fn read(svg: &str, found: &mut Vec<String>) -> Result<Vec<Words>, String> {
    let face = Typeface::load().map_err(|e| e.to_string())?;
    let mut open: Vec<(String, Vec<(String, String)>)> = Vec::new();
    let (mut words, mut rest) = (Vec::new(), svg);
    while let Some(start) = rest.find('<') {
        let text = unescaped(&rest[..start])?;
        if let Some(("text", _)) = open.last().map(|(name, a)| (name.as_str(), a)) {
            words.push(placed(&face, &text, &open, found)?);
        } else if !text.trim().is_empty() && !open.iter().any(|(n, _)| n == "title" || n == "desc") {
            return Err(format!("stray words: {text}"));
        }
        let end = start + rest[start..].find('>').ok_or("a mark does not end")?;
        let mark = &rest[start + 1..end];
        rest = &rest[end + 1..];
        if let Some(name) = mark.strip_prefix('/') {
            let (opened, _) = open.pop().ok_or("closed too often")?;
            if opened != name {
                return Err(format!("</{name}> closes <{opened}>"));
            }
        } else if let Some(single) = mark.strip_suffix('/') {
            attributes(single)?;
        } else {
            let name = mark.split(' ').next().unwrap_or("").to_owned();
            open.push((name, attributes(mark)?));
        }
    }
    if let Some((name, _)) = open.last() {
        return Err(format!("<{name}> is not closed"));
    }
    Ok(words)
}

fn attributes(mark: &str) -> Result<Vec<(String, String)>, String> {
    let mut rest = mark.split_once(' ').map_or("", |(_, rest)| rest).trim();
    let mut found: Vec<(String, String)> = Vec::new();
    while !rest.is_empty() {
        let (name, more) = rest.split_once("=\"").ok_or_else(|| format!("no value: {rest}"))?;
        let (value, more) = more.split_once('"').ok_or_else(|| format!("no end: {rest}"))?;
        if found.iter().any(|(other, _)| other == name) {
            return Err(format!("{name} twice in {mark}"));
        }
        found.push((name.to_owned(), value.to_owned()));
        rest = more.trim_start();
    }
    Ok(found)
}

fn placed(
    face: &Typeface,
    text: &str,
    open: &[(String, Vec<(String, String)>)],
    found: &mut Vec<String>,
) -> Result<Words, String> {
    let of = |name: &str| {
        let all = open.iter().rev().flat_map(|(_, attributes)| attributes);
        all.filter(|(other, _)| other == name).map(|(_, value)| value.as_str()).next()
    };
    let number = |name: &str| -> Result<f64, String> {
        let value = of(name).ok_or_else(|| format!("no {name} of `{text}`"))?;
        value.parse().map_err(|_| format!("{name} of `{text}` is {value}"))
    };
    let (x, y, size) = (number("x")?, number("y")?, number("font-size")?);
    let weight = if of("font-weight") == Some("bold") { Weight::Bold } else { Weight::Regular };
    let width = face.width(text, size, weight);
    let left = match of("text-anchor") {
        Some("middle") => x - width / 2.0,
        Some("end") => x - width,
        _ => x,
    };
    let room = [left, y - 0.74 * size, left + width, y + 0.2 * size];
    let (sheet_width, sheet_height) = (number("width")?, number("height")?);
    if room[0] < 0.0 || room[1] < 0.0 || room[2] > sheet_width || room[3] > sheet_height {
        found.push(format!("`{text}` leaves the sheet of {sheet_width} by {sheet_height}: {room:?}"));
    }
    if size < SMALLEST {
        found.push(format!("`{text}` is {size} high"));
    }
    Ok(Words { text: text.to_owned(), room })
}

fn unescaped(text: &str) -> Result<String, String> {
    for (k, _) in text.match_indices('&') {
        if !["&amp;", "&lt;", "&gt;"].iter().any(|entity| text[k..].starts_with(entity)) {
            return Err(format!("a bare & in {text}"));
        }
    }
    Ok(text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&"))
}

#[test]
fn the_reader_finds_what_is_wrong() {
    let sheet = |inside: &str| {
        faults(&format!(
            "<svg width=\"100\" height=\"50\" font-size=\"12\"><title>a &lt; b</title>{inside}</svg>"
        ))
    };
    assert!(
        sheet("<g fill=\"#000\"><text x=\"10\" y=\"20\">one</text><text x=\"10\" y=\"40\">two</text></g>")
            .is_empty()
    );
    assert!(
        sheet("<text x=\"10\" y=\"20\">one</text><text x=\"12\" y=\"24\">two</text>")[0].contains("touch")
    );
    assert!(sheet("<text x=\"90\" y=\"20\">three</text>")[0].contains("leaves"));
    assert!(sheet("<text x=\"9\" y=\"20\" font-size=\"10\">four</text>")[0].contains("10 high"));
    assert!(sheet("<g>")[0].contains("closes"));
    assert!(sheet("<text x=\"10\" y=\"20\">a & b</text>")[0].contains("bare &"));
}
