//! Taking up: competing causes, one uniform for whether and one for which. (ODD 7.10)
//!
//! Monthly hazards of a teacher who does not use the practice (never, or stopped):
//!
//! ```text
//! pilot        hazard_pilot · W                                                 team members
//!              hazard_pilot · attended                                          those of a few sent to training
//! colleague    hazard_colleague · x² / (x² + critical_share²)                   0 where x is 0, and in a school that gave it up
//! invitation   hazard_invitation · recruiters · time share                      where a school is invited
//!              hazard_invitation · attended                                     focal teachers, one-off consultant
//! expectation  hazard_expectation · commit_p · behind · time share
//!              · (expectation_unclear + (1 − expectation_unclear) · f1)         where use is expected
//! mandate      hazard_mandate · push · backing · commit_p
//!              · (mandate_unmonitored + (1 − mandate_unmonitored) · f4)         focal teachers, first collaboration
//! ```
//!
//! All but the mandate are multiplied by ⟨A⟩⟨open⟩⟨belief⟩⟨lasting⟩⟨safe⟩⟨usable fit⟩, by `again_factor` for one who stopped,
//! and by `adjacent_fit` for an adjacent teacher. Which schools are invited, where use is expected and which adjacent teachers
//! may take up at all is said in 7.15; f, W, usable fit and the rest are those of this month. In ⟨open⟩ a resister's openness
//! counts as raised by the principal's conversations, and the trait itself stays:
//!
//! ```text
//! open counted = open + conversations · max(0, resister_openness − open)
//! attended     = min(1, dose / training_full)
//! behind       = max(backing, policy)                        policy of the school's collaboration
//!              = max(backing, policy, own_building)          under principal-led sites
//! ```
//!
//! What was heard makes those who attended try it, the more the more they heard. Where principals lead the work themselves, their
//! own word stands behind the expectation in their own building.
//!
//! *Examples.* An example is 0 for a non-user and for a user of another collaboration's practice, else
//!
//! ```text
//! example = (1 − exposure_depth + exposure_depth · min(1, depth / deep)) · (exposure_compliance if the user merely complies)
//! x       = exposure_ties · (Σ strength · example / Σ strength over ties) + (1 − exposure_ties) · in_grade
//! in_grade = Σ examples of the teachers of the grade in the school / max(1, teachers of the grade − 1)
//! ```
//!
//! A teacher without ties has in_grade in the place of the mean over ties.
//!
//! *Recruiters.* The reach of a team is spread thin over everyone it invites:
//!
//! ```text
//! recruiters = min(1, (u + reach) / recruit_share)        u: share of the school's focal teachers using on their own account
//! reach      = members of the team · W / focal teachers of the team's schools that are invited
//!            = 0 under grassroots only outside the pilot schools
//! ```
//!
//! Members are those now on the team, not its places. The divisor (at least 1) counts all focal teachers of those schools of the
//! team that are invited (7.15): members and users too, and schools that are invited through the circle of a parent.
//!
//! *Decision.* With probability 1 − exp(−Σ hazards) a teacher takes up: one uniform number decides whether, another which
//! cause, in proportion to the hazards in the order above. By mandate a teacher becomes *complying*, by any other cause
//! *using*; the route is kept. Then, once all have decided,
//!
//! ```text
//! depth ← max(depth, start_depth)          own ← max(own, min(1, first · open · belief))          months of use ← 0
//! ```
//!
//! `first` is `own_start_pilot`, `own_start_colleague`, `own_start_invitation`, `own_start_expectation` or `own_start_mandate`;
//! open and belief are the traits themselves, belief with this month's change. Adjacent teachers take part only where the circle
//! that holds for their school is 4: under *staged*, *several teams* and *pause and return* by colleagues, invitation and
//! expectation; under a mandate at once from the start, but by colleagues alone; under the others never.
//!
//! In the null model without a network x is the mean example over all focal teachers of the school's collaboration, non-users
//! and the one who asks among them. In the one without complementarity the scale is the mean of its six ratios; expectation is
//! h_e times the mean of its four factors, and mandate h_m · push times the mean of the others. Recruiters · time stays a
//! product: only one of them is a leader's.
//!
//! Reads     ties, use, depth, traits, `lasting`, attention, safety, fit, backing, policy, circle, push, doses.
//! Emits     `TookUp`.
//! Leaves out  parents; teachers who choose a school for the practice; where a training has come from.

