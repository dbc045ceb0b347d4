//! The improvement teams: capacity for their work. (ODD 7.8)
//!
//! In a teaching month, first each team's capacity, then the fundamentals, then tests and fit, then what follows from them.
//!
//! Capacity W of a team is 0 while the work is paused or suspended, without members, and where there is no team:
//!
//! ```text
//! capacity W = mean(rho_team; help, leadership, team time)
//! leadership = 1 − (1 − commit_l (1 − elsewhere) · skill_l / (1 + lead_split · (teams − 1)))^team_leaders
//! team time  = min(1, team_hours · (1 − planning_for_compliance) · (time_base_backing + time_backed · backing)
//!                     / team_hours_full)
//! ```
//!
//! Each team has its own W. One lead's attention is divided over all teams of the district, and the leaders on a team, each like
//! the lead, make up for each other. Under *principal-led sites* leadership is instead the mean of commit_p · skill_p over the
//! team's pilot schools. Plans written to comply take team time and give nothing. In June and July W stays as it was in May, even
//! if the work is paused or suspended then; only from August on is it 0.
//!
//! In the null model without complementarity ρ is 1, and the mean of commit_l and skill_l stands in the place of their product
//! (7.18 says how).
//!
//! Reads     help, leaders, what newer problems take of them (7.6), backing, pause, members.
//! Writes    capacity of each team.
//! Leaves out  disagreement within a team.

use super::Context;
use crate::numerics;
use crate::parameters::Parameters;
use crate::world::{District, TeamId};

const THIRDS: [f64; 3] = [1.0 / 3.0; 3];

/// What leads a team: its leaders, or where principals lead the work themselves, those of its pilot schools.
/// One lead's attention is divided over several teams; leaders on a team make up for each other.
fn leadership(d: &District, team: TeamId, p: &Parameters) -> f64 {
    if d.rules().principals_lead {
        let (mut sum, mut count) = (0.0, 0.0);
        for school in d.schools.iter().filter(|s| s.pilot && s.team == team) {
            sum += school.principal.strength(d.model);
            count += 1.0;
        }
        return if count > 0.0 { sum / count } else { 0.0 };
    }
    let others = d.teams.len() as f64 - 1.0;
    let lead = d.model.combine(1.0, [d.office.lead.commitment * (1.0 - d.elsewhere), d.office.lead.skill]);
    let lead = lead / (1.0 + p.team.lead_split * others);
    if p.team.team_leaders == 1.0 { lead } else { 1.0 - numerics::power(1.0 - lead, p.team.team_leaders) }
}

/// Capacity of a team for its work this month.
pub fn capacity(d: &District, team: TeamId, p: &Parameters) -> f64 {
    let t = &p.team;
    let protected = p.principals.time_base_backing + p.principals.time_backed * d.backing;
    let hours = t.team_hours * (1.0 - t.planning_for_compliance);
    let time = (hours * protected / t.team_hours_full).min(1.0);
    numerics::power_mean(t.rho_team, [d.teams[team].help, leadership(d, team, p), time], THIRDS)
}

/// A teaching month of the teams.
pub fn update(d: &mut District, c: Context<'_>) {
    let works = d.rules().has_team() && !d.is_paused();
    for team in (0..d.teams.len()).map(TeamId) {
        let idle = !works || d.teams[team].members.is_empty();
        d.teams[team].capacity = if idle { 0.0 } else { capacity(d, team, c.p) };
    }
}
