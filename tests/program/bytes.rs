//! Promise: arguments, names and files may be any bytes. Nothing panics, nothing waits, and `check` refuses what `run` would.

#![cfg(unix)]

use std::ffi::{OsStr, OsString};
use std::fs;
use std::os::unix::ffi::OsStrExt;
use std::path::Path;
use std::process::Output;
use std::time::Duration;

use assert_cmd::Command;
use tempfile::TempDir;

/// No text in any encoding that is read here.
const BAD: &[u8] = b"bad\xff\xfe";

/// Ends within seconds or not at all.
fn program(folder: &Path, args: &[impl AsRef<OsStr>]) -> Output {
    let mut command = Command::cargo_bin("uptake").unwrap();
    command.current_dir(folder).args(args).timeout(Duration::from_secs(20)).output().unwrap()
}

fn words(output: &Output) -> String {
    [&output.stdout, &output.stderr].map(|bytes| String::from_utf8_lossy(bytes).into_owned()).concat()
}

/// It ended, and with a status that it has a meaning for.
fn assert_ended(output: &Output, args: &[OsString]) {
    let status = output.status.code();
    let known = status.is_some_and(|code| (0..=5).contains(&code));
    assert!(
        known && !words(output).contains("panicked"),
        "{args:?} ended with {status:?}\n{}",
        words(output)
    );
}

/// Names that follow two blanks or `--` in a page of help.
fn listed(help: &str, mark: &str) -> Vec<String> {
    let name = |line: &str| {
        let rest = &line[line.find(mark)? + mark.len()..];
        let name: String = rest.chars().take_while(|c| c.is_ascii_lowercase() || *c == '-').collect();
        (!name.is_empty()).then_some(name)
    };
    help.lines().filter_map(name).collect()
}

fn with_folder(test: impl FnOnce(&Path)) {
    let folder = TempDir::new().unwrap();
    let inner = folder.path().join(OsStr::from_bytes(b"here\xff"));
    fs::create_dir(&inner).unwrap();
    fs::write(inner.join("a.toml"), "format = 1\n[run]\nmonths = 2\nreplications = 2\n").unwrap();
    test(&inner);
}

#[test]
fn every_argument_of_every_command_may_be_any_bytes() {
    with_folder(|folder| {
        let page = words(&program(folder, &["--help"]));
        let commands: Vec<String> =
            listed(page.split("Commands:").nth(1).unwrap().split("Options:").next().unwrap(), "  ")
                .into_iter()
                .collect();
        assert!(commands.len() > 15, "{commands:?}");
        let mut tried = 0;
        for command in commands {
            // These work for long before they write.
            let is_long = ["claims", "calibrate", "sensitivity", "signs"].contains(&command.as_str());
            let help = words(&program(folder, &[command.as_str(), "--help"]));
            let own = |arg: &str| OsString::from(arg);
            let bad = || OsString::from_vec_of(BAD);
            let mut lines = vec![vec![own(&command), bad()]];
            if !is_long {
                lines.push(vec![own(&command), own("a.toml"), bad()]);
            }
            for flag in listed(&help, "--").into_iter().filter(|flag| !is_long && flag != "help") {
                let given = OsString::from_vec_of(&[format!("--{flag}=").as_bytes(), BAD].concat());
                lines.push(vec![own(&command), own("a.toml"), given]);
            }
            for args in lines {
                assert_ended(&program(folder, &args), &args);
                tried += 1;
            }
        }
        assert!(tried > 100, "{tried}");
    });
}

trait FromBytes {
    fn from_vec_of(bytes: &[u8]) -> Self;
}

impl FromBytes for OsString {
    fn from_vec_of(bytes: &[u8]) -> OsString {
        OsStr::from_bytes(bytes).to_os_string()
    }
}

#[test]
fn a_run_in_an_odd_place_with_odd_surroundings_is_a_run() {
    with_folder(|folder| {
        let mut command = Command::cargo_bin("uptake").unwrap();
        command
            .current_dir(folder)
            .env_clear()
            .env("LANG", "C")
            .env("LC_ALL", "C")
            .env("TERM", "no such terminal");
        command
            .env("COLUMNS", "0")
            .env("LINES", "-1")
            .env("NO_COLOR", "")
            .env(OsStr::from_bytes(BAD), OsStr::from_bytes(BAD));
        let out = OsString::from_vec_of(&[b"--out=".as_slice(), BAD].concat());
        let output =
            command.args(["run", "a.toml"]).arg(out).timeout(Duration::from_secs(60)).output().unwrap();
        assert_eq!(output.status.code(), Some(0), "{}", words(&output));
        let results = folder.join(OsStr::from_bytes(BAD));
        assert!(results.join("manifest.json").is_file());
        let args = [OsString::from("replay"), results.into_os_string(), "--replication".into(), "1".into()];
        let again = program(folder, &args);
        assert_eq!(again.status.code(), Some(0), "{}", words(&again));
    });
}

