//! Claims about who leads: superintendent, deputy, principals and teachers together.

use super::{BRIEF, HALF_A_TEACHER, SHARE, committed, each};
use crate::analysis::sequential::Want::{Above, Below, Rises, Told, Within};
use crate::calendar::Month;
use crate::claims::Statistic::{Less, Mean, Of, Ratio, Share};
use crate::claims::arms::{Arm, arm};
use crate::claims::{Caveats, Claim, Floor, part};
use crate::model::Model;
use crate::world::District;

/// Nobody in the district office changes.
const STAY: &str = "[parameters]\nsuperintendent_exit = 0.0\nlead_exit = 0.0\n";

pub fn claims() -> Vec<Claim> {
    vec![
        handed_off(),
        backed_delegate(),
        three_levels(),
        teachers_alone(),
        site_bound(),
        long_signal(),
        too_many(),
    ]
}

fn handed_off() -> Claim {
    let off = "[leaders]\nsuperintendent_commitment = 0.15\nlead_commitment = 0.3\n";
    let with = |name, more: &str| arm(name, &format!("{off}{STAY}{more}"));
    Claim {
        id: "handed-off",
        words: "A superintendent who signs up, delegates and disengages never gets meaningful progress",
        source: BRIEF,
        reason: "0.05: never, as far as a few hundred runs can say; a quarter: far from the committed district",
        null: Some(Model::NoLeaders),
        caveats: Caveats::assumed("backing = mean(ρ; seen, commit_l)"),
        arms: vec![
            arm("committed", STAY),
            with("handed off", ""),
            arm("handed off, ordinary succession", off),
            with("handed off, principals do not respond to what they see", "response_to_seen = 0.0\n"),
            with("handed off, ownership does not fall unseen", "own_unseen = 0.0\n"),
            with("handed off, the lead makes up for it", "rho_backing = 1.0\n"),
        ],
        observe: |s| {
            let mut row = each(s, committed);
            row.extend([s.runs[0].reached(3, 36), s.runs[1].reached(3, 36)]);
            row
        },
        parts: vec![
            part("P(4,36) when handed off", Share(1), Below(0.05)),
            part(
                "P(3,36) less a quarter of the committed district's",
                Of(|m| m[7] - 0.25 * m[6]),
                Below(0.0),
            ),
            part("P(4,36) with ordinary succession", Share(2), Told),
            part("P(4,36) with principals who do not respond", Share(3), Told),
            part("P(4,36) where ownership does not fall unseen", Share(4), Told),
            part("P(4,36) where the lead makes up for an absent superintendent", Share(5), Told),
        ],
        floors: vec![Floor::Stage(0)],
        ..Claim::default()
    }
}

fn backed_delegate() -> Claim {
    // Leaders come and go as usual. Where nobody left, two people of one commitment would be as good as one by
    // construction, and nothing would be tested.
    let led = "[leaders]\nsuperintendent_leads = true\nsuperintendent_commitment = 0.85\n";
    let backed = "[leaders]\nsuperintendent_commitment = 0.85\nlead_commitment = 0.85\n";
    let alone = "[leaders]\nsuperintendent_commitment = 0.15\nlead_commitment = 0.85\n";
    Claim {
        id: "backed-delegate",
        words: "A senior leader who is not the superintendent can lead it, if the superintendent visibly backs it",
        source: BRIEF,
        reason: "0.10 is a tenth of districts, the least that a provider would notice; 0.15 is clearly more",
        null: Some(Model::NoLeaders),
        arms: vec![
            arm("superintendent leads", led),
            arm("backed delegate", backed),
            arm("delegate without backing", alone),
        ],
        observe: |s| each(s, committed),
        parts: vec![
            part("P(4,36): backed delegate less superintendent", Less(1, 0), Within(-0.10, 0.10)),
            part("P(4,36): superintendent less unbacked", Less(0, 2), Above(0.15)),
            part("P(4,36): backed less unbacked", Less(1, 2), Above(0.15)),
        ],
        floors: vec![Floor::Stage(0)],
        ..Claim::default()
    }
}

const fn level(high: bool) -> f64 {
    if high { 0.8 } else { 0.2 }
}

/// Teachers, principals and district held at high or low commitment from the first day on, whoever comes.
fn held<const TEACHERS: bool, const PRINCIPALS: bool, const DISTRICT: bool>(name: &'static str) -> Arm {
    let (teachers, principals, district) = (level(TEACHERS), level(PRINCIPALS), level(DISTRICT));
    let text = format!(
        "[leaders]\nteacher_openness = {teachers:?}\nprincipal_priority = {principals:?}\n\
        superintendent_commitment = {district:?}\nlead_commitment = {district:?}\n"
    );
    arm(name, &text).with_hand(|d: &mut District, _: Month, _| {
        d.teachers.openness.fill(level(TEACHERS));
        for principal in d.schools.iter_mut().map(|school| &mut school.principal) {
            (principal.priority, principal.commitment) = (level(PRINCIPALS), level(PRINCIPALS));
        }
        d.office.superintendent.commitment = level(DISTRICT);
        d.office.lead.commitment = level(DISTRICT);
    })
}

/// What is left of the first of eight cells (HHH, HHL, HLH, HLL, LHH, LHL, LLH, LLL) when all that one or two levels
/// explain is taken away.
fn three_way(cells: &[f64], of: impl Fn(f64) -> f64) -> f64 {
    let signs = [1.0, -1.0, -1.0, 1.0, -1.0, 1.0, 1.0, -1.0];
    cells.iter().zip(signs).map(|(cell, sign)| sign * of(*cell)).sum()
}

