//! Promise: a wrong file is told all that is wrong with it, each fault with place, fault and remedy, in words
//! that teach one who never saw such a file.

#![allow(clippy::panic, clippy::unwrap_used, reason = "a test that fails may say so loudly")]

use crate::texts::Texts;
use uptake::diagnostic::Diagnostics;
use uptake::parameters::Ledger;
use uptake::scenario::{self};

/// Wrong files, and what is said of them, word for word.
#[rustfmt::skip]
const CASES: &[(&str, &str)] = &[
    // a comma as decimal point
    (
        r##"format = 1
[leaders]
lead_commitment = 0,5
"##,
        r##"x.toml, line 3, column 20: `lead_commitment` is 0,5, with a comma
  write lead_commitment = 0.5 with a decimal point"##,
    ),
    // percent signs and capital truth
    (
        r##"format = 1
[leaders]
lead_commitment = 50%
superintendent_leads = True
"##,
        r##"x.toml, line 3, column 19: `lead_commitment` is 50%; there are no percent signs
  write lead_commitment = 0.5, a share from 0 to 1
x.toml, line 4, column 24: `superintendent_leads` is True; it is written small
  write superintendent_leads = true"##,
    ),
    // a text without quotes and an open section
    (
        r##"format = 1
title = Big bang
[run
months = 60
"##,
        r##"x.toml, line 2, column 9: `title` is a text without quotes
  write title = "Big bang"
x.toml, line 3, column 5: the section `[run` is not closed
  write [run]"##,
    ),
    // a text that does not end
    (
        r##"format = 1
title = "unclosed
[run]
months = 0
"##,
        r##"x.toml, line 2, column 18: the text of `title` begins with " and does not end
  end it on the same line: title = "unclosed"
x.toml, line 4, column 10: `months` is 0, outside 1 to 1200 (months)
  write a whole number in this range"##,
    ),
    // curly quotes
    (
        r##"format = 1
title = “Curly”
"##,
        r##"x.toml, line 2, column 9: the curly quote “ begins or ends no text
  write straight quotes: title = "Curly""##,
    ),
    // a zero in front
    (
        r##"format = 1
[[event]]
month = 08
what = mandate
"##,
        r##"x.toml, line 3, column 9: `month` is 08, with a zero in front
  write month = 8
x.toml, line 4, column 8: `what` is a text without quotes
  write what = "mandate""##,
    ),
    // an event with single brackets
    (
        r##"format = 1
[event]
month = 8
what = "mandat"
"##,
        r##"x.toml, line 2, column 1: [event] stands with single brackets
  write [[event]] with two brackets each time: there may be many
x.toml, line 4, column 8: no event is called "mandat"
  did you mean `mandate`?"##,
    ),
    // two events with single brackets
    (
        r##"format = 1
[event]
month = 8
what = "mandate"
[event]
month = 9
what = "pause"
"##,
        r##"x.toml, line 5, column 2: [event] stands here a second time; it stands on line 2 already
  write [[event]] with two brackets each time: there may be many"##,
    ),
    // a section with two brackets
    (
        r##"format = 1
[[leaders]]
lead_commitment = -0.5
"##,
        r##"x.toml, line 2, column 1: [[leaders]] stands with two brackets, but there is one such section only
  write [leaders], once, and all its keys below it
x.toml, line 3, column 19: `lead_commitment` is -0.5, outside 0 to 1 (share)
  plausible is 0 to 1: Commitment of the team lead, a senior district leader, at the start"##,
    ),
    // keys and sections given twice
    (
        r##"format = 1
[leaders]
lead_commitment = 0.5
lead_commitment = 0.6
[run]
months = 3
[run]
seed = 2
"##,
        r##"x.toml, line 4, column 1: `lead_commitment` is given twice; the first time on line 3
  keep one of the two
x.toml, line 7, column 2: the section [run] stands here a second time; it stands on line 5 already
  put all its keys under one [run]"##,
    ),
    // no value
    (
        r##"format = 1
[leaders]
lead_skill =
"##,
        r##"x.toml, line 3, column 13: `lead_skill` has no value
  write a number, true or false, or a text in quotes after the `=`; or leave the line out"##,
    ),
    // no sign between
    (
        r##"format = 1
[leaders]
lead_skill 0.5
lead commitment = 0.5
"##,
        r##"x.toml, line 3, column 12: there is no `=` after `lead_skill`
  write lead_skill = 0.5
x.toml, line 4, column 6: `lead commitment` is more than one word, and a key is one
  write lead_commitment = 0.5"##,
    ),
    // colons
    (
        r##"format = 1
extends = "committed"
title: x
parameters:
lead_skill: 0.5
"##,
        r##"x.toml, line 3, column 8: `title` is followed by a colon
  write title = "x"
x.toml, line 4, column 12: `parameters` is followed by a colon
  write a section as [parameters], and a value as parameters = and the value
x.toml, line 5, column 13: `lead_skill` is followed by a colon
  write lead_skill = 0.5"##,
    ),
    // another format
    (
        r##"format: 1
title: "x"
extends: committed
"##,
        r##"x.toml, line 1, column 1: the file looks like YAML, and a scenario is TOML: lines such as lead_commitment = 0.8
  write a key, = and its value in each line, texts in quotes and sections in brackets, such as
  format = 1
  title = "x"
  extends = "committed""##,
    ),
    // a list without comma
    (
        r##"format = 1
[team]
pilot_schools = ["School 1" "School 2"]
"##,
        r##"x.toml, line 3, column 29: in the list of `pilot_schools` a comma is missing
  put a comma between two entries: ["…", "…"]"##,
    ),
    // a list that does not end
    (
        r##"format = 1
[team]
pilot_schools = ["School 1",
"School 2"
[run]
months = 3
"##,
        r##"x.toml, line 5, column 1: what line 3 opens with a bracket is not closed before this line
  close it with ] for a list, } for a table"##,
    ),
    // a path with backslashes and a bare identifier
    (
        r##"format = 1
[district]
table = "C:\data\schools.csv"
id = 0961903
"##,
        r##"x.toml, line 3, column 13: the text of `table` holds a backslash, which has a meaning of its own
  write table = "C:/data/schools.csv"
x.toml, line 4, column 6: `id` is 0961903; with its zeros it is a text, not a number
  write id = "0961903""##,
    ),
    // an empty file
    (
        r##"
"##,
        r##"x.toml, line 1, column 1: the file says nothing
  begin with: format = 1, and: extends = "committed""##,
    ),
    // a table of a spreadsheet
    (
        r##"district_id,district,county
1,2,3
"##,
        r##"x.toml, line 1, column 1: the file looks like a table (CSV), not like a scenario
  name it in a scenario: table = "schools.csv" with id = "…" under [district]; uptake districts FILE lists what it holds"##,
    ),
    // another format
    (
        r##"{ "format": 1 }
"##,
        r##"x.toml, line 1, column 1: the file looks like JSON, and a scenario is TOML: lines such as lead_commitment = 0.8
  begin with: format = 1"##,
    ),
    // numbers and texts confused
    (
        r##"format = 1
[leaders]
lead_commitment = 80
lead_skill = "0.5"
[team]
grades = 3
pilot_schools = "School 1"
[run]
months = "60"
replications = 1.5
"##,
        r##"x.toml, line 3, column 19: `lead_commitment` is 80, outside 0 to 1 (share)
  did you mean 0.8? a share is written from 0 to 1, not in percent; plausible is 0 to 1: Commitment of the team lead, a senior district leader, at the start
x.toml, line 4, column 14: `lead_skill` is a text, "0.5"
  write 0.5 without quotes
  allowed: 0 to 1 (share)
x.toml, line 6, column 10: `grades` is a number, 3
  write it in quotes: grades = "3" (a text in quotes)
x.toml, line 7, column 17: `pilot_schools` is a text, "School 1"
  write pilot_schools = ["School 1"] (a list of texts)
x.toml, line 9, column 10: `months` is a text, "60"
  write 60 without quotes
  allowed: a whole number from 1 to 1200 (months)
x.toml, line 10, column 16: `replications` is 1.5, not a whole number from 1 to 100000000 (runs)
  write it without a fraction"##,
    ),
    // sections mistyped
    (
        r##"format = 1
[leader]
x = 1
[suport]
y = 1
[events]
[help]
half_dose = 20
"##,
        r##"x.toml, line 2, column 2: there is no section [leader]
  did you mean [leaders]?
x.toml, line 4, column 2: there is no section [suport]
  did you mean [support]?
x.toml, line 6, column 2: there is no section [events]
  did you mean [[event]]?
x.toml, line 7, column 2: there is no section [help]
  `help` is a group of parameters: put what stands in it in [parameters]"##,
    ),
    // keys in the wrong place
    (
        r##"format = 1
months = 60
lead_skill = 0.5
[run]
title = "x"
month = 3
[leaders]
half_dose = 30
team_skill = 0.2
strategy = "staged"
[rollout]
stratgy = "staged"
"##,
        r##"x.toml, line 2, column 1: a scenario has no key `months`
  `months` belongs in [run]
x.toml, line 3, column 1: a scenario has no key `lead_skill`
  `lead_skill` belongs in [leaders] or [parameters]
x.toml, line 5, column 1: [run] has no key `title`
  `title` belongs at the top of the file, before the first section
x.toml, line 6, column 1: [run] has no key `month`
  did you mean `months`?
  allowed: model, months, parameters, replications, seed, worth_naming
x.toml, line 8, column 1: [leaders] has no key `half_dose`
  `half_dose` is a parameter of help: put it in [parameters]
x.toml, line 9, column 1: [leaders] has no key `team_skill`
  `team_skill` is a parameter of team: put it in [team] or in [parameters]
x.toml, line 10, column 1: [leaders] has no key `strategy`
  `strategy` belongs in [rollout]
x.toml, line 12, column 1: [rollout] has no key `stratgy`
  did you mean `strategy`?"##,
    ),
    // a strategy in capitals
    (
        r##"format = 1
[rollout]
strategy = "Mandate At Once"
"##,
        r##"x.toml, line 3, column 12: no strategy is called "Mandate At Once"
  did you mean `mandate at once`?"##,
    ),
    // distributions
    (
        r##"format = 1
[parameters]
half_dose = { distribution = "unifrom", low = 20, high = 40 }
critical_share = { distribution = "uniform", low = 0.4, high = 0.1 }
best_mean = { distribution = "triangular", low = 0.1, high = 0.4 }
lead_skill = { distribution = "normal", mean = 0.5, sd = 0.1, mode = 0.3 }
track_record = { low = 1 }
bond_start = { distribution = "uniform", low = 10, high = 40 }
"##,
        r##"x.toml, line 3, column 30: no distribution is called "unifrom"
  did you mean `uniform`?
  allowed: beta, normal, triangular, uniform
x.toml, line 4, column 18: the distribution of `critical_share`: its low (0.4) must lie below its high (0.1)
  swap the two
  allowed: 0 to 1 (share)
x.toml, line 5, column 13: the distribution of `best_mean` does not say `mode`
  a triangular distribution has low, mode, high
x.toml, line 6, column 63: a normal distribution has no use for `mode`
  leave it out: it has mean, sd
x.toml, line 7, column 16: the distribution of `track_record` does not say its kind
  write distribution = "uniform", or another of: uniform, triangular, beta, normal
x.toml, line 8, column 14: `bond_start` is 40, outside 0 to 1 (share)
  did you mean 0.4? a share is written from 0 to 1, not in percent; plausible is 0.2 to 0.8: Bond with the program manager on the first day, whom the team has met while the work was agreed"##,
    ),
    // a distribution out of order
    (
        r##"format = 1
[parameters]
lead_skill = { distribution = uniform, low = 0,1, high = 0,4 }
"##,
        r##"x.toml, line 3, column 49: `distribution` is a text without quotes
  write distribution = "uniform""##,
    ),
    // names of events in another dress
    (
        r##"format = 1
[[event]]
month = 14
until = 8
what = "superintendent_disengages"
school = "School 1"
[[event]]
month = 15
what = "Superintendent Disengages"
to = 10
"##,
        r##"x.toml, line 4, column 9: `until` is month 8, not after month 14
  give a later month; are the two swapped? then write month = 8 and until = 14
x.toml, line 5, column 8: no event is called "superintendent_disengages"
  did you mean `superintendent disengages`?
x.toml, line 6, column 10: "superintendent disengages" has no use for `school`
  leave it out; beside its month this event takes `to`
x.toml, line 9, column 8: no event is called "Superintendent Disengages"
  did you mean `superintendent disengages`?
x.toml, line 10, column 6: `to` is 10, outside 0 to 1 (share)
  did you mean 0.1? a share is written from 0 to 1, not in percent"##,
    ),
    // months in other words
    (
        r##"format = 1
[[event]]
when = "October, year 2"
what = "pause"
[[event]]
when = "10/2027"
what = "mandate"
until = "fall"
[[event]]
month = "14"
what = "pause"
[[event]]
month = "year 2, October"
what = "pause"
[[event]]
month = 2026-10-01
what = "pause"
"##,
        r##"x.toml, line 3, column 8: `when` is "October, year 2", which is no month of a school year
  did you mean "year 2, October"?
  allowed: "year 1, August" to "year 100, July"
x.toml, line 6, column 8: `when` is "10/2027", which is no month of a school year
  a run has no calendar years: count school years from its start, such as "year 2, October"
  allowed: "year 1, August" to "year 100, July"
x.toml, line 8, column 9: `until` is "fall", which is no month of a school year
  write a year and a month, such as "year 2, October"
  allowed: "year 1, August" to "year 100, July"
x.toml, line 10, column 9: `month` is a text, "14"
  write 14 without quotes
  allowed: a whole number from 1 to 1200 (month)
x.toml, line 13, column 9: `month` is a text, "year 2, October"
  write when = "year 2, October", or month = 15
  allowed: a whole number from 1 to 1200 (month)
x.toml, line 16, column 9: `month` is a date or time
  write a number without dashes; months count from the start of the run: month 1 is August of its first year
  allowed: a whole number from 1 to 1200 (month)"##,
    ),
    // events that say too little or too much
    (
        r##"format = 1
[[event]]
month = 3
what = "support changes"
[[event]]
what = "mandate"
to = 0.5
[[event]]
month = 70
what = "set"
parameter = "half_dosis"
to = 3
[[event]]
month = 2
what = "principals leave"
schools = 25
successor = "Aligned"
"##,
        r##"x.toml, line 2, column 1: "support changes" does not say `to`
  add to = …: the manager's hours become `to`, as a share of `manager_hours`
x.toml, line 5, column 1: the event "mandate" has neither `month` nor `when`
  write month = 15, or when = "year 2, October"; month 1 is August of the first year
x.toml, line 7, column 6: "mandate" has no use for `to`
  leave it out; beside its month this event takes nothing of its own
x.toml, line 9, column 9: `month` is 70, but the run ends with month 60
  move it, or write months = 72 under [run]
  allowed: 1 to 60 (month)
x.toml, line 11, column 13: there is no parameter `half_dosis`
  did you mean `half_dose`?
x.toml, line 16, column 11: `schools` is 25
  did you mean 0.25? a share is written from 0 to 1, not in percent
  allowed: "all", "pilot", or a share of the schools from 0 to 1
x.toml, line 17, column 13: no successor is "Aligned"
  did you mean `aligned`?
  allowed: aligned, drawn, not aligned"##,
    ),
    // further components that say too little, too late or too much
    (
        r##"format = 1
[[component]]
name = "Lesson study"
start = 70
starts = 2
[[component]]
start = "fall"
[[component]]
name = "Lesson study"
[[component]]
name = ""
start = 0
[[component]]
name = "One more"
start = 3
"##,
        r##"x.toml, line 4, column 9: `start` is month 70, but the run ends with month 60
  move it, or write months = 72 under [run]
  allowed: 1 to 60 (month)
x.toml, line 5, column 1: a component has no key `starts`
  did you mean `start`?
  allowed: name, start
x.toml, line 6, column 1: the component does not say its `name`
  write name = "…": reports call it so
x.toml, line 7, column 9: `start` is "fall", which is no month of a school year
  write a year and a month, such as "year 2, October"
  allowed: "year 1, August" to "year 100, July"
x.toml, line 8, column 1: the component does not say its `start`
  write start = 13, or start = "year 2, August"; month 1 is August of the first year
x.toml, line 9, column 8: two components are called "Lesson study"
  give each a name of its own
x.toml, line 11, column 8: `name` is empty
  write one line of words
x.toml, line 12, column 9: `start` is 0, outside 1 to 1200 (month)
  write a whole number in this range
x.toml, line 13, column 1: there are 5 further components
  at most 4 are read; leave some out"##,
    ),
    // ties that are none
    (
        r##"format = 1
[network]
rest = "nothing"
ties = [
  ["school-1", "school-2", 0.5],
  ["school-1"],
  "school-2",
  ["school-1", 3],
  ["school-1", "x", "a", "school-1", "3", "b"],
  ["a", "b", "c", "d"],
]
"##,
        r##"x.toml, line 3, column 8: no rest is called "nothing"
  allowed here: drawn, none
x.toml, line 6, column 3: a tie has one text, not two or six
  write ["oak", "3", "a", "oak", "4", "b", 0.5]: school, grade and teacher of who asks and who is asked, and a strength; or ["oak", "elm", 0.5] for schools
x.toml, line 7, column 3: a tie is a text, not a list
  write ["oak", "3", "a", "oak", "4", "b", 0.5]: school, grade and teacher of who asks and who is asked, and a strength; or ["oak", "elm", 0.5] for schools
x.toml, line 8, column 3: a tie has one text, not two or six
  write ["oak", "3", "a", "oak", "4", "b", 0.5]: school, grade and teacher of who asks and who is asked, and a strength; or ["oak", "elm", 0.5] for schools
x.toml, line 9, column 3: `x` is not a grade
  write ["oak", "3", "a", "oak", "4", "b", 0.5]: school, grade and teacher of who asks and who is asked, and a strength; or ["oak", "elm", 0.5] for schools
x.toml, line 10, column 3: a tie has four texts, not two or six
  write ["oak", "3", "a", "oak", "4", "b", 0.5]: school, grade and teacher of who asks and who is asked, and a strength; or ["oak", "elm", 0.5] for schools"##,
    ),
    // schools of a synthetic district
    (
        r##"format = 1
[district]
pupils = 10000
[team]
pilot_schools = ["A"]
[[event]]
month = 3
what = "principal leaves"
school = "Lincoln"
"##,
        r##"x.toml, line 5, column 18: "A": the schools of a synthetic district have no names, being drawn anew in each replication
  leave `pilot_schools` out: they are drawn
x.toml, line 9, column 10: "Lincoln": the schools of a synthetic district have no names, being drawn anew in each replication
  name none: events about `schools`, such as "principals leave", take "pilot" or a share; or list the schools of the district"##,
    ),
    // a listed school
    (
        r##"format = 1
[district]
[[district.school]]
name = "A"
teachers = 3000
grades = "5-3"
levl = "elementary"
level = "primary"
"##,
        r##"x.toml, line 5, column 12: `teachers` is 3000, outside 0 to 2000 (full-time equivalents)
  write a number in this range
x.toml, line 6, column 10: `grades` is "5-3": the grades 5 to 3 run backwards
  write a span such as "TK-3", or one grade such as "3"
  allowed: TK, K or 1 to 12, or two of them such as "TK-3"
x.toml, line 7, column 1: a school has no key `levl`
  did you mean `level`?
  allowed: enrollment, grades, id, level, name, poverty, teachers
x.toml, line 8, column 9: no level is called "primary"
  allowed here: elementary, high, k12, middle, other"##,
    ),
    // a table that is missing
    (
        r##"format = 1
[district]
table = "nowhere.csv"
id = "1"
[[event]]
month = 3
what = "principal leaves"
school = "Lincoln"
"##,
        r##"x.toml, line 3, column 9: the table `nowhere.csv` cannot be read here
  list the schools in the scenario"##,
    ),
    // the head of a file
    (
        r##"format = 2
extends = ["a", "b"]
title = ""
"##,
        r##"x.toml, line 1, column 10: this `format` is not known
  this version reads format = 1
x.toml, line 2, column 11: `extends` is a list
  write the path or name of one other scenario in quotes: extends = "committed"
x.toml, line 3, column 9: `title` is empty
  write one line of words"##,
    ),
];

