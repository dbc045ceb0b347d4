//! Other models: the same engine with a cause taken out, or with one cause in another form, so that what the whole model shows
//! can be tested. (ODD 7.18)
//!
//! A setting of a scenario (`model` of `[run]`) says which one runs. A pattern that a *null model* shows as well says nothing about
//! the cause that it lacks. A pattern that a *variant* does not show hangs on the form of that one cause. The draws are those of the whole model, so runs can be compared replication by replication.
//!
//! *No leaders.* Commitment and skill of superintendent, lead and principals, principals' priority, `seen`, `lasting` and
//! backing are `null_leader_level` from the first day on, after everything that would move them (step 4 of the month); churn,
//! of district and schools, is 0 and every principal has settled in. Principals' priority stands there before pilot schools are
//! drawn, which are then equally likely. Leaders leave, announce it and are succeeded as in 7.1,
//! and are counted; neither safety nor skill, initiatives or teachers' turnover changes. Dated events about commitment change
//! nothing. Mandates, policy, outside support and its person act as usual: they are decisions and help, not states of leaders.
//!
//! *No complementarity.* `rho_backing`, `rho_team`, `rho_coherence`, `rho_depth` and `rho_policy` are 1, whatever a scenario
//! says. Where the whole model multiplies what leaders are and do, the mean of the factors stands in the place of the product.
//! A mean stands in brackets; one within another is a mean of a mean:
//!
//! | where | in the place of the product |
//! |---|---|
//! | leadership (7.8) | [commit_l, skill_l], divided and raised as before; of principals [commit_p, skill_p] |
//! | permanence (7.3) | [seen, 1 − churn] |
//! | time (7.5) | offered · [time_base + time_led · [commit_p, skill_p], time_base_backing + time_backed · backing] |
//! | conversations (7.5) | conversation_effect · [[commit_p, skill_p], settled] |
//! | authority (7.5) | authority_slope · [commit_p, settled, √backing] |
//! | C_s (7.8) | C + (1 − C) · [[commit_p, √skill_p], time share] |
//! | fundamentals (7.8) | fundamental_rate · focus_k · [W_d, backing] · ½ (f_k + mean f)(1 − f_k), less what is lost as before |
//! | hours of coaches (7.9) | hours of all coaches · [share of this practice, worth of an hour] |
//! | scale of taking up (7.10) | [⟨A⟩, ⟨open⟩, ⟨belief⟩, ⟨lasting⟩, ⟨safe⟩, ⟨usable fit⟩]; `again_factor` and `adjacent_fit` multiply it |
//! | expectation (7.10) | hazard_expectation · [commit_p, behind, time share, the term with f1] |
//! | mandate (7.10) | hazard_mandate · push · [backing, commit_p, the term with f4] |
//! | enforcing an expectation (7.13) | [behind, authority]; a mandate's push · authority stays a product |
//! | trying (7.11) | [safe, time share] · adapting |
//! | target of routine (7.14) | share using · [min(1, mean depth / routine_depth), authority] |
//!
//! Gates are gone: every January and May the next circle opens that the strategy knows, without evidence, unless the idea was
//! dropped; and the target of policy is not held back where there is no routine. All other products stay: recruiters and time,
//! ownership and stopping, support and learning, giving up and what holds a school (7.13).
//!
//! *Mean field.* No ties act. In taking up x is the mean example over all focal teachers of the asker's collaboration, non-users
//! (as 0) and the asker among them; in deepening the
//! mean depth of all users of the district stands for the deepest tie; belief is pulled toward the mean belief of the
//! district's focal teachers, where that is within `belief_distance`. Each mean is taken once a month.
//!
//! *No help.* Every teacher's dose is `null_dose`, and the share of full support of every team that meets is `null_support`,
//! whatever hours are paid for, asked for or given; convenings bring no hours. Hours needed and given are counted as usual.
//!
//! *No attention.* ⟨A⟩ is 1, and where initiatives compete for coaches or for the place of the practice in a school their number is
//! `typical_initiatives`. They come and go, are counted, and leave nothing less for this one.
//!
//! *Variants.* Each departs from the whole model in one place:
//!
//! | variant | departure |
//! |---|---|
//! | linear pull | pull of colleagues (7.10) = min(1, x / (2 `critical_share`)): half at the critical share, as in the whole model |
//! | threshold pull | pull = 1 where x is at least the teacher's own threshold, else 0; thresholds ~ normal(`critical_share`, `threshold_sd`), kept within 0.02 and 0.98 |
//! | weakest leader | the least of the factors stands in the place of every product in the table above; `rho_backing` and `rho_team` are −40, at which a power mean is its least input |
//! | trying alone | the factor of feedback (7.11) is 1 |
//! | turnover alone | no new problem takes attention (7.6), no budget is cut (7.9), depth of users does not fade (7.11) |
//! | additive leaders | means stand in the place of the products as in the table above, and these two exponents are 1; gates, the scale of taking up and the other exponents stay |
//!
//! *Bass per school* and *logistic* (below) put a curve in the place of 7.5 to 7.15: team, help, taking up, deepening, belief,
//! ownership, stopping, embedding and rollout. Succession, mobility, visible acts, students and measurement go on. What measures
//! need beside use and depth follows from these two alone, on the first day too:
//!
//! ```text
//! own     = depth                                          of users
//! routine = share using · mean depth of users              school, focal teachers
//! policy  = mean routine of a collaboration's schools, by focal teachers
//! f1…f4 = C = C_s = mean routine of the district, by focal teachers
//! ```
//!
//! In a month users deepen, then who takes up or stops does so, then these lines follow: so the first ownership of 7.10 gives
//! way at once to depth. Who has stopped keeps the ownership they had. Every other state that 7.5 to 7.15 would move stays as
//! on the first day, but for what exits, newcomers, dated events and the planned hours (7.7) do to it.
//!
//! Reads     the model, use, depth.
//! Writes    leaders' states and what is seen of them; ownership, routine, policy, fundamentals, coherence.
//! Leaves out  a null model of turnover.

