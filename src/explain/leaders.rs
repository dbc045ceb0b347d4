//! Leaders in a story: who announces leaving, who leaves, and how the next one stands to the work.

use super::removal::is_dated;
use super::story::{EntryKind, StoryEntry};
use super::tell::{StoryContext, entry};
use super::words;
use crate::calendar::YEAR;
use crate::metrics::columns::Measure;
use crate::phrasing::{capital, committed, count, decimals, percent};
use crate::world::{Event, Post, SchoolId, Stance, Successor};

/// In a district with more schools than these, principals are told year by year, those of pilot schools apart.
const TOLD_MONTH_BY_MONTH: usize = 20;

/// A principal's exit.
#[derive(Debug, Clone, Copy)]
struct Exit {
    month: u32,
    school: usize,
    probability: f64,
    successor: Successor,
}

/// Entries about leaders.
pub fn entries(told: &StoryContext<'_>) -> Vec<StoryEntry> {
    let mut all = office(told);
    let mut exits: Vec<Exit> = Vec::new();
    let mut announced: Vec<(u32, usize)> = Vec::new();
    for (month, event) in &told.watch.events {
        match *event {
            Event::LeaderLeft { post: Post::Principal(school), probability, successor } => {
                exits.push(Exit { month: *month, school: school.0, probability, successor });
            }
            Event::ExitAnnounced { school, .. } => announced.push((*month, school.0)),
            _ => {}
        }
    }
    exits.retain(|exit| told.is_about(exit.school));
    announced.retain(|(_, school)| told.is_about(*school));
    if told.school.is_none() && told.watch.schools.len() > TOLD_MONTH_BY_MONTH {
        let is_pilot = |month: u32, school: usize| told.watch.school(month.saturating_sub(1), school).pilot;
        all.extend(years(told, &exits));
        exits.retain(|exit| is_pilot(exit.month, exit.school));
        announced.retain(|(month, school)| is_pilot(*month, *school));
    }
    for group in announced.chunk_by(|a, b| a.0 == b.0) {
        let schools: Vec<usize> = group.iter().map(|(_, school)| *school).collect();
        all.push(announcements(told, group[0].0, &schools));
    }
    for group in exits.chunk_by(|a, b| a.month == b.month) {
        all.push(successions(told, group));
    }
    all
}

/// Superintendent, lead and program manager.
fn office(told: &StoryContext<'_>) -> Vec<StoryEntry> {
    let mut all = Vec::new();
    for (month, event) in &told.watch.events {
        let Event::LeaderLeft { post, probability, successor } = event else { continue };
        let who = capital(&told.names.post(*post));
        let before = month.saturating_sub(1);
        let was = match post {
            Post::Principal(_) => continue,
            Post::Superintendent => told.watch.at(before, Measure::SuperintendentCommitment),
            Post::Lead | Post::Manager => told.watch.at(before, Measure::LeadCommitment),
        };
        let what = match post {
            Post::Manager => format!("{who} leaves; the bond with the team has to grow anew."),
            _ => {
                let next = words::stance(*successor, "the successor");
                format!("{who} ({}) leaves; {next}.", committed(was))
            }
        };
        all.push(entry(*month, EntryKind::Leader, what, why(told, *month, *post, *probability)));
    }
    all
}

/// An exit by chance or by the scenario.
fn why(told: &StoryContext<'_>, month: u32, post: Post, probability: f64) -> String {
    if is_dated(told.scenario, &told.names.district_id, month, post, probability) {
        "The scenario plans it.".into()
    } else {
        format!("Chance: a probability of {} at this time of the year.", percent(probability))
    }
}

fn announcements(told: &StoryContext<'_>, month: u32, schools: &[usize]) -> StoryEntry {
    let what = match schools {
        [one] => format!("The principal of {} announces leaving in August.", told.names.school(*one)),
        many => format!(
            "{} announce leaving in August: of {}.",
            capital(&count(many.len() as f64, "principal", "principals")),
            told.names.some(many)
        ),
    };
    entry(month, EntryKind::Leader, what, "Until then it is less safe there to try something.")
}

fn successions(told: &StoryContext<'_>, exits: &[Exit]) -> StoryEntry {
    let month = exits[0].month;
    if let [Exit { school, probability, successor, .. }] = exits {
        let post = Post::Principal(SchoolId(*school));
        let was = told.watch.school(month.saturating_sub(1), *school).commitment;
        let who = capital(&told.names.post(post));
        let next = words::stance(*successor, "the successor");
        let what = format!("{who} ({}) leaves; {next}.", committed(was));
        return entry(month, EntryKind::Leader, what, why(told, month, post, *probability));
    }
    let schools: Vec<usize> = exits.iter().map(|exit| exit.school).collect();
    let what = format!(
        "{} of {} principals leave: of {}. {}",
        exits.len(),
        told.names.schools.len(),
        told.names.some(&schools),
        successors(exits)
    );
    let is_dated = |exit: &Exit| {
        let post = Post::Principal(SchoolId(exit.school));
        is_dated(told.scenario, &told.names.district_id, month, post, exit.probability)
    };
    entry(
        month,
        EntryKind::Leader,
        what,
        if exits.iter().any(is_dated) { "The scenario plans it." } else { "Chance." },
    )
}

/// How those stand to the work who come after several.
fn successors(exits: &[Exit]) -> String {
    let of = |stance: Stance| exits.iter().filter(|exit| exit.successor.stance == stance).count();
    let mean = exits.iter().map(|exit| exit.successor.commitment).sum::<f64>() / exits.len().max(1) as f64;
    format!(
        "Successors who continue the work: {}; with an agenda of their own: {}; mean commitment {}.",
        of(Stance::Continues),
        of(Stance::OwnAgenda),
        decimals(mean)
    )
}

/// All principals of a large district, school year by school year.
fn years(told: &StoryContext<'_>, exits: &[Exit]) -> Vec<StoryEntry> {
    let year = |exit: &Exit| (exit.month - 1) / YEAR;
    let of_year = |group: &[Exit]| {
        let end = ((year(&group[0]) + 1) * YEAR).min(told.watch.last());
        let what = format!(
            "In year {}, principals leave {} times in {} schools. {}",
            year(&group[0]) + 1,
            group.len(),
            told.names.schools.len(),
            successors(group)
        );
        entry(end, EntryKind::Leader, what, "")
    };
    exits.chunk_by(|a, b| year(a) == year(b)).map(of_year).collect()
}
