//! The digest of a plan: the name of everything a results folder's content depends on.

use super::folder::TableFormat;
use crate::experiment::Plan;
use sha2::{Digest, Sha256};

/// Name of the engine, as written in manifests.
pub const ENGINE: &str = "uptake";
/// Its version.
pub const VERSION: &str = env!("CARGO_PKG_VERSION");

/// Names the sources that the program was built from: the same on every machine (`build.rs`).
pub const BUILD: &str = env!("UPTAKE_BUILD");

/// The SHA-256 of a plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PlanDigest(pub [u8; 32]);

impl PlanDigest {
    /// In 64 hexadecimal digits.
    pub fn hex(&self) -> String {
        hex(&self.0)
    }

    /// The first eight digits, used in the default name of a folder.
    pub fn short(&self) -> String {
        hex(&self.0[..4])
    }
}

/// Bytes as hexadecimal digits.
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|b| format!("{b:02x}")).collect()
}

/// The digest of a text, in hexadecimal digits.
pub fn text_digest(text: &str) -> String {
    hex(&Sha256::digest(text.as_bytes()))
}

/// The digest of a plan whose large tables are written in a format.
pub fn plan_digest(plan: &Plan, tables: TableFormat) -> PlanDigest {
    PlanDigest(Sha256::digest(canonical(plan, tables)).into())
}

/// The text the digest is taken of: a line per item, each text preceded by its length, so that no two
/// plans have the same rendering.
fn canonical(plan: &Plan, tables: TableFormat) -> String {
    let mut text = format!(
        "{ENGINE} {VERSION}\nseed {}\nmonths {}\nreplications {}\ntables {}\n",
        plan.seed,
        plan.months,
        plan.replications,
        tables.word()
    );
    let mut line = |what: &str, parts: &[&str]| {
        text.push_str(what);
        for part in parts {
            text.push_str(&format!(" {}:{part}", part.len()));
        }
        text.push('\n');
    };
    for s in &plan.scenarios {
        line("scenario", &[&s.name, &s.title, &s.digest, &s.text]);
        line("drawn", &s.drawn.iter().map(String::as_str).collect::<Vec<_>>());
    }
    for d in &plan.districts {
        line("district", &[&d.id, &d.name, &d.digest]);
    }
    if plan.cohort {
        line("cohort", &[]);
    }
    for (other, base) in &plan.pairs {
        line("pair", &[&other.to_string(), &base.to_string()]);
    }
    if plan.unpaired.is_some() {
        line("unpaired", &[]);
    }
    if !plan.measures.is_all() {
        line("measures", &plan.measures.columns().map(|column| column.name).collect::<Vec<_>>());
    }
    if let Some(shard) = plan.shard {
        // Shards are joined only if one build made all of them.
        line("shard", &[&shard.to_string(), BUILD]);
    }
    if let Some(seen) = &plan.seen {
        line("seen", &[seen]);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::Shard;
    use crate::metrics::{KeptMeasures, Measure};
    use crate::results::sample;

    #[test]
    fn everything_in_a_plan_moves_its_digest() {
        let plan = sample::plan(2, 2, 3);
        let mut seen =
            vec![plan_digest(&plan, TableFormat::Csv).hex(), plan_digest(&plan, TableFormat::Parquet).hex()];
        let changes: [fn(&mut Plan); 17] = [
            |p| p.seed += 1,
            |p| p.months += 1,
            |p| p.replications += 1,
            |p| p.pairs = vec![(0, 1)],
            |p| p.scenarios.swap(0, 1),
            |p| p.scenarios[0].digest.push('a'),
            |p| p.scenarios[0].text.push(' '),
            |p| p.scenarios[0].drawn.push("x".into()),
            |p| p.districts[1].name.push('x'),
            |p| p.districts.truncate(1),
            |p| p.cohort = true,
            |p| p.unpaired = Some(Vec::new()),
            |p| p.measures = KeptMeasures::of(&[Measure::Spread]),
            |p| p.measures = KeptMeasures::of(&[Measure::Spread, Measure::DeepShare]),
            |p| p.shard = Some(Shard { number: 1, of: 2 }),
            |p| p.shard = Some(Shard { number: 2, of: 2 }),
            |p| p.seen = Some("month,measure,value,sd\n".into()),
        ];
        for change in changes {
            let mut other = plan.clone();
            change(&mut other);
            seen.push(plan_digest(&other, TableFormat::Csv).hex());
        }
        let all = seen.len();
        seen.sort();
        seen.dedup();
        assert_eq!(seen.len(), all);
    }

    #[test]
    fn text_cannot_pass_for_structure() {
        let mut a = sample::plan(1, 1, 1);
        let mut b = a.clone();
        a.districts[0].id = "1 1:a".into();
        a.districts[0].name = "a".into();
        b.districts[0].id = "1".into();
        b.districts[0].name = "1:a 1:a".into();
        assert_ne!(plan_digest(&a, TableFormat::Csv), plan_digest(&b, TableFormat::Csv));
    }
}
