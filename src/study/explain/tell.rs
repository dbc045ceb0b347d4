//! The entries of a story: what is about the district and, where a school is told, what is about it.

use super::people;
use super::removal::{is_dated, shortages};
use super::story::{Entry, Kind};
use super::watch::Watch;
use super::words::{self, Names, committed, date, decimals, percent};
use crate::metrics::columns::Measure;
use crate::parameters::Ledger;
use crate::quantity::Strategy;
use crate::scenario::Scenario;
use crate::scenario::describe::events::happening;
use crate::scenario::wording::{capital, count};
use crate::world::{Event, Post};

/// What a story is told of.
pub struct Told<'a> {
    /// The scenario.
    pub scenario: &'a Scenario,
    /// The run.
    pub watch: &'a Watch,
    /// Its names.
    pub names: &'a Names,
    /// The school that is told; the district if none.
    pub school: Option<usize>,
}

impl Told<'_> {
    /// Whether what happens in this school belongs to the story.
    pub fn is_about(&self, school: usize) -> bool {
        self.school.is_none_or(|own| own == school)
    }
}

/// All entries, by month.
pub fn entries(told: &Told<'_>) -> Vec<Entry> {
    let mut all = dated(told);
    all.extend(leaders(told));
    all.extend(decisions(told));
    if let Some(place) = told.school {
        all.extend(asked(told.watch, place));
    }
    all.extend(help(told));
    all.extend(people::entries(told));
    if told.school.is_none() {
        all.extend(stages(told.watch));
    }
    all.sort_by_key(|e| (e.month, e.kind));
    all
}

fn entry(month: u32, kind: Kind, what: impl Into<String>, why: impl Into<String>) -> Entry {
    Entry { month, kind, what: what.into(), why: why.into() }
}

fn dated(told: &Told<'_>) -> Vec<Entry> {
    let Ok(ledger) = Ledger::standard() else { return Vec::new() };
    let (scenario, id) = (told.scenario, &told.names.district_id);
    let mut all = Vec::new();
    for event in scenario.events.iter().filter(|e| e.acts_in(id) && e.month <= told.watch.last()) {
        let what = happening(scenario, event, &ledger);
        let until = event.until.map(|m| format!(", until {}", date(m))).unwrap_or_default();
        let note = event.note.trim();
        let why = if note.is_empty() { "The scenario dates it.".into() } else { words::sentence(note) };
        all.push(entry(event.month, Kind::Dated, format!("{}{until}.", capital(&what)), why));
        if let Some(end) = event.until.filter(|m| *m <= told.watch.last()) {
            all.push(entry(end, Kind::Dated, format!("It ends: {what}."), "The scenario dates it."));
        }
    }
    all
}

/// A leader's exit, by chance or by the scenario.
fn why_left(told: &Told<'_>, month: u32, post: Post, probability: f64) -> String {
    if is_dated(told.scenario, &told.names.district_id, month, post, probability) {
        "The scenario dates it.".into()
    } else {
        format!("Chance: a probability of {} at this time of the year.", words::probability(probability))
    }
}

fn leaders(told: &Told<'_>) -> Vec<Entry> {
    let mut all = Vec::new();
    let mut principals: Vec<(u32, bool, Vec<&Event>)> = Vec::new();
    for (month, event) in &told.watch.events {
        let (school, announced) = match event {
            Event::ExitAnnounced { school, .. } => (*school, true),
            Event::LeaderLeft { post: Post::Principal(school), .. } => (*school, false),
            Event::LeaderLeft { post, probability, successor } => {
                let before = month.saturating_sub(1);
                let who = capital(&told.names.post(*post));
                let was = match post {
                    Post::Superintendent => told.watch.at(before, Measure::SuperintendentCommitment),
                    _ => told.watch.at(before, Measure::LeadCommitment),
                };
                let what = match post {
                    Post::Manager => format!("{who} leaves; the bond with the team has to grow anew."),
                    _ => {
                        let next = words::stance(*successor, "the successor");
                        format!("{who} ({}) leaves; {next}.", committed(was))
                    }
                };
                all.push(entry(*month, Kind::Leader, what, why_left(told, *month, *post, *probability)));
                continue;
            }
            _ => continue,
        };
        if !told.is_about(school) {
            continue;
        }
        match principals.last_mut() {
            Some((m, a, events)) if m == month && *a == announced => events.push(event),
            _ => principals.push((*month, announced, vec![event])),
        }
    }
    all.extend(principals.iter().map(|(month, announced, events)| match announced {
        true => announcements(told, *month, events),
        false => successions(told, *month, events),
    }));
    all
}

