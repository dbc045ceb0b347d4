//! Reading a dated event: who, what, when, and what is wrong with it.

use super::advice::{shown, span, unknown, within};
use super::event::{Action, DatedEvent, Schools, Target};
use super::kinds::{KINDS, Kind, kind_of};
use super::problem::{Problems, Remedy, Spot};
use super::resolve::NAMELESS;
use super::text::{Item, Table, Value};
use super::walk::{Walk, as_number};
use super::when;
use crate::parameters::Ledger;
use crate::quantity::grade::GradeSpan;
use crate::quantity::month::{LONGEST, YEAR};

/// Commitment of one who disengages, and of one who commits, unless the event says.
const USUAL: (f64, f64) = (0.1, 0.9);
/// Most hours of collaboration a month.
const MOST_HOURS: f64 = 100.0;

/// What an event is read against.
pub struct Around<'a> {
    /// The scenario's districts.
    pub districts: &'a [Known],
    /// Last month of the run.
    pub months: u32,
    /// All parameters.
    pub ledger: &'a Ledger,
}

/// A district that an event may name.
pub struct Known {
    /// Its id.
    pub id: String,
    /// Ids and names of its schools, where they are known.
    pub schools: Vec<(String, String)>,
}

type Given<T> = Option<(T, Spot)>;

/// What stands in an event, still in the words of the file.
struct Fields {
    to: Given<f64>,
    school: Given<String>,
    schools: Option<Item>,
    successor: Given<String>,
    parameter: Given<String>,
    grades: Given<String>,
    pilot_schools: Option<(Vec<(String, Spot)>, Spot)>,
}

/// Reads one event.
pub fn read(table: Table, at: &Spot, around: &Around<'_>, problems: &mut Problems) -> Option<DatedEvent> {
    let before = problems.count();
    let mut walk = Walk::new("an event", table, problems);
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
    Some(DatedEvent { month: month?.0, until: until.map(|(m, _)| m), action, district, what, note })
}

fn check_months(
    (said, month): (&str, &Given<u32>),
    until: &Given<u32>,
    months: u32,
    problems: &mut Problems,
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
    at: &Spot,
    around: &Around<'_>,
    problems: &mut Problems,
) -> Option<()> {
    let (Action::Set { position, .. }, Some(id)) = (action, district) else { return Some(()) };
    let entry = around.ledger.entries().get(*position).filter(|e| e.is_of_the_cohort());
    let Some(entry) = entry else { return Some(()) };
    let fault = format!("`{}` belongs to the whole cohort, but the event is about \"{id}\"", entry.name);
    problems.add(at, fault, "leave `district` out");
    None
}

/// Keys without use, and keys that are missing.
fn check_keys(kind: &Kind, at: &Spot, fields: &Fields, problems: &mut Problems) {
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

struct Reading<'a> {
    fields: &'a Fields,
    around: &'a Around<'a>,
    /// The only district that the event is about.
    district: Option<&'a str>,
    problems: &'a mut Problems,
}

