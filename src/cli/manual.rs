//! `man`: manual pages, made from the help of the commands.

use std::path::PathBuf;

use clap::Args;

use std::fmt::Write;

use clap::CommandFactory;
use clap_mangen::Man;

use super::Program;
use super::faults::CommandResult;
use super::print;
use super::write_files::write_and_list;
use uptake::diagnostic::Diagnostic;

/// Arguments of `man`.
#[derive(Debug, Args)]
pub struct ManArgs {
    /// Folder for the pages of the program and of every command [default: one page, printed here]
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// Replace pages that are there
    #[arg(long, requires = "out")]
    pub force: bool,
}

/// Prints the page of the program, or writes the pages of all commands into a folder.
pub fn man(args: &ManArgs) -> CommandResult {
    let mut program = Program::command().disable_help_subcommand(true);
    program.build();
    let Some(folder) = &args.out else {
        return print::raw(&page(&program)?);
    };
    let mut files = Vec::new();
    for command in std::iter::once(&program).chain(program.get_subcommands()) {
        let name = command.get_display_name().unwrap_or_else(|| command.get_name());
        files.push((format!("{name}.1"), page(command)?));
    }
    write_and_list(folder, &files, args.force)
}

/// The page of a command. Its examples come early, as in its help.
fn page(command: &clap::Command) -> CommandResult<Vec<u8>> {
    let man = Man::new(command.clone()).source(concat!("uptake ", env!("CARGO_PKG_VERSION")));
    let mut page = Vec::new();
    man.render(&mut page).map_err(|e| Diagnostic::of_the_program("a manual page", e))?;
    let Some(help) = command.get_before_help() else { return Ok(page) };
    let page = String::from_utf8_lossy(&page);
    let next = ".SH DESCRIPTION";
    Ok(page.replacen(next, &format!("{}{next}", examples(&help.to_string())), 1).into_bytes())
}

/// Examples line by line, with what a manual page would take for a sign of its own written out.
fn examples(help: &str) -> String {
    let mut text = ".SH EXAMPLES\n.nf\n".to_string();
    for line in help.lines().map(str::trim).filter(|line| !line.is_empty() && *line != "Examples:") {
        let _ = writeln!(text, "\\&{}", line.replace('\\', "\\e").replace('-', "\\-"));
    }
    text + ".fi\n"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn examples_keep_their_lines_and_their_signs() {
        let text = examples("Examples:\n  uptake run a -n 2\n  .x\\y\n");
        assert_eq!(text, ".SH EXAMPLES\n.nf\n\\&uptake run a \\-n 2\n\\&.x\\ey\n.fi\n");
    }
}
