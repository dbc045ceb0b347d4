//! The page of a calibration: waves, the emulators' errors, the observations beside what the vectors predict, what hangs on which
//! observation, what was narrowed, and whether known vectors come back.

use std::fmt::{Result, Write};

use super::features::FEATURES;
use super::history::{CUTOFF, LEAST_LEFT, SimulatedVector};
use super::likelihood::DoubtTaken;
use super::observations::{FITTED, all};
use super::posterior::{Calibration, Narrowed, SLICES, WANTED};
use super::recovery::{STATED, recover};
use super::sample::{Weighed, mean_and_deviation, quantiles};
use super::space::Space;
use crate::numerics;
use crate::parameters::{Ledger, LedgerEntry};
use crate::phrasing::percent;

/// Parameters listed at least, and those whose recovery is told.
const LISTED: usize = 12;

/// Whether as many vectors were accepted as wanted, in plain words.
pub fn reached(found: &Calibration) -> String {
    let (kept, effective) = (found.ensemble.vectors.len(), found.effective());
    let words = format!("{kept} vectors accepted, worth {effective:.0} independent ones");
    match (kept < WANTED.0, effective < WANTED.1) {
        (false, false) => words,
        (true, false) => format!("{words}: fewer vectors than the {} wanted", WANTED.0),
        (_, true) => format!(
            "{words}: fewer than the {} independent ones wanted, so that intervals and weights are rough",
            WANTED.1
        ),
    }
}

/// The page of a calibration, in Markdown.
pub fn page(found: &Calibration, ledger: &Ledger) -> String {
    let mut out = String::new();
    // Writing to a String cannot fail.
    let _ = write_page(&mut out, found, ledger);
    out
}

fn write_page(out: &mut String, found: &Calibration, ledger: &Ledger) -> Result {
    let space = Space::new(found.model, found.effort.seed, ledger);
    writeln!(out, "# Calibration: {}\n", found.model.word())?;
    writeln!(
        out,
        "{}, of {} simulated, over {} free parameters. They weigh differently, and `--parameters accepted` draws them by \
         weight. The first is in the middle of the others; it was not drawn, and has the least weight of all.\n",
        reached(found),
        found.vectors(),
        found.ensemble.positions.len()
    )?;
    waves(out, found)?;
    emulators(out, found)?;
    observed(out, found, &space)?;
    not_fitted(out, found)?;
    other_doubt(out, found, ledger)?;
    narrowed(out, found, ledger)?;
    recovered(out, found, &space)
}

fn waves(out: &mut String, found: &Calibration) -> Result {
    writeln!(out, "## Waves\n\n| wave | simulated | cut-off | left of all vectors |\n|---|---|---|---|")?;
    for (k, wave) in found.waves.iter().enumerate() {
        let name = if k == 0 { "hypercube".to_string() } else { k.to_string() };
        writeln!(out, "| {name} | {} | {:.1} | {:.4} |", wave.simulated, wave.cutoff, wave.left)?;
    }
    writeln!(out, "| weighed | {} | | |\n", found.simulated.len())?;
    writeln!(
        out,
        "A vector is ruled out where an observation lies {CUTOFF} or more standard deviations from what an emulator expects (a higher \
         cut-off keeps {LEAST_LEFT} of all vectors). Of the prior's likelihood {} lies outside of the region left, as \
         {:.0} independent vectors of the first wave have it. The weighed vectors are worth {:.0} independent ones. Logarithm of the \
         marginal likelihood: {:.2}, give or take {:.2}.\n",
        percent(found.outside.0),
        found.outside.1,
        found.weighed.effective,
        found.weighed.ln_marginal,
        error_of_ln(&found.weighed)
    )
}

/// Standard error of the logarithm of a marginal likelihood, about.
fn error_of_ln(weighed: &Weighed) -> f64 {
    let n = weighed.weights.len() as f64;
    numerics::sqrt((1.0 / weighed.effective - 1.0 / n).max(0.0))
}

fn emulators(out: &mut String, found: &Calibration) -> Result {
    writeln!(out, "## Emulators of the last wave\n")?;
    writeln!(
        out,
        "Errors are those on simulations held back, one in five. Within 2 sd: share of these within two of the standard deviations \
         that the emulator states, before its variances were multiplied by the last column.\n"
    )?;
    writeln!(
        out,
        "| feature | inputs | sd of feature | error (RMSE) | noise of a simulation | within 2 sd | held back | variance × |"
    )?;
    writeln!(out, "|---|---|---|---|---|---|---|---|")?;
    let last = found.waves.last().map(|wave| wave.emulators.as_slice()).unwrap_or_default();
    for ((feature, emulator), noise) in FEATURES.iter().zip(last).zip(&found.noise) {
        let Some((error, active)) = emulator else {
            writeln!(
                out,
                "| {} | too few simulations, or nothing varies | | | {noise:.3} | | | |",
                feature.name
            )?;
            continue;
        };
        writeln!(
            out,
            "| {} | {} | {:.3} | {:.3} | {noise:.3} | {} | {} | {:.2} |",
            feature.name,
            active.len(),
            error.sd,
            error.rmse,
            percent(error.coverage),
            error.n,
            error.widened
        )?;
    }
    writeln!(out)
}

