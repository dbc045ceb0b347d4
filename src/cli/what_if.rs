//! `what-if`: a scenario against itself with a change, without a file.

use std::path::{Component, Path, PathBuf};

use clap::Args;

use super::batch::{BatchArgs, DifferenceArgs, batch, compared, flags_of, given_districts, seen, settings};
use super::faults::{self, CommandResult};
use uptake::diagnostic::shell::{self, word};
use uptake::diagnostic::{Diagnostic, Diagnostics, ExitStatus};
use uptake::files::{Files, read_all};
use uptake::parameters::Ledger;
use uptake::results::atomic::{folder_of, write_file};
use uptake::results::refuse_inside;
use uptake::scenario::diff::{differences, lines};
use uptake::scenario::layers::WITH;
use uptake::scenario::what_if::WhatIf;
use uptake::scenario::{FoundDistricts, Reference, Scenario, gallery};

/// Arguments of `what-if`.
#[derive(Debug, Args)]
#[command(mut_arg("scenarios", |arg| arg.num_args(1).action(clap::ArgAction::Set).value_name("BASE")
    .help("The scenario that is changed: a file, or the name of a built-in scenario")))]
pub struct WhatIfArgs {
    /// What is changed: a parameter (name=value) or a field (section.name=value); repeatable
    #[arg(long = "with", value_name = "NAME=VALUE")]
    pub with: Vec<String>,
    /// What happens beside: "year 2, September: superintendent disengages, to = 0.1"; other keys of [[event]] behind
    /// a comma or semicolon; repeatable
    #[arg(long = "event", value_name = "WHAT")]
    pub events: Vec<String>,
    /// Write the changed scenario as a file, which extends the base and holds only what differs
    #[arg(long, value_name = "FILE")]
    pub save: Option<PathBuf>,
    /// Compare independent samples, where what is changed makes the runs no pairs (other districts, grades or
    /// parameter sets)
    #[arg(long)]
    pub unpaired: bool,
    /// What is said of differences
    #[command(flatten)]
    pub differences: DifferenceArgs,
    /// What is run, and how
    #[command(flatten)]
    pub batch: BatchArgs,
}

/// What the changed scenario is called in messages where it is not saved.
const UNSAVED: &str = "the changed scenario";

/// Compares a scenario with itself changed.
pub fn what_if(args: &WhatIfArgs) -> CommandResult {
    faults::told(both(args), args.batch.print.format)
}

fn both(args: &WhatIfArgs) -> CommandResult {
    let [reference] = args.batch.scenarios.as_slice() else {
        let fault = "what-if changes one scenario";
        return Err(Diagnostic::usage(fault, "name one; compare is about several").into());
    };
    if args.with.is_empty() && args.events.is_empty() {
        let fault = "what-if needs a change: nothing stands behind --with or --event";
        let remedy = format!("uptake what-if {} --with team_sites=3", word(reference));
        return Err(Diagnostic::usage(fault, remedy).into());
    }
    let settings = [settings(&args.batch), args.differences.settings()].concat();
    let places = given_districts(&args.batch)?;
    let change = WhatIf::read(&args.with, &args.events)?;
    if let Some(same) = change.overruled_by(&settings) {
        let flag = match same.strip_prefix("--").and_then(|flag| flag.split_once('=')) {
            Some((name, value)) => format!("--{name} {value}"),
            None => format!("--set {same}"),
        };
        let fault = format!("`{flag}` is for both scenarios and would take the place of what --with changes");
        return Err(Diagnostic::usage(fault, "leave one of the two out").into());
    }
    let ledger = Ledger::standard()?;
    let reader = Reader { args, reference, settings: &settings, places: places.as_ref(), ledger: &ledger };
    let base = reader.base()?;
    reader.check(&base)?;
    let text = change.text(&reader.extends(), &base);
    let changed = reader.changed(&text, &reader.name(&change, &base))?;
    let found = differences(&base, &changed, &ledger).into_iter().filter(|d| d.part != "text");
    let found: Vec<_> = found.collect();
    let seen = seen(&args.batch, std::slice::from_ref(&base))?;
    let batch_of_both = args.differences.of(compared(&[base, changed], args.unpaired)).seen(seen);
    batch_of_both.design()?;
    if let Some(file) = args.save.as_deref().filter(|_| !args.batch.dry_run) {
        save(file, &text)?;
    }
    if !args.batch.print.quiet {
        match found.is_empty() {
            true => aside!("note: what is changed is so already; both scenarios give the same futures"),
            false => aside!("what if: {}", lines(&found).join("; ")),
        }
    }
    batch(&args.batch, batch_of_both, Some(&|folder| again(args, reference, &change, folder)))
}

