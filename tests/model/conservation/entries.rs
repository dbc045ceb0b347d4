//! Double entry: an event without its cause cannot be entered, and a change without its event does not balance.

use uptake::calendar::{Calendar, Month};
use uptake::census::grade::Grade;
use uptake::strategy::{Circle, Route};
use uptake::world::{Event, Post, Practice, TeacherId};

use super::Seen;
use super::books::{Books, TeamEntry};

/// Kinds of entries, of which each must have been made somewhere for the books to mean something.
pub const ENTRIES: [&str; 20] = [
    "announced exit",
    "exit of a leader",
    "exit of a teacher",
    "new member of a team",
    "use by the team",
    "use by colleagues",
    "use by invitation",
    "use by expectation",
    "use by mandate",
    "further component",
    "compliance that became use",
    "use that stopped",
    "adoption",
    "school that gave up",
    "school that reconsidered",
    "new problem",
    "wider circle",
    "other idea",
    "suspension or return",
    "later team",
];

impl Books {
    /// Writes an event down. It must have a cause: what it ends must have been, and what it begins must not.
    pub fn enter(&mut self, event: &Event, now: Month, seen: &mut Seen) {
        if let Some(probability) = probability_of(event) {
            assert!(probability > 0.0 && probability <= 1.0, "{now:?} {event:?}");
        }
        let what = self.name(event);
        seen.add(what, 1);
        match event {
            Event::ExitAnnounced { school, .. } => {
                assert_eq!(now.calendar(), Calendar::March, "{event:?}");
                let leaving = &mut self.state.schools[school.0].leaving;
                assert!(!std::mem::replace(leaving, true), "announced twice: {now:?} {event:?}");
            }
            Event::LeaderLeft { post, .. } => self.leader_left(*post),
            Event::TeacherLeft { teacher, .. } => {
                assert!(now.is_new_year(), "{now:?} {event:?}");
                self.teacher_left(*teacher);
            }
            Event::JoinedTeam { teacher } => {
                let seat = &mut self.state.seats[teacher.0];
                let school = &self.state.schools[seat.school.0];
                assert!(seat.focal && school.pilot && !seat.on_team, "{now:?} {event:?}");
                seat.on_team = true;
                self.state.teams[school.team].members.push(*teacher);
            }
            Event::TookUp { teacher, route, .. } => self.took_up(*teacher, *route, now),
            Event::TookUpComponent { teacher, component, .. } => {
                let used = &mut self.state.seats[teacher.0].components[*component];
                assert!(!std::mem::replace(used, true), "taken up twice: {now:?} {event:?}");
                assert!(self.state.seats[teacher.0].practice.in_use() && now.is_teaching(), "{event:?}");
                assert!(self.starts[*component] <= now, "{now:?} {event:?}");
            }
            Event::MadeOwn { teacher, .. } => {
                let practice = &mut self.state.seats[teacher.0].practice;
                assert_eq!(*practice, Practice::Complying, "{now:?} {event:?}");
                *practice = Practice::Using;
            }
            Event::Stopped { teacher, .. } => {
                let seat = &mut self.state.seats[teacher.0];
                assert!(seat.practice.in_use() && now.is_teaching(), "{now:?} {event:?}");
                seat.practice = Practice::Stopped;
                seat.components.fill(false);
            }
            Event::Adopted { school, .. } => {
                let school = &mut self.state.schools[school.0];
                assert!(school.focal > 0 && now.is_teaching(), "{now:?} {event:?}");
                assert_eq!(school.adopted.replace(now), None, "adopted twice: {now:?} {event:?}");
            }
            Event::GaveUp { school, .. } | Event::Reconsidered { school, .. } => {
                let gives_up = matches!(event, Event::GaveUp { .. });
                let school = &mut self.state.schools[school.0];
                assert!(school.adopted.is_some() && now.calendar() == Calendar::May, "{now:?} {event:?}");
                assert_ne!(school.given_up, gives_up, "{now:?} {event:?}");
                school.given_up = gives_up;
            }
            Event::CircleOpened { team, circle } => {
                let own = &mut self.state.teams[team.0].circle;
                let next = if self.rules.opens_on_evidence { own.next() } else { self.rules.widest_circle };
                assert!(now.is_review() && *circle > *own, "{now:?} {event:?}");
                assert!(*circle == next && *circle <= self.rules.widest_circle, "{now:?} {event:?}");
                *own = *circle;
            }
            Event::IdeaAdapted { .. } => assert!(now.is_review(), "{now:?} {event:?}"),
            Event::IdeaDropped { collaboration, .. } => {
                assert!(now.is_review(), "{now:?} {event:?}");
                self.state.ideas[collaboration.0] += 1;
                for team in self.state.teams.iter_mut().filter(|t| t.collaboration == collaboration.0) {
                    team.circle = team.circle.min(Circle::PilotInvited);
                }
            }
            Event::Suspended | Event::TakenUpAgain => {
                let suspends = matches!(event, Event::Suspended);
                assert!(self.rules.pauses_in_unrest && self.state.suspended != suspends, "{now:?} {event:?}");
                self.state.suspended = suspends;
            }
            Event::TeamStarted(new) => {
                assert!(self.rules.has_team() && new.started == now, "{now:?} {event:?}");
                self.team_started(event);
            }
            Event::BudgetCut { .. } => assert!(now.is_new_year(), "{now:?} {event:?}"),
            Event::ProblemArose { .. } => assert!(now.is_teaching(), "{now:?} {event:?}"),
            Event::CurriculumChanged => {}
        }
    }

