//! Plans and worlds as scenarios: a text that nobody sees, settings on top, and every fault told where the set says it.

use super::no_district;
use crate::diagnostic::{Diagnostic, Diagnostics, ExitStatus, SourceLocation};
use crate::parameters::WeighedModel;
use crate::scenario::decide_set::{AskedPlan, AskedWorld, DecideSet, Placed, PlacedSetting};
use crate::scenario::render::quoted;
use crate::scenario::{FORMAT, FoundDistricts, Library, Scenario};

/// How scenarios of a set are made.
pub struct Drafts<'a> {
    /// The set.
    pub set: &'a DecideSet,
    /// Settings that hold for all.
    pub settings: &'a [String],
    /// The districts, where they are given from outside.
    pub places: Option<&'a FoundDistricts>,
    /// Where scenarios and tables come from.
    pub library: &'static (dyn Library + Sync),
}

impl Drafts<'_> {
    /// A plan by itself, in no world.
    pub fn plan(&self, plan: &AskedPlan) -> Result<Scenario, Diagnostics> {
        let all: Vec<&PlacedSetting> = plan.settings.iter().collect();
        let default = ["run.parameters=default".to_owned()];
        let open = self.resolve(plan, &plan.events, &all, &default)?;
        if plan.admit.is_empty() {
            return Ok(open);
        }
        let events = [plan.events.clone(), self.pauses(plan, &open)?].concat();
        self.resolve(plan, &events, &all, &default)
    }

    /// A plan in a world: a scenario, or one for each of its vectors. `base` is the plan by itself.
    pub fn cell(
        &self,
        plan: &AskedPlan,
        base: &Scenario,
        world: &AskedWorld,
    ) -> Result<Vec<Scenario>, Diagnostics> {
        let settings: Vec<&PlacedSetting> = plan.settings.iter().chain(&world.settings).collect();
        let events = [plan.events.clone(), self.pauses(plan, base)?, world.events.clone()].concat();
        let set = if world.vectors.is_some() { "accepted" } else { "default" };
        let found = self.resolve(plan, &events, &settings, &[format!("run.parameters={set}")])?;
        let Some(count) = world.vectors else { return Ok(vec![found]) };
        let Some(accepted) = found.accepted.clone() else { return Ok(vec![found]) };
        let at = |(of, place): (&WeighedModel, usize)| {
            let mut own = found.clone();
            of.ensemble.lay(&of.ensemble.vectors[place], &found.given, &mut own.parameters);
            (own.run.model, own.accepted) = (of.model, None);
            own.given.clear();
            own
        };
        Ok(accepted.evenly(count as usize).into_iter().map(at).collect())
    }

    /// The events by which districts that are not admitted never begin.
    fn pauses(&self, plan: &AskedPlan, scenario: &Scenario) -> Result<Vec<Placed>, Diagnostics> {
        let Some((_, at)) = plan.admit.first() else { return Ok(Vec::new()) };
        if scenario.cohort.is_none() {
            let fault =
                format!("the plan \"{}\" admits districts, and its scenario is about no cohort", plan.name);
            return Err(Diagnostic::new(
                at.clone(),
                fault,
                "extend a scenario with [cohort], or leave `admit` out",
            )
            .into());
        }
        let mut problems = Diagnostics::default();
        let is = |word: &str, k: usize| scenario.places[k].id() == word || scenario.places[k].name() == word;
        for (word, at) in &plan.admit {
            if !(0..scenario.places.len()).any(|k| is(word, k)) {
                problems.push(no_district(word, at, scenario, "plan"));
            }
        }
        let outside = (0..scenario.places.len()).filter(|&k| !plan.admit.iter().any(|(word, _)| is(word, k)));
        let pause = |k: usize| {
            let id = quoted(scenario.places[k].id());
            let text =
                format!("[[event]]\nmonth = 1\nwhat = \"pause\"\ndistrict = {id}\nnote = \"Not admitted\"\n");
            (text, at.clone())
        };
        problems.or(outside.map(pause).collect())
    }

    /// The scenario of a text that nobody has seen; its faults are told at the place of the set that they come from.
    fn resolve(
        &self,
        plan: &AskedPlan,
        events: &[Placed],
        settings: &[&PlacedSetting],
        others: &[String],
    ) -> Result<Scenario, Diagnostics> {
        let question = match self.set.question.is_empty() {
            true => String::new(),
            false => format!("question = {}\n", quoted(&self.set.question)),
        };
        let (extends, extends_at) = &plan.extends;
        let mut text = format!(
            "format = {FORMAT}\nextends = {}\ntitle = {}\n{question}",
            quoted(extends),
            quoted(&plan.name)
        );
        // The first line of what each place of the set became.
        let mut lines: Vec<(usize, &SourceLocation)> = vec![(1, &plan.at), (2, extends_at), (3, &plan.at)];
        for (event, at) in events {
            lines.push((text.lines().count() + 1, at));
            text += event;
        }
        let own = settings.iter().map(|own| own.setting.clone());
        let all: Vec<String> =
            own.chain(others.iter().cloned()).chain(self.settings.iter().cloned()).collect();
        let draft = Scenario::from_text_beside(&self.set.label, text, self.library)?;
        let draft = draft.named("plan").with_settings(&all);
        let draft = match self.places {
            Some(places) => draft.in_districts(places.clone()),
            None => draft,
        };
        draft.resolve().map_err(|found| {
            let mut told = Diagnostics::default();
            told.enter(&std::sync::Arc::from(self.set.label.as_str()));
            for fault in found {
                told.push(self.placed(fault, &lines, settings));
            }
            told
        })
    }

    /// A fault at the place of the set that it comes from.
    fn placed(
        &self,
        fault: Diagnostic,
        lines: &[(usize, &SourceLocation)],
        settings: &[&PlacedSetting],
    ) -> Diagnostic {
        if *fault.at.file == *self.set.label {
            let line = fault.at.line as usize;
            let at = lines.iter().rev().find(|(first, _)| *first <= line).map(|(_, at)| (*at).clone());
            return match at {
                Some(at) => fault.at(at),
                None => fault,
            };
        }
        let flag = fault.at.file.strip_prefix("--set ").map(str::to_owned);
        match flag.and_then(|flag| settings.iter().find(|own| own.setting == flag)) {
            Some(own) => fault.at(own.at.clone()).with_status(ExitStatus::Content),
            None => fault,
        }
    }
}