fn three_levels() -> Claim {
    Claim {
        id: "three-levels",
        words: "The most progress comes where teachers, principals and district engage together",
        source: BRIEF,
        reason: "0.15 of districts and 0.10 of seats are clearly more; high and low are 0.8 and 0.2, held; the source says nothing of a three-way contrast, which is told",
        null: Some(Model::NoComplementarity),
        arms: vec![
            held::<true, true, true>("teachers, principals, district"),
            held::<true, true, false>("teachers, principals"),
            held::<true, false, true>("teachers, district"),
            held::<true, false, false>("teachers"),
            held::<false, true, true>("principals, district"),
            held::<false, true, false>("principals"),
            held::<false, false, true>("district"),
            held::<false, false, false>("nobody"),
        ],
        observe: |s| [each(s, committed), each(s, |run| run.deep(60))].concat(),
        parts: vec![
            part("P(4,36): all less without district", Less(0, 1), Above(0.15)),
            part("P(4,36): all less without principals", Less(0, 2), Above(0.15)),
            part("P(4,36): all less without teachers", Less(0, 4), Above(0.15)),
            part("DEEP(60): all less without district", Less(8, 9), Above(0.10)),
            part("DEEP(60): all less without principals", Less(8, 10), Above(0.10)),
            part("DEEP(60): all less without teachers", Less(8, 12), Above(0.10)),
            part("three-way contrast of DEEP(60)", Of(|m| three_way(&m[8..16], |x| x)), Told),
            part(
                "three-way contrast of log DEEP(60)",
                Of(|m| three_way(&m[8..16], |x| crate::numerics::ln(x.max(0.0) + HALF_A_TEACHER))),
                Told,
            ),
        ],
        floors: vec![Floor::Stage(0), Floor::Deep(8)],
        ..Claim::default()
    }
}

fn teachers_alone() -> Claim {
    Claim {
        id: "teachers-alone",
        words: "Teachers cannot make system changes alone",
        source: BRIEF,
        reason: "0.4 is the depth of stage 3; a quarter of the others is no system",
        null: Some(Model::NoLeaders),
        arms: vec![held::<true, false, false>("teachers alone")],
        months: vec![36],
        observe: |s| {
            let run = &s.runs[0];
            let [depth, users] = run.sum(36, |seat| seat.on_team && seat.using, |seat| seat.depth);
            vec![depth, users, run.share_using(36, |seat| !seat.on_team)]
        },
        parts: vec![
            part("depth of the team at 36", Ratio(0, 1), Above(0.4)),
            part("spread beyond the team at 36", Mean(2), Below(0.25)),
        ],
        ..Claim::default()
    }
}

fn site_bound() -> Claim {
    Claim {
        id: "site-bound",
        words: "Principals move their own building only",
        source: BRIEF,
        reason: "a third: most of what happens stays where the principals are",
        null: Some(Model::NoLeaders),
        arms: vec![held::<true, true, false>("teachers and principals, no district")],
        months: vec![36],
        observe: |s| [false, true].map(|pilot| s.runs[0].share_using(36, |seat| seat.pilot == pilot)).into(),
        parts: vec![part(
            "spread elsewhere over spread in pilot schools at 36",
            Ratio(0, 1),
            Below(1.0 / 3.0),
        )],
        ..Claim::default()
    }
}

fn long_signal() -> Claim {
    let say = |name, years: f64, record: f64| {
        arm(name, &format!("[leaders]\nannounced_years = {years:?}\ntrack_record = {record:?}\n"))
    };
    Claim {
        id: "long-signal",
        words: "An early signal of long commitment makes change worth a teacher's while",
        source: BRIEF,
        reason: "at most half with a bad track record: a cheap promise counts for little",
        null: Some(Model::NoAttention),
        caveats: Caveats::assumed("lasting begins at announced horizon × track record and scales taking up"),
        arms: vec![
            say("one year, kept promises", 1.0, 0.8),
            say("five years, kept promises", 5.0, 0.8),
            say("one year, broken promises", 1.0, 0.2),
            say("five years, broken promises", 5.0, 0.2),
        ],
        observe: |s| each(s, |run| run.spread(36)),
        parts: vec![
            part("S(36): five years less one", Less(1, 0), Rises(SHARE)),
            part(
                "that effect after broken promises, less half",
                Of(|m| (m[3] - m[2]) - 0.5 * (m[1] - m[0])),
                Below(0.0),
            ),
        ],
        ..Claim::default()
    }
}

fn too_many() -> Claim {
    let with = |name, n: f64, narrowing: f64| {
        arm(name, &format!("[parameters]\ninitiatives_usual = {n:?}\nnarrowing = {narrowing:?}\n"))
    };
    Claim {
        id: "too-many",
        words: "More initiatives than can be managed: teachers wait for it to pass",
        source: BRIEF,
        reason: "strictly: a fall at each step; narrowing to one problem of practice raises it",
        null: Some(Model::NoAttention),
        caveats: Caveats::assumed("attention = 1/(1 + κ(initiatives − 1)) scales taking up and deepening"),
        arms: vec![
            with("one", 1.0, 0.0),
            with("three", 3.0, 0.0),
            with("six", 6.0, 0.0),
            with("six, narrowed", 6.0, 1.0),
        ],
        observe: |s| {
            let mut row = each(s, |run| run.spread(36));
            row.extend([s.runs[2].deep(36), s.runs[3].deep(36), committed(&s.runs[1])]);
            row
        },
        parts: vec![
            part("S(36): one less three", Less(0, 1), Rises(SHARE)),
            part("S(36): three less six", Less(1, 2), Rises(SHARE)),
            part("DEEP(36): narrowed less not", Less(5, 4), Rises(SHARE)),
        ],
        floors: vec![Floor::Stage(6)],
        ..Claim::default()
    }
}
