//! The page: everything put into words, for the template.

use askama::Template;

use super::ReportRequest;
use super::answer::{Answer, answer, told};
use super::evidence::{self, Assumption, Claims};
use super::forms::{self, FormRow, OverForms};
use super::horizon::horizon;
use super::influential::{self, Influences, StoredSensitivity};
use super::picture::{Picture, picture};
use super::seen_words::given;
use super::typical_runs::TypicalRun;
use super::words;
use super::{cost_words, equity_words, ranking};
use crate::claims::record::OLD_MODEL;
use crate::diagnostic::shell::word;
use crate::diagnostic::{Diagnostic, Result};
use crate::experiment::assumption_sets::applies;
use crate::experiment::comparable::pairing_note;
use crate::experiment::seen::SEEN;
use crate::explain::ButFor;
use crate::explain::one_at_a_time::Screen;
use crate::figures::sizes_of;
use crate::phrasing::{capital, count, gist, listed, lower, signed_points, thousands};
use crate::results::TableFormat;
use crate::results::assumption_table::Assumptions;
use crate::results::digest::VERSION;
use crate::scenario::Scenario;
use crate::scenario::describe::{Paragraph, describe};

pub(super) const STYLE: &str = include_str!("style.css");
pub(super) const SCRIPT: &str = include_str!("page.js");

/// The month at which support usually ends.
const EARLY: u32 = 36;

/// Causes shown of a run before all of them.
const LARGEST: usize = 6;

#[derive(Template)]
#[template(path = "page.html")]
struct ReportPage<'a> {
    style: &'static str,
    script: &'static str,
    title: String,
    question: String,
    district: &'a str,
    of_district: String,
    many: bool,
    months: u32,
    replications: u32,
    seeds: String,
    digest: &'a str,
    version: &'a str,
    other_version: Option<&'static str>,
    command: String,
    answer: Answer,
    given: Vec<String>,
    at_a_glance: Vec<Picture>,
    next: Vec<String>,
    forms: Vec<String>,
    mixed: Option<String>,
    unpaired: bool,
    horizon: String,
    pairs: Vec<Pair>,
    /// Whether so many are compared that the page ranks them, and folds what is said of each.
    ranked: bool,
    /// The answer that ranks them.
    ranking: Vec<String>,
    /// All differences side by side.
    differences: Option<Picture>,
    sections: Vec<FigureSection>,
    tellings: Vec<Telling<'a>>,
    screen: String,
    influences: Vec<Influences>,
    sensitivity: Option<StoredSensitivity>,
    claims: Claims,
    accounts: Vec<Account>,
    assumptions: Vec<Assumption>,
    grades: Vec<(&'static str, usize, &'static str)>,
    parameters: usize,
    accepted: bool,
    varied: bool,
    draws: bool,
    drawn_forms: bool,
}

