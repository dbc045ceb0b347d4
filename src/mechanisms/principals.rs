//! Principals: commitment, time, safety to try, and difficult conversations. (ODD 7.5)
//!
//! For every school, from top to bottom:
//!
//! ```text
//! signal    = response_to_seen · (seen − ½)                     below 0 and aligned: times 1 − aligned_shield
//! from team = on_team_slope · principals_on_team · capacity     pilot schools; else 0
//! target    = priority + signal + response_to_proof · proof + from team         kept within 0 and 1
//! commit_p += (target − commit_p) / commitment_memory
//! skill_p  += skill_growth · f3 · (1 − skill_p)
//! time      = min(collaboration_limit, offered · (time_base + time_led · commit_p · skill_p)
//!                                              · (time_base_backing + time_backed · backing))
//! time share    = min(1, ⟨A⟩ · time / collaboration_full)
//! settled       = settling_start + (1 − settling_start) · min(1, months in post / settling_months)
//! conversations = conversation_effect · commit_p · skill_p · settled
//! authority     = min(1, authority_slope · commit_p · settled · √backing)
//! safe     += safe_rate · (safe_base + safe_commitment · commit_p − safe_churn · min(1, school churn + churn)
//!                          − safe_pressure · pressure − conversation_cost · conversations · resisters − safe)
//! ```
//!
//! `offered` is what a dated event has set for the school, else `collaboration_hours`. `capacity` is that of the school's team
//! in the month before. The initiatives of a district share its collaboration time: the part of this practice goes with relative
//! attention ⟨A⟩ (7.6, that of the month before), which is 1 where as many initiatives run as is typical. Of `principals_on_team`
//! every pilot school's principal has an equal share. `pressure` is the push of a mandate times (1 − participation), district-wide.
//! `resisters` is the share of the school's whole staff whose openness lies below `resister_openness`. `authority_slope` stands with
//! embedding (7.14).
//!
//! A principal who is aligned with the work withstands part of the pull of an unseen superintendent. A new principal has to
//! settle in: authority is earned, and the difficult conversations are dared, by and by. In such conversations the openness of
//! resisters counts as raised part of the way to the line below which a teacher resists (7.10), at a cost in safety.
//!
//! In the null model without leaders' effect commitment and skill stay where `null` holds them; in the one without
//! complementarity means stand in the place of the products in time, conversations and authority.
//!
//! Reads     `seen`, `backing`, `proof`, churn, pressure, attention, capacity building, openness, team capacity.
//! Writes    a principal's commitment and skill; a school's time, safety, conversations, authority.
//! Leaves out  assistant principals; principals who learn from each other; which principals of pilot schools sit on the team.

use super::{Context, relative_attention};
use crate::model::Model;
use crate::numerics;
use crate::parameters::{Parameters, Principals};
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
    model.combine(offered, [led, backed]).min(p.collaboration_limit)
}

/// How far a principal has settled in after so many months: authority has to be earned.
pub fn settled(months: u32, p: &Principals) -> f64 {
    let progress = (f64::from(months) / p.settling_months).min(1.0);
    p.settling_start + (1.0 - p.settling_start) * progress
}

/// What follows from a principal's commitment and skill at once: time, conversations, authority. Attention is relative to what is
/// typical.
pub fn follow(school: &mut School, model: Model, (backing, attention): (f64, f64), p: &Parameters) {
    let (principal, q) = (&school.principal, &p.principals);
    let settled = settled(principal.tenure, q);
    let offered = school.offered.unwrap_or(q.collaboration_hours);
    school.time = instruction_hours(principal, model, offered, backing, q);
    school.time_share = (attention * school.time / q.collaboration_full).min(1.0);
    school.conversations = model.combine(q.conversation_effect, [principal.strength(model), settled]);
    let enacted = [principal.commitment, settled, numerics::sqrt(backing)];
    school.authority = numerics::share(model.combine(p.embedding.authority_slope, enacted));
}

/// A teaching month of every principal.
pub fn update(d: &mut District, c: Context<'_>) {
    let p = &c.p.principals;
    let pressure = d.pressure();
    let on_team = p.on_team_slope * p.principals_on_team;
    let growth = p.skill_growth * d.fundamental(Fundamental::Capacity);
    let (teams, attention) = (&d.teams, relative_attention(d, c.p));
    for school in &mut d.schools {
        let on_team = if school.pilot { on_team * teams[school.team].capacity } else { 0.0 };
        let principal = &mut school.principal;
        let signal = p.response_to_seen * (d.seen - 0.5);
        let signal =
            if principal.aligned && signal < 0.0 { signal * (1.0 - p.aligned_shield) } else { signal };
        let target = principal.priority + signal + p.response_to_proof * school.proof + on_team;
        if d.model != Model::NoLeaders {
            principal.commitment = numerics::share(
                principal.commitment + (numerics::share(target) - principal.commitment) / p.commitment_memory,
            );
            principal.skill = numerics::share(principal.skill + growth * (1.0 - principal.skill));
        }
        follow(school, d.model, (d.backing, attention), c.p);
        let principal = &school.principal;

        let t = &d.teachers;
        let resisting = school.teachers.clone().filter(|&k| t.openness[k] < p.resister_openness).count();
        let staff = school.teachers.len().max(1);
        let cost = p.conversation_cost * school.conversations * (resisting as f64 / staff as f64);
        let target = p.safe_base + p.safe_commitment * principal.commitment
            - p.safe_churn * numerics::share(school.churn + d.churn)
            - p.safe_pressure * pressure
            - cost;
        school.safe = numerics::share(school.safe + p.safe_rate * (target - school.safe));
    }
}
