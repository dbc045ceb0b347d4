//! Verdicts as tables, for people and for programs.

use crate::cli::faults::CommandResult;
use crate::cli::options::Format;
use crate::cli::table::table;
use uptake::claims::verdict::Verdict;
use uptake::claims::{Claim, page};
use uptake::diagnostic::Diagnostic;

/// What each claim says, who says so, and what it is used for.
pub fn list(claims: &[Claim], format: Format) -> CommandResult {
    let rows = || claims.iter().map(|c| [c.id, c.used.word(), c.words, c.source]);
    match format {
        Format::Human => {
            let mut out = table(&["claim", "use", "says", "source"], 4);
            rows().for_each(|row| {
                out.add_row(row.to_vec());
            });
            out!("{out}");
            Ok(())
        }
        Format::Json => {
            let rows = rows().map(|[id, used, says, source]| {
                serde_json::json!({ "id": id, "use": used, "says": says, "source": source })
            });
            crate::cli::print::json(&rows.collect::<Vec<_>>())
        }
        Format::Csv => {
            let mut out = csv::Writer::from_writer(Vec::new());
            let written = out
                .write_record(["id", "use", "says", "source"])
                .and_then(|()| rows().try_for_each(|row| out.write_record(row)));
            crate::cli::print::written(written)?;
            crate::cli::print::raw(&out.into_inner().unwrap_or_default())
        }
    }
}

/// The verdicts, in a format.
pub fn print(claims: &[Claim], verdicts: &[Verdict], format: Format) -> CommandResult {
    match format {
        Format::Human => {
            let mut out = table(
                &["claim", "verdict", "label", "effect", "low", "high", "wanted", "runs", "vectors"],
                3,
            );
            for (claim, verdict) in claims.iter().zip(verdicts) {
                for part in page::shown(claim, verdict) {
                    let [effect, low, high] = verdict.effects[part].map(page::number);
                    let first = part == page::shown(claim, verdict)[0];
                    let or_empty = |text: String| if first { text } else { String::new() };
                    out.add_row(vec![
                        or_empty(claim.id.into()),
                        or_empty(page::verdict_words(verdict)),
                        or_empty(verdict.label.into()),
                        effect,
                        low,
                        high,
                        format!("{}: {}", claim.parts[part].words, claim.parts[part].want.words()),
                        or_empty(verdict.replications.to_string()),
                        or_empty(page::vectors(verdict)),
                    ]);
                }
            }
            out!("{out}");
            Ok(())
        }
        Format::Json => crate::cli::print::raw(json(claims, verdicts)?.as_bytes()),
        Format::Csv => crate::cli::print::raw(csv(claims, verdicts)?.as_bytes()),
    }
}

/// An array of objects, a claim each.
pub fn json(claims: &[Claim], verdicts: &[Verdict]) -> CommandResult<String> {
    let finite = |x: f64| x.is_finite().then_some(x);
    let objects = claims.iter().zip(verdicts).map(|(claim, v)| {
        let parts = claim.parts.iter().enumerate().map(|(k, part)| {
            let [effect, low, high] = v.effects[k].map(finite);
            serde_json::json!({
                "what": part.words, "wanted": part.want.words(), "effect": effect, "low": low, "high": high,
                "met": finite(v.met[k]),
            })
        });
        let [effect, low, high] = v.effects[0].map(finite);
        serde_json::json!({
            "id": claim.id, "says": claim.words, "source": claim.source, "use": claim.used.word(),
            "reason": claim.reason, "verdict": v.decision.word(), "undecidable": v.undecidable,
            "label": v.label, "effect": effect, "low": low, "high": high, "replications": v.replications,
            "vectors": { "hold": finite(v.shares[0]), "cannot_tell": finite(v.shares[1]), "fail": finite(v.shares[2]), "below_floor": v.below_floor },
            "prior": v.prior,
            "nulls": v.nulls.iter().map(|(m, share)| (m.word().to_string(), serde_json::json!(share))).collect::<serde_json::Map<_, _>>(),
            "flips": v.flips.iter().map(|(name, d)| serde_json::json!({ "parameter": name, "difference_sd": d })).collect::<Vec<_>>(),
            "parts": parts.collect::<Vec<_>>(),
        })
    });
    let text = serde_json::to_string_pretty(&objects.collect::<Vec<_>>());
    Ok(text.map_err(|e| Diagnostic::of_the_program("JSON", e))? + "\n")
}

/// A line for each part of each claim.
pub fn csv(claims: &[Claim], verdicts: &[Verdict]) -> CommandResult<String> {
    let mut out = csv::Writer::from_writer(Vec::new());
    let cell = |x: f64| if x.is_finite() { x.to_string() } else { String::new() };
    let mut rows = vec![
        [
            "id",
            "verdict",
            "label",
            "use",
            "part",
            "wanted",
            "effect",
            "low",
            "high",
            "met",
            "replications",
            "hold",
            "cannot_tell",
            "fail",
            "prior",
        ]
        .map(String::from)
        .to_vec(),
    ];
    for (claim, v) in claims.iter().zip(verdicts) {
        for (k, part) in claim.parts.iter().enumerate() {
            let [effect, low, high] = v.effects[k].map(cell);
            let [hold, cannot, fail] = v.shares.map(cell);
            rows.push(vec![
                claim.id.into(),
                v.decision.word().into(),
                v.label.into(),
                claim.used.word().into(),
                part.words.into(),
                part.want.words(),
                effect,
                low,
                high,
                cell(v.met[k]),
                v.replications.to_string(),
                hold,
                cannot,
                fail,
                v.prior.map_or(String::new(), cell),
            ]);
        }
    }
    let failed = |e: csv::Error| Diagnostic::failed("", e.to_string(), "");
    rows.iter().try_for_each(|row| out.write_record(row)).map_err(failed)?;
    Ok(String::from_utf8_lossy(&out.into_inner().unwrap_or_default()).into_owned())
}
