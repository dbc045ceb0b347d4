//! Claims and verdicts as tables.

use crate::cli::faults::CommandResult;
use crate::cli::options::Format;
use uptake::claims::{Claim, page};
use uptake::model::Model;
use uptake::study::claims::TestedClaims;
use uptake::study::text_table::table;

/// What each claim says, who says so, and the null model that removes its cause.
pub fn list(claims: &[Claim], format: Format) -> CommandResult {
    let rows = || claims.iter().map(|c| [c.id, c.null.map_or("", Model::word), c.words, c.source]);
    match format {
        Format::Human => {
            let mut out = table(&["claim", "null model", "says", "source"], 4);
            rows().for_each(|row| {
                out.add_row(row.to_vec());
            });
            out!("{out}");
            Ok(())
        }
        format => {
            let rows = rows().map(|row| row.map(serde_json::Value::from));
            crate::cli::print::records(format, ["id", "null", "says", "source"], rows)
        }
    }
}

/// The verdicts, in a format.
pub fn print(tested: &TestedClaims, format: Format) -> CommandResult {
    match format {
        Format::Human => {
            let mut out = table(
                &["claim", "verdict", "label", "effect", "low", "high", "wanted", "runs", "vectors"],
                3,
            );
            for (claim, verdict) in tested.claims.iter().zip(&tested.verdicts) {
                for part in page::shown(claim, verdict) {
                    let [effect, low, high] = verdict.effects[part].map(page::number);
                    let first = part == page::shown(claim, verdict)[0];
                    let or_empty = |text: String| if first { text } else { String::new() };
                    out.add_row(vec![
                        or_empty(claim.id.into()),
                        or_empty(page::verdict_words(verdict)),
                        or_empty(verdict.label.clone()),
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
        Format::Json => crate::cli::print::raw(tested.json()?.as_bytes()),
        Format::Csv => crate::cli::print::raw(tested.csv()?.as_bytes()),
    }
}
