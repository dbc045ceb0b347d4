//! Who leads, and how committed, in words with the number in brackets.

use super::{NarrativeContext, amount, degree};
use crate::parameters::Distribution;
use crate::phrasing::{level, number};

/// The sentences about superintendent, team lead and principals.
pub(super) fn words(told: &NarrativeContext<'_>) -> String {
    let superintendent = committed(&told.value("superintendent_commitment"));
    let lead = committed(&told.value("lead_commitment"));
    let principals = committed(&told.value("principal_priority"));
    let office = if told.s.opening.leaders.superintendent_leads {
        format!("The superintendent leads the work in person and is {superintendent}.")
    } else {
        let lead = match told.value("team_leaders") {
            Distribution::Fixed(1.0) => format!("a senior district leader, the team lead, who is {lead}"),
            several => format!(
                "{}, the team leads, who make up for each other and are {lead}",
                amount(&several, "senior district leader", "senior district leaders")
            ),
        };
        format!("The superintendent is {superintendent}. The work is led by {lead}.")
    };
    format!(
        "{office} The principals are on average {principals}, some more and some less. Commitment is \
         counted from 0, not at all, to 1, fully."
    )
}

/// "strongly committed (0.85)".
pub(super) fn committed(d: &Distribution) -> String {
    match d {
        Distribution::Fixed(x) => format!("{} committed ({})", level(*x), number(*x)),
        _ => format!("committed to a degree that is not fixed ({})", degree(d)),
    }
}
