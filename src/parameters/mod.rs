//! Every uncertain number, with its evidence. (ODD 7, parameters)
//!
//! A number about schools is data: name, unit, value, plausible range, source and grade stand in
//! `ledger/*.toml`, a file for each submodel. The structs below hold nothing but the values that one
//! replication uses. A name that is in the code and not in the ledger, or the other way round, does
//! not load.
//!
//! ```
//! use uptake::parameters::Ledger;
//!
//! let ledger = Ledger::standard()?;
//! let exit = ledger.get("superintendent_exit").ok_or("no such parameter")?;
//! println!("{} ({}), {} to {}: {}", exit.value, exit.unit, exit.range.0, exit.range.1, exit.source);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

pub(crate) mod accepted;
pub(crate) mod distribution;
pub(crate) mod effects;
pub(crate) mod ensemble;
pub(crate) mod ledger;

pub use accepted::{AcceptedModels, WeighedModel};
pub use distribution::{DISTRIBUTIONS, Distribution};
pub use effects::{HEADLINES, HeadlineEffects, headline_effects};
pub use ensemble::Ensemble;
pub use ledger::{EvidenceGrade, Ledger, LedgerEntry};

/// Declares a struct for each group of parameters, one that holds them all, and access by position.
/// A macro because the same names are needed as fields (checked by the compiler where they are used)
/// and as text (to be found in a scenario).
macro_rules! parameters {
    ($( $(#[$doc:meta])* $group:ident: $Group:ident { $($name:ident),+ $(,)? } )+) => {
        $(
            $(#[$doc])*
            #[derive(Debug, Clone, Copy, PartialEq)]
            #[allow(missing_docs, reason = "meaning, unit, range and source of each are in the ledger")]
            pub struct $Group { $(pub $name: f64),+ }
        )+

        /// The values of all parameters in one replication, by submodel.
        #[derive(Debug, Clone, Copy, PartialEq)]
        #[allow(missing_docs, reason = "one field for each group of the ledger")]
        pub struct Parameters { $(pub $group: $Group),+ }

        /// Group and name of every parameter, in the order of the ledger.
        pub const NAMES: &[(&str, &str)] = &[$($((stringify!($group), stringify!($name))),+),+];

        const TEXTS: &[(&str, &str)] =
            &[$((stringify!($group), include_str!(concat!("ledger/", stringify!($group), ".toml")))),+];

        impl Parameters {
            /// From values in the order of [`NAMES`]; `value` is asked once for each position.
            pub fn from_values(mut value: impl FnMut(usize) -> f64) -> Parameters {
                let mut position = 0;
                let mut next = || {
                    position += 1;
                    value(position - 1)
                };
                Parameters { $($group: $Group { $($name: next()),+ }),+ }
            }

            /// The value at each position of [`NAMES`].
            pub fn values(&self) -> Vec<f64> {
                vec![$($(self.$group.$name),+),+]
            }
        }
    };
}

parameters! {
    /// Who leads and who teaches, on the first day.
    leaders: Leaders {
        superintendent_commitment, lead_commitment, lead_skill, lead_skill_sd, principal_priority,
        principal_priority_sd, principal_skill, principal_skill_sd, teacher_openness,
        teacher_openness_sd, teacher_belief, teacher_belief_sd, district_sd, safe_start,
        safe_start_sd, initial_coherence, initial_coherence_sd, fundamental_sd, seen_start,
        announced_years, announced_years_full, track_record, aligned_successor,
    }
    /// Exits of leaders and what they do. (ODD 7.1)
    succession: Succession {
        superintendent_exit, lead_exit, principal_exit, principal_exit_high_poverty, manager_exit,
        exit_in_summer, continue_chance, continue_chance_aligned, own_agenda_chance,
        commitment_continuing, commitment_neutral, commitment_own_agenda, commitment_sd,
        tenure_mean, exit_tenure_slope, seen_kept, skill_kept, churn_superintendent, churn_lead,
        churn_principal, churn_fade, safe_fall, safe_fall_before, softened_by_ownership,
        softened_by_alignment, removal_share, board_standing, superintendent_chooses, lead_follows,
        successor_like, exit_year_sd,
    }
    /// Teachers who leave or move. (ODD 7.2)
    mobility: Mobility {
        teacher_leave, early_factor, early_years, poverty_add, churn_effect, newcomer_depth,
        newcomer_belief,
    }
    /// Visible commitment, permanence and backing. (ODD 7.3, 7.4)
    visibility: Visibility {
        seen_memory, lasting_memory, rho_backing, act_check_in, act_protect, act_attend, act_board,
    }
    /// What principals do. (ODD 7.5)
    principals: Principals {
        commitment_memory, response_to_seen, response_to_proof, on_team_slope, principals_on_team,
        aligned_shield,
        settling_months, settling_start, skill_growth, collaboration_hours, collaboration_limit,
        collaboration_full, time_base, time_led, time_base_backing, time_backed, safe_rate,
        safe_base, safe_commitment, safe_churn, safe_pressure, resister_openness,
        conversation_effect, conversation_cost,
    }
    /// Competing initiatives. (ODD 7.6)
    attention: Attention {
        initiatives_usual, narrowing, split, return_months, new_problem_rate, new_problem_pull,
        new_problem_months, drift_when_done,
    }
    /// Outside support. (ODD 7.7)
    support: Support {
        support_start, support_end, support_months, manager_hours, full_support_hours, manager_capacity, bond_start, bond_months,
        skill_gain, convening_hours, online_hours, cohort_learning,
    }
    /// The improvement team. (ODD 7.8)
    team: Team {
        team_sites, team_teachers, team_leaders, teams, lead_split, team_skill, team_skill_sd, team_hours,
        planning_for_compliance, team_hours_full, rho_team,
        fit_rate, fit_start, local_fit_rate, best_mean, best_sd, context_similarity, review_error,
        review_learning, keep_above, drop_below, adapt_redraw, learning_kept, fundamental_rate,
        focus_practices, focus_monitoring, capacity_review, curriculum_kept, fundamental_neglect, fundamental_churn, rho_coherence,
    }
    /// Help that is shared out. (ODD 7.9)
    help: Help {
        coach_hours, coach_size_slope, coach_typical_teachers, coach_pull, coach_unskilled, budget_cut,
        budget_cut_size, leader_hours, need_hours, need_when_deep, half_dose, dose_power, training_hours,
        training_months, training_full,
    }
    /// Taking up the practice. (ODD 7.10)
    uptake: Uptake {
        hazard_pilot, hazard_colleague, critical_share, exposure_ties, exposure_depth,
        exposure_compliance, hazard_invitation, recruit_share, hazard_expectation,
        expectation_unclear, hazard_mandate, mandate_unmonitored, again_factor, adjacent_fit,
        typical_initiatives, typical_open, typical_belief, typical_lasting, typical_safe,
        typical_fit, component_rate,
    }
    /// Deepening. (ODD 7.11)
    depth: Depth {
        start_depth, depth_rate, focus_weight, fiddle_weight, friends_weight, feedback_gap, depth_decay, routine_holds, company_holds,
        rho_depth, deep, adaptation_month, adaptation_effect,
    }
    /// Belief and ownership. (ODD 7.12)
    ownership: Ownership {
        belief_rate, belief_seen_alone, convincing_gain, belief_without_gain, belief_dip,
        dip_months, identification, tie_pull, belief_distance, own_start_pilot, own_start_colleague,
        own_start_invitation, own_start_expectation, own_start_mandate, own_asked,
        asked_expectation, own_experience, own_pressure, own_unseen, participation_staged,
        participation_mandate, participation_grassroots,
    }
    /// Stopping. (ODD 7.13)
    stopping: Stopping {
        stop_hazard, stop_routine, stop_disbelief, doubt_below, stop_decay, compliance_end,
        compliance_to_use, adopt_rate, give_up_rate, switch_rate, end_rate, reconsider_rate,
    }
    /// Routines and policies. (ODD 7.14)
    embedding: Embedding {
        routine_rate, routine_fall, routine_depth, authority_slope, policy_rate, rho_policy,
        routine_carried, routine_kept,
    }
    /// Who is asked when. (ODD 7.15)
    rollout: Rollout {
        invite_at_depth, expect_at_share, everyone_at_share, everyone_at_depth,
        expect_everyone_at_share, expect_everyone_at_policy, observing_limit, unmonitored_view,
        monitoring_of_use, monitoring_of_depth, own_building, pause_at_churn, return_at_churn,
        mandate_half_life,
    }
    /// Students. (ODD 7.17)
    outcomes: Outcomes {
        full_effect, effect_floor, effect_power, gain_kept, proof_rate, high_poverty, course_weight,
        course_rate, counselors, underserved_gap, underserved_focus,
    }
    /// Advice ties. (ODD 5)
    network: Network {
        ties, same_grade, between_schools, strength_grade, strength_school, strength_between,
    }
    /// Schools of a synthetic district. (ODD 5)
    population: Population {
        unified_logit, unified_growth, k8_districts, k6_unified, k6_elementary, k6_without_middle,
        k8_schools, high_share, level_share_sd, size_elementary, size_middle, size_high,
        size_growth, size_sd, size_within, other_unified, other_elementary, other_growth,
        other_size, other_size_sd, pupils_per_teacher, pupils_per_teacher_sd, poverty_logit,
        poverty_sd, poverty_within, poverty_within_growth,
    }
    /// Null models. (ODD 7.18)
    null: Null {
        null_leader_level, null_dose, null_support, threshold_sd, bass_innovation, bass_imitation, bass_stop, bass_deepening,
        logistic_rate, logistic_seed, logistic_deepening,
    }
    /// Hours and money of the work. (ODD 7.19)
    cost: Cost {
        manager_price, coach_price, teacher_price, substitute_price, convening_price, training_price,
        collaboration_paid, convening_paid, convening_covered, team_covered, students_per_teacher,
    }
}

impl Parameters {
    /// The same parameters with one of them changed.
    pub fn with(&self, position: usize, value: f64) -> Parameters {
        let values = self.values();
        Parameters::from_values(|k| if k == position { value } else { values[k] })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_names_and_fields_agree() {
        let counted = Parameters::from_values(|k| k as f64);
        assert_eq!(counted.values(), (0..NAMES.len()).map(|k| k as f64).collect::<Vec<_>>());
        let position = NAMES.iter().position(|n| n.1 == "half_dose").unwrap();
        assert_eq!(counted.help.half_dose, position as f64);
        assert_eq!(counted.with(position, -1.0).help.half_dose, -1.0);
    }
}
