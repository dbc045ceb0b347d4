//! `claims`: every claim, tested.

mod cells;
mod table;

use std::path::PathBuf;

use cells::{Cell, line, parse};

use super::faults::CommandResult;
use super::long_work::{Begin, LongWork, model, no_line, write};
use super::options::ClaimsArgs;
use uptake::analysis::sequential::{Conclusion, LOOKS, Want, sizes};
use uptake::calibration::abc_smc::prior;
use uptake::claims::arms::{Arm, Setting, prepare};
use uptake::claims::evaluate::{Evaluation, Looks, evaluate};
use uptake::claims::verdict::{Set, Verdict, verdicts};
use uptake::claims::{Claim, all, outside, page};
use uptake::diagnostic::spelling::nearest;
use uptake::diagnostic::{Diagnostic, Diagnostics, ExitStatus};
use uptake::model::Model;
use uptake::parameters::ensemble::Vector;
use uptake::parameters::{Ensemble, Ledger};
use uptake::results::digest::{VERSION, text_digest};

/// Replications at the first look: for one vector, and for each of many.
const FIRST_LOOK: (u32, u32) = (100, 40);
/// Vectors of the prior, and of each null model.
const BESIDE: (usize, usize) = (20, 10);
/// Replications under each of these, looked at once: what counts there is the estimate.
const REPLICATIONS_BESIDE: u32 = 50;

/// Tests claims.
pub fn run(args: &ClaimsArgs) -> CommandResult {
    let mut claims = chosen(&args.only)?;
    if args.list {
        table::list(&claims, args.work.format)?;
        if !args.work.quiet {
            aside!("against data, where UPTAKE_DATA names its folder: {}", outside::IDS.join(", "));
        }
        return Ok(());
    }
    let ledger = Ledger::standard()?;
    let beside = against_data(args, &ledger)?;
    let sets = sets(args, claims.len(), &ledger)?;
    let texts: Vec<String> = sets.iter().map(|s| s.ensemble.to_csv()).collect();
    let ids: Vec<&str> = claims.iter().map(|c| c.id).collect();
    let values: Vec<f64> = ledger.entries().iter().map(|e| e.value).collect();
    let looks: Vec<&Looks> = sets.iter().map(|s| &s.looks).collect();
    let about = format!("{ids:?} {texts:?} {values:?} {looks:?} {}", asked(&claims));
    let head = format!("claims {VERSION} {}", text_digest(&about));
    let default = || PathBuf::from("results").join(format!("claims-{}", &text_digest(&head)[..8]));
    let mut work = LongWork::begin(Begin {
        folder: default(),
        head: &head,
        pieces: claims.len() * sets.iter().map(|s| s.ensemble.vectors.len()).sum::<usize>(),
        args: &args.work,
    })?;
    // The accepted vectors come first, so that an interruption leaves what matters most.
    let mut cells: Vec<Vec<(Set, Vec<Evaluation>)>> = claims.iter().map(|_| Vec::new()).collect();
    for set in &sets {
        for (claim, cells) in claims.iter().zip(&mut cells) {
            let found = (0..set.ensemble.vectors.len()).map(|k| piece(&mut work, claim, set, k, &ledger));
            cells.push((set.set, found.collect::<Result<_, _>>()?));
        }
    }
    let folder = work.end()?;
    let accepted = &sets[0].ensemble;
    let mut verdicts = verdicts(&claims, &cells, accepted);
    for (claim, verdict) in beside {
        claims.push(claim);
        verdicts.push(verdict);
    }
    let text = page::page(
        &claims,
        &verdicts,
        &sets.iter().map(|s| (s.set, s.ensemble.vectors.len())).collect::<Vec<_>>(),
    );
    write(&folder.join("claims.md"), &text)?;
    write(&folder.join("claims.json"), table::json(&claims, &verdicts)?)?;
    write(&folder.join("claims.csv"), table::csv(&claims, &verdicts)?)?;
    if let Some(path) = &args.page {
        write(path, &text)?;
    }
    table::print(&claims, &verdicts, args.work.format)?;
    if !args.work.quiet {
        aside!("{}: claims.md, claims.json, claims.csv", folder.display());
        aside!("what parameters claims hang on: uptake parameters; what was fitted: uptake calibrate");
    }
    let failing: Vec<&str> =
        verdicts.iter().filter(|v| v.decision == Conclusion::Fails).map(|v| v.id).collect();
    match failing.len() {
        0 => Ok(()),
        n => {
            let fault = format!("{n} of {} claims fail: {}", verdicts.len(), failing.join(", "));
            Err(Diagnostic::new("", fault, "").with_status(ExitStatus::Differs).into())
        }
    }
}

/// What the claims ask, in a text: notes of claims that asked something else are not used.
fn asked(claims: &[Claim]) -> String {
    let arm = |a: &Arm| format!("{} {} {:?} {:?} {}", a.name, a.text, a.scaled, a.schools, a.chance);
    let of = |c: &Claim| {
        let arms: Vec<String> = c.arms.iter().map(arm).collect();
        let wants: Vec<Want> = c.parts.iter().map(|p| p.want).collect();
        format!("{arms:?} {:?} {wants:?} {:?}", c.months, c.floor)
    };
    claims.iter().map(of).collect()
}

