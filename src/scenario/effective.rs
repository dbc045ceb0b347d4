//! The parameters that are in effect under a scenario, with their evidence and where each was set.
//!
//! What a file says and what `--set` says on top of it are one scenario, and the same plan: they are not told apart here.

use super::Scenario;
use super::render::distribution;
use crate::parameters::{Distribution, Ledger, LedgerEntry};

/// A parameter under a scenario.
#[derive(Debug, Clone, PartialEq)]
pub struct EffectiveParameter {
    /// Its name.
    pub name: &'static str,
    /// The value or distribution, as a scenario writes it; or that it is drawn from accepted vectors.
    pub value: String,
    /// Its unit.
    pub unit: String,
    /// How well the ledger's value is founded.
    pub grade: &'static str,
    /// The source of the ledger's value.
    pub source: String,
    /// What set it: the ledger, the scenario, accepted vectors, a district of a cohort, or an event from a month on.
    pub where_set: String,
}

/// All parameters of a scenario in the order of the ledger, each followed by what districts of a cohort and events make of it.
pub fn parameters(s: &Scenario, ledger: &Ledger) -> Vec<EffectiveParameter> {
    let row = |e: &LedgerEntry, value: String, where_set: String| EffectiveParameter {
        name: e.name,
        value,
        unit: e.unit.clone(),
        grade: e.grade.word(),
        source: e.source.clone(),
        where_set,
    };
    let mut rows = Vec::new();
    for e in ledger.entries() {
        let value = &s.parameters[e.position];
        let is_drawn = s.accepted.as_ref().is_some_and(|found| found.draws(e.position));
        rows.push(
            match (is_drawn && !s.given.contains(&e.position), *value == Distribution::Fixed(e.value)) {
                (true, _) => row(e, "drawn from accepted vectors".into(), "accepted vectors".into()),
                (false, true) => row(e, distribution(value), "ledger".into()),
                (false, false) => row(e, distribution(value), "scenario".into()),
            },
        );
        for place in &s.places {
            let own = s.settings_of(place.id()).iter().filter(|(position, _)| *position == e.position);
            rows.extend(own.map(|(_, d)| row(e, distribution(d), format!("district {}", place.id()))));
        }
        for event in s.events.iter().filter(|event| event.fields.parameter() == Some(e.position)) {
            let until = event.until.map_or(String::new(), |until| format!(" until month {until}"));
            let value = distribution(&Distribution::Fixed(event.fields.number("to")));
            rows.push(row(e, value, format!("event from month {}{until}", event.month)));
        }
    }
    rows
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::{layers::BuiltIn, read};

    #[test]
    fn every_parameter_says_where_it_was_set() {
        let ledger = Ledger::standard().unwrap();
        let settings = ["superintendent_exit={distribution=\"uniform\",low=0.1,high=0.3}", "lead_exit=0.2"];
        let settings = settings.map(String::from);
        let mut s = read("committed", &settings, &BuiltIn, &ledger).unwrap();
        let rows = parameters(&s, &ledger);
        assert_eq!(rows.len(), ledger.entries().len());
        let of = |name: &str| rows.iter().find(|row| row.name == name).unwrap();
        let exit = of("superintendent_exit");
        assert_eq!(exit.value, "{ distribution = \"uniform\", low = 0.1, high = 0.3 }");
        assert_eq!((exit.where_set.as_str(), of("lead_exit").value.as_str()), ("scenario", "0.2"));
        let entry = ledger.get("superintendent_exit").unwrap();
        assert_eq!((exit.source.as_str(), exit.grade), (entry.source.as_str(), entry.grade.word()));
        let usual = rows.iter().filter(|row| row.where_set == "ledger");
        assert!(usual.clone().count() > 100);
        assert!(
            usual.into_iter().all(|row| row.value == format!("{:?}", ledger.get(row.name).unwrap().value))
        );

        let settings = ["run.parameters=accepted", "lead_exit=0.2"].map(String::from);
        s = read("committed", &settings, &BuiltIn, &ledger).unwrap();
        let rows = parameters(&s, &ledger);
        assert!(rows.iter().filter(|row| row.where_set == "accepted vectors").count() > 20);
        assert!(rows.iter().any(|row| row.name == "lead_exit" && row.value == "0.2"));
    }
}
