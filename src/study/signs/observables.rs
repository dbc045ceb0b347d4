//! What a person in a district can see of the work, without a survey of depth or belief.

use crate::experiment::Outcome;
use crate::metrics::Measure;

/// How the months up to a month come to one number.
#[derive(Debug, Clone, Copy)]
enum Over {
    /// At the end of the month.
    Last,
    /// Mean of the months from the first on.
    Mean,
    /// Sum of these months.
    Sum,
}

/// Something that can be seen.
pub(super) struct Observable {
    pub(super) name: &'static str,
    /// In words, to stand behind "there are" or a number.
    pub(super) what: &'static str,
    pub(super) unit: &'static str,
    /// Whether little of it is the bad sign.
    pub(super) is_low: bool,
    measure: Measure,
    over: Over,
}

const fn low(
    name: &'static str,
    measure: Measure,
    over: Over,
    unit: &'static str,
    what: &'static str,
) -> Observable {
    Observable { name, what, unit, is_low: true, measure, over }
}

const fn high(
    name: &'static str,
    measure: Measure,
    over: Over,
    unit: &'static str,
    what: &'static str,
) -> Observable {
    Observable { name, what, unit, is_low: false, measure, over }
}

/// All of them.
pub(super) const OBSERVABLES: &[Observable] = &[
    low(
        "check_ins",
        Measure::HoursManager,
        Over::Mean,
        "hours a month",
        "the program manager's check-ins with the team, in hours a month",
    ),
    low(
        "meetings",
        Measure::HoursCollaboration,
        Over::Mean,
        "hours a month",
        "hours a month of all teachers in meetings on the practice, those of the team among them",
    ),
    low(
        "team_tried",
        Measure::UsersPilot,
        Over::Last,
        "share",
        "the share of teachers who use the practice and came by the team",
    ),
    low(
        "collaboration_hours",
        Measure::Time,
        Over::Mean,
        "hours a month",
        "collaboration hours a month that schools use for instruction",
    ),
    low(
        "invitations_accepted",
        Measure::UsersInvitation,
        Over::Last,
        "share",
        "the share of teachers who use the practice and came by an invitation",
    ),
    low(
        "help_hours",
        Measure::HelpGiven,
        Over::Mean,
        "hours a month",
        "hours of help a month that users are given",
    ),
    low(
        "superintendent_seen",
        Measure::Seen,
        Over::Last,
        "share",
        "the superintendent's commitment as seen in acts",
    ),
    low("users", Measure::Spread, Over::Last, "share", "the share of teachers who use the practice"),
    high("leaders_left", Measure::LeaderExits, Over::Sum, "leaders", "leaders who have left"),
    high("initiatives", Measure::Initiatives, Over::Last, "initiatives", "initiatives side by side"),
    high(
        "stopped",
        Measure::StoppedShare,
        Over::Last,
        "share",
        "the share of teachers who used the practice and stopped",
    ),
];

impl Observable {
    /// Its value in a run by the end of a month; missing where the model has none.
    pub(super) fn of(&self, run: &Outcome, by: u32) -> f64 {
        let at = |month: u32| run.at(month, self.measure);
        match self.over {
            Over::Last => at(by).unwrap_or(f64::NAN),
            Over::Sum => (1..=by).filter_map(at).sum(),
            Over::Mean => (1..=by).filter_map(at).sum::<f64>() / f64::from(by),
        }
    }
}