pub(crate) mod bass;
pub(crate) mod logistic;

use crate::model::Model;
use crate::parameters::Parameters;
use crate::world::{District, Practice};

/// Without leaders' effect, everything that leaders are and show stands at one level; else nothing happens.
pub fn hold_leaders(d: &mut District, p: &Parameters) {
    if d.model != Model::NoLeaders {
        return;
    }
    let level = p.null.null_leader_level;
    for leader in [&mut d.office.superintendent, &mut d.office.lead] {
        (leader.commitment, leader.skill) = (level, level);
    }
    (d.seen, d.lasting, d.backing, d.churn, d.elsewhere) = (level, level, level, 0.0, 0.0);
    for school in &mut d.schools {
        school.churn = 0.0;
        let principal = &mut school.principal;
        (principal.priority, principal.commitment, principal.skill) = (level, level, level);
        // Months in post act on nothing but authority, which has to be earned.
        principal.tenure = principal.tenure.max(p.principals.settling_months.ceil() as u32);
    }
}

/// The exponent at which a power mean is, to the third digit, its weakest ingredient.
const WEAKEST: f64 = -40.0;

/// Without complementarity every power mean adds; where leaders add up, or the weakest of them decides, those of leaders
/// do. In the other models nothing happens.
pub fn set_exponents(model: Model, of_districts: &mut [Parameters]) {
    let of_leaders = match model {
        Model::NoComplementarity | Model::AdditiveLeaders => 1.0,
        Model::WeakestLeader => WEAKEST,
        _ => return,
    };
    for p in of_districts {
        p.visibility.rho_backing = of_leaders;
        p.team.rho_team = of_leaders;
        if model == Model::NoComplementarity {
            p.team.rho_coherence = 1.0;
            p.depth.rho_depth = 1.0;
            p.embedding.rho_policy = 1.0;
        }
    }
}

/// Without help every team that meets has one share of full support; else nothing happens.
pub fn level_support(d: &mut District, p: &Parameters) {
    if d.model == Model::NoHelp && d.rules().has_team() && !d.is_paused() {
        d.teams.iter_mut().for_each(|team| team.hours = p.null.null_support * p.support.full_support_hours);
    }
}

/// Without help every teacher has had the same hours; else nothing happens.
pub fn level_doses(d: &mut District, p: &Parameters) {
    if d.model == Model::NoHelp {
        d.teachers.dose.fill(p.null.null_dose);
    }
}

