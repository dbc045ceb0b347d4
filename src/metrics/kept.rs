//! Which measures the tables of results hold: all, or some that are named.
//!
//! ```
//! use uptake::metrics::KeptMeasures;
//!
//! let kept: KeptMeasures = "deep_share,spread".parse()?;
//! assert_eq!((kept.to_string().as_str(), kept.holds("depth")), ("spread,deep_share", false));
//! let wrong = "deepshare,sprad".parse::<KeptMeasures>();
//! assert!(wrong.is_err_and(|fault| fault.to_string().contains("`deep_share` for `deepshare`, `spread` for `sprad`")));
//! # Ok::<(), uptake::diagnostic::Diagnostic>(())
//! ```

use std::fmt;
use std::str::FromStr;

use super::columns::{Column, MEASURES, Measure, RUN_COLUMNS, place_of};
use crate::diagnostic::spelling::nearest;
use crate::diagnostic::{Diagnostic, Result};

/// A choice of measures, in the order of [`MEASURES`]. Keys and months of tables are no measures and always there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptMeasures {
    /// Places in [`MEASURES`], rising.
    places: Vec<usize>,
}

impl Default for KeptMeasures {
    fn default() -> Self {
        KeptMeasures { places: (0..MEASURES.len()).collect() }
    }
}

impl KeptMeasures {
    /// These measures, each once.
    pub fn of(measures: &[Measure]) -> KeptMeasures {
        let mut places: Vec<usize> = measures.iter().map(|measure| *measure as usize).collect();
        places.sort_unstable();
        places.dedup();
        KeptMeasures { places }
    }

    /// What a manifest lists: all where it lists nothing.
    ///
    /// # Errors
    /// A name that is none, a name twice, another order.
    pub fn listed(names: Option<&[String]>) -> Result<KeptMeasures> {
        let Some(names) = names else { return Ok(KeptMeasures::default()) };
        let kept: KeptMeasures = names.join(",").parse()?;
        match kept.list().as_deref() == Some(names) {
            true => Ok(kept),
            false => Err(Diagnostic::usage("`measures` is not as this program lists them", "")),
        }
    }

    /// Their names, where they are not all: what a manifest lists.
    pub fn list(&self) -> Option<Vec<String>> {
        (!self.is_all()).then(|| self.columns().map(|column| column.name.to_owned()).collect())
    }

    /// Whether no measure is left out.
    pub fn is_all(&self) -> bool {
        self.places.len() == MEASURES.len()
    }

    /// Their places in [`MEASURES`], rising.
    pub fn places(&self) -> &[usize] {
        &self.places
    }

    /// Their columns.
    pub fn columns(&self) -> impl Iterator<Item = &'static Column> {
        self.places.iter().map(|place| &MEASURES[*place])
    }

    /// Whether a measure of this name is among them; shares of runs at a stage come with `stage`.
    pub fn holds(&self, name: &str) -> bool {
        let measure = if is_stage_share(name) { "stage" } else { name };
        place_of(measure).is_some_and(|place| self.places.binary_search(&place).is_ok())
    }

    /// Those that are in both.
    pub fn and(&self, other: &KeptMeasures) -> KeptMeasures {
        let both = self.places.iter().filter(|place| other.places.contains(place));
        KeptMeasures { places: both.copied().collect() }
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.places.is_empty()
    }

    /// The flag that keeps them, with a space before it; nothing where all are kept.
    pub fn flag(&self) -> String {
        if self.is_all() { String::new() } else { format!(" --measures {self}") }
    }
}

fn is_stage_share(name: &str) -> bool {
    name.starts_with("stage_share_")
}

impl fmt::Display for KeptMeasures {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.list() {
            None => f.write_str("all"),
            Some(names) => f.write_str(&names.join(",")),
        }
    }
}

impl FromStr for KeptMeasures {
    type Err = Diagnostic;

    /// `all`, or names with commas between them. Every wrong name is told.
    fn from_str(text: &str) -> Result<KeptMeasures> {
        if text.trim() == "all" {
            return Ok(KeptMeasures::default());
        }
        let (mut places, mut wrong, mut remedies) = (Vec::new(), Vec::new(), Vec::new());
        for name in text.split(',').map(str::trim) {
            let Some(place) = place_of(name) else {
                wrong.push(format!("`{name}`"));
                remedies.extend(remedy(name));
                continue;
            };
            places.push(place);
        }
        if wrong.is_empty() {
            places.sort_unstable();
            places.dedup();
            return Ok(KeptMeasures { places });
        }
        let fault = match wrong.as_slice() {
            [one] => format!("{one} is no measure"),
            several => format!("these are no measures: {}", several.join(", ")),
        };
        let near =
            if remedies.is_empty() { String::new() } else { format!("write {}; ", remedies.join(", ")) };
        let remedy = format!(
            "{near}`uptake odd` and columns.json of any results folder list the measures, as spread,deep_share"
        );
        Err(Diagnostic::usage(fault, remedy))
    }
}

/// What to write instead of a name that is no measure.
fn remedy(name: &str) -> Option<String> {
    if is_stage_share(name) {
        return Some(format!("`stage` for `{name}`, which comes with it"));
    }
    if let Some((measure, _)) = name.split_once('@').filter(|(measure, _)| place_of(measure).is_some()) {
        return Some(format!("`{measure}` for `{name}`: all its months are kept"));
    }
    if RUN_COLUMNS.iter().any(|column| column.name == name) {
        return Some(format!("nothing for `{name}`, a column of the table of runs, which is whole"));
    }
    nearest(name, MEASURES.iter().map(|column| column.name)).map(|near| format!("`{near}` for `{name}`"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_put_in_order_once_and_listed_only_where_some_are_left_out() -> Result<()> {
        let kept: KeptMeasures = "stage, spread,deep_share,spread".parse()?;
        assert_eq!(kept.to_string(), "spread,deep_share,stage");
        assert_eq!(kept, KeptMeasures::of(&[Measure::Stage, Measure::DeepShare, Measure::Spread]));
        assert!(kept.holds("stage_share_4") && kept.holds("spread") && !kept.holds("depth"));
        assert_eq!(KeptMeasures::listed(kept.list().as_deref())?, kept);
        let all: Vec<&str> = MEASURES.iter().map(|column| column.name).collect();
        let all: KeptMeasures = all.join(",").parse()?;
        assert!(all.is_all() && all.list().is_none() && all == "all".parse()? && all.flag().is_empty());
        let reversed = ["deep_share".to_owned(), "spread".to_owned()];
        assert!(KeptMeasures::listed(Some(&reversed)).is_err());
        Ok(())
    }

    #[test]
    fn every_wrong_name_is_told_with_what_to_write() {
        let told = |text: &str| text.parse::<KeptMeasures>().map_err(|fault| fault.to_string());
        for (text, words) in [
            ("sprad,deepshare,depth", "these are no measures: `sprad`, `deepshare`"),
            ("stage_share_4", "`stage` for `stage_share_4`"),
            ("spread@36", "`spread` for `spread@36`"),
            ("month_stage_4", "a column of the table of runs"),
            ("", "`` is no measure"),
        ] {
            assert!(told(text).is_err_and(|told| told.contains(words)), "{text}: {:?}", told(text));
        }
    }
}
