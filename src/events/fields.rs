//! What may be said of an event: the keys that it takes, and the values that it was given.

use super::Schools;
use crate::census::grade::GradeSpan;

/// A key that a kind of event takes. What it means to a writer stands in the language of scenario files.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Field {
    /// The key.
    pub key: &'static str,
    /// What it holds.
    pub form: FieldForm,
    /// Whether the event says too little without it.
    pub is_needed: bool,
    /// What it is where two scenarios differ in it: "pilot schools".
    pub meaning: &'static str,
}

/// What a field holds.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum FieldForm {
    /// A number, both ends included.
    Number {
        /// The least.
        low: f64,
        /// The most.
        high: f64,
        /// Its unit.
        unit: &'static str,
        /// What holds where it is not given.
        usual: f64,
    },
    /// A value of the event's parameter.
    ParameterValue,
    /// Name of a parameter.
    Parameter,
    /// One school.
    School,
    /// All schools, the pilot schools, or a share of all.
    Schools,
    /// One of these words; the first holds where none is given.
    OneOf(&'static [&'static str]),
    /// A span of grades.
    Grades,
    /// A list of schools.
    SchoolList,
}

const fn field(key: &'static str, form: FieldForm, meaning: &'static str) -> Field {
    Field { key, form, is_needed: false, meaning }
}

pub(super) const SCHOOL: Field = field("school", FieldForm::School, "schools");
pub(super) const SCHOOLS: Field = field("schools", FieldForm::Schools, "schools");
pub(super) const SUCCESSOR: Field = field("successor", FieldForm::OneOf(SUCCESSORS), "successor");
/// Words for who follows one who leaves.
pub const SUCCESSORS: &[&str] = &["drawn", "aligned", "not aligned"];
pub(super) const PARAMETER: Field = field("parameter", FieldForm::Parameter, "parameter");
pub(super) const VALUE: Field = field("to", FieldForm::ParameterValue, "value");
pub(super) const GRADES: Field = field("grades", FieldForm::Grades, "grades");
pub(super) const PILOT_SCHOOLS: Field = field("pilot_schools", FieldForm::SchoolList, "pilot schools");

/// A number of this unit, from 0 to `high`.
pub(super) const fn number(
    key: &'static str,
    meaning: &'static str,
    unit: &'static str,
    high: f64,
    usual: f64,
) -> Field {
    field(key, FieldForm::Number { low: 0.0, high, unit, usual }, meaning)
}

impl Field {
    /// The same field, needed.
    pub(super) const fn needed(self) -> Field {
        Field { is_needed: true, ..self }
    }
}

/// The value of a field.
#[derive(Debug, Clone, PartialEq)]
pub enum FieldValue {
    /// A number.
    Number(f64),
    /// A parameter, by its position.
    Parameter(usize),
    /// Schools.
    Schools(Schools),
    /// A word.
    Word(&'static str),
    /// A span of grades.
    Grades(GradeSpan),
    /// Ids of schools.
    SchoolList(Vec<String>),
}

impl FieldForm {
    /// Its unit, where it is a number of its own.
    pub fn unit(&self) -> Option<&'static str> {
        if let FieldForm::Number { unit, .. } = self { Some(unit) } else { None }
    }

    /// What holds where the field is not given; nothing where the event needs it or another field holds instead.
    pub fn usual(&self) -> Option<FieldValue> {
        match self {
            FieldForm::Number { usual, .. } => Some(FieldValue::Number(*usual)),
            FieldForm::OneOf(words) => words.first().map(|word| FieldValue::Word(word)),
            FieldForm::Schools => Some(FieldValue::Schools(Schools::All)),
            FieldForm::SchoolList => Some(FieldValue::SchoolList(Vec::new())),
            FieldForm::ParameterValue | FieldForm::Parameter | FieldForm::School | FieldForm::Grades => None,
        }
    }
}

/// The values of an event's fields, in the order in which its kind has them.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct EventFields(pub Vec<(Field, FieldValue)>);

impl EventFields {
    fn value(&self, key: &str) -> Option<&FieldValue> {
        self.0.iter().find(|(field, _)| field.key == key).map(|(_, value)| value)
    }

    /// The number under a key.
    pub fn number(&self, key: &str) -> f64 {
        if let Some(FieldValue::Number(x)) = self.value(key) { *x } else { 0.0 }
    }

    /// The word under a key.
    pub fn word(&self, key: &str) -> &'static str {
        if let Some(FieldValue::Word(word)) = self.value(key) { word } else { "" }
    }

    /// The schools that it is about.
    pub fn schools(&self) -> &Schools {
        let schools = self.value(SCHOOL.key).or_else(|| self.value(SCHOOLS.key));
        if let Some(FieldValue::Schools(schools)) = schools { schools } else { &Schools::All }
    }

    /// The parameter that it sets, by its position.
    pub fn parameter(&self) -> Option<usize> {
        if let Some(FieldValue::Parameter(p)) = self.value(PARAMETER.key) { Some(*p) } else { None }
    }

    /// The grades that it is about.
    pub fn grades(&self) -> Option<GradeSpan> {
        if let Some(FieldValue::Grades(span)) = self.value(GRADES.key) { Some(*span) } else { None }
    }

    /// Ids of the pilot schools that it names.
    pub fn pilot_schools(&self) -> &[String] {
        if let Some(FieldValue::SchoolList(ids)) = self.value(PILOT_SCHOOLS.key) { ids } else { &[] }
    }
}
