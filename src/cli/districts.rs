//! `districts`: what a table of real districts holds.

use std::path::PathBuf;

use clap::Args;
use serde_json::Value;

use super::export;
use super::faults;
use super::faults::CommandResult;
use super::flags::mapping_flag;
use super::options::Format;
use super::print;
use uptake::census::DistrictKind;
use uptake::census::totals::Listed;
use uptake::diagnostic::Diagnostic;
use uptake::diagnostic::shell::{self, word};
use uptake::files::{draft, read_mapping, read_table};
use uptake::input::{AnyTable, Table};
use uptake::phrasing::{percent, thousands, whole};
use uptake::scenario::mapping::SHIPPED;
use uptake::study::text_table::table;

/// Arguments of `districts`.
#[derive(Debug, Args)]
pub struct DistrictsArgs {
    /// A table of schools or districts
    #[arg(
        value_name = "FILE",
        required_unless_present = "mappings",
        default_value = "",
        hide_default_value = true
    )]
    pub table: PathBuf,
    /// Only those whose name holds this, or whose id begins with it
    #[arg(long, value_name = "NAME")]
    pub find: Option<String>,
    /// The district of this id as the section [district] of a scenario
    #[arg(long, value_name = "ID", conflicts_with = "find")]
    pub export: Option<String>,
    /// How a table with other columns is read: a file, or the name of a mapping that comes with the program
    #[arg(long, value_name = "FILE")]
    pub mapping: Option<String>,
    /// The mappings that come with the program, and what each is for
    #[arg(long, conflicts_with_all = ["table", "find", "export", "mapping", "draft_mapping"])]
    pub mappings: bool,
    /// A mapping to begin with, for a table with other columns
    #[arg(long, conflicts_with_all = ["find", "export", "mapping"])]
    pub draft_mapping: bool,
    /// Format
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    pub format: Format,
}

/// Most districts listed for people; the formats for programs list all.
const MOST_LISTED: usize = 40;

/// Lists, searches, summarizes; or exports one.
pub fn list(args: &DistrictsArgs) -> CommandResult {
    if args.mappings {
        return mappings(args.format);
    }
    if args.draft_mapping {
        out!("{}", draft(&args.table)?.trim_end());
        return Ok(());
    }
    let read = read_mapping(args.mapping.as_deref(), None)
        .and_then(|mapping| read_table(&args.table, mapping.as_ref()));
    let table = faults::told(read, args.format)?;
    for line in table.said(args.export.as_deref()) {
        aside!("{line}");
    }
    if let Some(id) = &args.export {
        return export::export(&table, id, args);
    }
    match &table {
        AnyTable::Schools(table) => show(table, args),
        AnyTable::Totals(table) => show(table, args),
    }
}

/// The mappings that come with the program.
fn mappings(format: Format) -> CommandResult {
    match format {
        Format::Human => {
            let mut list = table(&["mapping", "for"], 2);
            for shipped in SHIPPED {
                list.add_row(vec![shipped.name, shipped.about]);
            }
            out!("{list}");
            aside!("read a table with one: uptake districts FILE --mapping NAME");
            aside!("begin one for another table: uptake districts FILE --draft-mapping > mapping.toml");
        }
        format => {
            let rows = SHIPPED.iter().map(|shipped| [Value::from(shipped.name), shipped.about.into()]);
            print::records(format, ["mapping", "for"], rows)?;
        }
    }
    Ok(())
}

fn show<D: Listed>(table: &Table<D>, args: &DistrictsArgs) -> CommandResult {
    let chosen: Vec<&D> = match &args.find {
        Some(text) => table.find(text),
        None => table.districts().iter().collect(),
    };
    if let (true, Some(text)) = (chosen.is_empty(), &args.find) {
        let fault = format!("no district is called \"{text}\" or has an id that begins so");
        return Err(Diagnostic::new(&args.table, fault, "search for part of the name").into());
    }
    match args.format {
        Format::Human => human(table, &chosen, args),
        format => print::records(format, COLUMNS, chosen.iter().map(|d| row(*d)))?,
    }
    Ok(())
}

/// A number that may not be known.
fn or_dash(number: Option<String>) -> String {
    number.unwrap_or_else(|| "–".into())
}

fn human<D: Listed>(source: &Table<D>, chosen: &[&D], args: &DistrictsArgs) {
    if args.find.is_none() {
        let mut bands =
            table(&["regular districts", "districts", "schools", "students", "teachers (FTE)"], 1);
        for b in source.summary() {
            bands.add_row(vec![
                b.band.to_string(),
                thousands(b.districts as u64),
                or_dash(D::BY_SCHOOL.then(|| thousands(b.schools as u64))),
                thousands(b.pupils),
                whole(b.teachers_fte),
            ]);
        }
        out!("{bands}");
    }
    let mut list =
        table(&["id", "district", "kind", "county", "schools", "students", "teachers", "poverty"], 4);
    for d in chosen.iter().take(MOST_LISTED) {
        list.add_row(vec![
            d.id().to_string(),
            d.name().to_string(),
            or_dash(d.kind().map(ToString::to_string)),
            d.county().to_string(),
            or_dash(d.schools().map(|n| n.to_string())),
            thousands(d.pupils()),
            or_dash(d.teachers().map(|t| format!("{t:.1}"))),
            or_dash(d.poverty().map(percent)),
        ]);
    }
    out!("{list}");
    if chosen.len() > MOST_LISTED {
        aside!("{} more; search with --find, or list all with --format csv", chosen.len() - MOST_LISTED);
    }
    if !source.source().is_empty() {
        aside!("source: {}", source.source());
    }
    if !D::BY_SCHOOL {
        aside!(
            "note: the table has districts without their schools; when one is run, its schools are drawn \
             anew in each replication from what is listed here"
        );
    }
    let elementary = |d: &&&D| d.is_regular() && d.kind() != Some(&DistrictKind::High) && d.pupils() > 0;
    if let Some(d) = chosen.iter().find(elementary) {
        let (table, id) = (shell::path(&args.table), word(d.id()));
        let mapping = mapping_flag(args.mapping.as_deref());
        aside!("simulate one: uptake run committed --districts {table}{mapping} --district {id}");
        aside!("a scenario with it: uptake new FILE --districts {table}{mapping} --district {id}");
    }
}

const COLUMNS: [&str; 8] = ["id", "name", "kind", "county", "schools", "pupils", "teachers_fte", "poverty"];

fn row<D: Listed>(d: &D) -> [Value; 8] {
    let kind = d.kind().map(DistrictKind::word).into();
    let (schools, teachers, poverty) = (d.schools().into(), d.teachers().into(), d.poverty().into());
    [d.id().into(), d.name().into(), kind, d.county().into(), schools, d.pupils().into(), teachers, poverty]
}
