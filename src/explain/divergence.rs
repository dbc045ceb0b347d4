//! The same replication under two scenarios: where the two runs diverge, and what comes of it.

use std::collections::BTreeMap;

use super::page::PageBlock;
use super::watch::Watch;
use super::words::DistrictNames;
use crate::calendar::YEAR;
use crate::metrics::columns::{MEASURES, Measure};
use crate::phrasing::{capital, count, date_of_entry, decimals, percent, some};
use crate::world::{Event, Post, TeacherId};

/// Events that are told one by one; more are counted.
const TOLD: usize = 12;

/// Two runs of one replication.
#[derive(Debug, Clone, Copy)]
pub struct PairedRuns<'a> {
    /// Names of the scenarios.
    pub scenarios: (&'a str, &'a str),
    /// The runs.
    pub runs: (&'a Watch, &'a Watch),
    /// Names of the schools; the same under both where both have the same district.
    pub names: &'a DistrictNames,
}

/// Where two runs of one replication diverge.
#[derive(Debug, Clone, PartialEq)]
pub struct Divergence {
    /// The first month at whose end a measure differs, with the measures that do; none if no measure ever does.
    pub measures: Option<(u32, Vec<&'static str>)>,
    /// The first thing that happens under one scenario alone: month, whether it is the second, what.
    pub first: Option<(u32, bool, String)>,
    /// What leaders, teams and schools do under one scenario alone.
    pub events: Vec<(u32, bool, String)>,
    /// Measures of both at the end of each year.
    pub years: Vec<PairedMonth>,
}

/// Both runs at the end of a month.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PairedMonth {
    /// The month.
    pub month: u32,
    /// Share of focal teachers using.
    pub spread: (f64, f64),
    /// Mean depth of users; missing (NaN) where there are none.
    pub depth: (f64, f64),
    /// Share of focal teachers deep.
    pub deep_share: (f64, f64),
    /// Coherence.
    pub coherence: (f64, f64),
    /// Stage.
    pub stage: (u8, u8),
}

/// Finds where two runs of one replication diverge.
pub fn find(pair: &PairedRuns<'_>) -> Divergence {
    let (a, b) = pair.runs;
    let last = a.last().min(b.last());
    let differ = |month: u32| {
        let row = |w: &Watch, k: usize| w.timeline[month as usize * MEASURES.len() + k];
        let same = |k: &usize| row(a, *k).to_bits() == row(b, *k).to_bits();
        let found: Vec<&'static str> =
            (0..MEASURES.len()).filter(|k| !same(k)).map(|k| MEASURES[k].name).collect();
        (!found.is_empty()).then_some((month, found))
    };
    let alone = |own: &Watch, other: &Watch, second: bool| {
        let mut left: BTreeMap<EventIdentity, u32> = BTreeMap::new();
        for (month, event) in &other.events {
            *left.entry(key(*month, event)).or_default() += 1;
        }
        let is_alone = |(month, event): &&(u32, Event)| match left.get_mut(&key(*month, event)) {
            Some(n) if *n > 0 => {
                *n -= 1;
                false
            }
            _ => true,
        };
        let found = own.events.iter().filter(is_alone);
        found.map(|(month, event)| (*month, second, event.clone())).collect::<Vec<_>>()
    };
    let mut only = alone(a, b, false);
    only.extend(alone(b, a, true));
    only.sort_by_key(|(month, second, _)| (*month, *second));
    let word =
        |(month, second, event): &(u32, bool, Event)| (*month, *second, happening(pair.names, a, event));
    let weighs = |(_, _, event): &&(u32, bool, Event)| !is_of_teacher(event);
    let years = (YEAR..=last).step_by(YEAR as usize);
    Divergence {
        measures: (0..=last).find_map(differ),
        first: only.first().map(word),
        events: only.iter().filter(weighs).map(word).collect(),
        years: years.map(|month| beside(a, b, month)).collect(),
    }
}

fn beside(a: &Watch, b: &Watch, month: u32) -> PairedMonth {
    let both = |m: Measure| (a.at(month, m), b.at(month, m));
    let stage = both(Measure::Stage);
    PairedMonth {
        month,
        spread: both(Measure::Spread),
        depth: both(Measure::DepthMean),
        deep_share: both(Measure::DeepShare),
        coherence: both(Measure::Coherence),
        stage: (stage.0 as u8, stage.1 as u8),
    }
}

/// What makes two events the same: what happens to whom and when, whatever the probability.
type EventIdentity = (u32, u8, usize, usize);

fn key(month: u32, event: &Event) -> EventIdentity {
    let post = |post: &Post| match post {
        Post::Superintendent => 0,
        Post::Lead => 1,
        Post::Manager => 2,
        Post::Principal(k) => 3 + k.0,
    };
    let (kind, who, what) = match event {
        Event::ExitAnnounced { school, .. } => (0, school.0, 0),
        Event::LeaderLeft { post: own, .. } => (1, post(own), 0),
        Event::TeacherLeft { teacher, .. } => (2, teacher.0, 0),
        Event::JoinedTeam { teacher } => (3, teacher.0, 0),
        Event::TookUp { teacher, .. } => (4, teacher.0, 0),
        Event::MadeOwn { teacher, .. } => (5, teacher.0, 0),
        Event::Stopped { teacher, .. } => (6, teacher.0, 0),
        Event::GaveUp { school, .. } => (7, school.0, 0),
        Event::Reconsidered { school, .. } => (8, school.0, 0),
        Event::CircleOpened { team, circle } => (9, team.0, circle.number() as usize),
        Event::IdeaAdapted { collaboration, .. } => (10, collaboration.0, 0),
        Event::IdeaDropped { collaboration, .. } => (11, collaboration.0, 0),
        Event::Suspended => (12, 0, 0),
        Event::TakenUpAgain => (13, 0, 0),
        Event::TeamStarted(_) => (14, 0, 0),
        Event::CurriculumChanged => (15, 0, 0),
        Event::Adopted { school, .. } => (16, school.0, 0),
        Event::ProblemArose { .. } => (17, 0, 0),
        Event::BudgetCut { .. } => (18, 0, 0),
        Event::TookUpComponent { teacher, component, .. } => (19, teacher.0, *component),
    };
    (month, kind, who, what)
}

