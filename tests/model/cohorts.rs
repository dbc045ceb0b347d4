//! Promise: a district of a cohort is the district that it is alone, but for what it learns at convenings
//! and for the manager it shares.

#![allow(clippy::panic, clippy::unwrap_used, reason = "a test that fails may say so loudly")]

use std::fs;

use crate::texts::Texts;
use uptake::experiment::plan::Design;
use uptake::experiment::{Outcome, Status, executor, run_cohort, run_job};
use uptake::metrics::MEASURES;
use uptake::metrics::columns::Measure;
use uptake::parameters::Ledger;
use uptake::results::{Folder, Machine, Mode, TableFormat, digest::text_digest};
use uptake::scenario::{self, Scenario, render};
use uptake::simulation;
use uptake::trace::Trace;
use uptake::world::{Event, Post};

const TWO: &str = "
format = 1
question = \"?\"
[cohort]
[[cohort.district]]
pupils = 2500
id = \"north\"
[[cohort.district]]
pupils = 4000
[run]
months = 40
replications = 5
";

const FOUR: &str = "
format = 1
question = \"?\"
[cohort]
managers = 2
district = [{ pupils = 900 }, { pupils = 900 }, { pupils = 900 }, { pupils = 900 }]
[run]
months = 40
";

fn read_with(text: &str, more: &str, settings: &[&str]) -> Result<Scenario, String> {
    let settings: Vec<String> = settings.iter().map(|s| s.to_string()).collect();
    let text = format!("{text}{more}");
    let texts = [("s", text.as_str()), ("two", TWO)];
    scenario::read("s", &settings, &Texts(&texts), &Ledger::standard().unwrap()).map_err(|e| e.to_string())
}

fn read(text: &str, more: &str, settings: &[&str]) -> Scenario {
    read_with(text, more, settings).unwrap_or_else(|e| panic!("{e}"))
}

/// A scenario of this one district and no cohort.
fn alone(s: &Scenario, place: usize) -> Scenario {
    Scenario { places: vec![s.places[place].clone()], cohort: None, ..s.clone() }
}

/// Bits, so that missing values are equal to themselves.
fn bits(outcome: &Outcome) -> Vec<u64> {
    outcome.timeline.iter().chain(&outcome.run).chain(&outcome.drawn).map(|x| x.to_bits()).collect()
}

fn column(outcome: &Outcome, measure: Measure) -> Vec<f64> {
    outcome.timeline.iter().skip(measure as usize).step_by(MEASURES.len()).copied().collect()
}

const APART: &str = "cohort_learning=0.0";

#[test]
fn without_learning_and_sharing_each_district_has_the_rows_that_it_has_alone() {
    let event = "[[event]]\nmonth = 9\nwhat = \"program manager leaves\"\n";
    let drawn = "half_dose={distribution=\"uniform\",low=20,high=40}";
    let s = read(TWO, event, &[APART, drawn, "manager_exit=0.5"]);
    assert_eq!(s.cohort.as_ref().unwrap().managers, 2);
    for replication in 0..6 {
        let together = run_cohort(&s, replication);
        assert_eq!(together.len(), 2);
        for (place, of_cohort) in together.iter().enumerate() {
            let single = alone(&s, place);
            assert_eq!(bits(of_cohort), bits(&run_job(&single, &single.places[0], replication)));
            assert_eq!(bits(of_cohort), bits(&run_job(&s, &s.places[place], replication)));
        }
        assert_ne!(bits(&together[0]), bits(&together[1]));
    }
}

