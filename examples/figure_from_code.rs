//! From scenarios to a results folder and a figure: `cargo run --example figure_from_code`

#![allow(missing_docs, clippy::print_stdout, reason = "a program, which may speak")]

use uptake::prelude::*;
use uptake::study::stored::Stored;

pub fn main() -> Result<(), Box<dyn std::error::Error>> {
    let folder = std::env::temp_dir().join(format!("uptake-example-{}", std::process::id()));
    let scenario = |name| Scenario::built_in(name)?.with("run.months", 36)?.resolve();
    let scenarios = [scenario("committed")?, scenario("superintendent-disengages")?];

    // What `uptake compare` writes: tables, figures, a report, and a manifest that says what they come from.
    Batch::new(&scenarios).compared().replications(10).run_into(&folder)?;

    // A folder is checked when it is opened. Each figure has its finding as title, and its numbers as a table.
    for figure in Stored::open(&folder)?.figures(None)? {
        println!("{}: {}", figure.name, figure.title);
        if figure.name == "spread-depth-path" {
            std::fs::write(folder.join("my-figure.svg"), &figure.svg)?;
        }
    }
    println!("in {}", folder.display());
    Ok(())
}