fn is_of_teacher(event: &Event) -> bool {
    matches!(
        event,
        Event::TeacherLeft { .. }
            | Event::JoinedTeam { .. }
            | Event::TookUp { .. }
            | Event::TookUpComponent { .. }
            | Event::MadeOwn { .. }
            | Event::Stopped { .. }
    )
}

fn happening(names: &DistrictNames, watch: &Watch, event: &Event) -> String {
    let at = |teacher: &TeacherId| watch.school_of(teacher.0).map_or("a school", |k| names.school(k));
    match event {
        Event::ExitAnnounced { school, .. } => {
            format!("the principal of {} announces leaving", names.school(school.0))
        }
        Event::LeaderLeft { post, .. } => format!("{} leaves", names.post(*post)),
        Event::TeacherLeft { teacher, .. } => format!("a teacher of {} leaves", at(teacher)),
        Event::JoinedTeam { teacher } => format!("a teacher of {} joins the team", at(teacher)),
        Event::TookUp { teacher, .. } => format!("a teacher of {} begins", at(teacher)),
        Event::TookUpComponent { teacher, .. } => {
            format!("a teacher of {} begins a further component", at(teacher))
        }
        Event::MadeOwn { teacher, .. } => format!("a teacher of {} makes it their own", at(teacher)),
        Event::Stopped { teacher, .. } => format!("a teacher of {} stops", at(teacher)),
        Event::GaveUp { school, .. } => format!("{} drops the practice", names.school(school.0)),
        Event::Reconsidered { school, .. } => {
            format!("{} takes the practice up again", names.school(school.0))
        }
        Event::CircleOpened { circle, .. } => {
            format!(
                "the team opens circle {} of 4: it {}",
                circle.number(),
                super::words::circle(*circle, watch.strategy).0
            )
        }
        Event::IdeaAdapted { .. } => "the team adapts its idea".into(),
        Event::IdeaDropped { .. } => "the team drops its idea".into(),
        Event::Suspended => "the district suspends the work".into(),
        Event::TakenUpAgain => "the work is taken up again".into(),
        Event::TeamStarted(_) => "one more team starts".into(),
        Event::CurriculumChanged => "the district adopts other materials".into(),
        Event::Adopted { school, .. } => format!("{} adopts the practice formally", names.school(school.0)),
        Event::ProblemArose { .. } => "a new problem takes leaders' attention".into(),
        Event::BudgetCut { .. } => "the budget for coaches is cut".into(),
    }
}

/// The divergence as a page.
pub fn page(pair: &PairedRuns<'_>, divergence: &Divergence, replication: u32) -> Vec<PageBlock> {
    let (first, second) = pair.scenarios;
    let name = |is_second: bool| if is_second { second } else { first };
    let mut page = vec![PageBlock::Title(format!(
        "{}: {first} and {second}, replication {replication}",
        pair.names.district
    ))];
    page.push(PageBlock::Words(match &divergence.measures {
        None => {
            "The two runs are the same to the last bit: nothing in this replication turns on what differs."
                .into()
        }
        Some((0, _)) => "The two differ from the first day on.".into(),
        Some((month, measures)) => {
            let shown: Vec<String> = measures.iter().map(|m| format!("`{m}`")).collect();
            format!(
                "The runs are identical until {}; they differ from then on, first in {}.",
                date_of_entry(*month),
                some(&shown)
            )
        }
    }));
    if let Some((month, is_second, what)) = &divergence.first {
        page.push(PageBlock::Words(format!(
            "The first that happens in one alone: in {} {what}, only under {}.",
            date_of_entry(*month),
            name(*is_second)
        )));
    }
    if !divergence.events.is_empty() {
        page.push(PageBlock::Heading("What happens in one alone".into()));
        for (month, is_second, what) in divergence.events.iter().take(TOLD) {
            page.push(PageBlock::Item(format!(
                "{}, {}: {what}",
                capital(&date_of_entry(*month)),
                name(*is_second)
            )));
        }
        if divergence.events.len() > TOLD {
            page.push(PageBlock::Item(format!("And {} more.", divergence.events.len() - TOLD)));
        }
    }
    page.push(PageBlock::Heading(format!("{first} and {second} at the end of each year")));
    for y in &divergence.years {
        page.push(PageBlock::Item(format!(
            "{} (month {}): {}",
            count(f64::from(y.month / YEAR), "year", "years"),
            y.month,
            both(y)
        )));
    }
    page
}

fn both(y: &PairedMonth) -> String {
    let depth = |x: f64| if x.is_nan() { "no users".to_string() } else { decimals(x) };
    let mut parts = vec![
        format!("using {} and {}", percent(y.spread.0), percent(y.spread.1)),
        format!("mean depth {} and {}", depth(y.depth.0), depth(y.depth.1)),
        format!("deep {} and {}", percent(y.deep_share.0), percent(y.deep_share.1)),
        format!("coherence {} and {}", decimals(y.coherence.0), decimals(y.coherence.1)),
    ];
    parts.push(format!("stage {} and {}", y.stage.0, y.stage.1));
    parts.join("; ")
}