impl ReportPage<'_> {
    fn thousands(&self, n: &u32) -> String {
        thousands(u64::from(*n))
    }

    /// Causes whose removal changes something, then all of them together.
    fn causes<'t>(&self, told: &'t TypicalRun) -> Vec<&'t ButFor> {
        let story = &told.story;
        story.but_for.iter().chain(&story.together).filter(|b| !b.is_nothing()).collect()
    }

    /// The largest of them, and all together.
    fn largest<'t>(&self, told: &'t TypicalRun) -> Vec<&'t ButFor> {
        let story = &told.story;
        let largest = story.but_for.iter().filter(|b| !b.is_nothing()).take(LARGEST);
        largest.chain(&story.together).collect()
    }

    /// The command that tells this run again.
    fn explain(&self, told: &TypicalRun) -> String {
        let (story, many) = (&told.story, self.many);
        let scenario = if many { format!(" --scenario {}", word(&story.scenario)) } else { String::new() };
        format!("uptake explain .{scenario}{} --replication {}", self.of_district, story.replication)
    }

    /// What the table of causes does not show.
    fn others(&self, told: &TypicalRun) -> String {
        let nothing = told.story.but_for.iter().filter(|b| b.is_nothing()).count();
        let left = match told.story.left {
            0 => String::new(),
            n => format!(" {n} further candidates were not removed one by one."),
        };
        let nothing = match nothing {
            0 => String::new(),
            1 => " Removing one further candidate changes nothing.".into(),
            n => format!(" Removing any one of {n} further candidates changes nothing."),
        };
        format!("Effects of single causes do not add up.{nothing}{left}")
    }

    fn share(&self, x: &f64) -> String {
        format!("{x:.2}")
    }

    fn gain(&self, before: &f64, after: &f64) -> f64 {
        after - before
    }

    /// Claims of those that bear on the question which the model does not meet.
    fn failing(&self) -> String {
        let fails = self.claims.rows.iter().filter(|k| k.decision == "fails");
        let said: Vec<String> = fails.map(|k| format!("“{}”", k.words)).collect();
        let words = match said.len() {
            0 => "No claim that bears on this question fails. That does not prove the model right.".into(),
            _ => format!("The model does not show these claims from the literature: {}.", said.join("; ")),
        };
        match self.claims.are_old() {
            false => words,
            true => format!(
                "{words} This is said of the model of version {OLD_MODEL}; the model of version {VERSION} has not been tested on \
                 these claims yet."
            ),
        }
    }
}

/// A comparison.
struct Pair {
    id: usize,
    /// Place of the scenario that is compared with the base.
    scenario: usize,
    title: String,
    words: Vec<String>,
    forms: Vec<FormCells>,
    difference: Option<Picture>,
}

/// A difference under one form of the model, in words.
struct FormCells {
    form: String,
    pairs: u64,
    mean: String,
    interval: String,
    verdict: &'static str,
}

/// Figures under a heading.
struct FigureSection {
    id: &'static str,
    title: &'static str,
    words: &'static str,
    sentences: Vec<String>,
    pictures: Vec<Picture>,
}

/// A scenario's typical run.
struct Telling<'a> {
    /// Place of the scenario.
    scenario: usize,
    title: String,
    told: &'a TypicalRun,
}

/// A scenario read back in plain words.
struct Account {
    title: String,
    paragraphs: Vec<Paragraph>,
}

/// Sections of figures: id, which the figures name, heading, and what to look for.
const SECTIONS: [(&str, &str, &str); 9] = [
    (
        "seen",
        "Given what you have seen",
        "Futures that meet what you have seen count more, others less or not at all. Where the two bands differ, what you have seen \
         tells something.",
    ),
    (
        "path",
        "How far and how deep",
        "Each line follows a scenario over time. Farther right, more teachers use the practice; farther up, they use it more \
         deeply. Bubbles show where single simulated districts end.",
    ),
    (
        "timelines",
        "Over the months",
        "The outer band holds nine in ten simulated districts, the inner band the middle half. Bands show how far \
         districts differ by chance, not how well the mean is known.",
    ),
    (
        "stages",
        "Stages",
        "Stages run from a team's pilot (1) to a districtwide norm (5). A district can fall back. Some reach a stage only \
         after the last month, or never.",
    ),
    (
        "causes",
        "Who uses it, and why",
        "What brought users to the practice: the pilot, colleagues, an invitation, an expectation or a mandate.",
    ),
    (
        "program",
        "The whole program",
        "A teacher uses the whole program who uses every component that has started. Components share a teacher's time and help. A \
         scenario without further components is shown with the practice alone.",
    ),
    (
        "leaders",
        "Dimensions and leaders",
        "Depth, sustainability, spread and ownership side by side, and the effect of leadership changes.",
    ),
    (
        "equity",
        "Whom it reaches",
        "High-poverty schools are at or above the district's mean poverty, low-poverty schools below it. A gap below zero means \
         that high-poverty schools are behind.",
    ),
    (
        "cost",
        "What it costs",
        "Hours of program managers, coaches, teachers and substitutes, and their price in dollars of 2023. Prices are parameters, \
         most of them assumed; nothing in the model reads them.",
    ),
];