/// The problems of `x.toml` among these files, with settings.
fn problems(files: &[(&str, &str)], settings: &[&str]) -> Diagnostics {
    let settings: Vec<String> = settings.iter().map(|s| s.to_string()).collect();
    let ledger = Ledger::standard().unwrap();
    scenario::read("x.toml", &settings, &Texts(files), &ledger).map(|_| "it is right").unwrap_err()
}

fn said(text: &str) -> String {
    problems(&[("x.toml", text)], &[]).to_string()
}

#[test]
fn wrong_files_are_told_what_is_wrong_word_for_word() {
    for (text, expected) in CASES {
        let said = said(text);
        assert_eq!(&said, expected, "\n{text}\nis told:\n{said}\ninstead of:\n{expected}");
    }
}

#[test]
fn every_message_has_a_remedy_and_none_speaks_of_the_inside_of_the_program() {
    for (text, _) in CASES {
        for problem in problems(&[("x.toml", text)], &[]).list() {
            assert!(!problem.fault.is_empty() && !problem.remedy.is_empty(), "{problem}");
            let parts =
                [&problem.key, &problem.allowed, &problem.nearest].map(|p| p.clone().unwrap_or_default());
            let words = format!("{problem} {}", parts.join(" "));
            for inside in
                ["::", "Some(", "SourceLocation", "Table(", "Value", "f64", "i64", "u32", "String", "toml.io"]
            {
                assert!(!words.contains(inside), "{inside} in {words}");
            }
        }
    }
}

