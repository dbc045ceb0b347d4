//! The states that the mechanisms write: one step of each, what raises it and what lowers it.

use uptake::calendar::Month;
use uptake::chance::{Blocks, Streams};
use uptake::mechanisms::{
    Context, attention, depth, embedding, fit, fundamentals, help, outcomes, ownership, principals, rollout,
    stopping, succession, support, team_capacity, uptake as taking_up, visibility,
};
use uptake::world::{District, Event, Fundamental};

use super::dials::{other_seat, user};

/// Months of acts that are seen only now and then.
const ACTS: [u32; 4] = [13, 14, 16, 19];
/// Chances in which whole decisions are counted.
const CHANCES: u32 = 24;

/// One step of a mechanism, and the state it leaves.
pub type Step = fn(&mut District, Context<'_>) -> f64;

/// A state: what raises it, what lowers it.
pub struct Equation {
    pub state: &'static str,
    /// A share, which stays between 0 and 1.
    pub is_share: bool,
    pub step: Step,
    pub up: &'static [&'static str],
    pub down: &'static [&'static str],
}

const fn share(
    state: &'static str,
    step: Step,
    up: &'static [&'static str],
    down: &'static [&'static str],
) -> Equation {
    Equation { state, is_share: true, step, up, down }
}

const fn amount(
    state: &'static str,
    step: Step,
    up: &'static [&'static str],
    down: &'static [&'static str],
) -> Equation {
    Equation { state, is_share: false, step, up, down }
}

fn pilot(d: &District) -> &uptake::world::School {
    d.schools.iter().find(|s| s.pilot).unwrap()
}

fn beside(d: &District) -> &uptake::world::School {
    d.schools.iter().find(|s| !s.pilot && s.focal > 0).unwrap()
}

/// A teaching month of the teams: capacity, then fundamentals, then tests and fit.
fn team_work(d: &mut District, c: Context<'_>) {
    team_capacity::update(d, c);
    fundamentals::update(d, c);
    fit::update(d, c);
}