/// The page as HTML.
pub fn render(asked: &ReportRequest<'_>, screen: &Screen, stories: &[Option<TypicalRun>]) -> Result<String> {
    let (dataset, district) = (asked.results.dataset, asked.results.district);
    let (pairs, manifest) = (&dataset.pairs[..], &dataset.manifest);
    let sizes = sizes_of(asked.results);
    let scenarios = &match &sizes {
        Some(sizes) => sizes.iter().zip(&dataset.scenarios).map(sized).collect(),
        None => words::told_apart(&dataset.scenarios),
    };
    let Some(first) = scenarios.first() else { return Ok(String::new()) };
    let by_size = sizes.is_some();
    let assumptions = dataset.assumptions()?;
    let answer = answer(scenarios, asked.results, assumptions.as_ref(), asked.ledger);
    let forms = pairs.iter().map(|&pair| {
        let both = [pair.0, pair.1].map(|s| &scenarios[s]);
        forms::of_pair(dataset, pair, both, Some(&district.id), asked.ledger)
    });
    let mut forms = forms.collect::<Result<Vec<OverForms>>>()?;
    if pairs.is_empty() {
        let words = forms::not_varied(first, asked.ledger)?;
        forms.push(OverForms { words, ..OverForms::default() });
    }
    let named = |name: &str| asked.figures.iter().find(|f| f.name == name).map(picture);
    let compared = pairs.iter().enumerate().map(|(k, &pair)| {
        let other = &scenarios[pair.0];
        Pair {
            id: k,
            scenario: pair.0,
            title: other.title.clone(),
            words: beyond(scenarios, pair, (asked, assumptions.as_ref())),
            forms: form_rows(&forms[k]),
            difference: named(&format!("difference-{}", other.name)),
        }
    });
    let sensitivity = asked
        .sensitivity
        .map(|found| influential::stored_sensitivity(found, &dataset.scenarios, asked.place, asked.ledger))
        .transpose()?;
    let (screened, influences) = match &sensitivity {
        Some(stored) => (stored.words.clone(), Vec::new()),
        None => influential::influences(screen, scenarios, asked.results, asked.ledger),
    };
    let account = |s: &Scenario| Account {
        title: s.title.clone(),
        paragraphs: describe(s, asked.ledger).into_iter().filter(|p| p.about != "question").collect(),
    };
    let tellings = scenarios.iter().zip(stories);
    let claims = evidence::claims(scenarios, asked.ledger);
    let page = ReportPage {
        style: STYLE,
        script: SCRIPT,
        title: match sizes {
            Some(sizes) => {
                let base = dataset.scenarios.first().map_or("", |s| s.title.as_str());
                format!("{base}, in districts of {}", count(sizes.len() as f64, "size", "sizes"))
            }
            None => title(scenarios, pairs),
        },
        question: match by_size {
            true => "How does the size of a district change the answer?".into(),
            false => question(scenarios, pairs),
        },
        district: &district.name,
        of_district: match first.places.len() {
            1 => String::new(),
            _ => format!(" --district {}", word(&district.id)),
        },
        many: scenarios.len() > 1,
        months: first.run.months,
        replications: first.run.replications,
        seeds: seeds(scenarios),
        digest: &manifest.digest,
        version: &manifest.version,
        other_version: (!dataset.has_same_runs()).then_some(VERSION),
        command: command(asked, assumptions.is_some()),
        horizon: horizon(scenarios, asked.results),
        pairs: compared.collect(),
        ranked: ranking::is_due(scenarios),
        ranking: match ranking::is_due(scenarios) {
            true => ranking::answer(scenarios, asked.results, assumptions.as_ref()),
            false => Vec::new(),
        },
        differences: named("differences"),
        at_a_glance: asked.figures.iter().filter(|figure| figure.section == "answer").map(picture).collect(),
        sections: sections(asked, scenarios),
        tellings: tellings
            .enumerate()
            .filter_map(|(scenario, (s, t))| {
                Some(Telling { scenario, title: s.title.clone(), told: t.as_ref()? })
            })
            .collect(),
        screen: screened,
        next: what_to_do(&influences, &claims, next(scenarios)),
        influences,
        sensitivity,
        claims,
        accounts: scenarios.iter().map(account).collect(),
        assumptions: evidence::assumptions(scenarios, asked.ledger),
        grades: evidence::grades(asked.ledger),
        parameters: asked.ledger.entries().len(),
        accepted: scenarios.iter().any(|s| s.accepted.is_some()),
        varied: assumptions.is_some(),
        draws: scenarios.iter().any(|s| !s.drawn().is_empty()),
        drawn_forms: scenarios.iter().any(Scenario::draws_model),
        answer,
        given: asked.results.given.as_ref().map_or_else(Vec::new, |found| {
            let titles: Vec<&str> = scenarios.iter().map(|s| s.title.as_str()).collect();
            given(found, &titles, pairs, first.run.months, first.run.smallest_named())
        }),
        forms: said(&forms),
        mixed: pairing_note(scenarios, pairs, dataset.is_unpaired()),
        unpaired: dataset.is_unpaired(),
    };
    page.render().map_err(|e| Diagnostic::of_the_program("the template of the report", e))
}

