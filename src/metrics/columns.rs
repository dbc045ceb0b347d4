//! The columns of the tables: name, meaning, type, unit, range.

use super::run_summary::Ending;

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A number with decimals.
    Number,
    /// A whole number, or a code.
    Whole,
    /// Text.
    Text,
}

/// One column of a table.
#[derive(Debug, Clone, Copy)]
pub struct Column {
    /// Name, as written in the first line of a table.
    pub name: &'static str,
    /// What it means.
    pub meaning: &'static str,
    /// What it holds.
    pub kind: Kind,
    /// Unit; empty if none.
    pub unit: &'static str,
    /// Smallest possible value.
    pub low: Option<f64>,
    /// Largest possible value.
    pub high: Option<f64>,
}

const fn share(name: &'static str, meaning: &'static str) -> Column {
    Column { name, meaning, kind: Kind::Number, unit: "share", low: Some(0.0), high: Some(1.0) }
}

const fn amount(name: &'static str, unit: &'static str, meaning: &'static str) -> Column {
    Column { name, meaning, kind: Kind::Number, unit, low: Some(0.0), high: None }
}

/// A difference of two shares, or of two gains.
const fn gap(name: &'static str, unit: &'static str, end: Option<f64>, meaning: &'static str) -> Column {
    let low = match end {
        Some(end) => Some(-end),
        None => None,
    };
    Column { name, meaning, kind: Kind::Number, unit, low, high: end }
}

const fn whole(name: &'static str, unit: &'static str, high: Option<f64>, meaning: &'static str) -> Column {
    Column { name, meaning, kind: Kind::Whole, unit, low: Some(0.0), high }
}

/// Declares the measures once, as columns and as names for their places.
macro_rules! measures {
    ($($place:ident = $column:expr;)+) => {
        /// Places of the measures in a month's row.
        #[allow(missing_docs, clippy::upper_case_acronyms, reason = "the columns say what each means")]
        #[non_exhaustive]
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        #[repr(usize)]
        pub enum Measure { $($place),+ }

        /// The monthly measures.
        pub const MEASURES: &[Column] = &[$($column),+];
    };
}

