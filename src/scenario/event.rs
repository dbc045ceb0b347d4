//! Dated events: what happens in which month.

use super::problem::{Problems, Spot};
use super::text::Table;
use super::walk::{Walk, unknown};
use crate::parameters::Ledger;

/// Most events of a scenario.
pub const MOST_EVENTS: usize = 1_000;

/// Something that happens at the start of a month.
#[derive(Debug, Clone, PartialEq)]
pub struct DatedEvent {
    /// The month at whose start it acts.
    pub month: u32,
    /// The month at whose start it is undone.
    pub until: Option<u32>,
    /// What happens.
    pub action: Action,
    /// The event as written, for tables and figures.
    pub what: String,
    /// The writer's note.
    pub note: String,
}

/// What an event does.
#[derive(Debug, Clone, PartialEq)]
pub enum Action {
    /// A leader's commitment (a principal's priority) becomes `to`.
    Commitment {
        /// Whose.
        post: Target,
        /// 0 to 1.
        to: f64,
    },
    /// A leader leaves and a successor comes.
    Leaves {
        /// Who.
        post: Target,
        /// Probability that one who continues the work was looked for; the parameter's if none.
        aligned: Option<f64>,
    },
    /// The program manager's hours become this share of full support.
    Support {
        /// 0 to 1.
        to: f64,
    },
    /// Use is mandated everywhere.
    Mandate,
    /// The mandate is withdrawn.
    MandateEnds,
    /// The number of initiatives changes.
    Initiatives {
        /// By how many.
        change: f64,
    },
    /// The work is suspended.
    Pause,
    /// The work is taken up again.
    Return,
    /// A parameter has another value from now on.
    Set {
        /// Position of the parameter.
        position: usize,
        /// Its value.
        to: f64,
    },
}

/// Whom an event is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// The superintendent.
    Superintendent,
    /// The team lead.
    Lead,
    /// The program manager.
    Manager,
    /// The principal of one school, by id, or all principals.
    Principals {
        /// Id of the school.
        school: Option<String>,
    },
}

/// What can happen, in the words of a file, with a line of help.
pub const KINDS: &[(&str, &str)] = &[
    ("superintendent disengages", "commitment falls to `to` (0.1 unless said)"),
    ("superintendent commits", "commitment rises to `to` (0.9 unless said)"),
    ("superintendent leaves", "the next person comes; optional successor = \"aligned\" or \"not aligned\""),
    ("lead disengages", "commitment falls to `to` (0.1 unless said)"),
    ("lead commits", "commitment rises to `to` (0.9 unless said)"),
    ("lead leaves", "as for the superintendent"),
    ("principals disengage", "priority of all principals, or of `school`, falls to `to` (0.1 unless said)"),
    ("principals commit", "the same, rising to `to` (0.9 unless said)"),
    ("principal leaves", "the principal of `school`"),
    ("program manager leaves", "another one comes; the bond is rebuilt"),
    ("support changes", "the manager's hours become `to`, as a share of full support"),
    ("support ends", "no hours from now on"),
    ("mandate", "use is mandated everywhere"),
    ("mandate ends", "the mandate is withdrawn"),
    ("initiative starts", "one more initiative beside this one"),
    ("initiative ends", "one fewer"),
    ("pause", "no team meetings and no support"),
    ("return", "the work is taken up again"),
    ("set", "`parameter` becomes `to`"),
];