#[test]
fn seven_faults_are_seven_messages_in_one_pass() {
    let text = "format = 1
title = Mine
extends = \"comitted\"
[leaders]
lead_skill = 0,7
lead_commitment = 80
[rollout]
strategy = \"stage\"
[run]
months = \"60\"
[[event]]
month = 3
what = \"mandat\"
";
    let problems = problems(&[("x.toml", text)], &[]);
    let places: Vec<u32> = problems.list().iter().map(|p| p.at.line).collect();
    assert_eq!(places, [2, 3, 5, 6, 8, 10, 13], "{problems}");
    let keys: Vec<&str> = problems.list().iter().filter_map(|p| p.key.as_deref()).collect();
    let expected = [
        "title",
        "extends",
        "leaders.lead_skill",
        "leaders.lead_commitment",
        "rollout.strategy",
        "run.months",
        "event[1].what",
    ];
    assert_eq!(keys, expected);
}

#[test]
fn a_problem_says_its_parts_apart_for_programs() {
    let text = "format = 1\n[leaders]\nlead_commitment = 80\n[[event]]\nmonth = 2\nwhat = \"pause\"\n\
                [[event]]\nmonth = 3\nwhat = \"support changes\"\n";
    let problems = problems(&[("x.toml", text)], &[]);
    let list = problems.list();
    assert_eq!(list[0].key.as_deref(), Some("leaders.lead_commitment"));
    assert_eq!(list[0].allowed.as_deref(), Some("0 to 1 (share)"));
    assert_eq!(list[0].nearest.as_deref(), Some("0.8"));
    assert_eq!(list[1].key.as_deref(), Some("event[2].to"), "a missing key has its name too");
}

