//! What a scenario dates, as marks on an axis of months.

use super::EventMark;
use crate::parameters::NAMES;
use crate::scenario::Scenario;

/// What a scenario dates: its events, their ends, further components that start later, and the end of support where it is not
/// drawn.
pub fn marks_of(s: &Scenario) -> Vec<EventMark> {
    let mut marks = Vec::new();
    for event in &s.events {
        let label = event.label();
        if let Some(until) = event.until {
            marks.push(EventMark { month: until, label: format!("end: {label}") });
        }
        marks.push(EventMark { month: event.month, label });
    }
    if let Some(position) = NAMES.iter().position(|n| n.1 == "support_months") {
        let (low, high) = s.parameters[position].bounds();
        if low == high && low < f64::from(s.run.months) {
            marks.push(EventMark { month: low as u32 + 1, label: "support has ended".into() });
        }
    }
    for component in s.opening.components.iter().filter(|c| (2..=s.run.months).contains(&c.start)) {
        marks.push(EventMark {
            month: component.start,
            label: format!("component “{}” starts", component.name),
        });
    }
    marks.sort_by_key(|m| m.month);
    marks
}
