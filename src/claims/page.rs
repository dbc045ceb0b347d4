//! The page of claims: what holds, what fails, what cannot be told, and what that is worth.

use std::fmt::Write;

use super::verdict::{ClaimVerdict, VectorSource};
use super::{Claim, Declared};
use crate::analysis::sequential::{Conclusion, Want};

/// A number as a table shows it.
pub fn number(x: f64) -> String {
    if !x.is_finite() {
        String::new()
    } else if x.abs() >= 100.0 {
        format!("{x:.0}")
    } else if x.abs() >= 10.0 {
        format!("{x:.1}")
    } else {
        format!("{x:.3}")
    }
}

/// The verdict in words.
pub fn verdict_words(v: &ClaimVerdict) -> String {
    if v.undecidable { "undecidable".into() } else { v.decision.word().into() }
}

/// In how many of a hundred vectors it holds, cannot be told, fails.
pub fn vectors(v: &ClaimVerdict) -> String {
    // Adding zero turns the -0 of an empty sum into 0.
    v.shares.map(|s| if s.is_nan() { "–".to_string() } else { format!("{:.0}", 100.0 * s + 0.0) }).join("/")
}

/// The parts that decide: those that are not met in most vectors, or else the first.
pub fn shown(claim: &Claim, v: &ClaimVerdict) -> Vec<usize> {
    let wanted = (0..claim.parts.len()).filter(|&k| claim.parts[k].want != Want::Told);
    let missed: Vec<usize> = wanted.filter(|&k| v.met[k] < super::verdict::MOST).collect();
    if v.decision == Conclusion::Holds || missed.is_empty() { vec![0] } else { missed }
}

/// The page, in Markdown.
pub fn page(claims: &[Claim], verdicts: &[ClaimVerdict], sets: &[(VectorSource, usize)]) -> String {
    let mut out = String::from(include_str!("parts/opening.md"));
    // Writing to a String cannot fail.
    let _ = write_page(&mut out, claims, verdicts, sets);
    out.push_str(include_str!("parts/record.md"));
    out
}

fn write_page(
    out: &mut String,
    claims: &[Claim],
    verdicts: &[ClaimVerdict],
    sets: &[(VectorSource, usize)],
) -> std::fmt::Result {
    let count = |decision| verdicts.iter().filter(|v| v.decision == decision).count();
    writeln!(
        out,
        "Of {} claims {} hold, {} fail and {} cannot be told.\n",
        claims.len(),
        count(Conclusion::Holds),
        count(Conclusion::Fails),
        count(Conclusion::CannotTell)
    )?;
    writeln!(out, "| label | hold | fail | cannot tell |\n|---|---|---|---|")?;
    let mut labels: Vec<&str> = verdicts.iter().map(|v| v.label).collect();
    labels.sort_unstable();
    labels.dedup();
    for label in labels {
        let of = |d| verdicts.iter().filter(|v| v.label == label && v.decision == d).count();
        let [hold, fail, open] = [Conclusion::Holds, Conclusion::Fails, Conclusion::CannotTell].map(of);
        writeln!(out, "| {label} | {hold} | {fail} | {open} |")?;
    }
    let beside: Vec<String> = sets.iter().map(|(set, n)| format!("{} ({n})", set.name())).collect();
    writeln!(
        out,
        "\nSets of vectors: {}. *vectors* are the shares of accepted vectors, in %, in which a claim holds, cannot be \
        told and fails; *prior* and *null models* the shares in which the estimates are as wanted. An effect is \
        the median over vectors, from the lowest to the highest end of an interval.\n",
        beside.join(", ")
    )?;
    writeln!(out, "| claim | verdict | label | effect | wanted | vectors | runs | prior | null models |")?;
    writeln!(out, "|---|---|---|---|---|---|---|---|---|")?;
    for (claim, v) in claims.iter().zip(verdicts) {
        let effects = shown(claim, v).into_iter().map(|k| {
            let [effect, low, high] = v.effects[k].map(number);
            format!("{}: {effect} ({low} to {high})", claim.parts[k].words)
        });
        let wanted = shown(claim, v).into_iter().map(|k| claim.parts[k].want.words());
        let nulls = v.nulls.iter().map(|(m, share)| format!("{} {:.0}", m.word(), 100.0 * share));
        writeln!(
            out,
            "| {} | **{}** | {} | {} | {} | {} | {} | {} | {} |",
            claim.id,
            verdict_words(v),
            v.label,
            effects.collect::<Vec<_>>().join("; "),
            wanted.collect::<Vec<_>>().join("; "),
            vectors(v),
            v.replications,
            v.prior.map_or(String::new(), |p| format!("{:.0}", 100.0 * p)),
            nulls.collect::<Vec<_>>().join(", ")
        )?;
    }
    writeln!(out, "\nWhat each says, why its thresholds are where they are, and what it hangs on:\n")?;
    for (claim, v) in claims.iter().zip(verdicts) {
        let declared = match claim.declared {
            Declared::Assumed(equation) => format!(" Assumed: {equation}."),
            Declared::Tuned => " The structure was chosen with it in view.".into(),
            Declared::Open => String::new(),
        };
        let floor = match v.below_floor {
            0 => String::new(),
            n => format!(
                " Under {n} vectors the committed district does not get far enough for a fall to be seen."
            ),
        };
        let flips = v.flips.iter().map(|(name, d)| format!("`{name}` ({d:+.1} SD where it is met)"));
        let flips: Vec<String> = flips.collect();
        let flips =
            if flips.is_empty() { String::new() } else { format!(" It hangs on {}.", flips.join(", ")) };
        let all = claim.parts.iter().enumerate().map(|(k, part)| {
            let [effect, low, high] = v.effects[k].map(number);
            let met = if part.want == Want::Told {
                String::new()
            } else {
                format!(", wanted {}", part.want.words())
            };
            format!("{} {effect} ({low} to {high}){met}", part.words)
        });
        writeln!(
            out,
            "* **{}** ({}; {}). {}. *Thresholds:* {}.{declared} *Evaluation:* {}.{floor}{flips}",
            claim.id,
            claim.source,
            claim.used.word(),
            claim.words,
            claim.reason,
            all.collect::<Vec<_>>().join("; ")
        )?;
    }
    Ok(())
}