#[test]
fn faults_of_a_chain_name_each_file_the_own_one_first() {
    let files = [
        ("x.toml", "format = 1\nextends = \"a\"\n[leaders]\nlead_comitment = 0.5\n"),
        ("a", "format = 1\nextends = \"comitted\"\ntitle = Mine\n[leaders]\nlead_skill = 3\n[runs]\n"),
    ];
    let expected = "x.toml, line 4, column 1: [leaders] has no key `lead_comitment`
  did you mean `lead_commitment`?
a, line 2, column 11: `extends`: there is no built-in scenario `comitted`
  did you mean `committed`?
a, line 3, column 9: `title` is a text without quotes
  write title = \"Mine\"
a, line 5, column 14: `lead_skill` is 3, outside 0 to 1 (share)
  plausible is 0.3 to 0.9: The team lead's skill in running improvement work
a, line 6, column 2: there is no section [runs]
  did you mean [run]?";
    assert_eq!(problems(&files, &[]).to_string(), expected);
}

#[test]
fn what_a_missing_parent_would_have_said_is_not_held_against_its_heir() {
    let text = "format = 1\nextends = \"nobody\"\n[team]\npilot_schools = [\"Lincoln\"]\n\
                [[event]]\nmonth = 100\nwhat = \"principal leaves\"\nschool = \"Lincoln\"\n";
    let problems = problems(&[("x.toml", text)], &[]);
    assert_eq!(problems.list().len(), 1, "{problems}");
}

