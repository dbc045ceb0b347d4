//! Events of every kind, with every field and form that is declared for it.

use super::choices::Choices;
use super::districts::{Place, School};
use super::forms::{self, Said};
use super::parameters;
use toml::{Table, Value};
use uptake::calendar::Month;
use uptake::census::grade::GradeSpan;
use uptake::events::{EVENTS, EventKind, FieldForm, all_fields};
use uptake::parameters::{Ledger, LedgerEntry};
use uptake::scenario::language::events::EVENT;

/// What events are built upon.
pub struct Ground<'a> {
    pub months: i64,
    pub places: &'a [Place],
    pub ledger: &'a Ledger,
    /// Whether the strategy knows teams.
    pub has_team: bool,
    /// Named pilot schools of the first team.
    pub pilots: Vec<String>,
    /// How many pilot schools it draws; nothing where that is drawn too.
    pub sites: Option<f64>,
    /// Grades of the collaborations so far.
    pub taken: Vec<GradeSpan>,
}

/// An event, or none where the kind that was chosen could not act.
pub fn event(c: &mut Choices<'_>, ground: &mut Ground<'_>) -> Option<Table> {
    let kind = c.one_of(EVENTS);
    let only = c.once_in(3).then(|| c.one_of(ground.places).id.clone());
    let meant: Vec<&Place> =
        ground.places.iter().filter(|place| only.as_ref().is_none_or(|id| place.id == *id)).collect();
    let facts = match meant.as_slice() {
        [place] if !place.schools.is_empty() => Some(*place),
        _ => None,
    };
    let schools: Vec<&School> = meant.iter().flat_map(|place| &place.schools).collect();
    let mut free: Vec<&School> = schools.clone();
    let mut grades = None;
    if kind.what == "team starts" || kind.what == "collaboration starts" {
        if !ground.has_team {
            return None;
        }
        if kind.fields.iter().any(|field| field.form == FieldForm::Grades) {
            let span = forms::span(c);
            free.retain(|s| s.teaches(span) && !ground.taken.iter().any(|taken| s.teaches(*taken)));
            grades = Some(span);
            if facts.is_some() && free.is_empty() {
                return None;
            }
        } else {
            let is_pilot = |s: &School| ground.pilots.iter().any(|name| *name == s.id || *name == s.name);
            let focal = schools.iter().filter(|s| s.teaches(ground.taken[0])).count();
            let pilots = match ground.pilots.len() {
                0 => ground.sites.map(|sites| sites.round() as usize),
                named => Some(named),
            };
            if facts.is_some() && pilots.is_some_and(|pilots| focal <= pilots) {
                return None;
            }
            free.retain(|s| !is_pilot(s));
        }
    }
    let month = c.whole(1, ground.months);
    let mut fields = fields(c, kind, &schools, &free, grades, only.is_some(), ground.ledger)?;
    ground.taken.extend(grades);
    let in_words = c.once_in(3);
    let until = kind.ends() && month < ground.months && c.once_in(2);
    let own = all_fields();
    Some(forms::section(c, &EVENT, |c, key| match key.name {
        "month" if !in_words => month.into(),
        "when" if in_words => Month(month as u32).words().into(),
        "until" if until => {
            let end = c.whole(month + 1, ground.months);
            forms::month_or_words(c, end).into()
        }
        "month" | "when" | "until" => Said::Nothing,
        "what" => kind.what.into(),
        "district" => only.clone().map_or(Said::Nothing, Said::from),
        name if own.iter().any(|field| field.key == name) => {
            fields.remove(name).map_or(Said::Nothing, Said::As)
        }
        _ => Said::Usual,
    }))
}

/// The fields of a kind, where the schools that it must name can be named.
fn fields(
    c: &mut Choices<'_>,
    kind: &EventKind,
    schools: &[&School],
    free: &[&School],
    grades: Option<GradeSpan>,
    is_local: bool,
    ledger: &Ledger,
) -> Option<Table> {
    let mut found = Table::new();
    let mut parameter: Option<&LedgerEntry> = None;
    for field in kind.fields {
        let names_schools = matches!(field.form, FieldForm::School | FieldForm::Schools);
        let is_said = field.is_needed || c.once_in(2);
        if !is_said || names_schools && (found.contains_key("school") || found.contains_key("schools")) {
            continue;
        }
        let value = match field.form {
            FieldForm::Number { low, high, .. } => parameters::number(c, low, high),
            FieldForm::Parameter => {
                let can_change = |e: &&LedgerEntry| !(e.first_day || is_local && e.of_cohort);
                let all: Vec<&LedgerEntry> = ledger.entries().iter().filter(can_change).collect();
                let entry = *c.one_of(&all);
                parameter = Some(entry);
                entry.name.into()
            }
            FieldForm::ParameterValue => {
                let (low, high) = parameter?.allowed();
                parameters::number(c, low, high)
            }
            FieldForm::School => match name_of_one(c, schools, schools) {
                Some(name) => name.into(),
                None if field.is_needed => return None,
                None => continue,
            },
            FieldForm::Schools => {
                let share = parameters::number(c, 0.0, 1.0);
                c.one_of(&["all".into(), "pilot".into(), share]).clone()
            }
            FieldForm::OneOf(words) => (*c.one_of(words)).into(),
            FieldForm::Grades => grades?.to_string().into(),
            FieldForm::SchoolList => {
                let names: Vec<Value> =
                    (0..c.below(3)).filter_map(|_| name_of_one(c, free, schools)).map(Value::from).collect();
                names.into()
            }
        };
        found.insert(field.key.into(), value);
    }
    Some(found)
}

/// A school by its id, or by its name where that is no other one's; none where another has the same id.
pub fn name_of_one(c: &mut Choices<'_>, some: &[&School], all: &[&School]) -> Option<String> {
    let school = if some.is_empty() { return None } else { *c.one_of(some) };
    let alike = |name: &str| all.iter().filter(|other| other.id == name || other.name == name).count();
    if all.iter().filter(|other| other.id == school.id).count() > 1 {
        return None;
    }
    Some(if c.once_in(2) && alike(&school.name) == 1 { school.name.clone() } else { school.id.clone() })
}
