//! A figure as the page holds it: the wide and the narrow picture inline, its numbers, its values to point at.

use crate::figures::{DataCell, DataTable, Figure, HoverPlot};

/// A figure on the page.
pub struct Picture {
    /// Unique on the page.
    pub id: String,
    /// The picture for a screen or a page.
    pub wide: String,
    /// The picture for a phone, where there is one.
    pub narrow: String,
    /// Plots of the wide picture, as JSON.
    pub hover: String,
    /// Plots of the narrow one.
    pub hover_narrow: String,
    /// The numbers behind it.
    pub table: PageTable,
    /// Whether it is taller than wide: on paper it has a page of its own.
    pub is_tall: bool,
}

/// A table of the page.
#[derive(Default)]
pub struct PageTable {
    /// Heads of the columns.
    pub head: Vec<String>,
    /// The rows.
    pub rows: Vec<Vec<PageCell>>,
}

/// A cell of a table.
pub struct PageCell {
    /// What is shown.
    pub text: String,
    /// What it is sorted by, where it is a number.
    pub sort: String,
}

impl PageTable {
    /// Whether there is nothing to show.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }
}

impl PageCell {
    /// Whether it is a number.
    pub fn is_number(&self) -> bool {
        !self.sort.is_empty()
    }
}

/// The figure for the page; its name makes the ids unique.
pub fn picture(figure: &Figure) -> Picture {
    let id: String = figure.name.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).collect();
    let narrow = match figure.narrow.is_empty() {
        true => String::new(),
        false => inline(&figure.narrow, &format!("{id}-n")),
    };
    Picture {
        wide: inline(&figure.svg, &format!("{id}-w")),
        narrow,
        hover: json(&figure.hover),
        hover_narrow: json(&figure.hover_narrow),
        table: rows(&figure.table),
        is_tall: is_tall(&figure.svg),
        id,
    }
}

/// An SVG file as part of a page: scaled by the page, its ids made unique, its title and description named
/// as its label.
fn inline(svg: &str, id: &str) -> String {
    let start = svg.find("<svg").unwrap_or(0);
    let (head, body) = svg[start..].split_once('>').unwrap_or(("", ""));
    let head = without(&without(head, " width=\""), " height=\"");
    let head = head.replacen(
        "<svg",
        &format!("<svg aria-labelledby=\"{id}-title\" aria-describedby=\"{id}-desc\""),
        1,
    );
    let body = body
        .replace(" id=\"", &format!(" id=\"{id}-"))
        .replace("url(#", &format!("url(#{id}-"))
        .replace("href=\"#", &format!("href=\"#{id}-"))
        .replacen("<title>", &format!("<title id=\"{id}-title\">"), 1)
        .replacen("<desc>", &format!("<desc id=\"{id}-desc\">"), 1);
    format!("{head}>{body}")
}

/// So much taller than wide, a picture that shares a page is too small to read.
const TALL: f64 = 1.05;

/// Whether a picture's own size says so.
fn is_tall(svg: &str) -> bool {
    let size =
        svg.split_once("viewBox=\"").and_then(|(_, rest)| rest.split_once('"')).map_or("", |(size, _)| size);
    let numbers: Vec<f64> = size.split_whitespace().filter_map(|number| number.parse().ok()).collect();
    matches!(numbers.as_slice(), [_, _, width, height] if *height > TALL * width)
}

/// A tag without an attribute.
fn without(tag: &str, attribute: &str) -> String {
    let Some(start) = tag.find(attribute) else { return tag.into() };
    let value = &tag[start + attribute.len()..];
    let end = value.find('"').map_or(value.len(), |k| k + 1);
    format!("{}{}", &tag[..start], &value[end..])
}

/// Plots with rounded values; missing ones are null. Empty where there are none.
fn json(plots: &[HoverPlot]) -> String {
    if plots.is_empty() {
        return String::new();
    }
    let round = |x: f64| if x.is_finite() { Some((x * 1e4).round() / 1e4) } else { None };
    let plot = |p: &HoverPlot| {
        let series: Vec<_> = p
            .series
            .iter()
            .map(|(name, values)| {
                serde_json::json!([name, values.iter().map(|x| round(*x)).collect::<Vec<_>>()])
            })
            .collect();
        serde_json::json!({
            "box": (p.room.map(round)),
            "across": p.across,
            "range": ([p.range.0, p.range.1].map(round)),
            "series": series,
        })
    };
    serde_json::Value::from(plots.iter().map(plot).collect::<Vec<_>>()).to_string()
}

fn rows(table: &DataTable) -> PageTable {
    let cell = |cell: &DataCell| match cell {
        DataCell::Words(words) => PageCell { text: words.clone(), sort: String::new() },
        DataCell::Number(x, _) if x.is_nan() => PageCell { text: "–".into(), sort: "-1e99".into() },
        DataCell::Number(x, decimals) => {
            PageCell { text: format!("{x:.decimals$}").replace('-', "\u{2212}"), sort: x.to_string() }
        }
    };
    PageTable {
        head: table.columns.clone(),
        rows: table.rows.iter().map(|r| r.iter().map(cell).collect()).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_gets_ids_of_its_own_and_is_scaled_by_the_page() {
        let svg = "<?xml version=\"1.0\"?><svg role=\"img\" width=\"960\" height=\"100.5\" viewBox=\"0 0 9 9\">\n\
            <title>T</title>\n<desc>D</desc><clipPath id=\"c\"/><g clip-path=\"url(#c)\"/></svg>";
        let found = inline(svg, "a-w");
        assert!(found.starts_with(
            "<svg aria-labelledby=\"a-w-title\" aria-describedby=\"a-w-desc\" role=\"img\" viewBox"
        ));
        assert!(found.contains("id=\"a-w-c\"") && found.contains("url(#a-w-c)"), "{found}");
        assert!(found.contains("<title id=\"a-w-title\">T</title>"), "{found}");
    }

    #[test]
    fn a_picture_is_tall_by_its_own_size() {
        let of = |height: &str| is_tall(&format!("<svg viewBox=\"0 0 960 {height}\">"));
        assert_eq!([of("400"), of("1000"), of("1534.5")], [false, false, true]);
        assert!(!is_tall("<svg>"));
    }

    #[test]
    fn values_to_point_at_are_rounded_and_missing_ones_are_null() {
        let plot = HoverPlot {
            range: (0.0, 2.0),
            across: "month",
            series: vec![("a".into(), vec![0.123_456, f64::NAN])],
            ..HoverPlot::default()
        };
        let found = json(&[plot]);
        assert!(found.contains("[\"a\",[0.1235,null]]"), "{found}");
        assert_eq!(json(&[]), "");
    }
}
