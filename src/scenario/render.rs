//! A scenario written out whole: after extends, defaults and settings, enough to run again alone.

use super::district_spec::NO_GRADES;
use super::language::events::EVENT;
use super::language::sections::{
    CohortText, ComponentText, DistrictText, NetworkText, ScenarioText, SchoolText,
};
use super::network::lines as ties_of;
use super::sweep_design::Coordinate;
use super::table_reader::SectionType;
pub use super::text::quoted;
use super::text::{Value, WrittenItem};
use super::value_type::ValueType;
use super::{DistrictSpec, FORMAT, Scenario, UNREAL};
use crate::census::totals::Listed;
use crate::census::{DistrictKind, SchoolFacts};
use crate::events::{Field, FieldValue, ScheduledEvent, Schools};
use crate::model::Model;
use crate::parameters::{AcceptedModels, Distribution, Ledger, NAMES};

/// Group of the parameters of null models.
const NULL: &str = "null";

/// How several districts are named in a table that holds just these: as all of it where the table gives them in this order, else one by one.
fn ids_of(places: &[DistrictSpec]) -> String {
    let is_regular = |place: &DistrictSpec| match place {
        DistrictSpec::Facts(known) => known.is_regular(),
        DistrictSpec::Totals(known) => known.is_regular(),
        DistrictSpec::Synthetic { .. } => true,
    };
    let ids: Vec<&str> = places.iter().map(DistrictSpec::id).collect();
    match ids.is_sorted() && places.iter().all(is_regular) {
        true => "regular".into(),
        false => ids.join(","),
    }
}

/// The complete text of a scenario. Where it has more than one district and they are no
/// cohort, they stand in the table `districts.csv` beside the folder of the text.
pub fn complete(s: &Scenario, ledger: &Ledger) -> String {
    let opening = &s.opening;
    let title = Some(s.title.clone());
    // The reader takes no empty question.
    let question = (!s.question.is_empty()).then(|| s.question.clone());
    let mut out = ScenarioText { format: whole(FORMAT), title, question, ..ScenarioText::default() }.lines();
    out += &point(s);
    match (&s.cohort, s.places.as_slice()) {
        (Some(of), places) => {
            out += "\n[cohort]\n";
            out += &CohortText { managers: Some(of.managers), ..CohortText::default() }.lines();
            for (k, (place, own)) in places.iter().zip(&of.settings).enumerate() {
                // What was left out anywhere is said once.
                let notes = if k == 0 { s.notes.as_slice() } else { &[] };
                out += &district_section("[[cohort.district]]", place, notes);
                if !own.is_empty() {
                    out += "\n[cohort.district.parameters]\n";
                }
                own.iter().for_each(|(position, value)| out += &parameter(NAMES[*position].1, value));
            }
        }
        (None, [place]) => out += &district_section("[district]", place, &s.notes),
        (None, places) => {
            let is_totals = matches!(places, [DistrictSpec::Totals(_), ..]);
            let text = DistrictText {
                table: Some("../districts.csv".into()),
                mapping: is_totals.then(|| "districts".into()),
                id: Some(ids_of(places)),
                notes: Some(s.notes.clone()),
                ..DistrictText::default()
            };
            out += &format!("\n[district]\n{}", text.lines());
        }
    }
    let sections = [
        ("leaders", opening.leaders.lines()),
        ("team", opening.team.lines()),
        ("support", opening.support.lines()),
        ("rollout", opening.rollout.lines()),
    ];
    for (group, own) in &sections {
        out += &format!("\n[{group}]\n{own}{}", parameters(s, ledger, |g| g == *group));
    }
    for component in &opening.components {
        let text = ComponentText { name: Some(component.name.clone()), start: whole(component.start.into()) };
        out += &format!("\n[[component]]\n{}", text.lines());
    }
    out += &network(s);
    out += "\n[parameters]\n";
    let elsewhere = |group: &str| group == NULL || sections.iter().any(|(section, _)| *section == group);
    out += &parameters(s, ledger, |group| !elsewhere(group));
    // What only other models read is left out where the whole model runs and the ledger's values hold: a text
    // about the whole model does not change with them.
    for entry in ledger.entries().iter().filter(|e| e.group == NULL && !is_drawn(s, e.position)) {
        let value = &s.parameters[entry.position];
        if s.run.model != Model::Full || *value != Distribution::Fixed(entry.value) {
            out += &parameter(entry.name, value);
        }
    }
    out.extend(s.events.iter().map(event_section));
    out + "\n[run]\n" + &s.settings().lines() + whole_model(s, ledger)
}

