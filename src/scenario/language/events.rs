//! The keys of an event.

use super::{BLANK, Form, KeySpec, SectionSpec, key};
use crate::calendar::LONGEST;
use crate::events::{EVENTS, SUCCESSORS};

/// An event.
pub const EVENT: SectionSpec = SectionSpec {
    name: "event",
    called: "an event",
    meaning: "Something that happens at the start of a month",
    keys: KEYS,
    needs: &["what"],
    width: 5,
    ..BLANK
};

#[rustfmt::skip]
const KEYS: &[KeySpec] = &[
    key("month", Form::Whole(1, LONGEST as i64), "month", "",
        "The month at whose start it acts; month 1 is August of the first year", "15"),
    key("when", Form::Text, "", "",
        "The same in words: \"year 2, October\"; instead of `month`", "\"year 2, October\""),
    key("until", Form::MonthOrWords, "month", "it lasts",
        "The month at whose start it is undone, as a number or in words", "\"year 3, August\""),
    key("what", Form::OneOf(|| EVENTS.iter().map(|kind| kind.what).collect(), "no event is called"), "", "",
        "What happens", "\"mandate\""),
    key("to", Form::Number(f64::MIN, f64::MAX), "share, hours a month, or the parameter's unit", "",
        "The new value", "0.2"),
    key("school", Form::Text, "", "all schools",
        "The one school that it is about, by name or id", "\"School 1\""),
    key("schools", Form::ShareOr(&["all", "pilot"]), "share of schools", "all",
        "The schools that it is about: all, the pilot schools, or a share of them drawn in each replication", "0.25"),
    key("successor", Form::OneOf(|| SUCCESSORS.to_vec(), "no successor is"), "", "drawn",
        "Whether one who continues the work was looked for", "\"aligned\""),
    key("parameter", Form::Text, "", "", "Name of the parameter that is set", "\"half_dose\""),
    key("grades", Form::Grades, "", "", "Grades of the collaboration that starts", "\"8-9\""),
    key("pilot_schools", Form::Texts, "", "drawn",
        "Names or ids of the schools in which the team that starts tests", "[\"School 1\", \"School 2\"]"),
    key("district", Form::Text, "", "all districts",
        "The one district of a cohort in which it happens, by id", "\"north\""),
    key("note", Form::Lines, "", "", "Why; for tables and readers", "\"Why, for readers\""),
];
