//! Decisions in a story: circles, ideas, suspensions, teams, and schools that give the practice up.

use super::story::{EntryKind, StoryEntry};
use super::tell::{StoryContext, entry};
use super::watch::Watch;
use super::words;
use crate::phrasing::{capital, count, decimals, listed, percent, sentence};
use crate::strategy::Circle;
use crate::world::{Event, Reason};

/// Entries about decisions.
pub fn entries(told: &StoryContext<'_>) -> Vec<StoryEntry> {
    let mut all = Vec::new();
    let mut circles: Vec<(u32, usize, Circle)> = Vec::new();
    let mut gave_up: Vec<(u32, usize, f64, Reason)> = Vec::new();
    let mut again: Vec<(u32, usize, f64)> = Vec::new();
    let mut problems: Vec<u32> = Vec::new();
    for (month, event) in &told.watch.events {
        match event {
            Event::CircleOpened { team, circle } if told.school.is_none() => {
                circles.push((*month, team.0, *circle));
            }
            Event::GaveUp { school, probability, reason } if told.is_about(school.0) => {
                gave_up.push((*month, school.0, *probability, *reason));
            }
            Event::Reconsidered { school, probability } if told.is_about(school.0) => {
                again.push((*month, school.0, *probability));
            }
            Event::ProblemArose { .. } => problems.push(*month),
            other => all.extend(of_district(told, *month, other)),
        }
    }
    all.extend(new_problems(&problems));
    // Teams that open the same circle in the same month do so in one sentence.
    circles.sort_by_key(|(month, team, circle)| (*month, *circle, *team));
    all.extend(circles.chunk_by(|a, b| (a.0, a.2) == (b.0, b.2)).map(|group| opened(told, group)));
    all.extend(gave_up.chunk_by(|a, b| a.0 == b.0).map(|group| given_up(told, group)));
    all.extend(again.chunk_by(|a, b| a.0 == b.0).map(|group| taken_up_again(told, group)));
    if let Some(place) = told.school {
        all.extend(asked(told.watch, place));
    }
    all
}

fn of_district(told: &StoryContext<'_>, month: u32, event: &Event) -> Option<StoryEntry> {
    let (what, why) = match event {
        Event::IdeaAdapted { judged, .. } => (
            "The team adapts its idea.".to_string(),
            format!("It seemed to suit the district only in part ({}).", decimals(*judged)),
        ),
        Event::IdeaDropped { judged, .. } => (
            "The team drops its idea and takes another; part of depth, routines and policy is lost, and it is tested anew."
                .into(),
            format!("It seemed not to suit the district ({}).", decimals(*judged)),
        ),
        Event::BudgetCut { .. } => ("The budget for coaches is cut for this school year.".into(), String::new()),
        Event::Suspended => {
            ("The district suspends the work until it is calm.".into(), "Unrest after changes of leaders.".into())
        }
        Event::TakenUpAgain => ("The work is taken up again.".into(), "It is calm again.".into()),
        Event::TeamStarted(team) => {
            let schools: Vec<usize> = team.seats.iter().map(|(k, _)| k.0).collect();
            (format!("One more team starts in {}.", told.names.some(&schools)), String::new())
        }
        _ => return None,
    };
    Some(entry(month, EntryKind::Decision, what, why))
}

/// New problems, however many: one sentence, at the first.
fn new_problems(months: &[u32]) -> Option<StoryEntry> {
    let what = match months {
        [] => return None,
        [_] => {
            "A new problem takes attention of the superintendent and the lead, and is one more initiative."
                .into()
        }
        many => format!(
            "New problems take attention of the superintendent and the lead, each as one more initiative: in months {}.",
            listed(&many.iter().map(u32::to_string).collect::<Vec<_>>())
        ),
    };
    Some(entry(*months.first()?, EntryKind::Decision, what, ""))
}

fn opened(told: &StoryContext<'_>, group: &[(u32, usize, Circle)]) -> StoryEntry {
    let (month, _, circle) = group[0];
    let (what, why) = words::circle(circle, told.watch.strategy);
    let pilots = |team: usize| told.watch.pilots.get(team).map_or(&[][..], Vec::as_slice);
    let who = match (told.watch.pilots.len(), group) {
        (0 | 1, _) => "The team".to_string(),
        (_, [(_, team, _)]) => format!("The team of {}", told.names.some(pilots(*team))),
        (_, teams) => {
            let all: Vec<usize> = teams.iter().flat_map(|(_, team, _)| pilots(*team)).copied().collect();
            format!("Each of {}, in {},", count(teams.len() as f64, "team", "teams"), told.names.some(&all))
        }
    };
    let why = match told.watch.strategy.rules().opens_on_evidence {
        false => sentence(why),
        true => sentence(&format!("{why} (circle {} of 4)", circle.number())),
    };
    entry(month, EntryKind::Decision, format!("{who} {what}."), why)
}

