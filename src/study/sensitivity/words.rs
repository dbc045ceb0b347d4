//! A sensitivity study for people.

use super::SensitivityStudy;
use crate::phrasing::{capital, count, decimals, listed, number, percent, signed_points, some, thousands};
use crate::results::sensitivity::{Footing, ParameterSensitivity, SensitivityAnswer, SensitivityResults};
use crate::study::brief::Brief;
use crate::study::text_table::table;

/// Parameters of the screen that are told where no shares were worked out.
const TOLD: usize = 15;
/// Parameters that the headline names.
const NAMED: usize = 3;

/// What is to be lived, before it is.
pub fn work_in_words(study: &SensitivityStudy) -> String {
    let e = study.effort;
    let screen = e.trajectories as usize * (study.moved.len() + 1);
    let rows = match e.rows {
        0 => String::new(),
        rows => format!(
            "; then {rows} rows of {} points for the {} that move it most, {}",
            e.points_of_row(),
            e.looked_at,
            if e.others_usual { "all others at their usual values" } else { "and all others as one" }
        ),
    };
    let of = match study.scenarios.len() {
        1 => "one scenario",
        _ => "two scenarios",
    };
    format!(
        "{} parameters on {} trajectories: {} points{rows}; {} replications of {of} at each point: {} runs",
        study.moved.len(),
        e.trajectories,
        thousands(screen as u64),
        e.replications,
        thousands(study.runs() as u64)
    )
}

/// A number of this unit, as it is told.
fn told(x: f64, unit: &str, is_difference: bool) -> String {
    match (unit, is_difference) {
        ("share", true) => format!("{} points", signed_points(x)),
        ("share", false) => percent(x),
        _ => decimals(x),
    }
}

/// All answers.
pub fn human(found: &SensitivityResults) -> String {
    let mut text = String::new();
    for answer in &found.answers {
        text.push_str(&one(found, answer));
        text.push('\n');
    }
    text.push_str(&left_alone(found));
    text
}

/// What the answer hangs on, then its largest parameters.
pub fn brief(found: &SensitivityResults) -> String {
    // With two scenarios the last answer is about their difference.
    let Some(answer) = found.answers.iter().find(|a| a.is_difference).or(found.answers.first()) else {
        return Brief::of("Nothing was asked.").text("nothing more");
    };
    let usual = answer.usual.map_or("missing".into(), |x| told(x, &found.unit, answer.is_difference));
    let is_ranked = answer.parameters.iter().any(|p| p.total.is_some());
    let moves = |p: &&ParameterSensitivity| if is_ranked { p.matters() } else { p.told_apart };
    let most = answer.parameters.iter().filter(moves).take(NAMED).map(|p| p.parameter.clone());
    let most: Vec<String> = most.collect();
    let hangs = match most.len() {
        0 => "no single parameter moves it by more than chance".into(),
        _ => format!("it hangs most on {}", listed(&most)),
    };
    let headline = format!(
        "{}, {}: {usual} at the usual values ({}); {hangs}.",
        capital(&found.asked()),
        found.of_which(answer),
        count(f64::from(found.replications), "replication", "replications")
    );
    let (head, shown) = numbers(found, answer);
    let row = |p: &&ParameterSensitivity| {
        let grade = if p.settled { "yours to say".into() } else { p.grade.clone() };
        [p.parameter.clone(), p.words(), grade].into_iter().chain(shown(p)).collect()
    };
    let rows = answer.parameters.iter().filter(|p| !is_ranked || p.total.is_some()).take(TOLD);
    let head = ["parameter", "verdict", "grade"].into_iter().chain(head);
    let left = match answer.rows_left_out {
        0 => String::new(),
        n => format!(
            "{} of {} left out: a run has no value in them",
            count(n as f64, "row", "rows"),
            found.rows
        ),
    };
    let mut brief =
        Brief::of(headline).table(head, 3, rows.collect::<Vec<_>>().iter().map(row).collect()).words(left);
    brief = brief.words(crossing(answer).trim_end());
    let others = found.answers.len() - 1;
    let others = if others > 0 { "each scenario by itself, " } else { "" };
    brief
        .words(format!(
            "{} parameters moved over their ranges; all of it holds only if the model does",
            found.moved
        ))
        .text(&format!("{others}ranges, effects by themselves, what was left alone"))
}

/// What fills the cells of a parameter.
type CellsOf<'a> = Box<dyn Fn(&ParameterSensitivity) -> Vec<String> + 'a>;

/// Numbers of a parameter in brief: its share of the variance, or where shares were not asked for its effects.
fn numbers<'a>(
    found: &'a SensitivityResults,
    answer: &SensitivityAnswer,
) -> (Vec<&'static str>, CellsOf<'a>) {
    let effect = |x: Option<f64>| match (x, found.unit.as_str()) {
        (None, _) => "–".into(),
        (Some(x), "share") => signed_points(x),
        (Some(x), _) => decimals(x),
    };
    if answer.parameters.iter().all(|p| p.total.is_none()) {
        return (
            vec!["mu", "mu* by chance"],
            Box::new(move |p| vec![effect(p.mu), effect(p.mu_star_of_chance).trim_start_matches('+').into()]),
        );
    }
    let share = |s: Option<[f64; 3]>| {
        s.map_or_else(
            || "–".into(),
            |[x, low, high]| format!("{} [{} to {}]", part(x), part(low), part(high)),
        )
    };
    (vec!["share that hangs on it", "mu"], Box::new(move |p| vec![share(p.total), effect(p.mu)]))
}