use super::{Context, happens, relative, relative_attention};
use crate::calendar::Month;
use crate::chance::{Blocks, Decision, blocks, inverse};
use crate::model::Model;
use crate::numerics::in_lanes;
use crate::parameters::{Parameters, Uptake};
use crate::strategy::{Route, Trained};
use crate::world::district::Fundamental;
use crate::world::{CollaborationId, District, Event, Practice, School, TeacherId};

/// What all teachers of a school share this month.
struct SchoolInfluences {
    /// What scales most causes and is the same for all teachers of the school.
    scale: f64,
    /// The same four ratios added up, where strengths make up for weaknesses.
    added: Option<f64>,
    /// Hazard of invitation, for focal teachers and for the rest of the staff.
    invitation: [f64; 2],
    expectation: f64,
    mandate: f64,
    conversations: f64,
    /// Whether colleagues speak of it: not in a school that has given it up.
    spoken_of: f64,
    /// How far the team has work for its members to try; those sent to training need none.
    tests: f64,
}

/// How much of an example a user is: a share of the weight whatever the depth, the rest by depth; one
/// who merely complies counts less.
#[inline(always)]
pub fn example(practice: Practice, depth: f64, p: &Uptake, deep: f64) -> f64 {
    let counts = if practice == Practice::Complying { p.exposure_compliance } else { 1.0 };
    let counts = if practice.in_use() { counts } else { 0.0 };
    counts * (1.0 - p.exposure_depth + p.exposure_depth * (depth / deep).min(1.0))
}

/// The pull of colleagues at exposure `x`: an S with its half at the critical share.
pub fn colleague_pull(x: f64, critical: f64) -> f64 {
    let square = x * x;
    if square > 0.0 { square / (square + critical * critical) } else { 0.0 }
}

/// The pull of colleagues on one teacher at exposure `x`, in the form that the model gives it.
#[inline]
fn pull(d: &District, k: usize, x: f64, c: Context<'_>) -> f64 {
    let critical = c.p.uptake.critical_share;
    match d.model {
        Model::LinearPull => (x / (2.0 * critical)).min(1.0),
        Model::ThresholdPull => {
            let u = c.streams.block(Decision::TeacherTrait, d.teachers.who(k), Month(0)).uniform(3);
            let threshold = inverse::normal(u, critical, c.p.null.threshold_sd).clamp(0.02, 0.98);
            f64::from(u8::from(x >= threshold))
        }
        _ => colleague_pull(x, critical),
    }
}

/// Chooses the cause by its share of the total hazard.
pub fn which(u: f64, hazards: &[f64; 5]) -> Route {
    let total: f64 = hazards.iter().sum();
    let mut below = 0.0;
    for (hazard, route) in hazards.iter().zip(Route::ALL) {
        below += hazard;
        if *hazard > 0.0 && u * total < below {
            return route;
        }
    }
    // Rounding can leave `u · total` at the very end: the last cause present.
    hazards.iter().zip(Route::ALL).rev().find(|(h, _)| **h > 0.0).map_or(Route::Colleague, |(_, route)| route)
}

/// Recruiters for a school's invitations, as a share of those at which recruiting is in full swing:
/// its own users, and the team spread thin over everyone invited. Without a district behind it the team
/// reaches its own schools only; elsewhere users have to win their colleagues themselves.
fn recruiters(d: &District, school: &School, invited: usize, p: &Parameters) -> f64 {
    let t = &d.teachers;
    let own = school.teachers.clone().filter(|&k| t.focal[k] && t.practice[k] == Practice::Using).count();
    let own_share = own as f64 / school.focal.max(1) as f64;
    let reached = school.pilot || d.rules().team_recruits_everywhere;
    let team = d.team_of(school);
    let members = if reached { team.members.len() as f64 } else { 0.0 };
    let team = members * team.capacity / invited.max(1) as f64;
    ((own_share + team) / p.uptake.recruit_share).min(1.0)
}