fn given_up(told: &StoryContext<'_>, group: &[(u32, usize, f64, Reason)]) -> StoryEntry {
    let month = group[0].0;
    if let [(_, school, probability, reason)] = group {
        let (name, because) = (told.names.school(*school), words::reason_of_school(*reason));
        let what = format!("{name} drops the practice because {because}.");
        let why = format!("The probability of it was {} this May.", percent(*probability));
        return entry(month, EntryKind::Decision, what, why);
    }
    let schools: Vec<usize> = group.iter().map(|(_, school, ..)| *school).collect();
    let mut reasons: Vec<(Reason, u32)> = Vec::new();
    for (.., reason) in group {
        match reasons.iter_mut().find(|(own, _)| own == reason) {
            Some((_, n)) => *n += 1,
            None => reasons.push((*reason, 1)),
        }
    }
    reasons.sort_by_key(|(_, n)| std::cmp::Reverse(*n));
    let because: Vec<String> =
        reasons.iter().map(|(r, n)| format!("{n} because {}", words::reason_of_school(*r))).collect();
    let many = capital(&count(schools.len() as f64, "school", "schools"));
    let what = format!("{many} drop the practice: {}.", told.names.some(&schools));
    entry(month, EntryKind::Decision, what, sentence(&because.join(", ")))
}

fn taken_up_again(told: &StoryContext<'_>, group: &[(u32, usize, f64)]) -> StoryEntry {
    let why = "A committed principal with the district behind makes that likelier";
    if let [(month, school, probability)] = group {
        let what = format!("{} takes the practice up again.", told.names.school(*school));
        let why = format!("{why}: here a probability of {} this May.", percent(*probability));
        return entry(*month, EntryKind::Decision, what, why);
    }
    let schools: Vec<usize> = group.iter().map(|(_, school, _)| *school).collect();
    let many = capital(&count(schools.len() as f64, "school", "schools"));
    let what = format!("{many} take the practice up again: {}.", told.names.some(&schools));
    entry(group[0].0, EntryKind::Decision, what, format!("{why}."))
}

/// When a school's focal teachers were invited, and expected to use it.
fn asked(watch: &Watch, place: usize) -> Vec<StoryEntry> {
    let mut all = Vec::new();
    for month in (1..=watch.last()).filter(|m| watch.school(*m, place).focal > 0) {
        let (was, is) = (watch.school(month - 1, place), watch.school(month, place));
        let mut add = |what: &str| all.push(entry(month, EntryKind::Decision, what, ""));
        match (was.invited, is.invited) {
            (false, true) => add("Its focal teachers are invited from now on."),
            (true, false) => add("Nobody invites them any more."),
            _ => {}
        }
        match (was.expected, is.expected) {
            (false, true) => add("Use is expected of them from now on."),
            (true, false) => add("Use is no longer expected."),
            _ => {}
        }
        if is.pilot && !was.pilot {
            add("It becomes a pilot school.");
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::explain::words::DistrictNames;
    use crate::parameters::Ledger;
    use crate::scenario::{self, layers::BuiltIn};
    use crate::world::SchoolId;

    #[test]
    fn new_problems_are_told_once_with_all_their_months() {
        assert_eq!(new_problems(&[]), None);
        assert!(new_problems(&[10]).is_some_and(|e| e.month == 10 && e.what.starts_with("A new problem")));
        let many = new_problems(&[10, 13, 26]).unwrap();
        assert_eq!(
            (many.month, many.what.ends_with("in months 10, 13 and 26.")),
            (10, true),
            "{}",
            many.what
        );
    }

    #[test]
    fn schools_that_give_up_in_one_may_are_told_in_one_sentence() {
        let ledger = Ledger::standard().unwrap();
        let scenario = scenario::read("committed", &[], &BuiltIn, &ledger).unwrap();
        let mut watch = Watch::new("district", ledger.values());
        let gives_up = |school, reason| Event::GaveUp { school, probability: 0.25, reason };
        watch.events = vec![
            (10, gives_up(SchoolId(0), Reason::NotOwned)),
            (22, gives_up(SchoolId(1), Reason::Principal)),
            (22, gives_up(SchoolId(2), Reason::NotOwned)),
            (22, gives_up(SchoolId(0), Reason::NotOwned)),
        ];
        let schools = ["A", "B", "C"].map(String::from).to_vec();
        let names = DistrictNames { district_id: "district".into(), district: "D".into(), schools };
        let told = StoryContext { scenario: &scenario, watch: &watch, names: &names, school: None };
        let all = entries(&told);
        assert_eq!(all.len(), 2);
        assert_eq!(all[0].what, "A drops the practice because its users had not made it their own.");
        assert_eq!(all[0].why, "The probability of it was 25% this May.");
        assert_eq!(all[1].what, "Three schools drop the practice: B, C and A.");
        assert!(all[1].why.starts_with("2 because its users"), "{}", all[1].why);
        let of_school = entries(&StoryContext { school: Some(1), ..told });
        assert_eq!(of_school.len(), 1);
        assert_eq!(of_school[0].what, "B drops the practice because the principal was little committed.");
    }
}
