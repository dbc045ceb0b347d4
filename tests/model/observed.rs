//! Promise: comparisons with observations read the tables as they are, refuse faulty ones with every fault, and
//! find what was put into invented ones; from the published ones they get what is known of them.
//!
//! The folder with the published tables is named by the variable `UPTAKE_DATA`.

#![cfg(feature = "program")]
#![allow(clippy::panic, clippy::unwrap_used, reason = "a test that fails may say so loudly")]
#![allow(clippy::explicit_write, reason = "what a passing test prints by `eprintln` is never shown")]

use std::fmt::Write as _;
use std::io::Write as _;
use std::path::PathBuf;

use uptake::claims::observed::{leader_exits, medical_innovation, modern_math};
use uptake::parameters::Ledger;

fn ledger() -> Ledger {
    Ledger::standard().unwrap()
}

fn real() -> Option<PathBuf> {
    let folder = std::env::var_os("UPTAKE_DATA").map(PathBuf::from);
    if folder.is_none() {
        let words = "skipped: UPTAKE_DATA is not set to the folder of the published tables";
        writeln!(std::io::stderr(), "{words}").unwrap();
    }
    folder
}

fn say(found: &impl std::fmt::Display) {
    writeln!(std::io::stderr(), "{found}").unwrap();
}

/// A folder with these files.
fn folder(files: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in files {
        std::fs::write(folder.path().join(name), text).unwrap();
    }
    folder
}

const PEOPLE: &str = "modern_math_superintendents.csv";
const CHOICES: &str = "modern_math_friendship_choices.csv";

