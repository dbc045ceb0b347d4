//! Principals: commitment, time, safety to try, and difficult conversations. (ODD 7.5)
//!
//! ```text
//! commit_p += (prio + signal + 0.2 · proof + team − commit_p) / 6
//! signal    = λ(seen − ½), less a shield where it is negative and the principal is aligned
//! time      = min(contract limit, offered · (0.25 + 1.5 · commit_p · skill_p) · (0.4 + 0.9 · backing))
//! safe     += 0.05 · (0.25 + 0.55 · commit_p − 0.2 · churn − 0.2 · pressure − cost of conversations − safe)
//! ```
//!
//! `offered` is what a dated event has set for the school, else the usual. `team` is what a principal gains
//! from work that gets done by a team on which this principal sits. A principal aligned with the
//! work withstands part of the pull of an unseen superintendent; a new one has to settle in before
//! conversations and authority are whole. A committed and skilled
//! principal has the difficult conversations: the openness of resisters rises part of the way to the
//! line below which a teacher resists, at a cost in safety. A principal has authority to embed and to
//! enforce in proportion to commitment and the root of backing.
//!
//! In the null model without leaders' effect commitment and skill stay where `null` holds them; in the one without
//! complementarity means stand in the place of the products in time, conversations and authority.
//!
//! Reads     `seen`, `backing`, `proof`, churn, pressure, capacity building, openness.
//! Writes    a principal's commitment and skill; a school's time, safety, conversations, authority.
//! Leaves out  assistant principals; principals who learn from each other.

use super::Context;
use crate::parameters::{Parameters, Principals};
use crate::quantity::{Model, maths};
use crate::world::district::Fundamental;
use crate::world::{District, Principal, School};

/// Collaboration hours a month that are used for instruction.
pub fn instruction_hours(
    principal: &Principal,
    model: Model,
    offered: f64,
    backing: f64,
    p: &Principals,
) -> f64 {
    let led = p.time_base + p.time_led * principal.strength(model);
    let backed = p.time_base_backing + p.time_backed * backing;
    model.together(offered, [led, backed]).min(p.collaboration_limit)
}

/// How far a principal has settled in after so many months: authority has to be earned.
pub fn settled(months: u32, p: &Principals) -> f64 {
    let progress = (f64::from(months) / p.settling_months).min(1.0);
    p.settling_start + (1.0 - p.settling_start) * progress
}

/// What follows from a principal's commitment and skill at once: time, conversations, authority.
pub fn follow(school: &mut School, model: Model, backing: f64, p: &Parameters) {
    let (principal, q) = (&school.principal, &p.principals);
    let settled = settled(principal.tenure, q);
    let offered = school.offered.unwrap_or(q.collaboration_hours);
    school.time = instruction_hours(principal, model, offered, backing, q);
    school.time_share = (school.time / q.collaboration_full).min(1.0);
    school.conversations = model.together(q.conversation_effect, [principal.strength(model), settled]);
    let enacted = [principal.commitment, settled, maths::sqrt(backing)];
    school.authority = maths::share(model.together(p.embedding.authority_slope, enacted));
}

/// A teaching month of every principal.
pub fn update(d: &mut District, c: Context<'_>) {
    let p = &c.p.principals;
    let pressure = d.pressure();
    let on_team = p.on_team_slope * p.principals_on_team;
    let growth = p.skill_growth * d.fundamental(Fundamental::Capacity);
    let teams = &d.teams;
    for school in &mut d.schools {
        let on_team = if school.pilot { on_team * teams[school.team].capacity } else { 0.0 };
        let principal = &mut school.principal;
        let signal = p.response_to_seen * (d.seen - 0.5);
        let signal =
            if principal.aligned && signal < 0.0 { signal * (1.0 - p.aligned_shield) } else { signal };
        let target = principal.priority + signal + p.response_to_proof * school.proof + on_team;
        if d.model != Model::NoLeaders {
            principal.commitment = maths::share(
                principal.commitment + (maths::share(target) - principal.commitment) / p.commitment_memory,
            );
            principal.skill = maths::share(principal.skill + growth * (1.0 - principal.skill));
        }
        follow(school, d.model, d.backing, c.p);
        let principal = &school.principal;

        let t = &d.teachers;
        let resisting = school.teachers.clone().filter(|&k| t.open[k] < p.resister_openness).count();
        let staff = school.teachers.len().max(1);
        let cost = p.conversation_cost * school.conversations * (resisting as f64 / staff as f64);
        let target = p.safe_base + p.safe_commitment * principal.commitment
            - p.safe_churn * maths::share(school.churn + d.churn)
            - p.safe_pressure * pressure
            - cost;
        school.safe = maths::share(school.safe + p.safe_rate * (target - school.safe));
    }
}