/// The point of a sweep that a scenario is.
fn point(s: &Scenario) -> String {
    let coordinate = |value: &Coordinate| match value {
        Coordinate::Number(x) => format!("{x:?}"),
        Coordinate::Words(words) => quoted(words),
    };
    let pairs: Vec<String> =
        s.point.iter().map(|(name, value)| format!("[{}, {}]", quoted(name), coordinate(value))).collect();
    if pairs.is_empty() { String::new() } else { format!("point    = [{}]\n", pairs.join(", ")) }
}

/// Who asks whom, a line for each tie, where it is known.
fn network(s: &Scenario) -> String {
    let (Some(network), [DistrictSpec::Facts(facts)]) = (&s.opening.network, s.places.as_slice()) else {
        return String::new();
    };
    let rest = NetworkText { rest: Some(network.rest), ..NetworkText::default() }.lines();
    let cells = |line: Vec<Value>| line.iter().map(Value::toml).collect::<Vec<_>>().join(", ");
    let lines = ties_of(network, &facts.schools).into_iter().map(|line| format!("  [{}],\n", cells(line)));
    format!("\n[network]\n{rest}ties  = [\n{}]\n", lines.collect::<String>())
}

/// The line that names the whole model, where the model would otherwise be drawn; it has none elsewhere.
fn whole_model(s: &Scenario, ledger: &Ledger) -> &'static str {
    let is_whole = s.accepted.is_some() && !s.draws_model() && s.run.model == Model::Full;
    let drawn = || AcceptedModels::weighed(ledger).is_ok_and(|found| found.models().len() > 1);
    if is_whole && drawn() { "model        = \"full\"\n" } else { "" }
}

/// Whether each replication draws the value of a parameter from the accepted vectors. It then has no value in a text.
fn is_drawn(s: &Scenario, position: usize) -> bool {
    s.accepted.as_ref().is_some_and(|found| found.draws(position)) && !s.given.contains(&position)
}

fn whole(number: i64) -> Option<WrittenItem> {
    Some(WrittenItem::unplaced(Value::Whole(number)))
}

/// The section `[district]` of a place, as a scenario may hold it, with what was left out or guessed of it.
pub fn district(place: &DistrictSpec, notes: &[String]) -> String {
    district_section("[district]", place, notes).trim_start().to_string()
}

/// A district under the head of its section.
fn district_section(head: &str, place: &DistrictSpec, notes: &[String]) -> String {
    let mut text = district_text(place);
    text.notes = Some(notes.to_vec()).filter(|notes| !notes.is_empty());
    let schools = std::mem::take(&mut text.school);
    let mut lines = text.lines();
    if let DistrictSpec::Synthetic { id, .. } = place {
        let id = Some(id.clone()).filter(|id| id != UNREAL || head != "[district]");
        lines += &DistrictText { id, ..DistrictText::default() }.lines();
    }
    for mut school in schools {
        school.grades.get_or_insert_with(|| NO_GRADES.into());
        lines += &format!("\n[[{}.school]]\n{}", head.trim_matches(['[', ']']), school.lines());
    }
    format!("\n{head}\n{lines}")
}

