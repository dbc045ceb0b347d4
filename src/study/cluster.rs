//! A batch cut into shards as a job of a scheduler: one declaration, and a script of it for each scheduler. Nothing here
//! schedules: the script names tasks, what each asks for, and what joins them.
//!
//! A task that is run again goes on where it stopped, so every script asks for its tasks to be put back when a node is lost.

use askama::Template;

use crate::diagnostic::shell::word;
use crate::diagnostic::{Diagnostic, Diagnostics};

/// Schedulers that a job can be written for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scheduler {
    /// Slurm: a job array, and a job that depends on it.
    Slurm,
    /// PBS Pro and `OpenPBS`: a job array, and a job that depends on it.
    Pbs,
    /// Grid Engine: an array of tasks, and a job that is held for it.
    Sge,
    /// GNU parallel, on one machine or several.
    Parallel,
    /// Snakemake: a rule for shards, a rule for results.
    Snakemake,
    /// Kubernetes: an indexed job, and a job that waits.
    Kubernetes,
}

/// A batch in shards, and what each of its tasks asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClusterJob {
    /// What is run, in a line of words.
    pub title: String,
    /// Name of the job: lower-case letters, digits and hyphens ([`job_name`]).
    pub name: String,
    /// The program, as a word of a shell.
    pub program: String,
    /// The folder from which all paths are seen, as a word of a shell.
    pub home: String,
    /// The command that is cut, without `--shard`, `--out` and `--threads`, in words of a shell.
    pub command: String,
    /// The folder of the shards, as a word of a shell.
    pub parts: String,
    /// The results folder, as a word of a shell.
    pub out: String,
    /// Flags of `merge`, in words of a shell, with a space before each.
    pub merge_flags: String,
    /// Shards.
    pub shards: u32,
    /// Cores of each task.
    pub cpus: u16,
    /// Memory of each task (megabytes).
    pub memory: u32,
    /// Longest time of a shard (minutes).
    pub shard_minutes: u32,
    /// Longest time of the merge (minutes).
    pub merge_minutes: u32,
    /// Options of the scheduler, as they stand in its lines.
    pub options: Vec<String>,
    /// Image of a container that holds the program.
    pub image: String,
    /// The volume claim that holds the files.
    pub claim: String,
}

#[derive(Template)]
#[template(path = "cluster/slurm.sh", escape = "none")]
struct Slurm<'a> {
    job: &'a ClusterJob,
}

#[derive(Template)]
#[template(path = "cluster/pbs.sh", escape = "none")]
struct Pbs<'a> {
    job: &'a ClusterJob,
}

#[derive(Template)]
#[template(path = "cluster/sge.sh", escape = "none")]
struct Sge<'a> {
    job: &'a ClusterJob,
}

#[derive(Template)]
#[template(path = "cluster/parallel.sh", escape = "none")]
struct Parallel<'a> {
    job: &'a ClusterJob,
}

#[derive(Template)]
#[template(path = "cluster/snakemake.smk", escape = "none")]
struct Snakemake<'a> {
    job: &'a ClusterJob,
}

#[derive(Template)]
#[template(path = "cluster/kubernetes.yaml", escape = "none")]
struct Kubernetes<'a> {
    job: &'a ClusterJob,
}

