//! The month in order. (ODD 3)
//!
//! Within a process everyone decides on the same state, then all changes take effect; processes
//! follow one another. June and July keep every teacher's state as it is. The description of the model prints [`MONTH`] as
//! it stands.

use super::run_state::{RunState, Workspace};
use super::{intervention, scheduled_events};
use crate::calendar::Month;
use crate::mechanisms::null::{bass, logistic};
use crate::mechanisms::{
    Context, abandonment, adoption, attention, components, cost, depth, embedding, fit, fundamentals, help,
    idea_review, mobility, null, outcomes, ownership, principals, rollout, stopping, succession, support,
    team_capacity, training, uptake, visibility,
};
use crate::model::Model;
use crate::world::District;

/// A step of the month.
pub struct Step {
    /// What happens, with the sections of the description that say more.
    pub words: &'static str,
    /// What is called.
    pub calls: Calls,
}

/// What a step calls, in order.
pub enum Calls {
    /// For the whole world at once.
    OnWorld(&'static [Call<OnWorld>]),
    /// In each district, if the step is due; steps that follow one another are gone through district by district.
    InDistrict(Due, &'static [Call<InDistrict>]),
}

/// A function with its name in the code, or the moment at which decided events become true.
pub struct Call<F> {
    /// Module and function.
    pub name: &'static str,
    pub(super) due: Due,
    pub(super) function: Option<F>,
}

pub(super) type OnWorld = fn(&mut RunState, &mut Workspace<'_>);
pub(super) type InDistrict = fn(&mut District, Context<'_>, &mut Workspace<'_>);

/// Whether something happens in a month under a model.
pub(super) type Due = fn(Month, Model) -> bool;
const ALWAYS: Due = |_, _| true;
const AFTER_A_YEAR: Due = |now, _| now.is_new_year();
const TEACHING: Due = |now, _| now.is_teaching();
const HOLIDAYS: Due = |now, _| !now.is_teaching();
const NO_CURVE: Due = |_, model| !model.is_curve();
const WORK: Due = |now, model| now.is_teaching() && !model.is_curve();
const CURVE: Due = |now, model| now.is_teaching() && model.is_curve();
const BASS: Due = |_, model| model == Model::BassPerSchool;
const LOGISTIC: Due = |_, model| model == Model::Logistic;

/// What was decided becomes true, in the order in which it was decided.
const EVENTS: &str = "events become true";

/// A call of a function of a mechanism, under its name; of no function but [`EVENTS`].
macro_rules! call {
    (EVENTS) => {
        Call { name: EVENTS, due: ALWAYS, function: None }
    };
    ($due:ident: $($rest:tt)+) => {
        Call { due: $due, ..call!($($rest)+) }
    };
    (|$($given:pat_param),+| $module:ident::$function:ident($($argument:expr),*)) => {
        Call {
            name: concat!(stringify!($module), "::", stringify!($function)),
            due: ALWAYS,
            function: Some(|$($given),+| $module::$function($($argument),*)),
        }
    };
}

/// The month, in the order in which it happens.
pub const MONTH: &[Step] = &[
    Step {
        words: "Dated events of the scenario that end are undone; then those that begin take effect, parameters that \
                hold from now on among them (section 6). An experiment on the model, which no scenario can ask for, may \
                then set states. In three other models some exponents ρ are then set (7.18).",
        calls: Calls::OnWorld(&[
            call!(|run, work| scheduled_events::take_effect(
                &mut run.active,
                &mut run.world,
                work.scheduled,
                &mut run.p,
                &run.streams,
                run.now,
                work.recorder
            )),
            call!(|run, work| intervention::set_states(work.intervention, &mut run.world, run.now)),
            call!(|run, _| null::set_exponents(run.model, &mut run.p)),
        ]),
    },
    Step {
        words: "Program managers whom districts share leave (7.1). Then what each manager is to give is added up (7.7).",
        calls: Calls::OnWorld(&[
            call!(|run, work| succession::decide_shared(
                &run.world,
                &run.p,
                (&run.cohort, run.now),
                &mut work.shared
            )),
            call!(EVENTS),
            call!(|run, _| support::add_up_plans(&mut run.world.districts, &run.p, run.now)),
        ]),
    },
    Step {
        words: "District by district, up to step 12: leaders and teachers leave and are succeeded (7.1, 7.2). All decide \
                on one state; then leaders' exits become true, then teachers'. Teams are refilled, a new one is filled. \
                Churn fades, and a school whose principal has announced leaving grows less safe. A month in post and in \
                the seat passes for everyone. In August after the first year students move up a grade (7.17).",
        calls: Calls::InDistrict(
            ALWAYS,
            &[
                call!(|d, c, work| succession::decide(d, c, &mut work.events)),
                call!(|d, c, work| mobility::decide(d, c, &mut work.events)),
                call!(EVENTS),
                call!(|d, _, work| mobility::refill_teams(d, &mut work.events)),
                call!(EVENTS),
                call!(|d, c, _| succession::update(d, c)),
                call!(|d, _, _| mobility::update(d)),
                call!(AFTER_A_YEAR: |d, c, _| outcomes::promote(d, c.p)),
            ],
        ),
    },
    Step {
        words: "The push of a mandate fades; under *pause and return* the work may be suspended or taken up again (7.15); \
                neither in the two null models of step 5. Each team's hours follow the schedule (7.7). A school year may \
                begin with a cut of the budget for coaches (7.9), and a new problem may take leaders' attention (7.6); \
                neither in these two. The lead comes nearer to the superintendent (7.1); the superintendent's acts are done and seen, permanence and backing follow (7.3, 7.4); in the null model \
                without leaders' effect, leaders are then set to one level (7.18). *In June and July everyone now \
                receives 0 hours of help, and the district goes on with step 13.*",
        calls: Calls::InDistrict(
            ALWAYS,
            &[
                call!(NO_CURVE: |d, c, _| rollout::update(d, c)),
                call!(NO_CURVE: |d, c, work| rollout::suspend(d, c, &mut work.events)),
                call!(EVENTS),
                call!(|d, c, _| support::schedule(d, c)),
                call!(|d, c, _| null::level_support(d, c.p)),
                call!(NO_CURVE: |d, c, _| help::renew_budget(d, c)),
                call!(NO_CURVE: |d, c, work| help::decide_budget(d, c, &mut work.events)),
                call!(NO_CURVE: |d, c, _| attention::fade(d, c)),
                call!(NO_CURVE: |d, c, work| attention::decide(d, c, &mut work.events)),
                call!(EVENTS),
                call!(TEACHING: |d, c, _| succession::follow_superintendent(d, c)),
                call!(|d, c, _| visibility::update(d, c)),
                call!(|d, c, _| null::hold_leaders(d, c.p)),
                call!(HOLIDAYS: |d, c, work| help::rest(d, &mut work.hours, c.now)),
                call!(HOLIDAYS: |d, c, _| null::level_doses(d, c.p)),
            ],
        ),
    },
    Step {
        words: "In two null models (7.18) a curve stands in the place of steps 6 to 11: everyone receives 0 hours of \
                help, teachers decide and users deepen on one state, then who takes up or stops does so, and the rest \
                follows.",
        calls: Calls::InDistrict(
            CURVE,
            &[
                call!(|d, c, work| help::rest(d, &mut work.hours, c.now)),
                call!(BASS: |d, c, work| bass::decide(d, c, &mut work.events)),
                call!(BASS: |d, c, _| bass::deepen(d, c)),
                call!(LOGISTIC: |d, c, work| logistic::decide(d, c, &mut work.events)),
                call!(LOGISTIC: |d, c, _| logistic::deepen(d, c)),
                call!(EVENTS),
                call!(|d, _, _| null::embed(d)),
            ],
        ),
    },
    Step {
        words: "Principals act on what they see (7.5). Attention follows the number of initiatives (7.6).",
        calls: Calls::InDistrict(
            WORK,
            &[call!(|d, c, _| principals::update(d, c)), call!(|d, c, _| attention::update(d, c))],
        ),
    },
    Step {
        words: "What the district's coaches have for this practice is set (7.9). Schools adopt it formally (7.13). Outside \
                support helps the teams, and the teams learn (7.7).",
        calls: Calls::InDistrict(
            WORK,
            &[
                call!(|d, c, _| help::set_coaching(d, c.p)),
                call!(|d, c, work| adoption::decide(d, c, &mut work.events)),
                call!(EVENTS),
                call!(|d, c, _| support::update(d, c)),
            ],
        ),
    },
    Step {
        words: "The teams work: capacity of each, then fundamentals and coherence, then tests and fit (7.8).",
        calls: Calls::InDistrict(
            WORK,
            &[
                call!(|d, c, _| team_capacity::update(d, c)),
                call!(|d, c, _| fundamentals::update(d, c)),
                call!(|d, c, _| fit::update(d, c)),
            ],
        ),
    },
    Step {
        words: "Hours of training are set, and help is shared out (7.9).",
        calls: Calls::InDistrict(
            WORK,
            &[
                call!(|d, c, _| training::update(d, c)),
                call!(|d, c, work| help::update(
                    d,
                    &mut work.hours,
                    &mut work.turns[work.place],
                    |pool| work.intervention.help(work.place, pool, c.now),
                    c
                )),
                call!(|d, c, _| null::level_doses(d, c.p)),
            ],
        ),
    },
    Step {
        words: "From one and the same state: teachers take up the practice and further components (7.10), stop or turn \
                compliance into use (7.13), deepen (7.11), and change in belief and ownership (7.12). Then who takes up or \
                stops does so; someone who takes up this month deepens from the next, and who stops the practice stops all \
                of it.",
        calls: Calls::InDistrict(
            WORK,
            &[
                call!(|d, c, work| uptake::draw(d, c, &mut work.draws)),
                call!(|d, c, work| uptake::decide(d, c, &work.draws, &mut work.examples, &mut work.events)),
                call!(|d, c, work| components::decide(d, c, &mut work.events)),
                call!(|d, c, work| stopping::decide(d, c, &work.draws, &mut work.events)),
                call!(|d, c, work| depth::next(d, c, &mut work.deepening)),
                call!(|d, c, work| depth::deepen_components(d, c, &mut work.further)),
                call!(|d, c, work| ownership::update(d, c, &mut work.belief)),
                call!(|d, _, work| depth::take_effect(d, &mut work.deepening)),
                call!(EVENTS),
            ],
        ),
    },
    Step {
        words: "Routines and policies embed (7.14).",
        calls: Calls::InDistrict(WORK, &[call!(|d, c, _| embedding::update(d, c))]),
    },
    Step {
        words: "Courses are assigned, students gain, and local evidence forms (7.17).",
        calls: Calls::InDistrict(
            TEACHING,
            &[call!(|d, c, _| outcomes::assign_courses(d, c)), call!(|d, c, _| outcomes::update(d, c))],
        ),
    },
    Step {
        words: "Districts of one run learn from each other at convenings (7.7).",
        calls: Calls::OnWorld(&[call!(|run, _| support::convene(&mut run.world, &run.p, run.now))]),
    },
    Step {
        words: "From one and the same state: in May schools decide whether they go on with the practice (7.13); in \
                January and May the teams of each collaboration judge their idea (7.8), and each team may open its next \
                circle (7.15); in a month in which an idea is dropped none of its teams opens one. Then all of it becomes \
                true in this order. In every month coherence, pilot fit and usable fit are then brought up to date (7.8). \
                Nothing of this in the two null models of step 5.",
        calls: Calls::InDistrict(
            NO_CURVE,
            &[
                call!(|d, c, work| abandonment::decide(d, c, &mut work.events)),
                call!(|d, c, work| idea_review::decide(d, c, &mut work.events)),
                call!(|d, c, work| rollout::decide(d, c, work.allowed(d, c.now))),
                call!(EVENTS),
                call!(|d, c, _| fundamentals::refresh(d, c.p)),
                call!(|d, c, _| fit::refresh(d, c.p)),
            ],
        ),
    },
    Step {
        words: "What the work of the month took is added up: hours and money (7.19). Nothing reads it. Then the month is \
                measured (section 4, observation; 7.16).",
        calls: Calls::InDistrict(ALWAYS, &[call!(|d, c, _| cost::count(d, c))]),
    },
];

impl Step {
    /// The names of what it calls, in order.
    pub fn names(&self) -> Vec<&'static str> {
        match self.calls {
            Calls::OnWorld(calls) => calls.iter().map(|call| call.name).collect(),
            Calls::InDistrict(_, calls) => calls.iter().map(|call| call.name).collect(),
        }
    }
}
