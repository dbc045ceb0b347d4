//! What stands in an event beside its month: keys without use, and keys that are missing.

use crate::diagnostic::{Diagnostics, Remedy, SourceLocation};
use crate::scenario::kinds::Kind;
use crate::scenario::text::Item;

/// A value and where it stands, if it was given.
pub type Given<T> = Option<(T, SourceLocation)>;

/// What stands in an event, still in the words of the file.
pub struct Fields {
    pub to: Given<f64>,
    pub school: Given<String>,
    pub schools: Option<Item>,
    pub successor: Given<String>,
    pub parameter: Given<String>,
    pub grades: Given<String>,
    pub pilot_schools: Option<(Vec<(String, SourceLocation)>, SourceLocation)>,
}

/// Keys without use, and keys that are missing.
pub fn check_keys(kind: &Kind, at: &SourceLocation, fields: &Fields, problems: &mut Diagnostics) {
    let given = [
        ("to", fields.to.as_ref().map(|f| &f.1)),
        ("school", fields.school.as_ref().map(|f| &f.1)),
        ("schools", fields.schools.as_ref().map(|f| &f.at)),
        ("successor", fields.successor.as_ref().map(|f| &f.1)),
        ("parameter", fields.parameter.as_ref().map(|f| &f.1)),
        ("grades", fields.grades.as_ref().map(|f| &f.1)),
        ("pilot_schools", fields.pilot_schools.as_ref().map(|f| &f.1)),
    ];
    for (name, spot) in given {
        match spot {
            Some(spot) if !kind.keys.contains(&name) => {
                let more = kind.keys.iter().map(|key| format!("`{key}`")).collect::<Vec<_>>();
                let allowed = if more.is_empty() { "nothing of its own".into() } else { more.join(", ") };
                let remedy = format!("leave it out; beside its month this event takes {allowed}");
                let fault = format!("\"{}\" has no use for `{name}`", kind.what);
                problems.add(spot, fault, Remedy::allowing(remedy, allowed));
            }
            None if kind.needs.contains(&name) => {
                let fault = format!("\"{}\" does not say `{name}`", kind.what);
                problems.missing(at, name, fault, format!("add {name} = …: {}", kind.help));
            }
            _ => {}
        }
    }
    if let (Some(_), Some(schools)) = (&fields.school, &fields.schools) {
        problems.add(&schools.at, "the event has both `school` and `schools`", "keep one of the two");
    }
}
