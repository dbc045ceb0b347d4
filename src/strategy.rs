//! Words shared by those who ask for a rollout and those who carry it out. (ODD 7.15)

/// Who is asked when.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Strategy {
    /// A team tests in pilot schools; the circle widens as the team sees evidence; expectation comes last.
    Staged,
    /// Every focal teacher is told to use it from the first month.
    MandateAtOnce,
    /// Teachers invite teachers, with no district behind them; nobody ever expects it.
    Grassroots,
    /// Principals lead the work in their own buildings, with no district behind them.
    PrincipalLed,
    /// A few teachers are sent to a training and come back alone.
    FewTrained,
    /// A consultant trains every focal teacher once; nothing follows.
    Consultant,
    /// Staged, by several teams from the first day, each in a feeder pattern of its own.
    SeveralTeams,
    /// Staged, but suspended while the district is in unrest, and taken up again when it is calm.
    PauseAndReturn,
}

impl Strategy {
    /// All strategies with the word that a scenario uses.
    pub const ALL: [(Strategy, &'static str); 8] = [
        (Strategy::Staged, "staged"),
        (Strategy::MandateAtOnce, "mandate at once"),
        (Strategy::Grassroots, "grassroots only"),
        (Strategy::PrincipalLed, "principal-led sites"),
        (Strategy::FewTrained, "few sent to training"),
        (Strategy::Consultant, "one-off consultant"),
        (Strategy::SeveralTeams, "several teams"),
        (Strategy::PauseAndReturn, "pause and return"),
    ];

    /// Whether the circle widens on evidence, from the team to everyone.
    pub fn is_staged(self) -> bool {
        matches!(self, Strategy::Staged | Strategy::SeveralTeams | Strategy::PauseAndReturn)
    }

    /// Whether, once colleagues follow, use comes to be expected in the pilot schools.
    pub fn expects_in_pilots(self) -> bool {
        self.is_staged() || self == Strategy::PrincipalLed
    }

    /// Whether there is an improvement team that meets, tests and reviews.
    pub fn has_team(self) -> bool {
        !matches!(self, Strategy::FewTrained | Strategy::Consultant)
    }

    /// The word that a scenario uses.
    pub fn word(self) -> &'static str {
        Strategy::ALL.iter().find(|(s, _)| *s == self).map_or("", |(_, word)| word)
    }

    /// The strategy of this word.
    pub fn from_word(word: &str) -> Option<Strategy> {
        Strategy::ALL.iter().find(|(_, w)| *w == word).map(|(s, _)| *s)
    }
}

/// How wide the rollout has been opened. Opening is permission, not attainment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Circle {
    /// The improvement team alone.
    Team,
    /// The other focal teachers of the pilot schools are invited.
    PilotInvited,
    /// Use is expected of them.
    PilotExpected,
    /// The focal teachers of all schools are invited.
    AllInvited,
    /// Use is expected of them, and the rest of the staff may take it up too.
    AllExpected,
}

impl Circle {
    /// 0 for the team alone to 4 for everyone expected.
    pub fn number(self) -> u8 {
        self as u8
    }

    /// The next wider circle.
    pub fn next(self) -> Circle {
        match self {
            Circle::Team => Circle::PilotInvited,
            Circle::PilotInvited => Circle::PilotExpected,
            Circle::PilotExpected => Circle::AllInvited,
            Circle::AllInvited | Circle::AllExpected => Circle::AllExpected,
        }
    }
}

/// How a teacher came to use the practice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Route {
    /// As a member of the team that tests it, or as one of a few sent to training.
    Pilot,
    /// By the example of colleagues.
    Colleague,
    /// Invited by users, the team or a consultant.
    Invitation,
    /// Because it is expected.
    Expectation,
    /// Because it is mandated.
    Mandate,
}

impl Route {
    /// All routes, in the order in which competing causes are told apart: each at its number.
    pub const ALL: [Route; 5] =
        [Route::Pilot, Route::Colleague, Route::Invitation, Route::Expectation, Route::Mandate];
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_route_stands_at_its_number() {
        assert!(Route::ALL.iter().enumerate().all(|(number, route)| *route as usize == number));
    }
}
