//! Words shared by those who ask for a rollout and those who carry it out. (ODD 7.15)
//!
//! ```
//! use uptake::strategy::Strategy;
//!
//! let strategy = Strategy::from_word("staged").ok_or("no such strategy")?;
//! assert!(strategy.rules().has_team());
//! # Ok::<(), &str>(())
//! ```

/// Who is asked when.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Strategy {
    /// A team tests in pilot schools; the circle widens as the team sees evidence; expectation comes last.
    #[default]
    Staged,
    /// Every focal teacher is told to use it from the first month.
    MandateAtOnce,
    /// Teachers invite teachers; nobody ever expects it. How far leaders and coaches stand behind them is for the scenario to say.
    Grassroots,
    /// Principals lead the work in their own buildings. How far the district stands behind them is for the scenario to say.
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
    /// All strategies.
    pub const ALL: [Strategy; 8] = [
        Strategy::Staged,
        Strategy::MandateAtOnce,
        Strategy::Grassroots,
        Strategy::PrincipalLed,
        Strategy::FewTrained,
        Strategy::Consultant,
        Strategy::SeveralTeams,
        Strategy::PauseAndReturn,
    ];

    /// What holds under it.
    pub fn rules(self) -> &'static StrategyRules {
        match self {
            Strategy::Staged => &STAGED,
            Strategy::MandateAtOnce => &MANDATE_AT_ONCE,
            Strategy::Grassroots => &GRASSROOTS,
            Strategy::PrincipalLed => &PRINCIPAL_LED,
            Strategy::FewTrained => &FEW_TRAINED,
            Strategy::Consultant => &CONSULTANT,
            Strategy::SeveralTeams => &SEVERAL_TEAMS,
            Strategy::PauseAndReturn => &PAUSE_AND_RETURN,
        }
    }

    /// The word that a scenario uses.
    pub fn word(self) -> &'static str {
        self.rules().word
    }

    /// The strategy of this word.
    pub fn from_word(word: &str) -> Option<Strategy> {
        Strategy::ALL.into_iter().find(|s| s.word() == word)
    }
}

/// All that the model and the pages about it know of a strategy.
#[derive(Debug)]
pub struct StrategyRules {
    /// The word that a scenario uses.
    pub word: &'static str,
    /// Who is asked when, for those who write scenarios.
    pub asked: &'static str,
    /// What it is, for the description of the model.
    pub rule: &'static str,
    /// Whether there are `teams` of them from the first day.
    pub several_teams: bool,
    /// Whether the principals of the pilot schools lead the team and stand behind what they expect.
    pub principals_lead: bool,
    /// Who is trained in place of an improvement team that meets, tests and reviews.
    pub trained: Trained,
    /// Whether use is mandated from the first day, by the widest circle.
    pub mandated: bool,
    /// The widest circle that a team opens.
    pub widest_circle: Circle,
    /// Whether circles open one by one, on evidence; otherwise the first review opens the widest.
    pub opens_on_evidence: bool,
    /// Who is invited.
    pub invites: Invites,
    /// Where use comes to be expected.
    pub expects: Expects,
    /// Whether the team recruits in all schools, not in its pilot schools alone.
    pub team_recruits_everywhere: bool,
    /// How much of a say teachers have.
    pub participation: Participation,
    /// Whether the work is suspended while the district is in unrest.
    pub pauses_in_unrest: bool,
    /// Parameters that no strategy without it reads, and the remark where another strategy is given them.
    pub own_parameters: (&'static [&'static str], &'static str),
    /// Its sentences in an account of a scenario. Names of parameters in braces stand for their values.
    pub sentences: &'static str,
    /// The sentence on its team, in the same way; `team_sites` are the pilot schools.
    pub team_sentence: &'static str,
}

impl StrategyRules {
    /// Whether there is an improvement team that meets, tests and reviews.
    pub fn has_team(&self) -> bool {
        self.trained == Trained::Nobody
    }
}

/// Who is trained in place of a team.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Trained {
    /// Nobody.
    Nobody,
    /// As many open teachers as a team would have.
    Few,
    /// Every focal teacher.
    AllFocal,
}

/// Who is invited to use the practice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Invites {
    /// Whom the circle includes.
    ByCircle,
    /// Focal teachers of the pilot schools.
    PilotSchools,
    /// Nobody.
    Nobody,
}

/// Where use comes to be expected.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Expects {
    /// Nowhere.
    Nowhere,
    /// In the pilot schools, once colleagues follow.
    PilotSchools,
    /// There, and in all schools in the widest circle.
    AllSchools,
}

/// How much of a say teachers have, as the parameters of ownership know it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Participation {
    /// As in staged work.
    Staged,
    /// As under a mandate.
    Mandate,
    /// As where teachers choose for themselves.
    Grassroots,
}

/// What the others are compared with: each of them says what is different under it.
const STAGED: StrategyRules = StrategyRules {
    word: "staged",
    asked: "a team tests in pilot schools; colleagues are invited, then expected to, then all schools, each on evidence that the team can see",
    rule: "circles as above",
    several_teams: false,
    principals_lead: false,
    trained: Trained::Nobody,
    mandated: false,
    widest_circle: Circle::AllExpected,
    opens_on_evidence: true,
    invites: Invites::ByCircle,
    expects: Expects::AllSchools,
    team_recruits_everywhere: true,
    participation: Participation::Staged,
    pauses_in_unrest: false,
    own_parameters: (&[], ""),
    sentences: "The strategy is staged: an improvement team tests the practice first. In January and May it looks at \
                what it can see, and as use spreads and deepens it asks one wider circle at a time: colleagues in the \
                pilot schools are invited, then expected to join; then all schools are invited, and use is expected \
                of everyone last.",
    team_sentence: "The team has {team_teachers} and works in {team_sites}.",
};

