//! The section `[cohort]`: districts in one run, and the program managers they share.

use super::district_spec::{self, DistrictContext};
use super::language::sections::CohortText;
use super::parameter_values::ParameterValues;
use super::text::WrittenTable;
use super::{DistrictSpec, Scenario};
use crate::diagnostic::Diagnostics;
use crate::parameters::{Distribution, Ledger};

/// Districts of a cohort: fewer cannot learn from each other, and more have not been seen together.
pub const DISTRICTS: (i64, i64) = (2, 20);

/// What a cohort has beside its districts.
#[derive(Debug, Clone, PartialEq)]
pub struct Cohort {
    /// Program managers in the pool; district k is served by manager k mod `managers`.
    pub managers: u32,
    /// For each district the parameters that differ in it: position and value or distribution.
    pub settings: Vec<Vec<(usize, Distribution)>>,
}

impl Scenario {
    /// The parameters that differ in the district with this id.
    pub fn settings_of(&self, district: &str) -> &[(usize, Distribution)] {
        // Asked for every run: a scenario of many districts that are no cohort is not searched.
        let Some(cohort) = &self.cohort else { return &[] };
        let place = self.places.iter().position(|place| place.id() == district);
        place.and_then(|k| cohort.settings.get(k)).map_or(&[], Vec::as_slice)
    }
}

/// The districts of `[cohort]` and the rest of it; remarks on parameters are added to `remarks`, what was left out or
/// guessed in tables to `notes`.
pub fn read(
    mut text: CohortText,
    around: &DistrictContext<'_>,
    ledger: &Ledger,
    remarks: &mut Vec<String>,
    notes: &mut Vec<String>,
    problems: &mut Diagnostics,
) -> (Vec<DistrictSpec>, Cohort) {
    let (fewest, most) = DISTRICTS;
    let count = text.district.len() as i64;
    if !(fewest..=most).contains(&count) {
        let fault = format!("the cohort has {count} district{}", if count == 1 { "" } else { "s" });
        let remedy = format!(
            "write {fewest} to {most} sections [[cohort.district]]; one district alone is [district]"
        );
        problems.add(
            around.places.key("cohort").cloned().unwrap_or_else(|| around.places.at("")),
            fault,
            remedy,
        );
    }
    // Each may name a table: what is beyond the limit is not read.
    text.district.truncate(most as usize);
    if let Some(managers) = text.managers.filter(|m| i64::from(*m) > count && count >= fewest) {
        let fault = format!("there are {managers} managers for {count} districts");
        let remedy = "leave `managers` out: each district then has one of its own";
        problems.add(around.places.at("cohort.managers"), fault, remedy);
    }
    let mut districts: Vec<DistrictSpec> = Vec::new();
    let mut settings = Vec::new();
    for (k, mut text) in text.district.into_iter().enumerate() {
        let path = format!("cohort.district[{}]", k + 1);
        let at = around.places.at(&path);
        let own = std::mem::take(&mut text.parameters);
        let found = district_spec::read(text, &path, Some(k + 1), around, problems);
        let said = found.notes.into_iter().filter(|note| !notes.contains(note)).collect::<Vec<_>>();
        notes.extend(said);
        let mut found = found.districts;
        if found.len() > 1 {
            let fault = format!("one [[cohort.district]] stands for {} districts", found.len());
            problems.add(&at, fault, "name each district by its own id");
        }
        // After a fault, which is reported, this district is never run.
        let unknown = DistrictSpec::Synthetic { id: format!("district-{}", k + 1), pupils: 100 };
        let district = if found.len() == 1 { found.remove(0) } else { unknown };
        if districts.iter().any(|earlier| earlier.id() == district.id()) {
            let fault = format!("two districts of the cohort have the id \"{}\"", district.id());
            problems.add(&at, fault, "give each its own `id`");
        }
        districts.push(district);
        settings.push(differing(own, ledger, remarks, problems));
    }
    let managers = text.managers.unwrap_or(districts.len() as u32);
    (districts, Cohort { managers, settings })
}

/// Parameters of one district, in the order of the ledger.
fn differing(
    own: WrittenTable,
    ledger: &Ledger,
    remarks: &mut Vec<String>,
    problems: &mut Diagnostics,
) -> Vec<(usize, Distribution)> {
    let mut values = ParameterValues::blank(ledger);
    let mut found = Vec::new();
    for (key, entry) in own {
        if ledger.get(&key).is_some_and(|e| e.of_cohort) {
            let fault = format!("`{key}` belongs to the whole cohort, not to one of its districts");
            problems.add(&entry.key_at, fault, "set it in [parameters]");
            continue;
        }
        values.take(&key, &entry, ledger, problems);
        found.extend(ledger.get(&key).map(|e| (e.position, values.found[e.position])));
    }
    remarks.append(&mut values.remarks);
    found.sort_by_key(|(position, _)| *position);
    found
}