impl ClusterJob {
    /// The job as this scheduler takes it.
    ///
    /// # Errors
    /// Signs in names and paths that no line of a script can hold; options for a scheduler that has no lines for them.
    pub fn script(&self, scheduler: Scheduler) -> Result<String, Diagnostics> {
        let mut faults = Diagnostics::default();
        let given = [&self.title, &self.program, &self.home, &self.command, &self.parts, &self.out];
        for text in
            given.into_iter().chain([&self.merge_flags, &self.image, &self.claim]).chain(&self.options)
        {
            if text.chars().any(char::is_control) {
                let fault = format!(
                    "{text:?} holds a line break or another control character, which no script can hold"
                );
                faults.push(Diagnostic::usage(fault, "rename it"));
            }
        }
        let takes_options = matches!(scheduler, Scheduler::Slurm | Scheduler::Pbs | Scheduler::Sge);
        if !takes_options && !self.options.is_empty() {
            let fault =
                "--option is a line of a script for slurm, pbs or sge, and this one has no such lines";
            faults.push(Diagnostic::usage(fault, "leave it out, and give it to the scheduler itself"));
        }
        faults.or(())?;
        let rendered = match scheduler {
            Scheduler::Slurm => Slurm { job: self }.render(),
            Scheduler::Pbs => Pbs { job: self }.render(),
            Scheduler::Sge => Sge { job: self }.render(),
            Scheduler::Parallel => Parallel { job: self }.render(),
            Scheduler::Snakemake => Snakemake { job: self }.render(),
            Scheduler::Kubernetes => Kubernetes { job: self }.render(),
        };
        rendered.map(|text| text + "\n").map_err(|error| {
            Diagnostic::usage(format!("the script cannot be written: {error}"), "report this").into()
        })
    }

    /// The command of a shard; `number` is its number in the words of the shell.
    fn shard(&self, number: &str) -> String {
        self.shard_by(&self.program, number)
    }

    fn shard_by(&self, program: &str, number: &str) -> String {
        let ClusterJob { command, shards, parts, cpus, .. } = self;
        format!(
            "{program} {command} --shard {number}/{shards} --out {parts}/{number} --threads {cpus} --resume --quiet"
        )
    }

    /// The same command as one word of a shell.
    fn shard_as_word(&self, number: &str) -> String {
        word(&self.shard(number))
    }

    /// The command that joins all shards.
    fn merge(&self) -> String {
        self.merge_by(&self.program)
    }

    fn merge_by(&self, program: &str) -> String {
        let ClusterJob { parts, out, merge_flags, cpus, .. } = self;
        format!("{program} merge {parts}/[0-9]* --out {out}{merge_flags} --threads {cpus} --resume --quiet")
    }

    fn shard_time(&self) -> String {
        clock(self.shard_minutes)
    }

    fn merge_time(&self) -> String {
        clock(self.merge_minutes)
    }

    fn memory_per_cpu(&self) -> u32 {
        self.memory.div_ceil(u32::from(self.cpus))
    }

    /// A lost node costs a pod for each shard on it; each shard may be lost a few times.
    fn most_failures(&self) -> u32 {
        self.shards.saturating_mul(2).max(6)
    }

    fn quoted_home(&self) -> String {
        literal(&unquoted(&self.home))
    }

    /// The file by which Snakemake sees that a shard is finished.
    fn quoted_mark(&self) -> String {
        literal(&format!("{}/done-{{shard}}", braces(&unquoted(&self.parts))))
    }

    fn quoted_shard(&self) -> String {
        literal(&braces(&self.shard("__SHARD__")).replace("__SHARD__", "{wildcards.shard}"))
    }

    fn quoted_merge(&self) -> String {
        literal(&braces(&self.merge()))
    }

    /// The command of a pod, whose index counts from 0.
    fn quoted_indexed(&self) -> String {
        literal(&format!(
            "shard=$((JOB_COMPLETION_INDEX + 1)); exec {}",
            self.shard_by("uptake", "\"$shard\"")
        ))
    }

    fn quoted_joined(&self) -> String {
        literal(&format!("exec {}", self.merge_by("uptake")))
    }

    fn quoted_image(&self) -> String {
        literal(&self.image)
    }

    fn quoted_claim(&self) -> String {
        literal(&self.claim)
    }
}

/// A name that every scheduler takes for a job: at most 40 letters, digits and hyphens, the first a letter.
pub fn job_name(text: &str) -> String {
    let plain = |sign: char| if sign.is_ascii_alphanumeric() { sign.to_ascii_lowercase() } else { '-' };
    let all: String = text.chars().map(plain).take(33).collect();
    format!("uptake-{all}").trim_end_matches('-').to_owned()
}

