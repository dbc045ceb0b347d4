//! The keys of a decide set: plans under one budget, and worlds in which they are tried.

use super::sections::{LONGEST_TEXT, MOST_REPLICATIONS, bare, section};
use super::{BLANK, Form, KeySpec, SectionSpec};
use crate::diagnostic::SourceLocation;
use crate::scenario::FORMAT;
use crate::scenario::decide_set::MOST_VECTORS;
use crate::scenario::table_reader::{FieldType, SectionType, TableReader};
use crate::scenario::text::{Value, WrittenItem, WrittenTable};

/// A value as it is written.
type Raw = Option<WrittenItem>;
/// A text that knows where it stands.
type Placed = Option<(String, SourceLocation)>;
/// Texts that know where they stand.
type PlacedTexts = Option<Vec<(String, SourceLocation)>>;

/// Longest name of a plan or world (characters): it heads a column.
const LONGEST_NAME: usize = 40;

section! {
    /// A whole set.
    DecideText = SectionSpec { called: "a decide set", meaning: "Plans under one budget, and worlds in which they are tried", width: 12, ..BLANK }; {
        format: Raw, Whole(FORMAT, FORMAT), "", "", "Version of the file format: always 1", "1";
        question: Option<String>, Line(LONGEST_TEXT), "", "", "The question that the set answers", "\"How should we spend our hours?\"";
        extends: Placed, Text, "", "", "The scenario that plans start from where they do not say their own: a path relative to this file, or a built-in name", "\"committed\"";
        outcome: Placed, Text, "", "", "What is wanted: a measure and a month, or a column of runs; of several districts the mean over them, by focal teachers", "\"deep_share@60\"";
        better: Option<String>, OneOf(|| vec!["higher", "lower"], "no direction is called"), "", "higher", "Which outcomes are better", "\"higher\"";
        acceptable: Raw, Number(f64::MIN, f64::MAX), "", "", "The least outcome that is acceptable, as 0.3 or \">= 0.3\"; where lower is better the most, as \"<= 24\"", "\">= 0.3\"";
        budget_hours: Option<f64>, Number(0.0, 1e9), "hours", "", "Hours that program managers have for all districts and months together", "5000";
        over_budget: Option<String>, OneOf(|| vec!["refuse", "mark"], "nothing that is done with a plan over the budget is called"), "", "refuse", "A plan whose planned hours exceed the budget is refused, or marked and never chosen", "\"mark\"";
        replications: Option<u32>, Whole(1, MOST_REPLICATIONS), "runs", "the scenario's", "Replications of each plan in each world", "40";
        plan: Vec<(WrittenTable, SourceLocation)>, Sections("plan"), "", "", "The plans, 2 to 12", "";
        world: Vec<(WrittenTable, SourceLocation)>, Sections("world"), "", "", "The worlds, 1 to 60 with all vectors", "";
    }
}

section! {
    /// A plan.
    PlanText = SectionSpec { name: "plan", called: "[[plan]]", meaning: "A plan", needs: &["name"], ..BLANK }; {
        name: Placed, Line(LONGEST_NAME), "", "", "What it is called", "\"Four districts deeply\"";
        extends: Placed, Text, "", "", "The scenario that it starts from: a path relative to this file, or a built-in name", "\"cohort-of-eight\"";
        with: Raw, Parameters, "", "", "What it changes, as `--with` of `uptake what-if` does: parameters, and fields as section.key", "{ manager_hours = 12, \"support.release\" = [1.0, 0.5] }";
        events: PlacedTexts, Texts, "", "", "What happens in it, as `--event` of `uptake what-if`", "[\"month 14: support changes to 0.5\"]";
        admit: PlacedTexts, Texts, "", "all", "Districts of a cohort that are admitted, by name or id; in the others the work is suspended from month 1 on", "[\"Alder\", \"Birch\"]";
    }
}

section! {
    /// A world.
    WorldText = SectionSpec { name: "world", called: "[[world]]", meaning: "A world", needs: &["name"], ..BLANK }; {
        name: Placed, Line(LONGEST_NAME), "", "", "What it is called", "\"High turnover\"";
        parameters: Raw, Parameters, "", "", "What it changes, as `with` of a plan; or \"accepted\" for vectors that calibration accepted", "{ superintendent_exit = 0.34 }";
        vectors: Option<u32>, Whole(1, MOST_VECTORS as i64), "vectors", "one world; 8 where parameters = \"accepted\"", "The world is several: one for each of so many vectors that calibration accepted, which share its weight", "8";
        events: PlacedTexts, Texts, "", "", "What happens in it, as `--event` of `uptake what-if`", "[\"month 14: superintendent leaves\"]";
        districts: PlacedTexts, Texts, "", "all", "The outcome is that of these districts alone, by name or id", "[\"Alder\"]";
        weight: Option<f64>, Number(0.001, 1000.0), "", "1", "How much it counts among worlds", "2";
    }
}