fn observed(out: &mut String, found: &Calibration, space: &Space<'_>) -> Result {
    writeln!(out, "## Observations\n\n| id | observation | seen | source |\n|---|---|---|---|")?;
    for o in all() {
        writeln!(out, "| {} | {} | {} | {} |", o.id, o.words, o.seen.words(), o.source)?;
    }
    let left_out = found.answerable.left_out();
    if !left_out.is_empty() {
        writeln!(
            out,
            "\n**Left out: {}.** Nothing can be counted for them under this model, so it is weighed by the others alone, and its \
             marginal likelihood is not comparable with that of models that answer more.",
            left_out.join(", ")
        )?;
    }
    writeln!(
        out,
        "\nWhat might have been seen in samples of the same size, discrepancy included (of the judgment what is simulated): 5%, half, 95%. \
         The last column is the chance of something at least as far out as what was seen.\n"
    )?;
    writeln!(
        out,
        "| feature | seen | under the prior | under the accepted vectors | as far out |\n|---|---|---|---|---|"
    )?;
    for (feature, p) in FEATURES.iter().zip(found.predicted(space)) {
        let three = |q: [f64; 5]| format!("{:.2}, {:.2}, {:.2}", q[0], q[2], q[4]);
        writeln!(
            out,
            "| {}: {} | {:.3} | {} | {} | {:.2} |",
            p.id,
            feature.words,
            p.seen,
            three(p.before),
            three(p.after),
            p.tail
        )?;
    }
    writeln!(out)
}

fn column(simulated: &[SimulatedVector], feature: usize) -> Vec<f64> {
    simulated.iter().map(|s| s.features[feature]).collect()
}

/// What is known elsewhere of the features that were not fitted, in their order.
const KNOWN_ELSEWHERE: [&str; FEATURES.len() - FITTED] = [
    "above 0: prevalence tracks the coherence of the district (Hill, Litke and Lynch 2018, 5 districts, 329 teachers)",
    "0.03 to 0.05 a year, by self-report of innovative schools, other practices (Canopy project, 2021 to 2023); order of magnitude only",
    "",
    "",
    "",
    "",
];

fn not_fitted(out: &mut String, found: &Calibration) -> Result {
    writeln!(
        out,
        "## Looked at, not fitted\n\n| feature | prior: 5%, half, 95% | accepted | known elsewhere |\n|---|---|---|---|"
    )?;
    let even = vec![1.0; found.prior.len()];
    for (k, known) in KNOWN_ELSEWHERE.iter().enumerate() {
        let three = |simulated: &[SimulatedVector], weights: &[f64]| {
            let [low, half, high] = quantiles(&column(simulated, FITTED + k), weights, [0.05, 0.5, 0.95]);
            format!("{low:.2}, {half:.2}, {high:.2}")
        };
        let (before, after) = (three(&found.prior, &even), three(&found.simulated, &found.weighed.weights));
        writeln!(out, "| {} | {before} | {after} | {known} |", FEATURES[FITTED + k].words)?;
    }
    writeln!(
        out,
        "\nExits of leaders and teachers (C9) are succession alone: `uptake claims --only leader-exits`.\n"
    )
}

fn other_doubt(out: &mut String, found: &Calibration, ledger: &Ledger) -> Result {
    writeln!(
        out,
        "## What hangs on which observation\n\nThe same simulations weighed again, with each observation left out and each discrepancy at half and \
         at double. Effective: independent vectors. Last, of the parameters that are narrowed, the one whose mean moves most, in standard deviations of the accepted \
         vectors.\n"
    )?;
    let outcomes: Vec<usize> = (FITTED + 2..FEATURES.len()).collect();
    let names = outcomes.iter().map(|&k| FEATURES[k].name).collect::<Vec<_>>().join(" | ");
    writeln!(out, "| read | effective | ln marginal | {names} | moves most |")?;
    writeln!(out, "|---|---|---|{}---|", "---|".repeat(outcomes.len()))?;
    let spoken: Vec<usize> =
        found.narrowed(ledger).iter().filter(|n| n.is_narrowed()).map(|n| n.column).collect();
    let usual = narrowed_means(found, &found.weighed);
    let stated = (DoubtTaken::AsStated, found.weighed.clone());
    for (doubt, weighed) in std::iter::once(stated).chain(found.under_other_doubt()) {
        let means =
            outcomes.iter().map(|&k| mean_and_deviation(&column(&found.simulated, k), &weighed.weights).0);
        let means = means.map(|mean| format!("{mean:.2}")).collect::<Vec<_>>().join(" | ");
        let moved = narrowed_means(found, &weighed)
            .into_iter()
            .zip(&usual)
            .map(|((mean, _), (old, sd))| (mean - old) / sd);
        let most = moved
            .enumerate()
            .filter(|(k, by)| by.is_finite() && spoken.contains(k))
            .max_by(|a, b| a.1.abs().total_cmp(&b.1.abs()));
        let name = |k: usize| {
            found
                .ensemble
                .positions
                .get(k)
                .and_then(|&p| ledger.entries().get(p))
                .map_or("", |entry| entry.name)
        };
        let most =
            most.filter(|(_, by)| *by != 0.0).map_or("".into(), |(k, by)| format!("`{}` {by:+.1}", name(k)));
        writeln!(
            out,
            "| {} | {:.0} | {:.2} | {means} | {most} |",
            doubt.words(),
            weighed.effective,
            weighed.ln_marginal
        )?;
    }
    writeln!(out)
}

