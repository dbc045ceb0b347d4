//! Hours given are hours that are there: of coaches, of colleagues, of program managers, of collaboration time.

use std::collections::BTreeSet;

use uptake::calendar::Month;
use uptake::model::Model;
use uptake::parameters::Parameters;
use uptake::world::{District, Event, Practice, TeacherId, World};

use super::Seen;

/// Rounding of sums of some hundred hours.
const ROUNDING: f64 = 1e-9;

/// The account of a district's hours.
pub struct Hours {
    /// The parameters of the run, where no dated event sets one.
    p: Option<Parameters>,
    /// The district as it was at the end of the month before: help is asked for with the depth of then.
    before: District,
    /// Who used the practice then and does not any more when help is asked for: the seat has another person, or another practice.
    gone: BTreeSet<usize>,
    /// A collaboration has begun: its focal teachers begin anew.
    begun: bool,
}

fn close(a: f64, b: f64) -> bool {
    (a - b).abs() <= ROUNDING * (1.0 + a.abs().max(b.abs()))
}

fn at_most(a: f64, b: f64) -> bool {
    a <= b + ROUNDING * (1.0 + b.abs())
}

impl Hours {
    pub fn open(d: &District, p: Option<Parameters>) -> Hours {
        Hours { p, before: d.clone(), gone: BTreeSet::new(), begun: false }
    }

    pub fn enter(&mut self, event: &Event) {
        match event {
            Event::TeacherLeft { teacher, .. } => drop(self.gone.insert(teacher.0)),
            Event::TeamStarted(new) => self.begun |= new.collaboration.is_some(),
            _ => {}
        }
    }

    /// The end of a month: what everyone received was there to be given.
    pub fn balance(&mut self, d: &District, pool: Option<f64>, now: Month, seen: &mut Seen) {
        let t = &d.teachers;
        let column = &t.hours[now.calendar() as usize];
        assert_eq!(column.len(), t.len());
        assert!(column.iter().all(|hours| *hours >= 0.0 && hours.is_finite()), "{now:?}");
        for k in 0..t.len() {
            let year: f64 = t.hours.iter().filter_map(|month| month.get(k)).sum();
            assert!(d.model == Model::NoHelp || close(year, t.dose[k]), "{now:?}: seat {k}");
        }
        if !now.is_teaching() || d.model.is_curve() {
            assert!(column.iter().all(|hours| *hours == 0.0), "{now:?}: hours in the holidays");
            assert!(d.help_given == 0.0 && d.help_needed == 0.0 && pool.is_none(), "{now:?}");
        } else {
            self.of_teachers(d, pool.unwrap(), now, seen);
        }
        for school in &d.schools {
            assert!((0.0..=1.0).contains(&school.time_share) && school.time >= 0.0, "{now:?}");
        }
        if let Some(p) = &self.p {
            let most = p.principals.collaboration_limit;
            assert!(
                d.schools.iter().all(|s| at_most(s.time, most)),
                "{now:?}: more than the contract allows"
            );
            seen.add("school-months of collaboration time", d.schools.len() as u64);
            let offered = |s: &&uptake::world::School| s.offered.unwrap_or(p.principals.collaboration_hours);
            let beyond = d.schools.iter().filter(|s| !at_most(s.time, offered(s))).count();
            seen.add("of them above what is offered", beyond as u64);
        }
    }

    /// A new month begins.
    pub fn close(&mut self, d: &District) {
        (self.before, self.begun) = (d.clone(), false);
        self.gone.clear();
    }

