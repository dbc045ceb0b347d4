//! Promise: who asks whom in a run is exported, and taken over by a scenario to the last bit; wrong tables are told whole.

use std::fs;

use tempfile::TempDir;

use crate::runner::{expect, uptake};

#[test]
fn the_ties_of_a_run_are_taken_over_by_a_scenario_as_they_are() {
    let home = TempDir::new().unwrap();
    let text = |name: &str| fs::read_to_string(home.path().join(name)).unwrap();
    let run = |name: &str, out: &str| {
        expect(
            home.path(),
            &["run", name, "-n", "4", "--months", "14", "--tables", "csv", "--out", out],
            0,
            &[],
        );
    };
    run("committed", "drawn");
    let export = ["export", "drawn", "--replication", "2", "--out", "ties.csv"];
    expect(home.path(), &export, 0, &["ties among 240 teachers", "table = \"ties.csv\" and rest = \"none\""]);
    expect(home.path(), &export, 1, &["ties.csv", "--force"]);
    let known = "format = 1\nextends = \"committed\"\n[network]\ntable = \"ties.csv\"\nrest = \"none\"\n";
    fs::write(home.path().join("known.toml"), known).unwrap();
    expect(
        home.path(),
        &["check", "known.toml"],
        0,
        &["who asks whom is known for 8 of 8 schools", "240 teachers"],
    );
    run("known.toml", "known");
    let rows = |folder: &str| -> Vec<String> {
        let table = text(&format!("{folder}/timeline.csv"));
        let of = |line: &str| line.split_once(',').map(|(_, row)| row.to_string());
        table.lines().filter_map(of).collect()
    };
    let (drawn, known) = (rows("drawn"), rows("known"));
    let of = |rows: &[String], k: usize| -> Vec<String> {
        rows.iter().filter(|row| row.starts_with(&format!("{k},"))).cloned().collect()
    };
    assert_eq!(of(&drawn, 2).len(), 15);
    assert_eq!(of(&drawn, 2), of(&known, 2), "the run whose ties they are");
    assert_ne!(of(&drawn, 1), of(&known, 1), "another run has other ties");
    // They are the ties of every replication, also as the stored scenario says them.
    for replication in ["0", "3"] {
        let again = uptake(home.path(), &["export", "known", "--replication", replication]);
        assert_eq!(String::from_utf8(again.stdout).unwrap(), text("ties.csv"));
    }
    expect(home.path(), &["replay", "known", "--replication", "3"], 0, &["the same to the last bit"]);
    expect(home.path(), &["diff", "committed", "known.toml"], 0, &["who asks whom: drawn →"]);
    expect(
        home.path(),
        &["run", "known.toml", "-n", "1", "--months", "2", "--set", "ties=5"],
        0,
        &["`ties` changes nothing here"],
    );
    let drawn_as_graph =
        uptake(home.path(), &["export", "drawn", "--replication", "2", "--format", "graphml"]);
    let graph = String::from_utf8(drawn_as_graph.stdout).unwrap();
    assert_eq!(graph.matches("<node ").count(), 240);
    assert_eq!(graph.matches("<edge ").count(), text("ties.csv").lines().count() - 1);
}

#[test]
fn what_is_wrong_with_a_table_of_ties_is_told_at_once_and_what_is_drawn_beside_it_too() {
    let home = TempDir::new().unwrap();
    let write = |name: &str, text: &str| fs::write(home.path().join(name), text).unwrap();
    write("s.toml", "format = 1\nextends = \"committed\"\n[network]\ntable = \"t.csv\"\n");
    write("t.csv", "asker,asked,strength\nschool-1,school-2,0.5\nSchool 1,School 3,1\n");
    expect(
        home.path(),
        &["check", "s.toml"],
        0,
        &["known for 3 of 8 schools: 2 ties", "the other schools draw the ones they ask"],
    );
    write(
        "t.csv",
        "asker,asked,strength\nschool-1,school-2,2\nschool-1,school-2,0.5\nschool-9,school-2,\nschool-1,school-1,1\n",
    );
    let said = [
        "line 2: the strength of the tie is 2",
        "line 3: the tie is already in row 2",
        "line 4: the district has no school \"school-9\"",
        "did you mean `school-1`?",
        "line 5: a school asks itself",
    ];
    expect(home.path(), &["check", "s.toml"], 3, &said);
    let head = "asker_school,asker_grade,asker,asked_school,asked_grade,asked\n";
    write("t.csv", &format!("{head}school-1,3,a,school-1,4,b\nschool-1,2,a,school-1,9,c\n"));
    let said = [
        "line 3: the teacher \"a\" was in another grade in row 2",
        "line 3: the school \"school-1\" has the grades TK-4, and no 9",
    ];
    expect(home.path(), &["check", "s.toml"], 3, &said);
    let crowd: String = (0..9).map(|k| format!("school-1,3,a{k},school-1,4,b\n")).collect();
    write("t.csv", &format!("{head}{crowd}"));
    expect(
        home.path(),
        &["check", "s.toml"],
        3,
        &["names 9 teachers of \"school-1\" in grade 3, and the school has 5 there"],
    );
    write("t.csv", &format!("{head}school-1,3,a,school-1,4,b\n"));
    let drawn = ["run", "s.toml", "--dry-run", "--set", "district.pupils=9000"];
    expect(home.path(), &drawn, 3, &["the schools of the district are drawn anew in each replication"]);
}
