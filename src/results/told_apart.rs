//! What two plans differ in, in words, from their manifests.

use super::manifest::Manifest;
use crate::phrasing::listed;

/// Names that a message lists; the others are only counted.
const NAMED: usize = 4;

/// What the first plan has otherwise than the second, as "seed 2 (not 1)"; nothing where all that a manifest says of a plan is the
/// same.
pub fn told_apart(own: &Manifest, other: &Manifest) -> Vec<String> {
    let mut found = Vec::new();
    let mut differs = |what: &str, own: String, other: String| {
        if own != other {
            found.push(format!("{what} {own} (not {other})"));
        }
    };
    differs("version", own.version.clone(), other.version.clone());
    differs("seed", own.seed.to_string(), other.seed.to_string());
    differs("months", own.months.to_string(), other.months.to_string());
    differs("replications", own.replications.to_string(), other.replications.to_string());
    differs("tables", own.tables.clone(), other.tables.clone());
    let kept = |m: &Manifest| m.measures.as_ref().map_or("all".into(), |kept| kept.join(","));
    differs("measures", kept(own), kept(other));
    let names = |m: &Manifest| named(m.scenarios.iter().map(|s| s.name.as_str()));
    differs("scenarios", names(own), names(other));
    let districts = |m: &Manifest| named(m.districts.iter().map(|d| d.id.as_str()));
    differs("districts", districts(own), districts(other));
    let compared = |m: &Manifest| match (m.pairs.len(), &m.unpaired) {
        (0, _) => "none".to_string(),
        (_, None) => "in pairs".to_string(),
        (_, Some(_)) => "as samples".to_string(),
    };
    differs("comparisons", compared(own), compared(other));
    let shard = |m: &Manifest| {
        m.shard.as_ref().map_or_else(|| "whole batch".to_string(), |shard| format!("shard {}", shard.shard()))
    };
    // Two shards differ in that they should.
    if own.shard.is_none() || other.shard.is_none() {
        differs("extent", shard(own), shard(other));
    }
    let changed = own.scenarios.iter().filter(|s| {
        let same_name = other.scenarios.iter().find(|theirs| theirs.name == s.name);
        same_name.is_some_and(|theirs| theirs.digest != s.digest)
    });
    // Replications and months are written in a scenario too.
    if found.is_empty() {
        let changed: Vec<String> = changed.map(|s| format!("`{}`", s.name)).collect();
        if !changed.is_empty() {
            found.push(format!("another text of {}", listed(&few(&changed))));
        }
    }
    found
}

fn named<'n>(names: impl Iterator<Item = &'n str>) -> String {
    few(&names.map(String::from).collect::<Vec<_>>()).join(", ")
}

/// The first of them, and how many more there are.
fn few(all: &[String]) -> Vec<String> {
    let more = all.len().saturating_sub(NAMED);
    let shown = all.iter().take(NAMED).cloned();
    shown.chain((more > 0).then(|| format!("{more} more"))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::results::digest::plan_digest;
    use crate::results::folder::TableFormat;
    use crate::results::sample;
    use std::collections::BTreeMap;

    #[test]
    fn what_differs_is_told_with_both_values() {
        let (plan, csv) = (sample::plan(2, 6, 3), TableFormat::Csv);
        let of = |plan: &crate::experiment::Plan| {
            Manifest::of(plan, &plan_digest(plan, csv), csv, &BTreeMap::new(), &BTreeMap::new())
        };
        let one = of(&plan);
        assert!(told_apart(&one, &one).is_empty());
        let mut other = plan.clone();
        (other.seed, other.months) = (8, 7);
        other.districts.truncate(2);
        let words = told_apart(&of(&other), &one);
        let expected =
            ["seed 8 (not 7)", "months 7 (not 6)", "districts 060, 061 (not 060, 061, 062, 063, 2 more)"];
        assert_eq!(words, expected);
        let mut other = plan.clone();
        other.scenarios[1].digest = "f".repeat(64);
        assert_eq!(told_apart(&of(&other), &one), ["another text of `scenario-1`"]);
    }
}
