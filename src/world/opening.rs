//! What is settled before the first day, beside parameters.

use crate::census::grade::GradeSpan;
use crate::strategy::Strategy;

/// What is settled before the first day, beside parameters.
#[derive(Debug, Clone, PartialEq)]
pub struct Opening {
    /// The grades whose students the practice is for.
    pub grades: GradeSpan,
    /// Who is asked when.
    pub strategy: Strategy,
    /// The superintendent leads the work in person.
    pub leads_in_person: bool,
    /// Names or ids of pilot schools; drawn where empty.
    pub pilot_schools: Vec<String>,
    /// The program manager's hours in each year of support, as shares of full support; where empty they
    /// fall evenly, as the parameters of support say.
    pub release: Vec<f64>,
}