/// How many decisions of a kind are made in some chances: it rises with the probability of each.
fn counted(
    d: &District,
    c: Context<'_>,
    decide: impl Fn(&District, Context<'_>, &Blocks, &mut Vec<Event>),
) -> f64 {
    let (mut events, mut draws) = (Vec::new(), Blocks::default());
    for replication in 0..CHANCES {
        let streams = Streams::new(5, 5, replication);
        let c = Context { streams: &streams, ..c };
        taking_up::draw(d, c, &mut draws);
        decide(d, c, &draws, &mut events);
    }
    events.iter().filter(|e| matches!(e, Event::TookUp { .. } | Event::Stopped { .. })).count() as f64
}

fn after_acts(d: &mut District, c: Context<'_>) {
    for month in ACTS {
        visibility::update(d, Context { now: Month(month), ..c });
    }
}

pub const EQUATIONS: &[Equation] = &[
    share(
        "depth of a user",
        |d, c| {
            let mut room = depth::Room::default();
            depth::next(d, c, &mut room);
            room.next[user(d)]
        },
        &[
            "dose",
            "own",
            "usable fit",
            "school coherence",
            "attention",
            "safe",
            "time",
            "routine",
            "colleagues' depth",
        ],
        &[],
    ),
    share(
        "belief of a user",
        |d, c| {
            ownership::update(d, c, &mut ownership::Room::default());
            d.teachers.belief[user(d)]
        },
        &["depth", "colleagues' belief", "belief"],
        &[],
    ),
    share(
        "belief of one who does not use it",
        |d, c| {
            ownership::update(d, c, &mut ownership::Room::default());
            d.teachers.belief[other_seat(d)]
        },
        &["proof", "monitoring", "belief"],
        &[],
    ),
    share(
        "ownership",
        |d, c| {
            ownership::update(d, c, &mut ownership::Room::default());
            d.teachers.ownership[user(d)]
        },
        &["own", "depth", "belief", "seen", "participation"],
        &["push"],
    ),
    amount(
        "those who take up",
        |d, c| counted(d, c, |d, c, draws, events| taking_up::decide(d, c, draws, &mut Vec::new(), events)),
        &[
            "attention",
            "lasting",
            "safe",
            "usable fit",
            "open",
            "belief",
            "depth",
            "capacity",
            "time",
            "backing",
            "policy",
            "commit_p",
            "expectations",
            "monitoring",
            "push",
            "conversations",
        ],
        &[],
    ),
    amount(
        "those who stop",
        |d, c| counted(d, c, stopping::decide),
        &["churn"],
        &["own", "belief", "routine", "attention", "authority", "backing", "policy", "push"],
    ),
    share(
        "seen",
        |d, c| {
            after_acts(d, c);
            d.seen
        },
        &["seen", "superintendent"],
        &["elsewhere"],
    ),
    share(
        "lasting",
        |d, c| {
            after_acts(d, c);
            d.lasting
        },
        &["lasting", "seen", "superintendent"],
        &["churn"],
    ),
    share(
        "backing",
        |d, c| {
            after_acts(d, c);
            d.backing
        },
        &["seen", "superintendent", "lead"],
        &["elsewhere"],
    ),
    share(
        "commit_p",
        |d, c| {
            principals::update(d, c);
            pilot(d).principal.commitment
        },
        &["commit_p", "priority", "seen", "proof", "capacity"],
        &[],
    ),
    share(
        "skill_p",
        |d, c| {
            principals::update(d, c);
            pilot(d).principal.skill
        },
        &["skill_p", "capacity building"],
        &[],
    ),
    share(
        "safe",
        |d, c| {
            principals::update(d, c);
            pilot(d).safe
        },
        &["safe", "participation", "open"],
        &["churn", "push"],
    ),
    share(
        "time",
        |d, c| {
            principals::update(d, c);
            pilot(d).time_share
        },
        &["commit_p", "skill_p", "backing", "priority"],
        &[],
    ),
    share(
        "authority",
        |d, c| {
            principals::update(d, c);
            pilot(d).authority
        },
        &["commit_p", "backing", "tenure"],
        &[],
    ),
    share(
        "attention",
        |d, c| {
            // Leaders who narrow down, which the usual ones do not.
            let mut p = *c.p;
            p.attention.narrowing = 0.6;
            attention::update(d, Context { p: &p, ..c });
            d.attention
        },
        &["backing"],
        &["initiatives"],
    ),
    share(
        "bond",
        |d, c| {
            support::update(d, c);
            d.office.manager.bond
        },
        &["bond"],
        &[],
    ),
    share(
        "team skill",
        |d, c| {
            support::update(d, c);
            d.teams[0].skill
        },
        &["team skill", "capacity", "bond"],
        &[],
    ),
    share(
        "help",
        |d, c| {
            support::update(d, c);
            d.teams[0].help
        },
        &["hours", "bond", "team skill", "coaching"],
        &[],
    ),
    share(
        "team capacity",
        |d, c| {
            team_work(d, c);
            d.teams[0].capacity
        },
        &["help", "lead", "lead skill", "backing"],
        &["elsewhere"],
    ),
    share(
        "fit in a pilot school",
        |d, c| {
            team_work(d, c);
            pilot(d).fit
        },
        &["fit", "best", "help", "lead"],
        &[],
    ),
    share(
        "fit beside the pilot schools",
        |d, c| {
            team_work(d, c);
            beside(d).fit
        },
        &["fit", "best", "users", "depth"],
        &[],
    ),
    share(
        "usable fit beside the pilot schools",
        |d, c| {
            fit::refresh(d, c.p);
            beside(d).usable_fit
        },
        &["fit", "best"],
        &[],
    ),
    share(
        "a fundamental",
        |d, c| {
            team_work(d, c);
            d.fundamental(Fundamental::Practices)
        },
        &["practices", "help", "lead", "backing", "expectations", "monitoring"],
        &["churn"],
    ),
    share(
        "coherence",
        |d, c| {
            fundamentals::refresh(d, c.p);
            d.coherence
        },
        &["expectations", "practices", "capacity building", "monitoring"],
        &[],
    ),
    share(
        "coherence in a school",
        |d, c| {
            fundamentals::refresh(d, c.p);
            pilot(d).coherence
        },
        &["practices", "commit_p", "skill_p", "time"],
        &[],
    ),
    share(
        "routine",
        |d, c| {
            embedding::update(d, c);
            pilot(d).routine
        },
        &["routine", "users", "depth", "authority"],
        &[],
    ),
    share(
        "policy",
        |d, c| {
            embedding::update(d, c);
            d.collaborations[0].policy
        },
        &["policy", "routine", "backing", "coherence"],
        &[],
    ),
    share(
        "proof",
        |d, c| {
            outcomes::update(d, c);
            pilot(d).proof
        },
        &["proof", "users", "depth", "monitoring"],
        &[],
    ),
    share(
        "churn",
        |d, c| {
            succession::update(d, c);
            d.churn.max(pilot(d).churn)
        },
        &["churn"],
        &[],
    ),
    share(
        "push",
        |d, c| {
            rollout::update(d, c);
            d.push()
        },
        &["push"],
        &[],
    ),
    amount(
        "help given",
        |d, c| {
            help::update(d, &mut Vec::new(), &mut help::Turns::default(), |pool| pool, c);
            d.help_given
        },
        &["users", "coaching", "time", "own"],
        &[],
    ),
    amount(
        "coaching",
        |d, c| {
            help::set_coaching(d, c.p);
            d.coaching
        },
        &["backing", "capacity building", "coach budget"],
        &["initiatives"],
    ),
    share(
        "elsewhere",
        |d, c| {
            attention::fade(d, c);
            d.elsewhere
        },
        &["elsewhere"],
        &[],
    ),
];
