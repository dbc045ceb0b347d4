//! Reading a dated event: who, what, when, and what is wrong with it.

use super::advice::{shown, unknown, within, within_plausible};
use super::language::events::EVENT;
use super::school_names::{KnownSchools, NAMELESS, no_school};
use super::table_reader::TableReader;
use super::text::{Value, WrittenItem, WrittenTable};
use super::value_type::{ValueType, as_number};
use super::when;
use crate::calendar::{LONGEST, YEAR};
use crate::census::grade::GradeSpan;
use crate::census::meant;
use crate::diagnostic::spelling::likeness;
use crate::diagnostic::{Diagnostics, Remedy, SourceLocation};
use crate::events::{
    EVENTS, EventFields, EventKind, Field, FieldForm, FieldValue, ScheduledEvent, Schools, all_fields,
};
use crate::parameters::{Ledger, LedgerEntry};

/// What an event is read against.
pub struct Around<'a> {
    /// The scenario's districts.
    pub districts: &'a [KnownSchools],
    /// Last month of the run.
    pub months: u32,
    /// All parameters.
    pub ledger: &'a Ledger,
}

/// A month and where it stands, if it was given.
type Given = Option<(u32, SourceLocation)>;

/// The fields that an event says, as they are written.
type Said = Vec<(Field, WrittenItem)>;

