//! `completions`: what a shell must know to complete the arguments of this program.

use clap::Args;

use clap::builder::PossibleValuesParser;
use clap::{Command, CommandFactory, ValueHint};
use clap_complete::{Shell, generate};

use super::Program;
use super::faults::CommandResult;
use super::print;
use uptake::scenario::gallery;

/// Arguments of `completions`.
#[derive(Debug, Args)]
pub struct CompletionsArgs {
    /// The shell
    #[arg(value_name = "SHELL")]
    pub shell: clap_complete::Shell,
}

/// Prints the completion script of a shell.
pub fn completions(args: &CompletionsArgs) -> CommandResult {
    let mut program = Program::command().mut_subcommands(|command| with_scenarios(command, args.shell));
    let mut script = Vec::new();
    generate(args.shell, &mut program, "uptake", &mut script);
    print::raw(&script)
}

/// Completes scenarios, which are told by their help: files, and in bash, which falls back to files
/// where no word fits, the names of the built-in ones.
fn with_scenarios(command: Command, shell: Shell) -> Command {
    command.mut_args(|arg| {
        let help = arg.get_help().map(ToString::to_string).unwrap_or_default();
        match (arg.is_positional() && help.contains("built-in scenario"), shell) {
            (true, Shell::Bash) => {
                arg.value_parser(PossibleValuesParser::new(gallery::SCENARIOS.iter().map(|s| s.name)))
            }
            (true, _) => arg.value_hint(ValueHint::FilePath),
            (false, _) => arg,
        }
    })
}