measures! {
    Spread = share("spread", "Share of focal teachers who use the practice, for whatever reason");
    SpreadAll = share("spread_all", "Share of all teachers who use it");
    Compliance = share("compliance", "Share of focal teachers who use it only because it is mandated (part of spread)");
    SchoolsUsing = share("schools_using", "Share of schools with focal teachers in which at least half of these use it");
    StoppedShare = share("stopped", "Share of focal teachers who have used it and stopped");
    Adopted = share("schools_adopted", "Share of schools with focal teachers that have ever adopted the practice formally");
    GivenUp = share("schools_given_up", "Share of schools with focal teachers that have given the practice up");
    DepthMean = share("depth", "Mean depth among focal teachers who use it; missing if none do");
    DepthSd = share("depth_sd", "Standard deviation of depth among them; missing below two");
    DeepShare = share("deep_share", "Share of all focal teachers who use it at a depth that counts as deep");
    Ownership = share("ownership", "Mean ownership among focal teachers who use it; missing if none do");
    Belief = share("belief", "Mean belief of all focal teachers that it works here");
    Coherence = share("coherence", "The four fundamentals together");
    Expectations = share("f_expectations", "Fundamental: clear expectations");
    Practices = share("f_practices", "Fundamental: common effective practices");
    Capacity = share("f_capacity", "Fundamental: capacity building");
    Monitoring = share("f_monitoring", "Fundamental: monitoring");
    Routine = share("routine", "Embedding in school routines, mean weighted by focal teachers");
    Policy = share("policy", "Embedding in district policy");
    Stage = whole("stage", "stage", Some(5.0), "Stage reached now, 0 (nobody tests) to 5 (districtwide norm); it can fall back");
    Circle = whole("circle", "circle", Some(4.0), "How wide the rollout has been opened, 0 (team) to 4 (expected of all)");
    Backing = share("backing", "District backing: visible commitment and the lead's commitment together");
    Seen = share("visible_commitment", "Commitment of the superintendent as seen in acts");
    Lasting = share("lasting", "Perceived permanence of the work");
    SuperintendentCommitment = share("superintendent_commitment", "Commitment of the superintendent in post");
    LeadCommitment = share("lead_commitment", "Commitment of the team lead in post");
    PrincipalCommitment = share("principal_commitment", "Mean enacted commitment of principals of schools with focal teachers");
    Safe = share("safe", "Mean safety to try in these schools");
    Time = amount("collaboration_hours", "hours a month", "Mean collaboration hours used for instruction in these schools");
    Attention = share("attention", "Attention left for this initiative");
    Initiatives = amount("initiatives", "initiatives", "Initiatives running side by side");
    Elsewhere = share("leaders_elsewhere", "Share of leaders' attention to this work that newer problems have taken");
    Churn = share("churn", "Unrest in the district office after changes of leaders");
    TeamCapacity = share("team_capacity", "Capacity of the improvement team for work");
    TeamSkill = share("team_skill", "Skill of the team to run the work without help");
    PilotFit = share("pilot_fit", "Mean fit of the idea in the pilot schools");
    ManagerHours = share("support", "Program manager's hours as a share of full support (at most 1)");
    HelpNeeded = amount("help_needed_hours", "hours a month", "Hours of help that users need");
    HelpGiven = amount("help_given_hours", "hours a month", "Hours of help they are given, convenings apart");
    UsersPilot = share("users_pilot", "Share of focal teachers who use it and came by the team");
    UsersColleague = share("users_colleague", "Share of focal teachers who use it and came by colleagues");
    UsersInvitation = share("users_invitation", "Share of focal teachers who use it and came by invitation");
    UsersExpectation = share("users_expectation", "Share of focal teachers who use it and came by expectation");
    UsersMandate = share("users_mandate", "Share of focal teachers who use it and came by mandate");
    LeaderExits = whole("leader_exits", "exits", None, "Leaders who left at the start of this month: superintendent, lead, program manager, principals");
    Gain = amount("gain_sd", "SD a year", "Gain of students in focal grades from the practice, mean over focal teachers' classes");
    GainHigh = amount("gain_sd_high_poverty", "SD a year", "The same in schools at or above the district's mean poverty");
    GainLow = amount("gain_sd_low_poverty", "SD a year", "The same in schools below it");
    GainUnderserved = amount("gain_sd_underserved", "SD a year", "Gain of students of underserved groups in focal grades");
    Courses = share("courses", "How far courses follow the practice in schools whose focal students choose them; missing without such");
    SpreadNext = share("spread_next", "Share of the focal teachers of later collaborations who use their practice; missing before");
    DepthNext = share("depth_next", "Mean depth among those; missing if none use it");
    DeepShareNext = share("deep_share_next", "Share of the focal teachers of later collaborations who are deep");
    GainGathered = amount("gain_gathered_sd", "SD", "Gain gathered so far by students in the last focal grade of their school");
    ProgramShare = share("program_share", "Share of focal teachers who use every component of the program that has started, the practice among them");
    ProgramDeepShare = share("program_deep_share", "Share of all focal teachers who use them all, each at a depth that counts as deep");
    HoursManager = amount("hours_manager", "hours a month", "Hours that program managers work for the district's teams");
    HoursCoach = amount("hours_coach", "hours a month", "Hours that the district's coaches work for the practice");
    HoursCollaboration = amount("hours_collaboration", "hours a month", "Hours of all teachers in collaboration on the practice, meetings of teams among them");
    HoursConvening = amount("hours_convening", "hours a month", "Hours of all teachers at convenings, online sessions and trainings");
    HoursSubstitute = amount("hours_substitute", "hours a month", "Hours of substitutes who stand in for them");
    Cost = amount("cost", "2023 dollars a month", "Money that the work takes in this month");
    CostSoFar = amount("cost_so_far", "2023 dollars", "Money that the work has taken since the first day");
    SpreadHigh = share("spread_high_poverty", "Spread in schools at or above the district's mean poverty");
    SpreadLow = share("spread_low_poverty", "Spread in schools below it");
    SpreadGap = gap("spread_gap", "share", Some(1.0), "Spread in high-poverty schools minus that in low-poverty schools; below 0 these are ahead");
    DeepShareHigh = share("deep_share_high_poverty", "Deep share in schools at or above the district's mean poverty");
    DeepShareLow = share("deep_share_low_poverty", "Deep share in schools below it");
    DeepShareGap = gap("deep_share_gap", "share", Some(1.0), "Deep share in high-poverty schools minus that in low-poverty schools");
    OwnershipHigh = share("ownership_high_poverty", "Ownership of users in schools at or above the district's mean poverty; missing if nobody uses it there");
    OwnershipLow = share("ownership_low_poverty", "Ownership of users in schools below it; missing if nobody uses it there");
    OwnershipGap = gap("ownership_gap", "share", Some(1.0), "Ownership of users in high-poverty schools minus that in low-poverty schools");
    GainGap = gap("gain_sd_gap", "SD a year", None, "Gain of students in high-poverty schools minus that in low-poverty schools");
    SpreadLowest = share("spread_lowest", "Spread in the lowest quarter of schools by deep share; missing below two schools");
    DeepShareLowest = share("deep_share_lowest", "Deep share in these schools");
    OwnershipLowest = share("ownership_lowest", "Ownership of users in these schools; missing if nobody uses it there");
    GainLowest = amount("gain_sd_lowest", "SD a year", "Gain of students in these schools");
}