#[test]
fn settings_are_told_like_files_and_a_flag_is_blamed_for_what_the_flag_does() {
    let text =
        "format = 1\n[[event]]\nmonth = 14\nwhat = \"mandate\"\n[[event]]\nmonth = 20\nwhat = \"pause\"\n";
    let flags = ["--months=12", "lead_skil=3", "superintendent_exit=25", "leaders", "bond_start=0,5"];
    let problems = problems(&[("x.toml", text)], &flags);
    let expected = "--months 12: the run ends with month 12, before month 14 of the event \"mandate\" (x.toml, line 2, column 1), and 1 more
  give at least 20 months
  allowed: 20 to 1200 (months)
--set lead_skil=3: [parameters] has no key `lead_skil`
  did you mean `lead_skill`?
--set superintendent_exit=25: `superintendent_exit` is 25, outside 0 to 1 (probability a year)
  did you mean 0.25? a share is written from 0 to 1, not in percent; plausible is 0.12 to 0.25: Probability that the superintendent leaves within a year
--set leaders: there is no `=`
  write --set name=value
--set bond_start=0,5: `bond_start` is a text, \"0,5\"
  write bond_start = 0.5 with a decimal point
  allowed: 0 to 1 (share)";
    assert_eq!(problems.to_string(), expected);
    assert!(problems.list().iter().all(|p| p.at.is_flag()));
}

