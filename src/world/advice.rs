//! Advice ties that are known, instead of drawn. (ODD 5)

use strum::{EnumString, IntoStaticStr, VariantArray};

/// Who asks whom, as far as a table says it.
#[derive(Debug, Clone, PartialEq)]
pub struct AdviceNetwork {
    /// The ties of which the table says nothing.
    pub rest: OtherTies,
    /// Those of which it says something.
    pub ties: KnownTies,
}

/// What becomes of the ties of which a table says nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, IntoStaticStr, EnumString, VariantArray)]
#[strum(serialize_all = "lowercase")]
pub enum OtherTies {
    /// They are drawn.
    #[default]
    Drawn,
    /// There are none.
    None,
}

/// Ties that are known.
#[derive(Debug, Clone, PartialEq)]
pub enum KnownTies {
    /// Between schools: which school asks which.
    Schools(Vec<SchoolTie>),
    /// Between teachers, by their places in the list of them.
    Teachers(Vec<NamedSeat>, Vec<TeacherTie>),
}

/// Teachers of one school ask teachers of another.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SchoolTie {
    /// Place in the district of the school that asks.
    pub asker: usize,
    /// Place of the school that is asked.
    pub asked: usize,
    /// How often it is asked, beside the other schools that the same one asks: above 0, at most 1.
    pub strength: f64,
}

/// A teacher whom a table names, and the seat that stands for them.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct NamedSeat {
    /// Place of the school in the district.
    pub school: usize,
    /// The grade, -1 for transitional kindergarten; 12 where the grades of the school are not known.
    pub grade: i8,
    /// The name in the table.
    pub name: String,
    /// Number of the seat within the grade, from 0: the names of a grade in alphabetical order.
    pub number: usize,
}

/// A teacher asks another.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct TeacherTie {
    /// Who asks.
    pub asker: usize,
    /// Who is asked.
    pub asked: usize,
    /// Strength, above 0 and at most 1; none where it follows from where the two work.
    pub strength: Option<f64>,
}

impl AdviceNetwork {
    /// Number of ties.
    pub fn len(&self) -> usize {
        match &self.ties {
            KnownTies::Schools(ties) => ties.len(),
            KnownTies::Teachers(_, ties) => ties.len(),
        }
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Places of the schools it covers, in ascending order.
    pub fn schools(&self) -> Vec<usize> {
        let mut found: Vec<usize> = match &self.ties {
            KnownTies::Schools(ties) => ties.iter().flat_map(|tie| [tie.asker, tie.asked]).collect(),
            KnownTies::Teachers(seats, _) => seats.iter().map(|seat| seat.school).collect(),
        };
        found.sort_unstable();
        found.dedup();
        found
    }
}
