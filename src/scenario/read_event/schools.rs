//! The schools that an event is about, by name or by share.

use super::action::Reading;
use crate::diagnostic::{Remedy, SourceLocation};
use crate::scenario::advice::within;
use crate::scenario::event::Schools;
use crate::scenario::school_names::{NAMELESS, is_called, no_school};
use crate::scenario::table_reader::as_number;
use crate::scenario::text::Value;

impl Reading<'_> {
    /// The schools meant: all unless `school` or `schools` says otherwise.
    pub(super) fn schools(&mut self) -> Option<Schools> {
        if let Some((name, spot)) = &self.fields.school {
            return self.named(name, spot).map(Schools::Named);
        }
        let Some(item) = &self.fields.schools else { return Some(Schools::All) };
        match (&item.value, as_number(&item.value)) {
            (Value::Text(word), _) if word == "pilot" => Some(Schools::Pilot),
            (Value::Text(word), _) if word == "all" => Some(Schools::All),
            (_, Some(share)) if (0.0..=1.0).contains(&share) => Some(Schools::Share(share)),
            (value, number) => {
                let shown = match (value, number) {
                    (Value::Text(word), _) => format!("\"{word}\""),
                    (_, Some(x)) => x.to_string(),
                    _ => value.kind().to_string(),
                };
                let allowed = "\"all\", \"pilot\", or a share of the schools from 0 to 1";
                let words = format!("write {allowed}; one school is `school`");
                let mut remedy = Remedy::allowing(words, allowed);
                if let Some(x) = number {
                    remedy = within(x, 0.0, 1.0, allowed.into());
                }
                self.problems.add(&item.at, format!("`schools` is {shown}"), remedy);
                None
            }
        }
    }

    /// The id of a school that is named by id or name.
    pub(super) fn named(&mut self, name: &str, spot: &SourceLocation) -> Option<String> {
        let districts = self.around.districts.iter().filter(|d| self.district.is_none_or(|id| d.id == id));
        let known: Vec<(&str, &(String, String))> =
            districts.flat_map(|d| d.schools.iter().map(|s| (d.id.as_str(), s))).collect();
        if self.around.districts.is_empty() {
            return Some(name.into()); // why the districts are not known is told elsewhere
        }
        if known.is_empty() {
            let remedy = "name none: events about `schools`, such as \"principals leave\", take \"pilot\" or a share; \
                          or list the schools of the district";
            self.problems.add(spot, format!("\"{name}\": {NAMELESS}"), remedy);
            return None;
        }
        let found: Vec<&(&str, &(String, String))> =
            known.iter().filter(|(_, (id, n))| is_called(name, id, n)).collect();
        match found.as_slice() {
            [(_, (id, _))] => return Some(id.clone()),
            [(first, _), .., (last, _)] => {
                let fault = format!("{} schools are called \"{name}\"", found.len());
                let remedy = if first == last {
                    "name it by its id".to_string()
                } else {
                    format!("say in which district: district = \"{first}\"; or name the school by its id")
                };
                self.problems.add(spot, fault, remedy);
            }
            [] => {
                let names = known.iter().map(|(_, (_, n))| n.as_str());
                no_school(name, self.district, names, spot, self.problems);
            }
        }
        None
    }

    pub(super) fn sites(&mut self) -> Option<Vec<String>> {
        let Some((sites, _)) = &self.fields.pilot_schools else { return Some(Vec::new()) };
        sites.iter().map(|(name, spot)| self.named(name, spot)).collect()
    }
}