#[test]
fn at_a_convening_the_district_behind_gains_and_nobody_loses() {
    let (with, without) = (read(TWO, "", &[]), read(TWO, "", &[APART]));
    for replication in 0..6 {
        let (with, without) = (run_cohort(&with, replication), run_cohort(&without, replication));
        // The first convening is in month 2; until then nothing differs.
        let fit = |o: &Outcome, month: usize| column(o, Measure::PilotFit)[month];
        let gains: Vec<f64> = with.iter().zip(&without).map(|(w, o)| fit(w, 2) - fit(o, 2)).collect();
        assert!(with.iter().zip(&without).all(|(w, o)| fit(w, 1) == fit(o, 1)));
        assert!(gains.iter().all(|g| *g >= 0.0) && gains.iter().any(|g| *g > 0.0), "{gains:?}");
        let ahead = usize::from(fit(&without[1], 2) > fit(&without[0], 2));
        assert!(gains[1 - ahead] > 0.0 && gains[ahead] == 0.0, "{gains:?}");
    }
}

#[test]
fn a_manager_of_more_teams_than_one_can_support_gives_each_fewer_hours() {
    let hours = |settings: &[&str]| {
        let outcomes = run_cohort(&read(TWO, "", settings), 1);
        outcomes.iter().map(|o| column(o, Measure::ManagerHours)).collect::<Vec<_>>()
    };
    let full = hours(&[]);
    assert_eq!(full, hours(&["cohort.managers=1"]), "two teams are not too many");
    let half = hours(&["cohort.managers=1", "manager_capacity=24"]);
    for (full, half) in full.iter().flatten().zip(half.iter().flatten()) {
        // The manager has the hours of one team at full support, and two to give them to.
        assert!((full.min(0.5) - half).abs() < 1e-9, "{full} {half}");
    }
    assert_eq!(full, hours(&["manager_capacity=24"]), "nor is one team");
}

/// Months in which the manager of each district leaves.
fn exits(s: &Scenario, replication: u32) -> Vec<Vec<u32>> {
    let mut trace = Trace::default();
    let found = simulation::run_cohort(s, replication, &mut trace);
    assert!(found.iter().all(Result::is_ok));
    let of = |place: usize| {
        let own = trace
            .events
            .iter()
            .filter(|(_, k, e)| *k == place && matches!(e, Event::LeaderLeft { post: Post::Manager, .. }));
        own.map(|(now, ..)| now.0).collect()
    };
    (0..s.places.len()).map(of).collect()
}

#[test]
fn a_shared_manager_leaves_all_districts_in_the_same_month() {
    let s = read(FOUR, "", &["manager_exit=0.6"]);
    let mut differ = 0;
    for replication in 0..8 {
        let months = exits(&s, replication);
        assert_eq!(months[0], months[2]);
        assert_eq!(months[1], months[3]);
        differ += usize::from(months[0] != months[1]);
    }
    assert!(differ > 0, "two managers are two people");
    let event = "[[event]]\nmonth = 7\nwhat = \"program manager leaves\"\ndistrict = \"district-3\"\n";
    let by_order = exits(&read(FOUR, event, &["manager_exit=0.0"]), 0);
    assert_eq!(by_order, [vec![7], vec![], vec![7], vec![]]);
}

#[test]
fn what_is_said_of_one_district_acts_there_only() {
    let base = read(TWO, "", &[APART]);
    let own =
        TWO.replace("id = \"north\"", "id = \"north\"\nparameters = { superintendent_commitment = 0.3 }");
    let commits =
        "[[event]]\nmonth = 5\nwhat = \"superintendent disengages\"\ndistrict = \"north\"\nuntil = 20\n";
    let set = "[[event]]\nmonth = 5\nuntil = 9\nwhat = \"set\"\nparameter = \"hazard_pilot\"\nto = 0.0\ndistrict = \"north\"\n";
    let busy = "[[event]]\nmonth = 5\nuntil = 9\nwhat = \"initiative starts\"\ndistrict = \"north\"\n";
    let others = [
        read(&own, "", &[APART]),
        read(TWO, commits, &[APART]),
        read(TWO, set, &[APART]),
        read(TWO, busy, &[APART]),
    ];
    for other in others {
        let (before, after) = (run_cohort(&base, 2), run_cohort(&other, 2));
        assert_ne!(bits(&before[0]), bits(&after[0]));
        assert_eq!(bits(&before[1]), bits(&after[1]));
    }
}