/// The command that does the same with files: the saved one, or those of the results.
fn again(args: &WhatIfArgs, reference: &str, change: &WhatIf, folder: &Path) -> String {
    let unpaired = if args.unpaired { " --unpaired" } else { "" };
    if let Some(file) = &args.save {
        let flags = args.differences.flags() + &flags_of(&args.batch);
        return format!(
            "the same with files: uptake compare {} {}{unpaired}{flags}",
            word(reference),
            shell::path(file)
        );
    }
    let stem =
        Path::new(reference).file_stem().map_or_else(String::new, |s| s.to_string_lossy().into_owned());
    let of = |name: &str| shell::path(&folder.join("scenarios").join(format!("{name}.toml")));
    let (base, changed) = (of(&stem), of(&change.name(&stem)));
    format!(
        "keep the change as a file with --save FILE; the same again: uptake compare {base} {changed}{unpaired}{}",
        args.differences.flags()
    )
}

/// Writes the file of the changed scenario, unless this very text is there.
fn save(file: &Path, text: &str) -> CommandResult {
    refuse_inside(file)?;
    if std::fs::read(file).is_ok_and(|there| there == text.as_bytes()) {
        return Ok(());
    }
    if file.exists() {
        let fault = "exists already with another text, and nothing is overwritten";
        return Err(Diagnostic::failed(file, fault, "choose another name for --save").into());
    }
    write_file(file, text.as_bytes(), false)?;
    Ok(())
}

/// Reads base and change with the flags that are for both.
struct Reader<'a> {
    args: &'a WhatIfArgs,
    reference: &'a String,
    settings: &'a [String],
    places: Option<&'a FoundDistricts>,
    ledger: &'a Ledger,
}