/// Reads one event. `schools` are ids and names of the scenario's schools, where they are known.
pub fn read(
    table: Table,
    at: &Spot,
    schools: &[(String, String)],
    months: u32,
    ledger: &Ledger,
    problems: &mut Problems,
) -> Option<DatedEvent> {
    let before = problems.list().len();
    let mut walk = Walk::new("an event", table, problems);
    let month = walk.whole("month", 1, 1_200);
    let until = walk.whole("until", 1, 1_200);
    let what = walk.text("what");
    let to = walk.number("to", f64::MIN, f64::MAX);
    let note = walk.text("note").map(|(text, _)| text).unwrap_or_default();
    let fields = Fields {
        to,
        school: walk.text("school"),
        successor: walk.text("successor"),
        parameter: walk.text("parameter"),
    };
    walk.finish();
    for (name, value) in [("month", &month), ("until", &until)] {
        if let Some((m, spot)) = value
            && *m > i64::from(months)
        {
            problems.add(
                spot,
                format!("`{name}` is {m}, but the run ends with month {months}"),
                "move the event, or let [run] months reach it",
            );
        }
    }
    if let (Some((m, _)), Some((u, spot))) = (&month, &until)
        && u <= m
    {
        problems.add(spot, format!("`until` is {u}, not after month {m}"), "give a later month");
    }
    let Some((what, what_at)) = what else {
        if problems.list().len() == before {
            let kinds: Vec<&str> = KINDS.iter().map(|k| k.0).collect();
            problems.add(
                at,
                "the event does not say `what` happens",
                format!("one of: {}", kinds.join(", ")),
            );
        }
        return None;
    };
    if month.is_none() && problems.list().len() == before {
        problems.add(
            at,
            format!("the event \"{what}\" has no `month`"),
            "month 1 is August of the first year",
        );
    }
    let action = action(&what, &what_at, at, &fields, schools, ledger, problems)?;
    let reversible = !matches!(action, Action::Leaves { .. } | Action::MandateEnds | Action::Return);
    if let (Some((_, spot)), false) = (&until, reversible) {
        problems.add(spot, format!("\"{what}\" cannot be undone"), "leave `until` out");
    }
    if problems.list().len() > before {
        return None;
    }
    Some(DatedEvent { month: month?.0 as u32, until: until.map(|(u, _)| u as u32), action, what, note })
}

struct Fields {
    to: Option<(f64, Spot)>,
    school: Option<(String, Spot)>,
    successor: Option<(String, Spot)>,
    parameter: Option<(String, Spot)>,
}

fn action(
    what: &str,
    what_at: &Spot,
    at: &Spot,
    fields: &Fields,
    schools: &[(String, String)],
    ledger: &Ledger,
    problems: &mut Problems,
) -> Option<Action> {
    let (who, verb) = what.rsplit_once(' ').unwrap_or((what, ""));
    let post = match who {
        "superintendent" => Some(Target::Superintendent),
        "lead" => Some(Target::Lead),
        "program manager" => Some(Target::Manager),
        "principal" | "principals" => {
            Some(Target::Principals { school: named_school(fields, schools, problems)? })
        }
        _ => None,
    };
    let mut uses = vec![];
    let of_school = matches!(post, Some(Target::Principals { .. }));
    let found = match (what, post, verb) {
        (_, Some(post), "disengages" | "disengage" | "commits" | "commit") if post != Target::Manager => {
            uses = vec!["to"];
            let usual = if verb.starts_with("commit") { 0.9 } else { 0.1 };
            Some(Action::Commitment { post, to: share(fields, usual, problems)? })
        }
        (_, Some(post), "leaves") if !matches!(post, Target::Principals { school: None }) => {
            uses = if post == Target::Manager { vec![] } else { vec!["successor"] };
            Some(Action::Leaves { post, aligned: aligned(fields, problems)? })
        }
        ("principal leaves", ..) => {
            problems.add(at, "\"principal leaves\" does not say of which `school`", "name the school");
            return None;
        }
        ("support changes", ..) => {
            uses = vec!["to"];
            if fields.to.is_none() {
                problems.add(
                    at,
                    "\"support changes\" does not say `to` what",
                    "a share of full support, 0 to 1",
                );
                return None;
            }
            Some(Action::Support { to: share(fields, 0.0, problems)? })
        }
        ("support ends", ..) => Some(Action::Support { to: 0.0 }),
        ("mandate", ..) => Some(Action::Mandate),
        ("mandate ends", ..) => Some(Action::MandateEnds),
        ("initiative starts", ..) => Some(Action::Initiatives { change: 1.0 }),
        ("initiative ends", ..) => Some(Action::Initiatives { change: -1.0 }),
        ("pause", ..) => Some(Action::Pause),
        ("return", ..) => Some(Action::Return),
        ("set", ..) => {
            uses = vec!["to", "parameter"];
            Some(set(at, fields, ledger, problems)?)
        }
        _ => None,
    };
    let kinds = KINDS.iter().map(|k| k.0);
    if found.is_none() || !kinds.clone().any(|k| k == what) {
        problems.add(what_at, format!("no event is called \"{what}\""), unknown(what, kinds));
        return None;
    }
    if of_school {
        uses.push("school");
    }
    let given = [
        ("to", fields.to.as_ref().map(|f| &f.1)),
        ("school", fields.school.as_ref().map(|f| &f.1)),
        ("successor", fields.successor.as_ref().map(|f| &f.1)),
        ("parameter", fields.parameter.as_ref().map(|f| &f.1)),
    ];
    for (name, spot) in given {
        if let (Some(spot), false) = (spot, uses.contains(&name)) {
            problems.add(spot, format!("\"{what}\" has no use for `{name}`"), "leave it out");
        }
    }
    found
}

