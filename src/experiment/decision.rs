//! A cell of a decision: a plan in a world. It stands in the scenario that is run for it as its coordinates, so that a results
//! folder says all that its figure and its table are made of.

use crate::analysis::regret::Aim;
use crate::metrics::Quantity;
use crate::scenario::Scenario;
use crate::scenario::sweep_design::{Coordinate, Point};

/// A plan in a world, and what is asked of it.
#[derive(Debug, Clone, PartialEq)]
pub struct DecisionCell {
    /// The plan.
    pub plan: String,
    /// The world.
    pub world: String,
    /// Weight of the world.
    pub weight: f64,
    /// What is wanted.
    pub outcome: Quantity,
    /// Which outcomes are better, and acceptable.
    pub aim: Aim,
    /// Hours of program managers that the plan takes, as planned.
    pub planned_hours: f64,
    /// Hours that there are.
    pub budget_hours: Option<f64>,
    /// Ids of the districts whose outcome counts; all of them where none are named.
    pub districts: Vec<String>,
}

const PLAN: &str = "plan";
const WORLD: &str = "world";
const WEIGHT: &str = "weight";
const OUTCOME: &str = "outcome";
const BETTER: &str = "better";
const ACCEPTABLE: &str = "acceptable";
const PLANNED: &str = "planned_hours";
const BUDGET: &str = "budget_hours";
const DISTRICT: &str = "outcome_district";

impl DecisionCell {
    /// As coordinates of a scenario.
    pub fn point(&self) -> Point {
        let words = |text: &str| Coordinate::Words(text.to_owned());
        let better = if self.aim.lower { "lower" } else { "higher" };
        let coordinates = [
            (PLAN, words(&self.plan)),
            (WORLD, words(&self.world)),
            (WEIGHT, Coordinate::Number(self.weight)),
            (OUTCOME, words(&self.outcome.to_string())),
            (BETTER, words(better)),
            (ACCEPTABLE, Coordinate::Number(self.aim.acceptable)),
            (PLANNED, Coordinate::Number(self.planned_hours)),
        ];
        let budget = self.budget_hours.map(|hours| (BUDGET, Coordinate::Number(hours)));
        let districts = self.districts.iter().map(|id| (DISTRICT, words(id)));
        coordinates.into_iter().chain(budget).chain(districts).map(|(n, v)| (n.to_owned(), v)).collect()
    }

    /// The cell that coordinates are; none where they are those of a sweep.
    pub fn of(point: &Point) -> Option<DecisionCell> {
        let all =
            |name: &'static str| point.iter().filter(move |(own, _)| own == name).map(|(_, value)| value);
        let words = |name| match all(name).next()? {
            Coordinate::Words(words) => Some(words.clone()),
            Coordinate::Number(_) => None,
        };
        let number = |name| match all(name).next()? {
            Coordinate::Number(x) => Some(*x),
            Coordinate::Words(_) => None,
        };
        let district = |value: &Coordinate| match value {
            Coordinate::Words(id) => Some(id.clone()),
            Coordinate::Number(_) => None,
        };
        Some(DecisionCell {
            plan: words(PLAN)?,
            world: words(WORLD)?,
            weight: number(WEIGHT).filter(|weight| *weight > 0.0)?,
            outcome: words(OUTCOME)?.parse().ok()?,
            aim: Aim { lower: words(BETTER)? == "lower", acceptable: number(ACCEPTABLE)? },
            planned_hours: number(PLANNED)?,
            budget_hours: number(BUDGET),
            districts: all(DISTRICT).map(district).collect::<Option<_>>()?,
        })
    }

    /// Whether scenarios are the cells of a decision.
    pub fn are_all(scenarios: &[Scenario]) -> bool {
        !scenarios.is_empty() && scenarios.iter().all(|s| DecisionCell::of(&s.point).is_some())
    }

    /// Whether the plan takes more hours than there are.
    pub fn is_over(&self) -> bool {
        // Sums of hours are a rounding error away from what they are on paper.
        self.budget_hours.is_some_and(|budget| self.planned_hours > budget * (1.0 + 1e-9))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_is_read_from_its_coordinates_and_a_point_of_a_sweep_is_none() {
        let cell = DecisionCell {
            plan: "Four deeply".into(),
            world: "2024".into(),
            weight: 0.25,
            outcome: "deep_share@60".parse().unwrap(),
            aim: Aim { lower: false, acceptable: 0.3 },
            planned_hours: 640.0,
            budget_hours: Some(600.0),
            districts: vec!["5471837".into(), "b".into()],
        };
        assert_eq!(DecisionCell::of(&cell.point()), Some(cell.clone()));
        assert!(cell.is_over());
        let free = DecisionCell { budget_hours: None, districts: Vec::new(), ..cell };
        assert_eq!(DecisionCell::of(&free.point()), Some(free.clone()));
        assert!(!free.is_over());
        assert_eq!(DecisionCell::of(&vec![("ties".into(), Coordinate::Number(3.0))]), None);
        assert!(!DecisionCell::are_all(&[]));
    }
}
