//! The keys that say which district it is.

use super::{Form, Key, key};
use crate::scenario::district_spec;

/// Keys of `[district]` and of a district of a cohort.
pub fn district() -> Vec<Key> {
    use Form::{Number, OneOf, Sections, Text, Whole};
    vec![
        key(
            "id",
            Text,
            "",
            "",
            "Identifier in the table, or of the listed district; of any district in a cohort",
        ),
        key("table", Text, "", "", "A table of real schools (CSV), relative to this file; needs `id`"),
        key(
            "mapping",
            Text,
            "",
            "",
            "How a table with other columns is read: a file (TOML), relative to this one, or a built-in mapping",
        ),
        key(
            "pupils",
            Whole(district_spec::PUPILS.0, district_spec::PUPILS.1),
            "pupils",
            "",
            "A synthetic district of so many pupils, drawn anew in each replication",
        ),
        key("name", Text, "", "", "Name of the listed district, or of one with `id` and `pupils`"),
        key("kind", OneOf(district_spec::KINDS.to_vec()), "", "unified", "Kind of the listed district"),
        key("county", Text, "", "", "County of the listed district"),
        key(
            "teachers",
            Number(0.0, district_spec::MOST_TEACHERS),
            "full-time equivalents",
            "drawn",
            "Teachers of a district with `id` and `pupils`, whose schools are drawn",
        ),
        key(
            "poverty",
            Number(0.0, 1.0),
            "share",
            "drawn",
            "The same: share of pupils eligible for free or reduced-price meals",
        ),
        key("school", Sections("school"), "", "", "The schools of the district, one by one"),
    ]
}