const SEVERAL_TEAMS: StrategyRules = StrategyRules {
    word: "several teams",
    asked: "staged, by `teams` teams (in `[team]`) from the first day, each in a feeder pattern of its own",
    rule: "the same by `teams` teams from the first day, each in its feeder pattern",
    several_teams: true,
    own_parameters: (&["teams"], "only the strategy \"several teams\" reads it"),
    sentences: "The strategy is staged, with {teams} from the first day, each in a group of neighboring schools of \
                its own. They test the practice first. In January and May each looks at what it can see, and as use \
                spreads and deepens it asks one wider circle of its schools at a time, from colleagues in the pilot \
                schools to everyone.",
    team_sentence: "Each team has {team_teachers} and works in {team_sites}.",
    ..STAGED
};

const PAUSE_AND_RETURN: StrategyRules = StrategyRules {
    word: "pause and return",
    asked: "staged, but suspended while unrest is above `pause_at_churn`, until it is below `return_at_churn` (both in `[parameters]`)",
    rule: "as staged, but suspended in unrest (below)",
    pauses_in_unrest: true,
    own_parameters: (
        &["pause_at_churn", "return_at_churn"],
        "only the strategy \"pause and return\" reads it",
    ),
    sentences: "The strategy is staged, with pauses: an improvement team tests the practice first, and as use spreads \
                and deepens it asks one wider circle at a time, from colleagues in the pilot schools to everyone. \
                While the district is in unrest, after leaders have left, the work is suspended; it is taken up again \
                when calm returns.",
    ..STAGED
};

const PRINCIPAL_LED: StrategyRules = StrategyRules {
    word: "principal-led sites",
    asked: "principals lead the teams and expect use in their own buildings; nobody carries it further",
    rule: "as staged up to circle 2, by the principals' own word (`own_building`); principals lead the team \
           (7.8)",
    principals_lead: true,
    widest_circle: Circle::PilotExpected,
    expects: Expects::PilotSchools,
    own_parameters: (&["own_building"], "only the strategy \"principal-led sites\" reads it"),
    sentences: "The strategy is left to principals: those of the pilot schools lead the work in their own buildings, \
                invite their teachers and later expect it of them, whatever the district does. Other schools are \
                not asked.",
    team_sentence: BESIDE,
    ..STAGED
};

const MANDATE_AT_ONCE: StrategyRules = StrategyRules {
    word: "mandate at once",
    asked: "every focal teacher is told to use it from the first month",
    rule: "everyone is told in the first month (circle 4); invitations in the pilot schools only; no \
           expectation; no review",
    mandated: true,
    widest_circle: Circle::Team,
    invites: Invites::PilotSchools,
    expects: Expects::Nowhere,
    participation: Participation::Mandate,
    sentences: "The strategy is a mandate at once: every teacher of these grades, in every school, is told to use the \
                practice from the first month.",
    team_sentence: BESIDE,
    ..STAGED
};

const GRASSROOTS: StrategyRules = StrategyRules {
    word: "grassroots only",
    asked: "teachers invite teachers; nothing is ever expected",
    rule: "0 → 3 at the first review (1 → 3 at the next one after a dropped idea), whatever is seen: \
           whoever uses it may invite, in any school; no further, and nothing is ever expected",
    widest_circle: Circle::AllInvited,
    opens_on_evidence: false,
    expects: Expects::Nowhere,
    team_recruits_everywhere: false,
    participation: Participation::Grassroots,
    sentences: "The strategy is grassroots only: teachers invite teachers, the district office asks nobody, and use \
                is never expected of anyone.",
    team_sentence: BESIDE,
    ..STAGED
};

const FEW_TRAINED: StrategyRules = StrategyRules {
    word: "few sent to training",
    asked: "as many open teachers as a team would have attend `training_hours` (in `[parameters]`) and come back alone; no team, no outside support",
    rule: "no circle: who was sent tries it, and colleagues see them (7.9, 7.10)",
    trained: Trained::Few,
    widest_circle: Circle::Team,
    invites: Invites::Nobody,
    expects: Expects::Nowhere,
    participation: Participation::Grassroots,
    own_parameters: TRAINING,
    sentences: "The strategy is to send {team_teachers} to a training of {training_hours} {training_months}, from \
                which they come back to their schools alone.",
    team_sentence: "There is no improvement team that stays with the work.",
    ..STAGED
};

const CONSULTANT: StrategyRules = StrategyRules {
    word: "one-off consultant",
    asked: "all focal teachers attend `training_hours` (in `[parameters]`); nobody follows up",
    rule: "no circle: the consultant's invitation to all who were there lasts as long as what they heard \
           (7.9, 7.10)",
    trained: Trained::AllFocal,
    // Who is lectured by a consultant has as little say as who is told by an order.
    participation: Participation::Mandate,
    sentences: "The strategy is a consultant who trains every teacher of these grades once, for {training_hours} \
                {training_months}; nothing follows.",
    ..FEW_TRAINED
};

const TRAINING: (&[&str], &str) =
    (&["training_hours", "training_months", "training_full"], "only the strategies with a training read it");
const BESIDE: &str = "There is also an improvement team of {team_teachers}, which works in {team_sites}.";

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
