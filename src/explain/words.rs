//! Names and words of a story.

use crate::phrasing::{capital, committed, some};
use crate::scenario::DistrictSpec;
use crate::strategy::{Circle, Route, Strategy};
use crate::world::{Post, Reason, Stance, Successor};

use super::watch::Watch;

/// The names of a district and its schools.
#[derive(Debug, Clone, PartialEq)]
pub struct DistrictNames {
    /// Id of the district.
    pub district_id: String,
    /// Its name.
    pub district: String,
    /// Names of its schools, by place.
    pub schools: Vec<String>,
}

impl DistrictNames {
    /// Names of what was watched: those of the table or scenario, and for drawn schools their level and number.
    pub fn new(place: &DistrictSpec, watch: &Watch) -> DistrictNames {
        let name = |id: &str| match place {
            DistrictSpec::Facts(facts) => {
                facts.schools.iter().find(|s| s.id == id).map_or(id.to_string(), |s| s.name.clone())
            }
            DistrictSpec::Synthetic { .. } | DistrictSpec::Totals(_) => capital(&id.replace('-', " ")),
        };
        DistrictNames {
            district_id: place.id().to_string(),
            district: place.name(),
            schools: watch.schools.iter().map(|s| name(&s.id)).collect(),
        }
    }

    /// A school by its place.
    pub fn school(&self, place: usize) -> &str {
        self.schools.get(place).map_or("a school", String::as_str)
    }

    /// Schools by their places: the first few by name.
    pub fn some(&self, places: &[usize]) -> String {
        let names: Vec<String> = places.iter().map(|&k| self.school(k).to_string()).collect();
        some(&names)
    }

    /// "the principal of Cold Stream Elementary".
    pub fn post(&self, post: Post) -> String {
        match post {
            Post::Superintendent => "the superintendent".into(),
            Post::Lead => "the team lead".into(),
            Post::Manager => "the program manager".into(),
            Post::Principal(k) => format!("the principal of {}", self.school(k.0)),
        }
    }
}

/// How a successor stands to the work.
pub fn stance(successor: Successor, what: &str) -> String {
    let stands = match successor.stance {
        Stance::Continues => "continues the work",
        Stance::Neutral => "is neither for nor against it",
        Stance::OwnAgenda => "brings an agenda of their own",
    };
    format!("{what} {stands} ({})", committed(successor.commitment))
}

/// How teachers came to use it; under some strategies those who test it are no team.
pub fn route(route: Route, strategy: Strategy) -> &'static str {
    match route {
        Route::Pilot if !strategy.rules().has_team() => "sent to the training",
        Route::Pilot => "on the team",
        Route::Colleague => "by the example of colleagues",
        Route::Invitation => "invited",
        Route::Expectation => "because it is expected",
        Route::Mandate => "because it is mandated",
    }
}

/// Why a teacher let it go, after "because".
pub fn reason(reason: Reason) -> &'static str {
    match reason {
        Reason::NotOwned => "they did not yet own it",
        Reason::NotRoutine => "nothing in the school's routines held it",
        Reason::Unrest => "of unrest after changes of leaders",
        Reason::Doubt => "of doubt that it works here",
        Reason::Attention => "other initiatives took the attention",
        Reason::NotEnforced => "they had only complied",
        Reason::Principal => "the principal was little committed",
        Reason::NothingBehind => "neither policy nor expectation stood behind it",
        Reason::Switched => "another initiative took its place",
        Reason::DistrictEnded => "the district ended it",
        Reason::SchoolGaveUp => "their school gave it up",
        Reason::Rate => "some always do",
    }
}

/// Why a school gave it up, after "because".
pub fn reason_of_school(of: Reason) -> &'static str {
    match of {
        Reason::NotOwned => "its users had not made it their own",
        other => reason(other),
    }
}

/// What a team opens, and on what evidence.
pub fn circle(circle: Circle, strategy: Strategy) -> (&'static str, &'static str) {
    let on_evidence = strategy.rules().opens_on_evidence;
    match circle {
        Circle::Team => ("works for itself", ""),
        Circle::PilotInvited => (
            "invites the other teachers of its pilot schools",
            "what it could see of its own members' practice was deep enough",
        ),
        Circle::PilotExpected => (
            "expects use of all focal teachers of its pilot schools",
            "enough of the colleagues there used it, as far as it could see",
        ),
        Circle::AllInvited if !on_evidence => (
            "lets its users invite colleagues in every school",
            "no evidence is asked for under this strategy",
        ),
        Circle::AllInvited => (
            "invites the focal teachers of all its schools",
            "enough teachers of the pilot schools used it, and deep enough, as far as it could see",
        ),
        Circle::AllExpected => (
            "expects use of all focal teachers and opens it to the other staff",
            "enough teachers of all its schools used it, and district policy stood behind it",
        ),
    }
}

/// What a stage means, after "at stage n: ".
pub fn stage(stage: u8) -> &'static str {
    match stage {
        0 => "nobody on a team uses it",
        1 => "team members use it",
        2 => "a tenth of the other teachers of the pilot schools use it",
        3 => "half of the teachers of the pilot schools use it, at a mean depth of 0.4 or more",
        4 => "half of the schools use it, and policy holds it",
        _ => "a districtwide norm",
    }
}

/// What is so no longer where this stage is lost.
pub fn stage_lost(stage: u8) -> &'static str {
    match stage {
        0 | 1 => "No team member uses it now.",
        2 => "Fewer than a tenth of the other teachers of the pilot schools now use it.",
        3 => {
            "Fewer than half of the teachers of the pilot schools now use it, or they use it at a mean depth below 0.4."
        }
        4 => "Fewer than half of the schools now use it, or policy no longer holds it.",
        _ => "It is no longer a districtwide norm.",
    }
}

/// Counts with their words: "8 invited, 3 by the example of colleagues".
pub fn counted<T: Copy>(counts: &[(T, u32)], word: impl Fn(T) -> &'static str) -> String {
    let mut shown: Vec<&(T, u32)> = counts.iter().filter(|(_, n)| *n > 0).collect();
    shown.sort_by_key(|(_, n)| std::cmp::Reverse(*n));
    shown.iter().map(|(what, n)| format!("{n} {}", word(*what))).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_read_as_words() {
        let counts = [(Route::Pilot, 1), (Route::Colleague, 0), (Route::Invitation, 4)];
        let words = |strategy| counted(&counts, |r| route(r, strategy));
        assert_eq!(words(Strategy::Staged), "4 invited, 1 on the team");
        assert_eq!(words(Strategy::FewTrained), "4 invited, 1 sent to the training");
    }
}