#[test]
fn a_mark_at_the_beginning_of_a_file_does_no_harm() {
    let text = "\u{feff}format = 1\n[run]\nmonths = 0\n";
    assert!(said(text).starts_with("x.toml, line 3, column 10: `months` is 0"), "{}", said(text));
}

#[test]
fn limits_are_told() {
    let events = "[[event]]\nmonth = 3\nwhat = \"mandate\"\n".repeat(1_001);
    let schools = "[[district.school]]\nteachers = 3\ngrades = \"K-5\"\n".repeat(5_001);
    let keys: String = (0..60).map(|k| format!("zzz{k} = 1\n")).collect();
    let cases = [
        (format!("format = 1\n# {}", "x".repeat(4 * 1024 * 1024)), "a scenario has at most 4194304"),
        (format!("format = 1\na = {}1{}", "[".repeat(20), "]".repeat(20)), "nested more than 12 deep"),
        (format!("format = 1\n{events}"), "there are 1001 events\n  at most 1000 are read; leave some out"),
        (format!("format = 1\n{schools}"), "the district lists 5001 schools"),
        (format!("format = 1\ntitle = \"{}\"", "x".repeat(201)), "`title` has 201 characters"),
        (format!("format = 1\nquestion = \"{}\"", "x".repeat(1_001)), "`question` has 1001 characters"),
        (format!("format = 1\n{keys}"), "and 10 more problems (60 in all)"),
    ];
    for (text, expected) in cases {
        let said = said(&text);
        assert!(said.contains(expected), "missing: {expected}\nin: {said}");
    }
    let names: Vec<String> =
        (0..20).map(|k| if k == 0 { "x.toml".into() } else { format!("s{k}") }).collect();
    let chain: Vec<String> = (0..20).map(|k| format!("format = 1\nextends = \"s{}\"\n", k + 1)).collect();
    let files: Vec<(&str, &str)> =
        names.iter().map(String::as_str).zip(chain.iter().map(String::as_str)).collect();
    let said = problems(&files, &[]).to_string();
    assert_eq!(
        said,
        "s15, line 2, column 11: more than 16 scenarios extend each other\n  write the last ones out"
    );
}

