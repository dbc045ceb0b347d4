//! Who is asked when, in a sentence or two; and the team.

use super::events::{school_name, school_names};
use super::{NarrativeContext, amount};
use crate::parameters::Distribution;
use crate::phrasing::listed;
use crate::strategy::Strategy;

/// The strategy in a sentence or two.
pub(super) fn words(told: &NarrativeContext<'_>) -> String {
    let strategy = told.s.opening.strategy;
    match strategy {
        Strategy::Staged => "The strategy is staged: an improvement team tests the practice first. In January \
             and May it looks at what it can see, and as use spreads and deepens it asks one wider circle at \
             a time: colleagues in the pilot schools are invited, then expected to join; then all schools \
             are invited, and use is expected of everyone last."
            .into(),
        Strategy::SeveralTeams => format!(
            "The strategy is staged, with {} from the first day, each in a group of neighbouring schools of \
             its own. They test the practice first. In January and May each looks at what it can see, and as \
             use spreads and deepens it asks one wider circle of its schools at a time, from colleagues in \
             the pilot schools to everyone.",
            amount(&told.value("teams"), "improvement team", "improvement teams")
        ),
        Strategy::PauseAndReturn => "The strategy is staged, with pauses: an improvement team tests the \
             practice first, and as use spreads and deepens it asks one wider circle at a time, from \
             colleagues in the pilot schools to everyone. While the district is in unrest, after leaders \
             have left, the work is suspended; it is taken up again when calm returns."
            .into(),
        Strategy::MandateAtOnce => "The strategy is a mandate at once: every teacher of these grades, in every \
             school, is told to use the practice from the first month."
            .into(),
        Strategy::Grassroots => "The strategy is grassroots only: teachers invite teachers, the district \
             office asks nobody, and use is never expected of anyone."
            .into(),
        Strategy::PrincipalLed => "The strategy is left to principals: those of the pilot schools lead the \
             work in their own buildings, invite their teachers and later expect it of them, with no district \
             behind them. Other schools are not asked."
            .into(),
        Strategy::FewTrained => format!(
            "The strategy is to send {} to a training of {}, from which they come back to their schools alone.",
            amount(&told.value("team_teachers"), "teacher", "teachers"),
            training(told)
        ),
        Strategy::Consultant => format!(
            "The strategy is a consultant who trains every teacher of these grades once, for {}; nothing follows.",
            training(told)
        ),
    }
}

/// Parameters that the sentences on strategy and team tell.
pub(super) fn told(strategy: Strategy) -> Vec<&'static str> {
    match strategy {
        Strategy::FewTrained => vec!["team_teachers", "training_hours", "training_months"],
        Strategy::Consultant => vec!["training_hours", "training_months"],
        Strategy::SeveralTeams => vec!["team_sites", "team_teachers", "teams"],
        _ => vec!["team_sites", "team_teachers"],
    }
}

fn training(told: &NarrativeContext<'_>) -> String {
    let hours = amount(&told.value("training_hours"), "hour", "hours");
    match told.value("training_months") {
        Distribution::Fixed(1.0) => format!("{hours} in the first month"),
        months => format!("{hours} over {}", amount(&months, "month", "months")),
    }
}

/// The team and its pilot schools.
pub(super) fn team(told: &NarrativeContext<'_>) -> String {
    let opening = &told.s.opening;
    if !opening.strategy.has_team() {
        return "There is no improvement team that stays with the work.".to_string();
    }
    let teachers = amount(&told.value("team_teachers"), "teacher", "teachers");
    let sites = match opening.pilot_schools.as_slice() {
        [] => {
            let sites = amount(&told.value("team_sites"), "pilot school", "pilot schools");
            format!("{sites}, drawn anew in each simulated future")
        }
        [_] => format!("one pilot school, {}", school_names(told.s, &opening.pilot_schools)),
        named => {
            let names: Vec<String> = named.iter().map(|n| school_name(told.s, n).to_string()).collect();
            format!("the pilot schools {}", listed(&names))
        }
    };
    match opening.strategy {
        Strategy::SeveralTeams => format!("Each team has {teachers} and works in {sites}."),
        strategy if strategy.is_staged() => format!("The team has {teachers} and works in {sites}."),
        _ => format!("There is also an improvement team of {teachers}, which works in {sites}."),
    }
}