fn announcements(told: &Told<'_>, month: u32, events: &[&Event]) -> Entry {
    let at = |e: &&Event| if let Event::ExitAnnounced { school, .. } = e { Some(*school) } else { None };
    let schools: Vec<usize> = events.iter().filter_map(at).collect();
    let what = match schools.as_slice() {
        [one] => format!("The principal of {} announces leaving in August.", told.names.school(*one)),
        many => format!(
            "{} announce leaving in August: of {}.",
            capital(&count(many.len() as f64, "principal", "principals")),
            told.names.some(many)
        ),
    };
    entry(month, Kind::Leader, what, "Until then it is less safe there to try something.")
}

fn successions(told: &Told<'_>, month: u32, events: &[&Event]) -> Entry {
    let left = events.iter().filter_map(|e| match e {
        Event::LeaderLeft { post: post @ Post::Principal(k), probability, successor } => {
            Some((*post, *k, *probability, *successor))
        }
        _ => None,
    });
    let left: Vec<_> = left.collect();
    if let [(post, k, probability, successor)] = left.as_slice() {
        let was = told.watch.school(month.saturating_sub(1), *k).commitment;
        let who = capital(&told.names.post(*post));
        let next = words::stance(*successor, "the successor");
        let what = format!("{who} ({}) leaves; {next}.", committed(was));
        return entry(month, Kind::Leader, what, why_left(told, month, *post, *probability));
    }
    let schools: Vec<usize> = left.iter().map(|(_, k, ..)| *k).collect();
    let continues = |stance| left.iter().filter(|(.., s)| s.stance == stance).count();
    let (go_on, own) =
        (continues(crate::world::Stance::Continues), continues(crate::world::Stance::OwnAgenda));
    let mean = left.iter().map(|(.., s)| s.commitment).sum::<f64>() / left.len().max(1) as f64;
    let what = format!(
        "{} of {} principals leave: of {}. Successors who continue the work: {go_on}; with an agenda of their own: {own}; \
         mean commitment {}.",
        left.len(),
        told.names.schools.len(),
        told.names.some(&schools),
        decimals(mean)
    );
    let dated =
        left.iter().any(|(post, _, p, _)| is_dated(told.scenario, &told.names.district_id, month, *post, *p));
    entry(month, Kind::Leader, what, if dated { "The scenario dates it." } else { "Chance." })
}

fn decisions(told: &Told<'_>) -> Vec<Entry> {
    let mut all = Vec::new();
    for (month, event) in &told.watch.events {
        let mut add = |what: String, why: String| all.push(entry(*month, Kind::Decision, what, why));
        match event {
            Event::CircleOpened { team, circle } if told.school.is_none() => {
                let pilots = told.watch.pilots.get(*team).map_or(&[][..], Vec::as_slice);
                let (what, why) = words::circle(*circle, told.watch.strategy);
                let of = match told.watch.pilots.len() {
                    0 | 1 => String::new(),
                    _ => format!(" of {}", told.names.some(pilots)),
                };
                let why = match told.watch.strategy {
                    Strategy::Grassroots => words::sentence(why),
                    _ => words::sentence(&format!("{why} (circle {} of 4)", circle.number())),
                };
                add(format!("The team{of} {what}."), why);
            }
            Event::IdeaAdapted { judged, .. } => add(
                "The team adapts its idea.".into(),
                format!("It seemed to suit the district only in part ({}).", decimals(*judged)),
            ),
            Event::IdeaDropped { judged, .. } => add(
                "The team drops its idea and takes another; part of depth, routines and policy is lost, and it is tested anew."
                    .into(),
                format!("It seemed not to suit the district ({}).", decimals(*judged)),
            ),
            Event::Suspended => {
                add("The district suspends the work until it is calm.".into(), "Unrest after changes of leaders.".into());
            }
            Event::TakenUpAgain => add("The work is taken up again.".into(), "It is calm again.".into()),
            Event::TeamStarted(team) => {
                let schools: Vec<usize> = team.seats.iter().map(|(k, _)| *k).collect();
                add(format!("One more team starts in {}.", told.names.some(&schools)), String::new());
            }
            Event::GaveUp { school, probability, reason } if told.is_about(*school) => add(
                format!("{} gives the practice up.", told.names.school(*school)),
                format!(
                    "Because {}; a probability of {} this May.",
                    words::reason(*reason),
                    words::probability(*probability)
                ),
            ),
            Event::Reconsidered { school, probability } if told.is_about(*school) => add(
                format!("{} takes the practice up again.", told.names.school(*school)),
                format!(
                    "A committed principal with the district behind: a probability of {} this May.",
                    words::probability(*probability)
                ),
            ),
            _ => {}
        }
    }
    all
}

