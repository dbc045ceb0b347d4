//! Promise: the real table of California, 2023-24, is read as its publishers add it up.
//!
//! The folder that holds `california_schools.csv` is named by the variable `UPTAKE_DATA`.

#![allow(clippy::panic, clippy::unwrap_used, reason = "a test that fails may say so loudly")]
#![allow(clippy::explicit_write, reason = "what a passing test prints by `eprintln` is never shown")]

use std::io::Write;
use std::path::PathBuf;

use uptake::census::Level;
use uptake::input::DistrictTable;

fn california() -> Option<DistrictTable> {
    let Some(folder) = std::env::var_os("UPTAKE_DATA") else {
        let words = "skipped: UPTAKE_DATA is not set to the folder of california_schools.csv";
        writeln!(std::io::stderr(), "{words}").unwrap();
        return None;
    };
    let path = PathBuf::from(folder).join("california_schools.csv");
    Some(DistrictTable::read(&path).unwrap_or_else(|error| panic!("{error}")))
}

#[test]
fn the_regular_districts_of_california_and_their_teachers_are_all_there() {
    let Some(table) = california() else { return };
    assert_eq!(table.regular().count(), 938);
    let schools: usize = table.regular().map(|district| district.schools.len()).sum();
    assert_eq!(schools, 8_804);
    let teachers: f64 = table.regular().map(|district| district.teachers_fte()).sum();
    assert!((teachers - 239_997.0).abs() < 1.0, "{teachers}");
}

#[test]
fn lake_tahoe_unified_is_as_published() {
    let Some(table) = california() else { return };
    let tahoe = table.get("0961903").unwrap();
    assert_eq!((tahoe.name.as_str(), tahoe.schools.len(), tahoe.pupils()), ("Lake Tahoe Unified", 8, 3_604));
    assert!((tahoe.teachers_fte() - 178.93).abs() < 1e-6, "{}", tahoe.teachers_fte());
    assert_eq!(tahoe.schools.iter().filter(|school| school.level == Level::Elementary).count(), 4);
    assert_eq!(table.find("lake tahoe").len(), 1);
    assert_eq!(table.get("961903").unwrap_err().nearest.as_deref(), Some("0961903"));
    let namesakes = table.find("jefferson elementary");
    assert_eq!(namesakes.iter().filter(|district| district.name == "Jefferson Elementary").count(), 3);
}

#[test]
fn size_bands_are_as_in_the_notes_on_the_data() {
    let Some(table) = california() else { return };
    let [small, medium, large] = table.summary();
    assert_eq!([small, medium, large].map(|band| band.districts), [498, 381, 59]);
    // The notes count 5,224,436 students with those of pseudo-schools, 13,715 in the state, which are not in the table.
    let missing = 282_525 + 2_661_769 + 2_280_142 - (small.pupils + medium.pupils + large.pupils);
    assert!((13_000..=13_715).contains(&missing), "{missing}");
    // The notes count schools with students: one small school of 2023-24 had none.
    assert_eq!([small, medium, large].map(|band| band.schools), [1_128 + 1, 4_328, 3_347]);
    for (band, teachers) in [(small, 14_808.0), (medium, 120_762.0), (large, 104_427.0)] {
        assert!((band.teachers_fte - teachers).abs() < 1.0, "{band:?}");
    }
}
