//! Which figures are written into a results folder.

use std::fmt;
use std::str::FromStr;

use crate::diagnostic::Diagnostic;
use crate::diagnostic::spelling::nearest;
use crate::results::file_names::{FIGURES_OF_ALL, FIGURES_OF_PAIR};

/// A choice of figures.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum FigureSelection {
    /// All that have something to show.
    #[default]
    All,
    /// None.
    None,
    /// Those of these names; `difference` and `levels` stand for those of every comparison.
    Named(Vec<String>),
}

impl FigureSelection {
    /// Whether figures of this kind are written: of one that is drawn for each pair the name without that of the pair.
    pub fn takes_kind(&self, kind: &str) -> bool {
        let is_of_pair = FIGURES_OF_PAIR.iter().any(|pair| is_kind(pair, kind));
        self.takes(&if is_of_pair { format!("{kind}-") } else { kind.to_owned() })
    }

    /// Whether a figure of this name is written.
    pub fn takes(&self, name: &str) -> bool {
        match self {
            FigureSelection::All => true,
            FigureSelection::None => false,
            FigureSelection::Named(names) => names.iter().any(|wanted| {
                wanted == name
                    || FIGURES_OF_PAIR.iter().any(|pair| is_kind(pair, wanted) && name.starts_with(pair))
            }),
        }
    }

    /// What is asked for by name and is not among the figures drawn, with the reason: a remark. Nothing where all are there.
    pub fn remark_on_missing(&self, drawn: &[&str]) -> Option<String> {
        let FigureSelection::Named(names) = self else { return None };
        let is_there = |name: &String| {
            let one = FigureSelection::Named(vec![name.clone()]);
            drawn.iter().any(|drawn| one.takes(drawn))
        };
        let missing: Vec<String> = names
            .iter()
            .filter(|name| !is_there(name))
            .map(|name| format!("`{name}`, which {}", what_it_shows(name)))
            .collect();
        (!missing.is_empty()).then(|| format!("asked for and not drawn: {}", missing.join("; ")))
    }
}

/// Of what a figure is drawn, where that is not every batch.
fn what_it_shows(name: &str) -> &'static str {
    match name {
        "difference" | "levels" => "shows scenarios that are compared",
        "differences" => "shows four scenarios and more that are compared",
        "program-components" => "shows scenarios with [[component]]",
        name if name.starts_with("sizes-") => "shows districts of several sizes side by side",
        name if name.starts_with("sweep-") => "shows the points of a sweep, and numbers that are varied",
        _ => "shows runs of one district, and has nothing to show of these",
    }
}

fn is_kind(beginning: &str, name: &str) -> bool {
    beginning.strip_suffix('-') == Some(name)
}

impl fmt::Display for FigureSelection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            FigureSelection::All => f.write_str("all"),
            FigureSelection::None => f.write_str("none"),
            FigureSelection::Named(names) => f.write_str(&names.join(",")),
        }
    }
}

impl FromStr for FigureSelection {
    type Err = Diagnostic;

    /// `all`, `none`, or names with commas between them.
    fn from_str(text: &str) -> Result<FigureSelection, Diagnostic> {
        match text.trim() {
            "all" => return Ok(FigureSelection::All),
            "none" => return Ok(FigureSelection::None),
            _ => {}
        }
        let known: Vec<&str> = FIGURES_OF_ALL
            .into_iter()
            .chain(FIGURES_OF_PAIR.iter().map(|pair| pair.trim_end_matches('-')))
            .collect();
        let names: Vec<&str> = text.split(',').map(str::trim).collect();
        match names.iter().find(|name| !known.contains(name)) {
            None => Ok(FigureSelection::Named(names.into_iter().map(String::from).collect())),
            Some(unknown) => {
                let near = nearest(unknown, known.iter().copied())
                    .map_or(String::new(), |near| format!("did you mean `{near}`? "));
                let remedy = format!("{near}write all, none, or names of: {}", known.join(", "));
                Err(Diagnostic::usage(format!("no figure is called `{unknown}`"), remedy))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_chosen_by_name_and_those_of_comparisons_by_their_kind() {
        let of = |text: &str| text.parse::<FigureSelection>();
        let named = of("timeline-fans, difference").unwrap();
        let taken = ["timeline-fans", "difference-other", "stage-shares"].map(|name| named.takes(name));
        assert_eq!(taken, [true, true, false]);
        assert!(of("all").unwrap().takes("stage-shares") && !of("none").unwrap().takes("stage-shares"));
        let told = of("timeline-fan").unwrap_err().to_string();
        assert!(
            told.contains("did you mean `timeline-fans`?") && told.contains("spread-depth-path"),
            "{told}"
        );
        let missing = named.remark_on_missing(&["timeline-fans", "stage-shares"]);
        assert_eq!(
            missing.as_deref(),
            Some("asked for and not drawn: `difference`, which shows scenarios that are compared")
        );
        assert_eq!(named.remark_on_missing(&["difference-other", "timeline-fans"]), None);
        assert_eq!(of("all").unwrap().remark_on_missing(&[]), None);
        assert!(of("").is_err() && of("all,none").is_err());
    }
}