fn influences(d: &District, school: &School, invited: usize, p: &Parameters) -> SchoolInfluences {
    let u = &p.uptake;
    let principal = &school.principal;
    // Inviting takes meetings, visits and talk: the time that the principal protects.
    let invitation = u.hazard_invitation * recruiters(d, school, invited, p) * school.time_share;
    let if_invited = |focal| if d.invites(school, focal) { invitation } else { 0.0 };
    let clear =
        u.expectation_unclear + (1.0 - u.expectation_unclear) * d.fundamental(Fundamental::Expectations);
    let monitored =
        u.mandate_unmonitored + (1.0 - u.mandate_unmonitored) * d.fundamental(Fundamental::Monitoring);
    let ratios = [
        relative_attention(d, p),
        relative(d.lasting, u.typical_lasting),
        relative(school.safe, u.typical_safe),
        relative(school.usable_fit, u.typical_fit),
    ];
    let expected = [principal.commitment, d.behind(school, p), school.time_share, clear];
    let enforced = [d.backing, principal.commitment, monitored];
    SchoolInfluences {
        scale: ratios.iter().product(),
        added: (d.model == Model::NoComplementarity).then(|| ratios.iter().sum()),
        invitation: [if_invited(true), if_invited(false)],
        expectation: if d.expects(school) { d.model.combine(u.hazard_expectation, expected) } else { 0.0 },
        mandate: d.model.combine(u.hazard_mandate * d.push_on(school), enforced),
        conversations: school.conversations,
        spoken_of: if school.given_up { 0.0 } else { 1.0 },
        tests: if d.rules().has_team() { d.team_of(school).capacity } else { 1.0 },
    }
}

/// How much of a training a teacher has heard within a year, as a share of what makes one ready to try.
pub fn attended(dose: f64, full: f64) -> f64 {
    (dose / full).min(1.0)
}

/// The share of users around a teacher, by depth: among ties, and in the grade.
#[inline]
fn exposure(d: &District, k: usize, examples: &[f64], in_grade: f64, p: &Parameters) -> f64 {
    let mut heard = 0.0;
    for (colleague, strength) in d.ties.of(k) {
        heard += strength * examples[colleague];
    }
    let weight = d.ties.weight(k);
    let ties = if weight > 0.0 { heard / weight } else { in_grade };
    p.uptake.exposure_ties * ties + (1.0 - p.uptake.exposure_ties) * in_grade
}

/// The five hazards of one teacher whom colleagues pull as strongly as `pull` says, 0 to 1.
#[inline]
fn hazards(d: &District, k: usize, s: &SchoolInfluences, pull: f64, c: Context<'_>) -> [f64; 5] {
    let (t, p, u) = (&d.teachers, c.p, &c.p.uptake);
    let focal = t.focal[k];
    let open = t.openness[k] + s.conversations * (p.principals.resister_openness - t.openness[k]).max(0.0);
    let (open, belief) = (relative(open, u.typical_open), relative(t.belief[k], u.typical_belief));
    let mut scale = match s.added {
        None => s.scale * open * belief,
        Some(added) => (added + open + belief) / 6.0,
    };
    if !focal {
        scale *= u.adjacent_fit;
    }
    if t.practice[k] == Practice::Stopped {
        scale *= u.again_factor;
    }
    let trained = d.attends_training(TeacherId(k));
    let heard = if trained { attended(t.dose[k], p.help.training_full) } else { 1.0 };
    // A consultant invites everyone who was there.
    let consulted = trained && !t.on_team[k];
    let invitation = if consulted { u.hazard_invitation * heard } else { s.invitation[usize::from(!focal)] };
    [
        if t.on_team[k] { scale * u.hazard_pilot * s.tests * heard } else { 0.0 },
        scale * u.hazard_colleague * pull * s.spoken_of,
        scale * invitation,
        scale * s.expectation,
        if focal { s.mandate } else { 0.0 },
    ]
}

