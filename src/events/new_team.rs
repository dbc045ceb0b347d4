//! What a team that starts during a run needs, whether for the same practice or for another.

use super::{Ground, Names};
use crate::census::grade::GradeSpan;
use crate::census::{DistrictFacts, SchoolFacts};
use crate::initialization::teams;
use crate::mechanisms::Context;
use crate::phrasing::listed;
use crate::world::{District, Event};

/// One more team, with grades for a practice of its own, where a school is left for it and the strategy knows teams.
pub(super) fn starts(
    d: &District,
    c: Context<'_>,
    grades: Option<GradeSpan>,
    sites: &[String],
) -> Vec<Event> {
    let new = teams::another(d, grades, sites, (c.streams, c.p, c.now));
    let new = new.filter(|_| d.rules().has_team());
    new.map(|new| Event::TeamStarted(Box::new(new))).into_iter().collect()
}

/// "in Bijou Community and Meyers Elementary".
pub(super) fn sites(ids: &[String], names: &Names<'_>) -> String {
    match ids {
        [] => "in pilot schools that are drawn anew in each future".to_string(),
        ids => format!("in {}", listed(&ids.iter().map(|id| names.school(id)).collect::<Vec<_>>())),
    }
}

/// Why there can be no such team: because the strategy has none, or as `of` says for the schools of the district.
pub(super) fn faults(
    ground: &Ground<'_>,
    of: impl Fn(&DistrictFacts) -> Vec<(String, String)>,
) -> Vec<(String, String)> {
    let strategy = ground.opening.rollout.strategy;
    if !strategy.rules().has_team() {
        let fault = format!("under the strategy \"{}\" there are no teams", strategy.word());
        return vec![(fault, "choose another strategy, or leave the event out".into())];
    }
    ground.facts.map(of).unwrap_or_default()
}

/// Schools named for it that are not free.
pub(super) fn not_free<'a>(
    named: &'a [String],
    facts: &'a DistrictFacts,
    is_free: impl Fn(&SchoolFacts) -> bool + 'a,
) -> impl Iterator<Item = (String, String)> + 'a {
    let schools = named.iter().filter_map(|id| facts.schools.iter().find(|s| s.id == *id));
    schools.filter(move |school| !is_free(school)).map(|school| {
        let fault = format!("\"{}\" is not free to be a pilot school of it", school.name);
        (fault, "name a school that teaches its grades and works on nothing else".into())
    })
}
