//! Whether two scenarios can be compared in pairs: what must be alike for "the same replication" to be one future under
//! both, and for their measures to be of the same teachers.
//!
//! Everything else may differ, because it is what a comparison asks about: leaders, team sites, hours and length of support,
//! strategy, components, events, values and distributions of parameters, the model that both follow, program managers.

use crate::census::DistrictFacts;
use crate::census::grade::GradeSpan;
use crate::phrasing::{count, listed, thousands, whole};
use crate::scenario::{DistrictSpec, Scenario};

/// Something in which two scenarios are too unlike to be compared in pairs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unlike {
    /// What differs, with both sides, in words without a verb: "districts (`a`: …; `b`: …)".
    pub words: String,
    /// What makes them alike.
    pub remedy: String,
}

/// What keeps runs of two scenarios from being pairs; nothing where they can be compared. Scenarios about districts of different
/// ids, of other months or numbers of replications are no question of pairs: no folder holds both.
pub fn unlike(other: &Scenario, base: &Scenario) -> Vec<Unlike> {
    [districts(other, base), grades(other, base), later_grades(other, base), parameter_sets(other, base)]
        .into_iter()
        .flatten()
        .collect()
}

fn told(what: &str, names: [&Scenario; 2], sides: [String; 2], remedy: String) -> Unlike {
    let [other, base] = names.map(|s| &s.name);
    let [of_other, of_base] = sides;
    Unlike { words: format!("{what} (`{base}`: {of_base}; `{other}`: {of_other})"), remedy }
}

/// Whether and why these scenarios are no pairs, as results say it; nothing for pairs. Results of earlier versions may hold pairs
/// that are none.
pub fn pairing_note(scenarios: &[Scenario], pairs: &[(usize, usize)], unpaired: bool) -> Option<String> {
    let found = pairs.iter().filter_map(|&(other, base)| Some((scenarios.get(other)?, scenarios.get(base)?)));
    let mut words: Vec<String> = Vec::new();
    for unlike in found.flat_map(|(other, base)| unlike(other, base)) {
        if !words.contains(&unlike.words) {
            words.push(unlike.words);
        }
    }
    let differ = format!("the scenarios differ in {}", listed(&words));
    let mixed = "Differences mix this with what else the scenarios change.";
    match (unpaired && !pairs.is_empty(), words.is_empty()) {
        (true, false) => Some(format!(
            "Unpaired: {differ}. So each scenario is a sample of its own, with a seed of its own, and no run of one belongs to a \
             run of another. {mixed}"
        )),
        (true, true) => Some(
            "Unpaired: each scenario is a sample of its own, with a seed of its own. These scenarios can be compared in pairs, \
             which tells smaller differences: leave out --unpaired."
                .into(),
        ),
        (false, false) => Some(format!("No pairs: {differ}, and their runs are not of one district. {mixed}")),
        (false, true) => None,
    }
}

/// The first district that is not the same in both.
fn districts(other: &Scenario, base: &Scenario) -> Option<Unlike> {
    let mut pairs = other.places.iter().zip(&base.places);
    let (of_other, of_base) = pairs.find(|(other, base)| !is_same(other, base))?;
    let mut sides = [of_other, of_base].map(size);
    if sides[0] == sides[1] {
        sides = [of_other, of_base].map(|place| format!("{}, {}", place.name(), size(place)));
    }
    if sides[0] == sides[1] {
        sides[0] += ", of which some are others or have other teachers, students or grades";
    }
    let pupils = [of_other, of_base].into_iter().find_map(|place| match place {
        DistrictSpec::Synthetic { pupils, .. } => Some(*pupils),
        _ => None,
    });
    let remedy = match pupils.filter(|_| of_other.takes_pupils() && of_base.takes_pupils()) {
        Some(pupils) => format!("give both the same district with `--set district.pupils={pupils}`"),
        None => format!(
            "give both the same district: write `extends = {:?}`, the path as seen from that file, and no [district] of its own",
            base.called()
        ),
    };
    Some(told("districts", [other, base], sides, remedy))
}

/// Whether two districts are one, whatever it and its schools are called.
fn is_same(a: &DistrictSpec, b: &DistrictSpec) -> bool {
    match (a, b) {
        (DistrictSpec::Facts(a), DistrictSpec::Facts(b)) => {
            let mut named = DistrictFacts { name: b.name.clone(), county: b.county.clone(), ..a.clone() };
            for (school, like) in named.schools.iter_mut().zip(&b.schools) {
                school.name.clone_from(&like.name);
            }
            named == *b
        }
        (DistrictSpec::Totals(a), DistrictSpec::Totals(b)) => {
            let mut named = a.clone();
            named.name.clone_from(&b.name);
            named.county.clone_from(&b.county);
            named == *b
        }
        _ => a == b,
    }
}

/// How large a district is, as far as it is said.
fn size(place: &DistrictSpec) -> String {
    match place {
        DistrictSpec::Facts(facts) => format!(
            "{} with {} teachers",
            count(facts.schools.len() as f64, "listed school", "listed schools"),
            whole(facts.teachers_fte())
        ),
        place => format!("schools drawn for {} students", thousands(u64::from(place.pupils()))),
    }
}

/// The grades of the teachers who are measured.
fn grades(other: &Scenario, base: &Scenario) -> Option<Unlike> {
    let of = |s: &Scenario| s.opening.team.grades;
    let remedy = format!("give both the same grades with `--set team.grades={}`", of(base));
    (of(other) != of(base)).then(|| {
        told("grades of the teachers", [other, base], [of(other), of(base)].map(GradeSpan::words), remedy)
    })
}