/// Eight chains: in every other one the first has taken it up in 1958 and the others follow their friend, one
/// each year; in the rest nobody begins before 1963.
fn chains() -> [(&'static str, String); 2] {
    let (mut people, mut choices) = ("id,adoption_year\n".to_owned(), "chooser,chosen\n".to_owned());
    for chain in 0..8 {
        for link in 0..6 {
            let year = if chain % 2 == 0 { 1958 + link } else { 1963 };
            writeln!(people, "{chain}-{link},{year}").unwrap();
            if link > 0 {
                writeln!(choices, "{chain}-{link},{chain}-{}", link - 1).unwrap();
            }
        }
    }
    [(PEOPLE, people), (CHOICES, choices)]
}

#[test]
fn where_everyone_follows_a_friend_ties_tell_who_comes_next() {
    let files = chains();
    let folder = folder(&files.each_ref().map(|(name, text)| (*name, text.as_str())));
    let found = modern_math(folder.path(), &ledger(), 80).unwrap();
    assert_eq!(found.observed, [4, 8, 12, 16, 20, 48]);
    let test = &found.all_years;
    assert!(test.difference() > test.critical, "{found}");
    assert!(found.left_out.difference() > 0.0, "{found}");
    assert!(test.power_better.share() > 0.5 && test.p_value.share() < 0.05, "{found}");
    let again = modern_math(folder.path(), &ledger(), 80).unwrap();
    assert_eq!(found, again, "the same tables give the same numbers");
}

#[test]
fn a_faulty_table_is_refused_with_every_fault_and_a_remedy() {
    let bad = folder(&[(PEOPLE, "id,adoption_year\n1,1958\n\n1,1959\n2,later\n,1960\n"), (CHOICES, "")]);
    let words = modern_math(bad.path(), &ledger(), 20).unwrap_err().to_string();
    for part in
        ["line 4, column `id`: `1` is there twice", "line 5, column `adoption_year`: `later`", "line 6"]
    {
        assert!(words.contains(part), "{words}");
    }
    let bad = folder(&[
        (PEOPLE, "id,adoption_year\n1,1958\n2,1961\n"),
        (CHOICES, "chooser,chosen\n1,2\n2,9\n2,2\n1\n"),
    ]);
    let words = modern_math(bad.path(), &ledger(), 20).unwrap_err().to_string();
    for part in [
        "line 3, column `chosen`: `9` is not",
        "line 4, column `chosen`: `2` names itself",
        "line 5: the row",
    ] {
        assert!(words.contains(part), "{words}");
    }
    let bad = folder(&[(PEOPLE, "id,adoption_yaer\n1,1958\n")]);
    let words = modern_math(bad.path(), &ledger(), 20).unwrap_err().to_string();
    assert!(words.contains("`adoption_yaer` meant? rename it to `adoption_year`"), "{words}");
    let short = folder(&[(PEOPLE, "id,adoption_year\n1,1958\n2,1960\n"), (CHOICES, "chooser,chosen\n1,2\n")]);
    assert!(modern_math(short.path(), &ledger(), 20).unwrap_err().to_string().contains("has to go on"));
    let nowhere = folder(&[]);
    assert!(leader_exits(nowhere.path(), &ledger(), 2).unwrap_err().to_string().contains("no such file"));
}

#[test]
fn exposure_explains_what_only_the_exposed_do_and_nothing_where_all_move_at_once() {
    // Pairs in which the second names the first. Either seconds follow a month later, pair after pair; or
    // everybody takes it up in one of two waves, whoever named whom.
    let drug = |adoption: &dyn Fn(u32, u32) -> String| {
        let (mut doctors, mut ties) =
            ("id,city,adoption_month\n".to_owned(), "chooser,chosen,relation\n".to_owned());
        for pair in 0..40 {
            for member in 0..2 {
                writeln!(doctors, "{pair}.{member},1,{}", adoption(pair, member)).unwrap();
            }
            writeln!(ties, "{pair}.1,{pair}.0,friend\n{pair}.1,{pair}.0,advice").unwrap();
        }
        let folder =
            folder(&[("medical_innovation_doctors.csv", &doctors), ("medical_innovation_ties.csv", &ties)]);
        medical_innovation(folder.path(), &ledger()).unwrap()
    };
    let follow = drug(&|pair, member| (1 + pair % 12 + member).to_string());
    assert!(follow.constant.is_significant() && follow.free.is_significant(), "{follow}");
    assert!(follow.free.colleague.low > 0.0, "{follow}");
    let waves = drug(&|pair, member| match (pair + 20 * member) % 40 {
        0..12 => "2".into(),
        12..30 => "6".into(),
        _ => String::new(),
    });
    assert_eq!((waves.doctors, waves.adopters), (80, 60));
    assert!(!waves.free.is_significant(), "{waves}");
    assert!(waves.free.without > waves.constant.without, "a free course of influence fits better");
}

const BANDS: &str = "superintendent_turnover_ca_by_band.csv";
const HAZARD: &str = "superintendent_exit_hazard_ca.csv";

#[test]
fn turnover_that_was_put_in_comes_out_and_is_held_beside_what_was_observed() {
    let folder = folder(&[
        (
            BANDS,
            "year,band,district_years,changes,rate\n2009,<2000,1000,600,0.6\n2010,<2000,1000,181,0.181\n\
             2010,>20000,1000,600,0.6\n2011,unknown,10,1,0.1\n",
        ),
        (HAZARD, "tenure_year,at_risk,exits,hazard\n1,1000,175,0.175\n2,1000,700,0.7\n9,0,0,\n"),
    ]);
    // 4,000 windows of nine years in each band make intervals half as wide as the margin.
    let found = leader_exits(folder.path(), &ledger(), 4_000).unwrap();
    assert_eq!(found.put_in.len(), 7, "{found}");
    assert!(found.put_in.iter().all(|rate| rate.is_equivalent()), "{found}");
    let agrees: Vec<bool> = found.by_band.iter().map(|row| row.agrees()).collect();
    assert_eq!(agrees, [true, true, false], "no observation of medium ones contradicts nothing: {found}");
    let counts: Vec<bool> = found.by_year.iter().map(|row| row.counts).collect();
    assert_eq!(counts, [false, true, true, false]);
    let by_tenure: Vec<bool> = found.by_tenure.iter().map(|row| row.agrees()).collect();
    assert_eq!(by_tenure, [true, false], "{found}");
    let words = found.to_string();
    assert!(words.contains("2009, <2,000: observed 0.600") && words.contains("shown only"), "{words}");
}

#[test]
fn modern_mathematics_in_allegheny_county_is_as_published() {
    let Some(folder) = real() else { return };
    let found = modern_math(&folder, &ledger(), 400).unwrap_or_else(|e| panic!("{e}"));
    say(&found);
    assert_eq!((found.first, found.observed.as_slice()), (1958, [1, 5, 15, 27, 35, 38].as_slice()));
    for (bass, known) in found.bass_forecast.iter().zip([27.8, 34.9, 37.2]) {
        assert!((bass - known).abs() < 0.05, "{found}");
    }
    assert!((found.bass_rmse - 0.66).abs() < 0.005, "{found}");
    for forecast in [&found.ties, &found.without].into_iter().chain(&found.others) {
        let means: Vec<f64> = forecast.cumulative.iter().map(|year| year.mean).collect();
        assert!(
            means.windows(2).all(|pair| pair[0] < pair[1]) && means[0] > 15.0 && means[2] <= 38.0,
            "{found}"
        );
        assert!(forecast.rmse.low <= forecast.rmse.value && forecast.rmse.value <= forecast.rmse.high);
    }
}

#[test]
fn exposure_adds_little_among_doctors_once_outside_influence_may_change() {
    let Some(folder) = real() else { return };
    let found = medical_innovation(&folder, &ledger()).unwrap_or_else(|e| panic!("{e}"));
    say(&found);
    assert_eq!((found.doctors, found.adopters), (125, 109));
    assert!(!found.free.is_significant() && found.free.ratio() <= found.constant.ratio(), "{found}");
}

#[test]
fn superintendents_of_california_leave_as_often_as_the_engine_lets_them() {
    let Some(folder) = real() else { return };
    let found = leader_exits(&folder, &ledger(), 2_000).unwrap_or_else(|e| panic!("{e}"));
    say(&found);
    assert!(found.put_in.iter().all(|rate| rate.is_equivalent()), "{found}");
    assert!(found.by_band.iter().all(|row| row.agrees()), "{found}");
    assert!(found.by_tenure.len() == 8 && found.by_year.len() == 36, "{found}");
}

/// A diffusion as one table of one's own, from lists of people and of who names whom.
fn one_table(people: &str, choices: &str, columns: (usize, usize)) -> String {
    let mut text = "id,adopted,ties,number\n".to_owned();
    for (number, row) in people.lines().skip(1).enumerate() {
        let cells: Vec<&str> = row.split(',').collect();
        let own = |line: &&str| line.split(',').next() == Some(cells[columns.0]);
        let named = choices.lines().skip(1).filter(own).filter_map(|line| line.split(',').nth(1));
        let named = named.collect::<Vec<_>>().join(" ");
        writeln!(text, "{},{},{named},{}", cells[columns.0], cells[columns.1], number % 7).unwrap();
    }
    text
}

fn scores(table: &str, covariates: &[&str]) -> uptake::claims::observed::DiffusionScores {
    let folder = folder(&[("own.csv", table)]);
    let covariates: Vec<String> = covariates.iter().map(ToString::to_string).collect();
    let file = uptake::input::DiffusionFile::read(&folder.path().join("own.csv"), &covariates).unwrap();
    uptake::claims::observed::diffusion_scores(&file, &ledger())
}

/// Twelve chains of six in which everyone asks the one before. In every other one the first has taken it up and the
/// others follow, one in each period; in the rest nobody ever does. `of` says whose time each person has.
fn twelve_chains(of: impl Fn(usize) -> usize) -> String {
    let mut text = "id,adopted,ties,number\n".to_owned();
    let when = |k: usize| if (k / 6).is_multiple_of(2) { (1 + k % 6).to_string() } else { String::new() };
    for k in 0..72 {
        let asked = if k % 6 > 0 { (k - 1).to_string() } else { String::new() };
        writeln!(text, "{k},{},{asked},{}", when(of(k)), k % 7).unwrap();
    }
    text
}

#[test]
fn ties_along_which_something_spreads_foretell_who_is_next_and_ties_at_random_do_not() {
    let real = scores(&twelve_chains(|k| k), &[]);
    assert_eq!((real.people, real.adopters, real.periods, real.foretold_from), (72, 36, (1, 6), 4));
    for other in &real.models[1..] {
        let more = other.ties_more.unwrap();
        assert!(more.low > 0.0, "{}: {more}", other.hazard.words());
    }
    let random = scores(&twelve_chains(|k| (17 * k + 5) % 72), &["number"]);
    let more = random.models[1].ties_more.unwrap();
    assert!(more.low < 0.0, "{more}");
    assert!(random.models.iter().all(|m| m.covariates.len() == 1 && m.fitted.is_finite()));
}

#[test]
fn a_table_of_ones_own_is_refused_with_every_fault_and_its_remedy() {
    let refused = |text: &str, covariates: &[String]| {
        let folder = folder(&[("own.csv", text)]);
        uptake::input::DiffusionFile::read(&folder.path().join("own.csv"), covariates)
            .unwrap_err()
            .to_string()
    };
    let said = refused("id,adopted,ties\na,1,b c\nb,2,b\nc,x,a\n", &[]);
    assert!(said.contains("`x` is not a whole number"), "{said}");
    let said = refused("id,adopted,ties\na,1,b d\nb,2,b\nc,3,a\n", &[]);
    for words in ["nobody has the id `d`", "`b` names itself", "own.csv, line 2", "own.csv, line 3"] {
        assert!(said.contains(words), "{words}: {said}");
    }
    assert!(
        refused("id,adopted,ties\na,1,b\nb,1,\n", &[]).contains("nobody takes it up after the first ones")
    );
    assert!(refused("id,adopted,ties\na,1,\nb,2,\n", &[]).contains("nobody asks anybody"));
    let said = refused("id,adopted,ties,size\na,1,b,4\nb,2,a,big\n", &["size".to_owned()]);
    assert!(said.contains("`big` is not a number"), "{said}");
    assert!(refused("id,adopted,ties,size\na,1,b,4\n", &["sise".to_owned()]).contains("rename it to `sise`"));
}

#[test]
fn published_diffusions_can_be_read_as_tables_of_ones_own() {
    let Some(folder) = real() else { return };
    let read = |name: &str| std::fs::read_to_string(folder.join(name)).unwrap();
    let doctors = scores(
        &one_table(&read("medical_innovation_doctors.csv"), &read("medical_innovation_ties.csv"), (0, 2)),
        &[],
    );
    let superintendents = scores(&one_table(&read(PEOPLE), &read(CHOICES), (0, 1)), &[]);
    for (name, found, people) in [("doctors", &doctors, 125), ("superintendents", &superintendents, 38)] {
        assert_eq!(found.people, people);
        for m in &found.models {
            say(&format!(
                "{name}, {}: fitted {:.2}, foretold {:.2}, ties more {:?}",
                m.hazard.words(),
                m.fitted,
                m.foretold,
                m.ties_more
            ));
        }
    }
    // Known of the doctors: exposure explains nothing that can be told from chance (Van den Bulte and Lilien 2001).
    let more = doctors.models[1].ties_more.unwrap();
    assert!(more.low < 0.0, "{more}");
}
