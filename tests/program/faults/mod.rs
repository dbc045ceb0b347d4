//! Every command that writes, made to fail at a place or a moment, and gone on with.

#![cfg(all(unix, debug_assertions))]
#![allow(
    clippy::disallowed_types,
    reason = "a moment to kill at is a share of the time that a command takes"
)]

mod full_disk;
mod kills;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::{Arc, Mutex, Weak};

use tempfile::TempDir;

use crate::runner::{Content, DISTRICTS, content, said};

/// A command that writes.
struct Case {
    /// What it is called in messages.
    name: &'static str,
    /// Its arguments; what it writes goes below `out`, in the folder where it is run.
    arguments: Vec<String>,
    /// The flag with which one goes on after a failure.
    go_on: &'static str,
    /// What is there before, if anything: copied to `out`.
    before: Option<PathBuf>,
    /// What it leaves undisturbed.
    whole: Content,
    /// Its status then.
    status: i32,
    /// How long it takes.
    seconds: f64,
    /// The places it reaches.
    places: usize,
}

/// A small decide set.
const DECIDE_SET: &str = "format = 1\nextends = \"committed\"\noutcome = \"spread@14\"\nacceptable = 0.1\n[[plan]]\nname = \"Two sites\"\n\
                          [[plan]]\nname = \"Three sites\"\nwith = { team_sites = 3 }\n[[world]]\nname = \"As it is\"\n";

/// The number of trials that is wanted, or the usual one.
fn trials(usual: usize) -> usize {
    std::env::var("UPTAKE_TRIALS").ok().and_then(|n| n.parse().ok()).unwrap_or(usual)
}

/// The commands, with the folder of what some of them need.
struct Cases {
    all: Vec<Case>,
    _folder: TempDir,
}

/// The commands, run undisturbed once for all tests that want them at the same time.
fn cases() -> Arc<Cases> {
    static MADE: Mutex<Weak<Cases>> = Mutex::new(Weak::new());
    let mut made = MADE.lock().unwrap();
    if let Some(cases) = made.upgrade() {
        return cases;
    }
    let folder = TempDir::new().unwrap();
    let cases = Arc::new(Cases { all: made_in(folder.path()), _folder: folder });
    *made = Arc::downgrade(&cases);
    cases
}

/// The commands; results that some of them need are made in `folder`.
fn made_in(folder: &Path) -> Vec<Case> {
    let results = folder.join("results");
    let made = |arguments: &str, out: &str| {
        let output = program(folder, &words(arguments), "").arg("--out").arg(out).output().unwrap();
        assert!(output.status.success(), "{}", said(&output));
        folder.join(out)
    };
    made("run committed -n 3 --months 13 -q", "results");
    let old = made("run committed -n 2 --months 7 --figures none -q", "old");
    let fewer = made("run committed -n 2 --months 14 --figures none --no-report -q", "fewer");
    let swept = made(
        "sweep committed --vary team_sites=1,2,3,4 --vary initiatives_usual=1,2,4,6 -n 2 --months 14 --figures none -q",
        "swept",
    );
    let set = folder.join("set.toml").display().to_string();
    fs::write(&set, DECIDE_SET).unwrap();
    let shards: Vec<String> = (1..=2)
        .map(|k| made(&format!("run committed -n 4 --months 14 --shard {k}/2 -q"), &format!("shard-{k}")))
        .map(|folder| folder.display().to_string())
        .collect();
    let of_results = |command: &str| {
        let mut all = words(command);
        all.insert(1, results.display().to_string());
        all
    };
    let mut boxes = words("discover --where spread@14<0.1 -q");
    boxes.insert(1, swept.display().to_string());
    let batch = "-n 4 --months 14 --threads 2 -q";
    let bare = "--figures none --no-report";
    vec![
        case("run", words(&format!("run committed {batch}")), "--resume", None),
        case("run, replacing", words(&format!("run committed {batch} {bare} --force")), "", Some(old)),
        case("run, growing", words(&format!("run committed {batch} {bare} --grow")), "", Some(fewer)),
        case(
            "compare",
            words(&format!("compare committed mandate-at-once --tables csv {batch} {bare}")),
            "--resume",
            None,
        ),
        case(
            "what-if, unpaired",
            words(&format!("what-if committed --with district.pupils=900 --unpaired {batch} {bare}")),
            "--resume",
            None,
        ),
        case(
            "run, summaries",
            words(&format!(
                "run committed --districts {DISTRICTS} --district regular --tables summaries {batch}"
            )),
            "--resume",
            None,
        ),
        case("sizes", words(&format!("sizes committed --pupils 500,1000 {batch}")), "--resume", None),
        case("run, schools", words(&format!("run committed --schools {batch} {bare}")), "--resume", None),
        case("run, a shard", words(&format!("run committed --shard 2/3 {batch}")), "--resume", None),
        case("merge", words(&format!("merge {} --threads 2 -q {bare}", shards.join(" "))), "--resume", None),
        case("sweep", words(&format!("sweep committed --vary team_sites=1,2 {batch}")), "--resume", None),
        case("decide", words(&format!("decide {set} --months 14 -n 2 --threads 2 -q")), "--resume", None),
        case("plot", of_results("plot"), "--force", None),
        case("report", of_results("report"), "--force", None),
        case("explain", of_results("explain --replication 1"), "--force", None),
        case("claims", words("claims --only handed-off --quick -q"), "--resume", None),
        case(
            "calibrate",
            words("calibrate --model logistic --first 8 --waves 0 --sample 4 -q"),
            "--resume",
            None,
        ),
        case(
            "sensitivity",
            words(
                "sensitivity committed --months 7 --set district.pupils=600 --trajectories 2 --points 8 -n 2 --most 2 -q",
            ),
            "--resume",
            None,
        ),
        case(
            "signs",
            words("signs committed -n 60 --set run.months=14 --by 3 --stalls spread@14<0.12 -q"),
            "--force",
            None,
        ),
        case("discover", boxes, "--force", None),
        case("odd", words("odd"), "--force", None),
    ]
}

