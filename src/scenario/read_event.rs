//! Reading a dated event: who, what, when, and what is wrong with it.

mod action;
mod keys;
mod schools;

use action::Reading;
use keys::{Fields, Given, check_keys};

use super::advice::unknown;
use super::event::{Action, ScheduledEvent};
use super::kinds::{KINDS, kind_of};
use super::school_names::Known;
use super::table_reader::TableReader;
use super::text::Table;
use super::when;
use crate::calendar::{LONGEST, YEAR};
use crate::diagnostic::{Diagnostics, Remedy, SourceLocation};
use crate::parameters::Ledger;

/// What an event is read against.
pub struct Around<'a> {
    /// The scenario's districts.
    pub districts: &'a [Known],
    /// Last month of the run.
    pub months: u32,
    /// All parameters.
    pub ledger: &'a Ledger,
}

/// Reads one event.
pub fn read(
    table: Table,
    at: &SourceLocation,
    around: &Around<'_>,
    problems: &mut Diagnostics,
) -> Option<ScheduledEvent> {
    let before = problems.count();
    let mut walk = TableReader::new("an event", table, problems);
    let month_at = walk.spot("month").or_else(|| walk.spot("when"));
    let twice = walk.spot("month").is_some() && walk.spot("when").is_some();
    let month = when::month(&mut walk, "month", false);
    let in_words = walk.spot("when").is_some();
    let when = walk.text("when").and_then(|words| when::words(words, "when", walk.problems()));
    let until = when::month(&mut walk, "until", true);
    let what = walk.text("what");
    let note = walk.text("note").map(|(text, _)| text).unwrap_or_default();
    let district = walk.text("district");
    let sites_at = walk.spot("pilot_schools");
    let fields = Fields {
        to: walk.number("to", f64::MIN, f64::MAX),
        school: walk.text("school"),
        schools: walk.take("schools"),
        successor: walk.text("successor"),
        parameter: walk.text("parameter"),
        grades: walk.text("grades"),
        pilot_schools: walk.texts("pilot_schools").zip(sites_at),
    };
    walk.finish();
    let month = month.or(when);
    if let (true, Some(spot)) = (twice, &month_at) {
        problems.add(spot, "the event has both `month` and `when`", "keep one of the two");
    }
    let said = if in_words { "`when` is month" } else { "`month` is" };
    check_months((said, &month), &until, around.months, problems);
    let district = district.and_then(|(id, spot)| {
        let known = around.districts.is_empty() || around.districts.iter().any(|d| d.id == id);
        if !known {
            let ids = around.districts.iter().map(|d| d.id.as_str());
            problems.add(&spot, format!("the scenario has no district \"{id}\""), unknown(&id, ids));
        }
        known.then_some(id)
    });
    let Some((what, what_at)) = what else {
        if problems.count() == before {
            let kinds: Vec<&str> = KINDS.iter().map(|k| k.what).collect();
            let remedy = Remedy::allowing(
                format!("write what = … with one of: {}", kinds.join(", ")),
                kinds.join(", "),
            );
            problems.missing(at, "what", "the event does not say `what` happens", remedy);
        }
        return None;
    };
    let Some(kind) = kind_of(&what) else {
        let remedy = unknown(&what, KINDS.iter().map(|k| k.what));
        // What else is wrong is told as for the event that was probably meant.
        let meant = remedy.nearest.as_deref().and_then(kind_of);
        problems.add(&what_at, format!("no event is called \"{what}\""), remedy);
        if let Some(kind) = meant {
            check_keys(kind, at, &fields, problems);
            Reading { fields: &fields, around, district: district.as_deref(), problems }.action(kind);
        }
        return None;
    };
    if month.is_none() && month_at.is_none() {
        let fault = format!("the event \"{what}\" has neither `month` nor `when`");
        problems.missing(
            at,
            "month",
            fault,
            "write month = 15, or when = \"year 2, October\"; month 1 is August of the first year",
        );
    }
    check_keys(kind, at, &fields, problems);
    if let (Some((_, spot)), false) = (&until, kind.ends) {
        problems.add(spot, format!("\"{what}\" cannot be undone"), "leave `until` out");
    }
    let reading = &mut Reading { fields: &fields, around, district: district.as_deref(), problems };
    let action = reading.action(kind)?;
    check_whole(&action, district.as_deref(), at, around, problems)?;
    if problems.count() > before {
        return None;
    }
    Some(ScheduledEvent { month: month?.0, until: until.map(|(m, _)| m), action, district, what, note })
}

fn check_months(
    (said, month): (&str, &Given<u32>),
    until: &Given<u32>,
    months: u32,
    problems: &mut Diagnostics,
) {
    for (name, value) in [(said, month), ("`until` is month", until)] {
        if let Some((m, spot)) = value
            && *m > months
        {
            let fault = format!("{name} {m}, but the run ends with month {months}");
            let remedy =
                format!("move it, or write months = {} under [run]", m.next_multiple_of(YEAR).min(LONGEST));
            problems.add(spot, fault, Remedy::allowing(remedy, format!("1 to {months} (month)")));
        }
    }
    if let (Some((m, _)), Some((u, spot))) = (month, until)
        && u <= m
    {
        let remedy = if u < m {
            format!("give a later month; are the two swapped? then write month = {u} and until = {m}")
        } else {
            "give a later month: the event is undone at its start".into()
        };
        problems.add(spot, format!("`until` is month {u}, not after month {m}"), remedy);
    }
}

/// What belongs to the whole cohort is not set in one district.
fn check_whole(
    action: &Action,
    district: Option<&str>,
    at: &SourceLocation,
    around: &Around<'_>,
    problems: &mut Diagnostics,
) -> Option<()> {
    let (Action::Set { position, .. }, Some(id)) = (action, district) else { return Some(()) };
    let entry = around.ledger.entries().get(*position).filter(|e| e.of_cohort);
    let Some(entry) = entry else { return Some(()) };
    let fault = format!("`{}` belongs to the whole cohort, but the event is about \"{id}\"", entry.name);
    problems.add(at, fault, "leave `district` out");
    None
}