#[test]
fn events_that_could_never_act_are_faults() {
    let said = |more: &str| {
        let text = format!("format = 1\n{more}");
        match scenario::read("x", &[], &Texts(&[("x", &text)]), &Ledger::standard().unwrap()) {
            Ok(_) => String::new(),
            Err(problems) => problems.to_string(),
        }
    };
    let starts = |what: &str, more: &str| format!("[[event]]\nmonth = 20\nwhat = \"{what}\"\n{more}\n");
    let second = starts("collaboration starts", "grades = \"8-9\"");
    assert!(said(&second).contains("no school of Default district teaches grades 8-9"), "{}", said(&second));
    assert!(said(&format!("extends = \"lake-tahoe\"\n{second}")).is_empty());
    // With --set district.pupils nobody knows before a run.
    assert!(said(&format!("[district]\npupils = 9000\n{second}")).is_empty());
    let trained = format!("[rollout]\nstrategy = \"few sent to training\"\n{}", starts("team starts", ""));
    assert!(said(&trained).contains("there are no teams"), "{}", said(&trained));
    let all = format!("[team]\nteam_sites = 8\n{}", starts("team starts", ""));
    assert!(said(&all).contains("is a pilot school already"), "{}", said(&all));
    let named = format!(
        "[team]\npilot_schools = [\"School 1\", \"School 2\"]\n{}",
        starts("team starts", "pilot_schools = [\"School 2\"]")
    );
    assert!(said(&named).contains("\"School 2\" is not free"), "{}", said(&named));
    assert!(said(&starts("team starts", "pilot_schools = [\"School 7\"]")).is_empty());
}