/// When a school's focal teachers were invited, and expected to use it.
fn asked(watch: &Watch, place: usize) -> Vec<Entry> {
    let mut all = Vec::new();
    for month in (1..=watch.last()).filter(|m| watch.school(*m, place).focal > 0) {
        let (was, is) = (watch.school(month - 1, place), watch.school(month, place));
        let mut add = |what: &str| all.push(entry(month, Kind::Decision, what, ""));
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

fn help(told: &Told<'_>) -> Vec<Entry> {
    let watch = told.watch;
    let mut all = Vec::new();
    for (from, until) in shortages(watch) {
        let sum = |measure| (from..=until).map(|m| watch.at(m, measure)).sum::<f64>();
        let (needed, given) = (sum(Measure::HelpNeeded), sum(Measure::HelpGiven));
        let months = (from..=until).filter(|m| watch.at(*m, Measure::HelpNeeded) > 0.0).count().max(1) as f64;
        let until_when =
            if until == watch.last() { "to the end".into() } else { format!("until {}", date(until)) };
        let what = format!(
            "Help runs short, {until_when}: on average {} of the {} hours a month that users need are given ({}).",
            words::whole(given / months),
            words::whole(needed / months),
            percent(given / needed)
        );
        let supported = watch.at(from, Measure::ManagerHours);
        let why = match supported > 0.0 {
            true => "Users need more hours than colleagues, coaches and the program manager have.",
            false => "Outside support gives no hours, and colleagues and coaches have too few.",
        };
        all.push(entry(from, Kind::Help, what, why));
    }
    all
}

/// A stage that is regained within so many months was lost for a while: one thing, not two.
const A_WHILE: u32 = 6;

fn stages(watch: &Watch) -> Vec<Entry> {
    let at = |month: u32| watch.at(month, Measure::Stage) as u8;
    let last = watch.last();
    let mut all = Vec::new();
    let (mut month, mut stands, mut highest) = (1, at(0), at(0));
    while month <= last {
        let is = at(month);
        if is > stands {
            let again = if is <= highest { " again" } else { "" };
            let what = format!("Stage {is} is reached{again}: {}.", words::stage(is));
            all.push(entry(month, Kind::Stage, what, ""));
        } else if is < stands {
            let lost = format!("It is no longer so that {}.", words::stage(is + 1));
            let regained = (month + 1..=last.min(month + A_WHILE)).find(|m| at(*m) >= stands);
            if let Some(back) = regained {
                let lowest = (month..back).map(at).min().unwrap_or(is);
                let months = count(f64::from(back - month), "month", "months");
                let what =
                    format!("For {months} the district falls back from stage {stands} to stage {lowest}.");
                all.push(entry(month, Kind::Stage, what, lost));
                // What it regains is where it stood; more than that is told next.
                month = back;
                continue;
            }
            let what = format!("The district falls back from stage {stands} to stage {is}.");
            all.push(entry(month, Kind::Stage, what, lost));
        }
        (stands, highest) = (is, highest.max(is));
        month += 1;
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::metrics::MEASURES;
    use crate::parameters::Ledger;

    fn told_stages(stages: &[u8]) -> Vec<(u32, String)> {
        let mut watch = Watch::new("district", Ledger::standard().unwrap().values());
        watch.timeline = vec![0.0; stages.len() * MEASURES.len()];
        for (month, stage) in stages.iter().enumerate() {
            watch.timeline[month * MEASURES.len() + Measure::Stage as usize] = f64::from(*stage);
        }
        super::stages(&watch).into_iter().map(|e| (e.month, e.what)).collect()
    }

    #[test]
    fn a_stage_lost_for_a_while_is_told_once_and_one_lost_for_long_twice() {
        let short = told_stages(&[0, 1, 3, 2, 2, 3, 4]);
        assert_eq!(short.iter().map(|(m, _)| *m).collect::<Vec<_>>(), [1, 2, 3, 6]);
        assert_eq!(short[2].1, "For two months the district falls back from stage 3 to stage 2.");
        let long = told_stages(&[3, 2, 2, 2, 2, 2, 2, 2, 2, 3]);
        assert_eq!(long.len(), 2);
        assert!(long[1].1.starts_with("Stage 3 is reached again"), "{long:?}");
    }
}