/// A scenario that stands for a size goes by it.
fn sized((size, s): (&String, &Scenario)) -> Scenario {
    Scenario { title: size.clone(), ..s.clone() }
}

/// What a reader can do with the answer, the most useful first.
pub(super) fn what_to_do(influences: &[Influences], claims: &Claims, next: String) -> Vec<String> {
    let mut said = Vec::new();
    if let Some(most) = influences.iter().find_map(|of| of.rows.first()) {
        said.push(format!(
            "Find out how it is with you: {}. Of the assumptions that were tried, the answer moves most with this one ({} points from \
             one end of its range to the other).",
            lower(gist(&most.meaning)),
            most.swing
        ));
    }
    let missed = claims.rows.iter().filter(|claim| claim.decision == "fails").count();
    if missed > 0 {
        said.push(format!(
            "Doubt it where you should: of {} claims from the literature that bear on this question, the model does not show {missed}. \
             They are listed below.",
            claims.rows.len()
        ));
    }
    said.extend(Some(next).filter(|next| !next.is_empty()));
    said
}

/// What to try next, in a terminal.
fn next(scenarios: &[Scenario]) -> String {
    let first = scenarios.first().map(|first| {
        format!(
            "Try it at your size and with your plan: uptake what-if {} --with district.pupils=10000. Take the answer to \
             your team as a question, not as a forecast.",
            word(&first.name)
        )
    });
    first.unwrap_or_default()
}

/// What the forms of the model come to, each sentence once.
fn said(forms: &[OverForms]) -> Vec<String> {
    let mut said: Vec<String> = Vec::new();
    for form in forms {
        if !form.words.is_empty() && !said.contains(&form.words) {
            said.push(form.words.clone());
        }
    }
    said
}

/// The difference under each form of the model.
fn form_rows(found: &OverForms) -> Vec<FormCells> {
    let cells = |row: &FormRow| {
        let d = &row.difference;
        FormCells {
            form: capital(&forms::name(row.model)),
            pairs: d.summary.n,
            mean: signed_points(d.summary.mean),
            interval: format!("{} to {}", signed_points(d.mean_low), signed_points(d.mean_high)),
            verdict: row.direction().words(),
        }
    };
    found.rows.iter().map(cells).collect()
}

