//! What an event does, by its words.

use super::Around;
use super::keys::Fields;
use crate::census::grade::GradeSpan;
use crate::diagnostic::{Diagnostics, Remedy};
use crate::scenario::advice::{shown, span, unknown, within, within_plausible};
use crate::scenario::event::{Action, Target};
use crate::scenario::kinds::Kind;

/// Commitment of one who disengages, and of one who commits, unless the event says.
const USUAL: (f64, f64) = (0.1, 0.9);
/// Most hours of collaboration a month.
const MOST_HOURS: f64 = 100.0;

/// An event on its way to what it does.
pub struct Reading<'a> {
    pub fields: &'a Fields,
    pub around: &'a Around<'a>,
    /// The only district that the event is about.
    pub district: Option<&'a str>,
    pub problems: &'a mut Diagnostics,
}

impl Reading<'_> {
    pub fn action(&mut self, kind: &Kind) -> Option<Action> {
        Some(match kind.what {
            "superintendent disengages" => self.commitment(Target::Superintendent, USUAL.0)?,
            "superintendent commits" => self.commitment(Target::Superintendent, USUAL.1)?,
            "superintendent leaves" => self.leaves(Some(Target::Superintendent))?,
            "lead disengages" => self.commitment(Target::Lead, USUAL.0)?,
            "lead commits" => self.commitment(Target::Lead, USUAL.1)?,
            "lead leaves" => self.leaves(Some(Target::Lead))?,
            "principals disengage" => self.principals_commit(USUAL.0)?,
            "principals commit" => self.principals_commit(USUAL.1)?,
            "principal leaves" | "principals leave" => {
                let schools = self.schools();
                self.leaves(schools.map(Target::Principals))?
            }
            "program manager leaves" => Action::Leaves { post: Target::Manager, aligned: None },
            "support changes" => Action::Support { to: self.share(0.0)? },
            "support ends" => Action::Support { to: 0.0 },
            "collaboration time changes" => {
                let (to, schools) = (self.number(0.0, MOST_HOURS, "hours a month"), self.schools());
                Action::Time { schools: schools?, to: to? }
            }
            "mandate" => Action::Mandate,
            "mandate ends" => Action::MandateEnds,
            "initiative starts" => Action::Initiatives { change: 1.0 },
            "initiative ends" => Action::Initiatives { change: -1.0 },
            "team starts" => Action::TeamStarts { sites: self.sites()? },
            "collaboration starts" => {
                let (grades, sites) = (self.grades(), self.sites());
                Action::CollaborationStarts { grades: grades?, sites: sites? }
            }
            "new curriculum" => Action::NewCurriculum,
            "pause" => Action::Pause,
            "return" => Action::Return,
            "set" => self.set()?,
            _ => return None,
        })
    }

    fn commitment(&mut self, post: Target, usual: f64) -> Option<Action> {
        Some(Action::Commitment { post, to: self.share(usual)? })
    }

    fn principals_commit(&mut self, usual: f64) -> Option<Action> {
        let (schools, to) = (self.schools(), self.share(usual));
        Some(Action::Commitment { post: Target::Principals(schools?), to: to? })
    }

    fn leaves(&mut self, post: Option<Target>) -> Option<Action> {
        let aligned = match self.fields.successor.as_ref().map(|(word, spot)| (word.as_str(), spot)) {
            None | Some(("drawn", _)) => None,
            Some(("aligned", _)) => Some(1.0),
            Some(("not aligned", _)) => Some(0.0),
            Some((word, spot)) => {
                let words = ["drawn", "aligned", "not aligned"];
                let remedy = unknown(word, words.into_iter());
                self.problems.add(spot, format!("no successor is \"{word}\""), remedy);
                return None;
            }
        };
        Some(Action::Leaves { post: post?, aligned })
    }

    fn share(&mut self, usual: f64) -> Option<f64> {
        if self.fields.to.is_none() { Some(usual) } else { self.number(0.0, 1.0, "share") }
    }

    fn number(&mut self, low: f64, high: f64, unit: &str) -> Option<f64> {
        let (x, spot) = self.fields.to.as_ref()?;
        if !(low..=high).contains(x) {
            let allowed = format!("{low} to {high} ({unit})");
            let fault = format!("`to` is {}, outside {allowed}", shown(*x));
            self.problems.add(spot, fault, within(*x, low, high, allowed));
            return None;
        }
        Some(*x)
    }

    fn grades(&mut self) -> Option<GradeSpan> {
        let (text, spot) = self.fields.grades.as_ref()?;
        span(text, spot, self.problems)
    }

    fn set(&mut self) -> Option<Action> {
        let ((name, name_at), (to, to_at)) = (self.fields.parameter.as_ref()?, self.fields.to.as_ref()?);
        let ledger = self.around.ledger;
        let Some(entry) = ledger.get(name) else {
            let remedy = match ledger.nearest(name) {
                Some(near) => Remedy::from(format!("did you mean `{near}`?")).near(near),
                None => "uptake parameters lists all names".into(),
            };
            self.problems.add(name_at, format!("there is no parameter `{name}`"), remedy);
            return None;
        };
        if entry.first_day {
            let fault =
                format!("`{name}` acts on the first day only, so that setting it later would do nothing");
            let remedy = "set it in its section, or date what it stands for with another event";
            self.problems.add(name_at, fault, remedy);
            return None;
        }
        let (low, high) = entry.allowed();
        if !(low..=high).contains(to) {
            let allowed = format!("{low} to {high} ({})", entry.unit);
            let fault = format!("`to` is {}, but `{name}` must lie in {allowed}", shown(*to));
            let plausible = format!("plausible is {} to {}", entry.range.0, entry.range.1);
            let remedy = within_plausible(*to, (low, high), allowed, plausible);
            self.problems.add(to_at, fault, remedy);
            return None;
        }
        Some(Action::Set { position: entry.position, to: *to })
    }
}