/// The claims of these ids, or all.
fn chosen(only: &[String]) -> CommandResult<Vec<Claim>> {
    let claims = all();
    for id in only {
        if !claims.iter().any(|c| c.id == id) && !outside::IDS.contains(&id.as_str()) {
            let meant = nearest(id, claims.iter().map(|c| c.id).chain(outside::IDS));
            let meant = meant.map_or(String::new(), |near| format!("did you mean `{near}`? "));
            let remedy = format!("{meant}uptake claims --list names them all");
            return Err(Diagnostic::usage(format!("no claim has the id `{id}`"), remedy).into());
        }
    }
    Ok(claims.into_iter().filter(|c| only.is_empty() || only.iter().any(|id| id == c.id)).collect())
}

/// Claims that are held against data, where the folder of data is given.
fn against_data(args: &ClaimsArgs, ledger: &Ledger) -> CommandResult<Vec<(Claim, Verdict)>> {
    let wanted: Vec<&str> = outside::IDS
        .into_iter()
        .filter(|id| args.null.is_none() && (args.only.is_empty() || args.only.iter().any(|only| only == id)))
        .collect();
    let Some(folder) = std::env::var_os("UPTAKE_DATA").map(PathBuf::from) else {
        if !wanted.is_empty() && !args.work.quiet {
            aside!(
                "note: {} need data and were not tested\n  name its folder in UPTAKE_DATA",
                wanted.join(" and ")
            );
        }
        return Ok(Vec::new());
    };
    let mut found = Vec::new();
    for id in wanted {
        let tested = outside::test(id, &folder, ledger);
        found.extend(tested.map_err(|found| found.with_status(ExitStatus::Content))?);
    }
    Ok(found)
}

/// Vectors under which claims are tested, and how often.
struct Asked {
    set: Set,
    model: Model,
    ensemble: Ensemble,
    looks: Looks,
    /// The ensemble's values are the ledger's own.
    plain: bool,
}

fn sets(args: &ClaimsArgs, claims: usize, ledger: &Ledger) -> CommandResult<Vec<Asked>> {
    let main = match &args.null {
        Some(word) => model(word)?,
        None => Model::Full,
    };
    if args.quick {
        // One vector: the values of the ledger.
        let free: Vec<_> = ledger.entries().iter().filter(|e| e.is_free_in(main)).collect();
        let values = free.iter().map(|e| e.value).collect();
        let ensemble = Ensemble {
            positions: free.iter().map(|e| e.position).collect(),
            vectors: vec![Vector { weight: 1.0, values }],
        };
        let looks = Looks::new(sizes(FIRST_LOOK.0, LOOKS), claims, 1);
        return Ok(vec![Asked {
            set: Set::Accepted,
            model: main,
            ensemble,
            looks,
            plain: main == Model::Full,
        }]);
    }
    let shipped = |model: Model, count: usize| {
        let mut ensemble = Ensemble::shipped(model.word(), ledger)?;
        ensemble.vectors.truncate(count);
        Ok::<_, Diagnostics>(ensemble)
    };
    let mut sets = vec![Asked {
        set: Set::Accepted,
        model: main,
        ensemble: shipped(main, usize::from(args.vectors))?,
        looks: Looks::new(sizes(FIRST_LOOK.1, LOOKS), claims, usize::from(args.vectors)),
        plain: false,
    }];
    if main == Model::Full {
        let beside = |set, model, ensemble| Asked {
            set,
            model,
            ensemble,
            looks: Looks::new(vec![REPLICATIONS_BESIDE], claims, 1),
            plain: false,
        };
        sets.push(beside(Set::Prior, Model::Full, prior(Model::Full, BESIDE.0, 2, ledger)));
        for (model, _) in Model::ALL.into_iter().filter(|(m, _)| *m != Model::Full) {
            sets.push(beside(Set::Null(model), model, shipped(model, BESIDE.1)?));
        }
    }
    Ok(sets)
}

/// One claim under one vector.
fn piece(
    work: &mut LongWork,
    claim: &Claim,
    set: &Asked,
    vector: usize,
    ledger: &Ledger,
) -> CommandResult<Evaluation> {
    let lines = work.pieces(1, |_| {
        let setting = Setting {
            model: set.model,
            ensemble: set.ensemble.clone(),
            vector: set.ensemble.vectors[vector].clone(),
        };
        let arms = prepare(claim, (!set.plain).then_some(&setting), ledger)?;
        let found = evaluate(claim, &arms, &set.looks, ledger);
        Ok(vec![line(&Cell { claim: claim.id.into(), set: set.set.name().into(), vector, found })])
    })?;
    let cell = lines.first().and_then(|line| parse(line)).ok_or_else(no_line)?;
    if cell.claim != claim.id || cell.set != set.set.name() || cell.vector != vector {
        return Err(no_line().into());
    }
    Ok(cell.found)
}
