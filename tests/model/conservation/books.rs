//! The books of a district: who sits where, who uses what, who is asked. Opened on the first day, written by events alone
//! ([`super::entries`]), and held against the district at the end of every month.

use uptake::calendar::Month;
use uptake::model::Model;
use uptake::strategy::{Circle, Route, StrategyRules};
use uptake::world::{District, Practice, School, SchoolId, TeacherId, Team};

#[derive(Debug, Clone, PartialEq)]
pub struct Seat {
    pub school: SchoolId,
    pub person: u16,
    pub practice: Practice,
    pub route: Route,
    pub focal: bool,
    pub on_team: bool,
    pub months: u32,
    pub components: Vec<bool>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct SchoolEntry {
    pub teachers: std::ops::Range<usize>,
    pub team: usize,
    pub pilot: bool,
    pub focal: usize,
    pub principal: u16,
    pub leaving: bool,
    pub adopted: Option<Month>,
    pub given_up: bool,
}

#[derive(Debug, Clone, PartialEq)]
pub struct TeamEntry {
    pub collaboration: usize,
    pub members: Vec<TeacherId>,
    pub circle: Circle,
}

/// What events alone may change.
#[derive(Debug, Clone, PartialEq)]
pub struct State {
    /// Succession numbers of superintendent, lead and program manager.
    pub leaders: [u16; 3],
    pub suspended: bool,
    pub ideas: Vec<u16>,
    pub teams: Vec<TeamEntry>,
    pub schools: Vec<SchoolEntry>,
    pub seats: Vec<Seat>,
}

impl State {
    fn of(d: &District) -> State {
        let t = &d.teachers;
        let seat = |k: usize| Seat {
            school: t.school[k],
            person: t.person[k],
            practice: t.practice[k],
            route: t.route[k],
            focal: t.focal[k],
            on_team: t.on_team[k],
            months: t.months_in_seat[k],
            components: t.components.iter().map(|component| component.used[k]).collect(),
        };
        let school = |s: &School| SchoolEntry {
            teachers: s.teachers.clone(),
            team: s.team.0,
            pilot: s.pilot,
            focal: s.focal,
            principal: s.principal.person,
            leaving: s.principal.leaving,
            adopted: s.adopted,
            given_up: s.given_up,
        };
        let team = |team: &Team| TeamEntry {
            collaboration: team.collaboration.0,
            members: team.members.clone(),
            circle: team.circle,
        };
        State {
            leaders: [d.office.superintendent.person, d.office.lead.person, d.office.manager.person],
            suspended: d.rollout.suspended,
            ideas: d.collaborations.iter().map(|c| c.idea.number).collect(),
            teams: d.teams.iter().map(team).collect(),
            schools: d.schools.iter().map(school).collect(),
            seats: (0..t.len()).map(seat).collect(),
        }
    }
}

/// The books of a district.
pub struct Books {
    pub state: State,
    pub rules: &'static StrategyRules,
    pub model: Model,
    pub leads_in_person: bool,
    /// Grades of each school, with the seats of their teachers: these never change.
    pub grades: Vec<Vec<(i8, std::ops::Range<usize>)>>,
    pub starts: Vec<Month>,
    /// Uses by mandate in this month: a mandate must have stood behind them.
    pub mandated: bool,
}

impl Books {
    pub fn open(d: &District) -> Books {
        let grades = |s: &School| s.grades.iter().map(|g| (g.grade, g.teachers.clone())).collect::<Vec<_>>();
        let books = Books {
            state: State::of(d),
            rules: d.rules(),
            model: d.model,
            leads_in_person: d.office.leads_in_person,
            grades: d.schools.iter().map(grades).collect(),
            starts: d.teachers.components.iter().map(|component| component.start).collect(),
            mandated: false,
        };
        assert!(books.state.seats.iter().all(|seat| seat.person == 0 && !seat.practice.in_use()));
        books.are_whole(d);
        books
    }

    /// The end of a month: the district is what the events have made of it, to the last seat.
    pub fn balance(&mut self, d: &District, now: Month) {
        self.state.seats.iter_mut().for_each(|seat| seat.months += 1);
        let (own, there) = (&self.state, State::of(d));
        for (k, (own, there)) in own.seats.iter().zip(&there.seats).enumerate() {
            assert_eq!(own, there, "seat {k} in {now:?}");
        }
        for (k, (own, there)) in own.schools.iter().zip(&there.schools).enumerate() {
            assert_eq!(own, there, "school {k} in {now:?}");
        }
        assert_eq!(own.teams, there.teams, "{now:?}");
        assert!(*own == there, "{now:?}: {:?} {:?}", own.leaders, there.leaders);
        self.are_whole(d);
        let is_mandated = std::mem::take(&mut self.mandated);
        assert!(!is_mandated || d.rollout.mandate.is_some(), "{now:?}: a mandate that nobody gave");
        if now.is_new_year() {
            let gone = self.state.schools.iter().all(|school| !school.leaving);
            assert!(gone, "{now:?}: who announced leaving is still there");
        }
        assert!(self.model == d.model && self.leads_in_person == d.office.leads_in_person);
    }

    /// Every teacher has a seat in one school and one grade; members of a team sit in its pilot schools, no more than it has
    /// places there.
    fn are_whole(&self, d: &District) {
        let mut next = 0;
        for (school, grades) in d.schools.iter().zip(&self.grades) {
            assert_eq!(school.teachers.start, next, "seats without a school");
            for (group, (grade, seats)) in school.grades.iter().zip(grades) {
                assert!((group.grade, &group.teachers) == (*grade, seats) && seats.start == next);
                next = seats.end;
            }
            assert_eq!(school.teachers.end, next, "seats without a grade");
            let focal = self.state.seats[school.teachers.clone()].iter().filter(|seat| seat.focal).count();
            assert_eq!(school.focal, focal);
        }
        assert_eq!(next, d.teachers.len());
        let on_teams = self.state.seats.iter().filter(|seat| seat.on_team).count();
        assert_eq!(d.teams.iter().map(|team| team.members.len()).sum::<usize>(), on_teams);
        if self.rules.has_team() {
            for team in &d.teams {
                for (school, places) in &team.seats {
                    let here = team.members.iter().filter(|k| d.teachers.school[**k] == *school).count();
                    assert!(here <= *places, "{here} members in {places} places");
                }
                let sites: usize = team.seats.iter().map(|(_, places)| places).sum();
                assert!(team.members.len() <= sites);
            }
        }
    }
}
