//! Which model a run follows: the whole one, one with a cause taken out, to test claims against, or one with another form
//! of one cause, to see what hangs on the form. (ODD 7.18)
//!
//! ```
//! use uptake::model::{Kind, Model};
//!
//! assert_eq!(Model::from_word("mean field"), Some(Model::MeanField));
//! assert!(Model::Logistic.is_curve());
//! assert_eq!(Model::LinearPull.kind(), Kind::Variant);
//! ```

use strum::{EnumString, IntoStaticStr, VariantArray};

/// What a model is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// What the program simulates unless told otherwise.
    Whole,
    /// A cause is taken out: what it shows too says nothing about that cause.
    Null,
    /// One cause has another form: what it does not show hangs on that form.
    Variant,
}

/// The model of a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, IntoStaticStr, EnumString, VariantArray)]
#[strum(serialize_all = "lowercase")]
pub enum Model {
    /// Everything that the submodels say.
    #[default]
    Full,
    /// What leaders think, can do and show is the same everywhere and at all times.
    #[strum(serialize = "no leaders")]
    NoLeaders,
    /// Strengths make up for weaknesses: means in place of products and gates.
    #[strum(serialize = "no complementarity")]
    NoComplementarity,
    /// No advice network: everyone sees the whole district.
    #[strum(serialize = "mean field")]
    MeanField,
    /// Every user and every team has the same help, whatever hours are paid for.
    #[strum(serialize = "no help")]
    NoHelp,
    /// The practice has the same attention, however many initiatives there are.
    #[strum(serialize = "no attention")]
    NoAttention,
    /// Use spreads within each school alone, by innovation and imitation.
    #[strum(serialize = "Bass per school")]
    BassPerSchool,
    /// One logistic curve for the district, as steep as its people are committed.
    Logistic,
    /// The pull of colleagues grows in proportion to their share.
    #[strum(serialize = "linear pull")]
    LinearPull,
    /// Colleagues pull a teacher from the share on that this teacher waits for.
    #[strum(serialize = "threshold pull")]
    ThresholdPull,
    /// Among what leaders are and do the weakest decides.
    #[strum(serialize = "weakest leader")]
    WeakestLeader,
    /// What leaders are and do adds up.
    #[strum(serialize = "additive leaders")]
    AdditiveLeaders,
    /// Trying teaches without anyone who helps or shows.
    #[strum(serialize = "trying alone")]
    TryingAlone,
    /// What was built is lost through people who leave and schools that drop it alone.
    #[strum(serialize = "turnover alone")]
    TurnoverAlone,
}

impl Model {
    /// All models.
    pub const ALL: &[Model] = Model::VARIANTS;

    /// The models with a cause taken out.
    pub fn nulls() -> impl Iterator<Item = Model> {
        Model::ALL.iter().copied().filter(|model| model.kind() == Kind::Null)
    }

    /// The models in which one cause has another form.
    pub fn variants() -> impl Iterator<Item = Model> {
        Model::ALL.iter().copied().filter(|model| model.kind() == Kind::Variant)
    }

    /// What it is for.
    pub fn kind(self) -> Kind {
        use Model::*;
        match self {
            Full => Kind::Whole,
            NoLeaders | NoComplementarity | MeanField | NoHelp | NoAttention | BassPerSchool | Logistic => {
                Kind::Null
            }
            LinearPull | ThresholdPull | WeakestLeader | AdditiveLeaders | TryingAlone | TurnoverAlone => {
                Kind::Variant
            }
        }
    }

    /// The word that a scenario uses.
    pub fn word(self) -> &'static str {
        self.into()
    }

    /// The model of this word.
    pub fn from_word(word: &str) -> Option<Model> {
        word.parse().ok()
    }

    /// What it leaves out or has otherwise, after a colon.
    pub fn without(self) -> &'static str {
        match self {
            Model::Full => "nothing is left out",
            Model::NoLeaders => {
                "what leaders think, can do and show is the same at all times, and their exits change nothing"
            }
            Model::NoComplementarity => {
                "strengths make up for weaknesses: means stand in the place of products, and circles open without \
                 evidence"
            }
            Model::MeanField => "there are no advice ties: every teacher sees the whole district",
            Model::NoHelp => "every user and every team has the same help, whatever hours are paid for",
            Model::NoAttention => "the practice has the same attention, however many initiatives there are",
            Model::BassPerSchool => {
                "use spreads within each school by innovation and imitation alone; leaders, team and help do nothing"
            }
            Model::Logistic => {
                "use spreads along one logistic curve for the district, as steep as its leaders, principals and \
                 teachers are committed and open on average"
            }
            Model::LinearPull => "the pull of colleagues grows in proportion to the share of them who use it",
            Model::ThresholdPull => {
                "colleagues pull a teacher from the share of users on that this teacher waits for, and not before"
            }
            Model::WeakestLeader => "among what leaders are and do the weakest decides",
            Model::AdditiveLeaders => {
                "what leaders are and do adds up, so that one strength makes up for another"
            }
            Model::TryingAlone => "trying teaches without anyone who helps or shows",
            Model::TurnoverAlone => {
                "what was built is lost through people who leave and schools that drop it, and in no other way"
            }
        }
    }

    /// Whether a curve stands in the place of team, help, teachers' decisions, embedding and rollout.
    #[inline]
    pub fn is_curve(self) -> bool {
        matches!(self, Model::BassPerSchool | Model::Logistic)
    }

    /// What quantities that all have to be there come to, times `scale`: their product, or where
    /// strengths make up for weaknesses their mean, or where the weakest decides the least of them.
    #[inline]
    pub fn combine<const N: usize>(self, scale: f64, inputs: [f64; N]) -> f64 {
        match self {
            Model::NoComplementarity | Model::AdditiveLeaders => {
                scale * (inputs.iter().sum::<f64>() / N as f64)
            }
            Model::WeakestLeader => scale * inputs.iter().fold(f64::INFINITY, |least, &x| least.min(x)),
            _ => inputs.iter().fold(scale, |product, x| product * x),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_model_has_a_word_of_its_own_and_the_whole_model_is_what_holds_unless_said() {
        let words: Vec<&str> = Model::ALL.iter().map(|model| model.word()).collect();
        let expected = [
            "full",
            "no leaders",
            "no complementarity",
            "mean field",
            "no help",
            "no attention",
            "Bass per school",
            "logistic",
            "linear pull",
            "threshold pull",
            "weakest leader",
            "additive leaders",
            "trying alone",
            "turnover alone",
        ];
        assert_eq!(words, expected);
        assert_eq!((Model::nulls().count(), Model::variants().count()), (7, 6));
        assert!(Model::ALL.iter().all(|model| Model::from_word(model.word()) == Some(*model)));
        assert_eq!(Model::default(), Model::Full);
        assert_eq!(Model::from_word("bass"), None);
    }

    #[test]
    fn without_complementarity_a_strength_makes_up_for_an_absence() {
        assert_eq!(Model::Full.combine(2.0, [0.5, 0.0]), 0.0);
        assert_eq!(Model::NoComplementarity.combine(2.0, [0.5, 0.0]), 0.5);
        assert_eq!(Model::WeakestLeader.combine(2.0, [0.5, 0.4]), 0.8);
        let (full, mean) = (Model::Full, Model::NoComplementarity);
        assert!((full.combine(1.0, [1.0; 6]) - mean.combine(1.0, [1.0; 6])).abs() < 1e-15);
        assert_eq!(full.combine(0.3, [0.7, 0.2, 0.9]).to_bits(), (0.3 * 0.7 * 0.2 * 0.9_f64).to_bits());
    }
}