    /// A teaching month: colleagues and the central pool give no more than they have, and nobody receives more than is needed.
    fn of_teachers(&self, d: &District, pool: f64, now: Month, seen: &mut Seen) {
        let t = &d.teachers;
        let column = &t.hours[now.calendar() as usize];
        // What comes on top of help: convenings for members of teams, training for those who attend.
        let beside = |k: usize| {
            let team = &d.teams[d.schools[t.school[k].0].team.0];
            let convening = if t.on_team[k] { team.convening } else { 0.0 };
            convening + if d.attends_training(TeacherId(k)) { d.training } else { 0.0 }
        };
        let helped: Vec<f64> = (0..t.len()).map(|k| column[k] - beside(k)).collect();
        let given: f64 = helped.iter().sum();
        assert!(close(given, d.help_given), "{now:?}: {given} hours received, {} given", d.help_given);
        assert!(at_most(d.help_given, d.help_needed) && pool >= 0.0, "{now:?}");
        let Some(p) = &self.p else { return };
        let beyond = |team: &uptake::world::Team| (team.hours - p.support.full_support_hours).max(0.0);
        let of_manager = d.office.manager.bond * d.teams.iter().map(beyond).sum::<f64>();
        assert!(close(pool, of_manager + d.coaching), "{now:?}: {pool} hours in the pool");
        let focal = d.schools.iter().map(|s| s.focal).sum::<usize>() as f64;
        let size = focal.max(1.0) / p.help.coach_typical_teachers;
        let budget = p.help.coach_hours * focal * uptake::numerics::power(size, -p.help.coach_size_slope);
        assert!(d.coaching >= 0.0 && at_most(d.coaching, budget * d.coach_budget), "{now:?}: coaches");
        let (mut needed, mut from_colleagues) = (0.0, 0.0);
        for school in &d.schools {
            let (mut need_here, mut has) = (0.0, 0.0);
            for k in school.teachers.clone() {
                let need = self.need(d, k, p);
                assert!(at_most(helped[k], need), "{now:?}: seat {k} received {} of {need}", helped[k]);
                assert!(at_most(need * school.help_met, helped[k]) || need == 0.0, "{now:?}: seat {k}");
                need_here += need;
                let was = &self.before.teachers;
                if self.uses(d, k) == Practice::Using && was.depth[k] >= p.depth.deep {
                    has += p.help.leader_hours * was.ownership[k] * school.time_share;
                }
            }
            let met = need_here * school.help_met;
            assert!(at_most(met, has), "{now:?}: colleagues gave {met} of {has} hours");
            assert!((0.0..=1.0).contains(&school.help_met) && at_most(met, need_here), "{now:?}");
            needed += need_here;
            from_colleagues += met;
        }
        assert!(close(needed, d.help_needed), "{now:?}: {needed} hours needed, {} counted", d.help_needed);
        let central = d.help_given - from_colleagues;
        assert!(at_most(central, pool), "{now:?}: {central} hours out of a pool of {pool}");
        seen.add("help of colleagues", u64::from(from_colleagues > 0.0));
        seen.add("help from the pool", u64::from(central > 0.0));
    }

    /// Whether a seat's person used the practice when help was asked for.
    fn uses(&self, d: &District, k: usize) -> Practice {
        let is_new = self.begun && d.teachers.focal[k] && !self.before.teachers.focal[k];
        if self.gone.contains(&k) || is_new { Practice::Never } else { self.before.teachers.practice[k] }
    }

    fn need(&self, d: &District, k: usize, p: &Parameters) -> f64 {
        if !self.uses(d, k).in_use() {
            return 0.0;
        }
        let was = &self.before.teachers;
        let of = |depth: f64| p.help.need_hours * (1.0 + p.help.need_when_deep - depth);
        let further = was.components.iter().filter(|component| component.used[k]);
        of(was.depth[k]) + further.map(|component| of(component.depth[k])).sum::<f64>()
    }
}

/// Program managers give no more than is planned, and no more than they have, in all districts together.
pub fn of_managers(world: &World, accounts: &[&Hours], seen: &mut Seen) {
    for (d, account) in world.districts.iter().zip(accounts).filter(|(d, _)| d.model != Model::NoHelp) {
        let manager = &d.office.manager;
        let is_served =
            |other: &District| std::ptr::eq(other, d) || other.office.manager.is_shared_with(manager);
        let served: Vec<_> =
            world.districts.iter().zip(accounts).filter(|(other, _)| is_served(other)).collect();
        let hours = |(d, _): &(&District, &&Hours)| d.teams.iter().map(|team| team.hours).sum::<f64>();
        let given: f64 = served.iter().map(hours).sum();
        assert!(given >= 0.0);
        assert!(at_most(given, manager.planned), "{given} of {} planned", manager.planned);
        if let Some(p) = &account.p {
            assert!(at_most(given, p.support.manager_capacity), "{given} hours of one manager");
        }
        seen.add("months of managers", 1);
    }
}
