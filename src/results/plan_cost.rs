//! What a plan takes in all, and what each teacher and each student costs whom it reaches.

use crate::analysis::ratio::{Ratio, of_means};
use crate::analysis::summary::{Summary, describe};

/// Columns of runs that it is made from.
pub const COST_COLUMNS: [&str; 8] = [
    "total_hours_manager",
    "total_hours_coach",
    "total_hours_collaboration",
    "total_hours_convening",
    "total_hours_substitute",
    "total_cost",
    "deep_gained",
    "student_years",
];

/// The hours, in the order of [`COST_COLUMNS`].
const HOURS: [&str; 5] =
    ["hours, managers", "hours, coaches", "hours, collaboration", "hours, convenings", "hours, substitutes"];

/// The cost of one scenario in one district.
#[derive(Debug, Clone)]
pub struct PlanCost {
    /// Hours by kind, in all months, and then money, teachers and student-years.
    totals: [Summary; 8],
    /// Money for each focal teacher who came to teach deeply: a ratio of means (Fieller).
    pub per_teacher: Ratio,
    /// Money for each student-year in classes of deep teachers, beyond those of the first day.
    pub per_student_year: Ratio,
}

/// One number of a plan's cost: in words, whether it is money, its mean or ratio, and the ends of its 95% interval.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct CostFigure {
    /// What it is.
    pub words: &'static str,
    /// Whether it is dollars; else it is hours, teachers or student-years.
    pub is_money: bool,
    /// The mean over runs, or the ratio of two means; NaN where it is missing.
    pub value: f64,
    /// The ends of its interval; NaN where runs do not bound it.
    pub interval: (f64, f64),
}

impl PlanCost {
    /// From the columns of the runs that were simulated.
    pub fn of<'a>(column: impl Fn(&str) -> &'a [f64]) -> PlanCost {
        let [cost, deep, students] = ["total_cost", "deep_gained", "student_years"].map(&column);
        PlanCost {
            totals: COST_COLUMNS.map(|name| describe(&mut column(name).to_vec())),
            per_teacher: of_means(cost, deep),
            per_student_year: of_means(cost, students),
        }
    }

    /// Runs.
    pub fn runs(&self) -> u64 {
        self.totals[0].n
    }

    /// Money in all.
    pub fn cost(&self) -> &Summary {
        &self.totals[5]
    }

    /// Everything, for tables.
    pub fn figures(&self) -> Vec<CostFigure> {
        let any = (f64::NEG_INFINITY, f64::INFINITY);
        let total = |(words, place): (&'static str, usize)| {
            let s = &self.totals[place];
            let possible = if place < 6 { (0.0, f64::INFINITY) } else { any };
            CostFigure { words, is_money: place == 5, value: s.mean, interval: s.mean_interval(possible) }
        };
        let ratio = |(words, r): (&'static str, &Ratio)| CostFigure {
            words,
            is_money: true,
            value: r.value,
            interval: (r.low, r.high),
        };
        let mut all: Vec<CostFigure> = HOURS.into_iter().zip(0..).map(total).collect();
        all.extend(
            [("cost", 5), ("teachers who came to depth", 6), ("student-years with deep teachers", 7)]
                .map(total),
        );
        let each = [
            ("cost for each teacher who came to depth", &self.per_teacher),
            ("cost for each student-year with a deep teacher", &self.per_student_year),
        ];
        all.extend(each.map(ratio));
        all
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_teacher_costs_the_sum_of_money_over_the_sum_of_teachers() {
        let cost = PlanCost::of(|name| match name {
            "total_cost" => &[1_000.0, 3_000.0, 2_000.0],
            "deep_gained" => &[0.0, 3.0, 1.0],
            "student_years" => &[0.0, 0.0, 0.0],
            _ => &[10.0, 20.0, 30.0],
        });
        let told = cost.figures();
        let value = |words: &str| told.iter().find(|f| f.words == words).map(|f| f.value);
        assert_eq!(value("cost for each teacher who came to depth"), Some(1_500.0));
        assert!(
            value("cost for each student-year with a deep teacher").is_some_and(f64::is_nan),
            "nobody is reached"
        );
        assert_eq!((value("hours, coaches"), value("cost"), cost.runs()), (Some(20.0), Some(2_000.0), 3));
    }
}