fn words(text: &str) -> Vec<String> {
    text.split(' ').map(String::from).collect()
}

/// A case, run undisturbed.
fn case(name: &'static str, arguments: Vec<String>, go_on: &'static str, before: Option<PathBuf>) -> Case {
    let mut case =
        Case { name, arguments, go_on, before, whole: Content::new(), status: 0, seconds: 0.0, places: 0 };
    let folder = case.prepared();
    let begin = std::time::Instant::now();
    let output = case.command(&folder, "list:0").output().unwrap();
    case.seconds = begin.elapsed().as_secs_f64();
    case.status = output.status.code().unwrap();
    assert!([0, 5].contains(&case.status), "{name}: {}", said(&output));
    case.places = String::from_utf8_lossy(&output.stderr).lines().filter(|l| l.starts_with("place ")).count();
    assert!(case.places > 0, "{name} reaches no place: {}", said(&output));
    case.whole = left(&folder);
    assert!(!case.whole.is_empty(), "{name} leaves nothing");
    case
}

/// The program, run in a folder with a fault.
fn program(folder: &Path, arguments: &[String], fault: &str) -> Command {
    let mut command = Command::new(assert_cmd::cargo::cargo_bin!("uptake"));
    command.current_dir(folder).args(arguments).env("UPTAKE_FAULT", fault);
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

impl Case {
    /// A folder with what is there before.
    fn prepared(&self) -> TempDir {
        let folder = TempDir::new().unwrap();
        if let Some(before) = &self.before {
            copy(before, &folder.path().join("out"));
        }
        folder
    }

    /// The command with a fault.
    fn command(&self, folder: &TempDir, fault: &str) -> Command {
        let mut command = program(folder.path(), &self.arguments, fault);
        command.arg("--out").arg("out");
        command
    }

    /// What a failure left: no file under its final name that is not whole.
    fn check_left(&self, folder: &TempDir, told: &str) {
        let before = self.before.as_ref().map(|before| content(before)).unwrap_or_default();
        for (path, bytes) in left(folder) {
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            // Unfinished files say so by their names; notes of finished work stay.
            let is_temporary = path.iter().any(|part| part.to_string_lossy().ends_with(".uptake-part"));
            if is_temporary || name.ends_with(".partial") || ["notes", "files"].contains(&&*name) {
                continue;
            }
            let inside: PathBuf = path.components().skip(1).collect();
            let is_whole = self.whole.get(&path) == Some(&bytes) || before.get(&inside) == Some(&bytes);
            assert!(is_whole, "{}, {told}: {} is half-written", self.name, path.display());
        }
    }

    /// Goes on, and finds what an undisturbed command leaves.
    fn go_on(&self, folder: &TempDir, told: &str) {
        let mut command = self.command(folder, "");
        if !self.go_on.is_empty() {
            command.arg(self.go_on);
        }
        let output = command.output().unwrap();
        assert_eq!(output.status.code(), Some(self.status), "{}, {told}: {}", self.name, said(&output));
        let found = left(folder);
        let differing: Vec<&PathBuf> = found
            .keys()
            .chain(self.whole.keys())
            .filter(|path| found.get(*path) != self.whole.get(*path))
            .collect();
        assert!(differing.is_empty(), "{}, {told}: {differing:?} differ", self.name);
    }
}

/// Every file of a trial's folder, apart from what may differ between equal commands.
fn left(folder: &TempDir) -> Content {
    content(folder.path())
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let target = to.join(path.file_name().unwrap());
        if path.is_dir() {
            copy(&path, &target);
        } else {
            fs::copy(&path, &target).unwrap();
        }
    }
}

/// Numbers from 0 to below 1 that look random: the same in every run of a test.
fn spread(k: usize) -> f64 {
    (k as f64 * 0.618_033_988_749_894_9).fract()
}

/// How a trial ended, for messages.
fn ended(output: &Output) -> String {
    let words = String::from_utf8_lossy(&output.stderr);
    words.lines().last().unwrap_or("without a word").to_owned()
}
