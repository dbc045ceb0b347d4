//! The entries of a story: what is about the district and, where a school is told, what is about it.

use super::removal::shortages;
use super::story::{EntryKind, StoryEntry};
use super::watch::Watch;
use super::words::{self, DistrictNames};
use super::{decisions, leaders, people};
use crate::metrics::columns::Measure;
use crate::parameters::Ledger;
use crate::phrasing::{capital, count, date_of_entry, percent, sentence, whole};
use crate::scenario::Scenario;
use crate::scenario::describe::events::happening;

/// What a story is told of.
pub struct StoryContext<'a> {
    /// The scenario.
    pub scenario: &'a Scenario,
    /// The run.
    pub watch: &'a Watch,
    /// Its names.
    pub names: &'a DistrictNames,
    /// The school that is told; the district if none.
    pub school: Option<usize>,
}

impl StoryContext<'_> {
    /// Whether what happens in this school belongs to the story.
    pub fn is_about(&self, school: usize) -> bool {
        self.school.is_none_or(|own| own == school)
    }
}

/// All entries, by month.
pub fn entries(told: &StoryContext<'_>) -> Vec<StoryEntry> {
    let mut all = dated(told);
    all.extend(components(told));
    all.extend(leaders::entries(told));
    all.extend(decisions::entries(told));
    all.extend(help(told));
    all.extend(people::entries(told));
    if told.school.is_none() {
        all.extend(stages(told.watch));
    }
    all.sort_by_key(|e| (e.month, e.kind));
    all
}

/// An entry.
pub(super) fn entry(
    month: u32,
    kind: EntryKind,
    what: impl Into<String>,
    why: impl Into<String>,
) -> StoryEntry {
    StoryEntry { month, kind, what: what.into(), why: why.into() }
}

fn dated(told: &StoryContext<'_>) -> Vec<StoryEntry> {
    let Ok(ledger) = Ledger::standard() else { return Vec::new() };
    let (scenario, id) = (told.scenario, &told.names.district_id);
    let mut all = Vec::new();
    for event in scenario.events.iter().filter(|e| e.acts_in(id) && e.month <= told.watch.last()) {
        let what = happening(scenario, event, &ledger);
        let until = event.until.map(|m| format!(", until {}", date_of_entry(m))).unwrap_or_default();
        let note = event.note.trim();
        let why = if note.is_empty() { "The scenario plans it.".into() } else { sentence(note) };
        all.push(entry(event.month, EntryKind::Dated, format!("{}{until}.", capital(&what)), why));
        if let Some(end) = event.until.filter(|m| *m <= told.watch.last()) {
            all.push(entry(end, EntryKind::Dated, format!("It ends: {what}."), "The scenario plans it."));
        }
    }
    all
}

/// Starts of further components; a model without them tells none.
fn components(told: &StoryContext<'_>) -> Vec<StoryEntry> {
    let (s, last) = (told.scenario, told.watch.last());
    let begin = s.opening.components.iter().filter(|c| c.start <= last && !s.run.model.is_curve());
    let words = |name: &str| format!("The program's further component \"{name}\" starts.");
    begin.map(|c| entry(c.start, EntryKind::Dated, words(&c.name), "The scenario plans it.")).collect()
}

fn help(told: &StoryContext<'_>) -> Vec<StoryEntry> {
    let watch = told.watch;
    let mut all = Vec::new();
    for (from, until) in shortages(watch) {
        let sum = |measure| (from..=until).map(|m| watch.at(m, measure)).sum::<f64>();
        let (needed, given) = (sum(Measure::HelpNeeded), sum(Measure::HelpGiven));
        let months = (from..=until).filter(|m| watch.at(*m, Measure::HelpNeeded) > 0.0).count().max(1) as f64;
        let until_when = if until == watch.last() {
            "to the end".into()
        } else {
            format!("until {}", date_of_entry(until))
        };
        let what = format!(
            "Help runs short, {until_when}: on average {} of the {} hours a month that users need are given ({}).",
            whole(given / months),
            whole(needed / months),
            percent(given / needed)
        );
        let supported = watch.at(from, Measure::ManagerHours);
        let why = match supported > 0.0 {
            true => "Users need more hours than colleagues, coaches and the program manager have.",
            false => "Outside support gives no hours, and colleagues and coaches have too few.",
        };
        all.push(entry(from, EntryKind::Help, what, why));
    }
    all
}

/// A stage that is regained within so many months was lost for a while: one thing, not two.
const A_WHILE: u32 = 6;

fn stages(watch: &Watch) -> Vec<StoryEntry> {
    let at = |month: u32| watch.at(month, Measure::Stage) as u8;
    let last = watch.last();
    let mut all = Vec::new();
    let (mut month, mut stands, mut highest) = (1, at(0), at(0));
    while month <= last {
        let is = at(month);
        if is > stands {
            let again = if is <= highest { " again" } else { "" };
            let what = format!("Stage {is} is reached{again}: {}.", words::stage(is));
            all.push(entry(month, EntryKind::Stage, what, ""));
        } else if is < stands {
            let lost = words::stage_lost(is + 1);
            let regained = (month + 1..=last.min(month + A_WHILE)).find(|m| at(*m) >= stands);
            if let Some(back) = regained {
                let lowest = (month..back).map(at).min().unwrap_or(is);
                let months = count(f64::from(back - month), "month", "months");
                let what =
                    format!("For {months} the district falls back from stage {stands} to stage {lowest}.");
                all.push(entry(month, EntryKind::Stage, what, lost));
                // What it regains is where it stood; more than that is told next.
                month = back;
                continue;
            }
            let what = format!("The district falls back from stage {stands} to stage {is}.");
            all.push(entry(month, EntryKind::Stage, what, lost));
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