/// Draws the numbers of the month of every teacher: those of taking up, and those of stopping.
pub fn draw(d: &District, c: Context<'_>, draws: &mut Blocks) {
    let t = &d.teachers;
    blocks::draw(c.streams, Decision::TeacherMonth, (&t.place, &t.seat, &t.person), c.now, draws);
}

/// Every teacher who does not use the practice decides, seeing the same district. `examples` is
/// scratch space for how much of an example each teacher is.
pub fn decide(
    d: &District,
    c: Context<'_>,
    draws: &Blocks,
    examples: &mut Vec<f64>,
    events: &mut Vec<Event>,
) {
    let p = c.p;
    let mut invited = vec![0usize; d.teams.len()];
    for school in d.schools.iter().filter(|s| d.invites(s, true)) {
        invited[school.team.0] += school.focal;
    }
    for place in (0..d.collaborations.len()).map(CollaborationId) {
        show(d, place, examples, p);
        let everyone = (d.model == Model::MeanField).then(|| mean_example(d, place, examples));
        for school in d.schools.iter().filter(|s| d.team_of(s).collaboration == place) {
            decide_in(d, school, invited[school.team.0], (draws, examples, everyone), c, events);
        }
    }
}

/// How much of an example of the practice of one collaboration each teacher is.
fn show(d: &District, place: CollaborationId, examples: &mut Vec<f64>, p: &Parameters) {
    let t = &d.teachers;
    examples.resize(t.len(), 0.0);
    // Copies, of which the compiler knows that no store to a column changes them.
    let (practice, depth, column) = (&t.practice[..], &t.depth[..t.len()], &mut examples[..t.len()]);
    let (uptake, deep) = (p.uptake, p.depth.deep);
    in_lanes(
        #[inline(always)]
        move || {
            for k in 0..practice.len() {
                column[k] = example(practice[k], depth[k], &uptake, deep);
            }
        },
    );
    // Who uses another practice is no example of this one.
    for school in d.schools.iter().filter(|s| d.team_of(s).collaboration != place) {
        examples[school.teachers.clone()].fill(0.0);
    }
}

/// Mean of the examples over all focal teachers of a collaboration: what everyone sees without a network.
fn mean_example(d: &District, place: CollaborationId, examples: &[f64]) -> f64 {
    let t = &d.teachers;
    let (mut focal, mut sum) = (0.0, 0.0);
    for school in d.schools.iter().filter(|s| d.team_of(s).collaboration == place) {
        for k in school.teachers.clone().filter(|&k| t.focal[k]) {
            focal += 1.0;
            sum += examples[k];
        }
    }
    if focal > 0.0 { sum / focal } else { 0.0 }
}

fn decide_in(
    d: &District,
    school: &School,
    invited: usize,
    (draws, examples, everyone): (&Blocks, &[f64], Option<f64>),
    c: Context<'_>,
    events: &mut Vec<Event>,
) {
    let (t, p) = (&d.teachers, c.p);
    let crosses = d.crosses_grades(school);
    if school.focal == 0 && !crosses {
        return;
    }
    let influences = influences(d, school, invited, p);
    let most = influences.most(d, p);
    for group in &school.grades {
        if !group.focal && !crosses {
            continue;
        }
        let colleagues = (group.teachers.len().max(2) - 1) as f64;
        let mut in_grade = None;
        for k in group.teachers.clone().filter(|&k| !t.practice[k].in_use()) {
            // Who would not take up if all colleagues pulled does not if fewer do: most need no closer look.
            let u = draws.uniform(k, 0);
            if u >= most.hazard(t.on_team[k], t.openness[k], t.belief[k]) {
                continue;
            }
            let total = |hazards: &[f64; 5]| hazards.iter().sum::<f64>();
            if u >= total(&hazards(d, k, &influences, 1.0, c)) {
                continue;
            }
            // A teacher who does not use it adds nothing to the examples of the grade.
            let in_grade = *in_grade
                .get_or_insert_with(|| examples[group.teachers.clone()].iter().sum::<f64>() / colleagues);
            let x = everyone.unwrap_or_else(|| exposure(d, k, examples, in_grade, p));
            let hazards = hazards(d, k, &influences, pull(d, k, x, c), c);
            if let Some(probability) = happens(u, total(&hazards)) {
                let route = which(draws.uniform(k, 1), &hazards);
                events.push(Event::TookUp { teacher: TeacherId(k), route, probability });
            }
        }
    }
}