/// Weighted mean and standard deviation of every parameter.
fn narrowed_means(found: &Calibration, weighed: &Weighed) -> Vec<(f64, f64)> {
    let of = |k: usize| found.simulated.iter().map(|s| s.unit[k]).collect::<Vec<f64>>();
    (0..found.ensemble.positions.len()).map(|k| mean_and_deviation(&of(k), &weighed.weights)).collect()
}

fn narrowed(out: &mut String, found: &Calibration, ledger: &Ledger) -> Result {
    let all = found.narrowed(ledger);
    let count = all.iter().filter(|n| n.is_narrowed()).count();
    writeln!(
        out,
        "## Parameters\n\nThe observations narrow {count} of {} free parameters beyond what chance would (Kolmogorov-Smirnov, 1%). Width is the \
         standard deviation over that of the prior. Prior and weighed values, the prior at half the height of a bar, from the low to \
         the high end of the range:\n",
        all.len()
    )?;
    writeln!(out, "| parameter | range | accepted | mean | width | distance |\n|---|---|---|---|---|---|")?;
    for n in all.iter().take(count.max(LISTED)) {
        let Some(entry) = ledger.entries().get(n.position) else { continue };
        let (low, high) = entry.range;
        writeln!(
            out,
            "| `{}` | {low} to {high} | `{}` | {:.3} | {:.2} | {:.2} |",
            n.name,
            bar(&found.slices(n.column)),
            low + n.mean * (high - low),
            n.width,
            n.distance
        )?;
    }
    let piled: Vec<String> = all.iter().filter_map(|n| piled(n, ledger.entries().get(n.position)?)).collect();
    match (found.weighed.effective < ENOUGH, piled.is_empty()) {
        (true, _) => writeln!(
            out,
            "\nThe vectors are worth too few independent ones to say whether a parameter piles up at an end of its range.\n"
        ),
        (_, true) => writeln!(out, "\nNo parameter piles up at an end of its range.\n"),
        (_, false) => writeln!(
            out,
            "\nThese pile up at an end of their range, which the observations would move further: {}.\n",
            piled.join("; ")
        ),
    }
}

/// Independent vectors from which ends of ranges can be spoken of.
const ENOUGH: f64 = 20.0;

/// In words at which end a parameter piles up, if it does.
fn piled(narrowed: &Narrowed, entry: &LedgerEntry) -> Option<String> {
    let end = narrowed.piled()?;
    let (share, value) =
        if end == "low" { (narrowed.ends.0, entry.range.0) } else { (narrowed.ends.1, entry.range.1) };
    Some(format!(
        "`{}` at its {end} end, {value} ({} of the weight in the last tenth)",
        narrowed.name,
        percent(share)
    ))
}

/// Shares as blocks, the prior at half their height.
fn bar(slices: &[f64; SLICES]) -> String {
    const BLOCKS: [char; 9] = [' ', '▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];
    let block = |share: &f64| BLOCKS[((share * SLICES as f64 * 4.0).round() as usize).min(8)];
    slices.iter().map(block).collect()
}

fn recovered(out: &mut String, found: &Calibration, space: &Space<'_>) -> Result {
    let (all, effective) = recover(&found.simulated, &found.sample.chances, found.answerable, space);
    let (covered, n) = all.iter().fold((0, 0), |(c, n), r| (c + r.covered.count, n + r.covered.n));
    writeln!(
        out,
        "## Recovery\n\nSimulated vectors of the region left taken as known, data made of each, all others weighed by these: intervals that state {} \
         hold the known value in {} of {n} cases ({} known vectors, on average {effective:.0} independent vectors behind an interval). \
         The parameters that such data narrow most:\n",
        percent(STATED),
        percent(covered as f64 / (n as f64).max(1.0)),
        all.first().map_or(0, |r| r.covered.n),
    )?;
    writeln!(out, "| parameter | in the interval | 95% interval | width |\n|---|---|---|---|")?;
    for r in all.iter().take(LISTED) {
        let (low, high) = r.covered.interval();
        writeln!(
            out,
            "| `{}` | {:.2} | {low:.2} to {high:.2} | {:.2} |",
            r.name,
            r.covered.share(),
            r.width
        )?;
    }
    Ok(())
}
