//! Who is asked when, in a sentence; and the team.

use super::{Told, amount};
use crate::quantity::Strategy;
use crate::scenario::wording::listed;

/// The strategy in a sentence.
pub fn words(strategy: Strategy) -> &'static str {
    match strategy {
        Strategy::Staged => {
            "The strategy is staged: an improvement team tests the practice first. In January and May it \
             looks at what it can see, and as use spreads and deepens it asks one wider circle at a time: \
             colleagues in the pilot schools are invited, then expected to join; then all schools are \
             invited, and use is expected of everyone last."
        }
        Strategy::MandateAtOnce => {
            "The strategy is a mandate at once: every teacher of these grades, in every school, is told to \
             use the practice from the first month."
        }
        Strategy::Grassroots => {
            "The strategy is grassroots only: teachers invite teachers, the district office asks nobody, \
             and use is never expected of anyone."
        }
        Strategy::PrincipalLed => {
            "The strategy is left to the principals: each leads the work in their own building, with no \
             district behind them."
        }
        Strategy::FewTrained => {
            "The strategy is to send a few teachers to a training, from which they come back to their \
             schools alone."
        }
        Strategy::Consultant => {
            "The strategy is a consultant who trains every teacher of these grades once; nothing follows."
        }
        Strategy::SeveralTeams => {
            "The strategy is staged, by several improvement teams from the first day, each in a group of \
             schools of its own between which pupils move up. In January and May they look at what they \
             can see, and as use spreads and deepens they ask one wider circle at a time, from colleagues \
             in the pilot schools to everyone."
        }
        Strategy::PauseAndReturn => {
            "The strategy is staged, with patience: an improvement team tests the practice first, and as use \
             spreads and deepens one wider circle is asked at a time, from colleagues in the pilot schools to \
             everyone. While the district is in unrest the work is suspended; it is taken up again when calm \
             returns."
        }
    }
}

/// The team and its pilot schools.
pub(super) fn team(told: &Told<'_>) -> String {
    let opening = &told.s.opening;
    if !opening.strategy.has_team() {
        return "There is no improvement team.".to_string();
    }
    let teachers = amount(&told.value("team_teachers"), "teacher", "teachers");
    let sites = match opening.pilot_schools.as_slice() {
        [] => {
            let many = told.fixed("team_sites") != Some(1.0);
            let which = if many { "which are drawn" } else { "which is drawn" };
            let sites = amount(&told.value("team_sites"), "pilot school", "pilot schools");
            format!("{sites}, {which} anew in each simulated future")
        }
        [_] => format!("one pilot school, {}", super::events::school_names(told.s, &opening.pilot_schools)),
        named => {
            let names: Vec<String> =
                named.iter().map(|n| super::events::school_name(told.s, n).to_string()).collect();
            format!("the pilot schools {}", listed(&names))
        }
    };
    match opening.strategy {
        Strategy::SeveralTeams => format!("Each team has {teachers} and works in {sites}."),
        strategy if strategy.is_staged() => format!("The team has {teachers} and works in {sites}."),
        _ => format!("Beside this, an improvement team of {teachers} works in {sites}."),
    }
}