fn share(fields: &Fields, usual: f64, problems: &mut Problems) -> Option<f64> {
    match &fields.to {
        None => Some(usual),
        Some((x, _)) if (0.0..=1.0).contains(x) => Some(*x),
        Some((x, spot)) => {
            problems.add(spot, format!("`to` is {x}, outside 0 to 1"), "write a share from 0 to 1");
            None
        }
    }
}

fn aligned(fields: &Fields, problems: &mut Problems) -> Option<Option<f64>> {
    match fields.successor.as_ref().map(|(word, spot)| (word.as_str(), spot)) {
        None | Some(("drawn", _)) => Some(None),
        Some(("aligned", _)) => Some(Some(1.0)),
        Some(("not aligned", _)) => Some(Some(0.0)),
        Some((word, spot)) => {
            let words = ["drawn", "aligned", "not aligned"];
            problems.add(spot, format!("no successor is \"{word}\""), unknown(word, words.into_iter()));
            None
        }
    }
}

fn named_school(
    fields: &Fields,
    schools: &[(String, String)],
    problems: &mut Problems,
) -> Option<Option<String>> {
    let Some((name, spot)) = &fields.school else { return Some(None) };
    let found: Vec<&(String, String)> = schools.iter().filter(|(id, n)| id == name || n == name).collect();
    match found.as_slice() {
        [(id, _)] => Some(Some(id.clone())),
        [_, ..] => {
            problems.add(spot, format!("{} schools are called \"{name}\"", found.len()), "name it by its id");
            None
        }
        [] => {
            let names = schools.iter().map(|(_, n)| n.as_str());
            problems.add(spot, format!("the district has no school \"{name}\""), unknown(name, names));
            None
        }
    }
}

fn set(at: &Spot, fields: &Fields, ledger: &Ledger, problems: &mut Problems) -> Option<Action> {
    let (Some((name, name_at)), Some((to, to_at))) = (&fields.parameter, &fields.to) else {
        problems.add(at, "\"set\" needs `parameter` and `to`", "see uptake parameters for the names");
        return None;
    };
    let Some(entry) = ledger.get(name) else {
        let names = ledger.entries().iter().map(|e| e.name);
        let remedy = match crate::quantity::spelling::nearest(name, names) {
            Some(near) => format!("did you mean `{near}`?"),
            None => "see uptake parameters for the names".into(),
        };
        problems.add(name_at, format!("there is no parameter `{name}`"), remedy);
        return None;
    };
    if entry.is_first_day() {
        let fault = format!("`{name}` acts on the first day only, so that setting it later would do nothing");
        problems.add(name_at, fault, "set it in its section, or date what it stands for with another event");
        return None;
    }
    let (low, high) = entry.allowed();
    if !(low..=high).contains(to) {
        let fault = format!("`to` is {to}, but `{name}` ({}) must lie in {low} to {high}", entry.unit);
        problems.add(to_at, fault, format!("plausible is {} to {}", entry.range.0, entry.range.1));
        return None;
    }
    Some(Action::Set { position: entry.position, to: *to })
}
