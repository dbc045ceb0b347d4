//! What is settled before the first day, beside parameters: the keys of a scenario's sections on leaders, team,
//! support, rollout and further components, each under the name that a file gives it.

use std::sync::Arc;

use super::advice::AdviceNetwork;
use crate::census::grade::GradeSpan;
use crate::strategy::Strategy;

/// What is settled before the first day, beside parameters.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Opening {
    /// Who leads.
    pub leaders: LeadersPlan,
    /// The improvement team.
    pub team: TeamPlan,
    /// Outside support.
    pub support: SupportPlan,
    /// Who is asked when.
    pub rollout: RolloutPlan,
    /// Further components of the program, beside the practice.
    pub components: Vec<ComponentPlan>,
    /// Who asks whom for advice, as far as it is known; all of it is drawn where there is none.
    pub network: Option<Arc<AdviceNetwork>>,
}

/// Who leads.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct LeadersPlan {
    /// The superintendent leads the work in person.
    pub superintendent_leads: bool,
}

/// The improvement team.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct TeamPlan {
    /// The grades whose students the practice is for.
    pub grades: GradeSpan,
    /// Names or ids of pilot schools; drawn where empty.
    pub pilot_schools: Vec<String>,
}

/// Outside support.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct SupportPlan {
    /// The program manager's hours in each year of support, as shares of `manager_hours`; where empty they
    /// fall evenly, as the parameters of support say.
    pub release: Vec<f64>,
}

/// Who is asked when.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct RolloutPlan {
    /// The strategy.
    pub strategy: Strategy,
}

/// A further component of the program.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ComponentPlan {
    /// What it is called.
    pub name: String,
    /// Month at whose start it begins.
    pub start: u32,
}
