//! The page of claims: what holds, what fails, what cannot be told, and what that is worth.

use std::fmt::Write;

use super::verdict::{ClaimVerdict, VectorSource};
use super::{Claim, record};
use crate::analysis::sequential::{Conclusion, Want};
use crate::model::Model;

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
    format!("{}{}", v.decision.word(), if v.negligible { " (negligible)" } else { "" })
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

/// The verdict in each variant of the structure that was asked, in words.
pub fn variants(v: &ClaimVerdict) -> String {
    let words = v.variants.iter().map(|(model, decision)| format!("{} {}", model.word(), decision.word()));
    words.collect::<Vec<_>>().join(", ")
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
    let mut labels: Vec<&str> = verdicts.iter().map(|v| v.label.as_str()).collect();
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
        told and fails; *prior* and *null model* the shares in which the estimates are as wanted, the null model being that which removes \
        the claim's cause. An effect is the median over vectors, from the lowest to the highest end of an interval.\n",
        beside.join(", ")
    )?;
    writeln!(
        out,
        "| claim | verdict | label | effect | wanted | vectors | runs | prior | null model | variants |"
    )?;
    writeln!(out, "|---|---|---|---|---|---|---|---|---|---|")?;
    for (claim, v) in claims.iter().zip(verdicts) {
        let effects = shown(claim, v).into_iter().map(|k| {
            let [effect, low, high] = v.effects[k].map(number);
            format!("{}: {effect} ({low} to {high})", claim.parts[k].words)
        });
        let wanted = shown(claim, v).into_iter().map(|k| claim.parts[k].want.words());
        let null = claim
            .null
            .zip(v.null)
            .map(|(model, share)| format!("{} {:.0}", model.word(), 100.0 * share + 0.0));
        writeln!(
            out,
            "| {} | **{}** | {} | {} | {} | {} | {} | {} | {} | {} |",
            claim.id,
            verdict_words(v),
            v.label,
            effects.collect::<Vec<_>>().join("; "),
            wanted.collect::<Vec<_>>().join("; "),
            vectors(v),
            v.replications,
            v.prior.map_or(String::new(), |p| format!("{:.0}", 100.0 * p + 0.0)),
            null.unwrap_or_default(),
            variants(v)
        )?;
    }
    write_variants(out, verdicts, sets)?;
    out.push_str(&record::table());
    writeln!(out, "\nWhat each says, why its thresholds are where they are, and what it hangs on:\n")?;
    for (claim, v) in claims.iter().zip(verdicts) {
        let marks = claim.caveats;
        let marks = [
            marks.assumed.map(|equation| format!(" Assumed: {equation}.")),
            marks.tuned.then(|| " The structure was changed with it in view.".into()),
            marks.calibrated.map(|rows| format!(" Calibration fits {rows}.")),
        ];
        let marks: String = marks.into_iter().flatten().collect();
        let floor = match v.below_floor {
            0 => String::new(),
            n => {
                format!(" Under {n} vectors the reference arm does not get far enough for a fall to be seen.")
            }
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
            "* **{}** ({}). {}. *Thresholds:* {}.{marks} *Null:* {}. *Evaluation:* {}.{floor}{flips}",
            claim.id,
            claim.source,
            claim.words,
            claim.reason,
            claim.null.map_or("none", Model::word),
            all.collect::<Vec<_>>().join("; ")
        )?;
    }
    Ok(())
}

/// What survives all variants of the structure, and which of them what does not hangs on.
fn write_variants(
    out: &mut String,
    verdicts: &[ClaimVerdict],
    sets: &[(VectorSource, usize)],
) -> std::fmt::Result {
    if !sets.iter().any(|(set, _)| matches!(set, VectorSource::Variant(_))) {
        return writeln!(out, "\nNo variant of the structure was asked.");
    }
    let holding = || verdicts.iter().filter(|v| v.decision == Conclusion::Holds && !v.variants.is_empty());
    let (all, some): (Vec<_>, Vec<_>) = holding().partition(|v| v.hangs_on().next().is_none());
    let survive: Vec<&str> = all.iter().map(|v| v.id).collect();
    writeln!(
        out,
        "\nOf {} claims that hold {} survive all variants of the structure: {}.\n",
        holding().count(),
        survive.len(),
        if survive.is_empty() { "none".into() } else { survive.join(", ") }
    )?;
    for v in some {
        let on = v.hangs_on().map(|(model, decision)| format!("{} ({})", model.word(), decision.word()));
        writeln!(out, "* {} hangs on the structure: {}.", v.id, on.collect::<Vec<_>>().join(", "))?;
    }
    Ok(())
}
