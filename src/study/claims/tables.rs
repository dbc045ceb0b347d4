//! Verdicts as JSON and as CSV.

use crate::claims::verdict::ClaimVerdict;
use crate::claims::{Claim, page};
use crate::diagnostic::Result;
use crate::input::formula::to_cell_or_number;
use crate::model::Model;
use crate::study::failed;

/// An array of objects, a claim each.
pub fn json(claims: &[Claim], verdicts: &[ClaimVerdict]) -> Result<String> {
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
            "id": claim.id, "says": claim.words, "source": claim.source, "reason": claim.reason,
            "assumed": claim.caveats.assumed, "structure_tuned": claim.caveats.tuned, "calibrated": claim.caveats.calibrated,
            "null": claim.null.map(Model::word), "verdict": v.decision.word(), "negligible": v.negligible,
            "label": v.label, "effect": effect, "low": low, "high": high, "replications": v.replications,
            "vectors": { "hold": finite(v.shares[0]), "cannot_tell": finite(v.shares[1]), "fail": finite(v.shares[2]), "below_floor": v.below_floor },
            "prior": v.prior,
            "null_met": v.null,
            "variants": v.variants.iter().map(|(m, d)| (m.word().to_string(), serde_json::json!(d.word()))).collect::<serde_json::Map<_, _>>(),
            "flips": v.flips.iter().map(|(name, d)| serde_json::json!({ "parameter": name, "difference_sd": d })).collect::<Vec<_>>(),
            "parts": parts.collect::<Vec<_>>(),
        })
    });
    let text = serde_json::to_string_pretty(&objects.collect::<Vec<_>>());
    text.map(|text| text + "\n").map_err(failed)
}

/// A line for each part of each claim.
pub fn csv(claims: &[Claim], verdicts: &[ClaimVerdict]) -> Result<String> {
    let mut out = csv::Writer::from_writer(Vec::new());
    let cell = |x: f64| if x.is_finite() { x.to_string() } else { String::new() };
    let mut rows = vec![
        [
            "id",
            "verdict",
            "label",
            "null",
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
            "variants",
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
                v.label.clone(),
                claim.null.map_or("", Model::word).into(),
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
                page::variants(v),
            ]);
        }
    }
    let guarded =
        |row: &Vec<String>| row.iter().map(|cell| to_cell_or_number(cell).into_owned()).collect::<Vec<_>>();
    rows.iter().try_for_each(|row| out.write_record(guarded(row))).map_err(failed)?;
    Ok(String::from_utf8_lossy(&out.into_inner().unwrap_or_default()).into_owned())
}
