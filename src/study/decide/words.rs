//! A decision for people: the answer in three lines, then plans, then plans in worlds.

use super::given::given;
use crate::analysis::robust::Rule;
use crate::metrics::Quantity;
use crate::phrasing::{count, dollars, listed, number, percent, thousands};
use crate::results::decision::{Decision, FoundPlan};
use crate::study::brief::Brief;
use crate::study::text_table::table;

/// Most worlds that a sentence names.
const NAMED: usize = 4;

/// The answer, the plans, the worlds, and how the rules choose.
pub fn human(found: &Decision) -> String {
    let mut text = given(found).map_or_else(String::new, |told| told + "\n");
    text += &answer(found).join("\n");
    text += &format!("\n\n{}\n\n{}\n", plans(found), worlds(found));
    text += &format!("\n{}\n", notes(found));
    text
}

/// The answer, then a row for each plan.
pub fn brief(found: &Decision) -> String {
    let mut lines = answer(found).into_iter();
    let by = unit(found.outcome);
    let head = ["plan", "mean", "worst tenth", "acceptable", &format!("most behind ({by})"), "rules"];
    let row = |(p, plan): (usize, &FoundPlan)| {
        let over = &plan.over_worlds;
        let rules = found.chosen.iter().filter(|(_, taken)| taken.contains(&p)).count();
        let taken = if plan.is_over_budget {
            "over budget".into()
        } else {
            format!("{rules} of {}", found.chosen.len())
        };
        vec![
            plan.name.clone(),
            value(found.outcome, over.mean),
            value(found.outcome, over.worst_tenth),
            percent(over.acceptable),
            distance(found.outcome, over.largest_regret),
            taken,
        ]
    };
    // What was seen leads, as it does in the whole answer.
    let mut brief = match given(found) {
        Some(told) => Brief::of(told).words(lines.next().unwrap_or_default()),
        None => Brief::of(lines.next().unwrap_or_default()),
    };
    let second = lines.next().unwrap_or_default();
    brief = brief.words(second).table(head, 1, found.plans.iter().enumerate().map(row).collect());
    brief = brief.words(left_out(found).trim_end());
    for line in lines {
        brief = brief.words(line);
    }
    brief
        .words(
            "the range over worlds is what nobody knows; all of it holds only if the model's assumptions do",
        )
        .text("hours, costs and intervals of each plan, every plan in every world, the rules")
}

/// Replications that no plan can be compared in.
fn left_out(found: &Decision) -> String {
    let left: u64 = (0..found.worlds.len()).map(|world| found.left_out(world)).sum();
    match left {
        0 => String::new(),
        some => format!(
            "{} (of all worlds together) were left out because a plan has no such outcome in them.\n",
            count(some as f64, "replication", "replications")
        ),
    }
}

/// A value of the outcome: shares in percent.
pub fn value(outcome: Quantity, x: f64) -> String {
    if !x.is_finite() {
        return "–".into();
    }
    match outcome.column().unit {
        "share" => percent(x),
        _ => number((100.0 * x).round() / 100.0),
    }
}

/// A difference of the outcome: shares in points.
pub fn distance(outcome: Quantity, x: f64) -> String {
    if !x.is_finite() {
        return "–".into();
    }
    match outcome.column().unit {
        "share" => format!("{:.1}", 100.0 * x),
        _ => number((100.0 * x).round() / 100.0),
    }
}

/// Money, where there is an amount.
fn money(x: f64) -> String {
    if x.is_finite() { dollars(x) } else { "–".into() }
}

/// The unit of a difference.
pub fn unit(outcome: Quantity) -> &'static str {
    match outcome.column().unit {
        "share" => "points",
        "month" => "months",
        other => other,
    }
}

/// The answer in three lines: which plan, what it gives, and where it fails.
pub fn answer(found: &Decision) -> Vec<String> {
    let Some((plan, votes)) = found.robust() else {
        return vec!["No plan can be chosen: no world has outcomes of plans within the budget.".into()];
    };
    let own = &found.plans[plan];
    let first = match votes == found.chosen.len() {
        true => format!("Robust choice: \"{}\". All {votes} rules take it{}.", own.name, shared(found, plan)),
        false => format!(
            "\"{}\" is taken by {votes} of {} rules: {}.",
            own.name,
            found.chosen.len(),
            disagreement(found, plan)
        ),
    };
    let over = &own.over_worlds;
    let sign = if found.aim.lower { "at most" } else { "at least" };
    let [mean, tenth, edge] =
        [over.mean, over.worst_tenth, found.aim.acceptable].map(|x| value(found.outcome, x));
    let behind = match over.largest_regret {
        0.0 => "it is the best plan in every world".into(),
        most => {
            let (low, high) = over.largest_regret_interval;
            format!(
                "at its worst it is {} {} ({} to {}) behind the best plan, in \"{}\"",
                distance(found.outcome, most),
                unit(found.outcome),
                distance(found.outcome, low),
                distance(found.outcome, high),
                found.worlds[over.worst_world].name
            )
        }
    };
    let second = format!(
        "\"{}\" comes to {} of {mean} on average over {} ({} in the worst tenth), acceptable ({sign} {edge}) in {} of them by weight; {behind}.",
        own.name,
        found.outcome,
        count(found.worlds.len() as f64, "world", "worlds"),
        tenth,
        percent(over.acceptable),
    );
    let mut lines = vec![first, second, failure(found, plan)];
    lines.extend(open_to_chance(found, plan));
    lines
}