fn one(found: &SensitivityResults, answer: &SensitivityAnswer) -> String {
    let told = |x: Option<f64>| x.map_or("missing".into(), |x| told(x, &found.unit, answer.is_difference));
    let mut text = format!("{} of {}: {} at the usual values", found.of, answer.name, told(answer.usual));
    if let (Some(mean), Some(deviation)) = (answer.mean, answer.deviation) {
        let deviation = match found.unit.as_str() {
            "share" => format!("{:.1} points", 100.0 * deviation),
            _ => decimals(deviation),
        };
        text.push_str(&format!(
            "; {} on average over all ranges, with a standard deviation of {deviation} from parameters",
            told_mean(found, answer, mean)
        ));
    }
    text.push('\n');
    if let Some([parameters, chance, together]) = answer.parts {
        text.push_str(&format!(
            "single runs vary: {} by parameters, {} by chance alone, {} by chance that differs with the parameters\n",
            percent(parameters),
            percent(chance),
            percent(together)
        ));
    }
    if answer.rows_left_out > 0 {
        let rows = count(answer.rows_left_out as f64, "row", "rows");
        text.push_str(&format!("{rows} of {} left out: a run has no value in them\n", found.rows));
    }
    text.push_str(&rows(found, answer));
    if let Some([share, low, high]) = answer.others {
        text.push_str(&format!(
            "the {} others together: {} [{} to {}] of that variance\n",
            answer.parameters.iter().filter(|p| p.total.is_none()).count(),
            part(share),
            part(low),
            part(high)
        ));
    }
    if answer.others.is_none() && answer.parameters.iter().any(|p| p.total.is_some()) {
        text.push_str("all other parameters stayed at their usual values\n");
    }
    text.push_str(&crossing(answer));
    text
}

fn told_mean(found: &SensitivityResults, answer: &SensitivityAnswer, mean: f64) -> String {
    told(mean, &found.unit, answer.is_difference)
}

/// A share of the variance with two digits; it may lie below 0.
fn part(x: f64) -> String {
    format!("{x:.2}")
}

fn rows(found: &SensitivityResults, answer: &SensitivityAnswer) -> String {
    let looked_at: Vec<&ParameterSensitivity> =
        answer.parameters.iter().filter(|p| p.total.is_some()).collect();
    let effect = |x: Option<f64>| match (x, found.unit.as_str()) {
        (None, _) => "–".into(),
        (Some(x), "share") => signed_points(x),
        (Some(x), _) => decimals(x),
    };
    let size = |x: Option<f64>| match (x, found.unit.as_str()) {
        (None, _) => "–".into(),
        (Some(x), "share") => format!("{:.1}", 100.0 * x),
        (Some(x), _) => decimals(x),
    };
    let about = |p: &ParameterSensitivity| {
        let grade = if p.settled { format!("{}, settled by a scenario", p.grade) } else { p.grade.clone() };
        [p.parameter.clone(), format!("{} to {} {}", number(p.low), number(p.high), p.unit), grade]
    };
    if looked_at.is_empty() {
        let header = ["parameter", "range", "grade", "verdict", "mu", "mu*", "by chance", "sigma"];
        let mut out = table(&header, 4);
        for p in answer.parameters.iter().take(TOLD) {
            let numbers = [effect(p.mu), size(p.mu_star), size(p.mu_star_of_chance), size(p.sigma)];
            out.add_row(about(p).into_iter().chain([p.words()]).chain(numbers));
        }
        return format!("{out}\n");
    }
    let mut out = table(&["parameter", "range", "grade", "verdict", "total", "alone", "mu"], 4);
    let share = |s: Option<[f64; 3]>| {
        s.map_or_else(
            || "–".into(),
            |[x, low, high]| format!("{} [{} to {}]", part(x), part(low), part(high)),
        )
    };
    for p in looked_at {
        let numbers = [share(p.total), share(p.first), effect(p.mu)];
        out.add_row(about(p).into_iter().chain([p.words()]).chain(numbers));
    }
    format!("{out}\n")
}

/// Influence crossed with evidence, in sentences.
pub fn crossing(answer: &SensitivityAnswer) -> String {
    if answer.parameters.iter().all(|p| p.total.is_none()) {
        let told_apart = answer.parameters.iter().filter(|p| p.told_apart).count();
        return format!("{told_apart} parameters have an effect that is told apart from chance\n");
    }
    let names = |footing: Footing| -> Vec<String> {
        let found = answer.crossed().into_iter().filter(|p| p.footing() == footing);
        found.map(|p| p.parameter.clone()).collect()
    };
    let mut text = String::new();
    for (footing, words) in [
        (Footing::OnlyAssumed, "matters, and is only assumed; measure this first"),
        (Footing::Founded, "matters, and is founded on more than an assumption"),
        (Footing::ForTheScenario, "matters, and your scenario can say it"),
    ] {
        let names = names(footing);
        if !names.is_empty() {
            text.push_str(&format!("{words}: {}\n", listed(&names)));
        }
    }
    if text.is_empty() {
        text.push_str(
            "no single parameter makes a share of the variance that is told apart from chance and matters\n",
        );
    }
    text
}

fn left_alone(found: &SensitivityResults) -> String {
    let mut text = format!(
        "{} parameters moved over their ranges in the ledger, each as likely as any other; the same {} replications at every \
         point; all of it holds only if the model does\n",
        found.moved, found.replications
    );
    if !found.left.is_empty() {
        text.push_str(&format!(
            "left alone, because the scenarios set or draw them: {}\n",
            some(&found.left)
        ));
    }
    if !found.idle.is_empty() {
        text.push_str(&format!("left alone, because nothing reads them here: {}\n", some(&found.idle)));
    }
    text
}