/// Where a curve runs the district, what follows from use and depth; else nothing happens.
pub fn embed(d: &mut District) {
    if !d.model.is_curve() {
        return;
    }
    let t = &mut d.teachers;
    for k in 0..t.len() {
        if t.practice[k].in_use() {
            t.ownership[k] = t.depth[k];
        }
    }
    let mut of_practice = vec![(0.0, 0.0); d.collaborations.len()];
    for school in d.schools.iter_mut().filter(|s| s.focal > 0) {
        let mut depth = 0.0;
        for k in school.teachers.clone().filter(|&k| t.focal[k] && t.practice[k].in_use()) {
            depth += t.depth[k];
        }
        // Share using times mean depth of users.
        school.routine = depth / school.focal as f64;
        let (sum, weight) = &mut of_practice[d.teams[school.team].collaboration.0];
        *sum += depth;
        *weight += school.focal as f64;
    }
    let mean = |(sum, weight): (f64, f64)| if weight > 0.0 { sum / weight } else { 0.0 };
    for (collaboration, &sums) in d.collaborations.iter_mut().zip(&of_practice) {
        collaboration.policy = mean(sums);
    }
    let all = of_practice.iter().fold((0.0, 0.0), |all, one| (all.0 + one.0, all.1 + one.1));
    d.fundamentals = [mean(all); 4];
    d.coherence = mean(all);
    for school in &mut d.schools {
        school.coherence = mean(all);
    }
}

/// A month of use on a curve: `next` gives each user's new depth.
fn deepen(d: &mut District, next: impl Fn(f64) -> f64) {
    let t = &mut d.teachers;
    for k in 0..t.len() {
        if t.practice[k].in_use() {
            t.depth[k] = next(t.depth[k]).min(1.0);
            t.months_used[k] = t.months_used[k].saturating_add(1);
        }
    }
}

/// Share of the focal teachers in these seats who use the practice.
fn share_using(d: &District, seats: impl Iterator<Item = usize>) -> f64 {
    let t = &d.teachers;
    let (mut focal, mut using) = (0.0, 0.0);
    for k in seats.filter(|&k| t.focal[k]) {
        focal += 1.0;
        using += f64::from(u8::from(t.practice[k] == Practice::Using));
    }
    if focal > 0.0 { using / focal } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parameters::Ledger;
    use crate::scenario::{self, layers::BuiltIn};
    use crate::simulation::{draw_parameters, first_day};

    fn district(model: &str) -> (District, Parameters) {
        let ledger = Ledger::standard().unwrap();
        let settings = [format!("run.model={model}")];
        let s = scenario::read("committed", &settings, &BuiltIn, &ledger).unwrap();
        let p = draw_parameters(&s, 0);
        (first_day(&s, &s.places[0], 0, &p).unwrap().0, p)
    }

    #[test]
    fn leaders_are_held_at_one_level_from_the_first_day() {
        let (d, p) = district("no leaders");
        let level = p.null.null_leader_level;
        assert_eq!([d.seen, d.lasting, d.backing, d.churn], [level, level, level, 0.0]);
        assert!(d.schools.iter().all(|s| s.principal.commitment == level && s.principal.skill == level));
        let authority = d.schools[0].authority;
        assert!(d.schools.iter().all(|s| s.authority == authority && s.time == d.schools[0].time));
    }

    #[test]
    fn routine_and_all_that_follows_come_from_use_and_depth_alone() {
        let (mut d, _) = district("Bass per school");
        assert_eq!((d.coherence, d.collaborations[0].policy), (0.0, 0.0), "nobody uses it yet");
        let seats = d.schools[0].teachers.clone();
        let focal: Vec<usize> = seats.filter(|&k| d.teachers.focal[k]).collect();
        for &k in &focal[..2] {
            (d.teachers.practice[k], d.teachers.depth[k]) = (Practice::Using, 0.6);
        }
        embed(&mut d);
        let expected = 2.0 / focal.len() as f64 * 0.6;
        assert!((d.schools[0].routine - expected).abs() < 1e-12);
        let all: usize = d.schools.iter().map(|s| s.focal).sum();
        let mean = 1.2 / all as f64;
        assert!((d.collaborations[0].policy - mean).abs() < 1e-12);
        assert_eq!(d.fundamentals, [d.coherence; 4]);
        assert_eq!(d.teachers.ownership[focal[0]], 0.6);
    }

    #[test]
    fn in_the_whole_model_nothing_of_this_happens() {
        let (mut d, mut p) = district("full");
        let before = (format!("{d:?}"), p);
        hold_leaders(&mut d, &p);
        set_exponents(d.model, std::slice::from_mut(&mut p));
        embed(&mut d);
        assert_eq!((format!("{d:?}"), p), before);
    }
}