/// Plans whose largest regret may still be smaller: their intervals overlap with that of the plan.
fn open_to_chance(found: &Decision, plan: usize) -> Option<String> {
    let (_, high) = found.plans[plan].over_worlds.largest_regret_interval;
    let may = |other: &usize| {
        let own = &found.plans[*other];
        *other != plan && !own.is_over_budget && own.over_worlds.largest_regret_interval.0 < high
    };
    let others: Vec<String> =
        (0..found.plans.len()).filter(may).map(|other| format!("\"{}\"", found.plans[other].name)).collect();
    (!others.is_empty()).then(|| {
        format!(
            "With {} replications chance leaves open whether {} would have the smaller largest regret; more of them (-n) tell.",
            thousands(found.replications.into()),
            listed(&others)
        )
    })
}

/// Others that every rule takes as well.
fn shared(found: &Decision, plan: usize) -> String {
    let all = |other: &usize| found.chosen.iter().all(|(_, taken)| taken.contains(other));
    let others: Vec<String> = (0..found.plans.len())
        .filter(|other| *other != plan && all(other))
        .map(|other| format!("\"{}\"", found.plans[other].name))
        .collect();
    if others.is_empty() { String::new() } else { format!(", and {} as well", listed(&others)) }
}

/// Which rules take a plan, and where the others go.
fn disagreement(found: &Decision, plan: usize) -> String {
    let (own, others): (Vec<_>, Vec<_>) = found.chosen.iter().partition(|(_, taken)| taken.contains(&plan));
    let own: Vec<&str> = own.iter().map(|(rule, _)| rule.words()).collect();
    let mut groups: Vec<(&[usize], Vec<&str>)> = Vec::new();
    for (rule, taken) in others {
        match groups.iter_mut().find(|(plans, _)| *plans == taken.as_slice()) {
            Some((_, rules)) => rules.push(rule.words()),
            None => groups.push((taken, vec![rule.words()])),
        }
    }
    let group = |(plans, rules): &(&[usize], Vec<&str>)| {
        let names: Vec<String> = plans.iter().map(|&p| format!("\"{}\"", found.plans[p].name)).collect();
        let verb = if rules.len() == 1 { "takes" } else { "take" };
        format!("{} {verb} {}", listed(rules), names.join(" or "))
    };
    let others: Vec<String> = groups.iter().map(group).collect();
    format!("{}. The rules disagree: {}", listed(&own), others.join("; "))
}

/// The worlds of a failure, several vectors of one world together: "\"High turnover\" (14%)", "2 of 6 of \"As calibrated\" (9% to 12%)".
fn named_worlds(found: &Decision, plan: usize, fails: &[usize]) -> Vec<String> {
    let mean = |world: usize| found.cell(plan, world).outcome.mean;
    let mut groups: Vec<(&str, Vec<usize>)> = Vec::new();
    for &world in fails {
        let own = spread_over(&found.worlds[world].name).unwrap_or(&found.worlds[world].name);
        match groups.iter_mut().find(|(name, _)| *name == own) {
            Some((_, worlds)) => worlds.push(world),
            None => groups.push((own, vec![world])),
        }
    }
    // What rounds to the edge is told to a tenth, and what chance leaves open is said.
    let edge = value(found.outcome, found.aim.acceptable);
    let exact = |world: usize| match value(found.outcome, mean(world)) {
        same if same == edge && found.outcome.column().unit == "share" => {
            format!("{:.1}%", 100.0 * mean(world))
        }
        other => other,
    };
    let is_open = |world: usize| {
        let (low, high) = found.cell(plan, world).outcome.mean_interval(found.outcome.range());
        (low..=high).contains(&found.aim.acceptable)
    };
    let told = |(name, worlds): &(&str, Vec<usize>)| {
        let ends = [worlds.first(), worlds.last()].map(|w| w.map_or_else(String::new, |w| exact(*w)));
        let open = match worlds.iter().filter(|world| is_open(**world)).count() {
            0 => "",
            all if all == worlds.len() => ", but chance leaves it open",
            _ => ", some of it open by chance",
        };
        let all = found.worlds.iter().filter(|world| spread_over(&world.name) == Some(name)).count();
        match (all, worlds.len()) {
            (0, _) => format!("\"{name}\" ({}{open})", ends[0]),
            (all, 1) => format!("1 of {all} of \"{name}\" ({}{open})", ends[0]),
            (all, some) => format!("{some} of {all} of \"{name}\" ({} to {}{open})", ends[0], ends[1]),
        }
    };
    groups.iter().map(told).collect()
}