impl Reading<'_> {
    fn action(&mut self, kind: &Kind) -> Option<Action> {
        Some(match kind.what {
            "superintendent disengages" => self.commitment(Target::Superintendent, USUAL.0)?,
            "superintendent commits" => self.commitment(Target::Superintendent, USUAL.1)?,
            "superintendent leaves" => self.leaves(Some(Target::Superintendent))?,
            "lead disengages" => self.commitment(Target::Lead, USUAL.0)?,
            "lead commits" => self.commitment(Target::Lead, USUAL.1)?,
            "lead leaves" => self.leaves(Some(Target::Lead))?,
            "principals disengage" => self.principals_commit(USUAL.0)?,
            "principals commit" => self.principals_commit(USUAL.1)?,
            "principal leaves" | "principals leave" => {
                let schools = self.schools();
                self.leaves(schools.map(Target::Principals))?
            }
            "program manager leaves" => Action::Leaves { post: Target::Manager, aligned: None },
            "support changes" => Action::Support { to: self.share(0.0)? },
            "support ends" => Action::Support { to: 0.0 },
            "collaboration time changes" => {
                let (to, schools) = (self.number(0.0, MOST_HOURS, "hours a month"), self.schools());
                Action::Time { schools: schools?, to: to? }
            }
            "mandate" => Action::Mandate,
            "mandate ends" => Action::MandateEnds,
            "initiative starts" => Action::Initiatives { change: 1.0 },
            "initiative ends" => Action::Initiatives { change: -1.0 },
            "team starts" => Action::TeamStarts { sites: self.sites()? },
            "collaboration starts" => {
                let (grades, sites) = (self.grades(), self.sites());
                Action::CollaborationStarts { grades: grades?, sites: sites? }
            }
            "new curriculum" => Action::NewCurriculum,
            "pause" => Action::Pause,
            "return" => Action::Return,
            "set" => self.set()?,
            _ => return None,
        })
    }

    fn commitment(&mut self, post: Target, usual: f64) -> Option<Action> {
        Some(Action::Commitment { post, to: self.share(usual)? })
    }

    fn principals_commit(&mut self, usual: f64) -> Option<Action> {
        let (schools, to) = (self.schools(), self.share(usual));
        Some(Action::Commitment { post: Target::Principals(schools?), to: to? })
    }

    fn leaves(&mut self, post: Option<Target>) -> Option<Action> {
        let aligned = match self.fields.successor.as_ref().map(|(word, spot)| (word.as_str(), spot)) {
            None | Some(("drawn", _)) => None,
            Some(("aligned", _)) => Some(1.0),
            Some(("not aligned", _)) => Some(0.0),
            Some((word, spot)) => {
                let words = ["drawn", "aligned", "not aligned"];
                let remedy = unknown(word, words.into_iter());
                self.problems.add(spot, format!("no successor is \"{word}\""), remedy);
                return None;
            }
        };
        Some(Action::Leaves { post: post?, aligned })
    }

    fn share(&mut self, usual: f64) -> Option<f64> {
        if self.fields.to.is_none() { Some(usual) } else { self.number(0.0, 1.0, "share") }
    }

    fn number(&mut self, low: f64, high: f64, unit: &str) -> Option<f64> {
        let (x, spot) = self.fields.to.as_ref()?;
        if !(low..=high).contains(x) {
            let allowed = format!("{low} to {high} ({unit})");
            let fault = format!("`to` is {}, outside {allowed}", shown(*x));
            self.problems.add(spot, fault, within(*x, low, high, allowed));
            return None;
        }
        Some(*x)
    }

    /// The schools meant: all unless `school` or `schools` says otherwise.
    fn schools(&mut self) -> Option<Schools> {
        if let Some((name, spot)) = &self.fields.school {
            return self.named(name, spot).map(Schools::Named);
        }
        let Some(item) = &self.fields.schools else { return Some(Schools::All) };
        match (&item.value, as_number(&item.value)) {
            (Value::Text(word), _) if word == "pilot" => Some(Schools::Pilot),
            (Value::Text(word), _) if word == "all" => Some(Schools::All),
            (_, Some(share)) if (0.0..=1.0).contains(&share) => Some(Schools::Share(share)),
            (value, number) => {
                let shown = match (value, number) {
                    (Value::Text(word), _) => format!("\"{word}\""),
                    (_, Some(x)) => x.to_string(),
                    _ => value.kind().to_string(),
                };
                let allowed = "\"all\", \"pilot\", or a share of the schools from 0 to 1";
                let words = format!("write {allowed}; one school is `school`");
                let mut remedy = Remedy::allowing(words, allowed);
                if let Some(x) = number {
                    remedy = within(x, 0.0, 1.0, allowed.into());
                }
                self.problems.add(&item.at, format!("`schools` is {shown}"), remedy);
                None
            }
        }
    }

    /// The id of a school that is named by id or name.
    fn named(&mut self, name: &str, spot: &Spot) -> Option<String> {
        let districts = self.around.districts.iter().filter(|d| self.district.is_none_or(|id| d.id == id));
        let known: Vec<(&str, &(String, String))> =
            districts.flat_map(|d| d.schools.iter().map(|s| (d.id.as_str(), s))).collect();
        if self.around.districts.is_empty() {
            return Some(name.into()); // why the districts are not known is told elsewhere
        }
        if known.is_empty() {
            let remedy = "name none: events about `schools`, such as \"principals leave\", take \"pilot\" or a share; \
                          or list the schools of the district";
            self.problems.add(spot, format!("\"{name}\": {NAMELESS}"), remedy);
            return None;
        }
        let found: Vec<&(&str, &(String, String))> =
            known.iter().filter(|(_, (id, n))| id == name || n == name).collect();
        match found.as_slice() {
            [(_, (id, _))] => return Some(id.clone()),
            [(first, _), .., (last, _)] => {
                let fault = format!("{} schools are called \"{name}\"", found.len());
                let remedy = if first == last {
                    "name it by its id".to_string()
                } else {
                    format!("say in which district: district = \"{first}\"; or name the school by its id")
                };
                self.problems.add(spot, fault, remedy);
            }
            [] => {
                let names = known.iter().map(|(_, (_, n))| n.as_str());
                let fault = match self.district {
                    Some(id) => format!("the district \"{id}\" has no school \"{name}\""),
                    None => format!("the district has no school \"{name}\""),
                };
                self.problems.add(spot, fault, unknown(name, names));
            }
        }
        None
    }

    fn sites(&mut self) -> Option<Vec<String>> {
        let Some((sites, _)) = &self.fields.pilot_schools else { return Some(Vec::new()) };
        sites.iter().map(|(name, spot)| self.named(name, spot)).collect()
    }

    fn grades(&mut self) -> Option<GradeSpan> {
        let (text, spot) = self.fields.grades.as_ref()?;
        span(text, spot, self.problems)
    }

    fn set(&mut self) -> Option<Action> {
        let ((name, name_at), (to, to_at)) = (self.fields.parameter.as_ref()?, self.fields.to.as_ref()?);
        let ledger = self.around.ledger;
        let Some(entry) = ledger.get(name) else {
            let remedy = match ledger.nearest(name) {
                Some(near) => Remedy::from(format!("did you mean `{near}`?")).near(near),
                None => "uptake parameters lists all names".into(),
            };
            self.problems.add(name_at, format!("there is no parameter `{name}`"), remedy);
            return None;
        };
        if entry.is_first_day() {
            let fault =
                format!("`{name}` acts on the first day only, so that setting it later would do nothing");
            let remedy = "set it in its section, or date what it stands for with another event";
            self.problems.add(name_at, fault, remedy);
            return None;
        }
        let (low, high) = entry.allowed();
        if !(low..=high).contains(to) {
            let allowed = format!("{low} to {high} ({})", entry.unit);
            let fault = format!("`to` is {}, but `{name}` must lie in {allowed}", shown(*to));
            let mut remedy = within(*to, low, high, allowed);
            let plausible = format!("plausible is {} to {}", entry.range.0, entry.range.1);
            remedy.words = match &remedy.nearest {
                Some(_) => format!("{}; {plausible}", remedy.words),
                None => plausible,
            };
            self.problems.add(to_at, fault, remedy);
            return None;
        }
        Some(Action::Set { position: entry.position, to: *to })
    }
}