impl Reader<'_> {
    fn base(&self) -> CommandResult<Scenario> {
        let mut read =
            read_all(std::slice::from_ref(self.reference), self.settings, self.places, self.ledger)?;
        Ok(read.swap_remove(0))
    }

    /// Whether each change can be, told at its flag.
    fn check(&self, base: &Scenario) -> CommandResult {
        let mut faults = Diagnostics::default();
        let with: Vec<String> = self.args.with.iter().map(|with| format!("{WITH}{with}")).collect();
        let all = [self.settings, &with].concat();
        match read_all(std::slice::from_ref(self.reference), &all, self.places, self.ledger) {
            Err(found) => faults.merge(found),
            Ok(set) => faults.merge(self.whole_sections(base, set)?),
        }
        for words in &self.args.events {
            let alone = WhatIf::read(&[], &[words.as_str()])?;
            if let Err(found) = self.changed(&alone.text(&self.extends(), base), "event") {
                for fault in found {
                    let told = without_place(&fault.fault);
                    faults.push(Diagnostic::usage(told, fault.remedy).at(format!("--event \"{words}\"")));
                }
            }
        }
        faults.or(())
    }

    /// A fault where a file that holds the settings would change more than their keys: in a scenario that extends another,
    /// some sections are said whole. `set` is the base with these keys alone changed.
    fn whole_sections(&self, base: &Scenario, set: Vec<Scenario>) -> CommandResult<Diagnostics> {
        let mut faults = Diagnostics::default();
        let plain = |scenario: Scenario| Scenario {
            name: String::new(),
            title: String::new(),
            question: String::new(),
            remarks: Vec::new(),
            given: Vec::new(),
            ..scenario
        };
        let in_file = WhatIf::read(&self.args.with, &[])?.text(&self.extends(), base);
        let changed = self.changed(&in_file, "with")?;
        let is_same = set.into_iter().next().is_some_and(|set| plain(set) == plain(changed));
        if let (false, Some(with)) = (is_same, self.args.with.iter().find(|with| with.contains('.'))) {
            let section = with.split('.').next().unwrap_or_default().trim();
            let fault = format!(
                "it would replace all of [{section}], and not that key alone: a scenario that extends another says this section whole"
            );
            let remedy = format!(
                "write the changed [{section}] whole into a file with extends = {:?}, and compare the two: uptake compare {} FILE",
                self.reference,
                word(self.reference)
            );
            faults.push(Diagnostic::usage(fault, remedy).at(format!("{WITH}{with}")));
        }
        Ok(faults)
    }

    /// The scenario of this text, which may not be written yet.
    fn changed(&self, text: &str, name: &str) -> CommandResult<Scenario> {
        let label =
            self.args.save.as_ref().map_or_else(|| UNSAVED.to_owned(), |file| file.display().to_string());
        let draft =
            Scenario::from_text_beside(&label, text, &Files)?.named(name).with_settings(self.settings);
        let draft = match self.places {
            Some(places) => draft.in_districts(places.clone()),
            None => draft,
        };
        let unnamed = |scenario: Scenario| Scenario { reference: Reference::default(), ..scenario };
        draft.resolve().map(unnamed).map_err(|found| {
            // Lines of a text that nobody has seen are not named.
            let mut told = Diagnostics::default();
            for fault in found {
                let is_own = *fault.at.file == *label;
                let status = if is_own { ExitStatus::Usage } else { fault.status };
                told.push(if is_own { fault.at(label.as_str()).with_status(status) } else { fault });
            }
            told
        })
    }

    /// The name of the changed scenario: of its file, or of the change.
    fn name(&self, change: &WhatIf, base: &Scenario) -> String {
        let stem = self.args.save.as_ref().and_then(|file| file.file_stem());
        stem.map_or_else(|| change.name(&base.name), |stem| stem.to_string_lossy().into_owned())
    }

    /// The base as the file of the changed scenario names it: by its name, or by its path from there.
    fn extends(&self) -> String {
        let base = Path::new(self.reference);
        let built_in = gallery::text(self.reference).is_some() && !base.is_file();
        match self.args.save.as_deref().map(folder_of) {
            Some(folder) if !built_in && base.is_relative() && folder != Path::new(".") => {
                from(&folder, base).unwrap_or_else(|| self.reference.clone())
            }
            _ => self.reference.clone(),
        }
    }
}

/// A fault without the place in a text that nobody has seen: " (…, line 6, column 1)".
fn without_place(fault: &str) -> String {
    let place =
        fault.find(", line ").and_then(|at| Some((fault[..at].rfind(" (")?, at + fault[at..].find(')')?)));
    place.map_or_else(|| fault.to_owned(), |(from, to)| format!("{}{}", &fault[..from], &fault[to + 1..]))
}

/// A path from a folder; nothing where it is no text.
fn from(folder: &Path, path: &Path) -> Option<String> {
    let [folder, path] = [folder.canonicalize().ok()?, path.canonicalize().ok()?];
    let same = folder.components().zip(path.components()).take_while(|(a, b)| a == b).count();
    let up = folder.components().skip(same).map(|_| Component::ParentDir);
    let found: PathBuf = up.chain(path.components().skip(same)).collect();
    found.to_str().map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_found_from_another_folder() {
        let home = tempfile::tempdir().unwrap();
        for folder in ["a", "b/c"] {
            std::fs::create_dir_all(home.path().join(folder)).unwrap();
        }
        let file = home.path().join("a/base.toml");
        std::fs::write(&file, "").unwrap();
        assert_eq!(from(&home.path().join("b/c"), &file).unwrap(), "../../a/base.toml");
        assert_eq!(from(&home.path().join("a"), &file).unwrap(), "base.toml");
    }
}