#[test]
fn what_would_change_nothing_is_remarked_and_no_built_in_scenario_holds_such() {
    let ledger = Ledger::standard().unwrap();
    for built_in in scenario::gallery::SCENARIOS {
        let s = scenario::read(built_in.name, &[], &Texts(&[]), &ledger).unwrap();
        let idle: Vec<&String> = s.remarks.iter().filter(|r| r.contains("changes nothing")).collect();
        assert!(idle.is_empty(), "{}: {idle:?}", built_in.name);
    }
    let remarks = |more: &str| {
        let text = format!("format = 1\n{more}");
        scenario::read("x", &[], &Texts(&[("x", &text)]), &ledger).unwrap_or_else(|e| panic!("{e}")).remarks
    };
    for (more, expected) in [
        ("[[event]]\nmonth = 4\nwhat = \"mandate ends\"", "no mandate is in force"),
        ("[[event]]\nmonth = 4\nwhat = \"return\"", "nothing has been paused"),
        ("[parameters]\ntraining_hours = 20", "only the strategies with a training"),
        ("[parameters]\ncounselors = 0.9", "grades 7 and above"),
        ("[support]\nrelease = [1.0]\nsupport_start = 0.3", "`release` says"),
        ("[team]\ngrades = \"9-12\"", "nobody to simulate"),
        ("[team]\nkeep_above = 0.4\ndrop_below = 0.45", "never adapted"),
        (
            "[rollout]\nstrategy = \"one-off consultant\"\n[[event]]\nmonth = 4\nwhat = \"support ends\"",
            "no team to support",
        ),
        (
            "[[event]]\nmonth = 4\nwhat = \"set\"\nparameter = \"pause_at_churn\"\nto = 0.5",
            "\"pause and return\"",
        ),
    ] {
        let found = remarks(more);
        assert!(found.iter().any(|r| r.contains(expected)), "{more}\n{found:?}");
    }
    assert!(remarks("[[event]]\nmonth = 4\nuntil = 9\nwhat = \"mandate\"").is_empty());
}
