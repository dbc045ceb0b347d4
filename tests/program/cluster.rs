//! A batch in shards as a job of a scheduler: the scripts are run by a scheduler of a few lines, and what comes out is the
//! folder of the single run.
#![cfg(unix)]

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::process::{Command, Output};

use tempfile::TempDir;

use crate::runner::{content, data, expect, said};

/// `sbatch` and `qsub`, as far as the scripts know them: every task at once, one after the other, the second one killed
/// before it begins and sent again.
const SCHEDULER: &str = r##"#!/bin/bash
set -e
job="$(mktemp)"
cat > "$job"
last="$(sed -nE 's/^#(SBATCH --array=|PBS -J |\$ -t )1-([0-9]+)$/\2/p' "$job")"
for task in $(seq "${last:-1}"); do
    export SLURM_ARRAY_TASK_ID="$task" PBS_ARRAY_INDEX="$task" SGE_TASK_ID="$task"
    [ "$task" != 2 ] || timeout -s KILL 0.05 bash "$job" || true
    bash "$job"
done
echo 7
"##;

fn words(text: &str) -> Vec<&str> {
    text.split_whitespace().collect()
}

fn bash(at: &Path, script: &str, args: &[&str]) -> Output {
    let path = format!("{}:{}", at.join("bin").display(), std::env::var("PATH").unwrap());
    Command::new("bash").args(args).arg(script).current_dir(at).env("PATH", path).output().unwrap()
}

#[test]
fn the_scripts_of_schedulers_leave_the_folder_of_the_single_run() {
    let folder = TempDir::new().unwrap();
    let at = folder.path().join("it's a place");
    fs::create_dir_all(at.join("bin")).unwrap();
    for name in ["sbatch", "qsub"] {
        let file = at.join("bin").join(name);
        fs::write(&file, SCHEDULER).unwrap();
        fs::set_permissions(&file, fs::Permissions::from_mode(0o755)).unwrap();
    }
    let what =
        "committed superintendent-disengages -n 5 --months 14 --figures none --no-report --no-assumptions";
    expect(&at, &words(&format!("compare {what} --out whole -q")), 0, &[]);
    let whole = content(&at.join("whole"));
    let has_parallel =
        Command::new("parallel").arg("--version").output().is_ok_and(|out| out.status.success());
    for scheduler in ["slurm", "pbs", "sge", "parallel"] {
        if scheduler == "parallel" && !has_parallel {
            continue;
        }
        let out = format!("of-{scheduler}");
        let command = format!("cluster {scheduler} {what} --shards 3 --cpus-per-task 1 --out {out} -q");
        let script = format!("{scheduler}.sh");
        fs::write(at.join(&script), data(&expect(&at, &words(&command), 0, &[]))).unwrap();
        let checked = bash(&at, &script, &["-n"]);
        assert!(checked.status.success(), "{}", said(&checked));
        let done = bash(&at, &script, &[]);
        assert!(done.status.success(), "{scheduler}: {}", said(&done));
        assert_eq!(content(&at.join(&out)), whole, "{scheduler}");
        // Sent again, it finds everything there.
        assert!(bash(&at, &script, &[]).status.success(), "{scheduler}");
    }
}

#[test]
fn what_no_job_can_be_is_refused_with_a_remedy_for_each() {
    let folder = TempDir::new().unwrap();
    let cases: [(&str, &[&str]); 7] = [
        (
            "cluster slurm committed -n 5 --shards 6",
            &["5 replications of districts", "cut it into 5 shards at most"],
        ),
        ("cluster slurm --shards 2", &["<SCENARIO>"]),
        ("cluster slurm committed", &["--shards"]),
        ("cluster lsf committed --shards 2", &["slurm, pbs, sge, parallel, snakemake, kubernetes"]),
        (
            "cluster slurm committed --shards 2 --grow --resume --threads 2",
            &["--grow with cluster", "--resume with cluster", "say --cpus-per-task"],
        ),
        ("cluster slurm committed --shards 2 --mem 4", &["8G or 500M"]),
        ("cluster parallel committed --shards 2 --option=-q", &["--option is a line of a script"]),
    ];
    for (command, said) in cases {
        expect(folder.path(), &words(command), 2, said);
    }
    expect(
        folder.path(),
        &words("cluster kubernetes /a/b.toml --shards 2"),
        2,
        &["a pod sees the volume alone"],
    );
}

#[test]
fn what_was_seen_and_the_forecast_memory_are_in_the_script() {
    let folder = TempDir::new().unwrap();
    fs::write(folder.path().join("seen.csv"), "month,measure,value,sd\n6,spread,0.05,0.05\n").unwrap();
    let command = "cluster slurm committed -n 20 --months 14 --shards 2 --seen seen.csv --out r -q";
    let script =
        expect(folder.path(), &words(command), 0, &["run committed -n 20 --months 14 --seen seen.csv"]);
    let script = String::from_utf8_lossy(&script.stdout).into_owned();
    let asked = script.lines().find_map(|line| line.strip_prefix("#SBATCH --mem=")).unwrap();
    assert!(asked.trim_end_matches('M').parse::<u32>().unwrap() < 1_024, "{asked}");
    let command = format!("{command} --mem 8G");
    expect(folder.path(), &words(&command), 0, &["#SBATCH --mem=8192M"]);
}
