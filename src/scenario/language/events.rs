//! The keys of an event.

use super::{Form, Key, key};
use crate::calendar::LONGEST;
use crate::events::EVENTS;

pub fn events() -> Vec<Key> {
    use Form::{MonthOrWords, Number, OneOf, ShareOr, Text, Texts, Whole};
    let longest = i64::from(LONGEST);
    let kinds = EVENTS.iter().map(|kind| kind.what).collect();
    vec![
        key(
            "month",
            Whole(1, longest),
            "month",
            "",
            "The month at whose start it acts; month 1 is August of the first year",
        ),
        key("when", Text, "", "", "The same in words: \"year 2, October\"; instead of `month`"),
        key(
            "until",
            MonthOrWords,
            "month",
            "it lasts",
            "The month at whose start it is undone, as a number or in words",
        ),
        key("what", OneOf(kinds), "", "", "What happens"),
        key(
            "to",
            Number(f64::MIN, f64::MAX),
            "share, hours a month, or the parameter's unit",
            "",
            "The new value",
        ),
        key("school", Text, "", "all schools", "The one school that it is about, by name or id"),
        key(
            "schools",
            ShareOr(vec!["all", "pilot"]),
            "share of schools",
            "all",
            "The schools that it is about: all, the pilot schools, or a share of them drawn in each replication",
        ),
        key(
            "successor",
            OneOf(vec!["drawn", "aligned", "not aligned"]),
            "",
            "drawn",
            "Whether one who continues the work was looked for",
        ),
        key("parameter", Text, "", "", "Name of the parameter that is set"),
        key("grades", Text, "", "", "Grades of the collaboration that starts"),
        key(
            "pilot_schools",
            Texts,
            "",
            "drawn",
            "Names or ids of the schools in which the team that starts tests",
        ),
        key("district", Text, "", "all districts", "The one district of a cohort in which it happens, by id"),
        key("note", Text, "", "", "Why; for tables and readers"),
    ]
}
