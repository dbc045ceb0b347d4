//! What a story is told from: a run watched closely, in one of its districts.

use std::ops::Range;

use crate::calendar::{Calendar, Month};
use crate::mechanisms::help::need;
use crate::metrics::columns::{MEASURES, Measure};
use crate::metrics::monthly::measure;
use crate::metrics::stage::DEEP;
use crate::parameters::Parameters;
use crate::simulation::Recorder;
use crate::strategy::Strategy;
use crate::world::{District, Event, Practice, World};

/// A school at the end of a month. Numbers of people are of focal teachers.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct SchoolMonth {
    /// Its focal teachers.
    pub focal: u32,
    /// How many of them use the practice, for whatever reason.
    pub using: u32,
    /// How many only because it is mandated.
    pub complying: u32,
    /// How many deep.
    pub deep: u32,
    /// Sum of the depths of those who use it.
    pub depth: f64,
    /// It belongs to the first collaboration, which the measures are about.
    pub first: bool,
    /// A pilot school of its team.
    pub pilot: bool,
    /// Its focal teachers are invited.
    pub invited: bool,
    /// Use is expected of them.
    pub expected: bool,
    /// The principal's commitment, as enacted.
    pub commitment: f64,
    /// Hours of help that its users needed, about: as they were at the end of the month.
    pub needed: f64,
    /// Hours that they received from whatever source.
    pub given: f64,
}

impl SchoolMonth {
    /// Share of focal teachers using; 0 without focal teachers.
    pub fn spread(&self) -> f64 {
        f64::from(self.using) / f64::from(self.focal.max(1))
    }

    /// Share of focal teachers deep.
    pub fn deep_share(&self) -> f64 {
        f64::from(self.deep) / f64::from(self.focal.max(1))
    }

    /// Mean depth of users; NaN where there are none.
    pub fn mean_depth(&self) -> f64 {
        if self.using > 0 { self.depth / f64::from(self.using) } else { f64::NAN }
    }
}

/// A school of the district, as the whole run has it.
#[derive(Debug, Clone, PartialEq)]
pub struct Seats {
    /// Its id.
    pub id: String,
    /// Places of its teachers.
    pub teachers: Range<usize>,
}

/// Watches the district of one id.
#[derive(Debug, Clone)]
pub struct Watch {
    id: String,
    p: Parameters,
    exits: f64,
    /// Its place in the world, once the run has begun.
    pub place: Option<usize>,
    /// Its events, by month.
    pub events: Vec<(u32, Event)>,
    /// (months + 1) × [`MEASURES`], row by row, as the timeline of a batch has it.
    pub timeline: Vec<f64>,
    /// Its schools.
    pub schools: Vec<Seats>,
    /// Which of its teachers are focal on the first day.
    pub focal: Vec<bool>,
    /// Each month, each school.
    pub months: Vec<Vec<SchoolMonth>>,
    /// Who is asked when.
    pub strategy: Strategy,
    /// Number of the program manager whom it shares with others.
    pub pool: Option<u16>,
    /// The superintendent leads the work in person.
    pub leads_in_person: bool,
    /// Places of the pilot schools of each team, as the last month has them.
    pub pilots: Vec<Vec<usize>>,
}

impl Watch {
    /// Before the run: the district's id, and its parameters on the first day.
    pub fn new(id: &str, p: Parameters) -> Watch {
        Watch {
            id: id.to_string(),
            p,
            exits: 0.0,
            place: None,
            events: Vec::new(),
            timeline: Vec::new(),
            schools: Vec::new(),
            focal: Vec::new(),
            months: Vec::new(),
            strategy: Strategy::default(),
            pool: None,
            leads_in_person: false,
            pilots: Vec::new(),
        }
    }

    /// The last month.
    pub fn last(&self) -> u32 {
        (self.timeline.len() / MEASURES.len()).saturating_sub(1) as u32
    }

    /// A measure at the end of a month; NaN beyond the last.
    pub fn at(&self, month: u32, measure: Measure) -> f64 {
        self.timeline.get(month as usize * MEASURES.len() + measure as usize).copied().unwrap_or(f64::NAN)
    }

    /// A school at the end of a month; nothing of it beyond the last.
    pub fn school(&self, month: u32, place: usize) -> SchoolMonth {
        self.months.get(month as usize).and_then(|row| row.get(place)).copied().unwrap_or_default()
    }

    /// The place of the school of a teacher.
    pub fn school_of(&self, teacher: usize) -> Option<usize> {
        // Teachers stand school after school.
        let place = self.schools.partition_point(|s| s.teachers.end <= teacher);
        self.schools.get(place).filter(|s| s.teachers.contains(&teacher)).map(|_| place)
    }

    fn first_day(&mut self, world: &World) {
        self.place = world.districts.iter().position(|d| d.id == self.id);
        let Some(d) = self.place.and_then(|place| world.districts.get(place)) else { return };
        let seats = |s: &crate::world::School| Seats { id: s.id.clone(), teachers: s.teachers.clone() };
        self.schools = d.schools.iter().map(seats).collect();
        self.focal.clone_from(&d.teachers.focal);
        self.pool = d.office.manager.pool;
        (self.strategy, self.leads_in_person) = (d.rollout.strategy, d.office.leads_in_person);
    }
}

impl Recorder for Watch {
    fn event(&mut self, place: usize, event: &Event, now: Month) {
        if self.place == Some(place) {
            self.exits += f64::from(u8::from(matches!(event, Event::LeaderLeft { .. })));
            self.events.push((now.0, event.clone()));
        }
    }

    fn month(&mut self, world: &World, now: Month) {
        if now == Month(0) {
            self.first_day(world);
        }
        let Some(d) = self.place.and_then(|place| world.districts.get(place)) else { return };
        self.timeline.extend_from_slice(&measure(d, self.exits, now, &self.p));
        self.exits = 0.0;
        self.months.push((0..d.schools.len()).map(|k| school_month(d, k, now, &self.p)).collect());
        let pilots = |team: usize| {
            let own = d.schools.iter().enumerate().filter(|(_, s)| s.pilot && s.team.0 == team);
            own.map(|(k, _)| k).collect()
        };
        self.pilots = (0..d.teams.len()).map(pilots).collect();
    }
}

/// A school of a district at the end of this month.
pub fn school_month(d: &District, place: usize, now: Month, p: &Parameters) -> SchoolMonth {
    let (school, t) = (&d.schools[place], &d.teachers);
    let rests = now == Month(0) || matches!(now.calendar(), Calendar::June | Calendar::July);
    let hours = &t.hours[now.calendar() as usize];
    let mut seen = SchoolMonth {
        first: d.is_first(school),
        pilot: school.pilot,
        invited: d.invites(school, true),
        expected: d.expects(school),
        commitment: school.principal.commitment,
        ..SchoolMonth::default()
    };
    for k in school.teachers.clone().filter(|&k| t.focal[k]) {
        seen.focal += 1;
        if !t.practice[k].in_use() {
            continue;
        }
        seen.using += 1;
        seen.complying += u32::from(t.practice[k] == Practice::Complying);
        seen.deep += u32::from(t.depth[k] >= DEEP);
        seen.depth += t.depth[k];
        // Who began this month was no user yet when help was shared out.
        if !rests && t.months_used[k] > 0 {
            seen.needed += need(t.depth[k], p);
            seen.given += hours.get(k).copied().unwrap_or(0.0);
        }
    }
    seen
}