/// What a comparison comes to beyond the answer: deep share when support usually ends, and spread at the end.
fn beyond(
    scenarios: &[Scenario],
    pair: (usize, usize),
    (asked, assumptions): (&ReportRequest<'_>, Option<&Assumptions>),
) -> Vec<String> {
    let last = scenarios[pair.1].run.months;
    let early = (last > EARLY).then_some(("deep_share", EARLY));
    let looked_at = early.into_iter().chain([("spread", last)]);
    looked_at.map(|at| told(scenarios, (asked.results, assumptions), pair, at, asked.ledger)).collect()
}

fn sections(asked: &ReportRequest<'_>, scenarios: &[Scenario]) -> Vec<FigureSection> {
    let section = |(id, title, words)| {
        let found = asked.figures.iter().filter(|figure| figure.section == id);
        let sentences = match id {
            "cost" => cost_words::sentences(asked.results, scenarios),
            "equity" => equity_words::sentences(asked.results, scenarios),
            _ => Vec::new(),
        };
        FigureSection { id, title, words, sentences, pictures: found.map(picture).collect() }
    };
    SECTIONS.into_iter().map(section).filter(|section| !section.pictures.is_empty()).collect()
}

/// Whose titles the page bears: the base and the others.
fn title(scenarios: &[Scenario], pairs: &[(usize, usize)]) -> String {
    if ranking::is_due(scenarios) {
        return ranking::title(scenarios, pairs);
    }
    let titles: Vec<&str> = scenarios.iter().map(|s| s.title.as_str()).collect();
    match (titles.as_slice(), pairs.is_empty()) {
        ([base, others @ ..], false) => format!("{} – compared with: {base}", others.join(" · ")),
        _ => titles.join(" · "),
    }
}

/// The question of the only other scenario or of the base; of several, each its own; of many, one of all.
pub(super) fn question(scenarios: &[Scenario], pairs: &[(usize, usize)]) -> String {
    if ranking::is_due(scenarios) {
        return ranking::question(scenarios);
    }
    let asked: Vec<&str> = match pairs {
        [] => scenarios.iter().map(|s| s.question.as_str()).collect(),
        pairs => pairs.iter().map(|&(other, _)| scenarios[other].question.as_str()).collect(),
    };
    let asked: Vec<&str> = asked.into_iter().filter(|q| !q.is_empty()).collect();
    asked.join(" ")
}

/// The seed of all scenarios, or of samples without pairs the seed of each.
fn seeds(scenarios: &[Scenario]) -> String {
    let each: Vec<String> = scenarios.iter().map(|s| s.run.seed.to_string()).collect();
    if each.windows(2).all(|two| two[0] == two[1]) {
        each.into_iter().take(1).collect()
    } else {
        listed(&each)
    }
}

/// The command that makes the folder again, from inside it.
fn command(asked: &ReportRequest<'_>, varied: bool) -> String {
    let dataset = asked.results.dataset;
    let verb = if dataset.pairs.is_empty() { "run" } else { "compare" };
    let files = dataset.scenarios.iter().map(|s| word(&format!("scenarios/{}.toml", s.name)));
    let format = &dataset.manifest.tables;
    let tables =
        if format == TableFormat::USUAL.word() { String::new() } else { format!(" --tables {format}") };
    let unpaired = if dataset.is_unpaired() { " --unpaired" } else { "" };
    let kept = dataset.manifest.measures.as_ref();
    let measures = kept.map_or_else(String::new, |kept| format!(" --measures {}", kept.join(",")));
    let is_paired = !dataset.pairs.is_empty() && !dataset.is_unpaired();
    let is_left_out = !varied && dataset.has_runs() && applies(&dataset.scenarios, is_paired);
    let seen = if dataset.manifest.files.contains_key(SEEN) { " --seen seen.csv" } else { "" };
    let without = if is_left_out { " --no-assumptions" } else { "" };
    format!(
        "uptake {verb} {}{unpaired}{without}{seen}{tables}{measures}",
        files.collect::<Vec<_>>().join(" ")
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn style_and_script_hold_nothing_that_ends_their_element_or_leaves_the_page() {
        for text in [STYLE, SCRIPT] {
            assert!(!text.contains("</") && !text.contains("http") && !text.contains("url("));
        }
    }
}
