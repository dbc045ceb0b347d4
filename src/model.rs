//! Which model a run follows: the whole one, or one with a cause taken out, to test claims against. (ODD 7.18)
//!
//! ```
//! use uptake::model::Model;
//!
//! assert_eq!(Model::from_word("mean field"), Some(Model::MeanField));
//! assert!(Model::Logistic.is_curve());
//! ```

/// The model of a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Model {
    /// Everything that the submodels say.
    #[default]
    Full,
    /// What leaders think, can do and show is the same everywhere and at all times.
    NoLeaders,
    /// Strengths make up for weaknesses: means in place of products and gates.
    NoComplementarity,
    /// No advice network: everyone sees the whole district.
    MeanField,
    /// Use spreads within each school alone, by innovation and imitation.
    BassPerSchool,
    /// One logistic curve for the district, as steep as its people are committed.
    Logistic,
}

impl Model {
    /// All models with the word that a scenario uses.
    pub const ALL: [(Model, &'static str); 6] = [
        (Model::Full, "full"),
        (Model::NoLeaders, "no leaders"),
        (Model::NoComplementarity, "no complementarity"),
        (Model::MeanField, "mean field"),
        (Model::BassPerSchool, "Bass per school"),
        (Model::Logistic, "logistic"),
    ];

    /// The word that a scenario uses.
    pub fn word(self) -> &'static str {
        Model::ALL.iter().find(|(m, _)| *m == self).map_or("", |(_, word)| word)
    }

    /// The model of this word.
    pub fn from_word(word: &str) -> Option<Model> {
        Model::ALL.iter().find(|(_, w)| *w == word).map(|(m, _)| *m)
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
        for (model, word) in Model::ALL {
            assert_eq!((model.word(), Model::from_word(word)), (word, Some(model)));
        }
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
