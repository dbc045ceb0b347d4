//! Promise: what is built in comes from the public registry, in locked versions, under a license that `deny.toml` allows, and asks
//! for no newer Rust than this package says.

#![allow(clippy::unwrap_used, reason = "a test that fails may say so loudly")]

use std::collections::BTreeSet;
use std::process::Command;

use serde_json::Value;

/// Every package of the lock file that this system builds.
fn packages() -> Vec<Value> {
    let told = Command::new("rustc").arg("-vV").output().unwrap().stdout;
    let told = String::from_utf8(told).unwrap();
    let host = told.lines().find_map(|line| line.strip_prefix("host: ")).unwrap();
    let metadata = Command::new(env!("CARGO"))
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .args(["metadata", "--format-version", "1", "--locked", "--all-features", "--filter-platform", host])
        .output()
        .unwrap();
    assert!(metadata.status.success(), "{}", String::from_utf8_lossy(&metadata.stderr));
    let metadata: Value = serde_json::from_slice(&metadata.stdout).unwrap();
    metadata["packages"].as_array().unwrap().clone()
}

/// The licenses of an expression: every one that must be allowed, as a list of choices.
fn choices(expression: &str) -> Vec<Vec<String>> {
    let plain = expression.replace(['(', ')'], "").replace('/', " OR ").replace(" or ", " OR ");
    let choices = |part: &str| part.split(" OR ").map(|one| one.trim().to_owned()).collect();
    plain.split(" AND ").map(choices).collect()
}

#[test]
fn every_package_is_locked_public_and_under_an_allowed_license() {
    let text = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/deny.toml")).unwrap();
    let deny: toml::Table = text.parse().unwrap();
    let allowed: BTreeSet<&str> =
        deny["licenses"]["allow"].as_array().unwrap().iter().map(|one| one.as_str().unwrap()).collect();
    let packages = packages();
    assert!(packages.len() > 100, "{} packages", packages.len());
    let newest = minor(env!("CARGO_PKG_RUST_VERSION"));
    // This package, and the Python module beside it.
    let own = [env!("CARGO_PKG_NAME"), "uptake-python"];
    let is_own =
        |package: &&Value| package["source"].is_null() && own.iter().any(|name| package["name"] == *name);
    for package in packages.iter().filter(|package| !is_own(package)) {
        let (name, source) = (&package["name"], package["source"].as_str().unwrap_or("a path"));
        assert!(
            source.starts_with("registry+") && source.ends_with("crates.io-index"),
            "{name} comes from {source}"
        );
        let license = package["license"].as_str().unwrap_or("none");
        let is_allowed = choices(license).iter().all(|any| any.iter().any(|one| allowed.contains(&**one)));
        assert!(is_allowed, "{name} is under {license}, which deny.toml does not allow");
        if let Some(needed) = package["rust_version"].as_str() {
            assert!(minor(needed) <= newest, "{name} needs Rust {needed}");
        }
    }
    println!("{} packages", packages.len() - own.len());
}

/// `1.89` and `1.89.0` as 89.
fn minor(version: &str) -> u32 {
    version.split('.').nth(1).map_or(0, |minor| minor.parse().unwrap())
}

#[test]
fn a_license_is_allowed_by_any_of_its_choices_and_all_of_its_parts() {
    assert_eq!(choices("MIT/Apache-2.0"), [["MIT", "Apache-2.0"]]);
    assert_eq!(choices("(MIT OR Zlib) AND Unicode-3.0"), [vec!["MIT", "Zlib"], vec!["Unicode-3.0"]]);
    assert_eq!(minor("1.89.0"), 89);
}