/// Reads one event.
pub fn read(
    table: WrittenTable,
    at: &SourceLocation,
    around: &Around<'_>,
    problems: &mut Diagnostics,
) -> Option<ScheduledEvent> {
    let before = problems.count();
    let mut reader = TableReader::new(EVENT, table, problems);
    let (month_at, when_at) = (reader.spot("month"), reader.spot("when"));
    let [month, when, until] = ["month", "when", "until"].map(|name| {
        let (key, item) = reader.take(name)?;
        when::read(key, item, reader.problems())
    });
    let what = reader.text("what");
    let note = reader.text("note").map(|(text, _)| text).unwrap_or_default();
    let district = reader.text("district");
    let said: Said =
        all_fields().into_iter().filter_map(|field| Some((field, reader.take(field.key)?.1))).collect();
    reader.finish();
    let month = month.or(when);
    let in_words = when_at.is_some();
    if let (Some(spot), true) = (&month_at, in_words) {
        problems.add(spot, "the event has both `month` and `when`", "keep one of the two");
    }
    let month_at = month_at.or(when_at);
    let named = if in_words { "`when` is month" } else { "`month` is" };
    check_months((named, &month), &until, around.months, problems);
    let district = district.and_then(|(id, spot)| {
        let known = around.districts.is_empty() || around.districts.iter().any(|d| d.id == id);
        if !known {
            let ids = around.districts.iter().map(|d| d.id.as_str());
            problems.add(&spot, format!("the scenario has no district \"{id}\""), unknown(&id, ids));
        }
        known.then_some(id)
    });
    let kinds = EVENTS.iter().map(|kind| kind.what);
    let Some((what, what_at)) = what else {
        if problems.count() == before {
            let kinds = kinds.collect::<Vec<_>>().join(", ");
            let remedy = Remedy::allowing(format!("write what = … with one of: {kinds}"), kinds);
            problems.missing(at, "what", "the event does not say `what` happens", remedy);
        }
        return None;
    };
    let fields = |kind: &EventKind, problems: &mut Diagnostics| {
        check_keys(kind, at, &said, problems);
        Reading::new(around, district.as_deref(), problems).fields(kind, &said)
    };
    let Some(kind) = EventKind::called(&what) else {
        let remedy = unknown_event(&what);
        // What else is wrong is told as for the event that was probably meant.
        let meant = remedy.nearest.as_deref().and_then(EventKind::called);
        problems.add(&what_at, format!("no event is called \"{what}\""), remedy);
        match meant {
            Some(kind) => drop(fields(kind, problems)),
            None => Reading::new(around, district.as_deref(), problems).forms(&said),
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
    let fields = fields(kind, problems);
    if let (Some((_, spot)), false) = (&until, kind.ends()) {
        problems.add(spot, format!("\"{what}\" cannot be undone"), "leave `until` out");
    }
    let whole = fields.parameter().and_then(|position| around.ledger.entries().get(position));
    if let (Some(entry), Some(id)) = (whole.filter(|e| e.of_cohort), &district) {
        let name = entry.name;
        let fault = format!("`{name}` belongs to the whole cohort, but the event is about \"{id}\"");
        problems.add(at, fault, "leave `district` out");
    }
    if problems.count() > before {
        return None;
    }
    Some(ScheduledEvent { month: month?.0, until: until.map(|(m, _)| m), kind, fields, district, note })
}

/// What to do about an event that there is not: the one that was meant, or those about the same person or thing. One that
/// merely looks like another may be its opposite.
pub fn unknown_event(what: &str) -> Remedy {
    /// Below this likeness (0 to 1) two verbs are different words.
    const SAME_VERB: f64 = 0.6;
    let kinds = EVENTS.iter().map(|kind| kind.what);
    let mut list: Vec<&str> = kinds.clone().collect();
    list.sort_unstable();
    if let Some(kind) = EventKind::meant(what) {
        return Remedy::allowing(format!("did you mean `{}`?", kind.what), list.join(", ")).near(kind.what);
    }
    let remedy = unknown(what, kinds.clone());
    let parts = what.trim().rsplit_once(' ').zip(remedy.nearest.as_deref().and_then(|n| n.rsplit_once(' ')));
    match parts {
        Some(((who, verb), (other, near)))
            if who.eq_ignore_ascii_case(other) && likeness(verb, near) < SAME_VERB =>
        {
            let of_them: Vec<&str> = kinds.filter(|kind| kind.starts_with(other)).collect();
            Remedy::allowing(format!("allowed here: {}", of_them.join(", ")), of_them.join(", "))
        }
        _ => remedy,
    }
}

fn check_months((said, month): (&str, &Given), until: &Given, months: u32, problems: &mut Diagnostics) {
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

/// How a fraction that stands in words is written.
fn fraction(value: &Value) -> String {
    let Value::Text(word) = value else { return String::new() };
    let known =
        [("half", "0.5"), ("a half", "0.5"), ("quarter", "0.25"), ("a quarter", "0.25"), ("third", "0.33")];
    let found = known.iter().find(|(name, _)| word.trim().eq_ignore_ascii_case(name));
    found.map_or_else(String::new, |(name, share)| format!("; for {name}: `schools = {share}`"))
}

/// Keys without use, and keys that are missing.
fn check_keys(kind: &EventKind, at: &SourceLocation, said: &Said, problems: &mut Diagnostics) {
    for (field, item) in said.iter().filter(|(field, _)| !kind.takes(field.key)) {
        let more: Vec<String> = kind.fields.iter().map(|field| format!("`{}`", field.key)).collect();
        let allowed = if more.is_empty() { "nothing of its own".into() } else { more.join(", ") };
        let remedy = format!("leave it out; beside its month this event takes {allowed}");
        let fault = format!("\"{}\" has no use for `{}`", kind.what, field.key);
        problems.add(&item.at, fault, Remedy::allowing(remedy, allowed));
    }
    let item = |key: &str| said.iter().find(|(field, _)| field.key == key).map(|(_, item)| item);
    for key in kind.needs().filter(|key| item(key).is_none()) {
        let fault = format!("\"{}\" does not say `{key}`", kind.what);
        problems.missing(at, key, fault, format!("add {key} = …: {}", kind.help));
    }
    if let (Some(_), Some(schools)) = (item("school"), item("schools")) {
        problems.add(&schools.at, "the event has both `school` and `schools`", "keep one of the two");
    }
}

/// Fields on their way to what they mean.
struct Reading<'a> {
    around: &'a Around<'a>,
    /// The only district that the event is about.
    district: Option<&'a str>,
    /// The parameter that it is about, read before its value.
    parameter: Option<&'a LedgerEntry>,
    problems: &'a mut Diagnostics,
}

impl<'a> Reading<'a> {
    fn new(around: &'a Around<'a>, district: Option<&'a str>, problems: &'a mut Diagnostics) -> Reading<'a> {
        Reading { around, district, parameter: None, problems }
    }

    /// The fields of an event in the order of its kind; those that nobody gave are as usual.
    fn fields(mut self, kind: &EventKind, said: &Said) -> EventFields {
        let mut found: Vec<(Field, FieldValue)> = Vec::new();
        for field in kind.fields {
            let named = found.iter().any(|(_, value)| matches!(value, FieldValue::Schools(_)));
            let value = match said.iter().find(|(own, _)| own.key == field.key) {
                Some((_, item)) => self.value(field, item.clone()),
                None => field.form.usual(),
            };
            let value = value.filter(|value| !(named && matches!(value, FieldValue::Schools(_))));
            found.extend(value.map(|value| (*field, value)));
        }
        EventFields(found)
    }

    /// What is wrong with the fields of an event of which nobody knows what it is.
    fn forms(mut self, said: &Said) {
        for (field, item) in said {
            // Which numbers are allowed differs from kind to kind.
            let form = if field.form.unit().is_some() { FieldForm::ParameterValue } else { field.form };
            self.value(&Field { form, ..*field }, item.clone());
        }
    }

    fn value(&mut self, field: &Field, item: WrittenItem) -> Option<FieldValue> {
        let (key, at) = (EVENT.key(field.key)?, item.at.clone());
        Some(match field.form {
            FieldForm::Number { .. } | FieldForm::ParameterValue => {
                let x = f64::read(key, item, self.problems)?;
                FieldValue::Number(self.number(field, x, &at)?)
            }
            FieldForm::Schools => FieldValue::Schools(self.schools(&item)?),
            FieldForm::School => {
                let name = String::read(key, item, self.problems)?;
                FieldValue::Schools(Schools::Named(self.school(&name, &at)?))
            }
            FieldForm::Parameter => {
                let name = String::read(key, item, self.problems)?;
                FieldValue::Parameter(self.parameter(&name, &at)?)
            }
            FieldForm::OneOf(words) => {
                let word = String::read(key, item, self.problems)?;
                FieldValue::Word(words.iter().copied().find(|known| *known == word)?)
            }
            FieldForm::Grades => FieldValue::Grades(GradeSpan::read(key, item, self.problems)?),
            FieldForm::SchoolList => {
                let names = Vec::<(String, SourceLocation)>::read(key, item, self.problems)?;
                let ids = names.iter().map(|(name, at)| self.school(name, at)).collect::<Option<Vec<_>>>();
                FieldValue::SchoolList(ids?)
            }
        })
    }

    fn number(&mut self, field: &Field, x: f64, at: &SourceLocation) -> Option<f64> {
        let (fault, remedy) = match (field.form, self.parameter) {
            (FieldForm::Number { low, high, unit, .. }, _) if !(low..=high).contains(&x) => {
                let allowed = format!("{low} to {high} ({unit})");
                (format!("`{}` is {}, outside {allowed}", field.key, shown(x)), within(x, low, high, allowed))
            }
            (FieldForm::ParameterValue, Some(entry))
                if !(entry.allowed().0..=entry.allowed().1).contains(&x) =>
            {
                let (low, high) = entry.allowed();
                let allowed = format!("{low} to {high} ({})", entry.unit);
                let plausible = format!("plausible is {} to {}", entry.range.0, entry.range.1);
                let fault = format!("`to` is {}, but `{}` must lie in {allowed}", shown(x), entry.name);
                (fault, within_plausible(x, (low, high), allowed, plausible))
            }
            _ => return Some(x),
        };
        self.problems.add(at, fault, remedy);
        None
    }

    fn parameter(&mut self, name: &str, at: &SourceLocation) -> Option<usize> {
        let ledger = self.around.ledger;
        let Some(entry) = ledger.get(name) else {
            let remedy = match ledger.nearest(name) {
                Some(near) => Remedy::from(format!("did you mean `{near}`?")).near(near),
                None => "uptake parameters lists all names".into(),
            };
            self.problems.add(at, format!("there is no parameter `{name}`"), remedy);
            return None;
        };
        if entry.first_day {
            let fault =
                format!("`{name}` acts on the first day only, so that setting it later would do nothing");
            let remedy = "set it in its section, or date what it stands for with another event";
            self.problems.add(at, fault, remedy);
            return None;
        }
        self.parameter = Some(entry);
        Some(entry.position)
    }

    fn schools(&mut self, WrittenItem { value, at }: &WrittenItem) -> Option<Schools> {
        let shown = match (value, as_number(value)) {
            (Value::Text(word), _) if word == "pilot" => return Some(Schools::Pilot),
            (Value::Text(word), _) if word == "all" => return Some(Schools::All),
            (_, Some(share)) if (0.0..=1.0).contains(&share) => return Some(Schools::Share(share)),
            (Value::Text(word), _) => format!("\"{word}\""),
            (_, Some(x)) => x.to_string(),
            (other, None) => other.kind().to_string(),
        };
        let allowed = "\"all\", \"pilot\", or a share of the schools from 0 to 1";
        let remedy = match as_number(value) {
            Some(x) => within(x, 0.0, 1.0, allowed.into()),
            None => Remedy::allowing(
                format!("write {allowed}; one school is `school`{}", fraction(value)),
                allowed,
            ),
        };
        self.problems.add(at, format!("`schools` is {shown}"), remedy);
        None
    }

    /// The id of a school that is named by id or name.
    fn school(&mut self, name: &str, at: &SourceLocation) -> Option<String> {
        let districts = self.around.districts.iter().filter(|d| self.district.is_none_or(|id| d.id == id));
        let known: Vec<(&str, &(String, String))> =
            districts.flat_map(|d| d.schools.iter().map(|s| (d.id.as_str(), s))).collect();
        if self.around.districts.is_empty() {
            return Some(name.into()); // why the districts are not known is told elsewhere
        }
        if known.is_empty() {
            let remedy = "name none: events about `schools`, such as \"principals leave\", take \"pilot\" or a share; \
                          or list the schools of the district";
            self.problems.add(at, format!("\"{name}\": {NAMELESS}"), remedy);
            return None;
        }
        let mut found = meant(name, &known, |(_, (id, name))| (id, name));
        // A school is known to a run by its id, which schools of other districts may have too.
        if let [(_, (id, _))] = found.as_slice() {
            found = meant(id, &known, |(_, (id, name))| (id, name));
        }
        match found.as_slice() {
            [(_, (id, _))] => return Some(id.clone()),
            [(first, _), .., (last, _)] => {
                let fault = format!("{} schools are called \"{name}\"", found.len());
                let remedy = if first == last {
                    "name it by its id".to_string()
                } else {
                    format!("say in which district: district = \"{first}\"; or name the school by its id")
                };
                self.problems.add(at, fault, remedy);
            }
            [] => {
                let names = known.iter().map(|(_, (_, n))| n.as_str());
                no_school(name, self.district, names, at, self.problems);
            }
        }
        None
    }
}