    fn name(&self, event: &Event) -> &'static str {
        match event {
            Event::ExitAnnounced { .. } => "announced exit",
            Event::LeaderLeft { .. } => "exit of a leader",
            Event::TeacherLeft { .. } => "exit of a teacher",
            Event::JoinedTeam { .. } => "new member of a team",
            Event::TookUp { route, .. } => match route {
                Route::Pilot => "use by the team",
                Route::Colleague => "use by colleagues",
                Route::Invitation => "use by invitation",
                Route::Expectation => "use by expectation",
                Route::Mandate => "use by mandate",
            },
            Event::TookUpComponent { .. } => "further component",
            Event::MadeOwn { .. } => "compliance that became use",
            Event::Stopped { .. } => "use that stopped",
            Event::Adopted { .. } => "adoption",
            Event::GaveUp { .. } => "school that gave up",
            Event::Reconsidered { .. } => "school that reconsidered",
            Event::CircleOpened { .. } => "wider circle",
            Event::IdeaAdapted { .. } | Event::IdeaDropped { .. } => "other idea",
            Event::Suspended | Event::TakenUpAgain => "suspension or return",
            Event::TeamStarted(_) => "later team",
            Event::ProblemArose { .. } => "new problem",
            Event::BudgetCut { .. } => "budget cut",
            Event::CurriculumChanged => "new curriculum",
        }
    }

    fn leader_left(&mut self, post: Post) {
        let [superintendent, lead, manager] = &mut self.state.leaders;
        match post {
            Post::Superintendent => {
                *superintendent += 1;
                *lead += u16::from(self.leads_in_person);
            }
            Post::Lead => {
                assert!(!self.leads_in_person, "nobody but the superintendent leads");
                *lead += 1;
            }
            Post::Manager => *manager += 1,
            Post::Principal(school) => {
                let school = &mut self.state.schools[school.0];
                (school.principal, school.leaving) = (school.principal + 1, false);
            }
        }
    }

    /// A vacancy is filled as it arises, by one who never used the practice and is on no team.
    fn teacher_left(&mut self, teacher: TeacherId) {
        let seat = &mut self.state.seats[teacher.0];
        assert!(seat.months > 0, "the same seat twice in a month: {seat:?}");
        if seat.on_team {
            let team = self.state.schools[seat.school.0].team;
            self.state.teams[team].members.retain(|member| *member != teacher);
        }
        (seat.person, seat.months, seat.on_team) = (seat.person + 1, 0, false);
        seat.practice = Practice::Never;
        seat.components.fill(false);
    }

    fn took_up(&mut self, teacher: TeacherId, route: Route, now: Month) {
        let seat = &mut self.state.seats[teacher.0];
        let school = &self.state.schools[seat.school.0];
        let told = format!("{now:?} {route:?} {seat:?} {school:?}");
        assert!(!seat.practice.in_use() && now.is_teaching(), "{told}");
        let is_asked = !school.given_up || !self.rules.has_team();
        match route {
            Route::Pilot => assert!(seat.on_team, "{told}"),
            Route::Colleague => assert!(!school.given_up, "{told}"),
            Route::Invitation => assert!(is_asked, "{told}"),
            Route::Expectation => assert!(!school.given_up && self.rules.has_team(), "{told}"),
            Route::Mandate => {
                let is_first = self.state.teams[school.team].collaboration == 0;
                assert!(seat.focal && !school.given_up && is_first, "{told}");
                self.mandated = true;
            }
        }
        seat.practice = if route == Route::Mandate { Practice::Complying } else { Practice::Using };
        seat.route = route;
    }

    fn team_started(&mut self, event: &Event) {
        let Event::TeamStarted(new) = event else { return };
        let place = self.state.teams.len();
        let mut collaboration = 0;
        if new.collaboration.is_some() {
            collaboration = self.state.ideas.len();
            self.state.ideas.push(0);
        }
        for &school in &new.schools {
            let own = &mut self.state.schools[school.0];
            assert!(!own.pilot, "a pilot school of another team: {school:?}");
            own.team = place;
            let Some((span, _)) = &new.collaboration else { continue };
            assert_eq!(own.focal, 0, "a school works on one practice at a time");
            for (grade, seats) in &self.grades[school.0] {
                let is_focal = Grade::new(*grade).is_some_and(|grade| span.contains(grade));
                own.focal += if is_focal { seats.len() } else { 0 };
                for seat in &mut self.state.seats[seats.clone()] {
                    seat.focal = is_focal;
                    if is_focal {
                        seat.practice = Practice::Never;
                        seat.components.fill(false);
                    }
                }
            }
        }
        assert!(!new.seats.is_empty(), "a team without a pilot school");
        for (school, places) in &new.seats {
            assert!(new.schools.contains(school) && *places <= self.state.schools[school.0].focal);
            self.state.schools[school.0].pilot = true;
        }
        self.state.teams.push(TeamEntry { collaboration, members: Vec::new(), circle: Circle::Team });
    }
}

fn probability_of(event: &Event) -> Option<f64> {
    match event {
        Event::ExitAnnounced { probability, .. }
        | Event::LeaderLeft { probability, .. }
        | Event::TeacherLeft { probability, .. }
        | Event::TookUp { probability, .. }
        | Event::TookUpComponent { probability, .. }
        | Event::MadeOwn { probability, .. }
        | Event::Stopped { probability, .. }
        | Event::Adopted { probability, .. }
        | Event::ProblemArose { probability }
        | Event::BudgetCut { probability }
        | Event::GaveUp { probability, .. }
        | Event::Reconsidered { probability, .. } => Some(*probability),
        _ => None,
    }
}