/// The grades of collaborations that start later, as far as both scenarios have them: measures of the next practice are of these.
fn later_grades(other: &Scenario, base: &Scenario) -> Option<Unlike> {
    let of = |s: &Scenario| -> Vec<GradeSpan> { s.events.iter().filter_map(|e| e.fields.grades()).collect() };
    let (of_other, of_base) = (of(other), of(base));
    let (a, b) = of_other.into_iter().zip(of_base).find(|(a, b)| a != b)?;
    let remedy = "give the collaborations that start later the same grades, in the same order".into();
    let sides = [a, b].map(GradeSpan::words);
    Some(told("grades of a collaboration that starts later", [other, base], sides, remedy))
}

/// Which parameter sets replications draw. Under different ones the same replication has other values of every parameter.
fn parameter_sets(other: &Scenario, base: &Scenario) -> Option<Unlike> {
    let drawn = |s: &Scenario| s.accepted.as_ref().map(|_| s.models());
    let words = |s: &Scenario| match (&s.accepted, s.models().as_slice()) {
        (None, _) => "default".to_string(),
        (Some(_), [model]) => format!("accepted, of the model \"{}\"", model.word()),
        (Some(_), _) => "accepted, of all models".to_string(),
    };
    let remedy = "give both the same with `--parameters default` or `--parameters accepted`";
    let remedy = match other.accepted.is_some() && base.accepted.is_some() {
        true => "give both the same `model` in [run], or none",
        false => remedy,
    };
    (drawn(other) != drawn(base))
        .then(|| told("parameter sets", [other, base], [other, base].map(words), remedy.into()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn draft(name: &str, settings: &[(&str, &str)]) -> Scenario {
        let draft = Scenario::built_in("committed").unwrap().named(name);
        let set = settings.iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>();
        draft.with_settings(&set).resolve().unwrap()
    }

    fn words(other: &Scenario, base: &Scenario) -> Vec<String> {
        unlike(other, base).into_iter().map(|found| found.words).collect()
    }

    #[test]
    fn what_a_comparison_may_ask_about_keeps_pairs_pairs() {
        let base = draft("base", &[]);
        for setting in [
            ("team_sites", "3"),
            ("manager_hours", "20"),
            ("rollout.strategy", "mandate at once"),
            ("lead_skill", "{ distribution = \"uniform\", low = 0.2, high = 0.4 }"),
            ("run.model", "mean field"),
            ("superintendent_exit", "0.25"),
        ] {
            assert_eq!(words(&draft("other", &[setting]), &base), [""; 0], "{setting:?}");
        }
        let mut renamed = draft("other", &[]);
        if let DistrictSpec::Facts(facts) = &mut renamed.places[0] {
            facts.name = "Elsewhere".into();
            facts.schools[2].name = "Elm".into();
        }
        assert_eq!(words(&renamed, &base), [""; 0], "a name changes no future");
    }

    #[test]
    fn what_makes_other_districts_measures_or_parameters_is_named_on_both_sides() {
        let base = draft("base", &[]);
        let large = draft("large", &[("district.pupils", "12000")]);
        let found = unlike(&large, &base);
        assert_eq!(
            found[0].words,
            "districts (`base`: eight listed schools with 240 teachers; `large`: schools drawn for 12,000 students)"
        );
        assert!(found[0].remedy.contains("--set district.pupils=12000"), "{}", found[0].remedy);
        let mut fewer = draft("fewer", &[]);
        if let DistrictSpec::Facts(facts) = &mut fewer.places[0] {
            facts.schools[0].enrollment += 1;
        }
        let found = unlike(&fewer, &base);
        assert!(found[0].words.contains("of which some are others"), "{found:?}");
        assert!(found[0].remedy.contains("extends = \"committed\""), "{found:?}");
        let older = draft("older", &[("team.grades", "3-4")]);
        assert_eq!(
            words(&older, &base),
            ["grades of the teachers (`base`: transitional kindergarten to grade 3; `older`: grades 3 to 4)"]
        );
        let drawn = draft("drawn", &[("run.parameters", "accepted")]);
        let one = draft("one", &[("run.parameters", "accepted"), ("run.model", "full")]);
        assert!(words(&drawn, &base)[0].contains("`base`: default; `drawn`: accepted, of all models"));
        assert!(
            words(&one, &drawn)[0].contains("`one`: accepted, of the model \"full\""),
            "{:?}",
            words(&one, &drawn)
        );
        assert_eq!(words(&draft("twin", &[("run.parameters", "accepted")]), &drawn), [""; 0]);
    }

    #[test]
    fn later_collaborations_are_compared_one_by_one() {
        let with = |grades: &str| {
            let text = format!(
                "format = 1\nextends = \"committed\"\ndistrict.pupils = 7000\n[[event]]\nmonth = 20\n\
                 what = \"collaboration starts\"\ngrades = \"{grades}\"\n"
            );
            Scenario::from_text(&format!("of {grades}"), text).unwrap().resolve().unwrap()
        };
        let (middle, upper) = (with("6-8"), with("7-8"));
        assert_eq!(words(&middle, &draft("base", &[("district.pupils", "7000")])), [""; 0], "one has none");
        assert_eq!(words(&with("6-8"), &middle), [""; 0]);
        let found = words(&upper, &middle);
        assert_eq!(found.len(), 1, "{found:?}");
        assert!(found[0].starts_with("grades of a collaboration that starts later (`of 6-8`:"), "{found:?}");
    }
}