/// What no hazard of taking up in a school exceeds, whatever colleagues, grade, training and earlier use.
struct Most {
    /// Per relative openness and belief: of a member of the team, and of others.
    scaled: [f64; 2],
    mandate: f64,
    conversations: f64,
    resister: f64,
}

/// Rounding moves no product of a dozen factors by more.
const BEYOND_ROUNDING: f64 = 1.0 + 1e-12;

impl SchoolInfluences {
    fn most(&self, d: &District, p: &Parameters) -> Most {
        let u = &p.uptake;
        let trained = if d.rules().trained == Trained::Nobody { 0.0 } else { u.hazard_invitation };
        let invitation = self.invitation[0].max(self.invitation[1]).max(trained);
        let others = u.hazard_colleague * self.spoken_of + invitation + self.expectation;
        let member = others + u.hazard_pilot * self.tests;
        let scale = match self.added {
            None => {
                self.scale * u.adjacent_fit.max(1.0) * u.again_factor.max(1.0)
                    / (u.typical_open * u.typical_belief)
            }
            // What is added has no such simple bound: everyone is looked at.
            Some(_) => f64::INFINITY,
        };
        Most {
            scaled: [others, member]
                .map(|causes| if causes > 0.0 { scale * causes * BEYOND_ROUNDING } else { 0.0 }),
            mandate: self.mandate * BEYOND_ROUNDING,
            conversations: self.conversations,
            resister: p.principals.resister_openness,
        }
    }
}

impl Most {
    #[inline]
    fn hazard(&self, on_team: bool, openness: f64, belief: f64) -> f64 {
        let open = openness + self.conversations * (self.resister - openness).max(0.0);
        self.scaled[usize::from(on_team)] * (open * belief) + self.mandate
    }
}

/// A teacher begins: mechanically at first, and owning it as far as this way of coming to it lets one.
pub fn take_up(d: &mut District, k: TeacherId, route: Route, p: &Parameters) {
    let t = &mut d.teachers;
    t.practice[k] = if route == Route::Mandate { Practice::Complying } else { Practice::Using };
    t.route[k] = route;
    t.months_used[k] = 0;
    t.depth[k] = t.depth[k].max(p.depth.start_depth);
    let o = &p.ownership;
    let first = match route {
        Route::Pilot => o.own_start_pilot,
        Route::Colleague => o.own_start_colleague,
        Route::Invitation => o.own_start_invitation,
        Route::Expectation => o.own_start_expectation,
        Route::Mandate => o.own_start_mandate,
    };
    t.ownership[k] = t.ownership[k].max((first * t.openness[k] * t.belief[k]).min(1.0));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colleagues_pull_by_half_at_the_critical_share() {
        assert_eq!(colleague_pull(0.0, 0.25), 0.0);
        assert!((colleague_pull(0.25, 0.25) - 0.5).abs() < 1e-15);
        assert!(colleague_pull(1.0, 0.25) > 0.9);
    }

    #[test]
    fn causes_are_chosen_by_their_share_and_absent_ones_never() {
        let hazards = [0.0, 0.2, 0.0, 0.6, 0.2];
        assert_eq!(which(0.0, &hazards), Route::Colleague);
        assert_eq!(which(0.19, &hazards), Route::Colleague);
        assert_eq!(which(0.21, &hazards), Route::Expectation);
        assert_eq!(which(0.9999, &hazards), Route::Mandate);
        assert_eq!(which(1.0, &hazards), Route::Mandate);
    }

    #[test]
    fn a_deep_user_is_more_of_an_example_than_a_mechanical_one_and_a_non_user_is_none() {
        let p = crate::parameters::Ledger::standard().unwrap().values();
        let of = |practice, depth| example(practice, depth, &p.uptake, p.depth.deep);
        assert_eq!(of(Practice::Stopped, 0.9), 0.0);
        assert!(of(Practice::Using, 0.7) > of(Practice::Using, 0.1));
    }
}