/// The world whose vector has this name: "As calibrated 2/6".
fn spread_over(name: &str) -> Option<&str> {
    let (world, place) = name.rsplit_once(' ')?;
    let (k, n) = place.split_once('/')?;
    [k, n].iter().all(|number| number.parse::<u32>().is_ok()).then_some(world)
}

/// Where a plan is not acceptable, in words; the worst worlds first.
fn failure(found: &Decision, plan: usize) -> String {
    let mut fails = found.fails(plan);
    if fails.is_empty() {
        return "It is acceptable in every world.".into();
    }
    let mean = |world: usize| found.aim.oriented(found.cell(plan, world).outcome.mean);
    fails.sort_by(|&a, &b| mean(a).total_cmp(&mean(b)));
    let mut named = named_worlds(found, plan, &fails);
    if named.len() > NAMED {
        let more = named.split_off(NAMED).len();
        named.push(format!("{more} more"));
    }
    let worlds = listed(&named);
    let better =
        |world: usize| (0..found.plans.len()).any(|p| found.aim.accepts(found.cell(p, world).outcome.mean));
    let hopeless = fails.iter().filter(|world| !better(**world)).count();
    let no_plan = match (hopeless, fails.len()) {
        (0, _) => "; some other plan is acceptable in each of these",
        (some, all) if some == all => "; no plan is acceptable there",
        _ => "; in some of these no plan is acceptable",
    };
    match fails.len() == found.worlds.len() {
        true => format!("It is acceptable in no world: {worlds}{no_plan}."),
        false => format!("It is not acceptable in {worlds}{no_plan}."),
    }
}

/// A row for each plan.
fn plans(found: &Decision) -> String {
    let by = unit(found.outcome);
    let largest = format!("largest regret ({by})");
    let header = [
        "plan",
        "hours planned / spent",
        "cost",
        "per deep teacher",
        "mean over worlds",
        "range",
        "worst tenth",
        "acceptable",
        &largest,
        "taken by",
    ];
    let mut rows = table(&header, 1);
    for (p, plan) in found.plans.iter().enumerate() {
        let over = &plan.over_worlds;
        let words = |x: f64| value(found.outcome, x);
        let (low, high) = over.largest_regret_interval;
        let regret = match low.is_finite() {
            true => format!(
                "{} [{} to {}]",
                distance(found.outcome, over.largest_regret),
                distance(found.outcome, low),
                distance(found.outcome, high)
            ),
            false => distance(found.outcome, over.largest_regret),
        };
        let rules: Vec<&str> = found
            .chosen
            .iter()
            .filter(|(_, taken)| taken.contains(&p))
            .map(|(rule, _)| rule.words())
            .collect();
        let taken = match (plan.is_over_budget, rules.len() == found.chosen.len()) {
            (true, _) => "over budget".into(),
            (false, true) => "all rules".into(),
            (false, false) => rules.join(", "),
        };
        rows.add_row(vec![
            plan.name.clone(),
            format!(
                "{} / {}",
                thousands(plan.planned_hours.round() as u64),
                thousands(plan.spent_hours.round() as u64)
            ),
            money(plan.cost),
            money(plan.cost_per_deep_teacher),
            words(over.mean),
            format!("{} to {}", words(over.range.0), words(over.range.1)),
            words(over.worst_tenth),
            percent(over.acceptable),
            regret,
            taken,
        ]);
    }
    rows.to_string()
}

/// A row for each world: the outcome of each plan and its regret.
fn worlds(found: &Decision) -> String {
    let letters: Vec<String> = (0..found.plans.len()).map(letter).collect();
    let header: Vec<&str> =
        ["world", "weight"].into_iter().chain(letters.iter().map(String::as_str)).collect();
    let mut rows = table(&header, 1);
    for (w, world) in found.worlds.iter().enumerate() {
        let mut cells = vec![world.name.clone(), percent(world.weight)];
        cells.extend((0..found.plans.len()).map(|p| {
            let cell = found.cell(p, w);
            let behind = match cell.regret {
                0.0 => "best".into(),
                regret => format!("−{}", distance(found.outcome, regret)),
            };
            let mark = if found.aim.accepts(cell.outcome.mean) { "" } else { " ✗" };
            format!("{} ({behind}){mark}", value(found.outcome, cell.outcome.mean))
        }));
        rows.add_row(cells);
    }
    let key: Vec<String> =
        found.plans.iter().enumerate().map(|(p, plan)| format!("{} {}", letter(p), plan.name)).collect();
    format!("{rows}\n{}; in brackets the regret ({}); ✗ not acceptable", key.join(", "), unit(found.outcome))
}

