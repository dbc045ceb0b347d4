//! Teachers in a story, school year by school year: who began and how, who stopped and why.

use super::story::{EntryKind, StoryEntry};
use super::tell::StoryContext;
use super::words::{self, counted};
use crate::calendar::YEAR;
use crate::metrics::columns::Measure;
use crate::phrasing::{decimals, percent, rounded};
use crate::strategy::Route;
use crate::world::{Event, Reason};

/// What happened among teachers in a school year.
#[derive(Debug, Clone, Default)]
struct TeacherYear {
    /// Focal teachers who began, by route.
    began: [u32; 5],
    /// Teachers of other grades who began.
    others: u32,
    /// Focal teachers who stopped, by reason.
    stopped: Vec<(Reason, u32)>,
    /// Focal teachers who had complied and made it their own.
    own: u32,
    /// Focal teachers who left the school, and how many of them used it.
    left: (u32, u32),
}

/// An entry for the end of each school year.
pub fn entries(told: &StoryContext<'_>) -> Vec<StoryEntry> {
    let last = told.watch.last();
    let years = years(told);
    let ends = (1..=last.div_ceil(YEAR)).map(|year| (year * YEAR).min(last));
    let entry = |(k, (year, month)): (usize, (&TeacherYear, u32))| StoryEntry {
        month,
        kind: EntryKind::Teachers,
        what: happened(told, k as u32 + 1, year, month),
        why: reasons(year),
    };
    years.iter().zip(ends).enumerate().map(entry).collect()
}

fn years(told: &StoryContext<'_>) -> Vec<TeacherYear> {
    let watch = told.watch;
    let mut years = vec![TeacherYear::default(); watch.last().div_ceil(YEAR) as usize];
    let mut uses = vec![false; watch.focal.len()];
    for (month, event) in &watch.events {
        let Some(year) = years.get_mut(((month - 1) / YEAR) as usize) else { continue };
        let teacher = match event {
            Event::TookUp { teacher, .. }
            | Event::Stopped { teacher, .. }
            | Event::MadeOwn { teacher, .. }
            | Event::TeacherLeft { teacher, .. } => teacher.0,
            _ => continue,
        };
        let used = uses[teacher];
        match event {
            Event::TookUp { .. } => uses[teacher] = true,
            Event::Stopped { .. } | Event::TeacherLeft { .. } => uses[teacher] = false,
            _ => {}
        }
        if told.school.is_some() && watch.school_of(teacher) != told.school {
            continue;
        }
        let focal = watch.focal[teacher];
        match event {
            Event::TookUp { route, .. } if focal => year.began[*route as usize] += 1,
            Event::TookUp { .. } => year.others += 1,
            Event::Stopped { reason, .. } if focal => {
                match year.stopped.iter_mut().find(|(r, _)| r == reason) {
                    Some((_, n)) => *n += 1,
                    None => year.stopped.push((*reason, 1)),
                }
            }
            Event::MadeOwn { .. } if focal => year.own += 1,
            Event::TeacherLeft { .. } if focal => {
                year.left = (year.left.0 + 1, year.left.1 + u32::from(used));
            }
            _ => {}
        }
    }
    years
}

fn happened(told: &StoryContext<'_>, number: u32, year: &TeacherYear, end: u32) -> String {
    let began: u32 = year.began.iter().sum();
    let stopped: u32 = year.stopped.iter().map(|(_, n)| n).sum();
    let mut parts = Vec::new();
    let how = |route| words::route(route, told.watch.strategy);
    let routes: Vec<(Route, u32)> = Route::ALL.into_iter().zip(year.began).collect();
    let focal = told.school.is_none_or(|k| told.watch.school(end, k).focal > 0);
    parts.push(match began {
        0 if !focal => "there is nobody whom it is for".to_string(),
        0 => "no focal teacher begins".to_string(),
        1 => format!("1 focal teacher begins ({})", counted(&routes, how)),
        n => format!("{n} focal teachers begin ({})", counted(&routes, how)),
    });
    match year.others {
        0 => {}
        1 => parts.push("1 teacher of other grades too".into()),
        n => parts.push(format!("{n} teachers of other grades too")),
    }
    match year.own {
        0 => {}
        1 => parts.push("1 who had complied makes it their own".into()),
        n => parts.push(format!("{n} who had complied make it their own")),
    }
    match stopped {
        0 if began == 0 && year.left.0 == 0 => {}
        0 => parts.push("nobody stops".into()),
        1 => parts.push("1 stops".into()),
        n => parts.push(format!("{n} stop")),
    }
    match year.left {
        (0, _) => {}
        (1, users) => {
            parts.push(format!("1 leaves the school, {} user", if users == 1 { "a" } else { "no" }))
        }
        (n, 0) => parts.push(format!("{n} leave their school, none of them a user")),
        (n, users) => parts.push(format!("{n} leave their school, {users} of them users")),
    }
    format!("In year {number}, {}. {}{}", parts.join("; "), stand(told, end), helped(told, end))
}

/// Help that the users of a school had in the teaching months of the year that ends with this month.
fn helped(told: &StoryContext<'_>, end: u32) -> String {
    let Some(place) = told.school else { return String::new() };
    let from = (end - 1) / YEAR * YEAR + 1;
    let taught = (from..=end).map(|m| told.watch.school(m, place)).filter(|s| s.needed > 0.0);
    let (mut needed, mut given, mut users) = (0.0, 0.0, 0.0);
    for month in taught {
        needed += month.needed;
        given += month.given;
        users += f64::from(month.using);
    }
    if users == 0.0 {
        return String::new();
    }
    format!(
        " A user there has {} hours of help a month, convenings included; about {} are needed.",
        rounded(given / users),
        rounded(needed / users)
    )
}

/// Where it stands at the end of a month.
pub fn stand(told: &StoryContext<'_>, month: u32) -> String {
    let (using, focal, depth, deep) = match told.school {
        Some(k) => {
            let s = told.watch.school(month, k);
            (s.using, s.focal, s.mean_depth(), s.deep)
        }
        None => {
            let rows = (0..told.watch.schools.len()).map(|k| told.watch.school(month, k)).filter(|s| s.first);
            let (using, focal, deep) =
                rows.fold((0, 0, 0), |(u, f, d), s| (u + s.using, f + s.focal, d + s.deep));
            (using, focal, told.watch.at(month, Measure::DepthMean), deep)
        }
    };
    if focal == 0 {
        return "It has no teachers of the grades that the practice is for.".into();
    }
    let share = percent(f64::from(using) / f64::from(focal));
    if using == 0 {
        return format!("At the end of month {month}, none of {focal} focal teachers uses it.");
    }
    let use_it = if using == 1 { "uses" } else { "use" };
    let deep = match deep {
        0 => "none is deep".to_string(),
        1 => "one is deep".to_string(),
        n => format!("{n} are deep"),
    };
    format!(
        "At the end of month {month}, {using} of {focal} focal teachers {use_it} it ({share}), at a mean depth of {}; {deep}.",
        decimals(depth)
    )
}

fn reasons(year: &TeacherYear) -> String {
    if year.stopped.is_empty() {
        return String::new();
    }
    let mut stopped = year.stopped.clone();
    stopped.sort_by_key(|(_, n)| std::cmp::Reverse(*n));
    let parts: Vec<String> =
        stopped.iter().map(|(r, n)| format!("{n} because {}", words::reason(*r))).collect();
    format!("Of those who stop: {}.", parts.join(", "))
}