/// A district as a section says it; the id of a synthetic one apart.
pub fn district_text(place: &DistrictSpec) -> DistrictText {
    match place {
        DistrictSpec::Synthetic { pupils, .. } => {
            DistrictText { pupils: whole(i64::from(*pupils)), ..DistrictText::default() }
        }
        DistrictSpec::Totals(totals) => DistrictText {
            pupils: whole(i64::from(totals.pupils)),
            teachers: totals.teachers_fte,
            poverty: totals.poverty,
            ..named(&totals.id, &totals.name, totals.kind.clone(), &totals.county)
        },
        DistrictSpec::Facts(facts) => DistrictText {
            school: facts.schools.iter().map(school_text).collect(),
            ..named(&facts.id, &facts.name, Some(facts.kind.clone()), &facts.county)
        },
    }
}

fn named(id: &str, name: &str, kind: Option<DistrictKind>, county: &str) -> DistrictText {
    let [id, name, county] = [id, name, county].map(|text| Some(text.to_string()));
    DistrictText { id, name, kind, county, ..DistrictText::default() }
}

/// A school as a section says it.
pub fn school_text(school: &SchoolFacts) -> SchoolText {
    SchoolText {
        id: Some(school.id.clone()),
        name: Some(school.name.clone()),
        level: Some(school.level),
        grades: school.grades.map(|span| span.to_string()),
        enrollment: school.enrollment,
        teachers: Some(school.teachers_fte),
        poverty: school.poverty,
    }
}

/// The parameters of these groups.
fn parameters(s: &Scenario, ledger: &Ledger, of: impl Fn(&str) -> bool) -> String {
    let written = ledger.entries().iter().filter(|e| of(e.group) && !is_drawn(s, e.position));
    written.map(|e| parameter(e.name, &s.parameters[e.position])).collect()
}

fn parameter(name: &str, value: &Distribution) -> String {
    format!("{name} = {}\n", distribution(value))
}

/// A value as a scenario writes it. `{:?}` is the shortest text that reads back as the same number.
pub fn distribution(d: &Distribution) -> String {
    if let Distribution::Fixed(x) = d {
        return format!("{x:?}");
    }
    let (kind, parts) = d.parts();
    let parts: String = parts.iter().map(|(name, x)| format!(", {name} = {x:?}")).collect();
    format!("{{ distribution = \"{kind}\"{parts} }}")
}

fn event_section(event: &ScheduledEvent) -> String {
    // Numbers stand in the text even where they are as usual.
    let is_told = |field: &Field, value: &FieldValue| {
        field.is_needed
            || matches!(value, FieldValue::Number(_))
            || field.form.usual().as_ref() != Some(value)
    };
    let text = |text: &str| Value::Text(text.into());
    let mut keys = vec![("month", Value::Whole(event.month.into()))];
    keys.extend(event.until.map(|until| ("until", Value::Whole(until.into()))));
    keys.push(("what", text(event.kind.what)));
    let fields = event.fields.0.iter().filter(|(field, value)| is_told(field, value));
    keys.extend(fields.map(|(field, value)| (field.key, field_value(value))));
    keys.extend(event.district.as_ref().map(|district| ("district", text(district))));
    keys.extend(Some(&event.note).filter(|note| !note.is_empty()).map(|note| ("note", text(note))));
    let width = EVENT.width;
    let line = |(name, value): (&str, Value)| format!("{name:width$} = {}\n", value.toml());
    format!("\n[[event]]\n{}", keys.into_iter().map(line).collect::<String>())
}

/// A field of an event as a file says it.
pub fn field_value(value: &FieldValue) -> Value {
    match value {
        FieldValue::Number(x) | FieldValue::Schools(Schools::Share(x)) => Value::Number(*x),
        FieldValue::Parameter(position) => Value::Text(NAMES[*position].1.into()),
        FieldValue::Word(word) => Value::Text((*word).into()),
        FieldValue::Grades(span) => span.value(),
        FieldValue::SchoolList(ids) => ids.value(),
        FieldValue::Schools(Schools::All) => Value::Text("all".into()),
        FieldValue::Schools(Schools::Pilot) => Value::Text("pilot".into()),
        FieldValue::Schools(Schools::Named(id)) => Value::Text(id.clone()),
    }
}