/// Minutes for a task that is forecast to take so many seconds here: twice that, since other machines are slower and share
/// their disk, and ten minutes to start; in whole quarters of an hour.
pub fn asked_minutes(seconds: f64) -> u32 {
    (((2.0 * seconds / 60.0 + 10.0) / 15.0).ceil() * 15.0).min(f64::from(u32::MAX)) as u32
}

/// Megabytes for a task that is forecast to take so many: twice that, in whole steps of 256.
pub fn asked_memory(megabytes: f64) -> u32 {
    ((2.0 * megabytes / 256.0).ceil() * 256.0).min(f64::from(u32::MAX)) as u32
}

/// Hours, minutes and seconds.
fn clock(minutes: u32) -> String {
    format!("{:02}:{:02}:00", minutes / 60, minutes % 60)
}

/// A text as JSON, YAML and Python write it; control characters were refused.
fn literal(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

/// A text in which braces mean themselves to Snakemake.
fn braces(text: &str) -> String {
    text.replace('{', "{{").replace('}', "}}")
}

/// What a word of a shell says.
fn unquoted(word: &str) -> String {
    match word.strip_prefix('\'').and_then(|word| word.strip_suffix('\'')) {
        Some(inner) => inner.replace("'\\''", "'"),
        None => word.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn job() -> ClusterJob {
        ClusterJob {
            title: "run committed".into(),
            name: job_name("Committed & more"),
            program: "/opt/uptake".into(),
            home: word("/data/it's mine {x}"),
            command: "run 'a b.toml' -n 100".into(),
            parts: "results/c-shards".into(),
            out: "results/c".into(),
            merge_flags: " --no-report".into(),
            shards: 20,
            cpus: 4,
            memory: 4_096,
            shard_minutes: 75,
            merge_minutes: 15,
            options: Vec::new(),
            image: "uptake:1".into(),
            claim: "study".into(),
        }
    }

    #[test]
    fn every_script_runs_each_shard_and_joins_them() {
        let schedulers = [
            Scheduler::Slurm,
            Scheduler::Pbs,
            Scheduler::Sge,
            Scheduler::Parallel,
            Scheduler::Snakemake,
            Scheduler::Kubernetes,
        ];
        for scheduler in schedulers {
            let text = job().script(scheduler).unwrap();
            for part in
                ["a b.toml", "-n 100 --shard ", "/20 --out results/c-shards/", "--resume", "--no-report"]
            {
                assert!(text.contains(part), "{scheduler:?} has no {part}:\n{text}");
            }
            assert!(text.contains("merge results/c-shards/[0-9]* --out results/c"), "{text}");
            assert!(text.ends_with('\n') && !text.ends_with("\n\n"), "{scheduler:?}");
        }
        let slurm = ClusterJob { options: vec!["--partition=short".into()], ..job() }
            .script(Scheduler::Slurm)
            .unwrap();
        assert_eq!(slurm.matches("#SBATCH --partition=short\n").count(), 2);
        assert!(slurm.contains("#SBATCH --time=01:15:00\n") && slurm.contains("#SBATCH --mem=4096M\n"));
    }

    #[test]
    fn what_a_script_cannot_hold_is_refused_all_at_once() {
        let bad = ClusterJob { home: "'a\nb'".into(), options: vec!["-q long".into()], ..job() };
        assert_eq!(bad.script(Scheduler::Parallel).unwrap_err().into_iter().count(), 2);
    }

    #[test]
    fn words_are_written_so_that_each_reader_finds_them_again() {
        assert_eq!(unquoted(&job().home), "/data/it's mine {x}");
        assert_eq!(literal(r#"a "b" \c"#), r#""a \"b\" \\c""#);
        assert_eq!(job_name("Committed & more"), "uptake-committed---more");
        assert_eq!(job_name("æ"), "uptake");
        assert_eq!([0.0, 150.0, 3600.0].map(asked_minutes), [15, 15, 135]);
        assert_eq!([1.0, 128.0, 129.0].map(asked_memory), [256, 256, 512]);
        assert_eq!(clock(1500), "25:00:00");
    }
}
