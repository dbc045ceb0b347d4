//! `sizes`: the same scenario at several sizes of the district.
//!
//! Invented districts of so many pupils are a scenario each, in one folder; districts of a table are
//! districts of one scenario. Sizes are not paired: another size is another district.

mod choice;
mod measured;
mod words;

use super::batch::{carry_out, settings};
use super::faults;
use super::faults::CommandResult;
use super::library::read_all;
use super::options::{BatchArgs, Format, SizesArgs};
use super::print;
use measured::{Size, measured};
use uptake::diagnostic::Diagnostic;
use uptake::experiment::plan::Design;
use uptake::figures::pictures::{WANTED, draw_sizes};
use uptake::parameters::Ledger;
use uptake::phrasing::thousands;
use uptake::results::Dataset;
use uptake::scenario::{DistrictSpec, Scenario, UNREAL};

/// Pupils where the user names none.
const USUAL: [u32; 4] = [2_000, 5_000, 10_000, 20_000];

/// Runs the scenario at each size and says what the sizes differ in.
pub fn sizes(args: &SizesArgs) -> CommandResult {
    faults::told(by_size(args), args.batch.format)
}

fn by_size(args: &SizesArgs) -> CommandResult {
    let batch = &args.batch;
    let [reference] = batch.scenarios.as_slice() else {
        let fault = "sizes is about one scenario";
        return Err(Diagnostic::usage(fault, "name one; compare is about several").into());
    };
    let ledger = Ledger::standard()?;
    match (&batch.districts, &batch.district) {
        (Some(_), Some(_)) => real(batch, reference, &ledger),
        _ => synthetic(args, reference, &ledger),
    }
}

/// Invented districts, a scenario for each size.
fn synthetic(args: &SizesArgs, reference: &str, ledger: &Ledger) -> CommandResult {
    let pupils = different(&args.pupils)?;
    let mut scenarios: Vec<Scenario> = Vec::new();
    let given = settings(&args.batch);
    has_no_district(&read_all(&[reference.to_owned()], &given, None, ledger)?)?;
    for n in &pupils {
        let mut settings = given.clone();
        settings.push(format!("district.pupils={n}"));
        for scenario in read_all(&[reference.to_owned()], &settings, None, ledger)? {
            scenarios.push(Scenario { name: format!("{}-{n}", scenario.name), ..scenario });
        }
    }
    let name = format!("{}-sizes", base_name(&scenarios));
    let design = Design::new(scenarios, false)?;
    let sizes: Vec<Size<'_>> = design
        .scenarios
        .iter()
        .zip(&pupils)
        .flat_map(|(scenario, n)| scenario.places.iter().map(move |place| (scenario, place, *n)))
        .map(|(scenario, place, n)| Size {
            label: format!("{} pupils", thousands(u64::from(n))),
            scenario,
            place,
        })
        .collect();
    let Some(done) = carry_out(&args.batch, &design, ledger, &name, None)? else { return Ok(()) };
    tell(&args.batch, &sizes, &done.dataset)?;
    done.say(&args.batch, &next(&args.batch, reference, pupils.last().copied().unwrap_or(0)));
    Ok(())
}

/// A scenario with a district of its own has that district's size.
fn has_no_district(scenarios: &[Scenario]) -> CommandResult {
    let given = |s: &&Scenario| {
        s.cohort.is_some()
            || s.places.iter().any(|p| !matches!(p, DistrictSpec::Synthetic { .. }) && p.id() != UNREAL)
    };
    let Some(scenario) = scenarios.iter().find(given) else { return Ok(()) };
    let fault = match scenario.places.as_slice() {
        [place] => format!("{} is about {}, whose size is given", scenario.name, place.name()),
        places => format!("{} is about {} districts, whose sizes are given", scenario.name, places.len()),
    };
    let remedy = "name a scenario without a district, as committed, or districts of a table with --districts FILE --district ID,ID";
    Err(Diagnostic::usage(fault, remedy).into())
}

/// Districts of a table, all of one scenario.
fn real(batch: &BatchArgs, reference: &str, ledger: &Ledger) -> CommandResult {
    let chosen = choice::districts(batch)?;
    let scenarios = read_all(&[reference.to_owned()], &settings(batch), Some(&chosen), ledger)?;
    let name = format!("{}-sizes", base_name(&scenarios));
    let design = Design::new(scenarios, false)?;
    let Some(scenario) = design.scenarios.first() else { return Ok(()) };
    if scenario.cohort.is_some() {
        let fault = format!("{reference} is about a cohort, whose districts are run together");
        return Err(Diagnostic::usage(fault, "name a scenario about one district").into());
    }
    let sizes: Vec<Size<'_>> =
        scenario.places.iter().map(|place| Size { label: choice::label(place), scenario, place }).collect();
    let figures = |dataset: &Dataset| {
        let districts = sizes.iter().zip(&dataset.manifest.districts);
        let found = districts
            .map(|(size, district)| Ok((size.label.clone(), dataset.district_results(district, &WANTED)?)));
        draw_sizes(&found.collect::<uptake::diagnostic::Result<Vec<_>>>()?)
    };
    let Some(done) = carry_out(batch, &design, ledger, &name, Some(&figures))? else { return Ok(()) };
    tell(batch, &sizes, &done.dataset)?;
    let id = scenario.places.first().map_or("ID", DistrictSpec::id);
    done.say(
        batch,
        &format!("figures of one of them: uptake plot {} --district {id}", done.dataset.folder.display()),
    );
    Ok(())
}

/// The name of the scenario itself: what the names of its sizes begin with.
fn base_name(scenarios: &[Scenario]) -> String {
    let name = scenarios.first().map_or("", |s| s.name.as_str());
    match (scenarios.len() > 1, name.rsplit_once('-')) {
        (true, Some((base, _))) => base.to_owned(),
        _ => name.to_owned(),
    }
}

/// The sizes asked for, each once and at least two of them.
fn different(pupils: &[u32]) -> CommandResult<Vec<u32>> {
    if pupils.is_empty() {
        return Ok(USUAL.to_vec());
    }
    let twice = pupils.iter().enumerate().find(|(k, n)| pupils[..*k].contains(n));
    if let Some((_, n)) = twice {
        return Err(Diagnostic::usage(format!("--pupils names {n} twice"), "name each size once").into());
    }
    if let [only] = pupils {
        let fault = format!("--pupils names one size, {only}, and sizes compares several");
        let remedy =
            format!("name at least two, as --pupils {only},{}", only.saturating_mul(2).min(1_000_000));
        let remedy = format!("{remedy}, or use run --set district.pupils={only}");
        return Err(Diagnostic::usage(fault, remedy).into());
    }
    Ok(pupils.to_vec())
}

/// Prints what the sizes came to.
fn tell(batch: &BatchArgs, sizes: &[Size<'_>], dataset: &Dataset) -> CommandResult {
    let found = measured(dataset, sizes)?;
    match batch.format {
        Format::Human => words::human(&found),
        Format::Json => print::json(&serde_json::json!({ "sizes": found }))?,
        Format::Csv => words::csv(&found)?,
    }
    Ok(())
}

/// What to do next: a change of the scenario at the largest size.
fn next(batch: &BatchArgs, reference: &str, pupils: u32) -> String {
    let other = if reference == "several-teams" { "committed" } else { "several-teams" };
    let parameters = batch.parameters.map_or_else(String::new, |set| format!(" --parameters {}", set.word()));
    format!(
        "what more teams would change at the largest size: uptake compare {reference} {other} --set district.pupils={pupils}{parameters}"
    )
}