/// A, B, C …
pub fn letter(place: usize) -> String {
    char::from(b'A' + (place % 26) as u8).to_string()
}

/// How it is chosen, and what is doubt about the world and what is chance.
fn notes(found: &Decision) -> String {
    let budget = found.budget_hours.map_or_else(String::new, |hours| {
        format!(
            "Budget: {} hours of program managers. Planned hours count no chance; hours spent, cost and cost per teacher who came to depth are means over worlds.\n",
            thousands(hours.round() as u64)
        )
    });
    let left = left_out(found);
    let rules: Vec<String> =
        found.chosen.iter().map(|(rule, _)| format!("{} ({})", rule.words(), meaning(*rule))).collect();
    format!(
        "{budget}{left}Rules: {}.\nThe range over worlds is what nobody knows; more replications do not narrow it. Brackets behind a regret are its 95% \
         Monte Carlo interval\nover the same {} replications of every plan. All of it holds only if the model's assumptions do.",
        rules.join("; "),
        thousands(found.replications.into())
    )
}

fn meaning(rule: Rule) -> &'static str {
    match rule {
        Rule::LeastRegret => "the smallest largest regret",
        Rule::MostWorlds => "acceptable in most worlds by weight",
        Rule::BestWorstTenth => "the best mean of the worst tenth of worlds",
        Rule::BestMean => "the best mean over worlds",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::results::decision::made_up::decision;

    #[test]
    fn the_first_lines_name_the_plan_what_it_gives_and_where_it_fails() {
        let plans: &[(&str, Vec<f64>)] = &[
            ("Thin", vec![0.3, 0.3, 0.1, 0.1]),
            ("Deep", vec![0.2, 0.2, 0.05, 0.02]),
            ("Rich", vec![0.5; 4]),
        ];
        let worlds = ["As it is", "Vectors 1/2", "Vectors 2/2", "Worse"];
        let lines = answer(&decision(plans, &worlds, 0.15, true));
        assert_eq!(lines[0], "Robust choice: \"Thin\". All 4 rules take it.");
        assert!(lines[1].starts_with("\"Thin\" comes to deep_share@60 of 20% on average over four worlds (10% in the worst tenth), \
                                     acceptable (at least 15%) in 50% of them by weight; at its worst it is 40.0 points"), "{}", lines[1]);
        assert_eq!(
            lines[2],
            "It is not acceptable in 1 of 2 of \"Vectors\" (10%) and \"Worse\" (10%); some other plan is acceptable in each of these."
        );
        assert_eq!(lines.len(), 3, "nothing is open to chance: {lines:?}");
        let all = human(&decision(plans, &worlds, 0.15, true));
        assert!(all.contains("over budget") && all.contains("900 / 480") && all.contains("$90,000"), "{all}");
    }

    #[test]
    fn what_rounds_to_the_edge_is_told_to_a_tenth_and_what_chance_leaves_open_is_said() {
        let plans: &[(&str, Vec<f64>)] = &[("Thin", vec![0.3, 0.198]), ("Deep", vec![0.2, 0.1])];
        let lines = answer(&decision(plans, &["As it is", "Worse"], 0.2, false));
        let told = "It is not acceptable in \"Worse\" (19.8%, but chance leaves it open); no plan is acceptable there.";
        assert_eq!(lines[2], told);
    }

    #[test]
    fn rules_that_disagree_are_named_with_what_they_take() {
        let plans: &[(&str, Vec<f64>)] = &[("Bold", vec![0.9, 0.02]), ("Safe", vec![0.25, 0.2])];
        let lines = answer(&decision(plans, &["Good", "Bad"], 0.15, false));
        let told = "\"Bold\" is taken by 2 of 4 rules: least regret and best mean. The rules disagree: most worlds and best worst tenth take \"Safe\".";
        assert_eq!(lines[0], told);
        let safe = answer(&decision(&[("One", vec![0.4]), ("Other", vec![0.4])], &["Good"], 0.15, false));
        assert_eq!(safe[0], "Robust choice: \"One\". All 4 rules take it, and \"Other\" as well.");
        assert!(
            safe[1].ends_with("it is the best plan in every world.")
                && safe[2] == "It is acceptable in every world."
        );
    }
}
