//! The section `[cohort]`: districts in one run, and the program managers they share.

use super::district_spec::{self, Within};
use super::layers::{Library, Source};
use super::table_reader::TableReader;
use super::text::{Entry, Item, Table, Value};
use super::values::Values;
use super::{DistrictSpec, Scenario};
use crate::diagnostic::{Diagnostics, SourceLocation};
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
        let place = self.places.iter().position(|place| place.id() == district);
        let cohort = self.cohort.as_ref().zip(place);
        cohort.and_then(|(c, k)| c.settings.get(k)).map_or(&[], Vec::as_slice)
    }
}

/// What is read from `[cohort]`.
pub struct Found {
    /// Its districts.
    pub places: Vec<DistrictSpec>,
    /// The rest of it.
    pub cohort: Cohort,
    /// Remarks on parameters of its districts.
    pub remarks: Vec<String>,
}

/// Reads `[cohort]`, which stands at `at`.
pub fn read(
    table: Table,
    at: &SourceLocation,
    source: &Source,
    library: &dyn Library,
    ledger: &Ledger,
    problems: &mut Diagnostics,
) -> Found {
    let mut walk = TableReader::new("[cohort]", table, problems);
    let managers = walk.whole("managers", 1, DISTRICTS.1);
    let listed = walk.sections("district");
    walk.finish();
    let (fewest, most) = DISTRICTS;
    let count = listed.len() as i64;
    if !(fewest..=most).contains(&count) {
        let fault = format!("the cohort has {count} district{}", if count == 1 { "" } else { "s" });
        let remedy = format!(
            "write {fewest} to {most} sections [[cohort.district]]; one district alone is [district]"
        );
        problems.add(at, fault, remedy);
    }
    if let Some((managers, at)) = &managers
        && *managers > count
        && count >= fewest
    {
        let fault = format!("there are {managers} managers for {count} districts");
        problems.add(at, fault, "leave `managers` out: each district then has one of its own");
    }
    let mut places: Vec<DistrictSpec> = Vec::new();
    let mut settings = Vec::new();
    let mut remarks = Vec::new();
    for (k, (mut table, at)) in listed.into_iter().enumerate() {
        let own = table.remove("parameters");
        let within = Within { at: &at, number: k + 1 };
        let [place] = <[DistrictSpec; 1]>::try_from(district_spec::read_within(
            table, &within, source, library, problems,
        ))
        .unwrap_or_else(|found| {
            if found.len() > 1 {
                let fault = format!("one [[cohort.district]] stands for {} districts", found.len());
                problems.add(&at, fault, "name each district by its own id");
            }
            // Diagnostics are reported: this place is never run.
            [DistrictSpec::Synthetic { id: format!("district-{}", k + 1), pupils: 100 }]
        });
        if places.iter().any(|earlier| earlier.id() == place.id()) {
            let fault = format!("two districts of the cohort have the id \"{}\"", place.id());
            problems.add(&at, fault, "give each its own `id`");
        }
        places.push(place);
        settings.push(own.map_or_else(Vec::new, |own| differing(own, ledger, &mut remarks, problems)));
    }
    let managers = managers.map_or(places.len() as u32, |(m, _)| m as u32);
    Found { places, cohort: Cohort { managers, settings }, remarks }
}

/// Parameters of one district, in the order of the ledger.
fn differing(
    own: Entry,
    ledger: &Ledger,
    remarks: &mut Vec<String>,
    problems: &mut Diagnostics,
) -> Vec<(usize, Distribution)> {
    let Item { at, value } = own.item;
    let Value::Table(table) = value else {
        let fault = format!("`parameters` is {}", value.kind());
        problems.add(&at, fault, "write a section [cohort.district.parameters]");
        return Vec::new();
    };
    let mut values = Values::blank(ledger);
    let mut found = Vec::new();
    for (key, entry) in table {
        if ledger.get(&key).is_some_and(|e| e.of_cohort) {
            let fault = format!("`{key}` belongs to the whole cohort, not to one of its districts");
            problems.add(&entry.key_at, fault, "set it in [parameters]");
            continue;
        }
        values.take(None, &key, &entry, ledger, problems);
        found.extend(ledger.get(&key).map(|e| (e.position, values.found[e.position])));
    }
    remarks.append(&mut values.remarks);
    found.sort_by_key(|(position, _)| *position);
    found
}