#[test]
fn check_refuses_the_names_that_a_run_refuses() {
    with_folder(|folder| {
        let text = fs::read(folder.join("a.toml")).unwrap();
        let long = format!("{}.toml", "x".repeat(130));
        let names: [&[u8]; 14] = [
            b".hidden.toml",
            b"a:b.toml",
            b"con.toml",
            b"Lpt1.toml",
            b"what?.toml",
            b"a\\b.toml",
            b"a\nb.toml",
            b"a\x1b[2J.toml",
            "a\u{202e}b.toml".as_bytes(),
            b"bad\xff.toml",
            b" a.toml",
            b"a .toml",
            b"a..toml",
            long.as_bytes(),
        ];
        for name in names {
            let path = Path::new(OsStr::from_bytes(name));
            fs::write(folder.join(path), &text).unwrap();
            let name = OsString::from_vec_of(&[b"./", name].concat());
            for command in ["check", "run", "describe"] {
                let output = program(folder, &[OsStr::new(command), &name]);
                let refused = [Some(2), Some(3)].contains(&output.status.code());
                assert!(refused, "{command} {name:?}\n{}", words(&output));
                assert!(!words(&output).chars().any(|c| c == '\u{1b}' || c == '\u{202e}'), "{name:?}");
            }
        }
        fs::create_dir(folder.join("b")).unwrap();
        fs::write(folder.join("b/A.toml"), &text).unwrap();
        for command in ["check", "compare"] {
            let output = program(folder, &[command, "a.toml", "b/A.toml"]);
            assert_ne!(output.status.code(), Some(0), "{command}\n{}", words(&output));
        }
    });
}

#[test]
fn what_is_no_file_is_refused_at_once_wherever_it_is_named() {
    with_folder(|folder| {
        assert!(std::process::Command::new("mkfifo").arg(folder.join("pipe")).status().unwrap().success());
        for special in ["pipe", "/dev/zero", "b"] {
            let _ = fs::create_dir(folder.join("b"));
            let quoted = format!("\"{special}\"");
            for (name, text) in [
                ("base.toml", format!("format = 1\nextends = {quoted}\n")),
                ("table.toml", format!("format = 1\n[district]\ntable = {quoted}\nid = \"1\"\n")),
                (
                    "mapping.toml",
                    format!("format = 1\n[district]\ntable = \"t.csv\"\nmapping = {quoted}\nid = \"1\"\n"),
                ),
            ] {
                fs::write(folder.join(name), text).unwrap();
            }
            for args in [
                ["check", special].as_slice(),
                &["run", special],
                &["compare", "a.toml", special],
                &["describe", special],
                &["diff", "a.toml", special],
                &["check", "base.toml"],
                &["check", "table.toml"],
                &["check", "mapping.toml"],
                &["districts", special],
                &["run", "a.toml", "--districts", special, "--district", "1"],
                &["run", "a.toml", "--districts", "t.csv", "--mapping", special, "--district", "1"],
                &["diffusion", special],
                &["report", special],
                &["plot", special],
                &["replay", special],
                &["explain", special, "--typical"],
            ] {
                let output = program(folder, args);
                let status = output.status.code();
                assert!(
                    status.is_some_and(|code| (1..=3).contains(&code)),
                    "{args:?}: {status:?}\n{}",
                    words(&output)
                );
            }
        }
    });
}

#[test]
fn what_is_no_scenario_mapping_or_table_is_refused_without_a_word_of_it() {
    with_folder(|folder| {
        for secret in [
            "password = \"sesame\"\n",
            "sesame:x:0:0\n",
            "{ \"key\": \"sesame\" }\n",
            "[sesame]\nkey = sesame\n",
            "sesame\u{0}",
        ] {
            fs::write(folder.join("secret"), secret).unwrap();
            for text in [
                "format = 1\nextends = \"secret\"\n",
                "format = 1\n[district]\ntable = \"secret\"\nid = \"1\"\n",
                "format = 1\n[district]\ntable = \"secret\"\nmapping = \"districts\"\nid = \"1\"\n",
                "format = 1\n[district]\ntable = \"secret\"\nmapping = \"secret\"\nid = \"1\"\n",
            ] {
                fs::write(folder.join("open.toml"), text).unwrap();
                let output = program(folder, &["check", "open.toml"]);
                assert_eq!(output.status.code(), Some(3), "{}", words(&output));
                assert!(!words(&output).contains("sesame"), "{text}\n{}", words(&output));
            }
        }
    });
}