/// The columns of a run as a whole.
pub const RUN_COLUMNS: &[Column] = &[
    whole("stage_36", "stage", Some(5.0), "Stage at month 36"),
    whole("stage_60", "stage", Some(5.0), "Stage at month 60"),
    whole("month_stage_2", "month", None, "First month at stage 2 or more; missing if not within the run"),
    whole("month_stage_3", "month", None, "First month at stage 3 or more; missing if not within the run"),
    whole("month_stage_4", "month", None, "First month at stage 4 or more; missing if not within the run"),
    whole("month_stage_5", "month", None, "First month at stage 5; missing if not within the run"),
    whole("focal_teachers", "teachers", None, "Focal teachers of the district"),
    whole("deep_36", "teachers", None, "Seats of focal teachers deep at month 36"),
    whole(
        "deep_both",
        "teachers",
        None,
        "Seats deep at month 36 and at month 60; over deep_36 it is the share sustained",
    ),
    share("peak_spread", "Largest spread of the run"),
    share("final_spread", "Spread in the last month"),
    whole(
        "ending",
        "ending",
        Some(3.0),
        "What the last month looks like: 0 stalled, 1 contained, 2 superficial, 3 scaled",
    ),
    whole("months_paused", "months", None, "Months in which the work was suspended"),
    share("start_coherence", "Capacity review, on the first day: the four fundamentals together"),
    share("start_team_skill", "Capacity review: the team's skill to run the work without help"),
    share("start_principal_commitment", "Capacity review: mean commitment of principals"),
    share("start_belief", "Capacity review: mean belief of focal teachers that it works here"),
    share("start_safe", "Capacity review: mean safety to try"),
    amount(
        "start_collaboration_hours",
        "hours a month",
        "Capacity review: collaboration hours used for instruction",
    ),
    amount("start_initiatives", "initiatives", "Capacity review: initiatives running side by side"),
    amount("total_hours_manager", "hours", "Hours of program managers in all months"),
    amount("total_hours_coach", "hours", "Hours of coaches in all months"),
    amount(
        "total_hours_collaboration",
        "hours",
        "Hours of teachers in collaboration on the practice in all months",
    ),
    amount(
        "total_hours_convening",
        "hours",
        "Hours of teachers at convenings, online sessions and trainings in all months",
    ),
    amount("total_hours_substitute", "hours", "Hours of substitutes in all months"),
    amount("total_cost", "2023 dollars", "Money that the work has taken by the last month"),
    Column {
        low: None,
        ..amount(
            "deep_gained",
            "teachers",
            "Focal teachers deep in the last month, less those of the first day; of all collaborations",
        )
    },
    Column {
        low: None,
        ..amount(
            "student_years",
            "student-years",
            "Students in classes of deep focal teachers, a school year each; less what the deep of the first day would have taught",
        )
    },
    whole(
        "month_half_high_poverty",
        "month",
        None,
        "First month in which half of the focal teachers of high-poverty schools use it; missing if not within the run",
    ),
    whole(
        "month_half_low_poverty",
        "month",
        None,
        "First month in which half of the focal teachers of low-poverty schools use it; missing if not within the run",
    ),
];

/// The name of a code in a column of codes; `None` where numbers are numbers.
pub fn code_name(column: &str, code: f64) -> Option<&'static str> {
    if column == "ending" {
        Ending::ALL.iter().find(|e| **e as u8 as f64 == code).map(|e| e.name())
    } else {
        None
    }
}

/// The lowest and the highest value of a measure or of a share of stages; infinite where there is no end.
pub fn range_of(measure: &str) -> (f64, f64) {
    match MEASURES.iter().find(|m| m.name == measure) {
        Some(m) => (m.low.unwrap_or(f64::NEG_INFINITY), m.high.unwrap_or(f64::INFINITY)),
        None if measure.starts_with("stage_share_") => (0.0, 1.0),
        None => (f64::NEG_INFINITY, f64::INFINITY),
    }
}

/// The smallest difference of a measure that is worth naming: so much of what it can be, and of months one.
pub fn worth_naming(measure: &str, share: f64) -> f64 {
    let column = MEASURES.iter().chain(RUN_COLUMNS).find(|c| c.name == measure);
    match column {
        Some(Column { unit: "month" | "months", .. }) => 1.0,
        Some(Column { low: Some(low), high: Some(high), .. }) => share * (high - low),
        _ => 0.0,
    }
}

/// The place of a measure by its name.
pub fn place_of(name: &str) -> Option<usize> {
    MEASURES.iter().position(|m| m.name == name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn names_are_unique_and_places_find_their_columns() {
        let names: BTreeSet<&str> = MEASURES.iter().chain(RUN_COLUMNS).map(|c| c.name).collect();
        assert_eq!(names.len(), MEASURES.len() + RUN_COLUMNS.len());
        assert_eq!(MEASURES[Measure::DeepShare as usize].name, "deep_share");
        assert_eq!(MEASURES[Measure::GainGathered as usize].name, "gain_gathered_sd");
        assert_eq!(place_of("stage"), Some(Measure::Stage as usize));
    }
}
