//! Which model a run follows: the whole one, or one with a cause taken out, to test claims against. (ODD 7.18)
//!
//! ```
//! use uptake::model::Model;
//!
//! assert_eq!(Model::from_word("mean field"), Some(Model::MeanField));
//! assert!(Model::Logistic.is_curve());
//! ```

use strum::{EnumString, IntoStaticStr, VariantArray};

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
    /// Use spreads within each school alone, by innovation and imitation.
    #[strum(serialize = "Bass per school")]
    BassPerSchool,
    /// One logistic curve for the district, as steep as its people are committed.
    Logistic,
}

impl Model {
    /// All models.
    pub const ALL: &[Model] = Model::VARIANTS;

    /// The word that a scenario uses.
    pub fn word(self) -> &'static str {
        self.into()
    }

    /// The model of this word.
    pub fn from_word(word: &str) -> Option<Model> {
        word.parse().ok()
    }

    /// What it leaves out, after a colon.
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
            Model::BassPerSchool => {
                "use spreads within each school by innovation and imitation alone; leaders, team and help do nothing"
            }
            Model::Logistic => {
                "use spreads along one logistic curve for the district, as steep as its leaders, principals and \
                 teachers are committed and open on average"
            }
        }
    }

    /// Whether a curve stands in the place of team, help, teachers' decisions, embedding and rollout.
    #[inline]
    pub fn is_curve(self) -> bool {
        matches!(self, Model::BassPerSchool | Model::Logistic)
    }

    /// What quantities that all have to be there come to, times `scale`: their product, or where
    /// strengths make up for weaknesses their mean.
    #[inline]
    pub fn combine<const N: usize>(self, scale: f64, inputs: [f64; N]) -> f64 {
        if self == Model::NoComplementarity {
            scale * (inputs.iter().sum::<f64>() / N as f64)
        } else {
            inputs.iter().fold(scale, |product, x| product * x)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_model_has_a_word_of_its_own_and_the_whole_model_is_what_holds_unless_said() {
        let words: Vec<&str> = Model::ALL.iter().map(|model| model.word()).collect();
        let expected =
            ["full", "no leaders", "no complementarity", "mean field", "Bass per school", "logistic"];
        assert_eq!(words, expected);
        assert!(Model::ALL.iter().all(|model| Model::from_word(model.word()) == Some(*model)));
        assert_eq!(Model::default(), Model::Full);
        assert_eq!(Model::from_word("bass"), None);
    }

    #[test]
    fn without_complementarity_a_strength_makes_up_for_an_absence() {
        assert_eq!(Model::Full.combine(2.0, [0.5, 0.0]), 0.0);
        assert_eq!(Model::NoComplementarity.combine(2.0, [0.5, 0.0]), 0.5);
        let (full, mean) = (Model::Full, Model::NoComplementarity);
        assert!((full.combine(1.0, [1.0; 6]) - mean.combine(1.0, [1.0; 6])).abs() < 1e-15);
        assert_eq!(full.combine(0.3, [0.7, 0.2, 0.9]).to_bits(), (0.3 * 0.7 * 0.2 * 0.9_f64).to_bits());
    }
}