#[test]
fn a_distribution_of_one_district_is_drawn_for_it() {
    let own = "parameters = { half_dose = { distribution = \"uniform\", low = 20, high = 40 } }";
    let both = TWO
        .replace("pupils = 2500", &format!("pupils = 2500\n{own}"))
        .replace("pupils = 4000", &format!("pupils = 4000\n{own}"));
    let s = read(&both, "", &[]);
    let drawn = run_cohort(&s, 0).iter().map(|o| o.drawn.clone()).collect::<Vec<_>>();
    assert_eq!(drawn[0].len(), 1);
    assert_ne!(drawn[0], drawn[1]);
    let one = read(&TWO.replace("pupils = 2500", &format!("pupils = 2500\n{own}")), "", &[]);
    let outcomes = run_cohort(&one, 0);
    assert_eq!(outcomes[0].drawn, drawn[0], "whatever the other district is given");
    let usual = Ledger::standard().unwrap().get("half_dose").unwrap().value;
    assert_eq!(outcomes[1].drawn, [usual], "the value of the whole cohort");
}

#[test]
fn a_cohort_survives_its_complete_text() {
    let listed = "
[[cohort.district]]
id = \"listed\"
name = \"Listed, \\\"really\\\"\"
kind = \"elementary\"
[[cohort.district.school]]
name = \"Oak\"
grades = \"K-5\"
teachers = 12.5
poverty = 0.4
[[cohort.district.school]]
name = \"Elm\"
grades = \"K-5\"
teachers = 20
[cohort.district.parameters]
lead_skill = { distribution = \"normal\", mean = 0.6, sd = 0.1 }
teacher_leave = 0.2
";
    let event =
        "[[event]]\nmonth = 3\nwhat = \"principal leaves\"\nschool = \"Oak\"\ndistrict = \"listed\"\n";
    let text = TWO.replace("[run]", &format!("{listed}[run]"));
    let first = read(&text, event, &["cohort.managers=2"]);
    assert_eq!(first.places.len(), 3);
    let complete = render::complete(&first, &Ledger::standard().unwrap());
    let again = read(&complete, "", &[]);
    // Remarks say where in the text a value stands.
    assert_eq!(first.remarks.len(), again.remarks.len());
    assert_eq!(Scenario { remarks: Vec::new(), ..first }, Scenario { remarks: Vec::new(), ..again.clone() });
    assert_eq!(complete, render::complete(&again, &Ledger::standard().unwrap()));
}

#[test]
fn who_says_the_districts_anew_replaces_what_was_said_before() {
    let heir = "format = 1\nextends = \"two\"\n";
    assert_eq!(read(heir, "", &["cohort.managers=1"]).cohort.unwrap().managers, 1);
    let single = read(heir, "[district]\npupils = 900\n", &[]);
    assert!(single.cohort.is_none() && single.places.len() == 1);
    let other =
        read(heir, "[cohort]\ndistrict = [{ pupils = 900 }, { pupils = 800 }, { pupils = 700 }]\n", &[]);
    let ids: Vec<&str> = other.places.iter().map(|p| p.id()).collect();
    assert_eq!(ids, ["district-1", "district-2", "district-3"]);
    let cohort = read(
        "format = 1\nextends = \"committed\"\n",
        "[cohort]\ndistrict = [{ pupils = 900 }, { pupils = 800 }]\n",
        &[],
    );
    assert_eq!(cohort.places.len(), 2);
}

#[test]
fn what_cannot_be_is_said_with_its_remedy() {
    let fault = |text: &str, more: &str, settings: &[&str]| read_with(text, more, settings).unwrap_err();
    let two = "[cohort]\ndistrict = [{ pupils = 900 }, { pupils = 900 }]\n";
    let head = "format = 1\nquestion = \"?\"\n";
    let oak = "school = [{ name = \"Oak\", grades = \"K-5\", teachers = 9 }]";
    let oaks = format!("[cohort]\ndistrict = [{{ id = \"a\", {oak} }}, {{ id = \"b\", {oak} }}]\n");
    let leaves = "[[event]]\nmonth = 3\nwhat = \"principal leaves\"\nschool = \"Oak\"\n";
    for (said, expected) in [
        (
            fault(head, &format!("[district]\npupils = 900\n{two}"), &[]),
            "s, line 5, column 2: the scenario has both [cohort] and [district]\n  keep one of the two",
        ),
        (
            fault(head, "[cohort]\ndistrict = [{ pupils = 900 }]\n", &[]),
            "the cohort has 1 district\n  write 2 to 20 sections",
        ),
        (
            fault(head, "[cohort]\nmanager = 1\n", &[]),
            "[cohort] has no key `manager`\n  did you mean `managers`?",
        ),
        (
            fault(head, &two.replace("pupils = 900", "pupils = 900, id = \"x\""), &[]),
            "two districts of the cohort have the id \"x\"\n  give each its own `id`",
        ),
        (
            fault(TWO, "", &["cohort.managers=3"]),
            "there are 3 managers for 2 districts\n  leave `managers` out",
        ),
        (fault(TWO, "", &["cohort.managers=0"]), "`managers` is 0"),
        (fault(TWO, "", &["district.pupils=900"]), "the scenario has both [cohort] and [district]"),
        (
            fault(head, &two.replace("pupils = 900 }]", "parameters = { lead_skill = 0.5 } }]"), &[]),
            "[[cohort.district]] says neither which district nor how large",
        ),
        (
            fault(
                head,
                &two.replace("pupils = 900 }]", "pupils = 900, parameters = { cohort_learning = 0.5 } }]"),
                &[],
            ),
            "`cohort_learning` belongs to the whole cohort, not to one of its districts\n  set it in [parameters]",
        ),
        (
            fault(
                head,
                &two.replace("pupils = 900 }]", "pupils = 900, parameters = { lead_skil = 0.5 } }]"),
                &[],
            ),
            "did you mean `lead_skill`?",
        ),
        (
            fault(
                TWO,
                "[[event]]\nmonth = 3\nwhat = \"set\"\nparameter = \"manager_exit\"\nto = 0.2\ndistrict = \"north\"\n",
                &[],
            ),
            "`manager_exit` belongs to the whole cohort",
        ),
        (
            fault(TWO, "[[event]]\nmonth = 3\nwhat = \"mandate\"\ndistrict = \"nord\"\n", &[]),
            "the scenario has no district \"nord\"\n  did you mean `north`?",
        ),
        (
            fault(head, &format!("{oaks}{leaves}"), &[]),
            "2 schools are called \"Oak\"\n  say in which district: district = \"a\"",
        ),
        (
            fault(head, &format!("{oaks}[team]\npilot_schools = [\"Oak\"]\n"), &[]),
            "pilot schools are named, but there are several districts",
        ),
    ] {
        assert!(said.contains(expected), "missing:\n{expected}\nin:\n{said}");
    }
    assert_eq!(
        read(head, &format!("{oaks}{leaves}district = \"b\"\n"), &[]).events[0].district.as_deref(),
        Some("b")
    );
    let two = read(TWO, "", &[]);
    let mismatch = Design::new(vec![two.clone(), Scenario { name: "t".into(), ..alone(&two, 0) }], true);
    assert!(mismatch.unwrap_err().to_string().contains("are not both about a cohort"));
}

fn design() -> Design {
    let other =
        Scenario { name: "other".into(), ..read(TWO, "", &["cohort.managers=1", "manager_capacity=24"]) };
    Design::new(vec![read(TWO, "", &[]), other], true).unwrap()
}

#[test]
fn threads_and_parts_change_nothing_and_the_list_is_by_replication() {
    let design = design();
    let all: Vec<_> = executor::in_turn(&design, 0..design.jobs()).iter().map(bits).collect();
    assert_eq!(all.len(), 2 * 5 * 2);
    assert_eq!(design.list().at(7), (1, 1, 1));
    assert_eq!(all[7], bits(&run_cohort(&design.scenarios[1], 1)[1]));
    for threads in [1, 3] {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        let shared = pool.install(|| executor::in_parallel(&design, 0..design.jobs()));
        assert_eq!(all, shared.iter().map(bits).collect::<Vec<_>>());
    }
    for (first, end) in [(0, 1), (1, 2), (3, 8), (7, 20), (9, 12)] {
        let part: Vec<_> = executor::in_parallel(&design, first..end).iter().map(bits).collect();
        assert_eq!(all[first..end], part);
    }
}

#[test]
fn an_interrupted_batch_leaves_the_same_bytes() {
    let design = design();
    let plan = design.plan(&Ledger::standard().unwrap(), text_digest);
    assert!(plan.cohort);
    let machine = || Machine {
        started: String::new(),
        finished: String::new(),
        seconds: 0.0,
        threads: 1,
        platform: String::new(),
        command: Vec::new(),
    };
    let base = tempfile::tempdir().unwrap();
    let written = |name: &str, cuts: &[usize]| {
        let path = base.path().join(name);
        for (k, end) in cuts.iter().copied().chain([design.jobs()]).enumerate() {
            let mode = if k == 0 { Mode::New } else { Mode::Resume };
            let mut folder = Folder::open(&path, &plan, TableFormat::Csv, mode).unwrap();
            let jobs = folder.next_job()..end;
            folder.append(&executor::in_turn(&design, jobs)).unwrap();
            if end == design.jobs() {
                folder.finish(Vec::new(), &machine()).unwrap();
            }
        }
        let read = |file: &str| fs::read_to_string(path.join(file)).unwrap();
        let files = [
            "manifest.json",
            "timeline.csv",
            "runs.csv",
            "summary.csv",
            "differences.csv",
            "differences_summary.csv",
        ];
        files.map(read)
    };
    let whole = written("whole", &[]);
    assert_eq!(whole, written("cut", &[1, 4, 9]));
    // Tables are in the order of all tables: scenario, district, replication.
    let rows: Vec<Vec<&str>> = whole[2].lines().skip(1).map(|l| l.split(',').take(4).collect()).collect();
    assert_eq!(rows[3], ["s", "3", "north", "done"]);
    assert_eq!(rows[16], ["other", "1", "district-2", "done"]);
    // The row of a run is that run's.
    let outcome = &run_cohort(&design.scenarios[1], 1)[1];
    let spread = column(outcome, Measure::Spread)[40];
    let header: Vec<&str> = whole[1].lines().next().unwrap().split(',').collect();
    let at = header.iter().position(|c| *c == "spread").unwrap();
    let row = whole[1].lines().find(|l| l.starts_with("other,1,district-2,40,")).unwrap();
    assert_eq!(row.split(',').nth(at).unwrap().parse::<f64>().unwrap(), spread);
}

#[test]
fn a_district_without_focal_teachers_is_reported_while_the_others_run() {
    let high = "[[cohort.district]]\nid = \"high\"\nschool = [{ name = \"High\", level = \"high\", grades = \"9-12\", teachers = 40 }]\n";
    let text = TWO.replace(
        "[[cohort.district]]\npupils = 4000",
        &format!("{high}[[cohort.district]]\npupils = 4000\nid = \"district-2\""),
    );
    let (with, without) = (run_cohort(&read(&text, "", &[]), 1), run_cohort(&read(TWO, "", &[]), 1));
    assert_eq!(with[1].status, Status::NoFocalTeachers);
    assert!(with[1].timeline.is_empty());
    assert_eq!([&with[0], &with[2]].map(bits), [&without[0], &without[1]].map(bits));
}
